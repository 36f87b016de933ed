//! The numbers of one replication, worked up once so that the phases read plain figures.

use crate::engagement;
use crate::phases::intelligence;
use crate::plan::{Plan, Scales, Ways};
use polemos_battle::{Rules, Weapon, class_value};
use polemos_chance::{Key, hash_text};
use polemos_war::*;
use std::ops::Deref;
use std::sync::Arc;

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
    /// What that reads.
    pub reads: Reads,
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

/// How often something recurs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rhythm {
    /// Every so many ticks.
    pub ticks: u32,
    /// Which are so many days.
    pub days: f64,
}

/// What recurs every so many days, by the rules that say so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rhythms([Rhythm; REVIEWS.len()]);

const REVIEWS: [Rule; 5] =
    [Rule::EstimateReview, Rule::ResolveReview, Rule::RaidReview, Rule::SupplyReview, Rule::WorksReview];

impl Rhythms {
    fn new(war: &War, values: &[f64]) -> Self {
        let tick = war.clock.tick_days;
        Self(REVIEWS.map(|rule| {
            let every = at(values, NumberId(rule as u32)) / f64::from(tick);
            let ticks = (libm::round(every) as u32).max(1);
            Rhythm { ticks, days: f64::from(ticks * tick) }
        }))
    }

    /// How often what this rule governs recurs; daily for any other rule.
    #[inline]
    pub fn of(&self, rule: Rule) -> Rhythm {
        let row = REVIEWS.iter().position(|other| *other == rule);
        row.map_or(Rhythm { ticks: 1, days: 1.0 }, |row| self.0[row])
    }
}

/// How one faction's estimates move from review to review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Share of an error that stays.
    pub keep: f64,
    /// Spread of what comes anew.
    pub fresh: f64,
    /// Share of the way by which the lagging picture follows the truth.
    pub follow: f64,
}

/// Everything that is fixed for one replication.
#[derive(Clone, Debug)]
pub struct Realised {
    /// What is the same in all of them.
    plan: Arc<Plan>,
    /// All numbers, by id.
    pub values: Vec<f64>,
    /// Class figures.
    pub classes: Table<ClassId, ClassFigures>,
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
    /// Those that can go over, by people and by the side that they open the war on.
    pub compatriots: Vec<Compatriots>,
    /// What its crews' skill does to a faction's strength: skill multiplies hits, and strength goes with their root.
    pub crew_factor: Table<FactionId, f64>,
    /// Industry of factions before anything changes it.
    pub industry: Table<FactionId, f64>,
    /// Yards, in id order.
    pub yards: Vec<Yard>,
    /// What rebellions wait for.
    pub risings: Table<RebellionId, Watch>,
    /// What their strikes wait for.
    pub strikings: Table<SabotageId, Watch>,
    /// Events, in id order; those taken away left out.
    pub events: Vec<EventFigures>,
    /// Decisions that open at a time or on a condition, and what they wait for.
    pub openings: Vec<(DecisionId, Watch)>,
    /// Memberships with a date.
    pub terms: Vec<Term>,
    /// The rules of battle.
    pub rules: Rules,
    /// How often things recur.
    pub rhythms: Rhythms,
    /// How estimates of each faction move.
    pub paces: Table<FactionId, Pace>,
    /// How well each faction's side sees what is next door, as a chance in so many days from 1 on, where it leads.
    pub near_chances: Table<FactionId, [f64; 3]>,
}

/// The reference unit: a warship of default numbers (half a salvo an hour at 12 %, three hits to kill).
pub const REFERENCE: (Weapon, u8) = (Weapon { hits_per_hour: 0.5 * 0.12, area: false }, 3);

impl Realised {
    /// Draws the war's numbers for a key and works them up.
    pub fn new(war: &War, plan: &Arc<Plan>, key: Key) -> Self {
        Self::with(war, Arc::clone(plan), war.numbers.sample(key))
    }

    /// Works up a war's numbers at their medians: what is common knowledge before any is drawn.
    pub fn expected(war: &War) -> Self {
        Self::with(war, Arc::new(Plan::of(war)), war.numbers.medians().to_vec())
    }

    fn with(war: &War, plan: Arc<Plan>, values: Vec<f64>) -> Self {
        let classes: Table<ClassId, ClassFigures> =
            war.classes.iter().map(|class| class_figures(class, &values)).collect();
        let lane_days = lane_days(war, &values);
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
        let openings = openings(war, &plan, &values);
        let rhythms = Rhythms::new(war, &values);
        let mut real = Self {
            plan,
            classes,
            lane_days,
            hops,
            hops_from,
            place_value,
            stakes,
            compatriots: Vec::new(),
            crew_factor,
            industry,
            yards,
            risings: risings(war, &values),
            strikings: war.sabotages.iter().map(|it| watch(war, &values, [None; 2], it.when)).collect(),
            events: events(war, &values),
            openings,
            terms: terms(war, &values),
            values,
            rules: Rules::default(),
            rhythms,
            paces: Table::new(),
            near_chances: Table::new(),
        };
        real.rules = engagement::tuned_rules(&real);
        real.paces = war.factions.ids().map(|id| intelligence::pace(war, &real, id)).collect();
        let chances = |id| [1.0, 2.0, 3.0].map(|days| intelligence::chance_near(war, &real, id, days));
        real.near_chances = war.factions.ids().map(chances).collect();
        real.compatriots = compatriots(war, &real);
        real
    }

    /// Ways over the map with some lanes open.
    pub fn ways_over(&self, war: &War, open: &Table<LaneId, bool>) -> Ways {
        self.plan.ways(war, open, &self.lane_days, Scales::of(&self.values))
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

/// What is the same in all replications stands beside what is not.
impl Deref for Realised {
    type Target = Plan;

    #[inline]
    fn deref(&self) -> &Plan {
        &self.plan
    }
}

/// An id's identity for draws.
pub fn entity(id: &str) -> u32 {
    let hash = hash_text(id);
    (hash ^ (hash >> 32)) as u32
}

/// Travel times of lanes at speed 1 with these numbers, days.
pub(crate) fn lane_days(war: &War, values: &[f64]) -> Table<LaneId, f64> {
    war.lanes.iter().map(|lane| at(values, lane.days).max(0.01)).collect()
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
pub(crate) fn at(values: &[f64], id: NumberId) -> f64 {
    values.get(id.0 as usize).copied().unwrap_or(0.0)
}

pub(crate) fn class_figures(class: &Class, values: &[f64]) -> ClassFigures {
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

fn compatriots(war: &War, real: &Realised) -> Vec<Compatriots> {
    if war.squadrons.iter().all(|squadron| squadron.turns.is_none()) {
        return Vec::new();
    }
    let sides: Table<FactionId, CoalitionId> =
        war.factions.ids().map(|id| crate::opening::first_coalition(war, real, id)).collect();
    let side = |squadron: &Squadron| sides[war.forces[squadron.force].faction];
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

fn watch(
    war: &War,
    values: &[f64],
    [from, until]: [Option<NumberId>; 2],
    when: Option<ConditionId>,
) -> Watch {
    let day = |id: Option<NumberId>, never| id.map_or(never, |id| at(values, id));
    let reads = when.map_or(Reads::NONE, |id| war.conditions[id].reads);
    Watch { when, reads, from: day(from, f64::NEG_INFINITY), until: day(until, f64::INFINITY) }
}

fn events(war: &War, values: &[f64]) -> Vec<EventFigures> {
    let number = |id: Option<NumberId>| id.map(|id| at(values, id));
    let all = war.events.pairs().filter(|(_, event)| !event.removed);
    let figures = |(event, def): (EventId, &Event)| EventFigures {
        event,
        watch: watch(war, values, [def.from, def.until], def.when),
        daily: number(def.hazard).map(|rate| -libm::expm1(-rate.max(0.0))),
        chance: number(def.chance),
        again: number(def.again),
        entity: entity(&def.id),
    };
    all.map(figures).collect()
}

fn openings(war: &War, plan: &Plan, values: &[f64]) -> Vec<(DecisionId, Watch)> {
    let waits = |id: DecisionId, opens: &Opening| {
        // With no time or condition of its own, a decision that something opens waits for that.
        opens.from.is_some() || opens.when.is_some() || plan.opened_by_effect.binary_search(&id).is_err()
    };
    let all = war.decisions.pairs().filter_map(|(id, def)| Some((id, def.opens.as_ref()?)));
    let own = all.filter(|(id, opens)| waits(*id, opens));
    own.map(|(id, opens)| (id, watch(war, values, [opens.from, opens.until], opens.when))).collect()
}

fn risings(war: &War, values: &[f64]) -> Table<RebellionId, Watch> {
    let opens = war.rebellions.iter().map(|rebellion| &rebellion.opens);
    opens.map(|opens| watch(war, values, [opens.from, opens.until], opens.when)).collect()
}

fn terms(war: &War, values: &[f64]) -> Vec<Term> {
    let day = |id: Option<NumberId>| id.map(|id| at(values, id));
    let all = war.coalitions.pairs().flat_map(|(id, c)| c.members.iter().map(move |member| (id, member)));
    let dated = all.filter(|(_, member)| member.from.is_some() || member.until.is_some());
    dated
        .map(|(coalition, m)| Term { faction: m.faction, coalition, from: day(m.from), until: day(m.until) })
        .collect()
}
