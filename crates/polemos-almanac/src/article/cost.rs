//! What a war cost, why it ended as it did, what was believed, and what followed.

use super::evidence::Evidence;
use super::lead::{cause_with_effect, with_the};
use super::{Composer, section};
use crate::because;
use crate::believed;
use crate::voice::{
    count_of, domain_count, domain_words, in_words_or_figures, often, people, percent, persons,
};
use crate::wording::Wording;
use polemos_chronicle::{Fate, Seq, What};
use polemos_record::{Count, Kind, Paragraph, Quantity, Record, Section, Source};
use polemos_war::lexicon::Lexicon;
use polemos_war::names::{capitalised, listed};
use polemos_war::{CoalitionId, Domain, Id as _, PersonId};
use std::collections::BTreeMap;

/// Beliefs that are told apart from the course of the war.
const BELIEFS: usize = 5;
/// A staff was wrong about a battle's price by this share of what it had.
const WRONG: f64 = 0.1;

/// Entries that a count rests on.
pub(super) fn entries_of(count: &Count) -> Vec<u32> {
    let claims = count.claims.0.iter().flat_map(|claim| &claim.sources);
    claims.filter(|source| source.id == Source::RUN).flat_map(|source| source.entries.clone()).collect()
}

/// How many a count says; nought where it says none.
fn amount(count: &Count) -> f64 {
    match count.quantity() {
        Quantity::Exact(n) | Quantity::Rounded { value: n, .. } => *n,
        _ => 0.0,
    }
}

fn domain_of(count: &Count) -> Option<Domain> {
    let class = count.category.class.as_deref()?;
    Domain::ALL.into_iter().find(|it| domain_words(*it).1 == class)
}

impl Composer<'_, '_> {
    /// What each side lost, and the costliest battle.
    pub(super) fn cost(&mut self, record: &Record) -> Option<Section> {
        let mut paragraphs = Vec::new();
        for (row, id) in self.teller.sides.clone().into_iter().enumerate() {
            let mut paragraph = Paragraph::default();
            self.side_lost(record, row, id, &mut paragraph);
            paragraphs.push(paragraph);
        }
        if let Some(last) = paragraphs.last_mut() {
            self.costliest(last);
        }
        let section = section("Losses", paragraphs);
        (!section.paragraphs.is_empty()).then_some(section)
    }

    fn side_lost(&mut self, record: &Record, row: usize, id: CoalitionId, paragraph: &mut Paragraph) {
        let Some(side) = record.sides.get(row) else { return };
        let noun = self.teller.voice.coalition(id);
        let mut evidence = Evidence::default();
        let mut material: Vec<(Domain, u64, f64)> = Vec::new();
        let mut gone: Vec<String> = Vec::new();
        let (mut soldiers, mut civilians) = (0.0, Vec::new());
        for (n, count) in side.losses.iter().enumerate() {
            let of = Some(format!("sides.{row}.losses.{n}.claims.0"));
            let entries = entries_of(count);
            let n = amount(count);
            if let Some(domain) = domain_of(count) {
                evidence.units(domain, n as u64, &entries, of.clone());
                evidence.share(count.share.unwrap_or_default(), &entries, of);
                match count.fates.as_slice() {
                    [polemos_record::Fate::Defected] => gone.push(domain_count(domain, n as u64)),
                    _ => material.push((domain, n as u64, count.share.unwrap_or_default())),
                }
            } else if count.category.kind == Kind::People {
                evidence.persons(n, &entries, of);
                match count.civilian {
                    Some(true) if n >= 1.0 => civilians.push((n, count.category.class.clone())),
                    Some(false) => soldiers = n,
                    _ => {}
                }
            }
        }
        let lost: Vec<&(Domain, u64, f64)> = material.iter().filter(|(_, n, _)| *n > 0).collect();
        match lost.as_slice() {
            [] if !material.is_empty() => {
                let text = format!("{} lost none of what {} had.", noun.start(), noun.it());
                self.say(paragraph, &evidence, &text);
            }
            [] => {}
            [(domain, n, share), rest @ ..] => {
                let word = Lexicon::standard().word_for_loss_share(*share).to_owned();
                let of = if *share >= 1.0 {
                    "all that there were".to_owned()
                } else {
                    format!("{} of all that there were", percent(*share))
                };
                let text = format!(
                    "{} losses in {} were {word}: {}, or {of}.",
                    capitalised(&noun.own()),
                    domain_words(*domain).1,
                    domain_count(*domain, *n)
                );
                let text = text.replace(
                    &format!(": {}", domain_count(*domain, *n)),
                    &format!(": {}", in_words_or_figures(*n)),
                );
                self.say(paragraph, &evidence, &text);
                let more: Vec<String> = rest
                    .iter()
                    .map(|(domain, n, share)| format!("{} ({})", domain_count(*domain, *n), percent(*share)))
                    .collect();
                if !more.is_empty() {
                    let text = format!("{} also lost {}.", capitalised(noun.it()), listed(&more));
                    self.say(paragraph, &evidence, &text);
                }
            }
        }
        if !gone.is_empty() {
            let text = format!("From {} {} went over to others.", noun.the, listed(&gone));
            self.say(paragraph, &evidence, &text);
        }
        self.dead(&noun, soldiers, &civilians, &evidence, paragraph);
    }

    fn dead(
        &mut self,
        noun: &crate::voice::Noun,
        soldiers: f64,
        civilians: &[(f64, Option<String>)],
        evidence: &Evidence,
        paragraph: &mut Paragraph,
    ) {
        if soldiers >= 1.0 {
            let (count, were) = match soldiers.round() as u64 {
                1 => ("one".to_owned(), "was"),
                _ => (persons(soldiers), "were"),
            };
            let text = format!("Of {} crews and troops {count} {were} killed.", noun.own());
            self.say(paragraph, evidence, &text);
        }
        let dead: Vec<String> = civilians
            .iter()
            .map(|(n, of)| match of {
                Some(of) if n.round() as u64 != 1 => format!("{} {of}", persons(*n)),
                _ => people(*n),
            })
            .collect();
        if !dead.is_empty() {
            let text = format!("Of civilians on {} side {} were killed.", noun.own(), listed(&dead));
            let one = civilians.len() == 1 && civilians[0].0.round() as u64 == 1;
            let text = if one { text.replace(" were killed", " was killed") } else { text };
            self.say(paragraph, evidence, &text);
        }
    }

    /// The battle that cost most units.
    fn costliest(&mut self, paragraph: &mut Paragraph) {
        let teller = self.teller;
        if teller.clashes.len() < 2 {
            return;
        }
        let lost = |clash: &&crate::clash::Clash| -> u64 {
            clash.whole.sides.iter().flat_map(|side| &side.lost).map(|(_, n)| u64::from(*n)).sum()
        };
        let Some(most) = teller.clashes.iter().max_by_key(lost).filter(|clash| lost(clash) > 0) else {
            return;
        };
        let mut evidence = Evidence::default();
        evidence.clash(teller, most);
        evidence.count(
            lost(&most),
            "unit",
            "units",
            &most.entries.iter().map(|seq| seq.0).collect::<Vec<_>>(),
        );
        let entries = self.rows(|what| matches!(what, What::Battle(_)));
        evidence.count(teller.clashes.len() as u64, "battle", "battles", &entries);
        let text = format!(
            "Of the {} the costliest was {}, in which {} were lost.",
            count_of(teller.clashes.len() as u64, "battle", "battles"),
            teller.battle_in_prose(most),
            count_of(lost(&most), "unit", "units")
        );
        let text = if lost(&most) == 1 { text.replace(" were lost", " was lost") } else { text };
        self.say(paragraph, &evidence, &text);
    }

    /// The causes from which the ending follows, with what each moved and what it came of.
    pub(super) fn why(&mut self) -> Option<Section> {
        // A war that goes on has been decided by nothing yet.
        self.teller.chronicle.ending()?;
        let reasons = because::reasons(self.teller);
        let mut paragraph = Paragraph::default();
        for (row, reason) in reasons.iter().enumerate() {
            let mut evidence = Evidence::default();
            let rows: Vec<u32> = reason.entries.iter().map(|seq| seq.0).collect();
            let told = cause_with_effect(reason);
            evidence.trust(&told, &rows);
            let first = reason.entries.first().and_then(|seq| self.teller.chronicle.entry(*seq));
            if let Some(entry) = first {
                evidence.day(&self.teller.dates, entry.day, &rows);
            }
            let lead = match row {
                0 => "The ending followed above all from",
                1 => "Next to it stood",
                2 => "It was prepared by",
                _ => "Behind these lay",
            };
            let text = format!("{lead} {told}.");
            if self.say(&mut paragraph, &evidence, &text) {
                self.note(&mut paragraph, &reason.entries);
            }
        }
        let section = section("Why it ended so", vec![paragraph]);
        (!section.paragraphs.is_empty()).then_some(section)
    }

    /// Beliefs that were wrong and have not been told, and how staffs had seen the battles.
    pub(super) fn believed(&mut self, wording: &mut Wording) -> Option<Section> {
        let mut told = Paragraph::default();
        let mut worst: Vec<(f64, Seq)> = Vec::new();
        for entry in &self.teller.chronicle.entries {
            if let What::Decided(decided) = &entry.what
                && let Some(belief) = believed::worst(&decided.beliefs)
            {
                worst.push((believed::error(belief), entry.seq));
            }
        }
        worst.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut shown: Vec<Seq> = Vec::new();
        for (_, seq) in worst {
            if shown.len() >= BELIEFS {
                break;
            }
            let Some(entry) = self.teller.chronicle.entry(seq) else { continue };
            let What::Decided(decided) = &entry.what else { continue };
            if believed::worst(&decided.beliefs).is_some_and(|belief| wording.may_tell_belief(belief)) {
                shown.push(seq);
            }
        }
        shown.sort();
        for seq in shown {
            self.one_belief(seq, wording, &mut told);
        }
        let mut staffs = Paragraph::default();
        self.staffs(&mut staffs);
        let section = section("What was believed", vec![told, staffs]);
        (!section.paragraphs.is_empty()).then_some(section)
    }

    fn one_belief(&mut self, seq: Seq, wording: &mut Wording, told: &mut Paragraph) {
        let Some(entry) = self.teller.chronicle.entry(seq) else { return };
        let What::Decided(decided) = &entry.what else { return };
        let Some(belief) = believed::worst(&decided.beliefs) else { return };
        let mut evidence = Evidence::default();
        evidence.entry(self.teller, entry);
        let who = match decided.by {
            Some(person) => self.teller.person(person, wording),
            None => self.teller.voice.faction(belief.by).the,
        };
        let date = self.teller.dates.full(entry.day);
        let text = format!("On {date} {who} {}.", self.misjudgement(belief));
        if self.say(told, &evidence, &text) {
            self.note(told, &[seq]);
        }
    }

    /// How often a staff had been right about what a battle would cost.
    fn staffs(&mut self, paragraph: &mut Paragraph) {
        let mut dearer = Vec::new();
        let mut cheaper = Vec::new();
        let mut projected: Vec<u32> = Vec::new();
        for (entry, battle) in self.teller.chronicle.battles() {
            for side in &battle.sides {
                let Some(seen) = side.projected else { continue };
                projected.push(entry.seq.0);
                match side.loss_share - seen.loss {
                    off if off > WRONG => dearer.push(entry.seq.0),
                    off if off < -WRONG => cheaper.push(entry.seq.0),
                    _ => {}
                }
            }
        }
        if projected.len() < 3 {
            return;
        }
        let mut evidence = Evidence::default();
        let times = |n: usize| often(n as u64);
        evidence.count(projected.len() as u64, "time", "times", &projected);
        evidence.trust(&times(dearer.len()), &dearer);
        evidence.trust(&times(cheaper.len()), &cheaper);
        let often = |n: usize| if n == 0 { "never".to_owned() } else { times(n) };
        let text = format!(
            "{} a staff had put a price on an engagement before it was fought; {} it cost that side far more, and {} far less.",
            capitalised(&times(projected.len())),
            often(dearer.len()),
            often(cheaper.len())
        );
        self.say(paragraph, &evidence, &text);
    }

    /// Who held what in the end, who did not live to see it, and what came next.
    pub(super) fn aftermath(&mut self, record: &Record) -> Option<Section> {
        let mut paragraph = Paragraph::default();
        self.held(&mut paragraph);
        self.fates(&mut paragraph);
        if let Some(next) = record.chains.iter().find_map(|it| Some(it.next.as_ref()?.value.name.clone())) {
            let text = format!("{} followed it.", capitalised(&with_the(&next)));
            let mut evidence = Evidence::default();
            evidence.trust(&next, &self.rows(|what| matches!(what, What::Ended(_) | What::Closed)));
            self.say(&mut paragraph, &evidence, &text);
        }
        let section = section("Aftermath", vec![paragraph]);
        (!section.paragraphs.is_empty()).then_some(section)
    }

    fn held(&mut self, paragraph: &mut Paragraph) {
        let teller = self.teller;
        if teller.summary.owners.is_empty() {
            return;
        }
        let changed = self.rows(|what| {
            matches!(
                what,
                What::Opened
                    | What::Taken { .. }
                    | What::Ceded { .. }
                    | What::GivenUp { .. }
                    | What::Ended(_)
            )
        });
        let mut evidence = Evidence::default();
        let mut parts = Vec::new();
        let mut moved = false;
        for id in &teller.sides {
            let members = crate::sides::members(&teller.stays, *id);
            let before = teller
                .war
                .places
                .iter()
                .filter(|it| !it.removed && it.owner.is_some_and(|owner| members.contains(&owner)))
                .count() as i64;
            let after = teller
                .summary
                .owners
                .iter()
                .filter(|row| members.iter().any(|id| id.index() == usize::from(**row)))
                .count() as i64;
            moved |= before != after;
            evidence.count(after as u64, "place", "places", &changed);
            evidence.count(before.abs_diff(after), "place", "places", &changed);
            let name = teller.voice.coalition(*id).the;
            let places = count_of(after as u64, "place", "places");
            let than = match after - before {
                0 => "as many as at first".to_owned(),
                more if more > 0 => format!("{} more than at first", in_words_or_figures(more as u64)),
                fewer => format!("{} fewer than at first", in_words_or_figures(fewer.unsigned_abs())),
            };
            parts.push(match (after, before) {
                (0, 0) => continue,
                (0, _) => format!("{name} held none"),
                _ => format!("{name} held {places}, {than}"),
            });
        }
        if parts.is_empty() {
            return;
        }
        let text = match moved {
            true => format!("When it was over, {}.", parts.join("; ")),
            false => "When it was over, each side held as much as at first.".to_owned(),
        };
        let over = teller.summary.ending.kind != polemos_war::EndingKind::Undecided;
        let text = if over { text } else { text.replacen("When it was over", "By the last day", 1) };
        self.say(paragraph, &evidence, &text);
    }

    /// What had become of persons: the last that befell each.
    fn fates(&mut self, paragraph: &mut Paragraph) {
        let mut last: BTreeMap<PersonId, (Fate, Seq)> = BTreeMap::new();
        for entry in &self.teller.chronicle.entries {
            if let What::Fate { person, fate, .. } = &entry.what {
                last.insert(*person, (*fate, entry.seq));
            }
        }
        for (fate, one, many) in [
            (Fate::Killed, "had been killed", "had been killed"),
            (Fate::Captured, "was a prisoner", "were prisoners"),
            (Fate::Defected, "had gone over to the enemy", "had gone over to the enemy"),
            (Fate::Overthrown, "had been overthrown", "had been overthrown"),
            (Fate::Died, "had died", "had died"),
        ] {
            let found: Vec<(PersonId, Seq)> =
                last.iter().filter(|(_, (it, _))| *it == fate).map(|(id, (_, seq))| (*id, *seq)).collect();
            if found.is_empty() {
                continue;
            }
            let names: Vec<String> = found.iter().map(|(id, _)| self.teller.voice.person(*id).the).collect();
            let plural = names.len() > 1 || self.teller.voice.person(found[0].0).plural;
            let text = format!("{} {}.", capitalised(&listed(&names)), if plural { many } else { one });
            let evidence = Evidence::default();
            if self.say(paragraph, &evidence, &text) {
                self.note(paragraph, &found.iter().map(|(_, seq)| *seq).collect::<Vec<_>>());
            }
        }
    }
}
