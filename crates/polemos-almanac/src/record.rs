//! Records: what an encyclopedia's box says of a war or a battle, as data. Simulated records have the shape of
//! described ones; their figures rest on the run that they name.

use crate::clash::Clash;
use crate::ending;
use crate::sentence::Teller;
use crate::sides::{self, Stay};
use crate::voice::three_digits;
use polemos_chronicle::{BattleEnd, BattleSide, Fate, What};
use polemos_war::names::capitalised;
use polemos_war::{ClassId, CoalitionId, Domain, FactionId, PersonId};
use schemars::JsonSchema;
use serde::Serialize;

/// One record.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Record {
    /// Its id, unique in the run.
    pub id: String,
    /// What it is about.
    pub kind: RecordKind,
    /// All names, the first one for headings.
    pub names: Vec<String>,
    /// What it is part of, in words.
    pub part_of: Vec<String>,
    /// What came before it in the same series.
    pub previous: Option<String>,
    /// What came after it.
    pub next: Option<String>,
    /// When.
    pub date: RecordDate,
    /// Where.
    pub places: Vec<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// The sides.
    pub sides: Vec<Side>,
    /// What the figures rest on.
    pub basis: RunBasis,
}

/// What a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A war.
    War,
    /// A battle.
    Battle,
}

/// A date as it is written and as EDTF.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordDate {
    /// As a sentence has it.
    pub verbatim: String,
    /// In the Extended Date/Time Format, Gregorian.
    pub edtf: String,
    /// Id of the calendar that `verbatim` is in.
    pub calendar: String,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Outcome {
    /// Keys of the sides that prevailed.
    pub winners: Vec<String>,
    /// decisive, clear, marginal or stalemate; none for a battle that was only won.
    pub decisiveness: Option<String>,
    /// Kind of the ending: for a war one of its kinds, for a battle how it broke off.
    pub kind: String,
    /// Whether a war ended with it.
    pub ended_war: bool,
    /// In words.
    pub text: String,
}

/// One side.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Side {
    /// Id of the coalition.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Who was in it, and when.
    pub members: Vec<Member>,
    /// Who led it.
    pub commanders: Vec<Commander>,
    /// What it began with.
    pub strength: Vec<Count>,
    /// What it built, or what joined it, later; losses are shares of both.
    pub raised: Vec<Count>,
    /// What it lost.
    pub losses: Vec<Count>,
}

/// A member of a side.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Member {
    /// Id of the faction.
    pub entity: String,
    /// Its name.
    pub name: String,
    /// Since when, where not from the start.
    pub from: Option<RecordDate>,
    /// Until when, where not to the end.
    pub until: Option<RecordDate>,
}

/// A commander.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Commander {
    /// Id of the person.
    pub person: String,
    /// The name.
    pub name: String,
    /// Rank or title.
    pub rank: Option<String>,
    /// Id of the faction served.
    pub for_entity: Option<String>,
    /// killed, captured or defected; none for one who came through.
    pub fate: Option<String>,
}

/// A count of units or people.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Count {
    /// A domain of units, or `people`.
    pub category: String,
    /// What befell them: none for a strength, else lost, defected or killed.
    pub fate: Option<String>,
    /// Whether they are civilians.
    pub civilian: bool,
    /// Of which people, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Ids of the factions that bore it.
    pub borne_by: Vec<String>,
    /// How many.
    pub amount: Amount,
    /// Losses as a share of all that were raised.
    pub share: Option<f64>,
}

/// How many: a figure, none, or not known; three different things.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Amount {
    /// Counted.
    Exact {
        /// How many.
        n: u64,
    },
    /// Estimated, to three digits.
    Rounded {
        /// About how many.
        n: f64,
    },
    /// Known to be none.
    None,
    /// Not known.
    Unknown,
}

/// The run that simulated figures rest on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RunBasis {
    /// Always `sim`.
    pub basis: String,
    /// Id of the war.
    pub war: String,
    /// Seed.
    pub seed: u64,
    /// Replication.
    pub replication: u64,
    /// Digest of the history.
    pub digest: String,
}

/// Battles with a record of their own: this many at most.
const BATTLES: usize = 12;
/// A battle of note engaged or cost this much: a tenth of either side, or a sixtieth of its units lost.
const OF_NOTE: f64 = 1.4;

/// The record of the war, then one of each battle of note in order of time.
pub fn records(teller: &Teller<'_>, basis: &RunBasis) -> Vec<Record> {
    let weight = |clash: &Clash| crate::choice::battle_weight(teller, &clash.whole);
    let mut notable: Vec<&Clash> = teller.clashes.iter().filter(|clash| weight(clash) >= OF_NOTE).collect();
    notable.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    notable.truncate(BATTLES);
    notable.sort_by(|a, b| a.entries.cmp(&b.entries));
    let names: Vec<String> = notable.iter().map(|clash| teller.battle_name(clash)).collect();
    let mut records = vec![war_record(teller, basis)];
    for (row, clash) in notable.iter().enumerate() {
        let mut record = battle_record(teller, clash, basis);
        record.previous = row.checked_sub(1).and_then(|row| names.get(row)).cloned();
        record.next = names.get(row + 1).cloned();
        records.push(record);
    }
    records
}

/// The record of the war itself.
pub fn war_record(teller: &Teller<'_>, basis: &RunBasis) -> Record {
    let (war, ending) = (teller.war, &teller.summary.ending);
    Record {
        id: war.id.clone(),
        kind: RecordKind::War,
        names: war.names.all().map(str::to_owned).collect(),
        part_of: war.chain.part_of.iter().cloned().collect(),
        previous: war.chain.previous.clone(),
        next: war.chain.next.clone(),
        date: teller.dates.record_range(0.0, ending.day),
        places: war.place_text.iter().cloned().collect(),
        outcome: Outcome {
            winners: ending
                .victor
                .and_then(|id| Some(war.coalitions.get(id)?.id.clone()))
                .into_iter()
                .collect(),
            decisiveness: Some(ending.grade.id().to_owned()),
            kind: ending.kind.id().to_owned(),
            ended_war: ending.kind != polemos_war::EndingKind::Undecided,
            text: ending::result(war, ending),
        },
        sides: teller.sides.iter().map(|side| war_side(teller, *side)).collect(),
        basis: basis.clone(),
    }
}

fn war_side(teller: &Teller<'_>, side: CoalitionId) -> Side {
    let [opening, built, lost, gone] = sides::totals(&teller.stays, teller.summary, side);
    let stays: Vec<&Stay> = teller.stays.iter().filter(|stay| stay.coalition == side).collect();
    let bearers: Vec<FactionId> = sides::members(&teller.stays, side);
    let borne_by = ids(teller, &bearers);
    let sum = |pick: fn(&polemos_chronicle::FactionTotals) -> f32| -> f64 {
        bearers.iter().map(|id| f64::from(pick(&teller.summary.faction(*id)))).sum()
    };
    let mut losses = unit_losses(&lost, &opening, &built, &borne_by);
    losses.extend(defected(&gone, &opening, &built, &borne_by));
    losses.push(dead(persons_amount(sum(|totals| totals.military_dead)), false, &borne_by));
    losses.extend(civilian_dead(teller, side, &bearers));
    Side {
        key: teller.war.coalitions.get(side).map(|it| it.id.clone()).unwrap_or_default(),
        name: side_name(teller, side),
        members: stays.iter().filter_map(|stay| member(teller, stay)).collect(),
        commanders: commanders(teller, side, &bearers),
        strength: unit_strength(&opening, &borne_by),
        raised: unit_strength(&built, &borne_by),
        losses,
    }
}

/// Civilians killed, by their people; unknown where there was nobody to know of. Those whose own people had no part in
/// the war count where they were ruled.
fn civilian_dead(teller: &Teller<'_>, side: CoalitionId, bearers: &[FactionId]) -> Vec<Count> {
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
        let amount = if peopled { Amount::None } else { Amount::Unknown };
        return vec![dead(amount, true, &ids(teller, bearers))];
    }
    let row = |(of, sum, bearers): (Option<String>, f64, Vec<FactionId>)| Count {
        of,
        ..dead(persons_amount(sum), true, &ids(teller, &bearers))
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

fn member(teller: &Teller<'_>, stay: &Stay) -> Option<Member> {
    let faction = teller.war.factions.get(stay.faction)?;
    // Who joined on the first day was in it from the start.
    let date = |day: Option<f64>| day.filter(|day| *day >= 1.0).map(|day| teller.dates.record(day));
    Some(Member {
        entity: faction.id.clone(),
        name: capitalised(faction.names.short()),
        from: date(stay.from),
        until: date(stay.until),
    })
}

/// Who led a side: its commander, its members' leaders, then those who commanded in battle, the busiest first, then
/// those who had a force.
fn commanders(teller: &Teller<'_>, side: CoalitionId, bearers: &[FactionId]) -> Vec<Commander> {
    let war = teller.war;
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
    distinct(&mut persons);
    persons.into_iter().filter_map(|id| commander(teller, id, last_fate(teller, id))).collect()
}

fn distinct(persons: &mut Vec<PersonId>) {
    let mut seen = std::collections::BTreeSet::new();
    persons.retain(|id| seen.insert(*id));
}

fn commander(teller: &Teller<'_>, id: PersonId, fate: Option<Fate>) -> Option<Commander> {
    let person = teller.war.persons.get(id).filter(|it| !it.removed)?;
    Some(Commander {
        person: person.id.clone(),
        name: person.names.the_short(),
        rank: person.title.clone(),
        for_entity: person.faction.and_then(|id| Some(teller.war.factions.get(id)?.id.clone())),
        fate: fate.map(|fate| fate_id(fate).to_owned()),
    })
}

fn last_fate(teller: &Teller<'_>, id: PersonId) -> Option<Fate> {
    teller.chronicle.entries.iter().rev().find_map(|entry| match &entry.what {
        What::Fate { person, fate, .. } if *person == id => Some(*fate),
        _ => None,
    })
}

fn fate_id(fate: Fate) -> &'static str {
    match fate {
        Fate::Killed => "killed",
        Fate::Captured => "captured",
        Fate::Defected => "defected",
        Fate::Deposed => "deposed",
        Fate::Resigned => "resigned",
        Fate::Overthrown => "overthrown",
        Fate::Died => "died",
    }
}

fn battle_record(teller: &Teller<'_>, clash: &Clash, basis: &RunBasis) -> Record {
    let battle = &clash.whole;
    let winner = battle.victor.and_then(|row| battle.sides.get(usize::from(row)));
    let place = teller.war.places.get(battle.place);
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
    let key = |id: CoalitionId| teller.war.coalitions.get(id).map(|it| it.id.clone()).unwrap_or_default();
    Record {
        id: format!("battle-of-{}-{}", place.map(|it| it.id.as_str()).unwrap_or("unknown"), battle.ordinal),
        kind: RecordKind::Battle,
        names: vec![teller.battle_name(clash)],
        part_of: vec![teller.war.names.primary.clone()],
        previous: None,
        next: None,
        date: teller.dates.record_range(battle.began, battle.began + battle.hours / 24.0),
        places: vec![teller.voice.place(battle.place)],
        outcome: Outcome {
            winners: winner.map(|side| key(side.coalition)).into_iter().collect(),
            decisiveness: None,
            kind: kind.to_owned(),
            ended_war: false,
            text,
        },
        sides: battle.sides.iter().map(|side| battle_side(teller, clash, side)).collect(),
        basis: basis.clone(),
    }
}

fn battle_side(teller: &Teller<'_>, clash: &Clash, side: &BattleSide) -> Side {
    let battle = &clash.whole;
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
    let mut losses = unit_losses(&lost, &units, &[0; 5], &borne_by);
    losses.extend(defected(&by_domain(&side.went_over), &units, &[0; 5], &borne_by));
    losses.push(dead(persons_amount(side.dead), false, &borne_by));
    let fell = |person: PersonId| {
        teller.chronicle.entries.iter().find_map(|other| match &other.what {
            What::Fate { person: who, fate, place }
                if *who == person
                    && (other.causes.iter().any(|cause| clash.entries.contains(cause))
                        || (*place == Some(battle.place) && during.contains(&other.day))) =>
            {
                Some(*fate)
            }
            _ => None,
        })
    };
    let mut persons: Vec<PersonId> = side.commander.into_iter().collect();
    persons.extend(side.forces.iter().filter_map(|id| teller.war.forces.get(*id)?.commander));
    distinct(&mut persons);
    let member = |id: &FactionId| {
        let faction = teller.war.factions.get(*id)?;
        let name = capitalised(faction.names.short());
        Some(Member { entity: faction.id.clone(), name, from: None, until: None })
    };
    Side {
        key: teller.war.coalitions.get(side.coalition).map(|it| it.id.clone()).unwrap_or_default(),
        name: side_name(teller, side.coalition),
        members: side.factions.iter().filter_map(member).collect(),
        commanders: persons.into_iter().filter_map(|id| commander(teller, id, fell(id))).collect(),
        strength: unit_strength(&units, &borne_by),
        raised: Vec::new(),
        losses,
    }
}

fn side_name(teller: &Teller<'_>, side: CoalitionId) -> String {
    teller.war.coalitions.get(side).map(|it| capitalised(it.names.short())).unwrap_or_default()
}

fn ids(teller: &Teller<'_>, factions: &[FactionId]) -> Vec<String> {
    factions.iter().filter_map(|id| Some(teller.war.factions.get(*id)?.id.clone())).collect()
}

fn unit_strength(units: &[u64; 5], borne_by: &[String]) -> Vec<Count> {
    Domain::ALL
        .into_iter()
        .zip(units)
        .filter(|(_, n)| **n > 0)
        .map(|(domain, n)| Count {
            category: domain.id().to_owned(),
            fate: None,
            civilian: false,
            of: None,
            borne_by: borne_by.to_vec(),
            amount: Amount::Exact { n: *n },
            share: None,
        })
        .collect()
}

/// Losses of every domain that a side had; none where nothing was lost.
fn unit_losses(lost: &[u64; 5], opening: &[u64; 5], built: &[u64; 5], borne_by: &[String]) -> Vec<Count> {
    let rows =
        Domain::ALL.into_iter().enumerate().filter(|(row, _)| opening[*row] + built[*row] + lost[*row] > 0);
    rows.map(|(row, domain)| {
        let had = (opening[row] + built[row]).max(lost[row]).max(1);
        Count {
            category: domain.id().to_owned(),
            fate: Some("lost".to_owned()),
            civilian: false,
            of: None,
            borne_by: borne_by.to_vec(),
            amount: if lost[row] == 0 { Amount::None } else { Amount::Exact { n: lost[row] } },
            share: Some(lost[row] as f64 / had as f64),
        }
    })
    .collect()
}

/// Units of every domain that went over to another side.
fn defected(gone: &[u64; 5], opening: &[u64; 5], raised: &[u64; 5], borne_by: &[String]) -> Vec<Count> {
    let rows = Domain::ALL.into_iter().enumerate().filter(|(row, _)| gone[*row] > 0);
    rows.map(|(row, domain)| Count {
        category: domain.id().to_owned(),
        fate: Some("defected".to_owned()),
        civilian: false,
        of: None,
        borne_by: borne_by.to_vec(),
        amount: Amount::Exact { n: gone[row] },
        share: Some(gone[row] as f64 / (opening[row] + raised[row]).max(gone[row]) as f64),
    })
    .collect()
}

fn dead(amount: Amount, civilian: bool, borne_by: &[String]) -> Count {
    Count {
        category: "people".into(),
        fate: Some("killed".into()),
        civilian,
        of: None,
        borne_by: borne_by.to_vec(),
        amount,
        share: None,
    }
}

fn persons_amount(dead: f64) -> Amount {
    if dead < 0.5 { Amount::None } else { Amount::Rounded { n: three_digits(dead) } }
}
