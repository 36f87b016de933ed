//! Fleets written down after the form had changed, and before a battle of theirs was fought: what is left to be held against
//! once the pairings of `unseen` have been looked at and the form changed for it. [`first`] and [`second`] have been looked at since,
//! and the form has changed again; [`third`] was written down after that.

use polemos_battle::calibrate::{Pairing, Part, Roster};

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
    let defection = set("defection, 900", vec![part(line, 700)], vec![part(line, 450), worth(*heavy, 300)]);
    vec![
        set("350 against 300", vec![part(line, 350)], vec![part(line, 300)]),
        set("1,900 against 700", vec![part(line, 1900)], vec![part(line, 700)]),
        set(
            "mixed, 1,200",
            vec![worth(*heavy, 500), worth(line, 700)],
            vec![worth(*light, 300), worth(line, 750)],
        ),
        defection.betrayed(0.07),
        set("enveloped, 800", vec![part(line, 1100)], vec![part(line, 800)]).enveloped(0.7),
        set(
            "batteries, half out of command, 800",
            vec![part(line, 800)],
            vec![part(line, 350).led(0.5), worth(*fort, 200)],
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
        set("three quarters out of command, 1,000", vec![part(line, 900)], vec![part(line, 1000).led(0.25)]),
        set("out of command, 1,600", vec![part(line, 1600).led(0.0)], vec![part(line, 1400)]),
        set("defection, 200", vec![part(line, 200)], vec![part(line, 150), part(line, 60)]).betrayed(0.05),
        set("defection, 1,600", vec![part(line, 1300)], vec![part(line, 900), worth(*heavy, 500)])
            .betrayed(0.06),
        set("enveloped, 250", vec![part(line, 420)], vec![part(line, 250)]).enveloped(0.65),
        set("enveloped, 3,000", vec![part(line, 4200)], vec![part(line, 3000)]).enveloped(0.75),
        set("stations, 300", vec![part(line, 300)], vec![part(line, 130), worth(*strong, 60)]),
        set(
            "platforms, 4,000",
            vec![part(line, 3000), worth(*heavy, 1000)],
            vec![part(line, 1800), worth(middling, 900)],
        ),
    ]
}

/// Pairings of a roster's classes, of every kind, from 240 to 7,000 units a side.
pub fn third(roster: &Roster) -> Vec<Pairing> {
    let (ships, forts) = (roster.ranked(false), roster.ranked(true));
    let (Some(light), Some(heavy), Some(weak), Some(strong)) =
        (ships.first(), ships.last(), forts.first(), forts.last())
    else {
        return Vec::new();
    };
    let (line, middling) = (ships[ships.len() / 2], forts[forts.len() / 2]);
    let part = |row: usize, units: u32| roster.part(row, units);
    let worth = |row: usize, units: u32| roster.worth(row, units, line);
    let set = |name: &str, one: Vec<Part>, two: Vec<Part>| roster.pairing(name, [one, two]);
    vec![
        set("equal, 340", vec![part(line, 340)], vec![part(line, 340)]),
        set("equal, 1,500 light", vec![part(*light, 1500)], vec![part(*light, 1500)]),
        set("equal, 4,500 heavy", vec![part(*heavy, 4500)], vec![part(*heavy, 4500)]),
        set("700 against 560", vec![part(line, 700)], vec![part(line, 560)]),
        set("2,200 against 1,500", vec![part(line, 2200)], vec![part(line, 1500)]),
        set("6,000 against 3,000", vec![part(line, 6000)], vec![part(line, 3000)]),
        set("mixed, 700", vec![worth(*heavy, 250), worth(*light, 450)], vec![part(line, 560)]),
        set(
            "mixed, 2,000",
            vec![part(line, 1200), worth(*light, 800)],
            vec![worth(*heavy, 900), part(line, 700)],
        ),
        set(
            "mixed, 7,000",
            vec![worth(*heavy, 2500), part(line, 4500)],
            vec![worth(*light, 3500), worth(*heavy, 2400)],
        ),
        set("half out of command, 600", vec![part(line, 500)], vec![part(line, 600).led(0.5)]),
        set("out of command, 2,500", vec![part(line, 2500).led(0.0)], vec![part(line, 2200)]),
        set("defection, 600", vec![part(line, 500)], vec![part(line, 380), part(line, 150)]).betrayed(0.06),
        set("defection, 3,000", vec![part(line, 2600)], vec![part(line, 2000), worth(*light, 700)])
            .betrayed(0.07),
        set("enveloped, 500", vec![part(line, 760)], vec![part(line, 500)]).enveloped(0.7),
        set("enveloped, 2,000", vec![worth(*heavy, 2900)], vec![part(line, 2000)]).enveloped(0.8),
        set("batteries, 400", vec![part(line, 400)], vec![part(line, 170), worth(*weak, 90)]),
        set("platforms, 900", vec![part(line, 900)], vec![part(line, 420), worth(middling, 220)]),
        set(
            "stations, 2,500",
            vec![part(line, 1700), worth(*light, 800)],
            vec![part(line, 1100), worth(*strong, 500)],
        ),
    ]
}
