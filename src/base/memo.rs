//! Hashes, and last answers kept by the hash of their argument.
//!
//! A [`Memo`] remembers what a function said of each item last time. The function is a plain `fn`,
//! which cannot capture anything: whatever it reads is in its argument, and its argument is what is
//! hashed. That is all there is to incremental builds.

use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use twox_hash::xxhash3_128::{self, DEFAULT_SECRET_LENGTH, RawHasher, SecretBuffer};

use super::threads::MAX_CHUNK;

/// The 128-bit XXH3 of a value: the same in every run of the same program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// The fingerprint of a value.
    pub fn of<T: Hash + ?Sized>(value: &T) -> Fingerprint {
        let mut hasher = Xxh3 { staged: [0; STAGE], length: 0, before: None };
        value.hash(&mut hasher);
        Fingerprint(hasher.finish_128())
    }

    /// The XXH3 of these bytes and nothing else: the same in every version of every program.
    pub fn of_bytes(bytes: &[u8]) -> Fingerprint {
        Fingerprint(xxhash3_128::Hasher::oneshot(bytes))
    }
}

/// Lets a value hash itself with XXH3.
///
/// Values hand over a few bytes at a time; these are gathered, since the hash takes hundreds at
/// once as fast as one.
struct Xxh3 {
    staged: [u8; STAGE],
    /// How much of the stage is filled.
    length: usize,
    /// What came before the stage.
    before: Option<RawHasher<&'static [u8; DEFAULT_SECRET_LENGTH]>>,
}

/// How many bytes are gathered.
const STAGE: usize = 256;

impl Xxh3 {
    /// Hashes what is staged, and stages these bytes or hashes them, too.
    #[cold]
    fn go_on(&mut self, bytes: &[u8]) {
        let before = self.before.get_or_insert_with(|| RawHasher::new(SecretBuffer::default()));
        before.write(&self.staged[..self.length]);
        self.length = 0;
        match self.staged.get_mut(..bytes.len()) {
            Some(stage) => {
                stage.copy_from_slice(bytes);
                self.length = bytes.len();
            }
            None => before.write(bytes),
        }
    }

    fn finish_128(&self) -> u128 {
        let staged = &self.staged[..self.length];
        let Some(before) = &self.before else { return xxhash3_128::Hasher::oneshot(staged) };
        let mut all = before.clone();
        all.write(staged);
        all.finish_128()
    }
}

impl Hasher for Xxh3 {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        match self.staged.get_mut(self.length..self.length + bytes.len()) {
            Some(stage) => {
                stage.copy_from_slice(bytes);
                self.length += bytes.len();
            }
            None => self.go_on(bytes),
        }
    }

    fn finish(&self) -> u64 {
        // Nobody asks for less than all of it.
        self.finish_128() as u64
    }
}

/// A shared value with its fingerprint, worked out once; hashing it again costs sixteen bytes.
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
    /// A value that cannot be hashed itself, with the fingerprint of all that it was made from.
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

/// What a function will say of a value that is already hashed.
///
/// The fingerprint of the value stands for the answer. As with a [`Memo`] the function is a plain
/// `fn`, so that the answer depends on nothing else.
pub struct Deferred<A> {
    fingerprint: Fingerprint,
    answer: Box<dyn Fn() -> A + Send + Sync>,
}

impl<A: 'static> Deferred<A> {
    /// Hashes a value, of which `work` is asked later.
    pub fn new<T: Hash + Send + Sync + 'static>(value: T, work: fn(&T) -> A) -> Self {
        Self { fingerprint: Fingerprint::of(&value), answer: Box::new(move || work(&value)) }
    }

    /// Works the answer out.
    pub fn answer(&self) -> A {
        (self.answer)()
    }
}

impl<A> Hash for Deferred<A> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

impl<A> std::fmt::Debug for Deferred<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Deferred").field(&self.fingerprint).finish()
    }
}

/// The last answers of one function, by the fingerprint of their argument.
pub struct Memo<V> {
    last: FxHashMap<Fingerprint, Kept<V>>,
    /// The number of the last call.
    call: u32,
}

/// An answer, and the number of the last call that asked for it.
struct Kept<V> {
    answer: V,
    asked: AtomicU32,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self { last: FxHashMap::default(), call: 0 }
    }
}

impl<V: Clone + Send + Sync> Memo<V> {
    /// What `work` says of each item, in order; asked only for items whose fingerprint was not
    /// there last time.
    ///
    /// Answers that no item of this call asks for are forgotten. Those that stay are not touched
    /// otherwise: after one edit of a large site nearly all do.
    pub fn update<A: Hash + Sync>(&mut self, items: &[A], work: fn(&A) -> V) -> Vec<V> {
        self.call = self.call.wrapping_add(1);
        let (last, call) = (&self.last, self.call);
        let (new, answers): (Vec<Option<Fingerprint>>, Vec<V>) = items
            .par_iter()
            .with_max_len(MAX_CHUNK)
            .map(|item| {
                let fingerprint = Fingerprint::of(item);
                match last.get(&fingerprint) {
                    Some(kept) => {
                        kept.asked.store(call, Ordering::Relaxed);
                        (None, kept.answer.clone())
                    }
                    None => (Some(fingerprint), work(item)),
                }
            })
            .unzip();
        self.last.retain(|_, kept| *kept.asked.get_mut() == call);
        self.last.reserve(answers.len().saturating_sub(self.last.len()));
        for (new, answer) in new.into_iter().zip(&answers) {
            if let Some(fingerprint) = new {
                self.last.insert(
                    fingerprint,
                    Kept { answer: answer.clone(), asked: AtomicU32::new(call) },
                );
            }
        }
        answers
    }

    /// The same for a single item.
    pub fn one<A: Hash + Sync>(&mut self, item: &A, work: fn(&A) -> V) -> V {
        let fingerprint = Fingerprint::of(item);
        let last = std::mem::take(&mut self.last);
        let known = last.get(&fingerprint).map(|kept| kept.answer.clone());
        // The lexicon of a large site takes as long to take apart as it takes to make.
        let (answer, ()) = rayon::join(|| known.unwrap_or_else(|| work(item)), || drop(last));
        let kept = Kept { answer: answer.clone(), asked: AtomicU32::new(self.call) };
        self.last = std::iter::once((fingerprint, kept)).collect();
        answer
    }
}

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
    fn a_deferred_answer_hashes_as_its_argument() {
        let length = |text: &String| text.len();
        let (short, long) = ("a".to_owned(), "long".to_owned());
        let (a, b) = (Deferred::new(short.clone(), length), Deferred::new(long, length));
        assert_eq!((a.answer(), b.answer()), (1, 4));
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
        fn a_fingerprint_is_the_hash_of_all_bytes_however_they_come(pieces in vec(vec(any::<u8>(), 0..400), 0..12)) {
            let whole = xxhash3_128::Hasher::oneshot(&pieces.concat());
            prop_assert_eq!(Fingerprint::of(&Pieces(pieces)), Fingerprint(whole));
        }
    }
}
