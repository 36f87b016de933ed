//! The words beside a number: what is counted, and what befell it.

use crate::import::tables::{Tables, Word, has_word};
use crate::model::{Fate, Kind};
use polemos_war::letters::small;
use std::borrow::Cow;

/// What the words beside a number say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Noun {
    /// What kind of thing.
    pub kind: Option<Kind>,
    /// The words for it, without those that say what befell it.
    pub class: Option<String>,
    /// What befell it.
    pub fates: Vec<Fate>,
    /// Whether they are civilians; none where that is not said.
    pub civilian: Option<bool>,
    /// Whether the words say "total".
    pub total: bool,
    /// Whether they only say when or where: "by mid-September".
    pub aside: bool,
}

/// Reads the words beside a number.
pub(crate) fn noun(text: &str, tables: &Tables) -> Noun {
    let mut found = Noun::default();
    // "captured/missing" is two words; the bytes do not matter here.
    let parts: Vec<&str> = text.split_whitespace().flat_map(split_slash).collect();
    let lower: Vec<Cow<'_, str>> = parts.iter().map(|word| small(bare(word))).collect();
    found.civilian = civilian(&lower, tables);
    found.total = lower.iter().any(|word| word == "total" || word == "totale");
    let mut class: Vec<&str> = Vec::with_capacity(lower.len());
    let mut at = 0;
    while at < lower.len() {
        match tables.word(&lower[at..]) {
            Some((len, Word::Fate(fate)))
                if !(fate == Fate::Unspecified && is_noun_of(&lower, at, tables)) =>
            {
                if !found.fates.contains(&fate) {
                    found.fates.push(fate);
                }
                at += len;
            }
            Some((len, Word::Kind(kind))) => {
                found.kind = Some(kind);
                class.extend(&parts[at..at + len]);
                at += len;
            }
            _ => {
                class.push(parts[at]);
                at += 1;
            }
        }
    }
    // A ship's type by its letters: "4 BC".
    if found.kind.is_none() && class.len() == 1 && is_code(class[0]) {
        found.kind = Some(Kind::Ship);
    }
    found.class = trimmed(&class, tables);
    let of_people =
        |fate: &Fate| !matches!(fate, Fate::Destroyed | Fate::Damaged | Fate::Scuttled | Fate::Unspecified);
    if found.kind.is_none() && found.fates.iter().any(of_people) {
        found.kind = Some(Kind::People);
    }
    found
}

/// "lost" after a noun says what befell it; "losses" alone is itself the noun.
fn is_noun_of(lower: &[Cow<'_, str>], at: usize, tables: &Tables) -> bool {
    lower[at] == "loss"
        && lower.get(at + 1).is_some_and(|next| tables.word(std::slice::from_ref(next)).is_none())
}

fn split_slash(word: &str) -> impl Iterator<Item = &str> {
    let digits = word.bytes().any(|b| b.is_ascii_digit());
    word.split(move |c| c == '/' && !digits)
}

fn civilian(lower: &[Cow<'_, str>], tables: &Tables) -> Option<bool> {
    let has = |words: &[String]| lower.iter().any(|word| words.iter().any(|own| own == word));
    match (has(&tables.fillers.civilian), has(&tables.fillers.military)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Two to four capital letters, as fleets abbreviate types of ships.
fn is_code(word: &str) -> bool {
    let word = bare(word);
    let word = word.strip_suffix('s').unwrap_or(word);
    (2..=4).contains(&word.len())
        && word.chars().all(|c| c.is_ascii_uppercase())
        && !["II", "III", "IV", "US", "UK", "AD", "BC"].contains(&word)
        || word == "BC"
}

/// The class without words at its ends that say nothing of it.
fn trimmed(words: &[&str], tables: &Tables) -> Option<String> {
    let idle = |word: &&str| {
        let word = small(bare(word));
        word.is_empty() || tables.fillers.words.iter().any(|own| *own == word)
    };
    let start = words.iter().position(|word| !idle(word))?;
    let end = words.iter().rposition(|word| !idle(word))? + 1;
    let text = words[start..end].join(" ");
    let text = text.trim_matches(|c: char| {
        matches!(c, ',' | ';' | ':' | '.' | ')' | '(' | '"' | '“' | '”' | ' ' | '–' | '-')
    });
    (!text.is_empty()).then(|| text.to_owned())
}

/// A word without marks around it.
pub(crate) fn bare(word: &str) -> &str {
    let bytes = word.as_bytes();
    // Most words have none.
    if let (Some(first), Some(last)) = (bytes.first(), bytes.last())
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return word;
    }
    word.trim_matches(|c: char| {
        matches!(c, ',' | ';' | ':' | '.' | ')' | '(' | '"' | '“' | '”' | '\'' | '’' | '!' | '?' | '[' | ']')
    })
}

/// Whether words in brackets say what befell those whom they stand beside: "mostly killed", "executed".
pub(crate) fn fates_of(text: &str, tables: &Tables) -> Vec<Fate> {
    let found = noun(text, tables);
    let idle = found.class.as_deref().is_none_or(|class| {
        class.split(' ').all(|word| {
            ["mostly", "all", "later", "some", "partly", "many", "in", "action", "soon"]
                .contains(&word.to_lowercase().as_str())
        })
    });
    if idle { found.fates } else { Vec::new() }
}

/// Whether a name and the words of a count speak of one thing: "Stanley" of the Stanley family, "German" of Germany.
pub(crate) fn names_it(words: &str, name: &str, tables: &Tables) -> bool {
    let own: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().next().is_some_and(char::is_uppercase))
        .collect();
    let names: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 2).collect();
    own.iter().any(|word| names.iter().any(|name| akin(word, name, tables)) || is_demonym(word, name, tables))
}

/// Whether one word is the other with another ending: "Germans" and "Germany", "English" and "England".
pub(crate) fn akin(a: &str, b: &str, tables: &Tables) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let longer = a.chars().count().max(b.chars().count());
    if common < 4 || common * 2 < longer {
        return false;
    }
    let strange = |pair: &[String]| pair.contains(&a) && pair.contains(&b) && a != b;
    !tables.fillers.titles.contains(&a) && !tables.fillers.not_akin.iter().any(|pair| strange(pair))
}

/// Whether a word is the adjective of a country by another stem.
pub(crate) fn is_demonym(word: &str, name: &str, tables: &Tables) -> bool {
    let known = tables.demonyms.iter().find(|(own, _)| own.eq_ignore_ascii_case(word));
    known.is_some_and(|(_, names)| names.iter().any(|it| has_word(&name.to_lowercase(), &it.to_lowercase())))
}
