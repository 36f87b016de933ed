//! Phase 6, day by day. A people that has risen fights those who rule it.
//!
//! After Kress and Szechtman (2009): rebels R grow with the hostile share c of the N inhabitants and fall to the
//! garrison as far as it knows where to strike, and it knows as much as the friendly share 1 − c tells it: few friends,
//! blind ruler. Of the hostile no more than a share m is ever under arms, and a leader who lives brings all of those,
//! one who is dead or gone a part ℓ:
//!   R' = ρ(ℓ·m·c·N − R) − γ·g·(1 − c)·R,
//! g the density of the garrison against Quinlivan's (1995) twenty soldiers for a thousand inhabitants. Within a day
//! c, N and g stand still, and the solution is exact, so that it does not hang on the tick. Where nobody whom they
//! rose against rules, rebels go home at the rate ρ.
//!
//! The leader is hunted: caught at a rate that grows with the informers, 1 − c, and with the soldiers' share of all
//! who bear arms, because searchers who are themselves hunted find no one. What rebels disrupt is the output of yards
//! and depots where they are.

use crate::effects;
use crate::few::Few;
use crate::phases::events::{self, News};
use crate::phases::people;
use crate::purpose;
use crate::realised::entity;
use crate::turn::Turn;
use polemos_chance::Address;
use polemos_chronicle::{Fate, What};
use polemos_war::*;

/// With the events of phase 1: rebellions rise at their hazard, or at once, when their conditions hold.
pub fn rise(t: &mut Turn<'_>, news: News) {
    for id in t.war.rebellions.ids() {
        let def = &t.war.rebellions[id];
        if def.removed || t.s.rebellions[id].risen {
            continue;
        }
        let holds = events::holds(t, &t.real.risings[id], t.s.rebellions[id].holds, news);
        t.s.rebellions[id].holds = holds;
        if holds && events::within(t, &t.real.risings[id]) && breaks_out(t, def) {
            begin(t, id);
        }
    }
}

fn breaks_out(t: &Turn<'_>, def: &Rebellion) -> bool {
    let luck = entity(&def.id);
    let possible = t
        .real
        .optional(def.chance)
        .is_none_or(|chance| t.s.key.uniform(Address::new(purpose::RISING_CHANCE, luck, 0, 0)) < chance);
    possible
        && t.real
            .optional(def.hazard)
            .is_none_or(|rate| t.luck(purpose::RISING, luck, 0) < -libm::expm1(-rate.max(0.0) * t.days()))
}

fn begin(t: &mut Turn<'_>, id: RebellionId) {
    let def = &t.war.rebellions[id];
    let causes = events::condition_causes(t, def.opens.when);
    let day = t.day().max(t.real.optional(def.opens.from).unwrap_or(0.0));
    let strongest = t.real.peopled[def.people].iter().copied().filter(|place| t.oppressed(id, *place));
    let strongest = strongest
        .max_by(|a, b| t.s.places[*a].population.total_cmp(&t.s.places[*b].population).then(b.cmp(a)));
    let against = strongest.and_then(|place| t.s.places[place].owner);
    let seq = t.record(day, &causes, |_| What::Rose { rebellion: id, against });
    let state = &mut t.s.rebellions[id];
    (state.risen, state.day, state.seq) = (true, day, Some(seq));
    t.s.touch(Reads::PEOPLES);
}

/// Plays the day of every rebellion that has risen.
pub fn play(t: &mut Turn<'_>) {
    if !t.s.rebellions.iter().any(|rebellion| rebellion.risen) {
        return;
    }
    people::recount_garrisons(t);
    for id in t.war.rebellions.ids() {
        if t.s.rebellions[id].risen {
            let homes = &t.real.peopled[t.war.rebellions[id].people];
            let oppressed: Few<bool, 32> = homes.iter().map(|place| t.oppressed(id, *place)).collect();
            grow(t, id, &oppressed);
            hunt(t, id, &oppressed);
        }
    }
    t.s.touch(Reads::PEOPLES);
}

/// Rebels gather or go home, by which of their people's places are oppressed.
fn grow(t: &mut Turn<'_>, id: RebellionId, oppressed: &[bool]) {
    let real = t.real;
    let (rate, losses) = (t.rule(Rule::RebelRecruiting), t.rule(Rule::RebelLosses));
    let drawn = t.rebel_spirit(id) * t.rule(Rule::RebelMobilised);
    for (&place, &oppressed) in real.peopled[t.war.rebellions[id].people].iter().zip(oppressed) {
        let (hostile, inhabitants) = (t.s.tempers[place].hostile, t.s.places[place].population);
        let (caught, willing) = if oppressed {
            (losses * t.garrison_density(place) * (1.0 - hostile), drawn * hostile * inhabitants)
        } else {
            (0.0, 0.0)
        };
        let pace = rate + caught;
        if pace > 0.0 {
            let goal = rate * willing / pace;
            let left = libm::exp(-pace * t.days());
            let rebels = t.s.rebels_mut(id, place);
            *rebels = (goal + (*rebels - goal) * left).min(hostile * inhabitants);
        }
    }
}

/// Soldiers look for who leads them.
fn hunt(t: &mut Turn<'_>, id: RebellionId, oppressed: &[bool]) {
    let Some(leader) = t.war.rebellions[id].leader.filter(|_| t.is_led(id)) else { return };
    let (mut soldiers, mut rebels, mut informed) = (0.0, 0.0, 0.0);
    let (mut most, mut hideout) = (0.0, None);
    for (&place, &oppressed) in t.real.peopled[t.war.rebellions[id].people].iter().zip(oppressed) {
        let here = t.s.rebels(id)[place.index()];
        if !oppressed || here <= 0.0 {
            continue;
        }
        soldiers += t.s.tempers[place].soldiers;
        rebels += here;
        informed += here * (1.0 - t.s.tempers[place].hostile);
        if here > most {
            (most, hideout) = (here, Some(place));
        }
    }
    if rebels <= 0.0 {
        return;
    }
    let rate = t.rule(Rule::RebelHunt) * soldiers / (soldiers + rebels) * informed / rebels;
    if t.luck(purpose::HUNT, entity(&t.war.rebellions[id].id), 0) < -libm::expm1(-rate * t.days()) {
        let cause = t.s.rebellions[id].seq;
        effects::dies(t, leader, Fate::Killed, hideout, cause);
    }
}

impl Turn<'_> {
    /// Whether a place is under the rule that a rebellion rose against.
    pub fn oppressed(&self, id: RebellionId, place: PlaceId) -> bool {
        let def = &self.war.rebellions[id];
        let Some(side) = self.s.holder(place) else { return false };
        if def.faction.is_some_and(|own| self.s.side(own) == side) {
            return false;
        }
        match def.against.as_slice() {
            [] => people::is_foreign(self.war, self.s, place),
            rulers => rulers.iter().any(|ruler| self.s.side(*ruler) == side),
        }
    }

    /// Whether a rebellion has the leader it was inspired by, if it ever had one.
    fn is_led(&self, id: RebellionId) -> bool {
        let def = &self.war.rebellions[id];
        def.leader.is_none_or(|leader| {
            let person = self.s.persons[leader];
            // Who has gone over to another cause than at the start leads this one no more.
            let true_to_it =
                person.faction == self.war.persons[leader].faction || person.faction == def.faction;
            person.alive && true_to_it
        })
    }

    /// Recruitment and strikes against those under a living leader.
    pub fn rebel_spirit(&self, id: RebellionId) -> f64 {
        if self.is_led(id) { 1.0 } else { self.rule(Rule::RebelLeaderless) }
    }

    /// Persons under arms in a rebellion.
    pub fn rebels_of(&self, id: RebellionId) -> f64 {
        self.s.rebels(id).iter().sum()
    }

    /// Persons under arms against the ruler of a place.
    pub fn rebels_at(&self, place: PlaceId) -> f64 {
        let here = self.s.rebellions.ids().map(|id| (id, self.s.rebels(id)[place.index()]));
        // Those who have not gone home yet fight no ruler whom they did not rise against.
        here.filter(|(id, rebels)| *rebels > 0.0 && self.oppressed(*id, place))
            .map(|(_, rebels)| rebels)
            .sum()
    }

    /// What rebels leave of the output of works at a place: 1/(1 + d·share), of those who could be armed.
    pub fn undisrupted(&self, place: PlaceId) -> f64 {
        if self.s.rebellions.is_empty() {
            return 1.0;
        }
        let rebels = self.rebels_at(place);
        let could = self.rule(Rule::RebelMobilised) * self.s.places[place].population;
        if rebels <= 0.0 || could <= 0.0 {
            return 1.0;
        }
        1.0 / (1.0 + self.rule(Rule::RebelDisruption) * (rebels / could).min(1.0))
    }
}
