//! How a commander who follows doctrine values the options of a decision, in units of the stakes: 1 is what the
//! war is about. Only estimates, own knowledge and character enter.

use crate::belief;
use crate::phases::{cohesion, terms};
use crate::turn::Turn;
use polemos_war::*;

/// Who decides: the person named, while fit for it; else whoever leads now. No one, where the post has no named holder.
pub fn decider(t: &Turn<'_>, id: DecisionId) -> Option<PersonId> {
    let def = &t.war.decisions[id];
    match def.kind {
        DecisionKind::Scenario => def.person.filter(|id| is_fit(t, *id)).or(t.s.factions[def.faction].leader),
        DecisionKind::Stay => t.s.factions[def.faction].leader,
        _ => t.commander_of(def.coalition),
    }
}

/// Whether someone whom the scenario names can still decide: alive, in office, and in the service that he was in.
fn is_fit(t: &Turn<'_>, person: PersonId) -> bool {
    let state = &t.s.persons[person];
    state.alive && !state.retired && state.faction == t.war.persons[person].faction
}

/// The utility of each option.
pub fn utilities(t: &Turn<'_>, id: DecisionId) -> Vec<f64> {
    let def = &t.war.decisions[id];
    match def.kind {
        DecisionKind::Posture => Posture::ALL.iter().map(|p| posture(t, def.coalition, *p)).collect(),
        DecisionKind::AskTerms => terms::value_of_asking(t, def.coalition).to_vec(),
        DecisionKind::AnswerTerms => terms::value_of_answering(t, def.coalition).to_vec(),
        DecisionKind::Stay => cohesion::value_of_staying(t, def.faction, def.coalition).to_vec(),
        DecisionKind::Engage => vec![0.0; def.options.len()],
        DecisionKind::Scenario => scenario(t, def),
    }
}

/// An option of the scenario's own: its appeal, and what its posture is worth. Where nothing speaks for or against
/// any, the default is a little better.
fn scenario(t: &Turn<'_>, def: &Decision) -> Vec<f64> {
    let value = |(row, choice): (usize, &Choice)| {
        let appeal = choice.appeal.map(|id| t.war.conditions[id].value(t));
        let postures = choice.effects.iter().filter_map(|effect| match effect {
            Effect::Posture(side, to) => Some(posture(t, *side, *to)),
            _ => None,
        });
        let usual = if row == usize::from(def.default) { 0.1 } else { 0.0 };
        match appeal {
            Some(appeal) => appeal,
            None => postures.sum::<f64>() + usual,
        }
    };
    def.options.iter().enumerate().map(value).collect()
}

/// What a posture promises a coalition, as its lead sees the war.
///
/// Attack is worth the believed odds of the forces in being; holding, what time adds to them; a withdrawal, the
/// density that guards gain from a shorter perimeter, less the places given up. A change costs something, so that
/// postures do not flutter.
fn posture(t: &Turn<'_>, side: CoalitionId, posture: Posture) -> f64 {
    let lead = t.war.coalitions[side].lead;
    let boldness = t.trait_of(t.commander_of(side), |traits| traits.boldness, 0.5);
    let stakes = t.real.number(t.war.factions[lead].stakes);
    let (now, later) = (odds_now(t, side), t.s.factions[lead].prospect);
    let usual = if t.s.coalitions[side].posture == posture { t.rule(Rule::PostureInertia) } else { 0.0 };
    let value = match posture {
        Posture::Offensive => (2.0 * now - 1.0) + 0.5 * (now - later) + 0.4 * (boldness - 0.5),
        Posture::Hold => later - now,
        Posture::Withdraw => withdrawal(t, side, now),
        // Raiding comes with its phase; until then it promises nothing that holding does not.
        Posture::Raid => -1.0,
    };
    value * stakes + usual
}

/// Believed odds of the forces in being, without what yards will add.
fn odds_now(t: &Turn<'_>, side: CoalitionId) -> f64 {
    let lead = t.war.coalitions[side].lead;
    let own = t.coalition_strength(side).max(0.5);
    let enemy = belief::enemy_strength(t, lead).max(0.5);
    let noise = t.rule(Rule::ProspectNoise);
    let spread = belief::spread(t, lead);
    let z = libm::log(own / enemy) / libm::sqrt(noise * noise + spread * spread);
    polemos_chance::special::normal_cdf(z)
}

/// Falling back pays when the odds are poor and much of what is held lies outside the home places: the same guards
/// then stand on fewer places. It costs the share of worth that is given up.
fn withdrawal(t: &Turn<'_>, side: CoalitionId, odds: f64) -> f64 {
    let (mut inside, mut outside) = (0.0, 0.0);
    let (mut kept, mut given_up) = (0.0, 0.0);
    for place in t.war.places.ids().filter(|id| t.s.holder(*id) == Some(side)) {
        let worth = t.real.place_value[place];
        if t.war.places[place].home {
            (inside, kept) = (inside + 1.0, kept + worth);
        } else {
            (outside, given_up) = (outside + 1.0, given_up + worth);
        }
    }
    if outside == 0.0 || inside == 0.0 {
        return -2.0;
    }
    let denser = libm::log((inside + outside) / inside);
    let loss: f64 = given_up / (kept + given_up);
    denser * 2.0 * (0.45 - odds) - loss
}
