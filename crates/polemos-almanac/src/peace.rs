//! Envoys, terms, cessions, partings and successions, as sentences.

use crate::items::Item;
use crate::sentence::{Teller, Told};
use crate::wording::Wording;
use polemos_chronicle::{Decided, Entry, LeftReason, Offer, Post, What};
use polemos_war::names::{capitalised, listed};
use polemos_war::*;

impl Teller<'_> {
    pub(crate) fn terms(&self, entry: &Entry, decided: Option<&Decided>, w: &mut Wording) -> Told {
        let What::Terms { by, to, accepted, offer } = &entry.what else { return Told::default() };
        let (by, to) = (self.voice.coalition(*by), self.voice.coalition(*to));
        let who = match decided.and_then(|it| it.by) {
            Some(person) => self.person(person, w),
            None => to.the.clone(),
        };
        let answer = if *accepted { "accepted" } else { "refused" };
        let first = match offer.kind {
            EndingKind::Surrender => [
                format!("{} offered {} {} surrender, and {who} {answer}", by.start(), to.the, by.its()),
                format!("Offered the surrender of {}, {who} {answer}", by.the),
            ],
            EndingKind::Armistice => [
                format!(
                    "{} asked {} for an armistice on what each held, and {who} {answer}",
                    by.start(),
                    to.the
                ),
                format!("Asked by {} for an armistice on what each held, {who} {answer}", by.the),
            ],
            _ => [
                format!("{} asked {} for terms, and {who} {answer}", by.start(), to.the),
                format!("Asked for terms by {}, {who} {answer}", by.the),
            ],
        };
        Told::new("terms", first)
            .then(self.at_whose_word(offer, &by.the))
            .then(decided.filter(|_| !accepted).and_then(|it| self.misjudged(it, w)))
    }

    fn at_whose_word(&self, offer: &Offer, by: &str) -> Option<String> {
        let envoy = self.war.envoys.get(offer.envoy?)?;
        Some(format!("It was {} who had brought {by} to it.", self.voice.person(envoy.person).the))
    }

    /// Places that passed with the terms told just before.
    pub(crate) fn ceded(&self, item: &Item<'_>) -> Option<String> {
        let passed = item.entries.iter().filter_map(|entry| match &entry.what {
            What::Ceded { place, from, .. } => Some((self.voice.place(*place), *from)),
            _ => None,
        });
        let (places, givers): (Vec<String>, Vec<FactionId>) = passed.unzip();
        let giver = self.voice.faction(*givers.first()?);
        Some(format!("{} ceded {}.", giver.start(), listed(&places)))
    }

    pub(crate) fn left(&self, faction: FactionId, coalition: CoalitionId, reason: LeftReason) -> Told {
        let side = self.voice.coalition(coalition).the;
        let faction = self.voice.faction(faction);
        let text = match reason {
            LeftReason::Scenario => format!("{} left the war", faction.start()),
            LeftReason::SeparatePeace => {
                format!("{} left {side} and made a peace of {} own", faction.start(), faction.its())
            }
            LeftReason::Overrun => {
                format!("{} {} overrun and out of the war", faction.start(), faction.was())
            }
            LeftReason::GaveUp => format!("{} gave up the fight, which others went on with", faction.start()),
        };
        Told::new("left", [text])
    }

    pub(crate) fn envoy(
        &self,
        envoy: EnvoyId,
        person: PersonId,
        to: CoalitionId,
        place: Option<PlaceId>,
        w: &mut Wording,
    ) -> Told {
        let Some(envoy) = self.war.envoys.get(envoy) else { return Told::default() };
        if let Some(says) = &envoy.says {
            return Told::new("envoy", [capitalised(says.trim().trim_end_matches('.'))]);
        }
        let name = capitalised(&self.person(person, w));
        let from = self.voice.coalition(envoy.from);
        let at = place.map(|place| format!(" at {}", self.voice.place(place))).unwrap_or_default();
        let to = self.voice.coalition(to).the;
        Told::new("envoy", [format!("{name} came to {to}{at} as the envoy of {}", from.the)])
    }

    pub(crate) fn succeeded(&self, person: PersonId, post: Post, w: &mut Wording) -> Told {
        let name = capitalised(&self.person(person, w));
        let text = match post {
            Post::Leader { faction } => {
                format!("{name} took over the leadership of {}", self.voice.faction(faction).the)
            }
            Post::Theatre { coalition } => {
                format!("{name} took over the command of {} forces", self.voice.coalition(coalition).own())
            }
        };
        Told::new("succeeded", [text])
    }
}
