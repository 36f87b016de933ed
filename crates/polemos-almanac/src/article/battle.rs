//! The article of a battle: what it was, who met whom and with what, what had led to it and what either side expected, how it
//! went, what it cost, and what came of it. Which words tell it depends on what kind of battle it was, and takes turns among
//! the battles of a war.

use super::engagement::{Occasion, occasion, ships, stands_with};
use super::evidence::{Evidence, without_year};
use super::{Composer, Length, section};
use crate::battle_prose::{loss_words, units_of};
use crate::clash::Clash;
use crate::items::{self, Kind};
use crate::sentence::Told;
use crate::text::TIE;
use crate::voice::{Noun, chance, percent, stretch};
use crate::wording::Wording;
use polemos_chronicle::{Entry, Seq, What};
use polemos_record::{Paragraph, Record, Section};
use polemos_war::names::capitalised;

/// Happenings that are told as what followed.
const FOLLOWED: usize = 5;
/// A chance of winning from which a staff expects to win, and up to which it does not.
const CONFIDENT: f64 = 0.6;

impl Composer<'_, '_> {
    pub(super) fn battle_article(&mut self, record: &Record, clash: &Clash, length: Length) -> Vec<Section> {
        let mut wording = Wording::new();
        let occasion = occasion(self.teller, clash);
        let mut lead = Paragraph::default();
        self.opening(record, clash, &occasion, &mut lead);
        self.forces(clash, &mut lead, &mut wording);
        self.ended(clash, &mut lead);
        self.decided(clash, &mut lead, &mut wording);
        self.note(&mut lead, &clash.entries);
        let mut sections = vec![Section { heading: None, level: 2, paragraphs: vec![lead] }];
        if length == Length::Lead {
            return sections;
        }
        let mut before = Paragraph::default();
        self.led_up(clash, &occasion, &mut before, &mut wording);
        self.expected(clash, &mut before);
        sections.push(section("Background", vec![before]));
        sections.push(section("The battle", vec![self.fight(clash)]));
        sections.push(section("Losses", vec![self.paid(clash)]));
        let mut after = Paragraph::default();
        self.followed(clash, &mut after, &mut wording);
        sections.push(section("What followed", vec![after]));
        sections.retain(|section| !section.paragraphs.is_empty());
        sections
    }

    /// Figures of the battle itself.
    pub(super) fn evidence_of(&self, clash: &Clash) -> (Evidence, Vec<u32>) {
        let mut evidence = Evidence::default();
        evidence.clash(self.teller, clash);
        (evidence, clash.entries.iter().map(|seq| seq.0).collect())
    }

    /// Which of so many wordings: battles of a war take turns.
    pub(super) fn turn(&self, clash: &Clash, of: usize) -> usize {
        let row = self.teller.clashes.iter().position(|it| it.entries == clash.entries).unwrap_or(0);
        row % of.max(1)
    }

    /// Attacker and defender as nouns.
    pub(super) fn nouns(&self, clash: &Clash) -> [Noun; 2] {
        clash.whole.sides.each_ref().map(|side| self.teller.voice.coalition(side.coalition))
    }

    // --- the lead ---

    /// Which battle it was, when, in which war, and what kind of battle.
    fn opening(&mut self, record: &Record, clash: &Clash, occasion: &Occasion<'_>, lead: &mut Paragraph) {
        let teller = self.teller;
        let (mut evidence, rows) = self.evidence_of(clash);
        let (from, to) = (clash.whole.began, clash.whole.began + clash.whole.hours / 24.0);
        evidence.day(&teller.dates, from, &rows);
        evidence.day(&teller.dates, to, &rows);
        if let Some(date) = record.date.first() {
            evidence.range(&date.value, &rows, Some("date.0".to_owned()));
        }
        let when = if from.floor() == to.floor() {
            format!("on {}", teller.dates.full(from))
        } else if teller.dates.year(from) == teller.dates.year(to) {
            format!("from {} to {}", without_year(&teller.dates, from), teller.dates.full(to))
        } else {
            format!("from {} to {}", teller.dates.full(from), teller.dates.full(to))
        };
        let war = super::lead::with_the(&teller.war_told().0);
        evidence.trust(&war, &rows);
        let name = capitalised(&teller.battle_in_prose(clash));
        let what = self.what_it_was(clash, occasion, &mut evidence);
        let [a, d] = self.nouns(clash);
        let sentences = match self.turn(clash, 3) {
            0 => vec![format!("{name}, fought {when} in {war}, was {what}.")],
            1 => vec![
                format!("{name} was fought between {} and {} {when}, in {war}.", a.the, d.the),
                format!("It was {what}."),
            ],
            _ => vec![format!("Fought {when}, in {war}, {} was {what}.", teller.battle_in_prose(clash))],
        };
        for text in sentences {
            self.say(lead, &evidence, &text);
        }
    }

    /// "the Alliance's assault on Tey, which the Pact held".
    fn what_it_was(&self, clash: &Clash, occasion: &Occasion<'_>, evidence: &mut Evidence) -> String {
        let teller = self.teller;
        let place = teller.voice.place(clash.whole.place);
        let [a, d] = self.nouns(clash);
        let own = a.own();
        let ago = |days: f64, rows: &[u32], evidence: &mut Evidence| match days {
            days if days < 1.5 => "shortly before".to_owned(),
            days => {
                evidence.stretch(days, rows);
                format!("{} before", stretch(days))
            }
        };
        match occasion {
            Occasion::Sequel { days, entry, to } => {
                let when = ago(*days, &[entry.0], evidence);
                let to = teller.voice.faction(*to);
                format!(
                    "a fight between former comrades: those who had gone over to {} there {when}, and those whom they had left",
                    to.the
                )
            }
            Occasion::Pursuit { of, days } => {
                let rows: Vec<u32> = of.entries.iter().map(|seq| seq.0).collect();
                evidence.clash(teller, of);
                let when = ago(*days, &rows, evidence);
                let other = teller.battle_in_prose(of);
                format!("{own} pursuit of what had got away from {other} {when}")
            }
            Occasion::Relief { shut_in: Some((days, entry)) } => {
                let when = ago(*days, &[entry.0], evidence);
                format!("{own} attempt to relieve {place}, which {} had surrounded {when}", d.the)
            }
            Occasion::Relief { shut_in: None } => {
                format!("{own} attempt to drive {} away from {place}, a place of {} own", d.the, a.its())
            }
            Occasion::Storm { days, entry } => {
                let when = ago(*days, &[entry.0], evidence);
                let storming =
                    if clash.whole.victor == Some(0) { "the storming of" } else { "an attempt to storm" };
                format!("{storming} {place}, around which {} had closed the ring {when}", a.the)
            }
            Occasion::Again { before, days, turned } => {
                let rows: Vec<u32> = before.entries.iter().map(|seq| seq.0).collect();
                evidence.stretch(*days, &rows);
                let since = if *days < 1.5 { "right".to_owned() } else { stretch(*days) };
                match turned {
                    true => format!("{own} counter-attack, {since} after {} had attacked there", d.the),
                    false => format!("{own} next attempt there, {since} after the last"),
                }
            }
            Occasion::Assault => match self.turn(clash, 2) {
                0 => format!("{own} assault on a place that {} held", d.the),
                _ => format!("{own} attack on what {} had there", d.the),
            },
            Occasion::Meeting => {
                let fleets = clash.whole.sides.iter().all(|side| ships(teller, &side.units) > 0);
                let what = if fleets { "a meeting of fleets" } else { "a fight" };
                format!("{what} at a place that neither {} nor {} held", a.the, d.the)
            }
        }
    }

    /// Who led what against whom.
    fn forces(&mut self, clash: &Clash, lead: &mut Paragraph, wording: &mut Wording) {
        let teller = self.teller;
        let (evidence, _) = self.evidence_of(clash);
        let [attacker, defender] = &clash.whole.sides;
        let [a, d] = self.nouns(clash);
        let [with, against] = [attacker, defender].map(|side| units_of(teller.war, &side.units));
        if with.is_empty() || against.is_empty() {
            return;
        }
        let [led, held] =
            [attacker, defender].map(|side| side.commander.map(|it| teller.person(it, wording)));
        let row = self.turn(clash, 2);
        let text = match (led, held, row) {
            (Some(led), Some(held), 0) => {
                format!(
                    "{led} led {with} of {}; against {} stood {against} under {held}",
                    a.the,
                    a.it_object()
                )
            }
            (Some(led), Some(held), _) => {
                format!("{} sent in {with} under {led}, and {} {against} under {held}", a.start(), d.the)
            }
            (Some(led), None, 0) => format!("{led} led {with} there, and {} had {against}", d.the),
            (Some(led), None, _) => format!("{} came with {with} under {led}, against {against}", a.start()),
            (None, Some(held), _) => {
                format!("{} had {with}, and {held} {against} to hold them off", a.start())
            }
            (None, None, 0) => format!("{} brought {with} against {against}", a.start()),
            (None, None, _) => format!("{} came with {with}; {} had {against}", a.start(), d.the),
        };
        self.say(lead, &evidence, &format!("{}.", capitalised(&text)));
    }

    /// How it ended, how long that took and what share of either side it cost.
    fn ended(&mut self, clash: &Clash, lead: &mut Paragraph) {
        let (evidence, _) = self.evidence_of(clash);
        let battle = &clash.whole;
        let [a, d] = self.nouns(clash);
        let [lost_a, lost_d] = battle.sides.each_ref().map(|side| loss_words(side.loss_share));
        let time = stretch(battle.hours / 24.0);
        let price = format!("{} had lost {lost_a} and {} {lost_d}", a.the, d.the);
        let text = match (self.teller.outcome(battle), self.turn(clash, 3)) {
            (None, _) => format!("After {time} neither side held the field; {price}."),
            (Some(outcome), 0) => format!("After {time} {outcome}; {price}."),
            (Some(outcome), 1) => format!(
                "{} after {time}; the fight had cost {} {lost_a} and {} {lost_d}.",
                capitalised(&outcome),
                a.the,
                d.the
            ),
            (Some(outcome), _) => format!("It lasted {time}. By its end {price}, and {outcome}."),
        };
        match text.split_once(". ") {
            Some((first, rest)) => {
                self.say(lead, &evidence, &format!("{first}."));
                self.say(lead, &evidence, rest)
            }
            None => self.say(lead, &evidence, &text),
        };
    }

    /// What it decided there: a place that fell or did not, forces that were no more, people who fell.
    fn decided(&mut self, clash: &Clash, lead: &mut Paragraph, wording: &mut Wording) {
        let teller = self.teller;
        let own = |item: &&items::Item<'_>| matches!(&item.kind, Kind::Battle(it, _) if it.entries == clash.entries);
        let Some(item) = self.items.iter().find(own) else { return };
        let Kind::Battle(_, after) = &item.kind else { return };
        let mut evidence = Evidence::default();
        evidence.item(teller, item);
        // A place that falls to the side that lost the battle is another story, of the days after it.
        let beaten = clash.whole.victor.and_then(|row| clash.whole.sides.get(1 - usize::from(row).min(1)));
        let others = |by| beaten.is_some_and(|side| stands_with(teller, by, side, clash.day));
        let later = after.taken.last().filter(|(_, by)| others(*by));
        let after = &items::Aftermath {
            taken: after.taken.iter().filter(|_| later.is_none()).copied().collect(),
            ..after.clone()
        };
        let told = teller.aftermath(Told::default(), clash, after, wording);
        for text in &told.rest {
            self.say(lead, &evidence, text);
        }
        let [_, defender] = &clash.whole.sides;
        let first = clash.entries.first().copied().unwrap_or(Seq(0));
        let holder = teller.holder(clash.whole.place, first);
        let held = holder.is_some_and(|it| stands_with(teller, it, defender, clash.day));
        if let Some((place, by)) = later {
            let (place, by) = (teller.voice.place(*place), teller.voice.faction(*by).the);
            let text = format!("Within days {place} came into the hands of {by} all the same.");
            self.say(lead, &evidence, &text);
        } else if held && clash.whole.victor == Some(1) && after.taken.is_empty() {
            let [_, d] = self.nouns(clash);
            let place = capitalised(&teller.voice.place(clash.whole.place));
            self.say(lead, &evidence, &format!("{place} stayed in the hands of {}.", d.the));
        }
    }

    // --- what came before ---

    /// Why they met there.
    fn led_up(
        &mut self,
        clash: &Clash,
        occasion: &Occasion<'_>,
        before: &mut Paragraph,
        wording: &mut Wording,
    ) {
        let teller = self.teller;
        let Some(entry) = clash.entries.first().and_then(|seq| teller.chronicle.entry(*seq)) else { return };
        let mut reasons: Vec<&Entry> = teller.reasons(entry);
        reasons.retain(|it| it.day <= clash.day && !clash.entries.contains(&it.seq));
        // When the ring was closed is said already.
        reasons.retain(|it| !matches!(occasion, Occasion::Storm { entry, .. } if *entry == it.seq));
        reasons.truncate(2);
        reasons.sort_by_key(|it| it.seq);
        let mut last: Option<f64> = None;
        for (row, reason) in reasons.into_iter().enumerate() {
            let days = clash.day - reason.day;
            let relative = (row + self.turn(clash, 2)).is_multiple_of(2) && days >= 1.5;
            let when = match last {
                Some(day) if day.floor() == reason.day.floor() => When::Then,
                _ if relative => When::Before(days),
                _ => When::On,
            };
            match teller.clash_of(reason.seq) {
                Some(other) if other.whole.place == clash.whole.place => {
                    self.met_there(other, when, "attacked", before);
                }
                _ => self.on_its_own(reason, when, before, wording),
            }
            last = Some(reason.day);
        }
    }

    /// An entry as sentences with its date, or with its time before or after the battle.
    fn on_its_own(&mut self, entry: &Entry, when: When, paragraph: &mut Paragraph, wording: &mut Wording) {
        let teller = self.teller;
        let kind = match teller.clash_of(entry.seq) {
            Some(clash) => Kind::Battle(clash, items::Aftermath::default()),
            None => Kind::alone(entry),
        };
        let item = items::Item { day: entry.day, entries: vec![entry], kind };
        let told = teller.tell(&item, wording);
        let Some(first) = told.first.iter().find(|text| !text.starts_with("On ") && !text.starts_with("In "))
        else {
            return;
        };
        let mut evidence = Evidence::default();
        evidence.item(teller, &item);
        let when = self.in_words(when, entry.day, &[entry.seq.0], &mut evidence);
        let first = self.index.lowered(&first.replace(TIE, " "));
        let text = format!("{when} {}.", first.trim_end_matches('.'));
        if self.say(paragraph, &evidence, &text) {
            for more in told.rest.into_iter().take(1) {
                self.say(paragraph, &evidence, &more);
            }
            self.note(paragraph, &[entry.seq]);
        }
    }

    /// A time as it opens a sentence.
    fn in_words(&self, when: When, day: f64, rows: &[u32], evidence: &mut Evidence) -> String {
        evidence.day(&self.teller.dates, day, rows);
        match when {
            When::On => format!("On {}", self.teller.dates.full(day)),
            When::Before(days) => {
                evidence.stretch(days, rows);
                format!("{} before the battle", capitalised(&stretch(days)))
            }
            When::After(days) => {
                evidence.stretch(days, rows);
                format!("{} later", capitalised(&stretch(days)))
            }
            When::Then => "The same day".to_owned(),
        }
    }

    /// What the staffs had seen before it.
    fn expected(&mut self, clash: &Clash, before: &mut Paragraph) {
        let (evidence, _) = self.evidence_of(clash);
        let seen: Vec<_> = clash
            .whole
            .sides
            .iter()
            .zip(self.nouns(clash))
            .filter_map(|(side, noun)| Some((side.projected?, noun)))
            .collect();
        let price = |loss: f64| if loss < 0.01 { "next to nothing".to_owned() } else { percent(loss) };
        let gave = |(it, noun): &(polemos_chronicle::ProjectionSeen, Noun)| {
            format!(
                "{} staff gave {} {} and reckoned with a loss of {}",
                noun.own(),
                noun.it_object(),
                chance_in_words(it.win),
                price(it.loss)
            )
        };
        let began = ["As it began", "When it came to it", "On the eve of it"][self.turn(clash, 3)];
        let text = match seen.as_slice() {
            [] => return,
            [one] => format!("{}.", capitalised(&gave(one))),
            [one, other, ..] => {
                let sure = [one, other].map(|(it, _)| it.win >= CONFIDENT);
                let both = format!("{}; {}", gave(one), gave(other));
                match sure {
                    [true, true] => format!("{began} both staffs expected to win: {both}."),
                    [false, false] => format!("{began} neither staff expected to win: {both}."),
                    [first, _] => {
                        let winner = if first { &one.1 } else { &other.1 };
                        format!("{began} both staffs saw {} win: {both}.", winner.the)
                    }
                }
            }
        };
        self.say(before, &evidence, &text);
    }

    // --- what came of it ---

    /// What names the battle as its cause.
    fn followed(&mut self, clash: &Clash, after: &mut Paragraph, wording: &mut Wording) {
        let teller = self.teller;
        let all = self.items;
        let chain = teller.chain_of_ending();
        let own = |seq: &Seq| clash.entries.contains(seq);
        let mut found: Vec<(f64, &items::Item<'_>)> = all
            .iter()
            .filter(|item| item.entries.first().is_some_and(|it| it.causes.iter().any(own) && !own(&it.seq)))
            .filter(|item| {
                !matches!(
                    item.what(),
                    Some(What::Departed { .. } | What::Arrived { .. } | What::Built { .. })
                )
            })
            .map(|item| (crate::choice::weight(teller, item, &chain), item))
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.first_seq().cmp(&b.1.first_seq())));
        found.truncate(FOLLOWED);
        found.sort_by_key(|(_, item)| item.first_seq());
        let mut last: Option<f64> = None;
        for (_, item) in found {
            let Some(entry) = item.entries.first() else { continue };
            let when = match last {
                Some(day) if day.floor() == entry.day.floor() => When::Then,
                Some(day) if entry.day - day >= 1.5 && self.turn(clash, 2) == 1 => {
                    When::After(entry.day - day)
                }
                _ => When::On,
            };
            match teller.clash_of(entry.seq) {
                Some(next) if next.whole.place == clash.whole.place => {
                    self.met_there(next, when, "attacked again", after)
                }
                _ => self.on_its_own(entry, when, after, wording),
            }
            last = Some(entry.day);
        }
    }

    /// Another battle there, which has an article of its own.
    fn met_there(&mut self, next: &Clash, when: When, attacked: &str, paragraph: &mut Paragraph) {
        let teller = self.teller;
        let (mut evidence, rows) = self.evidence_of(next);
        let when = self.in_words(when, next.day, &rows, &mut evidence);
        let [a, _] = self.nouns(next);
        let name = teller.battle_in_prose(next);
        let end = match teller.outcome(&next.whole) {
            Some(outcome) => format!(", and {outcome}"),
            None => ", and neither side held the field".to_owned(),
        };
        let text = format!("{when} {} {attacked} in {name}{end}.", a.the);
        if self.say(paragraph, &evidence, &text) {
            self.note(paragraph, &next.entries);
        }
    }
}

/// When something was, told of a battle.
#[derive(Clone, Copy, Debug)]
enum When {
    /// By its date.
    On,
    /// So many days before the battle.
    Before(f64),
    /// So many days after what was told before.
    After(f64),
    /// On the day of what was told before.
    Then,
}

pub(super) fn chance_in_words(p: f64) -> String {
    match chance(p).as_str() {
        "even odds" => "even odds".into(),
        words if words.ends_with("certainty") => "all but certain victory".into(),
        "no chance" => "no chance".into(),
        words => format!("{words} of winning"),
    }
}
