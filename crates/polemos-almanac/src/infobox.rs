//! A record as a box of text, as encyclopedias draw it.

use crate::record::{Claim, Commander, Count, Kind, Member, Purpose, Quantity, Record, Side};
use crate::text::{Line, Span, Style, TIE, WIDTH, clip, columns, wrap};
use crate::voice::{figures, percent, persons};
use polemos_record::{Fate, Reference};

/// Columns of the labels.
const LABEL: usize = 14;
/// Columns between the borders and their spaces.
const INNER: usize = WIDTH - 4;
/// Sides that stand side by side; more are set one under the other.
const ABREAST: usize = 3;
/// Names in a list before the rest is only counted.
const NAMES: usize = 6;
/// Columns between what stands side by side.
const GAP: usize = 2;

/// Draws a record's box, 80 columns wide.
pub fn lines(record: &Record) -> Vec<Line> {
    let mut rows = Rows { lines: vec![top(record)] };
    rows.facts(&[
        ("part of", &names(&record.part_of)),
        ("before it", &names(record.chains.iter().filter_map(|it| it.previous.as_ref()))),
        ("after it", &names(record.chains.iter().filter_map(|it| it.next.as_ref()))),
        ("date", record.date_text()),
        ("place", &names(&record.places)),
    ]);
    rows.full("result", Style::Strong, record.outcome.text.first().map_or("", |claim| &claim.value));
    if record.sides.len() <= ABREAST {
        rows.abreast(&record.sides);
    } else {
        record
            .sides
            .iter()
            .enumerate()
            .for_each(|(row, side)| rows.abreast_from(row, std::slice::from_ref(side)));
    }
    rows.lines.push(Line::of(Style::Dim, format!("└{}┘", "─".repeat(WIDTH - 2))));
    rows.lines
}

fn names<'a>(claims: impl IntoIterator<Item = &'a Claim<Reference>>) -> String {
    claims.into_iter().map(|claim| claim.value.name.as_str()).collect::<Vec<_>>().join("; ")
}

fn top(record: &Record) -> Line {
    let name = clip(record.name(), WIDTH - 6);
    let rule = WIDTH.saturating_sub(columns(&name) + 5);
    Line::of(Style::Dim, "┌ ").with(Style::Heading, name).with(Style::Dim, format!(" {}─┐", "─".repeat(rule)))
}

fn name(side: &Side) -> &str {
    side.name.as_deref().unwrap_or_default()
}

struct Rows {
    lines: Vec<Line>,
}

impl Rows {
    /// One line between the borders.
    fn row(&mut self, content: Line) {
        let mut line = Line::of(Style::Dim, "│ ");
        content.spans.into_iter().for_each(|span| line.push(span.style, span.text));
        line.pad_to(WIDTH - 2);
        line.push(Style::Dim, " │");
        self.lines.push(line);
    }

    /// Short facts two abreast, long ones on rows of their own; empty ones are left out.
    fn facts(&mut self, facts: &[(&str, &str)]) {
        let half = INNER / 2;
        let room = half - LABEL - GAP;
        let mut left: Option<(&str, &str)> = None;
        for (label, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
            match left.take() {
                Some(first) if columns(first.1) <= room && columns(value) <= room => {
                    let mut line = Line::of(Style::Dim, first.0);
                    line.pad_to(LABEL);
                    line.push(Style::Plain, first.1);
                    line.pad_to(half);
                    line.push(Style::Dim, *label);
                    line.pad_to(half + LABEL);
                    line.push(Style::Plain, *value);
                    self.row(line);
                }
                Some(first) => {
                    self.full(first.0, Style::Plain, first.1);
                    left = Some((label, value));
                }
                None => left = Some((label, value)),
            }
        }
        if let Some((label, value)) = left {
            self.full(label, Style::Plain, value);
        }
    }

    /// A label and a value over the whole width.
    fn full(&mut self, label: &str, style: Style, value: &str) {
        self.cells(label, &[vec![Span { text: value.to_owned(), style }]], INNER - LABEL);
    }

    /// A label and wrapped cells of equal width beside each other.
    fn cells(&mut self, label: &str, cells: &[Vec<Span>], width: usize) {
        let wrapped: Vec<Vec<Line>> = cells.iter().map(|cell| wrap(cell, width)).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for row in 0..height {
            let mut line = if row == 0 { Line::of(Style::Dim, label) } else { Line::new() };
            for (column, cell) in wrapped.iter().enumerate() {
                line.pad_to(LABEL + column * (width + GAP));
                if let Some(part) = cell.get(row) {
                    part.spans.iter().for_each(|span| line.push(span.style, span.text.clone()));
                }
            }
            self.row(line);
        }
    }

    fn abreast(&mut self, sides: &[Side]) {
        self.abreast_from(0, sides);
    }

    /// Sides beside each other, the first being the side of row `first`.
    fn abreast_from(&mut self, first: usize, sides: &[Side]) {
        if sides.is_empty() {
            return;
        }
        let width = (INNER - LABEL + GAP) / sides.len() - GAP;
        let heads: Vec<Vec<Span>> = sides
            .iter()
            .enumerate()
            .map(|(row, side)| vec![Span { text: name(side).to_owned(), style: Style::side(first + row) }])
            .collect();
        self.cells("", &heads, width);
        let alone = |side: &Side| matches!(side.members.as_slice(), [one] if one.name.value == name(side) && one.until.is_none());
        if !sides.iter().all(alone) {
            self.texts("belligerents", sides, width, |side| listed_few(&side.members, member));
        }
        if sides.iter().any(|side| !side.commanders.is_empty()) {
            self.texts("commanders", sides, width, |side| listed_few(&side.commanders, commander));
        }
        let strength =
            |side: &Side, raised: bool| of(&side.strength, |it| (it.purpose == Purpose::Raised) == raised);
        self.texts("strength", sides, width, |side| counts(&strength(side, false), "none"));
        if sides.iter().any(|side| !strength(side, true).is_empty()) {
            self.texts("joined later", sides, width, |side| counts(&strength(side, true), "none"));
        }
        self.texts("lost", sides, width, |side| {
            counts(&of(&side.losses, |it| it.category.kind != Kind::People && !went_over(it)), "none")
        });
        if sides.iter().any(|side| side.losses.iter().any(went_over)) {
            self.texts("went over", sides, width, |side| counts(&of(&side.losses, went_over), "none"));
        }
        self.texts("military dead", sides, width, |side| {
            counts(
                &of(&side.losses, |it| it.category.kind == Kind::People && it.civilian != Some(true)),
                "unknown",
            )
        });
        let told = |side: &Side| side.losses.iter().any(|it| it.civilian == Some(true));
        if sides.iter().any(told) {
            self.texts("civilian dead", sides, width, |side| {
                counts(&of(&side.losses, |it| it.civilian == Some(true)), "unknown")
            });
        }
    }

    fn texts(&mut self, label: &str, sides: &[Side], width: usize, text: impl Fn(&Side) -> String) {
        let cells: Vec<Vec<Span>> =
            sides.iter().map(|side| vec![Span { text: text(side), style: Style::Plain }]).collect();
        self.cells(label, &cells, width);
    }
}

fn of(counts: &[Count], which: impl Fn(&Count) -> bool) -> Vec<Count> {
    counts.iter().filter(|count| which(count)).cloned().collect()
}

fn went_over(count: &Count) -> bool {
    count.fates == [Fate::Defected]
}

fn listed_few<T>(items: &[T], name: impl Fn(&T) -> String) -> String {
    let mut names: Vec<String> = items.iter().take(NAMES).map(name).collect();
    if items.len() > NAMES {
        names.push(format!("{}{TIE}more", items.len() - NAMES));
    }
    if names.is_empty() { "unknown".into() } else { names.join(", ") }
}

fn member(member: &Member) -> String {
    let dates = match (&member.from, &member.until) {
        (None, None) => return member.name.value.clone(),
        (Some(from), None) => format!("from {}", from.verbatim),
        (None, Some(until)) => format!("to {}", until.verbatim),
        (Some(from), Some(until)) => format!("{} to {}", from.verbatim, until.verbatim),
    };
    format!("{} ({dates})", member.name.value)
}

/// A name with its fate: a dagger for the dead, as encyclopedias have it.
fn commander(commander: &Commander) -> String {
    let name = &commander.name.value;
    match commander.shown_fate() {
        Some(Fate::Killed) => format!("{name}{TIE}†"),
        Some(Fate::Captured) => format!("{name} (captured)"),
        Some(Fate::Defected) => format!("{name} (went over)"),
        _ => name.clone(),
    }
}

/// Counts as a list; `empty` where there is none to show.
fn counts(counts: &[Count], empty: &str) -> String {
    let any_unit =
        counts.iter().any(|it| it.category.kind != Kind::People && *it.quantity() != Quantity::None);
    let parts: Vec<String> = counts
        .iter()
        // Domains of which nothing was lost are not worth a word beside those of which something was.
        .filter(|it| it.category.kind == Kind::People || *it.quantity() != Quantity::None || !any_unit)
        .map(count)
        .collect();
    let mut seen = Vec::new();
    for part in parts {
        if !seen.contains(&part) {
            seen.push(part);
        }
    }
    if seen.is_empty() { empty.to_owned() } else { seen.join(", ") }
}

fn count(count: &Count) -> String {
    let number = match count.quantity() {
        Quantity::Exact(n) => figures(*n as u64),
        Quantity::Rounded { value, .. } => persons(*value),
        Quantity::None => return "none".into(),
        _ => return "unknown".into(),
    };
    let class = count.category.class.as_deref();
    if count.category.kind == Kind::People {
        return match class {
            Some(people) => format!("{number}{TIE}{people}"),
            None => number,
        };
    }
    let class = class.unwrap_or(count.category.kind.id());
    let single = *count.quantity() == Quantity::Exact(1.0);
    let noun = if single { singular(class) } else { class };
    match count.share {
        Some(share) => format!("{number}{TIE}{noun} ({})", percent(share)),
        None => format!("{number}{TIE}{noun}"),
    }
}

/// The word for one of a class of units.
fn singular(class: &str) -> &str {
    let words = polemos_war::Domain::ALL.into_iter().map(crate::voice::domain_words);
    words.into_iter().find(|(_, many)| *many == class).map_or(class, |(one, _)| one)
}
