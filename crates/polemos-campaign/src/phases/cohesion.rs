//! Whether members stay with their coalition. States leave when they fight alone and after bad months, and seldom while
//! burdens are shared and the war goes well (Weisiger 2016). A member's cohesion drifts toward
//!
//! logistic(γ₀ + γ₁·logit p − γ₂·burden − γ₃·ln(1 + recent losses/scale) − γ₄·home),
//!
//! half-way in the rule's time, with the burden its share of the coalition's recent losses beyond its share of the
//! coalition's strength, counted in full once those losses reach the scale, and home ½ for a threatened capital's
//! weight doubled when it is lost. Below the rule's level its leader asks himself whether to stay: to fight on beside
//! the others, or to take a peace of his own, in which the enemy spares him part of what his odds would cost him and
//! which costs him his word to his allies. A member that has neither places nor forces left drops out.

use crate::effects;
use crate::phases::terms::{self, Weigher};
use crate::phases::{events, resolve};
use crate::situation::*;
use crate::turn::Turn;
use polemos_chance::special::{logistic, logit};
use polemos_chronicle::{LeftReason, Seq};
use polemos_war::*;

/// Moves the cohesion of all members by the days since the last review, and opens the question where it has gone.
pub fn review(t: &mut Turn<'_>, days: f64) {
    for side in t.s.coalitions.ids() {
        if t.war.coalitions[side].implicit || !t.s.coalitions[side].active {
            continue;
        }
        let members: Vec<FactionId> = t.s.factions.ids().filter(|id| fights_for(t, *id, side)).collect();
        if members.len() < 2 {
            continue;
        }
        members.iter().for_each(|id| remember(t, *id, days));
        let shares = Shares::of(t, &members);
        for id in members {
            if id != t.war.coalitions[side].lead {
                drift(t, id, &shares, days);
                waver(t, id, side);
            }
        }
    }
}

fn fights_for(t: &Turn<'_>, id: FactionId, side: CoalitionId) -> bool {
    t.s.factions[id].at_war && t.s.side(id) == side
}

/// Units that a faction has had and lost: afloat, or of any domain if it has none afloat.
fn had_and_lost(state: &FactionState) -> (f64, u32) {
    let sum = |of: &[Domain]| {
        let all = |units: &[u32; 5]| of.iter().map(|domain| units[*domain as usize]).sum::<u32>();
        (f64::from(all(&state.opening)) + f64::from(all(&state.built)), all(&state.lost))
    };
    let afloat = sum(&[Domain::Ships, Domain::Aircraft]);
    if afloat.0 > 0.0 { afloat } else { sum(&Domain::ALL) }
}

/// Counts what has been lost since the last review, and lets older losses fade.
fn remember(t: &mut Turn<'_>, id: FactionId, days: f64) {
    let fades = libm::exp(-days / t.rule(Rule::CohesionMemory));
    let state = &mut t.s.factions[id];
    let (_, lost) = had_and_lost(state);
    state.recent = state.recent * fades + f64::from(lost.saturating_sub(state.counted));
    state.counted = lost;
}

/// What a coalition has had and has lost of late.
struct Shares {
    had: f64,
    recent: f64,
}

impl Shares {
    fn of(t: &Turn<'_>, members: &[FactionId]) -> Self {
        let states = || members.iter().map(|id| &t.s.factions[*id]);
        Self {
            had: states().map(|state| had_and_lost(state).0).sum(),
            recent: states().map(|state| state.recent).sum(),
        }
    }
}

fn drift(t: &mut Turn<'_>, id: FactionId, shares: &Shares, days: f64) {
    let state = &t.s.factions[id];
    let scale = t.rule(Rule::ResolveDeadScale);
    let losses = if shares.had > 0.0 { shares.recent / shares.had } else { 0.0 };
    let of_losses = if shares.recent > 0.0 { state.recent / shares.recent } else { 0.0 };
    let of_strength = if shares.had > 0.0 { had_and_lost(state).0 / shares.had } else { 0.0 };
    let burden = (of_losses - of_strength).max(0.0) * (losses / scale).min(1.0);
    let home = match t.war.factions[id].capital {
        Some(capital) if t.s.holder(capital) != Some(state.coalition) => 2.0,
        _ if resolve::home_threatened(t, id) => 1.0,
        _ => 0.0,
    };
    let pull = t.rule(Rule::CohesionBase) + t.rule(Rule::CohesionProspect) * logit(state.prospect)
        - t.rule(Rule::CohesionBurden) * burden
        - t.rule(Rule::CohesionMonths) * libm::log1p(losses / scale)
        - t.rule(Rule::CohesionHome) * home;
    let step = -libm::expm1(-core::f64::consts::LN_2 * days / t.rule(Rule::CohesionHalfLife));
    let cohesion = state.cohesion + (logistic(pull) - state.cohesion) * step;
    t.s.factions[id].cohesion = cohesion.clamp(0.01, 0.99);
}

/// Opens the question of staying, once in a review of terms.
fn waver(t: &mut Turn<'_>, id: FactionId, side: CoalitionId) {
    let (today, state) = (t.dusk(), t.s.factions[id]);
    if state.cohesion >= t.rule(Rule::CohesionLeave) || today < state.next_stay {
        return;
    }
    t.s.factions[id].next_stay = today + t.rule(Rule::TermsReview);
    let mut found = t.war.decisions.pairs().filter(|(_, d)| d.kind == DecisionKind::Stay);
    if let Some((decision, _)) = found.find(|(_, d)| d.coalition == side && d.faction == id) {
        events::open(t, decision, state.cause);
    }
}

/// Utilities of staying in the war beside the others and of a peace of one's own.
pub fn value_of_staying(t: &Turn<'_>, id: FactionId, side: CoalitionId) -> [f64; 2] {
    let state = &t.s.factions[id];
    let leader = state.leader;
    let weigher = Weigher {
        prospect: state.prospect,
        resolve: state.resolve,
        outlives: t.trait_of(leader, |traits| traits.outlives_defeat, 1.0),
        holds: 1.0,
    };
    let give = weigher.concession() * (1.0 - t.rule(Rule::CohesionSpared));
    let trust = terms::opponent(t, side).map_or(0.0, |enemy| t.s.trust(side, enemy));
    let honour = t.rule(Rule::CohesionHonour) * t.trait_of(leader, |traits| traits.loyalty, 0.7);
    [weigher.fighting_on(t), weigher.peace(t, give, 0.0, 0.0, trust) - honour]
}

/// A member has decided whether to stay.
pub fn decided(t: &mut Turn<'_>, id: FactionId, side: CoalitionId, stays: bool, seq: Seq) {
    if !stays && fights_for(t, id, side) {
        t.s.factions[id].at_peace = true;
        effects::leave_for(t, id, LeftReason::SeparatePeace, Some(seq));
    }
}

/// All members leave the war, which others go on with.
pub fn give_up(t: &mut Turn<'_>, side: CoalitionId, cause: Option<Seq>) {
    t.s.stand_down(side);
    let members: Vec<FactionId> =
        t.s.factions.pairs().filter(|(_, f)| f.coalition == side).map(|(id, _)| id).collect();
    for id in members {
        t.s.factions[id].at_peace = true;
        effects::leave_for(t, id, LeftReason::GaveUp, cause);
    }
}

/// Members without places and forces drop out while others of their side fight on. Movements live among the people.
pub fn overrun(t: &mut Turn<'_>) {
    for id in t.s.factions.ids() {
        let state = &t.s.factions[id];
        let side = state.coalition;
        let apart = t.war.coalitions[side].implicit || t.war.coalitions[side].lead == id;
        if !state.at_war || apart || t.war.factions[id].kind == FactionKind::Movement {
            continue;
        }
        let had = state.opening_value > 0.0 || t.war.places.iter().any(|place| place.owner == Some(id));
        let holds = t.s.places.iter().any(|place| place.owner == Some(id));
        if had && !holds && !has_forces(t, id) {
            effects::leave_for(t, id, LeftReason::Overrun, state.cause);
        }
    }
}

/// Whether a faction has forces that fight, or some with a date still to come.
fn has_forces(t: &Turn<'_>, id: FactionId) -> bool {
    let least = 0.01 * t.s.factions[id].opening_value;
    let mut own = t.s.forces.pairs().filter(|(_, force)| force.faction == id);
    own.any(|(force, state)| match state.at {
        Whereabouts::Away => t.war.forces[force].arrives.is_some(),
        _ => state.at.is_present() && t.strength(force) > least,
    })
}
