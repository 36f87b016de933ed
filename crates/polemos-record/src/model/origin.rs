//! The text that a record was read from, and which of its bytes became what. With it a page is written out again by
//! changing the bytes of what was edited, and no others.

use super::TextSpan;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a record was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// In which form.
    pub format: Format,
    /// The text as it was read, whole.
    pub text: String,
    /// Name of the template that the box is; none for flattened text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// Bytes of the box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#box: Option<TextSpan>,
    /// The parts of the text that became fields of the record, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
}

/// The form of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// The markup of wikis.
    #[default]
    Wikitext,
    /// Plain text whose labels and columns are partly lost.
    Flattened,
}

/// A part of the text, and what it became.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its name in the text: "combatant1".
    pub name: String,
    /// Bytes of its value.
    pub span: TextSpan,
    /// What of the record was read from it: "sides.0.members"; none for what no field takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Digest of that part of the record as it was read: where it is still the same, so are the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_read: Option<String>,
}

/// A parameter that no field of the record takes, kept as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extra {
    /// Its name; its number where it has none.
    pub name: String,
    /// Its value, as it stands in the text.
    pub raw: String,
}
