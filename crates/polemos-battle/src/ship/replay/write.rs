//! Writing a recording.

use super::bits::{Writer, fold, order, put_count};
use super::*;
use crate::ship::battle::Battle;
use crate::ship::scene::Scene;

/// Records a battle while it is fought; nothing of the battle depends on it.
#[derive(Debug)]
pub struct Recorder {
    head: Headline,
    every: u32,
    bytes: Vec<u8>,
    /// Step and place of each frame that is stored whole.
    table: Vec<(u32, u64)>,
    frames: usize,
    last_step: Option<u32>,
    ships: Vec<Track>,
    /// Ships that have left since the last frame.
    gone: Vec<(u32, Fate)>,
}

/// A ship as it was in the last frames.
#[derive(Clone, Copy, Debug, Default)]
struct Track {
    now: Option<([i32; 3], u8)>,
    before: Option<[i32; 3]>,
    next: Option<([i32; 3], u8)>,
}

impl Recorder {
    /// A recorder of this battle, with a frame every so many steps; the first is taken at once.
    #[must_use]
    pub fn new(scene: &Scene, battle: &mut Battle, every: u32) -> Self {
        battle.keep_log();
        let squadrons = battle.squadrons().iter().map(|s| Header {
            id: s.id.clone(),
            class: s.class,
            side: s.home as u8,
            ships: s.ships,
        });
        let head = Headline {
            name: scene.name.clone(),
            size: battle.size(),
            step_hours: scene.step_hours,
            sides: [0, 1].map(|side: usize| scene.side[side].id.clone()),
            classes: scene.class.iter().map(|class| class.id.clone()).collect(),
            squadrons: squadrons.collect(),
        };
        let ships = vec![Track::default(); head.ships() as usize];
        let mut bytes = Vec::new();
        write_head(&mut bytes, &head);
        let (table, gone) = (Vec::new(), Vec::new());
        let every = every.max(1);
        let mut recorder = Self { head, every, bytes, table, frames: 0, last_step: None, ships, gone };
        recorder.frame(battle);
        recorder
    }

    /// Looks at the battle after a step, and takes a frame if one is due.
    pub fn look(&mut self, battle: &Battle) {
        if battle.tally().steps.is_multiple_of(self.every) {
            self.frame(battle);
        }
    }

    /// Bytes so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing has been recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Closes the recording with the digest of the battle that it is of. Take the last frame before.
    #[must_use]
    pub fn finish(mut self, digest: u64) -> Vec<u8> {
        let table = self.bytes.len() as u64;
        let mut end = Vec::new();
        put_count(&mut end, self.frames as u64);
        put_count(&mut end, self.table.len() as u64);
        for (step, at) in &self.table {
            put_count(&mut end, u64::from(*step));
            put_count(&mut end, *at);
        }
        self.bytes.extend(end);
        self.bytes.extend(table.to_le_bytes());
        self.bytes.extend(digest.to_le_bytes());
        let sum = checksum(&self.bytes);
        self.bytes.extend(sum.to_le_bytes());
        self.bytes.extend(TAIL);
        self.bytes
    }

    /// Takes a frame now, unless there is one of this step.
    pub fn frame(&mut self, battle: &Battle) {
        let step = battle.tally().steps;
        if self.last_step == Some(step) {
            return;
        }
        self.last_step = Some(step);
        self.see(battle);
        let whole = self.frames.is_multiple_of(WHOLE_EVERY);
        let mut body = Vec::new();
        put_count(&mut body, u64::from(step));
        if whole {
            self.table.push((step, self.bytes.len() as u64));
            self.whole(&mut body);
        } else {
            self.change(&mut body);
        }
        self.bytes.push(u8::from(whole));
        put_count(&mut self.bytes, body.len() as u64);
        self.bytes.extend(body);
        self.frames += 1;
        for ship in &mut self.ships {
            // A whole frame forgets what was before it, so that who begins there knows as much.
            ship.before = if whole { None } else { ship.next.and(ship.now.map(|(at, _)| at)) };
            ship.now = ship.next.take();
        }
    }

    /// Notes where everybody is now.
    fn see(&mut self, battle: &Battle) {
        let quantum = self.head.quantum();
        self.gone = battle.log().to_vec();
        for side in [0, 1] {
            for state in battle.states(side) {
                let squadron = &battle.squadrons()[usize::from(state.squadron)];
                let full = battle.staying(state.class);
                let share = (state.shield + state.hull) / full.max(f32::MIN_POSITIVE);
                let hurt = ((1.0 - share) * 4.0).clamp(0.0, 3.0) as u8;
                let condition = Condition::new(side as u8, state.dark, squadron.flees(), hurt);
                let at = state.place.map(|place| libm::roundf(place / quantum) as i32);
                let number = squadron.first.wrapping_add(state.ordinal) as usize;
                if let Some(ship) = self.ships.get_mut(number) {
                    ship.next = Some((at, condition.0));
                }
            }
        }
    }

    /// Everybody, as they are.
    fn whole(&self, body: &mut Vec<u8>) {
        self.departures(body);
        let mut bits = Writer::default();
        for ship in &self.ships {
            bits.put(u32::from(ship.next.is_some()), 1);
            if let Some((at, condition)) = ship.next {
                self.put_ship(&mut bits, at, condition);
            }
        }
        body.extend(bits.finish());
    }

    fn put_ship(&self, bits: &mut Writer, at: [i32; 3], condition: u8) {
        bits.put(u32::from(condition), CONDITION_BITS);
        for place in &at[..self.head.axes()] {
            bits.put(*place as u32, PLACE_BITS);
        }
    }

    /// Who has left, and why, among those that the last frame had or that came and went since.
    fn departures(&self, body: &mut Vec<u8>) {
        let mut gone: Vec<(u32, u8)> =
            self.gone.iter().map(|(ship, fate)| (*ship, fate_code(*fate))).collect();
        gone.retain(|(ship, _)| self.ships.get(*ship as usize).is_some_and(|s| s.now.is_some()));
        gone.sort_unstable();
        put_count(body, gone.len() as u64);
        let mut last = 0;
        for (ship, fate) in gone {
            put_count(body, u64::from(ship - last));
            body.push(fate);
            last = ship;
        }
    }

    /// What has changed since the last frame.
    fn change(&self, body: &mut Vec<u8>) {
        self.departures(body);
        let rows = |is: &dyn Fn(&Track) -> bool| -> Vec<usize> {
            (0..self.ships.len()).filter(|row| is(&self.ships[*row])).collect()
        };
        let come = rows(&|ship| ship.now.is_none() && ship.next.is_some());
        let altered =
            rows(&|ship| ship.now.zip(ship.next).is_some_and(|((_, before), (_, after))| before != after));
        for list in [&come, &altered] {
            put_count(body, list.len() as u64);
            let mut last = 0;
            for row in list {
                put_count(body, (row - last) as u64);
                last = *row;
            }
        }
        let mut bits = Writer::default();
        for row in come {
            if let Some((at, condition)) = self.ships[row].next {
                self.put_ship(&mut bits, at, condition);
            }
        }
        for row in altered {
            if let Some((_, condition)) = self.ships[row].next {
                bits.put(u32::from(condition), CONDITION_BITS);
            }
        }
        self.moves(&mut bits);
        body.extend(bits.finish());
    }

    /// By how much everybody is off where the last frames would have him, axis by axis.
    fn moves(&self, bits: &mut Writer) {
        for axis in 0..self.head.axes() {
            let off = |ship: &Track| {
                let ((now, _), (next, _)) = ship.now.zip(ship.next)?;
                Some(fold(next[axis].wrapping_sub(expected(now, ship.before)[axis])))
            };
            let (sum, count) = self
                .ships
                .iter()
                .filter_map(off)
                .fold((0, 0), |(sum, count), value| (sum + u64::from(value), count + 1));
            let order = order(sum, count);
            bits.put(order, 5);
            self.ships.iter().filter_map(off).for_each(|value| bits.rice(value, order));
        }
    }
}

fn write_head(out: &mut Vec<u8>, head: &Headline) {
    let text = |out: &mut Vec<u8>, text: &str| {
        put_count(out, text.len() as u64);
        out.extend(text.as_bytes());
    };
    out.extend(MAGIC);
    out.extend(FORM.to_le_bytes());
    text(out, &head.name);
    head.size.iter().for_each(|edge| out.extend(edge.to_le_bytes()));
    out.extend(head.step_hours.to_le_bytes());
    head.sides.iter().for_each(|side| text(out, side));
    put_count(out, head.classes.len() as u64);
    head.classes.iter().for_each(|class| text(out, class));
    put_count(out, head.squadrons.len() as u64);
    for squadron in &head.squadrons {
        text(out, &squadron.id);
        out.extend([squadron.class, squadron.side]);
        put_count(out, u64::from(squadron.ships));
    }
}
