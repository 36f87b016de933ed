//! An engagement of groups fought unit by unit: the commanders decide as they do in the aggregated model, from what is
//! left of the groups; everything else happens among the ships.
//!
//! What comes out is what the aggregated model gives: the engagement with what is left in its groups, and an
//! [`Outcome`]. Between looks of the commanders someone may watch, and send bodies over to the other side.

use super::battle::{Battle, Fought, Tally};
use super::crew::Crew;
use super::form::HIT;
use super::replay::Recorder;
use super::scene::Scene;
use super::squadron::Posture;
use super::staging::Staging;
use crate::bouts::{Council, End, Outcome};
use crate::engagement::{Engagement, amount};
use polemos_chance::Key;

/// Steps between two looks of the commanders.
pub const LOOK: u32 = 5;
/// Marks keys that are derived for a battle unit by unit.
const UNIT_BY_UNIT: u64 = 0x7368_6970_0001;

/// Someone who watches a battle between the commanders' looks.
pub trait Witness {
    /// Called before the first step.
    fn begin(&mut self, _battle: &mut Staged) {}

    /// Called after each look, `hours` after the start. Bodies may be sent over by [`Staged::go_over`].
    fn look(&mut self, battle: &mut Staged, hours: f64);

    /// Called after each step.
    fn stepped(&mut self, _battle: &Staged) {}

    /// Called after the last step, before the account is closed.
    fn over(&mut self, _battle: &Staged) {}
}

/// Nobody watches.
impl Witness for () {
    fn look(&mut self, _: &mut Staged, _: f64) {}
}

/// An engagement in the course of being fought unit by unit.
#[derive(Debug)]
pub struct Staged {
    scene: Scene,
    battle: Battle,
    engagement: Engagement,
    council: Council,
    /// The body of each squadron of the scene.
    bodies: Vec<usize>,
    /// Side and group in which each body is now.
    groups: Vec<(usize, usize)>,
    /// Groups with which the first side began.
    first_groups: usize,
    /// The side that has broken off, and at which step.
    broke: Option<(usize, u32)>,
}

/// An engagement that has been fought unit by unit.
#[derive(Clone, Debug, PartialEq)]
pub struct StagedOutcome {
    /// What is left of it.
    pub engagement: Engagement,
    /// What came of it, as the aggregated model would say it.
    pub outcome: Outcome,
    /// What came of it, ship by ship.
    pub fought: Fought,
    /// Ships of each group that were destroyed, by the side on which they began; those that went over are not among
    /// them unless they were destroyed there.
    pub destroyed: [Vec<u64>; 2],
    /// The scene that was fought: its classes stand in the order of sides and groups.
    pub scene: Scene,
}

impl Staged {
    /// Sets an engagement out.
    ///
    /// # Errors
    ///
    /// Sentences about what stands in the way.
    pub fn new(engagement: Engagement, staging: &Staging) -> Result<Self, Vec<String>> {
        let problems = staging.problems(&engagement);
        if !problems.is_empty() {
            return Err(problems);
        }
        let (scene, bodies) = staging.scene(&engagement);
        let problems = scene.problems();
        if !problems.is_empty() {
            return Err(problems);
        }
        let key: Key = engagement
            .key
            .derive(UNIT_BY_UNIT, u64::from(engagement.entity) << 32 | u64::from(engagement.tick));
        Ok(Self {
            battle: Battle::with_key(&scene, key),
            council: Council::new(&engagement),
            groups: staging.bodies.iter().map(|body| (body.side, body.group)).collect(),
            scene,
            first_groups: engagement.sides[0].groups.len(),
            engagement,
            bodies,
            broke: None,
        })
    }

    /// The scene that is fought.
    #[must_use]
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// The ships.
    #[must_use]
    pub fn battle(&self) -> &Battle {
        &self.battle
    }

    /// A recorder of this battle, with a frame every so many steps.
    #[must_use]
    pub fn record(&mut self, every: u32) -> Recorder {
        Recorder::new(&self.scene, &mut self.battle, every)
    }

    /// The engagement, its groups as they were at the commanders' last look.
    #[must_use]
    pub fn engagement(&self) -> &Engagement {
        &self.engagement
    }

    /// The engagement with those in its groups who are on the field now, or still to come.
    #[must_use]
    pub fn on_field(&self) -> Engagement {
        let mut engagement = self.engagement.clone();
        self.muster(&mut engagement, false);
        engagement
    }

    /// In numbers, so far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.battle.tally()
    }

    /// Hours since the start.
    #[must_use]
    pub fn hours(&self) -> f64 {
        f64::from(self.battle.tally().steps) * self.scene.step_hours
    }

    /// Adds an empty group like this one to the other side, for those who go over from it; its row there.
    pub fn mirror(&mut self, side: usize, group: usize, entity: u32) -> usize {
        let mut formed = self.engagement.sides[side].groups[group].clone();
        formed.stages = Default::default();
        formed.entity = entity;
        let groups = &mut self.engagement.sides[1 - side].groups;
        groups.push(formed);
        groups.len() - 1
    }

    /// Ships that a body still has on the field.
    #[must_use]
    pub fn present(&self, body: usize) -> u32 {
        let own = self.battle.squadrons().iter().zip(&self.bodies).filter(|(_, of)| **of == body);
        own.map(|(squadron, _)| squadron.alive).sum()
    }

    /// Ships of a body that have not been destroyed, on the field or away.
    #[must_use]
    pub fn alive(&self, body: usize) -> u32 {
        let own = self.battle.squadrons().iter().zip(&self.bodies).filter(|(_, of)| **of == body);
        own.map(|(squadron, _)| squadron.alive + squadron.away).sum()
    }

    /// Sends a body over to a group of the other side, with those of its ships that are on the field and those that
    /// have left it.
    pub fn go_over(&mut self, body: usize, group: usize) {
        for number in 0..self.bodies.len() {
            if self.bodies[number] == body {
                self.battle.turn_coat(number);
            }
        }
        self.groups[body] = (1 - self.groups[body].0, group);
    }

    /// Fights to the end.
    pub fn fight(mut self, crew: &impl Crew, witness: &mut impl Witness) -> StagedOutcome {
        witness.begin(&mut self);
        loop {
            if let Some(end) = self.step(crew, witness) {
                witness.over(&self);
                return self.finish(end);
            }
        }
    }

    /// One step; how it has ended, if it has.
    pub fn step(&mut self, crew: &impl Crew, witness: &mut impl Witness) -> Option<End> {
        self.battle.step(crew);
        witness.stepped(self);
        let steps = self.battle.tally().steps;
        if let Some((side, since)) = self.broke {
            let hours = f64::from(steps - since) * self.scene.step_hours;
            let over = hours >= amount(self.engagement.rules.pursuit) || !self.flees(side);
            return over.then_some(End::Broke(side));
        }
        if let Some(end) = self.battle.ended() {
            return Some(end);
        }
        if !steps.is_multiple_of(LOOK) {
            return None;
        }
        self.engagement = self.on_field();
        let hours = self.hours();
        witness.look(self, hours);
        self.engagement = self.on_field();
        let end = self.council.decide(&self.engagement, f64::from(LOOK) * self.scene.step_hours);
        match end {
            Some(End::Broke(side)) => {
                self.battle.withdraw(side, crew);
                self.broke = Some((side, steps));
                None
            }
            Some(End::Surrendered(side)) => {
                self.battle.surrender(side);
                end
            }
            // Nobody is left on the field; whether destroyed or away, the account of the ships says.
            Some(_) => self.battle.ended(),
            None => None,
        }
    }

    /// Closes the account.
    #[must_use]
    pub fn finish(mut self, end: End) -> StagedOutcome {
        self.battle.lose_sight();
        let mut engagement = self.engagement.clone();
        self.muster(&mut engagement, true);
        self.engagement = engagement;
        let destroyed = self.destroyed();
        let outcome = self.council.outcome(&self.engagement, end);
        let mut fought = self.battle.conclude(end);
        let outcome = Outcome { hours: fought.outcome.hours, bouts: fought.tally.steps, ..outcome };
        fought.outcome = outcome.clone();
        StagedOutcome { engagement: self.engagement, outcome, fought, destroyed, scene: self.scene }
    }

    fn destroyed(&self) -> [Vec<u64>; 2] {
        let classes = self.scene.class.len();
        let mut by_class = vec![0; classes];
        self.battle.squadrons().iter().for_each(|s| by_class[usize::from(s.class)] += u64::from(s.destroyed));
        // Classes of the scene are the groups as they began, the first side's before the second's.
        let second = by_class.split_off(self.first_groups);
        [by_class, second]
    }

    fn flees(&self, side: usize) -> bool {
        self.battle.squadrons().iter().any(|s| s.side == side && s.flees() && s.alive > 0)
    }

    /// Puts what is left into the engagement's groups: ships on the field and still to come, and at the end those that left it too.
    fn muster(&self, engagement: &mut Engagement, all: bool) {
        for group in engagement.sides.iter_mut().flat_map(|side| &mut side.groups) {
            group.stages = Default::default();
        }
        for side in [0, 1] {
            for (squadron, lack) in self.battle.lacks(side) {
                let (side, group) = self.groups[self.bodies[usize::from(squadron)]];
                let group = &mut engagement.sides[side].groups[group];
                group.stages[stage(f64::from(lack), group.hits_to_kill())] += 1;
            }
        }
        for (squadron, body) in self.battle.squadrons().iter().zip(&self.bodies) {
            let (side, group) = self.groups[*body];
            let group = &mut engagement.sides[side].groups[group];
            if squadron.posture == Posture::Awaited {
                group.stages[stage(f64::from(squadron.worn), group.hits_to_kill())] += squadron.ships;
            }
            if !all {
                continue;
            }
            let mean = squadron.away_lack / f64::from(squadron.away.max(1));
            group.stages[stage(mean, group.hits_to_kill())] += squadron.away;
        }
    }
}

/// The damage stage of a ship that lacks so many points and is destroyed by so many reference hits.
fn stage(lack: f64, hits: usize) -> usize {
    (libm::floor(lack / HIT + 1e-6).max(0.0) as usize).min(hits - 1)
}
