//! The nearest enemy: where a battle spends most of its time.
//!
//! The block of cells around a ship's own is scanned stretch by stretch, several candidates at a time. A vector may
//! read past a stretch's end: what stands there is an enemy too, and one candidate more never hurts a minimum. The
//! block grows until the best is nearer than any face of it, so that the answer is exact. Among enemies at exactly
//! the same distance the first in the grid's order is taken, whatever the width of the vectors.

use super::grid::{Cells, Grid};
use super::lanes::Lanes;

/// No enemy.
pub const NONE: u32 = u32::MAX;

/// Slot and squared distance of the nearest ship of a grid within `range`; [`NONE`] and infinity if there is none.
#[inline(always)]
pub fn nearest<L: Lanes, const FLAT: bool>(
    lanes: L,
    (grid, cells): (&Grid, &Cells),
    at: [f32; 3],
    range: f32,
) -> (u32, f32) {
    if out_of_reach::<FLAT>(grid, at, range) {
        return (NONE, f32::INFINITY);
    }
    let home = cells.of(at);
    let limit = (range * range).next_up();
    let mut reach = 1;
    loop {
        let (slot, d2) = scan::<L, FLAT>(lanes, (grid, cells), at, home, reach, limit);
        let sure = cells.sure::<FLAT>(at, home, reach);
        if d2 <= sure * sure || sure >= range {
            return (slot, d2);
        }
        reach += 1;
    }
}

/// Whether everyone is further away than `range` along one axis alone.
#[inline(always)]
fn out_of_reach<const FLAT: bool>(grid: &Grid, at: [f32; 3], range: f32) -> bool {
    (0..if FLAT { 2 } else { 3 })
        .any(|axis| at[axis] + range < grid.low[axis] || at[axis] - range > grid.high[axis])
}

/// Scans one block of cells for the nearest candidate below `limit`.
#[inline(always)]
fn scan<L: Lanes, const FLAT: bool>(
    lanes: L,
    (grid, cells): (&Grid, &Cells),
    at: [f32; 3],
    home: [usize; 3],
    reach: usize,
    limit: f32,
) -> (u32, f32) {
    // Plain loops, no closures: all of it must be compiled for the vectors of the function that it ends up in.
    let own = [lanes.all(at[0]), lanes.all(at[1]), lanes.all(at[2])];
    let mut best = (lanes.all(limit), lanes.slots(0));
    let (low, high) = cells.block(home, reach);
    for layer in low[2]..high[2] + 1 {
        for line in low[1]..high[1] + 1 {
            let (from, to) = grid.stretch(cells, layer, line, low[0], high[0]);
            let mut first = from;
            loop {
                let dx = lanes.minus(lanes.load(&grid.x, first), own[0]);
                let dy = lanes.minus(lanes.load(&grid.y, first), own[1]);
                let mut d2 = lanes.plus(lanes.times(dx, dx), lanes.times(dy, dy));
                if !FLAT {
                    let dz = lanes.minus(lanes.load(&grid.z, first), own[2]);
                    d2 = lanes.plus(d2, lanes.times(dz, dz));
                }
                best = lanes.keep_nearer((d2, lanes.slots(first as u32)), best);
                first += L::WIDTH;
                if first >= to {
                    break;
                }
            }
        }
    }
    let (least, slot) = lanes.least(best);
    if least < limit { (slot, least) } else { (NONE, f32::INFINITY) }
}
