//! What an import came to, for people: the box, what was understood, what was not, and what only they can say.

use crate::args::ImportArgs;
use polemos::almanac::text::{Line, Style, WIDTH, clip, columns, hang, plain, wrap_text};
use polemos::almanac::voice::count_of;
use polemos::record::export::view::{self, View};
use polemos::record::import::{Imported, Notice, Weight};
use polemos::record::{Format, Record, SourceKind, claims};

/// Columns of the labels.
const LABEL: usize = 15;
/// Questions told in full; the record holds all.
const QUESTIONS: usize = 12;

/// The lines of the summary.
pub fn lines(read: &Imported, text: &str, args: &ImportArgs) -> Vec<Line> {
    let record = &read.record;
    let view = View::new(record);
    let mut lines = head(record);
    lines.extend(facts(&view));
    lines.extend(sides(&view));
    if !view.common.is_empty() {
        lines.extend(row("lost besides", &joined(&view.common)));
    }
    lines.push(Line::new());
    lines.extend(understood(record));
    lines.extend(kept(read, text));
    lines.extend(questions(record));
    lines.push(Line::new());
    lines.extend(next(record, args));
    lines
}

fn head(record: &Record) -> Vec<Line> {
    let form = match record.origin.as_ref().map(|it| it.format) {
        Some(Format::Flattened) => "flattened text",
        _ => "wikitext",
    };
    let right = format!("{} · {form}", record.kind.id().replace('_', " "));
    let mut line = Line::of(Style::Heading, clip(&record.name().to_uppercase(), WIDTH - columns(&right) - 2));
    line.pad_to(WIDTH - columns(&right));
    line.push(Style::Dim, right);
    vec![line]
}

fn facts(view: &View) -> Vec<Line> {
    let mut lines = Vec::new();
    if !view.also.is_empty() {
        lines.extend(row("also", &view.also.join("; ")));
    }
    for fact in &view.facts {
        let cell = fact.cells.first().map(|cell| joined(cell)).unwrap_or_default();
        lines.extend(row(&fact.label.to_lowercase(), &cell));
    }
    lines
}

fn row(label: &str, text: &str) -> Vec<Line> {
    let label = if label == "territorial changes" { "territory" } else { label };
    let mut gutter = Line::of(Style::Dim, clip(label, LABEL - 1));
    gutter.pad_to(LABEL);
    hang(gutter, &plain(text), WIDTH)
}

fn joined(lines: &[view::Line]) -> String {
    lines.iter().map(set).collect::<Vec<_>>().join("; ")
}

/// A line with what stands beside it: the numbers of its words, its notes.
fn set(line: &view::Line) -> String {
    let beside = line.beside.as_ref().map(|text| format!(" ({text})")).unwrap_or_default();
    let notes: String = line.notes.iter().map(|n| format!("[{n}]")).collect();
    format!("{}{beside}{notes}", line.text)
}

/// The sides beside each other, where there is room for them.
fn sides(view: &View) -> Vec<Line> {
    let mut lines = Vec::new();
    let count = view.sides.len();
    if count == 0 {
        return lines;
    }
    let width = (WIDTH - LABEL + 2) / count.min(3) - 2;
    if count > 3 {
        for (row_, name) in view.sides.iter().enumerate() {
            lines.push(Line::of(Style::side(row_), name.clone()));
            for column in &view.columns {
                lines.extend(row(&column.label.to_lowercase(), &joined(&column.cells[row_])));
            }
        }
        return lines;
    }
    let heads: Vec<Vec<String>> = view.sides.iter().map(|name| wrap_text(name, width)).collect();
    lines.extend(beside("", &heads, width, true));
    for column in &view.columns {
        let cells: Vec<Vec<String>> = column
            .cells
            .iter()
            .map(|cell| {
                let texts = cell.iter().flat_map(|line| {
                    let lead = if line.part { "  " } else { "" };
                    wrap_text(&set(line), width - lead.len())
                        .into_iter()
                        .map(move |text| format!("{lead}{text}"))
                });
                texts.collect()
            })
            .collect();
        lines.extend(beside(&column.label.to_lowercase(), &cells, width, false));
    }
    lines
}

fn beside(label: &str, cells: &[Vec<String>], width: usize, heads: bool) -> Vec<Line> {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
    (0..height)
        .map(|n| {
            let mut line = if n == 0 { Line::of(Style::Dim, clip(label, LABEL - 1)) } else { Line::new() };
            for (row, cell) in cells.iter().enumerate() {
                line.pad_to(LABEL + row * (width + 2));
                let style = if heads { Style::side(row) } else { Style::Plain };
                line.push(style, cell.get(n).cloned().unwrap_or_default());
            }
            line
        })
        .collect()
}

fn understood(record: &Record) -> Vec<Line> {
    let all = claims(record);
    let boxed = all.iter().filter(|it| !it.path.starts_with("sections.")).count() as u64;
    let told = all.len() as u64 - boxed;
    let sentences =
        record.sections.iter().flat_map(|it| &it.paragraphs).map(|it| it.sentences.len() as u64).sum();
    let notes =
        record.sources.iter().filter(|it| !matches!(it.kind, SourceKind::Page | SourceKind::Editor)).count()
            as u64;
    let dangling = record.sources.iter().filter(|it| it.kind == SourceKind::Dangling).count() as u64;
    let mut text = format!("Understood: {} of the box", count_of(boxed, "claim", "claims"));
    if sentences > 0 {
        text.push_str(&format!(
            ", and {} in {} of prose",
            count_of(told, "number, date, hedge or citation", "numbers, dates, hedges and citations"),
            count_of(sentences, "sentence", "sentences")
        ));
    }
    text.push('.');
    if notes > 0 {
        text.push_str(&capitalised(&count_of(notes, "reference or note", "references and notes"), " "));
        text.push_str(&match dangling {
            0 => ".".to_owned(),
            1 => ", one of which dangles: its footnote is missing.".to_owned(),
            n if n == notes => ", all of which dangle: their footnotes are missing.".to_owned(),
            n => format!(", {n} of which dangle: their footnotes are missing."),
        });
    }
    hang(Line::new(), &plain(&text), WIDTH)
}

/// A text with a capital, after something.
fn capitalised(text: &str, before: &str) -> String {
    format!("{before}{}", polemos::war::names::capitalised(text))
}

fn kept(read: &Imported, text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    for (weight, title) in
        [(Weight::Broken, "Broken"), (Weight::Doubt, "In doubt"), (Weight::Kept, "Kept as it stands")]
    {
        let found: Vec<&Notice> = read.notices.iter().filter(|it| it.weight == weight).collect();
        if found.is_empty() {
            continue;
        }
        lines.push(Line::of(Style::Strong, format!("{title}:")));
        for notice in found {
            lines.extend(hang(Line::of(Style::Dim, "  – "), &plain(&told(notice, text)), WIDTH));
        }
    }
    let looks: Vec<&str> = read.record.extras.iter().map(|it| it.name.as_str()).collect();
    if !looks.is_empty() {
        let text = format!("Parameters that no field takes: {}.", looks.join(", "));
        lines.extend(hang(Line::new(), &plain(&text), WIDTH));
    }
    lines
}

/// A notice as one text, with its line.
pub fn told(notice: &Notice, text: &str) -> String {
    let line =
        notice.span.and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1);
    let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    let repair = if notice.repair.is_empty() { String::new() } else { format!(" {}", notice.repair) };
    format!("{line}{}{repair}", notice.message)
}

fn questions(record: &Record) -> Vec<Line> {
    if record.questions.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::of(Style::Strong, "Questions to you:")];
    for question in record.questions.iter().take(QUESTIONS) {
        let assumed =
            question.assumed.as_ref().map(|text| format!(" (Until you answer: {text}.)")).unwrap_or_default();
        lines.extend(hang(
            Line::of(Style::Dim, "  ? "),
            &plain(&format!("{}{assumed}", question.text)),
            WIDTH,
        ));
    }
    if record.questions.len() > QUESTIONS {
        let more = record.questions.len() - QUESTIONS;
        lines.push(Line::of(Style::Dim, format!("  and {} more; the record has all of them.", more)));
    }
    lines
}

fn next(record: &Record, args: &ImportArgs) -> Vec<Line> {
    let file = args.file.display();
    let commands = match &args.out {
        Some(out) => vec![
            format!("polemos record export {} --format html --out {}.html", out.display(), record.id),
            format!("polemos record set {} FIELD=VALUE", out.display()),
        ],
        None => vec![
            format!("polemos record import {file} --out {}.json", record.id),
            format!("polemos record import {file} --as scenario --out {}.toml", record.id),
        ],
    };
    let mut lines = Vec::new();
    for (row, command) in commands.into_iter().enumerate() {
        let mut line = if row == 0 { Line::of(Style::Heading, "Next:") } else { Line::new() };
        line.pad_to(7);
        line.push(Style::Strong, command);
        lines.push(line);
    }
    lines
}
