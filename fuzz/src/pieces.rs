//! What sites are put together from: pieces of the example site, and what writers make of them by
//! mistake.
//!
//! `§` stands for the number of the file, `¶` for that of one of the first files.

/// Files, each with the kind of what stands in it.
pub const FILES: [(&str, PieceKind); 26] = [
    ("content/briefs/2023-06-18-talks.md", PieceKind::Brief),
    ("content/briefs/2023-06-20-result.md", PieceKind::Brief),
    ("content/briefs/2023-07-26-change.md", PieceKind::Brief),
    ("content/briefs/road/index.md", PieceKind::Brief),
    ("content/briefs/2023-06-17-before/index.md", PieceKind::Brief),
    ("content/briefs/Überblick 2024.md", PieceKind::Brief),
    ("content/briefs/index.md", PieceKind::Page),
    ("content/index.md", PieceKind::Page),
    ("content/about.md", PieceKind::Page),
    ("content/docs/index.md", PieceKind::Page),
    ("content/docs/guide.md", PieceKind::Page),
    ("content/actors/wang-yi.md", PieceKind::Actor),
    ("content/actors/qin-gang.md", PieceKind::Actor),
    ("content/issues/us-china.md", PieceKind::Issue),
    ("content/issues/us-china/taiwan.md", PieceKind::Issue),
    ("content/sources/wire.md", PieceKind::Source),
    ("content/actors.yaml", PieceKind::Actors),
    ("content/offices.yaml", PieceKind::Offices),
    ("content/issues.yaml", PieceKind::Issues),
    ("content/places.yaml", PieceKind::Places),
    ("content/sources.yaml", PieceKind::Sources),
    ("content/texts/wire.txt", PieceKind::Text),
    ("content/texts/note.txt", PieceKind::Text),
    ("content/briefs/road/map.svg", PieceKind::Other),
    ("static/extra.css", PieceKind::Other),
    ("site.yaml", PieceKind::Config),
];

/// What a file holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    Brief,
    Page,
    Actor,
    Issue,
    Source,
    Actors,
    Offices,
    Issues,
    Places,
    Sources,
    Text,
    Other,
    Config,
}

impl PieceKind {
    /// Keys with their values, of which a file has some, in any order.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            PieceKind::Brief => BRIEF,
            PieceKind::Page => PAGE,
            PieceKind::Actor => ACTOR,
            PieceKind::Issue => ISSUE,
            PieceKind::Source => SOURCE,
            PieceKind::Actors => ACTORS,
            PieceKind::Offices => OFFICES,
            PieceKind::Issues => ISSUES,
            PieceKind::Places => PLACES,
            PieceKind::Sources => SOURCES,
            PieceKind::Config => CONFIG,
            PieceKind::Text => TEXTS,
            PieceKind::Other => {
                &["<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'/>", "p {}", ""]
            }
        }
    }

    /// Keys that a file needs, and has where nothing else was drawn.
    pub fn needs(self) -> &'static [&'static str] {
        match self {
            PieceKind::Brief => &["title: A brief", "date: 2023-06-19", "sources: []"],
            PieceKind::Actor => &["name: Somebody"],
            PieceKind::Issue | PieceKind::Source => &["title: Something"],
            _ => &[],
        }
    }

    /// Whether the keys stand between fences, with Markdown below them.
    pub fn is_markdown(self) -> bool {
        matches!(
            self,
            PieceKind::Brief
                | PieceKind::Page
                | PieceKind::Actor
                | PieceKind::Issue
                | PieceKind::Source
        )
    }
}

const BRIEF: &[&str] = &[
    "title: Talks in Beijing",
    "title: 'A & B <c> \"d\"'",
    "title: 会谈",
    "date: 2023-06-18",
    "date: 2023-06-20",
    "date: 2027-01-01",
    "sources: []",
    "sources: [wire]",
    "sources: [wire, {id: note, title: A note, text: note.txt}]",
    "sources: [{id: own, title: Own, url: 'https://example.org/own?a=1&b=2', published: 2023-06}]",
    "sources: ['https://example.org/own', {source: wire, reliability: B}]",
    "actors: [qin-gang]",
    "actors: [Wang Yi, {actor: qin-gang, as: Envoy, role: chair}]",
    "actors: [王毅, a senior official, Antony J. Blinken]",
    "actors: wang-yi",
    "issues: [us-china/taiwan]",
    "issues: [Fentanyl, us-china]",
    "places: [beijing, Washington]",
    "summary: 'Wang Yi & Qin Gang <met>.'",
    "as_of: 2023-06-17",
    "status: draft",
    "status: live",
    "status: superseded\nsuperseded_by: result",
    "status: superseded\nsuperseded_by: talks",
    "status: withdrawn\nreason: It was wrong.",
    "updates: [{date: 2023-06-20, note: 'One, more', kind: major}, \
    {date: 2023-06-21, note: Two, kind: correction}]",
    "review_by: 2023-08-01",
    "publish_at: 2027-02-01",
    "lang: zh-Hans",
    "lang: ar",
    "author: [Ana Lima, Desk]",
    "slug: meeting",
    "slug: talks",
    "aliases: [/2023/talks/, /old.html]",
    "aliases: [/briefs/result/, /actors/qin-gang/]",
    "former_ids: [old-talks]",
    "former_ids: [result, talks]",
    "extra: {a: 1, b: [x, {c: null}]}",
    "gaps: [Who else was there?]",
    "allow: [{code: W-SOURCE-UNCITED, reason: Known.}]",
    "unknown_key: 1",
    "quotes: [{id: door-§, speaker: qin-gang, text: The door is open, source: wire, said: 2023-06-18}]",
    "quotes: [{id: door-§, speaker: Wang Yi, text: [The door, is open], source: none, event: visit, issue: us-china}]",
    "quotes: [{id: door-§, speaker: Wang Yi, text: [The door, is open], source: wire, event: visit, issue: us-china}]",
    "quotes:\n  - \
    {id: zh-§, speaker: wang-yi, mode: translated, text: The door is open, original: {lang: zh, text: 大门是开着的}, source: none}\n  - {id: both-§, speaker: [qin-gang, {actor: wang-yi, as: Envoy}], mode: paraphrase, text: Open, to: Blinken, source: none}",
    "events: [{id: visit, title: A visit, kind: visit, date: 2023-06-18/2023-06-19, place: beijing, who: [{actor: qin-gang, side: hosts}, {actor: Antony Blinken, side: guests}], source: none}]",
    "events: [{id: visit, status: cancelled, note: Put off}, \
    {id: call, kind: call, date: 2023-06-15, who: [wang-yi, qin-gang], part_of: visit}]",
    "events: [{id: visit, status: possible, date: 2027-06, part_of: call}, \
    {id: call, part_of: visit, at: evening}]",
    "stances: [{actor: qin-gang, issue: us-china/taiwan, stance: opposes, quote: door-§}]",
    "stances: [{actor: Wang Yi, issue: Fentanyl, stance: mixed, source: none, date: 2023-06-01}]",
    "claims: [{id: more-§, text: A visit follows, kind: judgment, likelihood: likely, confidence: low, sources: none, basis: [base-§]}, {id: base-§, text: They met, sources: none, credibility: 2}]",
    "claims: [{id: more-¶, state: failed, note: It did not}, \
    {id: base-¶, state: withdrawn, basis: [more-¶]}]",
];

const PAGE: &[&str] = &[
    "title: About us",
    "summary: Who we are",
    "lang: de",
    "order: 2",
    "order: 1",
    "status: draft",
    "status: live",
    "slug: about-us",
    "slug: guide",
    "aliases: [/hello/, /about/]",
    "extra: {a: [1, 2]}",
    "unknown: x",
];

const ACTOR: &[&str] = &[
    "name: Wang Yi",
    "name: Qin Gang",
    "kind: organization",
    "country: CN",
    "aliases: [Minister Wang, Wang]",
    "names: {zh-Hans: 王毅, ar: وانغ يي}",
    "short: [Wang, Yi]",
    "offices: [{office: minister, from: 2023-07-25, verified: 2026-10-01}, \
    {office: Director, to: unknown}]",
    "offices: [Foreign Minister]",
    "ids: {wikidata: Q6109602}",
    "links: ['https://example.org/wang', 'javascript:x']",
    "name_order: family-first",
    "anonymous: true",
    "former_ids: [wang, qin-gang]",
    "unconfirmed: [name]",
];

const ISSUE: &[&str] = &[
    "title: US and China",
    "title: Taiwan",
    "summary: What they say",
    "aliases: [Formosa]",
    "parent: us-china",
    "parent: us-china/taiwan",
    "parties: [qin-gang, China]",
    "status: [{date: 2023-06-01, state: Tense, trend: down, note: Since May}, \
    {date: 2023-07, state: Calm, trend: up}]",
    "review_by: 2023-08-01",
    "former_ids: [formosa]",
];

const SOURCE: &[&str] = &[
    "title: A wire",
    "type: article-newspaper",
    "type: speech",
    "author: [Ana Lima, Qin Gang]",
    "publisher: The Wire",
    "published: 2023-06-18",
    "url: https://example.org/wire",
    "archived: {url: 'https://example.org/copy', date: 2023-06-20}",
    "lang: zh",
    "text: wire.txt",
    "text: ../briefs/2023-06-18-talks.md",
    "ignore: '1-2, 4'",
    "altered: transcript",
    "derived_from: [wire, note]",
    "reliability: B",
    "states: [{date: 2023-07-01, state: retracted, note: Made up}]",
    "state: corrected",
];

const ACTORS: &[&str] = &[
    "qin-gang: {name: Qin Gang, aliases: [秦刚], short: [Qin], country: CN, offices: [{office: minister, from: 2022-12-30, to: 2023-07-25}]}",
    "wang-yi: {name: Wang Yi, name_order: family-first, offices: [{office: minister, from: 2023-07-25}]}",
    "wang-yi: {name: Wang Yi, former_ids: [qin-gang]}",
    "china: {name: China, kind: state, country: CN}",
    "blinken: {name: Antony Blinken, short: [Blinken], former_ids: [antony-blinken]}",
    "a--b: {name: ''}",
];

const OFFICES: &[&str] = &[
    "minister: {title: Foreign Minister, short: FM, country: CN, org: china, rank: 2, titles: [{text: Minister, to: 2023-01}]}",
    "minister: {title: Foreign Minister, seats: 2}",
    "director: {title: Director, org: Office of Foreign Affairs}",
];

const ISSUES: &[&str] = &[
    "us-china: {title: US and China}",
    "us-china/taiwan: {title: Taiwan, parent: us-china}",
    "fentanyl: {title: Fentanyl, aliases: [drugs], parent: us-china/taiwan, former_ids: [drugs]}",
];

const PLACES: &[&str] = &[
    "beijing: {name: Beijing, country: CN, in: china}",
    "china: {name: China, in: beijing}",
    "washington: {name: Washington, former_ids: [dc]}",
];

const SOURCES: &[&str] = &[
    "wire: {title: A wire, url: 'https://example.org/wire', text: wire.txt, type: article}",
    "note: {title: A { B, author: 'A, B', derived_from: [wire]}",
    "note: {title: \"A note\\nof two lines\", publisher: 'A; B', text: note.txt, ignore: 2}",
    "own: {title: Own, url: 'https://example.org/own?a=1&b=2'}",
];

const CONFIG: &[&str] = &[
    "title: A desk",
    "title: \"Desk,\\nEurope; & <more>\"",
    "description: We brief",
    "lang: de",
    "base_url: https://example.org/some/path/",
    "portable: true",
    "links: {density: all}",
    "links: {density: page}",
    "markdown: {html: escape}",
    "mentions: all",
    "newest: 1",
    "stances: [opposes, mixed]",
    "show_grades: true",
    "vocabulary: phia",
    "allow: [{code: W-STUB, reason: We know.}]",
    "extra: {x: y}",
];

const TEXTS: &[&str] = &[
    "“The door is open,” Qin Gang said on Sunday.",
    "Wang Yi said: “The door … is open.”",
    "Mr. Qin said “the door” and, later, “is open”. He did not say “is shut”.",
    "秦刚说：“大门是开着的。”",
    "QIN GANG: The door is open.\nWANG YI: It is not.",
    "The door is open, he said",
    "",
    "  indented and\nwrapped lines of a text that somebody set in columns long ago\nand kept.",
];

/// Pieces of texts.
pub const PROSE: &[&str] = &[
    "## A heading",
    "# A heading",
    "A heading\n---",
    "[[qin-gang+]] met [[wang-yi|him]] of [[talks]] and [[us-china/taiwan#status]].",
    "[[nobody]], [[actors/qin-gang]], [[quote:door-¶]], [[visit]], [[result#a-heading]].",
    "[[quote:door-¶]]",
    "[[quote:zh-¶]]",
    "It is said [@wire, 12; @own] and [@note, p. 4] and [@that].",
    "Qin Gang and Wang Yi speak of Taiwan; Qin does, and Minister Wang's US-led talks.",
    "“Qin Gang is there,” he said; ‘Wang Yi too’.",
    "秦刚和王毅谈台湾。",
    "![A map](map.svg) and [a map](../road/map.svg) ![](missing.png)",
    "[one](talks.md) [two](../about.md#a-heading) [three](/actors/qin-gang/) \
    [four](javascript:alert(1)) <https://example.org>",
    "<b id=\"x\" onclick=\"y()\">bold</b> <a href=\"talks.md\">link</a> <img src=\"map.svg\" \
    alt=\"\"> <!-- aside -->",
    "<div class=\"brief\"><script>alert(1)</script>\n\n</div>",
    "| a | b |\n|---|:-:|\n| [[qin-gang\\|Q]] | [@wire] |",
    "- one\n  - [ ] two [[qin-gang]]\n- three\n\n1. four",
    "> [!NOTE]\n> A note of [[visit]]\n\n> “Said.”",
    "A note[^1].\n\n[^1]: Of [[qin-gang]] [@wire].",
    "```yaml\n---\ntitle: x\n---\n```",
    "```rust\nfn main() { \"&<\" }\n```",
    "Term\n: A definition of [[us-china]]",
    "*a **b*** ~~c~~ `d` $e$ H~2~O x^2^ \\[[f]] a\\\nb",
    ":::audience\nfor us\n:::",
    "{{ page.title }} {% raw %} {{< figure >}}",
    "## A heading {#_own .class}\n## A heading {#x}\n## A heading {#x}",
    "[ref]: talks.md 'Title'\n\n[ref] and [ref][] and [text][ref]",
    "&amp; &nbsp; &#x200b; \u{202e}rtl\u{202c} a\u{301} \u{feff}x",
    "---",
    "",
];

/// What most sites begin with, so that much of what is named is there.
pub const BASE: &str = "=== content/actors.yaml
qin-gang: {name: Qin Gang, aliases: [秦刚], short: [Qin], country: CN, offices: [{office: minister, from: 2022-12-30, to: 2023-07-25}]}
wang-yi: {name: Wang Yi, country: CN, offices: [{office: minister, from: 2023-07-25, verified: 2026-11-01}]}
=== content/offices.yaml
minister: {title: Foreign Minister, country: CN}
=== content/issues.yaml
us-china: {title: US and China}
us-china/taiwan: {title: Taiwan}
=== content/places.yaml
beijing: {name: Beijing, country: CN}
=== content/sources.yaml
wire: {title: A wire, url: 'https://example.org/wire', text: wire.txt}
=== content/texts/wire.txt
“The door is open,” Qin Gang said on Sunday. “The door”, Wang Yi said, “is open”.
";
