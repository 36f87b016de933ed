//! The library of wars, and how a war is found by what a person typed.

use crate::failure::Failure;
use crate::files;
use crate::output;
use polemos::scenario::{nearest, render};
use polemos::{Checked, Diagnostic, SourceFile, War};
use std::path::{Path, PathBuf};

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// A scenario's files and what checking them said.
pub struct Found {
    /// The files.
    pub files: Vec<SourceFile>,
    /// What checking them said.
    pub checked: Checked,
}

/// Finds and checks a war by its name in the library or by its path.
pub fn find(name: &str) -> Result<Found, Failure> {
    let files = sources(name)?;
    let checked = polemos::check(&files);
    Ok(Found { files, checked })
}

/// Whether a name is that of a war of the library.
pub fn has(name: &str) -> bool {
    WARS.iter().any(|(id, _)| *id == name)
}

/// The war of a name, and the continuity of it that the name asks for: `WAR:ID`.
pub fn with_continuity(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once(':') {
        Some((war, id)) if !war.is_empty() && !id.contains(['/', '\\']) => (war, Some(id)),
        _ => (name, None),
    }
}

/// Whether a text names a file or folder, and not a war of the library.
pub fn is_path(name: &str) -> bool {
    name.contains(['/', '\\']) || name.ends_with(".toml")
}

/// Finds a war that can be played; what is wrong with one that cannot is told in full.
pub fn load(name: &str) -> Result<War, Failure> {
    load_with_files(name).map(|(war, _)| war)
}

/// The same, with its files.
pub fn load_with_files(name: &str) -> Result<(War, Vec<SourceFile>), Failure> {
    let Found { files, checked } = find(name)?;
    match checked.war {
        Some(war) => Ok((war, files)),
        None => {
            tell(&checked.diagnostics, &files);
            Err(Failure::Silent(crate::failure::BAD_SCENARIO))
        }
    }
}

/// Where the calibration of a scenario lies that is a file or folder of its own: `NAME.calibration.toml` beside
/// `NAME.toml` or the folder `NAME`. None for wars of the library.
pub fn calibration_beside(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    let stem = if path.is_dir() { path.file_name()? } else { path.file_stem()? };
    let mut file = stem.to_owned();
    file.push(".calibration.toml");
    let of_library = !is_path(name) && has(name);
    (!of_library && path.exists()).then(|| path.with_file_name(file))
}

/// Texts of a war of the library, or of the files at a path. What looks like a path is one.
pub fn sources(name: &str) -> Result<Vec<SourceFile>, Failure> {
    let is_path = is_path(name);
    if !is_path && let Some((_, text)) = WARS.iter().find(|(id, _)| *id == name) {
        return Ok(vec![SourceFile::new(format!("{name}.toml"), *text)]);
    }
    let path = Path::new(name);
    if path.exists() {
        return files::read_scenario(path);
    }
    if let (war, Some(_)) = with_continuity(name)
        && (has(war) || Path::new(war).exists())
    {
        return Err(Failure::usage(
            format!("`{name}` is a continuity, which this command does not take."),
            format!(
                "polemos compare {war} {name} --runs 400 plays both; polemos fork {name} --name NAME keeps it as a run, to \
                 be read."
            ),
        ));
    }
    let ids: Vec<&str> = WARS.iter().map(|(id, _)| *id).collect();
    let bare = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let repair = match nearest(&bare, &ids) {
        Some(near) => format!("Did you mean `{near}`? polemos list shows them all."),
        None => {
            "polemos list shows the wars of the library; polemos new NAME begins one of your own.".to_owned()
        }
    };
    let message = if is_path {
        format!("There is no scenario at {name}.")
    } else {
        format!("No war of the library and no file is called `{name}`.")
    };
    Err(Failure::usage(message, repair))
}

/// Shows errors and warnings on standard error.
fn tell(diagnostics: &[Diagnostic], files: &[SourceFile]) {
    for diagnostic in diagnostics {
        output::remark(&render(diagnostic, files, true));
        output::remark("");
    }
}
