//! How far templates lead from one to the next.

use std::collections::BTreeMap;

use crate::base::limits;

use super::metered::Metered;

/// The first of a site's own templates that leads to others over too many, or that inherits too
/// much, and why.
///
/// Tera goes down into each that another includes, and keeps with each template all the blocks that
/// it inherits.
pub(super) fn too_long(
    sources: &BTreeMap<String, String>,
    own: &BTreeMap<String, Metered>,
) -> Option<(String, String)> {
    let mut inherited = 0;
    for (name, metered) in own {
        let (ancestors, bytes) = line_of(metered, sources, own);
        inherited += bytes;
        let mut includes = Includes { own, path: vec![name], known: BTreeMap::new() };
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

/// How many templates stand above one, and their bytes. A circle counts as too many, but for Tera
/// to tell of.
fn line_of(
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

/// The templates that others include.
struct Includes<'t> {
    own: &'t BTreeMap<String, Metered>,
    /// The templates that lead to one.
    path: Vec<&'t str>,
    /// How many levels were left below each that was followed, so that none is twice.
    known: BTreeMap<&'t str, usize>,
}

impl<'t> Includes<'t> {
    /// Whether a template includes others more than so many levels deep. Of a circle Tera tells.
    fn is_deeper(&mut self, metered: &'t Metered, left: usize) -> bool {
        metered.included.iter().any(|name| {
            let Some(included) = self.own.get(name) else { return false };
            let is_followed =
                self.known.get(name.as_str()).is_some_and(|followed| *followed <= left);
            if is_followed || self.path.contains(&name.as_str()) {
                return false;
            }
            if left == 0 {
                return true;
            }
            self.known.insert(name, left);
            self.path.push(name);
            let is_deeper = self.is_deeper(included, left - 1);
            self.path.pop();
            is_deeper
        })
    }
}
