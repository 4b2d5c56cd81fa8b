//! Dates as a writer knows them: a day, a month, a year, a range, with or without doubt.
//!
//! Reads and prints the useful part of EDTF level 1 and answers questions about such dates without ever
//! claiming more than was written. Must not know what a date is for (a brief, a tenure, an event), where
//! it stood in a file, or what day it is today: the clock is an argument.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

#[rustfmt::skip] // A name a line would push everything else off the first screen.
const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
];

/// One day of the calendar, from 0000-01-01 to 9999-12-31, so that four digits always hold the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    const FIRST: Day = Day(Date::constant(0, 1, 1));
    const LAST: Day = Day(Date::MAX);

    /// 1 January 1970.
    pub const EPOCH: Day = Day(Date::constant(1970, 1, 1));

    /// The day with this year (0 to 9999), month and day of the month (both from 1); `None` where there is none.
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

    /// The day after; 9999-12-31 stays where it is.
    #[must_use]
    pub fn succ(self) -> Day {
        self.plus(1)
    }

    /// The day before; 0000-01-01 stays where it is.
    #[must_use]
    pub fn pred(self) -> Day {
        self.plus(-1)
    }

    /// How many days `other` is after this day: 1 for tomorrow, negative for an earlier day.
    pub fn days_until(self, other: Day) -> i64 {
        self.0.duration_until(other.0).as_hours() / 24
    }

    /// As a page prints it: `18 June 2023`.
    pub fn long(self) -> String {
        let written = Written::of(self);
        [short(written.day()), " ", self.month_name(), " ", short(written.year())].concat()
    }

    /// As a template gets it.
    pub fn view(self) -> DateView {
        When::from(self).view()
    }

    fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days.days())).max(Day::FIRST)
    }

    fn month_name(self) -> &'static str {
        MONTHS[usize::from(self.month().unsigned_abs()) - 1]
    }
}

impl fmt::Display for Day {
    /// ISO 8601: `2023-06-18`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Written::of(*self).whole())
    }
}

/// A day in the form of ISO 8601: `2023-06-18`. Pages have so many dates that formatting each number took a fiftieth of a
/// build.
struct Written([u8; 10]);

impl Written {
    fn of(day: Day) -> Written {
        let digit = |number: u16, unit: u16| b'0' + u8::try_from(number / unit % 10).unwrap_or_default();
        let year = day.year().unsigned_abs();
        let [month, day] = [day.month(), day.day()].map(|number| number.unsigned_abs().into());
        Written([
            digit(year, 1000),
            digit(year, 100),
            digit(year, 10),
            digit(year, 1),
            b'-',
            digit(month, 10),
            digit(month, 1),
            b'-',
            digit(day, 10),
            digit(day, 1),
        ])
    }

    fn whole(&self) -> &str {
        // All of it is ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    fn year(&self) -> &str {
        &self.whole()[..4]
    }

    fn year_and_month(&self) -> &str {
        &self.whole()[..7]
    }

    fn day(&self) -> &str {
        &self.whole()[8..]
    }
}

/// A number without the zeros before it.
fn short(number: &str) -> &str {
    let zeros = number.bytes().take_while(|digit| *digit == b'0').count();
    &number[zeros.min(number.len() - 1)..]
}

impl FromStr for Day {
    type Err = DateError;

    /// Reads `YYYY-MM-DD` and nothing else; a month, a range or a doubted day is an error.
    fn from_str(text: &str) -> Result<Day, DateError> {
        text.parse::<When>()?.is_exact_day().ok_or_else(|| DateError::new(text, Fault::NotOneDay))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

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
/// | `2023-06?`, `2023-06~`, `2023-06%` | uncertain; approximate; both. On either end of a range, too |
///
/// **Doubt.** A date marked `?` or `~` may be wrong by a little: a day by a week, a month by a month, a year by
/// a year, either way. Within that margin every question is answered by [`Overlap::Maybe`], beyond it as if
/// there were no mark. [`When::earliest`], [`When::latest`] and the order of lists go by what is written.
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
            Extent::One(start) | Extent::Closed(start, _) | Extent::From(start) => Some(start.period.first),
            Extent::Until(_) => None,
        }
    }

    /// The last day of what is written, without the margin of a doubt; `None` for `2023/..`.
    pub fn latest(&self) -> Option<Day> {
        match self.0 {
            Extent::One(end) | Extent::Closed(_, end) | Extent::Until(end) => Some(end.period.last()),
            Extent::From(_) => None,
        }
    }

    /// Whether this date is, or this range covers, the given day.
    ///
    /// - `2023-06-18`: `Always` on that day, else `Never`.
    /// - `2023-06`, `2023` and every doubted date: we do not know which day, so `Maybe` within, `Never` outside.
    /// - `2023-06-18/2023-07`: `Always` from 18 June to 1 July, since the range cannot end before; `Maybe` in the
    ///   rest of July; else `Never`.
    pub fn overlaps(&self, day: Day) -> Overlap {
        let (start, end) = self.ends();
        covers(start, end, day)
    }

    /// Whether all of this is over before any of `other` begins, whatever the unknown parts are.
    ///
    /// `2023-05` is before `2023-06-01`; `2023-06` is not before `2023-06-18`, and neither is the reverse true.
    pub fn certainly_before(&self, other: &When) -> bool {
        self.bounds().latest < other.bounds().earliest
    }

    /// The day, where this is exactly one day and not in doubt.
    pub fn is_exact_day(&self) -> Option<Day> {
        match self.0 {
            Extent::One(Point { period: Period { first, unit: Unit::Day }, doubt: Doubt::NONE }) => Some(first),
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

    /// The place in a list by date: the first day, then the last. No start comes first, no end last.
    pub fn sort_key(&self) -> (Option<Day>, Day) {
        (self.earliest(), self.latest().unwrap_or(Day::LAST))
    }

    /// As a page prints it: `June 2023`, `18–19 June 2023`, `from 2022`, `about June 2023`, `2023 (uncertain)`.
    pub fn long(&self) -> String {
        match self.0 {
            Extent::One(point) => point.long(),
            Extent::Closed(start, end) => long_range(start, end),
            Extent::From(start) => format!("from {}", start.long()),
            Extent::Until(end) => format!("until {}", end.long()),
        }
    }

    /// The value for HTML's `<time datetime>`: `2023`, `2023-06` or `2023-06-18`, without a mark of doubt.
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

    /// The days on which it may begin and on which it may end. Those of a single date are the same days, and
    /// so nothing but an exact day is certain of it.
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
        When(Extent::One(Point { period: Period { first: day, unit: Unit::Day }, doubt: Doubt::NONE }))
    }
}

impl Ord for When {
    fn cmp(&self, other: &When) -> Ordering {
        // The second step keeps the order total: `2023` and `2023~` share their days and are not equal.
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
/// A date that is not one exact day, a range too, says that the end is *some day* of it: with `from: 2023-06`,
/// `Never` before June, `Maybe` until 29 June, `Always` from the 30th, when every possible start has passed.
///
/// - `to: unknown`: `Maybe` after `from`; `Always` only on the day of `from` itself, where that is exact.
/// - No `from`: the start is unknown, so `Maybe` before `to`, and likewise `Always` on the day of `to` itself.
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
    fn bounds(&self) -> Bounds {
        match self {
            End::Open => Bounds::only(Day::LAST),
            End::Unknown => Bounds::ANY,
            End::On(when) => when.bounds(),
        }
    }
}

/// Why a text is not a date: [`Display`](fmt::Display) states the fact, [`DateError::help`] says what to type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    typed: String,
    fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    /// Not written in any of the forms.
    Form,
    /// A month other than 01 to 12.
    NoMonth,
    /// A day that the month, given by its first day, does not have.
    NoDay(Day),
    /// A range with nothing before or after its `/`.
    EmptyEnd,
    /// A range that begins and ends nowhere.
    NoEnds,
    /// A range whose second date lies before its first.
    Reversed(Point, Point),
    /// A date, but not one day, where one day is needed.
    NotOneDay,
}

impl DateError {
    fn new(typed: &str, fault: Fault) -> DateError {
        DateError { typed: shown(typed), fault }
    }

    /// What to type instead, or what is true of the calendar: ``write `2023-06-18` ``, `February 2023 has 28 days`.
    pub fn help(&self) -> String {
        match &self.fault {
            Fault::Form => match meant(&self.typed) {
                Some(date) => format!("write `{date}`"),
                None => "write `2023`, `2023-06`, `2023-06-18` or a range such as `2023-06-18/2023-06-19`".into(),
            },
            Fault::NoMonth => "the month goes from 01 to 12".into(),
            Fault::NoDay(month) => {
                format!("{} {} has {} days", month.month_name(), month.year(), month.0.days_in_month())
            }
            Fault::EmptyEnd => "write `..` for an open end, as in `2023-06/..`".into(),
            Fault::NoEnds => "write the end that is known, as in `2023-06/..` or `../2023-06`".into(),
            Fault::Reversed(start, end) => format!("write the earlier date first: `{end}/{start}`"),
            Fault::NotOneDay => "write year, month and day, as in `2023-06-18`".into(),
        }
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = &self.typed;
        match self.fault {
            Fault::Form if typed.is_empty() => write!(f, "the date is empty"),
            Fault::Form => write!(f, "`{typed}` is not a date in a form that can be read"),
            Fault::NoMonth => write!(f, "`{typed}` names a month that does not exist"),
            Fault::NoDay(_) => write!(f, "`{typed}` names a day that does not exist"),
            Fault::EmptyEnd => write!(f, "the range `{typed}` leaves one end empty"),
            Fault::NoEnds => write!(f, "the range `{typed}` has neither start nor end"),
            Fault::Reversed(..) => write!(f, "the range `{typed}` ends before it starts"),
            Fault::NotOneDay => write!(f, "`{typed}` is not one exact day"),
        }
    }
}

impl Error for DateError {}

/// One written date: a year, a month or a day, and how far it is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Point {
    period: Period,
    doubt: Doubt,
}

impl Point {
    /// Reads one end of `whole`, or all of it; where the form is wrong the error shows the whole, since
    /// `2023/06` is no range with a bad end but a month written with a slash.
    fn parse(text: &str, whole: &str) -> Result<Point, DateError> {
        let (date, doubt) = Doubt::strip(text);
        Ok(Point { period: Period::parse(date, whole)?, doubt })
    }

    /// The days on which it may be: the period, with its neighbours where it is in doubt.
    fn bounds(self) -> Bounds {
        let (first, last) = (self.period.first, self.period.last());
        let (earliest, latest) = match (self.doubt, self.period.unit) {
            (Doubt::NONE, _) => (first, last),
            (_, Unit::Day) => (first.plus(-7), last.plus(7)),
            (_, Unit::Month) => (Day(first.pred().0.first_of_month()), Day(last.succ().0.last_of_month())),
            (_, Unit::Year) => (Day(first.pred().0.first_of_year()), Day(last.succ().0.last_of_year())),
        };
        Bounds { earliest, latest }
    }

    fn long(self) -> String {
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
struct Doubt {
    uncertain: bool,
    approximate: bool,
}

impl Doubt {
    const NONE: Doubt = Doubt { uncertain: false, approximate: false };

    fn strip(text: &str) -> (&str, Doubt) {
        text.strip_suffix(['?', '~', '%'])
            .map_or((text, Doubt::NONE), |date| (date, Doubt::marked(&text[date.len()..])))
    }

    /// The doubt that the marks anywhere in a text express.
    fn marked(text: &str) -> Doubt {
        Doubt { uncertain: text.contains(['?', '%']), approximate: text.contains(['~', '%']) }
    }

    fn mark(self) -> &'static str {
        match (self.uncertain, self.approximate) {
            (false, false) => "",
            (true, false) => "?",
            (false, true) => "~",
            (true, true) => "%",
        }
    }
}

/// A whole year, month or day of the calendar. Kept by its first day, so that no impossible one can be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Period {
    first: Day,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Unit {
    Year,
    Month,
    Day,
}

impl Period {
    fn parse(text: &str, whole: &str) -> Result<Period, DateError> {
        let parts: Vec<&str> = text.split('-').collect();
        let form = match *parts {
            [year] => digits(year, 4).map(|year| (Unit::Year, year, 1, 1)),
            [year, month] => digits(year, 4).zip(digits(month, 2)).map(|(y, m)| (Unit::Month, y, m, 1)),
            [year, month, day] => {
                digits(year, 4).zip(digits(month, 2).zip(digits(day, 2))).map(|(y, (m, d))| (Unit::Day, y, m, d))
            }
            _ => None,
        };
        let (unit, year, month, day) = form.ok_or_else(|| DateError::new(whole, Fault::Form))?;
        let first_of_month = Day::new(year, month, 1).ok_or_else(|| DateError::new(text, Fault::NoMonth))?;
        let first = Day::new(year, month, day).ok_or_else(|| DateError::new(text, Fault::NoDay(first_of_month)))?;
        Ok(Period { first, unit })
    }

    fn last(self) -> Day {
        match self.unit {
            Unit::Year => Day(self.first.0.last_of_year()),
            Unit::Month => Day(self.first.0.last_of_month()),
            Unit::Day => self.first,
        }
    }

    fn long(self) -> String {
        match self.unit {
            Unit::Year => short(Written::of(self.first).year()).to_owned(),
            Unit::Month => [self.first.month_name(), " ", short(Written::of(self.first).year())].concat(),
            Unit::Day => self.first.long(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = Written::of(self.first);
        f.write_str(match self.unit {
            Unit::Year => first.year(),
            Unit::Month => first.year_and_month(),
            Unit::Day => first.whole(),
        })
    }
}

/// Exactly `width` ASCII digits; `str::parse` alone would take `+6` for a month.
fn digits<T: FromStr>(text: &str, width: usize) -> Option<T> {
    let well_formed = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    well_formed.then(|| text.parse().ok())?
}

/// The days between which one unknown day lies, both inclusive.
#[derive(Clone, Copy)]
struct Bounds {
    earliest: Day,
    latest: Day,
}

impl Bounds {
    const ANY: Bounds = Bounds { earliest: Day::FIRST, latest: Day::LAST };

    fn only(day: Day) -> Bounds {
        Bounds { earliest: day, latest: day }
    }
}

/// Whether a day lies between a start and an end of which only bounds are known.
fn covers(start: Bounds, end: Bounds, day: Day) -> Overlap {
    // What has started ends no earlier than it starts, which narrows the bounds: `2023-06-18/2023-06`
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

fn closed(start: Point, end: Point) -> Result<Extent, DateError> {
    let extent = Extent::Closed(start, end);
    // `2023-06-18/2023-06` is in order: only an end that is certainly too early is refused.
    if end.period.last() < start.period.first {
        return Err(DateError::new(&When(extent).to_string(), Fault::Reversed(start, end)));
    }
    Ok(extent)
}

/// A range without saying the same month or year twice; the dash stands free where a side has a space in it.
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
    // “18–19 June”, “May–June 2023”, “2022–2023”; but “2022 – June 2023”, where “2022–June” would read as one.
    let tight = !left.contains(' ') && start.period.unit == end.period.unit && end.doubt == Doubt::NONE;
    format!("{left}{}{}", if tight { "–" } else { " – " }, end.long())
}

/// The start of what was typed, fit to stand in a one-line message.
fn shown(typed: &str) -> String {
    const LONGEST: usize = 60;
    let mut text: String = typed.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if typed.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    text
}

/// The date that somebody who typed another form most likely meant; rather `None` than a bad guess.
fn meant(text: &str) -> Option<When> {
    // What `shown` has cut ends in an ellipsis: who knows what came after it.
    let text = Some(text).filter(|text| text.is_ascii()).and_then(without_clock)?;
    let (mut numbers, mut month) = (Vec::new(), None);
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !matches!(*word, "" | "of")) {
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

/// `2023-06-18` of `2023-06-18T10:00`; `None` where more than a time of day follows.
fn without_clock(text: &str) -> Option<&str> {
    let Some((before, clock)) = text.split_once(':') else { return Some(text) };
    let only_clock = clock.bytes().all(|b| b.is_ascii_alphanumeric() || b":.+-".contains(&b));
    let date = before.trim_end_matches(|c: char| c.is_ascii_digit());
    (only_clock && date.ends_with(['T', 't', ' '])).then(|| date.trim_end_matches(['T', 't']))
}

/// Tells year, month and day apart; a year has four digits. `6/7/2023` is two days, so it is none.
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

/// The number of `18` or `18th`.
fn number(word: &str) -> Option<u32> {
    let ordinal = ["st", "nd", "rd", "th"].into_iter().find_map(|ending| word.strip_suffix(ending));
    ordinal.unwrap_or(word).parse().ok()
}

/// The month of `June`, `jun` or `Sept`, from 1.
fn month_number(word: &str) -> Option<u32> {
    let begins = |month: &str| month.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let (number, _) = (1..).zip(MONTHS).find(|(_, month)| word.len() >= 3 && begins(month))?;
    Some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn when(text: &str) -> When {
        text.parse().unwrap_or_else(|error: DateError| panic!("{error}: {}", error.help()))
    }

    #[test]
    fn what_is_written_canonically_reads_back_and_prints_for_people() {
        for (text, long, iso) in [
            ("2023", "2023", Some("2023")),
            ("2023-06", "June 2023", Some("2023-06")),
            ("2023-06-18", "18 June 2023", Some("2023-06-18")),
            ("2024-02-29", "29 February 2024", Some("2024-02-29")),
            ("2023-06?", "June 2023 (uncertain)", Some("2023-06")),
            ("2023-06~", "about June 2023", Some("2023-06")),
            ("2023%", "about 2023 (uncertain)", Some("2023")),
            ("0476-09-04", "4 September 476", Some("0476-09-04")),
            ("0000", "0", None),
            ("2023-06-18/2023-06-19", "18–19 June 2023", None),
            ("2023-06-28/2023-07-02", "28 June – 2 July 2023", None),
            ("2022-12-28/2023-01-02", "28 December 2022 – 2 January 2023", None),
            ("2023-05/2023-06", "May–June 2023", None),
            ("2022-05/2023-06", "May 2022 – June 2023", None),
            ("2022/2023", "2022–2023", None),
            ("2022/2023-06", "2022 – June 2023", None),
            ("2023-06/2023-07-02", "June 2023 – 2 July 2023", None),
            ("2022~/2023", "about 2022 – 2023", None),
            ("2022/2023?", "2022 – 2023 (uncertain)", None),
            ("2023-06-18~/2023-06-19", "about 18 June 2023 – 19 June 2023", None),
            ("2023-06-18/2023-06-18", "18 June 2023", None),
            ("2023-06-18/2023-06", "18 June 2023 – June 2023", None),
            ("2023-06/..", "from June 2023", None),
            ("../2023-06", "until June 2023", None),
            ("2023-06~/..", "from about June 2023", None),
        ] {
            let date = when(text);
            assert_eq!((date.to_string().as_str(), date.long().as_str()), (text, long));
            assert_eq!(date.view(), DateView { text: long.into(), iso: iso.map(String::from) }, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_told_what_to_type() {
        let forms = "write `2023`, `2023-06`, `2023-06-18` or a range such as `2023-06-18/2023-06-19`";
        for (text, message, help) in [
            ("2023-02-30", "`2023-02-30` names a day that does not exist", "February 2023 has 28 days"),
            ("2024-02-30~", "`2024-02-30` names a day that does not exist", "February 2024 has 29 days"),
            ("2023/2023-06-00", "`2023-06-00` names a day that does not exist", "June 2023 has 30 days"),
            ("2023-13", "`2023-13` names a month that does not exist", "the month goes from 01 to 12"),
            ("2023-00-10", "`2023-00-10` names a month that does not exist", "the month goes from 01 to 12"),
            (
                "2023-07/2023-06",
                "the range `2023-07/2023-06` ends before it starts",
                "write the earlier date first: `2023-06/2023-07`",
            ),
            ("2023/", "the range `2023/` leaves one end empty", "write `..` for an open end, as in `2023-06/..`"),
            ("/2023", "the range `/2023` leaves one end empty", "write `..` for an open end, as in `2023-06/..`"),
            (
                "../..",
                "the range `../..` has neither start nor end",
                "write the end that is known, as in `2023-06/..` or `../2023-06`",
            ),
            ("", "the date is empty", forms),
            ("soon\n", "`soon ` is not a date in a form that can be read", forms),
        ] {
            let error = text.parse::<When>().unwrap_err();
            assert_eq!((error.to_string().as_str(), error.help().as_str()), (message, help), "{text}");
        }
    }

    #[test]
    fn other_ways_to_write_a_date_are_recognised_and_refused() {
        for (text, meant) in [
            ("18 June 2023", "2023-06-18"),
            ("2023-6-18", "2023-06-18"),
            ("2023-06-18T10:00", "2023-06-18"),
            ("2023-06-18T10:00:00.000+02:00", "2023-06-18"),
            ("2023-06-18 10:00", "2023-06-18"),
            ("18 June 2023, 10:00", "2023-06-18"),
            ("18th of June, 2023", "2023-06-18"),
            ("June 18, 2023", "2023-06-18"),
            ("jun 2023", "2023-06"),
            ("Sept. 2023?", "2023-09?"),
            ("20230618", "2023-06-18"),
            ("2023/06/18", "2023-06-18"),
            ("2023/06", "2023-06"),
            ("06/2023", "2023-06"),
            ("18.06.2023", "2023-06-18"),
            ("06/18/2023", "2023-06-18"),
            (" 2023-06-18 ", "2023-06-18"),
            ("~2023", "2023~"),
            ("2023-06?~", "2023-06%"),
            ("June 2023%", "2023-06%"),
        ] {
            let error = text.parse::<When>().unwrap_err();
            assert_eq!(error.help(), format!("write `{meant}`"), "{text}");
        }
    }

    #[test]
    fn no_date_is_guessed_where_two_could_be_meant() {
        let long = format!("2023-06-18 {}", "and so on ".repeat(20));
        for text in [
            "06/07/2023",
            "18/06/23",
            "June",
            "18 June",
            "June or July 2023",
            "2023-06-18/2023-06-19/2023",
            "２０２３",
            "12345",
            "31 June 2023",
            "since 2023",
            "2023-06-18:10",
            "2022–2023",
            "2022..2023",
            "18–19 June 2023",
            "18 June 2023 to 19 June 2023",
            "2023-06-18T10:00/2023-06-19T10:00",
            &long,
        ] {
            let error = text.parse::<When>().unwrap_err();
            let guess = error.help();
            assert!(guess.starts_with("write `2023`,"), "{text}: {guess}");
            assert!(error.to_string().chars().count() < 120, "{error}");
        }
    }

    #[test]
    fn a_day_is_read_in_one_form_only() {
        assert_eq!(day("2023-06-18"), Day::new(2023, 6, 18).unwrap());
        for text in [
            "2023-06",
            "2023-06-18?",
            "2023-06-18/2023-06-18",
            "2023-06-18T00:00",
            "+002023-06-18",
            "-2023-06-18",
            "20230618",
            "2023-W24-7",
            "2023-06-18[UTC]",
            "2023-06-+8",
            " 2023-06-18",
        ] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
        let error = "2023-06".parse::<Day>().unwrap_err();
        assert_eq!(error.to_string(), "`2023-06` is not one exact day");
        assert_eq!(error.help(), "write year, month and day, as in `2023-06-18`");
    }

    #[test]
    fn days_are_counted_across_months_and_stop_at_the_ends_of_the_calendar() {
        assert_eq!(day("2024-02-28").succ(), day("2024-02-29"));
        assert_eq!(day("2023-01-01").pred(), day("2022-12-31"));
        assert_eq!(day("9999-12-31").succ(), day("9999-12-31"));
        assert_eq!(day("0000-01-01").pred(), day("0000-01-01"));
        assert_eq!(day("2023-06-18").days_until(day("2024-06-18")), 366);
        assert_eq!(day("2023-06-18").days_until(day("2023-06-17")), -1);
        assert_eq!(day("0000-01-01").days_until(day("9999-12-31")), 3_652_424);
        assert_eq!((Day::new(2023, 2, 29), Day::new(-1, 1, 1), Day::new(2023, 13, 1)), (None, None, None));
        assert_eq!((day("2023-06-18").year(), day("2023-06-18").month(), day("2023-06-18").day()), (2023, 6, 18));
    }

    #[test]
    fn a_date_overlaps_a_day_as_surely_as_it_is_known() {
        use Overlap::{Always, Maybe, Never};
        for (text, on, expected) in [
            ("2023-06-18", "2023-06-18", Always),
            ("2023-06-18", "2023-06-19", Never),
            ("2023-06", "2023-06-01", Maybe),
            ("2023-06", "2023-06-30", Maybe),
            ("2023-06", "2023-07-01", Never),
            ("2023", "2023-12-31", Maybe),
            ("2023", "2022-12-31", Never),
            ("2023-06-18/2023-06-19", "2023-06-17", Never),
            ("2023-06-18/2023-06-19", "2023-06-18", Always),
            ("2023-06-18/2023-06-19", "2023-06-19", Always),
            ("2023-06-18/2023-06-19", "2023-06-20", Never),
            ("2023-06-18/2023-07", "2023-07-01", Always),
            ("2023-06-18/2023-07", "2023-07-02", Maybe),
            ("2023-06-18/2023-07", "2023-07-31", Maybe),
            ("2023-06-18/2023-07", "2023-08-01", Never),
            ("2023-06-18/2023-06", "2023-06-18", Always),
            ("2023-06-18/2023-06", "2023-06-19", Maybe),
            ("2021/2023", "2021-06-01", Maybe),
            ("2021/2023", "2022-06-01", Always),
            ("2023-06/..", "2023-05-31", Never),
            ("2023-06/..", "2023-06-15", Maybe),
            ("2023-06/..", "2023-07-01", Always),
            ("../2023-06", "0000-01-01", Always),
            ("../2023-06", "2023-06-15", Maybe),
            ("../2023-06", "2023-07-01", Never),
            ("2023-06-18~", "2023-06-18", Maybe),
            ("2023-06-18~", "2023-06-25", Maybe),
            ("2023-06-18~", "2023-06-26", Never),
            ("2023-06?", "2023-05-01", Maybe),
            ("2023-06?", "2023-07-31", Maybe),
            ("2023-06?", "2023-04-30", Never),
            ("2023%", "2024-12-31", Maybe),
            ("2023%", "2025-01-01", Never),
            ("2023-06-18?/2023-07-18", "2023-06-24", Maybe),
            ("2023-06-18?/2023-07-18", "2023-06-25", Always),
        ] {
            assert_eq!(when(text).overlaps(day(on)), expected, "{text} on {on}");
        }
    }

    #[test]
    fn a_date_is_before_another_only_where_no_unknown_part_could_change_it() {
        for (earlier, later, expected) in [
            ("2023-06-18", "2023-06-19", true),
            ("2023-06-18", "2023-06-18", false),
            ("2023-05", "2023-06-01", true),
            ("2023-06", "2023-06-18", false),
            ("2023-06-18", "2023-06", false),
            ("2022", "2023/..", true),
            ("2022/..", "2023", false),
            ("../2022", "2023", true),
            ("2022", "../2023", false),
            ("2023-06-18", "2023-06-25~", false),
            ("2023-06-18", "2023-06-26~", true),
        ] {
            assert_eq!(when(earlier).certainly_before(&when(later)), expected, "{earlier} before {later}");
        }
    }

    #[test]
    fn a_list_is_sorted_by_first_day_then_last_day_then_spelling() {
        let sorted =
            ["../2022", "0000", "2022", "2023-01-01", "2023-01-01/2023-02", "2023", "2023~", "2023/..", "2023-01-02"];
        let mut dates: Vec<When> = sorted.iter().rev().map(|text| when(text)).collect();
        dates.sort();
        assert_eq!(dates.iter().map(When::to_string).collect::<Vec<_>>(), sorted);
    }

    #[test]
    fn a_tenure_covers_a_day_as_surely_as_its_ends_are_known() {
        use Overlap::{Always, Maybe, Never};
        for (from, to, on, expected) in [
            ("2022-12-30", "2023-07-25", "2022-12-29", Never),
            ("2022-12-30", "2023-07-25", "2022-12-30", Always),
            ("2022-12-30", "2023-07-25", "2023-06-18", Always),
            ("2022-12-30", "2023-07-25", "2023-07-25", Always),
            ("2022-12-30", "2023-07-25", "2023-07-26", Never),
            ("2023-07-25", "", "2023-07-25", Always),
            ("2023-07-25", "", "9999-12-31", Always),
            ("2023-06", "", "2023-05-31", Never),
            ("2023-06", "", "2023-06-01", Maybe),
            ("2023-06", "", "2023-06-29", Maybe),
            ("2023-06", "", "2023-06-30", Always),
            ("2023-06", "2024", "2023-12-31", Always),
            ("2023-06", "2024", "2024-01-02", Maybe),
            ("2023-06", "2024", "2025-01-01", Never),
            ("2022/2023", "", "2023-06-18", Maybe),
            ("2022-12-30", "unknown", "2022-12-29", Never),
            ("2022-12-30", "unknown", "2022-12-30", Always),
            ("2022-12-30", "unknown", "2022-12-31", Maybe),
            ("2022-12", "unknown", "2022-12-31", Maybe),
            ("", "2023-07-25", "0001-01-01", Maybe),
            ("", "2023-07-25", "2023-07-24", Maybe),
            ("", "2023-07-25", "2023-07-25", Always),
            ("", "2023-07-25", "2023-07-26", Never),
            ("", "2023-07", "2023-07-01", Maybe),
            ("", "unknown", "2023-06-18", Maybe),
            ("", "", "2023-06-18", Always),
            ("2023-07-25", "2022-12-30", "2023-01-01", Never),
            ("2023-07-25", "2022-12-30", "2023-07-25", Never),
        ] {
            let start = (!from.is_empty()).then(|| when(from));
            let end = match to {
                "" => End::Open,
                "unknown" => End::Unknown,
                date => End::On(when(date)),
            };
            assert_eq!(held(start.as_ref(), &end, day(on)), expected, "{from} to {to} on {on}");
        }
    }

    fn point() -> impl Strategy<Value = String> {
        let part = "(20[0-2][0-9]|0000|9999)(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?[?~%]?";
        proptest::string::string_regex(part).unwrap()
    }

    fn any_when() -> impl Strategy<Value = When> {
        prop_oneof![
            point(),
            (point(), point()).prop_map(|(a, b)| format!("{a}/{b}")),
            point().prop_map(|a| format!("{a}/..")),
            point().prop_map(|b| format!("../{b}")),
        ]
        .prop_filter_map("reversed", |text| text.parse().ok())
    }

    fn any_day() -> impl Strategy<Value = Day> {
        (-20i32..11_000).prop_map(|n| Day::new(2000, 1, 1).unwrap().plus(n))
    }

    /// Every choice of a start and an end, compared one by one.
    fn covers_by_trying_all(start: Bounds, end: Bounds, on: Day) -> Overlap {
        let days = |b: Bounds| std::iter::successors(Some(b.earliest), move |d| (*d < b.latest).then(|| d.succ()));
        let tries: Vec<bool> =
            days(start).flat_map(|s| days(end).filter(move |e| s <= *e).map(move |e| s <= on && on <= e)).collect();
        match (tries.contains(&true), tries.contains(&false)) {
            (true, false) => Overlap::Always,
            (true, true) => Overlap::Maybe,
            (false, _) => Overlap::Never,
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in ".*") {
            if let Err(error) = text.parse::<When>() {
                prop_assert!(!error.to_string().is_empty() && !error.help().is_empty());
            }
            let _ = text.parse::<Day>();
        }

        #[test]
        fn near_dates_never_panic_and_every_suggestion_can_be_read(text in "[0-9]{0,4}[-/.: T]?(June|may)?[-0-9?~%/. –:T]{0,12}") {
            if let Err(error) = text.parse::<When>()
                && let Some(meant) = meant(&error.typed)
            {
                prop_assert_eq!(meant.to_string().parse(), Ok(meant));
            }
        }

        #[test]
        fn a_date_reads_back_as_it_prints(date in any_when()) {
            prop_assert_eq!(date.to_string().parse(), Ok(date));
        }

        #[test]
        fn a_day_reads_back_as_it_prints(day in any_day()) {
            prop_assert_eq!(day.to_string().parse(), Ok(day));
            prop_assert_eq!(When::from(day).is_exact_day(), Some(day));
            prop_assert_eq!(day.succ().pred(), day);
        }

        #[test]
        fn overlaps_agrees_with_the_first_and_the_last_day(date in any_when(), on in any_day()) {
            let within = date.earliest().is_none_or(|first| first <= on) && date.latest().is_none_or(|last| on <= last);
            let doubted = date.to_string().contains(['?', '~', '%']);
            match date.overlaps(on) {
                Overlap::Never => prop_assert!(!within),
                Overlap::Maybe => prop_assert!(within || doubted),
                Overlap::Always => prop_assert!(within),
            }
        }

        #[test]
        fn before_agrees_with_overlaps_and_goes_one_way(a in any_when(), b in any_when(), on in any_day()) {
            prop_assert!(!(a.certainly_before(&b) && b.certainly_before(&a)));
            let exact = When::from(on);
            let apart = a.certainly_before(&exact) || exact.certainly_before(&a);
            prop_assert_eq!(apart, a.overlaps(on) == Overlap::Never);
        }

        #[test]
        fn the_order_is_total_and_agrees_with_equality(a in any_when(), b in any_when()) {
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
        }

        #[test]
        fn what_is_covered_is_what_every_choice_of_ends_covers(a in 0..9i32, b in 0..9i32, c in 0..9i32, d in 0..9i32, on in -1..10i32) {
            let nth = |n: i32| Day::new(2023, 6, 10).unwrap().plus(n);
            let bounds = |x: i32, y: i32| Bounds { earliest: nth(x.min(y)), latest: nth(x.max(y)) };
            let (start, end) = (bounds(a, b), bounds(c, d));
            prop_assert_eq!(covers(start, end, nth(on)), covers_by_trying_all(start, end, nth(on)));
        }
    }
}
