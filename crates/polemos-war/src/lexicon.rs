//! The lexicon: what words for numbers, shares, odds, times and levels mean. It is a versioned file, so that a
//! result can say by which readings it was reached, and a scenario can override any entry. The loader reads words
//! with it, the engine draws from what they mean, and the record writes numbers in its words.

mod data;
mod index;
pub mod prose;
mod say;

pub use data::Band;

use crate::quantity::{Quantity, Scale, ScaleKind, Spread};
use data::Data;
use index::Index;
pub(crate) use index::{Match, Sense, nearest_word, span_of};
use std::sync::OnceLock;

/// The text of the lexicon that Polemos comes with.
pub const STANDARD_TEXT: &str = include_str!("../lexicon.toml");

/// A lexicon, checked and indexed.
#[derive(Clone, Debug)]
pub struct Lexicon {
    source: toml::Table,
    data: Data,
    index: Index,
    amended: bool,
}

/// What is wrong with a lexicon or with overrides of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexiconError {
    /// One sentence.
    pub message: String,
}

impl std::fmt::Display for LexiconError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for LexiconError {}

impl Lexicon {
    /// The lexicon that Polemos comes with.
    pub fn standard() -> &'static Lexicon {
        static STANDARD: OnceLock<Lexicon> = OnceLock::new();
        // A broken file cannot get past the tests; if it ever did, no word would be understood, which the first
        // scenario read would report.
        STANDARD.get_or_init(|| Lexicon::parse(STANDARD_TEXT).unwrap_or_else(|_| Lexicon::empty()))
    }

    /// Reads a complete lexicon.
    ///
    /// # Errors
    /// When the text is not TOML, lacks a part, or holds a band that cannot be.
    pub fn parse(text: &str) -> Result<Lexicon, LexiconError> {
        let source: toml::Table = text.parse().map_err(toml_error)?;
        Self::from_table(source, false)
    }

    /// This lexicon with some entries replaced or added. `overrides` has the same form as the lexicon itself and
    /// holds only what differs: tables are merged, everything else is replaced.
    ///
    /// # Errors
    /// As for [`Lexicon::parse`], and when the overrides name another version.
    pub fn merge(&self, overrides: &str) -> Result<Lexicon, LexiconError> {
        let overrides: toml::Table = overrides.parse().map_err(toml_error)?;
        self.merge_table(&overrides)
    }

    /// As [`Lexicon::merge`], for overrides that are already a table.
    ///
    /// # Errors
    /// As for [`Lexicon::merge`].
    pub fn merge_table(&self, overrides: &toml::Table) -> Result<Lexicon, LexiconError> {
        let mut source = self.source.clone();
        if let (Some(own), Some(other)) = (source.get("version"), overrides.get("version"))
            && own != other
        {
            let message = format!("the overrides are for version {other} of the lexicon, and this is {own}");
            return Err(LexiconError { message });
        }
        overlay(&mut source, overrides, 0);
        Self::from_table(source, self.amended || !overrides.is_empty())
    }

    fn from_table(source: toml::Table, amended: bool) -> Result<Lexicon, LexiconError> {
        let data: Data = source.clone().try_into().map_err(toml_error)?;
        data.check().map_err(|message| LexiconError { message })?;
        let index = Index::new(&data);
        Ok(Lexicon { source, data, index, amended })
    }

    fn empty() -> Lexicon {
        let data = Data::default();
        Lexicon { source: toml::Table::new(), index: Index::new(&data), data, amended: false }
    }

    /// Its version, as claims quote it: "1", or "1, amended" with overrides.
    pub fn version(&self) -> String {
        format!("{}{}", self.data.version, if self.amended { ", amended" } else { "" })
    }

    /// The whole of it as TOML, overrides included: equal texts mean equal readings.
    pub fn to_toml(&self) -> String {
        self.source.to_string()
    }

    /// The band of a word for a count: "thousands".
    pub fn count(&self, term: &str) -> Option<Band> {
        self.data.counts.get(term).copied()
    }

    /// The band of a word for losses, as shares of strength: "heavy".
    pub fn loss(&self, term: &str) -> Option<Band> {
        self.data.losses.get(term).copied()
    }

    /// The band of an adjective on a scale: "firm".
    pub fn level(&self, scale: Scale, term: &str) -> Option<Band> {
        let scale = self.data.scales.get(&scale)?;
        scale.words.get(term).or_else(|| self.data.levels.get(&scale.kind)?.get(term)).copied()
    }

    /// Whether levels of a scale lie between 0 and 1 or multiply what is ordinary.
    pub fn scale_kind(&self, scale: Scale) -> ScaleKind {
        self.data.scales.get(&scale).map_or(ScaleKind::Factor, |scale| scale.kind)
    }

    /// Every adjective of a scale with its band, its own words first.
    pub fn level_words(&self, scale: Scale) -> Vec<(&str, Band)> {
        let Some(scale) = self.data.scales.get(&scale) else { return Vec::new() };
        let own = scale.words.iter();
        let common = self.data.levels.get(&scale.kind).into_iter().flatten();
        let common = common.filter(|(word, _)| !scale.words.contains_key(*word));
        own.chain(common).map(|(word, band)| (word.as_str(), *band)).collect()
    }

    /// How sure a hedge or a word for odds is: "perhaps", "very likely".
    pub fn hedge(&self, term: &str) -> Option<Spread> {
        self.index.hedge(term)
    }

    /// Days after the anchor that a word for time may stand for; negative before it: "shortly after".
    pub fn time(&self, term: &str) -> Option<Band> {
        self.data.times.get(term).copied()
    }

    /// The share of what the anchor lasts that a word for time may stand for: "in the closing days of".
    pub fn part(&self, term: &str) -> Option<Band> {
        self.data.parts.get(term).copied()
    }

    /// The words for times after or before an anchor, and for parts of what an anchor lasts, longest first.
    pub fn time_phrases(&self) -> Vec<&str> {
        self.time_words().into_iter().map(|(word, ..)| word).collect()
    }

    /// The words for times after or before an anchor, longest first.
    pub(crate) fn time_words(&self) -> Vec<(&str, Band, bool)> {
        let times = self.data.times.iter().map(|(word, band)| (word.as_str(), *band, false));
        let parts = self.data.parts.iter().map(|(word, band)| (word.as_str(), *band, true));
        let mut words: Vec<_> = times.chain(parts).collect();
        words.sort_by_key(|(word, ..)| std::cmp::Reverse(word.len()));
        words
    }

    /// The words that its phrases begin with, in small letters: where none of them stands a reader of prose need not look
    /// for a quantity.
    pub fn first_words(&self) -> impl Iterator<Item = &str> {
        self.index.first_words()
    }

    /// Whether some words begin with a whole phrase of the lexicon, in whatever letters.
    pub fn begins_phrase<'w>(&self, words: impl Iterator<Item = &'w str>) -> bool {
        self.index.begins_phrase(words)
    }

    pub(crate) fn data(&self) -> &Data {
        &self.data
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// The word for an approximate count: "thousands". Below three it is the number itself.
    pub fn word_for_count(&self, n: f64) -> &str {
        match n {
            n if n < 0.5 => "none",
            n if n < 1.5 => "one",
            n if n < 2.5 => "two",
            n => {
                let words =
                    self.data.prose.counts.iter().filter_map(|word| Some((word.as_str(), self.count(word)?)));
                let log = |x: f64| libm::log(x.max(1e-9));
                nearest(words, |band| (log(band.0), log(band.1)), log(n)).unwrap_or("many")
            }
        }
    }

    /// The word for a loss as a share of strength: "heavy".
    pub fn word_for_loss_share(&self, share: f64) -> &str {
        if share <= 0.0 {
            return "none";
        }
        if share >= 1.0 {
            return "total";
        }
        let words = self.data.prose.losses.iter().filter_map(|word| Some((word.as_str(), self.loss(word)?)));
        nearest(words, |band| (band.0, band.1), share).unwrap_or("heavy")
    }

    /// The adjective for a probability on the declared scale: "probable". Certain and impossible are kept for 1
    /// and 0 themselves. Prose prints the number beside it.
    pub fn word_for_probability(&self, p: f64) -> &str {
        self.rung(p).map_or("", |rung| rung.word.as_str())
    }

    /// The adverb for a probability on the declared scale: "probably".
    pub fn adverb_for_probability(&self, p: f64) -> &str {
        self.rung(p).map_or("", |rung| rung.adverb.as_str())
    }

    /// The name of the declared scale: "kent".
    pub fn likelihood_scale(&self) -> &str {
        &self.data.likelihood.declared
    }

    fn rung(&self, p: f64) -> Option<&data::Rung> {
        let rungs = self.data.likelihood.declared();
        let certain = |rung: &&data::Rung| rung.band.0 == p && rung.band.1 == p;
        let open = rungs.iter().filter(|rung| rung.band.0 < rung.band.1);
        rungs.iter().find(certain).or_else(|| nearest(open.map(|r| (r, r.band)), |band| (band.0, band.1), p))
    }
}

/// Of some bands, the one that holds `x`, or comes nearest to it; of several, the one whose middle is nearest.
fn nearest<T>(
    bands: impl Iterator<Item = (T, Band)>,
    ends: impl Fn(Band) -> (f64, f64),
    x: f64,
) -> Option<T> {
    let mut best: Option<((f64, f64), T)> = None;
    for (item, band) in bands {
        let (low, high) = ends(band);
        let distance = ((low - x).max(x - high).max(0.0), ((low + high) / 2.0 - x).abs());
        if best.as_ref().is_none_or(|(least, _)| distance < *least) {
            best = Some((distance, item));
        }
    }
    best.map(|(_, item)| item)
}

fn toml_error(error: toml::de::Error) -> LexiconError {
    LexiconError { message: error.message().to_owned() }
}

/// Puts `over` upon `base`, table by table. Nesting deeper than any lexicon is replaced whole.
fn overlay(base: &mut toml::Table, over: &toml::Table, depth: u32) {
    for (key, value) in over {
        match (base.get_mut(key), value) {
            (Some(toml::Value::Table(base)), toml::Value::Table(over)) if depth < 8 => {
                overlay(base, over, depth + 1)
            }
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
}

impl Lexicon {
    /// A quantity in words, as prose and infoboxes write it: "about 1,200", "40–50 % of the Alliance fleet".
    /// `name` turns a path into the name of what it stands for.
    pub fn say(&self, quantity: &Quantity, name: &dyn Fn(&str) -> String) -> String {
        say::say(quantity, name)
    }

    /// The numbers that stand for a quantity's words, to be printed beside them: "2,000–10,000" beside "thousands",
    /// "25–60 %" beside "very heavy". None where the words are numbers already.
    pub fn beside(&self, quantity: &Quantity) -> Option<String> {
        say::beside(self, quantity)
    }

    /// An approximate count in the word that fits it, the number beside the word: "thousands (about 9,240)". Below three
    /// the word is the number.
    pub fn count_in_words(&self, n: f64) -> String {
        match n {
            n if n < 2.5 => self.word_for_count(n).to_owned(),
            n => format!("{} ({})", self.word_for_count(n), prose::about(n, 3)),
        }
    }

    /// A loss as a share of strength in the word that fits it, the number beside the word: "heavy (18 %)".
    pub fn loss_in_words(&self, share: f64) -> String {
        match self.word_for_loss_share(share) {
            "none" => "none".to_owned(),
            word => format!("{word} ({})", prose::percent(share)),
        }
    }

    /// A probability in the word of the declared scale that fits it, the number beside the word: "probable (75 %)".
    pub fn probability_in_words(&self, p: f64) -> String {
        format!("{} ({})", self.word_for_probability(p), prose::percent(p))
    }
}
