//! Closed forms, Lanchester's own arithmetic, and Engel's Iwo Jima.

use super::table::{Row, Table};
use super::{Check, Data, Worst, or_skipped, text};
use crate::closed_form::{Duel, reinforced_square};
use crate::law::Law;
use serde_json::Value;

const FORMS: &str = "closed-forms";
const IWO_JIMA: &str = "iwo-jima";

pub(super) fn closed_forms(data: Data<'_>) -> Vec<Check> {
    let cases = text(data, "lanchester_deterministic/cases.csv").and_then(|t| cases(&Table::parse(&t)));
    let mut checks = or_skipped(FORMS, "closed form", cases);
    checks.extend(trafalgar());
    checks
}

fn cases(table: &Table) -> Result<Vec<Check>, String> {
    let mut worst = Worst::new();
    for row in table.rows() {
        let duel = read_duel(&row)?;
        let case = row.text("case")?;
        let [a, b] = duel.at(row.number("t")?);
        let end = duel.end();
        let ours = [("a_t", a), ("b_t", b), ("a_final", end.left[0]), ("b_final", end.left[1])];
        // Differences of large numbers that should vanish are measured against what there was.
        let scale = duel.start[0].max(duel.start[1]);
        for (column, ours) in ours {
            let published = row.number(column)?;
            let allowed = if published == 0.0 { 1e-6 * scale } else { 1e-6 * published.abs() };
            worst.add(|| format!("{column} of {case}"), [published, ours], allowed);
        }
        if let Some(published) = row.optional("t_end")? {
            worst.add(|| format!("t_end of {case}"), [published, end.time], 1e-6 * published);
        }
    }
    Ok(vec![worst.check(FORMS, "closed form", "relative 1e-6")])
}

fn read_duel(row: &Row<'_>) -> Result<Duel, String> {
    Ok(Duel {
        law: row.law()?,
        start: [row.number("a0")?, row.number("b0")?],
        rates: [row.number("rate_a")?, row.number("rate_b")?],
    })
}

/// Lanchester on Nelson's memorandum (Aircraft in Warfare, 1916, pages 65 and 66): the figures as he printed them.
fn trafalgar() -> Vec<Check> {
    // A fleet that fights in parts is worth the root of the sum of their squares.
    let strength = |parts: &[f64]| parts.iter().map(|n| n * n).sum::<f64>();
    let left = |a: f64, b: f64| {
        Duel { law: Law::Square, start: [a.sqrt(), b.sqrt()], rates: [1.0, 1.0] }.end().left[0]
    };
    let (british, combined) = (strength(&[32.0, 8.0]), strength(&[23.0, 23.0]));
    let undivided = left(strength(&[46.0]), strength(&[40.0]));
    [
        ("memorandum: British strength, 32² + 8²", 1088.0, british, 0.5),
        ("memorandum: Combined Fleet, 23² + 23²", 1058.0, combined, 0.5),
        ("memorandum: British ships left, √30", 5.5, left(british, combined), 0.05),
        ("line against line, 46 and 40: balance 516", 516.0, undivided * undivided, 0.5),
        ("line against line: Combined Fleet ships left", 23.0, undivided, 0.5),
    ]
    .into_iter()
    .map(|(what, printed, ours, rounding)| {
        Check::within(FORMS, "closed form", what, [printed, ours], rounding)
    })
    .collect()
}

/// Engel's (1954) fit of the square law with landings.
pub(super) fn iwo_jima(data: Data<'_>) -> Vec<Check> {
    or_skipped(IWO_JIMA, "model", iwo_jima_checks(data))
}

fn iwo_jima_checks(data: Data<'_>) -> Result<Vec<Check>, String> {
    let coefficients = text(data, "iwo_jima_1945/engel_coefficients.json")?;
    let json: Value = serde_json::from_str(&coefficients).map_err(|e| e.to_string())?;
    let figure =
        |name: &str| json.get(name).and_then(Value::as_f64).ok_or_else(|| format!("no figure {name}"));
    let landings = Table::parse(&text(data, "iwo_jima_1945/us_landings.csv")?);
    let mut arrivals = vec![0.0; 64];
    for row in landings.rows() {
        let (from, to) = (row.count("from_day")?, row.count("to_day")?);
        let a_day = row.number("troops_landed")? / f64::from(to.saturating_sub(from).max(1));
        arrivals.iter_mut().take(to as usize).skip(from as usize).for_each(|x| *x += a_day);
    }
    let rates = [figure("japanese_loss_per_us_per_day")?, figure("us_loss_per_japanese_per_day")?];
    let days = figure("duration_days")? as u32;
    let start = [0.0, figure("japanese_initial")?];
    let path =
        reinforced_square(start, rates, days, |day| arrivals.get(day as usize).copied().unwrap_or(0.0));
    let mut checks = Vec::new();
    for row in Table::parse(&text(data, "iwo_jima_1945/us_checkpoints.csv")?).rows() {
        let (day, published) = (row.count("day")?, row.number("us_troops")?);
        let ours = path.get(day as usize).map_or(f64::NAN, |x| x[0]);
        let passed = (ours - published).abs() <= 0.05 * published;
        let what = format!("US strength on day {day}");
        checks.push(Check::new(IWO_JIMA, "model", what, [published, ours], "± 5 %", passed));
    }
    let mut worst = Worst::new();
    for row in Table::parse(&text(data, "iwo_jima_1945/engel_prediction.csv")?).rows() {
        let day = row.count("day")?;
        let ours = path.get(day as usize).copied().unwrap_or([f64::NAN; 2]);
        for (column, ours) in [("us", ours[0]), ("japan", ours[1])] {
            let published = row.number(column)?;
            worst.add(|| format!("{column} on day {day}"), [published, ours], 0.005 * published.max(1000.0));
        }
    }
    checks.push(worst.check(IWO_JIMA, "model", "0.5 % of the recomputed fit"));
    Ok(checks)
}
