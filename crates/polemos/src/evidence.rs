//! The evidence on a war: its ledger, links, removals and comparisons played and measured, the price that its decisions
//! foresaw, and designs that vary its numbers. Every version of the war is played once under either policy, with the
//! same luck, and read for all that asks for it.

use crate::change::ChangeProblem;
use crate::lineage::changed;
use polemos_campaign::{Policies, Policy};
use polemos_study::evidence::contrast::Contrast;
use polemos_study::evidence::design::{self, DesignSetup, Vary};
use polemos_study::evidence::link::{self, LinkShares};
use polemos_study::evidence::price::{self, PriceReport};
use polemos_study::evidence::report::*;
use polemos_study::evidence::turn::{self, TurnShares};
use polemos_study::evidence::{Seen, collect};
use polemos_study::report::{FactReport, Share, Spread};
use polemos_study::{ProjectError, ProjectSetup, ProjectionReport, summarise};
use polemos_war::condition::ValueType;
use polemos_war::evidence::{Expect, Variant};
use polemos_war::{ConditionId, Decision, DecisionId, DecisionKind, Id, War};
use std::fmt;
use std::sync::Arc;

/// How much evidence is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceSetup {
    /// Seed of all chance.
    pub seed: u64,
    /// Runs of each version under each policy.
    pub runs: u64,
    /// Designs that vary the war's numbers; none when 0.
    pub designs: u64,
    /// Runs of each design.
    pub design_runs: u64,
    /// Which numbers designs vary.
    pub vary: Vary,
    /// Threads; all processors when 0.
    pub jobs: usize,
}

/// Why there is no evidence.
#[derive(Debug)]
pub enum EvidenceError {
    /// An entry changes the war in a way that cannot be.
    Change(ChangeProblem),
    /// The war could not be played.
    Project(ProjectError),
    /// It was stopped.
    Stopped,
}

impl fmt::Display for EvidenceError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EvidenceError::Change(problem) => problem.fmt(out),
            EvidenceError::Project(error) => error.fmt(out),
            EvidenceError::Stopped => out.write_str("the evidence was stopped before its last run"),
        }
    }
}

impl std::error::Error for EvidenceError {}

/// The policies under which all is played: the path of the source, and everyone free.
const POLICIES: [Policy; 2] = [Policy::Historical, Policy::Doctrine];
/// By how much designs vary a number.
const VARIED_BY: f64 = 0.25;
/// By what the ships of a side are multiplied to see how the price it foresees moves.
const SHIFTS: [f64; 2] = [0.9, 1.1];

/// A version of the war with its runs: on the historical path, then under doctrine.
struct Version {
    variant: Variant,
    runs: [Vec<Seen>; 2],
}

/// Work in hand.
struct Work<'a> {
    war: &'a Arc<War>,
    setup: &'a EvidenceSetup,
    conditions: Vec<ConditionId>,
    versions: Vec<Version>,
    done: u64,
    total: u64,
    go_on: &'a (dyn Fn(u64, u64) -> bool + Sync),
}

/// Plays what the evidence on a war needs, and sums it up. `go_on` is told how many of how many runs are finished, and
/// says whether to continue.
///
/// # Errors
/// [`EvidenceError`] when an entry's changes do not fit the war, the engine is at fault, or it was stopped.
pub fn evidence(
    war: &Arc<War>,
    setup: &EvidenceSetup,
    go_on: &(dyn Fn(u64, u64) -> bool + Sync),
) -> Result<EvidenceReport, EvidenceError> {
    let all = variants(war);
    let conditions = conditions(war);
    let design_runs = if setup.designs > 0 { (setup.designs + 1) * setup.design_runs } else { 0 };
    let total = 2 * setup.runs * all.len() as u64 + design_runs;
    let mut work = Work { war, setup, conditions, versions: Vec::new(), done: 0, total, go_on };
    for variant in all {
        work.play(variant)?;
    }
    work.report()
}

/// Every version that some entry asks for, the war as it is first, none twice.
fn variants(war: &War) -> Vec<Variant> {
    let evidence = &war.evidence;
    let mut all = vec![Variant::default()];
    let removals = evidence.removals.iter().map(|it| without(&it.without));
    let compared = evidence.comparisons.iter().flat_map(|it| [it.a.clone(), it.b.clone()]);
    for variant in removals.chain(compared) {
        if !all.iter().any(|other| alike(other, &variant)) {
            all.push(variant);
        }
    }
    all
}

fn without(ids: &[String]) -> Variant {
    Variant { without: ids.to_vec(), ..Variant::default() }
}

/// The war in which no one asks for terms and no one accepts any: what was projected is then fought.
fn terms_refused(war: &War) -> Variant {
    let refusal = |def: &Decision| match def.kind {
        DecisionKind::AskTerms | DecisionKind::AnswerTerms => {
            def.options.last().map(|option| format!("{}={}", def.id, option.id))
        }
        _ => None,
    };
    Variant { choose: war.decisions.iter().filter_map(refusal).collect(), ..Variant::default() }
}

/// Whether two versions are one, whatever they are called.
fn alike(a: &Variant, b: &Variant) -> bool {
    let changes = |it: &Variant| [it.set.clone(), it.define.clone(), it.without.clone(), it.choose.clone()];
    changes(a) == changes(b)
}

/// Every condition that some entry reads of finished runs.
fn conditions(war: &War) -> Vec<ConditionId> {
    let evidence = &war.evidence;
    let links = evidence.links.iter().flat_map(|it| [Some(it.from), Some(it.to), it.against]).flatten();
    let responses = evidence.removals.iter().map(|it| it.response);
    let values = evidence.comparisons.iter().map(|it| it.value);
    let turns = turn::conditions(&evidence.turns);
    let mut all: Vec<ConditionId> = links.chain(responses).chain(values).chain(turns).collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl Work<'_> {
    fn projection(&self, policy: Policy, runs: u64) -> ProjectSetup {
        let policies = Policies::all(policy);
        ProjectSetup {
            seed: self.setup.seed,
            runs,
            jobs: self.setup.jobs,
            policies,
            from_day: None,
            battles: Default::default(),
        }
    }

    fn play(&mut self, variant: Variant) -> Result<(), EvidenceError> {
        let war = Arc::new(changed(self.war, &variant).map_err(EvidenceError::Change)?);
        let mut runs = [Vec::new(), Vec::new()];
        for (policy, slot) in POLICIES.into_iter().zip(&mut runs) {
            *slot = self.runs(&war, policy)?;
        }
        self.versions.push(Version { variant, runs });
        Ok(())
    }

    /// All runs of a version under one policy.
    fn runs(&mut self, war: &Arc<War>, policy: Policy) -> Result<Vec<Seen>, EvidenceError> {
        let setup = self.projection(policy, self.setup.runs);
        let (before, total, go_on) = (self.done, self.total, self.go_on);
        let seen = collect(war, &setup, &self.conditions, &|done| go_on(before + done, total));
        let seen = seen.map_err(EvidenceError::Project)?;
        if (seen.len() as u64) < self.setup.runs {
            return Err(EvidenceError::Stopped);
        }
        self.done += self.setup.runs;
        Ok(seen)
    }

    fn report(mut self) -> Result<EvidenceReport, EvidenceError> {
        let reports = [0, 1].map(|policy| {
            let runs: Vec<_> = self.base(policy).iter().map(|seen| seen.summary.clone()).collect();
            summarise(self.war, &runs, self.setup.seed, 0.0)
        });
        let prices = self.prices()?;
        let design = self.design(&reports[0].endings)?;
        let [mut historical, mut doctrine] = reports;
        Ok(EvidenceReport {
            war: self.war.id.clone(),
            seed: self.setup.seed,
            runs: self.setup.runs,
            historical: ends(&mut historical),
            doctrine: ends(&mut doctrine),
            facts: historical.facts.into_iter().zip(doctrine.facts).map(fact).collect(),
            turns: self.turns(),
            measures: self.measures(),
            links: self.links(),
            prices,
            comparisons: self.comparisons(),
            removals: self.removals(),
            design,
        })
    }

    /// Runs of the war as it is.
    fn base(&self, policy: usize) -> &[Seen] {
        self.versions.first().map_or(&[], |version| &version.runs[policy])
    }

    fn measures(&self) -> Vec<MeasureRow> {
        let measures = self.war.evidence.measures.pairs();
        measures
            .map(|(id, it)| {
                let taken = |policy: usize| {
                    let all = self.base(policy).iter().map(|seen| seen.measures[id.index()]);
                    let values: Vec<f64> = all.filter(|value| !value.is_nan()).collect();
                    let runs = Share::of(values.len() as u64, self.base(policy).len() as u64);
                    Taken { runs, value: Spread::of(&values) }
                };
                let share = self.is_share(it.value);
                let (id, says) = (it.id.clone(), it.says.clone());
                MeasureRow { id, says, share, historical: taken(0), doctrine: taken(1) }
            })
            .collect()
    }

    fn is_share(&self, condition: ConditionId) -> bool {
        self.war.conditions[condition].value_type == ValueType::Bool
    }

    fn source(&self, condition: ConditionId) -> String {
        self.war.conditions[condition].source.clone()
    }

    /// Where the value of a condition stands among those that were read.
    fn column(&self, condition: ConditionId) -> usize {
        self.conditions.binary_search(&condition).unwrap_or_default()
    }

    fn links(&self) -> Vec<LinkRow> {
        let links = self.war.evidence.links.iter();
        links
            .map(|it| {
                let [from, to] = [it.from, it.to].map(|id| self.column(id));
                let against = it.against.map(|id| self.column(id));
                let shares = |policy: usize| {
                    LinkShares::of(self.base(policy).iter().map(|seen| {
                        let holds = |column: usize| seen.values[column] != 0.0;
                        let other = against.map_or_else(|| !holds(from), holds);
                        link::Seen { from: holds(from), against: other, to: holds(to) }
                    }))
                };
                LinkRow {
                    id: it.id.clone(),
                    says: it.says.clone(),
                    from: self.source(it.from),
                    to: self.source(it.to),
                    against: it.against.map(|id| self.source(id)),
                    historical: shares(0),
                    doctrine: shares(1),
                }
            })
            .collect()
    }

    fn turns(&self) -> Vec<TurnRow> {
        let turns = self.war.evidence.turns.iter();
        turns
            .map(|it| {
                let shares = |policy: usize| TurnShares::of(it, &self.conditions, self.base(policy).iter());
                let course = |says: &str, when| CourseRow { says: says.to_owned(), when };
                let own = it.courses.iter().map(|it| course(&it.says, Some(self.source(it.when))));
                TurnRow {
                    id: it.id.clone(),
                    line: it.line,
                    says: it.says.clone(),
                    given: it.given.map(|id| self.source(id)),
                    courses: own.chain([course(&it.otherwise, None)]).collect(),
                    historical: shares(0),
                    doctrine: shares(1),
                }
            })
            .collect()
    }

    /// What a figure is in two versions, under one policy.
    fn contrast(&self, [a, b]: [&Variant; 2], value: ConditionId, expect: Expect, policy: usize) -> Contrast {
        let column = self.column(value);
        let values = |variant: &Variant| -> Vec<f64> {
            let version = self.versions.iter().find(|it| alike(&it.variant, variant));
            version
                .into_iter()
                .flat_map(|it| it.runs[policy].iter().map(|seen| seen.values[column]))
                .collect()
        };
        Contrast::of(&values(a), &values(b), self.is_share(value), expect)
    }

    fn removals(&self) -> Vec<RemovalRow> {
        let base = Variant::default();
        let removals = self.war.evidence.removals.iter();
        removals
            .map(|it| {
                let taken = without(&it.without);
                let contrast = |policy| self.contrast([&base, &taken], it.response, it.expect, policy);
                let named =
                    |id: &String| self.war.name_of(id).map_or_else(|| id.clone(), |it| it.the_short());
                let name = it.name.clone();
                RemovalRow {
                    without: it.without.clone(),
                    name: name.unwrap_or_else(|| it.without.iter().map(named).collect::<Vec<_>>().join(", ")),
                    says: it.says.clone(),
                    response: self.source(it.response),
                    expect: expected(it.expect),
                    because: it.because.clone(),
                    doctrine: contrast(1),
                    historical: contrast(0),
                }
            })
            .collect()
    }

    fn comparisons(&self) -> Vec<ComparisonRow> {
        let comparisons = self.war.evidence.comparisons.iter();
        comparisons
            .map(|it| {
                let contrast = |policy| self.contrast([&it.a, &it.b], it.value, it.expect, policy);
                ComparisonRow {
                    id: it.id.clone(),
                    says: it.says.clone(),
                    value: self.source(it.value),
                    a: VariantRow::from(&it.a),
                    b: VariantRow::from(&it.b),
                    expect: expected(it.expect),
                    because: it.because.clone(),
                    doctrine: contrast(1),
                    historical: contrast(0),
                }
            })
            .collect()
    }

    /// The price foreseen at each of the scenario's own decisions, on the historical path.
    fn prices(&mut self) -> Result<Vec<PriceReport>, EvidenceError> {
        if self.war.decisions.iter().all(|def| def.projects.is_none()) {
            return Ok(Vec::new());
        }
        self.total += self.setup.runs;
        let refused = changed(self.war, &terms_refused(self.war)).map_err(EvidenceError::Change)?;
        let refused = self.runs(&Arc::new(refused), Policy::Historical)?;
        let prices = |runs: &[Seen]| -> Vec<Vec<price::Foreseen>> {
            runs.iter().map(|seen| seen.prices.clone()).collect()
        };
        let (runs, refused) = (prices(self.base(0)), prices(&refused));
        let own = self.war.decisions.pairs().filter(|(_, def)| def.kind == DecisionKind::Scenario);
        let summed = |id: DecisionId| price::summarise(self.war, id, &runs, &refused);
        let found: Vec<_> = own.filter_map(|(id, _)| Some((id, summed(id)?))).collect();
        self.total += found.len() as u64 * SHIFTS.len() as u64 * self.setup.runs;
        let mut prices = Vec::new();
        for (decision, mut price) in found {
            for factor in SHIFTS {
                let setup = self.projection(Policy::Historical, self.setup.runs);
                let (before, total, go_on) = (self.done, self.total, self.go_on);
                let stopped = std::sync::atomic::AtomicBool::new(false);
                let go_on = |done: u64| {
                    let on = go_on(before + done, total);
                    stopped.fetch_or(!on, std::sync::atomic::Ordering::Relaxed);
                    on
                };
                let shifted = price::shifted(self.war, &setup, decision, factor, &go_on);
                price.shifted.push(shifted.map_err(EvidenceError::Project)?);
                if stopped.into_inner() {
                    return Err(EvidenceError::Stopped);
                }
                self.done += self.setup.runs;
            }
            prices.push(price);
        }
        Ok(prices)
    }

    fn design(
        &self,
        endings: &[polemos_study::report::EndingShare],
    ) -> Result<Option<design::DesignReport>, EvidenceError> {
        let (Some(first), true) = (endings.first(), self.setup.designs > 0) else { return Ok(None) };
        let play = self.projection(Policy::Historical, self.setup.design_runs);
        let setup = DesignSetup { designs: self.setup.designs, vary: self.setup.vary, by: VARIED_BY, play };
        let go_on = |done: u64| (self.go_on)(self.done + done, self.total);
        let report = design::designs(self.war, &setup, first, &go_on).map_err(EvidenceError::Project)?;
        report.map(Some).ok_or(EvidenceError::Stopped)
    }
}

/// Takes out of a report how the war ended.
fn ends(report: &mut ProjectionReport) -> Endings {
    Endings {
        endings: std::mem::take(&mut report.endings),
        wars: std::mem::take(&mut report.wars),
        duration_days: report.duration_days,
    }
}

fn fact((historical, doctrine): (FactReport, FactReport)) -> FactRow {
    FactRow {
        id: historical.id,
        line: historical.line,
        says: historical.says,
        declared: historical.declared,
        historical: historical.shown,
        doctrine: doctrine.shown,
    }
}
