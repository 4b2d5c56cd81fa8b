//! `briefgen impact`: all that rests on a source, for the day on which it falls.

use serde_json::{Value, json};

use super::Verdict;
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
use crate::files::Files;
use crate::model::entities::{Site, Source};
use crate::model::resolve::clean_url;
use crate::model::resting::Resting;
use crate::model::statements::Ground;
use crate::parse::registry::DatedState;

/// One thing that rests on the source.
struct Item {
    kind: &'static str,
    name: String,
    span: Span,
    /// Whether it does not name the source, which is the only one of its brief.
    implied: bool,
}

/// Lists what rests on a source.
pub(super) fn run(
    args: &ImpactArgs,
    today: Day,
    screen: &mut Screen<'_>,
) -> Result<Verdict, Failure> {
    let files = build::read(&args.site)?;
    let options = build::options(&args.site, today);
    let site = crate::analyse(&files, &options, &mut Cache::default()).site;
    let id = find(&site, &args.source)?;
    let items = items(&site, id);
    match args.format {
        ListFormat::Json => {
            let object = |item: &Item| {
                let (file, line, column) = place(&files, &item.span);
                let Item { kind, name, implied, .. } = item;
                json!({
                    "kind": kind,
                    "name": name,
                    "file": file,
                    "line": line,
                    "column": column,
                    "implied": implied,
                })
            };
            let list: Vec<Value> = items.iter().map(object).collect();
            let standing = site.standing(id);
            let since = standing.word().and_then(|word| word.date).map(|date| date.to_string());
            let source = (&*site.sources[id].title, standing.state().word());
            let list =
                json!({"source": source.0, "state": source.1, "since": since, "items": list});
            screen.say(&format!("{list:#}\n"))?;
        }
        ListFormat::Human => {
            for item in &items {
                let (file, line, column) = place(&files, &item.span);
                let implied = if item.implied { " (source of the brief)" } else { "" };
                screen.say(&format!(
                    "{file}:{line}:{column}  {}  {}{implied}\n",
                    item.kind, item.name
                ))?;
            }
            let total = count(items.len(), "thing rests", "things rest");
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
    Ok(Verdict::Passed)
}

fn place(files: &Files, span: &Span) -> (String, usize, usize) {
    let place =
        Lines::new(files.text(&span.file).unwrap_or_default()).position(span.at.start as usize);
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

/// All that rests on a source, and on the sources that are made from it.
fn items(site: &Site, id: Id<Source>) -> Vec<Item> {
    let resting = Resting::on(site, &[id]);
    let rests = |source| resting.sources.root(source).is_some();
    let resting_on = |kind, name: &str, span: &Span, implied| Item {
        kind,
        name: name.to_owned(),
        span: span.clone(),
        implied,
    };
    let is_implied = |ground: &Ground| ground.is_implied() && ground.source().is_some_and(rests);
    let item = |kind, name: &str, span: &Span| resting_on(kind, name, span, false);
    let mut items = Vec::new();
    for source in resting.sources.iter().map(|(id, _)| id).filter(|source| *source != id) {
        items.push(item("source", &site.sources[source].title, &site.sources[source].span));
    }
    for ((actor, number), _) in resting.tenures.iter() {
        let tenure = &site.actors[actor].tenures[number];
        let name = format!("{}, {}", site.actors[actor].name, site.offices[tenure.office].title);
        items.push(item("tenure", &name, &tenure.span));
    }
    for brief in resting.briefs.iter().map(|(id, _)| &site.briefs[id]) {
        items.push(item(
            "brief",
            &brief.title,
            &Span::new(brief.text.document.path.clone(), Bytes::default()),
        ));
    }
    for quote in resting.quotes.iter().map(|(id, _)| &site.quotes[id]) {
        items.push(item("quote", quote.id.as_str(), &quote.span));
    }
    for ((event, number), _) in resting.observations.iter() {
        let event = &site.events[event];
        let seen = &event.observations[number];
        items.push(resting_on("event", &event.title, &seen.span, is_implied(&seen.ground)));
    }
    for stance in resting.stances.iter().map(|(id, _)| &site.stances[id]) {
        let name =
            format!("{} on {}", site.actors[stance.actor].name, site.issues[stance.issue].title);
        items.push(resting_on("stance", &name, &stance.span, is_implied(&stance.ground)));
    }
    for ((claim, number), _) in resting.claims.iter() {
        let (claim, word) = (&site.claims[claim], &site.claims[claim].words[number]);
        items.push(resting_on(
            "claim",
            &claim.text,
            &word.span,
            word.grounds.iter().any(is_implied),
        ));
    }
    items
}
