//! `polemos almanac`: a folder of pages about the wars of one or more histories.

use crate::almanac::{self, History, Kin};
use crate::args::AlmanacArgs;
use crate::failure::Failure;
use crate::{Done, library, output, stop, subject};
use polemos_store::{Head, Kind};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Makes the almanac.
pub fn run(args: &AlmanacArgs) -> Done {
    stop::listen();
    let mut args = args.clone();
    // A folder of saved runs is a store: all its runs are meant.
    let mut stores = args.subjects.iter().filter(|name| Path::new(name).join("saved").is_dir());
    if let Some(folder) = stores.next_back().map(PathBuf::from) {
        args.subjects.retain(|name| Path::new(name) != folder);
        args.how.store.store = Some(folder);
        args.subjects.extend(runs(&args)?);
    }
    if args.subjects.is_empty() {
        args.subjects = runs(&args)?;
    }
    if args.subjects.is_empty() {
        return Err(Failure::usage(
            "There is nothing to write an almanac of.",
            "Name a war (polemos list) or save a run first: polemos run WAR --save",
        ));
    }
    free(&args.out)?;
    let heads = heads(&args)?;
    let mut histories = Vec::new();
    let mut folders = BTreeSet::new();
    for name in &args.subjects {
        let found = subject::find(name, &args.how)?;
        let history = found.history()?;
        let until = found.saved.as_ref().and_then(|it| it.until);
        let played = subject::play(&history, until)?;
        let folder = folder(name, &mut folders);
        histories.push(History::new(name, &folder, played, args.length.into()));
    }
    let files = almanac::files(&histories, &kin(&histories, &heads));
    write(&args.out, &files)?;
    output::print_text(&format!(
        "{} pages are written. Open {} in a browser.\n",
        files.iter().filter(|(path, _)| path.ends_with(".html")).count(),
        args.out.join("index.html").display()
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn heads(args: &AlmanacArgs) -> Result<Vec<Head>, Failure> {
    let Some(store) = subject::existing(&args.how.store)? else { return Ok(Vec::new()) };
    let all = store.list(Some(Kind::Run)).map_err(|error| subject::failed(&error))?;
    Ok(all)
}

fn runs(args: &AlmanacArgs) -> Result<Vec<String>, Failure> {
    Ok(heads(args)?.into_iter().map(|head| head.name).collect())
}

/// A folder's name for a history, unlike any before.
fn folder(name: &str, taken: &mut BTreeSet<String>) -> String {
    let stem = Path::new(name).file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = polemos::record::slug(stem.trim_end_matches(".toml").trim_end_matches(".polemos"));
    let mut free = stem.clone();
    let mut n = 2;
    while !taken.insert(free.clone()) {
        free = format!("{stem}-{n}");
        n += 1;
    }
    free
}

/// The family tree: the histories that have pages, the saved ones between them, and those that their wars declare.
fn kin(histories: &[History], heads: &[Head]) -> Vec<Kin> {
    let mut kin: Vec<Kin> = Vec::new();
    for history in histories {
        let head = heads.iter().find(|head| head.name == history.label);
        let account = history.played.account();
        let (war, id) = history.label.rsplit_once(':').unwrap_or((&history.label, ""));
        let declared = history.played.war.continuities.iter().find(|it| it.id == id);
        let parent = head.and_then(|it| it.parent.clone()).or(declared.map(|it| match &it.parent {
            Some(parent) => format!("{war}:{parent}"),
            None => war.to_owned(),
        }));
        kin.push(Kin {
            name: history.label.clone(),
            parent: parent.filter(|parent| *parent != history.label),
            parted: head.map(parted).unwrap_or_default(),
            result: account.result,
            folder: Some(history.folder.clone()),
        });
    }
    // Ancestors without pages keep the tree together.
    let mut open: Vec<String> = kin.iter().filter_map(|it| it.parent.clone()).collect();
    while let Some(name) = open.pop() {
        if kin.iter().any(|it| it.name == name) {
            continue;
        }
        let head = heads.iter().find(|head| head.name == name);
        if head.is_none() && !library::has(&name) && !name.contains(':') {
            continue;
        }
        let parent = head.and_then(|it| it.parent.clone());
        open.extend(parent.clone());
        let result = head.map(|it| it.result.clone()).unwrap_or_default();
        kin.push(Kin { name, parent, parted: head.map(parted).unwrap_or_default(), result, folder: None });
    }
    kin
}

fn parted(head: &Head) -> String {
    let at = head.at.as_ref().map(|date| format!("from {date}")).unwrap_or_default();
    let changes =
        if head.changes.is_empty() { String::new() } else { format!("with {}", head.changes.join(" ")) };
    [at, changes].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether the folder may be written: it is not there, is empty, or holds an almanac, which is replaced.
fn free(out: &Path) -> Result<(), Failure> {
    if !out.exists() || is_almanac(out) {
        return Ok(());
    }
    let empty = fs::read_dir(out).is_ok_and(|mut it| it.next().is_none());
    if out.is_dir() && empty {
        return Ok(());
    }
    Err(Failure::usage(
        format!("{} is there already, and is no almanac.", out.display()),
        "Name a folder that is not there yet: --out DIR.",
    ))
}

fn is_almanac(out: &Path) -> bool {
    fs::read_to_string(out.join("search.js")).is_ok_and(|text| text.starts_with(almanac::MARK))
}

/// Writes all files beside the folder, and then puts it in its place: whole, or not at all.
fn write(out: &Path, files: &[almanac::File]) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        let message = format!("{} could not be written: {error}.", out.display());
        Failure::again(message, "Make room, or name a folder that may be written: --out DIR.")
    };
    let name = out.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    if name.is_empty() {
        return Err(Failure::usage("The almanac needs a folder of its own.", "Name one: --out almanac."));
    }
    let beside = out.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let old = out.with_file_name(format!(".{name}.{}.old", std::process::id()));
    let written = (|| {
        for (path, text) in files {
            let path = beside.join(path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(path, text)?;
        }
        if out.exists() {
            fs::rename(out, &old)?;
        }
        fs::rename(&beside, out)
    })();
    if written.is_err() && !out.exists() && old.exists() {
        // Nothing is lost where the last step fails.
        let _ = fs::rename(&old, out);
    }
    let _ = fs::remove_dir_all(&beside);
    let _ = fs::remove_dir_all(&old);
    written.map_err(failed)
}
