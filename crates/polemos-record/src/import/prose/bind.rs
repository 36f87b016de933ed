//! Binds what sentences state to what the box says of the same, and finds names that stand in the prose alone.

use crate::import::build::Builder;
use crate::import::cell::nouns::akin;
use crate::import::tables::Tables;
use crate::model::{Count, Quantity, Record, RecordDate, Stated};
use polemos_war::letters::small;
use std::collections::BTreeMap;

/// A figure of the box, and where it stands.
struct Boxed<'r> {
    path: String,
    figure: f64,
    count: &'r Count,
}

/// For every number and date of the prose: where the box has the claim that it repeats or contradicts.
pub(crate) fn bind(record: &mut Record) {
    let mut sections = std::mem::take(&mut record.sections);
    let boxed = boxed(record);
    let sentences = sections.iter_mut().flat_map(|it| &mut it.paragraphs).flat_map(|it| &mut it.sentences);
    let years: Vec<_> =
        record.date.iter().map(|claim| (claim.value.first_year(), claim.value.last_year())).collect();
    for sentence in sentences {
        for mention in &mut sentence.states {
            mention.of = match &mention.claim.value {
                Stated::Count { amount, what, .. } => counted(&boxed, amount, what.as_deref()),
                Stated::Date(date) => dated(&years, date),
                _ => None,
            };
        }
    }
    record.sections = sections;
}

fn boxed(record: &Record) -> Vec<Boxed<'_>> {
    let sides = record.sides.iter().enumerate();
    let lists = sides.flat_map(|(row, side)| {
        [(format!("sides.{row}.strength"), &side.strength), (format!("sides.{row}.losses"), &side.losses)]
    });
    let mut found = Vec::new();
    for (path, counts) in lists.chain([("losses".to_owned(), &record.losses)]) {
        for (row, count) in counts.iter().enumerate() {
            for (n, claim) in count.claims.0.iter().enumerate() {
                if let Some(figure) = figure(&claim.value).filter(|it| *it > 0.0) {
                    found.push(Boxed { path: format!("{path}.{row}.claims.{n}"), figure, count });
                }
            }
        }
    }
    found
}

fn counted(boxed: &[Boxed<'_>], amount: &Quantity, what: Option<&str>) -> Option<String> {
    let figure = figure(amount)?;
    let found = boxed.iter().find(|own| {
        // The same figure, or one within a half of it, of the same thing.
        let near = (figure / own.figure).max(own.figure / figure) <= 1.5;
        let telling = own.figure >= 100.0 && own.figure == figure;
        near && (telling || speaks_of(own.count, what))
    });
    found.map(|own| own.path.clone())
}

fn figure(quantity: &Quantity) -> Option<f64> {
    match quantity {
        Quantity::Exact(n)
        | Quantity::AtLeast(n)
        | Quantity::AtMost(n)
        | Quantity::Rounded { value: n, .. } => Some(*n),
        Quantity::Range { low, high } => Some((low + high) / 2.0),
        _ => None,
    }
}

fn speaks_of(count: &Count, what: Option<&str>) -> bool {
    let (Some(class), Some(what)) = (count.category.class.as_deref(), what) else { return false };
    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c: char| !c.is_alphanumeric())
    }
    words(class)
        .any(|a| words(what).any(|b| a.len() > 3 && small(a) == small(b) || akin(a, b, Tables::standard())))
}

fn dated(years: &[(Option<i64>, Option<i64>)], date: &RecordDate) -> Option<String> {
    let (first, last) = (date.first_year(), date.last_year());
    let row = years.iter().position(|own| own.0.is_some() && (own.0 == first || own.1 == last))?;
    Some(format!("date.{row}"))
}

/// Names that the prose has and the box has not, with the first sentence of each: those named most first.
pub(crate) fn unplaced_names(builder: &Builder<'_>) -> Vec<(String, String)> {
    let record = &builder.record;
    let mut seen: BTreeMap<String, (usize, usize, String)> = BTreeMap::new();
    let sentences = record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences);
    for (n, sentence) in sentences.enumerate() {
        for name in capitalised(&sentence.text) {
            let entry = seen.entry(name).or_insert((0, n, sentence.text.clone()));
            entry.0 += 1;
        }
    }
    let cited: Vec<String> = record
        .sections
        .iter()
        .flat_map(|it| &it.paragraphs)
        .flat_map(|it| &it.sentences)
        .flat_map(|it| &it.states)
        .filter(|it| matches!(it.claim.value, Stated::Citation(_)))
        .map(|it| it.claim.verbatim.clone())
        .collect();
    let known = |name: &str| {
        let words: Vec<&str> = name.split(' ').collect();
        let names = record.entities.iter().flat_map(|it| std::iter::once(&it.name).chain(&it.also));
        let names: Vec<&String> = names.chain(record.names.iter().map(|it| &it.value)).collect();
        let mut titles = cited.iter();
        names.iter().any(|own| {
            own.contains(name)
                || words.iter().all(|word| {
                    own.split([' ', '-']).any(|part| {
                        part == *word
                            || akin(part, word, builder.tables)
                            || part.trim_end_matches('s') == word.trim_end_matches('s')
                    })
                })
        }) || titles.any(|title| title.contains(name) || name.contains(title.as_str()))
    };
    let mut unknown: Vec<(String, (usize, usize, String))> =
        seen.into_iter().filter(|(name, _)| !known(name)).collect();
    unknown.sort_by_key(|(_, (count, first, _))| (std::cmp::Reverse(*count), *first));
    // A name within another that is as frequent adds nothing.
    let all: Vec<String> = unknown.iter().map(|(name, _)| name.clone()).collect();
    unknown.retain(|(name, _)| {
        !all.iter().any(|other| {
            other != name && (other.split(' ').any(|word| word == name) || *name == format!("{other}s"))
        })
    });
    unknown.into_iter().map(|(name, (.., sentence))| (name, sentence)).collect()
}

/// Runs of capitalised words within a sentence, small words within a name among them; the first word of the sentence only
/// where it is no word that opens sentences.
fn capitalised(text: &str) -> Vec<String> {
    const NO_NAMES: &str = " The A An In During Under Before After Although This These They She He It With More What When While At By Few One On As \
                            For Both Many Some And But From Since Because However Despite Infuriated Similarly Several Most No Not ";
    let mut found: Vec<String> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let close = |run: &mut Vec<&str>, found: &mut Vec<String>| {
        while run.last().is_some_and(|word| word.starts_with(char::is_lowercase)) {
            run.pop();
        }
        if !run.is_empty() {
            found.push(run.join(" "));
            run.clear();
        }
    };
    for word in text.split(' ') {
        if word.starts_with(['(', '“', '"', '[']) {
            close(&mut run, &mut found);
        }
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        let own = plain.strip_suffix("'s").or(plain.strip_suffix("’s")).unwrap_or(plain);
        let name = own.starts_with(char::is_uppercase)
            && own.chars().count() > 2
            && !NO_NAMES.contains(&format!(" {own} "));
        let number =
            !run.is_empty() && !own.is_empty() && own.len() < 4 && own.bytes().all(|b| b.is_ascii_digit());
        let joins = !run.is_empty() && ["of", "on", "the", "de", "di", "von"].contains(&own);
        if name || number || joins {
            run.push(own);
        } else {
            close(&mut run, &mut found);
        }
        if word.ends_with([',', '.', ';', ':', ')', '”']) || own != plain {
            close(&mut run, &mut found);
        }
    }
    close(&mut run, &mut found);
    found
}
