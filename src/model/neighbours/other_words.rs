//! Other words beside names: particles within names, words that make another name of one, small
//! words of titles.

/// Particles within names, in lower case: `al-Assad`, `van Dijk`.
pub(super) const PARTICLES: &str = "al el ul bin ibn ben bint abu von van vom zu zum de del della \
    der den des di da do dos du la \
    le lo ter ten te af av i y";

/// Words that make another name of a country or an organization: `South Korea`, `New Mexico`,
/// `Air China`.
pub(super) const QUALIFIERS: &str = "Air Bank Central East Eastern Equatorial Federal Grand Great \
    Greater Inner Little Lower \
    National New Nordic North Northern Northeast Northwest Old Outer Papua Radio Royal South \
    Southeast Southern Southwest Supreme Transport Upper West Western";

/// Prepositions before the name of a place: `in Beijing Blinken met`.
pub(super) const PLACED: &str = "in In en En à À в В";

/// Prepositions that stand before the name of a place where they begin the sentence:
/// `From Beijing Blinken wrote`.
pub(super) const FRONTED: &str = "At From Near Outside Across Around Dans Depuis Desde Во Из На";

/// Words that stay small in a title.
pub(super) const SMALL: &str = "a an the and or nor but of in on at to for by as from with into \
    over via vs per amid after \
    before against under de la le les du des et en à au aux y el los las un una une del por con \
    para e o da do dos das em und oder der die das den dem von vom zu zum zur im am mit für и \
    или в во на с со по о об за к у из от ve ile";

/// Abbreviations of countries and organizations that look like initials.
pub(super) const DOTTED: &str = "U.S U.S.A U.N U.K E.U U.A.E D.C";

/// What stands before a name with a hyphen, and is no name.
pub(super) const PREFIXES: &str = "Anti Ex Mid Non Post Pre Pro Inter Intra Trans Sino Russo \
    Franco Anglo Euro Afro Indo Super \
    Ultra Neo Quasi Semi Экс Анти Про";
