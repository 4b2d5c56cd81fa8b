//! Recognizes descriptions of unnamed people: `a senior official`, `ein Diplomat`, `一名高级官员`.
//!
//! Names begin with a capital, even after an article: `the Kremlin`, `der Spiegel`, `de Gaulle`.

/// Words before a description of one person out of many, or of several people.
const INDEFINITE: &[&str] = &[
    "a",
    "an",
    "one",
    "another",
    "some",
    "two",
    "three",
    "several",
    "many",
    "unnamed",
    "anonymous",
    "un",
    "une",
    "des",
    "deux",
    "plusieurs",
    "una",
    "unos",
    "unas",
    "dos",
    "varios",
    "varias",
    "um",
    "uma",
    "uns",
    "umas",
    "dois",
    "vários",
    "uno",
    "due",
    "alcuni",
    "ein",
    "eine",
    "einer",
    "zwei",
    "mehrere",
    "einige",
    "een",
    "twee",
    "enkele",
    "en",
    "ett",
    "et",
    "två",
    "flera",
];

/// Articles, which also stand before names.
const DEFINITE: &[&str] = &[
    "the", "le", "la", "les", "el", "los", "las", "o", "os", "as", "il", "lo", "gli", "i", "der",
    "die", "das", "de", "het",
];

/// Words for unnamed people that need no article.
const PEOPLE: &[&str] = &[
    "official",
    "officials",
    "diplomat",
    "diplomats",
    "source",
    "sources",
    "aide",
    "aides",
    "adviser",
    "advisers",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "analyst",
    "analysts",
    "expert",
    "experts",
    "negotiators",
    "people",
    "persons",
    "responsables",
    "diplomates",
    "proches",
    "funcionarios",
    "fuentes",
    "diplomáticos",
    "fonti",
    "fontes",
];

/// The beginnings of descriptions in Chinese, Japanese, Korean and Arabic.
const BEGINNINGS: &[&str] = &[
    "一名",
    "一位",
    "一个",
    "一個",
    "两名",
    "兩名",
    "多名",
    "数名",
    "數名",
    "某",
    "匿名",
    "不具名",
    "ある",
    "한 ",
    "익명",
    "مسؤول",
    "مصدر",
    "مصادر",
    "دبلوماسي",
    "أحد ",
];

/// The ends of descriptions in Chinese, Japanese and Korean.
const ENDS: &[&str] =
    &["消息人士", "知情人士", "匿名官员", "匿名官員", "関係者", "政府高官", "관계자"];

/// Whether a text describes a person and is not a name.
pub fn describes(written: &str) -> bool {
    let written = written.trim();
    if BEGINNINGS.iter().any(|words| written.starts_with(words))
        || ENDS.iter().any(|words| written.ends_with(words))
    {
        return true;
    }
    let has_capital = written.contains(char::is_uppercase);
    let is_cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
    if !has_capital && written.contains(is_cyrillic) {
        return true;
    }
    if let Some((article, rest)) = written.split_once(['\'', '’'])
        && matches!(article, "l" | "un")
    {
        return rest.starts_with(char::is_lowercase);
    }
    let Some((first, rest)) = written.split_once(char::is_whitespace) else { return false };
    let rest = rest.trim_start();
    let goes_on_small = rest.starts_with(char::is_lowercase);
    let is_any = |words: &[&str]| words.contains(&first);
    if first.starts_with(char::is_lowercase) {
        let has_people =
            || written.split(|c: char| !c.is_alphanumeric()).any(|word| PEOPLE.contains(&word));
        return is_any(INDEFINITE)
            || (is_any(DEFINITE) && goes_on_small)
            || (!has_capital && has_people());
    }
    // Only the first letter is a capital, as at the beginning of a sentence. A word all in capitals
    // is an abbreviation.
    let is_sentence =
        first.chars().skip(1).all(char::is_lowercase) && !rest.contains(char::is_uppercase);
    let first = first.to_lowercase();
    is_sentence && goes_on_small && (INDEFINITE.contains(&&*first) || DEFINITE.contains(&&*first))
}

#[cfg(test)]
mod tests {
    use super::describes;

    #[test]
    fn descriptions_are_told_from_names() {
        for description in [
            "a senior official",
            "a White House official",
            "an aide to Xi",
            "another diplomat",
            "two officials",
            "A senior official",
            "The spokesman",
            "the spokesman for the Kremlin",
            "officials familiar with the talks",
            "senior officials",
            "un haut responsable",
            "l'ambassadeur adjoint",
            "le porte-parole",
            "una fuente diplomática",
            "ein hoher Beamter",
            "ein Diplomat",
            "de woordvoerder",
            "высокопоставленный чиновник",
            "источник в правительстве",
            "一名高级官员",
            "某官员",
            "知情人士",
            "政府関係者",
            "고위 관계자",
            "مسؤول كبير",
        ] {
            assert!(describes(description), "{description}");
        }
        for name in [
            "Wang Yi",
            "the Kremlin",
            "the White House",
            "The Hague",
            "A Tribe Called Quest",
            "An Wang",
            "UN Women",
            "UN peacekeepers",
            "One Direction",
            "de Gaulle",
            "van der Berg",
            "bin Salman",
            "al-Qaeda",
            "bell hooks",
            "der Spiegel",
            "le Monde",
            "La Repubblica",
            "L'Oréal",
            "Die Linke",
            "Кремль",
            "Томас Линдквист",
            "王毅",
            "外交部",
            "김민준",
            "وانغ يي",
            "adidas",
            "",
        ] {
            assert!(!describes(name), "{name}");
        }
    }
}
