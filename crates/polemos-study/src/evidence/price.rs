//! The price that a decision foresaw: the loss and the odds that its staff projected when it was made, how both move
//! with a tenth more or fewer ships of the side that decides, and what was paid where the battle came.

use crate::replicate::{ProjectError, ProjectSetup};
use crate::report::{Share, Spread};
use crate::strength::{ship_counts, with_more};
use polemos_campaign::{Campaign, Manner, Setup, Unfinished, Verdict};
use polemos_chance::Key;
use polemos_war::*;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// What one run foresaw at one decision, and paid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foreseen {
    /// The decision.
    pub decision: DecisionId,
    /// Chance of winning, as projected.
    pub win: f64,
    /// Own loss share, as projected.
    pub loss: f64,
    /// Where the battle was projected.
    pub place: Option<PlaceId>,
    /// What battles there cost from then on, as a share of the most that was brought to one, if any was fought.
    pub paid: Option<f64>,
}

/// The price foreseen at one decision.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PriceReport {
    /// Id of the decision.
    pub decision: String,
    /// Id of the coalition that decides.
    pub coalition: String,
    /// Id of the place for which the battle was projected; null where it is none of the war's places.
    pub place: Option<String>,
    /// Runs in which it fell with a projection.
    pub made: Share,
    /// Loss share projected.
    pub loss: Spread,
    /// Chance of winning projected.
    pub win: Spread,
    /// The same with fewer and with more ships of the side that decides.
    pub shifted: Vec<Shifted>,
    /// What was paid where all terms are refused, in the runs in which battles were fought; null where none was.
    pub fought: Option<Fought>,
}

/// The projection with another number of ships.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Shifted {
    /// By what the ships are multiplied.
    pub factor: f64,
    /// Runs in which the decision fell with a projection.
    pub made: u64,
    /// Loss share projected.
    pub loss: Spread,
    /// Chance of winning projected.
    pub win: Spread,
}

/// What was paid beside what was projected, over the runs without terms in which battles were fought.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Fought {
    /// Those runs, of those in which the decision fell.
    pub runs: Share,
    /// Loss share projected in these.
    pub projected: Spread,
    /// Loss share suffered.
    pub paid: Spread,
    /// The second less the first, run by run.
    pub difference: Spread,
}

/// What a finished run foresaw at the scenario's own decisions.
pub fn foreseen(campaign: &Campaign) -> Vec<Foreseen> {
    let (war, s) = (campaign.war(), campaign.situation());
    let own = war.decisions.pairs().filter(|(_, def)| def.kind == DecisionKind::Scenario);
    own.filter_map(|(decision, def)| {
        let state = &s.decisions[decision];
        let [win, loss] = state.seen.projected?.map(f64::from);
        let place = def.projects;
        let paid = state.seen.paid.map(|[lost, brought]| f64::from(lost) / f64::from(brought).max(1e-9));
        Some(Foreseen { decision, win, loss, place, paid })
    })
    .collect()
}

/// Sums up one decision over many runs, and what was paid over those of the war in which all terms are refused; none
/// where it never fell with a projection.
pub fn summarise(
    war: &War,
    decision: DecisionId,
    runs: &[Vec<Foreseen>],
    refused: &[Vec<Foreseen>],
) -> Option<PriceReport> {
    let found = of(decision, runs);
    let first = found.first()?;
    let def = &war.decisions[decision];
    Some(PriceReport {
        decision: def.id.clone(),
        coalition: war.coalitions[def.coalition].id.clone(),
        place: first.place.map(|id| war.places[id].id.clone()),
        made: Share::of(found.len() as u64, runs.len() as u64),
        loss: spread(&found, |it| it.loss),
        win: spread(&found, |it| it.win),
        shifted: Vec::new(),
        fought: fought(&of(decision, refused)),
    })
}

fn of(decision: DecisionId, runs: &[Vec<Foreseen>]) -> Vec<Foreseen> {
    runs.iter().flatten().filter(|it| it.decision == decision).copied().collect()
}

fn spread(found: &[Foreseen], pick: impl Fn(&Foreseen) -> f64) -> Spread {
    Spread::of(&found.iter().map(pick).collect::<Vec<_>>())
}

fn fought(found: &[Foreseen]) -> Option<Fought> {
    let fought: Vec<Foreseen> = found.iter().filter(|it| it.paid.is_some()).copied().collect();
    let paid = |it: &Foreseen| it.paid.unwrap_or_default();
    (!fought.is_empty()).then(|| Fought {
        runs: Share::of(fought.len() as u64, found.len() as u64),
        projected: spread(&fought, |it| it.loss),
        paid: spread(&fought, paid),
        difference: spread(&fought, |it| paid(it) - it.loss),
    })
}

/// Plays the war with the ships of a decision's side multiplied, under the same luck, and sums up what it then foresaw.
///
/// # Errors
/// [`ProjectError`] when threads cannot be started or the engine is at fault.
pub fn shifted(
    war: &Arc<War>,
    setup: &ProjectSetup,
    decision: DecisionId,
    factor: f64,
    go_on: &(dyn Fn(u64) -> bool + Sync),
) -> Result<Shifted, ProjectError> {
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(setup.jobs).build().map_err(ProjectError::Threads)?;
    let counts = ship_counts(war, &war.coalitions[war.decisions[decision].coalition]);
    let batch = 16 * pool.current_num_threads() as u64;
    let (mut runs, mut next) = (Vec::new(), 0);
    while next < setup.runs && go_on(next) {
        let end = (next + batch).min(setup.runs);
        let some: Result<Vec<_>, Unfinished> = pool.install(|| {
            (next..end).into_par_iter().map(|run| stronger(war, setup, run, &counts, factor)).collect()
        });
        runs.extend(some.map_err(ProjectError::Run)?);
        next = end;
    }
    go_on(next);
    let found = of(decision, &runs);
    let (loss, win) = (spread(&found, |it| it.loss), spread(&found, |it| it.win));
    Ok(Shifted { factor, made: found.len() as u64, loss, win })
}

fn stronger(
    war: &Arc<War>,
    setup: &ProjectSetup,
    replication: u64,
    counts: &[NumberId],
    factor: f64,
) -> Result<Vec<Foreseen>, Unfinished> {
    let values = war.numbers.sample(Key::new(setup.seed, replication));
    let stronger = Arc::new(with_more(war, counts, &values, factor));
    let setup = Setup {
        seed: setup.seed,
        replication,
        policies: setup.policies.clone(),
        record: false,
        battles: Manner::Aggregated,
    };
    let mut campaign = Campaign::start(stronger, setup);
    campaign.run(|_| Verdict::Continue);
    campaign.summary().ok_or(Unfinished::GoesOn)?;
    Ok(foreseen(&campaign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_paid_stands_beside_what_was_projected_only_where_it_was_fought() {
        let run = |loss, paid| vec![Foreseen { decision: DecisionId(2), win: 0.6, loss, place: None, paid }];
        let runs = [run(0.4, Some(0.5)), run(0.2, None), run(0.6, Some(0.5)), Vec::new()];
        let found = of(DecisionId(2), &runs);
        assert_eq!(found.len(), 3);
        let fought = fought(&found).expect("two were fought");
        assert_eq!(fought.runs.count, 2);
        assert!((fought.projected.mean - 0.5).abs() < 1e-12, "the run without a battle does not count");
        assert!((fought.difference.mean).abs() < 1e-12 && (fought.difference.p95 - 0.09).abs() < 1e-9);
        assert!(of(DecisionId(1), &runs).is_empty());
    }
}
