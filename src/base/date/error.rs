//! Why a text is not a date, and which date was probably meant.

use std::error::Error;
use std::fmt;

use super::day::MONTHS;
use super::parts::{Doubt, Point};
use super::{Day, When};

/// Why a text is not a date. [`Display`](fmt::Display) says what is wrong, [`DateError::help`] what
/// to type instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    typed: String,
    fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The text has none of the forms of a date.
    Form,
    /// The month is not between 01 and 12.
    NoMonth,
    /// The month does not have this day. The field is the first day of the month.
    NoDay(Day),
    /// A range has nothing before or after its `/`.
    EmptyEnd,
    /// A range is open at both ends.
    NoEnds,
    /// A range ends before it starts.
    Reversed(Point, Point),
    /// The text has none of the forms of a date, and an exact day is required.
    NoForm,
    /// The text is a date but not an exact day, which is required.
    NotOneDay(When),
}

impl DateError {
    pub(super) fn new(typed: &str, fault: Fault) -> DateError {
        DateError { typed: shown(typed), fault }
    }

    /// Adapts the error to a field that requires an exact day.
    pub(super) fn of_a_day(self) -> DateError {
        match self.fault {
            Fault::NoMonth | Fault::NoDay(_) => self,
            _ => DateError { fault: Fault::NoForm, ..self },
        }
    }

    /// The date that was probably meant, if the text has another form.
    pub(super) fn meant(&self) -> Option<When> {
        meant(&self.typed)
    }

    /// What to type instead, or a fact about the calendar: ``write `2023-06-18` ``, `February 2023
    /// has 28 days`.
    pub fn help(&self) -> String {
        match &self.fault {
            Fault::Form => match self.meant() {
                Some(date) => format!("write `{date}`"),
                None => "write `2023`, `2023-06`, `2023-06-18` or a range such as \
                    `2023-06-18/2023-06-19`"
                    .into(),
            },
            Fault::NoMonth => "the month goes from 01 to 12".into(),
            Fault::NoDay(month) => {
                let days = month.0.days_in_month();
                format!("{} {} has {days} days", month.month_name(), month.year())
            }
            Fault::EmptyEnd => "write `..` for an open end, as in `2023-06/..`".into(),
            Fault::NoEnds => {
                "write the end that is known, as in `2023-06/..` or `../2023-06`".into()
            }
            Fault::Reversed(start, end) => format!("write the earlier date first: `{end}/{start}`"),
            Fault::NoForm => match self.meant() {
                Some(date) if date.is_exact_day().is_some() => format!("write `{date}`"),
                Some(date) => choose_day(&date),
                None => "write one day: year, month and day, as in `2023-06-18`".into(),
            },
            Fault::NotOneDay(when) => choose_day(when),
        }
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = &self.typed;
        match self.fault {
            Fault::Form | Fault::NoForm if typed.is_empty() => write!(f, "the date is empty"),
            Fault::Form | Fault::NoForm => {
                write!(f, "`{typed}` is not a date in a form that can be read")
            }
            Fault::NoMonth => write!(f, "`{typed}` names a month that does not exist"),
            Fault::NoDay(_) => write!(f, "`{typed}` names a day that does not exist"),
            Fault::EmptyEnd => write!(f, "the range `{typed}` leaves one end empty"),
            Fault::NoEnds => write!(f, "the range `{typed}` has neither start nor end"),
            Fault::Reversed(..) => write!(f, "the range `{typed}` ends before it starts"),
            Fault::NotOneDay(_) => write!(f, "`{typed}` is not one exact day"),
        }
    }
}

impl Error for DateError {}

/// The help for a date that is in doubt or not an exact day.
fn choose_day(when: &When) -> String {
    match (when.earliest(), when.latest()) {
        (Some(first), Some(last)) if first == last => {
            format!("write `{first}`, without a mark of doubt")
        }
        (Some(first), Some(last)) => format!("write one day, from `{first}` to `{last}`"),
        (Some(day), None) | (None, Some(day)) => format!("write one day, such as `{day}`"),
        (None, None) => "write one day: year, month and day".into(),
    }
}

/// The beginning of a text on a single line, for messages.
fn shown(typed: &str) -> String {
    const LONGEST: usize = 60;
    let mut text: String =
        typed.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if typed.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    text
}

/// The date that was probably meant by another form. `None` is better than a wrong guess.
fn meant(text: &str) -> Option<When> {
    let text = &with_hyphens(text);
    // A text that `shown` has cut ends in an ellipsis, so it is not ASCII: its end is unknown.
    let text = Some(text.as_str()).filter(|text| text.is_ascii()).and_then(without_clock)?;
    let (mut numbers, mut month) = (Vec::new(), None);
    for word in
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !matches!(*word, "" | "of"))
    {
        if let Some(number) = number(word) {
            numbers.push(number);
        } else if month.replace(month_number(word)?).is_some() {
            return None;
        }
    }
    let date = match in_order(month, &numbers)? {
        (year, None, _) => format!("{year:04}"),
        (year, Some(month), None) => format!("{year:04}-{month:02}"),
        (year, Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
    };
    (date + Doubt::marked(text).mark()).parse().ok()
}

/// Turns `2023年6月18日` and `2023년 6월 18일` into `2023-6-18`, and any white space into plain
/// spaces.
fn with_hyphens(text: &str) -> String {
    let replaced = |c: char| match c {
        '年' | '月' | '년' | '월' => '-',
        '日' | '일' => ' ',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    text.chars().map(replaced).collect()
}

/// Cuts a time of day and its zone off: `2023-06-18` for `2023-06-18T10:00`. `None` if anything
/// else follows the date.
fn without_clock(text: &str) -> Option<&str> {
    if let Some(day) = day_of_timestamp(text) {
        return Some(day);
    }
    let Some((before, clock)) = text.split_once(':') else { return Some(text) };
    let date = before.trim_end_matches(|c: char| c.is_ascii_digit());
    (is_clock(clock) && date.ends_with(['T', 't', ' '])).then(|| date.trim_end_matches(['T', 't']))
}

/// Whether a text can follow the hour and its colon: `44:26 -0700`, `00 PM`,
/// `00+02:00[Europe/Berlin]`.
fn is_clock(text: &str) -> bool {
    let of_clock = |b: u8| b.is_ascii_alphanumeric() || b":.+-".contains(&b);
    let mut words = text.split('[').next().unwrap_or_default().split_whitespace();
    let is_time = words.next().is_some_and(|time| time.bytes().all(of_clock));
    let is_zone = |word: &str| match word.strip_prefix(['+', '-']) {
        Some(offset) => {
            !offset.is_empty() && offset.bytes().all(|b| b.is_ascii_digit() || b == b':')
        }
        None => {
            let name = word.trim_matches(['(', ')', '.']);
            name.len() <= 5 && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.')
        }
    };
    is_time && words.all(is_zone)
}

/// The day of a timestamp: `20230618` for `20230618T224426Z`, `2023-06-18` for `2023-06-18Z` and
/// `2023-06-18+02:00`.
fn day_of_timestamp(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (day, rest) = text.split_at_checked(if digits == 8 { 8 } else { "2023-06-18".len() })?;
    let is_day = digits == 8 || day.parse::<Day>().is_ok();
    let is_compact = |rest: &str| rest.bytes().all(|b| b.is_ascii_digit() || b"Zz+-.".contains(&b));
    let is_rest = match rest.split_at_checked(1)? {
        ("T" | "t", clock) => is_compact(clock),
        ("Z" | "z", "") => true,
        ("+", offset) => {
            offset.len() == 5 && offset.bytes().all(|b| b.is_ascii_digit() || b == b':')
        }
        _ => false,
    };
    (is_day && is_rest).then_some(day)
}

/// Tells year, month and day apart. A year has four digits. `None` for `6/7/2023`, which may be
/// two different days.
fn in_order(month: Option<u32>, numbers: &[u32]) -> Option<(u32, Option<u32>, Option<u32>)> {
    let is_year = |n: u32| (1000..=9999).contains(&n);
    match (month, numbers) {
        (None, &[n]) if n > 9_999_999 => Some((n / 10_000, Some(n / 100 % 100), Some(n % 100))),
        (month, &[y]) if is_year(y) => Some((y, month, None)),
        (Some(m), &[y, d] | &[d, y]) if is_year(y) => Some((y, Some(m), Some(d))),
        (None, &[y, m] | &[m, y]) if is_year(y) => Some((y, Some(m), None)),
        (None, &[y, m, d]) if is_year(y) => Some((y, Some(m), Some(d))),
        (None, &[d, m, y] | &[m, d, y]) if is_year(y) && d > 12 => Some((y, Some(m), Some(d))),
        _ => None,
    }
}

/// The number in `18` or `18th`.
fn number(word: &str) -> Option<u32> {
    let ordinal = ["st", "nd", "rd", "th"].into_iter().find_map(|ending| word.strip_suffix(ending));
    ordinal.unwrap_or(word).parse().ok()
}

/// The number of a month, from 1, by its name or at least three letters of it: `June`, `jun`,
/// `Sept`.
fn month_number(word: &str) -> Option<u32> {
    let begins =
        |month: &str| month.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let (number, _) = (1..).zip(MONTHS).find(|(_, month)| word.len() >= 3 && begins(month))?;
    Some(number)
}
