//! One engagement.
//!
//! The vocabulary: an [`Engagement`] is two [`Side`]s and the [`Rules`] they fight under; a side is [`Group`]s of
//! ships of one class that fight alike; a ship takes hits, which stand as *damage stages* in its group, until it is
//! dead; a side *breaks* at a loss that its commander will not bear, and retreats if it can.
//!
//! Attrition has two clocks. [`fight`] is the clock of *bouts*: groups of many classes, frontage, coordination,
//! shields, breakpoints and pursuit, at the price of some microseconds, for campaigns played ten thousand times.
//! [`exact`] is the exact clock, one kill at a time, for two homogeneous sides: it has published answers, and it is
//! where trust begins. [`quick`] says what a battle promises without fighting it. [`closed_form`], [`salvo`],
//! [`dice`] and [`beall`] are published models, and [`validate`] holds all of them against published results.
//!
//! The crate works on plain numbers: it knows no war, no file, no clock of the wall and no thread. All chance is
//! drawn by address, so that the same engagement gives the same outcome, bit for bit.
//!
//! ```
//! use polemos_battle::{Engagement, Group, Rules, Side, Weapon, fight};
//! use polemos_chance::Key;
//!
//! let guns = Weapon { hits_per_hour: 0.1, area: false };
//! let raiders = Side::new(vec![Group::new(1, 0, guns, 3, 40)]); // 40 ships that take three hits each
//! let patrol = Side::new(vec![Group::new(2, 0, guns, 3, 25)]);
//! let sides = [raiders, patrol];
//! let mut engagement = Engagement { sides, rules: Rules::default(), key: Key::new(1, 0), tick: 0, entity: 9 };
//!
//! let outcome = fight(&mut engagement, &mut ());
//!
//! assert_eq!(outcome.end.loser(), Some(1));
//! let left: u64 = engagement.sides[1].ships();
//! assert_eq!(left + u64::from(outcome.lost[1][0].lost), 25); // every ship is alive or counted as lost
//! ```

pub mod beall;
pub mod bouts;
pub mod calibrate;
pub mod closed_form;
pub mod dice;
mod engagement;
pub mod exact;
mod law;
pub mod quick;
pub mod salvo;
pub mod ship;
pub mod validate;

pub use bouts::{Armament, End, GroupLoss, Observer, Outcome, Pairs, Verdict, fight, fight_with};
pub use engagement::{
    Breakpoint, Engagement, Group, Judged, MAX_STAGES, Rules, Side, TRIAL_SHARE, Weapon, class_value,
};
pub use law::Law;
