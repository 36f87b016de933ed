//! What a run came to, told so that it can be read without the war or the engine that played it: names, dates and
//! sentences beside ids. It is kept beside a saved run, and is all that two runs are compared by.

use crate::ending;
use crate::happening::happening;
use crate::page::Run;
use crate::text::TIE;
use crate::wording::Wording;
use polemos_chronicle::{Fate, What};
use polemos_war::{Domain, Id as _, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A run as it can be read by any version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// Id of the war.
    pub war: String,
    /// Its name.
    pub title: String,
    /// Digest of the last situation.
    pub digest: String,
    /// Whether the war is over.
    pub ended: bool,
    /// Days played.
    pub days: f64,
    /// The last day as a date.
    pub date: String,
    /// How it ended, as a record words it; how far it has come where it has not.
    pub result: String,
    /// surrender, conquest, treaty, armistice, exhaustion or undecided.
    pub ending: String,
    /// Id of the coalition that prevailed.
    pub victor: Option<String>,
    /// Those that had units or dead.
    pub factions: Vec<FactionAccount>,
    /// All places.
    pub places: Vec<PlaceAccount>,
    /// All persons.
    pub persons: Vec<PersonAccount>,
    /// Everything that happened.
    pub entries: Vec<EntryAccount>,
}

/// What one faction had and lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FactionAccount {
    /// Its id.
    pub id: String,
    /// Its name, as it stands in a table.
    pub name: String,
    /// Units at the start and since declared to arrive, by domain.
    pub start: BTreeMap<String, u32>,
    /// Units built.
    pub built: BTreeMap<String, u32>,
    /// Units lost.
    pub lost: BTreeMap<String, u32>,
    /// Soldiers killed, persons.
    pub military_dead: f64,
    /// Civilians killed, persons.
    pub civilian_dead: f64,
    /// Will to fight at the end, 0 to 1.
    pub resolve: f64,
}

/// Who held a place in the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceAccount {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Name of the faction that held it; none for one that no one held.
    pub owner: Option<String>,
}

/// What became of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PersonAccount {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The fate, as a clause: "was killed on 3 October 1805", "lived".
    pub fate: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntryAccount {
    /// Its number.
    pub seq: u32,
    /// Days since the war's start.
    pub day: f64,
    /// The date as a person writes it.
    pub date: String,
    /// What it is, as data.
    pub what: serde_json::Value,
    /// Numbers of the entries that brought it about.
    pub causes: Vec<u32>,
    /// The same as a sentence; empty for what only a fuller account tells.
    pub text: String,
}

impl Run<'_> {
    /// The account of the run; `ended` says whether the war is over, or goes on.
    pub fn account(&self, ended: bool) -> Account {
        let end = &self.summary.ending;
        let dates = crate::dates::Dates::new(self.war);
        let date = |day: f64| dates.full(day).replace(TIE, " ");
        let result = if ended {
            ending::result(self.war, end).replace(TIE, " ")
        } else {
            format!("in play on {}", date(end.day))
        };
        Account {
            war: self.war.id.clone(),
            title: self.war.names.primary.clone(),
            digest: self.digest.to_string(),
            ended,
            days: end.day,
            date: date(end.day),
            result,
            ending: end.kind.id().to_owned(),
            victor: end.victor.and_then(|id| self.war.coalitions.get(id)).map(|it| it.id.clone()),
            factions: self.faction_accounts(),
            places: self.place_accounts(),
            persons: self.war.persons.pairs().map(|(id, _)| self.person_account(id, &date)).collect(),
            entries: self.entry_accounts(&date),
        }
    }

    fn faction_accounts(&self) -> Vec<FactionAccount> {
        let by_domain = |units: [u32; 5]| -> BTreeMap<String, u32> {
            let all = Domain::ALL.into_iter().zip(units).filter(|(_, count)| *count > 0);
            all.map(|(domain, count)| (domain.id().to_owned(), count)).collect()
        };
        let one = |(id, def): (polemos_war::FactionId, &polemos_war::Faction)| {
            let totals = self.summary.faction(id);
            FactionAccount {
                id: def.id.clone(),
                name: def.names.short().to_owned(),
                start: by_domain(totals.opening),
                built: by_domain(totals.built),
                lost: by_domain(totals.lost),
                military_dead: f64::from(totals.military_dead),
                civilian_dead: f64::from(totals.civilian_dead),
                resolve: f64::from(totals.resolve),
            }
        };
        let had = |it: &FactionAccount| {
            !it.start.is_empty() || !it.built.is_empty() || it.military_dead + it.civilian_dead > 0.0
        };
        self.war.factions.pairs().map(one).filter(had).collect()
    }

    fn place_accounts(&self) -> Vec<PlaceAccount> {
        let owner = |row: usize| {
            let faction = *self.summary.owners.get(row)?;
            let def = self.war.factions.get(polemos_war::FactionId(u32::from(faction)))?;
            Some(def.names.the_short())
        };
        let all = self.war.places.pairs().filter(|(_, it)| !it.removed);
        all.map(|(id, it)| PlaceAccount {
            id: it.id.clone(),
            name: it.names.the_short(),
            owner: owner(id.index()),
        })
        .collect()
    }

    fn person_account(&self, id: PersonId, date: &dyn Fn(f64) -> String) -> PersonAccount {
        let def = &self.war.persons[id];
        let last = self.chronicle.entries.iter().rev().find_map(|entry| match &entry.what {
            What::Fate { person, fate, .. } if *person == id => Some((entry.day, *fate)),
            _ => None,
        });
        let fate = match last {
            _ if def.removed => "was not there".to_owned(),
            None if !def.alive => "was dead already".to_owned(),
            None => "lived".to_owned(),
            Some((day, fate)) => {
                let did = match fate {
                    Fate::Killed => "was killed",
                    Fate::Captured => "was taken prisoner",
                    Fate::Defected => "changed sides",
                    Fate::Deposed => "was deposed",
                    Fate::Resigned => "went",
                    Fate::Overthrown => "was overthrown",
                    Fate::Died => "died",
                };
                format!("{did} on {}", date(day))
            }
        };
        PersonAccount { id: def.id.clone(), name: def.names.the_short(), fate }
    }

    fn entry_accounts(&self, date: &dyn Fn(f64) -> String) -> Vec<EntryAccount> {
        let teller = self.teller();
        let entries = self.chronicle.entries.iter();
        entries
            .map(|entry| EntryAccount {
                seq: entry.seq.0,
                day: entry.day,
                date: date(entry.day),
                what: serde_json::to_value(happening(self.war, &entry.what)).unwrap_or_default(),
                causes: entry.causes.iter().map(|seq| seq.0).collect(),
                // Each sentence stands by itself, so that one happening reads the same in two runs.
                text: teller.sentence(entry, &mut Wording::new()).replace(TIE, " "),
            })
            .collect()
    }
}
