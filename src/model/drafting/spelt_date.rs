//! Reads dates in texts: `March 3, 2024`, `3. März`, `3 de marzo de 2024`, `3 марта`, `2024年3月3日`.
//!
//! A date in digits is read only if a single order is in use: year first, or with points day first.
//! The meaning of `03/04/2024` depends on its author.

use std::ops::Range;

use crate::base::date::Day;

/// A date in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SpeltDate {
    /// The place, in bytes.
    pub(super) at: Range<usize>,
    /// The year, if the text gives it.
    pub(super) year: Option<i16>,
    /// From 1.
    pub(super) month: i8,
    /// From 1.
    pub(super) day: i8,
}

impl SpeltDate {
    /// The day, if the text gives the year.
    pub(super) fn whole(&self) -> Option<Day> {
        Day::new(self.year?, self.month, self.day)
    }
}

/// The names of months with their short forms: English, French, German, Spanish, Portuguese,
/// Italian, Russian.
const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "jan",
        "janvier",
        "janv",
        "januar",
        "jänner",
        "enero",
        "ene",
        "janeiro",
        "gennaio",
        "января",
        "янв",
    ],
    &[
        "february",
        "feb",
        "février",
        "fevrier",
        "févr",
        "februar",
        "febrero",
        "fevereiro",
        "febbraio",
        "февраля",
        "февр",
        "фев",
    ],
    &["march", "mar", "mars", "märz", "maerz", "mär", "marzo", "março", "марта", "мар"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile", "апреля", "апр"],
    &["may", "mai", "mayo", "maio", "maggio", "мая"],
    &["june", "jun", "juin", "juni", "junio", "junho", "giugno", "июня"],
    &["july", "jul", "juillet", "juil", "juli", "julio", "julho", "luglio", "июля"],
    &["august", "aug", "août", "aout", "agosto", "ago", "августа", "авг"],
    &[
        "september",
        "sept",
        "sep",
        "septembre",
        "septiembre",
        "setiembre",
        "setembro",
        "settembre",
        "сентября",
        "сент",
        "сен",
    ],
    &[
        "october",
        "oct",
        "octobre",
        "oktober",
        "okt",
        "octubre",
        "outubro",
        "ottobre",
        "октября",
        "окт",
    ],
    &["november", "nov", "novembre", "noviembre", "novembro", "ноября", "нояб", "ноя"],
    &[
        "december",
        "dec",
        "décembre",
        "decembre",
        "déc",
        "dezember",
        "dez",
        "diciembre",
        "dic",
        "dezembro",
        "dicembre",
        "декабря",
        "дек",
    ],
];

/// The number of a month by its name, from 1.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let number = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    i8::try_from(number + 1).ok()
}

/// A run of digits or of letters.
struct DatePart<'t> {
    at: Range<usize>,
    text: &'t str,
}

impl DatePart<'_> {
    fn number(&self, digits: Range<usize>) -> Option<i16> {
        let is_number = digits.contains(&self.text.len())
            && self.text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { self.text.parse().ok() } else { None }
    }

    fn day_of_month(&self) -> Option<i8> {
        self.number(1..3)
            .and_then(|day| i8::try_from(day).ok())
            .filter(|day| (1..=31).contains(day))
    }

    fn month_in_digits(&self) -> Option<i8> {
        self.day_of_month().filter(|month| *month <= 12)
    }

    fn year(&self) -> Option<i16> {
        self.number(4..5).filter(|year| (1800..2200).contains(year))
    }
}

/// The dates in a line, in order.
pub(super) fn spelt_dates(line: &str) -> Vec<SpeltDate> {
    let line = DateText { text: line, parts: parts(line) };
    let mut dates: Vec<SpeltDate> = Vec::new();
    let mut next = 0;
    while next < line.parts.len() {
        let found = line
            .in_digits(next)
            .or_else(|| line.in_ideographs(next))
            .or_else(|| line.in_words(next));
        let Some((date, parts)) = found else {
            next += 1;
            continue;
        };
        next += parts;
        dates.push(date);
    }
    dates
}

fn parts(text: &str) -> Vec<DatePart<'_>> {
    let mut parts: Vec<DatePart<'_>> = Vec::new();
    let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let mut last = (false, false);
    for (at, c) in text.char_indices() {
        let (here, end) = (class(c), at + c.len_utf8());
        match parts.last_mut().filter(|part| here == last && part.at.end == at) {
            Some(part) => {
                *part = DatePart { at: part.at.start..end, text: &text[part.at.start..end] }
            }
            None if here != (false, false) => {
                parts.push(DatePart { at: at..end, text: &text[at..end] })
            }
            None => {}
        }
        last = here;
    }
    parts
}

struct DateText<'t> {
    text: &'t str,
    parts: Vec<DatePart<'t>>,
}

impl DateText<'_> {
    /// The text between a part and the next one.
    fn between(&self, number: usize) -> Option<&str> {
        self.text.get(self.parts[number].at.end..self.parts.get(number + 1)?.at.start)
    }

    /// A date that consists of some parts; `None` if no year has such a day.
    fn date(
        &self,
        parts: Range<usize>,
        year: Option<i16>,
        month: i8,
        day: i8,
    ) -> Option<(SpeltDate, usize)> {
        /// A leap year, in which every date exists.
        const LEAP: i16 = 2000;
        Day::new(year.unwrap_or(LEAP), month, day)?;
        let at = self.parts[parts.start].at.start..self.parts[parts.end - 1].at.end;
        Some((SpeltDate { at, year, month, day }, parts.len()))
    }

    /// `2024-03-03`, `2024/3/3`, `2024.03.03`, `3.3.2024`.
    fn in_digits(&self, first: usize) -> Option<(SpeltDate, usize)> {
        let [a, b, c] = self.parts.get(first..first + 3)? else { return None };
        let mark = self.between(first)?;
        let rest = &self.text[c.at.end..];
        // `2024-03-03T10:00` continues with a time.
        let is_glued =
            rest.starts_with(char::is_alphanumeric) && !(mark == "-" && rest.starts_with('T'));
        if self.between(first + 1)? != mark || !matches!(mark, "-" | "/" | ".") || is_glued {
            return None;
        }
        if let (Some(year), Some(month), Some(day)) =
            (a.year(), b.month_in_digits(), c.day_of_month())
        {
            return self.date(first..first + 3, Some(year), month, day);
        }
        let (day, month, year) = (a.day_of_month()?, b.month_in_digits()?, c.year()?);
        if mark == "." { self.date(first..first + 3, Some(year), month, day) } else { None }
    }

    /// `2024年3月3日`, `3月3日`, `2024년 3월 3일`.
    fn in_ideographs(&self, first: usize) -> Option<(SpeltDate, usize)> {
        let is_sign = |number: usize, signs: &[char]| {
            let follows = self.between(number).is_some_and(|between| between.trim().is_empty());
            follows && self.parts[number + 1].text.starts_with(signs)
        };
        let year = self.parts[first].year().filter(|_| is_sign(first, &['年', '년']));
        let from = if year.is_some() { first + 2 } else { first };
        let month = self.parts.get(from)?.month_in_digits()?;
        let day = self.parts.get(from + 2)?.day_of_month()?;
        if !is_sign(from, &['月', '월']) || self.parts[from + 1].text.chars().nth(1).is_some() {
            return None;
        }
        if !is_sign(from + 2, &['日', '号', '號', '일']) {
            return None;
        }
        let (mut date, parts) = self.date(first..from + 4, year, month, day)?;
        // After the day, the text continues without a space.
        let sign = &self.parts[from + 3];
        date.at.end = sign.at.start + sign.text.chars().next().map_or(0, char::len_utf8);
        Some((date, parts))
    }

    /// `March 3, 2024`, `3 March`, `3. März 2024`, `1er mars`, `3 de marzo de 2024`.
    fn in_words(&self, first: usize) -> Option<(SpeltDate, usize)> {
        if let Some(month) = month(self.parts[first].text) {
            let day = self.parts.get(first + 1)?.day_of_month()?;
            if !matches!(self.between(first)?, " " | ". " | "\u{a0}" | ".") {
                return None;
            }
            let last = self.without_ending(first + 1)?;
            return self.with_year(first, last, month, day, &[" ", ", ", ","]);
        }
        let day = self.parts[first].day_of_month()?;
        let mut last = self.without_ending(first)?;
        if !matches!(self.between(last)?, " " | ". " | "\u{a0}" | "." | "-") {
            return None;
        }
        if matches!(self.parts.get(last + 1)?.text, "de" | "of" | "di")
            && self.between(last + 1) == Some(" ")
        {
            last += 1;
        }
        let month = month(self.parts.get(last + 1)?.text)?;
        last += 1;
        let has_de = self.parts.get(last + 1).is_some_and(|part| matches!(part.text, "de" | "del"));
        if has_de && self.parts.get(last + 2).and_then(DatePart::year).is_some() {
            let year = self.parts[last + 2].year();
            return self.date(first..last + 3, year, month, day);
        }
        self.with_year(first, last, month, day, &[" ", ", ", ". ", "\u{a0}", "-"])
    }

    /// The last part of a day's number: `3rd` and `1er` are two parts. `None` if the number is part
    /// of something else.
    fn without_ending(&self, number: usize) -> Option<usize> {
        let is_glued = self.between(number) == Some("");
        match self.parts.get(number + 1) {
            Some(next)
                if is_glued && matches!(next.text, "st" | "nd" | "rd" | "th" | "er" | "º") =>
            {
                Some(number + 1)
            }
            Some(_) if is_glued => None,
            _ => Some(number),
        }
    }

    fn with_year(
        &self,
        first: usize,
        last: usize,
        month: i8,
        day: i8,
        marks: &[&str],
    ) -> Option<(SpeltDate, usize)> {
        let is_apart = self.between(last).is_some_and(|between| marks.contains(&between));
        let year = self.parts.get(last + 1).filter(|_| is_apart).and_then(DatePart::year);
        self.date(first..last + 1 + usize::from(year.is_some()), year, month, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_seven_languages_write_them() {
        for (text, expected) in [
            ("LISBON, March 3 (Reuters) -", "03-03"),
            ("March 3, 2024", "2024-03-03"),
            ("Sunday, 3rd March 2024, 10:05 GMT", "2024-03-03"),
            ("Mar. 3, 2024", "2024-03-03"),
            ("Sept. 12", "09-12"),
            ("the 3rd of May 2024", "2024-05-03"),
            ("PARIS, 3 mars (AFP)", "03-03"),
            ("Publié le 1er août 2024 à 10h05", "2024-08-01"),
            ("Berlin, 3. März 2024", "2024-03-03"),
            ("Montag, 4. Dez. 2023", "2023-12-04"),
            ("Madrid, 3 de marzo de 2024", "2024-03-03"),
            ("3 mar (EFE)", "03-03"),
            ("МОСКВА, 3 марта. /ТАСС/", "03-03"),
            ("3 мая 2024 года", "2024-05-03"),
            ("新华社北京3月3日电", "03-03"),
            ("2024年3月13日", "2024-03-13"),
            ("2024년 3월 3일", "2024-03-03"),
            ("2024-03-03 10:20:30", "2024-03-03"),
            ("2024-03-03T10:20:30Z", "2024-03-03"),
            ("2024/3/3", "2024-03-03"),
            ("03.04.2024", "2024-04-03"),
            ("29 February", "02-29"),
        ] {
            let dates = spelt_dates(text);
            let shown = |date: &SpeltDate| {
                let year = date.year.map_or_else(String::new, |year| format!("{year}-"));
                format!("{year}{:02}-{:02}", date.month, date.day)
            };
            assert_eq!(dates.iter().map(shown).collect::<Vec<_>>(), [expected], "{text}");
        }
    }

    #[test]
    fn what_is_no_date_or_may_be_two_is_none() {
        for text in [
            "03/04/2024",
            "3/4/24",
            "31 April 2024",
            "29 February 2023",
            "March 2024",
            "May 200",
            "version 2024.03.03b",
            "the 3 marchers",
            "13月3日",
            "3月的3日",
            "March 3D",
            "at 10.20 on 5",
            "192.168.1.1",
            "",
        ] {
            assert_eq!(spelt_dates(text), [], "{text}");
        }
    }

    #[test]
    fn a_date_knows_where_it_stands() {
        let line = "新华社北京3月3日电（记者）";
        assert_eq!(&line[spelt_dates(line)[0].at.clone()], "3月3日");
        let line = "On May 3, 2024, and 4 May.";
        let at: Vec<&str> = spelt_dates(line).into_iter().map(|date| &line[date.at]).collect();
        assert_eq!(at, ["May 3, 2024", "4 May"]);
    }
}
