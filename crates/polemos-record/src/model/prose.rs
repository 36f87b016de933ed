//! The article: sections, paragraphs, sentences, and what each sentence states.

use super::{Claim, Fate, Quantity, RecordDate, TextSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A section of an article. The lead has no heading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// How deep it lies: 2 for a section of the article, 3 for one within such a one.
    #[serde(default = "top", skip_serializing_if = "is_top")]
    pub level: u8,
    /// Its paragraphs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<Paragraph>,
}

fn top() -> u8 {
    2
}

fn is_top(level: &u8) -> bool {
    *level == top()
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
}

/// A sentence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// The words, without markup and footnote markers.
    pub text: String,
    /// What it states, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<Mention>,
    /// Ids of the sources whose markers stand in it or at its end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

/// A number, date, hedge, name or citation in a sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    /// Bytes of the sentence's text.
    pub at: TextSpan,
    /// What it states.
    pub claim: Claim<Stated>,
    /// Where the record has the claim that this one repeats or contradicts: "sides.1.losses.0.claims.0".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// What a mention states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Stated {
    /// A number of something.
    Count {
        /// How many.
        amount: Quantity,
        /// Of what, as worded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        what: Option<String>,
        /// What befell them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fates: Vec<Fate>,
    },
    /// A word for how much: "heavy losses".
    Extent(Quantity),
    /// A span of time, in days.
    Duration(Quantity),
    /// A number in a row: the second of several.
    Ordinal(u32),
    /// A date.
    Date(RecordDate),
    /// A time given by another: "a year later".
    When(String),
    /// A word that makes the sentence less sure, and hedges no number: "probably".
    Hedge(String),
    /// A name, by the key of its entity.
    Name(String),
    /// A work named in brackets, by the id of its source.
    Citation(String),
    /// What something was called, as a text: a footnote, a title.
    Text(String),
}
