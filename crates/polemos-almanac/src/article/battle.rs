//! The article of a battle: who met whom and with what, what either side had expected, why there, how it went, what it cost,
//! and what came of it.

use super::evidence::Evidence;
use super::{Composer, Length, section};
use crate::clash::Clash;
use crate::items::{self, Kind};
use crate::text::TIE;
use crate::voice::{Noun, chance, percent, persons};
use crate::wording::Wording;
use polemos_chronicle::{BattleSide, Entry, Seq, What};
use polemos_record::{Paragraph, Record, Section};
use polemos_war::names::{capitalised, listed};

/// Happenings that are told as what followed.
const FOLLOWED: usize = 5;

impl Composer<'_, '_> {
    pub(super) fn battle_article(&mut self, record: &Record, clash: &Clash, length: Length) -> Vec<Section> {
        let mut wording = Wording::new();
        let mut lead = Paragraph::default();
        self.fought(record, clash, &mut lead, &mut wording);
        let mut sections = vec![Section { heading: None, level: 2, paragraphs: vec![lead] }];
        if length == Length::Lead {
            return sections;
        }
        let mut before = Paragraph::default();
        self.led_up(clash, &mut before, &mut wording);
        self.expected(clash, &mut before);
        sections.push(section("Background", vec![before]));
        let mut price = Paragraph::default();
        clash.whole.sides.iter().for_each(|side| self.lost(clash, side, &mut price));
        sections.push(section("Losses", vec![price]));
        let mut after = Paragraph::default();
        self.followed(clash, &mut after, &mut wording);
        sections.push(section("What followed", vec![after]));
        sections.retain(|section| !section.paragraphs.is_empty());
        sections
    }

    /// Who, when, in which war; with what; how it ended.
    fn fought(&mut self, record: &Record, clash: &Clash, lead: &mut Paragraph, wording: &mut Wording) {
        let teller = self.teller;
        let mut evidence = Evidence::default();
        evidence.clash(teller, clash);
        let rows: Vec<u32> = clash.entries.iter().map(|seq| seq.0).collect();
        let [a, b] = clash.whole.sides.each_ref().map(|side| teller.voice.coalition(side.coalition));
        let (from, to) = (clash.whole.began, clash.whole.began + clash.whole.hours / 24.0);
        evidence.day(&teller.dates, from, &rows);
        evidence.day(&teller.dates, to, &rows);
        if let Some(date) = record.date.first() {
            evidence.range(&date.value, &rows, Some("date.0".to_owned()));
        }
        let when = match from.floor() == to.floor() {
            true => format!("on {}", teller.dates.full(from)),
            false => format!(
                "from {} to {}",
                super::evidence::without_year(&teller.dates, from),
                teller.dates.full(to)
            ),
        };
        let when = if teller.dates.year(from) == teller.dates.year(to) {
            when
        } else {
            format!("from {} to {}", teller.dates.full(from), teller.dates.full(to))
        };
        let name = teller.battle_in_prose(clash);
        let war = super::lead::with_the(&teller.war_told().0);
        evidence.trust(&war, &clash.entries.iter().map(|seq| seq.0).collect::<Vec<_>>());
        let text =
            format!("{} was fought between {} and {} {when}, in {war}.", capitalised(&name), a.the, b.the);
        self.say(lead, &evidence, &text);
        let kind = Kind::Battle(clash, items::Aftermath::default());
        let entries: Vec<&Entry> =
            clash.entries.iter().filter_map(|seq| teller.chronicle.entry(*seq)).collect();
        let item = items::Item { day: clash.day, entries, kind };
        let told = teller.tell(&item, wording);
        let mine = |text: &&String| !text.to_lowercase().contains(&name);
        let first = told.first.iter().find(mine).or(told.first.first());
        let mut item_evidence = Evidence::default();
        item_evidence.item(teller, &item);
        for text in first.into_iter().chain(&told.rest) {
            let text = text.replace(TIE, " ");
            self.say(lead, &item_evidence, &format!("{}.", text.trim_end_matches('.')));
        }
        self.note(lead, &clash.entries);
    }

    /// Why they met there.
    fn led_up(&mut self, clash: &Clash, before: &mut Paragraph, wording: &mut Wording) {
        let teller = self.teller;
        let Some(entry) = clash.entries.first().and_then(|seq| teller.chronicle.entry(*seq)) else { return };
        let mut reasons: Vec<&Entry> = teller.reasons(entry);
        reasons.retain(|it| it.day <= clash.day && !clash.entries.contains(&it.seq));
        reasons.truncate(2);
        reasons.reverse();
        for reason in reasons {
            self.on_its_own(reason, before, wording);
        }
    }

    /// An entry as sentences with its date.
    fn on_its_own(&mut self, entry: &Entry, paragraph: &mut Paragraph, wording: &mut Wording) {
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
        let first = self.index.lowered(&first.replace(TIE, " "));
        let text = format!("On {} {}.", teller.dates.full(entry.day), first.trim_end_matches('.'));
        if self.say(paragraph, &evidence, &text) {
            for more in told.rest.into_iter().take(1) {
                self.say(paragraph, &evidence, &more);
            }
            self.note(paragraph, &[entry.seq]);
        }
    }

    /// What the staffs had seen before it.
    fn expected(&mut self, clash: &Clash, before: &mut Paragraph) {
        let mut evidence = Evidence::default();
        evidence.clash(self.teller, clash);
        let parts: Vec<String> = clash
            .whole
            .sides
            .iter()
            .filter_map(|side| {
                let seen = side.projected?;
                let own = self.teller.voice.coalition(side.coalition).own();
                let loss = if seen.loss < 0.01 { "next to nothing".to_owned() } else { percent(seen.loss) };
                Some(format!("{own} staff gave it {} and expected to lose {loss}", chance_in_words(seen.win)))
            })
            .collect();
        if parts.is_empty() {
            return;
        }
        let text = format!("Before the battle {}.", parts.join("; "));
        self.say(before, &evidence, &text);
    }

    fn lost(&mut self, clash: &Clash, side: &BattleSide, price: &mut Paragraph) {
        let teller = self.teller;
        let noun: Noun = teller.voice.coalition(side.coalition);
        let mut evidence = Evidence::default();
        evidence.clash(teller, clash);
        let by_class: Vec<String> = side
            .lost
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(class, n)| {
                let had = side.units.iter().find(|(id, _)| id == class).map_or(*n, |(_, n)| *n);
                let units = teller.voice.units(*class, u64::from(*n));
                if had > *n { format!("{units} of {}", crate::voice::figures(u64::from(had))) } else { units }
            })
            .collect();
        let text = match by_class.is_empty() {
            true => format!("{} lost nothing.", noun.start()),
            false => format!("{} lost {}.", noun.start(), listed(&by_class)),
        };
        self.say(price, &evidence, &text);
        if side.dead >= 1.5 {
            let text = format!("Of {} crews and troops {} were killed.", noun.own(), persons(side.dead));
            self.say(price, &evidence, &text);
        }
    }

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
        for (_, item) in found {
            if let Some(entry) = item.entries.first() {
                self.on_its_own(entry, after, wording);
            }
        }
    }
}

pub(super) fn chance_in_words(p: f64) -> String {
    match chance(p).as_str() {
        "even odds" => "even odds".into(),
        words if words.ends_with("certainty") => "all but certain victory".into(),
        "no chance" => "no chance".into(),
        words => format!("{words} of winning"),
    }
}
