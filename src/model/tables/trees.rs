//! Trees of rows, each of which names the row above it.

use crate::base::id::Id;

/// Cuts each circle at its first row, so that climbing always ends.
pub(super) fn without_circles<T>(mut above: Vec<Option<Id<T>>>) -> Vec<Option<Id<T>>> {
    // The row from which somebody climbed past.
    let mut climbed: Vec<Option<Id<T>>> = vec![None; above.len()];
    for start in (0..above.len()).map(Id::new) {
        let mut at: Id<T> = start;
        while climbed[at.index()].is_none() {
            climbed[at.index()] = Some(start);
            let Some(next) = above[at.index()] else { break };
            at = next;
            if climbed[at.index()] == Some(start) {
                let circle = std::iter::successors(Some(at), |row| {
                    above[row.index()].filter(|next| *next != at)
                });
                if let Some(first) = circle.min() {
                    above[first.index()] = None;
                }
            }
        }
    }
    above
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_circle_is_cut_at_its_first_row() {
        let cut = |above: &[Option<usize>]| {
            let rows = above.iter().map(|above| above.map(Id::<()>::new)).collect();
            let cut = without_circles(rows).into_iter();
            cut.map(|above| above.map(Id::index)).collect::<Vec<_>>()
        };
        for (above, expected) in [
            (&[None, Some(0), Some(1)][..], &[None, Some(0), Some(1)][..]),
            (&[Some(0)], &[None]),
            (&[Some(1), Some(0)], &[None, Some(0)]),
            (&[Some(2), Some(3), Some(1), Some(2)], &[Some(2), None, Some(1), Some(2)]),
            (&[Some(1), Some(0), Some(3), Some(2)], &[None, Some(0), None, Some(2)]),
        ] {
            assert_eq!(cut(above), expected, "{above:?}");
        }
    }
}
