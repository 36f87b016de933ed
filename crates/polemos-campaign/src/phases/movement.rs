//! Phase 5. Forces move along lanes, hop by hop, as far as the tick carries them. A force stops where it meets an
//! enemy. Forces of one operation keep together: they move at the pace of the slowest. Passing a place where
//! hostile ships lie, a force may be caught there, with probability 1 − exp(−detection · hunters · days on lane).

use crate::few::Few;
use crate::purpose;
use crate::routes;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chronicle::What;
use polemos_war::*;

/// Plays the phase.
pub fn play(t: &mut Turn<'_>) {
    let mut mobile = t.s.in_play.clone();
    mobile.keep(&t.real.mobile);
    for id in mobile.rows().map(ForceId::from_index) {
        let force = &t.s.forces[id];
        let marches = match force.at {
            Whereabouts::At(_) => force.goal.is_some(),
            Whereabouts::Lane { .. } => true,
            Whereabouts::Away | Whereabouts::Gone => false,
        };
        if marches {
            advance(t, id);
        }
    }
}

fn advance(t: &mut Turn<'_>, id: ForceId) {
    let start = t.day();
    let end = start + t.days();
    let mut now = start.max(t.s.forces[id].busy_until);
    // A loop over hops: each uses time, or ends the march.
    while now < end {
        match t.s.forces[id].at {
            Whereabouts::At(place) => {
                if t.s.forces[id].goal == Some(place) {
                    arrive(t, id, place, now);
                    return;
                }
                if stops_here(t, id, place, now > start) || !set_out(t, id, place) {
                    return;
                }
            }
            Whereabouts::Lane { from, to, left } => {
                let step = left.min(end - now);
                now += step;
                let left = left - step;
                t.s.forces[id].at = Whereabouts::Lane { from, to, left };
                if left > 1e-9 {
                    return;
                }
                enter(t, id, from, to);
            }
            Whereabouts::Away | Whereabouts::Gone => return,
        }
    }
    if let Some(place) = t.s.forces[id].at.place().filter(|place| t.s.forces[id].goal == Some(*place)) {
        arrive(t, id, place, end);
    }
}

/// A force that has come to a place where an enemy stands goes no further; one that starts from there may leave.
fn stops_here(t: &Turn<'_>, id: ForceId, place: PlaceId, moved: bool) -> bool {
    let faction = t.s.forces[id].faction;
    let enemy_here = t.s.foes_at(place, faction).any(|(_, f)| f.value > 0.0);
    let retreats = t.s.forces[id].mission == Mission::Retreat;
    enemy_here && moved && !retreats
}

fn set_out(t: &mut Turn<'_>, id: ForceId, from: PlaceId) -> bool {
    let Some(goal) = t.s.forces[id].goal else { return false };
    // Out of a ring leads only a lost battle, for those who can still break through.
    if t.s.shut_in(id) && t.s.forces[id].mission != Mission::Retreat {
        let force = &mut t.s.forces[id];
        (force.goal, force.mission) = (None, Mission::Guard);
        return false;
    }
    let side = t.s.side(t.s.forces[id].faction);
    let next = routes::next_hop(t.war, t.real, t.s, side, from, goal);
    let lane =
        next.and_then(|to| routes::lane_between(t.war, t.real, t.s, from, to).map(|(_, days)| (to, days)));
    let Some((to, days)) = lane else {
        // No way is open any more: the force stays, and its staff will think again.
        let force = &mut t.s.forces[id];
        (force.goal, force.mission) = (None, Mission::Guard);
        return false;
    };
    let left = days / pace(t, id, from);
    t.s.put(id, Whereabouts::Lane { from, to, left });
    t.s.stirred = true;
    t.s.supply_stale |= t.s.places[from].owner.is_none();
    t.s.touch(Reads::FORCES);
    true
}

/// Speed of a force, or of the slowest that marches with it.
fn pace(t: &Turn<'_>, id: ForceId, from: PlaceId) -> f64 {
    let force = &t.s.forces[id];
    let Mission::Attack(_) = force.mission else { return force.speed };
    let side = t.s.side(force.faction);
    let marches = |f: &ForceState| f.mission == force.mission && t.s.side(f.faction) == side;
    // Those who set out earlier today are already on the lane.
    let beside = |f: &ForceState| match f.at {
        Whereabouts::At(place) => place == from,
        Whereabouts::Lane { from: left, .. } => left == from,
        _ => false,
    };
    let with = t.s.forces.iter().filter(|f| marches(f) && beside(f));
    with.map(|f| f.speed).fold(force.speed, f64::min)
}

/// Comes to the end of a lane; on the way, it may have been caught at either end.
fn enter(t: &mut Turn<'_>, id: ForceId, from: PlaceId, to: PlaceId) {
    let caught_at = if intercepted(t, id, from, to) { from } else { to };
    t.s.put(id, Whereabouts::At(caught_at));
    t.s.stirred = true;
    t.s.supply_stale |= t.s.places[caught_at].owner.is_none();
    t.s.touch(Reads::FORCES);
    t.s.came = true;
}

/// Whether hunters at the place just left catch the force; at the place ahead they meet it anyway.
fn intercepted(t: &mut Turn<'_>, id: ForceId, from: PlaceId, to: PlaceId) -> bool {
    let faction = t.s.forces[id].faction;
    let hunters = t.s.foes_at(from, faction).map(|(other, _)| other).filter(|other| t.can_move(*other));
    let hunters: f64 = hunters.map(|other| t.strength(other)).sum();
    if hunters <= 0.0 {
        return false;
    }
    let days = routes::lane_between(t.war, t.real, t.s, from, to).map_or(0.0, |(_, days)| days);
    let chance = -libm::expm1(-t.rule(Rule::MovementDetection) * hunters * days);
    t.luck(purpose::INTERCEPTION, t.real.force_entity[id], from.0) < chance
}

fn arrive(t: &mut Turn<'_>, id: ForceId, place: PlaceId, day: f64) {
    let cause = t.s.forces[id].cause;
    t.record(day, &[cause], |_| What::Arrived { force: id, place });
    // Whoever is ordered to an enemy's place stays before it until it has fallen.
    let side = t.s.side(t.s.forces[id].faction);
    let stays = t.s.forces[id].mission == Mission::Ordered && routes::held_by_enemy(t.s, side, place);
    let force = &mut t.s.forces[id];
    force.goal = None;
    if matches!(force.mission, Mission::Withdraw | Mission::Retreat | Mission::Ordered) && !stays {
        force.mission = Mission::Guard;
    }
    t.s.touch(Reads::FORCES);
    t.s.came = true;
}

/// Drives a force off towards the nearest place of its side that no enemy holds or contests. Returns whether there
/// was one.
pub fn drive_off(t: &mut Turn<'_>, id: ForceId, from: PlaceId, mission: Mission) -> bool {
    let side = t.s.side(t.s.forces[id].faction);
    let Some(refuge) = refuge(t, side, from) else { return false };
    t.s.forces[id].goal = Some(refuge);
    t.s.forces[id].mission = mission;
    t.s.put(id, Whereabouts::At(from));
    set_out(t, id, from)
}

/// The nearest place of a side to which a way leads past no hostile fleet. A place that an enemy holds but where none
/// of his ships lie can be slipped past: what encircles is forces, not flags.
pub fn refuge(t: &Turn<'_>, side: CoalitionId, from: PlaceId) -> Option<PlaceId> {
    let lead = t.war.coalitions[side].lead;
    let open = |place: PlaceId| !t.s.foes_at(place, lead).any(|(_, force)| force.value > 0.0);
    let safe = |place: PlaceId| place != from && t.s.holder(place) == Some(side) && open(place);
    let n = t.war.places.len();
    let mut days: Few<f64, 32> = Few::filled(f64::INFINITY, n);
    let mut via: Few<Option<PlaceId>, 32> = Few::filled(None, n);
    routes::search(t.real, t.s, &[(from, 0.0)], safe, open, (&mut days, &mut via))
}

/// A force that is no more.
pub fn destroy(t: &mut Turn<'_>, id: ForceId, place: Option<PlaceId>, cause: Option<polemos_chronicle::Seq>) {
    if t.s.forces[id].at == Whereabouts::Gone {
        return;
    }
    let day = t.now();
    t.record(day, &[cause], |_| What::Destroyed { force: id, place });
    t.s.put(id, Whereabouts::Gone);
    let force = &mut t.s.forces[id];
    (force.goal, force.mission) = (None, Mission::Guard);
    // Its commander is free for another command.
    force.commander = None;
    t.s.touch(Reads::FORCES);
    t.s.came = true;
}
