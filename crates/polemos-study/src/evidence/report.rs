//! The evidence on a war, as one value: what `polemos evidence` prints as JSON, and what its page is made of.

use super::contrast::Contrast;
use super::design::DesignReport;
use super::link::LinkShares;
use super::price::PriceReport;
use super::turn::TurnShares;
use crate::report::{EndingShare, Share, Spread};
use crate::wars::WarShare;
use polemos_war::evidence::{Expect, Variant};
use schemars::JsonSchema;
use serde::Serialize;

/// All that has been measured of a war.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EvidenceReport {
    /// Id of the war.
    pub war: String,
    /// Seed.
    pub seed: u64,
    /// Runs of each version under each policy.
    pub runs: u64,
    /// On the path that the source tells.
    pub historical: Endings,
    /// With everyone following doctrine.
    pub doctrine: Endings,
    /// Points at which it could have gone another way.
    pub turns: Vec<TurnRow>,
    /// The fact ledger.
    pub facts: Vec<FactRow>,
    /// Figures taken in play.
    pub measures: Vec<MeasureRow>,
    /// Links of the chain of causes.
    pub links: Vec<LinkRow>,
    /// Prices that decisions foresaw, on the historical path.
    pub prices: Vec<PriceReport>,
    /// Versions of the war beside each other.
    pub comparisons: Vec<ComparisonRow>,
    /// What happens when a part is taken away.
    pub removals: Vec<RemovalRow>,
    /// Designs that vary its numbers; null where none were asked for.
    pub design: Option<DesignReport>,
}

/// How the war ended.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Endings {
    /// Endings, the commonest first.
    pub endings: Vec<EndingShare>,
    /// Wars of a saga, in the order of the scenario; none of a war that is over when it ends.
    pub wars: Vec<WarShare>,
    /// Days from the war's start to its ending.
    pub duration_days: Spread,
}

/// A point at which the war could have gone another way, and which way it went.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TurnRow {
    /// Its id.
    pub id: String,
    /// Line of the source.
    pub line: Option<u32>,
    /// What it is about.
    pub says: String,
    /// Which runs came to it, as written; null when all do.
    pub given: Option<String>,
    /// The courses, that of the source first, and last what is left beside them.
    pub courses: Vec<CourseRow>,
    /// On the historical path.
    pub historical: TurnShares,
    /// Under doctrine.
    pub doctrine: TurnShares,
}

/// A course that a war can take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CourseRow {
    /// What happened.
    pub says: String,
    /// Whether it went so, as written; null for what is left beside the others.
    pub when: Option<String>,
}

/// A fact, and how often it showed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FactRow {
    /// Its id.
    pub id: String,
    /// Line of the source.
    pub line: Option<u32>,
    /// The fact.
    pub says: String,
    /// Whether it holds by declaration alone, and not by play.
    pub declared: bool,
    /// Share of the runs on the historical path; null for a fact without a mechanism.
    pub historical: Option<Share>,
    /// Share of the runs under doctrine; null for a fact without a mechanism.
    pub doctrine: Option<Share>,
}

/// A figure taken in play.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MeasureRow {
    /// Its id.
    pub id: String,
    /// What it is.
    pub says: String,
    /// Whether it is a share of runs.
    pub share: bool,
    /// On the historical path.
    pub historical: Taken,
    /// Under doctrine.
    pub doctrine: Taken,
}

/// A figure over the runs in which it was taken.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Taken {
    /// Those runs.
    pub runs: Share,
    /// The figure.
    pub value: Spread,
}

/// A link of the chain of causes.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LinkRow {
    /// Its id.
    pub id: String,
    /// What it says.
    pub says: String,
    /// What comes first, as written.
    pub from: String,
    /// What should follow, as written.
    pub to: String,
    /// What it is held against, as written; null for where the first is missing.
    pub against: Option<String>,
    /// On the historical path.
    pub historical: LinkShares,
    /// Under doctrine.
    pub doctrine: LinkShares,
}

/// A part taken away.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RemovalRow {
    /// Ids left out.
    pub without: Vec<String>,
    /// What is left out, in words.
    pub name: String,
    /// What the response is.
    pub says: String,
    /// The response, as written.
    pub response: String,
    /// Which way it should move: rises, falls, none.
    pub expect: String,
    /// Why.
    pub because: String,
    /// Under doctrine.
    pub doctrine: Contrast,
    /// On the historical path.
    pub historical: Contrast,
}

/// Two versions beside each other.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ComparisonRow {
    /// Its id.
    pub id: String,
    /// What is compared.
    pub says: String,
    /// The figure, as written.
    pub value: String,
    /// The version to begin with.
    pub a: VariantRow,
    /// The version held against it.
    pub b: VariantRow,
    /// Which way it should move: rises, falls, none.
    pub expect: String,
    /// Why.
    pub because: String,
    /// Under doctrine.
    pub doctrine: Contrast,
    /// On the historical path.
    pub historical: Contrast,
}

/// A version of the war.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VariantRow {
    /// What it is.
    pub name: String,
    /// Its changes, as the command takes them.
    pub changes: Vec<String>,
}

impl From<&Variant> for VariantRow {
    fn from(variant: &Variant) -> Self {
        let kinds = [
            ("choose", &variant.choose),
            ("set", &variant.set),
            ("set-def", &variant.define),
            ("without", &variant.without),
        ];
        let changes = kinds.iter().flat_map(|(kind, all)| all.iter().map(move |it| format!("--{kind} {it}")));
        Self { name: variant.name.clone(), changes: changes.collect() }
    }
}

/// The name of an expectation in the report.
pub fn expected(expect: Expect) -> String {
    expect.id().to_owned()
}

/// The JSON Schema of the report.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(EvidenceReport).to_value()
}
