//! Beall's model of naval gunfire (Naval Postgraduate School thesis, 1990), as far as guns go.
//!
//! Groups of ships have staying power and gun power in common units. A fire event lets groups of one side fire on
//! groups of the other for some minutes at an efficiency; each minute, all at once, a target loses gun power ×
//! efficiency, and a group's gun power shrinks in proportion to what is left of its staying power.

use crate::engagement::amount;

/// Ships that fight as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GunGroup {
    /// Gun power a minute at full strength, thousand-pound-bomb equivalents.
    pub gun_power: f64,
    /// Staying power at the start, in the same units.
    pub staying_power: f64,
}

/// Who fires on whom, when.
#[derive(Clone, Debug, PartialEq)]
pub struct FireEvent {
    /// The side that fires, 0 or 1.
    pub side: usize,
    /// Its groups that fire.
    pub firing: Vec<usize>,
    /// The enemy's groups fired upon; fire is shared evenly.
    pub targets: Vec<usize>,
    /// Share of gun power that tells.
    pub efficiency: f64,
    /// First minute, counted from 1.
    pub start: u32,
    /// Minutes of fire.
    pub minutes: u32,
}

/// Staying power left by group, minute by minute, side by side; entry 0 is the start.
pub type Timeline = Vec<[Vec<f64>; 2]>;

/// Plays `minutes` of the battle.
#[must_use]
pub fn play(groups: &[Vec<GunGroup>; 2], events: &[FireEvent], minutes: u32) -> Timeline {
    let mut now = [0, 1].map(|side| groups[side].iter().map(|g| g.staying_power).collect::<Vec<f64>>());
    let mut timeline = vec![now.clone()];
    for minute in 1..=minutes {
        let mut next = now.clone();
        let on = |e: &&FireEvent| (e.start..e.start.saturating_add(e.minutes)).contains(&minute);
        for event in events.iter().filter(on) {
            let (own, enemy) = (event.side.min(1), 1 - event.side.min(1));
            let power: f64 = event
                .firing
                .iter()
                .filter_map(|&i| Some(power_now(groups[own].get(i)?, *now[own].get(i)?)))
                .sum();
            let each = amount(event.efficiency) * power / event.targets.len().max(1) as f64;
            for &target in &event.targets {
                if let Some(left) = next[enemy].get_mut(target) {
                    *left = (*left - each).max(0.0);
                }
            }
        }
        now = next;
        timeline.push(now.clone());
    }
    timeline
}

fn power_now(group: &GunGroup, left: f64) -> f64 {
    if group.staying_power > 0.0 { group.gun_power * left / group.staying_power } else { 0.0 }
}

/// Loss of a side as a share of its staying power.
#[must_use]
pub fn loss_share(timeline: &Timeline, side: usize) -> f64 {
    let sum = |row: Option<&[Vec<f64>; 2]>| row.map_or(0.0, |r| r[side.min(1)].iter().sum::<f64>());
    let start = sum(timeline.first());
    if start > 0.0 { 1.0 - sum(timeline.last()) / start } else { 0.0 }
}
