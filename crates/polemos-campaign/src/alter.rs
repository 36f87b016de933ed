//! A war altered while it is played: from one moment on, the campaign goes on with the same war but for some changes.
//! The past stays as it was, and so does the luck of whatever the changes do not touch, because draws are addressed
//! and a thing that is left out keeps its row.
//!
//! What is left out leaves play at once: a lane closes, works are struck, a person goes, a force vanishes, an event can
//! no longer happen. A number counts anew from then on. What a number only shaped as the war opened is either carried
//! over to the state (resolve, units, inhabitants, the tolerance of losses) or refused, so that no change is made that
//! would do nothing.

use crate::campaign::Campaign;
use crate::effects;
use crate::opening;
use crate::plan::Plan;
use crate::realised::Realised;
use crate::situation::{Judgement, Whereabouts};
use crate::turn::Turn;
use polemos_chronicle::Fate;
use polemos_war::*;
use std::fmt;
use std::sync::Arc;

/// Why a war in play cannot be altered so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unalterable {
    /// It is not the same war: tables differ in size.
    OtherWar,
    /// What had been left out cannot come back.
    Back(String),
    /// A faction, class or place cannot be taken out of a war in play.
    Rooted(String),
    /// The number only counts as the war opens.
    OpeningOnly(String),
    /// The war is over.
    Over,
}

impl fmt::Display for Unalterable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unalterable::OtherWar => out.write_str("it is another war"),
            Unalterable::Back(id) => write!(out, "`{id}` was left out before and cannot come back"),
            Unalterable::Rooted(id) => {
                write!(out, "`{id}` cannot be taken out of a war in play, only be left out from its start")
            }
            Unalterable::OpeningOnly(path) => {
                write!(out, "the number {path} counts only as the war opens, and would change nothing later")
            }
            Unalterable::Over => out.write_str("the war is over by then"),
        }
    }
}

impl std::error::Error for Unalterable {}

/// What leaves play.
#[derive(Default)]
struct Leaving {
    lanes: Vec<LaneId>,
    works: Vec<WorksId>,
    persons: Vec<PersonId>,
    forces: Vec<ForceId>,
    rebellions: Vec<RebellionId>,
    envoys: Vec<EnvoyId>,
}

impl Campaign {
    /// Goes on with `war`, which is this campaign's with changes made to it. Without any, nothing changes at all.
    ///
    /// # Errors
    /// [`Unalterable`] when the changes cannot be made in play; the campaign is then as it was.
    pub fn alter(&mut self, war: Arc<War>) -> Result<(), Unalterable> {
        if self.situation().ending.is_some() {
            return Err(Unalterable::Over);
        }
        let leaving = leaving(self.war(), &war)?;
        let real = Arc::new(Realised::new(&war, &Arc::new(Plan::of(&war)), self.drawn()));
        let numbers = altered_numbers(&self.realised().values, &real.values);
        refuse_what_only_opens(&war, &numbers)?;
        let before = self.realised().values.clone();
        see_off(&mut self.turn(), &leaving);
        self.exchange(war, real);
        let mut turn = self.turn();
        if !numbers.is_empty() {
            carry_over(&mut turn, &numbers, &before);
        }
        vanish(&mut turn, &leaving);
        turn.s.disputes.all_stale();
        turn.s.garrisons_stale = true;
        if !numbers.is_empty() || !leaving.lanes.is_empty() {
            turn.s.touch(Reads::ALL);
        }
        Ok(())
    }
}

fn leaving(old: &War, new: &War) -> Result<Leaving, Unalterable> {
    let sizes = |war: &War| {
        [
            war.places.len(),
            war.lanes.len(),
            war.factions.len(),
            war.classes.len(),
            war.forces.len(),
            war.squadrons.len(),
            war.works.len(),
            war.persons.len(),
            war.events.len(),
            war.decisions.len(),
            war.rebellions.len(),
            war.sabotages.len(),
            war.envoys.len(),
            war.numbers.defs().len(),
        ]
    };
    if old.digest != new.digest || sizes(old) != sizes(new) {
        return Err(Unalterable::OtherWar);
    }
    let mut out = Leaving::default();
    macro_rules! gone {
        ($table:ident, $then:expr) => {
            for ((id, before), after) in old.$table.pairs().zip(&new.$table) {
                if before.removed && !after.removed {
                    return Err(Unalterable::Back(after.id.clone()));
                }
                if after.removed && !before.removed {
                    #[allow(clippy::redundant_closure_call)]
                    $then(id, &after.id)?;
                }
            }
        };
    }
    macro_rules! kept {
        ($list:expr) => {
            |id, _: &String| {
                $list.push(id);
                Ok::<(), Unalterable>(())
            }
        };
    }
    macro_rules! rooted {
        () => {
            |_, id: &String| Err::<(), _>(Unalterable::Rooted(id.clone()))
        };
    }
    gone!(places, rooted!());
    gone!(factions, rooted!());
    gone!(classes, rooted!());
    gone!(lanes, kept!(out.lanes));
    gone!(works, kept!(out.works));
    gone!(persons, kept!(out.persons));
    gone!(forces, kept!(out.forces));
    gone!(rebellions, kept!(out.rebellions));
    gone!(envoys, kept!(out.envoys));
    Ok(out)
}

fn altered_numbers(before: &[f64], after: &[f64]) -> Vec<NumberId> {
    let differs = before.iter().zip(after).map(|(a, b)| a.to_bits() != b.to_bits());
    differs.enumerate().filter(|(_, it)| *it).map(|(row, _)| NumberId(row as u32)).collect()
}

fn refuse_what_only_opens(war: &War, numbers: &[NumberId]) -> Result<(), Unalterable> {
    let beliefs = war.beliefs.iter().map(|it| it.value);
    let griefs = war.old_grievances.iter().map(|it| it.level);
    let hostile = war.places.iter().filter_map(|it| it.hostile);
    let trust = std::iter::once(NumberId(Rule::TermsCredibility as u32));
    let mut opening = beliefs.chain(griefs).chain(hostile).chain(trust);
    match opening.find(|id| numbers.contains(id)) {
        Some(id) => Err(Unalterable::OpeningOnly(war.numbers.defs()[id].path.clone())),
        None => Ok(()),
    }
}

/// What goes in a way that the chronicle tells: while it is still part of the war.
fn see_off(t: &mut Turn<'_>, leaving: &Leaving) {
    for id in &leaving.works {
        effects::strike(t, *id, None);
    }
    for id in &leaving.lanes {
        effects::set_lane(t, *id, false, None);
    }
    for id in &leaving.persons {
        effects::dies(t, *id, Fate::Resigned, None, None);
    }
}

/// What is simply not there any more.
fn vanish(t: &mut Turn<'_>, leaving: &Leaving) {
    for id in &leaving.forces {
        let own: Vec<SquadronId> = t.squadrons(*id).collect();
        for squadron in own {
            count_as(t, squadron, 0);
        }
        recount(t, *id);
        t.s.put(*id, Whereabouts::Gone);
    }
    for id in &leaving.rebellions {
        t.s.rebellions[*id].risen = false;
        for place in t.war.places.ids() {
            *t.s.rebels_mut(*id, place) = 0.0;
        }
    }
    for id in &leaving.envoys {
        t.s.envoys[*id].there = false;
    }
}

/// Numbers that shaped the opening state shape the state now.
fn carry_over(t: &mut Turn<'_>, numbers: &[NumberId], before: &[f64]) {
    let war = t.war;
    for (id, def) in war.factions.pairs().filter(|(_, def)| numbers.contains(&def.resolve)) {
        t.s.factions[id].resolve = t.real.number(def.resolve).clamp(0.01, 0.99);
        t.s.stirred = true;
    }
    for (id, def) in war.places.pairs().filter(|(_, def)| numbers.contains(&def.population)) {
        t.s.places[id].population = t.real.number(def.population);
    }
    t.s.judgements.fill(Judgement::default());
    t.s.tolerances = opening::tolerances(war, t.real, t.s.key);
    let usual = Rule::BattleTolerance as usize;
    for side in war.coalitions.ids() {
        if Some(&t.s.coalitions[side].tolerance) == before.get(usual) {
            t.s.coalitions[side].tolerance = t.rule(Rule::BattleTolerance);
        }
    }
    for (id, force) in war.forces.pairs().filter(|(_, force)| !force.removed) {
        for units in force.units.iter().filter(|units| numbers.contains(&units.count)) {
            share_out(t, units);
        }
        // Skill and class figures count in a force's worth too.
        recount(t, id);
    }
    effects::survey(t);
}

/// So many units of a row of a force now, as evenly as can be among its squadrons.
fn share_out(t: &mut Turn<'_>, units: &Units) {
    for (ordinal, squadron) in units.squadrons.iter().enumerate() {
        count_as(t, *squadron, opening::part_of(t.real, units, ordinal));
    }
}

/// Sets a squadron's units as if it had opened the war with as many more or fewer, so that none count as lost or built.
fn count_as(t: &mut Turn<'_>, squadron: SquadronId, units: u32) {
    let domain = t.war.classes[t.war.squadrons[squadron].class].domain as usize;
    let faction = t.s.forces[t.s.squadrons[squadron].force].faction;
    let state = &mut t.s.squadrons[squadron];
    let opening = |before: u32| (u64::from(before) + u64::from(units)).saturating_sub(u64::from(state.units));
    let own = u32::try_from(opening(state.opening)).unwrap_or(u32::MAX);
    let count = u32::try_from(opening(t.s.factions[faction].opening[domain])).unwrap_or(u32::MAX);
    (state.units, state.opening) = (units, own.max(units));
    if units == 0 {
        state.hits = 0;
    }
    t.s.factions[faction].opening[domain] = count;
}

/// A force's worth anew, and with it what its side counts as having begun with.
fn recount(t: &mut Turn<'_>, force: ForceId) {
    let before = t.s.forces[force].value;
    t.refresh(force);
    let more = t.s.forces[force].value - before;
    if more == 0.0 || !t.s.forces[force].at.is_present() {
        return;
    }
    let faction = t.s.forces[force].faction;
    let side = t.s.side(faction);
    let own = &mut t.s.factions[faction].opening_value;
    *own = (*own + more).max(0.0);
    let common = &mut t.s.coalitions[side].opening_value;
    *common = (*common + more).max(0.0);
}
