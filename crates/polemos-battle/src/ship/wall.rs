//! A side as it stands before a battle: squadrons spread evenly over a wall.
//!
//! The wall is wider than it is high, and higher than it is deep; as many squadrons as it has rooms stand in it, at the
//! points of a sequence that fills space evenly wherever it begins (Roberts 2018, on golden ratios of several
//! dimensions), and where it begins is drawn. In a lattice, which squadron of one side met which of the other hung on
//! whether a side had seven or eight of them, and moved the winner's losses by a third. Squadrons are dealt out along a
//! curve that passes through neighbouring points one after the other (Stevens and Olsen 2004), so that kinds that take
//! turns in a side's order stand as evenly among each other as can be.

use super::form::REACH;
use super::scene::{Formed, Start};

/// Its width, height and depth, in proportion.
const SHAPE: [f64; 3] = [4.0, 2.0, 1.0];
/// Reaches between the foremost of both sides at the start.
const APART: f64 = 2.5;
/// Reaches about the ships on each side within which they can still move.
const MARGIN: f64 = 4.0;
/// The golden ratios of three dimensions and of two: the roots of x⁴ = x + 1 and x³ = x + 1.
const GOLDEN: [f64; 2] = [1.220_744_084_605_759_5, 1.324_717_957_244_746];

/// Where in its wall a squadron is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// In front: what cannot move.
    Front,
    /// Anywhere else.
    Line,
    /// Behind: what has no weapons, or what others live on.
    Rear,
}

/// A side as it stands at the start.
pub struct Wall {
    /// Middles of its squadrons, from its own, in their order: ahead, to the left, above.
    berths: Vec<[f64; 3]>,
    spacing: f64,
    side: usize,
    /// Its depth, width and height.
    extent: [f64; 3],
}

impl Wall {
    /// A wall of squadrons so large and of these ranks, their ships so far apart, that begins to be filled at a point
    /// of the unit cube.
    pub fn new(
        squadrons: &[(u32, Rank)],
        spacing: f64,
        (side, plane): (usize, bool),
        begin: [f64; 3],
    ) -> Self {
        let count = squadrons.len().max(1) as f64;
        let ships: f64 = squadrons.iter().map(|(ships, _)| f64::from(*ships)).sum();
        let edge = |n: f64| if plane { n.sqrt() } else { libm::cbrt(n) };
        // As much room about a block of ships as lies between two of them.
        let room = (edge(ships / count) + 1.0) * spacing;
        let [width, height, depth] = SHAPE;
        let scale = edge(count / if plane { width * depth } else { width * height * depth }) * room;
        let extent = [depth * scale, width * scale, if plane { 0.0 } else { height * scale }];
        let points: Vec<[f64; 3]> = (0..squadrons.len()).map(|number| point(number, plane, begin)).collect();
        let placed =
            |[x, y, z]: [f64; 3]| [(x - 0.5) * extent[0], (y - 0.5) * extent[1], (z - 0.5) * extent[2]];
        let berths = deal(squadrons, &points).into_iter().map(placed).collect();
        Self { berths, spacing, side, extent }
    }

    /// Whether a squadron stands left of the middle.
    pub fn is_left(&self, number: usize) -> bool {
        self.berths.get(number).is_some_and(|berth| berth[1] >= 0.0)
    }

    /// How wide it is.
    pub fn width(&self) -> f64 {
        self.extent[1]
    }

    /// Where a squadron starts, in an arena of two walls.
    pub fn start(&self, number: usize, walls: &[Self; 2], size: [f32; 3]) -> Start {
        let front = MARGIN * REACH + walls[0].extent[0];
        // The first side looks along x, the second back at it.
        let (ahead, middle) = match self.side {
            0 => (1.0, front - 0.5 * self.extent[0]),
            _ => (-1.0, front + APART * REACH + 0.5 * self.extent[0]),
        };
        let [x, y, z] = self.berths.get(number).copied().unwrap_or_default();
        let place = [middle + ahead * x, 0.5 * f64::from(size[1]) + ahead * y, 0.5 * f64::from(size[2]) + z];
        let share = |axis: usize| {
            let edge = f64::from(size[axis]);
            if edge > 0.0 { (place[axis] / edge) as f32 } else { 0.0 }
        };
        Start::Formed(Formed {
            at: [share(0), share(1), share(2)],
            facing: if self.side == 0 { 0.0 } else { 180.0 },
            spacing: self.spacing as f32,
            shape: [1.0; 3],
            apart: [0.0; 3],
        })
    }
}

/// Point `number` of the sequence in the unit cube, or in the unit square at half its height.
fn point(number: usize, plane: bool, begin: [f64; 3]) -> [f64; 3] {
    let golden = GOLDEN[usize::from(plane)];
    let mut stride = 1.0;
    let [x, y, z] = begin.map(|begin| {
        stride /= golden;
        let at = begin + (number + 1) as f64 * stride;
        at - at.floor()
    });
    [x, y, if plane { 0.5 } else { z }]
}

/// When the curve passes a point of the unit cube: the bits of its coordinates in turn, the greatest first (Morton 1966).
fn turn(at: [f64; 3]) -> u64 {
    let cells = at.map(|x| (x * 1024.0) as u64);
    (0..10).rev().fold(0, |code, bit| cells.iter().fold(code, |code, cell| code << 1 | cell >> bit & 1))
}

/// Gives the foremost points to those in front and the hindmost to those behind, and the rest to the others; among each,
/// along the curve.
fn deal(squadrons: &[(u32, Rank)], points: &[[f64; 3]]) -> Vec<[f64; 3]> {
    let mut by_depth: Vec<usize> = (0..points.len()).collect();
    by_depth.sort_by(|a, b| points[*b][0].total_cmp(&points[*a][0]).then(a.cmp(b)));
    let count = |rank: Rank| squadrons.iter().filter(|(_, of)| *of == rank).count();
    let (front, rear) = (count(Rank::Front), count(Rank::Rear));
    let mut parts = [
        by_depth[..front].to_vec(),
        by_depth[front..points.len() - rear].to_vec(),
        by_depth[points.len() - rear..].to_vec(),
    ];
    for part in &mut parts {
        part.sort_by_key(|at| (turn(points[*at]), *at));
    }
    let mut next = [0; 3];
    let berth = |(_, rank): &(u32, Rank)| {
        let part = *rank as usize;
        next[part] += 1;
        points[parts[part][next[part] - 1]]
    };
    squadrons.iter().map(berth).collect()
}

/// Edges of the arena in which two walls stand.
pub fn arena(walls: &[Wall; 2], plane: bool) -> [f32; 3] {
    let margin = 2.0 * MARGIN * REACH;
    let widest = |axis: usize| walls[0].extent[axis].max(walls[1].extent[axis]);
    let length = walls[0].extent[0] + walls[1].extent[0] + APART * REACH;
    let height = if plane { 0.0 } else { widest(2) + margin };
    [(length + margin) as f32, (widest(1) + margin) as f32, height as f32]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Squadrons of each half of the wall in width, in height and in depth.
    fn in_eighths<'a>(wall: &Wall, berths: impl Iterator<Item = &'a [f64; 3]>) -> Vec<u32> {
        let axes: Vec<usize> = (0..3).filter(|axis| wall.extent[*axis] > 0.0).collect();
        let mut counts = vec![0; 1 << axes.len()];
        for berth in berths {
            counts[axes.iter().fold(0, |at, axis| at << 1 | usize::from(berth[*axis] >= 0.0))] += 1;
        }
        counts
    }

    /// Every part of the wall has about as many squadrons as another, wherever the sequence begins, and about as many of
    /// each kind of four that take turns.
    #[test]
    fn squadrons_stand_evenly() {
        for (begin, plane) in [([0.0; 3], false), ([0.3, 0.9, 0.5], false), ([0.7, 0.2, 0.0], true)] {
            let wall = Wall::new(&[(60, Rank::Line); 200], 4.0, (0, plane), begin);
            let near = |counts: Vec<u32>, all: u32, off: u32| {
                let even = all / counts.len() as u32;
                assert!(counts.iter().all(|n| n.abs_diff(even) <= off), "{counts:?}");
            };
            near(in_eighths(&wall, wall.berths.iter()), 200, 4);
            for first in 0..4 {
                near(in_eighths(&wall, wall.berths.iter().skip(first).step_by(4)), 50, 2);
            }
        }
    }

    #[test]
    fn what_cannot_move_stands_in_front_and_what_others_live_on_behind() {
        let squadrons =
            [(60, Rank::Line), (60, Rank::Rear), (10, Rank::Front), (60, Rank::Line), (60, Rank::Rear)];
        let wall = Wall::new(&squadrons, 4.0, (1, false), [0.4, 0.1, 0.8]);
        let ahead = |number: usize| wall.berths[number][0];
        assert!([0, 1, 3, 4].iter().all(|other| ahead(2) >= ahead(*other)));
        assert!([0, 3].iter().all(|other| ahead(*other) >= ahead(1).max(ahead(4))));
    }
}
