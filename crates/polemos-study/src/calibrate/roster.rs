//! The classes of a war that fight in space or at sea.

use polemos_battle::calibrate::{Kind, Roster};
use polemos_campaign::{Realised, battle_rules};
use polemos_war::{Domain, War};

/// Every class of a war but troops, at the medians of their numbers, and its rules of battle.
#[must_use]
pub fn roster(war: &War) -> Roster {
    let real = Realised::expected(war);
    let (mut kinds, mut values) = (Vec::new(), Vec::new());
    for (id, class) in war.classes.pairs().filter(|(_, class)| class.domain != Domain::Troops) {
        let figures = real.classes[id];
        kinds.push(Kind {
            class: id.0 as u16,
            form: real.form(war, id),
            weapon: figures.weapon,
            toughness: figures.toughness,
            recovery_per_hour: figures.recovery_per_hour,
            speed: figures.speed,
            immobile: !class.domain.moves(),
        });
        values.push(figures.value);
    }
    Roster { kinds, values, rules: battle_rules(&real), plane: war.plane }
}
