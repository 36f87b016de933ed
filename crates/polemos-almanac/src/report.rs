//! One run as data: what the page tells, for programs.

use crate::believed;
use crate::ending;
use crate::page::Run;
use crate::record::{Record, RecordDate};
use crate::sentence::Teller;
use crate::text::TIE;
use crate::wording::Wording;
use polemos_chronicle::{Entry, What};
use polemos_war::BeliefKind;
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
    /// Its kind.
    pub kind: String,
    /// Ids of what it is about, each with what it is: `place.karth`.
    pub about: Vec<String>,
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
        let story = self.paragraphs().iter().map(|paragraph| ParagraphReport {
            day: paragraph.day,
            date: teller.dates.record(paragraph.day),
            text: text(&paragraph.text),
            entries: seqs(&paragraph.entries),
        }).collect();
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
            text: ending::headline(self.war, ending).replace(TIE, " "),
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
            kind: kind(&entry.what).to_owned(),
            about: about(teller, &entry.what),
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
            what: match belief.what {
                BeliefKind::Strength => "strength".into(),
                BeliefKind::Resolve => "resolve".into(),
            },
            believed: belief.believed,
            low: belief.range[0],
            high: belief.range[1],
            so: belief.so,
            noteworthy: believed::worst(std::slice::from_ref(belief)).is_some(),
        }));
    }
    out
}

/// The name of an entry's kind in JSON.
pub fn kind(what: &What) -> &'static str {
    match what {
        What::Opened => "opened",
        What::Event { .. } => "event",
        What::Decided(_) => "decided",
        What::PostureTaken { .. } => "posture_taken",
        What::Offensive { .. } => "offensive",
        What::Departed { .. } => "departed",
        What::Arrived { .. } => "arrived",
        What::Appeared { .. } => "appeared",
        What::Declined { .. } => "declined",
        What::Battle(_) => "battle",
        What::Taken { .. } => "taken",
        What::Destroyed { .. } => "destroyed",
        What::OutOfSupply { .. } => "out_of_supply",
        What::Resupplied { .. } => "resupplied",
        What::Struck { .. } => "struck",
        What::Restored { .. } => "restored",
        What::LaneChanged { .. } => "lane_changed",
        What::Built { .. } => "built",
        What::ResolveTurned { .. } => "resolve_turned",
        What::Fate { .. } => "fate",
        What::Command { .. } => "command",
        What::Joined { .. } => "joined",
        What::Left { .. } => "left",
        What::Calamity { .. } => "calamity",
        What::Terms { .. } => "terms",
        What::Ended(_) => "ended",
    }
}

/// Ids of what an entry is about.
fn about(teller: &Teller<'_>, what: &What) -> Vec<String> {
    let mut ids = About { teller, ids: Vec::new() };
    match what {
        What::Opened => {}
        What::Event { event } => ids.add("event", teller.war.events.get(*event).map(|it| it.id.as_str())),
        What::Decided(decided) => {
            let decision = teller.war.decisions.get(decided.decision);
            ids.add("decision", decision.map(|it| it.id.as_str()));
            let option = decision.and_then(|it| it.options.get(usize::from(decided.option)));
            ids.add("option", option.map(|it| it.id.as_str()));
            ids.person(decided.by);
            ids.place(decided.place);
        }
        What::PostureTaken { coalition, to, .. } => {
            ids.coalition(Some(*coalition));
            ids.add("posture", Some(to.id()));
        }
        What::Offensive { coalition, target, forces, .. } => {
            ids.coalition(Some(*coalition));
            ids.place(Some(*target));
            forces.iter().for_each(|force| ids.force(*force));
        }
        What::Departed { force, to, .. } => {
            ids.force(*force);
            ids.place(Some(*to));
        }
        What::Arrived { force, place }
        | What::Appeared { force, place }
        | What::OutOfSupply { force, place }
        | What::Resupplied { force, place } => {
            ids.force(*force);
            ids.place(Some(*place));
        }
        What::Declined { place, coalition, .. } => {
            ids.coalition(Some(*coalition));
            ids.place(Some(*place));
        }
        What::Battle(battle) => {
            ids.place(Some(battle.place));
            battle.sides.iter().for_each(|side| ids.coalition(Some(side.coalition)));
        }
        What::Taken { place, by, .. } => {
            ids.place(Some(*place));
            ids.faction(*by);
        }
        What::Destroyed { force, place } => {
            ids.force(*force);
            ids.place(*place);
        }
        What::Struck { works } | What::Restored { works } => {
            ids.add("works", teller.war.works.get(*works).map(|it| it.id.as_str()));
        }
        What::LaneChanged { lane, .. } => ids.add("lane", teller.war.lanes.get(*lane).map(|it| it.id.as_str())),
        What::Built { faction, class, .. } => {
            ids.faction(*faction);
            ids.add("class", teller.war.classes.get(*class).map(|it| it.id.as_str()));
        }
        What::ResolveTurned { faction, .. } => ids.faction(*faction),
        What::Fate { person, place, .. } => {
            ids.person(Some(*person));
            ids.place(*place);
        }
        What::Command { person, force } => {
            ids.person(Some(*person));
            ids.force(*force);
        }
        What::Joined { faction, coalition } | What::Left { faction, coalition } => {
            ids.faction(*faction);
            ids.coalition(Some(*coalition));
        }
        What::Calamity { place, .. } => ids.place(Some(*place)),
        What::Terms { by, to, .. } => {
            ids.coalition(Some(*by));
            ids.coalition(Some(*to));
        }
        What::Ended(ending) => {
            ids.coalition(ending.victor);
            ids.coalition(ending.loser);
        }
    }
    ids.ids
}

struct About<'t, 'a> {
    teller: &'t Teller<'a>,
    ids: Vec<String>,
}

impl About<'_, '_> {
    fn add(&mut self, what: &str, id: Option<&str>) {
        self.ids.extend(id.map(|id| format!("{what}.{id}")));
    }

    fn place(&mut self, id: Option<polemos_war::PlaceId>) {
        let place = id.and_then(|id| self.teller.war.places.get(id));
        self.add("place", place.map(|it| it.id.as_str()));
    }

    fn person(&mut self, id: Option<polemos_war::PersonId>) {
        let person = id.and_then(|id| self.teller.war.persons.get(id));
        self.add("person", person.map(|it| it.id.as_str()));
    }

    fn coalition(&mut self, id: Option<polemos_war::CoalitionId>) {
        let coalition = id.and_then(|id| self.teller.war.coalitions.get(id));
        self.add("coalition", coalition.map(|it| it.id.as_str()));
    }

    fn faction(&mut self, id: polemos_war::FactionId) {
        self.add("faction", self.teller.war.factions.get(id).map(|it| it.id.as_str()));
    }

    fn force(&mut self, id: polemos_war::ForceId) {
        self.add("force", self.teller.war.forces.get(id).map(|it| it.id.as_str()));
    }
}
