//! `polemos record compare A B`: a record beside another, such as a simulated one beside its source.

use super::pages;
use super::read;
use super::told::find;
use crate::args::{CompareRecordsArgs, Format};
use crate::failure::Failure;
use crate::{Done, output, stop};
use polemos::almanac::article::Length;
use polemos::almanac::text::{Line, Style, WIDTH, clip, hang, plain};
use polemos::record::Record;
use polemos::record::compare::{Compared, Row, Verdict, compare};
use polemos::record::import::{Settings, import};
use std::path::Path;
use std::process::ExitCode;

/// Prints which claims agree, differ, are new.
pub fn run(args: &CompareRecordsArgs) -> Done {
    stop::listen();
    let a = record(&args.a, args)?;
    let b = record(&args.b, args)?;
    let compared = compare(&a, &b);
    match args.format {
        Format::Json => output::print_json(&compared)?,
        Format::Text => output::print(&lines(&a, &b, &compared))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A record from a file, a page read now, or what a war or run comes to.
fn record(name: &str, args: &CompareRecordsArgs) -> Result<Record, Failure> {
    let path = Path::new(name);
    let end = path.extension().map(|end| end.to_string_lossy().into_owned()).unwrap_or_default();
    if path.is_file() && !["json", "toml", "polemos"].contains(&end.as_str()) {
        return Ok(import(&pages::page(path)?, &Settings::default()).record);
    }
    if end == "json" {
        return read(path);
    }
    find(name, &args.how, Length::Lead)?.record(None).cloned()
}

fn lines(a: &Record, b: &Record, compared: &Compared) -> Vec<Line> {
    let mut lines = Vec::new();
    let title = format!("{} beside {}", a.name(), b.name());
    lines.push(Line::of(Style::Heading, clip(&title, WIDTH)));
    for (verdict, heading) in [
        (Verdict::Agrees, "Agree"),
        (Verdict::Differs, "Differ"),
        (Verdict::Vague, "Cannot be told: one of them does not know, or does not say enough"),
        (Verdict::OnlyFirst, "Only in the first"),
        (Verdict::OnlySecond, "Only in the second"),
    ] {
        let rows: Vec<&Row> = compared.rows.iter().filter(|row| row.verdict == verdict).collect();
        if rows.is_empty() {
            continue;
        }
        lines.push(Line::new());
        lines.push(Line::of(Style::Strong, format!("{heading} ({})", rows.len())));
        for row in rows {
            let mut gutter = Line::of(Style::Dim, format!("  {}", clip(&row.about, 34)));
            gutter.pad_to(gutter.width().max(34) + 2);
            let text = match (&row.first, &row.second) {
                (Some(first), Some(second)) if first == second => first.clone(),
                (Some(first), Some(second)) => format!("{first}  ·  {second}"),
                (Some(one), None) | (None, Some(one)) => one.clone(),
                (None, None) => String::new(),
            };
            lines.extend(hang(gutter, &plain(&text), WIDTH));
        }
    }
    lines.push(Line::new());
    let of = |verdict| compared.rows.iter().filter(|row| row.verdict == verdict).count();
    let text = format!(
        "{} agree, {} differ, {} cannot be told; {} only in the first, {} only in the second.",
        of(Verdict::Agrees),
        of(Verdict::Differs),
        of(Verdict::Vague),
        of(Verdict::OnlyFirst),
        of(Verdict::OnlySecond)
    );
    lines.extend(hang(Line::new(), &plain(&text), WIDTH));
    lines
}
