//! The title of an official on a day: section 4 of the content format.

use std::cmp::Reverse;

use crate::base::date::{Day, End, Overlap, When, held};
use crate::base::id::Table;
use crate::base::text::joined;

use super::entities::{Actor, Office, Tenure};

/// The offices that an actor certainly held on a day, the highest rank first.
///
/// Both ends of a tenure are inclusive. If the unknown part of a date decides, the office is left
/// out: no title is better than a wrong one.
pub fn offices_held<'a>(actor: &'a Actor, offices: &Table<Office>, day: Day) -> Vec<&'a Tenure> {
    let mut held_then: Vec<&Tenure> =
        actor.tenures.iter().filter(|tenure| is_held(tenure, day)).collect();
    held_then.sort_by_key(|tenure| (offices[tenure.office].rank.unwrap_or(u32::MAX), tenure.index));
    held_then
}

/// Whether an office was certainly held on a day.
///
/// A tenure of unknown beginning counts, unless other actors are known to have held the office.
pub fn is_held(tenure: &Tenure, day: Day) -> bool {
    held(tenure.from.as_ref(), &tenure.to, day) == Overlap::Always && !is_taken(tenure, day)
}

/// Whether other actors certainly held the office of a tenure of unknown beginning.
fn is_taken(tenure: &Tenure, day: Day) -> bool {
    let after = tenure.taken.partition_point(|(first, _)| *first <= day);
    after > 0 && day <= tenure.taken[after - 1].1
}

/// The title of an actor on a day. Several titles are joined by rank with “and”. `None` without an
/// office.
pub fn title(actor: &Actor, offices: &Table<Office>, day: Day) -> Option<String> {
    titled_by(actor, offices, day, title_on)
}

fn titled_by(
    actor: &Actor,
    offices: &Table<Office>,
    day: Day,
    name: for<'o> fn(&'o Office, Day) -> &'o str,
) -> Option<String> {
    let mut titles: Vec<String> = Vec::new();
    for tenure in offices_held(actor, offices, day) {
        let title = acting(tenure, name(&offices[tenure.office], day));
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    if titles.len() > 1 { Some(joined(&titles)) } else { titles.pop() }
}

/// The title before a name: the short title of each office that has one.
pub fn short_title(actor: &Actor, offices: &Table<Office>, day: Day) -> Option<String> {
    titled_by(actor, offices, day, short_on)
}

/// The last title that an actor certainly held before a day and does not hold on it.
pub fn former_title(actor: &Actor, offices: &Table<Office>, day: Day) -> Option<String> {
    let ended = actor.tenures.iter().filter_map(|tenure| match &tenure.to {
        End::On(to) => Some((to.latest().filter(|last| *last < day)?, tenure)),
        End::Open | End::Unknown => None,
    });
    let rank = |tenure: &Tenure| offices[tenure.office].rank.unwrap_or(u32::MAX);
    let (last, tenure) =
        ended.max_by_key(|(last, tenure)| (*last, Reverse(rank(tenure)), Reverse(tenure.index)))?;
    Some(acting(tenure, title_on(&offices[tenure.office], last)))
}

/// A change in the offices of an actor since an earlier day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Later {
    /// The actor has this title now.
    Title(String),
    /// The actor has no title now. The last day of the earlier office, if it is known.
    Left(Option<When>),
}

/// The change in an actor's offices between two days, if the actor certainly left or took an
/// office.
pub fn later(actor: &Actor, offices: &Table<Office>, then: Day, now: Day) -> Option<Later> {
    let holds = |tenure: &Tenure, day| held(tenure.from.as_ref(), &tenure.to, day);
    let held_only_on = |on, not_on| {
        let is_certain = move |tenure: &Tenure| {
            holds(tenure, not_on) == Overlap::Never && holds(tenure, on) == Overlap::Always
        };
        let may_hold = move |tenure: &Tenure, office| {
            tenure.office == office && holds(tenure, not_on) != Overlap::Never
        };
        let by_another = move |office| actor.tenures.iter().any(|tenure| may_hold(tenure, office));
        actor.tenures.iter().filter(move |tenure| is_certain(tenure) && !by_another(tenure.office))
    };
    let end = |tenure: &Tenure| match &tenure.to {
        End::On(to) => Some(*to),
        End::Open | End::Unknown => None,
    };
    let left = held_only_on(then, now).max_by_key(|tenure| end(tenure).and_then(|to| to.latest()));
    if left.is_none() && held_only_on(now, then).next().is_none() {
        return None;
    }
    let now = title(actor, offices, now);
    Some(now.map_or_else(|| Later::Left(left.and_then(end)), Later::Title))
}

/// The title of an office on a day.
pub fn title_on(office: &Office, day: Day) -> &str {
    dated(office, day).unwrap_or(&office.title)
}

/// The title of an office on a day, as it stands before a name. Earlier and later titles have no
/// short form.
fn short_on(office: &Office, day: Day) -> &str {
    dated(office, day).unwrap_or_else(|| office.short.as_deref().unwrap_or(&office.title))
}

fn dated(office: &Office, day: Day) -> Option<&str> {
    office.titles.iter().find(|title| title.is_of(day)).map(|title| title.text.as_str())
}

fn acting(tenure: &Tenure, title: &str) -> String {
    if tenure.acting { format!("acting {title}") } else { title.to_owned() }
}

/// The highest rank of an actor on a day; the lowest possible without an office.
pub fn rank(actor: &Actor, offices: &Table<Office>, day: Day) -> u32 {
    offices_held(actor, offices, day)
        .first()
        .map_or(u32::MAX, |tenure| offices[tenure.office].rank.unwrap_or(u32::MAX))
}
