//! Enums for the keys whose value is one of a few words. Each enum lists its words once.

use crate::base::markdown::HeadingIds;

/// A value that is written as a word.
pub trait FromWord: Sized {
    /// The value of a word; `None` for any other text.
    fn from_word(word: &str) -> Option<Self>;
}

macro_rules! words {
    ($(
        $(#[$meta:meta])*
        $name:ident { $($(#[$of_variant:meta])* $variant:ident = $word:literal,)+ }
    )+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[allow(missing_docs, reason = "most words say what they mean")]
            pub enum $name {
                $($(#[$of_variant])* $variant,)+
            }

            impl $name {
                /// The words, in the order of the reference.
                pub const WORDS: &'static [&'static str] = &[$($word,)+];

                /// The word that front matter has for it.
                pub fn word(self) -> &'static str {
                    match self {
                        $($name::$variant => $word,)+
                    }
                }
            }

            impl FromWord for $name {
                fn from_word(word: &str) -> Option<$name> {
                    match word {
                        $($word => Some($name::$variant),)+
                        _ => None,
                    }
                }
            }
        )+
    };
}

words! {
    /// The publication state of a brief.
    BriefState {
        Draft = "draft",
        Live = "live",
        Superseded = "superseded",
        Withdrawn = "withdrawn",
    }

    /// The publication state of a plain page.
    PageState {
        Draft = "draft",
        Live = "live",
    }

    /// How important a change of a brief is.
    UpdateKind {
        /// Does not change the date of the last update.
        Minor = "minor",
        /// Changes the date of the last update.
        Major = "major",
        /// Corrects an error, and changes the date of the last update.
        Correction = "correction",
    }

    /// How close the words of a quotation are to the original.
    Closeness {
        Verbatim = "verbatim",
        Partial = "partial",
        Translated = "translated",
        Paraphrase = "paraphrase",
    }

    /// The kind of an event.
    EventKind {
        Meeting = "meeting",
        Call = "call",
        Visit = "visit",
        Summit = "summit",
        Statement = "statement",
        Incident = "incident",
        Vote = "vote",
        Signing = "signing",
    }

    /// Whether an event took place.
    EventStatus {
        Happened = "happened",
        Happening = "happening",
        Scheduled = "scheduled",
        Possible = "possible",
        Postponed = "postponed",
        Cancelled = "cancelled",
    }

    /// The role of a participant at an event.
    EventRole {
        Host = "host",
        Chair = "chair",
        Speaker = "speaker",
        Member = "member",
        Interpreter = "interpreter",
    }

    /// Whether a participant was present at an event.
    Attendance {
        Attended = "attended",
        Invited = "invited",
        Declined = "declined",
        Represented = "represented",
    }

    /// The kind of a claim.
    ClaimKind {
        /// A statement that is true or false.
        Fact = "fact",
        /// The desk's view.
        Judgment = "judgment",
        /// A premise that nobody has verified.
        Assumption = "assumption",
        /// A forecast.
        Expectation = "expectation",
    }

    /// The state of a claim.
    ClaimState {
        Open = "open",
        BorneOut = "borne-out",
        Failed = "failed",
        Withdrawn = "withdrawn",
    }

    /// The kind of an actor.
    #[derive(Default, serde::Serialize)]
    #[serde(rename_all = "lowercase")]
    ActorKind {
        #[default]
        Person = "person",
        Organization = "organization",
        State = "state",
        Group = "group",
    }

    /// The position of the family name in a name.
    NameOrder {
        FamilyFirst = "family-first",
        GivenFirst = "given-first",
    }

    /// The trend of an issue.
    #[derive(serde::Serialize)]
    #[serde(rename_all = "lowercase")]
    Trend {
        Up = "up",
        Down = "down",
        Flat = "flat",
    }

    /// How the saved text of a source differs from the original.
    Altered {
        MachineParaphrase = "machine-paraphrase",
        MachineTranslation = "machine-translation",
        Transcript = "transcript",
        Excerpt = "excerpt",
    }

    /// The state of a source.
    SourceState {
        Live = "live",
        Dead = "dead",
        Corrected = "corrected",
        Retracted = "retracted",
    }

    /// How HTML in Markdown is treated.
    #[derive(Default)]
    HtmlPolicy {
        /// The HTML stays. Only for trusted authors.
        Allow = "allow",
        /// Dangerous elements and attributes are removed.
        #[default]
        Sanitise = "sanitise",
        /// The HTML is shown as text.
        Escape = "escape",
    }

    /// How often a name is linked automatically.
    #[derive(Default)]
    Density {
        /// Once per section.
        #[default]
        Section = "section",
        /// Once per page.
        Page = "page",
        /// Every time.
        All = "all",
    }

    /// Which actors a brief should list if its text names them.
    #[derive(Default)]
    AskedToList {
        /// Persons only.
        #[default]
        Persons = "persons",
        /// All actors.
        All = "all",
    }

    /// The published vocabularies of likelihood and confidence.
    PublishedVocabulary {
        Icd203 = "icd203",
        Phia = "phia",
    }
}

/// The words for [`HeadingIds`].
pub const HEADING_IDS: &[&str] = &["briefgen", "github"];

impl FromWord for HeadingIds {
    fn from_word(word: &str) -> Option<HeadingIds> {
        match word {
            "briefgen" => Some(HeadingIds::Briefgen),
            "github" => Some(HeadingIds::Github),
            _ => None,
        }
    }
}

/// How reliable a source is: from A (reliable) to F (cannot be judged).
pub const RELIABILITIES: &[&str] = &["A", "B", "C", "D", "E", "F"];

/// What a source is: the types of CSL 1.0.2.
pub const SOURCE_TYPES: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
];
