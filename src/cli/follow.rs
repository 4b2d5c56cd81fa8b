//! Finds the page that belongs to the file that was just saved, and the new address of a page that
//! was renamed.
//!
//! Works on texts and paths only.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::base::path::{OutPath, SitePath};

/// The byte of `after` at which the two texts begin to differ, on a character boundary.
pub(super) fn first_difference(before: &str, after: &str) -> usize {
    let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    after.floor_char_boundary(same)
}

/// The id of the registry entry that contains byte `at`: the last unindented key up to the end of
/// that line.
pub(super) fn entry_at(registry: &str, at: usize) -> Option<&str> {
    let line_end = registry[at..].find('\n').map_or(registry.len(), |end| at + end);
    let key = registry[..line_end]
        .lines()
        .rev()
        .find(|line| line.starts_with(|c: char| c.is_alphanumeric()))?;
    Some(key.split_once(':')?.0.trim())
}

/// The changed page that belongs to the edited `entry`, or else the first changed page.
pub(super) fn edited_page<'a>(
    pages: impl Iterator<Item = &'a OutPath> + Clone,
    entry: Option<&str>,
) -> Option<&'a OutPath> {
    let of_entry = entry.and_then(|entry| {
        let end = format!("/{entry}/index.html");
        pages.clone().find(|page| page.as_str().ends_with(&end))
    });
    of_entry.or_else(|| pages.clone().next())
}

/// The old and the new path of each page that was renamed. If exactly one page of a kind is gone
/// and exactly one is new, they are taken for one renamed page.
pub(super) fn moved_pages(
    before: &FxHashMap<SitePath, Vec<OutPath>>,
    after: &FxHashMap<SitePath, Vec<OutPath>>,
    gone: &[OutPath],
) -> Vec<(OutPath, OutPath)> {
    if gone.is_empty() {
        return Vec::new();
    }
    let before: FxHashSet<&OutPath> = before.values().flatten().collect();
    let mut by_kind: BTreeMap<&str, (Vec<&OutPath>, Vec<&OutPath>)> = BTreeMap::new();
    for page in gone.iter().filter(|page| before.contains(page)) {
        by_kind.entry(kind(page)).or_default().0.push(page);
    }
    let mut new: Vec<&OutPath> =
        after.values().flatten().filter(|page| !before.contains(page)).collect();
    new.sort_unstable();
    for page in new {
        by_kind.entry(kind(page)).or_default().1.push(page);
    }
    let pair =
        |(gone, new): &(Vec<&OutPath>, Vec<&OutPath>)| match (gone.as_slice(), new.as_slice()) {
            ([gone], [new]) => Some(((*gone).clone(), (*new).clone())),
            _ => None,
        };
    by_kind.values().filter_map(pair).collect()
}

/// The kind of a page: the first folder of its path, such as `briefs`, or empty for a page at the
/// root.
fn kind(page: &OutPath) -> &str {
    page.as_str().split_once('/').map_or("", |(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(path: &str) -> OutPath {
        OutPath::parse(path).unwrap()
    }

    #[test]
    fn an_edit_belongs_to_the_entry_that_contains_it() {
        let before = "# Officials\nqin-gang:\n  name: Qin Gang\n\nwang-yi: {name: Wang Yi}\n";
        for (after, entry) in [
            ("# Officials\nqin-gang:\n  name: Qin\n\nwang-yi: {name: Wang Yi}\n", Some("qin-gang")),
            (
                "# Officials\nqin-gang:\n  name: Qin Gang\n\nwang-yi: {name: Wáng Yi}\n",
                Some("wang-yi"),
            ),
            (
                "# Officials\nqin-gang:\n  name: Qin Gang\n\nwang-yi: {name: Wang Yi}\nli: \
                {name: Li}\n",
                Some("li"),
            ),
            ("# Officials of two\nqin-gang:\n", None),
        ] {
            assert_eq!(entry_at(after, first_difference(before, after)), entry, "{after}");
        }
        assert_eq!(first_difference("é", "è"), 0, "never within a character");
    }

    #[test]
    fn the_page_of_the_edited_entry_goes_before_the_first() {
        let pages = [out("actors/li/index.html"), out("actors/qin-gang/index.html")];
        assert_eq!(edited_page(pages.iter(), Some("qin-gang")), Some(&pages[1]));
        assert_eq!(edited_page(pages.iter(), Some("wang-yi")), Some(&pages[0]));
        assert_eq!(edited_page(pages.iter(), None), Some(&pages[0]));
        assert_eq!(edited_page([].iter(), None), None);
    }

    #[test]
    fn one_gone_and_one_new_page_of_a_kind_are_a_renamed_page() {
        let of = |pages: &[&str]| {
            let pages = pages.iter().map(|page| out(&format!("{page}/index.html"))).collect();
            FxHashMap::from_iter([(SitePath::parse("content/x").unwrap(), pages)])
        };
        let pairs = |before: &[&str], after: &[&str]| {
            let gone: Vec<OutPath> = before
                .iter()
                .filter(|page| !after.contains(page))
                .map(|page| out(&format!("{page}/index.html")))
                .collect();
            let moved = moved_pages(&of(before), &of(after), &gone);
            moved.iter().map(|(old, new)| format!("{old} {new}")).collect::<Vec<_>>()
        };
        let one = ["briefs/talks/index.html briefs/parley/index.html"];
        assert_eq!(pairs(&["briefs/talks", "actors/a"], &["briefs/parley", "actors/a"]), one);
        assert_eq!(pairs(&["briefs/talks"], &["briefs/parley", "actors/a"]), one);
        assert!(pairs(&["briefs/talks"], &["briefs/a", "briefs/b"]).is_empty(), "which of them?");
        assert!(pairs(&["briefs/talks"], &["actors/a"]).is_empty());
        assert!(pairs(&["briefs/talks"], &["briefs/talks", "briefs/b"]).is_empty());
    }
}
