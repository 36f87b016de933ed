//! Digests tick by tick, and the first place where two histories differ.

use polemos_campaign::{Campaign, Setup, Verdict};
use polemos_chronicle::{Digest, NotANumber};
use polemos_war::War;
use std::sync::Arc;

/// Digests of the parts of a situation after each tick.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Days in a tick.
    pub tick_days: u32,
    /// After each tick, each part with its digest.
    pub ticks: Vec<Vec<(&'static str, Digest)>>,
}

/// Where two histories first differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The tick after which they differ, from 0.
    pub tick: usize,
    /// Days since the war's start at its end.
    pub day: u64,
    /// The parts that differ; empty when one history ends before the other.
    pub parts: Vec<&'static str>,
}

/// Plays a war to its end and keeps the digests.
///
/// # Errors
/// [`NotANumber`] when a state holds a NaN: a fault of the engine.
pub fn trace(war: &Arc<War>, setup: &Setup) -> Result<Trace, NotANumber> {
    let mut campaign = Campaign::start(Arc::clone(war), setup.clone());
    let mut ticks = Vec::new();
    let mut fault = None;
    campaign.run(|campaign| match campaign.situation().parts() {
        Ok(parts) => {
            ticks.push(parts);
            Verdict::Continue
        }
        Err(error) => {
            fault = Some(error);
            Verdict::Stop
        }
    });
    if let Some(error) = fault {
        return Err(error);
    }
    ticks.push(campaign.situation().parts()?);
    Ok(Trace { tick_days: war.clock.tick_days, ticks })
}

/// The first tick at which two histories differ, and in which parts; `None` when they are the same.
pub fn first_difference(a: &Trace, b: &Trace) -> Option<Difference> {
    let day = |tick: usize| (tick as u64 + 1) * u64::from(a.tick_days);
    for (tick, (x, y)) in a.ticks.iter().zip(&b.ticks).enumerate() {
        let parts: Vec<&'static str> =
            x.iter().zip(y).filter(|(x, y)| x != y).map(|((name, _), _)| *name).collect();
        if !parts.is_empty() {
            return Some(Difference { tick, day: day(tick), parts });
        }
    }
    let tick = a.ticks.len().min(b.ticks.len());
    (a.ticks.len() != b.ticks.len()).then(|| Difference { tick, day: day(tick), parts: Vec::new() })
}
