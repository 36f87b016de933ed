//! Pages in and out.

use super::{put, summary, to_json, warn_of_terms, written};
use crate::args::{Form, ImportArgs, ReadAs};
use crate::failure::Failure;
use crate::{Done, files, output};
use polemos::record::import::{self, Settings};
use polemos::record::{Format, skeleton};
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

/// Pages larger than this are refused unread.
const MOST_BYTES: u64 = 32 << 20;

/// Reads a page, and prints what came of it.
pub fn import(args: &ImportArgs) -> Done {
    let text = page(&args.file)?;
    if text.trim().is_empty() {
        return Err(Failure::scenario(
            format!("{} is empty.", args.file.display()),
            "Copy the page's text into it.",
        ));
    }
    let settings = Settings {
        format: args.from.map(|form| match form {
            Form::Wikitext => Format::Wikitext,
            Form::Text => Format::Flattened,
        }),
        kind: args.kind.map(Into::into),
        continuity: args.continuity.clone(),
        title: args.title.clone(),
        address: args.address.clone(),
        licence: args.licence.clone(),
        attribution: args.attribution.clone(),
    };
    let read = import::import(&text, &settings);
    if args.read_as == ReadAs::Scenario {
        warn_of_terms(&read.record);
        return put(&skeleton::write(&read.record), args.out.as_deref());
    }
    if let Some(format) = args.format {
        for notice in &read.notices {
            output::remark(&format!("note: {}", summary::told(notice, &text)));
        }
        warn_of_terms(&read.record);
        return put(&written(&read.record, format)?, args.out.as_deref());
    }
    if let Some(out) = &args.out {
        files::write_whole(out, to_json(&read.record)?.as_bytes(), false)?;
    }
    output::print(&summary::lines(&read, &text, args))?;
    Ok(ExitCode::SUCCESS)
}

/// The text of a page, from a file or from standard input.
pub(super) fn page(path: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    } else {
        let unreadable = |error: std::io::Error| {
            Failure::usage(
                format!("{} could not be read: {error}.", path.display()),
                "Check the path and its permissions.",
            )
        };
        let file = std::fs::File::open(path).map_err(unreadable)?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    }
    if bytes.len() as u64 > MOST_BYTES {
        let message =
            format!("{} is too large for a page: more than {} MiB.", path.display(), MOST_BYTES >> 20);
        return Err(Failure::scenario(message, "Cut it into pages of one conflict each."));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let message = format!("{} is no UTF-8 text: byte {at} begins no character.", path.display());
        Failure::scenario(message, "Save it as UTF-8 and import it again.")
    })
}
