//! The map as text: 80 columns, at most 24 rows. A holder shows by the shape of the mark (its side) and by a letter
//! (the faction), whatever colours the terminal has.

use super::Picture;
use polemos::almanac::sides::median;
use polemos::almanac::text::{Line, Style, WIDTH, clip, columns, plain, wrap};
use polemos::war::PlaceId;

/// Columns of the drawing.
const WIDE: usize = WIDTH;
/// Rows of the drawing; title and legend stand around it.
const HIGH: usize = 19;
/// Rows of all.
const ALL: usize = 24;
/// Shapes of sides; further sides share the last.
const SHAPES: [char; 5] = ['●', '▲', '■', '◆', '▼'];
/// The shape of a place that no one holds.
const NO_ONE: char = '○';

/// The shape of a side.
fn shape(side: Option<usize>) -> char {
    side.map_or(NO_ONE, |row| SHAPES[row.min(SHAPES.len() - 1)])
}

/// Draws the map.
pub fn draw(picture: &Picture<'_>) -> Vec<Line> {
    let mut grid = Grid::new();
    let marks = grid.marks(picture);
    grid.lanes(picture, &marks);
    for (place, cell) in &marks {
        grid.mark(picture, *place, *cell);
    }
    let unnamed = grid.labels(picture, &marks);
    let mut lines = vec![title(picture)];
    lines.extend(grid.rows());
    lines.extend(legend(picture, &unnamed));
    lines.truncate(ALL);
    lines
}

fn title(picture: &Picture<'_>) -> Line {
    let mut line = Line::of(Style::Heading, clip(&picture.war.names.primary.to_uppercase(), WIDTH / 2));
    let moment = clip(&picture.moment, WIDTH / 2 - 2);
    line.pad_to(WIDTH - columns(&moment));
    line.push(Style::Dim, moment);
    line
}

/// Marks with their meaning; then places that found no room for their names.
fn legend(picture: &Picture<'_>, unnamed: &[PlaceId]) -> Vec<Line> {
    let mut spans = Vec::new();
    let mut line = Line::new();
    for (side, faction) in picture.holders() {
        let name =
            picture.war.factions.get(faction).map(|it| it.names.short().to_owned()).unwrap_or_default();
        line.push(style(Some(side)), format!("{}{}", shape(Some(side)), picture.letter(faction)));
        line.push(Style::Plain, format!("\u{a0}{}   ", name.replace(' ', "\u{a0}")));
    }
    if picture.places().any(|place| picture.owner(place).is_none()) {
        line.push(Style::Dim, format!("{NO_ONE}\u{a0}no\u{a0}one   "));
    }
    line.push(Style::Dim, "·\u{a0}lane   :\u{a0}closed\u{a0}lane");
    spans.extend(line.spans);
    let mut lines = wrap(&spans, WIDTH);
    if !unnamed.is_empty() {
        let names: Vec<String> = unnamed
            .iter()
            .filter_map(|id| Some(picture.war.places.get(*id)?.names.short().to_owned()))
            .collect();
        lines.extend(wrap(&plain(&format!("not named above: {}", names.join(", "))), WIDTH));
    }
    lines
}

fn style(side: Option<usize>) -> Style {
    side.map_or(Style::Dim, Style::side)
}

/// A cell: what stands there, and whether something else may take its place.
#[derive(Clone, Copy)]
struct Cell {
    letter: char,
    style: Style,
    taken: bool,
}

struct Grid {
    cells: Vec<Cell>,
}

/// Column and row of a mark.
type At = (usize, usize);

impl Grid {
    fn new() -> Self {
        Self { cells: vec![Cell { letter: ' ', style: Style::Plain, taken: false }; WIDE * HIGH] }
    }

    fn cell(&mut self, (x, y): At) -> Option<&mut Cell> {
        if x < WIDE && y < HIGH { self.cells.get_mut(y * WIDE + x) } else { None }
    }

    fn free(&self, (x, y): At, wide: usize) -> bool {
        let inside = y < HIGH && x + wide <= WIDE;
        inside && self.cells[y * WIDE + x..y * WIDE + x + wide].iter().all(|cell| !cell.taken)
    }

    /// The cells of all marks: each in its place, or as near as there is room.
    fn marks(&mut self, picture: &Picture<'_>) -> Vec<(PlaceId, At)> {
        let mut marks = Vec::new();
        let mut taken: Vec<At> = Vec::new();
        for place in picture.places() {
            let (x, y) = picture.position(place);
            // Room is kept on both sides for names.
            let wish =
                (4 + (x * (WIDE - 16) as f64).round() as usize, 1 + (y * (HIGH - 3) as f64).round() as usize);
            let near = |at: &At| taken.iter().all(|other| other.0.abs_diff(at.0) > 2 || other.1 != at.1);
            let mut spots: Vec<At> =
                (0..HIGH).flat_map(|y| (0..WIDE - 2).map(move |x| (x, y))).filter(near).collect();
            // A row counts twice a column: cells are about twice as high as wide.
            spots.sort_by_key(|at| (at.0.abs_diff(wish.0) + 2 * at.1.abs_diff(wish.1), at.1, at.0));
            let at = spots.first().copied().unwrap_or(wish);
            taken.push(at);
            marks.push((place, at));
        }
        marks
    }

    fn lanes(&mut self, picture: &Picture<'_>, marks: &[(PlaceId, At)]) {
        let find = |place: PlaceId| marks.iter().find(|(id, _)| *id == place).map(|(_, at)| *at);
        for lane in picture.war.lanes.iter().filter(|lane| !lane.removed) {
            let [Some(a), Some(b)] = lane.ends.map(find) else { continue };
            for at in between(a, b) {
                if let Some(cell) = self.cell(at) {
                    *cell =
                        Cell { letter: if lane.open { '·' } else { ':' }, style: Style::Dim, taken: false };
                }
            }
        }
    }

    fn mark(&mut self, picture: &Picture<'_>, place: PlaceId, at: At) {
        let side = picture.side(place);
        let letter = picture.owner(place).map_or(' ', |owner| picture.letter(owner));
        for (step, letter) in [(0, shape(side)), (1, letter)] {
            if let Some(cell) = self.cell((at.0 + step, at.1)) {
                *cell = Cell { letter, style: style(side), taken: true };
            }
        }
    }

    /// Writes names beside their marks, the worthiest places first; returns those that found no room.
    fn labels(&mut self, picture: &Picture<'_>, marks: &[(PlaceId, At)]) -> Vec<PlaceId> {
        let value =
            |place: PlaceId| picture.war.places.get(place).map_or(0.0, |it| median(picture.war, it.value));
        let mut order = marks.to_vec();
        order.sort_by(|a, b| value(b.0).total_cmp(&value(a.0)));
        let mut unnamed = Vec::new();
        for (place, at) in order {
            let name =
                picture.war.places.get(place).map(|it| it.names.short().to_owned()).unwrap_or_default();
            let written = [22, 12, 8].iter().any(|most| self.label(&clip(&name, *most), at));
            if !written {
                unnamed.push(place);
            }
        }
        unnamed
    }

    fn label(&mut self, name: &str, (x, y): At) -> bool {
        let wide = columns(name);
        let middle = (x + 1).saturating_sub(wide / 2).min(WIDE.saturating_sub(wide));
        let left = x.checked_sub(wide + 1);
        let spots = [
            Some((x + 3, y)),
            left.map(|left| (left, y)),
            y.checked_sub(1).map(|above| (middle, above)),
            Some((middle, y + 1)),
            y.checked_sub(1).map(|above| (x + 2, above)),
            Some((x + 2, y + 1)),
            left.map(|left| (left + 1, y + 1)),
            left.and_then(|left| Some((left + 1, y.checked_sub(1)?))),
        ];
        let spot = spots.into_iter().flatten().filter(|at| self.free_around(*at, wide));
        let Some((x, y)) = spot.min_by_key(|at| self.covered(*at, wide)) else { return false };
        for (step, letter) in name.chars().enumerate() {
            if let Some(cell) = self.cell((x + step, y)) {
                *cell = Cell { letter, style: Style::Plain, taken: true };
            }
        }
        true
    }

    /// Whether a name fits with a free cell at either end, so that no two names run together.
    fn free_around(&self, (x, y): At, wide: usize) -> bool {
        let before = x == 0 || self.free((x - 1, y), 1) || self.is_gap((x - 1, y));
        let after = x + wide >= WIDE || self.free((x + wide, y), 1);
        self.free((x, y), wide) && before && after
    }

    /// The blank cell beside a mark without a letter is room enough.
    fn is_gap(&self, (x, y): At) -> bool {
        self.cells.get(y * WIDE + x).is_some_and(|cell| cell.letter == ' ')
    }

    /// Lane cells that a name would cover.
    fn covered(&self, (x, y): At, wide: usize) -> usize {
        self.cells[y * WIDE + x..y * WIDE + x + wide].iter().filter(|cell| cell.letter != ' ').count()
    }

    fn rows(&self) -> Vec<Line> {
        self.cells
            .chunks(WIDE)
            .map(|row| {
                let mut line = Line::new();
                row.iter().for_each(|cell| line.push(cell.style, cell.letter));
                line
            })
            .collect()
    }
}

/// The cells between two marks, ends left out (Bresenham 1965), every other one on long level stretches.
fn between(a: At, b: At) -> Vec<At> {
    let (dx, dy) = (b.0 as f64 - a.0 as f64, b.1 as f64 - a.1 as f64);
    let steps = dx.abs().max(2.0 * dy.abs()).round() as usize / 2;
    (1..steps)
        .map(|step| {
            let part = step as f64 / steps as f64;
            ((a.0 as f64 + dx * part).round() as usize, (a.1 as f64 + dy * part).round() as usize)
        })
        .filter(|at| *at != a && *at != b && *at != (a.0 + 1, a.1) && *at != (b.0 + 1, b.1))
        .collect()
}
