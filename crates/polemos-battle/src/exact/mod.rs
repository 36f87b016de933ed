//! The exact clock: two homogeneous sides, one kill at a time.
//!
//! [`Duel::play`] simulates the Markov chain with its clock (Gillespie's method: the time to the next kill is
//! exponential, and a second draw says whose it is), [`Duel::play_untimed`] without it, and [`Duel::solve`] gives the
//! exact answer by dynamic programming over all states (Brown 1963).

mod solver;

pub use solver::Solution;

use crate::law::Law;
use polemos_chance::{Address, Key};

/// Two homogeneous sides, each of which stops when it has fallen to its break strength.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duel {
    /// Who kills how fast.
    pub law: Law,
    /// Units of A and B at the start.
    pub start: [u32; 2],
    /// Kill rates of a unit of A and of B, as [`Law`] defines them.
    pub rates: [f64; 2],
    /// Strength of A and of B at which it gives up; 0 fights to the last.
    pub breaks: [u32; 2],
}

/// How a simulated duel ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finish {
    /// Units left of A and B.
    pub left: [u32; 2],
    /// How long it took; infinite if nobody could hurt anybody. 0 where no clock was kept.
    pub time: f64,
}

impl Finish {
    /// Whether A outlasted B.
    #[must_use]
    pub fn a_wins(&self, duel: &Duel) -> bool {
        self.left[1] <= duel.breaks[1] && self.left[0] > duel.breaks[0]
    }
}

impl Duel {
    /// A square-law duel to annihilation with one kill rate.
    #[must_use]
    pub fn square(a: u32, b: u32, rate: f64) -> Self {
        Self { law: Law::Square, start: [a, b], rates: [rate, rate], breaks: [0, 0] }
    }

    /// Plays the duel with its clock. Each address from `at` on serves two kills, with one word of 32 bits for the
    /// time and one for the side: uniforms that are odd multiples of 2⁻³³ move no result by more than 1e-6.
    #[inline]
    #[must_use]
    pub fn play(&self, key: Key, at: Address) -> Finish {
        match self.law {
            Law::Square => self.walk(Law::Square, key, at),
            Law::Linear => self.walk(Law::Linear, key, at),
            Law::Logarithmic => self.walk(Law::Logarithmic, key, at),
            Law::Ambush => self.walk(Law::Ambush, key, at),
        }
    }

    /// The law is a constant wherever this is inlined.
    #[inline(always)]
    fn walk(&self, law: Law, key: Key, at: Address) -> Finish {
        if self.harmless() {
            return Finish { left: self.start, time: f64::INFINITY };
        }
        let [mut i, mut j] = self.start;
        let (mut index, mut time) = (at.index, 0.0);
        while i > self.breaks[0] && j > self.breaks[1] {
            // One by one, so that the next block is computed beside the kills before it.
            for &[wait, side] in key.block(at.at(index)).as_chunks().0 {
                let (x, y) = (f64::from(i), f64::from(j));
                let [a_loses, b_loses] = law.losses(x, y, self.rates);
                time -= libm::log(half_unit(wait)) / (a_loses + b_loses);
                let b_is_next = law.b_is_next(x, y, self.rates, half_unit(side));
                // Without a branch, which chance would mispredict half of the time.
                j -= u32::from(b_is_next);
                i -= u32::from(!b_is_next);
                if i <= self.breaks[0] || j <= self.breaks[1] {
                    break;
                }
            }
            index = index.wrapping_add(1);
        }
        Finish { left: [i, j], time }
    }

    /// Plays the duel without its clock: one word of 32 bits a kill, four kills an address. The chances so drawn are
    /// multiples of 2⁻³², which moves no result by more than 1e-6.
    #[inline]
    #[must_use]
    pub fn play_untimed(&self, key: Key, at: Address) -> Finish {
        match self.law {
            Law::Square => self.walk_untimed(Law::Square, key, at),
            Law::Linear => self.walk_untimed(Law::Linear, key, at),
            Law::Logarithmic => self.walk_untimed(Law::Logarithmic, key, at),
            Law::Ambush => self.walk_untimed(Law::Ambush, key, at),
        }
    }

    #[inline(always)]
    fn walk_untimed(&self, law: Law, key: Key, at: Address) -> Finish {
        if self.harmless() {
            return Finish { left: self.start, time: 0.0 };
        }
        let [mut i, mut j] = self.start;
        let mut index = at.index;
        while i > self.breaks[0] && j > self.breaks[1] {
            for word in key.block(at.at(index)) {
                let b_is_next = law.b_is_next(f64::from(i), f64::from(j), self.rates, half_unit(word));
                j -= u32::from(b_is_next);
                i -= u32::from(!b_is_next);
                if i <= self.breaks[0] || j <= self.breaks[1] {
                    break;
                }
            }
            index = index.wrapping_add(1);
        }
        Finish { left: [i, j], time: 0.0 }
    }

    /// Whether nobody can hurt anybody.
    fn harmless(&self) -> bool {
        let [a_loses, b_loses] = self.law.losses(1.0, 1.0, self.rates);
        a_loses + b_loses <= 0.0 || (a_loses + b_loses).is_nan()
    }
}

/// A word of 32 bits to a double strictly between 0 and 1.
#[inline]
fn half_unit(word: u32) -> f64 {
    (f64::from(word) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// The known answer of a clock of bouts: in every unit step, x ~ Binomial(a, p) of B die and y ~ Binomial(b, p) of A,
/// at once. Step n uses the two uniforms at index n from `at` on. `time` counts steps.
#[inline]
#[must_use]
pub fn binomial_steps(start: [u32; 2], p: f64, key: Key, at: Address) -> Finish {
    use polemos_chance::sample::binomial;
    let [mut a, mut b] = start.map(u64::from);
    let mut step = 0;
    // Nobody dies if nobody can hit.
    while a > 0 && b > 0 && p > 0.0 {
        let [u, v] = key.uniforms(at.at(at.index.wrapping_add(step)));
        let (x, y) = (binomial(u, a, p), binomial(v, b, p));
        a = a.saturating_sub(y);
        b = b.saturating_sub(x);
        step += 1;
    }
    Finish { left: [a as u32, b as u32], time: f64::from(step) }
}
