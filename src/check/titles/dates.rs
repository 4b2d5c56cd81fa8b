//! Finds the dates in a sentence, to decide whether the sentence is about another day than the
//! brief.

use std::ops::Range;

use crate::base::date::Day;
use crate::base::limits;
use crate::model::neighbours::is_abbreviation;

/// A date that a sentence tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateTold {
    /// This day.
    Day(Day),
    /// Some time before the brief's date.
    Earlier,
}

/// The names of the months, one language or form per line, from January.
const MONTHS: &[&str] = &[
    "January February March April May June July August September October November December",
    "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
    "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
];

/// The line of [`MONTHS`] with abbreviations, which end in a full stop.
const ABBREVIATED: usize = 1;

/// The names of the weekdays, one language per line, from Thursday, the weekday of 1 January 1970.
const WEEKDAYS: &[&str] = &[
    "Thursday Friday Saturday Sunday Monday Tuesday Wednesday",
    "Donnerstag Freitag Samstag Sonntag Montag Dienstag Mittwoch",
    "jeudi vendredi samedi dimanche lundi mardi mercredi",
    "jueves viernes sábado domingo lunes martes miércoles",
    "четверг пятницу субботу воскресенье понедельник вторник среду",
];

/// Words that refer to the past, one language per line.
const EARLIER: &[&str] = &[
    "ago earlier previously formerly yesterday last",
    "damals früher zuvor gestern seinerzeit letzten letztes vergangenen vergangenes vorigen",
    "hier autrefois dernier dernière précédent",
    "ayer hace pasado pasada anteriormente",
    "вчера тогда ранее назад прошлом прошлого прошлой",
    "dün önce geçen eskiden",
];

/// The sentence around a part of a text.
pub(super) fn sentence(text: &str, part: Range<usize>) -> Range<usize> {
    let from = text.ceil_char_boundary(part.start.saturating_sub(limits::SENTENCE));
    let until = text.floor_char_boundary((part.end + limits::SENTENCE).min(text.len()));
    let ends = |range: Range<usize>| {
        let places = text[range.clone()].char_indices().map(move |(at, c)| (range.start + at, c));
        places.filter(|(at, c)| is_end(text, *at, *c)).map(|(at, c)| at + c.len_utf8())
    };
    let start = ends(from..part.start).next_back().unwrap_or(from);
    let end = ends(part.end..until).next().unwrap_or(until);
    start..end
}

/// Whether the character `c` at the byte `at` ends a sentence.
fn is_end(text: &str, at: usize, c: char) -> bool {
    let behind = &text[at + c.len_utf8()..];
    match c {
        '。' | '！' | '？' => true,
        '!' | '?' => behind.starts_with(char::is_whitespace),
        '\n' => behind.trim_start_matches([' ', '\t', '\r']).starts_with('\n'),
        '.' => {
            let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let is_month =
                MONTHS[ABBREVIATED].split_whitespace().any(|month| month == word && month != "May");
            let is_short = is_abbreviation(word) || word.chars().count() == 1 || is_month;
            behind.starts_with(char::is_whitespace) && !is_short
        }
        _ => false,
    }
}

/// The index of a word in the first of `lists` that contains it.
fn place_in(lists: &[&str], word: &str) -> Option<usize> {
    lists.iter().find_map(|words| words.split_whitespace().position(|other| other == word))
}

/// The dates that a sentence tells, in a brief of the day `date`.
pub(super) fn told_in(text: &str, date: Day) -> Vec<DateTold> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    (0..words.len()).filter_map(|number| told_by(&words, number, date)).collect()
}

/// The date that the word with this number tells, with its neighbours.
fn told_by(words: &[&str], number: usize, date: Day) -> Option<DateTold> {
    let word = words[number];
    if let Some(month) = place_in(MONTHS, word) {
        return by_month(words, number, month as i8 + 1, date);
    }
    if let Some(year) = year(word) {
        return by_year(words, number, year, date);
    }
    if let Some(weekday) = place_in(WEEKDAYS, word) {
        let back = (Day::EPOCH.days_until(date) - weekday as i64).rem_euclid(7);
        return Some(DateTold::Day((0..back).fold(date, |day, _| day.pred())));
    }
    if let Some((month, day)) = eastern(word) {
        return dated(None, month, day, date);
    }
    let lower = word.to_lowercase();
    place_in(EARLIER, &lower).map(|_| DateTold::Earlier)
}

/// The date of a month and its neighbours: `18 June 2023`, `June 18, 2023`, `June 2023`.
fn by_month(words: &[&str], number: usize, month: i8, date: Day) -> Option<DateTold> {
    let before = number.checked_sub(1).and_then(|at| day_of_month(words[at]));
    let behind = words.get(number + 1).and_then(|word| day_of_month(word));
    let place = if before.is_none() && behind.is_some() { number + 2 } else { number + 1 };
    dated(words.get(place).and_then(|word| year(word)), month, before.or(behind), date)
}

/// The date of a year alone, or of a year that begins `2023-06-18`.
fn by_year(words: &[&str], number: usize, year: i16, date: Day) -> Option<DateTold> {
    let two_digits =
        |at: usize| words.get(at).filter(|word| word.len() == 2).and_then(|word| word.parse().ok());
    let iso = two_digits(number + 1).zip(two_digits(number + 2));
    if let Some(day) = iso.and_then(|(month, day)| Day::new(year, month, day)) {
        return Some(DateTold::Day(day));
    }
    let is_alone = number.checked_sub(1).is_none_or(|before| !is_of_date(words[before]));
    (is_alone && year <= date.year()).then_some(DateTold::Earlier)
}

/// Whether a word before a year shows that the year belongs to a date, which [`by_month`] reads.
fn is_of_date(word: &str) -> bool {
    place_in(MONTHS, word).is_some() || day_of_month(word).is_some()
}

/// The date of a month with an optional day and year.
fn dated(year: Option<i16>, month: i8, day: Option<i8>, date: Day) -> Option<DateTold> {
    /// A month without a year is of the last year if it is more than this number of months ahead.
    const AHEAD: i8 = 6;
    let guessed = if month > date.month() + AHEAD { date.year() - 1 } else { date.year() };
    let year = year.unwrap_or(guessed);
    match day.and_then(|day| Day::new(year, month, day)) {
        Some(day) => Some(DateTold::Day(day)),
        None => ((year, month) <= (date.year(), date.month())).then_some(DateTold::Earlier),
    }
}

fn year(word: &str) -> Option<i16> {
    word.parse().ok().filter(|year| word.len() == 4 && (1000..=2999).contains(year))
}

/// A day of the month: `18`, `18th`, `1er`.
fn day_of_month(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    digits.parse().ok().filter(|day| (1..=31).contains(day) && digits.len() < 3)
}

/// Reads the month and the day of a date in Chinese, Japanese or Korean: `7月12日`, `7월`.
fn eastern(word: &str) -> Option<(i8, Option<i8>)> {
    let at = word.find(['月', '월'])?;
    let digits = |text: &str| {
        text.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok())
    };
    let month: i8 = digits(&word[..at]).filter(|month| (1..=12).contains(month))?;
    let day = word[at..].find(['日', '일']).and_then(|end| digits(&word[at..at + end]));
    Some((month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_says_of_which_day_it_speaks() {
        let date: Day = "2023-08-01".parse().unwrap();
        let day = |day: &str| DateTold::Day(day.parse().unwrap());
        for (text, expected) in [
            ("On 12 July they met", &[day("2023-07-12")][..]),
            ("On July 12, 2022, they met", &[day("2022-07-12")]),
            ("On 1 August they met", &[day("2023-08-01")]),
            ("In 2019 they met", &[DateTold::Earlier]),
            ("In May 2023 they met", &[DateTold::Earlier]),
            ("In December they will meet", &[]),
            ("In 2024 they will meet", &[]),
            ("by 2023-07-03 at the latest", &[day("2023-07-03")]),
            ("On Monday they met", &[day("2023-07-31")]),
            ("On Tuesday they met", &[day("2023-08-01")]),
            ("Am 12. Juli trafen sie sich", &[day("2023-07-12")]),
            ("le 1er juillet", &[day("2023-07-01")]),
            ("el 12 de julio", &[DateTold::Earlier]),
            ("12 июля", &[day("2023-07-12")]),
            ("7月12日，", &[day("2023-07-12")]),
            ("7월 12일", &[DateTold::Earlier]),
            ("three weeks ago", &[DateTold::Earlier]),
            ("They may march, and 45 came in 5 cars", &[]),
        ] {
            assert_eq!(told_in(text, date), expected, "{text}");
        }
    }

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        let text = "He left. On Feb. 6 Mr. Roe came with J. Doe. They met.";
        let at = text.find("Roe").unwrap();
        assert_eq!(&text[sentence(text, at..at + 3)], " On Feb. 6 Mr. Roe came with J. Doe.");
    }
}
