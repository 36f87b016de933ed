//! The parts of a war that can be left out or changed, one at a time.

use crate::history::{History, Turn};
use polemos_war::names::Names;
use polemos_war::*;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// What kind of part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// An event of the scenario.
    Event,
    /// A decision of the scenario, settled one way.
    Decision,
    /// A faction.
    Faction,
    /// A person.
    Person,
    /// A class of units.
    Class,
    /// Works.
    Works,
    /// A rebellion.
    Rebellion,
    /// What rebels strike.
    Sabotage,
    /// An envoy.
    Envoy,
    /// That squadrons of a people can change sides.
    ChangingSides,
}

/// A part, and what is done to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its kind.
    pub kind: PartKind,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What is done, in words.
    pub change: String,
    /// The decision, for one.
    pub decision: Option<DecisionId>,
    done: Done,
}

/// What is done to a war.
#[derive(Clone, Debug, PartialEq)]
enum Done {
    Without(String),
    Choose(String, String),
    Loyal(PeopleId),
}

impl Part {
    /// The history without the part, from its start; none where it cannot be left out.
    pub fn left_out(&self, history: &History) -> Option<History> {
        let mut changed = history.clone();
        changed.war = Arc::new(self.change(&history.war)?);
        changed.turns = history
            .turns
            .iter()
            .map(|turn| Some(Turn { day: turn.day, war: Arc::new(self.change(&turn.war)?) }))
            .collect::<Option<_>>()?;
        Some(changed)
    }

    fn change(&self, war: &War) -> Option<War> {
        let mut war = war.clone();
        match &self.done {
            Done::Without(id) => war.without(id).ok()?,
            Done::Choose(decision, option) => war.choose(decision, option).ok()?,
            Done::Loyal(people) => {
                for squadron in war.squadrons.iter_mut().filter(|it| it.people == Some(*people)) {
                    squadron.turns = None;
                }
                war.changes.push(format!("loyal {}", self.id));
            }
        }
        Some(war)
    }
}

/// All parts of a war, in the order of its tables.
pub fn parts(war: &War) -> Vec<Part> {
    let mut all = Vec::new();
    let mut without = |kind: PartKind, id: &str, names: &Names| {
        let name = names.the_short();
        all.push(Part {
            kind,
            id: id.to_owned(),
            change: if kind == PartKind::Class {
                format!("without any {name}")
            } else {
                format!("without {name}")
            },
            name,
            decision: None,
            done: Done::Without(id.to_owned()),
        });
    };
    macro_rules! each {
        ($($table:ident: $kind:ident),*) => {$(
            war.$table.iter().filter(|it| !it.removed).for_each(|it| without(PartKind::$kind, &it.id, &it.names));
        )*};
    }
    each!(events: Event, factions: Faction, persons: Person, classes: Class, works: Works);
    each!(rebellions: Rebellion, sabotages: Sabotage, envoys: Envoy);
    all.extend(decisions(war));
    all.extend(changing_sides(war));
    all
}

/// Every option of every decision that the scenario opens and nothing has settled.
fn decisions(war: &War) -> Vec<Part> {
    let open = |it: &Decision| it.kind == DecisionKind::Scenario && !it.removed && it.forced.is_none();
    let mut all = Vec::new();
    for (id, decision) in war.decisions.pairs().filter(|(_, it)| open(it)) {
        for option in &decision.options {
            let (words, name) = (option.id.replace('-', " "), decision.names.the_short());
            all.push(Part {
                kind: PartKind::Decision,
                id: format!("{}={}", decision.id, option.id),
                change: format!("with “{name}” settled as “{words}”"),
                name: format!("{name}: “{words}”"),
                decision: Some(id),
                done: Done::Choose(decision.id.clone(), option.id.clone()),
            });
        }
    }
    all
}

fn changing_sides(war: &War) -> Vec<Part> {
    let able = |id: PeopleId| war.squadrons.iter().any(|it| it.people == Some(id) && it.turns.is_some());
    let peoples = war.peoples.pairs().filter(|(id, _)| able(*id));
    peoples
        .map(|(id, people)| {
            let name = people.names.the_short();
            Part {
                kind: PartKind::ChangingSides,
                id: people.id.clone(),
                name: format!("the defection of {name}"),
                change: format!("with no squadron of {name} changing sides"),
                decision: None,
                done: Done::Loyal(id),
            }
        })
        .collect()
}
