//! Names of things and persons, and the little grammar that prose needs of them.

use serde::{Deserialize, Serialize};

/// The names of one thing. A person or a battle may bear several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// The name in headings and at first mention.
    pub primary: String,
    /// A shorter one for later mentions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Whether "the" goes before it in a sentence.
    #[serde(default)]
    pub article: bool,
    /// Whether it takes a plural verb ("the Normans were").
    #[serde(default)]
    pub plural: bool,
    /// The adjective that goes with it ("Allied").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjective: Option<String>,
    /// The pronoun that stands for it.
    #[serde(default)]
    pub pronoun: Pronoun,
}

/// A pronoun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pronoun {
    /// he, him, his.
    He,
    /// she, her, her.
    She,
    /// it, it, its.
    #[default]
    It,
    /// they, them, their.
    They,
}

impl Pronoun {
    /// he, she, it, they.
    pub fn subject(self) -> &'static str {
        match self {
            Self::He => "he",
            Self::She => "she",
            Self::It => "it",
            Self::They => "they",
        }
    }

    /// him, her, it, them.
    pub fn object(self) -> &'static str {
        match self {
            Self::He => "him",
            Self::She => "her",
            Self::It => "it",
            Self::They => "them",
        }
    }

    /// his, her, its, their.
    pub fn possessive(self) -> &'static str {
        match self {
            Self::He => "his",
            Self::She => "her",
            Self::It => "its",
            Self::They => "their",
        }
    }

    /// himself, herself, itself, themselves.
    pub fn reflexive(self) -> &'static str {
        match self {
            Self::He => "himself",
            Self::She => "herself",
            Self::It => "itself",
            Self::They => "themselves",
        }
    }

    /// Whether a verb after the pronoun is plural.
    pub fn plural(self) -> bool {
        self == Self::They
    }
}

impl Names {
    /// A name and nothing else known: no article, singular, "it".
    pub fn plain(primary: impl Into<String>) -> Self {
        Self { primary: primary.into(), ..Self::default() }
    }

    /// The name for later mentions.
    pub fn short(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.primary)
    }

    /// "the Alliance"; without "the" for a name that takes none or brings its own.
    pub fn the(&self) -> String {
        with_article(&self.primary, self.article)
    }

    /// The short name as it stands within a sentence: "the Alliance".
    pub fn the_short(&self) -> String {
        with_article(self.short(), self.article)
    }

    /// The name as it opens a sentence: "The Alliance".
    pub fn the_capitalised(&self) -> String {
        capitalised(&self.the())
    }

    /// The short name as it opens a sentence.
    pub fn the_short_capitalised(&self) -> String {
        capitalised(&self.the_short())
    }

    /// "the Alliance's", "the Normans'", "Harold's".
    pub fn possessive(&self) -> String {
        possessive_of(&self.the_short(), self.plural)
    }

    /// The adjective, or the short name in its place: "Allied ships", "League ships".
    pub fn adjective(&self) -> &str {
        self.adjective.as_deref().unwrap_or_else(|| self.short())
    }

    /// was or were.
    pub fn was(&self) -> &'static str {
        self.verb("was", "were")
    }

    /// has or have.
    pub fn has(&self) -> &'static str {
        self.verb("has", "have")
    }

    /// The form of a verb that agrees with the name.
    pub fn verb<'a>(&self, singular: &'a str, plural: &'a str) -> &'a str {
        if self.plural { plural } else { singular }
    }

    /// Every name it bears, the primary first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let short = self.short.iter().map(String::as_str);
        [self.primary.as_str()].into_iter().chain(short).chain(self.also.iter().map(String::as_str))
    }

    /// Whether it bears this name, in any case.
    pub fn bears(&self, name: &str) -> bool {
        self.all().any(|own| own.to_lowercase() == name.to_lowercase())
    }
}

fn with_article(name: &str, article: bool) -> String {
    let has_its_own = name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("the "));
    match (article, has_its_own) {
        (true, false) => format!("the {name}"),
        // A name that begins with "The" is written small within a sentence.
        (true, true) => format!("the {}", &name[4..]),
        (false, _) => name.to_owned(),
    }
}

/// The text with its first letter capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// "the Alliance's"; "the Normans'" for a plural in s.
pub fn possessive_of(text: &str, plural: bool) -> String {
    let bare = plural && text.ends_with(['s', 'S']);
    format!("{text}{}", if bare { "'" } else { "'s" })
}

/// "a, b and c".
pub fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// "a fleet", "an envoy": by the first letter, which is right for most words.
pub fn with_indefinite(noun: &str) -> String {
    let vowel = noun.chars().next().is_some_and(|c| "aeiouAEIOU".contains(c));
    format!("{} {noun}", if vowel { "an" } else { "a" })
}
