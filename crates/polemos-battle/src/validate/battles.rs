//! Salvo combat and Coronel.

use super::table::{Row, Table};
use super::{Check, Data, Effort, Sample, Worst, luck, or_skipped, text};
use crate::beall::{FireEvent, GunGroup, loss_share, play};
use crate::salvo::{Fleet, Salvo};
use serde_json::Value;

const SALVO: &str = "salvo-exact";
const CORONEL: &str = "coronel";

pub(super) fn salvo(data: Data<'_>, effort: Effort) -> Vec<Check> {
    let worked = text(data, "salvo/mca_gazette_2023.csv").and_then(|t| worked_example(&Table::parse(&t)));
    let exact = text(data, "salvo/stochastic_exact.csv").and_then(|t| stochastic(&Table::parse(&t), effort));
    let mut checks = or_skipped(SALVO, "closed form", worked);
    checks.extend(or_skipped(SALVO, "solver", exact));
    checks
}

fn worked_example(table: &Table) -> Result<Vec<Check>, String> {
    let mut worst = Worst::new();
    for row in table.rows() {
        let (a, b) = (read_fleet(&row, "A", "a")?, read_fleet(&row, "B", "b")?);
        for (column, ours) in [("loss_a", a.deterministic_losses(&b)), ("loss_b", b.deterministic_losses(&a))]
        {
            let case = row.text("case")?;
            worst.add(|| format!("{column}, {case}"), [row_or_nan(&row, column), ours], 1e-6);
        }
    }
    Ok(vec![worst.check(SALVO, "closed form", "1e-6")])
}

fn row_or_nan(row: &Row<'_>, column: &str) -> f64 {
    row.number(column).unwrap_or(f64::NAN)
}

fn read_fleet(row: &Row<'_>, ships: &str, side: &str) -> Result<Fleet, String> {
    let of = |what: &str| row.number(&format!("{what}_{side}"));
    Ok(Fleet {
        ships: row.number(ships)?,
        shots: of("shots_per")?,
        targeting: of("targeting")?,
        defence: of("defence_per")?,
        alertness: of("alertness")?,
        staying: of("staying")?,
    })
}

fn stochastic(table: &Table, effort: Effort) -> Result<Vec<Check>, String> {
    let runs = if effort == Effort::Full { 20_000 } else { 2_000 };
    let mut worst = Worst::new();
    let (mut good, mut all) = (0_u32, 0_u32);
    for (case, row) in table.rows().enumerate() {
        let [a, b] = [row.count("a")?, row.count("b")?];
        for (side, attackers, targets) in [("b", a, b), ("a", b, a)] {
            let salvo = read_salvo(&row, attackers, targets)?;
            let s = salvo.solve();
            let ours = [
                ("mean_loss", s.mean_loss),
                ("sd_loss", s.sd_loss),
                ("p_no_loss", s.p_no_loss),
                ("p_all_lost", s.p_all_lost),
                ("mean_net_hits", s.mean_hits),
            ];
            for (what, ours) in ours {
                let column = format!("{side}_{what}");
                let published = row.number(&column)?;
                worst.add(|| format!("{column} of case {case}"), [published, ours], 1e-6);
            }
            let mut losses = Sample::default();
            for run in 0..runs {
                let (key, at) = luck(3000 + 2 * case + usize::from(side == "a"), run);
                losses.add(salvo.play(key, at));
            }
            all += 1;
            good += u32::from(losses.agrees(s.mean_loss, s.sd_loss));
        }
    }
    let share = f64::from(good) / f64::from(all.max(1));
    let statistic =
        format!("share of {all} simulated mean losses within 4 standard errors, {runs} runs each");
    Ok(vec![
        worst.check(SALVO, "solver", "1e-6"),
        Check::new(SALVO, "exact", statistic, [0.99, share], "at least", all > 0 && share >= 0.99),
    ])
}

fn read_salvo(row: &Row<'_>, attackers: u32, targets: u32) -> Result<Salvo, String> {
    Ok(Salvo {
        attackers,
        targets,
        shots_per_ship: row.count("shots_per_ship")?,
        p_shot: row.number("p_shot")?,
        intercepts_per_ship: row.count("intercepts_per_ship")?,
        p_intercept: row.number("p_intercept")?,
        hits_to_kill: row.number("hits_to_kill")?,
    })
}

pub(super) fn coronel(data: Data<'_>) -> Vec<Check> {
    or_skipped(CORONEL, "model", coronel_checks(data))
}

fn coronel_checks(data: Data<'_>) -> Result<Vec<Check>, String> {
    let battles = text(data, "naval_beall_1990/battles.json")?;
    let json: Value = serde_json::from_str(&battles).map_err(|e| e.to_string())?;
    let battle = json.get("coronel_1914").ok_or("no battle coronel_1914")?;
    let groups = [read_groups(battle, "a")?, read_groups(battle, "b")?];
    let events = list(battle, "gun_events")?.iter().map(read_event).collect::<Result<Vec<_>, String>>()?;
    let printed = Table::parse(&text(data, "naval_beall_1990/coronel_timeline.csv")?);
    let last = printed.rows().map(|row| row.count("minute")).collect::<Result<Vec<_>, String>>()?;
    let timeline = play(&groups, &events, last.into_iter().max().unwrap_or(0));
    let mut worst = Worst::new();
    for row in printed.rows() {
        let minute = row.count("minute")?;
        for (side, column) in ["british_staying", "german_staying"].into_iter().enumerate() {
            let ours = timeline.get(minute as usize).map_or(f64::NAN, |m| m[side].iter().sum());
            worst.add(|| format!("{column}, minute {minute}"), [row_or_nan(&row, column), ours], 0.001);
        }
    }
    let loss = |side: usize| libm::round(1e4 * loss_share(&timeline, side)) / 100.0;
    Ok(vec![
        worst.check(CORONEL, "model", "± 0.001"),
        Check::within(CORONEL, "model", "British loss, per cent", [74.64, loss(0)], 1e-9),
        Check::within(CORONEL, "model", "German loss, per cent", [3.18, loss(1)], 1e-9),
    ])
}

fn list<'a>(value: &'a Value, name: &str) -> Result<&'a Vec<Value>, String> {
    value.get(name).and_then(Value::as_array).ok_or_else(|| format!("no list {name}"))
}

fn number(value: &Value, name: &str) -> Result<f64, String> {
    value.get(name).and_then(Value::as_f64).ok_or_else(|| format!("no number {name}"))
}

fn read_groups(battle: &Value, side: &str) -> Result<Vec<GunGroup>, String> {
    let groups = list(battle.get("groups").ok_or("no groups")?, side)?.iter();
    let read = |g: &Value| {
        Ok(GunGroup { gun_power: number(g, "gun_power")?, staying_power: number(g, "staying_power")? })
    };
    groups.map(read).collect()
}

fn read_event(event: &Value) -> Result<FireEvent, String> {
    let indices = |name: &str| -> Result<Vec<usize>, String> {
        Ok(list(event, name)?.iter().filter_map(Value::as_u64).map(|i| i as usize).collect())
    };
    let side = event.get("side").and_then(Value::as_str);
    Ok(FireEvent {
        side: usize::from(side == Some("b")),
        firing: indices("firing_groups")?,
        targets: indices("target_groups")?,
        efficiency: number(event, "efficiency")?,
        start: number(event, "start_min")? as u32,
        minutes: number(event, "minutes")? as u32,
    })
}
