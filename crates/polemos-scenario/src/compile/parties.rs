//! Peoples, persons, factions and coalitions.

use super::Compiler;
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::ids::Ref;
use crate::source::Mark;
use crate::spec;
use crate::tree::Value;
use crate::walk::{Row, Walker};
use polemos_war::ids::*;
use polemos_war::names::Pronoun;
use polemos_war::war::*;

impl Compiler<'_> {
    pub(super) fn peoples(&mut self, draft: &Draft<'_>) -> Table<PeopleId, People> {
        let people = draft.peoples.iter();
        people.map(|row| People { id: row.id.clone(), names: self.names(row) }).collect()
    }

    pub(super) fn persons(&mut self, draft: &Draft<'_>) -> Table<PersonId, Person> {
        draft.persons.iter().map(|row| self.person(row, draft)).collect()
    }

    fn person(&mut self, row: &Row<'_>, draft: &Draft<'_>) -> Person {
        let mut names = self.names(row);
        names.pronoun = match row.text("pronoun") {
            Some("he") => Pronoun::He,
            Some("she") => Pronoun::She,
            Some("it") => Pronoun::It,
            _ => Pronoun::They,
        };
        let traits = Traits {
            boldness: self.number(row, "boldness"),
            skill: self.number(row, "skill"),
            loyalty: self.number(row, "loyalty"),
            ruthlessness: self.number(row, "ruthlessness"),
            outlives_defeat: self.number(row, "outlives-defeat"),
        };
        let faction = match row.get("faction") {
            Some(_) => self.reference(row, "faction", Ref::Faction),
            None => self.serves(row, draft),
        };
        Person {
            id: row.id.clone(),
            names,
            title: row.text("title").map(str::to_owned),
            faction: faction.map(FactionId),
            traits,
            alive: row.bool("alive").unwrap_or(true),
            born: self.day(row, "born"),
            lifespan: self.number(row, "lifespan"),
            removed: false,
        }
    }

    /// The faction that a person serves when nothing says so: the one led, or that of a force commanded.
    fn serves(&mut self, row: &Row<'_>, draft: &Draft<'_>) -> Option<u32> {
        let led = draft.factions.iter().find(|faction| faction.text("leader") == Some(row.id.as_str()));
        let led = led.map(|faction| faction.id.as_str());
        let commanded = draft.forces.iter().find(|force| force.text("commander") == Some(row.id.as_str()));
        let theatre =
            draft.coalitions.iter().find(|coalition| coalition.text("commander") == Some(row.id.as_str()));
        let commanded = commanded.and_then(|force| force.text("faction"));
        let first = |row: &Row<'_>| row.get("members")?.node.list()?.first()?.text().map(str::to_owned);
        let theatre = theatre.and_then(|row| row.text("lead").map(str::to_owned).or_else(|| first(row)));
        let id = led.or(commanded).map(str::to_owned).or(theatre)?;
        let faction = self.ids.find(Ref::Faction, &id)?;
        self.note_default(row.mark, format!("{}.faction", row.path), id, "", "the faction led or fought for");
        Some(faction)
    }

    pub(super) fn factions(&mut self, draft: &Draft<'_>) -> Table<FactionId, Faction> {
        draft.factions.iter().map(|row| self.faction(row, draft)).collect()
    }

    fn faction(&mut self, row: &Row<'_>, draft: &Draft<'_>) -> Faction {
        let capital = self.reference(row, "capital", Ref::Place);
        self.check_capital(row, capital, draft);
        let people = match row.get("people") {
            Some(_) => self.reference(row, "people", Ref::People),
            None => self.ids.find(Ref::People, &row.id),
        };
        Faction {
            id: row.id.clone(),
            names: self.names(row),
            kind: if row.text("kind") == Some("movement") {
                FactionKind::Movement
            } else {
                FactionKind::State
            },
            leader: self.reference(row, "leader", Ref::Person).map(PersonId),
            capital: capital.map(PlaceId),
            people: people.map(PeopleId),
            resolve: self.number(row, "resolve"),
            industry: self.number(row, "industry"),
            intelligence: self.number(row, "intelligence"),
            skill: self.number(row, "skill"),
            stakes: self.number(row, "stakes"),
            support: self.number(row, "support"),
            belligerent: row.bool("belligerent").unwrap_or(true),
            removed: false,
        }
    }

    /// A capital is one of the faction's own places.
    fn check_capital(&mut self, row: &Row<'_>, capital: Option<u32>, draft: &Draft<'_>) {
        let Some(place) = capital.and_then(|place| draft.places.get(place as usize)) else { return };
        let owner = place.text("owner");
        if owner == Some(row.id.as_str()) || place.get("owner").is_some_and(|cell| cell.node.text().is_none())
        {
            return;
        }
        // An unknown owner is reported where it stands.
        if owner.is_some_and(|owner| self.ids.find(Ref::Faction, owner).is_none()) {
            return;
        }
        let whose = owner.map_or_else(|| "nobody's".to_owned(), |owner| format!("`{owner}`'s"));
        let message = format!("the capital of `{}` is {whose}", row.id);
        let finding = Finding::error("capital-not-owned", row.mark_of("capital"), message);
        self.say(
            finding.label("not one of its places").help(format!(
                "set `owner = \"{}\"` in [place.{}], or name another capital",
                row.id, place.id
            )),
        );
    }

    pub(super) fn coalitions(
        &mut self,
        draft: &Draft<'_>,
        factions: &Table<FactionId, Faction>,
    ) -> Table<CoalitionId, Coalition> {
        let mut coalitions: Table<CoalitionId, Coalition> =
            draft.coalitions.iter().map(|row| self.coalition(row, draft, factions)).collect();
        self.check_memberships(draft, &coalitions);
        let in_one = |faction: FactionId| {
            let firm = coalitions.iter().filter(|coalition| !coalition.by_agreement);
            let mut members = firm.flat_map(|coalition| &coalition.members);
            members.any(|member| member.faction == faction && member.from.is_none())
        };
        let alone: Vec<FactionId> = factions.ids().filter(|id| !in_one(*id)).collect();
        for id in alone {
            let faction = &factions[id];
            // Its row follows those that are written; its id is the faction's.
            if self.ids.find(Ref::Coalition, &faction.id).is_none() {
                self.ids.add(Ref::Coalition, &faction.id, Mark::default());
            }
            coalitions.push(Coalition {
                id: faction.id.clone(),
                names: faction.names.clone(),
                members: vec![Membership { faction: id, from: None, until: None }],
                lead: id,
                commander: faction.leader,
                posture: Posture::Hold,
                implicit: true,
                by_agreement: false,
            });
        }
        coalitions
    }

    fn coalition(
        &mut self,
        row: &Row<'_>,
        draft: &Draft<'_>,
        factions: &Table<FactionId, Faction>,
    ) -> Coalition {
        let members = self.members(row);
        if members.is_empty()
            && row.get("members").is_some_and(|cell| cell.node.list().is_some_and(<[_]>::is_empty))
        {
            let finding = Finding::error("empty-coalition", row.mark_of("members"), "a coalition of nobody");
            self.say(finding.help("name at least one faction, or leave the coalition out"));
        }
        let first = members.first().map_or(FactionId(0), |member| member.faction);
        let lead = self.reference(row, "lead", Ref::Faction).map(FactionId);
        if let Some(lead) =
            lead.filter(|lead| !members.is_empty() && members.iter().all(|member| member.faction != *lead))
        {
            let name = self.ids.id(Ref::Faction, lead.0).to_owned();
            let message = format!("`{name}` leads a coalition that it is not in");
            let finding = Finding::error("lead-not-member", row.mark_of("lead"), message);
            self.say(finding.help(format!("add \"{name}\" to `members`, or name a member")));
        }
        let lead_id = lead.unwrap_or(first);
        let commander = match row.get("commander") {
            Some(_) => self.reference(row, "commander", Ref::Person).map(PersonId),
            None => factions.get(lead_id).and_then(|faction| faction.leader),
        };
        let posture = match row.text("posture") {
            Some(word) => posture(word),
            None => {
                self.note_default(row.mark, format!("{}.posture", row.path), "hold", "", "the default");
                Posture::Hold
            }
        };
        Coalition {
            id: row.id.clone(),
            names: self.names(row),
            members,
            lead: lead_id,
            commander,
            posture,
            implicit: false,
            by_agreement: self.by_agreement(row, draft),
        }
    }

    /// Whether its members have still to agree on a coalition: only what goes on between wars can bring them to it.
    fn by_agreement(&mut self, row: &Row<'_>, draft: &Draft<'_>) -> bool {
        let waits = row.text("forms") == Some("by agreement");
        if waits && draft.saga.is_none() {
            let message = "members agree on a coalition between wars, and the scenario is a single war";
            let finding = Finding::error("no-saga", row.mark_of("forms"), message);
            self.say(finding.help("add [saga], or date the memberships with `from`"));
        }
        waits
    }

    fn members(&mut self, row: &Row<'_>) -> Vec<Membership> {
        let Some(cell) = row.get("members") else { return Vec::new() };
        let nodes = cell.node.list().unwrap_or_default();
        let mut members: Vec<Membership> = Vec::new();
        for node in nodes {
            let member = match &node.value {
                Value::Text(id) => self.look_up(Ref::Faction, id, node.mark, true).map(|faction| {
                    (id.clone(), Membership { faction: FactionId(faction), from: None, until: None })
                }),
                Value::Table(table) => {
                    let id =
                        table.get("faction").and_then(|entry| entry.node.text()).unwrap_or("?").to_owned();
                    let damaged = self.ids.damaged.is_some();
                    let mut walker = Walker { findings: &mut self.findings, damaged };
                    let path = format!("{}.member.{id}", row.path);
                    let inner = walker.row(table, spec::table("member"), "", path, node.mark);
                    let faction = self.reference(&inner, "faction", Ref::Faction);
                    let (from, until) = (self.day(&inner, "from"), self.day(&inner, "until"));
                    self.check_order(from, until, &inner, "membership");
                    faction.map(|faction| (id, Membership { faction: FactionId(faction), from, until }))
                }
                _ => None,
            };
            members.extend(member.map(|(_, membership)| membership));
        }
        members
    }

    /// No faction is in two coalitions at once.
    fn check_memberships(&mut self, draft: &Draft<'_>, coalitions: &Table<CoalitionId, Coalition>) {
        let mut seen: Vec<(FactionId, f64, f64, CoalitionId)> = Vec::new();
        for (id, coalition) in coalitions.pairs().filter(|(_, coalition)| !coalition.by_agreement) {
            for member in &coalition.members {
                let from = member.from.map_or(0.0, |number| self.median(number));
                let until = member.until.map_or(f64::INFINITY, |number| self.median(number));
                let clash = seen.iter().find(|(faction, start, end, _)| {
                    *faction == member.faction && from < *end && *start < until
                });
                if let Some((_, _, _, other)) = clash {
                    let name = self.ids.id(Ref::Faction, member.faction.0).to_owned();
                    let mark = draft
                        .coalitions
                        .get(id.0 as usize)
                        .map(|row| row.mark_of("members"))
                        .unwrap_or_default();
                    let message = if *other == id {
                        format!("`{name}` is twice in `{}`", coalition.id)
                    } else {
                        format!(
                            "`{name}` is in `{}` and in `{}` at once",
                            coalitions[*other].id, coalition.id
                        )
                    };
                    let finding = Finding::error("two-coalitions", mark, message);
                    self.say(
                        finding.help(
                            "take it out of one of them, or date its membership with `from` and `until`",
                        ),
                    );
                }
                seen.push((member.faction, from, until, id));
            }
        }
    }
}

/// The posture of a word; the definitions allow no other words.
pub(super) fn posture(word: &str) -> Posture {
    Posture::ALL.into_iter().find(|posture| posture.id() == word).unwrap_or(Posture::Hold)
}
