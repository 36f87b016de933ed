//! Operations of a theatre command. An attack is weighed as a whole: for each target, the smallest force that
//! reaches each of a few odds, because the first ship of an attack is worth nothing alone; this is what makes a
//! command mass its forces. The package with the best value won less losses feared is gathered and then launched
//! together, if the odds, looked at again, still bear it.

use crate::engagement::{self, Firmness};
use crate::few::Few;
use crate::odds;
use crate::phases::orders::{Staff, is_free, send};
use crate::phases::{landing, sieges};
use crate::routes;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chronicle::What;
use polemos_war::*;

/// Odds at which packages are weighed.
const LEVELS: [f64; 4] = [0.6, 0.75, 0.88, 0.96];
/// Days after which an operation that has not gathered is given up.
const PATIENCE_DAYS: f64 = 60.0;
/// Share of an operation's strength that must have gathered before it is launched.
const GATHERED: f64 = 0.85;

/// Begins, launches and ends operations.
pub fn review(t: &mut Turn<'_>, staff: &mut Staff) {
    for n in 0..OPERATIONS {
        match t.s.coalitions[staff.side].operations[n].stage {
            Stage::Idle => {}
            Stage::Gathering => gather(t, staff, n),
            Stage::Launched => finish(t, staff, n),
        }
    }
    if t.s.coalitions[staff.side].posture == Posture::Offensive {
        while let Some(n) = idle_slot(t, staff.side) {
            let Some(package) = best_package(t, staff) else { break };
            begin(t, staff, n, package);
        }
    }
}

fn idle_slot(t: &Turn<'_>, side: CoalitionId) -> Option<usize> {
    t.s.coalitions[side].operations.iter().position(|o| o.stage == Stage::Idle)
}

/// Forces that take part in an operation.
pub fn participants(t: &Turn<'_>, side: CoalitionId, n: usize) -> Vec<ForceId> {
    let n = n as u8;
    let on_it = |f: &ForceState| f.mission == Mission::Gather(n) || f.mission == Mission::Attack(n);
    t.s.forces_in_play(side).filter(|id| on_it(&t.s.forces[*id])).collect()
}

/// A weighed attack.
struct Package {
    target: PlaceId,
    staging: PlaceId,
    forces: Vec<ForceId>,
    net: f64,
    win: f64,
    loss: f64,
}

/// Ends an operation: its forces are free again where they are.
fn release(t: &mut Turn<'_>, side: CoalitionId, n: usize) {
    for id in participants(t, side, n) {
        let hears = t.in_command(id);
        let force = &mut t.s.forces[id];
        force.mission = Mission::Guard;
        // One that orders do not reach goes on to where it was sent.
        force.goal = force.goal.filter(|_| !hears);
    }
    t.s.coalitions[side].operations[n].stage = Stage::Idle;
}

/// Launches an operation whose forces have come together, or gives it up.
fn gather(t: &mut Turn<'_>, staff: &mut Staff, n: usize) {
    let operation = t.s.coalitions[staff.side].operations[n];
    let all = participants(t, staff.side, n);
    let offensive = t.s.coalitions[staff.side].posture == Posture::Offensive;
    let target_is_hostile = staff.can_take(t, operation.target);
    let stays = t.s.holder(operation.staging) == Some(staff.side);
    if all.is_empty() || !offensive || !target_is_hostile || !stays {
        return release(t, staff.side, n);
    }
    let here = |id: &ForceId| t.s.forces[*id].at.place() == Some(operation.staging) && t.in_command(*id);
    // Those whom an enemy holds where they are will not come; no one waits for them.
    let held = |id: &ForceId| {
        let at = t.s.forces[*id].at.place().filter(|place| *place != operation.staging);
        at.is_some_and(|place| t.contested(place))
    };
    let total: f64 = all.iter().filter(|id| !held(id)).map(|id| t.strength(*id)).sum();
    let ready: Few<ForceId, 32> = all.iter().copied().filter(here).collect();
    let strength: f64 = ready.iter().map(|id| t.strength(*id)).sum();
    let late = t.day() - operation.begun > PATIENCE_DAYS;
    if strength < GATHERED * total && !late {
        return;
    }
    let (enemy, firm) = defence(t, staff, operation.target);
    let (win, loss) = odds::attack(t, staff, strength, enemy, firm);
    if Stakes::of(t, staff).net(prize(t, staff, operation.target), win, loss, strength) <= 0.0 {
        if late {
            release(t, staff.side, n);
        }
        return;
    }
    for id in all.iter().copied().filter(|id| !ready.contains(id)) {
        (t.s.forces[id].mission, t.s.forces[id].goal) = (Mission::Guard, None);
    }
    for id in ready {
        send(t, id, operation.target, Mission::Attack(n as u8), operation.cause);
    }
    let state = &mut t.s.coalitions[staff.side];
    state.operations[n].stage = Stage::Launched;
    // The order to gather has been carried out; what follows is staged from where it leads.
    state.gather = state.gather.filter(|place| *place != operation.staging);
}

/// Ends an operation that has reached its end: the target is taken, or no one is left to take it.
fn finish(t: &mut Turn<'_>, staff: &Staff, n: usize) {
    let operation = t.s.coalitions[staff.side].operations[n];
    let all = participants(t, staff.side, n);
    let done = !staff.can_take(t, operation.target);
    let on_the_way =
        all.iter().any(|id| t.s.forces[*id].goal.is_some() || t.s.forces[*id].busy_until > t.day());
    if all.is_empty() || (done && !on_the_way) || t.s.coalitions[staff.side].posture == Posture::Withdraw {
        release(t, staff.side, n);
    } else if !on_the_way {
        keep_blockade(t, staff.side, operation.target, &all);
    }
}

/// Where only a garrison is left that is to be starved, the weakest force keeps the blockade; the others are free again.
fn keep_blockade(t: &mut Turn<'_>, side: CoalitionId, target: PlaceId, all: &[ForceId]) {
    let at = |id: &ForceId| t.s.forces[*id].at.place() == Some(target);
    let fought = t.contested_by_many(target) || t.s.places[target].ground.is_some();
    if fought || !sieges::besieged_by(t, target, side) || !all.iter().all(at) {
        return;
    }
    let strength = |id: &ForceId| t.strength(*id);
    let least = all.iter().copied().filter(|id| strength(id) > 0.0);
    let Some(stays) = least.min_by(|a, b| strength(a).total_cmp(&strength(b)).then(a.cmp(b))) else { return };
    for id in all.iter().copied().filter(|id| *id != stays) {
        t.s.forces[id].mission = Mission::Guard;
    }
}

/// Believed strength that an attack on a place meets: what stands there, and half of what can come within days; and how
/// firm it is.
fn defence(t: &Turn<'_>, staff: &Staff, target: PlaceId) -> (f64, Firmness) {
    let near = routes::neighbours(t.war, t.s, target).filter(|(lane, _)| t.real.lane_days[*lane] <= 4.0);
    let help: f64 = near.map(|(_, place)| staff.at(place).mobile).sum();
    let strength = staff.at(target).enemy + 0.5 * help;
    let way_out = routes::held_by_enemy_beside(t.war, t.s, staff.side, target).next().is_some();
    let fixed = staff.at(target).enemy - staff.at(target).mobile;
    let (fixed, cornered) = if strength > 0.0 { (fixed / strength, !way_out) } else { (0.0, true) };
    (strength, Firmness { fixed, cornered, resolute: engagement::resolute(t, target) })
}

/// Worth of taking a place: its own, and a share of what lies behind it.
fn prize(t: &Turn<'_>, staff: &Staff, target: PlaceId) -> f64 {
    let behind = routes::held_by_enemy_beside(t.war, t.s, staff.side, target);
    staff.worth(t, target) + 0.35 * behind.map(|place| staff.worth(t, place)).fold(0.0, f64::max)
}

/// What losses weigh against gains.
#[derive(Clone, Copy)]
struct Stakes {
    /// What the loss of the side's whole strength would cost, in worth of places.
    price: f64,
    /// The side's whole strength.
    whole: f64,
}

impl Stakes {
    fn of(t: &Turn<'_>, staff: &Staff) -> Self {
        let boldness = t.trait_of(t.commander_of(staff.side), |traits| traits.boldness, 0.5);
        let aversion = t.rule(Rule::CommandLossAversion) * (1.5 - boldness) * (1.0 - t.deadlock());
        Self { price: aversion * t.real.stakes, whole: staff.outlook.iter().map(|it| it.own).sum() }
    }

    /// Value expected to be won less losses feared, in worth of places.
    fn net(self, prize: f64, win: f64, loss: f64, strength: f64) -> f64 {
        prize * win - self.price * loss * strength / self.whole.max(1.0)
    }
}

/// The most promising attack with the forces that are free.
fn best_package(t: &Turn<'_>, staff: &Staff) -> Option<Package> {
    let free: Few<(ForceId, PlaceId, f64), 32> = staff
        .mobile
        .iter()
        .copied()
        .filter(|id| is_free(t, *id) && t.s.forces[*id].readiness >= 0.5)
        .filter_map(|id| Some((id, t.s.forces[id].at.place()?, t.strength(id))))
        .filter(|(id, _, strength)| *strength > 0.0 || landing::worth(t, *id) > 0.0)
        .collect();
    if free.is_empty() {
        return None;
    }
    let stakes = Stakes::of(t, staff);
    let threatened = staff.outlook.iter().any(|it| it.own > 0.0 && it.threat > it.own);
    let reserve = if threatened { t.rule(Rule::CommandReserve) } else { 0.0 };
    let on_operation =
        |id: &&ForceId| matches!(t.s.forces[**id].mission, Mission::Gather(_) | Mission::Attack(_));
    let committed: f64 = staff.mobile.iter().filter(on_operation).map(|id| t.strength(*id)).sum();
    let limit = (1.0 - reserve) * stakes.whole - committed;
    let way = Way::to_objective(t, staff);
    let gathers = reach_of_gathering(t, staff);
    let others = t.war.places.ids().filter(|id| !t.s.sides.held.has(staff.side.index(), id.index()));
    let targets = others.filter(|id| staff.can_take(t, *id));
    let fresh = targets.filter(|id| {
        !under_attack(t, staff.side, *id)
            && gathers.is_none_or(|(from, days)| t.s.distance(from, *id) <= days)
            && way.is_none_or(|w| w.leads_through(t, *id))
    });
    let packages = fresh.filter_map(|target| package_for(t, staff, target, &free, (limit, stakes)));
    packages.fold(None, |best: Option<Package>, p| match best {
        Some(best) if best.net >= p.net => Some(best),
        _ => Some(p),
    })
}

/// How much stronger than before, or than what it met, a package must be to go where the coalition turned back.
const CLEARLY: f64 = 1.25;

/// What a coalition met at a place that it turned back from, if it remembers and does not believe it to be gone.
fn rebuff<'a>(t: &'a Turn<'_>, staff: &Staff, target: PlaceId) -> Option<&'a Rebuff> {
    let rebuffs = t.s.coalitions[staff.side].avoided.iter();
    let mut fresh = rebuffs.filter(|it| it.place == target && t.day() < it.until);
    fresh.find(|it| staff.at(target).enemy > 0.0 || it.met <= 0.0)
}

/// The way to what a coalition has been told to take: with an objective, it strikes along the way and nowhere else.
#[derive(Clone, Copy)]
struct Way {
    from: PlaceId,
    to: PlaceId,
}

impl Way {
    /// To the weightiest objective in enemy hands, from the nearest place of its own.
    fn to_objective(t: &Turn<'_>, staff: &Staff) -> Option<Self> {
        let objectives = t.s.coalitions[staff.side].objectives.iter();
        let open = objectives.filter(|(place, weight)| *weight > 1.0 && staff.can_take(t, *place));
        let (to, _) = *open.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        let own = staff.kept.iter().copied();
        let from = own.min_by(|a, b| t.s.distance(*a, to).total_cmp(&t.s.distance(*b, to)))?;
        t.s.distance(from, to).is_finite().then_some(Self { from, to })
    }

    fn leads_through(self, t: &Turn<'_>, target: PlaceId) -> bool {
        let detour = t.s.distance(self.from, target) + t.s.distance(target, self.to);
        detour <= 1.25 * t.s.distance(self.from, self.to) + 1e-9
    }
}

fn under_attack(t: &Turn<'_>, side: CoalitionId, target: PlaceId) -> bool {
    t.s.coalitions[side].operations.iter().any(|o| o.stage != Stage::Idle && o.target == target)
}

/// Where the coalition has been told to gather, if it still holds the place.
fn gathering(t: &Turn<'_>, staff: &Staff) -> Option<PlaceId> {
    t.s.coalitions[staff.side].gather.filter(|place| staff.keeps(t, *place))
}

/// A coalition told to gather strikes from there, at what lies nearest, and in one blow: from where, and how far; not
/// at all while it has another operation in hand.
fn reach_of_gathering(t: &Turn<'_>, staff: &Staff) -> Option<(PlaceId, f64)> {
    let from = gathering(t, staff)?;
    if t.s.coalitions[staff.side].operations.iter().any(|o| o.stage != Stage::Idle) {
        return Some((from, f64::NEG_INFINITY));
    }
    let hostile = t.war.places.ids().filter(|place| routes::held_by_enemy(t.s, staff.side, *place));
    let nearest = hostile.map(|place| t.s.distance(from, place)).fold(f64::INFINITY, f64::min);
    Some((from, 1.5 * nearest))
}

/// Where an attack on a place gathers: where the coalition has been told to, or on the strongest of its own places
/// next to the target.
fn staging_for(t: &Turn<'_>, staff: &Staff, target: PlaceId) -> Option<PlaceId> {
    if let Some(place) = gathering(t, staff) {
        return t.s.distance(place, target).is_finite().then_some(place);
    }
    let own = |place: PlaceId| staff.keeps(t, place);
    let next = routes::neighbours(t.war, t.s, target).map(|(_, place)| place).filter(|place| own(*place));
    next.max_by(|a, b| staff.at(*a).own.total_cmp(&staff.at(*b).own).then(b.cmp(a)))
}

/// The best of the packages for one target.
fn package_for(
    t: &Turn<'_>,
    staff: &Staff,
    target: PlaceId,
    free: &[(ForceId, PlaceId, f64)],
    (limit, stakes): (f64, Stakes),
) -> Option<Package> {
    let staging = staging_for(t, staff, target)?;
    let (enemy, firm) = defence(t, staff, target);
    let prize = prize(t, staff, target);
    let rebuff = rebuff(t, staff, target);
    let enemy = rebuff.map_or(enemy, |it| enemy.max(it.met));
    let enough = rebuff.map_or(0.0, |it| CLEARLY * it.met.min(it.came));
    let can_come = |(_, at, own): &&(ForceId, PlaceId, f64)| {
        t.s.distance(*at, staging).is_finite() && !staff.barred(t, *at, staging, *own)
    };
    let mut near: Few<(ForceId, PlaceId, f64), 32> = free.iter().filter(can_come).copied().collect();
    near.sort_by(|a, b| {
        t.s.distance(a.1, staging).total_cmp(&t.s.distance(b.1, staging)).then(a.0.cmp(&b.0))
    });
    // Told to gather, a coalition brings all that it can spare.
    let mass = gathering(t, staff).is_some();
    let (mut strength, mut best, mut level) = (0.0, None::<Package>, 0);
    for (count, (_, _, own)) in near.iter().enumerate() {
        strength += own;
        if strength > limit {
            break;
        }
        if !mass && count > 0 && level == LEVELS.len() {
            break;
        }
        if strength < enough || staff.barred(t, staging, target, strength) {
            continue;
        }
        let (win, loss) = odds::attack(t, staff, strength, enemy, firm);
        let reached = LEVELS.iter().filter(|odds| win >= **odds).count();
        if reached <= level && !mass {
            continue;
        }
        level = reached;
        let forces = || near[..=count].iter().map(|(id, _, _)| *id);
        let takes = takes_ground(t, staff, target, forces());
        let net = stakes.net(prize, win * takes, loss, strength);
        if net > 0.0 && best.as_ref().is_none_or(|best| mass || net > best.net) {
            best = Some(Package { target, staging, forces: forces().collect(), net, win, loss });
        }
    }
    best.map(|package| with_troops(t, staff, package, &near))
}

/// Share of a place's worth that a blockade is counted for, which may starve it in months.
const BLOCKADE: f64 = 0.5;

/// How much of its prize an attack can have: all of it, where no troops are believed to hold the ground; where they
/// are, as much as the odds of a landing bear out, and at least what a blockade is worth.
fn takes_ground(t: &Turn<'_>, staff: &Staff, target: PlaceId, forces: impl Iterator<Item = ForceId>) -> f64 {
    let garrison = staff.at(target).troops;
    if garrison <= 0.0 {
        return 1.0;
    }
    let own: f64 = forces.map(|id| landing::worth(t, id)).sum();
    BLOCKADE + (1.0 - BLOCKADE) * if own > 0.0 { landing::odds(t, own, garrison) } else { 0.0 }
}

/// An attack on ground that troops hold takes along the nearest forces that carry troops, until a landing has fair
/// odds; where none are to be had, it is a blockade.
fn with_troops(
    t: &Turn<'_>,
    staff: &Staff,
    mut package: Package,
    near: &[(ForceId, PlaceId, f64)],
) -> Package {
    let garrison = staff.at(package.target).troops;
    let mut own: f64 = package.forces.iter().map(|id| landing::worth(t, *id)).sum();
    for (id, ..) in near {
        if garrison <= 0.0 || (own > 0.0 && landing::odds(t, own, garrison) >= t.rule(Rule::LandingOdds)) {
            break;
        }
        let brings = landing::worth(t, *id);
        if brings > 0.0 && !package.forces.contains(id) {
            package.forces.push(*id);
            own += brings;
        }
    }
    package
}

fn begin(t: &mut Turn<'_>, staff: &mut Staff, n: usize, package: Package) {
    let Package { target, staging, forces, win, loss, .. } = package;
    let posture = t.s.coalitions[staff.side].cause;
    let day = t.day();
    let side = staff.side;
    let seq = t.record(day, &[posture], |t| What::Offensive {
        coalition: side,
        target,
        from: staging,
        strength: forces.iter().map(|id| t.strength(*id)).sum(),
        units: forces.iter().fold([0; 5], |sum, id| {
            let units = t.units(*id);
            std::array::from_fn(|domain| sum[domain] + units[domain])
        }),
        forces: forces.clone(),
        projected_win: win,
        projected_loss: loss,
    });
    t.s.coalitions[side].operations[n] =
        Operation { stage: Stage::Gathering, target, staging, begun: day, cause: Some(seq) };
    for id in forces {
        let strength = t.strength(id);
        if let Some(at) = t.s.forces[id].at.place() {
            staff.outlook[at.index()].own -= strength;
            staff.outlook[staging.index()].own += strength;
        }
        send(t, id, staging, Mission::Gather(n as u8), Some(seq));
    }
}
