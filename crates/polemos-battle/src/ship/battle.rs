//! The battle itself: a step is a list of passes.

use super::command;
use super::crew::Crew;
use super::design::Design;
use super::engage::{Deeds, Sight};
use super::fate::{Cause, Fate, Ledger};
use super::fleet::{FOR_EVER, Fleet};
use super::grid::{Cells, Grid};
use super::isa::Isa;
use super::luck::Luck;
use super::muster;
use super::nerve::{self, Turn};
use super::scene::{LuckOf, Scene};
use super::squadron::{Posture, Squadron};
use crate::bouts::{End, GroupLoss, Outcome};
use polemos_chance::{Key, mix64};

/// Rows in a part of work: small enough to share out, large enough not to be noticed.
const PART: usize = 1024;
/// Steps between two times that rows are brought into the order of space.
const TIDY: u32 = 8;
/// Steps between two times that squadrons take stock: where they are, who commands them, whether they stand.
const REVIEW: u32 = 4;
/// Purpose of draws about who falls dark.
const DARKNESS: u32 = 0x4234;

/// A battle in the course of being fought.
#[derive(Debug)]
pub struct Battle {
    luck: Luck,
    isa: Isa,
    size: [f32; 3],
    cells: Cells,
    designs: Vec<Design>,
    squadrons: Vec<Squadron>,
    fleets: [Fleet; 2],
    grids: [Grid; 2],
    /// Whether a side has ever had a ship that commands.
    commanded: [bool; 2],
    /// Share of its ships at whose loss a side breaks off; infinite if it never does.
    breakpoints: [f32; 2],
    /// The one class of a side whose ships hunt each on its own, while that is all they do.
    plain: [Option<u8>; 2],
    steps: u32,
    step_hours: f64,
    step: u32,
    updates: u64,
    /// What either side's ships have done.
    deeds: [Deeds; 2],
    ledger: Ledger,
    /// Ships that have left the field since the last look, if anyone keeps count.
    log: Option<Vec<(u32, Fate)>>,
}

/// What a battle has come to so far, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Steps fought.
    pub steps: u32,
    /// Ships on each side.
    pub ships: [u64; 2],
    /// Shots fired.
    pub shots: u64,
    /// Of which hit.
    pub hits: u64,
    /// Ships alive at the start of each step, added up.
    pub ship_updates: u64,
}

/// A battle that is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Fought {
    /// What came of it, in the words of the aggregated model: its groups are the squadrons, by the side on which they
    /// began.
    pub outcome: Outcome,
    /// What became of every ship.
    pub ledger: Ledger,
    /// In numbers.
    pub tally: Tally,
    /// Digest of the last situation and of the account.
    pub digest: u64,
}

impl Battle {
    /// Sets a scene up. Ask [`Scene::problems`] first: a scene that has some gives a battle of little meaning.
    #[must_use]
    pub fn new(scene: &Scene, seed: u64) -> Self {
        match scene.luck {
            LuckOf::Addressed => Self::with_key(scene, Key::new(seed, 0)),
            LuckOf::Published => Self::with_luck(scene, Luck::published(seed)),
        }
    }

    /// The same with the engine's own draws from this key, whatever the scene says.
    #[must_use]
    pub fn with_key(scene: &Scene, key: Key) -> Self {
        Self::with_luck(scene, Luck::Addressed(key))
    }

    fn with_luck(scene: &Scene, luck: Luck) -> Self {
        let size = scene.size();
        let squadrons = muster::raise(scene, luck);
        let designs: Vec<Design> = scene.class.iter().map(Design::new).collect();
        let commands =
            |side| squadrons.iter().any(|s| s.side == side && designs[usize::from(s.class)].commands);
        let mut battle = Self {
            luck,
            isa: Isa::widest(),
            size,
            cells: Cells::new(size, scene.cell()),
            commanded: [commands(0), commands(1)],
            breakpoints: [0, 1].map(|side: usize| scene.side[side].breakpoint.unwrap_or(f32::INFINITY)),
            plain: [None, None],
            designs,
            squadrons,
            fleets: Default::default(),
            grids: Default::default(),
            steps: scene.steps,
            step_hours: scene.step_hours,
            step: 0,
            updates: 0,
            deeds: Default::default(),
            ledger: Ledger::default(),
            log: None,
        };
        battle.plain = [0, 1].map(|side| battle.plain_class(side));
        battle.arrive();
        battle
    }

    /// Plays it with these instructions instead of the widest that the machine has. No bit of the result changes.
    #[must_use]
    pub fn with_isa(mut self, isa: Isa) -> Self {
        self.isa = isa;
        self
    }

    /// Fights to the end.
    pub fn fight(mut self, crew: &impl Crew) -> Fought {
        loop {
            if let Some(end) = self.ended() {
                return self.conclude(end);
            }
            self.step(crew);
        }
    }

    /// One step. Everybody decides from the situation at its start, and damage is done at its end.
    pub fn step(&mut self, crew: &impl Crew) {
        self.updates += self.ships().iter().sum::<u64>();
        self.arrive();
        self.happen();
        self.index(crew);
        self.take_stock(crew);
        self.order(crew);
        self.act(crew);
        self.absorb(crew);
        self.escape();
        self.step += 1;
    }

    /// How it has ended, if it has.
    #[must_use]
    pub fn ended(&self) -> Option<End> {
        let awaited = |side| self.squadrons.iter().any(|s| s.side == side && s.posture == Posture::Awaited);
        let out = [0, 1].map(|side| !self.able(side) && !awaited(side));
        match out {
            [true, true] => Some(End::BothDestroyed),
            [true, false] => Some(self.end_of(0)),
            [false, true] => Some(self.end_of(1)),
            [false, false] => (self.step >= self.steps).then_some(End::TimeUp),
        }
    }

    /// Ships on each side.
    #[must_use]
    pub fn ships(&self) -> [u64; 2] {
        [0, 1].map(|side: usize| self.fleets[side].len() as u64)
    }

    /// What it has come to so far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally {
            steps: self.step,
            ships: self.ships(),
            shots: self.deeds.iter().flat_map(|deeds| deeds.shots).sum(),
            hits: self.deeds.iter().flat_map(|deeds| deeds.hits).sum(),
            ship_updates: self.updates,
        }
    }

    /// Shots that a side has fired, and how many of them hit: by what moves, and by what does not.
    #[must_use]
    pub fn shots_and_hits(&self, side: usize) -> [[u64; 2]; 2] {
        let Deeds { shots, hits } = self.deeds[side];
        [0, 1].map(|kind: usize| [shots[kind], hits[kind]])
    }

    /// What has become of ships so far; those still there are not in it.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Bytes that its columns take up.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.fleets.iter().map(Fleet::bytes).sum::<usize>()
            + self.grids.iter().map(Grid::bytes).sum::<usize>()
    }

    /// The ships of a side, in no order that means anything.
    pub fn states(&self, side: usize) -> impl Iterator<Item = State> + '_ {
        let fleet = &self.fleets[side];
        (0..fleet.len()).map(|row| {
            let (motion, crewed) = (&fleet.motion, &fleet.crewed);
            State {
                squadron: crewed.squadron[row],
                ordinal: crewed.ordinal[row],
                class: crewed.class[row],
                place: [motion.x[row], motion.y[row], motion.z[row]],
                velocity: [motion.vx[row], motion.vy[row], motion.vz[row]],
                shield: crewed.shield[row],
                hull: crewed.hull[row],
                dark: crewed.dark[row] > 0,
            }
        })
    }

    /// A number that two situations share only if they are the same: where every ship is, how it moves and what it
    /// can bear, the steps, the shots and the account. The order of rows does not show in it.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let Tally { shots, hits, .. } = self.tally();
        let mut sum = mix64(u64::from(self.step) ^ shots << 20 ^ hits << 42);
        for side in [0, 1] {
            for state in self.states(side) {
                let owner = &self.squadrons[usize::from(state.squadron)];
                let mut hash =
                    mix64(side as u64 ^ u64::from(owner.entity) << 32 ^ u64::from(state.ordinal) << 1);
                let [x, y, z] = state.place;
                let [vx, vy, vz] = state.velocity;
                for value in [x, y, z, vx, vy, vz, state.shield, state.hull, f32::from(u8::from(state.dark))]
                {
                    // −0 and 0 are the same number.
                    hash = mix64(hash ^ u64::from((value + 0.0).to_bits()));
                }
                sum = sum.wrapping_add(hash);
            }
        }
        for entry in self.ledger.entries() {
            let kind = (entry.side as u64) << 32
                | u64::from(entry.class) << 16
                | (entry.fate as u64) << 8
                | entry.cause as u64;
            sum = sum.wrapping_add(mix64(mix64(kind) ^ entry.ships));
        }
        sum
    }

    /// Whether a side has anyone who is not dark for good.
    fn able(&self, side: usize) -> bool {
        let fleet = &self.fleets[side];
        if self.plain[side].is_some() {
            return !fleet.is_empty();
        }
        fleet.crewed.dark.iter().any(|dark| *dark != FOR_EVER)
    }

    /// The class of a side whose squadrons hunt ship by ship and never do anything else.
    fn plain_class(&self, side: usize) -> Option<u8> {
        let mut own = self.squadrons.iter().filter(|s| s.side == side);
        let class = own.next()?.class;
        let simple = |s: &Squadron| {
            s.class == class
                && s.doctrine.is_none()
                && !s.focus
                && !s.breakpoint.is_finite()
                && s.powered_by.is_empty()
                && s.dark.is_none()
        };
        let settled = self.squadrons.iter().all(|s| s.defects.is_none() && !s.sways.is_finite());
        let plain = settled
            && !self.breakpoints[side].is_finite()
            && self.squadrons.iter().filter(|s| s.side == side).all(simple);
        plain.then_some(class)
    }

    /// Squadrons whose step has come arrive.
    fn arrive(&mut self) {
        for number in 0..self.squadrons.len() {
            let squadron = &mut self.squadrons[number];
            if squadron.posture != Posture::Awaited || squadron.arrives > self.step {
                continue;
            }
            squadron.posture = Posture::Fighting;
            squadron.alive = squadron.ships;
            let (side, class, ships) = (squadron.side, squadron.class, u64::from(squadron.ships));
            let design = &self.designs[usize::from(class)];
            let fleet = &mut self.fleets[side];
            muster::set_down(fleet, &self.squadrons[number], number as u16, design, self.size, self.luck);
            self.ledger.enter(side, class, ships);
        }
    }

    /// What is appointed for this step: ships fall dark, squadrons change sides.
    fn happen(&mut self) {
        for number in 0..self.squadrons.len() {
            let squadron = &self.squadrons[number];
            if squadron.defects == Some(self.step) && squadron.alive > 0 {
                self.go_over(number, Cause::Appointed);
            }
            if self.squadrons[number].dark.is_some_and(|dark| dark.at == self.step) {
                self.darken(number);
            }
        }
    }

    /// Each ship of a squadron falls dark with a chance.
    fn darken(&mut self, number: usize) {
        let squadron = &self.squadrons[number];
        let Some(dark) = squadron.dark else { return };
        let crewed = &mut self.fleets[squadron.side].crewed;
        for row in 0..crewed.squadron.len() {
            if usize::from(crewed.squadron[row]) != number {
                continue;
            }
            let draw = |index: u32| {
                self.luck.unit(
                    DARKNESS,
                    squadron.entity,
                    self.step,
                    crewed.ordinal[row].wrapping_mul(2) + index,
                )
            };
            if draw(0) < f64::from(dark.share) {
                crewed.dark[row] = dark.steps.map_or(FOR_EVER, |[few, most]| {
                    let span = f64::from(most.saturating_sub(few)) + 1.0;
                    few.saturating_add((draw(1) * span) as u16).clamp(1, FOR_EVER - 1)
                });
            }
        }
    }

    /// A squadron changes sides, ships and all.
    fn go_over(&mut self, number: usize, cause: Cause) {
        let squadron = &mut self.squadrons[number];
        let (from, to) = (squadron.side, 1 - squadron.side);
        squadron.side = to;
        squadron.targets.clear();
        squadron.posture = Posture::Fighting;
        let ships = u64::from(squadron.alive);
        self.ledger.record(from, squadron.class, Fate::Defected, cause, ships);
        self.ledger.enter(to, squadron.class, ships);
        let [a, b] = &mut self.fleets;
        let (leaves, joins) = if from == 0 { (a, b) } else { (b, a) };
        for row in (0..leaves.len()).rev() {
            if usize::from(leaves.crewed.squadron[row]) == number {
                leaves.hand_over(row, joins);
            }
        }
    }

    /// Sorts both sides into cells, and now and then the rows themselves.
    fn index(&mut self, crew: &impl Crew) {
        let (cells, flat, tidy) = (&self.cells, self.flat(), self.step.is_multiple_of(TIDY));
        crew.share(self.grids.iter_mut().zip(&mut self.fleets).collect(), |(grid, fleet)| {
            grid.rebuild(cells, &fleet.motion, flat);
            if tidy {
                grid.tidy(fleet);
            }
        });
    }

    /// Squadrons take stock: where they are, who has power and command, who changes sides, who breaks.
    fn take_stock(&mut self, crew: &impl Crew) {
        if self.plain.iter().all(Option::is_some) || !self.step.is_multiple_of(REVIEW) {
            return;
        }
        let mut centres = [Vec::new(), Vec::new()];
        let squadrons = &self.squadrons;
        crew.share(centres.iter_mut().zip(&self.fleets).collect(), |(centres, fleet)| {
            *centres = command::survey(squadrons, fleet);
        });
        for (number, squadron) in self.squadrons.iter_mut().enumerate() {
            if let Some(Some(centre)) = centres[squadron.side].get(number) {
                squadron.centre = *centre;
            }
        }
        for side in [0, 1] {
            command::link(&mut self.squadrons, &self.designs, side, self.commanded[side]);
        }
        let changed = self.sway();
        let changed = self.waver() || changed;
        command::intrude(&mut self.squadrons);
        if changed {
            // Rows have moved between fleets: the grid must say so before anyone aims by it.
            self.index(crew);
        }
    }

    /// Squadrons whose threshold is reached change sides, all from the situation at the start.
    fn sway(&mut self) -> bool {
        let lost = [0, 1].map(|side| self.lost_share(side));
        let goes = |number: &usize| {
            let own = &self.squadrons[*number];
            own.sways.is_finite()
                && nerve::may_sway(own)
                && nerve::pressure(&self.squadrons, *number, lost) >= own.sways
        };
        let going: Vec<usize> = (0..self.squadrons.len()).filter(goes).collect();
        for number in &going {
            self.go_over(*number, Cause::Swayed);
        }
        !going.is_empty()
    }

    /// Squadrons break, or their whole side does: they flee, surrender, or stand to the last.
    fn waver(&mut self) -> bool {
        let sides_break = [0, 1].map(|side: usize| self.lost_share(side) >= self.breakpoints[side]);
        let mut turns = Vec::new();
        for (number, own) in self.squadrons.iter().enumerate() {
            let side_breaks = sides_break[own.side] && own.posture == Posture::Fighting;
            if own.alive == 0 || !(side_breaks || nerve::breaks(own)) {
                continue;
            }
            let design = &self.designs[usize::from(own.class)];
            let enemy = (&self.grids[1 - own.side], &self.cells);
            let turn = nerve::turn(own, design.speed > 0.0, enemy, design.sensor, self.luck, self.step);
            turns.push((number, turn, if side_breaks { Cause::SideBroke } else { Cause::SquadronBroke }));
        }
        let mut changed = false;
        for (number, turn, cause) in turns {
            let own = &mut self.squadrons[number];
            own.targets.clear();
            match turn {
                Turn::Flees(way) => own.posture = Posture::Fleeing(way, cause),
                Turn::Stands => own.posture = Posture::Cornered,
                Turn::Surrenders => {
                    changed = true;
                    self.remove(number, Fate::Surrendered, Cause::NoWayOut);
                }
            }
        }
        changed
    }

    /// Takes all ships of a squadron off the field.
    fn remove(&mut self, number: usize, fate: Fate, cause: Cause) {
        let squadron = &mut self.squadrons[number];
        self.ledger.record(squadron.side, squadron.class, fate, cause, u64::from(squadron.alive));
        squadron.alive = 0;
        let fleet = &mut self.fleets[squadron.side];
        for row in (0..fleet.len()).rev() {
            if usize::from(fleet.crewed.squadron[row]) == number {
                let (_, being) = fleet.swap_remove(row);
                if let Some(log) = &mut self.log {
                    log.push((squadron.first.wrapping_add(being.ordinal), fate));
                }
            }
        }
    }

    /// Share of the ships that came onto a side which fire has destroyed.
    fn lost_share(&self, side: usize) -> f32 {
        let entered = self.ledger.entered(side).max(1) as f64;
        (self.ledger.count(side, Fate::Destroyed) as f64 / entered) as f32
    }

    /// Orders: power, formations that move on, targets that are shared out.
    fn order(&mut self, crew: &impl Crew) {
        if self.plain.iter().all(Option::is_some) {
            return;
        }
        command::power(&mut self.squadrons);
        let numbers = 0..self.squadrons.len();
        let moved: Vec<Option<Squadron>> = numbers
            .map(|number| command::advance(&self.squadrons, number, &self.designs, self.size))
            .collect();
        for (squadron, moved) in self.squadrons.iter_mut().zip(moved) {
            if let Some(moved) = moved {
                *squadron = moved;
            }
        }
        let (designs, grids, fleets, cells) = (&self.designs, &self.grids, &self.fleets, &self.cells);
        let focused = self.squadrons.iter_mut().filter(|s| s.focus && s.alive > 0).collect();
        crew.share(focused, |squadron: &mut Squadron| {
            let enemy = 1 - squadron.side;
            squadron.targets = if squadron.under_orders() {
                command::choose_targets(squadron, designs, (&grids[enemy], cells), &fleets[enemy])
            } else {
                Vec::new()
            };
        });
    }

    /// Ships act: see [`engage`](super::engage::engage).
    fn act(&mut self, crew: &impl Crew) {
        let flat = self.flat();
        let [first, second] = &mut self.fleets;
        let sides =
            [(&first.crewed, &second.crewed, &second.damage), (&second.crewed, &first.crewed, &first.damage)];
        let mut side = 0;
        let sights = sides.map(|(own, foes, damage)| {
            side += 1;
            Sight {
                step: self.step,
                luck: self.luck,
                size: self.size,
                cells: &self.cells,
                designs: &self.designs,
                squadrons: &self.squadrons,
                own,
                foes,
                enemy: &self.grids[2 - side],
                damage,
                plain: self.plain[side - 1],
            }
        });
        let firsts = first.motion.x.len().div_ceil(PART);
        let mut deeds = vec![Deeds::default(); firsts + second.motion.x.len().div_ceil(PART)];
        let mut parts = Vec::with_capacity(deeds.len());
        let mut slots = deeds.iter_mut();
        for (sight, motion) in sights.iter().zip([&mut first.motion, &mut second.motion]) {
            let mut rows = motion.window();
            let mut at = 0;
            while !rows.x.is_empty() {
                let (part, rest) = {
                    let n = PART.min(rows.x.len());
                    rows.split_at(n)
                };
                let next = at + part.x.len();
                if let Some(slot) = slots.next() {
                    parts.push((sight, at, part, slot));
                }
                (rows, at) = (rest, next);
            }
        }
        let isa = self.isa;
        crew.share(parts, |(sight, at, part, slot)| {
            *slot =
                if flat { isa.engage::<true>(sight, at, part) } else { isa.engage::<false>(sight, at, part) };
        });
        for (number, part) in deeds.iter().enumerate() {
            let side = &mut self.deeds[usize::from(number >= firsts)];
            for kind in [0, 1] {
                side.shots[kind] += part.shots[kind];
                side.hits[kind] += part.hits[kind];
            }
        }
    }

    /// Damage is done: to shields first, then to hulls; shields recover, and so may the dark; the dead go.
    fn absorb(&mut self, crew: &impl Crew) {
        let (designs, squadrons) = (&self.designs, &self.squadrons);
        let mut dead = [Vec::new(), Vec::new()];
        crew.share(
            self.fleets.iter_mut().zip(&mut dead).zip(self.plain).collect(),
            |((fleet, dead), plain)| {
                *dead = match plain {
                    Some(class) => absorb_plain(fleet, &designs[usize::from(class)]),
                    None => absorb_all(fleet, designs, squadrons),
                };
            },
        );
        for (side, dead) in dead.into_iter().enumerate() {
            for (number, ordinal, dark) in dead {
                let squadron = &mut self.squadrons[usize::from(number)];
                if let Some(log) = &mut self.log {
                    log.push((squadron.first.wrapping_add(ordinal), Fate::Destroyed));
                }
                squadron.alive -= 1;
                squadron.destroyed += 1;
                let cause = match squadron.posture {
                    _ if dark => Cause::Dark,
                    Posture::Fleeing(..) => Cause::InFlight,
                    _ => Cause::InAction,
                };
                self.ledger.record(side, squadron.class, Fate::Destroyed, cause, 1);
            }
        }
    }

    /// Ships that flee and have reached a wall are away.
    fn escape(&mut self) {
        if !self.squadrons.iter().any(|s| s.flees() && s.alive > 0) {
            return;
        }
        for (side, fleet) in self.fleets.iter_mut().enumerate() {
            for row in (0..fleet.len()).rev() {
                let squadron = &mut self.squadrons[usize::from(fleet.crewed.squadron[row])];
                let at_wall = |place: f32, end: f32| place <= 0.0 || place >= end;
                let (x, y) = (fleet.motion.x[row], fleet.motion.y[row]);
                if squadron.flees() && (at_wall(x, self.size[0]) || at_wall(y, self.size[1])) {
                    squadron.alive -= 1;
                    self.ledger.record(side, squadron.class, Fate::Retreated, nerve::cause_of(squadron), 1);
                    let (_, being) = fleet.swap_remove(row);
                    if let Some(log) = &mut self.log {
                        log.push((squadron.first.wrapping_add(being.ordinal), Fate::Retreated));
                    }
                    squadron.leaves(&being, &self.designs[usize::from(being.class)]);
                }
            }
        }
    }

    fn flat(&self) -> bool {
        self.size[2] <= 0.0
    }

    /// How a side that has no one left has ended: as most of those did who did not go over.
    fn end_of(&self, side: usize) -> End {
        let [destroyed, retreated, surrendered] =
            [Fate::Destroyed, Fate::Retreated, Fate::Surrendered].map(|fate| self.ledger.count(side, fate));
        if retreated > 0 && retreated >= surrendered {
            End::Broke(side)
        } else if surrendered > 0 && surrendered >= destroyed.min(1) {
            End::Surrendered(side)
        } else {
            End::Destroyed(side)
        }
    }

    /// Closes the account, and says what came of it.
    pub(super) fn conclude(mut self, end: End) -> Fought {
        for side in [0, 1] {
            let beaten = end.loser() == Some(side);
            let mut left: Vec<(u8, bool, u64)> = Vec::new();
            for (class, dark) in self.fleets[side].crewed.class.iter().zip(&self.fleets[side].crewed.dark) {
                match left.iter_mut().find(|entry| (entry.0, entry.1) == (*class, *dark > 0)) {
                    Some(entry) => entry.2 += 1,
                    None => left.push((*class, *dark > 0, 1)),
                }
            }
            for (class, dark, ships) in left {
                let (fate, cause) = match (dark, beaten) {
                    (false, _) => (Fate::Present, Cause::InAction),
                    (true, false) => (Fate::Disabled, Cause::Dark),
                    (true, true) => (Fate::Captured, Cause::Dark),
                };
                self.ledger.record(side, class, fate, cause, ships);
            }
        }
        let digest = self.digest();
        let outcome = Outcome {
            hours: f64::from(self.step) * self.step_hours,
            bouts: self.step,
            end,
            lost: [0, 1].map(|side| self.losses(side)),
            value_lost_share: [0, 1].map(|side| self.value_lost_share(side)),
        };
        Fought { outcome, tally: self.tally(), digest, ledger: self.ledger }
    }

    fn losses(&self, home: usize) -> Vec<GroupLoss> {
        let own = self.squadrons.iter().filter(|s| s.home == home && s.posture != Posture::Awaited);
        own.map(|s| GroupLoss { entity: s.entity, class: s.class.into(), ships: s.ships, lost: s.destroyed })
            .collect()
    }

    fn value_lost_share(&self, home: usize) -> f64 {
        let (mut whole, mut lost) = (0.0, 0.0);
        for squadron in self.squadrons.iter().filter(|s| s.home == home && s.posture != Posture::Awaited) {
            let value = self.designs[usize::from(squadron.class)].value();
            whole += value * f64::from(squadron.ships);
            lost += value * f64::from(squadron.destroyed);
        }
        if whole > 0.0 { lost / whole } else { 0.0 }
    }

    /// Squadrons, in the scene's order, copies one after the other.
    pub(super) fn squadrons(&self) -> &[Squadron] {
        &self.squadrons
    }

    /// From now on, ships that leave the field are noted.
    pub(super) fn keep_log(&mut self) {
        self.log.get_or_insert_with(Vec::new);
    }

    /// Ships that have left the field since [`Self::keep_log`], by number, and what became of them.
    pub(super) fn log(&self) -> &[(u32, Fate)] {
        self.log.as_deref().unwrap_or_default()
    }

    /// Edges of the arena.
    #[must_use]
    pub fn size(&self) -> [f32; 3] {
        self.size
    }

    /// Points of shield and hull of a whole ship of a class.
    pub(super) fn staying(&self, class: u8) -> f32 {
        self.designs[usize::from(class)].staying()
    }

    /// Points of shield and hull that each ship of a side lacks, with its squadron.
    pub(super) fn lacks(&self, side: usize) -> impl Iterator<Item = (u16, f32)> + '_ {
        let crewed = &self.fleets[side].crewed;
        let lack = move |row: usize| {
            let design = &self.designs[usize::from(crewed.class[row])];
            (crewed.squadron[row], design.staying() - crewed.shield[row] - crewed.hull[row])
        };
        (0..crewed.squadron.len()).map(lack)
    }

    /// A squadron changes sides now, because someone outside says so.
    pub(super) fn turn_coat(&mut self, number: usize) {
        if self.squadrons[number].alive > 0 {
            self.go_over(number, Cause::Swayed);
        }
    }

    /// A side breaks off by order: what moves makes for the widest opening, or straight away from the enemy where none
    /// is wide; what cannot move stays.
    pub(super) fn withdraw(&mut self, side: usize, crew: &impl Crew) {
        self.index(crew);
        let (grid, cells) = (&self.grids[1 - side], &self.cells);
        for own in self.squadrons.iter_mut().filter(|s| s.side == side && s.alive > 0) {
            let design = &self.designs[usize::from(own.class)];
            if design.speed <= 0.0 || own.flees() {
                continue;
            }
            let way = nerve::way_out(own, (grid, cells), design.sensor);
            let way = way.unwrap_or_else(|| nerve::away_from(own, grid));
            own.targets.clear();
            own.posture = Posture::Fleeing(way, Cause::SideBroke);
        }
    }

    /// A side gives itself up, ships and all.
    pub(super) fn surrender(&mut self, side: usize) {
        for number in 0..self.squadrons.len() {
            if self.squadrons[number].side == side && self.squadrons[number].alive > 0 {
                self.let_go(number, Fate::Surrendered, Cause::NoWayOut);
            }
        }
    }

    /// Nobody follows those who flee any longer: they are away.
    pub(super) fn lose_sight(&mut self) {
        for number in 0..self.squadrons.len() {
            let own = &self.squadrons[number];
            if own.flees() && own.alive > 0 {
                let cause = nerve::cause_of(own);
                self.let_go(number, Fate::Retreated, cause);
            }
        }
    }

    /// Takes the ships of a squadron off the field alive.
    fn let_go(&mut self, number: usize, fate: Fate, cause: Cause) {
        let side = self.squadrons[number].side;
        let crewed = &self.fleets[side].crewed;
        let rows = (0..crewed.squadron.len()).filter(|row| usize::from(crewed.squadron[*row]) == number);
        let design = &self.designs[usize::from(self.squadrons[number].class)];
        let lack = |row: usize| f64::from(design.staying() - crewed.shield[row] - crewed.hull[row]);
        let (ships, lacking) = rows.fold((0, 0.0), |(n, sum), row| (n + 1, sum + lack(row)));
        let own = &mut self.squadrons[number];
        (own.away, own.away_lack) = (own.away + ships, own.away_lack + lacking);
        self.remove(number, fate, cause);
    }

    /// Whether every ship that came onto a side is there or accounted for.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        [0, 1]
            .iter()
            .all(|side| self.ledger.entered(*side) == self.ledger.settled(*side) + self.ships()[*side])
    }
}

/// A ship as others may see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    /// Its squadron, by number.
    pub squadron: u16,
    /// Its number within the squadron.
    pub ordinal: u32,
    /// Its class, by its place in the scene.
    pub class: u8,
    /// Where it is.
    pub place: [f32; 3],
    /// How far it goes in a step.
    pub velocity: [f32; 3],
    /// Shield points left.
    pub shield: f32,
    /// Hull points left.
    pub hull: f32,
    /// Whether it is dark.
    pub dark: bool,
}

/// A ship that was destroyed: its squadron, its number within it, and whether it was dark.
type Dead = (u16, u32, bool);

/// Damage to ships of one class that are neither dark nor without power.
fn absorb_plain(fleet: &mut Fleet, design: &Design) -> Vec<Dead> {
    let columns = fleet.crewed.shield.iter_mut().zip(&mut fleet.crewed.hull).zip(&mut fleet.damage);
    let mut rows = Vec::new();
    for (row, ((shield, hull), damage)) in columns.enumerate() {
        let taken = std::mem::take(damage.get_mut());
        let left = *shield - taken as f32;
        *hull += left.min(0.0);
        *shield = (left.max(0.0) + design.recharge).min(design.shield);
        if *hull <= 0.0 {
            rows.push(row);
        }
    }
    let out = |row: usize| {
        let (_, being) = fleet.swap_remove(row);
        (being.squadron, being.ordinal, false)
    };
    rows.into_iter().rev().map(out).collect()
}

/// Damage to ships of any class. Shields recover with power only, and not in the dark; darkness ends in time.
fn absorb_all(fleet: &mut Fleet, designs: &[Design], squadrons: &[Squadron]) -> Vec<Dead> {
    let crewed = &mut fleet.crewed;
    let mut rows = Vec::new();
    for (row, damage) in fleet.damage.iter_mut().enumerate() {
        let design = &designs[usize::from(crewed.class[row])];
        let taken = std::mem::take(damage.get_mut());
        let left = crewed.shield[row] - taken as f32;
        let dark = &mut crewed.dark[row];
        let recovers = *dark == 0 && squadrons[usize::from(crewed.squadron[row])].powered;
        let recharge = if recovers { design.recharge } else { 0.0 };
        if *dark > 0 && *dark != FOR_EVER {
            *dark -= 1;
        }
        crewed.hull[row] += left.min(0.0);
        crewed.shield[row] = (left.max(0.0) + recharge).min(design.shield);
        if crewed.hull[row] <= 0.0 {
            rows.push(row);
        }
    }
    let out = |row: usize| {
        let (_, being) = fleet.swap_remove(row);
        (being.squadron, being.ordinal, being.dark > 0)
    };
    rows.into_iter().rev().map(out).collect()
}
