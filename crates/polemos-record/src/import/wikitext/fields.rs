//! From the parameters of a box to the fields of a record. Members are read first, because the other cells name them.

use super::Given;
use super::stretches::{coordinates, phrases, place_parts, unbracketed, without_article};
use crate::import::build::Builder;
use crate::import::cell::counts::{self, Of};
use crate::import::cell::{Item, Piece, items, names};
use crate::import::page::Weight;
use crate::import::tables::Field;
use crate::model::{Chain, EntityKind, Record, RecordKind};
use crate::part;

/// A box in the reading.
pub(crate) struct Fields<'b, 's, 'g> {
    builder: &'b mut Builder<'s>,
    given: &'g [Given],
    /// For every parameter the part of the record that it became.
    pub done: Vec<Option<String>>,
    combatant_rows: usize,
}

type Known = (usize, Field, Option<u32>, Option<char>);

impl<'b, 's, 'g> Fields<'b, 's, 'g> {
    pub fn new(builder: &'b mut Builder<'s>, given: &'g [Given]) -> Self {
        Self { builder, given, done: vec![None; given.len()], combatant_rows: 0 }
    }

    /// Reads all parameters.
    pub fn read(&mut self) {
        let known: Vec<Known> = self
            .given
            .iter()
            .enumerate()
            .filter_map(|(row, given)| {
                let (field, side, letter) = self.builder.tables.parameter(&given.name)?;
                Some((row, field, side, letter))
            })
            .collect();
        // Where a box has a name, what it calls the conflict is what it is part of.
        let named = known
            .iter()
            .any(|(row, field, ..)| *field == Field::Name && !is_conflict(&self.given[*row].name));
        let known: Vec<Known> = known
            .into_iter()
            .map(|(row, field, side, letter)| match field {
                Field::Name if named && is_conflict(&self.given[row].name) => {
                    (row, Field::PartOf, side, letter)
                }
                field => (row, field, side, letter),
            })
            .collect();
        // A name given twice counts where it stands last, as wikis have it.
        let known: Vec<Known> = known
            .iter()
            .filter(|(row, ..)| {
                !self.given[row + 1..].iter().any(|later| later.name == self.given[*row].name)
            })
            .copied()
            .collect();
        let sides =
            known.iter().filter(|(row, field, ..)| *field == Field::Combatants && !self.is_blank(*row));
        self.combatant_rows = sides.filter_map(|(_, _, side, _)| *side).max().unwrap_or(0) as usize;
        for row in 0..self.combatant_rows {
            self.builder.side(row);
        }
        let order = [
            Field::Combatants,
            Field::Commanders,
            Field::Units,
            Field::Strength,
            Field::Losses,
            Field::CivilianLosses,
            Field::Name,
            Field::Kind,
            Field::PartOf,
            Field::Date,
            Field::EndDate,
            Field::Place,
            Field::Coordinates,
            Field::Cause,
            Field::Causes,
            Field::Result,
            Field::Status,
            Field::Territory,
            Field::Previous,
            Field::Next,
            Field::Series,
            Field::Bystanders,
        ];
        for wanted in order {
            for (row, field, side, letter) in &known {
                if *field == wanted {
                    self.one(*row, *field, *side, *letter);
                }
            }
        }
        for (row, given) in self.given.iter().enumerate() {
            let looks =
                self.builder.tables.parameter(&given.name).is_some_and(|(field, ..)| field == Field::Looks);
            let unknown = self.done[row].is_none() && !looks && !self.is_blank(row);
            if unknown {
                let message =
                    format!("The parameter “{}” is kept as it stands; no field takes it.", given.name.trim());
                self.builder.notice(Weight::Kept, message, Some(given.span));
            }
        }
    }

    /// Sets a field to the only parameter given, or adds it; whether that could be read.
    pub fn set(&mut self, field: Field, side: Option<u32>, letter: Option<char>, add: bool) -> bool {
        let blank = self.is_blank(0);
        if let Some(side) = side {
            self.combatant_rows = self.builder.record.sides.len().max(side as usize);
            for row in 0..self.combatant_rows {
                self.builder.side(row);
            }
        }
        if !add {
            self.clear(field, side.map(|side| side as usize - 1));
        }
        self.one(0, field, side, letter);
        self.done[0].is_some() || blank
    }

    fn clear(&mut self, field: Field, side: Option<usize>) {
        let record = &mut self.builder.record;
        match (field, side) {
            (Field::Name, _) => record.names.clear(),
            (Field::PartOf, _) => record.part_of.clear(),
            (Field::Date, _) => record.date.clear(),
            (Field::Place, _) => record.places.clear(),
            (Field::Coordinates, _) => record.coordinates = None,
            (Field::Cause | Field::Causes, _) => record.causes.clear(),
            (Field::Territory, _) => record.outcome.territory.clear(),
            (Field::Result, _) => {
                let territory = std::mem::take(&mut record.outcome.territory);
                record.outcome = crate::model::Outcome { territory, ..Default::default() };
            }
            (Field::Previous, _) => record.chains.iter_mut().for_each(|it| it.previous = None),
            (Field::Next, _) => record.chains.iter_mut().for_each(|it| it.next = None),
            (Field::Series, _) => record.chains.retain(|it| it.previous.is_some() || it.next.is_some()),
            (Field::Bystanders, _) => record.bystanders.clear(),
            (Field::Losses | Field::CivilianLosses, None) => record.losses.clear(),
            (field, Some(row)) => {
                let Some(side) = record.sides.get_mut(row) else { return };
                let name = match field {
                    Field::Combatants => {
                        side.members.clear();
                        side.name = None;
                        "members"
                    }
                    Field::Commanders => {
                        side.commanders.clear();
                        "commanders"
                    }
                    Field::Units => {
                        side.units.clear();
                        "units"
                    }
                    Field::Strength => {
                        side.strength.clear();
                        "strength"
                    }
                    _ => {
                        side.losses.clear();
                        "losses"
                    }
                };
                side.remarks.retain(|it| it.field != name);
            }
            _ => {}
        }
    }

    fn is_blank(&self, row: usize) -> bool {
        self.given[row]
            .pieces
            .iter()
            .all(|piece| matches!(piece, Piece::Text(text) if text.trim().is_empty()))
    }

    fn items(&mut self, row: usize) -> Vec<Item> {
        items(&self.given[row].pieces, &mut self.builder.notes)
    }

    /// A list that a second parameter adds to: the first one keeps the rows that it had.
    fn share(&mut self, path: &str, before: usize) {
        if self.length(path) <= before {
            return;
        }
        for own in self.done.iter_mut().flatten() {
            let (base, range) = part::rows(own);
            if base == path && range.is_none_or(|(_, end)| end.is_none()) {
                let start = range.map_or(0, |(start, _)| start);
                *own = format!("{path}.{start}..{before}");
            }
        }
    }

    /// Rows of the list of a side that a path names; none where it names no list.
    fn length(&self, path: &str) -> usize {
        let named = path.strip_prefix("sides.").and_then(|it| it.split_once('.'));
        let Some((row, field)) = named else { return 0 };
        let Some(side) = row.parse::<usize>().ok().and_then(|row| self.builder.record.sides.get(row)) else {
            return 0;
        };
        match field {
            "members" => side.members.len(),
            "commanders" => side.commanders.len(),
            "units" => side.units.len(),
            "strength" => side.strength.len(),
            _ => side.losses.len(),
        }
    }

    fn one(&mut self, row: usize, field: Field, side: Option<u32>, letter: Option<char>) {
        let list = side.and_then(|side| path_of(field, side as usize - 1));
        let before = list.map_or(0, |path| self.length(&path));
        let path = match (field, side) {
            (field, Some(side)) if field.is_of_sides() => self.of_side(row, field, side as usize - 1, letter),
            // "strength" without a number: of all sides together, or of a box with one list.
            (field, None) if field.is_of_sides() => self.of_all(row, field),
            (field, _) => self.of_whole(row, field),
        };
        let Some(path) = path else { return };
        self.share(&path, before);
        let rows =
            self.length(&path) > before && self.done.iter().flatten().any(|own| part::rows(own).0 == path);
        self.done[row] = Some(if rows { format!("{path}.{before}..") } else { path });
    }

    fn of_side(&mut self, row: usize, field: Field, side: usize, letter: Option<char>) -> Option<String> {
        let spare = side >= self.combatant_rows.max(1) && self.combatant_rows > 0;
        if self.is_blank(row) {
            // Absent: the list stays empty, and the parameter knows which one it is.
            return (!spare).then(|| path_of(field, side)).flatten();
        }
        if field == Field::Losses && spare {
            return self.common_losses(row);
        }
        let items = self.items(row);
        let tables = self.builder.tables;
        match field {
            Field::Combatants => {
                let groups = names::groups(&items, tables, false);
                if let Some(letter) = letter {
                    let who = groups
                        .iter()
                        .flat_map(|it| &it.names)
                        .map(|it| it.name.clone())
                        .collect::<Vec<_>>()
                        .join(", ");
                    let text = format!(
                        "Are {who} a side of their own? The box sets them apart in column {}{letter}.",
                        side + 1
                    );
                    let assumed = Some(format!("they stood with column {}", side + 1));
                    self.builder.ask(text, &format!("sides.{side}.members"), assumed, &who);
                }
                self.builder.members(side, groups);
            }
            Field::Commanders => {
                let groups = names::groups(&items, tables, true);
                self.builder.commanders(side, groups);
            }
            Field::Units => {
                let groups = names::groups(&items, tables, false);
                self.builder.units(side, groups);
            }
            Field::Strength | Field::Losses => {
                let of = if field == Field::Strength { Of::Strength } else { Of::Losses };
                let cell = {
                    let builder = &*self.builder;
                    counts::cell(&items, of, tables, &|name| builder.member_named(name, side).is_some())
                };
                self.builder.counts(side, of, cell);
            }
            _ => return None,
        }
        path_of(field, side)
    }

    /// A parameter of sides without a number stands for the only list of its box: the first side's.
    fn of_all(&mut self, row: usize, field: Field) -> Option<String> {
        match field {
            Field::Losses => self.common_losses(row),
            Field::Combatants if self.combatant_rows == 0 && !self.is_blank(row) => self.versus(row),
            _ => None,
        }
    }

    /// "A vs. B" in one cell.
    fn versus(&mut self, row: usize) -> Option<String> {
        let items = self.items(row);
        let whole: Vec<&str> = items.iter().map(|item| item.text.as_str()).collect();
        let text = whole.join(" ");
        let at = [" vs. ", " vs ", " versus ", " v. ", " contro "]
            .iter()
            .find_map(|word| Some((text.find(word)?, word.len())))?;
        let span = self.given[row].span;
        for (side, part) in [&text[..at.0], &text[at.0 + at.1..]].into_iter().enumerate() {
            let groups = names::groups(&[Item::bare(part, span)], self.builder.tables, false);
            self.builder.members(side, groups);
        }
        Some("sides.0.members".to_owned())
    }

    fn common_losses(&mut self, row: usize) -> Option<String> {
        let items = self.items(row);
        let sides = self.builder.record.sides.len();
        let cell = counts::cell(&items, Of::Losses, self.builder.tables, &|_| false);
        if cell.counts.is_empty() && !self.is_blank(row) {
            return None;
        }
        // They are read as a side's are, and then taken out of it.
        self.builder.counts(sides, Of::Losses, cell);
        let side = self.builder.record.sides.pop()?;
        let own = side.key;
        let counts = side.losses.into_iter().map(|mut count| {
            count.borne_by.retain(|key| *key != own);
            count
        });
        self.builder.record.losses.extend(counts);
        Some("losses".to_owned())
    }

    fn of_whole(&mut self, row: usize, field: Field) -> Option<String> {
        let path = match field {
            Field::Name => "names",
            Field::Kind => "kind",
            Field::PartOf => "part_of",
            Field::Date | Field::EndDate => "date",
            Field::Place => "places",
            Field::Coordinates => "coordinates",
            Field::Cause | Field::Causes => "causes",
            Field::Result | Field::Status => "outcome",
            Field::Territory => "outcome.territory",
            Field::Previous | Field::Next | Field::Series => "chains",
            Field::Bystanders => "bystanders",
            Field::CivilianLosses => "losses",
            _ => return None,
        };
        if self.is_blank(row) && field != Field::Series && field != Field::Coordinates {
            return Some(path.to_owned());
        }
        let read = match field {
            Field::Name => self.name(row),
            Field::Kind => self.kind(row),
            Field::PartOf => self.part_of(row),
            Field::Date => self.dates(row),
            Field::EndDate => self.end_date(row),
            Field::Place => self.places(row),
            Field::Coordinates => self.coordinates(row),
            Field::Cause | Field::Causes | Field::Territory => self.texts(row, field),
            Field::Result | Field::Status => self.result(row),
            Field::Previous | Field::Next => self.neighbour(row, field),
            Field::Series => self.series(row),
            Field::Bystanders => self.bystanders(row),
            Field::CivilianLosses => self.common_losses(row).is_some(),
            _ => false,
        };
        read.then(|| path.to_owned())
    }

    fn name(&mut self, row: usize) -> bool {
        let items = self.items(row);
        for (n, item) in items.iter().enumerate() {
            // A second line in brackets is no name of it, but what it is part of.
            if n > 0 && item.text.starts_with('(') {
                let text = item.text.trim_matches(['(', ')']).to_owned();
                let page = item.links().next().map(|(_, page)| page.to_owned());
                let claim = self.builder.reference(
                    EntityKind::Event,
                    &item.text,
                    &text,
                    page.as_deref(),
                    item.span,
                    &item.notes,
                );
                self.builder.record.part_of.push(claim);
                continue;
            }
            let claim = self.builder.text(item);
            self.builder.record.names.push(claim);
        }
        !items.is_empty()
    }

    fn kind(&mut self, row: usize) -> bool {
        let text = self.given[row].pieces.plain();
        match self.builder.tables.conflict(&text) {
            Some(kind) => {
                self.builder.record.kind = kind;
                self.builder.record.outcome.kind = None;
                true
            }
            None => false,
        }
    }

    /// What it is part of: every link, and words between commas that are none.
    fn part_of(&mut self, row: usize) -> bool {
        for item in self.items(row) {
            for (start, end) in phrases(&item) {
                let part = item.part(start, end);
                let name = without_article(&part.text);
                if name.is_empty() {
                    continue;
                }
                let page = part.links().next().map(|(_, page)| page.to_owned());
                let claim = self.builder.reference(
                    EntityKind::Event,
                    &part.text,
                    name,
                    page.as_deref(),
                    part.span,
                    &part.notes,
                );
                self.builder.record.part_of.push(claim);
            }
        }
        true
    }

    fn dates(&mut self, row: usize) -> bool {
        for item in self.items(row) {
            // A second line in brackets is an aside: how long it lasted, which feast it was.
            if !self.builder.record.date.is_empty()
                && (item.text.starts_with('(') || !item.text.chars().any(|c| c.is_ascii_digit()))
            {
                continue;
            }
            self.builder.date(&item);
        }
        true
    }

    /// A box with two dates: the first is made a span.
    fn end_date(&mut self, row: usize) -> bool {
        let items = self.items(row);
        let Some(item) = items.first() else { return false };
        let end = crate::import::cell::dates::date_of(item, self.builder.tables);
        match self.builder.record.date.first_mut() {
            Some(claim) => {
                let own = &mut claim.value;
                let plain =
                    |edtf: &Option<String>| edtf.as_deref().is_some_and(|it| !it.contains(['[', '/', '{']));
                own.edtf = (plain(&own.edtf) && plain(&end.edtf)).then(|| {
                    format!("{}/{}", own.edtf.as_deref().unwrap_or(""), end.edtf.as_deref().unwrap_or(""))
                });
                own.last = end.last;
                own.verbatim = format!("{} – {}", own.verbatim, end.verbatim);
                claim.verbatim = format!("{} – {}", claim.verbatim, item.text);
            }
            None => self.builder.date(item),
        }
        true
    }

    fn places(&mut self, row: usize) -> bool {
        for item in self.items(row) {
            for (start, end) in place_parts(&item) {
                let part = item.part(start, end);
                let words = unbracketed(&part.text);
                // The numbers of coordinates are no name.
                if words.is_empty() || words.contains('|') {
                    continue;
                }
                let page = part.links().next().map(|(_, page)| page.to_owned());
                // "Near Krokowa", "south of Market Bosworth": the link is the place, the words are what is said.
                let name = part.links().next().map_or(words, |(at, _)| &part.text[at.start..at.end]);
                let claim = self.builder.reference(
                    EntityKind::Place,
                    words,
                    name,
                    page.as_deref(),
                    part.span,
                    &part.notes,
                );
                self.builder.record.places.push(claim);
            }
        }
        true
    }

    fn coordinates(&mut self, row: usize) -> bool {
        let span = self.given[row].span;
        match coordinates(&self.given[row].pieces.plain()) {
            Some(value) => {
                let whole = self.given[row].pieces.plain();
                // What follows the point of the compass is for maps.
                let words: Vec<&str> = whole
                    .split('|')
                    .map(str::trim)
                    .take_while(|it| it.parse::<f64>().is_ok() || ["N", "S", "E", "W"].contains(it))
                    .collect();
                let words = words.join(" ");
                self.builder.record.coordinates = Some(self.builder.claim(&words, value, span, &[]));
                true
            }
            None => self.is_blank(row) && self.given[row].pieces.iter().next().is_none(),
        }
    }

    fn texts(&mut self, row: usize, field: Field) -> bool {
        let items = self.items(row);
        let claims: Vec<_> =
            items.iter().filter(|item| !item.is_heading()).map(|item| self.builder.text(item)).collect();
        match field {
            Field::Territory => self.builder.record.outcome.territory.extend(claims),
            _ => self.builder.record.causes.extend(claims),
        }
        true
    }

    /// The first line is the result, the others are what followed.
    fn result(&mut self, row: usize) -> bool {
        for item in self.items(row) {
            let claim = self.builder.text(&item);
            let first = self.builder.record.outcome.text.is_empty();
            if !first {
                self.builder.record.outcome.terms.push(claim);
                continue;
            }
            let text = item.text.clone();
            let pages: Vec<String> = item.links().map(|(_, page)| page.to_owned()).collect();
            let winners = self.builder.winners(&text, &pages);
            let outcome = &mut self.builder.record.outcome;
            outcome.text.push(claim);
            outcome.decisiveness = self.builder.tables.decisiveness(&text);
            outcome.winners = winners;
            outcome.ended_war = self.builder.tables.ends_war(&text).then_some(true);
        }
        true
    }

    fn neighbour(&mut self, row: usize, field: Field) -> bool {
        let items = self.items(row);
        let Some(item) = items.first() else { return false };
        let page = item.links().next().map(|(_, page)| page.to_owned());
        let name = item.text.clone();
        let claim =
            self.builder.reference(EntityKind::Event, &name, &name, page.as_deref(), item.span, &item.notes);
        let chains = &mut self.builder.record.chains;
        if chains.is_empty() {
            chains.push(Chain::default());
        }
        if let Some(chain) = chains.first_mut() {
            match field {
                Field::Previous => chain.previous = Some(claim),
                _ => chain.next = Some(claim),
            }
        }
        true
    }

    fn series(&mut self, row: usize) -> bool {
        let named = self.given[row].pieces.iter().filter_map(|piece| match piece {
            Piece::Series(name) => Some(name.clone()),
            _ => None,
        });
        let chains: Vec<Chain> = named.map(|name| Chain { chain: Some(name), ..Chain::default() }).collect();
        let any = !chains.is_empty() || self.is_blank(row);
        self.builder.record.chains.extend(chains);
        any
    }

    fn bystanders(&mut self, row: usize) -> bool {
        for item in self.items(row) {
            let page = item.links().next().map(|(_, page)| page.to_owned());
            let name = item.text.clone();
            let claim = self.builder.reference(
                EntityKind::Faction,
                &name,
                &name,
                page.as_deref(),
                item.span,
                &item.notes,
            );
            self.builder.record.bystanders.push(claim);
        }
        true
    }
}

fn is_conflict(name: &str) -> bool {
    ["conflict", "conflitto", "conflit", "konflikt"].contains(&name.trim().to_lowercase().as_str())
}

fn path_of(field: Field, side: usize) -> Option<String> {
    let name = match field {
        Field::Combatants => "members",
        Field::Commanders => "commanders",
        Field::Units => "units",
        Field::Strength => "strength",
        Field::Losses => "losses",
        _ => return None,
    };
    Some(format!("sides.{side}.{name}"))
}

/// The kind that a parameter has stated, if any did: any but the one that is taken for granted.
pub(crate) fn stated_kind(record: &Record) -> Option<RecordKind> {
    let stated = record.origin.is_none() && record.kind != RecordKind::default();
    stated.then_some(record.kind)
}
