//! The numbers of one replication, worked up once so that the phases read plain figures.

use polemos_battle::{Weapon, class_value};
use polemos_chance::{Key, hash_text};
use polemos_war::*;

/// A class as it fights in this replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassFigures {
    /// What a unit delivers.
    pub weapon: Weapon,
    /// Reference hits that kill a unit.
    pub toughness: u8,
    /// Damage stages regained an hour.
    pub recovery_per_hour: f64,
    /// Speed, 1 ordinary.
    pub speed: f64,
    /// Persons aboard.
    pub crew: f64,
    /// Share of them that dies with the unit.
    pub lethality: f64,
    /// Yard-days a unit.
    pub build_days: f64,
    /// Reference ships that make an even fight with a unit.
    pub value: f64,
    /// The same on the ground: its troops are worth nothing to a fleet.
    pub ground_value: f64,
    /// Where it fights.
    pub domain: Domain,
}

/// A yard as it works in this replication.
#[derive(Clone, Debug)]
pub struct Yard {
    /// Which works.
    pub works: WorksId,
    /// Where.
    pub place: PlaceId,
    /// Slips.
    pub slips: f64,
    /// The class that it builds for each faction, should that faction hold it.
    pub builds: Table<FactionId, Option<ClassId>>,
}

/// Everything that is fixed for one replication.
#[derive(Clone, Debug)]
pub struct Realised {
    /// All numbers, by id.
    pub values: Vec<f64>,
    /// Class figures.
    pub classes: Table<ClassId, ClassFigures>,
    /// Travel time of lanes at speed 1, days.
    pub lane_days: Table<LaneId, f64>,
    /// Worth of places to anyone, works included.
    pub place_value: Table<PlaceId, f64>,
    /// Worth of all places together.
    pub stakes: f64,
    /// Squadrons of each force.
    pub squadrons: Table<ForceId, Vec<SquadronId>>,
    /// What its crews' skill does to a faction's strength: skill multiplies hits, and strength goes with their root.
    pub crew_factor: Table<FactionId, f64>,
    /// Identity of places for draws.
    pub place_entity: Table<PlaceId, u32>,
    /// Identity of lanes for draws.
    pub lane_entity: Table<LaneId, u32>,
    /// Identity of forces for draws.
    pub force_entity: Table<ForceId, u32>,
    /// Identity of factions for draws.
    pub faction_entity: Table<FactionId, u32>,
    /// Industry of factions before anything changes it.
    pub industry: Table<FactionId, f64>,
    /// Yards, in id order.
    pub yards: Vec<Yard>,
    /// Decisions that some event or option opens.
    pub opened_by_effect: Vec<DecisionId>,
    /// Worth on the ground of each force's troops, by the order of battle that is common knowledge.
    pub troops_known: Table<ForceId, f64>,
    /// Forces that hold troops, in id order.
    pub with_troops: Vec<ForceId>,
    /// Those whose estimates someone's decisions read.
    pub watchers: Vec<FactionId>,
}

/// The reference unit: a warship of default numbers (half a salvo an hour at 12 %, three hits to kill).
pub const REFERENCE: (Weapon, u8) = (Weapon { hits_per_hour: 0.5 * 0.12, area: false }, 3);

impl Realised {
    /// Draws the war's numbers for a key and works them up.
    pub fn new(war: &War, key: Key) -> Self {
        Self::with(war, war.numbers.sample(key))
    }

    /// Works up a war's numbers at their medians: what is common knowledge before any is drawn.
    pub fn expected(war: &War) -> Self {
        Self::with(war, war.numbers.medians().to_vec())
    }

    fn with(war: &War, values: Vec<f64>) -> Self {
        let classes = war.classes.iter().map(|class| class_figures(class, &values)).collect();
        let lane_days = war.lanes.iter().map(|lane| at(&values, lane.days).max(0.01)).collect();
        let place_value: Table<PlaceId, f64> =
            war.places.iter().map(|place| place_value(war, place, &values)).collect();
        let stakes = place_value.iter().sum();
        let squadrons = war
            .forces
            .iter()
            .map(|force| force.units.iter().flat_map(|units| units.squadrons.iter().copied()).collect())
            .collect();
        Self {
            classes,
            lane_days,
            place_value,
            stakes,
            squadrons,
            crew_factor: war.factions.iter().map(|f| libm::sqrt(at(&values, f.skill).max(0.0))).collect(),
            place_entity: war.places.iter().map(|place| entity(&place.id)).collect(),
            lane_entity: war.lanes.iter().map(|lane| entity(&lane.id)).collect(),
            force_entity: war.forces.iter().map(|force| entity(&force.id)).collect(),
            faction_entity: war.factions.iter().map(|faction| entity(&faction.id)).collect(),
            industry: war.factions.iter().map(|f| at(&values, f.industry)).collect(),
            yards: yards(war, &values),
            opened_by_effect: opened_by_effect(war),
            watchers: watchers(war),
            troops_known: troops_known(war),
            with_troops: with_troops(war),
            values,
        }
    }

    /// A number.
    pub fn number(&self, id: NumberId) -> f64 {
        at(&self.values, id)
    }

    /// A number that may be absent.
    pub fn optional(&self, id: Option<NumberId>) -> Option<f64> {
        id.map(|id| self.number(id))
    }

    /// A rule.
    pub fn rule(&self, rule: Rule) -> f64 {
        self.values.get(rule as usize).copied().unwrap_or(rule.spec().default)
    }
}

/// An id's identity for draws.
pub fn entity(id: &str) -> u32 {
    let hash = hash_text(id);
    (hash ^ (hash >> 32)) as u32
}

fn at(values: &[f64], id: NumberId) -> f64 {
    values.get(id.0 as usize).copied().unwrap_or(0.0)
}

fn class_figures(class: &Class, values: &[f64]) -> ClassFigures {
    let number = |id| at(values, id);
    let hits_per_hour = number(class.rate) * number(class.accuracy) * number(class.damage);
    let toughness = libm::round(number(class.toughness)).clamp(1.0, polemos_battle::MAX_STAGES as f64);
    let weapon = Weapon { hits_per_hour, area: class.area };
    let value = class_value(weapon, toughness, (REFERENCE.0, f64::from(REFERENCE.1)));
    ClassFigures {
        weapon,
        toughness: toughness as u8,
        recovery_per_hour: number(class.recovery),
        speed: number(class.speed).max(0.01),
        crew: number(class.crew),
        lethality: number(class.lethality),
        build_days: number(class.build_days).max(0.01),
        value: if class.domain == Domain::Troops { 0.0 } else { value },
        ground_value: if class.domain == Domain::Troops { value } else { 0.0 },
        domain: class.domain,
    }
}

fn with_troops(war: &War) -> Vec<ForceId> {
    let carries = |force: &Force| {
        force.units.iter().any(|units| war.classes[units.class].domain == Domain::Troops) && !force.removed
    };
    war.forces.pairs().filter(|(_, force)| carries(force)).map(|(id, _)| id).collect()
}

/// What the order of battle says of troops before any number is drawn.
fn troops_known(war: &War) -> Table<ForceId, f64> {
    let medians = war.numbers.medians();
    let worth = |units: &Units| {
        at(medians, units.count) * class_figures(&war.classes[units.class], medians).ground_value
    };
    war.forces.iter().map(|force| force.units.iter().map(worth).sum()).collect()
}

/// A place counts for itself, its people and its works: half an ordinary world for each yard or depot, a quarter
/// for a relay, and twice again as a capital.
fn place_value(war: &War, place: &Place, values: &[f64]) -> f64 {
    let works: f64 = place
        .works
        .iter()
        .map(|&id| match war.works[id].kind {
            _ if war.works[id].removed => 0.0,
            WorksKind::Yard | WorksKind::Depot => 0.5,
            WorksKind::Relay => 0.25,
        })
        .sum();
    let capital = war.factions.iter().any(|f| f.capital.is_some_and(|id| war.places[id].id == place.id));
    at(values, place.value) * (1.0 + works + if capital { 2.0 } else { 0.0 })
}

/// Those whose estimates are read: the leads of coalitions and whoever faces a decision.
fn watchers(war: &War) -> Vec<FactionId> {
    let mut all: Vec<FactionId> = war.coalitions.iter().map(|c| c.lead).collect();
    all.extend(war.decisions.iter().map(|d| d.faction));
    all.extend(war.beliefs.iter().map(|b| b.by));
    all.sort_unstable();
    all.dedup();
    all
}

fn yards(war: &War, values: &[f64]) -> Vec<Yard> {
    let all = war.works.pairs().filter(|(_, works)| works.kind == WorksKind::Yard && !works.removed);
    let yard = |(id, works): (WorksId, &Works)| Yard {
        works: id,
        place: works.place,
        slips: at(values, works.capacity),
        builds: war.factions.ids().map(|owner| class_built(war, works, owner, values)).collect(),
    };
    all.map(yard).collect()
}

/// The class that a yard builds for an owner: the scenario's choice, or the owner's commonest that moves and fights.
fn class_built(war: &War, works: &Works, owner: FactionId, values: &[f64]) -> Option<ClassId> {
    if let Some(class) = works.builds.filter(|class| !war.classes[*class].removed) {
        return Some(class);
    }
    let units = war.forces.iter().filter(|f| f.faction == owner && !f.removed).flat_map(|f| &f.units);
    let fits = units.filter(|u| {
        let class = &war.classes[u.class];
        class.domain.moves() && class.domain != Domain::Troops && !class.removed
    });
    let commonest =
        fits.max_by(|a, b| at(values, a.count).total_cmp(&at(values, b.count)).then(b.class.cmp(&a.class)));
    commonest.map(|units| units.class)
}

fn opened_by_effect(war: &War) -> Vec<DecisionId> {
    let options = war.decisions.iter().flat_map(|decision| &decision.options).map(|choice| &choice.effects);
    let effects = war.events.iter().map(|event| &event.effects).chain(options).flatten();
    let mut all: Vec<DecisionId> =
        effects.filter_map(|effect| if let Effect::Open(id) = effect { Some(*id) } else { None }).collect();
    all.sort_unstable();
    all.dedup();
    all
}
