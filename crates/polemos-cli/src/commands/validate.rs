//! `polemos validate`: published and exact results beside ours.

use crate::args::{Format, ValidateArgs};
use crate::{Done, output};
use polemos::almanac::text::{Line, Style, WIDTH, clip, columns, wrap_text};
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
        Verdict::Short(written) => ("short", Some(format!("known: see {written}"))),
        Verdict::Skipped(reason) => ("skipped", Some(reason.clone())),
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
            head.push(Style::Dim, " published       ours  allowed");
            lines.push(head);
            last = check.name;
        }
        lines.extend(rows(check));
    }
    let count = |which: fn(&Verdict) -> bool| checks.iter().filter(|check| which(&check.verdict)).count();
    let passed = count(|it| *it == Verdict::Pass);
    let failed = count(|it| *it == Verdict::Fail);
    let skipped = count(|it| matches!(it, Verdict::Skipped(_)));
    lines.push(Line::new());
    let short = count(|it| matches!(it, Verdict::Short(_)));
    let counts = format!(
        "{passed} passed, {failed} failed, {short} short of what is asked as is known, {skipped} skipped"
    );
    lines.push(Line::of(Style::Strong, counts));
    for check in checks {
        if let Verdict::Short(written) = check.verdict {
            let text = format!("{}, {}: see {written}.", check.name, check.statistic);
            lines.extend(wrap_text(&text, WIDTH).into_iter().map(|line| Line::of(Style::Dim, line)));
        }
    }
    lines
}

/// A check: figures on the first line, words over as many as they need.
fn rows(check: &Check) -> Vec<Line> {
    let mark = match &check.verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "FAIL",
        Verdict::Short(_) => "short",
        Verdict::Skipped(reason) => {
            return vec![Line::of(Style::Dim, clip(&format!("  skipped, {}: {reason}", check.clock), WIDTH))];
        }
    };
    let style = if check.verdict == Verdict::Fail { Style::Strong } else { Style::Plain };
    let words = wrap_text(&format!("{} ({})", check.statistic, check.clock), 38);
    let allowed = wrap_text(&check.tolerance, 11);
    let mut lines = Vec::new();
    for row in 0..words.len().max(allowed.len()) {
        let mut line = Line::of(style, if row == 0 { format!("  {mark}  ") } else { " ".repeat(8) });
        line.push(Style::Plain, words.get(row).map_or("", String::as_str));
        if row == 0 {
            for (value, column) in [(check.published, 56), (check.ours, 67)] {
                let text = figure(value);
                line.pad_to(column - columns(&text).min(10));
                line.push(Style::Plain, text);
            }
        }
        line.pad_to(69);
        line.push(Style::Dim, allowed.get(row).map_or("", String::as_str));
        lines.push(line);
    }
    lines
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
