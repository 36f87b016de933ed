//! Sydney against Emden, 9 November 1914, ship against ship, from their tracks and the tables of the US Naval War
//! College's manoeuvre rules (1922 and 1930).
//!
//! Minute by minute each ship that the track says fires lands a Poisson number of hits: guns that bear × rounds × the
//! table's chance at that range, in proportion to the life that it has left. A hit counts as the rules have it, by calibre
//! and by whether it goes through the side at that range and angle; a ship whose life is spent is out of action. Nothing
//! in it was fitted to this battle.

use super::table::{Row, Table};
use super::{Check, Data, Effort, luck, or_skipped, text};
use polemos_chance::sample;

const COCOS: &str = "cocos";
/// Where it is written why the tables of the time put Emden out of action in half the time that it took.
const WRITTEN: &str = "docs/ship-battle.md";
/// Number of the simulated case.
const CASE: usize = 4000;
/// Minutes of a move of the rules, for which they give rounds.
const MOVE: u32 = 3;
/// Guns of both ships as the rules' tables call them: calibre in inches, and name.
const GUNS: [(&str, &str); 2] = [("6", "6-in-50"), ("4", "4-in-45-A")];

pub(super) fn cocos(data: Data<'_>, effort: Effort) -> Vec<Check> {
    or_skipped(COCOS, "model", checks(data, effort))
}

fn checks(data: Data<'_>, effort: Effort) -> Result<Vec<Check>, String> {
    let sydney = Ship::read(data, "ships_sydney", "Sydney", "side_a", 0)?;
    let emden = Ship::read(data, "ships_emden_dresden", "Emden", "side_b", 1)?;
    let power = [sydney.power(data, &emden)?, emden.power(data, &sydney)?];
    let lives = [sydney.life, emden.life];
    let runs = if effort == Effort::Full { 1000 } else { 300 };
    let ends: Vec<Ended> = (0..runs).map(|run| fight(&power, lives, run)).collect();
    let first = ends.iter().filter(|end| end.beaten == Some(1)).count() as f64 / f64::from(runs);
    let minutes = sorted(ends.iter().map(|end| end.minute));
    let hits = sorted(ends.iter().map(|end| end.hits[0]));
    let at = |list: &[u32], share: f64| f64::from(list[((list.len() - 1) as f64 * share) as usize]);
    let (median, low, high) = (at(&minutes, 0.5), at(&hits, 0.1), at(&hits, 0.9));
    let within = format!("hits on Sydney, central 80 % of {runs} runs: {low} to {high}; upper end");
    Ok(vec![
        Check::new(
            COCOS,
            "model",
            "share of runs in which Emden is out of action first",
            [0.95, first],
            "at least",
            first >= 0.95,
        ),
        Check::new(
            COCOS,
            "model",
            "median minute at which it is decided",
            [80.0, median],
            "60 to 100",
            (60.0..=100.0).contains(&median),
        )
        .known_short(WRITTEN),
        Check::new(COCOS, "model", within, [16.0, high], "10 to 16 inside", low <= 10.0 && high >= 16.0)
            .known_short(WRITTEN),
    ])
}

/// A ship as the rules have it, and its track.
struct Ship {
    life: f64,
    /// Side armour, inches.
    side: f64,
    /// Guns that bear on the broadside.
    guns: f64,
    gun: usize,
    /// By move: whether it fires, range in thousand yards, angle at which the target lies to the line of fire.
    moves: Vec<(bool, f64, f64)>,
}

impl Ship {
    fn read(data: Data<'_>, ships: &str, name: &str, track: &str, gun: usize) -> Result<Self, String> {
        let ships = Table::parse(&text(data, &format!("cocos_1914/{ships}.csv"))?);
        let named = |row: &Row<'_>| row.text("name") == Ok(name);
        let row = ships.rows().find(named).ok_or_else(|| format!("there is no ship {name}"))?;
        let track = Table::parse(&text(data, &format!("cocos_1914/{track}_events.csv"))?);
        let step = |row: Row<'_>| {
            let fires = row.text("Fire")?.trim() == "TRUE";
            Ok((fires, row.number("Range (Kyd)")?, row.number("Deflection")?))
        };
        let moves: Result<Vec<_>, String> = track.rows().skip(1).map(step).collect();
        Ok(Self {
            life: row.number("life")?,
            side: row.number("side")?,
            guns: row.number("primary_side")?,
            gun,
            moves: moves?,
        })
    }

    /// Hits a minute that it lands on another, undamaged, and what each takes of the other's life, move by move.
    fn power(&self, data: Data<'_>, on: &Self) -> Result<Vec<[f64; 2]>, String> {
        let (caliber, gun) = GUNS[self.gun];
        let table = |file: &str| {
            let text = text(data, &format!("naval_gunnery_tables/nwc_1930/{file}.csv"))?;
            Ok::<Table, String>(Table::parse(&text))
        };
        let (chances, rounds) =
            (table(&format!("{gun}_percent_top"))?, table(&format!("{gun}_range_table"))?);
        let pierced = table(&format!("{gun}_side_penetration_ranges"))?;
        let value = |file: &str, column: &str| {
            let values = table(file)?;
            let row = values.rows().find(|row| row.text("caliber") == Ok(caliber));
            row.ok_or_else(|| format!("{file} lacks calibre {caliber}"))?.number(column)
        };
        let through = value("hit_values_penetrative", "large, intermediate, small, destroyer")?;
        let outside = value("hit_values_non_penetrative", "small")?;
        let step = |(fires, range, angle): &(bool, f64, f64)| {
            let chance = at_range(&chances, "small", *range)? / 100.0;
            let rate = at_range(&rounds, "rate_of_fire", *range)? / f64::from(MOVE);
            let hits = if *fires { self.guns * rate * chance } else { 0.0 };
            let counts = if pierces(&pierced, on.side, *angle, *range)? { through } else { outside };
            Ok([hits, counts])
        };
        self.moves.iter().map(step).collect()
    }
}

/// A column at a range, straight between the rows; beyond them the last.
fn at_range(table: &Table, column: &str, range: f64) -> Result<f64, String> {
    let mut before: Option<(f64, f64)> = None;
    for row in table.rows() {
        let (r, x) = (row.number("range")?, row.number(column)?);
        if r >= range {
            return Ok(before.map_or(x, |(r0, x0)| x0 + (x - x0) * (range - r0) / (r - r0).max(1e-9)));
        }
        before = Some((r, x));
    }
    before.map(|(_, x)| x).ok_or_else(|| format!("the table of {column} is empty"))
}

/// Whether a hit goes through the side of a ship: the table gives the greatest range, by inches of armour and the angle
/// folded to the nearest of four.
fn pierces(table: &Table, armour: f64, angle: f64, range: f64) -> Result<bool, String> {
    let folded = angle.rem_euclid(90.0);
    let column = match folded.min(90.0 - folded) {
        x if x < 7.5 => "90 or 0",
        x if x < 22.5 => "75 or 15",
        x if x < 37.5 => "60 or 30",
        _ => "45",
    };
    for row in table.rows() {
        if row.number("armor")? >= armour {
            // A dash: at any range.
            let text = row.text(column)?.trim();
            return Ok(text.starts_with('-') || text.parse::<f64>().is_ok_and(|most| range <= most));
        }
    }
    Ok(false)
}

/// How a run ended.
struct Ended {
    minute: u32,
    beaten: Option<usize>,
    /// Hits that each took.
    hits: [u32; 2],
}

fn fight(power: &[Vec<[f64; 2]>; 2], lives: [f64; 2], run: u32) -> Ended {
    let (key, at) = luck(CASE, run);
    let mut left = lives;
    let mut taken = [0_u32; 2];
    let moves = power[0].len().min(power[1].len());
    let last = u32::try_from(moves).unwrap_or(0) * MOVE;
    for minute in 0..last {
        let landed = [0, 1].map(|by: usize| {
            let [hits, counts] = power[by][(minute / MOVE) as usize];
            let u = key.uniform(at.at(2 * minute + by as u32));
            (sample::poisson(u, hits * (left[by] / lives[by]).max(0.0)), counts)
        });
        for (by, (hits, counts)) in landed.into_iter().enumerate() {
            taken[1 - by] += hits as u32;
            left[1 - by] -= hits as f64 * counts;
        }
        if left[0] <= 0.0 || left[1] <= 0.0 {
            let beaten = usize::from(left[1] / lives[1] <= left[0] / lives[0]);
            return Ended { minute: minute + 1, beaten: Some(beaten), hits: taken };
        }
    }
    Ended { minute: last, beaten: None, hits: taken }
}

fn sorted(values: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut list: Vec<u32> = values.collect();
    list.sort_unstable();
    list
}
