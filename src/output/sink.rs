//! The receiver of a build's outputs.

use super::Output;

/// Receives the outputs of a build, in batches.
///
/// [`Sink::take`] is called on the thread that rendered the output. That thread writes the bytes
/// fastest, because they are still in its cache, and it can use their memory for the next page.
pub trait Sink: Sync {
    /// An output whose batch has not ended yet: the result of [`Sink::take`].
    type Pending: Send;

    /// Takes an output, on the thread that rendered it.
    fn take(&self, output: Output) -> Self::Pending;

    /// Ends a batch, with the results of all calls of [`Sink::take`] since the previous batch.
    fn end_batch(&mut self, pending: Vec<Self::Pending>);
}

/// A [`Sink`] that passes each batch to a closure.
pub struct Batches<F>(pub F);

impl<F: FnMut(Vec<Output>) + Sync> Sink for Batches<F> {
    type Pending = Output;

    fn take(&self, output: Output) -> Output {
        output
    }

    fn end_batch(&mut self, pending: Vec<Output>) {
        (self.0)(pending);
    }
}
