//! Offices and who held them when.

use crate::base::code::Code;
use crate::base::date::{Day, End, Overlap, When, held};
use crate::base::finding::{Finding, Span};
use crate::base::id::Id;
use crate::model::entities::{Actor, Brief, Office, Tenure};
use crate::model::titles;

use super::{Context, entry_path};

/// Days after which an open tenure wants to be looked at again.
const VERIFIED_FOR: i64 = 365;

fn tenures<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (Id<Actor>, &'a Actor, &'a Tenure)> {
    let actors = context.site.actors.iter();
    actors.flat_map(|(id, actor)| actor.tenures.iter().map(move |tenure| (id, actor, tenure)))
}

/// Who holds or held an office.
fn holders_of<'a>(context: &Context<'a>, office: Id<Office>) -> impl Iterator<Item = (Id<Actor>, &'a Tenure)> {
    let site = context.site;
    let holders = site.relations.holders[office.index()].iter();
    holders.map(|(actor, tenure)| (*actor, &site.actors[*actor].tenures[*tenure]))
}

/// The path of a tenure's keys in its file.
fn tenure_path(actor: &Actor, tenure: &Tenure, key: &str) -> String {
    let path = format!("offices[{}]{key}", tenure.index);
    entry_path(&tenure.span.file, &actor.id, &path)
}

/// Tenures that end before they start.
pub(super) fn reversed(context: &Context<'_>, to: &mut Vec<Finding>) {
    for (_, actor, tenure) in tenures(context) {
        if let (Some(from), End::On(end)) = (&tenure.from, &tenure.to)
            && end.certainly_before(from)
        {
            let office = &context.site.offices[tenure.office].title;
            let (end, from) = (end.in_sentence(), from.in_sentence());
            let message = format!("{} as {office} ends {end}, before it starts {from}", actor.name);
            let finding = Finding::new(Code::TenureReversed, tenure.to_span.clone(), message);
            let path = tenure_path(actor, tenure, ".to");
            to.push(finding.path(path).help("check both dates"));
        }
    }
}

/// More holders of an office at a time than it has seats. Tenures that touch do not overlap, and acting holders do
/// not count.
pub(super) fn overlaps(context: &Context<'_>, to: &mut Vec<Finding>) {
    for (id, office) in context.site.offices.iter() {
        let Some(seats) = office.seats else { continue };
        let mut holders: Vec<(Day, Day, &Actor, &Tenure)> = holders_of(context, id)
            .filter(|(_, tenure)| !tenure.acting)
            .filter_map(|(actor, tenure)| {
                let (first, last) = certain(tenure, context.site.day)?;
                Some((first, last, &context.site.actors[actor], tenure))
            })
            .collect();
        holders.sort_by_key(|(first, last, actor, _)| (*first, *last, actor.id.clone()));
        for (number, (first, _, actor, tenure)) in holders.iter().enumerate() {
            // Still in office on the day after this one began.
            let others: Vec<_> = holders[..number].iter().filter(|(_, last, ..)| *last > *first).collect();
            if others.len() < seats as usize {
                continue;
            }
            let Some((_, _, other, other_tenure)) = others.last() else { continue };
            let message = format!("{} and {} are both {} after {}", other.name, actor.name, office.title, first.long());
            let help = match seats {
                1 => {
                    "end one before the other begins, mark one `acting: true`, or give the office `seats: 2`".to_owned()
                }
                seats => format!("the office has {seats} seats: end one tenure, or raise `seats`"),
            };
            to.push(
                Finding::new(Code::TenureOverlap, tenure.span.clone(), message)
                    .path(tenure_path(actor, tenure, ""))
                    .help(help)
                    .also(other_tenure.span.clone(), "the other tenure"),
            );
        }
    }
}

/// The first and last day on which a tenure certainly ran; `None` where that is not known.
fn certain(tenure: &Tenure, day: Day) -> Option<(Day, Day)> {
    let first = tenure.from.as_ref()?.latest()?;
    let last = match &tenure.to {
        End::Open => day.max(first),
        End::Unknown => return None,
        End::On(to) => to.earliest()?,
    };
    (first <= last).then_some((first, last))
}

/// Times when nobody held an office, while a brief of that time names somebody who held it before or after.
pub(super) fn gaps(context: &Context<'_>, to: &mut Vec<Finding>) {
    let site = context.site;
    for (id, office) in site.offices.iter().filter(|(_, office)| office.seats.is_some()) {
        let mut held: Vec<(Id<Actor>, &Tenure)> = holders_of(context, id).collect();
        held.sort_by_key(|(actor, tenure)| (tenure.from, *actor));
        let mut covered: Option<Day> = None;
        for (actor, tenure) in &held {
            let first = tenure.from.as_ref().and_then(When::earliest);
            if let (Some(covered), Some(first)) = (covered, first)
                && covered.succ() < first
            {
                gap(context, office, (*actor, tenure), (covered.succ(), first.pred()), &held, to);
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

fn gap(
    context: &Context<'_>,
    office: &Office,
    (next_holder, next): (Id<Actor>, &Tenure),
    (from, until): (Day, Day),
    holders: &[(Id<Actor>, &Tenure)],
    to: &mut Vec<Finding>,
) {
    let site = context.site;
    let needs = site.briefs.rows().iter().rev().find(|brief| {
        let within = from <= brief.date && brief.date <= until;
        within && brief.actors.iter().any(|item| holders.iter().any(|(actor, _)| *actor == item.actor))
    });
    let Some(brief) = needs else { return };
    let message = format!(
        "nobody is {} from {} to {}, while `{}` of {} names a holder",
        office.title,
        from.long(),
        until.long(),
        brief.id,
        brief.date.long()
    );
    let also = Span::new(brief.text.document.path.clone(), Default::default());
    to.push(
        Finding::new(Code::TenureGap, next.span.clone(), message)
            .path(tenure_path(&site.actors[next_holder], next, ".from"))
            .help("add who held it then, or mark them `acting: true`")
            .also(also, "the brief"),
    );
}

/// Open tenures that began long ago and that nobody has verified for a year.
pub(super) fn unverified(context: &Context<'_>, to: &mut Vec<Finding>) {
    let day = context.site.day;
    for (_, actor, tenure) in tenures(context) {
        let old = |when: Option<&When>| when.and_then(When::latest).is_some_and(|on| on.days_until(day) > VERIFIED_FOR);
        let checked = tenure.verified.as_ref();
        let stale = if checked.is_some() { old(checked) } else { old(tenure.from.as_ref()) };
        if tenure.to != End::Open || !stale {
            continue;
        }
        let office = &context.site.offices[tenure.office].title;
        let message = format!("nobody has verified for a year that {} is still {office}", actor.name);
        let help = format!("make sure, and write `verified: {day}`");
        to.push(
            Finding::new(Code::TenureUnverified, tenure.span.clone(), message)
                .path(tenure_path(actor, tenure, ""))
                .help(help),
        );
    }
}

/// Titles given by `as:` that name an office which the actor did not hold on the brief's date.
pub(super) fn titles_not_held(context: &Context<'_>, brief: &Brief, to: &mut Vec<Finding>) {
    let site = context.site;
    for item in &brief.actors {
        let Some((given, at)) = &item.title else { continue };
        let actor = &site.actors[item.actor];
        let own: Vec<&Tenure> =
            actor.tenures.iter().filter(|tenure| is_called(&site.offices[tenure.office], given)).collect();
        let known = !own.is_empty() || site.offices.rows().iter().any(|office| is_called(office, given));
        let possible = own.iter().any(|tenure| held(tenure.from.as_ref(), &tenure.to, brief.date) != Overlap::Never);
        if !known || possible {
            continue;
        }
        let date = brief.date.long();
        let help = match titles::title(actor, &site.offices, brief.date) {
            Some(title) => format!("on that day the registry has `{title}`: leave `as` out, or write that"),
            None => "on that day the registry has no office for them: leave `as` out, or add the tenure".to_owned(),
        };
        let span = Span::new(brief.text.document.path.clone(), *at);
        let message = format!("{} was not `{given}` on {date}", actor.name);
        to.push(Finding::new(Code::OfficeDate, span, message).path(format!("actors[{}].as", item.index)).help(help));
    }
}

fn is_called(office: &Office, title: &str) -> bool {
    let same = |name: &str| name.to_lowercase() == title.trim().to_lowercase();
    same(&office.title)
        || office.short.as_deref().is_some_and(same)
        || office.titles.iter().any(|dated| same(&dated.text))
}
