//! Names of languages by their BCP 47 tags: those that sources and names of officials are often in.

/// Languages by the first part of their tags.
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

/// A language's name in English by its tag; `None` where the table does not have it.
pub fn name(tag: &str) -> Option<&'static str> {
    let tag = tag.to_ascii_lowercase();
    let is_in = |script: &str| tag.strip_prefix(script).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    if is_in("zh-hans") {
        return Some("simplified Chinese");
    }
    if is_in("zh-hant") {
        return Some("traditional Chinese");
    }
    let language = tag.split('-').next().unwrap_or_default();
    LANGUAGES.iter().find(|(known, _)| *known == language).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::name;

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
