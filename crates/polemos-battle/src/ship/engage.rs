//! What ships do in a step: acquire, steer, fire, travel. Each pass is a loop over columns; a run of rows small enough
//! for the nearest cache goes through all of them before the next run begins.

use super::design::{Barrel, Design};
use super::fleet::{Crewed, MotionWindow};
use super::grid::{Cells, Grid};
use super::lanes::Lanes;
use super::luck::{Luck, Whose};
use super::scene::Doctrine;
use super::search::{NONE, nearest};
use super::squadron::{Posture, Squadron};
use std::sync::atomic::{AtomicI32, Ordering};

/// Rows that go through all passes together.
const RUN: usize = 256;
/// A ship on its way to its place covers at most this share of the distance in a step, so that it does not overshoot.
const APPROACH: f32 = 0.2;
/// How far ahead a fleeing ship steers: only the direction matters.
const AHEAD: f32 = 1000.0;

/// Share of what a shot at the nearest enemy promises that one at a shared target must promise.
const WORTH_IT: f32 = 0.8;

/// What everybody may read while ships act.
pub struct Sight<'a> {
    pub step: u32,
    pub luck: Luck,
    pub size: [f32; 3],
    pub cells: &'a Cells,
    pub designs: &'a [Design],
    pub squadrons: &'a [Squadron],
    /// The side's own ships as they stand.
    pub own: &'a Crewed,
    /// The enemy's.
    pub foes: &'a Crewed,
    /// Where the enemy was at the start of the step.
    pub enemy: &'a Grid,
    /// Damage that the enemy's ships take.
    pub damage: &'a [AtomicI32],
    /// The class of all of the side's ships, if they are of one class, awake, and hunt each on its own.
    pub plain: Option<u8>,
}

/// What ships did: those that move, and those that do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deeds {
    pub shots: [u64; 2],
    pub hits: [u64; 2],
}

/// A run of rows between passes.
struct Run {
    /// Slot of the target in the enemy's grid.
    slot: [u32; RUN],
    /// Squared distance to the target, infinite without one.
    target_d2: [f32; RUN],
    /// Where the ship wants to go.
    goal: [[f32; RUN]; 3],
    /// Squared distance to there, infinite if it wants to go nowhere.
    goal_d2: [f32; RUN],
    /// Most of the distance that it covers in a step.
    approach: [f32; RUN],
    speed: [f32; RUN],
    acceleration: [f32; RUN],
    standoff: [f32; RUN],
}

/// Lets the ships of rows `first..` act, whose motion is `rows`.
#[inline(always)]
pub fn engage<L: Lanes, const FLAT: bool>(
    lanes: L,
    sight: &Sight<'_>,
    first: usize,
    mut rows: MotionWindow<'_>,
) -> Deeds {
    let mut run = Run {
        slot: [NONE; RUN],
        target_d2: [f32::INFINITY; RUN],
        goal: [[0.0; RUN]; 3],
        goal_d2: [f32::INFINITY; RUN],
        approach: [f32::INFINITY; RUN],
        speed: [0.0; RUN],
        acceleration: [0.0; RUN],
        standoff: [0.0; RUN],
    };
    if let Some(class) = sight.plain {
        let design = &sight.designs[usize::from(class)];
        run.speed = [design.speed; RUN];
        run.acceleration = [design.acceleration; RUN];
        run.standoff = [design.standoff; RUN];
    }
    let mut deeds = Deeds::default();
    let mut at = first;
    while !rows.x.is_empty() {
        let n = RUN.min(rows.x.len());
        let (mut now, rest) = rows.split_at(n);
        match sight.plain {
            Some(class) => hunt::<L, FLAT>(lanes, sight, class, &now, &mut run),
            None => acquire::<L, FLAT>(lanes, sight, at, &now, &mut run),
        }
        steer::<FLAT>(&mut now, &run);
        fire(sight, at, &mut now, &run, &mut deeds);
        travel::<FLAT>(sight.size, &mut now);
        rows = rest;
        at += n;
    }
    deeds
}

/// Gives each ship the nearest enemy in sight for its target, and for its goal.
#[inline(always)]
fn hunt<L: Lanes, const FLAT: bool>(
    lanes: L,
    sight: &Sight<'_>,
    class: u8,
    rows: &MotionWindow<'_>,
    run: &mut Run,
) {
    let sensor = sight.designs[usize::from(class)].sensor;
    for i in 0..rows.x.len() {
        let at = [rows.x[i], rows.y[i], rows.z[i]];
        let (slot, d2) = nearest::<L, FLAT>(lanes, (sight.enemy, sight.cells), at, sensor);
        run.slot[i] = slot;
        run.target_d2[i] = d2;
        run.goal_d2[i] = d2;
        let goal = if slot == NONE { at } else { sight.enemy.place::<FLAT>(slot) };
        run.goal[0][i] = goal[0];
        run.goal[1][i] = goal[1];
        run.goal[2][i] = goal[2];
    }
}

/// The same under orders: a ship in command fires at what its squadron shares out, and keeps its place in the
/// formation until an enemy is in range that its doctrine lets it follow; a dark or silent one does nothing; one that
/// flees, flees.
#[inline(always)]
fn acquire<L: Lanes, const FLAT: bool>(
    lanes: L,
    sight: &Sight<'_>,
    first: usize,
    rows: &MotionWindow<'_>,
    run: &mut Run,
) {
    for i in 0..rows.x.len() {
        let row = first + i;
        let design = &sight.designs[usize::from(sight.own.class[row])];
        let squadron = &sight.squadrons[usize::from(sight.own.squadron[row])];
        run.speed[i] = design.speed;
        run.acceleration[i] = design.acceleration;
        run.slot[i] = NONE;
        run.target_d2[i] = f32::INFINITY;
        let at = [rows.x[i], rows.y[i], rows.z[i]];
        let dark = sight.own.dark[row] > 0;
        let mut seen = (NONE, f32::INFINITY);
        if !dark && squadron.powered && !design.guns.is_empty() {
            seen = nearest::<L, FLAT>(lanes, (sight.enemy, sight.cells), at, design.sensor);
            (run.slot[i], run.target_d2[i]) =
                shared_target::<FLAT>(sight, squadron, design, (row, at), seen).unwrap_or(seen);
        }
        let goal = if dark { Goal::Nothing } else { goal::<FLAT>(sight, squadron, design, (row, at), seen) };
        let (to, d2, standoff, approach) = match goal {
            Goal::Nothing => (at, f32::INFINITY, 0.0, f32::INFINITY),
            Goal::Enemy(to, d2) => (to, d2, design.standoff, f32::INFINITY),
            Goal::Place(to) => (to, squared(to, at), 0.0, APPROACH),
        };
        for (goals, to) in run.goal.iter_mut().zip(to) {
            goals[i] = to;
        }
        run.goal_d2[i] = d2;
        run.standoff[i] = standoff;
        run.approach[i] = approach;
    }
}

/// What a ship wants to reach.
enum Goal {
    Nothing,
    /// An enemy there, at this squared distance.
    Enemy([f32; 3], f32),
    Place([f32; 3]),
}

/// The target that its squadron's sharing gives to a ship, if it is in range and worth the shot: a long shot at it must
/// promise nearly as much as one at the nearest enemy, by the chance of a hit and the targets' priority.
#[inline(always)]
fn shared_target<const FLAT: bool>(
    sight: &Sight<'_>,
    squadron: &Squadron,
    design: &Design,
    (row, at): (usize, [f32; 3]),
    (near, near_d2): (u32, f32),
) -> Option<(u32, f32)> {
    if squadron.targets.is_empty() || near == NONE {
        return None;
    }
    let slot = squadron.targets[sight.own.ordinal[row] as usize % squadron.targets.len()];
    let d2 = squared(sight.enemy.place::<FLAT>(slot), at);
    let promise = |slot: u32, d2: f32| {
        let class = sight.foes.class[sight.enemy.row[slot as usize] as usize];
        design.guns[0].chance(d2) as f32 * sight.designs[usize::from(class)].priority
    };
    let worth_it =
        d2 <= design.range * design.range && promise(slot, d2) >= WORTH_IT * promise(near, near_d2);
    worth_it.then_some((slot, d2))
}

#[inline(always)]
fn goal<const FLAT: bool>(
    sight: &Sight<'_>,
    squadron: &Squadron,
    design: &Design,
    (row, at): (usize, [f32; 3]),
    (slot, d2): (u32, f32),
) -> Goal {
    if design.speed <= 0.0 {
        return Goal::Nothing;
    }
    if let Posture::Fleeing(way, _) = squadron.posture {
        return Goal::Place([0, 1, 2].map(|axis| at[axis] + way[axis] * AHEAD));
    }
    let enemy = (slot != NONE).then(|| sight.enemy.place::<FLAT>(slot));
    if !squadron.under_orders() {
        let quarry = squadron.quarry.filter(|_| squadron.posture == Posture::Fighting);
        return match (enemy, quarry) {
            (Some(to), _) => Goal::Enemy(to, d2),
            (None, Some(to)) => Goal::Place(to),
            (None, None) => Goal::Nothing,
        };
    }
    if let Some(to) = enemy
        && d2 <= design.range * design.range
        && follows(sight, squadron, slot, to)
    {
        return Goal::Enemy(to, d2);
    }
    let berth = squadron.ranks.berth(sight.own.ordinal[row]);
    let place = [0, 1, 2].map(|axis| (squadron.anchor[axis] + berth[axis]).clamp(0.0, sight.size[axis]));
    Goal::Place(place)
}

/// Whether a squadron's doctrine lets its ships follow an enemy: within its leash, and one that flees only in pursuit.
#[inline(always)]
fn follows(sight: &Sight<'_>, squadron: &Squadron, slot: u32, to: [f32; 3]) -> bool {
    if let Some(Doctrine::Hold { leash, .. }) = squadron.doctrine
        && squared(to, squadron.station) > leash * leash
    {
        return false;
    }
    let row = sight.enemy.row[slot as usize] as usize;
    squadron.pursue || !sight.squadrons[usize::from(sight.foes.squadron[row])].flees()
}

/// Squared distance, with the terms added in the order of the axes.
#[inline(always)]
pub fn squared(a: [f32; 3], b: [f32; 3]) -> f32 {
    let [x, y, z] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    x * x + y * y + z * z
}

/// Turns velocities towards goals: straight at top speed, or a quarter to the left of that within the stand-off
/// distance, as far as acceleration allows. A ship without a goal keeps its velocity.
#[inline(always)]
fn steer<const FLAT: bool>(rows: &mut MotionWindow<'_>, run: &Run) {
    let n = rows.x.len();
    let (x, y, z) = (&rows.x[..n], &rows.y[..n], &rows.z[..n]);
    let (vx, vy, vz) = (&mut rows.vx[..n], &mut rows.vy[..n], &mut rows.vz[..n]);
    for i in 0..n {
        let d2 = run.goal_d2[i];
        let d = d2.sqrt();
        let pace = run.speed[i] / if d > 1e-6 { d } else { 1e-6 };
        let pace = if pace < run.approach[i] { pace } else { run.approach[i] };
        let dx = (run.goal[0][i] - x[i]) * pace;
        let dy = (run.goal[1][i] - y[i]) * pace;
        let closing = d > run.standoff[i];
        let ax = (if closing { dx } else { -dy }) - vx[i];
        let ay = (if closing { dy } else { dx }) - vy[i];
        let az = if FLAT { 0.0 } else { (run.goal[2][i] - z[i]) * pace - vz[i] };
        let flat = ax * ax + ay * ay;
        let a = (if FLAT { flat } else { flat + az * az }).sqrt();
        let share = if a > run.acceleration[i] { run.acceleration[i] / a } else { 1.0 };
        let share = if d2 < f32::INFINITY { share } else { 0.0 };
        vx[i] += ax * share;
        vy[i] += ay * share;
        if !FLAT {
            vz[i] += az * share;
        }
    }
}

/// Fires every weapon that is ready at the target, if it is in range.
#[inline(always)]
fn fire(sight: &Sight<'_>, first: usize, rows: &mut MotionWindow<'_>, run: &Run, deeds: &mut Deeds) {
    for (i, wait) in rows.wait.iter_mut().enumerate() {
        *wait = wait.map(|steps| steps.saturating_sub(1));
        let d2 = run.target_d2[i];
        let class = sight.plain.unwrap_or(sight.own.class[first + i]);
        let design = &sight.designs[usize::from(class)];
        let fixed = usize::from(design.speed <= 0.0);
        for (number, gun) in design.guns.iter().enumerate() {
            if wait[number & 3] == 0 && d2 <= gun.range_squared {
                wait[number & 3] = gun.every;
                deeds.shots[fixed] += 1;
                deeds.hits[fixed] += shoot(sight, first + i, (number, gun), run.slot[i], d2);
            }
        }
    }
}

/// One shot of a ship: 1 if it hits.
#[inline(always)]
fn shoot(sight: &Sight<'_>, row: usize, (number, gun): (usize, &Barrel), target: u32, d2: f32) -> u64 {
    let squadron = &sight.squadrons[usize::from(sight.own.squadron[row])];
    let ordinal = sight.own.ordinal[row];
    let ship = Whose { entity: squadron.entity, ordinal, number: squadron.first.wrapping_add(ordinal) };
    if !sight.luck.shots(ship, sight.step).hits(number, gun.chance(d2)) {
        return 0;
    }
    if gun.blast > 0.0 {
        burst(sight, ship, (number, gun), target);
    } else {
        let row = sight.enemy.row[target as usize] as usize;
        sight.damage[row].fetch_add(gun.damage, Ordering::Relaxed);
    }
    1
}

/// Damages every enemy within the blast of a shot that lands near its target.
fn burst(sight: &Sight<'_>, ship: Whose, (number, gun): (usize, &Barrel), target: u32) {
    let mut at = sight.enemy.stood(target);
    if gun.scatter > 0.0 {
        let off = sight.luck.scatter(ship, sight.step, number);
        for axis in 0..3 {
            at[axis] = (at[axis] + off[axis] * gun.scatter).clamp(0.0, sight.size[axis]);
        }
    }
    sight.enemy.each_about(sight.cells, at, gun.blast, |slot| {
        if squared(sight.enemy.stood(slot), at) <= gun.blast * gun.blast {
            let row = sight.enemy.row[slot as usize] as usize;
            sight.damage[row].fetch_add(gun.damage, Ordering::Relaxed);
        }
    });
}

/// Moves everybody, and turns back at the walls.
#[inline(always)]
fn travel<const FLAT: bool>(size: [f32; 3], rows: &mut MotionWindow<'_>) {
    go(rows.x, rows.vx, size[0]);
    go(rows.y, rows.vy, size[1]);
    if !FLAT {
        go(rows.z, rows.vz, size[2]);
    }
}

#[inline(always)]
fn go(places: &mut [f32], velocities: &mut [f32], end: f32) {
    for (place, velocity) in places.iter_mut().zip(velocities) {
        let to = *place + *velocity;
        let outside = to < 0.0 || to > end;
        let wall = if to < 0.0 { 0.0 } else { end };
        *place = if outside { wall } else { to };
        *velocity = if outside { -*velocity } else { *velocity };
    }
}
