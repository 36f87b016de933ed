//! The record itself.

use super::{
    Basis, Claim, Continuity, Count, Entity, Extra, Origin, RecordDate, Related, Section, Side, Source,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The number of the form that records have.
pub const FORMAT: u32 = 1;

/// One record.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The number of its form: 1.
    pub format: u32,
    /// Its id, unique in its folder or run, in kebab-case.
    pub id: String,
    /// What it is about.
    pub kind: RecordKind,
    /// All names, the one for headings first.
    pub names: Vec<Claim<String>>,
    /// The history that it belongs to; none where the source does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continuity: Option<Continuity>,
    /// The same in other histories.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<Related>,
    /// What it is part of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub part_of: Vec<Claim<Reference>>,
    /// The series that it stands in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chains: Vec<Chain>,
    /// When: rival claims side by side.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub date: Vec<Claim<RecordDate>>,
    /// Where, from the nearest outwards where the source names several, or side by side.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Claim<Reference>>,
    /// Where on the globe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Claim<Coordinates>>,
    /// What brought it about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Claim<String>>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Outcome::says_nothing")]
    pub outcome: Outcome,
    /// The sides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sides: Vec<Side>,
    /// Losses that are printed in no side's column, those of civilians among them; their column is the number of sides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub losses: Vec<Count>,
    /// Those who stood by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bystanders: Vec<Claim<Reference>>,
    /// Whom and what it speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
    /// The article.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// Where its claims come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// What only its author can say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// What no field takes, as it stands in the source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<Extra>,
    /// The text that it was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// What a record is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// Several wars told as one.
    WarGroup,
    /// A war.
    War,
    /// A campaign.
    Campaign,
    /// A battle.
    #[default]
    Battle,
    /// A siege.
    Siege,
    /// An incident.
    Incident,
}

impl RecordKind {
    /// All kinds.
    pub const ALL: [RecordKind; 6] = [
        RecordKind::WarGroup,
        RecordKind::War,
        RecordKind::Campaign,
        RecordKind::Battle,
        RecordKind::Siege,
        RecordKind::Incident,
    ];

    /// Its name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            RecordKind::WarGroup => "war_group",
            RecordKind::War => "war",
            RecordKind::Campaign => "campaign",
            RecordKind::Battle => "battle",
            RecordKind::Siege => "siege",
            RecordKind::Incident => "incident",
        }
    }
}

/// A name, and the entity that it stands for where it stands for one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The name.
    pub name: String,
    /// Key of the entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
}

/// What comes before and after in a series.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    /// The series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// What comes before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Claim<Reference>>,
    /// What comes after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Claim<Reference>>,
}

/// A point on the globe, in degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coordinates {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

/// How it ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// In words: the first claim is the result as a box shows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Claim<String>>,
    /// Keys of the sides that prevailed, as the words are read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub winners: Vec<String>,
    /// How decisive it was, where the words say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decisiveness: Option<Decisiveness>,
    /// Kind of the ending: for a simulated war one of its kinds, for a battle how it broke off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whether a war ended with it; none where that is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_war: Option<bool>,
    /// What was agreed, or followed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Claim<String>>,
    /// What changed hands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub territory: Vec<Claim<String>>,
}

/// How decisive an outcome was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decisiveness {
    /// It decided the matter.
    Decisive,
    /// Clear.
    Clear,
    /// Marginal, tactical or pyrrhic.
    Marginal,
    /// Nobody prevailed.
    Stalemate,
}

impl Outcome {
    fn says_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// A question that the source leaves to the author.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question, a sentence.
    pub text: String,
    /// The field that it is about: "sides.1.members".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// What was assumed until it is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumed: Option<String>,
    /// The words that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

impl Record {
    /// An empty record.
    pub fn new(id: &str, kind: RecordKind, name: &str) -> Self {
        let names = vec![said(name, Basis::Editor)];
        Self { format: FORMAT, id: id.to_owned(), kind, names, ..Self::default() }
    }

    /// The name for headings.
    pub fn name(&self) -> &str {
        self.names.first().map_or("Unnamed", |claim| &claim.value)
    }

    /// An entity by its key.
    pub fn entity(&self, key: &str) -> Option<&Entity> {
        self.entities.iter().find(|it| it.key == key)
    }

    /// The name of an entity; its key where it is not listed.
    pub fn entity_name<'a>(&'a self, key: &'a str) -> &'a str {
        self.entity(key).map_or(key, |it| &it.name)
    }

    /// A source by its id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|it| it.id == id)
    }

    /// The date to show, as worded.
    pub fn date_text(&self) -> &str {
        self.date.first().map_or("", |claim| &claim.verbatim)
    }

    /// The name of a side: its own, or those of its members.
    pub fn side_name(&self, row: usize) -> String {
        let Some(side) = self.sides.get(row) else { return String::new() };
        if let Some(name) = &side.name {
            return name.clone();
        }
        let own = side.members.iter().filter(|it| it.under.is_none());
        let names: Vec<&str> = own.map(|it| it.name.value.as_str()).collect();
        match names.as_slice() {
            [] => format!("Side {}", row + 1),
            [one] => (*one).to_owned(),
            [one, other] => format!("{one} and {other}"),
            [one, rest @ ..] => format!("{one} and {} others", rest.len()),
        }
    }

    /// Keys of persons who led on more than one side.
    pub fn crossed(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for (row, side) in self.sides.iter().enumerate() {
            for person in side.commanders.iter().filter_map(|it| it.person.as_deref()) {
                let elsewhere = self.sides[..row]
                    .iter()
                    .any(|other| other.commanders.iter().any(|it| it.person.as_deref() == Some(person)));
                if elsewhere && !found.contains(&person) {
                    found.push(person);
                }
            }
        }
        found
    }
}

/// A claim of words that mean what they say.
pub fn said(words: &str, basis: Basis) -> Claim<String> {
    Claim::new(words, words.to_owned(), basis)
}

/// A claim of a name.
pub fn said_by(name: &str, basis: Basis) -> Claim<Reference> {
    Claim::new(name, Reference { name: name.to_owned(), entity: None }, basis)
}
