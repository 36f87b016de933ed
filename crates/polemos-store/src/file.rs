//! The file: a line that says what follows, the head as JSON, the body compressed.
//!
//! ```text
//! polemos-saved 1 HEAD_BYTES BODY_BYTES BLAKE3_OF_BOTH\n
//! {"kind":"run","name":…}
//! zstd…
//! ```
//!
//! The lengths and the hash tell a file that is whole from one that is not. The number in the first line changes when an
//! older version could no longer read the file.

use crate::store::StoreError;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;

/// The format that is written, and the only one that is read so far.
pub const FORMAT: u32 = 1;
/// The first word of a file.
const MAGIC: &str = "polemos-saved";
/// How hard the body is compressed: chronicles shrink to a tenth, in milliseconds.
const LEVEL: i32 = 6;
/// A first line is shorter.
const LONGEST_LINE: u64 = 256;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One run.
    Run,
    /// A projection.
    Projection,
}

impl Kind {
    /// Its name in the catalogue.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Run => "run",
            Kind::Projection => "projection",
        }
    }
}

/// What a file says of itself: enough to list it, whatever engine wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// What it holds.
    pub kind: Kind,
    /// The name under which it was saved.
    pub name: String,
    /// Id of the war.
    pub war: String,
    /// Its name.
    pub title: String,
    /// Engine that played it.
    pub engine: String,
    /// Seed.
    pub seed: u64,
    /// Replication, or runs of a projection.
    pub replication: u64,
    /// Seconds since 1970-01-01 UTC when it was saved.
    pub saved_at: u64,
    /// What it was forked from, and when, in words; none for a run that was not.
    #[serde(default)]
    pub parent: Option<String>,
    /// The date of the fork, as a person reads it.
    #[serde(default)]
    pub at: Option<String>,
    /// The changes made, as the command takes them.
    #[serde(default)]
    pub changes: Vec<String>,
    /// Whether the war is over.
    pub ended: bool,
    /// How it ended, or how far it has come.
    pub result: String,
    /// Days played.
    pub days: f64,
    /// Digest of the last situation; empty for a projection.
    pub digest: String,
}

/// The bytes of a file.
pub(crate) fn encode(head: &Head, body: &[u8]) -> Result<Vec<u8>, StoreError> {
    let head = serde_json::to_vec(head).map_err(|error| StoreError::Fault(error.to_string()))?;
    let body = zstd::encode_all(body, LEVEL).map_err(|error| StoreError::Fault(error.to_string()))?;
    let mut bytes =
        format!("{MAGIC} {FORMAT} {} {} {}\n", head.len(), body.len(), hash(&head, &body)).into_bytes();
    bytes.extend_from_slice(&head);
    bytes.extend_from_slice(&body);
    Ok(bytes)
}

fn hash(head: &[u8], body: &[u8]) -> String {
    blake3::Hasher::new().update(head).update(body).finalize().to_hex().to_string()
}

/// What the first line says.
struct Opening {
    head: usize,
    body: usize,
    hash: String,
}

fn opening(reader: &mut impl io::BufRead, path: &Path) -> Result<Opening, StoreError> {
    let foreign = || StoreError::NotOurs(path.to_owned());
    let mut line = Vec::new();
    reader
        .by_ref()
        .take(LONGEST_LINE)
        .read_until(b'\n', &mut line)
        .map_err(|error| StoreError::Io(path.to_owned(), error))?;
    let line = String::from_utf8(line).map_err(|_| foreign())?;
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let [MAGIC, format, rest @ ..] = words.as_slice() else { return Err(foreign()) };
    let format: u32 = format.parse().map_err(|_| foreign())?;
    if format != FORMAT {
        return Err(StoreError::Format(path.to_owned(), format));
    }
    let [head, body, hash] = rest else { return Err(foreign()) };
    let length = |text: &str| text.parse::<usize>().map_err(|_| foreign());
    Ok(Opening { head: length(head)?, body: length(body)?, hash: (*hash).to_owned() })
}

/// Reads only the head; the body is not looked at, but its length must fit.
pub(crate) fn read_head(path: &Path) -> Result<Head, StoreError> {
    let io = |error| StoreError::Io(path.to_owned(), error);
    let file = File::open(path).map_err(io)?;
    let size = file.metadata().map_err(io)?.len();
    let mut reader = BufReader::new(file);
    let opening = opening(&mut reader, path)?;
    if (opening.head as u64).saturating_add(opening.body as u64) > size {
        return Err(StoreError::Harmed(path.to_owned()));
    }
    let mut head = vec![0; opening.head];
    reader.read_exact(&mut head).map_err(|_| StoreError::Harmed(path.to_owned()))?;
    serde_json::from_slice(&head).map_err(|_| StoreError::Harmed(path.to_owned()))
}

/// Reads a file whole and checks that it is what was written.
pub(crate) fn read(path: &Path) -> Result<(Head, Vec<u8>), StoreError> {
    let harmed = || StoreError::Harmed(path.to_owned());
    let bytes = fs::read(path).map_err(|error| StoreError::Io(path.to_owned(), error))?;
    let mut rest = bytes.as_slice();
    let opening = opening(&mut rest, path)?;
    if rest.len() != opening.head.saturating_add(opening.body) {
        return Err(harmed());
    }
    let (head, body) = rest.split_at(opening.head);
    if hash(head, body) != opening.hash {
        return Err(harmed());
    }
    let head = serde_json::from_slice(head).map_err(|_| harmed())?;
    let body = zstd::decode_all(body).map_err(|_| harmed())?;
    Ok((head, body))
}

/// Writes a file whole or not at all: beside its place, to the disk, and then into its place, which is made lasting too.
pub(crate) fn write(path: &Path, beside: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(beside, path)?;
    match path.parent() {
        // Not every file system can be asked for that.
        Some(folder) => File::open(folder).and_then(|folder| folder.sync_all()).or(Ok(())),
        None => Ok(()),
    }
}
