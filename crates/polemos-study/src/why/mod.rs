//! What decided a war, by experiment: each part of it is left out or changed in turn, and the war played again with the
//! same luck.
//!
//! A *part* is an event, a decision settled one way, a faction, a person, a class, works, a rebellion, what rebels strike,
//! an envoy, or that squadrons of a people can change sides. Every run without a part is set against the run with it that
//! has the same replication, so that all luck which the part does not touch is shared. What is told of a part is tested:
//! over all parts and figures together no more than one in twenty such reports names any part that does nothing (Holm
//! 1979), and intervals are widened for the same number (Bonferroni).
//!
//! A part that matters need not matter alone: the weightiest are also taken in pairs, and what the two do together is
//! held against the sum of what each does. And from the runs of the war as it is, happenings are found that came in runs
//! that were won and not in others: these are signs, and need not be causes.

mod parts;
mod signs;
mod tests_of;

pub use parts::{Part, PartKind, parts};
pub use signs::{Sign, signs};
pub use tests_of::{Tested, holm, judge};

use crate::history::{History, HistoryError};
use crate::paired::{Figure, PairError};
use crate::replicate::share_out_with;
use polemos_campaign::{Campaign, Unfinished};
use polemos_chronicle::RunSummary;
use polemos_war::War;
use schemars::JsonSchema;
use serde::Serialize;

/// How much is played.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WhySetup {
    /// Runs of each version of the war.
    pub runs: u64,
    /// Weightiest parts that are taken in pairs.
    pub pairs: u64,
    /// Threads; all processors when 0.
    pub jobs: usize,
}

/// What decided a war.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Attribution {
    /// Runs of each version.
    pub runs: u64,
    /// Comparisons made, for which tests and intervals are corrected.
    pub tried: u64,
    /// Figures as the war is: their means.
    pub base: Vec<BaseFigure>,
    /// Parts, those first whose effect is told apart from none, and of these the weightiest first.
    pub parts: Vec<PartEffect>,
    /// The weightiest parts in pairs, the strongest interaction first.
    pub pairs: Vec<PairEffect>,
    /// Happenings that separate runs won by the usual victor from others, the clearest first.
    pub signs: Vec<Sign>,
    /// Id of the coalition that wins most often; null when none ever does.
    pub usual_victor: Option<String>,
}

/// A figure as the war is.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BaseFigure {
    /// Which: `victory.SIDE`, `ships_lost.SIDE` or `days`.
    pub figure: String,
    /// Its mean.
    pub mean: f64,
}

/// What a part does.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PartEffect {
    /// What kind of part.
    pub kind: PartKind,
    /// Its id; for a decision `DECISION=OPTION`, for changing sides the people's.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What was done: "without Odo's errand", "the reprisal settled as “spare the cities”".
    pub change: String,
    /// Whether some figure is told apart from no effect, over all that was tried.
    pub matters: bool,
    /// What it is ranked by: the greatest share by which a figure moves.
    pub weight: f64,
    /// Each figure without the part less with it.
    pub effects: Vec<Tested>,
}

/// What two parts do together.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PairEffect {
    /// What was done: "without Odo's errand", and the other.
    pub changes: [String; 2],
    /// Ids of the two.
    pub ids: [String; 2],
    /// Whether some figure is told apart from the sum of what each does alone.
    pub matters: bool,
    /// For each figure, what taking both away does beyond the sum of taking each away.
    pub beyond: Vec<Tested>,
}

/// Finds out what decided a war. `go_on` is told how many of how many runs are finished; when it says no, nothing comes
/// of it.
///
/// # Errors
/// [`PairError`] when a version cannot be played or threads cannot be started. `Ok(None)` when it was stopped.
pub fn attribute(
    history: &History,
    setup: WhySetup,
    go_on: &(dyn Fn(u64, u64) -> bool + Sync),
) -> Result<Option<Attribution>, PairError> {
    let figures: Vec<Figure> =
        Figure::all(&history.war).into_iter().filter(|it| !matches!(it, Figure::Dead)).collect();
    let parts = parts(&history.war);
    let pairs = setup.pairs * setup.pairs.saturating_sub(1) / 2;
    let total = (1 + parts.len() as u64 + pairs) * setup.runs;
    let mut work = Work { figures, setup, done: 0, total, go_on };
    let Some(base) = work.play(history, &|campaign| Some((campaign.summary()?, signs::seen(campaign))))?
    else {
        return Ok(None);
    };
    let (runs, seen): (Vec<RunSummary>, Vec<Vec<bool>>) = base.into_iter().unzip();
    let base = work.read(&runs);
    let mut without = Vec::new();
    for part in &parts {
        let Some(changed) = part.left_out(history) else { continue };
        let Some(values) = work.values(&changed)? else { return Ok(None) };
        without.push((part, values));
    }
    let effects = work.effects(&history.war, &base, &without);
    let mut ranked: Vec<usize> = (0..effects.len()).collect();
    ranked.sort_by(|a, b| order(&effects[*a], &effects[*b]));
    let Some(pairs) = work.pairs(history, &base, &without, &effects, &ranked)? else { return Ok(None) };
    let victor = usual_victor(&history.war, &runs);
    let won: Vec<bool> =
        runs.iter().map(|run| run.ending.victor.is_some() && run.ending.victor == victor).collect();
    Ok(Some(Attribution {
        runs: setup.runs,
        tried: (without.len() * work.figures.len()) as u64,
        base: work.base(&history.war, &base),
        parts: ranked.iter().filter_map(|row| effects.get(*row).cloned()).collect(),
        pairs,
        signs: signs::signs(&history.war, &seen, &won),
        usual_victor: victor.map(|id| history.war.coalitions[id].id.clone()),
    }))
}

/// Those that matter first, the weightiest of them first; the rest in the same order.
fn order(a: &PartEffect, b: &PartEffect) -> std::cmp::Ordering {
    b.matters.cmp(&a.matters).then(b.weight.total_cmp(&a.weight))
}

fn usual_victor(war: &War, runs: &[RunSummary]) -> Option<polemos_war::CoalitionId> {
    let wins = |id| runs.iter().filter(|run| run.ending.victor == Some(id)).count();
    let all = war.coalitions.ids().map(|id| (wins(id), id)).filter(|(wins, _)| *wins > 0);
    // Of equals the first, so that the order of runs never shows.
    all.fold(None, |best: Option<(usize, _)>, it| match best {
        Some(best) if best.0 >= it.0 => Some(best),
        _ => Some(it),
    })
    .map(|(_, id)| id)
}

/// Figures by row, replication by replication.
type Values = Vec<Vec<f64>>;

struct Work<'a> {
    figures: Vec<Figure>,
    setup: WhySetup,
    done: u64,
    total: u64,
    go_on: &'a (dyn Fn(u64, u64) -> bool + Sync),
}

impl Work<'_> {
    /// All replications of a history, each read as asked; none when stopped.
    fn play<T: Send>(
        &mut self,
        history: &History,
        read: &(dyn Fn(&mut Campaign) -> Option<T> + Sync),
    ) -> Result<Option<Vec<T>>, PairError> {
        let one = |replication: u64| -> Result<T, HistoryError> {
            let mut own = history.clone();
            own.setup.replication = replication;
            own.parting = None;
            let mut in_play = own.start(false);
            in_play.advance(f64::INFINITY, &|| true)?;
            read(&mut in_play.campaign).ok_or(HistoryError::Run(Unfinished::GoesOn))
        };
        let (before, total, go_on) = (self.done, self.total, self.go_on);
        let told = |done: u64| go_on(before + done, total);
        let runs =
            share_out_with((self.setup.runs, self.setup.jobs), &told, &one).map_err(PairError::Threads)?;
        let runs = runs.into_iter().collect::<Result<Vec<T>, _>>()?;
        self.done += self.setup.runs;
        Ok((runs.len() as u64 == self.setup.runs).then_some(runs))
    }

    fn values(&mut self, history: &History) -> Result<Option<Values>, PairError> {
        let figures = self.figures.clone();
        let runs = self.play(history, &|campaign| {
            let run = campaign.summary()?;
            Some(figures.iter().map(|figure| figure.of(&run)).collect::<Vec<f64>>())
        })?;
        Ok(runs.map(|runs| turned(&runs, self.figures.len())))
    }

    fn read(&self, runs: &[RunSummary]) -> Values {
        self.figures.iter().map(|figure| runs.iter().map(|run| figure.of(run)).collect()).collect()
    }

    fn base(&self, war: &War, base: &Values) -> Vec<BaseFigure> {
        let rows = self.figures.iter().zip(base);
        rows.map(|(figure, values)| BaseFigure { figure: figure.id(war), mean: mean(values) }).collect()
    }

    /// Every part's effects, tested together.
    fn effects(&self, war: &War, base: &Values, without: &[(&Part, Values)]) -> Vec<PartEffect> {
        let tried = without.len() * self.figures.len();
        let mut all: Vec<Vec<Tested>> = Vec::new();
        for (_, values) in without {
            let rows = self.figures.iter().zip(base).zip(values);
            all.push(
                rows.map(|((figure, a), b)| judge(figure.id(war), a, b, figure.is_share(), tried)).collect(),
            );
        }
        correct(&mut all);
        let effect = |((part, _), effects): (&(&Part, Values), Vec<Tested>)| PartEffect {
            kind: part.kind,
            id: part.id.clone(),
            name: part.name.clone(),
            change: part.change.clone(),
            matters: effects.iter().any(Tested::is_told),
            weight: self.weight(base, &effects),
            effects,
        };
        without.iter().zip(all).map(effect).collect()
    }

    /// The greatest share by which a figure moves: points of victory and of ships; a war that only lasts longer is decided
    /// no otherwise, so that days count a tenth.
    fn weight(&self, base: &Values, effects: &[Tested]) -> f64 {
        let rows = self.figures.iter().zip(base).zip(effects);
        let share = |((figure, base), it): ((&Figure, &Vec<f64>), &Tested)| {
            let of = if matches!(figure, Figure::Days) { 10.0 * mean(base).max(1.0) } else { 1.0 };
            // What is not told apart from nothing weighs little, so that noise never leads.
            let told = if it.is_told() { 1.0 } else { 0.01 };
            it.difference.abs() / of * told
        };
        rows.map(share).fold(0.0, f64::max)
    }

    /// The weightiest parts two by two.
    fn pairs(
        &mut self,
        history: &History,
        base: &Values,
        without: &[(&Part, Values)],
        effects: &[PartEffect],
        ranked: &[usize],
    ) -> Result<Option<Vec<PairEffect>>, PairError> {
        let top = weightiest(without, effects, ranked, self.setup.pairs);
        let mut all: Vec<([usize; 2], Vec<Tested>)> = Vec::new();
        let tried = top.len() * top.len().saturating_sub(1) / 2 * self.figures.len();
        for (row, first) in top.iter().enumerate() {
            for second in top.iter().skip(row + 1) {
                let both =
                    without[*first].0.left_out(history).and_then(|it| without[*second].0.left_out(&it));
                let Some(both) = both else { continue };
                let Some(values) = self.values(&both)? else { return Ok(None) };
                let rows = self.figures.iter().enumerate();
                let tested = rows.map(|(figure, it)| {
                    // The sum of what each does alone, run by run; what both do together is held against it.
                    let sum: Vec<f64> = (base[figure].iter())
                        .zip(&without[*first].1[figure])
                        .zip(&without[*second].1[figure])
                        .map(|((base, a), b)| a + b - base)
                        .collect();
                    judge(it.id(&history.war), &sum, &values[figure], false, tried)
                });
                all.push(([*first, *second], tested.collect()));
            }
        }
        let (rows, mut tested): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        correct(&mut tested);
        let change = |row: usize| effects[row].change.clone();
        let mut pairs: Vec<PairEffect> = rows
            .into_iter()
            .zip(tested)
            .map(|([a, b], beyond)| PairEffect {
                changes: [change(a), change(b)],
                ids: [effects[a].id.clone(), effects[b].id.clone()],
                matters: beyond.iter().any(Tested::is_told),
                beyond,
            })
            .collect();
        let strength = |it: &PairEffect| {
            let shares = it.beyond.iter().filter(|row| row.figure != "days");
            shares.map(|row| row.difference.abs()).fold(0.0, f64::max)
        };
        pairs.sort_by(|a, b| b.matters.cmp(&a.matters).then(strength(b).total_cmp(&strength(a))));
        Ok(Some(pairs))
    }
}

/// The first parts that matter, one of each decision.
fn weightiest(
    without: &[(&Part, Values)],
    effects: &[PartEffect],
    ranked: &[usize],
    most: u64,
) -> Vec<usize> {
    let mut top: Vec<usize> = Vec::new();
    for row in ranked.iter().copied().filter(|row| effects[*row].matters) {
        let decision = without[row].0.decision;
        let taken = decision.is_some() && top.iter().any(|other| without[*other].0.decision == decision);
        if !taken && (top.len() as u64) < most {
            top.push(row);
        }
    }
    top
}

/// Corrects the p-values of all that were tried together.
fn correct(all: &mut [Vec<Tested>]) {
    let raw: Vec<f64> = all.iter().flatten().map(|it| it.p).collect();
    for (it, corrected) in all.iter_mut().flatten().zip(holm(&raw)) {
        it.p_corrected = corrected;
    }
}

fn turned(runs: &[Vec<f64>], figures: usize) -> Values {
    (0..figures).map(|row| runs.iter().map(|run| run[row]).collect()).collect()
}

fn mean(values: &[f64]) -> f64 {
    let known: Vec<f64> = values.iter().copied().filter(|it| !it.is_nan()).collect();
    known.iter().sum::<f64>() / (known.len() as f64).max(1.0)
}
