//! Checks the titles that briefs give to actors: with `as`, and in the text right before a name.

mod dates;
mod words;

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::date::{Day, End, Overlap, held};
use crate::base::finding::{Bytes, Finding, Span};
use crate::base::id::Id;
use crate::model::entities::{Actor, Brief, Entity, Office, Tenure};
use crate::model::neighbours::{is_demonym, word_ending_at};
use crate::model::site::Site;
use crate::model::titles;

use super::{Check, Context};

use dates::DateTold;
use words::{is_excuse, is_function_word, is_prefix};

pub(super) const CHECKS: &[Check] = &[Check::Brief(in_front_matter), Check::Warnings(in_text)];

/// Reports titles in `as:` that name an office which the actor did not hold on the brief's date, or
/// held only as acting.
fn in_front_matter(context: &Context<'_>, id: Id<Brief>, findings: &mut Vec<Finding>) {
    let (site, brief) = (context.site, &context.site.briefs[id]);
    for item in &brief.actors {
        let Some((given, at)) = &item.title else { continue };
        let actor = &site.actors[item.actor];
        let own: Vec<&Tenure> = actor
            .tenures
            .iter()
            .filter(|tenure| is_called(&site.offices[tenure.office], given))
            .collect();
        let known = !own.is_empty() || context.is_title(given);
        let mut possible = own.iter().filter(|tenure| may_be_held(tenure, brief.date)).peekable();
        let (code, message, help) = if possible.peek().is_some() {
            if !possible.all(|tenure| tenure.acting) {
                continue;
            }
            let message = format!(
                "{} was `{given}` only for the time being on {}",
                actor.name,
                brief.date.long()
            );
            (Code::OfficeText, message, format!("write `as: acting {given}`, or leave `as` out"))
        } else if known {
            let message = format!("{} was not `{given}` on {}", actor.name, brief.date.long());
            let help = match titles::title(actor, &site.offices, brief.date) {
                Some(title) => format!(
                    "on that day the registry has `{title}`: leave `as` out, \
                    or write that"
                ),
                None => "on that day the registry has no office for them: leave `as` out, or add \
                    the tenure"
                    .to_owned(),
            };
            (Code::OfficeDate, message, help)
        } else {
            continue;
        };
        let span = Span::new(brief.file.clone(), *at);
        findings.push(
            Finding::new(code, span, message).path(format!("actors[{}].as", item.index)).help(help),
        );
    }
}

/// Reports titles right before a name that the actor held on another day than the brief's.
fn in_text(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    for (id, brief) in site.briefs.iter() {
        let text = site.text(id);
        let Some(body) = &text.document.body else { continue };
        let mut seen: FxHashSet<(Id<Actor>, Id<Office>)> = FxHashSet::default();
        for (at, entity, _) in &text.mentions {
            let Entity::Actor(id) = entity else { continue };
            let actor = &site.actors[*id];
            let Some((start, tenure)) = wrong_title(context, brief, actor, &body.text, *at) else {
                continue;
            };
            if !seen.insert((*id, tenure.office)) {
                continue;
            }
            let title =
                body.text[start..at.range().start].split_whitespace().collect::<Vec<_>>().join(" ");
            let title = title.trim_end_matches(['*', '_', ' ']);
            let date = brief.date.long();
            let message =
                format!("`{title}` stands before {}, who was not that on {date}", actor.name);
            let place = Bytes::new(start..at.range().end).shifted(body.offset);
            let span = Span::new(brief.file.clone(), place);
            let help = remedy(context, brief, actor, tenure, title);
            findings.push(Finding::new(Code::OfficeText, span, message).help(help));
        }
    }
}

fn remedy(
    context: &Context<'_>,
    brief: &Brief,
    actor: &Actor,
    tenure: &Tenure,
    title: &str,
) -> String {
    let is_over = match &tenure.to {
        End::On(to) => to.latest().is_some_and(|last| last < brief.date),
        End::Open | End::Unknown => false,
    };
    let former = if is_over { format!("former {title}") } else { String::new() };
    match (titles::title(actor, &context.site.offices, brief.date), is_over) {
        (Some(title), true) => format!(
            "on that day the registry has `{title}`: write that, or \
            `{former}`"
        ),
        (Some(title), false) => format!("on that day the registry has `{title}`: write that"),
        (None, true) => format!(
            "on that day the registry has no office for them: write \
            `{former}`, or add the tenure"
        ),
        (None, false) => {
            "on that day the registry has no office for them: leave the title out, or add the \
            tenure"
                .to_owned()
        }
    }
}

/// Finds a title right before the name at `at` that the actor does not hold on the brief's date.
/// Returns the first byte of the title, and the tenure that it belongs to.
fn wrong_title<'a>(
    context: &Context<'a>,
    brief: &Brief,
    actor: &'a Actor,
    text: &str,
    at: Bytes,
) -> Option<(usize, &'a Tenure)> {
    let site = context.site;
    if actor.tenures.iter().all(|tenure| may_be_held(tenure, brief.date)) {
        return None;
    }
    let end = title_end(text, at.range().start)?;
    let titled = |tenure: &&Tenure| title_before(&site.offices[tenure.office], &text[..end]);
    let (start, tenure) = actor
        .tenures
        .iter()
        .filter_map(|tenure| Some((titled(&tenure)?, tenure)))
        .min_by_key(|(start, _)| *start)?;
    // The longest title before the name is the title that is meant.
    let own = |tenure: &&Tenure| titled(tenure) == Some(start);
    let is_held = actor.tenures.iter().filter(own).any(|tenure| may_be_held(tenure, brief.date));
    if is_held
        || context.has_longer_title(&text[..end], start)
        || is_excused(&text[..start], &text[start..end])
    {
        return None;
    }
    let held_on =
        |day: Day| actor.tenures.iter().filter(own).any(|tenure| may_be_held(tenure, day));
    let sentence = dates::sentence(text, start..at.range().end);
    let around = [&text[sentence.start..start], &text[at.range().end..sentence.end]];
    let mut told = around.into_iter().flat_map(|part| dates::told_in(part, brief.date));
    let is_of_then = told.any(|told| match told {
        DateTold::Day(day) => held_on(day),
        DateTold::Earlier => true,
    });
    (!is_of_then).then_some((start, tenure))
}

fn may_be_held(tenure: &Tenure, day: Day) -> bool {
    held(tenure.from.as_ref(), &tenure.to, day) != Overlap::Never
}

/// The end of a title right before a name. Only spaces, one line break and marks of emphasis may
/// stand between title and name.
fn title_end(text: &str, name: usize) -> Option<usize> {
    let end =
        text[..name].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_')).len();
    let between = &text[end..name];
    let is_near = between.bytes().filter(|byte| *byte == b'\n').count() < 2;
    let is_apart = between.contains(char::is_whitespace);
    // Chinese and Japanese have no space between title and name.
    let is_unspaced = || between.is_empty() && text[..end].ends_with(|c: char| !c.is_ascii());
    (is_near && (is_apart || is_unspaced())).then_some(end)
}

/// The first byte of the longest title of an office that a text ends with.
fn title_before(office: &Office, text: &str) -> Option<usize> {
    titles_of(office).filter_map(|title| start_of_title(title, text)).min()
}

/// The first byte of a title, if a text ends with it. Case does not matter.
fn start_of_title(title: &str, text: &str) -> Option<usize> {
    let mut before = text.char_indices().rev();
    let mut start = None;
    for wanted in title.trim().chars().rev() {
        let (at, c) = before.next()?;
        let is_same = c == wanted
            || (c.is_whitespace() && wanted.is_whitespace())
            || c.to_lowercase().eq(wanted.to_lowercase());
        if !is_same {
            return None;
        }
        start = Some(at);
    }
    let start = start?;
    (!text[..start].ends_with(is_within_word)).then_some(start)
}

fn is_within_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// Whether the words before a title change its meaning, such as “former” or “deputy”.
fn is_excused(before: &str, title: &str) -> bool {
    /// How many words before the title are looked at: “former” may be one of several, as in “former
    /// French Foreign Minister”.
    const WORDS: usize = 4;
    let mut rest = before;
    for number in 0..WORDS {
        if is_prefix(rest) {
            return true;
        }
        let trimmed = rest.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '-' | '‑' | '–' | '*' | '_')
        });
        let word = word_ending_at(trimmed);
        if word.is_empty() {
            return false;
        }
        if word.split('-').any(is_excuse) {
            return true;
        }
        let is_owner = word.ends_with("'s") || trimmed.ends_with("’s");
        let is_capital = word.starts_with(char::is_uppercase);
        // The word may be part of a longer title: “Defence Minister” is not the title “Minister”.
        // In “der britische Außenminister” it is not, because German capitalises all nouns.
        let may_be_longer = number == 0
            && !title.trim().contains(char::is_whitespace)
            && (is_capital || !title.starts_with(char::is_uppercase));
        if may_be_longer && !is_owner && !is_demonym(word) && !is_function_word(word) {
            return true;
        }
        if is_owner || !is_capital {
            return false;
        }
        rest = &trimmed[..trimmed.len() - word.len()];
    }
    false
}

fn is_called(office: &Office, title: &str) -> bool {
    let title = title.trim().to_lowercase();
    titles_of(office).any(|own| own.to_lowercase() == title)
}

/// The current and former titles of an office.
fn titles_of(office: &Office) -> impl Iterator<Item = &str> {
    let dated = office.titles.iter().map(|dated| dated.text.as_str());
    std::iter::once(office.title.as_str()).chain(office.short.as_deref()).chain(dated)
}

/// The titles of all offices, normalised by [`spaced`].
#[derive(Default)]
pub(super) struct OfficeTitles {
    titles: FxHashSet<String>,
    /// The lengths of the titles, in characters.
    lengths: BTreeSet<usize>,
}

impl OfficeTitles {
    pub(super) fn of(site: &Site) -> Self {
        let mut all = OfficeTitles::default();
        for title in site.offices.rows().iter().flat_map(titles_of) {
            let title = title.trim();
            all.lengths.insert(title.chars().count());
            all.titles.insert(spaced(title));
        }
        all
    }
}

/// A title in lower case, with plain spaces.
fn spaced(title: &str) -> String {
    let small = title.chars().flat_map(char::to_lowercase);
    small.map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

impl Context<'_> {
    fn office_titles(&self) -> &OfficeTitles {
        self.office_titles.get_or_init(|| OfficeTitles::of(self.site))
    }

    /// Whether any office has the title `written`.
    fn is_title(&self, written: &str) -> bool {
        self.office_titles().titles.contains(&spaced(written.trim()))
    }

    /// Whether a text ends with a title that begins before the byte `start`.
    fn has_longer_title(&self, text: &str, start: usize) -> bool {
        let OfficeTitles { titles, lengths } = self.office_titles();
        let own = text[start..].chars().count();
        let mut before = text[..start].char_indices().rev();
        let mut at = own;
        lengths.range(own + 1..).any(|length| {
            let first = before.nth(length - at - 1);
            at = *length;
            first.is_some_and(|(first, _)| {
                !text[..first].ends_with(is_within_word) && titles.contains(&spaced(&text[first..]))
            })
        })
    }
}
