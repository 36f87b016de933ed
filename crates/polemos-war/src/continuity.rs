//! Named continuities: other histories of a war that its scenario declares.

use crate::evidence::Variant;
use crate::war::War;
use serde::{Deserialize, Serialize};

/// Another history of the war, or of another such history: the same up to a day, and changed from then on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Continuity {
    /// Id.
    pub id: String,
    /// What is otherwise in it, a sentence.
    pub says: Option<String>,
    /// Id of the continuity that it parts from; the war as it is when none.
    pub parent: Option<String>,
    /// Days since the war's start; from the start when none.
    pub day: Option<f64>,
    /// The changes; their name is the continuity's.
    pub changes: Variant,
}

impl War {
    /// A continuity by its id.
    pub fn continuity(&self, id: &str) -> Option<&Continuity> {
        self.continuities.iter().find(|it| it.id == id)
    }

    /// Continuities from the first that parts from the war itself to the one asked for; empty where there is none. A
    /// checked war has no continuity that descends from itself.
    pub fn line_of(&self, id: &str) -> Vec<&Continuity> {
        let mut line = Vec::new();
        let mut next = self.continuity(id);
        while let Some(it) = next {
            line.push(it);
            let parent = it.parent.as_deref().filter(|_| line.len() <= self.continuities.len());
            next = parent.and_then(|parent| self.continuity(parent));
        }
        line.reverse();
        line
    }
}
