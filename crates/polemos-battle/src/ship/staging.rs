//! From an engagement of groups to a scene with every unit in it.
//!
//! The same engagement that the aggregated model fights is set out in space: each body of a group becomes squadrons of a
//! class of the scene; a side's squadrons stand in a wall of blocks, what cannot move in front and what has no
//! weapons behind, so dense that as many of a side come within reach of one enemy as the aggregated model's frontage
//! says. The two sides start just out of each other's sight. Who has no way out, or stands beside fortifications, holds
//! his ground; the other goes for the nearest, and with half of his squadrons round both flanks where he is clearly the
//! stronger.

use super::form::{Form, HIT, REACH};
use super::scene::{Arena, Class, Doctrine, LuckOf, Scene, SideOf, SquadronOf, Start};
use super::wall::{self, Rank, Wall};
use crate::engagement::{Engagement, Group, Rules, amount, share};
use polemos_chance::Address;

/// Longest step, hours.
const STEP: f64 = 0.1;
/// Shortest step, hours: faster fire is put into fewer, heavier shots.
const SHORTEST: f64 = 0.01;
/// Steps between two shots of the fastest weapon, at least.
const SPACED: f64 = 2.0;
/// Reaches from a side's stations within which those who hold their ground there go together at an enemy: early enough that all
/// are there when he is in range, and near enough to fight beside what cannot move. Assumed.
const GROUND: f64 = 3.0;
/// How much stronger a side must be that goes round the enemy's flanks.
const CLEARLY: f64 = 1.5;
/// Multiples of its side's tolerance between which a squadron breaks: what the front bears before a side as a whole
/// has had enough. Assumed.
const NERVE: [f64; 2] = [2.0, 3.0];
/// Most squadrons into which power sources of a side are divided.
const SOURCES: u32 = 64;
/// Purpose of draws about where a side's wall begins to be filled.
const STATION: u32 = 0x4235;
/// Most groups of both sides together: as many classes as a scene can have.
const MOST_GROUPS: usize = 255;

/// A body of units that moves, breaks and changes sides as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Its lasting identity, unlike any other in the engagement; its luck hangs on it.
    pub id: String,
    /// Side on which it begins.
    pub side: usize,
    /// Its group there.
    pub group: usize,
    /// Units.
    pub units: u32,
    /// Out of command: it fights for itself.
    pub cut_off: bool,
    /// Hours after the start at which it arrives.
    pub arrives: f64,
}

/// What an engagement lacks to be fought unit by unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Staging {
    /// What the battle is called.
    pub name: String,
    /// What the sides are called.
    pub sides: [String; 2],
    /// How a unit of each group fights, by side and group.
    pub forms: [Vec<Form>; 2],
    /// The bodies of all groups.
    pub bodies: Vec<Body>,
    /// Fought on a plane, as at sea, and not in depth.
    pub plane: bool,
}

impl Staging {
    /// A staging in which each group is divided into bodies of so many units, as many of them cut off as the group's
    /// share in command leaves out.
    #[must_use]
    pub fn of_groups(engagement: &Engagement, forms: [Vec<Form>; 2], units: u32) -> Self {
        let mut bodies = Vec::new();
        for (side, of) in engagement.sides.iter().enumerate() {
            for (group, figures) in of.groups.iter().enumerate() {
                let all = figures.ships();
                let parts = all.div_ceil(units.max(1));
                let led = libm::round(f64::from(parts) * share(figures.command)) as u32;
                bodies.extend((0..parts).map(|part| Body {
                    id: format!("{side}/{group}/{part}"),
                    side,
                    group,
                    units: portion(all, parts, part),
                    cut_off: part >= led,
                    arrives: 0.0,
                }));
            }
        }
        let sides = ["one", "two"].map(str::to_owned);
        Self { name: "engagement".into(), sides, forms, bodies, plane: false }
    }

    /// What stands in the way of fighting it unit by unit, in sentences; nothing if it can be fought.
    #[must_use]
    pub fn problems(&self, engagement: &Engagement) -> Vec<String> {
        let mut found = Vec::new();
        let groups: usize = engagement.sides.iter().map(|side| side.groups.len()).sum();
        if groups > MOST_GROUPS {
            found.push(format!("There are {groups} groups of units; there may be {MOST_GROUPS}."));
        }
        for (side, name) in self.sides.iter().enumerate() {
            if !self.bodies.iter().any(|body| body.side == side && body.units > 0) {
                found.push(format!("{name} has no unit there that fights."));
            }
        }
        found
    }

    /// The scene, and for each of its squadrons the row of its body.
    pub(super) fn scene(&self, engagement: &Engagement) -> (Scene, Vec<usize>) {
        let rules = &engagement.rules;
        let step = self.step_hours();
        let classes = self.classes(engagement, step);
        let plans = [0, 1].map(|side| self.plans(engagement, side, &classes, step));
        let spacing = self.spacing(rules);
        let walls = [0, 1].map(|side: usize| {
            let squadrons: Vec<(u32, Rank)> =
                plans[side].iter().map(|plan| (plan.squadron.ships, plan.rank)).collect();
            Wall::new(&squadrons, spacing, (side, self.plane), beginning(engagement, side))
        });
        let size = wall::arena(&walls, self.plane);
        let mut rows = Vec::new();
        let side = |side: usize| {
            let squadron = |(at, plan): (usize, &Plan)| SquadronOf {
                start: walls[side].start(at, &walls, size),
                doctrine: Some(self.doctrine(engagement, side, (at, plan), &walls)),
                ..plan.squadron.clone()
            };
            SideOf {
                id: self.sides[side].clone(),
                breakpoint: None,
                squadron: plans[side].iter().enumerate().map(squadron).collect(),
            }
        };
        let side = [side(0), side(1)];
        rows.extend(plans.iter().flatten().map(|plan| plan.body));
        let steps = libm::ceil(amount(rules.max_hours) / step).clamp(1.0, 1e6) as u32;
        let arena = Arena { size, ..Arena::default() };
        let name = self.name.clone();
        let scene =
            Scene { name, steps, step_hours: step, luck: LuckOf::Addressed, arena, class: classes, side };
        (scene, rows)
    }

    /// Hours of a step: short enough that the fastest weapon waits between shots.
    fn step_hours(&self) -> f64 {
        let fastest = self.forms.iter().flatten().map(Form::fastest).fold(0.0, f64::max);
        if fastest > 0.0 { (1.0 / (SPACED * fastest)).clamp(SHORTEST, STEP) } else { STEP }
    }

    /// One class of the scene for each group, in the order of sides and groups.
    fn classes(&self, engagement: &Engagement, step: f64) -> Vec<Class> {
        let mut classes: Vec<Class> = Vec::new();
        for (side, forms) in engagement.sides.iter().zip(&self.forms) {
            for (group, form) in side.groups.iter().zip(forms) {
                let taken = |id: &str| classes.iter().any(|class| class.id == id);
                let mut id = form.id.clone();
                let mut copy = 2;
                while taken(&id) {
                    id = format!("{} {copy}", form.id);
                    copy += 1;
                }
                let full = form.hits_per_hour;
                let fire = if full > 0.0 { group.fire_per_ship() * amount(side.skill) / full } else { 0.0 };
                let mut class = form.class(id, step, fire, (engagement.rules.area_ships, self.plane));
                if group.immobile {
                    class.speed = 0.0;
                }
                classes.push(class);
            }
        }
        classes
    }

    /// Distance between neighbours: as many of a block stand within a reach as the frontage says.
    fn spacing(&self, rules: &Rules) -> f64 {
        let abreast = amount(rules.frontage_ships).max(1.0);
        let pi = std::f64::consts::PI;
        let volume = if self.plane { (pi / abreast).sqrt() } else { libm::cbrt(4.0 * pi / (3.0 * abreast)) };
        REACH * volume.min(1.0)
    }

    /// The squadrons of a side.
    fn plans(&self, engagement: &Engagement, side: usize, classes: &[Class], step: f64) -> Vec<Plan> {
        let before = if side == 0 { 0 } else { engagement.sides[0].groups.len() };
        let of = &engagement.sides[side];
        let powers = |row: u16| self.forms[side].iter().any(|form| form.powered_by.contains(&row));
        let mut plans = Vec::new();
        for (row, body) in self.bodies.iter().enumerate().filter(|(_, b)| b.side == side && b.units > 0) {
            let Some(group) = of.groups.get(body.group) else { continue };
            let source = powers(group.class);
            let parts = if source { body.units.min(SOURCES) } else { 1 };
            let worn = wear(group);
            for part in 0..parts {
                let id = if parts > 1 { format!("{}/{part}", body.id) } else { body.id.clone() };
                let ships = portion(body.units, parts, part);
                let start = Start::Scatter; // given its place below
                let tolerance = of.tolerance;
                let nerve = NERVE.map(|times| (times * tolerance) as f32);
                let squadron = SquadronOf {
                    focus: true,
                    breakpoint: (nerve[0] < 1.0 && of.can_retreat).then_some(nerve),
                    steadiness: 1.0,
                    retreats: of.can_retreat,
                    cut_off: body.cut_off,
                    arrives: libm::round(amount(body.arrives) / step).min(1e6) as u32,
                    worn,
                    ..SquadronOf::new(&id, &classes[before + body.group].id, ships, start)
                };
                let rank = match (group.immobile, self.forms[side][body.group].arms.is_empty() || source) {
                    (_, true) => Rank::Rear,
                    (true, false) => Rank::Front,
                    (false, false) => Rank::Line,
                };
                plans.push(Plan { squadron, body: row, group: body.group, source, rank, number: 0 });
            }
        }
        self.connect(engagement, side, &mut plans);
        mix(&mut plans);
        plans
    }

    /// Deals those that need power out over the sources of theirs.
    fn connect(&self, engagement: &Engagement, side: usize, plans: &mut [Plan]) {
        let groups = &engagement.sides[side].groups;
        let class_of = |plan: &Plan| groups[plan.group].class;
        let sources: Vec<(u16, String)> =
            plans.iter().filter(|p| p.source).map(|p| (class_of(p), p.squadron.id.clone())).collect();
        let mut dealt = 0;
        for plan in plans {
            let needs = &self.forms[side][plan.group].powered_by;
            let mine: Vec<&String> =
                sources.iter().filter(|(class, _)| needs.contains(class)).map(|(_, id)| id).collect();
            if !mine.is_empty() {
                plan.squadron.powered_by = vec![mine[dealt % mine.len()].clone()];
                dealt += 1;
            }
        }
    }

    /// How a squadron fights.
    fn doctrine(
        &self,
        engagement: &Engagement,
        side: usize,
        (at, plan): (usize, &Plan),
        walls: &[Wall; 2],
    ) -> Doctrine {
        let own = &engagement.sides[side];
        if engagement.holds(side) || own.groups[plan.group].immobile {
            // It goes from one end of its side's wall to the other: a side holds its ground as one.
            let ground = GROUND * REACH;
            return Doctrine::Hold {
                leash: (ground + walls[side].width()) as f32,
                ground: Some(ground as f32),
            };
        }
        let worth = |side: &crate::Side| -> f64 {
            side.groups.iter().map(|group| f64::from(group.ships()) * group.value_per_ship()).sum()
        };
        let enemy = &engagement.sides[1 - side];
        if worth(own) < CLEARLY * worth(enemy) {
            return Doctrine::Mass;
        }
        if plan.number.is_multiple_of(2) {
            return Doctrine::Mass;
        }
        // Every other squadron goes round the flank that it is nearer to.
        let radius = (0.5 * walls[1 - side].width() + REACH) as f32;
        let left = walls[side].is_left(at);
        Doctrine::Envelop { radius, flank: if left { 1.0 } else { -1.0 } }
    }
}

/// Brings plans into the order in which they are placed: groups, and in each those out of command, take turns as evenly
/// as can be, so that none stands in front of another or apart from it.
fn mix(plans: &mut [Plan]) {
    let kind = |plan: &Plan| plan.group * 2 + usize::from(plan.squadron.cut_off);
    let kinds = plans.iter().map(kind).max().map_or(0, |most| most + 1);
    let mut all = vec![0_u32; kinds];
    plans.iter().for_each(|plan| all[kind(plan)] += 1);
    let mut placed = vec![0_u32; kinds];
    for plan in plans.iter_mut() {
        let kind = kind(plan);
        plan.number = placed[kind];
        placed[kind] += 1;
    }
    let turn = |plan: &Plan| (f64::from(plan.number) + 0.5) / f64::from(all[kind(plan)]);
    plans.sort_by(|a, b| turn(a).total_cmp(&turn(b)));
}

/// A squadron to be, without a place yet.
struct Plan {
    squadron: SquadronOf,
    body: usize,
    group: usize,
    /// Whether it powers others.
    source: bool,
    /// Where in its side's wall.
    rank: Rank,
    /// Which of those of its group it is that are in command, or out of it.
    number: u32,
}

/// From where the wall of a side is filled.
fn beginning(engagement: &Engagement, side: usize) -> [f64; 3] {
    let draw = |axis: u32| {
        let at = Address::new(STATION, engagement.entity, engagement.tick, side as u32 * 4 + axis);
        engagement.key.uniform(at)
    };
    [0, 1, 2].map(draw)
}

/// Part `part` of so many units divided into so many parts as even as can be.
fn portion(units: u32, parts: u32, part: u32) -> u32 {
    let parts = parts.max(1);
    units / parts + u32::from(part < units % parts)
}

/// Points of damage that a unit of a group has taken on the mean.
fn wear(group: &Group) -> f32 {
    let ships = group.ships();
    if ships == 0 {
        return 0.0;
    }
    let hits: u64 = group.stages.iter().enumerate().map(|(stage, n)| stage as u64 * u64::from(*n)).sum();
    (hits as f64 / f64::from(ships) * HIT) as f32
}
