//! A comparison as text.

use polemos::War;
use polemos::almanac::dates::Dates;
use polemos::almanac::parting::{Comparison, Step};
use polemos::almanac::text::{Line, Style, TIE, WIDTH, clip, columns, hang, plain};
use polemos::almanac::voice::{figures, percent, persons};
use polemos::compare::{CompareReport, Paired};
use polemos::study::paired::PairedFigure;

/// Where the figures of either run end.
const COLUMNS: [usize; 2] = [56, 78];
/// Rows of a table that shows no more.
const ROWS: usize = 12;

/// The page.
pub fn lines(war: Option<&War>, report: &CompareReport) -> Vec<Line> {
    let it = &report.comparison;
    let mut lines = head(it);
    lines.extend(first(it));
    lines.extend(chain(&it.a.name, &it.spread_a));
    lines.extend(chain(&it.b.name, &it.spread_b));
    lines.extend(tables(it));
    if let (Some(war), Some(paired)) = (war, &report.paired) {
        lines.extend(many(war, it, paired));
    }
    lines
}

fn head(it: &Comparison) -> Vec<Line> {
    let mut lines = vec![Line::of(Style::Heading, clip(&it.title.to_uppercase(), WIDTH))];
    let wide = columns(&it.a.name).max(columns(&it.b.name)).min(24);
    for (style, side) in [(Style::SideA, &it.a), (Style::SideB, &it.b)] {
        let mut gutter = Line::of(style, clip(&side.name, wide));
        gutter.pad_to(wide + 2);
        let days = figures(side.days.round() as u64);
        lines.extend(hang(gutter, &plain(&format!("{}, {} ({days} days)", side.result, side.date)), WIDTH));
    }
    lines.push(Line::new());
    if it.same {
        let text = format!(
            "They are the same: {} happenings, and the last state to the last bit.",
            figures(it.a.happenings)
        );
        lines.extend(hang(Line::new(), &plain(&text), WIDTH));
    }
    lines
}

fn first(it: &Comparison) -> Vec<Line> {
    let Some(first) = &it.first else {
        let text = "Happening by happening they are alike; only what no entry tells differs.";
        return if it.same { Vec::new() } else { hang(Line::new(), &plain(text), WIDTH) };
    };
    let mut lines = vec![Line::of(Style::Heading, format!("They part on {}", first.date.replace(TIE, " ")))];
    if first.a == first.b && !first.a.is_empty() {
        // What differs is not in the words.
        let text = format!("In both, but with other figures: {}", first.a.join(" "));
        lines.extend(hang(Line::of(Style::Plain, "  "), &plain(&text), WIDTH));
        lines.extend(counts(it));
        return lines;
    }
    for (style, name, texts) in [(Style::SideA, &it.a.name, &first.a), (Style::SideB, &it.b.name, &first.b)] {
        let mut gutter = Line::of(style, format!("  {}", clip(name, 16)));
        gutter.pad_to(20);
        let text = match texts.as_slice() {
            [] => "nothing of the kind".to_owned(),
            texts => texts.join(" "),
        };
        lines.extend(hang(gutter, &plain(&text), WIDTH));
    }
    lines.extend(counts(it));
    lines
}

/// How much of either the other has not.
fn counts(it: &Comparison) -> Vec<Line> {
    let text = format!(
        "Of {} happenings in {}, {} differ; of {} in {}, {}.",
        figures(it.a.happenings),
        it.a.name,
        figures(it.a.own_happenings),
        figures(it.b.happenings),
        it.b.name,
        figures(it.b.own_happenings)
    );
    let mut lines = hang(Line::of(Style::Plain, "  "), &plain(&text), WIDTH);
    lines.push(Line::new());
    lines
}

/// How the difference came to an ending.
fn chain(name: &str, steps: &[Step]) -> Vec<Line> {
    if steps.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::of(Style::Heading, format!("How it spread in {name}"))];
    lines.extend(dated(steps));
    lines.push(Line::new());
    lines
}

/// Steps with their dates before them.
pub fn dated(steps: &[Step]) -> Vec<Line> {
    let wide = steps.iter().map(|step| columns(&step.date)).max().unwrap_or(0).max(16);
    let mut lines = Vec::new();
    for step in steps {
        let mut gutter = Line::of(Style::Dim, format!("  {}", step.date));
        gutter.pad_to(wide + 4);
        lines.extend(hang(gutter, &plain(&step.text), WIDTH));
    }
    lines
}

fn tables(it: &Comparison) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut table = |title: &str, rows: Vec<(String, String, String)>| {
        if rows.is_empty() {
            return;
        }
        let mut head = Line::of(Style::Heading, title);
        right(&mut head, Style::SideA, &clip(&it.a.name, 20), COLUMNS[0]);
        right(&mut head, Style::SideB, &clip(&it.b.name, 20), COLUMNS[1]);
        lines.push(head);
        let all = rows.len();
        for (name, a, b) in rows.into_iter().take(ROWS) {
            let mut line = Line::of(Style::Plain, format!("  {}", clip(&name, 34)));
            right(&mut line, Style::Plain, &clip(&a, 22), COLUMNS[0]);
            right(&mut line, Style::Plain, &clip(&b, 21), COLUMNS[1]);
            lines.push(line);
        }
        if all > ROWS {
            lines.push(Line::of(Style::Dim, format!("  and {} more: --format json", all - ROWS)));
        }
        lines.push(Line::new());
    };
    let losses = it.losses.iter().map(|row| {
        let dead = row.what.ends_with("_dead");
        let what = match row.what.as_str() {
            "military_dead" => "military dead".to_owned(),
            "civilian_dead" => "civilian dead".to_owned(),
            domain => format!("{domain} lost"),
        };
        let write = |value: f64| if dead { persons(value) } else { figures(value as u64) }.replace(TIE, " ");
        (format!("{}: {what}", row.name), write(row.a), write(row.b))
    });
    table("What it cost", losses.collect());
    let held = |owner: &Option<String>| owner.clone().unwrap_or_else(|| "no one".into());
    table("Who holds", it.places.iter().map(|row| (row.name.clone(), held(&row.a), held(&row.b))).collect());
    let fates = it.persons.iter().map(|row| (row.name.clone(), row.a.clone(), row.b.clone()));
    table("What became of", fates.collect());
    lines
}

fn right(line: &mut Line, style: Style, text: &str, column: usize) {
    let start = column.saturating_sub(columns(text)).max(line.width() + 1);
    line.pad_to(start);
    line.push(style, text);
}

/// Differences over many pairs of runs.
fn many(war: &War, it: &Comparison, paired: &Paired) -> Vec<Line> {
    let from = if paired.from_day > 0.0 {
        format!("from {}", Dates::new(war).full(paired.from_day).replace(TIE, " "))
    } else {
        "from the start".to_owned()
    };
    let title = format!("{} pairs of runs {from}, under the same luck", figures(paired.runs));
    let mut lines = vec![Line::of(Style::Heading, title)];
    let mut head = Line::of(Style::Dim, "  mean");
    for (text, column) in
        [(clip(&it.a.name, 12), 42), (clip(&it.b.name, 12), 55), ("difference (95 %)".into(), 78)]
    {
        right(&mut head, Style::Dim, &text, column);
    }
    lines.push(head);
    for row in &paired.figures {
        lines.extend(figure(war, row));
    }
    lines.extend(saved(war, &paired.figures));
    lines
}

fn figure(war: &War, row: &PairedFigure) -> Vec<Line> {
    let it = &row.contrast;
    if it.runs == 0 {
        return Vec::new();
    }
    let (name, write): (String, fn(f64) -> String) = named(war, &row.figure);
    let mut line = Line::of(Style::Plain, format!("  {}", clip(&name, 30)));
    right(&mut line, Style::Plain, &write(it.before), 42);
    right(&mut line, Style::Plain, &write(it.after), 55);
    let sure = it.low > 0.0 || it.high < 0.0;
    let text =
        format!("{} ({} to {})", signed(it.difference, write), signed(it.low, write), signed(it.high, write));
    let style = if sure { Style::Strong } else { Style::Plain };
    ended_by(line, style, &text)
}

/// A row that ends with a text set right, or has it below where there is no room.
pub fn ended_by(mut line: Line, style: Style, text: &str) -> Vec<Line> {
    if line.width() + 1 + columns(text) <= COLUMNS[1] {
        right(&mut line, style, text, COLUMNS[1]);
        return vec![line];
    }
    let mut below = Line::new();
    right(&mut below, style, text, COLUMNS[1]);
    vec![line, below]
}

/// A figure's name, and how it is written.
pub fn named(war: &War, figure: &str) -> (String, fn(f64) -> String) {
    let (what, side) = figure.split_once('.').unwrap_or((figure, ""));
    let side = war
        .coalitions
        .iter()
        .find(|it| it.id == side)
        .map_or(side.to_owned(), |it| it.names.short().to_owned());
    match what {
        "victory" => (format!("{side}: victories"), points),
        "ships_lost" => (format!("{side}: ships lost"), points),
        "days" => ("days".to_owned(), tenths),
        _ => ("people killed".to_owned(), |value| persons(value).replace(TIE, " ")),
    }
}

fn points(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn tenths(value: f64) -> String {
    format!("{value:.1}")
}

/// A difference with its sign.
pub fn signed(value: f64, write: fn(f64) -> String) -> String {
    if !value.is_finite() {
        return "open".to_owned();
    }
    let text = write(value.abs()).replace(" %", "");
    let nil = text.chars().all(|c| "0.".contains(c));
    format!("{}{text}", if nil || value >= 0.0 { "+" } else { "−" })
}

/// What pairing was worth, a sentence.
fn saved(war: &War, rows: &[PairedFigure]) -> Vec<Line> {
    let parts: Vec<String> = rows
        .iter()
        .filter_map(|row| Some((row, row.factor?)))
        .filter(|(row, _)| row.figure.starts_with("ships_lost") || row.figure.starts_with("victory"))
        .map(|(row, factor)| format!("{factor:.1} times for “{}”", named(war, &row.figure).0))
        .collect();
    if parts.is_empty() {
        let text = "No pair of runs differs in these figures.";
        return hang(Line::of(Style::Dim, "  "), &plain(text), WIDTH);
    }
    let text =
        format!("Unpaired runs from the same day would be needed so often more: {}.", parts.join(", "));
    hang(Line::of(Style::Dim, "  "), &plain(&text), WIDTH)
}

/// A share as a person reads it.
pub fn share(value: f64) -> String {
    percent(value).replace(TIE, " ")
}
