//! `briefgen impact`: lists everything that depends on a source, in case it is corrected or
//! retracted.

use serde_json::{Value, json};

use super::ExitStatus;
use super::args::{ImpactArgs, ListFormat};
use super::build;
use super::failure::Failure;
use super::screen::Screen;
use crate::Cache;
use crate::base::date::Day;
use crate::base::finding::{Bytes, Span};
use crate::base::id::Id;
use crate::base::nearest::nearest;
use crate::base::text::{Lines, count};
use crate::base::web::clean_url;
use crate::files::Files;
use crate::model::entities::{Ground, Source};
use crate::model::impact::Impact;
use crate::model::site::Site;
use crate::parse::registry::DatedState;

/// A part of the site that depends on the source.
struct Dependent {
    kind: &'static str,
    name: String,
    span: Span,
    /// Whether the part names no source and depends on the only source of its brief.
    implied: bool,
}

/// Lists the parts of the site that depend on a source.
pub(super) fn run(
    args: &ImpactArgs,
    today: Day,
    screen: &mut Screen<'_>,
) -> Result<ExitStatus, Failure> {
    let files = build::read_site(&args.site)?;
    let options = build::options(&args.site, today);
    let site = crate::analyse(&files, &options, &mut Cache::default()).site;
    let id = find_source(&site, &args.source)?;
    let dependents = dependents(&site, id);
    match args.format {
        ListFormat::Json => {
            let object = |dependent: &Dependent| {
                let (file, line, column) = place(&files, &dependent.span);
                let Dependent { kind, name, implied, .. } = dependent;
                json!({
                    "kind": kind,
                    "name": name,
                    "file": file,
                    "line": line,
                    "column": column,
                    "implied": implied,
                })
            };
            let items: Vec<Value> = dependents.iter().map(object).collect();
            let standing = site.standing(id);
            let since = standing.word().and_then(|word| word.date).map(|date| date.to_string());
            let report = json!({
                "source": &*site.sources[id].title,
                "state": standing.state().word(),
                "since": since,
                "items": items,
            });
            screen.say(&format!("{report:#}\n"))?;
        }
        ListFormat::Human => {
            for Dependent { kind, name, span, implied } in &dependents {
                let (file, line, column) = place(&files, span);
                let implied = if *implied { " (source of the brief)" } else { "" };
                screen.say(&format!("{file}:{line}:{column}  {kind}  {name}{implied}\n"))?;
            }
            let total = count(dependents.len(), "thing rests", "things rest");
            let standing = match site.standing(id).word() {
                Some(DatedState { state, date: Some(date), .. }) => {
                    format!(", {} {}", state.word(), date.in_sentence())
                }
                Some(DatedState { state, date: None, .. }) => format!(", {}", state.word()),
                None => String::new(),
            };
            screen.note(&format!("{total} on `{}`{standing}\n", site.sources[id].title))?;
        }
    }
    Ok(ExitStatus::Passed)
}

/// The file, line and column at which a span starts.
fn place(files: &Files, span: &Span) -> (String, usize, usize) {
    let place =
        Lines::new(files.text(&span.file).unwrap_or_default()).position(span.at.start as usize);
    (span.file.to_string(), place.line, place.column)
}

/// Finds a source by its id, its address or its title.
fn find_source(site: &Site, written: &str) -> Result<Id<Source>, Failure> {
    let address = clean_url(written);
    let matches = |source: &Source| {
        let by_id = source.page.as_ref().is_some_and(|(id, _)| id.as_str() == written);
        let url = source.url.as_ref().and_then(|url| clean_url(&url.written));
        by_id || &*source.title == written || (address.is_some() && url == address)
    };
    let found = site.sources.iter().find(|(_, source)| matches(source)).map(|(id, _)| id);
    found.ok_or_else(|| {
        let known = site
            .sources
            .rows()
            .iter()
            .filter_map(|source| source.page.as_ref())
            .map(|(id, _)| id.as_str());
        let help = match nearest(written, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name it by its id, its address or its title".to_owned(),
        };
        Failure::new(format!("there is no source `{written}`")).help(help)
    })
}

/// The parts of the site that depend on a source, also by way of sources that are made from it.
fn dependents(site: &Site, id: Id<Source>) -> Vec<Dependent> {
    let impact = Impact::of(&[id], site, &site.relations, &site.statements);
    let rests = |source| impact.sources.root(source).is_some();
    let is_implied = |ground: &Ground| ground.is_implied() && ground.source().is_some_and(rests);
    let mut dependents = Vec::new();
    let mut add = |kind, name: &str, span: &Span, implied| {
        dependents.push(Dependent { kind, name: name.to_owned(), span: span.clone(), implied });
    };
    for source in impact.sources.iter().map(|(id, _)| id).filter(|source| *source != id) {
        add("source", &site.sources[source].title, &site.sources[source].span, false);
    }
    for ((actor, number), _) in impact.tenures.iter() {
        let tenure = &site.actors[actor].tenures[number];
        let name = format!("{}, {}", site.actors[actor].name, site.offices[tenure.office].title);
        add("tenure", &name, &tenure.span, false);
    }
    for brief in impact.briefs.iter().map(|(id, _)| &site.briefs[id]) {
        let span = Span::new(brief.file.clone(), Bytes::default());
        add("brief", &brief.title, &span, false);
    }
    for quote in impact.quotes.iter().map(|(id, _)| &site.quotes[id]) {
        add("quote", quote.id.as_str(), &quote.span, false);
    }
    for ((event, number), _) in impact.observations.iter() {
        let event = &site.events[event];
        let observation = &event.observations[number];
        add("event", &event.title, &observation.span, is_implied(&observation.ground));
    }
    for stance in impact.stances.iter().map(|(id, _)| &site.stances[id]) {
        let name =
            format!("{} on {}", site.actors[stance.actor].name, site.issues[stance.issue].title);
        add("stance", &name, &stance.span, is_implied(&stance.ground));
    }
    for ((claim, number), _) in impact.claims.iter() {
        let (claim, word) = (&site.claims[claim], &site.claims[claim].words[number]);
        add("claim", &claim.text, &word.span, word.grounds.iter().any(is_implied));
    }
    dependents
}
