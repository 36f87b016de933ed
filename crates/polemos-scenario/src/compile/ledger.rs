//! Beliefs at the start, the fact ledger, and works cited.

use super::Compiler;
use crate::condition::{Scope, Want};
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::ids::{self, Ref};
use crate::walk::Row;
use polemos_war::ids::FactionId;
use polemos_war::war::{Belief, BeliefKind, Fact, Source};

impl Compiler<'_> {
    pub(super) fn beliefs(&mut self, draft: &Draft<'_>) -> Vec<Belief> {
        draft.beliefs.iter().flat_map(|row| self.belief(row)).collect()
    }

    fn belief(&mut self, row: &Row<'_>) -> Vec<Belief> {
        let by = self.reference(row, "by", Ref::Faction).map(FactionId);
        let about = self.reference(row, "about", Ref::Faction).map(FactionId);
        if by.is_some() && by == about {
            let finding = Finding::error(
                "belief-about-itself",
                row.mark_of("about"),
                "a faction knows its own strength and resolve",
            );
            self.say(finding.help("name another faction"));
        }
        if !row.has("resolve") && !row.has("strength") {
            let finding = Finding::error("empty-belief", row.mark, "nothing is believed here");
            self.say(finding.help("add `strength` or `resolve`"));
        }
        // Numbers are named by who believes what of whom, so that another belief before this one changes no path.
        let path = format!("belief.{}.{}", row.text("by").unwrap_or("?"), row.text("about").unwrap_or("?"));
        let row = Row { path, ..row.clone() };
        let lasting = row.bool("lasting").unwrap_or(false);
        let kinds = [("strength", BeliefKind::Strength), ("resolve", BeliefKind::Resolve)];
        let mut beliefs = Vec::new();
        for (key, kind) in kinds {
            if let (Some(value), Some(by), Some(about)) = (self.number_if(&row, key), by, about) {
                beliefs.push(Belief { by, about, kind, value, lasting });
            }
        }
        beliefs
    }

    pub(super) fn facts(&mut self, draft: &Draft<'_>) -> Vec<Fact> {
        let mut seen: Vec<&str> = Vec::new();
        let mut facts = Vec::new();
        for row in &draft.facts {
            let id = row.text("id").unwrap_or_default();
            let mark = row.mark_of("id");
            if row.text("id").is_some() && !ids::is_id(id) {
                let near = ids::as_id(id);
                let finding = Finding::error("bad-id", mark, format!("`{id}` cannot be the id of a fact"));
                self.say(finding.replace(format!("write `{near}`"), mark, format!("\"{near}\"")));
            } else if seen.contains(&id) {
                let finding = Finding::error("duplicate-id", mark, format!("there are two facts `{id}`"));
                self.say(finding.help("give one of them another id"));
            }
            seen.push(id);
            let expect = self.request_text(row, "expect", Scope::Fact, Want::Truth, None);
            let record = self.declared(row);
            let says = row.text("says").unwrap_or_default().to_owned();
            facts.push(Fact { id: id.to_owned(), line: row.whole("line"), says, expect, record });
        }
        facts
    }

    pub(super) fn sources(&mut self, draft: &Draft<'_>) -> Vec<Source> {
        let rows = draft.sources.iter();
        rows.map(|row| {
            let text = row.text("text").unwrap_or_default();
            let text = row.text("url").map_or_else(|| text.to_owned(), |url| format!("{text} <{url}>"));
            Source { id: row.id.clone(), text }
        })
        .collect()
    }
}
