//! Which items a page has room for.

use crate::items::{Item, Kind};
use crate::sentence::Teller;
use crate::sides;
use polemos_chronicle::{Battle, Decided, Seq, What};
use polemos_war::{CoalitionId, DecisionKind, FactionId, PlaceId, War};
use std::collections::BTreeSet;

/// How much more an item counts when the ending follows from it.
const IN_CHAIN: f64 = 1.6;

/// How much more the happenings of a saga count than they would in a single war: over decades it is they, not battles,
/// that are remembered.
const IN_SAGA: f64 = 8.0;

/// What an item is worth to a reader; above 4 it is worth a paragraph of a page, above 1 one of a detailed page.
pub fn weight(teller: &Teller<'_>, item: &Item<'_>, chain: &BTreeSet<Seq>) -> f64 {
    let in_chain = item.entries.iter().any(|entry| chain.contains(&entry.seq));
    let own = match &item.kind {
        Kind::Single => item.what().map_or(0.0, |what| single(teller, what) * lasting(teller.war, what)),
        Kind::Posture { .. } => 12.0,
        Kind::Terms(_) => match item.what() {
            Some(What::Terms { accepted: true, .. }) => 40.0,
            _ => 9.0,
        },
        Kind::Offensive { .. } => match item.what() {
            Some(What::Offensive { coalition, units, .. }) => {
                6.0 + 24.0 * share_of_side(teller, *coalition, units.iter().map(|n| u64::from(*n)).sum())
            }
            _ => 0.0,
        },
        Kind::Battle(clash, after) => {
            let fought = battle_weight(teller, &clash.whole);
            let taken: f64 =
                after.taken.iter().map(|(place, _)| 20.0 * place_share(teller.war, *place)).sum();
            6.0 + fought + 4.0 * after.taken.len() as f64 + taken + 4.0 * after.fates.len() as f64
        }
        Kind::Falls => item
            .entries
            .iter()
            .map(|entry| match &entry.what {
                What::Taken { place, .. } => 4.0 + 25.0 * place_share(teller.war, *place),
                _ => 0.0,
            })
            .sum(),
        Kind::Works => match item.what() {
            Some(What::Struck { .. }) => 5.0 + item.entries.len() as f64,
            _ => 1.5,
        },
        Kind::Declines => 5.0 + item.entries.len() as f64,
        Kind::Hunger => 2.0 + item.entries.len() as f64 * 0.5,
        Kind::Crossings => {
            let units = |what: &What| match what {
                What::WentOver { units, .. } => units.iter().map(|n| u64::from(*n)).sum(),
                _ => 0,
            };
            let all: u64 = item.entries.iter().map(|entry| units(&entry.what)).sum();
            let side = match item.what() {
                Some(What::WentOver { force, .. }) => teller.war.forces.get(*force),
                _ => None,
            };
            let side = side.and_then(|force| sides::coalition_at_start(teller.war, force.faction));
            10.0 + side.map_or(0.0, |side| 90.0 * share_of_side(teller, side, all))
        }
        Kind::Links => match item.what() {
            Some(What::CutOff { forces, .. }) => 4.0 + 0.7 * forces.len() as f64,
            _ => 1.5,
        },
        Kind::Yards => 2.0,
        Kind::Entering => 4.0,
        Kind::Moves | Kind::Arrivals => 0.5,
        Kind::Refusals => 8.0 + item.entries.len() as f64,
    };
    own * if in_chain { IN_CHAIN } else { 1.0 }
}

fn lasting(war: &War, what: &What) -> f64 {
    let lasts =
        matches!(what, What::Event { .. } | What::Fate { .. } | What::Rose { .. } | What::Ceded { .. });
    if lasts && war.saga.is_some() { IN_SAGA } else { 1.0 }
}

fn single(teller: &Teller<'_>, what: &What) -> f64 {
    match what {
        What::Opened => 1000.0,
        What::Ended(_) if teller.war.saga.is_none() => 1000.0,
        What::Event { .. } => 13.0,
        What::Decided(decided) => decision(teller, decided),
        What::ResolveTurned { level, falling, .. } => (1.0 - level) * if *falling { 18.0 } else { 9.0 },
        What::Fate { .. } => 14.0,
        What::Joined { faction, .. } | What::Left { faction, .. } => {
            14.0 + 20.0 * faction_share(teller, *faction)
        }
        What::EnvoySent { .. } => 16.0,
        What::Succeeded { .. } => 9.0,
        What::Ceded { place, .. } | What::GivenUp { place, .. } => {
            4.0 + 25.0 * place_share(teller.war, *place)
        }
        What::Calamity { dead, .. } => 8.0 + libm::log10(dead.max(1.0)),
        What::Rose { .. } => 16.0,
        What::OrderedAgainst { .. } | What::Relented { .. } => 12.0,
        What::Reprisal { dead, .. } | What::Killing { dead, .. } => 10.0 + libm::log10(dead.max(1.0)),
        What::Raided { loss, .. } => 4.0 + 30.0 * loss,
        What::Invested { place, closed, .. } => {
            (if *closed { 10.0 } else { 2.0 }) + 25.0 * place_share(teller.war, *place)
        }
        What::SiegeLifted { place, .. } => 3.0 + 10.0 * place_share(teller.war, *place),
        What::Landed { place, .. } => 7.0 + 15.0 * place_share(teller.war, *place),
        What::GroundFought { place, .. } => 10.0 + 25.0 * place_share(teller.war, *place),
        What::Destroyed { .. } => 5.0,
        What::LaneChanged { .. } => 6.0,
        What::Command { .. } | What::Resupplied { .. } => 1.2,
        what => teller.weight_between(what).max(0.5),
    }
}

/// What the scenario's author thought worth a decision is what the war turned on; a mistaken belief behind it, or a price
/// foreseen, makes it the more worth telling.
fn decision(teller: &Teller<'_>, decided: &Decided) -> f64 {
    let def = teller.war.decisions.get(decided.decision);
    let own = def.is_some_and(|def| def.kind == DecisionKind::Scenario);
    let mistaken = crate::believed::worst(&decided.beliefs).is_some();
    let priced = own && decided.projection.is_some();
    let extra = [(own, 8.0), (mistaken, 4.0), (priced, 8.0)];
    14.0 + extra.iter().filter(|(is, _)| *is).map(|(_, more)| more).sum::<f64>()
}

/// A battle counts for the share of either side's units that it engaged, and six times for what it cost.
pub fn battle_weight(teller: &Teller<'_>, battle: &Battle) -> f64 {
    battle
        .sides
        .iter()
        .map(|side| {
            let count =
                |units: &[(polemos_war::ClassId, u32)]| units.iter().map(|(_, n)| u64::from(*n)).sum();
            let engaged = share_of_side(teller, side.coalition, count(&side.units));
            let lost = share_of_side(teller, side.coalition, count(&side.lost));
            14.0 * engaged + 90.0 * lost
        })
        .sum()
}

fn share_of_side(teller: &Teller<'_>, side: CoalitionId, units: u64) -> f64 {
    let [opening, built, ..] = sides::totals(&teller.stays, teller.summary, side);
    let had: u64 = opening.iter().chain(&built).sum();
    (units as f64 / had.max(1) as f64).min(1.0)
}

fn faction_share(teller: &Teller<'_>, faction: FactionId) -> f64 {
    let count =
        |id: FactionId| -> f64 { teller.summary.faction(id).opening.iter().map(|n| f64::from(*n)).sum() };
    let all: f64 = teller.war.factions.ids().map(count).sum();
    if all > 0.0 { count(faction) / all } else { 0.0 }
}

/// Share of the worth of all owned places that one place has.
pub fn place_share(war: &War, place: PlaceId) -> f64 {
    let worth = |id: PlaceId| war.places.get(id).map_or(0.0, |it| sides::median(war, it.value).max(0.0));
    let all: f64 = war.places.ids().map(worth).sum();
    if all > 0.0 { worth(place) / all } else { 0.0 }
}
