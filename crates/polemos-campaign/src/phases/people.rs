//! Phase 11. What peoples suffer, feel and remember.
//!
//! Of a place's people a share c is hostile to its ruler, and c' = c(1 − c)(a₁·grievance − a₂·fear + a₃·success −
//! a₄·order), c in [0.01, 0.99]: the log-odds of hostility grow at the rate in brackets, and over a stretch in which
//! it stands still the solution is exact. Grievance is ln(1 + D/D₀) of the dead D that the people holds against the
//! ruler's side, wherever they died, so that one massacre weighs as much as the same in parts; D fades over years.
//! Only those killed on someone's orders count: a disaster has no author. Fear rises where there is a reprisal, and
//! less elsewhere; it fades over weeks. Which of the two wins is disputed (Lyall 2009 found that indiscriminate
//! violence quieted villages; Kalyvas 2006 and older studies hold that it drives people to the rebels): a₁/a₂ sets the
//! sign. Success is the rebels' share of all who bear arms there; order comes with a ruler of the same people, or with
//! a garrison dense enough (Quinlivan 1995).

use crate::realised::Realised;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chance::special::{logistic, logit};
use polemos_chronicle::Seq;
use polemos_war::*;

/// The share of a people that is hostile never leaves these bounds.
const LEAST: f64 = 0.01;
const MOST: f64 = 0.99;

/// Plays the phase: moves the temper of the places for which something hangs on it.
pub fn play(t: &mut Turn<'_>) {
    let Some(first) = t.real.restive.first() else { return };
    // Counted from day to day and not from tick to tick, so that it falls on the same evenings for any tick.
    if t.dusk() - t.s.tempers[*first].reckoned < t.rule(Rule::PeopleReview) {
        return;
    }
    recount_garrisons(t);
    let real = t.real;
    for &place in &real.restive {
        settle(t, place);
    }
    t.s.touch(Reads::PEOPLES);
}

/// Brings the hostile share of a place up to date. A new ruler is met with what is ordinary.
fn settle(t: &mut Turn<'_>, place: PlaceId) {
    let day = t.dusk();
    let ruler = t.s.holder(place);
    let temper = t.s.tempers[place];
    let hostile = match ruler {
        Some(side) if temper.ruler == ruler => {
            let odds = logit(temper.hostile) + push(t, place, side) * (day - temper.reckoned);
            logistic(odds).clamp(LEAST, MOST)
        }
        Some(_) => ordinary(t.war, t.real, t.s, place),
        None => temper.hostile,
    };
    let temper = &mut t.s.tempers[place];
    (temper.hostile, temper.ruler, temper.reckoned) = (hostile, ruler, day);
}

/// What moves the log-odds of hostility to a side that rules a place, a day.
fn push(t: &Turn<'_>, place: PlaceId, side: CoalitionId) -> f64 {
    let grievance = t.war.places[place].people.map_or(0.0, |people| t.grievance(people, side));
    let (soldiers, rebels) = (t.s.tempers[place].soldiers, t.rebels_at(place));
    let success = if rebels > 0.0 { rebels / (rebels + soldiers) } else { 0.0 };
    let density = t.garrison_density(place);
    let order = if is_foreign(t.war, t.s, place) { density / (1.0 + density) } else { 1.0 };
    t.rule(Rule::AllegianceGrievance) * grievance - t.rule(Rule::AllegianceFear) * t.fear(place)
        + t.rule(Rule::AllegianceSuccess) * success
        - t.rule(Rule::AllegianceOrder) * order
}

/// Counts soldiers at each place anew, if troops or holders have changed.
pub fn recount_garrisons(t: &mut Turn<'_>) {
    if std::mem::take(&mut t.s.garrisons_stale) {
        return count_garrisons(t.war, t.real, t.s);
    }
    debug_assert!(
        {
            let mut counted = t.s.clone();
            count_garrisons(t.war, t.real, &mut counted);
            counted.tempers == t.s.tempers
        },
        "troops have come or gone unnoticed"
    );
}

/// Counts the soldiers of the holder's side at each place, and how many more of them are strangers than of its people.
pub fn count_garrisons(war: &War, real: &Realised, s: &mut Situation) {
    for temper in s.tempers.iter_mut() {
        (temper.soldiers, temper.strangers) = (0.0, 0.0);
    }
    for (force, squadrons) in &real.troops {
        let state = &s.forces[*force];
        let Some(place) = state.at.place() else { continue };
        if s.holder(place) != Some(s.side(state.faction)) {
            continue;
        }
        for &id in squadrons.iter().filter(|id| s.squadrons[**id].force == *force) {
            let soldiers = soldiers(real, s, war, id);
            let temper = &mut s.tempers[place];
            temper.soldiers += soldiers;
            temper.strangers += match (war.squadrons[id].people, war.places[place].people) {
                (Some(own), Some(people)) if own == people => -soldiers,
                (Some(_), Some(_)) => soldiers,
                _ => 0.0,
            };
        }
    }
}

/// Soldiers of a squadron of troops.
pub fn soldiers(real: &Realised, s: &Situation, war: &War, squadron: SquadronId) -> f64 {
    f64::from(s.squadrons[squadron].units) * real.classes[war.squadrons[squadron].class].crew
}

/// Whether a place is under foreign rule: its owner is of another people, or strangers outnumber its own people among
/// the troops that hold it.
pub fn is_foreign(war: &War, s: &Situation, place: PlaceId) -> bool {
    let Some(people) = war.places[place].people else { return false };
    let rulers = s.places[place].owner.and_then(|owner| war.factions[owner].people);
    rulers.is_some_and(|rulers| rulers != people) || s.tempers[place].strangers > 0.0
}

/// The ordinary share of hostility at a place.
pub fn ordinary(war: &War, real: &Realised, s: &Situation, place: PlaceId) -> f64 {
    let rule = if is_foreign(war, s, place) { Rule::HostileForeign } else { Rule::HostileOwn };
    real.rule(rule).clamp(LEAST, MOST)
}

/// Civilians die at a place, as many of them as there are; on whose order, where it was on someone's. They are counted
/// among the dead of their own people's faction.
pub fn suffer(t: &mut Turn<'_>, place: PlaceId, dead: f64, by: Option<FactionId>, cause: Option<Seq>) {
    let dead = dead.clamp(0.0, t.s.places[place].population);
    let bearer = bearer(t, place);
    let state = &mut t.s.places[place];
    // Rebels die with those among whom they live.
    let left = if state.population > 0.0 { 1.0 - dead / state.population } else { 1.0 };
    (state.population, state.dead) = (state.population - dead, state.dead + dead);
    for id in t.s.rebellions.ids() {
        *t.s.rebels_mut(id, place) *= left;
    }
    if let Some(bearer) = bearer {
        t.s.factions[bearer].civilian_dead += dead;
    }
    t.s.touch(Reads::PEOPLES);
    // Where no one is left there may be nothing worth taking.
    t.s.disputes.note(place);
    let Some(people) = t.war.places[place].people else { return };
    let state = &mut t.s.peoples[people];
    (state.dead, state.cause) = (state.dead + dead, cause.or(state.cause));
    if let Some(by) = by {
        let (day, dead) = (t.now(), dead + t.held_against(people, by));
        *t.s.grief_mut(people, by) = Grief { dead, day };
    }
}

/// Whose dead they are: the owner's if he is of the place's people, else those of the first faction that is, a state
/// before a movement.
fn bearer(t: &Turn<'_>, place: PlaceId) -> Option<FactionId> {
    let (owner, people) = (t.s.places[place].owner, t.war.places[place].people);
    if people.is_none() || owner.is_some_and(|owner| t.war.factions[owner].people == people) {
        return owner;
    }
    let own = t.war.factions.pairs().filter(|(_, f)| f.people == people && !f.removed);
    own.min_by_key(|(id, f)| (f.kind == FactionKind::Movement, *id)).map(|(id, _)| id).or(owner)
}

/// An entry about what a people has suffered becomes the cause of what its factions resolve.
pub fn remember(t: &mut Turn<'_>, people: PeopleId, seq: Seq) {
    t.s.peoples[people].cause = Some(seq);
    for id in t.war.factions.ids().filter(|id| t.war.factions[*id].people == Some(people)) {
        t.s.factions[id].cause = Some(seq);
    }
    t.s.stirred = true;
}

/// Fear rises at a place by a share of what is left to full fear.
pub fn frighten(t: &mut Turn<'_>, place: PlaceId, share: f64) {
    let (fear, day) = (t.fear(place), t.now());
    let temper = &mut t.s.tempers[place];
    (temper.fear, temper.fear_day) = (fear + (1.0 - fear) * share.clamp(0.0, 1.0), day);
}

/// What atrocities do to a faction's will: those of enemies against its people harden it, those of its own side sap
/// it.
pub fn atrocities(t: &Turn<'_>, faction: FactionId) -> f64 {
    let Some(people) = t.war.factions[faction].people else { return 0.0 };
    if t.s.peoples[people].dead <= 0.0 {
        return 0.0;
    }
    let side = t.s.side(faction);
    let others = t.s.coalitions.ids().filter(|other| *other != side);
    let enemies = others.map(|other| t.grievance(people, other)).fold(0.0, f64::max);
    enemies - t.grievance(people, side)
}

impl Turn<'_> {
    /// Grievance of a people against a coalition, 0 for none; it grows with the logarithm of its dead.
    pub fn grievance(&self, people: PeopleId, against: CoalitionId) -> f64 {
        let dead: f64 = self.s.members(against).map(|id| self.held_against(people, id)).sum();
        let suffered = if dead > 0.0 { libm::log1p(dead / self.rule(Rule::GrievanceScale)) } else { 0.0 };
        suffered + self.old_grievance(people, against)
    }

    /// The dead that a people still holds against a faction, persons.
    fn held_against(&self, people: PeopleId, faction: FactionId) -> f64 {
        let grief = self.s.grief(people, faction);
        self.faded(grief.dead, grief.day, Rule::GrievanceDays)
    }

    /// Grievance against the coalition that a people has suffered most from.
    pub fn worst_grievance(&self, people: PeopleId) -> f64 {
        self.s.coalitions.ids().map(|side| self.grievance(people, side)).fold(0.0, f64::max)
    }

    /// Fear at a place, 0 to 1.
    pub fn fear(&self, place: PlaceId) -> f64 {
        let temper = &self.s.tempers[place];
        self.faded(temper.fear, temper.fear_day, Rule::FearDays)
    }

    /// What is left of something that fades by a factor e in the rule's days.
    fn faded(&self, amount: f64, since: f64, days: Rule) -> f64 {
        if amount <= 0.0 {
            return 0.0;
        }
        amount * libm::exp((since - self.now()).min(0.0) / self.rule(days))
    }

    /// Soldiers per inhabitant, against a garrison of full density.
    pub fn garrison_density(&self, place: PlaceId) -> f64 {
        let needed = self.s.places[place].population * self.rule(Rule::RebelGarrison);
        if needed > 0.0 { self.s.tempers[place].soldiers / needed } else { 0.0 }
    }
}
