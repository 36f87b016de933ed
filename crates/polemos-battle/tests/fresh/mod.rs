//! Fleets written down after the form last changed, and before a battle of theirs was fought: what is left to be held against
//! once the pairings of `unseen` have been looked at and the form changed for it.

use polemos_battle::calibrate::{Pairing, Part, Roster, Turncoat};

/// Pairings of a roster's classes.
pub fn fresh(roster: &Roster) -> Vec<Pairing> {
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
