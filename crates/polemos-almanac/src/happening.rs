//! Entries of a chronicle as data: the same closed list of happenings, with ids in the place of rows.

use polemos_chronicle::{self as chronicle, Ground, Post, What};
use polemos_war::{
    BeliefKind, ClassId, CoalitionId, DecisionId, Domain, EnvoyId, FactionId, ForceId, PeopleId, PersonId,
    PlaceId, RebellionId, War, WorksId,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What happened. Names of things are their ids in the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    /// The war opened.
    Opened,
    /// An event of the scenario happened.
    Event {
        /// Which.
        event: String,
    },
    /// Someone decided.
    Decided(Box<Choice>),
    /// A coalition took a posture.
    PostureTaken {
        /// Who.
        coalition: String,
        /// From what: offensive, hold, withdraw or raid.
        from: String,
        /// To what.
        to: String,
    },
    /// A coalition sent forces against a place, or began to gather them.
    Offensive {
        /// Who.
        coalition: String,
        /// Against which place.
        target: String,
        /// Where the forces gathered.
        from: String,
        /// The forces.
        forces: Vec<String>,
        /// Their strength, reference ships.
        strength: f64,
        /// Their units, by domain.
        units: BTreeMap<String, u32>,
        /// Chance of winning as the staff saw it.
        projected_win: f64,
        /// Own loss share as the staff saw it.
        projected_loss: f64,
    },
    /// A force left for another place.
    Departed {
        /// Which.
        force: String,
        /// From where.
        from: String,
        /// Where to in the end.
        to: String,
        /// gather, attack, guard, withdraw, refit or retreat.
        purpose: String,
    },
    /// A force reached the end of its way.
    Arrived(ForceAt),
    /// A force entered the war.
    Appeared(ForceAt),
    /// A side would not fight.
    Declined {
        /// Where.
        place: String,
        /// Who went.
        coalition: String,
        /// Before whom.
        before: String,
    },
    /// A battle.
    Battle(Box<Battle>),
    /// Raids cut a lane, or cost a side much of its supply.
    Raided {
        /// Which lane: the one cut, or the one struck most.
        lane: String,
        /// By whom.
        by: String,
        /// Whose supply.
        on: String,
        /// Strikes on the lane since the last account.
        strikes: u32,
        /// Share of supply that still passed there.
        flow: f64,
        /// Share of the supply of its whole strength that raids took from the side.
        loss: f64,
        /// Raiders lost since the last account, units.
        lost: u32,
    },
    /// Hostile forces formed up before a fortified place, or the ring around it closed.
    Invested {
        /// Where.
        place: String,
        /// By whom.
        by: String,
        /// Whether it was surrounded.
        closed: bool,
    },
    /// The besiegers were gone from a place that they had not taken.
    SiegeLifted {
        /// Where.
        place: String,
        /// Who had besieged it.
        by: String,
    },
    /// Troops landed.
    Landed {
        /// Where.
        place: String,
        /// Whose.
        by: String,
        /// How many units.
        units: u32,
        /// Units of the garrison.
        against: u32,
    },
    /// A fight on the ground ended, or a garrison gave up.
    GroundFought {
        /// Where.
        place: String,
        /// Who attacked.
        by: String,
        /// Who defended.
        on: String,
        /// Troops at the start, attackers first.
        units: [u32; 2],
        /// Of which lost.
        lost: [u32; 2],
        /// Killed, persons.
        dead: [f64; 2],
        /// Days that it lasted.
        days: f64,
        /// Whether those who landed won the ground.
        won: bool,
        /// Whether the garrison gave itself up.
        surrendered: bool,
    },
    /// A place changed hands.
    Taken {
        /// Which.
        place: String,
        /// The faction that took it.
        by: String,
        /// The faction that held it, if any did.
        from: Option<String>,
    },
    /// A force was no more.
    Destroyed {
        /// Which.
        force: String,
        /// Where, if it was in a place.
        place: Option<String>,
    },
    /// A force's supply fell below a quarter.
    OutOfSupply(ForceAt),
    /// A force was in supply again.
    Resupplied(ForceAt),
    /// Works were struck.
    Struck {
        /// Which.
        works: String,
    },
    /// Works worked again.
    Restored {
        /// Which.
        works: String,
    },
    /// A lane opened or closed.
    LaneChanged {
        /// Which.
        lane: String,
        /// Whether it is open now.
        open: bool,
    },
    /// Yards built.
    Built {
        /// Whose.
        faction: String,
        /// What.
        class: String,
        /// How many.
        units: u32,
        /// The force that they joined.
        force: String,
    },
    /// A faction's resolve crossed three quarters, a half or a quarter.
    ResolveTurned {
        /// Whose.
        faction: String,
        /// The level crossed.
        level: f64,
        /// Whether it fell.
        falling: bool,
    },
    /// Something befell a person.
    Fate {
        /// Whom.
        person: String,
        /// killed, captured, defected, deposed or resigned.
        fate: String,
        /// Where, if it was in a place.
        place: Option<String>,
    },
    /// A person took command.
    Command {
        /// Who.
        person: String,
        /// Of which force.
        force: String,
    },
    /// A faction entered the war.
    Joined {
        /// Who.
        faction: String,
        /// On whose side.
        coalition: String,
    },
    /// A faction left the war.
    Left {
        /// Who.
        faction: String,
        /// Whose side it had been on.
        coalition: String,
        /// scenario, separate_peace, overrun or gave_up.
        reason: String,
    },
    /// Squadrons of a force went over to another side.
    WentOver {
        /// The force that they left.
        force: String,
        /// The faction that they went over to.
        faction: String,
        /// How many squadrons.
        squadrons: u32,
        /// Their units, by domain.
        units: BTreeMap<String, u32>,
        /// Where; null under way.
        place: Option<String>,
        /// Whether no one was left in that force.
        all: bool,
        /// Whether it was in the middle of a battle.
        in_battle: bool,
    },
    /// Forces were no longer reached by orders of their headquarters.
    CutOff {
        /// Whose.
        coalition: String,
        /// Which.
        forces: Vec<String>,
        /// Where the link broke, if at one place.
        place: Option<String>,
    },
    /// Forces that had been cut off were reached again.
    Reconnected {
        /// Whose.
        coalition: String,
        /// Which.
        forces: Vec<String>,
        /// By couriers; otherwise the links worked again.
        couriers: bool,
    },
    /// People died.
    Calamity {
        /// Where.
        place: String,
        /// How many, persons.
        dead: f64,
    },
    /// A people rose.
    Rose {
        /// Id of the rebellion.
        rebellion: String,
        /// Against whose rule, where it was strongest.
        against: Option<String>,
    },
    /// An order against people was given.
    OrderedAgainst {
        /// By whom.
        by: String,
        /// Against which people.
        people: Option<String>,
        /// Against which place; null for an order against the whole people.
        place: Option<String>,
    },
    /// Troops refused such an order.
    Refused {
        /// Which force.
        force: String,
        /// Whose order.
        by: String,
        /// Against which people.
        people: Option<String>,
        /// Against which place; null for an order against the whole people.
        place: Option<String>,
        /// Soldiers who refused.
        soldiers: f64,
        /// Share of the force's troops that they were.
        share: f64,
    },
    /// A reprisal was carried out, as far as troops could and would.
    Reprisal {
        /// Where.
        place: String,
        /// On whose order.
        by: String,
        /// Civilians killed, persons.
        dead: f64,
        /// Share of the place's people that they were.
        share: f64,
    },
    /// Civilians were killed on an order against their whole people.
    Killing {
        /// Which people.
        people: String,
        /// On whose order.
        by: String,
        /// How many since the last entry of this kind, persons.
        dead: f64,
        /// Days over which they died.
        days: f64,
        /// How many since the order was given.
        total: f64,
        /// Whether it had come to an end.
        over: bool,
    },
    /// An order against a whole people was taken back.
    Relented {
        /// Which people.
        people: String,
        /// By whom.
        by: String,
    },
    /// Terms were asked for.
    Terms {
        /// By whom.
        by: String,
        /// Of whom.
        to: String,
        /// Whether they were granted.
        accepted: bool,
        /// What they would come to: surrender, treaty or armistice.
        offer: String,
        /// How much was offered, from 0, an armistice on what was held, to 1, surrender.
        concession: f64,
        /// Places that the other side kept or was given.
        ceded: Vec<String>,
        /// The envoy on whose word it rested, if one was there.
        envoy: Option<String>,
    },
    /// An envoy reached those to whom he was sent.
    EnvoySent {
        /// Which.
        envoy: String,
        /// Who went.
        person: String,
        /// To whom.
        to: String,
        /// Where they received him.
        place: Option<String>,
    },
    /// A place passed by treaty.
    Ceded {
        /// Which.
        place: String,
        /// Who gave it up.
        from: String,
        /// Who had it then.
        to: String,
    },
    /// A place was given up by a side that withdrew.
    GivenUp {
        /// Which.
        place: String,
        /// Who left it.
        from: String,
        /// Who had it then.
        to: String,
    },
    /// A war of a saga began.
    WarBegan {
        /// Its number, from 1.
        number: u16,
        /// Who began it, and against whom.
        sides: [String; 2],
        /// Members of either.
        members: [Vec<String>; 2],
        /// Its series, if it is of one.
        series: Option<String>,
        /// Its number among the wars between these two, from 1.
        ordinal: u16,
        /// opening, incident, outgrowth or rising.
        ground: String,
        /// Where, for an incident; which, for a rising.
        of: Option<String>,
    },
    /// What a war of a saga came to, by faction.
    Counted {
        /// The number of the war, from 1.
        number: u16,
        /// Ships at its start, built and lost, by faction.
        ships: BTreeMap<String, [u32; 3]>,
    },
    /// A saga came to its last day.
    Closed,
    /// Something happened between two states.
    Incident {
        /// Where.
        place: String,
        /// Who suffered it.
        on: String,
        /// At whose hands.
        by: String,
        /// How grave, 0 to 1.
        gravity: f64,
    },
    /// A state entered a coalition that it had to agree on.
    Allied {
        /// Who.
        faction: String,
        /// Which.
        coalition: String,
        /// Against whom.
        against: Option<String>,
        /// Whether it began with this.
        founds: bool,
    },
    /// A state left such a coalition.
    Parted {
        /// Who.
        faction: String,
        /// Which.
        coalition: String,
    },
    /// A state began to arm another's rebels.
    Armed {
        /// Who.
        faction: String,
        /// Which rebellion.
        rebellion: String,
        /// Against whose rule.
        against: String,
    },
    /// That came out.
    Exposed {
        /// Who had armed them.
        faction: String,
        /// Which rebellion.
        rebellion: String,
        /// Against whose rule.
        against: String,
        /// Where.
        place: String,
    },
    /// A side left a world to the enemy.
    Abandoned {
        /// Which.
        place: String,
        /// Who.
        coalition: String,
    },
    /// Ships were lost without a battle.
    Disabled {
        /// Where.
        place: String,
        /// Whose.
        faction: String,
        /// How many.
        units: u32,
        /// Of how many.
        of: u32,
    },
    /// A state came under another's rule.
    Subjected {
        /// Who.
        faction: String,
        /// Under whom.
        to: String,
        /// annex or enslave.
        spoils: String,
    },
    /// A state agreed not to help those who resist.
    Renounced {
        /// Who.
        faction: String,
        /// To whom it gave its word.
        to: String,
        /// Where.
        place: String,
        /// Which rebellion.
        rebellion: String,
    },
    /// A person took up a post that had fallen vacant.
    Succeeded {
        /// Who.
        person: String,
        /// leader or theatre.
        post: String,
        /// The faction led, or the coalition whose forces are commanded.
        of: String,
    },
    /// The war ended.
    Ended {
        /// surrender, conquest, treaty, armistice, exhaustion or undecided.
        ending: String,
        /// Who prevailed, if anyone.
        victor: Option<String>,
        /// Who gave way, if anyone.
        loser: Option<String>,
        /// decisive, clear, marginal or stalemate.
        grade: String,
    },
}

/// A force and where it was.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ForceAt {
    /// Which.
    pub force: String,
    /// Where.
    pub place: String,
}

/// A decision made.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Choice {
    /// Which.
    pub decision: String,
    /// The option taken.
    pub option: String,
    /// Who decided; null where the faction had no leader.
    pub by: Option<String>,
    /// For whom.
    pub coalition: String,
    /// doctrine, historical, outside or default.
    pub policy: String,
    /// Where, for a decision about a battle.
    pub place: Option<String>,
    /// Whom it is about, for one between two states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// What each option was worth to the one who decided, by option, in units of the stakes.
    pub utilities: BTreeMap<String, f64>,
    /// What the staff projected, where it did.
    pub projection: Option<Projection>,
    /// What was believed, and what was so.
    pub beliefs: Vec<Belief>,
}

/// What a staff projected from its estimates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Projection {
    /// Chance of winning.
    pub win: f64,
    /// Own loss share, median.
    pub loss: f64,
    /// Its 5 % point.
    pub loss_low: f64,
    /// Its 95 % point.
    pub loss_high: f64,
}

/// A belief beside the truth.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Belief {
    /// Id of the faction that held it.
    pub by: String,
    /// Id of the faction that it was about.
    pub about: String,
    /// strength (in reference ships) or resolve.
    pub what: String,
    /// The estimate.
    pub believed: f64,
    /// Its 5 % point.
    pub low: f64,
    /// Its 95 % point.
    pub high: f64,
    /// What was so.
    pub so: f64,
}

/// A battle.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Battle {
    /// Where.
    pub place: String,
    /// Its number among the engagements at this place, from 1.
    pub ordinal: u16,
    /// Day on which it began, from the war's start.
    pub began: f64,
    /// How long it lasted, hours.
    pub hours: f64,
    /// The two sides, attacker first.
    pub sides: [BattleSide; 2],
    /// Id of the coalition that held the field, if either did.
    pub victor: Option<String>,
    /// broke_off, destroyed, surrendered or undecided.
    pub end: String,
}

/// One side of a battle.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BattleSide {
    /// Whose.
    pub coalition: String,
    /// Its factions that took part.
    pub factions: Vec<String>,
    /// Its forces that took part.
    pub forces: Vec<String>,
    /// Who commanded.
    pub commander: Option<String>,
    /// Units at the start, by class.
    pub units: BTreeMap<String, u32>,
    /// Units lost, by class.
    pub lost: BTreeMap<String, u32>,
    /// Units that went over to the other side in the middle of it, by class.
    pub went_over: BTreeMap<String, u32>,
    /// Crews killed, persons.
    pub dead: f64,
    /// Share of its strength lost.
    pub loss_share: f64,
    /// What its staff had projected, where it did.
    pub projected: Option<Projection>,
}

/// An entry's happening as data.
pub fn happening(war: &War, what: &What) -> Happening {
    let ids = Ids { war };
    match what {
        What::Opened => Happening::Opened,
        What::Event { event } => {
            Happening::Event { event: war.events.get(*event).map(|it| it.id.clone()).unwrap_or_default() }
        }
        What::Decided(decided) => Happening::Decided(Box::new(ids.choice(decided))),
        What::Battle(battle) => Happening::Battle(Box::new(ids.battle(battle))),
        What::Departed { .. }
        | What::Arrived { .. }
        | What::Appeared { .. }
        | What::Destroyed { .. }
        | What::OutOfSupply { .. }
        | What::Resupplied { .. }
        | What::WentOver { .. }
        | What::Built { .. }
        | What::Command { .. } => ids.of_force(what),
        What::Taken { .. }
        | What::Struck { .. }
        | What::Restored { .. }
        | What::LaneChanged { .. }
        | What::Calamity { .. } => ids.of_place(what),
        What::Rose { .. }
        | What::OrderedAgainst { .. }
        | What::Refused { .. }
        | What::Reprisal { .. }
        | What::Killing { .. }
        | What::Relented { .. } => ids.of_people(what),
        What::PostureTaken { .. }
        | What::Offensive { .. }
        | What::Declined { .. }
        | What::Raided { .. }
        | What::Invested { .. }
        | What::SiegeLifted { .. }
        | What::Landed { .. }
        | What::GroundFought { .. }
        | What::ResolveTurned { .. }
        | What::Fate { .. }
        | What::Joined { .. }
        | What::Left { .. }
        | What::CutOff { .. }
        | What::Reconnected { .. }
        | What::Terms { .. }
        | What::Ended(_) => ids.of_side(what),
        What::EnvoySent { .. } | What::Ceded { .. } | What::GivenUp { .. } | What::Succeeded { .. } => {
            ids.of_peace(what)
        }
        _ => ids.of_saga(what),
    }
}

/// Rows as ids.
struct Ids<'a> {
    war: &'a War,
}

impl Ids<'_> {
    /// What befell or was done by a force.
    fn of_force(&self, what: &What) -> Happening {
        let at = |force: &ForceId, place: &PlaceId| ForceAt {
            force: self.force(*force),
            place: self.place(*place),
        };
        match what {
            What::Arrived { force, place } => Happening::Arrived(at(force, place)),
            What::Appeared { force, place } => Happening::Appeared(at(force, place)),
            What::OutOfSupply { force, place } => Happening::OutOfSupply(at(force, place)),
            What::Resupplied { force, place } => Happening::Resupplied(at(force, place)),
            What::Departed { force, from, to, purpose } => Happening::Departed {
                force: self.force(*force),
                from: self.place(*from),
                to: self.place(*to),
                purpose: name(purpose),
            },
            What::Destroyed { force, place } => {
                Happening::Destroyed { force: self.force(*force), place: place.map(|id| self.place(id)) }
            }
            What::Built { faction, class, units, force } => Happening::Built {
                faction: self.faction(*faction),
                class: self.class(*class),
                units: *units,
                force: self.force(*force),
            },
            What::WentOver { force, to: _, faction, squadrons, units, place, all, in_battle } => {
                Happening::WentOver {
                    force: self.force(*force),
                    faction: self.faction(*faction),
                    squadrons: *squadrons,
                    units: Domain::ALL.into_iter().map(|it| it.id().to_owned()).zip(*units).collect(),
                    place: place.map(|id| self.place(id)),
                    all: *all,
                    in_battle: *in_battle,
                }
            }
            What::Command { person, force } => {
                Happening::Command { person: self.person(*person), force: self.force(*force) }
            }
            other => self.of_place(other),
        }
    }

    /// What befell a place, its works or a lane.
    fn of_place(&self, what: &What) -> Happening {
        match what {
            What::Taken { place, by, from } => Happening::Taken {
                place: self.place(*place),
                by: self.faction(*by),
                from: from.map(|id| self.faction(id)),
            },
            What::Struck { works } => Happening::Struck { works: self.works(*works) },
            What::Restored { works } => Happening::Restored { works: self.works(*works) },
            What::LaneChanged { lane, open } => Happening::LaneChanged {
                lane: self.war.lanes.get(*lane).map(|it| it.id.clone()).unwrap_or_default(),
                open: *open,
            },
            What::Calamity { place, dead } => Happening::Calamity { place: self.place(*place), dead: *dead },
            _ => Happening::Opened,
        }
    }

    /// What a people did, or what was done to it.
    fn of_people(&self, what: &What) -> Happening {
        match what {
            What::Rose { rebellion, against } => Happening::Rose {
                rebellion: self.war.rebellions.get(*rebellion).map(|it| it.id.clone()).unwrap_or_default(),
                against: against.map(|id| self.faction(id)),
            },
            What::OrderedAgainst { by, people, place } => Happening::OrderedAgainst {
                by: self.faction(*by),
                people: people.map(|id| self.people(id)),
                place: place.map(|id| self.place(id)),
            },
            What::Refused { force, by, people, place, soldiers, share } => Happening::Refused {
                force: self.force(*force),
                by: self.faction(*by),
                people: people.map(|id| self.people(id)),
                place: place.map(|id| self.place(id)),
                soldiers: *soldiers,
                share: *share,
            },
            What::Reprisal { place, by, dead, share } => Happening::Reprisal {
                place: self.place(*place),
                by: self.faction(*by),
                dead: *dead,
                share: *share,
            },
            What::Killing { people, by, dead, days, total, over } => Happening::Killing {
                people: self.people(*people),
                by: self.faction(*by),
                dead: *dead,
                days: *days,
                total: *total,
                over: *over,
            },
            What::Relented { people, by } => {
                Happening::Relented { people: self.people(*people), by: self.faction(*by) }
            }
            _ => Happening::Opened,
        }
    }

    /// What a faction, a coalition or a person did, or what befell it.
    fn of_side(&self, what: &What) -> Happening {
        match what {
            What::PostureTaken { coalition, from, to } => Happening::PostureTaken {
                coalition: self.coalition(*coalition),
                from: from.id().to_owned(),
                to: to.id().to_owned(),
            },
            What::Offensive {
                coalition,
                target,
                from,
                forces,
                strength,
                units,
                projected_win,
                projected_loss,
            } => Happening::Offensive {
                coalition: self.coalition(*coalition),
                target: self.place(*target),
                from: self.place(*from),
                forces: forces.iter().map(|id| self.force(*id)).collect(),
                strength: *strength,
                units: Domain::ALL.into_iter().map(|it| it.id().to_owned()).zip(*units).collect(),
                projected_win: *projected_win,
                projected_loss: *projected_loss,
            },
            What::Declined { place, coalition, before } => Happening::Declined {
                place: self.place(*place),
                coalition: self.coalition(*coalition),
                before: self.coalition(*before),
            },
            What::Raided { lane, by, on, strikes, flow, loss, lost } => Happening::Raided {
                lane: self.war.lanes.get(*lane).map(|it| it.id.clone()).unwrap_or_default(),
                by: self.coalition(*by),
                on: self.coalition(*on),
                strikes: *strikes,
                flow: *flow,
                loss: *loss,
                lost: *lost,
            },
            What::Invested { place, by, closed } => {
                Happening::Invested { place: self.place(*place), by: self.coalition(*by), closed: *closed }
            }
            What::SiegeLifted { place, by } => {
                Happening::SiegeLifted { place: self.place(*place), by: self.coalition(*by) }
            }
            What::Landed { place, by, units, against } => Happening::Landed {
                place: self.place(*place),
                by: self.coalition(*by),
                units: *units,
                against: *against,
            },
            What::GroundFought { place, by, on, units, lost, dead, days, won, surrendered } => {
                Happening::GroundFought {
                    place: self.place(*place),
                    by: self.coalition(*by),
                    on: self.coalition(*on),
                    units: *units,
                    lost: *lost,
                    dead: *dead,
                    days: *days,
                    won: *won,
                    surrendered: *surrendered,
                }
            }
            What::ResolveTurned { faction, level, falling } => {
                Happening::ResolveTurned { faction: self.faction(*faction), level: *level, falling: *falling }
            }
            What::Fate { person, fate, place } => Happening::Fate {
                person: self.person(*person),
                fate: name(fate),
                place: place.map(|id| self.place(id)),
            },
            What::Joined { faction, coalition } => {
                Happening::Joined { faction: self.faction(*faction), coalition: self.coalition(*coalition) }
            }
            What::CutOff { coalition, forces, place } => Happening::CutOff {
                coalition: self.coalition(*coalition),
                forces: forces.iter().map(|id| self.force(*id)).collect(),
                place: place.map(|id| self.place(id)),
            },
            What::Reconnected { coalition, forces, couriers } => Happening::Reconnected {
                couriers: *couriers,
                coalition: self.coalition(*coalition),
                forces: forces.iter().map(|id| self.force(*id)).collect(),
            },
            What::Left { faction, coalition, reason } => Happening::Left {
                faction: self.faction(*faction),
                coalition: self.coalition(*coalition),
                reason: name(reason),
            },
            What::Terms { by, to, accepted, offer } => Happening::Terms {
                by: self.coalition(*by),
                to: self.coalition(*to),
                accepted: *accepted,
                offer: offer.kind.id().to_owned(),
                concession: offer.concession,
                ceded: offer.ceded.iter().map(|id| self.place(*id)).collect(),
                envoy: offer.envoy.map(|id| self.envoy(id)),
            },
            What::Ended(ending) => Happening::Ended {
                ending: ending.kind.id().to_owned(),
                victor: ending.victor.map(|id| self.coalition(id)),
                loser: ending.loser.map(|id| self.coalition(id)),
                grade: ending.grade.id().to_owned(),
            },
            _ => Happening::Opened,
        }
    }

    /// What belongs to peace and to posts.
    fn of_peace(&self, what: &What) -> Happening {
        match what {
            What::EnvoySent { envoy, person, to, place } => Happening::EnvoySent {
                envoy: self.envoy(*envoy),
                person: self.person(*person),
                to: self.coalition(*to),
                place: place.map(|id| self.place(id)),
            },
            What::Ceded { place, from, to } => Happening::Ceded {
                place: self.place(*place),
                from: self.faction(*from),
                to: self.faction(*to),
            },
            What::GivenUp { place, from, to } => Happening::GivenUp {
                place: self.place(*place),
                from: self.faction(*from),
                to: self.faction(*to),
            },
            What::Succeeded { person, post } => {
                let (post, of) = match post {
                    Post::Leader { faction } => ("leader", self.faction(*faction)),
                    Post::Theatre { coalition } => ("theatre", self.coalition(*coalition)),
                };
                Happening::Succeeded { person: self.person(*person), post: post.to_owned(), of }
            }
            _ => Happening::Opened,
        }
    }

    /// What goes on beside and between the wars of a saga.
    fn of_saga(&self, what: &What) -> Happening {
        match what {
            What::WarBegan(began) => self.war_began(began),
            What::Counted { number, accounts } => {
                let ships = Domain::Ships as usize;
                let row = |(id, it): &(FactionId, chronicle::FactionTotals)| {
                    (self.faction(*id), [it.opening[ships], it.built[ships], it.lost[ships]])
                };
                Happening::Counted { number: number + 1, ships: accounts.iter().map(row).collect() }
            }
            What::Incident { place, on, by, gravity } => Happening::Incident {
                place: self.place(*place),
                on: self.faction(*on),
                by: self.faction(*by),
                gravity: *gravity,
            },
            What::Allied { faction, coalition, against, founds } => Happening::Allied {
                faction: self.faction(*faction),
                coalition: self.coalition(*coalition),
                against: against.map(|id| self.faction(id)),
                founds: *founds,
            },
            What::Parted { faction, coalition } => {
                Happening::Parted { faction: self.faction(*faction), coalition: self.coalition(*coalition) }
            }
            What::Armed { faction, rebellion, against } => Happening::Armed {
                faction: self.faction(*faction),
                rebellion: self.rebellion(*rebellion),
                against: self.faction(*against),
            },
            What::Exposed { faction, rebellion, against, place } => Happening::Exposed {
                faction: self.faction(*faction),
                rebellion: self.rebellion(*rebellion),
                against: self.faction(*against),
                place: self.place(*place),
            },
            What::Abandoned { place, coalition } => {
                Happening::Abandoned { place: self.place(*place), coalition: self.coalition(*coalition) }
            }
            What::Disabled { place, faction, units, of } => Happening::Disabled {
                place: self.place(*place),
                faction: self.faction(*faction),
                units: *units,
                of: *of,
            },
            What::Subjected { faction, to, spoils } => Happening::Subjected {
                faction: self.faction(*faction),
                to: self.faction(*to),
                spoils: spoils.id().to_owned(),
            },
            What::Renounced { faction, to, place, rebellion } => Happening::Renounced {
                faction: self.faction(*faction),
                to: self.faction(*to),
                place: self.place(*place),
                rebellion: self.rebellion(*rebellion),
            },
            _ => Happening::Closed,
        }
    }

    fn war_began(&self, began: &chronicle::WarBegan) -> Happening {
        let (ground, of) = match began.ground {
            Ground::Opening => ("opening", None),
            Ground::Incident { place } => ("incident", Some(self.place(place))),
            Ground::Outgrowth { number } => ("outgrowth", Some((number + 1).to_string())),
            Ground::Rising { rebellion } => ("rising", Some(self.rebellion(rebellion))),
        };
        let series = began.series.and_then(|id| self.war.saga.as_ref()?.series.get(id));
        Happening::WarBegan {
            number: began.number + 1,
            sides: began.sides.map(|id| self.coalition(id)),
            members: began.members.each_ref().map(|ids| ids.iter().map(|id| self.faction(*id)).collect()),
            series: series.map(|it| it.id.clone()),
            ordinal: began.ordinal,
            ground: ground.to_owned(),
            of,
        }
    }

    fn rebellion(&self, id: RebellionId) -> String {
        self.war.rebellions.get(id).map(|it| it.id.clone()).unwrap_or_default()
    }

    fn envoy(&self, id: EnvoyId) -> String {
        self.war.envoys.get(id).map(|it| it.id.clone()).unwrap_or_default()
    }

    fn choice(&self, decided: &chronicle::Decided) -> Choice {
        let decision = self.war.decisions.get(decided.decision);
        let options = decision.map(|it| it.options.as_slice()).unwrap_or_default();
        let option = |row: usize| options.get(row).map(|it| it.id.clone()).unwrap_or_default();
        let utilities = decided.utilities.iter().enumerate().map(|(row, it)| (option(row), f64::from(*it)));
        Choice {
            decision: self.decision(decided.decision),
            option: option(usize::from(decided.option)),
            by: decided.by.map(|id| self.person(id)),
            coalition: decision.map(|it| self.coalition(it.coalition)).unwrap_or_default(),
            policy: name(&decided.policy),
            place: decided.place.map(|id| self.place(id)),
            about: decided.about.map(|id| self.faction(id)),
            utilities: utilities.collect(),
            projection: decided.projection.map(projection),
            beliefs: decided.beliefs.iter().map(|it| self.belief(it)).collect(),
        }
    }

    fn belief(&self, belief: &chronicle::Believed) -> Belief {
        Belief {
            by: self.faction(belief.by),
            about: self.faction(belief.about),
            what: belief_kind(belief.what).to_owned(),
            believed: belief.believed,
            low: belief.range[0],
            high: belief.range[1],
            so: belief.so,
        }
    }

    fn battle(&self, battle: &chronicle::Battle) -> Battle {
        let victor = battle.victor.and_then(|row| battle.sides.get(usize::from(row)));
        Battle {
            place: self.place(battle.place),
            ordinal: battle.ordinal,
            began: battle.began,
            hours: battle.hours,
            sides: battle.sides.each_ref().map(|side| self.side(side)),
            victor: victor.map(|side| self.coalition(side.coalition)),
            end: name(&battle.end),
        }
    }

    fn side(&self, side: &chronicle::BattleSide) -> BattleSide {
        let by_class = |units: &[(ClassId, u32)]| units.iter().map(|(id, n)| (self.class(*id), *n)).collect();
        BattleSide {
            coalition: self.coalition(side.coalition),
            factions: side.factions.iter().map(|id| self.faction(*id)).collect(),
            forces: side.forces.iter().map(|id| self.force(*id)).collect(),
            commander: side.commander.map(|id| self.person(id)),
            units: by_class(&side.units),
            lost: by_class(&side.lost),
            went_over: by_class(&side.went_over),
            dead: side.dead,
            loss_share: side.loss_share,
            projected: side.projected.map(projection),
        }
    }

    fn place(&self, id: PlaceId) -> String {
        self.war.places.get(id).map(|it| it.id.clone()).unwrap_or_default()
    }

    fn force(&self, id: ForceId) -> String {
        self.war.forces.get(id).map(|it| it.id.clone()).unwrap_or_default()
    }

    fn faction(&self, id: FactionId) -> String {
        self.war.factions.get(id).map(|it| it.id.clone()).unwrap_or_default()
    }

    fn coalition(&self, id: CoalitionId) -> String {
        self.war.coalitions.get(id).map(|it| it.id.clone()).unwrap_or_default()
    }

    fn person(&self, id: PersonId) -> String {
        self.war.persons.get(id).map(|it| it.id.clone()).unwrap_or_default()
    }

    fn people(&self, id: PeopleId) -> String {
        self.war.peoples.get(id).map(|it| it.id.clone()).unwrap_or_default()
    }

    fn class(&self, id: ClassId) -> String {
        self.war.classes.get(id).map(|it| it.id.clone()).unwrap_or_default()
    }

    fn works(&self, id: WorksId) -> String {
        self.war.works.get(id).map(|it| it.id.clone()).unwrap_or_default()
    }

    fn decision(&self, id: DecisionId) -> String {
        self.war.decisions.get(id).map(|it| it.id.clone()).unwrap_or_default()
    }
}

fn projection(seen: chronicle::ProjectionSeen) -> Projection {
    Projection { win: seen.win, loss: seen.loss, loss_low: seen.loss_range[0], loss_high: seen.loss_range[1] }
}

/// What a belief was of, in JSON.
pub fn belief_kind(kind: BeliefKind) -> &'static str {
    match kind {
        BeliefKind::Strength => "strength",
        BeliefKind::Resolve => "resolve",
    }
}

/// The name of a plain variant, as the chronicle itself would write it.
fn name(variant: &impl Serialize) -> String {
    let value = serde_json::to_value(variant).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
