//! Chains of single kills: exact results, survivors' growth, small odds, the benchmark's means.

use super::table::{Row, Table};
use super::{Check, Data, Effort, Sample, Worst, luck, or_skipped, text};
use crate::closed_form::growth_exponent;
use crate::dice;
use crate::exact::{Duel, Solution, binomial_steps};

const CHAIN: &str = "exact-chain";
const CASES: &str = "lanchester_stochastic/cases.csv";

pub(super) fn exact_chain(data: Data<'_>, effort: Effort) -> Vec<Check> {
    let checks = text(data, CASES).and_then(|cases| chain_cases(&Table::parse(&cases), effort));
    or_skipped(CHAIN, "solver", checks)
}

fn chain_cases(table: &Table, effort: Effort) -> Result<Vec<Check>, String> {
    let runs = if effort == Effort::Full { 20_000 } else { 2_000 };
    let mut worst = Worst::new();
    let (mut good, mut all) = (0_u32, 0_u32);
    for (case, row) in table.rows().enumerate() {
        let duel = read_duel(&row)?;
        let solution = duel.solve();
        compare(&row, &solution, &mut worst)?;
        for agrees in simulate(&duel, &solution, case, runs) {
            all += 1;
            good += u32::from(agrees);
        }
    }
    let share = f64::from(good) / f64::from(all.max(1));
    let statistic = format!("share of {all} simulated means within 4 standard errors, {runs} runs each");
    Ok(vec![
        worst.check(CHAIN, "solver", "1e-9"),
        Check::new(CHAIN, "exact", statistic, [0.99, share], "at least", all > 0 && share >= 0.99),
    ])
}

fn read_duel(row: &Row<'_>) -> Result<Duel, String> {
    Ok(Duel {
        law: row.law()?,
        start: [row.count("a0")?, row.count("b0")?],
        rates: [row.number("rate_a")?, row.number("rate_b")?],
        breaks: [row.count("break_a")?, row.count("break_b")?],
    })
}

fn compare(row: &Row<'_>, s: &Solution, worst: &mut Worst) -> Result<(), String> {
    let ours = [
        ("p_a_wins", s.p_a_wins),
        ("mean_a_left", s.mean_left[0]),
        ("sd_a_left", s.sd_left[0]),
        ("mean_b_left", s.mean_left[1]),
        ("sd_b_left", s.sd_left[1]),
        ("mean_time", s.mean_time),
        ("sd_time", s.sd_time),
    ];
    for (column, ours) in ours {
        let published = row.number(column)?;
        let case = row.text("case")?;
        worst.add(|| format!("{column} of {case}"), [published, ours], 1e-9 * published.abs().max(1.0));
    }
    Ok(())
}

/// Whether the simulated win share, survivors of both and duration agree with the exact ones.
fn simulate(duel: &Duel, exact: &Solution, case: usize, runs: u32) -> [bool; 4] {
    let mut sums = [Sample::default(); 4];
    for run in 0..runs {
        let (key, at) = luck(case, run);
        let end = duel.play(key, at);
        let win = f64::from(u8::from(end.a_wins(duel)));
        for (sum, x) in sums.iter_mut().zip([win, f64::from(end.left[0]), f64::from(end.left[1]), end.time]) {
            sum.add(x);
        }
    }
    let win_sd = (exact.p_a_wins * (1.0 - exact.p_a_wins)).sqrt();
    let means = [exact.p_a_wins, exact.mean_left[0], exact.mean_left[1], exact.mean_time];
    let deviations = [win_sd, exact.sd_left[0], exact.sd_left[1], exact.sd_time];
    [0, 1, 2, 3].map(|i| sums[i].agrees(means[i], deviations[i]))
}

pub(super) fn dice(data: Data<'_>) -> Vec<Check> {
    let rolls = text(data, "dice_combat/single_roll.csv").and_then(|t| dice_rolls(&Table::parse(&t)));
    let battles = text(data, "dice_combat/battle.csv").and_then(|t| dice_battles(&Table::parse(&t)));
    [rolls, battles].into_iter().flat_map(|checks| or_skipped(CHAIN, "solver", checks)).collect()
}

fn dice_rolls(table: &Table) -> Result<Vec<Check>, String> {
    let mut worst = Worst::new();
    for row in table.rows() {
        let (attacker, defender) = (row.count("attacker_dice")?, row.count("defender_dice")?);
        let (lost, ways) = (row.count("defender_losses")?, row.number("ways")?);
        let ours = dice::roll(attacker, defender).ways.get(lost as usize).copied().unwrap_or(0);
        let what = || format!("ways of {attacker} dice to take {lost} from {defender}");
        worst.add(what, [ways, f64::from(ours)], 1e-9);
    }
    Ok(vec![worst.check(CHAIN, "solver", "equal")])
}

fn dice_battles(table: &Table) -> Result<Vec<Check>, String> {
    let mut worst = Worst::new();
    for row in table.rows() {
        let (attackers, defenders) = (row.count("attackers")?, row.count("defenders")?);
        let s = dice::solve(attackers, defenders);
        let ours = [
            ("p_attacker_wins", s.p_attacker_wins),
            ("mean_attacker_losses", s.mean_losses[0]),
            ("mean_defender_losses", s.mean_losses[1]),
        ];
        for (column, ours) in ours {
            let published = row.number(column)?;
            let allowed = 1e-9 * published.abs().max(1.0);
            worst.add(|| format!("{column}, {attackers} v {defenders}"), [published, ours], allowed);
        }
    }
    Ok(vec![worst.check(CHAIN, "solver", "1e-9")])
}

/// Survivors of N against N grow as N^¾ (Williams and McIlroy 1998, Kingman 1999).
pub(super) fn survivor_scaling(data: Data<'_>, effort: Effort) -> Vec<Check> {
    const NAME: &str = "survivor-scaling";
    let sizes = [500, 1000, 2000];
    let solved = sizes.map(|n| {
        let s = Duel::square(n, n, 1.0).solve();
        (f64::from(n), s.mean_left[0] + s.mean_left[1])
    });
    let runs = if effort == Effort::Full { 40_000 } else { 8_000 };
    let played = sizes.map(|n| {
        let duel = Duel::square(n, n, 1.0);
        let mut left = Sample::default();
        for run in 0..runs {
            let (key, at) = luck(n as usize, run);
            left.add(duel.play_untimed(key, at).left.iter().map(|x| f64::from(*x)).sum());
        }
        (f64::from(n), left.mean())
    });
    let mut checks = vec![
        Check::within(NAME, "solver", "exponent, N = 500 to 2000", [0.75, growth_exponent(&solved)], 0.005),
        // The simulated slope errs by about 0.55·√(2/runs)/ln 4 besides.
        Check::within(
            NAME,
            "exact",
            format!("exponent, N = 500 to 2000, {runs} runs each"),
            [0.75, growth_exponent(&played)],
            if effort == Effort::Full { 0.005 } else { 0.02 },
        ),
    ];
    let published =
        text(data, "lanchester_stochastic/ok_corral.csv").and_then(|t| survivors(&Table::parse(&t)));
    checks.extend(or_skipped(NAME, "solver", published));
    checks
}

fn survivors(table: &Table) -> Result<Vec<Check>, String> {
    let mut worst = Worst::new();
    for row in table.rows() {
        let n = row.count("n")?;
        let published = row.number("mean_survivors_exact")?;
        let s = Duel::square(n, n, 1.0).solve();
        let ours = s.mean_left[0] + s.mean_left[1];
        worst.add(|| format!("mean survivors of {n} v {n}"), [published, ours], 1e-9 * published);
    }
    Ok(vec![worst.check("survivor-scaling", "solver", "1e-9")])
}

/// Chances of the stronger side under the square law, printed to four places.
const SMALL_ODDS: [(u32, u32, f64); 4] =
    [(10, 8, 0.7914), (20, 16, 0.8753), (46, 40, 0.8685), (100, 90, 0.8955)];

pub(super) fn small_odds(effort: Effort) -> Vec<Check> {
    const NAME: &str = "small square-law odds";
    let runs = if effort == Effort::Full { 100_000 } else { 10_000 };
    let mut checks = Vec::new();
    for (case, (a, b, published)) in SMALL_ODDS.into_iter().enumerate() {
        let duel = Duel::square(a, b, 1.0);
        let wins = (0..runs).filter(|run| {
            let (key, at) = luck(1000 + case, *run);
            duel.play(key, at).a_wins(&duel)
        });
        let ours = wins.count() as f64 / f64::from(runs);
        let error = (published * (1.0 - published) / f64::from(runs)).sqrt();
        let what = format!("{a} against {b}, chance to win");
        checks.push(Check::within(NAME, "solver", &what, [published, duel.solve().p_a_wins], 0.000_05));
        let passed = (ours - published).abs() <= 4.0 * error;
        let tolerance = format!("4 standard errors, {runs} runs");
        checks.push(Check::new(NAME, "exact", what, [published, ours], tolerance, passed));
    }
    checks
}

/// The benchmark LAN-1000: both clocks must play the right battle before their speed counts. Its gates (± 1 and
/// ± 0.3) suit tens of thousands of battles; fewer are allowed four standard errors.
pub(super) fn lan(effort: Effort) -> Vec<Check> {
    const NAME: &str = "LAN-1000";
    let runs = if effort == Effort::Full { 60_000 } else { 12_000 };
    let duel = Duel::square(1000, 1000, 0.02);
    let mut sums = [[Sample::default(); 2]; 2];
    for run in 0..runs {
        let (key, at) = luck(2000, run);
        let ends = [duel.play(key, at), binomial_steps([1000, 1000], 0.02, key, at)];
        for (sum, end) in sums.iter_mut().zip(ends) {
            sum[0].add(f64::from(end.left[0]) + f64::from(end.left[1]));
            sum[1].add(end.time);
        }
    }
    // Standard deviations of survivors and duration over one battle, from the exact solution.
    let s = duel.solve();
    let survivors = 2.0 * s.sd_left[0] * s.sd_left[0] - 2.0 * s.mean_left[0] * s.mean_left[0];
    let four_errors = |variance: f64| 4.0 * (variance / f64::from(runs)).sqrt();
    let allowed = match effort {
        Effort::Full => [1.0, 0.3],
        Effort::Quick => [four_errors(survivors).max(1.0), four_errors(s.sd_time * s.sd_time).max(0.3)],
    };
    let gates = [("exact", 186.4, 124.5), ("bouts", 181.0, 125.4)];
    let rows = gates.into_iter().zip(sums).flat_map(|((clock, survivors, duration), sum)| {
        let row = |what: &str, i: usize, published: f64| {
            let values = [published, sum[i].mean()];
            let passed = (values[1] - values[0]).abs() <= allowed[i];
            let statistic = format!("mean {what}, {runs} battles");
            Check::new(NAME, clock, statistic, values, format!("± {:.2}", allowed[i]), passed)
        };
        [row("survivors", 0, survivors), row("duration", 1, duration)]
    });
    rows.collect()
}
