//! Salvo combat: hits minus interceptions over staying power.
//!
//! [`Fleet::deterministic_losses`] is Hughes' model (1995). [`Salvo`] is its stochastic form, with the structure of
//! Armstrong (2005): offensive shots hit, and defensive ones intercept, binomially; exact by convolution, or simulated.

use polemos_chance::{Address, Key, sample, special};

/// One side in Hughes' model, all figures a ship.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fleet {
    /// Ships.
    pub ships: f64,
    /// Missiles a salvo.
    pub shots: f64,
    /// Share of shots well targeted.
    pub targeting: f64,
    /// Missiles a salvo that it can destroy.
    pub defence: f64,
    /// Share of its defence that is alert.
    pub alertness: f64,
    /// Hits that put it out of action.
    pub staying: f64,
}

impl Fleet {
    /// Ships of `self` lost to one salvo of `enemy`: (targeting·shots·enemy − alertness·defence·own)/staying, not
    /// below 0 and not capped at what there is.
    #[must_use]
    pub fn deterministic_losses(&self, enemy: &Self) -> f64 {
        let incoming = enemy.targeting * enemy.shots * enemy.ships;
        let stopped = self.alertness * self.defence * self.ships;
        (incoming - stopped).max(0.0) / self.staying
    }
}

/// One salvo of `attackers` ships on `targets`, stochastic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Salvo {
    /// Ships that fire.
    pub attackers: u32,
    /// Shots of each.
    pub shots_per_ship: u32,
    /// Chance of a shot to be accurate.
    pub p_shot: f64,
    /// Ships fired upon.
    pub targets: u32,
    /// Interceptions that each can try.
    pub intercepts_per_ship: u32,
    /// Chance of an interception to succeed.
    pub p_intercept: f64,
    /// Hits that sink a ship.
    pub hits_to_kill: f64,
}

/// What one salvo does, exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SalvoSolution {
    /// Mean loss, ships (parts of a ship count).
    pub mean_loss: f64,
    /// Its standard deviation.
    pub sd_loss: f64,
    /// Chance of no loss at all.
    pub p_no_loss: f64,
    /// Chance that all are lost.
    pub p_all_lost: f64,
    /// Mean hits that got through.
    pub mean_hits: f64,
}

impl Salvo {
    fn loss(&self, hits: f64) -> f64 {
        (hits / self.hits_to_kill).min(f64::from(self.targets))
    }

    /// Exact, by summing over accurate shots and interceptions.
    #[must_use]
    pub fn solve(&self) -> SalvoSolution {
        let (shots, tries) = (
            u64::from(self.attackers * self.shots_per_ship),
            u64::from(self.targets * self.intercepts_per_ship),
        );
        let accurate: Vec<f64> = (0..=shots).map(|k| special::binomial_pmf(k, shots, self.p_shot)).collect();
        let stopped: Vec<f64> =
            (0..=tries).map(|k| special::binomial_pmf(k, tries, self.p_intercept)).collect();
        let mut through = vec![0.0; accurate.len()];
        for (x, p) in accurate.iter().enumerate() {
            for (y, q) in stopped.iter().enumerate() {
                through[x.saturating_sub(y)] += p * q;
            }
        }
        let mut s = SalvoSolution { p_no_loss: through[0], ..SalvoSolution::default() };
        let mut square = 0.0;
        for (hits, p) in through.iter().enumerate() {
            let loss = self.loss(hits as f64);
            s.mean_loss += p * loss;
            square += p * loss * loss;
            s.mean_hits += p * hits as f64;
            if loss >= f64::from(self.targets) {
                s.p_all_lost += p;
            }
        }
        s.sd_loss = (square - s.mean_loss * s.mean_loss).max(0.0).sqrt();
        s
    }

    /// One simulated salvo: ships lost. Uses the two uniforms at `at`.
    #[must_use]
    pub fn play(&self, key: Key, at: Address) -> f64 {
        let [u, v] = key.uniforms(at);
        let accurate = sample::binomial(u, u64::from(self.attackers * self.shots_per_ship), self.p_shot);
        let tries = u64::from(self.targets * self.intercepts_per_ship);
        let stopped = sample::binomial(v, tries, self.p_intercept);
        self.loss(accurate.saturating_sub(stopped) as f64)
    }
}
