//! Entries of one kind that are told together: places that fell, works struck, forces on the move, battles declined.

use crate::items::Item;
use crate::sentence::{Teller, Told};
use crate::sides;
use crate::text::TIE;
use crate::voice::*;
use polemos_chronicle::{Entry, Purpose, Seq, What};
use polemos_war::names::{capitalised, listed};
use polemos_war::*;
use std::collections::BTreeSet;

/// Days after a side has left a place without a battle within which another finds it empty.
const LEFT: f64 = 45.0;

impl Teller<'_> {
    pub(crate) fn falls(&self, item: &Item<'_>) -> Told {
        let mut places: Vec<String> = Vec::new();
        let mut owners: Vec<Option<FactionId>> = Vec::new();
        let mut taker = None;
        for entry in &item.entries {
            if let What::Taken { place, by, from } = &entry.what {
                places.push(self.voice.place(*place));
                owners.push(*from);
                taker = Some(*by);
            }
        }
        let Some(taker) = taker.map(|id| self.voice.faction(id)) else { return Told::default() };
        let list = listed(&places);
        // What was left without a battle is not taken from anybody, whoever's it still is by name.
        let left = item.entries.iter().map(|entry| self.left_before(entry)).collect::<Option<Vec<_>>>();
        if let Some([side, rest @ ..]) = left.as_deref()
            && rest.iter().all(|other| other == side)
        {
            let side = self.voice.coalition(*side);
            return Told::new(
                "moved-in",
                [
                    format!("{} moved into {list}, which {} had left", taker.start(), side.the),
                    format!("{}, left by {}, came into {} hands", capitalised(&list), side.the, taker.own()),
                ],
            );
        }
        let from = match owners.as_slice() {
            [Some(first), rest @ ..] if rest.iter().all(|owner| *owner == Some(*first)) => {
                format!(" from {}", self.voice.faction(*first).the)
            }
            _ => String::new(),
        };
        let fell = capitalised(&list);
        Told::new(
            "falls",
            [
                format!("{} took {list}{from}", taker.start()),
                format!("{fell} fell to {}", taker.the),
                format!("{fell} passed into {} hands", taker.own()),
            ],
        )
    }

    /// Battles that one side would not fight: a place given up, or an attack that turned back.
    pub(crate) fn declines(&self, item: &Item<'_>) -> Told {
        let Some((seq, What::Declined { place, coalition, before })) =
            item.entries.first().map(|entry| (entry.seq, &entry.what))
        else {
            return Told::default();
        };
        let (side, enemy) = (self.voice.coalition(*coalition), self.voice.coalition(*before));
        let holds = self
            .holder(*place, seq)
            .is_some_and(|id| sides::coalition_at_start(self.war, id) == Some(*coalition));
        let place = self.voice.place(*place);
        let first = if holds {
            [
                format!("{} left {place} to {} without a battle", side.start(), enemy.the),
                format!("At {place} {} would not wait for {}", side.the, enemy.the),
            ]
        } else {
            [
                format!("{} turned back from {place} rather than fight {}", side.start(), enemy.the),
                format!("Before {place} {} would not give {} battle", side.the, enemy.the),
            ]
        };
        Told::new("declined", first).then(self.as_often(item))
    }

    /// "The same happened twice more, the last time on 5 May."
    fn as_often(&self, item: &Item<'_>) -> Option<String> {
        let days: BTreeSet<i64> = item.entries.iter().map(|entry| entry.day.floor() as i64).collect();
        let last = *days.last()?;
        let times = match days.len() - 1 {
            0 => return None,
            1 => return Some(format!("The same happened on {}.", self.dates.full(last as f64))),
            more => often(more as u64),
        };
        Some(format!("The same happened {times} more, the last time on {}.", self.dates.full(last as f64)))
    }

    /// The side that had left a place without a battle, some weeks before another took it.
    fn left_before(&self, taken: &Entry) -> Option<CoalitionId> {
        let What::Taken { place, from, .. } = taken.what else { return None };
        let earlier = self.chronicle.entries.iter().take_while(|entry| entry.seq < taken.seq);
        let recent = earlier.filter(|entry| taken.day - entry.day <= LEFT);
        let last = recent.filter(|entry| match &entry.what {
            What::Declined { place: own, .. } => *own == place,
            What::Battle(battle) => battle.place == place,
            What::Landed { place: own, .. } | What::GroundFought { place: own, .. } => *own == place,
            _ => false,
        });
        match last.last()?.what {
            What::Declined { coalition, .. } => {
                let own = from.and_then(|id| sides::coalition_at_start(self.war, id));
                (own == Some(coalition)).then_some(coalition)
            }
            _ => None,
        }
    }

    /// Who held a place when an entry came.
    pub(crate) fn holder(&self, place: PlaceId, seq: Seq) -> Option<FactionId> {
        let earlier = self.chronicle.entries.iter().take_while(|entry| entry.seq < seq);
        let taken = earlier.filter_map(|entry| match &entry.what {
            What::Taken { place: taken, by, .. } if *taken == place => Some(*by),
            _ => None,
        });
        taken.last().or_else(|| self.war.places.get(place)?.owner)
    }

    pub(crate) fn works(&self, item: &Item<'_>) -> Told {
        let mut works = Vec::new();
        let mut struck = true;
        for entry in &item.entries {
            match &entry.what {
                What::Struck { works: id } => works.push(*id),
                What::Restored { works: id } => {
                    works.push(*id);
                    struck = false;
                }
                _ => {}
            }
        }
        let nouns: Vec<Noun> = works.iter().map(|id| self.voice.works(*id)).collect();
        let subject = if nouns.len() > 4 { self.works_counted(&works) } else { Noun::together(&nouns) };
        if struck && self.by_rebels(item) {
            return Told::new(
                "works-by-rebels",
                [
                    format!("{} {} struck by rebels", subject.start(), subject.was()),
                    format!("Rebels struck {}", subject.the),
                ],
            );
        }
        let verb = if struck { format!("{} struck", subject.was()) } else { "worked again".into() };
        Told::new("works", [format!("{} {verb}", subject.start())])
    }

    /// Whether all that an item tells came of a rebellion.
    fn by_rebels(&self, item: &Item<'_>) -> bool {
        let rose = |seq: &Seq| {
            self.chronicle.entry(*seq).is_some_and(|cause| matches!(cause.what, What::Rose { .. }))
        };
        item.entries.iter().all(|entry| entry.causes.iter().any(rose))
    }

    /// "Three yards and two relays".
    pub(crate) fn works_counted(&self, works: &[WorksId]) -> Noun {
        let kinds = [WorksKind::Yard, WorksKind::Depot, WorksKind::Relay];
        let count = |kind| {
            works.iter().filter(|id| self.war.works.get(**id).is_some_and(|it| it.kind == kind)).count()
        };
        let parts: Vec<String> = kinds
            .into_iter()
            .map(|kind| (kind, count(kind) as u64))
            .filter(|(_, n)| *n > 0)
            .map(|(kind, n)| {
                count_of(n, self.voice.works_kind(kind, false), self.voice.works_kind(kind, true))
            })
            .collect();
        Noun { the: listed(&parts), plural: works.len() > 1 }
    }

    pub(crate) fn hunger(&self, item: &Item<'_>) -> Told {
        let mut forces = Vec::new();
        let mut places = Vec::new();
        for entry in &item.entries {
            if let What::OutOfSupply { force, place } = &entry.what {
                forces.push(*force);
                let place = self.voice.place(*place);
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        let subject = self.forces_together(&forces);
        let at = if places.len() <= 3 { format!(" at {}", listed(&places)) } else { String::new() };
        Told::new("hunger", [format!("{} ran out of supply{at}", subject.start())])
    }

    /// A few forces by name, many by their number and side.
    pub(crate) fn forces_together(&self, forces: &[ForceId]) -> Noun {
        let mut distinct = forces.to_vec();
        distinct.sort();
        distinct.dedup();
        if distinct.len() <= 3 {
            return Noun::together(&distinct.iter().map(|id| self.voice.force(*id)).collect::<Vec<_>>());
        }
        let factions: Vec<FactionId> =
            distinct.iter().filter_map(|id| Some(self.war.forces.get(*id)?.faction)).collect();
        let one = factions.first().filter(|first| factions.iter().all(|it| it == *first));
        let adjective = one.map(|id| format!("{} ", self.voice.faction_adjective(*id))).unwrap_or_default();
        let count = in_words_or_figures(distinct.len() as u64);
        Noun { the: format!("{count}{TIE}{adjective}forces"), plural: true }
    }

    pub(crate) fn yards(&self, item: &Item<'_>) -> Told {
        let mut built: Vec<(ClassId, u64)> = Vec::new();
        let mut owner = None;
        for entry in &item.entries {
            if let What::Built { faction, class, units, .. } = &entry.what {
                owner = Some(*faction);
                match built.iter_mut().find(|(id, _)| id == class) {
                    Some((_, count)) => *count += u64::from(*units),
                    None => built.push((*class, u64::from(*units))),
                }
            }
        }
        let Some(owner) = owner.map(|id| self.voice.faction(id)) else { return Told::default() };
        let units: Vec<String> =
            built.iter().map(|(class, count)| self.voice.units(*class, *count)).collect();
        let first = item.entries.iter().map(|entry| entry.day).fold(f64::INFINITY, f64::min);
        let last = item.entries.iter().map(|entry| entry.day).fold(first, f64::max);
        let during =
            if last - first >= 2.0 { format!(" in {}", stretch(last - first)) } else { String::new() };
        let units = listed(&units);
        Told::new(
            "yards",
            [
                format!("{} yards finished {units}{during}", capitalised(&owner.own())),
                format!("From {} yards came {units}{during}", owner.own()),
            ],
        )
        .without_cause()
    }

    pub(crate) fn entering(&self, item: &Item<'_>) -> Told {
        let forces: Vec<ForceId> = item
            .entries
            .iter()
            .filter_map(|entry| match &entry.what {
                What::Appeared { force, .. } => Some(*force),
                _ => None,
            })
            .collect();
        let place = item.entries.iter().find_map(|entry| match &entry.what {
            What::Appeared { place, .. } => Some(self.voice.place(*place)),
            _ => None,
        });
        let subject = self.forces_together(&forces);
        let place = place.unwrap_or_default();
        Told::new(
            "entering",
            [
                format!("{} arrived at {place}", subject.start()),
                format!("At {place} {} appeared", subject.the),
            ],
        )
    }

    pub(crate) fn moves(&self, item: &Item<'_>) -> Told {
        let mut forces = Vec::new();
        let mut way = None;
        for entry in &item.entries {
            if let What::Departed { force, to, purpose, .. } = &entry.what {
                forces.push(*force);
                way = Some((*to, *purpose));
            }
        }
        let Some((to, purpose)) = way else { return Told::default() };
        let (subject, to) = (self.forces_together(&forces).start(), self.voice.place(to));
        Told::new(
            "moves",
            [match purpose {
                Purpose::Gather => format!("{subject} set out to gather at {to}"),
                Purpose::Attack => format!("{subject} set out against {to}"),
                Purpose::Guard => format!("{subject} went to guard {to}"),
                Purpose::Withdraw => format!("{subject} fell back on {to}"),
                Purpose::Refit => format!("{subject} went to {to} to mend"),
                Purpose::Retreat => format!("{subject} fled to {to}"),
            }],
        )
    }

    pub(crate) fn arrivals(&self, item: &Item<'_>) -> Told {
        let mut forces = Vec::new();
        let mut at = None;
        for entry in &item.entries {
            if let What::Arrived { force, place } = &entry.what {
                forces.push(*force);
                at = Some(self.voice.place(*place));
            }
        }
        Told::new(
            "arrivals",
            [format!("{} reached {}", self.forces_together(&forces).start(), at.unwrap_or_default())],
        )
        .without_cause()
    }
}
