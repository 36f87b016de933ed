//! Rulers. Support drifts, over some years, toward what has been done to deserve it: it falls with lost wars and ceded
//! worlds and with an industry in ruins, and those who have just come to power have not earned it yet. Plots against a
//! ruler come at a rate that goes with the square of what is missing, and with how little his guard is loyal (Goemans,
//! Gleditsch and Chiozza 2009 on how rulers lose office). Only rulers with a name are overthrown: of the others nothing
//! would be known. Persons who were born on a date come of age at twenty-five and die of age (Gompertz 1825, in the
//! form that the length of life is drawn about its mean).

use super::{YEAR, sovereigns, with};
use crate::effects;
use crate::phases::persons;
use crate::purpose;
use crate::realised::entity;
use crate::turn::Turn;
use polemos_chance::{Address, sample};
use polemos_chronicle::{Fate, What};
use polemos_war::*;

/// Spread of the length of life, as a share of its mean.
const LIFE_SPREAD: f64 = 0.12;
/// Loyalty of a guard whose ruler is nobody in particular.
const GUARD: f64 = 0.7;

/// Moves support by a season, and lets rulers fall and people grow old.
pub fn play(t: &mut Turn<'_>, days: f64) {
    for id in t.war.persons.ids() {
        age(t, id);
    }
    let step = -libm::expm1(-days / t.rule(Rule::RulerYears));
    for id in sovereigns(t) {
        let goal = deserved(t, id);
        let forgets = libm::exp(-days / (5.0 * t.rule(Rule::RulerYears)));
        let rests = libm::exp(-days / t.rule(Rule::IncidentForgets));
        with(t, |saga| {
            let state = &mut saga.states[id];
            state.support += (goal - state.support) * step;
            state.humbled *= forgets;
            state.weary *= rests;
        });
        plot(t, id, days);
    }
}

fn deserved(t: &Turn<'_>, id: FactionId) -> f64 {
    let Some(state) = t.s.saga.as_ref().map(|saga| &saga.states[id]) else { return 0.5 };
    let ruined = 1.0 - (t.s.factions[id].industry / state.trend.max(1e-6)).min(1.0);
    let goal = t.rule(Rule::RulerUsual)
        - t.rule(Rule::RulerLost) * state.humbled
        - t.rule(Rule::RulerPoverty) * ruined;
    goal.clamp(0.0, 1.0)
}

fn plot(t: &mut Turn<'_>, id: FactionId, days: f64) {
    let Some(person) = t.s.factions[id].leader else { return };
    let support = t.s.saga.as_ref().map_or(1.0, |saga| saga.states[id].support);
    let missing = (1.0 - support).clamp(0.0, 1.0);
    let rate = t.rule(Rule::RulerPlots) * missing * missing * 2.0 * (1.0 - guard_of(t, id)) / YEAR;
    let luck = t.luck(purpose::PLOT, entity(&t.war.persons[person].id), 0);
    if luck >= -libm::expm1(-rate * days) {
        return;
    }
    let (day, cause) = (t.now(), t.s.factions[id].cause);
    let place = t.war.factions[id].capital;
    let seq = t.record(day, &[cause], |_| What::Fate { person, fate: Fate::Overthrown, place });
    t.s.persons[person].retired = true;
    with(t, |saga| saga.states[id].overthrown += 1);
    t.s.factions[id].cause = Some(seq);
    persons::vacate(t, person, Some(seq));
    accede(t, id);
}

/// How loyal those are who guard a ruler: his commanders in the field, or ordinary people.
fn guard_of(t: &Turn<'_>, id: FactionId) -> f64 {
    let own = t.s.forces.iter().filter(|force| force.faction == id && force.at.is_present());
    let (mut sum, mut n) = (GUARD, 1.0);
    for person in own.filter_map(|force| force.commander) {
        sum += t.real.number(t.war.persons[person].traits.loyalty);
        n += 1.0;
    }
    sum / n
}

/// Somebody new has come to power.
pub fn accede(t: &mut Turn<'_>, id: FactionId) {
    let support = t.rule(Rule::RulerAccession);
    with(t, |saga| saga.states[id].support = support);
}

/// Who comes of age takes up the command that is meant for him, if nobody holds it.
fn take_up(t: &mut Turn<'_>, person: PersonId) {
    let meant = |force: &ForceId| {
        let (def, state) = (&t.war.forces[*force], &t.s.forces[*force]);
        def.commander == Some(person) && state.commander.is_none() && !def.removed
    };
    let Some(force) = t.war.forces.ids().find(meant) else { return };
    if t.s.forces[force].at.is_present() {
        let day = t.now();
        t.record(day, &[], |_| What::Command { person, force });
        t.s.forces[force].commander = Some(person);
    }
}

/// A person comes of age, or dies of it.
fn age(t: &mut Turn<'_>, id: PersonId) {
    let def = &t.war.persons[id];
    let Some(born) = t.real.optional(def.born).filter(|_| def.alive && !def.removed) else { return };
    let age = t.day() - born;
    if !t.s.persons[id].alive {
        // One who has died has a day of death before this one; one who is still a child has none.
        if age >= polemos_war::saga::OF_AGE && !t.s.persons[id].retired && !t.s.persons[id].dead {
            t.s.persons[id].alive = true;
            t.s.touch(Reads::PERSONS);
            take_up(t, id);
        }
        return;
    }
    let luck = t.s.key.uniform(Address::new(purpose::LIFE, entity(&def.id), 0, 0));
    let span = t.real.number(def.lifespan) * (1.0 + LIFE_SPREAD * sample::normal(luck));
    if age > span {
        effects::dies(t, id, Fate::Died, None, None);
    }
}
