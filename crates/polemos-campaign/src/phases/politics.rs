//! Phase 12. Resolve, cohesion, persons, terms and endings, each in a module of its own, called here in order. What
//! cannot wait for the end of a tick is looked at every evening: the shock of a great battle, envoys, encirclement, the
//! reviews that are due, posts to be filled. What drifts is moved once a review.

use crate::phases::{cohesion, ending, envoys, persons, resolve, terms};
use crate::turn::Turn;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// What is done every evening.
pub fn evening(t: &mut Turn<'_>) {
    resolve::shocks(t);
    terms::reviews(t);
    envoys::play(t);
    persons::fill(t);
}

/// Plays the phase.
pub fn play(t: &mut Turn<'_>) {
    let reviewed = t.recurs(Rule::ResolveReview);
    if let Some(days) = reviewed {
        resolve::review(t, days);
        cohesion::review(t, days);
        persons::review(t, days);
    }
    // Sides fall when something has happened in the field, or when resolve has moved.
    if t.s.stirred || reviewed.is_some() {
        cohesion::overrun(t);
        ending::conquests(t);
    }
    ending::conclude(t);
}

/// A coalition takes a posture; its staff looks at all missions anew.
pub fn take_posture(t: &mut Turn<'_>, side: CoalitionId, to: Posture, cause: Option<Seq>) {
    let from = t.s.coalitions[side].posture;
    if from == to || !t.s.coalitions[side].active {
        return;
    }
    let day = t.now();
    let seq = t.record(day, &[cause], |_| What::PostureTaken { coalition: side, from, to });
    let state = &mut t.s.coalitions[side];
    (state.posture, state.cause, state.next_review) = (to, Some(seq), day);
    t.s.touch(Reads::POLITICS);
}
