//! What a war is held against beside its facts: what is measured of it, which links of a chain of causes it should
//! show, what each part of it is expected to do, and which versions of it are compared. None of this enters play.

use crate::ids::*;
use crate::war::War;
use serde::{Deserialize, Serialize};

/// Everything that a scenario wants shown of its war, each kind in the order in which it is written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Figures taken during play.
    pub measures: Table<MeasureId, Measure>,
    /// Conditional shares.
    pub links: Vec<Link>,
    /// Points at which the war could have gone another way.
    pub turns: Vec<TurningPoint>,
    /// What happens when a part is taken away.
    pub removals: Vec<Removal>,
    /// Two versions of the war beside each other.
    pub comparisons: Vec<Comparison>,
}

/// A figure taken of a war while it is played, to be read when it is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Id.
    pub id: String,
    /// What it is, in words.
    pub says: String,
    /// The figure; a condition counts as 1 or 0.
    pub value: ConditionId,
    /// When it is taken.
    pub taken: Taking,
}

/// When a figure is taken.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Taking {
    /// On a day.
    Day(NumberId),
    /// So many days after an event last happened.
    AfterEvent(EventId, NumberId),
    /// So many days after a decision was last made.
    AfterDecision(DecisionId, NumberId),
    /// On the first day on which a condition holds.
    Once(ConditionId),
    /// Every seven days, of which one figure is kept.
    Weekly(Keep),
    /// On the last day of the war.
    End,
}

/// Which of many figures is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keep {
    /// The greatest.
    Most,
    /// The least.
    Least,
    /// Their mean.
    Mean,
}

/// A link of a chain of causes: how often one thing shows where another does, and where it does not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Id.
    pub id: String,
    /// What it says of the war.
    pub says: String,
    /// What comes first.
    pub from: ConditionId,
    /// What should follow.
    pub to: ConditionId,
    /// What to hold it against; where the first is missing when none.
    pub against: Option<ConditionId>,
}

/// A point at which the war could have gone another way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TurningPoint {
    /// Id.
    pub id: String,
    /// What it is about, in words.
    pub says: String,
    /// Line of the source.
    pub line: Option<u32>,
    /// Read of the finished war: whether it came to this point; every war does when none.
    pub given: Option<ConditionId>,
    /// The courses that it could take from there, that of the source first. A war took the first one that holds.
    pub courses: Vec<Course>,
    /// What a war took in which none of them holds, in words.
    pub otherwise: String,
}

/// One way in which a war could go on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// What happened, in words.
    pub says: String,
    /// Read of the finished war: whether it went so.
    pub when: ConditionId,
}

/// Which way a figure is expected to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expect {
    /// It becomes more.
    Rises,
    /// It becomes less.
    Falls,
    /// It stays.
    None,
}

impl Expect {
    /// All, in the order of the language's words.
    pub const ALL: [Expect; 3] = [Expect::Rises, Expect::Falls, Expect::None];

    /// Its name in scenario, JSON and record.
    pub fn id(self) -> &'static str {
        match self {
            Expect::Rises => "rises",
            Expect::Falls => "falls",
            Expect::None => "none",
        }
    }
}

/// Something taken away, one response, and what is expected of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Removal {
    /// Ids that are left out together.
    pub without: Vec<String>,
    /// What is taken away, in words; the name of the thing when none.
    pub name: Option<String>,
    /// What the response is, in words.
    pub says: String,
    /// Read of the finished war; a condition counts as 1 or 0.
    pub response: ConditionId,
    /// Which way it should move.
    pub expect: Expect,
    /// Why.
    pub because: String,
}

/// A version of the war: changes as the command takes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// What it is, in words.
    pub name: String,
    /// `PATH=VALUE`: numbers fixed.
    pub set: Vec<String>,
    /// `PATH=QUANTITY`: numbers given a new meaning.
    pub define: Vec<String>,
    /// Ids left out.
    pub without: Vec<String>,
    /// `DECISION=OPTION`: decisions settled beforehand.
    pub choose: Vec<String>,
}

/// Two versions of the war, and a figure that should differ between them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Id.
    pub id: String,
    /// What is compared, in words.
    pub says: String,
    /// The version to begin with.
    pub a: Variant,
    /// The version that it is held against it.
    pub b: Variant,
    /// Read of the finished war; a condition counts as 1 or 0.
    pub value: ConditionId,
    /// Which way the figure should move from the first to the second.
    pub expect: Expect,
    /// Why.
    pub because: String,
}

/// Something that the record of a war says by declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Declared {
    /// The war bears this name, or has it among its other names.
    Name(String),
    /// It is part of this conflict.
    PartOf(String),
    /// This came before it.
    Previous(String),
    /// This came after it.
    Next(String),
    /// Its record names this place.
    Where(String),
}

impl War {
    /// Whether the record of the war says so: letter case and a leading article aside.
    pub fn declares(&self, declared: &Declared) -> bool {
        let is = |said: &Option<String>, wanted: &str| said.as_deref().is_some_and(|it| same(it, wanted));
        match declared {
            Declared::Name(name) => {
                let mut names = std::iter::once(&self.names.primary).chain(&self.names.also);
                names.any(|it| same(it, name))
            }
            Declared::PartOf(whole) => is(&self.chain.part_of, whole),
            Declared::Previous(war) => is(&self.chain.previous, war),
            Declared::Next(war) => is(&self.chain.next, war),
            Declared::Where(place) => is(&self.place_text, place),
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    fn bare(text: &str) -> String {
        let text = text.trim().to_lowercase();
        text.strip_prefix("the ").map(str::to_owned).unwrap_or(text)
    }
    bare(a) == bare(b)
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn names_are_the_same_whatever_their_article_and_case() {
        assert!(same("The Advance on Karth", "Advance on karth"));
        assert!(!same("The Advance on Karth", "The Retreat from Karth"));
        assert!(!same("Theatre", "atre"), "only a whole article is set aside");
    }
}
