//! `polemos record check`: what is wrong with records.

use super::{read, read_folder};
use crate::args::{CheckRecordArgs, Format};
use crate::failure::BAD_SCENARIO;
use crate::{Done, output};
use polemos::record::Record;
use polemos::record::keep::{Finding, check, check_all};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;

/// Checks records, and prints all findings.
pub fn run(args: &CheckRecordArgs) -> Done {
    let mut all: Vec<(PathBuf, Record)> = Vec::new();
    for path in &args.paths {
        match path.is_dir() {
            true => all.extend(read_folder(path)?),
            false => all.push((path.clone(), read(path)?)),
        }
    }
    let mut found: Vec<(String, Finding)> = all
        .iter()
        .flat_map(|(path, record)| check(record).into_iter().map(move |it| (path.display().to_string(), it)))
        .collect();
    let records: Vec<Record> = all.into_iter().map(|(_, record)| record).collect();
    found.extend(check_all(&records).into_iter().map(|it| (String::new(), it)));
    let errors = found.iter().filter(|(_, it)| it.error).count();
    match args.format {
        Format::Json => output::print_json(&as_json(records.len(), &found))?,
        Format::Text => output::print_text(&as_text(records.len(), errors, &found))?,
    }
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::from(BAD_SCENARIO) })
}

fn as_json(checked: usize, found: &[(String, Finding)]) -> serde_json::Value {
    let one = |(file, it): &(String, Finding)| json!({ "file": file, "severity": if it.error { "error" } else { "warning" }, "path": it.path, "message": it.message, "repair": it.repair });
    json!({ "checked": checked, "findings": found.iter().map(one).collect::<Vec<_>>() })
}

fn as_text(checked: usize, errors: usize, found: &[(String, Finding)]) -> String {
    let mut out = String::new();
    for (file, it) in found {
        let severity = if it.error { "error" } else { "warning" };
        let place = if file.is_empty() { it.path.clone() } else { format!("{file}: {}", it.path) };
        out.push_str(&format!("{severity}: {}\n  --> {place}\n help: {}\n\n", it.message, it.repair));
    }
    let count = |n: usize, one: &str, many: &str| match n {
        1 => format!("one {one}"),
        0 => format!("no {many}"),
        n => format!("{n} {many}"),
    };
    let warnings = found.len() - errors;
    out.push_str(&format!(
        "Checked {}: {}, {}.\n",
        count(checked, "record", "records"),
        count(errors, "error", "errors"),
        count(warnings, "warning", "warnings")
    ));
    out
}
