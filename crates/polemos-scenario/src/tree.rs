//! TOML text as a tree that knows where each part stands. Several files make one tree.

use crate::diagnostic::{Finding, Findings};
use crate::source::{Mark, SourceFile};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) mark: Mark,
    pub(crate) value: Value,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    /// The number, and whether it was written without a fraction.
    Number(f64, bool),
    Bool(bool),
    /// A TOML date or time, as written.
    Datetime(String),
    List(Vec<Node>),
    Table(Table),
}

/// Entries in the order in which they stand in the files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_mark: Mark,
    pub(crate) node: Node,
}

impl Table {
    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

impl Node {
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(crate) fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// What it is, for a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "text",
            Value::Number(..) => "a number",
            Value::Bool(_) => "true or false",
            Value::Datetime(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// More text than this is refused unread, in bytes.
pub(crate) const MOST_TEXT: usize = 8 << 20;
/// How the reader says that a key is no table.
const EXTENDS: &str = "cannot extend value of type";
/// With more errors of syntax than this, nothing else is looked at.
const MOST_SYNTAX: usize = 30;

/// Reads all files into one tree; `None` when there is too little to go on.
pub(crate) fn read(files: &[SourceFile], findings: &mut Findings) -> Option<Table> {
    let mut root = Table::default();
    let mut size = 0_usize;
    for (file, source) in files.iter().enumerate() {
        size = size.saturating_add(source.text.len());
        if size > MOST_TEXT {
            let mark = Mark::new(file as u32, 0..0);
            let message = format!("the scenario is larger than {} MiB", MOST_TEXT >> 20);
            findings.add(Finding::error("too-large", mark, message).help("is this file really a scenario?"));
            return None;
        }
        let table = parse(file as u32, &source.text, findings);
        merge(&mut root, table, findings);
    }
    (findings.errors() <= MOST_SYNTAX).then_some(root)
}

fn parse(file: u32, text: &str, findings: &mut Findings) -> Table {
    if let Some(at) = text.bytes().position(|byte| byte == 0) {
        let mark = Mark::new(file, at..at + 1);
        let message = "this is not text: it holds a zero byte";
        findings.add(Finding::error("syntax", mark, message).help("is this file really a scenario?"));
        return Table::default();
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut extended = false;
    for error in &errors {
        // A text where tables follow is one mistake, however many tables there are.
        let extends = error.message().starts_with(EXTENDS);
        if extends && extended {
            continue;
        }
        extended |= extends;
        let span = error.span().unwrap_or(text.len()..text.len());
        findings.add(syntax_finding(Mark::new(file, span), error.message(), text));
    }
    convert_table(file, document.into_inner())
}

fn syntax_finding(mark: Mark, message: &str, text: &str) -> Finding {
    if message == "duplicate key" {
        let key = text.get(mark.range()).unwrap_or_default();
        return Finding::error("duplicate-key", mark, format!("`{key}` is set twice here"))
            .label("again")
            .help("keep one of the two, or give one another name");
    }
    if message.starts_with(EXTENDS) {
        let key = text.get(mark.range()).unwrap_or_default();
        let finding =
            Finding::error("duplicate-key", mark, format!("`{key}` is already set, and not to a table"));
        let finding = finding.label("a table here, something else above");
        return match key {
            "place" => finding.help("call the words for the place of the war `where`"),
            "calendar" => finding.help("call the calendar that is used `dates`"),
            _ => finding.help("give one of the two another name"),
        };
    }
    Finding::error("syntax", mark, format!("this is not TOML: {message}"))
        .help("texts stand in quotes, lists in [ ], inline tables in { }, and each key on a line of its own")
}

fn convert_table(file: u32, table: DeTable<'_>) -> Table {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| {
            let key_mark = Mark::new(file, key.span());
            Entry { key: key.into_inner().into_owned(), key_mark, node: convert(file, value) }
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_mark);
    Table { entries }
}

fn convert(file: u32, value: Spanned<DeValue<'_>>) -> Node {
    let mark = Mark::new(file, value.span());
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => Value::Number(integer(number.as_str(), number.radix()), true),
        DeValue::Float(number) => Value::Number(number.as_str().parse().unwrap_or(f64::NAN), false),
        DeValue::Boolean(flag) => Value::Bool(flag),
        DeValue::Datetime(date) => Value::Datetime(date.to_string()),
        DeValue::Array(list) => Value::List(list.into_iter().map(|node| convert(file, node)).collect()),
        DeValue::Table(table) => Value::Table(convert_table(file, table)),
    };
    Node { mark, value }
}

fn integer(digits: &str, radix: u32) -> f64 {
    if radix == 10 {
        return digits.parse().unwrap_or(f64::NAN);
    }
    i128::from_str_radix(digits, radix).map_or(f64::INFINITY, |number| number as f64)
}

/// Adds the second table to the first. What both define must be tables or lists of tables.
fn merge(into: &mut Table, from: Table, findings: &mut Findings) {
    if into.entries.is_empty() {
        *into = from;
        return;
    }
    let known: BTreeMap<String, usize> =
        into.entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect();
    for entry in from.entries {
        let Some(at) = known.get(&entry.key) else {
            into.entries.push(entry);
            continue;
        };
        match (&mut into.entries[*at].node.value, entry.node.value) {
            (Value::Table(old), Value::Table(new)) => merge(old, new, findings),
            (Value::List(old), Value::List(new)) => old.extend(new),
            _ => findings.add(
                Finding::error("duplicate-key", entry.key_mark, format!("`{}` is set twice", entry.key))
                    .label("set in an earlier file too")
                    .help("keep one of the two, or give one another name"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Option<Table>, Findings) {
        let mut findings = Findings::default();
        let tree = read(&[SourceFile::new("a.toml", text)], &mut findings);
        (tree, findings)
    }

    #[test]
    fn entries_keep_the_order_of_the_text() {
        let (tree, findings) = read_text("z = 1\na = 'x'\n[m.q]\nk = 0x10\n[c]\n");
        assert_eq!(findings.errors(), 0);
        let keys: Vec<_> = tree.unwrap().entries.iter().map(|e| e.key.clone()).collect();
        assert_eq!(keys, ["z", "a", "m", "c"]);
    }

    #[test]
    fn two_files_make_one_tree_and_what_both_set_is_an_error() {
        let mut findings = Findings::default();
        let files = [SourceFile::new("a", "n = 1\n[p.x]\n"), SourceFile::new("b", "n = 2\n[p.y]\n")];
        let tree = read(&files, &mut findings).unwrap();
        assert_eq!(tree.get("p").unwrap().node.table().unwrap().entries.len(), 2);
        assert!(findings.any_with("duplicate-key") && findings.errors() == 1);
    }

    #[test]
    fn broken_text_yields_what_can_be_read_and_its_errors() {
        let (tree, findings) = read_text("a = \nb = 2\n");
        assert!(findings.any_with("syntax"));
        assert!(tree.unwrap().get("b").is_some());
    }
}
