//! Codes of findings: stable names that people write in `allow`, in scripts and in search boxes.
//!
//! `content/docs/checks/` holds a document for each code, named after it and embedded here. That
//! one file is the web page, the text of `briefgen explain` and the test of the check.
//!
//! ```
//! use briefgen::base::code::{Code, Severity};
//!
//! let code = Code::find("w-empty").unwrap();
//! assert_eq!((code.as_str(), code.severity()), ("W-EMPTY", Severity::Warning));
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
    ($($(#[$doc:meta])+ $variant:ident = $code:literal,)+) => {
        /// The code of a finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])+ $variant,)+
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
    /// A file that cannot be read, or that lies where no build looks for it.
    File = "E-FILE",
    /// Front matter that is malformed or misplaced, so that it would not be read.
    FrontMatter = "E-FRONT-MATTER",
    /// Conflict markers of an unfinished merge.
    Merge = "E-MERGE",
    /// Malformed YAML.
    Yaml = "E-YAML",
    /// A value that YAML cuts off where it sees a comment.
    YamlComment = "W-YAML-COMMENT",
    /// A key that the format does not have.
    KeyUnknown = "E-KEY-UNKNOWN",
    /// A value of the wrong type, or a required one that is missing.
    Type = "E-TYPE",
    /// An impossible or malformed date.
    Date = "E-DATE",
    /// A malformed id.
    Id = "E-ID",
    /// An id or an output path that is claimed twice.
    Duplicate = "E-DUPLICATE",
    /// A heading that does not have the id written for it.
    HeadingId = "W-HEADING-ID",
    /// A path that leads out of the site, or a name that cannot be used.
    Path = "E-PATH",
    /// Hidden files below `static/` that are not copied.
    FileHidden = "I-FILE-HIDDEN",
    /// An id that names nothing.
    RefUndefined = "E-REF-UNDEFINED",
    /// A plain name that became an entity, in a site without a registry of that kind.
    StubInfo = "I-STUB",
    /// A plain name that became an entity although its kind has a registry.
    Stub = "W-STUB",
    /// Two names that became a single entity because their ids are equal.
    NameMerged = "W-NAME-MERGED",
    /// A link, image or anchor that leads nowhere.
    Link = "E-LINK",
    /// Code or HTML that is shown as plain text because colouring or cleaning it takes too long.
    ShownPlain = "I-SHOWN-PLAIN",
    /// Markup of another tool, which pages would show literally.
    Foreign = "W-FOREIGN",
    /// A link or an image that a page shows as text, or that leads nowhere.
    LinkLost = "W-LINK-LOST",
    /// Marks of emphasis that Markdown leaves in the text.
    Emphasis = "W-EMPHASIS",
    /// Raw HTML that sanitising removes.
    HtmlTaken = "W-HTML",
    /// A citation of a source that the brief does not list.
    CiteUndefined = "E-CITE-UNDEFINED",
    /// A listed source that its brief does not cite, although it cites others.
    SourceUncited = "W-SOURCE-UNCITED",
    /// A quotation that is not in its source.
    QuoteMissing = "E-QUOTE-MISSING",
    /// A quotation that differs from its source in case or punctuation.
    QuoteLoose = "W-QUOTE-LOOSE",
    /// A negation that a quotation leaves out, within an ellipsis or right beside the quotation.
    QuoteNegation = "W-QUOTE-NEGATION",
    /// A quotation that joins words of two quotations in the source.
    QuoteJoined = "E-QUOTE-JOINED",
    /// An ellipsis that hides the source's own narration.
    QuoteSplit = "W-QUOTE-SPLIT",
    /// The source's own narration, quoted as if somebody had said it.
    QuoteNarration = "W-QUOTE-NARRATION",
    /// A quotation from a text without quotation marks.
    QuoteUnmarked = "I-QUOTE-UNMARKED",
    /// A quotation that its source attributes to somebody else.
    QuoteSpeaker = "E-QUOTE-SPEAKER",
    /// A quotation that its source probably attributes to somebody else.
    QuoteSpeakerLikely = "W-QUOTE-SPEAKER",
    /// A quotation that is not in the lines of the source that it names.
    QuoteLoc = "E-QUOTE-LOC",
    /// A quotation without a speaker.
    QuoteNoSpeaker = "E-QUOTE-NOSPEAKER",
    /// A quotation without a source.
    QuoteNoSource = "E-QUOTE-NOSOURCE",
    /// A quotation without `source` that the saved text of its brief’s only source does not show.
    SourceImplied = "W-SOURCE-IMPLIED",
    /// Statements other than quotations without `source`, in a brief with a single source.
    SourceImpliedInfo = "I-SOURCE-IMPLIED",
    /// A translated quotation without the original words.
    QuoteNoOriginal = "I-QUOTE-NO-ORIGINAL",
    /// A placeholder to be confirmed in a brief that is no draft.
    Unconfirmed = "E-UNCONFIRMED",
    /// A quotation whose wording differs in another source.
    QuoteVariant = "W-QUOTE-VARIANT",
    /// A quotation whose speaker is not named near it.
    SpeakerFar = "W-SPEAKER-FAR",
    /// A title in the front matter that was not held on the day.
    OfficeDate = "E-OFFICE-DATE",
    /// A title in the text that was not held on the day.
    OfficeText = "W-OFFICE-TEXT",
    /// More holders than seats.
    TenureOverlap = "E-TENURE-OVERLAP",
    /// A tenure that ends before it starts.
    TenureReversed = "E-TENURE-REVERSED",
    /// Nobody in office while a brief needs one.
    TenureGap = "W-TENURE-GAP",
    /// An open tenure that nobody has verified for a long time.
    TenureUnverified = "I-TENURE-UNVERIFIED",
    /// A name in the text that several entities share.
    AliasAmbiguous = "W-ALIAS-AMBIGUOUS",
    /// An actor whom the text names and the brief does not list.
    MentionUnlisted = "W-MENTION-UNLISTED",
    /// An actor whom the brief lists and nowhere names.
    ListedUnmentioned = "W-LISTED-UNMENTIONED",
    /// Two entries for one person.
    DupActor = "W-DUP-ACTOR",
    /// An event that is said to have happened, dated after the brief.
    EventFutureHappened = "E-EVENT-FUTURE-HAPPENED",
    /// A planned event whose day has passed.
    EventPassed = "W-EVENT-PASSED",
    /// A meeting so large that no pair of its participants counts as having met.
    MeetingLarge = "I-MEETING-LARGE",
    /// Two dates or places for one event.
    DateConflict = "W-DATE-CONFLICT",
    /// A brief that is dated after the day of the build.
    BriefFuture = "I-BRIEF-FUTURE",
    /// A file's name and a brief's date that differ.
    DateName = "W-DATE-NAME",
    /// Something that a brief rests on although it is dated after the brief.
    DateOrder = "W-DATE-ORDER",
    /// A brief without a text or statements.
    Empty = "W-EMPTY",
    /// A draft or an embargoed brief that would leave a trace.
    AudienceLeak = "E-AUDIENCE-LEAK",
    /// A fact that rests on one source.
    ClaimSingle = "W-CLAIM-SINGLE",
    /// A claim that rests on a failed or withdrawn claim.
    BasisFailed = "W-BASIS-FAILED",
    /// Several sources that all go back to a single source.
    SourceCircular = "W-SOURCE-CIRCULAR",
    /// Saved texts that share much of their wording.
    SourceNearCopy = "I-SOURCE-NEARCOPY",
    /// A statement that rests on a retracted source.
    RetractedSupport = "W-RETRACTED-SUPPORT",
    /// A fact that rests on the narration of a source that was reworded.
    AlteredEvidence = "W-ALTERED-EVIDENCE",
    /// Likelihood and confidence in one sentence.
    EstMix = "W-EST-MIX",
    /// A stance with no evidence.
    StanceUnsourced = "W-STANCE-UNSOURCED",
    /// A stance that is old.
    StanceOld = "W-STANCE-OLD",
    /// A brief whose review is overdue.
    ReviewOverdue = "W-REVIEW-OVERDUE",
    /// An issue whose review is overdue.
    IssueStale = "W-ISSUE-STALE",
    /// A source whose URL is a bare domain.
    SourceUrlRoot = "W-SOURCE-URL-ROOT",
    /// A registered source without an archived copy.
    SourceUnarchived = "W-SOURCE-UNARCHIVED",
    /// A link to an address that leads nowhere any more.
    LinkDead = "W-LINK-DEAD",
    /// A date in words that a later reader cannot place.
    RelDate = "I-RELDATE",
    /// Lines of a saved text that no statement uses.
    Coverage = "I-COVERAGE",
    /// An entry that nothing uses.
    Orphan = "I-ORPHAN",
    /// A mistake in a template.
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
