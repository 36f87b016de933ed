//! Phase 8, sieges. A place is fortified where its holder has stations, platforms or a garrison of troops. Attackers
//! who come to one that is held in strength do not storm it from the march: they form up for some days. Elsewhere
//! fleets fight on contact.
//!
//! While they stand before it the place is invested. It is surrounded once the attackers' mobile strength reaches a
//! share of the defenders': a fleet that holds to its fortifications leaves the ways out to one smaller than itself,
//! as Hawke, Cornwallis and Sampson shut in fleets that did not come out (Corbett 1911, III.3; Mahan 1890). Nothing
//! then passes in or out, no one leaves, yards and repair stand still, and the place lives on its stores. A fleet that is
//! beaten there can still break out, unless the besiegers are the stronger.
//!
//! On the first day, and after every assault that is put off, the defenders choose whether to sally and fight in the
//! open with what moves. That promises more than waiting only where their odds are good without the fortifications, or
//! hunger has begun to tell. Once they have formed up, and at intervals from then on, the attackers choose whether to
//! assault. Besiegers who do not, stay where the place is surrounded and hunger works for them, if they are in supply
//! and do not fear a sally; otherwise they go.
//!
//! A siege ends when the besiegers are gone or the place is taken.

use crate::engagement::{self, Field};
use crate::few::Few;
use crate::phases::battles::{self, CLEAR, Contact};
use crate::phases::decisions::Answer;
use crate::phases::landing;
use crate::phases::supply;
use crate::situation::*;
use crate::turn::{Policy, Turn};
use polemos_chronicle::{ProjectionSeen, Seq, What};
use polemos_war::*;

/// Share of what closes a ring at which it opens again, so that it does not open and close from day to day.
const OPENS: f64 = 0.8;
/// Chance of winning that a sally must promise beyond waiting.
const CAUTION: f64 = 0.2;
/// Share of what closes a ring without which no one sits down before a place: a handful among the enemy besieges no one.
const HOPE: f64 = 0.5;
/// Supply below which besiegers cannot stay.
const HUNGRY: f64 = 0.25;

/// Begins, closes, opens and lifts sieges.
pub fn review(t: &mut Turn<'_>) {
    let mut concerned = t.s.disputes.disputed().clone();
    concerned.add_all(&t.s.disputes.besieged);
    concerned.rows().map(PlaceId::from_index).for_each(|place| consider(t, place));
}

fn consider(t: &mut Turn<'_>, place: PlaceId) {
    let Some(holder) = t.s.holder(place) else { return lift(t, place) };
    let Some((by, attack, cause)) = besieger(t, place) else { return lift(t, place) };
    let (mobile, all) = defence(t, place, holder);
    let garrison = landing::holds(t, place, holder);
    let on_foot = all <= 0.0 && garrison;
    let formed = t.rule(Rule::SiegePrepare) > 0.0
        && attack >= HOPE * t.rule(Rule::SiegeClose) * mobile
        && all >= t.rule(Rule::SiegeLeast) * attack
        && fortified(t, place, holder);
    match t.s.places[place].siege {
        None if on_foot || (all > 0.0 && formed) => begin(t, place, by, cause),
        None => return,
        Some(_) if all <= 0.0 && !garrison => return lift(t, place),
        Some(siege) if siege.by != by => {
            lift(t, place);
            begin(t, place, by, cause);
        }
        Some(_) => {}
    }
    ring(t, place, attack, mobile);
}

/// The strongest side whose mobile forces stand before a place of an enemy, with their strength and cause.
fn besieger(t: &Turn<'_>, place: PlaceId) -> Option<(CoalitionId, f64, Option<Seq>)> {
    let owner = t.s.places[place].owner?;
    let mut sides: Few<(CoalitionId, f64, Option<Seq>), 4> = Few::new();
    for (id, state) in t.s.foes_at(place, owner) {
        if state.value <= 0.0 || t.real.anchored[id] || state.mission == Mission::Retreat {
            continue;
        }
        let side = t.s.side(state.faction);
        match sides.iter_mut().find(|(other, ..)| *other == side) {
            Some((_, strength, _)) => *strength += t.strength(id),
            None => sides.push((side, t.strength(id), state.cause)),
        }
    }
    sides.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// Strength of a holder's side at its place: what moves, and all.
fn defence(t: &Turn<'_>, place: PlaceId, holder: CoalitionId) -> (f64, f64) {
    let (mut mobile, mut all) = (0.0, 0.0);
    for (id, state) in t.s.own_at(place, holder) {
        if state.value <= 0.0 || state.mission == Mission::Retreat {
            continue;
        }
        let strength = t.strength(id);
        all += strength;
        mobile += if t.real.anchored[id] { 0.0 } else { strength };
    }
    (mobile, all)
}

/// Whether a holder's side has fortified its place: stations, platforms, or troops in garrison.
fn fortified(t: &Turn<'_>, place: PlaceId, holder: CoalitionId) -> bool {
    t.s.own_at(place, holder).any(|(id, _)| {
        t.squadrons(id).any(|squadron| match t.class_of(squadron).domain {
            _ if t.s.squadrons[squadron].units == 0 => false,
            Domain::Stations | Domain::Platforms => true,
            Domain::Troops => t.war.forces[id].garrison,
            Domain::Ships | Domain::Aircraft => false,
        })
    })
}

fn begin(t: &mut Turn<'_>, place: PlaceId, by: CoalitionId, cause: Option<Seq>) {
    let since = t.dusk();
    let siege = Siege { by, since, closed: false, closed_since: since, next: since, sally: true, cause };
    t.s.besiege(place, Some(siege));
    t.s.touch(Reads::PLACES);
}

/// Closes the ring around a place, or opens it; and tells what has changed.
fn ring(t: &mut Turn<'_>, place: PlaceId, attack: f64, mobile: f64) {
    let Some(mut siege) = t.s.places[place].siege else { return };
    let day = t.dusk();
    let needs = t.rule(Rule::SiegeClose) * mobile * if siege.closed { OPENS } else { 1.0 };
    // It takes a day to close a ring; until then the defenders may go.
    let closed = attack >= needs && day > siege.since;
    let changed = closed != siege.closed;
    if changed {
        (siege.closed, siege.closed_since) = (closed, day);
        (t.s.supply_stale, t.s.stirred) = (true, true);
        t.s.disputes.redrawn = true;
        t.s.touch(Reads::PLACES);
    }
    if (changed && closed) || siege.since == day {
        let by = siege.by;
        siege.cause = Some(t.record(day, &[siege.cause], |_| What::Invested { place, by, closed }));
    }
    t.s.places[place].siege = Some(siege);
}

fn lift(t: &mut Turn<'_>, place: PlaceId) {
    let Some(siege) = t.s.places[place].siege else { return };
    t.s.besiege(place, None);
    let held = t.s.holder(place).is_some_and(|holder| holder != siege.by);
    if held && landing_or_fleet(t, place) {
        let (day, by) = (t.dusk(), siege.by);
        t.record(day, &[siege.cause], |_| What::SiegeLifted { place, by });
    }
    t.s.places[place].ground = None;
    t.s.supply_stale |= siege.closed;
    t.s.touch(Reads::PLACES);
}

/// Whether anyone is left to defend a place.
fn landing_or_fleet(t: &Turn<'_>, place: PlaceId) -> bool {
    let Some(holder) = t.s.holder(place) else { return false };
    defence(t, place, holder).1 > 0.0 || landing::holds(t, place, holder)
}

/// Whether a side that is surrounded at a place could not even break out after a lost battle.
pub fn sealed(t: &Turn<'_>, place: PlaceId, side: CoalitionId) -> bool {
    if t.s.closed(place).is_none_or(|siege| siege.by == side) {
        return false;
    }
    let attack = besieger(t, place).map_or(0.0, |(_, strength, _)| strength);
    attack >= t.rule(Rule::SiegeSeal) * defence(t, place, side).0
}

/// Whether a side besieges a place.
pub fn besieged_by(t: &Turn<'_>, place: PlaceId, side: CoalitionId) -> bool {
    t.s.places[place].siege.is_some_and(|siege| siege.by == side)
}

/// Whether two sides stand against each other in a siege in which nothing is to be decided today.
pub fn waits(t: &Turn<'_>, place: PlaceId, sides: [CoalitionId; 2]) -> bool {
    let siege = t.s.places[place].siege;
    siege.is_some_and(|siege| siege.by == sides[0] && siege.next > t.dusk())
}

/// The occasion for a sally or an assault. Returns the decision that waits for an answer from outside.
pub(super) fn council(t: &mut Turn<'_>, contact: Contact, answers: &mut Vec<Answer>) -> Option<DecisionId> {
    let sally = t.s.places[contact.place].siege.is_some_and(|siege| siege.sally);
    let asked =
        if sally { sally_or_stand(t, contact, answers) } else { assault_or_stay(t, contact, answers) };
    asked.err()
}

fn put_off(t: &mut Turn<'_>, place: PlaceId, next: f64, sally: bool) {
    if let Some(siege) = &mut t.s.places[place].siege {
        (siege.next, siege.sally) = (next, sally);
    }
}

/// The defenders sally, or stand.
fn sally_or_stand(t: &mut Turn<'_>, contact: Contact, answers: &mut Vec<Answer>) -> Result<(), DecisionId> {
    let place = contact.place;
    let Some(siege) = t.s.places[place].siege else { return Ok(()) };
    let ready = siege.since + t.rule(Rule::SiegePrepare);
    let again = if ready > t.dusk() { ready } else { t.dusk() + t.rule(Rule::SiegeReview) };
    // Where no one decides, the defenders stand: to fight is the default of a battle and not of a sally.
    if t.policies.of(contact.sides[1]) == Policy::Default {
        put_off(t, place, again, false);
        return Ok(());
    }
    let all = battles::hosts(t, contact, Field::Place);
    let stand = engagement::projected(t, &all, contact.ways_out, 1);
    let comes_out = all.map(|host| host.in_the_open(t));
    let open = engagement::projected(t, &comes_out, contact.ways_out, 1);
    let utilities = worth_sallying(t, contact, &open, &stand);
    let sallies = battles::ask(t, contact, 1, utilities, &open, answers)?.is_some_and(|(sallies, _)| sallies);
    if sallies {
        let [besieger, besieged] = contact.sides;
        let ways_out = [true, contact.ways_out[0]];
        let sortie = Contact { sides: [besieged, besieger], ways_out, ..contact };
        let met = engagement::projected(t, &comes_out, contact.ways_out, 0);
        let [outside, inside] = comes_out;
        battles::fight(t, sortie, [open, met], [inside, outside], Field::Open);
        put_off(t, place, ready.max(t.dusk() + t.rule(Rule::SiegePrepare)), false);
        return Ok(());
    }
    // Before the ring has closed, those who think the place lost may still go.
    if siege.since == t.dusk()
        && let Some(seq) = battles::declines(t, contact, 1, &stand, answers)?
    {
        battles::decline(t, contact, 1, seq);
        return Ok(());
    }
    put_off(t, place, again, false);
    Ok(())
}

/// Utilities of a sally and of standing. Who stands fights with the fortifications, if the enemy comes; what waiting
/// is worth falls with the supply of those who wait.
fn worth_sallying(t: &Turn<'_>, contact: Contact, open: &ProjectionSeen, stand: &ProjectionSeen) -> Vec<f64> {
    let side = contact.sides[1];
    let boldness = engagement::commander(t, contact.place, side);
    let boldness = t.trait_of(boldness, |traits| traits.boldness, 0.5);
    let fed = mean_supply(t, contact.place, side);
    let caution = CAUTION - 0.2 * (boldness - 0.5);
    vec![CLEAR * (open.win - caution), CLEAR * stand.win * fed]
}

/// Mean supply of a side's forces at a place, by value.
fn mean_supply(t: &Turn<'_>, place: PlaceId, side: CoalitionId) -> f64 {
    let (mut sum, mut all) = (0.0, 0.0);
    for id in battles::movable(t, place, side) {
        let state = &t.s.forces[id];
        (sum, all) = (sum + state.value * state.supply, all + state.value);
    }
    if all > 0.0 { sum / all } else { 1.0 }
}

/// The attackers assault, stay, or go.
fn assault_or_stay(t: &mut Turn<'_>, contact: Contact, answers: &mut Vec<Answer>) -> Result<(), DecisionId> {
    let place = contact.place;
    let hosts = battles::hosts(t, contact, Field::Place);
    let seen = engagement::projected(t, &hosts, contact.ways_out, 0);
    let stays = can_stay(t, contact);
    let mut utilities = battles::worth_fighting(t, contact, 0, &seen);
    if stays {
        utilities[1] = CLEAR * t.rule(Rule::SiegePatience) * supply::stores_left(t, place);
    }
    let (assaults, seq) = match battles::ask(t, contact, 0, utilities, &seen, answers)? {
        Some((assaults, seq)) => (assaults, Some(seq)),
        None => (true, None),
    };
    if !assaults {
        if stays || !contact.ways_out[0] {
            put_off(t, place, t.dusk(), true);
        } else {
            battles::decline(t, contact, 0, seq);
        }
        return Ok(());
    }
    // Defenders who are not surrounded may still go when they see the enemy come.
    let free = t.s.closed(place).is_none();
    let met = engagement::projected(t, &hosts, contact.ways_out, 1);
    let goes = if free { battles::declines(t, contact, 1, &met, answers)? } else { None };
    if let Some(seq) = goes {
        battles::decline(t, contact, 1, seq);
    } else {
        battles::fight(t, contact, [seen, met], hosts, Field::Place);
        put_off(t, place, t.dusk() + t.rule(Rule::SiegeReview), true);
    }
    Ok(())
}

/// Whether besiegers can go on without an assault: the place is surrounded, they are in supply, and what could come
/// out to fight them in the open does not frighten them.
fn can_stay(t: &Turn<'_>, contact: Contact) -> bool {
    let side = contact.sides[0];
    if t.s.closed(contact.place).is_none() || mean_supply(t, contact.place, side) < HUNGRY {
        return false;
    }
    let alone = battles::movable(t, contact.place, contact.sides[1]).is_empty();
    alone || battles::projection(t, contact, Field::Open, 0).win >= t.rule(Rule::BattleDeclineOdds)
}
