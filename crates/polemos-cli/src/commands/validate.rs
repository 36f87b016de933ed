//! `polemos validate`: published and exact results beside ours.

use crate::args::{Format, ValidateArgs};
use crate::{Done, output};
use polemos::almanac::text::{Line, Style, WIDTH, clip, columns};
use polemos::battle::validate::{Check, Effort, Verdict, validate};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

/// Runs the checks and prints them; exit code 1 when one fails.
pub fn run(args: &ValidateArgs) -> Done {
    let folder = data_folder();
    let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let checks = validate(&read, if args.full { Effort::Full } else { Effort::Quick });
    match args.format {
        Format::Json => output::print_json(&checks.iter().map(as_json).collect::<Vec<_>>())?,
        Format::Text => output::print(&table(&checks))?,
    }
    let failed = checks.iter().any(|check| check.verdict == Verdict::Fail);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Where the published data lie: named by `POLEMOS_DATA`, else beside the project.
fn data_folder() -> PathBuf {
    env::var_os("POLEMOS_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from)
}

fn as_json(check: &Check) -> serde_json::Value {
    let (verdict, reason) = match &check.verdict {
        Verdict::Pass => ("pass", None),
        Verdict::Fail => ("fail", None),
        Verdict::Skipped(reason) => ("skipped", Some(reason)),
    };
    // A figure that is not there is null, not a number.
    let figure = |value: f64| value.is_finite().then_some(value);
    json!({
        "name": check.name,
        "clock": check.clock,
        "statistic": check.statistic,
        "published": figure(check.published),
        "ours": figure(check.ours),
        "tolerance": check.tolerance,
        "verdict": verdict,
        "reason": reason,
    })
}

fn table(checks: &[Check]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut last = "";
    for check in checks {
        if check.name != last {
            if !last.is_empty() {
                lines.push(Line::new());
            }
            let mut head = Line::of(Style::Heading, check.name);
            head.pad_to(46);
            head.push(Style::Dim, " published        ours  allowed");
            lines.push(head);
            last = check.name;
        }
        lines.push(row(check));
    }
    let count = |which: fn(&Verdict) -> bool| checks.iter().filter(|check| which(&check.verdict)).count();
    let passed = count(|it| *it == Verdict::Pass);
    let failed = count(|it| *it == Verdict::Fail);
    let skipped = count(|it| matches!(it, Verdict::Skipped(_)));
    lines.push(Line::new());
    lines.push(Line::of(Style::Strong, format!("{passed} passed, {failed} failed, {skipped} skipped")));
    lines
}

fn row(check: &Check) -> Line {
    let mark = match &check.verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "FAIL",
        Verdict::Skipped(reason) => {
            return Line::of(Style::Dim, clip(&format!("  skipped, {}: {reason}", check.clock), WIDTH));
        }
    };
    let style = if check.verdict == Verdict::Fail { Style::Strong } else { Style::Plain };
    let mut line = Line::of(style, format!("  {mark}  "));
    line.push(Style::Plain, clip(&format!("{} ({})", check.statistic, check.clock), 38));
    for (value, column) in [(check.published, 56), (check.ours, 68)] {
        let text = figure(value);
        line.pad_to(column - columns(&text).min(10));
        line.push(Style::Plain, text);
    }
    line.pad_to(70);
    line.push(Style::Dim, clip(&check.tolerance, 10));
    line
}

/// Four digits that tell, without noise.
fn figure(value: f64) -> String {
    match value.abs() {
        v if !v.is_finite() => "–".into(),
        v if v != 0.0 && v < 0.001 => format!("{value:.1e}"),
        v if v < 10.0 => format!("{value:.4}"),
        v if v < 1000.0 => format!("{value:.2}"),
        _ => format!("{value:.0}"),
    }
}
