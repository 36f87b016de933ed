//! Who does the work of a step: the engine hands out parts that do not depend on each other.

/// Hands that share out work. The engine starts no thread itself: whoever calls it may bring some.
///
/// Nothing that a battle computes depends on how many there are, nor on who does which part first.
pub trait Crew: Sync {
    /// Does `work` on each part, in any order, and returns when all are done.
    fn share<T: Send>(&self, parts: Vec<T>, work: impl Fn(T) + Send + Sync);
}

/// One pair of hands: the calling thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alone;

impl Crew for Alone {
    fn share<T: Send>(&self, parts: Vec<T>, work: impl Fn(T) + Send + Sync) {
        parts.into_iter().for_each(work);
    }
}
