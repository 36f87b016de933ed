//! What a hit of one class counts on another.

/// For each class that fires and each that it fires at, how many reference hits one of its own counts as. Classes that
/// are not in it hit as their figures say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairs {
    classes: Vec<u16>,
    factors: Vec<f64>,
}

impl Pairs {
    /// Ones for these classes, in order of their rows.
    #[must_use]
    pub fn new(mut classes: Vec<u16>) -> Self {
        classes.sort_unstable();
        classes.dedup();
        let factors = vec![1.0; classes.len() * classes.len()];
        Self { classes, factors }
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
