//! The lead of a war's article, and what stood behind the war: who, when, how it ended, at what price, why, and in what
//! belief.

use super::evidence::{Evidence, without_year};
use super::{Composer, section};
use crate::because::{self, Reason};
use crate::ending;
use crate::sides;
use crate::wording::Wording;
use polemos_chronicle::{Believed, Decided, Entry, What};
use polemos_record::{Paragraph, Record, Section};
use polemos_war::lexicon::Lexicon;
use polemos_war::names::{capitalised, listed};
use polemos_war::quantity::Scale;
use polemos_war::{BeliefKind, CoalitionId, DecisionKind, Domain, EndingKind, FactionId};

/// A side this much stronger is much the stronger.
const MUCH: f64 = 2.0;
/// A side this much stronger is the stronger.
const SOMEWHAT: f64 = 1.2;

/// Heading of the section on how things stood.
pub(super) const BACKGROUND: &str = "Background";

impl Composer<'_, '_> {
    /// The paragraph that stands above all headings.
    pub(super) fn lead(&mut self, record: &Record) -> Section {
        let mut evidence = Evidence::default();
        let ends = self.ends(&mut evidence);
        let mut paragraph = Paragraph::default();
        let names: Vec<String> =
            self.teller.sides.iter().map(|id| self.teller.voice.coalition(*id).the).collect();
        let war = self.teller.war;
        let part = war
            .chain
            .part_of
            .as_ref()
            .map(|name| format!(", part of {},", with_the(name)))
            .unwrap_or_default();
        let (name, was) = self.teller.war_told();
        let name = capitalised(&name);
        evidence.trust(&name, &self.rows(|what| matches!(what, What::Opened | What::WarBegan(_))));
        let between = match names.as_slice() {
            [] | [_] => String::new(),
            several => format!(" between {}", listed(several)),
        };
        self.say(&mut paragraph, &evidence, &format!("{name}{part} {was} fought{between} {ends}."));
        let (text, entries) = self.outcome(record);
        evidence.trust(&text, &entries);
        self.say(&mut paragraph, &evidence, &text);
        self.price(record, &mut paragraph);
        self.turned_on(&mut paragraph);
        self.wrong_belief(&mut paragraph);
        Section { heading: None, level: 2, paragraphs: vec![paragraph] }
    }

    /// "from 1 September to 30 November 2375".
    fn ends(&self, evidence: &mut Evidence) -> String {
        let (from, to) = (self.teller.opened, self.teller.summary.ending.day);
        let dates = &self.teller.dates;
        let entries = &self.teller.chronicle.entries;
        for (day, entry) in [(from, entries.first()), (to, entries.last())] {
            evidence.day(dates, day, &[entry.map_or(0, |it| it.seq.0)]);
        }
        let first = match dates.year(from) == dates.year(to) {
            true => without_year(dates, from),
            false => dates.full(from),
        };
        match from.floor() == to.floor() {
            true => format!("on {}", dates.full(to)),
            false => format!("from {first} to {}", dates.full(to)),
        }
    }

    /// "It ended in a decisive Alliance victory: the Pact surrendered on 30 November 2375."
    fn outcome(&self, _: &Record) -> (String, Vec<u32>) {
        let teller = self.teller;
        let end = &teller.summary.ending;
        let rows = self.rows(|what| {
            matches!(what, What::Ended(_) | What::Battle(_) | What::Taken { .. } | What::Built { .. })
        });
        let headline = ending::headline(teller);
        let course = headline.split_once(": ").map_or(headline.as_str(), |(_, course)| course).to_owned();
        let text = match (end.kind, end.victor) {
            (EndingKind::Undecided, None) => {
                format!("It was undecided on {}, where the account of it stops.", teller.dates.full(end.day))
            }
            (EndingKind::Undecided, Some(victor)) => format!(
                "It was undecided on {}, where the account of it stops, with the advantage on the side of {}.",
                teller.dates.full(end.day),
                teller.voice.coalition(victor).the
            ),
            (_, None) => format!("It ended in stalemate: {course}"),
            (_, Some(victor)) => {
                let side = teller.voice.coalition_adjective(victor);
                let grade = match end.grade {
                    polemos_chronicle::Grade::Decisive => "a decisive",
                    polemos_chronicle::Grade::Clear => "a clear",
                    polemos_chronicle::Grade::Marginal => "a marginal",
                    polemos_chronicle::Grade::Stalemate => {
                        let the = teller.voice.coalition(victor).the;
                        return (
                            format!(
                                "It ended in stalemate, with the advantage on the side of {the}: {course}"
                            ),
                            rows,
                        );
                    }
                };
                format!("It ended in {grade} {side} victory: {course}")
            }
        };
        (text, rows)
    }

    /// What it cost by then, with the claims of the box that say so.
    fn price(&mut self, record: &Record, paragraph: &mut Paragraph) {
        let teller = self.teller;
        let Some(price) = ending::price(teller.war, teller.summary, &teller.stays, &teller.sides) else {
            return;
        };
        let mut evidence = Evidence::default();
        for (row, side) in record.sides.iter().enumerate() {
            for (n, count) in side.losses.iter().enumerate() {
                let of = format!("sides.{row}.losses.{n}.claims.0");
                let entries = super::cost::entries_of(count);
                if let Some(share) = count.share {
                    evidence.share(share, &entries, Some(of));
                }
            }
        }
        let civilians: f64 = teller.summary.factions().iter().map(|it| f64::from(it.civilian_dead)).sum();
        let rows = self.rows(|what| {
            matches!(what, What::Calamity { .. } | What::Reprisal { .. } | What::Killing { .. })
        });
        let rows = if rows.is_empty() {
            self.rows(|what| matches!(what, What::Opened | What::WarBegan(_) | What::Ended(_)))
        } else {
            rows
        };
        evidence.persons(civilians, &rows, None);
        let text = format!("By then {}", self.index.lowered(&price));
        self.say(paragraph, &evidence, &text);
    }

    /// "It turned on the first battle of Tey, which cost the Pact 21 % of its ships, and on Odo's errand."
    fn turned_on(&mut self, paragraph: &mut Paragraph) {
        let mut reasons = because::reasons(self.teller);
        let linked = !reasons.is_empty();
        if !linked {
            reasons = because::notable(self.teller);
        }
        reasons.truncate(if linked { 3 } else { 1 });
        if reasons.is_empty() {
            return;
        }
        let mut evidence = Evidence::default();
        let parts: Vec<String> = reasons
            .iter()
            .map(|reason| {
                let text = cause_with_effect(reason);
                evidence.trust(&text, &reason.entries.iter().map(|seq| seq.0).collect::<Vec<_>>());
                text
            })
            .collect();
        let text = match (linked, parts.as_slice()) {
            (false, [one, ..]) => format!("What moved most in it was {one}."),
            (true, [one]) => format!("It turned on {one}."),
            (true, [first, rest @ ..]) => {
                let rest: Vec<String> = rest.iter().map(|it| format!("on {it}")).collect();
                let comma = if first.contains(',') || rest.len() > 1 { "," } else { "" };
                format!("It turned on {first}{comma} {}.", several(&rest))
            }
            _ => return,
        };
        self.say(paragraph, &evidence, &text);
    }

    /// The belief behind a decision of consequence that was most wrong.
    fn wrong_belief(&mut self, paragraph: &mut Paragraph) {
        let Some((entry, decided, belief)) = self.worst_belief() else { return };
        let mut evidence = Evidence::default();
        evidence.entry(self.teller, entry);
        let voice = &self.teller.voice;
        let Some(decision) = self.teller.war.decisions.get(decided.decision) else { return };
        let (who, he) = match decided.by {
            Some(person) => (voice.person(person).the, voice.he(person)),
            None => (voice.faction(decision.faction).the, voice.faction(decision.faction).it()),
        };
        let option = decision.options.get(usize::from(decided.option));
        let says =
            option.and_then(|it| it.says.as_deref()).map(|it| it.trim().trim_end_matches('.').to_owned());
        let when =
            match says.filter(|says| says.starts_with("to ") && decision.kind == DecisionKind::Scenario) {
                Some(says) => format!("When {who} chose {says}, {he}"),
                None => format!("On {} {who}", self.teller.dates.full(entry.day)),
            };
        let text = format!("{when} {}.", self.misjudgement(&belief));
        self.say(paragraph, &evidence, &text);
    }

    /// "took Orlan's will to fight for weak (0.21), when it was firm (0.80)".
    pub(super) fn misjudgement(&self, belief: &Believed) -> String {
        let about = self.teller.voice.faction(belief.about);
        match belief.what {
            BeliefKind::Resolve => format!(
                "took {} will to fight for {} ({:.2}), when it was {} ({:.2})",
                about.own(),
                word_for_resolve(belief.believed),
                belief.believed,
                word_for_resolve(belief.so),
                belief.so
            ),
            BeliefKind::Strength => format!(
                "thought {} {} {} {}",
                about.the,
                crate::deciding::times_as_strong(belief),
                about.it(),
                about.was()
            ),
        }
    }

    fn worst_belief(&self) -> Option<(&Entry, &Decided, Believed)> {
        let chain = self.teller.chain_of_ending();
        let mut worst: Option<(f64, &Entry, &Decided, Believed)> = None;
        for entry in &self.teller.chronicle.entries {
            let What::Decided(decided) = &entry.what else { continue };
            let own = self.teller.war.decisions.get(decided.decision)?.kind == DecisionKind::Scenario;
            let Some(belief) = crate::believed::worst(&decided.beliefs) else { continue };
            let weight = crate::believed::error(belief)
                * if chain.contains(&entry.seq) { 2.0 } else { 1.0 }
                * if own { 2.0 } else { 1.0 };
            if worst.as_ref().is_none_or(|(most, ..)| weight > *most) {
                worst = Some((weight, entry, decided, *belief));
            }
        }
        worst.map(|(_, entry, decided, belief)| (entry, decided, belief))
    }

    /// Who stood on which side, under whom, and what each had as the war opened.
    pub(super) fn background(&mut self, record: &Record, wording: &mut Wording) -> Section {
        let mut sides_told = Paragraph::default();
        let mut forces_told = Paragraph::default();
        let opened = self.rows(|what| matches!(what, What::Opened | What::WarBegan(_)));
        let mut evidence = Evidence::default();
        if let Some(entry) = self.teller.chronicle.entries.first() {
            evidence.entry(self.teller, entry);
        }
        let previous = record.chains.iter().find_map(|it| Some(it.previous.as_ref()?.value.name.clone()));
        if let Some(previous) = previous {
            evidence.trust(&previous, &opened);
            let text = format!("It came after {}.", with_the(&previous));
            self.say(&mut sides_told, &evidence, &text);
        }
        for (row, id) in self.teller.sides.clone().into_iter().enumerate() {
            let text = self.side(record, row, id, wording, &mut evidence);
            for text in text {
                self.say(&mut sides_told, &evidence, &text);
            }
        }
        let at_first: Vec<String> = self
            .teller
            .sides
            .clone()
            .into_iter()
            .enumerate()
            .map(|(row, id)| self.had(record, row, id, &opened, &mut evidence))
            .collect();
        let first_day = self.teller.opened;
        let date = self.teller.dates.full(first_day);
        evidence.day(&self.teller.dates, first_day, &opened);
        if let [first, rest @ ..] = at_first.as_slice() {
            let rest = rest.join("; ");
            let semicolon = if rest.is_empty() { "" } else { "; " };
            let text = format!("As the war opened on {date}, {first}{semicolon}{rest}.");
            self.say(&mut forces_told, &evidence, &text);
        }
        if let Some(text) = self.balance() {
            self.say(&mut forces_told, &evidence, &text);
        }
        section(BACKGROUND, vec![sides_told, forces_told])
    }

    /// Members and commander of a side, and who came to it or left it later.
    fn side(
        &mut self,
        record: &Record,
        row: usize,
        id: CoalitionId,
        wording: &mut Wording,
        evidence: &mut Evidence,
    ) -> Vec<String> {
        let (war, voice) = (self.teller.war, self.teller.voice);
        let Some(side) = record.sides.get(row) else { return Vec::new() };
        let name = voice.coalition(id);
        let mut texts = Vec::new();
        let at_first = |it: &polemos_record::Member| it.from.is_none();
        let faction =
            |key: &str| war.factions.pairs().find(|(_, it)| it.id == key).map(|(id, _)| voice.faction(id));
        let members: Vec<String> = side
            .members
            .iter()
            .filter(|it| at_first(it))
            .filter_map(|it| Some(faction(&it.entity)?.the))
            .collect();
        let leader = war.coalitions.get(id).and_then(|it| it.commander.or(war.factions.get(it.lead)?.leader));
        let leader = leader.filter(|id| war.persons.get(*id).is_some_and(|it| !it.removed));
        let under = leader.map(|person| self.teller.person(person, wording));
        // One member is its side, by whatever name.
        let alone = members.len() == 1;
        let text = match (alone || members.is_empty(), under) {
            (true, Some(leader)) => format!("{} {} led by {leader}", name.start(), name.was()),
            (true, None) => String::new(),
            (false, Some(leader)) => {
                format!("{} made up {}, whose forces {leader} commanded", listed(&members), name.the)
            }
            (false, None) => format!("{} made up {}", listed(&members), name.the),
        };
        if !text.is_empty() {
            texts.push(format!("{}.", capitalised(&text)));
        }
        for member in &side.members {
            let Some(noun) = faction(&member.entity) else { continue };
            if let Some(from) = &member.from {
                evidence.range(from, &self.joined(&member.entity), None);
                texts.push(format!("{} joined {} on {}.", noun.start(), name.the, from.verbatim));
            }
            // Who stood alone and found allies has left no one.
            let alone = side.members.len() == 1;
            if let Some(until) = member.until.as_ref().filter(|_| !alone) {
                evidence.range(until, &self.joined(&member.entity), None);
                texts.push(format!("{} left {} on {}.", noun.start(), name.the, until.verbatim));
            }
        }
        texts
    }

    fn joined(&self, key: &str) -> Vec<u32> {
        let own = self.teller.war.factions.pairs().find(|(_, it)| it.id == key).map(|(id, _)| id);
        self.rows(|what| own.is_some_and(|own| changes_side(what, own)))
    }

    /// "the Alliance held ten places and had 15,087 ships and five stations".
    fn had(
        &self,
        record: &Record,
        row: usize,
        id: CoalitionId,
        opened: &[u32],
        evidence: &mut Evidence,
    ) -> String {
        let teller = self.teller;
        let mine = |faction| sides::coalition_at_start(teller.war, faction) == Some(id);
        let places =
            teller.war.places.iter().filter(|it| !it.removed && it.owner.is_some_and(mine)).count() as u64;
        evidence.count(places, "place", "places", opened);
        let [opening, ..] = sides::totals(&teller.stays, teller.summary, id);
        for (domain, n) in Domain::ALL.into_iter().zip(opening) {
            let word = crate::voice::domain_words(domain).1;
            let at = record.sides.get(row).and_then(|side| {
                side.strength.iter().position(|it| it.category.class.as_deref() == Some(word))
            });
            let of = at.map(|n| format!("sides.{row}.strength.{n}.claims.0"));
            evidence.units(domain, n, opened, of);
        }
        let units = crate::sentence::domains_listed(&opening);
        let name = teller.voice.coalition(id).the;
        // Who held what as a later war of a saga began is not what the scenario says of its first day.
        if teller.title.is_some() {
            return format!("{name} had {}", if units.is_empty() { "nothing to fight with" } else { &units });
        }
        let held = format!("{name} held {}", crate::voice::count_of(places, "place", "places"));
        if units.is_empty() { held } else { format!("{held} and had {units}") }
    }

    /// Which side was the stronger in what it mostly fought with.
    fn balance(&self) -> Option<String> {
        let [a, b, ..] = self.teller.sides.as_slice() else { return None };
        let [x, y] = [a, b].map(|id| sides::totals(&self.teller.stays, self.teller.summary, *id)[0]);
        let (row, domain) = sides::leading_domain(&x)?;
        let ratio = x[row] as f64 / y[row].max(1) as f64;
        let [a, b] = [a, b].map(|id| self.teller.voice.coalition(*id));
        let (stronger, by) = if ratio >= 1.0 { (a, ratio) } else { (b, 1.0 / ratio.max(1e-9)) };
        Some(match by {
            by if by >= MUCH => {
                format!("In {} {} {} much the stronger.", domain.id(), stronger.the, stronger.was())
            }
            by if by >= SOMEWHAT => {
                format!("In {} {} {} the stronger.", domain.id(), stronger.the, stronger.was())
            }
            _ => format!("In {} neither side was much the stronger.", domain.id()),
        })
    }

    /// Numbers of entries of some kind.
    pub(super) fn rows(&self, fits: impl Fn(&What) -> bool) -> Vec<u32> {
        self.teller
            .chronicle
            .entries
            .iter()
            .filter(|entry| fits(&entry.what))
            .map(|entry| entry.seq.0)
            .collect()
    }
}

/// The word of the lexicon whose band lies nearest around a resolve; of two as near, the one listed first.
fn word_for_resolve(value: f64) -> &'static str {
    let lexicon = Lexicon::standard();
    // Words that every scale has say less of a will than its own.
    let of = |scale| lexicon.level_words(scale).into_iter().map(|(word, _)| word).collect::<Vec<&str>>();
    let (loyalty, quality) = (of(Scale::Loyalty), of(Scale::Quality));
    let common = |word: &&str| loyalty.contains(word) && quality.contains(word);
    let words = lexicon
        .level_words(Scale::Resolve)
        .into_iter()
        .filter(|(word, _)| !common(word) || *word == "strong");
    let own = words.filter(|(_, band)| band.0 <= value && value <= band.1);
    let nearest = own.min_by(|a, b| {
        let off = |band: &polemos_war::lexicon::Band| ((band.0 + band.1) / 2.0 - value).abs();
        off(&a.1).total_cmp(&off(&b.1))
    });
    nearest.map_or(if value < 0.5 { "low" } else { "high" }, |(word, _)| word)
}

/// A cause with what it moved as a clause: "the battle of Tey, which cost the Pact 21 % of its ships".
pub(super) fn cause_with_effect(reason: &Reason) -> String {
    let cause = as_noun(&reason.cause);
    let effect = reason.effect.trim();
    if effect.is_empty() {
        return cause;
    }
    let verb = ["led ", "cost ", "fell ", "took "].iter().any(|it| effect.starts_with(it));
    let clause = match effect {
        _ if verb => effect.to_owned(),
        gift if gift.starts_with("a ") => format!("brought {gift}"),
        worth if worth.contains("of the worth") => format!("took away {worth}"),
        more => format!("brought {more}"),
    };
    format!("{cause}, which {clause}")
}

/// A cause that is a clause, as a noun.
fn as_noun(cause: &str) -> String {
    if let Some(who) = cause.strip_suffix(" entered the war") {
        return format!("the entry of {who} into the war");
    }
    if let Some(who) = cause.strip_suffix(" left the war") {
        return format!("the departure of {who} from the war");
    }
    cause.to_owned()
}

/// "a, b, and c", for items that hold commas.
fn several(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => format!("and {one}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    }
}

/// The name of a war as a sentence has it: with an article where it is a common noun.
/// Whether a faction comes to a side or leaves one.
pub(super) fn changes_side(what: &What, own: FactionId) -> bool {
    match what {
        What::Joined { faction, .. }
        | What::Left { faction, .. }
        | What::Allied { faction, .. }
        | What::Parted { faction, .. } => *faction == own,
        _ => false,
    }
}

pub(super) fn with_the(name: &str) -> String {
    let lower = name.to_lowercase();
    let common =
        ["war", "wars", "campaign", "rebellion", "offensive", "crisis", "battle of", "siege of", "sortie"]
            .iter()
            .any(|it| lower.ends_with(it) || lower.contains(" of ") || lower.contains("battle"));
    let possessive = name.split(' ').next().is_some_and(|first| first.contains('\'') || first.contains('’'));
    if lower.starts_with("the ") {
        format!("the {}", &name[4..])
    } else if common && !possessive {
        format!("the {name}")
    } else {
        name.to_owned()
    }
}
