//! Who meets whom, in either form.

use super::agreement::Sample;
use crate::bouts::{Observer, Pairs, Verdict, fight_with};
use crate::engagement::{Engagement, Group, MAX_STAGES, Rules, Side, Weapon};
use crate::ship::{Alone, Form, Staged, Staging, Witness};
use polemos_chance::Key;

/// A class of units, as both forms have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// Its row, as [`Group::class`] and [`Form::powered_by`] number it.
    pub class: u16,
    /// How one unit fights.
    pub form: Form,
    /// What one delivers in the aggregated form.
    pub weapon: Weapon,
    /// Reference hits that kill one.
    pub toughness: u8,
    /// Of which it regains so many an hour.
    pub recovery_per_hour: f64,
    /// Speed, 1 ordinary.
    pub speed: f64,
    /// It never moves.
    pub immobile: bool,
}

/// Units of one kind on one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Of which kind.
    pub kind: Kind,
    /// How many.
    pub units: u32,
    /// Share of them in command.
    pub command: f64,
}

/// A part of a side that goes over in the middle of the battle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turncoat {
    /// From which side.
    pub side: usize,
    /// Which part of it.
    pub part: usize,
    /// Once its side has lost this share of its ships.
    pub at_loss: f64,
}

/// Who meets whom, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairing {
    /// What it is called.
    pub name: String,
    /// Both sides.
    pub sides: [Vec<Part>; 2],
    /// Whether each has a way out.
    pub ways_out: [bool; 2],
    /// Loss at which each breaks.
    pub tolerances: [f64; 2],
    /// Who goes over, if anyone does.
    pub turncoat: Option<Turncoat>,
    /// The rules of battle.
    pub rules: Rules,
    /// Most units of a squadron.
    pub squadron: u32,
    /// Fought on a plane.
    pub plane: bool,
}

/// In which form a battle is fought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// Every unit.
    UnitByUnit,
    /// Groups, in bouts.
    Aggregated,
}

/// Whose luck the engagements of pairings are.
const ENTITY: u32 = 0x5041_4952;

impl Pairing {
    /// Two sides that fight as far as ordinary ones do, with a way out.
    #[must_use]
    pub fn new(name: &str, sides: [Vec<Part>; 2], rules: Rules) -> Self {
        Self {
            name: name.to_owned(),
            sides,
            ways_out: [true; 2],
            tolerances: [rules.expected_tolerance; 2],
            turncoat: None,
            rules,
            squadron: 60,
            plane: false,
        }
    }

    /// The same with the second side enveloped: it has no way out, and fights up to this loss.
    #[must_use]
    pub fn enveloped(self, tolerance: f64) -> Self {
        Self { ways_out: [true, false], tolerances: [self.tolerances[0], tolerance], ..self }
    }

    /// The same with the second part of the second side going over once that side has lost so great a share of its ships.
    #[must_use]
    pub fn betrayed(self, at_loss: f64) -> Self {
        Self { turncoat: Some(Turncoat { side: 1, part: 1, at_loss }), ..self }
    }

    /// The engagement with the luck of a key.
    #[must_use]
    pub fn engagement(&self, key: Key) -> Engagement {
        let side = |which: usize| {
            let groups = self.sides[which].iter().enumerate().map(|(row, part)| part.group(which, row));
            Side {
                can_retreat: self.ways_out[which],
                tolerance: self.tolerances[which],
                ..Side::new(groups.collect())
            }
        };
        Engagement { sides: [side(0), side(1)], rules: self.rules, key, tick: 0, entity: ENTITY }
    }

    /// The same, set out to be fought unit by unit.
    #[must_use]
    pub fn staging(&self, engagement: &Engagement) -> Staging {
        let forms =
            [0, 1].map(|which: usize| self.sides[which].iter().map(|p| p.kind.form.clone()).collect());
        let staging = Staging::of_groups(engagement, forms, self.squadron);
        Staging { name: self.name.clone(), plane: self.plane, ..staging }
    }

    /// Fights it once.
    ///
    /// # Errors
    ///
    /// Sentences about what stands in the way of fighting it unit by unit.
    pub fn fight(&self, resolution: Resolution, key: Key) -> Result<Sample, Vec<String>> {
        self.fight_with((resolution, None), key)
    }

    /// The same, where in the aggregated form hits of one class count on another as a table says.
    ///
    /// # Errors
    ///
    /// Sentences about what stands in the way of fighting it unit by unit.
    pub fn fight_with(
        &self,
        (resolution, pairs): (Resolution, Option<&Pairs>),
        key: Key,
    ) -> Result<Sample, Vec<String>> {
        let mut engagement = self.engagement(key);
        let mut traitor = self.turncoat.map(|turncoat| Traitor::new(turncoat, &engagement));
        let outcome = match resolution {
            Resolution::Aggregated => fight_with(&mut engagement, pairs, &mut traitor),
            Resolution::UnitByUnit => {
                let staging = self.staging(&engagement);
                if let (Some(traitor), Some(turncoat)) = (&mut traitor, self.turncoat) {
                    let own =
                        |body: &crate::ship::Body| (body.side, body.group) == (turncoat.side, turncoat.part);
                    let rows = staging.bodies.iter().enumerate().filter(|(_, body)| own(body));
                    traitor.bodies = rows.map(|(row, _)| row).collect();
                }
                Staged::new(engagement, &staging)?.fight(&Alone, &mut traitor).outcome
            }
        };
        let winner = outcome.end.loser().map(|loser| 1 - loser);
        Ok(Sample { loss: outcome.value_lost_share, winner, hours: outcome.hours })
    }
}

impl Part {
    /// Units in command.
    #[must_use]
    pub fn new(kind: &Kind, units: u32) -> Self {
        Self { kind: kind.clone(), units, command: 1.0 }
    }

    /// The same with so great a share of them in command.
    #[must_use]
    pub fn led(self, command: f64) -> Self {
        Self { command, ..self }
    }

    fn group(&self, side: usize, row: usize) -> Group {
        let Kind { class, weapon, toughness, recovery_per_hour, speed, immobile, .. } = self.kind;
        let entity = polemos_chance::pair(ENTITY, (side * 256 + row) as u32);
        Group {
            recovery_per_hour,
            speed,
            immobile,
            command: self.command,
            ..Group::new(entity, class, weapon, toughness, self.units)
        }
    }
}

/// Sends a part over when its time has come.
struct Traitor {
    turncoat: Turncoat,
    /// Ships of its side at the start.
    ships: u64,
    /// Its bodies, where it is fought unit by unit.
    bodies: Vec<usize>,
    gone: bool,
}

impl Traitor {
    fn new(turncoat: Turncoat, engagement: &Engagement) -> Self {
        Self { turncoat, ships: engagement.sides[turncoat.side].ships(), bodies: Vec::new(), gone: false }
    }

    /// Whether it goes now.
    fn goes(&mut self, engagement: &Engagement) -> bool {
        let left = engagement.sides[self.turncoat.side].ships() as f64;
        let due = !self.gone && left <= (1.0 - self.turncoat.at_loss) * self.ships as f64;
        self.gone |= due;
        due
    }
}

impl Observer for Option<Traitor> {
    fn after_bout(&mut self, engagement: &mut Engagement, _: f64) -> Verdict {
        if let Some(traitor) = self
            && traitor.goes(engagement)
        {
            let Turncoat { side, part, .. } = traitor.turncoat;
            let left = &mut engagement.sides[side].groups[part];
            let joins = left.clone();
            left.stages = [0; MAX_STAGES];
            engagement.sides[1 - side].groups.push(joins);
        }
        Verdict::Continue
    }
}

impl Witness for Option<Traitor> {
    fn look(&mut self, battle: &mut Staged, _: f64) {
        if let Some(traitor) = self
            && traitor.goes(battle.engagement())
        {
            let Turncoat { side, part, .. } = traitor.turncoat;
            let entity = battle.engagement().sides[side].groups[part].entity;
            let mirror = battle.mirror(side, part, entity);
            traitor.bodies.iter().for_each(|body| battle.go_over(*body, mirror));
        }
    }
}
