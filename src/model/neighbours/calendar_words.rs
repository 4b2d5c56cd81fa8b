//! Weekdays and months, as they are written with a capital, by language, and what stands before a
//! month.

/// Weekdays.
pub(super) const WEEKDAYS: &[(&str, &str)] = &[
    (
        "en",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri \
        Sat Sun",
    ),
    ("de", "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag"),
    ("fr", "Lundi Mardi Mercredi Jeudi Vendredi Samedi Dimanche"),
    ("es", "Lunes Martes Miércoles Jueves Viernes Sábado Domingo"),
    ("ru", "Понедельник Вторник Среда Среду Четверг Пятница Пятницу Суббота Субботу Воскресенье"),
    ("tr", "Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar"),
];

/// Months. French, Spanish, Russian and others write them small, and so no name is mistaken for
/// one.
pub(super) const MONTHS: &[(&str, &str)] = &[
    ("en", "January February March April May June July August September October November December"),
    (
        "de",
        "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember",
    ),
    ("tr", "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"),
];

/// Months cut short, which are names more often than not where no number stands beside them.
pub(super) const SHORT_MONTHS: &str = "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec";

/// Words before which a month is no name: `in May`, `seit Mai`.
pub(super) const BEFORE_MONTHS: &[(&str, &str)] = &[
    ("en", "in since until till during early mid late last next through throughout every"),
    ("de", "im in seit bis ab anfang mitte ende letzten nächsten vergangenen kommenden"),
];
