//! Claims as a brief reports them and as they are now, the list `/claims/`, and how often words of
//! likelihood came true.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::base::date::Day;
use crate::base::id::Id;
use crate::base::path::{OutPath, Url};
use crate::model::claims::{Claim, ClaimAuthor, ClaimWord, Held, is_settled};
use crate::model::entities::{Brief, Ground};
use crate::model::site::Site;
use crate::parse::statements::{ClaimKind, ClaimState};

use super::cards::{Cards, ListPage, PER_PAGE, paged};
use super::claim_list::Group;
use super::planned::{Html, Planned};
use super::statements::{place_in, source_ref, source_ref_of, unconfirmed};
use super::told::goes_on;
use super::views::{
    AddresseeView, BasisView, ClaimGroup, ClaimGroupLink, ClaimView, ClaimWordView, ClaimsView,
    LegendView, Link, Paging, RecordRow, SinceView, SourceRef,
};
use super::{CLAIMS, Section};

/// The smallest number of settled judgments for which a share is meaningful.
const ENOUGH: usize = 10;

/// The number of briefs in the history of a claim.
const HISTORY: usize = 10;

/// The page of the list with the claim at this position.
fn page_of(place: usize) -> OutPath {
    CLAIMS.page().numbered(place / PER_PAGE + 1)
}

/// The address of a claim: in the list, or for a withdrawn one on the page of its brief.
fn address(cards: &Cards<'_>, id: Id<Claim>) -> Url {
    let claim = &cards.site.claims[id];
    let page = cards.claims().places[id.index()].map(page_of);
    match (page, claim.words.last()) {
        (Some(page), _) => cards.url(&page).with_fragment(claim.id.as_str()),
        (None, Some(word)) => url_in(cards.site, claim, word.brief),
        (None, None) => Url::default(),
    }
}

/// The address of a claim on the page of a brief. Headings never have such an anchor.
fn url_in(site: &Site, claim: &Claim, brief: Id<Brief>) -> Url {
    site.briefs[brief].page.url(site.style).with_fragment(&format!("_claim-{}", claim.id))
}

/// A claim as a brief reports it. Properties that the brief does not give are those of earlier
/// briefs.
pub(super) fn claim_told(cards: &Cards<'_>, (id, number): (Id<Claim>, usize)) -> ClaimView {
    let site = cards.site;
    let claim = &site.claims[id];
    let word = &claim.words[number];
    let first = claim.standing().next().filter(|first| first.order() < word.order());
    ClaimView {
        text: claim.text_of(word.held).to_owned(),
        sources: refs(site, &word.grounds),
        told: word.grounds.contains(&Ground::Told),
        loc: place_in(site, word.sources().next(), word.fields.loc.as_ref()),
        basis: word.basis.iter().map(|basis| basis_view(cards, *basis, word.day)).collect(),
        disputed_by: word.disputed_by.iter().map(|actor| cards.actor(*actor)).collect(),
        changes_if: word.fields.changes_if.clone(),
        note: word.fields.note.clone(),
        retracted: site.retracted.claims.root((id, number)).is_some(),
        unconfirmed: unconfirmed(&word.fields.unconfirmed),
        brief: brief_with(site, claim, word.brief),
        first: first.map(|first| cards.brief(first.brief)),
        since: since(cards, claim, word).filter(|_| goes_on(&site.briefs[word.brief])),
        ..held(cards, id, word.held)
    }
}

/// A claim as it is now. The likelihood of a settled claim is the last one before its outcome.
pub(super) fn claim(cards: &Cards<'_>, id: Id<Claim>) -> ClaimView {
    let site = cards.site;
    let claim = &site.claims[id];
    let likelihood = match claim.settling() {
        Some(_) => claim.likelihood_before_outcome(),
        None => claim.likelihood_of(claim.held()),
    };
    let sourced = claim.latest(|word| !word.grounds.is_empty());
    let grounds = sourced.map_or(&[][..], |word| &word.grounds);
    let disputed = claim.latest(|word| !word.disputed_by.is_empty());
    let basis = claim.latest_basis().map_or(&[][..], |word| &word.basis);
    let mut to_confirm: Vec<String> =
        claim.standing().flat_map(|word| unconfirmed(&word.fields.unconfirmed)).collect();
    to_confirm.sort_unstable();
    to_confirm.dedup();
    ClaimView {
        text: claim.text.clone(),
        sources: refs(site, grounds),
        told: grounds.contains(&Ground::Told),
        loc: sourced
            .and_then(|word| place_in(site, word.sources().next(), word.fields.loc.as_ref())),
        basis: basis.iter().map(|basis| basis_view(cards, *basis, site.day)).collect(),
        disputed_by: disputed
            .iter()
            .flat_map(|word| &word.disputed_by)
            .map(|actor| cards.actor(*actor))
            .collect(),
        changes_if: claim
            .latest(|word| word.fields.changes_if.is_some())
            .and_then(|word| word.fields.changes_if.clone()),
        note: claim.last().and_then(|word| word.fields.note.clone()),
        retracted: claim
            .bearing()
            .any(|(number, _)| site.retracted.claims.root((id, number)).is_some()),
        unconfirmed: to_confirm,
        likelihood: likelihood.filter(|_| site.config.show_grades).map(str::to_owned),
        ..held(cards, id, claim.held())
    }
}

/// Only the properties of a claim at a state.
fn held(cards: &Cards<'_>, id: Id<Claim>, held: Held) -> ClaimView {
    let site = cards.site;
    let claim = &site.claims[id];
    let grades = site.config.show_grades;
    let last = claim.last().or(claim.words.last());
    ClaimView {
        id: claim.id.to_string(),
        url: address(cards, id),
        text: String::new(),
        kind: claim.kind.word(),
        by: author(cards, claim),
        sources: Vec::new(),
        told: false,
        loc: None,
        credibility: claim.credibility_of(held).filter(|_| grades),
        likelihood: claim.likelihood_of(held).filter(|_| grades).map(str::to_owned),
        confidence: claim.confidence_of(held).filter(|_| grades).map(str::to_owned),
        basis: Vec::new(),
        disputed_by: Vec::new(),
        changes_if: None,
        state: held.state.word(),
        note: None,
        retracted: false,
        unconfirmed: Vec::new(),
        brief: last.map_or_else(empty_link, |word| brief_with(site, claim, word.brief)),
        first: None,
        since: None,
        history: Vec::new(),
        left_out: 0,
    }
}

fn empty_link() -> Link {
    Link { title: String::new(), url: Url::default() }
}

fn brief_with(site: &Site, claim: &Claim, brief: Id<Brief>) -> Link {
    Link { title: site.briefs[brief].title.clone(), url: url_in(site, claim, brief) }
}

/// A claim that supports another one, with its state on a day.
fn basis_view(cards: &Cards<'_>, id: Id<Claim>, day: Day) -> BasisView {
    let claim = &cards.site.claims[id];
    let held =
        claim.standing().rev().find(|word| word.day <= day).map_or(Held::NOTHING, |word| word.held);
    BasisView {
        title: claim.text_of(held).to_owned(),
        url: address(cards, id),
        state: held.state.word(),
    }
}

fn author(cards: &Cards<'_>, claim: &Claim) -> Option<AddresseeView> {
    match claim.by? {
        ClaimAuthor::Desk => None,
        ClaimAuthor::Source(source) => {
            let source = source_ref(cards.site, source);
            Some(AddresseeView { title: source.title, url: source.page })
        }
        ClaimAuthor::Actor(id) => {
            let Link { title, url } = cards.actor(id);
            Some(AddresseeView { title, url: Some(url) })
        }
    }
}

/// The outcome or the present likelihood of a claim, if it became known after the word of a brief.
fn since(cards: &Cards<'_>, claim: &Claim, word: &ClaimWord) -> Option<SinceView> {
    let (then, now) = (word.held, claim.held());
    let after = || claim.standing().filter(|later| later.order() > word.order());
    let link = |later: &ClaimWord, text: String| {
        let brief = Some(brief_with(cards.site, claim, later.brief));
        Some(SinceView {
            word: now.state.word().to_owned(),
            text,
            brief,
            date: Some(later.day.view()),
        })
    };
    if now.state != then.state {
        let later = after().rev().take_while(|later| later.held.state == now.state).last()?;
        return link(later, state_text(now.state).to_owned());
    }
    let likelihood = claim
        .likelihood_of(now)
        .filter(|_| cards.site.config.show_grades && !is_settled(now.state));
    let likelihood = likelihood.filter(|word| claim.likelihood_of(then) != Some(word))?;
    let later = after().rev().find(|later| later.fields.grades.likelihood.is_some())?;
    link(later, format!("likelihood: {likelihood}"))
}

/// The words of briefs on a claim, the latest first, and the number of words left out. Of many
/// words, the first and the last ones are kept.
fn history(cards: &Cards<'_>, claim: &Claim) -> (Vec<ClaimWordView>, usize) {
    let words: Vec<&ClaimWord> = claim.standing().collect();
    if words.len() < 2 {
        return (Vec::new(), 0);
    }
    let left_out = words.len().saturating_sub(HISTORY);
    let shown = words.iter().enumerate().filter(|(number, _)| *number == 0 || *number > left_out);
    let before =
        |number: usize| number.checked_sub(1).map(|number| claim.text_of(words[number].held));
    let view = |(number, word): (usize, &&ClaimWord)| word_view(cards, claim, word, before(number));
    let mut history: Vec<ClaimWordView> = shown.map(view).collect();
    history.reverse();
    (history, left_out)
}

fn word_view(
    cards: &Cards<'_>,
    claim: &Claim,
    word: &ClaimWord,
    before: Option<&str>,
) -> ClaimWordView {
    let site = cards.site;
    let fields = &word.fields;
    let grade = |given: bool, held: Option<&str>| {
        held.filter(|_| given && site.config.show_grades).map(str::to_owned)
    };
    ClaimWordView {
        brief: cards.brief(word.brief),
        url: url_in(site, claim, word.brief),
        state: fields.state.map(ClaimState::word),
        likelihood: grade(fields.grades.likelihood.is_some(), claim.likelihood_of(word.held)),
        confidence: grade(fields.grades.confidence.is_some(), claim.confidence_of(word.held)),
        text: fields
            .text
            .clone()
            .filter(|text| before.map_or(*text != claim.text, |before| before != text)),
        note: fields.note.clone(),
        sources: refs(site, &word.grounds),
        told: word.grounds.contains(&Ground::Told),
        loc: place_in(site, word.sources().next(), fields.loc.as_ref()),
    }
}

fn refs(site: &Site, grounds: &[Ground]) -> Vec<SourceRef> {
    grounds.iter().filter_map(|ground| source_ref_of(site, *ground)).collect()
}

/// The text for a state.
fn state_text(state: ClaimState) -> &'static str {
    match state {
        ClaimState::Open => "open again",
        ClaimState::BorneOut => "borne out",
        ClaimState::Failed => "did not come true",
        ClaimState::Withdrawn => "withdrawn",
    }
}

/// The meaning of the words of likelihood and confidence, if a claim on the page has any.
pub(super) fn legend<'v>(
    site: &Site,
    claims: impl IntoIterator<Item = &'v ClaimView>,
) -> Vec<LegendView> {
    if !claims.into_iter().any(|claim| claim.likelihood.is_some() || claim.confidence.is_some()) {
        return Vec::new();
    }
    let words = site.config.vocabulary.all_words();
    words
        .map(|(word, meaning)| LegendView { word: word.to_owned(), meaning: meaning.to_owned() })
        .collect()
}

/// The pages of the list of all claims.
pub(super) fn list<'s>(section: &'static Section, cards: &'s Cards<'_>) -> Vec<Planned<'s>> {
    let list = cards.claims();
    if list.is_empty() {
        return Vec::new();
    }
    let record = Arc::new(record(cards.site));
    let planned = |(path, part, paging): ListPage| {
        let record = Arc::clone(&record);
        Planned::page(path, move |path| claims_html(section, cards, path, &record, part, paging))
    };
    paged(list.order.len(), &section.page(), cards.site).map(planned).collect()
}

fn claims_html(
    section: &Section,
    cards: &Cards<'_>,
    path: &OutPath,
    record: &Record,
    part: Range<usize>,
    paging: Paging,
) -> Html {
    let groups = groups(cards, &part);
    let is_first = paging.number == 1;
    let view = ClaimsView {
        title: section.title.to_owned(),
        contents: contents(cards),
        record: if is_first { record.rows.clone() } else { Vec::new() },
        settled: record.settled,
        legend: legend(cards.site, groups.iter().flat_map(|group| &group.claims)),
        groups,
        paging,
    };
    let head = cards.head_of_list(path, section.title, section);
    cards.html(section.template, path, head, view, None)
}

/// The groups and the positions where they begin, if there are several.
fn contents(cards: &Cards<'_>) -> Vec<ClaimGroupLink> {
    let groups = &cards.claims().groups;
    let link = |(group, places): &(Group, Range<usize>)| {
        let url = cards.url(&page_of(places.start)).with_fragment(group.anchor());
        ClaimGroupLink { title: group.title(), url, count: places.len() }
    };
    if groups.len() > 1 { groups.iter().map(link).collect() } else { Vec::new() }
}

/// The groups on a page of the list, with their claims.
fn groups(cards: &Cards<'_>, part: &Range<usize>) -> Vec<ClaimGroup> {
    let list = cards.claims();
    let with_history = |id: &Id<Claim>| {
        let (history, left_out) = history(cards, &cards.site.claims[*id]);
        ClaimView { history, left_out, ..claim(cards, *id) }
    };
    let group = |(group, places): &(Group, Range<usize>)| {
        let shown = places.start.max(part.start)..places.end.min(part.end);
        let claims = list.order.get(shown).unwrap_or_default().iter().map(with_history).collect();
        ClaimGroup { anchor: group.anchor(), title: group.title(), claims }
    };
    let on_page =
        list.groups.iter().filter(|(_, places)| places.start < part.end && part.start < places.end);
    on_page.map(group).collect()
}

/// How often words of likelihood in the site's own judgments came true.
struct Record {
    rows: Vec<RecordRow>,
    settled: usize,
}

/// Counts the settled judgments of the site by their last likelihood before the outcome.
fn record(site: &Site) -> Record {
    let mut counted: BTreeMap<Option<&str>, (usize, usize)> = BTreeMap::new();
    let judged = site
        .claims
        .rows()
        .iter()
        .filter(|claim| claim.kind == ClaimKind::Judgment && claim.is_own());
    for claim in judged.filter(|claim| is_settled(claim.held().state)) {
        let (number, borne_out) = counted.entry(claim.likelihood_before_outcome()).or_default();
        *number += 1;
        *borne_out += usize::from(claim.held().state == ClaimState::BorneOut);
    }
    let settled = counted.values().map(|(number, _)| number).sum();
    let tells = settled >= ENOUGH && site.config.show_grades && counted.keys().any(Option::is_some);
    let row = |word: Option<&str>, meaning: Option<&str>| {
        let (number, borne_out) = *counted.get(&word)?;
        let share = format!("{}\u{a0}%", (borne_out * 100 + number / 2) / number);
        Some(RecordRow {
            word: word.map(str::to_owned),
            number,
            borne_out,
            share,
            meaning: meaning.map(str::to_owned),
        })
    };
    let words = site.config.vocabulary.likelihood.iter();
    let words = words.filter_map(|(word, meaning)| row(Some(word), Some(meaning)));
    Record { rows: words.chain(row(None, None)).filter(|_| tells).collect(), settled }
}
