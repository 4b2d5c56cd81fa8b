//! Words that turn a sentence round, as data: where an ellipsis swallows one, somebody should look.

use super::chars::{is_unspaced, is_word};

/// Whole words, in lower case, of languages that many sources are written in. A word that is harmless in another
/// of them costs a needless look; a missing one hides a turned quotation.
const WORDS: &[&str] = &[
    // English
    "not",
    "no",
    "never",
    "cannot",
    "cant",
    "dont",
    "wont",
    "without",
    "neither",
    "nor",
    "none",
    "nobody",
    "nothing",
    "nowhere",
    "hardly",
    "barely",
    "scarcely",
    "rarely",
    "seldom",
    "non",
    // German
    "nicht",
    "nichts",
    "nie",
    "niemals",
    "niemand",
    "kein",
    "keine",
    "keinen",
    "keinem",
    "keiner",
    "keines",
    "ohne",
    "weder",
    "kaum",
    "nirgends",
    // French
    "ne",
    "n",
    "pas",
    "jamais",
    "sans",
    "aucun",
    "aucune",
    "ni",
    "rien",
    // Spanish, Portuguese, Italian
    "nunca",
    "jamás",
    "sin",
    "tampoco",
    "ningún",
    "ninguno",
    "ninguna",
    "nadie",
    "nada",
    "não",
    "nem",
    "jamais",
    "sem",
    "nenhum",
    "nenhuma",
    "mai",
    "senza",
    "né",
    "nessun",
    "nessuno",
    "nessuna",
    // Dutch
    "niet",
    "niets",
    "nooit",
    "geen",
    "zonder",
    // Russian, Ukrainian
    "не",
    "нет",
    "ни",
    "никогда",
    "никто",
    "ничего",
    "без",
    "нельзя",
    "ні",
    "немає",
    "ніколи",
    // Turkish
    "değil",
    "yok",
    "hayır",
    "asla",
    // Arabic, Persian, Hebrew
    "لا",
    "لم",
    "لن",
    "ليس",
    "ليست",
    "غير",
    "بدون",
    "دون",
    "نه",
    "نیست",
    "بدونِ",
    "לא",
    "אין",
    "בלי",
    // Korean, Hindi
    "안",
    "못",
    "아니다",
    "없다",
    "नहीं",
    "न",
    "मत",
    "बिना",
];

/// Ends of words.
const ENDS: &[&str] = &["n't", "n’t", "않다", "않는다", "않을", "없이"];

/// Parts of texts that are written without spaces: Chinese, Japanese, Thai. Left out is what common
/// words hold that deny nothing, as 未 in 未来, the future, and 莫 in 莫斯科, Moscow.
const PARTS: &[&str] = &[
    "不",
    "没",
    "沒",
    "无",
    "無",
    "勿",
    "未能",
    "未必",
    "未曾",
    "未有",
    "尚未",
    "并未",
    "並未",
    "从未",
    "從未",
    "并非",
    "並非",
    "绝非",
    "絕非",
    "而非",
    "ない",
    "ません",
    "ไม่",
];

/// Whether a text has a negation.
pub(super) fn has_negation(text: &str) -> bool {
    let lower = text.to_lowercase();
    let of_word = |c: char| is_word(c) || matches!(c, '\'' | '’');
    let is_negation = |word: &str| WORDS.contains(&word) || ENDS.iter().any(|end| word.ends_with(end));
    let mut words = lower.split(|c| !of_word(c)).filter(|word| !word.is_empty());
    // `n’est`, but not the whole of `don’t`, which its end gives away.
    let in_pieces = |word: &str| word.split(['\'', '’']).any(|part| WORDS.contains(&part));
    words.any(|word| is_negation(word) || in_pieces(word))
        || (lower.chars().any(is_unspaced) && PARTS.iter().any(|part| lower.contains(part)))
}
