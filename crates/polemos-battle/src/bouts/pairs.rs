//! What a hit of one class counts on another.

use super::shots::{Size, to_kill};
use crate::engagement::{Group, amount};

/// What a class fires.
#[derive(Clone, Debug, PartialEq)]
pub struct Armament {
    /// Its row.
    pub class: u16,
    /// Hits an hour of each of its weapons, and damage of one of its shots, both in reference hits.
    pub weapons: Vec<[f64; 2]>,
}

/// For each class that fires and each that it fires at, how many reference hits one of its own counts as, where none but its
/// own fire at the same ships. Classes that are not in it hit as their figures say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairs {
    classes: Vec<u16>,
    /// Shots of each.
    shots: Vec<Vec<Size>>,
    factors: Vec<f64>,
}

impl Pairs {
    /// Ones for these classes, in order of their rows.
    #[must_use]
    pub fn new(mut armaments: Vec<Armament>) -> Self {
        armaments.sort_by_key(|armament| armament.class);
        armaments.dedup_by_key(|armament| armament.class);
        let classes: Vec<u16> = armaments.iter().map(|armament| armament.class).collect();
        let factors = vec![1.0; classes.len() * classes.len()];
        Self { classes, shots: armaments.iter().map(Armament::shots).collect(), factors }
    }

    /// The classes, in order.
    #[must_use]
    pub fn classes(&self) -> &[u16] {
        &self.classes
    }

    /// What a hit of a class counts on another.
    #[must_use]
    #[inline]
    pub fn factor(&self, from: u16, on: u16) -> f64 {
        self.row(from, on).and_then(|row| self.factors.get(row).copied()).unwrap_or(1.0)
    }

    /// Shots of a class: those that are not in it deliver reference hits one by one.
    fn shots(&self, class: u16) -> &[Size] {
        let at = self.classes.binary_search(&class).ok();
        at.and_then(|at| self.shots.get(at)).map_or(&[Size::REFERENCE], Vec::as_slice)
    }

    /// Sets it; classes that are not in it stay out.
    pub fn set(&mut self, from: u16, on: u16, factor: f64) {
        if let Some(entry) = self.row(from, on).and_then(|row| self.factors.get_mut(row)) {
            *entry = factor;
        }
    }

    fn row(&self, from: u16, on: u16) -> Option<usize> {
        let at = |class: u16| self.classes.binary_search(&class).ok();
        Some(at(from)? * self.classes.len() + at(on)?)
    }
}

impl Armament {
    fn shots(&self) -> Vec<Size> {
        let fires = |[hits, damage]: &&[f64; 2]| amount(*hits) > 0.0 && amount(*damage) > 0.0;
        let all: f64 = self.weapons.iter().filter(fires).map(|[hits, _]| amount(*hits)).sum();
        let size = |[hits, damage]: &[f64; 2]| Size::of(amount(*hits) / all, amount(*damage));
        let sizes: Vec<Size> = self.weapons.iter().filter(fires).map(size).collect();
        if sizes.is_empty() { vec![Size::REFERENCE] } else { sizes }
    }
}

/// The fire of several classes on the same ships. Their whole shots together waste less than each class's alone, or more. What
/// cannot move has enemies of its own before it, and does not fire at those of the others.
#[derive(Debug, Default)]
pub(crate) struct Mixture([Mixed; 2]);

/// Classes that fire at the same ships.
#[derive(Debug, Default)]
struct Mixed {
    /// Classes, and the hits that each delivers.
    fire: Vec<(u16, f64)>,
    hits: f64,
    shots: Vec<Size>,
}

impl Mixture {
    /// Fills it anew, with groups and their hits.
    pub fn fill<'a>(&mut self, pairs: &Pairs, fire: impl Iterator<Item = (&'a Group, f64)>) {
        self.0.iter_mut().for_each(|part| part.fire.clear());
        for (group, hits) in fire.filter(|(_, hits)| *hits > 0.0) {
            let part = &mut self.0[usize::from(group.immobile)].fire;
            match part.iter_mut().find(|(known, _)| *known == group.class) {
                Some((_, sum)) => *sum += hits,
                None => part.push((group.class, hits)),
            }
        }
        self.0.iter_mut().for_each(|part| part.add_up(pairs));
    }

    /// What a hit of theirs counts on a group, on the mean.
    pub fn counts(&self, pairs: &Pairs, target: &Group) -> f64 {
        self.mean(|part| part.counts(pairs, target))
    }

    /// The same if each class had its targets to itself.
    pub fn counts_apart(&self, pairs: &Pairs, target: &Group) -> f64 {
        self.mean(|part| part.apart(|class| pairs.factor(class, target.class)))
    }

    /// Whole shots of theirs that kill one of a group, on the mean.
    pub fn shots(&self, target: &Group) -> f64 {
        self.mean(|part| part.shots(target)).max(1.0)
    }

    fn mean(&self, of: impl Fn(&Mixed) -> f64) -> f64 {
        let [moving, fixed] = &self.0;
        match (moving.hits > 0.0, fixed.hits > 0.0) {
            (true, true) => (moving.hits * of(moving) + fixed.hits * of(fixed)) / (moving.hits + fixed.hits),
            (true, false) => of(moving),
            (false, true) => of(fixed),
            (false, false) => 1.0,
        }
    }
}

impl Mixed {
    /// Hits in all, and the shots that they come in.
    fn add_up(&mut self, pairs: &Pairs) {
        self.hits = self.fire.iter().map(|(_, hits)| hits).sum();
        self.shots.clear();
        for (class, hits) in &self.fire {
            let part = hits / self.hits;
            self.shots.extend(pairs.shots(*class).iter().map(|size| size.times(part)));
        }
    }

    fn counts(&self, pairs: &Pairs, target: &Group) -> f64 {
        if let [(class, _)] = self.fire[..] {
            return pairs.factor(class, target.class);
        }
        let mends = amount(target.recovery_per_hour) > 0.0;
        let kill = |shots: &[Size]| to_kill(shots, target.hits_to_kill(), mends);
        self.apart(|class| pairs.factor(class, target.class) * kill(pairs.shots(class))) / kill(&self.shots)
    }

    /// Whole shots that kill one of a group, on the mean over sizes.
    fn shots(&self, target: &Group) -> f64 {
        let mends = amount(target.recovery_per_hour) > 0.0;
        let often: f64 = self.shots.iter().map(|size| size.often).sum();
        to_kill(&self.shots, target.hits_to_kill(), mends) * often
    }

    /// A mean over the hits of the classes.
    fn apart(&self, of: impl Fn(u16) -> f64) -> f64 {
        self.fire.iter().map(|(class, hits)| hits * of(*class)).sum::<f64>() / self.hits
    }
}
