//! Phase 6, raids. Supply that passes along a lane can be struck from its flanks, and the more days it is under way
//! there, the oftener (MODEL, "Raids"; that diffuse traffic cannot be guarded everywhere is Corbett 1911, II.4).
//!
//! With S the strength that a side supplies, f the share of S whose shortest supply path uses a lane of ℓ days, ρ the
//! raiders in reach of it and γ its escorts, both over S, so that tens of ships and thousands are raided alike:
//!
//! - strikes in Δ days ~ Poisson(κ·ρ·f·ℓ·Δ/(1 + γ/γ₀)). Raiders share themselves out over the lanes in their reach by
//!   exposure f·ℓ and find their prey the oftener the more of it there is, so that what they do in all goes with the
//!   length exposed;
//! - each adds c to the lane's interdiction D, which fades as exp(−Δ/τ); exp(−D) of the supply passes ([`supply`]);
//! - transports are not counted as units: what raids take of a side's supply costs it as much of its yards' work, to
//!   build them anew;
//! - each is caught with probability γ/(γ + γ₁), and costs the raiders a share of the force that sent it.
//!
//! Raiders are mobile forces that have no other mission: all of them under the posture `raid`, a small share under any
//! other. Escorts are a share of the mobile strength at the lane's ends. Strikes within the reckoning's days come
//! evenly, so that the mean of D, κρfℓcτ/(1 + γ/γ₀), does not depend on how often it is reckoned.

use crate::few::Few;
use crate::phases::{movement, supply};
use crate::purpose;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chance::{pair, sample};
use polemos_chronicle::What;
use polemos_war::*;

/// Days between two accounts of what raids have cost.
pub const ACCOUNT_DAYS: f64 = 28.0;
/// Share of a side's supply lost to raids from which an account is entered.
const WORTH_TELLING: f64 = 0.05;
/// A lane's flow below which it is told at once, and above which it has recovered.
const CUT: [f64; 2] = [0.5, 0.7];

/// Plays the phase.
pub fn play(t: &mut Turn<'_>) {
    if t.rule(Rule::RaidRate) <= 0.0 {
        return;
    }
    let Some(days) = t.recurs(Rule::RaidReview) else { return };
    supply::refresh_paths(t);
    for side in t.belligerents() {
        let lines = Lines::of(t, side);
        if lines.strength <= 0.0 {
            continue;
        }
        let raiders = raiders(t, side);
        let keep = libm::exp(-days / t.rule(Rule::RaidRecovery));
        for lane in t.war.lanes.ids() {
            fade(t, side, lane, keep);
            if lines.flow[lane.index()] > 0.0 && !raiders.is_empty() {
                strike(t, side, lane, &lines, &raiders, days);
            }
        }
    }
    supply::refresh_flow(t);
    for side in t.belligerents() {
        account(t, side, days);
    }
}

/// What a side's supply does on its lanes.
pub struct Lines {
    /// Strength of all that is supplied, reference ships.
    pub strength: f64,
    /// Share of it supplied through each lane.
    pub flow: Few<f64, 32>,
    /// Share of it that escorts each lane.
    escort: Few<f64, 32>,
}

impl Lines {
    /// A side's lines as its forces stand.
    #[inline(always)]
    pub fn of(t: &Turn<'_>, side: CoalitionId) -> Self {
        let lanes = t.war.lanes.len();
        let mut lines =
            Self { strength: 0.0, flow: Few::filled(0.0, lanes), escort: Few::filled(0.0, lanes) };
        for id in t.s.forces_in_play(side) {
            let state = &t.s.forces[id];
            let Some(place) = state.at.place().filter(|_| state.value > 0.0) else { continue };
            if t.can_move(id) && !t.s.shut_in(id) {
                let escort = state.value * t.rule(Rule::RaidEscort);
                t.war.places[place].lanes.iter().for_each(|lane| lines.escort[lane.index()] += escort);
            }
            if t.s.supply_path(side, place).is_finite() {
                lines.strength += state.value;
                supply::path(t, side, place).for_each(|lane| lines.flow[lane.index()] += state.value);
            }
        }
        let all = lines.strength.max(1e-9);
        lines.flow.iter_mut().chain(lines.escort.iter_mut()).for_each(|share| *share /= all);
        lines
    }
}

/// A force that raids.
struct Raider {
    id: ForceId,
    at: PlaceId,
    strength: f64,
}

/// Forces that are free to raid a side's lanes, and how much of each.
fn raiders(t: &Turn<'_>, prey: CoalitionId) -> Vec<Raider> {
    let lead = t.war.coalitions[prey].lead;
    let hostile = t.s.sides.foes.rows_common(lead.index(), &t.s.in_play).map(ForceId::from_index);
    let raider = |id: ForceId| {
        let state = &t.s.forces[id];
        let side = t.s.side(state.faction);
        let share = match t.s.coalitions[side].posture {
            Posture::Raid => 1.0,
            _ => t.rule(Rule::RaidShare),
        };
        let free = state.value > 0.0
            && t.can_move(id)
            && state.mission == Mission::Guard
            && state.goal.is_none()
            && state.busy_until <= t.dusk()
            && !t.s.shut_in(id);
        let at = state.at.place().filter(|_| free && share > 0.0)?;
        Some(Raider { id, at, strength: share * t.strength(id) })
    };
    hostile.filter_map(raider).collect()
}

/// Whether raiders at a place reach a lane.
fn reaches(t: &Turn<'_>, at: PlaceId, lane: LaneId) -> bool {
    t.s.in_reach.has(at.index(), lane.index())
}

/// Interdiction fades with the days; so much of it is left.
fn fade(t: &mut Turn<'_>, side: CoalitionId, lane: LaneId, keep: f64) {
    let traffic = t.s.traffic_mut(side, lane);
    traffic.depth = if traffic.depth < 1e-6 { 0.0 } else { traffic.depth * keep };
    if traffic.cut && libm::exp(-traffic.depth) > CUT[1] {
        traffic.cut = false;
    }
}

/// Raiders strike at one lane; some of them are caught.
fn strike(t: &mut Turn<'_>, prey: CoalitionId, lane: LaneId, lines: &Lines, raiders: &[Raider], days: f64) {
    let strength: f64 = raiders.iter().filter(|r| reaches(t, r.at, lane)).map(|r| r.strength).sum();
    if strength <= 0.0 {
        return;
    }
    let escort = lines.escort[lane.index()];
    let exposed = lines.flow[lane.index()] * t.real.lane_days[lane];
    let rate = t.rule(Rule::RaidRate) * strength / lines.strength * exposed;
    let mean = rate * days / (1.0 + escort / t.rule(Rule::RaidEscortHalf));
    let entity = pair(t.real.lane_entity[lane], t.real.faction_entity[t.war.coalitions[prey].lead]);
    let strikes = sample::poisson(t.luck(purpose::RAID, entity, 0), mean);
    if strikes == 0 {
        return;
    }
    let recovery = t.rule(Rule::RaidRecovery);
    let left = -libm::expm1(-days / recovery) * recovery / days;
    let cut = t.rule(Rule::RaidCut);
    let traffic = t.s.traffic_mut(prey, lane);
    traffic.depth += strikes as f64 * cut * left;
    traffic.strikes += strikes as u32;
    let chance = escort / (escort + t.rule(Rule::RaidCaught));
    let caught = sample::binomial(t.luck(purpose::RAID_CAUGHT, entity, 0), strikes, chance);
    if caught == 0 {
        return;
    }
    let in_reach: Vec<&Raider> = raiders.iter().filter(|r| reaches(t, r.at, lane)).collect();
    for party in 0..caught as u32 {
        lose_party(t, prey, &in_reach, entity, party);
    }
}

/// One party is lost, from a force and a squadron that luck picks by strength.
fn lose_party(t: &mut Turn<'_>, prey: CoalitionId, raiders: &[&Raider], entity: u32, party: u32) {
    let luck = |t: &Turn<'_>, index| t.luck(purpose::RAID_LOSS, entity, 3 * party + index);
    let weights: Vec<f64> = raiders.iter().map(|r| r.strength).collect();
    let Some(raider) = raiders.get(sample::discrete(luck(t, 0), &weights)) else { return };
    let squadrons: Vec<SquadronId> = t
        .squadrons(raider.id)
        .filter(|id| t.class_of(*id).value > 0.0 && t.class_of(*id).domain.moves())
        .collect();
    let units: Vec<f64> = squadrons.iter().map(|id| f64::from(t.s.squadrons[*id].units)).collect();
    let sent = raider.strength / t.strength(raider.id).max(1e-9);
    let expected = t.rule(Rule::RaidParty) * sent * units.iter().sum::<f64>();
    // Of a part of a unit so much chance that a whole one is lost.
    let whole = libm::floor(expected);
    let lost = whole as u32 + u32::from(luck(t, 1) < expected - whole);
    let Some(&squadron) = squadrons.get(sample::discrete(luck(t, 2), &units)) else { return };
    let figures = *t.class_of(squadron);
    let state = &mut t.s.squadrons[squadron];
    let lost = lost.min(state.units);
    state.units -= lost;
    state.hits = state.hits.min(state.units * u32::from(figures.toughness - 1));
    let faction = &mut t.s.factions[t.s.forces[raider.id].faction];
    faction.lost[figures.domain as usize] += lost;
    faction.military_dead += f64::from(lost) * figures.crew * figures.lethality;
    t.s.coalitions[prey].raiders_lost += lost;
    t.refresh(raider.id);
    if t.unit_count(raider.id) == 0 {
        let cause = t.s.forces[raider.id].cause;
        movement::destroy(t, raider.id, Some(raider.at), cause);
    }
}

/// Reckons what raids cost a side. It is entered when less than half passes on a lane, and once a month, of the lane
/// struck most, if much was lost.
fn account(t: &mut Turn<'_>, side: CoalitionId, days: f64) {
    let loss = loss(t, side);
    t.s.coalitions[side].raided = loss;
    t.s.coalitions[side].raid_losses += loss * days;
    let strongest = t.belligerents().filter(|other| *other != side);
    let by =
        strongest.max_by(|a, b| t.coalition_strength(*a).total_cmp(&t.coalition_strength(*b)).then(b.cmp(a)));
    let Some(by) = by else { return };
    for lane in t.war.lanes.ids() {
        let traffic = t.s.traffic(side, lane);
        if !traffic.cut && traffic.depth > 0.0 && libm::exp(-traffic.depth) < CUT[0] {
            t.s.traffic_mut(side, lane).cut = true;
            tell(t, [by, side], lane, loss);
        }
    }
    if t.dusk() < t.s.coalitions[side].next_account {
        return;
    }
    t.s.coalitions[side].next_account = t.dusk() + ACCOUNT_DAYS;
    let struck = |lane: &LaneId| t.s.traffic(side, *lane).strikes;
    let most = t.war.lanes.ids().max_by_key(|lane| (struck(lane), std::cmp::Reverse(*lane)));
    if let Some(lane) = most.filter(|lane| loss >= WORTH_TELLING && struck(lane) > 0) {
        tell(t, [by, side], lane, loss);
    }
    t.war.lanes.ids().for_each(|lane| t.s.traffic_mut(side, lane).strikes = 0);
}

/// Share of the supply of a side's strength that raids take on the way.
fn loss(t: &Turn<'_>, side: CoalitionId) -> f64 {
    let (mut lost, mut all) = (0.0, 0.0);
    for force in t.s.forces_in_play(side).map(|id| &t.s.forces[id]).filter(|f| f.value > 0.0) {
        let place = force.at.place().filter(|place| t.s.supply_path(side, *place).is_finite());
        if let Some(place) = place {
            lost += force.value * (1.0 - t.s.supply_flow(side, place));
            all += force.value;
        }
    }
    if all > 0.0 { lost / all } else { 0.0 }
}

fn tell(t: &mut Turn<'_>, [by, on]: [CoalitionId; 2], lane: LaneId, loss: f64) {
    let traffic = *t.s.traffic(on, lane);
    let (day, cause) = (t.dusk(), t.s.coalitions[by].cause);
    let lost = std::mem::take(&mut t.s.coalitions[on].raiders_lost);
    let flow = libm::exp(-traffic.depth);
    let strikes = traffic.strikes;
    let seq = t.record(day, &[cause], |_| What::Raided { lane, by, on, strikes, flow, loss, lost });
    let traffic = t.s.traffic_mut(on, lane);
    (traffic.strikes, traffic.cause) = (0, Some(seq));
}

impl Turn<'_> {
    /// Days of lane that a side's supply travels within reach of hostile fleets, by the strength that it feeds: what
    /// raids can strike at.
    pub fn exposed_days(&self, side: CoalitionId) -> f64 {
        let lines = Lines::of(self, side);
        let lead = self.war.coalitions[side].lead;
        let raids = |id: ForceId, f: &ForceState| {
            f.value > 0.0 && self.s.hostile(lead, f.faction) && self.can_move(id)
        };
        let posts: Vec<PlaceId> =
            self.s.forces.pairs().filter(|(id, f)| raids(*id, f)).filter_map(|(_, f)| f.at.place()).collect();
        let lanes = self.war.lanes.ids().filter(|lane| lines.flow[lane.index()] > 0.0);
        let exposed = lanes.filter(|lane| posts.iter().any(|at| reaches(self, *at, *lane)));
        exposed.map(|lane| lines.flow[lane.index()] * self.real.lane_days[lane]).sum()
    }
}
