//! Reads when and by whom a text was published: from a date line with an agency, a line `Published:
//! …`, or a line with only a date.

use std::ops::Range;

use crate::base::date::Day;
use crate::base::typography::is_unspaced;

use super::spelt_date::{SpeltDate, spelt_dates};
use super::wording::one_line;

/// The publication of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// The day.
    pub published: Option<Said<Published>>,
    /// The publisher.
    pub publisher: Option<Said<String>>,
    /// The bytes with this information, which must not be read as names.
    pub(super) at: Vec<Range<usize>>,
}

/// A fact in a line of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// The fact.
    pub value: T,
    /// The line, from 1.
    pub line: usize,
    /// Whether the line is unambiguous.
    pub is_sure: bool,
}

/// The day in a date line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// A day with its year.
    On(Day),
    /// A day without its year.
    InSomeYear {
        /// From 1.
        month: i8,
        /// From 1.
        day: i8,
        /// The words of the text.
        written: String,
    },
}

/// Agencies and other publishers in date lines, as they write themselves.
#[rustfmt::skip] // A word a line would fill screens.
const HOUSES: &[&str] = &[
    "reuters", "ap", "associated press", "afp", "dpa", "dpa-afx", "tass", "тасс", "xinhua", "新华社",
    "新華社", "efe", "ansa", "kyodo", "kyodo news", "jiji press", "yonhap", "연합뉴스", "anadolu", "aa",
    "pti", "ani", "upi", "bloomberg", "cnn", "bbc", "ria novosti", "риа новости", "interfax",
    "интерфакс", "sputnik", "ukrinform", "укринформ", "lusa", "apa", "kna", "epd", "ats", "belga",
    "anp", "ntb", "ritzau", "pap", "čtk", "mti", "tanjug", "irna", "sana", "wam", "spa", "qna",
    "kuna", "petra", "europa press", "notimex", "télam", "telam", "agência brasil", "ians", "app",
    "antara", "bernama", "vna", "kcna", "cna", "中新社", "中新网", "中国新闻网", "新华网", "人民日报", "人民网", "央视新闻",
    "央视网", "共同社", "法新社", "路透社", "美联社", "塔斯社", "本报",
];

/// Publishers with unique names, which need no date line around them.
#[rustfmt::skip] // A word a line would fill screens.
const PLAIN: &[&str] = &[
    "reuters", "associated press", "afp", "dpa", "tass", "тасс", "xinhua", "新华社", "新華社", "yonhap",
    "kyodo", "риа новости", "интерфакс", "中新社", "efe",
];

/// First words of a line with the day of publication.
#[rustfmt::skip] // A word a line would fill screens.
const LABELS: &[&str] = &[
    "published on", "published at", "published", "first published", "publication date",
    "date published", "posted on", "posted", "release date", "released", "date",
    "veröffentlicht am", "veröffentlicht", "erschienen am", "datum", "publié le", "publiée le",
    "mis en ligne le", "publicado el", "publicada el", "publicado", "fecha de publicación", "fecha",
    "опубликовано", "дата публикации", "дата", "发布时间", "发布日期", "发表时间", "发稿时间", "发布于", "時間", "时间",
    "日期",
];

/// The first words that need no colon.
#[rustfmt::skip] // A word a line would fill screens.
const OF_DATES: &[&str] = &[
    "published", "posted", "veröffentlicht", "publicado", "опубликовано", "发布于",
];

/// First words of a line with the source. At the end of a text, [`super::origin`] reads such a
/// line.
const SOURCES: &[&str] = &["source", "quelle", "fuente", "источник", "来源", "來源"];

/// Words that may stand next to a date in a line without other words: weekdays, times.
#[rustfmt::skip] // A word a line would fill screens.
const BESIDE_DATES: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue",
    "wed", "thu", "fri", "sat", "sun", "montag", "dienstag", "mittwoch", "donnerstag", "freitag",
    "samstag", "sonntag", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "понедельник",
    "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье", "gmt", "utc", "est", "edt",
    "et", "cet", "cest", "bst", "msk", "мск", "am", "pm", "uhr", "um", "à", "a", "at", "h", "года",
    "год", "г", "в", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日", "周一", "周二", "周三", "周四", "周五",
    "周六", "周日", "t", "z", "the",
];

/// The number of lines at each end of a text that are read.
const HEAD: usize = 12;
const FOOT: usize = 3;

/// The longest date line, in bytes.
const LONGEST: usize = 160;

/// A line of a text that is not empty.
struct Line<'t> {
    number: usize,
    start: usize,
    text: &'t str,
}

/// Reads the first and last lines of a text.
pub fn imprint(text: &str) -> Imprint {
    let mut start = 0;
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (n, line) in text.split_inclusive('\n').enumerate() {
        if !line.trim().is_empty() {
            lines.push(Line { number: n + 1, start, text: line.trim_end() });
        }
        start += line.len();
    }
    let mut found = ImprintLines::default();
    for line in lines.iter().take(HEAD) {
        found.read_head(line);
    }
    for line in lines.iter().skip(HEAD.max(lines.len().saturating_sub(FOOT))) {
        found.read_labels(line);
    }
    if let Some(last) = lines.last() {
        found.read_end(last);
    }
    found.imprint()
}

/// The facts in all lines, in order.
#[derive(Default)]
struct ImprintLines {
    /// Dates after a label.
    labelled: Vec<(SpeltDate, usize, String)>,
    /// Dates in date lines.
    dated: Vec<(SpeltDate, usize, String)>,
    /// Dates in lines without other words.
    alone: Vec<(SpeltDate, usize, String)>,
    publishers: Vec<Said<String>>,
    at: Vec<Range<usize>>,
}

impl ImprintLines {
    fn read_head(&mut self, line: &Line<'_>) {
        let head = &line.text[..line.text.floor_char_boundary(LONGEST)];
        if self.read_labels(line) {
            return;
        }
        if let Some(dateline) = western(head).or_else(|| chinese(head)) {
            self.at.push(line.start..line.start + dateline.len);
            let written = |date: SpeltDate| (date.clone(), line.number, one_line(&head[date.at]));
            self.dated.extend(dateline.date.map(written));
            let house =
                dateline.house.map(|(value, is_sure)| Said { value, line: line.number, is_sure });
            self.publishers.extend(house);
        } else if let Some(date) = by_itself(line.text) {
            self.at.push(line.start..line.start + line.text.len());
            self.alone.push((date.clone(), line.number, one_line(&line.text[date.at])));
        }
    }

    /// Reads a line that begins with a label; `false` if it does not.
    fn read_labels(&mut self, line: &Line<'_>) -> bool {
        /// The longest line with a label. A longer line is a sentence.
        const LONGEST: usize = 90;
        if line.text.chars().nth(LONGEST).is_some() {
            return false;
        }
        let date = behind_label(line.text).and_then(|rest| {
            /// The longest text before the date, such as a weekday or a time.
            const BEFORE: usize = 30;
            let date =
                spelt_dates(rest).into_iter().next().filter(|date| date.at.start <= BEFORE)?;
            let written = one_line(&rest[date.at.clone()]);
            Some((date, line.number, written))
        });
        let is_dated = date.is_some();
        self.labelled.extend(date);
        let house = behind_source(line.text).map(named_first).filter(|house| !house.is_empty());
        let is_sourced = house.is_some();
        self.publishers.extend(house.map(|value| Said { value, line: line.number, is_sure: true }));
        if is_dated || is_sourced {
            self.at.push(line.start..line.start + line.text.len());
        }
        is_dated || is_sourced
    }

    /// Reads the end of the last line: `… (Reuters)`, `……（新华社）`.
    fn read_end(&mut self, line: &Line<'_>) {
        let Some(inner) = line.text.strip_suffix([')', '）']) else { return };
        let Some(open) = inner.rfind(['(', '（']) else { return };
        let house = inner[open..].trim_start_matches(['(', '（']);
        if is_among(PLAIN, house) {
            self.at.push(line.start + open..line.start + line.text.len());
            self.publishers.push(Said {
                value: house.to_owned(),
                line: line.number,
                is_sure: true,
            });
        }
    }

    fn imprint(self) -> Imprint {
        let ImprintLines { labelled, dated, alone, publishers, at } = self;
        let is_sure = !labelled.is_empty()
            || !dated.is_empty()
            || alone.iter().all(|date| date.0 == alone[0].0);
        let all = || labelled.iter().chain(&dated).chain(&alone);
        let published = all().next().map(|(first, line, written)| {
            // A date without a year takes it from an equal date in another line.
            let is_same = |date: &SpeltDate| (date.month, date.day) == (first.month, first.day);
            let whole =
                all().filter(|(date, ..)| is_same(date)).find_map(|(date, ..)| date.whole());
            let value = match whole {
                Some(day) => Published::On(day),
                None => Published::InSomeYear {
                    month: first.month,
                    day: first.day,
                    written: written.clone(),
                },
            };
            Said { value, line: *line, is_sure }
        });
        Imprint { published, publisher: publishers.into_iter().next(), at }
    }
}

/// A date line: its length, and its facts.
struct DateLine {
    len: usize,
    date: Option<SpeltDate>,
    /// The publisher, and whether it is a known one.
    house: Option<(String, bool)>,
}

/// `LISBON, March 3 (Reuters) -`, `МОСКВА, 3 марта. /ТАСС/`, `МОСКВА, 3 мар — РИА Новости.`,
/// `ROME, May 3 — `.
fn western(line: &str) -> Option<DateLine> {
    in_brackets(line).or_else(|| behind_dash(line))
}

fn in_brackets(line: &str) -> Option<DateLine> {
    /// The longest list of publishers, in bytes.
    const LONGEST: usize = 60;
    let open = line.find(['(', '（', '/'])?;
    let mark = line[open..].chars().next()?;
    let close = match mark {
        '(' => ')',
        '（' => '）',
        mark => mark,
    };
    let from = open + mark.len_utf8();
    let until = from + line[from..].find(close).filter(|len| *len <= LONGEST)?;
    let (inside, rest) = (line[from..until].trim(), &line[until + close.len_utf8()..]);
    let before = line[..open].trim_end();
    let (is_place, date) = place_and_date(before.trim_end_matches('.'));
    let house = inside.split(['/', ',', ';']).map(str::trim).find(|house| is_among(HOUSES, house));
    let ends = rest.trim_start();
    let is_ended = ends.starts_with(['-', '–', '—', '―', ':', '='])
        || mark == '/'
        || (ends.starts_with('.') && date.is_some());
    let is_first = before.is_empty() && house.is_some_and(|house| is_among(PLAIN, house));
    if !((is_place && is_ended) || is_first) {
        return None;
    }
    let names_one =
        inside.starts_with(char::is_uppercase) && !inside.contains(|c: char| c.is_ascii_digit());
    let house = match house {
        Some(house) => Some((house.to_owned(), true)),
        None if date.is_some() && names_one && mark != '/' => Some((one_line(inside), false)),
        None => return None,
    };
    Some(DateLine { len: until + close.len_utf8(), date, house })
}

fn behind_dash(line: &str) -> Option<DateLine> {
    let dash =
        line.find(['–', '—', '―']).or_else(|| line.find(" - ")).or_else(|| line.find("--"))?;
    let before = line[..dash].trim_end();
    let (is_place, date) = place_and_date(before.trim_end_matches('.'));
    let date = date.filter(|_| is_place)?;
    let rest = line[dash..].trim_start_matches([' ', '-', '–', '—', '―']);
    let is_named = |house: &&&str| {
        let named = rest.get(..house.len()).filter(|named| named.to_lowercase() == **house);
        named.is_some()
            && rest[house.len()..].trim_start().starts_with(['.', ',', ':', '-', '–', '—'])
    };
    let house = HOUSES.iter().find(is_named).map(|house| (rest[..house.len()].to_owned(), true));
    Some(DateLine { len: dash, date: Some(date), house })
}

/// Whether a text is a place, perhaps with a date after it; and that date.
fn place_and_date(text: &str) -> (bool, Option<SpeltDate>) {
    /// The largest number of words in a list of places.
    const WORDS: usize = 6;
    let date = spelt_dates(text).into_iter().next_back();
    let place = match &date {
        Some(date) if !text[date.at.end..].chars().any(char::is_alphanumeric) => {
            text[..date.at.start].trim_end()
        }
        Some(_) => return (false, None),
        None => text,
    };
    let place = place.trim_end_matches([',', ' ']);
    /// The longest name of a city in Chinese, in characters.
    const CHARS: usize = 8;
    if place.chars().all(is_unspaced) && (1..=CHARS).contains(&place.chars().count()) {
        return (date.is_some(), date);
    }
    let is_small = |word: &str| {
        matches!(word, "de" | "la" | "del" | "am" | "an" | "der" | "of" | "upon" | "sur" | "на")
    };
    let is_name = |word: &str| word.starts_with(|c: char| c.is_uppercase()) || is_small(word);
    let is_plain =
        |c: char| c.is_alphabetic() || matches!(c, ' ' | ',' | '.' | '\'' | '’' | '-' | '/');
    let mut words = place.split([' ', ',', '/']).filter(|word| !word.is_empty());
    let is_place = place.starts_with(char::is_uppercase)
        && place.chars().all(is_plain)
        && words.clone().count() <= WORDS
        && words.all(is_name);
    (is_place, date)
}

/// `新华社北京3月3日电（记者 …）`, `【共同社3月3日电】`.
fn chinese(line: &str) -> Option<DateLine> {
    /// The longest text between the publisher and the date, in characters.
    const PLACE: usize = 12;
    let text = line.trim_start_matches([' ', '\u{3000}', '【', '（', '(']);
    let offset = line.len() - text.len();
    let house = HOUSES.iter().find(|house| !house.is_ascii() && text.starts_with(**house))?;
    let rest = &text[house.len()..];
    let date = spelt_dates(rest).into_iter().next()?;
    let behind = &rest[date.at.end..];
    if rest[..date.at.start].chars().count() > PLACE
        || !behind.starts_with(['电', '電', '讯', '訊', '消', '综'])
    {
        return None;
    }
    let at = offset + house.len();
    let len = at + date.at.end;
    let date = SpeltDate { at: at + date.at.start..len, ..date };
    // “Our paper” is the paper that prints the text, which is not named.
    let house = Some(((*house).to_owned(), true)).filter(|(house, _)| house != "本报");
    Some(DateLine { len, date: Some(date), house })
}

/// The date in a line that has nothing else but a time and a place.
fn by_itself(line: &str) -> Option<SpeltDate> {
    const LONGEST: usize = 80;
    /// The largest number of words besides the date, as in `Department of State, March 3, 2024`.
    /// More words are a sentence.
    const WORDS: usize = 4;
    if line.chars().nth(LONGEST).is_some() {
        return None;
    }
    let dates = spelt_dates(line);
    let [date] = dates.as_slice() else { return None };
    let rest = format!("{} {}", &line[..date.at.start], &line[date.at.end..]);
    let words =
        rest.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_matches('.'));
    let words = words.filter(|word| word.contains(char::is_alphabetic));
    let mut others =
        words.filter(|word| !BESIDE_DATES.contains(&word.to_lowercase().as_str())).peekable();
    let is_alone = others.peek().is_none();
    let mut count = 0;
    let are_names = others.all(|word| {
        count += 1;
        word.starts_with(char::is_uppercase)
    });
    let has_place =
        date.year.is_some() && are_names && count <= WORDS && !line.ends_with(['.', '?', '!']);
    (is_alone || has_place).then(|| date.clone())
}

/// The text after the label of a date at the beginning of a line. A common word such as “date” is a
/// label only with a colon.
fn behind_label(line: &str) -> Option<&str> {
    let (label, rest) = LABELS.iter().find_map(|label| Some((*label, without(line, label)?)))?;
    let is_of_date = label.contains(' ') || OF_DATES.contains(&label);
    (is_of_date || begins_with_colon(rest))
        .then(|| rest.trim_start_matches([':', '：', '|', ' ', '\u{3000}']))
}

/// The text after “source:” at the beginning of a line.
fn behind_source(line: &str) -> Option<&str> {
    let rest = SOURCES
        .iter()
        .find_map(|label| without(line, label))
        .filter(|rest| begins_with_colon(rest))?;
    Some(rest.trim_start().trim_start_matches([':', '：']).trim_start())
}

fn begins_with_colon(rest: &str) -> bool {
    rest.trim_start().starts_with([':', '：', '|'])
}

/// A line without its first word.
fn without<'t>(line: &'t str, word: &str) -> Option<&'t str> {
    let line = line.trim_start();
    let begins = line.get(..word.len())?.to_lowercase() == word;
    let rest = line.get(word.len()..).filter(|_| begins)?;
    let is_whole = !rest.starts_with(char::is_alphabetic) || word.contains(is_unspaced);
    is_whole.then_some(rest)
}

/// The first name after “source”: `Xinhua Editor: …`, `新华网 作者：…`.
fn named_first(text: &str) -> String {
    /// The largest number of words in the name of a publisher.
    const WORDS: usize = 5;
    let known = HOUSES.iter().filter(|house| {
        let named = text.get(..house.len()).is_some_and(|named| named.to_lowercase() == ***house);
        named && !text[house.len()..].starts_with(char::is_alphanumeric)
    });
    if let Some(house) = known.max_by_key(|house| house.len()) {
        return text[..house.len()].to_owned();
    }
    let first = text.split(['|', '\t', '\u{3000}']).next().unwrap_or_default();
    let first = if first.contains(is_unspaced) {
        first.split_whitespace().next().unwrap_or_default()
    } else {
        first
    };
    if first.split_whitespace().count() > WORDS || first.contains([':', '：', '/']) {
        String::new()
    } else {
        one_line(first)
    }
}

/// Whether a name is that of an agency or a newspaper.
pub(super) fn is_house(name: &str) -> bool {
    is_among(HOUSES, name.trim())
}

fn is_among(houses: &[&str], name: &str) -> bool {
    houses.contains(&name.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When and by whom, with a question mark where that is not sure.
    fn told(text: &str) -> String {
        fn shown<T>(stated: Option<&Said<T>>, show: impl Fn(&T) -> String) -> String {
            stated.map_or_else(
                || "-".to_owned(),
                |stated| {
                    format!("{}{}", show(&stated.value), if stated.is_sure { "" } else { "?" })
                },
            )
        }
        let imprint = imprint(text);
        let day = |published: &Published| match published {
            Published::On(day) => day.to_string(),
            Published::InSomeYear { month, day, .. } => format!("{month:02}-{day:02}"),
        };
        format!(
            "{} {}",
            shown(imprint.published.as_ref(), day),
            shown(imprint.publisher.as_ref(), String::clone)
        )
    }

    #[test]
    fn a_date_line_says_when_and_by_whom() {
        for (text, expected) in [
            ("Talks\n\nLISBON, March 3 (Reuters) - They spoke.", "03-03 Reuters"),
            ("LISBON (Reuters) – They spoke.", "- Reuters"),
            ("BEIJING, March 3, 2024 (Xinhua) -- They spoke.", "2024-03-03 Xinhua"),
            ("WASHINGTON (AP) — They spoke.", "- AP"),
            ("BERLIN (dpa) – Sie sprachen.", "- dpa"),
            ("Berlin (dpa/AFP) - Sie sprachen.", "- dpa"),
            ("BERLIN, 3. März (Reuters) - Sie sprachen.", "03-03 Reuters"),
            ("PARIS, 3 mars (AFP) - Ils ont parlé.", "03-03 AFP"),
            ("Paris, 3 mars 2024 (AFP) –", "2024-03-03 AFP"),
            ("Madrid, 3 mar (EFE).- Hablaron.", "03-03 EFE"),
            ("МОСКВА, 3 марта. /ТАСС/. Они говорили.", "03-03 ТАСС"),
            ("MOSCOW, March 3. /TASS/. They spoke.", "03-03 TASS"),
            ("МОСКВА, 3 мар — РИА Новости. Они говорили.", "03-03 РИА Новости"),
            ("ВАШИНГТОН, 3 марта 2024 (Интерфакс) - Они", "2024-03-03 Интерфакс"),
            ("新华社北京3月3日电（记者 王某）他们会谈。", "03-03 新华社"),
            ("新华社北京2024年3月3日电 他们会谈。", "2024-03-03 新华社"),
            ("（新华社）他们会谈。", "- 新华社"),
            ("北京3月3日（新华社）— 他们会谈。", "03-03 新华社"),
            ("他们会谈。\n（新华社）", "- 新华社"),
            ("They spoke for a day.\nThey left. (Reuters)", "- Reuters"),
            ("ROME, May 3 — They spoke.", "05-03 -"),
            ("SAO PAULO, 3 May 2024 (Brasil Hoje) - They spoke.", "2024-05-03 Brasil Hoje?"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn a_labelled_date_comes_before_any_other() {
        for (text, expected) in [
            ("Talks\nPublished: March 3, 2024\nThey spoke.", "2024-03-03 -"),
            ("Talks\nPublished on Sunday 3 March 2024 10:05 GMT\nThey spoke.", "2024-03-03 -"),
            ("Veröffentlicht am 3. März 2024 um 10:05 Uhr\nSie sprachen.", "2024-03-03 -"),
            ("Publié le 3 mars 2024 à 10h05\nIls ont parlé.", "2024-03-03 -"),
            ("Fecha: 3 de marzo de 2024\nHablaron.", "2024-03-03 -"),
            ("Опубликовано: 3 марта 2024\nОни говорили.", "2024-03-03 -"),
            ("发布时间：2024-03-03 10:20\n他们会谈。", "2024-03-03 -"),
            ("来源：新华网 作者：王某\n2024-03-03\n他们会谈。", "2024-03-03 新华网"),
            ("Source: Xinhua Editor: huaxia 2024-03-03 10:20\nThey spoke.", "- Xinhua"),
            (
                "Published: March 4, 2024\n\nLISBON, March 3 (Reuters) - They spoke.",
                "2024-03-04 Reuters",
            ),
            ("March 3, 2024\n\nLISBON, March 3 (Reuters) - They spoke.", "2024-03-03 Reuters"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn a_date_by_itself_is_that_of_the_text() {
        for (text, expected) in [
            ("Talks\n3. März 2024\nSie sprachen.", "2024-03-03 -"),
            ("Sunday, March 3, 2024\nThey spoke.", "2024-03-03 -"),
            ("2024-03-03\nThey spoke.", "2024-03-03 -"),
            ("2024年3月3日\n他们会谈。", "2024-03-03 -"),
            ("March 3, 2024  15:30  Moscow\nThey spoke.", "2024-03-03 -"),
            ("Department Press, Washington, March 3, 2024\nThey spoke.", "2024-03-03 -"),
            ("March 3, 2024\nMarch 4, 2024\nThey spoke.", "2024-03-03? -"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn sentences_with_dates_and_brackets_are_no_date_lines() {
        for text in [
            "Nora Marsh (CDU) - the minister - spoke.",
            "They met on March 3, 2024 and spoke.",
            "They met (Reuters) and spoke.",
            "The minister, March 3 in hand, spoke.",
            "Talks (AP) and more talks",
            "The date March 3, 2024 is set.",
            "Sources said March 3, 2024 was the day.",
            "Published works on March and April fill the shelf.",
            "Lisbon (Portugal) - the capital - is large.",
            "He met them in May 2024.",
            "On 3 March they met. They left.",
            "and/or AP/Reuters",
            "新华社说，3月3日会谈。",
            "",
        ] {
            assert_eq!(told(text), "- -", "{text}");
        }
    }
}
