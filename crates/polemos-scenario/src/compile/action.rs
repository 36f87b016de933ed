//! How units of a class fight one by one.

use super::Compiler;
use crate::diagnostic::Finding;
use crate::ids::Ref;
use crate::walk::{Row, Walker, texts};
use polemos_war::ids::*;
use polemos_war::war::*;

/// Most weapons of a unit.
const MOST_WEAPONS: usize = 4;

impl Compiler<'_> {
    /// The table `action` of a class; empty where it has none.
    pub(super) fn action(&mut self, class: &Row<'_>, domain: Domain) -> Action {
        let Some((cell, table)) = class.get("action").and_then(|cell| Some((cell, cell.node.table()?)))
        else {
            return Action::default();
        };
        let damaged = self.ids.damaged.is_some();
        let mut walker = Walker { findings: &mut self.findings, damaged };
        let path = format!("{}.action", class.path);
        let row = walker.row(table, crate::spec::table("action"), "", path, cell.key_mark);
        if domain == Domain::Troops {
            let message = format!("class `{}` is of troops, which fight in no battle unit by unit", class.id);
            let finding = Finding::warning("troops-in-action", cell.key_mark, message);
            self.say(finding.help("leave out `action`, or give the class another domain"));
        }
        let weapons = self.weapons(&row);
        let powered_by = self.power_sources(class, &row);
        let mut number = |key| self.number_if(&row, key);
        Action {
            sensors: number("sensors"),
            speed: number("speed"),
            acceleration: number("acceleration"),
            standoff: number("standoff"),
            shield: number("shield"),
            recharge: number("recharge"),
            hull: number("hull"),
            priority: number("priority"),
            link: number("link"),
            commands: row.bool("commands").unwrap_or(false),
            powered_by,
            weapons,
        }
    }

    fn weapons(&mut self, action: &Row<'_>) -> Vec<UnitWeapon> {
        let Some(cell) = action.get("weapon") else { return Vec::new() };
        let damaged = self.ids.damaged.is_some();
        let mut walker = Walker { findings: &mut self.findings, damaged };
        let rows = walker.rows(cell, "weapon", &action.path);
        if let Some(row) = rows.get(MOST_WEAPONS) {
            let message =
                format!("a unit has at most {MOST_WEAPONS} weapons, and this one has {}", rows.len());
            let finding = Finding::error("too-many-weapons", row.mark, message);
            self.say(finding.help("put weapons that are alike into one, with the rate of all"));
        }
        rows.iter().take(MOST_WEAPONS).map(|row| self.weapon(row)).collect()
    }

    fn weapon(&mut self, row: &Row<'_>) -> UnitWeapon {
        let mut number = |key| self.number_if(row, key);
        UnitWeapon {
            reach: number("reach"),
            rate: number("rate"),
            accuracy: number("accuracy"),
            accuracy_far: number("accuracy-far"),
            damage: number("damage"),
            area: row.bool("area"),
        }
    }

    fn power_sources(&mut self, class: &Row<'_>, action: &Row<'_>) -> Vec<ClassId> {
        let Some(cell) = action.get("powered-by") else { return Vec::new() };
        let mut sources = Vec::new();
        for (id, mark) in texts(cell.node) {
            if id == class.id {
                let finding = Finding::error("powers-itself", mark, format!("class `{id}` powers itself"));
                self.say(finding.help("name the class of what powers it, or leave `powered-by` out"));
            } else if let Some(source) = self.look_up(Ref::Class, id, mark, true) {
                sources.push(ClassId(source));
            }
        }
        sources
    }
}
