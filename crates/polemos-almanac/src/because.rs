//! The main causes of an ending, as the chronicle links them: a reading of the chain of causes, not an experiment.

use crate::choice::place_share;
use crate::clash::Clash;
use crate::sentence::Teller;
use crate::sides;
use crate::text::{Line, Style, TIE, WIDTH, clip, columns, hang, plain};
use crate::voice::{figures, percent};
use polemos_chronicle::{BattleSide, Entry, Fate, Seq, What};
use polemos_war::names::listed;
use polemos_war::{CoalitionId, DecisionKind, FactionId, PlaceId};
use std::collections::{BTreeMap, BTreeSet};

/// Causes that are named.
const CAUSES: usize = 4;
/// Columns that a cause and the gap after it always have.
const LEAST_ROOM: usize = 20;
/// A cause that moved less than this is named only where none moved much more.
const LEAST: f64 = 0.02;
/// A battle that cost the side which gave way this share of its strength is a cause, linked or not.
const HEAVY: f64 = 0.1;
/// One that cost it less than this is none.
const SLIGHT: f64 = 0.01;
/// A cause of at least this weight is named even where nothing that it moved can be counted.
const TELLING: f64 = 0.1;
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

/// The causes from which the ending follows, those first that moved most; none where the chronicle names no cause
/// of it, as when a scenario's last day comes first.
pub fn reasons(teller: &Teller<'_>) -> Vec<Reason> {
    let chain = teller.chain_of_ending();
    if chain.len() > 1 { weightiest(teller, &chain) } else { Vec::new() }
}

/// What moved most in a war whose ending has no causes.
pub fn notable(teller: &Teller<'_>) -> Vec<Reason> {
    weightiest(teller, &teller.chronicle.entries.iter().map(|entry| entry.seq).collect())
}

fn weightiest(teller: &Teller<'_>, chain: &BTreeSet<Seq>) -> Vec<Reason> {
    let entries: Vec<&Entry> = chain.iter().filter_map(|seq| teller.chronicle.entry(*seq)).collect();
    let mut reasons: Vec<Reason> =
        entries.iter().filter_map(|entry| of_entry(teller, entry, chain)).collect();
    reasons.extend(teller.clashes.iter().filter_map(|clash| {
        let linked: Vec<Seq> = clash.entries.iter().filter(|seq| chain.contains(seq)).copied().collect();
        let (cause, effect, weight) = battle_reason(teller, clash)?;
        // Ships lost weigh on whoever gives way, whether or not one entry could be named as the last straw.
        let heavy = weight >= HEAVY && teller.summary.ending.loser.is_some();
        let entries = if linked.is_empty() && heavy { clash.entries.clone() } else { linked };
        if entries.is_empty() || weight < SLIGHT {
            return None;
        }
        Some(Reason { cause, effect, entries, weight })
    }));
    reasons.extend(falls(teller, &entries));
    reasons.extend(crate::loyalties::crossings(teller, &entries));
    reasons.extend(wills(teller, &entries));
    // Stable, and the chain is in order of entries: of equals the earlier comes first.
    reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    // A cause without a visible effect says nothing beside others that have one.
    if reasons.iter().any(|reason| !reason.effect.is_empty()) {
        reasons.retain(|reason| !reason.effect.is_empty() || reason.weight >= TELLING);
    }
    reasons.truncate(CAUSES);
    // What moved next to nothing is no main cause, unless it is the only one.
    let least = reasons.first().map_or(0.0, |first| (first.weight / 10.0).min(LEAST));
    reasons.retain(|reason| reason.weight >= least);
    reasons
}

/// The causes as lines, with what each moved set right; where there are none, what moved most.
pub fn lines(teller: &Teller<'_>) -> Vec<Line> {
    let reasons = reasons(teller);
    if reasons.is_empty() {
        let note = "(by size: the chronicle links none of them to the ending)";
        return set(&notable(teller), "Notably", note);
    }
    set(&reasons, "Because", "(read from the chronicle; nothing was replayed without them)")
}

fn set(reasons: &[Reason], heading: &str, note: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    for (row, reason) in reasons.iter().enumerate() {
        let mut gutter = if row == 0 { Line::of(Style::Heading, heading) } else { Line::new() };
        gutter.pad_to(GUTTER);
        // However long an effect is, the cause keeps room for a word or two.
        let effect = clip(&reason.effect, WIDTH - GUTTER - LEAST_ROOM);
        let wide = columns(&effect);
        let gap = if wide > 0 { 2 } else { 0 };
        let mut set = hang(gutter, &plain(&reason.cause), WIDTH - wide - gap);
        if let Some(first) = set.first_mut() {
            first.pad_to(WIDTH - wide);
            first.push(Style::Strong, effect);
        }
        lines.extend(set);
    }
    if !lines.is_empty() {
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
        What::Left { faction, coalition, .. } => {
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
                Fate::Deposed => "deposition",
                Fate::Resigned => "resignation",
                Fate::Overthrown => "overthrow",
                Fate::Died => "death",
            };
            (format!("{} {what}", v.person(*person).own()), String::new(), if leads { 0.12 } else { 0.06 })
        }
        What::Rose { rebellion, .. } => {
            let name = teller.war.rebellions.get(*rebellion)?.names.the_short();
            behind(teller, entry, chain, name)
        }
        What::Reprisal { place, dead, .. } if *dead >= 0.5 => {
            behind(teller, entry, chain, format!("the reprisal at {}", v.place(*place)))
        }
        What::Killing { people, .. } => {
            behind(teller, entry, chain, format!("the killing of {}", v.people(*people).the))
        }
        What::EnvoySent { person, envoy, .. } => {
            let gift = teller.war.envoys.get(*envoy).map_or(0.0, |it| sides::median(teller.war, it.gift));
            let effect =
                if gift > 0.0 { "a gift beyond what was fought over".to_owned() } else { String::new() };
            (format!("{} errand", v.person(*person).own()), effect, 0.25)
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
            let who =
                decided.by.map_or_else(|| v.faction(decision.faction).own(), |person| v.person(person).own());
            let option = decision.options.get(usize::from(decided.option))?;
            let cause = match &option.says {
                Some(says) if says.starts_with("to ") => {
                    format!("{who} choice {}", says.trim_end_matches('.'))
                }
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

/// What a battle cost the side that gave way in the end; where none did, the side that it cost most.
fn battle_reason(teller: &Teller<'_>, clash: &Clash) -> Option<(String, String, f64)> {
    let loser = teller.summary.ending.loser;
    let counts = |side: &&BattleSide| loser.is_none_or(|loser| side.coalition == loser);
    let cost = clash.whole.sides.iter().filter(counts).filter_map(|side| {
        let [opening, built, ..] = sides::totals(&teller.stays, teller.summary, side.coalition);
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
    let effect =
        if share >= 1.0 { format!("cost {} all {} {}", side.the, side.its(), domain.id()) } else { effect };
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
    let several = by_side.len() > 1;
    // What the side that gave way had taken before is no reason for giving way.
    by_side.retain(|side, _| teller.summary.ending.loser != Some(*side));
    by_side.into_iter().map(|(side, taken)| fall_of(teller, taken, several.then_some(side))).collect()
}

/// The fall of places; to whom, where both sides took some.
fn fall_of(
    teller: &Teller<'_>,
    mut taken: Vec<(Seq, PlaceId, Option<FactionId>)>,
    to: Option<CoalitionId>,
) -> Reason {
    let to = to.map(|side| format!(" to {}", teller.voice.coalition(side).the)).unwrap_or_default();
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
        cause: format!("the fall of {list}{to}"),
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
