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
        let size = |[hits, damage]: &[f64; 2]| {
            let damage = amount(*damage);
            Size { often: amount(*hits) / (all * damage), damage }
        };
        let sizes: Vec<Size> = self.weapons.iter().filter(fires).map(size).collect();
        if sizes.is_empty() { vec![Size::REFERENCE] } else { sizes }
    }
}

/// The fire of several classes on the same ships. Their whole shots together waste less than each class's alone, or more.
#[derive(Debug, Default)]
pub(crate) struct Mixture {
    /// Classes, and the hits that each delivers.
    fire: Vec<(u16, f64)>,
    hits: f64,
    shots: Vec<Size>,
}

impl Mixture {
    /// Fills it anew, with classes and their hits.
    pub fn fill(&mut self, pairs: &Pairs, fire: impl Iterator<Item = (u16, f64)>) {
        self.fire.clear();
        for (class, hits) in fire.filter(|(_, hits)| *hits > 0.0) {
            match self.fire.iter_mut().find(|(known, _)| *known == class) {
                Some((_, sum)) => *sum += hits,
                None => self.fire.push((class, hits)),
            }
        }
        self.hits = self.fire.iter().map(|(_, hits)| hits).sum();
        self.shots.clear();
        for (class, hits) in &self.fire {
            let part = hits / self.hits;
            self.shots
                .extend(pairs.shots(*class).iter().map(|size| Size { often: size.often * part, ..*size }));
        }
    }

    /// What a hit of theirs counts on a group, on the mean.
    pub fn counts(&self, pairs: &Pairs, target: &Group) -> f64 {
        if let [(class, _)] = self.fire[..] {
            return pairs.factor(class, target.class);
        }
        let kill =
            |shots: &[Size]| to_kill(shots, target.hits_to_kill(), amount(target.recovery_per_hour) > 0.0);
        let alone = |class: u16| pairs.factor(class, target.class) * kill(pairs.shots(class));
        let sum: f64 = self.fire.iter().map(|(class, hits)| hits * alone(*class)).sum();
        if sum > 0.0 { sum / (self.hits * kill(&self.shots)) } else { 1.0 }
    }

    /// The same if each class had its targets to itself.
    pub fn counts_apart(&self, pairs: &Pairs, target: &Group) -> f64 {
        let sum: f64 = self.fire.iter().map(|(class, hits)| hits * pairs.factor(*class, target.class)).sum();
        if sum > 0.0 { sum / self.hits } else { 1.0 }
    }
}
