//! Command links: which forces the headquarters of their side can reach with orders.
//!
//! A side that opened the war with relays sends its orders by them; others send couriers, as they always did, and are
//! never out of command. Headquarters are where the one who commands the side is with a force of his own, else in the
//! capital of its lead while that is held, else nowhere. Nodes are places with a working relay that the side holds, and
//! places where a station of its own is. Two nodes hear each other, and a force hears a node, when the way between them
//! is no longer than the reach; signals pass an enemy's places, so that only open lanes count. Orders leave headquarters
//! through a relay there, or, from a place that has none to work, to any node in reach. A force that is not so joined is
//! out of command: it keeps the mission that it has, declines battle and retreats as it sees fit, gets no new orders,
//! and fights for itself ([`Rule::CommandCutOff`]). Movements have channels of their own.
//!
//! What decides it seldom changes: it is worked out again only when relays, owners, stations, lanes or headquarters are
//! not what they were.

use crate::situation::{Situation, Whereabouts};
use crate::turn::Turn;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// The parts of a situation that decide who is in command.
pub const READS: Reads =
    Reads::PLACES.with(Reads::FORCES).with(Reads::WORKS).with(Reads::PERSONS).with(Reads::POLITICS);

/// Which places orders reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Links {
    /// Row `coalition · places + place`; empty until it is first worked out.
    reached: Vec<bool>,
    /// From what it was worked out.
    print: u64,
    /// Something has changed that may change it.
    pub(crate) stale: bool,
}

impl Default for Links {
    fn default() -> Self {
        Self { reached: Vec::new(), print: 0, stale: true }
    }
}

/// Where a side's headquarters are.
#[derive(Clone, Copy, PartialEq)]
enum Headquarters {
    /// With its commander, at a place or between two.
    Afield(ForceId, [PlaceId; 2]),
    /// In its capital.
    Capital(PlaceId),
    /// Nowhere.
    None,
}

/// Works out whom orders reach as the war opens; who is out of reach then always was, and that is no news.
pub fn open(t: &mut Turn<'_>) {
    if t.real.relays.is_empty() {
        return;
    }
    t.s.links.print = print(t);
    work_out(t);
    for side in t.s.coalitions.ids().filter(|id| t.s.coalitions[*id].relayed).collect::<Vec<_>>() {
        t.s.coalitions[side].most_cut_off = 1.0 - t.share_in_command(side);
    }
    for id in t.s.forces.ids() {
        t.s.forces[id].cut_off = t.s.forces[id].at.is_present() && !t.in_command(id);
    }
}

/// Works out anew whom orders reach, if that may have changed, and enters who was cut off or reached again.
pub fn refresh(t: &mut Turn<'_>) {
    if !t.s.links.stale || t.real.relays.is_empty() {
        return;
    }
    t.s.links.stale = false;
    let print = print(t);
    let changed = print != t.s.links.print || t.s.links.reached.is_empty();
    if changed {
        t.s.links.print = print;
        work_out(t);
    }
    for side in t.s.coalitions.ids() {
        if t.s.coalitions[side].relayed && t.s.coalitions[side].active {
            report(t, side, changed);
        }
    }
}

/// Whether a force is reached by orders of its side's headquarters.
pub fn in_command(war: &War, s: &Situation, force: ForceId) -> bool {
    let state = &s.forces[force];
    if !state.at.is_present() {
        return false;
    }
    let side = s.side(state.faction);
    if s.links.reached.is_empty()
        || !s.coalitions[side].relayed
        || war.factions[state.faction].kind == FactionKind::Movement
    {
        return true;
    }
    let reached = |place: PlaceId| s.links.reached[side.index() * s.places.len() + place.index()];
    let near = match state.at {
        Whereabouts::At(place) => reached(place),
        Whereabouts::Lane { from, to, .. } => reached(from) || reached(to),
        Whereabouts::Away | Whereabouts::Gone => false,
    };
    near || commander_of(war, s, side).is_some_and(|person| state.commander == Some(person))
}

fn commander_of(war: &War, s: &Situation, side: CoalitionId) -> Option<PersonId> {
    let def = &war.coalitions[side];
    let person = def.commander.or(war.factions[def.lead].leader)?;
    s.persons[person].alive.then_some(person)
}

impl Turn<'_> {
    /// Whether a force is reached by orders of its side's headquarters.
    pub fn in_command(&self, force: ForceId) -> bool {
        in_command(self.war, self.s, force)
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

    fn headquarters(&self, side: CoalitionId) -> Headquarters {
        let person = self.commander_of(side);
        let leads = |f: &crate::ForceState| person.is_some() && f.commander == person && self.s.side(f.faction) == side;
        for (id, force) in self.s.forces.pairs().filter(|(_, f)| leads(f)) {
            match force.at {
                Whereabouts::At(place) => return Headquarters::Afield(id, [place; 2]),
                Whereabouts::Lane { from, to, .. } => return Headquarters::Afield(id, [from, to]),
                Whereabouts::Away | Whereabouts::Gone => {}
            }
        }
        let capital = self.war.factions[self.war.coalitions[side].lead].capital;
        let held = capital.filter(|place| self.s.holder(*place) == Some(side));
        held.map_or(Headquarters::None, Headquarters::Capital)
    }
}

/// Nodes of a side's net, in no order that matters; the same place may come twice.
fn nodes<'a>(t: &'a Turn<'_>, side: CoalitionId) -> impl Iterator<Item = PlaceId> + 'a {
    let relays = t.real.relays.iter().filter(move |(works, place)| {
        t.s.works[*works].working() && t.s.holder(*place) == Some(side)
    });
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
        match t.headquarters(side) {
            Headquarters::Afield(force, [from, to]) => [force.0, from.0, to.0].into_iter().for_each(&mut add),
            Headquarters::Capital(place) => add(place.0),
            Headquarters::None => add(u32::MAX),
        }
        nodes(t, side).for_each(|place| add(place.0));
    }
    t.s.lanes.iter().for_each(|open| add(u32::from(*open)));
    print
}

fn work_out(t: &mut Turn<'_>) {
    let places = t.s.places.len();
    let mut reached = vec![true; t.s.coalitions.len() * places];
    for side in t.s.coalitions.ids().filter(|id| t.s.coalitions[*id].relayed) {
        let row = side.index() * places;
        reached[row..row + places].copy_from_slice(&reach(t, side));
    }
    t.s.links.reached = reached;
    t.s.touch(Reads::FORCES);
    t.s.links.stale = false;
}

/// The places that a side's orders reach.
fn reach(t: &Turn<'_>, side: CoalitionId) -> Vec<bool> {
    let far = t.rule(Rule::CommandReach);
    let mut reached = vec![false; t.s.places.len()];
    let mut nodes: Vec<PlaceId> = nodes(t, side).collect();
    nodes.sort_unstable();
    nodes.dedup();
    let hears = |from: PlaceId, to: PlaceId| t.s.distance(from, to) <= far;
    // A place with relays of one's own speaks through them or not at all; another hands its messages to any node in
    // reach.
    let has_relays = |place: PlaceId| t.real.relays.iter().any(|(_, at)| *at == place);
    let mut open: Vec<PlaceId> = Vec::new();
    let speaks = |place: PlaceId, open: &mut Vec<PlaceId>| {
        open.extend(nodes.iter().copied().filter(|node| hears(place, *node)));
    };
    match t.headquarters(side) {
        Headquarters::None => return reached,
        Headquarters::Afield(_, [from, to]) if from != to => {
            speaks(from, &mut open);
            speaks(to, &mut open);
        }
        Headquarters::Afield(_, [place, _]) | Headquarters::Capital(place)
            if t.s.holder(place) == Some(side) && has_relays(place) =>
        {
            let works = |(id, at): &(WorksId, PlaceId)| *at == place && t.s.works[*id].working();
            if t.real.relays.iter().any(works) {
                reached[place.index()] = true;
                open.push(place);
            }
        }
        Headquarters::Afield(_, [place, _]) | Headquarters::Capital(place) => {
            reached[place.index()] = true;
            speaks(place, &mut open);
        }
    }
    let mut joined = vec![false; t.s.places.len()];
    open.iter().for_each(|node| joined[node.index()] = true);
    while let Some(at) = open.pop() {
        for &node in &nodes {
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
fn report(t: &mut Turn<'_>, side: CoalitionId, net_changed: bool) {
    let (mut cut, mut again) = (Vec::new(), Vec::new());
    for id in t.s.forces.ids() {
        let force = &t.s.forces[id];
        if t.s.side(force.faction) != side || !force.at.is_present() {
            continue;
        }
        let alone = !t.in_command(id);
        if alone != force.cut_off {
            t.s.forces[id].cut_off = alone;
            if alone { cut.push(id) } else { again.push(id) }
        }
    }
    if cut.is_empty() && again.is_empty() {
        return;
    }
    let share = 1.0 - t.share_in_command(side);
    t.s.coalitions[side].most_cut_off = t.s.coalitions[side].most_cut_off.max(share);
    let day = t.day();
    if !cut.is_empty() {
        let (cause, place) = if net_changed { broken_at(t, side) } else { (None, None) };
        let cause = cause.or_else(|| cut.iter().filter_map(|id| t.s.forces[*id].cause).max());
        let seq = t.record(day, &[cause], |_| What::CutOff { coalition: side, forces: cut.clone(), place });
        cut.iter().for_each(|id| t.s.forces[*id].cause = Some(seq));
    }
    if !again.is_empty() {
        let cause = again.iter().filter_map(|id| t.s.forces[*id].cause).max();
        t.record(day, &[cause], |_| What::Reconnected { coalition: side, forces: again });
        t.s.coalitions[side].next_review = t.s.coalitions[side].next_review.min(day);
    }
    t.s.touch(Reads::FORCES);
    t.s.links.stale = false;
}

/// What last broke a side's net, and where: a relay struck, or a place with relays lost.
fn broken_at(t: &Turn<'_>, side: CoalitionId) -> (Option<Seq>, Option<PlaceId>) {
    let broken = t.real.relays.iter().filter_map(|(works, place)| {
        let own = t.s.holder(*place) == Some(side);
        let cause = if own { t.s.works[*works].cause.filter(|_| !t.s.works[*works].working()) } else { t.s.places[*place].cause };
        Some((cause?, *place))
    });
    let last = broken.max();
    (last.map(|(seq, _)| seq), last.map(|(_, place)| place))
}
