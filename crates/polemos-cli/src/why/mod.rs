//! What decided a war, as text: sentences first, then the table.

use crate::compare::{dated, ended_by, named, share, signed};
use polemos::War;
use polemos::almanac::text::{Line, Style, WIDTH, clip, columns, hang, plain};
use polemos::almanac::voice::{Voice, figures};
use polemos::study::why::{Attribution, PartEffect, Sign, Tested};
use polemos::war::names::{capitalised, listed};
use polemos::why::WhyReport;

/// Parts told in sentences, and rows of a table, that show no detail.
const TOLD: usize = 10;
/// Pairs and signs told.
const FEW: usize = 5;

/// The page.
pub fn lines(war: Option<&War>, report: &WhyReport, detail: bool, asked: &str) -> Vec<Line> {
    let mut lines =
        vec![Line::of(Style::Heading, clip(&format!("WHY: {}", report.title.to_uppercase()), WIDTH))];
    let text = format!("One run, with seed {}: {}.", report.seed, report.result);
    lines.extend(hang(Line::new(), &plain(&text), WIDTH));
    lines.push(Line::new());
    lines.extend(one_run(report));
    if let (Some(war), Some(found)) = (war, &report.attribution) {
        let most = if detail { usize::MAX } else { TOLD };
        lines.extend(sentences(war, found, most));
        lines.extend(table(war, found, most));
        lines.extend(pairs(war, found));
        lines.extend(signs(
            war,
            &found.signs,
            found.usual_victor.as_deref(),
            if detail { usize::MAX } else { FEW },
        ));
        if !detail {
            let text = format!("Next:  polemos why {asked} --detail   all that was tried");
            lines.push(Line::of(Style::Plain, text));
        }
    }
    lines
}

/// The causes and the chain behind the ending of one run.
fn one_run(report: &WhyReport) -> Vec<Line> {
    let mut lines = Vec::new();
    if !report.because.is_empty() {
        lines.push(Line::of(Style::Heading, "Because, in this run"));
    }
    for reason in &report.because {
        let effect = if reason.effect.is_empty() { String::new() } else { format!(": {}", reason.effect) };
        lines.extend(hang(
            Line::of(Style::Plain, "  "),
            &plain(&format!("{}{effect}", capitalised(&reason.cause))),
            WIDTH,
        ));
    }
    if !report.chain.is_empty() {
        lines.push(Line::of(Style::Heading, "The chain behind its ending"));
    }
    lines.extend(dated(&report.chain));
    lines.push(Line::new());
    lines
}

/// What each part did, a sentence each.
fn sentences(war: &War, found: &Attribution, most: usize) -> Vec<Line> {
    let title = format!("What mattered, over {} runs of each", figures(found.runs));
    let mut lines = vec![Line::of(Style::Heading, title)];
    let told: Vec<&PartEffect> = found.parts.iter().filter(|it| it.matters).collect();
    if told.is_empty() {
        let text = "Nothing that was left out or changed made a difference that can be told from luck.";
        lines.extend(hang(Line::of(Style::Plain, "  "), &plain(text), WIDTH));
    }
    for (row, part) in told.iter().take(most).enumerate() {
        let mut gutter = Line::of(Style::Dim, format!("{:>2}", row + 1));
        gutter.pad_to(4);
        lines.extend(hang(gutter, &plain(&sentence(war, part)), WIDTH));
    }
    if told.len() > most {
        lines.push(Line::of(Style::Dim, format!("    and {} more: --detail", told.len() - most)));
    }
    let text = format!(
        "{} differences were tried; no more than one such report in twenty names anything that does nothing (Holm).",
        figures(found.tried)
    );
    lines.extend(hang(Line::of(Style::Dim, "    "), &plain(&text), WIDTH));
    lines.push(Line::new());
    lines
}

/// "Without Odo's errand the Alliance wins 12 points less often (75 → 63 %)…".
fn sentence(war: &War, part: &PartEffect) -> String {
    // One clause of each kind: who wins, what is lost, how long it lasts.
    let most = |kind: &str| {
        let of_kind = part.effects.iter().filter(|it| it.is_told() && it.figure.starts_with(kind));
        of_kind.max_by(|a, b| a.difference.abs().total_cmp(&b.difference.abs()))
    };
    let told = ["victory", "ships_lost", "days"].into_iter().filter_map(most);
    let clauses: Vec<String> = told.map(|it| clause(war, it)).collect();
    format!("{}, {}.", capitalised(&part.change), listed(&clauses))
}

fn clause(war: &War, it: &Tested) -> String {
    let (what, side) = it.figure.split_once('.').unwrap_or((&it.figure, ""));
    let found = war.coalitions.pairs().find(|(_, row)| row.id == side);
    let noun = found.map(|(id, _)| Voice::new(war).coalition(id));
    let name = noun.as_ref().map(|it| it.the.clone()).unwrap_or_default();
    let verb = |one: &'static str, many: &'static str| {
        if noun.as_ref().is_some_and(|it| it.plural) { many } else { one }
    };
    let (before, after) = (share(it.before), share(it.after));
    match what {
        "victory" => {
            let often = if it.difference > 0.0 { "more" } else { "less" };
            let wins = verb("wins", "win");
            format!("{name} {wins} {often} often ({before} of runs becomes {after})")
        }
        "ships_lost" => {
            let much = if it.difference > 0.0 { "more" } else { "less" };
            let (loses, its) = (verb("loses", "lose"), verb("its", "their"));
            format!("{name} {loses} {much} of {its} ships ({before} becomes {after})")
        }
        _ => {
            let long = if it.difference > 0.0 { "longer" } else { "shorter" };
            format!("the war lasts {:.0} days {long}", it.difference.abs())
        }
    }
}

/// The table: each figure without the part less with it, with an interval for all that was tried together.
fn table(war: &War, found: &Attribution, most: usize) -> Vec<Line> {
    let mut lines = vec![Line::of(Style::Heading, "Without it, or so settled")];
    let mut head = Line::of(Style::Dim, "  figure");
    for (text, column) in [("as it is", 46), ("changed", 56), ("difference", 78)] {
        right(&mut head, Style::Dim, text, column);
    }
    lines.push(head);
    let shown = |part: &&PartEffect| most == usize::MAX || part.matters;
    for part in found.parts.iter().filter(shown).take(most) {
        lines.push(Line::of(
            if part.matters { Style::Strong } else { Style::Plain },
            clip(&capitalised(&part.change), WIDTH),
        ));
        let told = |it: &&Tested| if part.matters { it.is_told() } else { it.difference != 0.0 };
        for it in part.effects.iter().filter(told) {
            let (name, write) = named(war, &it.figure);
            let mut line = Line::of(Style::Plain, format!("  {}", clip(&name, 34)));
            right(&mut line, Style::Plain, &write(it.before), 46);
            right(&mut line, Style::Plain, &write(it.after), 56);
            let text = format!(
                "{} ({} to {})",
                signed(it.difference, write),
                signed(it.low, write),
                signed(it.high, write)
            );
            lines.extend(ended_by(line, Style::Plain, &text));
        }
    }
    lines.push(Line::new());
    lines
}

fn pairs(war: &War, found: &Attribution) -> Vec<Line> {
    if found.pairs.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::of(Style::Heading, "Two together")];
    for pair in found.pairs.iter().take(FEW) {
        let strongest = pair
            .beyond
            .iter()
            .filter(|it| it.figure != "days")
            .filter(|it| !pair.matters || it.is_told())
            .max_by(|a, b| a.difference.abs().total_cmp(&b.difference.abs()))
            .or(pair.beyond.iter().find(|it| it.is_told()));
        let Some(it) = strongest else { continue };
        let (name, write) = named(war, &it.figure);
        let both = capitalised(&format!("{} and {}", pair.changes[0], pair.changes[1]));
        let text = if pair.matters {
            format!(
                "{both}, “{name}” moves by {} beyond the sum of either alone ({} to {}).",
                signed(it.difference, write),
                signed(it.low, write),
                signed(it.high, write)
            )
        } else {
            format!("{both}: together what either does alone, as far as can be told.")
        };
        lines.extend(hang(Line::of(Style::Plain, "  "), &plain(&text), WIDTH));
    }
    lines.push(Line::new());
    lines
}

/// Happenings that separate won runs from others.
fn signs(war: &War, signs: &[Sign], victor: Option<&str>, most: usize) -> Vec<Line> {
    if signs.is_empty() {
        return Vec::new();
    }
    let victor = war.coalitions.iter().find(|it| Some(it.id.as_str()) == victor);
    let name = victor.map(|it| it.names.the_short()).unwrap_or_default();
    let mut head = Line::of(Style::Heading, format!("Signs: what came where {name} won"));
    right(&mut head, Style::Dim, "won", 68);
    right(&mut head, Style::Dim, "others", 78);
    let mut lines = vec![head];
    for sign in signs.iter().take(most) {
        let mut line = Line::of(Style::Plain, format!("  {}", clip(&capitalised(&sign.says), 58)));
        right(&mut line, Style::Plain, &share(sign.in_won.share), 68);
        right(&mut line, Style::Plain, &share(sign.in_others.share), 78);
        lines.push(line);
    }
    if signs.len() > most {
        lines.push(Line::of(Style::Dim, format!("  and {} more: --detail", signs.len() - most)));
    }
    lines.push(Line::of(Style::Dim, "  A sign goes with the outcome; it need not be a cause of it."));
    lines
}

fn right(line: &mut Line, style: Style, text: &str, column: usize) {
    let start = column.saturating_sub(columns(text)).max(line.width() + 1);
    line.pad_to(start);
    line.push(style, text);
}
