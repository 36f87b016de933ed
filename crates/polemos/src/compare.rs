//! Two histories beside each other, as data: one run of either, and many under common random numbers.

use polemos_almanac::account::Account;
use polemos_almanac::parting::{self, Comparison};
use polemos_study::history::History;
use polemos_study::paired::{Figure, PairError, PairSetup, PairedFigure, together};
use schemars::JsonSchema;
use serde::Serialize;

/// What `compare` prints.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CompareReport {
    /// One run of either.
    #[serde(flatten)]
    pub comparison: Comparison,
    /// Many runs of either; null unless asked.
    pub paired: Option<Paired>,
}

/// Many pairs of runs, from the day on which the histories part.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Paired {
    /// Pairs played.
    pub runs: u64,
    /// The day from which replications differ, since the war's start; 0 for the whole war.
    pub from_day: f64,
    /// Figures, each in both, with their difference.
    pub figures: Vec<PairedFigure>,
}

/// The JSON Schema of a comparison.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(CompareReport).to_value()
}

/// Compares two runs of one war, each with what it is called.
pub fn compare(a: (&str, &Account), b: (&str, &Account)) -> CompareReport {
    CompareReport { comparison: parting::compare(a, b), paired: None }
}

/// Plays both histories often, under the same luck from the day on which they part.
///
/// # Errors
/// [`PairError`] when one of them cannot be played.
pub fn paired(
    a: &History,
    b: &History,
    setup: PairSetup,
    go_on: &(dyn Fn(u64) -> bool + Sync),
) -> Result<Paired, PairError> {
    let played = together(&[a, b], setup, go_on)?;
    let column = |which: usize| played.runs.iter().filter_map(|pair| pair.get(which)).collect::<Vec<_>>();
    let (x, y) = (column(0), column(1));
    let figures = Figure::all(&a.war);
    let figures = figures.iter().map(|figure| PairedFigure::of(&a.war, figure, &x, &y)).collect();
    Ok(Paired { runs: played.runs.len() as u64, from_day: played.from_day, figures })
}
