//! What must hold of any input, target by target. libFuzzer calls these functions (`scripts/fuzz`),
//! and so does `tests/it/fuzz.rs` with the inputs that are kept in `seeds/`.
//!
//! A function panics where something does not hold. It takes any bytes: what is no text is passed
//! over.

mod dates;
mod documents;
mod findings;
mod page;
mod pieces;
mod quotations;
mod sites;
mod templates;

pub use dates::dates;
pub use documents::{front_matter, markdown};
pub use quotations::quotations;
pub use sites::{shown, sites};
pub use templates::templates;

/// A function that takes any input.
pub type Target = fn(&[u8]);

/// The targets by name.
pub const TARGETS: [(&str, Target); 6] = [
    ("dates", dates),
    ("front_matter", front_matter),
    ("markdown", markdown),
    ("quotations", quotations),
    ("sites", sites),
    ("templates", templates),
];
