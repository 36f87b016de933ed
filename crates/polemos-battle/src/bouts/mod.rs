//! The clock of bouts: an engagement of groups, as campaigns fight it.
//!
//! In a bout both sides fire at once: of N ships E = N·min(1, (W/N)^(1 − φ)) find room to ([`Rules::frontage_ships`]),
//! their hits are shared over the enemy's groups by number and weight, coordinated fire wastes none, uncoordinated fire
//! what goes to targets already dead ([`Rules::overkill`]), area fire goes with the density of targets. Hits become
//! damage and deaths by binomial transitions between stages; shields recover; and both commanders re-project. One
//! breaks off when his loss reaches his tolerance (Helmbold 1971), when he has lost [`Side::trial_share`] of it and
//! projects to reach it before the enemy, or when nerve fails ([`Rules::panic_per_hour`]). He then retreats under
//! pursuit, or, where there is no way out, surrenders with chance 1 − steadiness or fights to the last.
//!
//! Within a bout, firing numbers and targets are those expected at its middle (a midpoint step), so that halving the
//! bout changes mean losses by less than 3 %.
//!
//! Draws are addressed by the group's `entity`: a group keeps its luck whatever stands beside it, and the order of
//! groups changes nothing but the rounding of sums.

mod damage;
mod fire;
mod nerve;
mod pairs;
mod pursuit;
mod shots;

pub use pairs::{Armament, Pairs};

pub(crate) use pairs::Mixture;

pub(crate) use fire::{Fire, density, fire_of, unwasted};

use crate::engagement::{Engagement, Group, MAX_STAGES, Rules, Side, amount, share};
use damage::Luck;
use fire::{Contact, Rank, aim, yields};
use nerve::Standing;
use polemos_chance::{Address, Key};

/// Purpose of draws about hits and shields.
const DAMAGE: u32 = 0x4201;
/// Purpose of draws about nerve and surrender.
const NERVE: u32 = 0x4202;
/// Purpose of draws about where between two ships a breakpoint lies.
const GRAIN: u32 = 0x4203;
/// Purpose of draws about how far luck carries a side.
const SWING: u32 = 0x4204;
/// Number of such a draw about how much fire a group draws; 0 to 3 are those of the sides.
const GROUPS: u32 = 4;
/// More bouts than any battle needs: a guard against endless ones.
const MAX_BOUTS: u32 = 4096;
/// A side this small a share of its start is no longer whittled down by ever shorter bouts: by then each costs it a
/// share of what it began with.
const LAST_SHARE: f64 = 0.5;

/// How an engagement ended. Sides are 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A side broke off and retreated; its immobile groups are left behind.
    Broke(usize),
    /// A side has no ship left.
    Destroyed(usize),
    /// Neither side has a ship left.
    BothDestroyed,
    /// A side had no way out and gave up.
    Surrendered(usize),
    /// The longest time was reached, or neither side can hurt the other.
    TimeUp,
    /// The observer stopped it.
    Stopped,
}

impl End {
    /// The side that lost, if one did.
    #[must_use]
    pub fn loser(self) -> Option<usize> {
        match self {
            Self::Broke(side) | Self::Destroyed(side) | Self::Surrendered(side) => Some(side),
            Self::BothDestroyed | Self::TimeUp | Self::Stopped => None,
        }
    }
}

/// What one group lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupLoss {
    /// The group.
    pub entity: u32,
    /// Its class.
    pub class: u16,
    /// Ships at the start.
    pub ships: u32,
    /// Of which destroyed.
    pub lost: u32,
}

/// What came of an engagement. What is left stands in the engagement's groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// How long it lasted, pursuit left out.
    pub hours: f64,
    /// Bouts fought, pursuit left out.
    pub bouts: u32,
    /// How it ended.
    pub end: End,
    /// Losses of each group, by the side on which it began and in the order in which it stood there.
    pub lost: [Vec<GroupLoss>; 2],
    /// Loss of value of each side's groups (as they began), as a share.
    pub value_lost_share: [f64; 2],
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Fight on.
    Continue,
    /// Stop the engagement here.
    Stop,
}

/// Someone who watches between bouts, and may act: move groups from side to side, cut power or command.
pub trait Observer {
    /// Called after each bout, `hours` after the start, before the commanders decide.
    fn after_bout(&mut self, engagement: &mut Engagement, hours: f64) -> Verdict;
}

/// Nobody watches.
impl Observer for () {
    fn after_bout(&mut self, _: &mut Engagement, _: f64) -> Verdict {
        Verdict::Continue
    }
}

/// Fights an engagement to its end. Ships are conserved: each is alive in a group or counted as lost. The same
/// engagement gives the same outcome, bit for bit.
///
/// Cost: about 3 µs a bout of three groups against three with toughness up to 6 and shields (13 µs an ordinary battle
/// of four bouts, 58 µs one of 22 to the bitter end, on one busy core of a 2026 server); it does not grow with the
/// number of ships.
pub fn fight(engagement: &mut Engagement, observer: &mut impl Observer) -> Outcome {
    fight_with(engagement, None, observer)
}

/// The same where hits of one class count on another as a table says, if there is one.
pub fn fight_with(
    engagement: &mut Engagement,
    pairs: Option<&Pairs>,
    observer: &mut impl Observer,
) -> Outcome {
    for side in &mut engagement.sides {
        side.groups.iter_mut().for_each(Group::normalise);
    }
    let mut battle = Battle::new(engagement, pairs);
    let end = battle.run(engagement, observer);
    let bouts = battle.bout;
    if let End::Broke(side) = end {
        battle.pursue(engagement, side);
    }
    battle.outcome(engagement, end, bouts)
}

/// What a group was when the engagement began.
#[derive(Debug)]
struct Origin {
    entity: u32,
    class: u16,
    side: usize,
    ships: u32,
    value: f64,
}

#[derive(Debug)]
struct Battle<'p> {
    /// What hits of one class count on another.
    pairs: Option<&'p Pairs>,
    origins: Vec<Origin>,
    /// Where those of the second side begin.
    second: usize,
    start_staying: [f64; 2],
    start_ships: [f64; 2],
    /// How far luck carries each side.
    swing: [f64; 2],
    /// Standard deviation of the logarithm of either side's luck in a pursuit.
    flurry: f64,
    /// The same of how much fire each group draws.
    mingle: f64,
    /// What being the stronger adds.
    flanking: f64,
    /// Who holds his ground.
    holds: [bool; 2],
    /// Hours before the sides are in range.
    approach: f64,
    /// How fast the sides come into range and mingle.
    pace: f64,
    /// The side that flees.
    fleeing: Option<usize>,
    standing: [Standing; 2],
    hours: f64,
    bout: u32,
    work: [Scratch; 2],
    /// The classes of a side that fires, worked up anew for each look at them.
    mixture: Mixture,
}

/// Working numbers of one side, by group.
#[derive(Debug, Default)]
struct Scratch(Vec<Rank>);

impl Scratch {
    fn refill(&mut self, side: &Side) {
        self.0.clear();
        self.0.extend(side.groups.iter().map(Rank::of));
    }

    fn total(&self) -> f64 {
        self.0.iter().map(|rank| rank.ships).sum()
    }
}

impl<'p> Battle<'p> {
    fn new(engagement: &Engagement, pairs: Option<&'p Pairs>) -> Self {
        let mut origins = Vec::new();
        for (side, which) in engagement.sides.iter().zip(0..) {
            origins.extend(side.groups.iter().map(|g| Origin {
                entity: g.entity,
                class: g.class,
                side: which,
                ships: g.ships(),
                value: g.value_per_ship(),
            }));
        }
        let mut standing = [Standing::default(); 2];
        for (own, i) in standing.iter_mut().zip([0_u8, 1]) {
            let at = Address::new(GRAIN, engagement.entity, engagement.tick, u32::from(i));
            let ships = engagement.sides[usize::from(i)].ships().max(1) as f64;
            own.grain = (engagement.key.uniform(at) - 0.5) / ships;
        }
        let start_staying = [0, 1].map(|i| engagement.sides[i].staying_hits());
        standing.iter_mut().zip(start_staying).for_each(|(own, staying)| own.staying = staying);
        let start_ships = [0, 1].map(|i| engagement.sides[i].ships() as f64);
        let ships = start_ships[0] + start_ships[1];
        let deviations = engagement.rules.luck_among(ships);
        Self {
            pairs,
            origins,
            second: engagement.sides[0].groups.len(),
            start_staying,
            start_ships,
            swing: [0, 1].map(|side: u8| luck(engagement, deviations[0], side)),
            flurry: deviations[1],
            mingle: deviations[2],
            flanking: engagement.rules.flanking_power(),
            holds: [0, 1].map(|side| engagement.holds(side)),
            approach: engagement.hours_to_range(),
            pace: engagement.pace(),
            fleeing: None,
            standing,
            hours: 0.0,
            bout: 0,
            work: Default::default(),
            mixture: Mixture::default(),
        }
    }

    fn run(&mut self, engagement: &mut Engagement, observer: &mut impl Observer) -> End {
        if let Some(end) = destroyed(&engagement.sides) {
            return end;
        }
        self.hours = self.approach;
        loop {
            let left = amount(engagement.rules.max_hours) - self.hours;
            if left <= 1e-9 || self.bout >= MAX_BOUTS {
                return End::TimeUp;
            }
            let Some(hours) = self.bout(engagement, left) else { return End::TimeUp };
            self.hours += hours;
            self.bout += 1;
            if observer.after_bout(engagement, self.hours) == Verdict::Stop {
                return End::Stopped;
            }
            if let Some(end) = self.decide(engagement, hours) {
                return end;
            }
        }
    }

    /// One bout of at most `left` hours; its length, or nothing if neither side can hurt the other.
    fn bout(&mut self, engagement: &mut Engagement, left: f64) -> Option<f64> {
        self.refill(engagement);
        let fire = [0, 1].map(|i| self.fire(engagement, i, |_| 1.0));
        if fire.iter().all(Fire::is_none) {
            return None;
        }
        let hours = self.bout_hours(engagement, &fire, left);
        // Half a bout's expected losses thin shooters and targets alike.
        for i in [0, 1] {
            self.aim(engagement, i, &fire[1 - i], hours);
        }
        for i in [0, 1] {
            self.standing[i].bout_loss = self.work[i].thin(&engagement.sides[i]);
        }
        let fire = [0, 1].map(|i| self.fire(engagement, i, |_| 1.0));
        for i in [0, 1] {
            self.aim(engagement, i, &fire[1 - i], hours);
        }
        self.apply(engagement, hours, true);
        Some(hours)
    }

    /// Works up the numbers of both sides as they are now.
    fn refill(&mut self, engagement: &Engagement) {
        let rules = &engagement.rules;
        let (covers, screen) = (rules.cover > 0.0, amount(rules.screen));
        for (i, (work, side)) in self.work.iter_mut().zip(&engagement.sides).enumerate() {
            work.refill(side);
            for (row, (rank, group)) in work.0.iter_mut().zip(&side.groups).enumerate() {
                let origin = origin_of(&self.origins, [row, self.second + row], group.entity);
                rank.turned = origin.is_some_and(|origin| origin.side != i);
                if group.immobile {
                    rank.weight *= screen;
                } else if covers {
                    rank.weight *= rules.drawn(self.start_ships[i], rank.toughness);
                }
                if self.mingle > 0.0 {
                    let at = Address::new(SWING, group.entity, engagement.tick, GROUPS);
                    rank.weight *= varied(engagement.key, at, self.mingle);
                }
            }
        }
        let Some(pairs) = self.pairs else { return };
        let [first, second] = &mut self.work;
        let [a, b] = &engagement.sides;
        yields((pairs, &mut self.mixture), a, &first.0, &b.groups, &mut second.0);
        yields((pairs, &mut self.mixture), b, &second.0, &a.groups, &mut first.0);
    }

    /// What a side delivers, each group's fire further scaled by `part`.
    fn fire(&self, engagement: &Engagement, i: usize, part: impl Fn(&Group) -> f64) -> Fire {
        self.fire_by(&engagement.rules, engagement, i, part)
    }

    /// The same by other rules than the engagement's.
    fn fire_by(
        &self,
        rules: &Rules,
        engagement: &Engagement,
        i: usize,
        part: impl Fn(&Group) -> f64,
    ) -> Fire {
        let hours = (self.hours - self.approach) * self.pace;
        let held = if self.holds[i] { rules.held(self.work[i].total() / self.start_ships[i]) } else { 1.0 };
        let span = (hours, amount(rules.bout_hours) * self.pace);
        let ships = (self.start_ships[i], self.start_ships[1 - i]);
        let given = self.reached(rules, i) + rules.opened(ships, self.holds[i], span) * self.pace;
        let part = |group: &Group| part(group) * if group.immobile { given } else { held * given };
        let fire = Fire::of(&engagement.sides[i], &self.work[i].0, part, rules, hours + 0.5 * span.1);
        let more = self.swing[i];
        if self.flanking == 0.0 {
            return if more == 1.0 { fire } else { fire.times(more) };
        }
        let worth = |i: usize| self.work[i].worth();
        fire.times(rules.edge(self.flanking, (worth(i), worth(1 - i)), hours) * more)
    }

    /// Share of a side's ranks that are in range, to fire and to be fired at, in the middle of a bout that begins now.
    fn reached(&self, rules: &Rules, i: usize) -> f64 {
        let middle = (self.hours - self.approach + 0.5 * amount(rules.bout_hours)) * self.pace;
        rules.deployed((self.start_ships[i], self.start_ships[1 - i]), self.holds[i], middle)
    }

    /// Share of a side's ships that lies under uncoordinated fire in a bout of so many hours: those who flee lie all open.
    fn front(&self, rules: &Rules, i: usize, hours: f64) -> f64 {
        let since = (self.hours - self.approach + 0.5 * hours) * self.pace;
        let reached = self.reached(rules, i);
        if self.fleeing == Some(i) {
            reached
        } else {
            reached.min(rules.in_front(self.work[i].total(), since))
        }
    }

    /// Cuts the bout to where no side is expected to lose more than its share, and shields win back a stage at most.
    fn bout_hours(&mut self, engagement: &Engagement, fire: &[Fire; 2], left: f64) -> f64 {
        let rules: &Rules = &engagement.rules;
        let mut hours = amount(rules.bout_hours).max(1e-3).min(left);
        for i in [0, 1] {
            let side = &engagement.sides[i];
            // As it was when the commanders last looked, or at the start.
            let staying = self.standing[i].staying;
            let ships = self.work[i].total();
            let hits = fire[1 - i].total(ships, rules) * self.work[i].mean_yield();
            let own = &mut self.standing[i];
            own.exponent = rules.exponent(ships);
            self.standing[1 - i].fire = hits;
            if hits > 0.0 {
                let most = rules.bout_loss.clamp(1e-3, 1.0) * staying.max(LAST_SHARE * self.start_staying[i]);
                hours = hours.min(most / hits);
            }
            for group in &side.groups {
                if group.hits_to_kill() > 1 && group.recovery_per_hour > 0.0 {
                    hours = hours.min(1.0 / amount(group.recovery_per_hour));
                }
            }
        }
        if let Some(judged) = rules.as_judged() {
            self.judge(engagement, &judged);
        }
        hours
    }

    /// What commanders believe that either side can still deliver, by the figures that they reckon with.
    fn judge(&mut self, engagement: &Engagement, judged: &Rules) {
        for i in [0, 1] {
            let fire = Fire::of(&engagement.sides[i], &self.work[i].0, |_| 1.0, judged, 0.0);
            let fire = fire.times(judged.edge(
                judged.flanking_power(),
                (self.work[i].worth(), self.work[1 - i].worth()),
                0.0,
            ));
            let own = &mut self.standing[i];
            own.fire = fire.total(self.work[1 - i].total(), judged);
            own.exponent = judged.exponent(self.work[i].total());
        }
    }

    /// Spreads `fire` over the groups of side `i`.
    fn aim(&mut self, engagement: &Engagement, i: usize, fire: &Fire, hours: f64) {
        let contact = Contact { front: self.front(&engagement.rules, i, hours), hours };
        aim(fire, &mut self.work[i].0, &engagement.rules, &contact);
    }

    /// Hits become deaths on both sides, then shields recover.
    fn apply(&mut self, engagement: &mut Engagement, hours: f64, recovery: bool) {
        let (key, tick, bout) = (engagement.key, engagement.tick, self.bout);
        let luck_of = |group: &Group| Luck::new(key, Address::new(DAMAGE, group.entity, tick, 0), bout);
        // Draws come first, so that they do not wait for what comes of each other.
        for (side, work) in engagement.sides.iter().zip(&mut self.work) {
            for (group, rank) in side.groups.iter().zip(&mut work.0) {
                if rank.incoming.coordinated > 0.0 {
                    rank.volley = luck_of(group).of_volley();
                }
            }
        }
        for (side, work) in engagement.sides.iter_mut().zip(&self.work) {
            for (group, Rank { incoming, volley, .. }) in side.groups.iter_mut().zip(&work.0) {
                let mut luck = luck_of(group);
                damage::strike(group, incoming, *volley, &mut luck);
                if recovery {
                    damage::recover(group, amount(group.recovery_per_hour) * hours, &mut luck);
                }
            }
        }
    }

    /// Who is destroyed, breaks, or surrenders after a bout.
    fn decide(&mut self, engagement: &Engagement, hours: f64) -> Option<End> {
        if let Some(end) = destroyed(&engagement.sides) {
            return Some(end);
        }
        for i in [0, 1] {
            let loss = self.loss_of(&engagement.sides[i]);
            let own = &mut self.standing[i];
            own.loss = loss;
            own.staying = engagement.sides[i].staying_hits();
        }
        let broken = [0, 1].map(|i| self.breaks(engagement, i, hours));
        let loser = match broken {
            [false, false] => return None,
            [true, false] => 0,
            [false, true] => 1,
            // Both at once: the one further beyond its tolerance goes, the other holds the field.
            [true, true] => {
                let beyond = |i: usize| self.standing[i].loss / engagement.sides[i].tolerance.max(1e-3);
                usize::from(beyond(1) > beyond(0))
            }
        };
        if engagement.sides[loser].can_leave() {
            return Some(End::Broke(loser));
        }
        self.cornered(engagement, loser)
    }

    fn breaks(&self, engagement: &Engagement, i: usize, hours: f64) -> bool {
        let (own, enemy) = (&self.standing[i], &self.standing[1 - i]);
        let at = self.nerve_address(engagement, i, 0);
        let luck = || engagement.key.uniform(at);
        nerve::breaks(&engagement.sides[i], own, enemy, &engagement.rules, hours, luck)
    }

    /// A side with no way out has had enough: it surrenders, or from now on fights to the last.
    fn cornered(&mut self, engagement: &Engagement, i: usize) -> Option<End> {
        let steadiness = share(engagement.sides[i].steadiness);
        let own = &mut self.standing[i];
        let panics = own.stands;
        own.stands = true;
        let u = engagement.key.uniform(self.nerve_address(engagement, i, 1));
        (panics || u >= steadiness).then_some(End::Surrendered(i))
    }

    fn nerve_address(&self, engagement: &Engagement, side: usize, question: u32) -> Address {
        let index = self.bout * 4 + side as u32 * 2 + question;
        Address::new(NERVE, engagement.entity, engagement.tick, index)
    }

    /// The winner fires on those who flee, by relative speed; a rearguard fires back.
    fn pursue(&mut self, engagement: &mut Engagement, loser: usize) {
        let rules = engagement.rules;
        // Nobody holds his ground any more.
        self.holds = [false; 2];
        self.fleeing = Some(loser);
        for side in [0_u8, 1] {
            self.swing[usize::from(side)] *= luck(engagement, self.flurry, side + 2);
        }
        let speed = pursuit::pursuit_speed(&engagement.sides[1 - loser]);
        let hours = amount(rules.pursuit) / f64::from(pursuit::STEPS);
        if hours <= 0.0 || speed <= 0.0 {
            return;
        }
        for _ in 0..pursuit::STEPS {
            self.refill(engagement);
            for (rank, group) in self.work[loser].0.iter_mut().zip(&engagement.sides[loser].groups) {
                rank.exposure = pursuit::exposure(group, speed, &rules);
            }
            let exposed = self.work[loser].mean_exposure();
            let flight = rules.in_flight();
            let fire = [0, 1].map(|i| {
                let (by, moving, fixed) = if i == loser {
                    (&flight, share(rules.rearguard), amount(rules.stand[0]))
                } else {
                    (&rules, 1.0, 0.0)
                };
                let part = |g: &Group| if g.immobile { fixed } else { moving } * exposed;
                self.fire_by(by, engagement, i, part)
            });
            for i in [0, 1] {
                self.aim(engagement, i, &fire[1 - i], hours);
            }
            self.apply(engagement, hours, false);
            self.bout += 1;
        }
    }

    /// Loss of value of the groups that are on a side now, since the start.
    fn loss_of(&self, side: &Side) -> f64 {
        let (mut before, mut now) = (0.0, 0.0);
        for (row, group) in side.groups.iter().enumerate() {
            let Some(origin) = self.origin(row, group.entity) else { continue };
            before += f64::from(origin.ships) * origin.value;
            now += f64::from(group.ships()) * origin.value;
        }
        if before > 0.0 { (1.0 - now / before).max(0.0) } else { 0.0 }
    }

    /// What a group was at the start; it usually stands where it stood, or just that far into the second side.
    fn origin(&self, row: usize, entity: u32) -> Option<&Origin> {
        origin_of(&self.origins, [row, self.second + row], entity)
    }

    fn outcome(&self, engagement: &Engagement, end: End, bouts: u32) -> Outcome {
        let mut lost: [Vec<GroupLoss>; 2] = Default::default();
        let (mut before, mut gone) = ([0.0; 2], [0.0; 2]);
        for origin in &self.origins {
            let all = engagement.sides.iter().flat_map(|s| &s.groups);
            let left: u32 = all.filter(|g| g.entity == origin.entity).map(|g| g.ships()).sum();
            let count = origin.ships.saturating_sub(left);
            before[origin.side] += f64::from(origin.ships) * origin.value;
            gone[origin.side] += f64::from(count) * origin.value;
            let loss =
                GroupLoss { entity: origin.entity, class: origin.class, ships: origin.ships, lost: count };
            lost[origin.side].push(loss);
        }
        let value_lost_share = [0, 1].map(|i| if before[i] > 0.0 { gone[i] / before[i] } else { 0.0 });
        Outcome { hours: self.hours, bouts, end, lost, value_lost_share }
    }
}

/// The commanders of an engagement that is fought by other means than bouts: from time to time they look at what is
/// left of the groups, and decide as they would after a bout.
#[derive(Debug)]
pub(crate) struct Council(Battle<'static>);

impl Council {
    /// Both commanders, before the first shot.
    pub(crate) fn new(engagement: &Engagement) -> Self {
        Self(Battle::new(engagement, None))
    }

    /// What they come to, `hours` after they last decided, from the groups as they are now.
    pub(crate) fn decide(&mut self, engagement: &Engagement, hours: f64) -> Option<End> {
        let battle = &mut self.0;
        battle.refill(engagement);
        let rules = &engagement.rules;
        let fire = [0, 1].map(|i| battle.fire(engagement, i, |_| 1.0));
        // Works up what either side can still deliver and bear; the length of a bout is of no interest here, and no
        // losses are expected ahead, since they are seen as they fall.
        battle.bout_hours(engagement, &fire, rules.bout_hours);
        battle.hours += hours;
        battle.bout += 1;
        battle.decide(engagement, hours)
    }

    /// What came of it, from the groups as they are at the end.
    pub(crate) fn outcome(&self, engagement: &Engagement, end: End) -> Outcome {
        self.0.outcome(engagement, end, self.0.bout)
    }
}

impl Scratch {
    /// What the ships are worth now.
    fn worth(&self) -> f64 {
        self.0.iter().map(|rank| rank.ships * rank.value).sum()
    }

    /// Takes away half of the expected losses, and returns the whole as a share of the side's value. A ship is not
    /// thinned by its own death, hence n − 1.
    fn thin(&mut self, side: &Side) -> f64 {
        let (mut lost, mut all) = (0.0, 0.0);
        for (rank, group) in self.0.iter_mut().zip(&side.groups) {
            let Rank { ships, incoming, .. } = *rank;
            let dead = damage::expected_loss(group, ships, &incoming);
            let value = ships * rank.value;
            lost += dead * value;
            all += value;
            rank.ships -= 0.5 * dead * (ships - 1.0).max(0.0);
        }
        if all > 0.0 { lost / all } else { 0.0 }
    }

    /// What the enemy's hits count, on the mean over the ships that they fall on.
    fn mean_yield(&self) -> f64 {
        let all: f64 = self.0.iter().map(|rank| rank.ships * rank.counts).sum();
        let ships = self.total();
        // Without a table the answer is exactly 1.
        if ships > 0.0 && all != ships { all / ships } else { 1.0 }
    }

    /// How far the ships of a side that flees lie under fire, on the mean. What stays behind lies wholly under it, however much
    /// of it it draws.
    fn mean_exposure(&self) -> f64 {
        let exposed: f64 = self.0.iter().map(|rank| rank.ships * rank.exposure.min(1.0)).sum();
        if exposed > 0.0 { exposed / self.total() } else { 0.0 }
    }
}

/// What a group was at the start, by the places where it usually stands.
fn origin_of(origins: &[Origin], stood: [usize; 2], entity: u32) -> Option<&Origin> {
    let is = |o: &&Origin| o.entity == entity;
    let there = |at: usize| origins.get(at).filter(is);
    there(stood[0]).or_else(|| there(stood[1])).or_else(|| origins.iter().find(is))
}

/// How far luck carries a side, by the standard deviation of its logarithm: number 0 and 1 in battle, 2 and 3 in a pursuit.
fn luck(engagement: &Engagement, deviation: f64, number: u8) -> f64 {
    if deviation == 0.0 {
        return 1.0;
    }
    let at = Address::new(SWING, engagement.entity, engagement.tick, u32::from(number));
    varied(engagement.key, at, deviation)
}

/// A factor whose logarithm varies with this standard deviation.
fn varied(key: Key, at: Address, deviation: f64) -> f64 {
    let u = key.uniform(at).clamp(1e-9, 1.0 - 1e-9);
    libm::exp(deviation * polemos_chance::special::normal_quantile(u))
}

fn destroyed(sides: &[Side; 2]) -> Option<End> {
    match [0, 1].map(|i| sides[i].groups.iter().all(|group| group.stages == [0; MAX_STAGES])) {
        [true, true] => Some(End::BothDestroyed),
        [true, false] => Some(End::Destroyed(0)),
        [false, true] => Some(End::Destroyed(1)),
        [false, false] => None,
    }
}
