//! What the war is held against beside its facts: measures, links, turning points, removals, comparisons.

use super::Compiler;
use super::numbers::When;
use crate::condition::{Scope, Want};
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::ids::{self, Ref};
use crate::source::Mark;
use crate::suggest;
use crate::walk::{Row, Walker};
use polemos_war::condition::Variable;
use polemos_war::evidence::*;
use polemos_war::ids::*;
use polemos_war::war::{Decision, Fact};

/// What entries of evidence can name.
pub(super) struct Known<'a> {
    pub(super) facts: &'a [Fact],
    pub(super) decisions: &'a Table<DecisionId, Decision>,
}

impl Compiler<'_> {
    /// Compiles all entries of evidence; all numbers but those of measures are known by then.
    pub(super) fn evidence(
        &mut self,
        draft: &Draft<'_>,
        facts: &[Fact],
        decisions: &Table<DecisionId, Decision>,
    ) -> Evidence {
        let known = Known { facts, decisions };
        let mut seen = Vec::new();
        let mut out = Evidence::default();
        for row in &draft.measures {
            let measure = self.measure(row);
            out.measures.push(measure);
        }
        for row in &draft.links {
            let id = self.entry_id(row, "link", &mut seen);
            let says = said(row, "says");
            let [from, to] = ["from", "to"].map(|key| self.shown(row, key, &known));
            let against = self.shown(row, "against", &known);
            if let (Some(from), Some(to)) = (from, to) {
                out.links.push(Link { id, says, from, to, against });
            }
        }
        seen.clear();
        for row in &draft.turns {
            let turn = self.turning_point(row, &known, &mut seen);
            out.turns.extend(turn);
        }
        for row in &draft.removals {
            out.removals.extend(self.removal(row));
        }
        seen.clear();
        for row in &draft.comparisons {
            out.comparisons.extend(self.comparison(row, &known, &mut seen));
        }
        out
    }

    fn measure(&mut self, row: &Row<'_>) -> Measure {
        let given: Vec<&str> = ["at", "when", "over"].into_iter().filter(|key| row.has(key)).collect();
        if let [_, second, ..] = given.as_slice() {
            let message =
                format!("a measure is taken once: `{}` and `{second}` exclude each other", given[0]);
            let finding = Finding::error("taken-twice", row.mark_of(second), message);
            self.say(finding.help("leave one of them out, or write two measures"));
        }
        let value = self.figure(row, "value").unwrap_or(ConditionId(0));
        let taken = match given.first() {
            Some(&"at") => self.taken_at(row).unwrap_or(Taking::End),
            Some(&"when") => self
                .request_text(row, "when", Scope::Event, Want::Truth, None)
                .map_or(Taking::End, Taking::Once),
            Some(_) => Taking::Weekly(match row.text("over") {
                Some("most") => Keep::Most,
                Some("least") => Keep::Least,
                _ => Keep::Mean,
            }),
            None => Taking::End,
        };
        Measure { id: row.id.clone(), says: said(row, "says"), value, taken }
    }

    fn taken_at(&mut self, row: &Row<'_>) -> Option<Taking> {
        match self.moment(row, "at")? {
            When::Day(number) => Some(Taking::Day(number)),
            When::After { anchor, mark, days } => match self.anchor(&anchor, mark, row)?.0 {
                Variable::DecisionMade(id) => Some(Taking::AfterDecision(id, days)),
                Variable::EventHappened(id) => Some(Taking::AfterEvent(id, days)),
                _ => None,
            },
        }
    }

    /// A figure read during play: truths, and no ending.
    fn figure(&mut self, row: &Row<'_>, key: &str) -> Option<ConditionId> {
        self.request_text(row, key, Scope::Event, Want::Figure, None)
    }

    /// A condition on the finished war, or the id of a fact that has one.
    pub(super) fn shown(&mut self, row: &Row<'_>, key: &str, known: &Known<'_>) -> Option<ConditionId> {
        let text = row.text(key)?;
        if !ids::is_id(text) || matches!(text, "true" | "false" | "ended") {
            return self.request_text(row, key, Scope::Fact, Want::Truth, None);
        }
        let mark = row.mark_of(key);
        let Some(fact) = known.facts.iter().find(|fact| fact.id == text) else {
            let facts: Vec<&str> = known.facts.iter().map(|fact| fact.id.as_str()).collect();
            let finding = Finding::error("unknown-fact", mark, format!("there is no fact `{text}`"));
            self.say(match suggest::nearest(text, facts) {
                Some(near) => finding.replace(format!("did you mean `{near}`?"), mark, format!("\"{near}\"")),
                None => finding.help("write a condition on the finished war, or the id of a [[fact]]"),
            });
            return None;
        };
        if fact.expect.is_none() {
            let message =
                format!("the fact `{text}` has no `expect` that could hold in one run and not in another");
            self.say(Finding::error("fact-without-expect", mark, message).help("write the condition here"));
        }
        fact.expect
    }

    fn removal(&mut self, row: &Row<'_>) -> Option<Removal> {
        let without = self.left_out(row);
        let response = self.request_text(row, "response", Scope::Fact, Want::Figure, None)?;
        Some(Removal {
            without,
            name: row.text("name").map(str::to_owned),
            says: said(row, "says"),
            response,
            expect: expected(row),
            because: said(row, "because"),
        })
    }

    fn comparison(&mut self, row: &Row<'_>, known: &Known<'_>, seen: &mut Vec<String>) -> Option<Comparison> {
        let id = self.entry_id(row, "comparison", seen);
        let base = Variant { name: "as it is".to_owned(), ..Variant::default() };
        let a = self.variant(row, "a", known).unwrap_or(base);
        let b = self.variant(row, "b", known);
        let value = self.request_text(row, "value", Scope::Fact, Want::Figure, None);
        let (says, because) = (said(row, "says"), said(row, "because"));
        Some(Comparison { id, says, a, b: b?, value: value?, expect: expected(row), because })
    }

    fn variant(&mut self, above: &Row<'_>, key: &str, known: &Known<'_>) -> Option<Variant> {
        let cell = above.get(key)?;
        let table = cell.node.table()?;
        let damaged = self.ids.damaged.is_some();
        let mut walker = Walker { findings: &mut self.findings, damaged };
        let path = format!("{}.{key}", above.path);
        let row = walker.row(table, crate::spec::table("variant"), "", path, cell.key_mark);
        let without = self.check_changes(&row, known);
        let texts = |key: &str| row.texts(key).into_iter().map(|(text, _)| text.to_owned()).collect();
        let (set, define, choose) = (texts("set"), texts("set-def"), texts("choose"));
        Some(Variant { name: said(&row, "name"), set, define, without, choose })
    }

    /// Checks changes as the command line takes them; returns the ids left out.
    pub(super) fn check_changes(&mut self, row: &Row<'_>, known: &Known<'_>) -> Vec<String> {
        for (text, mark) in row.texts("choose") {
            self.check_choice(text, mark, known);
        }
        for key in ["set", "set-def"] {
            for (text, mark) in row.texts(key) {
                self.check_path(text, mark);
            }
        }
        self.left_out(row)
    }

    /// Ids of a row's `without`, all of which exist.
    fn left_out(&mut self, row: &Row<'_>) -> Vec<String> {
        let mut all = Vec::new();
        for (id, mark) in row.texts("without") {
            let kinds =
                || Ref::ALL.into_iter().filter(|kind| kind.shares_one_namespace() && *kind != Ref::Coalition);
            if !kinds().any(|kind| self.ids.find(kind, id).is_some()) {
                let known: Vec<&str> =
                    kinds().flat_map(|kind| self.ids.all(kind)).map(String::as_str).collect();
                let message = format!("nothing that can be left out has the id `{id}`");
                let finding = Finding::error("unknown-id", mark, message);
                let finding = match suggest::nearest(id, known) {
                    Some(near) => finding.replace(format!("did you mean `{near}`?"), mark, format!("\"{near}\"")),
                    None => finding.help("take the id of an event, decision, person, force, faction, class, works, lane or place"),
                };
                self.say(finding);
            }
            all.push(id.to_owned());
        }
        all
    }

    fn check_choice(&mut self, text: &str, mark: Mark, known: &Known<'_>) {
        let Some((decision, option)) = text.split_once('=') else {
            let finding = Finding::error("bad-choice", mark, format!("`{text}` settles nothing"));
            return self.say(finding.help("write `DECISION=OPTION`"));
        };
        let Some(def) = known.decisions.iter().find(|it| it.id == decision) else {
            let ids: Vec<&str> = known.decisions.iter().map(|it| it.id.as_str()).collect();
            let finding =
                Finding::error("unknown-decision", mark, format!("there is no decision `{decision}`"));
            return self.say(match suggest::nearest(decision, ids.iter().copied()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help(format!("there are {}", suggest::list(&ids).replace(" or ", " and "))),
            });
        };
        if !def.options.iter().any(|it| it.id == option) {
            let ids: Vec<&str> = def.options.iter().map(|it| it.id.as_str()).collect();
            let message = format!("`{option}` is no option of `{decision}`");
            let finding = Finding::error("unknown-option", mark, message);
            self.say(
                finding.help(format!("its options are {}", suggest::list(&ids).replace(" or ", " and "))),
            );
        }
    }

    fn check_path(&mut self, text: &str, mark: Mark) {
        let Some((path, _)) = text.split_once('=') else {
            let finding = Finding::error("bad-change", mark, format!("`{text}` sets nothing"));
            return self.say(finding.help("write `PATH=VALUE`"));
        };
        if self.book.find(path.trim()).is_some() {
            return;
        }
        let paths = self.book.paths();
        let finding = Finding::error("unknown-parameter", mark, format!("there is no number `{path}`"));
        self.say(match suggest::nearest(path, paths.iter().map(String::as_str)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("numbers are named by their place, as in `faction.ID.resolve`"),
        });
    }

    /// The id of an entry, which no other of its kind has.
    pub(super) fn entry_id(&mut self, row: &Row<'_>, what: &str, seen: &mut Vec<String>) -> String {
        let id = row.text("id").unwrap_or_default();
        let mark = row.mark_of("id");
        if row.text("id").is_some() && !ids::is_id(id) {
            let near = ids::as_id(id);
            let finding = Finding::error("bad-id", mark, format!("`{id}` cannot be the id of a {what}"));
            self.say(finding.replace(format!("write `{near}`"), mark, format!("\"{near}\"")));
        } else if seen.iter().any(|other| other == id) {
            let finding = Finding::error(
                "duplicate-id",
                mark,
                format!("there are two {what}s `{id}`").replace("ys `", "ies `"),
            );
            self.say(finding.help("give one of them another id"));
        }
        seen.push(id.to_owned());
        id.to_owned()
    }

    /// What a fact says is declared: `record = { … }`.
    pub(super) fn declared(&mut self, fact: &Row<'_>) -> Vec<Declared> {
        let Some(cell) = fact.get("record") else { return Vec::new() };
        let Some(table) = cell.node.table() else { return Vec::new() };
        let damaged = self.ids.damaged.is_some();
        let mut walker = Walker { findings: &mut self.findings, damaged };
        let path = format!("{}.record", fact.path);
        let row = walker.row(table, crate::spec::table("record"), "", path, cell.key_mark);
        let mut all: Vec<Declared> =
            row.texts("name").into_iter().map(|(name, _)| Declared::Name(name.to_owned())).collect();
        let one = |key: &str, make: fn(String) -> Declared| row.text(key).map(|text| make(text.to_owned()));
        all.extend(one("part-of", Declared::PartOf));
        all.extend(one("previous", Declared::Previous));
        all.extend(one("next", Declared::Next));
        all.extend(one("where", Declared::Where));
        if table.entries.is_empty() {
            let finding = Finding::error("empty-record", cell.key_mark, "nothing is declared here");
            self.say(finding.help("add `name`, `part-of`, `previous`, `next` or `where`"));
        }
        all
    }
}

pub(super) fn said(row: &Row<'_>, key: &str) -> String {
    row.text(key).unwrap_or_default().to_owned()
}

fn expected(row: &Row<'_>) -> Expect {
    let word = row.text("expect").unwrap_or_default();
    Expect::ALL.into_iter().find(|it| it.id() == word).unwrap_or(Expect::None)
}
