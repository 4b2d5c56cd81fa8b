//! Verbs of speech, as data: the words beside which a text says who speaks.
//!
//! Latin, Cyrillic and Arabic words are looked up whole, in lower case; forms that are nouns more
//! often, as “remarks” and “annonce”, are not among them. Words of scripts without spaces are found
//! within their clause.

use std::ops::Range;

use super::chars::is_unspaced;

/// English.
const ENGLISH: &[&str] = &[
    "according",
    "acknowledged",
    "added",
    "adding",
    "adds",
    "admitted",
    "advised",
    "affirmed",
    "announced",
    "announces",
    "announcing",
    "answered",
    "argued",
    "argues",
    "arguing",
    "asked",
    "asking",
    "asks",
    "asserted",
    "asserting",
    "boasted",
    "branded",
    "called",
    "calling",
    "calls",
    "cautioned",
    "cited",
    "citing",
    "claimed",
    "claiming",
    "commented",
    "complained",
    "conceded",
    "concluded",
    "condemned",
    "confirmed",
    "continued",
    "countered",
    "declared",
    "declares",
    "declaring",
    "demanded",
    "denied",
    "described",
    "dismissed",
    "dubbed",
    "emphasised",
    "emphasises",
    "emphasising",
    "emphasized",
    "emphasizes",
    "emphasizing",
    "explained",
    "explaining",
    "explains",
    "hailed",
    "insisted",
    "insisting",
    "insists",
    "joked",
    "labelled",
    "lamented",
    "likened",
    "maintained",
    "mentioned",
    "mentioning",
    "mentions",
    "noted",
    "noting",
    "observed",
    "opened",
    "pledged",
    "posted",
    "praised",
    "predicted",
    "promised",
    "put",
    "quipped",
    "quoted",
    "quotes",
    "quoting",
    "recalled",
    "reiterated",
    "reiterating",
    "remarked",
    "remarking",
    "replied",
    "replies",
    "responded",
    "responds",
    "retorted",
    "said",
    "say",
    "saying",
    "says",
    "spoke",
    "stated",
    "stating",
    "stressed",
    "stresses",
    "stressing",
    "suggested",
    "suggesting",
    "suggests",
    "telling",
    "tells",
    "thanked",
    "told",
    "tweeted",
    "urged",
    "urges",
    "urging",
    "vowed",
    "warned",
    "warning",
    "warns",
    "writes",
    "writing",
    "wrote",
];

/// French.
const FRENCH: &[&str] = &[
    "affirmait",
    "affirme",
    "affirmé",
    "affirmée",
    "ajouta",
    "ajoutait",
    "ajoute",
    "ajouté",
    "annoncé",
    "appelle",
    "argumenté",
    "assure",
    "assuré",
    "averti",
    "avertit",
    "balaie",
    "conclu",
    "concluait",
    "conclut",
    "confie",
    "confié",
    "constate",
    "constaté",
    "corrige",
    "demandé",
    "dira",
    "disait",
    "disent",
    "dit",
    "déclarait",
    "déclare",
    "déclaré",
    "dénonce",
    "dénoncé",
    "dénonçait",
    "déploré",
    "détaille",
    "estimait",
    "estime",
    "estimé",
    "expliquait",
    "explique",
    "expliqué",
    "fustigé",
    "glisse",
    "glissé",
    "indique",
    "indiqué",
    "insistait",
    "insiste",
    "insisté",
    "interrogé",
    "ironise",
    "ironisé",
    "juge",
    "jugeait",
    "jugé",
    "jure",
    "lancé",
    "lançait",
    "martelé",
    "martèle",
    "nuance",
    "observé",
    "ouvert",
    "parle",
    "parlé",
    "plaide",
    "plaidé",
    "poursuit",
    "poursuivi",
    "promet",
    "promis",
    "précise",
    "précisé",
    "prévenu",
    "prévient",
    "qualifié",
    "raconte",
    "rappelle",
    "rappelé",
    "reconnaît",
    "reconnu",
    "regretté",
    "remercié",
    "renchérit",
    "reprend",
    "réaffirmé",
    "réagi",
    "réitéré",
    "répliqué",
    "répond",
    "répondait",
    "répondu",
    "répète",
    "répété",
    "résumait",
    "résume",
    "résumé",
    "rétorque",
    "rétorqué",
    "saluait",
    "salué",
    "selon",
    "souligne",
    "souligné",
    "soupire",
    "soutenu",
    "soutient",
    "tempère",
    "tonne",
    "tonné",
    "tranche",
    "tranché",
    "témoigne",
    "écrit",
    "évoqué",
];

/// German.
const GERMAN: &[&str] = &[
    "antwortet",
    "antwortete",
    "bekannte",
    "bekräftigt",
    "bekräftigte",
    "bemerkte",
    "bestätigte",
    "beteuerte",
    "betont",
    "betonte",
    "betonten",
    "bezeichnete",
    "bilanzierte",
    "entgegnete",
    "ergänzt",
    "ergänzte",
    "erklären",
    "erklärt",
    "erklärte",
    "erklärten",
    "erläuterte",
    "erwiderte",
    "forderte",
    "fragte",
    "fügte",
    "gesagt",
    "hinzugefügt",
    "kommentierte",
    "konstatierte",
    "kritisiert",
    "kritisierte",
    "laut",
    "lobte",
    "lobten",
    "mahnt",
    "mahnte",
    "meint",
    "meinte",
    "mitgeteilt",
    "nannte",
    "nannten",
    "nennt",
    "rief",
    "räumte",
    "sagen",
    "sagt",
    "sagte",
    "sagten",
    "schreibt",
    "schrieb",
    "sprach",
    "sprachen",
    "spricht",
    "stellte",
    "teilte",
    "unterstrich",
    "urteilte",
    "verkündete",
    "versichert",
    "versicherte",
    "verteidigte",
    "warb",
    "warnt",
    "warnte",
    "zitierte",
    "zufolge",
    "äußerte",
];

/// Spanish, Portuguese and Italian.
const IBERIAN: &[&str] = &[
    "acrescentou",
    "admitió",
    "advertía",
    "advierte",
    "advirtió",
    "afirma",
    "afirmaron",
    "afirmou",
    "afirmó",
    "aggiunto",
    "agradeció",
    "agregó",
    "anunció",
    "apuntó",
    "asegura",
    "aseguró",
    "aseveró",
    "añade",
    "añadió",
    "bromeó",
    "calificó",
    "comentó",
    "concluyó",
    "confirmó",
    "contestó",
    "declara",
    "declarou",
    "declaró",
    "decía",
    "denunció",
    "deslizó",
    "destaca",
    "destacó",
    "detto",
    "dice",
    "dichiarato",
    "dijeron",
    "dijo",
    "disse",
    "enfatizó",
    "escribió",
    "espetó",
    "explica",
    "explicaba",
    "explicou",
    "explicó",
    "expresó",
    "garantiu",
    "habló",
    "indica",
    "indicó",
    "insiste",
    "insistió",
    "insistía",
    "ironizó",
    "lamentó",
    "manifestó",
    "matizó",
    "palabras",
    "pidió",
    "precisó",
    "preguntó",
    "prometió",
    "puntualizó",
    "reconoció",
    "recordó",
    "reiteró",
    "remarcó",
    "replicó",
    "responde",
    "respondeu",
    "respondió",
    "resume",
    "resumió",
    "salientou",
    "según",
    "sentenció",
    "señala",
    "señaló",
    "sostiene",
    "sostuvo",
    "sottolineato",
    "spiegato",
    "sublinhou",
    "subraya",
    "subrayó",
    "tildó",
    "zanjó",
];

/// Russian.
const RUSSIAN: &[&str] = &[
    "возразил",
    "возразила",
    "выразил",
    "говорил",
    "говорила",
    "говорит",
    "говорят",
    "добавил",
    "добавила",
    "добавили",
    "заверил",
    "заключил",
    "заметил",
    "заметила",
    "заявил",
    "заявила",
    "заявили",
    "заявляет",
    "заявлял",
    "заявляла",
    "заявляют",
    "констатировал",
    "мнению",
    "назвал",
    "назвала",
    "называет",
    "называют",
    "написал",
    "написала",
    "написали",
    "напомнил",
    "напомнила",
    "обещал",
    "объяснил",
    "объяснила",
    "описал",
    "описала",
    "описывает",
    "ответил",
    "ответила",
    "отметил",
    "отметила",
    "отметили",
    "отмечает",
    "парировал",
    "пишет",
    "поблагодарил",
    "поблагодарила",
    "подтвердил",
    "подтвердила",
    "подчеркивает",
    "подчеркнул",
    "подчеркнула",
    "подчёркивает",
    "подчёркнул",
    "подытожил",
    "пояснил",
    "пояснила",
    "поясняет",
    "предупредил",
    "предупредила",
    "призвал",
    "призвала",
    "признал",
    "признала",
    "призналась",
    "признался",
    "продолжил",
    "продолжила",
    "процитировал",
    "рассказал",
    "рассказала",
    "резюмировал",
    "сказал",
    "сказала",
    "сказали",
    "словам",
    "сообщил",
    "сообщила",
    "сообщили",
    "спросил",
    "спросила",
    "считает",
    "уверяет",
    "указал",
    "указала",
    "утверждает",
    "утверждал",
    "уточнил",
    "уточнила",
];

/// Arabic, without the “and” that is written as a part of the word.
const ARABIC: &[&str] = &[
    "أجاب",
    "أجابت",
    "أردف",
    "أردفت",
    "أشار",
    "أشارت",
    "أضاف",
    "أضافت",
    "أعلن",
    "أعلنت",
    "أكد",
    "أكدا",
    "أكدت",
    "أوضح",
    "أوضحت",
    "استطرد",
    "اعتبر",
    "اعتبرا",
    "اعتبرت",
    "بحسب",
    "تابع",
    "تابعت",
    "ترى",
    "تساءل",
    "تساءلت",
    "تقول",
    "حذر",
    "حذرت",
    "ختم",
    "دعا",
    "دعت",
    "ذكر",
    "ذكرت",
    "رأت",
    "رأى",
    "رحب",
    "رحبت",
    "رد",
    "ردت",
    "سأل",
    "سألت",
    "سألته",
    "سأله",
    "سألها",
    "شدد",
    "شددت",
    "شكر",
    "شكرت",
    "صرح",
    "صرحت",
    "طالب",
    "طالبت",
    "علق",
    "علقت",
    "قائلا",
    "قائلاً",
    "قائلة",
    "قال",
    "قالا",
    "قالت",
    "قالوا",
    "كتب",
    "كتبت",
    "لفت",
    "مؤكدا",
    "مؤكداً",
    "مشددا",
    "مشدداً",
    "مشيرا",
    "مشيراً",
    "مضيفا",
    "مضيفاً",
    "موضحا",
    "موضحاً",
    "نفت",
    "نفى",
    "نقل",
    "نقلت",
    "وصف",
    "وصفت",
    "وفق",
    "يؤكد",
    "يرى",
    "يقول",
];

/// Chinese and Japanese verbs that need nothing behind them.
const UNSPACED: &[&str] = &[
    "表示",
    "指出",
    "强调",
    "強調",
    "认为",
    "認為",
    "告诉",
    "告訴",
    "宣布",
    "宣佈",
    "重申",
    "回应",
    "回應",
    "回答",
    "补充",
    "補充",
    "透露",
    "写道",
    "寫道",
    "坦言",
    "呼吁",
    "呼籲",
    "警告",
    "反问",
    "述べ",
    "語っ",
    "語り",
    "話した",
    "話し、",
    "言った",
    "言い",
    "指摘し",
    "説明し",
    "答え",
    "表明し",
    "主張し",
    "訴え",
    "批判し",
    "発言し",
    "コメントし",
    "明らかにし",
    "応じ",
    "反論し",
    "付け加え",
    "漏らし",
    "評し",
    "批评",
    "批評",
    "反問",
    "感叹",
    "感嘆",
    "质问",
    "嘲讽",
    "坚称",
    "堅稱",
    "直言",
];

/// Chinese verbs of one character: parts of many words, and verbs where a mark or `道` follows.
const BEFORE_MARKS: &[&str] = &["说", "說", "称", "稱", "问", "問", "答", "道"];

/// Verbs behind which the name that follows is whom somebody spoke to.
const WITH_OBJECT: &[&str] = &[
    "told", "tells", "telling", "asked", "asks", "asking", "advised", "urged", "urges", "urging", "warned", "reminded",
    "告诉", "告訴", "警告",
];

/// Words that are no verbs, and lead to whoever said it: “according to Lee”.
const LEADING: &[&str] = &["according", "selon", "según", "laut", "so", "словам", "мнению", "palabras", "وفق", "بحسب"];

/// Verbs that give words on from somebody else: “Roe quoted Lee as saying”.
const REPORTING: &[&str] =
    &["quoted", "quotes", "quoting", "cited", "citing", "zitierte", "نقل", "نقلت", "процитировал"];

/// Whether a verb gives on what somebody else said.
pub(in crate::model) fn is_reporting(verb: &str) -> bool {
    let bare = verb.strip_prefix('و').unwrap_or(verb);
    REPORTING.contains(&verb) || REPORTING.contains(&bare)
}

/// Whether a word, as it is written, is a verb of speech. In capitals it is a name: “United States”;
/// only a few begin a sentence.
pub(in crate::model) fn is_verb(word: &str) -> bool {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return false };
    if first.is_uppercase() {
        return leads_sentence(word);
    }
    if ('\u{600}'..='\u{6FF}').contains(&first) {
        let bare = word.strip_prefix(['و', 'ف']).unwrap_or(word);
        return is_in(ARABIC, word) || is_in(ARABIC, bare);
    }
    if first >= '\u{400}' {
        return is_in(RUSSIAN, word);
    }
    [ENGLISH, FRENCH, GERMAN, IBERIAN].iter().any(|verbs| is_in(verbs, word))
}

/// Verbs with which a sentence begins: “Dijo Carvalho: …”, “According to Lee, …”.
fn leads_sentence(word: &str) -> bool {
    const SPANISH: &[&str] = &["Dijo", "Afirmó", "Añadió", "Agregó", "Señaló", "Declaró", "Subrayó"];
    const GERMAN: &[&str] = &["Sagte"];
    SPANISH.contains(&word) || GERMAN.contains(&word) || (is_leading(word) && word != "So")
}

/// Whether a word leads to the speaker behind it, and is no verb.
pub(in crate::model) fn is_leading(word: &str) -> bool {
    LEADING.iter().any(|leading| leading.eq_ignore_ascii_case(word) || *leading == word.to_lowercase())
}

/// Whether whom a verb names behind it is whom somebody spoke to.
pub(in crate::model) fn takes_object(verb: &str) -> bool {
    WITH_OBJECT.iter().any(|other| other.eq_ignore_ascii_case(verb))
}

fn is_in(sorted: &[&str], word: &str) -> bool {
    sorted.binary_search(&word).is_ok()
}

/// The verbs of speech of a part of a text, in its order.
pub(in crate::model) fn verbs_in(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut verbs = Vec::new();
    for word in words_in(text, range) {
        if text[word.clone()].chars().any(is_unspaced) {
            verbs.extend(unspaced_verbs(text, &word));
        } else if is_verb(&text[word.clone()]) || is_german_so(text, &word) {
            verbs.push(word);
        }
    }
    verbs
}

/// Whether a word is the “so” of “…“, so Carvalho”: right behind words and their comma.
fn is_german_so(text: &str, word: &Range<usize>) -> bool {
    let behind_words = || {
        let before = text[..word.start].trim_end().strip_suffix(',')?;
        before.ends_with(['“', '”', '«', '"', '‘']).then_some(())
    };
    &text[word.clone()] == "so"
        && text[word.end..].trim_start().starts_with(|c: char| c.is_uppercase() || c == 'd')
        && behind_words().is_some()
}

/// The verbs of a stretch that is written without spaces.
fn unspaced_verbs(text: &str, stretch: &Range<usize>) -> Vec<Range<usize>> {
    let part = &text[stretch.clone()];
    let places = |verb: &&'static str| {
        let len = verb.len();
        part.match_indices(*verb).map(move |(at, _)| stretch.start + at..stretch.start + at + len)
    };
    let mut verbs: Vec<Range<usize>> = UNSPACED.iter().flat_map(places).collect();
    let before_marks = |verb: &Range<usize>| {
        let after = text[verb.end..].trim_start_matches('道').chars().next();
        after.is_some_and(|c| matches!(c, '：' | ':' | '，' | ',' | '“' | '「' | '《' | '"' | '。'))
    };
    verbs.extend(BEFORE_MARKS.iter().flat_map(places).filter(before_marks));
    verbs.sort_by_key(|verb| verb.start);
    verbs
}

/// The words of a part of a text: runs of letters and digits.
pub(in crate::model) fn words_in(text: &str, range: Range<usize>) -> impl DoubleEndedIterator<Item = Range<usize>> {
    let start = range.start;
    let part = text.get(range).unwrap_or_default();
    let of_word = |c: char| super::chars::is_word(c);
    let words = part.split(move |c: char| !of_word(c)).filter(|word| !word.is_empty());
    words.map(move |word| {
        let at = start + (word.as_ptr() as usize - part.as_ptr() as usize);
        at..at + word.len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_each_language_are_in_order() {
        for words in [ENGLISH, FRENCH, GERMAN, IBERIAN, RUSSIAN, ARABIC] {
            assert!(words.is_sorted(), "{words:?}");
        }
    }

    #[test]
    fn verbs_are_found_in_each_language() {
        for (text, expected) in [
            ("“We go,” she said.", &["said"][..]),
            ("States said", &["said"]),
            ("According to Lee", &["According"]),
            ("« Oui », a déclaré la ministre", &["déclaré"]),
            ("„Ja“, sagte er", &["sagte"]),
            ("«Sí», añadió", &["añadió"]),
            ("— Да, — сказала она", &["сказала"]),
            ("وقال الوزير وأضاف", &["وقال", "وأضاف"]),
            ("王毅说：“好”，并强调", &["说", "强调"]),
            ("这个说法的名称", &[]),
            ("田中氏は「よい」と述べた", &["述べ"]),
            ("the weather", &[]),
        ] {
            let verbs = verbs_in(text, 0..text.len());
            assert_eq!(verbs.iter().map(|at| &text[at.clone()]).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
