//! Grievances that peoples bring into the war.

use super::Compiler;
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::ids::Ref;
use crate::walk::Row;
use polemos_war::ids::{FactionId, PeopleId};
use polemos_war::war::OldGrievance;

impl Compiler<'_> {
    pub(super) fn grievances(&mut self, draft: &Draft<'_>) -> Vec<OldGrievance> {
        let mut all: Vec<OldGrievance> = Vec::new();
        for row in &draft.grievances {
            let people = self.reference(row, "people", Ref::People).map(PeopleId);
            let against = self.reference(row, "against", Ref::Faction).map(FactionId);
            // Numbers are named by who bears it against whom, so that another before this one changes no path.
            let [who, whom] = ["people", "against"].map(|key| row.text(key).unwrap_or("?"));
            let row = Row { path: format!("grievance.{who}.{whom}"), ..row.clone() };
            let (Some(people), Some(against)) = (people, against) else { continue };
            if all.iter().any(|other| (other.people, other.against) == (people, against)) {
                let message = format!("what `{who}` bear `{whom}` stands twice");
                let finding = Finding::error("duplicate-grievance", row.mark_of("people"), message);
                self.say(finding.help("add them up"));
                continue;
            }
            let level = self.number(&row, "level");
            all.push(OldGrievance { people, against, level });
        }
        all
    }
}
