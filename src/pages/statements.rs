//! Views of statements: quotations with their marks, events with their status, stances.

use crate::base::date::{Day, When};
use crate::base::finding::Located;
use crate::base::id::Id;
use crate::base::path::{OutPath, Url};
use crate::base::text::lines_of_place;
use crate::model::entities::{
    Actor, Brief, Credit, Event, Ground, Marking, Observation, OriginalWords, Quote, Source,
    Stance, Verification,
};
use crate::model::evidence::{FoundPassage, Verdict, text_fragment};
use crate::model::locators::misplaced;
use crate::model::site::Site;
use crate::model::titles;
use crate::pages::shared::Shared;
use crate::parse::statements::{EventKind, EventStatus, Mode, Words};

use super::cards::{Cards, listed_title};
use super::participants::{attendance_of, participants};
use super::views::{
    AddresseeView, EventCard, Link, MarkView, ObservationView, OriginalView, QuoteView, SourceRef,
    SpeakerView, StanceView,
};

/// The number of statements of a kind on a page that links to a list of all.
pub(super) const SOME: usize = 10;

/// The address of a quotation on the page of its brief.
pub(super) fn quote_url(site: &Site, id: Id<Quote>) -> Url {
    let quote = &site.quotes[id];
    site.briefs[quote.brief].page.url(site.style).with_fragment(&quote_anchor(quote))
}

/// The anchor of a quotation on the page of its brief. Headings never have such an anchor.
pub(super) fn quote_anchor(quote: &Quote) -> String {
    format!("_quote-{}", quote.id)
}

impl Cards<'_> {
    /// The view of a quotation, shared by all pages.
    pub(super) fn quote(&self, id: Id<Quote>) -> Shared<QuoteView> {
        self.quotes[id.index()].get_or_init(|| Shared::new(quote(self.site, id))).clone()
    }
}

/// The view of a quotation.
fn quote(site: &Site, id: Id<Quote>) -> QuoteView {
    let quote = &site.quotes[id];
    let fields = &quote.fields;
    let mode = match &fields.mode {
        Mode::Verbatim => "verbatim",
        Mode::Partial => "partial",
        Mode::Translated { .. } => "translated",
        Mode::Paraphrase => "paraphrase",
    };
    QuoteView {
        id: quote.id.to_string(),
        url: quote_url(site, id),
        words: pieces(&fields.text),
        mode,
        originals: originals(site, quote),
        speakers: speakers(site, quote),
        to: addressee(site, quote),
        said: fields.said.as_ref().map(|said| said.value.view()),
        event: quote.event.map(|event| event_then(site, &site.events[event], quote)),
        at_event: quote.event.is_some_and(|event| quote.was_said_at(&site.events[event])),
        issue: quote
            .issue
            .map(|issue| link(site, &site.issues[issue].title, &site.issues[issue].page)),
        source: quote.source().map(|source| quoted_from(site, quote, source)),
        told: quote.ground == Ground::Told,
        loc: quote.source().and_then(|source| place_of_words(site, quote, source)),
        mark: mark(quote).filter(|_| misplaced(site, quote).is_empty()),
        unconfirmed: unconfirmed(&fields.unconfirmed),
        brief: brief(site, quote.brief),
    }
}

fn pieces(words: &Words) -> Vec<String> {
    match words {
        Words::Whole(words) => vec![words.clone()],
        Words::Split(pieces) => pieces.clone(),
    }
}

/// The originals of a translated quotation, with their sources if they differ from the quotation's.
fn originals(site: &Site, quote: &Quote) -> Vec<OriginalView> {
    let originals = quote.originals.iter().zip(quote.fields.originals());
    let original = originals.map(|(words, fields)| {
        let named = words.named().filter(|named| Some(*named) != quote.source());
        let found = words.verdict.found();
        let loc = fields.evidence.loc.as_ref();
        OriginalView {
            lang: fields.lang.clone(),
            words: pieces(&fields.text),
            source: named.map(|source| {
                leading(site, source, found.map(|_| (&fields.text, &*words.verdict)))
            }),
            loc: named.and_then(|source| {
                place_in(site, Some(source), loc).or_else(|| line_in(site, source, loc, found))
            }),
        }
    });
    original.collect()
}

/// The place of a quotation in its source: as it is written, else as it was found.
fn place_of_words(site: &Site, quote: &Quote, source: Id<Source>) -> Option<String> {
    let loc = quote.fields.evidence.loc.as_ref();
    let found = || quote.found_in(source).map(|(.., found)| found);
    place_in(site, Some(source), loc).or_else(|| line_in(site, source, loc, found()))
}

/// The line in the saved text, unless the brief gives a place.
fn line_in(
    site: &Site,
    source: Id<Source>,
    loc: Option<&Located<String>>,
    found: Option<&FoundPassage>,
) -> Option<String> {
    let lines = &found.filter(|_| loc.is_none())?.lines;
    leads_to_words(site, source).then(|| in_lines(&[(*lines.start(), *lines.end())]))
}

/// The speakers with their titles. Speakers that are not resolved have their written names.
fn speakers(site: &Site, quote: &Quote) -> Vec<SpeakerView> {
    let known = quote.speakers.iter().map(|speaker| {
        let actor = &site.actors[speaker.actor];
        SpeakerView {
            name: actor.name.clone(),
            url: Some(actor.page.url(site.style)),
            title: speaker.title.clone().or_else(|| title_on(site, speaker.actor, quote.day)),
        }
    });
    let written = quote.fields.speakers.iter().filter(|_| quote.speakers.is_empty());
    let unknown = written.map(|speaker| SpeakerView {
        name: speaker.actor.value.clone(),
        url: None,
        title: speaker.title.clone(),
    });
    known.chain(unknown).collect()
}

/// The event of a quotation, with its title on the day of the brief.
fn event_then(site: &Site, event: &Event, quote: &Quote) -> Link {
    link(site, &event.title_on(site.briefs[quote.brief].date), &event.page)
}

fn addressee(site: &Site, quote: &Quote) -> Option<AddresseeView> {
    let written = quote.fields.to.clone()?;
    Some(match quote.to {
        Some(to) => {
            let actor = &site.actors[to];
            AddresseeView { title: actor.name.clone(), url: Some(actor.page.url(site.style)) }
        }
        None => AddresseeView { title: written, url: None },
    })
}

/// The source of a quotation, with a link to the words by a text directive: see
/// <https://wicg.github.io/scroll-to-text-fragment/>.
fn quoted_from(site: &Site, quote: &Quote, source: Id<Source>) -> SourceRef {
    let own = || (&quote.fields.text, &*quote.verdict);
    let words = match quote.fields.is_word_for_word() {
        true => Some(own()),
        false => quote.found_in(source).map(|(words, verdict, _)| (words, verdict)),
    };
    leading(site, source, words)
}

/// A source with a link to words in it.
fn leading(site: &Site, source: Id<Source>, words: Option<(&Words, &Verdict)>) -> SourceRef {
    let base = source_ref(site, source);
    let words = words
        .filter(|(_, verdict)| !matches!(verdict, Verdict::Missing { .. } | Verdict::Joined(_)));
    let directive = words.and_then(|(words, verdict)| directive(words, verdict));
    let url = base.url.map(|url| match directive {
        Some(directive) => {
            let separator = if url.contains('#') { "" } else { "#" };
            format!("{url}{separator}:~:{directive}")
        }
        None => url,
    });
    SourceRef { url, ..base }
}

/// The text directive of a quotation, made of its own words: no other words of a saved text may be
/// published.
fn directive(words: &Words, verdict: &Verdict) -> Option<String> {
    let found = verdict.found();
    let passages: Vec<&str> = match (words, verdict) {
        (_, Verdict::Exact(found) | Verdict::Typographic(found)) => vec![&found.passage],
        (Words::Whole(words), _) => vec![words],
        (Words::Split(pieces), _) => pieces.iter().map(String::as_str).collect(),
    };
    let shortened = found.is_none() || matches!(verdict, Verdict::Elided { .. });
    let is_literal = matches!(verdict, Verdict::Exact(_) | Verdict::Typographic(_));
    let whole = passages.into_iter().flat_map(|passage| {
        // Without a saved text, an ellipsis may be part of the source or not, so the directive has
        // the words on each side of it.
        let pieces: Vec<&str> =
            if shortened { passage.split_terminator(['…']).collect() } else { vec![passage] };
        pieces.into_iter().flat_map(|piece| piece.split("..."))
    });
    // Words in brackets are the author's, unless the source has the brackets too.
    let pieces =
        whole.flat_map(|piece| if is_literal { vec![piece] } else { between_brackets(piece) });
    let directives: Vec<String> = pieces
        .map(|piece| piece.trim_matches(|c: char| c.is_whitespace() || "[]()".contains(c)))
        .filter(|piece| !piece.is_empty())
        .map(|piece| text_fragment(piece).replacen(":~:", "", 1))
        .collect();
    (!directives.is_empty()).then(|| directives.join("&"))
}

/// The parts of a text outside of brackets. A browser finds whole words only, so the rest of a word
/// with brackets (`[w]e`) is left out too. A single word could be found anywhere on a page, and is
/// used only if there is nothing longer.
fn between_brackets(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let inside = after.split_once(']').map_or("", |(_, after)| after);
        parts.push(before.trim_end_matches(char::is_alphanumeric));
        rest = inside.trim_start_matches(char::is_alphanumeric);
    }
    parts.push(rest);
    let is_phrase = |part: &str| part.split_whitespace().nth(1).is_some();
    if parts.len() > 1 && parts.iter().any(|part| is_phrase(part)) {
        parts.retain(|part| is_phrase(part));
    }
    parts
}

/// The mark of words that are in the source, with any kind of quotation marks.
const WORD_FOR_WORD: &str = "The words stand in a saved copy of the source, letter for letter; at \
    most the shape of quotation marks, dashes or spaces differs.";

/// The mark of a translation whose originals were found.
const OF_ORIGINAL: MarkView = MarkView {
    result: "original",
    verified: true,
    label: "translated; the original word for word",
    meaning: "The words are a translation. What was said in its own language stands in a saved \
        copy of the source, letter for letter.",
};

/// Whether all originals of a translated quotation were found.
fn is_from_originals(quote: &Quote) -> bool {
    let is_found = |words: &OriginalWords| {
        let verdict = &*words.verdict;
        let is_less = matches!(
            verdict,
            Verdict::Loose { .. } | Verdict::Joined(_) | Verdict::Elided { negation: Some(_), .. }
        );
        verdict.found().is_some() && !is_less
    };
    !quote.originals.is_empty() && quote.originals.iter().all(is_found)
}

/// The mark that readers see. A quotation that is not checked word for word has none, and one that
/// a person must still confirm has its own.
fn mark(quote: &Quote) -> Option<MarkView> {
    if !quote.fields.unconfirmed.is_empty() {
        return None;
    }
    if matches!(quote.fields.mode, Mode::Translated { .. }) {
        return is_from_originals(quote).then_some(OF_ORIGINAL);
    }
    if !quote.fields.is_word_for_word() {
        return None;
    }
    let mark = |result, label, meaning| Some(MarkView { result, verified: false, label, meaning });
    let verified =
        |result, label, meaning| Some(MarkView { result, verified: true, label, meaning });
    let Verification { marking, credit, cut_off, .. } = &*quote.verification;
    match (&*quote.verdict, marking, credit) {
        (Verdict::Missing { .. } | Verdict::Joined(_) | Verdict::Unchecked, ..) => None,
        (Verdict::Loose { .. }, ..) => mark(
            "loose",
            "not letter for letter",
            "A saved copy of the source has these words with other capitals or punctuation.",
        ),
        (_, Marking::Narration, _) => mark(
            "narration",
            "in the source, not as a quotation",
            "A saved copy of the source has these words as its own, not as words that it quotes.",
        ),
        (_, _, Credit::Other { .. } | Credit::Unknown) => mark(
            "speaker",
            "in the source, speaker not certain",
            "A saved copy of the source has these words, and does not give them to this speaker \
            beyond doubt.",
        ),
        (_, Marking::Unmarked, _) => mark(
            "unmarked",
            "in the source, which marks no quotations",
            "A saved copy of the source has these words; it has no quotation marks that would \
            tell whose they are.",
        ),
        (Verdict::Elided { negation: Some(_), .. }, ..) => {
            mark("negation", NEGATED, NEGATED_MEANING)
        }
        _ if cut_off.is_some() => mark("negation", NEGATED, NEGATED_MEANING),
        (Verdict::Exact(_), ..) => verified("exact", "word for word", WORD_FOR_WORD),
        (Verdict::Typographic(_), ..) => verified("typographic", "word for word", WORD_FOR_WORD),
        (Verdict::Split(_), ..) => verified(
            "split",
            "word for word, in pieces",
            "The pieces stand in a saved copy of the source in this order; the source has its own \
            words between them.",
        ),
        (Verdict::Elided { .. }, ..) => verified(
            "elided",
            "word for word, shortened",
            "The words stand in a saved copy of the source in this order; something between them \
            was left out.",
        ),
    }
}

/// The mark of words next to a negation that was left out.
const NEGATED: &str = "in the source, beside a negation";
const NEGATED_MEANING: &str = "A saved copy of the source has these words; a negation right \
    beside or between them was left out.";

/// A source as evidence.
pub(super) fn source_ref(site: &Site, id: Id<Source>) -> SourceRef {
    let source = &site.sources[id];
    let standing = site.standing(id);
    SourceRef {
        title: source.title.to_string(),
        page: source.page.as_ref().map(|(_, page)| page.url(site.style)),
        url: source.url.as_ref().filter(|_| !standing.is_dead()).map(|url| url.written.to_string()),
        state: standing.state().word(),
        retracted: site.retracted.sources.root(id).is_some(),
        implied: false,
        archived: archived(source).filter(|_| source.url.is_none() || standing.is_dead()),
    }
}

/// The source of a statement, if it has any.
pub(super) fn source_ref_of(site: &Site, ground: Ground) -> Option<SourceRef> {
    Some(SourceRef { implied: ground.is_implied(), ..source_ref(site, ground.source()?) })
}

/// Whether the desk was told of a stance itself.
pub(super) fn is_told(stance: &Stance) -> bool {
    stance.ground == Ground::Told && stance.quote.is_none()
}

/// The place in a source, in words. Numbers are lines if the source has a saved text; else only its
/// brief knows whether they are pages or lines.
///
/// Only the desk has the saved text, so a line is shown only next to a link to the source or to
/// a copy.
pub(super) fn place_in(
    site: &Site,
    source: Option<Id<Source>>,
    loc: Option<&Located<String>>,
) -> Option<String> {
    let loc = loc?.value.as_str();
    let Some(lines) = lines_of_place(loc) else { return Some(loc.to_owned()) };
    let saved = source.filter(|source| site.saved_texts[source.index()].is_some());
    let is_number = loc.trim_start().starts_with(|c: char| c.is_ascii_digit());
    match saved {
        Some(source) => leads_to_words(site, source).then(|| in_lines(&lines)),
        None if is_number => Some(format!("at {}", loc.replace('-', "–"))),
        None => Some(loc.to_owned()),
    }
}

/// `line 4`, `lines 4–6, 9`.
fn in_lines(lines: &[(usize, usize)]) -> String {
    let range = |(first, last): &(usize, usize)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    };
    let word = if matches!(lines, [(first, last)] if first == last) { "line" } else { "lines" };
    format!("{word} {}", lines.iter().map(range).collect::<Vec<_>>().join(", "))
}

/// Whether a reader can open the source: on the web, or as an archived copy.
pub(super) fn leads_to_words(site: &Site, id: Id<Source>) -> bool {
    let source = &site.sources[id];
    let is_online = source.url.is_some() && !site.standing(id).is_dead();
    is_online || archived(source).is_some()
}

fn archived(source: &Source) -> Option<String> {
    let archived = source.fields.as_deref()?.further().archived.as_ref()?;
    Some(archived.url.value.to_string())
}

/// A word of the scale of stances for readers. A site's own words have hyphens in place of spaces.
pub(super) fn stance_words(word: &str) -> String {
    match word {
        "leans-support" => "leans towards support".to_owned(),
        "leans-oppose" => "leans towards opposition".to_owned(),
        own => own.replace('-', " "),
    }
}

fn link(site: &Site, title: &str, page: &OutPath) -> Link {
    Link { title: title.to_owned(), url: page.url(site.style) }
}

fn brief(site: &Site, id: Id<Brief>) -> Link {
    link(site, &listed_title(site, &site.briefs[id]), &site.briefs[id].page)
}

/// A link to an event.
pub(super) fn event_link(site: &Site, id: Id<Event>) -> Link {
    link(site, &site.events[id].title, &site.events[id].page)
}

/// An event in a list.
pub(super) fn event_card(site: &Site, id: Id<Event>) -> EventCard {
    let event = &site.events[id];
    EventCard {
        title: event.title.clone(),
        url: event.page.url(site.style),
        kind: event.kind.map(EventKind::word),
        source_implied: false,
        date: event.date.as_ref().map(When::view),
        place: event
            .place
            .map(|place| link(site, &site.places[place].name, &site.places[place].page)),
        status: event.status.word(),
        status_text: match event.is_withdrawn {
            true => "told by a withdrawn brief only",
            false => status_text(event.status, event.is_before(site.day)),
        },
        unconfirmed: unconfirmed_in(event),
        attendance: None,
    }
}

/// The keys of an item that a person must still confirm.
pub(super) fn unconfirmed(keys: &[Located<String>]) -> Vec<String> {
    keys.iter().map(|key| key.value.clone()).collect()
}

/// The keys of an event that a person must still confirm, from all briefs.
pub(super) fn unconfirmed_in(event: &Event) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for key in event.observations.iter().flat_map(|seen| &seen.fields.unconfirmed) {
        if !keys.contains(&key.value) {
            keys.push(key.value.clone());
        }
    }
    keys
}

/// An event on the pages of an actor in it.
pub(super) fn event_card_of(site: &Site, id: Id<Event>, actor: Id<Actor>) -> EventCard {
    EventCard { attendance: attendance_of(site, id, actor), ..event_card(site, id) }
}

/// The status in words. A planned event is never described as held, even if its day has passed, and
/// no event continues forever.
pub(super) fn status_text(status: EventStatus, has_passed: bool) -> &'static str {
    match (status, has_passed) {
        (EventStatus::Happened, _) => "took place",
        (EventStatus::Happening, false) => "under way",
        (EventStatus::Happening, true) => "was under way; outcome not recorded",
        (EventStatus::Scheduled, false) => "scheduled",
        (EventStatus::Scheduled, true) => "was scheduled; outcome not recorded",
        (EventStatus::Possible, false) => "possible",
        (EventStatus::Possible, true) => "was thought possible; outcome not recorded",
        (EventStatus::Postponed, _) => "postponed",
        (EventStatus::Cancelled, _) => "cancelled",
    }
}

/// The report of a brief on an event.
pub(super) fn observation(cards: &Cards<'_>, event: &Event, seen: &Observation) -> ObservationView {
    let site = cards.site;
    ObservationView {
        brief: cards.brief(seen.brief),
        status_text: seen.fields.status.map(|status| status_text(status, false)),
        date: seen.fields.date.as_ref().map(|date| date.value.view()),
        place: seen.place.map(|place| cards.place(place)),
        who: participants(site, event, &seen.who),
        source: source_ref_of(site, seen.ground),
        told: seen.ground == Ground::Told,
        loc: place_in(site, seen.ground.source(), seen.fields.evidence.loc.as_ref()),
        note: seen.fields.note.clone(),
        unconfirmed: unconfirmed(&seen.fields.unconfirmed),
    }
}

/// A stance.
pub(super) fn stance(cards: &Cards<'_>, id: Id<Stance>) -> StanceView {
    let site = cards.site;
    let stance = &site.stances[id];
    let date =
        stance.fields.date.as_ref().map_or_else(|| stance.day.view(), |date| date.value.view());
    StanceView {
        actor: cards.actor(stance.actor),
        issue: cards.issue(stance.issue),
        stance_text: stance_words(&stance.fields.stance.value),
        stance: stance.fields.stance.value.clone(),
        summary: stance.fields.summary.clone(),
        date,
        quote: stance.quote.map(|quote| cards.quote(quote)),
        source: source_ref_of(site, stance.ground).filter(|_| stance.quote.is_none()),
        told: is_told(stance),
        loc: place_in(site, stance.ground.source(), stance.fields.evidence.loc.as_ref()),
        unconfirmed: unconfirmed(&stance.fields.unconfirmed),
        brief: brief(site, stance.brief),
        since: None,
    }
}

/// The title of an actor on the day of an event.
pub(super) fn title_on(site: &Site, actor: Id<Actor>, day: Day) -> Option<String> {
    titles::title(&site.actors[actor], &site.offices, day)
}

#[cfg(test)]
mod tests {
    use super::{between_brackets, stance_words};

    #[test]
    fn stances_are_words() {
        for (word, said) in [
            ("supports", "supports"),
            ("leans-oppose", "leans towards opposition"),
            ("red-line", "red line"),
            ("no-position", "no position"),
        ] {
            assert_eq!(stance_words(word), said);
        }
    }

    #[test]
    fn what_brackets_touch_is_not_looked_for() {
        for (text, expected) in [
            ("we agree on this", vec!["we agree on this"]),
            ("[W]e agree on this", vec![" agree on this"]),
            ("he [Blinken] said that talks went on", vec![" said that talks went on"]),
            ("talks went on [...] and on", vec!["talks went on ", " and on"]),
            ("meet[ing] leaders", vec!["", " leaders"]),
            ("it is open [and never closed", vec!["it is open "]),
        ] {
            assert_eq!(between_brackets(text), expected, "{text}");
        }
    }
}
