//! One run as data: what the page tells, for programs.

use crate::believed;
use crate::ending;
use crate::happening::{Happening, belief_kind, happening};
use crate::page::Run;
use crate::record::{Record, RecordDate};
use crate::sentence::Teller;
use crate::text::TIE;
use crate::wording::Wording;
use polemos_chronicle::{Entry, What};
use schemars::JsonSchema;
use serde::Serialize;

/// A run.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RunReport {
    /// Id of the war.
    pub war: String,
    /// Its name.
    pub title: String,
    /// Seed.
    pub seed: u64,
    /// Replication.
    pub replication: u64,
    /// Digest of the last situation: two runs of one war with one digest went alike.
    pub digest: String,
    /// Days from start to ending.
    pub days: f64,
    /// How it ended.
    pub ending: EndingReport,
    /// The main causes of the ending, read from the chain of causes; those first that moved most.
    pub because: Vec<ReasonReport>,
    /// The story in paragraphs, all that are worth telling.
    pub story: Vec<ParagraphReport>,
    /// Everything that happened, in order.
    pub chronicle: Vec<EntryReport>,
    /// Records: the war's first, then its battles of note.
    pub records: Vec<Record>,
    /// What was believed when decisions were made, and what was so.
    pub beliefs: Vec<BeliefReport>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EndingReport {
    /// surrender, conquest, treaty, armistice, exhaustion or undecided.
    pub kind: String,
    /// Id of the coalition that prevailed.
    pub victor: Option<String>,
    /// Id of the coalition that gave way.
    pub loser: Option<String>,
    /// decisive, clear, marginal or stalemate.
    pub grade: String,
    /// When.
    pub date: RecordDate,
    /// As a record words it.
    pub result: String,
    /// In a sentence.
    pub text: String,
}

/// A cause of the ending.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ReasonReport {
    /// The cause.
    pub cause: String,
    /// What it moved; empty where nothing can be counted.
    pub effect: String,
    /// Numbers of the entries that it sums up.
    pub entries: Vec<u32>,
}

/// A paragraph of the story.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ParagraphReport {
    /// Days since the war's start.
    pub day: f64,
    /// The same as a date.
    pub date: RecordDate,
    /// The text.
    pub text: String,
    /// Numbers of the entries that it tells.
    pub entries: Vec<u32>,
}

/// An entry of the chronicle.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct EntryReport {
    /// Its number.
    pub seq: u32,
    /// Days since the war's start.
    pub day: f64,
    /// What happened: `kind` says which of the happenings it is, the other keys are its own.
    #[serde(flatten)]
    pub what: Happening,
    /// Numbers of the entries that brought it about.
    pub causes: Vec<u32>,
    /// The entry as a sentence; empty for those that only a fuller account tells.
    pub text: String,
}

/// A belief beside the truth.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BeliefReport {
    /// Days since the war's start.
    pub day: f64,
    /// Id of the decision that it was held at.
    pub decision: String,
    /// Id of the faction that held it.
    pub by: String,
    /// Id of the faction that it was about.
    pub about: String,
    /// strength or resolve.
    pub what: String,
    /// The estimate.
    pub believed: f64,
    /// Its 5 % point.
    pub low: f64,
    /// Its 95 % point.
    pub high: f64,
    /// What was so.
    pub so: f64,
    /// Whether it was wrong enough to matter.
    pub noteworthy: bool,
}

/// The JSON Schema of a run's report.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(RunReport).to_value()
}

impl Run<'_> {
    /// The run as data.
    pub fn report(&self) -> RunReport {
        let teller = self.teller();
        let text = |text: &str| text.replace(TIE, " ");
        let seqs = |seqs: &[polemos_chronicle::Seq]| seqs.iter().map(|seq| seq.0).collect::<Vec<_>>();
        let because = self.reasons().into_iter().map(|reason| ReasonReport {
            cause: text(&reason.cause),
            effect: text(&reason.effect),
            entries: seqs(&reason.entries),
        });
        let story = self
            .paragraphs()
            .iter()
            .map(|paragraph| ParagraphReport {
                day: paragraph.day,
                date: teller.dates.record(paragraph.day),
                text: text(&paragraph.text),
                entries: seqs(&paragraph.entries),
            })
            .collect();
        RunReport {
            war: self.war.id.clone(),
            title: self.war.names.primary.clone(),
            seed: self.seed,
            replication: self.summary.replication,
            digest: self.digest.to_string(),
            days: self.summary.ending.day,
            ending: self.ending_report(&teller),
            because: because.collect(),
            story,
            chronicle: entries(&teller),
            records: self.records(),
            beliefs: beliefs(&teller),
        }
    }

    fn ending_report(&self, teller: &Teller<'_>) -> EndingReport {
        let ending = &self.summary.ending;
        let id = |id: polemos_war::CoalitionId| self.war.coalitions.get(id).map(|it| it.id.clone());
        EndingReport {
            kind: ending.kind.id().to_owned(),
            victor: ending.victor.and_then(id),
            loser: ending.loser.and_then(id),
            grade: ending.grade.id().to_owned(),
            date: teller.dates.record(ending.day),
            result: ending::result(self.war, ending),
            text: ending::headline(teller).replace(TIE, " "),
        }
    }
}

fn entries(teller: &Teller<'_>) -> Vec<EntryReport> {
    let mut wording = Wording::new();
    let mut told = |entry: &Entry| teller.sentence(entry, &mut wording).replace(TIE, " ");
    teller
        .chronicle
        .entries
        .iter()
        .map(|entry| EntryReport {
            seq: entry.seq.0,
            day: entry.day,
            what: happening(teller.war, &entry.what),
            causes: entry.causes.iter().map(|seq| seq.0).collect(),
            text: told(entry),
        })
        .collect()
}

fn beliefs(teller: &Teller<'_>) -> Vec<BeliefReport> {
    let mut out = Vec::new();
    for entry in &teller.chronicle.entries {
        let What::Decided(decided) = &entry.what else { continue };
        let faction = |id| teller.war.factions.get(id).map(|it| it.id.clone()).unwrap_or_default();
        out.extend(decided.beliefs.iter().map(|belief| BeliefReport {
            day: entry.day,
            decision: teller.war.decisions.get(decided.decision).map(|it| it.id.clone()).unwrap_or_default(),
            by: faction(belief.by),
            about: faction(belief.about),
            what: belief_kind(belief.what).to_owned(),
            believed: belief.believed,
            low: belief.range[0],
            high: belief.range[1],
            so: belief.so,
            noteworthy: believed::worst(std::slice::from_ref(belief)).is_some(),
        }));
    }
    out
}
