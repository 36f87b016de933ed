//! CEL text to its tree, with the place of every node in the file.

use crate::source::Mark;
use cel::common::ast::{Expr, IdedExpr, SourceInfo};
use cel::parser::Parser;
use std::ops::Range;

/// Longer conditions are refused.
const MOST_BYTES: usize = 4_000;
/// How deep brackets may nest.
const DEPTH: u16 = 24;

/// A parsed condition.
pub(super) struct Parsed {
    pub(super) root: IdedExpr,
    info: SourceInfo,
}

/// Something wrong with the text of a condition.
pub(super) struct Fault {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) repair: String,
}

pub(super) fn parse(text: &str) -> Result<Parsed, Vec<Fault>> {
    refuse_early(text)?;
    let parser = Parser::new().max_recursion_depth(DEPTH).error_recovery_limit(4);
    match parser.parse_with_source_info(text) {
        Ok((root, info)) => Ok(Parsed { root, info }),
        Err(errors) => {
            // The first error is the mistake; those after it are mostly its echoes.
            let first = errors.errors.into_iter().min_by_key(|error| error.pos);
            let pos = first.as_ref().map_or((1, 1), |error| error.pos);
            let message = first.map_or_else(String::new, |error| error.msg);
            Err(vec![fault(text, offset(text, pos), &message)])
        }
    }
}

/// What need not, or must not, reach the parser.
fn refuse_early(text: &str) -> Result<(), Vec<Fault>> {
    let whole = |message: &str, repair: &str| {
        Err(vec![Fault { range: 0..text.len(), message: message.to_owned(), repair: repair.to_owned() }])
    };
    if text.trim().is_empty() {
        return whole("the condition is empty", "write a condition, or leave the key out");
    }
    if text.len() > MOST_BYTES {
        return whole("the condition is too long", "split it into several events");
    }
    let (mut depth, mut deepest) = (0_i32, 0_i32);
    let mut run = 0_usize;
    for byte in text.bytes() {
        depth +=
            i32::from(matches!(byte, b'(' | b'[' | b'{')) - i32::from(matches!(byte, b')' | b']' | b'}'));
        deepest = deepest.max(depth);
        run = if matches!(byte, b'!' | b'-' | b' ') { run + usize::from(byte != b' ') } else { 0 };
        if run > 8 || deepest > i32::from(DEPTH) {
            return whole("this condition is nested too deeply", "use fewer brackets and signs");
        }
    }
    Ok(())
}

fn fault(text: &str, at: usize, message: &str) -> Fault {
    let rest = text.get(at..).unwrap_or_default();
    let token = rest.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let end = (at + token.len().max(1)).min(text.len()).max(at);
    let start = if at >= text.len() { text.len().saturating_sub(1) } else { at };
    let message = message.trim_start_matches("Syntax error: ");
    let (message, repair) = match hint(text, rest, message) {
        Some((message, repair)) => (message.to_owned(), repair.to_owned()),
        None if rest.is_empty() => (
            "this condition stops too early".to_owned(),
            "something is missing at its end, a bracket or a value".to_owned(),
        ),
        None => (
            format!("this condition cannot be read from `{}` on", token.chars().take(20).collect::<String>()),
            format!("the reader says: {}", plain(message)),
        ),
    };
    Fault { range: start..end, message, repair }
}

/// Common slips, each with its own advice.
fn hint(text: &str, rest: &str, message: &str) -> Option<(&'static str, &'static str)> {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if rest.starts_with('=') && !rest.starts_with("==") {
        Some(("a single `=` does not compare", "write `==`"))
    } else if word == "and" || rest.starts_with('&') {
        Some(("`and` is written `&&`", "write `&&`"))
    } else if word == "or" || rest.starts_with('|') {
        Some(("`or` is written `||`", "write `||`"))
    } else if word == "not" || text.trim_start().starts_with("not ") {
        Some(("`not` is written `!`", "write `!` before what must not hold"))
    } else if message.contains("recursion") {
        Some(("this condition is nested too deeply", "use fewer brackets"))
    } else {
        None
    }
}

/// A parser's message without its list of a dozen expected tokens.
fn plain(message: &str) -> String {
    let cut = message.find(" expecting {").unwrap_or(message.len());
    message[..cut].chars().take(120).collect()
}

/// Byte offset of a line (from 1) and column.
fn offset(text: &str, (line, column): (isize, isize)) -> usize {
    let before: usize = text.split_inclusive('\n').take((line - 1).max(0) as usize).map(str::len).sum();
    crate::source::floor_boundary(text, before + (column - 1).max(0) as usize)
}

impl Parsed {
    /// The text that a node spans.
    pub(super) fn range(&self, node: &IdedExpr) -> Range<usize> {
        let own = self.info.offset_for(node.id).map_or(0..0, |(a, b)| a as usize..b as usize + 1);
        match &node.expr {
            Expr::Select(select) => {
                let operand = self.range(&select.operand);
                let after = own.start.max(operand.end);
                let end =
                    self.info.source.get(after..).and_then(|s| s.find(select.field.as_str())).unwrap_or(0);
                operand.start..after + end + select.field.len()
            }
            Expr::Call(call) => {
                let parts = call.target.as_deref().into_iter().chain(&call.args).map(|arg| self.range(arg));
                let hull = parts.fold(own, |hull, part| hull.start.min(part.start)..hull.end.max(part.end));
                self.close(call.func_name.as_str(), hull)
            }
            Expr::List(list) => {
                let parts = list.elements.iter().map(|arg| self.range(arg));
                self.close(
                    "[",
                    parts.fold(own, |hull, part| hull.start.min(part.start)..hull.end.max(part.end)),
                )
            }
            _ => own,
        }
    }

    /// Takes in a closing bracket, which no node marks, and the name before an opening one.
    fn close(&self, function: &str, hull: Range<usize>) -> Range<usize> {
        let source = self.info.source.as_str();
        let closes = function == "_[_]" || function == "[" || function.starts_with(char::is_alphabetic);
        let rest = source.get(hull.end..).unwrap_or_default();
        let gap = rest.len() - rest.trim_start().len();
        let end = hull.end + if closes && rest.trim_start().starts_with([')', ']']) { gap + 1 } else { 0 };
        let opens = source.get(..hull.start).unwrap_or_default();
        let named = function.starts_with(char::is_alphabetic) && opens.ends_with(function);
        hull.start - if named { function.len() } else { 0 }..end
    }

    /// The whole text.
    pub(super) fn source(&self) -> &str {
        &self.info.source
    }

    pub(super) fn text(&self, node: &IdedExpr) -> &str {
        self.info.source.get(self.range(node)).unwrap_or_default()
    }
}

/// From offsets in a decoded text to places in its file.
#[derive(Clone, Debug)]
pub(crate) struct TextMap {
    whole: Mark,
    /// For each byte of the text, its offset in the file, and last that of the end; empty when they cannot be told.
    offsets: Vec<u32>,
    /// Quotes within the text are escaped.
    escapes: bool,
}

impl TextMap {
    /// The map of a TOML text that stands at `mark` in `file` and reads `decoded`.
    pub(crate) fn new(file: &str, mark: Mark, decoded: &str) -> Self {
        let raw = file.get(mark.range()).unwrap_or_default();
        let offsets = walk(raw, decoded).map(|list| list.into_iter().map(|at| at + mark.start).collect());
        Self {
            whole: mark,
            offsets: offsets.unwrap_or_default(),
            escapes: raw.starts_with('"') && !raw.starts_with("\"\"\""),
        }
    }

    /// Whether quotes within the text must be escaped.
    pub(crate) fn escapes(&self) -> bool {
        self.escapes
    }

    /// The whole text.
    pub(crate) fn whole(&self) -> Mark {
        self.whole
    }

    /// A stretch of the text.
    pub(crate) fn mark(&self, range: Range<usize>) -> Mark {
        match (self.offsets.get(range.start), self.offsets.get(range.end.max(range.start + 1))) {
            (Some(start), Some(end)) if end >= start => {
                Mark { file: self.whole.file, start: *start, end: *end }
            }
            _ => self.whole,
        }
    }
}

/// Walks a TOML string beside what it reads as: offset in `raw` of each byte of `decoded`.
fn walk(raw: &str, decoded: &str) -> Option<Vec<u32>> {
    let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    let escapes = raw.starts_with('"');
    let inner = raw.get(quotes..raw.len().checked_sub(quotes)?)?;
    let skipped = if quotes == 3 { inner.len() - inner.trim_start_matches(['\r', '\n']).len() } else { 0 };
    let mut at = quotes + skipped.min(2);
    let mut offsets = Vec::with_capacity(decoded.len());
    for letter in decoded.chars() {
        let rest = raw.get(at..)?;
        let step = if escapes && rest.starts_with('\\') { escape_length(rest)? } else { letter.len_utf8() };
        if step == letter.len_utf8() && !rest.starts_with(letter) {
            return None;
        }
        offsets.extend((0..letter.len_utf8()).map(|_| at as u32));
        at += step;
    }
    offsets.push(at as u32);
    Some(offsets)
}

fn escape_length(rest: &str) -> Option<usize> {
    match rest.as_bytes().get(1)? {
        b'u' => Some(6),
        b'U' => Some(10),
        b'x' => Some(4),
        b'\n' | b'\r' | b' ' | b'\t' => None,
        _ => Some(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_survive_every_way_of_quoting() {
        for (raw, decoded, part, expected) in [
            ("'a == b'", "a == b", 5..6, "b"),
            ("\"x[\\\"a-b\\\"] == 1\"", "x[\"a-b\"] == 1", 9..11, "=="),
            ("'''\na\n&& b'''", "a\n&& b", 2..4, "&&"),
        ] {
            let file = format!("when = {raw}\n");
            let map = TextMap::new(&file, Mark::new(0, 7..7 + raw.len()), decoded);
            assert_eq!(&file[map.mark(part).range()], expected, "{raw}");
        }
    }

    #[test]
    fn nodes_know_the_text_they_span() {
        let text = "place[\"a-b\"].owner == \"x\" && min(day, 3.0) > faction.y.resolve";
        let parsed = parse(text).ok().unwrap();
        let Expr::Call(and) = &parsed.root.expr else { panic!("not a call") };
        let Expr::Call(equal) = &and.args[0].expr else { panic!("not a call") };
        assert_eq!(parsed.text(&equal.args[0]), "place[\"a-b\"].owner");
        assert_eq!(parsed.text(&equal.args[1]), "\"x\"");
        let Expr::Call(more) = &and.args[1].expr else { panic!("not a call") };
        assert_eq!(parsed.text(&more.args[0]), "min(day, 3.0)");
        assert_eq!(parsed.text(&more.args[1]), "faction.y.resolve");
    }
}
