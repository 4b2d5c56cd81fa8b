//! `briefgen links`: lists the names in the text of a brief, and says of each name why it became a
//! link or not.

use std::slice;

use serde_json::{Value, json};

use super::ExitStatus;
use super::args::{LinksArgs, ListFormat};
use super::build;
use super::failure::Failure;
use super::screen::Screen;
use crate::Cache;
use crate::base::date::Day;
use crate::base::finding::Bytes;
use crate::base::id::Id;
use crate::base::nearest::nearest;
use crate::base::text::Lines;
use crate::base::typography::composed;
use crate::model::Analysis;
use crate::model::entities::Brief;
use crate::model::mentions::Outcome;
use crate::model::name_context::EntityId;
use crate::model::site::Site;
use crate::model::unlinked::{UnlinkedName, Why, unlinked_names};
use crate::parse::markdown::Apart;

/// Prints the names in a brief.
pub(super) fn run(
    args: &LinksArgs,
    today: Day,
    screen: &mut Screen<'_>,
) -> Result<ExitStatus, Failure> {
    let files = build::read_site(&args.site)?;
    let options = build::options(&args.site, today);
    let Analysis { site, lexicon, .. } = crate::analyse(&files, &options, &mut Cache::default());
    let brief = find_brief(&site, &args.brief)?;
    let text = site.text(brief);
    let document = &text.document;
    let lines = Lines::new(files.text(&document.path).unwrap_or_default());
    let Some(body) = &document.body else { return Ok(ExitStatus::Passed) };
    let name = |at: Bytes, decision: Decision| {
        let place = lines.position(at.shifted(body.offset).start as usize);
        let text = body.text.get(at.range()).unwrap_or_default().replace(['\n', '\r'], " ");
        Name { line: place.line, column: place.column, text, decision }
    };
    let mut names: Vec<Name> = Vec::new();
    for mention in &text.resolved.mentions {
        let text = body.text.get(mention.at.range()).unwrap_or_default();
        let is_short = |entity: &EntityId| lexicon.is_short_form(text, entity);
        names.push(name(mention.at, Decision::of_mention(&mention.outcome, is_short)));
    }
    let others = unlinked_names(document, &text.resolved, &lexicon);
    names.extend(others.iter().map(|other| name(other.at, Decision::of_other(other))));
    names.sort_by_key(|name| (name.line, name.column));
    match args.format {
        ListFormat::Json => {
            let mentions: Vec<Value> = names.iter().map(Name::json).collect();
            let report = json!({"file": document.path.as_str(), "mentions": mentions});
            screen.say(&format!("{report:#}\n"))?;
        }
        ListFormat::Human => {
            let width = names.iter().map(|name| name.text.chars().count()).max().unwrap_or(0);
            for Name { line, column, text, decision } in &names {
                let place = format!("{}:{line}:{column}", document.path);
                let Decision { entities, reason, .. } = decision;
                let entities = entities.join(", ");
                screen.say(&format!("{place}  {text:width$}  {entities}: {reason}\n"))?;
            }
            if names.is_empty() {
                screen.say("no name of the registry stands in the text\n")?;
            }
        }
    }
    Ok(ExitStatus::Passed)
}

/// A name in the text of a brief.
struct Name {
    line: usize,
    column: usize,
    text: String,
    decision: Decision,
}

impl Name {
    fn json(&self) -> Value {
        let Name { line, column, text, decision: Decision { outcome, entities, reason } } = self;
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

/// Finds a brief by its id or by the end of its file's path.
fn find_brief(site: &Site, written: &str) -> Result<Id<Brief>, Failure> {
    let file = composed(written);
    let matches = |brief: &Brief| {
        let path = brief.file.composed();
        let before = path.as_str().strip_suffix(&*file);
        brief.id.as_str() == written
            || before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    let mut briefs = site.briefs.iter();
    briefs.find(|(_, brief)| matches(brief)).map(|(id, _)| id).ok_or_else(|| {
        let ids = site.briefs.rows().iter().map(|brief| brief.id.as_str());
        let help = match nearest(written, ids) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name it by its id or its file; `--drafts` includes drafts".to_owned(),
        };
        Failure::new(format!("there is no brief `{written}`")).help(help)
    })
}

/// Whether a name became a link, and why.
struct Decision {
    /// The word for this case in the JSON report.
    outcome: &'static str,
    /// The entities that the name may mean.
    entities: Vec<String>,
    reason: &'static str,
}

impl Decision {
    /// The decision about a name that could have become a link.
    fn of_mention(outcome: &Outcome, is_short: impl Fn(&EntityId) -> bool) -> Decision {
        let (outcome, ids, reason) = match outcome {
            Outcome::Linked(id) if is_short(id) => (
                "linked",
                slice::from_ref(id),
                "linked: a short form of somebody introduced above, or listed alone of all who \
                bear it",
            ),
            Outcome::Linked(id) => ("linked", slice::from_ref(id), "linked: a full name"),
            Outcome::Later(id) => {
                ("later", slice::from_ref(id), "not linked, as the section links it already")
            }
            Outcome::OptedOut(id) => {
                ("opted-out", slice::from_ref(id), "not linked, as the brief says `link: false`")
            }
            Outcome::OwnPage(id) => {
                ("own-page", slice::from_ref(id), "not linked, as this is its own page")
            }
            Outcome::Ambiguous(ids) => {
                ("ambiguous", &ids[..], "not linked, as it may mean any of these")
            }
            Outcome::Unintroduced(ids) => {
                ("unintroduced", &ids[..], "not linked: a short form of somebody not introduced")
            }
            Outcome::Unlisted(id) => (
                "unlisted",
                slice::from_ref(id),
                "not linked: names in this script link for listed actors only",
            ),
            Outcome::EverydayWord(ids) => {
                ("everyday-word", &ids[..], "not linked: an everyday word")
            }
        };
        Decision { outcome, entities: paths(ids), reason }
    }

    /// The decision about a name in a place where names do not become links by themselves.
    fn of_other(name: &UnlinkedName) -> Decision {
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
        Decision { outcome, entities: paths(&name.entities), reason }
    }
}

/// Each entity as `actors/qin-gang`.
fn paths(ids: &[EntityId]) -> Vec<String> {
    ids.iter().map(|(kind, id)| format!("{}/{id}", kind.folder())).collect()
}
