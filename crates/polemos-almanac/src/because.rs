//! The main causes of an ending, as the chronicle links them: a reading of the chain of causes, not an experiment.

use crate::choice::place_share;
use crate::sentence::Teller;
use crate::sides;
use crate::text::{Line, Style, TIE, WIDTH, columns, hang, plain};
use crate::voice::{figures, percent};
use crate::clash::Clash;
use polemos_chronicle::{Entry, Fate, Seq, What};
use polemos_war::names::listed;
use polemos_war::{CoalitionId, DecisionKind, FactionId, PlaceId};
use std::collections::{BTreeMap, BTreeSet};

/// Causes that are named.
const CAUSES: usize = 4;
/// Width of the word "Because" and its gap.
const GUTTER: usize = 9;

/// One cause and what it moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The cause: "the battle of Tey".
    pub cause: String,
    /// What it moved: "cost the Pact 31 % of its ships".
    pub effect: String,
    /// Entries that it sums up.
    pub entries: Vec<Seq>,
    /// What it is ranked by: shares of strength, of the worth of places, or of resolve.
    pub weight: f64,
}

/// The causes from which the ending follows, those first that moved most.
pub fn reasons(teller: &Teller<'_>) -> Vec<Reason> {
    let chain = teller.chain_of_ending();
    let entries: Vec<&Entry> = chain.iter().filter_map(|seq| teller.chronicle.entry(*seq)).collect();
    let mut reasons: Vec<Reason> = entries.iter().filter_map(|entry| of_entry(teller, entry, &chain)).collect();
    reasons.extend(teller.clashes.iter().filter_map(|clash| {
        let entries: Vec<Seq> = clash.entries.iter().filter(|seq| chain.contains(seq)).copied().collect();
        let (cause, effect, weight) = battle_reason(teller, clash).filter(|_| !entries.is_empty())?;
        Some(Reason { cause, effect, entries, weight })
    }));
    reasons.extend(falls(teller, &entries));
    reasons.extend(wills(teller, &entries));
    // Stable, and the chain is in order of entries: of equals the earlier comes first.
    reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    reasons.truncate(CAUSES);
    reasons
}

/// The causes as lines, with what each moved set right.
pub fn lines(reasons: &[Reason]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (row, reason) in reasons.iter().enumerate() {
        let mut gutter = if row == 0 { Line::of(Style::Heading, "Because") } else { Line::new() };
        gutter.pad_to(GUTTER);
        let effect = columns(&reason.effect);
        let gap = if effect > 0 { 2 } else { 0 };
        let mut set = hang(gutter, &plain(&reason.cause), WIDTH - (effect + gap).min(WIDTH / 2));
        if let Some(first) = set.first_mut() {
            first.pad_to(WIDTH.saturating_sub(effect));
            first.push(Style::Strong, reason.effect.clone());
        }
        lines.extend(set);
    }
    if !lines.is_empty() {
        let note = "(read from the chain of causes; nothing was replayed without them)";
        let mut line = Line::new();
        line.pad_to(WIDTH - columns(note));
        line.push(Style::Dim, note);
        lines.push(line);
    }
    lines
}

fn of_entry(teller: &Teller<'_>, entry: &Entry, chain: &BTreeSet<Seq>) -> Option<Reason> {
    let v = &teller.voice;
    let (cause, effect, weight) = match &entry.what {
        What::Left { faction, coalition } => {
            let share = share_of_side(teller, *faction, *coalition);
            let effect = format!("took {} of {} units", percent(share), v.coalition(*coalition).own());
            (format!("{} left the war", v.faction(*faction).the), effect, share)
        }
        What::Joined { faction, coalition } => {
            let units: u64 = teller.summary.faction(*faction).opening.iter().map(|n| u64::from(*n)).sum();
            let effect = format!("{}{TIE}units to {}", figures(units), v.coalition(*coalition).the);
            let weight = share_of_side(teller, *faction, *coalition).min(1.0);
            (format!("{} entered the war", v.faction(*faction).the), effect, weight)
        }
        What::Fate { person, fate, .. } => {
            let leads = teller.war.factions.iter().any(|it| it.leader == Some(*person));
            let what = match fate {
                Fate::Killed => "death",
                Fate::Captured => "capture",
                Fate::Defected => "change of sides",
            };
            (format!("{} {what}", v.person(*person).own()), String::new(), if leads { 0.3 } else { 0.1 })
        }
        What::Event { event } => {
            let name = teller.war.events.get(*event)?.names.the_short();
            behind(teller, entry, chain, name)
        }
        What::Decided(decided) => {
            let decision = teller.war.decisions.get(decided.decision)?;
            if decision.kind != DecisionKind::Scenario {
                return None;
            }
            let who = decided.by.map_or_else(|| v.faction(decision.faction).own(), |person| v.person(person).own());
            let option = decision.options.get(usize::from(decided.option))?;
            let cause = match &option.says {
                Some(says) if says.starts_with("to ") => format!("{who} choice {}", says.trim_end_matches('.')),
                _ => format!("{who} choice of “{}”", option.id.replace('-', " ")),
            };
            behind(teller, entry, chain, cause)
        }
        _ => return None,
    };
    Some(Reason { cause, effect, entries: vec![entry.seq], weight })
}

/// A cause that moves nothing itself counts half as much as the weightiest battle or fall that came of it.
fn behind(teller: &Teller<'_>, entry: &Entry, chain: &BTreeSet<Seq>, cause: String) -> (String, String, f64) {
    let follows = followers(teller, entry.seq, chain);
    let (mut battles, mut fell, mut most) = (0_u64, 0_u64, 0.0_f64);
    for clash in teller.clashes.iter().filter(|clash| clash.entries.iter().any(|seq| follows.contains(seq))) {
        battles += 1;
        most = most.max(battle_reason(teller, clash).map_or(0.0, |(.., share)| share));
    }
    for seq in &follows {
        if let Some(What::Taken { place, .. }) = teller.chronicle.entry(*seq).map(|entry| &entry.what) {
            fell += 1;
            most = most.max(place_share(teller.war, *place));
        }
    }
    let mut parts = Vec::new();
    if battles > 0 {
        parts.push(crate::voice::count_of(battles, "battle", "battles"));
    }
    if fell > 0 {
        parts.push(crate::voice::count_of(fell, "place taken", "places taken"));
    }
    let effect = if parts.is_empty() { String::new() } else { format!("led to {}", listed(&parts)) };
    (cause, effect, 0.05 + most / 2.0)
}

/// Entries of the chain that follow from one.
fn followers(teller: &Teller<'_>, from: Seq, chain: &BTreeSet<Seq>) -> BTreeSet<Seq> {
    let mut found = BTreeSet::from([from]);
    // Causes come before effects, so that one pass in order is enough.
    for seq in chain.range(from..) {
        let Some(entry) = teller.chronicle.entry(*seq) else { continue };
        if entry.causes.iter().any(|cause| found.contains(cause)) {
            found.insert(*seq);
        }
    }
    found.remove(&from);
    found
}

fn battle_reason(teller: &Teller<'_>, clash: &Clash) -> Option<(String, String, f64)> {
    let cost = clash.whole.sides.iter().filter_map(|side| {
        let [opening, built, _] = sides::totals(&teller.stays, teller.summary, side.coalition);
        let (row, domain) = sides::leading_domain(&opening)?;
        let classes = &teller.war.classes;
        let of_domain = |id: polemos_war::ClassId| classes.get(id).is_some_and(|it| it.domain == domain);
        let lost: u64 = side.lost.iter().filter(|(id, _)| of_domain(*id)).map(|(_, n)| u64::from(*n)).sum();
        let share = lost as f64 / (opening[row] + built[row]).max(1) as f64;
        Some((share.min(1.0), side.coalition, domain))
    });
    let (share, side, domain) = cost.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let side = teller.voice.coalition(side);
    let effect = format!("cost {} {} of {} {}", side.the, percent(share), side.its(), domain.id());
    Some((teller.battle_in_prose(clash), effect, share))
}

/// Places taken, summed for each side that took them.
fn falls(teller: &Teller<'_>, entries: &[&Entry]) -> Vec<Reason> {
    let mut by_side: BTreeMap<CoalitionId, Vec<(Seq, PlaceId, Option<FactionId>)>> = BTreeMap::new();
    for entry in entries {
        if let What::Taken { place, by, from } = &entry.what
            && let Some(side) = sides::coalition_at_start(teller.war, *by)
        {
            by_side.entry(side).or_default().push((entry.seq, *place, *from));
        }
    }
    by_side.into_values().map(|taken| fall_of(teller, taken)).collect()
}

fn fall_of(teller: &Teller<'_>, mut taken: Vec<(Seq, PlaceId, Option<FactionId>)>) -> Reason {
    let worth = |place: PlaceId| place_share(teller.war, place);
    taken.sort_by(|a, b| worth(b.1).total_cmp(&worth(a.1)).then(a.0.cmp(&b.0)));
    let entries = taken.iter().map(|(seq, ..)| *seq).collect();
    let mut places: Vec<PlaceId> = Vec::new();
    for (_, place, _) in &taken {
        if !places.contains(place) {
            places.push(*place);
        }
    }
    let named: Vec<String> = places.iter().take(2).map(|place| teller.voice.place(*place)).collect();
    let more = places.len().saturating_sub(2);
    let list = if more > 0 { format!("{} and {more} more", named.join(", ")) } else { listed(&named) };
    let share: f64 = places.iter().map(|place| worth(*place)).sum();
    Reason {
        cause: format!("the fall of {list}"),
        effect: format!("{} of the worth of all places", percent(share)),
        entries,
        weight: share,
    }
}

/// Failing wills: the lowest level that each faction's crossed.
fn wills(teller: &Teller<'_>, entries: &[&Entry]) -> Vec<Reason> {
    let mut lowest: BTreeMap<FactionId, (f64, Seq)> = BTreeMap::new();
    for entry in entries {
        if let What::ResolveTurned { faction, level, falling: true } = &entry.what {
            let row = lowest.entry(*faction).or_insert((*level, entry.seq));
            if *level < row.0 {
                *row = (*level, entry.seq);
            }
        }
    }
    let word = |level: f64| match level {
        l if l >= 0.7 => "three quarters",
        l if l >= 0.4 => "a half",
        _ => "a quarter",
    };
    lowest
        .into_iter()
        .map(|(faction, (level, seq))| Reason {
            cause: format!("{} will to fight", teller.voice.faction(faction).own()),
            effect: format!("fell below {}", word(level)),
            entries: vec![seq],
            weight: (1.0 - level) * 0.6,
        })
        .collect()
}

fn share_of_side(teller: &Teller<'_>, faction: FactionId, side: CoalitionId) -> f64 {
    let own: u64 = teller.summary.faction(faction).opening.iter().map(|n| u64::from(*n)).sum();
    let [opening, ..] = sides::totals(&teller.stays, teller.summary, side);
    own as f64 / (opening.iter().sum::<u64>()).max(own).max(1) as f64
}
