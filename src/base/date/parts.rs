//! The parts of dates: a single date with its precision and doubt, and the days between which it
//! lies.

use std::fmt;

use super::day::Day;

/// The answer to a question about dates that may not be known exactly.
///
/// Ordered by certainty, so that `max` gives the best answer of several tenures. Nothing is
/// reported because of a `Maybe`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Overlap {
    /// Certainly not.
    Never,
    /// The answer depends on a part of the date that is not known.
    Maybe,
    /// Certainly.
    Always,
}

/// A single date (a year, a month or a day) with its mark of doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Point {
    pub(super) period: Period,
    pub(super) doubt: Doubt,
}

impl Point {
    /// The days between which the date lies: the period, extended by the margin of doubt.
    pub(super) fn bounds(self) -> Bounds {
        let (first, last) = (self.period.first, self.period.last());
        let (earliest, latest) = match (self.doubt, self.period.unit) {
            (Doubt::NONE, _) => (first, last),
            (_, Unit::Day) => (first.plus(-7), last.plus(7)),
            (_, Unit::Month) => {
                (Day(first.pred().0.first_of_month()), Day(last.succ().0.last_of_month()))
            }
            (_, Unit::Year) => {
                (Day(first.pred().0.first_of_year()), Day(last.succ().0.last_of_year()))
            }
        };
        Bounds { earliest, latest }
    }

    pub(super) fn long(self) -> String {
        if self.doubt == Doubt::NONE {
            return self.period.long();
        }
        let about = if self.doubt.approximate { "about " } else { "" };
        let uncertain = if self.doubt.uncertain { " (uncertain)" } else { "" };
        format!("{about}{}{uncertain}", self.period.long())
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.period, self.doubt.mark())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Doubt {
    pub(super) uncertain: bool,
    pub(super) approximate: bool,
}

impl Doubt {
    pub(super) const NONE: Doubt = Doubt { uncertain: false, approximate: false };

    pub(super) fn strip(text: &str) -> (&str, Doubt) {
        text.strip_suffix(['?', '~', '%'])
            .map_or((text, Doubt::NONE), |date| (date, Doubt::marked(&text[date.len()..])))
    }

    /// The doubt that is expressed by marks anywhere in a text.
    pub(super) fn marked(text: &str) -> Doubt {
        Doubt { uncertain: text.contains(['?', '%']), approximate: text.contains(['~', '%']) }
    }

    pub(super) fn mark(self) -> &'static str {
        match (self.uncertain, self.approximate) {
            (false, false) => "",
            (true, false) => "?",
            (false, true) => "~",
            (true, true) => "%",
        }
    }
}

/// A year, a month or a day of the calendar. It is stored as its first day, so that every value is
/// valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Period {
    pub(super) first: Day,
    pub(super) unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Unit {
    Year,
    Month,
    Day,
}

impl Period {
    pub(super) fn last(self) -> Day {
        match self.unit {
            Unit::Year => Day(self.first.0.last_of_year()),
            Unit::Month => Day(self.first.0.last_of_month()),
            Unit::Day => self.first,
        }
    }

    pub(super) fn long(self) -> String {
        match self.unit {
            Unit::Year => self.first.year().to_string(),
            Unit::Month => format!("{} {}", self.first.month_name(), self.first.year()),
            Unit::Day => self.first.long(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            Unit::Year => write!(f, "{:04}", self.first.year()),
            Unit::Month => write!(f, "{:04}-{:02}", self.first.year(), self.first.month()),
            Unit::Day => self.first.fmt(f),
        }
    }
}

/// The first and the last day that an unknown day can be.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) earliest: Day,
    pub(super) latest: Day,
}

impl Bounds {
    pub(super) const ANY: Bounds = Bounds { earliest: Day::FIRST, latest: Day::LAST };

    pub(super) fn only(day: Day) -> Bounds {
        Bounds { earliest: day, latest: day }
    }
}

/// Whether a day lies between a start and an end, of which only the bounds are known.
pub(super) fn covers(start: Bounds, end: Bounds, day: Day) -> Overlap {
    // A period cannot end before it starts, which narrows the bounds: `2023-06-18/2023-06`
    // certainly covers 18 June, although its end may be any day of June.
    let certain_from = start.latest.min(end.latest);
    let certain_until = end.earliest.max(start.earliest);
    if day < start.earliest || day > end.latest {
        Overlap::Never
    } else if certain_from <= day && day <= certain_until {
        Overlap::Always
    } else {
        Overlap::Maybe
    }
}
