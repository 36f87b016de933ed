//! Reads flattened text: a page copied from a browser, whose labels and columns are partly lost. Structure is inferred
//! from order, blank lines, daggers, labels that are left, and what the prose says; where it is a guess, a question says
//! so.

mod columns;
mod lines;
mod prose;

use super::build::Builder;
use super::cell::counts::{self, Of};
use super::cell::figures;
use super::cell::{Item, Piece, Pieces, dates, items, names};
use super::page::{Imported, Settings, Weight};
use super::tables::{Field, Tables};
use crate::model::{Chain, EntityKind, Extra, Format, Origin, Parameter, TextSpan, slug};
use crate::part;
use lines::{Line, Run};

/// Reads a page.
pub(crate) fn import(text: &str, settings: &Settings) -> Imported {
    let mut page = Page { builder: Builder::new(settings), parameters: Vec::new(), text };
    let runs = lines::runs(text);
    let first_prose = |run: &Run<'_>| run.lines.iter().position(|line| lines::is_prose(line.text));
    let mut head: Vec<Run<'_>> = Vec::new();
    let mut body: Vec<Run<'_>> = Vec::new();
    for run in runs {
        match first_prose(&run) {
            _ if !body.is_empty() => body.push(run),
            Some(0) => body.push(run),
            Some(row) => {
                head.push(Run { lines: run.lines[..row].to_vec() });
                body.push(Run { lines: run.lines[row..].to_vec() });
            }
            None => head.push(run),
        }
    }
    page.head(&head, &body, settings);
    prose::read(&mut page.builder, &mut page.parameters, &body);
    page.finish(settings)
}

struct Page<'t, 's> {
    builder: Builder<'s>,
    parameters: Vec<Parameter>,
    text: &'t str,
}

impl<'t> Page<'t, '_> {
    fn tables(&self) -> &'static Tables {
        self.builder.tables
    }

    fn head(&mut self, head: &[Run<'t>], body: &[Run<'t>], settings: &Settings) {
        let mut head: Vec<Run<'t>> = head.to_vec();
        if let Some(title) = take_title(&mut head, settings) {
            let item = Item::bare(title.text, title.span);
            let claim = self.builder.text(&item);
            self.builder.record.names.push(claim);
            self.read_as("names", "names", title.span);
        }
        let labelled = head
            .iter()
            .flat_map(|run| &run.lines)
            .filter(|line| lines::label(line.text, self.tables()).is_some())
            .count();
        if labelled >= 2 {
            self.labelled(&head, body);
        } else {
            self.blocks(&head);
        }
    }

    fn read_as(&mut self, name: &str, field: &str, span: TextSpan) {
        self.parameters.push(Parameter {
            name: name.to_owned(),
            span,
            field: Some(field.to_owned()),
            as_read: None,
        });
    }

    fn keep(&mut self, name: &str, line: &Line<'_>) {
        self.builder.record.extras.push(Extra { name: name.to_owned(), raw: line.text.to_owned() });
        let message = format!("“{}” is kept as it stands; no field takes it.", line.text);
        self.builder.notice(Weight::Kept, message, Some(line.span));
        self.parameters.push(Parameter {
            name: name.to_owned(),
            span: line.span,
            field: None,
            as_read: None,
        });
    }

    // --- text with labels ---

    fn labelled(&mut self, head: &[Run<'t>], body: &[Run<'t>]) {
        let all: Vec<Line<'t>> = head.iter().flat_map(|run| run.lines.iter().copied()).collect();
        let prose: String = body.iter().map(|run| run.text()).collect::<Vec<_>>().join(" ");
        let mut dates: Vec<(Field, Item)> = Vec::new();
        let mut rows: Vec<(Option<Field>, Line<'t>)> = Vec::new();
        let mut under: Option<Field> = None;
        for line in &all {
            if let Some((field, side, at)) = lines::label(line.text, self.tables()) {
                let value = &line.text[at..];
                let span = TextSpan { start: line.span.start + at, end: line.span.end };
                if value.is_empty() {
                    under = Some(field);
                    continue;
                }
                match (field, side) {
                    (Field::Date | Field::EndDate, _) => dates.push((field, Item::bare(value, span))),
                    (field, Some(side)) => self.cell(field, side as usize - 1, &[Line { text: value, span }]),
                    (field, None) if field.is_of_sides() => {
                        rows.push((Some(field), Line { text: value, span }))
                    }
                    (field, None) => self.whole(field, value, span),
                }
                continue;
            }
            match lines::bare_label(line.text, self.tables()) {
                Some(field) => under = Some(field),
                None => rows.push((under.filter(|field| field.is_of_sides()), *line)),
            }
        }
        self.span_of(dates);
        self.rows(&rows, &prose);
    }

    /// A first and a last date are one span.
    fn span_of(&mut self, dates: Vec<(Field, Item)>) {
        let (Some((_, first)), last) =
            (dates.first(), dates.iter().find(|(field, _)| *field == Field::EndDate))
        else {
            return;
        };
        let item = match last.filter(|(_, last)| last != first) {
            Some((_, last)) => Item {
                text: format!("{}–{}", first.text, last.text),
                span: TextSpan { start: first.span.start, end: last.span.end },
                ..Item::default()
            },
            None => first.clone(),
        };
        self.read_as("date", "date", item.span);
        self.builder.date(&item);
    }

    /// Rows of two columns run together, in the order of boxes: who fought, who led, with what, and what it cost.
    fn rows(&mut self, rows: &[(Option<Field>, Line<'t>)], prose: &str) {
        let others = |own: &Line<'_>| {
            let lines = rows
                .iter()
                .filter(|(_, line)| line.span != own.span)
                .map(|(_, line)| line.text)
                .collect::<Vec<_>>()
                .join("\n");
            format!("{lines}\n{prose}")
        };
        let mut order =
            [Field::Combatants, Field::Commanders, Field::Units, Field::Losses].into_iter().peekable();
        let mut lost_rows = 0;
        for (n, (under, line)) in rows.iter().enumerate() {
            if is_caption(line.text, rows.get(n + 1).map(|(_, line)| line.text)) {
                self.keep("caption", line);
                continue;
            }
            let Some(cut) = columns::cut(line.text, &others(line)) else {
                self.keep("line", line);
                continue;
            };
            let counted = is_quantity(cut.left, self.tables()) || is_quantity(cut.right, self.tables());
            let field = match under {
                Some(field) => *field,
                None if counted => Field::Strength,
                None => order.next().unwrap_or(Field::Units),
            };
            if *under == Some(Field::Losses) {
                lost_rows += 1;
            }
            for (side, text) in [cut.left, cut.right].into_iter().enumerate() {
                let start = line.span.start + (text.as_ptr() as usize - line.text.as_ptr() as usize);
                self.cell(field, side, &[Line { text, span: TextSpan { start, end: start + text.len() } }]);
            }
            self.ask_row(field, line, cut.sure, under.is_some());
        }
        if lost_rows > 1 {
            let text = format!(
                "The box has {lost_rows} rows of losses whose labels are lost: what does each count?"
            );
            self.builder.ask(text, "sides.0.losses", Some("losses of any kind".to_owned()), "");
        }
    }

    fn ask_row(&mut self, field: Field, line: &Line<'_>, sure: bool, labelled: bool) {
        let what = field_name(field);
        let about = format!("sides.0.{}", path_name(field));
        if !sure {
            let assumed = self.sides_of(field);
            let text =
                format!("Two columns are run together in “{}”: where does the second begin?", line.text);
            self.builder.ask(text, &about, assumed, line.text);
        } else if !labelled && field != Field::Combatants {
            let text = format!("The label of “{}” is lost: are these the {what}?", line.text);
            self.builder.ask(text, &about, Some(format!("they are the {what}")), line.text);
        }
    }

    fn sides_of(&self, field: Field) -> Option<String> {
        let names = self.builder.record.sides.iter().map(|side| match field {
            Field::Units => {
                side.units.iter().map(|it| it.name.verbatim.as_str()).collect::<Vec<_>>().join(", ")
            }
            Field::Commanders => {
                side.commanders.iter().map(|it| it.name.verbatim.as_str()).collect::<Vec<_>>().join(", ")
            }
            _ => side.members.iter().map(|it| it.name.verbatim.as_str()).collect::<Vec<_>>().join(", "),
        });
        let names: Vec<String> = names.collect();
        (names.len() == 2).then(|| format!("“{}” and “{}”", names[0], names[1]))
    }

    // --- text without labels ---

    /// Blocks between empty lines, in the order of boxes, with a date and a result to find one's place by.
    fn blocks(&mut self, head: &[Run<'t>]) {
        let title = self.builder.record.names.first().map(|it| it.value.clone()).unwrap_or_default();
        let dated = head.iter().position(|run| run.lines.len() == 1 && self.is_date(&run.text()));
        let ended = head.iter().position(|run| run.lines.len() <= 4 && self.is_result(run.lines[0].text));
        let repeated = head.iter().position(|run| run.text() == title);
        let before_date = dated.or(ended).unwrap_or(0);
        for (row, run) in head.iter().enumerate().take(before_date) {
            match repeated {
                Some(again) if row < again => self.neighbour(run),
                Some(again) if row == again => self.read_as("names", "names", run.span()),
                _ => self.parent(run),
            }
        }
        if let Some(row) = dated {
            let run = &head[row];
            self.read_as("date", "date", run.span());
            self.builder.date(&Item::bare(&run.text(), run.span()));
        }
        let places = dated.map_or(before_date, |row| row + 1)..ended.unwrap_or(before_date);
        for run in head.get(places).unwrap_or(&[]) {
            self.whole(Field::Place, &run.text(), run.span());
        }
        let rest = ended.map_or_else(|| dated.map_or(0, |row| row + 1), |row| row + 1);
        self.cells(head.get(rest..).unwrap_or(&[]));
        if let Some(row) = ended {
            // The result names sides, which are known now.
            let run = &head[row];
            for line in &run.lines {
                self.whole(Field::Result, line.text, line.span);
            }
        }
        if dated.is_some() || ended.is_some() {
            let text = "The labels of the box are lost. Its blocks were taken, in their order, for who fought, who led, with what strength, and at what cost, the first column before the second: is that so?";
            self.builder.ask(text, "sides", Some("it is so".to_owned()), "");
        }
    }

    fn is_date(&self, text: &str) -> bool {
        dates::date(text, self.tables()).is_some()
    }

    fn is_result(&self, text: &str) -> bool {
        text.split(' ').count() <= 12
            && (self.tables().is_victory(text) || self.tables().decisiveness(text).is_some())
    }

    /// A name between the page's title and the box's: the neighbour in a series.
    fn neighbour(&mut self, run: &Run<'_>) {
        let (name, span) = (run.text(), run.span());
        let claim = self.builder.reference(EntityKind::Event, &name, &name, None, span, &[]);
        let chains = &mut self.builder.record.chains;
        if chains.is_empty() {
            chains.push(Chain::default());
        }
        let Some(chain) = chains.first_mut() else { return };
        let what = if chain.previous.is_none() { "before" } else { "after" };
        match what {
            "before" => chain.previous = Some(claim),
            _ => chain.next = Some(claim),
        }
        self.read_as("chain", "chains", span);
        let text = format!("“{name}” stands above the box without a label: did it come before this?");
        self.builder.ask(text, "chains", Some(format!("it came {what} this")), &name);
    }

    fn parent(&mut self, run: &Run<'_>) {
        self.whole(Field::PartOf, &run.text(), run.span());
    }

    /// Cells in pairs: names before numbers, who fought before who led, strength before losses.
    fn cells(&mut self, runs: &[Run<'t>]) {
        let tables = self.tables();
        let counted: Vec<bool> =
            runs.iter().map(|run| run.lines.iter().all(|line| is_quantity(line.text, tables))).collect();
        let first_count = counted.iter().position(|it| *it).unwrap_or(runs.len());
        let (named, numbers) = runs.split_at(first_count);
        let led = |run: &Run<'_>| {
            run.lines.iter().any(|line| line.text.contains('†') || tables.rank(line.text).is_some())
        };
        // Two blocks are who fought; four are who fought and who led; of six the last are units.
        let fields: &[Field] = match named.len() {
            0 => &[],
            1 | 2 if named.iter().all(led) => &[Field::Commanders],
            1 | 2 => &[Field::Combatants],
            3 | 4 => &[Field::Combatants, Field::Commanders],
            _ => &[Field::Combatants, Field::Commanders, Field::Units],
        };
        self.pairs(named, fields);
        let lost = |run: &Run<'_>| run.lines.iter().any(|line| says_lost(line.text, tables));
        let fields: &[Field] = match numbers.len() {
            0 => &[],
            1 | 2 if numbers.iter().any(lost) => &[Field::Losses],
            1 | 2 => &[Field::Strength],
            _ => &[Field::Strength, Field::Losses],
        };
        self.pairs(numbers, fields);
    }

    fn pairs(&mut self, runs: &[Run<'t>], fields: &[Field]) {
        for (row, run) in runs.iter().enumerate() {
            match fields.get(row / 2) {
                Some(field) => self.cell(*field, row % 2, &run.lines),
                None => run.lines.iter().for_each(|line| self.keep("block", line)),
            }
        }
        if !runs.len().is_multiple_of(2) {
            let last = runs.last().map(Run::text).unwrap_or_default();
            let text = format!("One column has no block beside “{last}”: to which side does it belong?");
            self.builder.ask(text, "sides", Some("the first".to_owned()), &last);
        }
    }

    // --- one cell, one field ---

    fn cell(&mut self, field: Field, side: usize, lines: &[Line<'_>]) {
        let mut pieces = Pieces::default();
        for line in lines {
            // "A; B" is two lines of a cell run together.
            for part in line.text.split("; ") {
                let start = line.span.start + (part.as_ptr() as usize - line.text.as_ptr() as usize);
                let span = TextSpan { start, end: start + part.len() };
                pieces.push(Piece::Break, TextSpan { start, end: start });
                marked(part, span, &mut pieces);
            }
        }
        let tables = self.tables();
        let items = items(&pieces, &mut self.builder.notes);
        self.builder.side(side);
        match field {
            Field::Combatants => {
                let groups = names::groups(&listed(&items, false), tables, false);
                self.builder.members(side, groups);
            }
            Field::Commanders => {
                let groups = names::groups(&listed(&items, true), tables, true);
                self.builder.commanders(side, groups);
            }
            Field::Units => {
                let groups = names::groups(&listed(&items, false), tables, false);
                self.builder.units(side, groups);
            }
            _ => {
                let of = if field == Field::Losses { Of::Losses } else { Of::Strength };
                let builder = &self.builder;
                let cell =
                    counts::cell(&items, of, tables, &|name| builder.member_named(name, side).is_some());
                self.builder.counts(side, of, cell);
            }
        }
        let span = TextSpan {
            start: lines.first().map_or(0, |it| it.span.start),
            end: lines.last().map_or(0, |it| it.span.end),
        };
        self.read_as(path_name(field), &format!("sides.{side}.{}", path_name(field)), span);
    }

    fn whole(&mut self, field: Field, text: &str, span: TextSpan) {
        let item = Item::bare(text, span);
        let kind = match field {
            Field::Place => EntityKind::Place,
            _ => EntityKind::Event,
        };
        match field {
            Field::Place => {
                for name in text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty()) {
                    let claim = self.builder.reference(kind, name, name, None, span, &[]);
                    self.builder.record.places.push(claim);
                }
                self.read_as("place", "places", span);
            }
            Field::PartOf => {
                let claim = self.builder.reference(kind, text, text, None, span, &[]);
                self.builder.record.part_of.push(claim);
                self.read_as("part of", "part_of", span);
            }
            Field::Previous | Field::Next => {
                let claim = self.builder.reference(kind, text, text, None, span, &[]);
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
                self.read_as("chain", "chains", span);
            }
            Field::Result | Field::Status => {
                self.result(&item);
                self.read_as("result", "outcome", span);
            }
            Field::Territory => {
                let claim = self.builder.text(&item);
                self.builder.record.outcome.territory.push(claim);
                self.read_as("territory", "outcome.territory", span);
            }
            Field::Cause | Field::Causes => {
                let claim = self.builder.text(&item);
                self.builder.record.causes.push(claim);
                self.read_as("cause", "causes", span);
            }
            Field::Name => {
                let claim = self.builder.text(&item);
                self.builder.record.names.push(claim);
                self.read_as("names", "names", span);
            }
            _ => self.keep("line", &Line { text, span }),
        }
    }

    /// "Terran Empire conquered; humans enslaved.": the first part is the result, the others are what followed.
    fn result(&mut self, item: &Item) {
        let tables = self.tables();
        let mut at = 0;
        for part in item.text.split(';') {
            let own = item.part(at, at + part.len());
            at += part.len() + 1;
            let claim =
                self.builder.text(&Item { text: own.text.trim_end_matches('.').to_owned(), ..own.clone() });
            let winners = self.builder.winners(&own.text, &[]);
            let outcome = &mut self.builder.record.outcome;
            if outcome.text.is_empty() {
                outcome.decisiveness = tables.decisiveness(&own.text);
                outcome.winners = winners;
                outcome.text.push(claim);
            } else {
                outcome.terms.push(claim);
            }
            if tables.ends_war(&own.text) {
                outcome.ended_war = Some(true);
            }
        }
    }

    fn finish(mut self, settings: &Settings) -> Imported {
        if self.builder.record.names.is_empty() {
            let name = settings.title.clone().unwrap_or_else(|| "Unnamed".to_owned());
            self.builder.record.names.push(crate::model::said(&name, crate::model::Basis::Editor));
        }
        let name = self.builder.record.name().to_owned();
        self.builder.record.id = slug(&name);
        self.builder.record.kind =
            settings.kind.or_else(|| self.tables().conflict(&name)).unwrap_or_default();
        let text = self.text.to_owned();
        let mut parameters = self.parameters;
        let (mut record, notices) = self.builder.finish();
        parameters.sort_by_key(|it| it.span);
        for parameter in &mut parameters {
            parameter.as_read = parameter.field.as_deref().and_then(|field| part::digest(&record, field));
        }
        record.origin = Some(Origin { format: Format::Flattened, text, parameters, ..Origin::default() });
        Imported { record, notices }
    }
}

/// Words with the markers of footnotes that are printed in them.
fn marked(text: &str, span: TextSpan, pieces: &mut Pieces) {
    let mut at = 0;
    for (start, end, marker) in prose::printed_markers(text) {
        pieces.push(Piece::Text(text[at..start].to_owned()), span);
        pieces.push(Piece::Marker(marker.to_owned()), span);
        at = end;
    }
    pieces.push(Piece::Text(text[at..].to_owned()), span);
}

/// The first line is the title, unless it is a label with its value.
fn take_title<'t>(head: &mut Vec<Run<'t>>, settings: &Settings) -> Option<Line<'t>> {
    let first = head.first_mut()?;
    let line = *first.lines.first()?;
    let tables = Tables::standard();
    let named = lines::label(line.text, tables)
        .is_some_and(|(field, _, at)| field == Field::Name && at < line.text.len());
    if named
        || settings.title.as_deref().is_some_and(|title| title != line.text)
        || lines::label(line.text, tables).is_some()
    {
        return None;
    }
    first.lines.remove(0);
    if first.lines.is_empty() {
        head.remove(0);
    }
    Some(line)
}

/// A list on one line is cut at its commas.
fn listed(items: &[Item], persons: bool) -> Vec<Item> {
    let mut out = Vec::new();
    for item in items {
        let brackets = item.text.contains('(') || item.text.contains(':');
        // "Edward, Duke of York" is one person.
        let titled = persons
            && item.text.split(", ").skip(1).any(|part| part.contains(" of ") || part.split(' ').count() < 2);
        if brackets || titled || !item.text.contains(", ") {
            out.push(item.clone());
            continue;
        }
        let mut at = 0;
        for part in item.text.split(", ") {
            out.push(item.part(at, at + part.len()));
            at += part.len() + 2;
        }
    }
    out
}

/// Whether a cell's text is a quantity, or begins with one.
fn is_quantity(text: &str, tables: &Tables) -> bool {
    let item = Item::bare(text, TextSpan::default());
    let found = figures::counts(&item, tables);
    let begins = |counted: &counts::Counted| {
        text.starts_with(counted.verbatim.split(' ').next().unwrap_or("~")) || counted.verbatim == text
    };
    found.first().is_some_and(|first| {
        begins(first)
            && (text.starts_with(|c: char| c.is_ascii_digit() || c == '~')
                || figures::opens_with_quantity(text, tables))
    })
}

fn says_lost(text: &str, tables: &Tables) -> bool {
    let found = figures::counts(&Item::bare(text, TextSpan::default()), tables);
    found.iter().any(|it| !it.noun.fates.is_empty() || it.noun.civilian == Some(true))
        || tables.lexicon.loss(&text.to_lowercase()).is_some()
}

/// A line that repeats the next one with its words run together: what stood under two pictures.
fn is_caption(line: &str, next: Option<&str>) -> bool {
    let Some(next) = next else { return false };
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let run_together =
        line.split(' ').any(|word| word.chars().skip(1).any(char::is_uppercase) && !word.contains('-'));
    let shared = line.split(' ').filter(|word| next.contains(*word)).count();
    run_together
        && shared > 0
        && line.split(' ').any(|word| {
            word.len() > 6 && plain(next).contains(plain(word).trim_end_matches(|c: char| c.is_uppercase()))
        })
}

fn path_name(field: Field) -> &'static str {
    match field {
        Field::Combatants => "members",
        Field::Commanders => "commanders",
        Field::Units => "units",
        Field::Losses => "losses",
        _ => "strength",
    }
}

fn field_name(field: Field) -> &'static str {
    match field {
        Field::Combatants => "parties",
        Field::Commanders => "commanders",
        Field::Units => "units",
        Field::Losses => "losses",
        _ => "strengths",
    }
}
