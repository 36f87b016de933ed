//! Many battles of a pairing, shared out among threads.

use polemos_battle::calibrate::{Agreement, Pairing, Resolution, Sample, Summary};
use polemos_chance::Key;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// Threads that battles are shared out among. How many there are never shows in a result.
#[derive(Debug)]
pub struct Pool(ThreadPool);

impl Pool {
    /// So many threads; as many as processors when 0.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(jobs: usize) -> Result<Self, ThreadPoolBuildError> {
        Ok(Self(ThreadPoolBuilder::new().num_threads(jobs).build()?))
    }

    /// Fights battles of a pairing with the luck of replications 0, 1, 2, … of a seed.
    ///
    /// # Errors
    /// Sentences about what stands in the way of fighting it.
    pub fn fight(
        &self,
        pairing: &Pairing,
        resolution: Resolution,
        (seed, battles): (u64, u64),
    ) -> Result<Vec<Sample>, Vec<String>> {
        let one = |replication| pairing.fight(resolution, Key::new(seed, replication));
        self.0.install(|| (0..battles).into_par_iter().map(one).collect())
    }
}

/// How often each form is fought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replications {
    /// Seed of all chance.
    pub seed: u64,
    /// Battles unit by unit.
    pub units: u64,
    /// Aggregated battles.
    pub groups: u64,
}

/// Fights a pairing in both forms.
///
/// # Errors
/// Sentences about what stands in the way of fighting it.
pub fn compare(pool: &Pool, pairing: &Pairing, how: Replications) -> Result<Agreement, Vec<String>> {
    let units = pool.fight(pairing, Resolution::UnitByUnit, (how.seed, how.units))?;
    let groups = pool.fight(pairing, Resolution::Aggregated, (how.seed, how.groups))?;
    Ok(Agreement { name: pairing.name.clone(), units: Summary::of(&units), groups: Summary::of(&groups) })
}
