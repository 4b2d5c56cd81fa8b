//! Checks the tenures of offices: reversed dates, overlaps, gaps, and tenures that nobody verified.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::code::Code;
use crate::base::date::{Day, End, When};
use crate::base::finding::{Finding, Span};
use crate::base::id::Id;
use crate::base::text::joined;
use crate::model::entities::{Actor, Brief, Office, Tenure};
use crate::model::site::Site;

use super::{Check, Context, entry_path};

pub(super) const CHECKS: &[Check] = &[
    Check::Errors(reversed),
    Check::Errors(overlaps),
    Check::Warnings(gaps),
    Check::Warnings(unverified),
];

/// Days after which an open tenure has to be verified again.
const VERIFIED_FOR: i64 = 365;

fn tenures<'a>(
    context: &'a Context<'_>,
) -> impl Iterator<Item = (Id<Actor>, &'a Actor, &'a Tenure)> {
    let actors = context.site.actors.iter();
    actors.flat_map(|(id, actor)| actor.tenures.iter().map(move |tenure| (id, actor, tenure)))
}

/// All holders of an office, past and present.
fn holders_of<'a>(
    context: &Context<'a>,
    office: Id<Office>,
) -> impl Iterator<Item = (Id<Actor>, &'a Tenure)> {
    let site = context.site;
    let holders = site.relations.holders[office.index()].iter();
    holders.map(|(actor, tenure)| (*actor, &site.actors[*actor].tenures[*tenure]))
}

/// The key path of a tenure, followed by `key`.
fn tenure_path(actor: &Actor, tenure: &Tenure, key: &str) -> String {
    let path = format!("offices[{}]{key}", tenure.index);
    entry_path(&tenure.span.file, &actor.id, &path)
}

/// Reports tenures that end before they start.
fn reversed(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (_, actor, tenure) in tenures(context) {
        if let (Some(from), End::On(end)) = (&tenure.from, &tenure.to)
            && end.certainly_before(from)
        {
            let office = &context.site.offices[tenure.office].title;
            let (end, from) = (end.in_sentence(), from.in_sentence());
            let message = format!("{} as {office} ends {end}, before it starts {from}", actor.name);
            let finding = Finding::new(Code::TenureReversed, tenure.to_span.clone(), message);
            let path = tenure_path(actor, tenure, ".to");
            findings.push(finding.path(path).help("check both dates"));
        }
    }
}

/// Reports offices with more holders at a time than seats. A tenure that begins on the day on which
/// another ends does not overlap it. Acting holders do not count.
///
/// All tenures that overlap with an open tenure give one finding, at the open tenure: usually
/// somebody forgot to end it.
fn overlaps(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (id, office) in context.site.offices.iter() {
        let Some(seats) = office.seats else { continue };
        let mut terms: Vec<Term<'_>> = holders_of(context, id)
            .filter(|(_, tenure)| !tenure.acting)
            .filter_map(|(actor, tenure)| {
                let (first, last) = certain(tenure, context.site.day)?;
                Some(Term { first, last, actor: &context.site.actors[actor], tenure })
            })
            .collect();
        terms.sort_by_key(|term| (term.first, term.last, &term.actor.id, term.tenure.index));
        // The terms that run, by their last day.
        let mut in_office: BTreeSet<(Day, usize)> = BTreeSet::new();
        // The first open tenure: the one to report.
        let mut open: Option<usize> = None;
        let mut by_open: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, term) in terms.iter().enumerate() {
            // Keep the terms that still run on the day after this term begins.
            in_office = in_office.split_off(&(term.first.succ(), 0));
            if in_office.len() >= seats as usize
                && let Some((_, last)) = in_office.last()
            {
                match open.filter(|open| terms[*open].last > term.first) {
                    Some(open) => by_open.entry(open).or_default().push(number),
                    None => findings.push(overlap(office, &terms[*last], term)),
                }
            }
            in_office.insert((term.last, number));
            if term.tenure.to == End::Open {
                open.get_or_insert(number);
            }
        }
        let collisions =
            by_open.iter().map(|(open, others)| never_closed(office, &terms, *open, others));
        findings.extend(collisions);
    }
}

/// A tenure and the days of which it is certain that they belong to it.
struct Term<'a> {
    first: Day,
    last: Day,
    actor: &'a Actor,
    tenure: &'a Tenure,
}

/// The finding for two overlapping tenures that both end.
fn overlap(office: &Office, one: &Term<'_>, other: &Term<'_>) -> Finding {
    let (title, first) = (&office.title, other.first.long());
    let message =
        format!("{} and {} are both {title} after {first}", one.actor.name, other.actor.name);
    let help = match office.seats {
        Some(seats) if seats > 1 => format!(
            "the office has {seats} seats: end one tenure, or \
            raise `seats`"
        ),
        _ => "end one before the other begins, mark one `acting: true`, or give the office \
            `seats: 2`"
            .to_owned(),
    };
    Finding::new(Code::TenureOverlap, other.tenure.span.clone(), message)
        .path(tenure_path(other.actor, other.tenure, ""))
        .help(help)
        .also(one.tenure.span.clone(), "the other tenure")
}

/// The finding for an open tenure and the tenures that begin after it.
fn never_closed(office: &Office, terms: &[Term<'_>], open: usize, others: &[usize]) -> Finding {
    /// How many other holders the message names.
    const NAMED: usize = 3;
    let Term { first, actor, tenure, .. } = &terms[open];
    let mut names: Vec<String> =
        others.iter().take(NAMED).map(|other| terms[*other].actor.name.clone()).collect();
    if others.len() > NAMED {
        names.push(format!("{} more", others.len() - NAMED));
    }
    let (title, since) = (&office.title, first.long());
    let begin = if others.len() == 1 { "begins" } else { "begin" };
    let message = format!(
        "{} is {title} since {since} without an end, and {} {begin} after that",
        actor.name,
        joined(&names)
    );
    let seats = match office.seats {
        Some(seats) if seats > 1 => format!(", or raise `seats`, which is {seats}"),
        _ => ", mark it `acting: true`, or give the office `seats: 2`".to_owned(),
    };
    let next = terms[others[0]].first.long();
    let finding = Finding::new(Code::TenureOverlap, tenure.span.clone(), message)
        .path(tenure_path(actor, tenure, ""))
        .help(format!("end it with `to` on or before {next}{seats}"));
    let others = others.iter().take(NAMED).map(|other| terms[*other].tenure.span.clone());
    others.fold(finding, |finding, other| finding.also(other, "begins before it ends"))
}

/// The first and the last day that certainly belong to a tenure; `None` if they are not known.
fn certain(tenure: &Tenure, day: Day) -> Option<(Day, Day)> {
    let first = tenure.from.as_ref()?.latest()?;
    let last = match &tenure.to {
        End::Open => day.max(first),
        End::Unknown => return None,
        End::On(to) => to.earliest()?,
    };
    (first <= last).then_some((first, last))
}

/// Reports times in which nobody held an office, if a brief of that time lists an earlier or later
/// holder.
fn gaps(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let site = context.site;
    for (id, office) in site.offices.iter().filter(|(_, office)| office.seats.is_some()) {
        let mut held: Vec<(Id<Actor>, &Tenure)> = holders_of(context, id).collect();
        held.sort_by_key(|(actor, tenure)| (tenure.from, *actor));
        let mut covered: Option<Day> = None;
        let mut naming: Option<Vec<(Day, Id<Brief>)>> = None;
        for (actor, tenure) in &held {
            let first = tenure.from.as_ref().and_then(When::earliest);
            if let (Some(covered), Some(first)) = (covered, first)
                && covered.succ() < first
            {
                let naming = naming.get_or_insert_with(|| naming_any(site, &held));
                let from = naming.partition_point(|(day, _)| *day <= covered);
                // Name the first brief of the gap.
                let brief = naming.get(from).filter(|(day, _)| *day < first);
                findings.extend(brief.map(|(_, brief)| {
                    gap(context, office, (*actor, tenure), (covered.succ(), first.pred()), *brief)
                }));
            }
            let last = match &tenure.to {
                End::On(to) => to.latest(),
                End::Open | End::Unknown => None,
            };
            match last {
                Some(last) => covered = covered.max(Some(last)),
                None => break,
            }
        }
    }
}

/// The briefs that list a holder, by date; briefs of the same day in reverse order of the table.
fn naming_any(site: &Site, holders: &[(Id<Actor>, &Tenure)]) -> Vec<(Day, Id<Brief>)> {
    let actors: BTreeSet<Id<Actor>> = holders.iter().map(|(actor, _)| *actor).collect();
    let briefs = actors.iter().flat_map(|actor| &site.relations.actors[actor.index()]);
    let mut naming: Vec<_> = briefs.map(|(brief, _)| (site.briefs[*brief].date, *brief)).collect();
    naming.sort_by_key(|(day, brief)| (*day, Reverse(*brief)));
    naming
}

fn gap(
    context: &Context<'_>,
    office: &Office,
    (next_holder, next): (Id<Actor>, &Tenure),
    (from, until): (Day, Day),
    brief: Id<Brief>,
) -> Finding {
    let site = context.site;
    let brief = &site.briefs[brief];
    let message = format!(
        "nobody is {} from {} to {}, while `{}` of {} names a holder",
        office.title,
        from.long(),
        until.long(),
        brief.id,
        brief.date.long()
    );
    let also = Span::new(brief.file.clone(), Default::default());
    Finding::new(Code::TenureGap, next.span.clone(), message)
        .path(tenure_path(&site.actors[next_holder], next, ".from"))
        .help("add who held it then, or mark them `acting: true`")
        .also(also, "the brief")
}

/// Reports open tenures that began, or were last verified, more than a year ago.
fn unverified(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let day = context.site.day;
    for (_, actor, tenure) in tenures(context) {
        let old = |when: Option<&When>| {
            when.and_then(When::latest).is_some_and(|on| on.days_until(day) > VERIFIED_FOR)
        };
        let checked = tenure.verified.as_ref();
        let stale = if checked.is_some() { old(checked) } else { old(tenure.from.as_ref()) };
        if tenure.to != End::Open || !stale {
            continue;
        }
        let office = &context.site.offices[tenure.office].title;
        let message =
            format!("nobody has verified for a year that {} is still {office}", actor.name);
        let help = format!("make sure, and write `verified: {day}`");
        findings.push(
            Finding::new(Code::TenureUnverified, tenure.span.clone(), message)
                .path(tenure_path(actor, tenure, ""))
                .help(help),
        );
    }
}
