//! Phase 12. Resolve follows losses and prospects; postures come up for review; the weaker side asks for terms, and
//! the stronger weighs them; wars end.
//!
//! Resolve drifts toward logistic(β₀ + β₁·logit p − β₂·ln(1 + losses/scale) − β₄·ln(1 + places lost/scale) + β₃·home
//! threatened), half-way in the rule's time: the casualty form (Mueller 1973) and the prospect form (Sidman and Norpoth 2012) are its two
//! extremes. Terms follow the bargaining view of war (Fearon 1995): a side gives up as much as it believes itself
//! the weaker, and the other takes it when that is worth more than fighting on; a leader who will not outlive a
//! defeat values all defeats nearly alike and gambles (Goemans 2000).

use crate::effects;
use crate::few::Few;
use crate::phases::events;
use crate::situation::*;
use crate::turn::{Turn, strength_of};
use polemos_chance::special::{logistic, logit};
use polemos_chronicle::{Ending, Grade, Seq, What};
use polemos_war::*;

/// Plays the phase.
pub fn play(t: &mut Turn<'_>) {
    let reviewed = t.recurs(Rule::ResolveReview);
    if let Some(days) = reviewed {
        for id in t.s.factions.ids() {
            if t.s.factions[id].at_war {
                drift(t, id, days);
                report(t, id);
            }
        }
        t.s.touch(Reads::POLITICS);
    }
    for side in t.belligerents() {
        open_reviews(t, side);
    }
    // Sides fall when something has happened in the field, or when resolve has moved.
    if t.s.stirred || reviewed.is_some() {
        conquests(t);
    }
    conclude(t);
}

/// Moves a faction's resolve by so many days.
fn drift(t: &mut Turn<'_>, id: FactionId, days: f64) {
    let state = &t.s.factions[id];
    let loss = 1.0 + t.faction_loss(id) / t.rule(Rule::ResolveDeadScale);
    let home = match t.war.factions[id].capital {
        Some(capital) if t.s.holder(capital) != Some(state.coalition) => -t.rule(Rule::ResolveCapital),
        _ if home_threatened(t, id) => t.rule(Rule::ResolveHome),
        _ => 0.0,
    };
    let places = 1.0 + balance(t, state.coalition).max(0.0) / t.rule(Rule::ResolveDeadScale);
    let start = t.real.number(t.war.factions[id].resolve).clamp(0.01, 0.99);
    // A faction's own temper: how far its resolve at the start stands from that of an ordinary one at even odds.
    let temper = logit(start) - t.rule(Rule::ResolveBase);
    let pull = t.rule(Rule::ResolveBase) + temper + t.rule(Rule::ResolveProspect) * logit(state.prospect)
        - t.rule(Rule::ResolveDead) * libm::log(loss)
        - t.rule(Rule::ResolvePlaces) * libm::log(places)
        + home;
    let goal = logistic(pull);
    let step = -libm::expm1(-core::f64::consts::LN_2 * days / t.rule(Rule::ResolveHalfLife));
    let resolve = state.resolve + (goal - state.resolve) * step;
    t.s.factions[id].resolve = resolve.clamp(0.01, 0.99);
}

/// Whether an enemy stands at or next to a faction's capital.
fn home_threatened(t: &Turn<'_>, id: FactionId) -> bool {
    let Some(capital) = t.war.factions[id].capital else { return false };
    let near = |place: PlaceId| {
        place == capital || crate::routes::neighbours(t.war, t.s, capital).any(|(_, next)| next == place)
    };
    t.s.forces.iter().any(|f| t.s.hostile(f.faction, id) && f.at.place().is_some_and(near))
}

/// Enters that resolve has crossed a quarter.
fn report(t: &mut Turn<'_>, id: FactionId) {
    let state = t.s.factions[id];
    let now = (state.resolve * 4.0) as u8;
    if now == state.reported {
        return;
    }
    let falling = now < state.reported;
    let level = f64::from(if falling { state.reported } else { now }) / 4.0;
    // A level counts as crossed once it is left behind clearly, so that hovering at it fills no page.
    if libm::fabs(state.resolve - level) < 0.03 {
        return;
    }
    let day = t.dusk();
    t.record(day, &[state.cause], |_| What::ResolveTurned { faction: id, level, falling });
    t.s.factions[id].reported = now;
}

fn open_reviews(t: &mut Turn<'_>, side: CoalitionId) {
    let day = t.dusk();
    let cause = t.s.coalitions[side].cause;
    if day >= t.s.coalitions[side].next_posture {
        t.s.coalitions[side].next_posture += t.rule(Rule::PostureReview);
        if day >= t.s.coalitions[side].posture_until {
            open_kind(t, side, DecisionKind::Posture, cause);
        }
    }
    if day >= t.s.coalitions[side].next_terms {
        t.s.coalitions[side].next_terms += t.rule(Rule::TermsReview);
        let lead = t.war.coalitions[side].lead;
        if t.s.factions[lead].prospect < 0.5 || resolve_of(t, side) < 0.35 {
            open_kind(t, side, DecisionKind::AskTerms, t.s.factions[lead].cause);
        }
    }
}

fn open_kind(t: &mut Turn<'_>, side: CoalitionId, kind: DecisionKind, cause: Option<Seq>) {
    let found = t.war.decisions.pairs().find(|(_, d)| d.kind == kind && d.coalition == side);
    if let Some((id, _)) = found.filter(|(id, _)| !t.s.decisions[*id].open) {
        events::open(t, id, cause);
    }
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

/// Resolve of a coalition: its belligerents' by the strength that each brought into the war.
pub fn resolve_of(t: &Turn<'_>, side: CoalitionId) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for state in t.s.factions.iter().filter(|f| f.coalition == side && f.at_war) {
        let own = state.opening_value + 1.0;
        sum += state.resolve * own;
        weight += own;
    }
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// The strongest opponent of a coalition.
fn opponent(t: &Turn<'_>, side: CoalitionId) -> Option<CoalitionId> {
    let others = t.belligerents().into_iter().filter(|other| *other != side);
    let strengths = others.map(|other| (other, t.coalition_strength(other)));
    strengths.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(other, _)| other)
}

/// Share of what was its own at the start that a coalition has lost (or, below zero, of others' that it has won).
fn balance(t: &Turn<'_>, side: CoalitionId) -> f64 {
    let held = worth_held(t, side);
    let start = t.s.coalitions[side].opening_worth;
    if start > 0.0 { ((start - held) / start).clamp(-1.0, 1.0) } else { 0.0 }
}

fn worth_held(t: &Turn<'_>, side: CoalitionId) -> f64 {
    let held = t.war.places.ids().filter(|id| t.s.holder(*id) == Some(side));
    held.map(|id| t.real.place_value[id]).sum()
}

/// How much the weaker gives up, 0 an armistice on what is held to 1 surrender: as it believes itself the weaker.
fn concession(prospect: f64) -> f64 {
    ((0.5 - prospect) * 2.4).clamp(0.0, 1.0)
}

/// What a side expects from fighting on, −1 all lost to 1 all won: odds, less the cost of the time it will take, and
/// its will.
fn fighting_on(t: &Turn<'_>, side: CoalitionId) -> f64 {
    let lead = t.war.coalitions[side].lead;
    let p = t.s.factions[lead].prospect;
    // A leader who will not outlive defeat tells little between defeats, bad and worse.
    let outlives = t.trait_of(t.commander_of(side), |traits| traits.outlives_defeat, 1.0);
    let felt = outlives + (1.0 - outlives) * t.rule(Rule::TermsGamble);
    // Even wars last longest: a year at even odds, less as they part.
    let years = 4.0 * p * (1.0 - p);
    p - (1.0 - p) * felt - t.rule(Rule::TermsCost) * years + 0.5 * (resolve_of(t, side) - 0.5)
}

/// Utilities of asking for terms and of fighting on. To ask is to give up as much as the odds say, less what ending
/// in time spares, and costs pride in proportion to resolve.
pub fn value_of_asking(t: &Turn<'_>, side: CoalitionId) -> [f64; 2] {
    let lead = t.war.coalitions[side].lead;
    let give = concession(t.s.factions[lead].prospect);
    let outlives = t.trait_of(t.commander_of(side), |traits| traits.outlives_defeat, 1.0);
    // For a leader who will not outlive it, a surrender is as bad as any defeat.
    let personal = if is_surrender(give) { (1.0 - outlives) * t.rule(Rule::TermsGamble) } else { 0.0 };
    // What the enemy already holds is given up too; it is worth no more than the chance of winning it back.
    let held_by_enemy = balance(t, side).max(0.0) * t.s.factions[lead].prospect;
    let given_up = give * (1.0 - t.rule(Rule::TermsSpared)) + held_by_enemy;
    // No one asks before anything has been lost: pride weighs double then, and once as losses mount.
    let harm = (t.coalition_loss(side) + balance(t, side).max(0.0)) / t.rule(Rule::ResolveDeadScale);
    let pride = t.rule(Rule::TermsPride) * (2.0 - harm.min(1.0)) * resolve_of(t, side);
    [-given_up - pride - personal, fighting_on(t, side)]
}

/// Utilities of accepting and of refusing what the other side offers.
pub fn value_of_answering(t: &Turn<'_>, side: CoalitionId) -> [f64; 2] {
    let Some(other) = opponent(t, side) else { return [0.0, 0.0] };
    let offered = concession(t.s.factions[t.war.coalitions[other].lead].prospect);
    let worth = offered - 0.5 * balance(t, side);
    // Surrender needs no trust; anything less may be broken, and the war is then to be fought later and worse.
    let trusted = if is_surrender(offered) { 1.0 } else { t.rule(Rule::TermsCredibility) };
    [trusted * worth - (1.0 - trusted), fighting_on(t, side)]
}

/// Whether giving up so much is a surrender rather than a treaty.
fn is_surrender(concession: f64) -> bool {
    concession > 0.7
}

/// A coalition has decided whether to ask for terms.
pub fn asked(t: &mut Turn<'_>, side: CoalitionId, asks: bool, seq: Seq) {
    if let (true, Some(other)) = (asks, opponent(t, side)) {
        open_kind(t, other, DecisionKind::AnswerTerms, Some(seq));
    }
}

/// A coalition has answered an offer.
pub fn answered(t: &mut Turn<'_>, side: CoalitionId, accepts: bool, seq: Seq) {
    let Some(by) = opponent(t, side) else { return };
    let day = t.now();
    let terms = t.record(day, &[Some(seq)], |_| What::Terms { by, to: side, accepted: accepts });
    if !accepts {
        return;
    }
    let give = concession(t.s.factions[t.war.coalitions[by].lead].prospect);
    if is_surrender(give) {
        give_up(t, by, EndingKind::Surrender, Some(terms));
    } else if give > 0.2 {
        end(t, EndingKind::Treaty, Some(side), Some(by), Some(terms));
    } else {
        end(t, EndingKind::Armistice, None, None, Some(terms));
    }
    conclude(t);
}

/// Sides that have nothing left to fight with or for drop out.
fn conquests(t: &mut Turn<'_>) {
    let mut left = Left::of(t);
    for side in t.belligerents() {
        let spent = left.strength[side.index()] < 0.02 * t.s.coalitions[side].opening_value;
        let had_places = t.s.coalitions[side].opening_worth > 0.0;
        if (had_places && !left.places[side.index()]) || (spent && !still_to_come(t, side)) {
            give_up(t, side, EndingKind::Conquest, last_loss(t, side));
        } else if resolve_of(t, side) < t.rule(Rule::EndResolve) && opponent_prevails(t, side) {
            give_up(t, side, EndingKind::Surrender, last_loss(t, side));
        } else {
            continue;
        }
        left = Left::of(t);
    }
}

/// What coalitions have left, by row: strength, and whether they hold any place.
struct Left {
    strength: Few<f64, 16>,
    places: Few<bool, 16>,
}

impl Left {
    fn of(t: &Turn<'_>) -> Self {
        let sides = t.s.coalitions.len();
        let mut left = Self { strength: Few::filled(0.0, sides), places: Few::filled(false, sides) };
        let idle = t.rule(Rule::StrengthIdle);
        let (strength, places) = (&mut left.strength[..], &mut left.places[..]);
        for force in t.s.forces.iter().filter(|f| f.at.is_present()) {
            strength[t.s.side(force.faction).index()] += strength_of(force, idle);
        }
        for owner in t.s.places.iter().filter_map(|p| p.owner) {
            places[t.s.side(owner).index()] = true;
        }
        left
    }
}

fn still_to_come(t: &Turn<'_>, side: CoalitionId) -> bool {
    let away = |(id, f): (ForceId, &ForceState)| {
        f.at == Whereabouts::Away && t.s.side(f.faction) == side && t.war.forces[id].arrives.is_some()
    };
    t.s.forces.pairs().any(away)
}

fn opponent_prevails(t: &Turn<'_>, side: CoalitionId) -> bool {
    opponent(t, side).is_some_and(|other| resolve_of(t, other) > t.rule(Rule::EndResolve))
}

fn last_loss(t: &Turn<'_>, side: CoalitionId) -> Option<Seq> {
    let members = t.s.factions.iter().filter(|f| f.coalition == side);
    members.filter_map(|f| f.cause).max()
}

/// A side leaves the war beaten.
fn give_up(t: &mut Turn<'_>, side: CoalitionId, kind: EndingKind, cause: Option<Seq>) {
    let victor = opponent(t, side);
    t.s.coalitions[side].active = false;
    let leaves: Vec<FactionId> =
        t.s.factions.pairs().filter(|(_, f)| f.coalition == side).map(|(id, _)| id).collect();
    if t.belligerents().len() > 1 {
        for id in leaves {
            effects::leave(t, id, cause);
        }
        return;
    }
    end(t, kind, victor, Some(side), cause);
}

/// Ends the war when fewer than two sides are left in it, or no one can be made to go on.
fn conclude(t: &mut Turn<'_>) {
    if t.s.ending.is_some() {
        return;
    }
    let sides = t.belligerents();
    if sides.len() < 2 {
        let victor = sides.first().copied();
        return end(t, EndingKind::Conquest, victor, None, None);
    }
    let tired = t.rule(Rule::EndResolve);
    if sides.iter().all(|side| resolve_of(t, *side) < tired) {
        let cause = sides.iter().filter_map(|side| last_loss(t, *side)).max();
        return end(t, EndingKind::Exhaustion, None, None, cause);
    }
    if t.dusk() >= f64::from(t.war.clock.limit_days) {
        end(t, EndingKind::Undecided, None, None, None);
    }
}

fn end(
    t: &mut Turn<'_>,
    kind: EndingKind,
    victor: Option<CoalitionId>,
    loser: Option<CoalitionId>,
    cause: Option<Seq>,
) {
    let day = t.now();
    let ending = Ending { kind, victor, loser, grade: grade(t, kind, victor, loser), day };
    t.record(day, &[cause], |_| What::Ended(ending));
    t.s.ending = Some(ending);
}

/// How clear it was: by what the loser has left, and what the victor gained and paid.
fn grade(t: &Turn<'_>, kind: EndingKind, victor: Option<CoalitionId>, loser: Option<CoalitionId>) -> Grade {
    let Some(victor) = victor else { return Grade::Stalemate };
    let paid = t.coalition_loss(victor);
    let cost = loser.map_or(0.0, |loser| t.coalition_loss(loser));
    match kind {
        EndingKind::Surrender | EndingKind::Conquest if paid < 0.6 => Grade::Decisive,
        EndingKind::Surrender | EndingKind::Conquest => Grade::Clear,
        _ if -balance(t, victor) > 0.1 && paid <= cost => Grade::Clear,
        _ => Grade::Marginal,
    }
}
