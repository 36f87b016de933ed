//! The whole mutable state of a war at one tick: small, flat, cheap to clone.

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
    pub fn place(self) -> Option<PlaceId> {
        match self {
            Whereabouts::At(place) => Some(place),
            _ => None,
        }
    }

    /// Whether the force is in play.
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
    /// Reference ships at full readiness (kept in step with its squadrons).
    pub value: f64,
    /// The last entry about it that can be a cause.
    pub cause: Option<Seq>,
}

/// A squadron in play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SquadronState {
    /// Units left.
    pub units: u32,
    /// Units at the start.
    pub opening: u32,
    /// Hits that its units carry, all told.
    pub hits: u32,
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

/// A person in play.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonState {
    /// Lives.
    pub alive: bool,
    /// Whom the person serves.
    pub faction: Option<FactionId>,
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
    /// What raids have done to supply: row `coalition · lanes + lane`.
    pub traffic: Vec<Traffic>,
    /// Factions.
    pub factions: Table<FactionId, FactionState>,
    /// Coalitions.
    pub coalitions: Table<CoalitionId, CoalitionState>,
    /// Estimates: row `by · factions + about`.
    pub estimates: Vec<Estimate>,
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
    /// How it ended, once it has.
    pub ending: Option<Ending>,
    /// The number of the next entry of the chronicle.
    pub next_seq: u32,
    /// Parts that have changed since conditions were last evaluated.
    pub changed: Reads,
    /// Shortest travel times over open lanes at speed 1, row `from · places + to`; worked out from `lanes`.
    #[serde(skip)]
    pub distances: Arc<Vec<f64>>,
    /// How much of a threat is left over each of those distances, 0 to 1; worked out from `distances`.
    #[serde(skip)]
    pub nearness: Arc<Vec<f64>>,
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
    /// Whether `supply_days` must be worked out anew.
    #[serde(skip)]
    pub supply_stale: bool,
}

fn no_key() -> Key {
    Key::new(0, 0)
}

impl Situation {
    /// What a coalition last saw of a force.
    pub fn sighting(&self, coalition: CoalitionId, force: ForceId) -> &Sighting {
        &self.sightings[coalition.index() * self.forces.len() + force.index()]
    }

    /// The same, to be changed.
    pub fn sighting_mut(&mut self, coalition: CoalitionId, force: ForceId) -> &mut Sighting {
        &mut self.sightings[coalition.index() * self.forces.len() + force.index()]
    }

    /// The error in what one faction believes of another.
    pub fn estimate(&self, by: FactionId, about: FactionId) -> &Estimate {
        &self.estimates[by.index() * self.factions.len() + about.index()]
    }

    /// The same, to be changed.
    pub fn estimate_mut(&mut self, by: FactionId, about: FactionId) -> &mut Estimate {
        &mut self.estimates[by.index() * self.factions.len() + about.index()]
    }

    /// Travel time at speed 1 over open lanes, days; infinite where there is no way.
    pub fn distance(&self, from: PlaceId, to: PlaceId) -> f64 {
        self.distances[from.index() * self.places.len() + to.index()]
    }

    /// What distance leaves of a threat from one place to another: exp(−days/scale), 0 where there is no way.
    pub fn nearness(&self, from: PlaceId, to: PlaceId) -> f64 {
        self.nearness[from.index() * self.places.len() + to.index()]
    }

    /// Days of supply path to a place, infinite where none is open.
    pub fn supply_path(&self, coalition: CoalitionId, place: PlaceId) -> f64 {
        self.supply_days[coalition.index() * self.places.len() + place.index()]
    }

    /// Share of supply that raids let pass on its way to a place.
    pub fn supply_flow(&self, coalition: CoalitionId, place: PlaceId) -> f64 {
        self.supply_flow[coalition.index() * self.places.len() + place.index()]
    }

    /// The lane by which a side's supply reaches a place; none at its depots and where none comes.
    pub fn supply_lane(&self, coalition: CoalitionId, place: PlaceId) -> Option<LaneId> {
        self.supply_lane[coalition.index() * self.places.len() + place.index()]
    }

    /// What raids have done to a side's supply on a lane.
    pub fn traffic(&self, coalition: CoalitionId, lane: LaneId) -> &Traffic {
        &self.traffic[coalition.index() * self.lanes.len() + lane.index()]
    }

    /// The same, to be changed.
    pub fn traffic_mut(&mut self, coalition: CoalitionId, lane: LaneId) -> &mut Traffic {
        &mut self.traffic[coalition.index() * self.lanes.len() + lane.index()]
    }

    /// The siege that shuts a place in, if one does.
    pub fn closed(&self, place: PlaceId) -> Option<&Siege> {
        self.places[place].siege.as_ref().filter(|siege| siege.closed)
    }

    /// Whether a force is shut in: it stands at a place that is surrounded, and is not of the besiegers.
    pub fn shut_in(&self, force: ForceId) -> bool {
        let state = &self.forces[force];
        let siege = state.at.place().and_then(|place| self.closed(place));
        siege.is_some_and(|siege| siege.by != self.side(state.faction))
    }

    /// A faction's side.
    pub fn side(&self, faction: FactionId) -> CoalitionId {
        self.factions[faction].coalition
    }

    /// Whether two factions fight each other.
    pub fn hostile(&self, a: FactionId, b: FactionId) -> bool {
        let (x, y) = (&self.factions[a], &self.factions[b]);
        x.coalition != y.coalition && x.at_war && y.at_war
    }

    /// The side that holds a place.
    pub fn holder(&self, place: PlaceId) -> Option<CoalitionId> {
        self.places[place].owner.map(|owner| self.side(owner))
    }

    /// Marks a part as changed.
    pub fn touch(&mut self, part: Reads) {
        self.changed = self.changed.with(part);
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
        })?;
        part("persons", &|h| {
            for p in &self.persons {
                h.whole(u64::from(p.alive)).whole(option(p.faction.map(|f| f.0)));
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
            }
        })?;
        part("ending", &|h| {
            if let Some(e) = &self.ending {
                h.whole(e.kind as u64).whole(option(e.victor.map(|c| c.0))).real(e.day);
            }
            h.whole(u64::from(self.next_seq));
        })?;
        Ok(parts)
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
}
