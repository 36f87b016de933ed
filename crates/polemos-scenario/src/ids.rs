//! Which ids exist, of which kind, and where each was given.

use crate::diagnostic::Finding;
use crate::source::Mark;
use crate::suggest;
use std::collections::BTreeMap;

/// A kind of thing that has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ref {
    Faction,
    Coalition,
    People,
    Person,
    Class,
    Place,
    Lane,
    Works,
    Force,
    Event,
    Decision,
    Rebellion,
    Sabotage,
    Envoy,
    Source,
    Calendar,
    Measure,
    Episode,
}

impl Ref {
    pub(crate) const ALL: [Ref; 18] = [
        Ref::Faction,
        Ref::Coalition,
        Ref::People,
        Ref::Person,
        Ref::Class,
        Ref::Place,
        Ref::Lane,
        Ref::Works,
        Ref::Force,
        Ref::Event,
        Ref::Decision,
        Ref::Rebellion,
        Ref::Sabotage,
        Ref::Envoy,
        Ref::Source,
        Ref::Calendar,
        Ref::Measure,
        Ref::Episode,
    ];

    /// Its word in the language, which is also the name of its table.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Ref::Faction => "faction",
            Ref::Coalition => "coalition",
            Ref::People => "people",
            Ref::Person => "person",
            Ref::Class => "class",
            Ref::Place => "place",
            Ref::Lane => "lane",
            Ref::Works => "works",
            Ref::Force => "force",
            Ref::Event => "event",
            Ref::Decision => "decision",
            Ref::Rebellion => "rebellion",
            Ref::Sabotage => "sabotage",
            Ref::Envoy => "envoy",
            Ref::Source => "source",
            Ref::Calendar => "calendar",
            Ref::Measure => "measure",
            Ref::Episode => "war",
        }
    }

    /// Whether `--without ID` can name one, so that its id must differ from those of other kinds.
    pub(crate) fn shares_one_namespace(self) -> bool {
        !matches!(self, Ref::People | Ref::Source | Ref::Calendar | Ref::Measure | Ref::Episode)
    }
}

/// All ids of a scenario.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids {
    tables: BTreeMap<Ref, BTreeMap<String, (u32, Mark)>>,
    order: BTreeMap<Ref, Vec<String>>,
    /// Text parts of which could not be read: what seems unknown may stand there.
    pub(crate) damaged: Option<String>,
}

impl Ids {
    /// Adds the next row of a kind; its row number.
    pub(crate) fn add(&mut self, kind: Ref, id: &str, mark: Mark) -> u32 {
        let order = self.order.entry(kind).or_default();
        let row = order.len() as u32;
        order.push(id.to_owned());
        self.tables.entry(kind).or_default().insert(id.to_owned(), (row, mark));
        row
    }

    pub(crate) fn find(&self, kind: Ref, id: &str) -> Option<u32> {
        self.tables.get(&kind)?.get(id).map(|(row, _)| *row)
    }

    pub(crate) fn mark(&self, kind: Ref, id: &str) -> Option<Mark> {
        self.tables.get(&kind)?.get(id).map(|(_, mark)| *mark)
    }

    pub(crate) fn count(&self, kind: Ref) -> usize {
        self.order.get(&kind).map_or(0, Vec::len)
    }

    /// Ids of a kind in row order.
    pub(crate) fn all(&self, kind: Ref) -> &[String] {
        self.order.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The id of a row.
    pub(crate) fn id(&self, kind: Ref, row: u32) -> &str {
        self.all(kind).get(row as usize).map_or("", String::as_str)
    }

    /// Another kind under which the id exists.
    pub(crate) fn elsewhere(&self, kind: Ref, id: &str) -> Option<Ref> {
        Ref::ALL.into_iter().find(|other| *other != kind && self.find(*other, id).is_some())
    }

    /// What to say of an id that does not exist; nothing when it may stand in text that could not be read.
    pub(crate) fn unknown(&self, kind: Ref, id: &str, mark: Mark, written: Mark) -> Option<Finding> {
        if self.damaged.as_ref().is_some_and(|text| text.contains(&format!("{id}]"))) {
            return None;
        }
        let word = kind.word();
        let message = format!("there is no {word} `{id}`");
        let finding = Finding::error(code_of(kind), mark, message).label(format!("unknown {word}"));
        let known: Vec<&str> = self.all(kind).iter().map(String::as_str).collect();
        Some(if let Some(near) = suggest::nearest(id, known.iter().copied()) {
            finding.replace(format!("did you mean `{near}`?"), written, near)
        } else if let Some(other) = self.elsewhere(kind, id) {
            finding.help(format!("`{id}` is a {}; here the id of a {word} is needed", other.word()))
        } else {
            let add = match kind {
                Ref::Episode => format!("add {{ id = \"{id}\" }} to the `wars` of a [series.ID]"),
                _ => format!("add [{word}.{id}]"),
            };
            match known.as_slice() {
                [] => finding.help(format!("the scenario has no {word} yet: {add}")),
                known => finding.help(format!("known here: {}; or {add}", suggest::list(known))),
            }
        })
    }
}

pub(crate) fn code_of(kind: Ref) -> &'static str {
    match kind {
        Ref::Faction => "unknown-faction",
        Ref::Coalition => "unknown-coalition",
        Ref::People => "unknown-people",
        Ref::Person => "unknown-person",
        Ref::Class => "unknown-class",
        Ref::Place => "unknown-place",
        Ref::Lane => "unknown-lane",
        Ref::Works => "unknown-works",
        Ref::Force => "unknown-force",
        Ref::Event => "unknown-event",
        Ref::Decision => "unknown-decision",
        Ref::Rebellion => "unknown-rebellion",
        Ref::Sabotage => "unknown-sabotage",
        Ref::Envoy => "unknown-envoy",
        Ref::Source => "unknown-source",
        Ref::Calendar => "unknown-calendar",
        Ref::Measure => "unknown-measure",
        Ref::Episode => "unknown-war",
    }
}

/// Whether a text can be an id: lower-case letters, digits, single hyphens between them.
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 80
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

/// The nearest text that can be an id.
pub(crate) fn as_id(text: &str) -> String {
    let mut id = String::new();
    for letter in text.chars().flat_map(char::to_lowercase).take(80) {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else if !id.is_empty() && !id.ends_with('-') && letter != '\'' {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-').to_owned();
    if id.is_empty() { "unnamed".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case_and_others_have_a_near_one() {
        for good in ["a", "deep-space-9", "3rd-fleet"] {
            assert!(is_id(good), "{good}");
        }
        for (bad, near) in
            [("Deep Space 9", "deep-space-9"), ("a_b", "a-b"), ("Chin'toka", "chintoka"), ("-", "unnamed")]
        {
            assert!(!is_id(bad), "{bad}");
            assert_eq!(as_id(bad), near);
        }
        assert!(!is_id("a--b") && !is_id("a-") && !is_id(""));
    }

    #[test]
    fn an_unknown_id_is_answered_with_what_was_probably_meant() {
        let mut ids = Ids::default();
        ids.add(Ref::Place, "chintoka", Mark::default());
        ids.add(Ref::Person, "sisko", Mark::default());
        let m = Mark::default();
        let shown = |kind, id| format!("{:?}", ids.unknown(kind, id, m, m));
        assert!(shown(Ref::Place, "chintokka").contains("did you mean `chintoka`"));
        assert!(shown(Ref::Place, "sisko").contains("`sisko` is a person"));
        assert!(shown(Ref::Force, "x").contains("add [force.x]"));
    }
}
