//! The terminal: colours where one is, none in a pipe or where NO_COLOR is set.

use crate::failure::Failure;
use anstyle::{AnsiColor, Style as Look};
use polemos::almanac::text::TIE;
use polemos::almanac::{Line, Style};
use serde::Serialize;
use std::io::Write;

/// Prints lines, styled where the terminal can.
pub fn print(lines: &[Line]) -> Result<(), Failure> {
    let mut text = String::new();
    for line in lines {
        text.push_str(&styled(line));
        text.push('\n');
    }
    print_text(&text)
}

/// Prints text that may hold styles.
pub fn print_text(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Prints a value as JSON.
pub fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    print_text(&text)
}

/// Tells of a failure on standard error. Nothing can be done where that fails too.
pub fn complain(message: &str, repair: &str) {
    let bad = AnsiColor::Red.on_default().bold();
    let help = AnsiColor::Cyan.on_default().bold();
    let mut out = anstream::stderr().lock();
    let _ = writeln!(out, "{bad}error{bad:#}: {message}");
    if !repair.is_empty() {
        let _ = writeln!(out, " {help}help{help:#}: {repair}");
    }
}

/// A remark on standard error.
pub fn remark(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Whether standard output shows colours.
pub fn shows_colour() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

fn styled(line: &Line) -> String {
    let mut out = String::new();
    let last = line.spans.len().saturating_sub(1);
    for (row, span) in line.spans.iter().enumerate() {
        let text = span.text.replace(TIE, " ");
        let text = if row == last { text.trim_end() } else { &text };
        let look = look(span.style);
        if look.is_plain() || text.is_empty() {
            out.push_str(text);
        } else {
            out.push_str(&format!("{look}{text}{look:#}"));
        }
    }
    out
}

/// How a style looks. Sides differ in brightness too, and never in colour alone: their names say who is who.
fn look(style: Style) -> Look {
    match style {
        Style::Plain => Look::new(),
        Style::Heading | Style::Strong => Look::new().bold(),
        Style::Dim => Look::new().dimmed(),
        Style::SideA => AnsiColor::Blue.on_default().bold(),
        Style::SideB => AnsiColor::Yellow.on_default(),
        Style::SideC => AnsiColor::Green.on_default(),
    }
}
