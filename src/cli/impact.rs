//! `briefgen impact`: all that rests on a source, for the day on which it falls.

use serde_json::{Value, json};

use super::Verdict;
use super::args::{Format, ImpactArgs};
use super::build;
use super::failure::Failure;
use super::screen::Screen;
use crate::Cache;
use crate::base::date::Day;
use crate::base::finding::{Bytes, Span};
use crate::base::id::Id;
use crate::base::text::{Lines, count, nearest};
use crate::files::Files;
use crate::model::entities::{Site, Source};
use crate::model::resolve::clean_url;

/// One thing that rests on the source.
struct Item {
    kind: &'static str,
    name: String,
    span: Span,
}

/// Lists what rests on a source.
pub(super) fn run(args: &ImpactArgs, today: Day, screen: &mut Screen<'_>) -> Result<Verdict, Failure> {
    let files = build::read(&args.check)?;
    let options = build::options(&args.check, today);
    let site = crate::compose(&files, &options, &mut Cache::default()).site;
    let id = find(&site, &args.source)?;
    let items = items(&site, id);
    match args.check.format {
        Format::Json | Format::Sarif | Format::Github => {
            let object = |item: &Item| {
                let (file, line, column) = place(&files, &item.span);
                json!({"kind": item.kind, "name": item.name, "file": file, "line": line, "column": column})
            };
            let list: Vec<Value> = items.iter().map(object).collect();
            screen.say(&format!("{:#}\n", json!({"source": &*site.sources[id].title, "items": list})))?;
        }
        Format::Human => {
            for item in &items {
                let (file, line, column) = place(&files, &item.span);
                screen.say(&format!("{file}:{line}:{column}  {}  {}\n", item.kind, item.name))?;
            }
            let total = count(items.len(), "thing rests", "things rest");
            screen.note(&format!("{total} on `{}`\n", site.sources[id].title))?;
        }
    }
    Ok(Verdict::Passed)
}

fn place(files: &Files, span: &Span) -> (String, usize, usize) {
    let place = Lines::new(files.text(&span.file).unwrap_or_default()).position(span.at.start as usize);
    (span.file.to_string(), place.line, place.column)
}

/// The source of an id or an address.
fn find(site: &Site, written: &str) -> Result<Id<Source>, Failure> {
    let address = clean_url(written);
    let same = |source: &Source| {
        let by_id = source.page.as_ref().is_some_and(|(id, _)| id.as_str() == written);
        let url = source.url.as_ref().and_then(|url| clean_url(&url.written));
        by_id || &*source.title == written || (address.is_some() && url == address)
    };
    let found = site.sources.iter().find(|(_, source)| same(source)).map(|(id, _)| id);
    found.ok_or_else(|| {
        let known = site.sources.rows().iter().filter_map(|source| source.page.as_ref()).map(|(id, _)| id.as_str());
        let help = match nearest(written, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name it by its id, its address or its title".to_owned(),
        };
        Failure::new(format!("there is no source `{written}`")).help(help)
    })
}

/// All that rests on a source, and on the sources that are made from it.
fn items(site: &Site, id: Id<Source>) -> Vec<Item> {
    let by = &site.statements;
    let mut items = Vec::new();
    for source in with_derived(site, id) {
        let number = source.index();
        if source != id {
            let title = site.sources[source].title.to_string();
            items.push(Item { kind: "source", name: title, span: site.sources[source].span.clone() });
        }
        for brief in &site.relations.sources[number] {
            let brief = &site.briefs[*brief];
            let span = Span::new(brief.text.document.path.clone(), Bytes::default());
            items.push(Item { kind: "brief", name: brief.title.clone(), span });
        }
        for quote in by.quotes_of_source[number].iter().map(|quote| &site.quotes[*quote]) {
            items.push(Item { kind: "quote", name: quote.id.to_string(), span: quote.span.clone() });
        }
        for event in by.events_of_source[number].iter().map(|event| &site.events[*event]) {
            for seen in event.observations.iter().filter(|seen| seen.source == Some(source)) {
                items.push(Item { kind: "event", name: event.title.clone(), span: seen.span.clone() });
            }
        }
        for stance in by.stances_of_source[number].iter().map(|stance| &site.stances[*stance]) {
            let (actor, issue) = (&site.actors[stance.actor].name, &site.issues[stance.issue].title);
            items.push(Item { kind: "stance", name: format!("{actor} on {issue}"), span: stance.span.clone() });
        }
        for claim in by.claims_of_source[number].iter().map(|claim| &site.claims[*claim]) {
            items.push(Item { kind: "claim", name: claim.fields.text.clone(), span: claim.span.clone() });
        }
    }
    items
}

fn with_derived(site: &Site, id: Id<Source>) -> Vec<Id<Source>> {
    let mut all = vec![id];
    let mut next = 0;
    while let Some(source) = all.get(next).copied() {
        for derived in &site.relations.derived[source.index()] {
            if !all.contains(derived) {
                all.push(*derived);
            }
        }
        next += 1;
    }
    all
}
