//! What the claims of a record's box rest on: the entries that its figures sum up.

use super::lead::changes_side;
use crate::sentence::Teller;
use crate::sides;
use polemos_chronicle::{Chronicle, What};
use polemos_record::{Claim, Count, Fate, Purpose, Record, RecordKind, Source};
use polemos_war::{CoalitionId, FactionId};

/// Fills in the entries of claims that rest on the run as a whole.
pub(crate) fn rest(teller: &Teller<'_>, record: &mut Record) {
    if record.kind == RecordKind::Battle {
        return;
    }
    let opened = rows(teller.chronicle, |what| matches!(what, What::Opened | What::WarBegan(_)));
    let ended = rows(teller.chronicle, |what| matches!(what, What::Ended(_)));
    let whole: Vec<u32> = opened.iter().chain(&ended).copied().collect();
    record.names.iter_mut().for_each(|it| set(it, &opened));
    record.part_of.iter_mut().for_each(|it| set(it, &opened));
    record.places.iter_mut().for_each(|it| set(it, &opened));
    record.date.iter_mut().for_each(|it| set(it, &whole));
    record.outcome.text.iter_mut().for_each(|it| set(it, &ended));
    for chain in &mut record.chains {
        chain.previous.iter_mut().for_each(|it| set(it, &opened));
        chain.next.iter_mut().for_each(|it| set(it, &ended));
    }
    for (row, side) in record.sides.iter_mut().enumerate() {
        let Some(id) = teller.sides.get(row).copied() else { continue };
        let members = sides::members(&teller.stays, id);
        side.members.iter_mut().for_each(|it| {
            let own =
                teller.war.factions.pairs().find(|(_, faction)| faction.id == it.entity).map(|(id, _)| id);
            let joined = rows(teller.chronicle, |what| own.is_some_and(|own| changes_side(what, own)));
            set(&mut it.name, if joined.is_empty() { &opened } else { &joined });
        });
        side.commanders.iter_mut().for_each(|it| set(&mut it.name, &opened));
        side.strength.iter_mut().for_each(|it| strength(teller, it, &members, &opened));
        side.losses.iter_mut().for_each(|it| losses(teller, it, id, &members, &whole));
    }
    record.losses.iter_mut().for_each(|it| it.claims.0.iter_mut().for_each(|claim| set(claim, &whole)));
}

fn rows(chronicle: &Chronicle, fits: impl Fn(&What) -> bool) -> Vec<u32> {
    chronicle.entries.iter().filter(|entry| fits(&entry.what)).map(|entry| entry.seq.0).collect()
}

fn set<T>(claim: &mut Claim<T>, entries: &[u32]) {
    for source in claim.sources.iter_mut().filter(|it| it.id == Source::RUN && it.entries.is_empty()) {
        source.entries = entries.to_vec();
    }
}

fn strength(teller: &Teller<'_>, count: &mut Count, members: &[FactionId], opened: &[u32]) {
    let of = |force: &polemos_war::ForceId| {
        teller.war.forces.get(*force).is_some_and(|it| members.contains(&it.faction))
    };
    let found = rows(teller.chronicle, |what| match (what, count.purpose) {
        (What::Built { faction, .. }, Purpose::Raised) => members.contains(faction),
        (What::WentOver { faction, .. }, Purpose::Raised) => members.contains(faction),
        (What::Appeared { force, .. }, Purpose::Plain) => of(force),
        (What::Opened | What::WarBegan(_), Purpose::Plain) => true,
        _ => false,
    });
    let entries = if found.is_empty() { opened } else { &found };
    count.claims.0.iter_mut().for_each(|claim| set(claim, entries));
}

/// Entries in which a side can have lost what is counted.
fn losses(teller: &Teller<'_>, count: &mut Count, side: CoalitionId, members: &[FactionId], whole: &[u32]) {
    let of = |force: &polemos_war::ForceId| {
        teller.war.forces.get(*force).is_some_and(|it| members.contains(&it.faction))
    };
    let civilian = count.civilian == Some(true);
    let gone = count.fates == [Fate::Defected];
    let found = rows(teller.chronicle, |what| match what {
        What::Calamity { .. } | What::Reprisal { .. } | What::Killing { .. } => civilian,
        What::WentOver { force, .. } => gone && of(force),
        What::Battle(battle) => !gone && battle.sides.iter().any(|it| it.coalition == side),
        What::GroundFought { by, on, .. } => !gone && (*by == side || *on == side),
        What::Raided { by, on, .. } => !gone && !civilian && (*by == side || *on == side),
        What::Taken { from, .. } => !gone && !civilian && from.is_some_and(|id| members.contains(&id)),
        What::Destroyed { force, .. } => !gone && !civilian && of(force),
        _ => false,
    });
    let entries = if found.is_empty() { whole } else { &found };
    count.claims.0.iter_mut().for_each(|claim| set(claim, entries));
}
