//! How battles end: pursuit, what stands after its side has fled, and how far luck carries a side.

use super::{Fit, gap};
use crate::bouts::Pairs;
use crate::calibrate::agreement::Summary;
use crate::calibrate::coefficients::Shared;
use crate::calibrate::hands::Hands;
use crate::calibrate::pairing::{Pairing, Part, Resolution};
use crate::calibrate::simplex::least;
use polemos_chance::Key;

/// Aggregated battles for each look at how battles end.
const ENDINGS: u64 = 120;

impl<H: Hands> Fit<'_, H> {
    /// How battles end: pursuit, from fleets of the middling class and of the least with the greatest; how speed tells, from
    /// those who outrun others; what stands after its side has fled; and how far luck carries a side.
    pub(super) fn endings(&self, shared: Shared<f64>, pairs: &Pairs) -> Result<Shared<f64>, Vec<String>> {
        let even = [
            (200, 200),
            (400, 300),
            (1200, 1200),
            (2000, 900),
            (3000, 2600),
            (1200, 400),
            (350, 220),
            (700, 450),
            (2600, 1400),
        ];
        let part = |units: u32| vec![Part::new(&self.roster.kinds[self.line], units)];
        let mut fleets: Vec<Pairing> =
            even.iter().map(|(one, two)| self.pairing(part(*one), part(*two))).collect();
        let ships = self.roster.ranked(false);
        if let (Some(light), Some(heavy)) = (ships.first(), ships.last()) {
            let both = |one: f64, two: f64| [self.worth(*light, one), self.worth(*heavy, two)].concat();
            fleets.push(self.pairing(both(500.0, 700.0), both(400.0, 400.0)));
            fleets.push(self.pairing(both(300.0, 1000.0), both(1300.0, 400.0)));
        }
        let (start, steps) = ([3.8, 0.95, 0.5, 0.05, 0.1], [0.4, -0.05, 0.2, 0.02, 0.1]);
        let shared = self.ending((&start, &steps, 200), fleets, pairs, |x| Shared {
            pursuit: x[0],
            rearguard: x[1],
            rout: x[2],
            swing: x[3],
            flurry: x[4],
            ..shared
        })?;
        let unled = |units: u32| vec![Part::new(&self.roster.kinds[self.line], units).led(0.0)];
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
        let read = |x: &[f64]| Shared { swing: x[0], flurry: x[1], mingle: x[2], ..shared };
        self.ending((&[0.06, 0.15, 0.2], &[0.02, 0.1, 0.2], 45), fleets, pairs, read)
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
        let by_units =
            |fleet: &Pairing| summary(fleet, (Resolution::UnitByUnit, None), 3 * self.battles_of(fleet));
        let truths: Result<Vec<Summary>, _> = fleets.iter().map(by_units).collect();
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
