//! Phase 2. Each side sees what it can of others' forces, and each faction whose judgement counts carries an
//! error of estimation that persists for weeks: truth as last seen × bias × noise. The noise is an AR(1) process
//! with the scenario's memory; its spread and the lag fall as intelligence improves (MODEL, "Estimates"). Forces
//! out of sight keep their last known place and strength.

use crate::belief;
use crate::purpose;
use crate::routes;
use crate::situation::{Sighting, Whereabouts};
use crate::turn::Turn;
use polemos_chance::special::logit;
use polemos_war::*;

/// Plays the phase: what is made of what has been seen.
pub fn play(t: &mut Turn<'_>) {
    let real = t.real;
    for by in &real.watchers {
        let pace = Pace::of(t, *by);
        for about in t.war.factions.ids() {
            if t.s.side(*by) != t.s.side(about) {
                drift(t, *by, about, &pace);
            }
        }
        let prospect = belief::prospect(t, *by);
        t.s.factions[*by].prospect = prospect;
    }
    share_prospect(t);
    t.s.touch(Reads::BELIEFS);
}

/// Members without a staff of their own see the war as their coalition's lead does.
fn share_prospect(t: &mut Turn<'_>) {
    for id in t.war.factions.ids().filter(|id| !t.real.watchers.contains(id)).collect::<Vec<_>>() {
        let lead = t.war.coalitions[t.s.side(id)].lead;
        t.s.factions[id].prospect = t.s.factions[lead].prospect;
    }
}

/// How well a coalition sees a place.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum View {
    Far,
    Near,
    There,
}

/// What scouts report, day by day.
pub fn look(t: &mut Turn<'_>) {
    for side in t.belligerents() {
        let views = views(t, side);
        let lead = t.war.coalitions[side].lead;
        let quality = t.real.number(t.war.factions[lead].intelligence).clamp(0.0, 1.0);
        let chances = chances(t, quality);
        for force in t.s.forces.ids() {
            let state = &t.s.forces[force];
            if t.s.side(state.faction) == side || state.at == Whereabouts::Away {
                continue;
            }
            let (place, view) = match state.at {
                Whereabouts::At(place) => (Some(place), views[place.index()]),
                // Under way, a force is seen as if it already stood where it is bound for, less easily.
                Whereabouts::Lane { to, .. } => (Some(to), views[to.index()].min_near()),
                _ => (None, View::Near),
            };
            if seen(t, side, force, chances[view as usize]) {
                let strength = if place.is_some() { t.strength(force) } else { 0.0 };
                *t.s.sighting_mut(side, force) = Sighting { place, day: t.day(), strength };
            }
        }
    }
}

impl View {
    fn min_near(self) -> View {
        if self == View::There { View::Near } else { self }
    }
}

/// What a side sees: where it stands or rules, the places next to those, and the rest.
fn views(t: &Turn<'_>, side: CoalitionId) -> Vec<View> {
    let mut views = vec![View::Far; t.war.places.len()];
    for place in t.war.places.ids().filter(|id| t.s.holder(*id) == Some(side)) {
        views[place.index()] = View::There;
    }
    for force in t.s.forces.iter().filter(|f| t.s.side(f.faction) == side) {
        if let Some(place) = force.at.place() {
            views[place.index()] = View::There;
        }
    }
    for place in t.war.places.ids() {
        if views[place.index()] == View::There {
            for (_, next) in routes::neighbours(t.war, t.s, place) {
                if views[next.index()] == View::Far {
                    views[next.index()] = View::Near;
                }
            }
        }
    }
    views
}

/// Chance that a force is seen in a day, by view: by the quality of intelligence alone at a distance, one in three to
/// one in two next door, certain where one stands.
fn chances(t: &Turn<'_>, quality: f64) -> [f64; 3] {
    let of_rate = |rate: f64| -libm::expm1(-rate * t.days());
    [of_rate(0.1 * quality), of_rate(0.4 + 0.3 * quality), 1.0]
}

fn seen(t: &Turn<'_>, side: CoalitionId, force: ForceId, chance: f64) -> bool {
    let entity = || polemos_chance::pair(t.real.force_entity[force], side.0);
    chance >= 1.0 || (chance > 0.0 && t.luck(purpose::SIGHTING, entity(), 0) < chance)
}

/// How one faction's estimates move in a tick.
struct Pace {
    /// Share of an error that stays.
    keep: f64,
    /// Spread of what comes anew.
    fresh: f64,
    /// Share of the way by which the lagging picture follows the truth.
    follow: f64,
}

impl Pace {
    fn of(t: &Turn<'_>, by: FactionId) -> Self {
        let keep = libm::exp(-t.days() / t.rule(Rule::EstimateMemory));
        let quality = t.real.number(t.war.factions[by].intelligence).clamp(0.0, 1.0);
        let lag = t.rule(Rule::EstimateLag) * (1.0 - quality);
        Self {
            keep,
            fresh: belief::spread(t, by) * libm::sqrt(1.0 - keep * keep),
            follow: if lag > 0.0 { -libm::expm1(-t.days() / lag) } else { 1.0 },
        }
    }
}

/// Moves the errors of one faction's estimate of another by one tick.
fn drift(t: &mut Turn<'_>, by: FactionId, about: FactionId, pace: &Pace) {
    let pair = polemos_chance::pair(t.real.faction_entity[by], t.real.faction_entity[about]);
    let (a, b) = (t.normal(purpose::ESTIMATE, pair, 0), t.normal(purpose::ESTIMATE, pair, 1));
    let truth = logit(t.s.factions[about].resolve.clamp(0.01, 0.99));
    let e = t.s.estimate_mut(by, about);
    e.strength_error = e.strength_error * pace.keep + a * pace.fresh;
    e.resolve_error = e.resolve_error * pace.keep + b * pace.fresh;
    e.resolve_lagged += (truth - e.resolve_lagged) * pace.follow;
}
