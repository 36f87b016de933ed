//! Many runs of one war. Runs are independent, so they are shared out among threads and put back in the order of
//! their replications: how many threads there were never shows.

use polemos_campaign::{Campaign, Manner, Policies, Setup, Unfinished, Verdict};
use polemos_chronicle::RunSummary;
use polemos_war::War;
use rayon::prelude::*;
use std::fmt;
use std::sync::Arc;

/// What is to be projected.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectSetup {
    /// Seed; runs are its replications 0, 1, 2, …
    pub seed: u64,
    /// How many.
    pub runs: u64,
    /// Threads; all processors when 0.
    pub jobs: usize,
    /// Who answers decisions.
    pub policies: Policies,
    /// Runs share replication 0's past up to this day, and part then.
    pub from_day: Option<f64>,
    /// How battles are fought.
    pub battles: Manner,
}

/// Why a projection has no result.
#[derive(Debug)]
pub enum ProjectError {
    /// Threads could not be started.
    Threads(rayon::ThreadPoolBuildError),
    /// A run broke off.
    Run(Unfinished),
}

impl fmt::Display for ProjectError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProjectError::Threads(error) => write!(out, "threads could not be started: {error}"),
            ProjectError::Run(error) => write!(out, "a run broke off: {error}"),
        }
    }
}

impl std::error::Error for ProjectError {}

/// Runs a thread takes at a time: large enough that sharing out costs nothing, small enough that stopping is quick.
const BATCH: u64 = 16;

/// Plays a war many times. `go_on` is told after each batch how many runs are finished and says whether to continue;
/// when it says no, the finished runs up to the first unfinished one are returned.
///
/// # Errors
/// [`ProjectError`] when threads cannot be started or the engine is at fault.
pub fn project(
    war: &Arc<War>,
    setup: &ProjectSetup,
    go_on: &(dyn Fn(u64) -> bool + Sync),
) -> Result<Vec<RunSummary>, ProjectError> {
    observe(war, setup, &Campaign::summary, go_on)
}

/// Plays a war many times as [`project`] does, and keeps of each finished run what `read` makes of it; a run of which
/// it makes nothing is taken for one that has not ended.
///
/// # Errors
/// [`ProjectError`] when threads cannot be started or the engine is at fault.
pub fn observe<T: Send>(
    war: &Arc<War>,
    setup: &ProjectSetup,
    read: &(dyn Fn(&mut Campaign) -> Option<T> + Sync),
    go_on: &(dyn Fn(u64) -> bool + Sync),
) -> Result<Vec<T>, ProjectError> {
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(setup.jobs).build().map_err(ProjectError::Threads)?;
    let past = setup.from_day.map(|day| past(war, setup, day));
    let batch = BATCH * pool.current_num_threads() as u64;
    let mut finished = Vec::with_capacity(usize::try_from(setup.runs.min(1 << 24)).unwrap_or(0));
    let mut next = 0;
    while next < setup.runs && go_on(next) {
        let end = (next + batch).min(setup.runs);
        let some: Result<Vec<T>, Unfinished> = pool.install(|| {
            (next..end).into_par_iter().map(|run| one(war, setup, past.as_ref(), run, read)).collect()
        });
        finished.extend(some.map_err(ProjectError::Run)?);
        next = end;
    }
    go_on(next);
    Ok(finished)
}

/// The shared past of runs that part on a day.
fn past(war: &Arc<War>, setup: &ProjectSetup, day: f64) -> Campaign {
    let mut campaign = Campaign::start(Arc::clone(war), run_setup(setup, 0));
    if day > 0.0 {
        let until = |c: &Campaign| if c.day() < day { Verdict::Continue } else { Verdict::Stop };
        campaign.run(until);
    }
    campaign
}

fn run_setup(setup: &ProjectSetup, replication: u64) -> Setup {
    Setup {
        seed: setup.seed,
        replication,
        policies: setup.policies.clone(),
        record: false,
        battles: setup.battles,
    }
}

fn one<T>(
    war: &Arc<War>,
    setup: &ProjectSetup,
    past: Option<&Campaign>,
    replication: u64,
    read: &(dyn Fn(&mut Campaign) -> Option<T> + Sync),
) -> Result<T, Unfinished> {
    let mut campaign = match past {
        Some(past) => {
            let mut campaign = past.clone();
            campaign.part_ways(replication);
            campaign
        }
        None => Campaign::start(Arc::clone(war), run_setup(setup, replication)),
    };
    campaign.run(|_| Verdict::Continue);
    read(&mut campaign).ok_or(Unfinished::GoesOn)
}
