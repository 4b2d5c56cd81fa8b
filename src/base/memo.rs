//! Fingerprints of values, and the results of functions remembered by the fingerprint of their
//! argument.
//!
//! A [`Memo`] makes builds incremental: it calls a function only for arguments that the last call
//! did not have. The function is a plain `fn`, which captures nothing, so that its result depends
//! only on the argument whose fingerprint is compared.
//!
//! ```
//! use briefgen::base::memo::Memo;
//!
//! let mut lengths = Memo::default();
//! assert_eq!(lengths.update(&["a", "long"], |text| text.len()), [1, 4]);
//! assert_eq!(lengths.update(&["long", "no"], |text| text.len()), [4, 2]); // called for "no" only
//! ```

use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use twox_hash::xxhash3_128::{self, DEFAULT_SECRET_LENGTH, RawHasher, SecretBuffer};

use super::threads::MAX_CHUNK;

/// A 128-bit hash of a value (XXH3). It is equal in every run of a program, but may differ between
/// versions of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// The fingerprint of a value.
    pub fn of<T: Hash + ?Sized>(value: &T) -> Fingerprint {
        let mut hasher = Xxh3 { buffer: [0; BUFFER], length: 0, before: None };
        value.hash(&mut hasher);
        Fingerprint(hasher.finish_128())
    }

    /// The XXH3 of the bytes alone, which is equal in all programs.
    pub fn of_bytes(bytes: &[u8]) -> Fingerprint {
        Fingerprint(xxhash3_128::Hasher::oneshot(bytes))
    }
}

/// A [`Hasher`] with a buffer: values write a few bytes at a time, but XXH3 is fast only for
/// hundreds of bytes at once.
struct Xxh3 {
    buffer: [u8; BUFFER],
    /// The number of bytes in the buffer.
    length: usize,
    /// The hash of all bytes before the buffer; `None` if there are none.
    before: Option<RawHasher<&'static [u8; DEFAULT_SECRET_LENGTH]>>,
}

const BUFFER: usize = 256;

impl Xxh3 {
    /// Writes bytes for which the buffer has no room.
    #[cold]
    fn write_beyond(&mut self, bytes: &[u8]) {
        let before = self.before.get_or_insert_with(|| RawHasher::new(SecretBuffer::default()));
        before.write(&self.buffer[..self.length]);
        self.length = 0;
        match self.buffer.get_mut(..bytes.len()) {
            Some(free) => {
                free.copy_from_slice(bytes);
                self.length = bytes.len();
            }
            None => before.write(bytes),
        }
    }

    fn finish_128(&self) -> u128 {
        let buffer = &self.buffer[..self.length];
        let Some(before) = &self.before else { return xxhash3_128::Hasher::oneshot(buffer) };
        let mut all = before.clone();
        all.write(buffer);
        all.finish_128()
    }
}

impl Hasher for Xxh3 {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        match self.buffer.get_mut(self.length..self.length + bytes.len()) {
            Some(free) => {
                free.copy_from_slice(bytes);
                self.length += bytes.len();
            }
            None => self.write_beyond(bytes),
        }
    }

    fn finish(&self) -> u64 {
        // Required by the trait, but only `finish_128` is used.
        self.finish_128() as u64
    }
}

/// A shared value with its fingerprint. Hashing it again hashes only the fingerprint.
pub struct Hashed<T> {
    value: Arc<T>,
    fingerprint: Fingerprint,
}

impl<T: Hash> Hashed<T> {
    /// Hashes a value.
    pub fn new(value: T) -> Self {
        let fingerprint = Fingerprint::of(&value);
        Self { value: Arc::new(value), fingerprint }
    }
}

impl<T> Hashed<T> {
    /// A value that does not implement [`Hash`], with the fingerprint of everything it was made
    /// from.
    pub fn with(value: T, fingerprint: Fingerprint) -> Self {
        Self { value: Arc::new(value), fingerprint }
    }

    /// The value's fingerprint.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

impl<T> Clone for Hashed<T> {
    fn clone(&self) -> Self {
        Self { value: Arc::clone(&self.value), fingerprint: self.fingerprint }
    }
}

impl<T> Deref for Hashed<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Hash for Hashed<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

impl<T> PartialEq for Hashed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }
}

impl<T> Eq for Hashed<T> {}

impl<T: std::fmt::Debug> std::fmt::Debug for Hashed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value.fmt(f)
    }
}

/// The result of a function that is called only when the result is needed.
///
/// It hashes as the argument of the function. As for a [`Memo`], the function is a plain `fn`, so
/// that its result depends only on the argument.
pub struct Deferred<V> {
    fingerprint: Fingerprint,
    work: Box<dyn Fn() -> V + Send + Sync>,
}

impl<V: 'static> Deferred<V> {
    /// Hashes the argument of `work`.
    pub fn new<A: Hash + Send + Sync + 'static>(argument: A, work: fn(&A) -> V) -> Self {
        Self { fingerprint: Fingerprint::of(&argument), work: Box::new(move || work(&argument)) }
    }

    /// Calls the function.
    pub fn result(&self) -> V {
        (self.work)()
    }
}

impl<V> Hash for Deferred<V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

impl<V> std::fmt::Debug for Deferred<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Deferred").field(&self.fingerprint).finish()
    }
}

/// The results of a function in its last call, by the fingerprint of the argument.
pub struct Memo<V> {
    last: FxHashMap<Fingerprint, MemoEntry<V>>,
    /// The number of the last call.
    call: u32,
}

struct MemoEntry<V> {
    result: V,
    /// The number of the last call that used the result.
    used: AtomicU32,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self { last: FxHashMap::default(), call: 0 }
    }
}

impl<V: Clone + Send + Sync> Memo<V> {
    /// The results of `work` for the items, in their order. `work` is called, in parallel, only for
    /// items that the last call did not have. Results that this call does not use are dropped.
    pub fn update<A: Hash + Sync>(&mut self, items: &[A], work: fn(&A) -> V) -> Vec<V> {
        self.call = self.call.wrapping_add(1);
        let (last, call) = (&self.last, self.call);
        let (new, results): (Vec<Option<Fingerprint>>, Vec<V>) = items
            .par_iter()
            .with_max_len(MAX_CHUNK)
            .map(|item| {
                let fingerprint = Fingerprint::of(item);
                match last.get(&fingerprint) {
                    Some(entry) => {
                        entry.used.store(call, Ordering::Relaxed);
                        (None, entry.result.clone())
                    }
                    None => (Some(fingerprint), work(item)),
                }
            })
            .unzip();
        // The map is changed in place: after an edit of a large site almost all entries stay.
        self.last.retain(|_, entry| *entry.used.get_mut() == call);
        self.last.reserve(results.len().saturating_sub(self.last.len()));
        for (new, result) in new.into_iter().zip(&results) {
            if let Some(fingerprint) = new {
                let entry = MemoEntry { result: result.clone(), used: AtomicU32::new(call) };
                self.last.insert(fingerprint, entry);
            }
        }
        results
    }

    /// Like [`Memo::update`] for a single item.
    pub fn one<A: Hash + Sync>(&mut self, item: &A, work: fn(&A) -> V) -> V {
        self.last_or(item, || work(item))
    }

    /// The same for a single item, for work that asks memos of its own.
    pub fn one_with<A: Hash + Sync, M: Memos>(
        &mut self,
        item: &A,
        memos: &mut M,
        work: fn(&A, &mut M) -> V,
    ) -> V {
        self.last_or(item, || work(item, memos))
    }

    fn last_or(&mut self, item: &impl Hash, work: impl FnOnce() -> V + Send) -> V {
        let fingerprint = Fingerprint::of(item);
        let last = std::mem::take(&mut self.last);
        let known = last.get(&fingerprint).map(|entry| entry.result.clone());
        // Dropping the lexicon of a large site takes as long as making it.
        let (result, ()) = rayon::join(|| known.unwrap_or_else(work), || drop(last));
        let entry = MemoEntry { result: result.clone(), used: AtomicU32::new(self.call) };
        self.last = std::iter::once((fingerprint, entry)).collect();
        result
    }
}

/// Memos that the work of another memo asks. They hold nothing else: what they have does not change
/// an answer, only how soon it comes.
pub trait Memos: Send {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static CALLS: AtomicUsize = AtomicUsize::new(0);

    fn doubled(n: &u32) -> u32 {
        CALLS.fetch_add(1, Ordering::SeqCst);
        n * 2
    }

    #[test]
    fn only_new_arguments_are_worked_on() {
        let mut memo = Memo::default();
        assert_eq!(memo.update(&[1, 2, 3], doubled), [2, 4, 6]);
        assert_eq!(CALLS.swap(0, Ordering::SeqCst), 3);
        assert_eq!(memo.update(&[3, 4, 1], doubled), [6, 8, 2]);
        assert_eq!(CALLS.swap(0, Ordering::SeqCst), 1);
        assert_eq!(memo.update(&[2], doubled), [4]);
        assert_eq!(CALLS.swap(0, Ordering::SeqCst), 1, "2 was forgotten when no item asked for it");
    }

    #[test]
    fn a_hashed_value_hashes_as_its_fingerprint() {
        let (a, b) = (Hashed::new("same".to_owned()), Hashed::new("same".to_owned()));
        assert_eq!(Fingerprint::of(&a), Fingerprint::of(&b));
        assert_ne!(Fingerprint::of(&a), Fingerprint::of(&Hashed::new("other".to_owned())));
    }

    #[test]
    fn a_deferred_result_hashes_as_its_argument() {
        let length = |text: &String| text.len();
        let (short, long) = ("a".to_owned(), "long".to_owned());
        let (a, b) = (Deferred::new(short.clone(), length), Deferred::new(long, length));
        assert_eq!((a.result(), b.result()), (1, 4));
        assert_ne!(Fingerprint::of(&a), Fingerprint::of(&b));
        assert_eq!(Fingerprint::of(&a), Fingerprint::of(&Deferred::new(short, String::len)));
    }

    /// What writes its pieces one by one.
    struct Pieces(Vec<Vec<u8>>);

    impl Hash for Pieces {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.iter().for_each(|piece| state.write(piece));
        }
    }

    proptest! {
        #[test]
        fn a_fingerprint_is_the_hash_of_all_bytes_however_they_come(
            pieces in vec(vec(any::<u8>(), 0..400), 0..12),
        ) {
            let whole = xxhash3_128::Hasher::oneshot(&pieces.concat());
            prop_assert_eq!(Fingerprint::of(&Pieces(pieces)), Fingerprint(whole));
        }
    }
}
