//! From a scene to fleets: squadrons are raised, and their ships set down where they start.

use super::design::Design;
use super::fleet::{Being, Fleet, Moving};
use super::luck::Luck;
use super::scene::{Formed, Scene, SquadronOf, Start};
use super::squadron::{Posture, Ranks, Squadron};
use polemos_chance::{hash_text, mix64};

/// Purpose of draws about where ships start.
const START: u32 = 0x4231;
/// Purpose of draws about what lies in a squadron's nature.
const NATURE: u32 = 0x4232;

/// Raises a scene's squadrons, in the scene's order; none has arrived yet.
pub fn raise(scene: &Scene, luck: Luck) -> Vec<Squadron> {
    let mut squadrons: Vec<Squadron> = Vec::new();
    let mut first = 0_u32;
    for (side, of) in scene.side.iter().enumerate() {
        for squadron in &of.squadron {
            for copy in 0..squadron.copies.max(1) {
                squadrons.push(raise_one(scene, luck, side, squadron, copy, first));
                first = first.wrapping_add(squadron.ships);
            }
        }
    }
    let plans =
        scene.side.iter().flat_map(|of| &of.squadron).flat_map(|s| (0..s.copies.max(1)).map(move |_| s));
    let wanted: Vec<Vec<u16>> =
        plans.zip(0..squadrons.len()).map(|(plan, at)| sources(&squadrons, plan, at)).collect();
    for (squadron, sources) in squadrons.iter_mut().zip(wanted) {
        squadron.powered_by = sources;
    }
    squadrons
}

/// Squadrons of the same side that power one, copies included.
fn sources(squadrons: &[Squadron], plan: &SquadronOf, at: usize) -> Vec<u16> {
    let side = squadrons[at].side;
    let powers = |other: &Squadron| {
        let stem = other.id.rsplit_once('-').map_or("", |(stem, _)| stem);
        other.side == side && plan.powered_by.iter().any(|id| *id == other.id || id == stem)
    };
    (0_u16..).zip(squadrons).filter(|(_, other)| powers(other)).map(|(number, _)| number).collect()
}

fn raise_one(scene: &Scene, luck: Luck, side: usize, of: &SquadronOf, copy: u32, first: u32) -> Squadron {
    let id = if of.copies > 1 { format!("{}-{}", of.id, copy + 1) } else { of.id.clone() };
    let entity = (mix64(hash_text(&id)) >> 32) as u32;
    let size = scene.size();
    let between = |bounds: Option<[f32; 2]>, index| {
        bounds.map_or(f32::INFINITY, |[low, high]| {
            low + (high - low) * luck.unit(NATURE, entity, 0, index) as f32
        })
    };
    let (anchor, ranks) = match of.start {
        Start::Scatter => (size.map(|edge| 0.5 * edge), Ranks::default()),
        Start::Formed(Formed { at, facing, spacing, shape, apart }) => {
            let shift = copy as f32 - 0.5 * (of.copies as f32 - 1.0);
            let place = |axis: usize| (at[axis] * size[axis] + shift * apart[axis]).clamp(0.0, size[axis]);
            let ranks = Ranks::new(of.ships, shape, spacing, facing, size[2] <= 0.0);
            ([place(0), place(1), place(2)], ranks)
        }
    };
    let class = scene.class.iter().position(|class| class.id == of.class).unwrap_or(0);
    Squadron {
        entity,
        first,
        class: class as u8,
        home: side,
        side,
        ships: of.ships,
        alive: 0,
        destroyed: 0,
        posture: Posture::Awaited,
        doctrine: of.doctrine,
        focus: of.focus,
        pursue: of.pursue,
        breakpoint: between(of.breakpoint, 0),
        steadiness: of.steadiness,
        powered_by: Vec::new(),
        powered: true,
        arrives: of.arrives,
        defects: of.defects,
        sways: between(of.sways, 1),
        dark: of.dark,
        cut_off: of.cut_off,
        retreats: of.retreats,
        worn: of.worn.max(0.0),
        away: 0,
        away_lack: 0.0,
        ranks,
        station: anchor,
        intrudes: f32::INFINITY,
        anchor,
        centre: anchor,
        quarry: None,
        linked: true,
        targets: Vec::new(),
        id,
    }
}

/// Sets a squadron's ships down.
pub fn set_down(
    fleet: &mut Fleet,
    squadron: &Squadron,
    number: u16,
    design: &Design,
    size: [f32; 3],
    luck: Luck,
) {
    for ordinal in 0..squadron.ships {
        let mut moving = if squadron.ranks.abreast == 0 {
            scattered(squadron, ordinal, design, size, luck)
        } else {
            formed(squadron, ordinal, size)
        };
        // Guns do not all fire at once: ships begin their rounds one after the other.
        for (wait, gun) in moving.wait.iter_mut().zip(&design.guns) {
            let number = match luck {
                Luck::Addressed(_) => ordinal,
                Luck::Published(_) => squadron.first.wrapping_add(ordinal),
            };
            *wait = (number % u32::from(gun.every)) as u8 + 1;
        }
        let being = Being {
            ordinal,
            shield: (design.shield - squadron.worn).max(0.0),
            hull: (design.hull - (squadron.worn - design.shield).max(0.0)).max(design.hull.min(1.0)),
            dark: 0,
            class: squadron.class,
            squadron: number,
        };
        fleet.push(moving, being);
    }
}

/// Anywhere, under way in any direction at top speed.
fn scattered(squadron: &Squadron, ordinal: u32, design: &Design, size: [f32; 3], luck: Luck) -> Moving {
    let unit = |index| match luck {
        Luck::Addressed(_) => luck.unit(START, squadron.entity, ordinal, index),
        Luck::Published(_) => luck.unit(START, squadron.first.wrapping_add(ordinal), 0, index),
    };
    let angle = std::f64::consts::TAU * unit(2);
    Moving {
        x: unit(0) as f32 * size[0],
        y: unit(1) as f32 * size[1],
        z: if size[2] > 0.0 { unit(3) as f32 * size[2] } else { 0.0 },
        vx: design.speed * libm::cos(angle) as f32,
        vy: design.speed * libm::sin(angle) as f32,
        ..Moving::default()
    }
}

/// At its place in the formation, at rest.
fn formed(squadron: &Squadron, ordinal: u32, size: [f32; 3]) -> Moving {
    let berth = squadron.ranks.berth(ordinal);
    let place = |axis: usize| (squadron.anchor[axis] + berth[axis]).clamp(0.0, size[axis]);
    Moving { x: place(0), y: place(1), z: place(2), ..Moving::default() }
}
