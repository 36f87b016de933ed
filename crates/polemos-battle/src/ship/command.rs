//! What squadrons know and do: where they are, whether a command link reaches them, where their formation goes, and
//! which targets their ships share out.

use super::design::Design;
use super::engage::squared;
use super::fleet::Fleet;
use super::grid::{Cells, Grid};
use super::scene::Doctrine;
use super::squadron::{Posture, Squadron};

/// Share of top speed at which a formation moves, so that ships can keep their places in it.
const FORMATION_PACE: f32 = 0.8;
/// Share of the longest range at which a formation stops before the enemy.
const STOP: f32 = 0.5;
/// Most targets that a squadron shares out.
const MOST_TARGETS: usize = 32;
/// Steps of its squadron's expected fire that a target is given.
const STEPS_OF_FIRE: f32 = 8.0;

/// Finds the middle of each of a side's squadrons, from the ships that it has.
pub fn survey(squadrons: &[Squadron], fleet: &Fleet) -> Vec<Option<[f32; 3]>> {
    let mut sums = vec![([0.0_f64; 3], 0_u32); squadrons.len()];
    for (row, squadron) in fleet.crewed.squadron.iter().enumerate() {
        let (sum, count) = &mut sums[usize::from(*squadron)];
        for (sum, place) in
            sum.iter_mut().zip([fleet.motion.x[row], fleet.motion.y[row], fleet.motion.z[row]])
        {
            *sum += f64::from(place);
        }
        *count += 1;
    }
    let mean =
        |(sum, count): ([f64; 3], u32)| (count > 0).then(|| sum.map(|s| (s / f64::from(count)) as f32));
    sums.into_iter().map(mean).collect()
}

/// Finds which of a side's squadrons a command link reaches: from ships that command, and on by those that relay, each
/// as far as it carries. A side that never had a ship that commands needs none.
pub fn link(squadrons: &mut [Squadron], designs: &[Design], side: usize, commanded: bool) {
    let mut frontier = Vec::new();
    for (number, squadron) in squadrons.iter_mut().enumerate().filter(|(_, s)| s.side == side) {
        let starts = squadron.alive > 0 && designs[usize::from(squadron.class)].commands;
        squadron.linked = !squadron.cut_off && (!commanded || starts);
        if starts && squadron.linked {
            frontier.push(number);
        }
    }
    while commanded && let Some(from) = frontier.pop() {
        let (centre, carries) = (squadrons[from].centre, designs[usize::from(squadrons[from].class)].link);
        for (number, squadron) in squadrons.iter_mut().enumerate() {
            let reached = squadron.side == side
                && !squadron.linked
                && !squadron.cut_off
                && squadron.alive > 0
                && squared(squadron.centre, centre) <= carries * carries;
            if reached {
                squadron.linked = true;
                if designs[usize::from(squadron.class)].link > 0.0 {
                    frontier.push(number);
                }
            }
        }
    }
}

/// Power: a squadron that needs it has it while any of its sources has a ship left on its side.
pub fn power(squadrons: &mut [Squadron]) {
    for number in 0..squadrons.len() {
        let own = &squadrons[number];
        let lives = |source: &u16| {
            let source = &squadrons[usize::from(*source)];
            source.alive > 0 && source.side == own.side
        };
        let powered = own.powered_by.is_empty() || own.powered_by.iter().any(lives);
        squadrons[number].powered = powered;
    }
}

/// How near squadrons have come to where their enemies hold their ground.
pub fn intrude(squadrons: &mut [Squadron]) {
    let held = squadrons
        .iter()
        .filter(|squadron| squadron.holds())
        .map(|squadron| (squadron.side, squadron.station));
    let held: Vec<(usize, [f32; 3])> = held.collect();
    for squadron in squadrons {
        let theirs = held.iter().filter(|(side, _)| *side != squadron.side);
        let apart = theirs.map(|(_, station)| squared(squadron.centre, *station));
        squadron.intrudes = apart.fold(f32::INFINITY, f32::min);
    }
}

/// Moves a squadron's formation a step on towards where its doctrine wants it, from where everybody stands.
pub fn advance(
    squadrons: &[Squadron],
    number: usize,
    designs: &[Design],
    size: [f32; 3],
) -> Option<Squadron> {
    let own = &squadrons[number];
    let design = &designs[usize::from(own.class)];
    if own.doctrine.is_none() || own.posture != Posture::Fighting || own.alive == 0 || design.speed <= 0.0 {
        return None;
    }
    if !own.linked {
        // Out of command the formation is wherever its ships are: there it forms again when the link is back. Its ships
        // still come at the enemy, each on its own, unless they were told to hold their ground.
        let quarry = nearest_enemy(squadrons, own).filter(|_| !own.holds()).map(|enemy| enemy.centre);
        return Some(Squadron { anchor: own.centre, quarry, ..own.clone() });
    }
    let (to, stop) = destination(squadrons, own, design, designs)?;
    let way = [0, 1, 2].map(|axis| to[axis] - own.anchor[axis]);
    let distance = squared(to, own.anchor).sqrt();
    if distance <= stop.max(1e-3) {
        return None;
    }
    let stride = (FORMATION_PACE * design.speed).min(distance - stop) / distance;
    let mut moved = own.clone();
    for axis in 0..3 {
        moved.anchor[axis] = (own.anchor[axis] + way[axis] * stride).clamp(0.0, size[axis]);
    }
    let level = (way[0] * way[0] + way[1] * way[1]).sqrt();
    if level > 1e-3 {
        moved.ranks.facing = [way[0] / level, way[1] / level];
    }
    Some(moved)
}

/// Where a squadron's formation should be, and how far from there it stops.
fn destination(
    squadrons: &[Squadron],
    own: &Squadron,
    design: &Design,
    designs: &[Design],
) -> Option<([f32; 3], f32)> {
    let stop = STOP * design.range;
    match own.doctrine? {
        Doctrine::Hold { leash, ground } => {
            let ground = ground.unwrap_or(f32::INFINITY);
            let comes = |enemy: &&Squadron| {
                enemy.intrudes <= ground * ground && squared(enemy.centre, own.station) <= leash * leash
            };
            let meets = nearest(enemies(squadrons, own).filter(comes), own);
            Some(meets.map_or((own.station, 0.0), |enemy| (enemy.centre, stop)))
        }
        Doctrine::Mass => Some((nearest_enemy(squadrons, own)?.centre, stop)),
        Doctrine::Raid => Some((worthiest_enemy(squadrons, own, designs)?.centre, stop)),
        Doctrine::Screen { distance } => {
            let ward = middle_of_side(squadrons, own.side)?;
            let enemy = nearest_enemy(squadrons, own)?.centre;
            let apart = squared(enemy, ward).sqrt().max(1e-3);
            let out = distance.min(apart) / apart;
            Some(([0, 1, 2].map(|axis| ward[axis] + (enemy[axis] - ward[axis]) * out), 0.0))
        }
        Doctrine::Envelop { radius, flank } => {
            let enemy = nearest_enemy(squadrons, own)?.centre;
            let (dx, dy) = (enemy[0] - own.anchor[0], enemy[1] - own.anchor[1]);
            let apart = (dx * dx + dy * dy).sqrt().max(1e-3);
            if apart <= 1.5 * radius {
                return Some((enemy, stop));
            }
            let aside = flank.signum() * radius / apart;
            Some(([enemy[0] - dy * aside, enemy[1] + dx * aside, enemy[2]], 0.0))
        }
    }
}

fn enemies<'a>(squadrons: &'a [Squadron], own: &'a Squadron) -> impl Iterator<Item = &'a Squadron> {
    squadrons
        .iter()
        .filter(|other| other.side != own.side && other.alive > 0 && (own.pursue || !other.flees()))
}

fn nearest_enemy<'a>(squadrons: &'a [Squadron], own: &'a Squadron) -> Option<&'a Squadron> {
    nearest(enemies(squadrons, own), own)
}

fn nearest<'a>(among: impl Iterator<Item = &'a Squadron>, own: &Squadron) -> Option<&'a Squadron> {
    let distance = |other: &&Squadron| squared(other.centre, own.centre);
    among.min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// The enemy squadron of the highest priority, the nearest of those.
fn worthiest_enemy<'a>(
    squadrons: &'a [Squadron],
    own: &'a Squadron,
    designs: &[Design],
) -> Option<&'a Squadron> {
    let rank =
        |other: &&Squadron| (-designs[usize::from(other.class)].priority, squared(other.centre, own.centre));
    enemies(squadrons, own).min_by(|a, b| {
        let (a, b) = (rank(a), rank(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    })
}

/// The middle of a side's ships.
fn middle_of_side(squadrons: &[Squadron], side: usize) -> Option<[f32; 3]> {
    let (mut sum, mut count) = ([0.0_f64; 3], 0.0_f64);
    for squadron in squadrons.iter().filter(|s| s.side == side && s.alive > 0) {
        let ships = f64::from(squadron.alive);
        for (sum, place) in sum.iter_mut().zip(squadron.centre) {
            *sum += ships * f64::from(place);
        }
        count += ships;
    }
    (count > 0.0).then(|| sum.map(|s| (s / count) as f32))
}

/// The targets that a squadron's ships share out: of the enemies about its middle the ones of most worth, the damaged
/// before the whole and the near before the far, and so many of them as its fire is enough for.
pub fn choose_targets(
    own: &Squadron,
    designs: &[Design],
    (grid, cells): (&Grid, &Cells),
    enemy: &Fleet,
) -> Vec<u32> {
    let design = &designs[usize::from(own.class)];
    let range = design.range;
    let mut found: Vec<Mark> = Vec::new();
    grid.each_about(cells, own.centre, range, |slot| {
        let d2 = squared(grid.stood(slot), own.centre);
        if d2 <= range * range {
            let row = grid.row[slot as usize] as usize;
            let kind = &designs[usize::from(enemy.crewed.class[row])];
            let left = enemy.crewed.shield[row] + enemy.crewed.hull[row];
            // A dark ship is no danger: last of all.
            let awake = if enemy.crewed.dark[row] > 0 { 0.01 } else { 1.0 };
            found.push(Mark { worth: awake * kind.priority * (2.0 - left / kind.staying()), d2, slot, left });
        }
    });
    // Most enemies are whole, and so of equal worth. In the grid's order, along x, the first of them would be the foremost to
    // one side and the hindmost to the other, and where squadrons are many one side won 48 battles of 100.
    let before = |a: &Mark, b: &Mark| b.worth.total_cmp(&a.worth).then(a.d2.total_cmp(&b.d2));
    found.sort_unstable_by(|a, b| before(a, b).then(a.slot.cmp(&b.slot)));
    let mut fire = own.alive as f32 * design.firepower() * STEPS_OF_FIRE;
    let mut chosen = Vec::new();
    for mark in found.into_iter().take(MOST_TARGETS) {
        chosen.push(mark.slot);
        fire -= mark.left;
        if fire <= 0.0 {
            break;
        }
    }
    chosen
}

/// An enemy that a squadron could share out.
struct Mark {
    worth: f32,
    /// Squared distance from the squadron's middle.
    d2: f32,
    slot: u32,
    /// Points that it can still bear.
    left: f32,
}
