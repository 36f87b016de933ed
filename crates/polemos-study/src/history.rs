//! Histories that part: a war played from its start, with changes made to it on the way.
//!
//! A history is its war, how it is played, and the *turns* at which it goes on as a changed war. Two histories that are
//! alike up to a day share their past exactly, because play is a function of these; after it they differ only where
//! the change reaches, because draws are addressed. Replications of a history share its past up to a day and part then.

use polemos_campaign::{Campaign, Played, Setup, Unalterable, Unfinished, Verdict};
use polemos_war::War;
use std::fmt;
use std::sync::Arc;

/// From a day on, a history goes on as another war: the one before with changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Days since the war's start. The turn comes before the tick that this day falls in.
    pub day: f64,
    /// The war from then on.
    pub war: Arc<War>,
}

/// A war played with changes on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The war as it opens.
    pub war: Arc<War>,
    /// How it is played.
    pub setup: Setup,
    /// Its turns, in the order of their days.
    pub turns: Vec<Turn>,
    /// Draws come from another replication from a day on.
    pub parting: Option<(f64, u64)>,
}

/// Why a history cannot be played.
#[derive(Clone, Debug, PartialEq)]
pub enum HistoryError {
    /// A turn cannot be made.
    Turn {
        /// Its day.
        day: f64,
        /// Why.
        why: Unalterable,
    },
    /// The run broke off.
    Run(Unfinished),
}

impl fmt::Display for HistoryError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HistoryError::Turn { why, .. } => why.fmt(out),
            HistoryError::Run(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for HistoryError {}

/// A history in play.
#[derive(Clone, Debug)]
pub struct InPlay<'a> {
    history: &'a History,
    /// The campaign.
    pub campaign: Campaign,
    /// Turns already made.
    made: usize,
    parted: bool,
}

impl History {
    /// A war played without turns.
    pub fn new(war: Arc<War>, setup: Setup) -> Self {
        Self { war, setup, turns: Vec::new(), parting: None }
    }

    /// The war that it goes on as after its last turn.
    pub fn last_war(&self) -> &Arc<War> {
        self.turns.last().map_or(&self.war, |turn| &turn.war)
    }

    /// The day before which two histories are alike; `None` when they are alike throughout.
    pub fn parts_from(&self, other: &History) -> Option<f64> {
        let one = |it: &History| (it.setup.seed, it.setup.replication, it.setup.policies.clone());
        if !same_war(&self.war, &other.war)
            || one(self) != one(other)
            || self.setup.battles != other.setup.battles
        {
            return Some(0.0);
        }
        let alike = |a: &Turn, b: &Turn| a.day == b.day && same_war(&a.war, &b.war);
        let shared = self.turns.iter().zip(&other.turns).take_while(|(a, b)| alike(a, b)).count();
        let next = [self, other].map(|it| it.turns.get(shared).map_or(f64::INFINITY, |turn| turn.day));
        let parting = match (self.parting, other.parting) {
            (a, b) if a == b => f64::INFINITY,
            (a, b) => [a, b].into_iter().flatten().map(|(day, _)| day).fold(f64::INFINITY, f64::min),
        };
        let first = next[0].min(next[1]).min(parting);
        first.is_finite().then_some(first)
    }

    /// Opens it.
    pub fn start(&self, record: bool) -> InPlay<'_> {
        let setup = Setup { record, ..self.setup.clone() };
        let campaign = Campaign::start(Arc::clone(&self.war), setup);
        InPlay { history: self, campaign, made: 0, parted: false }
    }

    /// Plays it to its end, as long as `go_on` lets it.
    ///
    /// # Errors
    /// [`HistoryError`] for a turn that cannot be made, or a run that broke off.
    pub fn play(&self, record: bool, go_on: &dyn Fn() -> bool) -> Result<Played, HistoryError> {
        let mut in_play = self.start(record);
        in_play.advance(f64::INFINITY, go_on)?;
        in_play.campaign.finish().map_err(HistoryError::Run)
    }
}

/// Whether two wars are one text with the same changes.
fn same_war(a: &War, b: &War) -> bool {
    a.digest == b.digest && a.changes == b.changes
}

impl<'a> InPlay<'a> {
    /// Plays on to the last tick that begins on a day or before it, making the turns that are due before that day.
    ///
    /// # Errors
    /// [`HistoryError::Turn`] for a turn that cannot be made.
    pub fn advance(&mut self, day: f64, go_on: &dyn Fn() -> bool) -> Result<(), HistoryError> {
        loop {
            let next = self.next_stop().min(day);
            to(&mut self.campaign, next, go_on);
            if next >= day || !go_on() {
                return Ok(());
            }
            self.turn(next)?;
        }
    }

    /// The day of what comes next: a turn, or the parting.
    fn next_stop(&self) -> f64 {
        let turn = self.history.turns.get(self.made).map_or(f64::INFINITY, |turn| turn.day);
        let parting = self.history.parting.filter(|_| !self.parted).map_or(f64::INFINITY, |(day, _)| day);
        turn.min(parting)
    }

    fn turn(&mut self, day: f64) -> Result<(), HistoryError> {
        if let Some((at, replication)) = self.history.parting
            && !self.parted
            && at <= day
        {
            self.parted = true;
            self.campaign.part_ways(replication);
            return Ok(());
        }
        if let Some(turn) = self.history.turns.get(self.made) {
            self.made += 1;
            if self.campaign.situation().ending.is_some() {
                return Ok(()); // A war that was over before is no other for it.
            }
            let altered = self.campaign.alter(Arc::clone(&turn.war));
            altered.map_err(|why| HistoryError::Turn { day: turn.day, why })?;
        }
        Ok(())
    }
}

/// Plays a campaign to the last tick that begins on a day or before it.
fn to(campaign: &mut Campaign, day: f64, go_on: &dyn Fn() -> bool) {
    let tick = f64::from(campaign.war().clock.tick_days);
    let before = |campaign: &Campaign| campaign.day() + tick <= day;
    if before(campaign) {
        campaign.run(|it| if before(it) && go_on() { Verdict::Continue } else { Verdict::Stop });
    }
}
