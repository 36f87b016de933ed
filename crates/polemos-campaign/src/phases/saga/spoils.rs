//! What becomes of the beaten. A side that has brought another to surrender, or to nothing, decides: to let it be, to rule
//! it, or to put its people to work. The first leaves a state that may want back what it lost; the others end it, for as
//! long as its people bears it: enslavement leaves a grievance like that of a massacre, which does not fade while it
//! lasts, and the greater part of the people hostile. A state that has lost a world of another people may be asked to give
//! its word not to help any who resist on the worlds that it has lost; what that is worth to it is peace, and what it gives
//! up is a way to harm the new ruler.

use super::{answered, ask, asked, fleets, rulers, tension, with};
use crate::effects;
use crate::phases::persons;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chronicle::{Fate, Seq, What};
use polemos_war::*;

/// Opens the question what becomes of a beaten side.
pub fn raise(t: &mut Turn<'_>, victor: CoalitionId, loser: CoalitionId, seq: Seq) {
    let lead = t.war.coalitions[loser].lead;
    let beaten = tension::members(t, loser);
    let about = if beaten.contains(&lead) { Some(lead) } else { beaten.first().copied() };
    let (Some(decision), Some(about)) = (t.real.posts.spoils[victor], about) else { return };
    // Rebels who are put down are no state.
    if beaten.iter().all(|id| t.war.factions[*id].kind == FactionKind::Movement) {
        return;
    }
    let place = t.war.factions[about].capital.unwrap_or_default();
    ask(t, decision, about, place, 1.0, seq);
}

/// Utilities of the fates of the beaten, in the order of [`Spoils::ALL`].
pub fn value_of_spoils(t: &Turn<'_>, id: DecisionId) -> [f64; 3] {
    let by = t.war.decisions[id].faction;
    let Some((pending, saga)) = asked(t, id).zip(t.s.saga.as_ref()) else { return [0.0; 3] };
    let ruthless = t.trait_of(t.s.factions[by].leader, |traits| traits.ruthlessness, 0.3);
    let tension = saga.tension(by, pending.about);
    let grievance =
        t.war.factions[by].people.map_or(0.0, |people| t.grievance_against(people, pending.about));
    // An enemy of old who is let be is an enemy again; to rule him takes troops; to drive him takes a hard heart.
    [0.5 * (1.0 - tension), 0.5 * tension, tension * (ruthless + 0.25 * grievance) - 0.1]
}

/// A side has decided what becomes of the beaten.
pub fn decided(t: &mut Turn<'_>, id: DecisionId, option: u16, seq: Seq) {
    let Some(pending) = answered(t, id) else { return };
    let spoils = Spoils::ALL.get(usize::from(option)).copied().unwrap_or(Spoils::Annex);
    let victor = t.war.decisions[id].coalition;
    let beaten = tension::members(t, t.s.side(pending.about));
    for faction in beaten.into_iter().filter(|it| t.war.factions[*it].kind == FactionKind::State) {
        match spoils {
            Spoils::Restore => give_back(t, faction, seq),
            Spoils::Annex | Spoils::Enslave => subject(t, faction, victor, spoils, seq),
        }
    }
    t.s.touch(Reads::PEOPLES.with(Reads::PLACES));
}

/// Worlds of its own people come back to a state that is let be.
fn give_back(t: &mut Turn<'_>, faction: FactionId, seq: Seq) {
    let people = t.war.factions[faction].people;
    let own = |place: &PlaceId| {
        t.s.places[*place].before == Some(faction)
            && t.s.places[*place].owner != Some(faction)
            && t.war.places[*place].people == people
    };
    let places: Vec<PlaceId> = t.war.places.ids().filter(own).collect();
    for place in places {
        let Some(from) = t.s.places[place].owner else { continue };
        let day = t.now();
        let seq = t.record(day, &[Some(seq)], |_| What::Ceded { place, from, to: faction });
        effects::hand_over(t, place, faction, seq);
    }
}

/// A state comes under another's rule: its worlds go to the nearest of the victors, its forces are disbanded.
fn subject(t: &mut Turn<'_>, faction: FactionId, victor: CoalitionId, spoils: Spoils, seq: Seq) {
    let lead = t.war.coalitions[victor].lead;
    let day = t.now();
    let seq = t.record(day, &[Some(seq)], |_| What::Subjected { faction, to: lead, spoils });
    let rulers = tension::members(t, victor);
    let places: Vec<PlaceId> =
        t.war.places.ids().filter(|id| t.s.places[*id].owner == Some(faction)).collect();
    for place in places {
        let to = nearest(t, place, &rulers).unwrap_or(lead);
        effects::hand_over(t, place, to, seq);
    }
    for force in t.war.forces.ids().filter(|id| t.s.forces[*id].faction == faction).collect::<Vec<_>>() {
        disband(t, force);
    }
    with(t, |saga| {
        let state = &mut saga.states[faction];
        (state.subject_to, state.enslaved) = (Some(lead), spoils == Spoils::Enslave);
        saga.willing.retain(|it| it.faction != faction);
    });
    t.s.factions[faction].cause = Some(seq);
    if let Some(person) = t.s.factions[faction].leader {
        t.record(day, &[Some(seq)], |_| What::Fate { person, fate: Fate::Deposed, place: None });
        t.s.persons[person].retired = true;
        persons::vacate(t, person, Some(seq));
    }
    if spoils == Spoils::Enslave {
        embitter(t, faction);
        let hostile = t.rule(Rule::SpoilsHostile).clamp(0.01, 0.99);
        for place in homes(t, faction) {
            t.s.tempers[place].hostile = t.s.tempers[place].hostile.max(hostile);
            (t.s.tempers[place].ruler, t.s.tempers[place].reckoned) = (t.s.holder(place), day);
        }
    }
    if let Some(people) = t.war.factions[faction].people {
        t.s.peoples[people].cause = Some(seq);
    }
}

/// Worlds of a faction's people under another's rule.
fn homes(t: &Turn<'_>, faction: FactionId) -> Vec<PlaceId> {
    let people = t.war.factions[faction].people;
    let under = |place: &PlaceId| {
        people.is_some() && t.war.places[*place].people == people && t.s.places[*place].owner != Some(faction)
    };
    t.war.places.ids().filter(under).collect()
}

/// An enslaved people holds it against those who rule it, as long as it lasts.
pub fn embitter(t: &mut Turn<'_>, faction: FactionId) {
    let Some(people) = t.war.factions[faction].people else { return };
    let dead = t.rule(Rule::GrievanceScale) * libm::expm1(t.rule(Rule::SpoilsGrievance));
    let day = t.now();
    let mut rulers: Vec<FactionId> =
        homes(t, faction).into_iter().filter_map(|place| t.s.places[place].owner).collect();
    rulers.sort_unstable();
    rulers.dedup();
    for ruler in rulers {
        let grief = t.s.grief_mut(people, ruler);
        *grief = Grief { dead: dead.max(grief.dead), day };
    }
}

/// The member of a side whose worlds lie nearest to a place.
fn nearest(t: &Turn<'_>, place: PlaceId, of: &[FactionId]) -> Option<FactionId> {
    let distance = |id: FactionId| {
        let own = t.s.ruled.rows_of(id.index()).map(PlaceId::from_index);
        own.map(|other| t.s.distance(place, other)).fold(f64::INFINITY, f64::min)
    };
    of.iter().copied().min_by(|a, b| distance(*a).total_cmp(&distance(*b)).then(a.cmp(b)))
}

fn disband(t: &mut Turn<'_>, force: ForceId) {
    // What was held back has never been counted, and stays so.
    if t.s.forces[force].at == Whereabouts::Away {
        return;
    }
    for squadron in t.squadrons(force).collect::<Vec<_>>() {
        let units = t.s.squadrons[squadron].units;
        if units > 0 {
            fleets::take(t, squadron, units);
        }
    }
    if t.s.forces[force].at.is_present() {
        t.s.put(force, Whereabouts::Gone);
        let state = &mut t.s.forces[force];
        (state.mission, state.goal, state.commander) = (Mission::Guard, None, None);
    }
}

/// Asks a state that has lost a world where people may resist for its word not to help them.
pub fn ask_word(t: &mut Turn<'_>, place: PlaceId, from: FactionId, to: FactionId, seq: Seq) {
    let Some(people) = t.war.places[place].people else { return };
    let resist = t.war.rebellions.iter().any(|it| it.people == people && !it.removed);
    if let Some(decision) = t.real.posts.renounce[from].filter(|_| resist) {
        ask(t, decision, to, place, 0.0, seq);
    }
}

/// Peoples' resistances on the worlds that a state has lost to another's side in its last war, each with the first such
/// world.
fn resistances(t: &Turn<'_>, from: FactionId, to: FactionId) -> Vec<(RebellionId, PlaceId)> {
    let lost =
        |place: &PlaceId| t.s.places[*place].before == Some(from) && t.s.holder(*place) == Some(t.s.side(to));
    let lost: Vec<PlaceId> = t.war.places.ids().filter(lost).collect();
    let of = |(id, def): (RebellionId, &Rebellion)| {
        let home = lost.iter().find(|place| t.war.places[**place].people == Some(def.people));
        home.filter(|_| !def.removed).map(|place| (id, *place))
    };
    t.war.rebellions.pairs().filter_map(of).collect()
}

/// Utilities of giving that word and of keeping a free hand.
pub fn value_of_renouncing(t: &Turn<'_>, id: DecisionId) -> [f64; 2] {
    let by = t.war.decisions[id].faction;
    let Some((pending, saga)) = asked(t, id).zip(t.s.saga.as_ref()) else { return [0.0; 2] };
    let tension = saga.tension(by, pending.about);
    let theirs = tension::members(t, t.s.side(pending.about));
    let odds = tension::odds(t, by, &tension::members(t, t.s.side(by)), &theirs, true);
    let people = t.war.places[pending.place].people;
    // Those who were no friends of one's own are no loss.
    let ill_will = people.map_or(0.0, |people| t.grievance_against(people, by));
    let hostile = t.s.tempers[pending.place].hostile;
    [0.5 * (1.0 - odds) + 0.1 * ill_will, t.rule(Rule::ArmsGain) * tension * hostile * 0.5]
}

/// A state has given its word, or not.
pub fn renounced(t: &mut Turn<'_>, id: DecisionId, gives: bool, seq: Seq) {
    let Some(pending) = answered(t, id).filter(|_| gives) else { return };
    let (faction, to) = (t.war.decisions[id].faction, pending.about);
    let day = t.now();
    for (rebellion, place) in resistances(t, faction, to) {
        t.record(day, &[Some(seq)], |_| What::Renounced { faction, to, place, rebellion });
        let at = faction.index() * t.war.rebellions.len() + rebellion.index();
        with(t, |saga| {
            saga.arms[at].since = None;
            saga.pledges.push(crate::saga::Pledge { by: faction, to, rebellion });
        });
    }
    let (own, other) = (t.s.side(faction), t.s.side(to));
    let more = t.rule(Rule::TermsRefusal);
    let trust = t.s.trust_mut(other, own);
    *trust += (1.0 - *trust) * more;
    t.s.touch(Reads::PEOPLES);
}

/// A state is its own again.
pub fn freed(t: &mut Turn<'_>, faction: FactionId) {
    with(t, |saga| {
        let state = &mut saga.states[faction];
        (state.subject_to, state.enslaved) = (None, false);
    });
    rulers::accede(t, faction);
}
