//! The map as a picture: dark on light. A holder shows by the shape of its disc, by its hatch and by its colour
//! (Okabe and Ito 2008), so that the picture survives a grey copy and every kind of sight.

use super::Picture;
use crate::xml::escape;
use polemos::almanac::sides::median;
use polemos::almanac::text::TIE;
use polemos::war::{FactionId, PlaceId, WorksKind};
use std::fmt::Write as _;

/// Size of the picture.
const SIZE: (f64, f64) = (1200.0, 860.0);
/// The part of it that the map takes: left, top, right, bottom.
const FRAME: (f64, f64, f64, f64) = (110.0, 120.0, 1090.0, 690.0);
/// Size of names.
const NAME_SIZE: f64 = 16.0;
/// Width of a letter, against the size of the type: an upper estimate for names in a plain face.
const LETTER: f64 = 0.56;
/// Colours of factions, in the order of the war: Okabe and Ito's.
const COLOURS: [&str; 7] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#7A6A00"];
/// The colour of what no one holds.
const NO_ONE: &str = "#8A8F98";

/// A box: left, top, width, height.
#[derive(Clone, Copy)]
struct Area(f64, f64, f64, f64);

impl Area {
    /// The area that two have in common.
    fn overlap(self, other: Area) -> f64 {
        let x = (self.0 + self.2).min(other.0 + other.2) - self.0.max(other.0);
        let y = (self.1 + self.3).min(other.1 + other.3) - self.1.max(other.1);
        x.max(0.0) * y.max(0.0)
    }

    /// Length of a line within it, roughly: by points along the line.
    fn crossed(self, a: (f64, f64), b: (f64, f64)) -> f64 {
        const POINTS: usize = 40;
        let inside = (0..=POINTS).filter(|step| {
            let part = *step as f64 / POINTS as f64;
            let (x, y) = (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part);
            x > self.0 && x < self.0 + self.2 && y > self.1 && y < self.1 + self.3
        });
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        inside.count() as f64 / POINTS as f64 * (dx * dx + dy * dy).sqrt()
    }
}

/// Draws the picture.
pub fn draw(picture: &Picture<'_>) -> String {
    let spots: Vec<Spot> = picture.places().map(|place| Spot::new(picture, place)).collect();
    let mut out = String::new();
    open(&mut out, picture);
    lanes(&mut out, picture, &spots);
    for spot in &spots {
        disc(&mut out, picture, spot);
    }
    for (spot, label) in spots.iter().zip(place_labels(picture, &spots)) {
        write_label(&mut out, spot, label);
    }
    legend(&mut out, picture);
    out.push_str("</svg>\n");
    out
}

/// A place on the picture.
struct Spot {
    place: PlaceId,
    name: String,
    x: f64,
    y: f64,
    radius: f64,
    capital: bool,
    works: Vec<WorksKind>,
}

impl Spot {
    fn new(picture: &Picture<'_>, place: PlaceId) -> Self {
        let (x, y) = picture.position(place);
        let it = picture.war.places.get(place);
        let value = it.map_or(1.0, |it| median(picture.war, it.value)).max(0.0);
        let works = it.map(|it| it.works.as_slice()).unwrap_or_default();
        let mut works: Vec<WorksKind> = works
            .iter()
            .filter_map(|id| picture.war.works.get(*id))
            .filter(|works| !works.removed)
            .map(|works| works.kind)
            .collect();
        works.sort_by_key(|kind| *kind as u8);
        works.dedup();
        Self {
            place,
            name: it.map(|it| it.names.short().to_owned()).unwrap_or_default(),
            x: FRAME.0 + x * (FRAME.2 - FRAME.0),
            y: FRAME.1 + y * (FRAME.3 - FRAME.1),
            radius: 13.0 + 5.0 * value.min(6.0).sqrt(),
            capital: picture.war.factions.iter().any(|faction| faction.capital == Some(place)),
            works,
        }
    }

    /// The disc with its works.
    fn area(&self) -> Area {
        let below = if self.works.is_empty() { 0.0 } else { 14.0 };
        let r = self.radius + 2.0;
        Area(self.x - r, self.y - r, 2.0 * r, 2.0 * r + below)
    }

    fn label_size(&self) -> (f64, f64) {
        let letters = self.name.chars().count() as f64;
        let size = NAME_SIZE * if self.capital { 1.08 } else { 1.0 };
        (letters * size * LETTER + 4.0, size * 1.2)
    }
}

fn colour(faction: FactionId) -> &'static str {
    COLOURS[faction.0 as usize % COLOURS.len()]
}

fn open(out: &mut String, picture: &Picture<'_>) {
    let (wide, high) = SIZE;
    let title = escape(&picture.war.names.primary);
    let moment = escape(&picture.moment.replace(TIE, " "));
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" \
         font-family=\"'Source Sans 3', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif\" role=\"img\">\n\
         <title>{title}: map</title>\n<rect width=\"{wide}\" height=\"{high}\" fill=\"#FCFBF8\"/>\n<defs>\n"
    );
    for (side, faction) in picture.holders() {
        hatch(out, side, faction);
    }
    let _ = write!(
        out,
        "</defs>\n<text x=\"40\" y=\"54\" font-size=\"30\" font-weight=\"700\" fill=\"#1A1D23\">{title}</text>\n\
         <text x=\"40\" y=\"80\" font-size=\"16\" fill=\"#565B66\">{moment}</text>\n"
    );
}

/// The hatch of a faction: its side gives the direction, the faction the colour.
fn hatch(out: &mut String, side: usize, faction: FactionId) {
    let colour = colour(faction);
    let id = faction.0;
    let lines = match side % 5 {
        0 => "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4",
        1 => "M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4",
        2 => "M0,4 h8",
        3 => "M4,0 v8",
        _ => "M0,4 h8 M4,0 v8",
    };
    let _ = writeln!(
        out,
        "<pattern id=\"f{id}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"8\" height=\"8\" fill=\"{colour}\" fill-opacity=\"0.22\"/>\
         <path d=\"{lines}\" stroke=\"{colour}\" stroke-width=\"1.8\" fill=\"none\"/></pattern>"
    );
}

fn lanes(out: &mut String, picture: &Picture<'_>, spots: &[Spot]) {
    let find = |place: PlaceId| spots.iter().find(|spot| spot.place == place);
    for lane in picture.war.lanes.iter().filter(|lane| !lane.removed) {
        let [Some(a), Some(b)] = lane.ends.map(find) else { continue };
        let dash = if lane.open { "" } else { " stroke-dasharray=\"3 7\"" };
        let _ = writeln!(
            out,
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"#9AA0AB\" stroke-width=\"2.4\"\
             {dash} stroke-linecap=\"round\"/>",
            a.x, a.y, b.x, b.y
        );
    }
}

fn disc(out: &mut String, picture: &Picture<'_>, spot: &Spot) {
    let owner = picture.owner(spot.place);
    let stroke = owner.map_or(NO_ONE, colour);
    let fill = owner.map_or("#FFFFFF".to_owned(), |owner| format!("url(#f{})", owner.0));
    let width = if spot.capital { 4.5 } else { 2.4 };
    // White beneath, so that lanes end at the edge.
    for (fill, stroke, width) in [("#FCFBF8", "#FCFBF8", width + 5.0), (fill.as_str(), stroke, width)] {
        shape(out, picture.side(spot.place), (spot.x, spot.y), spot.radius, (fill, stroke, width));
    }
    let step = 15.0;
    let first = spot.x - step * (spot.works.len() as f64 - 1.0) / 2.0;
    for (row, kind) in spot.works.iter().enumerate() {
        glyph(out, *kind, first + step * row as f64, spot.y + spot.radius + 11.0);
    }
}

/// The outline of a side: circle, triangle, square, diamond, hexagon; a plain ring for no one.
fn shape(
    out: &mut String,
    side: Option<usize>,
    (x, y): (f64, f64),
    r: f64,
    (fill, stroke, width): (&str, &str, f64),
) {
    let style =
        format!("fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{width:.1}\" stroke-linejoin=\"round\"");
    let corners: &[(f64, f64)] = match side {
        None | Some(0) => {
            let r = if side.is_none() { r * 0.75 } else { r };
            let _ = writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\" {style}/>");
            return;
        }
        Some(1) => &[(0.0, -1.2), (1.12, 0.8), (-1.12, 0.8)],
        Some(2) => &[(-0.92, -0.92), (0.92, -0.92), (0.92, 0.92), (-0.92, 0.92)],
        Some(3) => &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)],
        Some(_) => &[(-0.55, -1.0), (0.55, -1.0), (1.1, 0.0), (0.55, 1.0), (-0.55, 1.0), (-1.1, 0.0)],
    };
    let points: Vec<String> =
        corners.iter().map(|(dx, dy)| format!("{:.1},{:.1}", x + dx * r, y + dy * r)).collect();
    let _ = writeln!(out, "<polygon points=\"{}\" {style}/>", points.join(" "));
}

/// Works: a yard as a hull, a depot as a house, a relay as a mast.
fn glyph(out: &mut String, kind: WorksKind, x: f64, y: f64) {
    let path = match kind {
        WorksKind::Yard => "M-6,-2 h12 l-3,6 h-6 z M0,-2 v-4 l4,4",
        WorksKind::Depot => "M-5,4 v-6 l5,-4 l5,4 v6 z",
        WorksKind::Relay => "M0,5 v-7 M-4,5 h8 M-5,-5 a5,5 0 0 0 10,0 z",
    };
    let _ = writeln!(
        out,
        "<path transform=\"translate({x:.1} {y:.1})\" d=\"{path}\" fill=\"#FCFBF8\" stroke=\"#2A2E37\" \
         stroke-width=\"1.5\" stroke-linejoin=\"round\"/>"
    );
}

/// Where each name stands: of twelve spots around its place the one that covers least, each place looking again
/// once the others have found theirs.
fn place_labels(picture: &Picture<'_>, spots: &[Spot]) -> Vec<Area> {
    let mut labels: Vec<Area> = spots.iter().map(|spot| candidates(spot)[0]).collect();
    let mut order: Vec<usize> = (0..spots.len()).collect();
    order.sort_by(|a, b| spots[*b].radius.total_cmp(&spots[*a].radius));
    let find = |place: PlaceId| spots.iter().find(|spot| spot.place == place).map(|spot| (spot.x, spot.y));
    let lines: Vec<[(f64, f64); 2]> = picture
        .war
        .lanes
        .iter()
        .filter(|lane| !lane.removed)
        .filter_map(|lane| Some([find(lane.ends[0])?, find(lane.ends[1])?]))
        .collect();
    for _ in 0..4 {
        for row in &order {
            let cost = |area: &Area| covered(*area, *row, spots, &labels, &lines);
            let best = candidates(&spots[*row]).into_iter().min_by(|a, b| cost(a).total_cmp(&cost(b)));
            if let Some(best) = best {
                labels[*row] = best;
            }
        }
    }
    labels
}

fn candidates(spot: &Spot) -> [Area; 12] {
    let (wide, high) = spot.label_size();
    let below = if spot.works.is_empty() { 5.0 } else { 19.0 };
    let r = spot.radius + 6.0;
    let side = r * 0.72;
    let (x, y, middle, centre) = (spot.x, spot.y, spot.x - wide / 2.0, spot.y - high / 2.0);
    let area = |left: f64, top: f64| Area(left, top, wide, high);
    [
        area(x + r, centre),
        area(x - r - wide, centre),
        area(middle, y - r - high),
        area(middle, y + spot.radius + below),
        area(x + side, y - side - high * 0.8),
        area(x + side, y + side - high * 0.2),
        area(x - side - wide, y - side - high * 0.8),
        area(x - side - wide, y + side - high * 0.2),
        area(x - wide * 0.2, y - r - high),
        area(x - wide * 0.8, y - r - high),
        area(x - wide * 0.2, y + spot.radius + below),
        area(x - wide * 0.8, y + spot.radius + below),
    ]
}

/// What a name would cover: other names and discs weigh most, then the edge, then lanes.
fn covered(area: Area, row: usize, spots: &[Spot], labels: &[Area], lines: &[[(f64, f64); 2]]) -> f64 {
    let names: f64 =
        labels.iter().enumerate().filter(|(at, _)| *at != row).map(|(_, other)| area.overlap(*other)).sum();
    let discs: f64 =
        spots.iter().enumerate().filter(|(at, _)| *at != row).map(|(_, it)| area.overlap(it.area())).sum();
    let own = area.overlap(spots[row].area());
    let lanes: f64 = lines.iter().map(|[a, b]| area.crossed(*a, *b)).sum();
    let (wide, high) = SIZE;
    let page = Area(8.0, 90.0, wide - 16.0, high - 190.0);
    let outside = area.2 * area.3 - area.overlap(page);
    8.0 * names + 6.0 * discs + 3.0 * own + 20.0 * outside + 4.0 * lanes
}

fn write_label(out: &mut String, spot: &Spot, area: Area) {
    let (weight, size) = if spot.capital { ("700", NAME_SIZE * 1.08) } else { ("500", NAME_SIZE) };
    // Beside its disc a name leans on it; above and below it is centred.
    let (anchor, x) = if area.0 >= spot.x {
        ("start", area.0 + 2.0)
    } else if area.0 + area.2 <= spot.x {
        ("end", area.0 + area.2 - 2.0)
    } else {
        ("middle", area.0 + area.2 / 2.0)
    };
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{size:.1}\" font-weight=\"{weight}\" text-anchor=\"{anchor}\" \
         fill=\"#1A1D23\" stroke=\"#FCFBF8\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\">{}</text>",
        area.1 + area.3 * 0.78,
        escape(&spot.name)
    );
}

/// Marks with their meaning, in rows at the foot.
fn legend(out: &mut String, picture: &Picture<'_>) {
    let (wide, high) = SIZE;
    let top = high - 92.0;
    let _ = writeln!(
        out,
        "<line x1=\"40\" y1=\"{top}\" x2=\"{}\" y2=\"{top}\" stroke=\"#D8D6CF\"/>",
        wide - 40.0
    );
    let mut pen = (54.0, top + 30.0);
    let mut write = |out: &mut String, text: &str, mark: &dyn Fn(&mut String, f64, f64)| {
        let room = 34.0 + text.chars().count() as f64 * 15.0 * LETTER + 18.0;
        if pen.0 + room > wide - 30.0 && pen.0 > 54.0 {
            pen = (54.0, pen.1 + 32.0);
        }
        mark(out, pen.0, pen.1);
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"15\" fill=\"#1A1D23\">{}</text>",
            pen.0 + 20.0,
            pen.1 + 5.0,
            escape(text)
        );
        pen.0 += room;
    };
    for (side, faction) in picture.holders() {
        let name =
            picture.war.factions.get(faction).map(|it| it.names.short().to_owned()).unwrap_or_default();
        let fill = format!("url(#f{})", faction.0);
        write(out, &name, &|out, x, y| shape(out, Some(side), (x, y), 10.0, (&fill, colour(faction), 2.2)));
    }
    if picture.places().any(|place| picture.owner(place).is_none()) {
        write(out, "held by no one", &|out, x, y| shape(out, None, (x, y), 11.0, ("#FFFFFF", NO_ONE, 2.2)));
    }
    write(out, "capital", &|out, x, y| shape(out, None, (x, y), 11.0, ("#FFFFFF", "#1A1D23", 4.5)));
    for (kind, name) in [(WorksKind::Yard, "yard"), (WorksKind::Depot, "depot"), (WorksKind::Relay, "relay")]
    {
        if picture.war.works.iter().any(|works| works.kind == kind && !works.removed) {
            write(out, name, &|out, x, y| glyph(out, kind, x, y));
        }
    }
    if picture.war.lanes.iter().any(|lane| !lane.open && !lane.removed) {
        write(out, "closed lane", &|out, x, y| {
            let _ = writeln!(
                out,
                "<line x1=\"{}\" y1=\"{y}\" x2=\"{}\" y2=\"{y}\" stroke=\"#9AA0AB\" stroke-width=\"2.4\" \
                 stroke-dasharray=\"3 7\" stroke-linecap=\"round\"/>",
                x - 12.0,
                x + 12.0
            );
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library;

    #[test]
    fn names_stand_clear_of_each_other_and_of_all_discs() {
        for (name, _) in library::WARS {
            let war = library::load(name).unwrap_or_else(|_| panic!("{name} cannot be played"));
            let owners = war.places.iter().map(|place| place.owner).collect();
            let picture = Picture::new(&war, owners, String::new());
            let spots: Vec<Spot> = picture.places().map(|place| Spot::new(&picture, place)).collect();
            let labels = place_labels(&picture, &spots);
            for (row, label) in labels.iter().enumerate() {
                let names = labels[..row].iter().all(|other| label.overlap(*other) == 0.0);
                assert!(names, "{name}: {} covers another name", spots[row].name);
                // Its own disc fills only part of its box, whose corners a name may use.
                let others = spots.iter().enumerate().filter(|(other, _)| *other != row);
                let discs = others.map(|(_, spot)| label.overlap(spot.area())).all(|area| area < 1.0);
                assert!(discs, "{name}: {} covers a disc", spots[row].name);
            }
        }
    }

    #[test]
    fn a_name_cannot_break_the_picture() {
        assert_eq!(escape("<Q'o & \"nos\">"), "&lt;Q'o &amp; &quot;nos&quot;&gt;");
    }
}
