//! Negations, as data. A quotation that leaves a negation out may reverse the sense.

use std::ops::Range;

use crate::base::limits;
use crate::base::typography::{is_hangul, is_of_unspaced_script};
use crate::model::word_list::WordList;

use super::chars::is_word;

/// Whole words in lower case, in languages of many sources. A word that is harmless in another
/// language costs a needless check, but a missing word hides a reversed quotation.
static WORDS: WordList = WordList::by_language(&[
    (
        "en",
        "not no never cannot cant dont wont without neither nor none nobody nothing nowhere
        hardly barely scarcely rarely seldom non",
    ),
    (
        "de",
        "nicht nichts nie niemals niemand kein keine keinen keinem keiner keines ohne weder kaum
        nirgends",
    ),
    ("fr", "ne n pas jamais sans aucun aucune ni rien"),
    ("es", "nunca jamás sin tampoco ningún ninguno ninguna nadie nada"),
    ("pt", "não nem jamais sem nenhum nenhuma"),
    ("it", "mai senza né nessun nessuno nessuna"),
    ("nl", "niet niets nooit geen zonder"),
    ("ru", "не нет ни никогда никто ничего без нельзя"),
    ("uk", "ні немає ніколи"),
    ("tr", "değil yok hayır asla"),
    ("ar", "لا لم لن ليس ليست غير بدون دون بدونِ"),
    ("fa", "نه نیست"),
    ("he", "לא אין בלי"),
    ("ko", "안 못 아니다 없다"),
    ("hi", "नहीं न मत बिना"),
]);

/// Ends of words.
static ENDS: WordList =
    WordList::by_language(&[("en", "n't n’t"), ("ko", "않다 않는다 않을 없이")]);

/// Parts of texts in scripts without spaces: Chinese, Japanese, Thai. Parts of common words that
/// deny nothing are left out, such as 未 in 未来 (the future) and 莫 in 莫斯科 (Moscow).
static PARTS: WordList = WordList::by_language(&[
    (
        "zh",
        "不 没 沒 无 無 勿 未能 未必 未曾 未有 尚未 并未 並未 从未 從未 并非 並非 绝非 絕非 而非",
    ),
    ("ja", "ない ません"),
    ("th", "ไม่"),
]);

/// Words that may stand between a negation and the words that it negates: auxiliaries, articles,
/// adverbs.
static BETWEEN: WordList = WordList::by_language(&[
    (
        "en",
        "at all absolutely do does did is are was were be been will would shall should can could
        may might must have has had to the a an any yet ever really actually currently now still
        simply even going",
    ),
    (
        "fr",
        "est sont était étaient le la les l un une de des du d encore a ont avons été être en y
        se s nous vous lui leur peut pouvons allons va",
    ),
    (
        "de",
        "gar überhaupt jetzt schon ist sind war zu die der das den dem ein eine einen mehr noch
        auch wir werden wird haben hat sein so einfach",
    ),
    ("es", "es son era fue lo los las una ha han hemos está están vamos ya más me te el"),
    ("pt", "os um uma o"),
    ("ru", "надо нужно бы было будет будем буду будут уже еще ещё больше может можем"),
    ("ar", "يمكن أن سوف نحن"),
]);

/// Words that count as negations in a gap but not at the edge of a quotation, because they mean
/// something else in another language.
static NOT_AT_EDGES: WordList = WordList::of("mai né sem sin n non");

/// Words that make a preceding negation harmless: “not only”.
static AFTER_HARMLESS: WordList = WordList::by_language(&[
    ("en", "only just merely least"),
    ("de", "nur zuletzt allein"),
    ("fr", "seulement uniquement"),
    ("es", "sólo solo solamente apenas"),
    ("ru", "только просто"),
    ("ar", "فقط"),
]);

/// Chinese negations right before words, and the modals and degrees that may stand between.
static BEFORE_UNSPACED: WordList = WordList::of(
    "不 没有 沒有 没 沒 并未 並未 从未 從未 尚未 未 无法 無法 绝不 絕不 勿 并非 並非 绝非 絕非",
);
static MODALS: WordList = WordList::of("是 会 會 能 可 想 愿 願 应 應 要 再 该 該 曾");

/// Words that begin with a negation's character but deny nothing: 不仅 (not only), 未来 (the future).
static HARMLESS: WordList = WordList::of(
    "不仅 不僅 不但 不只 不断 不斷 不少 不同 不久 不论 不論 不管 不过 不過 不得不 未来 未來 没收 沒收 无论 無論 无数 無數",
);

/// Japanese endings that negate the preceding words.
static AFTER_UNSPACED: WordList = WordList::by_language(&[(
    "ja",
    "おりません おらず ありません いません いない できない できません ない なかった なく ません ず",
)]);
/// Korean endings that negate the preceding words.
const AFTER_KOREAN: [&str; 2] = ["지 않", "지 못"];
/// Syllables that may stand between words and such an ending.
const SYLLABLES: &[char] = &['\n', ' ', 'し', 'て', 'で', 'は', 'が', 'も', 'さ', 'れ', '하', '되'];

/// Negations after the words that they negate: French, German, Turkish, English.
static BEHIND: WordList = WordList::by_language(&[
    ("en", "not neither never no"),
    ("fr", "pas jamais rien guère aucunement nullement point"),
    ("de", "nicht nie niemals keinesfalls keineswegs keine kein keinen keiner keinem"),
    ("es", "nunca jamás no"),
    ("ru", "никогда не"),
    ("tr", "değil"),
]);

/// A negation right before or after a passage, in its sentence. Punctuation in between ends the
/// search.
pub(in crate::model) fn cut_off(text: &str, passage: &Range<usize>) -> Option<String> {
    let words = text[passage.clone()].find(is_word)?;
    let start = passage.start + words;
    let last = text[passage.clone()].char_indices().rev().find(|(_, c)| is_word(*c))?;
    let end = passage.start + last.0 + last.1.len_utf8();
    // Punctuation inside of the passage ends the sentence.
    let is_open = text[end..passage.end].trim().is_empty();
    cut_before(text, start).or_else(|| cut_behind(text, start, end).filter(|_| is_open))
}

/// The number of words that are checked on each side.
const LOOKED_AT: usize = 5;

fn cut_before(text: &str, start: usize) -> Option<String> {
    if let Some(negation) = unspaced_before(text, start) {
        return Some(negation);
    }
    let first = &text
        [start..text.floor_char_boundary((start + limits::WORD_BESIDE_QUOTATION).min(text.len()))];
    let first = first.split(|c| !of_edge(c)).next().unwrap_or_default().to_lowercase();
    let mut follows = first;
    let mut at = start;
    for _ in 0..LOOKED_AT {
        let before = text[..at].trim_end_matches(char::is_whitespace);
        if before.len() == at && at != start {
            return None;
        }
        let from =
            before.ceil_char_boundary(before.len().saturating_sub(limits::WORD_BESIDE_QUOTATION));
        let len = before[from..]
            .chars()
            .rev()
            .take_while(|c| of_edge(*c))
            .map(char::len_utf8)
            .sum::<usize>();
        let word = &before[before.len() - len..];
        let lower = word.to_lowercase();
        if word.is_empty() {
            return None;
        }
        if is_negation_at_edge(&lower) {
            return (!AFTER_HARMLESS.contains(&follows)).then(|| word.to_owned());
        }
        if lower == "plus" && has_french_ne(last_words(&before[..before.len() - len])) {
            return Some(word.to_owned());
        }
        if !BETWEEN.contains(&lower) {
            return None;
        }
        (follows, at) = (lower, before.len() - len);
    }
    None
}

fn cut_behind(text: &str, start: usize, end: usize) -> Option<String> {
    let rest = &text[end..text
        .floor_char_boundary((end + LOOKED_AT * limits::WORD_BESIDE_QUOTATION).min(text.len()))];
    let bare = rest.trim_start_matches(SYLLABLES);
    let is_near = rest.len() - bare.len() <= 3 * 'し'.len_utf8();
    let ends_unspaced =
        text[..end].ends_with(is_of_unspaced_script) || text[..end].ends_with(is_hangul);
    if let Some(ending) =
        AFTER_UNSPACED.iter().chain(AFTER_KOREAN).find(|ending| bare.starts_with(ending))
        && ends_unspaced
        && is_near
    {
        return Some(ending.to_owned());
    }
    let mut at = rest;
    for _ in 0..LOOKED_AT {
        let spaceless = at.trim_start_matches(char::is_whitespace);
        let len = spaceless.find(|c| !of_edge(c)).unwrap_or(spaceless.len());
        let word = &spaceless[..len];
        let lower = word.to_lowercase();
        let next = spaceless[len..].split(|c| !of_edge(c)).find(|word| !word.is_empty());
        let is_harmless = next.is_some_and(|next| AFTER_HARMLESS.contains(&next.to_lowercase()));
        if BEHIND.contains(&lower) {
            return (!is_harmless).then(|| word.to_owned());
        }
        if lower == "plus" && has_french_ne(&text[start..end]) {
            return Some(word.to_owned());
        }
        if !BETWEEN.contains(&lower) {
            return None;
        }
        at = &spaceless[len..];
    }
    None
}

/// The last few words of a text.
fn last_words(text: &str) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(limits::WORD_BESIDE_QUOTATION / 2))..]
}

/// Whether words have the first half of a French negation: `ne … plus`.
fn has_french_ne(words: &str) -> bool {
    words.split(|c: char| !is_word(c)).any(|word| matches!(word, "ne" | "n" | "Ne" | "N"))
}

/// The Chinese negation right before a place.
fn unspaced_before(text: &str, start: usize) -> Option<String> {
    if !text[start..].starts_with(is_of_unspaced_script) {
        return None;
    }
    let mut before = &text[..start];
    for _ in 0..3 {
        let negation = BEFORE_UNSPACED.iter().filter(|negation| before.ends_with(negation));
        if let Some(negation) = negation.max_by_key(|negation| negation.len()) {
            let from = &text[before.len() - last_of(negation)..];
            let is_harmless = HARMLESS.iter().any(|word| from.starts_with(word));
            return (!is_harmless).then(|| negation.to_owned());
        }
        before = MODALS.iter().find_map(|modal| before.strip_suffix(modal))?;
    }
    None
}

fn last_of(word: &str) -> usize {
    word.chars().next_back().map_or(0, char::len_utf8)
}

/// Whether a character is part of a word with apostrophes: `don’t`.
fn of_edge(c: char) -> bool {
    is_word(c) || matches!(c, '\'' | '’')
}

fn is_negation_at_edge(lower: &str) -> bool {
    // In Arabic, “and” is part of the next word; in French, the negation is part of the verb.
    let bare = lower.strip_prefix(['و', 'ف']).unwrap_or(lower);
    if bare.starts_with("n'") || bare.starts_with("n’") || (bare != lower && WORDS.contains(bare))
    {
        return true;
    }
    let mut pieces = lower.split(['\'', '’']).filter(|piece| !piece.is_empty());
    let is_word = |word: &str| WORDS.contains(word) && !NOT_AT_EDGES.contains(word);
    is_word(lower) || ENDS.iter().any(|end| lower.ends_with(end)) || pieces.any(is_word)
}

/// Whether a text has a negation.
pub(super) fn has_negation(text: &str) -> bool {
    let lower = text.to_lowercase();
    let of_word = |c: char| is_word(c) || matches!(c, '\'' | '’');
    let is_negation =
        |word: &str| WORDS.contains(word) || ENDS.iter().any(|end| word.ends_with(end));
    let mut words = lower.split(|c| !of_word(c)).filter(|word| !word.is_empty());
    // Matches `n’est`, but `don’t` only by its ending.
    let in_pieces = |word: &str| word.split(['\'', '’']).any(|part| WORDS.contains(part));
    words.any(|word| is_negation(word) || in_pieces(word))
        || (lower.chars().any(is_of_unspaced_script)
            && PARTS.iter().any(|part| lower.contains(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, words: &str) -> Option<String> {
        let start = text.find(words).unwrap();
        cut_off(text, &(start..start + words.len()))
    }

    #[test]
    fn a_negation_that_was_cut_off_is_found() {
        for (text, words, negation) in [
            ("We do not support a pause.", "support a pause", "not"),
            ("We don’t support a pause.", "support a pause", "don’t"),
            ("We will never, ever say so; we cannot support it.", "support it", "cannot"),
            ("We have not yet been able to", "been able", "not"),
            ("Nobody supports a pause.", "supports a pause", "Nobody"),
            ("Nous ne soutenons pas une pause.", "une pause", "pas"),
            ("Nous ne soutenons pas une pause.", "Nous ne soutenons", "pas"),
            ("Nous ne soutenons plus la pause.", "Nous ne soutenons", "plus"),
            ("Rien n’est signé.", "signé", "n’est"),
            ("La porte n’est plus ouverte.", "ouverte", "plus"),
            ("No es una amenaza.", "una amenaza", "No"),
            ("海峡不是谁的后院。", "谁的后院", "不"),
            ("ولم نطلب تأجيلا", "نطلب تأجيلا", "ولم"),
            ("認識は持っておりません。", "認識は持って", "おりません"),
            ("合意した事実はありません。", "合意した事実は", "ありません"),
            ("Wir unterstützen das nicht.", "Wir unterstützen das", "nicht"),
            ("Wir wollen keine Pause.", "Pause", "keine"),
            ("We sign it never.", "We sign it", "never"),
            ("Wir wollen gar nicht gehen.", "gehen", "nicht"),
            ("Мы подпишем это никогда.", "Мы подпишем это", "никогда"),
            ("No apoyamos una pausa.", "apoyamos una pausa", "No"),
            ("Мы не поддерживаем паузу.", "поддерживаем паузу", "не"),
            ("我们不支持暂停。", "支持暂停", "不"),
            ("我们不会支持暂停。", "支持暂停", "不"),
            ("我们从未支持暂停。", "支持暂停", "从未"),
            ("لا نؤيد وقفا", "نؤيد وقفا", "لا"),
            ("停戦を支持しない。", "停戦を支持", "ない"),
            ("停戦を支持しません。", "停戦を支持", "ません"),
        ] {
            assert_eq!(cut(text, words).as_deref(), Some(negation), "{words} in {text}");
        }
    }

    #[test]
    fn what_denies_nothing_is_no_negation() {
        for (text, words) in [
            ("We support a pause, not a truce.", "We support a pause"),
            ("We support a pause, and not only for a week.", "We support a pause"),
            ("It is not. We support a pause.", "We support a pause"),
            ("She said no: “We support a pause.”", "We support a pause"),
            ("not only support but", "only support"),
            ("Not just one. We note a pause.", "a pause"),
            ("nicht nur eine Pause", "nur eine Pause"),
            ("pas seulement une pause", "seulement une pause"),
            ("Plus que jamais, nous soutenons", "nous soutenons"),
            ("не только пауза", "только пауза"),
            ("我们不断支持暂停。", "支持暂停"),
            ("不仅支持暂停", "仅支持暂停"),
            ("未来支持暂停", "来支持暂停"),
            ("我们在未来支持", "支持"),
            ("停戦を支持している。", "停戦を支持"),
            ("We do not say it. We support a pause.", "support a pause"),
            ("Le 3 mai nous soutenons", "nous soutenons"),
        ] {
            assert_eq!(cut(text, words), None, "{words} in {text}");
        }
    }
}
