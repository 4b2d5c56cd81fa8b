//! The title of an official as of a day: section 4 of the content format.

use crate::base::date::{Day, Overlap, held};
use crate::base::id::Table;
use crate::base::text::joined;

use super::entities::{Actor, Office, Tenure};

/// The offices that an actor certainly held on a day, the highest rank first.
///
/// Both ends of a tenure are inclusive. Where it depends on the unknown part of a date, the office is left out: a
/// title that may be wrong is worse than none.
pub fn offices_held<'a>(actor: &'a Actor, offices: &Table<Office>, day: Day) -> Vec<&'a Tenure> {
    let mut held_then: Vec<&Tenure> =
        actor.tenures.iter().filter(|tenure| held(tenure.from.as_ref(), &tenure.to, day) == Overlap::Always).collect();
    held_then.sort_by_key(|tenure| (offices[tenure.office].rank.unwrap_or(u32::MAX), tenure.index));
    held_then
}

/// The title that an actor held on a day; several are joined by rank with “and”. `None` without an office.
pub fn title(actor: &Actor, offices: &Table<Office>, day: Day) -> Option<String> {
    let mut titles: Vec<String> = Vec::new();
    for tenure in offices_held(actor, offices, day) {
        let title = title_on(&offices[tenure.office], day);
        let title = if tenure.acting { format!("acting {title}") } else { title.to_owned() };
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    (!titles.is_empty()).then(|| joined(&titles))
}

/// What an office was called on a day.
pub fn title_on(office: &Office, day: Day) -> &str {
    let then = office.titles.iter().find(|title| held(title.from.as_ref(), &title.to, day) == Overlap::Always);
    then.map_or(&office.title, |title| &title.text)
}

/// The rank of the highest office that an actor holds on a day; the lowest possible without one.
pub fn rank(actor: &Actor, offices: &Table<Office>, day: Day) -> u32 {
    offices_held(actor, offices, day).first().map_or(u32::MAX, |tenure| offices[tenure.office].rank.unwrap_or(u32::MAX))
}
