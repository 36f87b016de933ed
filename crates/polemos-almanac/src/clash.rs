//! Fighting at one place in close succession, which a reader takes for one battle. The engine asks both sides anew on
//! every tick whether to go on; the record names the whole.

use polemos_chronicle::{Battle, BattleSide, Chronicle, Entry, Seq, What};
use polemos_war::{ClassId, CoalitionId, PlaceId};

/// Days between the end of one battle and the start of the next within which the two are one.
const LULL: f64 = 5.0;

/// Battles between the same two sides at one place without a lull, as one.
#[derive(Clone, Debug)]
pub struct Clash {
    /// Numbers of the entries.
    pub entries: Vec<Seq>,
    /// Day of the first entry.
    pub day: f64,
    /// The whole as one battle: losses summed, strength as committed in all; its ordinal is among clashes.
    pub whole: Battle,
    /// How many clashes the place saw.
    pub of: u16,
}

/// The clashes of a chronicle, in order.
pub fn clashes(chronicle: &Chronicle) -> Vec<Clash> {
    let mut open: Vec<Vec<(&Entry, &Battle)>> = Vec::new();
    let mut done: Vec<Vec<(&Entry, &Battle)>> = Vec::new();
    for entry in &chronicle.entries {
        match &entry.what {
            What::Battle(battle) => {
                let same = open.iter_mut().find(|group| continues(group, battle));
                match same {
                    Some(group) => group.push((entry, battle)),
                    None => {
                        close(&mut open, &mut done, battle.place);
                        open.push(vec![(entry, battle)]);
                    }
                }
            }
            // A place that has fallen is fought for anew.
            What::Taken { place, .. } => close(&mut open, &mut done, *place),
            _ => {}
        }
    }
    done.append(&mut open);
    done.sort_by_key(|group| group.first().map(|(entry, _)| entry.seq));
    numbered(done)
}

fn close<'a>(
    open: &mut Vec<Vec<(&'a Entry, &'a Battle)>>,
    done: &mut Vec<Vec<(&'a Entry, &'a Battle)>>,
    place: PlaceId,
) {
    let (here, elsewhere) = std::mem::take(open)
        .into_iter()
        .partition(|group| group.first().is_some_and(|(_, it)| it.place == place));
    *open = elsewhere;
    done.extend::<Vec<_>>(here);
}

fn continues(group: &[(&Entry, &Battle)], battle: &Battle) -> bool {
    group.last().is_some_and(|(_, last)| {
        last.place == battle.place
            && sides(last) == sides(battle)
            && battle.began - (last.began + last.hours / 24.0) <= LULL
    })
}

fn sides(battle: &Battle) -> [CoalitionId; 2] {
    let mut sides = battle.sides.each_ref().map(|side| side.coalition);
    sides.sort();
    sides
}

fn numbered(groups: Vec<Vec<(&Entry, &Battle)>>) -> Vec<Clash> {
    let mut clashes: Vec<Clash> = groups.iter().filter_map(|group| clash(group)).collect();
    for row in 0..clashes.len() {
        let place = clashes[row].whole.place;
        let here = |all: &[Clash]| all.iter().filter(|other| other.whole.place == place).count() as u16;
        let (ordinal, of) = (here(&clashes[..=row]), here(&clashes));
        clashes[row].whole.ordinal = ordinal;
        clashes[row].of = of;
    }
    clashes
}

fn clash(group: &[(&Entry, &Battle)]) -> Option<Clash> {
    let (entry, first) = group.first()?;
    let (_, last) = group.last()?;
    let whole = match group {
        [_] => (*first).clone(),
        _ => Battle {
            ordinal: 0,
            place: first.place,
            began: first.began,
            hours: (last.began - first.began) * 24.0 + last.hours,
            sides: first.sides.each_ref().map(|side| summed(group, side)),
            victor: last.victor.and_then(|row| {
                let coalition = last.sides.get(usize::from(row))?.coalition;
                first.sides.iter().position(|side| side.coalition == coalition).map(|row| row as u8)
            }),
            end: last.end,
            curve: Vec::new(),
        },
    };
    Some(Clash { entries: group.iter().map(|(entry, _)| entry.seq).collect(), day: entry.day, whole, of: 1 })
}

/// One side over all battles: what it committed, what it lost.
fn summed(group: &[(&Entry, &Battle)], first: &BattleSide) -> BattleSide {
    let mut whole = BattleSide { lost: Vec::new(), went_over: Vec::new(), dead: 0.0, ..first.clone() };
    let parts =
        group.iter().flat_map(|(_, battle)| &battle.sides).filter(|side| side.coalition == first.coalition);
    for side in parts {
        // What stands here now and what was lost before were all committed.
        for (class, units) in &side.units {
            let had = *units + count(&whole.lost, *class) + count(&whole.went_over, *class);
            raise(&mut whole.units, *class, had);
        }
        for (class, lost) in &side.lost {
            let sum = *lost + count(&whole.lost, *class);
            raise(&mut whole.lost, *class, sum);
        }
        for (class, gone) in &side.went_over {
            let sum = *gone + count(&whole.went_over, *class);
            raise(&mut whole.went_over, *class, sum);
        }
        whole.dead += side.dead;
        whole.factions.extend(&side.factions);
        whole.forces.extend(&side.forces);
        whole.commander = side.commander.or(whole.commander);
    }
    whole.factions.sort();
    whole.factions.dedup();
    whole.forces.sort();
    whole.forces.dedup();
    let total = |units: &[(ClassId, u32)]| units.iter().map(|(_, n)| f64::from(*n)).sum::<f64>();
    whole.loss_share = (total(&whole.lost) / total(&whole.units).max(1.0)).min(1.0);
    whole
}

fn count(units: &[(ClassId, u32)], class: ClassId) -> u32 {
    units.iter().find(|(id, _)| *id == class).map_or(0, |(_, n)| *n)
}

fn raise(units: &mut Vec<(ClassId, u32)>, class: ClassId, least: u32) {
    match units.iter_mut().find(|(id, _)| *id == class) {
        Some((_, n)) => *n = least.max(*n),
        None => units.push((class, least)),
    }
}
