//! What is kept of one run: a few hundred bytes, enough for every table of a projection.

use crate::entry::{Ending, Grade};
use polemos_war::{CoalitionId, DecisionId, EndingKind, FactionId, Id, PlaceId};
use serde::{Deserialize, Serialize};

/// One run of a projection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunSummary {
    /// Replication, which with the seed names the run.
    pub replication: u64,
    /// How it ended.
    pub ending: Ending,
    /// Totals of all factions, packed.
    totals: Box<[u8]>,
    /// By decision, the last option taken; [`NEVER_MADE`] for one that did not fall.
    decisions: Box<[u8]>,
    /// Attacks projected for decisions, in the order of these.
    pub projected: Box<[ProjectedAttack]>,
    /// Battles fought, summed by place, in place order.
    pub battles: Box<[PlaceBattles]>,
    /// Owner of each place at the end (faction row, `u16::MAX` for none).
    pub owners: Box<[u16]>,
    /// Which facts of the ledger showed, by row; bit set means yes.
    pub facts: Box<[u8]>,
    /// Wars of a saga; a war that is over when it ends has none, and takes no room for them.
    wars: Option<Box<Wars>>,
}

/// Wars of a saga, in the order in which they began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Wars(Vec<WarSummary>);

/// One war of a saga in one run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WarSummary {
    /// Rows of the coalitions: who began it, and against whom.
    sides: [u16; 2],
    /// Its number among the wars between these two, from 1.
    pub ordinal: u16,
    /// Places ceded as it ended.
    pub ceded: u16,
    /// Day on which it began.
    pub began: f32,
    /// Day on which it ended, or on which the saga closed over it.
    pub ended: f32,
    /// How it ended; undecided while it goes on.
    pub kind: EndingKind,
    /// Row of the coalition that prevailed; `u16::MAX` for none.
    victor: u16,
    /// How clear that was.
    pub grade: Grade,
    /// Share of its ships that either side lost.
    pub loss: [SmallShare; 2],
}

impl WarSummary {
    /// A war between two sides that has begun, figures still to be filled in.
    pub fn between(sides: [CoalitionId; 2], ordinal: u16, began: f64) -> Self {
        Self {
            sides: sides.map(|id| id.0 as u16),
            ordinal,
            ceded: 0,
            began: began as f32,
            ended: began as f32,
            kind: EndingKind::Undecided,
            victor: u16::MAX,
            grade: Grade::Stalemate,
            loss: [SmallShare::default(); 2],
        }
    }

    /// The same war, ended.
    #[must_use]
    pub fn with_ending(self, ending: &Ending) -> Self {
        let victor = ending.victor.map_or(u16::MAX, |id| id.0 as u16);
        Self { kind: ending.kind, grade: ending.grade, ended: ending.day as f32, victor, ..self }
    }

    /// The sides: who began it, and against whom.
    pub fn sides(&self) -> [CoalitionId; 2] {
        self.sides.map(|row| CoalitionId(u32::from(row)))
    }

    /// Who prevailed, if anyone.
    pub fn victor(&self) -> Option<CoalitionId> {
        (self.victor != u16::MAX).then_some(CoalitionId(u32::from(self.victor)))
    }
}

/// Stands for a decision that did not fall; options are fewer.
const NEVER_MADE: u8 = u8::MAX;

/// What one faction began with, gained and lost. Units are summed by domain, in the order of
/// [`polemos_war::Domain::ALL`]: opening + built + joined − lost − left − retired is what stands at
/// the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FactionTotals {
    /// Units at the start and those declared to arrive, once they have.
    pub opening: [u32; 5],
    /// Built.
    pub built: [u32; 5],
    /// Lost to the enemy or with their place.
    pub lost: [u32; 5],
    /// Came over from others.
    pub joined: [u32; 5],
    /// Went over to others.
    pub left: [u32; 5],
    /// Worn out and broken up, or disbanded, in a saga.
    pub retired: [u32; 5],
    /// Crews and troops killed, persons.
    pub military_dead: f32,
    /// Civilians of its people or places killed, persons.
    pub civilian_dead: f32,
    /// Resolve at the end.
    pub resolve: f32,
}

/// A share between 0 and 1 in two bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SmallShare(u16);

impl SmallShare {
    /// The nearest to a share; beyond 0 and 1, the nearer of these.
    pub fn of(share: f64) -> Self {
        Self((share.clamp(0.0, 1.0) * f64::from(u16::MAX) + 0.5) as u16)
    }

    /// The share.
    pub fn get(self) -> f64 {
        f64::from(self.0) / f64::from(u16::MAX)
    }
}

/// An attack as projected for a decision, the last time that it fell.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProjectedAttack {
    /// Row of the decision.
    at: u16,
    /// Chance of winning.
    pub win: SmallShare,
    /// Own loss share, median.
    pub loss: SmallShare,
}

impl ProjectedAttack {
    /// A projection made for a decision.
    pub fn new(decision: DecisionId, win: f64, loss: f64) -> Self {
        Self { at: decision.0 as u16, win: SmallShare::of(win), loss: SmallShare::of(loss) }
    }

    /// The decision.
    pub fn decision(&self) -> DecisionId {
        DecisionId(u32::from(self.at))
    }
}

/// Battles at one place in one run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceBattles {
    /// Row of the place.
    at: u16,
    /// How many.
    pub count: u16,
    /// Coalition rows of the largest, attacker first.
    sides: [u16; 2],
    /// Loss share of either in the largest.
    pub loss: [SmallShare; 2],
    /// Loss share that its staff had projected for either.
    pub projected_loss: [SmallShare; 2],
    /// Chance of winning that its staff had projected for either.
    pub projected_win: [SmallShare; 2],
}

impl PlaceBattles {
    /// Battles at a place between two coalitions, figures still to be filled in.
    pub fn between(place: PlaceId, coalitions: [CoalitionId; 2], count: u16) -> Self {
        let none = [SmallShare::default(); 2];
        let sides = coalitions.map(|id| id.0 as u16);
        Self { at: place.0 as u16, count, sides, loss: none, projected_loss: none, projected_win: none }
    }

    /// Where.
    pub fn place(&self) -> PlaceId {
        PlaceId(u32::from(self.at))
    }

    /// Coalitions of the largest, attacker first.
    pub fn coalitions(&self) -> [CoalitionId; 2] {
        self.sides.map(|row| CoalitionId(u32::from(row)))
    }
}

impl RunSummary {
    /// A run from its parts: totals by faction, and by decision the last option taken, if any.
    pub fn new(
        replication: u64,
        ending: Ending,
        totals: impl Iterator<Item = FactionTotals>,
        decisions: impl Iterator<Item = Option<u16>>,
    ) -> Self {
        let mut packed = Vec::new();
        totals.for_each(|totals| totals.pack(&mut packed));
        let option =
            |made: Option<u16>| made.map_or(NEVER_MADE, |row| row.min(u16::from(NEVER_MADE - 1)) as u8);
        Self {
            replication,
            ending,
            totals: packed.into_boxed_slice(),
            decisions: decisions.map(option).collect(),
            projected: Box::default(),
            battles: Box::default(),
            owners: Box::default(),
            facts: Box::default(),
            wars: None,
        }
    }

    /// Bytes that the run takes in memory.
    pub fn bytes(&self) -> usize {
        size_of::<Self>()
            + size_of_val(&*self.totals)
            + size_of_val(&*self.decisions)
            + size_of_val(&*self.projected)
            + size_of_val(&*self.battles)
            + size_of_val(&*self.owners)
            + size_of_val(&*self.facts)
            + self.wars.as_ref().map_or(0, |wars| size_of::<Wars>() + size_of_val(&*wars.0))
    }

    /// Wars of a saga, in the order in which they began; none of a war that is over when it ends.
    pub fn wars(&self) -> &[WarSummary] {
        self.wars.as_ref().map_or(&[], |wars| &wars.0)
    }

    /// The same run with its wars.
    #[must_use]
    pub fn with_wars(self, wars: Vec<WarSummary>) -> Self {
        let wars = (!wars.is_empty()).then(|| Box::new(Wars(wars)));
        Self { wars, ..self }
    }

    /// Totals of all factions, in id order.
    pub fn factions(&self) -> Vec<FactionTotals> {
        let mut rest = &*self.totals;
        let mut all = Vec::new();
        while !rest.is_empty() {
            all.push(FactionTotals::unpack(&mut rest));
        }
        all
    }

    /// Totals of a faction.
    pub fn faction(&self, faction: FactionId) -> FactionTotals {
        self.factions().get(faction.index()).copied().unwrap_or_default()
    }

    /// The last option taken in a decision, if it fell.
    pub fn chosen(&self, decision: DecisionId) -> Option<u16> {
        let row = self.decisions.get(decision.index()).copied()?;
        (row != NEVER_MADE).then_some(u16::from(row))
    }
}

impl FactionTotals {
    fn pack(&self, out: &mut Vec<u8>) {
        self.opening.iter().chain(&self.built).chain(&self.lost).for_each(|units| push_units(out, *units));
        // In most runs no one changes sides, and nothing wears out: one byte says so.
        let moved = self.joined.iter().chain(&self.left);
        let (crossed, worn) =
            (moved.clone().any(|units| *units > 0), self.retired.iter().any(|units| *units > 0));
        out.push(u8::from(crossed) + 2 * u8::from(worn));
        if crossed {
            moved.for_each(|units| push_units(out, *units));
        }
        if worn {
            self.retired.iter().for_each(|units| push_units(out, *units));
        }
        for figure in [self.military_dead, self.civilian_dead, self.resolve] {
            out.extend_from_slice(&figure.to_le_bytes());
        }
    }

    fn unpack(rest: &mut &[u8]) -> Self {
        let mut totals = Self::default();
        for units in totals.opening.iter_mut().chain(&mut totals.built).chain(&mut totals.lost) {
            *units = take_units(rest);
        }
        let told = take_units(rest);
        if told & 1 != 0 {
            for units in totals.joined.iter_mut().chain(&mut totals.left) {
                *units = take_units(rest);
            }
        }
        if told & 2 != 0 {
            totals.retired.iter_mut().for_each(|units| *units = take_units(rest));
        }
        for figure in [&mut totals.military_dead, &mut totals.civilian_dead, &mut totals.resolve] {
            *figure = take_figure(rest);
        }
        totals
    }
}

/// Seven bits a byte, the eighth says that more follow: most counts are small, many are nil.
fn push_units(out: &mut Vec<u8>, units: u32) {
    let mut left = units;
    while left >= 0x80 {
        out.push(left as u8 | 0x80);
        left >>= 7;
    }
    out.push(left as u8);
}

fn take_units(rest: &mut &[u8]) -> u32 {
    let (mut value, mut shift) = (0_u32, 0);
    while let Some((byte, tail)) = rest.split_first() {
        *rest = tail;
        value |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    value
}

fn take_figure(rest: &mut &[u8]) -> f32 {
    match rest.split_first_chunk::<4>() {
        Some((bytes, tail)) => {
            *rest = tail;
            f32::from_le_bytes(*bytes)
        }
        None => {
            *rest = &[];
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_totals_come_back_as_they_were() {
        let ending = Ending {
            kind: EndingKind::Undecided,
            victor: None,
            loser: None,
            grade: Grade::Stalemate,
            day: 1.0,
        };
        let one = FactionTotals {
            opening: [0, 127, 128, 16_384, u32::MAX],
            built: [1, 0, 0, 0, 300],
            lost: [0; 5],
            joined: [0; 5],
            left: [7, 0, 300, 0, 0],
            retired: [0, 1, 0, 900, 0],
            military_dead: 1.5e9,
            civilian_dead: 0.0,
            resolve: 0.25,
        };
        let all = [one, FactionTotals::default(), one];
        let run = RunSummary::new(3, ending, all.into_iter(), [Some(2), None].into_iter());
        assert_eq!(run.factions(), all);
        assert_eq!(run.faction(FactionId(2)), one);
        assert_eq!((run.chosen(DecisionId(0)), run.chosen(DecisionId(1))), (Some(2), None));
    }
}
