//! Phase 7, and the occupation of phase 8. Where hostile forces meet, both sides project the battle from what they see
//! and may decline it if a way out is open; before fortifications the attackers form up first ([`sieges`]). What is
//! joined is fought by aggregated attrition; the beaten retreat along an open lane, or fight on where there is none.
//! Places that no one defends any more are taken, where troops stand on the ground only by troops ([`landing`]).

use crate::belief;
use crate::effects;
use crate::engagement::{self, Field, Fought, Host};
use crate::few::Few;
use crate::mutiny;
use crate::phases::decisions::{self, Answer};
use crate::phases::{landing, loyalty, movement, persons, resolve, sieges};
use crate::projection;
use crate::purpose;
use crate::situation::*;
use crate::turn::{Manner, Turn};
use crate::unit_by_unit;
use polemos_battle::{End, Outcome};
use polemos_chronicle::{
    Battle, BattleEnd, BattleSide, Fate, PlaceBattles, ProjectionSeen, Seq, SmallShare, What,
};
use polemos_war::*;

/// Fights or declines every contact, in the order of places. When an answer from outside is wanted and missing, the
/// decision is returned and play stops there; it goes on where it stopped.
pub fn play(t: &mut Turn<'_>, answers: &mut Vec<Answer>) -> Option<DecisionId> {
    t.look_for_disputes();
    sieges::review(t);
    loop {
        t.look_for_disputes();
        let disputed = t.s.disputes.disputed().rows().map(PlaceId::from_index);
        let Some(contact) = disputed.into_iter().find_map(|place| contact_at(t, place)) else {
            occupy(t);
            return None;
        };
        let waits = meet(t, contact, answers);
        if waits.is_some() {
            return waits;
        }
    }
}

/// Two hostile sides at one place; the attacker first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contact {
    pub(crate) place: PlaceId,
    pub(crate) sides: [CoalitionId; 2],
    /// Whether either side has a way out.
    pub(crate) ways_out: [bool; 2],
}

/// What comes of a place in dispute: nothing today where a siege goes on.
fn contact_at(t: &Turn<'_>, place: PlaceId) -> Option<Contact> {
    let sides = opponents(t, place)?;
    if sieges::waits(t, place, sides) {
        return None;
    }
    Some(Contact { place, sides, ways_out: ways_out(t, place, sides) })
}

/// Enemies at a place, whether or not they would fight today.
pub(crate) fn enemies_at(t: &Turn<'_>, place: PlaceId) -> Option<Contact> {
    let sides = opponents(t, place)?;
    Some(Contact { place, sides, ways_out: ways_out(t, place, sides) })
}

fn ways_out(t: &Turn<'_>, place: PlaceId, sides: [CoalitionId; 2]) -> [bool; 2] {
    sides.map(|side| !sieges::sealed(t, place, side) && movement::refuge(t, side, place).is_some())
}

/// The two sides that would fight each other at a place, the attacker first.
fn opponents(t: &Turn<'_>, place: PlaceId) -> Option<[CoalitionId; 2]> {
    let end = t.dusk();
    let mut sides: Few<(CoalitionId, f64), 8> = Few::new();
    for (id, force) in t.s.forces_at(place).filter(|(_, force)| force.value > 0.0) {
        // A force in a battle that outlasts the tick meets no one else; one on the run does not turn and fight.
        let able = force.busy_until < end && force.mission != Mission::Retreat;
        if !able || !t.s.factions[force.faction].at_war {
            continue;
        }
        let side = t.s.side(force.faction);
        match sides.iter_mut().find(|(other, _)| *other == side) {
            Some((_, strength)) => *strength += t.strength(id),
            None => sides.push((side, t.strength(id))),
        }
    }
    let holder = t.s.holder(place);
    // The strongest newcomer against the holder; where no one holds the place, the strongest two.
    sides.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let defender =
        sides.iter().position(|(side, _)| Some(*side) == holder).unwrap_or(sides.len().saturating_sub(1));
    let (defender, _) = *sides.get(defender)?;
    let (attacker, _) = *sides.iter().find(|(side, _)| *side != defender)?;
    Some([attacker, defender])
}

/// Decides whether a contact becomes a battle, and fights it.
fn meet(t: &mut Turn<'_>, contact: Contact, answers: &mut Vec<Answer>) -> Option<DecisionId> {
    if sieges::besieged_by(t, contact.place, contact.sides[0]) {
        return sieges::council(t, contact, answers);
    }
    let hosts = hosts(t, contact, Field::Place);
    let mut projections = [ProjectionSeen::default(); 2];
    for (which, projection) in projections.iter_mut().enumerate() {
        *projection = engagement::projected(t, &hosts, contact.ways_out, which);
        match declines(t, contact, which, projection, answers) {
            Err(waits) => return Some(waits),
            Ok(Some(seq)) => {
                decline(t, contact, which, seq);
                return None;
            }
            Ok(None) => {}
        }
    }
    fight(t, contact, projections, hosts, Field::Place);
    None
}

/// Both sides as they would fight.
pub(super) fn hosts(t: &Turn<'_>, contact: Contact, field: Field) -> [Host; 2] {
    contact.sides.map(|side| field.host(t, contact.place, side))
}

/// What the staff of one of them projects.
pub(super) fn projection(t: &Turn<'_>, contact: Contact, field: Field, which: usize) -> ProjectionSeen {
    engagement::projected(t, &hosts(t, contact, field), contact.ways_out, which)
}

/// Whether a side declines. A side that has no way out, or nothing that moves, is not asked.
pub(super) fn declines(
    t: &mut Turn<'_>,
    contact: Contact,
    which: usize,
    projection: &ProjectionSeen,
    answers: &mut Vec<Answer>,
) -> Result<Option<Option<Seq>>, DecisionId> {
    if !contact.ways_out[which] {
        return Ok(None);
    }
    let utilities = worth_fighting(t, contact, which, projection);
    let answer = ask(t, contact, which, utilities, projection, answers)?;
    Ok(answer.filter(|(fights, _)| !fights).map(|(_, seq)| Some(seq)))
}

/// Asks a side whether it fights; none where it has nothing that moves, or no one to ask.
pub(super) fn ask(
    t: &mut Turn<'_>,
    contact: Contact,
    which: usize,
    utilities: Vec<f64>,
    projection: &ProjectionSeen,
    answers: &mut Vec<Answer>,
) -> Result<Option<(bool, Seq)>, DecisionId> {
    let side = contact.sides[which];
    let mobile = movable(t, contact.place, side);
    if mobile.is_empty() {
        return Ok(None);
    }
    let found = t.war.decisions.pairs().find(|(_, d)| d.kind == DecisionKind::Engage && d.coalition == side);
    let Some((id, _)) = found else { return Ok(None) };
    let cause = mobile.first().and_then(|id| t.s.forces[*id].cause);
    let state = &mut t.s.decisions[id];
    (state.place, state.cause) = (Some(contact.place), cause);
    t.s.set_open(id, true);
    let Some((option, policy)) = decisions::choose(t, id, &utilities, answers) else { return Err(id) };
    answers.retain(|(decision, _)| *decision != id);
    let seq = decisions::settle(t, id, option, policy, utilities, Some(*projection));
    Ok(Some((option == 0, seq)))
}

pub(super) fn movable(t: &Turn<'_>, place: PlaceId, side: CoalitionId) -> Few<ForceId, 32> {
    let here = t.s.own_at(place, side).filter(|(_, force)| force.value > 0.0).map(|(id, _)| id);
    here.filter(|id| t.can_move(*id)).collect()
}

/// How clearly odds speak where fleets are already in sight of each other, against councils held at a distance.
pub(super) const CLEAR: f64 = 3.0;

/// Utilities of fighting and of declining: odds against what declining gives up. Giving up a place of one's own
/// costs its share of all that one holds; turning back from an attack costs little. Commanders who press on by
/// standing order weigh losses less.
pub(super) fn worth_fighting(
    t: &Turn<'_>,
    contact: Contact,
    which: usize,
    seen: &ProjectionSeen,
) -> Vec<f64> {
    let side = contact.sides[which];
    let boldness = t.trait_of(engagement::commander(t, contact.place, side), |traits| traits.boldness, 0.5);
    let tolerance = t.s.coalitions[side].tolerance;
    let pressed = (tolerance - t.rule(Rule::BattleTolerance)).max(0.0);
    let line = t.rule(Rule::BattleDeclineOdds) - 0.4 * (boldness - 0.5) - pressed;
    let holds = t.s.holder(contact.place) == Some(side);
    let at_stake = if holds { t.at_stake(contact.place) } else { 0.0 };
    vec![CLEAR * (seen.win - line + 2.0 * at_stake), 0.0]
}

/// One side withdraws before the battle is joined; what cannot move stays and faces the enemy.
pub(super) fn decline(t: &mut Turn<'_>, contact: Contact, which: usize, seq: Option<Seq>) {
    let side = contact.sides[which];
    let day = t.dusk();
    let place = contact.place;
    let before = contact.sides[1 - which];
    let seq = t.record(day, &[seq], |_| What::Declined { place, coalition: side, before });
    if t.s.holder(place) != Some(side) {
        let leads = [side, before].map(|side| t.war.coalitions[side].lead);
        let [came, met] = [side, before].map(|side| strength_at(t, place, side));
        remember(t, side, place, met * t.contact_factor(leads[0], leads[1]), came);
    }
    for id in movable(t, place, side) {
        movement::drive_off(t, id, place, Mission::Retreat);
        t.s.forces[id].cause = Some(seq);
    }
    t.s.touch(Reads::FORCES.with(Reads::PLACES));
}

/// Strength of a side at a place, reference ships.
fn strength_at(t: &Turn<'_>, place: PlaceId, side: CoalitionId) -> f64 {
    let here = t.s.own_at(place, side).filter(|(_, force)| force.value > 0.0);
    here.map(|(id, _)| t.strength(id)).sum()
}

/// A side that has turned back from a place, or has been beaten off, remembers what it met there and with what it had
/// come.
fn remember(t: &mut Turn<'_>, side: CoalitionId, place: PlaceId, met: f64, came: f64) {
    let until = t.dusk() + REMEMBERED * t.rule(Rule::PostureReview);
    let avoided = &mut t.s.coalitions[side].avoided;
    avoided.retain(|rebuff| rebuff.place != place);
    avoided.push(Rebuff { place, until, met, came });
}

/// Reviews of its posture after which a side has forgotten why it turned back.
const REMEMBERED: f64 = 3.0;

/// Fights a battle of two hosts.
pub(super) fn fight(
    t: &mut Turn<'_>,
    contact: Contact,
    projections: [ProjectionSeen; 2],
    mut hosts: [Host; 2],
    field: Field,
) {
    if let Some(snare) = t.snare.as_mut().filter(|snare| snare.place == contact.place) {
        snare.caught.get_or_insert_with(|| Box::new((t.s.clone(), contact, field)));
    }
    let fought = attrition(t, contact, &hosts);
    let Fought { engagement, outcome, curve, gone } = fought;
    let crossings = mutiny::settle(t, &mut hosts, &gone);
    let losses = [0, 1]
        .map(|which| engagement::settle_losses(t, &hosts[which], &engagement.sides[which], &outcome, which));
    let day = t.dusk();
    t.s.stirred = true;
    t.s.places[contact.place].battles += 1;
    let ordinal = t.s.places[contact.place].battles;
    let causes: Vec<Option<Seq>> =
        hosts.iter().flat_map(|h| &h.forces).map(|id| t.s.forces[*id].cause).take(4).collect();
    let causes = [causes, vec![t.s.places[contact.place].siege.and_then(|siege| siege.cause)]].concat();
    let victor = victor(&outcome);
    let seq = t.record(day, &causes, |t| {
        What::Battle(Box::new(Battle {
            ordinal,
            place: contact.place,
            began: day,
            hours: outcome.hours,
            sides: [0, 1].map(|which| side_entry(t, contact, which, &hosts, &losses, projections[which])),
            victor,
            end: battle_end(&outcome),
            curve: curve.clone(),
        }))
    });
    for (row, crossing) in &crossings {
        loyalty::enter(t, *row, crossing, Some(seq));
    }
    tally(t, contact, &losses, projections);
    projection::charge(t, contact.place, contact.sides, &losses);
    resolve::after_battle(t, contact.sides, [0, 1].map(|which| losses[which].share * losses[which].opening));
    aftermath(t, contact, &hosts, &losses, &outcome, seq, field);
}

/// What the battle takes from both, in the manner of this campaign.
fn attrition(t: &Turn<'_>, contact: Contact, hosts: &[Host; 2]) -> Fought {
    let by_units = match t.manner {
        Manner::Aggregated => None,
        Manner::UnitByUnit => unit_by_unit::fight(t, contact.place, hosts, contact.ways_out),
    };
    by_units.unwrap_or_else(|| engagement::fight(t, contact.place, hosts, contact.ways_out))
}

fn victor(outcome: &Outcome) -> Option<u8> {
    outcome.end.loser().map(|side| 1 - side as u8)
}

fn battle_end(outcome: &Outcome) -> BattleEnd {
    match outcome.end {
        End::Broke(_) => BattleEnd::BrokeOff,
        End::Destroyed(_) | End::BothDestroyed => BattleEnd::Destroyed,
        End::Surrendered(_) => BattleEnd::Surrendered,
        End::TimeUp | End::Stopped => BattleEnd::Undecided,
    }
}

fn side_entry(
    t: &Turn<'_>,
    contact: Contact,
    which: usize,
    hosts: &[Host; 2],
    losses: &[engagement::Losses; 2],
    projected: ProjectionSeen,
) -> BattleSide {
    let host = &hosts[which];
    let mut factions: Vec<FactionId> = host.forces.iter().map(|id| t.s.forces[*id].faction).collect();
    factions.sort_unstable();
    factions.dedup();
    BattleSide {
        coalition: contact.sides[which],
        factions,
        forces: host.forces.clone(),
        commander: host.commander,
        units: host.units_by_class(),
        lost: losses[which].by_class.clone(),
        went_over: losses[which].went_over.clone(),
        dead: losses[which].dead,
        loss_share: losses[which].share,
        projected: Some(projected),
    }
}

/// Keeps, for each place, the figures of its largest battle.
fn tally(t: &mut Turn<'_>, contact: Contact, losses: &[engagement::Losses; 2], seen: [ProjectionSeen; 2]) {
    let count = t.s.places[contact.place].battles;
    let shares = |pick: &dyn Fn(usize) -> f64| [0, 1].map(|which| SmallShare::of(pick(which)));
    let mut entry = PlaceBattles::between(contact.place, contact.sides, count);
    entry.loss = shares(&|which| losses[which].share);
    entry.projected_loss = shares(&|which| seen[which].loss);
    entry.projected_win = shares(&|which| seen[which].win);
    let strength = losses[0].opening + losses[1].opening;
    match t.tally.binary_search_by_key(&contact.place, |(_, battles)| battles.place()) {
        Ok(at) if t.tally[at].0 < strength => t.tally[at] = (strength, entry),
        Ok(at) => t.tally[at].1.count = count,
        Err(at) => t.tally.insert(at, (strength, entry)),
    }
}

fn aftermath(
    t: &mut Turn<'_>,
    contact: Contact,
    hosts: &[Host; 2],
    losses: &[engagement::Losses; 2],
    outcome: &Outcome,
    seq: Seq,
    field: Field,
) {
    let until = t.dusk() + outcome.hours / 24.0;
    for id in hosts.iter().flat_map(|host| &host.forces).copied() {
        t.s.forces[id].busy_until = until;
        t.s.forces[id].cause = Some(seq);
        if t.s.forces[id].value <= 0.0 {
            strand(t, id, contact.place);
        }
        if t.unit_count(id) == 0 {
            movement::destroy(t, id, Some(contact.place), Some(seq));
        }
    }
    for which in 0..2 {
        let broken = matches!(outcome.end, End::Broke(side) | End::Surrendered(side) if side == which);
        commanders(
            t,
            contact.place,
            &hosts[which],
            losses[which].share,
            broken && losses[which].surrendered,
            seq,
        );
        // Those who sallied fall back behind their fortifications.
        let sallied = field == Field::Open && t.s.holder(contact.place) == Some(contact.sides[which]);
        if (broken || (outcome.end == End::TimeUp && which == 0)) && !sallied {
            fall_back(t, contact.place, &hosts[which], seq);
        }
        for faction in hosts[which].factions(t) {
            t.s.factions[faction].cause = Some(seq);
        }
        let side = contact.sides[which];
        if broken && t.s.holder(contact.place) != Some(side) {
            let met = losses[1 - which].opening * (1.0 - losses[1 - which].share);
            remember(t, side, contact.place, met, losses[which].opening);
        }
        t.s.coalitions[side].next_review = t.s.coalitions[side].next_review.min(until);
    }
    t.s.touch(Reads::FORCES.with(Reads::PLACES));
}

/// Troops whose ships are gone are lost with them, unless they stand on ground of their own side.
fn strand(t: &mut Turn<'_>, id: ForceId, place: PlaceId) {
    let faction = t.s.forces[id].faction;
    if t.s.holder(place) == Some(t.s.side(faction)) {
        return;
    }
    for &squadron in &t.real.rolls[id] {
        if t.s.squadrons[squadron].force != id {
            continue;
        }
        let domain = t.class_of(squadron).domain as usize;
        let left = std::mem::take(&mut t.s.squadrons[squadron].units);
        t.s.factions[faction].lost[domain] += left;
    }
    t.s.garrisons_stale = true;
}

/// The beaten leave by an open lane. Those who have none stay, and will be fought again.
fn fall_back(t: &mut Turn<'_>, place: PlaceId, host: &Host, seq: Seq) {
    for id in host.forces.iter().copied() {
        if t.can_move(id) && movement::drive_off(t, id, place, Mission::Retreat) {
            t.s.forces[id].cause = Some(seq);
        }
    }
}

/// Commanders share the fate of their ships: killed in proportion to the loss, taken where their force surrendered.
fn commanders(t: &mut Turn<'_>, place: PlaceId, host: &Host, loss: f64, surrendered: bool, seq: Seq) {
    let mut people: Vec<PersonId> = host.forces.iter().filter_map(|id| t.s.forces[*id].commander).collect();
    people.extend(host.commander);
    people.sort_unstable();
    people.dedup();
    for person in people.into_iter().filter(|p| host.aboard.contains(p)) {
        let luck = t.luck(purpose::FATE, crate::realised::entity(&t.war.persons[person].id), 0);
        if luck < loss * t.rule(Rule::BattleCommanderRisk) {
            effects::dies(t, person, Fate::Killed, Some(place), Some(seq));
        } else if surrendered {
            effects::dies(t, person, Fate::Captured, Some(place), Some(seq));
        }
    }
}

/// Places where only enemies of the owner stand fall to the strongest of them.
fn occupy(t: &mut Turn<'_>) {
    let open = t.s.disputes.open().clone();
    for place in open.rows().map(PlaceId::from_index) {
        let owner = t.s.places[place].owner;
        let fights = |(_, force): &(ForceId, &ForceState)| {
            force.value > 0.0 && force.mission != Mission::Retreat && t.s.factions[force.faction].at_war
        };
        let here = t.s.forces_at(place).filter(fights);
        let defended =
            |owner| here.clone().any(|(_, force): (_, &ForceState)| !t.s.hostile(force.faction, owner));
        if owner.is_some_and(defended) || t.contested_by_many(place) {
            continue;
        }
        // Whoever is left is at war with the owner.
        let strongest =
            here.map(|(id, _)| id).max_by(|a, b| t.strength(*a).total_cmp(&t.strength(*b)).then(b.cmp(a)));
        if let Some(id) = strongest
            && landing::ground_is_won(t, place, t.s.side(t.s.forces[id].faction))
        {
            take(t, place, id);
        }
    }
}

fn take(t: &mut Turn<'_>, place: PlaceId, force: ForceId) {
    let by = t.s.forces[force].faction;
    let from = t.s.places[place].owner;
    let cause = t.s.forces[force].cause;
    let day = t.dusk();
    let seq = t.record(day, &[cause], |_| What::Taken { place, by, from });
    effects::hand_over(t, place, by, seq);
    for faction in [Some(by), from].into_iter().flatten() {
        t.s.factions[faction].cause = Some(seq);
        let side = t.s.side(faction);
        t.s.coalitions[side].next_review = day;
    }
    resolve::after_capture(t, place, by, from);
    persons::in_capital(t, place, by, seq);
}

impl Turn<'_> {
    /// Whether forces of more than one side at war with each other are at a place.
    pub fn contested_by_many(&self, place: PlaceId) -> bool {
        let here = self.s.forces_at(place).filter(|(_, force)| force.value > 0.0);
        here.map(|(_, force)| force.faction)
            .any(|faction| self.s.foes_at(place, faction).any(|(_, foe)| foe.value > 0.0))
    }

    /// How far a faction misjudges a force that it is in contact with: its general error, scaled down to what
    /// contact leaves.
    pub fn contact_factor(&self, by: FactionId, about: FactionId) -> f64 {
        if let Some(known) = self.s.judgement(by, about).contact {
            return known;
        }
        let spread = belief::spread(self.war, self.real, by).max(1e-9);
        let scale = (self.rule(Rule::EstimateContact) / spread).min(1.0);
        libm::pow(belief::strength_factor(self, by, about), scale)
    }
}
