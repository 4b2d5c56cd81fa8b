//! Verbs of speech, as data: near them, a text names the speaker.
//!
//! Latin, Cyrillic and Arabic words are looked up whole, in lower case. Forms that are more often
//! nouns, such as “remarks” and “annonce”, are left out. Words in scripts without spaces are
//! searched in their clause.

use std::ops::Range;

use crate::base::typography::is_of_unspaced_script;
use crate::model::word_list::WordList;

/// Verbs, and a few nouns in their role, in languages with spaces.
static VERBS: WordList = WordList::by_language(&[
    (
        "en",
        "according acknowledged added adding adds admitted advised affirmed agreed announced
        announces announcing answered argued argues arguing asked asking asks asserted asserting
        boasted branded called calling calls cautioned cited citing claimed claiming commented
        complained conceded concluded condemned confirmed continued countered declared declares
        declaring demanded denied described dismissed dubbed emphasised emphasises emphasising
        emphasized emphasizes emphasizing exclaimed explained explaining explains fumed growled
        hailed insisted insisting insists joked labelled lamented laughed likened maintained
        mentioned mentioning mentions murmured muttered noted noting objected observed opened
        pledged posted praised predicted promised protested put quipped quoted quotes quoting
        recalled recounted reiterated reiterating remarked remarking replied replies responded
        responds retorted said say saying says scoffed shot shouted sighed snapped spoke stated
        stating stressed stresses stressing suggested suggesting suggests telling tells
        testified thanked told tweeted urged urges urging vowed warned warning warns whispered
        wondered writes writing wrote",
    ),
    (
        "fr",
        "admet affirmait affirme affirmé affirmée ajouta ajoutait ajoute ajouté annoncé appelle
        argumenté assure assuré assène averti avertit balaie certifie conclu concluait conclut
        confiait confie confirme confié constate constaté corrige demandé dira disait disent dit
        déclarait déclare déclaré dénonce dénoncé dénonçait déplore déploré détaille estimait
        estime estimé expliquait explique expliqué fustigé glisse glissé indique indiqué
        insistait insiste insisté interrogé ironise ironisé juge jugeait jugé jure lancé lançait
        martelé martèle murmure nuance observe observé ouvert parle parlé plaide plaidé
        plaisante poursuit poursuivi promet promis précise précisé prévenu prévient qualifié
        raconte rappelle rappelé reconnaît reconnu regrette regretté remarque remercié renchérit
        reprend réaffirmé réagi réitéré répliqué répond répondait répondu répète répété résumait
        résume résumé rétorque rétorqué saluait salué selon souligne souligné soupire soutenu
        soutient tempère tonne tonné tranche tranché témoigne écrit évoqué",
    ),
    (
        "de",
        "antwortet antwortete bekannte bekräftigt bekräftigte bekräftigten bemerkte berichtet
        bestätigt bestätigte beteuerte betont betonte betonten bezeichnete bilanziert
        bilanzierte entgegnete ergänzt ergänzte erklären erklärt erklärte erklärten erläuterte
        erwiderte forderte fragte fügt fügte gesagt gibt hinzugefügt klagt klagte kommentierte
        konstatierte kritisiert kritisierte kündigt laut lobte lobten mahnt mahnte meint meinte
        mitgeteilt murmelte nannte nannten nennt pochte polterte resümiert rief räumt räumte
        rügte sage sagen sagt sagte sagten scherzt scherzte schreibt schrieb spottete sprach
        sprachen spricht stellt stellte teilte unterstrich urteilte verkündete verlangt
        verlangte versichert versicherte verteidigte warb warnt warnte zitierte zufolge äußerte",
    ),
    (
        "es",
        "admite admitió advertía advierte advirtió afirma afirmaron afirmó agradece agradeció
        agregó anunció apostilla apuntó asegura aseguró aseveró añade añadió bramó bromea bromeó
        calificó celebra celebró comentó concluyó confesó confiesa confirmó contestó critica
        declara declaró decía denuncia denunció deslizó destaca destacó dice dijeron dijo
        enfatizó escribió espetó exigió explica explicaba explicó expresó gritó habló indica
        indicó insiste insistió insistía ironizaba ironizó juicio lamenta lamentó manifestó
        matiza matizará matizó murmuró opinión opinó palabras pidió precisó preguntó prometió
        puntualizó quejó reclama reclamó reconoce reconoció recordó reiteró remacha remarcó
        replica replicó responde respondió resume resumió según sentenció señala señaló sostiene
        sostuvo subraya subrayaba subrayó suspiró tildó zanja zanjó",
    ),
    ("pt", "acrescentou afirmou declarou disse explicou garantiu respondeu salientou sublinhou"),
    ("it", "aggiunto detto dichiarato sottolineato spiegato disse"),
    (
        "ru",
        "вздыхает возразил возразила выразил говорил говорила говорит говорят делится добавил
        добавила добавили добавляет заверил заключил заметил заметила замечает заявил заявила
        заявили заявляет заявлял заявляла заявляют констатировал мнению назвал назвала называет
        называют написал написала написали напомнил напомнила настаивает настаивал обещал
        объяснил объяснила объясняет описал описала описывает ответил ответила отвечает отметил
        отметила отметили отмечает парировал парирует переспрашивает пишет поблагодарил
        поблагодарила поделилась поделился подтвердил подтвердила подчеркивает подчеркнул
        подчеркнула подчёркивает подчёркнул подытоживает подытожил пояснил пояснила поясняет
        предупредил предупредила призвал призвала признается признал признала призналась
        признался признаётся продолжил продолжила процитировал рассказал рассказала рассказывает
        резюмировал сказал сказала сказали словам сообщил сообщила сообщили спрашивает спросил
        спросила считает уверяет указал указала утверждает утверждал уточнил уточнила уточняет
        шутит",
    ),
    (
        "ar",
        "أبلغ أبلغت أجاب أجابت أردف أردفت أشاد أشادت أشار أشارت أضاف أضافت أعلن أعلنت أكد أكدا
        أكدت أوضح أوضحت استطرد اعتبر اعتبرا اعتبرت بحسب بين بينت تابع تابعت ترى تساءل تساءلت
        تقول جدد جددت حذر حذرت ختم دعا دعت ذكر ذكرت رأت رأى رحب رحبت رد ردت سأل سألت سألته سأله
        سألها شدد شددت شكر شكرت صرح صرحت طالب طالبت علق علقت قائلا قائلاً قائلة قال قالا قالت
        قالوا كتب كتبت كشف كشفت لفت مؤكدا مؤكداً مشددا مشدداً مشيرا مشيراً مضيفا مضيفاً موضحا
        موضحاً نفت نفى نقل نقلت نوه نوهت وصف وصفت وفق يؤكد يرى يقول",
    ),
]);

/// Chinese and Japanese verbs that need nothing after them.
static UNSPACED: WordList = WordList::by_language(&[
    (
        "zh",
        "表示 指出 强调 強調 认为 認為 告诉 告訴 宣布 宣佈 重申 回应 回應 回答 补充 補充 透露 写道 寫道 坦言 呼吁 呼籲 警告 反问 批评 批評 反問 感叹 感嘆
        质问 嘲讽 坚称 堅稱 直言",
    ),
    (
        "ja",
        "述べ 語っ 語り 話した 話し、 言った 言い 指摘し 説明し 答え 表明し 主張し 訴え 批判し 発言し コメントし 明らかにし 応じ 反論し 付け加え 漏らし 評し と強調
        と指摘 と説明 と主張 と反論 と批判 と回答 と発言 と明言 と断言 打ち明け",
    ),
]);

/// Chinese verbs of one character: parts of many words, but verbs before a mark or `道`.
static BEFORE_MARKS: WordList = WordList::of("说 說 称 稱 问 問 答 道");

/// Verbs followed by the name of the person spoken to.
static WITH_OBJECT: WordList = WordList::by_language(&[
    ("en", "told tells telling asked asks asking advised urged urges urging warned reminded"),
    ("zh", "告诉 告訴 警告"),
]);

/// Words that are not verbs, and come before the speaker: “according to Lee”.
static LEADING: WordList = WordList::by_language(&[
    ("en", "according"),
    ("fr", "selon"),
    ("de", "laut so"),
    ("es", "según palabras juicio opinión"),
    ("ru", "словам мнению"),
    ("ar", "وفق بحسب"),
]);

/// Verbs that report the words of somebody else: “Roe quoted Lee as saying”.
static REPORTING: WordList = WordList::by_language(&[
    ("en", "quoted quotes quoting cited citing"),
    ("de", "zitierte"),
    ("ru", "процитировал"),
    ("ar", "نقل نقلت"),
]);

/// Whether a verb reports the words of somebody else.
pub(in crate::model) fn is_reporting(verb: &str) -> bool {
    let bare = verb.strip_prefix('و').unwrap_or(verb);
    REPORTING.contains(verb) || REPORTING.contains(bare)
}

/// Whether a word, as it is written, is a verb of speech. A capitalized word is a name (“United
/// States”), except for a few at the beginning of a sentence.
pub(in crate::model) fn is_verb(word: &str) -> bool {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return false };
    if first.is_uppercase() {
        return leads_sentence(word);
    }
    if ('\u{600}'..='\u{6FF}').contains(&first) {
        let bare = word.strip_prefix(['و', 'ف']).unwrap_or(word);
        return VERBS.contains(word) || VERBS.contains(bare);
    }
    VERBS.contains(word)
}

/// Whether a verb may begin a sentence: “Dijo Carvalho: …”, “According to Lee, …”.
fn leads_sentence(word: &str) -> bool {
    static FIRST_VERBS: WordList = WordList::by_language(&[
        ("de", "Sagte"),
        ("es", "Dijo Afirmó Añadió Agregó Señaló Declaró Subrayó"),
    ]);
    FIRST_VERBS.contains(word) || (is_leading(word) && word != "So")
}

/// Whether a word comes before the speaker and is not a verb.
pub(in crate::model) fn is_leading(word: &str) -> bool {
    LEADING.contains_in_any_case(word)
}

/// Whether the name after a verb is the person spoken to.
pub(in crate::model) fn takes_object(verb: &str) -> bool {
    WITH_OBJECT.contains_in_any_case(verb)
}

/// The verbs of speech in a part of a text, in order.
pub(in crate::model) fn verbs_in(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut verbs = Vec::new();
    for word in words_in(text, range) {
        if text[word.clone()].chars().any(is_of_unspaced_script) {
            verbs.extend(unspaced_verbs(text, &word));
        } else if is_verb(&text[word.clone()]) || is_german_so(text, &word) {
            verbs.push(word);
        }
    }
    verbs
}

/// Whether a word is the “so” of “…“, so Carvalho”: right after a quotation and its comma.
fn is_german_so(text: &str, word: &Range<usize>) -> bool {
    let behind_words = || {
        let before = text[..word.start].trim_end().strip_suffix(',')?;
        before.ends_with(['“', '”', '«', '"', '‘']).then_some(())
    };
    &text[word.clone()] == "so"
        && text[word.end..].trim_start().starts_with(|c: char| c.is_uppercase() || c == 'd')
        && behind_words().is_some()
}

/// The verbs in a stretch without spaces.
fn unspaced_verbs(text: &str, stretch: &Range<usize>) -> Vec<Range<usize>> {
    let part = &text[stretch.clone()];
    let places = |verb: &'static str| {
        let len = verb.len();
        part.match_indices(verb).map(move |(at, _)| stretch.start + at..stretch.start + at + len)
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

/// The words in a part of a text: runs of letters and digits.
pub(in crate::model) fn words_in(
    text: &str,
    range: Range<usize>,
) -> impl DoubleEndedIterator<Item = Range<usize>> {
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
            assert_eq!(
                verbs.iter().map(|at| &text[at.clone()]).collect::<Vec<_>>(),
                expected,
                "{text}"
            );
        }
    }
}
