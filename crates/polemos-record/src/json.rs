//! The canonical text of a record: JSON with keys in a fixed order, two spaces deep, ended by a line break. What is
//! written reads back as the same record, to the last bit of every number.

use crate::model::{FORMAT, Record};

/// A text that is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// What is wrong, a sentence.
    pub message: String,
    /// What to do about it, a sentence.
    pub repair: String,
    /// Line and column, from 1, where it was noticed.
    pub at: Option<(usize, usize)>,
}

impl std::fmt::Display for JsonError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.at {
            Some((line, column)) => write!(f, "line {line}, column {column}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for JsonError {}

/// Writes a record.
///
/// # Errors
/// Where a number of the record is none that JSON knows.
pub fn write(record: &Record) -> Result<String, JsonError> {
    let mut text = serde_json::to_string_pretty(record).map_err(|error| JsonError {
        message: format!("This record cannot be written as JSON: {error}."),
        repair: "Look for a number that is not finite.".to_owned(),
        at: None,
    })?;
    text.push('\n');
    Ok(text)
}

/// Reads a record.
///
/// # Errors
/// When the text is no JSON, when it lacks a field or has one that records do not know, and when it is of another form.
pub fn read(text: &str) -> Result<Record, JsonError> {
    let record: Record = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(complaint)?;
    if record.format != FORMAT {
        return Err(JsonError {
            message: format!(
                "This record is of form {}, and this Polemos reads form {FORMAT}.",
                record.format
            ),
            repair: "Read it with the version that wrote it, or import its page again.".to_owned(),
            at: None,
        });
    }
    Ok(record)
}

fn complaint(error: serde_json::Error) -> JsonError {
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text).to_owned();
    let repair = match error.classify() {
        serde_json::error::Category::Data => "Hold it against the schema: polemos schema --of record.",
        _ => "Mend the JSON there: a comma, a bracket or a quotation mark is missing or too many.",
    };
    JsonError {
        message: format!("This is no record: {message}."),
        repair: repair.to_owned(),
        at: (error.line() > 0).then(|| (error.line(), error.column())),
    }
}

/// The JSON Schema of records.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Record).to_value()
}
