//! Dates with precision: a day, a month, a year or a range, with or without doubt.
//!
//! Reads and prints a subset of EDTF level 1, and answers questions about dates without claiming
//! more than was written. This module does not know what a date is for (a brief, a tenure, an
//! event) nor what day it is today.
//!
//! ```
//! use briefgen::base::date::{Overlap, When};
//!
//! let june: When = "2023-06".parse()?;
//! assert_eq!(june.long(), "June 2023");
//! assert_eq!(june.overlaps("2023-06-18".parse()?), Overlap::Maybe);
//! assert_eq!(june.overlaps("2023-07-01".parse()?), Overlap::Never);
//! # Ok::<(), briefgen::base::date::DateError>(())
//! ```

mod day;
mod error;
mod parse;
mod parts;

use std::cmp::Ordering;
use std::fmt;

use serde::Serialize;

pub use day::Day;
pub use error::DateError;
pub use parts::Overlap;
use parts::{Bounds, Doubt, Period, Point, Unit, covers};

/// A date with precision: what is known about the time of something.
///
/// | written | meaning |
/// |---|---|
/// | `2023`, `2023-06`, `2023-06-18` | some day of that year or month; that day |
/// | `2023-06-18/2023-06-19` | every day from the first to the last, both inclusive |
/// | `2023-06/..`, `../2023-06` | a range without an end, or without a start |
/// | `2023-06?`, `2023-06~`, `2023-06%` | uncertain; approximate; both. Also at an end of a range |
///
/// **Doubt.** A date marked `?` or `~` has a margin of error: a week for a day, a month for a
/// month, a year for a year, in both directions. Within the margin every answer is
/// [`Overlap::Maybe`], beyond it the mark has no effect. [`When::earliest`], [`When::latest`] and
/// the order of lists ignore the margin.
///
/// Dates sort by [`When::sort_key`], and if that is equal by their spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct When(Extent);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Extent {
    One(Point),
    Closed(Point, Point),
    From(Point),
    Until(Point),
}

impl When {
    /// The first day, without the margin of doubt; `None` for `../2023`.
    pub fn earliest(&self) -> Option<Day> {
        match self.0 {
            Extent::One(start) | Extent::Closed(start, _) | Extent::From(start) => {
                Some(start.period.first)
            }
            Extent::Until(_) => None,
        }
    }

    /// The last day, without the margin of doubt; `None` for `2023/..`.
    pub fn latest(&self) -> Option<Day> {
        match self.0 {
            Extent::One(end) | Extent::Closed(_, end) | Extent::Until(end) => {
                Some(end.period.last())
            }
            Extent::From(_) => None,
        }
    }

    /// Whether this date is a day, or this range contains it.
    ///
    /// - `2023-06-18`: `Always` on that day, else `Never`.
    /// - `2023-06`, `2023` and dates in doubt: the day is not known, so `Maybe` within the period,
    ///   `Never` outside it.
    /// - `2023-06-18/2023-07`: `Always` from 18 June to 1 July, because the range cannot end
    ///   earlier; `Maybe` in the rest of July; else `Never`.
    pub fn overlaps(&self, day: Day) -> Overlap {
        let (start, end) = self.ends();
        covers(start, end, day)
    }

    /// Whether this date certainly ends before `other` begins.
    ///
    /// `2023-05` is before `2023-06-01`. Neither of `2023-06` and `2023-06-18` is before the other.
    pub fn certainly_before(&self, other: &When) -> bool {
        self.latest_possible() < other.earliest_possible()
    }

    /// The first day on which the date may begin, with the margin of doubt.
    pub fn earliest_possible(&self) -> Day {
        self.bounds().earliest
    }

    /// The last day on which the date may end, with the margin of doubt.
    pub fn latest_possible(&self) -> Day {
        self.bounds().latest
    }

    /// The day, if the date is a single day without doubt.
    pub fn is_exact_day(&self) -> Option<Day> {
        match self.0 {
            Extent::One(Point {
                period: Period { first, unit: Unit::Day },
                doubt: Doubt::NONE,
            }) => Some(first),
            _ => None,
        }
    }

    /// The first and the last day, if both are known to the day and without doubt.
    pub fn exact_days(&self) -> Option<(Day, Day)> {
        match self.0 {
            Extent::One(_) => self.is_exact_day().map(|day| (day, day)),
            Extent::Closed(start, end) => {
                let first = When(Extent::One(start)).is_exact_day()?;
                let last = When(Extent::One(end)).is_exact_day()?;
                (first <= last).then_some((first, last))
            }
            Extent::From(_) | Extent::Until(_) => None,
        }
    }

    /// The key by which lists sort dates: the first day, then the last day. A range without a start
    /// comes first, a range without an end last.
    pub fn sort_key(&self) -> (Option<Day>, Day) {
        (self.earliest(), self.latest().unwrap_or(Day::LAST))
    }

    /// The date in words: `June 2023`, `18–19 June 2023`, `from 2022`, `about June 2023`,
    /// `2023 (uncertain)`.
    pub fn long(&self) -> String {
        match self.0 {
            Extent::One(point) => point.long(),
            Extent::Closed(start, end) => long_range(start, end),
            Extent::From(start) => format!("from {}", start.long()),
            Extent::Until(end) => format!("until {}", end.long()),
        }
    }

    /// The date in words with a preposition: `on 18 June 2023`, `in June 2023`, `from 2022`.
    pub fn in_sentence(&self) -> String {
        let unit = match self.0 {
            Extent::One(point) | Extent::Closed(point, _) => point.period.unit,
            Extent::From(_) | Extent::Until(_) => return self.long(),
        };
        [if unit == Unit::Day { "on " } else { "in " }, &self.long()].concat()
    }

    /// The value of HTML's `<time datetime>`: `2023`, `2023-06` or `2023-06-18`, without a mark of
    /// doubt. `None` for ranges and the year 0000, which HTML cannot express.
    pub fn iso(&self) -> Option<String> {
        match self.0 {
            Extent::One(point) if point.period.first.year() > 0 => Some(point.period.to_string()),
            _ => None,
        }
    }

    /// Whether this is a single date marked as uncertain or approximate.
    pub fn is_doubtful(&self) -> bool {
        matches!(self.0, Extent::One(point) if point.doubt != Doubt::NONE)
    }

    /// The date for templates.
    pub fn view(&self) -> DateView {
        DateView { text: self.long(), iso: self.iso() }
    }

    /// The days on which the date may begin, and the days on which it may end. For a single date
    /// both are equal, so that only an exact day is certainly covered.
    fn ends(&self) -> (Bounds, Bounds) {
        match self.0 {
            Extent::One(point) => (point.bounds(), point.bounds()),
            Extent::Closed(start, end) => (start.bounds(), end.bounds()),
            Extent::From(start) => (start.bounds(), Bounds::only(Day::LAST)),
            Extent::Until(end) => (Bounds::only(Day::FIRST), end.bounds()),
        }
    }

    /// The days between which the whole date lies.
    fn bounds(&self) -> Bounds {
        let (start, end) = self.ends();
        Bounds { earliest: start.earliest, latest: end.latest }
    }
}

impl Day {
    /// The day for templates.
    pub fn view(self) -> DateView {
        When::from(self).view()
    }
}

impl From<Day> for When {
    fn from(day: Day) -> When {
        When(Extent::One(Point {
            period: Period { first: day, unit: Unit::Day },
            doubt: Doubt::NONE,
        }))
    }
}

impl Ord for When {
    fn cmp(&self, other: &When) -> Ordering {
        // `2023` and `2023~` have equal sort keys, but are not equal.
        self.sort_key().cmp(&other.sort_key()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &When) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for When {
    /// Prints `2023-06-18/2023-06~`. Parsing the text gives an equal date.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Extent::One(point) => write!(f, "{point}"),
            Extent::Closed(start, end) => write!(f, "{start}/{end}"),
            Extent::From(start) => write!(f, "{start}/.."),
            Extent::Until(end) => write!(f, "../{end}"),
        }
    }
}

/// A date as templates see it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct DateView {
    /// The date in words: `18 June 2023`.
    pub text: String,
    /// The value of `<time datetime>`, if HTML can express the date: `2023-06-18`.
    pub iso: Option<String>,
}

/// The end of a tenure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum End {
    /// No `to`: the tenure is believed to continue.
    #[default]
    Open,
    /// `to: unknown`: the tenure may have ended on any day since its start.
    Unknown,
    /// The last day, or what is known about it.
    On(When),
}

/// Whether a tenure covers a day. The days of `from` and `to` are part of the tenure.
///
/// If `from` or `to` is not an exact day, the tenure begins or ends on *some day* of it. With
/// `from: 2023-06` the answer is `Never` before June, `Maybe` until 29 June, and `Always` from 30
/// June, when every possible start has passed.
///
/// - `to: unknown`: `Maybe` after `from`, and `Always` only on the day of `from`, if that is exact.
/// - No `from`: the start is unknown, so `Maybe` before `to`, and `Always` on the day of `to`.
/// - Neither `from` nor `to`: `Always`, because `{office: x}` states that they hold the office.
///
/// A tenure that ends before it starts covers no day. Another check reports it.
pub fn held(from: Option<&When>, to: &End, day: Day) -> Overlap {
    let start = match (from, to) {
        (Some(from), _) => from.bounds(),
        (None, End::Open) => Bounds::only(Day::FIRST),
        (None, End::Unknown | End::On(_)) => Bounds::ANY,
    };
    covers(start, to.bounds(), day)
}

/// Whether a tenure that has always existed still covered a day.
pub fn lasted(to: &End, day: Day) -> Overlap {
    covers(Bounds::only(Day::FIRST), to.bounds(), day)
}

impl End {
    /// The last day that the tenure certainly covers; `None` if the end is unknown.
    pub fn certain_until(&self) -> Option<Day> {
        match self {
            End::Open => Some(Day::LAST),
            End::Unknown => None,
            End::On(when) => Some(when.earliest_possible()),
        }
    }

    fn bounds(&self) -> Bounds {
        match self {
            End::Open => Bounds::only(Day::LAST),
            End::Unknown => Bounds::ANY,
            End::On(when) => when.bounds(),
        }
    }
}

/// A range in words, in which a month or year that both ends share is written only once.
fn long_range(start: Point, end: Point) -> String {
    if start == end {
        return start.long();
    }
    let (a, b) = (start.period.first, end.period.first);
    let same_year = start.doubt == Doubt::NONE && end.doubt == Doubt::NONE && a.year() == b.year();
    let left = match (start.period.unit, end.period.unit) {
        (Unit::Day, Unit::Day) if same_year && a.month() == b.month() => a.day().to_string(),
        (Unit::Day, Unit::Day) if same_year => format!("{} {}", a.day(), a.month_name()),
        (Unit::Month, Unit::Month) if same_year => a.month_name().to_owned(),
        _ => start.long(),
    };
    // “18–19 June”, “May–June 2023”, “2022–2023”, but with spaces “2022 – June 2023”: “2022–June”
    // could be misread.
    let tight =
        !left.contains(' ') && start.period.unit == end.period.unit && end.doubt == Doubt::NONE;
    format!("{left}{}{}", if tight { "–" } else { " – " }, end.long())
}

#[cfg(test)]
mod tests;
