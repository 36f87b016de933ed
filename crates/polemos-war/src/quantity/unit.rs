//! Units, and the dimensions in which a number of a war can be measured.

use serde::{Deserialize, Serialize};

/// What a number measures, and hence in which base unit it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// How many. Base: one.
    Count,
    /// Part of a whole. Base: 1 is the whole.
    Share,
    /// A factor or another number without a unit.
    Factor,
    /// A time. Base: the day.
    Time,
    /// A short time. Base: the hour.
    Hours,
    /// A distance. Base: the kilometre for what is written in kilometres, miles or metres; the light-year for
    /// what is written in light-years or parsecs. The unit of the parsed quantity says which.
    Distance,
    /// A speed. Base: kilometres an hour, or light-years a day.
    Speed,
    /// How often. Base: per day.
    Rate,
    /// How often, in battle. Base: per hour.
    HourlyRate,
    /// A level that may be given by an adjective of a scale.
    Level(Scale),
}

/// Scales on which a level is given by an adjective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Will to go on, 0 to 1: "firm", "shaken", "spent".
    Resolve,
    /// Skill of crews and commanders, a factor: "green", "veteran".
    Skill,
    /// Readiness to run risks, 0 to 1: "cautious", "reckless".
    Boldness,
    /// Quality in general, 0 to 1: "poor", "excellent".
    Quality,
    /// Loyalty, 0 to 1.
    Loyalty,
    /// Readiness to kill those who cannot fight, 0 to 1.
    Ruthlessness,
    /// What yards build, a factor.
    Industry,
    /// Speed against the ordinary, a factor.
    Speed,
    /// Hits survived against the ordinary, a factor.
    Toughness,
    /// Damage dealt against the ordinary, a factor.
    Firepower,
    /// Rate of fire or of work against the ordinary, a factor.
    Tempo,
    /// Cost or building time against the ordinary, a factor.
    Cost,
    /// Travel time against the ordinary, a factor.
    Travel,
    /// Size against the ordinary, a factor.
    Size,
}

impl Scale {
    /// All scales.
    pub const ALL: [Scale; 14] = [
        Scale::Resolve,
        Scale::Skill,
        Scale::Boldness,
        Scale::Quality,
        Scale::Loyalty,
        Scale::Ruthlessness,
        Scale::Industry,
        Scale::Speed,
        Scale::Toughness,
        Scale::Firepower,
        Scale::Tempo,
        Scale::Cost,
        Scale::Travel,
        Scale::Size,
    ];

    /// Its name in the lexicon.
    pub fn id(self) -> &'static str {
        match self {
            Scale::Resolve => "resolve",
            Scale::Skill => "skill",
            Scale::Boldness => "boldness",
            Scale::Quality => "quality",
            Scale::Loyalty => "loyalty",
            Scale::Ruthlessness => "ruthlessness",
            Scale::Industry => "industry",
            Scale::Speed => "speed",
            Scale::Toughness => "toughness",
            Scale::Firepower => "firepower",
            Scale::Tempo => "tempo",
            Scale::Cost => "cost",
            Scale::Travel => "travel",
            Scale::Size => "size",
        }
    }
}

/// Whether a scale runs from 0 to 1 or multiplies what is ordinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScaleKind {
    /// 0 to 1.
    Share,
    /// A factor; 1 is ordinary.
    Factor,
}

/// A unit in which a quantity can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "a unit's name says what it is")]
pub enum Unit {
    Count,
    Ships,
    People,
    Craft,
    Formations,
    Percent,
    Times,
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
    Years,
    Decades,
    Centuries,
    Metres,
    Kilometres,
    Miles,
    NauticalMiles,
    AstronomicalUnits,
    LightYears,
    Parsecs,
    Knots,
    KilometresPerHour,
    LightYearsPerDay,
    PerMinute,
    PerHour,
    PerDay,
    PerWeek,
    PerMonth,
    PerYear,
}

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measures {
    Count,
    Part,
    Time,
    Distance,
    Speed,
    Rate,
}

impl Unit {
    /// How many base units it is. Times are in days, a month being a twelfth of a year of 365.25 days; distances
    /// in kilometres up to the astronomical unit, else in light-years; speeds in kilometres an hour or
    /// light-years a day; rates per day; a percent is 0.01.
    pub fn in_base(self) -> f64 {
        match self {
            Unit::Percent => 0.01,
            Unit::Minutes => 1.0 / 1440.0,
            Unit::Hours => 1.0 / 24.0,
            Unit::Weeks => 7.0,
            Unit::Months => 365.25 / 12.0,
            Unit::Years => 365.25,
            Unit::Decades => 3652.5,
            Unit::Centuries => 36525.0,
            Unit::Metres => 0.001,
            Unit::Miles => 1.609_344,
            Unit::NauticalMiles | Unit::Knots => 1.852,
            Unit::AstronomicalUnits => 149_597_870.7,
            Unit::Parsecs => 3.261_563_777_167_433_6,
            Unit::PerMinute => 1440.0,
            Unit::PerHour => 24.0,
            Unit::PerWeek => 1.0 / 7.0,
            Unit::PerMonth => 12.0 / 365.25,
            Unit::PerYear => 1.0 / 365.25,
            Unit::Count
            | Unit::Ships
            | Unit::People
            | Unit::Craft
            | Unit::Formations
            | Unit::Times
            | Unit::Days
            | Unit::Kilometres
            | Unit::LightYears
            | Unit::KilometresPerHour
            | Unit::LightYearsPerDay
            | Unit::PerDay => 1.0,
        }
    }

    /// The base unit that quantities written in this unit are kept in.
    pub fn base(self) -> Unit {
        match self.measures() {
            Measures::Count | Measures::Part => self,
            Measures::Time => Unit::Days,
            Measures::Rate => Unit::PerDay,
            Measures::Distance if self.interstellar() => Unit::LightYears,
            Measures::Distance => Unit::Kilometres,
            Measures::Speed if self.interstellar() => Unit::LightYearsPerDay,
            Measures::Speed => Unit::KilometresPerHour,
        }
    }

    /// Its name after a number: "ships", "ly", "days".
    pub fn name(self) -> &'static str {
        match self {
            Unit::Count => "",
            Unit::Ships => "ships",
            Unit::People => "people",
            Unit::Craft => "aircraft",
            Unit::Formations => "formations",
            Unit::Percent => "%",
            Unit::Times => "times",
            Unit::Minutes => "minutes",
            Unit::Hours => "hours",
            Unit::Days => "days",
            Unit::Weeks => "weeks",
            Unit::Months => "months",
            Unit::Years => "years",
            Unit::Decades => "decades",
            Unit::Centuries => "centuries",
            Unit::Metres => "m",
            Unit::Kilometres => "km",
            Unit::Miles => "miles",
            Unit::NauticalMiles => "nautical miles",
            Unit::AstronomicalUnits => "AU",
            Unit::LightYears => "ly",
            Unit::Parsecs => "pc",
            Unit::Knots => "knots",
            Unit::KilometresPerHour => "km per hour",
            Unit::LightYearsPerDay => "ly per day",
            Unit::PerMinute => "per minute",
            Unit::PerHour => "per hour",
            Unit::PerDay => "per day",
            Unit::PerWeek => "per week",
            Unit::PerMonth => "per month",
            Unit::PerYear => "per year",
        }
    }

    pub(crate) fn measures(self) -> Measures {
        match self {
            Unit::Count | Unit::Ships | Unit::People | Unit::Craft | Unit::Formations => Measures::Count,
            Unit::Percent | Unit::Times => Measures::Part,
            Unit::Minutes
            | Unit::Hours
            | Unit::Days
            | Unit::Weeks
            | Unit::Months
            | Unit::Years
            | Unit::Decades
            | Unit::Centuries => Measures::Time,
            Unit::Metres
            | Unit::Kilometres
            | Unit::Miles
            | Unit::NauticalMiles
            | Unit::AstronomicalUnits
            | Unit::LightYears
            | Unit::Parsecs => Measures::Distance,
            Unit::Knots | Unit::KilometresPerHour | Unit::LightYearsPerDay => Measures::Speed,
            Unit::PerMinute
            | Unit::PerHour
            | Unit::PerDay
            | Unit::PerWeek
            | Unit::PerMonth
            | Unit::PerYear => Measures::Rate,
        }
    }

    pub(crate) fn interstellar(self) -> bool {
        matches!(self, Unit::LightYears | Unit::Parsecs | Unit::LightYearsPerDay)
    }

    /// The rate of once in this unit of time.
    pub(crate) fn per(self) -> Option<Unit> {
        Some(match self {
            Unit::Minutes => Unit::PerMinute,
            Unit::Hours => Unit::PerHour,
            Unit::Days => Unit::PerDay,
            Unit::Weeks => Unit::PerWeek,
            Unit::Months => Unit::PerMonth,
            Unit::Years => Unit::PerYear,
            _ => return None,
        })
    }
}

impl Dimension {
    /// The unit in which quantities of this dimension are kept, where there is one.
    pub fn base_unit(self) -> Option<Unit> {
        match self {
            Dimension::Time => Some(Unit::Days),
            Dimension::Hours => Some(Unit::Hours),
            Dimension::Rate => Some(Unit::PerDay),
            Dimension::HourlyRate => Some(Unit::PerHour),
            _ => None,
        }
    }

    /// What it is called in a message, and an example of how it is written.
    pub(crate) fn described(self) -> (&'static str, &'static str) {
        match self {
            Dimension::Count => ("a count", "1200"),
            Dimension::Share => ("a share", "40 %"),
            Dimension::Factor => ("a number without unit", "1.5"),
            Dimension::Time => ("a time", "3 days"),
            Dimension::Hours => ("a time in hours", "6 hours"),
            Dimension::Distance => ("a distance", "40 ly"),
            Dimension::Speed => ("a speed", "12 knots"),
            Dimension::Rate => ("a rate", "0.3 per day"),
            Dimension::HourlyRate => ("a rate", "5 per hour"),
            Dimension::Level(_) => ("a level", "0.7"),
        }
    }

    /// The factor from a unit to the base of this dimension; none where the unit measures something else.
    pub(crate) fn size_of(self, unit: Unit) -> Option<f64> {
        let fits = match self {
            Dimension::Count => unit.measures() == Measures::Count,
            Dimension::Share | Dimension::Factor | Dimension::Level(_) => unit.measures() == Measures::Part,
            Dimension::Time | Dimension::Hours => unit.measures() == Measures::Time,
            Dimension::Distance => unit.measures() == Measures::Distance,
            Dimension::Speed => unit.measures() == Measures::Speed,
            Dimension::Rate | Dimension::HourlyRate => unit.measures() == Measures::Rate,
        };
        fits.then(|| match (self, unit) {
            (Dimension::Hours, Unit::Hours) | (Dimension::HourlyRate, Unit::PerHour) => 1.0,
            (Dimension::Hours, Unit::Minutes) => 1.0 / 60.0,
            (Dimension::HourlyRate, Unit::PerMinute) => 60.0,
            (Dimension::Hours, unit) => unit.in_base() * 24.0,
            (Dimension::HourlyRate, unit) => unit.in_base() / 24.0,
            (_, unit) => unit.in_base(),
        })
    }
}
