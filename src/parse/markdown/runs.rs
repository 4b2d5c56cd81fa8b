//! The running text of a body, as the places of its pieces.

use crate::base::finding::Bytes;

/// Stretches of running text, such as paragraphs. A stretch consists of the places of its pieces,
/// and is never empty.
///
/// All pieces of a body share one allocation, because large sites have ten thousand bodies with
/// some twenty stretches each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Runs {
    pieces: Box<[Bytes]>,
    /// The end of each stretch in `pieces`.
    ends: Box<[u32]>,
}

impl Runs {
    /// The pieces of the stretch with this number, counted from 0.
    pub fn get(&self, number: usize) -> Option<&[Bytes]> {
        let end = *self.ends.get(number)? as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.pieces.get(start..end)
    }

    /// All stretches, in the order of the text.
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
            // A file is smaller than 4 GiB, so the number of its pieces fits into 32 bits.
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
