//! What an uncertain number may be, as a closed list of shapes. Each is drawn by inverting one uniform, so a
//! small change of a parameter is a small change of the outcome, and two variants of a war can be compared
//! under the same luck.

use polemos_chance::special::{logistic, logit, normal_cdf, normal_pdf, normal_quantile};
use serde::{Deserialize, Serialize};

/// How the space between two known quantiles is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spacing {
    /// Evenly.
    Linear,
    /// Evenly in the logarithm; evenly where an end is not positive.
    Log,
}

/// The distribution of one number. `quantile` never decreases in `u` and never yields NaN for parameters that
/// pass [`Distribution::check`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// One value, for certain.
    Point(f64),
    /// Every value between two ends alike. The ends are the quantiles 0 and 1, exactly.
    Uniform {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// Every order of magnitude between two positive ends alike. The ends are the quantiles 0 and 1, exactly.
    LogUniform {
        /// Least value, above 0.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// Log-normal with the given 5 % and 95 % quantiles: soft on both sides. Values below `floor` become it.
    LogNormal {
        /// The value that 5 % fall short of, above 0.
        p05: f64,
        /// The value that 5 % exceed.
        p95: f64,
        /// A hard lower end.
        floor: Option<f64>,
    },
    /// Normal with the given 5 % and 95 % quantiles; values beyond a floor or ceiling become it.
    Normal {
        /// The value that 5 % fall short of.
        p05: f64,
        /// The value that 5 % exceed.
        p95: f64,
        /// A hard lower end.
        floor: Option<f64>,
        /// A hard upper end.
        ceiling: Option<f64>,
    },
    /// A share whose logit is normal, with the given 5 % and 95 % quantiles, strictly between 0 and 1.
    LogitNormal {
        /// The share that 5 % fall short of.
        p05: f64,
        /// The share that 5 % exceed.
        p95: f64,
    },
    /// The quantiles 0, 5, 50, 95 and 100 %, exactly, and straight lines between them: the shape for what has
    /// soft but finite tails, such as "over 40 %" or a rounded figure.
    FiveNumbers {
        /// The five quantiles, in order.
        at: [f64; 5],
        /// What is straight between them.
        spacing: Spacing,
    },
    /// A sum of parts that err together: all are drawn with the same uniform.
    Sum(Vec<Distribution>),
}

/// The uniforms at which the five numbers stand.
const FIVE_AT: [f64; 5] = [0.0, 0.05, 0.5, 0.95, 1.0];
/// The standard normal quantile at 95 %.
const Z95: f64 = 1.644_853_626_951_472_2;
/// Uniforms are kept this far from 0 and 1 where a quantile there would be infinite.
const EDGE: f64 = 1.0 / 9_007_199_254_740_992.0;
/// Points at which a mean without closed form is taken.
const MEAN_POINTS: u32 = 2048;

impl Distribution {
    /// Log-uniform with the given 5 % and 95 % quantiles; the ends lie a little beyond them.
    pub fn log_uniform_5_95(p05: f64, p95: f64) -> Self {
        if p05 >= p95 {
            return Self::Point(p05);
        }
        if p05 <= 0.0 {
            return Self::uniform_5_95(p05, p95);
        }
        let margin = libm::pow(p95 / p05, 0.05 / 0.9);
        Self::LogUniform { low: p05 / margin, high: p95 * margin }
    }

    /// Uniform with the given 5 % and 95 % quantiles; the ends lie a little beyond them.
    pub fn uniform_5_95(p05: f64, p95: f64) -> Self {
        if p05 >= p95 {
            return Self::Point(p05);
        }
        let margin = (p95 - p05) * (0.05 / 0.9);
        Self::Uniform { low: p05 - margin, high: p95 + margin }
    }

    /// A positive number, soft on both sides, with the given 5 % and 95 % quantiles.
    pub fn soft_5_95(p05: f64, p95: f64) -> Self {
        match (p05 >= p95, p05 > 0.0) {
            (true, _) => Self::Point(p05),
            (false, true) => Self::LogNormal { p05, p95, floor: None },
            (false, false) => Self::Normal { p05, p95, floor: None, ceiling: None },
        }
    }

    /// A share with the given 5 % and 95 % quantiles; within [0, 1] whatever they are.
    pub fn share_5_95(p05: f64, p95: f64) -> Self {
        let (p05, p95) = (p05.clamp(0.0, 1.0), p95.clamp(0.0, 1.0));
        if p05 >= p95 {
            return Self::Point(p05);
        }
        if p05 > 0.0 && p95 < 1.0 {
            return Self::LogitNormal { p05, p95 };
        }
        let half = (p95 - p05) / 2.0;
        let at = [(p05 - half).max(0.0), p05, p05 + half, p95, (p95 + half).min(1.0)];
        Self::FiveNumbers { at, spacing: Spacing::Linear }
    }

    /// The value that a share `u` of draws falls short of. Where the support is infinite, `u` is kept 2⁻⁵³
    /// away from 0 and 1; otherwise `quantile(0.0)` and `quantile(1.0)` are the ends, exactly.
    pub fn quantile(&self, u: f64) -> f64 {
        let u = if u.is_nan() { 0.5 } else { u.clamp(0.0, 1.0) };
        match self {
            Self::Point(value) => *value,
            Self::Uniform { low, high } => between(*low, *high, u, Spacing::Linear),
            Self::LogUniform { low, high } => between(*low, *high, u, Spacing::Log),
            Self::LogNormal { p05, p95, floor } => limit(soft_log(*p05, *p95, u), *floor, None),
            Self::Normal { p05, p95, floor, ceiling } => limit(normal(*p05, *p95, u), *floor, *ceiling),
            Self::LogitNormal { p05, p95 } => soft_logit(*p05, *p95, u),
            Self::FiveNumbers { at, spacing } => five(at, u, *spacing),
            Self::Sum(parts) => parts.iter().map(|part| part.quantile(u)).sum(),
        }
    }

    /// The middle value.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The mean: closed forms where there are any, else the average of the quantiles at 2,048 even steps.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Point(value) => *value,
            Self::Uniform { low, high } => low + (high - low) / 2.0,
            Self::LogUniform { low, high } => log_mean(*low, *high),
            Self::LogNormal { p05, p95, floor: None } if *p05 > 0.0 && *p95 > 0.0 => {
                let (mu, sigma) = centre_and_sd(libm::log(*p05), libm::log(*p95));
                libm::exp(mu + 0.5 * sigma * sigma)
            }
            Self::Normal { p05, p95, floor, ceiling } => clamped_mean(*p05, *p95, *floor, *ceiling),
            Self::FiveNumbers { at, spacing } => five_mean(at, *spacing),
            Self::Sum(parts) => parts.iter().map(Distribution::mean).sum(),
            _ => {
                let step = 1.0 / f64::from(MEAN_POINTS);
                let sum: f64 = (0..MEAN_POINTS).map(|i| self.quantile((f64::from(i) + 0.5) * step)).sum();
                sum * step
            }
        }
    }

    /// The least and the greatest value; infinite where there is none.
    pub fn bounds(&self) -> (f64, f64) {
        match self {
            Self::Point(value) => (*value, *value),
            Self::Uniform { low, high } | Self::LogUniform { low, high } => (*low, *high),
            Self::LogNormal { floor, .. } => (floor.unwrap_or(0.0), f64::INFINITY),
            Self::Normal { floor, ceiling, .. } => {
                (floor.unwrap_or(f64::NEG_INFINITY), ceiling.unwrap_or(f64::INFINITY))
            }
            Self::LogitNormal { .. } => (0.0, 1.0),
            Self::FiveNumbers { at, .. } => (at[0], at[4]),
            Self::Sum(parts) => parts
                .iter()
                .map(Distribution::bounds)
                .fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1)),
        }
    }

    /// Whether it has but one value.
    pub fn is_point(&self) -> bool {
        match self {
            Self::Point(_) => true,
            Self::Sum(parts) => parts.iter().all(Distribution::is_point),
            other => other.quantile(0.0) == other.quantile(1.0),
        }
    }

    /// The same distribution of `k` times the number, `k` not negative: a change of unit.
    #[must_use]
    pub fn times(&self, k: f64) -> Self {
        let scaled = |end: &Option<f64>| end.map(|end| end * k);
        match self {
            _ if k == 0.0 => Self::Point(0.0),
            Self::Point(value) => Self::Point(value * k),
            Self::Uniform { low, high } => Self::Uniform { low: low * k, high: high * k },
            Self::LogUniform { low, high } => Self::LogUniform { low: low * k, high: high * k },
            Self::LogNormal { p05, p95, floor } => {
                Self::LogNormal { p05: p05 * k, p95: p95 * k, floor: scaled(floor) }
            }
            Self::Normal { p05, p95, floor, ceiling } => {
                Self::Normal { p05: p05 * k, p95: p95 * k, floor: scaled(floor), ceiling: scaled(ceiling) }
            }
            // A multiple of a share is no share any more: its five numbers are kept.
            Self::LogitNormal { .. } => {
                Self::FiveNumbers { at: FIVE_AT.map(|u| self.quantile(u) * k), spacing: Spacing::Linear }
            }
            Self::FiveNumbers { at, spacing } => {
                Self::FiveNumbers { at: at.map(|value| value * k), spacing: *spacing }
            }
            Self::Sum(parts) => Self::Sum(parts.iter().map(|part| part.times(k)).collect()),
        }
    }

    /// The same distribution of the number with its sign turned: what was likely low is likely high. Only
    /// [`Distribution::FiveNumbers`] and [`Distribution::Point`] keep their exact shape; others keep their five
    /// numbers.
    #[must_use]
    pub fn negated(&self) -> Self {
        match self {
            Self::Point(value) => Self::Point(-value),
            other => {
                let at = [1.0, 0.95, 0.5, 0.05, 0.0].map(|u| -other.quantile(u));
                Self::FiveNumbers { at, spacing: Spacing::Linear }
            }
        }
    }

    /// What a band stands for when the claim behind it holds with probability `p` only: its 5–95 % range
    /// becomes the central range of probability `p`, so the tails grow as the claim is less sure. The shape
    /// becomes soft: logit-normal for `share`, else log-normal, or normal where the band is not positive.
    /// A point, or `p` of 0.9 and more, stays as it is.
    #[must_use]
    pub fn held_with(&self, p: f64, share: bool) -> Self {
        if self.is_point() || p >= 0.9 || p.is_nan() {
            return self.clone();
        }
        let reach = Z95 / normal_quantile(0.5 + 0.5 * p.max(0.05));
        let (low, high) = (self.quantile(0.05), self.quantile(0.95));
        let widened = |low: f64, high: f64| {
            let (mid, half) = (low + (high - low) / 2.0, (high - low) / 2.0 * reach);
            (mid - half, mid + half)
        };
        if share && low > 0.0 && high < 1.0 {
            let (a, b) = widened(logit(low), logit(high));
            Self::share_5_95(logistic(a), logistic(b))
        } else if low > 0.0 {
            let (a, b) = widened(libm::log(low), libm::log(high));
            Self::soft_5_95(libm::exp(a), libm::exp(b))
        } else {
            let (p05, p95) = widened(low, high);
            let (floor, ceiling) = if share { (Some(0.0), Some(1.0)) } else { (None, None) };
            Self::Normal { p05, p95, floor, ceiling }
        }
    }

    /// Whether the parameters make sense: finite, in order, and positive where logarithms are taken.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn check(&self) -> Result<(), String> {
        let order = |values: &[f64]| match values.iter().all(|v| v.is_finite()) {
            false => Err("a distribution needs finite numbers".to_owned()),
            true if values.windows(2).all(|w| w[0] <= w[1]) => Ok(()),
            true => Err(format!("the quantiles of a distribution must not decrease: {values:?}")),
        };
        let positive = |low: f64| match low > 0.0 {
            true => Ok(()),
            false => Err(format!("a logarithm is taken, and {low} is not above 0")),
        };
        match self {
            Self::Point(value) => order(&[*value]),
            Self::Uniform { low, high } => order(&[*low, *high]),
            Self::LogUniform { low, high } => order(&[*low, *high]).and_then(|()| positive(*low)),
            Self::LogNormal { p05, p95, floor } => order(&[floor.unwrap_or(0.0)])
                .and_then(|()| order(&[*p05, *p95]))
                .and_then(|()| positive(*p05)),
            Self::Normal { p05, p95, floor, ceiling } => order(&[*p05, *p95])
                .and_then(|()| order(&[floor.unwrap_or(f64::MIN), ceiling.unwrap_or(f64::MAX)])),
            Self::LogitNormal { p05, p95 } => match *p05 > 0.0 && *p95 < 1.0 {
                true => order(&[*p05, *p95]),
                false => Err(format!("a share strictly between 0 and 1 was expected, not {p05} to {p95}")),
            },
            Self::FiveNumbers { at, .. } => order(at),
            Self::Sum(parts) => parts.iter().try_for_each(Distribution::check),
        }
    }
}

fn limit(value: f64, floor: Option<f64>, ceiling: Option<f64>) -> f64 {
    let value = floor.map_or(value, |floor| value.max(floor));
    ceiling.map_or(value, |ceiling| value.min(ceiling))
}

/// Between two ends; exact at both, never beyond them.
fn between(low: f64, high: f64, u: f64, spacing: Spacing) -> f64 {
    if u <= 0.0 || low >= high {
        return low;
    }
    if u >= 1.0 {
        return high;
    }
    let value = match spacing {
        Spacing::Log if low > 0.0 => libm::exp((1.0 - u) * libm::log(low) + u * libm::log(high)),
        _ => (1.0 - u) * low + u * high,
    };
    value.max(low).min(high)
}

fn five(at: &[f64; 5], u: f64, spacing: Spacing) -> f64 {
    let piece = FIVE_AT[1..4].iter().filter(|knot| u >= **knot).count();
    let (u0, u1) = (FIVE_AT[piece], FIVE_AT[piece + 1]);
    between(at[piece], at[piece + 1], (u - u0) / (u1 - u0), spacing)
}

fn five_mean(at: &[f64; 5], spacing: Spacing) -> f64 {
    let piece_mean = |low: f64, high: f64| match spacing {
        Spacing::Log => log_mean(low, high),
        Spacing::Linear => low + (high - low) / 2.0,
    };
    (0..4).map(|i| (FIVE_AT[i + 1] - FIVE_AT[i]) * piece_mean(at[i], at[i + 1])).sum()
}

/// The mean of a log-uniform number: the logarithmic mean of its ends.
fn log_mean(low: f64, high: f64) -> f64 {
    let log_ratio = if low > 0.0 { libm::log(high / low) } else { 0.0 };
    // Close to equal ends the quotient loses its digits, and the plain middle is as good.
    if log_ratio.abs() < 1e-6 { low + (high - low) / 2.0 } else { (high - low) / log_ratio }
}

fn centre_and_sd(p05: f64, p95: f64) -> (f64, f64) {
    (p05 + (p95 - p05) / 2.0, (p95 - p05) / (2.0 * Z95))
}

fn normal(p05: f64, p95: f64, u: f64) -> f64 {
    let (centre, sd) = centre_and_sd(p05, p95);
    if sd > 0.0 { centre + sd * normal_quantile(u.clamp(EDGE, 1.0 - EDGE)) } else { centre }
}

/// The mean of a normal number whose values beyond two ends become those ends.
fn clamped_mean(p05: f64, p95: f64, floor: Option<f64>, ceiling: Option<f64>) -> f64 {
    let (centre, sd) = centre_and_sd(p05, p95);
    if sd <= 0.0 {
        return limit(centre, floor, ceiling);
    }
    let (mut mean, mut below, mut above) = (0.0, 0.0, 0.0);
    if let Some(end) = floor {
        let z = (end - centre) / sd;
        below = normal_cdf(z);
        mean += end * below + sd * normal_pdf(z);
    }
    if let Some(end) = ceiling {
        let z = (end - centre) / sd;
        above = normal_cdf(-z);
        mean += end * above - sd * normal_pdf(z);
    }
    limit(mean + centre * (1.0 - below - above), floor, ceiling)
}

fn soft_log(p05: f64, p95: f64, u: f64) -> f64 {
    if p05 > 0.0 { libm::exp(normal(libm::log(p05), libm::log(p95), u)) } else { normal(p05, p95, u) }
}

fn soft_logit(p05: f64, p95: f64, u: f64) -> f64 {
    if p05 > 0.0 && p95 < 1.0 {
        logistic(normal(logit(p05), logit(p95), u))
    } else {
        normal(p05, p95, u).clamp(0.0, 1.0)
    }
}
