//! What a saga adds to a situation: its wars, and what goes on between states.

use polemos_chronicle::{Ending, FactionTotals, Ground, Hasher, Seq};
use polemos_war::*;
use serde::{Deserialize, Serialize};

/// A saga in play.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SagaState {
    /// Its wars, in the order in which they began.
    pub wars: Vec<WarState>,
    /// How far states stand on edge with each other: row `faction · factions + faction`, the same either way.
    pub tensions: Vec<f64>,
    /// What states are by themselves.
    pub states: Table<FactionId, StateState>,
    /// Whom states arm: row `faction · rebellions + rebellion`.
    pub arms: Vec<Arms>,
    /// Words given not to help those who resist.
    pub pledges: Vec<Pledge>,
    /// Incidents over which somebody has still to decide.
    pub incidents: Vec<Pending>,
    /// States that are ready to enter a coalition.
    pub willing: Vec<Willing>,
    /// Places left to the enemy by those who hold them; kept until they have changed hands.
    pub given_up: Vec<PlaceId>,
    /// Those that ever were.
    pub once_given_up: Vec<PlaceId>,
    /// Places taken back from those who had risen there, and the day until which no one rises there again.
    pub quelled: Vec<(PlaceId, f64)>,
    /// Day of the next look at all of this.
    pub next_season: f64,
}

/// A war of a saga in play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WarState {
    /// Who began it, and against whom.
    pub sides: [CoalitionId; 2],
    /// Its number among the wars between these two, from 1.
    pub ordinal: u16,
    /// The id under which conditions read it.
    pub episode: Option<EpisodeId>,
    /// Day on which it began.
    pub began: f64,
    /// What it began with.
    pub ground: Ground,
    /// The entry of its beginning.
    pub seq: Seq,
    /// Share of its ships that either side had lost when it ended.
    pub loss: [f64; 2],
    /// Places ceded as it ended.
    pub ceded: u16,
    /// How it ended, once it has.
    pub ending: Option<Ending>,
    /// The entry of its end.
    pub closed: Option<Seq>,
}

/// What a state is by itself, war or peace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StateState {
    /// How firmly its ruler sits, 0 to 1.
    pub support: f64,
    /// Rulers who have been overthrown.
    pub overthrown: u16,
    /// Where its industry would be had nothing struck it.
    pub trend: f64,
    /// Under whose rule it is, if it is not its own any more.
    pub subject_to: Option<FactionId>,
    /// How much the last wars are still felt, 0 to 1.
    pub weary: f64,
    /// Something has befallen it that makes it look for allies.
    pub shaken: bool,
    /// Its people has been put to work for others.
    pub enslaved: bool,
    /// Share of all worth in its places that it has lost in wars and by treaty, as its people remember it.
    pub humbled: f64,
    /// Counts of the wars before this one, and of peace: what it opened the saga with stands in `opening`.
    pub past: FactionTotals,
}

/// Arms that a state sends to a rebellion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Arms {
    /// The entry of the decision to send them, while they are sent.
    pub since: Option<Seq>,
    /// Whether they were ever sent.
    pub ever: bool,
    /// Day before which the question is not asked again.
    pub next: f64,
}

/// A word given not to help those who resist in a rebellion.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pledge {
    /// Who gave it.
    pub by: FactionId,
    /// To whom.
    pub to: FactionId,
    /// Whom it is about.
    pub rebellion: RebellionId,
}

/// A question between two states over which one of them has still to decide.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// Which decision asks.
    pub decision: DecisionId,
    /// Whom it is about.
    pub about: FactionId,
    /// Where it arose.
    pub place: PlaceId,
    /// How grave it is.
    pub gravity: f64,
    /// What raised it.
    pub seq: Seq,
}

/// A state that is ready to enter a coalition.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Willing {
    /// Who.
    pub faction: FactionId,
    /// Which.
    pub coalition: CoalitionId,
    /// Against whom.
    pub against: Option<FactionId>,
    /// Until when it is.
    pub until: f64,
    /// The entry of its decision.
    pub seq: Seq,
}

impl SagaState {
    /// The war in play, if there is one.
    pub fn war(&self) -> Option<&WarState> {
        self.wars.last().filter(|war| war.ending.is_none())
    }

    /// The war that has an id.
    pub fn episode(&self, id: EpisodeId) -> Option<&WarState> {
        self.wars.iter().find(|war| war.episode == Some(id))
    }

    /// How far two states stand on edge, 0 to 1.
    pub fn tension(&self, a: FactionId, b: FactionId) -> f64 {
        self.tensions[a.index() * self.states.len() + b.index()]
    }

    /// Sets it.
    pub fn set_tension(&mut self, a: FactionId, b: FactionId, to: f64) {
        let (n, to) = (self.states.len(), to.clamp(0.0, 1.0));
        self.tensions[a.index() * n + b.index()] = to;
        self.tensions[b.index() * n + a.index()] = to;
    }

    /// Raises it by a share of what is left to 1.
    pub fn raise_tension(&mut self, a: FactionId, b: FactionId, by: f64) {
        let now = self.tension(a, b);
        let to = if by >= 0.0 { now + (1.0 - now) * by } else { now * (1.0 + by) };
        self.set_tension(a, b, to);
    }

    /// Whether a state is its own.
    pub fn is_sovereign(&self, id: FactionId) -> bool {
        self.states[id].subject_to.is_none()
    }

    /// Enters the whole into a digest.
    pub fn digest(&self, h: &mut Hasher) {
        for war in &self.wars {
            h.whole(u64::from(war.sides[0].0)).whole(u64::from(war.sides[1].0)).real(war.began);
            h.whole(u64::from(war.ordinal)).whole(u64::from(war.ceded)).real(war.loss[0]).real(war.loss[1]);
            if let Some(ending) = &war.ending {
                h.whole(ending.kind as u64).real(ending.day);
            }
        }
        for tension in &self.tensions {
            h.real(*tension);
        }
        for state in &self.states {
            h.real(state.support).whole(u64::from(state.overthrown)).real(state.trend).real(state.humbled);
            h.whole(state.subject_to.map_or(u64::MAX, |id| u64::from(id.0))).whole(u64::from(state.enslaved));
            h.whole(u64::from(state.shaken)).real(state.weary);
        }
        for arms in &self.arms {
            h.whole(u64::from(arms.since.is_some())).real(arms.next);
        }
        for it in &self.pledges {
            h.whole(u64::from(it.by.0)).whole(u64::from(it.to.0)).whole(u64::from(it.rebellion.0));
        }
        for it in &self.incidents {
            h.whole(u64::from(it.decision.0)).whole(u64::from(it.about.0)).real(it.gravity);
        }
        for it in &self.willing {
            h.whole(u64::from(it.faction.0)).whole(u64::from(it.coalition.0)).real(it.until);
        }
        for (place, until) in &self.quelled {
            h.whole(u64::from(place.0)).real(*until);
        }
        for place in &self.given_up {
            h.whole(u64::from(place.0));
        }
        h.real(self.next_season);
    }
}
