//! Reads dates.

use std::str::FromStr;

use super::day::Day;
use super::error::{DateError, Fault};
use super::parts::{Doubt, Period, Point, Unit};
use super::{Extent, When};

impl FromStr for Day {
    type Err = DateError;

    /// Reads `YYYY-MM-DD`. A month, a range or a day in doubt is an error.
    fn from_str(text: &str) -> Result<Day, DateError> {
        let when = text.parse::<When>().map_err(DateError::of_a_day)?;
        when.is_exact_day().ok_or_else(|| DateError::new(text, Fault::NotOneDay(when)))
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

fn closed(start: Point, end: Point) -> Result<Extent, DateError> {
    let extent = Extent::Closed(start, end);
    // `2023-06-18/2023-06` is accepted: the end may be any day from 18 June.
    if end.period.last() < start.period.first {
        return Err(DateError::new(&When(extent).to_string(), Fault::Reversed(start, end)));
    }
    Ok(extent)
}

impl Point {
    /// Reads `text`, which is `whole` or an end of the range `whole`. Errors about the form quote
    /// the whole, because `2023/06` is probably a month with a slash and not a range.
    fn parse(text: &str, whole: &str) -> Result<Point, DateError> {
        let (date, doubt) = Doubt::strip(text);
        Ok(Point { period: Period::parse(date, whole)?, doubt })
    }
}

impl Period {
    fn parse(text: &str, whole: &str) -> Result<Period, DateError> {
        let parts: Vec<&str> = text.split('-').collect();
        let form = match *parts {
            [year] => digits(year, 4).map(|year| (Unit::Year, year, 1, 1)),
            [year, month] => {
                digits(year, 4).zip(digits(month, 2)).map(|(y, m)| (Unit::Month, y, m, 1))
            }
            [year, month, day] => digits(year, 4)
                .zip(digits(month, 2).zip(digits(day, 2)))
                .map(|(y, (m, d))| (Unit::Day, y, m, d)),
            _ => None,
        };
        let (unit, year, month, day) = form.ok_or_else(|| DateError::new(whole, Fault::Form))?;
        let first_of_month =
            Day::new(year, month, 1).ok_or_else(|| DateError::new(text, Fault::NoMonth))?;
        let first = Day::new(year, month, day)
            .ok_or_else(|| DateError::new(text, Fault::NoDay(first_of_month)))?;
        Ok(Period { first, unit })
    }
}

/// Parses exactly `width` ASCII digits. `str::parse` alone would accept `+6`.
fn digits<T: FromStr>(text: &str, width: usize) -> Option<T> {
    let well_formed = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    well_formed.then(|| text.parse().ok())?
}
