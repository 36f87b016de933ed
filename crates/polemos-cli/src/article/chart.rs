//! Strength over time as a picture: a line for each side, with marks where battles were fought.

use crate::xml::escape;
use polemos::PlayedSoFar;
use polemos::almanac::text::TIE;
use polemos::almanac::voice::{Voice, figures};
use polemos::chronicle::Sample;
use polemos::record::Record;
use polemos::record::export::html::Figure;
use polemos::war::names::capitalised;
use polemos::war::{CoalitionId, FactionId, FactionKind, Id as _};
use std::fmt::Write as _;

/// Size of the picture.
const SIZE: (f64, f64) = (720.0, 340.0);
/// The part that the lines take: left, top, right, bottom.
const FRAME: (f64, f64, f64, f64) = (64.0, 16.0, 700.0, 284.0);
/// Classes of lines, by the row of the side; the page's style gives colour, and each has its own dashes.
const LINES: [(&str, &str); 3] = [("side-a", ""), ("side-b", "7 4"), ("side-c", "2 4")];
/// Rows of the table beside the picture.
const ROWS: usize = 12;

/// A line: points of time and value.
struct Series {
    name: String,
    points: Vec<(f64, f64)>,
}

/// Strength over a chronicle, by whatever is drawn as one line.
fn line(played: &PlayedSoFar, name: String, of: impl Fn(&Sample) -> f64) -> Series {
    let samples = played.chronicle.series.iter();
    Series { name: capitalised(&name), points: samples.map(|sample| (sample.day, of(sample))).collect() }
}

/// A line for each side of a war; of a saga, whose sides come and go, one for each of its greatest states.
fn lines(played: &PlayedSoFar, sides: &[CoalitionId]) -> Vec<Series> {
    let (war, voice) = (&played.war, Voice::new(&played.war));
    let most = LINES.len();
    if war.saga.is_none() {
        let one = |side: &CoalitionId| {
            line(played, voice.coalition(*side).the, |sample| {
                let own = sample.factions.iter().filter(|it| it.coalition == *side);
                own.map(|it| f64::from(it.strength)).sum()
            })
        };
        return sides.iter().take(most).map(one).collect();
    }
    let states = war.factions.pairs().filter(|(_, it)| it.kind == FactionKind::State && !it.removed);
    let own = |sample: &Sample, id: FactionId| {
        sample.factions.get(id.index()).map_or(0.0, |it| f64::from(it.strength))
    };
    let mut states: Vec<FactionId> = states.map(|(id, _)| id).collect();
    let first = played.chronicle.series.first();
    let opening = |id: FactionId| first.map_or(0.0, |sample| own(sample, id));
    states.sort_by(|a, b| opening(*b).total_cmp(&opening(*a)).then(a.cmp(b)));
    let one = |id: FactionId| line(played, voice.faction(id).the, |sample| own(sample, id));
    states.into_iter().take(most).map(one).collect()
}

/// Strength of the sides of a war, day by day.
pub fn of_war(played: &PlayedSoFar) -> Option<Figure> {
    let run = played.run();
    let teller = run.teller();
    let series = lines(played, &teller.sides);
    let long = series.first().map_or(0, |it| it.points.len());
    if long < 3 || series.iter().all(|it| it.points.iter().all(|(_, y)| *y <= 0.0)) {
        return None;
    }
    let battles: Vec<f64> = teller.clashes.iter().map(|clash| clash.day).collect();
    let date = |day: f64| teller.dates.full(day).replace(TIE, " ");
    let last = series.iter().flat_map(|it| it.points.last()).map(|(x, _)| *x).fold(0.0, f64::max);
    let svg = draw(&series, &battles, (0.0, last), (&date(0.0), &date(last)), "Strength over time");
    let step = long.div_ceil(ROWS).max(1);
    let picked = (0..long).filter(|row| row % step == 0 || row + 1 == long);
    let rows = picked.map(|row| {
        let day = series.first().and_then(|it| it.points.get(row)).map_or(0.0, |(x, _)| *x);
        let values = series
            .iter()
            .map(|it| it.points.get(row).map_or_else(String::new, |(_, y)| figures(y.round() as u64)));
        [date(day)].into_iter().chain(values).collect()
    });
    Some(Figure {
        svg,
        caption: format!(
            "Strength of {}, in what ordinary ships it would be worth; marks below show battles.",
            if played.war.saga.is_some() { "the greatest states" } else { "either side" }
        ),
        columns: ["Date".to_owned()].into_iter().chain(series.iter().map(|it| it.name.clone())).collect(),
        rows: rows.collect(),
    })
}

/// What was left of either side in a battle, hour by hour.
pub fn of_battle(played: &PlayedSoFar, record: &Record) -> Option<Figure> {
    let run = played.run();
    let teller = run.teller();
    let clash =
        teller.clashes.iter().find(|it| polemos::almanac::article::battle_id(&teller, it) == record.id)?;
    let parts = clash.entries.iter().filter_map(|seq| match &teller.chronicle.entry(*seq)?.what {
        polemos::chronicle::What::Battle(battle) => Some(battle.as_ref()),
        _ => None,
    });
    let voice = Voice::new(&played.war);
    let ids = clash.whole.sides.each_ref().map(|side| side.coalition);
    let mut series = ids.map(|id| Series { name: capitalised(&voice.coalition(id).the), points: Vec::new() });
    for battle in parts {
        let from = (battle.began - clash.whole.began) * 24.0;
        // A later engagement may have the other side as its attacker.
        let turned = battle.sides[0].coalition != ids[0];
        for [hours, a, b] in &battle.curve {
            let (a, b) = if turned { (b, a) } else { (a, b) };
            series[0].points.push((from + f64::from(*hours), f64::from(*a)));
            series[1].points.push((from + f64::from(*hours), f64::from(*b)));
        }
    }
    let long = series[0].points.len();
    let last = series[0].points.last().map_or(0.0, |(x, _)| *x);
    if long < 3 || last <= 0.0 {
        return None;
    }
    let hours = |x: f64| format!("{} hours", figures(x.round() as u64));
    let svg = draw(&series, &[], (0.0, last), ("its beginning", &hours(last)), "Strength left in the battle");
    let step = long.div_ceil(ROWS).max(1);
    let picked = (0..long).filter(|row| row % step == 0 || row + 1 == long);
    let rows = picked.map(|row| {
        let at = |it: &Series| it.points.get(row).map_or(0.0, |(_, y)| *y);
        vec![
            format!("{:.1}", series[0].points[row].0),
            figures(at(&series[0]).round() as u64),
            figures(at(&series[1]).round() as u64),
        ]
    });
    Some(Figure {
        svg,
        caption: "What was left of either side, in what ordinary ships it would be worth.".to_owned(),
        columns: vec!["Hours".to_owned(), series[0].name.clone(), series[1].name.clone()],
        rows: rows.collect(),
    })
}

fn draw(
    series: &[Series],
    battles: &[f64],
    (from, to): (f64, f64),
    (first, last): (&str, &str),
    title: &str,
) -> String {
    let (wide, high) = SIZE;
    let (left, top, right, bottom) = FRAME;
    let most = series.iter().flat_map(|it| &it.points).map(|(_, y)| *y).fold(1.0, f64::max);
    let top_value = nice(most);
    let x = |value: f64| left + (value - from) / (to - from).max(1e-9) * (right - left);
    let y = |value: f64| bottom - value / top_value * (bottom - top);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" class=\"chart\" role=\"img\" aria-label=\"{}\">\n",
        escape(title)
    );
    for part in 0..=4 {
        let value = top_value * f64::from(part) / 4.0;
        let _ = writeln!(
            out,
            "<line class=\"grid\" x1=\"{left}\" y1=\"{0:.1}\" x2=\"{right}\" y2=\"{0:.1}\"/><text x=\"{1}\" y=\"{2:.1}\" text-anchor=\"end\">{3}</text>",
            y(value),
            left - 8.0,
            y(value) + 4.0,
            figures(value.round() as u64)
        );
    }
    for day in battles {
        let at = x(*day);
        let _ = writeln!(out, "<path class=\"tick\" d=\"M{at:.1},{bottom} l-4,9 h8 z\"/>");
    }
    for (row, it) in series.iter().enumerate() {
        let (class, dashes) = LINES[row.min(LINES.len() - 1)];
        let points: Vec<String> =
            it.points.iter().map(|(a, b)| format!("{:.1},{:.1}", x(*a), y(*b))).collect();
        let dash = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
        let _ = writeln!(out, "<polyline class=\"line {class}\" points=\"{}\"{dash}/>", points.join(" "));
    }
    let _ = writeln!(
        out,
        "<text x=\"{left}\" y=\"{0}\">{1}</text><text x=\"{right}\" y=\"{0}\" text-anchor=\"end\">{2}</text>",
        bottom + 24.0,
        escape(first),
        escape(last)
    );
    let mut pen = left;
    for (row, it) in series.iter().enumerate() {
        let (class, dashes) = LINES[row.min(LINES.len() - 1)];
        let dash = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
        let base = high - 10.0;
        let _ = writeln!(
            out,
            "<line class=\"line {class}\" x1=\"{pen:.1}\" y1=\"{0}\" x2=\"{1:.1}\" y2=\"{0}\"{dash}/><text x=\"{2:.1}\" y=\"{base}\">{3}</text>",
            base - 4.0,
            pen + 30.0,
            pen + 38.0,
            escape(&it.name)
        );
        pen += 60.0 + it.name.chars().count() as f64 * 8.0;
    }
    out.push_str("</svg>\n");
    out
}

/// The next round number: one, two, two and a half, five or ten times a power of ten.
fn nice(value: f64) -> f64 {
    let mut scale = 1.0;
    while scale * 10.0 <= value {
        scale *= 10.0;
    }
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|step| step * scale).find(|it| *it >= value).unwrap_or(value)
}
