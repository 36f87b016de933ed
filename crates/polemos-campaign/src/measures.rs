//! Figures taken of a war while it is played, for those who look at it afterwards. They enter nothing: a war with
//! measures and the same war without them are one history.
//!
//! A figure is taken once, on its day or on the first on which its condition holds, as things stand in the morning;
//! or every seven days, of which the most, the least or the mean is kept. Weeks are the same at any tick.

use crate::situation::Measured;
use crate::turn::Turn;
use polemos_war::evidence::{Keep, Measure, Taking};
use polemos_war::*;

/// Days between two looks at a figure that is followed.
const WEEK: u32 = 7;

/// Takes what is due this morning.
pub fn play(t: &mut Turn<'_>) {
    for id in t.war.evidence.measures.ids() {
        let def = &t.war.evidence.measures[id];
        if due(t, id, def) {
            let value = t.war.conditions[def.value].value(t);
            keep(&mut t.s.measured[id], def, value);
        }
    }
}

/// Takes what is taken when the war is over.
pub fn close(t: &mut Turn<'_>) {
    for id in t.war.evidence.measures.ids() {
        let def = &t.war.evidence.measures[id];
        if def.taken == Taking::End && t.s.measured[id].times == 0 {
            let value = t.war.conditions[def.value].value(t);
            keep(&mut t.s.measured[id], def, value);
        }
    }
}

fn due(t: &Turn<'_>, id: MeasureId, def: &Measure) -> bool {
    let open = t.s.measured[id].times == 0;
    if !open && !matches!(def.taken, Taking::Weekly(_)) {
        return false;
    }
    // The day in hand is the last before its evening.
    let reached = |day: f64| open && day < t.day() + 1.0;
    match def.taken {
        Taking::Day(day) => reached(t.real.number(day)),
        Taking::AfterEvent(event, days) => {
            let state = &t.s.events[event];
            state.happened > 0 && reached(state.day + t.real.number(days))
        }
        Taking::AfterDecision(decision, days) => {
            let state = &t.s.decisions[decision];
            state.made > 0 && reached(state.day + t.real.number(days))
        }
        Taking::Once(condition) => open && t.war.conditions[condition].holds(t),
        Taking::Weekly(_) => t.date().is_multiple_of(WEEK),
        Taking::End => false,
    }
}

fn keep(slot: &mut Measured, def: &Measure, value: f64) {
    let first = slot.times == 0;
    slot.times += 1;
    slot.value = match def.taken {
        Taking::Weekly(Keep::Most) if !first => slot.value.max(value),
        Taking::Weekly(Keep::Least) if !first => slot.value.min(value),
        Taking::Weekly(Keep::Mean) if !first => slot.value + (value - slot.value) / f64::from(slot.times),
        _ => value,
    };
}
