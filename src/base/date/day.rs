//! A day of the calendar.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

#[rustfmt::skip] // A name a line would push everything else off the first screen.
pub(super) const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
];

/// A day of the Gregorian calendar, from 0000-01-01 to 9999-12-31: a year always has four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub(super) Date);

impl Day {
    pub(super) const FIRST: Day = Day(Date::constant(0, 1, 1));
    pub(super) const LAST: Day = Day(Date::MAX);

    /// 1 January 1970.
    pub const EPOCH: Day = Day(Date::constant(1970, 1, 1));

    /// The day with this year (0 to 9999), month and day of the month (both from 1); `None` if the
    /// calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day).filter(|day| *day >= Day::FIRST)
    }

    /// The year, 0 to 9999.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The next day; 9999-12-31 has none and returns itself.
    #[must_use]
    pub fn succ(self) -> Day {
        self.plus(1)
    }

    /// The previous day; 0000-01-01 has none and returns itself.
    #[must_use]
    pub fn pred(self) -> Day {
        self.plus(-1)
    }

    /// The number of days from this day to `other`: 1 for the next day, negative for earlier days.
    pub fn days_until(self, other: Day) -> i64 {
        self.0.duration_until(other.0).as_hours() / 24
    }

    /// The day in words: `18 June 2023`.
    pub fn long(self) -> String {
        format!("{} {} {}", self.day(), self.month_name(), self.year())
    }

    /// The day in words, with the year only if it is not `year`: `18 June` or `18 June 2023`.
    pub fn long_in(self, year: i16) -> String {
        match self.year() == year {
            true => format!("{} {}", self.day(), self.month_name()),
            false => self.long(),
        }
    }

    pub(super) fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days.days())).max(Day::FIRST)
    }

    pub(super) fn month_name(self) -> &'static str {
        MONTHS[usize::from(self.month().unsigned_abs()) - 1]
    }
}

impl fmt::Display for Day {
    /// ISO 8601: `2023-06-18`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
