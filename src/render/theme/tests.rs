use std::collections::BTreeMap;

use tera::{Context, Tera, Value};

use super::meter::{Meter, PageOutput, TOO_MUCH};
use super::metered::metered;
use super::*;

/// Renders the first of some templates in a fixed context. Returns the text and the work it took.
fn rendered(
    templates: &[(&str, &str)],
    with_meter: bool,
    most: u64,
) -> (Result<String, String>, u64) {
    let meter = Meter::new(most);
    let mut tera = Tera::new();
    let texts: Vec<(String, String)> = templates
        .iter()
        .map(|(name, text)| match with_meter {
            true => (
                (*name).to_owned(),
                metered(text).unwrap_or_else(|refusal| panic!("{text}: {refusal:?}")).text,
            ),
            false => ((*name).to_owned(), (*text).to_owned()),
        })
        .collect();
    meter.register(&mut tera);
    if !with_meter {
        tera = Tera::new();
    }
    if let Err(error) = tera.add_raw_templates(texts) {
        return (Err(error.to_string()), 0);
    }
    let mut context = Context::new();
    context.insert("n", &3);
    context.insert("word", "a<b");
    context.insert("words", &["one", "two & three", "four"]);
    let map = BTreeMap::from([("x", "1"), ("y", "<2>")]);
    context.insert("map", &map);
    context.insert("page", &BTreeMap::from([("maps", [&map, &map])]));
    context.insert("nested", &BTreeMap::from([("list", vec![vec![1, 2], vec![3]])]));
    context.insert_value("body", Value::safe_string("<p>x</p>\n<p>y</p>"));
    let mut page = PageOutput { bytes: Vec::new(), most: 1 << 20 };
    meter.begin();
    let outcome = tera.render_to(templates[0].0, &context, &mut page);
    let work = meter.end();
    let text = outcome.map(|()| String::from_utf8(page.bytes).unwrap());
    (text.map_err(|error| error.to_string()), work)
}

const ROOM: u64 = 1 << 16;

/// Constructs of Tera, whose output the meter must not change.
const ALIKE: &[&str] = &[
    "plain { text } { { % } %} }} #}",
    "{{ word }}{{ body }}{{ n }}{{ nested.list }}{{ map.x }}{{ words[1] }}{{ words | length }}",
    "a {{- word -}} b {{- word }} c\n {%- if n == 3 -%} d {%- endif -%} e",
    "{% for w in words %}<{{ w }}{{ loop.index }}/{{ loop.length }}>{% else %}none{% endfor %}",
    "{% for w in words -%}  {{ w }}  {%- endfor %}.",
    "{% for k, v in map %}{{ k }}={{ v }};{% endfor %}{% for c in \"äb\" %}{{ c }}.{% endfor %}",
    "{% for w in [] %}x{% else %}none{% endfor %}{% for a in range(end=3) %}{% if a == 1 %}{% continue %}{% endif %}{{ a }}{% endfor %}",
    "{% for a in [1, 2, 3] %}{% for b in nested.list %}{{ a }}{{ b \
    }}{% if a > 1 %}{% break %}{% endif %}{% endfor %}{% endfor %}",
    "{% set a = 1 %}{% set b = a + 2 * 3 %}{{ b }}{% set_global c = word ~ \"!\" ~ n %}{{ c }}",
    "{% set x %} a {{ word }} {% endset %}{{ x }}{% set y | upper %}b{% endset -%}  {{ y }}",
    "{% set x = words | join(sep=\", \") %}{{ x }}{{ words | join(sep=\"<\") }}{{ [body, word] | \
    join(sep=\"<\") }}{{ words | join }}",
    "{{ word | replace(from=\"a\", to=\"<\") }}{{ body | replace(from=\"x\", to=word) }}{{ word | \
    replace(from=\"\", to=\"-\") }}",
    "{% filter upper | replace(from=\"A\", to=\"b\") %}a{{ word }}{% endfilter %}",
    "{{ [w | upper for w in words] | join(sep=\"/\") }}{{ [k ~ v for k, v in map if v != \"1\"] }}",
    "{{ [[a, b] for a in [b * 2 for b in [1, 2] if b in [2, 3]]] | length }}",
    "{{ words[0:2] }}{{ words[::-1] | first }}{{ word[1:] }}{{ nested.list[0][1] }}{{ words[n - \
    3] }}",
    "{{ n if n > 2 else 0 }}{{ \"a\" if word == \"b\" else \"c\" if n >= 4 else \"d\" }}",
    "{{ not n }}{{ n is odd }}{{ n is not even and word is containing(pat=\"<\") }}{{ words is \
    containing(pat=word) }}",
    "{{ \"one\" in words }}{{ 5 not in [1, -2] }}{{ 1 < 2 and 2 > 1 and 1 <= 1 and (n) >= (2 + 1) \
    }}{{ -n }}",
    "{{ {\"a\": n, \"b\": [word, ...words]}[\"b\"] | length }}{{ {...map, \"z\": 3} | length }}{{ \
    [...words, 1] | length }}",
    "{% if gone is defined %}x{% elif n == 1 %}y{% elif n == 3 %}z{% else %}w{% endif %}{{ gone | \
    default(value=\"d\") }}",
    "{{ map?.gone?.more | default(value=1) }}{{ map[\"x\"] }}{{ gone?[0] if gone else 2 }}",
    "{% raw %}{{ not }} {% for %}{% endraw %}{%- raw -%} a {%- endraw -%} b{# {{ x #}c{#- d -#} e",
    "{{ 1.5 + 2 }}{{ 7 // 2 }}{{ 2 ** 3 }}{{ 7 % 4 }}{{ `a'\"` }}{{ 'it\\'s' }}{{ \"%}\" }}",
    "{% component box(title: string, n: integer = 1, ...rest) {\"k\": 1} %}[{{ title }}{{ n }}{{ \
    rest | length }}]{% endcomponent box %}{{ <box title=\"t\" /> }}{{ <box title={word ~ n} \
    n={n + 1} other={words} /> }}",
    "{% component box(title, @n) -%}<{{ title }}{{ n }}{{ body | default(value=\"-\") \
    }}>{%- endcomponent %}{% <box title={word}> %}in {{ word }}{% </box> %}{{ \"a\" ~ <box \
    title=\"q\" /> }}",
    "{% component ui.box(a) %}{% if a > 0 %}{{ a }}{{ <ui.box a={a - 1} /> \
    }}{% endif %}{% endcomponent %}{{ <ui.box a={3} /> }}{{ <ui.box {...{\"a\": 1} } /> }}",
    "{{ words | sort | reverse | first }}{{ nested.list | length }}{{ words | unique | length \
    }}{{ body | indent(width=2) }}",
    "{{ word | str }}{{ word | safe }}{{ word | escape }}{{ words | nth(n=1) }}{{ map | keys | \
    join(sep=\",\") }}",
    // A path that goes on behind a slice.
    "{{ page.maps[1:][0].x ~ page.maps[:1][0]?.x ~ page.maps[::-1]?[1].y }}{{ \
    [page.maps[1:][0].x for m in page.maps[:1]] | length }}{{ page.maps[1:][0].x == word }}{{ \
    page.maps[1:][0].z is defined }}{{ page.maps[1:][0]?.z?.z | default(value=1) }}",
    // A word right behind what is counted.
    "{{ range(end=3)if n else 2 }}{{ n==3and n }}{{ n if words[1:]else 3 }}{{ \
    [a for a in range(end=3)if a] }}",
];

#[test]
fn the_meter_does_not_change_the_output() {
    for text in ALIKE {
        let templates = [("a.html", *text)];
        let (plain, none) = rendered(&templates, false, ROOM);
        let (counted, work) = rendered(&templates, true, ROOM);
        assert!(plain.is_ok(), "{text}: {plain:?}");
        assert_eq!(counted, plain, "{text}\n{}", metered(text).unwrap().text);
        assert!(none == 0 && work <= ROOM, "{text}");
    }
}

#[test]
fn the_meter_does_not_change_extended_and_included_templates() {
    let templates = [
        (
            "a.html",
            "{% extends \"base.html\" %}{% block main %}{{ super() }}{% include \"part.html\" -%} \
            x{% endblock main %}",
        ),
        (
            "base.html",
            "<{% block main %}base {{ word }}{% block inner %}i{% endblock %}{% endblock main %}>",
        ),
        ("part.html", "part {{ n }} {% set word = \"own\" %}{{ word }}"),
    ];
    let (plain, _) = rendered(&templates, false, ROOM);
    assert_eq!(plain.as_deref(), Ok("<base a&lt;bipart 3 ownx>"));
    assert_eq!(rendered(&templates, true, ROOM).0, plain);
}

/// Short templates that do much work, but in the end terminate.
const HEAVY: &[&str] = &[
    // Many iterations.
    "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}",
    "{% for a in range(end=1000) %}{% endfor %}{% for a in range(end=1000) %}{% endfor %}",
    "{% for a in range(end=100000) %}{% break %}{% endfor %}",
    "{{ [a for a in range(end=2000)] | length }}",
    "{{ [0 for a in range(end=2000) if a > 3000] | length }}",
    "{{ [[0 for b in range(end=90)] for a in range(end=90)] | length }}",
    // Texts that grow exponentially.
    "{% set x = word %}{% for a in range(end=40) %}{% set_global x = x ~ x %}{% endfor %}",
    "{% set x = word ~ word ~ word %}{% set x = x ~ x ~ x ~ x ~ x ~ x %}{% set x = x ~ x ~ x ~ x ~ x ~ x %}{% set x = x ~ x ~ x ~ x ~ x ~ x %}{% set x = x ~ x ~ x ~ x ~ x ~ x %}{% set x = x ~ x ~ x ~ x ~ x ~ x %}{% set x = x ~ x ~ x ~ x ~ x ~ x %}{% set x = x ~ x ~ x ~ x ~ x ~ x %}{% set x = x ~ x ~ x ~ x ~ x ~ x %}",
    "{% set x %}{% for a in range(end=200) %}{{ words }}{{ words }}{{ words }}{{ words }}{{ words \
    }}{{ words }}{{ words }}{{ words }}{{ words }}{{ words }}{% endfor %}{% endset %}",
    "{% set x = \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" %}{% set x = x | replace(from=\"a\", to=x) %}{% set x = x | replace(from=\"a\", to=x) %}",
    "{% set x = words | join(sep=word) | split(pat=\"\") %}{% set y = x | join(sep=x | str) %}{% set x = y | split(pat=\"\") %}{% set y = x | join(sep=x | str) %}",
    "{{ range(end=70) | join(sep=\"\n\") | indent(width=1000) }}",
    // Lists that grow exponentially.
    "{% set x = [n] %}{% for a in range(end=40) %}{% set_global x = [x, x] %}{% endfor %}",
    "{% set x = [n] %}{% for a in range(end=40) %}{% set_global x = {\"a\": x, \"b\": x} \
    %}{% endfor %}{{ x }}",
    "{% set x = [n] %}{% for a in range(end=40) %}{% set_global x = [...x, ...x] %}{% endfor %}",
    "{% set x = range(end=600) %}{{ x | unique | length }}",
    // Components that call themselves more than once.
    "{% component c(d) %}{% if d > 0 %}{{ <c d={d - 1} /> }}{{ <c d={d - 1} /> \
    }}{% endif %}{% endcomponent %}{{ <c d={18} /> }}",
    "{% component c(d, ...rest) %}{% if d > 0 %}{{ <c {...rest} d={d - 1} a={rest} b={rest} /> \
    }}{% else %}{{ rest }}{% endif %}{% endcomponent %}{{ <c d={18} /> }}",
    // Comparisons of large values.
    "{% set x = range(end=600) %}{% for a in x %}{% if a in x %}{% endif %}{% endfor %}",
    "{% set x = range(end=600) %}{% set y = range(end=600) %}{% for a in x %}{% if x == y %}{% endif %}{% endfor %}",
    "{% set x = range(end=600) %}{% for a in x %}{% if x is containing(pat=-1) %}{% endif %}{% endfor %}",
    "{% set x = range(end=600) %}{% for a in x %}{% if x[1:] %}{% endif %}{% endfor %}",
    "{% set x = range(end=600) %}{% for a in x %}{% if x[1:]?[0] %}{% endif %}{% endfor %}",
    "{% for a in range(end=600) %}{% if range(end=600) %}{% endif %}{% endfor %}",
];

#[test]
fn a_template_that_does_much_with_little_stops_at_the_bound() {
    for text in HEAVY {
        let (outcome, work) = rendered(&[("a.html", text)], true, ROOM);
        let error = outcome.expect_err(text);
        assert!(error.contains(TOO_MUCH), "{text}: {error}");
        assert!(work <= ROOM, "{text}: {work}");
    }
}

#[test]
fn work_is_counted_by_what_is_written_kept_and_gone_through() {
    // A value counts 16 and its bytes: `words` 66, and all in it 82; `word` 19, written `a&lt;b`
    // 22; a number 16. A list that is only gone over counts 16, and 16 for each item.
    for (text, work) in [
        ("no tag at all", 0),
        ("{{ word }}", 19),
        ("{{ map }}", 16 + (1 + 17) + (1 + 19)),
        ("{% set x = word %}", 0), // What stands there already is kept twice at no cost.
        ("{% set x = [word, word] %}", 16 + 2 * 19),
        ("{% set x %}abcd{% endset %}", 20),
        ("{{ word ~ word }}", 19 + 22),
        ("{{ \"one\" in words }}", 82 + 16),
        ("{{ words == words }}", 82 + 16),
        ("{{ words is containing(pat=\"four\") }}", 82 + 16),
        ("{{ words[1:] | length }}", 48 + 48 + 16),
        ("{{ page.maps[1:][0].x }}", 48 + 17), // The list that is cut, not its part.
        ("{{ [...words] | length }}", 64 + 64 + 16),
        ("{{ range(end=3) | length }}", 64 + 64 + 16),
        ("{{ words | sort | length }}", 82 + 64 + 16),
        ("{{ words | str | length }}", 82 + (16 + 30) + 16),
        ("{{ page.maps | group_by(attribute=\"x\") | length }}", 124 + 32 + 16),
        ("{{ words | unique | length }}", 48 * 48 / 16 + 64 + 16),
        ("{{ words | join(sep=\"abc\") }}", 82 + 3 * (16 + 3) + (16 + 18 + 6)),
        ("{{ word | replace(from=\"a\", to=\"bcde\") }}", 19 + (3 + 4) + 22),
        ("{{ body | indent(width=2) }}", (17 + 1_000) + (17 + 2 + 16)),
        // Each round counts 64, and the text between its tags.
        ("{% for w in words %}ab{{ w }}{% endfor %}", 64 + 3 * (64 + 9) + 66),
        ("{{ [w for w in words] | length }}", 4 * 64 + 66 + 64 + 16),
        ("{{ [w for w in words if w] | length }}", 4 * 64 + 66 + 64 + 16),
        ("{{ [k for k, v in map] | length }}", 3 * 64 + 34 + 48 + 16),
        ("{% include \"b.html\" %}", 16 + 8),
        (
            "{% component c(t) %}{{t}}{% endcomponent %}{{ <c t={word} /> }}",
            19 + (64 + 5) + 19 + 22,
        ),
        (
            "{% component c(t) %}{{t}}{{body}}{% endcomponent %}{% <c t={word}> %}abc{% </c> %}",
            19 + (64 + 13) + 19 + 19 + (22 + 3),
        ),
    ] {
        let templates = [("a.html", text), ("b.html", "included")];
        let (outcome, counted) = rendered(&templates, true, u64::MAX);
        assert_eq!(counted, work, "{text}: {outcome:?}");
    }
}

#[test]
fn lists_in_one_another_have_a_bound() {
    let nested = |n: usize| {
        format!(
            "{{% set x = [1] %}}{{% for a in range(end={n}) %}}{{% set_global x = [x] %}}{{% \
            endfor %}}"
        )
    };
    let outcome = |n: usize| rendered(&[("a.html", &nested(n))], true, 1 << 20).0;
    assert!(outcome(limits::VALUE_DEPTH - 1).is_ok());
    assert!(outcome(limits::VALUE_DEPTH).is_err_and(|error| error.contains("more than 64 deep")));
}

#[test]
fn the_size_of_a_page_is_limited() {
    let page = |most: usize| {
        let mut tera = Tera::new();
        tera.add_raw_template("a.html", "12345{{ n }}").unwrap();
        let mut context = Context::new();
        context.insert("n", &678);
        let mut page = PageOutput { bytes: Vec::new(), most };
        tera.render_to("a.html", &context, &mut page)
            .map(|()| page.bytes.len())
            .map_err(|error| PageOutput::is_full(&error))
    };
    assert_eq!(page(8), Ok(8));
    assert_eq!(page(7), Err(true));
    assert_eq!(page(0), Err(true));
}

/// The place and the message of the first finding for a site with one template of its own.
fn found(name: &str, text: &str) -> Option<(String, u32, String)> {
    found_in(&format!("=== templates/{name}\n{text}"))
}

fn found_in(site: &str) -> Option<(String, u32, String)> {
    let theme = theme(&Files::from_text(site));
    let finding = theme.findings().first()?;
    assert_eq!(finding.code, Code::Template);
    Some((finding.span.file.to_string(), finding.span.at.start, finding.message.clone()))
}

#[test]
fn the_depth_of_open_tags_is_limited() {
    let elifs = |n: usize| format!("{{% if n %}}{}{{% endif %}}", "{% elif n %}".repeat(n - 1));
    assert_eq!(found("brief.html", &elifs(limits::TEMPLATE_DEPTH)), None);
    let (file, at, message) = found("brief.html", &elifs(limits::TEMPLATE_DEPTH + 1)).unwrap();
    assert_eq!((file.as_str(), at), ("templates/brief.html", 10 + 12 * 99));
    assert!(message.contains("more than 100 tags are open here"), "{message}");
    // Closed tags no longer count.
    assert_eq!(found("brief.html", &elifs(90).repeat(20)), None);
    // Tera itself refuses other kinds of deep nesting.
    for (open, close) in [
        ("{% if n %}", "{% endif %}"),
        ("{% for n in n %}", "{% endfor %}"),
        ("{% filter upper %}", "{% endfilter %}"),
        ("{% set x %}", "{% endset %}"),
    ] {
        let text = |n: usize| format!("{}{}", open.repeat(n), close.repeat(n));
        assert_eq!(found("brief.html", &text(30)), None, "{open}");
        assert!(found("brief.html", &text(1_000)).is_some(), "{open}");
    }
    for (before, middle, behind) in [
        ("(", "n", ")"),
        ("[", "n", "]"),
        ("n + ", "n", ""),
        ("n ~ ", "n", ""),
        ("not (", "n", ")"),
        ("- ", "n", ""),
        ("", "n", " | upper"),
        ("", "n", ".a"),
        ("", "n", "[0]"),
        ("n if n else ", "n", ""),
        ("{\"a\": ", "n", "}"),
        ("n[", "0", "]"),
        ("range(end=", "n", ")"),
        ("n and ", "n", ""),
        ("n ** ", "n", ""),
    ] {
        let text = format!("{{{{ {}{middle}{} }}}}", before.repeat(20_000), behind.repeat(20_000));
        let (file, ..) = found("brief.html", &text).unwrap_or_else(|| panic!("{before}{behind}"));
        assert_eq!(file, "templates/brief.html", "{before}{behind}");
    }
    let (_, at, message) = found("brief.html", &"{% if n %}".repeat(101)).unwrap();
    assert_eq!(at, 1_000);
    assert!(message.contains("more than 100 tags are open here"), "{message}");
    // Of what Tera would take and the meter cannot follow, nothing is compiled.
    for behind in [String::new(), elifs(1_200)] {
        let (_, at, message) = found("brief.html", &format!("{{{{ for }}}}{behind}")).unwrap();
        assert_eq!((at, message.as_str()), (3, "briefgen cannot follow this"));
    }
    assert!(found("brief.html", "{{ in is not odd }}").is_some());
    // Deep nesting is refused in invalid templates as well.
    for text in [
        "{% if n %}",
        "{% elif n %}",
        "{% if n %}{% elif n %}",
        "{{",
        "{{ (",
        "{% <a",
        "{% set x %}",
        "{% raw %}",
    ] {
        assert!(found("brief.html", &text.repeat(20_000)).is_some(), "{text}");
    }
}

#[test]
fn the_size_of_templates_is_limited() {
    let text = |n: usize| "x".repeat(n - 1);
    assert_eq!(found("brief.html", &text(limits::TEMPLATE)), None);
    let (_, _, message) = found("brief.html", &text(limits::TEMPLATE + 1)).unwrap();
    assert_eq!(message, "the template has more than 262144 bytes");
    let many = |n: usize| -> String {
        (0..n).map(|n| format!("=== templates/own-{n}.html\n{}\n", text((1 << 18) - 1))).collect()
    };
    assert_eq!(found_in(&many(3)), None);
    assert!(found_in(&many(5)).unwrap().2.ends_with("more than 1048576 bytes"));
}

#[test]
fn chains_of_templates_are_limited() {
    let chain = |n: usize, last: &str, tag: &str| -> String {
        let next = |at: usize| {
            format!("=== templates/t{at:05}.html\n{{% {tag} \"t{:05}.html\" %}}\n", at + 1)
        };
        (0..n).map(next).collect::<String>() + &format!("=== templates/t{n:05}.html\n{last}\n")
    };
    for tag in ["include", "extends"] {
        assert_eq!(found_in(&chain(limits::TEMPLATE_CHAIN, "x", tag)), None, "{tag}");
        for n in [limits::TEMPLATE_CHAIN + 1, 5_000] {
            let (file, _, message) = found_in(&chain(n, "x", tag)).unwrap();
            assert_eq!(
                message, "it leads over more than 16 templates, each to the next",
                "{tag} {n}"
            );
            assert_eq!(file, "templates/t00000.html");
        }
        let circle = found_in(&chain(3, &format!("{{% {tag} \"t00000.html\" %}}"), tag)).unwrap();
        assert_eq!(circle.2, "it extends or includes itself", "{tag}");
    }
    // 10^14 paths lead to the last template, but each template is only visited once.
    let to_next = |n: usize| {
        let tags = format!("{{% include \"t{}.html\" %}}", n + 1).repeat(10);
        format!("=== templates/t{n}.html\n{tags}\n")
    };
    let many: String = (0..14).map(to_next).collect();
    assert_eq!(found_in(&format!("{many}=== templates/t14.html\nx\n")), None);
}

#[test]
fn inherited_text_is_limited() {
    let base = format!("{{% block a %}}{}{{% endblock %}}", "x".repeat(250_000));
    let heirs = |n: usize| -> String {
        (0..n)
            .map(|n| format!("=== templates/heir{n}.html\n{{% extends \"large.html\" %}}\n"))
            .collect()
    };
    assert_eq!(found_in(&format!("=== templates/large.html\n{base}\n{}", heirs(60))), None);
    let (_, _, message) =
        found_in(&format!("=== templates/large.html\n{base}\n{}", heirs(80))).unwrap();
    assert!(message.contains("inherit more than"), "{message}");
}

#[test]
fn errors_point_to_the_original_template() {
    for (text, at, message) in [
        ("{% set x = n + 1 %}{{ title }", 28, "found `}` but expected }}"),
        ("{% for a in page %}{% endif %}", 22, "unknown tag"),
        ("{{ word | nothing }}", 10, "unknown filter `nothing`"),
        ("{{ nothing(a=1) ~ word }}", 3, "unknown function `nothing`"),
        ("é{% set y = word ~ n %}\n{{ <nothing /> }}", 28, "unknown component `nothing`"),
    ] {
        let (_, start, found) = found("brief.html", text).unwrap();
        assert_eq!((start, found.as_str()), (at, message), "{text}");
    }
}
