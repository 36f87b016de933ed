//! Finds records among many: by what is said in them, in phrases that one would use.

use super::KeepError;
use crate::model::{Decisiveness, Fate, Quantity, Record, RecordKind, SourceKind};

/// Phrases that a query understands besides plain words, with what they find.
pub const TERMS: [(&str, &str); 19] = [
    ("commanders on both sides", "somebody led on more than one side"),
    ("commanders killed", "a commander was killed, executed or died of wounds"),
    ("commanders captured", "a commander was captured or surrendered"),
    ("commanders defected", "a commander went over"),
    ("losses unknown", "the losses of some side are unknown or not stated"),
    ("losses none", "some side had none"),
    ("strength unknown", "the strength of some side is unknown or not stated"),
    ("civilian losses", "civilians are counted among the losses"),
    ("ended a war", "a war ended with it"),
    ("decisive", "the outcome was decisive"),
    ("stalemate", "nobody prevailed"),
    ("uncited", "no claim has a reference"),
    ("dangling notes", "a marker's footnote is missing"),
    ("open questions", "something is left to the author"),
    ("other continuities", "it tells of another continuity"),
    ("in YEAR, from YEAR, to YEAR", "its date can lie there"),
    ("continuity ID", "it belongs to that continuity"),
    ("with NAME", "that name stands in its box"),
    ("war, battle, siege, campaign, incident", "what it is about"),
];

/// A query: all of its terms must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq)]
enum Term {
    Both,
    Commanders(Vec<Fate>),
    Losses(Amount),
    Strength(Amount),
    Civilians,
    Ended,
    Decided(Decisiveness),
    Uncited,
    Dangling,
    Questions,
    Elsewhere,
    Years(Option<i64>, Option<i64>),
    Continuity(String),
    Kind(RecordKind),
    Words(String),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Amount {
    Unknown,
    None,
}

/// A record that was found, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its row among those searched.
    pub row: usize,
    /// What in it fits each term.
    pub because: Vec<String>,
}

impl Query {
    /// Reads a query; every argument is one term.
    ///
    /// # Errors
    /// When there is no term, or a year is none.
    pub fn parse<S: AsRef<str>>(terms: &[S]) -> Result<Self, KeepError> {
        let terms: Result<Vec<Term>, KeepError> =
            terms.iter().filter(|it| !it.as_ref().trim().is_empty()).map(|it| term(it.as_ref())).collect();
        let terms = terms?;
        if terms.is_empty() {
            return Err(KeepError {
                message: "There is nothing to look for.".to_owned(),
                repair: format!("Write words, or one of: {}.", TERMS.map(|(term, _)| term).join("; ")),
            });
        }
        Ok(Self { terms })
    }
}

fn term(text: &str) -> Result<Term, KeepError> {
    let lower = text.trim().to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let has = |word: &str| words.contains(&word);
    let any = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let people = any(&["commander", "commanders", "leader", "leaders", "people", "persons", "person"]);
    let losses = any(&["loss", "losses", "casualties", "toll", "dead"]);
    let unknown = any(&["unknown", "missing", "unstated"]);
    let whole = lower.as_str();
    Ok(match whole {
        _ if people && has("both") => Term::Both,
        _ if people && any(&["killed", "dead", "died", "fell"]) => {
            Term::Commanders(vec![Fate::Killed, Fate::Executed, Fate::DiedOfWounds])
        }
        _ if people && any(&["captured", "surrendered"]) => {
            Term::Commanders(vec![Fate::Captured, Fate::Surrendered])
        }
        _ if people && any(&["defected", "crossed", "switched"]) => Term::Commanders(vec![Fate::Defected]),
        _ if any(&["civilian", "civilians"]) => Term::Civilians,
        _ if losses && unknown => Term::Losses(Amount::Unknown),
        _ if losses && any(&["none", "no"]) => Term::Losses(Amount::None),
        _ if any(&["strength", "strengths", "forces"]) && unknown => Term::Strength(Amount::Unknown),
        _ if has("ended") && any(&["war", "wars"]) => Term::Ended,
        "decisive" => Term::Decided(Decisiveness::Decisive),
        "stalemate" | "inconclusive" => Term::Decided(Decisiveness::Stalemate),
        "uncited" | "no sources" | "without sources" => Term::Uncited,
        _ if has("dangling") => Term::Dangling,
        _ if has("questions") || whole == "question" => Term::Questions,
        _ if has("continuities") => Term::Elsewhere,
        _ => return phrase(text, &words),
    })
}

/// "in 2375", "from 1340", "continuity mirror", "with Picard", "war"; else plain words.
fn phrase(text: &str, words: &[&str]) -> Result<Term, KeepError> {
    let rest = text.trim().split_once(' ').map_or("", |(_, rest)| rest.trim());
    let year = || {
        rest.parse::<i64>().map_err(|_| KeepError {
            message: format!("`{rest}` is no year."),
            repair: "Write it in digits: in 2375, from 1340, to 1360.".to_owned(),
        })
    };
    let numeric = rest.bytes().next().is_some_and(|b| b.is_ascii_digit() || b == b'-') && words.len() == 2;
    Ok(match words {
        ["in", _] if numeric => {
            let year = year()?;
            Term::Years(Some(year), Some(year))
        }
        ["from" | "since", _] if numeric => Term::Years(Some(year()?), None),
        ["to" | "until" | "before", _] if numeric => Term::Years(None, Some(year()?)),
        ["continuity", _] => Term::Continuity(rest.to_owned()),
        ["with", ..] if !rest.is_empty() => Term::Words(rest.to_lowercase()),
        [one] => match RecordKind::ALL
            .into_iter()
            .find(|kind| kind.id() == *one || format!("{}s", kind.id()) == *one)
        {
            Some(kind) => Term::Kind(kind),
            None => Term::Words((*one).to_owned()),
        },
        _ => Term::Words(text.trim().to_lowercase()),
    })
}

/// The records that every term fits, in their order.
pub fn find(records: &[Record], query: &Query) -> Vec<Found> {
    let fits = |record: &Record| -> Option<Vec<String>> {
        query.terms.iter().map(|term| because(record, term)).collect()
    };
    records
        .iter()
        .enumerate()
        .filter_map(|(row, record)| Some(Found { row, because: fits(record)? }))
        .collect()
}

/// Why a term fits a record; none where it does not.
fn because(record: &Record, term: &Term) -> Option<String> {
    match term {
        Term::Both => {
            let crossed = record.crossed();
            let names: Vec<&str> = crossed.iter().map(|key| record.entity_name(key)).collect();
            (!names.is_empty()).then(|| format!("{} on more than one side", names.join(", ")))
        }
        Term::Commanders(fates) => {
            let all = record.sides.iter().flat_map(|side| &side.commanders);
            let found: Vec<String> = all
                .filter_map(|it| {
                    Some((it, it.fate.standing().map(|claim| claim.value).find(|fate| fates.contains(fate))?))
                })
                .map(|(it, fate)| format!("{} {}", it.name.value, crate::export::view::fate_word(fate)))
                .collect();
            (!found.is_empty()).then(|| found.join(", "))
        }
        Term::Losses(amount) => amounts(record, *amount, true),
        Term::Strength(amount) => amounts(record, *amount, false),
        Term::Civilians => {
            let all = record.sides.iter().flat_map(|side| &side.losses).chain(&record.losses);
            let counted = all.filter(|it| it.civilian == Some(true) && *it.quantity() != Quantity::None);
            let found: Vec<&str> =
                counted.filter_map(|it| it.claims.preferred()).map(|claim| claim.verbatim.as_str()).collect();
            (!found.is_empty()).then(|| found.join(", "))
        }
        Term::Ended => (record.outcome.ended_war == Some(true))
            .then(|| "it ended a war".to_owned())
            .or_else(|| ended_in_prose(record)),
        Term::Decided(wanted) => (record.outcome.decisiveness == Some(*wanted)).then(|| result(record)),
        Term::Uncited => {
            let cited =
                record.sources.iter().any(|it| matches!(it.kind, SourceKind::Reference | SourceKind::Work));
            (!cited).then(|| "it has no reference".to_owned())
        }
        Term::Dangling => {
            let dangling = record.sources.iter().filter(|it| it.kind == SourceKind::Dangling).count();
            (dangling > 0).then(|| format!("{dangling} footnotes missing"))
        }
        Term::Questions => {
            (!record.questions.is_empty()).then(|| format!("{} questions", record.questions.len()))
        }
        Term::Elsewhere => record.elsewhere.first().map(|it| it.says.value.clone()),
        Term::Years(from, to) => {
            let own = record.date.iter().find(|claim| {
                let (first, last) = (claim.value.first_year(), claim.value.last_year());
                let known = first.is_some() || last.is_some();
                known
                    && from.is_none_or(|from| last.is_none_or(|last| last >= from))
                    && to.is_none_or(|to| first.is_none_or(|first| first <= to))
            })?;
            Some(own.verbatim.clone())
        }
        Term::Continuity(id) => {
            record.continuity.as_ref().filter(|it| it.id.eq_ignore_ascii_case(id)).map(|it| it.id.clone())
        }
        Term::Kind(kind) => (record.kind == *kind).then(|| kind.id().to_owned()),
        Term::Words(words) => words_in(record, words),
    }
}

/// Sides whose amounts are unknown, not stated, or none.
fn amounts(record: &Record, wanted: Amount, losses: bool) -> Option<String> {
    let sides = record.sides.iter().enumerate().filter(|(_, side)| {
        let counts = if losses { &side.losses } else { &side.strength };
        let is = |wanted: &Quantity| counts.iter().any(|it| it.quantity() == wanted);
        match wanted {
            Amount::Unknown => {
                counts.iter().all(|it| *it.quantity() == Quantity::Absent) || is(&Quantity::Unknown)
            }
            Amount::None => is(&Quantity::None),
        }
    });
    let names: Vec<String> = sides.map(|(row, _)| record.side_name(row)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn result(record: &Record) -> String {
    record.outcome.text.first().map(|it| it.value.clone()).unwrap_or_default()
}

/// Where the box does not say so, a sentence may.
fn ended_in_prose(record: &Record) -> Option<String> {
    let sentences = record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences);
    let said = sentences.map(|it| it.text.as_str()).find(|text| {
        let lower = text.to_lowercase();
        ["ended the ", "ending the war", "brought the war to an end", "end of the war"]
            .iter()
            .any(|words| lower.contains(words))
            && lower.contains("war")
    });
    said.filter(|_| record.kind != RecordKind::War && record.outcome.ended_war.is_none()).map(str::to_owned)
}

fn words_in(record: &Record, words: &str) -> Option<String> {
    let names = record.names.iter().map(|it| &it.value);
    let entities = record.entities.iter().flat_map(|it| std::iter::once(&it.name).chain(&it.also));
    let texts = record.outcome.text.iter().chain(&record.outcome.terms).map(|it| &it.value);
    let boxed = names.chain(entities).chain(texts).find(|text| text.to_lowercase().contains(words)).cloned();
    boxed.or_else(|| {
        let sentences = record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences);
        sentences.map(|it| &it.text).find(|text| text.to_lowercase().contains(words)).cloned()
    })
}
