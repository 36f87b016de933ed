//! What draws are for: the first word of a draw's address. A number here is never reused for something else.

/// Whether a force is seen.
pub const SIGHTING: u32 = 1;
/// The error of an estimate.
pub const ESTIMATE: u32 = 2;
/// Whether a scenario event fires.
pub const EVENT: u32 = 3;
/// Whether an event can happen at all.
pub const EVENT_CHANCE: u32 = 4;
/// Which option a commander takes.
pub const CHOICE: u32 = 5;
/// A commander's tolerance of losses.
pub const TOLERANCE: u32 = 6;
/// How a group's losses fall on its squadrons.
pub const CASUALTIES: u32 = 7;
/// Whether two forces meet on a lane.
pub const INTERCEPTION: u32 = 8;
/// Whether a commander survives a lost battle.
pub const FATE: u32 = 9;
/// The first bout's entity in a battle.
pub const BATTLE: u32 = 10;

/// Strikes of raiders on a lane.
pub const RAID: u32 = 140;
/// How many raiding parties are caught.
pub const RAID_CAUGHT: u32 = 141;
/// Which raiders were caught.
pub const RAID_LOSS: u32 = 142;
/// Losses on the ground.
pub const GROUND: u32 = 143;
/// Whether a garrison gives up.
pub const GARRISON: u32 = 144;
