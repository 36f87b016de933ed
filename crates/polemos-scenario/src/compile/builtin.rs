//! The decisions that every coalition has without being written: posture, whether to fight, terms, whether to stay.

use super::Compiler;
use super::parties::posture;
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::ids::Ref;
use crate::source::Mark;
use crate::walk::{Row, Walker};
use polemos_war::ids::*;
use polemos_war::names::Names;
use polemos_war::war::*;

impl Compiler<'_> {
    /// Adds the decisions of all coalitions that can take part.
    pub(super) fn builtin_decisions(
        &mut self,
        draft: &Draft<'_>,
        coalitions: &Table<CoalitionId, Coalition>,
        factions: &Table<FactionId, Faction>,
        decisions: &mut Table<DecisionId, Decision>,
    ) {
        for (id, coalition) in coalitions.pairs() {
            if !self.can_take_part(id, coalition, factions) {
                continue;
            }
            let person =
                coalition.commander.or_else(|| factions.get(coalition.lead).and_then(|lead| lead.leader));
            for (kind, tail, name, options, default) in BUILTIN {
                let default = if kind == DecisionKind::Posture {
                    Posture::ALL.iter().position(|posture| *posture == coalition.posture).unwrap_or(0) as u16
                } else {
                    default
                };
                let decision_id = format!("{}.{tail}", coalition.id);
                self.ids.add(Ref::Decision, &decision_id, Mark::default());
                let who = (kind, id, coalition.lead);
                decisions.push(standing(decision_id, name, who, person, options, default));
            }
        }
        self.member_decisions(coalitions, factions, decisions);
        self.saga_decisions(draft, coalitions, factions, decisions);
        for row in &draft.postures {
            self.posture_course(row, decisions);
        }
        self.histories(draft, decisions);
    }

    /// Members other than the lead may leave; the id names both, because one may belong to two coalitions in turn.
    fn member_decisions(
        &mut self,
        coalitions: &Table<CoalitionId, Coalition>,
        factions: &Table<FactionId, Faction>,
        decisions: &mut Table<DecisionId, Decision>,
    ) {
        for (id, coalition) in coalitions.pairs().filter(|(_, coalition)| !coalition.implicit) {
            let mut members: Vec<FactionId> = coalition
                .members
                .iter()
                .map(|member| member.faction)
                .filter(|it| *it != coalition.lead)
                .collect();
            members.extend(self.joins.iter().filter(|(_, joined)| *joined == id).map(|(who, _)| *who));
            members.sort_unstable();
            members.dedup();
            for faction in members {
                let Some(member) = factions.get(faction) else { continue };
                let decision_id = format!("{}.{}.stay", coalition.id, member.id);
                self.ids.add(Ref::Decision, &decision_id, Mark::default());
                let (name, options) = ("Whether to stay in the coalition", ["stay", "separate-peace"]);
                let who = (DecisionKind::Stay, id, faction);
                decisions.push(standing(decision_id, name, who, member.leader, &options, 0));
            }
        }
    }

    /// Whether a coalition is party to the war, or can become one.
    pub(super) fn can_take_part(
        &self,
        id: CoalitionId,
        coalition: &Coalition,
        factions: &Table<FactionId, Faction>,
    ) -> bool {
        let member =
            |member: &Membership| factions.get(member.faction).is_some_and(|faction| faction.belligerent);
        coalition.members.iter().any(member) || self.joins.iter().any(|(_, joined)| *joined == id)
    }

    /// `[posture.X]`: which posture the source tells from when.
    fn posture_course(&mut self, row: &Row<'_>, decisions: &mut Table<DecisionId, Decision>) {
        if self.ids.find(Ref::Coalition, &row.id).is_none() {
            if let Some(finding) = self.ids.unknown(Ref::Coalition, &row.id, row.mark, row.mark) {
                self.say(finding);
            }
            return;
        }
        let Some(decision) = self.ids.find(Ref::Decision, &format!("{}.posture", row.id)) else {
            let message = format!("`{}` takes no part in the war", row.id);
            self.say(
                Finding::warning("no-part", row.mark, message)
                    .help("leave this table out, or make it a belligerent"),
            );
            return;
        };
        let Some(cell) = row.get("historical") else { return };
        let damaged = self.ids.damaged.is_some();
        let mut walker = Walker { findings: &mut self.findings, damaged };
        let rows = walker.rows(cell, "course", &row.path);
        let mut dates = Vec::new();
        for course in &rows {
            let from = self.day(course, "from");
            let at = course.text("posture").map(posture);
            if let (Some(from), Some(at)) = (from, at) {
                dates
                    .push((from, Posture::ALL.iter().position(|posture| *posture == at).unwrap_or(0) as u16));
            }
        }
        dates.sort_by(|a, b| self.median(a.0).total_cmp(&self.median(b.0)));
        if decisions.get(DecisionId(decision)).is_some() {
            decisions[DecisionId(decision)].historical_dates = dates;
        }
    }
}

type Builtin = (DecisionKind, &'static str, &'static str, &'static [&'static str], u16);

const BUILTIN: [Builtin; 4] = [
    (DecisionKind::Posture, "posture", "Posture", &["offensive", "hold", "withdraw", "raid"], 1),
    (DecisionKind::Engage, "engage", "Whether to give battle", &["fight", "decline"], 0),
    (DecisionKind::AskTerms, "ask-terms", "Whether to ask for terms", &["ask", "fight-on"], 1),
    (DecisionKind::AnswerTerms, "answer-terms", "Whether to accept terms", &["accept", "refuse"], 1),
];

/// A decision that is there without being written: what it is about, for which side and which of its members.
pub(super) fn standing(
    id: String,
    name: &str,
    (kind, coalition, faction): (DecisionKind, CoalitionId, FactionId),
    person: Option<PersonId>,
    options: &[&str],
    default: u16,
) -> Decision {
    let choice = |id: &&str| Choice { id: (*id).to_owned(), says: None, appeal: None, effects: Vec::new() };
    Decision {
        id,
        names: Names::plain(name),
        kind,
        coalition,
        faction,
        person,
        opens: None,
        projects: None,
        options: options.iter().map(choice).collect(),
        default,
        historical: None,
        historical_dates: Vec::new(),
        belief: None,
        forced: None,
        removed: false,
    }
}
