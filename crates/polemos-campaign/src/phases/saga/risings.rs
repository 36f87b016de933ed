//! Risings as wars. A movement that rises in peace is at war with those who rule its people, though it has no fleet: what it
//! has is those under arms. Where they outnumber the garrison enough, and no fleet is overhead, they throw it out and hold
//! the place, and whatever the scenario keeps back for them there comes forth. Where they have lost it again, it is years before
//! anyone takes up arms. A rising that holds no place dies down in time, the sooner the more
//! soldiers there are against each who has risen (most insurgencies end so: Connable and Libicki 2010).

use super::{add, fleets, with};
use crate::effects;
use crate::phases::ending;
use crate::purpose;
use crate::realised::entity;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chronicle::{Ground, What};
use polemos_war::*;

/// Lets the rising in play die down, if it does.
pub fn play(t: &mut Turn<'_>, days: f64) {
    let Some(war) = t.s.saga.as_ref().and_then(|saga| saga.war()) else { return };
    let (Ground::Rising { rebellion }, sides) = (war.ground, war.sides) else { return };
    let holds = t.war.places.ids().any(|place| t.s.holder(place) == Some(sides[0]));
    if holds {
        return;
    }
    let homes = t.real.peopled[t.war.rebellions[rebellion].people].clone();
    let soldiers: f64 = homes.iter().map(|place| t.s.tempers[*place].soldiers).sum();
    let rebels = t.rebels_of(rebellion);
    let share = if soldiers + rebels > 0.0 { soldiers / (soldiers + rebels) } else { 1.0 };
    let chance = -libm::expm1(-days * share / t.rule(Rule::RisingEndures));
    if t.luck(purpose::DIES_DOWN, entity(&t.war.rebellions[rebellion].id), 0) < chance {
        let cause = t.s.rebellions[rebellion].seq;
        ending::end(t, EndingKind::Conquest, Some(sides[1]), Some(sides[0]), &[cause]);
    }
}

/// A place has been taken back from those who had risen there: they are scattered, and it is years before anyone takes up
/// arms there again.
pub fn quelled(t: &mut Turn<'_>, place: PlaceId, from: Option<FactionId>) {
    let Some(from) = from.filter(|id| t.war.factions[*id].kind == FactionKind::Movement) else { return };
    let (now, until) = (t.day(), t.day() + t.rule(Rule::RisingQuelled));
    let changed = with(t, |saga| {
        saga.quelled.retain(|it| it.0 != place && it.1 > now);
        saga.quelled.push((place, until));
    });
    if changed.is_some() {
        for id in t.war.rebellions.ids().filter(|id| t.war.rebellions[*id].faction == Some(from)) {
            *t.s.rebels_mut(id, place) = 0.0;
        }
    }
}

/// Those who have risen throw out garrisons that they outnumber.
pub fn seize(t: &mut Turn<'_>, id: RebellionId) {
    let most = t.rule(Rule::RisingSeize);
    let Some(by) = t.war.rebellions[id].faction.filter(|_| most > 0.0) else { return };
    let homes = t.real.peopled[t.war.rebellions[id].people].clone();
    for place in homes {
        let (rebels, soldiers) = (t.s.rebels(id)[place.index()], t.s.tempers[place].soldiers);
        let rule = t.s.places[place].owner;
        let watched = t
            .s
            .forces_at(place)
            .any(|(id, force)| t.s.hostile(by, force.faction) && !t.real.anchored[id] && force.value > 0.0);
        let quelled =
            t.s.saga
                .as_ref()
                .is_some_and(|saga| saga.quelled.iter().any(|it| it.0 == place && t.day() < it.1));
        if !watched
            && !quelled
            && rebels >= 1.0
            && rebels > most * soldiers
            && t.oppressed(id, place)
            && t.s.hostile_to(by, rule)
        {
            take(t, id, place, by);
        }
    }
}

fn take(t: &mut Turn<'_>, id: RebellionId, place: PlaceId, by: FactionId) {
    let (day, from, cause) = (t.now(), t.s.places[place].owner, t.s.rebellions[id].seq);
    let seq = t.record(day, &[cause], |_| What::Taken { place, by, from });
    effects::hand_over(t, place, by, seq);
    // What was left of the garrison is taken with the place.
    for force in t.s.forces_at(place).map(|(id, _)| id).collect::<Vec<_>>() {
        if t.real.anchored[force] && t.s.side(t.s.forces[force].faction) != t.s.side(by) {
            effects::lose(t, force);
        }
    }
    let kept_back = |force: &ForceId| {
        let def = &t.war.forces[*force];
        def.faction == by && def.place == place && t.s.forces[*force].at == Whereabouts::Away && !def.removed
    };
    for force in t.war.forces.ids().filter(kept_back).collect::<Vec<_>>() {
        let units = t.units(force);
        add(&mut t.s.factions[by].built, units);
        fleets::station(t, force, place);
        t.refresh(force);
        t.record(day, &[Some(seq)], |_| What::Appeared { force, place });
    }
    t.s.factions[by].cause = Some(seq);
}

/// A war is over: whoever rose in it has gone home, and may rise again.
pub fn go_home(t: &mut Turn<'_>) {
    for id in t.war.rebellions.ids() {
        if t.s.rebellions[id].risen {
            t.s.rebellions[id].risen = false;
            for place in t.war.places.ids() {
                *t.s.rebels_mut(id, place) = 0.0;
            }
        }
    }
    with(t, |saga| saga.given_up.clear());
}
