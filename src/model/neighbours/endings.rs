//! What may stand behind a name in one word with it, and is no part of it: compounds with a hyphen,
//! particles of Korean, suffixes of Turkish.

/// The second halves of compounds that begin with a name, by language: `Biden-led`, `Putin-nah`.
pub(super) const COMPOUNDS: &[(&str, &str)] = &[
    (
        "en",
        "affiliated aligned allied appointed approved authored backed based bashing born brokered
        built centered centric chaired commissioned connected controlled convened critical designed
        directed dominated drafted driven endorsed engineered era exclusive favored favoured
        focused friendly funded governed headed held hosted imposed initiated inspired installed
        instigated issued language leaning led like linked loyal made majority managed mandated
        mediated mentored minded negotiated nominated occupied only organised organized
        orchestrated ordered origin owned picked produced proposed ruled run sanctioned signed
        skeptic sponsored style supplied supported supporting supervised trained type voting
        written wide",
    ),
    (
        "de",
        "nah nahe naher nahen nahes treu treue treuer treuen freundlich freundliche freundlichen
        freundlicher kritisch kritische kritischen kritischer geführt geführte geführten gestützt
        gestützte gestützten loyal loyale Administration Affäre Anhänger Ära Besuch Biograf
        Biografin Erlass Freund Gegner Interview Kabinett Kenner Kritiker Lager Nachfolger
        Nachfolgerin Partei Plan Rede Regierung Regime Reise Sprecher Sprecherin Vertrauter
        Vertraute Vorgänger Vorgängerin Wähler",
    ),
    ("fr", "compatible ci là"),
    ("es", "dependiente"),
];

/// Particles of Korean by what the syllable before them ends in.
pub(super) const AFTER_ANY: &str = "의 도 만 에 에게 에게서 에서 에는 에도 에서는 에서도 에게는 에게도 한테 한테서 께 께서 께서는 까지 \
    까지도 부터 부터는 처럼 보다 보다는 마저 조차 밖에 뿐 \
    뿐만 만이 만은 측 측은 측이 측의 씨 씨는 씨가 씨의 씨를 들 등 이라는";
/// Those behind a consonant.
pub(super) const AFTER_CONSONANT: &str = "은 이 을 과 으로 으로는 으로부터 으로서 이나 이란 이라고 이라며 이며 이고 이었다 이다 과의 \
    과는 과도 이여 아";
/// Those behind a vowel.
pub(super) const AFTER_VOWEL: &str =
    "는 가 를 와 로 로는 로부터 로서 나 란 라고 라며 며 고 였다 다 와의 와는 와도 여 야 라는";
/// Those behind a vowel or ㄹ.
pub(super) const AFTER_LIQUID: &str = "로 로는 로부터 로서";

/// Suffixes of Turkish behind an apostrophe, but for single vowels.
pub(super) const TURKISH: &str = "ın in un ün nın nin nun nün ya ye yı yi yu yü na ne nı ni nu nü \
    da de ta te nda nde dan den \
    tan ten ndan nden la le yla yle ca ce ça çe daki deki taki teki ndaki ndeki lı li lu lü sız \
    siz suz süz lar ler ların lerin lara lere ları leri larla lerle lardan lerden dır dir dur \
    dür tır tir tur tür ydı ydi dı di ki nınki ninki ınki inki mış miş yken ken";
/// Single vowels, which only a text in Turkish has behind an apostrophe.
pub(super) const TURKISH_VOWELS: &str = "a e ı i u ü";
