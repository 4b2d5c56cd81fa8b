//! The rows of the table of keys, in the order of the format reference.

use super::ValueKind::{
    Anything, CatalogueIds, Country, Day, Either, End, Filled, FindingCode, Flag, Id, Language,
    Lines, List, Map, Name, OtherKey, Pairs, Prose, Text, WebAddress, When, Whole, Word,
};
use super::{Key, Keys, Rule, key};
use crate::parse::words::{
    ActorKind, Altered, AskedToList, Attendance, BriefState, ClaimKind, ClaimState, Closeness,
    Density, EventKind, EventRole, EventStatus, HEADING_IDS, HtmlPolicy, NameOrder, PageState,
    PublishedVocabulary, RELIABILITIES, SOURCE_TYPES, SourceState, Trend, UpdateKind,
};

/// The keys of all maps.
pub const ALL: &[&Keys] = &[
    &BRIEF,
    &UPDATE,
    &ACTOR_REFERENCE,
    &ISSUE_REFERENCE,
    &PLACE_REFERENCE,
    &QUOTE,
    &SPEAKER,
    &ORIGINAL,
    &EVENT,
    &PARTICIPANT,
    &STANCE,
    &CLAIM,
    &ACTOR,
    &TENURE,
    &OFFICE,
    &DATED_TITLE,
    &ISSUE,
    &ISSUE_STATUS,
    &PLACE,
    &SOURCE,
    &SOURCE_ITEM,
    &ARCHIVED,
    &STATE,
    &PAGE,
    &SITE,
    &MARKDOWN,
    &LINKS,
    &VOCABULARY,
    &ALLOWED,
];

// Keys that several maps have.

const ALLOW: Key = key(
    "allow",
    List(&Map(&ALLOWED)),
    "codes that are not to be reported here: see [exceptions](findings.md#exceptions)",
)
.example("{code: …, reason: …}");
const FORMER_IDS: Key =
    key("former_ids", List(&Id), "earlier ids, the oldest first. Their addresses lead here");
const UNCONFIRMED: Key = key(
    "unconfirmed",
    List(&OtherKey),
    "the keys of which somebody still has to see whether they hold",
);
const LANG: Key = key("lang", Language, "its language: a BCP 47 tag").example("en");
const SUMMARY: Key = key("summary", Prose, "in a sentence");
const TEMPLATE: Key = key("template", Text, "[another template](templates.md)");
const EXTRA: Key = key("extra", Anything, "your own data for templates");
const PAGE_ALIASES: Key =
    key("aliases", List(&Text), "old addresses, from the site's root: `/2023/talks/`");
const COUNTRY: Key = key(
    "country",
    Country,
    "the two letters of ISO 3166-1. `XK` is taken for Kosovo; `UK` and `EU` are no such codes",
)
.example("CN");
const REVIEW_BY: Key = key("review_by", Day, "the day after which it counts as stale");
const NOTE: Key = key("note", Prose, "anything else");
const AS: Key = key("as", Name, "a title that overrides the registry's");
const ACTOR_NAME: Key = key("actor", Name, "the actor: an id or a name").required();
const ORIGIN: [Key; 2] = [
    key("source", Text, "the source where it stands. `none` is what the desk was told itself"),
    key("loc", Text, "the place in the source: lines, a page, a time").example("12-14"),
];
const STATEMENT: [Key; 2] = [UNCONFIRMED, ALLOW];
const ENTRY: [Key; 2] = [FORMER_IDS, ALLOW];
const STATEMENT_ID: Key = key("id", Id, "its id").required();

/// An item of `allow`.
pub const ALLOWED: Keys = Keys {
    of: "exception",
    groups: &[&[
        key("code", FindingCode, "the code of the finding").required(),
        key("reason", Prose, "why it is left out").required(),
    ]],
    rules: &[],
};

/// A brief.
pub const BRIEF: Keys = Keys {
    of: "brief",
    groups: &[&[
        key("title", Prose, "its title").required(),
        key(
            "date",
            Day,
            "the day the brief speaks from. It may stand at the head of the file's name instead. \
            Before that day no build shows the brief",
        ),
        key(
            "status",
            Word(BriefState::WORDS),
            "a `draft` has no page until this line is taken out. If nothing is said, `live`. A \
            brief that is `superseded` needs `superseded_by`; the page of one that is `withdrawn` \
            stays, and says so",
        ),
        key("superseded_by", Text, "the id of the brief that took its place"),
        key("reason", Prose, "why it was withdrawn"),
        key(
            "sources",
            List(&Either(&Text, &Map(&SOURCE_ITEM))),
            "what it rests on: ids, URLs or maps, `[]` where it rests on none. A map has the \
            [fields of a source](#sources)",
        )
        .required(),
        key(
            "actors",
            List(&Either(&Filled(&Name), &Map(&ACTOR_REFERENCE))),
            "whom it is about: ids, names or maps",
        ),
        key(
            "issues",
            List(&Either(&Filled(&Name), &Map(&ISSUE_REFERENCE))),
            "what it is about: ids, titles or maps",
        ),
        key(
            "places",
            List(&Either(&Filled(&Name), &Map(&PLACE_REFERENCE))),
            "where: ids, names or maps",
        )
        .example("[Beijing]"),
        key("summary", Prose, "the bottom line, in a sentence or two")
            .example("The bottom line, in a sentence or two."),
        key("as_of", When, "the information cut-off, where it is earlier than `date`")
            .example("2023-06-17"),
        REVIEW_BY.example("2024-06-18"),
        key("publish_at", Day, "no build has a trace of it before that day").example("2023-06-19"),
        LANG,
        key("author", List(&Name), "who wrote it").example("Ann Lee"),
        key("gaps", List(&Prose), "what is not known").example("[What is not known.]"),
        key("updates", List(&Map(&UPDATE)), "what was changed since it was published")
            .example("{date: 2023-06-19, note: …}"),
        key("quotes", List(&Map(&QUOTE)), "who said what: see [quotations](#quotations)")
            .example("{id: …, speaker: …, text: …}"),
        key("events", List(&Map(&EVENT)), "what happened: see [events](#events)")
            .example("{id: …, title: …, date: …}"),
        key("stances", List(&Map(&STANCE)), "who wants what: see [stances](#stances)")
            .example("{actor: …, issue: …, stance: …}"),
        key("claims", List(&Map(&CLAIM)), "what is claimed: see [claims](#claims)")
            .example("{id: …, text: …}"),
        key("slug", Id, "another id than that of the file's name"),
        key(
            "former_ids",
            List(&Id),
            "earlier ids, the oldest first. Their addresses lead here, and feeds know the brief \
            by the oldest",
        ),
        PAGE_ALIASES,
        TEMPLATE,
        EXTRA,
        ALLOW,
    ]],
    rules: &[
        Rule::Needs { key: "superseded_by", other: "status", word: "superseded" },
        Rule::Needs { key: "reason", other: "status", word: "withdrawn" },
        Rule::Asks { key: "status", word: "superseded", other: "superseded_by" },
    ],
};

/// An item of `updates`.
pub const UPDATE: Keys = Keys {
    of: "update",
    groups: &[&[
        key("date", Day, "the day of the change").required(),
        key("note", Prose, "what changed").required(),
        key(
            "kind",
            Word(UpdateKind::WORDS),
            "how much it matters. If nothing is said, `minor`. The other two move the date in \
            feeds, and bring an old brief back into them. A correction stands at the head of the \
            brief, in its entry in feeds, and with its day in lists",
        ),
    ]],
    rules: &[],
};

const REFERENCE: [Key; 5] = [
    key("as", Name, "another title"),
    key("role", Name, "the part that it plays"),
    key("link", Flag, "`false` keeps the name from linking itself"),
    UNCONFIRMED,
    ALLOW,
];

/// An item of `actors` or `parties`.
pub const ACTOR_REFERENCE: Keys =
    Keys { of: "reference to an actor", groups: &[&[ACTOR_NAME], &REFERENCE], rules: &[] };

/// An item of `issues`.
pub const ISSUE_REFERENCE: Keys = Keys {
    of: "reference to an issue",
    groups: &[&[key("issue", Name, "the issue: an id or a title").required()], &REFERENCE],
    rules: &[],
};

/// An item of `places`.
pub const PLACE_REFERENCE: Keys = Keys {
    of: "reference to a place",
    groups: &[&[key("place", Name, "the place: an id or a name").required()], &REFERENCE],
    rules: &[],
};

// Statements.

/// An item of `quotes`.
pub const QUOTE: Keys = Keys {
    of: "quotation",
    groups: &[
        &[
            key("id", Id, "its id. The whole site has one definition of it").required(),
            key(
                "speaker",
                List(&Either(&Name, &Map(&SPEAKER))),
                "an actor, by id or name. A list is a joint statement, which stands on the page \
                of each; a map gives one of them a title",
            ),
            AS,
            key(
                "text",
                Either(&Prose, &List(&Prose)),
                "the words. A list where the reporter split one utterance",
            )
            .required(),
            key(
                "mode",
                Word(Closeness::WORDS),
                "how close the words are to what was said. If nothing is said, `verbatim`",
            ),
            key(
                "original",
                Either(&Map(&ORIGINAL), &List(&Map(&ORIGINAL))),
                "what was said, for a translation. A list of two where an interpreter spoke a \
                third language",
            )
            .example("{lang: …, text: …}"),
            key("said", When, "when"),
            key("to", Name, "to whom"),
            key(
                "event",
                Name,
                "at or about which event. Pages say “at” only of an event that took place, on the \
                day of the words",
            ),
            key("issue", Name, "on which issue"),
            key(
                "source",
                Text,
                "where it stands. `none` is what the desk was told itself, and pages say “told to \
                the desk”",
            ),
            ORIGIN[1],
        ],
        &STATEMENT,
    ],
    rules: &[
        Rule::OfOne { key: "as", other: "speaker" },
        Rule::Needs { key: "original", other: "mode", word: "translated" },
    ],
};

/// An item of `speaker`.
pub const SPEAKER: Keys = Keys { of: "speaker", groups: &[&[ACTOR_NAME, AS]], rules: &[] };

/// An item of `original`.
pub const ORIGINAL: Keys = Keys {
    of: "original",
    groups: &[&[
        LANG,
        key("text", Either(&Prose, &List(&Prose)), "the words").required(),
        key("source", Text, "where they stand, if elsewhere"),
        ORIGIN[1],
    ]],
    rules: &[],
};

/// An item of `events`.
pub const EVENT: Keys = Keys {
    of: "event",
    groups: &[
        &[
            STATEMENT_ID,
            key("title", Prose, "what it is called. If nothing is said, its id in words"),
            key("kind", Word(EventKind::WORDS), "what it is"),
            key("date", When, "when, as exactly as it is known"),
            key(
                "status",
                Word(EventStatus::WORDS),
                "whether it took place. If nothing is said, it follows from `date`",
            ),
            key("place", Name, "where"),
            key("issues", List(&Name), "what it is about"),
            key("who", List(&Either(&Name, &Map(&PARTICIPANT))), "the actors who took part"),
            key("part_of", Text, "the id of the event that it is a part of"),
            key("at", Name, "the time of day, or the occasion"),
            NOTE,
        ],
        &ORIGIN,
        &STATEMENT,
    ],
    rules: &[],
};

/// An item of `who`.
pub const PARTICIPANT: Keys = Keys {
    of: "participant",
    groups: &[&[
        ACTOR_NAME,
        AS,
        key("named", Flag, "`false` where the source does not name them"),
        key(
            "side",
            Text,
            "on whose side: any word, such as `hosts`, or an actor, whose name pages then show. \
            Case does not matter",
        ),
        key("role", Word(EventRole::WORDS), "what they were there for"),
        key(
            "attendance",
            Word(Attendance::WORDS),
            "whether they were there. If nothing is said, `attended`. `represented`: somebody else \
            came in their place",
        ),
        key(
            "for",
            Text,
            "the actor in whose place they were there. One who is listed without `attendance` is \
            then `represented`",
        ),
    ]],
    rules: &[],
};

/// An item of `stances`.
pub const STANCE: Keys = Keys {
    of: "stance",
    groups: &[
        &[
            key("actor", Name, "whose it is").required(),
            key("issue", Name, "on which issue").required(),
            key("stance", Text, "a word of the scale in `site.yaml`").required(),
            SUMMARY,
            key("date", When, "since when. If nothing is said, the brief's"),
            key("quote", Text, "the id of the quotation that shows it"),
        ],
        &ORIGIN,
        &STATEMENT,
    ],
    rules: &[],
};

/// An item of `claims`.
pub const CLAIM: Keys = Keys {
    of: "claim",
    groups: &[
        &[
            STATEMENT_ID,
            key(
                "text",
                Filled(&Prose),
                "the claim, in a sentence. The first brief that has it has to give it",
            ),
            key("kind", Word(ClaimKind::WORDS), "what it is. If nothing is said, `fact`"),
            key("by", Name, "who makes it: an actor, a source, or `desk`"),
            key("sources", List(&Text), "the sources that it rests on. `none` is the desk's own"),
            ORIGIN[1],
            key("basis", List(&Text), "the ids of the claims that it rests on"),
            key(
                "credibility",
                Whole(1, 6),
                "of a fact: from 1 (confirmed) to 6 (cannot be judged)",
            ),
            key("likelihood", Text, "of a judgment: a word of the vocabulary"),
            key("confidence", Text, "of a judgment: a word of the vocabulary"),
            key("disputed_by", List(&Text), "who disputes it"),
            key("changes_if", Prose, "what would change it"),
            key("state", Word(ClaimState::WORDS), "what became of it. If nothing is said, `open`"),
            NOTE,
        ],
        &STATEMENT,
    ],
    rules: &[
        Rule::Suits { key: "credibility", other: "kind", word: "fact" },
        Rule::Suits { key: "likelihood", other: "kind", word: "judgment" },
        Rule::Suits { key: "confidence", other: "kind", word: "judgment" },
    ],
};

// The registry.

/// An actor.
pub const ACTOR: Keys = Keys {
    of: "actor",
    groups: &[
        &[
            key("name", Prose, "the name").required(),
            key("kind", Word(ActorKind::WORDS), "what it is. If nothing is said, `person`")
                .example("organization"),
            COUNTRY,
            key("aliases", List(&Name), "other names. They link wherever they stand")
                .example("[Qin Gang]"),
            key("names", Pairs(&Text), "names by language tag. They link wherever they stand")
                .example("{zh-Hans: 秦刚}"),
            key("short", List(&Name), "names that link only once their bearer was introduced")
                .example("[Qin]"),
            key(
                "name_order",
                Word(NameOrder::WORDS),
                "which word of `name` is the family name. If nothing is said, the last one: \
                `given-first`",
            )
            .example("family-first"),
            key("anonymous", Flag, "`true` for somebody whom the sources do not name")
                .example("true"),
            key(
                "offices",
                List(&Either(&Name, &Map(&TENURE))),
                "the offices held: titles, or maps",
            )
            .example("{office: Foreign Minister, from: 2022-12-30, to: 2023-07-25}"),
            key("ids", CatalogueIds, "ids in other catalogues").example("{wikidata: Q6109602}"),
            key(
                "links",
                Either(&Pairs(&WebAddress), &List(&WebAddress)),
                "pages elsewhere: addresses, or a map from words to addresses",
            )
            .example("{Profile: \"https://www.example.org/qin-gang\"}"),
        ],
        &ENTRY,
    ],
    rules: &[],
};

/// An item of `offices`.
pub const TENURE: Keys = Keys {
    of: "tenure",
    groups: &[&[
        key("office", Name, "the office: an id or a title").required(),
        key("from", When, "the first day"),
        key("to", End, "the last day. `unknown` says that it ended, and nobody knows when"),
        key("acting", Flag, "`true` where it is held for the time being"),
        key("source", Text, "the source that says so"),
        key("verified", When, "the day on which somebody last made sure"),
        NOTE,
        ALLOW,
    ]],
    rules: &[],
};

/// An office.
pub const OFFICE: Keys = Keys {
    of: "office",
    groups: &[
        &[
            key("title", Prose, "the title").required(),
            key("short", Name, "a shorter title, which is put before names"),
            key("org", Name, "the organization: an actor or a name"),
            COUNTRY,
            key(
                "rank",
                Whole(0, 100_000),
                "1 is the highest. It orders the titles of one person, and the list of officials",
            ),
            key("titles", List(&Map(&DATED_TITLE)), "what it was called at other times")
                .example("{text: …, from: …, to: …}"),
            key("seats", Whole(1, 100_000), "how many hold it at a time. If nothing is said, 1"),
        ],
        &ENTRY,
    ],
    rules: &[],
};

/// An item of `titles`.
pub const DATED_TITLE: Keys = Keys {
    of: "title of an office",
    groups: &[&[
        key("text", Prose, "the title").required(),
        key("from", When, "the first day. If nothing is said, it was so from the start"),
        key("to", End, "the last day"),
    ]],
    rules: &[],
};

/// An issue.
pub const ISSUE: Keys = Keys {
    of: "issue",
    groups: &[
        &[
            key("title", Prose, "the title").required(),
            SUMMARY.example("What it is about, in a sentence."),
            key(
                "parent",
                Text,
                "the id of the wider issue, for an entry that is not in its folder",
            )
            .example("us-china"),
            key(
                "parties",
                List(&Either(&Filled(&Name), &Map(&ACTOR_REFERENCE))),
                "the actors that it is between",
            )
            .example("[China, United States]"),
            key("aliases", List(&Name), "other names").example("[the Taiwan question]"),
            key("status", List(&Map(&ISSUE_STATUS)), "where it stood, day by day")
                .example("{date: 2023-06-18, state: talks, trend: flat, note: What happened.}"),
            REVIEW_BY.example("2027-01-31"),
        ],
        &ENTRY,
    ],
    rules: &[],
};

/// An item of an issue's `status`.
pub const ISSUE_STATUS: Keys = Keys {
    of: "status of an issue",
    groups: &[&[
        key("date", When, "the day").required(),
        key("state", Text, "where it stood, in your own words").required(),
        key("trend", Word(Trend::WORDS), "where it went"),
        NOTE,
    ]],
    rules: &[],
};

/// A place.
pub const PLACE: Keys = Keys {
    of: "place",
    groups: &[
        &[
            key("name", Prose, "the name").required(),
            COUNTRY,
            key("in", Text, "the place that it is in"),
        ],
        &ENTRY,
    ],
    rules: &[],
};

const SOURCE_FIELDS: [Key; 17] = [
    key("type", Word(SOURCE_TYPES), "what it is, in the vocabulary of the Citation Style Language")
        .example("article-newspaper"),
    key("author", List(&Name), "who wrote it").example("Ann Lee"),
    key("publisher", Name, "who published it").example("Reuters"),
    key("published", When, "when").example("2023-06-18"),
    key("url", WebAddress, "its address, with `http` or `https`")
        .example("https://example.org/the-page-itself"),
    key("accessed", When, "when it was read").example("2023-06-19"),
    key("archived", Map(&ARCHIVED), "a copy that stays")
        .example("{url: \"https://web.archive.org/…\", date: 2023-06-19}"),
    LANG,
    key("text", Text, "its saved text: a file below `content/texts/`, which is never published")
        .example("the-page.txt"),
    key(
        "ignore",
        Lines,
        "lines of that text that are not of the source, such as menus: `\"1-3, 21\"`",
    ),
    key("altered", Word(Altered::WORDS), "what was done to its words"),
    key("derived_from", List(&Text), "the ids of registered sources that it goes back to"),
    key("reliability", Word(RELIABILITIES), "from A (reliable) to F (cannot be judged)")
        .example("B"),
    key("descriptor", Prose, "what kind of source it is, in a sentence"),
    key("states", List(&Map(&STATE)), "what became of it, and when")
        .example("{date: 2023-08-10, state: retracted}"),
    key(
        "state",
        Word(SourceState::WORDS),
        "what became of it, without a day, in place of `states`. If nothing is said, `live`",
    ),
    key("state_note", Prose, "what happened, beside `state`"),
];

/// A registered source.
pub const SOURCE: Keys = Keys {
    of: "source",
    groups: &[
        &[key("title", Prose, "its title. In a brief's list it may be left out").required()],
        &SOURCE_FIELDS,
        &ENTRY,
    ],
    rules: &[
        Rule::Excludes { key: "state", other: "states" },
        Rule::Excludes { key: "state_note", other: "states" },
    ],
};

/// An item of a brief's `sources`.
pub const SOURCE_ITEM: Keys = Keys {
    of: "source of a brief",
    groups: &[
        &[
            key("source", Text, "the id of a registered source. It has no other key but `allow`"),
            key("id", Id, "what the brief calls it"),
            key("title", Prose, "its title"),
        ],
        &SOURCE_FIELDS,
        &STATEMENT,
    ],
    rules: &[
        Rule::Alone { key: "source", other: "allow" },
        Rule::OneOf(&["source", "id", "url", "title"]),
        Rule::Excludes { key: "state", other: "states" },
        Rule::Excludes { key: "state_note", other: "states" },
    ],
};

/// The value of `archived`.
pub const ARCHIVED: Keys = Keys {
    of: "archived copy",
    groups: &[&[key("url", WebAddress, "its address"), key("date", When, "when it was made")]],
    rules: &[],
};

/// An item of `states`.
pub const STATE: Keys = Keys {
    of: "state of a source",
    groups: &[&[
        key("date", When, "since when").required(),
        key("state", Word(SourceState::WORDS), "what became of it").required(),
        key("note", Prose, "what happened"),
    ]],
    rules: &[],
};

// Pages and the site.

/// A plain page.
pub const PAGE: Keys = Keys {
    of: "page",
    groups: &[&[
        key("title", Prose, "its title. If nothing is said, the first heading, or the file's name"),
        SUMMARY,
        LANG,
        key(
            "order",
            Whole(0, 1_000_000),
            "its place among the pages of its folder, the lowest first",
        ),
        key("status", Word(PageState::WORDS), "a `draft` has no page. If nothing is said, `live`"),
        key("slug", Id, "another last part of its address"),
        PAGE_ALIASES,
        TEMPLATE,
        EXTRA,
        ALLOW,
    ]],
    rules: &[],
};

/// `site.yaml`.
pub const SITE: Keys = Keys {
    of: "site",
    groups: &[&[
        key("title", Prose, "the site's name. If nothing is said, `Briefings`"),
        key("description", Prose, "in a sentence"),
        key("lang", Language, "its language: a BCP 47 tag. If nothing is said, `en`"),
        key("author", Name, "who publishes it"),
        key(
            "base_url",
            WebAddress,
            "where it will stand: see [deployment](deployment.md#the-address)",
        )
        .example("https://briefs.example.org"),
        key(
            "portable",
            Flag,
            "`true` makes links name `index.html`, so that the site opens from a disk",
        ),
        key(
            "output",
            Text,
            "the output folder, from the site's folder. If nothing is said, `public`",
        ),
        key("markdown", Map(&MARKDOWN), "how Markdown is read"),
        key("links", Map(&LINKS), "what becomes a link by itself"),
        key(
            "mentions",
            Word(AskedToList::WORDS),
            "whom `actors` of a brief is asked to list where the text names them: \
            [a warning](checks/W-MENTION-UNLISTED.md). If nothing is said, `persons`; `all` with \
            states and organizations",
        ),
        key(
            "allow",
            List(&Map(&ALLOWED)),
            "codes that are reported nowhere in the site: see \
            [exceptions](findings.md#exceptions)",
        )
        .example("{code: …, reason: …}"),
        key(
            "id_dates",
            Flag,
            "`true` keeps the date of a file's name in the id of its brief: `2023-06-18-talks`",
        ),
        key(
            "newest",
            Whole(0, 100),
            "how many briefs the home page and feeds show. If nothing is said, 20",
        ),
        key(
            "stances",
            List(&Text),
            "the scale of stances. If nothing is said: `supports`, `leans-support`, `mixed`, \
            `leans-oppose`, `opposes`, `demands`, `refuses`, `accuses`, `red-line`, \
            `no-position`",
        ),
        key(
            "show_grades",
            Flag,
            "`true` prints reliability, credibility, likelihood and confidence",
        ),
        key(
            "vocabulary",
            Either(&Word(PublishedVocabulary::WORDS), &Map(&VOCABULARY)),
            "the words of likelihood and confidence. If nothing is said, `icd203`; a map has your \
            own",
        ),
        EXTRA,
    ]],
    rules: &[],
};

/// The value of `markdown`.
pub const MARKDOWN: Keys = Keys {
    of: "choices of Markdown",
    groups: &[&[
        key(
            "html",
            Word(HtmlPolicy::WORDS),
            "what becomes of raw HTML. `sanitise`, if nothing is said, takes out what could do \
            harm, `allow` leaves it, `escape` shows it as text",
        ),
        key(
            "heading_ids",
            Word(HEADING_IDS),
            "how the anchors of headings are made. If nothing is said, `briefgen`",
        ),
    ]],
    rules: &[],
};

/// The value of `links` in `site.yaml`.
pub const LINKS: Keys = Keys {
    of: "choices of links",
    groups: &[&[
        key(
            "density",
            Word(Density::WORDS),
            "how often a name links itself: once a `section`, if nothing is said, once a `page`, \
            or `all` times",
        ),
        key("bare", Flag, "`false` leaves bare web addresses as text"),
    ]],
    rules: &[],
};

/// The value of `vocabulary`.
pub const VOCABULARY: Keys = Keys {
    of: "vocabulary",
    groups: &[&[
        key("likelihood", Pairs(&Prose), "words for how likely something is, with their meanings"),
        key("confidence", Pairs(&Prose), "words for how sure the desk is, with their meanings"),
    ]],
    rules: &[Rule::OneOf(&["likelihood", "confidence"])],
};
