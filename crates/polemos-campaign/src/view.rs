//! What a faction may know, and the world as it believes it to be. Nothing here reads a truth that the faction's
//! side has not seen: of others' forces only sightings and estimates, of others' numbers only what was common
//! knowledge before any was drawn.

use crate::belief;
use crate::campaign::Campaign;
use crate::opening;
use crate::phases::loyalty;
use crate::phases::people;
use crate::realised::Realised;
use crate::routes;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chance::special::logistic;
use polemos_war::*;
use serde::Serialize;
use std::sync::Arc;

/// What a faction may know.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// Whose view.
    pub faction: FactionId,
    /// Days since the war's start.
    pub day: f64,
    /// Holders of places: in the open.
    pub owners: Vec<Option<FactionId>>,
    /// Forces of its own side, as they are.
    pub own: Vec<(ForceId, ForceState, u32)>,
    /// Others' forces as last seen and judged.
    pub seen: Vec<SeenForce>,
    /// Its resolve.
    pub resolve: f64,
    /// Its believed chance of prevailing.
    pub prospect: f64,
    /// Believed strength and resolve of each faction at war with it.
    pub enemies: Vec<(FactionId, f64, f64)>,
    /// Decisions of its own that await an answer.
    pub decisions: Vec<DecisionId>,
}

/// A force of another side, as last seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SeenForce {
    /// Which.
    pub force: ForceId,
    /// Where.
    pub place: PlaceId,
    /// On which day.
    pub day: f64,
    /// Its strength as judged, reference ships.
    pub strength: f64,
}

/// Purpose under which imagined worlds have luck of their own.
const IMAGINED: u64 = 0x696d_6167;

impl Campaign {
    /// What a faction may know now.
    pub fn view(&mut self, faction: FactionId) -> View {
        let t = self.turn();
        let side = t.s.side(faction);
        let own = t.s.forces.pairs().filter(|(_, f)| t.s.side(f.faction) == side && f.at.is_present());
        let own = own.map(|(id, f)| (id, f.clone(), t.unit_count(id))).collect();
        let others = t.s.forces.ids().filter(|id| t.s.side(t.s.forces[*id].faction) != side);
        let seen = others.filter_map(|id| seen(&t, faction, id)).collect();
        let enemies = t.s.factions.ids().filter(|other| t.s.hostile(faction, *other));
        let enemies =
            enemies.map(|o| (o, belief::strength(&t, faction, o), belief::resolve(&t, faction, o))).collect();
        let open = t.war.decisions.pairs().filter(|(id, d)| t.s.decisions[*id].open && d.coalition == side);
        View {
            faction,
            day: t.day(),
            owners: t.s.places.iter().map(|p| p.owner).collect(),
            own,
            seen,
            resolve: t.s.factions[faction].resolve,
            prospect: t.s.factions[faction].prospect,
            enemies,
            decisions: open.map(|(id, _)| id).collect(),
        }
    }

    /// The world as a faction believes it to be, as a campaign of its own with luck of its own: to try things out
    /// in. `k` tells one imagining from another.
    pub fn believed(&mut self, faction: FactionId, k: u64) -> Campaign {
        let expected = Realised::expected(self.war());
        let view = self.view(faction);
        let mut s = self.situation().clone();
        s.key = s.key.derive(IMAGINED ^ u64::from(faction.0), k);
        s.judgements.fill(Judgement::default());
        s.tolerances = opening::tolerances(self.war(), &expected, s.key);
        let war = Arc::clone(self.war());
        imagine_loyalties(&war, &expected, &mut s, &view);
        imagine_forces(&war, &expected, &mut s, &view);
        s.muster();
        imagine_factions(&war, &expected, &mut s, &view, self);
        imagine_coalitions(&expected, &mut s, &view);
        imagine_peoples(&war, &expected, &mut s, &view);
        s.supply_stale = true;
        s.supply_basis.clear();
        let reach = |rule| expected.rule(rule);
        s.hearing = routes::within(war.places.len(), &s.distances, reach(Rule::CommandReach));
        s.in_reach = routes::lanes_within(&war, &s.distances, reach(Rule::RaidReach));
        s.crossings.resize(expected.compatriots.len(), None);
        s.links = crate::links::Links::default();
        self.imagined(expected, s)
    }
}

fn seen(t: &Turn<'_>, by: FactionId, force: ForceId) -> Option<SeenForce> {
    let sighting = t.s.sighting(t.s.side(by), force);
    let strength = belief::force_strength(t, by, force);
    Some(SeenForce { force, place: sighting.place?, day: sighting.day, strength })
}

/// Others' forces stand where they were last seen, as strong as they are judged, their units in the proportions of
/// the order of battle that was common knowledge; those never seen, or seen destroyed, are not there.
fn imagine_forces(war: &War, expected: &Realised, s: &mut Situation, view: &View) {
    let side = s.side(view.faction);
    for id in war.forces.ids() {
        if s.side(s.forces[id].faction) == side {
            continue;
        }
        let judged = view.seen.iter().find(|seen| seen.force == id);
        let squadrons: Vec<SquadronId> = s.squadrons_of(expected, id).collect();
        let weights: Vec<f64> = squadrons.iter().map(|sq| expected_units(war, expected, *sq)).collect();
        let known = squadrons.iter().zip(&weights);
        let value: f64 = known.map(|(sq, n)| n * expected.classes[war.squadrons[*sq].class].value).sum();
        let value = value * expected.crew_factor[war.crews_of(id)];
        let strength = judged.map_or(0.0, |seen| seen.strength);
        let scale = if value > 0.0 { strength / value } else { 0.0 };
        for (squadron, weight) in squadrons.iter().zip(weights) {
            let state = &mut s.squadrons[*squadron];
            state.units = libm::round(weight * scale).clamp(0.0, 4.0e9) as u32;
            (state.opening, state.hits) = (state.units, 0);
        }
        s.forces[id] = ForceState {
            faction: s.forces[id].faction,
            commander: war.forces[id].commander,
            at: judged.map_or(Whereabouts::Gone, |seen| Whereabouts::At(seen.place)),
            goal: None,
            mission: Mission::Guard,
            supply: 1.0,
            readiness: 1.0,
            busy_until: 0.0,
            starved: false,
            link: Link::Joined,
            value: strength,
            speed: 1.0,
            cause: None,
        };
        s.forces[id].speed = opening::slowest(war, expected, s, id);
    }
}

/// Whose squadrons others' are is known of those that one side of the crossing told of: its own that left, those that
/// came to it, and forces of defectors that it has seen. How ready anyone is to go over is known to no one.
fn imagine_loyalties(war: &War, expected: &Realised, s: &mut Situation, view: &View) {
    let side = s.side(view.faction);
    for (id, squadron) in war.squadrons.pairs() {
        let own = |force: ForceId| s.side(s.forces[force].faction) == side;
        let now = s.squadrons[id].force;
        let known = now == squadron.force
            || own(now)
            || own(squadron.force)
            || view.seen.iter().any(|seen| seen.force == now);
        let threshold = loyalty::threshold(war, expected, s.key, squadron);
        let state = &mut s.squadrons[id];
        state.threshold = threshold;
        if !known {
            (state.force, state.went) = (squadron.force, None);
        }
    }
}

fn expected_units(war: &War, expected: &Realised, squadron: SquadronId) -> f64 {
    let def = &war.squadrons[squadron];
    let units = &war.forces[def.force].units[usize::from(def.row)];
    expected.number(units.count) / units.squadrons.len().max(1) as f64
}

fn imagine_factions(war: &War, expected: &Realised, s: &mut Situation, view: &View, campaign: &mut Campaign) {
    let side = s.side(view.faction);
    for id in war.factions.ids().filter(|id| campaign.situation().side(*id) != side) {
        let lagged = campaign.situation().estimate(view.faction, id);
        let resolve = logistic(lagged.resolve_lagged + lagged.resolve_error + lagged.resolve_bias);
        let strength: f64 = s.forces.iter().filter(|f| f.faction == id).map(|f| f.value).sum();
        let state = &mut s.factions[id];
        (state.resolve, state.prospect, state.industry) =
            (resolve.clamp(0.01, 0.99), 1.0 - view.prospect, 1.0);
        (state.opening, state.built, state.lost) = ([0; 5], [0; 5], [0; 5]);
        (state.joined, state.left) = ([0; 5], [0; 5]);
        (state.opening_value, state.military_dead, state.cause) = (strength, 0.0, None);
        state.reported = (state.resolve * 4.0) as u8;
        // How others stand by each other is not known: as firmly as they did at first.
        (state.cohesion, state.recent, state.counted) = (logistic(expected.rule(Rule::CohesionBase)), 0.0, 0);
        (state.next_stay, state.outraged, state.turned) = (view.day, 0.0, None);
    }
    // No one imagines what others imagine: they are taken to judge soundly.
    let factions = war.factions.len();
    for by in war.factions.ids().filter(|by| campaign.situation().side(*by) != side) {
        for about in 0..factions {
            *s.estimate_mut(by, FactionId::from_index(about)) = Estimate::default();
        }
    }
    for (id, state) in war.works.pairs() {
        let owner = s.places[state.place].owner;
        if owner.is_some_and(|owner| campaign.situation().side(owner) != side) {
            (s.works[id].condition, s.works[id].progress) = (1.0, 0.0);
        }
    }
}

/// That a people has risen, and how many have been killed, is in the open. How hostile and afraid it is, and how many
/// are under arms, is known only where a side rules or the rebels are its own: elsewhere it is taken to be as usual, with
/// half of those under arms who could be. What others have ordered is not known.
fn imagine_peoples(war: &War, expected: &Realised, s: &mut Situation, view: &View) {
    let side = s.side(view.faction);
    people::count_garrisons(war, expected, s);
    s.garrisons_stale = true;
    let foreign: Vec<PlaceId> = war.places.ids().filter(|id| s.holder(*id) != Some(side)).collect();
    for &id in &foreign {
        let usual = expected.optional(war.places[id].hostile);
        let hostile = usual.unwrap_or_else(|| people::ordinary(war, expected, s, id)).clamp(0.01, 0.99);
        let ruler = s.holder(id);
        s.tempers[id] = Temper { hostile, ruler, fear: 0.0, ..s.tempers[id] };
    }
    for (id, def) in war.rebellions.pairs() {
        if def.faction.is_some_and(|own| s.side(own) == side) || !s.rebellions[id].risen {
            continue;
        }
        for &place in &foreign {
            let here = war.places[place].people == Some(def.people);
            let willing = s.tempers[place].hostile * expected.number(war.places[place].population);
            let armed = if here { 0.5 * expected.rule(Rule::RebelMobilised) * willing } else { 0.0 };
            *s.rebels_mut(id, place) = armed;
        }
    }
    let own: Vec<OrderAgainst> =
        s.orders_against.iter().filter(|order| s.side(order.by) == side).cloned().collect();
    s.orders_against = own;
}

/// Others' plans are not known: they hold, with the tolerance of ordinary orders, and see what there is to see.
fn imagine_coalitions(expected: &Realised, s: &mut Situation, view: &View) {
    let side = s.side(view.faction);
    let trusting = s.coalitions.len();
    for id in s.coalitions.ids().filter(|id| *id != side).collect::<Vec<_>>() {
        let strength: f64 = s.forces.iter().filter(|f| s.side(f.faction) == id).map(|f| f.value).sum();
        let state = &mut s.coalitions[id];
        (state.posture, state.posture_until) = (Posture::Hold, 0.0);
        (state.next_review, state.next_posture, state.next_terms) = (view.day, view.day, view.day);
        state.tolerance = expected.rule(Rule::BattleTolerance);
        (state.relayed, state.most_cut_off) = (false, 0.0);
        state.objectives.clear();
        state.avoided.clear();
        state.perimeter.clear();
        state.gather = None;
        state.operations.iter_mut().for_each(|o| o.stage = Stage::Idle);
        (state.opening_value, state.cause, state.shaken) = (strength, None, false);
        (state.raided, state.raid_losses, state.raiders_lost) = (0.0, 0.0, 0);
        // How well another's supply comes through is not seen.
        for lane in s.lanes.ids().collect::<Vec<_>>() {
            *s.traffic_mut(id, lane) = Traffic::default();
        }
        let state = &mut s.coalitions[id];
        // An offer made to one's own side is known; others' are not, nor whom they trust.
        state.offer = state.offer.filter(|offer| offer.to == side);
        for about in 0..trusting {
            s.trust[id.index() * trusting + about] = expected.rule(Rule::TermsCredibility);
        }
        for force in s.forces.ids() {
            let (place, strength) = (s.forces[force].at.place(), s.forces[force].value);
            *s.sighting_mut(id, force) = Sighting { place, day: view.day, strength };
        }
    }
    for id in s.decisions.ids() {
        s.set_open(id, false);
    }
    // What would make another's commander go over is his own secret: half way.
    for person in s.persons.iter_mut() {
        person.threshold = 0.5;
    }
}
