//! The closed list of happenings.

use polemos_war::{
    BeliefKind, ClassId, CoalitionId, DecisionId, EndingKind, EventId, FactionId, ForceId, LaneId, PersonId,
    PlaceId, Posture, WorksId,
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
    },
    /// Civilians die by no one's order.
    Calamity {
        /// Where.
        place: PlaceId,
        /// How many, persons.
        dead: f64,
    },
    /// Terms are asked for, and answered.
    Terms {
        /// Who asks.
        by: CoalitionId,
        /// Whom.
        to: CoalitionId,
        /// Whether they were accepted.
        accepted: bool,
    },
    /// The war ends.
    Ended(Ending),
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
    /// Where, for a decision about a battle.
    pub place: Option<PlaceId>,
    /// What was believed when it was made, and what was so.
    pub beliefs: Vec<Believed>,
    /// What the staff projected, where a projection was made.
    pub projection: Option<ProjectionSeen>,
}

/// A projection that a decision was made on, from estimates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
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
