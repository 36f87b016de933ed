//! Battles as sentences.

use crate::clash::Clash;
use crate::items::Aftermath;
use crate::sentence::{Teller, Told, domains_listed, fate_sentence};
use crate::voice::*;
use crate::wording::Wording;
use polemos_chronicle::{Battle, BattleEnd, BattleSide, Fate};
use polemos_war::lexicon::prose::ordinal_word;
use polemos_war::names::{capitalised, listed};
use polemos_war::{ClassId, War};

/// A loss this far from what the staff projected is worth a word.
const SURPRISE: f64 = 0.25;
/// A side that lost at least this share had nothing that got away.
const NEARLY_ALL: f64 = 0.9;
/// A chance of winning below which to attack is daring.
const DARING: f64 = 0.3;

impl Teller<'_> {
    /// "Battle of Tey", "Second Battle of Tey".
    pub fn battle_name(&self, clash: &Clash) -> String {
        let place = self.voice.place(clash.whole.place);
        if clash.of > 1 {
            format!("{} Battle of {place}", capitalised(&ordinal_word(u64::from(clash.whole.ordinal))))
        } else {
            format!("Battle of {place}")
        }
    }

    /// The same within a sentence: "the second battle of Tey".
    pub(crate) fn battle_in_prose(&self, clash: &Clash) -> String {
        let place = self.voice.place(clash.whole.place);
        if clash.of > 1 {
            format!("the {} battle of {place}", ordinal_word(u64::from(clash.whole.ordinal)))
        } else {
            format!("the battle of {place}")
        }
    }

    pub(crate) fn battle(&self, clash: &Clash, after: &Aftermath, w: &mut Wording) -> Told {
        self.aftermath(self.fought(clash, w), clash, after, w)
    }

    fn fought(&self, clash: &Clash, w: &mut Wording) -> Told {
        let battle = &clash.whole;
        let place = self.voice.place(battle.place);
        let [attacker, defender] = &battle.sides;
        let [a, d] = [attacker, defender].map(|side| self.voice.coalition(side.coalition));
        let [with, against] = [attacker, defender].map(|side| units_of(self.war, &side.units));
        let under = |side: &BattleSide, w: &mut Wording| match side.commander {
            Some(person) => format!(" under {}", self.person(person, w)),
            None => String::new(),
        };
        let (under_a, under_d) = (under(attacker, w), under(defender, w));
        let name = self.battle_in_prose(clash);
        let met = if with.is_empty() || against.is_empty() {
            vec![format!("{} and {} met at {place}", a.start(), d.the)]
        } else {
            vec![
                format!("{} attacked {place} with {with}{under_a}, against {against}{under_d}", a.start()),
                format!("At {place} {} {with}{under_a} met {} {against}{under_d}", a.own(), d.own()),
                format!(
                    "{} was fought by {} {with}{under_a} against {against}{under_d}",
                    capitalised(&name),
                    a.own()
                ),
                format!(
                    "{} {against}{under_d} were attacked at {place} by {} {with}{under_a}",
                    capitalised(&d.own()),
                    a.own()
                ),
            ]
        };
        let met = met.into_iter().map(|text| singular_were(&text)).collect::<Vec<_>>();
        Told::new("battle", met)
            .then(self.went_over_in(battle))
            .then(Some(self.result(battle)))
            .then(self.surprise(battle))
    }

    /// "The Alliance held the field after two days; it had lost 14 % and the Pact 31 %."
    fn result(&self, battle: &Battle) -> String {
        let [a, d] = battle.sides.each_ref().map(|side| self.voice.coalition(side.coalition));
        let [lost_a, lost_d] = battle.sides.each_ref().map(|side| loss_words(side.loss_share));
        let time = stretch(battle.hours / 24.0);
        let Some(outcome) = self.outcome(battle) else {
            return format!(
                "After {time} neither side held the field; {} had lost {lost_a} and {} {lost_d}.",
                a.the, d.the
            );
        };
        // Two forms, by turns of the place's battles, so that a page of battles does not drone.
        if battle.ordinal.is_multiple_of(2) {
            format!(
                "{} after {time}; {} had lost {lost_a} and {} {lost_d}.",
                capitalised(&outcome),
                a.the,
                d.the
            )
        } else {
            format!("After {time} {outcome}; {} had lost {lost_a} and {} {lost_d}.", a.the, d.the)
        }
    }

    pub(crate) fn outcome(&self, battle: &Battle) -> Option<String> {
        let winner = usize::from(battle.victor?);
        let side = |row: usize| battle.sides.get(row).map(|side| self.voice.coalition(side.coalition));
        let (victor, loser) = (side(winner)?, side(1 - winner.min(1))?);
        let lost = battle.sides.get(1 - winner.min(1)).map_or(1.0, |side| side.loss_share);
        let all = lost >= NEARLY_ALL;
        Some(match battle.end {
            // What can move got away; what cannot did not.
            BattleEnd::Destroyed | BattleEnd::Surrendered if !all => {
                let lost = if battle.end == BattleEnd::Destroyed { "was destroyed" } else { "surrendered" };
                format!("{} broke off, and what {} left behind {lost}", loser.the, loser.it())
            }
            BattleEnd::BrokeOff if lost >= 1.0 => format!("{} force there was no more", loser.own()),
            BattleEnd::BrokeOff => format!("{} broke off", loser.the),
            BattleEnd::Destroyed => format!("{} had nothing left there", loser.the),
            BattleEnd::Surrendered => format!("what was left of {} force surrendered", loser.own()),
            BattleEnd::Undecided => format!("{} held the field", victor.the),
        })
    }

    /// Where a staff was far out, or the attacker went in against the odds.
    fn surprise(&self, battle: &Battle) -> Option<String> {
        let attacker = &battle.sides[0];
        if let Some(seen) = attacker.projected.filter(|seen| seen.win < DARING) {
            let own = self.voice.coalition(attacker.coalition).own();
            return Some(format!("{} staff had given it {}.", capitalised(&own), chance(seen.win)));
        }
        let off = |side: &&BattleSide| side.projected.map_or(0.0, |seen| (seen.loss - side.loss_share).abs());
        let side = battle.sides.iter().max_by(|x, y| off(x).total_cmp(&off(y)))?;
        let seen = side.projected.filter(|_| off(&side) > SURPRISE)?;
        let own = self.voice.coalition(side.coalition).own();
        Some(format!("{} staff had projected a loss of {}.", capitalised(&own), percent(seen.loss)))
    }

    pub(crate) fn aftermath(&self, told: Told, clash: &Clash, after: &Aftermath, w: &mut Wording) -> Told {
        let mut told = told;
        if let Some((_, by)) = after.taken.last() {
            let place = self.voice.place(clash.whole.place);
            told =
                told.then(Some(format!("{} fell to {}.", capitalised(&place), self.voice.faction(*by).the)));
        }
        if !after.destroyed.is_empty() {
            let names: Vec<Noun> = after.destroyed.iter().map(|id| self.voice.force(*id)).collect();
            let (subject, more) = match names.as_slice() {
                few if few.len() <= 3 => (Noun::together(few), String::new()),
                many => (
                    Noun::together(&many[..2]),
                    format!(" and {} other forces", in_words_or_figures(many.len() as u64 - 2)),
                ),
            };
            let was = if more.is_empty() { subject.was() } else { "were" };
            let subject =
                if more.is_empty() { subject.start() } else { subject.start().replace(" and ", ", ") };
            told = told.then(Some(format!("{subject}{more} {was} destroyed.")));
        }
        for fate in [Fate::Killed, Fate::Captured, Fate::Defected, Fate::Resigned] {
            let persons: Vec<String> = after
                .fates
                .iter()
                .filter(|(_, it)| *it == fate)
                .map(|(person, _)| self.person(*person, w))
                .collect();
            let (list, plural) = (listed(&persons), persons.len() > 1);
            if !persons.is_empty() {
                told = told.then(Some(format!("{}.", fate_sentence(&list, plural, fate, None))));
            }
        }
        told
    }
}

/// "1,200 ships and 14 stations", or one class by name: "40 cruisers".
pub(crate) fn units_of(war: &War, units: &[(ClassId, u32)]) -> String {
    if let [(class, count)] = units {
        return Voice::new(war).units(*class, u64::from(*count));
    }
    let mut domains = [0_u64; 5];
    for (class, count) in units {
        if let Some(it) = war.classes.get(*class) {
            domains[it.domain as usize] += u64::from(*count);
        }
    }
    domains_listed(&domains)
}

pub(crate) fn loss_words(share: f64) -> String {
    if share <= 0.0 {
        "nothing".into()
    } else if share >= 1.0 {
        "everything".into()
    } else {
        percent(share)
    }
}

/// One unit takes a singular verb.
fn singular_were(text: &str) -> String {
    let one = text
        .split(" were attacked")
        .next()
        .is_some_and(|subject| subject.contains(" one\u{a0}") && !subject.contains(" and "));
    if one { text.replacen(" were attacked", " was attacked", 1) } else { text.to_owned() }
}
