//! The phases of a battle as a picture, from its recording: six moments seen from above. A disc stands for the ships of
//! one side in a cell, by its area; one side's are full and the other's are rings, so that the picture survives a grey
//! copy. Crosses mark where ships have been destroyed up to then.

use crate::xml::escape;
use polemos::almanac::voice::figures;
use polemos::battle::ship::Fate;
use polemos::battle::ship::replay::{Frame, Replay, ReplayError};
use std::fmt::Write as _;

/// Moments that are shown, and how many stand in a row.
const PHASES: (usize, usize) = (6, 3);
/// Width of one moment's panel, gap between two, and the margin about all.
const PANEL: (f64, f64, f64) = (380.0, 24.0, 30.0);
/// Height of the title, and of the line over a panel.
const TITLE: (f64, f64) = (92.0, 30.0);
/// Cells along the longer edge of the field.
const CELLS: f64 = 64.0;
/// Colours of the two sides: Okabe and Ito's (2008).
const COLOURS: [&str; 2] = ["#0072B2", "#D55E00"];

/// What one panel shows.
struct Phase {
    hours: f64,
    /// Ships of both sides, by cell.
    ships: Vec<[u32; 2]>,
    /// Ships destroyed up to then, by cell.
    wrecks: Vec<u32>,
    count: [u64; 2],
}

/// Cells of the field.
struct Cells {
    columns: usize,
    rows: usize,
    edge: f32,
}

impl Cells {
    fn new(size: [f32; 3]) -> Self {
        let edge = (size[0].max(size[1]) / CELLS as f32).max(f32::MIN_POSITIVE);
        let along = |length: f32| (length / edge).ceil().max(1.0) as usize;
        Self { columns: along(size[0]), rows: along(size[1]), edge }
    }

    fn of(&self, place: [f32; 3]) -> usize {
        let along = |x: f32, most: usize| ((x / self.edge) as usize).min(most - 1);
        along(place[1], self.rows) * self.columns + along(place[0], self.columns)
    }
}

/// Draws the phases of a recorded battle.
///
/// # Errors
///
/// If the recording contradicts itself.
pub fn draw(replay: &Replay, subtitle: &str) -> Result<String, ReplayError> {
    let cells = Cells::new(replay.headline().size);
    let phases = phases(replay, &cells)?;
    let (wide, gap, margin) = PANEL;
    let high = wide * cells.rows as f64 / cells.columns as f64;
    let down = PHASES.0.div_ceil(PHASES.1) as f64;
    let across = PHASES.1 as f64;
    let size = (
        2.0 * margin + across * wide + (across - 1.0) * gap,
        TITLE.0 + down * (TITLE.1 + high) + (down - 1.0) * gap + 2.0 * margin,
    );
    let mut out = String::new();
    open(&mut out, replay, subtitle, size);
    for (row, phase) in phases.iter().enumerate() {
        let (column, line) = ((row % PHASES.1) as f64, (row / PHASES.1) as f64);
        let corner = (
            margin + column * (wide + gap),
            TITLE.0 + margin * 0.4 + line * (TITLE.1 + high + gap) + TITLE.1,
        );
        panel(&mut out, phase, &cells, corner, (wide, high));
    }
    out.push_str("</svg>\n");
    Ok(out)
}

/// The moments: evenly spaced frames, the first and the last among them.
fn phases(replay: &Replay, cells: &Cells) -> Result<Vec<Phase>, ReplayError> {
    let last = replay.frames().saturating_sub(1);
    let mut wanted: Vec<usize> = (0..PHASES.0).map(|phase| phase * last / (PHASES.0 - 1)).collect();
    wanted.dedup();
    let mut phases = Vec::new();
    let mut wrecks = vec![0; cells.columns * cells.rows];
    // Where ships were last seen: there they were destroyed.
    let mut seen = vec![0_usize; replay.headline().ships() as usize];
    for (number, frame) in replay.play().enumerate() {
        let frame = frame?;
        for (ship, _) in frame.gone.iter().filter(|(_, fate)| *fate == Fate::Destroyed) {
            wrecks[seen[*ship as usize]] += 1;
        }
        for ship in &frame.ships {
            seen[ship.ship as usize] = cells.of(ship.place);
        }
        if wanted.contains(&number) {
            phases.push(phase(replay, &frame, cells, wrecks.clone()));
        }
    }
    Ok(phases)
}

fn phase(replay: &Replay, frame: &Frame, cells: &Cells, wrecks: Vec<u32>) -> Phase {
    let mut ships = vec![[0; 2]; cells.columns * cells.rows];
    let mut count = [0; 2];
    for ship in &frame.ships {
        ships[cells.of(ship.place)][usize::from(ship.side)] += 1;
        count[usize::from(ship.side)] += 1;
    }
    Phase { hours: f64::from(frame.step) * replay.headline().step_hours, ships, wrecks, count }
}

fn open(out: &mut String, replay: &Replay, subtitle: &str, (wide, high): (f64, f64)) {
    let (title, subtitle) = (escape(&replay.headline().name), escape(subtitle));
    let [first, second] = [0, 1].map(|side: usize| escape(&replay.headline().sides[side]));
    let margin = PANEL.2;
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide:.0} {high:.0}\" width=\"{wide:.0}\" \
         height=\"{high:.0}\" font-family=\"'Source Sans 3', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif\" \
         role=\"img\">\n<title>{title}: phases of the battle</title>\n\
         <rect width=\"{wide:.0}\" height=\"{high:.0}\" fill=\"#FCFBF8\"/>\n\
         <text x=\"{margin}\" y=\"44\" font-size=\"28\" font-weight=\"700\" fill=\"#1A1D23\">{title}</text>\n\
         <text x=\"{margin}\" y=\"68\" font-size=\"15\" fill=\"#565B66\">{subtitle}</text>\n"
    );
    let y = 90.0;
    disc(out, 0, (margin + 6.0, y - 5.0), 5.0);
    label(out, (margin + 18.0, y), 14.0, &first);
    let next = margin + 40.0 + 8.0 * first.chars().count() as f64;
    disc(out, 1, (next + 6.0, y - 5.0), 5.0);
    label(out, (next + 18.0, y), 14.0, &second);
    let next = next + 40.0 + 8.0 * second.chars().count() as f64;
    cross(out, (next + 6.0, y - 5.0), 4.0);
    label(out, (next + 18.0, y), 14.0, "destroyed up to then");
}

fn panel(out: &mut String, phase: &Phase, cells: &Cells, (x, y): (f64, f64), (wide, high): (f64, f64)) {
    let [first, second] = phase.count.map(figures);
    label(out, (x, y - 8.0), 15.0, &format!("{:.1} hours: {first} against {second}", phase.hours));
    let _ = writeln!(
        out,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" fill=\"#FFFFFF\" stroke=\"#C9CDD4\"/>"
    );
    let edge = wide / cells.columns as f64;
    let most = phase.ships.iter().flatten().copied().max().unwrap_or(1).max(1);
    let middle = |cell: usize| {
        let (column, row) = ((cell % cells.columns) as f64, (cell / cells.columns) as f64);
        // North is up.
        (x + (column + 0.5) * edge, y + high - (row + 0.5) * edge)
    };
    let worst = phase.wrecks.iter().copied().max().unwrap_or(1).max(1);
    for (cell, wrecks) in phase.wrecks.iter().enumerate().filter(|(_, wrecks)| **wrecks > 0) {
        let share = f64::from(*wrecks) / f64::from(worst);
        cross(out, middle(cell), edge * (0.25 + 0.35 * share.sqrt()));
    }
    for (cell, ships) in phase.ships.iter().enumerate() {
        for (side, ships) in ships.iter().enumerate() {
            if *ships > 0 {
                let share = f64::from(*ships) / f64::from(most);
                disc(out, side, middle(cell), edge * (0.18 + 0.42 * share.sqrt()));
            }
        }
    }
}

/// A side's ships: full for the first, a ring for the second.
fn disc(out: &mut String, side: usize, (x, y): (f64, f64), radius: f64) {
    let colour = COLOURS[side.min(1)];
    let look = match side {
        0 => format!("r=\"{radius:.2}\" fill=\"{colour}\" fill-opacity=\"0.8\""),
        _ => {
            let pen = (radius * 0.45).max(0.6);
            format!(
                "r=\"{:.2}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{pen:.2}\"",
                radius - 0.5 * pen
            )
        }
    };
    let _ = writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" {look}/>");
}

fn cross(out: &mut String, (x, y): (f64, f64), size: f64) {
    let _ = writeln!(
        out,
        "<path d=\"M{:.1},{:.1}l{s:.1},{s:.1}m0,-{s:.1}l-{s:.1},{s:.1}\" stroke=\"#8A8F98\" stroke-width=\"0.9\" fill=\"none\"/>",
        x - size,
        y - size,
        s = 2.0 * size
    );
}

fn label(out: &mut String, (x, y): (f64, f64), size: f64, text: &str) {
    let _ =
        writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"#1A1D23\">{text}</text>");
}
