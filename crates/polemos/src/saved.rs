//! A saved run: the war's text, how its history is written down, how far it was played, and the digest of the state
//! then. Everything else can be played again and checked. What it came to is kept beside, so that the run stays readable
//! and comparable when the engine has moved on.

use crate::lineage::Lineage;
use polemos_almanac::account::Account;
use polemos_almanac::article::Length;
use polemos_almanac::dates::Dates;
use polemos_almanac::text::{TIE, to_plain};
use polemos_almanac::{Run, Setting};
use polemos_campaign::Campaign;
use polemos_chronicle::{Chronicle, Digest, RunSummary};
use polemos_scenario::{SourceFile, check};
use polemos_study::history::{History, HistoryError};
use polemos_war::War;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// The engine's version, which a saved run must share to be continued.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// A saved run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedRun {
    /// Engine that played it.
    pub engine: String,
    /// Files of the scenario: name and text.
    pub files: Vec<(String, String)>,
    /// Digest of the war, as it was read.
    pub war_digest: String,
    /// Its history.
    pub lineage: Lineage,
    /// How far it was played: days; none when to its end.
    pub until: Option<f64>,
    /// Digest of the state then.
    pub digest: String,
    /// What it came to.
    pub account: Account,
    /// Records with their articles: the war's first, then its battles of note and its campaigns.
    pub records: serde_json::Value,
    /// Its page, as it was printed.
    pub page: String,
}

/// Why a saved run cannot be continued.
#[derive(Clone, Debug, PartialEq)]
pub enum ResumeError {
    /// Another engine played it: readable, but not to be continued.
    Engine(String),
    /// Its text is not understood, or is not what it was.
    Text,
    /// Its changes do not fit.
    Change(String),
    /// Played again it broke off.
    Play(String),
    /// Played again it came out differently.
    Differs,
}

impl fmt::Display for ResumeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResumeError::Engine(engine) => write!(
                out,
                "it was played by engine {engine}; this is {ENGINE}, which can read and compare it, and cannot continue it"
            ),
            ResumeError::Text => out.write_str("the war's text in it is not what was saved"),
            ResumeError::Change(problem) => out.write_str(problem),
            ResumeError::Play(error) => write!(out, "played again it broke off: {error}"),
            ResumeError::Differs => out.write_str(
                "played again it comes out differently: the file was altered, or the engine is at fault",
            ),
        }
    }
}

impl std::error::Error for ResumeError {}

/// A run played as far as was asked, to be told, saved or continued.
#[derive(Clone, Debug)]
pub struct PlayedSoFar {
    /// The war as it goes on.
    pub war: Arc<War>,
    /// Seed.
    pub seed: u64,
    /// What happened.
    pub chronicle: Chronicle,
    /// The run in short.
    pub summary: RunSummary,
    /// Digest of the state.
    pub digest: Digest,
    /// Whether the war is over.
    pub ended: bool,
}

impl PlayedSoFar {
    /// Plays a history to a day, or to its end, recorded, as long as `go_on` lets it.
    ///
    /// # Errors
    /// [`HistoryError`] when it cannot be played.
    pub fn play(
        history: &History,
        until: Option<f64>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Self, HistoryError> {
        let mut in_play = history.start(true);
        in_play.advance(until.unwrap_or(f64::INFINITY), go_on)?;
        Self::of(in_play.campaign)
    }

    fn of(mut campaign: Campaign) -> Result<Self, HistoryError> {
        let summary = campaign.so_far();
        let fault = |fault| HistoryError::Run(polemos_campaign::Unfinished::Fault(fault));
        let digest = campaign.digest().map_err(fault)?;
        Ok(Self {
            war: Arc::clone(campaign.war()),
            seed: campaign.setup().seed,
            ended: campaign.situation().ending.is_some(),
            chronicle: campaign.chronicle().clone(),
            summary,
            digest,
        })
    }

    /// The run, to be told.
    pub fn run(&self) -> Run<'_> {
        Run {
            war: &self.war,
            chronicle: &self.chronicle,
            summary: &self.summary,
            seed: self.seed,
            digest: self.digest,
        }
    }

    /// What it came to.
    pub fn account(&self) -> Account {
        self.run().account(self.ended)
    }

    /// Its page; of a run in play, its story so far.
    fn page(&self, run: &Run<'_>) -> String {
        if self.ended {
            return to_plain(&run.page(&Setting::default())).replace(TIE, " ");
        }
        let dates = Dates::new(&self.war);
        let told = run.paragraphs();
        let told = told.iter().map(|it| format!("{}  {}\n", dates.short(it.day), it.text));
        told.collect::<String>().replace(TIE, " ")
    }

    /// The run as it is saved.
    ///
    /// # Errors
    /// [`serde_json::Error`] when a record cannot be written as JSON: a fault of Polemos.
    pub fn saved(&self, files: &[SourceFile], lineage: &Lineage) -> Result<SavedRun, serde_json::Error> {
        let run = self.run();
        let page = self.page(&run);
        Ok(SavedRun {
            engine: ENGINE.to_owned(),
            files: files.iter().map(|file| (file.name.clone(), file.text.clone())).collect(),
            war_digest: hex(&self.war.digest),
            lineage: lineage.clone(),
            until: (!self.ended).then_some(self.summary.ending.day),
            digest: self.digest.to_string(),
            account: self.account(),
            records: serde_json::to_value(run.told(Length::Full).records)?,
            page,
        })
    }
}

impl SavedRun {
    /// The scenario's files.
    pub fn sources(&self) -> Vec<SourceFile> {
        self.files.iter().map(|(name, text)| SourceFile::new(name.clone(), text.clone())).collect()
    }

    /// The history that it is of, where this engine can play it on.
    ///
    /// # Errors
    /// [`ResumeError`] when another engine played it, or its text or changes are not what they were.
    pub fn history(&self) -> Result<History, ResumeError> {
        if self.engine != ENGINE {
            return Err(ResumeError::Engine(self.engine.clone()));
        }
        let war = check(&self.sources()).war.ok_or(ResumeError::Text)?;
        let history = self.lineage.history(&war).map_err(|error| ResumeError::Change(error.to_string()))?;
        if hex(&history.last_war().digest) != self.war_digest {
            return Err(ResumeError::Text);
        }
        Ok(history)
    }

    /// Plays it again to where it was saved, checks that it is the same, and plays on: to a day, or to its end.
    ///
    /// # Errors
    /// [`ResumeError`] when it cannot be played again, or comes out differently.
    pub fn resume(&self, until: Option<f64>, go_on: &dyn Fn() -> bool) -> Result<PlayedSoFar, ResumeError> {
        let history = self.history()?;
        let failed = |error: HistoryError| ResumeError::Play(error.to_string());
        let mut in_play = history.start(true);
        in_play.advance(self.until.unwrap_or(f64::INFINITY), go_on).map_err(failed)?;
        if in_play.campaign.digest().map(|it| it.to_string()).as_ref() != Ok(&self.digest) && go_on() {
            return Err(ResumeError::Differs);
        }
        if self.until.is_some() {
            in_play.advance(until.unwrap_or(f64::INFINITY), go_on).map_err(failed)?;
        }
        PlayedSoFar::of(in_play.campaign).map_err(failed)
    }

    /// Plays it again and checks that it comes out the same.
    ///
    /// # Errors
    /// [`ResumeError`] when it cannot be played again, or comes out differently.
    pub fn verify(&self) -> Result<(), ResumeError> {
        let stay = Some(self.until.unwrap_or(0.0));
        self.resume(stay, &|| true).map(drop)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
