//! Front matter as people write it who do not know YAML: what is said of it, and of nothing else.

use briefgen::base::text::Lines;
use briefgen::files::Files;
use briefgen::{Cache, Options, build};

/// All findings of a site, each as `file:line:column CODE message | help`.
fn findings(site: &str) -> Vec<String> {
    let files = Files::from_text(site);
    let options = Options::on("2026-11-23".parse().unwrap());
    let build = build(&files, &options, &mut Cache::default(), drop);
    let shown = |finding: &briefgen::base::finding::Finding| {
        let place = Lines::new(files.text(&finding.span.file).unwrap())
            .position(finding.span.at.start as usize);
        let file = finding.span.file.as_str().rsplit('/').next().unwrap();
        format!(
            "{file}:{}:{} {} {} | {}",
            place.line, place.column, finding.code, finding.message, finding.help
        )
    };
    build.findings.iter().map(shown).collect()
}

fn of_brief(front: &str) -> Vec<String> {
    findings(&format!(
        "=== content/briefs/2024-01-02-talks.md\n---\n{front}sources: []\n---\nThey spoke.\n"
    ))
}

#[test]
fn one_mistake_of_the_front_matter_is_one_finding() {
    let at = "2024-01-02-talks.md";
    for (front, expected) in [
        (
            "title: #1 priority\n",
            "2:1 E-TYPE `title` is empty: `#` begins a comment | write `title: \"#1 priority\"`, or put the comment into a line of its own",
        ),
        (
            "title: \"\"\n",
            "2:8 E-TYPE `title` is empty | every brief has a title: `title: Talks in Beijing`",
        ),
        ("titel: Talks\n", "2:1 E-KEY-UNKNOWN unknown key `titel` | did you mean `title`?"),
        (
            "ti\u{200b}tle: Talks\n",
            "2:1 E-KEY-UNKNOWN unknown key `ti<U+200B>tle` | an invisible character (U+200B) stands in it: take it out",
        ),
        (
            "title\u{a0}: Talks\n",
            "2:1 E-KEY-UNKNOWN unknown key `title<U+00A0>` | a no-break space (U+00A0), as Word and chat programs write it, stands in it: write a plain space in its place",
        ),
        (
            "title: Talks\nas_of: 2024-01-01\u{200b}\n",
            "3:8 E-DATE `2024-01-01<U+200B>` is not a date in a form that can be read | an invisible character (U+200B) stands in it: take it out",
        ),
        (
            "title: Talks\nas_of: 2024-01-01 22:44:26 -0700\n",
            "3:8 E-DATE `2024-01-01 22:44:26 -0700` is not a date in a form that can be read | write `2024-01-01`",
        ),
        (
            "title: .inf\n",
            "2:8 E-YAML `.inf` is no number that can be written down | put it in quotation marks where text is meant",
        ),
        (
            "title: Talks\nextra: {a: -.INF}\n",
            "3:12 E-YAML `-.INF` is no number that can be written down | put it in quotation marks where text is meant",
        ),
        (
            "title: Talks\nextra: {a: .nan}\n",
            "3:12 E-YAML `.nan` is no number that can be written down | put it in quotation marks where text is meant",
        ),
        (
            "title: Talks\nextra: {a: 1e400}\n",
            "3:12 E-YAML `1e400` is no number that can be written down | put it in quotation marks where text is meant",
        ),
        (
            "title: [Update]\n",
            "2:8 E-TYPE `title` is a list where text is expected | write one text, in quotation marks where it begins with a bracket",
        ),
        (
            "title: {Update}\n",
            "2:8 E-TYPE `title` is a map where text is expected | write one text, in quotation marks where it begins with a bracket",
        ),
        (
            "title: &x talks\n",
            "2:8 E-YAML text that begins with `&` has to be quoted | write `title: \"&x talks\"`",
        ),
        (
            "title: !new talks\n",
            "2:8 E-YAML text that begins with `!` has to be quoted | write `title: \"!new talks\"`",
        ),
        (
            "title: ~\n",
            "2:1 E-TYPE `title` is missing | every brief has a title: `title: Talks in Beijing`",
        ),
    ] {
        assert_eq!(of_brief(front), [format!("{at}:{expected}")], "{front:?}");
    }
}

#[test]
fn front_matter_that_is_in_order_gives_no_finding() {
    for front in [
        "title: \"#1 priority\"\n",
        "title: C# and F#\n",
        "title: yes\n",
        "title: no\nsummary: on\n",
        "title: 012\n",
        "title: 1e3\n",
        "title: Inf and NaN\n",
        "title: «Красная линия»\n",
        "title: “Red line” remarks\n",
        "title: 会谈：第一天\n",
        "title: Réponse\u{a0}! Et maintenant\u{a0}?\n",
        "title: Talks\nas_of: 2024-01-01\nextra: {a: 1e300, b: [~, yes, .5]}\n",
        "title: &t Talks\nsummary: *t\n",
        "title: It's \"over\"\n",
        "title: |\n  Talks\n",
        "\"title\": 'Talks: day 1'\n",
        "title: Talks\r\n",
    ] {
        assert_eq!(of_brief(front), [""; 0], "{front:?}");
    }
}

/// A brief that others build upon, and one that does.
fn two_briefs(title: &str) -> String {
    format!(
        "=== content/actors.yaml
nora-hill: {{name: Nora Hill}}
ivor-marsh: {{name: Ivor Marsh}}
ann-lee: {{name: Ann Lee}}
=== content/briefs/2024-01-02-first.md
---
title: {title}
sources: [{{id: s, title: S, url: \"https://example.org/s\"}}]
actors: [nora-hill, ann-lee, ivor-marsh]
places: [Round Hall]
quotes: [{{id: we-go, speaker: nora-hill, text: We go., source: none}}]
events: [{{id: round-one, title: Round one, date: 2024-01-01, who: [nora-hill, ann-lee], source: s}}]
claims: [{{id: they-go, text: They go., kind: judgment, sources: [s], likelihood: likely, by: desk}}]
---
## Aims

Nora Hill and Ivor Marsh met.
=== content/briefs/2024-02-02-second.md
---
title: More talks
sources: [{{id: s, title: S, url: \"https://example.org/s\"}}]
actors: [nora-hill, ann-lee]
events: [{{id: round-one, status: happened, source: s}}, {{id: round-two, date: 2024-02-01, part_of: round-one, source: s}}]
claims: [{{id: they-go, state: failed, note: No., sources: [s]}}, {{id: all-go, text: All go., kind: judgment, basis: [they-go], sources: [s]}}]
stances: [{{actor: nora-hill, issue: Water, stance: opposes, quote: we-go}}]
---
Nora Hill said [[quote:we-go]], see [[first]] and [the round](/events/round-one/) in the [[round-hall]] ([where](/places/round-hall/)) [@s].
"
    )
}

#[test]
fn one_broken_brief_makes_no_findings_elsewhere() {
    let sound = findings(&two_briefs("Talks"));
    assert!(sound.iter().all(|line| !line.contains(" E-")), "{sound:?}");
    for (broken, code) in [("[Update] Talks", "E-YAML"), ("Talks\n...\nx: y", "E-FRONT-MATTER")] {
        let found = findings(&two_briefs(broken));
        let new: Vec<_> = found.iter().filter(|line| !sound.contains(line)).collect();
        assert_eq!(new.len(), 1, "{new:#?}");
        assert!(new[0].starts_with("2024-01-02-first.md") && new[0].contains(code), "{new:?}");
    }
}

#[test]
fn what_no_broken_brief_names_is_still_undefined() {
    let site = two_briefs("[Update] Talks")
        .replace("[[quote:we-go]],", "[[quote:they-stay]], [x](/events/round-nine/),");
    let found = findings(&site);
    assert!(
        found.iter().any(|line| line.contains("`[[quote:they-stay]]` names nothing")),
        "{found:#?}"
    );
    assert!(
        found.iter().any(|line| line.contains("E-LINK") && line.contains("round-nine")),
        "{found:#?}"
    );
}
