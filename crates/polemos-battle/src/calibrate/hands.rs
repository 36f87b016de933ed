//! Who shares the work of many battles.

/// Someone who does pieces of work that do not depend on each other, and hands back what came of each, in their order.
pub trait Hands: Sync {
    /// Does pieces 0, 1, 2, … of so many.
    fn map<T: Send>(&self, count: u64, work: impl Fn(u64) -> T + Sync + Send) -> Vec<T>;
}

/// One after the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct OneByOne;

impl Hands for OneByOne {
    fn map<T: Send>(&self, count: u64, work: impl Fn(u64) -> T + Sync + Send) -> Vec<T> {
        (0..count).map(work).collect()
    }
}
