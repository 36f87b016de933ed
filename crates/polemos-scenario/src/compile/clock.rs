//! What a war is called, in which words and calendar it is written, when it begins and ends.

use super::DefaultUsed;
use crate::diagnostic::{Finding, Findings};
use crate::draft::Draft;
use crate::ids::{self, Ids, Ref};
use crate::reading::{Language, Moment};
use crate::source::{Mark, SourceFile};
use crate::tree::{Node, Table, Value};
use crate::walk::{Provenance, Row};
use polemos_war::calendar::{Calendar, Month, Regular};
use polemos_war::date::{Date, Day, parse_date};
use polemos_war::lexicon::Lexicon;
use polemos_war::names::{Names, Pronoun};
use polemos_war::war::{Chain, Clock};

/// The war's own names and its clock.
pub(super) struct Clocked {
    pub(super) id: String,
    pub(super) names: Names,
    pub(super) chain: Chain,
    pub(super) place_text: Option<String>,
    pub(super) about: String,
    pub(super) clock: Clock,
    pub(super) defaults: Vec<(Mark, DefaultUsed)>,
}

/// Days after which an undecided war ends when its scenario does not say: three years.
const LIMIT_DAYS: f64 = 1095.0;
/// Longer wars are refused: they would be played for hours.
const MOST_DAYS: f64 = 200_000.0;

pub(super) fn language(
    draft: &Draft<'_>,
    files: &[SourceFile],
    ids: &mut Ids,
    findings: &mut Findings,
) -> (Language, Clocked) {
    let mut defaults = Vec::new();
    let mut left_open = |path: &str, value: String, why: &str| {
        let (path, why) = (path.to_owned(), why.to_owned());
        defaults.push((
            Mark::default(),
            DefaultUsed { path, value, unit: String::new(), why, file: None, line: None },
        ));
    };
    let top = &draft.top;
    let lexicon = lexicon(top, findings);
    let calendar = calendar(draft, &lexicon, ids, findings);
    let (start_date, start) = start(top, &lexicon, &calendar, findings, &mut left_open);
    let mut language = Language { lexicon, calendar, start, limit_days: LIMIT_DAYS };
    language.limit_days = limit(top, &language, findings, &mut left_open);
    let tick_days = if top.text("tick") == Some("1 week") { 7 } else { 1 };
    if top.get("tick").is_none() {
        left_open("tick", "1 day".to_owned(), "the scenario names no tick");
    }
    let id = war_id(top, files, findings, &mut left_open);
    let names = Names {
        primary: top.text("name").map_or_else(|| super::title_case(&id), str::to_owned),
        also: top.texts("also").into_iter().map(|(name, _)| name.to_owned()).collect(),
        pronoun: Pronoun::It,
        ..Names::default()
    };
    let clock = Clock {
        start,
        start_date,
        tick_days,
        limit_days: language.limit_days as u32,
        calendar: language.calendar.clone(),
    };
    let chain_text = |key: &str| draft.chain.as_ref().and_then(|row| row.text(key)).map(str::to_owned);
    let clocked = Clocked {
        id,
        names,
        chain: Chain {
            part_of: chain_text("part-of"),
            previous: chain_text("previous"),
            next: chain_text("next"),
        },
        place_text: top.text("where").map(str::to_owned),
        about: top.text("about").unwrap_or_default().to_owned(),
        clock,
        defaults,
    };
    (language, clocked)
}

fn war_id(
    top: &Row<'_>,
    files: &[SourceFile],
    findings: &mut Findings,
    left_open: &mut impl FnMut(&str, String, &str),
) -> String {
    if let Some(id) = top.text("id") {
        if !ids::is_id(id) {
            let near = ids::as_id(id);
            let mark = top.mark_of("id");
            let finding = Finding::error("bad-id", mark, format!("`{id}` cannot be the id of a war"));
            findings.add(finding.replace(format!("write `{near}`"), mark, format!("\"{near}\"")));
        }
        return id.to_owned();
    }
    let name = files.first().map_or("", |file| file.name.as_str());
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.strip_suffix(".toml").unwrap_or(stem);
    let id = ids::as_id(stem);
    left_open("id", id.clone(), "from the file's name");
    id
}

fn start(
    top: &Row<'_>,
    lexicon: &Lexicon,
    calendar: &Calendar,
    findings: &mut Findings,
    left_open: &mut impl FnMut(&str, String, &str),
) -> (Date, Day) {
    let fallback = calendar.from_ymd(2400, 1, 1).or_else(|| Day::from_ymd(2400, 1, 1)).unwrap_or_default();
    let Some(cell) = top.get("start") else {
        left_open("start", calendar.long(fallback), "the scenario names no start");
        return (Date::of_day(fallback, calendar), fallback);
    };
    let reader = Language {
        lexicon: lexicon.clone(),
        calendar: calendar.clone(),
        start: fallback,
        limit_days: LIMIT_DAYS,
    };
    match reader.day(cell.node) {
        Ok(found) => found,
        Err(finding) => {
            findings.add(*finding);
            (Date::of_day(fallback, calendar), fallback)
        }
    }
}

fn limit(
    top: &Row<'_>,
    language: &Language,
    findings: &mut Findings,
    left_open: &mut impl FnMut(&str, String, &str),
) -> f64 {
    let Some(cell) = top.get("end") else {
        left_open("end", format!("{LIMIT_DAYS} days"), "the scenario names no end: three years");
        return LIMIT_DAYS;
    };
    let days = match language.moment(cell.node, &Provenance::default()) {
        Ok(Moment::Days(read) | Moment::Date(read)) => read.factor.quantile(1.0).floor(),
        Ok(Moment::After { .. }) => {
            let finding = Finding::error(
                "bad-date",
                cell.node.mark,
                "the end cannot hang on something that may not happen",
            );
            findings.add(finding.help("write a date, or a number of days"));
            return LIMIT_DAYS;
        }
        Err(finding) => {
            findings.add(*finding);
            return LIMIT_DAYS;
        }
    };
    if days < 1.0 {
        let finding =
            Finding::error("end-before-start", cell.node.mark, "the war would end before it begins");
        findings.add(finding.label("not after the start").help("write a later date, or a number of days"));
        return LIMIT_DAYS;
    }
    if days > MOST_DAYS {
        let finding = Finding::error("too-long", cell.node.mark, format!("the war would last {days} days"));
        findings.add(
            finding.help(format!("write at most {MOST_DAYS} days; weekly ticks make long wars quicker")),
        );
        return LIMIT_DAYS;
    }
    days
}

fn lexicon(top: &Row<'_>, findings: &mut Findings) -> Lexicon {
    let standard = Lexicon::standard().clone();
    let Some(cell) = top.get("lexicon") else { return standard };
    let Some(table) = cell.node.table() else { return standard };
    match standard.merge_table(&plain_table(table)) {
        Ok(merged) => merged,
        Err(error) => {
            let message = format!("the lexicon cannot be changed like this: {}", error.message);
            let finding = Finding::error("bad-lexicon", cell.key_mark, message);
            findings.add(finding.help("write it as the lexicon's own file does, only with what differs"));
            standard
        }
    }
}

fn plain_table(table: &Table) -> toml::Table {
    table.entries.iter().map(|entry| (entry.key.clone(), plain(&entry.node))).collect()
}

fn plain(node: &Node) -> toml::Value {
    match &node.value {
        Value::Text(text) | Value::Datetime(text) => toml::Value::String(text.clone()),
        Value::Number(value, true) if value.abs() < 9e15 => toml::Value::Integer(*value as i64),
        Value::Number(value, _) => toml::Value::Float(*value),
        Value::Bool(flag) => toml::Value::Boolean(*flag),
        Value::List(list) => toml::Value::Array(list.iter().map(plain).collect()),
        Value::Table(table) => toml::Value::Table(plain_table(table)),
    }
}

fn calendar(draft: &Draft<'_>, lexicon: &Lexicon, ids: &mut Ids, findings: &mut Findings) -> Calendar {
    let calendars: Vec<Option<Calendar>> =
        draft.calendars.iter().map(|row| regular(row, lexicon, ids.damaged.is_some(), findings)).collect();
    let Some(id) = draft.top.text("dates").filter(|id| *id != "gregorian") else {
        return Calendar::gregorian();
    };
    let mark = draft.top.mark_of("dates");
    match ids.find(Ref::Calendar, id) {
        Some(row) => calendars.get(row as usize).cloned().flatten().unwrap_or_else(Calendar::gregorian),
        None => {
            let inside = Mark { start: mark.start + 1, end: mark.end.saturating_sub(1), ..mark };
            if let Some(finding) = ids.unknown(Ref::Calendar, id, mark, inside) {
                findings.add(finding);
            }
            Calendar::gregorian()
        }
    }
}

fn regular(row: &Row<'_>, lexicon: &Lexicon, damaged: bool, findings: &mut Findings) -> Option<Calendar> {
    let mut walker = crate::walk::Walker { findings, damaged };
    let cell = row.get("months")?;
    let rows = walker.rows(cell, "month", &row.path);
    let months: Option<Vec<Month>> = rows
        .iter()
        .map(|month| Some(Month { name: month.text("name")?.to_owned(), days: month.whole("days")? as u16 }))
        .collect();
    // A month that lacks something is reported already.
    let months = months?;
    let gregorian = Calendar::gregorian();
    let epoch = match row.text("epoch") {
        None => Day(1),
        Some(text) => match parse_date(text, &gregorian, lexicon).ok().and_then(|date| date.first()) {
            Some(day) => day,
            None => {
                let mark = row.mark_of("epoch");
                let finding = Finding::error("bad-date", mark, format!("`{text}` is no Gregorian date"));
                findings.add(finding.help("write a date such as \"2300-01-01\""));
                return None;
            }
        },
    };
    let epoch_year = i64::from(row.whole("epoch-year").unwrap_or(1));
    let regular = Regular { months, epoch, epoch_year, leap: None };
    match Calendar::regular(&row.id, regular, row.text("era").map(str::to_owned)) {
        Ok(calendar) => Some(calendar),
        Err(message) => {
            let finding =
                Finding::error("bad-calendar", row.mark, format!("this calendar cannot be: {message}"));
            findings.add(finding.help("give each month a name of its own and at least one day"));
            None
        }
    }
}
