//! Where claims come from, and on what terms their words may be used.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its id, unique in the record.
    pub id: String,
    /// What it is.
    pub kind: SourceKind,
    /// The text of a reference or note, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The name under which the page uses it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The group that the page lists it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The marker as printed, where the page prints one: "1" of a bracketed 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Title of the page or work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Licence of its words, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<Licence>,
    /// Whom its licence asks to be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// The run, where the source is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<Run>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// The page that the record was read from.
    #[default]
    Page,
    /// Something that the page refers to.
    Reference,
    /// A remark in a footnote.
    Note,
    /// A work that a sentence names in brackets.
    Work,
    /// A marker whose footnote the page does not have. It stays dangling: nobody knows what it meant.
    Dangling,
    /// A run or projection of the simulator.
    Run,
    /// Whoever keeps the record.
    Editor,
}

/// Terms of use of a source's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Its name, as an SPDX id where it has one: "CC-BY-SA-3.0".
    pub name: String,
    /// Whether what is made of it must bear the same licence.
    #[serde(default)]
    pub share_alike: bool,
}

impl Licence {
    /// A licence by its name; that share alike is asked for is read from the name.
    pub fn named(name: &str) -> Self {
        let lower = name.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        let share_alike = words.iter().any(|word| ["sa", "gfdl", "sharealike", "copyleft"].contains(word));
        Self { name: name.trim().to_owned(), share_alike }
    }
}

/// The run that simulated figures rest on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Id of the war.
    pub war: String,
    /// Seed.
    pub seed: u64,
    /// Replication.
    pub replication: u64,
    /// Digest of the history.
    pub digest: String,
}

impl Source {
    /// Id of the source that stands for a record's own run.
    pub const RUN: &'static str = "run";
    /// Id of the source that stands for the page that a record was read from.
    pub const PAGE: &'static str = "page";
    /// Id of the source that stands for whoever keeps the record.
    pub const EDITOR: &'static str = "editor";

    /// The run as a source.
    pub fn of_run(run: Run) -> Self {
        Self { id: Self::RUN.to_owned(), kind: SourceKind::Run, run: Some(run), ..Self::default() }
    }
}
