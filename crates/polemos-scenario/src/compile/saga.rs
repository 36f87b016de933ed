//! What a saga says besides what any war says: who is at war as it opens, tensions of old, wars that records count.

use super::{Compiler, builtin};
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::ids::Ref;
use crate::source::Mark;
use crate::suggest;
use crate::walk::{Row, Walker};
use polemos_war::ids::*;
use polemos_war::names::Names;
use polemos_war::saga::{Episode, Saga, Series, Tension};
use polemos_war::war::{Coalition, Decision, DecisionKind, Faction, FactionKind, Spoils};

impl Compiler<'_> {
    /// The saga, where the scenario is one. `[[tension]]` and `[series.ID]` without `[saga]` are mistakes.
    pub(super) fn saga(&mut self, draft: &Draft<'_>) -> Option<Saga> {
        let Some(row) = &draft.saga else {
            for row in draft.tensions.iter().chain(&draft.series) {
                let message = "this belongs to a saga, and the scenario is a single war";
                let finding = Finding::error("no-saga", row.mark, message);
                self.say(finding.help("add [saga], so that play goes on when a war ends, or leave this out"));
            }
            return None;
        };
        let at_war = row.texts("at-war");
        let at_war = at_war.into_iter().filter_map(|(id, mark)| self.look_up(Ref::Faction, id, mark, true));
        let mut saga = Saga { at_war: at_war.map(FactionId).collect(), ..Saga::default() };
        if saga.at_war.len() == 1 {
            let finding = Finding::error("war-of-one", row.mark_of("at-war"), "nobody is at war alone");
            self.say(
                finding.help(
                    "name those whom it fights too, or leave `at-war` out for a saga that opens in peace",
                ),
            );
        }
        saga.tensions = self.tensions(draft);
        for row in &draft.series {
            self.series(row, &mut saga);
        }
        Some(saga)
    }

    fn tensions(&mut self, draft: &Draft<'_>) -> Vec<Tension> {
        let mut all: Vec<Tension> = Vec::new();
        for row in &draft.tensions {
            let Some(between) = self.pair(row, Ref::Faction) else { continue };
            let between = between.map(FactionId);
            let known = |it: &Tension| it.between == between || it.between == [between[1], between[0]];
            if all.iter().any(known) {
                let finding = Finding::error("duplicate-tension", row.mark, "this tension stands twice");
                self.say(finding.help("leave one of them out"));
                continue;
            }
            let [a, b] = between.map(|id| self.ids.id(Ref::Faction, id.0).to_owned());
            let row = Row { path: format!("tension.{a}.{b}"), ..row.clone() };
            let level = self.number(&row, "level");
            all.push(Tension { between, level });
        }
        all
    }

    /// The two different things that `between` names.
    fn pair(&mut self, row: &Row<'_>, kind: Ref) -> Option<[u32; 2]> {
        // Where it is missing, that has been said.
        row.get("between")?;
        let named = row.texts("between");
        let found: Vec<u32> =
            named.iter().filter_map(|(id, mark)| self.look_up(kind, id, *mark, true)).collect();
        if named.len() == 2 && found.len() < 2 {
            return None;
        }
        match found.as_slice() {
            [a, b] if a != b => Some([*a, *b]),
            _ => {
                let word = kind.word();
                let message = format!("`between` needs two different {word}s");
                let finding = Finding::error("not-a-pair", row.mark_of("between"), message);
                let example = row.spec.key("between").map_or("", |spec| spec.example);
                self.say(finding.help(format!("write two ids: {example}")));
                None
            }
        }
    }

    fn series(&mut self, row: &Row<'_>, saga: &mut Saga) {
        let names = self.names(row);
        let between = self.pair(row, Ref::Coalition).map(|pair| pair.map(CoalitionId));
        let damaged = self.ids.damaged.is_some();
        let mut walker = Walker { findings: &mut self.findings, damaged };
        let wars = row.get("wars").map(|cell| walker.rows(cell, "war", &row.path)).unwrap_or_default();
        let id = SeriesId::from_index(saga.series.len());
        let mut episodes = Vec::new();
        for (at, war) in wars.iter().enumerate() {
            let own = if war.has("name") { self.names(war) } else { numbered(&names, at as u64 + 1) };
            let war_id = war.text("id").unwrap_or_default().to_owned();
            // Ids of wars were given rows in this order.
            episodes.push(saga.episodes.push(Episode { id: war_id, names: own, series: id }));
        }
        let Some(between) = between else { return };
        if saga.series_between(between[0], between[1]).is_some() {
            let finding = Finding::error(
                "duplicate-series",
                row.mark_of("between"),
                "wars between these two sides are counted elsewhere",
            );
            self.say(finding.help("add the wars to that series"));
            return;
        }
        saga.series.push(Series { id: row.id.clone(), names, between, episodes });
    }

    /// `[[history]]`: what the source tells of a decision that every war or every saga has.
    pub(super) fn histories(&mut self, draft: &Draft<'_>, decisions: &mut Table<DecisionId, Decision>) {
        for row in &draft.histories {
            let Some(id) = self.reference(row, "decision", Ref::Decision).map(DecisionId) else { continue };
            let from = self.day(row, "from");
            let Some(def) = decisions.get(id) else { continue };
            let Some(wanted) = row.text("option") else { continue };
            let open = (wanted == "doctrine").then_some(usize::from(Decision::OPEN));
            let known = def.options.iter().position(|it| it.id == wanted);
            let Some(option) = known.or(open) else {
                let ids: Vec<&str> = def.options.iter().map(|it| it.id.as_str()).collect();
                let message = format!("`{wanted}` is no option of this decision");
                let finding = Finding::error("unknown-option", row.mark_of("option"), message);
                self.say(finding.help(format!(
                    "options are {}; `doctrine` leaves it to those who decide",
                    suggest::list(&ids)
                )));
                continue;
            };
            match from {
                Some(from) => decisions[id].historical_dates.push((from, option as u16)),
                None => decisions[id].historical = Some(option as u16),
            }
        }
        for id in decisions.ids() {
            let mut dates = std::mem::take(&mut decisions[id].historical_dates);
            dates.sort_by(|a, b| self.median(a.0).total_cmp(&self.median(b.0)));
            decisions[id].historical_dates = dates;
        }
    }

    /// The decisions that every state and every side of a saga has.
    pub(super) fn saga_decisions(
        &mut self,
        draft: &Draft<'_>,
        coalitions: &Table<CoalitionId, Coalition>,
        factions: &Table<FactionId, Faction>,
        decisions: &mut Table<DecisionId, Decision>,
    ) {
        if draft.saga.is_none() {
            return;
        }
        let mut add = |standing: Standing<'_>| {
            let Standing { id, name, kind, side, faction, options, default } = standing;
            let person = factions.get(faction).and_then(|it| it.leader);
            self.ids.add(Ref::Decision, &id, Mark::default());
            decisions.push(builtin::standing(id, name, (kind, side, faction), person, options, default));
        };
        let written: Vec<(&str, Option<&str>)> =
            draft.rebellions.iter().map(|row| (row.id.as_str(), row.text("faction"))).collect();
        for (id, faction) in factions.pairs().filter(|(_, it)| it.kind == FactionKind::State) {
            of_state(id, faction, own_side(coalitions, id), &written, &mut add);
        }
        for (id, coalition) in coalitions.pairs().filter(|(_, it)| it.by_agreement) {
            for member in &coalition.members {
                let Some(faction) = factions.get(member.faction) else { continue };
                add(Standing {
                    id: format!("{}.{}.join", coalition.id, faction.id),
                    name: "Whether to enter an alliance",
                    kind: DecisionKind::Ally,
                    side: id,
                    faction: member.faction,
                    options: &["join", "stay-out"],
                    default: 1,
                });
            }
        }
        for (id, coalition) in coalitions.pairs() {
            of_side(id, coalition, &mut add);
        }
    }
}

/// A decision that a state or a side of a saga has without its being written.
struct Standing<'a> {
    id: String,
    name: &'a str,
    kind: DecisionKind,
    side: CoalitionId,
    faction: FactionId,
    options: &'a [&'a str],
    default: u16,
}

/// The coalition in which a faction is at first.
fn own_side(coalitions: &Table<CoalitionId, Coalition>, id: FactionId) -> CoalitionId {
    let in_it = |c: &Coalition| !c.by_agreement && c.members.iter().any(|it| it.faction == id);
    coalitions.pairs().find(|(_, c)| in_it(c)).map_or(CoalitionId(0), |(id, _)| id)
}

fn of_state(
    id: FactionId,
    state: &Faction,
    side: CoalitionId,
    rebellions: &[(&str, Option<&str>)],
    add: &mut impl FnMut(Standing<'_>),
) {
    let mut own = |id_text: String, name: &str, kind: DecisionKind, options: &[&str]| {
        add(Standing { id: id_text, name, kind, side, faction: id, options, default: 1 });
    };
    let tail = |tail: &str| format!("{}.{tail}", state.id);
    own(
        tail("incident"),
        "Whether to go to war over an incident",
        DecisionKind::Incident,
        &["war", "settle"],
    );
    let name = "Whether to give up helping those who resist";
    own(tail("renounce"), name, DecisionKind::Renounce, &["renounce", "reserve"]);
    for (rebellion, _) in rebellions.iter().filter(|(_, faction)| *faction != Some(state.id.as_str())) {
        own(
            tail(&format!("arm.{rebellion}")),
            "Whether to arm rebels",
            DecisionKind::Arm,
            &["arm", "refuse"],
        );
    }
}

fn of_side(id: CoalitionId, coalition: &Coalition, add: &mut impl FnMut(Standing<'_>)) {
    let mut own = |tail: &str, name: &str, kind: DecisionKind, options: &[&str], default: u16| {
        let (side, faction) = (id, coalition.lead);
        add(Standing { id: format!("{}.{tail}", coalition.id), name, kind, side, faction, options, default });
    };
    let name = "Whether to leave a world to the enemy";
    own("abandon", name, DecisionKind::Abandon, &["hold", "give-up"], 0);
    let fates = Spoils::ALL.map(Spoils::id);
    own("spoils", "What becomes of the beaten", DecisionKind::Spoils, &fates, 1);
}

/// "First Kelmar War" of a series, "Second …", for wars without a name of their own.
fn numbered(names: &Names, at: u64) -> Names {
    let bare = names.primary.trim_start_matches("The ").trim_start_matches("the ");
    let ordinal = polemos_war::lexicon::prose::ordinal_word(at);
    let primary = format!("{} {bare}", polemos_war::names::capitalised(&ordinal));
    Names { primary, short: None, also: Vec::new(), article: true, ..names.clone() }
}
