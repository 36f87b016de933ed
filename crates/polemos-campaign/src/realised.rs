//! The numbers of one replication, worked up once so that the phases read plain figures.

use crate::bits::Set;
use polemos_battle::calibrate::{SHARED, Shared};
use polemos_battle::{Group, Pairs, Weapon, class_value, quick};
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
    /// What it adds for each faction with the industry of the start, reference ships a day but for the general rate.
    pub adds: Table<FactionId, f64>,
}

/// A lane as it leaves a place.
#[derive(Clone, Copy, Debug)]
pub struct Hop {
    /// Which lane.
    pub lane: LaneId,
    /// Where it leads.
    pub to: PlaceId,
    /// Travel time at speed 1, days.
    pub days: f64,
}

/// What an event or the opening of a decision waits for.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    /// A condition.
    pub when: Option<ConditionId>,
    /// From this day on.
    pub from: f64,
    /// Up to this day.
    pub until: f64,
}

/// An event as it can happen in this replication.
#[derive(Clone, Copy, Debug)]
pub struct EventFigures {
    /// Which.
    pub event: EventId,
    /// What it waits for.
    pub watch: Watch,
    /// Chance that it happens on a day, once it can.
    pub daily: Option<f64>,
    /// Chance that it can happen at all.
    pub chance: Option<f64>,
    /// Days before it may happen again.
    pub again: Option<f64>,
    /// Its identity for draws.
    pub entity: u32,
}

/// A membership that begins or ends on a date, days since the war's start.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// Whose.
    pub faction: FactionId,
    /// In what.
    pub coalition: CoalitionId,
    /// When it begins.
    pub from: Option<f64>,
    /// When it ends.
    pub until: Option<f64>,
}

/// Squadrons of one people that open the war on one side, some of which can go over to another.
#[derive(Clone, Debug)]
pub struct Compatriots {
    /// Which people.
    pub people: PeopleId,
    /// All of them: those whose going is seen.
    pub all: Vec<SquadronId>,
    /// Those that can go over, by force and by the twin that they would join.
    pub able: Vec<(ForceId, ForceId, Vec<SquadronId>)>,
}

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
        let mut pairs = Pairs::new(of.classes.iter().map(|class| class.0 as u16).collect());
        let all = of.classes.iter().flat_map(|from| of.classes.iter().map(move |on| (from, on)));
        all.zip(&of.counts).for_each(|((from, on), count)| pairs.set(from.0 as u16, on.0 as u16, *count));
        Some(Self { shared: Shared::from_list(shared).bounded(), pairs })
    }
}

/// Everything that is fixed for one replication.
#[derive(Clone, Debug)]
pub struct Realised {
    /// All numbers, by id.
    pub values: Vec<f64>,
    /// Class figures.
    pub classes: Table<ClassId, ClassFigures>,
    /// One reference ship, summed up as a force.
    pub reference: quick::Force,
    /// Travel time of lanes at speed 1, days.
    pub lane_days: Table<LaneId, f64>,
    /// Lanes as they leave places, place after place.
    pub hops: Vec<Hop>,
    /// Where in `hops` those of each place begin, and where the last end.
    pub hops_from: Vec<u32>,
    /// Worth of places to anyone, works included.
    pub place_value: Table<PlaceId, f64>,
    /// Worth of all places together.
    pub stakes: f64,
    /// Squadrons that are in each force, or can come to be in it: whether one is says the situation
    /// ([`crate::Situation::squadrons_of`]).
    pub rolls: Table<ForceId, Vec<SquadronId>>,
    /// Squadrons of the forces with which each faction opens the war.
    pub levies: Table<FactionId, Vec<SquadronId>>,
    /// Those that can go over, by people and by the side that they open the war on.
    pub compatriots: Vec<Compatriots>,
    /// Relays.
    pub relays: Vec<(WorksId, PlaceId)>,
    /// Squadrons of stations, which hand on orders.
    pub stations: Vec<SquadronId>,
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
    /// Forces that never leave their place: garrisons, and those that hold what cannot move.
    pub anchored: Table<ForceId, bool>,
    /// Yards, in id order.
    pub yards: Vec<Yard>,
    /// Places where each people lives.
    pub peopled: Table<PeopleId, Vec<PlaceId>>,
    /// Places whose people's temper something hangs on: a rebellion, or a condition.
    pub restive: Vec<PlaceId>,
    /// What rebellions wait for.
    pub risings: Table<RebellionId, Watch>,
    /// Squadrons of troops, by the forces that have or can have any.
    pub troops: Vec<(ForceId, Vec<SquadronId>)>,
    /// Works that rebels may strike.
    pub targets: Table<SabotageId, Vec<WorksId>>,
    /// Events, in id order; those taken away left out.
    pub events: Vec<EventFigures>,
    /// Decisions that open at a time or on a condition, and what they wait for.
    pub openings: Vec<(DecisionId, Watch)>,
    /// Forces that enter the war on a date.
    pub arrivals: Vec<ForceId>,
    /// Memberships with a date.
    pub terms: Vec<Term>,
    /// Worth on the ground of each force's troops, by the order of battle that is common knowledge.
    pub troops_known: Table<ForceId, f64>,
    /// What the aggregated battle is told of the classes, where the war has been calibrated.
    pub tuning: Option<Tuning>,
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
        let classes: Table<ClassId, ClassFigures> =
            war.classes.iter().map(|class| class_figures(class, &values)).collect();
        let lane_days: Table<LaneId, f64> =
            war.lanes.iter().map(|lane| at(&values, lane.days).max(0.01)).collect();
        let (hops, hops_from) = hops(war, &lane_days);
        let place_value: Table<PlaceId, f64> =
            war.places.iter().map(|place| place_value(war, place, &values)).collect();
        let stakes = place_value.iter().sum();
        let crew_factor: Table<FactionId, f64> =
            war.factions.iter().map(|f| libm::sqrt(at(&values, f.skill).max(0.0))).collect();
        let industry: Table<FactionId, f64> = war.factions.iter().map(|f| at(&values, f.industry)).collect();
        let mut yards = yards(war, &values);
        for yard in &mut yards {
            let adds = |owner: FactionId| {
                let figures = yard.builds[owner].map(|class| &classes[class]);
                let a_day = figures.map_or(0.0, |class| class.value / class.build_days);
                a_day * yard.slips * crew_factor[owner] * industry[owner]
            };
            yard.adds = war.factions.ids().map(adds).collect();
        }
        let rolls: Table<ForceId, Vec<SquadronId>> =
            war.forces.pairs().map(|(id, force)| roll(war, id, force)).collect();
        let moves = |id: &SquadronId| war.classes[war.squadrons[*id].class].domain.moves();
        let anchored = war.forces.pairs().map(|(id, f)| f.garrison || !rolls[id].iter().all(moves)).collect();
        let mut real = Self {
            anchored,
            classes,
            reference: quick::Force::of(&[Group::new(0, 0, REFERENCE.0, REFERENCE.1, 1)]),
            lane_days,
            hops,
            hops_from,
            place_value,
            stakes,
            troops: troops(war, &rolls),
            levies: war.factions.ids().map(|id| levies(war, id)).collect(),
            rolls,
            compatriots: Vec::new(),
            relays: relays(war),
            stations: stations(war),
            crew_factor,
            place_entity: war.places.iter().map(|place| entity(&place.id)).collect(),
            lane_entity: war.lanes.iter().map(|lane| entity(&lane.id)).collect(),
            force_entity: war.forces.iter().map(|force| entity(&force.id)).collect(),
            faction_entity: war.factions.iter().map(|faction| entity(&faction.id)).collect(),
            industry,
            yards,
            peopled: war.peoples.ids().map(|id| places_of(war, id)).collect(),
            restive: restive(war),
            risings: risings(war, &values),
            targets: war.sabotages.iter().map(|sabotage| targets(war, sabotage)).collect(),
            events: events(war, &values),
            openings: openings(war, &values),
            arrivals: arrivals(war),
            terms: terms(war, &values),
            watchers: watchers(war),
            tuning: Tuning::of(war),
            troops_known: troops_known(war),
            values,
        };
        real.compatriots = compatriots(war, &real);
        real
    }

    /// Lanes out of a place, in the order of the war's table.
    #[inline]
    pub fn hops(&self, place: PlaceId) -> &[Hop] {
        let ends = [0, 1].map(|more| self.hops_from.get(place.index() + more).map_or(0, |end| *end as usize));
        self.hops.get(ends[0]..ends[1]).unwrap_or(&[])
    }

    /// A number.
    #[inline]
    pub fn number(&self, id: NumberId) -> f64 {
        at(&self.values, id)
    }

    /// A number that may be absent.
    #[inline]
    pub fn optional(&self, id: Option<NumberId>) -> Option<f64> {
        id.map(|id| self.number(id))
    }

    /// A rule.
    #[inline]
    pub fn rule(&self, rule: Rule) -> f64 {
        self.values.get(rule as usize).copied().unwrap_or_else(|| rule.spec().default)
    }
}

/// An id's identity for draws.
pub fn entity(id: &str) -> u32 {
    let hash = hash_text(id);
    (hash ^ (hash >> 32)) as u32
}

fn hops(war: &War, lane_days: &Table<LaneId, f64>) -> (Vec<Hop>, Vec<u32>) {
    let mut hops = Vec::with_capacity(2 * war.lanes.len());
    let mut from = Vec::with_capacity(war.places.len() + 1);
    from.push(0);
    for (id, place) in war.places.pairs() {
        hops.extend(place.lanes.iter().map(|&lane| {
            let ends = war.lanes[lane].ends;
            let to = if ends[0] == id { ends[1] } else { ends[0] };
            Hop { lane, to, days: lane_days[lane] }
        }));
        from.push(hops.len() as u32);
    }
    (hops, from)
}

#[inline]
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

fn compatriots(war: &War, real: &Realised) -> Vec<Compatriots> {
    let side =
        |squadron: &Squadron| crate::opening::first_coalition(war, real, war.forces[squadron.force].faction);
    let mut all: Vec<((PeopleId, CoalitionId), Compatriots)> = Vec::new();
    for (id, squadron) in war.squadrons.pairs() {
        let (Some(people), Some(twin)) = (squadron.people, squadron.turns) else { continue };
        let key = (people, side(squadron));
        let at = all.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
            let alike = |s: &Squadron| s.people == Some(people) && side(s) == key.1;
            let seen = war.squadrons.pairs().filter(|(_, s)| alike(s)).map(|(id, _)| id).collect();
            all.push((key, Compatriots { people, all: seen, able: Vec::new() }));
            all.len() - 1
        });
        let able = &mut all[at].1.able;
        match able.iter_mut().find(|(force, to, _)| (*force, *to) == (squadron.force, twin)) {
            Some((_, _, squadrons)) => squadrons.push(id),
            None => able.push((squadron.force, twin, vec![id])),
        }
    }
    all.into_iter().map(|(_, compatriots)| compatriots).collect()
}

fn relays(war: &War) -> Vec<(WorksId, PlaceId)> {
    let all = war.works.pairs().filter(|(_, works)| works.kind == WorksKind::Relay && !works.removed);
    all.map(|(id, works)| (id, works.place)).collect()
}

fn stations(war: &War) -> Vec<SquadronId> {
    let all =
        war.squadrons.pairs().filter(|(_, squadron)| war.classes[squadron.class].domain == Domain::Stations);
    all.map(|(id, _)| id).collect()
}

fn yards(war: &War, values: &[f64]) -> Vec<Yard> {
    let all = war.works.pairs().filter(|(_, works)| works.kind == WorksKind::Yard && !works.removed);
    let yard = |(id, works): (WorksId, &Works)| Yard {
        works: id,
        place: works.place,
        slips: at(values, works.capacity),
        builds: war.factions.ids().map(|owner| class_built(war, works, owner, values)).collect(),
        adds: Table::new(),
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

fn watch(values: &[f64], [from, until]: [Option<NumberId>; 2], when: Option<ConditionId>) -> Watch {
    let day = |id: Option<NumberId>, never| id.map_or(never, |id| at(values, id));
    Watch { when, from: day(from, f64::NEG_INFINITY), until: day(until, f64::INFINITY) }
}

fn events(war: &War, values: &[f64]) -> Vec<EventFigures> {
    let number = |id: Option<NumberId>| id.map(|id| at(values, id));
    let all = war.events.pairs().filter(|(_, event)| !event.removed);
    let figures = |(event, def): (EventId, &Event)| EventFigures {
        event,
        watch: watch(values, [def.from, def.until], def.when),
        daily: number(def.hazard).map(|rate| -libm::expm1(-rate.max(0.0))),
        chance: number(def.chance),
        again: number(def.again),
        entity: entity(&def.id),
    };
    all.map(figures).collect()
}

fn openings(war: &War, values: &[f64]) -> Vec<(DecisionId, Watch)> {
    let opened_by_effect = opened_by_effect(war);
    let waits = |id: DecisionId, opens: &Opening| {
        // With no time or condition of its own, a decision that something opens waits for that.
        opens.from.is_some() || opens.when.is_some() || opened_by_effect.binary_search(&id).is_err()
    };
    let all = war.decisions.pairs().filter_map(|(id, def)| Some((id, def.opens.as_ref()?)));
    let own = all.filter(|(id, opens)| waits(*id, opens));
    own.map(|(id, opens)| (id, watch(values, [opens.from, opens.until], opens.when))).collect()
}

fn risings(war: &War, values: &[f64]) -> Table<RebellionId, Watch> {
    let opens = war.rebellions.iter().map(|rebellion| &rebellion.opens);
    opens.map(|opens| watch(values, [opens.from, opens.until], opens.when)).collect()
}

/// Forces that enter on a date.
fn arrivals(war: &War) -> Vec<ForceId> {
    let dated = war.forces.pairs().filter(|(_, f)| f.arrives.is_some() && !f.removed && !f.held_back);
    dated.map(|(id, _)| id).collect()
}

fn terms(war: &War, values: &[f64]) -> Vec<Term> {
    let day = |id: Option<NumberId>| id.map(|id| at(values, id));
    let all = war.coalitions.pairs().flat_map(|(id, c)| c.members.iter().map(move |member| (id, member)));
    let dated = all.filter(|(_, member)| member.from.is_some() || member.until.is_some());
    dated
        .map(|(coalition, m)| Term { faction: m.faction, coalition, from: day(m.from), until: day(m.until) })
        .collect()
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
