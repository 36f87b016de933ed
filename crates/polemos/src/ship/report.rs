//! A battle fought unit by unit, as data.

use polemos_almanac::dates::Dates;
use polemos_almanac::text::TIE;
use polemos_battle::End;
use polemos_battle::ship::{Cause, Entry, Fate, Fought, Ledger, Scene};
use polemos_campaign::{UnitBattle, UnitSide};
use polemos_war::War;
use schemars::JsonSchema;
use serde::Serialize;

/// A battle.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BattleReport {
    /// What it is called: the scene, or the place.
    pub battle: String,
    /// Where and when in which war; none for a scene.
    pub of: Option<OfWar>,
    /// Seed.
    pub seed: u64,
    /// Threads that it was fought with; the result does not depend on them.
    pub threads: usize,
    /// The sides: in a war, attacker and defender.
    pub sides: [SideReport; 2],
    /// Id of the side that lost, if one did.
    pub loser: Option<String>,
    /// How it ended.
    pub end: EndReport,
    /// Hours that it lasted.
    pub hours: f64,
    /// Steps.
    pub steps: u32,
    /// Ships that came onto either side, those that came over among them.
    pub ships: [u64; 2],
    /// Ships of either side on the field at the end.
    pub survivors: [u64; 2],
    /// Shots fired.
    pub shots: u64,
    /// Of which hit.
    pub hits: u64,
    /// Ships alive at the start of each step, added up.
    pub ship_updates: u64,
    /// The same a second of wall-clock time.
    pub ship_updates_per_s: f64,
    /// Strength of either side destroyed, as a share.
    pub value_lost_share: [f64; 2],
    /// What became of every ship: for each side they add up to `ships`.
    pub fates: Vec<FateReport>,
    /// Hours, and the strength of either side on the field.
    pub curve: Vec<[f64; 3]>,
    /// What strength is measured in: `ships`, or `reference ships`.
    pub strength_in: String,
    /// Digest of the last situation and of the account.
    pub digest: String,
}

/// Where a battle stands in a war.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OfWar {
    /// Id of the war.
    pub war: String,
    /// Id of the place.
    pub place: String,
    /// Days since the war's start.
    pub day: f64,
    /// The date.
    pub date: String,
    /// Whether the campaign itself joined battle there and then; otherwise the enemies only stood there.
    pub joined: bool,
}

/// How a battle ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndReport {
    /// One side retreated.
    Retreated,
    /// One side was destroyed.
    Destroyed,
    /// One side gave itself up.
    Surrendered,
    /// Neither side has a ship left.
    BothDestroyed,
    /// Neither side had won when time was up.
    Undecided,
}

/// One side.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SideReport {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Ids of its factions there; none in a scene.
    pub factions: Vec<String>,
    /// Id of who commanded there.
    pub commander: Option<String>,
    /// The side in words: its factions there and who commanded; empty in a scene.
    pub who: String,
    /// Whether a way out was open to it; a scene does not say.
    pub way_out: Option<bool>,
    /// Strength at the start.
    pub strength: f64,
    /// Its classes.
    pub classes: Vec<ClassReport>,
}

/// Ships of a class.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ClassReport {
    /// Id.
    pub class: String,
    /// Name.
    pub name: String,
    /// Ships that began on this side.
    pub ships: u64,
    /// Of which destroyed, on whichever side they then were.
    pub destroyed: u64,
}

/// Ships that met one fate for one cause.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FateReport {
    /// Id of the side on which they met it.
    pub side: String,
    /// Id of their class.
    pub class: String,
    /// What became of them.
    pub fate: FateKind,
    /// Why.
    pub cause: CauseKind,
    /// How many.
    pub ships: u64,
}

/// What became of a ship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FateKind {
    /// Fit to fight at the end.
    Present,
    /// Dark at the end, on a field that its side did not lose.
    Disabled,
    /// Destroyed.
    Destroyed,
    /// Left the field.
    Retreated,
    /// Gave itself up.
    Surrendered,
    /// Changed sides.
    Defected,
    /// Dark at the end, on a field that its side lost.
    Captured,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CauseKind {
    /// In action, or still in it.
    InAction,
    /// Under fire while it fled.
    InFlight,
    /// While it was dark.
    Dark,
    /// Its squadron broke.
    SquadronBroke,
    /// Its side broke off.
    SideBroke,
    /// There was no way out.
    NoWayOut,
    /// At an appointed moment.
    Appointed,
    /// Its threshold was reached.
    Swayed,
}

/// How fast a battle was fought, and by how many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Seed.
    pub seed: u64,
    /// Threads.
    pub threads: usize,
    /// Ship-updates a second.
    pub rate: f64,
}

/// The JSON Schema of a battle's report.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(BattleReport).to_value()
}

impl BattleReport {
    /// A scene that has been fought. `curve` is in ships.
    #[must_use]
    pub fn of_scene(scene: &Scene, fought: &Fought, curve: Vec<[f64; 3]>, pace: Pace) -> Self {
        let names: Vec<(String, String)> =
            scene.class.iter().map(|class| (class.id.clone(), class.id.clone())).collect();
        let sides = [0, 1].map(|side: usize| {
            let losses = fought.outcome.lost[side].iter();
            let losses = losses.map(|loss| (usize::from(loss.class), loss.ships, loss.lost));
            let classes = classes(losses, &names);
            SideReport {
                id: scene.side[side].id.clone(),
                name: scene.side[side].id.clone(),
                factions: Vec::new(),
                commander: None,
                who: String::new(),
                way_out: None,
                strength: classes.iter().map(|class| class.ships as f64).sum(),
                classes,
            }
        });
        let fates = fates(&fought.ledger, &sides, |entry| usize::from(entry.class), &names);
        Self::build((scene.name.clone(), None), sides, fates, (fought, curve, "ships"), pace)
    }

    /// A battle of a war. `joined` says whether the campaign itself joined battle there and then.
    #[must_use]
    pub fn of_war(war: &War, battle: &UnitBattle, joined: bool, pace: Pace) -> Self {
        let plain = |text: &str| text.replace(TIE, " ");
        let names: Vec<(String, String)> =
            war.classes.iter().map(|class| (class.id.clone(), class.names.primary.clone())).collect();
        let outcome = battle.outcome();
        let sides = [0, 1].map(|which: usize| {
            let side = &battle.sides[which];
            let groups = outcome.lost[which].iter().zip(&battle.staged.destroyed[which]);
            // What the aggregated model counts as lost to a side holds those who went over too.
            let losses = groups.map(|(group, destroyed)| {
                (usize::from(group.class), group.ships, u32::try_from(*destroyed).unwrap_or(u32::MAX))
            });
            SideReport {
                id: war.coalitions[side.coalition].id.clone(),
                name: war.coalitions[side.coalition].names.primary.clone(),
                factions: side.factions.iter().map(|id| war.factions[*id].id.clone()).collect(),
                commander: side.commander.map(|id| war.persons[id].id.clone()),
                who: who(war, side),
                way_out: Some(side.way_out),
                strength: side.strength,
                classes: classes(losses, &names),
            }
        });
        // Classes of the scene stand in the order of sides and groups.
        let of_scene: Vec<usize> =
            battle.sides.iter().flat_map(|side| &side.classes).map(|class| class.0 as usize).collect();
        let class = |entry: &Entry| of_scene.get(usize::from(entry.class)).copied().unwrap_or(0);
        let fates = fates(&battle.staged.fought.ledger, &sides, class, &names);
        let place = &war.places[battle.place];
        let of = OfWar {
            war: war.id.clone(),
            place: place.id.clone(),
            day: battle.day,
            date: plain(&Dates::new(war).full(battle.day)),
            joined,
        };
        let curve = battle.curve.iter().map(|point| point.map(f64::from)).collect();
        let head = (place.names.primary.clone(), Some(of));
        let mut report =
            Self::build(head, sides, fates, (&battle.staged.fought, curve, "reference ships"), pace);
        report.value_lost_share = [0, 1].map(|which| destroyed_share(battle, which));
        report
    }

    fn build(
        (battle, of): (String, Option<OfWar>),
        sides: [SideReport; 2],
        fates: Vec<FateReport>,
        (fought, curve, strength_in): (&Fought, Vec<[f64; 3]>, &str),
        pace: Pace,
    ) -> Self {
        let (tally, outcome) = (&fought.tally, &fought.outcome);
        Self {
            battle,
            of,
            seed: pace.seed,
            threads: pace.threads,
            loser: outcome.end.loser().map(|side| sides[side].id.clone()),
            end: end(outcome.end),
            hours: outcome.hours,
            steps: tally.steps,
            ships: [0, 1].map(|side| fought.ledger.entered(side)),
            survivors: tally.ships,
            shots: tally.shots,
            hits: tally.hits,
            ship_updates: tally.ship_updates,
            ship_updates_per_s: libm::round(pace.rate),
            value_lost_share: outcome.value_lost_share,
            fates,
            curve,
            strength_in: strength_in.to_owned(),
            digest: format!("{:016x}", fought.digest),
            sides,
        }
    }
}

/// Share of a side's strength that was destroyed.
fn destroyed_share(battle: &UnitBattle, which: usize) -> f64 {
    let side = &battle.sides[which];
    let gone = side.worth.iter().zip(&battle.staged.destroyed[which]);
    let gone: f64 = gone.map(|(worth, ships)| worth * *ships as f64).sum();
    if side.strength > 0.0 { gone / side.strength } else { 0.0 }
}

/// A side in words.
fn who(war: &War, side: &UnitSide) -> String {
    let factions: Vec<&str> =
        side.factions.iter().map(|id| war.factions[*id].names.primary.as_str()).collect();
    let under = side.commander.map(|id| format!(", under {}", war.persons[id].names.primary));
    format!("{}{}", factions.join(", "), under.unwrap_or_default())
}

/// Losses put together by class.
fn classes(losses: impl Iterator<Item = (usize, u32, u32)>, names: &[(String, String)]) -> Vec<ClassReport> {
    let mut found: Vec<(usize, u64, u64)> = Vec::new();
    for (class, ships, lost) in losses {
        let row = found.binary_search_by_key(&class, |entry| entry.0).unwrap_or_else(|row| {
            found.insert(row, (class, 0, 0));
            row
        });
        found[row].1 += u64::from(ships);
        found[row].2 += u64::from(lost);
    }
    let report = |(class, ships, destroyed)| {
        let (id, name) = names.get(class).cloned().unwrap_or_default();
        ClassReport { class: id, name, ships, destroyed }
    };
    found.into_iter().map(report).collect()
}

/// The account, put together by class.
fn fates(
    ledger: &Ledger,
    sides: &[SideReport; 2],
    class: impl Fn(&Entry) -> usize,
    names: &[(String, String)],
) -> Vec<FateReport> {
    let mut found: Vec<FateReport> = Vec::new();
    for entry in ledger.entries() {
        let id = names.get(class(entry)).map(|(id, _)| id.clone()).unwrap_or_default();
        let report = FateReport {
            side: sides[entry.side].id.clone(),
            class: id,
            fate: fate(entry.fate),
            cause: cause(entry.cause),
            ships: entry.ships,
        };
        let same = |other: &&mut FateReport| {
            FateReport { ships: 0, ..(**other).clone() } == FateReport { ships: 0, ..report.clone() }
        };
        match found.iter_mut().find(same) {
            Some(other) => other.ships += entry.ships,
            None => found.push(report),
        }
    }
    found
}

fn end(end: End) -> EndReport {
    match end {
        End::Broke(_) => EndReport::Retreated,
        End::Destroyed(_) => EndReport::Destroyed,
        End::Surrendered(_) => EndReport::Surrendered,
        End::BothDestroyed => EndReport::BothDestroyed,
        End::TimeUp | End::Stopped => EndReport::Undecided,
    }
}

fn fate(fate: Fate) -> FateKind {
    match fate {
        Fate::Present => FateKind::Present,
        Fate::Disabled => FateKind::Disabled,
        Fate::Destroyed => FateKind::Destroyed,
        Fate::Retreated => FateKind::Retreated,
        Fate::Surrendered => FateKind::Surrendered,
        Fate::Defected => FateKind::Defected,
        Fate::Captured => FateKind::Captured,
    }
}

fn cause(cause: Cause) -> CauseKind {
    match cause {
        Cause::InAction => CauseKind::InAction,
        Cause::InFlight => CauseKind::InFlight,
        Cause::Dark => CauseKind::Dark,
        Cause::SquadronBroke => CauseKind::SquadronBroke,
        Cause::SideBroke => CauseKind::SideBroke,
        Cause::NoWayOut => CauseKind::NoWayOut,
        Cause::Appointed => CauseKind::Appointed,
        Cause::Swayed => CauseKind::Swayed,
    }
}
