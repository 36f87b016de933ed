//! Names: who was on a side, who led it, and what else a cell names.

use super::Item;
use super::notes::NoteAt;
use super::nouns::bare;
use crate::import::tables::Tables;
use crate::model::{Fate, TextSpan};

/// A name of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Named {
    /// The words, as they stand.
    pub verbatim: String,
    /// The name itself.
    pub name: String,
    /// The page that it links to.
    pub page: Option<String>,
    /// Rank or title before the name.
    pub rank: Option<String>,
    /// What stands beside the name.
    pub remark: Option<String>,
    /// What befell them, and the words for it.
    pub fates: Vec<(Fate, String)>,
    /// Whose they are, by flags.
    pub whose: Vec<String>,
    pub notes: Vec<NoteAt>,
    pub level: u8,
    pub span: TextSpan,
    /// Whether the cell says only that there was somebody.
    pub unnamed: bool,
}

/// Names under a heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Group {
    /// The heading.
    pub heading: Option<String>,
    /// Whether it says that those under it supported.
    pub support: bool,
    pub names: Vec<Named>,
}

/// The names of a cell, by its headings.
pub(crate) fn groups(items: &[Item], tables: &Tables, persons: bool) -> Vec<Group> {
    let mut groups = vec![Group::default()];
    for item in items {
        let lower = item.heading().to_lowercase();
        let support = tables.fillers.support.iter().any(|word| lower.starts_with(word.as_str()));
        // "Support: X" on one line is a heading and a name.
        if let Some((head, rest)) = item.text.split_once(':')
            && support
            && !rest.trim().is_empty()
        {
            let start = head.len() + 1;
            groups.push(Group { heading: Some(head.trim().to_owned()), support: true, names: Vec::new() });
            if let Some(group) = groups.last_mut() {
                group.names.extend(names(&item.part(start, item.text.len()), tables, persons));
            }
            continue;
        }
        // "Army Group B:", with those under it, is a name; "'''Allies''':" is a heading.
        let linked = item.links().next().is_some() && !item.is_bold() && !support;
        if item.is_heading() && !linked {
            groups.push(Group { heading: Some(item.heading().to_owned()), support, names: Vec::new() });
            continue;
        }
        if let Some(group) = groups.last_mut() {
            group.names.extend(names(item, tables, persons));
        }
    }
    groups.retain(|group| group.heading.is_some() || !group.names.is_empty());
    groups
}

/// The names of one item: one, unless it lists several links.
fn names(item: &Item, tables: &Tables, persons: bool) -> Vec<Named> {
    let links: Vec<TextSpan> = item.links().map(|(at, _)| at).collect();
    let mut cuts = vec![0];
    for pair in links.windows(2) {
        let between = item.text[pair[0].end.min(pair[1].start)..pair[1].start].trim();
        let lists = matches!(between, "," | ";" | "·" | "•" | "&" | "/")
            || ["and", ", and", "e", "et"].contains(&between);
        if lists {
            cuts.push(pair[1].start);
        }
    }
    cuts.push(item.text.len());
    let parts = cuts.windows(2).map(|pair| {
        let text = item.text[pair[0]..pair[1]].trim_end();
        let end = pair[0]
            + text.trim_end_matches(" and").trim_end_matches([',', ';', '·', '•', '&', '/', ' ']).len();
        item.part(pair[0], end.max(pair[0]))
    });
    parts.filter_map(|part| named(&part, tables, persons)).collect()
}

fn named(item: &Item, tables: &Tables, persons: bool) -> Option<Named> {
    let mut found = Named {
        verbatim: item.text.clone(),
        whose: item.flags.clone(),
        notes: item.notes.clone(),
        level: item.level,
        span: item.span,
        fates: item.marks.iter().map(|(_, fate, words)| (*fate, words.clone())).collect(),
        ..Named::default()
    };
    if item.text.is_empty() {
        // A flag alone names the one whose it is.
        let whose = item.flags.first().filter(|_| !persons)?;
        found.name.clone_from(whose);
        found.verbatim.clone_from(whose);
        found.page = Some(whose.clone());
        found.whose.clear();
        return Some(found);
    }
    let (name, beside) = split(item);
    found.name = name.trim().trim_end_matches([',', ';', ':']).trim().to_owned();
    let remarks: Vec<String> =
        beside.into_iter().filter(|part| !take_fate(part, &mut found, tables)).collect();
    found.remark = Some(remarks.join("; ")).filter(|text| !text.is_empty());
    // Of "Forces of X" the link to X is none to it.
    let whole = item.links().next().filter(|(at, _)| persons || (at.end - at.start) * 2 >= found.name.len());
    found.page = whole.map(|(_, page)| page.to_owned());
    found.unnamed =
        found.page.is_none() && tables.fillers.unnamed.contains(&bare(&found.name).to_lowercase());
    if persons && !found.unnamed {
        take_rank(item, &mut found, tables);
    }
    (!found.name.is_empty()).then_some(found)
}

/// The name, and what stands beside it: in brackets, after a comma that no link holds, after the link of a person.
fn split(item: &Item) -> (String, Vec<String>) {
    let text = &item.text;
    let mut beside = Vec::new();
    let mut name = String::new();
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '(' => {
                depth += 1;
                if depth == 1 {
                    beside.push(String::new());
                    continue;
                }
            }
            ')' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    continue;
                }
            }
            _ => {}
        }
        match (depth, beside.last_mut()) {
            (1.., Some(part)) => part.push(letter),
            _ => name.push(letter),
        }
    }
    let mut name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // "Forces of X, including representatives of Y".
    if let Some((at, _)) = name.match_indices(", ").find(|(at, _)| is_aside(&name[at + 2..])) {
        beside.push(name[at + 2..].to_owned());
        name.truncate(at);
    }
    // What follows the only link of an item: "[[Avshari]] OOD".
    let mut links = item.links();
    if let (Some((at, _)), None) = (links.next(), links.next()) {
        let linked = &text[at.start..at.end];
        let before = text[..at.start].trim();
        if let Some(end) = name.find(linked).map(|start| start + linked.len()) {
            let after = name[end..].trim().trim_start_matches([',', '–', '-', ';']).trim();
            let tells = !after.is_empty() && after.chars().next().is_some_and(|c| c.is_alphanumeric());
            if tells && !after.starts_with(char::is_lowercase) && before.len() < 40 {
                beside.push(after.to_owned());
                name.truncate(end);
            }
        }
    }
    beside.iter_mut().for_each(|part| *part = part.trim().to_owned());
    beside.retain(|part| !part.is_empty());
    (name, beside)
}

fn is_aside(text: &str) -> bool {
    ["including ", "with ", "under ", "led by ", "later ", "formerly ", "supported by "]
        .iter()
        .any(|word| text.starts_with(word))
}

/// Whether words beside a name say what befell them: "killed", "captured by X", "prigioniero".
fn take_fate(words: &str, found: &mut Named, tables: &Tables) -> bool {
    let lower = words.to_lowercase();
    let phrase = lower.trim_matches(|c: char| !c.is_alphanumeric());
    match tables.fate(phrase) {
        Some(fate) => {
            found.fates.push((fate, words.to_owned()));
            true
        }
        None => {
            // "captured by the enemy" is a fate, and says more.
            let first = phrase.split(' ').next().unwrap_or("");
            if let Some(fate) = tables.fate(first).filter(|fate| *fate != Fate::Unspecified) {
                found.fates.push((fate, words.to_owned()));
            }
            false
        }
    }
}

/// A rank stands before the link, or before the name within it.
fn take_rank(item: &Item, found: &mut Named, tables: &Tables) {
    if let Some((at, _)) = item.links().next() {
        let before = item.text[..at.start].trim();
        let linked = item.text[at.start..at.end].trim();
        if !before.is_empty()
            && before.len() < 40
            && found.name.starts_with(before)
            && found.name.len() > before.len()
        {
            let whole = format!("{before} {linked}");
            // What stands before the link to somebody is a title, where it is written like one.
            let titled = before.split(' ').count() <= 3
                && before.split(' ').all(|word| word.starts_with(char::is_uppercase));
            if titled || tables.rank(&whole).is_some_and(|(rank, _)| rank == before) {
                found.rank = Some(before.to_owned());
                found.name = found.name[before.len()..].trim().to_owned();
            }
        }
    }
    let own = found.name.clone();
    if let Some((rank, name)) = tables.rank(&own) {
        found.rank = Some(match &found.rank {
            Some(before) => format!("{before} {rank}"),
            None => rank.to_owned(),
        });
        found.name = name.to_owned();
    }
}
