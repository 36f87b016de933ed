//! What the options of a war mean: changes, policies, a date to part at.

use crate::args::WarArgs;
use crate::failure::Failure;
use crate::{library, output};
use polemos::campaign::Manner;
use polemos::war::evidence::Variant;
use polemos::{Change, Lineage, Policies, War};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A war as it is to be played.
pub struct Prepared {
    /// The war with its changes.
    pub war: Arc<War>,
    /// Who answers decisions.
    pub policies: Policies,
    /// The day on which histories part.
    pub from_day: Option<f64>,
    /// The policy in words, as pages print it.
    pub policy_text: String,
    /// How battles are fought.
    pub battles: Manner,
    /// The war as it was asked for, with its changes, for commands that are proposed.
    pub asked: String,
}

/// In place of a calibration's file: the war as its scenario has it, whatever lies beside it.
const NONE: &str = "none";

/// The file of a war's calibration: the one named, or the one beside the scenario.
fn calibration_file(name: &str, named: Option<&Path>) -> Option<PathBuf> {
    match named {
        Some(path) if path.as_os_str() == NONE => None,
        Some(path) => Some(path.to_owned()),
        None => library::calibration_beside(name).filter(|path| path.is_file()),
    }
}

/// Loads a war, told what the file of its calibration says.
pub fn load(name: &str, calibration: Option<&Path>) -> Result<War, Failure> {
    let mut war = library::load(name)?;
    if let Some(path) = calibration_file(name, calibration) {
        calibrated(&mut war, &path)?;
        if calibration.is_none() {
            let by = path.display();
            output::remark(&format!("Aggregated battles as {by} says; --calibration {NONE} plays without."));
        }
    }
    Ok(war)
}

/// Loads a war and makes the changes.
pub fn prepare(args: &WarArgs) -> Result<Prepared, Failure> {
    let mut war = load(&args.war, args.calibration.as_deref())?;
    apply(&mut war, &args.set, &args.set_def, &args.without)?;
    for text in &args.choose {
        Change::choice(text)?.apply(&mut war)?;
    }
    let policies = polemos::policies(&war, &args.policy)?;
    let from_day = match &args.from {
        Some(date) => Some(polemos::day_of(&war, date)?),
        None => None,
    };
    let policy_text = if args.policy.is_empty() { "doctrine".to_owned() } else { args.policy.join(", ") };
    Ok(Prepared {
        war: Arc::new(war),
        policies,
        from_day,
        policy_text,
        battles: Manner::Aggregated,
        asked: asked(args),
    })
}

/// The changes of a war's options.
pub fn variant(args: &WarArgs) -> Variant {
    Variant {
        name: String::new(),
        set: args.set.clone(),
        define: args.set_def.clone(),
        without: args.without.clone(),
        choose: args.choose.clone(),
    }
}

/// What the options of a war write down of its history.
pub fn lineage(args: &WarArgs, war: &War, replication: u64, battles: Manner) -> Result<Lineage, Failure> {
    let start = variant(args);
    let calibration = calibration_file(&args.war, args.calibration.as_deref());
    let calibration = calibration.as_deref().map(crate::files::read_text).transpose()?;
    let tick = f64::from(war.clock.tick_days);
    let parting = match &args.from {
        // Histories part at the end of a tick, the first that is not before the date.
        Some(date) => Some(((polemos::day_of(war, date)? / tick).ceil() * tick, replication)),
        None => None,
    };
    let replication = if parting.is_some() { 0 } else { replication };
    let policy = args.policy.clone();
    let forks = Vec::new();
    Ok(Lineage { start, calibration, seed: args.seed, replication, policy, battles, forks, parting })
}

/// Tells a war what a calibration's file says.
fn calibrated(war: &mut War, path: &Path) -> Result<(), Failure> {
    let text = crate::files::read_text(path)?;
    polemos::calibration::apply(war, &text).map_err(|problems| {
        let message = format!("{} is no calibration of this war: {}", path.display(), problems.join(" "));
        Failure::scenario(message, format!("Make one with: polemos calibrate {}.", war.id))
    })
}

/// Makes changes to a war.
pub fn apply(war: &mut War, set: &[String], define: &[String], without: &[String]) -> Result<(), Failure> {
    for text in define {
        Change::assignment(text, true)?.apply(war)?;
    }
    for text in set {
        Change::assignment(text, false)?.apply(war)?;
    }
    for id in without {
        Change::Without(id.clone()).apply(war)?;
    }
    Ok(())
}

/// The war and its changes as arguments of a command.
fn asked(args: &WarArgs) -> String {
    let mut parts = vec![quoted(&args.war)];
    let mut option = |name: &str, values: &[String]| {
        values.iter().for_each(|value| parts.push(format!("--{name} {}", quoted(value))));
    };
    option("set", &args.set);
    option("set-def", &args.set_def);
    option("without", &args.without);
    option("choose", &args.choose);
    option("policy", &args.policy);
    if let Some(path) = &args.calibration {
        option("calibration", &[path.display().to_string()]);
    }
    parts.join(" ")
}

fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:+%,".contains(c);
    if text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
