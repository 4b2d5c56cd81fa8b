//! Where the outputs of a build go.

use super::Output;

/// Takes the outputs of a build, in batches.
///
/// A page's bytes are written best by the thread that has just made them: they are still in its
/// cache, and the next page may have their memory.
pub trait Sink: Sync {
    /// What is left to do of an output when its batch ends.
    type Taken: Send;

    /// Takes an output, on the thread that made it.
    fn take(&self, output: Output) -> Self::Taken;

    /// Ends a batch.
    fn end_batch(&mut self, taken: Vec<Self::Taken>);
}

/// Hands whole batches on as they are.
pub struct Batches<F>(pub F);

impl<F: FnMut(Vec<Output>) + Sync> Sink for Batches<F> {
    type Taken = Output;

    fn take(&self, output: Output) -> Output {
        output
    }

    fn end_batch(&mut self, taken: Vec<Output>) {
        (self.0)(taken);
    }
}
