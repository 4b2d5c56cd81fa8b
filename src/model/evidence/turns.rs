//! The turns of a transcript: lines that begin with a speaker, and the words after the label.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::chars::is_word;
use super::passage::Passage;

/// The words of a speaker up to the next one. All places are bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::model) struct Turn {
    /// The speaker, as it is written, without the colon: `MR MILLER`.
    pub(in crate::model) label: Range<usize>,
    /// The words.
    pub(in crate::model) words: Range<usize>,
    /// The index of the passage where the turn begins.
    pub(in crate::model) passage: usize,
}

/// The kind of label at the beginning of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    /// A questioner, or an honorific with a name. Only transcripts have such labels.
    Sure,
    /// It may be a name.
    Name,
    /// A single word, which may be a heading or a name.
    Word,
}

/// The longest label, in characters.
const LONGEST: usize = 70;

/// Labels of questioners, and of unnamed people who answer.
const NAMELESS: &[&str] = &[
    "Q",
    "A",
    "QUESTION",
    "ANSWER",
    "REPORTER",
    "JOURNALIST",
    "MODERATOR",
    "PARTICIPANT",
    "INTERVIEWER",
    "HOST",
    "OPERATOR",
    "QUESTIONS",
    "FRAGE",
    "ANTWORT",
    "ZURUF",
    "ZUSATZFRAGE",
    "JOURNALISTE",
    "QUESTION DE LA PRESSE",
    "RÉPONSE",
    "PREGUNTA",
    "RESPUESTA",
    "PERIODISTA",
    "ВОПРОС",
    "ОТВЕТ",
    "РЕПЛИКА",
    "ЖУРНАЛИСТ",
    "ВЕДУЩИЙ",
    "КОРРЕСПОНДЕНТ",
    "记者",
    "記者",
    "问",
    "問",
    "答",
    "主持人",
    "質問",
    "回答",
    "司会",
    "سؤال",
    "جواب",
    "صحفي",
    "الصحفي",
    "المذيع",
    "المحاور",
];

/// Agencies whose reporters ask under the agency's name. Names in capitals are recognized without
/// this list.
const AGENCIES: &[&str] = &[
    "Reuters",
    "Bloomberg",
    "Xinhua",
    "Kyodo",
    "Yonhap",
    "Sputnik",
    "Anadolu",
    "Interfax",
    "Politico",
    "Nikkei",
    "Spiegel",
    "Figaro",
    "Lusa",
    "Phoenix",
    "Интерфакс",
];

/// Words before a name in labels, some with a point.
const HONORIFICS: &[&str] = &[
    "MR",
    "MS",
    "MRS",
    "DR",
    "SEC",
    "SECRETARY",
    "MINISTER",
    "PRESIDENT",
    "AMBASSADOR",
    "SENATOR",
    "CHAIR",
    "CHAIRMAN",
    "GENERAL",
    "ADMIRAL",
    "THE",
    "M",
    "MME",
    "MM",
    "HERR",
    "FRAU",
    "SR",
    "SRA",
    "PRÄSIDENT",
    "PRÄSIDENTIN",
    "VIZEPRÄSIDENT",
    "VIZEPRÄSIDENTIN",
    "SIR",
    "DAME",
    "LORD",
    "BARONESS",
    "PRIME",
    "FOREIGN",
    "DEPUTY",
];

/// First words of a label that addresses somebody. No sentence of prose begins so before a colon.
const ADDRESSES: &[&str] = &[
    "MR", "MS", "MRS", "SIR", "DAME", "LORD", "MADAM", "MME", "M", "HERR", "FRAU", "SEÑOR",
    "SEÑORA", "SR", "SRA",
];

/// Whether a label is that of a questioner, or of an unnamed person who answers.
pub(in crate::model) fn is_nameless(label: &str) -> bool {
    let outside = label.split(['(', '（']).next().unwrap_or_default();
    let label = outside.trim().trim_end_matches('.').to_uppercase();
    NAMELESS.contains(&label.as_str())
}

/// The turns of a text; none if it is not a transcript, in which many lines begin with speakers.
pub(super) fn turns(text: &str, passages: &[Passage]) -> Vec<Turn> {
    let mut begun: Vec<(Range<usize>, usize, Label, usize)> = Vec::new();
    for (number, passage) in passages.iter().enumerate() {
        for (_, line) in &passage.lines {
            if let Some((label, kind, words)) = label(text, line) {
                begun.push((label, words, kind, number));
            }
        }
    }
    let (words, names): (Vec<_>, Vec<_>) =
        begun.into_iter().partition(|(_, _, kind, _)| *kind == Label::Word);
    if !is_transcript(text, &names, passages.len()) {
        return Vec::new();
    }
    let mut begun = names;
    begun.extend(askers(text, words));
    begun.sort_by_key(|(label, ..)| label.start);
    let end = passages.last().map_or(0, |passage| passage.at.end);
    let ends: Vec<usize> =
        begun.iter().skip(1).map(|(label, ..)| label.start).chain([end]).collect();
    let turns = begun.into_iter().zip(ends);
    turns
        .map(|((label, words, _, passage), end)| Turn {
            label,
            words: words..end.max(words),
            passage,
        })
        .collect()
}

/// The labels of a single word that are speakers: an agency, or a word at the beginning of several
/// lines.
fn askers(
    text: &str,
    words: Vec<(Range<usize>, usize, Label, usize)>,
) -> Vec<(Range<usize>, usize, Label, usize)> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    words.iter().for_each(|(label, ..)| *counts.entry(&text[label.clone()]).or_default() += 1);
    let speaks = |label: &str| {
        AGENCIES.contains(&label) || counts.get(label).is_some_and(|count| *count > 1)
    };
    words.iter().filter(|(label, ..)| speaks(&text[label.clone()])).cloned().collect()
}

/// Whether enough lines begin with speakers for a transcript.
fn is_transcript(
    text: &str,
    begun: &[(Range<usize>, usize, Label, usize)],
    passages: usize,
) -> bool {
    // “Sir Alan Roe (Westmere)” is only “Sir Alan Roe” later.
    let bare = |label: &Range<usize>| {
        text[label.clone()].split(['(', '（']).next().unwrap_or_default().trim()
    };
    let mut labels: Vec<&str> = begun.iter().map(|(label, ..)| bare(label)).collect();
    let count = labels.len();
    labels.sort_unstable();
    labels.dedup();
    let is_repeated = labels.len() < count;
    let is_sure = begun.iter().any(|(_, _, kind, _)| *kind == Label::Sure);
    // Headings such as “Background:” occur once each, and most paragraphs have none.
    count >= 2 && (is_sure || is_repeated) && count * 4 >= passages
}

/// The label at the beginning of a line, its kind, and the beginning of the words.
fn label(text: &str, line: &Range<usize>) -> Option<(Range<usize>, Label, usize)> {
    let written = &text[line.clone()];
    let unmarked = written.trim_start_matches(|c: char| c.is_whitespace() || c == '○');
    // “1. Sir Alan Roe:” asks the first question.
    let number = unmarked.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(". ");
    let unmarked = number.unwrap_or(unmarked);
    let start = line.end - unmarked.len();
    let rest = &text[start..line.end];
    let by_colon = || {
        let (at, colon) =
            rest.char_indices().take(LONGEST + 1).find(|(_, c)| matches!(c, ':' | '：'))?;
        Some((at, at + colon.len_utf8()))
    };
    let by_point = || {
        let at = rest.find('.')?;
        matches!(&rest[..at], "Q" | "A").then_some((at, at + 1))
    };
    // “Mme Roe, ministre. – Merci.”, in the style of French assemblies.
    let by_dash = || {
        let (at, dash) = [". –", ". —"].iter().find_map(|dash| Some((rest.find(dash)?, dash)))?;
        let is_short = rest[..at].chars().count() <= LONGEST;
        let has_honorific = ["M. ", "Mme ", "MM. "].iter().any(|word| rest.starts_with(word));
        (is_short && has_honorific).then_some((at, at + dash.len()))
    };
    let (len, after) =
        by_dash().or_else(by_point).or_else(|| by_full_stop(rest)).or_else(by_colon)?;
    let label = rest[..len].trim_end();
    let kind = kind_of(label)?;
    // “12:30” and “https://…” are not labels.
    let follows = rest[after..].chars().next();
    if follows.is_some_and(|c| c.is_ascii_digit() || c == '/') {
        return None;
    }
    let words = start + after + (rest[after..].len() - rest[after..].trim_start().len());
    Some((start..start + label.len(), kind, words))
}

/// “M. Roe, ministre. Merci.”, in the style of French records: a name after an honorific, and only
/// a title before the full stop.
fn by_full_stop(line: &str) -> Option<(usize, usize)> {
    let name = ["M. ", "Mme ", "MM. "].iter().find_map(|word| line.strip_prefix(word))?;
    let start = line.len() - name.len();
    let end = name.find(". ").filter(|end| name[..*end].chars().count() <= LONGEST)?;
    let bare = name[..end].split(',').next().unwrap_or_default();
    let is_part = |word: &str| {
        word.starts_with(char::is_uppercase) || matches!(word, "de" | "du" | "des" | "la" | "le")
    };
    let is_office = bare.starts_with("le ") || bare.starts_with("la ");
    let is_name = bare.split_whitespace().all(is_part) && !bare.is_empty();
    (is_name || (is_office && bare.split_whitespace().count() <= 4))
        .then_some((start + end, start + end + 1))
}

/// The kind of label of some words; `None` if they cannot be a label.
fn kind_of(label: &str) -> Option<Label> {
    if is_nameless(label) {
        return Some(Label::Sure);
    }
    let outside = label.split(['(', '（']).next().unwrap_or_default().trim();
    let words: Vec<&str> = outside
        .split(|c: char| !is_word(c) && !matches!(c, '-' | '’' | '\''))
        .filter(|word| !word.is_empty())
        .collect();
    let is_article = |word: &&&str| matches!(word.to_uppercase().as_str(), "LA" | "EL" | "LE");
    let named: Vec<&&str> = words.iter().skip_while(is_article).collect();
    let first = named.first()?;
    let is_honorific = HONORIFICS.contains(&first.to_uppercase().as_str());
    let is_address = ADDRESSES.contains(&first.to_uppercase().as_str());
    let has_case = outside.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    if !has_case {
        // A name is short; more words before a colon are a sentence.
        let is_plain = outside.chars().all(|c| !c.is_ascii_punctuation());
        let most = if words.len() > 1 { 40 } else { 12 };
        let is_short = words.len() <= 5 && outside.chars().count() <= most;
        return (is_plain && is_short).then_some(Label::Name);
    }
    let is_capital =
        |word: &&str| word.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase());
    let particles = [
        "de", "da", "do", "dos", "van", "von", "der", "den", "la", "le", "el", "al", "bin", "of",
        "for", "und", "et",
    ];
    let is_name =
        words.len() <= 8 && words.iter().all(|word| is_capital(word) || particles.contains(word));
    let is_all_capital = outside.chars().all(|c| !c.is_lowercase()) && words.len() <= 6;
    match (is_honorific && words.len() > 1, is_all_capital, is_name) {
        _ if is_address && named.len() > 1 && words.len() <= 10 => Some(Label::Sure),
        (true, true, _) => Some(Label::Sure),
        (true, _, true) | (_, true, _) => Some(Label::Name),
        (false, false, true) if words.len() > 1 => Some(Label::Name),
        (false, false, true) => Some(Label::Word),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::SavedText;

    fn turns(text: &str) -> Vec<(&str, &str)> {
        let saved = SavedText::new(text, &[]);
        let turns: Vec<_> = saved.turns().to_vec();
        turns.into_iter().map(|turn| (&text[turn.label], text[turn.words].trim())).collect()
    }

    #[test]
    fn a_transcript_is_made_of_turns() {
        for (text, expected) in [
            (
                "MS CARVALHO: We wait.\nQUESTION: When?\nMS CARVALHO: Soon.\nVery soon.",
                &[
                    ("MS CARVALHO", "We wait."),
                    ("QUESTION", "When?"),
                    ("MS CARVALHO", "Soon.\nVery soon."),
                ][..],
            ),
            ("Q. When?\nA. Soon.", &[("Q", "When?"), ("A", "Soon.")]),
            ("记者：何时？\n王毅：很快。", &[("记者", "何时？"), ("王毅", "很快。")]),
            (
                "Владимир Крылов: Да.\nВопрос: Когда?\nВладимир Крылов: Скоро.",
                &[("Владимир Крылов", "Да."), ("Вопрос", "Когда?"), ("Владимир Крылов", "Скоро.")],
            ),
            (
                "The Minister (Ines Carvalho): We wait.\nTomas Lind: Why?\nThe Minister (Ines \
                Carvalho): Rain.",
                &[
                    ("The Minister (Ines Carvalho)", "We wait."),
                    ("Tomas Lind", "Why?"),
                    ("The Minister (Ines Carvalho)", "Rain."),
                ],
            ),
            (
                "M. Jean Roux, ministre. Merci.\nMme Anne Vial. Combien ?\nM. Jean Roux. Dix.",
                &[
                    ("M. Jean Roux, ministre", "Merci."),
                    ("Mme Anne Vial", "Combien ?"),
                    ("M. Jean Roux", "Dix."),
                ],
            ),
            ("M. Roux est venu. Il parle.\nMme Vial a dit non. Elle sort.", &[]),
            ("Background: it rained.\nAnalysis: it will rain.", &[]),
            (
                "M. Jean Roux, ministre. Merci.\nMme Anne Vial. Combien ?\nM. Jean Roux. Dix.",
                &[
                    ("M. Jean Roux, ministre", "Merci."),
                    ("Mme Anne Vial", "Combien ?"),
                    ("M. Jean Roux", "Dix."),
                ],
            ),
            ("M. Roux est venu. Il parle.\nMme Vial a dit non. Elle sort.", &[]),
            ("Background: it rained.\nAnalysis: it will rain.\nBackground: it rained on.", &[]),
            (
                "Mao Lin: We wait.\nReuters: When?\nMao Lin: Soon.\nBackground: it rained.\nMao \
                Lin: Yes.",
                &[
                    ("Mao Lin", "We wait."),
                    ("Reuters", "When?"),
                    ("Mao Lin", "Soon.\nBackground: it rained."),
                    ("Mao Lin", "Yes."),
                ],
            ),
            (
                "Harbourpost: When?\nMao Lin: Soon.\nHarbourpost: Why?\nMao Lin: Rain.",
                &[
                    ("Harbourpost", "When?"),
                    ("Mao Lin", "Soon."),
                    ("Harbourpost", "Why?"),
                    ("Mao Lin", "Rain."),
                ],
            ),
            ("The talks began at 12:30.\nThey ended.", &[]),
            ("Ines Carvalho said: “No.”\nTomas Lind said: “Yes.”", &[]),
            ("Note: see https://example.org.", &[]),
        ] {
            assert_eq!(turns(text), expected, "{text}");
        }
    }
}
