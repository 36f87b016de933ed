//! A saved game: which war, which engine, which seed, and the orders from outside. Everything else is played again
//! and checked against the digest.

use crate::campaign::{Campaign, Order, Setup};
use crate::turn::{Manner, Policies, Policy};
use polemos_chronicle::Digest;
use polemos_war::{CoalitionId, War};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// The engine's version, which a saved game must share to be continued.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// A saved game.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedGame {
    /// Format of this structure.
    pub format: u32,
    /// Engine that played it.
    pub engine: String,
    /// Id of the war.
    pub war: String,
    /// Its digest.
    pub war_digest: [u8; 32],
    /// Changes made to it after loading.
    pub changes: Vec<String>,
    /// Seed.
    pub seed: u64,
    /// Replication.
    pub replication: u64,
    /// Policy of all coalitions.
    pub policy: Policy,
    /// Policies of some.
    pub own_policies: Vec<(CoalitionId, Policy)>,
    /// Orders from outside, by the step with which they were given.
    pub orders: Vec<(u32, Vec<Order>)>,
    /// Steps played.
    pub steps: u32,
    /// Digest of the state then.
    pub digest: Digest,
    /// How battles are fought.
    #[serde(default)]
    pub battles: Manner,
}

/// Why a saved game cannot be continued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// It was written in a format that this version does not know.
    Format(u32),
    /// Another engine played it: readable, but not to be continued.
    Engine(String),
    /// It belongs to another war, or to another version of its text.
    OtherWar(String),
    /// Played again it came out differently: the file was altered, or the engine is at fault.
    Differs,
}

impl fmt::Display for LoadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Format(format) => {
                write!(out, "the game is saved in format {format}, which is not known here")
            }
            LoadError::Engine(engine) => {
                write!(
                    out,
                    "the game was played by engine {engine}; this is {ENGINE}, which cannot continue it"
                )
            }
            LoadError::OtherWar(war) => write!(out, "the game belongs to another text of the war `{war}`"),
            LoadError::Differs => {
                out.write_str("played again, the game comes out differently: the file was altered")
            }
        }
    }
}

impl std::error::Error for LoadError {}

impl Campaign {
    /// The game as it can be saved now.
    ///
    /// # Errors
    /// [`polemos_chronicle::NotANumber`] when the state holds a NaN.
    pub fn save(&self) -> Result<SavedGame, polemos_chronicle::NotANumber> {
        let (war, setup) = (self.war(), self.setup());
        Ok(SavedGame {
            format: 1,
            engine: ENGINE.into(),
            war: war.id.clone(),
            war_digest: war.digest,
            changes: war.changes.clone(),
            seed: setup.seed,
            replication: setup.replication,
            policy: setup.policies.common,
            own_policies: setup.policies.own.clone(),
            orders: self.outside_orders().to_vec(),
            steps: self.steps(),
            digest: self.digest()?,
            battles: setup.battles,
        })
    }
}

/// Brings a saved game back: plays it again and checks that it is the same.
///
/// # Errors
/// [`LoadError`] when the game is of another war, engine or format, or does not come out the same.
pub fn load(war: Arc<War>, saved: &SavedGame, record: bool) -> Result<Campaign, LoadError> {
    if saved.format != 1 {
        return Err(LoadError::Format(saved.format));
    }
    if saved.engine != ENGINE {
        return Err(LoadError::Engine(saved.engine.clone()));
    }
    if saved.war_digest != war.digest || saved.changes != war.changes {
        return Err(LoadError::OtherWar(saved.war.clone()));
    }
    let policies = Policies { common: saved.policy, own: saved.own_policies.clone() };
    let setup =
        Setup { seed: saved.seed, replication: saved.replication, policies, record, battles: saved.battles };
    let mut campaign = Campaign::start(war, setup);
    let mut orders = saved.orders.iter().peekable();
    while campaign.steps() < saved.steps {
        let given = orders.next_if(|(step, _)| *step == campaign.steps()).map_or(&[][..], |(_, given)| given);
        let before = campaign.steps();
        if campaign.step(given).is_err() || campaign.steps() == before {
            return Err(LoadError::Differs);
        }
    }
    match campaign.digest() {
        Ok(digest) if digest == saved.digest => Ok(campaign),
        _ => Err(LoadError::Differs),
    }
}
