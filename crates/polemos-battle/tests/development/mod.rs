//! Fleets with which the aggregated form was developed: what extensions it needed was decided with their results in sight,
//! so they say nothing about how near it comes on others.

use polemos_battle::calibrate::{Pairing, Part, Roster};

/// Pairings of a roster's classes.
pub fn development(roster: &Roster) -> Vec<Pairing> {
    let (ships, forts) = (roster.ranked(false), roster.ranked(true));
    let Some((light, line, heavy)) = ends(&ships) else { return Vec::new() };
    let part = |row: usize, units: u32| roster.part(row, units);
    let worth = |row: usize, units: u32| roster.worth(row, units, line);
    let set = |name: &str, one: Vec<Part>, two: Vec<Part>| roster.pairing(name, [one, two]);
    let mut all = vec![
        set("equal, 100", vec![part(line, 100)], vec![part(line, 100)]),
        set("equal, 1,000", vec![part(line, 1000)], vec![part(line, 1000)]),
        set("equal, 10,000", vec![part(line, 10_000)], vec![part(line, 10_000)]),
        set("600 against 450", vec![part(line, 600)], vec![part(line, 450)]),
        set("3,000 against 1,000", vec![part(line, 3000)], vec![part(line, 1000)]),
        set("8,000 against 6,500", vec![part(line, 8000)], vec![part(line, 6500)]),
        set(
            "mixed, 500",
            vec![worth(heavy, 150), worth(light, 350)],
            vec![worth(line, 300), worth(light, 200)],
        ),
        set(
            "mixed, 3,000",
            vec![worth(heavy, 1500), worth(line, 1500)],
            vec![worth(light, 2000), worth(heavy, 700)],
        ),
        set("light against heavy, 2,000", vec![worth(light, 2000)], vec![worth(heavy, 2000)]),
        set("out of command, 500", vec![part(line, 500)], vec![part(line, 500).led(0.0)]),
        set("half out of command, 2,000", vec![part(line, 1700)], vec![part(line, 2000).led(0.5)]),
    ];
    let defection = set("defection, 1,000", vec![part(line, 900)], vec![part(line, 700), part(heavy, 300)]);
    all.push(defection.betrayed(0.06));
    all.push(set("enveloped, 600", vec![part(line, 900)], vec![part(line, 600)]).enveloped(0.85));
    if let Some((weak, fort, strong)) = ends(&forts) {
        all.push(set("platforms, 1,000", vec![part(line, 1000)], vec![part(line, 400), worth(fort, 300)]));
        all.push(set(
            "platforms of two kinds, 5,000",
            vec![part(line, 3500), worth(light, 1500)],
            vec![part(line, 2000), worth(weak, 1000), worth(strong, 800)],
        ));
    }
    all
}

/// The least, the middle and the greatest of some ranked rows.
fn ends(rows: &[usize]) -> Option<(usize, usize, usize)> {
    Some((*rows.first()?, rows[rows.len() / 2], *rows.last()?))
}
