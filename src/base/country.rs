//! Countries by the two letters of ISO 3166-1, and `XK`, which everybody uses for Kosovo. The only
//! user of `rust_iso3166`.

use rust_iso3166::CountryCode;

/// Kosovo has no code of its own; this one is left to users by the standard, and common.
const KOSOVO: (&str, &str) = ("XK", "Kosovo");

/// What people write for a country that has another code: those that the standard reserves, and
/// everyday short forms.
const ELSEWHERE: &[(&str, &str)] =
    &[("UK", "GB"), ("EL", "GR"), ("USA", "US"), ("UAE", "AE"), ("DPRK", "KP")];

/// The English name of a country by its code, in capitals; `None` where no country has it.
pub fn name(code: &str) -> Option<&'static str> {
    if code == KOSOVO.0 {
        return Some(KOSOVO.1);
    }
    rust_iso3166::from_alpha2(code).map(|country| country.name)
}

/// The code that somebody means by another code, or by a country's name.
pub fn meant_by(written: &str) -> Option<&'static str> {
    let upper = written.trim().to_uppercase();
    let elsewhere = ELSEWHERE.iter().find(|(other, _)| *other == upper).map(|(_, code)| *code);
    let same =
        |country: &&CountryCode| country.alpha3 == upper || country.name.to_uppercase() == upper;
    elsewhere.or_else(|| rust_iso3166::ALL.iter().find(same).map(|country| country.alpha2))
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
