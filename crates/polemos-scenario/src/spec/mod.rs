//! The one definition of every key of the language. Unknown keys, wrong types, defaults, the JSON Schema for
//! editors and the reference in the documentation all come from these tables.

mod action;
mod effects;
mod evidence;
mod tables;

use crate::ids::Ref;
pub(crate) use effects::{EFFECTS, EffectSpec};
use polemos_war::quantity::{Dimension, Scale};
pub(crate) use tables::{CLAIM, TABLES, TOP};

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// A text or a list of texts.
    Texts,
    /// `true` or `false`.
    Bool,
    /// A whole number between two others.
    Whole(u32, u32),
    /// Two numbers `[x, y]`.
    Pair,
    /// A date of the calendar.
    Date,
    /// A date, or a number of days from the start; a number of the war, in days since the start.
    Moment,
    /// One of several words.
    Word(&'static [&'static str]),
    /// The id of a thing.
    Id(Ref),
    /// A list of ids.
    Ids(Ref),
    /// The id of an option of the same decision.
    Choice,
    /// A number of the war.
    Number(Num),
    /// A CEL condition.
    Condition,
    /// A CEL expression that comes to a number.
    Expression,
    /// A CEL condition or expression.
    Figure,
    /// A list of effects.
    Effects,
    /// A table from the id of a thing to a number of the war.
    Map(Ref, Num),
    /// A list of words.
    Words(&'static [&'static str]),
    /// A list whose items are ids, or tables of the named kind.
    IdsOrRows(Ref, &'static str),
    /// A list of tables of the named kind.
    Rows(&'static str),
    /// One table of the named kind.
    Table(&'static str),
    /// Tables of the named kind by id.
    Keyed(&'static str),
    /// Any of the rules, at their paths.
    Rules,
    /// Laid over the lexicon.
    Lexicon,
}

/// What a number of the war may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Num {
    /// Which words and units may write it.
    pub(crate) dimension: Dimension,
    /// Scale of the lexicon whose words may write it too, as a factor on the ordinary value.
    pub(crate) scale: Option<Scale>,
    /// Least sensible value.
    pub(crate) least: f64,
    /// Greatest sensible value.
    pub(crate) most: f64,
    /// Rounded to a whole number.
    pub(crate) whole: bool,
    /// What it is measured in, for people.
    pub(crate) unit: &'static str,
}

impl Num {
    const fn new(dimension: Dimension, least: f64, most: f64, unit: &'static str) -> Self {
        Self { dimension, scale: None, least, most, whole: false, unit }
    }

    /// Words of a scale of factors may stand for it too: so many times the ordinary value.
    const fn or_level(self, scale: Scale) -> Self {
        Self { scale: Some(scale), ..self }
    }

    const fn whole(self) -> Self {
        Self { whole: true, ..self }
    }
}

/// What stands in for a key that is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Default {
    /// Nothing: the war then does without.
    None,
    /// A number.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// What these words say.
    Words(&'static str),
}

/// One key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct KeySpec {
    pub(crate) key: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    pub(crate) default: Default,
    pub(crate) doc: &'static str,
    /// A complete line of TOML.
    pub(crate) example: &'static str,
}

impl KeySpec {
    const fn new(key: &'static str, kind: Kind, doc: &'static str, example: &'static str) -> Self {
        Self { key, kind, required: false, default: Default::None, doc, example }
    }

    const fn must(self) -> Self {
        Self { required: true, ..self }
    }

    const fn or(self, default: f64) -> Self {
        Self { default: Default::Number(default), ..self }
    }

    const fn or_bool(self, default: bool) -> Self {
        Self { default: Default::Bool(default), ..self }
    }

    const fn or_words(self, default: &'static str) -> Self {
        Self { default: Default::Words(default), ..self }
    }
}

/// One table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TableSpec {
    /// Its kind, as it is called in messages and paths.
    pub(crate) name: &'static str,
    /// How its header is written, or how it stands in a line.
    pub(crate) header: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) keys: &'static [KeySpec],
}

impl TableSpec {
    pub(crate) fn key(&self, key: &str) -> Option<&'static KeySpec> {
        self.keys.iter().find(|spec| spec.key == key)
    }
}

/// The table of a name. Names are fixed in this crate, so that an unknown one is an empty table.
pub(crate) fn table(name: &str) -> &'static TableSpec {
    static NOTHING: TableSpec = TableSpec { name: "", header: "", doc: "", keys: &[] };
    TABLES.iter().copied().find(|table| table.name == name).unwrap_or(&NOTHING)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn named(kind: Kind) -> Option<&'static str> {
        match kind {
            Kind::IdsOrRows(_, name) | Kind::Rows(name) | Kind::Table(name) | Kind::Keyed(name) => Some(name),
            _ => None,
        }
    }

    #[test]
    fn keys_are_unique_and_tables_that_are_named_exist() {
        for spec in TABLES {
            let keys: BTreeSet<_> = spec.keys.iter().map(|key| key.key).collect();
            assert_eq!(keys.len(), spec.keys.len(), "a key stands twice in {}", spec.name);
            for key in spec.keys {
                assert!(!key.doc.is_empty() && !key.example.is_empty(), "{}.{}", spec.name, key.key);
                if let Some(name) = named(key.kind) {
                    assert_eq!(table(name).name, name, "{}.{}", spec.name, key.key);
                }
            }
        }
    }

    #[test]
    fn defaults_lie_within_their_bounds() {
        for key in TABLES.iter().flat_map(|table| table.keys) {
            if let (Kind::Number(num), Default::Number(value)) = (key.kind, key.default) {
                assert!((num.least..=num.most).contains(&value), "{}", key.key);
            }
        }
    }
}
