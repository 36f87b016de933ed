//! How losses grow in the course of a battle that no one breaks off: what fire does, before anyone decides anything.

use super::hands::Hands;
use super::pairing::{Pairing, Resolution};
use crate::bouts::{GroupLoss, Observer, Outcome, Pairs, Verdict, fight_with};
use crate::engagement::{Engagement, Side};
use crate::ship::{Alone, Staged, Witness};
use polemos_chance::Key;

/// Hours between two points of a course.
pub const EVERY: f64 = 1.0;
/// Longest bout while a course is followed, hours: losses are read off between bouts.
const BOUT: f64 = 1.0;

/// Mean losses of both sides, a share of value, after one, two, three … times [`EVERY`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// Mean losses.
    pub mean: Vec<[f64; 2]>,
    /// Their standard errors.
    pub error: Vec<[f64; 2]>,
}

impl Course {
    /// The mean of courses that are equally long.
    fn of(courses: &[Vec<[f64; 2]>]) -> Self {
        let n = courses.len().max(1) as f64;
        let points = courses.first().map_or(0, Vec::len);
        let mut course = Self { mean: vec![[0.0; 2]; points], error: vec![[0.0; 2]; points] };
        for point in 0..points {
            for side in [0, 1] {
                let sum: f64 = courses.iter().map(|course| course[point][side]).sum();
                let mean = sum / n;
                let off =
                    |course: &Vec<[f64; 2]>| (course[point][side] - mean) * (course[point][side] - mean);
                let squares: f64 = courses.iter().map(off).sum();
                course.mean[point][side] = mean;
                course.error[point][side] = (squares / (n - 1.0).max(1.0) / n).sqrt();
            }
        }
        course
    }
}

/// Follows a pairing for so many points, over so many battles of a seed, with nobody breaking off.
///
/// # Errors
///
/// Sentences about what stands in the way of fighting it unit by unit.
pub fn follow(
    pairing: &Pairing,
    (resolution, pairs): (Resolution, Option<&Pairs>),
    points: usize,
    (seed, battles): (u64, u64),
    hands: &impl Hands,
) -> Result<Course, Vec<String>> {
    let one = |replication| once(pairing, (resolution, pairs), points, Key::new(seed, replication));
    let courses: Result<Vec<_>, _> = hands.map(battles, one).into_iter().collect();
    Ok(Course::of(&courses?))
}

/// Share of its units that each part of a pairing's sides has lost after so many hours with nobody breaking off, on the mean
/// over battles of a seed.
///
/// # Errors
///
/// Sentences about what stands in the way of fighting it unit by unit.
pub fn lost_by_part(
    pairing: &Pairing,
    (resolution, pairs): (Resolution, Option<&Pairs>),
    hours: f64,
    (seed, battles): (u64, u64),
    hands: &impl Hands,
) -> Result<Vec<f64>, Vec<String>> {
    let one = |replication| {
        let engagement = unbroken(pairing, hours, Key::new(seed, replication));
        let outcome = fought(pairing, engagement, (resolution, pairs), &mut ())?;
        let lost = |loss: &GroupLoss| f64::from(loss.lost) / f64::from(loss.ships.max(1));
        Ok(outcome.lost.iter().flatten().map(lost).collect())
    };
    let all: Result<Vec<Vec<f64>>, Vec<String>> = hands.map(battles, one).into_iter().collect();
    let all = all?;
    let parts = all.first().map_or(0, Vec::len);
    let mean = |part: usize| all.iter().map(|lost| lost[part]).sum::<f64>() / all.len() as f64;
    Ok((0..parts).map(mean).collect())
}

/// An engagement in which nobody breaks off for so many hours.
fn unbroken(pairing: &Pairing, hours: f64, key: Key) -> Engagement {
    let mut engagement = pairing.engagement(key);
    engagement.sides.iter_mut().for_each(|side| side.tolerance = 1.0);
    engagement.rules.max_hours = hours;
    engagement
}

fn once(
    pairing: &Pairing,
    (resolution, pairs): (Resolution, Option<&Pairs>),
    points: usize,
    key: Key,
) -> Result<Vec<[f64; 2]>, Vec<String>> {
    let mut engagement = unbroken(pairing, (points as f64 + 0.5) * EVERY, key);
    let mut log = Log::new(&engagement);
    if resolution == Resolution::Aggregated {
        engagement.rules.bout_hours = engagement.rules.bout_hours.min(BOUT);
    }
    fought(pairing, engagement, (resolution, pairs), &mut log)?;
    Ok(log.read(points))
}

/// Fights an engagement of a pairing in one form or the other, before someone who looks on.
fn fought<W: Observer + Witness>(
    pairing: &Pairing,
    mut engagement: Engagement,
    (resolution, pairs): (Resolution, Option<&Pairs>),
    witness: &mut W,
) -> Result<Outcome, Vec<String>> {
    Ok(match resolution {
        Resolution::Aggregated => fight_with(&mut engagement, pairs, witness),
        Resolution::UnitByUnit => {
            let staging = pairing.staging(&engagement);
            Staged::new(engagement, &staging)?.fight(&Alone, witness).outcome
        }
    })
}

/// Losses as they come.
struct Log {
    start: [f64; 2],
    /// Hours and losses.
    seen: Vec<(f64, [f64; 2])>,
}

impl Log {
    fn new(engagement: &Engagement) -> Self {
        let start = [0, 1].map(|side: usize| worth(&engagement.sides[side]));
        Self { start, seen: vec![(0.0, [0.0; 2]), (engagement.hours_to_range(), [0.0; 2])] }
    }

    fn enter(&mut self, engagement: &Engagement, hours: f64) {
        let loss = |side: usize| 1.0 - worth(&engagement.sides[side]) / self.start[side].max(1e-9);
        self.seen.push((hours, [loss(0), loss(1)]));
    }

    /// Losses at the points, between what was seen before and after; after the end they stay.
    fn read(&self, points: usize) -> Vec<[f64; 2]> {
        let at = |hours: f64| {
            let next = self.seen.iter().position(|(then, _)| *then >= hours);
            let Some(next) = next.filter(|next| *next > 0) else {
                return self.seen.last().map_or([0.0; 2], |(_, loss)| *loss);
            };
            let ((t0, a), (t1, b)) = (self.seen[next - 1], self.seen[next]);
            let part = if t1 > t0 { (hours - t0) / (t1 - t0) } else { 1.0 };
            [0, 1].map(|side: usize| a[side] + part * (b[side] - a[side]))
        };
        (1..=points).map(|point| at(point as f64 * EVERY)).collect()
    }
}

fn worth(side: &Side) -> f64 {
    side.groups.iter().map(|group| f64::from(group.ships()) * group.value_per_ship()).sum()
}

impl Observer for Log {
    fn after_bout(&mut self, engagement: &mut Engagement, hours: f64) -> Verdict {
        self.enter(engagement, hours);
        Verdict::Continue
    }
}

impl Witness for Log {
    fn look(&mut self, battle: &mut Staged, hours: f64) {
        self.enter(battle.engagement(), hours);
    }
}
