//! The entries of the registry: actors, offices, issues, places and sources.

use std::sync::Arc;

use crate::base::code::Code;
use crate::base::country;
use crate::base::date::{Day, End, Overlap, When, held, lasted};
use crate::base::edition::Edition;
use crate::base::finding::{Bytes, Located};
use crate::base::id::Slug;
use crate::base::text::line_ranges;
use crate::base::web::WebAddress;

use super::common::{Reference, lang, references, values};
use super::keys::TENURE;
use super::reader::{Fields, KeyPath, Reporter, text_of};
use super::words::NameOrder;
use super::yaml::{Node, Value};

pub use super::words::{ActorKind, Altered, SourceState, Trend};

/// An entry of the registry: the ids that all kinds have, and the fields of its kind.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// The id. Its place is the key in a registry file, or the top of a file of its own.
    pub id: Located<Slug>,
    /// Former ids.
    pub former_ids: Vec<Located<Slug>>,
    /// The fields of the kind.
    pub fields: T,
}

/// A registered actor.
#[derive(Clone, Debug)]
pub struct ActorFields {
    /// The name.
    pub name: Located<String>,
    /// The kind of actor.
    pub kind: ActorKind,
    /// The country, as an upper-case code of ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Other names, which are linked in every text.
    pub aliases: Vec<Located<String>>,
    /// Names that are linked only after the actor was introduced in the text.
    pub short: Vec<Located<String>>,
    /// Names by language tag.
    pub names: Vec<(String, Located<String>)>,
    /// Whether the family name comes first.
    pub family_first: bool,
    /// The offices of the actor, in the order of the file.
    pub offices: Vec<TenureFields>,
    /// Ids in other registers, such as Wikidata, by the name of the register.
    pub ids: Vec<(String, Located<String>)>,
    /// Whether the actor is unknown and the name only describes them.
    pub anonymous: bool,
    /// The labels and addresses of links.
    pub links: Vec<(String, String)>,
}

/// A tenure: an office that an actor holds or held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenureFields {
    /// The id or title of the office.
    pub office: Located<String>,
    /// The first day.
    pub from: Option<Located<When>>,
    /// The last day.
    pub to: End,
    /// Whether the actor holds the office only for the time being.
    pub acting: bool,
    /// The source of the tenure.
    pub source: Option<Located<String>>,
    /// When somebody last verified the tenure.
    pub verified: Option<Located<When>>,
    /// A remark.
    pub note: Option<String>,
    /// The place of the item in the file.
    pub at: Bytes,
    /// The place of `to` in the file, or of the item if `to` is missing.
    pub to_at: Bytes,
}

impl TenureFields {
    /// Whether the tenure has begun on the build's day. A tenure without `from` has.
    pub fn has_begun(&self, edition: Edition) -> bool {
        edition.is_past(self.from.as_ref().map(|from| &from.value))
    }
}

/// A registered office.
#[derive(Clone, Debug)]
pub struct OfficeFields {
    /// The current title.
    pub title: Located<String>,
    /// A shorter title to put before names.
    pub short: Option<String>,
    /// The id or name of the organization that the office belongs to.
    pub org: Option<Located<String>>,
    /// The country, as an upper-case code of ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The rank; 1 is the highest.
    pub rank: Option<u32>,
    /// Titles of other times.
    pub titles: Vec<DatedTitle>,
    /// How many actors hold the office at a time.
    pub seats: u32,
}

impl OfficeFields {
    /// The title of the office on a day.
    pub fn title_on(&self, day: Day) -> &String {
        self.titles
            .iter()
            .find(|title| title.is_of(day))
            .map_or(&self.title.value, |title| &title.text)
    }
}

/// A title that an office had for a time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DatedTitle {
    /// The title.
    pub text: String,
    /// The first day.
    pub from: Option<When>,
    /// The last day.
    pub to: End,
}

impl DatedTitle {
    /// Whether the office certainly had this title on a day. Without `from` it always had it before
    /// `to`.
    pub fn is_of(&self, day: Day) -> bool {
        let covers = match &self.from {
            Some(from) => held(Some(from), &self.to, day),
            None => lasted(&self.to, day),
        };
        covers == Overlap::Always
    }
}

/// A registered issue.
#[derive(Clone, Debug)]
pub struct IssueFields {
    /// The title.
    pub title: Located<String>,
    /// A summary in a sentence.
    pub summary: Option<String>,
    /// The wider issue. Without it, the folders in the id name the wider issue.
    pub parent: Option<Located<String>>,
    /// The actors in the dispute.
    pub parties: Vec<Reference>,
    /// The states of the issue, with their days.
    pub status: Vec<IssueStatus>,
    /// The day on which the issue must be reviewed.
    pub review_by: Option<Located<Day>>,
    /// Other names.
    pub aliases: Vec<Located<String>>,
}

/// The state of an issue on a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IssueStatus {
    /// The day.
    pub date: When,
    /// The state, in a word or two.
    pub state: String,
    /// The trend.
    pub trend: Option<Trend>,
    /// An explanation, in a sentence.
    pub note: Option<String>,
}

/// A registered place.
#[derive(Clone, Debug)]
pub struct PlaceFields {
    /// The name.
    pub name: Located<String>,
    /// The country, as an upper-case code of ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The wider place.
    pub within: Option<Located<String>>,
}

/// A source in the registry or in a brief. A site may have a hundred thousand sources, so the
/// fields that few sources have are boxed.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceFields {
    /// The place of the entry in the file.
    pub at: Bytes,
    /// The id; a source in a brief may have none.
    pub id: Option<Located<Slug>>,
    /// The title.
    pub title: Option<Located<Arc<str>>>,
    /// The authors.
    pub author: Vec<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// When the source was published.
    pub published: Option<When>,
    /// The web address.
    pub url: Option<Located<Arc<str>>>,
    /// The rarer fields; `None` if none of them has a value. Read them by
    /// [`SourceFields::further`].
    pub further: Option<Box<FurtherFields>>,
}

impl SourceFields {
    /// The rarer fields.
    pub fn further(&self) -> &FurtherFields {
        static NOTHING: FurtherFields = FurtherFields {
            kind: None,
            accessed: None,
            archived: None,
            lang: None,
            text: None,
            altered: None,
            derived_from: Vec::new(),
            reliability: None,
            descriptor: None,
            states: Vec::new(),
            ignore: Vec::new(),
            unconfirmed: Vec::new(),
        };
        self.further.as_deref().unwrap_or(&NOTHING)
    }
}

/// The fields that few sources have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FurtherFields {
    /// The type, a word of CSL's vocabulary.
    pub kind: Option<String>,
    /// When somebody last read the source at its address.
    pub accessed: Option<When>,
    /// A permanent copy.
    pub archived: Option<Archived>,
    /// The language, as a BCP 47 tag.
    pub lang: Option<String>,
    /// The path of the saved text, below `content/texts/`.
    pub text: Option<Located<String>>,
    /// How the saved text differs from the original.
    pub altered: Option<Altered>,
    /// The sources that this source is made from.
    pub derived_from: Vec<Located<String>>,
    /// The grade of reliability, from A (reliable) to F (cannot be judged).
    pub reliability: Option<char>,
    /// A description of the source.
    pub descriptor: Option<String>,
    /// The states of the source, the oldest first.
    pub states: Vec<DatedState>,
    /// Lines of the saved text that are not part of the article, such as menus: first and last line
    /// of each range, counted from 1.
    pub ignore: Vec<(usize, usize)>,
    /// The keys that a person must still confirm. Only sources in briefs have them.
    pub unconfirmed: Vec<Located<String>>,
}

impl FurtherFields {
    /// The standing of the source on a day, as far as it was known then.
    pub fn standing(&self, day: Day) -> SourceStanding<'_> {
        self.states_on(day).fold(SourceStanding::default(), SourceStanding::after)
    }

    /// The states that were known on a day, the oldest first.
    pub fn states_on(&self, day: Day) -> impl DoubleEndedIterator<Item = &DatedState> {
        let first = |state: &DatedState| state.date.as_ref().and_then(When::earliest);
        self.states.iter().filter(move |state| first(state).is_none_or(|first| first <= day))
    }
}

/// A state of a source, and the day of the change.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedState {
    /// The day; `None` for the key `state`, which holds on every day.
    pub date: Option<When>,
    /// The new state.
    pub state: SourceState,
    /// An explanation.
    pub note: Option<String>,
}

/// The states of a source that hold on a day. A retracted source whose address is dead is both.
#[derive(Clone, Copy, Debug, Default)]
pub struct SourceStanding<'a> {
    /// The source was corrected or retracted.
    pub amended: Option<&'a DatedState>,
    /// The address of the source is dead.
    pub dead: Option<&'a DatedState>,
}

impl<'a> SourceStanding<'a> {
    /// The standing after another change of state.
    fn after(self, next: &'a DatedState) -> SourceStanding<'a> {
        match next.state {
            SourceState::Live => SourceStanding::default(),
            SourceState::Dead => SourceStanding { dead: Some(next), ..self },
            SourceState::Corrected | SourceState::Retracted => {
                SourceStanding { amended: Some(next), ..self }
            }
        }
    }

    /// The state that matters most to readers; `None` if the source is live.
    pub fn word(&self) -> Option<&'a DatedState> {
        self.amended.or(self.dead)
    }

    /// The state that matters most to readers.
    pub fn state(&self) -> SourceState {
        self.word().map_or(SourceState::Live, |word| word.state)
    }

    /// Whether the source was retracted.
    pub fn is_retracted(&self) -> bool {
        self.state() == SourceState::Retracted
    }

    /// Whether the address of the source is dead.
    pub fn is_dead(&self) -> bool {
        self.dead.is_some()
    }
}

/// A permanent copy of a source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Archived {
    /// The address of the copy.
    pub url: Located<Arc<str>>,
    /// When the copy was made.
    pub date: Option<When>,
}

/// Reads an actor.
pub fn actor(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> ActorFields {
    ActorFields {
        name: fields.required("name", "every actor has a name: `name: Qin Gang`", reporter),
        kind: fields.one_of("kind", reporter).map_or(ActorKind::Person, |kind| kind.value),
        country: country(fields, reporter),
        aliases: fields.texts("aliases", reporter),
        short: fields.texts("short", reporter),
        names: fields.pairs("names", reporter),
        family_first: fields
            .one_of::<NameOrder>("name_order", reporter)
            .is_some_and(|order| order.value == NameOrder::FamilyFirst),
        offices: fields.list("offices", reporter, tenure),
        ids: ids(fields, reporter),
        anonymous: fields.flag("anonymous", false, reporter),
        links: links(fields, reporter),
    }
}

/// Reads an office.
pub fn office(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> OfficeFields {
    OfficeFields {
        title: fields.required(
            "title",
            "every office has a title: `title: Foreign Minister`",
            reporter,
        ),
        short: fields.string("short", reporter),
        org: fields.text("org", reporter),
        country: country(fields, reporter),
        rank: fields.whole("rank", reporter),
        titles: fields.maps("titles", reporter, |item, reporter| {
            Some(DatedTitle {
                text: item.required("text", "write the title", reporter).value,
                from: item.when("from", reporter).map(|from| from.value),
                to: end(item, reporter),
            })
        }),
        seats: fields.whole("seats", reporter).unwrap_or(1),
    }
}

/// Reads an issue.
pub fn issue(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> IssueFields {
    IssueFields {
        title: fields.required("title", "every issue has a title: `title: Taiwan`", reporter),
        summary: fields.string("summary", reporter),
        parent: fields.text("parent", reporter),
        parties: references(fields, "parties", "actor", reporter),
        status: fields.maps("status", reporter, |item, reporter| {
            let given = item.take("date").is_some();
            let date = item.when("date", reporter);
            if !given {
                let path = KeyPath::Key(item.path(), "date");
                reporter.report(
                    Code::Type,
                    item.at,
                    &path,
                    "a status without a `date`".into(),
                    "say as of when".into(),
                );
            }
            let state = item.required("state", "say where the issue stands", reporter).value;
            let trend = item.one_of("trend", reporter).map(|trend| trend.value);
            let note = item.string("note", reporter);
            Some(IssueStatus { date: date?.value, state, trend, note })
        }),
        review_by: fields.day("review_by", reporter),
        aliases: fields.texts("aliases", reporter),
    }
}

/// Reads a place.
pub fn place(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> PlaceFields {
    PlaceFields {
        name: fields.required("name", "every place has a name: `name: Bali`", reporter),
        country: country(fields, reporter),
        within: fields.text("in", reporter),
    }
}

/// Reads a source without its `former_ids`. The caller has read the `id`.
pub fn source_fields(
    fields: &mut Fields<'_>,
    id: Option<Located<Slug>>,
    reporter: &mut Reporter<'_>,
) -> SourceFields {
    let further = further_fields(fields, reporter);
    SourceFields {
        at: reporter.in_file(fields.at),
        id,
        title: fields
            .text("title", reporter)
            .map(|title| Located::new(title.value.into(), title.at)),
        author: values(fields.texts("author", reporter)),
        publisher: fields.string("publisher", reporter),
        published: fields.when("published", reporter).map(|when| when.value),
        url: url(fields, "url", reporter),
        further: (further != FurtherFields::default()).then(|| Box::new(further)),
    }
}

fn further_fields(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> FurtherFields {
    FurtherFields {
        kind: fields.word("type", reporter).map(|kind| kind.value.to_owned()),
        accessed: fields.when("accessed", reporter).map(|when| when.value),
        archived: archived(fields, reporter),
        lang: lang(fields, reporter),
        text: fields.text("text", reporter),
        altered: fields.one_of("altered", reporter).map(|altered| altered.value),
        derived_from: fields.texts("derived_from", reporter),
        reliability: fields
            .word("reliability", reporter)
            .and_then(|grade| grade.value.chars().next()),
        descriptor: fields.string("descriptor", reporter),
        states: states(fields, reporter),
        ignore: ignored(fields, reporter),
        unconfirmed: Vec::new(),
    }
}

/// Reads the states of a source: `states`, or `state` with `state_note`.
fn states(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Vec<DatedState> {
    let mut dated = fields.maps("states", reporter, dated_state);
    let state = fields.one_of("state", reporter).map(|state| state.value);
    let note = fields.string("state_note", reporter);
    if fields.take("states").is_none() {
        let says = note.is_some() || state.is_some_and(|state| state != SourceState::Live);
        let undated = DatedState { date: None, state: state.unwrap_or(SourceState::Live), note };
        return says.then_some(undated).into_iter().collect();
    }
    for (key, is_given) in [("state", state.is_some()), ("state_note", note.is_some())] {
        if is_given {
            let path = KeyPath::Key(fields.path(), key);
            let message = format!("`{key}` has no day, and stands beside `states`");
            reporter.report(
                Code::Type,
                fields.key_at(key),
                &path,
                message,
                format!("move it into `states`: `{}`", fields.row("states").example),
            );
        }
    }
    // A stable sort: of two states of the same day, the one that is written later is the later.
    dated.sort_by_key(|state| state.date.as_ref().map(When::sort_key));
    dated
}

fn dated_state(item: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Option<DatedState> {
    for (key, help) in
        [("date", "say since when"), ("state", "write `live`, `dead`, `corrected` or `retracted`")]
    {
        if item.take(key).is_none() {
            let path = KeyPath::Key(item.path(), key);
            reporter.report(
                Code::Type,
                item.at,
                &path,
                format!("a state of a source without `{key}`"),
                help.into(),
            );
        }
    }
    let date = item.when("date", reporter);
    let state = item.one_of("state", reporter);
    let note = item.string("note", reporter);
    Some(DatedState { date: Some(date?.value), state: state?.value, note })
}

fn ignored(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Vec<(usize, usize)> {
    let Some(text) = fields.text("ignore", reporter) else { return Vec::new() };
    line_ranges(&text.value).unwrap_or_else(|| {
        let path = KeyPath::Key(fields.path(), "ignore");
        let help = "write the numbers of the lines, from 1: `21-22`, or `1, 21-22`";
        reporter.report_in_file(
            Code::Type,
            text.at,
            &path,
            format!("`{}` names no lines", text.value),
            help.into(),
        );
        Vec::new()
    })
}

fn archived(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Option<Archived> {
    fields.map("archived", reporter, |item, reporter| {
        let url = url(item, "url", reporter);
        let date = item.when("date", reporter).map(|date| date.value);
        url.map(|url| Archived { url, date })
    })?
}

/// Reads an absolute http or https URL, which stays as it is written.
fn url(
    fields: &mut Fields<'_>,
    key: &'static str,
    reporter: &mut Reporter<'_>,
) -> Option<Located<Arc<str>>> {
    let text = fields.text(key, reporter)?;
    web_address(&text, &KeyPath::Key(fields.path(), key), reporter)
}

fn web_address(
    text: &Located<String>,
    path: &KeyPath<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<Located<Arc<str>>> {
    let written = text.value.trim();
    if WebAddress::of(written).clean.is_some() {
        return Some(Located::new(written.into(), text.at));
    }
    let help = "write it in full: `https://www.example.org/page`";
    reporter.report_in_file(
        Code::Type,
        text.at,
        path,
        format!("`{}` is no web address", text.value),
        help.into(),
    );
    None
}

/// Reads `links`: a list of addresses, or a map from labels to addresses.
fn links(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Vec<(String, String)> {
    let written: Vec<(Option<String>, Located<String>)> =
        match fields.take("links").map(|node| &node.value) {
            Some(Value::Map(_)) => fields
                .pairs("links", reporter)
                .into_iter()
                .map(|(words, url)| (Some(words), url))
                .collect(),
            _ => fields.texts("links", reporter).into_iter().map(|url| (None, url)).collect(),
        };
    let path = KeyPath::Key(fields.path(), "links");
    let link = |(number, (words, url)): (usize, (Option<String>, Located<String>))| {
        let item = match &words {
            Some(words) => KeyPath::Key(&path, words),
            None => KeyPath::Index(&path, number),
        };
        let url = web_address(&url, &item, reporter)?.value.to_string();
        Some((words.unwrap_or_else(|| url.clone()), url))
    };
    written.into_iter().enumerate().filter_map(link).collect()
}

/// Reads the ids of an actor in other registers, such as `wikidata: Q42`. Only the format of
/// Wikidata's ids is checked.
fn ids(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Vec<(String, Located<String>)> {
    let mut ids = fields.pairs("ids", reporter);
    let path = KeyPath::Key(fields.path(), "ids");
    ids.retain(|(register, id)| {
        let number = id.value.strip_prefix('Q').unwrap_or_default();
        let is_item = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
        let is_known = register != "wikidata" || is_item;
        if !is_known {
            let message = format!("`{}` is no item of Wikidata", id.value);
            let help = "write the letter Q and the number from the item's address: `Q42`";
            reporter.report_in_file(
                Code::Type,
                id.at,
                &KeyPath::Key(&path, register),
                message,
                help.into(),
            );
        }
        is_known
    });
    ids
}

fn country(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> Option<String> {
    let text = fields.text("country", reporter)?;
    let code = text.value.trim().to_ascii_uppercase();
    if country::name(&code).is_some() {
        return Some(code);
    }
    let path = KeyPath::Key(fields.path(), "country");
    let help = match country::meant_by(&text.value) {
        Some(code) => format!("write `{code}`"),
        None => "write the two letters of ISO 3166-1, such as `CN` or `US`, or `XK` for Kosovo"
            .to_owned(),
    };
    reporter.report_in_file(
        Code::Type,
        text.at,
        &path,
        format!("`{}` is no country code", text.value),
        help,
    );
    None
}

fn tenure(
    node: &Node<'_>,
    path: &KeyPath<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<TenureFields> {
    if !matches!(node.value, Value::Map(_)) {
        let office = text_of(node, path, reporter)?;
        let at = office.at;
        return Some(TenureFields {
            office,
            from: None,
            to: End::Open,
            acting: false,
            source: None,
            verified: None,
            note: None,
            at,
            to_at: at,
        });
    }
    let mut fields = Fields::of(node, &TENURE, path, reporter)?;
    fields.allow(reporter);
    let tenure = TenureFields {
        office: fields.required("office", "name the office: an id, or its title", reporter),
        from: fields.when("from", reporter),
        to: end(&mut fields, reporter),
        acting: fields.flag("acting", false, reporter),
        source: fields.text("source", reporter),
        verified: fields.when("verified", reporter),
        note: fields.string("note", reporter),
        at: reporter.in_file(node.at),
        to_at: reporter.in_file(fields.key_at("to")),
    };
    fields.finish(reporter);
    (!tenure.office.value.is_empty()).then_some(tenure)
}

/// Whether a text is a word that other tools use for an end that has not come.
fn says_now(text: &str) -> bool {
    const WORDS: [&str; 7] = ["present", "now", "today", "current", "ongoing", "-", ".."];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text.trim()))
}

/// Reads `to`: missing, `unknown`, or a date.
fn end(fields: &mut Fields<'_>, reporter: &mut Reporter<'_>) -> End {
    match fields.take("to").map(|node| &node.value) {
        None => End::Open,
        Some(Value::Text(text)) if text == "unknown" => End::Unknown,
        Some(Value::Text(text)) if says_now(text) => {
            if let Some(text) = fields.text("to", reporter) {
                let path = KeyPath::Key(fields.path(), "to");
                let help = "leave `to` out while it lasts";
                reporter.report_in_file(
                    Code::Date,
                    text.at,
                    &path,
                    format!("`{}` is no date", text.value),
                    help.into(),
                );
            }
            End::Unknown
        }
        // A malformed end is reported. It must not count as open.
        Some(_) => fields.when("to", reporter).map_or(End::Unknown, |when| End::On(when.value)),
    }
}
