//! Records of a run: what an encyclopedia's box says of the war and of each battle of note. They have the form of all
//! records (`polemos-record`); their claims rest on the run, which is among their sources.

use crate::clash::Clash;
use crate::ending;
use crate::episodes::{self, Episode};
use crate::sentence::Teller;
use crate::sides::{self, Stay};
use crate::tally::{Rests, Tally, persons_amount};
use polemos_chronicle::{BattleEnd, BattleSide, Fate, Grade, Seq, What};
use polemos_war::names::capitalised;
use polemos_war::{ClassId, CoalitionId, FactionId, PersonId};

pub use polemos_record::{
    Category, Chain, Claim, Claims, Commander, Count, Decisiveness, Entity, EntityKind, FORMAT, Kind, Member,
    MemberRole, Outcome, Purpose, Quantity, Record, RecordDate, RecordKind, Run, Side, Source,
};

/// Battles with a record of their own: this many at most.
const BATTLES: usize = 12;
/// Places that the record of a war of a saga names: this many at most.
const PLACES: usize = 5;
/// A battle of note engaged or cost this much: a tenth of either side, or a sixtieth of its units lost.
const OF_NOTE: f64 = 1.4;

/// The record of the war, of a saga those of the group and of its wars `all`, then one of each battle of note in order of time.
pub fn records(teller: &Teller<'_>, run: &Run, all: &[Episode]) -> Vec<Record> {
    let weight = |clash: &Clash| crate::choice::battle_weight(teller, &clash.whole);
    let mut notable: Vec<&Clash> = teller.clashes.iter().filter(|clash| weight(clash) >= OF_NOTE).collect();
    notable.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    notable.truncate(BATTLES);
    notable.sort_by(|a, b| a.entries.cmp(&b.entries));
    let names: Vec<String> = notable.iter().map(|clash| teller.battle_name(clash)).collect();
    let mut records = wars(teller, run, all);
    for (row, clash) in notable.iter().enumerate() {
        let neighbour = |row: Option<usize>| row.and_then(|row| names.get(row)).map(String::as_str);
        let chain = chain(&Rests::on(run), neighbour(row.checked_sub(1)), neighbour(Some(row + 1)));
        records.push(Record { chains: chain.into_iter().collect(), ..battle_record(teller, clash, run) });
    }
    records
}

/// The record of the war; of a saga, that of the whole group, whose box is its principal war's, and one for each war.
fn wars(teller: &Teller<'_>, run: &Run, all: &[Episode]) -> Vec<Record> {
    let Some(principal) = episodes::principal(teller.war, all) else { return vec![war_record(teller, run)] };
    let (war, rests) = (teller.war, Rests::on(run));
    let group = Record { kind: RecordKind::WarGroup, ..war_record(&principal.teller(war), run) };
    let mut records = vec![group];
    for (row, it) in all.iter().enumerate() {
        let name = |row: Option<usize>| row.and_then(|row| all.get(row)).map(|it: &Episode| it.heading());
        let before = name(row.checked_sub(1)).or_else(|| war.chain.previous.clone().filter(|_| row > 0));
        let links = chain(&rests, before.as_deref(), name(Some(row + 1)).as_deref());
        records.push(Record {
            id: format!("{}-{}", war.id, it.id),
            names: vec![rests.text(&it.heading())],
            part_of: vec![rests.name(&war.names.primary)],
            chains: links.into_iter().collect(),
            places: it.places(PLACES).into_iter().map(|id| rests.name(&teller.voice.place(id))).collect(),
            ..war_record(&it.teller(war), run)
        });
    }
    records
}

/// A place in a series, where there is anything before it or after it.
fn chain(rests: &Rests, previous: Option<&str>, next: Option<&str>) -> Option<Chain> {
    let named = |name: Option<&str>| name.map(|name| rests.name(name));
    let chain = Chain { chain: None, previous: named(previous), next: named(next) };
    (chain != Chain::default()).then_some(chain)
}

/// The record of the war itself.
pub fn war_record(teller: &Teller<'_>, run: &Run) -> Record {
    let (war, ending) = (teller.war, &teller.summary.ending);
    let rests = Rests::on(run);
    let victor = ending.victor.and_then(|id| Some(war.coalitions.get(id)?.id.clone()));
    let mut record = Record {
        format: FORMAT,
        id: war.id.clone(),
        kind: RecordKind::War,
        names: war.names.all().map(|name| rests.text(name)).collect(),
        part_of: war.chain.part_of.iter().map(|name| rests.name(name)).collect(),
        chains: chain(&rests, war.chain.previous.as_deref(), war.chain.next.as_deref()).into_iter().collect(),
        date: vec![rests.date(teller.dates.record_range(teller.opened, ending.day))],
        places: war.place_text.iter().map(|name| rests.name(name)).collect(),
        outcome: Outcome {
            text: vec![rests.text(&ending::result(war, ending))],
            winners: victor.into_iter().collect(),
            decisiveness: Some(decisiveness(ending.grade)),
            kind: Some(ending.kind.id().to_owned()),
            ended_war: Some(ending.kind != polemos_war::EndingKind::Undecided),
            ..Outcome::default()
        },
        sides: teller
            .sides
            .iter()
            .enumerate()
            .map(|(row, side)| war_side(teller, *side, &Tally { teller, rests: &rests, column: row as u32 }))
            .collect(),
        sources: vec![Source::of_run(run.clone())],
        ..Record::default()
    };
    list_entities(teller, &mut record);
    record
}

fn decisiveness(grade: Grade) -> Decisiveness {
    match grade {
        Grade::Decisive => Decisiveness::Decisive,
        Grade::Clear => Decisiveness::Clear,
        Grade::Marginal => Decisiveness::Marginal,
        Grade::Stalemate => Decisiveness::Stalemate,
    }
}

/// Lists those whom the sides name: factions and persons of the war, by their ids.
fn list_entities(teller: &Teller<'_>, record: &mut Record) {
    let mut listed: Vec<Entity> = Vec::new();
    let mut add = |key: &str, kind: EntityKind, name: String| {
        if !listed.iter().any(|it| it.key == key) {
            listed.push(Entity { key: key.to_owned(), kind, name, ..Entity::default() });
        }
    };
    let faction_name = |id: &str| {
        let faction = teller.war.factions.iter().find(|it| it.id == id);
        faction.map(|it| capitalised(it.names.short())).unwrap_or_default()
    };
    for side in &record.sides {
        for member in &side.members {
            add(&member.entity, EntityKind::Faction, member.name.value.clone());
        }
        for count in side.strength.iter().chain(&side.losses) {
            count.borne_by.iter().for_each(|id| add(id, EntityKind::Faction, faction_name(id)));
        }
        for commander in &side.commanders {
            if let Some(id) = &commander.for_entity {
                add(id, EntityKind::Faction, faction_name(id));
            }
            if let Some(id) = &commander.person {
                add(id, EntityKind::Person, commander.name.value.clone());
            }
        }
    }
    record.entities = listed;
}

fn war_side(teller: &Teller<'_>, side: CoalitionId, tally: &Tally<'_, '_>) -> Side {
    let [opening, built, lost, gone] = sides::totals(&teller.stays, teller.summary, side);
    let stays: Vec<&Stay> = teller.stays.iter().filter(|stay| stay.coalition == side).collect();
    let bearers: Vec<FactionId> = sides::members(&teller.stays, side);
    let borne_by = ids(teller, &bearers);
    let sum = |pick: fn(&polemos_chronicle::FactionTotals) -> f32| -> f64 {
        bearers.iter().map(|id| f64::from(pick(&teller.summary.faction(*id)))).sum()
    };
    let mut strength = tally.units(&opening, &borne_by, Purpose::Plain);
    strength.extend(tally.units(&built, &borne_by, Purpose::Raised));
    let mut losses = tally.lost(&lost, &opening, &built, &borne_by);
    losses.extend(tally.defected(&gone, &opening, &built, &borne_by));
    losses.push(tally.dead(persons_amount(sum(|totals| totals.military_dead)), false, &borne_by));
    losses.extend(civilian_dead(tally, side, &bearers));
    Side {
        key: side_key(teller, side),
        name: Some(side_name(teller, side)),
        members: stays.iter().filter_map(|stay| member(tally, stay)).collect(),
        commanders: commanders(tally, side, &bearers),
        strength,
        losses,
        ..Side::default()
    }
}

/// Civilians killed, by their people; unknown where there was nobody to know of. Those whose own people had no part in
/// the war count where they were ruled.
fn civilian_dead(tally: &Tally<'_, '_>, side: CoalitionId, bearers: &[FactionId]) -> Vec<Count> {
    let teller = tally.teller;
    let mut by_people: Vec<(Option<String>, f64, Vec<FactionId>)> = Vec::new();
    let ruled = teller.war.factions.ids().filter(|id| is_subject(teller, *id, side));
    for id in bearers.iter().copied().chain(ruled) {
        let killed = f64::from(teller.summary.faction(id).civilian_dead);
        if killed < 0.5 {
            continue;
        }
        let people = teller.war.factions.get(id).and_then(|it| teller.war.peoples.get(it.people?));
        let name = people.map(|it| it.names.short().to_owned());
        match by_people.iter_mut().find(|(known, ..)| *known == name) {
            Some((_, sum, of)) => {
                *sum += killed;
                of.push(id);
            }
            None => by_people.push((name, killed, vec![id])),
        }
    }
    if by_people.is_empty() {
        let peopled = bearers.iter().any(|id| has_people(teller, *id));
        let amount = if peopled { Quantity::None } else { Quantity::Unknown };
        return vec![tally.dead(amount, true, &ids(teller, bearers))];
    }
    let row = |(of, sum, bearers): (Option<String>, f64, Vec<FactionId>)| {
        let mut count = tally.dead(persons_amount(sum), true, &ids(teller, &bearers));
        count.category.class = of;
        count
    };
    by_people.into_iter().map(row).collect()
}

/// Whether a faction that stood on no side has its people under this one's rule.
fn is_subject(teller: &Teller<'_>, faction: FactionId, side: CoalitionId) -> bool {
    let people = teller.war.factions.get(faction).and_then(|it| it.people);
    if people.is_none() || teller.stays.iter().any(|stay| stay.faction == faction) {
        return false;
    }
    let homes = teller.war.places.iter().filter(|place| place.people == people);
    let mut rulers = homes.filter_map(|place| sides::coalition_at_start(teller.war, place.owner?));
    rulers.next() == Some(side)
}

/// Whether anything is known of civilians who could have died: a place of the faction with inhabitants.
fn has_people(teller: &Teller<'_>, faction: FactionId) -> bool {
    teller
        .war
        .places
        .iter()
        .any(|place| place.owner == Some(faction) && sides::median(teller.war, place.population) >= 1.0)
}

fn member(tally: &Tally<'_, '_>, stay: &Stay) -> Option<Member> {
    let teller = tally.teller;
    let faction = teller.war.factions.get(stay.faction)?;
    // Who joined on the first day was in it from the start.
    let date = |day: Option<f64>| day.filter(|day| *day >= 1.0).map(|day| teller.dates.record(day));
    Some(Member {
        entity: faction.id.clone(),
        name: tally.rests.text(&capitalised(faction.names.short())),
        role: MemberRole::Belligerent,
        under: None,
        from: date(stay.from),
        until: date(stay.until),
        remark: None,
    })
}

/// Who led a side: its commander, its members' leaders, then those who commanded in battle, the busiest first, then
/// those who had a force.
fn commanders(tally: &Tally<'_, '_>, side: CoalitionId, bearers: &[FactionId]) -> Vec<Commander> {
    let (teller, war) = (tally.teller, tally.teller.war);
    let mut persons: Vec<PersonId> = Vec::new();
    persons.extend(war.coalitions.get(side).and_then(|it| it.commander));
    persons.extend(bearers.iter().filter_map(|id| war.factions.get(*id)?.leader));
    let mut fought: Vec<(PersonId, u32)> = Vec::new();
    for (_, battle) in teller.chronicle.battles() {
        for person in battle.sides.iter().filter(|it| it.coalition == side).filter_map(|it| it.commander) {
            match fought.iter_mut().find(|(id, _)| *id == person) {
                Some((_, count)) => *count += 1,
                None => fought.push((person, 1)),
            }
        }
    }
    fought.sort_by_key(|(person, count)| (std::cmp::Reverse(*count), *person));
    persons.extend(fought.iter().map(|(person, _)| *person));
    let forces = war.forces.iter().filter(|it| !it.removed && bearers.contains(&it.faction));
    persons.extend(forces.filter_map(|it| it.commander));
    persons.extend(came_over(teller, bearers));
    distinct(&mut persons);
    persons.retain(|id| !teller.absent.contains(id));
    persons.into_iter().filter_map(|id| commander(tally, id, last_fate(teller, id))).collect()
}

/// Those who went over to a side in a war between two: they stand on both.
fn came_over(teller: &Teller<'_>, bearers: &[FactionId]) -> Vec<PersonId> {
    let others = |id: &PersonId| {
        let own = teller.war.persons.get(*id).and_then(|it| it.faction);
        teller.sides.len() == 2 && own.is_some_and(|own| !bearers.contains(&own))
    };
    let went = teller.chronicle.entries.iter().filter_map(|entry| match &entry.what {
        What::Fate { person, fate: Fate::Defected, .. } => Some(*person),
        _ => None,
    });
    went.filter(others).collect()
}

fn distinct(persons: &mut Vec<PersonId>) {
    let mut seen = std::collections::BTreeSet::new();
    persons.retain(|id| seen.insert(*id));
}

fn commander(tally: &Tally<'_, '_>, id: PersonId, fate: Option<(Fate, u32)>) -> Option<Commander> {
    let teller = tally.teller;
    let person = teller.war.persons.get(id).filter(|it| !it.removed)?;
    let told = |(fate, entry): (Fate, u32)| {
        let mut claim = Claim::new(fate_words(fate), record_fate(fate), tally.rests.basis());
        claim.sources.push(tally.rests.entry(entry));
        Claims::from(claim)
    };
    Some(Commander {
        person: Some(person.id.clone()),
        name: tally.rests.text(&person.names.the_short()),
        rank: person.title.clone(),
        for_entity: person.faction.and_then(|id| Some(teller.war.factions.get(id)?.id.clone())),
        fate: fate.map(told).unwrap_or_default(),
        from: None,
        until: None,
        remark: None,
    })
}

/// The last thing that befell a person, and the number of its entry.
fn last_fate(teller: &Teller<'_>, id: PersonId) -> Option<(Fate, u32)> {
    teller.chronicle.entries.iter().rev().find_map(|entry| match &entry.what {
        What::Fate { person, fate, .. } if *person == id => Some((*fate, entry.seq.0)),
        _ => None,
    })
}

fn record_fate(fate: Fate) -> polemos_record::Fate {
    match fate {
        Fate::Killed => polemos_record::Fate::Killed,
        Fate::Captured => polemos_record::Fate::Captured,
        Fate::Defected => polemos_record::Fate::Defected,
        Fate::Deposed | Fate::Overthrown => polemos_record::Fate::Deposed,
        Fate::Died => polemos_record::Fate::Died,
        Fate::Resigned => polemos_record::Fate::Resigned,
    }
}

fn fate_words(fate: Fate) -> &'static str {
    match fate {
        Fate::Killed => "killed",
        Fate::Captured => "captured",
        Fate::Defected => "went over",
        Fate::Deposed => "deposed",
        Fate::Resigned => "resigned",
        Fate::Overthrown => "overthrown",
        Fate::Died => "died",
    }
}

/// Id of the record of a battle.
pub fn battle_id(teller: &Teller<'_>, clash: &Clash) -> String {
    let place = teller.war.places.get(clash.whole.place).map_or("unknown", |it| it.id.as_str());
    within_war(teller, clash.entries.first(), format!("battle-of-{place}-{}", clash.whole.ordinal))
}

/// An id that is counted by the war: in a saga, that of the war which was going on at an entry goes before it.
pub(crate) fn within_war(teller: &Teller<'_>, at: Option<&Seq>, id: String) -> String {
    match at.and_then(|seq| teller.war_at(*seq)) {
        Some(began) => format!("{}-{id}", episodes::id_of(teller.war, began)),
        None => id,
    }
}

fn battle_record(teller: &Teller<'_>, clash: &Clash, run: &Run) -> Record {
    let rests = Rests::on(run).from(clash.entries.iter().map(|seq| seq.0));
    let battle = &clash.whole;
    let winner = battle.victor.and_then(|row| battle.sides.get(usize::from(row)));
    let kind = match battle.end {
        BattleEnd::BrokeOff => "broke_off",
        BattleEnd::Destroyed => "destroyed",
        BattleEnd::Surrendered => "surrendered",
        BattleEnd::Undecided => "undecided",
    };
    let text = match winner {
        Some(side) => format!("{} victory", teller.voice.coalition_adjective(side.coalition)),
        None => "Undecided".into(),
    };
    let tally = |row: usize| Tally { teller, rests: &rests, column: row as u32 };
    let sides = battle.sides.iter().enumerate();
    let mut record = Record {
        format: FORMAT,
        id: battle_id(teller, clash),
        kind: RecordKind::Battle,
        names: vec![rests.text(&teller.battle_name(clash))],
        part_of: vec![rests.name(&teller.war.names.primary)],
        date: vec![rests.date(teller.dates.record_range(battle.began, battle.began + battle.hours / 24.0))],
        places: vec![rests.name(&teller.voice.place(battle.place))],
        outcome: Outcome {
            text: vec![rests.text(&text)],
            winners: winner.map(|side| side_key(teller, side.coalition)).into_iter().collect(),
            kind: Some(kind.to_owned()),
            ended_war: Some(false),
            ..Outcome::default()
        },
        sides: sides.map(|(row, side)| battle_side(&tally(row), clash, side)).collect(),
        sources: vec![Source::of_run(run.clone())],
        ..Record::default()
    };
    list_entities(teller, &mut record);
    record
}

fn battle_side(tally: &Tally<'_, '_>, clash: &Clash, side: &BattleSide) -> Side {
    let (teller, battle) = (tally.teller, &clash.whole);
    let during = clash.day..=battle.began + battle.hours / 24.0 + 3.0;
    let borne_by = ids(teller, &side.factions);
    let by_domain = |units: &[(ClassId, u32)]| {
        let mut sums = [0_u64; 5];
        for (class, count) in units {
            if let Some(it) = teller.war.classes.get(*class) {
                sums[it.domain as usize] += u64::from(*count);
            }
        }
        sums
    };
    let (units, lost) = (by_domain(&side.units), by_domain(&side.lost));
    // Whoever came over in the battle had others' ships to lose as well.
    let others = battle.sides.iter().filter(|other| other.coalition != side.coalition);
    let mut joined = [0; 5];
    for other in others {
        joined.iter_mut().zip(by_domain(&other.went_over)).for_each(|(sum, more)| *sum += more);
    }
    let mut losses = tally.lost(&lost, &units, &joined, &borne_by);
    losses.extend(tally.defected(&by_domain(&side.went_over), &units, &[0; 5], &borne_by));
    losses.push(tally.dead(persons_amount(side.dead), false, &borne_by));
    let fell = |person: PersonId| {
        teller.chronicle.entries.iter().find_map(|other| match &other.what {
            What::Fate { person: who, fate, place }
                if *who == person
                    && (other.causes.iter().any(|cause| clash.entries.contains(cause))
                        || (*place == Some(battle.place) && during.contains(&other.day))) =>
            {
                Some((*fate, other.seq.0))
            }
            _ => None,
        })
    };
    let mut persons: Vec<PersonId> = side.commander.into_iter().collect();
    persons.extend(side.forces.iter().filter_map(|id| teller.war.forces.get(*id)?.commander));
    distinct(&mut persons);
    let member = |id: &FactionId| {
        member(tally, &Stay { faction: *id, coalition: side.coalition, from: None, until: None })
    };
    Side {
        key: side_key(teller, side.coalition),
        name: Some(side_name(teller, side.coalition)),
        members: side.factions.iter().filter_map(member).collect(),
        commanders: persons.into_iter().filter_map(|id| commander(tally, id, fell(id))).collect(),
        strength: tally.units(&units, &borne_by, Purpose::Plain),
        losses,
        ..Side::default()
    }
}

fn side_key(teller: &Teller<'_>, side: CoalitionId) -> String {
    teller.war.coalitions.get(side).map(|it| it.id.clone()).unwrap_or_default()
}

fn side_name(teller: &Teller<'_>, side: CoalitionId) -> String {
    teller.war.coalitions.get(side).map(|it| capitalised(it.names.short())).unwrap_or_default()
}

fn ids(teller: &Teller<'_>, factions: &[FactionId]) -> Vec<String> {
    factions.iter().filter_map(|id| Some(teller.war.factions.get(*id)?.id.clone())).collect()
}
