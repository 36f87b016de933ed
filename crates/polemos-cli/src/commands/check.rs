//! `polemos check WAR`: what is wrong with a scenario, and what it leaves to defaults.

use crate::args::{CheckArgs, Format};
use crate::failure::BAD_SCENARIO;
use crate::library::{self, Found};
use crate::{Done, output};
use polemos::almanac::text::{clip, columns};
use polemos::almanac::voice::count_of;
use polemos::scenario::{Severity, render};
use serde_json::json;
use std::process::ExitCode;

/// Checks the scenario and prints all findings.
pub fn run(args: &CheckArgs) -> Done {
    if args.against_source {
        return super::against::run(args);
    }
    let found = library::find(&args.war)?;
    match args.format {
        Format::Json => output::print_json(&as_json(&found, args.explain))?,
        Format::Text => output::print_text(&as_text(&found, args.explain))?,
    }
    Ok(if found.checked.war.is_some() { ExitCode::SUCCESS } else { ExitCode::from(BAD_SCENARIO) })
}

fn as_json(found: &Found, explain: bool) -> serde_json::Value {
    let mut value = json!({
        "playable": found.checked.war.is_some(),
        "diagnostics": found.checked.diagnostics,
    });
    if explain {
        value["defaults"] = json!(found.checked.defaults);
    }
    value
}

fn as_text(found: &Found, explain: bool) -> String {
    let checked = &found.checked;
    let mut text = String::new();
    for diagnostic in &checked.diagnostics {
        text.push_str(&render(diagnostic, &found.files, output::shows_colour()));
        text.push_str("\n\n");
    }
    if explain {
        text.push_str(&defaults(found));
    }
    let count =
        |severity: Severity| checked.diagnostics.iter().filter(|it| it.severity == severity).count() as u64;
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let counts =
        format!("{}, {}", count_of(errors, "error", "errors"), count_of(warnings, "warning", "warnings"));
    let verdict = match &checked.war {
        Some(war) => format!("{} can be played: {counts}.", war.names.primary),
        None => format!("It cannot be played: {counts}."),
    };
    text.push_str(&verdict.replace(polemos::almanac::text::TIE, " "));
    text.push('\n');
    text
}

/// The defaults that were used, as a table.
fn defaults(found: &Found) -> String {
    let rows = &found.checked.defaults;
    let wide = rows.iter().map(|row| columns(&row.path)).max().unwrap_or(0).min(44);
    let mut text = format!("{} used:\n", count_of(rows.len() as u64, "default", "defaults"));
    for row in rows {
        let value =
            if row.unit.is_empty() { row.value.clone() } else { format!("{} {}", row.value, row.unit) };
        text.push_str(&format!("  {:<wide$}  {:<16}  {}\n", clip(&row.path, wide), value, row.why));
    }
    text.push('\n');
    text.replace(polemos::almanac::text::TIE, " ")
}
