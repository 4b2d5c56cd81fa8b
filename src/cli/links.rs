//! `briefgen links`: every name in the text of a brief, and why it became a link or did not.

use serde_json::{Value, json};

use super::Verdict;
use super::args::{Format, LinksArgs};
use super::build;
use super::failure::Failure;
use super::screen::Screen;
use crate::Cache;
use crate::base::date::Day;
use crate::base::text::{Lines, nearest};
use crate::model::entities::{Brief, Site};
use crate::model::mentions::{EntityId, Mention, Outcome};

/// Prints the names of a brief.
pub(super) fn run(args: &LinksArgs, today: Day, screen: &mut Screen<'_>) -> Result<Verdict, Failure> {
    let files = build::read(&args.check)?;
    let options = build::options(&args.check, today);
    let site = crate::compose(&files, &options, &mut Cache::default()).site;
    let brief = find(&site, &args.brief)?;
    let document = &brief.text.document;
    let lines = Lines::new(files.text(&document.path).unwrap_or_default());
    let Some(body) = &document.body else { return Ok(Verdict::Passed) };
    let mut rows = Vec::new();
    for mention in &brief.text.resolved.mentions {
        let place = lines.position(mention.at.shifted(body.offset).start as usize);
        let text = body.text.get(mention.at.range()).unwrap_or_default().replace(['\n', '\r'], " ");
        rows.push((place.line, place.column, text, mention));
    }
    match args.check.format {
        Format::Json | Format::Sarif | Format::Github => {
            let object = |(line, column, text, mention): &(usize, usize, String, &Mention)| {
                let (outcome, entities, _) = told(&mention.outcome);
                json!({"line": line, "column": column, "text": text, "outcome": outcome, "entities": entities})
            };
            let mentions: Vec<Value> = rows.iter().map(object).collect();
            let report = json!({"file": document.path.as_str(), "mentions": mentions});
            screen.say(&format!("{report:#}\n"))?;
        }
        Format::Human => {
            let width = rows.iter().map(|(_, _, text, _)| text.chars().count()).max().unwrap_or(0);
            for (line, column, text, mention) in &rows {
                let (_, entities, why) = told(&mention.outcome);
                let place = format!("{}:{line}:{column}", document.path);
                screen.say(&format!("{place}  {text:width$}  {}: {why}\n", entities.join(", ")))?;
            }
            if rows.is_empty() {
                screen.say("no name of the registry stands in the text\n")?;
            }
        }
    }
    Ok(Verdict::Passed)
}

/// The brief of an id or of a file.
fn find<'s>(site: &'s Site, written: &str) -> Result<&'s Brief, Failure> {
    let same = |brief: &&Brief| {
        let path = brief.text.document.path.as_str();
        brief.id.as_str() == written || path == written || path.ends_with(&format!("/{written}"))
    };
    site.briefs.rows().iter().find(same).ok_or_else(|| {
        let help = match nearest(written, site.briefs.rows().iter().map(|brief| brief.id.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name it by its id or its file; `--drafts` includes drafts".to_owned(),
        };
        Failure::new(format!("there is no brief `{written}`")).help(help)
    })
}

/// A word for what became of a name, the entities that it may mean, and why.
fn told(outcome: &Outcome) -> (&'static str, Vec<String>, &'static str) {
    let one = |(kind, id): &EntityId| vec![format!("{}/{id}", kind.folder())];
    let all = |ids: &[EntityId]| ids.iter().flat_map(one).collect::<Vec<String>>();
    match outcome {
        Outcome::Linked(id) => ("linked", one(id), "linked"),
        Outcome::Later(id) => ("later", one(id), "not linked, as the section links it already"),
        Outcome::OptedOut(id) => ("opted-out", one(id), "not linked, as the brief says `link: false`"),
        Outcome::OwnPage(id) => ("own-page", one(id), "not linked, as this is its own page"),
        Outcome::Ambiguous(ids) => ("ambiguous", all(ids), "not linked, as it may mean any of these"),
        Outcome::Unintroduced(ids) => ("unintroduced", all(ids), "not linked: a short form of somebody not introduced"),
        Outcome::Unlisted(id) => ("unlisted", one(id), "not linked: names in this script link for listed actors only"),
        Outcome::EverydayWord(ids) => ("everyday-word", all(ids), "not linked: an everyday word"),
    }
}
