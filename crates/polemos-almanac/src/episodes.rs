//! The wars of a saga, each as a run of its own: the stretch of the chronicle from its beginning to its end, and what was
//! counted in it. Whatever tells one war can so tell each of them. The record of a saga is that of a group: its box is
//! that of its principal war, the last of the longest series that the scenario declares, and each war has a record of
//! its own, with the one before it and the one after.

use crate::between::war_name;
use crate::sentence::Teller;
use crate::sides::{self, Stay};
use polemos_chronicle::{Chronicle, Ending, Entry, FactionTotals, Fate, RunSummary, WarBegan, What};
use polemos_war::names::capitalised;
use polemos_war::saga::OF_AGE;
use polemos_war::{CoalitionId, EndingKind, FactionId, PersonId, PlaceId, War};

/// One war of a saga.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode {
    /// Its id, unique in the saga: the one that the scenario gives it, or one made of its number.
    pub id: String,
    /// Its name within a sentence: "the Third Kelmar War".
    pub name: String,
    /// How it began.
    pub began: WarBegan,
    /// Its stretch of the chronicle.
    pub chronicle: Chronicle,
    /// What was counted in it, and how it ended.
    pub summary: RunSummary,
    /// Persons of its factions who were not in their service when it was fought.
    absent: Vec<PersonId>,
    /// Who was in it, in order of entry.
    stays: Vec<Stay>,
}

/// All wars of a saga, in the order in which they began; none for a war that is over when it ends.
pub fn episodes(war: &War, chronicle: &Chronicle, summary: &RunSummary) -> Vec<Episode> {
    if war.saga.is_none() {
        return Vec::new();
    }
    let begins = |entry: &&Entry| matches!(entry.what, What::WarBegan(_));
    let starts: Vec<&Entry> = chronicle.entries.iter().filter(begins).collect();
    let mut all = Vec::new();
    for (row, start) in starts.iter().enumerate() {
        let What::WarBegan(began) = &start.what else { continue };
        let next = starts.get(row + 1).map(|entry| entry.seq);
        let within = |entry: &&Entry| entry.seq >= start.seq && next.is_none_or(|next| entry.seq < next);
        let mut entries: Vec<Entry> = Vec::new();
        for entry in chronicle.entries.iter().filter(within) {
            entries.push(entry.clone());
            if matches!(entry.what, What::Ended(_) | What::Closed) {
                break;
            }
        }
        all.push(episode(war, chronicle, summary, began, entries));
    }
    all
}

fn episode(
    war: &War,
    whole: &Chronicle,
    summary: &RunSummary,
    began: &WarBegan,
    entries: Vec<Entry>,
) -> Episode {
    let (first, last) = (entries.first().map_or(0.0, |it| it.day), entries.last().map_or(0.0, |it| it.day));
    let samples = whole.series.iter().filter(|it| it.day >= first && it.day <= last).cloned().collect();
    let chronicle = Chronicle { entries, series: samples };
    let open = Ending {
        kind: EndingKind::Undecided,
        victor: None,
        loser: None,
        grade: polemos_chronicle::Grade::Stalemate,
        day: last,
    };
    let ending = chronicle.ending().copied().unwrap_or(open);
    let mut totals = vec![FactionTotals::default(); war.factions.len()];
    for entry in &chronicle.entries {
        if let What::Counted { accounts, .. } = &entry.what {
            for (id, account) in accounts {
                if let Some(row) = totals.get_mut(id.0 as usize) {
                    *row = *account;
                }
            }
        }
    }
    let own = RunSummary::new(summary.replication, ending, totals.into_iter(), std::iter::empty());
    Episode {
        id: id_of(war, began),
        name: war_name(war, began),
        began: began.clone(),
        absent: absent(war, whole, first, last),
        stays: stays(&chronicle, began),
        chronicle,
        summary: own,
    }
}

/// The id of a war of a saga, unique in it.
pub(crate) fn id_of(war: &War, began: &WarBegan) -> String {
    let saga = war.saga.as_ref();
    let series = began.series.and_then(|id| saga?.series.get(id));
    let episode = began.series.and_then(|id| saga?.episode(id, began.ordinal));
    let episode = episode.and_then(|id| saga?.episodes.get(id)).map(|it| it.id.clone());
    episode.unwrap_or_else(|| match series {
        Some(series) => format!("{}-{}", series.id, began.ordinal),
        None => format!("war-{}", began.number + 1),
    })
}

/// Persons who were not in service in a stretch of days: gone before it, or children still at its end.
fn absent(war: &War, whole: &Chronicle, first: f64, last: f64) -> Vec<PersonId> {
    let gone = |id: PersonId| {
        whole.entries.iter().take_while(|entry| entry.day < first).any(|entry| match &entry.what {
            What::Fate { person, fate, .. } => *person == id && *fate != Fate::Captured,
            _ => false,
        })
    };
    let child = |id: PersonId| {
        let born = war.persons.get(id).and_then(|it| it.born);
        born.is_some_and(|born| last - sides::median(war, born) < OF_AGE)
    };
    war.persons.ids().filter(|id| gone(*id) || child(*id)).collect()
}

/// Who was in a war: its members as it began, and those who came in on either side.
fn stays(chronicle: &Chronicle, began: &WarBegan) -> Vec<Stay> {
    let mut all: Vec<Stay> = Vec::new();
    for (side, members) in began.sides.iter().zip(&began.members) {
        let stay =
            |faction: &FactionId| Stay { faction: *faction, coalition: *side, from: None, until: None };
        all.extend(members.iter().map(stay));
    }
    for entry in &chronicle.entries {
        match entry.what {
            What::Joined { faction, coalition } | What::Allied { faction, coalition, .. } => {
                let there = all.iter().any(|it| it.faction == faction && it.coalition == coalition);
                if began.sides.contains(&coalition) && !there {
                    sides::close(&mut all, faction, entry.day);
                    all.push(Stay { faction, coalition, from: Some(entry.day), until: None });
                }
            }
            What::Left { faction, .. } | What::Parted { faction, .. } => {
                sides::close(&mut all, faction, entry.day);
            }
            _ => {}
        }
    }
    all
}

impl Episode {
    /// The teller of this war alone.
    pub fn teller<'a>(&'a self, war: &'a War) -> Teller<'a> {
        let mut teller = Teller::new(war, &self.chronicle, &self.summary);
        let weight =
            |id: CoalitionId| -> u64 { sides::totals(&self.stays, &self.summary, id)[0].iter().sum() };
        let mut order = self.began.sides.to_vec();
        let victor = self.summary.ending.victor;
        order.sort_by_key(|id| (Some(*id) != victor, std::cmp::Reverse(weight(*id)), *id));
        teller.stays.clone_from(&self.stays);
        teller.sides = order;
        teller.opened = self.days().0;
        teller.absent.clone_from(&self.absent);
        teller.title = Some(self.name.clone());
        teller
    }

    /// Days on which it began and ended.
    pub fn days(&self) -> (f64, f64) {
        let day = |entry: Option<&Entry>| entry.map_or(0.0, |it| it.day);
        (day(self.chronicle.entries.first()), self.summary.ending.day)
    }

    /// Its name as a heading: "Third Kelmar War".
    pub fn heading(&self) -> String {
        capitalised(self.name.trim_start_matches("the "))
    }

    /// Whether it was fought between states.
    pub fn is_between_states(&self) -> bool {
        !matches!(self.began.ground, polemos_chronicle::Ground::Rising { .. })
    }

    /// Places where it was fought, those with most battles first, at most so many.
    pub fn places(&self, most: usize) -> Vec<PlaceId> {
        let mut all: Vec<(PlaceId, u32)> = Vec::new();
        for entry in &self.chronicle.entries {
            let at = match &entry.what {
                What::Battle(battle) => battle.place,
                What::Taken { place, .. } => *place,
                _ => continue,
            };
            match all.iter_mut().find(|(place, _)| *place == at) {
                Some((_, count)) => *count += 1,
                None => all.push((at, 1)),
            }
        }
        all.sort_by_key(|(place, count)| (std::cmp::Reverse(*count), *place));
        all.into_iter().take(most).map(|(place, _)| place).collect()
    }
}

/// The war that stands for the saga: the last that was fought of the series of which the scenario lists most wars; where
/// none of it was, the last between states, or the last of all.
pub fn principal<'a>(war: &War, all: &'a [Episode]) -> Option<&'a Episode> {
    let saga = war.saga.as_ref()?;
    let longest = saga.series.pairs().max_by_key(|(id, it)| (it.episodes.len(), std::cmp::Reverse(*id)));
    let of_it = |it: &&Episode| longest.is_some_and(|(id, _)| it.began.series == Some(id));
    all.iter().rev().find(of_it).or_else(|| all.iter().rev().find(|it| it.is_between_states())).or(all.last())
}
