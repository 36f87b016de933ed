//! How the war ended, in a sentence, and as the record's result.

use crate::dates::Dates;
use crate::plight::Plight;
use crate::sentence::Teller;
use crate::sides::{self, Stay};
use crate::text::TIE;
use crate::voice::{Voice, percent, persons};
use polemos_chronicle::{Ending, Grade, RunSummary};
use polemos_war::names::{capitalised, listed};
use polemos_war::{CoalitionId, EndingKind, War};

/// "Decisive Alliance victory: the Pact surrendered on 19 December 2375 with no ships left."
pub fn headline(teller: &Teller<'_>) -> String {
    let (war, ending) = (teller.war, &teller.summary.ending);
    let why = plight(teller).map(|(_, text)| text).unwrap_or_default();
    format!("{}: {}{why}.", verdict(war, ending), course(war, ending))
}

/// The plight of the side that gave way, and its words; none where no one did or none is told.
fn plight(teller: &Teller<'_>) -> Option<(Plight, String)> {
    let ending = &teller.summary.ending;
    let loser = ending.loser.filter(|_| ending.kind != EndingKind::Armistice)?;
    let plight = Plight::of(teller, loser);
    let text = plight.told(teller, teller.voice.coalition(loser).its())?;
    Some((plight, text))
}

/// "Decisive Alliance victory; surrender of the Pact".
pub fn result(war: &War, ending: &Ending) -> String {
    let voice = Voice::new(war);
    let loser = ending.loser.map(|id| voice.coalition(id).the);
    let how = match (ending.kind, loser) {
        (EndingKind::Surrender, Some(loser)) => format!("surrender of {loser}"),
        (EndingKind::Surrender, None) => "surrender".into(),
        (EndingKind::Conquest, Some(loser)) => format!("conquest of {loser}"),
        (EndingKind::Conquest, None) => "conquest".into(),
        (EndingKind::Treaty, _) => "treaty".into(),
        (EndingKind::Armistice, _) => "armistice".into(),
        (EndingKind::Exhaustion, _) => "exhaustion of both sides".into(),
        (EndingKind::Undecided, _) => "undecided on the scenario's last day".into(),
        (EndingKind::Outgrown, _) => "grew into another war".into(),
        (EndingKind::Peace, _) => "no war".into(),
    };
    format!("{}; {how}", verdict(war, ending))
}

fn verdict(war: &War, ending: &Ending) -> String {
    let Some(victor) = ending.victor else { return "Stalemate".into() };
    let side = Voice::new(war).coalition_adjective(victor);
    match ending.grade {
        Grade::Decisive => format!("Decisive {side} victory"),
        Grade::Clear => format!("Clear {side} victory"),
        Grade::Marginal => format!("Marginal {side} victory"),
        Grade::Stalemate => format!("Stalemate, {side} advantage"),
    }
}

/// What happened on the last day: "the Pact surrendered on 19 December 2375".
pub fn course(war: &War, ending: &Ending) -> String {
    let voice = Voice::new(war);
    let on = Dates::new(war).full(ending.day);
    let loser = ending.loser.map(|id| voice.coalition(id));
    let victor = ending.victor.map(|id| voice.coalition(id));
    match (ending.kind, loser, victor) {
        (EndingKind::Surrender, Some(loser), _) => format!("{} surrendered on {on}", loser.the),
        (EndingKind::Surrender, None, _) => format!("the fighting ended in surrender on {on}"),
        (EndingKind::Conquest, Some(loser), _) => format!("{} gave up on {on}", loser.the),
        (EndingKind::Conquest, None, _) => format!("the last resistance ended on {on}"),
        (EndingKind::Treaty, Some(loser), Some(victor)) => {
            format!("{} agreed to {} terms on {on}", loser.the, victor.own())
        }
        (EndingKind::Treaty, ..) => format!("a treaty was agreed on {on}"),
        (EndingKind::Armistice, ..) => {
            format!("an armistice stopped the fighting on {on}, each side on what it held")
        }
        (EndingKind::Exhaustion, ..) => format!("by {on} no one could be made to go on"),
        (EndingKind::Undecided, ..) => format!("the war was undecided on {on}, the scenario's last day"),
        (EndingKind::Outgrown, ..) => format!("by {on} it had grown into another war"),
        (EndingKind::Peace, ..) => format!("no war came until {on}, the scenario's last day"),
    }
}

/// What it cost: "The Alliance had lost 14 % of its ships and the Pact 9 %; 760 million civilians were dead."
pub fn price(war: &War, summary: &RunSummary, stays: &[Stay], sides: &[CoalitionId]) -> Option<String> {
    let voice = Voice::new(war);
    let mut losses: Vec<String> = Vec::new();
    let mut named = None;
    let mut any = false;
    for &side in sides {
        let [opening, built, lost, _] = sides::totals(stays, summary, side);
        let Some((row, domain)) = sides::leading_domain(&opening) else { continue };
        let noun = voice.coalition(side);
        let had = (opening[row] + built[row]).max(1);
        let share = match lost[row] {
            0 => "none".into(),
            all if all >= had => "all".into(),
            some => percent(some as f64 / had as f64),
        };
        let of =
            if named == Some(domain) { String::new() } else { format!(" of {} {}", noun.its(), domain.id()) };
        let verb = if losses.is_empty() { " had lost" } else { "" };
        losses.push(format!("{}{verb} {share}{of}", noun.the));
        named = Some(domain);
        any |= lost[row] > 0;
    }
    let civilians: f64 = summary.factions().iter().map(|totals| f64::from(totals.civilian_dead)).sum();
    let dead = (civilians >= 1.0).then(|| {
        let were = if civilians < 1.5 { "civilian was" } else { "civilians were" };
        format!("{}{TIE}{were} dead", persons(civilians))
    });
    // That no one lost anything is no price.
    let losses = (named.is_some() && any).then(|| listed(&losses));
    let text = match (losses, dead) {
        (Some(losses), Some(dead)) => format!("{losses}; {dead}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return None,
    };
    Some(format!("{}.", capitalised(&text)))
}

/// The last paragraph of the chronicle: the ending itself, without its verdict.
pub fn last_words(teller: &Teller<'_>) -> String {
    last_words_of(teller, &teller.summary.ending)
}

/// The same of one of several endings.
pub fn last_words_of(teller: &Teller<'_>, ending: &Ending) -> String {
    let voice = &teller.voice;
    let loser = ending.loser.map(|id| voice.coalition(id));
    let victor = ending.victor.map(|id| voice.coalition(id));
    let plight = plight(teller);
    match (ending.kind, loser, victor) {
        (EndingKind::Surrender, Some(loser), victor) => {
            let to = victor.map(|victor| format!(" to {}", victor.the)).unwrap_or_default();
            format!("{} surrendered{to}", loser.start())
        }
        (EndingKind::Conquest, Some(loser), Some(victor)) => match plight {
            Some((plight, _)) if plight.is_bare() => {
                format!("Nothing was left of {}; {} had won", loser.the, victor.the)
            }
            _ => format!("{} gave up; {} had won", loser.start(), victor.the),
        },
        (EndingKind::Treaty, Some(loser), Some(victor)) => {
            format!("{} signed a treaty on {} terms", loser.start(), victor.own())
        }
        (EndingKind::Surrender | EndingKind::Conquest, ..) => "The last resistance ended".into(),
        (EndingKind::Treaty, ..) => "A treaty ended the war".into(),
        (EndingKind::Armistice, ..) => "An armistice stopped the fighting, each side on what it held".into(),
        (EndingKind::Exhaustion, ..) => "No one could be made to go on, and the war died away".into(),
        (EndingKind::Undecided, ..) => "Here the scenario ends, with the war undecided".into(),
        (EndingKind::Outgrown, ..) => "The war had become another".into(),
        (EndingKind::Peace, ..) => "Here the scenario ends, without a war".into(),
    }
}
