//! Limits how long chains of templates that extend or include each other may be.

use std::collections::BTreeMap;

use crate::base::limits;

use super::metered::Metered;

/// The first of the site's own templates that exceeds a limit, and the message about it.
///
/// Tera recurses into included templates, and copies all inherited blocks into each template.
pub(super) fn too_long(
    sources: &BTreeMap<String, String>,
    own: &BTreeMap<String, Metered>,
) -> Option<(String, String)> {
    let mut inherited = 0;
    for (name, metered) in own {
        let (ancestors, bytes) = ancestors_of(metered, sources, own);
        inherited += bytes;
        let mut includes = Includes { own, path: vec![name], visited: BTreeMap::new() };
        if ancestors > limits::TEMPLATE_CHAIN || includes.is_deeper(metered, limits::TEMPLATE_CHAIN)
        {
            let most = limits::TEMPLATE_CHAIN;
            return Some((
                name.clone(),
                format!("it leads over more than {most} templates, each to the next"),
            ));
        }
        if inherited > limits::TEMPLATE_LINES {
            let most = limits::TEMPLATE_LINES;
            return Some((
                name.clone(),
                format!("with this one the templates inherit more than {most} bytes"),
            ));
        }
    }
    None
}

/// The number of ancestors of a template, and the length of their texts in bytes. For a circle both
/// are 0, because Tera reports it.
fn ancestors_of(
    metered: &Metered,
    sources: &BTreeMap<String, String>,
    own: &BTreeMap<String, Metered>,
) -> (usize, usize) {
    let (mut ancestors, mut bytes) = (0, 0);
    let mut seen: Vec<&str> = Vec::new();
    let mut parent = metered.parent.as_deref();
    while let Some(name) = parent
        && ancestors <= limits::TEMPLATE_CHAIN
    {
        if seen.contains(&name) {
            return (0, 0);
        }
        seen.push(name);
        ancestors += 1;
        bytes += sources.get(name).map_or(0, String::len);
        parent = own.get(name).and_then(|own| own.parent.as_deref());
    }
    (ancestors, bytes)
}

/// A depth-first search through included templates.
struct Includes<'t> {
    own: &'t BTreeMap<String, Metered>,
    /// The templates from the first to the current template.
    path: Vec<&'t str>,
    /// For each visited template, how many levels were allowed below it. It is only visited again
    /// if fewer levels are allowed.
    visited: BTreeMap<&'t str, usize>,
}

impl<'t> Includes<'t> {
    /// Whether a template includes others more than `left` levels deep. Ignores circles, which Tera
    /// reports.
    fn is_deeper(&mut self, metered: &'t Metered, left: usize) -> bool {
        metered.included.iter().any(|name| {
            let Some(included) = self.own.get(name) else { return false };
            let is_visited =
                self.visited.get(name.as_str()).is_some_and(|visited| *visited <= left);
            if is_visited || self.path.contains(&name.as_str()) {
                return false;
            }
            if left == 0 {
                return true;
            }
            self.visited.insert(name, left);
            self.path.push(name);
            let is_deeper = self.is_deeper(included, left - 1);
            self.path.pop();
            is_deeper
        })
    }
}
