//! Fleets written down after the form had changed, and before a battle of theirs was fought: what is left to be held against
//! once the pairings of `unseen` have been looked at and the form changed for it. [`first`] has been looked at since, and the form
//! has changed again; [`second`] was written down after that.

use polemos_battle::calibrate::{Pairing, Part, Roster, Turncoat};

/// Pairings of a roster's classes that have been looked at since.
pub fn first(roster: &Roster) -> Vec<Pairing> {
    let (ships, forts) = (roster.ranked(false), roster.ranked(true));
    let (Some(light), Some(heavy), Some(fort)) = (ships.first(), ships.last(), forts.first()) else {
        return Vec::new();
    };
    let line = ships[ships.len() / 2];
    let part = |row: usize, units: u32| roster.part(row, units);
    let worth = |row: usize, units: u32| roster.worth(row, units, line);
    let set = |name: &str, one: Vec<Part>, two: Vec<Part>| roster.pairing(name, [one, two]);
    let cut_off = |part: Part| Part { command: 0.5, ..part };
    let mut defection =
        set("defection, 900", vec![part(line, 700)], vec![part(line, 450), worth(*heavy, 300)]);
    defection.turncoat = Some(Turncoat { side: 1, part: 1, at_loss: 0.07 });
    let mut enveloped = set("enveloped, 800", vec![part(line, 1100)], vec![part(line, 800)]);
    enveloped.ways_out[1] = false;
    enveloped.tolerances[1] = 0.7;
    vec![
        set("350 against 300", vec![part(line, 350)], vec![part(line, 300)]),
        set("1,900 against 700", vec![part(line, 1900)], vec![part(line, 700)]),
        set(
            "mixed, 1,200",
            vec![worth(*heavy, 500), worth(line, 700)],
            vec![worth(*light, 300), worth(line, 750)],
        ),
        defection,
        enveloped,
        set(
            "batteries, half out of command, 800",
            vec![part(line, 800)],
            vec![cut_off(part(line, 350)), worth(*fort, 200)],
        ),
    ]
}

/// Pairings of a roster's classes, of every kind, from 190 to 9,000 units a side.
pub fn second(roster: &Roster) -> Vec<Pairing> {
    let (ships, forts) = (roster.ranked(false), roster.ranked(true));
    let (Some(light), Some(heavy), Some(strong)) = (ships.first(), ships.last(), forts.last()) else {
        return Vec::new();
    };
    let (line, middling) = (ships[ships.len() / 2], forts[forts.len() / 2]);
    let part = |row: usize, units: u32| roster.part(row, units);
    let worth = |row: usize, units: u32| roster.worth(row, units, line);
    let set = |name: &str, one: Vec<Part>, two: Vec<Part>| roster.pairing(name, [one, two]);
    let cut_off = |part: Part, command: f64| Part { command, ..part };
    let turns = |pairing: Pairing, at_loss: f64| Pairing {
        turncoat: Some(Turncoat { side: 1, part: 1, at_loss }),
        ..pairing
    };
    let enveloped = |pairing: Pairing, tolerance: f64| Pairing {
        ways_out: [true, false],
        tolerances: [pairing.tolerances[0], tolerance],
        ..pairing
    };
    vec![
        set("equal, 190", vec![part(line, 190)], vec![part(line, 190)]),
        set("equal, 2,400 heavy", vec![worth(*heavy, 2400)], vec![worth(*heavy, 2400)]),
        set("equal, 6,000 light", vec![part(*light, 6000)], vec![part(*light, 6000)]),
        set("520 against 430", vec![part(line, 520)], vec![part(line, 430)]),
        set("3,300 against 2,600", vec![part(line, 3300)], vec![part(line, 2600)]),
        set("9,000 against 7,000", vec![part(line, 9000)], vec![part(line, 7000)]),
        set(
            "mixed, 900",
            vec![worth(*heavy, 300), worth(line, 600)],
            vec![worth(line, 450), worth(*light, 400)],
        ),
        set(
            "mixed, 5,000",
            vec![worth(line, 3000), worth(*heavy, 2000)],
            vec![worth(line, 2500), worth(*light, 1800)],
        ),
        set(
            "three quarters out of command, 1,000",
            vec![part(line, 900)],
            vec![cut_off(part(line, 1000), 0.25)],
        ),
        set("out of command, 1,600", vec![cut_off(part(line, 1600), 0.0)], vec![part(line, 1400)]),
        turns(set("defection, 200", vec![part(line, 200)], vec![part(line, 150), part(line, 60)]), 0.05),
        turns(
            set("defection, 1,600", vec![part(line, 1300)], vec![part(line, 900), worth(*heavy, 500)]),
            0.06,
        ),
        enveloped(set("enveloped, 250", vec![part(line, 420)], vec![part(line, 250)]), 0.65),
        enveloped(set("enveloped, 3,000", vec![part(line, 4200)], vec![part(line, 3000)]), 0.75),
        set("stations, 300", vec![part(line, 300)], vec![part(line, 130), worth(*strong, 60)]),
        set(
            "platforms, 4,000",
            vec![part(line, 3000), worth(*heavy, 1000)],
            vec![part(line, 1800), worth(middling, 900)],
        ),
    ]
}
