//! Rebellions and what their rebels strike.

use super::Compiler;
use super::map::works_kind;
use crate::condition::Scope;
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::ids::Ref;
use crate::walk::Row;
use polemos_war::ids::*;
use polemos_war::war::*;

impl Compiler<'_> {
    pub(super) fn rebellions(
        &mut self,
        draft: &Draft<'_>,
        factions: &Table<FactionId, Faction>,
        places: &Table<PlaceId, Place>,
    ) -> Table<RebellionId, Rebellion> {
        draft.rebellions.iter().map(|row| self.rebellion(row, factions, places)).collect()
    }

    fn rebellion(
        &mut self,
        row: &Row<'_>,
        factions: &Table<FactionId, Faction>,
        places: &Table<PlaceId, Place>,
    ) -> Rebellion {
        let people = self.reference(row, "people", Ref::People).map(PeopleId);
        if let Some(people) = people
            && !places.iter().any(|place| place.people == Some(people))
        {
            let message =
                format!("`{}` lives nowhere, so that nobody can rise", row.text("people").unwrap_or(""));
            let finding = Finding::warning("lives-nowhere", row.mark_of("people"), message);
            self.say(finding.help("give a place that `people`"));
        }
        let faction = self.reference(row, "faction", Ref::Faction).map(FactionId);
        let leader = match row.get("leader") {
            Some(_) => self.reference(row, "leader", Ref::Person).map(PersonId),
            None => faction.and_then(|id| factions.get(id)).and_then(|faction| faction.leader),
        };
        let against = self.references(row, "against", Ref::Faction).into_iter().map(FactionId).collect();
        let window = self.window(row, "rebellion");
        let when = self.when(row, window.bounds, Scope::Event, None);
        Rebellion {
            id: row.id.clone(),
            names: self.names(row),
            says: row.text("says").map(str::to_owned),
            people: people.unwrap_or(PeopleId(0)),
            faction,
            leader,
            against,
            opens: Opening { from: window.from, until: window.until, when },
            hazard: self.number_if(row, "hazard"),
            chance: self.number_if(row, "chance"),
            removed: false,
        }
    }

    /// The rows that a list of ids names; what is unknown is reported.
    fn references(&mut self, row: &Row<'_>, key: &str, kind: Ref) -> Vec<u32> {
        let listed = row.texts(key);
        listed.into_iter().filter_map(|(id, mark)| self.look_up(kind, id, mark, true)).collect()
    }

    pub(super) fn sabotages(
        &mut self,
        draft: &Draft<'_>,
        rebellions: &Table<RebellionId, Rebellion>,
        places: &Table<PlaceId, Place>,
        works: &Table<WorksId, Works>,
    ) -> Table<SabotageId, Sabotage> {
        let mut all = Table::new();
        for row in &draft.sabotages {
            let sabotage = self.sabotage(row);
            if let Some(rebellion) = rebellions.get(sabotage.rebellion) {
                self.check_targets(row, &sabotage, rebellion, places, works);
            }
            all.push(sabotage);
        }
        all
    }

    fn sabotage(&mut self, row: &Row<'_>) -> Sabotage {
        let rebellion = self.reference(row, "rebellion", Ref::Rebellion).map(RebellionId);
        let when = self.when(row, Vec::new(), Scope::Event, None);
        Sabotage {
            id: row.id.clone(),
            names: self.names(row),
            rebellion: rebellion.unwrap_or(RebellionId(0)),
            works: row.texts("works").into_iter().map(|(word, _)| works_kind(word)).collect(),
            places: self.references(row, "places", Ref::Place).into_iter().map(PlaceId).collect(),
            rate: self.number(row, "rate"),
            when,
            removed: false,
        }
    }

    /// Warns where there is nothing to strike.
    fn check_targets(
        &mut self,
        row: &Row<'_>,
        sabotage: &Sabotage,
        rebellion: &Rebellion,
        places: &Table<PlaceId, Place>,
        works: &Table<WorksId, Works>,
    ) {
        let near = |works: &Works| match sabotage.places.as_slice() {
            [] => places.get(works.place).is_some_and(|place| place.people == Some(rebellion.people)),
            listed => listed.contains(&works.place),
        };
        let peopled = places.iter().any(|place| place.people == Some(rebellion.people));
        if peopled
            && !sabotage.works.is_empty()
            && !works.iter().any(|it| sabotage.works.contains(&it.kind) && near(it))
        {
            let message = format!("there is nothing for `{}` to strike", row.id);
            let finding = Finding::warning("nothing-to-strike", row.mark_of("works"), message);
            self.say(finding.help("name other `works`, or the `places` where they stand"));
        }
    }
}
