//! Terms follow the bargaining view of war (Fearon 1995; Slantchev 2003). The stakes lie on a line from −1, all lost, to
//! 1, all won. A side expects from fighting on
//!
//! EV = p + (1 − p)·D(1) − cost·time + will, with p its believed chance and 4p(1 − p) years the time that is left,
//!
//! where D(x) = −o·x − (1 − o)·(γ·x + (1 − γ)) is a defeat that gives up x to a leader whose chance of outliving it is
//! o: one who will not outlive it tells little between defeats, and gambles (Goemans 2000). It asks for terms when
//!
//! k·V(kept) + (1 − k)·V(betrayed) − pride > EV,
//!
//! with V(kept) = D(x) + an envoy's gift, V(betrayed) the worse the more has been given up, and k how far it trusts the
//! other, less after each refusal and after a broken peace: this, not cost alone, keeps worn sides fighting. It offers
//! as much as it believes itself the weaker, never more than makes peace worth as much as fighting on; the other side
//! weighs the offer in the same way. No one asks who has neither been harmed nor is afraid. Where the front has long stood
//! still, both may take p for nearer to even than strengths say: years in which nobody won tell that nobody will.
//!
//! Where the capital of a side's lead is encircled, losing that battle is losing the war, and soon: with h the chance
//! of holding it as its staff projects it, EV = h·EV + (1 − h)·D(1), and the odds that make up the offer are h·p.

use crate::belief;
use crate::phases::{cohesion, ending, envoys, events, resolve, saga};
use crate::projection;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chronicle::{Offer, Seq, What};
use polemos_war::*;

/// Giving up more than this is a surrender.
const SURRENDER: f64 = 0.7;
/// Giving up less than this is an armistice on what is held.
const ARMISTICE: f64 = 0.2;

/// Opens the questions of posture and terms that are due today.
pub fn reviews(t: &mut Turn<'_>) {
    let day = t.dusk();
    t.look_for_disputes();
    let redrawn = std::mem::take(&mut t.s.disputes.redrawn);
    for side in t.belligerents() {
        let lead = t.war.coalitions[side].lead;
        if redrawn {
            besiege(t, side);
        } else {
            debug_assert!(is_as_it_was(t, side), "a capital has come to be encircled unnoticed");
        }
        if day >= t.s.coalitions[side].next_posture {
            t.s.coalitions[side].next_posture = day + t.rule(Rule::PostureReview);
            if day >= t.s.coalitions[side].posture_until {
                let cause = t.s.coalitions[side].cause;
                open_kind(t, side, DecisionKind::Posture, cause);
            }
        }
        if day >= t.s.coalitions[side].next_terms {
            t.s.coalitions[side].next_terms = day + t.rule(Rule::TermsReview);
            if considers(t, side) {
                open_kind(t, side, DecisionKind::AskTerms, t.s.factions[lead].cause);
            }
        }
    }
}

/// The encirclement of a lead's capital opens the question of terms on that day, before any battle for it. A capital that
/// lay behind the enemy's places when the war began is not encircled by that, until he stands before it.
fn besiege(t: &mut Turn<'_>, side: CoalitionId) {
    let encircled = capital_of(t, side).filter(|place| t.encircled(*place));
    let state = &mut t.s.coalitions[side];
    state.hemmed_in &= encircled.is_some();
    let (hemmed_in, before) = (state.hemmed_in, state.besieged);
    let besieged = encircled.filter(|place| !hemmed_in || t.contested(*place));
    t.s.coalitions[side].besieged = besieged.is_some();
    if let (Some(place), false) = (besieged, before) {
        t.s.coalitions[side].next_terms = t.dusk() + t.rule(Rule::TermsReview);
        let around = crate::routes::neighbours(t.war, t.s, place).map(|(_, next)| next).chain([place]);
        let cause = around.filter_map(|next| t.s.places[next].cause).max();
        open_kind(t, side, DecisionKind::AskTerms, cause);
    }
}

/// Whether nothing has changed about the encirclement of the capital of a side's lead.
fn is_as_it_was(t: &Turn<'_>, side: CoalitionId) -> bool {
    let state = &t.s.coalitions[side];
    let encircled = capital_of(t, side).filter(|place| t.encircled(*place));
    let besieged = encircled.filter(|place| !state.hemmed_in || t.contested(*place));
    (encircled.is_some() || !state.hemmed_in) && state.besieged == besieged.is_some()
}

/// The capital of a side's lead, while the side holds it.
fn capital_of(t: &Turn<'_>, side: CoalitionId) -> Option<PlaceId> {
    let capital = t.war.factions[t.war.coalitions[side].lead].capital;
    capital.filter(|place| t.s.holder(*place) == Some(side))
}

/// Whether a side has reason to think of terms: it is encircled, worn, spoken to by an envoy, or has been harmed and
/// fears for the outcome.
fn considers(t: &Turn<'_>, side: CoalitionId) -> bool {
    let lead = t.war.coalitions[side].lead;
    let harmed = harm(t, side) > t.rule(Rule::TermsHarm);
    t.s.coalitions[side].besieged
        || envoys::with(t, side).is_some()
        || resolve::of_coalition(t, side) < t.rule(Rule::TermsWorn)
        || stalled(t)
        || (harmed && t.s.factions[lead].prospect < t.rule(Rule::TermsFear))
}

/// Whether the front has not moved for so long that the war tells nobody anything new.
fn stalled(t: &Turn<'_>) -> bool {
    t.stalled_days() >= t.rule(Rule::TermsStalled)
}

/// What a side has lost: ships, and worth of places.
fn harm(t: &Turn<'_>, side: CoalitionId) -> f64 {
    t.coalition_loss(side) + t.balance(side).max(0.0)
}

/// Opens a decision that every war has.
pub fn open_kind(t: &mut Turn<'_>, side: CoalitionId, kind: DecisionKind, cause: Option<Seq>) {
    let found = t.war.decisions.pairs().find(|(_, d)| d.kind == kind && d.coalition == side);
    if let Some((id, _)) = found.filter(|(id, _)| !t.s.decisions[*id].open) {
        events::open(t, id, cause);
    }
}

/// The opponent believed to be the strongest.
pub fn opponent(t: &Turn<'_>, side: CoalitionId) -> Option<CoalitionId> {
    let lead = t.war.coalitions[side].lead;
    let mut best: Option<(CoalitionId, f64)> = None;
    for other in t.belligerents().filter(|other| *other != side) {
        let members = t.s.factions.pairs().filter(|(_, f)| f.coalition == other && f.at_war);
        let believed: f64 = members.map(|(id, _)| belief::strength(t, lead, id)).sum();
        if best.is_none_or(|(_, most)| believed > most) {
            best = Some((other, believed));
        }
    }
    best.map(|(other, _)| other)
}

/// Someone who weighs war and peace: whose odds, whose will, and what defeat would mean to him.
pub struct Weigher {
    /// Believed chance of prevailing, as far as the course of the war bears it out.
    pub prospect: f64,
    /// Will to go on.
    pub resolve: f64,
    /// Chance of outliving a defeat.
    pub outlives: f64,
    /// Chance of holding a capital that is encircled; 1 where none is.
    pub holds: f64,
}

impl Weigher {
    fn of_side(t: &Turn<'_>, side: CoalitionId) -> Self {
        let lead = t.war.coalitions[side].lead;
        let capital = t.war.factions[lead].capital.filter(|_| t.s.coalitions[side].besieged);
        Self {
            prospect: 0.5 + (t.s.factions[lead].prospect - 0.5) * (1.0 - t.standstill()),
            resolve: resolve::of_coalition(t, side),
            outlives: t.trait_of(t.commander_of(side), |traits| traits.outlives_defeat, 1.0),
            holds: capital.map_or(1.0, |place| projection::defence(t, side, place).win),
        }
    }

    /// What a defeat that gives up so much is worth, 0 to −1.
    pub fn defeat(&self, t: &Turn<'_>, given_up: f64) -> f64 {
        let told = t.rule(Rule::TermsGamble);
        // An armistice on what is held is no defeat; it becomes one as it gives more up.
        let marked = (given_up / ARMISTICE).min(1.0);
        let alike = told * given_up + (1.0 - told) * marked;
        -self.outlives * given_up - (1.0 - self.outlives) * alike
    }

    /// What is expected from fighting on.
    pub fn fighting_on(&self, t: &Turn<'_>) -> f64 {
        let p = self.prospect;
        // Even wars last longest: a year at even odds, less as they part.
        let years = 4.0 * p * (1.0 - p);
        let lost = self.defeat(t, 1.0);
        let war = p + (1.0 - p) * lost - t.rule(Rule::TermsCost) * years;
        self.holds * war + (1.0 - self.holds) * lost + 0.5 * (self.resolve - 0.5)
    }

    /// How much the odds make one give up, 0 an armistice on what is held to 1 surrender.
    pub fn concession(&self, t: &Turn<'_>) -> f64 {
        let steep = t.rule(Rule::TermsSteep);
        let give = ((0.5 - self.holds * self.prospect) * steep).clamp(0.0, 1.0);
        if give > SURRENDER { 1.0 } else { give }
    }

    /// What peace is worth that gives up `concession`, costs `held` besides and brings `gift`, if it is kept with
    /// chance `trust`. Betrayed, one is the more at the other's mercy the more one has given up, and for the rest has
    /// to take the war up again.
    pub fn peace(&self, t: &Turn<'_>, concession: f64, held: f64, gift: f64, trust: f64) -> f64 {
        let given_up = (concession * (1.0 - t.rule(Rule::TermsSpared)) + held).min(1.0);
        let kept = self.defeat(t, given_up) + gift;
        let again = self.fighting_on(t) - t.rule(Rule::TermsLater);
        let betrayed = concession * self.defeat(t, 1.0) + (1.0 - concession) * again;
        trust * kept + (1.0 - trust) * betrayed
    }
}

/// An offer worked out: what it gives up, on whose word, and what it is worth to the one who makes it.
struct Proposal {
    concession: f64,
    envoy: Option<EnvoyId>,
    worth: f64,
}

/// What a side would offer: as much as its odds say, or as much as keeps peace worth fighting on; none where nothing
/// does.
fn proposal(t: &Turn<'_>, side: CoalitionId, to: CoalitionId, weigher: &Weigher) -> Option<Proposal> {
    // What the enemy already holds is given up too; it is worth no more than the chance of winning it back.
    let held = t.balance(side).max(0.0) * weigher.prospect;
    let least = weigher.fighting_on(t);
    let fair = weigher.concession(t);
    // What an envoy brings is to be had for what he asks.
    if let Some(envoy) = envoys::between(t, to, side) {
        let (gift, trust) = envoys::brings(t, Some(envoy), t.s.trust(side, to));
        let asked = t.real.number(t.war.envoys[envoy].asks).clamp(0.0, 1.0).max(fair);
        let concession = if is_surrender(asked) { 1.0 } else { asked };
        let worth = weigher.peace(t, concession, held, gift, trust);
        if worth >= least {
            return Some(Proposal { concession, envoy: Some(envoy), worth });
        }
    }
    let trust = t.s.trust(side, to);
    let steps = (0..=14).rev().map(|step| f64::from(step) * 0.05);
    let less = steps.filter(|give| *give < fair.min(SURRENDER + 1e-9));
    std::iter::once(fair).chain(less).find_map(|concession| {
        let worth = weigher.peace(t, concession, held, 0.0, trust);
        (worth >= least).then_some(Proposal { concession, envoy: None, worth })
    })
}

/// What no one chooses.
const NEVER: f64 = -9.0;

/// Utilities of asking for terms and of fighting on. To ask costs pride in proportion to resolve, twice as much before
/// anything has been lost.
pub fn value_of_asking(t: &Turn<'_>, side: CoalitionId) -> [f64; 2] {
    let weigher = Weigher::of_side(t, side);
    let least = weigher.fighting_on(t);
    let found = opponent(t, side).and_then(|to| proposal(t, side, to, &weigher));
    let Some(proposal) = found else { return [NEVER, least] };
    let besieged = if t.s.coalitions[side].besieged { 1.0 } else { 0.0 };
    let harm = (harm(t, side) / t.rule(Rule::ResolveDeadScale)).max(besieged);
    // Where neither side gets on, to stop on what each holds is no disgrace.
    let disgrace = if stalled(t) { proposal.concession } else { 1.0 };
    let pride = t.rule(Rule::TermsPride) * (2.0 - harm.min(1.0)) * weigher.resolve * disgrace;
    [proposal.worth - pride, least]
}

/// A coalition has decided whether to ask for terms.
pub fn asked(t: &mut Turn<'_>, side: CoalitionId, asks: bool, seq: Seq) {
    let Some(to) = opponent(t, side).filter(|_| asks) else { return };
    let weigher = Weigher::of_side(t, side);
    // Asked against all reason (from outside, or by default), it offers what its odds say.
    let (concession, envoy) =
        proposal(t, side, to, &weigher).map_or((weigher.concession(t), None), |it| (it.concession, it.envoy));
    t.s.coalitions[side].offer = Some(OfferState { to, concession, envoy, cause: seq });
    open_kind(t, to, DecisionKind::AnswerTerms, Some(seq));
}

/// The first offer that a side has to answer, and whose it is.
fn offer_to(t: &Turn<'_>, side: CoalitionId) -> Option<(CoalitionId, OfferState)> {
    let offers = t.s.coalitions.pairs().filter_map(|(by, state)| Some((by, state.offer?)));
    offers.into_iter().find(|(by, offer)| offer.to == side && t.s.coalitions[*by].active)
}

/// Utilities of accepting and of refusing what is offered.
pub fn value_of_answering(t: &Turn<'_>, side: CoalitionId) -> [f64; 2] {
    let weigher = Weigher::of_side(t, side);
    let least = weigher.fighting_on(t) - storm(t, side);
    let Some((by, offer)) = offer_to(t, side) else { return [NEVER, least] };
    let envoy = envoys::between(t, by, side);
    let (gift, trust) = envoys::brings(t, envoy, t.s.trust(side, by));
    // A surrender is all that the war could bring, and needs no trust.
    if is_surrender(offer.concession) {
        return [least.max(1.0) + 1.0, least];
    }
    // Anything less may be broken, and the war is then to be fought later and worse.
    let kept = offer.concession - 0.5 * t.balance(side) + gift;
    [trust * kept + (1.0 - trust) * (least - t.rule(Rule::TermsLater)), least]
}

/// What it would still cost to storm the encircled capital of the one who asks: the loss share that the staff projects.
fn storm(t: &Turn<'_>, side: CoalitionId) -> f64 {
    let Some((by, _)) = offer_to(t, side).filter(|(by, _)| t.s.coalitions[*by].besieged) else { return 0.0 };
    let capital = t.war.factions[t.war.coalitions[by].lead].capital;
    capital.map_or(0.0, |place| projection::assault(t, side, place, t.s.coalitions[side].tolerance).loss)
}

/// Whether giving up so much is a surrender rather than a treaty.
fn is_surrender(concession: f64) -> bool {
    concession > SURRENDER
}

fn kind_of(concession: f64) -> EndingKind {
    match concession {
        give if is_surrender(give) => EndingKind::Surrender,
        give if give > ARMISTICE => EndingKind::Treaty,
        _ => EndingKind::Armistice,
    }
}

/// A coalition has answered an offer.
pub fn answered(t: &mut Turn<'_>, side: CoalitionId, accepts: bool, seq: Seq) {
    let Some((by, offer)) = offer_to(t, side) else { return };
    t.s.coalitions[by].offer = None;
    let kind = kind_of(offer.concession);
    let mut ceded = cession(t, by, side, offer.concession);
    ceded.extend(rid_of(t, side, by, offer.concession));
    let day = t.now();
    let envoy = offer.envoy.and_then(|id| t.s.envoys[id].seq);
    let terms = t.record(day, &[Some(seq), Some(offer.cause), envoy], |t| What::Terms {
        by,
        to: side,
        accepted: accepts,
        offer: Box::new(Offer {
            kind,
            concession: offer.concession,
            ceded: kept(t, by, side).into_iter().chain(ceded.iter().map(|(place, _)| *place)).collect(),
            envoy: offer.envoy,
        }),
    });
    if accepts {
        settle(t, by, side, kind, offer, ceded, terms);
    } else {
        *t.s.trust_mut(by, side) *= 1.0 - t.rule(Rule::TermsRefusal);
    }
    if t.s.ending.is_none() && offer_to(t, side).is_some() {
        open_kind(t, side, DecisionKind::AnswerTerms, Some(terms));
    }
}

fn settle(
    t: &mut Turn<'_>,
    by: CoalitionId,
    side: CoalitionId,
    kind: EndingKind,
    offer: OfferState,
    ceded: Vec<(PlaceId, FactionId)>,
    terms: Seq,
) {
    if let Some(id) = offer.envoy {
        t.s.envoys[id].persuaded = true;
    }
    for (place, to) in ceded {
        cede(t, place, to, terms);
    }
    let victor = (kind != EndingKind::Armistice).then_some(side);
    if ending::others_fight_on(t, by) {
        cohesion::give_up(t, by, Some(terms));
    } else {
        ending::end(t, kind, victor, victor.map(|_| by), &[Some(terms)]);
    }
    ending::conclude(t);
}

/// Places that were one side's at the start and are the other's now: who holds them keeps them.
fn kept(t: &Turn<'_>, by: CoalitionId, side: CoalitionId) -> Vec<PlaceId> {
    t.war.places.ids().filter(|id| t.s.before(*id) == Some(by) && t.s.holder(*id) == Some(side)).collect()
}

/// What a treaty makes the giver hand over besides, until all that it has lost is the share of its worth that it gives
/// up: what it took from the other side first, then worlds most of whose people hate it, then what lies nearest to that
/// side, and never its lead's capital. An armistice hands over what its small price covers and no more; what is a burden to
/// the giver goes with either.
fn cession(t: &Turn<'_>, by: CoalitionId, to: CoalitionId, give: f64) -> Vec<(PlaceId, FactionId)> {
    let kind = kind_of(give);
    if kind == EndingKind::Surrender {
        return Vec::new();
    }
    let capital = t.war.factions[t.war.coalitions[by].lead].capital;
    let theirs: Vec<PlaceId> = t.war.places.ids().filter(|id| t.s.holder(*id) == Some(to)).collect();
    let nearest = |place: PlaceId| {
        let near = theirs.iter().min_by(|a, b| t.s.distance(place, **a).total_cmp(&t.s.distance(place, **b)));
        near.map(|other| (t.s.distance(place, *other), t.s.places[*other].owner))
    };
    let mut offered: Vec<([bool; 2], f64, PlaceId, FactionId)> = Vec::new();
    for place in t.war.places.ids().filter(|id| t.s.holder(*id) == Some(by) && Some(*id) != capital) {
        let before = t.s.places[place].before.filter(|owner| t.s.side(*owner) == to);
        let (days, neighbour) = nearest(place).unwrap_or((f64::INFINITY, None));
        let owner = before.or(neighbour).unwrap_or(t.war.coalitions[to].lead);
        let loyal = t.s.tempers[place].hostile < 0.5;
        offered.push(([before.is_none(), loyal], days, place, owner));
    }
    offered.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    let worth = t.s.coalitions[by].opening_worth.max(1e-9);
    let burdens = saga::liability::burdens(t, by);
    // An armistice is on what is held: what has been won over the war's first line is no debt.
    let mut lost = match kind {
        EndingKind::Armistice => t.balance(by).max(0.0),
        _ => t.balance(by),
    };
    let due = offered.into_iter().filter(|(_, _, place, _)| {
        if burdens.contains(place) {
            return true;
        }
        let before = lost;
        lost += t.real.place_value[*place] / worth;
        match kind {
            EndingKind::Armistice => lost <= give + 1e-9,
            _ => before < give - 1e-9,
        }
    });
    due.map(|(_, _, place, owner)| (place, owner)).collect()
}

/// What the other side, too, would rather be without, and is glad to give for peace.
fn rid_of(t: &Turn<'_>, side: CoalitionId, to: CoalitionId, give: f64) -> Vec<(PlaceId, FactionId)> {
    if is_surrender(give) {
        return Vec::new();
    }
    let lead = t.war.coalitions[to].lead;
    let heir =
        |place: PlaceId| t.s.places[place].before.filter(|owner| t.s.side(*owner) == to).unwrap_or(lead);
    saga::liability::burdens(t, side).into_iter().map(|place| (place, heir(place))).collect()
}

fn cede(t: &mut Turn<'_>, place: PlaceId, to: FactionId, terms: Seq) {
    let Some(from) = t.s.places[place].owner else { return };
    let day = t.now();
    let seq = t.record(day, &[Some(terms)], |_| What::Ceded { place, from, to });
    t.s.give(place, to, seq);
    if let Some(war) = t.s.saga.as_deref_mut().and_then(|saga| saga.wars.last_mut()) {
        war.ceded += 1;
    }
}
