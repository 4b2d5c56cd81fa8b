//! What findings say, where a writer has gone astray in a way of which the first words would lead
//! further astray.

use briefgen::base::finding::Finding;
use briefgen::base::text::Lines;
use briefgen::files::Files;
use briefgen::{Cache, Options, build};

/// The findings of a site, each in two lines: file, line, column, code and message; and what to do.
fn told(site: &str) -> Vec<String> {
    let files = Files::from_text(site);
    let options = Options::on("2026-11-23".parse().unwrap());
    let line = |finding: &Finding| {
        let Finding { span, code, message, help, .. } = finding;
        let place =
            Lines::new(files.text(&span.file).unwrap_or_default()).position(span.at.start as usize);
        format!("{}:{}:{} {code} {message}\n{help}", span.file, place.line, place.column)
    };
    build(&files, &options, &mut Cache::default(), drop).findings.iter().map(line).collect()
}

/// A brief with more lines in its front matter.
fn brief(lines: &str) -> String {
    format!(
        "=== content/briefs/2023-06-18-talks.md\n---\ntitle: Talks\nsources: []\n{lines}\n---\nThey spoke.\n"
    )
}

/// A brief that only its file's name tells from another.
fn called(name: &str) -> String {
    format!("=== content/briefs/{name}.md\n---\ntitle: Talks\nsources: []\n---\nThey spoke.\n")
}

#[test]
fn the_name_of_a_brief_gets_one_finding_that_says_what_to_call_it() {
    for (names, expected) in [
        (&["2023-06-18"][..], &[][..]),
        (
            &["2023-06-18-Talks In Beijing", "2023-06-18-CON"],
            &[
                "content/briefs/2023-06-18-CON.md:1:1 E-ID the file's name `2023-06-18-CON` is no id\n\
                 rename it to `2023-06-18-con.md`",
                "content/briefs/2023-06-18-Talks In Beijing.md:1:1 E-ID the file's name `2023-06-18-Talks In Beijing` \
                 is no id\nrename it to `2023-06-18-talks-in-beijing.md`",
            ],
        ),
        (
            &["2023-06-18-", "2023-06-18-???"],
            &[
                "content/briefs/2023-06-18-.md:1:1 E-ID the file's name `2023-06-18-` is no id\n\
                 add words to the date, as in `2023-06-18-talks.md`",
                "content/briefs/2023-06-18-???.md:1:1 E-ID the file's name `2023-06-18-???` is no id\n\
                 add words to the date, as in `2023-06-18-talks.md`",
            ],
        ),
        (
            &["2023-06-18-Talks/index"],
            &[
                "content/briefs/2023-06-18-Talks/index.md:1:1 E-ID the file's name `2023-06-18-Talks` is no id\n\
               rename it to `2023-06-18-talks`",
            ],
        ),
        (
            &["2023-13-45-talks"],
            &[
                "content/briefs/2023-13-45-talks.md:2:1 E-DATE the file's name begins with no date: `2023-13-45` names a \
               month that does not exist\nthe month goes from 01 to 12; rename the file",
            ],
        ),
        (
            &["2023-06-18-talks", "2023-06-19-talks"],
            &[
                "content/briefs/2023-06-19-talks.md:2:8 E-DUPLICATE brief `talks` is declared twice\n\
               write `slug: 2023-06-19-talks` in it, or `id_dates: true` in `site.yaml` to keep dates in all ids",
            ],
        ),
    ] {
        let site: String = names.iter().map(|name| called(name)).collect();
        assert_eq!(told(&site), expected, "{names:?}");
    }
}

#[test]
fn a_misspelt_folder_is_told_of_once() {
    let text = "---\ntitle: Talks\nsources: []\nactors: [Qin Gang]\n---\nThey spoke.\n";
    assert_eq!(
        told(&format!("=== content/brief/2023-06-18-talks.md\n{text}")),
        ["content/brief/2023-06-18-talks.md:3:1 E-KEY-UNKNOWN unknown key `sources`\n\
          did you mean `content/briefs/`? Files in `content/brief/` are plain pages"]
    );
    assert_eq!(
        told("=== content/actor/qin-gang.md\n---\nname: Qin Gang\n---\n"),
        ["content/actor/qin-gang.md:2:1 E-KEY-UNKNOWN unknown key `name`\n\
          did you mean `content/actors/`? Files in `content/actor/` are plain pages"]
    );
    // `places` is not far from `pages`, and has no such key.
    assert_eq!(
        told("=== content/pages/about.md\n---\ntitle: About\nweather: fair\n---\n"),
        [
            "content/pages/about.md:3:1 E-KEY-UNKNOWN unknown key `weather`\na site's own data goes under `extra:`"
        ]
    );
}

#[test]
fn a_registry_of_nobody_yet_is_in_order() {
    for text in ["", "# nothing yet\n", "~\n"] {
        assert_eq!(
            told(&format!("=== content/places.yaml\n{text}{}", brief(""))),
            [""; 0],
            "{text:?}"
        );
    }
}

#[test]
fn the_help_names_what_will_be_taken() {
    for (lines, expected) in [
        (
            "date: today",
            "E-DATE `today` is not a date in a form that can be read\n\
                         write one day: year, month and day, as in `2023-06-18`",
        ),
        (
            "date: June 2023",
            "E-DATE `June 2023` is not a date in a form that can be read\n\
                             write one day, from `2023-06-01` to `2023-06-30`",
        ),
        (
            "date: 0000-06-18",
            "E-DATE `0000-06-18` lies in a year that there was not\ncorrect the year",
        ),
        (
            "review_by: 2024-06",
            "E-DATE `2024-06` is not one exact day\nwrite one day, from `2024-06-01` to `2024-06-30`",
        ),
        (
            "review_by: 2024-06-18?",
            "E-DATE `2024-06-18?` is not one exact day\nwrite `2024-06-18`, without a mark of doubt",
        ),
        (
            "allow: [W-STUB]",
            "E-TYPE `allow[0]` is text where a map is expected\nwrite each item as `{code: …, reason: …}`",
        ),
        (
            "updates: [fixed]",
            "E-TYPE `updates[0]` is text where a map is expected\n\
                              write each item as `{date: 2023-06-19, note: …}`",
        ),
        (
            "status: [draft]",
            "E-TYPE `status` is a list where one word is expected\n\
                             write one of `draft`, `live`, `superseded`, `withdrawn`",
        ),
        (
            "gaps: [{a: b}]",
            "E-TYPE `gaps[0]` is a map where text is expected\n\
                            write one text, in quotation marks where it has `: ` in it",
        ),
        (
            "claims: [{id: a, text: b, credibility: 0}]",
            "E-TYPE `credibility` cannot be `0`\n\
                                                        write a whole number from 1 to 6, in digits",
        ),
        (
            "claims: [{id: a, text: b, credibility: 7}]",
            "E-TYPE `credibility` cannot be `7`\n\
                                                        write a whole number from 1 to 6, in digits",
        ),
    ] {
        let told = told(&brief(lines));
        assert!(told.iter().any(|finding| finding.ends_with(expected)), "{lines}: {told:?}");
        let errors = told.iter().filter(|finding| finding.contains(" E-"));
        assert_eq!(errors.count(), 1, "{lines}: {told:?}");
    }
    assert_eq!(
        told(&format!("=== site.yaml\nnewest: 1000\n{}", brief(""))),
        [
            "site.yaml:1:9 E-TYPE `newest` cannot be `1000`\nwrite a whole number from 0 to 100, in digits"
        ]
    );
}

#[test]
fn an_end_that_has_not_come_is_left_out() {
    for word in ["present", "now", "Today"] {
        let actors = format!(
            "=== content/actors.yaml\na: {{name: A, offices: [{{office: X, from: 2023, to: {word}}}]}}\n"
        );
        let told = told(&(actors + &brief("actors: [a]")));
        let expected = format!("E-DATE `{word}` is no date\nleave `to` out while it lasts");
        assert!(told.iter().any(|finding| finding.ends_with(&expected)), "{told:?}");
    }
}

#[test]
fn a_tab_is_told_of_where_it_stands() {
    assert_eq!(
        told(&brief("actors:\n\t- Qin Gang")),
        ["content/briefs/2023-06-18-talks.md:5:1 E-YAML a tab stands where YAML takes none\n\
          indent with spaces: YAML takes no tabs there"]
    );
}

#[test]
fn a_word_that_the_site_does_not_have_is_underlined_itself() {
    assert_eq!(
        told(&brief("claims: [{id: a, text: b, kind: judgment, confidence: medium}]"))[0],
        "content/briefs/2023-06-18-talks.md:4:55 E-TYPE `medium` is none of the site's words of confidence\n\
         use one of `high`, `moderate`, `low`"
    );
}

#[test]
fn a_name_that_is_nearly_registered_gets_that_one() {
    let actors =
        "=== content/actors.yaml\nronald-reagan: {name: Ronald Reagan}\nwang-yi: {name: Wang Yi}\n";
    let told = told(&format!("{}{actors}", brief("actors: [Ronald Regan, Qin Gang]")));
    let stubs: Vec<&String> = told.iter().filter(|finding| finding.contains("W-STUB")).collect();
    assert!(
        stubs[0].ends_with(
            "did you mean `ronald-reagan`? If not, add `ronald-regan: {name: Ronald Regan}` to `content/actors.yaml`"
        ),
        "{stubs:?}"
    );
    assert!(
        stubs[1].ends_with("\nadd `qin-gang: {name: Qin Gang}` to `content/actors.yaml`"),
        "{stubs:?}"
    );
}

#[test]
fn a_quotation_that_nobody_wrote_is_not_to_be_registered() {
    let quoting = |id: &str, list: &str| {
        let text = brief(list).replace("They spoke.", &format!("[[quote:{id}]]"));
        told(&text).into_iter().find(|finding| finding.contains("E-REF-UNDEFINED")).unwrap()
    };
    let list = "quotes: [{id: doors, speaker: Qin Gang, text: open, mode: paraphrase}]";
    assert!(quoting("dors", list).ends_with("\ndid you mean `[[quote:doors]]`?"));
    let none = "\ngive a quotation this id under `quotes:` of a brief, or take the brackets out";
    assert!(quoting("q3", list).ends_with(none));
}

#[test]
fn a_mistake_in_a_template_is_told_once_at_its_place() {
    let two = brief("") + &called("2023-06-19-more");
    for (template, expected) in [
        (
            "<p>\n<p>\n{{ page.title | nofilter }}\n",
            "templates/brief.html:3:17 E-TEMPLATE unknown filter `nofilter`\n\
             Tera and briefgen have no such filter: correct its name, or take it out",
        ),
        (
            "<p>\n{{ page.titel }}\n",
            "templates/brief.html:2:9 E-TEMPLATE field `titel` is not defined (while making `briefs/more/index.html`)\n\
             did you mean `title`?",
        ),
    ] {
        let told = told(&format!("{two}=== templates/brief.html\n{template}"));
        let told: Vec<&String> =
            told.iter().filter(|finding| finding.contains("E-TEMPLATE")).collect();
        assert_eq!(told, [expected]);
    }
    assert_eq!(
        told(&brief("template: long.html")),
        [
            "content/briefs/2023-06-18-talks.md:4:11 E-TEMPLATE there is no template `long.html` (while making \
          `briefs/talks/index.html`)\nwrite `templates/long.html`, or take the key out"
        ]
    );
    for name in ["../../site.yaml", "/etc/passwd", "./long.html"] {
        let told = told(&brief(&format!("template: {name}")));
        assert!(
            told[0].ends_with("\nname a file of `templates/`, such as `brief.html`"),
            "{name}: {told:?}"
        );
    }
}
