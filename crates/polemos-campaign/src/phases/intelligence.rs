//! Phase 2. Each side sees what it can of others' forces, and each faction whose judgement counts carries an
//! error of estimation that persists for weeks: truth as last seen × bias × noise. The noise is an AR(1) process
//! with the scenario's memory; its spread and the lag fall as intelligence improves (MODEL, "Estimates"). Forces
//! out of sight keep their last known place and strength.

use crate::belief;
use crate::bits::Set;
use crate::few::Few;
use crate::purpose;
use crate::realised::{Pace, Realised};
use crate::situation::{Sighting, Whereabouts};
use crate::turn::Turn;
use polemos_chance::special::logit;
use polemos_war::*;

/// Plays the phase: reports of distant scouts, and what is made of all that has been seen.
pub fn play(t: &mut Turn<'_>) {
    let Some(days) = t.recurs(Rule::EstimateReview) else { return };
    scout(t, days);
    let real = t.real;
    let strengths = t.strengths();
    let resolves: Few<f64, 32> =
        t.s.factions.iter().map(|faction| logit(faction.resolve.clamp(0.01, 0.99))).collect();
    let mut common = Vec::new();
    for by in &real.watchers {
        let pace = real.paces[*by];
        for about in t.war.factions.ids() {
            if t.s.side(*by) != t.s.side(about) {
                drift(t, *by, about, resolves[about.index()], pace);
            }
        }
        let prospect = belief::prospect(t, *by, &strengths, &mut common);
        t.s.factions[*by].prospect = prospect;
    }
    share_prospect(t);
    t.s.touch(Reads::BELIEFS);
}

/// Members without a staff of their own see the war as their coalition's lead does.
fn share_prospect(t: &mut Turn<'_>) {
    for id in t.war.factions.ids().filter(|id| t.real.watchers.binary_search(id).is_err()) {
        let lead = t.war.coalitions[t.s.side(id)].lead;
        t.s.factions[id].prospect = t.s.factions[lead].prospect;
    }
}

/// A coalition judges its prospects anew, at the word of a great battle.
pub fn judge(t: &mut Turn<'_>, side: CoalitionId) {
    let strengths = t.strengths();
    let mut common = Vec::new();
    for by in &t.real.watchers {
        if t.s.side(*by) == side {
            t.s.factions[*by].prospect = belief::prospect(t, *by, &strengths, &mut common);
        }
    }
    share_prospect(t);
    t.s.touch(Reads::BELIEFS);
}

/// How well a coalition sees a force.
#[derive(Clone, Copy, PartialEq)]
enum View {
    Far,
    Near,
    Close,
}

/// Days after which sides look about them even where nothing stirs.
const STILL: u32 = 3;

/// What is seen day by day, or every few days while nothing stirs: all where a side stands, one force in three to one
/// in two a day next door.
pub fn look(t: &mut Turn<'_>) {
    let days = t.date().saturating_sub(t.s.looked);
    if !t.s.stirred && days < STILL {
        return;
    }
    (t.s.looked, t.s.stirred) = (t.date(), false);
    for side in t.belligerents() {
        let views = Views::of(t, side);
        let lead = t.war.coalitions[side].lead;
        let near = match t.real.near_chances[lead].get(days.saturating_sub(1) as usize) {
            Some(chance) => *chance,
            None => chance_near(t.war, t.real, lead, f64::from(days)),
        };
        let mut judged: Few<Option<f64>, 8> = Few::filled(None, t.war.factions.len());
        let mut next_door: Few<(ForceId, f64), 32> = Few::new();
        for force in views.others(t).rows().map(ForceId::from_index) {
            match views.of_force(t, force) {
                Some(View::Close) => see_closely(t, side, force, &mut judged),
                Some(View::Near) => next_door.push((force, 0.0)),
                _ => {}
            }
        }
        // All draws are made before any is looked at: they do not wait for each other then.
        for (force, luck) in next_door.iter_mut() {
            *luck = t.luck(purpose::SIGHTING, t.real.sight_entity(side, *force), 0);
        }
        for (force, luck) in next_door {
            if luck < near {
                see(t, side, force, 1.0);
            }
        }
    }
}

/// What distant scouts and spies report of places far from where a side stands, by the quality of its intelligence
/// alone: one force in ten a day at best.
fn scout(t: &mut Turn<'_>, days: f64) {
    for side in t.belligerents() {
        let views = Views::of(t, side);
        let far = chance(0.1 * quality(t.war, t.real, t.war.coalitions[side].lead), days);
        for force in views.others(t).rows().map(ForceId::from_index) {
            let luck = || t.luck(purpose::SIGHTING, t.real.sight_entity(side, force), 1);
            if views.of_force(t, force) == Some(View::Far) && far > 0.0 && luck() < far {
                see(t, side, force, 1.0);
            }
        }
    }
}

fn quality(war: &War, real: &Realised, faction: FactionId) -> f64 {
    real.number(war.factions[faction].intelligence).clamp(0.0, 1.0)
}

/// The chance that a side led by a faction sees a force next door within some days.
pub fn chance_near(war: &War, real: &Realised, lead: FactionId, days: f64) -> f64 {
    chance(0.4 + 0.3 * quality(war, real, lead), days)
}

fn chance(rate_per_day: f64, days: f64) -> f64 {
    -libm::expm1(-rate_per_day * days)
}

/// What was met at close quarters is known better than the staff's general judgement of that enemy would have it, and
/// is remembered so: the sighting is entered such that this judgement of it comes out right, but for the error that
/// contact leaves. `judged` keeps that factor for each faction, once it is known.
fn see_closely(t: &mut Turn<'_>, side: CoalitionId, force: ForceId, judged: &mut [Option<f64>]) {
    let about = t.s.forces[force].faction;
    let factor = judged[about.index()].unwrap_or_else(|| {
        let lead = t.war.coalitions[side].lead;
        let contact = t.contact_factor(lead, about);
        t.s.judgement_mut(lead, about).contact = Some(contact);
        contact / belief::strength_factor(t, lead, about)
    });
    judged[about.index()] = Some(factor);
    see(t, side, force, factor);
}

/// Enters a sighting, its strength off by a factor.
fn see(t: &mut Turn<'_>, side: CoalitionId, force: ForceId, factor: f64) {
    let place = match t.s.forces[force].at {
        Whereabouts::At(place) => Some(place),
        Whereabouts::Lane { to, .. } => Some(to),
        Whereabouts::Away | Whereabouts::Gone => None,
    };
    let strength = if place.is_some() { t.strength(force) * factor } else { 0.0 };
    *t.s.sighting_mut(side, force) = Sighting { place, day: t.day(), strength };
}

/// What a side sees: where it stands or rules, and those places with the ones next to them; the rest is far.
struct Views {
    side: CoalitionId,
    there: Set,
    near: Set,
}

impl Views {
    fn of(t: &Turn<'_>, side: CoalitionId) -> Self {
        let mut there = t.s.sides.held.set_of(side.index());
        for force in t.s.forces_in_play(side) {
            if let Some(place) = t.s.forces[force].at.place() {
                there.add(place.index());
            }
        }
        let mut near = there.clone();
        near.add_all(&t.s.next_to.of_all(&there));
        Self { side, there, near }
    }

    /// Forces of others.
    fn others(&self, t: &Turn<'_>) -> Set {
        let mut all = Set::all_of(t.s.forces.len());
        all.leave(t.s.sides.forces.of(self.side.index()));
        all
    }

    /// How well it sees a force, if at all; of what is not in the war yet it sees nothing. Under way, a force is seen where
    /// it is bound for, but less easily. That a force is no more becomes known as if it were next door, until it is.
    #[inline]
    fn of_force(&self, t: &Turn<'_>, force: ForceId) -> Option<View> {
        match t.s.forces[force].at {
            Whereabouts::At(place) if self.there.has(place.index()) => Some(View::Close),
            Whereabouts::At(place) if self.near.has(place.index()) => Some(View::Near),
            Whereabouts::Lane { to, .. } if self.near.has(to.index()) => Some(View::Near),
            Whereabouts::At(_) | Whereabouts::Lane { .. } => Some(View::Far),
            Whereabouts::Gone => t.s.sighting(self.side, force).place.map(|_| View::Near),
            Whereabouts::Away => None,
        }
    }
}

/// How one faction's estimates move from review to review.
pub fn pace(war: &War, real: &Realised, by: FactionId) -> Pace {
    let days = real.rhythms.of(Rule::EstimateReview).days;
    let keep = libm::exp(-days / real.rule(Rule::EstimateMemory));
    let quality = quality(war, real, by);
    let lag = real.rule(Rule::EstimateLag) * (1.0 - quality);
    Pace {
        keep,
        fresh: belief::spread(war, real, by) * libm::sqrt(1.0 - keep * keep),
        follow: if lag > 0.0 { -libm::expm1(-days / lag) } else { 1.0 },
    }
}

/// Moves the errors of one faction's estimate of another by one tick; `truth` is the other's resolve, logit.
fn drift(t: &mut Turn<'_>, by: FactionId, about: FactionId, truth: f64, pace: Pace) {
    let pair = polemos_chance::pair(t.real.faction_entity[by], t.real.faction_entity[about]);
    let [a, b] = t.normals(purpose::ESTIMATE, pair);
    let e = t.s.estimate_mut(by, about);
    e.strength_error = e.strength_error * pace.keep + a * pace.fresh;
    e.resolve_error = e.resolve_error * pace.keep + b * pace.fresh;
    e.resolve_lagged += (truth - e.resolve_lagged) * pace.follow;
    if t.s.hostile(by, about) {
        let factor = belief::work_out_factor(t.s.estimate(by, about));
        t.s.judgement_mut(by, about).factor = Some(factor);
    }
}
