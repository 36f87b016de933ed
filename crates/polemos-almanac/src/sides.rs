//! Who stood on which side, and when: from the war's memberships and what the chronicle says of joining and leaving.

use polemos_chronicle::{Chronicle, RunSummary, What};
use polemos_war::{CoalitionId, Domain, FactionId, War};

/// A faction's time on one side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stay {
    /// Who.
    pub faction: FactionId,
    /// On whose side.
    pub coalition: CoalitionId,
    /// From which day; none when from the start.
    pub from: Option<f64>,
    /// Until which day; none when to the end.
    pub until: Option<f64>,
}

/// The coalition that a faction belongs to as the war opens.
pub fn coalition_at_start(war: &War, faction: FactionId) -> Option<CoalitionId> {
    let member = |implicit: bool| {
        war.coalitions.pairs().find(|(_, it)| {
            let from_start = |m: &&polemos_war::Membership| {
                m.faction == faction && m.from.is_none_or(|from| median(war, from) <= 0.0)
            };
            // Nobody is yet in a coalition on which its members have still to agree.
            it.implicit == implicit && !it.by_agreement && it.members.iter().any(|m| from_start(&m))
        })
    };
    member(false).or_else(|| member(true)).map(|(id, _)| id)
}

/// The middle value of a number of the war.
pub fn median(war: &War, number: polemos_war::NumberId) -> f64 {
    war.numbers.medians().get(number.0 as usize).copied().unwrap_or_default()
}

/// Every faction's time on every side, in the order in which they entered the war.
pub fn stays(war: &War, chronicle: &Chronicle) -> Vec<Stay> {
    let at_start = war.factions.pairs().filter(|(_, it)| it.belligerent && !it.removed);
    let mut stays: Vec<Stay> = at_start
        .filter_map(|(faction, _)| {
            let coalition = coalition_at_start(war, faction)?;
            Some(Stay { faction, coalition, from: None, until: None })
        })
        .collect();
    for entry in &chronicle.entries {
        match entry.what {
            What::Joined { faction, coalition } => {
                close(&mut stays, faction, entry.day);
                stays.push(Stay { faction, coalition, from: Some(entry.day), until: None });
            }
            What::Left { faction, .. } => close(&mut stays, faction, entry.day),
            _ => {}
        }
    }
    stays
}

/// A faction leaves the side on which it stood.
pub(crate) fn close(stays: &mut [Stay], faction: FactionId, day: f64) {
    stays
        .iter_mut()
        .filter(|stay| stay.faction == faction && stay.until.is_none())
        .for_each(|stay| stay.until = Some(day));
}

/// The coalitions that the record sets side by side: those that had members in the war, the one with most units
/// first unless the ending names a victor, who then stands first.
pub fn principal(war: &War, chronicle: &Chronicle, summary: &RunSummary) -> Vec<CoalitionId> {
    let stays = stays(war, chronicle);
    let weight = |id: CoalitionId| -> u64 {
        let members = stays.iter().filter(|stay| stay.coalition == id);
        members
            .map(|stay| summary.faction(stay.faction))
            .map(|totals| totals.opening.iter().chain(&totals.joined).map(|n| u64::from(*n)).sum::<u64>())
            .sum()
    };
    let mut ids: Vec<CoalitionId> =
        war.coalitions.ids().filter(|id| stays.iter().any(|stay| stay.coalition == *id)).collect();
    // Bystanders who never fought and lost nothing are no party.
    if ids.len() > 2 {
        ids.retain(|id| weight(*id) > 0);
    }
    ids.sort_by_key(|id| (Some(*id) != summary.ending.victor, std::cmp::Reverse(weight(*id)), *id));
    ids
}

/// Units of a coalition's members, by domain: at the start, built or come over from others, lost, and gone over to
/// others.
pub fn totals(stays: &[Stay], summary: &RunSummary, coalition: CoalitionId) -> [[u64; 5]; 4] {
    let mut sums = [[0_u64; 5]; 4];
    for faction in members(stays, coalition) {
        let totals = summary.faction(faction);
        let raised = std::array::from_fn(|domain| totals.built[domain] + totals.joined[domain]);
        for (sum, figures) in sums.iter_mut().zip([totals.opening, raised, totals.lost, totals.left]) {
            for (sum, figure) in sum.iter_mut().zip(figures) {
                *sum += u64::from(figure);
            }
        }
    }
    sums
}

/// Factions whose figures count with a coalition: each where it first stood, so that none counts twice.
pub fn members(stays: &[Stay], coalition: CoalitionId) -> Vec<FactionId> {
    let first =
        |faction: FactionId| stays.iter().find(|stay| stay.faction == faction).map(|stay| stay.coalition);
    let mut ids: Vec<FactionId> =
        stays.iter().filter(|stay| stay.coalition == coalition).map(|s| s.faction).collect();
    ids.dedup();
    ids.retain(|id| first(*id) == Some(coalition));
    ids
}

/// The domain by which a coalition's losses are told in a sentence: ships, if it has any, else what it has most of.
pub fn leading_domain(opening: &[u64; 5]) -> Option<(usize, Domain)> {
    if opening[0] > 0 {
        return Some((0, Domain::Ships));
    }
    let rows = Domain::ALL.into_iter().enumerate().filter(|(row, _)| opening[*row] > 0);
    rows.max_by_key(|(row, _)| (opening[*row], std::cmp::Reverse(*row)))
}
