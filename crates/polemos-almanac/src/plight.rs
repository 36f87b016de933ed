//! What had become of the side that gave way: the reason that an ending is told with.

use crate::sentence::Teller;
use crate::sides;
use crate::text::TIE;
use crate::voice::{domain_count, in_words_or_figures, percent};
use polemos_chronicle::What;
use polemos_war::names::listed;
use polemos_war::{CoalitionId, Domain, FactionId, Id, PlaceId};

/// A share of its units or places that is worth telling as all that a side had left.
const LITTLE: f64 = 0.5;
/// A resolve below this is a will that is spent.
const SPENT: f64 = 0.25;

/// What a side had left on the last day.
#[derive(Clone, Debug)]
pub struct Plight {
    factions: Vec<FactionId>,
    /// Units of the domain by which its losses are told: at first and built, and left.
    units: Option<(Domain, u64, u64)>,
    /// Places held at first, and left; none where the summary does not say who held what.
    places: Option<(u64, u64)>,
    /// Its highest resolve: no member was more willing.
    resolve: f64,
    /// The last place that was taken from it.
    last_fall: Option<PlaceId>,
}

impl Plight {
    /// The plight of a side at the end of a run.
    pub fn of(teller: &Teller<'_>, side: CoalitionId) -> Self {
        let summary = teller.summary;
        let factions = sides::members(&teller.stays, side);
        let [opening, built, lost, gone] = sides::totals(&teller.stays, summary, side);
        let units =
            sides::leading_domain(&opening).filter(|(_, domain)| domain.moves()).map(|(row, domain)| {
                let had = opening[row] + built[row];
                (domain, had, had.saturating_sub(lost[row] + gone[row]))
            });
        let mine = |row: u16| factions.iter().any(|id| id.index() == usize::from(row));
        let held =
            teller.war.places.iter().filter(|it| it.owner.is_some_and(|id| factions.contains(&id))).count();
        let left = summary.owners.iter().filter(|row| mine(**row)).count();
        let last_fall = teller.chronicle.entries.iter().rev().find_map(|entry| match &entry.what {
            What::Taken { place, from: Some(from), .. } if factions.contains(from) => Some(*place),
            _ => None,
        });
        let resolve = factions.iter().map(|id| f64::from(summary.faction(*id).resolve)).fold(0.0, f64::max);
        let places = (!summary.owners.is_empty() && held > 0).then_some((held as u64, left as u64));
        Self { factions, units, places, resolve, last_fall }
    }

    /// Whether nothing was left to it, neither a place nor a unit.
    pub fn is_bare(&self) -> bool {
        matches!(self.places, Some((_, 0))) && matches!(self.units, Some((_, _, 0)))
    }

    /// What follows "gave up on 3 March": " after the fall of Amber Haven, its last place, though 923 ships were left to
    /// it"; none where nothing much was lost.
    pub fn told(&self, teller: &Teller<'_>, its: &str) -> Option<String> {
        if self.factions.is_empty() {
            return None;
        }
        match (self.places, self.units) {
            (Some((_, 0)), Some((domain, had, left))) => {
                Some(self.last_place_gone(teller, its, domain, had, left))
            }
            (Some((_, 0)), None) => Some(self.fall(teller, its)),
            _ => self.what_was_left(its),
        }
    }

    fn last_place_gone(&self, teller: &Teller<'_>, its: &str, domain: Domain, had: u64, left: u64) -> String {
        let fall = self.fall(teller, its);
        match left {
            0 => format!("{fall}, and the loss of all {its} {}", domain.id()),
            _ if (left as f64) < 0.1 * had as f64 => {
                format!("{fall}, with {} left", domain_count(domain, left))
            }
            // A side that can still fight and gives up is the surprise, and is told as one.
            _ => format!("{fall}, though {} were left to it", domain_count(domain, left)),
        }
    }

    fn fall(&self, teller: &Teller<'_>, its: &str) -> String {
        match self.last_fall {
            Some(place) => format!(" after the fall of {}, {its} last place", teller.voice.place(place)),
            None => format!(" with no place left to {}", if its == "their" { "them" } else { "it" }),
        }
    }

    fn what_was_left(&self, its: &str) -> Option<String> {
        let mut left = Vec::new();
        if let Some((domain, had, rest)) = self.units.filter(|(_, had, _)| *had > 0) {
            let share = rest as f64 / had as f64;
            match rest {
                0 => left.push(format!("no {}", domain.id())),
                _ if share <= LITTLE => left.push(format!("{} of {its} {}", percent(share), domain.id())),
                _ => {}
            }
        }
        if let Some((held, rest)) = self.places.filter(|(held, rest)| (*rest as f64) <= LITTLE * *held as f64)
        {
            let of = in_words_or_figures(held);
            left.push(match rest {
                0 => "no place".to_owned(),
                _ => format!("{} of {its} {of}{TIE}places", in_words_or_figures(rest)),
            });
        }
        if !left.is_empty() {
            return Some(format!(" with {} left", listed(&left)));
        }
        (self.resolve < SPENT).then(|| format!(", {its} will to fight spent"))
    }
}
