//! Records of runs, and `polemos record export`: what was read, kept or played, written out.

use super::{put, read, to_json, warn_of_terms, written};
use crate::args::{ExportArgs, RecordFormat, SubjectArgs, ToldArgs};
use crate::article::Pictures;
use crate::failure::Failure;
use crate::{Done, stop, subject};
use polemos::PlayedSoFar;
use polemos::almanac::article::Length;
use polemos::record::{Record, export};
use polemos_store::{Kind, Store};
use std::path::Path;

/// What was named: a record from a file, or the records of a run.
pub enum Named {
    /// From a file.
    Read(Box<Record>),
    /// Of a run, with the run.
    Told(Box<PlayedSoFar>, Vec<Record>),
    /// Kept with a run that this engine cannot play again, or of a projection.
    Kept(Vec<Record>),
}

impl Named {
    /// The record that is meant.
    pub fn record(&self, of: Option<&str>) -> Result<&Record, Failure> {
        let all = match self {
            Named::Read(record) => return Ok(record),
            Named::Told(_, all) | Named::Kept(all) => all,
        };
        let found = match of {
            Some(id) => all.iter().find(|record| record.id == id),
            None => all.first(),
        };
        found.ok_or_else(|| {
            let ids: Vec<&str> = all.iter().map(|record| record.id.as_str()).collect();
            Failure::usage(
                format!("The run has no record `{}`.", of.unwrap_or_default()),
                format!("It has: {}.", ids.join(", ")),
            )
        })
    }
}

/// Finds what was named: a file that is there is a record; anything else is a war or a run.
pub fn find(name: &str, how: &SubjectArgs, length: Length) -> Result<Named, Failure> {
    let path = Path::new(name);
    if path.extension().is_some_and(|end| end == "json") || (path.is_file() && !is_scenario(path)) {
        return Ok(Named::Read(Box::new(read(path)?)));
    }
    if let Some(record) = projection(name, how)? {
        return Ok(Named::Kept(vec![record]));
    }
    let found = subject::find(name, how)?;
    match (&found.saved, found.history()) {
        (_, Ok(history)) => {
            let until = found.saved.as_ref().and_then(|it| it.until);
            let played = subject::play(&history, until)?;
            let records = played.run().told(length).records;
            Ok(Named::Told(Box::new(played), records))
        }
        // Another engine's run is not played again; what was kept of it is.
        (Some(saved), Err(_)) => match serde_json::from_value(saved.records.clone()) {
            Ok(records) => Ok(Named::Kept(records)),
            Err(error) => Err(Failure::scenario(
                format!("The records of `{name}` are not understood: {error}."),
                "Read its page: polemos runs NAME.",
            )),
        },
        (None, Err(failure)) => Err(failure),
    }
}

/// The record of a saved projection, where one is named.
fn projection(name: &str, how: &SubjectArgs) -> Result<Option<Record>, Failure> {
    let Some(store) = subject::existing(&how.store)? else { return Ok(None) };
    if !Store::is_name(name) || !store.has(name) {
        return Ok(None);
    }
    let (head, body) = store.load(name).map_err(|error| subject::failed(&error))?;
    if head.kind != Kind::Projection {
        return Ok(None);
    }
    let kept: serde_json::Value = serde_json::from_slice(&body)?;
    match serde_json::from_value(kept["record"].clone()) {
        Ok(record) => Ok(Some(record)),
        Err(_) => Err(Failure::usage(
            format!("`{name}` was saved without a record."),
            "Make it again: polemos project WAR --record FILE.",
        )),
    }
}

fn is_scenario(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "toml" || end == "polemos")
}

/// Writes a record out.
pub fn export(args: &ExportArgs) -> Done {
    stop::listen();
    let format = match (args.format, &args.out) {
        (Some(format), _) => format,
        (None, Some(out)) => format_of(out)?,
        (None, None) => return Err(no_format()),
    };
    let ToldArgs { length, of, how } = &args.told;
    let named = find(&args.record, how, (*length).into())?;
    let record = named.record(of.as_deref())?;
    warn_of_terms(record);
    let text = match (&named, format) {
        (Named::Told(played, _), RecordFormat::Html) => page(played, record),
        _ => written(record, format)?,
    };
    put(&text, args.out.as_deref())
}

/// The page of a record of a run, with its pictures.
pub fn page(played: &PlayedSoFar, record: &Record) -> String {
    let pictures = Pictures::of(played, record);
    export::html::write_with(record, &pictures.figures())
}

/// A record of a run in the form that a file's name asks for.
pub fn in_form_of(path: &Path, played: &PlayedSoFar, record: &Record) -> Result<String, Failure> {
    match format_of(path)? {
        RecordFormat::Html => Ok(page(played, record)),
        RecordFormat::Json => to_json(record),
        format => written(record, format),
    }
}

/// A record in the form that a file's name asks for, without pictures.
pub fn written_for(path: &Path, record: &Record) -> Result<String, Failure> {
    written(record, format_of(path)?)
}

/// The form that a file's name asks for.
fn format_of(path: &Path) -> Result<RecordFormat, Failure> {
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
    Ok(match end.as_str() {
        "html" | "htm" => RecordFormat::Html,
        "md" | "markdown" => RecordFormat::Md,
        "txt" => RecordFormat::Txt,
        "csv" => RecordFormat::Csv,
        "json" => RecordFormat::Json,
        "wikitext" | "wiki" | "mediawiki" => RecordFormat::Wikitext,
        _ => return Err(no_format()),
    })
}

fn no_format() -> Failure {
    Failure::usage(
        "The name of the file does not say in which form to write it.",
        "End it in .html, .md, .txt, .csv, .json or .wikitext, or say --format.",
    )
}
