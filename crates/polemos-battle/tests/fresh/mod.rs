//! Fleets written down after the form had changed, and before a battle of theirs was fought: what is left to be held against
//! once the pairings of `unseen` have been looked at and the form changed for it. Each of the three sets has been looked at since, and
//! the form has changed again: after [`third`] in what it knows of what cannot move.

use polemos_battle::calibrate::{Pairing, Part, Roster};

/// Classes from which fleets are made: the least, the middle and the greatest of those that move, and of those that do not.
struct Fleets<'a> {
    roster: &'a Roster,
    light: usize,
    line: usize,
    heavy: usize,
    weak: usize,
    middling: usize,
    strong: usize,
}

impl<'a> Fleets<'a> {
    fn of(roster: &'a Roster) -> Option<Self> {
        let (ships, forts) = (roster.ranked(false), roster.ranked(true));
        Some(Self {
            roster,
            light: *ships.first()?,
            line: ships[ships.len() / 2],
            heavy: *ships.last()?,
            weak: *forts.first()?,
            middling: forts[forts.len() / 2],
            strong: *forts.last()?,
        })
    }

    fn part(&self, row: usize, units: u32) -> Part {
        self.roster.part(row, units)
    }

    /// As many of a kind as are worth so many of the line.
    fn worth(&self, row: usize, units: u32) -> Part {
        self.roster.worth(row, units, self.line)
    }

    fn set(&self, name: &str, one: Vec<Part>, two: Vec<Part>) -> Pairing {
        self.roster.pairing(name, [one, two])
    }
}

/// Pairings of a roster's classes that have been looked at since.
pub fn first(roster: &Roster) -> Vec<Pairing> {
    let Some(of) = Fleets::of(roster) else { return Vec::new() };
    let Fleets { light, line, heavy, weak, .. } = of;
    let defection =
        of.set("defection, 900", vec![of.part(line, 700)], vec![of.part(line, 450), of.worth(heavy, 300)]);
    vec![
        of.set("350 against 300", vec![of.part(line, 350)], vec![of.part(line, 300)]),
        of.set("1,900 against 700", vec![of.part(line, 1900)], vec![of.part(line, 700)]),
        of.set(
            "mixed, 1,200",
            vec![of.worth(heavy, 500), of.worth(line, 700)],
            vec![of.worth(light, 300), of.worth(line, 750)],
        ),
        defection.betrayed(0.07),
        of.set("enveloped, 800", vec![of.part(line, 1100)], vec![of.part(line, 800)]).enveloped(0.7),
        of.set(
            "batteries, half out of command, 800",
            vec![of.part(line, 800)],
            vec![of.part(line, 350).led(0.5), of.worth(weak, 200)],
        ),
    ]
}

/// Pairings of a roster's classes, of every kind, from 190 to 9,000 units a side.
pub fn second(roster: &Roster) -> Vec<Pairing> {
    let Some(of) = Fleets::of(roster) else { return Vec::new() };
    let Fleets { light, line, heavy, middling, strong, .. } = of;
    vec![
        of.set("equal, 190", vec![of.part(line, 190)], vec![of.part(line, 190)]),
        of.set("equal, 2,400 heavy", vec![of.worth(heavy, 2400)], vec![of.worth(heavy, 2400)]),
        of.set("equal, 6,000 light", vec![of.part(light, 6000)], vec![of.part(light, 6000)]),
        of.set("520 against 430", vec![of.part(line, 520)], vec![of.part(line, 430)]),
        of.set("3,300 against 2,600", vec![of.part(line, 3300)], vec![of.part(line, 2600)]),
        of.set("9,000 against 7,000", vec![of.part(line, 9000)], vec![of.part(line, 7000)]),
        of.set(
            "mixed, 900",
            vec![of.worth(heavy, 300), of.worth(line, 600)],
            vec![of.worth(line, 450), of.worth(light, 400)],
        ),
        of.set(
            "mixed, 5,000",
            vec![of.worth(line, 3000), of.worth(heavy, 2000)],
            vec![of.worth(line, 2500), of.worth(light, 1800)],
        ),
        of.set(
            "three quarters out of command, 1,000",
            vec![of.part(line, 900)],
            vec![of.part(line, 1000).led(0.25)],
        ),
        of.set("out of command, 1,600", vec![of.part(line, 1600).led(0.0)], vec![of.part(line, 1400)]),
        of.set("defection, 200", vec![of.part(line, 200)], vec![of.part(line, 150), of.part(line, 60)])
            .betrayed(0.05),
        of.set("defection, 1,600", vec![of.part(line, 1300)], vec![of.part(line, 900), of.worth(heavy, 500)])
            .betrayed(0.06),
        of.set("enveloped, 250", vec![of.part(line, 420)], vec![of.part(line, 250)]).enveloped(0.65),
        of.set("enveloped, 3,000", vec![of.part(line, 4200)], vec![of.part(line, 3000)]).enveloped(0.75),
        of.set("stations, 300", vec![of.part(line, 300)], vec![of.part(line, 130), of.worth(strong, 60)]),
        of.set(
            "platforms, 4,000",
            vec![of.part(line, 3000), of.worth(heavy, 1000)],
            vec![of.part(line, 1800), of.worth(middling, 900)],
        ),
    ]
}

/// Pairings of a roster's classes, of every kind, from 240 to 7,000 units a side.
pub fn third(roster: &Roster) -> Vec<Pairing> {
    let Some(of) = Fleets::of(roster) else { return Vec::new() };
    let Fleets { light, line, heavy, weak, middling, strong, .. } = of;
    vec![
        of.set("equal, 340", vec![of.part(line, 340)], vec![of.part(line, 340)]),
        of.set("equal, 1,500 light", vec![of.part(light, 1500)], vec![of.part(light, 1500)]),
        of.set("equal, 4,500 heavy", vec![of.part(heavy, 4500)], vec![of.part(heavy, 4500)]),
        of.set("700 against 560", vec![of.part(line, 700)], vec![of.part(line, 560)]),
        of.set("2,200 against 1,500", vec![of.part(line, 2200)], vec![of.part(line, 1500)]),
        of.set("6,000 against 3,000", vec![of.part(line, 6000)], vec![of.part(line, 3000)]),
        of.set("mixed, 700", vec![of.worth(heavy, 250), of.worth(light, 450)], vec![of.part(line, 560)]),
        of.set(
            "mixed, 2,000",
            vec![of.part(line, 1200), of.worth(light, 800)],
            vec![of.worth(heavy, 900), of.part(line, 700)],
        ),
        of.set(
            "mixed, 7,000",
            vec![of.worth(heavy, 2500), of.part(line, 4500)],
            vec![of.worth(light, 3500), of.worth(heavy, 2400)],
        ),
        of.set("half out of command, 600", vec![of.part(line, 500)], vec![of.part(line, 600).led(0.5)]),
        of.set("out of command, 2,500", vec![of.part(line, 2500).led(0.0)], vec![of.part(line, 2200)]),
        of.set("defection, 600", vec![of.part(line, 500)], vec![of.part(line, 380), of.part(line, 150)])
            .betrayed(0.06),
        of.set(
            "defection, 3,000",
            vec![of.part(line, 2600)],
            vec![of.part(line, 2000), of.worth(light, 700)],
        )
        .betrayed(0.07),
        of.set("enveloped, 500", vec![of.part(line, 760)], vec![of.part(line, 500)]).enveloped(0.7),
        of.set("enveloped, 2,000", vec![of.worth(heavy, 2900)], vec![of.part(line, 2000)]).enveloped(0.8),
        of.set("batteries, 400", vec![of.part(line, 400)], vec![of.part(line, 170), of.worth(weak, 90)]),
        of.set("platforms, 900", vec![of.part(line, 900)], vec![of.part(line, 420), of.worth(middling, 220)]),
        of.set(
            "stations, 2,500",
            vec![of.part(line, 1700), of.worth(light, 800)],
            vec![of.part(line, 1100), of.worth(strong, 500)],
        ),
    ]
}
