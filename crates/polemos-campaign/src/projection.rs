//! Attacks and defences that a staff works through before anything is sent: what a decision about pressing on, or about
//! giving up, is made on. Own strength is counted, the enemy's is what was last seen of it, misjudged as the staff
//! misjudges it; both stand for so many reference ships in the battle's quick form. Nothing here reads a truth about
//! the enemy.

use crate::belief;
use crate::engagement::{self, Firmness, LAST_STAND, Losses};
use crate::routes;
use crate::situation::Mission;
use crate::turn::Turn;
use polemos_battle::Rules;
use polemos_battle::quick::{self, Force};
use polemos_chronicle::ProjectionSeen;
use polemos_war::*;

/// What a decision's staff projects, if the decision has a place to project an attack on.
pub fn for_decision(t: &Turn<'_>, id: DecisionId) -> Option<ProjectionSeen> {
    let def = &t.war.decisions[id];
    let place = def.projects.filter(|place| !t.war.places[*place].removed)?;
    Some(assault(t, def.coalition, place, ordered_tolerance(t, def)))
}

/// The attack is fought out to the greatest loss that any option of the decision orders to be borne, and to the
/// standing order where none orders any: what is weighed is what going through with it would cost.
fn ordered_tolerance(t: &Turn<'_>, def: &Decision) -> f64 {
    let effects = def.options.iter().flat_map(|option| &option.effects);
    let orders = effects.filter_map(|effect| match effect {
        Effect::Tolerance(side, share) if *side == def.coalition => Some(t.real.number(*share)),
        _ => None,
    });
    let most = orders.fold(f64::NEG_INFINITY, f64::max);
    if most.is_finite() { most } else { t.s.coalitions[def.coalition].tolerance }
}

/// An attack on a place with all that a coalition could gather for it: every force of its own that moves, is not
/// beaten or mending, and has a way there. The enemy has there what never leaves the place, and of what moves as much
/// as nearness brings up, by the rule on threats.
pub fn assault(t: &Turn<'_>, side: CoalitionId, place: PlaceId, tolerance: f64) -> ProjectionSeen {
    let lead = t.war.coalitions[side].lead;
    let gathers = |id: &ForceId| {
        let force = &t.s.forces[*id];
        let at = force.at.place().or(force.goal);
        t.can_move(*id)
            && !matches!(force.mission, Mission::Retreat | Mission::Refit)
            && t.s.side(force.faction) == side
            && t.s.factions[force.faction].at_war
            && at.is_some_and(|at| t.s.distance(at, place).is_finite())
    };
    let own: f64 = t.s.forces.ids().filter(gathers).map(|id| t.strength(id)).sum();
    let (fixed, mobile) = seen(t, lead, |at| t.s.nearness(at, place), |at| at == place);
    let cornered = routes::held_by_enemy_beside(t.war, t.s, side, place).next().is_none();
    let enemy = fixed + mobile;
    if enemy <= 0.0 {
        return UNOPPOSED;
    }
    let firm = Firmness { fixed: fixed / enemy, cornered, resolute: engagement::resolute(t, place) };
    let rules = engagement::rules_against(t, firm.stays(), firm.resolute);
    let one = t.real.reference;
    weigh(t, lead, one.scaled(own), firm.of(one.scaled(enemy)), &rules, tolerance)
}

/// Keeps what a battle has cost those who had projected an attack on its place.
pub fn charge(t: &mut Turn<'_>, place: PlaceId, sides: [CoalitionId; 2], losses: &[Losses; 2]) {
    for (id, def) in t.war.decisions.pairs().filter(|(_, def)| def.projects == Some(place)) {
        let which = sides.iter().position(|side| *side == def.coalition);
        let state = &mut t.s.decisions[id];
        if let Some(which) = which.filter(|_| state.made > 0) {
            let [lost, brought] = state.seen.paid.unwrap_or_default();
            let (value, opening) = (losses[which].value as f32, losses[which].opening as f32);
            state.seen.paid = Some([lost + value, brought.max(opening)]);
        }
    }
}

/// The defence of a place by what stands there, against what is believed to lie at it and next to it. Those who are
/// encircled stand to the last.
pub fn defence(t: &Turn<'_>, side: CoalitionId, place: PlaceId) -> ProjectionSeen {
    let lead = t.war.coalitions[side].lead;
    let here = t.s.forces_at(place).filter(|(_, force)| t.s.side(force.faction) == side);
    let (mut own, mut fixed) = (0.0, 0.0);
    for (id, _) in here {
        own += t.strength(id);
        fixed += if t.real.anchored[id] { t.strength(id) } else { 0.0 };
    }
    let near: Vec<PlaceId> = routes::neighbours(t.war, t.s, place).map(|(_, next)| next).collect();
    let close = |at: PlaceId| if at == place || near.contains(&at) { 1.0 } else { 0.0 };
    let (_, besiegers) = seen(t, lead, close, |_| false);
    if besiegers <= 0.0 {
        return UNOPPOSED;
    }
    let rules = engagement::rules_against(t, 0.0, 0.0);
    let one = t.real.reference;
    let own = one.scaled(own).anchored(if own > 0.0 { fixed / own } else { 0.0 }).holding();
    weigh(t, lead, own, one.scaled(besiegers), &rules, LAST_STAND)
}

/// Hostile strength as a faction believes it: that of garrisons where they count, and of what moves, each force times
/// what it counts for.
fn seen(
    t: &Turn<'_>,
    by: FactionId,
    counts: impl Fn(PlaceId) -> f64,
    garrisons: impl Fn(PlaceId) -> bool,
) -> (f64, f64) {
    let side = t.s.side(by);
    let (mut fixed, mut mobile) = (0.0, 0.0);
    for (id, force) in t.s.forces.pairs().filter(|(_, force)| t.s.hostile(by, force.faction)) {
        let sighting = t.s.sighting(side, id);
        let Some(at) = sighting.place else { continue };
        let strength = sighting.strength * belief::strength_factor(t, by, force.faction);
        match t.real.anchored[id] {
            true if garrisons(at) => fixed += strength,
            true => {}
            false => mobile += strength * counts(at),
        }
    }
    (fixed, mobile)
}

/// What is seen of a battle with nobody.
const UNOPPOSED: ProjectionSeen = ProjectionSeen { win: 1.0, loss: 0.0, loss_range: [0.0, 0.0] };

/// A battle of two forces by rules.
fn weigh(
    t: &Turn<'_>,
    by: FactionId,
    ours: Force,
    theirs: Force,
    rules: &Rules,
    tolerance: f64,
) -> ProjectionSeen {
    let leaves = engagement::orders(t, tolerance);
    let seen = quick::project_forces(&ours, &theirs, rules, leaves, belief::spread(t.war, t.real, by));
    ProjectionSeen { win: seen.win, loss: seen.loss_share_own, loss_range: [seen.low, seen.high] }
}
