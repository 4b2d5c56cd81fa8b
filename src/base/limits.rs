//! Every limit on input whose cost could grow faster than its size, or that would take memory: in
//! one place, with the reason, and with what becomes of what lies beyond.
//!
//! A number that says how people write, such as the words of the longest title, stands where it is
//! used, even where it ends a search.
//!
//! `content/docs/bounds.md` shows this table; `tests/it/documents.rs` holds the two equal. The aim
//! of them all: a site of up to 50 MB takes at most ten seconds and a GiB on two cores.

/// A limit on input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is counted: `bytes of a text file`.
    pub of: &'static str,
    /// How many there may be.
    pub most: u64,
    /// What would grow without it.
    pub why: &'static str,
    /// What becomes of the rest, with the code of the finding where something is lost.
    pub beyond: &'static str,
}

macro_rules! limits {
    ($(
        $(#[$doc:meta])+
        $name:ident: $type:ty = $most:expr, $of:literal, $why:literal, $beyond:literal;
    )+) => {
        $($(#[$doc])+ pub const $name: $type = $most;)+

        /// All limits, in the order of the document.
        pub const ALL: &[Limit] = &[
            $(Limit { of: $of, most: $most as u64, why: $why, beyond: $beyond },)+
        ];
    };
}

limits! {
    // Files.
    /// Larger text files are not read.
    TEXT_FILE: u64 = 8 << 20,
        "bytes of a file that is read (Markdown, YAML, a template, a saved text)",
        "memory, and all that follows",
        "the file is not read: E-FILE";
    /// Larger files that are only copied are told apart by what the system says of them.
    HASHED_FILE: u64 = 1 << 20,
        "bytes of a file that is only copied and compared by its bytes",
        "each build would read it",
        "it is compared by length, time and number on its disk";
    /// Files that are reached through links to folders, in each top folder.
    LINKED_FILES: usize = 10_000,
        "files reached through links to folders, in each top folder",
        "paths double with each folder that holds two links to the next",
        "the rest is left out: E-PATH";
    /// Links that lead from one to the next.
    LINK_DEPTH: usize = 8,
        "folders with links, one in the other",
        "paths without end",
        "the rest is left out: E-PATH";
    /// Bytes of a part of a path of the output.
    PATH_PART: usize = 255,
        "bytes of a part of a published path",
        "disks refuse it",
        "nothing is published there: E-PATH";
    /// Bytes of a path of the output.
    PATH: usize = 1024,
        "bytes of a published path",
        "disks refuse it",
        "nothing is published there: E-PATH";

    /// Bytes of a text in Markdown.
    MARKDOWN: usize = 1 << 20,
        "bytes of a text in Markdown, without its front matter",
        "its constructs take many times their bytes",
        "the file is not read: E-FILE";
    /// Bytes of markup that means nothing here.
    LOST_MARKUP: usize = 500,
        "bytes from the beginning of a lost link, of emphasis or of another tool's markup to its \
        end",
        "each sign that may begin it would be compared with all the text behind it",
        "it is text, and W-FOREIGN, W-LINK-LOST and W-EMPHASIS stay away";
    /// Lost links of a text.
    LOST_LINKS: usize = 100,
        "links and images of one text that lead nowhere, and of its brackets that are none",
        "each is kept with the text",
        "the first are told of: W-LINK-LOST";
    /// Signs that may have marked something.
    ODD_SIGNS: usize = 4_000,
        "brackets, stars, lines and tildes of one text that are text, and may have marked \
        something",
        "each is kept with the text",
        "the first are looked at: W-EMPHASIS";
    /// Sorts of what is taken out of raw HTML.
    TAKEN_OUT: usize = 20,
        "tags and attributes that are taken out of the raw HTML of one text, of each sort the \
        first",
        "each is compared with all before it",
        "the first are named: W-HTML";
    /// Bytes of a sentence, on either side of a name in it.
    SENTENCE: usize = 400,
        "bytes of a sentence before and behind a name or a title in it",
        "a text without full stops would be read whole for each name",
        "what is farther away is not in its sentence";
    /// Bytes of a word beside a name.
    WORD_BESIDE_NAME: usize = 96,
        "bytes of a word beside a name",
        "a text without spaces would be read whole for each name",
        "the nearest bytes are the word";
    /// Forms that end where a longer one does.
    FORMS_AT_PLACE: usize = 12,
        "forms of names before another one that may end where it does",
        "each would be compared with all before it",
        "the nearest are compared";
    /// Those whom a name may mean.
    BEARERS_TOLD: usize = 8,
        "entities that a name in a text may mean, and that a finding tells of",
        "each mention of a name that thousands bear would keep them all",
        "the first by id are told of: W-ALIAS-AMBIGUOUS";

    // YAML.
    /// Values of a YAML text.
    YAML_VALUES: usize = 1_000_000,
        "keys and values of one YAML text",
        "memory: each takes many times its bytes",
        "the file, or its front matter, is not read: E-YAML";
    /// Lists and maps in one another.
    YAML_DEPTH: usize = 32,
        "lists and maps in one another",
        "each level takes its share of the stack",
        "the file, or its front matter, is not read: E-YAML";
    /// Items of a list of fields.
    LIST: usize = 10_000,
        "items of a list in the fields of a brief, an entry or the site",
        "some lists are compared with others, or with themselves",
        "the first items count: E-TYPE";
    /// Values that all aliases repeat.
    YAML_REPEATED: usize = 20_000,
        "values that the aliases (`*name`) of one YAML text repeat",
        "ten aliases of ten aliases double and double again",
        "the file, or its front matter, is not read: E-YAML";
    /// Aliases of a text.
    YAML_ALIASES: usize = 1_000,
        "aliases (`*name`) of one YAML text",
        "each is looked up and copied",
        "the file, or its front matter, is not read: E-YAML";

    // Saved texts and quotations.
    /// Readings of a chain of pieces.
    QUOTE_READINGS: usize = 24,
        "times the length of a saved text that one quotation is looked for",
        "a text that repeats all but the last piece is read once for each repetition",
        "the quotation counts as missing: E-QUOTE-MISSING";
    /// Places of a quotation that are looked at.
    QUOTE_PLACES: usize = 24,
        "places of one quotation in its saved text that are compared",
        "a word that a text repeats stands at any number of places",
        "the first places count";
    /// Bytes of a paragraph, on either side of a quotation, in which its speaker is looked for.
    PARAGRAPH: usize = 16 << 10,
        "bytes of a paragraph, before and behind a quotation, in which its speaker may be named",
        "a text in one line would be read whole for each quotation",
        "what is farther away is not near";
    /// Bytes before and behind a verb of speech.
    SPEECH_CLAUSE: usize = 600,
        "bytes before and behind a verb of speech in which its subject is looked for",
        "a text without full stops would be read whole for each verb",
        "what is farther away is not its subject";
    /// Names of which the nearest person is looked for.
    NAMES_NEAR: usize = 50,
        "names before and behind a quotation, or a verb of speech, of which the nearest is looked \
        for",
        "a text of names would be read whole for each quotation",
        "what is farther away is not near";
    /// Names that a title without a name may mean.
    NAMES_OF_TITLE: usize = 1_000,
        "names of a saved text that are compared with a title which stands without a name",
        "their product with such titles",
        "the first are compared";
    /// Titles that a text gives.
    TITLES_GIVEN: usize = 200,
        "titles of a saved text beside names that are compared with one which stands without a \
        name",
        "their product with such titles",
        "the first are compared";
    /// Bytes of an aside.
    ASIDE: usize = 240,
        "bytes of an aside in brackets in a quotation or a saved text",
        "each bracket would be compared with all the text behind it",
        "the brackets belong to the words";
    /// Bytes of a word beside a quotation.
    WORD_BESIDE_QUOTATION: usize = 60,
        "bytes of a word beside a quotation that may be a negation",
        "a text without spaces would be read whole for each quotation",
        "the word is no negation";
    /// Lines of a quotation.
    QUOTATION_LINES: usize = 12,
        "lines over which a quotation goes on where each line may be a paragraph",
        "all of its lines are read anew with each",
        "the quotation ends";
    /// Places where a speaker may be named within a quotation.
    NARRATION_PLACES: usize = 200,
        "hyphens, and commas, of one quotation at which the text may name its speaker",
        "what comes behind each is read",
        "the first are looked at";
    /// Saved texts that are compared with one another.
    NEAR_COPIES: usize = 400,
        "saved texts that are compared in pairs",
        "pairs grow with the square",
        "none is compared, and I-SOURCE-NEARCOPY stays away";
    /// Quotations of a speaker and day that are compared with one another.
    QUOTE_VARIANTS: usize = 60,
        "quotations of one speaker and day that are compared in pairs",
        "pairs grow with the square",
        "none of that day is compared, and W-QUOTE-VARIANT stays away";
    /// Words of a quotation that are compared with another.
    VARIANT_WORDS: usize = 400,
        "words of a quotation that are compared with another quotation",
        "the comparison takes the product of both lengths",
        "the first words are compared";

    // Suggestions.
    /// Bytes of a word that may be a mistyped one.
    WORD: usize = 100,
        "bytes of a word that is compared with known ones",
        "a comparison grows with the length of both",
        "no “did you mean”";
    /// Words that are compared with a mistyped one, on each side of it in the order of the known
    /// ones.
    WORDS_BESIDE: usize = 32,
        "known words that are compared with a mistyped one, before and after it, by their \
        beginning and by their end",
        "mistakes times known words",
        "no “did you mean”";
    /// Words of a list that are compared with each mistyped one.
    WORDS_COMPARED: usize = 400,
        "sources of one brief, keys of one map, or names with one word in common, that are \
        compared with each mistyped one",
        "mistakes times known words",
        "no “did you mean”";
    /// Bytes of briefs that cannot be read.
    UNREAD_BRIEFS: usize = 1 << 20,
        "bytes of briefs that cannot be read, in which each undefined name is looked for",
        "their product with such names",
        "undefined names are told of once the briefs can be read";
    /// Bytes of an anchor that a text does not have.
    ANCHOR: usize = 200,
        "bytes of an anchor that is compared with the headings of a text",
        "a comparison grows with the length of both",
        "no “the anchor of that heading is”";
    /// Headings that are compared with an anchor.
    HEADINGS_COMPARED: usize = 200,
        "headings of a text with the words of an anchor which it does not have",
        "their product with such anchors",
        "the first are compared";
    /// Files of one name of which one may be meant by a broken link.
    NAMESAKES: usize = 16,
        "files of one name of which the nearest may be meant by a broken link",
        "their product with such links",
        "the first by path count, and those in the folder that the link names";

    // Raw HTML and code.
    /// Tags times open elements that the cleaner may look through.
    HTML_WORK: usize = 2_000_000,
        "tags of a body times the elements that may be open around them, where raw HTML is \
        cleaned and not closed in order",
        "each tag looks through all open elements",
        "the raw HTML of that body is shown as text";
    /// Attributes of a tag of raw HTML.
    HTML_ATTRIBUTES: usize = 500,
        "attributes of a tag of raw HTML that is cleaned",
        "each is compared with all others",
        "the raw HTML of that body is shown as text: I-SHOWN-PLAIN";
    /// Elements of raw HTML in one another.
    HTML_DEPTH: usize = 500,
        "elements of raw HTML in one another",
        "each tag looks through all open elements",
        "the raw HTML of that body is shown as text";
    /// Bytes of a block of code that is coloured.
    CODE: usize = 200_000,
        "bytes of a block of code that is coloured",
        "grammars are slow",
        "the block stays plain: I-SHOWN-PLAIN";
    /// Bytes of a line of code that is coloured.
    CODE_LINE: usize = 1_000,
        "bytes of a line of code that is coloured",
        "some grammars take the square of a line",
        "the block stays plain: I-SHOWN-PLAIN";
    /// Words and signs of lines of code times the lengths of the lines, of a page.
    CODE_WORK: usize = 8 << 20,
        "words and signs of each line of code that is coloured, times the bytes of the line, on \
        one page",
        "some grammars take the square of a line",
        "the blocks that come last stay plain: I-SHOWN-PLAIN";
    /// Bytes of coloured code that are remembered.
    CODE_REMEMBERED: usize = 16 << 20,
        "bytes of coloured code that are remembered between builds",
        "memory under `watch`",
        "all is coloured anew";

    // Templates.
    /// Bytes of a template.
    TEMPLATE: usize = 256 << 10,
        "bytes of one of a site's own templates",
        "compiled it takes many times its size",
        "no page is made: E-TEMPLATE";
    /// Bytes of all templates of a site.
    TEMPLATES: usize = 1 << 20,
        "bytes of all of a site's own templates",
        "compiled they take many times their size",
        "no page is made: E-TEMPLATE";
    /// Tags of a template that are open at one place.
    TEMPLATE_DEPTH: usize = 100,
        "tags of a template that are open at one place, each `elif` counted",
        "each takes its share of the stack",
        "no page is made: E-TEMPLATE";
    /// Templates that lead from one to the next.
    TEMPLATE_CHAIN: usize = 16,
        "templates that extend or include one another, each the next",
        "each takes its share of the stack",
        "no page is made: E-TEMPLATE";
    /// Bytes of the templates above each template.
    TEMPLATE_LINES: usize = 16 << 20,
        "bytes of the templates above each of a site's own templates, all taken together",
        "each keeps the blocks of all above it",
        "no page is made: E-TEMPLATE";
    /// Work that a site's own templates do for one page.
    PAGE_WORK: u64 = 256 << 20,
        "bytes that a site's own templates write, keep and look at for one page: 16 beside each \
        value, 64 and the text of the body for each round of a loop",
        "loops in loops, and texts that double",
        "the page is left out: E-TEMPLATE";
    /// Lists and maps in one another that a template makes.
    VALUE_DEPTH: usize = 64,
        "lists and maps in one another that a template makes",
        "each level takes its share of the stack",
        "the page is left out: E-TEMPLATE";
    /// Bytes of a page.
    PAGE: usize = 64 << 20,
        "bytes of a page",
        "memory",
        "the page is left out: E-TEMPLATE";

    // Pages.
    /// Pairs of a meeting.
    MEETING_PAIRS: usize = 100,
        "pairs of officials who meet at one event",
        "pairs grow with the square of those who are there",
        "the event lists all who are there, and none of its pairs counts as having met: \
        I-MEETING-LARGE";
    /// Addresses of a sitemap.
    SITEMAP: usize = 50_000,
        "addresses of a sitemap",
        "sitemaps.org says so",
        "there are several, and a list of them";
    /// Levels of the way down to a page.
    WAY_DOWN: usize = 12,
        "levels of the way down to a page",
        "of a tree a thousand levels deep pages would grow with it",
        "the nearest levels are shown";
    /// Characters of a text in a calendar.
    CALENDAR_TEXT: usize = 2_000,
        "characters of a title, a place or a description in a calendar",
        "a long line is folded in steps that grow with the square of its length",
        "the rest is left out, and `…` stands for it";

    // The command line.
    /// Bytes of an article that a draft is made from.
    ARTICLE: u64 = 1 << 20,
        "bytes of an article that `new brief --from` reads",
        "its words are compared with all names",
        "the command refuses it";
    /// Persons whom a draft proposes.
    PROPOSALS: usize = 40,
        "persons whom `new brief --from` proposes for the registry",
        "each is compared with all others",
        "the first of the article are proposed";
    /// Rounds in which files with errors are left out.
    ROUNDS: usize = 4,
        "times that `watch` leaves files out of a site until it has no errors",
        "leaving out some may give errors to others, one after the other",
        "the site stays as it is shown";
    /// Bytes of the answers that `check --online` keeps.
    ANSWERS: u64 = 64 << 20,
        "bytes of the answers that `check --online` keeps",
        "memory",
        "all addresses are asked anew";
}
