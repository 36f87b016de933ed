//! The situation in which a war opens.

use crate::bits::{Relation, Set};
use crate::disputes::Disputes;
use crate::links::Links;
use crate::phases::loyalty;
use crate::phases::people;
use crate::phases::raids::ACCOUNT_DAYS;
use crate::plan::{Ways, opening_lanes};
use crate::purpose;
use crate::realised::{Realised, entity};
use crate::saga::{Arms, SagaState, StateState};
use crate::sides::Sides;
use crate::situation::*;
use polemos_chance::special::{logistic, logit};
use polemos_chance::{Address, Key};
use polemos_war::*;

/// The opening situation of a war with the numbers of one replication.
pub fn situation(war: &War, real: &Realised, key: Key) -> Situation {
    let Ways { distances, nearness, between, through, next_to, hearing, in_reach } =
        real.ways_over(war, &opening_lanes(war));
    let squadrons = squadrons(war, real, key);
    let mut s = Situation {
        tick: 0,
        days_in: 0,
        moment: Moment::Dawn,
        key,
        places: war.places.iter().map(|place| place_state(war, real, place)).collect(),
        tempers: war.places.iter().map(|_| calm()).collect(),
        peoples: war.peoples.iter().map(|_| PeopleState::default()).collect(),
        griefs: vec![Grief::default(); war.peoples.len() * war.factions.len()],
        rebellions: war.rebellions.iter().map(|_| quiet()).collect(),
        rebels: vec![0.0; war.rebellions.len() * war.places.len()],
        sabotages: war
            .sabotages
            .iter()
            .map(|_| SabotageState { holds: false, strikes: 0, seq: None })
            .collect(),
        orders_against: Vec::new(),
        traffic: vec![Traffic::default(); war.coalitions.len() * war.lanes.len()],
        factions: war.factions.pairs().map(|(id, f)| faction(war, real, id, f)).collect(),
        coalitions: war.coalitions.iter().map(|c| coalition(war, real, c)).collect(),
        estimates: vec![Estimate::default(); war.factions.len() * war.factions.len()],
        judgements: vec![Judgement::default(); war.factions.len() * war.factions.len()],
        sightings: vec![
            Sighting { place: None, day: 0.0, strength: 0.0 };
            war.coalitions.len() * war.forces.len()
        ],
        forces: war.forces.iter().map(|force| force_state(war, real, force)).collect(),
        squadrons,
        persons: war
            .persons
            .iter()
            .map(|p| PersonState {
                alive: p.alive && !p.removed && is_of_age(real, p),
                dead: !p.alive,
                faction: p.faction,
                retired: false,
                threshold: key.uniform(Address::new(purpose::RESIGNATION, entity(&p.id), 0, 0)),
            })
            .collect(),
        works: war.works.iter().map(|w| whole(!w.removed)).collect(),
        events: war
            .events
            .iter()
            .map(|_| EventState { happened: 0, day: 0.0, holds: false, seq: None })
            .collect(),
        decisions: war.decisions.iter().map(|_| unopened()).collect(),
        measured: Table::filled(war.evidence.measures.len(), Measured::default()),
        envoys: war
            .envoys
            .iter()
            .map(|_| EnvoyState { since: None, sent: false, there: false, persuaded: false, seq: None })
            .collect(),
        vacancies: Vec::new(),
        trust: vec![real.rule(Rule::TermsCredibility); war.coalitions.len() * war.coalitions.len()],
        saga: saga(war, real),
        ending: None,
        next_seq: 0,
        changed: Reads::ALL,
        came: true,
        carry_troops: real.carry_troops.clone(),
        garrisons_stale: true,
        tolerances: tolerances(war, real, key),
        open: Set::default(),
        nearness,
        between,
        through,
        next_to,
        lanes: opening_lanes(war),
        distances,
        looked: 0,
        moved: 0.0,
        stirred: true,
        supply_days: Vec::new(),
        supply_lane: Vec::new(),
        supply_flow: Vec::new(),
        supply_reach: Vec::new(),
        supply_basis: Vec::new(),
        supply_stale: true,
        hearing,
        in_reach,
        crossings: vec![None; real.compatriots.len()],
        ruled: Relation::default(),
        standing: Relation::default(),
        in_play: Set::default(),
        sides: Sides::default(),
        disputes: Disputes::default(),
        links: Links::default(),
    };
    count_forces(war, real, &mut s);
    s.muster();
    first_tempers(war, real, &mut s);
    first_estimates(war, real, &mut s);
    s
}

/// How far commanders bear losses, each for himself and as long as he lives.
pub fn tolerances(war: &War, real: &Realised, key: Key) -> (Table<PersonId, f64>, Table<CoalitionId, f64>) {
    let spread = real.rule(Rule::BattleToleranceSpread);
    let factor = |entity| {
        let u = key.uniform(Address::new(purpose::TOLERANCE, entity, 0, 0));
        libm::exp(spread * polemos_chance::sample::normal(u))
    };
    let own = war.persons.ids().map(|id| factor(id.0)).collect();
    (own, war.coalitions.ids().map(|id| factor(0x8000_0000 | id.0)).collect())
}

fn place_state(war: &War, real: &Realised, place: &Place) -> PlaceState {
    let owner = place.owner.filter(|id| !war.factions[*id].removed && !place.removed);
    let population = if place.removed { 0.0 } else { real.number(place.population) };
    PlaceState {
        owner,
        before: owner,
        home: place.home,
        population,
        dead: 0.0,
        battles: 0,
        cause: None,
        siege: None,
        ground: None,
    }
}

fn calm() -> Temper {
    Temper {
        hostile: 0.0,
        reckoned: 0.0,
        ruler: None,
        fear: 0.0,
        fear_day: 0.0,
        soldiers: 0.0,
        strangers: 0.0,
    }
}

fn quiet() -> RebellionState {
    RebellionState { risen: false, day: 0.0, holds: false, seq: None }
}

fn whole(there: bool) -> WorksState {
    WorksState { condition: if there { 1.0 } else { 0.0 }, progress: 0.0, cause: None }
}

fn unopened() -> DecisionState {
    DecisionState {
        open: false,
        holds: false,
        made: 0,
        chosen: 0,
        day: 0.0,
        place: None,
        seq: None,
        cause: None,
        seen: Seen::default(),
    }
}

/// Someone who lives when the war opens.
fn living(war: &War, real: &Realised, person: Option<PersonId>) -> Option<PersonId> {
    let fit = |person: &Person| person.alive && !person.removed && is_of_age(real, person);
    person.filter(|id| fit(&war.persons[*id]))
}

/// The coalition that a faction is in on day 0: the first whose membership covers it, else its own.
pub fn first_coalition(war: &War, real: &Realised, id: FactionId) -> CoalitionId {
    let covers = |m: &Membership| {
        m.faction == id
            && real.optional(m.from).is_none_or(|day| day <= 0.0)
            && real.optional(m.until).is_none_or(|day| day > 0.0)
    };
    let firm = |c: &Coalition| !c.implicit && !c.by_agreement;
    let declared = war.coalitions.pairs().find(|(_, c)| firm(c) && c.members.iter().any(covers));
    let own = || war.coalitions.pairs().find(|(_, c)| c.implicit && c.lead == id);
    declared.or_else(own).map_or(CoalitionId(0), |(id, _)| id)
}

fn faction(war: &War, real: &Realised, id: FactionId, def: &Faction) -> FactionState {
    let coalition = first_coalition(war, real, id);
    // One whose membership in a declared coalition is still to come waits for its date.
    let waits = war.coalitions[coalition].implicit
        && war
            .coalitions
            .iter()
            .any(|c| !c.implicit && !c.by_agreement && c.members.iter().any(|m| m.faction == id));
    let resolve = real.number(def.resolve).clamp(0.01, 0.99);
    FactionState {
        coalition,
        at_war: at_first(war, id, def) && !def.removed && !waits,
        resolve,
        prospect: 0.5,
        industry: 1.0,
        opening: [0; 5],
        built: [0; 5],
        lost: [0; 5],
        joined: [0; 5],
        left: [0; 5],
        opening_value: 0.0,
        military_dead: 0.0,
        civilian_dead: 0.0,
        reported: (resolve * 4.0) as u8,
        cause: None,
        leader: living(war, real, def.leader),
        cohesion: logistic(real.rule(Rule::CohesionBase)),
        recent: 0.0,
        counted: 0,
        next_stay: 0.0,
        outraged: 0.0,
        at_peace: false,
        turned: None,
    }
}

/// Whether a faction is at war as the war opens: a saga says so itself.
fn at_first(war: &War, id: FactionId, def: &Faction) -> bool {
    match &war.saga {
        Some(saga) => saga.at_war.contains(&id),
        None => def.belligerent,
    }
}

/// What goes on between states as a saga opens.
fn saga(war: &War, real: &Realised) -> Option<Box<SagaState>> {
    let def = war.saga.as_ref()?;
    let n = war.factions.len();
    let mut state = SagaState {
        tensions: vec![real.rule(Rule::TensionUsual); n * n],
        states: war
            .factions
            .iter()
            .map(|f| StateState { support: real.number(f.support), trend: 1.0, ..StateState::default() })
            .collect(),
        arms: vec![Arms::default(); n * war.rebellions.len()],
        next_season: real.rule(Rule::SagaReview),
        ..SagaState::default()
    };
    for tension in &def.tensions {
        let [a, b] = tension.between;
        state.set_tension(a, b, real.number(tension.level));
    }
    Some(Box::new(state))
}

/// Whether someone born on a date can hold a post as the war opens.
fn is_of_age(real: &Realised, person: &Person) -> bool {
    real.optional(person.born).is_none_or(|born| -born >= saga::OF_AGE)
}

/// A coalition as a war opens, before its forces are counted.
pub fn coalition(war: &War, real: &Realised, def: &Coalition) -> CoalitionState {
    let nowhere = PlaceId(0);
    let idle = Operation { stage: Stage::Idle, target: nowhere, staging: nowhere, begun: 0.0, cause: None };
    CoalitionState {
        active: true,
        posture: def.posture,
        posture_until: 0.0,
        next_review: 0.0,
        rested: 0.0,
        next_posture: real.rule(Rule::PostureReview),
        next_terms: real.rule(Rule::TermsReview),
        tolerance: real.rule(Rule::BattleTolerance),
        objectives: Vec::new(),
        avoided: Vec::new(),
        gather: None,
        perimeter: Vec::new(),
        operations: [idle; OPERATIONS],
        cause: None,
        opening_value: 0.0,
        opening_worth: 0.0,
        opening_depots: 0.0,
        relayed: false,
        most_cut_off: 0.0,
        commander: living(war, real, def.commander),
        besieged: false,
        hemmed_in: true,
        shaken: false,
        offer: None,
        cut_off: None,
        raided: 0.0,
        raid_losses: 0.0,
        raiders_lost: 0,
        next_account: ACCOUNT_DAYS,
    }
}

fn force_state(war: &War, real: &Realised, def: &Force) -> ForceState {
    let absent = def.arrives.is_some() || def.held_back;
    let removed = def.removed || war.factions[def.faction].removed;
    let at = match (removed, absent) {
        (true, _) => Whereabouts::Gone,
        (_, true) => Whereabouts::Away,
        _ => Whereabouts::At(def.place),
    };
    ForceState {
        faction: def.faction,
        commander: living(war, real, def.commander),
        at,
        goal: None,
        mission: Mission::Guard,
        supply: 1.0,
        readiness: 1.0,
        busy_until: 0.0,
        starved: false,
        link: Link::Joined,
        value: 0.0,
        speed: 1.0,
        cause: None,
    }
}

/// Units of one squadron of a row of a force: they are divided as evenly as can be, the first taking what is left over.
pub fn part_of(real: &Realised, units: &Units, ordinal: usize) -> u32 {
    let all = real.number(units.count).clamp(0.0, 4.0e9) as u64;
    let parts = units.squadrons.len().max(1) as u64;
    let more = u64::from((ordinal as u64) < all % parts);
    u32::try_from(all / parts + more).unwrap_or(u32::MAX)
}

fn squadrons(war: &War, real: &Realised, key: Key) -> Table<SquadronId, SquadronState> {
    let size = |squadron: &Squadron| {
        let force = &war.forces[squadron.force];
        let units = &force.units[usize::from(squadron.row)];
        let gone = force.removed || war.factions[force.faction].removed || war.classes[units.class].removed;
        if gone { 0 } else { part_of(real, units, squadron.ordinal.into()) }
    };
    let state = |squadron: &Squadron| {
        let units = size(squadron);
        let threshold = loyalty::threshold(war, real, key, squadron);
        SquadronState { force: squadron.force, units, opening: units, hits: 0, threshold, went: None }
    };
    war.squadrons.iter().map(state).collect()
}

fn count_forces(war: &War, real: &Realised, s: &mut Situation) {
    for id in war.forces.ids() {
        let (mut value, mut units) = (0.0, [0_u32; 5]);
        for squadron in s.squadrons_of(real, id) {
            let class = &real.classes[war.squadrons[squadron].class];
            let count = s.squadrons[squadron].units;
            value += f64::from(count) * class.value * real.crew_factor[war.forces[id].faction];
            units[class.domain as usize] += count;
        }
        let speed = slowest(war, real, s, id);
        let force = &mut s.forces[id];
        (force.value, force.speed) = (value, speed);
        if units.iter().sum::<u32>() == 0 && force.at.is_present() {
            force.at = Whereabouts::Gone;
        }
        if force.at.is_present() {
            let faction = &mut s.factions[war.forces[id].faction];
            faction.opening.iter_mut().zip(units).for_each(|(sum, n)| *sum += n);
            faction.opening_value += value;
            let side = faction.coalition;
            s.coalitions[side].opening_value += value;
        }
    }
    for id in war.places.ids() {
        if let Some(side) = s.holder(id) {
            s.coalitions[side].opening_worth += real.place_value[id];
        }
    }
    for (_, place) in &real.relays {
        if let Some(side) = s.holder(*place) {
            s.coalitions[side].relayed = true;
        }
    }
    for works in war.works.iter().filter(|works| works.kind == WorksKind::Depot && !works.removed) {
        if let Some(side) = s.holder(works.place) {
            s.coalitions[side].opening_depots += real.number(works.capacity);
        }
    }
}

/// Speed of a force: that of its slowest class still present.
pub fn slowest(war: &War, real: &Realised, s: &Situation, force: ForceId) -> f64 {
    let present = s.squadrons_of(real, force).filter(|id| s.squadrons[*id].units > 0);
    let speeds = present.map(|id| real.classes[war.squadrons[id].class].speed);
    let least = speeds.fold(f64::INFINITY, f64::min);
    if least.is_finite() { least } else { 1.0 }
}

/// What each people feels towards its ruler as the war opens: as the scenario says, or as it is ordinary.
fn first_tempers(war: &War, real: &Realised, s: &mut Situation) {
    people::count_garrisons(war, real, s);
    for id in war.places.ids() {
        let hostile = match real.optional(war.places[id].hostile) {
            Some(share) => share.clamp(0.01, 0.99),
            None => people::ordinary(war, real, s, id),
        };
        let ruler = s.holder(id);
        let temper = &mut s.tempers[id];
        (temper.hostile, temper.ruler) = (hostile, ruler);
    }
}

/// Before the war, everyone has seen everyone's forces in place; what is made of it is the estimate's error.
fn first_estimates(war: &War, real: &Realised, s: &mut Situation) {
    let idle = real.rule(Rule::StrengthIdle);
    for side in war.coalitions.ids() {
        for id in war.forces.ids() {
            let force = &s.forces[id];
            if s.side(force.faction) != side && force.at.is_present() {
                let strength = force.value * (idle + (1.0 - idle) * force.readiness);
                let place = force.at.place();
                *s.sighting_mut(side, id) = Sighting { place, day: 0.0, strength };
            }
        }
    }
    for about in war.factions.ids() {
        let truth = logit(s.factions[about].resolve);
        for by in war.factions.ids() {
            s.estimate_mut(by, about).resolve_lagged = truth;
        }
    }
    first_errors(war, real, s);
    for belief in &war.beliefs {
        let error = initial_error(belief, real.number(belief.value), s.factions[belief.about].resolve);
        let e = s.estimate_mut(belief.by, belief.about);
        // What the scenario says was believed stands in place of a drawn error.
        let (bias, drawn) = match belief.kind {
            BeliefKind::Strength => (&mut e.strength_bias, &mut e.strength_error),
            BeliefKind::Resolve => (&mut e.resolve_bias, &mut e.resolve_error),
        };
        if belief.lasting {
            (*bias, *drawn) = (error, 0.0);
        } else {
            *drawn = error;
        }
    }
}

/// Errors of estimation as they stand after a long peace: drawn from their stationary spread.
fn first_errors(war: &War, real: &Realised, s: &mut Situation) {
    for by in real.watchers.iter().copied() {
        let quality = real.number(war.factions[by].intelligence).clamp(0.0, 1.0);
        let (blind, contact) = (real.rule(Rule::EstimateBlind), real.rule(Rule::EstimateContact));
        let spread = blind + (contact - blind) * quality;
        for about in war.factions.ids().filter(|about| s.side(*about) != s.side(by)).collect::<Vec<_>>() {
            let pair = polemos_chance::pair(real.faction_entity[by], real.faction_entity[about]);
            let draw = |index| {
                let address = polemos_chance::Address::new(crate::purpose::ESTIMATE, pair, u32::MAX, index);
                spread * polemos_chance::sample::normal(s.key.uniform(address))
            };
            let (strength, resolve) = (draw(0), draw(1));
            let e = s.estimate_mut(by, about);
            (e.strength_error, e.resolve_error) = (strength, resolve);
        }
    }
}

/// What a belief written in the scenario is as an error of estimation.
fn initial_error(belief: &Belief, value: f64, truth: f64) -> f64 {
    match belief.kind {
        BeliefKind::Strength => libm::log(value.max(1e-3)),
        BeliefKind::Resolve => logit(value.clamp(0.01, 0.99)) - logit(truth.clamp(0.01, 0.99)),
    }
}
