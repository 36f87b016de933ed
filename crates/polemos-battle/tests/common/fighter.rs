//! A class for scenes of a few squadrons.

use polemos_battle::ship::{Class, Gun};

/// Fighters that move.
pub fn fighter(id: &str) -> Class {
    Class {
        id: id.into(),
        sensor: 40.0,
        speed: 0.5,
        acceleration: 0.1,
        standoff: 4.0,
        shield: 10.0,
        recharge: 0.05,
        hull: 30.0,
        weapon: vec![Gun {
            range: 12.0,
            every: 4,
            accuracy: 0.6,
            accuracy_far: Some(0.2),
            damage: 6,
            ..Gun::default()
        }],
        ..Class::default()
    }
}
