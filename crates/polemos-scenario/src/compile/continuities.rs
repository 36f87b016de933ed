//! Continuities that a scenario declares: each parts from the war, or from another, on a date and with changes.

use super::Compiler;
use super::evidence::Known;
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::ids::Ref;
use crate::suggest;
use crate::walk::Row;
use polemos_war::continuity::Continuity;
use polemos_war::evidence::Variant;
use polemos_war::ids::{DecisionId, Table};
use polemos_war::names::capitalised;
use polemos_war::war::{Clock, Decision, Fact};

impl Compiler<'_> {
    /// Compiles all continuities; numbers and decisions are known by then.
    pub(super) fn continuities(
        &mut self,
        draft: &Draft<'_>,
        facts: &[Fact],
        decisions: &Table<DecisionId, Decision>,
        clock: &Clock,
    ) -> Vec<Continuity> {
        let known = Known { facts, decisions };
        let mut seen = Vec::new();
        let mut all = Vec::new();
        for row in &draft.continuities {
            let id = self.entry_id(row, "continuity", &mut seen);
            let all_of = |key: &str| row.texts(key).into_iter().map(|(text, _)| text.to_owned()).collect();
            self.check_changes(row, &known);
            let day = self.parting_day(row, clock);
            let name = row.text("name").map_or_else(|| capitalised(&id.replace('-', " ")), str::to_owned);
            let changes = Variant {
                name,
                set: all_of("set"),
                define: all_of("set-def"),
                without: all_of("without"),
                choose: all_of("choose"),
            };
            if day.is_some() {
                self.rooted(row);
            }
            let (says, parent) = (row.text("says").map(str::to_owned), row.text("parent").map(str::to_owned));
            all.push(Continuity { id, says, parent, day, changes });
        }
        for (row, it) in draft.continuities.iter().zip(&all) {
            self.parent(row, it, &all);
        }
        all
    }

    /// Days from the start to the date on which a continuity parts.
    fn parting_day(&mut self, row: &Row<'_>, clock: &Clock) -> Option<f64> {
        let cell = row.get("at")?;
        let (node, mark) = (cell.node, cell.node.mark);
        let day = match self.language.day(node) {
            Ok((_, day)) => day.since(clock.start),
            Err(finding) => {
                self.say(*finding);
                return None;
            }
        };
        if day < 0 || day >= i64::from(clock.limit_days) {
            let message = "this date lies outside the war";
            let start = &clock.start_date.verbatim;
            let finding = Finding::error("outside-the-war", mark, message);
            self.say(finding.help(format!(
                "take one from {start} on, at most {} days later",
                clock.limit_days.saturating_sub(1)
            )));
        }
        (day > 0).then_some(day as f64)
    }

    /// What cannot be taken out of a war in play.
    fn rooted(&mut self, row: &Row<'_>) {
        for (id, mark) in row.texts("without") {
            let kinds = [Ref::Faction, Ref::Class, Ref::Place];
            if let Some(kind) = kinds.into_iter().find(|kind| self.ids.find(*kind, id).is_some()) {
                let message = format!("the {} `{id}` cannot be taken out of a war in play", kind.word());
                let finding = Finding::error("rooted", mark, message);
                self.say(finding.help("leave `at` out, so that it was never there, or take away its forces"));
            }
        }
    }

    /// The parent exists, is no descendant, and parts no later.
    fn parent(&mut self, row: &Row<'_>, own: &Continuity, all: &[Continuity]) {
        let Some(parent) = &own.parent else { return };
        let mark = row.mark_of("parent");
        let Some(found) = all.iter().find(|it| it.id == *parent) else {
            let finding =
                Finding::error("unknown-continuity", mark, format!("there is no continuity `{parent}`"));
            let others = all.iter().map(|it| it.id.as_str()).filter(|id| *id != own.id);
            self.say(match suggest::nearest(parent, others) {
                Some(near) => finding.replace(format!("did you mean `{near}`?"), mark, format!("\"{near}\"")),
                None => {
                    finding.help("name another [[continuity]], or leave `parent` out for the war as it is")
                }
            });
            return;
        };
        let mut line = vec![own.id.as_str()];
        let mut next = Some(found);
        while let Some(it) = next {
            if line.contains(&it.id.as_str()) {
                if it.id == own.id {
                    let message = format!("the continuity `{}` would descend from itself", own.id);
                    let finding = Finding::error("own-descendant", mark, message);
                    self.say(finding.help("let one of them part from the war: leave its `parent` out"));
                }
                return;
            }
            line.push(&it.id);
            next = it.parent.as_ref().and_then(|id| all.iter().find(|it| it.id == *id));
        }
        if own.day.unwrap_or(0.0) < found.day.unwrap_or(0.0) {
            let mark = if row.has("at") { row.mark_of("at") } else { mark };
            let message = format!("`{}` parts before its parent `{parent}` does", own.id);
            let finding = Finding::error("parts-too-early", mark, message);
            self.say(finding.help("take a later date, or let it part from the war: leave `parent` out"));
        }
    }
}
