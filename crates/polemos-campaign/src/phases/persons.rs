//! Who leads and commands. A leader or commander who dies, is taken, is deposed or leaves his post is replaced after
//! some days by the next of his own faction: the ablest who has no post, or, for a leader, the ablest who commands its
//! forces. Where there is no one, someone without a name and of ordinary character does the work. A leader shares the
//! fate of his capital when the enemy takes it, unless he is with his forces. One whose faction has neither will nor
//! hope left may be deposed (Goemans 2000 on what awaits leaders).
//!
//! A commander leaves his side when (1 − loyalty)·(d·(1 − p) + w·grievance) exceeds a threshold drawn once for him, with
//! p his side's believed chance and grievance his people's against his own side. He goes over to a hostile faction of
//! his people, if there is one; if there is none he joins the enemy where his own side's cause is lost, and lays down his
//! command where it is not. Those whose loyalty reaches the rule's level never do.

use crate::belief;
use crate::effects;
use crate::purpose;
use crate::realised::entity;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chronicle::{Fate, Post, Seq, What};
use polemos_war::*;

/// Resolve and believed chance below which a leader may be deposed.
const DOOMED: f64 = 0.25;
/// The least pull at which anyone goes over; his threshold lies between this and 1.
const LEAST_PULL: f64 = 0.35;

/// Looks at leaders and commanders, once a review.
pub fn review(t: &mut Turn<'_>, days: f64) {
    for id in t.s.factions.ids() {
        depose(t, id, days);
    }
    for force in t.s.forces.ids() {
        if let Some(person) = t.s.forces[force].commander.filter(|_| t.s.forces[force].at.is_present()) {
            tempt(t, person, force);
        }
    }
}

/// A person's posts fall vacant.
pub fn vacate(t: &mut Turn<'_>, person: PersonId, cause: Option<Seq>) {
    let due = t.now() + t.rule(Rule::PersonsSuccession);
    for id in t.s.factions.ids() {
        if t.s.factions[id].leader == Some(person) {
            t.s.factions[id].leader = None;
            t.s.vacancies.push(Vacancy { post: Vacant::Leader(id), due, cause });
        }
    }
    for id in t.s.coalitions.ids() {
        if t.s.coalitions[id].commander == Some(person) {
            t.s.coalitions[id].commander = None;
            // Where the lead's leader commanded himself, whoever follows him does.
            if t.war.factions[t.war.coalitions[id].lead].leader != Some(person) {
                t.s.vacancies.push(Vacancy { post: Vacant::Theatre(id), due, cause });
            }
        }
    }
    for id in t.s.forces.ids() {
        if t.s.forces[id].commander == Some(person) {
            t.s.forces[id].commander = None;
            t.s.vacancies.push(Vacancy { post: Vacant::Force(id), due, cause });
        }
    }
    t.s.touch(Reads::PERSONS);
}

/// Fills the posts that are due.
pub fn fill(t: &mut Turn<'_>) {
    if t.s.vacancies.is_empty() {
        return;
    }
    let today = t.dusk();
    let (due, rest) =
        std::mem::take(&mut t.s.vacancies).into_iter().partition(|it: &Vacancy| it.due <= today);
    t.s.vacancies = rest;
    for vacancy in due {
        succeed(t, vacancy);
    }
}

fn succeed(t: &mut Turn<'_>, vacancy: Vacancy) {
    let day = t.dusk();
    match vacancy.post {
        Vacant::Force(force) => {
            let state = &t.s.forces[force];
            if state.commander.is_some() || state.at == Whereabouts::Gone {
                return;
            }
            let Some(person) = next_in_line(t, state.faction, false) else { return };
            t.record(day, &[vacancy.cause], |_| What::Command { person, force });
            t.s.forces[force].commander = Some(person);
        }
        Vacant::Leader(faction) => {
            if t.s.factions[faction].leader.is_some() {
                return;
            }
            let Some(person) = next_in_line(t, faction, true) else { return };
            t.record(day, &[vacancy.cause], |_| What::Succeeded { person, post: Post::Leader { faction } });
            t.s.factions[faction].leader = Some(person);
        }
        Vacant::Theatre(coalition) => {
            let lead = t.war.coalitions[coalition].lead;
            if t.s.coalitions[coalition].commander.is_some() {
                return;
            }
            let Some(person) = next_in_line(t, lead, true) else { return };
            t.record(day, &[vacancy.cause], |_| What::Succeeded {
                person,
                post: Post::Theatre { coalition },
            });
            t.s.coalitions[coalition].commander = Some(person);
        }
    }
    t.s.touch(Reads::PERSONS);
}

/// The ablest of a faction who has no post; for a high post also one who commands its forces.
fn next_in_line(t: &Turn<'_>, faction: FactionId, high: bool) -> Option<PersonId> {
    let of_faction = |id: &PersonId| {
        let state = &t.s.persons[*id];
        state.alive && !state.retired && state.faction == Some(faction) && !leads(t, *id)
    };
    let skill = |id: &PersonId| t.real.number(t.war.persons[*id].traits.skill);
    let ablest =
        |ids: Vec<PersonId>| ids.into_iter().max_by(|a, b| skill(a).total_cmp(&skill(b)).then(b.cmp(a)));
    let all: Vec<PersonId> = t.war.persons.ids().filter(of_faction).collect();
    let free = all.iter().copied().filter(|id| !commands(t, *id) && (high || !has_office(t, *id))).collect();
    ablest(free).or_else(|| if high { ablest(all) } else { None })
}

fn leads(t: &Turn<'_>, person: PersonId) -> bool {
    t.s.factions.iter().any(|f| f.leader == Some(person))
        || t.s.coalitions.iter().any(|c| c.active && c.commander == Some(person))
}

fn commands(t: &Turn<'_>, person: PersonId) -> bool {
    t.s.forces.iter().any(|f| f.commander == Some(person) && f.at != Whereabouts::Gone)
}

/// Whether the war has another task for a person: a decision of his own, or an errand.
fn has_office(t: &Turn<'_>, person: PersonId) -> bool {
    let decides = |d: &Decision| d.kind == DecisionKind::Scenario && d.person == Some(person) && !d.removed;
    t.war.decisions.iter().any(decides) || t.war.envoys.iter().any(|e| e.person == person && !e.removed)
}

/// The leader of those whose capital has fallen, unless he is with his forces, may be killed or taken there.
pub fn in_capital(t: &mut Turn<'_>, place: PlaceId, taker: FactionId, cause: Seq) {
    for id in t.war.factions.ids() {
        let Some(person) = t.s.factions[id].leader else { continue };
        // One who has no capital of his own sits with those who lead his side.
        let lead = t.war.coalitions[t.s.side(id)].lead;
        let seat = t.war.factions[id].capital.or(t.war.factions[lead].capital);
        let here = seat == Some(place) && t.s.hostile(taker, id);
        if !here || commands(t, person) {
            continue;
        }
        let luck = t.luck(purpose::CAPITAL, entity(&t.war.persons[person].id), 0);
        let risk = t.rule(Rule::PersonsCapitalRisk);
        if luck < risk {
            let fate = if luck < 0.5 * risk { Fate::Killed } else { Fate::Captured };
            effects::dies(t, person, fate, Some(place), Some(cause));
        }
    }
}

/// A leader without will and hope behind him may be put out of office.
fn depose(t: &mut Turn<'_>, id: FactionId, days: f64) {
    let state = t.s.factions[id];
    let doomed = state.at_war && state.resolve < DOOMED && state.prospect < DOOMED;
    let Some(person) = state.leader.filter(|_| doomed) else { return };
    let chance = -libm::expm1(-t.rule(Rule::PersonsDeposed) * days);
    if t.luck(purpose::DEPOSED, entity(&t.war.persons[person].id), 0) < chance {
        let day = t.dusk();
        let causes = [state.cause, state.turned];
        let seq = t.record(day, &causes, |_| What::Fate { person, fate: Fate::Deposed, place: None });
        t.s.persons[person].retired = true;
        vacate(t, person, Some(seq));
    }
}

/// A commander who is not loyal may leave his side.
fn tempt(t: &mut Turn<'_>, person: PersonId, force: ForceId) {
    let loyalty = t.real.number(t.war.persons[person].traits.loyalty);
    let Some(own) = t.s.persons[person].faction.filter(|own| t.s.factions[*own].at_war) else { return };
    if loyalty >= t.rule(Rule::PersonsLoyal) || t.s.factions[own].leader == Some(person) {
        return;
    }
    let people = t.war.factions[own].people;
    let grievance = people.map_or(0.0, |people| t.grievance(people, t.s.side(own)));
    let pull = (1.0 - loyalty)
        * (t.rule(Rule::PersonsDoom) * (1.0 - t.s.factions[own].prospect)
            + t.rule(Rule::PersonsGrievance) * grievance.max(0.0));
    let threshold = LEAST_PULL + (1.0 - LEAST_PULL) * t.s.persons[person].threshold;
    if pull > threshold {
        go_over(t, person, own, force);
    }
}

fn go_over(t: &mut Turn<'_>, person: PersonId, own: FactionId, force: ForceId) {
    let people = t.war.factions[own].people;
    let kin =
        |id: &FactionId| people.is_some() && t.war.factions[*id].people == people && t.s.hostile(own, *id);
    let lost = t.s.factions[own].prospect < t.rule(Rule::PersonsTurncoat);
    let to = t.war.factions.ids().find(kin).or_else(|| belief::chief_enemy(t, own).filter(|_| lost));
    let fate = if to.is_some() { Fate::Defected } else { Fate::Resigned };
    let (day, cause) = (t.dusk(), t.s.factions[own].cause);
    let place = t.s.forces[force].at.place();
    let seq = t.record(day, &[cause], |_| What::Fate { person, fate, place });
    let state = &mut t.s.persons[person];
    (state.faction, state.retired) = (to.or(state.faction), to.is_none());
    vacate(t, person, Some(seq));
}
