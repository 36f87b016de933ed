//! What was believed against what was so.

use crate::sentence::Teller;
use crate::text::{Line, Style, TIE, columns};
use crate::voice::persons;
use polemos_chronicle::{Believed, What};
use polemos_war::{BeliefKind, FactionId};
use std::collections::BTreeMap;

/// Rows of the table.
const ROWS: usize = 5;
/// A strength misjudged by this factor's logarithm (about four tenths), or a resolve by a fifth, is worth a word.
const NOTEWORTHY: f64 = 0.35;

/// How wrong a belief was: the logarithm of the factor for strengths; for a resolve, whose scale is 0 to 1, the
/// difference, in units that make a fifth as bad as four tenths of a strength.
pub fn error(belief: &Believed) -> f64 {
    match belief.what {
        BeliefKind::Strength => (libm::log(belief.believed.max(0.5)) - libm::log(belief.so.max(0.5))).abs(),
        BeliefKind::Resolve => (belief.believed - belief.so).abs() * (NOTEWORTHY / 0.2),
    }
}

/// The belief that was most wrong, if any was wrong enough to matter.
pub fn worst(beliefs: &[Believed]) -> Option<&Believed> {
    let worst = beliefs.iter().max_by(|a, b| error(a).total_cmp(&error(b)))?;
    (error(worst) >= NOTEWORTHY).then_some(worst)
}

/// One row of the table.
struct Row {
    day: f64,
    who: String,
    belief: Believed,
    weight: f64,
}

/// The table: the beliefs that were most wrong, decisions from which the ending follows counting double; in order of
/// dates, and only the worst of each one's beliefs about another.
pub fn table(teller: &Teller<'_>) -> Vec<Line> {
    let mut rows = rows(teller);
    rows.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.day.total_cmp(&b.day)));
    rows.truncate(ROWS);
    rows.sort_by(|a, b| a.day.total_cmp(&b.day));
    if rows.is_empty() {
        return Vec::new();
    }
    let cells: Vec<[String; 4]> = rows.iter().map(|row| cells(teller, row)).collect();
    let wide =
        |at: usize, least: usize| cells.iter().map(|row| columns(&row[at])).max().unwrap_or(0).max(least);
    let widths = [wide(0, 0), wide(1, 8), wide(2, 8)];
    let mut lines = Vec::new();
    let mut head = Line::of(Style::Heading, "Believed and so");
    head.pad_to(widths[0] + widths[1] + 4);
    head.push(Style::Dim, "believed");
    head.pad_to(widths[0] + widths[1] + widths[2] + 6);
    head.push(Style::Dim, "so");
    lines.push(head);
    for [date, text, believed, so] in cells {
        let mut line = Line::of(Style::Dim, date);
        line.pad_to(widths[0] + 2);
        line.push(Style::Plain, text);
        line.pad_to(widths[0] + widths[1] + 4);
        line.push(Style::Plain, believed);
        line.pad_to(widths[0] + widths[1] + widths[2] + 6);
        line.push(Style::Strong, so);
        lines.push(line);
    }
    if rows.iter().any(|row| row.belief.what == BeliefKind::Strength) {
        lines.push(Line::of(
            Style::Dim,
            "(strength in reference ships: what that many ordinary ships would be worth)",
        ));
    }
    lines
}

fn rows(teller: &Teller<'_>) -> Vec<Row> {
    let chain = teller.chain_of_ending();
    let mut worst: BTreeMap<(FactionId, FactionId, u8), Row> = BTreeMap::new();
    for entry in &teller.chronicle.entries {
        let What::Decided(decided) = &entry.what else { continue };
        let consequence = if chain.contains(&entry.seq) { 2.0 } else { 1.0 };
        for belief in &decided.beliefs {
            let weight = error(belief) * consequence;
            if error(belief) < NOTEWORTHY {
                continue;
            }
            let key = (belief.by, belief.about, belief.what as u8);
            let who = match decided.by {
                Some(person) => teller.voice.person(person).the,
                None => teller.voice.faction(belief.by).the,
            };
            let row = Row { day: entry.day, who, belief: *belief, weight };
            match worst.get(&key) {
                Some(other) if other.weight >= weight => {}
                _ => {
                    worst.insert(key, row);
                }
            }
        }
    }
    worst.into_values().collect()
}

fn cells(teller: &Teller<'_>, row: &Row) -> [String; 4] {
    let about = teller.voice.faction_adjective(row.belief.about);
    let who = crate::text::clip(&polemos_war::names::capitalised(&row.who), 18);
    let (what, believed, so) = match row.belief.what {
        BeliefKind::Resolve => {
            ("resolve", format!("{:.2}", row.belief.believed), format!("{:.2}", row.belief.so))
        }
        BeliefKind::Strength => {
            let [low, high] = row.belief.range.map(persons);
            let believed = format!("{} ({low} to {high})", persons(row.belief.believed));
            ("strength", believed, persons(row.belief.so))
        }
    };
    let date = teller.dates.short(row.day);
    [date, format!("{who}: {} {what}", crate::text::clip(&about, 18)), believed.replace(TIE, " "), so]
}
