//! Engagements of many kinds, and means over their replications.

use polemos_battle::{Engagement, Group, Rules, Side, Weapon, fight};
use polemos_chance::Key;

pub fn weapon(hits_per_hour: f64) -> Weapon {
    Weapon { hits_per_hour, area: false }
}

pub fn plain(entity: u32, ships: u32, hits_per_hour: f64, toughness: u8) -> Group {
    Group::new(entity, 0, weapon(hits_per_hour), toughness, ships)
}

pub fn engagement(sides: [Side; 2], rules: Rules, replication: u64) -> Engagement {
    Engagement { sides, rules, key: Key::new(11, replication), tick: 3, entity: 77 }
}

/// No pursuit and no end but by breaking: what the model of fire itself gives.
pub fn bare_rules() -> Rules {
    Rules { pursuit: 0.0, max_hours: 1000.0, ..Rules::default() }
}

/// Means over replications; `win` is the share in which side 1 lost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Means {
    pub win: f64,
    pub loss: [f64; 2],
    pub hours: f64,
}

pub fn means(sides: &[Side; 2], rules: Rules, runs: u64) -> Means {
    let mut m = Means::default();
    let part = 1.0 / runs as f64;
    for r in 0..runs {
        let out = fight(&mut engagement(sides.clone(), rules, r), &mut ());
        m.win += part * f64::from(u8::from(out.end.loser() == Some(1)));
        m.loss = [0, 1].map(|i| m.loss[i] + part * out.value_lost_share[i]);
        m.hours += part * out.hours;
    }
    m
}

/// Even and uneven, tough, shielded, uncoordinated, area fire, mixed, huge.
pub fn pairings() -> Vec<(&'static str, [Side; 2])> {
    let loose = |g: Group| Group { command: 0.0, ..g };
    let shielded = |g: Group| Group { recovery_per_hour: 0.2, ..g };
    let area = |g: Group| Group { weapon: Weapon { area: true, ..g.weapon }, ..g };
    let one = |a: Group, b: Group| [Side::new(vec![a]), Side::new(vec![b])];
    let mixed = [
        Side::new(vec![plain(1, 30, 0.1, 2), plain(2, 10, 0.3, 5), loose(plain(3, 40, 0.04, 1))]),
        Side::new(vec![plain(4, 25, 0.1, 2), plain(5, 8, 0.3, 5), plain(6, 30, 0.04, 1)]),
    ];
    let ragged = shielded(loose(plain(1, 70, 0.5, 3)));
    vec![
        ("even 50", one(plain(1, 50, 0.05, 1), plain(2, 50, 0.05, 1))),
        ("tough 60 v 40", one(plain(1, 60, 0.1, 4), plain(2, 40, 0.1, 4))),
        ("loose 80 v 60", one(loose(plain(1, 80, 0.1, 3)), loose(plain(2, 60, 0.1, 3)))),
        (
            "half in command 90 v 80",
            one(
                Group { command: 0.5, ..plain(1, 90, 0.2, 4) },
                Group { command: 0.5, ..plain(2, 80, 0.2, 4) },
            ),
        ),
        (
            "shields 70 v 50",
            one(ragged.clone(), Group { entity: 2, stages: [50, 0, 0, 0, 0, 0, 0, 0], ..ragged }),
        ),
        ("area 60 v 45", one(area(plain(1, 60, 0.1, 2)), area(plain(2, 45, 0.1, 2)))),
        ("mixed", mixed),
        ("few and good v many", one(plain(1, 40, 0.3, 5), plain(2, 90, 0.08, 2))),
        ("huge 1200 v 2000", one(plain(1, 1200, 0.05, 3), plain(2, 2000, 0.05, 3))),
    ]
}
