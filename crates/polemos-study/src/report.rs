//! What many runs of one war say together: endings, losses, battles, decisions and facts, each with an interval.
//!
//! Shares carry Wilson's 95 % interval (Wilson 1927); medians carry the distribution-free interval between order
//! statistics (Thompson 1936). Quantiles are found by sorting, so the order in which runs finished never shows.

use crate::wars::{WarShare, wars};
use polemos_chronicle::{FactionTotals, Grade, PlaceBattles, ProjectedAttack, RunSummary, SmallShare};
use polemos_war::{
    CoalitionId, Decision, DecisionId, Domain, EndingKind, Fact, Faction, FactionId, Id, Place, PlaceId, War,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A projection: what can be said of a war from many runs of it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ProjectionReport {
    /// Id of the war.
    pub war: String,
    /// Seed of the projection; a run is named by it and by its replication.
    pub seed: u64,
    /// Runs that were finished.
    pub runs: u64,
    /// Wall-clock time that they took, seconds.
    pub elapsed_s: f64,
    /// Endings, the commonest first.
    pub endings: Vec<EndingShare>,
    /// Wars of a saga, in the order of the scenario; none of a war that is over when it ends.
    pub wars: Vec<WarShare>,
    /// Factions that had units or dead, in the order of the war.
    pub factions: Vec<FactionReport>,
    /// Places at which battles were fought, in the order of the war.
    pub battles: Vec<BattleReport>,
    /// Decisions that fell in some run, in the order of the war.
    pub decisions: Vec<DecisionReport>,
    /// Days from the war's start to its ending.
    pub duration_days: Spread,
    /// The same as counts in bins of equal width, for a plot.
    pub duration_histogram: Vec<Bin>,
    /// How often each fact of the ledger showed.
    pub facts: Vec<FactReport>,
    /// Share of the runs at the end of which each place was held by each faction, by ids; the rest no one held.
    pub holders: BTreeMap<String, BTreeMap<String, f64>>,
}

/// One way in which the war ended, and how often.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EndingShare {
    /// Id of the coalition that prevailed; null when none did.
    pub victor: Option<String>,
    /// Id of the coalition that gave way; null when none did.
    pub loser: Option<String>,
    /// Kind: surrender, conquest, treaty, armistice, exhaustion or undecided.
    pub kind: String,
    /// The ending in a few words.
    pub result: String,
    /// Runs that ended so.
    pub count: u64,
    /// Their share of all runs.
    pub share: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of its 95 % interval.
    pub high: f64,
    /// How clear it was, as shares of these runs: decisive, clear, marginal, stalemate.
    pub grades: BTreeMap<String, f64>,
}

/// A share with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Share {
    /// Runs counted.
    pub count: u64,
    /// The share.
    pub share: f64,
    /// Lower end of its 95 % interval (Wilson).
    pub low: f64,
    /// Upper end of its 95 % interval (Wilson).
    pub high: f64,
}

/// How a figure varies between runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Spread {
    /// The value that 5 % of the runs stay below.
    pub p05: f64,
    /// The value that half of the runs stay below.
    pub median: f64,
    /// The value that 95 % of the runs stay below.
    pub p95: f64,
    /// The mean.
    pub mean: f64,
    /// Lower end of the median's 95 % interval.
    pub median_low: f64,
    /// Upper end of the median's 95 % interval.
    pub median_high: f64,
}

/// A bin of a histogram.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Bin {
    /// Least value in it.
    pub from: f64,
    /// Values in it stay below this one; the last bin includes it.
    pub to: f64,
    /// Runs in it.
    pub count: u64,
}

/// What the war cost one faction.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FactionReport {
    /// Its id.
    pub faction: String,
    /// Median number of units at the start, by domain; domains it never had are left out.
    pub units_start: BTreeMap<String, f64>,
    /// Units built, by domain.
    pub units_built: BTreeMap<String, Spread>,
    /// Units lost as a share of those it had at the start and built, by domain.
    pub units_lost_share: BTreeMap<String, Spread>,
    /// Units lost, by domain.
    pub units_lost: BTreeMap<String, Spread>,
    /// Crews and troops killed, persons.
    pub military_dead: Spread,
    /// Civilians killed, persons.
    pub civilian_dead: Spread,
    /// Resolve at the end, 0 to 1.
    pub resolve_end: Spread,
}

/// Battles at one place; figures are of the largest there in each run in which one was fought.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BattleReport {
    /// Its id.
    pub id: String,
    /// Id of the place.
    pub place: String,
    /// Share of the runs in which a battle was fought here.
    pub fought_share: f64,
    /// Lower end of its 95 % interval.
    pub fought_low: f64,
    /// Upper end of its 95 % interval.
    pub fought_high: f64,
    /// How many were fought here in those runs.
    pub count: Spread,
    /// Share of those runs in which each coalition attacked, by its id.
    pub attacked_share: BTreeMap<String, f64>,
    /// Loss share that each coalition's staff had projected, by its id.
    pub projected_loss_share: BTreeMap<String, Spread>,
    /// Chance of winning that each coalition's staff had projected, by its id.
    pub projected_win: BTreeMap<String, Spread>,
    /// Loss share of each coalition, by its id.
    pub loss_share: BTreeMap<String, Spread>,
}

/// How one decision fell.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DecisionReport {
    /// Its id.
    pub id: String,
    /// Runs in which it fell at all.
    pub made: Share,
    /// Each option's share of those runs, by id; where it fell more than once, the last time counts.
    pub options: BTreeMap<String, f64>,
    /// The same with counts and intervals.
    pub options_interval: BTreeMap<String, Share>,
    /// The attack as its staff projected it when it fell; null for a decision without one, or one that never fell.
    pub projected: Option<ProjectedReport>,
}

/// An attack as staffs projected it, over the runs in which its decision fell.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ProjectedReport {
    /// Own loss share, the median of the staff's projection in each run.
    pub loss: Spread,
    /// Chance of winning.
    pub win: Spread,
}

/// How often a fact of the ledger showed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FactReport {
    /// Its id.
    pub id: String,
    /// Line of the source.
    pub line: Option<u32>,
    /// The fact.
    pub says: String,
    /// Share of the runs in which it showed; null for a fact without a mechanism.
    pub shown: Option<Share>,
    /// Whether it holds by declaration alone, and not by play.
    pub declared: bool,
}

/// Bins of the duration's histogram.
const BINS: usize = 36;

/// The 97.5 % point of the standard normal distribution: half the width of a 95 % interval in standard errors.
pub(crate) const Z95: f64 = 1.959_963_984_540_054;

/// Sums up the finished runs of a projection. `elapsed_s` is the wall-clock time that they took.
pub fn summarise(war: &War, runs: &[RunSummary], seed: u64, elapsed_s: f64) -> ProjectionReport {
    let days: Vec<f64> = runs.iter().map(|run| run.ending.day).collect();
    ProjectionReport {
        war: war.id.clone(),
        seed,
        runs: runs.len() as u64,
        elapsed_s,
        endings: endings(war, runs.iter()),
        wars: wars(war, runs.iter()),
        factions: factions(war, runs),
        battles: war.places.pairs().filter_map(|(id, place)| battles_at(war, runs, id, place)).collect(),
        decisions: war.decisions.pairs().filter_map(|(id, it)| decision(it, id, runs)).collect(),
        duration_days: Spread::of(&days),
        duration_histogram: histogram(&days, BINS),
        facts: war.facts.iter().enumerate().map(|(row, it)| fact(it, row, runs)).collect(),
        holders: holders(war, runs),
    }
}

/// The JSON Schema of a projection report.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(ProjectionReport).to_value()
}

impl Share {
    /// The share of `count` in `of`, with Wilson's 95 % interval; all of it is open when `of` is 0.
    pub fn of(count: u64, of: u64) -> Share {
        let (low, high) = wilson(count, of);
        Share { count, share: ratio(count, of), low, high }
    }

    /// Half the width of the interval.
    pub fn margin(&self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

impl Spread {
    /// The spread of some values; all zero when there are none.
    pub fn of(values: &[f64]) -> Spread {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (low, high) = median_ranks(sorted.len());
        let at = |rank: usize| sorted.get(rank).copied().unwrap_or_default();
        Spread {
            p05: quantile(&sorted, 0.05),
            median: quantile(&sorted, 0.5),
            p95: quantile(&sorted, 0.95),
            // Summed in sorted order, so that the order of the runs cannot show.
            mean: sorted.iter().sum::<f64>() / sorted.len().max(1) as f64,
            median_low: at(low),
            median_high: at(high),
        }
    }
}

/// Wilson's 95 % interval of a share (Wilson 1927).
pub fn wilson(count: u64, of: u64) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let (n, p) = (of as f64, ratio(count, of));
    let z2 = Z95 * Z95;
    let centre = p + z2 / (2.0 * n);
    let half = Z95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    // At 0 and at 1 the exact bound is the share itself; rounding must not carry it past.
    let low = if count == 0 { 0.0 } else { ((centre - half) / scale).max(0.0) };
    let high = if count == of { 1.0 } else { ((centre + half) / scale).min(1.0) };
    (low, high)
}

fn ratio(count: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}

/// Linear interpolation between order statistics (Hyndman and Fan 1996, type 7).
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let at = p * last as f64;
    let below = at as usize;
    let (low, high) = (sorted[below.min(last)], sorted[(below + 1).min(last)]);
    low + (high - low) * (at - below as f64)
}

/// Rows of the order statistics that enclose the median with 95 % confidence, by the normal approximation of the
/// binomial count of values below it.
fn median_ranks(len: usize) -> (usize, usize) {
    let half = Z95 * (len as f64).sqrt() / 2.0;
    let middle = len as f64 / 2.0;
    let low = (middle - half).floor().max(1.0) as usize;
    let high = (middle + half).ceil() as usize + 1;
    (low - 1, high.min(len).saturating_sub(1))
}

fn histogram(values: &[f64], bins: usize) -> Vec<Bin> {
    let (least, most) = values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), v| (least.min(*v), most.max(*v)));
    if values.is_empty() {
        return Vec::new();
    }
    let bins = if most > least { bins } else { 1 };
    let width = (most - least) / bins as f64;
    let mut counts = vec![0; bins];
    for value in values {
        let bin = if width > 0.0 { ((value - least) / width) as usize } else { 0 };
        counts[bin.min(bins - 1)] += 1;
    }
    let edge = |bin: usize| if bin == bins { most } else { least + width * bin as f64 };
    counts
        .into_iter()
        .enumerate()
        .map(|(bin, count)| Bin { from: edge(bin), to: edge(bin + 1), count })
        .collect()
}

/// What makes two endings the same.
type EndingKey = (EndingKind, Option<CoalitionId>, Option<CoalitionId>);

/// How the runs ended, the commonest ending first.
pub fn endings<'a>(war: &War, runs: impl Iterator<Item = &'a RunSummary>) -> Vec<EndingShare> {
    let mut found: BTreeMap<EndingKey, BTreeMap<Grade, u64>> = BTreeMap::new();
    let mut all = 0;
    for run in runs {
        all += 1;
        let ending = &run.ending;
        let grades = found.entry((ending.kind, ending.victor, ending.loser)).or_default();
        *grades.entry(ending.grade).or_default() += 1;
    }
    let mut rows: Vec<EndingShare> =
        found.into_iter().map(|(key, grades)| ending_share(war, key, &grades, all)).collect();
    // Stable: endings that are as common as each other stay in the order of kind and coalition.
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    rows
}

fn ending_share(war: &War, key: EndingKey, grades: &BTreeMap<Grade, u64>, all: u64) -> EndingShare {
    let (kind, victor, loser) = key;
    let count = grades.values().sum();
    let Share { share, low, high, .. } = Share::of(count, all);
    EndingShare {
        victor: victor.map(|id| coalition_key(war, id)),
        loser: loser.map(|id| coalition_key(war, id)),
        kind: kind.id().to_owned(),
        result: ending_label(war, kind, victor, loser),
        count,
        share,
        low,
        high,
        grades: grades.iter().map(|(grade, n)| (grade.id().to_owned(), ratio(*n, count))).collect(),
    }
}

/// An ending in a few words, as a table names it: "Pact surrenders".
pub fn ending_label(
    war: &War,
    kind: EndingKind,
    victor: Option<CoalitionId>,
    loser: Option<CoalitionId>,
) -> String {
    let name =
        |id: CoalitionId| war.coalitions.get(id).map(|it| it.names.short().to_owned()).unwrap_or_default();
    let plural = |id: CoalitionId| war.coalitions.get(id).is_some_and(|it| it.names.plural);
    let verb =
        |id: CoalitionId, stem: &str| format!("{} {stem}{}", name(id), if plural(id) { "" } else { "s" });
    match (kind, victor, loser) {
        (EndingKind::Surrender, _, Some(loser)) => verb(loser, "surrender"),
        (EndingKind::Surrender, Some(victor), None) => format!("Surrender to {}", name(victor)),
        (EndingKind::Surrender, None, None) => "Surrender".into(),
        (EndingKind::Conquest, Some(victor), Some(loser)) => {
            format!("{} {}", verb(victor, "conquer"), name(loser))
        }
        (EndingKind::Conquest, Some(victor), None) => format!("{} by conquest", verb(victor, "win")),
        (EndingKind::Conquest, None, _) => "Conquest".into(),
        (EndingKind::Treaty, Some(victor), _) => format!("Treaty in favour of {}", name(victor)),
        (EndingKind::Treaty, None, _) => "Treaty".into(),
        (EndingKind::Armistice, Some(victor), _) => format!("Armistice, {} ahead", name(victor)),
        (EndingKind::Armistice, None, _) => "Armistice".into(),
        (EndingKind::Exhaustion, Some(victor), _) => format!("Exhaustion, {} ahead", name(victor)),
        (EndingKind::Exhaustion, None, _) => "Both sides exhausted".into(),
        (EndingKind::Undecided, Some(victor), _) => format!("Undecided, {} ahead", name(victor)),
        (EndingKind::Undecided, None, _) => "Undecided on the last day".into(),
        (EndingKind::Outgrown, ..) => "Grown into another war".into(),
        (EndingKind::Peace, ..) => "No war".into(),
    }
}

fn coalition_key(war: &War, id: CoalitionId) -> String {
    war.coalitions.get(id).map(|it| it.id.clone()).unwrap_or_default()
}

fn factions(war: &War, runs: &[RunSummary]) -> Vec<FactionReport> {
    let totals: Vec<Vec<FactionTotals>> = runs.iter().map(RunSummary::factions).collect();
    war.factions.pairs().filter_map(|(id, it)| faction(it, id, &totals)).collect()
}

/// None for a faction that had neither units nor dead in any run.
fn faction(it: &Faction, id: FactionId, runs: &[Vec<FactionTotals>]) -> Option<FactionReport> {
    let totals: Vec<FactionTotals> =
        runs.iter().map(|run| run.get(id.index()).copied().unwrap_or_default()).collect();
    let had = |domain: usize| totals.iter().any(|t| t.opening[domain] > 0 || t.built[domain] > 0);
    let domains: Vec<(usize, Domain)> =
        Domain::ALL.into_iter().enumerate().filter(|(row, _)| had(*row)).collect();
    let spread =
        |value: &dyn Fn(&FactionTotals) -> f64| Spread::of(&totals.iter().map(value).collect::<Vec<_>>());
    let by_domain = |value: &dyn Fn(&FactionTotals, usize) -> f64| -> BTreeMap<String, Spread> {
        domains.iter().map(|(row, domain)| (domain.id().to_owned(), spread(&|t| value(t, *row)))).collect()
    };
    let dead = totals.iter().any(|t| t.military_dead > 0.0 || t.civilian_dead > 0.0);
    (dead || !domains.is_empty()).then(|| FactionReport {
        faction: it.id.clone(),
        units_start: by_domain(&|t, row| f64::from(t.opening[row]))
            .into_iter()
            .map(|(domain, spread)| (domain, spread.median))
            .collect(),
        units_built: by_domain(&|t, row| f64::from(t.built[row])),
        units_lost_share: by_domain(&lost_share),
        units_lost: by_domain(&|t, row| f64::from(t.lost[row])),
        military_dead: spread(&|t| f64::from(t.military_dead)),
        civilian_dead: spread(&|t| f64::from(t.civilian_dead)),
        resolve_end: spread(&|t| f64::from(t.resolve)),
    })
}

/// Units lost of those a faction ever raised; 0 when it had none.
fn lost_share(totals: &FactionTotals, domain: usize) -> f64 {
    let had =
        [totals.opening, totals.built, totals.joined].map(|units| u64::from(units[domain])).iter().sum();
    ratio(u64::from(totals.lost[domain]), had).min(1.0)
}

fn battles_at(war: &War, runs: &[RunSummary], id: PlaceId, place: &Place) -> Option<BattleReport> {
    let fought: Vec<&PlaceBattles> =
        runs.iter().filter_map(|run| run.battles.iter().find(|battles| battles.place() == id)).collect();
    if fought.is_empty() {
        return None;
    }
    let share = Share::of(fought.len() as u64, runs.len() as u64);
    let by_coalition = |value: fn(&PlaceBattles) -> [SmallShare; 2]| -> BTreeMap<String, Spread> {
        let mut values: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for battles in &fought {
            for (side, figure) in battles.coalitions().into_iter().zip(value(battles)) {
                values.entry(coalition_key(war, side)).or_default().push(figure.get());
            }
        }
        values.into_iter().map(|(side, values)| (side, Spread::of(&values))).collect()
    };
    let mut attacks: BTreeMap<String, u64> = BTreeMap::new();
    for battles in &fought {
        *attacks.entry(coalition_key(war, battles.coalitions()[0])).or_default() += 1;
    }
    let counts: Vec<f64> = fought.iter().map(|battles| f64::from(battles.count)).collect();
    Some(BattleReport {
        id: format!("battle-of-{}", place.id),
        place: place.id.clone(),
        fought_share: share.share,
        fought_low: share.low,
        fought_high: share.high,
        count: Spread::of(&counts),
        attacked_share: attacks.into_iter().map(|(side, n)| (side, ratio(n, fought.len() as u64))).collect(),
        projected_loss_share: by_coalition(|battles| battles.projected_loss),
        projected_win: by_coalition(|battles| battles.projected_win),
        loss_share: by_coalition(|battles| battles.loss),
    })
}

fn decision(it: &Decision, id: DecisionId, runs: &[RunSummary]) -> Option<DecisionReport> {
    let mut counts = vec![0_u64; it.options.len()];
    for run in runs {
        if let Some(count) = run.chosen(id).and_then(|row| counts.get_mut(usize::from(row))) {
            *count += 1;
        }
    }
    let made = counts.iter().sum();
    let named = || it.options.iter().map(|option| option.id.clone()).zip(counts.iter().copied());
    (made > 0).then(|| DecisionReport {
        id: it.id.clone(),
        made: Share::of(made, runs.len() as u64),
        options: named().map(|(option, n)| (option, ratio(n, made))).collect(),
        options_interval: named().map(|(option, n)| (option, Share::of(n, made))).collect(),
        projected: projected(id, runs),
    })
}

/// What staffs projected for a decision, over the runs in which it fell.
fn projected(id: DecisionId, runs: &[RunSummary]) -> Option<ProjectedReport> {
    let all = || runs.iter().flat_map(|run| &run.projected).filter(move |it| it.decision() == id);
    let spread = |pick: fn(&ProjectedAttack) -> SmallShare| {
        Spread::of(&all().map(|it| pick(it).get()).collect::<Vec<_>>())
    };
    all().next().map(|_| ProjectedReport { loss: spread(|it| it.loss), win: spread(|it| it.win) })
}

fn fact(it: &Fact, row: usize, runs: &[RunSummary]) -> FactReport {
    let shows = |run: &&RunSummary| run.facts.get(row / 8).is_some_and(|byte| byte >> (row % 8) & 1 == 1);
    let count = runs.iter().filter(shows).count() as u64;
    FactReport {
        id: it.id.clone(),
        line: it.line,
        says: it.says.clone(),
        shown: it.has_mechanism().then(|| Share::of(count, runs.len() as u64)),
        declared: it.expect.is_none() && !it.record.is_empty(),
    }
}

fn holders(war: &War, runs: &[RunSummary]) -> BTreeMap<String, BTreeMap<String, f64>> {
    let mut out = BTreeMap::new();
    for (id, place) in war.places.pairs() {
        let mut counts = vec![0_u64; war.factions.len()];
        for run in runs {
            let owner = run.owners.get(id.index()).copied().unwrap_or(u16::MAX);
            if let Some(count) = counts.get_mut(usize::from(owner)) {
                *count += 1;
            }
        }
        let shares: BTreeMap<String, f64> = war
            .factions
            .iter()
            .zip(counts)
            .filter(|(_, count)| *count > 0)
            .map(|(faction, count)| (faction.id.clone(), ratio(count, runs.len() as u64)))
            .collect();
        if !shares.is_empty() {
            out.insert(place.id.clone(), shares);
        }
    }
    out
}
