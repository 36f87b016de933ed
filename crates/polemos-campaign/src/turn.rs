//! What every phase works with: the war, the numbers of this replication, the situation, and the chronicle.

use crate::few::Few;
use crate::phases::orders::Staff;
use crate::realised::Realised;
use crate::situation::*;
use crate::standoff::Snare;
use polemos_chance::{Address, sample};
use polemos_chronicle::{Chronicle, Entry, Seq, What};
use polemos_war::*;
use serde::{Deserialize, Serialize};

/// Who answers decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policies {
    /// For all coalitions that have none of their own.
    pub common: Policy,
    /// For some coalitions.
    pub own: Vec<(CoalitionId, Policy)>,
}

/// How battles are fought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// By aggregated attrition: microseconds a battle.
    #[default]
    Aggregated,
    /// Unit by unit: seconds for a battle of tens of thousands.
    UnitByUnit,
}

/// How decisions are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// By utility under estimates.
    Doctrine,
    /// As the source tells; by doctrine where it tells nothing.
    Historical,
    /// By the default option of each decision.
    Default,
    /// From outside.
    Outside,
}

impl Policies {
    /// One policy for all.
    pub fn all(policy: Policy) -> Self {
        Self { common: policy, own: Vec::new() }
    }

    /// A coalition's policy.
    pub fn of(&self, coalition: CoalitionId) -> Policy {
        self.own.iter().find(|(id, _)| *id == coalition).map_or(self.common, |(_, policy)| *policy)
    }
}

/// Keeps the chronicle, or only counts its entries.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    /// Whether entries are kept.
    pub on: bool,
    /// What has been kept.
    pub chronicle: Chronicle,
}

/// Battles so far, by place, each with the strength of its largest: kept whether or not a chronicle is.
pub type BattleTally = Vec<(f64, polemos_chronicle::PlaceBattles)>;

/// A force's strength: units by value, less what readiness takes, but for the share that idle units keep.
#[inline]
pub fn strength_of(force: &ForceState, idle: f64) -> f64 {
    force.value * (idle + (1.0 - idle) * force.readiness)
}

/// One tick's work in hand.
pub struct Turn<'a> {
    /// The war.
    pub war: &'a War,
    /// Its numbers in this replication.
    pub real: &'a Realised,
    /// The state.
    pub s: &'a mut Situation,
    /// The chronicle.
    pub recorder: &'a mut Recorder,
    /// Battles so far.
    pub tally: &'a mut BattleTally,
    /// Who answers decisions.
    pub policies: &'a Policies,
    /// What the last staff worked with: memory to be used again.
    pub staff: &'a mut Staff,
    /// How battles are fought.
    pub manner: Manner,
    /// Catches the moment of a battle, if one is waited for.
    pub(crate) snare: &'a mut Option<Snare>,
}

impl Turn<'_> {
    /// Days since the war's start: at the beginning of the tick, of the day in hand, or at the tick's end.
    #[inline]
    pub fn day(&self) -> f64 {
        f64::from(self.date())
    }

    /// The same, whole: the time in the address of draws.
    #[inline]
    pub fn date(&self) -> u32 {
        self.s.tick * self.war.clock.tick_days + self.s.days_in
    }

    /// Days since the war's start when what is in hand has been done: the end of the day, or of the tick.
    #[inline]
    pub fn dusk(&self) -> f64 {
        self.day() + if self.s.moment == Moment::Dusk { 0.0 } else { self.days() }
    }

    /// Days since the war's start as events are dated: in the field, after movement, the end of the day.
    #[inline]
    pub fn now(&self) -> f64 {
        if self.s.moment == Moment::Contact { self.dusk() } else { self.day() }
    }

    /// Days that the phase in hand covers: one, or at the ends of the tick the whole of it.
    #[inline]
    pub fn days(&self) -> f64 {
        match self.s.moment {
            Moment::Dawn | Moment::Dusk => f64::from(self.war.clock.tick_days),
            Moment::Morning | Moment::Council | Moment::Field | Moment::Contact => 1.0,
        }
    }

    /// Whether something that recurs every so many days, by a rule, falls into this tick; and how many days it then
    /// covers. What recurs more often than the tick does so once a tick.
    pub fn recurs(&self, every: Rule) -> Option<f64> {
        let rhythm = self.real.rhythms.of(every);
        self.s.tick.is_multiple_of(rhythm.ticks).then_some(rhythm.days)
    }

    /// A rule's value.
    #[inline]
    pub fn rule(&self, rule: Rule) -> f64 {
        self.real.rule(rule)
    }

    /// A uniform number for a purpose and an entity today.
    pub fn luck(&self, purpose: u32, entity: u32, index: u32) -> f64 {
        self.s.key.uniform(Address::new(purpose, entity, self.date(), index))
    }

    /// Two standard normal numbers, likewise.
    pub fn normals(&self, purpose: u32, entity: u32) -> [f64; 2] {
        self.s.key.uniforms(Address::new(purpose, entity, self.date(), 0)).map(sample::normal)
    }

    /// Enters a happening; `what` is only worked out when a chronicle is kept.
    pub fn record(&mut self, day: f64, causes: &[Option<Seq>], what: impl FnOnce(&Self) -> What) -> Seq {
        let seq = Seq(self.s.next_seq);
        self.s.next_seq += 1;
        if self.recorder.on {
            let mut causes: Vec<Seq> = causes.iter().flatten().copied().collect();
            causes.sort_unstable();
            causes.dedup();
            let entry = Entry { seq, day, causes, what: what(self) };
            self.recorder.chronicle.entries.push(entry);
        }
        seq
    }

    /// A force's strength: units by value, less what readiness takes.
    #[inline]
    pub fn strength(&self, force: ForceId) -> f64 {
        strength_of(&self.s.forces[force], self.rule(Rule::StrengthIdle))
    }

    /// Works out a force's value from its squadrons.
    pub fn refresh(&mut self, force: ForceId) {
        let skill = self.real.crew_factor[self.war.crews_of(force)];
        let (mut value, mut speed) = (-0.0, f64::INFINITY);
        for id in self.squadrons(force) {
            let (units, class) = (self.s.squadrons[id].units, self.class_of(id));
            value += f64::from(units) * class.value;
            speed = if units > 0 { speed.min(class.speed) } else { speed };
        }
        let state = &mut self.s.forces[force];
        let before = std::mem::replace(&mut state.value, value * skill);
        state.speed = if speed.is_finite() { speed } else { 1.0 };
        if let Some(place) = state.at.place().filter(|_| (before > 0.0) != (state.value > 0.0)) {
            self.s.disputes.note(place);
        }
        self.s.garrisons_stale |= self.real.carry_troops.has(force.index());
        // A station may be gone, and with it a node of the net.
        self.s.links.unsure |= self.real.stationed[force];
        self.s.touch(Reads::FORCES);
    }

    /// The squadrons that are in a force now, in id order.
    #[inline]
    pub fn squadrons(&self, force: ForceId) -> impl Iterator<Item = SquadronId> {
        self.s.squadrons_of(self.real, force)
    }

    /// A squadron's class figures.
    #[inline]
    pub fn class_of(&self, squadron: SquadronId) -> &crate::realised::ClassFigures {
        &self.real.classes[self.real.class_of[squadron]]
    }

    /// Units left in a force, by domain.
    pub fn units(&self, force: ForceId) -> [u32; 5] {
        let mut units = [0; 5];
        for id in self.squadrons(force) {
            units[self.class_of(id).domain as usize] += self.s.squadrons[id].units;
        }
        units
    }

    /// Units left in a force, of any domain.
    #[inline]
    pub fn unit_count(&self, force: ForceId) -> u32 {
        self.squadrons(force).map(|id| self.s.squadrons[id].units).sum()
    }

    /// Whether a force can be sent anywhere at all.
    #[inline]
    pub fn can_move(&self, force: ForceId) -> bool {
        !self.real.anchored[force] && self.s.forces[force].at.is_present()
    }

    /// Strength of every faction, reference ships, by row.
    pub fn strengths(&self) -> Few<f64, 32> {
        let mut all = Few::filled(0.0, self.s.factions.len());
        let idle = self.rule(Rule::StrengthIdle);
        for force in self.s.in_play.rows().map(|row| &self.s.forces[ForceId::from_index(row)]) {
            all[force.faction.index()] += strength_of(force, idle);
        }
        all
    }

    /// Strength of a faction, reference ships.
    pub fn faction_strength(&self, faction: FactionId) -> f64 {
        let own = self.real.forces_of.rows_common(faction.index(), &self.s.in_play);
        self.strength_of_all(own)
    }

    /// Strength of a coalition's belligerents, reference ships.
    pub fn coalition_strength(&self, coalition: CoalitionId) -> f64 {
        self.strength_of_all(self.s.sides.forces.rows_common(coalition.index(), &self.s.in_play))
    }

    fn strength_of_all(&self, rows: impl Iterator<Item = usize>) -> f64 {
        let idle = self.rule(Rule::StrengthIdle);
        rows.map(|row| strength_of(&self.s.forces[ForceId::from_index(row)], idle)).sum()
    }

    /// The person who speaks for a coalition in the theatre, if alive.
    pub fn commander_of(&self, coalition: CoalitionId) -> Option<PersonId> {
        let lead = self.war.coalitions[coalition].lead;
        self.s.coalitions[coalition].commander.or(self.s.factions[lead].leader)
    }

    /// Coalitions that are in the war and have a belligerent, in id order.
    #[inline]
    pub fn belligerents(&self) -> impl Iterator<Item = CoalitionId> + Clone + use<> {
        self.s.sides.fighting.clone().into_iter().map(CoalitionId::from_index)
    }

    /// Whether a coalition is in the war and has a belligerent.
    #[inline]
    pub fn fights(&self, id: CoalitionId) -> bool {
        self.s.sides.fighting.has(id.index())
    }

    /// A person's trait, or its ordinary value where there is no one.
    pub fn trait_of(
        &self,
        person: Option<PersonId>,
        pick: impl Fn(&Traits) -> NumberId,
        ordinary: f64,
    ) -> f64 {
        person.map_or(ordinary, |id| self.real.number(pick(&self.war.persons[id].traits)))
    }

    /// A coalition's tolerance of loss as its commander takes it, drawn once for each commander.
    pub fn tolerance(&self, coalition: CoalitionId, commander: Option<PersonId>) -> f64 {
        let (own, common) = &self.s.tolerances;
        let factor = commander.map_or(common[coalition], |id| own[id]);
        (self.s.coalitions[coalition].tolerance * factor).clamp(0.02, 0.95)
    }
}
