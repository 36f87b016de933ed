//! A record's box as rows of words, with the markers of its sources: what every form of page sets in its own manner.

use crate::model::{
    Basis, Claim, Commander, Count, Fate, Kind, Member, MemberRole, Purpose, Quantity, Record, Reference,
    Side, SourceKind, SourceRef,
};
use polemos_war::lexicon::{Lexicon, prose};
use std::collections::BTreeMap;

/// One line of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The words.
    pub text: String,
    /// What stands beside them in small print: the numbers of a word, how sure it is.
    pub beside: Option<String>,
    /// Numbers of the notes, as listed.
    pub notes: Vec<usize>,
    /// Whether it is a part of what stands above.
    pub part: bool,
    /// Whether it is a heading of what follows.
    pub heading: bool,
    /// Key of whom or what it names, where it names one.
    pub key: Option<String>,
}

/// A row of the box: a label and one cell, or one for each side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The label.
    pub label: &'static str,
    /// One cell over the whole width, or one a side.
    pub cells: Vec<Vec<Line>>,
}

/// A record ready to be set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The name.
    pub title: String,
    /// Other names.
    pub also: Vec<String>,
    /// Rows over the whole width.
    pub facts: Vec<Row>,
    /// The names of the sides.
    pub sides: Vec<String>,
    /// Rows with one cell a side.
    pub columns: Vec<Row>,
    /// Losses that are in no side's column.
    pub common: Vec<Line>,
    /// The notes, by their numbers from 1.
    pub notes: Vec<Note>,
    /// Rows of sources by their ids, and numbers of notes by those of their sources.
    sources: BTreeMap<String, usize>,
    numbers: BTreeMap<String, usize>,
}

/// A note at the foot of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// Id of its source.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Address of the source.
    pub address: Option<String>,
    /// Whether nobody knows what its marker meant.
    pub dangling: bool,
}

impl View {
    /// Lays a record out.
    pub fn new(record: &Record) -> Self {
        let mut view = View { title: record.name().to_owned(), ..View::default() };
        // Of two sources with one id, which is a fault, the first counts.
        for (row, source) in record.sources.iter().enumerate() {
            view.sources.entry(source.id.clone()).or_insert(row);
        }
        view.also = record.names.iter().skip(1).map(|it| it.value.clone()).collect();
        view.facts(record);
        view.sides = (0..record.sides.len()).map(|row| record.side_name(row)).collect();
        view.columns(record);
        view.common = record.losses.iter().map(|count| view.count(record, count)).collect();
        view
    }

    /// The number of a source's note; none for those that have none: the page itself, a run.
    pub fn note(&mut self, record: &Record, id: &str) -> Option<usize> {
        if let Some(number) = self.numbers.get(id) {
            return Some(*number);
        }
        let source = record.sources.get(*self.sources.get(id)?)?;
        if matches!(source.kind, SourceKind::Page | SourceKind::Run | SourceKind::Editor | SourceKind::Work) {
            return None;
        }
        let dangling = source.kind == SourceKind::Dangling;
        let text = source.text.clone().or_else(|| source.title.clone()).unwrap_or_else(|| {
            let marker = source.marker.as_ref().or(source.name.as_ref());
            let named = marker.map(|it| format!("“{it}” ")).unwrap_or_default();
            format!("The note {named}is missing in the source.")
        });
        self.notes.push(Note { id: id.to_owned(), text, address: source.address.clone(), dangling });
        self.numbers.insert(id.to_owned(), self.notes.len());
        Some(self.notes.len())
    }

    fn line<T>(&mut self, record: &Record, claim: &Claim<T>, text: &str) -> Line {
        let notes = self.notes_of(record, &claim.sources);
        let beside = claim.probability.map(sureness);
        Line { text: text.to_owned(), beside, notes, ..Line::default() }
    }

    fn notes_of(&mut self, record: &Record, sources: &[SourceRef]) -> Vec<usize> {
        sources.iter().filter_map(|source| self.note(record, &source.id)).collect()
    }

    fn fact<T>(
        &mut self,
        record: &Record,
        label: &'static str,
        claims: &[Claim<T>],
        text: impl Fn(&Claim<T>) -> String,
    ) {
        if claims.is_empty() {
            return;
        }
        let lines = claims.iter().map(|claim| self.line(record, claim, &text(claim))).collect();
        self.facts.push(Row { label, cells: vec![lines] });
    }

    /// Names, with the keys of what they stand for.
    fn references(&mut self, record: &Record, label: &'static str, claims: &[Claim<Reference>]) {
        self.fact(record, label, claims, |claim| claim.value.name.clone());
        self.key_last(claims);
    }

    fn key_last(&mut self, claims: &[Claim<Reference>]) {
        let Some(cell) = self.facts.last_mut().and_then(|row| row.cells.first_mut()) else { return };
        if cell.len() == claims.len() {
            cell.iter_mut().zip(claims).for_each(|(line, claim)| line.key.clone_from(&claim.value.entity));
        }
    }

    fn facts(&mut self, record: &Record) {
        let name = |claim: &Claim<Reference>| claim.value.name.clone();
        let words = |claim: &Claim<String>| claim.value.clone();
        self.references(record, "Part of", &record.part_of);
        self.fact(record, "Date", &record.date, |claim| claim.verbatim.clone());
        self.fact(record, "Location", &record.places, |claim| claim.verbatim.clone());
        self.key_last(&record.places);
        if let Some(claim) = &record.coordinates {
            let text = degrees(claim.value.latitude, claim.value.longitude);
            let line = self.line(record, claim, &text);
            self.facts.push(Row { label: "Coordinates", cells: vec![vec![line]] });
        }
        self.fact(record, "Cause", &record.causes, words);
        let mut result: Vec<Line> =
            record.outcome.text.iter().map(|claim| self.line(record, claim, &claim.value)).collect();
        for claim in &record.outcome.terms {
            let line = self.line(record, claim, &claim.value);
            result.push(Line { part: true, ..line });
        }
        if !result.is_empty() {
            self.facts.push(Row { label: "Result", cells: vec![result] });
        }
        self.fact(record, "Territorial changes", &record.outcome.territory, words);
        for chain in &record.chains {
            for (label, claim) in [("Before it", &chain.previous), ("After it", &chain.next)] {
                self.references(record, label, claim.as_slice());
            }
        }
        self.fact(record, "Bystanders", &record.bystanders, name);
    }

    fn columns(&mut self, record: &Record) {
        let sides = &record.sides;
        self.column(record, "Belligerents", sides, |view, side| view.members(record, side));
        self.column(record, "Commanders", sides, |view, side| {
            side.commanders.iter().map(|it| view.commander(record, it)).collect()
        });
        self.column(record, "Units", sides, |view, side| {
            let lines = side.units.iter().map(|it| {
                let line = view.line(record, &it.name, &it.name.value);
                Line { part: it.under.is_some(), ..line }
            });
            lines.collect()
        });
        self.column(record, "Strength", sides, |view, side| {
            view.counts(record, side, &side.strength, |it| it.purpose == Purpose::Plain)
        });
        self.column(record, "Joined later", sides, |view, side| {
            view.counts(record, side, &side.strength, |it| it.purpose == Purpose::Raised)
        });
        self.column(record, "Losses", sides, |view, side| {
            view.counts(record, side, &side.losses, |it| it.fates != [Fate::Defected])
        });
        self.column(record, "Went over", sides, |view, side| {
            view.counts(record, side, &side.losses, |it| it.fates == [Fate::Defected])
        });
        self.column(record, "Remarks", sides, |view, side| {
            side.remarks.iter().map(|it| view.line(record, &it.says, &it.says.value)).collect()
        });
    }

    fn column(
        &mut self,
        _: &Record,
        label: &'static str,
        sides: &[Side],
        cell: impl Fn(&mut Self, &Side) -> Vec<Line>,
    ) {
        let cells: Vec<Vec<Line>> = sides.iter().map(|side| cell(self, side)).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.columns.push(Row { label, cells });
        }
    }

    fn members(&mut self, record: &Record, side: &Side) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut supporting = false;
        for member in &side.members {
            if member.role == MemberRole::Supporter && !supporting {
                supporting = true;
                lines.push(Line { text: "Supported by:".to_owned(), heading: true, ..Line::default() });
            }
            let line = self.line(record, &member.name, &member_text(member));
            lines.push(Line { part: member.under.is_some(), key: Some(member.entity.clone()), ..line });
        }
        lines
    }

    fn commander(&mut self, record: &Record, it: &Commander) -> Line {
        let mut line = self.line(record, &it.name, &commander_text(it));
        line.key = it.person.clone();
        for claim in &it.fate.0 {
            // A claim on another ground than the name has its own notes.
            let more = self.notes_of(record, &claim.sources);
            line.notes.extend(more.into_iter().filter(|note| !line.notes.contains(note)).collect::<Vec<_>>());
        }
        line
    }

    fn counts(
        &mut self,
        record: &Record,
        _: &Side,
        counts: &[Count],
        which: impl Fn(&Count) -> bool,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut phase: Option<&str> = None;
        for count in counts.iter().filter(|it| which(it) && !is_told(counts, it)) {
            if count.phase.as_deref() != phase {
                phase = count.phase.as_deref();
                let text = format!("{}:", phase.unwrap_or("Otherwise"));
                lines.push(Line { text, heading: true, ..Line::default() });
            }
            let line = self.count(record, count);
            lines.push(line);
        }
        lines
    }

    fn count(&mut self, record: &Record, count: &Count) -> Line {
        let mut line =
            Line { text: count_text(record, count), part: count.within.is_some(), ..Line::default() };
        let mut beside = Vec::new();
        for claim in count.claims.standing() {
            let notes = self.notes_of(record, &claim.sources);
            line.notes
                .extend(notes.into_iter().filter(|note| !line.notes.contains(note)).collect::<Vec<_>>());
            beside.extend(crate::import::lexicon().beside(&claim.value));
            beside.extend(claim.probability.map(sureness));
        }
        line.beside = Some(beside.join("; ")).filter(|text| !text.is_empty());
        line
    }
}

/// How sure a wording is, in the word of the declared scale with its number.
fn sureness(p: f64) -> String {
    format!("{}, {}", Lexicon::standard().word_for_probability(p), prose::percent(p))
}

/// A member with its dates and remarks.
pub(crate) fn member_text(member: &Member) -> String {
    let dates = match (&member.from, &member.until) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {}", from.verbatim)),
        (None, Some(until)) => Some(format!("to {}", until.verbatim)),
        (Some(from), Some(until)) => Some(format!("{} to {}", from.verbatim, until.verbatim)),
    };
    let beside: Vec<String> = dates.into_iter().chain(member.remark.clone()).collect();
    match beside.is_empty() {
        true => member.name.value.clone(),
        false => format!("{} ({})", member.name.value, beside.join("; ")),
    }
}

/// A commander with rank, a dagger for the dead, and what else befell them.
pub(crate) fn commander_text(it: &Commander) -> String {
    let mut text = match &it.rank {
        Some(rank) if !it.name.value.starts_with(rank.as_str()) => format!("{rank} {}", it.name.value),
        _ => it.name.value.clone(),
    };
    let mut beside: Vec<String> = Vec::new();
    for fate in it.fate.standing().map(|claim| claim.value) {
        match fate {
            Fate::Killed => text.push_str(" †"),
            fate => beside.push(fate_word(fate).to_owned()),
        }
    }
    beside.extend(it.remark.clone());
    match beside.is_empty() {
        true => text,
        false => format!("{text} ({})", beside.join("; ")),
    }
}

/// The word for a fate.
pub fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Killed => "killed",
        Fate::DiedOfWounds => "died of wounds",
        Fate::Died => "died",
        Fate::Wounded => "wounded",
        Fate::Sick => "sick",
        Fate::Missing => "missing",
        Fate::Captured => "captured",
        Fate::Surrendered => "surrendered",
        Fate::Defected => "went over",
        Fate::Deserted => "deserted",
        Fate::Executed => "executed",
        Fate::Destroyed => "destroyed",
        Fate::Damaged => "damaged",
        Fate::Scuttled => "scuttled",
        Fate::Deposed => "deposed",
        Fate::Resigned => "resigned",
        Fate::Unspecified => "lost",
    }
}

/// Whether a part is told in the wording of its whole: in the brackets beside it.
pub(crate) fn is_told(counts: &[Count], count: &Count) -> bool {
    count.within.and_then(|row| counts.get(row as usize)).is_some_and(|whole| {
        count.claims.0.iter().all(|part| whole.claims.0.iter().any(|it| it.verbatim.contains(&part.verbatim)))
    })
}

/// A count as worded; where the wording is a bare number, with what it counts.
pub(crate) fn count_text(record: &Record, count: &Count) -> String {
    let claims: Vec<&Claim<Quantity>> = count.claims.standing().collect();
    let words: Vec<&str> = claims.iter().map(|claim| claim.verbatim.as_str()).collect();
    let mut text = words.join(" or ");
    let bare = claims.iter().all(|claim| {
        !claim.verbatim.chars().any(|c| c.is_alphabetic() && c != 'c') || is_scale(&claim.verbatim)
    });
    let whose = bearer(record, count);
    if let Some(words) = simulated_none(count) {
        return words;
    }
    if bare {
        if let Some(noun) = noun(count) {
            text = format!("{text} {noun}");
        }
        let fates: Vec<&str> = count
            .fates
            .iter()
            .filter(|it| !matches!(it, Fate::Unspecified | Fate::Defected))
            .map(|it| fate_word(*it))
            .collect();
        if !fates.is_empty() {
            text = format!("{text} {}", fates.join(" or "));
        }
        if let Some(whose) = whose {
            text = format!("{text} ({whose})");
        }
    } else if let Some(whose) = whose.filter(|whose| !text.contains(whose.as_str())) {
        text = format!("{text} ({whose})");
    }
    match count.share.filter(|share| *share > 0.0) {
        Some(share) => format!("{text} ({})", prose::percent(share)),
        None => text,
    }
}

/// "no stations lost", "unknown number of civilians killed": what a run says in one word, with what it counts.
fn simulated_none(count: &Count) -> Option<String> {
    let simulated = count.claims.standing().all(|claim| matches!(claim.basis, Basis::Sim { .. }));
    let lead = match count.quantity() {
        Quantity::None if simulated => "no",
        Quantity::Unknown if simulated => "unknown number of",
        _ => return None,
    };
    let fates: Vec<&str> = count.fates.iter().map(|it| fate_word(*it)).collect();
    Some(format!("{lead} {} {}", noun(count)?, fates.join(" or ")).trim_end().to_owned())
}

/// A count that stands in no row which says what it is for: with what joined later, or went over.
pub(crate) fn count_alone(record: &Record, count: &Count) -> String {
    let text = count_text(record, count);
    let simulated = count.claims.standing().all(|claim| matches!(claim.basis, Basis::Sim { .. }));
    match (count.purpose, count.fates.as_slice()) {
        (Purpose::Raised, _) => format!("{text} that joined later"),
        (_, [Fate::Defected]) if simulated => format!("{text} that went over"),
        (_, [Fate::Unspecified]) if simulated && *count.quantity() != Quantity::None => {
            format!("{text} lost")
        }
        _ => text,
    }
}

fn is_scale(words: &str) -> bool {
    words.split(' ').all(|word| {
        !word.chars().any(char::is_alphabetic) || ["million", "billion", "trillion", "about"].contains(&word)
    })
}

/// What is counted, in the number that fits.
fn noun(count: &Count) -> Option<String> {
    let class = count.category.class.clone().or(match (count.category.kind, count.civilian) {
        (Kind::People, Some(true)) => Some("civilians".to_owned()),
        (Kind::People, Some(false)) => Some("soldiers".to_owned()),
        _ => None,
    })?;
    let single = *count.quantity() == Quantity::Exact(1.0);
    Some(match class.strip_suffix('s').filter(|_| single && class.len() > 3 && !class.ends_with("ss")) {
        Some(one) => one.to_owned(),
        None => class,
    })
}

/// Whose a count is, where it is another's than the side's in whose column it stands, or a member's.
fn bearer(record: &Record, count: &Count) -> Option<String> {
    let side = record.sides.get(count.column as usize)?;
    let [only] = count.borne_by.as_slice() else { return None };
    let own = side.members.len() <= 1 && side.members.iter().any(|it| it.entity == *only);
    let told = *only != side.key && !own;
    told.then(|| record.entity_name(only).to_owned())
}

/// "50.46° N, 2.14° E".
fn degrees(latitude: f64, longitude: f64) -> String {
    let round = |x: f64| prose::number((x.abs() * 1e4).round() / 1e4);
    let (ns, ew) = (if latitude < 0.0 { "S" } else { "N" }, if longitude < 0.0 { "W" } else { "E" });
    format!("{}° {ns}, {}° {ew}", round(latitude), round(longitude))
}
