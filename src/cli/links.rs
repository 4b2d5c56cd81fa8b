//! `briefgen links`: every name in the text of a brief, and why it became a link or did not.

use serde_json::{Value, json};

use super::Verdict;
use super::args::{LinksArgs, ListFormat};
use super::build;
use super::failure::Failure;
use super::screen::Screen;
use crate::Cache;
use crate::base::date::Day;
use crate::base::finding::Bytes;
use crate::base::nearest::nearest;
use crate::base::text::{Lines, composed};
use crate::model::Analysis;
use crate::model::entities::{Brief, Site};
use crate::model::mentions::{EntityId, Outcome};
use crate::model::passed_over::{PassedOver, Why, passed_over};
use crate::parse::markdown::Apart;

/// Prints the names of a brief.
pub(super) fn run(
    args: &LinksArgs,
    today: Day,
    screen: &mut Screen<'_>,
) -> Result<Verdict, Failure> {
    let files = build::read(&args.site)?;
    let options = build::options(&args.site, today);
    let Analysis { site, lexicon, .. } = crate::analyse(&files, &options, &mut Cache::default());
    let brief = find(&site, &args.brief)?;
    let document = &brief.text.document;
    let lines = Lines::new(files.text(&document.path).unwrap_or_default());
    let Some(body) = &document.body else { return Ok(Verdict::Passed) };
    let name = |at: Bytes, (outcome, entities, reason): Told| {
        let place = lines.position(at.shifted(body.offset).start as usize);
        let text = body.text.get(at.range()).unwrap_or_default().replace(['\n', '\r'], " ");
        Name { line: place.line, column: place.column, text, outcome, entities, reason }
    };
    let mut names: Vec<Name> = Vec::new();
    for mention in &brief.text.resolved.mentions {
        let text = body.text.get(mention.at.range()).unwrap_or_default();
        names.push(name(
            mention.at,
            told(&mention.outcome, |entity| lexicon.is_short_form(text, entity)),
        ));
    }
    let others = passed_over(document, &brief.text.resolved, &lexicon);
    names.extend(others.iter().map(|other| name(other.at, told_of_other(other))));
    names.sort_by_key(|name| (name.line, name.column));
    match args.format {
        ListFormat::Json => {
            let mentions: Vec<Value> = names.iter().map(Name::json).collect();
            let report = json!({"file": document.path.as_str(), "mentions": mentions});
            screen.say(&format!("{report:#}\n"))?;
        }
        ListFormat::Human => {
            let width = names.iter().map(|name| name.text.chars().count()).max().unwrap_or(0);
            for Name { line, column, text, entities, reason, .. } in &names {
                let place = format!("{}:{line}:{column}", document.path);
                screen
                    .say(&format!("{place}  {text:width$}  {}: {reason}\n", entities.join(", ")))?;
            }
            if names.is_empty() {
                screen.say("no name of the registry stands in the text\n")?;
            }
        }
    }
    Ok(Verdict::Passed)
}

/// A name of the text, as it is printed.
struct Name {
    line: usize,
    column: usize,
    text: String,
    outcome: &'static str,
    entities: Vec<String>,
    reason: &'static str,
}

impl Name {
    fn json(&self) -> Value {
        let Name { line, column, text, outcome, entities, reason } = self;
        json!({
            "line": line,
            "column": column,
            "text": text,
            "outcome": outcome,
            "entities": entities,
            "reason": reason,
        })
    }
}

/// The brief of an id or of a file.
fn find<'s>(site: &'s Site, written: &str) -> Result<&'s Brief, Failure> {
    let file = composed(written);
    let same = |brief: &&Brief| {
        let path = brief.text.document.path.composed();
        let before = path.as_str().strip_suffix(&*file);
        brief.id.as_str() == written
            || before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    site.briefs.rows().iter().find(same).ok_or_else(|| {
        let help = match nearest(written, site.briefs.rows().iter().map(|brief| brief.id.as_str()))
        {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name it by its id or its file; `--drafts` includes drafts".to_owned(),
        };
        Failure::new(format!("there is no brief `{written}`")).help(help)
    })
}

/// A word for what became of a name, the entities that it may mean, and why.
type Told = (&'static str, Vec<String>, &'static str);

fn told(outcome: &Outcome, is_short: impl Fn(&EntityId) -> bool) -> Told {
    let one = |id: &EntityId| shown(std::slice::from_ref(id));
    match outcome {
        Outcome::Linked(id) if is_short(id) => (
            "linked",
            one(id),
            "linked: a short form of somebody introduced above, or listed alone of all who bear it",
        ),
        Outcome::Linked(id) => ("linked", one(id), "linked: a full name"),
        Outcome::Later(id) => ("later", one(id), "not linked, as the section links it already"),
        Outcome::OptedOut(id) => {
            ("opted-out", one(id), "not linked, as the brief says `link: false`")
        }
        Outcome::OwnPage(id) => ("own-page", one(id), "not linked, as this is its own page"),
        Outcome::Ambiguous(ids) => {
            ("ambiguous", shown(ids), "not linked, as it may mean any of these")
        }
        Outcome::Unintroduced(ids) => {
            ("unintroduced", shown(ids), "not linked: a short form of somebody not introduced")
        }
        Outcome::Unlisted(id) => {
            ("unlisted", one(id), "not linked: names in this script link for listed actors only")
        }
        Outcome::EverydayWord(ids) => ("everyday-word", shown(ids), "not linked: an everyday word"),
    }
}

fn told_of_other(name: &PassedOver) -> Told {
    let (outcome, reason) = match name.why {
        Why::Explicit => ("explicit", "linked, as the text says so"),
        Why::Quotation => ("quotation", "not linked: the words of a quotation"),
        Why::BesideHyphen => {
            ("hyphen", "not linked: capitals beside a hyphen are a part of another word")
        }
        Why::OtherName => ("other-name", "not linked: a part of another name"),
        Why::Month => ("month", "not linked: a month"),
        Why::Apart(Apart::Heading) => ("heading", "not linked, as it stands in a heading"),
        Why::Apart(Apart::Link) => ("link", "not linked, as it stands in another link"),
        Why::Apart(Apart::Image) => ("image", "not linked, as it describes an image"),
        Why::Apart(Apart::Code) => ("code", "not linked, as it stands in code"),
        Why::Apart(Apart::Html) => ("html", "not linked, as it stands in raw HTML"),
        Why::Apart(Apart::BlockQuotation) => {
            ("block-quotation", "not linked, as it stands in a block quotation")
        }
    };
    (outcome, shown(&name.entities), reason)
}

fn shown(ids: &[EntityId]) -> Vec<String> {
    ids.iter().map(|(kind, id)| format!("{}/{id}", kind.folder())).collect()
}
