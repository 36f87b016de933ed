//! Phase 4. A theatre command turns a coalition's posture into missions. It looks at all of them every few days and
//! whenever something happens: it begins, launches and ends operations, sends worn forces to mend, draws forces in
//! from places it gives up, and spreads the rest over what is worth guarding. Each force goes where its marginal
//! worth is greatest, and stays unless the gain exceeds the cost of moving. Being stretched thin is what happens to
//! few forces on many places.

use crate::belief;
use crate::bits::Set;
use crate::few::Few;
use crate::phases::{evacuation, operations};
use crate::routes;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chronicle::{Purpose, Seq, What};
use polemos_war::*;

/// What a coalition's staff works with: its own forces as they are, the enemy's as last seen and judged.
#[derive(Clone, Debug, Default)]
pub struct Staff {
    /// For whom.
    pub side: CoalitionId,
    /// Whose estimates count.
    pub lead: FactionId,
    /// Its forces in play, in id order.
    pub forces: Vec<ForceId>,
    /// Those of them that can be sent anywhere.
    pub mobile: Vec<ForceId>,
    /// Places that it means to keep.
    pub kept: Vec<PlaceId>,
    /// Places where the enemy is believed to stand.
    pub posts: Vec<PlaceId>,
    /// What it makes of each place.
    pub outlook: Vec<Outlook>,
    /// Places that free forces may guard.
    guarded: Vec<Post>,
}

/// What a staff makes of a place.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outlook {
    /// Believed hostile strength there.
    pub enemy: f64,
    /// The part of it that can move.
    pub mobile: f64,
    /// Own strength there or bound for it.
    pub own: f64,
    /// Threat to it: hostile mobile strength, less with every day of travel.
    pub threat: f64,
    /// Worth on the ground of the hostile troops believed there, by the order of battle.
    pub troops: f64,
    /// What it is worth guarding for: itself, and what the enemy reaches through it.
    pub shield: f64,
    /// What it is worth itself, if it is to be kept.
    worth: f64,
    /// What of that one hostile post puts at risk.
    at_risk: f64,
}

/// Plays the phase.
pub fn play(t: &mut Turn<'_>) {
    for side in t.belligerents() {
        let state = &t.s.coalitions[side];
        if t.day() < state.next_review.max(state.rested) {
            continue;
        }
        let (next, rested) = (t.day() + t.rule(Rule::CommandReview), t.day() + t.rule(Rule::CommandRest));
        (t.s.coalitions[side].next_review, t.s.coalitions[side].rested) = (next, rested);
        let mut staff = std::mem::take(t.staff);
        staff.look(t, side);
        operations::review(t, &mut staff);
        mend(t, &staff);
        if t.s.coalitions[side].posture == Posture::Withdraw {
            draw_in(t, &mut staff);
            evacuation::play(t, &staff);
        }
        guard(t, &mut staff);
        *t.staff = staff;
    }
}

impl Staff {
    /// Looks at everything anew; the lists keep their memory.
    fn look(&mut self, t: &Turn<'_>, side: CoalitionId) {
        let lead = t.war.coalitions[side].lead;
        let staff = self;
        (staff.side, staff.lead) = (side, lead);
        staff.outlook.clear();
        staff.outlook.resize(t.war.places.len(), Outlook::default());
        staff.forces.clear();
        staff.mobile.clear();
        staff.kept.clear();
        for place in t.s.held_by(side) {
            if staff.keeps(t, place) {
                staff.kept.push(place);
            }
        }
        for id in t.s.forces_in_play(side) {
            staff.forces.push(id);
            if t.real.mobile.has(id.index()) {
                staff.mobile.push(id);
            }
            let force = &t.s.forces[id];
            if let Some(place) = force.goal.or(force.at.place()) {
                staff.outlook[place.index()].own += t.strength(id);
            }
        }
        let mut judged: Few<f64, 32> = Few::filled(1.0, t.war.factions.len());
        for about in t.s.sides.enemies.rows_of(lead.index()) {
            judged[about] = belief::strength_factor(t, lead, FactionId::from_index(about));
        }
        for id in t.s.sides.foes.rows_of(lead.index()).map(ForceId::from_index) {
            staff.see(t, id, &judged);
        }
        staff.posts.clear();
        for place in t.war.places.ids() {
            if staff.at(place).enemy > 0.0 {
                staff.posts.push(place);
            }
        }
        for id in t.real.troops.iter().map(|(id, _)| *id) {
            let place = t.s.sighting(side, id).place;
            if let Some(place) = place.filter(|_| t.s.hostile(lead, t.s.forces[id].faction)) {
                staff.outlook[place.index()].troops += t.real.troops_known[id];
            }
        }
        staff.weigh_threat(t);
        staff.weigh_shields(t);
    }

    /// A place shields another when the enemy's shortest way to that one leads through it. What it shields counts in
    /// proportion to the threat that comes that way: this is why a frontier is held and not the capital alone.
    fn weigh_shields(&mut self, t: &Turn<'_>) {
        let hostile: f64 = self.outlook.iter().map(|it| it.mobile).sum();
        let places = t.war.places.len();
        let mut own = Set::none_of(places);
        for n in 0..self.kept.len() {
            let place = self.kept[n];
            let worth = self.worth(t, place);
            let outlook = &mut self.outlook[place.index()];
            (outlook.worth, outlook.shield) = (worth, worth);
            own.add(place.index());
        }
        for &from in &self.posts {
            let strength = self.at(from).mobile;
            if strength <= 0.0 {
                continue;
            }
            let share = strength / hostile;
            for (outlook, near) in self.outlook.iter_mut().zip(t.s.nearness_from(from)) {
                outlook.at_risk = share * outlook.worth * near;
            }
            for via in own.rows() {
                let behind = own.rows_among(t.s.through.of(from.index() * places + via));
                let mut shield = self.outlook[via].shield;
                behind.filter(|to| *to != via).for_each(|to| shield += self.outlook[to].at_risk);
                self.outlook[via].shield = shield;
            }
        }
    }

    fn see(&mut self, t: &Turn<'_>, id: ForceId, judged: &[f64]) {
        let sighting = t.s.sighting(self.side, id);
        let Some(place) = sighting.place else { return };
        let strength = sighting.strength * judged[t.s.forces[id].faction.index()];
        self.outlook[place.index()].enemy += strength;
        if !t.real.anchored[id] {
            self.outlook[place.index()].mobile += strength;
        }
    }

    fn weigh_threat(&mut self, t: &Turn<'_>) {
        for &from in &self.posts {
            let strength = self.at(from).mobile;
            for (outlook, near) in self.outlook.iter_mut().zip(t.s.nearness_from(from)) {
                outlook.threat += strength * near;
            }
        }
    }

    /// What it makes of a place.
    #[inline]
    pub fn at(&self, place: PlaceId) -> &Outlook {
        &self.outlook[place.index()]
    }

    /// Whether a place is one that the coalition means to keep.
    pub fn keeps(&self, t: &Turn<'_>, place: PlaceId) -> bool {
        let c = &t.s.coalitions[self.side];
        if t.s.holder(place) != Some(self.side) {
            return false;
        }
        match c.posture {
            Posture::Withdraw if !c.perimeter.is_empty() => c.perimeter.contains(&place),
            Posture::Withdraw => t.war.places[place].home,
            _ => true,
        }
    }

    /// Whether an enemy believed to be stronger lies on the way from one place to another: a force that would have to
    /// fight its way past him does not set out.
    pub fn barred(&self, t: &Turn<'_>, from: PlaceId, to: PlaceId, strength: f64) -> bool {
        let mut stronger = self.posts.iter().filter(|place| self.at(**place).enemy > strength);
        stronger.any(|place| *place != from && *place != to && t.s.between.lies_on_the_way(from, to, *place))
    }

    /// Whether a place can be taken at all: an enemy's, or one that no one holds and that is worth holding.
    pub fn can_take(&self, t: &Turn<'_>, place: PlaceId) -> bool {
        routes::held_by_enemy(t.s, self.side, place)
            || (t.s.places[place].owner.is_none() && t.is_settled(place))
    }

    /// What a place is worth to the coalition.
    pub fn worth(&self, t: &Turn<'_>, place: PlaceId) -> f64 {
        let objectives = &t.s.coalitions[self.side].objectives;
        let factor = objectives.iter().find(|(id, _)| *id == place).map_or(1.0, |(_, factor)| *factor);
        t.real.place_value[place] * factor
    }
}

/// Whether a force is free for a new mission.
pub fn is_free(t: &Turn<'_>, id: ForceId) -> bool {
    let force = &t.s.forces[id];
    let Some(at) = force.at.place().filter(|_| force.goal.is_none()) else { return false };
    let released = match force.mission {
        Mission::Guard | Mission::Withdraw => true,
        Mission::Ordered => !routes::held_by_enemy(t.s, t.s.side(force.faction), at),
        _ => false,
    };
    released && t.can_move(id) && force.busy_until <= t.day() && t.in_command(id) && !t.s.shut_in(id)
}

/// Sends a force somewhere.
pub fn send(t: &mut Turn<'_>, id: ForceId, to: PlaceId, mission: Mission, cause: Option<Seq>) {
    let Some(from) = t.s.forces[id].at.place() else { return };
    let state = &mut t.s.forces[id];
    state.mission = mission;
    state.goal = (from != to).then_some(to);
    if from == to {
        return;
    }
    let purpose = match mission {
        Mission::Gather(_) => Purpose::Gather,
        Mission::Attack(_) => Purpose::Attack,
        Mission::Guard | Mission::Ordered => Purpose::Guard,
        Mission::Withdraw => Purpose::Withdraw,
        Mission::Refit => Purpose::Refit,
        Mission::Retreat => Purpose::Retreat,
    };
    let day = t.day();
    let seq = t.record(day, &[cause], |_| What::Departed { force: id, from, to, purpose });
    t.s.forces[id].cause = cause.or(Some(seq));
}

/// Worn forces go to the nearest depot in reach until they are ready again.
fn mend(t: &mut Turn<'_>, staff: &Staff) {
    for &id in &staff.mobile {
        let force = &t.s.forces[id];
        if force.mission == Mission::Refit && force.goal.is_none() && force.readiness > 0.8 {
            t.s.forces[id].mission = Mission::Guard;
        }
        let worn = is_free(t, id) && t.s.forces[id].readiness < 0.35;
        if let Some(depot) = worn.then(|| nearest_depot(t, staff, id)).flatten() {
            send(t, id, depot, Mission::Refit, None);
        }
    }
}

fn nearest_depot(t: &Turn<'_>, staff: &Staff, id: ForceId) -> Option<PlaceId> {
    let at = t.s.forces[id].at.place()?;
    let depots = t.war.works.pairs().filter(|(id, w)| {
        w.kind == WorksKind::Depot && !w.removed && t.s.works[*id].working() && staff.keeps(t, w.place)
    });
    let distance = |place: &PlaceId| t.s.distance(at, *place);
    let strength = t.strength(id);
    let open = |place: &PlaceId| distance(place).is_finite() && !staff.barred(t, at, *place, strength);
    let places = depots.map(|(_, w)| w.place).filter(open);
    places.min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// Forces on places that are given up go to the nearest that is kept.
fn draw_in(t: &mut Turn<'_>, staff: &mut Staff) {
    let cause = t.s.coalitions[staff.side].cause;
    for n in 0..staff.mobile.len() {
        let id = staff.mobile[n];
        let Some(at) = t.s.forces[id].at.place() else { continue };
        if !is_free(t, id) || staff.keeps(t, at) {
            continue;
        }
        let kept = staff.kept.iter().copied();
        let crowding = |place: PlaceId| staff.at(place).own / (1.0 + staff.at(place).threat);
        let burden = |place: PlaceId| t.s.distance(at, place) * (1.0 + crowding(place));
        let strength = t.strength(id);
        let open =
            |place: &PlaceId| t.s.distance(at, *place).is_finite() && !staff.barred(t, at, *place, strength);
        let best = kept.filter(open).min_by(|a, b| burden(*a).total_cmp(&burden(*b)));
        if let Some(to) = best {
            move_guard(t, staff, id, at, to);
            send(t, id, to, Mission::Withdraw, cause);
        }
    }
}

fn move_guard(t: &Turn<'_>, staff: &mut Staff, id: ForceId, from: PlaceId, to: PlaceId) {
    let strength = t.strength(id);
    staff.outlook[from.index()].own -= strength;
    staff.outlook[to.index()].own += strength;
}

/// How well a guard keeps a place against a threat, 0 to 1: half where they are equal, with returns that diminish, so
/// that guards spread.
fn safety(guard: f64, threat: f64) -> f64 {
    if threat <= 0.0 { 1.0 } else { guard / (guard + threat) }
}

/// A place that free forces may guard.
#[derive(Clone, Copy, Debug, Default)]
struct Post {
    place: PlaceId,
    /// What it is worth guarding for.
    worth: f64,
    /// How well it is kept by those who are there or on their way.
    kept: f64,
}

/// Spreads free forces over what is worth guarding.
fn guard(t: &mut Turn<'_>, staff: &mut Staff) {
    let mut posts = std::mem::take(&mut staff.guarded);
    let held = |staff: &Staff, place: PlaceId| safety(staff.at(place).own, staff.at(place).threat);
    let post =
        |place: &PlaceId| Post { place: *place, worth: staff.at(*place).shield, kept: held(staff, *place) };
    posts.clear();
    posts.extend(staff.kept.iter().map(post));
    let inertia = t.rule(Rule::CommandInertia);
    for n in 0..staff.mobile.len() {
        let id = staff.mobile[n];
        if !is_free(t, id) {
            continue;
        }
        let Some(at) = t.s.forces[id].at.place() else { continue };
        let strength = t.strength(id);
        let with = |place: PlaceId, others: f64| safety(others + strength, staff.at(place).threat);
        let here = if staff.keeps(t, at) {
            let others = (staff.at(at).own - strength).max(0.0);
            staff.at(at).shield * (with(at, others) - safety(others, staff.at(at).threat))
        } else {
            0.0
        };
        let worth_moving = here * (1.0 + inertia) + 0.01;
        let near = t.s.nearness_from(at);
        let mut best: Option<(PlaceId, f64)> = None;
        for &Post { place, worth, kept } in posts.iter().filter(|post| post.place != at) {
            let gain = worth * (with(place, staff.at(place).own) - kept);
            let worth = gain * near[place.index()];
            let least = best.map_or(worth_moving, |(_, worth)| worth);
            if worth > least && !staff.barred(t, at, place, strength) {
                best = Some((place, worth));
            }
        }
        if let Some((to, _)) = best {
            move_guard(t, staff, id, at, to);
            for post in posts.iter_mut().filter(|post| post.place == at || post.place == to) {
                post.kept = held(staff, post.place);
            }
            send(t, id, to, Mission::Guard, None);
        }
    }
    staff.guarded = posts;
}
