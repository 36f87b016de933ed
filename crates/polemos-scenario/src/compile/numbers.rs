//! Numbers of a war: read by their definitions, put under their paths, rules first.

use super::{Compiler, DefaultUsed};
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::reading::{Moment, ReadNumber, shown};
use crate::source::Mark;
use crate::spec::{Default as SpecDefault, KeySpec, Kind, Num};
use crate::suggest;
use crate::tree::{Node, Table};
use crate::walk::{Provenance, Row, Walker};
use polemos_war::claim::{Basis, Claim};
use polemos_war::ids::NumberId;
use polemos_war::number::{Number, Origin};
use polemos_war::quantity::{Distribution, Quantity};
use polemos_war::rules::{Rule, RuleSpec};
use std::collections::BTreeMap;

/// What stands for a number that is left out.
pub(super) struct Fallback<'a> {
    pub(super) value: f64,
    /// Numbers whose sum the value is a factor on.
    pub(super) of: Vec<NumberId>,
    pub(super) why: &'a str,
}

/// A moment that hangs on another happening, or a plain number of days.
pub(super) enum When {
    /// Days since the start.
    Day(NumberId),
    /// Days after a happening.
    After { anchor: String, mark: Mark, days: NumberId },
}

impl Compiler<'_> {
    /// The number of a key, by its definition: as written, or its default.
    pub(super) fn number(&mut self, row: &Row<'_>, key: &str) -> NumberId {
        let default = row.spec.key(key).map_or(0.0, |spec| match spec.default {
            SpecDefault::Number(value) => value,
            _ => 0.0,
        });
        self.number_or(row, key, Fallback { value: default, of: Vec::new(), why: "the default" })
    }

    /// The number of a key, or what stands for it here.
    pub(super) fn number_or(&mut self, row: &Row<'_>, key: &str, fallback: Fallback<'_>) -> NumberId {
        let path = format!("{}.{key}", row.path);
        let Some((spec, num)) = row.spec.key(key).and_then(numeric) else {
            return self.default_number(path, &UNIT, row.mark, fallback);
        };
        match row.get(key) {
            Some(cell) => {
                let (node, origin) = (cell.node, cell.origin.clone());
                let ordinary = if fallback.of.is_empty() { fallback.value } else { 1.0 };
                self.written(path, spec.key, node, &num, ordinary, &origin)
            }
            None => self.default_number(path, &num, row.mark, fallback),
        }
    }

    /// The number of a key, if it is given.
    pub(super) fn number_if(&mut self, row: &Row<'_>, key: &str) -> Option<NumberId> {
        row.get(key)?;
        Some(self.number(row, key))
    }

    /// Adds a number that is written in the scenario.
    pub(super) fn written(
        &mut self,
        path: String,
        key: &str,
        node: &Node,
        num: &Num,
        ordinary: f64,
        origin: &Provenance,
    ) -> NumberId {
        self.cite(origin);
        match self.language.number(node, num, ordinary, origin) {
            Ok(read) => self.add_read(path, read, num, origin, node.mark),
            Err(finding) => {
                self.say(finding.label(format!("`{key}`")));
                self.add(path, Distribution::Point(num.least.max(0.0)), Vec::new(), num, node.mark)
            }
        }
    }

    fn add_read(
        &mut self,
        path: String,
        read: ReadNumber,
        num: &Num,
        origin: &Provenance,
        mark: Mark,
    ) -> NumberId {
        if origin.assumed {
            let why =
                origin.note.clone().map_or_else(|| "assumed".to_owned(), |note| format!("assumed: {note}"));
            self.note_default(mark, path.clone(), read.claim.verbatim.clone(), num.unit, why);
        }
        if let Some(prior) = &read.prior {
            self.note_default(mark, path.clone(), prior.clone(), num.unit, "the source does not say");
        }
        let number = Number {
            path,
            claim: read.claim,
            factor: read.factor,
            of: Vec::new(),
            dimension: num.dimension,
            whole: num.whole,
            least: num.least,
            most: num.most,
            dated: false,
            origin: if origin.assumed { Origin::Assumed } else { Origin::Written },
        };
        self.add_number(number, read.of, mark)
    }

    /// Adds a number that nothing in the scenario sets, and lists it.
    pub(super) fn default_number(
        &mut self,
        path: String,
        num: &Num,
        mark: Mark,
        fallback: Fallback<'_>,
    ) -> NumberId {
        let value = if fallback.of.is_empty() {
            shown(fallback.value)
        } else {
            format!("{} of {}", shown(fallback.value), self.book.path(fallback.of[0]))
        };
        self.note_default(mark, path.clone(), value, num.unit, fallback.why);
        self.add(path, Distribution::Point(fallback.value), fallback.of, num, mark)
    }

    fn add(
        &mut self,
        path: String,
        factor: Distribution,
        of: Vec<NumberId>,
        num: &Num,
        mark: Mark,
    ) -> NumberId {
        let claim = Claim::new("", Quantity::Exact(factor.median()), Basis::Default);
        let origin = Origin::Default;
        let (whole, least, most) = (num.whole, num.least, num.most);
        self.add_number(
            Number {
                path,
                claim,
                factor,
                of,
                dimension: num.dimension,
                whole,
                least,
                most,
                dated: false,
                origin,
            },
            Vec::new(),
            mark,
        )
    }

    fn add_number(&mut self, number: Number, references: Vec<String>, mark: Mark) -> NumberId {
        if self.book.find(&number.path).is_some() && !self.findings.any_with("duplicate-id") {
            let message = format!("two numbers of this war would be called `{}`", number.path);
            let finding = Finding::error("duplicate-path", mark, message);
            self.say(finding.help("give one of the two things another id"));
        }
        self.book.add(number, references, mark)
    }

    /// Checks that the works cited exist.
    pub(super) fn cite(&mut self, origin: &Provenance) {
        for (id, mark) in &origin.sources {
            self.look_up(crate::ids::Ref::Source, id, *mark, true);
        }
    }

    /// A moment of a key, if it is given.
    pub(super) fn moment(&mut self, row: &Row<'_>, key: &str) -> Option<When> {
        let cell = row.get(key)?;
        let (node, origin) = (cell.node, cell.origin.clone());
        self.cite(&origin);
        let path = format!("{}.{key}", row.path);
        match self.language.moment(node, &origin) {
            Ok(Moment::Days(read)) => Some(When::Day(self.add_read(path, read, &DAYS, &origin, node.mark))),
            Ok(Moment::Date(read)) => {
                let id = self.add_read(path, read, &DAYS, &origin, node.mark);
                self.book.mark_dated(id);
                Some(When::Day(id))
            }
            Ok(Moment::After { anchor, days }) => {
                let days = self.add_read(path, days, &DAYS, &origin, node.mark);
                Some(When::After { anchor, mark: node.mark, days })
            }
            Err(finding) => {
                self.say(*finding);
                None
            }
        }
    }

    /// A moment that cannot hang on another happening.
    pub(super) fn day(&mut self, row: &Row<'_>, key: &str) -> Option<NumberId> {
        match self.moment(row, key)? {
            When::Day(number) => Some(number),
            When::After { mark, .. } => {
                let finding =
                    Finding::error("bad-date", mark, "this cannot hang on something that may not happen");
                self.say(finding.help("write a date or a number of days, or use an event with an effect"));
                None
            }
        }
    }

    /// All rules: as the scenario sets them, or their defaults.
    pub(super) fn rules(&mut self, draft: &Draft<'_>) {
        let mut set = BTreeMap::new();
        if let Some(table) = draft.top.get("rules").and_then(|cell| cell.node.table()) {
            self.flatten(table, "", &mut set, 0);
        }
        for rule in Rule::ALL {
            let spec = rule.spec();
            let path = format!("rules.{}", spec.path);
            let num = rule_num(spec);
            match set.remove(spec.path) {
                Some((node, origin)) => {
                    self.written(path, spec.path, node, &num, spec.default, &origin);
                }
                None => {
                    let mark = Mark::default();
                    let claim = Claim::new("", Quantity::Exact(spec.default), Basis::Default);
                    let (least, most, factor) = (spec.least, spec.most, Distribution::Point(spec.default));
                    let number = Number {
                        path: path.clone(),
                        claim,
                        factor,
                        of: Vec::new(),
                        dimension: spec.dimension,
                        whole: false,
                        least,
                        most,
                        dated: false,
                        origin: Origin::Default,
                    };
                    self.book.add(number, Vec::new(), mark);
                    let default = DefaultUsed {
                        path,
                        value: shown(spec.default),
                        unit: num.unit.to_owned(),
                        why: "the default rule".to_owned(),
                        file: None,
                        line: None,
                    };
                    self.defaults.push((mark, default));
                }
            }
        }
    }

    /// Collects the rules of nested tables under their dotted paths; unknown ones are reported.
    fn flatten<'n>(
        &mut self,
        table: &'n Table,
        above: &str,
        set: &mut BTreeMap<String, (&'n Node, Provenance)>,
        depth: usize,
    ) {
        for entry in &table.entries {
            let path = if above.is_empty() { entry.key.clone() } else { format!("{above}.{}", entry.key) };
            if let Some(rule) = Rule::ALL.iter().find(|rule| rule.spec().path == path) {
                let damaged = self.ids.damaged.is_some();
                let mut walker = Walker { findings: &mut self.findings, damaged };
                let kind = Kind::Number(rule_num(rule.spec()));
                let (node, origin) = walker.unwrap_claim(&entry.node, kind);
                if let Some(node) = node.filter(|node| {
                    walker.fits_kind(node, kind, rule.spec().path, "supply.scale = \"40 days\"")
                }) {
                    set.insert(path, (node, origin));
                }
                continue;
            }
            let prefix = format!("{path}.");
            let known_table = Rule::ALL.iter().any(|rule| rule.spec().path.starts_with(&prefix));
            match entry.node.table() {
                Some(inner) if known_table && depth < 4 => self.flatten(inner, &path, set, depth + 1),
                _ => self.unknown_rule(&path, &entry.key, entry.key_mark),
            }
        }
    }

    fn unknown_rule(&mut self, path: &str, key: &str, mark: Mark) {
        let finding =
            Finding::error("unknown-rule", mark, format!("there is no rule `{path}`")).label("unknown rule");
        // What stands at this place in the paths that begin alike.
        let above = path.strip_suffix(key).unwrap_or_default();
        let here = Rule::ALL.iter().filter_map(|rule| rule.spec().path.strip_prefix(above));
        let mut here: Vec<&str> = here.filter_map(|rest| rest.split('.').next()).collect();
        here.dedup();
        self.say(match suggest::nearest(key, here.iter().copied()) {
            Some(near) => finding.replace(format!("did you mean `{above}{near}`?"), mark, near),
            None => finding.help(format!("there are {}", suggest::list(&here).replace(" or ", " and "))),
        });
    }
}

fn rule_num(spec: &RuleSpec) -> Num {
    let unit = spec.dimension.base_unit().map_or("", |unit| unit.name());
    Num { dimension: spec.dimension, scale: None, least: spec.least, most: spec.most, whole: false, unit }
}

fn numeric(spec: &'static KeySpec) -> Option<(&'static KeySpec, Num)> {
    match spec.kind {
        Kind::Number(num) | Kind::Map(_, num) => Some((spec, num)),
        _ => None,
    }
}

/// Any number, where a definition says nothing.
const UNIT: Num = Num {
    dimension: polemos_war::quantity::Dimension::Factor,
    scale: None,
    least: f64::MIN,
    most: f64::MAX,
    whole: false,
    unit: "",
};

/// Days since the start.
pub(super) const DAYS: Num = Num {
    dimension: polemos_war::quantity::Dimension::Time,
    scale: None,
    least: -1e9,
    most: 1e9,
    whole: false,
    unit: "days since the start",
};
