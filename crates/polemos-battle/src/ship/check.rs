//! What is wrong with a scene: each mistake with its place, what it is, and what would do, all at once.

use super::scene::{
    Arena, Class, Dark, Doctrine, Formed, Gun, MAX_WEAPONS, Scene, SideOf, SquadronOf, Start,
};
use std::collections::BTreeSet;
use std::fmt::Display;

/// Most cells of a grid.
const MOST_CELLS: f64 = 5e8;

/// All mistakes of a scene, in sentences.
pub fn problems(scene: &Scene) -> Vec<String> {
    let mut found = Found(Vec::new());
    found.number(("The scene", "step_hours"), scene.step_hours, Of::Positive);
    arena(scene, &mut found);
    found.twice("classes", scene.class.iter().map(|class| class.id.as_str()));
    scene.class.iter().for_each(|of| class(of, &mut found));
    let squadrons = || scene.side.iter().flat_map(|side| &side.squadron);
    found.twice("squadrons", squadrons().map(|squadron| squadron.id.as_str()));
    for side in &scene.side {
        side_of(side, &mut found);
        for of in &side.squadron {
            squadron(of, &mut found);
            if !scene.class.iter().any(|class| class.id == of.class) {
                found.tell(format!("Squadron `{}` is of no known class: `{}`.", of.id, of.class));
            }
            for source in &of.powered_by {
                if !side.squadron.iter().any(|other| other.id == *source) {
                    found.tell(format!(
                        "Squadron `{}` is powered by `{source}`, which its side does not have.",
                        of.id
                    ));
                }
            }
        }
    }
    let copies: u64 = squadrons().map(|squadron| u64::from(squadron.copies)).sum();
    if copies > u64::from(u16::MAX) {
        found.tell(format!("There are {copies} squadrons; there may be {}.", u16::MAX));
    }
    found.0
}

fn arena(scene: &Scene, found: &mut Found) {
    let Arena { crowding, cell, .. } = scene.arena;
    let before = found.0.len();
    if let Some(crowding) = crowding {
        found.number(("The arena's crowding", "ships"), crowding.ships, Of::Positive);
        found.number(("The arena's crowding", "within"), crowding.within, Of::Positive);
    }
    if let Some(cell) = cell {
        found.number(("The arena", "cell"), cell, Of::Positive);
    }
    if found.0.len() > before {
        return;
    }
    let size = scene.size();
    if !(size[0] > 0.0 && size[1] > 0.0 && size[2] >= 0.0 && size.iter().all(|edge| edge.is_finite())) {
        found.tell("The arena needs a size of finite edges, or a crowding.".into());
        return;
    }
    let cell = scene.cell();
    let cells: f64 = size.iter().map(|edge| f64::from(edge / cell).floor() + 1.0).product();
    if cell.is_nan() || cell <= 0.0 || cells > MOST_CELLS {
        found.tell(format!("Cells of edge {cell} do not fit the arena."));
    }
}

fn class(class: &Class, found: &mut Found) {
    let place = format!("Class `{}`", class.id);
    let mut is = |name: &str, value: f32, of: Of| found.number((&place, name), value, of);
    is("sensor", class.sensor, Of::Length);
    is("speed", class.speed, Of::Length);
    is("acceleration", class.acceleration, Of::Length);
    is("standoff", class.standoff, Of::Length);
    is("shield", class.shield, Of::Length);
    is("recharge", class.recharge, Of::Length);
    is("hull", class.hull, Of::Positive);
    is("priority", class.priority, Of::Length);
    is("link", class.link, Of::Length);
    if class.weapon.len() > MAX_WEAPONS {
        found.tell(format!("{place} has more than {MAX_WEAPONS} weapons."));
    }
    for (number, weapon) in class.weapon.iter().enumerate() {
        gun(&format!("Weapon {} of class `{}`", number + 1, class.id), weapon, found);
    }
}

fn gun(place: &str, gun: &Gun, found: &mut Found) {
    found.number((place, "range"), gun.range, Of::Positive);
    found.number((place, "accuracy"), gun.accuracy, Of::Share);
    found.number((place, "accuracy_far"), gun.accuracy_far.unwrap_or_default(), Of::Share);
    found.number((place, "damage"), gun.damage, Of::Length);
    found.number((place, "blast"), gun.blast, Of::Length);
    found.number((place, "scatter"), gun.scatter, Of::Length);
}

fn side_of(side: &SideOf, found: &mut Found) {
    let place = format!("Side `{}`", side.id);
    if let Some(share) = side.breakpoint {
        found.number((&place, "breakpoint"), share, Of::Share);
    }
    if side.ships() == 0 {
        found.tell(format!("{place} has no ships; give it a squadron with some."));
    }
}

fn squadron(squadron: &SquadronOf, found: &mut Found) {
    let place = format!("Squadron `{}`", squadron.id);
    found.number((&place, "steadiness"), squadron.steadiness, Of::Share);
    found.number((&place, "worn"), squadron.worn, Of::Length);
    for (name, range) in [("breakpoint", squadron.breakpoint), ("sways", squadron.sways)] {
        found.range((&place, name), range);
    }
    if let Some(Dark { share, steps, .. }) = squadron.dark {
        found.number((&place, "dark.share"), share, Of::Share);
        found.range((&place, "dark.steps"), steps.map(|steps| steps.map(f32::from)));
    }
    if let Start::Formed(Formed { at, facing, spacing, shape, apart }) = squadron.start {
        at.iter().for_each(|share| found.number((&place, "at"), *share, Of::Share));
        found.number((&place, "facing"), facing, Of::Number);
        found.number((&place, "spacing"), spacing, Of::Length);
        shape.iter().for_each(|edge| found.number((&place, "shape"), *edge, Of::Positive));
        apart.iter().for_each(|way| found.number((&place, "apart"), *way, Of::Number));
    }
    match squadron.doctrine {
        None | Some(Doctrine::Mass | Doctrine::Raid) => {}
        Some(Doctrine::Screen { distance }) => found.number((&place, "distance"), distance, Of::Length),
        Some(Doctrine::Envelop { radius, flank }) => {
            found.number((&place, "radius"), radius, Of::Length);
            found.number((&place, "flank"), flank, Of::Number);
        }
        Some(Doctrine::Hold { leash, ground }) => {
            found.number((&place, "leash"), leash, Of::Length);
            found.number((&place, "ground"), ground.unwrap_or_default(), Of::Length);
        }
    }
}

/// What a number must be.
#[derive(Clone, Copy)]
enum Of {
    Number,
    Length,
    Positive,
    Share,
}

/// Mistakes found so far.
struct Found(Vec<String>);

impl Found {
    fn tell(&mut self, sentence: String) {
        self.0.push(sentence);
    }

    fn number(&mut self, (place, name): (&str, &str), written: impl Into<f64> + Copy + Display, of: Of) {
        let value = written.into();
        let (good, would_do) = match of {
            Of::Number => (value.is_finite(), "a finite number"),
            Of::Length => (value.is_finite() && value >= 0.0, "a finite number, 0 at least"),
            Of::Positive => (value.is_finite() && value > 0.0, "a finite number above 0"),
            Of::Share => ((0.0..=1.0).contains(&value), "a share from 0 to 1"),
        };
        if !good {
            self.tell(format!("{place}: `{name}` is {written}; write {would_do}."));
        }
    }

    /// Lowest and highest, between which chance decides.
    fn range(&mut self, (place, name): (&str, &str), range: Option<[f32; 2]>) {
        if let Some([low, high]) = range
            && !(low >= 0.0 && low <= high && high.is_finite())
        {
            self.tell(format!(
                "{place}: `{name}` is [{low}, {high}]; write the lowest, 0 at least, and the highest."
            ));
        }
    }

    fn twice<'a>(&mut self, what: &str, ids: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                self.tell(format!("Two {what} are called `{id}`."));
            }
        }
    }
}
