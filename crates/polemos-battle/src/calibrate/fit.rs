//! From ship-level battles to coefficients.
//!
//! Four steps, each on what only it can tell. Courses of battles that no one breaks off, between fleets of one middling
//! class, give what holds for all classes: how fire grows with numbers and command. Courses of each class against each
//! give what its hits count. What each class of a mixed fleet has lost after some hours gives how the tough cover the others.
//! Battles fought to their end give pursuit, and how far luck carries a side. The whole is done
//! once for each of several independent samples; the mean of what they give is taken, and their scatter is its error.

use super::agreement::Summary;
use super::coefficients::{Calibration, Coefficient, Shared};
use super::course::{Course, follow, lost_by_part};
use super::hands::Hands;
use super::pairing::{Pairing, Part, Resolution};
use super::roster::Roster;
use super::simplex::least;
use crate::bouts::Pairs;
use polemos_chance::{Key, mix64};

/// How thoroughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Seed of all chance.
    pub seed: u64,
    /// Independent samples: two at least, for errors to be known.
    pub samples: u64,
    /// Battles unit by unit of each pairing in each.
    pub battles: u64,
}

/// Hours over which courses are followed.
const POINTS: usize = 16;
/// Courses are held against each other up to this loss: who has no way out lets it come so far.
const FAR_ENOUGH: f64 = 0.85;
/// Where the side that fares worse has lost this much, a point of a course weighs a quarter of what it does late in the
/// battle: what counts is how things stand when battles are decided, and not when the first shots fall.
const DECIDING: f64 = 0.1;
/// Where it has lost this much, a point weighs a quarter of what it would: few battles go on for so long.
const DECIDED: f64 = 0.5;
/// A loss of this size counts by its difference, a larger one by its ratio.
const FLOOR: f64 = 0.01;
/// Hours after which is asked what each class of a mixed fleet has lost.
const COVERED: f64 = 7.0;
/// Hours between two looks of the commanders unit by unit: so long are bouts, with nothing reckoned ahead, so that both
/// forms decide at the same moments from the same losses.
const LOOK_HOURS: f64 = 0.5;
/// Aggregated battles for each look at a course.
const LOOKS: u64 = 24;
/// Aggregated battles for each look at how battles end.
const ENDINGS: u64 = 120;
/// Worth of each fleet where class meets class, in units of the middling class.
const DUELS: [f64; 2] = [300.0, 1500.0];
/// Tolerance of a factor on hits.
const FACTOR: [f64; 2] = [0.02, 20.0];

/// Fits the coefficients of a roster. `told` is told what is being done, from 0 to 1; when it says no, there is none.
///
/// # Errors
///
/// Sentences about what stands in the way; none where it was stopped.
pub fn calibrate(
    roster: &Roster,
    effort: Effort,
    hands: &impl Hands,
    told: &impl Fn(f64) -> bool,
) -> Result<Calibration, Vec<String>> {
    let ships = roster.ranked(false);
    let Some(line) = ships.get(ships.len() / 2).copied() else {
        return Err(vec!["The war has no class that moves and fires: there is nothing to calibrate.".into()]);
    };
    let mut found: Vec<(Shared<f64>, Pairs)> = Vec::new();
    let samples = effort.samples.max(2);
    for sample in 0..samples {
        let seed = mix64(effort.seed ^ mix64(sample + 1));
        let go_on = |part: f64| told((sample as f64 + part) / samples as f64);
        found.push(Fit { roster, line, seed, battles: effort.battles.max(2), hands }.run(&go_on)?);
    }
    let list = |index: usize| {
        let values: Vec<f64> = found.iter().map(|(shared, _)| shared.bounded().list()[index]).collect();
        Coefficient::of(&values)
    };
    let mut calibration = Calibration::neutral(roster);
    calibration.shared = Shared::from_list(std::array::from_fn(list));
    let classes: Vec<u16> = calibration.classes.iter().map(|(class, _)| *class).collect();
    for (row, from) in calibration.pairs.iter_mut().zip(&classes) {
        for (coefficient, on) in row.iter_mut().zip(&classes) {
            let values: Vec<f64> = found.iter().map(|(_, pairs)| pairs.factor(*from, *on)).collect();
            *coefficient = Coefficient::of(&values);
        }
    }
    Ok(calibration)
}

/// One sample's fit.
struct Fit<'a, H> {
    roster: &'a Roster,
    /// The middling class.
    line: usize,
    seed: u64,
    battles: u64,
    hands: &'a H,
}

impl<H: Hands> Fit<'_, H> {
    fn run(&self, go_on: &impl Fn(f64) -> bool) -> Result<(Shared<f64>, Pairs), Vec<String>> {
        let mut pairs = Pairs::new(self.roster.kinds.iter().map(|kind| kind.class).collect());
        let go_on = |part: f64| if go_on(part) { Ok(()) } else { Err(Vec::new()) };
        go_on(0.0)?;
        let shared = self.shared(&mut pairs)?;
        go_on(0.2)?;
        let shared = self.holding(shared, &pairs)?;
        let meetings = self.meetings();
        for (done, (one, two)) in meetings.iter().enumerate() {
            go_on(0.3 + 0.4 * done as f64 / meetings.len() as f64)?;
            self.duel(*one, *two, &shared, &mut pairs)?;
        }
        go_on(0.7)?;
        let shared = self.covering(shared, &pairs)?;
        go_on(0.75)?;
        let shared = self.endings(shared, &pairs)?;
        Ok((shared, pairs))
    }

    /// Fleets of the middling class, with the share of each in command.
    fn fleets(&self) -> Vec<Pairing> {
        let kind = &self.roster.kinds[self.line];
        let part = |units: u32, command: f64| vec![Part { command, ..Part::new(kind, units) }];
        let set = |one: (u32, f64), two: (u32, f64)| self.pairing(part(one.0, one.1), part(two.0, two.1));
        vec![
            set((150, 1.0), (150, 1.0)),
            set((500, 1.0), (250, 1.0)),
            set((200, 1.0), (130, 1.0)),
            set((1500, 1.0), (1500, 1.0)),
            set((900, 1.0), (400, 1.0)),
            set((2400, 1.0), (1000, 1.0)),
            set((3600, 1.0), (1900, 1.0)),
            set((5000, 1.0), (4000, 1.0)),
            set((400, 1.0), (400, 0.0)),
            set((800, 0.0), (700, 1.0)),
            set((1500, 1.0), (1200, 0.4)),
            set((1200, 0.7), (1300, 0.3)),
        ]
    }

    fn pairing(&self, one: Vec<Part>, two: Vec<Part>) -> Pairing {
        self.roster.pairing("", [one, two])
    }

    fn truth(&self, pairing: &Pairing) -> Result<Course, Vec<String>> {
        follow(pairing, (Resolution::UnitByUnit, None), POINTS, (self.seed, self.battles), self.hands)
    }

    /// How far the aggregated course of a pairing is from a true one.
    fn gap(&self, pairing: &Pairing, shared: &Shared<f64>, pairs: &Pairs, truth: &Course) -> f64 {
        let tuned = Pairing { rules: shared.tune(&pairing.rules), ..pairing.clone() };
        let how = (Resolution::Aggregated, Some(pairs));
        // Aggregated battles need no staging, so nothing stands in their way.
        let course = follow(&tuned, how, POINTS, (self.seed, LOOKS), self.hands).unwrap_or_default();
        let points = course.mean.iter().zip(&truth.mean);
        let near = points.filter(|(_, truth)| truth[0].max(truth[1]) <= FAR_ENOUGH);
        let point = |(ours, truth): (&[f64; 2], &[f64; 2])| {
            let far = truth[0].max(truth[1]);
            let weight = far / (far + DECIDING) / (1.0 + far / DECIDED);
            weight * weight * (gap(ours[0], truth[0]) + gap(ours[1], truth[1]))
        };
        near.map(point).sum()
    }

    /// What holds for all classes, but for how battles end; and what the middling class's hits count on itself.
    fn shared(&self, pairs: &mut Pairs) -> Result<Shared<f64>, Vec<String>> {
        let fleets = self.fleets();
        let truths: Result<Vec<Course>, _> = fleets.iter().map(|fleet| self.truth(fleet)).collect();
        let truths = truths?;
        let class = self.roster.kinds[self.line].class;
        let rules = &self.roster.rules;
        let read = |x: &[f64]| Shared {
            alone: x[0],
            led: x[1],
            exponent: x[2],
            flanking: x[3],
            cover: 0.0,
            odds: x[7],
            fading: x[4],
            approach: x[5],
            closing: 0.0,
            hold: 1.0,
            deploy: x[8],
            waits: 0.0,
            wings: x[9],
            bout: LOOK_HOURS,
            foresight: 0.0,
            pursuit: rules.pursuit,
            rearguard: rules.rearguard,
            rout: rules.rout,
            chase: rules.chase,
            stragglers: rules.stragglers,
            stand: rules.stand[0],
            draw: rules.stand[1],
            swing: 0.0,
            flurry: 0.0,
        };
        let mut trial = pairs.clone();
        let start = [0.43, 0.62, 0.98, 0.2, 0.1, 0.7, -0.4, 2.0, 2.2, 0.7];
        let steps = [0.1, -0.1, -0.1, 0.2, 0.1, 0.3, 0.3, 0.6, 0.8, 0.8];
        let mut cost = |x: &[f64]| {
            trial.set(class, class, factor(x[6]));
            let shared = read(x);
            let outside: f64 =
                shared.list().iter().zip(shared.bounded().list()).map(|(a, b)| (a - b).abs()).sum();
            let gaps =
                fleets.iter().zip(&truths).map(|(fleet, truth)| self.gap(fleet, &shared, &trial, truth));
            gaps.sum::<f64>() + 10.0 * outside
        };
        // Begun anew from where it came to, since a simplex of so many sides may be stuck.
        let (first, _) = least(&start, &steps, 500, &mut cost);
        let (best, _) = least(&first, &steps.map(|step| 0.5 * step), 500, &mut cost);
        pairs.set(class, class, factor(best[6]));
        Ok(read(&best).bounded())
    }

    /// What changes where one side waits for the other.
    fn holding(&self, shared: Shared<f64>, pairs: &Pairs) -> Result<Shared<f64>, Vec<String>> {
        let part = |units: u32| vec![Part::new(&self.roster.kinds[self.line], units)];
        let sizes = [(600, 600), (1500, 900), (500, 700), (2400, 1100)];
        let held = |(one, two)| Pairing { ways_out: [true, false], ..self.pairing(part(one), part(two)) };
        let fleets = sizes.map(held);
        let truths: Result<Vec<Course>, _> = fleets.iter().map(|fleet| self.truth(fleet)).collect();
        let truths = truths?;
        let read = |x: &[f64]| Shared { closing: x[0], hold: x[1], waits: x[2], ..shared };
        let (best, _) = least(&[0.7, 0.8, 1.5], &[0.4, -0.15, 1.0], 90, |x| {
            let trial = read(x);
            let outside = (x[1] - 1.0).max(0.0) + (-x[0]).max(0.0) + (-x[2]).max(0.0);
            let gaps = fleets.iter().zip(&truths);
            gaps.map(|(fleet, truth)| self.gap(fleet, &trial.bounded(), pairs, truth)).sum::<f64>()
                + 10.0 * outside
        });
        Ok(read(&best).bounded())
    }

    /// How the tough cover the others, from fleets in which the least stand beside the greatest.
    fn covering(&self, shared: Shared<f64>, pairs: &Pairs) -> Result<Shared<f64>, Vec<String>> {
        let ships = self.roster.ranked(false);
        let (Some(light), Some(heavy)) = (ships.first(), ships.last()) else { return Ok(shared) };
        let line = |units: u32| vec![Part::new(&self.roster.kinds[self.line], units)];
        let both = |one: f64, two: f64| [self.worth(*light, one), self.worth(*heavy, two)].concat();
        let fleets = [
            self.pairing(line(450), both(200.0, 250.0)),
            self.pairing(line(1000), both(450.0, 600.0)),
            self.pairing(both(900.0, 1700.0), line(2400)),
            self.pairing(both(600.0, 1400.0), both(1300.0, 800.0)),
        ];
        let lost = |fleet: &Pairing, how: (Resolution, Option<&Pairs>), battles: u64| {
            lost_by_part(fleet, how, COVERED, (self.seed, battles), self.hands)
        };
        let by_units = |fleet: &Pairing| lost(fleet, (Resolution::UnitByUnit, None), self.battles);
        let truths: Result<Vec<Vec<f64>>, _> = fleets.iter().map(by_units).collect();
        let truths = truths?;
        let read = |x: &[f64]| Shared { cover: x[0], ..shared };
        let (best, _) = least(&[0.2], &[0.1], 20, |x| {
            let trial = read(x);
            let outside = (x[0] - 1.0).max(0.0) + (-x[0]).max(0.0);
            let gaps = fleets.iter().zip(&truths).map(|(fleet, truth)| {
                let tuned = Pairing { rules: trial.bounded().tune(&fleet.rules), ..fleet.clone() };
                let ours = lost(&tuned, (Resolution::Aggregated, Some(pairs)), LOOKS).unwrap_or_default();
                uneven(fleet, &ours, truth)
            });
            gaps.sum::<f64>() + 10.0 * outside
        });
        Ok(read(&best).bounded())
    }

    /// Classes that can meet: one of them at least moves.
    fn meetings(&self) -> Vec<(usize, usize)> {
        let (ships, forts) = (self.roster.ranked(false), self.roster.ranked(true));
        let among = ships.iter().enumerate().flat_map(|(at, one)| ships[at..].iter().map(|two| (*one, *two)));
        let against = ships.iter().flat_map(|one| forts.iter().map(|two| (*one, *two)));
        let own = (self.line, self.line);
        among.chain(against).filter(|meeting| *meeting != own).collect()
    }

    /// What hits of two classes count on each other.
    fn duel(
        &self,
        one: usize,
        two: usize,
        shared: &Shared<f64>,
        pairs: &mut Pairs,
    ) -> Result<(), Vec<String>> {
        let pairings = DUELS.map(|size| self.pairing(self.worth(one, size), self.worth(two, size)));
        let truths: Result<Vec<Course>, _> = pairings.iter().map(|pairing| self.truth(pairing)).collect();
        let truths = truths?;
        let [first, second] = [one, two].map(|row| self.roster.kinds[row].class);
        let own = self.roster.kinds[self.line].class;
        let start = libm::log(pairs.factor(own, own));
        let mut trial = pairs.clone();
        let mut cost = |x: [f64; 2]| {
            trial.set(first, second, factor(x[0]));
            trial.set(second, first, factor(x[1]));
            let gaps = pairings.iter().zip(&truths);
            gaps.map(|(pairing, truth)| self.gap(pairing, shared, &trial, truth)).sum()
        };
        let best = if one == two {
            let (best, _) = least(&[start], &[0.3], 24, |x| cost([x[0]; 2]));
            [best[0]; 2]
        } else {
            let (best, _) = least(&[start; 2], &[0.3; 2], 50, |x| cost([x[0], x[1]]));
            [best[0], best[1]]
        };
        pairs.set(first, second, factor(best[0]));
        pairs.set(second, first, factor(best[1]));
        Ok(())
    }

    /// As many of a kind as are worth so many of the middling one.
    fn worth(&self, row: usize, units: f64) -> Vec<Part> {
        let count = units * self.roster.values[self.line] / self.roster.values[row].max(1e-9);
        vec![Part::new(&self.roster.kinds[row], libm::round(count).clamp(4.0, 5000.0) as u32)]
    }

    /// How battles end: pursuit, from fleets of the middling class and of the least with the greatest; how speed tells, from
    /// those who outrun others; what stands after its side has fled; and how far luck carries a side.
    fn endings(&self, shared: Shared<f64>, pairs: &Pairs) -> Result<Shared<f64>, Vec<String>> {
        let even = [(200, 200), (400, 300), (1200, 1200), (2000, 900), (3000, 2600), (1200, 400)];
        let part = |units: u32| vec![Part::new(&self.roster.kinds[self.line], units)];
        let mut fleets: Vec<Pairing> =
            even.iter().map(|(one, two)| self.pairing(part(*one), part(*two))).collect();
        let ships = self.roster.ranked(false);
        if let (Some(light), Some(heavy)) = (ships.first(), ships.last()) {
            let both = |one: f64, two: f64| [self.worth(*light, one), self.worth(*heavy, two)].concat();
            fleets.push(self.pairing(both(500.0, 700.0), both(400.0, 400.0)));
            fleets.push(self.pairing(both(300.0, 1000.0), both(1300.0, 400.0)));
        }
        let (start, steps) = ([4.0, 0.85, 0.3, 0.05, 0.2], [0.5, -0.15, 0.15, 0.02, 0.1]);
        let shared = self.ending((&start, &steps, 200), fleets, pairs, |x| Shared {
            pursuit: x[0],
            rearguard: x[1],
            rout: x[2],
            swing: x[3],
            flurry: x[4],
            ..shared
        })?;
        let unled =
            |units: u32| vec![Part { command: 0.0, ..Part::new(&self.roster.kinds[self.line], units) }];
        let fleets = vec![self.pairing(part(700), unled(600)), self.pairing(unled(1000), part(1200))];
        let read = |x: &[f64]| Shared { stragglers: x[0], ..shared };
        let shared = self.ending((&[0.3], &[-0.15], 16), fleets, pairs, read)?;
        let mut ships = self.roster.ranked(false);
        ships.sort_by(|a, b| self.roster.kinds[*a].speed.total_cmp(&self.roster.kinds[*b].speed));
        let speed = |row: &usize| self.roster.kinds[*row].speed;
        let shared = match (ships.first(), ships.last()) {
            (Some(slow), Some(fast)) if speed(slow) < speed(fast) => {
                let sizes = [(500.0, 700.0), (700.0, 500.0)];
                let fleets =
                    sizes.map(|(one, two)| self.pairing(self.worth(*fast, one), self.worth(*slow, two)));
                let read = |x: &[f64]| Shared { chase: x[0], ..shared };
                self.ending((&[6.0], &[2.0], 20), fleets.into(), pairs, read)?
            }
            _ => shared,
        };
        let shared = self.standing(shared, pairs)?;
        self.luck(shared, pairs)
    }

    /// How far luck carries a side, from what all kinds of fleets have in common: held against how battles vary alone.
    fn luck(&self, shared: Shared<f64>, pairs: &Pairs) -> Result<Shared<f64>, Vec<String>> {
        let part = |units: u32| vec![Part::new(&self.roster.kinds[self.line], units)];
        let sizes = [(200, 200), (400, 300), (1200, 1200), (2000, 900)];
        let mut fleets: Vec<Pairing> =
            sizes.iter().map(|(one, two)| self.pairing(part(*one), part(*two))).collect();
        fleets.extend([(600, 350), (1100, 800)].map(|(one, two)| Pairing {
            ways_out: [true, false],
            tolerances: [self.roster.rules.expected_tolerance, 0.7],
            ..self.pairing(part(one), part(two))
        }));
        let ships = self.roster.ranked(false);
        if let (Some(light), Some(heavy)) = (ships.first(), ships.last()) {
            let both = |one: f64, two: f64| [self.worth(*light, one), self.worth(*heavy, two)].concat();
            fleets.push(self.pairing(both(500.0, 700.0), both(400.0, 400.0)));
            fleets.push(self.pairing(both(300.0, 1000.0), both(1300.0, 400.0)));
        }
        if let Some(fort) = self.roster.ranked(true).last() {
            fleets.push(self.pairing(part(500), [part(220), self.worth(*fort, 120.0)].concat()));
        }
        let read = |x: &[f64]| Shared { swing: x[0], flurry: x[1], ..shared };
        self.ending((&[0.06, 0.15], &[0.02, 0.1], 24), fleets, pairs, read)
    }

    /// What stands after its side has fled.
    fn standing(&self, shared: Shared<f64>, pairs: &Pairs) -> Result<Shared<f64>, Vec<String>> {
        let part = |units: u32| vec![Part::new(&self.roster.kinds[self.line], units)];
        let forts = self.roster.ranked(true);
        let (Some(weak), Some(strong)) = (forts.first(), forts.last()) else { return Ok(shared) };
        let fleets = vec![
            self.pairing(part(500), [part(180), self.worth(*strong, 120.0)].concat()),
            self.pairing(part(800), [part(300), self.worth(*weak, 250.0)].concat()),
            self.pairing(
                part(2000),
                [part(900), self.worth(*weak, 300.0), self.worth(*strong, 300.0)].concat(),
            ),
        ];
        let read = |x: &[f64]| Shared { stand: x[0], draw: x[1], ..shared };
        self.ending((&[1.0, 0.7], &[0.4, 0.2], 45), fleets, pairs, read)
    }

    /// Fits coefficients to how fleets fare that fight to their end. Nobody panics in them: panic is the same rule in both
    /// forms, and would hide what differs behind rare battles.
    fn ending(
        &self,
        (start, steps, looks): (&[f64], &[f64], usize),
        mut fleets: Vec<Pairing>,
        pairs: &Pairs,
        read: impl Fn(&[f64]) -> Shared<f64>,
    ) -> Result<Shared<f64>, Vec<String>> {
        fleets.iter_mut().for_each(|fleet| fleet.rules.panic_per_hour = 0.0);
        let summary = |fleet: &Pairing, how: (Resolution, Option<&Pairs>), battles: u64| {
            let one = |replication| fleet.fight_with(how, Key::new(self.seed, replication));
            let samples: Result<Vec<_>, _> = self.hands.map(battles, one).into_iter().collect();
            samples.map(|samples| Summary::of(&samples))
        };
        let battles = 3 * self.battles;
        let truths: Result<Vec<Summary>, _> =
            fleets.iter().map(|fleet| summary(fleet, (Resolution::UnitByUnit, None), battles)).collect();
        let truths = truths?;
        let (best, _) = least(start, steps, looks, |x| {
            let trial = read(x);
            let outside: f64 =
                trial.list().iter().zip(trial.bounded().list()).map(|(a, b)| (a - b).abs()).sum();
            let gaps = fleets.iter().zip(&truths).map(|(fleet, truth)| {
                let tuned = Pairing { rules: trial.tune(&fleet.rules), ..fleet.clone() };
                let how = (Resolution::Aggregated, Some(pairs));
                let ours = summary(&tuned, how, ENDINGS).unwrap_or_default();
                [0, 1].map(|side: usize| ending_gap(&ours, truth, side)).iter().sum::<f64>()
            });
            gaps.sum::<f64>() + 10.0 * outside
        });
        Ok(read(&best).bounded())
    }
}

/// How far apart a side fares at the end of battles, on the mean and in how it varies.
fn ending_gap(ours: &Summary, truth: &Summary, side: usize) -> f64 {
    let log = libm::log(ours.spread[side].max(1e-4) / truth.spread[side].max(1e-4));
    gap(ours.mean[side], truth.mean[side]) + SPREAD * log * log
}

/// What a difference of spreads weighs against one of means: a bar of a factor 1.5 against one of a tenth.
const SPREAD: f64 = 0.15;

/// How far apart two forms are in how much more the second part of a side loses than the first.
fn uneven(fleet: &Pairing, ours: &[f64], truth: &[f64]) -> f64 {
    let mut first = 0;
    let mut sum = 0.0;
    for parts in fleet.sides.iter().map(Vec::len) {
        let more = |lost: &[f64]| {
            let of = |part: usize| lost.get(part).map_or(1.0, |share| share + FLOOR);
            libm::log(of(first + 1) / of(first))
        };
        if parts == 2 {
            let off = more(ours) - more(truth);
            sum += off * off;
        }
        first += parts;
    }
    sum
}

/// A factor on hits from its logarithm.
fn factor(log: f64) -> f64 {
    libm::exp(log).clamp(FACTOR[0], FACTOR[1])
}

/// How far apart two losses are.
fn gap(ours: f64, truth: f64) -> f64 {
    let off = (ours - truth) / (truth + FLOOR);
    off * off
}
