//! Battles unit by unit: scenes from text, and threads to play them with.

pub mod report;

use polemos_battle::ship::{Crew, Scene};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder, Yield};
use std::sync::atomic::{AtomicBool, Ordering};

/// Reads a scene, and checks it; what is wrong is told in sentences.
///
/// # Errors
///
/// If the text is no scene, or the scene cannot be played.
pub fn read_scene(text: &str) -> Result<Scene, Vec<String>> {
    let scene: Scene = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
    let problems = scene.problems();
    if problems.is_empty() { Ok(scene) } else { Err(problems) }
}

/// Threads that share the work of a battle. How many there are never shows in the result.
#[derive(Debug)]
pub struct Threads {
    pool: ThreadPool,
}

impl Threads {
    /// So many threads; as many as processors when 0.
    ///
    /// # Errors
    ///
    /// If the system gives no threads.
    pub fn new(count: usize) -> Result<Self, ThreadPoolBuildError> {
        Ok(Self { pool: ThreadPoolBuilder::new().num_threads(count).build()? })
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// Does something on one of them, so that handing out parts costs no change of threads; the others look for parts
    /// all the while. A step takes less than a millisecond and hands out parts three times: threads that go to sleep in
    /// between, and must be woken, come too late to be of use.
    pub fn within<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        self.pool.install(|| {
            let (over, me) = (AtomicBool::new(false), rayon::current_thread_index());
            rayon::scope(|scope| {
                scope.spawn_broadcast(|_, context| {
                    if Some(context.index()) != me {
                        attend(&over);
                    }
                });
                let _over = Over(&over);
                work()
            })
        })
    }
}

/// Looks for parts until all is over. Who finds none lets other programs have the processor.
fn attend(over: &AtomicBool) {
    let mut idle = 0_u32;
    while !over.load(Ordering::Acquire) {
        if rayon::yield_now() == Some(Yield::Executed) {
            idle = 0;
        } else if idle < PATIENCE {
            idle += 1;
            std::hint::spin_loop();
        } else {
            std::thread::yield_now();
        }
    }
}

/// Looks for parts before a thread lets others have the processor.
const PATIENCE: u32 = 64;

/// Says that all is over, however it ends.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

impl Crew for Threads {
    fn share<T: Send>(&self, parts: Vec<T>, work: impl Fn(T) + Send + Sync) {
        if self.count() == 1 || parts.len() < 2 {
            parts.into_iter().for_each(work);
        } else {
            self.pool.install(|| parts.into_par_iter().for_each(work));
        }
    }
}
