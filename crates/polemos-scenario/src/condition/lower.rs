//! From a parsed condition to a program for the engine, checking types and names on the way.

mod hyphen;

use super::Context;
use super::parse::{Parsed, TextMap};
use super::variable::{self, Meaning, Path};
use crate::diagnostic::{Finding, Findings};
use crate::ids::Ref;
use crate::source::Mark;
use crate::suggest;
use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};
use polemos_war::condition::Op;
use polemos_war::war::{EndingKind, Posture};
use std::fmt;

/// Longer programs are refused.
pub(super) const MOST_CODE: usize = 2_000;

/// A table whose rows a text can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Faction,
    Place,
    Coalition,
    Posture,
    Ending,
    /// Options of the decision of this row.
    Option(u32),
}

impl Row {
    pub(super) fn count(self, context: &Context<'_>) -> usize {
        self.ids(context).len()
    }

    fn ids<'a>(self, context: &'a Context<'_>) -> Vec<&'a str> {
        let all = |kind| context.ids.all(kind).iter().map(String::as_str).collect();
        match self {
            Row::Faction => all(Ref::Faction),
            Row::Place => all(Ref::Place),
            Row::Coalition => all(Ref::Coalition),
            Row::Posture => Posture::ALL.iter().map(|posture| posture.id()).collect(),
            Row::Ending => EndingKind::ALL.iter().map(|kind| kind.id()).collect(),
            Row::Option(row) => context
                .options
                .get(row as usize)
                .map(|ids| ids.iter().map(String::as_str).collect())
                .unwrap_or_default(),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Row::Faction => "faction",
            Row::Place => "place",
            Row::Coalition => "coalition",
            Row::Posture => "posture",
            Row::Ending => "ending",
            Row::Option(_) => "option",
        }
    }

    fn code(self) -> &'static str {
        match self {
            Row::Faction => "unknown-faction",
            Row::Place => "unknown-place",
            Row::Coalition => "unknown-coalition",
            Row::Posture => "unknown-posture",
            Row::Ending => "unknown-ending",
            Row::Option(_) => "unknown-option",
        }
    }
}

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Bool,
    Number,
    /// Days since the start, to be compared with dates only.
    Date,
    /// An id, as the row that it names.
    Row(Row),
}

impl fmt::Display for Type {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Bool => out.write_str("true or false"),
            Type::Number => out.write_str("a number"),
            Type::Date => out.write_str("a date"),
            Type::Row(row) => write!(out, "the id of a {}", row.word()),
        }
    }
}

/// What is known of a lowered expression.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) kind: Type,
    /// It is never less.
    pub(super) low: f64,
    /// It is never more.
    pub(super) high: f64,
    /// How many values its program has on the stack at most.
    pub(super) depth: usize,
}

impl Typed {
    fn constant(value: f64, kind: Type) -> Self {
        Self { kind, low: value, high: value, depth: 1 }
    }
}

pub(super) fn lower(
    parsed: &Parsed,
    map: &TextMap,
    context: &Context<'_>,
    findings: &mut Findings,
) -> Option<(Vec<Op>, Typed)> {
    let mut lowering = Lowering { parsed, map, context, findings, code: Vec::new() };
    let typed = lowering.expression(&parsed.root)?;
    Some((lowering.code, typed))
}

struct Lowering<'a> {
    parsed: &'a Parsed,
    map: &'a TextMap,
    context: &'a Context<'a>,
    findings: &'a mut Findings,
    code: Vec<Op>,
}

impl Lowering<'_> {
    fn mark(&self, node: &IdedExpr) -> Mark {
        self.map.mark(self.parsed.range(node))
    }

    fn fail(&mut self, finding: Finding) -> Option<Typed> {
        self.findings.add(finding);
        None
    }

    fn unsupported(&mut self, node: &IdedExpr, what: &str) -> Option<Typed> {
        let finding =
            Finding::error("condition-unsupported", self.mark(node), format!("{what} cannot stand here"));
        self.fail(finding.help(
            "conditions use names, numbers, `&& || ! ?:`, `+ - * /`, comparisons, `in [..]`, \
                                `min`, `max` and `date`",
        ))
    }

    fn expression(&mut self, node: &IdedExpr) -> Option<Typed> {
        if self.code.len() > MOST_CODE {
            let finding =
                Finding::error("condition-too-deep", self.map.whole(), "this condition is too long");
            return self.fail(finding.help("split it into several events"));
        }
        match &node.expr {
            Expr::Literal(literal) => self.literal(node, literal),
            Expr::Ident(_) | Expr::Select(_) => self.name(node),
            Expr::Call(call) if call.func_name == operators::INDEX => self.name(node),
            Expr::Call(call) => self.call(node, call),
            Expr::List(_) => self.unsupported(node, "a list that is not after `in`"),
            Expr::Comprehension(_) => self.unsupported(node, "a macro such as `has` or `all`"),
            Expr::Map(_) | Expr::Struct(_) => self.unsupported(node, "a map"),
            Expr::Unspecified => self.unsupported(node, "this"),
        }
    }

    fn literal(&mut self, node: &IdedExpr, literal: &LiteralValue) -> Option<Typed> {
        let (value, kind) = match literal {
            LiteralValue::Boolean(flag) => (f64::from(u8::from(*flag.inner())), Type::Bool),
            LiteralValue::Int(number) => (*number.inner() as f64, Type::Number),
            LiteralValue::UInt(number) => (*number.inner() as f64, Type::Number),
            LiteralValue::Double(number) => (*number.inner(), Type::Number),
            LiteralValue::String(text) => {
                let finding = Finding::error(
                    "condition-type",
                    self.mark(node),
                    format!("the text {:?} is compared with nothing that has texts", text.inner()),
                );
                return self.fail(finding.help("texts can be compared with owners, factions, coalitions, places, postures, options and endings; dates are written date(\"2375-12-01\")"));
            }
            LiteralValue::Bytes(_) | LiteralValue::Null => return self.unsupported(node, "this value"),
        };
        if !value.is_finite() {
            return self.unsupported(node, "a number without bounds");
        }
        self.code.push(Op::Const(value));
        Some(Typed::constant(value, kind))
    }

    fn name(&mut self, node: &IdedExpr) -> Option<Typed> {
        let mut parts = Vec::new();
        if !self.collect(node, &mut parts) {
            return self.unsupported(node, "this kind of name");
        }
        let path = Path { parts, whole: self.mark(node) };
        match variable::resolve(&path, self.context) {
            Ok(Meaning::Variable(known)) => {
                self.code.push(Op::Load(known.variable));
                Some(Typed { kind: known.kind, low: known.low, high: known.high, depth: 1 })
            }
            Ok(Meaning::Constant(value, kind)) => {
                self.code.push(Op::Const(value));
                Some(Typed::constant(value, kind))
            }
            Err(Some(finding)) => self.fail(*finding),
            Err(None) => {
                // Its cause is already reported elsewhere.
                self.code.push(Op::Const(0.0));
                Some(Typed { kind: Type::Number, low: f64::NEG_INFINITY, high: f64::INFINITY, depth: 1 })
            }
        }
    }

    /// Parts of a name, outermost first; false when it is not a plain name.
    fn collect(&self, node: &IdedExpr, parts: &mut Vec<(String, Mark)>) -> bool {
        let range = self.parsed.range(node);
        match &node.expr {
            Expr::Ident(name) => {
                parts.push((name.clone(), self.map.mark(range)));
                true
            }
            Expr::Select(select) if !select.test => {
                let known = self.collect(&select.operand, parts);
                let own = range.end.saturating_sub(select.field.len())..range.end;
                parts.push((select.field.clone(), self.map.mark(own)));
                known
            }
            Expr::Call(call) if call.func_name == operators::INDEX => {
                let [operand, index] = call.args.as_slice() else { return false };
                let known = self.collect(operand, parts);
                let Expr::Literal(LiteralValue::String(text)) = &index.expr else { return false };
                parts.push((text.inner().to_owned(), self.mark(index)));
                known
            }
            _ => false,
        }
    }

    fn call(&mut self, node: &IdedExpr, call: &CallExpr) -> Option<Typed> {
        if call.target.is_some() {
            return self.unsupported(node, "a call after a dot");
        }
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_AND, [left, right]) => self.logic(left, right, true),
            (operators::LOGICAL_OR, [left, right]) => self.logic(left, right, false),
            (operators::LOGICAL_NOT, [one]) => {
                let value = self.typed(one, Type::Bool)?;
                self.code.push(Op::Not);
                Some(Typed { low: 1.0 - value.high, high: 1.0 - value.low, ..value })
            }
            (operators::NEGATE, [one]) => {
                let value = self.typed(one, Type::Number)?;
                self.code.push(Op::Negate);
                Some(Typed { low: -value.high, high: -value.low, ..value })
            }
            (operators::CONDITIONAL, [test, yes, no]) => self.choice(test, yes, no),
            (operators::IN, [one, list]) => self.membership(one, list),
            (name, [left, right]) if comparison(name).is_some() => self.compare(node, name, left, right),
            (name, [left, right]) if arithmetic(name).is_some() => self.arithmetic(node, name, left, right),
            ("min" | "max", args) if !args.is_empty() => self.extreme(call.func_name == "min", args),
            ("date", [one]) => self.date(one),
            (operators::MODULO, _) => self.unsupported(node, "`%`"),
            (name, _) if name.starts_with(char::is_alphabetic) => self.unknown_function(node, name),
            (name, _) => self.unsupported(node, &format!("`{}`", name.trim_matches('_'))),
        }
    }

    fn unknown_function(&mut self, node: &IdedExpr, name: &str) -> Option<Typed> {
        let finding = Finding::error(
            "unknown-function",
            self.mark(node),
            format!("`{name}` is not a function here, or has the wrong arguments"),
        );
        self.fail(finding.help("there are `min(a, b, …)`, `max(a, b, …)` and `date(\"2375-12-01\")`"))
    }

    fn typed(&mut self, node: &IdedExpr, want: Type) -> Option<Typed> {
        let value = self.expression(node)?;
        if value.kind == want {
            return Some(value);
        }
        let finding = Finding::error(
            "condition-type",
            self.mark(node),
            format!("here {want} is needed, and this is {}", value.kind),
        );
        self.fail(
            finding
                .label(format!("{}", value.kind))
                .help("compare it with something first, or use another name"),
        )
    }

    fn logic(&mut self, left: &IdedExpr, right: &IdedExpr, and: bool) -> Option<Typed> {
        let first = self.typed(left, Type::Bool);
        let skip = self.code.len();
        self.code.push(if and { Op::AndSkip(0) } else { Op::OrSkip(0) });
        let second = self.typed(right, Type::Bool);
        let by = jump(self.code.len() - skip - 1);
        self.code[skip] = if and { Op::AndSkip(by) } else { Op::OrSkip(by) };
        let (first, second) = (first?, second?);
        let (low, high) = if and {
            (first.low.min(second.low), first.high.min(second.high))
        } else {
            (first.low.max(second.low), first.high.max(second.high))
        };
        Some(Typed { kind: Type::Bool, low, high, depth: first.depth.max(second.depth) })
    }

    fn choice(&mut self, test: &IdedExpr, yes: &IdedExpr, no: &IdedExpr) -> Option<Typed> {
        let asked = self.typed(test, Type::Bool);
        let skip = self.code.len();
        self.code.push(Op::JumpIfNot(0));
        let first = self.expression(yes);
        let end = self.code.len();
        self.code.push(Op::Jump(0));
        self.code[skip] = Op::JumpIfNot(jump(end - skip));
        let second = self.expression(no);
        self.code[end] = Op::Jump(jump(self.code.len() - end - 1));
        let (asked, first, second) = (asked?, first?, second?);
        if first.kind != second.kind {
            let message = format!("the two outcomes differ: {} and {}", first.kind, second.kind);
            let finding = Finding::error("condition-type", self.mark(no), message);
            return self.fail(finding.help("both sides of `:` must be of one kind"));
        }
        let depth = asked.depth.max(first.depth).max(second.depth);
        let (low, high) = (first.low.min(second.low), first.high.max(second.high));
        Some(Typed { kind: first.kind, low, high, depth })
    }

    fn extreme(&mut self, least: bool, args: &[IdedExpr]) -> Option<Typed> {
        let mut total: Option<Typed> = None;
        let mut failed = false;
        for arg in args {
            let Some(value) = self.typed(arg, Type::Number) else {
                failed = true;
                continue;
            };
            total = Some(match total {
                None => value,
                Some(so_far) => {
                    self.code.push(if least { Op::Min } else { Op::Max });
                    let pick = |a: f64, b: f64| if least { a.min(b) } else { a.max(b) };
                    Typed {
                        kind: Type::Number,
                        low: pick(so_far.low, value.low),
                        high: pick(so_far.high, value.high),
                        depth: so_far.depth.max(value.depth + 1),
                    }
                }
            });
        }
        total.filter(|_| !failed)
    }

    fn date(&mut self, node: &IdedExpr) -> Option<Typed> {
        let Expr::Literal(LiteralValue::String(text)) = &node.expr else {
            return self.unsupported(node, "anything but a text in `date(…)`");
        };
        match (self.context.date)(text.inner()) {
            Ok(days) => {
                self.code.push(Op::Const(days));
                Some(Typed::constant(days, Type::Date))
            }
            Err(message) => {
                let finding = Finding::error("bad-date", self.mark(node), message);
                self.fail(finding.help("write a date such as \"2375-12-01\" or \"3 October 2375\""))
            }
        }
    }

    /// Lowers both sides of a comparison; a text takes the kind of the other side.
    fn sides(&mut self, left: &IdedExpr, right: &IdedExpr) -> Option<(Typed, Typed)> {
        match (text_of(left), text_of(right)) {
            (None, Some(text)) => {
                let first = self.expression(left)?;
                let second = self.row_of(right, text, &first)?;
                Some((first, second))
            }
            (Some(text), None) => {
                let at = self.code.len();
                let second = self.expression(right)?;
                let code = self.code.split_off(at);
                let first = self.row_of(left, text, &second)?;
                self.code.extend(code);
                Some((first, second))
            }
            _ => {
                let (first, second) = (self.expression(left), self.expression(right));
                Some((first?, second?))
            }
        }
    }

    /// The row that a text names in the table of what it is compared with.
    fn row_of(&mut self, node: &IdedExpr, text: &str, other: &Typed) -> Option<Typed> {
        let Type::Row(row) = other.kind else {
            let mark = self.mark(node);
            let message = format!("a text is compared with {}", other.kind);
            let finding = Finding::error("condition-type", mark, message);
            return self.fail(match other.kind {
                Type::Date => finding.replace("write it as a date", mark, format!("date(\"{text}\")")),
                _ if text.trim().parse::<f64>().is_ok() => {
                    finding.replace("leave the quotes out", mark, text.trim())
                }
                _ => finding.help(
                    "only ids of factions, coalitions, places, options, postures and endings are texts",
                ),
            });
        };
        let ids = row.ids(self.context);
        let known = ids.iter().position(|id| *id == text);
        if text == "none" && known.is_none() && row != Row::Ending {
            self.code.push(Op::Const(-1.0));
            return Some(Typed::constant(-1.0, other.kind));
        }
        let Some(at) = known else {
            let finding = self.unknown_text(node, text, row, &ids);
            return finding.and_then(|finding| self.fail(finding));
        };
        self.code.push(Op::Const(at as f64));
        Some(Typed::constant(at as f64, other.kind))
    }

    fn unknown_text(&self, node: &IdedExpr, text: &str, row: Row, ids: &[&str]) -> Option<Finding> {
        if self.context.ids.damaged.as_ref().is_some_and(|damaged| damaged.contains(&format!("{text}]"))) {
            return None;
        }
        let word = row.word();
        let mark = self.mark(node);
        let finding = Finding::error(row.code(), mark, format!("there is no {word} `{text}`"));
        let finding = finding.label(format!("unknown {word}"));
        Some(match suggest::nearest(text, ids.iter().copied()) {
            Some(near) => finding.replace(format!("did you mean `{near}`?"), mark, format!("\"{near}\"")),
            None => finding.help(format!("known here: {}", suggest::list(ids))),
        })
    }

    fn compare(&mut self, node: &IdedExpr, name: &str, left: &IdedExpr, right: &IdedExpr) -> Option<Typed> {
        let at = self.code.len();
        let (first, second) = self.sides(left, right)?;
        let op = comparison(name)?;
        let orders = !matches!(op, Op::Equal | Op::NotEqual);
        if first.kind != second.kind || (orders && !matches!(first.kind, Type::Number | Type::Date)) {
            let message = if first.kind == second.kind {
                format!("{} has no order", first.kind)
            } else {
                format!("{} is compared with {}", first.kind, second.kind)
            };
            let finding = Finding::error("condition-type", self.mark(node), message);
            return self.fail(
                finding.help("both sides must be of one kind; ids are compared with `==`, `!=` or `in`"),
            );
        }
        let same = self.parsed.text(left) == self.parsed.text(right);
        let (low, high) = outcome(op, &first, &second, same);
        self.code.push(op);
        debug_assert!(self.code.len() > at);
        Some(Typed { kind: Type::Bool, low, high, depth: first.depth.max(second.depth + 1) })
    }

    fn arithmetic(
        &mut self,
        node: &IdedExpr,
        name: &str,
        left: &IdedExpr,
        right: &IdedExpr,
    ) -> Option<Typed> {
        if let Some(finding) = (name == operators::SUBSTRACT).then(|| self.hyphened(left)).flatten() {
            return self.fail(finding);
        }
        let (first, second) = (self.expression(left), self.expression(right));
        let (first, second) = (first?, second?);
        let op = arithmetic(name)?;
        use Type::{Date, Number};
        let kind = match (op, first.kind, second.kind) {
            (_, Number, Number) | (Op::Subtract, Date, Date) => Number,
            (Op::Add | Op::Subtract, Date, Number) | (Op::Add, Number, Date) => Date,
            (_, a, b) => {
                let message = format!("one cannot calculate with {a} and {b}");
                let finding = Finding::error("condition-type", self.mark(node), message);
                return self.fail(finding.help("arithmetic is for numbers, and for days added to dates"));
            }
        };
        self.code.push(op);
        let (low, high) = bounds(op, &first, &second);
        Some(Typed { kind, low, high, depth: first.depth.max(second.depth + 1) })
    }

    /// `x in [a, b]` becomes `x == a || x == b`.
    fn membership(&mut self, one: &IdedExpr, list: &IdedExpr) -> Option<Typed> {
        let Expr::List(items) = &list.expr else {
            return self.unsupported(list, "anything but a list in [ ] after `in`");
        };
        if items.elements.is_empty() {
            return self.unsupported(list, "an empty list after `in`");
        }
        let mut skips = Vec::new();
        let (mut low, mut high, mut depth): (f64, f64, usize) = (0.0, 0.0, 0);
        for (at, item) in items.elements.iter().enumerate() {
            if at > 0 {
                skips.push(self.code.len());
                self.code.push(Op::OrSkip(0));
            }
            let value = self.compare(item, operators::EQUALS, one, item)?;
            (low, high, depth) = (low.max(value.low), high.max(value.high), depth.max(value.depth));
        }
        for skip in skips {
            self.code[skip] = Op::OrSkip(jump(self.code.len() - skip - 1));
        }
        Some(Typed { kind: Type::Bool, low, high, depth })
    }
}

fn text_of(node: &IdedExpr) -> Option<&str> {
    match &node.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}

/// Programs are shorter than [`MOST_CODE`] in the end; a longer one is refused before it is used.
fn jump(by: usize) -> u16 {
    u16::try_from(by).unwrap_or(u16::MAX)
}

fn comparison(name: &str) -> Option<Op> {
    Some(match name {
        operators::EQUALS => Op::Equal,
        operators::NOT_EQUALS => Op::NotEqual,
        operators::LESS => Op::Less,
        operators::LESS_EQUALS => Op::LessEqual,
        operators::GREATER => Op::Greater,
        operators::GREATER_EQUALS => Op::GreaterEqual,
        _ => return None,
    })
}

fn arithmetic(name: &str) -> Option<Op> {
    Some(match name {
        operators::ADD => Op::Add,
        operators::SUBSTRACT => Op::Subtract,
        operators::MULTIPLY => Op::Multiply,
        operators::DIVIDE => Op::Divide,
        _ => return None,
    })
}

/// Whether a comparison can be false (low 0) and can be true (high 1).
fn outcome(op: Op, first: &Typed, second: &Typed, same: bool) -> (f64, f64) {
    let known =
        |can_fail: bool, can_hold: bool| (f64::from(u8::from(!can_fail)), f64::from(u8::from(can_hold)));
    let apart = first.high < second.low || second.high < first.low;
    let one = first.low == first.high && second.low == second.high && first.low == second.low;
    match op {
        Op::Equal => known(!(same || one), !apart),
        Op::NotEqual => known(!apart, !(same || one)),
        Op::Less => known(same || first.high >= second.low, !same && first.low < second.high),
        Op::LessEqual => known(!same && first.high > second.low, same || first.low <= second.high),
        Op::Greater => known(same || first.low <= second.high, !same && first.high > second.low),
        _ => known(!same && first.low < second.high, same || first.high >= second.low),
    }
}

/// Bounds of a calculation; unbounded where that is simplest.
fn bounds(op: Op, first: &Typed, second: &Typed) -> (f64, f64) {
    let (low, high) = match op {
        Op::Add => (first.low + second.low, first.high + second.high),
        Op::Subtract => (first.low - second.high, first.high - second.low),
        Op::Multiply => {
            let corners = [
                first.low * second.low,
                first.low * second.high,
                first.high * second.low,
                first.high * second.high,
            ];
            let fold = |pick: fn(f64, f64) -> f64| corners.into_iter().reduce(pick).unwrap_or(f64::NAN);
            if corners.iter().any(|corner| corner.is_nan()) {
                (f64::NAN, f64::NAN)
            } else {
                (fold(f64::min), fold(f64::max))
            }
        }
        _ => (f64::NAN, f64::NAN),
    };
    (if low.is_nan() { f64::NEG_INFINITY } else { low }, if high.is_nan() { f64::INFINITY } else { high })
}
