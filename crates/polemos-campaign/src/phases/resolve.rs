//! Resolve follows losses, prospects and the fate of home. It drifts toward logistic(β₀ + β₁·logit p − β₂·ln(1 +
//! losses/scale) − β₄·ln(1 + places lost/scale) − β₆·ln(1 + years) + β₃·home threatened + β₅·grievance), half-way in the
//! rule's time: the
//! casualty form (Mueller 1973) and the prospect form (Sidman and Norpoth 2012) are its two extremes. What peoples
//! suffer at the enemy's hands stiffens them, or breaks them, and at their own side's the other way about: the sign of
//! β₅ is a parameter, because the literature disputes it (Lyall 2009).
//!
//! News of a great battle, of a capital's fall or of an atrocity does not wait: on that day resolve moves as far as it
//! otherwise would in the time of `resolve.shock`, toward where the news puts it, and the side's posture and the
//! question of terms come up for review at once. A battle is great when it costs either side more than the share
//! `resolve.great-battle` of all its strength.

use crate::belief;
use crate::phases::{intelligence, people, saga};
use crate::turn::Turn;
use polemos_chance::special::{logistic, logit};
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// Days between two reviews of posture or terms at least.
const PAUSE: f64 = 7.0;

/// Moves everyone's resolve by the days since the last review.
pub fn review(t: &mut Turn<'_>, days: f64) {
    for id in t.s.factions.ids() {
        if t.s.factions[id].at_war {
            outrage(t, id);
            drift(t, id, days);
            report(t, id);
        }
    }
    t.s.touch(Reads::POLITICS);
}

/// After a battle: whether it was a great one in either side's eyes, its own loss against its own strength and the
/// other's against the strength that it believes the other to have. `lost` is what each lost, reference ships.
pub fn after_battle(t: &mut Turn<'_>, sides: [CoalitionId; 2], lost: [f64; 2]) {
    let share = t.rule(Rule::GreatBattle);
    for which in 0..2 {
        let (own, other) = (sides[which], sides[1 - which]);
        let lead = t.war.coalitions[own].lead;
        let members = t.s.factions.pairs().filter(|(_, f)| f.coalition == other && f.at_war);
        let believed: f64 = members.map(|(id, _)| belief::strength(t, lead, id)).sum();
        let suffered = lost[which] > share * (t.coalition_strength(own) + lost[which]);
        if suffered || lost[1 - which] > share * believed.max(1.0) {
            t.s.coalitions[own].shaken = true;
        }
    }
}

/// After a place has fallen: whether it was a capital of those who held it.
pub fn after_capture(t: &mut Turn<'_>, place: PlaceId, by: FactionId, from: Option<FactionId>) {
    let Some(from) = from.filter(|from| t.war.factions[*from].capital == Some(place)) else { return };
    for faction in [by, from] {
        let side = t.s.side(faction);
        t.s.coalitions[side].shaken = true;
    }
}

/// Weighs what has shaken sides today: they judge their prospects anew, resolve moves at once, and posture and terms
/// come up for review.
pub fn shocks(t: &mut Turn<'_>) {
    for side in t.s.coalitions.ids() {
        if !std::mem::take(&mut t.s.coalitions[side].shaken) || !t.s.coalitions[side].active {
            continue;
        }
        intelligence::judge(t, side);
        let days = t.rule(Rule::ResolveShock);
        for id in t.s.factions.ids() {
            if t.s.factions[id].at_war && t.s.side(id) == side {
                drift(t, id, days);
                report(t, id);
            }
        }
        // What was weighed within the week is not weighed again for every battle of a campaign.
        let sooner = |next: f64, review: Rule| next.min((next - t.rule(review) + PAUSE).max(t.dusk()));
        let next = &t.s.coalitions[side];
        let (posture, terms) =
            (sooner(next.next_posture, Rule::PostureReview), sooner(next.next_terms, Rule::TermsReview));
        let state = &mut t.s.coalitions[side];
        (state.next_posture, state.next_terms) = (posture, terms);
        t.s.touch(Reads::POLITICS);
    }
}

/// What a people suffers at the enemy's hands is felt at once when it grows by a quarter of a unit of grievance.
fn outrage(t: &mut Turn<'_>, id: FactionId) {
    let grievance = grievance(t, id);
    let felt = t.s.factions[id].outraged.min(grievance);
    let outraged = grievance > felt + 0.25;
    t.s.factions[id].outraged = if outraged { grievance } else { felt };
    if outraged {
        let days = t.rule(Rule::ResolveShock);
        drift(t, id, days);
    }
}

/// The greatest grievance of a faction's people against anyone at war with it.
fn grievance(t: &Turn<'_>, id: FactionId) -> f64 {
    let Some(people) = t.war.factions[id].people else { return 0.0 };
    let own = t.s.side(id);
    let enemies = t.s.coalitions.pairs().filter(|(side, state)| *side != own && state.active);
    enemies.map(|(side, _)| t.grievance(people, side)).fold(0.0, f64::max)
}

/// Moves a faction's resolve by so many days.
fn drift(t: &mut Turn<'_>, id: FactionId, days: f64) {
    let state = &t.s.factions[id];
    let loss = 1.0 + t.faction_loss(id) / t.rule(Rule::ResolveDeadScale);
    let home = match t.war.factions[id].capital {
        Some(capital) if t.s.holder(capital) != Some(state.coalition) => -t.rule(Rule::ResolveCapital),
        _ if home_threatened(t, id) => t.rule(Rule::ResolveHome),
        _ => 0.0,
    };
    let places = 1.0 + t.balance(state.coalition).max(0.0) / t.rule(Rule::ResolveDeadScale);
    let start = t.real.number(t.war.factions[id].resolve).clamp(0.01, 0.99);
    // A faction's own temper: how far its resolve at the start stands from that of an ordinary one at even odds.
    let temper = logit(start) - t.rule(Rule::ResolveBase);
    let pull = t.rule(Rule::ResolveBase) + temper + t.rule(Rule::ResolveProspect) * logit(state.prospect)
        - t.rule(Rule::ResolveDead) * libm::log(loss)
        - t.rule(Rule::ResolvePlaces) * libm::log(places)
        - t.rule(Rule::ResolveWeary) * libm::log1p(t.war_days() / saga::YEAR)
        + home
        + t.rule(Rule::ResolveAtrocity) * people::atrocities(t, id);
    let goal = logistic(pull);
    let step = -libm::expm1(-core::f64::consts::LN_2 * days / t.rule(Rule::ResolveHalfLife));
    let resolve = state.resolve + (goal - state.resolve) * step;
    t.s.factions[id].resolve = resolve.clamp(0.01, 0.99);
}

/// Whether an enemy stands at or next to a faction's capital.
pub fn home_threatened(t: &Turn<'_>, id: FactionId) -> bool {
    let Some(capital) = t.war.factions[id].capital else { return false };
    let near = t.s.next_to.rows_of(capital.index()).map(PlaceId::from_index);
    let hostile = |place: PlaceId| t.s.standing.meets(place.index(), &t.s.sides.foes, id.index());
    std::iter::once(capital).chain(near).any(hostile)
}

/// Enters that resolve has crossed a quarter.
fn report(t: &mut Turn<'_>, id: FactionId) {
    let state = t.s.factions[id];
    let now = (state.resolve * 4.0) as u8;
    if now == state.reported {
        return;
    }
    let falling = now < state.reported;
    let level = f64::from(if falling { state.reported } else { now }) / 4.0;
    // A level counts as crossed once it is left behind clearly, so that hovering at it fills no page.
    if libm::fabs(state.resolve - level) < 0.03 {
        return;
    }
    let day = t.dusk();
    let seq = t.record(day, &[state.cause], |_| What::ResolveTurned { faction: id, level, falling });
    let state = &mut t.s.factions[id];
    state.reported = now;
    state.turned = falling.then_some(seq);
}

/// Resolve of a coalition: its belligerents' by the strength that each brought into the war.
pub fn of_coalition(t: &Turn<'_>, side: CoalitionId) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for state in t.s.members(side).map(|id| &t.s.factions[id]).filter(|f| f.at_war) {
        let own = state.opening_value + 1.0;
        sum += state.resolve * own;
        weight += own;
    }
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// The entries behind a coalition's will: where its members' resolve last fell below a level, and what last befell
/// them.
pub fn causes(t: &Turn<'_>, side: CoalitionId) -> [Option<Seq>; 2] {
    let members = || t.s.members(side).map(|id| &t.s.factions[id]);
    [members().filter_map(|f| f.turned).max(), members().filter_map(|f| f.cause).max()]
}

impl Turn<'_> {
    /// Days that the war in play has lasted.
    pub fn war_days(&self) -> f64 {
        let began = self.s.saga.as_ref().and_then(|saga| saga.war()).map_or(0.0, |war| war.began);
        self.dusk() - began
    }

    /// Days since a place last changed hands, or since the war in play began.
    pub fn stalled_days(&self) -> f64 {
        (self.dusk() - self.s.moved).min(self.war_days())
    }

    /// How much a war that does not move presses on those who wage it to do something, 0 to 1: a command that never
    /// attacks has nothing to show.
    pub fn deadlock(&self) -> f64 {
        self.wears_in(Rule::PostureDeadlock, self.stalled_days())
    }

    /// How much a war that has stood still for long tells that nobody is winning it, 0 to 1.
    pub fn standstill(&self) -> f64 {
        self.wears_in(Rule::TermsDeadlock, self.stalled_days() - self.rule(Rule::TermsStalled))
    }

    /// What comes in the course of days in which nothing moves, of as much as a rule says.
    fn wears_in(&self, most: Rule, days: f64) -> f64 {
        let most = self.rule(most);
        if most <= 0.0 || days <= 0.0 {
            return 0.0;
        }
        most * -libm::expm1(-days / self.rule(Rule::TermsStalled))
    }

    /// Share of what was its own at the start that a coalition has lost (or, below zero, of others' that it has won).
    pub fn balance(&self, side: CoalitionId) -> f64 {
        let held = self.worth_held(side);
        let start = self.s.coalitions[side].opening_worth;
        if start > 0.0 { ((start - held) / start).clamp(-1.0, 1.0) } else { 0.0 }
    }
}
