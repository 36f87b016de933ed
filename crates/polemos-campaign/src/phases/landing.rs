//! Phase 8, landings. A place on whose ground its owner's side has troops does not change hands by ships alone. Once
//! no ship, station or platform defends it, troops that came with the fleet may land, and the ground is fought for day
//! by day; or the garrison is starved.
//!
//! Losses follow Lanchester (1916) in their stochastic form, by days: of N troops, facing enemies who would kill
//! m = Σ units·hits a day/toughness of them, a number drawn from Binomial(N, 1 − exp(−m/N)) are lost, m reckoned with
//! the shooters whom half a day leaves. Aimed fire gives
//! the square law; for classes of area fire m goes with the density of targets besides, which gives the linear law.
//! Ships overhead add a share to the fire of those who landed. Troops land when their commander believes the odds good
//! enough, from the square law with the error of an estimate in contact; they are taken off again when their losses
//! reach his tolerance. A garrison that has lost more than that, is outnumbered and has no way out gives up at a rate
//! a day; so does, at another, one whose stores have run low.
//!
//! Troops need not stay on a place to hold it: those who took it go where their fleet goes. Forces that stay are its
//! garrison, and the next enemy has to land against them.

use crate::engagement;
use crate::few::Few;
use crate::phases::{movement, supply};
use crate::purpose;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chance::sample;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// Stores below which a garrison that is starved begins to give up.
const LOW: f64 = 0.5;
/// Hours of a day in which troops fight.
const HOURS: f64 = 24.0;

/// Troops of one side at a place.
struct Troops {
    squadrons: Vec<(ForceId, SquadronId)>,
    forces: Vec<ForceId>,
    units: u32,
    /// √(hits × toughness) summed, as readiness has it: strength under the square law.
    worth: f64,
}

impl Troops {
    /// Forces of a side at a place that can have troops and would fight with them.
    fn forces<'a>(t: &'a Turn<'_>, place: PlaceId, side: CoalitionId) -> impl Iterator<Item = ForceId> + 'a {
        let here = t.s.own_at(place, side).filter(|(id, _)| t.real.carry_troops.has(id.index()));
        let fights =
            here.filter(|(_, state)| t.s.factions[state.faction].at_war && state.mission != Mission::Retreat);
        fights.map(|(id, _)| id)
    }

    fn of(t: &Turn<'_>, place: PlaceId, side: CoalitionId) -> Self {
        let mut troops = Self { squadrons: Vec::new(), forces: Vec::new(), units: 0, worth: 0.0 };
        for id in Self::forces(t, place, side) {
            let before = troops.units;
            for squadron in t.squadrons(id) {
                let units = t.s.squadrons[squadron].units;
                if units > 0 && t.class_of(squadron).domain == Domain::Troops {
                    troops.squadrons.push((id, squadron));
                    troops.units += units;
                }
            }
            if troops.units > before {
                troops.worth += worth(t, id);
                troops.forces.push(id);
            }
        }
        troops
    }

    /// Units that these would kill in a day among so many of a toughness.
    fn kills(&self, t: &Turn<'_>, targets: u32, toughness: f64) -> f64 {
        let mut hits = 0.0;
        for &(force, squadron) in &self.squadrons {
            let class = t.class_of(squadron);
            let density = f64::from(targets) / t.rule(Rule::BattleAreaShips);
            let spread = if class.weapon.area { density } else { 1.0 };
            let skill = t.real.number(t.war.factions[t.s.forces[force].faction].skill);
            let fire = class.weapon.hits_per_hour * skill * ready(t, force) * ready(t, force);
            hits += f64::from(t.s.squadrons[squadron].units) * fire * spread;
        }
        HOURS * hits / toughness.max(1.0)
    }

    fn toughness(&self, t: &Turn<'_>) -> f64 {
        let each = |(_, id): &(ForceId, SquadronId)| {
            f64::from(t.s.squadrons[*id].units) * f64::from(t.class_of(*id).toughness)
        };
        self.squadrons.iter().map(each).sum::<f64>() / f64::from(self.units.max(1))
    }
}

fn ready(t: &Turn<'_>, force: ForceId) -> f64 {
    let idle = t.rule(Rule::StrengthIdle);
    idle + (1.0 - idle) * t.s.forces[force].readiness
}

/// Worth on the ground of a force's troops.
pub fn worth(t: &Turn<'_>, force: ForceId) -> f64 {
    if !t.real.carry_troops.has(force.index()) {
        return 0.0;
    }
    let value = |id: SquadronId| f64::from(t.s.squadrons[id].units) * t.class_of(id).ground_value;
    let troops: f64 = t.squadrons(force).map(value).sum();
    troops * ready(t, force) * t.real.crew_factor[t.s.forces[force].faction]
}

/// Whether a side has troops at a place.
pub fn holds(t: &Turn<'_>, place: PlaceId, side: CoalitionId) -> bool {
    let troops = |id: SquadronId| t.s.squadrons[id].units > 0 && t.class_of(id).domain == Domain::Troops;
    Troops::forces(t, place, side).any(|force| t.squadrons(force).any(troops))
}

/// A day on the ground of a place that no fleet defends: whether a side that stands over it has won it.
pub fn ground_is_won(t: &mut Turn<'_>, place: PlaceId, by: CoalitionId) -> bool {
    let Some(on) = t.s.holder(place).filter(|_| !t.real.troops.is_empty()) else { return true };
    let garrison = Troops::of(t, place, on);
    if garrison.units == 0 {
        return true;
    }
    let landed = Troops::of(t, place, by);
    let mut ground = t.s.places[place].ground.filter(|ground| ground.by == by && landed.units > 0);
    if ground.is_none() && lands(t, [by, on], &landed, &garrison) {
        ground = Some(land(t, place, by, &landed, &garrison));
    }
    let starved = starved(t, place);
    let Some(mut ground) = ground else {
        t.s.places[place].ground = None;
        return starved && give_up(t, place, [by, on], None, &garrison);
    };
    fight(t, &mut ground, [&landed, &garrison]);
    t.s.places[place].ground = Some(ground);
    let (landed, garrison) = (Troops::of(t, place, by), Troops::of(t, place, on));
    if garrison.units == 0 {
        return close(t, place, [by, on], ground, true, false);
    }
    if starved || gives_up(t, place, &ground, [&landed, &garrison]) {
        return give_up(t, place, [by, on], Some(ground), &garrison);
    }
    let share = f64::from(ground.lost[0]) / f64::from(ground.units[0].max(1));
    if landed.units == 0 || share >= t.tolerance(by, engagement::commander(t, place, by)) {
        return close(t, place, [by, on], ground, false, false);
    }
    false
}

/// Whether troops are landed: from the believed odds under the square law.
fn lands(t: &Turn<'_>, [by, on]: [CoalitionId; 2], landed: &Troops, garrison: &Troops) -> bool {
    if landed.worth <= 0.0 {
        return false;
    }
    let leads = [by, on].map(|side| t.war.coalitions[side].lead);
    let enemy = garrison.worth * t.contact_factor(leads[0], leads[1]);
    odds(t, landed.worth, enemy) >= t.rule(Rule::LandingOdds)
}

/// Chance of winning on the ground with ships overhead, as a staff in contact sees it.
pub fn odds(t: &Turn<'_>, own: f64, enemy: f64) -> f64 {
    if enemy <= 0.0 {
        return 1.0;
    }
    let support = libm::sqrt(1.0 + t.rule(Rule::LandingSupport));
    let (noise, spread) = (t.rule(Rule::ProspectNoise), t.rule(Rule::EstimateContact));
    let z = libm::log((own * support).max(1e-9) / enemy) / libm::sqrt(noise * noise + spread * spread);
    polemos_chance::special::normal_cdf(z)
}

fn land(t: &mut Turn<'_>, place: PlaceId, by: CoalitionId, landed: &Troops, garrison: &Troops) -> Ground {
    let since = t.dusk();
    let siege = t.s.places[place].siege.and_then(|siege| siege.cause);
    let brought = landed.forces.first().and_then(|id| t.s.forces[*id].cause);
    let (units, against) = (landed.units, garrison.units);
    let seq = t.record(since, &[siege, brought], |_| What::Landed { place, by, units, against });
    t.s.stirred = true;
    Ground { by, since, units: [units, against], lost: [0; 2], dead: [0.0; 2], cause: Some(seq) }
}

/// A day's losses on both sides, at once.
fn fight(t: &mut Turn<'_>, ground: &mut Ground, sides: [&Troops; 2]) {
    let [landed, garrison] = sides;
    let support = 1.0 + t.rule(Rule::LandingSupport);
    let kills = [
        garrison.kills(t, landed.units, landed.toughness(t)),
        support * landed.kills(t, garrison.units, garrison.toughness(t)),
    ];
    // Half a day's losses thin those who shoot.
    let share = |which: usize, kills: f64| -libm::expm1(-kills / f64::from(sides[which].units.max(1)));
    let thin = [0, 1].map(|which| 1.0 - 0.5 * share(1 - which, kills[1 - which]));
    for (which, troops) in sides.into_iter().enumerate() {
        let falls = share(which, kills[which] * thin[which]);
        for &(force, squadron) in &troops.squadrons {
            let (units, entity) = (t.s.squadrons[squadron].units, t.war.squadrons[squadron].entity);
            let luck = t.luck(purpose::GROUND, entity, 0);
            let lost = sample::binomial(luck, u64::from(units), falls) as u32;
            let killed = take(t, force, squadron, lost, true);
            ground.lost[which] += lost;
            ground.dead[which] += killed;
        }
    }
}

/// Takes units from a squadron, and counts them; those killed are counted dead too. Returns the dead.
fn take(t: &mut Turn<'_>, force: ForceId, squadron: SquadronId, units: u32, killed: bool) -> f64 {
    let figures = *t.class_of(squadron);
    t.s.squadrons[squadron].units -= units;
    let faction = t.s.forces[force].faction;
    let state = &mut t.s.factions[faction];
    state.lost[figures.domain as usize] += units;
    let dead = if killed { f64::from(units) * figures.crew * figures.lethality } else { 0.0 };
    state.military_dead += dead;
    t.s.touch(Reads::FORCES);
    t.s.garrisons_stale = true;
    dead
}

/// A garrison whose fight is lost may give itself up.
fn gives_up(t: &Turn<'_>, place: PlaceId, ground: &Ground, sides: [&Troops; 2]) -> bool {
    let share = f64::from(ground.lost[1]) / f64::from(ground.units[1].max(1));
    let outnumbered = sides[0].worth > sides[1].worth;
    let chance = -libm::expm1(-t.rule(Rule::LandingSurrender));
    outnumbered
        && share >= t.rule(Rule::BattleTolerance)
        && t.luck(purpose::GARRISON, t.real.place_entity[place], 0) < chance
}

/// Whether a garrison that is surrounded can hold out no longer.
fn starved(t: &Turn<'_>, place: PlaceId) -> bool {
    if t.s.closed(place).is_none() || supply::stores_left(t, place) > LOW {
        return false;
    }
    let chance = -libm::expm1(-1.0 / t.rule(Rule::SiegeStarve));
    t.luck(purpose::GARRISON, t.real.place_entity[place], 1) < chance
}

/// What is left of a garrison lays down its arms: lost, but not dead.
fn give_up(
    t: &mut Turn<'_>,
    place: PlaceId,
    sides: [CoalitionId; 2],
    ground: Option<Ground>,
    garrison: &Troops,
) -> bool {
    let since = t.s.places[place].siege.map_or(t.dusk(), |siege| siege.since);
    let cause = t.s.places[place].siege.and_then(|siege| siege.cause);
    let units = [0, garrison.units];
    let fresh = Ground { by: sides[0], since, units, lost: [0; 2], dead: [0.0; 2], cause };
    let mut ground = ground.unwrap_or(fresh);
    for &(force, squadron) in &garrison.squadrons {
        let left = t.s.squadrons[squadron].units;
        take(t, force, squadron, left, false);
        ground.lost[1] += left;
    }
    close(t, place, sides, ground, true, true)
}

/// Enters how a fight on the ground ended. Returns whether those who landed won.
fn close(
    t: &mut Turn<'_>,
    place: PlaceId,
    [by, on]: [CoalitionId; 2],
    ground: Ground,
    won: bool,
    surrendered: bool,
) -> bool {
    let day = t.dusk();
    let Ground { units, lost, dead, .. } = ground;
    let days = day - ground.since + 1.0;
    let seq = t.record(day, &[ground.cause], |_| What::GroundFought {
        place,
        by,
        on,
        units,
        lost,
        dead,
        days,
        won,
        surrendered,
    });
    t.s.places[place].ground = None;
    t.s.stirred = true;
    settle(t, place, seq);
    won
}

/// Forces that fought remember it; those that are no more are gone.
fn settle(t: &mut Turn<'_>, place: PlaceId, seq: Seq) {
    let carry = |(id, _): &(ForceId, &ForceState)| t.real.carry_troops.has(id.index());
    let here: Few<ForceId, 16> = t.s.forces_at(place).filter(carry).map(|(id, _)| id).collect();
    for id in here {
        t.s.forces[id].cause = Some(seq);
        let faction = t.s.forces[id].faction;
        t.s.factions[faction].cause = Some(seq);
        if t.unit_count(id) == 0 {
            movement::destroy(t, id, Some(place), Some(seq));
        }
    }
}
