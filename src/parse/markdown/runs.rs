//! The running text of a body: stretch by stretch, each as the places of its words.

use crate::base::finding::Bytes;

/// Stretches of running text, each with its pieces; none is empty.
///
/// A body has some twenty, and a site ten thousand bodies: all pieces lie in one place instead of
/// in a vector for each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Runs {
    pieces: Box<[Bytes]>,
    /// Where in `pieces` each stretch ends.
    ends: Box<[u32]>,
}

impl Runs {
    /// The pieces of a stretch.
    pub fn get(&self, number: usize) -> Option<&[Bytes]> {
        let end = *self.ends.get(number)? as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.pieces.get(start..end)
    }

    /// The stretches, in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = &[Bytes]> {
        (0..self.ends.len()).filter_map(|number| self.get(number))
    }
}

impl<R: IntoIterator<Item = Bytes>> FromIterator<R> for Runs {
    fn from_iter<I: IntoIterator<Item = R>>(runs: I) -> Runs {
        let (mut pieces, mut ends): (Vec<Bytes>, Vec<u32>) = (Vec::new(), Vec::new());
        for run in runs {
            let before = pieces.len();
            pieces.extend(run);
            // More pieces than that do not fit into a file.
            if let Some(end) = u32::try_from(pieces.len()).ok().filter(|_| pieces.len() > before) {
                ends.push(end);
            }
        }
        Runs { pieces: pieces.into(), ends: ends.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_keep_their_pieces_and_empty_ones_go() {
        let piece = |at: usize| Bytes::new(at..at + 1);
        let written = [vec![piece(0), piece(2)], vec![], vec![piece(5)], vec![]];
        let runs: Runs = written.clone().into_iter().collect();
        assert_eq!(runs.iter().collect::<Vec<_>>(), [&written[0], &written[2]]);
        assert_eq!((runs.get(1), runs.get(2)), (Some(&written[2][..]), None));
        assert_eq!(Runs::default().iter().count(), 0);
    }
}
