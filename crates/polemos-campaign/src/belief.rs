//! What a faction believes of another: its side's sightings, off by the error of its own estimate. Decisions read
//! this and never the truth.

use crate::realised::Realised;
use crate::situation::{Estimate, Seen};
use crate::turn::Turn;
use polemos_chance::special::{logistic, normal_cdf};
use polemos_war::*;

/// Standard deviation of a faction's estimates, by the quality of its intelligence.
pub fn spread(war: &War, real: &Realised, by: FactionId) -> f64 {
    let quality = real.number(war.factions[by].intelligence).clamp(0.0, 1.0);
    let (blind, contact) = (real.rule(Rule::EstimateBlind), real.rule(Rule::EstimateContact));
    blind + (contact - blind) * quality
}

/// The factor by which a faction misjudges another's strength.
pub fn strength_factor(t: &Turn<'_>, by: FactionId, about: FactionId) -> f64 {
    match t.s.judgement(by, about).factor {
        Some(factor) => {
            debug_assert_eq!(
                factor,
                work_out_factor(t.s.estimate(by, about)),
                "an estimate changed unnoticed"
            );
            factor
        }
        None => work_out_factor(t.s.estimate(by, about)),
    }
}

/// The same, from the estimate.
pub fn work_out_factor(estimate: &Estimate) -> f64 {
    libm::exp((estimate.strength_error + estimate.strength_bias).clamp(-3.0, 3.0))
}

/// Believed strength of a faction, reference ships: what was last seen of each of its forces, misjudged.
pub fn strength(t: &Turn<'_>, by: FactionId, about: FactionId) -> f64 {
    let side = t.s.side(by);
    if t.s.side(about) == side {
        return t.faction_strength(about);
    }
    let forces = t.real.forces_of.rows_of(about.index()).map(ForceId::from_index);
    let seen: f64 = forces.map(|id| t.s.sighting(side, id).strength).sum();
    seen * strength_factor(t, by, about)
}

/// Believed strength of one force.
pub fn force_strength(t: &Turn<'_>, by: FactionId, force: ForceId) -> f64 {
    let about = t.s.forces[force].faction;
    t.s.sighting(t.s.side(by), force).strength * strength_factor(t, by, about)
}

/// Believed resolve of a faction, 0 to 1.
pub fn resolve(t: &Turn<'_>, by: FactionId, about: FactionId) -> f64 {
    if t.s.side(about) == t.s.side(by) {
        return t.s.factions[about].resolve;
    }
    let e = t.s.estimate(by, about);
    logistic(e.resolve_lagged + e.resolve_error + e.resolve_bias)
}

/// Believed strength of all that a faction's side is at war with, reference ships.
pub fn enemy_strength(t: &Turn<'_>, by: FactionId) -> f64 {
    let seen = t.s.sightings_of(t.s.side(by));
    let believed = |about: usize| {
        let forces = t.real.forces_of.rows_of(about);
        let strength = forces.fold(0.0, |sum, force| sum + seen[force].strength);
        strength * strength_factor(t, by, FactionId::from_index(about))
    };
    t.s.sides.enemies.rows_of(by.index()).map(believed).sum()
}

/// The enemy whose resolve counts: who leads the side that is believed to be the strongest of those at war with a
/// faction's.
pub fn chief_enemy(t: &Turn<'_>, by: FactionId) -> Option<FactionId> {
    let own = t.s.side(by);
    let believed = |side: CoalitionId| -> f64 {
        let members = t.s.factions.ids().filter(|id| t.s.side(*id) == side && t.s.hostile(by, *id));
        members.map(|id| strength(t, by, id)).sum()
    };
    let fights = |side: CoalitionId| {
        side != own && t.s.factions.ids().any(|id| t.s.side(id) == side && t.s.hostile(by, id))
    };
    let mut chief: Option<(CoalitionId, f64)> = None;
    for side in t.s.coalitions.ids().filter(|side| fights(*side)) {
        let strength = believed(side);
        if chief.is_none_or(|(_, most)| strength > most) {
            chief = Some((side, strength));
        }
    }
    chief.map(|(side, _)| t.war.coalitions[side].lead)
}

/// What a faction believes of its enemies, beside the truth, for the record of a decision.
pub fn seen(t: &Turn<'_>, by: FactionId) -> Seen {
    let enemies = t.s.factions.ids().filter(|about| t.s.hostile(by, *about));
    let true_strength: f64 = enemies.map(|about| t.faction_strength(about)).sum();
    let chief = chief_enemy(t, by);
    Seen {
        odds: t.s.factions[by].prospect as f32,
        strength: enemy_strength(t, by) as f32,
        true_strength: true_strength as f32,
        resolve: chief.map_or(0.0, |about| resolve(t, by, about)) as f32,
        true_resolve: chief.map_or(0.0, |about| t.s.factions[about].resolve) as f32,
        ..Seen::default()
    }
}

/// What a side's yards add, reference ships a day. Of its own works a side knows the state; an enemy's are taken
/// as whole.
pub fn building(t: &Turn<'_>, own: bool, counts: impl Fn(FactionId) -> bool) -> f64 {
    let mut rate = 0.0;
    for yard in &t.real.yards {
        let Some(owner) = t.s.places[yard.place].owner else { continue };
        if !counts(owner) || (own && !t.s.works[yard.works].working()) {
            continue;
        }
        let changed = if own { t.s.factions[owner].industry } else { 1.0 };
        rate += yard.adds[owner] * changed;
    }
    rate * t.rule(Rule::YardRate)
}

/// What those of one side who judge its prospects have in common.
pub struct Common {
    side: CoalitionId,
    at_war: bool,
    /// Its strength when its yards have worked for the horizon.
    own_later: f64,
    /// What the enemy's yards add within it.
    enemy_builds: f64,
}

impl Common {
    fn of(t: &Turn<'_>, by: FactionId, strengths: &[f64]) -> Self {
        let (side, at_war) = (t.s.side(by), t.s.factions[by].at_war);
        let own: f64 = t.s.members(side).map(|id| strengths[id.index()]).sum();
        let horizon = t.rule(Rule::ProspectHorizon);
        Self {
            side,
            at_war,
            own_later: own + horizon * building(t, true, |owner| t.s.side(owner) == side),
            enemy_builds: horizon * building(t, false, |owner| t.s.hostile(by, owner)),
        }
    }
}

/// A faction's believed chance that its side prevails: MODEL's prospect, from strengths as believed and what yards
/// add within the horizon; `strengths` are the factions' own, by row. Owners of yards are common knowledge; the state of
/// an enemy's yards is taken as whole. `common` keeps what the next to judge for the same side need not work out again.
pub fn prospect(t: &Turn<'_>, by: FactionId, strengths: &[f64], common: &mut Vec<Common>) -> f64 {
    let fits = |it: &Common| (it.side, it.at_war) == (t.s.side(by), t.s.factions[by].at_war);
    let known = common.iter().position(fits).unwrap_or_else(|| {
        common.push(Common::of(t, by, strengths));
        common.len() - 1
    });
    let it = &common[known];
    let enemy_later = enemy_strength(t, by) + it.enemy_builds;
    let own_later = it.own_later;
    let noise = t.rule(Rule::ProspectNoise);
    let spread = spread(t.war, t.real, by);
    let deviation = libm::sqrt(spread * spread + noise * noise);
    let ratio = libm::log(own_later.max(0.5)) - libm::log(enemy_later.max(0.5));
    normal_cdf(ratio / deviation).clamp(0.01, 0.99)
}
