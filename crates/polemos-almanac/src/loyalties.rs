//! Squadrons that went over, and forces that orders no longer reached.

use crate::because::Reason;
use crate::items::Item;
use crate::sentence::{Teller, Told, domains_listed};
use crate::sides;
use crate::voice::*;
use polemos_chronicle::{Battle, Entry, Seq, What};
use polemos_war::names::{capitalised, listed};
use polemos_war::*;
use std::collections::BTreeMap;

/// Forces that are named before the rest is only counted.
const NAMED: usize = 3;

/// Squadrons of one side that went over to one faction, summed up.
#[derive(Clone, Debug, Default)]
struct Sum {
    forces: Vec<ForceId>,
    places: Vec<PlaceId>,
    units: [u64; 5],
    squadrons: u64,
    /// Forces of which no one was left.
    whole: usize,
}

impl Sum {
    fn of<'e>(entries: impl Iterator<Item = &'e What>) -> Self {
        let mut sum = Self::default();
        for what in entries {
            let What::WentOver { force, squadrons, units, place, all, .. } = what else { continue };
            if !sum.forces.contains(force) {
                sum.forces.push(*force);
            }
            if let Some(place) = place.filter(|place| !sum.places.contains(place)) {
                sum.places.push(place);
            }
            sum.units.iter_mut().zip(units).for_each(|(sum, n)| *sum += u64::from(*n));
            sum.squadrons += u64::from(*squadrons);
            sum.whole += usize::from(*all);
        }
        sum
    }
}

impl Teller<'_> {
    /// The side that a force is of.
    fn side_left(&self, force: ForceId) -> Option<CoalitionId> {
        sides::coalition_at_start(self.war, self.war.forces.get(force)?.faction)
    }

    /// "At Tey 1,200 ships of the Third Order went over to the rebels."
    pub(crate) fn crossings(&self, item: &Item<'_>) -> Told {
        let Some(What::WentOver { faction, .. }) = item.what() else { return Told::default() };
        let to = self.voice.faction(*faction).the;
        let sum = Sum::of(item.entries.iter().map(|entry| &entry.what));
        let units = self.units_or_squadrons(&sum);
        let (many, at) = (sum.forces.len() > 1, self.at_places(&sum.places));
        let left = self.forces_together(&sum.forces);
        let first = if sum.whole == sum.forces.len() && !many {
            vec![
                format!("{} went over to {to}{at} with all {}, {units}", left.start(), self.it_had(&left)),
                format!("{} left {} for {to}{at}, {units} in all", left.start(), self.side_word(&sum)),
            ]
        } else {
            vec![
                format!("{units} of {} went over to {to}{at}", left.the),
                format!("Of {} {units} went over to {to}{at}", left.the),
            ]
        };
        let first = first.into_iter().map(|text| capitalised(&text));
        let days = item.entries.iter().map(|entry| entry.day).fold(item.day, f64::max) - item.day;
        let over = (days >= 1.0).then(|| format!("It took {}.", stretch(days + 1.0)));
        Told::new("crossings", first).then(over)
    }

    fn it_had(&self, noun: &Noun) -> &'static str {
        if noun.plural { "that they had" } else { "that it had" }
    }

    fn side_word(&self, sum: &Sum) -> String {
        let side = sum.forces.first().and_then(|force| self.side_left(*force));
        side.map_or_else(|| "its side".to_owned(), |side| self.voice.coalition(side).the)
    }

    fn units_or_squadrons(&self, sum: &Sum) -> String {
        let units = domains_listed(&sum.units);
        if units.is_empty() { count_of(sum.squadrons, "squadron", "squadrons") } else { units }
    }

    fn at_places(&self, places: &[PlaceId]) -> String {
        match places {
            [] => String::new(),
            few if few.len() <= NAMED => {
                format!(" at {}", listed(&few.iter().map(|id| self.voice.place(*id)).collect::<Vec<_>>()))
            }
            many => format!(" at {} places", in_words_or_figures(many.len() as u64)),
        }
    }

    /// "In the middle of the battle 300 ships of the Pact went over to the Alliance."
    pub(crate) fn went_over_in(&self, battle: &Battle) -> Option<String> {
        let mut told = Vec::new();
        for (row, side) in battle.sides.iter().enumerate() {
            let mut units = [0_u64; 5];
            for (class, count) in &side.went_over {
                if let Some(class) = self.war.classes.get(*class) {
                    units[class.domain as usize] += u64::from(*count);
                }
            }
            let units = domains_listed(&units);
            if !units.is_empty() {
                let [from, to] =
                    [row, 1 - row].map(|row| self.voice.coalition(battle.sides[row].coalition).the);
                told.push(format!("{units} of {from} went over to {to}"));
            }
        }
        (!told.is_empty()).then(|| format!("In the middle of the battle {}.", listed(&told)))
    }

    /// "Orders no longer reached the Second Fleet and the garrison of Tey."
    pub(crate) fn links(&self, item: &Item<'_>) -> Told {
        let mut all = Vec::new();
        let mut broken = None;
        for entry in &item.entries {
            if let What::CutOff { forces, .. } | What::Reconnected { forces, .. } = &entry.what {
                all.extend(forces.iter().copied());
            }
            if let What::CutOff { place: Some(place), .. } = &entry.what {
                broken = Some(self.voice.place(*place));
            }
        }
        let (Some(What::CutOff { coalition, .. }) | Some(What::Reconnected { coalition, .. })) = item.what()
        else {
            return Told::default();
        };
        let (side, forces) = (self.voice.coalition(*coalition), self.forces_together(&all));
        if let Some(What::Reconnected { couriers, .. }) = item.what() {
            let by = if *couriers { "Couriers" } else { "Orders" };
            return Told::new(
                "reconnected",
                [format!("{by} of {} command reached {} again", side.own(), forces.the)],
            );
        }
        let from = broken.map(|place| format!("With the links of {place} gone, ")).unwrap_or_default();
        let cut = format!("{from}{} {} cut off from {} command", forces.the, forces.was(), side.own());
        let lost = format!("{from}{} command could no longer reach {}", side.own(), forces.the);
        Told::new("cut-off", [capitalised(&cut), capitalised(&lost)])
    }

    /// What went over as a clause: "because the Third Order had gone over".
    pub(crate) fn gone_over(&self, force: ForceId, all: bool) -> String {
        let force = self.voice.force(force);
        if all {
            format!("because {} had gone over", force.the)
        } else {
            format!("because ships of {} had gone over", force.the)
        }
    }
}

/// What went over, summed for each side that it left, with what that took from it.
pub fn crossings(teller: &Teller<'_>, entries: &[&Entry]) -> Vec<Reason> {
    let mut by_side: BTreeMap<(CoalitionId, FactionId), Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        if let What::WentOver { force, faction, .. } = &entry.what
            && let Some(side) = teller.side_left(*force)
        {
            by_side.entry((side, *faction)).or_default().push(entry);
        }
    }
    let reason = |((side, faction), entries): ((CoalitionId, FactionId), Vec<&Entry>)| {
        let sum = Sum::of(entries.iter().map(|entry| &entry.what));
        let [opening, raised, ..] = sides::totals(&teller.stays, teller.summary, side);
        let all = |units: &[u64; 5]| -> u64 { units.iter().sum() };
        let share = all(&sum.units) as f64 / (all(&opening) + all(&raised)).max(1) as f64;
        let seqs: Vec<Seq> = entries.iter().map(|entry| entry.seq).collect();
        let forces = teller.forces_together(&sum.forces);
        Reason {
            cause: format!("{} going over to {}", forces.the, teller.voice.faction(faction).the),
            effect: format!("took {} of {} units", percent(share), teller.voice.coalition(side).own()),
            entries: seqs,
            weight: share.min(1.0),
        }
    };
    by_side.into_iter().map(reason).collect()
}
