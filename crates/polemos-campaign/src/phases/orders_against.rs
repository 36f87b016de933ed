//! Phase 11, day by day. Orders to kill people are carried out by troops in place, or refused.
//!
//! An order reaches the troops of the orderer's side that are in command or stand where he does. They carry it out
//! at the place where they are, or within half a day's way of it, while their side holds that place. A squadron obeys with
//!   logit P = logit p₀ + w₁(ruthlessness) + w₂(loyalty) − kin·(k + w₃·grievance − w₄·fear),
//! kin 1 where the victims are its own people, traits those of its commander beyond an ordinary one's; p₀ = 0.9 for
//! strangers (Browning 1992: one or two in ten refused and were let go). Its conscience is one draw for all days of an
//! order, so that who has refused does not come round by being asked again. Each obeying soldier kills so many a day:
//! shootings in the east in 1941 came to about one over months and to ten on the worst days.
//!
//! A reprisal ends when enough are dead or after some days; it frightens the place, and others of its people under the
//! same ruler less. An order against a whole people goes on until it is taken back, the place is lost, nobody obeys any
//! more or its author is out of the war; it frightens no one into quiet, because quiet would save no one (Kalyvas
//! 2006). Both are held against the one who gave them.

use crate::phases::people;
use crate::purpose;
use crate::realised::entity;
use crate::situation::*;
use crate::turn::Turn;
use polemos_chance::Address;
use polemos_chance::special::{logistic, logit};
use polemos_chronicle::{Seq, What};
use polemos_war::*;

/// Days after which the chronicle tells again of a killing that goes on.
const TELLING: f64 = 30.0;
/// Traits of an ordinary commander.
const RUTHLESSNESS: f64 = 0.3;
const LOYALTY: f64 = 0.7;

/// Orders a share of the people at a place killed.
pub fn reprisal(t: &mut Turn<'_>, place: PlaceId, by: FactionId, share: f64, cause: Option<Seq>) {
    let inhabitants = t.s.places[place].population;
    let goal = libm::round(inhabitants * share.clamp(0.0, 1.0));
    give(t, Victims::Place(place, goal), by, inhabitants, cause);
}

/// Orders a people killed. Where that order stands already, it need not be given.
pub fn exterminate(t: &mut Turn<'_>, people: PeopleId, by: FactionId, cause: Option<Seq>) {
    let same = |order: &OrderAgainst| order.by == by && order.victims == Victims::People(people);
    if !t.s.orders_against.iter().any(same) {
        give(t, Victims::People(people), by, 0.0, cause);
    }
}

fn give(t: &mut Turn<'_>, victims: Victims, by: FactionId, inhabitants: f64, cause: Option<Seq>) {
    if t.war.factions[by].removed || is_out(t, by) {
        return;
    }
    let (people, place) = about(t, victims);
    let day = t.now();
    let seq = t.record(day, &[cause], |_| What::OrderedAgainst { by, people, place });
    let id = match victims {
        Victims::Place(place, _) => &t.war.places[place].id,
        Victims::People(people) => &t.war.peoples[people].id,
    };
    t.s.orders_against.push(OrderAgainst {
        by,
        victims,
        luck: polemos_chance::pair(entity(id), t.real.faction_entity[by]),
        given: day,
        seq,
        dead: 0.0,
        inhabitants,
        told_dead: 0.0,
        told_day: day,
        running: false,
        reached: Vec::new(),
        refused: Vec::new(),
    });
    t.s.touch(Reads::PEOPLES);
}

/// Takes an order against a people back.
pub fn relent(t: &mut Turn<'_>, people: PeopleId, by: FactionId, cause: Option<Seq>) {
    let same = |order: &OrderAgainst| order.by == by && order.victims == Victims::People(people);
    let Some(at) = t.s.orders_against.iter().position(same) else { return };
    let order = t.s.orders_against.remove(at);
    let day = t.now();
    let seq = t.record(day, &[cause, Some(order.seq)], |_| What::Relented { people, by });
    close(t, &order, Some(seq));
}

/// Troops do what they were ordered, for a day.
pub fn play(t: &mut Turn<'_>) {
    if t.s.orders_against.is_empty() {
        return;
    }
    let mut orders = std::mem::take(&mut t.s.orders_against);
    orders.retain_mut(|order| stands(t, order));
    t.s.orders_against = orders;
}

/// The war is over: the killing stops, and is told.
pub fn cease(t: &mut Turn<'_>) {
    let orders = std::mem::take(&mut t.s.orders_against);
    for order in &orders {
        close(t, order, None);
    }
    // They stand in the last situation, so that facts can read them.
    t.s.orders_against = orders;
}

/// Carries an order out for a day. Returns whether it stands any longer.
fn stands(t: &mut Turn<'_>, order: &mut OrderAgainst) -> bool {
    if is_out(t, order.by) {
        close(t, order, t.s.factions[order.by].cause);
        return false;
    }
    let before = order.dead;
    let real = t.real;
    for (force, squadrons) in &real.troops {
        if let Some(place) = quarry(t, order, *force) {
            kill(t, order, *force, squadrons, place);
        }
    }
    let day = t.now();
    match order.victims {
        Victims::Place(place, goal) => {
            let held = t.s.holder(place) == Some(t.s.side(order.by));
            let over = order.dead >= goal || !held || day - order.given >= t.rule(Rule::OrderDays);
            if over {
                close(t, order, None);
            }
            !over
        }
        Victims::People(people) => {
            let idle = order.dead <= before;
            if idle && order.running {
                let lost = t.real.peopled[people].iter().filter_map(|place| t.s.places[*place].cause).max();
                tell(t, order, people, true, lost);
            } else if !idle && !order.running {
                (order.running, order.told_day) = (true, day - t.days());
            } else if !idle && day - order.told_day >= TELLING {
                tell(t, order, people, false, None);
            }
            true
        }
    }
}

/// Whether a faction can give no orders any more.
fn is_out(t: &Turn<'_>, by: FactionId) -> bool {
    !t.s.factions[by].at_war || !t.s.coalitions[t.s.side(by)].active
}

/// Where a force can lay hands on the victims: where it stands, or within reach.
fn quarry(t: &Turn<'_>, order: &OrderAgainst, force: ForceId) -> Option<PlaceId> {
    let state = &t.s.forces[force];
    let (at, side) = (state.at.place()?, t.s.side(order.by));
    if t.s.side(state.faction) != side {
        return None;
    }
    let fits = |place: PlaceId| t.s.holder(place) == Some(side) && t.s.places[place].population >= 1.0;
    let near = |place: PlaceId| place == at || t.s.distance(at, place) <= t.rule(Rule::OrderReach);
    match order.victims {
        Victims::Place(place, goal) => (order.dead < goal && fits(place) && near(place)).then_some(place),
        Victims::People(people) => {
            if t.war.places[at].people == Some(people) && fits(at) {
                return Some(at);
            }
            t.real.peopled[people].iter().copied().filter(|place| fits(*place) && near(*place)).min()
        }
    }
}

/// Those of a force who obey kill as many as they can in a day.
fn kill(
    t: &mut Turn<'_>,
    order: &mut OrderAgainst,
    force: ForceId,
    squadrons: &[SquadronId],
    place: PlaceId,
) {
    if !order.reached.contains(&force) {
        if !reaches(t, order.by, force) {
            return;
        }
        order.reached.push(force);
    }
    let (mut obeying, mut refusing) = (0.0, 0.0);
    let mut obedience = Obedience::of(t, force, place);
    for &id in squadrons.iter().filter(|id| t.s.squadrons[**id].force == force) {
        let soldiers = people::soldiers(t.real, t.s, t.war, id);
        let conscience = Address::new(purpose::CONSCIENCE, t.war.squadrons[id].entity, order.luck, 0);
        if t.s.key.uniform(conscience) < obedience.of_squadron(t, order, id) {
            obeying += soldiers;
        } else {
            refusing += soldiers;
        }
    }
    if refusing > 0.0 && !order.refused.contains(&force) {
        order.refused.push(force);
        let ((people, place), day) = (about(t, order.victims), t.now());
        let (by, soldiers, share) = (order.by, refusing, refusing / (refusing + obeying));
        let what = What::Refused { force, by, people, place, soldiers, share };
        let seq = t.record(day, &[Some(order.seq)], |_| what);
        t.s.forces[force].cause = Some(seq);
    }
    let left = match order.victims {
        Victims::Place(_, goal) => goal - order.dead,
        Victims::People(_) => f64::INFINITY,
    };
    let dead = libm::round(obeying * t.rule(Rule::OrderKilling)).min(left).min(t.s.places[place].population);
    if dead > 0.0 {
        people::suffer(t, place, dead, Some(order.by), Some(order.seq));
        order.dead += dead;
    }
}

/// Whether an order reaches a force: it is in command, or stands where its side's commander or capital is.
fn reaches(t: &Turn<'_>, by: FactionId, force: ForceId) -> bool {
    if t.in_command(force) {
        return true;
    }
    let (side, at) = (t.s.side(by), t.s.forces[force].at.place());
    let capital = t.war.factions[t.war.coalitions[side].lead].capital;
    let commander = t.commander_of(side);
    let with = |f: &ForceState| f.commander.is_some() && f.commander == commander && f.at.place() == at;
    (capital == at && t.s.holder_of(at) == Some(side)) || t.s.forces.iter().any(with)
}

/// The chance that squadrons of a force obey.
struct Obedience {
    place: PlaceId,
    /// Log-odds for those to whom the victims are strangers.
    strangers: f64,
    /// The chance for them, and for those of the victims' own people, once it has been asked for.
    chances: [Option<f64>; 2],
}

impl Obedience {
    fn of(t: &Turn<'_>, force: ForceId, place: PlaceId) -> Self {
        let commander = t.s.forces[force].commander;
        let ruthless = t.trait_of(commander, |traits| traits.ruthlessness, RUTHLESSNESS) - RUTHLESSNESS;
        let loyal = t.trait_of(commander, |traits| traits.loyalty, LOYALTY) - LOYALTY;
        let strangers = logit(t.rule(Rule::OrderObedience))
            + t.rule(Rule::OrderRuthlessness) * ruthless / (1.0 - RUTHLESSNESS)
            + t.rule(Rule::OrderLoyalty) * loyal / (1.0 - LOYALTY);
        Self { place, strangers, chances: [None; 2] }
    }

    fn of_squadron(&mut self, t: &Turn<'_>, order: &OrderAgainst, squadron: SquadronId) -> f64 {
        let victims = t.war.places[self.place].people;
        let kin = victims.filter(|_| t.war.squadrons[squadron].people == victims);
        let (place, strangers) = (self.place, self.strangers);
        *self.chances[usize::from(kin.is_some())].get_or_insert_with(|| {
            let Some(people) = kin else { return logistic(strangers) };
            let grievance = t.rule(Rule::OrderGrievance) * t.grievance(people, t.s.side(order.by));
            let fear = t.rule(Rule::OrderFear) * t.fear(place);
            logistic(strangers - t.rule(Rule::OrderKinship) - grievance + fear)
        })
    }
}

impl Turn<'_> {
    /// The order to kill a whole people, where one stands.
    pub fn condemnation(&self, people: PeopleId) -> Option<&OrderAgainst> {
        self.s.orders_against.iter().find(|order| order.victims == Victims::People(people))
    }
}

/// Whom an order is about, for the chronicle.
fn about(t: &Turn<'_>, victims: Victims) -> (Option<PeopleId>, Option<PlaceId>) {
    match victims {
        Victims::Place(place, _) => (t.war.places[place].people, Some(place)),
        Victims::People(people) => (Some(people), None),
    }
}

/// An order that stands no longer: what it came to is told.
fn close(t: &mut Turn<'_>, order: &OrderAgainst, cause: Option<Seq>) {
    match order.victims {
        Victims::Place(place, _) => settle_reprisal(t, order, place),
        Victims::People(people) if order.running => tell(t, &mut order.clone(), people, true, cause),
        Victims::People(_) => {}
    }
    t.s.touch(Reads::PEOPLES);
}

fn settle_reprisal(t: &mut Turn<'_>, order: &OrderAgainst, place: PlaceId) {
    let share = if order.inhabitants > 0.0 { order.dead / order.inhabitants } else { 0.0 };
    let (by, dead, day) = (order.by, order.dead, t.now());
    let seq = t.record(day, &[Some(order.seq)], |_| What::Reprisal { place, by, dead, share });
    let Some(people) = t.war.places[place].people.filter(|_| dead > 0.0) else { return };
    people::remember(t, people, seq);
    let (real, ruler, elsewhere) = (t.real, t.s.holder(place), t.rule(Rule::FearElsewhere));
    people::frighten(t, place, share);
    for &other in real.peopled[people].iter().filter(|other| **other != place) {
        if t.s.holder(other) == ruler {
            people::frighten(t, other, share * elsewhere);
        }
    }
}

/// Enters how many have died since the last entry.
fn tell(t: &mut Turn<'_>, order: &mut OrderAgainst, people: PeopleId, over: bool, cause: Option<Seq>) {
    let (by, dead, total, day) = (order.by, order.dead - order.told_dead, order.dead, t.now());
    let days = day - order.told_day;
    let what = What::Killing { people, by, dead, days, total, over };
    let seq = t.record(day, &[Some(order.seq), cause], |_| what);
    (order.told_dead, order.told_day, order.running) = (order.dead, day, !over);
    people::remember(t, people, seq);
}
