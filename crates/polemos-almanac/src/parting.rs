//! Two runs beside each other: where they part, how the difference spread, and what came of it.
//!
//! A happening is *shared* when both runs have it on the same day with the same figures. What is not shared is a
//! difference; one that no other difference brought about is where the change itself touched the war, and the others
//! follow from it along the causes that the chronicles give.

use crate::account::{Account, EntryAccount, FactionAccount};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Steps of a chain that are told.
const STEPS: usize = 9;
/// Differences told on the day on which two runs part.
const AT_ONCE: usize = 3;

/// Two runs compared.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Comparison {
    /// Id of the war.
    pub war: String,
    /// Its name.
    pub title: String,
    /// The first run.
    pub a: Compared,
    /// The second.
    pub b: Compared,
    /// Whether they are the same, happening by happening and in the last state.
    pub same: bool,
    /// Where they part; null when no happening differs.
    pub first: Option<FirstDifference>,
    /// How the difference came to the first run's ending.
    pub spread_a: Vec<Step>,
    /// How it came to the second's.
    pub spread_b: Vec<Step>,
    /// What factions lost, where it differs.
    pub losses: Vec<LossDifference>,
    /// Places that were held by another in the end.
    pub places: Vec<PlaceDifference>,
    /// Persons who fared otherwise.
    pub persons: Vec<PersonDifference>,
}

/// One of two runs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Compared {
    /// What it is called.
    pub name: String,
    /// How it ended.
    pub result: String,
    /// When.
    pub date: String,
    /// Days that it lasted.
    pub days: f64,
    /// Id of the coalition that prevailed.
    pub victor: Option<String>,
    /// Happenings that the other has not.
    pub own_happenings: u64,
    /// Of all.
    pub happenings: u64,
    /// Digest of the last situation.
    pub digest: String,
}

/// Where two runs part.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FirstDifference {
    /// Days since the war's start.
    pub day: f64,
    /// The date.
    pub date: String,
    /// What happened that day in the first run only.
    pub a: Vec<String>,
    /// What happened that day in the second only.
    pub b: Vec<String>,
}

/// A step on the way from the first difference to an ending.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Step {
    /// Number of the entry in its run.
    pub seq: u32,
    /// The date.
    pub date: String,
    /// What happened.
    pub text: String,
}

/// What one faction lost in either.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LossDifference {
    /// Its id.
    pub faction: String,
    /// Its name.
    pub name: String,
    /// ships, aircraft, troops, stations, platforms, `military_dead` or `civilian_dead`.
    pub what: String,
    /// In the first run.
    pub a: f64,
    /// In the second.
    pub b: f64,
}

/// Who held a place in the end.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlaceDifference {
    /// Its id.
    pub place: String,
    /// Its name.
    pub name: String,
    /// Name of its holder in the first run.
    pub a: Option<String>,
    /// In the second.
    pub b: Option<String>,
}

/// What became of a person.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PersonDifference {
    /// The id.
    pub person: String,
    /// The name.
    pub name: String,
    /// In the first run.
    pub a: String,
    /// In the second.
    pub b: String,
}

/// The chain of causes behind a run's ending, the earliest first: back from the ending, each time to the nearest cause
/// that is worth a sentence.
pub fn chain(account: &Account) -> Vec<Step> {
    let by_seq: BTreeMap<u32, &EntryAccount> = account.entries.iter().map(|it| (it.seq, it)).collect();
    let mut at = account.entries.iter().rev().find(|it| it.what["kind"] == "ended");
    let mut chain = Vec::new();
    while let Some(entry) = at {
        if !entry.text.is_empty() {
            chain.push(step(entry));
        }
        // Causes come before what they bring about, so that this comes to an end.
        let causes =
            entry.causes.iter().filter(|cause| **cause < entry.seq).filter_map(|cause| by_seq.get(cause));
        at = causes.max_by_key(|it| (!it.text.is_empty(), it.seq)).copied();
    }
    chain.reverse();
    shortened(chain)
}

fn step(entry: &EntryAccount) -> Step {
    Step { seq: entry.seq, date: entry.date.clone(), text: entry.text.clone() }
}

/// Compares two runs of one war, each with what it is called.
pub fn compare(a: (&str, &Account), b: (&str, &Account)) -> Comparison {
    let (own_a, own_b) = (unshared(&a.1.entries, &b.1.entries), unshared(&b.1.entries, &a.1.entries));
    Comparison {
        war: b.1.war.clone(),
        title: b.1.title.clone(),
        same: own_a.is_empty() && own_b.is_empty() && a.1.digest == b.1.digest,
        first: first(&own_a, &own_b),
        spread_a: spread(a.1, &own_a),
        spread_b: spread(b.1, &own_b),
        losses: losses(a.1, b.1),
        places: places(a.1, b.1),
        persons: persons(a.1, b.1),
        a: compared(a, own_a.len()),
        b: compared(b, own_b.len()),
    }
}

fn compared((name, account): (&str, &Account), own: usize) -> Compared {
    Compared {
        name: name.to_owned(),
        result: account.result.clone(),
        date: account.date.clone(),
        days: account.days,
        victor: account.victor.clone(),
        own_happenings: own as u64,
        happenings: account.entries.len() as u64,
        digest: account.digest.clone(),
    }
}

/// What is alike in two runs: the day and what happened, whatever its number and its causes.
fn likeness(entry: &EntryAccount) -> String {
    format!("{:016x} {}", entry.day.to_bits(), entry.what)
}

/// Entries that the other run has not.
fn unshared<'a>(own: &'a [EntryAccount], other: &[EntryAccount]) -> Vec<&'a EntryAccount> {
    let mut there: BTreeMap<String, u32> = BTreeMap::new();
    for entry in other {
        *there.entry(likeness(entry)).or_default() += 1;
    }
    let is_own = |entry: &&EntryAccount| match there.get_mut(&likeness(entry)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    own.iter().filter(is_own).collect()
}

fn first(a: &[&EntryAccount], b: &[&EntryAccount]) -> Option<FirstDifference> {
    let earliest = a.iter().chain(b).min_by(|x, y| x.day.total_cmp(&y.day))?;
    let that_day = |own: &[&EntryAccount]| -> Vec<String> {
        let told = own.iter().filter(|it| it.day == earliest.day && !it.text.is_empty());
        told.take(AT_ONCE).map(|it| it.text.clone()).collect()
    };
    Some(FirstDifference { day: earliest.day, date: earliest.date.clone(), a: that_day(a), b: that_day(b) })
}

/// The chain of differences that leads to a run's ending, the earliest first: back from the ending along its causes, of
/// which the one is taken that reaches furthest back. Where the ending comes of no difference, the last that is told.
fn spread(account: &Account, own: &[&EntryAccount]) -> Vec<Step> {
    let by_seq: BTreeMap<u32, &EntryAccount> = own.iter().map(|it| (it.seq, *it)).collect();
    let ending = account.entries.iter().rev().find(|it| it.what["kind"] == "ended").map(|it| it.seq);
    let last = ending.filter(|seq| by_seq.contains_key(seq)).or_else(|| told(own).map(|it| it.seq));
    let Some(last) = last else { return Vec::new() };
    let furthest = reach(&by_seq);
    let mut chain = Vec::new();
    let mut at = Some(last);
    let mut seen = BTreeSet::new();
    while let Some(entry) = at.and_then(|seq| by_seq.get(&seq)) {
        if !seen.insert(entry.seq) {
            break;
        }
        if !entry.text.is_empty() {
            chain.push(step(entry));
        }
        let causes = entry.causes.iter().filter(|cause| by_seq.contains_key(cause));
        at = causes.min_by_key(|cause| furthest.get(cause).copied().unwrap_or(**cause)).copied();
    }
    chain.reverse();
    shortened(chain)
}

fn told<'a>(own: &[&'a EntryAccount]) -> Option<&'a EntryAccount> {
    own.iter().rev().find(|it| !it.text.is_empty()).copied()
}

/// For each difference, the earliest difference that it comes of; causes come before what they bring about.
fn reach(by_seq: &BTreeMap<u32, &EntryAccount>) -> BTreeMap<u32, u32> {
    let mut furthest: BTreeMap<u32, u32> = BTreeMap::new();
    for (seq, entry) in by_seq {
        let causes = entry.causes.iter().filter_map(|cause| furthest.get(cause).copied());
        let earliest = causes.min().unwrap_or(*seq).min(*seq);
        furthest.insert(*seq, earliest);
    }
    furthest
}

/// A long chain keeps its beginning and its end.
fn shortened(mut chain: Vec<Step>) -> Vec<Step> {
    if chain.len() > STEPS {
        let from = STEPS / 2;
        let until = chain.len() - (STEPS - from);
        chain.drain(from..until);
    }
    chain
}

fn losses(a: &Account, b: &Account) -> Vec<LossDifference> {
    let mut out = Vec::new();
    let ids: Vec<&FactionAccount> = {
        let only_b = b.factions.iter().filter(|it| !a.factions.iter().any(|other| other.id == it.id));
        a.factions.iter().chain(only_b).collect()
    };
    for faction in ids {
        let find = |account: &Account| account.factions.iter().find(|it| it.id == faction.id).cloned();
        let sides = [find(a), find(b)];
        let mut row = |what: &str, read: &dyn Fn(&FactionAccount) -> f64| {
            let [x, y] = sides.each_ref().map(|side| side.as_ref().map_or(0.0, read));
            if x != y {
                let (id, name) = (faction.id.clone(), faction.name.clone());
                out.push(LossDifference { faction: id, name, what: what.to_owned(), a: x, b: y });
            }
        };
        for domain in polemos_war::Domain::ALL {
            row(domain.id(), &|it| it.lost.get(domain.id()).copied().map_or(0.0, f64::from));
        }
        row("military_dead", &|it| it.military_dead);
        row("civilian_dead", &|it| it.civilian_dead);
    }
    out
}

fn places(a: &Account, b: &Account) -> Vec<PlaceDifference> {
    let pairs = a.places.iter().filter_map(|x| Some((x, b.places.iter().find(|y| y.id == x.id)?)));
    pairs
        .filter(|(x, y)| x.owner != y.owner)
        .map(|(x, y)| PlaceDifference {
            place: x.id.clone(),
            name: x.name.clone(),
            a: x.owner.clone(),
            b: y.owner.clone(),
        })
        .collect()
}

fn persons(a: &Account, b: &Account) -> Vec<PersonDifference> {
    let pairs = a.persons.iter().filter_map(|x| Some((x, b.persons.iter().find(|y| y.id == x.id)?)));
    pairs
        .filter(|(x, y)| x.fate != y.fate)
        .map(|(x, y)| PersonDifference {
            person: x.id.clone(),
            name: x.name.clone(),
            a: x.fate.clone(),
            b: y.fate.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn entry(seq: u32, day: f64, kind: &str, causes: &[u32]) -> EntryAccount {
        let date = format!("day {day}");
        let text = format!("{kind} happened.");
        EntryAccount { seq, day, date, what: json!({ "kind": kind }), causes: causes.to_vec(), text }
    }

    fn account(entries: Vec<EntryAccount>) -> Account {
        Account {
            war: "w".into(),
            title: "W".into(),
            digest: format!("{}", entries.len()),
            ended: true,
            days: 9.0,
            date: "day 9".into(),
            result: "over".into(),
            ending: "treaty".into(),
            victor: None,
            factions: Vec::new(),
            places: Vec::new(),
            persons: Vec::new(),
            entries,
        }
    }

    #[test]
    fn a_difference_is_traced_from_its_root_to_the_ending() {
        let a = account(vec![
            entry(0, 0.0, "opened", &[]),
            entry(1, 2.0, "storm", &[0]),
            entry(2, 9.0, "ended", &[]),
        ]);
        // The numbers shift, and one happening is new: what it leads to differs, and nothing else.
        let b = account(vec![
            entry(0, 0.0, "opened", &[]),
            entry(1, 1.0, "mutiny", &[0]),
            entry(2, 2.0, "storm", &[0]),
            entry(3, 3.0, "retreat", &[1, 2]),
            entry(4, 5.0, "fair", &[]),
            entry(5, 6.0, "ended", &[3, 4]),
        ]);
        let found = compare(("a", &a), ("b", &b));
        let first = found.first.as_ref().expect("they differ");
        assert_eq!(
            (first.day, first.a.len(), first.b.as_slice()),
            (1.0, 0, &["mutiny happened.".to_owned()][..])
        );
        let seqs = |steps: &[Step]| steps.iter().map(|it| it.seq).collect::<Vec<_>>();
        assert_eq!(seqs(&found.spread_b), [1, 3, 5]);
        assert_eq!(seqs(&found.spread_a), [2]);
        assert_eq!((found.a.own_happenings, found.b.own_happenings, found.same), (1, 4, false));
        let same = compare(("a", &a), ("a", &a));
        assert!(same.same && same.first.is_none() && same.spread_a.is_empty());
    }
}
