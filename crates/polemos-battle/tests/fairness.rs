//! Fairness in earnest: fleets that are equal in everything win equally often, whichever side they are called.
//!
//! A few hundred battles do not tell: of 400, a fair share of wins lies between 0.45 and 0.55 nineteen times in twenty.
//! `in_earnest` plays each pairing as often as it takes to see a bias of two in a hundred, and it found one: among enemies of
//! equal worth a squadron's targets were taken in the order of the grid, which is not the same for those who look along x and
//! those who look back at them. The more squadrons, the more often that decided: of 240 ships a side in squadrons of 12 the first
//! side won 48 battles of 100. `tests/ship.rs` shows the cause, without chance.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on has failed

use polemos_battle::calibrate::{Kind, Pairing, Part, Resolution, Sample};
use polemos_battle::ship::{Figures, Form};
use polemos_battle::{Rules, Weapon};
use polemos_chance::Key;

/// A class by its rate, accuracy, damage, toughness, recovery and speed.
fn kind(class: u16, of: [f64; 6]) -> Kind {
    let [rate, accuracy, damage, toughness, recovery, speed] = of;
    let figures = Figures { rate, accuracy, damage, area: false, toughness, recovery, speed };
    let form = Form::ordinary("ship", &figures);
    let weapon = Weapon { hits_per_hour: form.hits_per_hour, area: false };
    let toughness = toughness as u8;
    Kind { class, form, weapon, toughness, recovery_per_hour: recovery, speed, immobile: false }
}

fn light() -> Kind {
    kind(0, [0.6, 0.2, 1.0, 2.0, 0.02, 1.1])
}

fn heavy() -> Kind {
    kind(1, [0.5, 0.2, 2.5, 6.0, 0.04, 1.0])
}

fn rules() -> Rules {
    Rules { bout_hours: 3.0, frontage_ships: 60.0, max_hours: 240.0, ..Rules::default() }
}

/// Fleets of the same parts on both sides.
fn equals(name: &str, parts: &[(Kind, u32)]) -> Pairing {
    let side = || parts.iter().map(|(kind, units)| Part::new(kind, *units)).collect();
    Pairing::new(name, [side(), side()], rules())
}

/// What many battles say about who is favoured.
struct Favour {
    /// Share of decided battles that the first side wins, and its standard error where both win alike.
    won: [f64; 2],
    /// By how much the first side's loss is greater on the mean, and the standard error of that.
    loss: [f64; 2],
}

impl Favour {
    fn of(pairing: &Pairing, resolution: Resolution, battles: u64) -> Self {
        let play = |run| pairing.fight(resolution, Key::new(1701, run)).unwrap();
        let samples: Vec<Sample> = (0..battles).map(play).collect();
        let winners: Vec<usize> = samples.iter().filter_map(|sample| sample.winner).collect();
        let (n, decided) = (battles as f64, winners.len() as f64);
        let first = winners.iter().filter(|side| **side == 0).count() as f64;
        let more: Vec<f64> = samples.iter().map(|sample| sample.loss[0] - sample.loss[1]).collect();
        let mean = more.iter().sum::<f64>() / n;
        let variance = more.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        Self { won: [first / decided, 0.5 / decided.sqrt()], loss: [mean, (variance / n).sqrt()] }
    }

    /// How many standard errors lie between it and fairness.
    fn errors(&self) -> f64 {
        let won = (self.won[0] - 0.5).abs() / self.won[1];
        won.max(self.loss[0].abs() / self.loss[1])
    }

    fn line(&self, name: &str) -> String {
        let ([won, error], [more, of_more]) = (self.won, self.loss);
        format!("{name}: the first wins {won:.4} ± {error:.4}, and loses {more:+.5} ± {of_more:.5} more")
    }
}

/// A sample that is always run.
#[test]
fn equal_fleets_win_equally_often() {
    for (pairing, battles) in
        [(equals("60 light", &[(light(), 60)]), 600), (equals("150 mixed", &mixed(50)), 150)]
    {
        let favour = Favour::of(&pairing, Resolution::UnitByUnit, battles);
        assert!(favour.errors() < 3.5, "{}", favour.line(&pairing.name));
    }
}

/// Two light ships for each heavy one.
fn mixed(heavies: u32) -> [(Kind, u32); 2] {
    [(light(), 2 * heavies), (heavy(), heavies)]
}

#[test]
#[ignore = "tens of thousands of battles: minutes in release"]
fn in_earnest() {
    let squadrons = Pairing { squadron: 12, ..equals("240 heavy in 20 squadrons", &[(heavy(), 240)]) };
    let pairings = [
        (squadrons, 16_000),
        (equals("50 heavy", &[(heavy(), 50)]), 6000),
        (equals("100 light", &[(light(), 100)]), 6000),
        (equals("150 mixed", &mixed(50)), 6000),
        (equals("800 light", &[(light(), 800)]), 4000),
        (equals("1,500 mixed", &mixed(500)), 1000),
    ];
    let told = pairings.map(|(pairing, battles)| {
        let favour = Favour::of(&pairing, Resolution::UnitByUnit, battles);
        println!("{}", favour.line(&pairing.name));
        (pairing.name, favour)
    });
    for (name, favour) in &told {
        assert!(favour.errors() < 4.0, "{}", favour.line(name));
    }
    let [mut ahead, mut behind] = [0, 1]
        .map(|_| Pairing::new("", [vec![Part::new(&heavy(), 104)], vec![Part::new(&light(), 330)]], rules()));
    behind.sides.swap(0, 1);
    (ahead.name, behind.name) = ("heavy against light".into(), "light against heavy".into());
    let both = [ahead, behind].map(|pairing| {
        let favour = Favour::of(&pairing, Resolution::UnitByUnit, 6000);
        println!("{}", favour.line(&pairing.name));
        favour
    });
    assert!(swapped(&both) < 4.0);
}

/// How many standard errors lie between a pairing and the same with its sides swapped.
fn swapped([one, two]: &[Favour; 2]) -> f64 {
    let apart =
        |a: [f64; 2], b: [f64; 2], sum: f64| (a[0] + b[0] - sum).abs() / (a[1] * a[1] + b[1] * b[1]).sqrt();
    apart(one.won, two.won, 1.0).max(apart(one.loss, two.loss, 0.0))
}
