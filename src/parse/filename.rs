//! Reads the date and the words in a file's name, and suggests valid names for files.

use crate::base::date::Day;
use crate::base::id::Slug;
use crate::base::path::SitePath;

/// The length of the date that a name may begin with, in bytes.
pub(super) const LENGTH_OF_DATE: usize = "2023-06-18".len();

/// The name of a brief's file without extension. For `NAME/index.md` it is the name of the folder.
pub fn stem_of(file: &SitePath) -> &str {
    if file.stem() == "index" {
        file.folder().rsplit('/').next().unwrap_or_default()
    } else {
        file.stem()
    }
}

/// Whether a file was meant to be `index.md`: it has that name in another case, or the name that
/// other generators and GitHub give to the page of a folder.
pub(super) fn is_almost_index(file: &SitePath) -> bool {
    let stem = file.stem();
    let is_one = ["index", "_index", "readme"].iter().any(|name| stem.eq_ignore_ascii_case(name));
    is_one && file.name() != "index.md"
}

/// Splits `2023-06-18-talks` into the date and the words. The date need not exist, and is empty if
/// the name begins with none.
pub fn date_and_words(name: &str) -> (&str, &str) {
    let is_date = |head: &&str| {
        let like = |(n, byte): (usize, u8)| {
            if matches!(n, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
        };
        head.bytes().enumerate().all(like)
    };
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric());
    match name.get(..LENGTH_OF_DATE).filter(is_date).map(|date| (date, &name[LENGTH_OF_DATE..])) {
        Some((date, rest)) if !goes_on(rest) => (date, rest.strip_prefix('-').unwrap_or(rest)),
        _ => ("", name),
    }
}

/// A suggestion for the name of a file, without extension.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SuggestedName {
    /// A valid name.
    Name(String),
    /// The old name has neither a date nor words.
    NoWords,
    /// The old name has only this date.
    OnlyDate(String),
}

/// Suggests a valid id for a name, with the date of the name before it.
pub(super) fn suggested(name: &str) -> SuggestedName {
    let (date, words) = match date_and_words(name) {
        ("", words) => match date_written_otherwise(words) {
            Some((day, rest)) => (day.to_string(), rest),
            None => (String::new(), words),
        },
        (date, words) => (date.to_owned(), words),
    };
    match (Slug::of_name(words), date.is_empty()) {
        (Some(words), true) => SuggestedName::Name(words.to_string()),
        (Some(words), false) => SuggestedName::Name(format!("{date}-{words}")),
        (None, true) => SuggestedName::NoWords,
        (None, false) => SuggestedName::OnlyDate(date),
    }
}

/// A valid name with this extension for a file whose name without extension is `stem`. Without
/// words to make a name of, `stem` stays.
pub fn name_for(stem: &str, extension: &str) -> String {
    match suggested(stem) {
        SuggestedName::Name(name) | SuggestedName::OnlyDate(name) => format!("{name}.{extension}"),
        SuggestedName::NoWords => format!("{stem}.{extension}"),
    }
}

/// A date in another format at the beginning of a name, and the rest of the name: `20230618-talks`,
/// `2023_06_18 talks`, `2023-6-18`, `18.06.2023`. `None` if the date is ambiguous.
pub(super) fn date_written_otherwise(name: &str) -> Option<(Day, &str)> {
    let is_between = |c: char| matches!(c, '-' | '_' | '.' | ' ');
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (numbers, rest) = if digits(name) == 8 {
        ([&name[..4], &name[4..6], &name[6..8]], &name[8..])
    } else {
        let (first, rest) = name.split_at(digits(name));
        let rest = rest.strip_prefix(is_between)?;
        let (second, rest) = rest.split_at(digits(rest));
        let rest = rest.strip_prefix(is_between)?;
        let (third, rest) = rest.split_at(digits(rest));
        ([first, second, third], rest)
    };
    let day = |year: &str, month: &str, day: &str| {
        format!("{year}-{month:0>2}-{day:0>2}").parse::<Day>().ok()
    };
    let [first, second, third] = numbers;
    let read = match numbers.map(str::len) {
        [4, 1..=2, 1..=2] => day(first, second, third),
        [1..=2, 1..=2, 4] => match (day(third, second, first), day(third, first, second)) {
            (Some(one), Some(other)) if one != other => None,
            (one, other) => one.or(other),
        },
        _ => None,
    };
    let is_whole = rest.is_empty() || rest.starts_with(is_between);
    let read = read.filter(|day| is_whole && (1900..=2100).contains(&day.year()))?;
    Some((read, rest.trim_start_matches(is_between)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_at_the_head_is_read_in_any_form_that_says_one_day() {
        for (name, read) in [
            ("20230618-talks", Some(("2023-06-18", "talks"))),
            ("20230618", Some(("2023-06-18", ""))),
            ("2023_06_18_talks", Some(("2023-06-18", "talks"))),
            ("2023.6.8 talks", Some(("2023-06-08", "talks"))),
            ("2023-6-18-talks", Some(("2023-06-18", "talks"))),
            ("18.06.2023 Talks", Some(("2023-06-18", "Talks"))),
            ("06-18-2023-talks", Some(("2023-06-18", "talks"))),
            ("06-06-2023-talks", Some(("2023-06-06", "talks"))),
            ("05-06-2023-talks", None),
            ("2023-13-45-talks", None),
            ("2023-06-18th-talks", None),
            ("12345678-talks", None),
            ("1-2-3", None),
            ("talks", None),
            ("2023-talks", None),
            ("", None),
        ] {
            let found = date_written_otherwise(name).map(|(day, rest)| (day.to_string(), rest));
            assert_eq!(found.as_ref().map(|(day, rest)| (day.as_str(), *rest)), read, "{name}");
        }
    }

    #[test]
    fn a_name_is_suggested_that_can_be_read() {
        for (stem, name) in [
            ("2023-01-01-a", "2023-01-01-a.md"),
            ("2023-01-01-Talks in Bern", "2023-01-01-talks-in-bern.md"),
            ("2023-01-01", "2023-01-01.md"),
            ("20230101 Talks", "2023-01-01-talks.md"),
            ("Über uns", "uber-uns.md"),
            ("秦刚", "qin-gang.md"),
            ("…", "….md"),
        ] {
            assert_eq!(name_for(stem, "md"), name, "{stem}");
        }
    }
}
