//! What of a war hangs on no drawn number: worked up once for all its replications.

use crate::bits::{Relation, Set};
use crate::realised::{REFERENCE, at, class_figures, entity, lane_days};
use crate::routes::{self, Between};
use crate::unit_by_unit::armament;
use polemos_battle::calibrate::{SHARED, Shared};
use polemos_battle::{Group, Pairs, quick};
use polemos_war::*;
use std::sync::{Arc, Mutex, PoisonError};

/// What the aggregated battle is told of the classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuning {
    /// What holds for all classes.
    pub shared: Shared<f64>,
    /// What hits of one class count on another.
    pub pairs: Pairs,
}

impl Tuning {
    fn of(war: &War) -> Option<Self> {
        let of = war.calibration.as_ref()?;
        let shared: [f64; SHARED] = of.shared.as_slice().try_into().ok()?;
        let mut pairs = Pairs::new(of.classes.iter().map(|class| armament(war, *class)).collect());
        let all = of.classes.iter().flat_map(|from| of.classes.iter().map(move |on| (from, on)));
        all.zip(&of.counts).for_each(|((from, on), count)| pairs.set(from.0 as u16, on.0 as u16, *count));
        Some(Self { shared: Shared::from_list(shared).bounded(), pairs })
    }
}

/// Ways over the map with some lanes open.
#[derive(Clone, Debug)]
pub struct Ways {
    /// Shortest travel times, row `from · places + to`.
    pub distances: Arc<Vec<f64>>,
    /// How much of a threat is left over each of those distances, 0 to 1.
    pub nearness: Arc<Vec<f64>>,
    /// Which places lie between which.
    pub between: Arc<Between>,
    /// Which places are reached through which: row `from · places + via`.
    pub through: Arc<Relation>,
    /// Which places an open lane joins to which.
    pub next_to: Arc<Relation>,
    /// Which places are in reach of which for signals.
    pub hearing: Arc<Relation>,
    /// Which lanes raiders at each place reach.
    pub in_reach: Arc<Relation>,
}

/// The decisions that every saga has, by what they are about.
#[derive(Clone, Debug, Default)]
pub struct Posts {
    /// Whether a state goes to war over an incident.
    pub incident: Table<FactionId, Option<DecisionId>>,
    /// Whether it gives its word not to help rebels.
    pub renounce: Table<FactionId, Option<DecisionId>>,
    /// Whether a state enters a coalition.
    pub ally: Vec<(CoalitionId, FactionId, DecisionId)>,
    /// Whether a state arms a rebellion.
    pub arm: Vec<(FactionId, RebellionId, DecisionId)>,
    /// Whether a side leaves a world to the enemy.
    pub abandon: Table<CoalitionId, Option<DecisionId>>,
    /// What becomes of those whom a side has beaten.
    pub spoils: Table<CoalitionId, Option<DecisionId>>,
}

impl Posts {
    fn of(war: &War) -> Self {
        let of_faction = |kind: DecisionKind| {
            let of = |id: FactionId| war.decisions.pairs().find(|(_, d)| d.kind == kind && d.faction == id);
            war.factions.ids().map(|id| of(id).map(|(id, _)| id)).collect()
        };
        let of_side = |kind: DecisionKind| {
            let of =
                |id: CoalitionId| war.decisions.pairs().find(|(_, d)| d.kind == kind && d.coalition == id);
            war.coalitions.ids().map(|id| of(id).map(|(id, _)| id)).collect()
        };
        let of_kind = |kind: DecisionKind| war.decisions.pairs().filter(move |(_, d)| d.kind == kind);
        let rebellion = |d: &Decision| {
            let tail = d.id.rsplit('.').next().unwrap_or_default();
            war.rebellions.pairs().find(|(_, it)| it.id == tail).map(|(id, _)| id)
        };
        Self {
            incident: of_faction(DecisionKind::Incident),
            renounce: of_faction(DecisionKind::Renounce),
            ally: of_kind(DecisionKind::Ally).map(|(id, d)| (d.coalition, d.faction, id)).collect(),
            arm: of_kind(DecisionKind::Arm)
                .filter_map(|(id, d)| Some((d.faction, rebellion(d)?, id)))
                .collect(),
            abandon: of_side(DecisionKind::Abandon),
            spoils: of_side(DecisionKind::Spoils),
        }
    }
}

/// The distances, in days, by which ways are told near and far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scales {
    threat: f64,
    command: f64,
    raid: f64,
}

impl Scales {
    /// With these numbers of a war.
    pub fn of(values: &[f64]) -> Self {
        let [threat, command, raid] = [Rule::ThreatScale, Rule::CommandReach, Rule::RaidReach]
            .map(|rule| at(values, NumberId(rule as u32)));
        Self { threat, command, raid }
    }
}

/// Ways as they have been worked out so far, by the lanes that were open: all replications in which lanes take their
/// median times share them.
#[derive(Clone, Debug, Default)]
struct Atlas(Arc<Mutex<Vec<Chart>>>);

/// Ways with these lanes open.
#[derive(Clone, Debug)]
struct Chart {
    open: Table<LaneId, bool>,
    ways: Ways,
}

/// How many states of the lanes are kept: those that a war's events open and close one by one.
const CHARTS: usize = 32;

/// Everything that is the same in all replications of a war.
#[derive(Clone, Debug)]
pub struct Plan {
    /// One reference ship, summed up as a force.
    pub reference: quick::Force,
    /// Squadrons that are in each force, or can come to be in it: whether one is says the situation
    /// ([`crate::Situation::squadrons_of`]).
    pub rolls: Table<ForceId, Vec<SquadronId>>,
    /// Squadrons of the forces with which each faction opens the war.
    pub levies: Table<FactionId, Vec<SquadronId>>,
    /// Depots.
    pub depots: Vec<(WorksId, PlaceId)>,
    /// Relays.
    pub relays: Vec<(WorksId, PlaceId)>,
    /// Both ends of each lane.
    pub lane_ends: Table<LaneId, [PlaceId; 2]>,
    /// Forces that can be sent anywhere: all but those that never leave their place.
    pub mobile: Set,
    /// Class of each squadron.
    pub class_of: Table<SquadronId, ClassId>,
    /// Squadrons of stations, which hand on orders.
    pub stations: Vec<SquadronId>,
    /// Forces that have or can have any.
    pub stationed: Table<ForceId, bool>,
    /// Identity of places for draws.
    pub place_entity: Table<PlaceId, u32>,
    /// Identity of lanes for draws.
    pub lane_entity: Table<LaneId, u32>,
    /// Identity of forces for draws.
    pub force_entity: Table<ForceId, u32>,
    /// Identity of what each coalition sees of each force for draws, row `coalition · forces + force`.
    sight_entities: Vec<u32>,
    /// Identity of factions for draws.
    pub faction_entity: Table<FactionId, u32>,
    /// Forces that never leave their place: garrisons, and those that hold what cannot move.
    pub anchored: Table<ForceId, bool>,
    /// Forces of each faction: a force never changes hands, its squadrons do.
    pub forces_of: Relation,
    /// Places where each people lives.
    pub peopled: Table<PeopleId, Vec<PlaceId>>,
    /// Places whose people's temper something hangs on: a rebellion, or a condition.
    pub restive: Vec<PlaceId>,
    /// Forces that have or can have troops.
    pub carry_troops: Set,
    /// Squadrons of troops, by the forces that have or can have any.
    pub troops: Vec<(ForceId, Vec<SquadronId>)>,
    /// Works that rebels may strike.
    pub targets: Table<SabotageId, Vec<WorksId>>,
    /// Forces that enter the war on a date.
    pub arrivals: Vec<ForceId>,
    /// Worth on the ground of each force's troops, by the order of battle that is common knowledge.
    pub troops_known: Table<ForceId, f64>,
    /// What the aggregated battle is told of the classes, where the war has been calibrated.
    pub tuning: Option<Tuning>,
    /// Those whose estimates someone's decisions read.
    pub watchers: Vec<FactionId>,
    /// Decisions that some event or option opens.
    pub opened_by_effect: Vec<DecisionId>,
    /// Decisions that every saga has, by what they are about.
    pub posts: Posts,
    /// Median travel times of lanes, days at speed 1: those of all replications where these are not drawn.
    lane_days: Table<LaneId, f64>,
    /// What is near and far at the median.
    scales: Scales,
    /// Ways at those.
    atlas: Atlas,
}

impl Plan {
    /// Works up what of a war hangs on no drawn number.
    pub fn of(war: &War) -> Self {
        let rolls: Table<ForceId, Vec<SquadronId>> =
            war.forces.pairs().map(|(id, force)| roll(war, id, force)).collect();
        let moves = |id: &SquadronId| war.classes[war.squadrons[*id].class].domain.moves();
        let anchored: Table<ForceId, bool> =
            war.forces.pairs().map(|(id, f)| f.garrison || !rolls[id].iter().all(moves)).collect();
        let mut forces_of = Relation::none_between(war.factions.len(), war.forces.len());
        war.forces.pairs().for_each(|(id, force)| forces_of.add(force.faction.index(), id.index()));
        let station = |id: &SquadronId| war.classes[war.squadrons[*id].class].domain == Domain::Stations;
        let troops = troops(war, &rolls);
        let mut carry_troops = Set::none_of(war.forces.len());
        troops.iter().for_each(|(id, _)| carry_troops.add(id.index()));
        Self {
            mobile: anchored.iter().map(|anchored| !anchored).collect(),
            anchored,
            lane_ends: war.lanes.iter().map(|lane| lane.ends).collect(),
            carry_troops,
            class_of: war.squadrons.iter().map(|squadron| squadron.class).collect(),
            forces_of,
            stationed: rolls.iter().map(|roll| roll.iter().any(station)).collect(),
            reference: quick::Force::of(&[Group::new(0, 0, REFERENCE.0, REFERENCE.1, 1)]),
            troops,
            levies: war.factions.ids().map(|id| levies(war, id)).collect(),
            rolls,
            relays: relays(war),
            stations: stations(war),
            place_entity: war.places.iter().map(|place| entity(&place.id)).collect(),
            lane_entity: war.lanes.iter().map(|lane| entity(&lane.id)).collect(),
            sight_entities: sight_entities(war),
            force_entity: war.forces.iter().map(|force| entity(&force.id)).collect(),
            faction_entity: war.factions.iter().map(|faction| entity(&faction.id)).collect(),
            peopled: war.peoples.ids().map(|id| places_of(war, id)).collect(),
            restive: restive(war),
            targets: war.sabotages.iter().map(|sabotage| targets(war, sabotage)).collect(),
            arrivals: arrivals(war),
            watchers: watchers(war),
            tuning: Tuning::of(war),
            troops_known: troops_known(war),
            opened_by_effect: opened_by_effect(war),
            posts: Posts::of(war),
            depots: depots(war),
            lane_days: lane_days(war, war.numbers.medians()),
            scales: Scales::of(war.numbers.medians()),
            atlas: Atlas::default(),
        }
    }

    /// Identity of what a coalition sees of a force for draws.
    #[inline]
    pub fn sight_entity(&self, side: CoalitionId, force: ForceId) -> u32 {
        self.sight_entities[side.index() * self.rolls.len() + force.index()]
    }

    /// Ways over the map with some lanes open, that take so long.
    pub fn ways(
        &self,
        war: &War,
        open: &Table<LaneId, bool>,
        lane_days: &Table<LaneId, f64>,
        scales: Scales,
    ) -> Ways {
        if self.lane_days != *lane_days || self.scales != scales {
            return Ways::of(war, open, lane_days, scales);
        }
        let mut charts = self.atlas.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = charts.iter().find(|chart| chart.open == *open) {
            return known.ways.clone();
        }
        let ways = Ways::of(war, open, lane_days, scales);
        if charts.len() < CHARTS {
            charts.push(Chart { open: open.clone(), ways: ways.clone() });
        }
        ways
    }
}

impl Ways {
    fn of(war: &War, open: &Table<LaneId, bool>, lane_days: &Table<LaneId, f64>, scales: Scales) -> Self {
        let distances = routes::distances(war, lane_days, open);
        let between = Between::new(war.places.len(), &distances);
        Self {
            through: Arc::new(between.reached_through()),
            between: Arc::new(between),
            nearness: routes::nearness(scales.threat, &distances),
            next_to: routes::next_to(war, open),
            hearing: routes::within(war.places.len(), &distances, scales.command),
            in_reach: routes::lanes_within(war, &distances, scales.raid),
            distances,
        }
    }
}

/// Which lanes are open as the war begins.
pub fn opening_lanes(war: &War) -> Table<LaneId, bool> {
    war.lanes.iter().map(|lane| lane.open && !lane.removed).collect()
}

/// What the order of battle says of troops before any number is drawn.
fn troops_known(war: &War) -> Table<ForceId, f64> {
    let medians = war.numbers.medians();
    let worth = |units: &Units| {
        at(medians, units.count) * class_figures(&war.classes[units.class], medians).ground_value
    };
    war.forces.iter().map(|force| force.units.iter().map(worth).sum()).collect()
}

/// Those whose estimates are read: the leads of coalitions and whoever faces a decision.
fn watchers(war: &War) -> Vec<FactionId> {
    let mut all: Vec<FactionId> = war.coalitions.iter().map(|c| c.lead).collect();
    // Members who ask themselves whether to stay see the war as their lead does.
    let own = war.decisions.iter().filter(|d| d.kind != DecisionKind::Stay);
    all.extend(own.map(|d| d.faction));
    all.extend(war.beliefs.iter().map(|b| b.by));
    all.sort_unstable();
    all.dedup();
    all
}

/// Squadrons that a force can come to have: its own; a twin, all that could go over to its faction, for one that is in
/// use elsewhere cannot take up its own.
fn roll(war: &War, id: ForceId, force: &Force) -> Vec<SquadronId> {
    if force.twin_of.is_none() {
        return force.units.iter().flat_map(|units| units.squadrons.iter().copied()).collect();
    }
    let joins = |squadron: &Squadron| {
        squadron.turns.is_some_and(|twin| {
            twin == id
                || (war.forces[twin].faction, war.forces[twin].garrison) == (force.faction, force.garrison)
        })
    };
    war.squadrons.pairs().filter(|(_, squadron)| joins(squadron)).map(|(id, _)| id).collect()
}

fn levies(war: &War, faction: FactionId) -> Vec<SquadronId> {
    let own = |squadron: &Squadron| war.forces[squadron.force].faction == faction;
    war.squadrons.pairs().filter(|(_, squadron)| own(squadron)).map(|(id, _)| id).collect()
}

fn sight_entities(war: &War) -> Vec<u32> {
    let seen = |side: CoalitionId| {
        war.forces.iter().map(move |force| polemos_chance::pair(entity(&force.id), side.0))
    };
    war.coalitions.ids().flat_map(seen).collect()
}

fn relays(war: &War) -> Vec<(WorksId, PlaceId)> {
    works_of(war, WorksKind::Relay)
}

fn depots(war: &War) -> Vec<(WorksId, PlaceId)> {
    works_of(war, WorksKind::Depot)
}

/// Works of a kind, in id order; those taken away left out.
fn works_of(war: &War, kind: WorksKind) -> Vec<(WorksId, PlaceId)> {
    let all = war.works.pairs().filter(|(_, works)| works.kind == kind && !works.removed);
    all.map(|(id, works)| (id, works.place)).collect()
}

fn stations(war: &War) -> Vec<SquadronId> {
    let all =
        war.squadrons.pairs().filter(|(_, squadron)| war.classes[squadron.class].domain == Domain::Stations);
    all.map(|(id, _)| id).collect()
}

fn places_of(war: &War, people: PeopleId) -> Vec<PlaceId> {
    let there = war.places.pairs().filter(|(_, place)| place.people == Some(people) && !place.removed);
    there.map(|(id, _)| id).collect()
}

fn restive(war: &War) -> Vec<PlaceId> {
    use polemos_war::condition::Variable;
    let rises = |people| war.rebellions.iter().any(|it| it.people == people && !it.removed);
    let mut read = Set::none_of(war.places.len());
    for variable in war.conditions.iter().flat_map(|condition| condition.variables()) {
        if let Variable::PlaceHostile(id) = variable {
            read.add(id.index());
        }
    }
    let matters = |(id, place): &(PlaceId, &Place)| {
        !place.removed && (place.people.is_some_and(rises) || read.has(id.index()))
    };
    war.places.pairs().filter(matters).map(|(id, _)| id).collect()
}

fn troops(war: &War, rolls: &Table<ForceId, Vec<SquadronId>>) -> Vec<(ForceId, Vec<SquadronId>)> {
    let is_troops = |id: &SquadronId| war.classes[war.squadrons[*id].class].domain == Domain::Troops;
    let of = |(id, roll): (ForceId, &Vec<SquadronId>)| (id, roll.iter().copied().filter(is_troops).collect());
    rolls.pairs().map(of).filter(|(_, squadrons): &(_, Vec<_>)| !squadrons.is_empty()).collect()
}

fn targets(war: &War, sabotage: &Sabotage) -> Vec<WorksId> {
    let people = war.rebellions[sabotage.rebellion].people;
    let near = |works: &Works| match sabotage.places.as_slice() {
        [] => war.places[works.place].people == Some(people),
        listed => listed.contains(&works.place),
    };
    let fits = |works: &Works| !works.removed && sabotage.works.contains(&works.kind) && near(works);
    war.works.pairs().filter(|(_, works)| fits(works)).map(|(id, _)| id).collect()
}

/// Forces that enter on a date.
fn arrivals(war: &War) -> Vec<ForceId> {
    let dated = war.forces.pairs().filter(|(_, f)| f.arrives.is_some() && !f.removed && !f.held_back);
    dated.map(|(id, _)| id).collect()
}

/// Decisions that some event or option opens.
fn opened_by_effect(war: &War) -> Vec<DecisionId> {
    let options = war.decisions.iter().flat_map(|decision| &decision.options).map(|choice| &choice.effects);
    let effects = war.events.iter().map(|event| &event.effects).chain(options).flatten();
    let mut all: Vec<DecisionId> =
        effects.filter_map(|effect| if let Effect::Open(id) = effect { Some(*id) } else { None }).collect();
    all.sort_unstable();
    all.dedup();
    all
}
