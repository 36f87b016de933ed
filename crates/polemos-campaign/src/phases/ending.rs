//! How wars end, besides by terms. A side is conquered when it holds no place and has no fleet to speak of; when it has
//! nothing left to fight with and its capital has fallen or its will has gone; it surrenders when its resolve is spent
//! while its enemy's is not. A side that has lost every place but kept a fleet fights on as a fleet in being, until
//! battle or hunger has brought it below the rule's share. When all sides' resolve is spent the war dies of exhaustion.

use crate::phases::{cohesion, orders_against, resolve, saga};
use crate::situation::*;
use crate::turn::Turn;
use polemos_chronicle::{Ending, Grade, Seq, What};
use polemos_war::*;

/// Share of its strength below which a side has nothing left to fight with.
const SPENT: f64 = 0.02;

/// Sides that have nothing left to fight with or for drop out.
pub fn conquests(t: &mut Turn<'_>) {
    for side in t.belligerents() {
        let will = resolve::of_coalition(t, side);
        if conquered(t, side, will) {
            let [_, befell] = resolve::causes(t, side);
            give_up(t, side, EndingKind::Conquest, &[befell]);
        } else if will < t.rule(Rule::EndResolve) && opponent_prevails(t, side) {
            let causes = resolve::causes(t, side);
            give_up(t, side, EndingKind::Surrender, &causes);
        }
    }
}

fn conquered(t: &Turn<'_>, side: CoalitionId, will: f64) -> bool {
    let state = &t.s.coalitions[side];
    let holds = !t.s.sides.held.is_none(side.index());
    let fleet = t.coalition_strength(side);
    let spent = fleet < SPENT * state.opening_value && !still_to_come(t, side);
    if !holds && state.opening_worth > 0.0 {
        return fleet <= t.rule(Rule::EndFleet) * state.opening_value;
    }
    let capital = t.war.factions[t.war.coalitions[side].lead].capital;
    let homeless = capital.is_none_or(|place| t.s.holder(place) != Some(side));
    spent && (homeless || will < t.rule(Rule::EndDespair))
}

fn still_to_come(t: &Turn<'_>, side: CoalitionId) -> bool {
    let away = |(id, f): (ForceId, &ForceState)| {
        f.at == Whereabouts::Away && t.s.side(f.faction) == side && t.war.forces[id].arrives.is_some()
    };
    t.s.forces.pairs().any(away)
}

fn opponent_prevails(t: &Turn<'_>, side: CoalitionId) -> bool {
    let others = t.belligerents().filter(|other| *other != side);
    let mut others = others;
    others.any(|other| resolve::of_coalition(t, other) > t.rule(Rule::EndResolve))
}

/// The strongest of a side's opponents.
fn victor_over(t: &Turn<'_>, side: CoalitionId) -> Option<CoalitionId> {
    let others = t.belligerents().filter(|other| *other != side);
    others.max_by(|a, b| t.coalition_strength(*a).total_cmp(&t.coalition_strength(*b)).then(b.cmp(a)))
}

/// A side leaves the war beaten.
fn give_up(t: &mut Turn<'_>, side: CoalitionId, kind: EndingKind, causes: &[Option<Seq>]) {
    let victor = other_side(t, side).or_else(|| victor_over(t, side));
    if others_fight_on(t, side) {
        cohesion::give_up(t, side, causes.iter().flatten().max().copied());
    } else {
        end(t, kind, victor, Some(side), causes);
    }
}

/// Whether a war goes on when one side leaves it. A war of a saga is between its two sides: a rising beside it is no party
/// to it, and goes home when it ends.
pub fn others_fight_on(t: &Turn<'_>, side: CoalitionId) -> bool {
    t.belligerents().count() > 2 && other_side(t, side).is_none()
}

/// The side that a war of a saga was begun against, or by.
fn other_side(t: &Turn<'_>, side: CoalitionId) -> Option<CoalitionId> {
    let [a, b] = t.s.saga.as_ref()?.war()?.sides;
    match side {
        it if it == a => Some(b),
        it if it == b => Some(a),
        _ => None,
    }
}

/// Ends the war when fewer than two sides are left in it, or no one can be made to go on.
pub fn conclude(t: &mut Turn<'_>) {
    limit(t);
    if t.s.ending.is_some() || !t.s.in_war() {
        return;
    }
    let sides = t.belligerents();
    if sides.clone().count() < 2 {
        let victor = sides.clone().next();
        let left = t.s.factions.iter().filter(|f| !f.at_war).filter_map(|f| f.cause).max();
        return end(t, EndingKind::Conquest, victor, None, &[left]);
    }
    let tired = t.rule(Rule::EndResolve);
    if sides.clone().all(|side| resolve::of_coalition(t, side) < tired) {
        let causes: Vec<Option<Seq>> = sides.flat_map(|side| resolve::causes(t, side)).collect();
        return end(t, EndingKind::Exhaustion, None, None, &causes);
    }
    if t.dusk() >= f64::from(t.war.clock.limit_days) {
        end(t, EndingKind::Undecided, None, None, &[]);
    }
}

/// A saga comes to its last day; the war in play, if there is one, is then undecided.
pub fn limit(t: &mut Turn<'_>) {
    let over = t.dusk() >= f64::from(t.war.clock.limit_days);
    if t.s.saga.is_none() || !over || t.s.ending.is_some() {
        return;
    }
    if t.s.in_war() {
        end(t, EndingKind::Undecided, None, None, &[]);
    }
    saga::close(t);
}

/// The war is over.
pub fn end(
    t: &mut Turn<'_>,
    kind: EndingKind,
    victor: Option<CoalitionId>,
    loser: Option<CoalitionId>,
    causes: &[Option<Seq>],
) {
    let day = t.now();
    let ending = Ending { kind, victor, loser, grade: grade(t, kind, victor, loser), day };
    if t.s.saga.is_some() {
        return saga::wars::close(t, ending, causes);
    }
    orders_against::cease(t);
    t.record(day, causes, |_| What::Ended(ending));
    t.s.ending = Some(ending);
    t.s.touch(Reads::POLITICS);
}

/// How clear it was: by what the loser has left, and what the victor gained and paid.
fn grade(t: &Turn<'_>, kind: EndingKind, victor: Option<CoalitionId>, loser: Option<CoalitionId>) -> Grade {
    let Some(victor) = victor else { return Grade::Stalemate };
    let paid = t.coalition_loss(victor);
    let cost = loser.map_or(0.0, |loser| t.coalition_loss(loser));
    match kind {
        EndingKind::Surrender | EndingKind::Conquest if paid < 0.6 => Grade::Decisive,
        EndingKind::Surrender | EndingKind::Conquest => Grade::Clear,
        _ if -t.balance(victor) > 0.1 && paid <= cost => Grade::Clear,
        _ => Grade::Marginal,
    }
}
