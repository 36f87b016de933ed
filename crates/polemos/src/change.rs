//! Changes to a war as a person words them: `--set PATH=VALUE`, `--set-def PATH=QUANTITY`, `--without ID`,
//! `--choose DECISION=OPTION`.

use polemos_war::date::{When, parse_when};
use polemos_war::distribution::Distribution;
use polemos_war::lexicon::Lexicon;
use polemos_war::quantity::{Reading, parse};
use polemos_war::{ChangeError, NumberId, War};
use std::fmt;

/// A change to a war.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Fixes a number after sampling; numbers relative to it keep theirs.
    Set(String, String),
    /// Gives a number a new meaning; numbers relative to it are solved anew.
    Define(String, String),
    /// Leaves something out.
    Without(String),
    /// Settles a decision beforehand.
    Choose(String, String),
}

/// Why a change cannot be made, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeProblem {
    /// What is wrong, a sentence.
    pub message: String,
    /// What to do about it, a sentence.
    pub repair: String,
}

impl fmt::Display for ChangeProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.message, self.repair)
    }
}

impl std::error::Error for ChangeProblem {}

fn problem(message: String, repair: impl Into<String>) -> ChangeProblem {
    ChangeProblem { message, repair: repair.into() }
}

impl Change {
    /// Reads `PATH=VALUE`.
    ///
    /// # Errors
    /// A [`ChangeProblem`] when there is no `=` in it.
    pub fn assignment(text: &str, define: bool) -> Result<Change, ChangeProblem> {
        let Some((path, value)) = text.split_once('=') else {
            let repair = "Write the path of a number, `=`, and the value: rules.supply.scale=\"30 days\".";
            return Err(problem(format!("`{text}` sets nothing."), repair));
        };
        let (path, value) = (path.trim().to_string(), value.trim().trim_matches('"').to_string());
        Ok(if define { Change::Define(path, value) } else { Change::Set(path, value) })
    }

    /// Reads `DECISION=OPTION`.
    ///
    /// # Errors
    /// A [`ChangeProblem`] when there is no `=` in it.
    pub fn choice(text: &str) -> Result<Change, ChangeProblem> {
        let Some((decision, option)) = text.split_once('=') else {
            let repair = "Write the id of a decision, `=`, and the id of one of its options.";
            return Err(problem(format!("`{text}` settles nothing."), repair));
        };
        Ok(Change::Choose(decision.trim().to_string(), option.trim().to_string()))
    }

    /// Makes the change.
    ///
    /// # Errors
    /// A [`ChangeProblem`] when the path, id or value does not fit the war, which is then unchanged.
    pub fn apply(&self, war: &mut War) -> Result<(), ChangeProblem> {
        match self {
            Change::Without(id) => war.without(id).map_err(|error| explain(war, &error)),
            Change::Choose(decision, option) => {
                war.choose(decision, option).map_err(|error| explain(war, &error))
            }
            Change::Set(path, text) => {
                let (factor, of) = meaning(war, path, text)?;
                // A worded value stands for its median; one relative to others for the median of these.
                let base: f64 = match of.as_slice() {
                    [] => 1.0,
                    of => of.iter().map(|id| war.numbers.medians()[id.0 as usize]).sum(),
                };
                let value = factor.quantile(0.5) * base;
                war.set(path, value).map_err(|error| explain(war, &error))
            }
            Change::Define(path, text) => {
                let (factor, of) = meaning(war, path, text)?;
                war.define(path, factor, of, text).map_err(|error| explain(war, &error))
            }
        }
    }
}

/// What a text means for the number at a path: a distribution, and the numbers that it is relative to.
fn meaning(war: &War, path: &str, text: &str) -> Result<(Distribution, Vec<NumberId>), ChangeProblem> {
    let unknown = || explain(war, &ChangeError::UnknownPath(path.into()));
    let id = war.numbers.find(path).ok_or_else(unknown)?;
    let dimension = war.numbers.defs()[id].dimension;
    let lexicon = Lexicon::standard();
    let misread = |error: polemos_war::quantity::QuantityError| {
        problem(
            format!("`{text}` does not fit {path}: {}.", error.message),
            format!("Instead: {}.", error.repair),
        )
    };
    let parsed = parse(text, lexicon, dimension).map_err(misread)?;
    let meaning = lexicon.meaning_of(&parsed, dimension, Reading::Setting, None).map_err(misread)?;
    let mut of = Vec::new();
    for reference in &meaning.of {
        let found = polemos_scenario::resolve_reference(war, reference);
        of.extend(found.ok_or_else(|| explain(war, &ChangeError::UnknownPath(reference.clone())))?);
    }
    Ok((meaning.factor, of))
}

fn explain(war: &War, error: &ChangeError) -> ChangeProblem {
    match error {
        ChangeError::UnknownPath(path) => {
            let paths: Vec<&str> = war.numbers.defs().iter().map(|def| def.path.as_str()).collect();
            let nearest = polemos_scenario::nearest(path, &paths);
            let repair = nearest.map_or_else(
                || "`polemos check WAR --explain` lists the paths.".to_string(),
                |near| format!("Did you mean `{near}`? `polemos check WAR --explain` lists them all."),
            );
            problem(format!("No number of `{}` has the path `{path}`.", war.id), repair)
        }
        ChangeError::UnknownId(id) => {
            let nearest = polemos_scenario::nearest(id, &war.removable_ids());
            let repair = nearest.map_or_else(
                || {
                    "Take the id of an event, decision, person, force, faction, class, works, lane or place."
                        .into()
                },
                |near| format!("Did you mean `{near}`?"),
            );
            problem(format!("Nothing in `{}` that can be left out has the id `{id}`.", war.id), repair)
        }
        ChangeError::UnknownDecision(id) => {
            let ids: Vec<&str> = war.decisions.iter().map(|it| it.id.as_str()).collect();
            let repair = match polemos_scenario::nearest(id, &ids) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("Its decisions are {}.", ids.join(", ")),
            };
            problem(format!("`{}` has no decision `{id}`.", war.id), repair)
        }
        ChangeError::UnknownOption(decision, id) => {
            let def = &war.decisions[*decision];
            let ids: Vec<&str> = def.options.iter().map(|it| it.id.as_str()).collect();
            let repair = match polemos_scenario::nearest(id, &ids) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("Its options are {}.", ids.join(", ")),
            };
            problem(format!("The decision `{}` has no option `{id}`.", def.id), repair)
        }
        ChangeError::Cycle(cycle) => problem(
            format!("The number would be relative to itself: {}.", cycle.0.join(" → ")),
            "Make one of them stand for itself.",
        ),
        ChangeError::OutOfRange(least, most) => problem(
            "The value makes no sense for this number.".into(),
            format!("Take one from {least} to {most}."),
        ),
    }
}

/// Days since the war's start of a date as a person writes it.
///
/// # Errors
/// A [`ChangeProblem`] when the text is no date, or lies before the war.
pub fn day_of(war: &War, text: &str) -> Result<f64, ChangeProblem> {
    let read = parse_when(text, &war.clock.calendar, Lexicon::standard());
    let first = match read {
        Ok(When::Date(date)) => date.first(),
        Ok(When::Relative(_)) | Err(_) => None,
    };
    let Some(day) = first else {
        return Err(problem(
            format!("`{text}` is not a date."),
            "Write it as 2375-12-03 or 3 December 2375.",
        ));
    };
    let since = day.since(war.clock.start);
    if since < 0 {
        let start = &war.clock.start_date.verbatim;
        return Err(problem(
            format!("{text} lies before the war, which opens on {start}."),
            "Take a later date.",
        ));
    }
    Ok(since as f64)
}
