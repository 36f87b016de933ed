//! The claims of a record as a table: one claim a row, for spreadsheets and notebooks.

use crate::model::{Basis, Quantity, Record, claims};
use polemos_war::quantity::{Dimension, Reading};

/// The columns, in order.
pub const COLUMNS: [&str; 12] = [
    "record",
    "path",
    "verbatim",
    "value",
    "low",
    "middle",
    "high",
    "probability",
    "basis",
    "sources",
    "locators",
    "entries",
];

/// Writes the table, with a row of names first.
pub fn write(record: &Record) -> String {
    let mut out = COLUMNS.join(",");
    out.push('\n');
    for claim in claims(record) {
        let bounds = claim.quantity.and_then(bounds);
        let number = |pick: fn([f64; 3]) -> f64| bounds.map(|it| pick(it).to_string()).unwrap_or_default();
        let ids: Vec<&str> = claim.sources.iter().map(|it| it.id.as_str()).collect();
        let locators: Vec<&str> = claim.sources.iter().filter_map(|it| it.locator.as_deref()).collect();
        let entries: Vec<String> =
            claim.sources.iter().flat_map(|it| &it.entries).map(u32::to_string).collect();
        let row = [
            record.id.clone(),
            claim.path.clone(),
            claim.verbatim.to_owned(),
            claim.value.clone(),
            number(|it| it[0]),
            number(|it| it[1]),
            number(|it| it[2]),
            claim.probability.map(|it| it.to_string()).unwrap_or_default(),
            basis(claim.basis),
            ids.join(" "),
            locators.join(" "),
            entries.join(" "),
        ];
        out.push_str(&row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","));
        out.push('\n');
    }
    out
}

/// The middle 90 % of what a quantity may stand for, and its middle; none where it stands for no number by itself.
fn bounds(quantity: &Quantity) -> Option<[f64; 3]> {
    let lexicon = crate::import::lexicon();
    let meaning = lexicon.meaning(quantity, Dimension::Count, Reading::Source, None).ok()?;
    meaning.is_absolute().then(|| [0.05, 0.5, 0.95].map(|p| meaning.factor.quantile(p)))
}

fn basis(basis: &Basis) -> String {
    match basis {
        Basis::Text => "text".to_owned(),
        Basis::Editor => "editor".to_owned(),
        Basis::Lexicon { version } => format!("lexicon {version}"),
        Basis::Sim { run, .. } => format!("sim {run}"),
        Basis::Assumed => "assumed".to_owned(),
        Basis::Default => "default".to_owned(),
    }
}

/// A cell, in quotation marks where it needs them. A spreadsheet would read one that begins with a sign as a formula.
fn quoted(cell: &str) -> String {
    let formula =
        cell.starts_with(['=', '@', '+', '\t']) || cell.starts_with('-') && cell.parse::<f64>().is_err();
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}
