//! Command links: which forces the headquarters of their side can reach with orders.
//!
//! A side that opened the war with relays sends its orders by them; others send couriers, as they always did, and are
//! never out of command. Headquarters are where the one who commands the side is with a force of his own; if no node
//! hears him there, or he has none, in the capital of its lead while that is held; else nowhere. Nodes are places with a
//! working relay that the side holds, and places where a station of its own is. Two nodes hear each other, and a force
//! hears a node, when the way between them is no longer than the reach; signals pass an enemy's places, so that only
//! open lanes count. Orders leave a capital through a relay there, or, from one that never had any and from a commander
//! afield, to any node in reach. A force that is not so joined is out of command: it keeps the mission that it has, declines battle and retreats as it sees fit, gets no new orders,
//! and fights for itself ([`Rule::CommandCutOff`]), until couriers have found it ([`Rule::CommandCouriers`]): what a
//! broken net costs is time. Movements have channels of their own.
//!
//! What decides it seldom changes: it is worked out again only when relays, owners, stations, lanes or headquarters are
//! not what they were.

use crate::situation::{Link, Situation, Whereabouts};
use crate::turn::Turn;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// The parts of a situation that decide who is in command.
pub const READS: Reads =
    Reads::PLACES.with(Reads::FORCES).with(Reads::WORKS).with(Reads::PERSONS).with(Reads::POLITICS);

/// Which places orders reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Links {
    /// Row `coalition · places + place`.
    reached: Vec<bool>,
    /// The nodes from which that was worked out.
    nodes: Vec<(CoalitionId, PlaceId)>,
    /// Stands for all from which it was.
    print: u64,
    /// Something has changed that may change it.
    pub(crate) stale: bool,
    /// Whether anyone waits for couriers.
    waiting: bool,
}

impl Default for Links {
    fn default() -> Self {
        Self { reached: Vec::new(), nodes: Vec::new(), print: 0, stale: true, waiting: true }
    }
}

/// Works out whom orders reach as the war opens: where they do not, couriers always went.
pub fn open(t: &mut Turn<'_>) {
    if t.real.relays.is_empty() {
        return;
    }
    work_out(t, print(t));
    for id in t.s.forces.ids() {
        if t.s.forces[id].at.is_present() && !is_joined(t, id) {
            t.s.forces[id].link = Link::Couriers;
        }
    }
}

/// Works out anew whom orders reach, if that may have changed, and enters who was cut off or reached again.
pub fn refresh(t: &mut Turn<'_>) {
    if t.real.relays.is_empty() || !(t.s.links.stale || t.s.links.waiting) {
        return;
    }
    let print = print(t);
    let before = if print == t.s.links.print { None } else { Some(work_out(t, print)) };
    (t.s.links.stale, t.s.links.waiting) = (false, false);
    for side in t.s.coalitions.ids() {
        if t.s.coalitions[side].relayed && t.s.coalitions[side].active {
            report(t, side, before.as_deref());
        }
    }
}

/// Whether a force is reached by orders of its side's headquarters.
pub fn in_command(s: &Situation, force: ForceId) -> bool {
    let state = &s.forces[force];
    state.at.is_present() && !matches!(state.link, Link::Cut(_))
}

/// Whether a force is joined to its headquarters by the net of its side, or needs none.
fn is_joined(t: &Turn<'_>, force: ForceId) -> bool {
    let state = &t.s.forces[force];
    let side = t.s.side(state.faction);
    if !t.s.coalitions[side].relayed || t.war.factions[state.faction].kind == FactionKind::Movement {
        return true;
    }
    let reached = |place: PlaceId| t.s.links.reached[side.index() * t.s.places.len() + place.index()];
    let near = match state.at {
        Whereabouts::At(place) => reached(place),
        Whereabouts::Lane { from, to, .. } => reached(from) || reached(to),
        Whereabouts::Away | Whereabouts::Gone => true,
    };
    near || t.commander_of(side).is_some_and(|person| state.commander == Some(person))
}

impl Turn<'_> {
    /// Whether a force is reached by orders of its side's headquarters.
    pub fn in_command(&self, force: ForceId) -> bool {
        in_command(self.s, force)
    }

    /// Share of a coalition's strength that orders of its headquarters reach; 1 when it has none.
    pub fn share_in_command(&self, side: CoalitionId) -> f64 {
        let (mut reached, mut all) = (0.0, 0.0);
        for (id, force) in self.s.forces.pairs().filter(|(_, f)| f.at.is_present()) {
            if self.s.side(force.faction) == side {
                all += force.value;
                reached += if self.in_command(id) { force.value } else { 0.0 };
            }
        }
        if all > 0.0 { reached / all } else { 1.0 }
    }

    /// Where the one who commands a side is with a force of his own: at a place, or between two.
    fn afield(&self, side: CoalitionId) -> Option<[PlaceId; 2]> {
        let person = self.commander_of(side)?;
        let own =
            self.s.forces.iter().filter(|f| f.commander == Some(person) && self.s.side(f.faction) == side);
        let mut at = own.filter_map(|force| match force.at {
            Whereabouts::At(place) => Some([place; 2]),
            Whereabouts::Lane { from, to, .. } => Some([from, to]),
            Whereabouts::Away | Whereabouts::Gone => None,
        });
        at.next()
    }

    /// The capital of a side's lead, while the side holds it.
    fn capital(&self, side: CoalitionId) -> Option<PlaceId> {
        let capital = self.war.factions[self.war.coalitions[side].lead].capital;
        capital.filter(|place| self.s.holder(*place) == Some(side))
    }
}

/// Nodes of a side's net, in no order that matters; the same place may come twice.
fn nodes<'a>(t: &'a Turn<'_>, side: CoalitionId) -> impl Iterator<Item = PlaceId> + 'a {
    let relays = t
        .real
        .relays
        .iter()
        .filter(move |(works, place)| t.s.works[*works].working() && t.s.holder(*place) == Some(side));
    let stations = t.real.stations.iter().map(|id| &t.s.squadrons[*id]).filter(|state| state.units > 0);
    let own = stations.map(|state| &t.s.forces[state.force]).filter(move |f| t.s.side(f.faction) == side);
    relays.map(|(_, place)| *place).chain(own.filter_map(|force| force.at.place()))
}

/// Stands for all that decides which places orders reach.
fn print(t: &Turn<'_>) -> u64 {
    // Fowler–Noll–Vo, 64 bits.
    let mut print = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |word: u32| print = (print ^ u64::from(word)).wrapping_mul(0x0100_0000_01b3);
    for side in t.s.coalitions.ids().filter(|id| t.s.coalitions[*id].relayed) {
        add(side.0);
        let headquarters = t.afield(side).into_iter().flatten().chain(t.capital(side));
        headquarters.for_each(|place| add(place.0));
        add(u32::MAX);
        nodes(t, side).for_each(|place| add(place.0));
    }
    t.s.lanes.iter().for_each(|open| add(u32::from(*open)));
    print
}

/// Works out which places orders reach. Returns the nodes that there were before.
fn work_out(t: &mut Turn<'_>, print: u64) -> Vec<(CoalitionId, PlaceId)> {
    let places = t.s.places.len();
    let mut reached = vec![true; t.s.coalitions.len() * places];
    let mut all = Vec::new();
    for side in t.s.coalitions.ids().filter(|id| t.s.coalitions[*id].relayed) {
        let row = side.index() * places;
        let mut nodes: Vec<PlaceId> = nodes(t, side).collect();
        nodes.sort_unstable();
        nodes.dedup();
        reached[row..row + places].copy_from_slice(&reach(t, side, &nodes));
        all.extend(nodes.into_iter().map(|place| (side, place)));
    }
    t.s.links.reached = reached;
    t.s.links.print = print;
    std::mem::replace(&mut t.s.links.nodes, all)
}

/// The places that a side's orders reach.
fn reach(t: &Turn<'_>, side: CoalitionId, nodes: &[PlaceId]) -> Vec<bool> {
    let far = t.rule(Rule::CommandReach);
    let mut reached = vec![false; t.s.places.len()];
    let hears = |from: PlaceId, to: PlaceId| t.s.distance(from, to) <= far;
    // A capital with relays speaks through them or not at all; one without hands its messages to any node in reach. Who
    // stands by hears them anyway.
    let relays = |place: PlaceId| t.real.relays.iter().filter(move |(_, at)| *at == place);
    let mut open: Vec<PlaceId> = Vec::new();
    if let Some(ends) = t.afield(side) {
        // A commander afield has messengers, whatever has become of the relays where he is.
        ends.iter().for_each(|end| reached[end.index()] = true);
        open.extend(nodes.iter().copied().filter(|node| ends.iter().any(|end| hears(*end, *node))));
    }
    if let Some(place) = t.capital(side).filter(|_| open.is_empty()) {
        if relays(place).next().is_some() {
            open.extend(Some(place).filter(|_| relays(place).any(|(works, _)| t.s.works[*works].working())));
        } else {
            reached[place.index()] = true;
            open.extend(nodes.iter().copied().filter(|node| hears(place, *node)));
        }
    }
    let mut joined = vec![false; t.s.places.len()];
    open.iter().for_each(|node| joined[node.index()] = true);
    while let Some(at) = open.pop() {
        for &node in nodes {
            if !joined[node.index()] && hears(at, node) {
                joined[node.index()] = true;
                open.push(node);
            }
        }
        for place in t.s.places.ids().filter(|place| hears(at, *place)) {
            reached[place.index()] = true;
        }
    }
    reached
}

/// Enters which of a side's forces have been cut off since it was last looked at, and which are reached again.
fn report(t: &mut Turn<'_>, side: CoalitionId, before: Option<&[(CoalitionId, PlaceId)]>) {
    let (day, couriers) = (t.day(), t.rule(Rule::CommandCouriers));
    let (mut cut, mut joined, mut by_courier) = (Vec::new(), Vec::new(), Vec::new());
    for id in t.s.forces.ids() {
        let force = &t.s.forces[id];
        if t.s.side(force.faction) != side || !force.at.is_present() {
            continue;
        }
        let link = match (force.link, is_joined(t, id)) {
            (Link::Cut(_), true) => {
                joined.push(id);
                Link::Joined
            }
            (_, true) => Link::Joined,
            (Link::Joined, false) if couriers > 0.0 => {
                cut.push(id);
                Link::Cut(day)
            }
            (Link::Cut(since), false) if day - since >= couriers => {
                by_courier.push(id);
                Link::Couriers
            }
            (link, false) => link,
        };
        t.s.forces[id].link = link;
        t.s.links.waiting |= matches!(link, Link::Cut(_));
    }
    if !cut.is_empty() {
        let (cause, place) = before.map_or((None, None), |before| broken_at(t, side, before));
        let cause = cause.or_else(|| cut.iter().filter_map(|id| t.s.forces[*id].cause).max());
        let seq = t.record(day, &[cause], |_| What::CutOff { coalition: side, forces: cut, place });
        let share = 1.0 - t.share_in_command(side);
        let state = &mut t.s.coalitions[side];
        (state.cut_off, state.most_cut_off) = (Some(seq), state.most_cut_off.max(share));
        t.s.touch(Reads::FORCES);
    }
    for (forces, couriers) in [(joined, false), (by_courier, true)] {
        if !forces.is_empty() {
            let cause = t.s.coalitions[side].cut_off;
            t.record(day, &[cause], |_| What::Reconnected { coalition: side, forces, couriers });
            let state = &mut t.s.coalitions[side];
            state.next_review = state.next_review.min(day);
            t.s.touch(Reads::FORCES);
        }
    }
    t.s.links.stale = false;
}

/// What last broke a side's net, and where: of the nodes that it has lost, the one that was struck or taken last.
fn broken_at(
    t: &Turn<'_>,
    side: CoalitionId,
    before: &[(CoalitionId, PlaceId)],
) -> (Option<Seq>, Option<PlaceId>) {
    let lost = before.iter().filter(|node| node.0 == side && !t.s.links.nodes.contains(node));
    let broken = lost.map(|(_, place)| {
        let struck = t.real.relays.iter().filter(|(works, at)| at == place && !t.s.works[*works].working());
        let struck = struck.filter_map(|(works, _)| t.s.works[*works].cause).max();
        (struck.max(t.s.places[*place].cause), *place)
    });
    broken.max().map_or((None, None), |(cause, place)| (cause, Some(place)))
}
