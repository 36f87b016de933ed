//! Places, the lanes between them, and the works on them.

use super::Compiler;
use super::numbers::Fallback;
use crate::diagnostic::Finding;
use crate::draft::{Draft, LaneDraft, WorksDraft};
use crate::ids::Ref;
use crate::source::Mark;
use crate::spec::{self, Kind, Num};
use crate::tree::Value;
use crate::walk::Row;
use polemos_war::ids::*;
use polemos_war::names::Names;
use polemos_war::war::*;
use std::collections::BTreeMap;

/// People of an ordinary world, where a place does not say.
const ORDINARY_POPULATION: f64 = 1e9;
/// Days of an ordinary lane.
const ORDINARY_LANE: f64 = 4.0;

impl Compiler<'_> {
    pub(super) fn places(
        &mut self,
        draft: &Draft<'_>,
        factions: &Table<FactionId, Faction>,
    ) -> Table<PlaceId, Place> {
        draft.places.iter().map(|row| self.place(row, factions)).collect()
    }

    fn place(&mut self, row: &Row<'_>, factions: &Table<FactionId, Faction>) -> Place {
        let owner = self.reference(row, "owner", Ref::Faction).map(FactionId);
        if row.bool("home") == Some(true) && !row.has("owner") {
            let finding = Finding::error("home-without-owner", row.mark_of("home"), "a home of nobody");
            self.say(finding.label("no `owner`").help("add `owner`, or leave `home` out"));
        }
        let people = match row.get("people") {
            Some(_) => self.reference(row, "people", Ref::People).map(PeopleId),
            None => owner.and_then(|owner| factions.get(owner)).and_then(|faction| faction.people),
        };
        let value = self.number(row, "value");
        let population = match (row.get("population"), owner) {
            (None, Some(_)) => {
                let fallback = Fallback {
                    value: ORDINARY_POPULATION,
                    of: vec![value],
                    why: "a billion for an ordinary world, by its value",
                };
                self.number_or(row, "population", fallback)
            }
            _ => {
                self.number_or(row, "population", Fallback { value: 0.0, of: Vec::new(), why: "open space" })
            }
        };
        Place {
            id: row.id.clone(),
            names: self.names(row),
            position: row.get("at").and_then(|cell| pair(cell.node.list()?)),
            owner,
            people,
            population,
            hostile: self.number_if(row, "hostile"),
            value,
            home: row.bool("home").unwrap_or(owner.is_some()),
            lanes: Vec::new(),
            works: Vec::new(),
            removed: false,
        }
    }

    pub(super) fn lanes(
        &mut self,
        draft: &Draft<'_>,
        places: &mut Table<PlaceId, Place>,
    ) -> Table<LaneId, Lane> {
        let mut known: BTreeMap<(u32, u32), Mark> = BTreeMap::new();
        let mut lanes = Table::new();
        for lane in &draft.lanes {
            let built = self.lane(lane, &mut known);
            let (ends, fine) = (built.ends, self.ids.count(Ref::Place) > 0);
            let id = lanes.push(built);
            if fine {
                for end in ends {
                    if places.get(end).is_some() && !places[end].lanes.contains(&id) {
                        places[end].lanes.push(id);
                    }
                }
            }
        }
        lanes
    }

    fn lane(&mut self, lane: &LaneDraft<'_>, known: &mut BTreeMap<(u32, u32), Mark>) -> Lane {
        let quoted = lane.row.is_some();
        // In the shorthand the first end is the place itself.
        let first = lane.ends[0].as_ref().and_then(|(id, mark)| {
            if quoted { self.look_up(Ref::Place, id, *mark, true) } else { self.ids.find(Ref::Place, id) }
        });
        let second = lane.ends[1].as_ref().and_then(|(id, mark)| self.look_up(Ref::Place, id, *mark, quoted));
        if let (Some(first), Some(second)) = (first, second) {
            self.check_ends(lane, first, second, known);
        }
        let days = self.lane_time(lane);
        let open = lane.row.as_ref().and_then(|row| row.bool("open")).unwrap_or(true);
        Lane {
            id: lane.id.clone(),
            ends: [PlaceId(first.unwrap_or(0)), PlaceId(second.unwrap_or(0))],
            days,
            open,
            removed: false,
        }
    }

    fn check_ends(
        &mut self,
        lane: &LaneDraft<'_>,
        first: u32,
        second: u32,
        known: &mut BTreeMap<(u32, u32), Mark>,
    ) {
        let mark = lane.ends[1].as_ref().map_or(lane.mark, |(_, mark)| *mark);
        if first == second {
            let finding = Finding::error("lane-to-itself", mark, "a lane from a place to itself");
            self.say(finding.help("name another place, or leave the lane out"));
            return;
        }
        let pair = (first.min(second), first.max(second));
        if let Some(other) = known.insert(pair, lane.mark) {
            let (a, b) =
                (self.ids.id(Ref::Place, pair.0).to_owned(), self.ids.id(Ref::Place, pair.1).to_owned());
            let finding = Finding::error(
                "duplicate-lane",
                lane.mark.max(other),
                format!("there are two lanes between `{a}` and `{b}`"),
            );
            self.say(finding.label("again").help("keep one of them; a lane leads both ways"));
        }
    }

    fn lane_time(&mut self, lane: &LaneDraft<'_>) -> NumberId {
        let path = format!("lane.{}.time", lane.id);
        let num = key_num("lane", "time");
        let written =
            lane.row.as_ref().and_then(|row| row.get("time")).map(|cell| (cell.node, cell.origin.clone()));
        match written.or_else(|| lane.time.clone()) {
            Some((node, origin)) => self.written(path, "time", node, &num, ORDINARY_LANE, &origin),
            None => self.default_number(
                path,
                &num,
                lane.mark,
                Fallback { value: ORDINARY_LANE, of: Vec::new(), why: "an ordinary lane" },
            ),
        }
    }

    pub(super) fn works(
        &mut self,
        draft: &Draft<'_>,
        places: &mut Table<PlaceId, Place>,
    ) -> Table<WorksId, Works> {
        let mut all = Table::new();
        for works in &draft.works {
            let (built, place) = match works {
                WorksDraft::Table(row) => self.written_works(row),
                WorksDraft::OfPlace { id, mark, kind, place } => {
                    self.short_works(id, *mark, kind, place, places)
                }
            };
            let id = all.push(built);
            if let Some(place) = place.filter(|place| places.get(*place).is_some()) {
                places[place].works.push(id);
            }
        }
        all
    }

    /// Works in the list of a place: of ordinary size, named after it.
    fn short_works(
        &mut self,
        id: &str,
        mark: Mark,
        kind: &str,
        place: &str,
        places: &Table<PlaceId, Place>,
    ) -> (Works, Option<PlaceId>) {
        let place = self.ids.find(Ref::Place, place).map(PlaceId);
        let fallback = Fallback { value: 1.0, of: Vec::new(), why: "works of ordinary size" };
        let num = key_num("works", "capacity");
        let capacity = self.default_number(format!("works.{id}.capacity"), &num, mark, fallback);
        let at = place.and_then(|place| places.get(place)).map_or("", |place| place.names.primary.as_str());
        let names = Names { primary: format!("{at} {kind}"), article: true, ..Names::default() };
        let at = place.unwrap_or(PlaceId(0));
        let kind = works_kind(kind);
        (Works { id: id.to_owned(), names, kind, place: at, capacity, builds: None, removed: false }, place)
    }

    fn written_works(&mut self, row: &Row<'_>) -> (Works, Option<PlaceId>) {
        let kind = works_kind(row.text("kind").unwrap_or("depot"));
        if kind != WorksKind::Yard && row.has("builds") && row.get("kind").is_some() {
            let finding = Finding::error("only-yards-build", row.mark_of("builds"), "only a yard builds");
            self.say(finding.help("leave `builds` out, or make it a yard"));
        }
        let place = self.reference(row, "place", Ref::Place).map(PlaceId);
        let builds = self.reference(row, "builds", Ref::Class).map(ClassId);
        let capacity = self.number(row, "capacity");
        let at = place.unwrap_or(PlaceId(0));
        let names = self.names(row);
        (Works { id: row.id.clone(), names, kind, place: at, capacity, builds, removed: false }, place)
    }

    /// A faction without a capital takes its most valuable place, the first of several.
    pub(super) fn capitals(
        &mut self,
        factions: &mut Table<FactionId, Faction>,
        places: &Table<PlaceId, Place>,
        medians: &[f64],
    ) {
        for id in factions.ids() {
            if factions[id].capital.is_some() {
                continue;
            }
            let mut best: Option<(f64, PlaceId)> = None;
            for (place, row) in places.pairs().filter(|(_, row)| row.owner == Some(id)) {
                let value = medians.get(row.value.0 as usize).copied().unwrap_or(0.0)
                    + if row.home { 1e6 } else { 0.0 };
                if best.is_none_or(|(most, _)| value > most) {
                    best = Some((value, place));
                }
            }
            if let Some((_, place)) = best {
                let path = format!("faction.{}.capital", factions[id].id);
                let mark = self.ids.mark(Ref::Faction, &factions[id].id).unwrap_or_default();
                self.note_default(mark, path, places[place].id.clone(), "", "its most valuable place");
                factions[id].capital = Some(place);
            }
        }
    }
}

/// What a number of a key may be, by its definition.
pub(super) fn key_num(table: &str, key: &str) -> Num {
    match spec::table(table).key(key).map(|key| key.kind) {
        Some(Kind::Number(num)) => num,
        _ => super::numbers::DAYS,
    }
}

pub(super) fn works_kind(word: &str) -> WorksKind {
    match word {
        "yard" => WorksKind::Yard,
        "relay" => WorksKind::Relay,
        _ => WorksKind::Depot,
    }
}

fn pair(list: &[crate::tree::Node]) -> Option<(f64, f64)> {
    match list {
        [a, b] => match (&a.value, &b.value) {
            (Value::Number(a, _), Value::Number(b, _)) => Some((*a, *b)),
            _ => None,
        },
        _ => None,
    }
}
