//! The saved texts of sources, and what they say of the quotations that rest on them.
//!
//! Saved texts are private: nothing of them gets into the output but the words of quotations.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::base::id::Id;
use crate::base::memo::{Fingerprint, Hashed, Memo};
use crate::base::path::SitePath;
use crate::base::text::spelling;
use crate::files::{File, FileContent, Files};
use crate::parse::registry::{Altered, SourceFields};
use crate::parse::statements::{Mode, Words};

use super::attribution::{Cast, Reading, declined_forms};
use super::entities::{Actor, Organization, Quote, Site, Source};
use super::evidence::{SavedText, Verdict, verify};
use super::verification::{Claimed, ReadText, Telling, Verification, verification};

/// The saved texts of a site, by their paths in NFC.
#[derive(Clone, Debug, Default)]
pub struct SavedTexts {
    files: BTreeMap<SitePath, File>,
}

impl Hash for SavedTexts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.files.values().for_each(|file| file.hash(state));
    }
}

/// What was last found out about saved texts and quotations.
#[derive(Default)]
pub struct Verdicts {
    texts: Memo<Hashed<SavedText>>,
    readings: Memo<Hashed<Reading>>,
    verdicts: Memo<(Arc<Verdict>, Arc<Verification>)>,
    originals: Memo<Arc<Verdict>>,
}

impl SavedTexts {
    /// The files below `content/texts/`.
    pub fn of(files: &Files) -> SavedTexts {
        SavedTexts {
            files: files
                .below("content/texts")
                .map(|file| (file.path.composed(), file.clone()))
                .collect(),
        }
    }

    /// The file that a source's `text` names, where it is there.
    pub fn file_of(&self, fields: &SourceFields) -> Option<&File> {
        self.files.get(&path_of(fields)?)
    }

    fn saved(&self, fields: &SourceFields) -> Option<Saved<'_>> {
        let file = self.file_of(fields)?;
        Some(Saved { file, ignored: fields.further().ignore.clone() })
    }
}

/// The path of a source's saved text, in NFC; `None` where it has none, or where it leaves
/// `content/texts/`.
pub fn path_of(fields: &SourceFields) -> Option<SitePath> {
    let written = fields.further().text.as_ref()?.value.trim();
    let path = SitePath::parse(&format!("content/texts/{written}"))?;
    path.below("content/texts").is_some().then(|| path.composed())
}

/// A saved text with the lines of it that are furniture.
#[derive(Hash)]
struct Saved<'a> {
    file: &'a File,
    ignored: Vec<(usize, usize)>,
}

impl Verdicts {
    /// Looks every quotation up in the saved text of its source.
    pub(super) fn verify(&mut self, site: &mut Site, texts: &SavedTexts) {
        let saved = self.prepared(site, texts);
        if saved.iter().any(Option::is_some) {
            let read = self.read(site, &saved);
            let asked: Vec<QuotationCheck> =
                site.quotes.rows().iter().map(|quote| asked(site, quote, &read)).collect();
            let verdicts = self.verdicts.update(&asked, QuotationCheck::answer);
            for (id, (verdict, verification)) in site.quotes.ids().zip(verdicts) {
                site.quotes[id].verdict = verdict;
                site.quotes[id].verification = verification;
            }
        }
        self.verify_originals(site, &saved);
        site.texts = saved;
    }

    /// The saved text of each source that a quotation rests on, with who speaks in it.
    fn read(
        &mut self,
        site: &Site,
        saved: &[Option<Hashed<SavedText>>],
    ) -> Vec<Option<SavedReading>> {
        let cast = Cast::of(site);
        let mut is_quoted = vec![false; saved.len()];
        site.quotes
            .rows()
            .iter()
            .filter_map(|quote| quote.ground.source())
            .for_each(|id| is_quoted[id.index()] = true);
        let texts =
            saved.iter().zip(is_quoted).map(|(text, is_quoted)| text.clone().filter(|_| is_quoted));
        let texts: Vec<Option<Hashed<SavedText>>> = texts.collect();
        let to_read: Vec<(Hashed<SavedText>, Hashed<Cast>)> =
            texts.iter().flatten().map(|text| (text.clone(), cast.clone())).collect();
        let mut readings =
            self.readings.update(&to_read, |(text, cast)| Reading::new(text, cast)).into_iter();
        let read = |text: Option<Hashed<SavedText>>| {
            Some(SavedReading { text: text?, reading: readings.next()?, cast: cast.clone() })
        };
        texts.into_iter().map(read).collect()
    }

    /// Looks up what translations say was said.
    fn verify_originals(&mut self, site: &mut Site, saved: &[Option<Hashed<SavedText>>]) {
        let translated = site.quotes.iter().filter(|(_, quote)| !quote.originals.is_empty());
        let translated: Vec<_> = translated.map(|(id, _)| id).collect();
        let items: Vec<(Words, Option<Hashed<SavedText>>)> = translated
            .iter()
            .map(|id| &site.quotes[*id])
            .flat_map(|quote| quote.fields.originals().iter().zip(&quote.originals))
            .map(|(fields, words)| {
                (fields.text.clone(), words.source.and_then(|id| saved[id.index()].clone()))
            })
            .collect();
        let verdicts = self.originals.update(&items, |(words, text)| {
            Arc::new(text.as_ref().map_or(Verdict::Unchecked, |text| verify(words, text)))
        });
        let mut verdicts = verdicts.into_iter();
        for id in translated {
            site.quotes[id]
                .originals
                .iter_mut()
                .zip(&mut verdicts)
                .for_each(|(words, verdict)| words.verdict = verdict);
        }
    }

    /// The saved text of each source, ready to be looked things up in.
    fn prepared(&mut self, site: &Site, texts: &SavedTexts) -> Vec<Option<Hashed<SavedText>>> {
        let mut saved: Vec<Saved<'_>> = Vec::new();
        let mut places: Vec<Option<usize>> = Vec::with_capacity(site.sources.len());
        for source in site.sources.rows() {
            let text = source.fields.as_deref().and_then(|fields| texts.saved(fields));
            places.push(text.is_some().then_some(saved.len()));
            saved.extend(text);
        }
        let prepared = self.texts.update(&saved, |saved| {
            let text = match &saved.file.content {
                FileContent::Text(text) => &**text,
                FileContent::Bytes(_) | FileContent::OnDisk { .. } | FileContent::Unreadable(_) => {
                    ""
                }
            };
            Hashed::with(SavedText::new(text, &saved.ignored), Fingerprint::of(saved))
        });
        places.into_iter().map(|place| prepared.get(place?).cloned()).collect()
    }
}

/// A saved text with who speaks in it.
#[derive(Clone, Hash)]
struct SavedReading {
    text: Hashed<SavedText>,
    reading: Hashed<Reading>,
    cast: Hashed<Cast>,
}

/// A quotation that is to be looked up, with all that the answer depends on.
#[derive(Hash)]
struct QuotationCheck {
    words: Words,
    /// Whether the words are to be those of the source.
    is_word_for_word: bool,
    claimed: Claimed,
    read: Option<SavedReading>,
}

impl QuotationCheck {
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

fn asked(site: &Site, quote: &Quote, read: &[Option<SavedReading>]) -> QuotationCheck {
    let read = quote.ground.source().and_then(|source| read[source.index()].clone());
    let speakers: Vec<Id<Actor>> = quote.speaker_ids().collect();
    let telling = match (&read, quote.ground.source()) {
        (Some(read), Some(source)) => telling(site, source, &speakers, &read.text),
        _ => Telling::Reports,
    };
    QuotationCheck {
        words: quote.fields.text.clone(),
        is_word_for_word: matches!(quote.fields.mode, Mode::Verbatim | Mode::Partial),
        claimed: Claimed {
            names: speakers.iter().map(|id| names_near(&site.actors[*id])).collect(),
            speakers,
            telling,
        },
        read,
    }
}

/// What a text may call somebody: any of their names, or a part of the main one, the family name
/// above all. Initials and particles, as in “Robert F. van Dyck”, name nobody. Whom the source does
/// not name has none.
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

/// Types of CSL whose text is spoken.
const SPOKEN: &[&str] =
    &["speech", "hearing", "broadcast", "interview", "post", "personal_communication"];

/// Types of CSL whose text nobody speaks.
const RULES: &[&str] = &["treaty", "legislation", "bill", "regulation"];

/// How a source gives words as somebody's.
fn telling(site: &Site, source: Id<Source>, speakers: &[Id<Actor>], text: &SavedText) -> Telling {
    let Some(fields) = site.sources[source].fields.as_deref() else { return Telling::Reports };
    let kind = fields.further().kind.as_deref().unwrap_or_default();
    let is_spoken = SPOKEN.contains(&kind)
        || fields.further().altered == Some(Altered::Transcript)
        || text.is_transcript();
    let is_one = |written: &str, actor: &Actor| {
        let written = spelling(written);
        let all = actor.whole_names();
        all.map(|name| spelling(name))
            .chain([spelling(actor.id.as_str())])
            .any(|name| name == written)
    };
    let speaks = |written: &str| speakers.iter().any(|id| is_one(written, &site.actors[*id]));
    let publisher = fields.publisher.as_deref();
    match &fields.author[..] {
        [author] if speaks(author) => Telling::IsTheSpeakers,
        authors if authors.iter().any(|author| speaks(author)) => Telling::IsTheirs,
        _ if publisher.is_some_and(speaks) => Telling::IsTheirs,
        _ if is_spoken => Telling::Speaks,
        _ if publisher.is_some_and(|publisher| is_organization_of(site, speakers, publisher))
            && text.is_in_first_person() =>
        {
            Telling::Speaks
        }
        _ if RULES.contains(&kind) => Telling::Rules,
        _ => Telling::Reports,
    }
}

/// Whether a publisher is the organization of an office that one of the speakers ever held.
fn is_organization_of(site: &Site, speakers: &[Id<Actor>], publisher: &str) -> bool {
    let publisher = spelling(publisher);
    let offices = speakers.iter().flat_map(|id| &site.actors[*id].tenures);
    offices.map(|tenure| &site.offices[tenure.office]).any(|office| match &office.org {
        Some(Organization::Actor(id)) => {
            let actor = &site.actors[*id];
            std::iter::once(&actor.name)
                .chain(&actor.aliases)
                .any(|name| spelling(name) == publisher)
        }
        Some(Organization::Name(name)) => spelling(name) == publisher,
        None => false,
    })
}
