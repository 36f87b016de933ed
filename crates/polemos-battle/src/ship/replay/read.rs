//! Reading a recording.

use super::bits::{Reader, take_count, unfold};
use super::*;
use std::fmt;

/// Most ships that a recording may speak of for each of its bytes: each takes a bit in a whole frame.
const SHIPS_A_BYTE: u64 = 8;

/// A recording that has been read.
#[derive(Clone, Debug)]
pub struct Replay {
    head: Headline,
    bytes: Vec<u8>,
    digest: u64,
    frames: usize,
    /// Step and place of each frame that is stored whole.
    table: Vec<(u32, usize)>,
    /// Where the frames end.
    end: usize,
}

/// Why a file is no recording that can be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplayError {
    /// It does not begin as one.
    NoReplay,
    /// It is of a form that this version does not know.
    Form(u16),
    /// It does not end as one: a part is missing.
    CutShort,
    /// Its checksum is another: a part has been altered.
    Altered,
    /// It contradicts itself in spite of its checksum.
    Contradiction,
    /// It has no such frame; it has so many.
    NoFrame(usize),
}

impl fmt::Display for ReplayError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoReplay => write!(out, "this is no recording of a battle"),
            Self::Form(form) => {
                write!(out, "the recording is of form {form}, and this version reads form {FORM}")
            }
            Self::CutShort => write!(out, "the recording is cut short: its end is missing"),
            Self::Altered => write!(out, "the recording has been altered: its checksum does not fit"),
            Self::Contradiction => write!(out, "the recording contradicts itself"),
            Self::NoFrame(frames) => write!(out, "the recording has no such frame, only {frames}"),
        }
    }
}

impl std::error::Error for ReplayError {}

/// One ship in a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// Its number, through all squadrons.
    pub ship: u32,
    /// Where it is.
    pub place: [f32; 3],
    /// Side on which it is.
    pub side: u8,
    /// Whether it is dark.
    pub dark: bool,
    /// Whether it flees.
    pub flees: bool,
    /// How much of what it can bear is gone: quarters, 0 to 3.
    pub hurt: u8,
}

/// One frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Which step.
    pub step: u32,
    /// The ships on the field, by number.
    pub ships: Vec<Seen>,
    /// Ships that have left since the frame before, and what became of them.
    pub gone: Vec<(u32, Fate)>,
}

/// A ship as the last frames had it.
#[derive(Clone, Copy, Debug, Default)]
struct Track {
    now: Option<([i32; 3], Condition)>,
    before: Option<[i32; 3]>,
}

impl Replay {
    /// Reads a recording, and checks that it is whole.
    ///
    /// # Errors
    ///
    /// [`ReplayError`] if it is none, or not whole.
    pub fn read(bytes: Vec<u8>) -> Result<Self, ReplayError> {
        if bytes.get(..4) != Some(&MAGIC) {
            return Err(ReplayError::NoReplay);
        }
        let form = bytes.get(4..6).and_then(|form| form.try_into().ok()).map(u16::from_le_bytes);
        match form {
            Some(FORM) => {}
            Some(other) => return Err(ReplayError::Form(other)),
            None => return Err(ReplayError::CutShort),
        }
        if bytes.len() < 6 + END || bytes[bytes.len() - 4..] != TAIL {
            return Err(ReplayError::CutShort);
        }
        let end = bytes.len() - END;
        let number = |at: usize| bytes[at..at + 8].try_into().map(u64::from_le_bytes).unwrap_or_default();
        if number(end + 16) != checksum(&bytes[..end + 16]) {
            return Err(ReplayError::Altered);
        }
        let (digest, table_at) = (number(end + 8), number(end));
        let mut rest = &bytes[6..end];
        let head =
            read_head(&mut rest, bytes.len() as u64 * SHIPS_A_BYTE).ok_or(ReplayError::Contradiction)?;
        let table_at = usize::try_from(table_at).map_err(|_| ReplayError::Contradiction)?;
        let table = bytes.get(table_at..end).ok_or(ReplayError::Contradiction)?;
        let (frames, table) = read_table(table, table_at).ok_or(ReplayError::Contradiction)?;
        Ok(Self { head, digest, frames, table, end: table_at, bytes })
    }

    /// What it says of the whole battle.
    #[must_use]
    pub fn headline(&self) -> &Headline {
        &self.head
    }

    /// Digest of the battle that it is of.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// How many frames it has.
    #[must_use]
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// Steps of the frames that are stored whole: the cheapest to reach.
    pub fn whole_steps(&self) -> impl Iterator<Item = u32> + '_ {
        self.table.iter().map(|(step, _)| *step)
    }

    /// A frame by its number, reached from the nearest before it that is stored whole.
    ///
    /// # Errors
    ///
    /// [`ReplayError`] if there is no such frame, or the recording contradicts itself.
    pub fn frame(&self, number: usize) -> Result<Frame, ReplayError> {
        if number >= self.frames {
            return Err(ReplayError::NoFrame(self.frames));
        }
        let mut player = self.from(number / WHOLE_EVERY * WHOLE_EVERY)?;
        let mut frame = player.next_frame()?;
        for _ in 0..number % WHOLE_EVERY {
            frame = player.next_frame()?;
        }
        frame.ok_or(ReplayError::Contradiction)
    }

    /// All frames in order, each from the one before.
    pub fn play(&self) -> impl Iterator<Item = Result<Frame, ReplayError>> + '_ {
        let mut player = self.from(0);
        std::iter::from_fn(move || match &mut player {
            Ok(it) => it.next_frame().transpose(),
            Err(_) => None,
        })
    }

    fn from(&self, number: usize) -> Result<Player<'_>, ReplayError> {
        let (_, at) = self.table.get(number / WHOLE_EVERY).ok_or(ReplayError::Contradiction)?;
        let rest = self.bytes.get(*at..self.end).ok_or(ReplayError::Contradiction)?;
        let ships = vec![Track::default(); self.head.ships() as usize];
        Ok(Player { head: &self.head, rest, ships })
    }
}

/// Goes through frames.
struct Player<'a> {
    head: &'a Headline,
    rest: &'a [u8],
    ships: Vec<Track>,
}

impl Player<'_> {
    fn next_frame(&mut self) -> Result<Option<Frame>, ReplayError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        self.decode().map(Some).ok_or(ReplayError::Contradiction)
    }

    fn decode(&mut self) -> Option<Frame> {
        let (whole, rest) = self.rest.split_first()?;
        let mut rest = rest;
        let length = usize::try_from(take_count(&mut rest)?).ok()?;
        let mut body = rest.get(..length)?;
        self.rest = &rest[length..];
        let step = u32::try_from(take_count(&mut body)?).ok()?;
        let gone = self.departures(&mut body)?;
        if *whole == 1 {
            self.whole(body)?;
        } else {
            for (ship, _) in &gone {
                *self.ships.get_mut(*ship as usize)? = Track::default();
            }
            self.change(body)?;
        }
        let ships = self.ships.iter().zip(0..).filter_map(|(track, ship)| self.seen(ship, track)).collect();
        Some(Frame { step, ships, gone })
    }

    fn seen(&self, ship: u32, track: &Track) -> Option<Seen> {
        let (at, condition) = track.now?;
        Some(Seen {
            ship,
            place: at.map(|place| place as f32 * self.head.quantum()),
            side: condition.side(),
            dark: condition.dark(),
            flees: condition.flees(),
            hurt: condition.hurt(),
        })
    }

    fn departures(&self, body: &mut &[u8]) -> Option<Vec<(u32, Fate)>> {
        let count = take_count(body)?;
        let mut gone = Vec::new();
        let mut ship = 0_u64;
        for _ in 0..count {
            ship += take_count(body)?;
            let (fate, rest) = body.split_first()?;
            *body = rest;
            gone.push((u32::try_from(ship).ok()?, fate_of(*fate)?));
        }
        Some(gone)
    }

    fn ship(&self, bits: &mut Reader<'_>) -> Option<([i32; 3], Condition)> {
        let condition = Condition(bits.get(CONDITION_BITS)? as u8);
        let mut at = [0; 3];
        for place in &mut at[..self.head.axes()] {
            *place = bits.get(PLACE_BITS)? as i32;
        }
        Some((at, condition))
    }

    fn whole(&mut self, body: &[u8]) -> Option<()> {
        let mut bits = Reader::new(body);
        for row in 0..self.ships.len() {
            let there = bits.get(1)? == 1;
            let now = if there { Some(self.ship(&mut bits)?) } else { None };
            self.ships[row] = Track { now, before: None };
        }
        Some(())
    }

    fn change(&mut self, mut body: &[u8]) -> Option<()> {
        let come = rows(&mut body)?;
        let altered = rows(&mut body)?;
        let mut bits = Reader::new(body);
        let mut fresh = Vec::with_capacity(come.len().min(self.ships.len()));
        for row in come {
            fresh.push((row, self.ship(&mut bits)?));
        }
        for row in altered {
            let condition = Condition(bits.get(CONDITION_BITS)? as u8);
            self.ships.get_mut(row)?.now.as_mut()?.1 = condition;
        }
        self.moves(&mut bits)?;
        for (row, now) in fresh {
            *self.ships.get_mut(row)? = Track { now: Some(now), before: None };
        }
        Some(())
    }

    fn moves(&mut self, bits: &mut Reader<'_>) -> Option<()> {
        let mut next: Vec<Option<[i32; 3]>> =
            self.ships.iter().map(|ship| Some(expected(ship.now?.0, ship.before))).collect();
        for axis in 0..self.head.axes() {
            let order = bits.get(5)?;
            for at in next.iter_mut().flatten() {
                at[axis] = at[axis].wrapping_add(unfold(bits.rice(order)?));
            }
        }
        for (ship, next) in self.ships.iter_mut().zip(next) {
            if let (Some((at, _)), Some(next)) = (&mut ship.now, next) {
                ship.before = Some(*at);
                *at = next;
            }
        }
        Some(())
    }
}

/// Rows, each by its distance from the one before.
fn rows(body: &mut &[u8]) -> Option<Vec<usize>> {
    let count = take_count(body)?;
    let mut found = Vec::new();
    let mut row = 0_usize;
    for _ in 0..count {
        row = row.checked_add(usize::try_from(take_count(body)?).ok()?)?;
        found.push(row);
    }
    Some(found)
}

fn read_table(mut bytes: &[u8], end: usize) -> Option<(usize, Vec<(u32, usize)>)> {
    let frames = usize::try_from(take_count(&mut bytes)?).ok()?;
    let count = usize::try_from(take_count(&mut bytes)?).ok()?;
    let mut table = Vec::new();
    for _ in 0..count {
        let step = u32::try_from(take_count(&mut bytes)?).ok()?;
        let at = usize::try_from(take_count(&mut bytes)?).ok()?;
        table.push((step, at));
    }
    let fits = frames.div_ceil(WHOLE_EVERY) == table.len() && table.iter().all(|(_, at)| *at < end);
    fits.then_some((frames, table))
}

fn read_head(rest: &mut &[u8], most: u64) -> Option<Headline> {
    let name = take_text(rest)?;
    let mut size = [0.0; 3];
    for edge in &mut size {
        *edge = f32::from_le_bytes(take(rest)?);
    }
    let step_hours = f64::from_le_bytes(take(rest)?);
    let sides = [take_text(rest)?, take_text(rest)?];
    let mut classes = Vec::new();
    for _ in 0..take_count(rest)? {
        classes.push(take_text(rest)?);
    }
    let mut squadrons = Vec::new();
    let mut ships = 0_u64;
    for _ in 0..take_count(rest)? {
        let id = take_text(rest)?;
        let [class, side] = take(rest)?;
        let count = u32::try_from(take_count(rest)?).ok()?;
        ships += u64::from(count);
        squadrons.push(Header { id, class, side, ships: count });
    }
    let sound = ships <= most && size.iter().all(|edge| edge.is_finite() && *edge >= 0.0);
    sound.then_some(Headline { name, size, step_hours, sides, classes, squadrons })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*first)
}

fn take_text(rest: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(take_count(rest)?).ok()?;
    let text = String::from_utf8(rest.get(..length)?.to_vec()).ok()?;
    *rest = &rest[length..];
    Some(text)
}
