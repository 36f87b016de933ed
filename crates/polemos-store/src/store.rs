//! A store: a folder of saved files with its catalogue.

use crate::catalogue::{Catalogue, Stamp};
use crate::file::{self, Head, Kind};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{env, fmt, io};

/// The end of a saved file's name.
const END: &str = "polemos";
/// The end of the name of a file that is being written.
const PART: &str = "part";
/// A name has at most so many bytes.
const LONGEST_NAME: usize = 80;

/// A folder of saved runs and projections.
pub struct Store {
    folder: PathBuf,
    catalogue: Catalogue,
}

/// Why something cannot be saved or read.
#[derive(Debug)]
pub enum StoreError {
    /// A file or folder could not be read or written.
    Io(PathBuf, io::Error),
    /// The file is no saved run.
    NotOurs(PathBuf),
    /// It is saved in a format that this version does not know.
    Format(PathBuf, u32),
    /// It is not what was written: cut short or altered.
    Harmed(PathBuf),
    /// The catalogue could not be read or written.
    Catalogue(String),
    /// The name cannot be that of a file.
    BadName(String),
    /// The name is taken.
    Taken(String),
    /// Nothing is saved under this name.
    Unknown(String),
    /// A fault of Polemos.
    Fault(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Io(path, error) => write!(out, "{} could not be used: {error}", path.display()),
            StoreError::NotOurs(path) => write!(out, "{} is no saved run", path.display()),
            StoreError::Format(path, format) => {
                write!(
                    out,
                    "{} is saved in format {format}, which this version does not know",
                    path.display()
                )
            }
            StoreError::Harmed(path) => {
                write!(out, "{} is not what was written: it was cut short or altered", path.display())
            }
            StoreError::Catalogue(error) => write!(out, "the catalogue could not be used: {error}"),
            StoreError::BadName(name) => write!(out, "`{name}` cannot be the name of a saved run"),
            StoreError::Taken(name) => write!(out, "something is saved as `{name}` already"),
            StoreError::Unknown(name) => write!(out, "nothing is saved as `{name}`"),
            StoreError::Fault(error) => write!(out, "a fault of Polemos: {error}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// Where runs are saved unless a folder is named: `POLEMOS_STORE`, or `polemos` in the user's data folder.
pub fn default_folder() -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let home = || named("HOME");
    let data = if cfg!(windows) {
        named("APPDATA")
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Application Support"))
    } else {
        named("XDG_DATA_HOME").or_else(|| home().map(|home| home.join(".local/share")))
    };
    named("POLEMOS_STORE").or_else(|| data.map(|data| data.join("polemos")))
}

impl Store {
    /// Opens a store, making its folder where there is none, and brings its catalogue up to date with the files.
    ///
    /// # Errors
    /// [`StoreError`] when the folder or the catalogue cannot be used.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let saved = folder.join("saved");
        fs::create_dir_all(&saved).map_err(|error| StoreError::Io(saved.clone(), error))?;
        let lock = lock(folder)?;
        let store =
            Self { folder: folder.to_owned(), catalogue: Catalogue::open(&folder.join("catalogue.sqlite"))? };
        store.reconcile()?;
        drop(lock);
        Ok(store)
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Throws the catalogue away and makes it again from the files; returns how many there are.
    ///
    /// # Errors
    /// [`StoreError`] when the folder or the catalogue cannot be used.
    pub fn rebuild(folder: &Path) -> Result<usize, StoreError> {
        for end in ["", "-journal", "-wal", "-shm"] {
            let _ = fs::remove_file(folder.join(format!("catalogue.sqlite{end}")));
        }
        Self::open(folder)?.list(None).map(|all| all.len())
    }

    /// Whether a name can be saved under: letters, digits, `-`, `_` and `.`, a letter or digit first.
    pub fn is_name(name: &str) -> bool {
        let fits = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        name.len() <= LONGEST_NAME && name.starts_with(char::is_alphanumeric) && name.chars().all(fits)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join("saved").join(format!("{name}.{END}"))
    }

    /// A name that is free: the one wanted, or it with the first number that makes it so.
    pub fn free_name(&self, wanted: &str) -> String {
        let numbered = (2..).map(|n: u64| format!("{wanted}-{n}"));
        let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
        names.find(|name| !self.path(name).exists()).unwrap_or_else(|| wanted.to_owned())
    }

    /// Saves something under the name in its head. When this returns, it is on the disk, whole, and catalogued.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the name is, [`StoreError::BadName`] when it cannot be a name, others when it cannot
    /// be written; nothing is then left behind.
    pub fn save(&self, head: &Head, body: &[u8]) -> Result<PathBuf, StoreError> {
        if !Self::is_name(&head.name) {
            return Err(StoreError::BadName(head.name.clone()));
        }
        let bytes = file::encode(head, body)?;
        let path = self.path(&head.name);
        let lock = lock(&self.folder)?;
        if path.exists() {
            return Err(StoreError::Taken(head.name.clone()));
        }
        self.sweep();
        let beside = path.with_extension(PART);
        let written = file::write(&path, &beside, &bytes);
        written
            .inspect_err(|_| drop(fs::remove_file(&beside)))
            .map_err(|error| StoreError::Io(path.clone(), error))?;
        self.catalogue.enter(head, stamp(&path)?)?;
        drop(lock);
        Ok(path)
    }

    /// Reads what is saved under a name, and checks that it is unharmed.
    ///
    /// # Errors
    /// [`StoreError`] when there is nothing, or it cannot be read.
    pub fn load(&self, name: &str) -> Result<(Head, Vec<u8>), StoreError> {
        let path = self.path(name);
        if !Self::is_name(name) || !path.exists() {
            return Err(StoreError::Unknown(name.to_owned()));
        }
        Self::read(&path)
    }

    /// Reads a saved file wherever it stands.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read, or is none.
    pub fn read(path: &Path) -> Result<(Head, Vec<u8>), StoreError> {
        file::read(path)
    }

    /// Whether something is saved under a name.
    pub fn has(&self, name: &str) -> bool {
        Self::is_name(name) && self.path(name).exists()
    }

    /// What is saved, the latest first.
    ///
    /// # Errors
    /// [`StoreError::Catalogue`] when the catalogue cannot be read.
    pub fn list(&self, kind: Option<Kind>) -> Result<Vec<Head>, StoreError> {
        self.catalogue.heads(kind)
    }

    /// Files in the store that cannot be read, with the reason.
    pub fn unreadable(&self) -> Vec<StoreError> {
        self.files().unwrap_or_default().iter().filter_map(|path| file::read_head(path).err()).collect()
    }

    /// Takes what is saved under a name off the disk.
    ///
    /// # Errors
    /// [`StoreError`] when there is nothing, or it cannot be removed.
    pub fn remove(&self, name: &str) -> Result<(), StoreError> {
        let path = self.path(name);
        if !self.has(name) {
            return Err(StoreError::Unknown(name.to_owned()));
        }
        let lock = lock(&self.folder)?;
        fs::remove_file(&path).map_err(|error| StoreError::Io(path, error))?;
        self.catalogue.strike(name)?;
        drop(lock);
        Ok(())
    }

    /// Saved files, by name.
    fn files(&self) -> Result<Vec<PathBuf>, StoreError> {
        let folder = self.folder.join("saved");
        let io = |error| StoreError::Io(folder.clone(), error);
        let mut all = Vec::new();
        for entry in fs::read_dir(&folder).map_err(io)? {
            let path = entry.map_err(io)?.path();
            if path.extension().is_some_and(|end| end == END) {
                all.push(path);
            }
        }
        all.sort();
        Ok(all)
    }

    /// Enters files that are not catalogued, or not as they are, and strikes entries without a file. A file that cannot
    /// be read is left where it is and out of the catalogue.
    fn reconcile(&self) -> Result<(), StoreError> {
        let known = self.catalogue.stamps()?;
        let mut there = Vec::new();
        for path in self.files()? {
            let Some(name) = path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned) else {
                continue;
            };
            let stamp = stamp(&path)?;
            let as_known = known.iter().any(|(other, at)| *other == name && *at == stamp);
            if !as_known && let Ok(head) = file::read_head(&path) {
                self.catalogue.enter(&Head { name: name.clone(), ..head }, stamp)?;
            }
            there.push(name);
        }
        for (name, _) in known.iter().filter(|(name, _)| !there.contains(name)) {
            if self.catalogue.knows(name)? {
                self.catalogue.strike(name)?;
            }
        }
        self.sweep();
        Ok(())
    }

    /// Removes what a writer that was killed left half-written; only called while no other process writes.
    fn sweep(&self) {
        let Ok(entries) = fs::read_dir(self.folder.join("saved")) else { return };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.extension().is_some_and(|end| end == PART) {
                let _ = fs::remove_file(path);
            }
        }
    }
}

/// Keeps other processes from writing until it is dropped; the system lets go of it when a process is killed.
fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join("lock");
    let io = |error| StoreError::Io(path.clone(), error);
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(io)?;
    file.lock().map_err(io)?;
    Ok(file)
}

fn stamp(path: &Path) -> Result<Stamp, StoreError> {
    let io = |error| StoreError::Io(path.to_owned(), error);
    let about = fs::metadata(path).map_err(io)?;
    let modified = about.modified().map_err(io)?.duration_since(UNIX_EPOCH).map_or(0, |it| it.as_nanos());
    let whole = |value: u128| i64::try_from(value).unwrap_or(i64::MAX);
    Ok(Stamp { bytes: whole(u128::from(about.len())), modified: whole(modified) })
}
