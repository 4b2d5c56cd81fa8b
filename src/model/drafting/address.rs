//! Words next to the names of people, as data: titles by language, and words between a title and a
//! name.

/// Titles in English, French, German and Spanish, in lower case.
#[rustfmt::skip] // A word a line would fill screens.
pub(super) const TITLES: &[&str] = &[
    "president", "vice-president", "premier", "chancellor", "minister", "secretary",
    "undersecretary", "senator", "representative", "congressman", "congresswoman", "governor",
    "mayor", "ambassador", "envoy", "general", "lieutenant", "admiral", "colonel", "captain",
    "major", "sergeant", "commander", "marshal", "spokesman", "spokeswoman", "spokesperson", "king",
    "queen", "prince", "princess", "pope", "archbishop", "bishop", "cardinal", "ayatollah",
    "sheikh", "emir", "professor", "judge", "justice", "prosecutor", "director", "chairman",
    "chairwoman", "chair", "chairperson", "commissioner", "adviser", "advisor", "analyst",
    "lawmaker", "leader", "diplomat", "negotiator", "economist", "historian", "lawyer", "speaker",
    "secretary-general", "counsellor", "deputy", "mr", "mrs", "ms", "miss", "dr", "prof", "sir",
    "dame", "lord", "lady", "gen", "sen", "rep", "gov", "amb", "adm", "col", "capt", "lt", "sgt",
    "hon", "président", "présidente", "ministre", "chancelier", "chancelière", "sénateur",
    "sénatrice", "député", "députée", "ambassadeur", "ambassadrice", "maire", "porte-parole",
    "général", "amiral", "roi", "reine", "pape", "mme", "mlle", "m", "secrétaire", "directeur",
    "directrice", "chef", "cheffe", "envoyé", "envoyée", "conseiller", "conseillère", "gouverneur",
    "procureur", "juge", "professeur", "avocat", "avocate", "präsident", "präsidentin",
    "bundespräsident", "bundeskanzler", "bundeskanzlerin", "kanzler", "kanzlerin", "ministerin",
    "ministerpräsident", "ministerpräsidentin", "premierminister", "premierministerin",
    "außenminister", "außenministerin", "verteidigungsminister", "verteidigungsministerin",
    "finanzminister", "finanzministerin", "innenminister", "innenministerin", "wirtschaftsminister",
    "wirtschaftsministerin", "justizminister", "justizministerin", "staatssekretär",
    "staatssekretärin", "botschafter", "botschafterin", "sprecher", "sprecherin",
    "regierungssprecher", "regierungssprecherin", "bürgermeister", "bürgermeisterin", "senatorin",
    "abgeordnete", "abgeordneter", "herr", "herrn", "frau", "könig", "königin", "papst",
    "generalsekretär", "generalsekretärin", "vizepräsident", "vizepräsidentin", "staatschef",
    "regierungschef", "regierungschefin", "professorin", "richter", "richterin", "direktor",
    "direktorin", "presidente", "presidenta", "ministro", "ministra", "canciller", "embajador",
    "embajadora", "portavoz", "vocero", "vocera", "senador", "senadora", "diputado", "diputada",
    "alcalde", "alcaldesa", "gobernador", "gobernadora", "rey", "reina", "papa", "señor", "señora",
    "sr", "sra", "don", "doña", "secretario", "secretaria", "vicepresidente", "vicepresidenta",
    "directora", "jefe", "jefa", "fiscal", "juez", "jueza", "enviado", "enviada", "almirante",
];

/// The beginnings of titles in Russian, which has endings for cases.
#[rustfmt::skip] // A word a line would fill screens.
pub(super) const RUSSIAN_TITLES: &[&str] = &[
    "президент", "премьер", "министр", "замминистр", "глав", "посол", "посла", "послу", "послом",
    "представител", "пресс-секретар", "секретар", "генсек", "сенатор", "депутат", "губернатор",
    "мэр", "генерал", "адмирал", "канцлер", "советник", "спикер", "директор", "председател",
    "постпред", "вице-премьер", "госсекретар", "лидер", "король", "эксперт", "директор", "господин",
    "госпож",
];

/// Titles that only people have, so that a single name after them is enough.
#[rustfmt::skip] // A word a line would fill screens.
pub(super) const OF_ONE_NAME: &[&str] = &[
    "president", "minister", "chancellor", "senator", "ambassador", "governor", "spokesman",
    "spokeswoman", "spokesperson", "congressman", "congresswoman", "admiral", "colonel", "mr",
    "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "mme", "m", "herr", "herrn", "frau", "señor",
    "señora", "sr", "sra",
];

/// The words that connect a title with its complement.
pub(super) const LINKING: &[&str] = &[
    "of", "for", "the", "to", "and", "at", "de", "des", "du", "la", "le", "les", "l", "d", "del",
    "el", "los", "las", "der", "für", "et", "y", "и", "по", "при",
];

/// Other words that may stand between a title and a name: particles, fields of offices,
/// nationalities. In lower case.
#[rustfmt::skip] // A word a line would fill screens.
pub(super) const BETWEEN: &[&str] = &[
    "of", "for", "the", "to", "and", "de", "des", "du", "la", "le", "les", "l", "d", "del", "el",
    "los", "las", "der", "für", "et", "y", "и", "по", "при", "state", "defense", "defence",
    "foreign", "affairs", "interior", "home", "finance", "treasury", "commerce", "energy", "trade",
    "health", "war", "security", "national", "prime", "first", "second", "third", "deputy", "vice",
    "former", "acting", "chief", "senior", "special", "general", "staff", "house", "senate",
    "commons", "affaires", "étrangères", "armées", "intérieur", "économie", "finances", "défense",
    "premier", "première", "état", "exteriores", "asuntos", "relaciones", "defensa", "hacienda",
    "estado", "gobierno", "primer", "primera", "иностранных", "дел", "обороны", "финансов",
    "экономики", "юстиции", "внутренних", "экономического", "развития", "безопасности",
    "официальный", "официального", "представитель", "français", "française", "américain",
    "américaine", "chinois", "chinoise", "russe", "ukrainien", "ukrainienne", "allemand",
    "allemande", "britannique", "espagnol", "español", "española", "estadounidense", "chino",
    "china", "ruso", "rusa", "ucraniano", "ucraniana", "francés", "francesa", "alemán", "alemana",
    "brasileño", "argentino", "mexicano", "británico", "portugués", "italiano", "italien",
    "italienne", "israélien", "turc", "iranien", "japonais", "japonés",
];

/// First words of a sentence before a title, weekdays and months. No name of a person begins with
/// them.
#[rustfmt::skip] // A word a line would fill screens.
pub(super) const LITTLE: &[&str] = &[
    "the", "a", "an", "in", "on", "at", "for", "from", "with", "after", "before", "but", "and",
    "when", "while", "as", "if", "yesterday", "today", "tomorrow", "then", "later", "earlier",
    "meanwhile", "also", "both", "now", "under", "hier", "aujourd'hui", "dans", "avec", "selon",
    "après", "le", "la", "les", "un", "une", "gestern", "heute", "der", "die", "das", "ein", "eine",
    "mit", "nach", "auch", "ayer", "hoy", "el", "los", "las", "según", "con", "вчера", "сегодня",
    "как", "по", "в", "на", "с", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
    "dimanche", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
    "januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember", "anfang", "ende",
    "mitte",
];

/// Nationalities, countries, directions, and first words of titles. No name of a person begins with
/// them.
#[rustfmt::skip] // A word a line would fill screens.
pub(super) const BEFORE_NAMES: &[&str] = &[
    "former", "acting", "deputy", "vice", "prime", "chief", "senior", "foreign", "state", "defense",
    "defence", "interior", "home", "finance", "treasury", "commerce", "energy", "trade", "health",
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "new",
    "central", "american", "british", "chinese", "french", "german", "russian", "ukrainian",
    "japanese", "indian", "israeli", "iranian", "turkish", "polish", "italian", "spanish",
    "portuguese", "canadian", "australian", "brazilian", "mexican", "korean", "taiwanese",
    "european", "saudi", "egyptian", "syrian", "palestinian", "dutch", "swedish", "norwegian",
    "finnish", "danish", "greek", "hungarian", "austrian", "swiss", "belgian", "irish", "scottish",
    "democratic", "republican", "labour", "conservative", "america", "britain", "china", "france",
    "germany", "russia", "ukraine", "japan", "india", "israel", "iran", "turkey", "poland", "italy",
    "spain", "portugal", "canada", "australia", "brazil", "mexico", "korea", "taiwan", "europe",
    "egypt", "syria", "washington", "beijing", "moscow", "london", "berlin", "paris", "brussels",
    "allemagne", "russie", "chine", "espagne", "italie", "brasil", "españa", "francia", "alemania",
    "rusia", "italia", "argentina", "chile", "colombia", "perú", "venezuela", "deutschland",
    "frankreich", "russland", "spanien", "россии", "украины", "китая", "франции", "германии",
    "италии", "испании", "японии", "индии", "израиля", "ирана", "турции", "польши", "британии",
    "великобритании", "белоруссии", "казахстана", "америки",
];

/// Words of institutions, places and works, which names of people do not have.
#[rustfmt::skip] // A word a line would fill screens.
pub(super) const OF_NO_PERSON: &[&str] = &[
    "ministry", "department", "university", "institute", "council", "committee", "party", "bank",
    "union", "house", "court", "agency", "group", "corp", "inc", "forum", "summit", "street",
    "avenue", "sea", "strait", "river", "island", "islands", "bay", "airport", "republic",
    "kingdom", "states", "nations", "city", "county", "province", "association", "foundation",
    "center", "centre", "army", "navy", "force", "forces", "times", "news", "daily", "tv", "radio",
    "media", "herald", "tribune", "gazette", "post", "journal", "conference", "agreement", "treaty",
    "act", "war", "day", "prize", "church", "palace", "square", "building", "office", "commission",
    "parliament", "congress", "senate", "assembly", "organization", "organisation", "league",
    "world", "pact", "plan", "deal", "talks", "kong", "york", "arabia", "lanka", "aires", "angeles",
    "francisco", "aviv", "dhabi", "lumpur", "ababa", "rica", "salvador", "leone", "affairs",
    "economist", "motors", "staff", "elections", "ministère", "université", "conseil", "comité",
    "parti", "banque", "république", "nations", "unies", "unis", "états", "ministerium",
    "universität", "partei", "republik", "bundestag", "bundesrat", "regierung", "rat", "kommission",
    "ministerio", "universidad", "consejo", "partido", "banco", "república", "unidas", "unidos",
    "congreso", "министерство", "университет", "совет", "партия", "банк", "союз", "республика",
    "республики", "дума", "думы", "федерации", "академии", "комитета",
];

/// Whether a word in lower case is never part of a person's name.
pub fn is_word_of_no_person(word: &str) -> bool {
    OF_NO_PERSON.contains(&word)
}

/// Whether a word in lower case is a nationality, a place, or a word before a title.
pub fn is_place_or_people(word: &str) -> bool {
    BEFORE_NAMES.contains(&word)
}

/// Particles in the names of people.
#[rustfmt::skip] // A word a line would fill screens.
pub(super) const PARTICLES: &[&str] = &[
    "de", "del", "della", "di", "da", "dos", "do", "van", "von", "der", "den", "ter", "ten", "la",
    "le", "du", "bin", "ibn", "al", "el", "zu", "af",
];

/// Words before a place: the words after the place and a comma are nobody's title.
#[rustfmt::skip] // A word a line would fill screens.
pub(super) const BEFORE_PLACES: &[&str] = &[
    "in", "at", "from", "near", "to", "of", "through", "à", "en", "au", "depuis", "aus", "nach",
    "bei", "desde", "в", "во", "из", "под", "на",
];

/// Verbs of speech that end the search for a title after a name: `In New York, the minister said`.
#[rustfmt::skip] // A word a line would fill screens.
pub(super) const VERBS: &[&str] = &[
    "said", "says", "told", "added", "warned", "stated", "announced", "spoke", "arrived", "met",
    "dit", "déclaré", "affirmé", "dijo", "afirmó", "declaró", "sagte", "erklärte", "betonte",
    "сказал", "сказала", "заявил", "заявила",
];

/// Titles before names in Chinese, the longest first.
#[rustfmt::skip] // A word a line would fill screens.
pub(super) const CHINESE_TITLES: &[&str] = &[
    "副总理", "副主席", "副总统", "副部长", "外交部长", "国防部长", "财政部长", "商务部长", "新闻发言人", "发言人", "国家主席", "总书记",
    "秘书长", "国务卿", "国务委员", "外交大臣", "总理", "总统", "主席", "首相", "外长", "防长", "部长", "大使", "司长", "局长", "议长",
    "议员", "州长", "市长", "将军", "特使", "代表", "主任",
];

/// The most common family names in Chinese.
pub(super) const CHINESE_FAMILIES: &str = "\
    王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜\
    范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文耿华汲";

/// Verbs and other words after a name in Chinese, which are never part of one.
pub(super) const SURELY_BEHIND_CHINESE: &[&str] = &[
    "说", "表示", "指出", "称", "强调", "回答", "答", "问", "等", "将于", "将在", "今天", "今日",
    "日前", "昨天",
];

/// Other words after a name in Chinese, some of which may also be part of a name.
pub(super) const BEHIND_CHINESE: &[&str] = &[
    "主持", "先生", "女士", "会见", "访问", "出席", "抵达", "发表", "宣布", "介绍", "通报", "就",
    "在", "于", "对", "将", "与", "和", "同", "及", "的",
];
