//! Dates as a writer knows them: a day, a month, a year, a range, with or without doubt.
//!
//! Reads and prints the useful part of EDTF level 1 and answers questions about such dates without
//! ever claiming more than was written. Must not know what a date is for (a brief, a tenure, an
//! event), where it stood in a file, or what day it is today: the clock is an argument.

mod day;
mod error;
mod parts;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::Serialize;

pub use day::Day;
pub use error::DateError;
use error::Fault;
use parts::{Bounds, Doubt, Period, Point, Unit, covers};

/// The answer to a question about dates that may not be known exactly.
///
/// `Maybe` means that the answer depends on a part that is not known: nothing is reported on it.
/// Ordered by certainty, so that `max` gives the best answer of several tenures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Overlap {
    /// Certainly not.
    Never,
    /// It depends on what is not known.
    Maybe,
    /// Certainly.
    Always,
}

/// A date with precision: what is known of when something was.
///
/// | written | meaning |
/// |---|---|
/// | `2023`, `2023-06`, `2023-06-18` | some day of that year or month; that day |
/// | `2023-06-18/2023-06-19` | every day from the first to the last, both inclusive |
/// | `2023-06/..`, `../2023-06` | the same without an end, without a start |
/// | `2023-06?`, `2023-06~`, `2023-06%` | uncertain; approximate; both. Also at an end of a range |
///
/// **Doubt.** A date marked `?` or `~` may be wrong by a little: a day by a week, a month by a
/// month, a year by a year, either way. Within that margin every question is answered by
/// [`Overlap::Maybe`], beyond it as if there were no mark. [`When::earliest`], [`When::latest`] and
/// the order of lists go by what is written.
///
/// Sorts by [`When::sort_key`]; dates with the same days by how they are written.
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
    /// The first day of what is written, without the margin of a doubt; `None` for `../2023`.
    pub fn earliest(&self) -> Option<Day> {
        match self.0 {
            Extent::One(start) | Extent::Closed(start, _) | Extent::From(start) => {
                Some(start.period.first)
            }
            Extent::Until(_) => None,
        }
    }

    /// The last day of what is written, without the margin of a doubt; `None` for `2023/..`.
    pub fn latest(&self) -> Option<Day> {
        match self.0 {
            Extent::One(end) | Extent::Closed(_, end) | Extent::Until(end) => {
                Some(end.period.last())
            }
            Extent::From(_) => None,
        }
    }

    /// Whether this date is, or this range covers, the given day.
    ///
    /// - `2023-06-18`: `Always` on that day, else `Never`.
    /// - `2023-06`, `2023` and every doubted date: we do not know which day, so `Maybe` within,
    ///   `Never` outside.
    /// - `2023-06-18/2023-07`: `Always` from 18 June to 1 July, since the range cannot end before;
    ///   `Maybe` in the rest of July; else `Never`.
    pub fn overlaps(&self, day: Day) -> Overlap {
        let (start, end) = self.ends();
        covers(start, end, day)
    }

    /// Whether all of this is over before any of `other` begins, whatever the unknown parts are.
    ///
    /// `2023-05` is before `2023-06-01`; `2023-06` is not before `2023-06-18`, and neither is the
    /// reverse true.
    pub fn certainly_before(&self, other: &When) -> bool {
        self.latest_possible() < other.earliest_possible()
    }

    /// The first day on which it may begin, whatever the unknown parts are.
    pub fn earliest_possible(&self) -> Day {
        self.bounds().earliest
    }

    /// The last day on which it may end, whatever the unknown parts are.
    pub fn latest_possible(&self) -> Day {
        self.bounds().latest
    }

    /// The day, where this is exactly one day and not in doubt.
    pub fn is_exact_day(&self) -> Option<Day> {
        match self.0 {
            Extent::One(Point {
                period: Period { first, unit: Unit::Day },
                doubt: Doubt::NONE,
            }) => Some(first),
            _ => None,
        }
    }

    /// The first and the last day, where both are known to the day and not in doubt.
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

    /// The place in a list by date: the first day, then the last. No start comes first, no end
    /// last.
    pub fn sort_key(&self) -> (Option<Day>, Day) {
        (self.earliest(), self.latest().unwrap_or(Day::LAST))
    }

    /// As a page prints it: `June 2023`, `18–19 June 2023`, `from 2022`, `about June 2023`,
    /// `2023 (uncertain)`.
    pub fn long(&self) -> String {
        match self.0 {
            Extent::One(point) => point.long(),
            Extent::Closed(start, end) => long_range(start, end),
            Extent::From(start) => format!("from {}", start.long()),
            Extent::Until(end) => format!("until {}", end.long()),
        }
    }

    /// As a part of a sentence that says when something is: `on 18 June 2023`, `in June 2023`,
    /// `from 2022`.
    pub fn in_sentence(&self) -> String {
        let unit = match self.0 {
            Extent::One(point) | Extent::Closed(point, _) => point.period.unit,
            Extent::From(_) | Extent::Until(_) => return self.long(),
        };
        [if unit == Unit::Day { "on " } else { "in " }, &self.long()].concat()
    }

    /// The value for HTML's `<time datetime>`: `2023`, `2023-06` or `2023-06-18`, without a mark of
    /// doubt.
    ///
    /// `None` for ranges, which HTML cannot write, and for the year 0000, which HTML does not have.
    pub fn iso(&self) -> Option<String> {
        match self.0 {
            Extent::One(point) if point.period.first.year() > 0 => Some(point.period.to_string()),
            _ => None,
        }
    }

    /// Whether it is one date that is marked as uncertain or approximate.
    pub fn is_doubtful(&self) -> bool {
        matches!(self.0, Extent::One(point) if point.doubt != Doubt::NONE)
    }

    /// As a template gets it.
    pub fn view(&self) -> DateView {
        DateView { text: self.long(), iso: self.iso() }
    }

    /// The days on which it may begin and on which it may end. Those of a single date are the same
    /// days, and so nothing but an exact day is certain of it.
    fn ends(&self) -> (Bounds, Bounds) {
        match self.0 {
            Extent::One(point) => (point.bounds(), point.bounds()),
            Extent::Closed(start, end) => (start.bounds(), end.bounds()),
            Extent::From(start) => (start.bounds(), Bounds::only(Day::LAST)),
            Extent::Until(end) => (Bounds::only(Day::FIRST), end.bounds()),
        }
    }

    /// The days between which all of it lies.
    fn bounds(&self) -> Bounds {
        let (start, end) = self.ends();
        Bounds { earliest: start.earliest, latest: end.latest }
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
        // The second step keeps the order total: `2023` and `2023~` share their days and are not
        // equal.
        self.sort_key().cmp(&other.sort_key()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &When) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for When {
    /// As it is typed: `2023-06-18/2023-06~`. Reading this gives the same date again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Extent::One(point) => write!(f, "{point}"),
            Extent::Closed(start, end) => write!(f, "{start}/{end}"),
            Extent::From(start) => write!(f, "{start}/.."),
            Extent::Until(end) => write!(f, "../{end}"),
        }
    }
}

impl FromStr for When {
    type Err = DateError;

    fn from_str(text: &str) -> Result<When, DateError> {
        let Some((start, end)) = text.split_once('/') else {
            return Point::parse(text, text).map(|point| When(Extent::One(point)));
        };
        let extent = match (start, end) {
            ("", "" | "..") | ("..", "" | "..") => return Err(DateError::new(text, Fault::NoEnds)),
            ("", _) | (_, "") => return Err(DateError::new(text, Fault::EmptyEnd)),
            ("..", end) => Extent::Until(Point::parse(end, text)?),
            (start, "..") => Extent::From(Point::parse(start, text)?),
            (start, end) => closed(Point::parse(start, text)?, Point::parse(end, text)?)?,
        };
        Ok(When(extent))
    }
}

/// A date as a template sees it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct DateView {
    /// What to print: `18 June 2023`.
    pub text: String,
    /// What `<time datetime>` takes, where it can be written there: `2023-06-18`.
    pub iso: Option<String>,
}

/// The end of a tenure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum End {
    /// No `to`: believed current.
    #[default]
    Open,
    /// `to: unknown`: it may have ended on any day from its start.
    Unknown,
    /// The last day of it, or what is known of that day.
    On(When),
}

/// Whether a tenure with these ends covers the day. Both ends are inclusive.
///
/// A date that is not one exact day, a range too, says that the end is *some day* of it: with
/// `from: 2023-06`, `Never` before June, `Maybe` until 29 June, `Always` from the 30th, when every
/// possible start has passed.
///
/// - `to: unknown`: `Maybe` after `from`; `Always` only on the day of `from` itself, where that is
///   exact.
/// - No `from`: the start is unknown, so `Maybe` before `to`, and likewise `Always` on the day of
///   `to` itself.
/// - Neither `from` nor `to`: `Always`; `{office: x}` simply states that they hold it.
///
/// An end before the start covers no day; the finding about it is made elsewhere.
pub fn held(from: Option<&When>, to: &End, day: Day) -> Overlap {
    let start = match (from, to) {
        (Some(from), _) => from.bounds(),
        (None, End::Open) => Bounds::only(Day::FIRST),
        (None, End::Unknown | End::On(_)) => Bounds::ANY,
    };
    covers(start, to.bounds(), day)
}

/// Whether what was so from the beginning still was so on a day.
pub fn lasted(to: &End, day: Day) -> Overlap {
    covers(Bounds::only(Day::FIRST), to.bounds(), day)
}

impl End {
    /// The last day on which the period certainly still lasted; `None` where no day is certain.
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

fn closed(start: Point, end: Point) -> Result<Extent, DateError> {
    let extent = Extent::Closed(start, end);
    // `2023-06-18/2023-06` is in order: only an end that is certainly too early is refused.
    if end.period.last() < start.period.first {
        return Err(DateError::new(&When(extent).to_string(), Fault::Reversed(start, end)));
    }
    Ok(extent)
}

/// A range without saying the same month or year twice; the dash stands free where a side has a
/// space in it.
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
    // “18–19 June”, “May–June 2023”, “2022–2023”; but “2022 – June 2023”, where “2022–June” would
    // read as one.
    let tight =
        !left.contains(' ') && start.period.unit == end.period.unit && end.doubt == Doubt::NONE;
    format!("{left}{}{}", if tight { "–" } else { " – " }, end.long())
}

#[cfg(test)]
mod tests;
