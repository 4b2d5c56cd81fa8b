//! Words that may stand before a title, by language.

/// Words that make a different title of it, or a title of another time.
const EXCUSES: &[(&str, &str)] = &[
    (
        "en",
        "former formerly ex then vice deputy shadow acting interim assistant associate caretaker \
        incoming outgoing future
        next late past onetime one-time longtime long-time ousted erstwhile retired previous \
        prospective would-be
        self-declared self-styled honorary junior senior co alternate under undersecretary sub \
        then-acting deposed exiled
        twice-former first-time aspiring designated nominated",
    ),
    (
        "de",
        "ehemalige ehemaliger ehemaligen frühere früherer früheren ex alt vize stellvertretende \
        stellvertretender
        stellvertretenden designierte designierter designierten damalige damaliger damaligen \
        künftige künftiger
        künftigen einstige einstiger einstigen geschäftsführende geschäftsführender \
        kommissarische kommissarischer unter",
    ),
    ("fr", "ancien ancienne anciens ex vice futur future feu alors sous adjoint adjointe"),
    ("es", "ex antiguo antigua entonces futuro futura vice bajo difunto difunta exvice anterior"),
    (
        "ru",
        "бывший бывшая бывшего бывшей бывшему бывшим экс вице тогдашний тогдашняя тогдашнего \
        тогдашней будущий будущая
        заместитель заместителя зам первый покойный при",
    ),
    ("tr", "eski müstakbel dönemin vekil önceki"),
    ("ar", "نائب نائبة"),
    ("ko", "전 부 차기"),
];

/// Like [`EXCUSES`], in languages that write no space between the word and the title.
const PREFIXES: &[&str] = &["前", "原", "副", "时任", "時任", "元", "전", "新任"];

/// Function words and verbs after which a title of one word may begin.
const FUNCTION_WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the a an and or but with by to from of for as when while since that which who whom if \
        than like between against
        about after before on in at into over via per near said says told tells met meets its his \
        her their our whose
        asked urged called invited welcomed quoted not both where because",
    ),
    (
        "de",
        "der die das den dem des ein eine einer einem einen und oder mit von vom zum zur für \
        als bei nach seit",
    ),
    ("fr", "le la l du de des au aux un une et ou avec par pour que selon chez"),
    ("es", "el la al del de los las un una y o con por para que según"),
    ("ru", "и с со в во к ко от у по о об за на а но что как"),
    ("tr", "ve ile bir"),
];

fn is_in(lists: &[(&str, &str)], word: &str) -> bool {
    let word = word.to_lowercase();
    lists.iter().any(|(_, words)| words.split_whitespace().any(|other| other == word))
}

/// Whether a word before a title makes a different title of it, or a title of another time.
pub(super) fn is_excuse(word: &str) -> bool {
    is_in(EXCUSES, word)
}

/// Whether a text ends with one of [`PREFIXES`].
pub(super) fn is_prefix(text: &str) -> bool {
    PREFIXES.iter().any(|prefix| text.ends_with(prefix))
}

/// Whether a word is one of [`FUNCTION_WORDS`].
pub(super) fn is_function_word(word: &str) -> bool {
    is_in(FUNCTION_WORDS, word)
}
