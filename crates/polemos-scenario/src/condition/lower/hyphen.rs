//! Ids with hyphens that were written after a dot: there a hyphen is a minus, and `war.first-war.begun` a difference.

use super::Lowering;
use crate::condition::variable;
use crate::diagnostic::Finding;
use crate::ids::{self, Ref};
use crate::suggest;
use cel::common::ast::{Expr, IdedExpr, operators};

impl Lowering<'_> {
    /// What to say of a difference, by what stands left of its minus, that is an id with hyphens; nothing of one that can
    /// be meant.
    pub(super) fn hyphened(&self, left: &IdedExpr) -> Option<Finding> {
        let within = || match &left.expr {
            Expr::Call(call) if call.func_name == operators::SUBSTRACT => self.hyphened(call.args.first()?),
            _ => None,
        };
        self.cut_off(rightmost(left)).or_else(within)
    }

    /// The same of the name that stands right before the minus.
    fn cut_off(&self, first: &IdedExpr) -> Option<Finding> {
        let Expr::Select(select) = &first.expr else { return None };
        let Expr::Ident(root) = &select.operand.expr else { return None };
        let kind = variable::kind_of(root)?;
        let end = self.parsed.range(first).end;
        let start = end.checked_sub(select.field.len())?;
        let rest = self.parsed.source().get(start..)?;
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        let run = rest.split(|letter| !is_part(letter)).next()?.trim_end_matches('-');
        let id = run.replace('_', "-");
        let all = self.context.ids;
        let mark = self.map.mark(start..start + run.len());
        let meant = match all.find(kind, &id) {
            Some(_) => id.clone(),
            // The difference of two names, where the first is one.
            None if run.len() == select.field.len() || known(all, kind, &select.field) => return None,
            None => suggest::nearest(&id, all.all(kind).iter().map(String::as_str))?.to_owned(),
        };
        let word = kind.word();
        let (code, message) = if meant == id {
            let message = format!("after a dot the hyphens of `{id}` are read as minus signs");
            ("hyphen-after-dot", message)
        } else {
            (ids::code_of(kind), format!("there is no {word} `{id}`"))
        };
        let under = meant.replace('-', "_");
        let help = format!("write `{root}.{under}` or `{root}[\"{meant}\"]`");
        Some(Finding::error(code, mark, message).replace(help, mark, under))
    }
}

fn known(all: &ids::Ids, kind: Ref, field: &str) -> bool {
    all.find(kind, field).is_some() || all.find(kind, &field.replace('_', "-")).is_some()
}

/// What a calculation ends with.
fn rightmost(node: &IdedExpr) -> &IdedExpr {
    match &node.expr {
        Expr::Call(call) if super::arithmetic(&call.func_name).is_some() => {
            call.args.last().map_or(node, rightmost)
        }
        _ => node,
    }
}
