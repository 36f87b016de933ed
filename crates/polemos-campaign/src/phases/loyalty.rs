//! Phase 11, those under arms: squadrons of a people that serves another's side go over, one by one, by thresholds
//! (Granovetter 1978; Kuran 1991).
//!
//! Each squadron that has somewhere to go has a threshold θ, drawn once from a beta distribution; compatriots have part
//! of its variance in common, which is a people's mood. It goes over when
//!
//! ```text
//! w₁·grievance + w₂·share of its compatriots seen to have gone + w₃·(1 − prospect of its faction)
//!     − w₄·fear at its place − w₅·loyalty of its commander − w₀  >  θ
//! ```
//!
//! Word travels a round a day: what is seen today is who had gone by yesterday; in the middle of a battle, where the
//! same rule runs (`mutiny`), it is who has gone there. So a few whose thresholds are low make others' go, and
//! they others', for days; or they stay alone, when the next threshold lies too high. Nothing else makes a cascade.
//! With w₃ ≤ w₀, as by default, no one goes to a likely victor without a grievance.

use crate::effects;
use crate::purpose;
use crate::realised::{Compatriots, Realised, entity};
use crate::situation::*;
use crate::turn::Turn;
use polemos_chance::special::{beta_inc, normal_cdf};
use polemos_chance::{Address, Key, sample};
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// Plays the phase, for one day.
pub fn play(t: &mut Turn<'_>) {
    let real = t.real;
    for (row, compatriots) in real.compatriots.iter().enumerate() {
        let seen = t.share_gone(compatriots);
        // Forces of one side bear the same grievance, as long as no one changes sides.
        let mut borne: Option<(CoalitionId, f64)> = None;
        for (force, twin, squadrons) in &compatriots.able {
            if !t.s.forces[*force].at.is_present() {
                continue;
            }
            let side = t.s.side(t.s.forces[*force].faction);
            let known = borne.filter(|(against, _)| *against == side).map(|(_, grievance)| grievance);
            let grievance = known.unwrap_or_else(|| t.grievance(compatriots.people, side));
            borne = Some((side, grievance));
            let ready = t.readiness_with(*force, grievance, seen);
            if ready <= 0.0 || t.side_to_join(*force, *twin).is_none() {
                continue;
            }
            let rank = t.rank_of(ready);
            let goes = |id: &SquadronId| t.is_able(*id, *force) && t.s.squadrons[*id].threshold < rank;
            let going: Vec<SquadronId> = squadrons.iter().copied().filter(goes).collect();
            if going.is_empty() {
                continue;
            }
            let at = t.s.forces[*force].at;
            let Some(banner) = banner(t, *twin, at) else { continue };
            let crossing = cross(t, *force, banner, &going);
            borne = None;
            enter(t, row, &crossing, None);
        }
    }
}

/// A squadron's threshold, as its rank from 0 to 1 among all that there could be.
pub fn threshold(war: &War, real: &Realised, key: Key, squadron: &Squadron) -> f64 {
    let (Some(people), Some(_)) = (squadron.people, squadron.turns) else { return 1.0 };
    let draw = |purpose, entity| sample::normal(key.uniform(Address::new(purpose, entity, 0, 0)));
    let common = real.rule(Rule::LoyaltyCommon).clamp(0.0, 1.0);
    let mood = draw(purpose::MOOD, entity(&war.peoples[people].id));
    let own = draw(purpose::THRESHOLD, squadron.entity);
    normal_cdf(libm::sqrt(common) * mood + libm::sqrt(1.0 - common) * own)
}

impl Turn<'_> {
    /// What a people bears a side from before the war: all that it bears those who are on that side now.
    pub fn old_grievance(&self, people: PeopleId, against: CoalitionId) -> f64 {
        let borne = self.war.old_grievances.iter().filter(|it| it.people == people);
        borne.filter(|it| self.s.side(it.against) == against).map(|it| self.real.number(it.level)).sum()
    }

    /// The entry behind a people's grievance against a side, where there is one: none behind an old grievance.
    pub fn provocation(&self, _people: PeopleId, _against: CoalitionId) -> Option<Seq> {
        None
    }

    /// Share of compatriots seen to have gone over: those who had by yesterday.
    pub fn share_gone(&self, compatriots: &Compatriots) -> f64 {
        let today = self.date();
        let gone = |id: &&SquadronId| self.s.squadrons[**id].went.is_some_and(|day| day < today);
        let count = compatriots.all.iter().filter(gone).count();
        if count == 0 { 0.0 } else { count as f64 / compatriots.all.len() as f64 }
    }

    /// How ready a force's squadrons of a people are to go over, on the scale of thresholds, when a share of their
    /// compatriots is seen to have gone.
    pub fn readiness_to_go(&self, force: ForceId, people: PeopleId, seen: f64) -> f64 {
        let side = self.s.side(self.s.forces[force].faction);
        self.readiness_with(force, self.grievance(people, side), seen)
    }

    /// The same, with the grievance of that people against the side that they serve.
    fn readiness_with(&self, force: ForceId, grievance: f64, seen: f64) -> f64 {
        let state = &self.s.forces[force];
        let drawn = self.rule(Rule::LoyaltyGrievance) * grievance
            + self.rule(Rule::LoyaltyCompatriots) * seen
            + self.rule(Rule::LoyaltyProspect) * (1.0 - self.s.factions[state.faction].prospect)
            - self.rule(Rule::LoyaltyBase);
        if drawn <= 0.0 {
            return drawn;
        }
        let fear = state.at.place().map_or(0.0, |place| self.fear(place));
        let held =
            self.rule(Rule::LoyaltyFear) * fear + self.rule(Rule::LoyaltyCommander) * self.led_by(force);
        drawn - held
    }

    /// Loyalty of a force's commander, or of its faction's leader where it has none; one who serves another side has
    /// none left.
    fn led_by(&self, force: ForceId) -> f64 {
        let state = &self.s.forces[force];
        let leader = self.war.factions[state.faction].leader.filter(|id| self.s.persons[*id].alive);
        let Some(person) = state.commander.or(leader) else { return 0.5 };
        let serves = self.s.persons[person].faction.map(|faction| self.s.side(faction));
        if serves.is_some_and(|side| side != self.s.side(state.faction)) {
            return 0.0;
        }
        self.real.number(self.war.persons[person].traits.loyalty)
    }

    /// The rank below which thresholds are passed by so much readiness: the beta distribution at it.
    pub fn rank_of(&self, ready: f64) -> f64 {
        let (a, b) = (self.rule(Rule::LoyaltyThresholdLow), self.rule(Rule::LoyaltyThresholdHigh));
        if ready >= 1.0 { f64::INFINITY } else { beta_inc(a, b, ready.max(0.0)) }
    }

    /// Whether a squadron is still with its force and has anyone left to go over.
    pub fn is_able(&self, squadron: SquadronId, force: ForceId) -> bool {
        let state = &self.s.squadrons[squadron];
        state.force == force && state.units > 0
    }

    /// The side on which squadrons of a force would find themselves, if there is one to go over to: that of their twin's
    /// faction, or the one that it belongs to should it not be in the war yet. One that has left the war is no goal.
    pub fn side_to_join(&self, force: ForceId, twin: ForceId) -> Option<CoalitionId> {
        let faction = self.war.forces[twin].faction;
        let (def, state) = (&self.war.factions[faction], &self.s.factions[faction]);
        let named = |c: &Coalition| !c.implicit && c.members.iter().any(|m| m.faction == faction);
        let declared = self.war.coalitions.pairs().find(|(_, c)| named(c)).map(|(id, _)| id);
        let side = if state.at_war { state.coalition } else { declared.unwrap_or(state.coalition) };
        let has_left =
            !state.at_war && def.belligerent && declared.is_none_or(|_| self.is_past_entry(faction));
        let open = !def.removed && !has_left && self.s.coalitions[side].active;
        (open && side != self.s.side(self.s.forces[force].faction)).then_some(side)
    }

    /// Whether the day has come on which a faction was to enter a coalition.
    fn is_past_entry(&self, faction: FactionId) -> bool {
        let members = self.war.coalitions.iter().flat_map(|c| &c.members).filter(|m| m.faction == faction);
        let mut entries = members.map(|m| self.real.optional(m.from).unwrap_or(0.0));
        entries.any(|day| day < self.dusk())
    }
}

/// The force that squadrons join which go over at a place or under way: their twin, or, if that is in use elsewhere,
/// another of its faction that is there too or in use nowhere. With none to be had they wait.
pub fn banner(t: &Turn<'_>, twin: ForceId, at: Whereabouts) -> Option<ForceId> {
    let faction = t.war.forces[twin].faction;
    let garrison = t.war.forces[twin].garrison;
    let unused = |id: ForceId| !t.s.forces[id].at.is_present();
    let here = |id: ForceId| t.s.forces[id].at == at;
    let fits = |id: ForceId| {
        let def = &t.war.forces[id];
        def.twin_of.is_some() && def.faction == faction && def.garrison == garrison && !def.removed
    };
    let all = || t.war.forces.ids().filter(|id| fits(*id));
    let own = Some(twin).filter(|id| here(*id) || unused(*id));
    own.or_else(|| all().find(|id| here(*id))).or_else(|| all().find(|id| unused(*id)))
}

/// Squadrons that have gone over from one force to another.
#[derive(Clone, Debug)]
pub struct Crossing {
    /// From where.
    pub from: ForceId,
    /// To where.
    pub to: ForceId,
    /// How many squadrons.
    pub squadrons: u32,
    /// Their units, by domain.
    pub units: [u32; 5],
    /// Where.
    pub place: Option<PlaceId>,
    /// Whether no one is left in the force that they have left.
    pub all: bool,
}

/// Takes squadrons of a force over to another, where they are, with all that they have; their new faction enters the war
/// if it is not in it.
pub fn cross(t: &mut Turn<'_>, from: ForceId, to: ForceId, going: &[SquadronId]) -> Crossing {
    let (old, new) = (t.s.forces[from].faction, t.war.forces[to].faction);
    if let Some(side) = t.side_to_join(from, to).filter(|_| !t.s.factions[new].at_war) {
        let cause = t.s.factions[old].cause;
        effects::join(t, new, side, cause);
    }
    muster(t, from, to);
    t.refresh(from);
    let mut going = going.to_vec();
    going.extend(carried_along(t, from, &going));
    let today = t.date();
    let before = [from, to].map(|force| t.s.forces[force].value);
    let mut units = [0; 5];
    for &id in &going {
        units[t.class_of(id).domain as usize] += t.s.squadrons[id].units;
        (t.s.squadrons[id].force, t.s.squadrons[id].went) = (to, Some(today));
    }
    t.refresh(from);
    t.refresh(to);
    let after = [from, to].map(|force| t.s.forces[force].value);
    share_condition(t, from, to, before[1], after[1]);
    account(t, [old, new], units, [before[0] - after[0], after[1] - before[1]]);
    let place = t.s.forces[from].at.place();
    let all = t.unit_count(from) == 0;
    if all {
        t.s.put(from, Whereabouts::Gone);
        let state = &mut t.s.forces[from];
        (state.goal, state.mission) = (None, Mission::Guard);
        state.commander = None;
    }
    tell(t, from, to, before[0], after[0]);
    Crossing { from, to, squadrons: going.len() as u32, units, place, all }
}

/// Brings a force that is in use nowhere to where another is.
fn muster(t: &mut Turn<'_>, from: ForceId, to: ForceId) {
    if t.s.forces[to].at.is_present() {
        return;
    }
    let (at, busy_until) = (t.s.forces[from].at, t.s.forces[from].busy_until);
    t.s.put(to, at);
    let state = &mut t.s.forces[to];
    (state.goal, state.mission) = (None, Mission::Guard);
    (state.busy_until, state.starved, state.link) = (busy_until, false, Link::Joined);
    (state.commander, state.value) = (None, 0.0);
}

/// Troops of the same people whose ships all go, and who have no ground of their own side under them, go with their
/// ships.
fn carried_along(t: &Turn<'_>, from: ForceId, going: &[SquadronId]) -> Vec<SquadronId> {
    let side = t.s.side(t.s.forces[from].faction);
    let own_ground = t.s.forces[from].at.place().is_some_and(|place| t.s.holder(place) == Some(side));
    let Some(first) = going.first() else { return Vec::new() };
    let twin = t.war.squadrons[*first].turns;
    let rest = || t.squadrons(from).filter(|id| !going.contains(id) && t.s.squadrons[*id].units > 0);
    if own_ground || rest().any(|id| t.class_of(id).domain != Domain::Troops) {
        return Vec::new();
    }
    rest().filter(|id| t.war.squadrons[*id].turns == twin).collect()
}

/// Supply and readiness of those who come are those of the force that they have left; joined to others', the mean.
fn share_condition(t: &mut Turn<'_>, from: ForceId, to: ForceId, had: f64, has: f64) {
    let (supply, readiness) = (t.s.forces[from].supply, t.s.forces[from].readiness);
    let part = if had > 0.0 && has > had { (has - had) / has } else { f64::from(u8::from(had <= 0.0)) };
    let state = &mut t.s.forces[to];
    state.supply += (supply - state.supply) * part;
    state.readiness += (readiness - state.readiness) * part;
}

/// Books what changes hands: no unit is lost or won, and what each side set out with moves with it.
fn account(t: &mut Turn<'_>, [old, new]: [FactionId; 2], units: [u32; 5], [lost, won]: [f64; 2]) {
    let sides = [t.s.side(old), t.s.side(new)];
    let f = &mut t.s.factions[old];
    f.left.iter_mut().zip(units).for_each(|(sum, n)| *sum += n);
    f.opening_value = (f.opening_value - lost).max(0.0);
    let f = &mut t.s.factions[new];
    f.joined.iter_mut().zip(units).for_each(|(sum, n)| *sum += n);
    f.opening_value += won;
    let c = &mut t.s.coalitions[sides[0]];
    c.opening_value = (c.opening_value - lost).max(0.0);
    t.s.coalitions[sides[1]].opening_value += won;
}

/// The side that was left knows what has left it and where; the side that was joined, how much less is against it.
fn tell(t: &mut Turn<'_>, from: ForceId, to: ForceId, before: f64, after: f64) {
    let [left, joined] = [from, to].map(|force| t.s.side(t.s.forces[force].faction));
    let day = t.now();
    let (place, strength) = (t.s.forces[to].at.place(), t.strength(to));
    *t.s.sighting_mut(left, to) = Sighting { place, day, strength };
    let seen = t.s.sighting_mut(joined, from);
    seen.strength *= if before > 0.0 { after / before } else { 0.0 };
    (t.s.stirred, t.s.supply_stale) = (true, true);
    t.s.coalitions.iter_mut().for_each(|c| c.next_review = c.next_review.min(day));
    t.s.touch(Reads::POLITICS.with(Reads::PLACES).with(Reads::FORCES));
}

/// Enters that squadrons have gone over. What brought it about is the people's grievance, the battle in which it came,
/// and those who went before them, or else what last befell their faction.
pub fn enter(t: &mut Turn<'_>, row: usize, crossing: &Crossing, battle: Option<Seq>) {
    let &Crossing { from, to, squadrons, units, place, all } = crossing;
    let old = t.s.forces[from].faction;
    let provocation = t.provocation(t.real.compatriots[row].people, t.s.side(old));
    let others = t.s.crossings[row].or(t.s.factions[old].cause);
    let day = t.dusk();
    let faction = t.s.forces[to].faction;
    let seq = t.record(day, &[provocation, battle, others], |_| What::WentOver {
        force: from,
        to,
        faction,
        squadrons,
        units,
        place,
        all,
        in_battle: battle.is_some(),
    });
    t.s.crossings[row] = Some(seq);
    t.s.forces[to].cause = Some(seq);
    t.s.factions[old].cause = Some(seq);
    t.s.factions[faction].cause = Some(seq);
}
