//! A war: a scenario once checked and compiled. Immutable while it is played; what changes in play stands in a
//! situation. Every number in it is a row of [`Numbers`] and is read through the values of one replication.

use crate::calendar::Calendar;
use crate::condition::Condition;
use crate::continuity::Continuity;
use crate::date::{Date, Day};
use crate::evidence::{Declared, Evidence};
use crate::ids::*;
use crate::names::Names;
use crate::number::Numbers;
use crate::saga::Saga;
use serde::{Deserialize, Serialize};

/// A checked war. Ids are rows; a thing that `--without` took away keeps its row, so that everything else keeps
/// its luck.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct War {
    /// Its id in kebab-case.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// The larger conflict it belongs to, the one before and the one after, as words.
    pub chain: Chain,
    /// How the record names its place.
    pub place_text: Option<String>,
    /// What it is about, a sentence or two.
    pub about: String,
    /// Hash of the scenario's text and of the lexicon: two wars with one digest play alike.
    pub digest: [u8; 32],
    /// Changes made after it was checked, in order: part of its identity beside the digest.
    pub changes: Vec<String>,
    /// Calendar, first day, tick and limit.
    pub clock: Clock,
    /// Battles unit by unit are fought on a plane, and not in depth.
    pub plane: bool,
    /// What the aggregated battle is told of its classes, where it has been calibrated.
    pub calibration: Option<Calibration>,
    /// Every number, by parameter path; the first rows are the rules.
    pub numbers: Numbers,
    /// Places.
    pub places: Table<PlaceId, Place>,
    /// Lanes.
    pub lanes: Table<LaneId, Lane>,
    /// Factions.
    pub factions: Table<FactionId, Faction>,
    /// Coalitions. Every faction is in exactly one at the start: its own, if no other names it.
    pub coalitions: Table<CoalitionId, Coalition>,
    /// Peoples.
    pub peoples: Table<PeopleId, People>,
    /// Persons.
    pub persons: Table<PersonId, Person>,
    /// Unit classes.
    pub classes: Table<ClassId, Class>,
    /// Forces.
    pub forces: Table<ForceId, Force>,
    /// Squadrons: their number is fixed when the war is compiled, their size is drawn.
    pub squadrons: Table<SquadronId, Squadron>,
    /// Works.
    pub works: Table<WorksId, Works>,
    /// Events.
    pub events: Table<EventId, Event>,
    /// Rebellions.
    pub rebellions: Table<RebellionId, Rebellion>,
    /// What their rebels strike.
    pub sabotages: Table<SabotageId, Sabotage>,
    /// Decisions, those that every war has among them.
    pub decisions: Table<DecisionId, Decision>,
    /// Envoys.
    pub envoys: Table<EnvoyId, Envoy>,
    /// Compiled conditions and expressions.
    pub conditions: Table<ConditionId, Condition>,
    /// Estimates that differ from the truth at the start.
    pub beliefs: Vec<Belief>,
    /// Grievances that peoples bring into the war.
    pub old_grievances: Vec<OldGrievance>,
    /// The fact ledger.
    pub facts: Vec<Fact>,
    /// What goes on when a war ends; none for a war that is over when it ends.
    pub saga: Option<Saga>,
    /// What else the war is held against.
    pub evidence: Evidence,
    /// Other histories that the scenario declares.
    pub continuities: Vec<Continuity>,
    /// Works cited, by id.
    pub sources: Vec<Source>,
}

/// What the aggregated battle is told of a war's classes so that it comes to what battles unit by unit come to. Read from
/// a file of its own, whose hash is part of the war's digest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// What holds for all classes, in the order of the battle model's own list.
    pub shared: Vec<f64>,
    /// Classes, in order of their rows.
    pub classes: Vec<ClassId>,
    /// What a hit of each class counts on each, row by row in the order of `classes`.
    pub counts: Vec<f64>,
}

/// Where a war stands among others, as the record words it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// The conflict that it is part of.
    pub part_of: Option<String>,
    /// The one before.
    pub previous: Option<String>,
    /// The one after.
    pub next: Option<String>,
}

/// How time passes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// Day 0.
    pub start: Day,
    /// How the start is written.
    pub start_date: Date,
    /// Days a tick: 1 or 7.
    pub tick_days: u32,
    /// Days after which an undecided war is left as it stands.
    pub limit_days: u32,
    /// The calendar in which dates are shown.
    pub calendar: Calendar,
}

/// A system or world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Id.
    pub id: String,
    /// Names.
    pub names: Names,
    /// Where it is drawn; laid out from the lanes when not given.
    pub position: Option<(f64, f64)>,
    /// Who holds it at the start; none for open space.
    pub owner: Option<FactionId>,
    /// Who lives there.
    pub people: Option<PeopleId>,
    /// Inhabitants, persons.
    pub population: NumberId,
    /// Share of them that is hostile to its ruler at the start; by a rule when none.
    pub hostile: Option<NumberId>,
    /// Worth of the place itself, against an ordinary world = 1.
    pub value: NumberId,
    /// Whether it was its owner's before the war: what a withdrawal falls back to.
    pub home: bool,
    /// Lanes that meet here, in id order.
    pub lanes: Vec<LaneId>,
    /// Works here, in id order.
    pub works: Vec<WorksId>,
    /// Taken away by `--without`.
    pub removed: bool,
}

/// A way between two places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    /// Id; `A--B` when not given.
    pub id: String,
    /// Its ends.
    pub ends: [PlaceId; 2],
    /// Travel time at speed 1, days.
    pub days: NumberId,
    /// Whether it can be used at the start.
    pub open: bool,
    /// Taken away by `--without`.
    pub removed: bool,
}

/// What kind of party a faction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactionKind {
    /// A polity.
    State,
    /// A movement: rebels, collaborators, exiles.
    Movement,
}

/// A polity or movement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Faction {
    /// Id.
    pub id: String,
    /// Names.
    pub names: Names,
    /// State or movement.
    pub kind: FactionKind,
    /// Who decides for it.
    pub leader: Option<PersonId>,
    /// Its capital.
    pub capital: Option<PlaceId>,
    /// Its people.
    pub people: Option<PeopleId>,
    /// Will to go on at the start, 0 to 1.
    pub resolve: NumberId,
    /// Multiplies what its yards build.
    pub industry: NumberId,
    /// Quality of its intelligence, 0 blind to 1.
    pub intelligence: NumberId,
    /// Skill of its crews, 1 ordinary.
    pub skill: NumberId,
    /// What the war's stakes are worth to it, against an ordinary war = 1.
    pub stakes: NumberId,
    /// How firmly its ruler sits as a saga opens, 0 to 1.
    pub support: NumberId,
    /// Takes part from the start; otherwise waits for an effect that makes it join.
    pub belligerent: bool,
    /// Taken away by `--without`.
    pub removed: bool,
}

/// Factions that fight together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coalition {
    /// Id; for a faction that stands alone, the faction's.
    pub id: String,
    /// Names.
    pub names: Names,
    /// Members with the dates of their membership.
    pub members: Vec<Membership>,
    /// Whose commander speaks for it; the first member when not given.
    pub lead: FactionId,
    /// Who commands in the theatre; the lead's leader when not given.
    pub commander: Option<PersonId>,
    /// Posture at the start.
    pub posture: Posture,
    /// Whether it stands for one faction only.
    pub implicit: bool,
    /// Whether its members have still to agree on it: at first nobody is in it.
    pub by_agreement: bool,
}

/// A faction's time in a coalition, in days since the war's start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// Who.
    pub faction: FactionId,
    /// From when; from the start when none.
    pub from: Option<NumberId>,
    /// Until when; to the end when none.
    pub until: Option<NumberId>,
}

/// A people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct People {
    /// Id.
    pub id: String,
    /// Names.
    pub names: Names,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Id.
    pub id: String,
    /// All names, the one used in sentences first.
    pub names: Names,
    /// Rank or title before the name.
    pub title: Option<String>,
    /// Whom the person serves at the start.
    pub faction: Option<FactionId>,
    /// Character.
    pub traits: Traits,
    /// Whether the person lives when the war opens.
    pub alive: bool,
    /// Day of birth, since the war's start; without one the person does not age.
    pub born: Option<NumberId>,
    /// Days that such a person lives if nothing happens to him or her.
    pub lifespan: NumberId,
    /// Taken away by `--without`.
    pub removed: bool,
}

/// A person's character, each a number of the war.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Traits {
    /// Readiness to run risks, 0 to 1; 0.5 ordinary.
    pub boldness: NumberId,
    /// Multiplies the hits of forces under this command; 1 ordinary.
    pub skill: NumberId,
    /// Loyalty to the faction served, 0 to 1.
    pub loyalty: NumberId,
    /// Readiness to kill those who cannot fight, 0 to 1.
    pub ruthlessness: NumberId,
    /// Chance of surviving a lost war in person, 0 to 1 (Goemans 2000).
    pub outlives_defeat: NumberId,
}

/// Where units fight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Domain {
    /// Ships.
    Ships,
    /// Aircraft.
    Aircraft,
    /// Troops.
    Troops,
    /// Stations: they do not move.
    Stations,
    /// Orbital weapon platforms: they do not move.
    Platforms,
}

impl Domain {
    /// All domains in the order in which they are listed.
    pub const ALL: [Domain; 5] =
        [Domain::Ships, Domain::Aircraft, Domain::Troops, Domain::Stations, Domain::Platforms];

    /// Whether units of the domain can move.
    pub fn moves(self) -> bool {
        !matches!(self, Domain::Stations | Domain::Platforms)
    }

    /// Its name in scenario, JSON and record.
    pub fn id(self) -> &'static str {
        match self {
            Domain::Ships => "ships",
            Domain::Aircraft => "aircraft",
            Domain::Troops => "troops",
            Domain::Stations => "stations",
            Domain::Platforms => "platforms",
        }
    }
}

/// A class of units. Numbers are of one unit in full readiness.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Class {
    /// Id.
    pub id: String,
    /// Names.
    pub names: Names,
    /// Domain.
    pub domain: Domain,
    /// Rate of fire, salvoes an hour.
    pub rate: NumberId,
    /// Chance that a salvo hits.
    pub accuracy: NumberId,
    /// Damage of a hit, in reference hits.
    pub damage: NumberId,
    /// Hits that it survives before the one that kills it, plus that one: 1 to 8 reference hits.
    pub toughness: NumberId,
    /// Reference hits that its shields win back an hour.
    pub recovery: NumberId,
    /// Fire spread over an area, effective in proportion to the density of targets.
    pub area: bool,
    /// Speed, 1 ordinary; lanes are given in days at speed 1.
    pub speed: NumberId,
    /// People aboard, persons a unit.
    pub crew: NumberId,
    /// Share of the crew that dies with the unit.
    pub lethality: NumberId,
    /// Yard-days that one unit takes to build.
    pub build_days: NumberId,
    /// How one unit fights, where battles are fought unit by unit.
    pub action: Action,
    /// Taken away by `--without`.
    pub removed: bool,
}

/// How one unit of a class fights, where battles are fought unit by unit. What is left out follows from the class's
/// other figures. Lengths are in reaches: 1 is how far the weapons of an ordinary unit carry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// How far it sees, reaches.
    pub sensors: Option<NumberId>,
    /// Top speed, reaches an hour.
    pub speed: Option<NumberId>,
    /// Reaches an hour that it gains in an hour.
    pub acceleration: Option<NumberId>,
    /// Distance at which it circles, reaches.
    pub standoff: Option<NumberId>,
    /// What its shields bear, reference hits.
    pub shield: Option<NumberId>,
    /// What they regain an hour, reference hits.
    pub recharge: Option<NumberId>,
    /// What its hull bears, reference hits.
    pub hull: Option<NumberId>,
    /// Worth as a target, 1 ordinary.
    pub priority: Option<NumberId>,
    /// How far its command link carries, reaches.
    pub link: Option<NumberId>,
    /// Whether it commands its side.
    pub commands: bool,
    /// Classes whose units power it.
    pub powered_by: Vec<ClassId>,
    /// Its weapons, where it has not just the one that the class's figures make.
    pub weapons: Vec<UnitWeapon>,
}

/// One weapon of a unit. What is left out is as the class has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UnitWeapon {
    /// How far it carries, reaches.
    pub reach: Option<NumberId>,
    /// Salvoes an hour.
    pub rate: Option<NumberId>,
    /// Chance of a hit point-blank.
    pub accuracy: Option<NumberId>,
    /// Chance of a hit at the limit of its reach.
    pub accuracy_far: Option<NumberId>,
    /// Damage of a hit, reference hits.
    pub damage: Option<NumberId>,
    /// Whether it covers an area.
    pub area: Option<bool>,
}

/// A set of squadrons under one command, as the war opens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Force {
    /// Id.
    pub id: String,
    /// Names.
    pub names: Names,
    /// Whose it is.
    pub faction: FactionId,
    /// Who commands it.
    pub commander: Option<PersonId>,
    /// Where it stands, or appears.
    pub place: PlaceId,
    /// Day on which it appears; from the start when none.
    pub arrives: Option<NumberId>,
    /// Appears only through an effect.
    pub held_back: bool,
    /// It never leaves its place.
    pub garrison: bool,
    /// Its units.
    pub units: Vec<Units>,
    /// The force whose squadrons it takes up when they go over; none for a force that the scenario declares. Such a
    /// twin has no units of its own and is nowhere until it is needed: see [`crate::twins`].
    pub twin_of: Option<ForceId>,
    /// Taken away by `--without`.
    pub removed: bool,
}

/// Units of one class in a force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Units {
    /// Class.
    pub class: ClassId,
    /// People that mans them.
    pub people: Option<PeopleId>,
    /// How many.
    pub count: NumberId,
    /// Squadrons that they are divided into.
    pub squadrons: Vec<SquadronId>,
}

/// The smallest body that moves, defects or dies as one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Squadron {
    /// Force that it opens the war in.
    pub force: ForceId,
    /// Row in the force's units.
    pub row: u16,
    /// Its number among the squadrons of that row, from 0.
    pub ordinal: u16,
    /// Class of its units.
    pub class: ClassId,
    /// People that mans it.
    pub people: Option<PeopleId>,
    /// The twin of its force that it joins should it go over; none where its people has no other faction to go to.
    pub turns: Option<ForceId>,
    /// Lasting identity for draws, from the ids of force and class and the ordinal.
    pub entity: u32,
}

/// What works do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorksKind {
    /// Builds ships.
    Yard,
    /// Feeds and repairs forces.
    Depot,
    /// Carries orders.
    Relay,
}

/// What a place holds that can be destroyed and rebuilt; it belongs to whoever holds the place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Works {
    /// Id.
    pub id: String,
    /// Names.
    pub names: Names,
    /// What it does.
    pub kind: WorksKind,
    /// Where it is.
    pub place: PlaceId,
    /// Size: yards' slips, a depot's weight in its owner's output, a relay's worth; 1 ordinary.
    pub capacity: NumberId,
    /// For a yard: the class that it builds; the builder's commonest mobile class when none.
    pub builds: Option<ClassId>,
    /// Taken away by `--without`.
    pub removed: bool,
}

/// A happening that the scenario declares. It is eligible from `from` to `until` while `when` holds; once
/// eligible it fires at its hazard, or at once if it has none, provided that its `chance`, drawn once, allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Id.
    pub id: String,
    /// Names.
    pub names: Names,
    /// The sentence that the chronicle prints.
    pub says: Option<String>,
    /// First day, since the war's start.
    pub from: Option<NumberId>,
    /// Last day.
    pub until: Option<NumberId>,
    /// Condition.
    pub when: Option<ConditionId>,
    /// Chance a day, as a rate.
    pub hazard: Option<NumberId>,
    /// Chance that it can happen at all.
    pub chance: Option<NumberId>,
    /// Days before it may happen again; once only when none.
    pub again: Option<NumberId>,
    /// What it does.
    pub effects: Vec<Effect>,
    /// Taken away by `--without`.
    pub removed: bool,
}

/// A rising of a people against those who rule it. It rises as an event happens, once; it does not say how it ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rebellion {
    /// Id.
    pub id: String,
    /// Names.
    pub names: Names,
    /// The sentence that the chronicle prints when it rises.
    pub says: Option<String>,
    /// Who rises.
    pub people: PeopleId,
    /// The movement that leads it: places that its side holds are free.
    pub faction: Option<FactionId>,
    /// Who inspires it; the faction's leader when none.
    pub leader: Option<PersonId>,
    /// Against whose rule; against that of any other people when empty.
    pub against: Vec<FactionId>,
    /// When it can rise.
    pub opens: Opening,
    /// Chance a day, as a rate.
    pub hazard: Option<NumberId>,
    /// Chance that it can rise at all.
    pub chance: Option<NumberId>,
    /// Taken away by `--without`.
    pub removed: bool,
}

/// What the rebels of a rebellion strike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sabotage {
    /// Id.
    pub id: String,
    /// Names.
    pub names: Names,
    /// Whose rebels.
    pub rebellion: RebellionId,
    /// Kinds of works that they aim at.
    pub works: Vec<WorksKind>,
    /// Where; wherever their people lives when empty.
    pub places: Vec<PlaceId>,
    /// Attempts a day if the whole people were under arms.
    pub rate: NumberId,
    /// When they strike at all.
    pub when: Option<ConditionId>,
    /// Taken away by `--without`.
    pub removed: bool,
}

/// What a coalition's forces are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Posture {
    /// Take what is worth its price.
    Offensive,
    /// Keep what is held.
    Hold,
    /// Fall back to a perimeter: the coalition's home places unless one is given.
    Withdraw,
    /// Keep what is held and wear the enemy down on his lanes.
    Raid,
}

impl Posture {
    /// All postures in row order.
    pub const ALL: [Posture; 4] = [Posture::Offensive, Posture::Hold, Posture::Withdraw, Posture::Raid];

    /// Its name in scenario, JSON and record.
    pub fn id(self) -> &'static str {
        match self {
            Posture::Offensive => "offensive",
            Posture::Hold => "hold",
            Posture::Withdraw => "withdraw",
            Posture::Raid => "raid",
        }
    }
}

/// What an event or an option does. No effect names a victor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// A coalition takes a posture.
    Posture(CoalitionId, Posture),
    /// The places that a withdrawing coalition keeps.
    Perimeter(CoalitionId, Vec<PlaceId>),
    /// A place counts for so much more, as a factor, in a coalition's eyes.
    Objective(CoalitionId, PlaceId, NumberId),
    /// A coalition gathers its free forces at a place before it strikes.
    Gather(CoalitionId, PlaceId),
    /// A coalition's standing order: the loss share at which it breaks off.
    Tolerance(CoalitionId, NumberId),
    /// Adds to a faction's resolve.
    Resolve(FactionId, NumberId),
    /// Shifts what the first believes of the second, as a log-ratio of strength.
    BelieveStrength(FactionId, FactionId, NumberId),
    /// Shifts what the first believes of the second's resolve, in logits.
    BelieveResolve(FactionId, FactionId, NumberId),
    /// Strikes works.
    Strike(WorksId),
    /// Restores works.
    Restore(WorksId),
    /// Opens or closes a lane.
    Lane(LaneId, bool),
    /// A force that was held back appears.
    Appear(ForceId),
    /// A faction enters the war in a coalition.
    Join(FactionId, CoalitionId),
    /// A faction leaves its coalition and the war.
    Leave(FactionId),
    /// A person dies.
    Dies(PersonId),
    /// A person takes command of a force.
    Command(PersonId, ForceId),
    /// A share of the people at a place die, by no one's order (disaster).
    Calamity(PlaceId, NumberId),
    /// Multiplies what a faction's yards build.
    Industry(FactionId, NumberId),
    /// A faction orders a share of the people at a place killed, as a punishment.
    Reprisal(PlaceId, FactionId, NumberId),
    /// A faction orders a whole people killed.
    Exterminate(PeopleId, FactionId),
    /// A faction takes that order back.
    Relent(PeopleId, FactionId),
    /// Opens a decision.
    Open(DecisionId),
    /// Something happens at a place between two states: the second has wronged the first, as the first sees it.
    Incident {
        /// Where.
        place: PlaceId,
        /// Who suffered it.
        on: FactionId,
        /// At whose hands.
        by: FactionId,
        /// How grave it is, 0 to 1.
        gravity: NumberId,
    },
    /// Adds to the tension between two states.
    Tension([FactionId; 2], NumberId),
    /// A share of the ships of a faction's side at a place is lost to it without a battle.
    Disable(PlaceId, FactionId, NumberId),
}

/// What a decision is about; it says which mechanism opens it and reads the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// The scenario's own: its options have effects.
    Scenario,
    /// A coalition reviews its posture; options in the order of [`Posture::ALL`].
    Posture,
    /// A commander may decline a battle; options `fight`, `decline`.
    Engage,
    /// A coalition may ask for terms; options `ask`, `fight-on`.
    AskTerms,
    /// A coalition is asked for terms; options `accept`, `refuse`.
    AnswerTerms,
    /// A member whose cohesion has gone may leave its coalition; options `stay`, `separate-peace`.
    Stay,
    /// A state that has been wronged may go to war over it; options `war`, `settle`.
    Incident,
    /// A state may enter, or leave, a coalition that it has to agree on; options `join`, `stay-out`.
    Ally,
    /// A state may arm another's rebels; options `arm`, `refuse`.
    Arm,
    /// A side may leave a member's world to the enemy; options `hold`, `give-up`.
    Abandon,
    /// A side that has beaten another down settles what becomes of it; options in the order of [`Spoils::ALL`].
    Spoils,
    /// A state that has lost a world may give up helping those who resist there; options `renounce`, `reserve`.
    Renounce,
}

/// What becomes of those who have been beaten down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spoils {
    /// They keep what they hold, and a government of their own.
    Restore,
    /// They are ruled by the victor.
    Annex,
    /// They are ruled by the victor, and work for him.
    Enslave,
}

impl Spoils {
    /// All of them in row order.
    pub const ALL: [Spoils; 3] = [Spoils::Restore, Spoils::Annex, Spoils::Enslave];

    /// Its name in scenario, JSON and record.
    pub fn id(self) -> &'static str {
        match self {
            Spoils::Restore => "restore",
            Spoils::Annex => "annex",
            Spoils::Enslave => "enslave",
        }
    }
}

/// A choice that a commander faces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Id.
    pub id: String,
    /// Names.
    pub names: Names,
    /// What it is about.
    pub kind: DecisionKind,
    /// For whom.
    pub coalition: CoalitionId,
    /// Whose beliefs and stakes count: the member that decides.
    pub faction: FactionId,
    /// Who decides; the faction's leader when none.
    pub person: Option<PersonId>,
    /// When it opens, for the scenario's own (chance and hazard as for an event).
    pub opens: Option<Opening>,
    /// The place an attack on which the staff projects for it: what `projected` means in its appeals.
    pub projects: Option<PlaceId>,
    /// The choices.
    pub options: Vec<Choice>,
    /// Row of the option taken when no one answers.
    pub default: u16,
    /// Row of the option that the source tells.
    pub historical: Option<u16>,
    /// For a decision that recurs: the option that the source tells from a day on, in the order of days.
    pub historical_dates: Vec<(NumberId, u16)>,
    /// The belief behind the historical choice, as the scenario words it.
    pub belief: Option<String>,
    /// Settled beforehand: this option is taken whenever it opens, whoever decides.
    pub forced: Option<u16>,
    /// Taken away by `--without`: its default is taken when it would open.
    pub removed: bool,
}

impl Decision {
    /// Stands for an option where the source tells nothing any more: whoever decides does so as he sees it.
    pub const OPEN: u16 = u16::MAX;
}

/// When a decision of the scenario opens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// First day.
    pub from: Option<NumberId>,
    /// Last day.
    pub until: Option<NumberId>,
    /// Condition.
    pub when: Option<ConditionId>,
}

/// One option of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Id within the decision.
    pub id: String,
    /// The clause that the chronicle prints after the name of the one who chose: "to attack before …".
    pub says: Option<String>,
    /// What makes it attractive, in units of the stakes: an expression over beliefs and traits.
    pub appeal: Option<ConditionId>,
    /// What follows.
    pub effects: Vec<Effect>,
}

/// Someone whom one coalition sends to another with something to give. He is sent once his condition has held for his
/// delay, at his hazard; he opens the question of terms, adds his gift to what the receiver expects of peace and his
/// credibility to the trust between the two, for as long as the condition holds and he lives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envoy {
    /// Id.
    pub id: String,
    /// Names of the errand.
    pub names: Names,
    /// The sentence that the chronicle prints.
    pub says: Option<String>,
    /// Who goes.
    pub person: PersonId,
    /// Who sends him.
    pub from: CoalitionId,
    /// To whom.
    pub to: CoalitionId,
    /// When he can be sent; when the receiver's capital is encircled or both sides are worn, if none.
    pub when: Option<ConditionId>,
    /// Days for which the condition holds before he is sent.
    pub delay: NumberId,
    /// Chance a day, as a rate, that he is then sent; at once if none.
    pub hazard: Option<NumberId>,
    /// Chance that he can be sent at all, drawn once.
    pub chance: Option<NumberId>,
    /// What he brings, worth to the receiver in units of the stakes.
    pub gift: NumberId,
    /// What he adds to the receiver's trust that terms are kept.
    pub credibility: NumberId,
    /// How much must be given up for what he brings: 0 an armistice, 1 surrender.
    pub asks: NumberId,
    /// Taken away by `--without`.
    pub removed: bool,
}

/// What can be believed of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BeliefKind {
    /// Strength, as a factor on the truth.
    Strength,
    /// Resolve, 0 to 1.
    Resolve,
}

/// An estimate that differs from the truth at the start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Belief {
    /// Who believes.
    pub by: FactionId,
    /// Of whom.
    pub about: FactionId,
    /// What.
    pub kind: BeliefKind,
    /// The value believed at first: a factor on strength, or a resolve.
    pub value: NumberId,
    /// Whether it is a lasting bias, or an error that fades like any other.
    pub lasting: bool,
}

/// What a people bears a faction from before the war.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OldGrievance {
    /// Who bears it.
    pub people: PeopleId,
    /// Against whom.
    pub against: FactionId,
    /// How much, on the scale of ln(1 + dead/scale): 3 is what a massacre leaves.
    pub level: NumberId,
}

/// How a war can end. Which one it is follows from play.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndingKind {
    /// One side gave up.
    Surrender,
    /// One side has nothing left to fight with or for.
    Conquest,
    /// Terms short of surrender were agreed.
    Treaty,
    /// Both stopped on what they held.
    Armistice,
    /// No one could be made to go on.
    Exhaustion,
    /// The scenario's last day came first.
    Undecided,
    /// It grew into another war, between other sides.
    Outgrown,
    /// A saga that closed without a war.
    Peace,
}

impl EndingKind {
    /// All kinds in row order.
    pub const ALL: [EndingKind; 8] = [
        EndingKind::Surrender,
        EndingKind::Conquest,
        EndingKind::Treaty,
        EndingKind::Armistice,
        EndingKind::Exhaustion,
        EndingKind::Undecided,
        EndingKind::Outgrown,
        EndingKind::Peace,
    ];

    /// Its name in scenario, JSON and record.
    pub fn id(self) -> &'static str {
        match self {
            EndingKind::Surrender => "surrender",
            EndingKind::Conquest => "conquest",
            EndingKind::Treaty => "treaty",
            EndingKind::Armistice => "armistice",
            EndingKind::Exhaustion => "exhaustion",
            EndingKind::Undecided => "undecided",
            EndingKind::Outgrown => "outgrown",
            EndingKind::Peace => "peace",
        }
    }
}

/// One entry of the fact ledger: what the source says and how it shows in a finished war.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Id.
    pub id: String,
    /// Line of the source.
    pub line: Option<u32>,
    /// The fact in our words.
    pub says: String,
    /// How it shows in a finished war.
    pub expect: Option<ConditionId>,
    /// What the record says by declaration.
    pub record: Vec<Declared>,
}

impl Fact {
    /// Whether there is anything that it could show by.
    pub fn has_mechanism(&self) -> bool {
        self.expect.is_some() || !self.record.is_empty()
    }
}

/// A work cited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Id used in comments and claims.
    pub id: String,
    /// The citation.
    pub text: String,
}
