//! From ship-level battles to coefficients.
//!
//! Five steps, each on what only it can tell. Courses of battles that no one breaks off, between fleets of one middling
//! class, give what holds for all classes: how fire grows with numbers and command. Courses of the least, the middling and the
//! greatest class against each other give it once more, for it shows in them best; those of each class against each give what its
//! hits count, and of those that cannot move when it is known what holding one's ground does. What each part of a fleet has
//! lost after some hours gives how the tough cover the others, and what cannot move the rest. Battles fought to their end give
//! pursuit, and how far luck carries a side. The whole is done once for each of several independent samples; the mean of what they
//! give is taken, and their scatter is its error.

mod endings;

use super::coefficients::{Calibration, Coefficient, Shared};
use super::course::{Course, follow, lost_by_part};
use super::hands::Hands;
use super::pairing::{Pairing, Part, Resolution};
use super::roster::Roster;
use super::simplex::least;
use crate::bouts::Pairs;
use polemos_chance::mix64;

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
/// Firing numbers grow with numbers: nobody waits for room.
const EXPONENT: f64 = 1.0;
/// Aggregated battles for each look at a course.
const LOOKS: u64 = 24;
/// Units of both sides together of a pairing that is fought as often as the effort says.
const ORDINARY_UNITS: f64 = 4000.0;
/// How many times as often a pairing is fought that is much greater, and one that is much smaller.
const LEAST_TIMES: f64 = 0.34;
const MOST_TIMES: f64 = 8.0;
/// Worth of each fleet where class meets class, in units of the middling class.
const DUELS: [f64; 3] = [250.0, 1000.0, 4000.0];
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
        let mut pairs = Calibration::neutral(self.roster).table();
        let go_on = |part: f64| if go_on(part) { Ok(()) } else { Err(Vec::new()) };
        go_on(0.0)?;
        let shared = self.shared(&mut pairs, None)?;
        go_on(0.1)?;
        // Once more when it is known what unlike classes do to each other: what holds for all shows in them best.
        let meetings = self.meetings();
        let ends = self.ends();
        for (one, two) in meetings.iter().filter(|(one, two)| ends.contains(one) && ends.contains(two)) {
            self.duel(*one, *two, &shared, &mut pairs)?;
        }
        go_on(0.2)?;
        let shared = self.shared(&mut pairs, Some(shared))?;
        self.duels(&meetings, &shared, &mut pairs, |part| go_on(0.3 + 0.2 * part))?;
        // What cannot move holds its ground: its hits can be measured when it is known what that does.
        let shared = self.holding(shared, &pairs)?;
        self.duels(&self.sieges(), &shared, &mut pairs, |part| go_on(0.5 + 0.2 * part))?;
        go_on(0.7)?;
        let shared = self.covering(shared, &pairs)?;
        go_on(0.75)?;
        let shared = self.endings(shared, &pairs)?;
        Ok((shared, pairs))
    }

    /// The least, the middling and the greatest of the classes that move.
    fn ends(&self) -> [usize; 3] {
        let ships = self.roster.ranked(false);
        [ships.first(), Some(&self.line), ships.last()].map(|row| row.copied().unwrap_or(self.line))
    }

    /// Fleets of the middling class, with the share of each in command.
    fn fleets(&self) -> Vec<Pairing> {
        let kind = &self.roster.kinds[self.line];
        let part = |units: u32, command: f64| vec![Part::new(kind, units).led(command)];
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
        let battles = self.battles_of(pairing);
        follow(pairing, (Resolution::UnitByUnit, None), POINTS, (self.seed, battles), self.hands)
    }

    /// Battles unit by unit of a pairing: small fleets, whose battles vary most and cost least, are fought more often than
    /// great ones.
    fn battles_of(&self, pairing: &Pairing) -> u64 {
        let units: u32 = pairing.sides.iter().flatten().map(|part| part.units).sum();
        let more = (ORDINARY_UNITS / f64::from(units.max(1))).clamp(LEAST_TIMES, MOST_TIMES);
        libm::round(self.battles as f64 * more) as u64
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
    fn shared(&self, pairs: &mut Pairs, before: Option<Shared<f64>>) -> Result<Shared<f64>, Vec<String>> {
        let mut fleets = self.fleets();
        if before.is_some() {
            fleets.extend(self.unlike());
        }
        let truths: Result<Vec<Course>, _> = fleets.iter().map(|fleet| self.truth(fleet)).collect();
        let truths = truths?;
        let class = self.roster.kinds[self.line].class;
        let rules = &self.roster.rules;
        let read = |x: &[f64]| Shared {
            alone: x[0],
            led: x[1],
            ties: x[2],
            marks: x[3],
            melee: x[4],
            exponent: EXPONENT,
            flanking: x[10],
            cover: 0.0,
            odds: x[11],
            fading: x[12],
            approach: x[5],
            closing: 0.0,
            hold: 1.0,
            screen: 1.0,
            opening: x[8],
            deploy: x[6],
            waits: 0.0,
            wings: x[7],
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
            mingle: 0.0,
        };
        let mut trial = pairs.clone();
        let mut start = [0.2, 0.6, 9.0, 1.4, 7.0, 0.9, 1.4, 1.5, 0.5, -0.25, 0.08, 2.6, 0.05];
        if let Some(b) = before {
            start = [
                b.alone,
                b.led,
                b.ties,
                b.marks,
                b.melee,
                b.approach,
                b.deploy,
                b.wings,
                b.opening,
                libm::log(pairs.factor(class, class)),
                b.flanking,
                b.odds,
                b.fading,
            ];
        }
        let steps = [0.1, -0.1, 3.0, 0.5, 3.0, 0.3, -0.4, 0.8, 0.3, 0.2, 0.08, 0.6, 0.05];
        let mut cost = |x: &[f64]| {
            trial.set(class, class, factor(x[9]));
            let shared = read(x);
            let outside: f64 =
                shared.list().iter().zip(shared.bounded().list()).map(|(a, b)| (a - b).abs()).sum();
            let gaps =
                fleets.iter().zip(&truths).map(|(fleet, truth)| self.gap(fleet, &shared, &trial, truth));
            gaps.sum::<f64>() + 10.0 * outside
        };
        // Begun anew from where it came to, since a simplex of so many sides may be stuck.
        let (first, _) = least(&start, &steps, 800, &mut cost);
        let (best, _) = least(&first, &steps.map(|step| 0.5 * step), 700, &mut cost);
        pairs.set(class, class, factor(best[9]));
        Ok(read(&best).bounded())
    }

    /// Fleets of unlike classes, the least, the middling and the greatest, small and large.
    fn unlike(&self) -> Vec<Pairing> {
        let ships = self.roster.ranked(false);
        let (Some(light), Some(heavy)) = (ships.first(), ships.last()) else { return Vec::new() };
        let line = |units: u32| vec![Part::new(&self.roster.kinds[self.line], units)];
        vec![
            self.pairing(line(150), self.worth(*light, 160.0)),
            self.pairing(line(700), self.worth(*light, 600.0)),
            self.pairing(self.worth(*light, 2300.0), line(2300)),
            self.pairing(self.worth(*heavy, 1200.0), self.worth(*light, 1300.0)),
            self.pairing(self.worth(*light, 1100.0), self.worth(*light, 900.0)),
            self.pairing(self.worth(*heavy, 400.0), line(400)),
        ]
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
        let read = |x: &[f64]| Shared { cover: x[0], ..shared };
        let shared = self.shielding((&[0.2], &[0.1]), &fleets, pairs, &read)?;
        let forts = self.roster.ranked(true);
        let (Some(weak), Some(strong)) = (forts.first(), forts.last()) else { return Ok(shared) };
        let fleets = [
            self.pairing(line(500), [line(180), self.worth(*strong, 120.0)].concat()),
            self.pairing(line(800), [line(300), self.worth(*weak, 250.0)].concat()),
            self.pairing(line(2600), [line(1000), self.worth(*weak, 700.0)].concat()),
            self.pairing(line(3000), [line(1300), self.worth(*strong, 700.0)].concat()),
        ];
        let read = |x: &[f64]| Shared { screen: x[0], ..shared };
        self.shielding((&[4.0], &[2.0]), &fleets, pairs, &read)
    }

    /// Fits one coefficient to how much more one part of fleets has lost than the other.
    fn shielding(
        &self,
        (start, step): (&[f64], &[f64]),
        fleets: &[Pairing],
        pairs: &Pairs,
        read: &impl Fn(&[f64]) -> Shared<f64>,
    ) -> Result<Shared<f64>, Vec<String>> {
        let lost = |fleet: &Pairing, how: (Resolution, Option<&Pairs>), battles: u64| {
            lost_by_part(fleet, how, COVERED, (self.seed, battles), self.hands)
        };
        let by_units = |fleet: &Pairing| lost(fleet, (Resolution::UnitByUnit, None), self.battles_of(fleet));
        let truths: Result<Vec<Vec<f64>>, _> = fleets.iter().map(by_units).collect();
        let truths = truths?;
        let (best, _) = least(start, step, 20, |x| {
            let trial = read(x);
            let outside: f64 =
                trial.list().iter().zip(trial.bounded().list()).map(|(a, b)| (a - b).abs()).sum();
            let gaps = fleets.iter().zip(&truths).map(|(fleet, truth)| {
                let tuned = Pairing { rules: trial.bounded().tune(&fleet.rules), ..fleet.clone() };
                let ours = lost(&tuned, (Resolution::Aggregated, Some(pairs)), LOOKS).unwrap_or_default();
                uneven(fleet, &ours, truth)
            });
            gaps.sum::<f64>() + 10.0 * outside
        });
        Ok(read(&best).bounded())
    }

    /// Classes that move, each with each, but for the middling one with itself.
    fn meetings(&self) -> Vec<(usize, usize)> {
        let ships = self.roster.ranked(false);
        let among = ships.iter().enumerate().flat_map(|(at, one)| ships[at..].iter().map(|two| (*one, *two)));
        among.filter(|meeting| *meeting != (self.line, self.line)).collect()
    }

    /// Classes that move, each with each that does not.
    fn sieges(&self) -> Vec<(usize, usize)> {
        let (ships, forts) = (self.roster.ranked(false), self.roster.ranked(true));
        ships.iter().flat_map(|one| forts.iter().map(|two| (*one, *two))).collect()
    }

    /// What hits of classes count on each other, two by two. `go_on` is told which part is done.
    fn duels(
        &self,
        meetings: &[(usize, usize)],
        shared: &Shared<f64>,
        pairs: &mut Pairs,
        go_on: impl Fn(f64) -> Result<(), Vec<String>>,
    ) -> Result<(), Vec<String>> {
        for (done, (one, two)) in meetings.iter().enumerate() {
            go_on(done as f64 / meetings.len() as f64)?;
            self.duel(*one, *two, shared, pairs)?;
        }
        Ok(())
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
            let (best, _) = least(&[start; 2], &[-0.3; 2], 100, |x| cost([x[0], x[1]]));
            [best[0], best[1]]
        };
        pairs.set(first, second, factor(best[0]));
        pairs.set(second, first, factor(best[1]));
        Ok(())
    }

    /// As many of a kind as are worth so many of the middling one.
    fn worth(&self, row: usize, units: f64) -> Vec<Part> {
        let count = units * self.roster.values[self.line] / self.roster.values[row].max(1e-9);
        vec![Part::new(&self.roster.kinds[row], libm::round(count).clamp(4.0, 20_000.0) as u32)]
    }
}

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
