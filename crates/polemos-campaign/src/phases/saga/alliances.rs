//! Alliances form against threats (Walt 1987): a state enters a coalition for what it adds to its odds against the one
//! that it fears, in proportion to how far it is on edge with him, less what it costs to stand beside an old enemy and to
//! be drawn into an ally's war. So a blow to its power can push it into the arms of one whom it fought, and one who has
//! made an enemy of the strong looks for company. A coalition is made when two of those who could be in it are ready at
//! once; who is in it already has agreed to more. It is left in peace when it is no longer worth its price.

use super::{sovereigns, tension, wars, with};
use crate::effects;
use crate::phases::events;
use crate::saga::Willing;
use crate::turn::Turn;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// Days for which a state stays ready to enter an alliance.
const READY: f64 = 730.0;
/// How much an alliance must lose before a member thinks of leaving it.
const SLACK: f64 = 0.3;
/// Days before a state asks itself the same again, unless something has befallen it.
const PAUSE: f64 = 730.0;
/// Odds below which worse ones make no difference.
const HOPELESS: f64 = 0.1;
/// What makes a state ask itself whether to enter one.
const WORTH_ASKING: f64 = -0.6;

/// Opens the question to whom it arises.
pub fn play(t: &mut Turn<'_>) {
    let now = t.day();
    with(t, |saga| saga.willing.retain(|it| it.until > now));
    let real = t.real;
    let mut open = Vec::new();
    for &(side, faction, decision) in &real.posts.ally {
        let since = now - t.s.decisions[decision].day;
        let asked = t.s.decisions[decision].made > 0 && since < PAUSE && !is_shaken(t, faction);
        if t.s.decisions[decision].open || asked || !is_free(t, faction) {
            continue;
        }
        let [join, stay_out] = value_of_joining(t, side, faction);
        let within = t.s.side(faction) == side;
        let waits =
            t.s.saga.as_ref().is_some_and(|saga| {
                saga.willing.iter().any(|it| it.faction == faction && it.coalition == side)
            });
        // Members leave in peace alone; in war that is another question.
        let arises = match within {
            true => !t.s.states_at_war() && join < stay_out - SLACK,
            false => !waits && join > stay_out + WORTH_ASKING,
        };
        if arises {
            open.push((decision, t.s.factions[faction].cause));
        }
    }
    for (decision, cause) in open {
        events::open(t, decision, cause);
    }
    with(t, |saga| saga.states.iter_mut().for_each(|state| state.shaken = false));
}

/// Something has befallen a state that makes it look for allies, or look at them again.
pub fn shaken(t: &mut Turn<'_>, id: FactionId) {
    with(t, |saga| saga.states[id].shaken = true);
}

fn is_shaken(t: &Turn<'_>, id: FactionId) -> bool {
    t.s.saga.as_ref().is_some_and(|saga| saga.states[id].shaken)
}

fn is_free(t: &Turn<'_>, id: FactionId) -> bool {
    sovereigns(t).contains(&id)
}

/// The state that another fears most, of those that could not be in the coalition with it.
fn feared(t: &Turn<'_>, side: CoalitionId, by: FactionId) -> Option<(FactionId, f64)> {
    let saga = t.s.saga.as_ref()?;
    let in_it = |id: FactionId| t.war.coalitions[side].members.iter().any(|it| it.faction == id);
    let others = sovereigns(t).into_iter().filter(|other| *other != by && !in_it(*other));
    let weigh = |other: FactionId| {
        let tension = saga.tension(by, other);
        let strength = crate::belief::strength(t, by, other).max(1.0);
        (other, tension, strength * tension * tension::nearness(t, by, other))
    };
    let worst = others.map(weigh).max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0)))?;
    let least = t.rule(Rule::AllianceThreat);
    (worst.1 >= least || t.s.hostile(by, worst.0)).then_some((worst.0, worst.1))
}

/// Who would stand beside a state in a coalition: those who are in it, or, if it has still to be made, those who could be
/// and fear the same one.
fn partners(t: &Turn<'_>, side: CoalitionId, by: FactionId, against: FactionId) -> Vec<FactionId> {
    let inside: Vec<FactionId> = tension::members(t, side).into_iter().filter(|id| *id != by).collect();
    if !inside.is_empty() {
        return inside;
    }
    let could = t.war.coalitions[side].members.iter().map(|it| it.faction);
    let fears = |id: &FactionId| {
        *id != by && is_free(t, *id) && feared(t, side, *id).is_some_and(|(other, _)| other == against)
    };
    could.filter(fears).collect()
}

/// Utilities of being in a coalition and of standing alone.
pub fn value_of_joining(t: &Turn<'_>, side: CoalitionId, by: FactionId) -> [f64; 2] {
    let Some(saga) = &t.s.saga else { return [-1.0, 0.0] };
    let within = t.s.side(by) == side;
    let Some((against, threat)) = feared(t, side, by) else {
        // With no one to fear, what is left of an alliance is the company.
        let company = tension::members(t, side).into_iter().filter(|id| *id != by);
        let old = company.map(|id| saga.tension(by, id)).fold(0.0, f64::max);
        return [if within { -t.rule(Rule::AllianceOld) * old } else { -1.0 }, 0.0];
    };
    let partners = partners(t, side, by, against);
    if partners.is_empty() {
        return [-1.0, 0.0];
    }
    let theirs = tension::members(t, t.s.side(against));
    let together: Vec<FactionId> = partners.iter().copied().chain([by]).collect();
    let prospects = |ours: &[FactionId], others: &[FactionId]| {
        // An alliance is made for years: what is in being counts by half, what will be by half.
        0.5 * tension::odds(t, by, ours, others, false) + 0.5 * tension::odds(t, by, ours, others, true)
    };
    let beside = prospects(&together, &theirs);
    let alone = stand_alone(t, by, against, &partners, &theirs, prospects);
    let threat = pressing(t, by, against, threat, &partners, &theirs);
    let old = partners.iter().map(|other| saga.tension(by, *other)).fold(0.0, f64::max);
    let drawn_in = !t.s.factions[by].at_war && partners.iter().any(|other| t.s.hostile(*other, against));
    let war = if drawn_in { t.rule(Rule::AllianceWar) * 2.0 * (1.0 - beside) } else { 0.0 };
    // The worse the odds, the more it is worth to better them.
    let better = libm::log(beside.max(HOPELESS) / alone.max(HOPELESS));
    let gain = t.rule(Rule::AllianceGain) * threat * better;
    // Those who are bound already have paid for it.
    let bound = if within { 0.0 } else { t.rule(Rule::AllianceBound) };
    [gain - bound - t.rule(Rule::AllianceOld) * old - war, 0.0]
}

/// How pressing a threat is: in a war that one fights already, beyond question; the more so, where one who could stand
/// beside it is fighting him and may fall, for it would be next.
fn pressing(
    t: &Turn<'_>,
    by: FactionId,
    against: FactionId,
    threat: f64,
    partners: &[FactionId],
    theirs: &[FactionId],
) -> f64 {
    if t.s.hostile(by, against) {
        return 1.0;
    }
    let fighting: Vec<FactionId> = partners.iter().copied().filter(|id| t.s.hostile(*id, against)).collect();
    if fighting.is_empty() {
        return threat;
    }
    let fall = 1.0 - tension::odds(t, by, &fighting, theirs, true);
    threat + (1.0 - threat) * fall * threat
}

/// A state's prospects on its own. Where one who could stand beside it is fighting the one that it fears already, it may be
/// next: should that one fall, what was his is the enemy's.
fn stand_alone(
    t: &Turn<'_>,
    by: FactionId,
    against: FactionId,
    partners: &[FactionId],
    theirs: &[FactionId],
    prospects: impl Fn(&[FactionId], &[FactionId]) -> f64,
) -> f64 {
    let now = prospects(&[by], theirs);
    let fights = |id: &FactionId| t.s.hostile(*id, against);
    if t.s.factions[by].at_war || !partners.iter().any(fights) {
        return now;
    }
    let fighting: Vec<FactionId> = partners.iter().copied().filter(fights).collect();
    let swallowed: Vec<FactionId> = theirs.iter().chain(&fighting).copied().collect();
    let they_hold = prospects(&fighting, theirs);
    they_hold * now + (1.0 - they_hold) * prospects(&[by], &swallowed)
}

/// A state has decided whether to be in a coalition.
pub fn decided(t: &mut Turn<'_>, side: CoalitionId, faction: FactionId, joins: bool, seq: Seq) {
    let within = t.s.side(faction) == side;
    match (within, joins) {
        (true, false) if !t.s.states_at_war() => part(t, side, faction, seq),
        (false, true) => {
            let against = feared(t, side, faction).map(|(other, _)| other);
            let until = t.day() + READY;
            with(t, |saga| {
                saga.willing.push(Willing { faction, coalition: side, against, until, seq });
            });
            agree(t, side);
        }
        _ => {}
    }
}

fn part(t: &mut Turn<'_>, side: CoalitionId, faction: FactionId, seq: Seq) {
    let day = t.now();
    let seq = t.record(day, &[Some(seq)], |_| What::Parted { faction, coalition: side });
    let own = wars::own_side(t, faction);
    effects::change_side(t, faction, own, false, Some(seq));
    // An alliance of one is none.
    if let [last] = tension::members(t, side)[..] {
        let own = wars::own_side(t, last);
        effects::change_side(t, last, own, false, Some(seq));
    }
}

/// Makes or enlarges a coalition once enough are ready.
fn agree(t: &mut Turn<'_>, side: CoalitionId) {
    let Some(saga) = &t.s.saga else { return };
    let ready: Vec<Willing> =
        saga.willing.iter().copied().filter(|it| it.coalition == side && is_free(t, it.faction)).collect();
    let there = tension::members(t, side);
    let founds = there.is_empty();
    if ready.is_empty() || (founds && ready.len() < 2) {
        return;
    }
    // Whom one of them fights already, all of them fight from now on.
    let all: Vec<FactionId> = there.iter().copied().chain(ready.iter().map(|it| it.faction)).collect();
    let enemy = t.s.saga.as_ref().and_then(|saga| saga.war()).map(|war| war.sides);
    let own_of = |id: &FactionId| t.s.side(*id);
    let fights = enemy.and_then(|sides| {
        let at =
            sides.iter().position(|of| all.iter().any(|id| own_of(id) == *of && t.s.factions[*id].at_war))?;
        Some((at, sides))
    });
    let day = t.now();
    let mut causes = Vec::new();
    for it in &ready {
        let against = it.against;
        let what = What::Allied { faction: it.faction, coalition: side, against, founds };
        let seq = t.record(day, &[Some(it.seq)], |_| what);
        causes.push(Some(seq));
        effects::change_side(t, it.faction, side, t.s.factions[it.faction].at_war, Some(seq));
    }
    with(t, |saga| saga.willing.retain(|it| it.coalition != side));
    t.s.coalitions[side].active = true;
    t.s.align();
    match fights {
        // A side of the war in play has become another: the war grows into one between other sides.
        Some((at, sides)) if sides[at] != side && founds => {
            let mut now = sides;
            now[at] = side;
            wars::outgrow(t, now, causes.first().copied().flatten());
        }
        Some(_) => wars::draw_in(t, side),
        None => {}
    }
}
