//! Whom and what a record speaks of. An entity is what it is in its continuity: two histories that both know a name have
//! two entities, and nothing here joins them.

use super::{Claim, RecordDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A person, faction, place, unit or whatever else bears a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// Its key, unique in the record: the name in kebab-case, and after an `@` its continuity, where that is known.
    pub key: String,
    /// What it is.
    pub kind: EntityKind,
    /// Its name.
    pub name: String,
    /// Other names that the record uses for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Id of its continuity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continuity: Option<String>,
    /// The page that the source links to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Whether its kind is a guess.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guessed: bool,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// Somebody.
    Person,
    /// A polity, movement or people.
    Faction,
    /// A place.
    Place,
    /// A body of troops or ships, or a ship by name.
    Unit,
    /// A war, battle or other happening.
    Event,
    /// A book, episode or other work.
    Work,
    /// Not known what.
    #[default]
    Other,
}

/// A history: what is so in one may be otherwise in another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Continuity {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Id of the continuity that it parts from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// When it parts from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parted: Option<RecordDate>,
    /// Ids of records that it has in common with its parent; they are named here, and not copied until they differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inherits: Vec<String>,
    /// What is otherwise in it, a sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<String>,
}

/// The same happening, or its like, in another continuity: a link, and in a sentence what is otherwise there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// Id of the other continuity; none where the source does not name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continuity: Option<String>,
    /// Id of its record of it, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// What the source says of it.
    pub says: Claim<String>,
}

/// A name in kebab-case: letters without their marks where they have common ones, digits, and hyphens.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        let plain = plain_letter(letter);
        match plain {
            "" if letter.is_alphanumeric() => out.push(letter),
            "" if matches!(letter, '\'' | '’' | '.') => {}
            "" if !out.ends_with('-') && !out.is_empty() => out.push('-'),
            "" => {}
            plain => out.push_str(plain),
        }
    }
    let out: String = out.chars().take(100).collect();
    let trimmed = out.trim_matches('-');
    if trimmed.is_empty() { "unnamed".to_owned() } else { trimmed.to_owned() }
}

/// The ASCII letters commonly written for a letter; empty for one that has none.
fn plain_letter(letter: char) -> &'static str {
    const LETTERS: [(&str, &str); 27] = [
        ("áàâäãåāăą", "a"),
        ("æ", "ae"),
        ("çćčĉ", "c"),
        ("ďđð", "d"),
        ("éèêëēėęě", "e"),
        ("ğģĝ", "g"),
        ("ĥħ", "h"),
        ("íìîïīįı", "i"),
        ("ĵ", "j"),
        ("ķ", "k"),
        ("łĺľļ", "l"),
        ("ñńňņ", "n"),
        ("óòôöõøōő", "o"),
        ("œ", "oe"),
        ("ŕřŗ", "r"),
        ("śšşŝș", "s"),
        ("ß", "ss"),
        ("ťţțŧ", "t"),
        ("þ", "th"),
        ("úùûüūůűųŭ", "u"),
        ("ŵ", "w"),
        ("ýÿŷ", "y"),
        ("źżž", "z"),
        ("‘ʻʼ`", ""),
        ("–—", ""),
        ("…", ""),
        ("·", ""),
    ];
    LETTERS.iter().find(|(marked, _)| marked.contains(letter)).map_or("", |(_, plain)| plain)
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_kebab() {
        for (name, expected) in [
            ("Second Battle of Chin'toka", "second-battle-of-chintoka"),
            ("Philibert de Chandée", "philibert-de-chandee"),
            ("Jem'Hadar", "jemhadar"),
            ("C. Constantinescu", "c-constantinescu"),
            ("Świecino", "swiecino"),
            ("…", "unnamed"),
            ("1383–1385 Crisis", "1383-1385-crisis"),
        ] {
            assert_eq!(slug(name), expected);
        }
    }
}
