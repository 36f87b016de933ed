//! A battle as people read it.

use polemos::almanac::text::{Line, Style, clip, columns};
use polemos::almanac::voice::{count_of, figures};
use polemos::ship::report::{BattleReport, CauseKind, EndReport, FateKind, SideReport};

/// Cells of the plot, across and up.
const PLOT: (usize, usize) = (64, 12);
/// Marks of the two sides in it, and of both in one cell.
const MARKS: [char; 3] = ['▲', '○', '◆'];

/// The record of a battle.
pub fn lines(report: &BattleReport) -> Vec<Line> {
    let mut lines = vec![Line::of(Style::Heading, heading(report))];
    lines.push(Line::of(Style::Plain, course(report)));
    for side in 0..2 {
        lines.push(Line::new());
        who_fought(&mut lines, report, side);
    }
    plot(&mut lines, report);
    lines.push(Line::new());
    lines.push(Line::of(Style::Heading, "What became of every ship"));
    for side in 0..2 {
        fates(&mut lines, report, side);
    }
    lines.push(Line::new());
    let rate = report.ship_updates_per_s / 1e6;
    let speed =
        format!("seed {}, digest {}, {rate:.1} million ship-updates a second", report.seed, report.digest);
    lines.push(Line::of(Style::Dim, speed));
    lines
}

fn heading(report: &BattleReport) -> String {
    let end = ending(report);
    match &report.of {
        Some(of) => format!("{}, {}: {end}", report.battle, of.date),
        None => format!("{}: {end}", report.battle),
    }
}

/// How it ended, as a clause.
fn ending(report: &BattleReport) -> String {
    let loser = report.sides.iter().find(|side| Some(&side.id) == report.loser.as_ref());
    let who = loser.map_or("", |side| side.name.as_str());
    match report.end {
        EndReport::Retreated => format!("{who} retreated"),
        EndReport::Destroyed => format!("{who} destroyed"),
        EndReport::Surrendered => format!("{who} surrendered"),
        EndReport::BothDestroyed => "neither side has a ship left".into(),
        EndReport::Undecided => "undecided".into(),
    }
}

fn course(report: &BattleReport) -> String {
    let shots = format!("{} shots, of which {} hit", figures(report.shots), figures(report.hits));
    format!("{:.1} hours in {}, {shots}", report.hours, count_of(u64::from(report.steps), "step", "steps"))
}

fn who_fought(lines: &mut Vec<Line>, report: &BattleReport, row: usize) {
    let side = &report.sides[row];
    let role = match (&report.of, row) {
        (None, _) => "",
        (Some(_), 0) => ", attacking",
        (Some(_), _) => ", defending",
    };
    lines.push(Line::of(Style::side(row), format!("{}{role}", side.name)));
    if !side.factions.is_empty() {
        let shut = if side.way_out == Some(false) { "; no way out" } else { "" };
        lines.push(Line::of(Style::Dim, format!("  {}{shut}", side.who)));
    }
    let lost = 100.0 * report.value_lost_share[row];
    let ships = total(side);
    let strength = match report.of {
        Some(_) => format!(", strength {} {}", figures(side.strength.round() as u64), report.strength_in),
        None => String::new(),
    };
    lines.push(Line::of(
        Style::Plain,
        format!("  {}{strength}; {lost:.0} % of it destroyed", count_of(ships, "unit", "units")),
    ));
    for class in &side.classes {
        let mut line = Line::of(Style::Plain, format!("    {}", clip(&class.name, 34)));
        right(&mut line, &figures(class.ships), 48);
        right(&mut line, &figures(class.destroyed), 60);
        line.push(Style::Dim, " destroyed");
        lines.push(line);
    }
}

fn total(side: &SideReport) -> u64 {
    side.classes.iter().map(|class| class.ships).sum()
}

fn right(line: &mut Line, text: &str, end: usize) {
    line.pad_to(end.saturating_sub(columns(text)));
    line.push(Style::Plain, text);
}

fn fates(lines: &mut Vec<Line>, report: &BattleReport, row: usize) {
    let side = &report.sides[row];
    let came = report.ships[row];
    let head = format!("  {}: {} came onto this side", side.name, count_of(came, "unit", "units"));
    lines.push(Line::of(Style::side(row), head));
    for fate in report.fates.iter().filter(|fate| fate.side == side.id) {
        let mut line = Line::new();
        right(&mut line, &figures(fate.ships), 12);
        line.push(Style::Plain, format!("  {}", clip(&fate.class, 24)));
        line.pad_to(40);
        line.push(Style::Plain, fate_words(fate.fate));
        line.pad_to(54);
        line.push(Style::Dim, cause_words(fate.cause));
        lines.push(line);
    }
}

/// Strengths of both sides over time.
fn plot(lines: &mut Vec<Line>, report: &BattleReport) {
    let (wide, high) = PLOT;
    let most =
        report.curve.iter().flat_map(|point| &point[1..]).fold(0.0_f64, |most, value| most.max(*value));
    let hours = report.curve.last().map_or(0.0, |point| point[0]);
    if most <= 0.0 || hours <= 0.0 {
        return;
    }
    lines.push(Line::new());
    lines.push(Line::of(Style::Heading, format!("Strength on the field, {}", report.strength_in)));
    let row_of = |value: f64| ((1.0 - value / most) * (high - 1) as f64).round() as usize;
    let rows: Vec<[usize; 2]> = (0..wide)
        .map(|column| {
            let at = at_time(&report.curve, hours * column as f64 / (wide - 1) as f64);
            [row_of(at[1]), row_of(at[2])]
        })
        .collect();
    let label = figures(most.round() as u64);
    let margin = columns(&label).max(1) + 1;
    for row in 0..high {
        let text = match row {
            0 => label.clone(),
            row if row == high - 1 => "0".into(),
            _ => String::new(),
        };
        let mut line = Line::of(Style::Dim, format!("{text:>margin$} "));
        for [first, second] in &rows {
            match (*first == row, *second == row) {
                (true, true) => line.push(Style::Strong, MARKS[2].to_string()),
                (true, false) => line.push(Style::side(0), MARKS[0].to_string()),
                (false, true) => line.push(Style::side(1), MARKS[1].to_string()),
                (false, false) => line.push(Style::Plain, " "),
            }
        }
        lines.push(line);
    }
    let end = format!("{hours:.1} hours");
    let gap = wide.saturating_sub(columns(&end) + 1);
    lines.push(Line::of(Style::Dim, format!("{:margin$} 0{}{end}", "", " ".repeat(gap))));
    let key = Line::of(Style::Plain, format!("{:margin$} ", ""))
        .with(Style::side(0), format!("{} {}", MARKS[0], report.sides[0].name))
        .with(Style::Plain, "   ")
        .with(Style::side(1), format!("{} {}", MARKS[1], report.sides[1].name))
        .with(Style::Dim, format!("   {} both", MARKS[2]));
    lines.push(key);
}

/// The last point of a curve at or before a moment.
fn at_time(curve: &[[f64; 3]], hours: f64) -> [f64; 3] {
    let after = curve.partition_point(|point| point[0] <= hours + 1e-9);
    curve.get(after.saturating_sub(1)).copied().unwrap_or_default()
}

fn fate_words(fate: FateKind) -> &'static str {
    match fate {
        FateKind::Present => "present",
        FateKind::Disabled => "disabled",
        FateKind::Destroyed => "destroyed",
        FateKind::Retreated => "retreated",
        FateKind::Surrendered => "surrendered",
        FateKind::Defected => "went over",
        FateKind::Captured => "captured",
    }
}

fn cause_words(cause: CauseKind) -> &'static str {
    match cause {
        CauseKind::InAction => "in action",
        CauseKind::InFlight => "in flight",
        CauseKind::Dark => "dark",
        CauseKind::SquadronBroke => "squadron broke",
        CauseKind::SideBroke => "side broke off",
        CauseKind::NoWayOut => "no way out",
        CauseKind::Appointed => "appointed moment",
        CauseKind::Swayed => "threshold reached",
    }
}
