//! `briefgen schema`: the keys of a file as a JSON Schema, for editors.

use super::ExitStatus;
use super::args::{SchemaArgs, SchemaOf};
use super::failure::Failure;
use super::screen::Screen;
use crate::parse::keys;
use crate::parse::schema::{of_map, of_registry};

/// Prints a schema.
pub(super) fn run(args: &SchemaArgs, screen: &mut Screen<'_>) -> Result<ExitStatus, Failure> {
    let schema = match args.of {
        SchemaOf::Brief => of_map(&keys::BRIEF),
        SchemaOf::Page => of_map(&keys::PAGE),
        SchemaOf::Actor => of_map(&keys::ACTOR),
        SchemaOf::Office => of_map(&keys::OFFICE),
        SchemaOf::Issue => of_map(&keys::ISSUE),
        SchemaOf::Place => of_map(&keys::PLACE),
        SchemaOf::Source => of_map(&keys::SOURCE),
        SchemaOf::Actors => of_registry(&keys::ACTOR),
        SchemaOf::Offices => of_registry(&keys::OFFICE),
        SchemaOf::Issues => of_registry(&keys::ISSUE),
        SchemaOf::Places => of_registry(&keys::PLACE),
        SchemaOf::Sources => of_registry(&keys::SOURCE),
        SchemaOf::Site => of_map(&keys::SITE),
    };
    screen.say(&format!("{schema:#}\n"))?;
    Ok(ExitStatus::Passed)
}
