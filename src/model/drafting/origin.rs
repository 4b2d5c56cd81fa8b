//! Reads the line at the end of a saved text that names its source.

use std::ops::RangeInclusive;

use super::wording::one_line;
use crate::base::web::clean_url;
use crate::model::named::SourceAddress;

/// The source that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedOrigin {
    /// The line, from 1, with the empty lines after it.
    pub lines: RangeInclusive<usize>,
    /// The publisher: the text of the line, or the host of its address.
    pub publisher: String,
    /// The address, if the line has one.
    pub address: Option<SourceAddress>,
}

/// The first words of such a line.
const WORDS: &[&str] = &["source", "sources", "quelle", "fuente", "来源", "來源"];

/// Reads the last line of a text, as in `Source: www.example.org`.
pub fn origin(text: &str) -> Option<StatedOrigin> {
    /// The longest name of a publisher, in characters.
    const LONGEST: usize = 120;
    let (number, line) =
        (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).last()?;
    let (word, named) = line.split_once([':', '：'])?;
    let named = one_line(named);
    let is_word = WORDS.contains(&word.trim().to_lowercase().as_str());
    if !is_word || named.is_empty() || named.chars().count() > LONGEST {
        return None;
    }
    let address = address(&named);
    let host = address.as_ref().and_then(|address| address.host.as_deref()).map(str::to_owned);
    Some(StatedOrigin { lines: number..=number, publisher: host.unwrap_or(named), address })
}

/// Parses an address with or without a scheme.
fn address(written: &str) -> Option<SourceAddress> {
    let has_host = |url: &&str| {
        !url.contains(char::is_whitespace) && url.split('/').next().is_some_and(is_host)
    };
    let clean = match clean_url(written) {
        Some(clean) => Some(clean),
        None => Some(written).filter(has_host).and_then(|url| clean_url(&format!("https://{url}"))),
    };
    clean.map(|clean| SourceAddress::new(clean.into()))
}

/// Whether a word looks like a host: parts between points, the last one of letters.
fn is_host(word: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
    let last = word.rsplit('.').next().unwrap_or_default();
    word.contains('.')
        && word.split('.').all(is_part)
        && last.chars().count() > 1
        && last.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_may_say_where_a_text_comes_from() {
        for (text, publisher, address) in [
            ("A.\nSource: www.example.com", Some("example.com"), Some("https://www.example.com")),
            (
                "A.\nSource: https://example.org/a/b\n\n",
                Some("example.org"),
                Some("https://example.org/a/b"),
            ),
            ("A.\nsources: Example News, London", Some("Example News, London"), None),
            ("A.\nSource: No. 5", Some("No. 5"), None),
            ("来源：新华社", Some("新华社"), None),
            ("Source: www.example.com\nA.", None, None),
            ("A source: nobody", None, None),
            ("A.\nSource:", None, None),
            ("", None, None),
        ] {
            let found = origin(text);
            assert_eq!(found.as_ref().map(|origin| origin.publisher.as_str()), publisher, "{text}");
            let written =
                found.and_then(|origin| origin.address).map(|address| address.written.to_string());
            assert_eq!(written.as_deref(), address, "{text}");
        }
    }
}
