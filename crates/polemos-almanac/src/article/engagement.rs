//! What kind of battle one was, as the chronicle shows it: who held the place and whether it was shut in, who had met
//! before and where, whose comrades the others had been; and how it went while it lasted.

use crate::clash::Clash;
use crate::sentence::Teller;
use polemos_chronicle::{Battle, BattleSide, Seq, What};
use polemos_war::{CoalitionId, Domain, FactionId, ForceId};

/// Days after a change of sides within which a battle against the old one is its sequel.
const SEQUEL: f64 = 15.0;
/// Days after a battle within which the winner, meeting the same fleets elsewhere, pursues them.
const PURSUIT: f64 = 21.0;
/// Days after a battle at a place within which the next one there is another attempt.
const AGAIN: f64 = 120.0;
/// Loss of one side as a multiple of the other's from which the fight goes against it.
const AGAINST: f64 = 1.5;

/// How a battle came about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Occasion<'t> {
    /// Units had gone over there, days before, and fought those whom they had left.
    Sequel { days: f64, entry: Seq, to: FactionId },
    /// The winner of another battle met there what had got away from it.
    Pursuit { of: &'t Clash, days: f64 },
    /// The attacker came to a place of its own, days after the other side had surrounded it.
    Relief { shut_in: Option<(f64, Seq)> },
    /// What held a surrounded place and could not leave it was attacked.
    Storm { days: f64, entry: Seq },
    /// The two had fought there before; `turned` when the other one attacks now.
    Again { before: &'t Clash, days: f64, turned: bool },
    /// A place was attacked that the defender held.
    Assault,
    /// Neither held the place.
    Meeting,
}

/// How a battle came about. Of several things that fit, the one that says most.
pub(super) fn occasion<'t>(teller: &'t Teller<'_>, clash: &Clash) -> Occasion<'t> {
    let [attacker, defender] = &clash.whole.sides;
    let first = clash.entries.first().copied().unwrap_or(Seq(0));
    if let Some(found) = sequel(teller, clash, first).or_else(|| pursuit(teller, clash)) {
        return found;
    }
    let holder = teller.holder(clash.whole.place, first);
    let holds = |side: &BattleSide| holder.is_some_and(|it| stands_with(teller, it, side, clash.day));
    let shut_in = |by: CoalitionId| shut_in(teller, clash, first, by);
    if holds(attacker) {
        return Occasion::Relief { shut_in: shut_in(defender.coalition) };
    }
    let moves = |side: &BattleSide| ships(teller, &side.units) > 0;
    if holds(defender)
        && !moves(defender)
        && let Some((days, entry)) = shut_in(attacker.coalition)
    {
        return Occasion::Storm { days, entry };
    }
    match again(teller, clash) {
        Some(found) => found,
        None if holds(defender) => Occasion::Assault,
        None => Occasion::Meeting,
    }
}

/// Ships among some units.
pub(super) fn ships(teller: &Teller<'_>, units: &[(polemos_war::ClassId, u32)]) -> u64 {
    let is_ship = |class| {
        teller.war.classes.get(class).is_some_and(|it: &polemos_war::Class| it.domain == Domain::Ships)
    };
    units.iter().filter(|(class, _)| is_ship(*class)).map(|(_, n)| u64::from(*n)).sum()
}

/// Whether a faction is of a side of a battle, though it may not have fought in it.
pub(super) fn stands_with(teller: &Teller<'_>, faction: FactionId, side: &BattleSide, day: f64) -> bool {
    let stays = teller.stays.iter().filter(|it| it.faction == faction && it.coalition == side.coalition);
    let then = |it: &crate::sides::Stay| {
        it.from.is_none_or(|from| from <= day) && it.until.is_none_or(|until| day <= until)
    };
    side.factions.contains(&faction) || stays.into_iter().any(then)
}

fn sequel<'t>(teller: &Teller<'_>, clash: &Clash, first: Seq) -> Option<Occasion<'t>> {
    let attacker = &clash.whole.sides[0];
    let earlier = teller.chronicle.entries.iter().take_while(|entry| entry.seq < first);
    let recent = earlier.filter(|entry| clash.day - entry.day <= SEQUEL);
    let last = recent.filter(|entry| match &entry.what {
        What::WentOver { to, faction, place, in_battle: false, .. } => {
            *place == Some(clash.whole.place)
                && attacker.factions == [*faction]
                && attacker.forces.contains(to)
        }
        _ => false,
    });
    last.last().and_then(|entry| match &entry.what {
        What::WentOver { faction, .. } => {
            Some(Occasion::Sequel { days: clash.day - entry.day, entry: entry.seq, to: *faction })
        }
        _ => None,
    })
}

fn end_of(clash: &Clash) -> f64 {
    clash.whole.began + clash.whole.hours / 24.0
}

/// The battle elsewhere from which the defender had got away, before the same attacker.
fn pursuit<'t>(teller: &'t Teller<'_>, clash: &Clash) -> Option<Occasion<'t>> {
    let [attacker, defender] = &clash.whole.sides;
    let shared = |a: &[ForceId], b: &[ForceId]| a.iter().any(|force| b.contains(force));
    let earlier = teller.clashes.iter().filter(|it| end_of(it) <= clash.whole.began);
    let mut beaten = earlier.filter(|it| {
        let winner = it.whole.victor.map(usize::from).and_then(|row| it.whole.sides.get(row));
        let loser = it.whole.victor.map(usize::from).and_then(|row| it.whole.sides.get(1 - row.min(1)));
        it.whole.place != clash.whole.place
            && clash.whole.began - end_of(it) <= PURSUIT
            && winner
                .is_some_and(|it| it.coalition == attacker.coalition && shared(&it.forces, &attacker.forces))
            && loser
                .is_some_and(|it| it.coalition == defender.coalition && shared(&it.forces, &defender.forces))
            && ships(teller, &defender.units) > 0
    });
    beaten.next_back().map(|of| Occasion::Pursuit { of, days: clash.whole.began - end_of(of) })
}

/// Days since a side closed its ring around the place, where it has not been broken since; and the entry.
fn shut_in(teller: &Teller<'_>, clash: &Clash, first: Seq, by: CoalitionId) -> Option<(f64, Seq)> {
    let mut found = None;
    for entry in teller.chronicle.entries.iter().take_while(|entry| entry.seq < first) {
        match &entry.what {
            What::Invested { place, by: own, closed: true } if *place == clash.whole.place && *own == by => {
                found = Some((clash.day - entry.day, entry.seq));
            }
            What::SiegeLifted { place, .. } | What::Taken { place, .. } if *place == clash.whole.place => {
                found = None;
            }
            _ => {}
        }
    }
    found
}

fn again<'t>(teller: &'t Teller<'_>, clash: &Clash) -> Option<Occasion<'t>> {
    let sides = clash.whole.sides.each_ref().map(|side| side.coalition);
    let mut here = teller.clashes.iter().filter(|it| it.whole.place == clash.whole.place);
    let before = here.rfind(|it| end_of(it) <= clash.whole.began && it.entries != clash.entries)?;
    let own = before.whole.sides.each_ref().map(|side| side.coalition);
    let turned = own == [sides[1], sides[0]];
    let days = clash.whole.began - end_of(before);
    (days <= AGAIN && (own == sides || turned)).then_some(Occasion::Again { before, days, turned })
}

/// How a battle went while it lasted, by what either side had left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tide {
    /// The one that lost it had been winning half-way.
    Turned,
    /// Neither had the better of it half-way, and one had in the end.
    Late,
    /// One had the better of it throughout.
    Clear,
    /// Neither had.
    Even,
}

/// How it went; none where that was not kept, or where units that went over blur it.
pub(super) fn tide(battle: &Battle) -> Option<Tide> {
    let winner = usize::from(battle.victor?).min(1);
    let (first, last) = (battle.curve.first()?, battle.curve.last()?);
    if battle.curve.len() < 4 || battle.sides.iter().any(|side| !side.went_over.is_empty()) {
        return None;
    }
    let half = last[0] / 2.0;
    let middle = battle.curve.iter().find(|point| point[0] >= half)?;
    // What the one that lost it had lost, as a multiple of what the other had.
    let ratio = |point: &[f32; 3]| {
        let lost = |side: usize| f64::from(1.0 - point[side + 1] / first[side + 1].max(1e-6)).max(1e-4);
        lost(1 - winner) / lost(winner)
    };
    let (then, finally) = (ratio(middle), ratio(last));
    let even = |ratio: f64| (1.0 / AGAINST..=AGAINST).contains(&ratio);
    Some(match () {
        () if then < 1.0 / AGAINST && finally > 1.0 => Tide::Turned,
        () if even(then) && finally > AGAINST => Tide::Late,
        () if even(then) && even(finally) => Tide::Even,
        () if then > AGAINST && finally > AGAINST => Tide::Clear,
        () => return None,
    })
}
