//! The cast: all possible speakers in a text, with their names.

use rustc_hash::FxHashMap;

use crate::base::id::{Id, Kind, Slug, Table};
use crate::base::memo::{Fingerprint, Hashed};
use crate::base::typography::is_unspaced;
use crate::model::entities::{Actor, Office, Organization};
use crate::model::forms::{Bearer, Forms, folded};
use crate::parse::registry::ActorKind;

use crate::model::word_list::WordList;

use super::titles::is_title;

/// Words next to titles in labels: `UNDER SECRETARY HILL`.
static AROUND_TITLES: WordList = WordList::of(
    "the of for and under assistant acting senior special principal us hon rt right honourable
    honorable representative leader committee",
);

/// The actors of a site, by their names in texts.
#[derive(Debug)]
pub struct Cast {
    /// Full names are strong forms; short forms and family names are weak.
    forms: Forms,
    numbers: FxHashMap<Slug, Id<Actor>>,
    /// Names in lower case, as in labels of transcripts.
    labels: FxHashMap<String, Vec<Id<Actor>>>,
    members: Vec<Member>,
}

/// The properties of a member of the cast.
#[derive(Debug, Hash)]
pub(super) struct Member {
    pub(super) is_person: bool,
    is_anonymous: bool,
    /// The country of the actor, if one is known.
    country: Option<String>,
    is_state: bool,
    /// The organizations of all offices, present and past.
    organizations: Vec<Id<Actor>>,
    /// The words of all titles, present and past, in lower case.
    titles: Vec<Vec<String>>,
    /// All names, folded.
    names: Vec<String>,
    /// Names that are only parts of a full name.
    short: Vec<String>,
    /// Names in other grammatical cases than the nominative, which cannot be subjects.
    declined: Vec<String>,
}

impl Cast {
    /// The cast of a site.
    pub fn of(actors: &Table<Actor>, offices: &Table<Office>) -> Hashed<Cast> {
        let rows = actors.rows().iter();
        let members: Vec<(Slug, Member)> =
            rows.map(|actor| (actor.id.clone(), member(actor, offices))).collect();
        let fingerprint = Fingerprint::of(&members);
        Hashed::with(Cast::new(members), fingerprint)
    }

    fn new(members: Vec<(Slug, Member)>) -> Cast {
        let named = members.iter().filter(|(_, member)| !member.is_anonymous);
        let forms = named.flat_map(|(id, member)| {
            let bearer = |strong| Bearer { kind: Kind::Actor, id: id.clone(), strong };
            let whole = member.names.iter().map(move |name| (name.clone(), bearer(true)));
            let short = member.short.iter().chain(&member.declined);
            whole.chain(short.map(move |name| (name.clone(), bearer(false))))
        });
        let forms = Forms::new(forms);
        let mut labels: FxHashMap<String, Vec<Id<Actor>>> = FxHashMap::default();
        for (number, (_, member)) in members.iter().enumerate() {
            for name in member.names.iter().chain(&member.short) {
                labels.entry(words_of(name).join(" ")).or_default().push(Id::new(number));
            }
        }
        let numbered = members.iter().enumerate();
        let numbers = numbered.map(|(number, (id, _))| (id.clone(), Id::new(number))).collect();
        let members = members.into_iter().map(|(_, member)| member).collect();
        Cast { forms, numbers, labels, members }
    }

    pub(super) fn forms(&self) -> &Forms {
        &self.forms
    }

    pub(super) fn number(&self, id: &Slug) -> Option<Id<Actor>> {
        self.numbers.get(id).copied()
    }

    pub(super) fn member(&self, id: Id<Actor>) -> &Member {
        &self.members[id.index()]
    }

    /// Whether a name that is only part of a label may still be its speaker's.
    fn may_stand_beside(&self, id: Id<Actor>, words: &[String], name: &[String]) -> bool {
        let member = self.member(id);
        let belongs = |word: &String| {
            name.contains(word)
                || word.chars().nth(1).is_none()
                || is_title(word)
                || AROUND_TITLES.contains(word)
                || member.has_word(word)
        };
        member.is_person && (name.len() > 1 || words.iter().all(belongs))
    }

    /// The actors that the label of a turn names, by its longest run of words that is a name.
    /// Organizations need their full name, because of labels such as `China Daily`. A single word
    /// names a person only next to a title, because of labels such as `Rob Marsh`.
    pub(super) fn labelled(&self, label: &str) -> Vec<Id<Actor>> {
        /// The largest number of words of a name.
        const LONGEST: usize = 6;
        let words = words_of(label);
        for len in (1..=words.len().min(LONGEST)).rev() {
            for run in words.windows(len) {
                let Some(named) = self.labels.get(&run.join(" ")) else { continue };
                let may_be = |id: &&Id<Actor>| {
                    len == words.len() || self.may_stand_beside(**id, &words, run)
                };
                let named: Vec<Id<Actor>> = named.iter().filter(may_be).copied().collect();
                if !named.is_empty() {
                    return named;
                }
            }
        }
        let folded = folded(label);
        let in_han = self
            .forms
            .find(&folded)
            .into_iter()
            .filter(|found| folded[found.start..found.end].chars().all(is_unspaced));
        let longest = in_han.max_by_key(|found| found.end - found.start);
        let bearers = longest.map(|found| found.bearers.into_owned()).unwrap_or_default();
        bearers.iter().filter_map(|bearer| self.number(&bearer.id)).collect()
    }

    /// The given actors who have a title with all of these words.
    pub(super) fn titled(
        &self,
        words: &[String],
        among: impl Iterator<Item = Id<Actor>>,
    ) -> Vec<Id<Actor>> {
        let has_title = |id: &Id<Actor>| {
            let titles = &self.member(*id).titles;
            titles.iter().any(|title| words.iter().all(|word| title.contains(word)))
        };
        let mut titled: Vec<Id<Actor>> = among.filter(has_title).collect();
        titled.sort_unstable();
        titled.dedup();
        titled
    }

    /// All members of the cast.
    pub(super) fn everybody(&self) -> impl Iterator<Item = Id<Actor>> {
        (0..self.members.len()).map(Id::new)
    }

    /// Whether words of one actor may be credited to another: an office-holder speaks for an
    /// organization or state, and the other way round.
    pub fn is_one(&self, a: Id<Actor>, b: Id<Actor>) -> bool {
        let speaks_for = |person: &Member, other: &Member, id: Id<Actor>| {
            let is_of_state = other.is_state
                && other.country.is_some()
                && person.country == other.country
                && !person.titles.is_empty();
            person.organizations.contains(&id) || is_of_state
        };
        let (one, other) = (self.member(a), self.member(b));
        a == b || speaks_for(one, other, b) || speaks_for(other, one, a)
    }

    /// Whether the words have a name of an actor, or a part of one.
    pub fn is_called(&self, id: Id<Actor>, words: &str) -> bool {
        let words = words_of(words);
        let member = self.member(id);
        member.names.iter().chain(&member.short).any(|name| {
            let name = words_of(name);
            !name.is_empty() && words.windows(name.len()).any(|run| run == name)
        })
    }

    /// Whether the name of an actor is a description, such as “a senior official”.
    pub fn is_described(&self, id: Id<Actor>) -> bool {
        let member = self.member(id);
        let is_name = |name: &String| name.starts_with(|c: char| !c.is_lowercase());
        member.is_anonymous || !member.names.iter().any(is_name)
    }
}

/// Whether a short name in Han is complete: a title or no Han follows, so that it is not the
/// beginning of a different name.
pub(super) fn ends_before_title(text: &str, end: usize) -> bool {
    static TITLES: WordList = WordList::of(
        "氏 様 首相 外相 防衛相 財務相 官房長官 長官 大臣 議員 会長 知事 市長 社長 報道官 委員 総理 副大臣 大統領 国務長官 次官 大使 教授 研究員 代表 部长 部長 外长
        外長 说 說 表示 指出 强调 強調 称 稱 则 則 在 对 對 也 还 還 随 隨 会 會 告 认 認",
    );
    let behind = &text[end..];
    let is_han = |c: char| is_unspaced(c) && !('\u{3040}'..='\u{30FF}').contains(&c);
    !behind.starts_with(is_han) || TITLES.iter().any(|title| behind.starts_with(title))
}

impl Member {
    /// Whether a form is in the nominative.
    pub(super) fn is_subject(&self, form: &str) -> bool {
        self.declined.is_empty() || !self.declined.iter().any(|declined| declined == form)
    }

    /// Whether a word is part of a name or title.
    pub(super) fn has_word(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        // A name in another grammatical case differs only in its ending.
        let is_declined = |part: &String| {
            let stem = part.chars().count().saturating_sub(1);
            stem >= 3
                && part.starts_with(|c| ('\u{400}'..='\u{4FF}').contains(&c))
                && lower.starts_with(&part.chars().take(stem).collect::<String>())
        };
        self.names
            .iter()
            .any(|name| words_of(name).iter().any(|part| *part == lower || is_declined(part)))
            || self.titles.iter().any(|title| title.contains(&lower))
    }
}

fn member(actor: &Actor, offices: &Table<Office>) -> Member {
    let is_person = actor.kind == ActorKind::Person;
    let names: Vec<String> = actor.whole_names().map(|name| folded(name)).collect();
    let mut short: Vec<String> = actor.short.iter().map(|name| folded(name)).collect();
    if is_person && !actor.anonymous {
        short.push(folded(actor.family_name()));
        short.extend(names.iter().filter_map(|name| family_name(name, actor.family_first)));
        short.extend(actor.names.iter().flat_map(|(tag, name)| east_asian_short(tag, name)));
    }
    let forms = names.iter().chain(&short).flat_map(|name| declined_forms(name));
    let mut declined: Vec<String> =
        forms.filter(|form| !names.contains(form) && !short.contains(form)).collect();
    declined.sort_unstable();
    declined.dedup();
    short.retain(|part| !names.contains(part));
    short.sort_unstable();
    short.dedup();
    let offices = actor.tenures.iter().map(|tenure| &offices[tenure.office]);
    let titles = offices.clone().flat_map(|office| {
        let dated = office.titles.iter().map(|title| &title.text);
        std::iter::once(&office.title).chain(&office.short).chain(dated)
    });
    let organizations = offices.filter_map(|office| match &office.org {
        Some(Organization::Actor(id)) => Some(*id),
        _ => None,
    });
    Member {
        is_person,
        is_anonymous: actor.anonymous,
        country: actor.country.clone(),
        is_state: actor.kind == ActorKind::State,
        organizations: organizations.collect(),
        titles: titles.map(|title| title_words(title)).collect(),
        names,
        short,
        declined,
    }
}

/// The other grammatical cases of the last word of a Russian name; none for other scripts.
pub(in crate::model) fn declined_forms(name: &str) -> Vec<String> {
    /// The endings of the nominative, and those of the other cases.
    const ENDINGS: &[(&str, &[&str])] = &[
        ("ая", &["ой", "ую"]),
        ("а", &["ой", "у", "ою"]),
        ("ий", &["ого", "ому", "им", "ом"]),
        ("ый", &["ого", "ому", "ым", "ом"]),
        ("ой", &["ого", "ому", "ым", "ом"]),
        ("ь", &["я", "ю", "ем"]),
    ];
    let word = name.split_whitespace().next_back().unwrap_or_default();
    let is_cyrillic = word.chars().all(|c| ('\u{400}'..='\u{4FF}').contains(&c));
    if !is_cyrillic || word.chars().nth(2).is_none() {
        return Vec::new();
    }
    let other = |stem: &str, endings: &[&str]| {
        endings.iter().map(|ending| format!("{stem}{ending}")).collect::<Vec<_>>()
    };
    let known = ENDINGS
        .iter()
        .find_map(|(first, others)| word.strip_suffix(first).map(|stem| other(stem, others)));
    let ends_in_vowel = word.ends_with(['а', 'е', 'ё', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я', 'й']);
    known.unwrap_or_else(|| {
        if ends_in_vowel { Vec::new() } else { other(word, &["а", "у", "ым", "ом", "е"]) }
    })
}

/// The last word of a name, or the first one if the family name comes first. `None` if the name is
/// a single word, or the family name would be an initial or a title.
fn family_name(name: &str, family_first: bool) -> Option<String> {
    let mut words = name.split_whitespace();
    let word = if family_first { words.next() } else { words.next_back() }?;
    let is_name =
        word != name && word.chars().nth(1).is_some() && !word.ends_with('.') && !is_title(word);
    is_name.then(|| word.to_owned())
}

/// The short names in Chinese and Japanese texts, by the language of the name: the part after the
/// last dot; in Japanese the family name, in Chinese the family name before a title.
fn east_asian_short(tag: &str, name: &str) -> Vec<String> {
    static TITLES: WordList = WordList::of(
        "部长 部長 外长 外長 总理 總理 主席 总统 總統 先生 女士 教授 大使 发言人 發言人 司长 局长 院长 议员 議員 委员 委員 书记 主任",
    );
    let name = folded(name);
    if let Some((_, last)) = name.rsplit_once(['·', '・', '‧', '•']) {
        return vec![last.to_owned()];
    }
    let is_han = name.chars().all(|c| is_unspaced(c) && !('\u{3040}'..='\u{30FF}').contains(&c));
    let chars: Vec<char> = name.chars().collect();
    match (tag.split('-').next().unwrap_or_default(), chars.len()) {
        ("ja", 2..=5) if is_han => {
            let of_one =
                ["氏", "大統領", "首相", "外相"].iter().map(|title| format!("{}{title}", chars[0]));
            let of_two = chars.get(..2).filter(|_| chars.len() > 2).map(|two| two.iter().collect());
            of_one.chain(of_two).collect()
        }
        ("zh", 2..=4) if is_han => {
            TITLES.iter().map(|title| format!("{}{title}", chars[0])).collect()
        }
        _ => Vec::new(),
    }
}

/// The words of a title in lower case. A hyphenated word is a single one: `премьер-министр` is not
/// a `министр`.
pub(super) fn title_words(title: &str) -> Vec<String> {
    let folded = folded(title);
    let words = folded.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The words of a text in lower case.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let folded = folded(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
