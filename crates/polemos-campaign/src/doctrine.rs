//! How a commander who follows doctrine values the options of a decision, in units of the stakes: 1 is what the
//! war is about. Only estimates, own knowledge and character enter.

use crate::belief;
use crate::few::Few;
use crate::lines::Lines;
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
        DecisionKind::Posture => {
            let now = odds_now(t, def.coalition);
            Posture::ALL.iter().map(|p| posture(t, def.coalition, *p, now)).collect()
        }
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
            Effect::Posture(side, to) => {
                Some(posture_with(t, *side, *to, perimeter_of(choice, *side), odds_now(t, *side)))
            }
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

/// The perimeter that an option gives a coalition.
fn perimeter_of(choice: &Choice, side: CoalitionId) -> Option<&[PlaceId]> {
    choice.effects.iter().find_map(|effect| match effect {
        Effect::Perimeter(of, places) if *of == side => Some(places.as_slice()),
        _ => None,
    })
}

/// What a posture promises a coalition with the perimeter that it has been given.
fn posture(t: &Turn<'_>, side: CoalitionId, to: Posture, now: f64) -> f64 {
    let given = &t.s.coalitions[side].perimeter;
    posture_with(t, side, to, (!given.is_empty()).then_some(given.as_slice()), now)
}

/// What a posture promises a coalition, as its lead sees the war; `now` are the odds of the forces in being.
///
/// Attack is worth the believed odds of the forces in being; holding, what time adds to them; raiding, besides, what
/// the enemy's lines lose to it ([`raiding`]); a withdrawal, besides, what [`withdrawal`] gives. A change costs
/// something, so that postures do not flutter.
fn posture_with(
    t: &Turn<'_>,
    side: CoalitionId,
    posture: Posture,
    perimeter: Option<&[PlaceId]>,
    now: f64,
) -> f64 {
    let lead = t.war.coalitions[side].lead;
    let boldness = t.trait_of(t.commander_of(side), |traits| traits.boldness, 0.5);
    let stakes = t.real.number(t.war.factions[lead].stakes);
    let later = t.s.factions[lead].prospect;
    let usual = if t.s.coalitions[side].posture == posture { t.rule(Rule::PostureInertia) } else { 0.0 };
    let value = match posture {
        Posture::Offensive => (2.0 * now - 1.0) + 0.5 * (now - later) + 0.4 * (boldness - 0.5),
        Posture::Hold => later - now,
        Posture::Withdraw => later - now + withdrawal(t, side, perimeter),
        Posture::Raid => later - now + raiding(t, side),
    };
    value * stakes + usual
}

/// Believed odds of the forces in being, without what yards will add.
fn odds_now(t: &Turn<'_>, side: CoalitionId) -> f64 {
    let lead = t.war.coalitions[side].lead;
    odds(t, lead, t.coalition_strength(side), belief::enemy_strength(t, lead))
}

fn odds(t: &Turn<'_>, lead: FactionId, own: f64, enemy: f64) -> f64 {
    let noise = t.rule(Rule::ProspectNoise);
    let spread = belief::spread(t.war, t.real, lead);
    let z = libm::log(own.max(0.5) / enemy.max(0.5)) / libm::sqrt(noise * noise + spread * spread);
    polemos_chance::special::normal_cdf(z)
}

/// What is left of a strength of which only a share of its need is delivered.
fn fed(t: &Turn<'_>, delivered: f64) -> f64 {
    let idle = t.rule(Rule::StrengthIdle);
    idle + (1.0 - idle) * delivered
}

/// Raiding pays by what it takes from the enemy's supply beyond what raids under any posture take: his forces, as they
/// were seen, are reckoned to live on his nearest depots, and lanes in reach of own mobile forces are struck
/// ([`Lines`]). It costs raiders. Both count by the change of the odds.
fn raiding(t: &Turn<'_>, side: CoalitionId) -> f64 {
    let lead = t.war.coalitions[side].lead;
    let (own, enemy) = (t.coalition_strength(side).max(0.5), belief::enemy_strength(t, lead).max(0.5));
    let mobile = t.s.forces_in_play(side).filter(|id| t.can_move(*id) && t.s.forces[*id].value > 0.0);
    let (mut raiders, mut strength) = (Vec::new(), 0.0);
    for (place, id) in mobile.filter_map(|id| Some((t.s.forces[id].at.place()?, id))) {
        raiders.push(place);
        strength += t.strength(id);
    }
    let seen: Vec<(PlaceId, f64)> =
        sighted(t, lead, true).into_iter().map(|(place, it, _)| (place, it)).collect();
    let depots = depots(t, |owner| t.s.hostile(lead, owner));
    let lines = Lines::reckon(t, &seen, &depots, &raiders);
    let more = (1.0 - t.rule(Rule::RaidShare)) * strength / enemy;
    let weakened = fed(t, libm::exp(-lines.interdiction(t, more)));
    let guard = t.rule(Rule::RaidEscort) * lines.mass;
    let caught = guard / (guard + t.rule(Rule::RaidCaught));
    let days = t.rule(Rule::ProspectHorizon);
    let lost = lines.strikes(t, more) * days * caught * t.rule(Rule::RaidParty);
    odds(t, lead, own * (1.0 - lost.min(0.9)), enemy * weakened) - odds(t, lead, own, enemy)
}

/// What a withdrawal to a perimeter promises beyond holding all that is held.
///
/// Let the own strength S stand over a set of places in proportion to the threat p to each, all E of the enemy's as it
/// is believed and less with every day of his way. A place then has a guard G = S·e(d)·Σ p·nearness within reach, and
/// keeps the share G/(G + T) of its worth when the enemy comes with T. d is what supply delivers, exp(−L/Λ − D): the
/// mean path L from the depots left, and the interdiction D of what of it lies open to his raids ([`Lines`]); e is
/// the strength that this leaves. With s the mean of that share by p, and k the worth kept:
///
/// - as it stands, what lies outside is the enemy's to win back, and he fights for it: holding keeps s(all);
/// - behind the perimeter he follows with the believed resolve q of his lead: withdrawing keeps k·(1 − q + q·s(kept));
/// - if he does not follow, what yards and depots make good within the horizon adds to the odds.
///
/// A staff that thinks little of the enemy's resolve therefore goes back to where it is strong, and one that expects to
/// be followed gains only the denser guard. Those who are strong for all that they hold give up worth for nothing.
fn withdrawal(t: &Turn<'_>, side: CoalitionId, perimeter: Option<&[PlaceId]>) -> f64 {
    let lead = t.war.coalitions[side].lead;
    let held: Vec<PlaceId> = t.s.held_by(side).collect();
    let stays = |place: &PlaceId| match perimeter {
        Some(places) => places.contains(place),
        None => t.war.places[*place].home,
    };
    let kept: Vec<PlaceId> = held.iter().copied().filter(stays).collect();
    if kept.is_empty() || kept.len() == held.len() {
        return -2.0;
    }
    let enemies = sighted(t, lead, false);
    let (wide, tight) = (Front::of(t, side, &held, &enemies), Front::of(t, side, &kept, &enemies));
    let share = tight.worth / wide.worth.max(1e-9);
    let follows = enemy_resolve(t, lead, &enemies);
    let worth = share * (1.0 - follows + follows * tight.safety) - wide.safety;
    let enemy = belief::enemy_strength(t, lead);
    let rebuilt = odds(t, lead, tight.later, enemy) - odds(t, lead, wide.later, enemy);
    worth + (1.0 - follows) * rebuilt
}

/// A side's forces spread over places in proportion to the threat to each.
struct Front {
    /// Worth of the places.
    worth: f64,
    /// Share of what is attacked that is kept.
    safety: f64,
    /// Strength after the horizon, with what supply leaves of it and what yards add.
    later: f64,
}

impl Front {
    fn of(
        t: &Turn<'_>,
        side: CoalitionId,
        places: &[PlaceId],
        enemies: &[(PlaceId, f64, FactionId)],
    ) -> Self {
        let threat = |place: PlaceId| -> f64 {
            enemies.iter().map(|(from, strength, _)| strength * t.s.nearness(*from, place)).sum()
        };
        let threats: Vec<(PlaceId, f64)> = places.iter().map(|place| (*place, threat(*place))).collect();
        let all: f64 = threats.iter().map(|(_, threat)| threat).sum::<f64>().max(1e-9);
        let shares: Vec<(PlaceId, f64)> =
            threats.iter().map(|(place, threat)| (*place, threat / all)).collect();
        let posts: Vec<PlaceId> = enemies.iter().map(|(place, ..)| *place).collect();
        let depots: Vec<PlaceId> = depots(t, |owner| t.s.side(owner) == side);
        let depots: Vec<PlaceId> = depots.into_iter().filter(|depot| places.contains(depot)).collect();
        let lines = Lines::reckon(t, &threats, &depots, &posts);
        let strength: f64 = t.s.forces_in_play(side).map(|id| t.s.forces[id].value).sum::<f64>().max(0.5);
        let hostile: f64 = enemies.iter().map(|(_, strength, _)| strength).sum();
        let raids = t.rule(Rule::RaidShare) * hostile / strength;
        let delivered = lines.delivered(t, lines.interdiction(t, raids));
        let guard = strength * fed(t, delivered);
        let near = |at: PlaceId| -> f64 {
            shares.iter().map(|(other, share)| share * t.s.nearness(*other, at)).sum()
        };
        let safe = |((place, threat), (_, share)): (&(PlaceId, f64), &(PlaceId, f64))| {
            let guard = guard * near(*place);
            share * guard / (guard + threat).max(1e-9)
        };
        let safety = if all > 1e-6 { threats.iter().zip(&shares).map(safe).sum() } else { 1.0 };
        let built = belief::building(t, true, |owner| t.s.side(owner) == side);
        Self {
            worth: places.iter().map(|place| t.real.place_value[*place]).sum(),
            safety,
            later: guard + t.rule(Rule::ProspectHorizon) * built * delivered,
        }
    }
}

/// Hostile forces where they were last seen, as strong as they are judged: all, or those that can move.
fn sighted(t: &Turn<'_>, by: FactionId, all: bool) -> Vec<(PlaceId, f64, FactionId)> {
    let counts = |id: &ForceId| all || !t.war.forces[*id].garrison;
    let mut factors: Few<f64, 32> = Few::filled(1.0, t.s.factions.len());
    for about in t.s.sides.enemies.rows_of(by.index()) {
        factors[about] = belief::strength_factor(t, by, FactionId::from_index(about));
    }
    let sightings = t.s.sightings_of(t.s.side(by));
    let hostile = t.s.sides.foes.rows_of(by.index()).map(ForceId::from_index).filter(counts);
    let seen = hostile.filter_map(|id| {
        let (sighting, about) = (&sightings[id.index()], t.s.forces[id].faction);
        Some((sighting.place?, sighting.strength * factors[about.index()], about))
    });
    seen.filter(|(_, strength, _)| *strength > 0.0).collect()
}

/// Places of the depots of some owners. Of its own a side knows which work; others' are taken as whole.
fn depots(t: &Turn<'_>, counts: impl Fn(FactionId) -> bool) -> Vec<PlaceId> {
    let all = t.war.works.iter().filter(|w| w.kind == WorksKind::Depot && !w.removed);
    all.map(|w| w.place).filter(|place| t.s.places[*place].owner.is_some_and(&counts)).collect()
}

/// Believed resolve of the lead of the enemy's strongest side.
fn enemy_resolve(t: &Turn<'_>, by: FactionId, enemies: &[(PlaceId, f64, FactionId)]) -> f64 {
    let mut sides = vec![0.0; t.s.coalitions.len()];
    enemies.iter().for_each(|(_, strength, faction)| sides[t.s.side(*faction).index()] += strength);
    let strongest =
        t.s.coalitions.ids().max_by(|a, b| sides[a.index()].total_cmp(&sides[b.index()]).then(b.cmp(a)));
    strongest.map_or(0.5, |side| belief::resolve(t, by, t.war.coalitions[side].lead))
}
