//! The lexicon's file, as it is read, and what must hold of it.

use crate::quantity::{Scale, ScaleKind, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The middle 90 % of what a word may stand for: 5 % lie below the first, 5 % above the second.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band(pub f64, pub f64);

type Bands = BTreeMap<String, Band>;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Data {
    pub version: u32,
    pub special: Special,
    pub numbers: BTreeMap<String, u32>,
    pub multipliers: BTreeMap<String, i32>,
    pub counts: Bands,
    pub prose: Prose,
    pub shares: Bands,
    pub comparatives: Comparatives,
    pub factors: Bands,
    pub losses: Bands,
    pub fillers: Fillers,
    pub bounds: Bounds,
    pub rounding: Rounding,
    pub landmarks: Landmarks,
    pub likelihood: Likelihood,
    pub hedges: BTreeMap<String, (f64, f64, f64)>,
    pub times: Bands,
    pub spans: Spans,
    pub parts: Bands,
    pub undated: Undated,
    pub units: BTreeMap<Unit, Vec<String>>,
    pub levels: BTreeMap<ScaleKind, Bands>,
    pub scales: BTreeMap<Scale, ScaleWords>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Special {
    pub unknown: Vec<String>,
    pub none: Vec<String>,
    pub countless: Vec<String>,
    pub absent: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Prose {
    pub counts: Vec<String>,
    pub losses: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Comparatives {
    pub more: Vec<String>,
    pub less: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fillers {
    pub losses: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bounds {
    pub about: Vec<String>,
    pub at_least: Vec<String>,
    pub at_most: Vec<String>,
    pub or_more: Vec<String>,
    pub or_less: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rounding {
    pub about: f64,
    pub one_source: f64,
    pub tail: f64,
    pub unit_cap: f64,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Landmarks {
    pub counts: Vec<f64>,
    pub shares: Vec<f64>,
    pub slack: f64,
    pub reach: f64,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Likelihood {
    pub declared: String,
    pub scales: BTreeMap<String, Vec<Rung>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Spans {
    pub slack: f64,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Undated {
    pub words: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rung {
    pub word: String,
    pub adverb: String,
    pub band: Band,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScaleWords {
    pub kind: ScaleKind,
    #[serde(default)]
    pub words: Bands,
}

impl Likelihood {
    pub fn declared(&self) -> &[Rung] {
        self.scales.get(&self.declared).map_or(&[], Vec::as_slice)
    }
}

impl Data {
    /// What must hold of every lexicon, overridden or not.
    pub fn check(&self) -> Result<(), String> {
        let positive = f64::MIN_POSITIVE..=f64::MAX;
        let share = 0.0..=1.0;
        bands("counts", &self.counts, &(0.0..=f64::MAX))?;
        bands("shares", &self.shares, &share)?;
        bands("factors", &self.factors, &positive)?;
        bands("losses", &self.losses, &share)?;
        bands("times", &self.times, &(-1e9..=1e9))?;
        bands("parts", &self.parts, &share)?;
        for (kind, words) in &self.levels {
            bands(&format!("levels.{kind:?}").to_lowercase(), words, &range_of(*kind))?;
        }
        for scale in Scale::ALL {
            let words = self.scales.get(&scale).ok_or(format!("the scale `{}` is missing", scale.id()))?;
            bands(&format!("scales.{}", scale.id()), &words.words, &range_of(words.kind))?;
        }
        self.check_hedges()?;
        self.check_prose()?;
        self.check_numbers()
    }

    fn check_hedges(&self) -> Result<(), String> {
        for (word, (low, best, high)) in &self.hedges {
            if !(0.0 <= *low && low <= best && best <= high && *high <= 1.0) {
                return Err(format!("hedges: `{word}` needs three rising shares from 0 to 1"));
            }
        }
        if self.likelihood.declared().is_empty() {
            return Err(format!("likelihood: there is no scale `{}` to declare", self.likelihood.declared));
        }
        for (scale, rungs) in &self.likelihood.scales {
            for rung in rungs {
                band(scale, &rung.word, rung.band, &(0.0..=1.0))?;
            }
        }
        Ok(())
    }

    fn check_prose(&self) -> Result<(), String> {
        let known = |words: &[String], bands: &Bands, name: &str| match words
            .iter()
            .find(|word| !bands.contains_key(*word))
        {
            Some(word) => Err(format!("prose.{name}: `{word}` is not among the {name}")),
            None if words.is_empty() => Err(format!("prose.{name} is empty")),
            None => Ok(()),
        };
        known(&self.prose.counts, &self.counts, "counts")?;
        known(&self.prose.losses, &self.losses, "losses")
    }

    fn check_numbers(&self) -> Result<(), String> {
        if let Some((word, _)) = self.multipliers.iter().find(|(_, power)| !(1..=30).contains(*power)) {
            return Err(format!("multipliers: `{word}` needs a power of ten from 1 to 30"));
        }
        let rising = |marks: &[f64], least: f64, most: f64| {
            !marks.is_empty()
                && marks.iter().all(|mark| (least..=most).contains(mark))
                && marks.windows(2).all(|pair| pair[0] < pair[1])
        };
        if !rising(&self.landmarks.counts, 1.0, 9.999) || !rising(&self.landmarks.shares, 0.001, 1.0) {
            return Err(
                "landmarks: counts need rising numbers from 1 below 10, shares from 0 to 1".to_owned()
            );
        }
        let (rounding, marks) = (&self.rounding, &self.landmarks);
        let factors = [rounding.one_source, marks.slack, marks.reach];
        let widths = [rounding.about, rounding.unit_cap, self.spans.slack];
        if factors.iter().any(|f| !(1.0..=100.0).contains(f)) || rounding.tail < rounding.one_source {
            return Err(
                "rounding and landmarks: factors lie between 1 and 100, and the tail is the wider".to_owned()
            );
        }
        if rounding.tail > 100.0 || widths.iter().any(|w| !(0.0..1.0).contains(w)) {
            return Err("rounding.about, rounding.unit_cap and spans.slack lie between 0 and 1".to_owned());
        }
        Ok(())
    }
}

fn range_of(kind: ScaleKind) -> std::ops::RangeInclusive<f64> {
    match kind {
        ScaleKind::Share => 0.0..=1.0,
        ScaleKind::Factor => f64::MIN_POSITIVE..=f64::MAX,
    }
}

fn bands(table: &str, bands: &Bands, range: &std::ops::RangeInclusive<f64>) -> Result<(), String> {
    bands.iter().try_for_each(|(word, value)| band(table, word, *value, range))
}

fn band(table: &str, word: &str, band: Band, range: &std::ops::RangeInclusive<f64>) -> Result<(), String> {
    if band.0 > band.1 || !range.contains(&band.0) || !range.contains(&band.1) {
        return Err(format!("{table}: `{word}` has a band of {} to {}, which cannot be", band.0, band.1));
    }
    Ok(())
}
