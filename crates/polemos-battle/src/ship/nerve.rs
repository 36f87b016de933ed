//! Nerve and loyalty: squadrons that break, flee, give themselves up, or change sides.
//!
//! A squadron breaks when the share of its ships that it has lost reaches a breakpoint of its own (Helmbold 1971), a
//! quarter sooner out of command. It then flees along the middle of the widest open bearing; where none is open it is
//! enveloped, and surrenders or stands to the last. One that sways goes over when what it sees exceeds a threshold of
//! its own (Granovetter 1978): the share of its side's other swaying squadrons that have gone, plus by how much its
//! side has lost more than the enemy, plus a little if no one commands it.

use super::engage::squared;
use super::fate::Cause;
use super::grid::{Cells, Grid};
use super::luck::Luck;
use super::squadron::{Posture, Squadron};

/// Purpose of draws about who surrenders.
const SURRENDER: u32 = 0x4233;
/// Bearings that are looked along.
const BEARINGS: usize = 16;
/// Neighbouring bearings without an enemy that make a way out: a quarter of the horizon.
const OPEN: usize = 4;
/// How much sooner a squadron breaks that is out of command.
const UNLED: f32 = 0.75;
/// What being out of command adds to the pressure on one that sways.
const ADRIFT: f32 = 0.1;

/// What a squadron comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Turn {
    Flees([f32; 3]),
    Surrenders,
    Stands,
}

/// Whether a squadron's losses are more than it bears.
pub fn breaks(own: &Squadron) -> bool {
    let lost = own.destroyed as f32 / own.ships.max(1) as f32;
    own.posture == Posture::Fighting && lost >= own.breakpoint * if own.linked { 1.0 } else { UNLED }
}

/// What a squadron that breaks comes to.
pub fn turn(own: &Squadron, mobile: bool, enemy: (&Grid, &Cells), sight: f32, luck: Luck, step: u32) -> Turn {
    if mobile
        && own.retreats
        && let Some(way) = way_out(own, enemy, sight)
    {
        return Turn::Flees(way);
    }
    let stands = luck.unit(SURRENDER, own.entity, step, 0) < f64::from(own.steadiness);
    if stands { Turn::Stands } else { Turn::Surrenders }
}

/// The middle of the widest run of bearings without an enemy within sight, as a unit vector in the plane; none where
/// no quarter of the horizon is open. With nobody in sight at all, away from the enemy's middle.
pub fn way_out(own: &Squadron, (grid, cells): (&Grid, &Cells), sight: f32) -> Option<[f32; 3]> {
    let mut seen = [false; BEARINGS];
    grid.each_about(cells, own.centre, sight, |slot| {
        let place = grid.stood(slot);
        if squared(place, own.centre) <= sight * sight {
            let angle = libm::atan2(f64::from(place[1] - own.centre[1]), f64::from(place[0] - own.centre[0]));
            let turns = angle / std::f64::consts::TAU + 1.0;
            seen[(turns * BEARINGS as f64) as usize % BEARINGS] = true;
        }
    });
    if seen.iter().all(|it| !it) {
        return Some(away_from(own, grid));
    }
    let run = |from: usize| (0..BEARINGS).take_while(|i| !seen[(from + i) % BEARINGS]).count();
    let (width, from) = (0..BEARINGS).map(|from| (run(from), BEARINGS - from)).max()?;
    let from = BEARINGS - from;
    if width < OPEN {
        return None;
    }
    let turns = (from as f64 + 0.5 * width as f64) / BEARINGS as f64;
    let (sin, cos) = libm::sincos(turns * std::f64::consts::TAU);
    Some([cos as f32, sin as f32, 0.0])
}

/// Straight away from the middle of the enemy's ships, as a unit vector in the plane.
pub fn away_from(own: &Squadron, grid: &Grid) -> [f32; 3] {
    let (dx, dy) = (own.centre[0] - middle(grid, 0), own.centre[1] - middle(grid, 1));
    let d = (dx * dx + dy * dy).sqrt();
    if d > 1e-3 { [dx / d, dy / d, 0.0] } else { [1.0, 0.0, 0.0] }
}

fn middle(grid: &Grid, axis: usize) -> f32 {
    0.5 * (grid.low[axis] + grid.high[axis])
}

/// What presses a squadron to change sides, given the shares of their ships that both sides have lost.
pub fn pressure(squadrons: &[Squadron], number: usize, lost: [f32; 2]) -> f32 {
    let own = &squadrons[number];
    let peers = |s: &&Squadron| s.home == own.home && s.sways.is_finite() && s.posture != Posture::Awaited;
    let others =
        squadrons.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, s)| s).filter(peers);
    let (mut all, mut gone) = (0_u32, 0_u32);
    for other in others {
        all += 1;
        gone += u32::from(other.side != other.home);
    }
    let tide = if all > 0 { gone as f32 / all as f32 } else { 0.0 };
    let balance = lost[own.side] - lost[1 - own.side];
    tide + balance + if own.linked { 0.0 } else { ADRIFT }
}

/// Why a fleeing squadron flees.
pub fn cause_of(own: &Squadron) -> Cause {
    match own.posture {
        Posture::Fleeing(_, cause) => cause,
        _ => Cause::InAction,
    }
}

/// Whether a squadron may go over at its threshold.
pub fn may_sway(own: &Squadron) -> bool {
    own.side == own.home && own.alive > 0 && matches!(own.posture, Posture::Fighting | Posture::Cornered)
}
