//! Envoys: someone whom the other side may trust and who has something to give. War goes on between sides that would
//! both prefer a peace because neither can bind itself to keep it (Fearon 1995); a go-between whose word is taken, and a
//! gift that does not depend on what was fought over, are what can move that sum without moving the front. He is sent
//! when his condition has held for his delay, at his hazard; while it holds and he lives he is there, adds his gift to
//! what the receiver expects of a peace that is kept and his credibility to the trust that it will be:
//! k' = k + (1 − k)·credibility. He decides nothing: those to whom he speaks, and those who sent him, weigh it.

use crate::phases::{resolve, terms};
use crate::purpose;
use crate::realised::entity;
use crate::situation::EnvoyState;
use crate::turn::Turn;
use polemos_chance::Address;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// Sends and calls back envoys, day by day.
pub fn play(t: &mut Turn<'_>) {
    for id in t.war.envoys.ids() {
        if !t.war.envoys[id].removed {
            consider(t, id);
        }
    }
}

fn consider(t: &mut Turn<'_>, id: EnvoyId) {
    let able = able(t, id) && calls(t, id);
    let state = t.s.envoys[id];
    if state.sent {
        t.s.envoys[id].there = able;
    } else if able {
        let since = state.since.unwrap_or(t.dusk());
        t.s.envoys[id].since = Some(since);
        if t.dusk() - since >= t.real.number(t.war.envoys[id].delay) && fortune(t, id) {
            send(t, id);
        }
    } else {
        t.s.envoys[id].since = None;
    }
}

/// Whether there is someone to go, to send him, and to receive him.
fn able(t: &Turn<'_>, id: EnvoyId) -> bool {
    let def = &t.war.envoys[id];
    let person = t.s.persons[def.person];
    person.alive && t.fights(def.from) && t.fights(def.to)
}

/// Whether his condition holds: his own, or that the receiver's capital is encircled, or that both sides are worn.
fn calls(t: &Turn<'_>, id: EnvoyId) -> bool {
    let def = &t.war.envoys[id];
    match def.when {
        Some(when) => t.war.conditions[when].holds(t),
        None => {
            let worn = |side| resolve::of_coalition(t, side) < t.rule(Rule::TermsWorn);
            t.s.coalitions[def.to].besieged || (worn(def.from) && worn(def.to))
        }
    }
}

fn fortune(t: &Turn<'_>, id: EnvoyId) -> bool {
    let def = &t.war.envoys[id];
    let luck = entity(&def.id);
    let possible = t
        .real
        .optional(def.chance)
        .is_none_or(|chance| t.s.key.uniform(Address::new(purpose::ENVOY_CHANCE, luck, 0, 0)) < chance);
    let goes = t
        .real
        .optional(def.hazard)
        .is_none_or(|rate| t.luck(purpose::ENVOY, luck, 0) < -libm::expm1(-rate.max(0.0)));
    possible && goes
}

/// He is received, and whoever thinks itself the weaker considers terms.
fn send(t: &mut Turn<'_>, id: EnvoyId) {
    let def = &t.war.envoys[id];
    let (person, from, to) = (def.person, def.from, def.to);
    let lead = t.war.coalitions[to].lead;
    let place = t.war.factions[lead].capital.filter(|place| t.s.holder(*place) == Some(to));
    let day = t.dusk();
    let causes = occasion(t, id);
    let seq = t.record(day, &causes, |_| What::EnvoySent { envoy: id, person, to, place });
    t.s.envoys[id] = EnvoyState { sent: true, there: true, seq: Some(seq), ..t.s.envoys[id] };
    t.s.touch(Reads::POLITICS);
    let weaker = t.s.coalitions[to].besieged || t.s.factions[lead].prospect < 0.5;
    terms::open_kind(t, if weaker { to } else { from }, DecisionKind::AskTerms, Some(seq));
}

/// The entries behind his being sent.
fn occasion(t: &Turn<'_>, id: EnvoyId) -> [Option<Seq>; 3] {
    let def = &t.war.envoys[id];
    match def.when {
        Some(_) => crate::phases::events::condition_causes(t, def.when),
        None => {
            let [turned, befell] = resolve::causes(t, def.to);
            [befell, turned, None]
        }
    }
}

/// The envoy who is with a side.
pub fn with(t: &Turn<'_>, side: CoalitionId) -> Option<EnvoyId> {
    let here = t.s.envoys.pairs().filter(|(_, state)| state.there);
    here.map(|(id, _)| id).find(|id| t.war.envoys[*id].to == side)
}

/// The envoy of one side who is with another.
pub fn between(t: &Turn<'_>, from: CoalitionId, to: CoalitionId) -> Option<EnvoyId> {
    let here = t.s.envoys.pairs().filter(|(_, state)| state.there);
    here.map(|(id, _)| id).find(|id| t.war.envoys[*id].to == to && t.war.envoys[*id].from == from)
}

/// What an envoy brings, and how far terms are trusted with him there.
pub fn brings(t: &Turn<'_>, envoy: Option<EnvoyId>, trust: f64) -> (f64, f64) {
    let Some(def) = envoy.map(|id| &t.war.envoys[id]) else { return (0.0, trust) };
    let more = t.real.number(def.credibility).clamp(0.0, 1.0);
    (t.real.number(def.gift), trust + (1.0 - trust) * more)
}
