//! The order in which pages are rendered: first the pages that somebody waits for.

use rustc_hash::FxHashSet;

use crate::base::id::Id;
use crate::base::path::{OutPath, SitePath};
use crate::model::entities::{Brief, Entity, Issue, Place};
use crate::model::options::Options;
use crate::model::site::Site;

use super::planned::Planned;

/// The folders of the pages that list the briefs in these files.
pub fn beside<'s>(site: &'s Site, files: &[SitePath]) -> FxHashSet<&'s str> {
    let briefs = files.iter().filter_map(|file| site.brief_of(file));
    briefs.flat_map(|brief| folders_beside(site, brief)).collect()
}

/// The folders of the pages that list a brief: the pages of the entities in it. Most pages of other
/// briefs do not show it.
fn folders_beside(site: &Site, brief: Id<Brief>) -> Vec<&str> {
    let brief = &site.briefs[brief];
    let above =
        |issue: &Id<Issue>| std::iter::successors(Some(*issue), |issue| site.issues[*issue].parent);
    let around =
        |place: &Id<Place>| std::iter::successors(Some(*place), |place| site.places[*place].within);
    let actors = brief.actors.iter().map(|item| Entity::Actor(item.actor));
    let issues = brief.issues.iter().flat_map(above).map(Entity::Issue);
    let places = brief.places.iter().flat_map(around).map(Entity::Place);
    let named = actors.chain(issues).chain(places).filter_map(|entity| site.page_of(entity));
    named.map(OutPath::folder).collect()
}

/// The pages in batches by urgency: pages that are open in a browser, pages of files that were just
/// saved, lists in the folders `beside` these, other pages, and files for machines.
pub fn in_order<'s>(
    pages: Vec<Planned<'s>>,
    beside: &FxHashSet<&str>,
    options: &Options,
) -> Vec<Vec<Planned<'s>>> {
    /// Large enough to keep all threads busy, small enough that the next batch comes soon.
    const BATCH: usize = 2048;
    let is_saved =
        |page: &Planned<'_>| page.from.as_ref().is_some_and(|file| options.saved.contains(file));
    let is_beside = |page: &Planned<'_>| {
        let folder = page.path.folder();
        // Later pages of a list are in a folder below it.
        beside.contains(folder.find("page/").map_or(folder, |end| &folder[..end]))
    };
    let (mut open, mut saved, mut lists, mut bulk) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut shown = Vec::with_capacity(pages.len());
    for page in pages {
        let kind = match &page {
            page if options.open.contains(&page.path) => &mut open,
            page if !page.is_html() => &mut bulk,
            page if is_saved(page) => &mut saved,
            page if !beside.is_empty() && is_beside(page) => &mut lists,
            _ => &mut shown,
        };
        kind.push(page);
    }
    let count = shown.len() + bulk.len();
    // Batches of equal size: a short last one with a few long lists would leave threads idle.
    let length = count.div_ceil(count.div_ceil(BATCH).max(1)).max(1);
    let mut rest = shown.into_iter().chain(bulk).peekable();
    let rest = std::iter::from_fn(|| {
        rest.peek()?;
        let mut batch: Vec<_> = rest.by_ref().take(length).collect();
        // The longest lists are among the files for machines. If they began last, all threads would
        // wait for them.
        batch.sort_by_key(Planned::is_html);
        Some(batch)
    });
    [open, saved, lists].into_iter().filter(|batch| !batch.is_empty()).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::path::SitePath;

    #[test]
    fn open_pages_come_first_then_those_of_saved_files_then_others_then_what_machines_read() {
        let out = |path: &str| OutPath::parse(path).unwrap();
        let file = |path: &str| SitePath::parse(path).unwrap();
        let page =
            |path: &str| Planned::page(out(path), |_| unreachable!("only the order is asked for"));
        let bulk =
            |path: &str| Planned::bulk(out(path), |_| unreachable!("only the order is asked for"));
        let saved = file("content/briefs/saved.md");
        let mut pages = vec![
            bulk("feed.xml"),
            bulk("briefs/saved/picture.png").of(saved.clone()),
            page("about.html"),
            page("briefs/saved.html").of(saved.clone()),
            page("briefs/open.html").of(file("content/briefs/open.md")),
            page("issues/trade/page/2/index.html"),
            page("issues/tariffs/index.html"),
            page("issues/trade/index.html"),
        ];
        pages.extend((0..2100).map(|n| page(&format!("{n}.html"))));
        let options = Options {
            open: vec![out("briefs/open.html"), out("gone.html")],
            saved: vec![saved],
            ..Options::on("2026-11-23".parse().unwrap())
        };
        let batches = in_order(pages, &FxHashSet::from_iter(["issues/trade/"]), &options);
        let paths = |batch: &[Planned<'_>]| {
            batch.iter().map(|page| page.path.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(paths(&batches[0]), ["briefs/open.html"]);
        assert_eq!(paths(&batches[1]), ["briefs/saved.html"]);
        assert_eq!(
            paths(&batches[2]),
            ["issues/trade/page/2/index.html", "issues/trade/index.html"]
        );
        assert_eq!(paths(&batches[3])[..2], ["about.html", "issues/tariffs/index.html"]);
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 2, 1052, 1052]);
        assert_eq!(paths(&batches[4])[..2], ["feed.xml", "briefs/saved/picture.png"]);
        let nothing = in_order(Vec::new(), &FxHashSet::default(), &options);
        assert!(nothing.is_empty(), "no empty batch");
    }
}
