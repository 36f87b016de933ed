//! Records begun and edited by hand.

use super::{read, to_json};
use crate::args::{NewRecordArgs, SetArgs};
use crate::failure::Failure;
use crate::{Done, files, output};
use polemos::record::Record;
use polemos::record::keep::{self, KeepError};
use std::process::ExitCode;

/// Begins a record, never over another file.
pub fn new(args: &NewRecordArgs) -> Done {
    if args.name.trim().is_empty() {
        return Err(Failure::usage(
            "A record needs a name.",
            "Write it first: polemos record new \"Battle of the Narrows\"",
        ));
    }
    let mut record = keep::new(&args.name, args.kind.map(Into::into), args.continuity.as_deref());
    set_all(&mut record, &args.fields)?;
    let path = args.folder.join(format!("{}.json", record.id));
    if path.exists() {
        let message = format!("{} is there already.", path.display());
        return Err(Failure::usage(message, "Set its fields with polemos record set, or take another name."));
    }
    files::write_whole(&path, to_json(&record)?.as_bytes(), true)?;
    let file = path.display();
    output::print_text(&format!(
        "{file} is written.\n\nNext:  polemos record set {file} date=\"late 2375\" combatant1=\"The League\" losses1=\"heavy\"\n       polemos record export {file} --format html --out {}.html\n",
        record.id
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Sets fields; all of them, or none.
pub fn set(args: &SetArgs) -> Done {
    let mut record = read(&args.record)?;
    set_all(&mut record, &args.fields)?;
    files::write_whole(&args.record, to_json(&record)?.as_bytes(), false)?;
    output::print_text(&format!("{} is written.\n", args.record.display()))?;
    Ok(ExitCode::SUCCESS)
}

fn set_all(record: &mut Record, fields: &[String]) -> Result<(), Failure> {
    let mut wrong: Vec<KeepError> = Vec::new();
    for text in fields {
        let Some((field, value)) = text.split_once('=') else {
            let message = format!("`{text}` sets nothing.");
            wrong.push(KeepError {
                message,
                repair: "Write FIELD=VALUE, in quotes where it has spaces.".to_owned(),
            });
            continue;
        };
        let (field, add) = match field.strip_suffix('+') {
            Some(field) => (field, true),
            None => (field, false),
        };
        wrong.extend(keep::set(record, field, value, add).err());
    }
    // All at once: the last is told as the failure, those before it on their own.
    let Some(last) = wrong.pop() else { return Ok(()) };
    wrong.iter().for_each(|error| output::complain(&error.message, &error.repair));
    Err(Failure::usage(last.message, last.repair))
}
