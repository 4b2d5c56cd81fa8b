//! English names of the languages that sources are often written in, by BCP 47 tag.
//!
//! ```
//! use briefgen::base::language;
//!
//! assert_eq!(language::name("pt-BR"), Some("Portuguese"));
//! assert!(!language::is_same("zh-TW", "zh-Hans"));
//! ```

/// Languages by the first subtag.
const LANGUAGES: &[(&str, &str)] = &[
    ("ar", "Arabic"),
    ("bn", "Bengali"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hu", "Hungarian"),
    ("id", "Indonesian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("nl", "Dutch"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("sw", "Swahili"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("zh", "Chinese"),
];

/// The English name of the language of a tag, in upper or lower case; `None` for a language that
/// the table lacks.
pub fn name(tag: &str) -> Option<&'static str> {
    let tag = tag.to_ascii_lowercase();
    let is_in = |script: &str| {
        tag.strip_prefix(script).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    if is_in("zh-hans") {
        return Some("simplified Chinese");
    }
    if is_in("zh-hant") {
        return Some("traditional Chinese");
    }
    let language = tag.split('-').next().unwrap_or_default();
    LANGUAGES.iter().find(|(known, _)| *known == language).map(|(_, name)| *name)
}

/// Whether two tags may describe one text: the languages are equal, and the scripts do not differ.
pub fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let language = |tag: &str| tag.split('-').next().map(str::to_owned);
    let scripts = (script(&a), script(&b));
    language(&a) == language(&b) && !matches!(scripts, (Some(a), Some(b)) if a != b)
}

/// The script of a lower-case tag. For Chinese the region implies the script.
fn script(tag: &str) -> Option<&str> {
    let mut parts = tag.split('-');
    let is_chinese = parts.next() == Some("zh");
    parts.find_map(|part| match part {
        "tw" | "hk" | "mo" if is_chinese => Some("hant"),
        "cn" | "sg" if is_chinese => Some("hans"),
        part if part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()) => Some(part),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{is_same, name};

    #[test]
    fn a_language_is_written_in_one_script() {
        for (a, b, same) in [
            ("fr", "fr", true),
            ("fr-CA", "FR", true),
            ("en-GB", "en-US", true),
            ("zh", "zh-Hans", true),
            ("zh-Hans", "zh-Hant", false),
            ("zh-TW", "zh-Hans", false),
            ("zh-TW", "zh-Hant-HK", true),
            ("sr-Latn", "sr-Cyrl", false),
            ("fr", "en", false),
            ("en", "eng", false),
        ] {
            assert_eq!(is_same(a, b), same, "{a} {b}");
        }
    }

    #[test]
    fn tags_have_names_where_they_are_known() {
        for (tag, expected) in [
            ("zh-Hans", Some("simplified Chinese")),
            ("zh-Hant-TW", Some("traditional Chinese")),
            ("zh", Some("Chinese")),
            ("zh-hansel", Some("Chinese")),
            ("pt-BR", Some("Portuguese")),
            ("tlh", None),
            ("", None),
        ] {
            assert_eq!(name(tag), expected, "{tag}");
        }
    }
}
