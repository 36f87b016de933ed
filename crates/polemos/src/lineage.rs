//! How a history is written down: what was changed from the start, the seed, and each fork with its date and changes.
//! From this and the war's text the history itself can be played, here or anywhere, to the last bit.

use crate::change::{Change, ChangeProblem};
use polemos_campaign::{Manner, Policies, Policy, Setup};
use polemos_study::history::{History, Turn};
use polemos_war::evidence::Variant;
use polemos_war::{CoalitionId, War};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A history, written down.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lineage {
    /// Changes from the start.
    pub start: Variant,
    /// The text of a calibration, where battles are fought as one says.
    #[serde(default)]
    pub calibration: Option<String>,
    /// Seed.
    pub seed: u64,
    /// Replication.
    pub replication: u64,
    /// Policies as the command takes them: one for all, others for some coalitions.
    pub policy: Vec<String>,
    /// How battles are fought.
    pub battles: Manner,
    /// Forks, in the order of their dates.
    pub forks: Vec<Fork>,
    /// Draws come from another replication from a day on.
    #[serde(default)]
    pub parting: Option<(f64, u64)>,
}

/// A fork: from a day on the history has changes that its parent has not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fork {
    /// Days since the war's start.
    pub day: f64,
    /// The changes; their name is the fork's.
    pub changes: Variant,
}

impl Lineage {
    /// The history of a war.
    ///
    /// # Errors
    /// A [`ChangeProblem`] when a change or policy does not fit the war.
    pub fn history(&self, war: &War) -> Result<History, ChangeProblem> {
        let mut war = war.clone();
        if let Some(text) = &self.calibration {
            crate::calibration::apply(&mut war, text).map_err(|problems| ChangeProblem {
                message: format!("The calibration does not fit this war: {}", problems.join(" ")),
                repair: format!("Make one with: polemos calibrate {}.", war.id),
            })?;
        }
        let mut at = changed(&war, &self.start)?;
        let (first, later): (Vec<&Fork>, Vec<&Fork>) = self.forks.iter().partition(|it| it.day <= 0.0);
        for fork in first {
            at = changed(&at, &fork.changes)?;
        }
        let opens = Arc::new(at.clone());
        let mut turns = Vec::new();
        for fork in later {
            at = changed(&at, &fork.changes)?;
            turns.push(Turn { day: fork.day, war: Arc::new(at.clone()) });
        }
        let setup = Setup {
            seed: self.seed,
            replication: self.replication,
            policies: policies(&opens, &self.policy)?,
            record: true,
            battles: self.battles,
        };
        Ok(History { war: opens, setup, turns, parting: self.parting })
    }

    /// The same up to a day, and with changes from then on.
    ///
    /// # Errors
    /// A [`ChangeProblem`] when the history has turned after that day already.
    pub fn forked(&self, day: f64, changes: Variant) -> Result<Lineage, ChangeProblem> {
        if let Some(last) = self.forks.last().filter(|last| last.day > day) {
            return Err(ChangeProblem {
                message: format!("The history was forked later already, as `{}`.", last.changes.name),
                repair: "Take a later date, or fork its parent.".into(),
            });
        }
        let mut child = self.clone();
        child.forks.push(Fork { day, changes });
        Ok(child)
    }

    /// A continuity that the war's scenario declares, played as this one is.
    ///
    /// # Errors
    /// A [`ChangeProblem`] when the war declares none of this id.
    pub fn of_continuity(&self, war: &War, id: &str) -> Result<Lineage, ChangeProblem> {
        let line = war.line_of(id);
        if line.is_empty() {
            let ids: Vec<&str> = war.continuities.iter().map(|it| it.id.as_str()).collect();
            let repair = match polemos_scenario::nearest(id, &ids) {
                Some(near) => format!("Did you mean `{near}`?"),
                None if ids.is_empty() => "Declare one in the scenario: [[continuity]].".into(),
                None => format!("It declares {}.", ids.join(", ")),
            };
            return Err(ChangeProblem {
                message: format!("`{}` declares no continuity `{id}`.", war.id),
                repair,
            });
        }
        let mut child = self.clone();
        for it in line {
            child = child.forked(it.day.unwrap_or(0.0), it.changes.clone())?;
        }
        Ok(child)
    }

    /// All changes as the command takes them, in order.
    pub fn changes(&self) -> Vec<String> {
        std::iter::once(&self.start)
            .chain(self.forks.iter().map(|fork| &fork.changes))
            .flat_map(options)
            .collect()
    }
}

/// Changes as options of the command.
pub fn options(changes: &Variant) -> Vec<String> {
    let all = |name: &str, texts: &[String]| -> Vec<String> {
        texts.iter().map(|text| format!("--{name} {text}")).collect()
    };
    [
        all("set-def", &changes.define),
        all("set", &changes.set),
        all("without", &changes.without),
        all("choose", &changes.choose),
    ]
    .concat()
}

/// The war with the changes of a version.
///
/// # Errors
/// A [`ChangeProblem`] for the first that does not fit the war.
pub fn changed(war: &War, variant: &Variant) -> Result<War, ChangeProblem> {
    let mut war = war.clone();
    for text in &variant.define {
        Change::assignment(text, true)?.apply(&mut war)?;
    }
    for text in &variant.set {
        Change::assignment(text, false)?.apply(&mut war)?;
    }
    for id in &variant.without {
        Change::Without(id.clone()).apply(&mut war)?;
    }
    for text in &variant.choose {
        Change::choice(text)?.apply(&mut war)?;
    }
    Ok(war)
}

/// Reads policies: one for all, and others for some coalitions.
///
/// # Errors
/// A [`ChangeProblem`] for a policy or coalition that there is not.
pub fn policies(war: &War, texts: &[String]) -> Result<Policies, ChangeProblem> {
    let mut policies = Policies::all(Policy::Doctrine);
    for text in texts {
        match text.split_once('=') {
            Some((coalition, name)) => policies.own.push((coalition_of(war, coalition)?, policy(name)?)),
            None => policies.common = policy(text)?,
        }
    }
    Ok(policies)
}

fn policy(name: &str) -> Result<Policy, ChangeProblem> {
    match name {
        "doctrine" => Ok(Policy::Doctrine),
        "historical" => Ok(Policy::Historical),
        "default" => Ok(Policy::Default),
        other => Err(ChangeProblem {
            message: format!("There is no policy `{other}`."),
            repair: "Take doctrine, historical or default; for one coalition: pact=historical.".into(),
        }),
    }
}

fn coalition_of(war: &War, id: &str) -> Result<CoalitionId, ChangeProblem> {
    if let Some((row, _)) = war.coalitions.pairs().find(|(_, it)| it.id == id) {
        return Ok(row);
    }
    let ids: Vec<&str> = war.coalitions.iter().map(|it| it.id.as_str()).collect();
    let repair = match polemos_scenario::nearest(id, &ids) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("Its coalitions are {}.", ids.join(", ")),
    };
    Err(ChangeProblem { message: format!("`{}` has no coalition `{id}`.", war.id), repair })
}
