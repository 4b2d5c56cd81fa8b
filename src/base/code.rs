//! Codes of findings: stable names that people write in `allow`, in scripts and in search boxes.
//!
//! The table below has a row for each code: a comment that is its summary, and its name. The first
//! letter of the name is the severity. `content/docs/checks/` holds a document for each code, named
//! after it and embedded here: the web page, the text of `briefgen explain` and the test of the
//! check.
//!
//! ```
//! use briefgen::base::code::{Code, Severity};
//!
//! let code = Code::find("w-empty").unwrap();
//! assert_eq!((code.as_str(), code.severity()), ("W-EMPTY", Severity::Warning));
//! assert_eq!(code.summary(), "A brief that says nothing");
//! ```

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Fails `build` and `check`.
    Error,
    /// Fails with `--strict`.
    Warning,
    /// Never fails a build.
    Info,
}

impl Severity {
    /// The severity as it is printed: `error`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

macro_rules! codes {
    ($(#[doc = $summary:literal] $variant:ident = $code:literal,)+) => {
        /// The code of a finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $summary] $variant,)+
        }

        impl Code {
            /// All codes, in the order of the reference.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The code as it is printed: `E-YAML`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$variant => $code,)+
                }
            }

            /// The summary of the code, as `briefgen explain` and SARIF reports print it.
            pub fn summary(self) -> &'static str {
                match self {
                    $(Code::$variant => $summary.trim_ascii(),)+
                }
            }

            /// The document that explains the code: Markdown with front matter.
            pub fn document(self) -> &'static str {
                match self {
                    $(Code::$variant => {
                        include_str!(concat!("../../content/docs/checks/", $code, ".md"))
                    })+
                }
            }
        }
    };
}

codes! {
    /// A file that cannot be read, or that nobody would see where it is
    File = "E-FILE",
    /// Front matter in a form or a place in which nobody would read it
    FrontMatter = "E-FRONT-MATTER",
    /// A merge that was not finished
    Merge = "E-MERGE",
    /// Front matter or a registry that is not well-formed YAML
    Yaml = "E-YAML",
    /// A text that ends where a comment of YAML begins
    YamlComment = "W-YAML-COMMENT",
    /// A key that the format does not have
    KeyUnknown = "E-KEY-UNKNOWN",
    /// A value of the wrong type, or a required one that is missing
    Type = "E-TYPE",
    /// A date that does not exist, or is not written as a date
    Date = "E-DATE",
    /// An id that is not made of lower-case letters, digits and hyphens
    Id = "E-ID",
    /// The same id, or the same output path, twice
    Duplicate = "E-DUPLICATE",
    /// A heading that does not have the id that is written for it
    HeadingId = "W-HEADING-ID",
    /// A path that leads out of the site
    Path = "E-PATH",
    /// Hidden files below `static/` that are not copied
    FileHidden = "I-FILE-HIDDEN",
    /// An id that names nothing
    RefUndefined = "E-REF-UNDEFINED",
    /// A name that became a page without being registered
    StubInfo = "I-STUB",
    /// A name that is not in the registry of its kind
    Stub = "W-STUB",
    /// Two names that became one entity
    NameMerged = "W-NAME-MERGED",
    /// A link, image or anchor inside the site that leads nowhere
    Link = "E-LINK",
    /// Code or HTML that stays plain, since more would take too long
    ShownPlain = "I-SHOWN-PLAIN",
    /// Markup of another tool, which pages would show as it stands
    Foreign = "W-FOREIGN",
    /// A link or an image that leads nowhere, or is none
    LinkLost = "W-LINK-LOST",
    /// Marks of emphasis that stand as text
    Emphasis = "W-EMPHASIS",
    /// Raw HTML that is taken out of a text
    HtmlTaken = "W-HTML",
    /// A citation of a source that is not listed
    CiteUndefined = "E-CITE-UNDEFINED",
    /// A listed source that the text does not cite
    SourceUncited = "W-SOURCE-UNCITED",
    /// A quotation that is not in its source
    QuoteMissing = "E-QUOTE-MISSING",
    /// A quotation that differs from its source in case or punctuation
    QuoteLoose = "W-QUOTE-LOOSE",
    /// A negation that a quotation leaves out
    QuoteNegation = "W-QUOTE-NEGATION",
    /// Words of two quotations that are given as one
    QuoteJoined = "E-QUOTE-JOINED",
    /// An ellipsis that stands for the source’s own words
    QuoteSplit = "W-QUOTE-SPLIT",
    /// The source’s own words, quoted as somebody’s
    QuoteNarration = "W-QUOTE-NARRATION",
    /// A quotation from a text without quotation marks
    QuoteUnmarked = "I-QUOTE-UNMARKED",
    /// A quotation that its source gives to somebody else
    QuoteSpeaker = "E-QUOTE-SPEAKER",
    /// A quotation that its source seems to give to somebody else
    QuoteSpeakerLikely = "W-QUOTE-SPEAKER",
    /// A quotation that stands in other lines of its source than it says
    QuoteLoc = "E-QUOTE-LOC",
    /// A quotation without a speaker
    QuoteNoSpeaker = "E-QUOTE-NOSPEAKER",
    /// A quotation without a source
    QuoteNoSource = "E-QUOTE-NOSOURCE",
    /// A quotation without a source that is not known to stand in the brief's only one
    SourceImplied = "W-SOURCE-IMPLIED",
    /// Events, stances and claims that name no source, in a brief with a single one
    SourceImpliedInfo = "I-SOURCE-IMPLIED",
    /// A translation without the words that were said
    QuoteNoOriginal = "I-QUOTE-NO-ORIGINAL",
    /// Something to be confirmed in a brief that is no draft
    Unconfirmed = "E-UNCONFIRMED",
    /// The same quotation with other words in another source
    QuoteVariant = "W-QUOTE-VARIANT",
    /// A quotation whose speaker is not named near it
    SpeakerFar = "W-SPEAKER-FAR",
    /// A title that the person did not hold on the day
    OfficeDate = "E-OFFICE-DATE",
    /// A title in the text that the person did not hold on the day
    OfficeText = "W-OFFICE-TEXT",
    /// More holders of an office at a time than it has seats
    TenureOverlap = "E-TENURE-OVERLAP",
    /// A tenure that ends before it starts
    TenureReversed = "E-TENURE-REVERSED",
    /// Nobody in office while a brief names a holder
    TenureGap = "W-TENURE-GAP",
    /// An open tenure that nobody has verified for a year
    TenureUnverified = "I-TENURE-UNVERIFIED",
    /// A name in the text that may mean several
    AliasAmbiguous = "W-ALIAS-AMBIGUOUS",
    /// An actor whom the text names and the brief does not list
    MentionUnlisted = "W-MENTION-UNLISTED",
    /// An actor whom the brief lists and nothing in it names
    ListedUnmentioned = "W-LISTED-UNMENTIONED",
    /// Two entries that seem to be the same person
    DupActor = "W-DUP-ACTOR",
    /// “Happened” of an event that lies after the brief
    EventFutureHappened = "E-EVENT-FUTURE-HAPPENED",
    /// A planned event whose day has passed
    EventPassed = "W-EVENT-PASSED",
    /// A meeting of so many that no pair of them counts as having met
    MeetingLarge = "I-MEETING-LARGE",
    /// Two dates or two places for one event
    DateConflict = "W-DATE-CONFLICT",
    /// A brief that is dated after the day of the build
    BriefFuture = "I-BRIEF-FUTURE",
    /// A file's name and a brief's date that differ
    DateName = "W-DATE-NAME",
    /// Something that a brief rests on, and that came after it
    DateOrder = "W-DATE-ORDER",
    /// A brief that says nothing
    Empty = "W-EMPTY",
    /// A draft or an embargoed brief that would leave a trace
    AudienceLeak = "E-AUDIENCE-LEAK",
    /// A fact that rests on one source
    ClaimSingle = "W-CLAIM-SINGLE",
    /// A claim that rests on one which failed or was withdrawn
    BasisFailed = "W-BASIS-FAILED",
    /// Several sources that go back to one
    SourceCircular = "W-SOURCE-CIRCULAR",
    /// Saved texts that share much of their wording
    SourceNearCopy = "I-SOURCE-NEARCOPY",
    /// A statement that rests on a retracted source
    RetractedSupport = "W-RETRACTED-SUPPORT",
    /// A fact that rests on the narration of a reworded source
    AlteredEvidence = "W-ALTERED-EVIDENCE",
    /// Likelihood and confidence in one sentence
    EstMix = "W-EST-MIX",
    /// A stance with no evidence
    StanceUnsourced = "W-STANCE-UNSOURCED",
    /// A stance that is old
    StanceOld = "W-STANCE-OLD",
    /// A brief whose review is overdue
    ReviewOverdue = "W-REVIEW-OVERDUE",
    /// An issue whose review is overdue
    IssueStale = "W-ISSUE-STALE",
    /// A source whose address is a bare domain
    SourceUrlRoot = "W-SOURCE-URL-ROOT",
    /// A registered source without an archived copy
    SourceUnarchived = "W-SOURCE-UNARCHIVED",
    /// A link to an address that leads nowhere any more
    LinkDead = "W-LINK-DEAD",
    /// A date in words that a later reader cannot place
    RelDate = "I-RELDATE",
    /// Lines of a saved text that no statement uses
    Coverage = "I-COVERAGE",
    /// A registered entry that nothing uses, or a page that nobody finds
    Orphan = "I-ORPHAN",
    /// A mistake in a template
    Template = "E-TEMPLATE",
}

impl Code {
    /// The severity, which is the code's first letter.
    pub fn severity(self) -> Severity {
        match self.as_str().as_bytes()[0] {
            b'E' => Severity::Error,
            b'W' => Severity::Warning,
            _ => Severity::Info,
        }
    }

    /// Finds a code that somebody typed, in upper or lower case.
    pub fn find(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
