//! Checks quotations against the saved texts of their sources.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::base::id::{Id, Table};
use crate::base::memo::{Hashed, Memo, Memos};
use crate::base::typography::spelling;
use crate::parse::registry::Altered;
use crate::parse::statements::{Mode, QuoteFields, Words};

use super::attribution::{Cast, Reading, declined_forms};
use super::entities::{Actor, Ground, Office, Organization, QuoteSpeaker, Source, Verification};
use super::evidence::{SavedText, Verdict, verify};
use super::verification::{Claimed, ReadText, Telling, verification};

/// The saved texts and verdicts of the last build.
#[derive(Default)]
pub(super) struct VerdictCache {
    pub(super) texts: Memo<Hashed<SavedText>>,
    readings: Memo<Hashed<Reading>>,
    verdicts: Memo<(Arc<Verdict>, Arc<Verification>)>,
    originals: Memo<Arc<Verdict>>,
}

impl Memos for VerdictCache {}

/// The speakers and the source that a brief gives for a quotation.
pub(super) struct AttributedQuote {
    pub(super) fields: Arc<QuoteFields>,
    /// The speakers, each once.
    pub(super) speakers: Vec<QuoteSpeaker>,
    /// The evidence, whose saved text has to contain the words.
    pub(super) ground: Ground,
    /// The source of each original.
    pub(super) originals: Vec<OriginalSource>,
}

/// The source whose saved text has to contain an original.
pub(super) struct OriginalSource {
    pub(super) source: Option<Id<Source>>,
    /// Whether the original names this source itself, rather than sharing the quotation's.
    pub(super) is_named: bool,
}

/// The result of checking a quotation.
pub(super) struct QuoteVerdict {
    pub(super) verdict: Arc<Verdict>,
    pub(super) verification: Arc<Verification>,
    /// The verdict on each original.
    pub(super) originals: Vec<Arc<Verdict>>,
}

/// The rows that the checks depend on.
pub(super) struct Registry<'a> {
    pub(super) actors: &'a Table<Actor>,
    pub(super) offices: &'a Table<Office>,
    pub(super) sources: &'a Table<Source>,
}

/// Checks each quotation against the saved text of its source. `texts` has the saved text of each
/// source.
pub(super) fn verdicts(
    quotes: &[AttributedQuote],
    texts: &[Option<Hashed<SavedText>>],
    registry: &Registry<'_>,
    cache: &mut VerdictCache,
) -> Vec<QuoteVerdict> {
    let originals = verdicts_on_originals(quotes, texts, &mut cache.originals);
    let own = if texts.iter().any(Option::is_some) {
        let read = read_sources(quotes, texts, registry, &mut cache.readings);
        let checks: Vec<QuotationCheck> =
            quotes.iter().map(|quote| QuotationCheck::of(quote, &read, registry)).collect();
        cache.verdicts.update(&checks, QuotationCheck::answer)
    } else {
        let unchecked = (Arc::new(Verdict::Unchecked), Arc::new(Verification::NONE));
        vec![unchecked; quotes.len()]
    };
    let all = own.into_iter().zip(originals);
    all.map(|((verdict, verification), originals)| QuoteVerdict {
        verdict,
        verification,
        originals,
    })
    .collect()
}

/// Reads the saved texts that quotations need, and finds their speakers.
fn read_sources(
    quotes: &[AttributedQuote],
    texts: &[Option<Hashed<SavedText>>],
    registry: &Registry<'_>,
    memo: &mut Memo<Hashed<Reading>>,
) -> Vec<Option<SavedReading>> {
    let cast = Cast::of(registry.actors, registry.offices);
    let mut is_quoted = vec![false; texts.len()];
    for source in quotes.iter().filter_map(|quote| quote.ground.source()) {
        is_quoted[source.index()] = true;
    }
    let quoted =
        texts.iter().zip(is_quoted).map(|(text, is_quoted)| text.as_ref().filter(|_| is_quoted));
    let quoted: Vec<Option<&Hashed<SavedText>>> = quoted.collect();
    let to_read: Vec<(&Hashed<SavedText>, &Hashed<Cast>)> =
        quoted.iter().flatten().map(|text| (*text, &cast)).collect();
    let mut readings = memo.update(&to_read, |(text, cast)| Reading::new(text, cast)).into_iter();
    let read = |text: Option<&Hashed<SavedText>>| {
        Some(SavedReading { text: text?.clone(), reading: readings.next()?, cast: cast.clone() })
    };
    quoted.into_iter().map(read).collect()
}

/// Checks the originals of translated quotations.
fn verdicts_on_originals(
    quotes: &[AttributedQuote],
    texts: &[Option<Hashed<SavedText>>],
    memo: &mut Memo<Arc<Verdict>>,
) -> Vec<Vec<Arc<Verdict>>> {
    let words =
        quotes.iter().flat_map(|quote| quote.fields.originals().iter().zip(&quote.originals));
    let items: Vec<(&Words, Option<&Hashed<SavedText>>)> = words
        .map(|(fields, original)| {
            (&fields.text, original.source.and_then(|id| texts[id.index()].as_ref()))
        })
        .collect();
    let mut verdicts = memo
        .update(&items, |(words, text)| {
            Arc::new(text.map_or(Verdict::Unchecked, |text| verify(words, text)))
        })
        .into_iter();
    quotes.iter().map(|quote| verdicts.by_ref().take(quote.originals.len()).collect()).collect()
}

/// A saved text with its speakers.
#[derive(Clone, Hash)]
struct SavedReading {
    text: Hashed<SavedText>,
    reading: Hashed<Reading>,
    cast: Hashed<Cast>,
}

/// A check of a quotation, with everything that its result depends on.
#[derive(Hash)]
struct QuotationCheck {
    words: Words,
    /// Whether the quotation must be word for word.
    is_word_for_word: bool,
    claimed: Claimed,
    read: Option<SavedReading>,
}

impl QuotationCheck {
    fn of(
        quote: &AttributedQuote,
        read: &[Option<SavedReading>],
        registry: &Registry<'_>,
    ) -> QuotationCheck {
        let read = quote.ground.source().and_then(|source| read[source.index()].clone());
        let speakers: Vec<Id<Actor>> = quote.speakers.iter().map(|speaker| speaker.actor).collect();
        let telling = match (&read, quote.ground.source()) {
            (Some(read), Some(source)) => telling(registry, source, &speakers, &read.text),
            _ => Telling::Reports,
        };
        QuotationCheck {
            words: quote.fields.text.clone(),
            is_word_for_word: matches!(quote.fields.mode, Mode::Verbatim | Mode::Partial),
            claimed: Claimed {
                names: speakers.iter().map(|id| names_near(&registry.actors[*id])).collect(),
                speakers,
                telling,
            },
            read,
        }
    }

    fn answer(&self) -> (Arc<Verdict>, Arc<Verification>) {
        let (verdict, verification) = match &self.read {
            None => (Verdict::Unchecked, Verification::NONE),
            Some(read) if !self.is_word_for_word => {
                (verify(&self.words, &read.text), Verification::NONE)
            }
            Some(SavedReading { text, reading, cast }) => {
                verification(&self.words, &self.claimed, &ReadText { text, reading, cast })
            }
        };
        (Arc::new(verdict), Arc::new(verification))
    }
}

/// The names of an actor in a text: all full names, and the parts of the main name, above all the
/// family name. Initials and particles, as in “Robert F. van Dyck”, do not count. An anonymous
/// actor has no names.
fn names_near(actor: &Actor) -> Vec<String> {
    if actor.anonymous {
        return Vec::new();
    }
    let is_name = |part: &&str| {
        !part.ends_with('.')
            && part.chars().nth(1).is_some()
            && !part.starts_with(char::is_lowercase)
    };
    let parts = actor
        .name
        .split_whitespace()
        .filter(is_name)
        .chain([actor.family_name()])
        .map(str::to_owned);
    let mut names: Vec<String> =
        actor.whole_names().chain(&actor.short).cloned().chain(parts).collect();
    let words = actor.names.iter().flat_map(|(_, name)| name.split_whitespace().next_back());
    let declined: Vec<String> = words.flat_map(declined_forms).collect();
    names.extend(declined);
    names
}

/// The CSL types of sources that are speeches.
const SPOKEN: &[&str] =
    &["speech", "hearing", "broadcast", "interview", "post", "personal_communication"];

/// The CSL types of sources without a speaker.
const RULES: &[&str] = &["treaty", "legislation", "bill", "regulation"];

/// How a source marks words as somebody's.
fn telling(
    registry: &Registry<'_>,
    source: Id<Source>,
    speakers: &[Id<Actor>],
    text: &SavedText,
) -> Telling {
    let Some(fields) = registry.sources[source].fields.as_deref() else { return Telling::Reports };
    let kind = fields.further().kind.as_deref().unwrap_or_default();
    let is_spoken = SPOKEN.contains(&kind)
        || fields.further().altered == Some(Altered::Transcript)
        || text.is_transcript();
    let called = speakers.iter().map(|id| &registry.actors[*id]).flat_map(|actor| {
        actor.whole_names().map(|name| spelling(name)).chain([spelling(actor.id.as_str())])
    });
    let called: FxHashSet<String> = called.collect();
    let speaks = |written: &str| called.contains(&spelling(written));
    let publisher = fields.publisher.as_deref();
    match &fields.author[..] {
        [author] if speaks(author) => Telling::IsTheSpeakers,
        authors if authors.iter().any(|author| speaks(author)) => Telling::IsTheirs,
        _ if publisher.is_some_and(speaks) => Telling::IsTheirs,
        _ if is_spoken => Telling::Speaks,
        _ if publisher
            .is_some_and(|publisher| is_organization_of(registry, speakers, publisher))
            && text.is_in_first_person() =>
        {
            Telling::Speaks
        }
        _ if RULES.contains(&kind) => Telling::Rules,
        _ => Telling::Reports,
    }
}

/// Whether a publisher is the organization of an office that a speaker has held.
fn is_organization_of(registry: &Registry<'_>, speakers: &[Id<Actor>], publisher: &str) -> bool {
    let publisher = spelling(publisher);
    let offices = speakers.iter().flat_map(|id| &registry.actors[*id].tenures);
    offices.map(|tenure| &registry.offices[tenure.office]).any(|office| match &office.org {
        Some(Organization::Actor(id)) => {
            let actor = &registry.actors[*id];
            std::iter::once(&actor.name)
                .chain(&actor.aliases)
                .any(|name| spelling(name) == publisher)
        }
        Some(Organization::Name(name)) => spelling(name) == publisher,
        None => false,
    })
}
