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
//! What decides it seldom changes: it is worked out again only when relays, owners, stations, lanes or headquarters may
//! not be what they were, and forces are looked at only when it was or some have moved.

use crate::bits::Set;
use crate::few::Few;
use crate::situation::{ForceState, Link, Situation, Whereabouts};
use crate::turn::Turn;
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// The part of a situation whose every change may change who is in command. Where works are struck or mended, places
/// change hands, factions change sides, headquarters move or stations are lost, [`Links`] is told of it.
pub const READS: Reads = Reads::PERSONS;

/// Which places orders reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Links {
    /// By coalition; none before it has been worked out.
    reached: Vec<Set>,
    /// The nodes from which that was worked out.
    nodes: Vec<(CoalitionId, PlaceId)>,
    /// All from which it was, once it has been.
    basis: Vec<u64>,
    /// Memory for what that is now.
    spare: Vec<u64>,
    /// Who commands each coalition that has a net, as of then.
    commanders: Vec<Option<PersonId>>,
    /// Something has changed for forces themselves: persons, sides, lanes.
    pub(crate) stale: bool,
    /// Something has changed from which it was worked out.
    pub(crate) unsure: bool,
    /// Forces that have moved since they were last looked at.
    moved: Set,
    /// Those that wait for couriers.
    waiting: Set,
}

/// What decides which places a side's orders reach: where its commander is with a force of his own, at one place or
/// between two, the capital of its lead while it holds it, and the places with a working relay or a station of its own.
#[derive(Clone, Copy)]
enum Mark {
    Afield = 0,
    Capital = 1,
    Relay = 2,
    Station = 3,
}

/// A mark of a side at a place, in one word.
fn mark(side: CoalitionId, mark: Mark, place: PlaceId) -> u64 {
    u64::from(side.0) << 34 | (mark as u64) << 32 | u64::from(place.0)
}

/// The place, if it is a node of that side: a relay or a station, whose marks differ in their lowest bit alone.
fn node(mark: u64, side: CoalitionId) -> Option<PlaceId> {
    let of = u64::from(side.0) << 1 | Mark::Relay as u64 >> 1;
    (mark >> 33 == of).then_some(PlaceId(mark as u32))
}

/// The marks of a side.
fn marks_of(basis: &[u64], side: CoalitionId) -> impl Iterator<Item = u64> + '_ {
    basis.iter().copied().filter(move |mark| mark >> 34 == u64::from(side.0))
}

impl Default for Links {
    fn default() -> Self {
        Self {
            reached: Vec::new(),
            nodes: Vec::new(),
            basis: Vec::new(),
            spare: Vec::new(),
            commanders: Vec::new(),
            stale: true,
            unsure: true,
            moved: Set::default(),
            waiting: Set::default(),
        }
    }
}

impl Links {
    /// Forces whose links may have changed though nothing else has.
    fn concerned(&self) -> Set {
        let mut all = self.moved.clone();
        all.add_all(&self.waiting);
        all
    }

    /// Lanes have opened or closed: nothing that was worked out holds any more.
    pub(crate) fn lanes_changed(&mut self) {
        self.reached.clear();
        self.stale = true;
    }

    /// A force goes from one place or lane to another; with whoever commands a side, headquarters go too.
    #[inline]
    pub(crate) fn has_moved(&mut self, id: ForceId, force: &ForceState) {
        self.moved.add(id.index());
        self.unsure |= force.commander.is_some() && self.commanders.contains(&force.commander);
    }
}

/// Works out whom orders reach as the war opens: where they do not, couriers always went.
pub fn open(t: &mut Turn<'_>) {
    if t.real.relays.is_empty() {
        return;
    }
    take_bearings(t);
    work_out(t);
    for id in t.s.forces.ids() {
        if t.s.forces[id].at.is_present() && !is_joined(t, id) {
            t.s.forces[id].link = Link::Couriers;
        }
    }
}

/// Works out anew whom orders reach, if that may have changed, and enters who was cut off or reached again.
pub fn refresh(t: &mut Turn<'_>) {
    if t.real.relays.is_empty() {
        return;
    }
    let mut concerned = t.s.links.concerned();
    let mut before = None;
    if t.s.links.stale || t.s.links.unsure {
        let mut all = t.s.links.stale;
        if take_bearings(t) {
            let (nodes, altered) = work_out(t);
            before = Some(nodes);
            all |= altered;
        }
        if all {
            concerned = t.s.in_play.clone();
        }
        (t.s.links.stale, t.s.links.unsure) = (false, false);
    }
    debug_assert!(!take_bearings(t), "what links hang on has changed unnoticed");
    if concerned.is_empty() || all_is_as_it_was(t, &concerned) {
        debug_assert!(all_is_as_it_was(t, &t.s.in_play.clone()), "links have changed unnoticed");
        return;
    }
    for side in t.s.coalitions.ids() {
        if has_net(t, side) {
            report(t, side, before.as_deref());
        }
    }
}

/// Whether a side is in the war and sends its orders by a net.
fn has_net(t: &Turn<'_>, side: CoalitionId) -> bool {
    let state = &t.s.coalitions[side];
    state.relayed && state.active
}

/// Whether no link of some forces to their headquarters has changed; those who wait for couriers go on waiting.
fn all_is_as_it_was(t: &mut Turn<'_>, forces: &Set) -> bool {
    let couriers = t.rule(Rule::CommandCouriers);
    let mut waiting = Set::none_of(t.s.forces.len());
    let mut changed = false;
    for force in forces.rows().map(ForceId::from_index) {
        let state = &t.s.forces[force];
        let side = t.s.side(state.faction);
        if !state.at.is_present() || !has_net(t, side) {
            continue;
        }
        match (state.link, is_reached(t, state, side)) {
            (Link::Joined, true) | (Link::Couriers, false) => {}
            (Link::Joined, false) if couriers <= 0.0 => {}
            (Link::Cut(since), false) if t.day() - since < couriers => waiting.add(force.index()),
            _ => changed = true,
        }
    }
    (t.s.links.waiting, t.s.links.moved) = (waiting, Set::none_of(t.s.forces.len()));
    !changed
}

/// Whether a force is reached by orders of its side's headquarters.
#[inline]
pub fn in_command(s: &Situation, force: ForceId) -> bool {
    let state = &s.forces[force];
    state.at.is_present() && !matches!(state.link, Link::Cut(_))
}

/// Whether a force is joined to its headquarters by the net of its side, or needs none.
fn is_joined(t: &Turn<'_>, force: ForceId) -> bool {
    let state = &t.s.forces[force];
    let side = t.s.side(state.faction);
    !t.s.coalitions[side].relayed || is_reached(t, state, side)
}

/// The same of a force of a side that has a net.
#[inline]
fn is_reached(t: &Turn<'_>, state: &ForceState, side: CoalitionId) -> bool {
    let reached = |place: PlaceId| t.s.links.reached[side.index()].has(place.index());
    let near = match state.at {
        Whereabouts::At(place) => reached(place),
        Whereabouts::Lane { from, to, .. } => reached(from) || reached(to),
        Whereabouts::Away | Whereabouts::Gone => true,
    };
    near || (state.commander.is_some() && state.commander == t.commander_of(side))
        || t.war.factions[state.faction].kind == FactionKind::Movement
}

impl Turn<'_> {
    /// Whether a force is reached by orders of its side's headquarters.
    pub fn in_command(&self, force: ForceId) -> bool {
        in_command(self.s, force)
    }

    /// Share of a coalition's strength that orders of its headquarters reach; 1 when it has none.
    pub fn share_in_command(&self, side: CoalitionId) -> f64 {
        let (mut reached, mut all) = (0.0, 0.0);
        for id in self.s.forces_in_play(side) {
            let value = self.s.forces[id].value;
            all += value;
            reached += if self.in_command(id) { value } else { 0.0 };
        }
        if all > 0.0 { reached / all } else { 1.0 }
    }

    /// Where the one who commands a side is with a force of his own: at a place, or between two.
    fn afield(&self, side: CoalitionId) -> Option<[PlaceId; 2]> {
        let person = self.commander_of(side)?;
        let mut own = self.s.forces_in_play(side).map(|id| &self.s.forces[id]);
        own.find_map(|force| if force.commander == Some(person) { ends(force.at) } else { None })
    }

    /// The capital of a side's lead, while the side holds it.
    fn capital(&self, side: CoalitionId) -> Option<PlaceId> {
        let capital = self.war.factions[self.war.coalitions[side].lead].capital;
        capital.filter(|place| self.s.holder(*place) == Some(side))
    }
}

/// Where a force is: at a place, or between two.
fn ends(at: Whereabouts) -> Option<[PlaceId; 2]> {
    match at {
        Whereabouts::At(place) => Some([place; 2]),
        Whereabouts::Lane { from, to, .. } => Some([from, to]),
        Whereabouts::Away | Whereabouts::Gone => None,
    }
}

/// Gathers all that decides which places orders reach. Returns whether it is not what it was.
fn take_bearings(t: &mut Turn<'_>) -> bool {
    let mut basis = std::mem::take(&mut t.s.links.spare);
    basis.clear();
    let commanders: Few<Option<PersonId>, 8> =
        t.s.coalitions.pairs().map(|(id, c)| t.commander_of(id).filter(|_| c.relayed)).collect();
    for side in t.s.coalitions.ids().filter(|id| t.s.coalitions[*id].relayed) {
        if let Some(ends) = t.afield(side) {
            basis.extend(ends.map(|end| mark(side, Mark::Afield, end)));
        }
        if let Some(place) = t.capital(side) {
            basis.push(mark(side, Mark::Capital, place));
        }
    }
    let relayed = |side: &CoalitionId| t.s.coalitions[*side].relayed;
    for &(works, place) in &t.real.relays {
        if let Some(side) = t.s.holder(place).filter(|side| relayed(side) && t.s.works[works].working()) {
            basis.push(mark(side, Mark::Relay, place));
        }
    }
    for state in t.real.stations.iter().map(|id| &t.s.squadrons[*id]).filter(|state| state.units > 0) {
        let force = &t.s.forces[state.force];
        let side = Some(t.s.side(force.faction)).filter(relayed);
        if let (Some(side), Some(place)) = (side, force.at.place()) {
            basis.push(mark(side, Mark::Station, place));
        }
    }
    let links = &mut t.s.links;
    links.commanders.clear();
    links.commanders.extend_from_slice(&commanders);
    let changed = basis != links.basis || links.reached.is_empty();
    links.spare = std::mem::replace(&mut links.basis, basis);
    changed
}

/// Works out which places orders reach. Returns the nodes that there were before, and whether it has made a difference.
fn work_out(t: &mut Turn<'_>) -> (Vec<(CoalitionId, PlaceId)>, bool) {
    let places = t.s.places.len();
    let mut reached = std::mem::take(&mut t.s.links.reached);
    let is_new = reached.is_empty();
    let mut altered = is_new;
    reached.resize(t.s.coalitions.len(), Set::none_of(places));
    let mut all = Vec::with_capacity(t.s.links.nodes.len());
    for side in t.s.coalitions.ids().filter(|id| t.s.coalitions[*id].relayed) {
        let mut nodes = Set::none_of(places);
        for place in t.s.links.basis.iter().filter_map(|mark| node(*mark, side)) {
            nodes.add(place.index());
        }
        // What was worked out from the same holds.
        if is_new || !marks_of(&t.s.links.basis, side).eq(marks_of(&t.s.links.spare, side)) {
            let before = std::mem::replace(&mut reached[side.index()], reach(t, side, &nodes));
            altered |= before != reached[side.index()];
        }
        all.extend(nodes.rows().map(|place| (side, PlaceId::from_index(place))));
    }
    t.s.links.reached = reached;
    (std::mem::replace(&mut t.s.links.nodes, all), altered)
}

/// The places that a side's orders reach, from the nodes of its net.
fn reach(t: &Turn<'_>, side: CoalitionId, nodes: &Set) -> Set {
    let hearing = &t.s.hearing;
    let (mut reached, mut open) = (Set::none_of(t.s.places.len()), Set::none_of(t.s.places.len()));
    // A capital with relays speaks through them or not at all; one without hands its messages to any node in reach. Who
    // stands by hears them anyway.
    let relays = |place: PlaceId| t.real.relays.iter().filter(move |(_, at)| *at == place);
    if let Some(ends) = t.afield(side) {
        // A commander afield has messengers, whatever has become of the relays where he is.
        for end in ends.map(|end| end.index()) {
            reached.add(end);
            open.join(hearing.of(end));
        }
        open.keep(nodes);
    }
    if let Some(place) = t.capital(side).filter(|_| open.is_empty()) {
        if relays(place).next().is_some() {
            if relays(place).any(|(works, _)| t.s.works[*works].working()) {
                open.add(place.index());
            }
        } else {
            reached.add(place.index());
            open.join(hearing.of(place.index()));
            open.keep(nodes);
        }
    }
    // Nodes that have the message, and those of them that have passed it on.
    let (mut joined, mut done) = (open, Set::none_of(t.s.places.len()));
    while let Some(at) = joined.without(&done) {
        done.add(at);
        reached.join(hearing.of(at));
        joined.join_common(nodes, hearing.of(at));
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
        t.s.links.waiting.set(id.index(), matches!(link, Link::Cut(_)));
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
