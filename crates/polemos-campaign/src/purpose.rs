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
/// Whether a rebellion rises.
pub const RISING: u32 = 100;
/// Whether a rebellion can rise at all.
pub const RISING_CHANCE: u32 = 101;
/// How many strikes rebels attempt.
pub const SABOTAGE: u32 = 102;
/// What each of them is aimed at.
pub const TARGET: u32 = 103;
/// Whether it succeeds.
pub const STRIKE: u32 = 104;
/// Whether the leader of a rebellion is caught.
pub const HUNT: u32 = 105;
/// Whether a squadron of troops obeys an order against people.
pub const CONSCIENCE: u32 = 106;
/// A squadron's threshold: how much it takes to make it go over.
pub const THRESHOLD: u32 = 120;
/// What the thresholds of compatriots have in common.
pub const MOOD: u32 = 121;
/// A group that has changed sides in the middle of a battle.
pub const TURNED: u32 = 122;

// --- 160 to 179: politics ---

/// Whether an envoy is sent today.
pub const ENVOY: u32 = 160;
/// Whether an envoy can be sent at all.
pub const ENVOY_CHANCE: u32 = 161;
/// The pull at which a person leaves his side.
pub const RESIGNATION: u32 = 162;
/// What befalls a leader whose capital is taken.
pub const CAPITAL: u32 = 163;
/// Whether a leader is deposed.
pub const DEPOSED: u32 = 164;

// --- 180 to 199: between wars ---

/// An incident between two states.
pub const INCIDENT: u32 = 180;
/// Whether a plot against a ruler succeeds.
pub const PLOT: u32 = 181;
/// How long a person lives.
pub const LIFE: u32 = 182;
/// Whether arms for rebels are found.
pub const EXPOSURE: u32 = 183;
/// Units that are worn out.
pub const WEAR: u32 = 184;
/// Units by which garrisons are brought up to strength.
pub const RAISE: u32 = 185;
/// What each makes of another as a war of a saga opens.
pub const OPENING_ESTIMATE: u32 = 186;
/// Whether a rising dies down.
pub const DIES_DOWN: u32 = 188;
/// Ships that are lost without a battle.
pub const DISABLED: u32 = 187;

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
