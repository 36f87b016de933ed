//! A war in play.

use crate::common::find::Find;
use crate::common::setups::setup_by;
use crate::common::wars::war_of;
use polemos::campaign::{FactionState, ForceState, PlaceState};
use polemos::chronicle::{Decided, Entry, What};
use polemos::war::{Domain, FactionId};
use polemos::{Campaign, Ending, Order, Policy, Setup, Step, War};
use std::sync::Arc;

/// A war in play, which a test leads from day to day and asks what has become of it.
pub struct Game {
    /// What it is played from.
    pub war: Arc<War>,
    /// How it stands and what has happened.
    pub campaign: Campaign,
    /// How it ended, once it has.
    pub ending: Option<Ending>,
}

/// Beginning, and going on.
impl Game {
    /// A war on its first morning.
    pub fn of(war: &Arc<War>, setup: Setup) -> Self {
        Self { war: Arc::clone(war), campaign: Campaign::start(Arc::clone(war), setup), ending: None }
    }

    /// A war of which a chronicle is kept, in which one policy answers for all.
    pub fn recorded(war: &Arc<War>, seed: u64, policy: Policy) -> Self {
        Self::of(war, setup_by(policy, seed, true))
    }

    /// The same from scenario text.
    pub fn new(text: &str, seed: u64, policy: Policy) -> Self {
        Self::recorded(&Arc::new(war_of("small", text)), seed, policy)
    }

    /// One tick that begins with some orders; what is asked of the outside is answered by its default.
    pub fn tick(&mut self, orders: Vec<Order>) {
        self.tick_answering(orders, |_| None);
    }

    /// One tick that begins with some orders; what is asked of the outside is answered with the option that `answer` gives
    /// for the decision's id, or by its default.
    pub fn tick_answering(&mut self, mut orders: Vec<Order>, answer: impl Fn(&str) -> Option<u16>) {
        loop {
            match self.campaign.step(&orders).expect("the orders can be carried out") {
                Step::Ticked => return,
                Step::Ended(ending) => return self.ending = Some(ending),
                Step::Pending(ids) => {
                    let choose = |id| {
                        let def = &self.war.decisions[id];
                        Order::Answer(id, answer(&def.id).unwrap_or(def.default))
                    };
                    orders = ids.into_iter().map(choose).collect();
                }
            }
        }
    }

    /// Plays on until the morning of a day, or to the end.
    pub fn until(&mut self, day: f64) -> &mut Self {
        self.until_answering(day, |_| None)
    }

    /// The same, with answers as in [`Self::tick_answering`].
    pub fn until_answering(&mut self, day: f64, answer: impl Fn(&str) -> Option<u16>) -> &mut Self {
        while self.ending.is_none() && self.campaign.day() < day {
            self.tick_answering(Vec::new(), &answer);
        }
        self
    }

    /// Plays on to the end.
    pub fn play_out(&mut self) -> Ending {
        self.until(f64::INFINITY).ending.expect("a war ends")
    }

    /// An order to a force to go to a place.
    pub fn march_order(&self, force: &str, to: &str) -> Order {
        Order::March(self.force_id(force), self.place_id(to))
    }

    /// One tick that begins with the order to a force to go to a place.
    pub fn march(&mut self, force: &str, to: &str) {
        let order = self.march_order(force, to);
        self.tick(vec![order]);
    }
}

/// How things stand.
impl Game {
    /// A faction as it stands.
    pub fn faction(&self, id: &str) -> &FactionState {
        &self.campaign.situation().factions[self.faction_id(id)]
    }

    /// A place as it stands.
    pub fn place(&self, id: &str) -> &PlaceState {
        &self.campaign.situation().places[self.place_id(id)]
    }

    /// A force as it stands.
    pub fn force(&self, id: &str) -> &ForceState {
        &self.campaign.situation().forces[self.force_id(id)]
    }

    /// The will of a faction, from 0 to 1.
    pub fn resolve(&self, faction: &str) -> f64 {
        self.faction(faction).resolve
    }

    /// Who holds a place.
    pub fn owner(&self, place: &str) -> Option<FactionId> {
        self.place(place).owner
    }

    /// What a force has of what it needs, from 0 to 1.
    pub fn supply(&self, force: &str) -> f64 {
        self.force(force).supply
    }

    /// Units of a force.
    pub fn units(&self, force: &str) -> u32 {
        Domain::ALL.iter().map(|domain| self.units_in(force, *domain)).sum()
    }

    /// Those of its units that belong to a domain.
    pub fn units_in(&self, force: &str, domain: Domain) -> u32 {
        let squadrons = self.campaign.squadrons(self.force_id(force));
        let fits = squadrons.filter(|sq| self.war.classes[self.war.squadrons[*sq].class].domain == domain);
        fits.map(|sq| self.campaign.situation().squadrons[sq].units).sum()
    }
}

/// What has happened.
impl Game {
    /// All entries of a kind.
    pub fn entries(&self, of: impl Fn(&What) -> bool) -> Vec<&Entry> {
        self.campaign.chronicle().entries.iter().filter(|entry| of(&entry.what)).collect()
    }

    /// Days of all entries of a kind.
    pub fn days(&self, of: impl Fn(&What) -> bool) -> Vec<f64> {
        self.entries(of).iter().map(|entry| entry.day).collect()
    }

    /// Days on which an event happened.
    pub fn event_days(&self, id: &str) -> Vec<f64> {
        let event = self.event_id(id);
        self.days(|what| matches!(what, What::Event { event: e } if *e == event))
    }

    /// How a decision fell, each time.
    pub fn decided(&self, id: &str) -> Vec<&Decided> {
        let decision = self.decision_id(id);
        let all = self.campaign.chronicle().entries.iter();
        all.filter_map(|entry| match &entry.what {
            What::Decided(decided) if decided.decision == decision => Some(decided.as_ref()),
            _ => None,
        })
        .collect()
    }
}
