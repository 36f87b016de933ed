//! Two histories beside each other, many times: replication n of the one against replication n of the other. Both share
//! their past up to the day on which they part and, after it, all luck that the change does not touch (common random
//! numbers; Law and Kelton, *Simulation Modeling and Analysis*, on variance reduction).
//!
//! What pairing is worth is said by a factor: the variance of the difference of two independent runs, Var A + Var B,
//! over the variance of the paired difference. So many times more runs would an unpaired comparison from the same day
//! need for an interval of the same width.

use crate::evidence::contrast::Contrast;
use crate::history::{History, HistoryError, InPlay};
use crate::replicate::share_out_with;
use polemos_campaign::Unfinished;
use polemos_chronicle::RunSummary;
use polemos_war::evidence::Expect;
use polemos_war::{CoalitionId, Domain, FactionId, War};
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;

/// How two histories are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairSetup {
    /// How many pairs.
    pub runs: u64,
    /// Threads; all processors when 0.
    pub jobs: usize,
}

/// Why there is no comparison.
#[derive(Debug)]
pub enum PairError {
    /// One of the two cannot be played.
    History(HistoryError),
    /// Threads could not be started.
    Threads(rayon::ThreadPoolBuildError),
}

impl fmt::Display for PairError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PairError::History(error) => error.fmt(out),
            PairError::Threads(error) => write!(out, "threads could not be started: {error}"),
        }
    }
}

impl std::error::Error for PairError {}

impl From<HistoryError> for PairError {
    fn from(error: HistoryError) -> Self {
        PairError::History(error)
    }
}

/// Runs of several histories under the same luck: for each replication, one run of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// The day from which replications differ.
    pub from_day: f64,
    /// By replication, and by history in the order given.
    pub runs: Vec<Vec<RunSummary>>,
}

/// Plays several histories, replication by replication, from the day on which the first of them parts from another; from
/// the war's start where none does. `go_on` is told how many replications are finished.
///
/// # Errors
/// [`PairError`] when a history cannot be played or threads cannot be started.
pub fn together(
    histories: &[&History],
    setup: PairSetup,
    go_on: &(dyn Fn(u64) -> bool + Sync),
) -> Result<Together, PairError> {
    let Some(first) = histories.first() else { return Ok(Together { from_day: 0.0, runs: Vec::new() }) };
    let parts = histories.iter().filter_map(|other| first.parts_from(other)).fold(f64::INFINITY, f64::min);
    let from_day = if parts.is_finite() { parts } else { 0.0 };
    let mut pasts = Vec::new();
    for history in histories {
        pasts.push(if from_day > 0.0 { Some(past(history, from_day)?) } else { None });
    }
    let one = |replication: u64| -> Result<Vec<RunSummary>, HistoryError> {
        let play =
            |(history, past): (&&History, &Option<InPlay<'_>>)| from(history, past.as_ref(), replication);
        histories.iter().zip(&pasts).map(play).collect()
    };
    let runs = share_out_with((setup.runs, setup.jobs), go_on, &one).map_err(PairError::Threads)?;
    let runs = runs.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(Together { from_day, runs })
}

fn past(history: &History, day: f64) -> Result<InPlay<'_>, HistoryError> {
    let mut past = history.start(false);
    past.advance(day, &|| true)?;
    Ok(past)
}

/// One replication of a history: the past is shared, and what comes after has luck of its own.
fn from(history: &History, past: Option<&InPlay<'_>>, replication: u64) -> Result<RunSummary, HistoryError> {
    let mut own;
    let mut in_play = match past {
        Some(past) => {
            let mut in_play = past.clone();
            in_play.campaign.part_ways(replication);
            in_play
        }
        None => {
            own = history.clone();
            own.setup.replication = replication;
            own.parting = None;
            own.start(false)
        }
    };
    in_play.advance(f64::INFINITY, &|| true)?;
    in_play.campaign.summary().ok_or(HistoryError::Run(Unfinished::GoesOn))
}

/// A figure read of a finished run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Whether a coalition won.
    Victory(CoalitionId),
    /// Ships lost by those who began in a coalition, as a share of all that they had and built.
    ShipsLost(CoalitionId, Vec<FactionId>),
    /// Days that it lasted.
    Days,
    /// Soldiers and civilians killed.
    Dead,
}

impl Figure {
    /// What two histories of a war are compared by: who wins, what it costs in ships, how long it lasts, who dies.
    pub fn all(war: &War) -> Vec<Figure> {
        let sides: Vec<(CoalitionId, Vec<FactionId>)> =
            war.coalitions.ids().map(|id| (id, members(war, id))).filter(|(_, it)| !it.is_empty()).collect();
        let fights = |(_, own): &&(CoalitionId, Vec<FactionId>)| has_ships(war, own);
        let armed: Vec<_> = sides.iter().filter(fights).cloned().collect();
        let wins = armed.iter().map(|(id, _)| Figure::Victory(*id));
        let losses = armed.iter().map(|(id, own)| Figure::ShipsLost(*id, own.clone()));
        wins.chain(losses).chain([Figure::Days, Figure::Dead]).collect()
    }

    /// The figure of a run; not a number where it cannot be said.
    pub fn of(&self, run: &RunSummary) -> f64 {
        match self {
            Figure::Victory(side) => f64::from(u8::from(run.ending.victor == Some(*side))),
            Figure::ShipsLost(_, own) => {
                let (mut had, mut lost) = (0.0, 0.0);
                for id in own {
                    let totals = run.faction(*id);
                    let ships = Domain::Ships as usize;
                    had += f64::from(totals.opening[ships]) + f64::from(totals.built[ships]);
                    lost += f64::from(totals.lost[ships]);
                }
                if had > 0.0 { lost / had } else { f64::NAN }
            }
            Figure::Days => run.ending.day,
            Figure::Dead => run
                .factions()
                .iter()
                .map(|it| f64::from(it.military_dead) + f64::from(it.civilian_dead))
                .sum(),
        }
    }

    /// Whether it is a share of runs, and not a mean.
    pub fn is_share(&self) -> bool {
        matches!(self, Figure::Victory(_))
    }

    /// Its name in JSON.
    pub fn id(&self, war: &War) -> String {
        let side = |id: &CoalitionId| war.coalitions[*id].id.clone();
        match self {
            Figure::Victory(id) => format!("victory.{}", side(id)),
            Figure::ShipsLost(id, _) => format!("ships_lost.{}", side(id)),
            Figure::Days => "days".into(),
            Figure::Dead => "dead".into(),
        }
    }
}

/// Those who are ever declared a member of a coalition.
fn members(war: &War, side: CoalitionId) -> Vec<FactionId> {
    let def = &war.coalitions[side];
    let mut all: Vec<FactionId> = def.members.iter().map(|it| it.faction).collect();
    if def.implicit {
        // One who stands alone only where no other coalition ever has him.
        let elsewhere = |id: &FactionId| {
            war.coalitions
                .iter()
                .any(|it| !it.implicit && it.members.iter().any(|member| member.faction == *id))
        };
        all = std::iter::once(def.lead).filter(|id| !elsewhere(id)).collect();
    }
    all.sort_unstable();
    all.dedup();
    all
}

fn has_ships(war: &War, own: &[FactionId]) -> bool {
    let forces = war.forces.iter().filter(|force| !force.removed && own.contains(&force.faction));
    forces.flat_map(|force| &force.units).any(|units| war.classes[units.class].domain == Domain::Ships)
}

/// A figure in two histories.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PairedFigure {
    /// Which: `victory.SIDE`, `ships_lost.SIDE`, `days` or `dead`.
    pub figure: String,
    /// The two, their difference and its interval.
    pub contrast: Contrast,
    /// So many times more runs an unpaired comparison would need; null where the runs do not tell, because no pair
    /// differs or the figure is always the same.
    pub factor: Option<f64>,
    /// The factor that theory allows at most: where the two vary by all they can together. Null where there is none.
    pub factor_most: Option<f64>,
}

impl PairedFigure {
    /// Compares a figure, replication by replication.
    pub fn of(war: &War, figure: &Figure, a: &[&RunSummary], b: &[&RunSummary]) -> Self {
        let read = |runs: &[&RunSummary]| runs.iter().map(|run| figure.of(run)).collect::<Vec<f64>>();
        let (a, b) = (read(a), read(b));
        let contrast = Contrast::of(&a, &b, figure.is_share(), Expect::None);
        let (factor, factor_most) = factors(&a, &b);
        Self { figure: figure.id(war), contrast, factor, factor_most }
    }
}

/// What pairing is worth, and what it could be worth at most: where the smallest difference of two figures with these
/// values pairs them in their order (Hoeffding 1940; for shares that is 0 or 1 as often as each asks for).
pub fn factors(a: &[f64], b: &[f64]) -> (Option<f64>, Option<f64>) {
    let pairs: Vec<(f64, f64)> =
        a.iter().copied().zip(b.iter().copied()).filter(|(a, b)| !a.is_nan() && !b.is_nan()).collect();
    let apart = variance(pairs.iter().map(|it| it.0)) + variance(pairs.iter().map(|it| it.1));
    let paired = variance(pairs.iter().map(|it| it.1 - it.0));
    let (mut low, mut high): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    low.sort_by(f64::total_cmp);
    high.sort_by(f64::total_cmp);
    let least = variance(low.iter().zip(&high).map(|(a, b)| b - a));
    let over = |least: f64| (apart > 0.0 && least > 0.0).then(|| apart / least);
    (over(paired), over(least))
}

fn variance(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let n = values.clone().count() as f64;
    if n < 2.0 {
        return 0.0;
    }
    let mean = values.clone().sum::<f64>() / n;
    values.map(|it| (it - mean) * (it - mean)).sum::<f64>() / (n - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairing_is_worth_what_the_two_have_in_common() {
        // b is a shifted by one but for one pair: Var A = Var B = 2.5, and the difference varies by 0.2.
        let (factor, most) = factors(&[1.0, 2.0, 3.0, 4.0, 5.0], &[2.0, 3.0, 4.0, 5.0, 5.0]);
        let (a, b) = (2.5, variance([2.0, 3.0, 4.0, 5.0, 5.0].into_iter()));
        assert!((factor.unwrap_or(0.0) - (a + b) / 0.2).abs() < 1e-9);
        assert_eq!(factor, most, "these pairs are in order already");
        // What is drawn apart gains nothing: the difference then varies by the sum of both.
        let (none, _) = factors(&[0.0, 0.0, 1.0, 1.0], &[0.0, 1.0, 0.0, 1.0]);
        assert!((none.unwrap_or(0.0) - 1.0).abs() < 1e-9);
        assert_eq!(factors(&[1.0, 1.0], &[1.0, 1.0]), (None, None));
    }
}
