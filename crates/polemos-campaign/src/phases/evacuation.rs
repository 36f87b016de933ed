//! Ground given up, part of phase 4. Who withdraws to a perimeter leaves what lies outside it: once no force of the
//! side stands there or is bound for it, a place goes back to a belligerent of its own people on another side, if there
//! is one. Others stay in the withdrawing side's name until someone comes to take them.

use crate::effects;
use crate::phases::orders::Staff;
use crate::turn::Turn;
use polemos_chronicle::What;
use polemos_war::*;

/// Gives up what a withdrawing side has left.
pub fn play(t: &mut Turn<'_>, staff: &Staff) {
    for place in t.war.places.ids() {
        let Some(from) = t.s.places[place].owner else { continue };
        if t.s.side(from) != staff.side || staff.keeps(t, place) || t.s.places[place].home {
            continue;
        }
        if let (false, Some(to)) = (is_manned(t, staff, place), heir(t, place, from)) {
            give_up(t, staff.side, place, from, to);
        }
    }
}

fn is_manned(t: &Turn<'_>, staff: &Staff, place: PlaceId) -> bool {
    staff
        .forces
        .iter()
        .map(|id| &t.s.forces[*id])
        .any(|f| f.at.place() == Some(place) || f.goal == Some(place))
}

/// The first belligerent of the place's people that is at war with those who leave.
fn heir(t: &Turn<'_>, place: PlaceId, from: FactionId) -> Option<FactionId> {
    let people = t.war.places[place].people?;
    let own = t.war.factions.pairs().filter(|(_, faction)| faction.people == Some(people));
    own.map(|(id, _)| id).find(|id| t.s.hostile(*id, from))
}

fn give_up(t: &mut Turn<'_>, side: CoalitionId, place: PlaceId, from: FactionId, to: FactionId) {
    let cause = t.s.coalitions[side].cause;
    let day = t.day();
    let seq = t.record(day, &[cause], |_| What::GivenUp { place, from, to });
    effects::hand_over(t, place, to, seq);
}
