//! Envoys.

use super::Compiler;
use crate::condition::Scope;
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::ids::Ref;
use crate::walk::Row;
use polemos_war::ids::*;
use polemos_war::war::Envoy;

impl Compiler<'_> {
    pub(super) fn envoys(&mut self, draft: &Draft<'_>) -> Table<EnvoyId, Envoy> {
        draft.envoys.iter().map(|row| self.envoy(row)).collect()
    }

    fn envoy(&mut self, row: &Row<'_>) -> Envoy {
        let person = self.reference(row, "person", Ref::Person);
        let from = self.reference(row, "from", Ref::Coalition);
        let to = self.reference(row, "to", Ref::Coalition);
        if from.is_some() && from == to {
            let message = format!("`{}` is sent by those who receive him", row.id);
            let finding = Finding::error("envoy-to-his-own", row.mark_of("to"), message);
            self.say(finding.label("the coalition that sends him").help("name the coalition at war with it"));
        }
        let when = self.when(row, Vec::new(), Scope::Event, None);
        Envoy {
            id: row.id.clone(),
            names: self.names(row),
            says: row.text("says").map(str::to_owned),
            person: PersonId(person.unwrap_or(0)),
            from: CoalitionId(from.unwrap_or(0)),
            to: CoalitionId(to.unwrap_or(0)),
            when,
            delay: self.number(row, "delay"),
            hazard: self.number_if(row, "hazard"),
            chance: self.number_if(row, "chance"),
            gift: self.number(row, "gift"),
            credibility: self.number(row, "credibility"),
            asks: self.number(row, "asks"),
            removed: false,
        }
    }
}
