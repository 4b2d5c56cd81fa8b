//! Recognizes spoken texts: speeches, interviews, hearings, briefings.

use super::imprint::Said;

/// The kind of text, by its first lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Genre {
    /// A word of `type`.
    pub kind: Option<Said<&'static str>>,
    /// The kind in words, if `type` has no word for it.
    pub descriptor: Option<&'static str>,
    /// Whether the text consists of speakers' lines.
    pub is_transcript: bool,
}

/// A name for a kind of spoken text, in lower case, with the word of `type`, or with a descriptor
/// if that is not exact.
struct GenreSign {
    names: &'static [&'static str],
    kind: &'static str,
    descriptor: Option<&'static str>,
}

#[rustfmt::skip] // A word a line would fill screens.
const SORTS: [GenreSign; 5] = [
    GenreSign {
        names: &[
            "press briefing", "department briefing", "daily briefing", "media briefing",
            "press conference", "news conference", "press availability", "joint press statement",
            "pressekonferenz", "regierungspressekonferenz", "conférence de presse",
            "point de presse", "rueda de prensa", "conferencia de prensa", "брифинг",
            "пресс-конференция", "пресс-конференции", "例行记者会", "记者会", "新闻发布会",
        ],
        kind: "speech",
        descriptor: Some("Press briefing"),
    },
    GenreSign {
        names: &[
            "hearing", "hearings", "select committee", "subcommittee", "hansard",
            "house of commons", "house of lords", "parliamentary debates", "oral evidence",
            "plenarprotokoll", "anhörung", "deutscher bundestag", "assemblée nationale",
            "comparecencia", "diario de sesiones", "слушания", "стенограмма заседания", "听证会",
        ],
        kind: "hearing",
        descriptor: None,
    },
    GenreSign {
        names: &["podcast", "broadcast", "rundfunk", "podcast-folge", "радиопередача"],
        kind: "broadcast",
        descriptor: None,
    },
    GenreSign {
        names: &[
            "interview", "in conversation with", "im gespräch mit", "entretien avec", "entretien",
            "entrevista", "интервью", "专访", "采访",
        ],
        kind: "interview",
        descriptor: None,
    },
    GenreSign {
        names: &[
            "remarks by", "remarks of", "remarks at", "remarks to", "speech by", "speech at",
            "speech of", "address by", "address to", "address at", "statement by", "keynote",
            "opening statement", "rede von", "rede des", "rede der", "ansprache", "discours de",
            "discours du", "allocution", "discurso de", "discurso del", "intervención de",
            "palabras de", "выступление", "речь", "обращение", "讲话", "致辞", "演讲",
        ],
        kind: "speech",
        descriptor: None,
    },
];

/// Words of the first person.
const FIRST_PERSON: &[&str] = &[
    "i", "we", "my", "our", "je", "nous", "notre", "ich", "wir", "unser", "unsere", "yo",
    "nosotros", "nuestro", "nuestra", "я", "мы", "наш", "наша", "мне", "нам",
];

/// Reads the first lines of a text. Without a known speaker, only a text in the first person is a
/// speech.
pub(super) fn genre(text: &str, is_transcript: bool) -> Genre {
    let found = sort_of(text).filter(|_| is_transcript || is_in_first_person(text));
    match found {
        Some((sort, line)) => Genre {
            kind: Some(Said { value: sort.kind, line, is_sure: is_transcript }),
            descriptor: sort.descriptor,
            is_transcript,
        },
        None => Genre { is_transcript, ..Genre::default() },
    }
}

/// The first name of a kind in the first lines, and its line.
fn sort_of(text: &str) -> Option<(&'static GenreSign, usize)> {
    /// The number of lines that are read.
    const LINES: usize = 6;
    /// A longer line is a paragraph of the text.
    const LONGEST: usize = 160;
    let head = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).take(LINES);
    let mut head = head.filter(|(_, line)| line.chars().nth(LONGEST).is_none());
    head.find_map(|(number, line)| {
        let line = line.to_lowercase();
        let is_named = |sort: &&GenreSign| sort.names.iter().any(|name| has_words(&line, name));
        SORTS.iter().find(is_named).map(|sort| (sort, number))
    })
}

/// Whether a line has these words, and not as part of longer ones.
fn has_words(line: &str, words: &str) -> bool {
    let is_cut = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric()) && words.is_ascii();
    line.match_indices(words).any(|(at, _)| {
        !is_cut(line[..at].chars().next_back()) && !is_cut(line[at + words.len()..].chars().next())
    })
}

/// Whether a text is in the first person throughout, and has hardly any quotations.
fn is_in_first_person(text: &str) -> bool {
    /// An article has one or two such words in its quotations.
    const OFTEN: usize = 4;
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let own = words.filter(|word| FIRST_PERSON.contains(&word.to_lowercase().as_str())).count();
    let ideographs = text.matches('我').count();
    let marks = text.matches(['“', '«', '„', '「']).count();
    own + ideographs >= OFTEN && own + ideographs > marks * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_transcript_says_what_it_is() {
        for (head, kind) in [
            ("Department Press Briefing – March 3, 2024", "speech, Press briefing"),
            ("2024年3月3日外交部发言人毛宁主持例行记者会", "speech, Press briefing"),
            ("Брифинг официального представителя", "speech, Press briefing"),
            ("Conférence de presse du ministre", "speech, Press briefing"),
            ("Interview mit der Ministerin", "interview"),
            ("Entrevista con el ministro", "interview"),
            ("Hearing before the Port Subcommittee", "hearing"),
            ("House of Commons\\nMonday 4 March 2024", "hearing"),
            ("The Harbour Podcast, episode 12", "broadcast"),
            ("Remarks by Minister Hill at the Port", "speech"),
            ("A day at the port", "-"),
            ("Hearings-aid makers meet", "hearing"),
            ("The shearing season", "-"),
        ] {
            let genre = genre(&format!("{head}\nMS HILL: We wait.\nQUESTION: When?\n"), true);
            let kind_of = genre.kind.map_or("-", |kind| kind.value);
            let shown = [Some(kind_of), genre.descriptor]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", ");
            assert_eq!(shown, kind, "{head}");
        }
    }

    #[test]
    fn a_speech_is_told_in_the_first_person() {
        let speech =
            "We meet today. I thank you. We know our work, and I say so. My friends, we wait.";
        let article = "The minister spoke. “We wait,” she said. “I know it,” she said. “We go,” he said. “I too.”";
        for (head, text, kind) in [
            ("Remarks by Minister Hill", speech, Some("speech")),
            (
                "Rede von Ministerin Hill",
                "Wir sind hier. Ich danke. Wir wissen, was wir tun, und ich sage es.",
                Some("speech"),
            ),
            ("部长讲话", "我们在此。我感谢大家。我们知道，我说。", Some("speech")),
            ("Remarks by minister anger port", article, None),
            ("A day at the port", speech, None),
        ] {
            let genre = genre(&format!("{head}\n\n{text}\n"), false);
            assert_eq!(genre.kind.as_ref().map(|kind| kind.value), kind, "{head}");
            assert!(genre.kind.is_none_or(|kind| !kind.is_sure) && !genre.is_transcript, "{head}");
        }
    }
}
