//! Events and the scenario's own decisions.

use super::numbers::When;
use super::{Compiler, Request, after};
use crate::condition::{Holder, Scope, Want};
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::ids::Ref;
use crate::source::Mark;
use crate::suggest;
use crate::walk::{Cell, Row, Walker};
use polemos_war::condition::{Op, Variable};
use polemos_war::ids::*;
use polemos_war::war::*;

/// From when, until when, and the bounds that hang on other happenings.
pub(super) struct Window {
    pub(super) from: Option<NumberId>,
    pub(super) until: Option<NumberId>,
    pub(super) bounds: Vec<Vec<Op>>,
}

impl Compiler<'_> {
    pub(super) fn events(&mut self, draft: &Draft<'_>) -> Table<EventId, Event> {
        draft.events.iter().map(|row| self.event(row)).collect()
    }

    fn event(&mut self, row: &Row<'_>) -> Event {
        let window = self.window(row, "event");
        let when = self.when(row, window.bounds, Scope::Event, None);
        let effects = row.get("effects").map(|cell| self.effects(cell, &row.path, None)).unwrap_or_default();
        if !row.has("effects") && !row.has("says") {
            let finding = Finding::warning(
                "does-nothing",
                row.mark,
                format!("the event `{}` does nothing and says nothing", row.id),
            );
            self.say(finding.help("add `effects`, or `says`"));
        }
        Event {
            id: row.id.clone(),
            names: self.names(row),
            says: row.text("says").map(str::to_owned),
            from: window.from,
            until: window.until,
            when,
            hazard: self.number_if(row, "hazard"),
            chance: self.number_if(row, "chance"),
            again: self.number_if(row, "again"),
            effects,
            removed: false,
        }
    }

    pub(super) fn window(&mut self, row: &Row<'_>, what: &str) -> Window {
        let mut bounds = Vec::new();
        let mut side = |compiler: &mut Self, key: &str, until: bool| match compiler.moment(row, key) {
            Some(When::Day(number)) => Some(number),
            Some(When::After { anchor, mark, days }) => {
                if let Some((happened, passed)) = compiler.anchor(&anchor, mark, row) {
                    bounds.push(after(happened, passed, days, until));
                }
                None
            }
            None => None,
        };
        let (from, until) = (side(self, "from", false), side(self, "until", true));
        self.check_order(from, until, row, what);
        self.check_reach(from, until, row, what);
        Window { from, until, bounds }
    }

    /// Variables of the happening that a time hangs on.
    pub(super) fn anchor(&mut self, anchor: &str, mark: Mark, row: &Row<'_>) -> Option<(Variable, Variable)> {
        let (kind, id) = match anchor.split_once('.') {
            Some(("event", id)) => (Ref::Event, id),
            Some(("decision", id)) => (Ref::Decision, id),
            Some(("rebellion", id)) => (Ref::Rebellion, id),
            _ if self.ids.find(Ref::Event, anchor).is_none()
                && self.ids.find(Ref::Decision, anchor).is_some() =>
            {
                (Ref::Decision, anchor)
            }
            _ => (Ref::Event, anchor),
        };
        if kind.word() == row.spec.name && id == row.id {
            let finding = Finding::error("hangs-on-itself", mark, format!("`{id}` cannot come after itself"));
            self.say(finding.help("name another event, or a date"));
            return None;
        }
        let Some(found) = self.ids.find(kind, id) else {
            if let Some(finding) = self.ids.unknown(kind, id, mark, mark) {
                let known: Vec<&str> = self.ids.all(kind).iter().map(String::as_str).collect();
                // The id is only a part of the text: no patch of the whole.
                let near = suggest::nearest(id, known).map(|near| format!("did you mean `{near}`?"));
                let help = near.unwrap_or_else(|| {
                    format!(
                        "times can hang on `event.ID`, `decision.ID` or `rebellion.ID`; there is no `{id}`"
                    )
                });
                self.say(finding.help(help));
            }
            return None;
        };
        Some(match kind {
            Ref::Decision => {
                (Variable::DecisionMade(DecisionId(found)), Variable::DecisionDays(DecisionId(found)))
            }
            Ref::Rebellion => {
                (Variable::RebellionRisen(RebellionId(found)), Variable::RebellionDays(RebellionId(found)))
            }
            _ => (Variable::EventHappened(EventId(found)), Variable::EventDays(EventId(found))),
        })
    }

    /// The middle value of a number that is relative to nothing.
    pub(super) fn median(&self, number: NumberId) -> f64 {
        self.book.median(number)
    }

    /// `until` does not come before `from`.
    pub(super) fn check_order(
        &mut self,
        from: Option<NumberId>,
        until: Option<NumberId>,
        row: &Row<'_>,
        what: &str,
    ) {
        let (Some(from), Some(until)) = (from, until) else { return };
        if self.median(until) < self.median(from) {
            let finding = Finding::error(
                "until-before-from",
                row.mark_of("until"),
                format!("this {what} would be over before it begins"),
            );
            self.say(finding.label("before `from`").help("write a later date, or leave one of the two out"));
        }
    }

    /// Warns about what lies outside the war.
    fn check_reach(&mut self, from: Option<NumberId>, until: Option<NumberId>, row: &Row<'_>, what: &str) {
        let limit = self.language.limit_days;
        if from.is_some_and(|from| self.median(from) > limit) {
            let finding = Finding::warning(
                "after-the-end",
                row.mark_of("from"),
                format!("this {what} comes after the war's last day"),
            );
            self.say(
                finding
                    .label(format!("after day {limit}"))
                    .help("write an earlier date, or a later `end` of the war"),
            );
        }
        if until.is_some_and(|until| self.median(until) < 0.0) {
            let finding = Finding::warning(
                "before-the-start",
                row.mark_of("until"),
                format!("this {what} is over before the war begins"),
            );
            self.say(finding.help("write a later date, or an earlier `start` of the war"));
        }
    }

    pub(super) fn when(
        &mut self,
        row: &Row<'_>,
        bounds: Vec<Vec<Op>>,
        scope: Scope,
        holder: Option<Holder>,
    ) -> Option<ConditionId> {
        match self.request_text(row, "when", scope, Want::Truth, holder) {
            Some(id) => {
                if let Some(request) = self.requests.last_mut() {
                    request.bounds = bounds;
                }
                Some(id)
            }
            None if bounds.is_empty() => None,
            None => {
                let worded = ["from", "until"].map(|key| row.text(key).unwrap_or_default().to_owned());
                let source = worded.join(" ").trim().to_owned();
                Some(self.request(Request { source, map: None, scope, want: Want::Truth, holder, bounds }))
            }
        }
    }

    pub(super) fn decisions(
        &mut self,
        draft: &Draft<'_>,
        coalitions: &Table<CoalitionId, Coalition>,
        factions: &Table<FactionId, Faction>,
        persons: &Table<PersonId, Person>,
    ) -> Table<DecisionId, Decision> {
        let mut decisions: Table<DecisionId, Decision> = Table::new();
        for row in &draft.decisions {
            let id = DecisionId(decisions.len() as u32);
            let decision = self.decision(id, row, coalitions, factions, persons);
            decisions.push(decision);
        }
        self.builtin_decisions(draft, coalitions, factions, &mut decisions);
        decisions
    }

    fn decision(
        &mut self,
        id: DecisionId,
        row: &Row<'_>,
        coalitions: &Table<CoalitionId, Coalition>,
        factions: &Table<FactionId, Faction>,
        persons: &Table<PersonId, Person>,
    ) -> Decision {
        let coalition = self.reference(row, "coalition", Ref::Coalition).map(CoalitionId);
        let members = coalition.and_then(|id| coalitions.get(id));
        let faction = match row.get("faction") {
            Some(_) => self.reference(row, "faction", Ref::Faction).map(FactionId),
            None => members.map(|coalition| coalition.lead),
        };
        self.check_decider(row, members, faction);
        let person = match row.get("person") {
            Some(_) => self.reference(row, "person", Ref::Person).map(PersonId),
            None => faction.and_then(|id| factions.get(id)).and_then(|faction| faction.leader),
        };
        self.check_person(row, person, faction, persons);
        let traits = person.and_then(|id| persons.get(id)).map(|person| {
            let t = &person.traits;
            [t.boldness, t.skill, t.loyalty, t.ruthlessness]
        });
        let projects = self.reference(row, "projects", Ref::Place).map(PlaceId);
        let projected = row.has("projects").then_some(id);
        let holder = faction.map(|faction| Holder { faction, traits, projected });
        let window = self.window(row, "decision");
        let when = self.when(row, window.bounds, Scope::Decision, holder);
        let options = self.options(row, coalition, holder);
        Decision {
            id: row.id.clone(),
            names: self.names(row),
            kind: DecisionKind::Scenario,
            coalition: coalition.unwrap_or(CoalitionId(0)),
            faction: faction.unwrap_or(FactionId(0)),
            person,
            opens: Some(Opening { from: window.from, until: window.until, when }),
            projects,
            default: self.option_row(row, "default", &options).unwrap_or(0),
            historical: self.option_row(row, "historical", &options),
            historical_dates: Vec::new(),
            belief: row.text("belief").map(str::to_owned),
            options,
            forced: None,
            removed: false,
        }
    }

    fn check_decider(&mut self, row: &Row<'_>, coalition: Option<&Coalition>, faction: Option<FactionId>) {
        let (Some(coalition), Some(faction)) = (coalition, faction) else { return };
        if coalition.members.is_empty() || coalition.members.iter().any(|member| member.faction == faction) {
            return;
        }
        let name = self.ids.id(Ref::Faction, faction.0).to_owned();
        let message = format!("`{name}` decides for `{}`, and is not in it", coalition.id);
        let finding = Finding::error("not-a-member", row.mark_of("faction"), message);
        self.say(finding.help("name a member of the coalition, or leave `faction` out"));
    }

    /// Warns about a decision that nobody can face.
    fn check_person(
        &mut self,
        row: &Row<'_>,
        person: Option<PersonId>,
        faction: Option<FactionId>,
        persons: &Table<PersonId, Person>,
    ) {
        let Some(who) = person.and_then(|id| persons.get(id)) else {
            if person.is_none() && faction.is_some() && row.get("person").is_none() {
                let finding =
                    Finding::warning("no-decider", row.mark, format!("nobody is named to face `{}`", row.id));
                self.say(finding.help(
                    "add `person`, or a `leader` to the faction; an ordinary person decides until then",
                ));
            }
            return;
        };
        let mark = row.mark_of("person");
        if !who.alive {
            let message = format!("`{}` is dead when the war opens, and cannot face this", who.id);
            self.say(Finding::warning("dead-decider", mark, message).help("name someone who lives"));
        } else if let (Some(own), Some(faction)) = (who.faction, faction)
            && own != faction
        {
            let message = format!(
                "`{}` serves `{}`, and decides for `{}`",
                who.id,
                self.ids.id(Ref::Faction, own.0),
                self.ids.id(Ref::Faction, faction.0)
            );
            self.say(
                Finding::warning("foreign-decider", mark, message)
                    .help("name a person of that faction, or set `faction`"),
            );
        }
    }

    fn options(
        &mut self,
        row: &Row<'_>,
        coalition: Option<CoalitionId>,
        holder: Option<Holder>,
    ) -> Vec<Choice> {
        let damaged = self.ids.damaged.is_some();
        let mut walker = Walker { findings: &mut self.findings, damaged };
        let rows = row.get("option").map(|cell| walker.keyed(cell, "option", &row.path)).unwrap_or_default();
        let whole = |cell: &Cell<'_>| {
            cell.node
                .table()
                .is_some_and(|table| table.entries.iter().all(|entry| entry.node.table().is_some()))
        };
        let sound = if row.has("option") { row.get("option").is_some_and(whole) } else { true };
        if rows.len() < 2 && !damaged && sound {
            let message = format!(
                "the decision `{}` has {}",
                row.id,
                if rows.is_empty() { "no options" } else { "only one option" }
            );
            let finding = Finding::error("too-few-options", row.mark, message);
            self.say(finding.help(format!("add [decision.{}.option.ID], at least two", row.id)));
        }
        let mut choices = Vec::new();
        for option in &rows {
            let appeal = self.request_text(option, "appeal", Scope::Appeal, Want::Number, holder);
            let own = coalition.map(|coalition| coalition.0);
            let effects =
                option.get("effects").map(|cell| self.effects(cell, &option.path, own)).unwrap_or_default();
            choices.push(Choice {
                id: option.id.clone(),
                says: option.text("says").map(str::to_owned),
                appeal,
                effects,
            });
        }
        choices
    }

    fn option_row(&mut self, row: &Row<'_>, key: &str, options: &[Choice]) -> Option<u16> {
        let text = row.text(key)?;
        if let Some(at) = options.iter().position(|option| option.id == text) {
            return Some(at as u16);
        }
        if options.is_empty() || self.ids.damaged.is_some() {
            return None;
        }
        let mark = row.mark_of(key);
        let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
        let finding =
            Finding::error("unknown-option", mark, format!("`{text}` is no option of this decision"))
                .label("unknown option");
        self.say(match suggest::nearest(text, ids.iter().copied()) {
            Some(near) => finding.replace(format!("did you mean `{near}`?"), mark, format!("\"{near}\"")),
            None => finding.help(format!("its options are {}", suggest::list(&ids).replace(" or ", " and "))),
        });
        None
    }
}
