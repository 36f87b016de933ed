//! Hands for battles ship by ship.

use polemos_battle::ship::Crew;
use std::sync::Mutex;

/// Threads that take parts off one pile, in whatever order they come to it.
pub struct Threads(pub usize);

impl Crew for Threads {
    fn share<T: Send>(&self, parts: Vec<T>, work: impl Fn(T) + Send + Sync) {
        let pile = Mutex::new(parts);
        let take = || pile.lock().expect("no one panics").pop();
        std::thread::scope(|scope| {
            for _ in 0..self.0 {
                scope.spawn(|| {
                    while let Some(part) = take() {
                        work(part);
                    }
                });
            }
        });
    }
}
