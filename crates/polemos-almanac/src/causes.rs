//! Why something happened, as a clause and as a chain.

use crate::sentence::Teller;
use polemos_chronicle::{Entry, Fate, Seq, What};
use polemos_war::{DecisionKind, Posture};
use std::collections::BTreeSet;

/// How far back a clause looks through entries that are no reason by themselves.
const DEPTH: usize = 6;

impl Teller<'_> {
    /// The nearest reasons of an entry: its causes, and where one of them is only a step on the way (a departure, an
    /// arrival), the causes of that one. The latest first.
    pub fn reasons(&self, entry: &Entry) -> Vec<&Entry> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut open: Vec<(Seq, usize)> = entry.causes.iter().map(|cause| (*cause, 0)).collect();
        while let Some((seq, depth)) = open.pop() {
            let Some(cause) = self.chronicle.entry(seq) else { continue };
            if !seen.insert(seq) {
                continue;
            }
            if is_step(&cause.what) && depth < DEPTH {
                open.extend(cause.causes.iter().map(|next| (*next, depth + 1)));
            } else {
                found.push(cause);
            }
        }
        found.sort_by_key(|cause| std::cmp::Reverse(cause.seq));
        found
    }

    /// A cause as a clause that can follow a sentence: "because the relays at Tey were gone".
    pub fn clause(&self, cause: &Entry) -> Option<String> {
        let v = &self.voice;
        Some(match &cause.what {
            What::Event { event } => format!("after {}", self.war.events.get(*event)?.names.the_short()),
            What::Decided(decided) => {
                let decision = self.war.decisions.get(decided.decision)?;
                let who = decided.by.map_or_else(|| v.faction(decision.faction), |person| v.person(person));
                match decision.kind {
                    DecisionKind::Scenario => format!("as {} had chosen", who.the),
                    DecisionKind::Posture => format!("on {} orders", who.own()),
                    _ => return None,
                }
            }
            What::PostureTaken { coalition, to, .. } => {
                let side = v.coalition(*coalition);
                match to {
                    Posture::Offensive => format!("because {} had gone over to the offensive", side.the),
                    Posture::Hold => format!("because {} stood on the defensive", side.the),
                    Posture::Withdraw => format!("because {} had drawn back", side.the),
                    Posture::Raid => format!("because {} had turned to raiding", side.the),
                }
            }
            What::Offensive { coalition, target, .. } => {
                format!("in {} offensive against {}", v.coalition(*coalition).own(), v.place(*target))
            }
            What::Declined { place, coalition, .. } => {
                format!("after {} had given up {}", v.coalition(*coalition).the, v.place(*place))
            }
            What::Battle(_) => format!("after {}", self.battle_in_prose(self.clash_of(cause.seq)?)),
            What::Raided { lane, .. } => format!("because of the raids on {}", v.lane(*lane)),
            What::Invested { place, closed: true, .. } => format!("with {} surrounded", v.place(*place)),
            What::Invested { place, .. } => format!("with the enemy before {}", v.place(*place)),
            What::SiegeLifted { place, .. } => {
                format!("after the siege of {} had been given up", v.place(*place))
            }
            What::Landed { place, .. } => format!("after the landing on {}", v.place(*place)),
            What::GroundFought { place, surrendered: true, .. } => {
                format!("after the garrison of {} had given itself up", v.place(*place))
            }
            What::GroundFought { place, .. } => {
                format!("after the fight on the ground of {}", v.place(*place))
            }
            What::Taken { place, .. } => format!("after the fall of {}", v.place(*place)),
            What::Destroyed { force, .. } => {
                let force = v.force(*force);
                format!("because {} {} no more", force.the, force.was())
            }
            What::OutOfSupply { force, .. } => {
                let force = v.force(*force);
                format!("because {} {} out of supply", force.the, force.was())
            }
            What::Struck { works } => {
                let works = v.works(*works);
                format!("because {} {} gone", works.the, works.was())
            }
            What::Restored { works } => format!("because {} worked again", v.works(*works).the),
            What::LaneChanged { lane, open } => {
                format!("because {} was {}", v.lane(*lane), if *open { "open" } else { "closed" })
            }
            What::ResolveTurned { faction, falling: true, .. } => {
                format!("because {} will to fight was failing", v.faction(*faction).own())
            }
            What::ResolveTurned { faction, .. } => {
                format!("because {} will to fight had risen", v.faction(*faction).own())
            }
            What::Fate { person, fate, .. } => match fate {
                Fate::Killed => format!("after the death of {}", v.person(*person).the),
                Fate::Captured => format!("after the capture of {}", v.person(*person).the),
                Fate::Defected => format!("after {} had gone over", v.person(*person).the),
                Fate::Deposed => format!("after the fall of {}", v.person(*person).the),
                Fate::Resigned => format!("after {} had gone", v.person(*person).the),
                Fate::Overthrown => format!("after the overthrow of {}", v.person(*person).the),
                Fate::Died => format!("after the death of {}", v.person(*person).the),
            },
            What::Joined { faction, .. } => {
                format!("because {} had entered the war", v.faction(*faction).the)
            }
            What::Left { faction, .. } => format!("because {} had left the war", v.faction(*faction).the),
            What::WentOver { force, all, .. } => self.gone_over(*force, *all),
            What::CutOff { coalition, forces, .. } => {
                let forces = self.forces_together(forces);
                format!(
                    "because {} command could no longer reach {}",
                    v.coalition(*coalition).own(),
                    forces.the
                )
            }
            What::Calamity { place, .. } => format!("after the disaster at {}", v.place(*place)),
            What::Rose { rebellion, .. } => {
                format!("in {}", self.war.rebellions.get(*rebellion)?.names.the_short())
            }
            What::OrderedAgainst { by, .. } => format!("on {} orders", v.faction(*by).own()),
            What::Refused { force, .. } => {
                format!("after the refusal of {}", v.force(*force).the)
            }
            What::Reprisal { place, .. } => format!("after the reprisal at {}", v.place(*place)),
            What::Killing { people, .. } => format!("after the killing of {}", v.people(*people).the),
            What::Relented { by, .. } => format!("because {} had relented", v.faction(*by).the),
            What::EnvoySent { person, .. } => format!("at the word of {}", v.person(*person).the),
            What::Ceded { place, .. } => format!("after {} had been ceded", v.place(*place)),
            What::GivenUp { place, .. } => format!("after {} had been given up", v.place(*place)),
            What::Terms { accepted: true, .. } => "on the terms agreed".into(),
            What::Terms { to, .. } => format!("because {} had refused terms", v.coalition(*to).the),
            What::Opened | What::Ended(_) | What::Departed { .. } | What::Arrived { .. } => return None,
            What::Appeared { .. }
            | What::Resupplied { .. }
            | What::Reconnected { .. }
            | What::Built { .. }
            | What::Succeeded { .. }
            | What::Command { .. } => return None,
            what => return self.clause_between(what),
        })
    }

    /// All entries from which the ending follows, the ending among them, by number.
    pub fn chain_of_ending(&self) -> BTreeSet<Seq> {
        let ending = self.chronicle.entries.iter().rev().find(|entry| matches!(entry.what, What::Ended(_)));
        let mut chain = BTreeSet::new();
        let mut open: Vec<Seq> = ending.iter().map(|entry| entry.seq).collect();
        while let Some(seq) = open.pop() {
            if chain.insert(seq)
                && let Some(entry) = self.chronicle.entry(seq)
            {
                open.extend(&entry.causes);
            }
        }
        chain
    }
}

/// Whether an entry is only a step on the way from a reason to what came of it.
fn is_step(what: &What) -> bool {
    matches!(
        what,
        What::Departed { .. }
            | What::Arrived { .. }
            | What::Appeared { .. }
            | What::Built { .. }
            | What::Resupplied { .. }
            | What::Command { .. }
            | What::OrderedAgainst { .. }
            | What::Succeeded { .. }
    )
}
