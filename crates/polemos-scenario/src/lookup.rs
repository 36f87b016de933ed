//! Names looked up in a checked war, for changes made to it afterwards.

use crate::suggest;
use polemos_war::{Domain, ForceId, NumberId, War};

/// The one of `options` that was probably meant by a mistyped text.
pub fn nearest(text: &str, options: &[&str]) -> Option<String> {
    suggest::nearest(text, options.iter().copied()).map(str::to_owned)
}

/// The numbers that a reference adds up: a parameter path, or `FORCE.ships`, `FACTION.fleet`, `COALITION.fleet` (any
/// domain's id may stand for `fleet`, which means ships).
pub fn resolve_reference(war: &War, reference: &str) -> Option<Vec<NumberId>> {
    if let Some(id) = war.numbers.find(reference) {
        return Some(vec![id]);
    }
    let (name, tail) = reference.rsplit_once('.')?;
    let name = name.strip_prefix("force.").unwrap_or(name);
    let wanted = if tail == "fleet" { "ships" } else { tail };
    let domain = Domain::ALL.into_iter().find(|domain| domain.id() == wanted)?;
    let counts = forces_of(war, name).into_iter().flat_map(|force| &war.forces[force].units);
    let ids: Vec<NumberId> =
        counts.filter(|units| war.classes[units.class].domain == domain).map(|units| units.count).collect();
    (!ids.is_empty()).then_some(ids)
}

/// Forces of a force, faction or coalition by its id.
fn forces_of(war: &War, name: &str) -> Vec<ForceId> {
    let coalition = war.coalitions.iter().find(|coalition| coalition.id == name);
    let belongs = |force: &polemos_war::Force| {
        force.id == name
            || war.factions[force.faction].id == name
            || coalition.is_some_and(|c| c.members.iter().any(|member| member.faction == force.faction))
    };
    war.forces.pairs().filter(|(_, force)| belongs(force)).map(|(id, _)| id).collect()
}
