//! Phase 13. The tick is entered: figures for pictures, and the clock moves on.

use crate::belief;
use crate::situation::Moment;
use crate::turn::Turn;
use polemos_chronicle::{FactionSample, Sample};
use polemos_war::*;

/// Plays the phase.
pub fn play(t: &mut Turn<'_>) {
    if t.recorder.on {
        let sample = sample(t);
        t.recorder.chronicle.series.push(sample);
    }
    t.s.tick += 1;
    t.s.days_in = 0;
    t.s.moment = Moment::Dawn;
}

fn sample(t: &Turn<'_>) -> Sample {
    Sample { day: t.day(), factions: t.war.factions.ids().map(|id| faction(t, id)).collect() }
}

fn faction(t: &Turn<'_>, id: FactionId) -> FactionSample {
    let forces: Vec<&crate::situation::ForceState> =
        t.s.forces.iter().filter(|f| f.faction == id && f.at.is_present()).collect();
    let value: f64 = forces.iter().map(|f| f.value).sum();
    let supplied: f64 = forces.iter().map(|f| f.value * f.supply).sum();
    let state = &t.s.factions[id];
    let chief = belief::chief_enemy(t, id);
    FactionSample {
        coalition: state.coalition,
        strength: t.faction_strength(id) as f32,
        supply: if value > 0.0 { (supplied / value) as f32 } else { 0.0 },
        resolve: state.resolve as f32,
        prospect: state.prospect as f32,
        enemy_estimate: belief::enemy_strength(t, id) as f32,
        enemy_resolve: chief.map(|about| belief::resolve(t, id, about) as f32),
        chief_enemy: chief,
        places: t.s.places.iter().filter(|p| p.owner == Some(id)).count() as u16,
    }
}
