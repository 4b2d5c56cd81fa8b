//! Words before names or in place of names, as data: titles and honorifics, and words of
//! descriptions. In lower case.

use crate::model::word_list::WordList;

/// Titles and honorifics before names.
static TITLES: WordList = WordList::by_language(&[
    (
        "en",
        "mr mrs ms dr sir dame lord lady president premier minister chancellor secretary
        ambassador senator congressman congresswoman governor general admiral colonel captain
        professor prof judge king queen prince princess pope chairman chairwoman chair speaker
        commissioner director envoy spokesman spokeswoman spokesperson foreign prime defence
        defense finance interior deputy vice former state",
    ),
    (
        "fr",
        "m mme mlle monsieur madame président présidente ministre premier première ambassadeur
        ambassadrice général sénateur sénatrice chancelier",
    ),
    (
        "de",
        "herr frau präsident präsidentin bundeskanzler bundeskanzlerin kanzler kanzlerin
        außenminister außenministerin verteidigungsminister verteidigungsministerin
        ministerpräsident ministerpräsidentin minister ministerin sprecher sprecherin
        botschafter botschafterin regierungschef regierungschefin",
    ),
    (
        "es",
        "sr sra señor señora presidente presidenta ministro ministra canciller embajador
        embajadora senador senadora don doña",
    ),
    (
        "ru",
        "господин госпожа президент министр премьер посол генерал сенатор глава канцлер
        представитель",
    ),
    ("ar", "السيد السيدة الرئيس الوزير وزير وزيرة رئيس السفير سفير الخارجية"),
]);

/// Whether a word is a title or an honorific.
pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains(&word.trim_end_matches('.').to_lowercase())
}

/// Articles and other words that introduce an unnamed person.
pub(super) static INDEFINITE: WordList = WordList::by_language(&[
    ("en", "a an one another some"),
    ("fr", "un une"),
    ("de", "ein eine"),
    ("es", "uno una"),
    ("pt", "um uma"),
    ("ru", "один одна"),
]);

/// Nouns for unnamed persons.
pub(super) static PERSONS: WordList = WordList::by_language(&[
    (
        "en",
        "official officials aide aides spokesman spokeswoman spokesperson diplomat diplomats
        source sources adviser advisor envoy analyst expert colleague deputy mayor resident
        residents woman man person critic critics secretary",
    ),
    ("fr", "porte-parole porte responsable conseiller conseillère diplomate proche source"),
    ("de", "sprecher sprecherin diplomat beamter beamte berater mitarbeiter"),
    ("es", "portavoz funcionario funcionaria diplomático asesor asesora"),
    ("ru", "дипломат чиновник представитель источник советник помощник собеседник"),
    ("ar", "مسؤول دبلوماسي متحدث مصدر مساعد"),
]);

/// Chinese and Japanese nouns for unnamed persons.
pub(super) static UNSPACED_PERSONS: WordList = WordList::by_language(&[
    (
        "zh",
        "官员 官員 助理 秘书 秘書 消息人士 业内人士 業內人士 关系人士 知情人士 专家 專家 学者 學者",
    ),
    ("ja", "高官 外交官 関係者 幹部 秘書官 周辺 専門家 側近"),
]);

/// Possessives of unnamed persons: “her deputy”.
pub(super) static POSSESSIVES: WordList = WordList::by_language(&[
    ("en", "his her their"),
    ("fr", "son sa ses"),
    ("de", "sein seine ihr ihre"),
    ("es", "su"),
    ("ru", "его ее её"),
]);

/// Nouns of time, which are not persons with an article either, as in “a day later”.
pub(super) static TIMES: WordList = WordList::by_language(&[
    (
        "en",
        "day week month year hour moment night time minute few while bit little lot similar joint
        statement letter",
    ),
    ("fr", "jour semaine mois an heure instant fois communiqué"),
    ("de", "tag woche monat jahr stunde moment mal erklärung"),
    ("es", "día semana mes año hora momento vez comunicado"),
    ("ru", "день раз"),
]);

/// Words that introduce a person without a noun.
pub(super) static SOMEBODY: WordList = WordList::by_language(&[
    ("en", "someone somebody several two three officials"),
    ("fr", "quelqu plusieurs deux"),
    ("de", "jemand zwei mehrere"),
    ("es", "alguien varios dos"),
    ("ru", "кто двое несколько"),
]);

/// Words that begin a sentence and are not part of a name.
pub(super) static NO_NAMES: WordList = WordList::by_language(&[
    (
        "en",
        "in at on for after before but and later asked speaking under during when while if the
        monday tuesday wednesday thursday friday saturday sunday",
    ),
    ("fr", "le la les en a au aux dans sur pour selon après avant"),
    ("de", "auf am im in an bei nach vor zu mit von für zur zum dann danach später heute gestern"),
    ("es", "el los en a con para por tras según"),
    ("ru", "на в по после перед когда"),
]);

/// Articles before a person who is known.
pub(super) static DEFINITE: WordList = WordList::by_language(&[
    ("en", "the his her their"),
    ("fr", "le la l"),
    ("de", "der die"),
    ("es", "el la"),
    ("pt", "o"),
    ("it", "il la l"),
]);

/// Words in names of organizations.
pub(super) static ORGANIZATIONS: WordList = WordList::by_language(&[
    (
        "en",
        "ministry house department office council commission committee institute foundation
        center centre agency government parliament union nations bank party university embassy
        court kremlin news times post reuters administration",
    ),
    ("fr", "ministère"),
    ("de", "ministerium"),
    ("es", "ministerio"),
    ("ru", "министерство"),
]);

/// Pronouns for a person who spoke.
pub(super) static PRONOUNS: WordList = WordList::by_language(&[
    ("en", "he she they"),
    ("fr", "il elle ils elles"),
    ("de", "er sie"),
    ("es", "él ella"),
    ("pt", "ele ela"),
    ("ru", "он она они"),
    ("ar", "هو هي"),
]);

/// Chinese and Japanese pronouns.
pub(super) static UNSPACED_PRONOUNS: WordList =
    WordList::by_language(&[("zh", "他 她"), ("ja", "彼 彼女")]);

/// Words before an object. A name after such a word is not a subject.
pub(super) static BEFORE_OBJECTS: WordList = WordList::by_language(&[
    (
        "en",
        "with to from of by against about for near met behind alongside succeeded replaced after
        before than over toward towards",
    ),
    ("fr", "avec à par pour contre chez"),
    ("de", "mit von bei gegen für nach gegenüber"),
    ("es", "con por para contra ante tras"),
    ("ru", "с со от у к для против между"),
    ("ar", "مع من إلى عن"),
]);

/// Words that may stand between a subject and its verb.
pub(super) static BESIDE_VERBS: WordList = WordList::by_language(&[
    (
        "en",
        "has have had also then later further again once earlier on and so t monday tuesday
        wednesday thursday friday saturday sunday",
    ),
    (
        "fr",
        "a ont avait aussi ensuite lui y et qu lundi mardi mercredi jeudi vendredi samedi
        dimanche",
    ),
    (
        "de",
        "hat haben hatte auch dann am und montag dienstag mittwoch donnerstag freitag samstag
        sonntag",
    ),
    ("es", "ha han había también luego que lunes martes miércoles jueves viernes sábado domingo"),
    ("pt", "tem"),
    ("ru", "и также потом затем"),
]);

/// Auxiliaries of the passive: the words were said to the subject, or about it.
pub(super) static PASSIVE: WordList = WordList::by_language(&[
    ("en", "was were been is are be being"),
    ("de", "wurde wurden worden"),
    ("es", "fue fueron"),
    ("ru", "был была были"),
]);
