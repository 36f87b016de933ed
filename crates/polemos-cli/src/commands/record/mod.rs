//! `polemos record`: pages read and written, records kept by hand.

mod check;
mod compare;
mod find;
mod keep;
mod pages;
mod summary;
mod told;
mod trace;

pub use told::{in_form_of, written_for};

use crate::args::{RecordArgs, RecordCommand, RecordFormat};
use crate::failure::Failure;
use crate::{Done, files, output};
use polemos::record::{Record, export, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Does what is asked of a record.
pub fn run(args: &RecordArgs) -> Done {
    match &args.command {
        RecordCommand::Import(args) => pages::import(args),
        RecordCommand::Export(args) => told::export(args),
        RecordCommand::Trace(args) => trace::run(args),
        RecordCommand::Compare(args) => compare::run(args),
        RecordCommand::New(args) => keep::new(args),
        RecordCommand::Set(args) => keep::set(args),
        RecordCommand::Find(args) => find::run(args),
        RecordCommand::Check(args) => check::run(args),
    }
}

/// Reads a record from a file.
fn read(path: &Path) -> Result<Record, Failure> {
    let text = files::read_text(path)?;
    json::read(&text).map_err(|error| {
        let place = error.at.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
        let repair = match text.trim_start().starts_with('{') && !text.contains("{{") {
            true => error.repair.clone(),
            false => format!("Read a page first: polemos record import {} --format json", path.display()),
        };
        Failure::scenario(format!("{}{place}: {}", path.display(), error.message), repair)
    })
}

/// The records of a folder, in order of their files' names.
fn read_folder(folder: &Path) -> Result<Vec<(PathBuf, Record)>, Failure> {
    let unreadable = |error: std::io::Error| {
        let message = format!("{} could not be read: {error}.", folder.display());
        Failure::usage(message, "Name a folder of records: files that end in .json.")
    };
    let listing = fs::read_dir(folder).map_err(unreadable)?;
    let mut paths: Vec<PathBuf> = listing.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "json") && path.is_file());
    paths.sort();
    paths.into_iter().map(|path| read(&path).map(|record| (path, record))).collect()
}

/// A record in one of its forms.
fn written(record: &Record, format: RecordFormat) -> Result<String, Failure> {
    Ok(match format {
        RecordFormat::Wikitext => export::wikitext::write(record),
        RecordFormat::Html => export::html::write(record),
        RecordFormat::Md => export::markdown::write(record),
        RecordFormat::Txt => export::text::write(record),
        RecordFormat::Csv => export::csv::write(record),
        RecordFormat::Json => to_json(record)?,
    })
}

fn to_json(record: &Record) -> Result<String, Failure> {
    json::write(record).map_err(|error| Failure::scenario(error.message, error.repair))
}

/// Prints a text, or writes it to a file.
fn put(text: &str, out: Option<&Path>) -> Done {
    match out {
        Some(path) => {
            files::write_whole(path, text.as_bytes(), false)?;
            output::remark(&format!("{} is written.", path.display()));
        }
        None => output::print_text(text)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Tells on what terms what was written may be passed on.
fn warn_of_terms(record: &Record) {
    if let Some(warning) = export::terms(record).warning() {
        output::remark(&format!("note: {warning}"));
    }
}
