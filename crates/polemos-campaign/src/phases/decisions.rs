//! Phase 3. Each open decision goes to its policy: doctrine (utility under estimates and the commander's
//! character, with a chance of error that falls as utilities part), history (what the source tells), the default,
//! or an answer from outside, for which play waits.

use crate::belief;
use crate::doctrine;
use crate::effects;
use crate::phases::{cohesion, politics, terms};
use crate::projection;
use crate::purpose;
use crate::realised::entity;
use crate::situation::Seen;
use crate::turn::{Policy, Turn};
use polemos_chance::sample;
use polemos_chronicle::{Believed, Decided, PolicyKind, ProjectionSeen, Seq, What};
use polemos_war::*;

/// An answer from outside.
pub type Answer = (DecisionId, u16);

/// Answers what can be answered, in the order of decision ids; what still waits for an answer from outside is
/// returned.
pub fn council(t: &mut Turn<'_>, answers: &[Answer]) -> Vec<DecisionId> {
    let mut pending = Vec::new();
    if t.s.open.is_empty() {
        return pending;
    }
    hear(t, answers, &mut pending, |kind| kind != DecisionKind::Engage);
    // Terms asked for in this council are answered in it: who is encircled has no day to lose.
    if t.s.ending.is_none() && pending.is_empty() {
        hear(t, answers, &mut pending, |kind| kind == DecisionKind::AnswerTerms);
    }
    pending
}

/// Hears the open decisions of some kinds.
fn hear(
    t: &mut Turn<'_>,
    answers: &[Answer],
    pending: &mut Vec<DecisionId>,
    of: impl Fn(DecisionKind) -> bool,
) {
    for id in t.war.decisions.ids() {
        if !t.s.open.has(id.index()) || !of(t.war.decisions[id].kind) || t.s.ending.is_some() {
            continue;
        }
        if !t.s.coalitions[t.war.decisions[id].coalition].active {
            t.s.set_open(id, false);
            continue;
        }
        let utilities = doctrine::utilities(t, id);
        match choose(t, id, &utilities, answers) {
            None => pending.push(id),
            Some((option, policy)) => {
                let projection = projection::for_decision(t, id);
                let seq = settle(t, id, option, policy, utilities, projection);
                carry_out(t, id, option, seq);
            }
        }
    }
}

/// Picks an option, or none when it must come from outside and has not.
pub fn choose(
    t: &Turn<'_>,
    id: DecisionId,
    utilities: &[f64],
    answers: &[Answer],
) -> Option<(u16, PolicyKind)> {
    let def = &t.war.decisions[id];
    if def.removed {
        return Some((def.default, PolicyKind::Default));
    }
    if let Some(option) = def.forced {
        return Some((option, PolicyKind::Outside));
    }
    match t.policies.of(def.coalition) {
        Policy::Default => Some((def.default, PolicyKind::Default)),
        Policy::Historical => Some(match historical(t, def) {
            Some(option) => (option, PolicyKind::Historical),
            None => (by_doctrine(t, id, utilities), PolicyKind::Doctrine),
        }),
        Policy::Doctrine => Some((by_doctrine(t, id, utilities), PolicyKind::Doctrine)),
        Policy::Outside => {
            let answer = answers.iter().find(|(decision, _)| *decision == id)?.1;
            let known = usize::from(answer) < def.options.len();
            Some((if known { answer } else { def.default }, PolicyKind::Outside))
        }
    }
}

fn historical(t: &Turn<'_>, def: &Decision) -> Option<u16> {
    let now = t.dusk();
    let dated = def.historical_dates.iter().rfind(|(day, _)| t.real.number(*day) < now);
    dated.map(|(_, option)| *option).or(def.historical)
}

/// A logit choice: the better option all but surely when it is clearly better (McFadden 1974).
fn by_doctrine(t: &Turn<'_>, id: DecisionId, utilities: &[f64]) -> u16 {
    let temperature = t.rule(Rule::DecisionTemperature).max(1e-3);
    let best = utilities.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = utilities.iter().map(|u| libm::exp((u - best) / temperature)).collect();
    let made = u32::from(t.s.decisions[id].made);
    let luck = t.luck(purpose::CHOICE, entity(&t.war.decisions[id].id), made);
    sample::discrete(luck, &weights) as u16
}

/// Enters a decision made, and closes it.
pub fn settle(
    t: &mut Turn<'_>,
    id: DecisionId,
    option: u16,
    policy: PolicyKind,
    utilities: Vec<f64>,
    projection: Option<ProjectionSeen>,
) -> Seq {
    let state = t.s.decisions[id];
    let day = t.now();
    let seq = t.record(day, &[state.cause], |t| {
        What::Decided(Box::new(Decided {
            decision: id,
            by: doctrine::decider(t, id),
            option,
            utilities: utilities.iter().map(|u| *u as f32).collect(),
            policy,
            place: state.place,
            beliefs: beliefs(t, id),
            projection,
        }))
    });
    // Whether to give battle is asked too often to be kept.
    if t.war.decisions[id].kind != DecisionKind::Engage {
        let projected = projection.map(|seen| [seen.win as f32, seen.loss as f32]);
        t.s.decisions[id].seen = Seen { projected, ..belief::seen(t, t.war.decisions[id].faction) };
    }
    t.s.set_open(id, false);
    let state = &mut t.s.decisions[id];
    (state.made, state.chosen) = (state.made.saturating_add(1), option);
    (state.day, state.seq) = (day, Some(seq));
    t.s.touch(Reads::DECISIONS);
    seq
}

/// What the one who decides believes of each enemy, beside the truth: for the record only.
fn beliefs(t: &Turn<'_>, id: DecisionId) -> Vec<Believed> {
    let def = &t.war.decisions[id];
    // A member that asks itself whether to stay sees the war as its coalition's lead does.
    let by = if def.kind == DecisionKind::Stay { t.war.coalitions[def.coalition].lead } else { def.faction };
    let spread = belief::spread(t.war, t.real, by);
    let mut all = Vec::new();
    for about in t.s.factions.ids().filter(|about| t.s.hostile(by, *about)) {
        let strength = belief::strength(t, by, about);
        let width = libm::exp(1.645 * spread);
        all.push(Believed {
            by,
            about,
            what: BeliefKind::Strength,
            believed: strength,
            range: [strength / width, strength * width],
            so: t.faction_strength(about),
        });
        let resolve = belief::resolve(t, by, about);
        let around =
            |z: f64| polemos_chance::special::logistic(polemos_chance::special::logit(resolve) + z * spread);
        all.push(Believed {
            by,
            about,
            what: BeliefKind::Resolve,
            believed: resolve,
            range: [around(-1.645), around(1.645)],
            so: t.s.factions[about].resolve,
        });
    }
    all
}

fn carry_out(t: &mut Turn<'_>, id: DecisionId, option: u16, seq: Seq) {
    let def = &t.war.decisions[id];
    let Some(choice) = def.options.get(usize::from(option)) else { return };
    for effect in &choice.effects {
        effects::apply(t, effect, Some(seq));
    }
    match def.kind {
        DecisionKind::Posture => {
            if let Some(posture) = Posture::ALL.get(usize::from(option)) {
                politics::take_posture(t, def.coalition, *posture, Some(seq));
            }
        }
        DecisionKind::AskTerms => terms::asked(t, def.coalition, option == 0, seq),
        DecisionKind::AnswerTerms => terms::answered(t, def.coalition, option == 0, seq),
        DecisionKind::Stay => cohesion::decided(t, def.faction, def.coalition, option == 0, seq),
        DecisionKind::Scenario | DecisionKind::Engage => {}
    }
}
