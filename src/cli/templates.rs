//! `briefgen templates`: lists the built-in templates, and copies them into a site to be changed.

use super::ExitStatus;
use super::args::EjectArgs;
use super::failure::Failure;
use super::place::{self, NewFile};
use super::screen::Screen;
use crate::base::nearest::nearest_file;
use crate::base::path::SitePath;
use crate::embedded::TEMPLATES;

/// The name and the text of a built-in template.
type Template = (&'static str, &'static str);

/// Prints the names of the built-in templates.
pub(super) fn list(screen: &mut Screen<'_>) -> Result<ExitStatus, Failure> {
    for (name, _) in TEMPLATES {
        screen.say(&format!("{name}\n"))?;
    }
    Ok(ExitStatus::Passed)
}

/// Copies one built-in template, or all of them, into the site.
pub(super) fn eject(args: &EjectArgs, screen: &mut Screen<'_>) -> Result<ExitStatus, Failure> {
    let site = place::site(&args.site.folder)?;
    let chosen = choose(args.name.as_deref(), TEMPLATES)?;
    let in_templates = |(name, text): Template| {
        SitePath::parse(&format!("templates/{name}")).map(|path| (path, text))
    };
    let files: Vec<NewFile<'_>> = chosen.into_iter().filter_map(in_templates).collect();
    for path in place::write_new(site, &files)? {
        screen.say(&format!("{}\n", path.display()))?;
    }
    Ok(ExitStatus::Passed)
}

/// The template with a name, which may lack `.html`, or all templates if there is no name.
fn choose(name: Option<&str>, all: &[Template]) -> Result<Vec<Template>, Failure> {
    let Some(name) = name else { return Ok(all.to_vec()) };
    let matches = |known: &str| known == name || known.strip_suffix(".html") == Some(name);
    if let Some(template) = all.iter().find(|(known, _)| matches(known)) {
        return Ok(vec![*template]);
    }
    let help = match nearest_file(name, all.iter().map(|(known, _)| *known)) {
        Some(known) => format!("did you mean `{known}`? `briefgen templates list` names them all"),
        None => "`briefgen templates list` names them all".to_owned(),
    };
    Err(Failure::new(format!("there is no built-in template `{name}`")).help(help))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test makes its own site")]
mod tests {
    use super::*;
    use crate::cli::args::SiteArg;
    use std::fs;

    const ALL: &[Template] = &[("base.html", "B"), ("brief.html", "b"), ("feed.xml", "f")];

    #[test]
    fn a_template_is_chosen_by_name() {
        let names = |name| {
            choose(name, ALL).map(|chosen| chosen.iter().map(|(name, _)| *name).collect::<Vec<_>>())
        };
        assert_eq!(names(None).unwrap(), ["base.html", "brief.html", "feed.xml"]);
        assert_eq!(names(Some("brief.html")).unwrap(), ["brief.html"]);
        assert_eq!(names(Some("brief")).unwrap(), ["brief.html"]);
        assert_eq!(names(Some("feed.xml")).unwrap(), ["feed.xml"]);
        let failure = names(Some("breif")).unwrap_err();
        assert_eq!(failure.message, "there is no built-in template `breif`");
        assert!(failure.help.starts_with("did you mean `brief.html`?"), "{}", failure.help);
        assert_eq!(
            names(Some("nope")).unwrap_err().help,
            "`briefgen templates list` names them all"
        );
    }

    #[test]
    fn all_are_copied_into_the_site_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        let args = EjectArgs { name: None, site: SiteArg { folder: folder.path().to_owned() } };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let screen = &mut Screen::on(&mut out, &mut err);
        assert_eq!(eject(&args, screen), Ok(ExitStatus::Passed));
        for (name, text) in TEMPLATES {
            assert_eq!(
                fs::read_to_string(folder.path().join("templates").join(name)).unwrap(),
                *text,
                "{name}"
            );
        }
        assert!(
            eject(&args, screen)
                .unwrap_err()
                .message
                .ends_with("already exist; nothing was written")
        );
    }
}
