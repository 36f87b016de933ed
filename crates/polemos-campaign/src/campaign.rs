//! A campaign in play: `start`, `step`, `view`, `believed`, `save` and `load`. A program that plays a side answers
//! its decisions and gives orders between steps; a program that only watches is told of every tick and can stop.

use crate::links;
use crate::measures;
use crate::opening;
use crate::phases::decisions::Answer;
use crate::phases::{self, orders};
use crate::plan::Plan;
use crate::realised::Realised;
use crate::situation::*;
use crate::standoff::Snare;
use crate::turn::{BattleTally, Manner, Policies, Policy, Recorder, Turn};
use polemos_chance::Key;
use polemos_chronicle::{
    Chronicle, Digest, Ending, FactionTotals, Grade, NotANumber, ProjectedAttack, RunSummary, What,
};
use polemos_war::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How a war is to be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Seed.
    pub seed: u64,
    /// Replication: another set of draws under the same seed.
    pub replication: u64,
    /// Who answers decisions.
    pub policies: Policies,
    /// Whether a chronicle is kept; it changes nothing else.
    pub record: bool,
    /// How battles are fought.
    pub battles: Manner,
}

impl Setup {
    /// One recorded run under doctrine.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            replication: 0,
            policies: Policies::all(Policy::Doctrine),
            record: true,
            battles: Manner::default(),
        }
    }
}

/// What comes from outside between steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Answers a decision with the row of an option.
    Answer(DecisionId, u16),
    /// Sends a force to a place, whatever its staff thinks.
    March(ForceId, PlaceId),
    /// Gives a coalition a posture.
    Posture(CoalitionId, Posture),
}

/// Why an order is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The decision does not await an answer.
    NotOpen(DecisionId),
    /// The decision has no such option.
    NoSuchOption(DecisionId, u16),
    /// The coalition is not played from outside.
    NotYours(CoalitionId),
    /// The force cannot be sent: it is not in play, never leaves its place, is under way, in battle or out of command.
    CannotMarch(ForceId),
    /// No open way leads there.
    NoWay(ForceId, PlaceId),
    /// There is no such row in the war.
    Unknown,
}

/// What a step came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Decisions await answers from outside; play stands until they come.
    Pending(Vec<DecisionId>),
    /// A tick has been played.
    Ticked,
    /// The war is over.
    Ended(Ending),
}

/// Whether an observer lets play go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go on.
    Continue,
    /// Stop after this tick.
    Stop,
}

/// A campaign in play.
#[derive(Clone, Debug)]
pub struct Campaign {
    war: Arc<War>,
    real: Arc<Realised>,
    /// The key under which the war's numbers were drawn: it stays when later draws come from another replication.
    drawn: Key,
    setup: Setup,
    situation: Situation,
    recorder: Recorder,
    tally: BattleTally,
    outside: Vec<(u32, Vec<Order>)>,
    steps: u32,
    waiting: Vec<Answer>,
    staff: orders::Staff,
    snare: Option<Snare>,
}

/// A finished run.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// What happened; empty unless recorded.
    pub chronicle: Chronicle,
    /// The run in a few hundred bytes.
    pub summary: RunSummary,
    /// Digest of the last situation.
    pub digest: Digest,
    /// The war's numbers as drawn.
    pub values: Vec<f64>,
}

impl Campaign {
    /// Opens a war.
    pub fn start(war: Arc<War>, setup: Setup) -> Self {
        let plan = Arc::new(Plan::of(&war));
        Self::start_by(war, &plan, setup)
    }

    /// Opens one of many replications of a war by the plan that they have in common: the same as [`Campaign::start`].
    pub fn start_by(war: Arc<War>, plan: &Arc<Plan>, setup: Setup) -> Self {
        let key = Key::new(setup.seed, setup.replication);
        let real = Arc::new(Realised::new(&war, plan, key));
        let situation = opening::situation(&war, &real, key);
        let recorder = Recorder { on: setup.record, chronicle: Chronicle::default() };
        let mut campaign = Self {
            war,
            real,
            drawn: key,
            setup,
            situation,
            recorder,
            tally: Vec::new(),
            outside: Vec::new(),
            steps: 0,
            waiting: Vec::new(),
            staff: orders::Staff::default(),
            snare: None,
        };
        let mut turn = campaign.turn();
        phases::supply::refresh_paths(&mut turn);
        turn.record(0.0, &[], |_| What::Opened);
        links::open(&mut turn);
        campaign
    }

    /// The same war in another state and with other numbers: what someone believes, to be played on. Nothing is
    /// recorded.
    pub(crate) fn imagined(&self, real: Realised, situation: Situation) -> Self {
        let setup = Setup { record: false, policies: Policies::all(Policy::Doctrine), ..self.setup.clone() };
        Self {
            war: Arc::clone(&self.war),
            real: Arc::new(real),
            drawn: self.drawn,
            setup,
            situation,
            recorder: Recorder::default(),
            tally: Vec::new(),
            outside: Vec::new(),
            steps: 0,
            waiting: Vec::new(),
            staff: orders::Staff::default(),
            snare: None,
        }
    }

    /// The same campaign in some situation, to look at a moment of it: nothing is recorded.
    pub(crate) fn aside(&self, situation: Situation) -> Self {
        Self {
            war: Arc::clone(&self.war),
            real: Arc::clone(&self.real),
            drawn: self.drawn,
            setup: Setup { record: false, ..self.setup.clone() },
            situation,
            recorder: Recorder::default(),
            tally: Vec::new(),
            outside: Vec::new(),
            steps: self.steps,
            waiting: Vec::new(),
            staff: orders::Staff::default(),
            snare: None,
        }
    }

    /// What waits for a battle.
    pub(crate) fn snare(&mut self) -> &mut Option<Snare> {
        &mut self.snare
    }

    /// What a battle has been caught in, if one is waited for.
    pub(crate) fn caught(&self) -> Option<&Snare> {
        self.snare.as_ref()
    }

    pub(crate) fn turn(&mut self) -> Turn<'_> {
        Turn {
            war: &self.war,
            real: &self.real,
            s: &mut self.situation,
            recorder: &mut self.recorder,
            tally: &mut self.tally,
            policies: &self.setup.policies,
            staff: &mut self.staff,
            manner: self.setup.battles,
            snare: &mut self.snare,
        }
    }

    /// The war.
    pub fn war(&self) -> &Arc<War> {
        &self.war
    }

    /// The numbers of this replication.
    pub fn realised(&self) -> &Realised {
        &self.real
    }

    /// The state. It is the truth: to play fair, look at [`Campaign::view`].
    pub fn situation(&self) -> &Situation {
        &self.situation
    }

    /// The squadrons that are in a force now, in id order.
    pub fn squadrons(&self, force: ForceId) -> impl Iterator<Item = SquadronId> {
        self.situation.squadrons_of(&self.real, force)
    }

    /// What has happened so far.
    pub fn chronicle(&self) -> &Chronicle {
        &self.recorder.chronicle
    }

    /// How it is being played.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Orders from outside so far, by the step with which they were given.
    pub fn outside_orders(&self) -> &[(u32, Vec<Order>)] {
        &self.outside
    }

    /// How often [`Campaign::step`] has played on.
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// Days since the war's start.
    pub fn day(&self) -> f64 {
        f64::from(self.situation.tick * self.war.clock.tick_days)
    }

    /// Plays one tick, or up to the next decision that waits for an answer from outside.
    ///
    /// # Errors
    /// [`Refused`] for the first order that cannot be carried out; nothing has then been played, and no order taken.
    pub fn step(&mut self, orders: &[Order]) -> Result<Step, Refused> {
        orders.iter().try_for_each(|order| self.check(order))?;
        if let Some(ending) = self.situation.ending {
            return Ok(Step::Ended(ending));
        }
        if !orders.is_empty() {
            self.outside.push((self.steps, orders.to_vec()));
        }
        self.steps += 1;
        let mut answers = std::mem::take(&mut self.waiting);
        for order in orders {
            match order {
                Order::Answer(decision, option) => answers.push((*decision, *option)),
                Order::March(force, place) => {
                    orders::send(&mut self.turn(), *force, *place, Mission::Ordered, None)
                }
                Order::Posture(side, posture) => {
                    phases::politics::take_posture(&mut self.turn(), *side, *posture, None);
                    let day = self.day();
                    self.situation.coalitions[*side].posture_until = day + f64::from(u16::MAX);
                }
            }
        }
        let step = tick(&mut self.turn(), &mut answers);
        debug_assert!(
            self.situation.is_in_order(),
            "someone moved or changed sides, or a place changed hands, unnoticed"
        );
        self.waiting = answers;
        Ok(step)
    }

    fn check(&self, order: &Order) -> Result<(), Refused> {
        match order {
            Order::Answer(id, option) => {
                let def = self.war.decisions.get(*id).ok_or(Refused::Unknown)?;
                self.outsider(def.coalition)?;
                if !self.situation.decisions[*id].open {
                    return Err(Refused::NotOpen(*id));
                }
                let known = usize::from(*option) < def.options.len();
                if known { Ok(()) } else { Err(Refused::NoSuchOption(*id, *option)) }
            }
            Order::March(force, place) => self.check_march(*force, *place),
            Order::Posture(side, _) => {
                self.war.coalitions.get(*side).ok_or(Refused::Unknown)?;
                self.outsider(*side)
            }
        }
    }

    fn outsider(&self, side: CoalitionId) -> Result<(), Refused> {
        if self.setup.policies.of(side) == Policy::Outside { Ok(()) } else { Err(Refused::NotYours(side)) }
    }

    fn check_march(&self, force: ForceId, place: PlaceId) -> Result<(), Refused> {
        let state = self.situation.forces.get(force).ok_or(Refused::Unknown)?;
        self.war.places.get(place).ok_or(Refused::Unknown)?;
        self.outsider(self.situation.side(state.faction))?;
        let from = state.at.place().ok_or(Refused::CannotMarch(force))?;
        let idle = !self.real.anchored[force] && state.busy_until <= self.day();
        // Orders from outside go the way of all orders.
        if !idle || !links::in_command(&self.situation, force) {
            return Err(Refused::CannotMarch(force));
        }
        if self.situation.distance(from, place).is_finite() {
            Ok(())
        } else {
            Err(Refused::NoWay(force, place))
        }
    }

    /// Plays to the end, telling `observer` of every tick. Decisions from outside take their default.
    pub fn run(&mut self, mut observer: impl FnMut(&Campaign) -> Verdict) -> Option<Ending> {
        let mut orders = Vec::new();
        loop {
            // Answers with the default row of an open decision are never refused.
            match self.step(&std::mem::take(&mut orders)) {
                Ok(Step::Ended(ending)) => return Some(ending),
                Ok(Step::Pending(ids)) => {
                    orders
                        .extend(ids.into_iter().map(|id| Order::Answer(id, self.war.decisions[id].default)));
                }
                Ok(Step::Ticked) => {
                    if observer(self) == Verdict::Stop {
                        return None;
                    }
                }
                Err(_) => return None,
            }
        }
    }

    /// The digest of the state.
    ///
    /// # Errors
    /// [`NotANumber`] when a NaN stands in it: a fault of the engine.
    pub fn digest(&self) -> Result<Digest, NotANumber> {
        self.situation.digest()
    }

    /// From now on, draws come from another replication: how replications from a date part.
    pub fn part_ways(&mut self, replication: u64) {
        self.setup.replication = replication;
        self.situation.key = Key::new(self.setup.seed, replication);
        self.situation.tolerances = opening::tolerances(&self.war, &self.real, self.situation.key);
    }

    /// The key under which the war's numbers were drawn.
    pub(crate) fn drawn(&self) -> Key {
        self.drawn
    }

    /// Goes on with another war in the place of this one, and with its numbers.
    pub(crate) fn exchange(&mut self, war: Arc<War>, real: Arc<Realised>) {
        (self.war, self.real) = (war, real);
        self.staff = orders::Staff::default();
    }

    /// What a side's supply lines come to as its forces stand.
    pub fn lines(&mut self, side: CoalitionId) -> LineFigures {
        let t = self.turn();
        LineFigures {
            supply_days: t.mean_supply_days(side),
            exposed_days: t.exposed_days(side),
            raid_losses: t.s.coalitions[side].raid_losses,
            built_a_month: t.built_a_month(side),
        }
    }

    /// Keeps a chronicle from now on, or no longer.
    pub fn record(&mut self, on: bool) {
        self.recorder.on = on;
        self.setup.record = on;
    }

    /// The run in a few hundred bytes; `None` while the war goes on.
    pub fn summary(&mut self) -> Option<RunSummary> {
        let ending = self.situation.ending?;
        Some(self.summary_with(ending))
    }

    /// The run as far as it has gone: that of a war in play is summed up as if it were left undecided today.
    pub fn so_far(&mut self) -> RunSummary {
        let open = Ending {
            kind: EndingKind::Undecided,
            victor: None,
            loser: None,
            grade: Grade::Stalemate,
            day: self.day(),
        };
        let ending = self.situation.ending.unwrap_or(open);
        self.summary_with(ending)
    }

    fn summary_with(&mut self, ending: Ending) -> RunSummary {
        let facts = self.facts();
        let s = &self.situation;
        let chosen = s.decisions.iter().map(|d| (d.made > 0).then_some(d.chosen));
        let mut run = RunSummary::new(self.setup.replication, ending, s.factions.iter().map(totals), chosen);
        run.battles = self.tally.iter().map(|(_, battles)| *battles).collect();
        run.owners = s.places.iter().map(|p| p.owner.map_or(u16::MAX, |f| f.0 as u16)).collect();
        run.facts = facts;
        let projected =
            s.decisions.pairs().filter_map(|(id, d)| Some((id, d.seen.projected?.map(f64::from))));
        run.projected = projected.map(|(id, [win, loss])| ProjectedAttack::new(id, win, loss)).collect();
        run
    }

    fn facts(&mut self) -> Box<[u8]> {
        let war = Arc::clone(&self.war);
        let turn = self.turn();
        let mut bits = vec![0_u8; war.facts.len().div_ceil(8)];
        for (row, fact) in war.facts.iter().enumerate() {
            let plays = fact.expect.is_none_or(|id| war.conditions[id].holds(&turn));
            if fact.has_mechanism() && plays && fact.record.iter().all(|it| war.declares(it)) {
                bits[row / 8] |= 1 << (row % 8);
            }
        }
        bits.into_boxed_slice()
    }

    /// The value of a condition or expression of the war as things stand; a condition counts as 1 or 0. Not a number
    /// where it reads a figure that has not been taken.
    pub fn value(&mut self, condition: ConditionId) -> f64 {
        let war = Arc::clone(&self.war);
        war.conditions[condition].value(&self.turn())
    }

    /// The finished run.
    ///
    /// # Errors
    /// [`Unfinished`] while the war goes on, or when the state holds a NaN.
    pub fn finish(mut self) -> Result<Played, Unfinished> {
        let summary = self.summary().ok_or(Unfinished::GoesOn)?;
        let digest = self.digest().map_err(Unfinished::Fault)?;
        let values = self.real.values.clone();
        Ok(Played { chronicle: self.recorder.chronicle, summary, digest, values })
    }
}

/// A side's supply lines in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct LineFigures {
    /// Mean days of supply path of its forces, by strength.
    pub supply_days: f64,
    /// Days of it on lanes within reach of hostile fleets.
    pub exposed_days: f64,
    /// What raids have cost so far, in days of the supply of its whole strength.
    pub raid_losses: f64,
    /// Reference ships that its yards build in thirty days as they work now.
    pub built_a_month: f64,
}

/// Why a run has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfinished {
    /// The war goes on.
    GoesOn,
    /// A number of the state is not a number: a fault of the engine.
    Fault(NotANumber),
}

impl std::fmt::Display for Unfinished {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unfinished::GoesOn => out.write_str("the war has not ended"),
            Unfinished::Fault(fault) => fault.fmt(out),
        }
    }
}

impl std::error::Error for Unfinished {}

fn totals(f: &FactionState) -> FactionTotals {
    FactionTotals {
        opening: f.opening,
        built: f.built,
        lost: f.lost,
        joined: f.joined,
        left: f.left,
        military_dead: f.military_dead as f32,
        civilian_dead: f.civilian_dead as f32,
        resolve: f.resolve as f32,
    }
}

/// One tick: the sequence of play, in order. What people decide and what happens in the field is played day by day, so
/// that a week's tick gives the same war as a day's; what changes slowly is reckoned once a tick. Play pauses where a
/// decision waits for an answer from outside, and goes on there when called again.
fn tick(t: &mut Turn<'_>, answers: &mut Vec<Answer>) -> Step {
    if t.s.moment == Moment::Dawn {
        phases::intelligence::play(t); // 2 intelligence
        t.s.moment = Moment::Morning;
    }
    while t.s.moment != Moment::Dusk && t.s.ending.is_none() {
        let pending = day(t, answers);
        if !pending.is_empty() {
            return Step::Pending(pending);
        }
    }
    if t.s.ending.is_none() {
        phases::raids::play(t); //     6 raids
        phases::supply::play(t); //    9 supply
        phases::works::play(t); //    10 works
        phases::people::play(t); //   11 people
        phases::politics::play(t); // 12 politics
    }
    if t.s.ending.is_some() {
        measures::close(t);
    }
    phases::entry::play(t); //        13 entry
    t.s.ending.map_or(Step::Ticked, Step::Ended)
}

/// One day of the tick, or what is left of it after a pause. Returns the decisions that await answers.
fn day(t: &mut Turn<'_>, answers: &mut Vec<Answer>) -> Vec<DecisionId> {
    if t.s.moment == Moment::Morning {
        measures::play(t);
        phases::events::play(t); // 1 events
        t.s.moment = Moment::Council;
    }
    if t.s.moment == Moment::Council {
        let pending = phases::decisions::council(t, answers); // 3 decisions
        answers.retain(|(id, _)| t.s.decisions[*id].open);
        if !pending.is_empty() || t.s.ending.is_some() {
            return pending;
        }
        t.s.moment = Moment::Field;
    }
    if t.s.moment == Moment::Field {
        phases::intelligence::look(t);
        links::refresh(t);
        phases::orders::play(t); //    4 orders
        phases::movement::play(t); //  5 movement
        phases::rebellion::play(t); // 6 raids and sabotage
        phases::sabotage::play(t);
        links::refresh(t); //          relays may have been struck meanwhile
        t.s.moment = Moment::Contact;
    }
    if let Some(waits) = phases::battles::play(t, answers) {
        return vec![waits]; //         7 battles, 8 sieges, landings, occupation
    }
    phases::orders_against::play(t); // 11 orders against people
    phases::loyalty::play(t); //       11 people: who goes over
    phases::politics::evening(t); //  12 politics that cannot wait for the end of the tick
    t.s.days_in += 1;
    let over = t.s.days_in >= t.war.clock.tick_days;
    t.s.moment = if over { Moment::Dusk } else { Moment::Morning };
    Vec::new()
}

/// Plays a war to its end.
///
/// # Errors
/// [`Unfinished::Fault`] when the last state holds a NaN. A war always ends: its clock has a limit.
pub fn play(war: &Arc<War>, setup: &Setup) -> Result<Played, Unfinished> {
    let mut campaign = Campaign::start(Arc::clone(war), setup.clone());
    campaign.run(|_| Verdict::Continue);
    campaign.finish()
}
