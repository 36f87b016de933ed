//! Reading scenarios, and writing files whole or not at all.

use crate::failure::Failure;
use polemos::SourceFile;
use polemos::war::names::capitalised;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Scenarios larger than this are refused unread: no one has written so much by hand.
const MOST_BYTES: u64 = 64 << 20;

/// Reads a scenario from a path: a file, or a folder's TOML files in order of names.
pub fn read_scenario(path: &Path) -> Result<Vec<SourceFile>, Failure> {
    if !path.is_dir() {
        return Ok(vec![read(path)?]);
    }
    let listing = fs::read_dir(path).map_err(|error| unreadable(path, &error))?;
    let mut files: Vec<PathBuf> = listing
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    if files.is_empty() {
        let message = format!("There is no scenario in {}: the folder holds no .toml file.", path.display());
        return Err(Failure::scenario(message, "Name a folder with the files of one war, or a single file."));
    }
    files.iter().map(|file| read(file)).collect()
}

/// Reads a text file whole.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

fn read(path: &Path) -> Result<SourceFile, Failure> {
    let size = fs::metadata(path).map_err(|error| unreadable(path, &error))?.len();
    if size > MOST_BYTES {
        let message = format!("{} is too large for a scenario: {} MiB.", path.display(), size >> 20);
        return Err(Failure::scenario(message, format!("A scenario has at most {} MiB.", MOST_BYTES >> 20)));
    }
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    SourceFile::from_bytes(path.display().to_string(), bytes).map_err(|finding| {
        let repair = finding.repair.as_ref().map(|repair| sentence(&repair.message)).unwrap_or_default();
        Failure::scenario(format!("{}: {}", path.display(), sentence(&finding.message)), repair)
    })
}

/// A clause as a sentence of its own.
fn sentence(clause: &str) -> String {
    let text = capitalised(clause.trim());
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::usage(
        format!("{} could not be read: {error}.", path.display()),
        "Check the path and its permissions.",
    )
}

/// Writes a file whole or not at all: first beside it, then moved into its place. `fresh` refuses to replace one.
pub fn write_whole(path: &Path, bytes: &[u8], fresh: bool) -> Result<(), Failure> {
    let failed = |error: io::Error| {
        let message = format!("{} could not be written: {error}.", path.display());
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::Interrupted => {
                Failure::again(message, "Make room and try again; nothing was left behind.")
            }
            _ => Failure::usage(message, "Name a file in a folder that exists and may be written to."),
        }
    };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = folder.join(format!(".{name}.{}.part", std::process::id()));
    let moved = write_beside(&beside, bytes)
        .and_then(|()| if fresh { claim(&beside, path) } else { fs::rename(&beside, path) });
    moved.inspect_err(|_| drop(fs::remove_file(&beside))).map_err(failed)?;
    // The new name is only lasting once the folder is; not every file system can be asked for that.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// Gives a file its name only where nothing bears it yet: a hard link does that in one step. Where the file system
/// knows none, a rename must do.
fn claim(beside: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(beside, path) {
        Ok(()) => fs::remove_file(beside),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => fs::rename(beside, path),
    }
}

fn write_beside(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
