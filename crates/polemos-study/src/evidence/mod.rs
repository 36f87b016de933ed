//! What a war is held against beside its facts, measured: conditional shares, turning points, what happens when a part is taken away,
//! versions of the war beside each other, the price that decisions foresaw, and designs that vary its numbers.
//!
//! Versions of one war are compared run by run under common random numbers: replication n of the one against
//! replication n of the other, which share all luck that the change does not touch.

pub mod contrast;
pub mod design;
pub mod link;
pub mod price;
pub mod report;
pub mod turn;

use crate::replicate::{ProjectError, ProjectSetup, observe};
use polemos_campaign::Campaign;
use polemos_chronicle::RunSummary;
use polemos_war::*;
use std::sync::Arc;

/// A finished run, with all that evidence reads of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The run.
    pub summary: RunSummary,
    /// The values of the conditions that were asked for, in that order; not a number where one reads what was never
    /// taken.
    pub values: Vec<f64>,
    /// The war's measures, in order; not a number where one was never taken.
    pub measures: Vec<f64>,
    /// The price foreseen at the scenario's own decisions.
    pub prices: Vec<price::Foreseen>,
}

/// Plays a war many times and reads what evidence needs.
///
/// # Errors
/// [`ProjectError`] when threads cannot be started or the engine is at fault.
pub fn collect(
    war: &Arc<War>,
    setup: &ProjectSetup,
    conditions: &[ConditionId],
    go_on: &(dyn Fn(u64) -> bool + Sync),
) -> Result<Vec<Seen>, ProjectError> {
    observe(war, setup, &|campaign| seen(campaign, conditions), go_on)
}

fn seen(campaign: &mut Campaign, conditions: &[ConditionId]) -> Option<Seen> {
    let summary = campaign.summary()?;
    let values = conditions.iter().map(|id| campaign.value(*id)).collect();
    let taken = campaign.situation().measured.iter();
    let measures = taken.map(|it| if it.times > 0 { it.value } else { f64::NAN }).collect();
    let prices = price::foreseen(campaign);
    Some(Seen { summary, values, measures, prices })
}
