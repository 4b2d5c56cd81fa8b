//! Countries by the two-letter codes of ISO 3166-1. The only user of `rust_iso3166`.
//!
//! ```
//! use briefgen::base::country;
//!
//! assert_eq!(country::name("KE"), Some("Kenya"));
//! assert_eq!(country::meant_by("UK"), Some("GB"));
//! ```

use rust_iso3166::CountryCode;

/// The standard assigns no code to Kosovo; `XK` is a user-defined code that is widely used for it.
const KOSOVO: (&str, &str) = ("XK", "Kosovo");

/// Reserved codes and everyday short forms that people write in place of a country's code.
const SHORT_FORMS: &[(&str, &str)] =
    &[("UK", "GB"), ("EL", "GR"), ("USA", "US"), ("UAE", "AE"), ("DPRK", "KP")];

/// The English name of the country with a two-letter code in capitals; `None` for other codes.
pub fn name(code: &str) -> Option<&'static str> {
    if code == KOSOVO.0 {
        return Some(KOSOVO.1);
    }
    rust_iso3166::from_alpha2(code).map(|country| country.name)
}

/// The two-letter codes of all countries.
pub fn codes() -> impl Iterator<Item = &'static str> {
    rust_iso3166::ALL.iter().map(|country| country.alpha2).chain([KOSOVO.0])
}

/// The two-letter code that somebody probably means by a short form, a three-letter code or an
/// English name, in upper or lower case.
pub fn meant_by(written: &str) -> Option<&'static str> {
    let upper = written.trim().to_uppercase();
    let short_form = SHORT_FORMS.iter().find(|(form, _)| *form == upper).map(|(_, code)| *code);
    let is_meant =
        |country: &&CountryCode| country.alpha3 == upper || country.name.to_uppercase() == upper;
    short_form.or_else(|| rust_iso3166::ALL.iter().find(is_meant).map(|country| country.alpha2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_names_and_other_writings_are_understood() {
        for (code, known) in
            [("CN", true), ("GB", true), ("XK", true), ("UK", false), ("XX", false), ("EU", false)]
        {
            assert_eq!(name(code).is_some(), known, "{code}");
        }
        for (written, code) in [
            ("UK", Some("GB")),
            ("chn", Some("CN")),
            (" China ", Some("CN")),
            ("EU", None),
            ("Atlantis", None),
        ] {
            assert_eq!(meant_by(written), code, "{written}");
        }
    }
}
