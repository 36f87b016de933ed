//! What more ships are worth to those who have them. Every coalition in turn is given more ships and the war played
//! again with the same luck, once with every decision at its default and once with decisions free. With decisions
//! fixed, more ships can only help; where free decisions turn that round, the check says so and why.
//!
//! Differences are paired by replication, with the interval of Bonett and Price (2012) for paired shares: it stays
//! open where every pair agrees, as it must when runs are few.

use crate::replicate::{ProjectError, ProjectSetup};
use crate::report::{ProjectionReport, Z95};
use polemos_campaign::{Campaign, Manner, Policies, Policy, Setup, Unfinished, Verdict};
use polemos_chance::Key;
use polemos_chronicle::RunSummary;
use polemos_war::{Coalition, CoalitionId, Domain, NumberId, War};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// What more ships would do for each coalition.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct StrengthReport {
    /// By what the ships of a coalition's members are multiplied.
    pub factor: f64,
    /// Runs of each war that is compared; less than asked when stopped.
    pub runs: u64,
    /// Coalitions with ships, in the order of the war.
    pub coalitions: Vec<StrengthRow>,
}

/// What more ships would do for one coalition.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct StrengthRow {
    /// Its id.
    pub coalition: String,
    /// With every decision at its default.
    pub fixed: Gain,
    /// With decisions free: everyone follows doctrine.
    pub free: Gain,
    /// Whether more ships clearly cost it victories when decisions are free.
    pub reversed: bool,
    /// What to make of it, a sentence; null where more ships help, or change nothing that can be told.
    pub says: Option<String>,
}

/// Shares of victories without and with more ships.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Gain {
    /// Share of the runs that it won as the war is.
    pub wins: f64,
    /// Share of the same runs that it won with more ships.
    pub wins_stronger: f64,
    /// The second less the first.
    pub difference: f64,
    /// Lower end of the difference's 95 % interval.
    pub low: f64,
    /// Upper end of the difference's 95 % interval.
    pub high: f64,
    /// Places at which it was the attacker in the largest battle, mean of the runs, as the war is.
    pub attacks: f64,
    /// The same with more ships.
    pub attacks_stronger: f64,
    /// Places at which it was attacked so, mean of the runs, as the war is.
    pub attacked: f64,
    /// The same with more ships.
    pub attacked_stronger: f64,
}

/// A projection, and with it what more ships would do where that was asked: what `project` prints as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CheckedProjection {
    /// The projection.
    #[serde(flatten)]
    pub projection: ProjectionReport,
    /// What more ships would do; null unless asked.
    pub strength_check: Option<StrengthReport>,
}

/// The JSON Schema of what `project` prints.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(CheckedProjection).to_value()
}

/// Runs between two looks at whether to go on.
const BATCH: u64 = 64;

/// Plays the war as it is and with each coalition's ships multiplied by `factor`, with decisions fixed and free, each
/// `setup.runs` times under the same luck. Of the setup, policies and the date to part at are not read: the check has
/// its own policies, and plays from the war's start. `go_on` is told how many of how many runs are finished; when it
/// says no, whole batches of runs are kept and the report says how many.
///
/// # Errors
/// [`ProjectError`] when threads cannot be started or the engine is at fault.
pub fn strength_check(
    war: &Arc<War>,
    setup: &ProjectSetup,
    factor: f64,
    go_on: &(dyn Fn(u64, u64) -> bool + Sync),
) -> Result<StrengthReport, ProjectError> {
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(setup.jobs).build().map_err(ProjectError::Threads)?;
    let sides: Vec<(CoalitionId, Vec<NumberId>)> = war
        .coalitions
        .pairs()
        .map(|(id, side)| (id, ship_counts(war, side)))
        .filter(|(_, all)| !all.is_empty())
        .collect();
    let mut tallies = vec![[Tally::default(); 2]; sides.len()];
    let each = 2 * (1 + sides.len() as u64);
    let mut next = 0;
    while next < setup.runs && go_on(next * each, setup.runs * each) {
        let end = (next + BATCH).min(setup.runs);
        let batch: Result<Vec<_>, Unfinished> = pool.install(|| {
            (next..end).into_par_iter().map(|run| variants(war, setup.seed, run, &sides, factor)).collect()
        });
        // Counts are whole numbers, so that the order of adding cannot show.
        for run in batch.map_err(ProjectError::Run)? {
            for (tally, seen) in tallies.iter_mut().flatten().zip(run.iter().flatten()) {
                tally.add(seen);
            }
        }
        next = end;
    }
    go_on(next * each, setup.runs * each);
    let rows = sides.iter().zip(&tallies).map(|((id, _), tally)| row(war, *id, tally, next));
    Ok(StrengthReport { factor, runs: next, coalitions: rows.collect() })
}

/// Counts of ships of all who are ever members of a coalition.
pub(crate) fn ship_counts(war: &War, side: &Coalition) -> Vec<NumberId> {
    let member = |faction| side.members.iter().any(|member| member.faction == faction);
    let forces = war.forces.iter().filter(|force| !force.removed && member(force.faction));
    let ships = forces
        .flat_map(|force| &force.units)
        .filter(|units| war.classes[units.class].domain == Domain::Ships);
    ships.map(|units| units.count).collect()
}

/// One replication seen by one coalition, without and with more ships.
type Seen = [Outcome; 2];

/// What a run was to a coalition.
#[derive(Clone, Copy, Default)]
struct Outcome {
    won: bool,
    attacks: u64,
    attacked: u64,
}

impl Outcome {
    fn of(run: &RunSummary, side: CoalitionId) -> Self {
        let as_side =
            |which: usize| run.battles.iter().filter(|it| it.coalitions()[which] == side).count() as u64;
        Self { won: run.ending.victor == Some(side), attacks: as_side(0), attacked: as_side(1) }
    }
}

/// One replication of all wars that are compared: for each side, with decisions fixed and free.
fn variants(
    war: &Arc<War>,
    seed: u64,
    replication: u64,
    sides: &[(CoalitionId, Vec<NumberId>)],
    factor: f64,
) -> Result<Vec<[Seen; 2]>, Unfinished> {
    let policies = [Policy::Default, Policy::Doctrine];
    let mut base = Vec::with_capacity(policies.len());
    for policy in policies {
        base.push(one(war, seed, replication, policy)?);
    }
    let values = war.numbers.sample(Key::new(seed, replication));
    let mut all = Vec::with_capacity(sides.len());
    for (side, counts) in sides {
        let stronger = Arc::new(with_more(war, counts, &values, factor));
        let mut pair = [Seen::default(); 2];
        for ((seen, policy), base) in pair.iter_mut().zip(policies).zip(&base) {
            let run = one(&stronger, seed, replication, policy)?;
            *seen = [Outcome::of(base, *side), Outcome::of(&run, *side)];
        }
        all.push(pair);
    }
    Ok(all)
}

/// The war with some of its numbers multiplied as they were drawn. Numbers relative to these keep theirs, so that an
/// enemy who is "twice as strong" does not grow along.
pub(crate) fn with_more(war: &War, counts: &[NumberId], values: &[f64], factor: f64) -> War {
    let mut war = war.clone();
    for id in counts {
        let drawn = values.get(id.0 as usize).copied().unwrap_or_default();
        war.numbers.pin(*id, drawn * factor);
    }
    war
}

fn one(war: &Arc<War>, seed: u64, replication: u64, policy: Policy) -> Result<RunSummary, Unfinished> {
    let setup = Setup {
        seed,
        replication,
        policies: Policies::all(policy),
        record: false,
        battles: Manner::Aggregated,
    };
    let mut campaign = Campaign::start(Arc::clone(war), setup);
    campaign.run(|_| Verdict::Continue);
    campaign.summary().ok_or(Unfinished::GoesOn)
}

/// Sums over replications.
#[derive(Clone, Copy, Default)]
struct Tally {
    wins: [u64; 2],
    /// Runs won only with more ships, and only without.
    gained: u64,
    lost: u64,
    attacks: [u64; 2],
    attacked: [u64; 2],
}

impl Tally {
    fn add(&mut self, seen: &Seen) {
        for (which, it) in seen.iter().enumerate() {
            self.wins[which] += u64::from(it.won);
            self.attacks[which] += it.attacks;
            self.attacked[which] += it.attacked;
        }
        self.gained += u64::from(seen[1].won && !seen[0].won);
        self.lost += u64::from(seen[0].won && !seen[1].won);
    }

    fn gain(&self, runs: u64) -> Gain {
        let n = runs.max(1) as f64;
        let mean = |sums: [u64; 2]| sums.map(|sum| sum as f64 / n);
        let (wins, attacks, attacked) = (mean(self.wins), mean(self.attacks), mean(self.attacked));
        let (low, high) = paired_interval(self.gained, self.lost, runs);
        Gain {
            wins: wins[0],
            wins_stronger: wins[1],
            difference: wins[1] - wins[0],
            low,
            high,
            attacks: attacks[0],
            attacks_stronger: attacks[1],
            attacked: attacked[0],
            attacked_stronger: attacked[1],
        }
    }
}

/// The 95 % interval of the difference of two shares of the same runs: `gained` runs count only in the one, `lost` only
/// in the other (Bonett and Price 2012: one is added to either).
pub fn paired_interval(gained: u64, lost: u64, runs: u64) -> (f64, f64) {
    paired_interval_at(Z95, gained, lost, runs)
}

/// The same interval, `z` standard errors to either side.
pub fn paired_interval_at(z: f64, gained: u64, lost: u64, runs: u64) -> (f64, f64) {
    let n = runs as f64 + 2.0;
    let (gained, lost) = ((gained as f64 + 1.0) / n, (lost as f64 + 1.0) / n);
    let difference = gained - lost;
    let half = z * ((gained + lost - difference * difference) / n).max(0.0).sqrt();
    ((difference - half).max(-1.0), (difference + half).min(1.0))
}

fn row(war: &War, id: CoalitionId, tallies: &[Tally; 2], runs: u64) -> StrengthRow {
    let [fixed, free] = [tallies[0].gain(runs), tallies[1].gain(runs)];
    let reversed = free.high < 0.0;
    let says = reversed.then(|| sentence(war, id, &fixed, &free));
    StrengthRow { coalition: war.coalitions[id].id.clone(), fixed, free, reversed, says }
}

/// Why a stronger side wins less often, from what changed most: whom it attacked, or who attacked it.
fn sentence(war: &War, id: CoalitionId, fixed: &Gain, free: &Gain) -> String {
    let names = &war.coalitions[id].names;
    let (dares, draws) = (free.attacks_stronger - free.attacks, free.attacked_stronger - free.attacked);
    let why = if dares > draws && dares > 0.0 {
        "dares too much: it attacks more often"
    } else if draws > 0.0 {
        "is attacked more often"
    } else {
        "fights as often, and loses more by what is decided around it"
    };
    let held = if fixed.high < 0.0 {
        "with decisions fixed it does too"
    } else {
        "with decisions fixed it does not"
    };
    format!("A stronger {} wins less often, because it {why}; {held}.", names.short())
}
