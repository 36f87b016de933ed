//! Many runs of one war. Runs are independent, so they are shared out among threads and put back in the order of
//! their replications: how many threads there were never shows.

use polemos_campaign::{Campaign, Manner, Plan, Policies, Setup, Unfinished, Verdict};
use polemos_chronicle::RunSummary;
use polemos_war::War;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

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

/// Plays a war many times. `go_on` is told after each run how many runs are finished and says whether to continue;
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
    let past = setup.from_day.map(|day| past(war, setup, day));
    let plan = Arc::new(Plan::of(war));
    let opening = |run| match &past {
        Some(past) => {
            let mut campaign = past.clone();
            campaign.part_ways(run);
            campaign
        }
        None => Campaign::start_by(Arc::clone(war), &plan, run_setup(setup, run)),
    };
    share_out(setup, go_on, &|run| to_the_end(opening(run), read))
}

/// Plays replications on the setup's threads and puts them back in order. Each thread takes the next one as soon as it
/// is free, so that no one waits for a long war that another plays; those taken when `go_on` says no are finished.
///
/// # Errors
/// [`ProjectError`] when threads cannot be started, or the first run that broke off.
pub(crate) fn share_out<T: Send>(
    setup: &ProjectSetup,
    go_on: &(dyn Fn(u64) -> bool + Sync),
    play: &(dyn Fn(u64) -> Result<T, Unfinished> + Sync),
) -> Result<Vec<T>, ProjectError> {
    let all = share_out_with((setup.runs, setup.jobs), go_on, play).map_err(ProjectError::Threads)?;
    all.into_iter().map(|played| played.map_err(ProjectError::Run)).collect()
}

/// The same for so many replications on so many threads, whatever playing one comes to.
///
/// # Errors
/// When threads cannot be started.
pub(crate) fn share_out_with<T: Send, E: Send>(
    (runs, jobs): (u64, usize),
    go_on: &(dyn Fn(u64) -> bool + Sync),
    play: &(dyn Fn(u64) -> Result<T, E> + Sync),
) -> Result<Vec<Result<T, E>>, rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?;
    let (next, done) = (AtomicU64::new(0), AtomicU64::new(0));
    let over = AtomicBool::new(!go_on(0));
    let taken = |_: rayon::BroadcastContext<'_>| {
        let mut own = Vec::new();
        while !over.load(Ordering::Relaxed) {
            let run = next.fetch_add(1, Ordering::Relaxed);
            if run >= runs {
                break;
            }
            let played = play(run);
            let finished = done.fetch_add(1, Ordering::Relaxed) + 1;
            if played.is_err() || !go_on(finished) {
                over.store(true, Ordering::Relaxed);
            }
            own.push((run, played));
        }
        own
    };
    let mut all: Vec<(u64, Result<T, E>)> = pool.broadcast(taken).into_iter().flatten().collect();
    all.sort_unstable_by_key(|(run, _)| *run);
    Ok(all.into_iter().map(|(_, played)| played).collect())
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

fn to_the_end<T>(
    mut campaign: Campaign,
    read: &(dyn Fn(&mut Campaign) -> Option<T> + Sync),
) -> Result<T, Unfinished> {
    campaign.run(|_| Verdict::Continue);
    read(&mut campaign).ok_or(Unfinished::GoesOn)
}
