//! Claims: a value as its source words it, what it means, and where it comes from. Every value that is shown
//! is a claim, and rival claims stand side by side.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A value with its wording and its origin. What is derived from it never overwrites `verbatim`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim<T> {
    /// The words, as they stand in the source.
    pub verbatim: String,
    /// What they mean.
    pub value: T,
    /// Where they stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceRef>,
    /// What kind of ground the value has.
    pub basis: Basis,
    /// The chance that the claim holds, where the wording hedges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// Its standing among rival claims.
    #[serde(default)]
    pub rank: Rank,
}

/// A place in a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceRef {
    /// Id of the source.
    pub id: String,
    /// Page, line, or whatever else finds the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
    /// Bytes of the source's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<TextSpan>,
    /// Numbers of the chronicle's entries, where the source is a run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<u32>,
}

/// A stretch of text in bytes, `end` not included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct TextSpan {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// What a value rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The source's own words.
    Text,
    /// Somebody edited it by hand.
    Editor,
    /// A lexicon gave the words their meaning.
    Lexicon {
        /// Its version.
        version: String,
    },
    /// A run of the simulator, or many.
    Sim {
        /// Hash of the run or projection.
        run: String,
        /// What the replications say, in rising order; empty for a single run.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        quantiles: Vec<Quantile>,
    },
    /// The scenario's author assumed it, and says so.
    Assumed,
    /// A default that nobody touched.
    Default,
}

/// One quantile of a projection.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantile {
    /// Share of replications that fall short of the value.
    pub p: f64,
    /// The value.
    pub value: f64,
}

/// The standing of a claim among its rivals, as in Wikidata.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// The one to show when only one can be.
    Preferred,
    /// One among others.
    #[default]
    Normal,
    /// Kept, and known to be wrong.
    Deprecated,
}

impl<T> Claim<T> {
    /// A claim in the source's own words.
    pub fn new(verbatim: impl Into<String>, value: T, basis: Basis) -> Self {
        Self {
            verbatim: verbatim.into(),
            value,
            sources: Vec::new(),
            basis,
            probability: None,
            rank: Rank::Normal,
        }
    }

    /// The same claim with one more source.
    #[must_use]
    pub fn with_source(mut self, source: SourceRef) -> Self {
        // Most claims have one source, and pages give very many.
        self.sources.reserve_exact(1);
        self.sources.push(source);
        self
    }

    /// The same wording and origin for a value derived from this one.
    pub fn map<U>(self, derive: impl FnOnce(T) -> U) -> Claim<U> {
        Claim {
            verbatim: self.verbatim,
            value: derive(self.value),
            sources: self.sources,
            basis: self.basis,
            probability: self.probability,
            rank: self.rank,
        }
    }
}

/// Rival claims about one thing, in the order in which they were made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Claims<T>(pub Vec<Claim<T>>);

impl<T> Default for Claims<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Claim<T>> for Claims<T> {
    fn from(claim: Claim<T>) -> Self {
        Self(vec![claim])
    }
}

impl<T> Claims<T> {
    /// The claim to show when only one can be: the first of the highest rank, never a deprecated one.
    pub fn preferred(&self) -> Option<&Claim<T>> {
        self.standing().min_by_key(|claim| claim.rank)
    }

    /// All that are not deprecated, in order.
    pub fn standing(&self) -> impl Iterator<Item = &Claim<T>> {
        self.0.iter().filter(|claim| claim.rank != Rank::Deprecated)
    }

    /// Whether more than one claim stands.
    pub fn disputed(&self) -> bool {
        self.standing().nth(1).is_some()
    }

    /// Adds a rival.
    pub fn push(&mut self, claim: Claim<T>) {
        self.0.push(claim);
    }
}
