//! The names of authors in the form of bibliographies.

use crate::model::drafting::{is_place_or_people, is_word_of_no_person};

/// The name of an author.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AuthorName {
    /// A name as it is written. A program cannot know which part of `Xi Jinping` is the family
    /// name.
    Whole(String),
    /// A name that is written with the family name first and a comma: `van der Berg, Jan`.
    Parts {
        /// `van der`.
        particle: String,
        /// `Berg`.
        family: String,
        /// `Jan`.
        given: String,
        /// `Jr.`.
        suffix: String,
    },
}

/// Words after the comma in the name of a company: `Smith & Sons, Ltd.`.
const OF_COMPANIES: [&str; 14] = [
    "ag", "bv", "co", "corp", "gmbh", "inc", "kg", "limited", "llc", "llp", "ltd", "nv", "plc",
    "sa",
];

/// Suffixes after the name of a person.
const SUFFIXES: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "v"];

/// The largest number of words in each part of a person's name.
const MOST_WORDS: usize = 5;

impl AuthorName {
    /// Splits a name into its parts if commas separate them.
    pub fn of(name: &str) -> AuthorName {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let parts: Vec<&str> = name.split(',').map(str::trim).collect();
        let (last, given, suffix) = match parts[..] {
            [last, given] if !is_suffix(given) => (last, given, ""),
            [last, suffix, given] | [last, given, suffix] if is_suffix(suffix) => {
                (last, given, suffix)
            }
            _ => return AuthorName::Whole(name),
        };
        if !may_be_of_person(last) || !may_be_of_person(given) || is_place_or_article(given) {
            return AuthorName::Whole(name);
        }
        let (particle, family) = without_particle(last);
        AuthorName::Parts {
            particle: particle.to_owned(),
            family: family.to_owned(),
            given: given.to_owned(),
            suffix: suffix.to_owned(),
        }
    }
}

/// A word in lower case, without the punctuation around it.
fn plain(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn is_suffix(part: &str) -> bool {
    SUFFIXES.contains(&&*plain(part))
}

fn may_be_of_person(part: &str) -> bool {
    let is_of_company = |word: &str| OF_COMPANIES.contains(&word) || is_word_of_no_person(word);
    let is_foreign =
        |c: char| !c.is_alphabetic() && !matches!(c, ' ' | '-' | '.' | '\'' | '’' | '·' | '‐');
    part.starts_with(char::is_alphabetic)
        && !part.contains(is_foreign)
        && part.split(' ').count() <= MOST_WORDS
        && !part.split(' ').any(|word| matches!(word, "and" | "und") || is_of_company(&plain(word)))
}

/// Whether the text after a comma is not a given name: `Reuters, Moscow`, `Guardian, The`.
fn is_place_or_article(given: &str) -> bool {
    let is_article =
        |word: &str| matches!(word, "the" | "die" | "der" | "das" | "le" | "la" | "el");
    given.split(' ').map(plain).all(|word| is_article(&word) || is_place_or_people(&word))
}

/// Splits a family name into the particle in lower case and the rest, which has at least one word.
fn without_particle(last: &str) -> (&str, &str) {
    let is_capital = |at: &usize| !last[*at..].starts_with(char::is_lowercase);
    let mut starts = std::iter::once(0).chain(last.match_indices(' ').map(|(at, _)| at + 1));
    let at = starts.find(is_capital).unwrap_or(0);
    (last[..at].trim_end(), &last[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `particle|family|given|suffix`, or the whole name.
    fn shown(name: &str) -> String {
        match AuthorName::of(name) {
            AuthorName::Whole(name) => name,
            AuthorName::Parts { particle, family, given, suffix } => {
                format!("{particle}|{family}|{given}|{suffix}")
            }
        }
    }

    #[test]
    fn a_name_with_a_comma_is_taken_apart() {
        for (name, parts) in [
            ("van der Berg, Jan", "van der|Berg|Jan|"),
            ("Doe, Jane", "|Doe|Jane|"),
            ("de la Cruz,  Juana\nInés", "de la|Cruz|Juana Inés|"),
            ("Ortega y Gasset, José", "|Ortega y Gasset|José|"),
            ("Van der Bellen, Alexander", "|Van der Bellen|Alexander|"),
            ("al-Masri, Huda", "|al-Masri|Huda|"),
            ("d’Estaing, Paul", "|d’Estaing|Paul|"),
            ("hooks, lea", "|hooks|lea|"),
            ("King, Martin, Jr.", "|King|Martin|Jr."),
            ("King, Jr., Martin", "|King|Martin|Jr."),
            ("O'Neil, M. J.", "|O'Neil|M. J.|"),
            ("王, 毅", "|王|毅|"),
            ("Петрова, Анна", "|Петрова|Анна|"),
            ("London, Jack", "|London|Jack|"),
            ("Saint-Exupéry, Anne-Marie", "|Saint-Exupéry|Anne-Marie|"),
        ] {
            assert_eq!(shown(name), parts, "{name}");
        }
    }

    #[test]
    fn any_other_name_stays_whole() {
        for name in [
            "Jane Doe",
            "Jan van der Berg",
            "Xi Jinping",
            "王毅",
            "Reuters",
            "Johnson & Johnson",
            "Smith, Jones and Partners",
            "Smith and Sons, Ltd.",
            "Brown, Inc.",
            "Ministry of Foreign Affairs, Republic of Korea",
            "Foreign Ministry, Norway",
            "White House, Office of the Press Secretary",
            "New York Times, The",
            "Guardian, The",
            "Reuters, Moscow",
            "Министерство иностранных дел, Россия",
            "Bureau 39, Desk",
            "Doe, Jane (editor)",
            "A, B, C",
            "Doe,",
            ", Jane",
            "King, Jr.",
            "",
        ] {
            assert_eq!(shown(name), name);
        }
    }
}
