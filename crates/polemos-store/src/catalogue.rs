//! The catalogue: what the files say of themselves, to be searched. It is made from them and can be made again.

use crate::file::{Head, Kind};
use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::path::Path;
use std::time::Duration;

/// The shape of the tables; a catalogue of another shape is made anew.
const SHAPE: i64 = 1;
/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(20);

const TABLES: &str = "
    BEGIN;
    DROP VIEW IF EXISTS runs;
    DROP VIEW IF EXISTS projections;
    DROP VIEW IF EXISTS continuities;
    DROP TABLE IF EXISTS saved;
    CREATE TABLE saved (
        name TEXT PRIMARY KEY, kind TEXT NOT NULL, bytes INTEGER NOT NULL, modified INTEGER NOT NULL,
        war TEXT NOT NULL, engine TEXT NOT NULL, seed TEXT NOT NULL, saved_at INTEGER NOT NULL,
        parent TEXT, forked_at TEXT, changes TEXT NOT NULL, ended INTEGER NOT NULL, result TEXT NOT NULL,
        days REAL NOT NULL, digest TEXT NOT NULL, head TEXT NOT NULL
    );
    CREATE VIEW runs AS SELECT name, war, engine, seed, saved_at, ended, result, days, digest FROM saved WHERE kind = 'run';
    CREATE VIEW projections AS SELECT name, war, engine, seed, saved_at, result FROM saved WHERE kind = 'projection';
    CREATE VIEW continuities AS SELECT name, war, parent, forked_at, changes FROM saved WHERE parent IS NOT NULL;
    PRAGMA user_version = 1;
    COMMIT;";

/// The catalogue of a store.
pub(crate) struct Catalogue(Connection);

/// What tells whether a file is the one that was catalogued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) bytes: i64,
    pub(crate) modified: i64,
}

fn fault(error: rusqlite::Error) -> StoreError {
    StoreError::Catalogue(error.to_string())
}

impl Catalogue {
    /// Opens it, or makes it where there is none or one that cannot be read.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        Self::try_open(path).or_else(|_| {
            // It holds nothing that the files do not.
            for end in ["", "-journal", "-wal", "-shm"] {
                let mut name = path.as_os_str().to_owned();
                name.push(end);
                let _ = std::fs::remove_file(name);
            }
            Self::try_open(path)
        })
    }

    fn try_open(path: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open(path).map_err(fault)?;
        connection.busy_timeout(PATIENCE).map_err(fault)?;
        let shape: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(fault)?;
        if shape != SHAPE {
            connection.execute_batch(TABLES).map_err(fault)?;
        }
        // A catalogue that is damaged shows it here, and not in the middle of something.
        connection.query_row("SELECT count(*) FROM saved", [], |row| row.get::<_, i64>(0)).map_err(fault)?;
        Ok(Self(connection))
    }

    /// Names and stamps of all that is catalogued, by name.
    pub(crate) fn stamps(&self) -> Result<Vec<(String, Stamp)>, StoreError> {
        let mut asked =
            self.0.prepare("SELECT name, bytes, modified FROM saved ORDER BY name").map_err(fault)?;
        let rows = asked
            .query_map([], |row| Ok((row.get(0)?, Stamp { bytes: row.get(1)?, modified: row.get(2)? })))
            .map_err(fault)?;
        rows.collect::<Result<_, _>>().map_err(fault)
    }

    /// Enters a file, or enters it anew.
    pub(crate) fn enter(&self, head: &Head, stamp: Stamp) -> Result<(), StoreError> {
        let text =
            |value: &_| serde_json::to_string(value).map_err(|error| StoreError::Fault(error.to_string()));
        let whole = serde_json::to_string(head).map_err(|error| StoreError::Fault(error.to_string()))?;
        let changes: String = text(&head.changes)?;
        let row = params![
            head.name,
            head.kind.id(),
            stamp.bytes,
            stamp.modified,
            head.war,
            head.engine,
            head.seed.to_string(),
            i64::try_from(head.saved_at).unwrap_or(i64::MAX),
            head.parent,
            head.at,
            changes,
            head.ended,
            head.result,
            head.days,
            head.digest,
            whole,
        ];
        self.0
            .execute("INSERT OR REPLACE INTO saved VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16)", row)
            .map(drop)
            .map_err(fault)
    }

    /// Takes out what is not there any more.
    pub(crate) fn strike(&self, name: &str) -> Result<(), StoreError> {
        self.0.execute("DELETE FROM saved WHERE name = ?1", [name]).map(drop).map_err(fault)
    }

    /// All heads of a kind, the latest first.
    pub(crate) fn heads(&self, kind: Option<Kind>) -> Result<Vec<Head>, StoreError> {
        let asked = "SELECT head FROM saved WHERE ?1 IS NULL OR kind = ?1 ORDER BY saved_at DESC, name";
        let mut asked = self.0.prepare(asked).map_err(fault)?;
        let rows = asked.query_map([kind.map(Kind::id)], |row| row.get::<_, String>(0)).map_err(fault)?;
        let texts = rows.collect::<Result<Vec<_>, _>>().map_err(fault)?;
        Ok(texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
    }

    /// Whether a name is catalogued.
    pub(crate) fn knows(&self, name: &str) -> Result<bool, StoreError> {
        let found = self.0.query_row("SELECT 1 FROM saved WHERE name = ?1", [name], |_| Ok(()));
        found.optional().map(|it| it.is_some()).map_err(fault)
    }
}
