//! Whether figures are what they should be, within rounding or within chance.

/// Whether two figures are the same but for rounding.
pub fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// Whether a figure is what is expected but for rounding in proportion to it.
pub fn about(found: f64, expected: f64) -> bool {
    println!("{found}, expected {expected}");
    (found / expected - 1.0).abs() < 1e-9
}

/// Whether a count fits an expectation: within four of its standard errors, which one test in 16,000 exceeds.
pub fn fits(count: f64, expected: f64, variance: f64) -> bool {
    let error = variance.sqrt();
    println!("{count}, expected {expected:.1} ± {error:.1}");
    (count - expected).abs() < 4.0 * error
}

/// Whether a count of independent trials fits the chance of each, as [`fits`] has it.
pub fn fits_chance(count: f64, trials: f64, chance: f64) -> bool {
    fits(count, trials * chance, trials * chance * (1.0 - chance))
}

/// The mean of some figures, of which there is one at least.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The share that has these log-odds.
pub fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}
