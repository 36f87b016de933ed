//! One run over time as a picture: strength, resolve, supply and believed prospects of the principal sides; what the
//! other side believed of each is dashed. Colours are Okabe and Ito's (2008), with a set for light and one for dark
//! backgrounds; who is who stands at the end of each line too, so that it does not hang on colour.

use crate::xml::escape;
use polemos::War;
use polemos::almanac::dates::Dates;
use polemos::almanac::sides;
use polemos::almanac::text::TIE;
use polemos::chronicle::{Chronicle, FactionSample, Sample, What};
use polemos::war::{CoalitionId, DecisionKind, Id};
use polemos::{Played, almanac::voice::figures};
use std::fmt::Write as _;

/// Size of the picture.
const WIDTH: f64 = 960.0;
/// Where the panels lie: left, right.
const FRAME: (f64, f64) = (76.0, 800.0);
/// Height of a panel, and of the gap above it.
const PANEL: (f64, f64) = (150.0, 46.0);
/// Where the first panel's gap begins.
const TOP: f64 = 58.0;
/// How many sides are drawn.
const SIDES: usize = 3;
/// Least distance of two labels at the ends of lines.
const APART: f64 = 15.0;
/// How many marks of decisions and battles are drawn.
const MARKS: usize = 16;

/// A line of a panel.
struct Series {
    side: usize,
    /// What the other side believed, and not what was so.
    believed: bool,
    points: Vec<(f64, f64)>,
}

/// A panel with its lines.
struct Panel {
    title: &'static str,
    /// Whether its figures are shares; else they begin at nothing and end at their greatest.
    shares: bool,
    series: Vec<Series>,
}

/// A happening marked on all panels.
struct Mark {
    day: f64,
    says: String,
}

/// Draws a recorded run.
pub fn draw(war: &War, played: &Played) -> String {
    let sides = drawn(war, played);
    let panels = panels(war, &played.chronicle, &sides);
    let marks = marks(war, &played.chronicle);
    let last = played.chronicle.series.last().map_or(1.0, |sample| sample.day.max(1.0));
    let bottom = TOP + panels.len() as f64 * (PANEL.0 + PANEL.1);
    let height = bottom + 52.0 + marks.len().div_ceil(2) as f64 * 18.0;
    let mut out = String::new();
    open(&mut out, war, &sides, height);
    for (row, panel) in panels.iter().enumerate() {
        let top = TOP + row as f64 * (PANEL.0 + PANEL.1) + PANEL.1;
        draw_panel(&mut out, war, &sides, panel, top, last, &marks);
    }
    axis(&mut out, war, bottom, last);
    legend(&mut out, war, &marks, bottom + 46.0);
    out.push_str("</svg>\n");
    out
}

/// The sides that are drawn: the principal ones, as long as they have anything to draw.
fn drawn(war: &War, played: &Played) -> Vec<CoalitionId> {
    let mut sides = sides::principal(war, &played.chronicle, &played.summary);
    sides.truncate(SIDES);
    sides
}

fn open(out: &mut String, war: &War, sides: &[CoalitionId], height: f64) {
    let _ = write!(
        out,
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-label="{title}">
<style>
  svg {{ --page: #ffffff; --ink: #1f2328; --faint: #5b6470; --rule: #d5dae0; --s0: #0072b2; --s1: #c04f00; --s2: #00805c; }}
  @media (prefers-color-scheme: dark) {{
    svg {{ --page: #0d1117; --ink: #e6edf3; --faint: #9aa4af; --rule: #30363d; --s0: #56b4e9; --s1: #f0a030; --s2: #2fc496; }}
  }}
  text {{ font: 13px system-ui, sans-serif; fill: var(--ink); }}
  .faint {{ fill: var(--faint); font-size: 12px; }}
  .head {{ font-size: 17px; font-weight: 600; }}
  .title {{ font-weight: 600; }}
  .rule {{ stroke: var(--rule); stroke-width: 1; }}
  .mark {{ stroke: var(--faint); stroke-width: 1; stroke-dasharray: 1 3; }}
  .line {{ fill: none; stroke-width: 2; stroke-linejoin: round; }}
  .believed {{ stroke-dasharray: 6 4; stroke-width: 1.5; }}
  .s0 {{ stroke: var(--s0); }} .s1 {{ stroke: var(--s1); }} .s2 {{ stroke: var(--s2); }}
  .t0 {{ fill: var(--s0); font-weight: 600; }} .t1 {{ fill: var(--s1); font-weight: 600; }} .t2 {{ fill: var(--s2); font-weight: 600; }}
</style>
<rect width="{WIDTH}" height="{height}" fill="var(--page)"/>
<text class="head" x="{left}" y="26">{title}: one run</text>
"##,
        title = escaped(&war.names.primary),
        left = FRAME.0,
    );
    let mut x = FRAME.0;
    for (row, side) in sides.iter().enumerate() {
        let name = escaped(war.coalitions[*side].names.short());
        let _ = writeln!(
            out,
            r#"<line class="line s{row}" x1="{x}" y1="45" x2="{}" y2="45"/><text x="{}" y="49">{name}</text>"#,
            x + 24.0,
            x + 30.0
        );
        x += 50.0 + 7.5 * name.chars().count() as f64;
    }
    let _ = writeln!(
        out,
        r#"<line class="line believed" style="stroke: var(--faint)" x1="{x}" y1="45" x2="{}" y2="45"/><text class="faint" x="{}" y="49">the same as the other side believed it to be</text>"#,
        x + 30.0,
        x + 36.0
    );
}

fn panels(war: &War, chronicle: &Chronicle, sides: &[CoalitionId]) -> Vec<Panel> {
    let samples = &chronicle.series;
    let lead = |side: CoalitionId| war.coalitions[side].lead.index();
    let of_members = |side: CoalitionId| {
        move |sample: &Sample, pick: &dyn Fn(&FactionSample) -> f64| -> f64 {
            sample.factions.iter().filter(|it| it.coalition == side).map(pick).sum()
        }
    };
    // Whoever has this side for a chief enemy, the strongest of them first in the order of the war.
    let watcher = |side: CoalitionId, sample: &Sample| {
        let about = war.coalitions[side].lead;
        let others = sides.iter().filter(|other| **other != side);
        let lead_of = |other: &CoalitionId| sample.factions.get(lead(*other)).copied();
        others.filter_map(lead_of).find(|it| it.chief_enemy == Some(about))
    };
    let line = |row: usize, believed: bool, value: &dyn Fn(&Sample) -> Option<f64>| Series {
        side: row,
        believed,
        points: samples.iter().filter_map(|sample| Some((sample.day, value(sample)?))).collect(),
    };
    let mut strength = Panel { title: "Strength, reference ships", shares: false, series: Vec::new() };
    let mut resolve = Panel { title: "Resolve of the leading member", shares: true, series: Vec::new() };
    let mut supply = Panel { title: "Supply, mean of its forces", shares: true, series: Vec::new() };
    let mut prospect =
        Panel { title: "Chance of prevailing, as it believes itself", shares: true, series: Vec::new() };
    for (row, &side) in sides.iter().enumerate() {
        let sum = of_members(side);
        let whole = |sample: &Sample| sum(sample, &|it| f64::from(it.strength));
        strength.series.push(line(row, false, &|sample| Some(whole(sample))));
        let alone = sides.len() == 2;
        strength.series.push(line(row, true, &|sample| {
            watcher(side, sample).filter(|_| alone).map(|it| f64::from(it.enemy_estimate))
        }));
        let own = |sample: &Sample| sample.factions.get(lead(side)).copied();
        resolve.series.push(line(row, false, &|sample| own(sample).map(|it| f64::from(it.resolve))));
        resolve.series.push(line(row, true, &|sample| {
            watcher(side, sample).and_then(|it| it.enemy_resolve).map(f64::from)
        }));
        supply.series.push(line(row, false, &|sample| {
            let weight = whole(sample);
            let sum = sum(sample, &|it| f64::from(it.strength) * f64::from(it.supply));
            (weight > 0.0).then(|| sum / weight)
        }));
        prospect.series.push(line(row, false, &|sample| own(sample).map(|it| f64::from(it.prospect))));
    }
    vec![strength, resolve, supply, prospect]
}

/// The scenario's own decisions and the largest battles, in order.
fn marks(war: &War, chronicle: &Chronicle) -> Vec<Mark> {
    let size = |battle: &polemos::chronicle::Battle| -> u64 {
        battle.sides.iter().flat_map(|side| &side.units).map(|(_, count)| u64::from(*count)).sum()
    };
    let mut battles: Vec<(u64, f64, String)> = chronicle
        .battles()
        .map(|(_, battle)| {
            let place = war.places.get(battle.place).map(|it| it.names.the_short()).unwrap_or_default();
            (size(battle), battle.began, format!("Battle of {place}"))
        })
        .collect();
    battles.sort_by_key(|it| std::cmp::Reverse(it.0));
    let decided = chronicle.entries.iter().filter_map(|entry| match &entry.what {
        What::Decided(it) => {
            let def = war.decisions.get(it.decision).filter(|def| def.kind == DecisionKind::Scenario)?;
            let option = def.options.get(usize::from(it.option))?;
            Some(Mark {
                day: entry.day,
                says: format!("{}, {}", def.names.primary, option.id.replace('-', " ")),
            })
        }
        _ => None,
    });
    let mut marks: Vec<Mark> = decided.take(MARKS - 4).collect();
    let room = MARKS - marks.len();
    marks.extend(battles.into_iter().take(room.min(4)).map(|(_, day, says)| Mark { day, says }));
    marks.sort_by(|a, b| a.day.total_cmp(&b.day));
    marks
}

fn x_of(day: f64, last: f64) -> f64 {
    FRAME.0 + (FRAME.1 - FRAME.0) * day / last
}

fn draw_panel(
    out: &mut String,
    war: &War,
    sides: &[CoalitionId],
    panel: &Panel,
    top: f64,
    last: f64,
    marks: &[Mark],
) {
    let most = panel.series.iter().flat_map(|it| &it.points).map(|point| point.1).fold(0.0, f64::max);
    let most = if panel.shares { 1.0 } else { rounded_up(most) };
    let y_of = |value: f64| top + PANEL.0 * (1.0 - (value / most).clamp(0.0, 1.0));
    let _ = writeln!(out, r#"<text class="title" x="{}" y="{}">{}</text>"#, FRAME.0, top - 12.0, panel.title);
    for step in 0..=2 {
        let value = most * f64::from(step) / 2.0;
        let label =
            if panel.shares { format!("{:.0} %", value * 100.0) } else { figures(value.round() as u64) };
        let y = y_of(value);
        let _ = writeln!(
            out,
            r#"<line class="rule" x1="{}" y1="{y:.1}" x2="{}" y2="{y:.1}"/><text class="faint" x="{}" y="{:.1}" text-anchor="end">{label}</text>"#,
            FRAME.0,
            FRAME.1,
            FRAME.0 - 8.0,
            y + 4.0
        );
    }
    for mark in marks {
        let x = x_of(mark.day, last);
        let _ = writeln!(
            out,
            r#"<line class="mark" x1="{x:.1}" y1="{top}" x2="{x:.1}" y2="{}"/>"#,
            top + PANEL.0
        );
    }
    for series in panel.series.iter().filter(|it| !it.points.is_empty()) {
        let class = if series.believed { " believed" } else { "" };
        let points: Vec<String> = series
            .points
            .iter()
            .map(|(day, value)| format!("{:.1},{:.1}", x_of(*day, last), y_of(*value)))
            .collect();
        let _ = writeln!(
            out,
            r#"<polyline class="line s{}{class}" points="{}"/>"#,
            series.side,
            points.join(" ")
        );
    }
    // Names at the ends of lines, kept apart.
    let mut ends: Vec<(f64, usize)> = panel
        .series
        .iter()
        .filter(|it| !it.believed)
        .filter_map(|it| Some((y_of(it.points.last()?.1) + 4.0, it.side)))
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = top;
    for (y, side) in ends {
        let y = y.max(free);
        free = y + APART;
        let name = escaped(war.coalitions[sides[side]].names.short());
        let _ = writeln!(out, r#"<text class="t{side}" x="{}" y="{y:.1}">{name}</text>"#, FRAME.1 + 8.0);
    }
}

/// The next of 1, 1.5, 2, 3, 5, 10, 15, … at or above a figure.
fn rounded_up(most: f64) -> f64 {
    let mut step = 1.0;
    while step < most {
        for by in [1.5, 2.0, 3.0, 5.0, 10.0] {
            if step * by >= most {
                return step * by;
            }
        }
        step *= 10.0;
    }
    step
}

/// Dates under the last panel.
fn axis(out: &mut String, war: &War, bottom: f64, last: f64) {
    let dates = Dates::new(war);
    let steps = 6;
    for step in 0..=steps {
        let day = (last * f64::from(step) / f64::from(steps)).round();
        let x = x_of(day.min(last), last);
        let label = escaped(&dates.short(day));
        let _ = writeln!(
            out,
            r#"<line class="rule" x1="{x:.1}" y1="{bottom}" x2="{x:.1}" y2="{}"/><text class="faint" x="{x:.1}" y="{}" text-anchor="middle">{label}</text>"#,
            bottom + 5.0,
            bottom + 19.0
        );
    }
}

/// What is marked, in two columns.
fn legend(out: &mut String, war: &War, marks: &[Mark], top: f64) {
    let dates = Dates::new(war);
    let rows = marks.len().div_ceil(2);
    for (row, mark) in marks.iter().enumerate() {
        let x = FRAME.0 + if row < rows { 0.0 } else { (WIDTH - FRAME.0) / 2.0 };
        let y = top + (row % rows.max(1)) as f64 * 18.0;
        let text = escaped(&format!("{}: {}", dates.short(mark.day), mark.says));
        let _ = writeln!(out, r#"<text class="faint" x="{x}" y="{y}">{text}</text>"#);
    }
}

fn escaped(text: &str) -> String {
    escape(&text.replace(TIE, " "))
}

#[cfg(test)]
mod tests {
    use super::rounded_up;

    #[test]
    fn scales_end_at_round_figures() {
        for (most, end) in [(0.0, 1.0), (1.0, 1.0), (3.1, 5.0), (9_999.0, 10_000.0), (10_001.0, 15_000.0)] {
            assert_eq!(rounded_up(most), end);
        }
    }
}
