//! Lines of a flattened page: which are of the box, which are prose, and which label stands before a value.

use crate::import::cell::dates;
use crate::import::tables::{Field, Tables};
use crate::model::TextSpan;

/// A line with its bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Line<'t> {
    pub text: &'t str,
    pub span: TextSpan,
}

/// A run of lines with none empty between them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run<'t> {
    pub lines: Vec<Line<'t>>,
}

impl Run<'_> {
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| line.text).collect::<Vec<_>>().join(" ")
    }

    pub fn span(&self) -> TextSpan {
        let (first, last) = (self.lines.first(), self.lines.last());
        TextSpan { start: first.map_or(0, |it| it.span.start), end: last.map_or(0, |it| it.span.end) }
    }
}

/// The runs of a text.
pub(crate) fn runs(text: &str) -> Vec<Run<'_>> {
    let mut found: Vec<Run<'_>> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let start = at + raw.len() - raw.trim_start().len();
        let line = raw.trim();
        at += raw.len();
        if line.is_empty() {
            open = false;
            continue;
        }
        let line = Line { text: line, span: TextSpan { start, end: start + line.len() } };
        match found.last_mut() {
            Some(run) if open => run.lines.push(line),
            _ => found.push(Run { lines: vec![line] }),
        }
        open = true;
    }
    found
}

/// Whether a line is running text: a sentence and more, or a long one.
pub(crate) fn is_prose(line: &str) -> bool {
    if is_labelled(line) {
        return false;
    }
    let words = line.split_whitespace().count();
    let stops = line
        .trim_end_matches(|c: char| matches!(c, ']' | ')' | '"' | '”') || c.is_ascii_digit())
        .trim_end_matches('[')
        .trim_end()
        .ends_with(['.', '!', '?']);
    let verb = line
        .split_whitespace()
        .any(|word| VERBS.contains(&word.to_lowercase().trim_matches(|c: char| !c.is_alphanumeric())));
    words >= 8 && (stops || line.contains(". ")) && verb || words >= 25
}

/// Whether a label and a colon open a line.
fn is_labelled(line: &str) -> bool {
    let head = line.split(':').next().unwrap_or("");
    head.len() < 30
        && head.len() < line.len()
        && label(line, Tables::standard()).is_some_and(|(.., at)| at > head.len())
}

const VERBS: [&str; 40] = [
    "was",
    "were",
    "is",
    "are",
    "had",
    "has",
    "have",
    "would",
    "could",
    "did",
    "ended",
    "began",
    "fought",
    "broke",
    "took",
    "led",
    "won",
    "lost",
    "fell",
    "became",
    "came",
    "saw",
    "made",
    "lasted",
    "killed",
    "destroyed",
    "marched",
    "sailed",
    "attacked",
    "defeated",
    "captured",
    "surrendered",
    "allowed",
    "forced",
    "met",
    "held",
    "followed",
    "retreated",
    "fu",
    "furono",
];

/// A label before a value, "Start date 2344": the field and where the value begins.
pub(crate) fn label(line: &str, tables: &Tables) -> Option<(Field, Option<u32>, usize)> {
    let ends = line
        .char_indices()
        .filter(|(_, c)| matches!(c, ' ' | ':' | '\t' | '|'))
        .map(|(at, _)| at)
        .chain(std::iter::once(line.len()));
    let mut found = None;
    for end in ends.take(4) {
        let words = line[..end].trim().trim_end_matches(':');
        let plain: String =
            words.replace("(s)", "").replace("(es)", "").chars().filter(|c| *c != '(' && *c != ')').collect();
        let Some((field, side, None)) = tables.parameter(&plain) else { continue };
        if field == Field::Looks || field == Field::Notes {
            continue;
        }
        let rest = line[end..].trim_start_matches([':', ' ', '\t', '|']);
        let colon = line[end..].starts_with(':');
        // Without a colon a label is one that cannot be a name: "Battle", "Force", "War" begin names.
        let sure = colon || is_sure(&plain.to_lowercase()) && telling(field, rest, tables);
        if sure {
            found = Some((field, side, line.len() - rest.len()));
        }
    }
    found
}

/// Labels that begin no name.
fn is_sure(label: &str) -> bool {
    const SURE: [&str; 41] = [
        "start date",
        "end date",
        "date",
        "dates",
        "place",
        "places",
        "location",
        "locations",
        "result",
        "outcome",
        "previous",
        "next",
        "belligerents",
        "combatants",
        "commanders",
        "commanders and leaders",
        "leaders",
        "strength",
        "casualties",
        "casualties and losses",
        "losses",
        "part of",
        "territorial changes",
        "preceded by",
        "followed by",
        "units involved",
        "units",
        "status",
        "data",
        "luogo",
        "esito",
        "schieramenti",
        "comandanti",
        "effettivi",
        "perdite",
        "casus belli",
        "before",
        "after",
        "when",
        "where",
        "conflict",
    ];
    SURE.contains(&label)
}

/// Whether what follows a label without a colon can be its value: "Date" before a date, "Previous" before a name.
fn telling(field: Field, rest: &str, tables: &Tables) -> bool {
    match field {
        Field::Date | Field::EndDate => {
            rest.is_empty() || dates::date(rest, tables).is_some() || rest.bytes().any(|b| b.is_ascii_digit())
        }
        _ => true,
    }
}

/// A line that is a label and nothing else, in any wording that holds the word: "material losses", "war chronology".
pub(crate) fn bare_label(line: &str, tables: &Tables) -> Option<Field> {
    let lower = line.to_lowercase();
    let lower = lower.trim_end_matches(':').trim();
    if lower.split(' ').count() > 4 || line.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    if lower.ends_with("chronology") || lower.ends_with("timeline") {
        return Some(Field::Series);
    }
    if line.starts_with(char::is_uppercase)
        && !lower.contains(" and ")
        && lower.contains(' ')
        && !is_sure(lower)
    {
        return None;
    }
    let of_words = lower.split(" and ").chain(lower.split(' '));
    let whole = tables.parameter(lower).map(|(field, ..)| field);
    let part = of_words
        .filter_map(|word| tables.parameter(word))
        .map(|(field, ..)| field)
        .find(|field| field.is_of_sides());
    let sure = is_sure(lower) || line.starts_with(char::is_lowercase) || line.ends_with(':');
    whole.or(part).filter(|field| sure && *field != Field::Looks && *field != Field::Name)
}
