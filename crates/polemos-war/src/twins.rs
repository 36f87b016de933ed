//! Where a squadron that goes over goes to. A force is of one faction, so that a squadron which changes sides needs
//! another force to be in: its *twin*, a row of the faction that its people has on the other side. Twins are made once,
//! when a war is compiled, for every force manned by a people that has a faction elsewhere. They have no units of their
//! own, are nowhere until they are needed, and take no id that a scenario could use.

use crate::ids::*;
use crate::names::Names;
use crate::war::*;

/// The coalition that a faction is in when the war opens, as it is written: one that names it without a date, else its
/// own.
fn coalition_at_start(coalitions: &Table<CoalitionId, Coalition>, faction: FactionId) -> Option<CoalitionId> {
    let named =
        |c: &Coalition| !c.implicit && c.members.iter().any(|m| m.faction == faction && m.from.is_none());
    let own = |c: &Coalition| c.implicit && c.lead == faction;
    let found = coalitions.pairs().find(|(_, c)| named(c));
    found.or_else(|| coalitions.pairs().find(|(_, c)| own(c))).map(|(id, _)| id)
}

/// The faction that squadrons of a people under another faction can go over to: the first of that people which does
/// not stand on the same side when the war opens. It may be a movement.
pub fn other_faction(
    factions: &Table<FactionId, Faction>,
    coalitions: &Table<CoalitionId, Coalition>,
    under: FactionId,
    people: PeopleId,
) -> Option<FactionId> {
    let side = coalition_at_start(coalitions, under);
    let other = |(id, faction): &(FactionId, &Faction)| {
        *id != under && faction.people == Some(people) && coalition_at_start(coalitions, *id) != side
    };
    factions.pairs().find(other).map(|(id, _)| id)
}

/// The people that mans a row of units: its own, or its faction's.
fn people_of(factions: &Table<FactionId, Faction>, force: &Force, units: &Units) -> Option<PeopleId> {
    units.people.or_else(|| factions.get(force.faction)?.people)
}

/// The factions that some squadron could go over to, in id order: a defection can bring them into the war.
pub fn factions_to_join(
    factions: &Table<FactionId, Faction>,
    coalitions: &Table<CoalitionId, Coalition>,
    forces: &Table<ForceId, Force>,
) -> Vec<(FactionId, CoalitionId)> {
    let rows = forces.iter().flat_map(|force| force.units.iter().map(move |units| (force, units)));
    let goals = rows.filter_map(|(force, units)| {
        let to = other_faction(factions, coalitions, force.faction, people_of(factions, force, units)?)?;
        Some((to, coalition_at_start(coalitions, to)?))
    });
    let mut all: Vec<_> = goals.collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl War {
    /// Adds the twins, and says of each squadron which it would join. Called once, on a war that has none.
    pub fn add_twins(&mut self) {
        for id in self.forces.ids() {
            let mut twins: Vec<(FactionId, ForceId)> = Vec::new();
            for row in 0..self.forces[id].units.len() {
                let force = &self.forces[id];
                let units = &force.units[row];
                let Some(people) = people_of(&self.factions, force, units) else { continue };
                let Some(to) = other_faction(&self.factions, &self.coalitions, force.faction, people) else {
                    continue;
                };
                let squadrons = units.squadrons.clone();
                let twin = match twins.iter().find(|(faction, _)| *faction == to) {
                    Some((_, twin)) => *twin,
                    None => {
                        let twin = self.twin(id, to, twins.is_empty());
                        let twin = self.forces.push(twin);
                        twins.push((to, twin));
                        twin
                    }
                };
                for squadron in squadrons {
                    self.squadrons[squadron].turns = Some(twin);
                    self.squadrons[squadron].people = Some(people);
                }
            }
        }
    }

    fn twin(&self, of: ForceId, to: FactionId, first: bool) -> Force {
        let force = &self.forces[of];
        let mut id = format!("{}-turned", force.id);
        if !first {
            id = format!("{id}-{}", self.factions[to].id);
        }
        while self.forces.iter().any(|other| other.id == id) {
            id.push('-');
        }
        let names = Names {
            article: true,
            plural: true,
            ..Names::plain(format!("defectors from {}", force.names.the_short()))
        };
        Force {
            id,
            names,
            faction: to,
            commander: None,
            place: force.place,
            arrives: None,
            held_back: true,
            garrison: force.garrison,
            units: Vec::new(),
            twin_of: Some(of),
            removed: force.removed,
        }
    }

    /// The faction whose crews man a force: those who have gone over are as skilled as they were.
    pub fn crews_of(&self, force: ForceId) -> FactionId {
        let force = &self.forces[force];
        force.twin_of.map_or(force.faction, |of| self.forces[of].faction)
    }
}
