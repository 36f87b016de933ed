//! The tables of `fields.toml`: what parameters of boxes mean, and the words of their cells.

use crate::model::{Decisiveness, Fate, Kind, RecordKind};
use polemos_war::letters::{WordTable, small};
use polemos_war::lexicon::{Lexicon, STANDARD_TEXT};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const TEXT: &str = include_str!("../../fields.toml");

/// What a parameter says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Field {
    Name,
    Kind,
    PartOf,
    Date,
    EndDate,
    Place,
    Coordinates,
    Cause,
    Causes,
    Territory,
    Result,
    Status,
    Previous,
    Next,
    Series,
    Combatants,
    Commanders,
    Units,
    Strength,
    Losses,
    CivilianLosses,
    Notes,
    Bystanders,
    Looks,
}

impl Field {
    /// Whether there is one for each side.
    pub fn is_of_sides(self) -> bool {
        use Field::{Combatants, Commanders, Losses, Strength, Units};
        matches!(self, Combatants | Commanders | Units | Strength | Losses)
    }
}

/// The file, as it is read.
#[derive(Clone, Debug, Default, Deserialize)]
struct File {
    parameters: BTreeMap<Field, Vec<String>>,
    sides: BTreeMap<String, u32>,
    boxes: Boxes,
    kinds: BTreeMap<Kind, Vec<String>>,
    fates: BTreeMap<Fate, Vec<String>>,
    fillers: Fillers,
    ranks: Ranks,
    demonyms: BTreeMap<String, Vec<String>>,
    decisive: BTreeMap<String, Vec<String>>,
    conflicts: Vec<Conflict>,
    dates: BTreeMap<String, String>,
    lexicon: toml::Table,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Boxes {
    names: Vec<String>,
    not: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Fillers {
    pub words: Vec<String>,
    pub civilian: Vec<String>,
    pub military: Vec<String>,
    pub see: Vec<String>,
    pub support: Vec<String>,
    pub unnamed: Vec<String>,
    /// Words of names that make no two of them akin.
    pub titles: Vec<String>,
    /// Words that begin alike and are not akin.
    pub not_akin: Vec<Vec<String>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Ranks {
    words: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Conflict {
    kind: RecordKind,
    words: Vec<String>,
}

/// The tables, indexed.
#[derive(Debug)]
pub(crate) struct Tables {
    parameters: BTreeMap<String, Field>,
    sides: BTreeMap<String, u32>,
    boxes: Boxes,
    /// Phrases for kinds and fates, by their first word, longest first.
    phrases: WordTable<Vec<(Vec<String>, Word)>>,
    pub fillers: Fillers,
    /// Longest first.
    ranks: Vec<String>,
    pub demonyms: BTreeMap<String, Vec<String>>,
    decisive: BTreeMap<String, Vec<String>>,
    conflicts: Vec<Conflict>,
    dates: BTreeMap<String, String>,
    /// The standard lexicon with words of other languages.
    pub lexicon: Lexicon,
    /// Its version, as claims quote it.
    pub version: String,
}

/// What a word of a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Kind(Kind),
    Fate(Fate),
}

impl Tables {
    /// The tables that Polemos comes with.
    pub fn standard() -> &'static Tables {
        static TABLES: OnceLock<Tables> = OnceLock::new();
        // A broken file cannot get past the tests; if it ever did, every parameter would be kept as an extra.
        TABLES.get_or_init(|| Tables::new(toml::from_str(TEXT).unwrap_or_default()))
    }

    fn new(file: File) -> Self {
        let lexicon = enlarged(&file.lexicon);
        let named = file.parameters.into_iter().flat_map(|(field, names)| {
            names.into_iter().map(move |name| (plain_name(&name), field)).collect::<Vec<_>>()
        });
        let mut phrases: WordTable<Vec<(Vec<String>, Word)>> = WordTable::default();
        let kinds = file.kinds.into_iter().map(|(kind, words)| (Word::Kind(kind), words));
        let fates = file.fates.into_iter().map(|(fate, words)| (Word::Fate(fate), words));
        for (word, texts) in kinds.chain(fates) {
            for text in texts {
                let mut parts = text.split(' ').map(str::to_owned);
                let Some(first) = parts.next() else { continue };
                phrases.entry(&first).push((parts.collect(), word));
            }
        }
        phrases.values_mut().for_each(|list| list.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len())));
        let mut ranks = file.ranks.words;
        ranks.sort_by_key(|rank| std::cmp::Reverse(rank.len()));
        Self {
            parameters: named.collect(),
            sides: file.sides,
            boxes: file.boxes,
            phrases,
            fillers: file.fillers,
            ranks,
            demonyms: file.demonyms,
            decisive: file.decisive,
            conflicts: file.conflicts,
            dates: file.dates,
            version: lexicon.version(),
            lexicon,
        }
    }

    /// What a parameter says; for which side, where it is a side's; and the letter of a block of its own.
    pub fn parameter(&self, name: &str) -> Option<(Field, Option<u32>, Option<char>)> {
        let plain = plain_name(name);
        let whole = self.parameters.get(&plain).copied();
        if let Some(field) = whole.filter(|field| !field.is_of_sides()) {
            return Some((field, None, None));
        }
        let letter = plain.chars().last().filter(char::is_ascii_lowercase);
        let without = letter.map_or(plain.as_str(), |_| &plain[..plain.len() - 1]);
        for (text, letter) in [(plain.as_str(), None), (without, letter)] {
            let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
            let digits = &text[stem.len()..];
            if let (Some(field), Ok(side)) = (self.parameters.get(stem), digits.parse::<u32>())
                && (1..=9).contains(&side)
            {
                return Some((*field, field.is_of_sides().then_some(side), letter));
            }
        }
        if let Some(field) = whole {
            return Some((field, None, None));
        }
        // "attackercommander", "commanderleft".
        let of_side = self.sides.iter().filter(|(word, _)| word.len() > 1);
        of_side.into_iter().find_map(|(word, side)| {
            let stem = plain.strip_prefix(word.as_str()).or_else(|| plain.strip_suffix(word.as_str()))?;
            let field = if stem.is_empty() { Field::Combatants } else { *self.parameters.get(stem)? };
            field.is_of_sides().then_some((field, Some(*side), None))
        })
    }

    /// The name of a parameter that is spelt nearly so.
    pub fn nearest(&self, name: &str) -> Option<String> {
        let plain = plain_name(name);
        let stem = plain.trim_end_matches(|c: char| c.is_ascii_digit());
        let common = |known: &str| known.bytes().zip(stem.bytes()).take_while(|(a, b)| a == b).count();
        // How much of the longer one is left between what both begin with and what both end with.
        let apart = |known: &&String| {
            let begin = common(known);
            let ends = known.as_bytes()[begin..].iter().rev().zip(stem.as_bytes()[begin..].iter().rev());
            known.len().max(stem.len()) - begin - ends.take_while(|(a, b)| a == b).count()
        };
        let close = |known: &&String| common(known) >= 3 && apart(known) <= 3;
        let found = self.parameters.keys().filter(close).min_by_key(apart)?;
        Some(format!("{found}{}", &plain[stem.len()..]))
    }

    /// Whether a template is a box of a conflict, by its name and those of its parameters.
    pub fn is_box<'a>(&self, name: &str, parameters: impl Iterator<Item = &'a str>) -> bool {
        let lower = name.trim().to_lowercase().replace('_', " ");
        if self.boxes.not.iter().any(|word| lower.contains(word.as_str())) {
            return false;
        }
        let fields: Vec<_> = parameters.filter_map(|name| self.parameter(name)).collect();
        let sided = fields.iter().filter(|(_, side, _)| side.is_some()).count();
        let named = self.boxes.names.iter().any(|word| lower.split([' ', ':', '/']).any(|w| w == word))
            || self.boxes.names.iter().any(|word| word.contains(' ') && lower.contains(word.as_str()));
        let telling = fields.iter().filter(|(field, ..)| *field != Field::Looks).count();
        named && telling >= 2 || sided >= 2
    }

    /// The longest phrase for a kind or a fate that some words begin with, and how many words it takes.
    pub fn word(&self, words: &[Cow<'_, str>]) -> Option<(usize, Word)> {
        let list = self.phrases.get(words.first()?)?;
        list.iter().find_map(|(rest, word)| {
            let fits = words.get(1..=rest.len())?.iter().zip(rest).all(|(a, b)| a == b);
            fits.then_some((rest.len() + 1, *word))
        })
    }

    /// The fate that a phrase is, whole.
    pub fn fate(&self, phrase: &str) -> Option<Fate> {
        let words: Vec<String> = phrase.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let list = self.phrases.get(words.first()?)?;
        list.iter().find_map(|(rest, word)| match word {
            Word::Fate(fate) if words[1..] == rest[..] => Some(*fate),
            _ => None,
        })
    }

    /// A rank that a name begins with, and the rest of the name.
    pub fn rank<'a>(&self, name: &'a str) -> Option<(&'a str, &'a str)> {
        let mut found: Option<usize> = None;
        let mut at = 0;
        // Several may stand in a row: "General Sir".
        while let Some(rank) = self
            .ranks
            .iter()
            .find(|rank| name[at..].strip_prefix(rank.as_str()).is_some_and(|rest| rest.starts_with(' ')))
        {
            let end = at + rank.len();
            let rest = name[end..].trim_start();
            let next = rest.split(' ').next().unwrap_or("");
            // "Duke of X" is a name, "Count X" a rank and a name.
            if ["of", "the", "di", "de", "du", "von", "and"].contains(&next) || rest.is_empty() {
                break;
            }
            found = Some(end);
            at = name.len() - rest.len();
        }
        found.map(|end| (&name[..end], name[end..].trim_start()))
    }

    /// What a conflict is, by its name.
    pub fn conflict(&self, name: &str) -> Option<RecordKind> {
        let lower = name.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        // "Battle of …" and "… War" alike: the word that stands first in the name, of the kinds as listed.
        let places = self.conflicts.iter().filter_map(|it| {
            let at = words.iter().position(|word| it.words.iter().any(|known| known == word))?;
            Some((at, it.kind))
        });
        places.min_by_key(|(at, _)| *at).map(|(_, kind)| kind)
    }

    /// How decisive the words say that it was.
    pub fn decisiveness(&self, text: &str) -> Option<Decisiveness> {
        let lower = text.to_lowercase();
        let has =
            |key: &str| self.decisive.get(key).is_some_and(|words| words.iter().any(|w| has_word(&lower, w)));
        [
            ("stalemate", Decisiveness::Stalemate),
            ("marginal", Decisiveness::Marginal),
            ("decisive", Decisiveness::Decisive),
            ("clear", Decisiveness::Clear),
        ]
        .into_iter()
        .find(|(key, _)| has(key))
        .map(|(_, found)| found)
    }

    /// Whether the words speak of a victory.
    pub fn is_victory(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.decisive.get("victory").is_some_and(|words| words.iter().any(|word| has_word(&lower, word)))
    }

    /// Whether the words say that a war ended with it.
    pub fn ends_war(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.decisive.get("ended").is_some_and(|words| words.iter().any(|word| lower.contains(word.as_str())))
    }

    /// Whether two names are of one country, as the table of demonyms has them: "USA" and "United States".
    pub fn same_country(&self, a: &str, b: &str) -> bool {
        let has = |names: &[String], name: &str| names.iter().any(|own| own.eq_ignore_ascii_case(name));
        self.demonyms.values().any(|names| has(names, a) && has(names, b))
    }

    /// A date in the words that the reader of dates knows.
    pub fn date_words(&self, text: &str) -> String {
        let mut words = String::with_capacity(text.len());
        for (row, word) in text.split(' ').enumerate() {
            if row > 0 {
                words.push(' ');
            }
            let bare = small(word.trim_matches([',', '(', ')']));
            match self.dates.get(&*bare) {
                Some(known) => words.push_str(&word.to_lowercase().replace(&*bare, known)),
                None => words.push_str(word),
            }
        }
        words
    }
}

/// Whether a text has a word or phrase, not as a part of another word.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// A parameter's name as the tables have it.
fn plain_name(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-' | '\n' | '\t'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The standard lexicon with more words: lists are lengthened, tables are joined.
fn enlarged(more: &toml::Table) -> Lexicon {
    let standard = Lexicon::standard();
    let Ok(mut whole) = STANDARD_TEXT.parse::<toml::Table>() else { return standard.clone() };
    for (name, table) in more {
        let (Some(toml::Value::Table(own)), toml::Value::Table(table)) = (whole.get_mut(name), table) else {
            continue;
        };
        for (key, value) in table {
            match (own.get_mut(key), value) {
                // A list of words grows; a band of two numbers is what it is.
                (Some(toml::Value::Array(list)), toml::Value::Array(added))
                    if added.iter().all(toml::Value::is_str) =>
                {
                    list.extend(added.iter().cloned());
                }
                _ => {
                    own.insert(key.clone(), value.clone());
                }
            }
        }
    }
    Lexicon::parse(&whole.to_string()).unwrap_or_else(|_| standard.clone())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test that cannot go on has failed

    use super::*;

    #[test]
    fn the_file_is_whole() {
        let file: File = toml::from_str(TEXT).unwrap();
        assert!(file.parameters.len() > 20 && file.kinds.len() == 6);
        let lexicon = &Tables::standard().lexicon;
        assert!(lexicon.count("migliaia").is_some() && lexicon.count("thousands").is_some());
    }

    #[test]
    fn parameters_are_known_in_many_spellings() {
        let tables = Tables::standard();
        for (name, expected) in [
            ("combatant1", Some((Field::Combatants, Some(1), None))),
            ("combatant2a", Some((Field::Combatants, Some(2), Some('a')))),
            ("Schieramento2", Some((Field::Combatants, Some(2), None))),
            ("Parte_di", Some((Field::PartOf, None, None))),
            ("Nome del conflitto", Some((Field::Name, None, None))),
            ("casual1", Some((Field::Losses, Some(1), None))),
            ("image_size", Some((Field::Looks, None, None))),
            ("attacker", Some((Field::Combatants, Some(1), None))),
            ("Perdite3", Some((Field::CivilianLosses, None, None))),
            ("zzz", None),
        ] {
            assert_eq!(tables.parameter(name), expected, "{name}");
        }
    }

    #[test]
    fn a_misspelt_parameter_is_taken_for_the_nearest() {
        let tables = Tables::standard();
        for (name, nearest) in
            [("comander1", "commander1"), ("strenght2", "strength2"), ("casualtes1", "casualties1")]
        {
            assert_eq!(tables.nearest(name).as_deref(), Some(nearest), "{name}");
        }
        assert_eq!(tables.nearest("zzz"), None);
    }

    #[test]
    fn ranks_are_told_from_names() {
        let tables = Tables::standard();
        assert_eq!(tables.rank("Rear Adm. Edward Pierre"), Some(("Rear Adm.", "Edward Pierre")));
        assert_eq!(tables.rank("Count Overkirk"), Some(("Count", "Overkirk")));
        assert_eq!(tables.rank("Count of Brienne"), None);
        assert_eq!(tables.rank("General Sir Henry Vey"), Some(("General Sir", "Henry Vey")));
        assert_eq!(tables.rank("Kingsley"), None);
    }
}
