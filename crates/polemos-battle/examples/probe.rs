//! probe
#![allow(missing_docs, clippy::all, clippy::unwrap_used, clippy::expect_used)]
use polemos_battle::calibrate::*;
use polemos_battle::ship::{Alone, Figures, Form, Staged, Witness};
use polemos_battle::{Rules, Weapon, class_value};
use polemos_chance::Key;

const CLASSES: [(&str, [f64; 6]); 10] = [
    ("starship", [0.5, 0.2, 2.0, 5.0, 0.05, 1.0]),
    ("cruiser", [0.6, 0.2, 2.0, 4.0, 0.03, 1.0]),
    ("giant", [0.5, 0.2, 2.5, 6.0, 0.04, 0.95]),
    ("attacker", [0.6, 0.2, 1.0, 2.0, 0.02, 1.1]),
    ("battleship", [0.5, 0.2, 2.5, 6.0, 0.04, 1.0]),
    ("escort", [0.5, 0.2, 1.5, 4.0, 0.03, 1.0]),
    ("warship", [0.5, 0.22, 2.0, 5.0, 0.03, 1.0]),
    ("platform", [1.0, 0.3, 2.0, 3.0, 0.05, 0.0]),
    ("battery", [0.6, 0.25, 2.0, 3.0, 0.03, 0.0]),
    ("station", [1.0, 0.25, 3.0, 8.0, 0.1, 0.0]),
];
fn roster() -> Roster {
    let rules = Rules { bout_hours: 3.0, frontage_ships: 60.0, max_hours: 240.0, ..Rules::default() };
    let mut roster = Roster { kinds: Vec::new(), values: Vec::new(), rules, plane: false };
    for (class, (id, of)) in (0..).zip(CLASSES) {
        let [rate, accuracy, damage, toughness, recovery, speed] = of;
        let figures = Figures { rate, accuracy, damage, area: false, toughness, recovery, speed };
        let form = Form::ordinary(id, &figures);
        let weapon = Weapon { hits_per_hour: form.hits_per_hour, area: false };
        let reference = (Weapon { hits_per_hour: 0.06, area: false }, 3.0);
        roster.values.push(class_value(weapon, toughness, reference));
        roster.kinds.push(Kind {
            class,
            form,
            weapon,
            toughness: toughness as u8,
            recovery_per_hour: recovery,
            speed: speed.max(0.01),
            immobile: speed == 0.0,
        });
    }
    roster
}

struct Log {
    rows: Vec<Vec<f64>>,
}
impl Log {
    fn enter(&mut self, b: &Staged, hours: f64) {
        let e = b.on_field();
        let mut r = vec![hours];
        for i in 0..2 {
            let [[s, h], [fs, fh]] = b.battle().shots_and_hits(i);
            r.extend([s as f64, h as f64, fs as f64, fh as f64]);
            for g in &e.sides[i].groups {
                r.push(g.ships() as f64);
                r.push(g.stages.iter().enumerate().map(|(k, n)| k as f64 * f64::from(*n)).sum());
                r.push(f64::from(g.stages[0]));
            }
        }
        self.rows.push(r);
    }
}
impl Witness for Log {
    fn look(&mut self, b: &mut Staged, hours: f64) {
        self.enter(b, hours);
    }
    fn over(&mut self, b: &Staged) {
        let h = b.hours();
        self.enter(b, h);
    }
}
fn line(roster: &Roster, text: &str) -> String {
    // battles hours seed mode A B
    let args: Vec<&str> = text.split_whitespace().collect();
    let battles: u64 = args[0].parse().unwrap();
    let hours: f64 = args[1].parse().unwrap();
    let seed: u64 = args[2].parse().unwrap();
    let course = args[3] == "course";
    let part = |text: &str| -> Vec<Part> {
        text.split('+')
            .map(|t| {
                let mut it = t.split(':');
                let id = it.next().unwrap();
                let n: u32 = it.next().unwrap().parse().unwrap();
                let c: f64 = it.next().map_or(1.0, |c| c.parse().unwrap());
                let k = roster.kinds.iter().find(|k| k.form.id == id).unwrap();
                Part { command: c, ..Part::new(k, n) }
            })
            .collect()
    };
    let mut p = Pairing::new("x", [part(args[4]), part(args[5])], roster.rules);
    for flag in &args[6..] {
        let (k, v) = flag.split_once('=').unwrap();
        match k {
            "enveloped" => {
                p.ways_out[1] = false;
                p.tolerances[1] = v.parse().unwrap();
            }
            "panic" => p.rules.panic_per_hour = v.parse().unwrap(),
            "tol0" => p.tolerances[0] = v.parse().unwrap(),
            "tol1" => p.tolerances[1] = v.parse().unwrap(),
            "defect" => {
                let (a, b) = v.split_once(',').unwrap();
                p.turncoat =
                    Some(Turncoat { side: 1, part: a.parse().unwrap(), at_loss: b.parse().unwrap() });
            }
            _ => panic!("{k}"),
        }
    }
    if !course && p.turncoat.is_some() {
        let mut out = vec![];
        for b in 0..battles {
            let s = p.fight(Resolution::UnitByUnit, Key::new(seed, b)).unwrap();
            out.push(format!(
                "[{:.5},{:.5},{},{:.2}]",
                s.loss[0],
                s.loss[1],
                s.winner.map_or(-1, |w| w as i32),
                s.hours
            ));
        }
        return format!("{{\"spec\":{text:?},\"battles\":[{}]}}", out.join(","));
    }
    if !course {
        let mut out = vec![];
        for b in 0..battles {
            let e = p.engagement(Key::new(seed, b));
            let st = p.staging(&e);
            let mut log = Log { rows: vec![] };
            let o = Staged::new(e, &st).unwrap().fight(&Alone, &mut log);
            let f = |r: &Vec<f64>| r.iter().map(|x| format!("{x:.0}")).collect::<Vec<_>>().join(",");
            let n = log.rows.len();
            out.push(format!(
                "{{\"loss\":[{:.5},{:.5}],\"winner\":{},\"hours\":{:.2},\"broke\":[{}],\"end\":[{}]}}",
                o.outcome.value_lost_share[0],
                o.outcome.value_lost_share[1],
                o.outcome.end.loser().map_or(-1, |w| 1 - w as i32),
                o.outcome.hours,
                f(&log.rows[n - 2]),
                f(&log.rows[n - 1])
            ));
        }
        return format!("{{\"spec\":{text:?},\"battles\":[{}]}}", out.join(","));
    }
    let mut all: Vec<Vec<Vec<f64>>> = vec![];
    for b in 0..battles {
        let mut e = p.engagement(Key::new(seed, b));
        e.sides.iter_mut().for_each(|s| s.tolerance = 1.0);
        e.rules.max_hours = hours;
        let st = p.staging(&e);
        let mut log = Log { rows: vec![] };
        Staged::new(e, &st).unwrap().fight(&Alone, &mut log);
        all.push(log.rows);
    }
    let n = all.iter().map(|r| r.len()).min().unwrap();
    let m = all[0][0].len();
    let mut rows = vec![];
    let mut sds = vec![];
    for t in 0..n {
        let mean: Vec<f64> =
            (0..m).map(|j| all.iter().map(|r| r[t][j]).sum::<f64>() / battles as f64).collect();
        let sd: Vec<f64> = (0..m)
            .map(|j| {
                (all.iter().map(|r| (r[t][j] - mean[j]).powi(2)).sum::<f64>()
                    / (battles as f64 - 1.0).max(1.0))
                .sqrt()
            })
            .collect();
        rows.push(format!("[{}]", mean.iter().map(|x| format!("{x:.4}")).collect::<Vec<_>>().join(",")));
        sds.push(format!("[{}]", sd.iter().map(|x| format!("{x:.4}")).collect::<Vec<_>>().join(",")));
    }
    format!("{{\"spec\":{text:?},\"mean\":[{}],\"sd\":[{}]}}", rows.join(","), sds.join(","))
}
fn main() {
    let roster = roster();
    for l in std::io::stdin().lines() {
        let l = l.unwrap();
        if l.trim().is_empty() {
            continue;
        }
        println!("{}", line(&roster, &l));
    }
}
