//! `polemos record find`: records by what they say.

use super::read_folder;
use crate::args::{FindArgs, Format};
use crate::failure::Failure;
use crate::{Done, output};
use polemos::almanac::text::{Line, Style, WIDTH, clip, hang, plain};
use polemos::record::Record;
use polemos::record::keep::{Found, Query, TERMS, find};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// Prints the records that fit.
pub fn run(args: &FindArgs) -> Done {
    let query = match Query::parse(&args.query) {
        Ok(query) => query,
        Err(error) => {
            return Err(Failure::usage(
                error.message,
                format!("{}\n\n{}", "Phrases that it understands:", phrases()),
            ));
        }
    };
    let all = read_folder(&args.folder)?;
    let records: Vec<Record> = all.iter().map(|(_, record)| record.clone()).collect();
    let found = find(&records, &query);
    match args.format {
        Format::Json => output::print_json(&as_json(&all, &found))?,
        Format::Text => output::print(&as_text(&all, &found))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn phrases() -> String {
    TERMS.map(|(term, what)| format!("  {term:<40} {what}")).join("\n")
}

fn as_json(all: &[(PathBuf, Record)], found: &[Found]) -> serde_json::Value {
    let one = |it: &Found| {
        let (path, record) = &all[it.row];
        json!({ "file": path, "id": record.id, "name": record.name(), "kind": record.kind, "date": record.date_text(), "because": it.because })
    };
    json!({ "searched": all.len(), "found": found.iter().map(one).collect::<Vec<_>>() })
}

fn as_text(all: &[(PathBuf, Record)], found: &[Found]) -> Vec<Line> {
    let mut lines = Vec::new();
    for it in found {
        let (path, record) = &all[it.row];
        let date = record.date_text();
        let date = if date.is_empty() { String::new() } else { format!(", {date}") };
        lines.push(Line::of(Style::Strong, clip(&format!("{}{date}", record.name()), WIDTH)));
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let because: String = it.because.join("; ").chars().take(300).collect();
        lines.extend(hang(Line::of(Style::Plain, "  "), &plain(&format!("{file}: {because}")), WIDTH));
    }
    let count = |n: usize| if n == 1 { "one record".to_owned() } else { format!("{n} records") };
    let told = polemos::war::names::capitalised(&count(found.len()));
    lines.push(Line::of(Style::Dim, format!("{told} of {}.", all.len())));
    lines
}
