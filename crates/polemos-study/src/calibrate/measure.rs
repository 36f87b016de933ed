//! Threads that many battles are shared out among.

use polemos_battle::calibrate::{Agreement, Calibration, Hands, Pairing, Resolution, Sample, Summary};
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
}

impl Hands for Pool {
    fn map<T: Send>(&self, count: u64, work: impl Fn(u64) -> T + Sync + Send) -> Vec<T> {
        self.0.install(|| (0..count).into_par_iter().map(work).collect())
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

/// Fights a pairing in both forms, the aggregated one told what a calibration says, if there is one.
///
/// # Errors
/// Sentences about what stands in the way of fighting it.
pub fn compare(
    hands: &impl Hands,
    pairing: &Pairing,
    calibration: Option<&Calibration>,
    how: Replications,
) -> Result<Agreement, Vec<String>> {
    let key = |replication| Key::new(how.seed, replication);
    let units = hands.map(how.units, |run| pairing.fight(Resolution::UnitByUnit, key(run)));
    let units: Vec<Sample> = units.into_iter().collect::<Result<_, _>>()?;
    let told = calibration.map(|it| (it.tune(&pairing.rules), it.table()));
    let rules = told.as_ref().map_or(pairing.rules, |(rules, _)| *rules);
    let tuned = Pairing { rules, ..pairing.clone() };
    let pairs = told.as_ref().map(|(_, pairs)| pairs);
    let groups = hands.map(how.groups, |run| tuned.fight_with((Resolution::Aggregated, pairs), key(run)));
    let groups: Vec<Sample> = groups.into_iter().collect::<Result<_, _>>()?;
    Ok(Agreement { name: pairing.name.clone(), units: Summary::of(&units), groups: Summary::of(&groups) })
}
