//! What is wrong with a war as a whole, and what in it can never happen.

use super::Compiler;
use crate::diagnostic::Finding;
use crate::draft::Draft;
use crate::ids::Ref;
use crate::source::Mark;
use polemos_war::ids::*;
use polemos_war::war::*;

impl Compiler<'_> {
    /// Checks that need the whole war.
    pub(super) fn whole_war(&mut self, draft: &Draft<'_>, war: &War) {
        if self.ids.damaged.is_some() || !self.has_parts(draft) {
            return;
        }
        self.sides(war);
        if self.findings.errors() > 0 {
            return;
        }
        let islands = islands(war);
        self.unreachable(draft, war, &islands);
        self.meetings(draft, war, &islands);
        self.commanders(draft, war);
        self.idle(draft, war);
        self.between_wars(draft, war);
    }

    fn has_parts(&mut self, draft: &Draft<'_>) -> bool {
        let parts = [
            (draft.factions.is_empty(), "factions", "[faction.ID]"),
            (draft.places.is_empty(), "places", "[place.ID]"),
            (draft.forces.is_empty(), "forces", "[force.ID]"),
        ];
        let missing: Vec<_> = parts.iter().filter(|(empty, ..)| *empty).collect();
        if missing.is_empty() {
            return true;
        }
        let words: Vec<&str> = missing.iter().map(|(_, word, _)| *word).collect();
        let headers: Vec<&str> = missing.iter().map(|(.., header)| *header).collect();
        let message =
            format!("a war needs factions, places and forces; here are no {}", words.join(" and no "));
        self.say(
            Finding::error("empty-war", Mark::default(), message).help(format!("add {}", headers.join(", "))),
        );
        false
    }

    fn parties(&self, war: &War) -> Vec<CoalitionId> {
        war.coalitions
            .pairs()
            .filter(|(id, row)| self.can_take_part(*id, row, &war.factions))
            .map(|(id, _)| id)
            .collect()
    }

    fn sides(&mut self, war: &War) {
        // Errors about coalitions and factions would echo here.
        let echoes = [
            "unknown-faction",
            "empty-coalition",
            "two-coalitions",
            "missing-id",
            "wrong-type",
            "unknown-table",
            "unknown-key",
        ];
        if self.parties(war).len() >= 2 || echoes.iter().any(|code| self.findings.any_with(code)) {
            return;
        }
        let finding = Finding::error("one-side", Mark::default(), "it takes two sides to make a war");
        self.say(finding.help("add a faction outside this coalition, or let one be `belligerent`"));
    }

    /// Places that no force can ever come to.
    fn unreachable(&mut self, draft: &Draft<'_>, war: &War, islands: &[usize]) {
        for (id, place) in war.places.pairs() {
            let peopled = war.forces.iter().any(|force| islands[force.place.index()] == islands[id.index()]);
            if peopled || war.places.len() == 1 {
                continue;
            }
            let mark = draft.places.get(id.index()).map(|row| row.mark).unwrap_or_default();
            let message = if place.lanes.is_empty() {
                format!("no lane leads to `{}`", place.id)
            } else {
                format!("no force can ever reach `{}`", place.id)
            };
            self.say(Finding::warning("unreachable-place", mark, message).help("add a lane to it"));
        }
    }

    /// Sides that can never meet.
    fn meetings(&mut self, draft: &Draft<'_>, war: &War, islands: &[usize]) {
        let sides = self.parties(war);
        let reach = |side: CoalitionId| -> Vec<usize> {
            let members = &war.coalitions[side].members;
            let forces = war
                .forces
                .iter()
                .filter(|force| members.iter().any(|member| member.faction == force.faction));
            forces.map(|force| islands[force.place.index()]).collect()
        };
        let reaches: Vec<Vec<usize>> = sides.iter().map(|side| reach(*side)).collect();
        let meets = |a: usize, b: usize| reaches[a].iter().any(|island| reaches[b].contains(island));
        let armed: Vec<usize> = (0..sides.len()).filter(|at| !reaches[*at].is_empty()).collect();
        let alone: Vec<usize> = armed
            .iter()
            .copied()
            .filter(|at| armed.iter().all(|other| other == at || !meets(*at, *other)))
            .collect();
        // Where nobody meets anybody, it is one finding.
        let shown =
            if alone.len() == armed.len() { alone.get(..1).unwrap_or_default() } else { alone.as_slice() };
        for at in shown {
            let coalition = &war.coalitions[sides[*at]];
            let mark = draft.coalitions.get(sides[*at].index()).map(|row| row.mark);
            let mark = mark.or_else(|| self.ids.mark(Ref::Faction, &coalition.id)).unwrap_or_default();
            let message = format!("the forces of `{}` can never meet an enemy", coalition.id);
            let help =
                if armed.len() < 2 { "no other side has forces" } else { "add a lane between their places" };
            self.say(Finding::warning("never-meet", mark, message).help(help));
        }
    }

    /// Forces under someone of another side.
    fn commanders(&mut self, draft: &Draft<'_>, war: &War) {
        for (row, force) in draft.forces.iter().zip(&war.forces) {
            let Some(person) = force.commander.and_then(|id| war.persons.get(id)) else { continue };
            if !person.alive {
                let message =
                    format!("`{}` is dead when the war opens, and commands `{}`", person.id, force.id);
                self.say(
                    Finding::warning("dead-commander", row.mark_of("commander"), message)
                        .help("name someone who lives"),
                );
                continue;
            }
            let Some(own) = person.faction.filter(|own| *own != force.faction) else { continue };
            let allied = war.coalitions.iter().any(|coalition| {
                let has =
                    |faction: FactionId| coalition.members.iter().any(|member| member.faction == faction);
                has(own) && has(force.faction)
            });
            if !allied {
                let (own, other) = (&war.factions[own].id, &war.factions[force.faction].id);
                let message = format!("`{}` serves `{own}`, and commands a force of `{other}`", person.id);
                let finding = Finding::warning("foreign-commander", row.mark_of("commander"), message);
                self.say(finding.help("name a person of that faction, or set the person's `faction`"));
            }
        }
    }

    /// What goes on between wars, in a scenario that is a single one.
    fn between_wars(&mut self, draft: &Draft<'_>, war: &War) {
        if war.saga.is_some() {
            return;
        }
        let options = |it: &Decision| it.options.iter().flat_map(|it| it.effects.clone()).collect::<Vec<_>>();
        let events = war.events.iter().map(|it| it.effects.clone()).zip(&draft.events);
        let decisions = war.decisions.iter().map(options).zip(&draft.decisions);
        let between = |it: &Effect| matches!(it, Effect::Incident { .. } | Effect::Tension(..));
        let idle = events.chain(decisions).filter(|(effects, _)| effects.iter().any(between));
        for (_, row) in idle.collect::<Vec<_>>() {
            let message = "incidents and tension are of sagas, and the scenario is a single war";
            let finding = Finding::warning("no-saga", row.mark, message);
            self.say(finding.help("add [saga], or leave the effect out"));
        }
    }

    /// Things that nothing in the war ever brings about.
    fn idle(&mut self, draft: &Draft<'_>, war: &War) {
        let options = war.decisions.iter().flat_map(|decision| &decision.options);
        let effects: Vec<&Effect> = war
            .events
            .iter()
            .flat_map(|event| &event.effects)
            .chain(options.flat_map(|option| &option.effects))
            .collect();
        for ((id, force), row) in war.forces.pairs().zip(&draft.forces) {
            // In a saga a garrison comes forth when its faction has come to hold its place, and what a movement keeps
            // back when it has taken it.
            let leads = war.rebellions.iter().any(|it| it.faction == Some(force.faction));
            let comes_forth = war.saga.is_some() && (force.garrison || leads);
            if force.held_back
                && !comes_forth
                && !effects.iter().any(|effect| matches!(effect, Effect::Appear(other) if *other == id))
            {
                let message = format!("`{}` is held back, and nothing makes it appear", force.id);
                let finding = Finding::warning("never-appears", row.mark_of("held-back"), message);
                self.say(finding.help(format!(
                    "add the effect {{ appear = \"{}\" }}, or leave `held-back` out",
                    force.id
                )));
            }
            if force.arrives.is_some_and(|day| self.median(day) > self.language.limit_days) {
                let message = format!("`{}` arrives after the war's last day", force.id);
                self.say(
                    Finding::warning("after-the-end", row.mark_of("arrives"), message)
                        .help("write an earlier date"),
                );
            }
        }
        for ((id, faction), row) in war.factions.pairs().zip(&draft.factions) {
            let joins = self.joins.iter().any(|(who, _)| *who == id);
            // A movement that leads a rebellion has its part in it.
            let leads = war.rebellions.iter().any(|it| it.faction == Some(id));
            if !faction.belligerent && !joins && !leads {
                let message = format!("`{}` stands aside, and nothing makes it join", faction.id);
                let finding = Finding::warning("never-joins", row.mark_of("belligerent"), message);
                self.say(
                    finding
                        .help(format!("add the effect {{ join = \"{}\", coalition = \"…\" }}", faction.id)),
                );
            }
            let means = war.forces.iter().any(|force| force.faction == id)
                || war.places.iter().any(|place| place.owner == Some(id));
            if faction.belligerent && !means && !leads {
                let message = format!("`{}` is at war and has neither places nor forces", faction.id);
                let finding = Finding::warning("without-means", row.mark, message);
                self.say(finding.help("give it a place or a force, or set `belligerent = false`"));
            }
        }
    }
}

/// For each place, the number of the connected part of the map that it lies in; closed lanes count, since events
/// may open them.
fn islands(war: &War) -> Vec<usize> {
    let mut island: Vec<usize> = (0..war.places.len()).collect();
    loop {
        let mut changed = false;
        for lane in &war.lanes {
            let [a, b] = lane.ends.map(|end| end.index());
            let least = island[a].min(island[b]);
            changed |= island[a] != least || island[b] != least;
            (island[a], island[b]) = (least, least);
        }
        if !changed {
            return island;
        }
    }
}
