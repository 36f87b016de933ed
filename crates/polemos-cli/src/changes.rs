//! What the options of a war mean: changes, policies, a date to part at.

use crate::args::WarArgs;
use crate::failure::Failure;
use crate::{library, output};
use polemos::campaign::Manner;
use polemos::scenario::nearest;
use polemos::war::CoalitionId;
use polemos::{Change, Policies, Policy, War};
use std::path::Path;
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

/// Loads a war, told what the file of its calibration says: the one named, or the one beside it.
pub fn load(name: &str, calibration: Option<&Path>) -> Result<War, Failure> {
    let mut war = library::load(name)?;
    match calibration {
        Some(path) if path.as_os_str() == NONE => {}
        Some(path) => calibrated(&mut war, path)?,
        None => {
            if let Some(path) = library::calibration_beside(name).filter(|path| path.is_file()) {
                calibrated(&mut war, &path)?;
                let by = path.display();
                output::remark(&format!(
                    "Aggregated battles as {by} says; --calibration {NONE} plays without."
                ));
            }
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
    let policies = policies(&war, &args.policy)?;
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

/// Reads policies: one for all, and others for some coalitions.
pub fn policies(war: &War, texts: &[String]) -> Result<Policies, Failure> {
    let mut policies = Policies::all(Policy::Doctrine);
    for text in texts {
        match text.split_once('=') {
            Some((coalition, name)) => policies.own.push((coalition_of(war, coalition)?, policy(name)?)),
            None => policies.common = policy(text)?,
        }
    }
    Ok(policies)
}

fn policy(name: &str) -> Result<Policy, Failure> {
    match name {
        "doctrine" => Ok(Policy::Doctrine),
        "historical" => Ok(Policy::Historical),
        "default" => Ok(Policy::Default),
        other => {
            let repair = "Take doctrine, historical or default; for one coalition: pact=historical.";
            Err(Failure::usage(format!("There is no policy `{other}`."), repair))
        }
    }
}

fn coalition_of(war: &War, id: &str) -> Result<CoalitionId, Failure> {
    if let Some((row, _)) = war.coalitions.pairs().find(|(_, it)| it.id == id) {
        return Ok(row);
    }
    let ids: Vec<&str> = war.coalitions.iter().map(|it| it.id.as_str()).collect();
    let repair = match nearest(id, &ids) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("Its coalitions are {}.", ids.join(", ")),
    };
    Err(Failure::usage(format!("`{}` has no coalition `{id}`.", war.id), repair))
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
