//! Classes, forces, and the squadrons that they are divided into.

use super::Compiler;
use super::map::key_num;
use super::numbers::Fallback;
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::ids::Ref;
use crate::source::Mark;
use crate::spec::{Kind, Num};
use crate::tree::{Node, Value};
use crate::walk::{Provenance, Row, Walker};
use polemos_chance::hash_text;
use polemos_war::ids::*;
use polemos_war::names::{Names, capitalised};
use polemos_war::war::*;

/// Numbers of the ordinary unit of a domain: rate, accuracy, damage, toughness, recovery, speed, crew, lethality,
/// building days. Not taken from any source: they set what "ordinary" means, and everything is relative to it.
const ORDINARY: [(Domain, [f64; 9]); 5] = [
    (Domain::Ships, [0.5, 0.12, 1.0, 3.0, 0.0, 1.0, 300.0, 0.5, 30.0]),
    (Domain::Aircraft, [1.0, 0.08, 1.0, 1.0, 0.0, 2.0, 2.0, 0.8, 1.0]),
    (Domain::Troops, [0.05, 0.05, 1.0, 1.0, 0.0, 1.0, 1.0, 0.3, 0.02]),
    (Domain::Stations, [2.0, 0.12, 1.0, 8.0, 0.0, 0.0, 1000.0, 0.5, 200.0]),
    (Domain::Platforms, [1.0, 0.12, 1.0, 2.0, 0.0, 0.0, 0.0, 0.0, 5.0]),
];
const KEYS: [&str; 9] =
    ["rate", "accuracy", "damage", "toughness", "recovery", "speed", "crew", "lethality", "build"];

/// Units that form one squadron, where the scenario does not say how many there are.
const UNITS_A_SQUADRON: f64 = 60.0;

/// A row of units as it is written.
struct Written<'n> {
    class: String,
    class_mark: Mark,
    quoted: bool,
    count: Option<(&'n Node, Provenance)>,
    squadrons: Option<u32>,
    people: Option<u32>,
}

impl Compiler<'_> {
    pub(super) fn classes(&mut self, draft: &Draft<'_>) -> Table<ClassId, Class> {
        let mut classes: Table<ClassId, Class> = draft.classes.iter().map(|row| self.class(row)).collect();
        for domain in &draft.builtin {
            classes.push(self.builtin_class(*domain));
        }
        classes
    }

    fn class(&mut self, row: &Row<'_>) -> Class {
        let domain =
            row.text("domain").and_then(|word| Domain::ALL.into_iter().find(|domain| domain.id() == word));
        if domain.is_none() && row.get("domain").is_none() {
            self.note_default(row.mark, format!("{}.domain", row.path), "ships", "", "the default");
        }
        let domain = domain.unwrap_or(Domain::Ships);
        let ordinary = ordinary(domain);
        let why = format!("the ordinary unit among {}", domain.id());
        let mut numbers = KEYS
            .iter()
            .zip(ordinary)
            .map(|(key, value)| self.number_or(row, key, Fallback { value, of: Vec::new(), why: &why }));
        let mut next = || numbers.next().unwrap_or(NumberId(0));
        let (rate, accuracy, damage, toughness) = (next(), next(), next(), next());
        let (recovery, speed, crew, lethality, build_days) = (next(), next(), next(), next(), next());
        drop(numbers);
        let area = row.bool("area").unwrap_or(false);
        let action = self.action(row, domain);
        let names = self.names(row);
        Class {
            id: row.id.clone(),
            names,
            domain,
            rate,
            accuracy,
            damage,
            toughness,
            recovery,
            area,
            speed,
            crew,
            lethality,
            build_days,
            action,
            removed: false,
        }
    }

    /// The class of ordinary units of a domain, which exists without being written.
    fn builtin_class(&mut self, domain: Domain) -> Class {
        let why = format!("the ordinary unit among {}", domain.id());
        let mut ids = [NumberId(0); 9];
        for (id, (key, value)) in ids.iter_mut().zip(KEYS.iter().zip(ordinary(domain))) {
            let num = key_num("class", key);
            let path = format!("class.{}.{key}", domain.id());
            *id = self.default_number(
                path,
                &num,
                Mark::default(),
                Fallback { value, of: Vec::new(), why: &why },
            );
        }
        let [rate, accuracy, damage, toughness, recovery, speed, crew, lethality, build_days] = ids;
        let names = Names { primary: capitalised(domain.id()), plural: true, ..Names::default() };
        Class {
            id: domain.id().to_owned(),
            names,
            domain,
            rate,
            accuracy,
            damage,
            toughness,
            recovery,
            area: false,
            speed,
            crew,
            lethality,
            build_days,
            action: Action::default(),
            removed: false,
        }
    }

    pub(super) fn forces(
        &mut self,
        draft: &Draft<'_>,
        factions: &Table<FactionId, Faction>,
        classes: &Table<ClassId, Class>,
    ) -> Table<ForceId, Force> {
        draft.forces.iter().map(|row| self.force(row, factions, classes)).collect()
    }

    fn force(
        &mut self,
        row: &Row<'_>,
        factions: &Table<FactionId, Faction>,
        classes: &Table<ClassId, Class>,
    ) -> Force {
        let faction = self.reference(row, "faction", Ref::Faction).map(FactionId);
        let people = match row.get("people") {
            Some(_) => self.reference(row, "people", Ref::People),
            None => faction
                .and_then(|id| factions.get(id))
                .and_then(|faction| faction.people)
                .map(|people| people.0),
        };
        let place = self.reference(row, "place", Ref::Place);
        let commander = self.reference(row, "commander", Ref::Person).map(PersonId);
        let arrives = self.day(row, "arrives");
        let held_back = row.bool("held-back").unwrap_or(false);
        if held_back && row.get("arrives").is_some() {
            let finding = Finding::error(
                "arrives-held-back",
                row.mark_of("arrives"),
                "this force is held back and arrives by itself",
            );
            self.say(finding.help("leave out `arrives`, or `held-back`"));
        }
        let units = self.units(row, people);
        let known: Vec<&Class> = units.iter().filter_map(|units| classes.get(units.class)).collect();
        let immobile = !known.is_empty() && known.iter().all(|class| !class.domain.moves());
        let garrison = self.garrison(row, immobile);
        Force {
            id: row.id.clone(),
            names: self.names(row),
            faction: faction.unwrap_or(FactionId(0)),
            commander,
            place: PlaceId(place.unwrap_or(0)),
            arrives,
            held_back,
            garrison,
            units,
            twin_of: None,
            removed: false,
        }
    }

    fn garrison(&mut self, row: &Row<'_>, immobile: bool) -> bool {
        match row.bool("garrison") {
            Some(false) if immobile => {
                let finding =
                    Finding::error("cannot-move", row.mark_of("garrison"), "none of these units can move");
                self.say(finding.help("leave `garrison` out: it is implied"));
                true
            }
            Some(garrison) => garrison,
            None => {
                if immobile {
                    self.note_default(
                        row.mark,
                        format!("{}.garrison", row.path),
                        "true",
                        "",
                        "none of its units can move",
                    );
                }
                immobile
            }
        }
    }

    fn units(&mut self, row: &Row<'_>, people: Option<u32>) -> Vec<Units> {
        let written = self.written_units(row, people);
        let empty = |key: &str| {
            row.get(key).is_some_and(|cell| match &cell.node.value {
                Value::Table(table) => table.entries.is_empty(),
                Value::List(list) => list.is_empty(),
                _ => false,
            })
        };
        let none = !row.has("units") && !row.has("unit") && self.ids.damaged.is_none();
        if none || (written.is_empty() && (empty("units") || empty("unit"))) {
            let finding =
                Finding::error("no-units", row.mark, format!("the force `{}` has no units", row.id));
            self.say(finding.label("no units").help("add, for example: units = { ships = \"dozens\" }"));
        }
        let mut units: Vec<Units> = Vec::new();
        let mut wishes = Vec::new();
        for written in written {
            let Some(class) = self.look_up(Ref::Class, &written.class, written.class_mark, written.quoted)
            else {
                continue;
            };
            let (class, people) = (ClassId(class), written.people.map(PeopleId));
            if units.iter().any(|other| other.class == class && other.people == people) {
                let finding = Finding::error(
                    "duplicate-units",
                    written.class_mark,
                    format!("units of `{}` stand twice in this force", written.class),
                );
                self.say(finding.help("add them up, or give one of them another `people`"));
                continue;
            }
            let again = units.iter().any(|other| other.class == class);
            let tail = match (again, written.people) {
                (true, Some(people)) => format!("{}.{}", written.class, self.ids.id(Ref::People, people)),
                (true, None) => format!("{}.others", written.class),
                (false, _) => written.class.clone(),
            };
            let Some((node, origin)) = written.count else { continue };
            let count =
                self.written(format!("{}.{tail}", row.path), &written.class, node, &COUNT, 1.0, &origin);
            units.push(Units { class, people, count, squadrons: Vec::new() });
            wishes.push(written.squadrons);
        }
        self.wishes.push(wishes);
        units
    }

    fn written_units<'n>(&mut self, row: &Row<'n>, people: Option<u32>) -> Vec<Written<'n>> {
        let mut all = Vec::new();
        let damaged = self.ids.damaged.is_some();
        if let Some(cell) = row.get("units") {
            for entry in cell.node.table().map(|table| table.entries.as_slice()).unwrap_or_default() {
                let mut walker = Walker { findings: &mut self.findings, damaged };
                let (node, origin) = walker.unwrap_claim(&entry.node, Kind::Number(COUNT));
                let node = node
                    .filter(|node| walker.fits_kind(node, Kind::Number(COUNT), "units", cell.spec.example));
                all.push(Written {
                    class: entry.key.clone(),
                    class_mark: entry.key_mark,
                    quoted: false,
                    count: node.map(|node| (node, origin)),
                    squadrons: None,
                    people,
                });
            }
        }
        if let Some(cell) = row.get("unit") {
            let mut walker = Walker { findings: &mut self.findings, damaged };
            for unit in walker.rows(cell, "unit", &row.path) {
                let own = match unit.get("people") {
                    Some(_) => self.reference(&unit, "people", Ref::People),
                    None => people,
                };
                let Some(class) = unit.text("class") else { continue };
                all.push(Written {
                    class: class.to_owned(),
                    class_mark: unit.mark_of("class"),
                    quoted: true,
                    count: unit.get("count").map(|cell| (cell.node, cell.origin.clone())),
                    squadrons: unit.whole("squadrons"),
                    people: own,
                });
            }
        }
        all
    }

    /// A force without a place stands at its faction's capital.
    pub(super) fn force_places(
        &mut self,
        draft: &Draft<'_>,
        forces: &mut Table<ForceId, Force>,
        factions: &Table<FactionId, Faction>,
    ) {
        for (row, id) in draft.forces.iter().zip(forces.ids().collect::<Vec<_>>()) {
            if row.has("place")
                || row.text("faction").is_none_or(|faction| self.ids.find(Ref::Faction, faction).is_none())
            {
                continue;
            }
            match factions.get(forces[id].faction).and_then(|faction| faction.capital) {
                Some(place) => {
                    let name = self.ids.id(Ref::Place, place.0).to_owned();
                    self.note_default(
                        row.mark,
                        format!("{}.place", row.path),
                        name,
                        "",
                        "the faction's capital",
                    );
                    forces[id].place = place;
                }
                None if self.ids.damaged.is_none() => {
                    let finding = Finding::error(
                        "missing-key",
                        row.mark,
                        format!("nothing says where `{}` stands", row.id),
                    );
                    self.say(
                        finding
                            .label("`place` is missing")
                            .help("add `place`, or give its faction a place of its own"),
                    );
                }
                None => {}
            }
        }
    }

    /// Divides all units into squadrons by the medians of their numbers: how many there are never differs
    /// between replications, only how large they are.
    pub(super) fn squadrons(
        &mut self,
        draft: &Draft<'_>,
        forces: &mut Table<ForceId, Force>,
        medians: &[f64],
    ) -> Table<SquadronId, Squadron> {
        let mut squadrons = Table::new();
        let wishes = std::mem::take(&mut self.wishes);
        for (id, wishes) in forces.ids().collect::<Vec<_>>().into_iter().zip(wishes) {
            for (row, wish) in wishes.into_iter().enumerate() {
                let units = &forces[id].units[row];
                let (class, people, count) = (units.class, units.people, units.count);
                let median = medians.get(count.0 as usize).copied().unwrap_or(0.0);
                let number = self.squadron_count(draft, id, wish, class, median);
                let path = self.book.path(count).to_owned();
                if wish.is_none() {
                    self.note_default(
                        self.book.mark(count),
                        format!("{path}.squadrons"),
                        number.to_string(),
                        "",
                        "one for about 60 units",
                    );
                }
                let ids = (0..number).map(|ordinal| {
                    let entity = hash_text(&format!("{path}#{ordinal}")) as u32;
                    squadrons.push(Squadron {
                        force: id,
                        row: row as u16,
                        ordinal: ordinal as u16,
                        class,
                        people,
                        turns: None,
                        entity,
                    })
                });
                forces[id].units[row].squadrons = ids.collect();
            }
        }
        squadrons
    }

    fn squadron_count(
        &self,
        draft: &Draft<'_>,
        _force: ForceId,
        wish: Option<u32>,
        class: ClassId,
        median: f64,
    ) -> u32 {
        let domain = match draft.classes.get(class.0 as usize) {
            Some(row) => {
                row.text("domain").and_then(|word| Domain::ALL.into_iter().find(|domain| domain.id() == word))
            }
            None => draft.builtin.get(class.0 as usize - draft.classes.len().min(class.0 as usize)).copied(),
        };
        let most = match domain.unwrap_or(Domain::Ships) {
            Domain::Ships => 24.0,
            Domain::Troops | Domain::Aircraft => 16.0,
            Domain::Stations | Domain::Platforms => 8.0,
        };
        let wished = wish.map_or_else(|| libm::round(median / UNITS_A_SQUADRON).clamp(1.0, most), f64::from);
        wished.min(libm::round(median)).max(1.0) as u32
    }

    /// Names such as `league.fleet` for sums of units.
    pub(super) fn sums(
        &mut self,
        coalitions: &Table<CoalitionId, Coalition>,
        forces: &Table<ForceId, Force>,
        classes: &Table<ClassId, Class>,
    ) {
        for force in forces {
            let faction = self.ids.id(Ref::Faction, force.faction.0).to_owned();
            let mut owners = vec![("force", force.id.clone()), ("faction", faction)];
            for coalition in coalitions {
                if coalition
                    .members
                    .iter()
                    .any(|member| member.faction == force.faction && member.from.is_none())
                {
                    owners.push(("coalition", coalition.id.clone()));
                }
            }
            for units in &force.units {
                let Some(class) = classes.get(units.class) else { continue };
                let mut tails = vec![
                    class.domain.id().to_owned(),
                    format!("{}.{}", class.domain.id(), class.id),
                    class.id.clone(),
                ];
                if class.domain == Domain::Ships {
                    tails.push("fleet".to_owned());
                }
                tails.sort();
                tails.dedup();
                for (kind, id) in &owners {
                    for tail in &tails {
                        self.book.add_to_sum(format!("{kind}.{id}.{tail}"), units.count);
                        self.book.add_to_sum(format!("{id}.{tail}"), units.count);
                    }
                }
            }
        }
    }
}

const COUNT: Num = Num {
    dimension: polemos_war::quantity::Dimension::Count,
    scale: None,
    least: 0.0,
    most: 1e9,
    whole: true,
    unit: "units",
};

fn ordinary(domain: Domain) -> [f64; 9] {
    ORDINARY.iter().find(|(of, _)| *of == domain).map_or([1.0; 9], |(_, numbers)| *numbers)
}
