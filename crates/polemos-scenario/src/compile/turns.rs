//! Turning points: where the war could have gone another way.

use super::Compiler;
use super::evidence::{Known, said};
use crate::diagnostic::Finding;
use crate::walk::{Row, Walker};
use polemos_war::evidence::{Course, TurningPoint};

/// What a run took at a turning point in which no course holds, where the scenario does not say.
const OTHERWISE: &str = "something else";

impl Compiler<'_> {
    /// A turning point, unless its courses cannot be read.
    pub(super) fn turning_point(
        &mut self,
        row: &Row<'_>,
        known: &Known<'_>,
        seen: &mut Vec<String>,
    ) -> Option<TurningPoint> {
        let id = self.entry_id(row, "turn", seen);
        let given = self.shown(row, "given", known);
        let cell = row.get("courses")?;
        let damaged = self.ids.damaged.is_some();
        let mut walker = Walker { findings: &mut self.findings, damaged };
        let rows = walker.rows(cell, "turn-course", &row.path);
        if cell.node.list().is_some_and(<[_]>::is_empty) {
            let finding = Finding::error("no-courses", cell.key_mark, "this turn has no course to take");
            self.say(finding.help(format!("write that of the source first: {}", cell.spec.example)));
        }
        let courses = rows.iter().filter_map(|course| {
            Some(Course { says: said(course, "says"), when: self.shown(course, "when", known)? })
        });
        let courses: Vec<Course> = courses.collect();
        let otherwise = row.text("otherwise").unwrap_or(OTHERWISE).to_owned();
        Some(TurningPoint { id, says: said(row, "says"), line: row.whole("line"), given, courses, otherwise })
    }
}
