//! Reads tables by their definitions: unknown and missing keys, wrong types and words are found here, once, so
//! that what reads a row later meets only values of the right shape.

use crate::diagnostic::{Finding, Findings};
use crate::ids;
use crate::source::Mark;
use crate::spec::{self, CLAIM, KeySpec, Kind, TableSpec};
use crate::suggest;
use crate::tree::{Entry, Node, Table, Value};

/// A table read by its definition.
#[derive(Clone, Debug)]
pub(crate) struct Row<'t> {
    pub(crate) spec: &'static TableSpec,
    /// Its id; empty for a table without one.
    pub(crate) id: String,
    /// Where it stands, as in `faction.kelmar`.
    pub(crate) path: String,
    /// Its id or header.
    pub(crate) mark: Mark,
    pub(crate) cells: Vec<Cell<'t>>,
    /// Keys that are written but have the wrong shape.
    pub(crate) spoiled: Vec<&'static str>,
}

/// A value of a row.
#[derive(Clone, Debug)]
pub(crate) struct Cell<'t> {
    pub(crate) spec: &'static KeySpec,
    pub(crate) key_mark: Mark,
    pub(crate) node: &'t Node,
    pub(crate) origin: Provenance,
}

/// Where a value comes from, as its author says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Provenance {
    pub(crate) sources: Vec<(String, Mark)>,
    pub(crate) note: Option<String>,
    pub(crate) assumed: bool,
}

impl<'t> Row<'t> {
    pub(crate) fn get(&self, key: &str) -> Option<&Cell<'t>> {
        debug_assert!(self.spec.key(key).is_some(), "{} has no key {key}", self.spec.name);
        self.cells.iter().find(|cell| cell.spec.key == key)
    }

    /// Whether a key is written, be it rightly or wrongly.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.spoiled.contains(&key) || self.get(key).is_some()
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'t str> {
        self.get(key).and_then(|cell| cell.node.text())
    }

    pub(crate) fn bool(&self, key: &str) -> Option<bool> {
        match self.get(key)?.node.value {
            Value::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    pub(crate) fn whole(&self, key: &str) -> Option<u32> {
        match self.get(key)?.node.value {
            Value::Number(number, _) => Some(number as u32),
            _ => None,
        }
    }

    /// A text or a list of texts, each with its place.
    pub(crate) fn texts(&self, key: &str) -> Vec<(&'t str, Mark)> {
        self.get(key).map(|cell| texts(cell.node)).unwrap_or_default()
    }

    /// The place of a key's value, or of the row where the key is left out.
    pub(crate) fn mark_of(&self, key: &str) -> Mark {
        self.get(key).map_or(self.mark, |cell| cell.node.mark)
    }
}

pub(crate) fn texts(node: &Node) -> Vec<(&str, Mark)> {
    match &node.value {
        Value::Text(text) => vec![(text.as_str(), node.mark)],
        Value::List(list) => list.iter().filter_map(|node| Some((node.text()?, node.mark))).collect(),
        _ => Vec::new(),
    }
}

/// Reads tables; knows whether parts of the text are lost.
pub(crate) struct Walker<'f> {
    pub(crate) findings: &'f mut Findings,
    /// The text could not be read whole, so that what seems missing may be there.
    pub(crate) damaged: bool,
}

impl Walker<'_> {
    /// Reads one table.
    pub(crate) fn row<'t>(
        &mut self,
        table: &'t Table,
        spec: &'static TableSpec,
        id: &str,
        path: String,
        mark: Mark,
    ) -> Row<'t> {
        let (mut cells, mut spoiled) = (Vec::new(), Vec::new());
        for entry in &table.entries {
            match spec.key(&entry.key) {
                Some(key) => match self.cell(entry, key) {
                    Some(cell) => cells.push(cell),
                    None => spoiled.push(key.key),
                },
                None => self.unknown_key(entry, spec),
            }
        }
        for key in spec.keys.iter().filter(|key| key.required && table.get(key.key).is_none()) {
            self.missing(key, spec, mark);
        }
        Row { spec, id: id.to_owned(), path, mark, cells, spoiled }
    }

    /// Reads every table of a kind that has ids.
    pub(crate) fn keyed<'t>(&mut self, cell: &Cell<'t>, name: &str, above: &str) -> Vec<Row<'t>> {
        let Some(table) = cell.node.table() else { return Vec::new() };
        let spec = spec::table(name);
        if let Some(entry) = table.entries.iter().find(|entry| entry.node.table().is_none()) {
            let header = spec.header;
            let message = format!("a {name} needs an id of its own in its header");
            let finding = Finding::error("missing-id", entry.key_mark, message);
            self.findings.add(finding.label(format!("not in a {name}")).help(format!("write {header}")));
        }
        let tables = table.entries.iter().filter_map(|entry| Some((entry, entry.node.table()?)));
        tables
            .map(|(entry, table)| {
                self.check_id(&entry.key, entry.key_mark, name);
                let path = if above.is_empty() {
                    format!("{name}.{}", entry.key)
                } else {
                    format!("{above}.{name}.{}", entry.key)
                };
                self.row(table, spec, &entry.key, path, entry.key_mark)
            })
            .collect()
    }

    /// Reads every table of a list.
    pub(crate) fn rows<'t>(&mut self, cell: &Cell<'t>, name: &str, above: &str) -> Vec<Row<'t>> {
        let spec = spec::table(name);
        let nodes = cell.node.list().unwrap_or_default();
        let tables = nodes.iter().enumerate().filter_map(|(at, node)| Some((at, node, node.table()?)));
        tables
            .map(|(at, node, table)| {
                let path = if above.is_empty() {
                    format!("{name}.{}", at + 1)
                } else {
                    format!("{above}.{name}.{}", at + 1)
                };
                self.row(table, spec, "", path, node.mark)
            })
            .collect()
    }

    pub(crate) fn check_id(&mut self, id: &str, mark: Mark, name: &str) {
        if ids::is_id(id) {
            return;
        }
        let near = ids::as_id(id);
        let finding = Finding::error("bad-id", mark, format!("`{id}` cannot be the id of a {name}"));
        let finding =
            finding.label("not in kebab-case").note("ids are lower-case letters, digits and single hyphens");
        self.findings.add(finding.replace(format!("write `{near}`"), mark, near));
    }

    fn unknown_key(&mut self, entry: &Entry, spec: &'static TableSpec) {
        let place = if spec.name == "scenario" {
            "at the top of a scenario".to_owned()
        } else {
            let article = if spec.name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            format!("in {article} {}", spec.name)
        };
        let what = if entry.node.table().is_some() && spec.name == "scenario" { "table" } else { "key" };
        let code = if what == "table" { "unknown-table" } else { "unknown-key" };
        let finding =
            Finding::error(code, entry.key_mark, format!("there is no {what} `{}` {place}", entry.key));
        let finding = finding.label(format!("unknown {what}"));
        if self.findings.plenty() {
            return self.findings.add(finding.help("look at the first mistakes first"));
        }
        // At the top, tables are proposed for tables and keys for keys.
        let fits = |key: &&KeySpec| spec.name != "scenario" || is_tables(key.kind) == (what == "table");
        let keys: Vec<&str> = spec.keys.iter().filter(fits).map(|key| key.key).collect();
        self.findings.add(match suggest::nearest(&entry.key, keys.iter().copied()) {
            Some(near) => finding.replace(format!("did you mean `{near}`?"), entry.key_mark, near),
            None => finding.help(format!("there are {}", suggest::list(&keys).replace(" or ", " and "))),
        });
    }

    fn missing(&mut self, key: &KeySpec, spec: &TableSpec, mark: Mark) {
        if self.damaged {
            return;
        }
        let finding = Finding::error("missing-key", mark, format!("this {} has no `{}`", spec.name, key.key));
        let finding = finding.label(format!("`{}` is missing", key.key));
        self.findings.add(finding.help(format!("add it, for example: {}", key.example)));
    }

    fn cell<'t>(&mut self, entry: &'t Entry, spec: &'static KeySpec) -> Option<Cell<'t>> {
        if self.damaged && matches!(spec.kind, Kind::Keyed(_)) && entry.node.table().is_none() {
            // The tables of this name could not be read, and that is said already.
            return None;
        }
        let (node, origin) = self.unwrap_claim(&entry.node, spec.kind);
        let cell = Cell { spec, key_mark: entry.key_mark, node: node?, origin };
        self.fits(cell.node, spec.kind, spec).then_some(cell)
    }

    /// Takes `{ value = …, source = … }` apart.
    pub(crate) fn unwrap_claim<'t>(&mut self, node: &'t Node, kind: Kind) -> (Option<&'t Node>, Provenance) {
        let plain = (Some(node), Provenance::default());
        let Some(table) = node.table() else { return plain };
        let Some(value) = table.get("value").filter(|_| is_leaf(kind)) else { return plain };
        let mut origin = Provenance::default();
        for entry in &table.entries {
            let fits = match entry.key.as_str() {
                "value" => true,
                "source" => {
                    origin.sources =
                        texts(&entry.node).into_iter().map(|(id, mark)| (id.to_owned(), mark)).collect();
                    matches!(entry.node.value, Value::Text(_) | Value::List(_))
                }
                "note" => {
                    origin.note = entry.node.text().map(str::to_owned);
                    origin.note.is_some()
                }
                "assumed" => {
                    origin.assumed = matches!(entry.node.value, Value::Bool(true));
                    matches!(entry.node.value, Value::Bool(_))
                }
                _ => {
                    self.unknown_key(entry, &CLAIM);
                    true
                }
            };
            if !fits {
                let wanted = if entry.key == "assumed" { "true or false" } else { "a text" };
                self.wrong_type(&entry.node, &entry.key, wanted, "");
            }
        }
        (Some(&value.node), origin)
    }

    fn wrong_type(&mut self, node: &Node, key: &str, wanted: &str, example: &str) {
        let message = format!("`{key}` must be {wanted}, not {}", node.kind());
        let finding =
            Finding::error("wrong-type", node.mark, message).label(format!("this is {}", node.kind()));
        self.findings.add(if example.is_empty() {
            finding
        } else {
            finding.help(format!("for example: {example}"))
        });
    }

    /// Whether a value has the shape that its key needs; says so where it has not.
    fn fits(&mut self, node: &Node, kind: Kind, spec: &KeySpec) -> bool {
        let wanted = match (kind, &node.value) {
            (
                Kind::Text | Kind::Id(_) | Kind::Choice | Kind::Condition | Kind::Expression | Kind::Figure,
                Value::Text(_),
            ) => return true,
            (
                Kind::Text | Kind::Id(_) | Kind::Choice | Kind::Condition | Kind::Expression | Kind::Figure,
                _,
            ) => "a text in quotes",
            (Kind::Bool, Value::Bool(_)) => return true,
            (Kind::Bool, _) => "true or false",
            (Kind::Whole(least, most), Value::Number(number, true)) => {
                return self.in_range(node, spec, *number, least, most);
            }
            (Kind::Whole(..), _) => "a whole number",
            (Kind::Date, Value::Text(_) | Value::Datetime(_) | Value::Number(_, true)) => return true,
            (Kind::Date, _) => "a date",
            (Kind::Moment, Value::Text(_) | Value::Datetime(_) | Value::Number(..)) => return true,
            (Kind::Moment, _) => "a date or a number of days",
            (Kind::Number(_), Value::Text(_) | Value::Number(..)) => return true,
            (Kind::Number(_), _) => "a number, or a text that words one",
            (Kind::Word(words), Value::Text(text)) => return self.word(node, spec, text, words),
            (Kind::Word(_), _) => "a word in quotes",
            (Kind::Texts | Kind::Ids(_), Value::Text(_)) => return true,
            (Kind::Texts | Kind::Ids(_), Value::List(list))
                if list.iter().all(|node| node.text().is_some()) =>
            {
                return true;
            }
            (Kind::Texts | Kind::Ids(_), _) => "a list of texts",
            (Kind::Words(words), Value::List(list)) if list.iter().all(|node| node.text().is_some()) => {
                let known = list
                    .iter()
                    .filter(|node| self.word(node, spec, node.text().unwrap_or_default(), words))
                    .count();
                return known == list.len();
            }
            (Kind::Words(_), _) => "a list of words",
            (Kind::Pair, Value::List(list)) if is_pair(list) => return true,
            (Kind::Pair, _) => "two numbers in [ ]",
            (Kind::IdsOrRows(..), Value::List(list))
                if list.iter().all(|node| node.text().is_some() || node.table().is_some()) =>
            {
                return true;
            }
            (Kind::IdsOrRows(..), _) => "a list of ids or of tables",
            (Kind::Rows(_) | Kind::Effects, Value::List(list))
                if list.iter().all(|node| node.table().is_some()) =>
            {
                return true;
            }
            (Kind::Rows(_) | Kind::Effects, _) => "a list of tables",
            (
                Kind::Map(..) | Kind::Table(_) | Kind::Keyed(_) | Kind::Rules | Kind::Lexicon,
                Value::Table(_),
            ) => return true,
            (Kind::Map(..) | Kind::Table(_) | Kind::Keyed(_) | Kind::Rules | Kind::Lexicon, _) => "a table",
        };
        self.wrong_type(node, spec.key, wanted, spec.example);
        false
    }

    fn in_range(&mut self, node: &Node, spec: &KeySpec, number: f64, least: u32, most: u32) -> bool {
        if number >= f64::from(least) && number <= f64::from(most) {
            return true;
        }
        let (code, message) = match spec.key {
            "format" => ("unsupported-format", format!("this Polemos reads format {most}, not {number}")),
            key => ("out-of-range", format!("`{key}` must lie between {least} and {most}")),
        };
        let finding = Finding::error(code, node.mark, message);
        let help = if least == most {
            format!("write {most}")
        } else {
            format!("write a whole number from {least} to {most}")
        };
        self.findings.add(finding.help(help));
        false
    }

    fn word(&mut self, node: &Node, spec: &KeySpec, text: &str, words: &[&str]) -> bool {
        if words.contains(&text) {
            return true;
        }
        let (code, message) = match spec.key {
            "tick" => ("bad-tick", format!("a tick is a day or a week, not `{text}`")),
            key => ("unknown-word", format!("`{key}` cannot be `{text}`")),
        };
        let finding = Finding::error(code, node.mark, message).label("not one of its words");
        self.findings.add(match suggest::nearest(text, words.iter().copied()) {
            Some(near) => {
                finding.replace(format!("did you mean `{near}`?"), node.mark, format!("\"{near}\""))
            }
            None => finding.help(format!("write {}", suggest::list(words))),
        });
        false
    }

    /// Checks a value that stands outside a row, in a map or an effect.
    pub(crate) fn fits_kind(
        &mut self,
        node: &Node,
        kind: Kind,
        key: &'static str,
        example: &'static str,
    ) -> bool {
        let spec = KeySpec { key, kind, required: false, default: spec::Default::None, doc: "", example };
        self.fits(node, kind, &spec)
    }
}

fn is_leaf(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Effects
            | Kind::Map(..)
            | Kind::IdsOrRows(..)
            | Kind::Rows(_)
            | Kind::Table(_)
            | Kind::Keyed(_)
            | Kind::Rules
            | Kind::Lexicon
    )
}

/// Whether a key is a table or tables, with headers of their own.
fn is_tables(kind: Kind) -> bool {
    matches!(kind, Kind::Keyed(_) | Kind::Rows(_) | Kind::Table(_) | Kind::Rules | Kind::Lexicon)
}

fn is_pair(list: &[Node]) -> bool {
    list.len() == 2
        && list.iter().all(|node| matches!(node.value, Value::Number(number, _) if number.is_finite()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;
    use crate::spec::TOP;

    fn codes(text: &str) -> Vec<&'static str> {
        let mut findings = Findings::default();
        let files = [SourceFile::new("a", text)];
        let tree = crate::tree::read(&files, &mut findings).unwrap();
        let mut walker = Walker { findings: &mut findings, damaged: false };
        let top = walker.row(&tree, &TOP, "", String::new(), Mark::default());
        if let Some(cell) = top.get("lane") {
            walker.keyed(cell, "lane", "");
        }
        findings.finish(&files).into_iter().map(|diagnostic| diagnostic.code).collect()
    }

    #[test]
    fn each_mistake_is_found_once() {
        assert_eq!(codes("nmae = 'x'\n"), ["unknown-key"]);
        assert_eq!(codes("name = 3\n"), ["wrong-type"]);
        assert_eq!(codes("format = 9\n"), ["unsupported-format"]);
        assert_eq!(codes("tick = '1 hour'\n"), ["bad-tick"]);
        assert_eq!(codes("[lane.x]\nfrom = 'a'\n"), ["missing-key"]);
        assert_eq!(codes("[lane]\nfrom = 'a'\nto = 'b'\n"), ["missing-id"]);
        assert_eq!(codes("[lane.A_b]\nfrom = 'a'\nto = 'b'\n"), ["bad-id"]);
    }

    #[test]
    fn a_value_can_carry_its_source() {
        assert!(codes("name = { value = 'x', source = 'a', note = 'n', assumed = true }\n").is_empty());
        assert_eq!(codes("name = { value = 'x', sauce = 'a' }\n"), ["unknown-key"]);
        assert_eq!(codes("name = { value = 3 }\n"), ["wrong-type"]);
    }
}
