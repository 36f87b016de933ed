//! A scene: a battle written down, with every number in it.
//!
//! Lengths are in units of the scene's own, times in steps, damage in points. What a scene does not mention is not in
//! the battle: a class without shields has none, a squadron without a breakpoint fights to the last.

use serde::Deserialize;

/// Most weapons of a class.
pub const MAX_WEAPONS: usize = 4;

/// A battle written down.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    /// What it is called.
    pub name: String,
    /// Steps after which it ends undecided.
    pub steps: u32,
    /// How long a step is, in hours.
    #[serde(default = "an_hour")]
    pub step_hours: f64,
    /// Whose random numbers it is played with.
    #[serde(default)]
    pub luck: LuckOf,
    /// Where it is fought.
    pub arena: Arena,
    /// Classes of ships, stations and platforms.
    pub class: Vec<Class>,
    /// The two sides.
    pub side: [SideOf; 2],
}

fn an_hour() -> f64 {
    1.0
}

/// A source of random numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LuckOf {
    /// The engine's own addressed draws.
    #[default]
    Addressed,
    /// The generator of the published duel, ship by ship as that numbers them.
    Published,
}

/// Where a battle is fought: a box with walls, in which ships turn back and out of which those that flee escape.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arena {
    /// Its edges along x, y and z. A height of 0 is a plane.
    #[serde(default)]
    pub size: [f32; 3],
    /// Instead of edges: a square plane in which the larger side stands so dense that a ship has so many enemies
    /// within a distance. Its size then grows with the number of ships.
    pub crowding: Option<Crowding>,
    /// Edge of the cells in which neighbours are looked for; two fifths of the longest sensor when left out.
    pub cell: Option<f32>,
}

/// A density.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crowding {
    /// So many ships of a side…
    pub ships: f64,
    /// …within this distance.
    pub within: f64,
}

/// A class of ships.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// What it is called.
    pub id: String,
    /// How far it sees.
    pub sensor: f32,
    /// Top speed, a step; 0 for stations and platforms.
    #[serde(default)]
    pub speed: f32,
    /// Greatest change of velocity, a step.
    #[serde(default)]
    pub acceleration: f32,
    /// Distance at which it turns from closing in to circling.
    #[serde(default)]
    pub standoff: f32,
    /// Shield points, full.
    #[serde(default)]
    pub shield: f32,
    /// Shield points regained a step.
    #[serde(default)]
    pub recharge: f32,
    /// Hull points, full.
    pub hull: f32,
    /// Weapons, at most [`MAX_WEAPONS`].
    #[serde(default)]
    pub weapon: Vec<Gun>,
    /// How much its worth as a target exceeds an ordinary ship's, where fire is focused.
    #[serde(default = "one")]
    pub priority: f32,
    /// How far its command link carries; 0 for ships that only receive. A link starts at a ship with `commands` and is
    /// passed on by the others.
    #[serde(default)]
    pub link: f32,
    /// Commands its side, as far as links carry.
    #[serde(default)]
    pub commands: bool,
}

fn one() -> f32 {
    1.0
}

/// One weapon of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gun {
    /// Farthest shot.
    pub range: f32,
    /// Steps between two shots.
    pub every: u8,
    /// Chance of a hit point-blank.
    pub accuracy: f32,
    /// Chance of a hit at the limit of range; between the two it falls in proportion to distance. As point-blank when
    /// left out.
    pub accuracy_far: Option<f32>,
    /// Points of damage of a hit.
    pub damage: i32,
    /// Everyone within this distance of where a shot lands takes its damage; 0 for aimed fire.
    #[serde(default)]
    pub blast: f32,
    /// How far from its target a shot with a blast may land, at most, along each axis.
    #[serde(default)]
    pub scatter: f32,
}

/// One side of a scene.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SideOf {
    /// What it is called.
    pub id: String,
    /// Share of its ships at whose loss the whole side breaks off.
    pub breakpoint: Option<f32>,
    /// Its squadrons.
    pub squadron: Vec<SquadronOf>,
}

/// Ships of one class that move, break and change sides together.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SquadronOf {
    /// What it is called: a lasting identity, by which its luck is addressed.
    pub id: String,
    /// Class of its ships.
    pub class: String,
    /// How many.
    pub ships: u32,
    /// Where it starts.
    pub start: Start,
    /// Copies of it: so many squadrons alike, side by side, called `id-1`, `id-2` and so on.
    #[serde(default = "one_copy")]
    pub copies: u32,
    /// How it fights. Without a doctrine each ship hunts on its own.
    pub doctrine: Option<Doctrine>,
    /// Whether its ships fire together at the enemies of most worth in range, so many at each as it takes.
    #[serde(default)]
    pub focus: bool,
    /// Whether its ships follow those that flee.
    #[serde(default = "yes")]
    pub pursue: bool,
    /// Share of its ships at whose loss it breaks off: lowest and highest; its own lies between, by chance.
    pub breakpoint: Option<[f32; 2]>,
    /// Chance that it fights to the last where it breaks and cannot flee; otherwise it surrenders.
    #[serde(default = "half")]
    pub steadiness: f32,
    /// Squadrons that power it: when the last ship of them is gone it falls silent.
    #[serde(default)]
    pub powered_by: Vec<String>,
    /// Step at which it arrives.
    #[serde(default)]
    pub arrives: u32,
    /// Step at which it changes sides.
    pub defects: Option<u32>,
    /// Threshold at which it changes sides: lowest and highest; its own lies between, by chance.
    pub sways: Option<[f32; 2]>,
    /// When its ships fall dark.
    pub dark: Option<Dark>,
    /// Out of command from the start: no link reaches it.
    #[serde(default)]
    pub cut_off: bool,
    /// Whether it may flee where it breaks; otherwise there is no way out for it.
    #[serde(default = "yes")]
    pub retreats: bool,
    /// Points of damage that each of its ships has taken before: from its shield first, and never the last of its hull.
    #[serde(default)]
    pub worn: f32,
}

fn one_copy() -> u32 {
    1
}

fn yes() -> bool {
    true
}

fn half() -> f32 {
    0.5
}

/// Where a squadron starts.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Start {
    /// Anywhere in the arena, each ship for itself, under way in any direction.
    Scatter,
    /// In formation.
    Formed(Formed),
}

/// A block of ships in ranks.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formed {
    /// Its middle, as shares of the arena's edges.
    pub at: [f32; 3],
    /// Where it faces, in degrees from x towards y.
    #[serde(default)]
    pub facing: f32,
    /// Between neighbours.
    pub spacing: f32,
    /// Ships abreast, one above the other, and in column: the shape to which ranks are filled, in proportion.
    #[serde(default = "cube")]
    pub shape: [f32; 3],
    /// From one copy to the next, in the scene's lengths.
    #[serde(default)]
    pub apart: [f32; 3],
}

fn cube() -> [f32; 3] {
    [1.0; 3]
}

/// How a squadron fights while it is in command.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Doctrine {
    /// In formation straight at the enemy's middle.
    Mass,
    /// Between the side's middle and the enemy, so far out.
    Screen {
        /// Distance from the side's middle.
        distance: f32,
    },
    /// Round the enemy's flank, then in from the side.
    Envelop {
        /// How wide it goes round.
        radius: f32,
        /// Left (1) or right (−1) of the line to the enemy.
        flank: f32,
    },
    /// At the enemy's ships of greatest priority, wherever they are.
    Raid,
    /// Keeps its station: comes to meet the nearest enemy squadron on its side's ground, and goes back when there is none.
    Hold {
        /// How far from its station an enemy may be that it comes to meet, or that one of its ships follows.
        leash: f32,
        /// How near to any station that its side holds an enemy must be to be on its ground; wherever the leash reaches when
        /// left out.
        ground: Option<f32>,
    },
}

/// Ships that fall dark: they drift, silent, and their shields do not recover.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dark {
    /// At which step.
    pub at: u32,
    /// Each ship with this chance.
    pub share: f32,
    /// For how many steps: fewest and most; for ever when left out.
    pub steps: Option<[u16; 2]>,
}

impl Scene {
    /// The same scene with so many ships on each side in all, shared out over the squadrons in proportion.
    #[must_use]
    pub fn with_ships(mut self, ships: u32) -> Self {
        for side in &mut self.side {
            let whole = side.ships();
            for squadron in &mut side.squadron {
                let scaled = u64::from(squadron.ships) * u64::from(ships) / whole.max(1);
                squadron.ships = u32::try_from(scaled).unwrap_or(u32::MAX).max(1);
            }
        }
        self
    }

    /// Edges of the arena, with crowding turned into a size.
    pub(super) fn size(&self) -> [f32; 3] {
        let Some(crowding) = self.arena.crowding else { return self.arena.size };
        let ships = self.side[0].ships().max(self.side[1].ships());
        let area = ships as f64 * std::f64::consts::PI * (crowding.within * crowding.within) / crowding.ships;
        let edge = area.sqrt() as f32;
        [edge, edge, 0.0]
    }

    /// Edge of the grid's cells.
    pub(super) fn cell(&self) -> f32 {
        let sensor = self.class.iter().fold(0.0_f32, |most, class| most.max(class.sensor));
        self.arena.cell.unwrap_or(0.4 * sensor)
    }

    /// What is wrong with it, in sentences; nothing if it can be played.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        super::check::problems(self)
    }
}

impl SideOf {
    /// Ships of all its squadrons, copies and all.
    pub(super) fn ships(&self) -> u64 {
        self.squadron.iter().map(|s| u64::from(s.ships) * u64::from(s.copies)).sum()
    }
}

impl SquadronOf {
    /// A squadron whose ships hunt each on its own, to the last; change what differs.
    #[must_use]
    pub fn new(id: &str, class: &str, ships: u32, start: Start) -> Self {
        Self {
            id: id.into(),
            class: class.into(),
            ships,
            start,
            copies: 1,
            doctrine: None,
            focus: false,
            pursue: true,
            breakpoint: None,
            steadiness: 0.5,
            powered_by: Vec::new(),
            arrives: 0,
            defects: None,
            sways: None,
            dark: None,
            cut_off: false,
            retreats: true,
            worn: 0.0,
        }
    }
}

impl Class {
    /// The longest of its weapons' ranges.
    pub(super) fn longest_range(&self) -> f32 {
        self.weapon.iter().fold(0.0_f32, |most, gun| most.max(gun.range))
    }
}
