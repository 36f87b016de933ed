//! The whole mutable state of a war at one tick: small, flat, cheap to clone.

use crate::bits::{Relation, Set};
use crate::disputes::Disputes;
use crate::routes::Between;
use crate::sides::Sides;
use polemos_chance::Key;
use polemos_chronicle::{Digest, Ending, Hasher, NotANumber, Seq};
use polemos_war::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where a force is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Whereabouts {
    /// Not in the war yet.
    Away,
    /// At a place.
    At(PlaceId),
    /// Between two places.
    Lane {
        /// Where it comes from.
        from: PlaceId,
        /// Where it is bound for on this lane.
        to: PlaceId,
        /// Days left at its own speed.
        left: f64,
    },
    /// Destroyed, disbanded or surrendered.
    Gone,
}

impl Whereabouts {
    /// The place, if it is at one.
    #[inline]
    pub fn place(self) -> Option<PlaceId> {
        match self {
            Whereabouts::At(place) => Some(place),
            _ => None,
        }
    }

    /// Whether the force is in play.
    #[inline]
    pub fn is_present(self) -> bool {
        matches!(self, Whereabouts::At(_) | Whereabouts::Lane { .. })
    }
}

/// What a force is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mission {
    /// Stay and guard.
    Guard,
    /// Gather for the operation of that number.
    Gather(u8),
    /// Attack in the operation of that number.
    Attack(u8),
    /// Fall back.
    Withdraw,
    /// Mend and resupply.
    Refit,
    /// Get away from a lost battle.
    Retreat,
    /// Ordered from outside; the staff leaves it alone until it has arrived.
    Ordered,
}

/// How orders reach a force.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Link {
    /// By the net of its side, or by whatever its side always had.
    Joined,
    /// Not since that day.
    Cut(f64),
    /// By couriers, as the net does not.
    Couriers,
}

/// A force in play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForceState {
    /// Whose it is.
    pub faction: FactionId,
    /// Who commands it.
    pub commander: Option<PersonId>,
    /// Where it is.
    pub at: Whereabouts,
    /// Where it is going in the end.
    pub goal: Option<PlaceId>,
    /// What for.
    pub mission: Mission,
    /// Supply, 0 to 1.
    pub supply: f64,
    /// Readiness, 0 to 1.
    pub readiness: f64,
    /// Busy with a battle until this day.
    pub busy_until: f64,
    /// Reported out of supply.
    pub starved: bool,
    /// How orders reach it.
    pub link: Link,
    /// Reference ships at full readiness (kept in step with its squadrons).
    pub value: f64,
    /// Speed of its slowest class still present (likewise).
    pub speed: f64,
    /// The last entry about it that can be a cause.
    pub cause: Option<Seq>,
}

/// A squadron in play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SquadronState {
    /// The force that it is in: the one that it opened the war in, until it goes over.
    pub force: ForceId,
    /// Units left.
    pub units: u32,
    /// Units at the start.
    pub opening: u32,
    /// Hits that its units carry, all told.
    pub hits: u32,
    /// Its threshold, as its rank from 0 to 1 among all that there could be: of two, the lower goes over first.
    pub threshold: f64,
    /// The day on which it went over, once it has.
    pub went: Option<u32>,
}

/// A place in play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceState {
    /// Who holds it.
    pub owner: Option<FactionId>,
    /// Inhabitants, persons.
    pub population: f64,
    /// Civilians killed there, persons.
    pub dead: f64,
    /// Battles fought there.
    pub battles: u16,
    /// The entry by which it last changed hands.
    pub cause: Option<Seq>,
    /// Who besieges it, if anyone does.
    pub siege: Option<Siege>,
    /// The fight on its ground, if troops have landed.
    pub ground: Option<Ground>,
}

/// A siege: hostile forces stand before a place that they do not storm at once.
///
/// It stands for the days of preparation at least, unless the defenders sally: whoever has something to say to those
/// inside can say it meanwhile. `What::Invested` with `closed` is entered on the day on which the ring closes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Siege {
    /// Who besieges.
    pub by: CoalitionId,
    /// Since when, days.
    pub since: f64,
    /// Whether the place is surrounded: nothing passes in or out.
    pub closed: bool,
    /// Since when it has been surrounded, days.
    pub closed_since: f64,
    /// Day of the next occasion for a sally or an assault.
    pub next: f64,
    /// Whether it is the defenders' to answer next.
    pub sally: bool,
    /// The entry that told of it last.
    pub cause: Option<Seq>,
}

/// A fight of landed troops against a garrison.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ground {
    /// Whose troops landed.
    pub by: CoalitionId,
    /// When, days.
    pub since: f64,
    /// Troops landed, and of the garrison, at the start.
    pub units: [u32; 2],
    /// Of which lost so far.
    pub lost: [u32; 2],
    /// Killed so far, persons.
    pub dead: [f64; 2],
    /// The entry of the landing.
    pub cause: Option<Seq>,
}

/// What raids have done to a side's supply on one lane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Traffic {
    /// Interdiction D: exp(-D) of what is sent on the lane passes.
    pub depth: f64,
    /// Strikes since the last entry about them.
    pub strikes: u32,
    /// Whether it has been told that less than half passes.
    pub cut: bool,
    /// The entry that told of it last.
    pub cause: Option<Seq>,
}

/// What a side remembers of a place that it turned back from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rebuff {
    /// Which place.
    pub place: PlaceId,
    /// Until when it is remembered, days.
    pub until: f64,
    /// What was met there, as it was judged, reference ships.
    pub met: f64,
    /// With what it had come, reference ships.
    pub came: f64,
}

/// What the people of a place feel and suffer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Temper {
    /// Share hostile to its ruler.
    pub hostile: f64,
    /// Day to which that has been reckoned.
    pub reckoned: f64,
    /// The side towards which it is felt.
    pub ruler: Option<CoalitionId>,
    /// Fear on the day on which it last rose, 0 to 1.
    pub fear: f64,
    /// That day.
    pub fear_day: f64,
    /// Soldiers of its holder's side, as last counted.
    pub soldiers: f64,
    /// Soldiers of other peoples less those of its own among them.
    pub strangers: f64,
}

/// The dead that a people holds against a faction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grief {
    /// Persons, faded to the day on which the last were added.
    pub dead: f64,
    /// That day.
    pub day: f64,
}

/// What a people has suffered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PeopleState {
    /// Civilians killed, persons.
    pub dead: f64,
    /// The entry by which the last of them died.
    pub cause: Option<Seq>,
}

/// A rebellion in play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RebellionState {
    /// Has risen.
    pub risen: bool,
    /// Day on which it rose.
    pub day: f64,
    /// Its condition as last evaluated.
    pub holds: bool,
    /// The entry of its rising.
    pub seq: Option<Seq>,
}

/// What rebels strike, in play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SabotageState {
    /// Its condition as last evaluated.
    pub holds: bool,
    /// Works struck so far.
    pub strikes: u32,
    /// The entry of the last.
    pub seq: Option<Seq>,
}

/// Whom an order against people is about.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Victims {
    /// Those at a place: so many of them are to die, persons.
    Place(PlaceId, f64),
    /// A whole people.
    People(PeopleId),
}

/// An order against people, as troops carry it out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderAgainst {
    /// Who ordered it.
    pub by: FactionId,
    /// Whom it is about.
    pub victims: Victims,
    /// Whose luck the consciences of troops are about it: the victims and who ordered it.
    pub luck: u32,
    /// Day on which it was given.
    pub given: f64,
    /// The entry by which it was given.
    pub seq: Seq,
    /// Killed so far, persons.
    pub dead: f64,
    /// Inhabitants of a place of reprisal when it was ordered, persons.
    pub inhabitants: f64,
    /// Killed when the last entry told of it.
    pub told_dead: f64,
    /// Day on which it did.
    pub told_day: f64,
    /// Whether people are being killed on it, as far as the chronicle has told.
    pub running: bool,
    /// Forces that it has reached.
    pub reached: Vec<ForceId>,
    /// Forces some of whose troops have refused it.
    pub refused: Vec<ForceId>,
}

/// A faction in play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactionState {
    /// Its coalition now.
    pub coalition: CoalitionId,
    /// Still, or already, a belligerent.
    pub at_war: bool,
    /// Will to go on, 0 to 1.
    pub resolve: f64,
    /// Believed chance of prevailing.
    pub prospect: f64,
    /// Multiplies what its yards build.
    pub industry: f64,
    /// Units of its own at the start and those that have joined since, by domain.
    pub opening: [u32; 5],
    /// Units built, by domain.
    pub built: [u32; 5],
    /// Units lost, by domain.
    pub lost: [u32; 5],
    /// Units that came over to it from others, by domain.
    pub joined: [u32; 5],
    /// Units that went over to others, by domain.
    pub left: [u32; 5],
    /// Reference ships at the start and those that have joined since.
    pub opening_value: f64,
    /// Crews and troops killed, persons.
    pub military_dead: f64,
    /// Civilians killed in its places, persons.
    pub civilian_dead: f64,
    /// Level of resolve last reported, in quarters.
    pub reported: u8,
    /// The last entry that moved its resolve most.
    pub cause: Option<Seq>,
    /// Who leads it now; none while the post is vacant or its holder has no name.
    pub leader: Option<PersonId>,
    /// How firmly it stands by its coalition, 0 to 1.
    pub cohesion: f64,
    /// Units lost of late, as memory keeps them.
    pub recent: f64,
    /// Units lost when they were last counted.
    pub counted: u32,
    /// Day before which it does not ask itself again whether to stay.
    pub next_stay: f64,
    /// Its people's grievance against the enemy when resolve last felt it.
    pub outraged: f64,
    /// It has made peace: to take up the war again breaks it.
    pub at_peace: bool,
    /// The last entry in which its resolve fell below a level.
    pub turned: Option<Seq>,
}

/// How far an operation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Not in use.
    Idle,
    /// Forces gather.
    Gathering,
    /// Under way or fighting.
    Launched,
}

/// An operation of a theatre command: one target, one place to gather, some forces.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// How far it has come.
    pub stage: Stage,
    /// What it is to take.
    pub target: PlaceId,
    /// Where it gathers.
    pub staging: PlaceId,
    /// When it was begun, days.
    pub begun: f64,
    /// The entry that announced it.
    pub cause: Option<Seq>,
}

/// How many operations a coalition can run at once.
pub const OPERATIONS: usize = 6;

/// A coalition in play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoalitionState {
    /// Still in the war.
    pub active: bool,
    /// Its posture.
    pub posture: Posture,
    /// Posture is under standing orders until this day.
    pub posture_until: f64,
    /// Day of the next review of its missions.
    pub next_review: f64,
    /// Day before which nothing makes its staff look again.
    pub rested: f64,
    /// Day of the next review of its posture.
    pub next_posture: f64,
    /// Day of the next occasion to ask for terms.
    pub next_terms: f64,
    /// Loss share at which its commanders break off.
    pub tolerance: f64,
    /// Extra worth of places in its eyes, as factors.
    pub objectives: Vec<(PlaceId, f64)>,
    /// Where it has been told to gather.
    pub gather: Option<PlaceId>,
    /// Places that it turned back from, until it is clearly stronger or has forgotten.
    pub avoided: Vec<Rebuff>,
    /// What it keeps when it withdraws; its home places when empty.
    pub perimeter: Vec<PlaceId>,
    /// Operations.
    pub operations: [Operation; OPERATIONS],
    /// The entry behind its posture.
    pub cause: Option<Seq>,
    /// Reference ships at the start and those that have joined since.
    pub opening_value: f64,
    /// Worth of the places it held at the start.
    pub opening_worth: f64,
    /// Size of the depots it held at the start.
    pub opening_depots: f64,
    /// Share of the supply of its whole strength that raids take now.
    pub raided: f64,
    /// What raids have cost it, in days of the supply of its whole strength.
    pub raid_losses: f64,
    /// Units lost in raids on it that have not been told of.
    pub raiders_lost: u32,
    /// Day of the next account of raids on it.
    pub next_account: f64,
    /// It opened the war with relays, and its orders go by them; others have only couriers, and always had.
    pub relayed: bool,
    /// Largest share of its strength that orders have not reached so far.
    pub most_cut_off: f64,
    /// The last entry about forces that were cut off.
    pub cut_off: Option<Seq>,
    /// Who commands in the theatre; its lead's leader when none.
    pub commander: Option<PersonId>,
    /// The capital of its lead has come to be encircled.
    pub besieged: bool,
    /// It lay among enemies from the first day, as the map has it, and has since: that alone is no siege.
    pub hemmed_in: bool,
    /// A great battle or the fall of a capital is still to be weighed.
    pub shaken: bool,
    /// What it has offered for peace and is not answered yet.
    pub offer: Option<OfferState>,
}

/// An offer that awaits an answer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfferState {
    /// To whom.
    pub to: CoalitionId,
    /// How much is given up, 0 to 1.
    pub concession: f64,
    /// The envoy on whose word it rests.
    pub envoy: Option<EnvoyId>,
    /// The decision to make it.
    pub cause: Seq,
}

/// An envoy in play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnvoyState {
    /// Since when his condition has held, days.
    pub since: Option<f64>,
    /// He has been sent.
    pub sent: bool,
    /// He is with those to whom he was sent.
    pub there: bool,
    /// Terms were agreed while he was there.
    pub persuaded: bool,
    /// The entry of his coming.
    pub seq: Option<Seq>,
}

/// A post that awaits its next holder.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vacancy {
    /// Which.
    pub post: Vacant,
    /// Day on which the next in line takes it up.
    pub due: f64,
    /// What made it vacant.
    pub cause: Option<Seq>,
}

/// Posts that are filled when they fall vacant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Vacant {
    /// Leadership of a faction.
    Leader(FactionId),
    /// Command in a coalition's theatre.
    Theatre(CoalitionId),
    /// Command of a force.
    Force(ForceId),
}

/// What a coalition last saw of a force.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sighting {
    /// Where; none if never seen, or seen to be destroyed.
    pub place: Option<PlaceId>,
    /// When, days.
    pub day: f64,
    /// Its strength then, reference ships.
    pub strength: f64,
}

/// The error in what a faction believes of another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Error in log-strength that comes and goes.
    pub strength_error: f64,
    /// Lasting bias in log-strength.
    pub strength_bias: f64,
    /// Error in logit-resolve that comes and goes.
    pub resolve_error: f64,
    /// Lasting bias in logit-resolve.
    pub resolve_bias: f64,
    /// The other's resolve as it was some time ago, logit.
    pub resolve_lagged: f64,
}

/// What follows from an estimate, once it has been worked out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Judgement {
    /// The factor by which strength is misjudged.
    pub(crate) factor: Option<f64>,
    /// The same in contact.
    pub(crate) contact: Option<f64>,
}

/// A person in play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonState {
    /// Lives.
    pub alive: bool,
    /// Whom the person serves.
    pub faction: Option<FactionId>,
    /// Deposed or resigned: holds no post any more.
    pub retired: bool,
    /// Pull against his own side at which he leaves it, 0 to 1; drawn once.
    pub threshold: f64,
}

/// Works in play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorksState {
    /// 1 whole, 0 struck; works below a half do not work.
    pub condition: f64,
    /// Work done on the next unit, as a share of it.
    pub progress: f64,
    /// The entry that struck them.
    pub cause: Option<Seq>,
}

impl WorksState {
    /// Whether they work.
    #[inline]
    pub fn working(&self) -> bool {
        self.condition >= 0.5
    }
}

/// A scenario event in play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventState {
    /// Times that it has happened.
    pub happened: u16,
    /// Day on which it last did.
    pub day: f64,
    /// Its condition as last evaluated.
    pub holds: bool,
    /// The entry of its last happening.
    pub seq: Option<Seq>,
}

/// A decision in play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionState {
    /// Awaits an answer.
    pub open: bool,
    /// Its opening condition as last evaluated.
    pub holds: bool,
    /// Times that it has been answered.
    pub made: u16,
    /// The last answer; meaningful once made.
    pub chosen: u16,
    /// Day of the last answer.
    pub day: f64,
    /// Where, for a decision about a battle.
    pub place: Option<PlaceId>,
    /// The entry of the last answer.
    pub seq: Option<Seq>,
    /// What opened it.
    pub cause: Option<Seq>,
    /// What was believed when it was last answered, and what was so; all nil before.
    pub seen: Seen,
}

/// What one who decides believed of the enemy, beside the truth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// The decider's believed chance of prevailing.
    pub odds: f32,
    /// Believed strength of all enemies, reference ships.
    pub strength: f32,
    /// Their strength as it was.
    pub true_strength: f32,
    /// Believed resolve of the chief enemy.
    pub resolve: f32,
    /// Its resolve as it was.
    pub true_resolve: f32,
    /// Chance of winning and own loss share, where its staff projected a battle for it.
    pub projected: Option<[f32; 2]>,
    /// What the decider's side has lost since in battles at the place projected, and the most that it has brought to
    /// one, reference ships; none before the first.
    pub paid: Option<[f32; 2]>,
}

/// A figure taken of the war for those who look at it afterwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The figure.
    pub value: f64,
    /// How often it has been taken.
    pub times: u32,
}

/// Where in a tick the sequence of play stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// Before the tick.
    Dawn,
    /// Before phase 1 of one of the tick's days.
    Morning,
    /// In phase 3: decisions await answers.
    Council,
    /// Before phase 4.
    Field,
    /// Before phase 7: contacts await whether they become battles.
    Contact,
    /// After the last day of the tick: phases 9 to 13.
    Dusk,
}

/// The state of a war.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Situation {
    /// Ticks played.
    pub tick: u32,
    /// Days of this tick that have been played.
    pub days_in: u32,
    /// Where in the tick play stands.
    pub moment: Moment,
    /// The key of draws from now on.
    #[serde(skip, default = "no_key")]
    pub key: Key,
    /// Places.
    pub places: Table<PlaceId, PlaceState>,
    /// Whether lanes are open.
    pub lanes: Table<LaneId, bool>,
    /// What people feel at each place.
    pub tempers: Table<PlaceId, Temper>,
    /// What peoples have suffered.
    pub peoples: Table<PeopleId, PeopleState>,
    /// From whom: row `people · factions + faction`.
    pub griefs: Vec<Grief>,
    /// Rebellions.
    pub rebellions: Table<RebellionId, RebellionState>,
    /// Persons under arms in them: row `rebellion · places + place`.
    pub rebels: Vec<f64>,
    /// What rebels strike.
    pub sabotages: Table<SabotageId, SabotageState>,
    /// Orders against people that stand.
    pub orders_against: Vec<OrderAgainst>,
    /// What raids have done to supply: row `coalition · lanes + lane`.
    pub traffic: Vec<Traffic>,
    /// Factions.
    pub factions: Table<FactionId, FactionState>,
    /// Coalitions.
    pub coalitions: Table<CoalitionId, CoalitionState>,
    /// Estimates: row `by · factions + about`.
    pub estimates: Vec<Estimate>,
    /// What follows from estimates and has been worked out since they last changed, in the same rows.
    #[serde(skip)]
    pub(crate) judgements: Vec<Judgement>,
    /// Sightings: row `coalition · forces + force`.
    pub sightings: Vec<Sighting>,
    /// Forces.
    pub forces: Table<ForceId, ForceState>,
    /// Squadrons.
    pub squadrons: Table<SquadronId, SquadronState>,
    /// Persons.
    pub persons: Table<PersonId, PersonState>,
    /// Works.
    pub works: Table<WorksId, WorksState>,
    /// Events.
    pub events: Table<EventId, EventState>,
    /// Decisions.
    pub decisions: Table<DecisionId, DecisionState>,
    /// Figures taken for those who look at it afterwards.
    pub measured: Table<MeasureId, Measured>,
    /// Envoys.
    pub envoys: Table<EnvoyId, EnvoyState>,
    /// Posts that await their next holder, in the order in which they fell vacant.
    pub vacancies: Vec<Vacancy>,
    /// How far one coalition trusts another to keep terms, 0 to 1: row `by · coalitions + about`.
    pub trust: Vec<f64>,
    /// How it ended, once it has.
    pub ending: Option<Ending>,
    /// The number of the next entry of the chronicle.
    pub next_seq: u32,
    /// Parts that have changed since conditions were last evaluated.
    pub changed: Reads,
    /// Whether forces have come to places, or have been destroyed, since then.
    pub came: bool,
    /// Decisions that await an answer: kept by `Situation::set_open`.
    #[serde(skip)]
    pub open: Set,
    /// Shortest travel times over open lanes at speed 1, row `from · places + to`; worked out from `lanes`.
    #[serde(skip)]
    pub distances: Arc<Vec<f64>>,
    /// How much of a threat is left over each of those distances, 0 to 1; worked out from `distances`.
    #[serde(skip)]
    pub nearness: Arc<Vec<f64>>,
    /// Which places lie between which; worked out from `distances`.
    #[serde(skip)]
    pub between: Arc<Between>,
    /// Which places are reached through which: row `from · places + via`; worked out from `distances`.
    #[serde(skip)]
    pub through: Arc<Relation>,
    /// Which places an open lane joins to which; worked out from `lanes`.
    #[serde(skip)]
    pub next_to: Arc<Relation>,
    /// Days of supply path to each place, row `coalition · places + place`; worked out from owners and depots.
    #[serde(skip)]
    pub supply_days: Vec<f64>,
    /// The lane by which supply reaches each place, in the same rows.
    #[serde(skip)]
    pub supply_lane: Vec<Option<LaneId>>,
    /// Share of supply that raids let pass on its way to each place, in the same rows; worked out from `traffic`.
    #[serde(skip)]
    pub supply_flow: Vec<f64>,
    /// Day on which sides last looked about them.
    pub looked: u32,
    /// Whether something has happened since that may be worth a look: a march, a battle, a capture, a blow to resolve.
    pub stirred: bool,
    /// What the length of the path leaves of supply on its way to each place, in the same rows.
    #[serde(skip)]
    pub supply_reach: Vec<f64>,
    /// From what each side's paths were worked out.
    #[serde(skip)]
    pub(crate) supply_basis: Vec<crate::phases::supply::Basis>,
    /// Whether `supply_days` must be worked out anew.
    #[serde(skip)]
    pub supply_stale: bool,
    /// Which places are in reach of which for signals; worked out from `distances`.
    #[serde(skip)]
    pub hearing: Arc<Relation>,
    /// Which lanes raiders at each place reach; worked out from `distances`.
    #[serde(skip)]
    pub in_reach: Arc<Relation>,
    /// The last entry about compatriots who went over, by row of [`crate::Realised::compatriots`].
    pub crossings: Vec<Option<Seq>>,
    /// Which places each faction rules: kept by `Situation::give`.
    #[serde(skip)]
    pub ruled: Relation,
    /// Which forces stand at each place, and in a row after the last those that stand nowhere: kept by
    /// `Situation::put`.
    #[serde(skip)]
    pub standing: Relation,
    /// Forces that are in play: kept by `Situation::put`.
    #[serde(skip)]
    pub in_play: Set,
    /// Who stands with whom: kept by `Situation::enlist`, `Situation::stand_down` and `Situation::give`.
    #[serde(skip)]
    pub sides: Sides,
    /// Forces that have or can have troops.
    #[serde(skip)]
    pub(crate) carry_troops: Set,
    /// Whether troops have come, gone or been lost since garrisons were last counted, or a place has changed hands.
    pub(crate) garrisons_stale: bool,
    /// What each commander's own nature makes of a coalition's tolerance of loss, as a factor, by person; and where no
    /// one with a name commands, by coalition.
    #[serde(skip)]
    pub(crate) tolerances: (Table<PersonId, f64>, Table<CoalitionId, f64>),
    /// Where forces can come to blows: kept as they come and go.
    #[serde(skip)]
    pub disputes: Disputes,
    /// Which places orders reach, and from what that was worked out.
    #[serde(skip)]
    pub links: crate::links::Links,
}

fn no_key() -> Key {
    Key::new(0, 0)
}

impl Situation {
    /// Brings a force to where it now is: everything but what time takes off its march.
    #[inline]
    pub(crate) fn put(&mut self, force: ForceId, at: Whereabouts) {
        let state = &mut self.forces[force];
        let row = |at: Whereabouts| at.place().map_or(self.places.len(), PlaceId::index);
        self.standing.remove(row(state.at), force.index());
        self.standing.add(row(at), force.index());
        [state.at, at].into_iter().filter_map(Whereabouts::place).for_each(|place| self.disputes.note(place));
        self.in_play.set(force.index(), at.is_present());
        self.garrisons_stale |= self.carry_troops.has(force.index());
        self.links.has_moved(force, state);
        state.at = at;
    }

    /// A decision awaits an answer, or no longer.
    pub(crate) fn set_open(&mut self, decision: DecisionId, is_open: bool) {
        self.decisions[decision].open = is_open;
        self.open.set(decision.index(), is_open);
    }

    /// Gives a place to another faction.
    pub(crate) fn give(&mut self, place: PlaceId, to: FactionId, cause: Seq) {
        let state = &mut self.places[place];
        if let Some(before) = state.owner {
            self.ruled.remove(before.index(), place.index());
            self.sides.held.remove(self.factions[before].coalition.index(), place.index());
        }
        self.ruled.add(to.index(), place.index());
        self.sides.held.add(self.factions[to].coalition.index(), place.index());
        self.disputes.note(place);
        (self.disputes.redrawn, self.garrisons_stale) = (true, true);
        (state.owner, state.cause) = (Some(to), Some(cause));
        (self.supply_stale, self.links.unsure) = (true, true);
        self.touch(Reads::PLACES);
    }

    /// Factions of a side, in order.
    #[inline]
    pub fn members(&self, side: CoalitionId) -> impl Iterator<Item = FactionId> + Clone + '_ {
        self.sides.members.rows_of(side.index()).map(FactionId::from_index)
    }

    /// Finds out where all forces stand, who rules which place, and who stands with whom.
    pub(crate) fn muster(&mut self) {
        (self.ruled, self.standing) = self.mustered();
        self.in_play = self.forces.iter().map(|force| force.at.is_present()).collect();
        self.open = self.decisions.iter().map(|decision| decision.open).collect();
        let besieged = self.places.iter().map(|place| place.siege.is_some()).collect();
        self.disputes = Disputes::unknown(besieged, self.places.len());
        self.sides = Sides::of(self);
    }

    /// Whether all that is kept beside the tables follows from them.
    pub(crate) fn is_in_order(&self) -> bool {
        let in_play: Set = self.forces.iter().map(|force| force.at.is_present()).collect();
        let besieged: Set = self.places.iter().map(|place| place.siege.is_some()).collect();
        let open: Set = self.decisions.iter().map(|decision| decision.open).collect();
        self.mustered() == (self.ruled.clone(), self.standing.clone())
            && (in_play, open) == (self.in_play.clone(), self.open.clone())
            && (besieged, Sides::of(self)) == (self.disputes.besieged.clone(), self.sides.clone())
    }

    /// The same, as places and forces themselves have it.
    pub(crate) fn mustered(&self) -> (Relation, Relation) {
        let mut ruled = Relation::none_between(self.factions.len(), self.places.len());
        for (id, place) in self.places.pairs() {
            if let Some(owner) = place.owner {
                ruled.add(owner.index(), id.index());
            }
        }
        let mut standing = Relation::none_between(self.places.len() + 1, self.forces.len());
        for (id, force) in self.forces.pairs() {
            standing.add(force.at.place().map_or(self.places.len(), PlaceId::index), id.index());
        }
        (ruled, standing)
    }

    /// Forces at a place, in id order.
    #[inline]
    pub fn forces_at(&self, place: PlaceId) -> impl Iterator<Item = (ForceId, &ForceState)> + Clone {
        let rows = self.standing.rows_of(place.index());
        rows.map(ForceId::from_index).map(|id| (id, &self.forces[id]))
    }

    /// Forces at no place, in id order: under way, not in the war yet, or gone.
    #[inline]
    pub fn forces_nowhere(&self) -> impl Iterator<Item = (ForceId, &ForceState)> + Clone {
        self.forces_at(PlaceId::from_index(self.places.len()))
    }

    /// What a coalition last saw of a force.
    #[inline]
    pub fn sighting(&self, coalition: CoalitionId, force: ForceId) -> &Sighting {
        &self.sightings[coalition.index() * self.forces.len() + force.index()]
    }

    /// What a coalition last saw of all forces, by row.
    #[inline]
    pub fn sightings_of(&self, coalition: CoalitionId) -> &[Sighting] {
        let n = self.forces.len();
        &self.sightings[coalition.index() * n..][..n]
    }

    /// The same, to be changed.
    #[inline]
    pub fn sighting_mut(&mut self, coalition: CoalitionId, force: ForceId) -> &mut Sighting {
        &mut self.sightings[coalition.index() * self.forces.len() + force.index()]
    }

    /// The error in what one faction believes of another.
    #[inline]
    pub fn estimate(&self, by: FactionId, about: FactionId) -> &Estimate {
        &self.estimates[by.index() * self.factions.len() + about.index()]
    }

    /// The same, to be changed.
    #[inline]
    pub fn estimate_mut(&mut self, by: FactionId, about: FactionId) -> &mut Estimate {
        let row = by.index() * self.factions.len() + about.index();
        self.judgements[row] = Judgement::default();
        &mut self.estimates[row]
    }

    /// What follows from an estimate, as far as it has been worked out.
    #[inline]
    pub(crate) fn judgement(&self, by: FactionId, about: FactionId) -> &Judgement {
        &self.judgements[by.index() * self.factions.len() + about.index()]
    }

    /// The same, to be worked out.
    #[inline]
    pub(crate) fn judgement_mut(&mut self, by: FactionId, about: FactionId) -> &mut Judgement {
        &mut self.judgements[by.index() * self.factions.len() + about.index()]
    }

    /// How far one coalition trusts another to keep terms.
    #[inline]
    pub fn trust(&self, by: CoalitionId, about: CoalitionId) -> f64 {
        self.trust[by.index() * self.coalitions.len() + about.index()]
    }

    /// The same, to be changed.
    pub fn trust_mut(&mut self, by: CoalitionId, about: CoalitionId) -> &mut f64 {
        &mut self.trust[by.index() * self.coalitions.len() + about.index()]
    }

    /// Travel time at speed 1 over open lanes, days; infinite where there is no way.
    #[inline]
    pub fn distance(&self, from: PlaceId, to: PlaceId) -> f64 {
        self.distances[from.index() * self.places.len() + to.index()]
    }

    /// What distance leaves of a threat from one place to another: exp(−days/scale), 0 where there is no way.
    #[inline]
    pub fn nearness(&self, from: PlaceId, to: PlaceId) -> f64 {
        self.nearness[from.index() * self.places.len() + to.index()]
    }

    /// Travel times from a place to all, by row.
    #[inline]
    pub fn distances_from(&self, from: PlaceId) -> &[f64] {
        let n = self.places.len();
        &self.distances[from.index() * n..][..n]
    }

    /// What distance leaves of a threat from a place to all, by row.
    #[inline]
    pub fn nearness_from(&self, from: PlaceId) -> &[f64] {
        let n = self.places.len();
        &self.nearness[from.index() * n..][..n]
    }

    /// Days of supply path to a place, infinite where none is open.
    #[inline]
    pub fn supply_path(&self, coalition: CoalitionId, place: PlaceId) -> f64 {
        self.supply_days[coalition.index() * self.places.len() + place.index()]
    }

    /// The squadrons that are in a force now, in id order.
    #[inline]
    pub fn squadrons_of<'a>(
        &'a self,
        real: &'a crate::Realised,
        force: ForceId,
    ) -> impl Iterator<Item = SquadronId> + 'a {
        real.rolls[force].iter().copied().filter(move |id| self.squadrons[*id].force == force)
    }

    /// Share of supply that raids let pass on its way to a place.
    #[inline]
    pub fn supply_flow(&self, coalition: CoalitionId, place: PlaceId) -> f64 {
        self.supply_flow[coalition.index() * self.places.len() + place.index()]
    }

    /// What the length of the path leaves of supply on its way to a place.
    #[inline]
    pub fn supply_reach(&self, coalition: CoalitionId, place: PlaceId) -> f64 {
        self.supply_reach[coalition.index() * self.places.len() + place.index()]
    }

    /// The lane by which a side's supply reaches a place; none at its depots and where none comes.
    #[inline]
    pub fn supply_lane(&self, coalition: CoalitionId, place: PlaceId) -> Option<LaneId> {
        self.supply_lane[coalition.index() * self.places.len() + place.index()]
    }

    /// What raids have done to a side's supply on a lane.
    #[inline]
    pub fn traffic(&self, coalition: CoalitionId, lane: LaneId) -> &Traffic {
        &self.traffic[coalition.index() * self.lanes.len() + lane.index()]
    }

    /// The same, to be changed.
    #[inline]
    pub fn traffic_mut(&mut self, coalition: CoalitionId, lane: LaneId) -> &mut Traffic {
        &mut self.traffic[coalition.index() * self.lanes.len() + lane.index()]
    }

    /// The siege that shuts a place in, if one does.
    #[inline]
    pub fn closed(&self, place: PlaceId) -> Option<&Siege> {
        self.places[place].siege.as_ref().filter(|siege| siege.closed)
    }

    /// Whether a force is shut in: it stands at a place that is surrounded, and is not of the besiegers.
    #[inline]
    pub fn shut_in(&self, force: ForceId) -> bool {
        let state = &self.forces[force];
        let siege = state.at.place().and_then(|place| self.closed(place));
        siege.is_some_and(|siege| siege.by != self.side(state.faction))
    }

    /// A faction's side.
    #[inline]
    pub fn side(&self, faction: FactionId) -> CoalitionId {
        self.factions[faction].coalition
    }

    /// Whether two factions fight each other.
    #[inline]
    pub fn hostile(&self, a: FactionId, b: FactionId) -> bool {
        self.sides.enemies.has(a.index(), b.index())
    }

    /// The side that holds a place.
    #[inline]
    pub fn holder(&self, place: PlaceId) -> Option<CoalitionId> {
        self.places[place].owner.map(|owner| self.side(owner))
    }

    /// What a people holds against a faction.
    #[inline]
    pub fn grief(&self, people: PeopleId, faction: FactionId) -> &Grief {
        &self.griefs[people.index() * self.factions.len() + faction.index()]
    }

    /// The same, to be changed.
    #[inline]
    pub fn grief_mut(&mut self, people: PeopleId, faction: FactionId) -> &mut Grief {
        &mut self.griefs[people.index() * self.factions.len() + faction.index()]
    }

    /// Persons under arms in a rebellion at each place.
    #[inline]
    pub fn rebels(&self, rebellion: RebellionId) -> &[f64] {
        let places = self.places.len();
        &self.rebels[rebellion.index() * places..(rebellion.index() + 1) * places]
    }

    /// Those of a place, to be changed.
    #[inline]
    pub fn rebels_mut(&mut self, rebellion: RebellionId, place: PlaceId) -> &mut f64 {
        &mut self.rebels[rebellion.index() * self.places.len() + place.index()]
    }

    /// The side that holds a place, where there is one.
    #[inline]
    pub fn holder_of(&self, place: Option<PlaceId>) -> Option<CoalitionId> {
        self.holder(place?)
    }

    /// Marks a part as changed.
    #[inline]
    pub fn touch(&mut self, part: Reads) {
        self.changed = self.changed.with(part);
        self.links.stale |= part.meets(crate::links::READS);
        self.links.unsure |= part.meets(Reads::WORKS);
    }

    /// The digest of each part, by name.
    ///
    /// # Errors
    /// [`NotANumber`] when a NaN stands in it.
    pub fn parts(&self) -> Result<Vec<(&'static str, Digest)>, NotANumber> {
        let mut parts = Vec::new();
        let mut part = |name, fill: &dyn Fn(&mut Hasher)| -> Result<(), NotANumber> {
            let mut hasher = Hasher::new();
            fill(&mut hasher);
            parts.push((name, hasher.finish()?));
            Ok(())
        };
        part("places", &|h| self.places.iter().for_each(|p| digest_place(h, p)))?;
        part("lanes", &|h| {
            for open in &self.lanes {
                h.whole(u64::from(*open));
            }
        })?;
        part("peoples", &|h| self.digest_peoples(h))?;
        part("traffic", &|h| {
            for lane in &self.traffic {
                h.real(lane.depth).whole(u64::from(lane.strikes)).whole(u64::from(lane.cut));
            }
        })?;
        part("factions", &|h| self.factions.iter().for_each(|f| digest_faction(h, f)))?;
        part("coalitions", &|h| self.coalitions.iter().for_each(|c| digest_coalition(h, c)))?;
        part("estimates", &|h| self.estimates.iter().for_each(|e| digest_estimate(h, e)))?;
        part("sightings", &|h| {
            for s in &self.sightings {
                h.whole(option(s.place.map(|p| p.0))).real(s.day).real(s.strength);
            }
        })?;
        part("forces", &|h| self.forces.iter().for_each(|f| digest_force(h, f)))?;
        part("squadrons", &|h| {
            for s in &self.squadrons {
                h.whole(u64::from(s.units)).whole(u64::from(s.opening)).whole(u64::from(s.hits));
            }
            // Thresholds follow from the key; what they have led to is state.
            for (id, s) in self.squadrons.pairs() {
                if let Some(day) = s.went {
                    h.whole(u64::from(id.0)).whole(u64::from(s.force.0)).whole(u64::from(day));
                }
            }
        })?;
        part("persons", &|h| {
            for p in &self.persons {
                h.whole(u64::from(p.alive)).whole(option(p.faction.map(|f| f.0)));
                h.whole(u64::from(p.retired)).real(p.threshold);
            }
        })?;
        part("works", &|h| {
            for w in &self.works {
                h.real(w.condition).real(w.progress);
            }
        })?;
        part("events", &|h| {
            for e in &self.events {
                h.whole(u64::from(e.happened)).real(e.day).whole(u64::from(e.holds));
            }
        })?;
        part("decisions", &|h| {
            for d in &self.decisions {
                h.whole(u64::from(d.open)).whole(u64::from(d.made)).whole(u64::from(d.chosen)).real(d.day);
                digest_seen(h, &d.seen);
            }
        })?;
        if !self.measured.is_empty() {
            part("measures", &|h| {
                for m in &self.measured {
                    h.real(m.value).whole(u64::from(m.times));
                }
            })?;
        }
        part("politics", &|h| digest_politics(h, self))?;
        part("ending", &|h| {
            if let Some(e) = &self.ending {
                h.whole(e.kind as u64).whole(option(e.victor.map(|c| c.0))).real(e.day);
            }
            h.whole(u64::from(self.next_seq));
        })?;
        Ok(parts)
    }

    fn digest_peoples(&self, h: &mut Hasher) {
        for t in &self.tempers {
            h.real(t.hostile).real(t.reckoned).whole(option(t.ruler.map(|c| c.0)));
            h.real(t.fear).real(t.fear_day).real(t.soldiers).real(t.strangers);
        }
        for p in &self.peoples {
            h.real(p.dead);
        }
        for g in &self.griefs {
            h.real(g.dead).real(g.day);
        }
        for r in &self.rebellions {
            h.whole(u64::from(r.risen)).real(r.day).whole(u64::from(r.holds));
        }
        for rebels in &self.rebels {
            h.real(*rebels);
        }
        for s in &self.sabotages {
            h.whole(u64::from(s.holds)).whole(u64::from(s.strikes));
        }
        for o in &self.orders_against {
            match o.victims {
                Victims::Place(place, dead) => h.whole(0).whole(u64::from(place.0)).real(dead),
                Victims::People(people) => h.whole(1).whole(u64::from(people.0)),
            };
            h.whole(u64::from(o.by.0)).whole(u64::from(o.luck)).real(o.given).real(o.dead);
            h.real(o.inhabitants).real(o.told_dead).real(o.told_day).whole(u64::from(o.running));
            for force in o.reached.iter().chain(&o.refused) {
                h.whole(u64::from(force.0));
            }
        }
    }

    /// The digest of the whole.
    ///
    /// # Errors
    /// [`NotANumber`] when a NaN stands in it.
    pub fn digest(&self) -> Result<Digest, NotANumber> {
        let mut hasher = Hasher::new();
        hasher.whole(u64::from(self.tick)).whole(u64::from(self.days_in)).whole(self.moment as u64);
        for (_, part) in self.parts()? {
            hasher.bytes(&part.0);
        }
        hasher.finish()
    }
}

fn option(value: Option<u32>) -> u64 {
    value.map_or(u64::MAX, u64::from)
}

fn digest_place(h: &mut Hasher, p: &PlaceState) {
    h.whole(option(p.owner.map(|f| f.0))).real(p.population).real(p.dead).whole(u64::from(p.battles));
    if let Some(siege) = &p.siege {
        h.whole(u64::from(siege.by.0)).whole(u64::from(siege.closed)).whole(u64::from(siege.sally));
        h.real(siege.since).real(siege.closed_since).real(siege.next);
    }
    if let Some(ground) = &p.ground {
        h.whole(u64::from(ground.by.0)).real(ground.since);
        for units in ground.units.iter().chain(&ground.lost) {
            h.whole(u64::from(*units));
        }
        for dead in ground.dead {
            h.real(dead);
        }
    }
}

fn digest_faction(h: &mut Hasher, f: &FactionState) {
    h.whole(u64::from(f.coalition.0)).whole(u64::from(f.at_war)).real(f.resolve).real(f.prospect);
    h.real(f.industry).real(f.military_dead).real(f.civilian_dead).real(f.opening_value);
    for units in f.opening.iter().chain(&f.built).chain(&f.lost) {
        h.whole(u64::from(*units));
    }
    let moved = f.joined.iter().chain(&f.left);
    if moved.clone().any(|units| *units > 0) {
        for units in moved {
            h.whole(u64::from(*units));
        }
    }
}

fn digest_coalition(h: &mut Hasher, c: &CoalitionState) {
    h.whole(u64::from(c.active))
        .whole(c.posture as u64)
        .real(c.posture_until)
        .real(c.next_review)
        .real(c.rested);
    h.real(c.next_posture).real(c.next_terms).real(c.tolerance);
    for (place, weight) in &c.objectives {
        h.whole(u64::from(place.0)).real(*weight);
    }
    for rebuff in &c.avoided {
        h.whole(u64::from(rebuff.place.0)).real(rebuff.until).real(rebuff.met).real(rebuff.came);
    }
    h.real(c.raided).real(c.raid_losses).whole(u64::from(c.raiders_lost)).real(c.next_account);
    h.whole(option(c.gather.map(|p| p.0)));
    for place in &c.perimeter {
        h.whole(u64::from(place.0));
    }
    for o in &c.operations {
        h.whole(o.stage as u64).whole(u64::from(o.target.0)).whole(u64::from(o.staging.0)).real(o.begun);
    }
}

fn digest_seen(h: &mut Hasher, seen: &Seen) {
    for figure in [seen.odds, seen.strength, seen.true_strength, seen.resolve, seen.true_resolve] {
        h.real(f64::from(figure));
    }
    for figure in seen.projected.into_iter().flatten().chain(seen.paid.into_iter().flatten()) {
        h.real(f64::from(figure));
    }
}

fn digest_politics(h: &mut Hasher, s: &Situation) {
    for f in &s.factions {
        h.whole(option(f.leader.map(|p| p.0))).real(f.cohesion).real(f.recent).whole(u64::from(f.counted));
        h.real(f.next_stay).real(f.outraged).whole(u64::from(f.at_peace));
    }
    for c in &s.coalitions {
        h.whole(option(c.commander.map(|p| p.0))).whole(u64::from(c.besieged)).whole(u64::from(c.shaken));
        h.whole(u64::from(c.hemmed_in));
        if let Some(offer) = &c.offer {
            h.whole(u64::from(offer.to.0)).real(offer.concession).whole(option(offer.envoy.map(|e| e.0)));
        }
    }
    for e in &s.envoys {
        h.real(e.since.unwrap_or(-1.0)).whole(u64::from(e.sent)).whole(u64::from(e.there));
        h.whole(u64::from(e.persuaded));
    }
    for v in &s.vacancies {
        let (kind, row) = match v.post {
            Vacant::Leader(id) => (0, id.0),
            Vacant::Theatre(id) => (1, id.0),
            Vacant::Force(id) => (2, id.0),
        };
        h.whole(kind).whole(u64::from(row)).real(v.due);
    }
    for trust in &s.trust {
        h.real(*trust);
    }
}

fn digest_estimate(h: &mut Hasher, e: &Estimate) {
    h.real(e.strength_error)
        .real(e.strength_bias)
        .real(e.resolve_error)
        .real(e.resolve_bias)
        .real(e.resolve_lagged);
}

fn digest_force(h: &mut Hasher, f: &ForceState) {
    h.whole(u64::from(f.faction.0)).whole(option(f.commander.map(|p| p.0)));
    match f.at {
        Whereabouts::Away => h.whole(0),
        Whereabouts::At(place) => h.whole(1).whole(u64::from(place.0)),
        Whereabouts::Lane { from, to, left } => {
            h.whole(2).whole(u64::from(from.0)).whole(u64::from(to.0)).real(left)
        }
        Whereabouts::Gone => h.whole(3),
    };
    h.whole(option(f.goal.map(|p| p.0))).real(f.supply).real(f.readiness).real(f.busy_until).real(f.value);
    h.whole(match f.mission {
        Mission::Guard => 0,
        Mission::Gather(n) => 0x100 + u64::from(n),
        Mission::Attack(n) => 0x200 + u64::from(n),
        Mission::Withdraw => 3,
        Mission::Refit => 4,
        Mission::Retreat => 5,
        Mission::Ordered => 6,
    });
    match f.link {
        Link::Joined => {}
        Link::Cut(since) => {
            h.whole(7).real(since);
        }
        Link::Couriers => {
            h.whole(8);
        }
    }
}
