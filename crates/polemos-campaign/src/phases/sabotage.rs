//! Phase 6, day by day. Rebels strike works.
//!
//! Attempts ~ Poisson(rate · share of those who could be armed that are · ℓ · days), ℓ what a leader who lives or
//! is gone leaves of their spirit. An attempt succeeds with probability p = σ(1 − i·G/(G + R)): soldiers G of the
//! holder's side against rebels R, as far as the ruler is told, i the friendly share of the people. It is aimed at the
//! works for which size times p is greatest, more or less: in proportion to that. A struck work is down until whoever
//! holds the place has rebuilt it.

use crate::effects;
use crate::phases::events::{self, News};
use crate::purpose;
use crate::realised::entity;
use crate::turn::Turn;
use polemos_chance::sample;
use polemos_war::*;

/// With the events of phase 1: whether rebels strike at all.
pub fn consider(t: &mut Turn<'_>, news: News) {
    for id in t.war.sabotages.ids() {
        let holds = events::holds(t, &t.real.strikings[id], t.s.sabotages[id].holds, news);
        t.s.sabotages[id].holds = holds;
    }
}

/// Plays the strikes of a day.
pub fn play(t: &mut Turn<'_>) {
    for id in t.war.sabotages.ids() {
        let def = &t.war.sabotages[id];
        if !def.removed && t.s.sabotages[id].holds && t.s.rebellions[def.rebellion].risen {
            attempts(t, id);
        }
    }
}

fn attempts(t: &mut Turn<'_>, id: SabotageId) {
    let def = &t.war.sabotages[id];
    let armed = share_armed(t, def.rebellion);
    let mean = t.real.number(def.rate) * armed * t.rebel_spirit(def.rebellion) * t.days();
    if mean <= 0.0 {
        return;
    }
    let luck = entity(&def.id);
    let count = sample::poisson(t.luck(purpose::SABOTAGE, luck, 0), mean);
    for attempt in 0..u32::try_from(count).unwrap_or(u32::MAX) {
        // Each aims anew at what still stands.
        let targets = targets(t, id);
        let weights: Vec<f64> = targets.iter().map(|(_, size, chance)| size * chance).collect();
        if !weights.iter().any(|weight| *weight > 0.0) {
            return;
        }
        let (works, _, chance) = targets[sample::discrete(t.luck(purpose::TARGET, luck, attempt), &weights)];
        if t.luck(purpose::STRIKE, luck, attempt) < chance {
            effects::strike(t, works, t.s.rebellions[def.rebellion].seq);
            let state = &mut t.s.sabotages[id];
            (state.strikes, state.seq) = (state.strikes + 1, t.s.works[works].cause);
            t.s.touch(Reads::PEOPLES);
        }
    }
}

/// Of all of its people who could ever be armed, the share that is.
fn share_armed(t: &Turn<'_>, id: RebellionId) -> f64 {
    let places = &t.real.peopled[t.war.rebellions[id].people];
    let people: f64 = places.iter().map(|place| t.s.places[*place].population).sum();
    let could = people * t.rule(Rule::RebelMobilised);
    if could > 0.0 { (t.rebels_of(id) / could).min(1.0) } else { 0.0 }
}

/// Works that can be struck now, with their size and the chance to strike them.
fn targets(t: &Turn<'_>, id: SabotageId) -> Vec<(WorksId, f64, f64)> {
    let rebellion = t.war.sabotages[id].rebellion;
    let all = t.real.targets[id].iter().copied();
    let standing = all.filter(|works| {
        let place = t.war.works[*works].place;
        t.s.works[*works].working() && against(t, rebellion, place)
    });
    standing
        .map(|works| (works, t.real.number(t.war.works[works].capacity), chance(t, rebellion, works)))
        .collect()
}

/// Whether works at a place serve those against whom the rebellion rose: under their rule, or where nobody of its
/// people lives, in the hands of a side that rules it elsewhere.
fn against(t: &Turn<'_>, id: RebellionId, place: PlaceId) -> bool {
    let people = t.war.rebellions[id].people;
    if t.war.places[place].people == Some(people) {
        return t.oppressed(id, place);
    }
    let Some(side) = t.s.holder(place) else { return false };
    let mut homes = t.real.peopled[people].iter();
    homes.any(|home| t.s.holder(*home) == Some(side) && t.oppressed(id, *home))
}

fn chance(t: &Turn<'_>, id: RebellionId, works: WorksId) -> f64 {
    let place = t.war.works[works].place;
    let lives = t.war.places[place].people == Some(t.war.rebellions[id].people);
    // Where none of them live, they come from elsewhere, and nobody of theirs is there to tell of them.
    let (rebels, told) = if lives {
        (t.s.rebels(id)[place.index()], 1.0 - t.s.tempers[place].hostile)
    } else {
        (t.rebels_of(id), 1.0)
    };
    let soldiers = t.s.tempers[place].soldiers;
    let guarded = if soldiers > 0.0 { soldiers / (soldiers + rebels) } else { 0.0 };
    t.rule(Rule::SabotageSuccess) * (1.0 - told * guarded)
}
