//! Counts of people, ships and other things: what stands in the cells for strength and losses.

use super::{Claims, Fate, Quantity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A count, with every claim that is made about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Of what.
    pub category: Category,
    /// What befell them: any of these. None for a strength; `unspecified` for losses that the source tells no more of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fates: Vec<Fate>,
    /// Whether they are civilians; none where that is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub civilian: Option<bool>,
    /// The stage of the event that it is about: "at the time of the counter-offensive".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// Keys of those whom it counts: whose ships, whose dead. This need not be the side in whose column it is printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub borne_by: Vec<String>,
    /// Keys of those who inflicted it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inflicted_by: Vec<String>,
    /// The row of the side in whose column it is printed, from 0.
    pub column: u32,
    /// What it is for, where that is more than how many there were.
    #[serde(default, skip_serializing_if = "Purpose::is_plain")]
    pub purpose: Purpose,
    /// The row of the count of this list that it is a part of: both are not to be added up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<u32>,
    /// Losses as a share of all that were raised, where a run counted both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// How many: rival claims side by side, in the order of the source.
    pub claims: Claims<Quantity>,
}

/// What is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// What kind of thing.
    pub kind: Kind,
    /// The word for it, as the source has it and without marks of number where that is known: "frigate", "longbowmen".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Key of the people or body they belong to, where the count names one: the Cardassians of "800 million Cardassians".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// Kinds of things that are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Persons.
    People,
    /// Ships, in space or at sea.
    Ship,
    /// Bodies of troops: legions, regiments, ground units.
    Formation,
    /// Aircraft, tanks and vehicles.
    Craft,
    /// Guns, mortars and other things that do not move by themselves.
    Materiel,
    /// Stations, platforms, works.
    Installation,
    /// The source does not say.
    #[default]
    Unspecified,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 7] = [
        Kind::People,
        Kind::Ship,
        Kind::Formation,
        Kind::Craft,
        Kind::Materiel,
        Kind::Installation,
        Kind::Unspecified,
    ];

    /// Its name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Kind::People => "people",
            Kind::Ship => "ship",
            Kind::Formation => "formation",
            Kind::Craft => "craft",
            Kind::Materiel => "materiel",
            Kind::Installation => "installation",
            Kind::Unspecified => "unspecified",
        }
    }
}

/// What a count in a list is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// How many there were.
    #[default]
    Plain,
    /// What was built, or joined, after the beginning.
    Raised,
}

impl Purpose {
    fn is_plain(&self) -> bool {
        *self == Self::Plain
    }
}

impl Category {
    /// A category of a kind alone.
    pub fn of_kind(kind: Kind) -> Self {
        Self { kind, class: None, of: None }
    }
}

impl Count {
    /// A count of a category with no fate, in a column, with one claim.
    pub fn new(category: Category, column: u32, claims: impl Into<Claims<Quantity>>) -> Self {
        Self {
            category,
            fates: Vec::new(),
            civilian: None,
            phase: None,
            borne_by: Vec::new(),
            inflicted_by: Vec::new(),
            column,
            purpose: Purpose::Plain,
            within: None,
            share: None,
            claims: claims.into(),
        }
    }

    /// The quantity to show when only one can be.
    pub fn quantity(&self) -> &Quantity {
        self.claims.preferred().map_or(&Quantity::Absent, |claim| &claim.value)
    }
}
