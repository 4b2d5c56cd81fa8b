//! The words that the format has for the values of a key: each list once, with what the words mean.

use crate::base::markdown::HeadingIds;

/// A value that the format has a word for.
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
    /// Where a brief stands between its draft and its end.
    BriefState {
        Draft = "draft",
        Live = "live",
        Superseded = "superseded",
        Withdrawn = "withdrawn",
    }

    /// Where a plain page stands.
    PageState {
        Draft = "draft",
        Live = "live",
    }

    /// How much a change of a brief matters.
    UpdateKind {
        /// Leaves the updated date alone.
        Minor = "minor",
        /// Moves it.
        Major = "major",
        /// Moves it, and puts something right.
        Correction = "correction",
    }

    /// How close the words of a quotation are to what was said.
    Closeness {
        Verbatim = "verbatim",
        Partial = "partial",
        Translated = "translated",
        Paraphrase = "paraphrase",
    }

    /// What an event is.
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

    /// What somebody is at an event for.
    EventRole {
        Host = "host",
        Chair = "chair",
        Speaker = "speaker",
        Member = "member",
        Interpreter = "interpreter",
    }

    /// Whether somebody was at an event.
    Attendance {
        Attended = "attended",
        Invited = "invited",
        Declined = "declined",
        Represented = "represented",
    }

    /// What a claim is.
    ClaimKind {
        /// Something that is so or not.
        Fact = "fact",
        /// The desk's view.
        Judgment = "judgment",
        /// Taken for granted.
        Assumption = "assumption",
        /// What is to come.
        Expectation = "expectation",
    }

    /// What became of a claim.
    ClaimState {
        Open = "open",
        BorneOut = "borne-out",
        Failed = "failed",
        Withdrawn = "withdrawn",
    }

    /// What an actor is.
    #[derive(Default, serde::Serialize)]
    #[serde(rename_all = "lowercase")]
    ActorKind {
        #[default]
        Person = "person",
        Organization = "organization",
        State = "state",
        Group = "group",
    }

    /// Which word of a name is the family name.
    NameOrder {
        FamilyFirst = "family-first",
        GivenFirst = "given-first",
    }

    /// Where an issue goes.
    #[derive(serde::Serialize)]
    #[serde(rename_all = "lowercase")]
    Trend {
        Up = "up",
        Down = "down",
        Flat = "flat",
    }

    /// How a source differs from what was published or said.
    Altered {
        MachineParaphrase = "machine-paraphrase",
        MachineTranslation = "machine-translation",
        Transcript = "transcript",
        Excerpt = "excerpt",
    }

    /// Whether a source still stands.
    SourceState {
        Live = "live",
        Dead = "dead",
        Corrected = "corrected",
        Retracted = "retracted",
    }

    /// What becomes of HTML in Markdown.
    #[derive(Default)]
    HtmlPolicy {
        /// It stays as it is: for authors who are trusted.
        Allow = "allow",
        /// What could do harm is taken out.
        #[default]
        Sanitise = "sanitise",
        /// It is shown as text.
        Escape = "escape",
    }

    /// How often a name links itself in the text.
    #[derive(Default)]
    Density {
        /// Once a section.
        #[default]
        Section = "section",
        /// Once a page.
        Page = "page",
        /// Each time.
        All = "all",
    }

    /// Whose names in a text a brief is asked to list.
    #[derive(Default)]
    AskedToList {
        /// Those of persons.
        #[default]
        Persons = "persons",
        /// Those of states and organizations, too.
        All = "all",
    }

    /// The vocabularies of likelihood and confidence that briefgen knows.
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
