//! Checks scenario files and prints what is wrong with them: `check [--defaults] FILE…`. Several files make one
//! scenario, as the files of a folder do; `--each` checks each by itself.

use polemos_scenario::{Checked, Severity, SourceFile, check, render};
use std::process::ExitCode;

fn main() -> ExitCode {
    let (flags, names): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    let mut files = Vec::new();
    for name in &names {
        match std::fs::read(name).map(|bytes| SourceFile::from_bytes(name.as_str(), bytes)) {
            Ok(Ok(file)) => files.push(file),
            Ok(Err(diagnostic)) => {
                eprintln!("{}", render(&diagnostic, &[], false));
                return ExitCode::from(65);
            }
            Err(error) => {
                eprintln!("{name}: {error}");
                return ExitCode::from(2);
            }
        }
    }
    let groups: Vec<&[SourceFile]> =
        if has("--each") { files.chunks(1).collect() } else { vec![files.as_slice()] };
    let failed = groups.into_iter().filter(|group| !report(group, has("--defaults"))).count();
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(65) }
}

fn report(files: &[SourceFile], defaults: bool) -> bool {
    let Checked { war, diagnostics, defaults: used } = check(files);
    for diagnostic in &diagnostics {
        println!("{}\n", render(diagnostic, files, false));
    }
    if defaults {
        for default in &used {
            println!("{} = {} {} ({})", default.path, default.value, default.unit, default.why);
        }
    }
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    println!(
        "{}: {} errors, {} warnings, {} defaults",
        names.join(" + "),
        count(Severity::Error),
        count(Severity::Warning),
        used.len()
    );
    if let Some(war) = &war {
        println!(
            "{}: {} places, {} lanes, {} factions, {} forces in {} squadrons, {} decisions, {} numbers",
            war.names.primary,
            war.places.len(),
            war.lanes.len(),
            war.factions.len(),
            war.forces.len(),
            war.squadrons.len(),
            war.decisions.len(),
            war.numbers.defs().len()
        );
    }
    war.is_some()
}
