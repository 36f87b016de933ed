//! What a command is about: a war, a continuity that it declares, or a saved run.

use crate::args::{StoreArg, SubjectArgs};
use crate::failure::Failure;
use crate::{library, output, stop};
use polemos::almanac::Run;
use polemos::almanac::account::Account;
use polemos::almanac::dates::Dates;
use polemos::almanac::text::{Line, Style, WIDTH, clip, hang, plain};
use polemos::scenario::nearest;
use polemos::study::history::{History, HistoryError};
use polemos::{Lineage, PlayedSoFar, ResumeError, SavedRun, SourceFile, War};
use polemos_store::{Head, Kind, Store, StoreError, default_folder};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// A war or run that was named.
pub struct Subject {
    /// What to call it.
    pub label: String,
    /// The scenario's files.
    pub files: Vec<SourceFile>,
    /// Its history, written down.
    pub lineage: Lineage,
    /// The run as it was saved, where it was.
    pub saved: Option<SavedRun>,
    war: Option<War>,
}

/// Finds what was named.
pub fn find(name: &str, how: &SubjectArgs) -> Result<Subject, Failure> {
    if let Some((_, saved)) = saved_run(name, &how.store)? {
        let war = polemos::check(&saved.sources()).war;
        let label = name.strip_suffix(".polemos").unwrap_or(name);
        let label = Path::new(label).file_name().map_or(label.into(), |it| it.to_string_lossy());
        return Ok(Subject {
            label: label.into_owned(),
            files: saved.sources(),
            lineage: saved.lineage.clone(),
            saved: Some(saved),
            war,
        });
    }
    let (war_name, continuity) = library::with_continuity(name);
    let (war, files) =
        library::load_with_files(war_name).map_err(|failure| or_run(failure, name, &how.store))?;
    let plain = Lineage { seed: how.seed, policy: how.policy.clone(), ..Lineage::default() };
    let lineage = match continuity {
        Some(id) => plain.of_continuity(&war, id)?,
        None => plain,
    };
    Ok(Subject { label: name.to_owned(), files, lineage, saved: None, war: Some(war) })
}

/// A name that is neither a war nor a run may be meant for a run.
fn or_run(failure: Failure, name: &str, store: &StoreArg) -> Failure {
    let Failure::Told { code, message, repair } = failure else { return failure };
    let near = existing(store).ok().flatten().and_then(|store| {
        let names: Vec<String> =
            store.list(Some(Kind::Run)).unwrap_or_default().into_iter().map(|it| it.name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        nearest(name, &names)
    });
    let repair = match near {
        Some(near) => format!("Did you mean the saved run `{near}`? polemos runs lists them all."),
        None => repair,
    };
    Failure::Told { code, message, repair }
}

impl Subject {
    /// Its history, to be played.
    pub fn history(&self) -> Result<History, Failure> {
        if let Some(saved) = &self.saved {
            return saved.history().map_err(|error| not_resumed(&self.label, &error));
        }
        match &self.war {
            Some(war) => Ok(self.lineage.history(war)?),
            None => Err(not_resumed(&self.label, &ResumeError::Text)),
        }
    }

    /// The war's text as it is read here.
    pub fn war(&self) -> Option<&War> {
        self.war.as_ref()
    }

    /// What it came to: as it was saved, or played now.
    pub fn account(&self) -> Result<Account, Failure> {
        match &self.saved {
            Some(saved) => Ok(saved.account.clone()),
            None => Ok(play(&self.history()?, None)?.account()),
        }
    }
}

/// Plays a history, to a day or to its end.
pub fn play(history: &History, until: Option<f64>) -> Result<PlayedSoFar, Failure> {
    let played = PlayedSoFar::play(history, until, &|| !stop::asked()).map_err(|error| not_played(&error))?;
    if stop::asked() {
        return Err(Failure::again(
            "The run was stopped before its end.",
            "Run it again to see how it ends.",
        ));
    }
    Ok(played)
}

/// A history that cannot be played.
pub fn not_played(error: &HistoryError) -> Failure {
    match error {
        HistoryError::Turn { why, .. } => Failure::usage(
            format!("The change cannot be made then: {why}."),
            "Leave --at out to make it from the start, or change something else.",
        ),
        HistoryError::Run(error) => Failure::again(
            format!("The run broke off: {error}."),
            "This is a fault of Polemos; please report it.",
        ),
    }
}

/// A saved run that cannot be played on.
pub fn not_resumed(name: &str, error: &ResumeError) -> Failure {
    let message = format!("`{name}` cannot be continued: {error}.");
    match error {
        ResumeError::Engine(_) => Failure::usage(
            message,
            format!("Read it with polemos runs {name}, or compare it with polemos compare."),
        ),
        _ => Failure::scenario(message, format!("Read it with polemos runs {name}.")),
    }
}

fn folder(store: &StoreArg) -> Result<PathBuf, Failure> {
    store.store.clone().or_else(default_folder).ok_or_else(|| {
        Failure::usage("There is no data folder to save runs in.", "Name a folder: --store DIR.")
    })
}

/// The store, which is made where there is none.
pub fn open(store: &StoreArg) -> Result<Store, Failure> {
    Store::open(&folder(store)?).map_err(|error| failed(&error))
}

/// The store, if there is one: asking for a run makes no folder.
pub fn existing(store: &StoreArg) -> Result<Option<Store>, Failure> {
    let folder = folder(store)?;
    if folder.join("saved").is_dir() {
        Store::open(&folder).map(Some).map_err(|error| failed(&error))
    } else {
        Ok(None)
    }
}

/// What the store could not do.
pub fn failed(error: &StoreError) -> Failure {
    let text = error.to_string();
    let message = format!("{}.", polemos::war::names::capitalised(&text));
    match error {
        StoreError::Io(..) | StoreError::Catalogue(_) | StoreError::Fault(_) => {
            Failure::again(message, "Make room or check the folder's permissions, and try again.")
        }
        StoreError::Taken(_) => {
            Failure::usage(message, "Take another name, or remove it: polemos runs NAME --remove.")
        }
        StoreError::BadName(_) => {
            Failure::usage(message, "Take letters, digits, `-`, `_` and `.`, a letter or digit first.")
        }
        StoreError::Unknown(_) => Failure::usage(message, "polemos runs lists what is saved."),
        StoreError::Format(..) => {
            Failure::usage(message, "Read it with the version that wrote it, or a later one.")
        }
        StoreError::NotOurs(_) | StoreError::Harmed(_) => {
            Failure::scenario(message, "Take it out of the store; no other file is concerned.")
        }
    }
}

/// A saved run by its name in the store, or by the path of its file; none where the name is a war's.
pub fn saved_run(name: &str, store: &StoreArg) -> Result<Option<(Head, SavedRun)>, Failure> {
    let read = if name.ends_with(".polemos") && Path::new(name).exists() {
        Store::read(Path::new(name))
    } else if library::has(name) || library::is_path(name) || !Store::is_name(name) {
        return Ok(None);
    } else {
        match existing(store)? {
            Some(store) if store.has(name) => store.load(name),
            _ => return Ok(None),
        }
    };
    let (head, body) = read.map_err(|error| failed(&error))?;
    if head.kind != Kind::Run {
        let repair = format!("Read it with polemos runs {name}.");
        return Err(Failure::usage(format!("`{name}` is a projection, and no single run."), repair));
    }
    match serde_json::from_slice(&body) {
        Ok(saved) => Ok(Some((head, saved))),
        Err(error) => Err(Failure::scenario(
            format!("`{name}` is whole, but not understood: {error}."),
            "A later version may have saved it; read it with that one.",
        )),
    }
}

/// What is to be saved, beside the run itself.
pub struct Saving<'a> {
    /// The name wanted; empty for one to be made.
    pub name: &'a str,
    /// What the name is made from.
    pub stem: &'a str,
    /// What it was forked from, and the date of the fork.
    pub parent: Option<(String, String)>,
}

/// Saves a run and tells under which name.
pub fn save(
    store: &Store,
    played: &PlayedSoFar,
    files: &[SourceFile],
    lineage: &Lineage,
    saving: &Saving<'_>,
) -> Result<String, Failure> {
    let name = name_for(store, saving.name, saving.stem)?;
    let saved = played.saved(files, lineage)?;
    let (parent, at) = saving.parent.clone().unzip();
    let head = Head {
        kind: Kind::Run,
        name: name.clone(),
        war: played.war.id.clone(),
        title: played.war.names.primary.clone(),
        engine: saved.engine.clone(),
        seed: lineage.seed,
        replication: lineage.parting.map_or(lineage.replication, |(_, replication)| replication),
        saved_at: now(),
        parent,
        at,
        changes: lineage.changes(),
        ended: played.ended,
        result: saved.account.result.clone(),
        days: saved.account.days,
        digest: saved.digest.clone(),
    };
    store.save(&head, &serde_json::to_vec(&saved)?).map_err(|error| failed(&error))?;
    Ok(name)
}

/// The name to save under: the one wanted, which must be free, or one that is.
pub fn name_for(store: &Store, wanted: &str, stem: &str) -> Result<String, Failure> {
    if wanted.is_empty() {
        let fits = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
        return Ok(store.free_name(&stem.chars().map(fits).collect::<String>()));
    }
    if library::has(wanted) || wanted.ends_with(".toml") || wanted.ends_with(".polemos") {
        let message = format!("`{wanted}` is the name of a war or a file, and would be taken for it.");
        return Err(Failure::usage(message, format!("Take another name, such as {wanted}-1.")));
    }
    Ok(wanted.to_owned())
}

/// Seconds since 1970-01-01 UTC.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs())
}

/// Says on standard error that something is safe on the disk.
pub fn tell_saved(name: &str) {
    output::remark(&format!("saved as {name}"));
}

/// A run in play: how far it has come, and its story.
pub fn story(account: &Account, run: &Run<'_>) -> Vec<Line> {
    let title = format!("{}  {}", account.title.to_uppercase(), account.result);
    let mut lines = vec![Line::of(Style::Heading, clip(&title, WIDTH)), Line::new()];
    let dates = Dates::new(run.war);
    for paragraph in run.paragraphs() {
        let mut gutter = Line::of(Style::Dim, dates.short(paragraph.day));
        gutter.pad_to(8);
        lines.extend(hang(gutter, &plain(&paragraph.text), WIDTH));
    }
    lines
}
