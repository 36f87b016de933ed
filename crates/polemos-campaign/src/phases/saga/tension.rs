//! Tension between states, and the incidents that come of it. Tension T drifts, half-way in the rule's time, toward
//!
//! logistic(logit T₀ + γ·(grievances of either people against the other state) + λ·(share of what was a state's own that
//! the other holds) − α if they are allied),
//!
//! T₀ the old rivalry. Incidents come at a rate of border × T a year, and raise it. Each is a question to the ruler of
//! those who suffered it: a war, whose worth is that of any war at the odds as he sees them (Fearon 1995; what `terms`
//! says of it), or to settle, which costs face by the gravity of the matter and the tension, and leaves the future to those
//! whom it favours: a state whose odds will worsen has that reason more to strike now.

use super::{YEAR, answered, ask, asked, sovereigns, wars, with};
use crate::belief;
use crate::phases::terms::Weigher;
use crate::purpose;
use crate::turn::Turn;
use polemos_chance::special::{logistic, logit};
use polemos_chance::{pair, sample};
use polemos_chronicle::{Ground, Seq, What};
use polemos_war::*;

/// Moves all tensions by a season, and lets incidents happen.
pub fn play(t: &mut Turn<'_>, days: f64) {
    let free = sovereigns(t);
    let step = -libm::expm1(-core::f64::consts::LN_2 * days / t.rule(Rule::TensionHalfLife));
    for (row, &a) in free.iter().enumerate() {
        for &b in &free[row + 1..] {
            let goal = logistic(pull(t, a, b));
            with(t, |saga| {
                let now = saga.tension(a, b);
                saga.set_tension(a, b, now + (goal - now) * step);
            });
            happen(t, a, b, days);
        }
    }
}

/// The logit toward which tension drifts.
fn pull(t: &Turn<'_>, a: FactionId, b: FactionId) -> f64 {
    let grievance = |of: FactionId, against: FactionId| {
        t.war.factions[of].people.map_or(0.0, |people| t.grievance_against(people, against))
    };
    let wrongs = grievance(a, b) + grievance(b, a);
    let lost = lost_to(t, a, b) + lost_to(t, b, a);
    let allied = if t.s.side(a) == t.s.side(b) { t.rule(Rule::TensionAllied) } else { 0.0 };
    logit(usual(t, a, b).clamp(0.01, 0.99))
        + t.rule(Rule::TensionGrievance) * wrongs
        + t.rule(Rule::TensionLost) * lost
        - allied
}

/// The old tension between two states.
pub fn usual(t: &Turn<'_>, a: FactionId, b: FactionId) -> f64 {
    let Some(def) = &t.war.saga else { return t.rule(Rule::TensionUsual) };
    let is = |it: &&Tension| it.between == [a, b] || it.between == [b, a];
    def.tensions.iter().find(is).map_or(t.rule(Rule::TensionUsual), |it| t.real.number(it.level))
}

/// Share of what was a state's own as the saga opened that another holds now.
fn lost_to(t: &Turn<'_>, id: FactionId, other: FactionId) -> f64 {
    let (mut own, mut lost) = (0.0, 0.0);
    for (place, def) in t.war.places.pairs().filter(|(_, place)| place.owner == Some(id)) {
        let _ = def;
        own += t.real.place_value[place];
        lost += if t.s.places[place].owner == Some(other) { t.real.place_value[place] } else { 0.0 };
    }
    if own > 0.0 { lost / own } else { 0.0 }
}

/// How near two states are to each other, 0 to 1: what distance leaves of a threat between their nearest places.
pub fn nearness(t: &Turn<'_>, a: FactionId, b: FactionId) -> f64 {
    let (of_a, of_b) = (t.s.ruled.rows_of(a.index()), t.s.ruled.rows_of(b.index()));
    let theirs: Vec<PlaceId> = of_b.map(PlaceId::from_index).collect();
    let near = |from: usize| {
        let from = PlaceId::from_index(from);
        theirs.iter().map(|to| t.s.nearness(from, *to)).fold(0.0, f64::max)
    };
    of_a.map(near).fold(0.0, f64::max)
}

/// Places of two states that an open lane joins, those of the first first.
fn border(t: &Turn<'_>, a: FactionId, b: FactionId) -> Vec<[PlaceId; 2]> {
    let mut all = Vec::new();
    for from in t.s.ruled.rows_of(a.index()) {
        for to in t.s.next_to.rows_of(from).map(PlaceId::from_index) {
            if t.s.places[to].owner == Some(b) {
                all.push([PlaceId::from_index(from), to]);
            }
        }
    }
    all
}

/// An incident between two states, if one happens in this season.
fn happen(t: &mut Turn<'_>, a: FactionId, b: FactionId, days: f64) {
    if t.s.side(a) == t.s.side(b) || t.s.hostile(a, b) {
        return;
    }
    let frontier = border(t, a, b);
    if frontier.is_empty() {
        return;
    }
    let length = frontier.len() as f64 / (frontier.len() as f64 + 1.0);
    let tension = t.s.saga.as_ref().map_or(0.0, |saga| saga.tension(a, b));
    let rate = t.rule(Rule::IncidentRate) * length * tension / YEAR;
    let who = pair(t.real.faction_entity[a], t.real.faction_entity[b]);
    let luck = |index: u32| t.luck(purpose::INCIDENT, who, index);
    if luck(0) >= -libm::expm1(-rate * days) {
        return;
    }
    let at = (luck(1) * frontier.len() as f64) as usize;
    let [ours, theirs] = frontier[at.min(frontier.len() - 1)];
    // It happens on one side of the border or on the other: those who live there suffer it.
    let (place, on, by) = if luck(2) < 0.5 { (ours, a, b) } else { (theirs, b, a) };
    let gravity = sample::exponential(luck(3), 1.0 / t.rule(Rule::IncidentGravity)).min(1.0);
    incident(t, place, on, by, gravity, None);
}

/// Something has happened: tension rises, and if both are at peace the ruler of those who suffered it decides.
pub fn incident(
    t: &mut Turn<'_>,
    place: PlaceId,
    on: FactionId,
    by: FactionId,
    gravity: f64,
    cause: Option<Seq>,
) {
    let day = t.now();
    let seq = t.record(day, &[cause], |_| What::Incident { place, on, by, gravity });
    with(t, |saga| saga.raise_tension(on, by, gravity));
    question(t, place, on, by, gravity, seq);
}

/// Puts the question of war to a state over something that another has done.
pub fn question(t: &mut Turn<'_>, place: PlaceId, on: FactionId, by: FactionId, gravity: f64, seq: Seq) {
    let free = |id: FactionId| t.s.saga.as_ref().is_some_and(|saga| saga.is_sovereign(id));
    if t.s.states_at_war() || t.s.side(on) == t.s.side(by) || !free(on) || !free(by) {
        return;
    }
    if let Some(decision) = t.real.posts.incident[on] {
        ask(t, decision, by, place, gravity, seq);
    }
}

/// A state's chance against a side, as it sees it: with its own side's forces and what yards add within the horizon, or,
/// in the long run, by what yards can keep up.
pub fn odds(t: &Turn<'_>, by: FactionId, ours: &[FactionId], theirs: &[FactionId], long_run: bool) -> f64 {
    let horizon = if long_run { t.rule(Rule::FleetLife) } else { t.rule(Rule::ProspectHorizon) };
    let stands = [ours, theirs].map(|ids| believed(t, by, ids));
    let later = [ours, theirs]
        .map(|ids| horizon * belief::building(t, ids.contains(&by), |owner| ids.contains(&owner)));
    let all =
        [0, 1].map(|row| if long_run { later[row] + stands[row][1] } else { later[row] + stands[row][0] });
    let noise = t.rule(Rule::ProspectNoise);
    let spread = belief::spread(t.war, t.real, by);
    belief::chance(t, all, stands.map(|it| it[1]), libm::sqrt(noise * noise + spread * spread))
}

/// Strength of states as another believes it to be, its own as it knows it: all of it, and what cannot move.
fn believed(t: &Turn<'_>, by: FactionId, of: &[FactionId]) -> [f64; 2] {
    let side = t.s.side(by);
    let (mut all, mut fixed) = (0.0, 0.0);
    for (id, force) in t.s.forces.pairs().filter(|(_, force)| of.contains(&force.faction)) {
        let own = t.s.side(force.faction) == side;
        let strength = if own && force.at.is_present() {
            t.strength(id)
        } else if own {
            0.0
        } else {
            belief::force_strength(t, by, id)
        };
        all += strength;
        fixed += if t.real.anchored[id] { strength } else { 0.0 };
    }
    [all, fixed]
}

/// Members of a side.
pub fn members(t: &Turn<'_>, side: CoalitionId) -> Vec<FactionId> {
    let in_it = |id: &FactionId| t.s.side(*id) == side && !t.war.factions[*id].removed;
    t.war.factions.ids().filter(in_it).collect()
}

/// What a war at these odds is worth to a state before it has begun.
pub fn worth_of_war(t: &Turn<'_>, by: FactionId, odds: f64) -> f64 {
    let leader = t.s.factions[by].leader;
    let weigher = Weigher {
        prospect: odds,
        resolve: t.real.number(t.war.factions[by].resolve),
        outlives: t.trait_of(leader, |traits| traits.outlives_defeat, 1.0),
        holds: 1.0,
    };
    let boldness = t.trait_of(leader, |traits| traits.boldness, 0.5);
    let weary = t.s.saga.as_ref().map_or(0.0, |saga| saga.states[by].weary);
    weigher.fighting_on(t) - t.rule(Rule::IncidentWar) - t.rule(Rule::IncidentWeary) * weary
        + 0.4 * (boldness - 0.5)
}

/// Utilities of a war over an incident, and of settling it.
pub fn value_of_war(t: &Turn<'_>, id: DecisionId) -> [f64; 2] {
    let by = t.war.decisions[id].faction;
    let Some(pending) = asked(t, id) else { return [-1.0, 0.0] };
    let (ours, theirs) = (members(t, t.s.side(by)), members(t, t.s.side(pending.about)));
    let now = odds(t, by, &ours, &theirs, false);
    let later = odds(t, by, &ours, &theirs, true);
    let tension = t.s.saga.as_ref().map_or(0.0, |saga| saga.tension(by, pending.about));
    let face = t.rule(Rule::IncidentInsult) * pending.gravity * tension;
    [worth_of_war(t, by, now), t.rule(Rule::IncidentShift) * (later - now) - face]
}

/// A ruler has decided whether to go to war.
pub fn decided(t: &mut Turn<'_>, id: DecisionId, war: bool, seq: Seq) {
    let Some(pending) = answered(t, id) else { return };
    let on = t.war.decisions[id].faction;
    let sides = [t.s.side(on), t.s.side(pending.about)];
    if war && !t.s.states_at_war() && sides[0] != sides[1] {
        wars::open(t, sides, Ground::Incident { place: pending.place }, Some(seq));
    }
}
