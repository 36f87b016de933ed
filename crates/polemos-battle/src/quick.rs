//! The quick form: what a battle promises, without fighting it.
//!
//! The bout model in the mean is separable. With h the hits a side has taken per ship, L(h) the share of its ships
//! these have killed, and E ∝ (1 − L)^φ its firing number, both sides obey dh/dt ∝ the other's E, so that
//! `F·R·∫(1 − L)^φ dh` is spent alike on both sides: Lanchester's square law for φ = 1 and k = 1, his linear law for
//! φ = 0 (the generalised exponents are Willard's, 1962). Hence who outlasts whom, and what it costs, follow from one
//! short table a side. The chance of winning adds what the estimate of the enemy may be wrong by to the battle's own
//! noise. Where calibration has told the rules that ranks come into range in time, that who holds his ground gives a part of
//! his fire, and the like, each side gives so much of its fire as it does on the mean over the battle's course. Flight is left
//! out. A test holds it against the simulated mean.

mod course;

use crate::bouts::{Mixture, Pairs, density, fire_of, unwasted};
use crate::engagement::{Breakpoint, Group, MAX_STAGES, Rules, amount, share};
use course::{Course, FireGiven};
use polemos_chance::special::normal_cdf;
use std::ops::Add;

/// Points of a side's table of losses, from none to its breakpoint.
const POINTS: usize = 6;
/// Most steps in which the chain of stages is followed.
const CHAIN_STEPS: usize = 100;
/// How often a battle's course is worked out anew from what came of it.
const ROUNDS: usize = 2;
/// How much stronger and weaker, as a logarithm, a side is thought of when is asked how that grows with strength.
const STRETCH: f64 = 0.2;
/// Losses below this are not told from none.
const LEAST_SHARE: f64 = 0.01;
/// Share of those in front whose death leaves the rest as damaged as they will be: their places are taken by others.
const WORN_OUT: f64 = 0.7;
/// Nothing is surer than this: panic strikes winners too.
const LEAST_CHANCE: f64 = 0.005;
/// The normal quantile of 95 %.
const NINETY_FIVE: f64 = 1.644_853_626_951_472_2;

/// What a staff expects of a battle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Projection {
    /// Chance that the enemy breaks first.
    pub win: f64,
    /// Own loss, share of ships: the median.
    pub loss_share_own: f64,
    /// Own loss: the 5 % point.
    pub low: f64,
    /// Own loss: the 95 % point.
    pub high: f64,
    /// The enemy's loss, share of ships: the median.
    pub loss_share_enemy: f64,
    /// Expected length, hours.
    pub hours: f64,
}

/// A body of ships summed up: all that the quick form needs. Forces add.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Force {
    /// Ships.
    pub ships: f64,
    /// Coordinated aimed hits an hour if all fire.
    pub coordinated: f64,
    /// Uncoordinated aimed hits an hour if all fire.
    pub scattered: f64,
    /// Area hits an hour if all fire, at the nominal density of targets.
    pub area: f64,
    /// Of all of these hits, those of what cannot move.
    pub fixed: f64,
    /// Ships that cannot move.
    pub fixed_ships: f64,
    /// Whether it holds its ground: it stands beside what cannot move, or is come to where it has no way out.
    pub holds: bool,
    /// Ships that can fire.
    pub firing: f64,
    /// Hits that would kill all.
    pub staying: f64,
    /// Stages regained an hour, summed over ships.
    pub recovery: f64,
    /// Value on the common scale.
    pub value: f64,
    /// Value lost a hit on every ship: value over the hits that kill a ship.
    pub value_per_hit: f64,
    /// Value that coordinated fire is at any time about to kill: in each group one ship, on average half-way.
    pub half_killed: f64,
}

impl Force {
    /// Sums up groups of ordinary skill.
    #[must_use]
    pub fn of(groups: &[Group]) -> Self {
        groups.iter().fold(Self::default(), |sum, group| sum + Self::of_group(group))
    }

    /// Sums up groups of ordinary skill whose hits count on these enemies as a table says, on the mean over those they
    /// may fall on.
    #[must_use]
    pub fn against(groups: &[Group], enemy: &[Group], pairs: &Pairs) -> Self {
        let mean = |of: &dyn Fn(&Group) -> f64| {
            let ships: f64 = enemy.iter().map(|target| f64::from(target.ships())).sum();
            let sum: f64 = enemy.iter().map(|target| f64::from(target.ships()) * of(target)).sum();
            if ships > 0.0 { sum / ships } else { 1.0 }
        };
        let counts = |group: &Group| mean(&|target| pairs.factor(group.class, target.class));
        let summed = groups.iter().map(|group| Self::of_group(group).skilled(counts(group)));
        let force = summed.fold(Self::default(), |sum, force| sum + force);
        let mut mixture = Mixture::default();
        mixture.fill(
            pairs,
            groups.iter().map(|group| (group, f64::from(group.ships()) * group.fire_per_ship())),
        );
        let apart = mean(&|target| mixture.counts_apart(pairs, target));
        let together = mean(&|target| mixture.counts(pairs, target));
        if together == apart { force } else { force.skilled(together / apart) }
    }

    fn of_group(group: &Group) -> Self {
        let ships = f64::from(group.ships());
        let hits = ships * group.fire_per_ship();
        let value = ships * group.value_per_ship();
        let toughness = group.hits_to_kill() as f64;
        let aimed = if group.weapon.area { 0.0 } else { hits };
        let command = share(group.command);
        Self {
            ships,
            coordinated: aimed * command,
            scattered: aimed * (1.0 - command),
            area: hits - aimed,
            fixed: if group.immobile { hits } else { 0.0 },
            fixed_ships: if group.immobile { ships } else { 0.0 },
            holds: group.immobile && ships > 0.0,
            firing: if hits > 0.0 { ships } else { 0.0 },
            staying: group.staying_hits(),
            recovery: ships * amount(group.recovery_per_hour),
            value,
            value_per_hit: if ships > 0.0 { value * ships / group.staying_hits() } else { 0.0 },
            half_killed: if ships > 0.0 { group.value_per_ship() * (0.5 - 0.5 / toughness) } else { 0.0 },
        }
    }

    /// Hits that kill a ship of average value.
    fn toughness(&self) -> f64 {
        if self.value_per_hit > 0.0 { self.value / self.value_per_hit } else { 1.0 }
    }

    /// The same force with its hits multiplied: its commander's skill, or doubt about it.
    #[must_use]
    pub fn skilled(self, skill: f64) -> Self {
        let skill = amount(skill);
        Self {
            coordinated: self.coordinated * skill,
            scattered: self.scattered * skill,
            area: self.area * skill,
            fixed: self.fixed * skill,
            ..self
        }
    }

    /// The same force, which holds its ground: it is come to, and has no way out.
    #[must_use]
    pub fn holding(self) -> Self {
        Self { holds: true, ..self }
    }

    /// The same force, of whose fire so great a share is of what cannot move.
    #[must_use]
    pub fn anchored(self, part: f64) -> Self {
        let part = share(part);
        let fixed = part * self.fire();
        Self { fixed, fixed_ships: part * self.ships, holds: self.holds || part > 0.0, ..self }
    }

    /// Share of its fire that it gives when so great a share of it is left and so great a share of its ranks is in range: what
    /// moves holds back where it holds its ground.
    fn given(&self, rules: &Rules, left: f64, in_range: f64) -> f64 {
        if self.fire() <= 0.0 {
            return in_range;
        }
        let fixed = self.fixed_fire();
        let held = if self.holds { rules.held(left) } else { 1.0 };
        in_range * (fixed + (1.0 - fixed) * held)
    }

    /// All of its fire.
    fn fire(&self) -> f64 {
        self.coordinated + self.scattered + self.area
    }

    /// Share of its fire that is given by what cannot move; 0 where there is none.
    pub(crate) fn fixed_fire(&self) -> f64 {
        let all = self.fire();
        if all > 0.0 { share(self.fixed / all) } else { 0.0 }
    }

    /// Share of its ships that cannot move.
    fn fixed_share(&self) -> f64 {
        share(self.fixed_ships / self.ships)
    }

    /// A force `factor` times as many.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let factor = amount(factor);
        Self {
            ships: self.ships * factor,
            fixed_ships: self.fixed_ships * factor,
            firing: self.firing * factor,
            staying: self.staying * factor,
            recovery: self.recovery * factor,
            value: self.value * factor,
            value_per_hit: self.value_per_hit * factor,
            ..self.skilled(factor)
        }
    }
}

impl Add for Force {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            ships: self.ships + other.ships,
            coordinated: self.coordinated + other.coordinated,
            scattered: self.scattered + other.scattered,
            area: self.area + other.area,
            fixed: self.fixed + other.fixed,
            fixed_ships: self.fixed_ships + other.fixed_ships,
            holds: self.holds || other.holds,
            firing: self.firing + other.firing,
            staying: self.staying + other.staying,
            recovery: self.recovery + other.recovery,
            value: self.value + other.value,
            value_per_hit: self.value_per_hit + other.value_per_hit,
            half_killed: self.half_killed + other.half_killed,
        }
    }
}

/// Projects a battle of `own` groups against `enemy` groups of ordinary skill. `leaves` is when the own side leaves
/// (a number is the tolerance of an ordinary commander), `spread` the standard deviation of the estimate of the
/// enemy's log-strength.
#[must_use]
pub fn project(
    own: &[Group],
    enemy: &[Group],
    rules: &Rules,
    leaves: impl Into<Breakpoint>,
    spread: f64,
) -> Projection {
    project_forces(&Force::of(own), &Force::of(enemy), rules, leaves, spread)
}

/// The same from forces already summed up.
#[must_use]
pub fn project_forces(
    own: &Force,
    enemy: &Force,
    rules: &Rules,
    leaves: impl Into<Breakpoint>,
    spread: f64,
) -> Projection {
    let battle = match Exchange::of(own, enemy, rules, leaves.into()) {
        Ok(battle) => battle,
        Err(known) => return known,
    };
    let deviation = battle.deviation(spread);
    let scale = libm::exp(0.5 * battle.steps * NINETY_FIVE * deviation);
    let median = battle.last(1.0);
    let fixed = own.fixed_share().max(enemy.fixed_share());
    let hours = rules.hours_to_range(own.holds || enemy.holds, fixed) + battle.hours(&median);
    let loss = battle.own.loss(median.own);
    // Who leaves a lost battle early may lose less in it than in one that he wins: the ends are put in order.
    let ends = [battle.own_loss(scale), battle.own_loss(1.0 / scale)];
    Projection {
        win: battle.win(deviation),
        loss_share_own: loss,
        low: ends[0].min(ends[1]).min(loss),
        high: ends[0].max(ends[1]).max(loss),
        loss_share_enemy: battle.enemy.loss(median.enemy),
        hours: hours.min(rules.max_hours),
    }
}

/// The chance of winning and the own loss of [`project_forces`], without the rest.
#[must_use]
pub fn odds_of_forces(
    own: &Force,
    enemy: &Force,
    rules: &Rules,
    leaves: impl Into<Breakpoint>,
    spread: f64,
) -> (f64, f64) {
    match Exchange::of(own, enemy, rules, leaves.into()) {
        Ok(battle) => (battle.win(battle.deviation(spread)), battle.own_loss(1.0)),
        Err(known) => (known.win, known.loss_share_own),
    }
}

/// How many times as fast a force kills a share `loss` of an enemy when its aimed fire is coordinated as when every
/// ship fires for itself: what command is worth, over hits, density and recharge.
#[must_use]
pub fn coordination_gain(force: &Force, enemy: &Force, rules: &Rules, loss: f64) -> f64 {
    let aimed = force.coordinated + force.scattered;
    let time = |coordinated: f64, scattered: f64| {
        let fire = Volume::of(&Force { coordinated, scattered, ..*force }, enemy, rules, (1.0, 0.0));
        let table = Table::new(enemy, &fire, rules, (share(loss).max(LEAST_SHARE), f64::INFINITY, 1.0));
        table.hits[POINTS - 1] / fire.hits.max(1e-300)
    };
    time(0.0, aimed) / time(aimed, 0.0)
}

/// Share of a battle's hours after which those lie in front who are damaged first.
const FIRST_OF_FRONT: f64 = 0.25;

/// What a force delivers on an enemy at the start.
#[derive(Clone, Copy)]
struct Volume {
    /// Hits an hour that count.
    hits: f64,
    /// Share of them that is coordinated.
    coordinated: f64,
    /// How it grows with numbers.
    exponent: f64,
    /// Hits that kill a ship.
    toughness: f64,
    /// Stages that a damaged ship regains while one random hit falls on it.
    recovery: f64,
    /// Whether targets are dealt out for some time.
    dealt: bool,
}

impl Volume {
    /// Of a force that delivers so many times what its ships would, as it coordinates in so many hours.
    fn of(force: &Force, enemy: &Force, rules: &Rules, (part, hours): (f64, f64)) -> Self {
        let fire = fire_of(force, rules, hours).times(part);
        let per_ship = fire.scattered / enemy.ships;
        let toughness = enemy.toughness();
        let whole = libm::round(toughness).clamp(1.0, MAX_STAGES as f64) as usize;
        let random =
            fire.scattered * unwasted(per_ship, whole, rules) + fire.area * density(enemy.ships, rules);
        let hits = fire.coordinated + random;
        let coordinated = if hits > 0.0 { fire.coordinated / hits } else { 0.0 };
        // Shields win back what random fire does while it looks for its next target.
        let recovery = if random > 0.0 && whole > 1 { enemy.recovery / random } else { 0.0 };
        let exponent = rules.exponent(force.firing);
        let dealt = amount(rules.marks) > 0.0;
        Self { hits, coordinated, exponent, toughness, recovery, dealt }
    }
}

/// A side's way to its breakpoint, in equal steps of a parameter t from 0 to 1 in which hits are nearly straight:
/// the share of ships lost is tolerance·t^γ, since the first hits on tough ships kill few.
struct Table {
    /// Conserved quantity (hits per ship weighed by the fire that is left) spent by each point.
    spent: [f64; POINTS],
    /// Plain hits per ship taken by each point.
    hits: [f64; POINTS],
    tolerance: f64,
    bend: u32,
    ships: f64,
    exponent: f64,
}

impl Table {
    /// Where uncoordinated fire falls on those who lie in front, in a battle of so many hours, by the end of which the side has come so far.
    fn new(side: &Force, fire: &Volume, rules: &Rules, (tolerance, hours, came): (f64, f64, f64)) -> Self {
        let bend = if fire.recovery > 0.0 { fire.toughness.min(2.0) } else { fire.toughness };
        let bend = libm::round(1.0 + (bend - 1.0).max(0.0) * (1.0 - fire.coordinated));
        let mut table = Self {
            spent: [0.0; POINTS],
            hits: [0.0; POINTS],
            tolerance,
            bend: (bend as u32).clamp(1, MAX_STAGES as u32),
            ships: side.ships,
            exponent: rules.exponent(side.firing),
        };
        let mut loss = [0.0; POINTS];
        for (i, loss) in loss.iter_mut().enumerate() {
            *loss = table.loss(i as f64 / (POINTS - 1) as f64);
        }
        let random = match [FIRST_OF_FRONT * hours, hours].map(|hours| rules.in_front(side.ships, hours)) {
            [first, last] if first < last => {
                let [few, many] = [first, last].map(|front| hits_in_front(&loss, fire, front));
                std::array::from_fn(|i| {
                    let gone = (i as f64 / (POINTS - 1) as f64 / came.max(1e-3)).min(1.0);
                    few[i] + gone * gone * (many[i] - few[i])
                })
            }
            [_, all] => hits_in_front(&loss, fire, all),
        };
        let half_killed = if side.value > 0.0 { side.half_killed / side.value } else { 0.0 };
        // Each of those that are fired at together is on average half-way.
        let dealt = amount(rules.marks) * fire.hits * fire.coordinated / fire.toughness.max(1.0);
        let marked = share(dealt / side.ships) * (0.5 - 0.5 / fire.toughness.max(1.0));
        let half_killed = half_killed.max(marked);
        let mut weight = 1.0;
        for i in 1..POINTS {
            let aimed = (loss[i] + half_killed) * fire.toughness;
            let apart = 1.0 / (fire.coordinated / aimed + (1.0 - fire.coordinated) / random[i]);
            let hits = if fire.coordinated < 1.0 { gleaned(loss[i], aimed, fire, apart) } else { apart };
            let now = kept(1.0 - loss[i], table.exponent);
            table.hits[i] = hits;
            table.spent[i] = table.spent[i - 1] + 0.5 * (weight + now) * (hits - table.hits[i - 1]).max(0.0);
            weight = now;
        }
        table
    }

    /// Share of ships lost at t.
    fn loss(&self, t: f64) -> f64 {
        (0..self.bend).fold(self.tolerance, |loss, _| loss * t)
    }

    /// The t by which a share of the tolerance is lost.
    fn t_at(&self, part: f64) -> f64 {
        if self.bend == 1 { part } else { libm::pow(part, 1.0 / f64::from(self.bend)) }
    }

    /// The conserved quantity up to the breakpoint, for the whole side.
    fn whole(&self) -> f64 {
        self.spent[POINTS - 1] * self.ships
    }

    /// How the outlasting grows with numbers: fire by its exponent, staying power by 1.
    fn elasticity(&self) -> f64 {
        1.0 + self.exponent
    }

    /// Variance of the logarithm of the time to break: hits come one by one.
    fn noise(&self) -> f64 {
        1.0 / (self.hits[POINTS - 1] * self.ships).max(0.5)
    }

    /// The t by which this share of the whole has been spent.
    fn t_spent(&self, part: f64) -> f64 {
        let at = part * self.spent[POINTS - 1];
        for i in 1..POINTS {
            if at < self.spent[i] {
                let within = (at - self.spent[i - 1]) / (self.spent[i] - self.spent[i - 1]);
                return ((i - 1) as f64 + within.max(0.0)) / (POINTS - 1) as f64;
            }
        }
        1.0
    }

    /// Share of the whole spent, and hits per ship taken, at t.
    fn at(&self, t: f64) -> (f64, f64) {
        let place = (t * (POINTS - 1) as f64).clamp(0.0, (POINTS - 1) as f64);
        let i = (place as usize).min(POINTS - 2);
        let within = place - i as f64;
        let between = |y: &[f64; POINTS]| y[i] + within * (y[i + 1] - y[i]);
        (between(&self.spent) / self.spent[POINTS - 1], between(&self.hits))
    }
}

fn kept(left: f64, exponent: f64) -> f64 {
    if exponent == 1.0 {
        left
    } else if exponent == 0.5 {
        left.max(0.0).sqrt()
    } else {
        libm::pow(left.max(0.0), exponent)
    }
}

/// Share of a fleet that is dead when coordinated fire finds no more of what the other has damaged.
const GLEANED: f64 = 0.4;

/// Hits a ship of both kinds of fire together until a share of ships is dead, where each kind apart would take so many.
/// Coordinated fire falls on those whom the other has damaged most, and needs the fewer hits to kill them: all of that if the
/// worst hit of the whole course were there from the beginning, and about half of it (on a logarithm) as they come one by one.
fn gleaned(loss: f64, aimed: f64, fire: &Volume, apart: f64) -> f64 {
    if loss <= 0.0 || fire.coordinated <= 0.0 {
        return apart;
    }
    let mut hits = apart;
    for _ in 0..3 {
        let saved = stages_of_worst((1.0 - fire.coordinated) * hits, loss).min(fire.toughness - 0.5).max(0.0);
        let share = 1.0 - saved / fire.toughness;
        hits = (aimed * share / fire.coordinated).min(apart);
    }
    if fire.dealt {
        // Where targets are dealt out, that is so at first, and the less the more are dead.
        let late = (loss / GLEANED).min(1.0);
        return libm::pow(hits, 1.0 - late) * libm::pow(apart, late);
    }
    (hits * apart).sqrt()
}

/// Mean hits on the worst hit share of ships where each has taken a Poisson number with this mean.
fn stages_of_worst(mean: f64, share: f64) -> f64 {
    let (mut term, mut below, mut hits) = (libm::exp(-mean), 0.0, 0.0);
    let mut left = share;
    let mut terms = [0.0; 2 * MAX_STAGES];
    for (j, entry) in terms.iter_mut().enumerate() {
        *entry = term;
        below += term;
        term *= mean / (j as f64 + 1.0);
    }
    terms[2 * MAX_STAGES - 1] += (1.0 - below).max(0.0);
    for (j, p) in terms.iter().enumerate().rev() {
        let taken = p.min(left);
        hits += taken * j as f64;
        left -= taken;
    }
    hits / share
}

/// Hits a ship that random fire must land until these shares of ships are dead, where it falls on so great a share of them
/// that lies in front, the most damaged first: once most of those that lay there are dead, each death costs what kills one.
fn hits_in_front(losses: &[f64; POINTS], fire: &Volume, front: f64) -> [f64; POINTS] {
    if front >= 1.0 {
        return random_hits(losses, fire);
    }
    let there = losses.map(|loss| (loss / front).min(WORN_OUT));
    let hits = random_hits(&there, &Volume { recovery: fire.recovery * front, ..*fire });
    std::array::from_fn(|i| front * hits[i] + (losses[i] - front * WORN_OUT).max(0.0) * fire.toughness)
}

/// Hits a ship that random fire must land, re-aimed at the living, until these shares of ships are dead. With m
/// expected hits on each living ship and no recovery, loss = P(Poisson(m) ≥ k) and hits = E min(Poisson(m), k).
fn random_hits(losses: &[f64; POINTS], fire: &Volume) -> [f64; POINTS] {
    let low = libm::floor(fire.toughness).clamp(1.0, MAX_STAGES as f64);
    if fire.coordinated >= 1.0 {
        return [1.0; POINTS]; // no share of it, whatever it be
    }
    if fire.recovery > 0.0 {
        let stages = libm::round(fire.toughness).clamp(2.0, MAX_STAGES as f64);
        return chain_hits(losses, stages as usize, fire.recovery).map(|hits| hits * fire.toughness / stages);
    }
    let part = fire.toughness - low;
    losses.map(|loss| {
        let whole = random_hits_whole(loss, low as usize);
        if part < 1e-9 { whole } else { whole + part * (random_hits_whole(loss, low as usize + 1) - whole) }
    })
}

/// The same where shields recover: the mean of the chain of stages, followed step by step until its last state is
/// steady, from where losses go straight on.
fn chain_hits(losses: &[f64; POINTS], stages: usize, recovery: f64) -> [f64; POINTS] {
    let mut share = [0.0; MAX_STAGES];
    share[0] = 1.0;
    let step = 0.4 / (1.0 + recovery);
    let (mut alive, mut hits) = (1.0, 0.0);
    let mut answer = [0.0; POINTS];
    let mut next = 1;
    for _ in 0..CHAIN_STEPS {
        let middle = chain_step(&share, &share, stages, recovery, 0.5 * step);
        let after = chain_step(&share, &middle, stages, recovery, step);
        let left: f64 = after[..stages].iter().sum();
        let more = step * 0.5 * (alive + left);
        while next < POINTS && 1.0 - left >= losses[next] {
            let part = (alive - 1.0 + losses[next]) / (alive - left).max(1e-300);
            answer[next] = hits + part.clamp(0.0, 1.0) * more;
            next += 1;
        }
        (share, alive, hits) = (after, left, hits + more);
        if next == POINTS {
            return answer;
        }
    }
    let slope = (share[stages - 1] / alive).max(1e-12);
    for i in next..POINTS {
        answer[i] = hits + (losses[i] - 1.0 + alive).max(0.0) / slope;
    }
    answer
}

/// `share` after a step at the rates of `at`: one stage up a hit, one down a recovery, out at the top.
fn chain_step(
    share: &[f64; MAX_STAGES],
    at: &[f64; MAX_STAGES],
    stages: usize,
    recovery: f64,
    step: f64,
) -> [f64; MAX_STAGES] {
    let mut after = [0.0; MAX_STAGES];
    for s in 0..stages {
        let mut change = -at[s];
        if s > 0 {
            change += at[s - 1] - recovery * at[s];
        }
        if s + 1 < stages {
            change += recovery * at[s + 1];
        }
        after[s] = share[s] + step * change;
    }
    after
}

fn random_hits_whole(loss: f64, k: usize) -> f64 {
    if k <= 1 || loss <= 0.0 {
        return loss;
    }
    if loss >= 1.0 {
        return k as f64;
    }
    // The Wilson-Hilferty cube gives the gamma quantile closely; one Newton step settles it.
    let shape = k as f64;
    let ninth = 1.0 / (9.0 * shape);
    let root = 1.0 - ninth + polemos_chance::special::normal_quantile(loss) * ninth.sqrt();
    let mut m = shape * (root * root * root).max(1e-3);
    let mut answer = 0.0;
    for _ in 0..2 {
        let mut term = libm::exp(-m);
        let (mut below, mut fewer) = (term, 0.0);
        for j in 1..k {
            term *= m / j as f64;
            below += term;
            fewer += term * j as f64;
        }
        // E min(X, k) = E[X; X < k] + k·P(X ≥ k).
        answer = fewer + shape * (1.0 - below);
        let gap = (1.0 - below) - loss;
        let slope = term;
        answer -= gap / slope.max(1e-12) * below; // dE min/dm = P(X < k)
        m = (m - gap / slope.max(1e-12)).max(1e-6);
    }
    answer.clamp(loss, shape)
}

/// Both tables, and who outlasts whom.
struct Exchange {
    own: Table,
    enemy: Table,
    fire_own: Volume,
    fire_enemy: Volume,
    /// Above 1 where the enemy breaks first.
    outlast: f64,
    /// How that grows with the odds: the sum of the sides' elasticities.
    steps: f64,
    /// How far luck carries the sides: a standard deviation of the logarithm.
    swing: f64,
    /// Shares of their tolerance that either tries for.
    trials: [f64; 2],
}

/// How far each side has come on its table when the loser leaves.
struct Last {
    own: f64,
    enemy: f64,
}

impl Exchange {
    /// Works up two forces, or says what is to be expected where there is nothing to work up.
    fn of(own: &Force, enemy: &Force, rules: &Rules, leaves: Breakpoint) -> Result<Self, Projection> {
        if own.ships <= 0.0 || enemy.ships <= 0.0 {
            let win = if enemy.ships <= 0.0 && own.ships > 0.0 { 1.0 } else { 0.0 };
            return Err(Projection { win, ..Projection::default() });
        }
        let plain = Self::with(own, enemy, rules, leaves, &Course::default());
        if plain.fire_own.hits + plain.fire_enemy.hits <= 0.0 {
            return Err(Projection { win: 0.5, hours: rules.max_hours, ..Projection::default() });
        }
        let given = FireGiven::new(own, enemy, rules);
        if given.is_plain() {
            return Ok(plain);
        }
        // How much of their fire the sides give depends on how they fare, and that on how much they give.
        let (mut battle, mut course) = (plain, Course::default());
        for _ in 0..ROUNDS {
            course = given.course(&battle);
            battle = Self::with(own, enemy, rules, leaves, &course);
        }
        let grows = [-STRETCH, STRETCH].map(|by| {
            let [own, enemy] = given.parts(course.hours, course.left, by);
            libm::log(own / enemy)
        });
        let least = 0.25 * battle.steps;
        battle.steps = (battle.steps + (grows[1] - grows[0]) / STRETCH).max(least);
        Ok(battle)
    }

    /// Where it takes such a course.
    fn with(own: &Force, enemy: &Force, rules: &Rules, leaves: Breakpoint, course: &Course) -> Self {
        let lasts = course.lasts();
        let fire_own = Volume::of(own, enemy, rules, (course.parts[0], lasts));
        let fire_enemy = Volume::of(enemy, own, rules, (course.parts[1], lasts));
        let trials = [leaves.trial_share, rules.expected_trial_share].map(|t| share(t).max(LEAST_SHARE));
        let mut tolerances = [leaves.tolerance, rules.expected_tolerance].map(|t| share(t).max(LEAST_SHARE));
        for i in [0, 1] {
            tolerances[i] = (tolerances[i] + course.beyond[i] / trials[i]).min(1.0);
        }
        let [swing, ..] = rules.luck_among(own.ships + enemy.ships);
        let own = Table::new(own, &fire_enemy, rules, (tolerances[0], lasts, course.came[0]));
        let enemy = Table::new(enemy, &fire_own, rules, (tolerances[1], lasts, course.came[1]));
        let outlast = fire_own.hits * own.whole() / (fire_enemy.hits * enemy.whole()).max(1e-300);
        let steps = own.elasticity() + enemy.elasticity();
        Self { own, enemy, fire_own, fire_enemy, outlast, steps, swing, trials }
    }

    /// What the odds may be wrong by: an estimate with this spread, and the battle's own noise.
    fn deviation(&self, spread: f64) -> f64 {
        let noise = self.own.noise() + self.enemy.noise() + 2.0 * self.swing * self.swing;
        (spread.max(0.0) * spread.max(0.0) + 4.0 * noise / (self.steps * self.steps)).sqrt().max(1e-3)
    }

    /// The chance that the enemy breaks first.
    fn win(&self, deviation: f64) -> f64 {
        let margin = 2.0 * libm::log(self.outlast.clamp(1e-12, 1e12)) / self.steps;
        normal_cdf(margin / deviation).clamp(LEAST_CHANCE, 1.0 - LEAST_CHANCE)
    }

    /// The end when the own side is `factor` times as strong against the enemy as believed. The loser leaves when it
    /// has tried for its share; the winner has by then spent as much of the conserved quantity.
    fn last(&self, factor: f64) -> Last {
        let outlast = self.outlast * factor;
        if outlast >= 1.0 {
            let enemy = self.enemy.t_at(self.trials[1]);
            Last { own: self.own.t_spent(self.enemy.at(enemy).0 / outlast), enemy }
        } else {
            let own = self.own.t_at(self.trials[0]);
            Last { own, enemy: self.enemy.t_spent(self.own.at(own).0 * outlast) }
        }
    }

    fn own_loss(&self, factor: f64) -> f64 {
        self.own.loss(self.last(factor).own)
    }

    fn hours(&self, last: &Last) -> f64 {
        let time = |target: &Table, t: f64, fire: &Volume, shooters: &Table, s: f64| {
            let mean = fire.hits * 0.5 * (1.0 + kept(1.0 - shooters.loss(s), fire.exponent));
            if mean > 0.0 { target.at(t).1 * target.ships / mean } else { 0.0 }
        };
        let by_enemy = time(&self.own, last.own, &self.fire_enemy, &self.enemy, last.enemy);
        let by_own = time(&self.enemy, last.enemy, &self.fire_own, &self.own, last.own);
        by_enemy.max(by_own)
    }
}
