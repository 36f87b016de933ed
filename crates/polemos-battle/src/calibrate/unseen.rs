//! Fleets that calibration does not see: what both forms are held against each other on.
//!
//! They were written down before anyone had looked at a battle of theirs, and coefficients are never fitted on them. They have
//! been looked at since, and what was seen has led to changes of the form, which were worked out on other fleets.

use super::pairing::{Pairing, Part};
use super::roster::Roster;

/// Pairings of a war's classes that calibration does not use: from 100 to 10,000 units a side; equal, outnumbered, mixed,
/// with platforms, out of command, with those who go over, enveloped. Those with platforms are left out where a war has
/// none.
#[must_use]
pub fn unseen(roster: &Roster) -> Vec<Pairing> {
    let ships = roster.ranked(false);
    let Some(line) = ships.get(ships.len() / 2).copied() else { return Vec::new() };
    let fleets = Fleets { roster, light: ships[0], line, heavy: ships[ships.len() - 1] };
    let mut all = fleets.alike();
    all.extend(fleets.mixed());
    all.extend(fleets.troubled());
    all.extend(fleets.fortified());
    all
}

/// Classes from which fleets are made: the least, the middle and the greatest of those that move.
struct Fleets<'a> {
    roster: &'a Roster,
    light: usize,
    line: usize,
    heavy: usize,
}

impl Fleets<'_> {
    fn set(&self, name: &str, one: Vec<Part>, two: Vec<Part>) -> Pairing {
        self.roster.pairing(name, [one, two])
    }

    fn of(&self, row: usize, units: u32) -> Part {
        self.roster.part(row, units)
    }

    fn line(&self, units: u32) -> Part {
        self.of(self.line, units)
    }

    /// As many of a kind as are worth so many of the line.
    fn worth(&self, row: usize, units: u32) -> Part {
        self.roster.worth(row, units, self.line)
    }

    /// Of one class on both sides.
    fn alike(&self) -> Vec<Pairing> {
        let line =
            |name: &str, one: u32, two: u32| self.set(name, vec![self.line(one)], vec![self.line(two)]);
        vec![
            self.set("equal, 100 heavy", vec![self.of(self.heavy, 100)], vec![self.of(self.heavy, 100)]),
            self.set("equal, 800 light", vec![self.of(self.light, 800)], vec![self.of(self.light, 800)]),
            line("equal, 10,000", 10_000, 10_000),
            line("1,100 against 1,000", 1100, 1000),
            line("240 against 160", 240, 160),
            line("5,000 against 2,000", 5000, 2000),
        ]
    }

    /// Of several classes.
    fn mixed(&self) -> Vec<Pairing> {
        let Self { light, line, heavy, .. } = *self;
        vec![
            self.set(
                "mixed, 400",
                vec![self.worth(heavy, 120), self.worth(line, 280)],
                vec![self.worth(light, 250), self.worth(line, 130)],
            ),
            self.set(
                "three classes, 4,000",
                vec![self.worth(light, 1000), self.worth(line, 2000), self.worth(heavy, 1000)],
                vec![self.worth(light, 2000), self.worth(line, 500), self.worth(heavy, 700)],
            ),
            self.set("heavy against light, 600", vec![self.worth(heavy, 600)], vec![self.worth(light, 660)]),
        ]
    }

    /// Out of command, with those who go over, enveloped.
    fn troubled(&self) -> Vec<Pairing> {
        let set = |name: &str, one: Vec<Part>, two: Vec<Part>| self.set(name, one, two);
        vec![
            set("out of command, 300", vec![self.line(300)], vec![self.line(360).led(0.0)]),
            set("a third out of command, 3,000", vec![self.line(2700)], vec![self.line(3000).led(2.0 / 3.0)]),
            set("defection, 400", vec![self.line(400)], vec![self.line(320), self.line(80)]).betrayed(0.05),
            set(
                "defection, 2,500",
                vec![self.line(2000)],
                vec![self.worth(self.heavy, 2000), self.worth(self.light, 500)],
            )
            .betrayed(0.08),
            set("enveloped, 400", vec![self.line(700)], vec![self.line(400)]).enveloped(0.6),
            set("enveloped, 1,500", vec![self.line(2200)], vec![self.line(1500)]).enveloped(0.8),
        ]
    }

    /// With what cannot move.
    fn fortified(&self) -> Vec<Pairing> {
        let forts = self.roster.ranked(true);
        let (Some(weak), Some(strong)) = (forts.first().copied(), forts.last().copied()) else {
            return Vec::new();
        };
        let middling = forts[forts.len() / 2];
        vec![
            self.set("platforms, 500", vec![self.line(500)], vec![self.line(250), self.worth(middling, 120)]),
            self.set(
                "platforms of two kinds, 3,000",
                vec![self.line(2000), self.worth(self.heavy, 1000)],
                vec![self.line(1400), self.worth(weak, 500), self.worth(strong, 400)],
            ),
        ]
    }
}
