//! Wars of a saga: how they open, grow into others, and close. A war opens between two sides, with all who are in them;
//! everything that is counted by the war begins anew, and each side knows what it could see of the other in peace. When it
//! closes, what is held is kept unless terms say otherwise, forces go home, and what was lost is remembered. One war is in
//! play at a time: who comes in, comes in on one of its sides.

use super::{add, risings, spoils, tension, with};
use crate::effects;
use crate::phases::{intelligence, orders_against, raids, supply};
use crate::purpose;
use crate::saga::WarState;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chance::special::{logistic, logit};
use polemos_chance::{Address, pair, sample};
use polemos_chronicle::{Ending, FactionTotals, Grade, Ground, Seq, WarBegan, What};
use polemos_war::*;

/// A war opens: the first side has begun it.
pub fn open(t: &mut Turn<'_>, sides: [CoalitionId; 2], ground: Ground, cause: Option<Seq>) -> Option<Seq> {
    if t.s.saga.as_ref().is_some_and(|saga| saga.war().is_some()) {
        // Whoever has risen fights on beside the new war, and is told of with it.
        overtake(t, cause);
    }
    for side in sides {
        for id in tension::members(t, side) {
            t.s.factions[id].at_war = true;
        }
    }
    t.s.align();
    begin(t, sides, ground, cause)
}

/// The war inside which a saga opens, if it opens inside one.
pub fn at_first(t: &mut Turn<'_>) {
    let Some(def) = &t.war.saga else { return };
    for id in t.war.factions.ids() {
        let opening = t.s.factions[id].opening;
        with(t, |saga| saga.states[id].past.opening = opening);
    }
    let mut sides: Vec<CoalitionId> = def.at_war.iter().map(|id| t.s.side(*id)).collect();
    sides.dedup();
    if let [first, second, ..] = sides[..] {
        open(t, [first, second], Ground::Opening, None);
    }
}

/// The war in play has become one between other sides: it is closed without terms, and the new one goes on from it.
pub fn outgrow(t: &mut Turn<'_>, sides: [CoalitionId; 2], cause: Option<Seq>) {
    let number = t.s.saga.as_ref().map_or(0, |saga| saga.wars.len().saturating_sub(1)) as u16;
    let day = t.now();
    let ending =
        Ending { kind: EndingKind::Outgrown, victor: None, loser: None, grade: Grade::Stalemate, day };
    enter_end(t, ending, &[cause]);
    open(t, sides, Ground::Outgrowth { number }, cause);
}

/// A war between states has overtaken a rising.
fn overtake(t: &mut Turn<'_>, cause: Option<Seq>) {
    let day = t.now();
    let ending =
        Ending { kind: EndingKind::Outgrown, victor: None, loser: None, grade: Grade::Stalemate, day };
    enter_end(t, ending, &[cause]);
}

/// All members of a side are in the war in play from now on.
pub fn draw_in(t: &mut Turn<'_>, side: CoalitionId) {
    for id in tension::members(t, side) {
        if !t.s.factions[id].at_war {
            t.s.factions[id].at_war = true;
            count_in(t, id);
        }
    }
    t.s.align();
    t.s.coalitions[side].next_review = t.now();
    t.s.touch(Reads::ALL);
}

fn begin(t: &mut Turn<'_>, sides: [CoalitionId; 2], ground: Ground, cause: Option<Seq>) -> Option<Seq> {
    let def = t.war.saga.as_ref()?;
    let saga = t.s.saga.as_ref()?;
    let number = saga.wars.len() as u16;
    let alike = |war: &&WarState| war.sides == sides || war.sides == [sides[1], sides[0]];
    let ordinal = saga.wars.iter().filter(alike).count() as u16 + 1;
    let series = def.series_between(sides[0], sides[1]);
    let episode = series.and_then(|id| def.episode(id, ordinal));
    let began = t.now();
    let members = sides.map(|side| tension::members(t, side));
    let what = WarBegan { number, sides, members, series, ordinal, ground };
    let seq = t.record(began, &[cause], |_| What::WarBegan(Box::new(what)));
    trust_at(t, sides, ground);
    let war = WarState {
        sides,
        ordinal,
        episode,
        began,
        ground,
        seq,
        loss: [0.0; 2],
        ceded: 0,
        ending: None,
        closed: None,
    };
    with(t, |saga| saga.wars.push(war));
    for place in t.s.places.iter_mut() {
        (place.before, place.home) = (place.owner, place.owner.is_some());
    }
    for side in t.s.coalitions.ids() {
        muster(t, side, seq);
    }
    t.s.align();
    for id in t.war.factions.ids() {
        count_in(t, id);
        t.s.factions[id].cause = Some(seq);
    }
    sum_up(t);
    for side in sides {
        supply::refresh_paths(t);
        intelligence::judge(t, side);
    }
    t.s.links = crate::links::Links::default();
    crate::links::open(t);
    t.s.touch(Reads::ALL);
    Some(seq)
}

/// A faction's counts of the war begin anew; what it had counted goes to those of the past.
fn count_in(t: &mut Turn<'_>, id: FactionId) {
    put_away(t, id);
    let mut units = [0_u32; 5];
    let mut value = 0.0;
    let own: Vec<ForceId> =
        t.s.forces.pairs().filter(|(_, f)| f.faction == id && f.at.is_present()).map(|(id, _)| id).collect();
    for force in own {
        add(&mut units, t.units(force));
        value += t.s.forces[force].value;
    }
    let resolve = opening_resolve(t, id);
    let base = logistic(t.rule(Rule::CohesionBase));
    let state = &mut t.s.factions[id];
    (state.opening, state.opening_value) = (units, value);
    (state.resolve, state.reported, state.turned) = (resolve, (resolve * 4.0) as u8, None);
    (state.cohesion, state.recent, state.counted) = (base, 0.0, 0);
    (state.next_stay, state.outraged, state.at_peace) = (0.0, 0.0, false);
}

/// What a faction has counted since its counts last began goes to those of the past.
pub fn put_away(t: &mut Turn<'_>, id: FactionId) {
    let state = &mut t.s.factions[id];
    let take = |list: &mut [u32; 5]| std::mem::take(list);
    let (built, lost) = (take(&mut state.built), take(&mut state.lost));
    let (joined, left) = (take(&mut state.joined), take(&mut state.left));
    let dead = (std::mem::take(&mut state.military_dead), std::mem::take(&mut state.civilian_dead));
    with(t, |saga| {
        let past = &mut saga.states[id].past;
        add(&mut past.built, built);
        add(&mut past.lost, lost);
        add(&mut past.joined, joined);
        add(&mut past.left, left);
        past.military_dead += dead.0 as f32;
        past.civilian_dead += dead.1 as f32;
    });
}

/// Will to fight as a war opens: a people's own temper, and what tension with the enemy adds to it.
fn opening_resolve(t: &Turn<'_>, id: FactionId) -> f64 {
    let usual = t.real.number(t.war.factions[id].resolve).clamp(0.01, 0.99);
    let Some(saga) = &t.s.saga else { return usual };
    let enemies = t.war.factions.ids().filter(|other| t.s.hostile(id, *other));
    let edge = enemies.map(|other| saga.tension(id, other)).fold(0.0, f64::max);
    if edge <= 0.0 {
        return usual;
    }
    logistic(logit(usual) + t.rule(Rule::WarRally) * (2.0 * edge - 1.0)).clamp(0.01, 0.99)
}

/// A side's counts, plans and pictures of the enemy begin anew.
fn muster(t: &mut Turn<'_>, side: CoalitionId, seq: Seq) {
    let now = t.now();
    let def = &t.war.coalitions[side];
    let commander = def.commander.filter(|id| t.s.persons[*id].alive && !t.s.persons[*id].retired);
    let commander = commander.filter(|id| t.s.persons[*id].faction == Some(def.lead));
    let fresh = crate::opening::coalition(t.war, t.real, def);
    t.s.coalitions[side] = CoalitionState {
        commander,
        cause: Some(seq),
        next_posture: now,
        next_terms: now + t.rule(Rule::TermsReview),
        next_review: now,
        next_account: now + raids::ACCOUNT_DAYS,
        ..fresh
    };
    for lane in t.s.lanes.ids() {
        *t.s.traffic_mut(side, lane) = Traffic::default();
    }
    super::fleets::see_all(t, side, now);
}

/// Sums of sides and first errors of their pictures of each other.
fn sum_up(t: &mut Turn<'_>) {
    for id in t.war.factions.ids() {
        let (side, value) = (t.s.side(id), t.s.factions[id].opening_value);
        t.s.coalitions[side].opening_value += value;
    }
    for place in t.war.places.ids() {
        if let Some(side) = t.s.holder(place) {
            t.s.coalitions[side].opening_worth += t.real.place_value[place];
        }
    }
    let real = t.real;
    for (_, place) in &real.relays {
        if let Some(side) = t.s.holder(*place) {
            t.s.coalitions[side].relayed = true;
        }
    }
    for works in t.war.works.iter().filter(|it| it.kind == WorksKind::Depot && !it.removed) {
        if let Some(side) = t.s.holder(works.place) {
            t.s.coalitions[side].opening_depots += t.real.number(works.capacity);
        }
    }
    mistakes(t);
}

/// What each makes of the other as the war begins: an error as large as his intelligence allows.
fn mistakes(t: &mut Turn<'_>) {
    let real = t.real;
    let today = t.date();
    for &by in &real.watchers {
        let spread = crate::belief::spread(t.war, t.real, by);
        for about in t.war.factions.ids().filter(|about| t.s.side(*about) != t.s.side(by)).collect::<Vec<_>>()
        {
            let who = pair(real.faction_entity[by], real.faction_entity[about]);
            let draw = |index| {
                let address = Address::new(purpose::OPENING_ESTIMATE, who, today, index);
                spread * sample::normal(t.s.key.uniform(address))
            };
            let (strength, will) = (draw(0), draw(1));
            let truth = logit(t.s.factions[about].resolve.clamp(0.01, 0.99));
            let e = t.s.estimate_mut(by, about);
            (e.strength_error, e.resolve_error, e.resolve_lagged) = (strength, will, truth);
        }
    }
}

/// The coalition in which a faction stands alone.
pub fn own_side(t: &Turn<'_>, id: FactionId) -> CoalitionId {
    let own = t.war.coalitions.pairs().find(|(_, c)| c.implicit && c.lead == id);
    own.map_or_else(|| t.s.side(id), |(side, _)| side)
}

/// The war in play has ended.
pub fn close(t: &mut Turn<'_>, ending: Ending, causes: &[Option<Seq>]) {
    let Some(sides) = t.s.saga.as_ref().and_then(|saga| saga.war()).map(|war| war.sides) else { return };
    orders_against::cease(t);
    t.s.orders_against.clear();
    let lost_before: Vec<(PlaceId, FactionId, FactionId)> = changed_hands(t);
    t.war.factions.ids().for_each(|id| humble(t, id, sides));
    let seq = enter_end(t, ending, causes);
    for id in t.war.factions.ids() {
        put_away(t, id);
        let state = &mut t.s.factions[id];
        (state.at_war, state.at_peace) = (false, false);
        state.cause = Some(seq);
    }
    for a in tension::members(t, sides[0]) {
        for b in tension::members(t, sides[1]) {
            with(t, |saga| saga.set_tension(a, b, saga.tension(a, b).max(0.5)));
        }
    }
    for place in t.war.places.ids() {
        t.s.besiege(place, None);
        t.s.places[place].ground = None;
    }
    t.war.decisions.ids().for_each(|id| t.s.set_open(id, false));
    for side in t.s.coalitions.ids() {
        let state = &mut t.s.coalitions[side];
        (state.active, state.posture, state.offer) = (true, Posture::Hold, None);
        state.operations.iter_mut().for_each(|it| it.stage = Stage::Idle);
    }
    t.s.align();
    go_home(t);
    risings::go_home(t);
    if let (Some(victor), Some(loser)) = (ending.victor, ending.loser)
        && matches!(ending.kind, EndingKind::Conquest | EndingKind::Surrender)
    {
        spoils::raise(t, victor, loser, seq);
    }
    for (place, from, to) in lost_before {
        spoils::ask_word(t, place, from, to, seq);
    }
    t.s.touch(Reads::ALL);
}

/// Places that have another holder than when the war began.
fn changed_hands(t: &Turn<'_>) -> Vec<(PlaceId, FactionId, FactionId)> {
    let moved = t.s.places.pairs().filter_map(|(id, place)| Some((id, place.before?, place.owner?)));
    moved.filter(|(_, from, to)| t.s.side(*from) != t.s.side(*to)).collect()
}

/// Enters what the war in play has come to for each of those in it.
pub fn counted(t: &mut Turn<'_>, day: f64, causes: &[Option<Seq>]) {
    let in_it = t.s.factions.pairs().filter(|(_, f)| f.at_war);
    let accounts: Vec<(FactionId, FactionTotals)> =
        in_it.map(|(id, f)| (id, crate::campaign::totals(f))).collect();
    let number = t.s.saga.as_ref().map_or(0, |saga| saga.wars.len().saturating_sub(1)) as u16;
    t.record(day, causes, |_| What::Counted { number, accounts });
}

fn enter_end(t: &mut Turn<'_>, ending: Ending, causes: &[Option<Seq>]) -> Seq {
    let loss =
        t.s.saga
            .as_ref()
            .and_then(|saga| saga.war())
            .map_or([0.0; 2], |war| war.sides.map(|side| t.coalition_loss(side)));
    counted(t, ending.day, causes);
    let seq = t.record(ending.day, causes, |_| What::Ended(ending));
    with(t, |saga| {
        let war = saga.wars.last_mut()?;
        (war.ending, war.closed, war.loss) = (Some(ending), Some(seq), loss);
        Some(())
    });
    seq
}

/// What a state has lost in a war is remembered of its ruler.
fn humble(t: &mut Turn<'_>, id: FactionId, sides: [CoalitionId; 2]) {
    if !sides.contains(&t.s.side(id)) {
        return;
    }
    let own = t.s.places.pairs().filter(|(_, place)| place.before == Some(id));
    let (mut all, mut lost) = (0.0, 0.0);
    for (place, state) in own {
        all += t.real.place_value[place];
        lost += if state.owner == Some(id) { 0.0 } else { t.real.place_value[place] };
    }
    let ships = t.faction_loss(id);
    let years = t.war_days() / super::YEAR;
    // A war is felt by what it cost, and by how long it went on.
    let felt = (2.0 * ships + 0.1 * years).min(1.0);
    with(t, |saga| saga.states[id].weary = saga.states[id].weary.max(felt));
    if all > 0.0 {
        with(t, |saga| saga.states[id].humbled += lost / all + 0.25 * ships);
    }
}

/// Trust comes back with the years of peace; but whoever begins a war on those with whom he had made peace has broken it,
/// and is believed the less, as he himself expects no better of them.
fn trust_at(t: &mut Turn<'_>, sides: [CoalitionId; 2], ground: Ground) {
    let base = t.rule(Rule::TermsCredibility);
    let Some(saga) = &t.s.saga else { return };
    let last = saga.wars.last().and_then(|war| war.ending);
    let kept = last.map_or(1.0, |it| libm::exp(-(t.now() - it.day).max(0.0) / t.rule(Rule::TermsForgets)));
    let peace = |war: &WarState| {
        let same = war.sides == sides || war.sides == [sides[1], sides[0]];
        let kinds =
            [EndingKind::Treaty, EndingKind::Armistice, EndingKind::Surrender, EndingKind::Exhaustion];
        same && war.ending.is_some_and(|it| kinds.contains(&it.kind))
    };
    let broken = matches!(ground, Ground::Incident { .. }) && saga.wars.iter().any(peace);
    for trust in t.s.trust.iter_mut() {
        *trust = base + (*trust - base) * kept;
    }
    if broken {
        let part = t.rule(Rule::TermsBroken);
        *t.s.trust_mut(sides[1], sides[0]) *= 1.0 - part;
        *t.s.trust_mut(sides[0], sides[1]) *= 1.0 - 0.5 * part;
    }
}

/// Forces go home: to their own place if their side holds it, else to its nearest.
fn go_home(t: &mut Turn<'_>) {
    for id in t.war.forces.ids() {
        let at = t.s.forces[id].at;
        if !at.is_present() {
            continue;
        }
        let side = t.s.side(t.s.forces[id].faction);
        if t.real.anchored[id] {
            let place = at.place();
            if place.is_some_and(|place| t.s.holder(place) != Some(side)) {
                effects::stand_down(t, id);
            }
            continue;
        }
        let wanted = t.war.forces[id].place;
        let home = if t.s.holder(wanted) == Some(side) { Some(wanted) } else { refuge(t, id, wanted, side) };
        match home {
            Some(place) => super::fleets::station(t, id, place),
            None => effects::stand_down(t, id),
        }
    }
}

fn refuge(t: &Turn<'_>, id: ForceId, wanted: PlaceId, side: CoalitionId) -> Option<PlaceId> {
    let capital = t.war.factions[t.s.forces[id].faction].capital;
    if capital.is_some_and(|place| t.s.holder(place) == Some(side)) {
        return capital;
    }
    let own = t.war.places.ids().filter(|place| t.s.holder(*place) == Some(side));
    own.min_by(|a, b| t.s.distance(wanted, *a).total_cmp(&t.s.distance(wanted, *b)).then(a.cmp(b)))
}
