//! Sides, and who was on them. A person belongs to no side: commands have dates, and one person may lead on two.

use super::{Claim, Claims, Count, RecordDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// Its key, unique in the record: the coalition's id, or `side-1`.
    pub key: String,
    /// Its name, where it has one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who was in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
    /// Who led it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commanders: Vec<Commander>,
    /// Bodies of troops and ships, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<Unit>,
    /// What it had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strength: Vec<Count>,
    /// What it lost, or what is printed in its column as lost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub losses: Vec<Count>,
    /// What its cells say besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
}

/// A member of a side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Key of the faction.
    pub entity: String,
    /// Its name, as worded.
    pub name: Claim<String>,
    /// In which role.
    #[serde(default, skip_serializing_if = "MemberRole::is_full")]
    pub role: MemberRole,
    /// The row of the member that it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<u32>,
    /// Since when, where not from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<RecordDate>,
    /// Until when, where not to the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<RecordDate>,
    /// What stands beside the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// In which role a faction stood on a side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MemberRole {
    /// It fought.
    #[default]
    Belligerent,
    /// It supported those who fought.
    Supporter,
}

impl MemberRole {
    fn is_full(&self) -> bool {
        *self == Self::Belligerent
    }
}

/// A commander.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commander {
    /// Key of the person; none where the source knows that there was one, and not who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The name, as worded.
    pub name: Claim<String>,
    /// Rank or title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    /// Key of the faction served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_entity: Option<String>,
    /// What befell them here; empty for those of whom nothing is said.
    #[serde(default, skip_serializing_if = "none_said")]
    pub fate: Claims<Fate>,
    /// Since when, where not from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<RecordDate>,
    /// Until when, where not to the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<RecordDate>,
    /// What stands beside the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

fn none_said(fate: &Claims<Fate>) -> bool {
    fate.0.is_empty()
}

impl Commander {
    /// The fate to show when only one can be.
    pub fn shown_fate(&self) -> Option<Fate> {
        self.fate.preferred().map(|claim| claim.value)
    }
}

/// A body of troops or ships, by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its key.
    pub entity: String,
    /// Its name, as worded.
    pub name: Claim<String>,
    /// Key of the faction that it served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_entity: Option<String>,
    /// The row of the unit that it was part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<u32>,
}

/// What befell a person, or those that were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Killed in action, or dead of it.
    Killed,
    /// Died of wounds.
    DiedOfWounds,
    /// Wounded.
    Wounded,
    /// Sick.
    Sick,
    /// Missing.
    Missing,
    /// Captured.
    Captured,
    /// Surrendered.
    Surrendered,
    /// Went over to another side.
    Defected,
    /// Deserted, to nobody's side.
    Deserted,
    /// Executed.
    Executed,
    /// Destroyed or sunk.
    Destroyed,
    /// Damaged.
    Damaged,
    /// Scuttled.
    Scuttled,
    /// Deposed from the command or office.
    Deposed,
    /// Resigned it.
    Resigned,
    /// Lost, and the source does not say how.
    Unspecified,
}

/// What a cell says that is no name and no number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// The field in whose cell it stands: "strength".
    pub field: String,
    /// What it says.
    pub says: Claim<String>,
}
