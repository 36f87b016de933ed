//! The closed list of happenings.

use crate::summary::FactionTotals;
use polemos_war::{
    BeliefKind, ClassId, CoalitionId, DecisionId, EndingKind, EnvoyId, EventId, FactionId, ForceId, LaneId,
    PeopleId, PersonId, PlaceId, Posture, RebellionId, SeriesId, Spoils, WorksId,
};
use serde::{Deserialize, Serialize};

/// The number of an entry, counted whether or not anything is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u32);

/// One happening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number.
    pub seq: Seq,
    /// Days since the war's start.
    pub day: f64,
    /// What brought it about, earliest first; empty for a first cause.
    pub causes: Vec<Seq>,
    /// What it is.
    pub what: What,
}

/// Kinds of happenings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// The war opens.
    Opened,
    /// A scenario event happens.
    Event {
        /// Which.
        event: EventId,
    },
    /// A commander decides.
    Decided(Box<Decided>),
    /// A coalition takes a posture.
    PostureTaken {
        /// Who.
        coalition: CoalitionId,
        /// From what.
        from: Posture,
        /// To what.
        to: Posture,
    },
    /// A coalition sends forces against a place, or starts to gather for it.
    Offensive {
        /// Who.
        coalition: CoalitionId,
        /// Against which place.
        target: PlaceId,
        /// Where the task force gathers.
        from: PlaceId,
        /// Forces that take part.
        forces: Vec<ForceId>,
        /// Their strength, reference ships.
        strength: f64,
        /// Units by domain, in the order of [`polemos_war::Domain::ALL`].
        units: [u32; 5],
        /// Chance of winning as its staff sees it.
        projected_win: f64,
        /// Own loss share as its staff sees it.
        projected_loss: f64,
    },
    /// A force leaves for another place.
    Departed {
        /// Which.
        force: ForceId,
        /// From where.
        from: PlaceId,
        /// Where to in the end.
        to: PlaceId,
        /// Why it goes.
        purpose: Purpose,
    },
    /// A force reaches the end of its way.
    Arrived {
        /// Which.
        force: ForceId,
        /// Where.
        place: PlaceId,
    },
    /// A force enters the war: declared with a date, or held back until an effect.
    Appeared {
        /// Which.
        force: ForceId,
        /// Where.
        place: PlaceId,
    },
    /// A battle declined: one side withdraws before it is joined.
    Declined {
        /// Where.
        place: PlaceId,
        /// Who goes.
        coalition: CoalitionId,
        /// Before whom.
        before: CoalitionId,
    },
    /// A battle, fought to its end.
    Battle(Box<Battle>),
    /// Raids on a lane have cut it below a half, or cost a side much of its supply in a month.
    Raided {
        /// Which lane: the one cut, or the one struck most.
        lane: LaneId,
        /// By whom.
        by: CoalitionId,
        /// Whose supply.
        on: CoalitionId,
        /// Strikes on the lane since the last account.
        strikes: u32,
        /// Share of supply that still passes there.
        flow: f64,
        /// Share of the supply of its whole strength that raids take from the side.
        loss: f64,
        /// Raiders lost since the last account, units.
        lost: u32,
    },
    /// Hostile forces have formed up before a fortified place, or the ring around it has closed.
    Invested {
        /// Where.
        place: PlaceId,
        /// By whom.
        by: CoalitionId,
        /// Whether it is surrounded.
        closed: bool,
    },
    /// The besiegers are gone from a place that they have not taken.
    SiegeLifted {
        /// Where.
        place: PlaceId,
        /// Who had besieged it.
        by: CoalitionId,
    },
    /// Troops land.
    Landed {
        /// Where.
        place: PlaceId,
        /// Whose.
        by: CoalitionId,
        /// How many units.
        units: u32,
        /// Units of the garrison.
        against: u32,
    },
    /// A fight on the ground ends, or a garrison gives up.
    GroundFought {
        /// Where.
        place: PlaceId,
        /// Who attacked.
        by: CoalitionId,
        /// Who defended.
        on: CoalitionId,
        /// Troops at the start, attackers first.
        units: [u32; 2],
        /// Of which lost.
        lost: [u32; 2],
        /// Killed, persons.
        dead: [f64; 2],
        /// Days that it lasted.
        days: f64,
        /// Whether the ground was won by those who landed.
        won: bool,
        /// Whether the garrison gave itself up.
        surrendered: bool,
    },
    /// A place changes hands.
    Taken {
        /// Which.
        place: PlaceId,
        /// By whom.
        by: FactionId,
        /// From whom; none for one that no one held.
        from: Option<FactionId>,
    },
    /// A force is no more.
    Destroyed {
        /// Which.
        force: ForceId,
        /// Where.
        place: Option<PlaceId>,
    },
    /// A force's supply falls below a quarter.
    OutOfSupply {
        /// Which.
        force: ForceId,
        /// Where.
        place: PlaceId,
    },
    /// A force is supplied again.
    Resupplied {
        /// Which.
        force: ForceId,
        /// Where.
        place: PlaceId,
    },
    /// Works are struck.
    Struck {
        /// Which.
        works: WorksId,
    },
    /// Works are restored.
    Restored {
        /// Which.
        works: WorksId,
    },
    /// A lane opens or closes.
    LaneChanged {
        /// Which.
        lane: LaneId,
        /// Whether it is open now.
        open: bool,
    },
    /// Yards have built a noteworthy number of units since the last entry of this kind.
    Built {
        /// Whose.
        faction: FactionId,
        /// What.
        class: ClassId,
        /// How many.
        units: u32,
        /// Joined to which force.
        force: ForceId,
    },
    /// A faction's resolve crosses three quarters, a half or a quarter.
    ResolveTurned {
        /// Whose.
        faction: FactionId,
        /// The level crossed.
        level: f64,
        /// Whether it fell.
        falling: bool,
    },
    /// A person's fate.
    Fate {
        /// Who.
        person: PersonId,
        /// What befell him or her.
        fate: Fate,
        /// Where, if it was in a place.
        place: Option<PlaceId>,
    },
    /// A person takes command of a force.
    Command {
        /// Who.
        person: PersonId,
        /// Of what.
        force: ForceId,
    },
    /// A faction enters the war.
    Joined {
        /// Who.
        faction: FactionId,
        /// Beside whom.
        coalition: CoalitionId,
    },
    /// A faction leaves the war.
    Left {
        /// Who.
        faction: FactionId,
        /// Whose side it was on.
        coalition: CoalitionId,
        /// How it came to leave.
        reason: LeftReason,
    },
    /// Squadrons of a force go over to another side.
    WentOver {
        /// The force that they leave.
        force: ForceId,
        /// The force that they are in now.
        to: ForceId,
        /// Its faction.
        faction: FactionId,
        /// How many squadrons.
        squadrons: u32,
        /// Their units by domain, in the order of [`polemos_war::Domain::ALL`].
        units: [u32; 5],
        /// Where; none under way.
        place: Option<PlaceId>,
        /// Whether no one is left in the force that they leave.
        all: bool,
        /// Whether it was in the middle of a battle.
        in_battle: bool,
    },
    /// Forces are no longer reached by orders of their side's headquarters.
    CutOff {
        /// Whose.
        coalition: CoalitionId,
        /// Which.
        forces: Vec<ForceId>,
        /// Where the link broke, if it broke at one place.
        place: Option<PlaceId>,
    },
    /// Forces that had been cut off from their headquarters are reached again.
    Reconnected {
        /// Whose.
        coalition: CoalitionId,
        /// Which.
        forces: Vec<ForceId>,
        /// By couriers; otherwise the links work again.
        couriers: bool,
    },
    /// Civilians die by no one's order.
    Calamity {
        /// Where.
        place: PlaceId,
        /// How many, persons.
        dead: f64,
    },
    /// A rebellion rises.
    Rose {
        /// Which.
        rebellion: RebellionId,
        /// Against whose rule, where it is strongest.
        against: Option<FactionId>,
    },
    /// An order against people is given: a share of those at a place, or a whole people.
    OrderedAgainst {
        /// By whom.
        by: FactionId,
        /// Against which people; none where a place's inhabitants are of no people.
        people: Option<PeopleId>,
        /// Against which place; none for an order against the whole people.
        place: Option<PlaceId>,
    },
    /// Troops refuse an order against people.
    Refused {
        /// Which force.
        force: ForceId,
        /// Whose order.
        by: FactionId,
        /// Against which people.
        people: Option<PeopleId>,
        /// Against which place; none for the whole people.
        place: Option<PlaceId>,
        /// Soldiers who refuse.
        soldiers: f64,
        /// Share of the force's troops that they are.
        share: f64,
    },
    /// A reprisal, carried out as far as troops could and would.
    Reprisal {
        /// Where.
        place: PlaceId,
        /// On whose order.
        by: FactionId,
        /// Civilians killed, persons.
        dead: f64,
        /// Share of the place's people that they were.
        share: f64,
    },
    /// Civilians killed on an order against their whole people, since the last entry of this kind.
    Killing {
        /// Which people.
        people: PeopleId,
        /// On whose order.
        by: FactionId,
        /// How many, persons.
        dead: f64,
        /// Days over which they died.
        days: f64,
        /// How many since the order was given.
        total: f64,
        /// Whether it has come to an end.
        over: bool,
    },
    /// An order against a whole people is taken back.
    Relented {
        /// Which people.
        people: PeopleId,
        /// By whom.
        by: FactionId,
    },
    /// Terms are asked for, and answered.
    Terms {
        /// Who asks.
        by: CoalitionId,
        /// Whom.
        to: CoalitionId,
        /// Whether they were accepted.
        accepted: bool,
        /// What was offered.
        offer: Box<Offer>,
    },
    /// An envoy reaches those to whom he was sent.
    EnvoySent {
        /// Which.
        envoy: EnvoyId,
        /// Who goes.
        person: PersonId,
        /// To whom.
        to: CoalitionId,
        /// Where they receive him: the capital of their lead, if it has one.
        place: Option<PlaceId>,
    },
    /// A place passes by treaty.
    Ceded {
        /// Which.
        place: PlaceId,
        /// Who gives it up.
        from: FactionId,
        /// Who has it now.
        to: FactionId,
    },
    /// A place outside its perimeter is given up by a side that withdraws, and goes back to a faction of its people.
    GivenUp {
        /// Which.
        place: PlaceId,
        /// Who leaves it.
        from: FactionId,
        /// Who has it now.
        to: FactionId,
    },
    /// A person takes up a post that had fallen vacant.
    Succeeded {
        /// Who.
        person: PersonId,
        /// Which post.
        post: Post,
    },
    /// The war ends.
    Ended(Ending),
    /// A war of a saga begins.
    WarBegan(Box<WarBegan>),
    /// What a war of a saga came to for each of those in it, as it ends.
    Counted {
        /// Its number among the wars of the saga, from 0.
        number: u16,
        /// By faction: units at the start of that war, built, lost and so on in it, and its dead.
        accounts: Vec<(FactionId, FactionTotals)>,
    },
    /// A saga comes to its last day.
    Closed,
    /// Something happens between two states.
    Incident {
        /// Where.
        place: PlaceId,
        /// Who suffered it.
        on: FactionId,
        /// At whose hands.
        by: FactionId,
        /// How grave it is, 0 to 1.
        gravity: f64,
    },
    /// A state enters a coalition that it had to agree on.
    Allied {
        /// Who.
        faction: FactionId,
        /// Beside whom.
        coalition: CoalitionId,
        /// Against whom, as it sees it.
        against: Option<FactionId>,
        /// Whether the coalition begins with this.
        founds: bool,
    },
    /// A state leaves such a coalition in peace.
    Parted {
        /// Who.
        faction: FactionId,
        /// From whom.
        coalition: CoalitionId,
    },
    /// A state begins to arm another's rebels, in secret.
    Armed {
        /// Who.
        faction: FactionId,
        /// Whose rebellion.
        rebellion: RebellionId,
        /// Against whose rule.
        against: FactionId,
    },
    /// That comes out.
    Exposed {
        /// Who had armed them.
        faction: FactionId,
        /// Whose rebellion.
        rebellion: RebellionId,
        /// Against whose rule.
        against: FactionId,
        /// Where.
        place: PlaceId,
    },
    /// A side leaves a world that it holds to the enemy.
    Abandoned {
        /// Which.
        place: PlaceId,
        /// Who.
        coalition: CoalitionId,
    },
    /// Ships are lost to their side without a battle.
    Disabled {
        /// Where.
        place: PlaceId,
        /// Whose.
        faction: FactionId,
        /// How many units.
        units: u32,
        /// Of how many there.
        of: u32,
    },
    /// A state comes under another's rule.
    Subjected {
        /// Who.
        faction: FactionId,
        /// Under whom.
        to: FactionId,
        /// What becomes of its people.
        spoils: Spoils,
    },
    /// A state agrees not to help those who resist at a place.
    Renounced {
        /// Who.
        faction: FactionId,
        /// To whom the word is given.
        to: FactionId,
        /// Where.
        place: PlaceId,
        /// Whose rebellion.
        rebellion: RebellionId,
    },
}

/// A war of a saga, as it begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WarBegan {
    /// Its number among the wars of the saga, from 0.
    pub number: u16,
    /// Who began it, and against whom.
    pub sides: [CoalitionId; 2],
    /// Members of either at that time.
    pub members: [Vec<FactionId>; 2],
    /// Its series, where that is declared.
    pub series: Option<SeriesId>,
    /// Its number among the wars between these two sides, from 1.
    pub ordinal: u16,
    /// What it began with.
    pub ground: Ground,
}

/// What a war of a saga begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "of")]
pub enum Ground {
    /// The saga opens with it.
    Opening,
    /// An incident.
    Incident {
        /// Where.
        place: PlaceId,
    },
    /// Another war, which it grows out of.
    Outgrowth {
        /// The number of that war.
        number: u16,
    },
    /// A rebellion.
    Rising {
        /// Which.
        rebellion: RebellionId,
    },
}

/// Why a force goes somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To gather for an offensive.
    Gather,
    /// To attack.
    Attack,
    /// To guard.
    Guard,
    /// To fall back.
    Withdraw,
    /// To mend and resupply.
    Refit,
    /// Driven from a battle.
    Retreat,
}

/// What befalls a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Killed.
    Killed,
    /// Taken prisoner.
    Captured,
    /// Gone over to another faction.
    Defected,
    /// Put out of office by his own.
    Deposed,
    /// Laid down his command.
    Resigned,
    /// Put out of office by force.
    Overthrown,
    /// Died in bed.
    Died,
}

/// How a faction came to leave the war.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftReason {
    /// As the scenario has it: on a date, or through an event or a choice.
    Scenario,
    /// It made a peace of its own.
    SeparatePeace,
    /// It had neither places nor forces left.
    Overrun,
    /// Its side gave up, or came to terms, while others fought on.
    GaveUp,
}

/// What a side offers for peace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// How the war ends if it is accepted: surrender, treaty or armistice.
    pub kind: EndingKind,
    /// How much is given up, from 0, an armistice on what is held, to 1, surrender.
    pub concession: f64,
    /// Places that the other side keeps or is given.
    pub ceded: Vec<PlaceId>,
    /// The envoy on whose word it rests, if one was there.
    pub envoy: Option<EnvoyId>,
}

/// A post that can fall vacant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "of")]
pub enum Post {
    /// Leadership of a faction.
    Leader {
        /// Which.
        faction: FactionId,
    },
    /// Command of a coalition's forces in the theatre.
    Theatre {
        /// Which.
        coalition: CoalitionId,
    },
}

/// A decision made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    /// Which.
    pub decision: DecisionId,
    /// Who decided; none where the faction has no leader.
    pub by: Option<PersonId>,
    /// Row of the option.
    pub option: u16,
    /// Utility of each option in units of the stakes, as the one who decided saw them.
    pub utilities: Vec<f32>,
    /// How it was decided.
    pub policy: PolicyKind,
    /// Where, for a decision about a battle or a place.
    pub place: Option<PlaceId>,
    /// Whom it is about, for one between two states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<FactionId>,
    /// What was believed when it was made, and what was so.
    pub beliefs: Vec<Believed>,
    /// What the staff projected, where a projection was made.
    pub projection: Option<ProjectionSeen>,
}

/// A projection that a decision was made on, from estimates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProjectionSeen {
    /// Chance of winning.
    pub win: f64,
    /// Own loss share, median.
    pub loss: f64,
    /// Its 5 % and 95 % points.
    pub loss_range: [f64; 2],
}

/// Who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyKind {
    /// By utility under estimates.
    Doctrine,
    /// As the source tells.
    Historical,
    /// From outside: a person or a program.
    Outside,
    /// The default: no one was asked, or no one answered.
    Default,
}

/// One belief beside the truth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Believed {
    /// Who believed it.
    pub by: FactionId,
    /// Of whom.
    pub about: FactionId,
    /// What.
    pub what: BeliefKind,
    /// The estimate: reference ships, or resolve.
    pub believed: f64,
    /// Its 90 % range.
    pub range: [f64; 2],
    /// What was so.
    pub so: f64,
}

/// A battle and what it cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Battle {
    /// Its number among the battles at this place, from 1.
    pub ordinal: u16,
    /// Where.
    pub place: PlaceId,
    /// Day on which it began.
    pub began: f64,
    /// How long it lasted.
    pub hours: f64,
    /// The two sides, attacker first.
    pub sides: [BattleSide; 2],
    /// The side that held the field, if either did.
    pub victor: Option<u8>,
    /// How it ended.
    pub end: BattleEnd,
    /// Strength left over time, both sides, for a plot: (hours, reference ships of either).
    pub curve: Vec<[f32; 3]>,
}

/// How a battle ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BattleEnd {
    /// The loser broke off.
    BrokeOff,
    /// The loser was destroyed.
    Destroyed,
    /// The loser surrendered.
    Surrendered,
    /// Night, distance and exhaustion parted them.
    Undecided,
}

/// One side of a battle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BattleSide {
    /// Which coalition.
    pub coalition: CoalitionId,
    /// Its factions that took part, in id order.
    pub factions: Vec<FactionId>,
    /// Its forces that took part.
    pub forces: Vec<ForceId>,
    /// Who commanded.
    pub commander: Option<PersonId>,
    /// Units by class at the start.
    pub units: Vec<(ClassId, u32)>,
    /// Units lost by class.
    pub lost: Vec<(ClassId, u32)>,
    /// Units that went over to the other side while it lasted, by class.
    pub went_over: Vec<(ClassId, u32)>,
    /// Crews killed, persons.
    pub dead: f64,
    /// Share of its strength lost.
    pub loss_share: f64,
    /// What its staff had projected: chance of winning, own loss share.
    pub projected: Option<ProjectionSeen>,
}

/// How the war ended. It follows from play; no scenario can declare it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ending {
    /// How. In JSON `how`, because `kind` says what kind of happening an entry is.
    #[serde(rename = "how")]
    pub kind: EndingKind,
    /// Who prevailed, if anyone.
    pub victor: Option<CoalitionId>,
    /// Who gave way, if anyone.
    pub loser: Option<CoalitionId>,
    /// How clear it was, from who gained what at which cost.
    pub grade: Grade,
    /// Days since the war's start.
    pub day: f64,
}

/// How clear a victory is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// The loser lost the power to go on.
    Decisive,
    /// The victor gained what was fought over.
    Clear,
    /// The victor gained at a price like the loser's, or little.
    Marginal,
    /// No one gained.
    Stalemate,
}

impl Grade {
    /// Its name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Grade::Decisive => "decisive",
            Grade::Clear => "clear",
            Grade::Marginal => "marginal",
            Grade::Stalemate => "stalemate",
        }
    }
}

/// A chronicle: the whole of one history, or, when nothing is recorded, only its length.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chronicle {
    /// Entries in order.
    pub entries: Vec<Entry>,
    /// Daily or weekly figures, for pictures.
    pub series: Vec<Sample>,
}

impl Chronicle {
    /// The entry of a number.
    pub fn entry(&self, seq: Seq) -> Option<&Entry> {
        let at = self.entries.binary_search_by_key(&seq, |entry| entry.seq).ok()?;
        self.entries.get(at)
    }

    /// The battles, in order.
    pub fn battles(&self) -> impl Iterator<Item = (&Entry, &Battle)> {
        self.entries.iter().filter_map(|entry| match &entry.what {
            What::Battle(battle) => Some((entry, battle.as_ref())),
            _ => None,
        })
    }

    /// The ending, if the war has ended.
    pub fn ending(&self) -> Option<&Ending> {
        self.entries.iter().rev().find_map(|entry| match &entry.what {
            What::Ended(ending) => Some(ending),
            _ => None,
        })
    }
}

/// Figures of all factions on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Days since the war's start.
    pub day: f64,
    /// By faction id.
    pub factions: Vec<FactionSample>,
}

/// Figures of one faction on one day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactionSample {
    /// Its coalition.
    pub coalition: CoalitionId,
    /// Reference ships.
    pub strength: f32,
    /// Mean supply of its forces, 0 to 1.
    pub supply: f32,
    /// Resolve.
    pub resolve: f32,
    /// Its believed chance of prevailing.
    pub prospect: f32,
    /// The enemy's strength as it believes it to be, reference ships.
    pub enemy_estimate: f32,
    /// The chief enemy's resolve as it believes it to be; none without an enemy.
    pub enemy_resolve: Option<f32>,
    /// The chief enemy: who leads the side believed to be the strongest of its enemies.
    pub chief_enemy: Option<FactionId>,
    /// Places held.
    pub places: u16,
}
