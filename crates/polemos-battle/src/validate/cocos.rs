//! Sydney against Emden, 9 November 1914, ship against ship, from their tracks and the tables of the Royal Navy's
//! tactical exercises (*Instructions for Tactical and Strategical Exercises*, 1921).
//!
//! Minute by minute each ship that the track says fires lands a Poisson number of hits: guns that bear × the table's
//! chance of a hit a gun and minute at that range, in proportion to the staying power that it has left. A ship whose
//! staying power is spent is out of action. The fire of a ship that is finding the range, or turns, is less by what rules
//! of the time say. Nothing in it was fitted to this battle; what comes of it, and what was tried, stands in
//! docs/ship-battle.md.

use super::table::{Row, Table};
use super::{Check, Data, Effort, luck, or_skipped, text};
use polemos_chance::sample;

const COCOS: &str = "cocos";
/// Where it is written why Emden is out of action some minutes too soon.
const WRITTEN: &str = "docs/ship-battle.md";
/// Number of the simulated case.
const CASE: usize = 4000;
/// Hits of six inches for each gun that a light cruiser bears, by the calibre of her guns in inches (Instructions of 1921).
const STAYING: [(f64, f64); 3] = [(4.0, 4.0), (6.0, 8.0), (7.5, 9.0)];
/// Hits of six inches that one counts for, by its calibre in inches (the same).
const COUNTS: [(f64, f64); 4] = [(4.0, 1.0 / 3.0), (4.7, 0.5), (6.0, 1.0), (7.5, 3.0)];
/// Share of its fire that a ship loses for a move in which it finds the range, after one in which it did not fire, by the
/// least range in yards (Manoeuvre Rules of the US Naval War College, 1922, F-15 to F-17).
const RANGING: [(f64, f64); 5] =
    [(6_000.0, 0.2), (11_000.0, 0.4), (16_000.0, 0.6), (21_000.0, 0.8), (25_000.0, 1.0)];
/// Degrees of a point of the compass.
const POINT: f64 = 11.25;
/// Points through which a ship turns in a minute, and those of a turn that does no harm (rules of the Royal Navy's war game
/// before 1906: a turn of over two points costs a tenth of the fire for each point completed; eight take two minutes).
const TURNING: [f64; 2] = [4.0, 2.0];

pub(super) fn cocos(data: Data<'_>, effort: Effort) -> Vec<Check> {
    or_skipped(COCOS, "model", checks(data, effort))
}

fn checks(data: Data<'_>, effort: Effort) -> Result<Vec<Check>, String> {
    let ships = [
        Ship::read(data, "ships_sydney", "Sydney", "side_a")?,
        Ship::read(data, "ships_emden_dresden", "Emden", "side_b")?,
    ];
    let runs = if effort == Effort::Full { 1000 } else { 300 };
    let ends: Vec<Ended> = (0..runs).map(|run| fight(&ships, run)).collect();
    let first = ends.iter().filter(|end| end.beaten == Some(1)).count() as f64 / f64::from(runs);
    let minutes = sorted(ends.iter().map(|end| end.minute));
    let hits = sorted(ends.iter().map(|end| end.hits[0]));
    let at = |list: &[u32], share: f64| f64::from(list[((list.len() - 1) as f64 * share) as usize]);
    let (median, low, high) = (at(&minutes, 0.5), at(&hits, 0.1), at(&hits, 0.9));
    let within = format!("hits on Sydney, central 80 % of {runs} runs: {low} to {high}; upper end");
    let check = |statistic: String, values, tolerance: &str, passed| {
        Check::new(COCOS, "model", statistic, values, tolerance, passed)
    };
    Ok(vec![
        check(
            "share of runs in which Emden is out of action first".into(),
            [0.95, first],
            "at least",
            first >= 0.95,
        ),
        check(
            "median minute at which it is decided".into(),
            [80.0, median],
            "60 to 100",
            (60.0..=100.0).contains(&median),
        )
        .known_short(WRITTEN),
        check(within, [16.0, high], "10 to 16 inside", low <= 10.0 && high >= 16.0),
    ])
}

/// A ship as the rules have it.
struct Ship {
    /// Staying power, in hits of six inches.
    life: f64,
    /// What a hit of its guns counts, the same.
    counts: f64,
    /// Hits that it lands undamaged, minute by minute of its track.
    fire: Vec<f64>,
}

impl Ship {
    fn read(data: Data<'_>, ships: &str, name: &str, track: &str) -> Result<Self, String> {
        let ships = Table::parse(&text(data, &format!("cocos_1914/{ships}.csv"))?);
        let ship = found(&ships, "name", name)?;
        let (table, gun) = (ship.text("primary_RN_table")?, ship.text("primary_RN_designation")?);
        let guns = Table::parse(&text(data, &format!("naval_gunnery_tables/rn_1921/{table}.csv"))?);
        let gun = Gun::read(&found(&guns, "designation", gun)?)?;
        let track = Table::parse(&text(data, &format!("cocos_1914/{track}_events.csv"))?);
        let track: Result<Vec<Move>, String> = track.rows().map(|row| Move::read(&row)).collect();
        Ok(Self {
            life: ship.number("primary_total")? * of_calibre(&STAYING, gun.calibre),
            counts: of_calibre(&COUNTS, gun.calibre),
            fire: fire(&gun, &Broadside::read(&ship)?, &track?),
        })
    }
}

/// A gun in the tables of 1921.
struct Gun {
    calibre: f64,
    /// Yards.
    reach: f64,
    /// The chance of a hit in a minute by the range in yards: square, linear and constant term of the curve that the data
    /// set draws through the table's three bands.
    curve: [f64; 3],
}

impl Gun {
    fn read(row: &Row<'_>) -> Result<Self, String> {
        let term = |which: &str| row.number(&format!("{which}_regression_term"));
        Ok(Self {
            calibre: row.number("caliber")?,
            reach: row.number("max_range")?,
            curve: [term("first")?, term("second")?, term("third")?],
        })
    }

    fn chance(&self, yards: f64) -> f64 {
        let [a, b, c] = self.curve;
        if yards > self.reach { 0.0 } else { ((a * yards + b) * yards + c).clamp(0.0, 1.0) }
    }
}

/// Guns that bear ahead, on the beam and astern, and degrees from bow or stern within which only those at the ends do.
struct Broadside {
    guns: [f64; 3],
    end_arc: f64,
}

impl Broadside {
    fn read(row: &Row<'_>) -> Result<Self, String> {
        let guns = |where_: &str| row.number(&format!("primary_{where_}"));
        Ok(Self { guns: [guns("bow")?, guns("side")?, guns("stern")?], end_arc: guns("end_arc")? })
    }

    /// Guns that bear on a target so many degrees from the bow, to either side.
    fn bearing(&self, degrees: f64) -> f64 {
        let [bow, side, stern] = self.guns;
        match degrees {
            x if x < self.end_arc => bow,
            x if x > 180.0 - self.end_arc => stern,
            _ => side,
        }
    }
}

/// A move of a track: its row holds range, course and bearing at the end of it.
struct Move {
    minutes: u32,
    fires: bool,
    yards: f64,
    course: f64,
    /// Of the target, degrees from the bow.
    bearing: f64,
}

impl Move {
    fn read(row: &Row<'_>) -> Result<Self, String> {
        // The first row tells how things stood before the first move.
        let minutes = if row.text("Duration")?.trim() == "NA" { 0 } else { row.count("Duration")? };
        Ok(Self {
            minutes,
            fires: row.text("Fire")?.trim() == "TRUE",
            yards: 1000.0 * row.number("Range (Kyd)")?,
            course: row.number("Group course")?,
            bearing: row.number("Target bearing")?,
        })
    }
}

/// Hits that an undamaged ship lands, minute by minute of its track.
fn fire(gun: &Gun, broadside: &Broadside, track: &[Move]) -> Vec<f64> {
    let mut hits = Vec::new();
    for (before, now) in track.iter().zip(track.iter().skip(1)) {
        let found = if before.fires { 1.0 } else { 1.0 - ranging(now.yards) };
        for minute in 0..now.minutes.min(60) {
            let gone = (f64::from(minute) + 0.5) / f64::from(now.minutes);
            let yards = before.yards + (now.yards - before.yards) * gone;
            let steady = turning(now.course - before.course, minute);
            let all = broadside.bearing(now.bearing) * gun.chance(yards) * found * steady;
            hits.push(if now.fires { all } else { 0.0 });
        }
    }
    hits
}

/// Share of its fire that a ship loses while it finds the range.
fn ranging(yards: f64) -> f64 {
    RANGING.iter().rev().find(|(least, _)| yards >= *least).map_or(0.0, |(_, share)| *share)
}

/// Share of its fire that a ship keeps in a minute of a move at whose beginning it turns through so many degrees.
fn turning(degrees: f64, minute: u32) -> f64 {
    let [a_minute, harmless] = TURNING;
    let turn = degrees.rem_euclid(360.0);
    let points = turn.min(360.0 - turn) / POINT;
    if points <= harmless || a_minute * f64::from(minute) >= points {
        return 1.0;
    }
    (1.0 - 0.1 * points.min(a_minute * f64::from(minute + 1))).max(0.0)
}

/// What a table of calibres says of one: as of the least that is no smaller.
fn of_calibre(table: &[(f64, f64)], calibre: f64) -> f64 {
    let row = table.iter().find(|(least, _)| calibre <= *least).or(table.last());
    row.map_or(0.0, |(_, value)| *value)
}

/// The row of a table with a text in a column.
fn found<'a>(table: &'a Table, column: &str, is: &str) -> Result<Row<'a>, String> {
    let row = table.rows().find(|row| row.text(column) == Ok(is));
    row.ok_or_else(|| format!("there is no {is} in column {column}"))
}

/// How a run ended.
struct Ended {
    minute: u32,
    beaten: Option<usize>,
    /// Hits that each took.
    hits: [u32; 2],
}

fn fight(ships: &[Ship; 2], run: u32) -> Ended {
    let (key, at) = luck(CASE, run);
    let left_of = |lacks: &[f64; 2], ship: usize| (1.0 - lacks[ship] / ships[ship].life).max(0.0);
    let mut lacks = [0.0; 2];
    let mut taken = [0_u32; 2];
    let mut minute = 0;
    for (first, second) in ships[0].fire.iter().zip(&ships[1].fire) {
        let landed = [(0, first), (1, second)].map(|(by, fire): (usize, &f64)| {
            let u = key.uniform(at.at(2 * minute + by as u32));
            sample::poisson(u, fire * left_of(&lacks, by))
        });
        minute += 1;
        for (by, hits) in landed.into_iter().enumerate() {
            taken[1 - by] += hits as u32;
            lacks[1 - by] += hits as f64 * ships[by].counts;
        }
        let left = [0, 1].map(|ship| left_of(&lacks, ship));
        if left.contains(&0.0) {
            return Ended { minute, beaten: Some(usize::from(left[1] <= left[0])), hits: taken };
        }
    }
    Ended { minute, beaten: None, hits: taken }
}

fn sorted(values: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut list: Vec<u32> = values.collect();
    list.sort_unstable();
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules' own example: a ship that turns through eight points has six tenths of its fire in the first minute and
    /// two in the second.
    #[test]
    fn a_ship_that_turns_fires_less() {
        let kept = |degrees: f64| [0, 1, 2].map(|minute| turning(degrees, minute));
        for degrees in [90.0, -90.0, 270.0] {
            let [first, second, third] = kept(degrees);
            assert!((first - 0.6).abs() < 1e-9 && (second - 0.2).abs() < 1e-9, "{first}, {second}");
            assert_eq!(third, 1.0);
        }
        assert_eq!(kept(20.0), [1.0; 3]);
        assert_eq!(kept(180.0)[2], 0.0);
    }

    #[test]
    fn guns_bear_by_where_the_target_lies() {
        let ship = Broadside { guns: [2.0, 5.0, 3.0], end_arc: 45.0 };
        assert_eq!([16.0, 90.0, 162.0].map(|degrees| ship.bearing(degrees)), [2.0, 5.0, 3.0]);
    }

    /// A ship finds the range after each move in which it was silent, and the nearer the target the sooner.
    #[test]
    fn finding_the_range_costs_fire() {
        let gun = Gun { calibre: 6.0, reach: 18_000.0, curve: [0.0, 0.0, 0.2] };
        let ship = Broadside { guns: [5.0; 3], end_arc: 45.0 };
        let still = |fires, yards| Move { minutes: 1, fires, yards, course: 0.0, bearing: 90.0 };
        let track = |yards: f64| [false, true, true, false, true].map(|fires| still(fires, yards));
        assert_eq!(fire(&gun, &ship, &track(9_000.0)), [0.8, 1.0, 0.0, 0.8]);
        assert_eq!(fire(&gun, &ship, &track(12_000.0)), [0.6, 1.0, 0.0, 0.6]);
        assert_eq!(fire(&gun, &ship, &track(3_000.0)), [1.0, 1.0, 0.0, 1.0]);
        assert!(fire(&gun, &ship, &track(19_000.0)).iter().all(|hits| *hits == 0.0));
    }
}
