//! What goes on in a saga beside and between its wars. Once a season, in war and in peace, everything slow is looked at
//! in turn: economies, fleets, tensions with the incidents that come of them, rulers, alliances, arms for others' rebels,
//! worlds that cost more than they are worth. In peace a tick is no more than events, councils and, when it is due,
//! a season.

pub mod alliances;
pub mod arms;
pub mod economy;
pub mod fleets;
pub mod liability;
pub mod risings;
pub mod rulers;
pub mod spoils;
pub mod tension;
pub mod wars;

use crate::campaign::Step;
use crate::measures;
use crate::phases::decisions::{self, Answer};
use crate::phases::{ending, entry, events, people, persons};
use crate::situation::Moment;
use crate::turn::Turn;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// Days of a year, for rates that are told by the year.
pub const YEAR: f64 = 365.25;

/// One tick of peace. Play pauses where a decision waits for an answer from outside.
pub fn peace(t: &mut Turn<'_>, answers: &mut Vec<Answer>) -> Step {
    if t.s.moment == Moment::Dawn {
        measures::play(t);
        events::play(t);
        season(t);
        t.s.moment = Moment::Truce;
    }
    let pending = decisions::council(t, answers);
    answers.retain(|(id, _)| t.s.decisions[*id].open);
    if !pending.is_empty() {
        return Step::Pending(pending);
    }
    persons::fill(t);
    ending::limit(t);
    if t.s.ending.is_some() {
        measures::close(t);
    }
    entry::play(t);
    t.s.ending.map_or(Step::Ticked, Step::Ended)
}

/// Everything slow, when it is due.
pub fn season(t: &mut Turn<'_>) {
    let Some(saga) = &t.s.saga else { return };
    if t.day() < saga.next_season {
        return;
    }
    let days = t.rule(Rule::SagaReview).max(f64::from(t.war.clock.tick_days));
    let next = t.day() + days;
    with(t, |saga| saga.next_season = next);
    economy::play(t, days);
    fleets::play(t, days);
    if !t.s.in_war() {
        fleets::known(t, days);
        people::season(t);
    }
    tension::play(t, days);
    rulers::play(t, days);
    alliances::play(t);
    arms::play(t, days);
    liability::play(t);
    risings::play(t, days);
    t.s.touch(Reads::POLITICS.with(Reads::PEOPLES).with(Reads::FORCES));
}

/// Changes the saga; nothing where there is none.
pub(crate) fn with<R>(t: &mut Turn<'_>, change: impl FnOnce(&mut crate::SagaState) -> R) -> Option<R> {
    t.s.saga.as_deref_mut().map(change)
}

/// Adds units by domain.
pub(crate) fn add(sum: &mut [u32; 5], more: [u32; 5]) {
    sum.iter_mut().zip(more).for_each(|(sum, n)| *sum += n);
}

/// States that are their own, in id order.
pub(crate) fn sovereigns(t: &Turn<'_>) -> Vec<FactionId> {
    let Some(saga) = &t.s.saga else { return Vec::new() };
    let free = |id: &FactionId| {
        let def = &t.war.factions[*id];
        // A movement that has come to hold a world is a state like others.
        !def.removed && saga.is_sovereign(*id) && holds(t, *id)
    };
    t.war.factions.ids().filter(free).collect()
}

fn holds(t: &Turn<'_>, id: FactionId) -> bool {
    t.s.places.iter().any(|place| place.owner == Some(id))
}

/// Opens a question between two states, once; `place` is where it arose.
pub(crate) fn ask(
    t: &mut Turn<'_>,
    decision: DecisionId,
    about: FactionId,
    place: PlaceId,
    gravity: f64,
    seq: Seq,
) {
    if t.s.decisions[decision].open {
        return;
    }
    events::open(t, decision, Some(seq));
    t.s.decisions[decision].place = Some(place);
    with(t, |saga| {
        saga.incidents.retain(|it| it.decision != decision);
        saga.incidents.push(crate::saga::Pending { decision, about, place, gravity, seq });
    });
}

/// What a question between two states is about.
pub(crate) fn asked(t: &Turn<'_>, decision: DecisionId) -> Option<crate::saga::Pending> {
    t.s.saga.as_ref()?.incidents.iter().find(|it| it.decision == decision).copied()
}

/// The question is answered.
pub(crate) fn answered(t: &mut Turn<'_>, decision: DecisionId) -> Option<crate::saga::Pending> {
    let found = asked(t, decision);
    with(t, |saga| saga.incidents.retain(|it| it.decision != decision));
    found
}

/// Utilities of the options of a decision that a saga has.
pub fn utilities(t: &Turn<'_>, id: DecisionId) -> Vec<f64> {
    let def = &t.war.decisions[id];
    match def.kind {
        DecisionKind::Incident => tension::value_of_war(t, id).to_vec(),
        DecisionKind::Ally => alliances::value_of_joining(t, def.coalition, def.faction).to_vec(),
        DecisionKind::Arm => arms::value_of_arming(t, id).to_vec(),
        DecisionKind::Abandon => liability::value_of_holding(t, id).to_vec(),
        DecisionKind::Spoils => spoils::value_of_spoils(t, id).to_vec(),
        DecisionKind::Renounce => spoils::value_of_renouncing(t, id).to_vec(),
        _ => vec![0.0; def.options.len()],
    }
}

/// Carries out what has been decided.
pub fn decided(t: &mut Turn<'_>, id: DecisionId, option: u16, seq: Seq) {
    let def = &t.war.decisions[id];
    match def.kind {
        DecisionKind::Incident => tension::decided(t, id, option == 0, seq),
        DecisionKind::Ally => alliances::decided(t, def.coalition, def.faction, option == 0, seq),
        DecisionKind::Arm => arms::decided(t, id, option == 0, seq),
        DecisionKind::Abandon => liability::decided(t, id, option == 1, seq),
        DecisionKind::Spoils => spoils::decided(t, id, option, seq),
        DecisionKind::Renounce => spoils::renounced(t, id, option == 0, seq),
        _ => {}
    }
}

/// The saga has come to its last day.
pub fn close(t: &mut Turn<'_>) {
    let day = t.now();
    let last = t.s.saga.as_ref().and_then(|saga| saga.wars.last()).and_then(|war| war.ending);
    let kind = if last.is_some() { EndingKind::Undecided } else { EndingKind::Peace };
    if t.s.in_war() {
        wars::counted(t, day, &[]);
    }
    t.record(day, &[], |_| What::Closed);
    let quiet = polemos_chronicle::Ending {
        kind,
        victor: None,
        loser: None,
        grade: polemos_chronicle::Grade::Stalemate,
        day,
    };
    t.s.ending = Some(polemos_chronicle::Ending { day, ..last.unwrap_or(quiet) });
    t.s.touch(Reads::POLITICS);
}
