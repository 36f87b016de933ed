//! What decided a war, as data: the chain of causes in one run, and what each part of the war did over many.

use polemos_almanac::account::Account;
use polemos_almanac::page::Run;
use polemos_almanac::parting::{Step, chain};
use polemos_almanac::report::ReasonReport;
use polemos_almanac::text::TIE;
use polemos_study::why::Attribution;
use schemars::JsonSchema;
use serde::Serialize;

/// What `why` prints.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WhyReport {
    /// Id of the war.
    pub war: String,
    /// Its name.
    pub title: String,
    /// Seed.
    pub seed: u64,
    /// One run: how it ended.
    pub result: String,
    /// Its main causes, read from its chronicle.
    pub because: Vec<ReasonReport>,
    /// The chain of causes behind its ending, the earliest first, as the chronicle links it.
    pub chain: Vec<Step>,
    /// What each part of the war did, over many runs; null where the run cannot be played again.
    pub attribution: Option<Attribution>,
}

/// The JSON Schema of what `why` prints.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(WhyReport).to_value()
}

/// The main causes of a run.
pub fn because(run: &Run<'_>) -> Vec<ReasonReport> {
    let text = |text: &str| text.replace(TIE, " ");
    let reasons = run.reasons().into_iter();
    reasons
        .map(|it| ReasonReport {
            cause: text(&it.cause),
            effect: text(&it.effect),
            entries: it.entries.iter().map(|seq| seq.0).collect(),
        })
        .collect()
}

/// What can be said of one run.
pub fn of_run(seed: u64, account: &Account, because: Vec<ReasonReport>) -> WhyReport {
    WhyReport {
        war: account.war.clone(),
        title: account.title.clone(),
        seed,
        result: account.result.clone(),
        because,
        chain: chain(account),
        attribution: None,
    }
}
