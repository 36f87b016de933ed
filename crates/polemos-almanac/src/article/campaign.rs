//! Campaigns: what a side undertook against one place, from the day its forces were sent to the day the place fell or the
//! attempt was given up.

use super::evidence::Evidence;
use super::{Composer, Length};
use crate::items::Item;
use crate::record::within_war;
use crate::sentence::Teller;
use crate::tally::{Rests, Tally};
use crate::text::TIE;
use crate::wording::Wording;
use polemos_chronicle::{Seq, What};
use polemos_record::{FORMAT, Outcome, Paragraph, Purpose, Record, RecordKind, Run, Section, Side, Source};
use polemos_war::lexicon::prose::ordinal_word;
use polemos_war::names::capitalised;
use polemos_war::{CoalitionId, PlaceId};

/// Days after which a new attempt on the same place is another campaign.
const LULL: f64 = 60.0;
/// Days after the last order in which what happens at the place still belongs to the campaign.
const TAIL: f64 = 45.0;

/// One campaign.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Campaign {
    side: CoalitionId,
    target: PlaceId,
    /// Entries of the offensives that it consists of.
    offensives: Vec<Seq>,
    /// All entries that it is told by.
    entries: Vec<Seq>,
    days: (f64, f64),
    taken: bool,
    /// Its number among those of the side against the place, and how many there are.
    number: (usize, usize),
}

/// The campaigns of a chronicle in which something came to pass: a battle, a siege or a fall.
pub(crate) fn campaigns(teller: &Teller<'_>) -> Vec<Campaign> {
    let mut found: Vec<Campaign> = Vec::new();
    for entry in &teller.chronicle.entries {
        let What::Offensive { coalition, target, .. } = &entry.what else { continue };
        let open = found.iter_mut().rev().find(|it| it.side == *coalition && it.target == *target);
        match open.filter(|it| !it.taken && entry.day - it.days.1 <= LULL) {
            Some(campaign) => {
                campaign.offensives.push(entry.seq);
                campaign.days.1 = entry.day;
            }
            None => found.push(Campaign {
                side: *coalition,
                target: *target,
                offensives: vec![entry.seq],
                entries: Vec::new(),
                days: (entry.day, entry.day),
                taken: false,
                number: (1, 1),
            }),
        }
    }
    found.iter_mut().for_each(|it| it.fill(teller));
    found.retain(|it| it.entries.len() > it.offensives.len());
    for row in 0..found.len() {
        let same = |it: &&Campaign| it.side == found[row].side && it.target == found[row].target;
        let number = (found[..=row].iter().filter(same).count(), found.iter().filter(same).count());
        found[row].number = number;
    }
    found
}

impl Campaign {
    /// Takes in what happened at the place until it fell.
    fn fill(&mut self, teller: &Teller<'_>) {
        let last = self.days.1 + TAIL;
        self.entries = self.offensives.clone();
        for entry in &teller.chronicle.entries {
            if entry.day < self.days.0 || entry.day > last || self.taken {
                continue;
            }
            let (here, over) = match &entry.what {
                What::Battle(battle) => (
                    battle.place == self.target && battle.sides.iter().any(|it| it.coalition == self.side),
                    false,
                ),
                What::Invested { place, by, .. }
                | What::Landed { place, by, .. }
                | What::SiegeLifted { place, by } => (*place == self.target && *by == self.side, false),
                What::GroundFought { place, by, .. } => (*place == self.target && *by == self.side, false),
                What::Taken { place, by, .. } => {
                    let own = crate::sides::coalition_at_start(teller.war, *by) == Some(self.side);
                    (*place == self.target && own, own)
                }
                What::Declined { place, .. } => (*place == self.target, false),
                _ => (false, false),
            };
            if here {
                self.entries.push(entry.seq);
                self.days.1 = self.days.1.max(entry.day);
                self.taken |= over;
            }
        }
        self.entries.sort();
    }

    fn name(&self, teller: &Teller<'_>) -> String {
        let adjective = teller.voice.coalition_adjective(self.side);
        let place = teller.voice.place(self.target);
        match self.number {
            (_, 1) => format!("{adjective} offensive against {place}"),
            (n, _) => {
                format!("{} {adjective} offensive against {place}", capitalised(&ordinal_word(n as u64)))
            }
        }
    }

    fn id(&self, teller: &Teller<'_>) -> String {
        let side = teller.war.coalitions.get(self.side).map_or("unknown", |it| it.id.as_str());
        let place = teller.war.places.get(self.target).map_or("unknown", |it| it.id.as_str());
        within_war(teller, self.offensives.first(), format!("offensive-{side}-{place}-{}", self.number.0))
    }

    /// The name of the campaign as sentences have it, and its id.
    pub(crate) fn named(&self, teller: &Teller<'_>) -> (String, String) {
        (self.id(teller), self.name(teller))
    }
}

impl Composer<'_, '_> {
    /// The record of a campaign with its article.
    pub(super) fn campaign(&mut self, campaign: &Campaign, run: &Run, length: Length) -> Record {
        self.notes.clear();
        self.said.clear();
        let teller = self.teller;
        let rests = Rests::on(run).from(campaign.entries.iter().map(|seq| seq.0));
        let place = teller.voice.place(campaign.target);
        let text = match campaign.taken {
            true => format!("{} taken", capitalised(&place)),
            false => format!("{} not taken", capitalised(&place)),
        };
        let first = campaign.offensives.first().and_then(|seq| teller.chronicle.entry(*seq));
        let units = match first.map(|entry| &entry.what) {
            Some(What::Offensive { units, .. }) => units.map(u64::from),
            _ => [0; 5],
        };
        let tally = Tally { teller, rests: &rests, column: 0 };
        let name = |id: CoalitionId| teller.war.coalitions.get(id).map(|it| capitalised(it.names.short()));
        let key = |id: CoalitionId| teller.war.coalitions.get(id).map(|it| it.id.clone()).unwrap_or_default();
        let attacker = Side {
            key: key(campaign.side),
            name: name(campaign.side),
            strength: tally.units(&units, &[], Purpose::Plain),
            ..Side::default()
        };
        let others = teller.sides.iter().filter(|id| **id != campaign.side).take(1);
        let others = others.map(|id| Side { key: key(*id), name: name(*id), ..Side::default() });
        let mut record = Record {
            format: FORMAT,
            id: campaign.id(teller),
            kind: RecordKind::Campaign,
            names: vec![rests.text(&campaign.name(teller))],
            part_of: vec![rests.name(&teller.war.names.primary)],
            date: vec![rests.date(teller.dates.record_range(campaign.days.0, campaign.days.1))],
            places: vec![rests.name(&place)],
            outcome: Outcome { text: vec![rests.text(&text)], ended_war: Some(false), ..Outcome::default() },
            sides: [attacker].into_iter().chain(others).collect(),
            sources: vec![Source::of_run(run.clone())],
            ..Record::default()
        };
        let mut sections = vec![self.campaign_lead(campaign)];
        if length > Length::Lead {
            let part: Vec<&Item<'_>> = self
                .items
                .iter()
                .filter(|item| item.entries.iter().any(|entry| campaign.entries.contains(&entry.seq)))
                .collect();
            let course = self.course_of(part, &mut Wording::new());
            sections.extend(course.into_iter().map(|it| match it.level {
                2 => Section { heading: Some("Course".to_owned()), ..it },
                _ => it,
            }));
        }
        record.sections = sections;
        self.finish(&mut record);
        record
    }

    fn campaign_lead(&mut self, campaign: &Campaign) -> Section {
        let teller = self.teller;
        let mut paragraph = Paragraph::default();
        let mut evidence = Evidence::default();
        let rows: Vec<u32> = campaign.entries.iter().map(|seq| seq.0).collect();
        let (from, to) = campaign.days;
        evidence.day(&teller.dates, from, &rows);
        evidence.day(&teller.dates, to, &rows);
        let first = campaign.offensives.first().and_then(|seq| teller.chronicle.entry(*seq));
        let when = match from.floor() == to.floor() {
            true => format!("on {}", teller.dates.full(from)),
            false => format!("from {} to {}", teller.dates.full(from), teller.dates.full(to)),
        };
        let side = teller.voice.coalition(campaign.side);
        let place = teller.voice.place(campaign.target);
        let Some(entry) = first else { return Section::default() };
        evidence.entry(teller, entry);
        let What::Offensive { from: base, units, .. } = &entry.what else { return Section::default() };
        let base = teller.voice.place(*base);
        let units = crate::sentence::domains_listed(&units.map(u64::from));
        let with = if units.is_empty() { String::new() } else { format!(" with {units}") };
        let over = match campaign.taken {
            true => format!("{place} fell to {}", side.it_object()),
            false => format!("{place} did not fall"),
        };
        let text = format!(
            "{} {} carried on an offensive against {place}, begun from {base}{with}; {over}.",
            capitalised(&when),
            side.the
        );
        self.say(&mut paragraph, &evidence, &text.replace(TIE, " "));
        self.note(&mut paragraph, &campaign.offensives);
        Section { heading: None, level: 2, paragraphs: vec![paragraph] }
    }
}
