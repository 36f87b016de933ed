//! Calibrations of wars as text: a small file beside the scenario.

use polemos_battle::calibrate::{Calibration, Coefficient, Effort, SHARED, Shared};
use polemos_war::War;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Format of the file.
const FORMAT: u32 = 4;
/// What a hit may count on another class: beyond that the file is not one that was measured.
const COUNTS: [f64; 2] = [0.001, 100.0];

/// The file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    format: u32,
    war: String,
    /// Digest of the war whose classes were measured.
    war_digest: String,
    seed: u64,
    samples: u64,
    battles: u64,
    /// Values with their standard errors.
    shared: BTreeMap<String, [f64; 2]>,
    /// The same of what hits of one class count on each other.
    hits: BTreeMap<String, BTreeMap<String, [f64; 2]>>,
}

/// A calibration of a war as text.
///
/// # Errors
/// When the text could not be made.
pub fn write(calibration: &Calibration, war: &War, effort: Effort) -> Result<String, String> {
    let pair = |coefficient: &Coefficient| [rounded(coefficient.value), rounded(coefficient.error)];
    let ids: Vec<&String> = calibration.classes.iter().map(|(_, id)| id).collect();
    let row = |row: &Vec<Coefficient>| {
        ids.iter().zip(row).map(|(id, coefficient)| ((*id).clone(), pair(coefficient))).collect()
    };
    let text = Text {
        format: FORMAT,
        war: war.id.clone(),
        war_digest: hex(&war.digest),
        seed: effort.seed,
        samples: effort.samples,
        battles: effort.battles,
        shared: Shared::<f64>::NAMES
            .iter()
            .zip(calibration.shared.list())
            .map(|(name, coefficient)| ((*name).to_owned(), pair(&coefficient)))
            .collect(),
        hits: ids.iter().zip(&calibration.pairs).map(|(id, of)| ((*id).clone(), row(of))).collect(),
    };
    let body = toml::to_string(&text).map_err(|error| error.to_string())?;
    Ok(format!(
        "# Coefficients of the aggregated battle, from ship-level battles (polemos calibrate): each with its standard error.\n\
         {body}"
    ))
}

/// Four decimals exactly as they are printed.
fn rounded(x: f64) -> f64 {
    libm::round(x * 1e4) / 1e4
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Tells a war what a calibration's text says; the text becomes part of the war's digest.
///
/// # Errors
/// Sentences: what is wrong with the text, or which of the war's classes it lacks.
pub fn apply(war: &mut War, text: &str) -> Result<(), Vec<String>> {
    let of: Text = toml::from_str(text).map_err(|error| vec![error.to_string().trim().to_owned()])?;
    let mut problems = Vec::new();
    if of.format != FORMAT {
        problems.push(format!("It is written in format {}; this version knows {FORMAT}.", of.format));
    }
    if of.war != war.id {
        problems.push(format!("It is a calibration of `{}`, and the war is `{}`.", of.war, war.id));
    }
    let shared = shared(&of, &mut problems);
    let classes: Vec<_> = war.classes.pairs().filter(|(_, class)| of.hits.contains_key(&class.id)).collect();
    for id in of.hits.keys().filter(|id| !classes.iter().any(|(_, class)| class.id == **id)) {
        problems.push(format!("The war has no class `{id}`."));
    }
    let mut counts = Vec::with_capacity(classes.len() * classes.len());
    for (_, from) in &classes {
        for (_, on) in &classes {
            match of.hits.get(&from.id).and_then(|row| row.get(&on.id)) {
                Some([count, _]) if (COUNTS[0]..=COUNTS[1]).contains(count) => counts.push(*count),
                Some([count, _]) => problems.push(format!(
                    "hits.{}.{} is {count}; a hit counts from {} to {}.",
                    from.id, on.id, COUNTS[0], COUNTS[1]
                )),
                None => problems.push(format!("hits.{}.{} is missing.", from.id, on.id)),
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(&war.digest);
    hasher.update(text.as_bytes());
    war.digest = *hasher.finalize().as_bytes();
    let classes = classes.into_iter().map(|(id, _)| id).collect();
    war.calibration = Some(polemos_war::Calibration { shared, classes, counts });
    Ok(())
}

/// What holds for all classes, in order.
fn shared(of: &Text, problems: &mut Vec<String>) -> Vec<f64> {
    let mut list = Vec::with_capacity(SHARED);
    for (name, [least, most]) in Shared::<f64>::NAMES.iter().zip(Shared::<f64>::BOUNDS) {
        match of.shared.get(*name) {
            Some([value, _]) if (least..=most).contains(value) => list.push(*value),
            Some([value, _]) => {
                problems.push(format!("shared.{name} is {value}; it lies from {least} to {most}."));
            }
            None => problems.push(format!("shared.{name} is missing.")),
        }
    }
    for name in of.shared.keys().filter(|name| !Shared::<f64>::NAMES.contains(&name.as_str())) {
        problems.push(format!("shared.{name} is not known."));
    }
    list
}
