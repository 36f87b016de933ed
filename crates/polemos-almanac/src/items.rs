//! Entries that belong together, as one paragraph tells them: a decision with the posture it led to, a battle with
//! the place that fell and those who died in it, ships that gathered for one purpose.

use crate::clash::Clash;
use crate::sides;
use polemos_chronicle::{Chronicle, Decided, Entry, Fate, Purpose, Seq, What};
use polemos_war::*;

/// Entries told as one.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// Day of the first.
    pub day: f64,
    /// All of them, the one that it is about first.
    pub entries: Vec<&'a Entry>,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What an item tells.
#[derive(Clone, Debug)]
pub enum Kind<'a> {
    /// One entry on its own.
    Single,
    /// A posture, with the decision that it came from.
    Posture {
        /// The decision.
        decided: Option<&'a Decided>,
        /// Changes of mind before anything was done about it: when, and to what.
        changed: Vec<(f64, Posture)>,
    },
    /// An answer to an offer of terms, with the decision that it came from.
    Terms(Option<&'a Decided>),
    /// An offensive, from the first ship that gathered to the day the last arrived.
    Offensive {
        /// Days that gathering took.
        days: f64,
        /// Days on which the same plan was taken up again.
        again: Vec<f64>,
    },
    /// A battle, and what came of it.
    Battle(&'a Clash, Aftermath),
    /// Places taken without a battle, by one faction.
    Falls,
    /// A battle declined, once or again and again.
    Declines,
    /// Works struck, or restored.
    Works,
    /// Squadrons of one side that went over to one faction.
    Crossings,
    /// Forces that orders no longer reached, or reached again.
    Links,
    /// Forces that ran out of supply.
    Hunger,
    /// What a faction's yards built.
    Yards,
    /// Forces that entered the war at one place.
    Entering,
    /// Forces that set out for one place and purpose.
    Moves,
    /// Forces that reached a place.
    Arrivals,
    /// Troops that refused an order against people.
    Refusals,
}

/// What came of a battle, besides its losses.
#[derive(Clone, Debug, Default)]
pub struct Aftermath {
    /// Places that changed hands: which, to whom.
    pub taken: Vec<(PlaceId, FactionId)>,
    /// Forces that were no more.
    pub destroyed: Vec<ForceId>,
    /// Persons and what befell them.
    pub fates: Vec<(PersonId, Fate)>,
}

/// Days within which like entries are told together.
const SAME_TIDE: f64 = 10.0;
/// Days within which what follows a battle belongs to it.
const AFTERMATH: f64 = 3.0;
/// Days within which an event that comes again is the same story.
const AGAIN: f64 = 45.0;
/// Days within which a yard's work is told at once.
const SEASON: f64 = 90.0;
/// Days after which a change of posture is a new resolution.
const WAVERING: f64 = 70.0;
/// Days for which ships may gather for one offensive.
const GATHERING: f64 = 60.0;

/// Gathers the entries of a chronicle into items, in order of their first days.
pub fn gather<'a>(war: &'a War, chronicle: &'a Chronicle, clashes: &'a [Clash]) -> Vec<Item<'a>> {
    let used = vec![false; chronicle.entries.len()];
    let mut gatherer = Gatherer { war, entries: &chronicle.entries, clashes, used };
    let mut items: Vec<Item<'a>> = Vec::new();
    // What tells of others comes first: an effect must not be told on its own before its cause has claimed it.
    for pass in 0..3 {
        for at in 0..gatherer.entries.len() {
            if !gatherer.used[at] && gatherer.pass_of(&gatherer.entries[at].what) == pass {
                items.extend(gatherer.item(at));
            }
        }
    }
    items.sort_by(|a, b| a.day.total_cmp(&b.day).then(a.first_seq().cmp(&b.first_seq())));
    items
}

impl Item<'_> {
    /// The number of the entry that it is about.
    pub fn first_seq(&self) -> Seq {
        self.entries.first().map_or(Seq(0), |entry| entry.seq)
    }

    /// The entry that it is about.
    pub fn what(&self) -> Option<&What> {
        self.entries.first().map(|entry| &entry.what)
    }

    /// Whether it holds an entry.
    pub fn holds(&self, seq: Seq) -> bool {
        self.entries.iter().any(|entry| entry.seq == seq)
    }
}

impl<'a> Kind<'a> {
    /// The kind of an item that holds one entry only.
    pub fn alone(entry: &'a Entry) -> Kind<'a> {
        match &entry.what {
            What::PostureTaken { .. } => Kind::Posture { decided: None, changed: Vec::new() },
            What::Terms { .. } => Kind::Terms(None),
            What::Offensive { .. } => Kind::Offensive { days: 0.0, again: Vec::new() },
            what => tide(what).map_or(Kind::Single, |(kind, _)| kind),
        }
    }
}

/// What entries of a kind are told as together, and the days within which they are.
fn tide<'a>(what: &What) -> Option<(Kind<'a>, f64)> {
    Some(match what {
        What::Taken { .. } => (Kind::Falls, SAME_TIDE),
        What::Declined { .. } => (Kind::Declines, AGAIN),
        What::Struck { .. } => (Kind::Works, AFTERMATH),
        What::Restored { .. } => (Kind::Works, SAME_TIDE),
        What::WentOver { .. } => (Kind::Crossings, SAME_TIDE),
        What::CutOff { .. } | What::Reconnected { .. } => (Kind::Links, AFTERMATH),
        What::OutOfSupply { .. } => (Kind::Hunger, SAME_TIDE),
        What::Built { .. } => (Kind::Yards, SEASON),
        What::Appeared { .. } => (Kind::Entering, AFTERMATH),
        What::Calamity { .. } => (Kind::Single, AGAIN),
        What::Raided { .. } => (Kind::Single, AGAIN),
        What::Departed { .. } => (Kind::Moves, SAME_TIDE),
        What::Arrived { .. } => (Kind::Arrivals, SAME_TIDE),
        What::Refused { .. } => (Kind::Refusals, SAME_TIDE),
        _ => return None,
    })
}

struct Gatherer<'a> {
    war: &'a War,
    entries: &'a [Entry],
    clashes: &'a [Clash],
    used: Vec<bool>,
}

impl<'a> Gatherer<'a> {
    /// In which pass an entry starts an item of its own.
    fn pass_of(&self, what: &What) -> u8 {
        match what {
            What::Event { .. } => 0,
            What::Decided(decided) if !self.built_in(decided) => 0,
            What::PostureTaken { .. } | What::Terms { .. } | What::Offensive { .. } | What::Battle(_) => 1,
            _ => 2,
        }
    }

    /// Decisions that every war has are told by what came of them; those that change nothing are not told.
    fn built_in(&self, decided: &Decided) -> bool {
        self.war.decisions.get(decided.decision).is_none_or(|it| it.kind != DecisionKind::Scenario)
    }

    fn item(&mut self, at: usize) -> Option<Item<'a>> {
        let entry = &self.entries[at];
        self.used[at] = true;
        let mut entries = vec![entry];
        let kind = match &entry.what {
            What::Decided(decided) if self.built_in(decided) => return None,
            What::Decided(decided) => self.choice(at, decided, &mut entries),
            What::PostureTaken { coalition, .. } => self.posture(at, *coalition, &mut entries),
            What::Terms { .. } => {
                let decided = self.decision_behind(entry, &mut entries);
                self.cessions(at, &mut entries);
                Kind::Terms(decided)
            }
            What::Offensive { .. } => self.offensive(at, &mut entries),
            What::Battle(_) => self.battle(at, &mut entries),
            What::Event { event } => self.event(at, *event, &mut entries),
            what => match tide(what) {
                Some((kind, days)) => {
                    self.follow(at, days, &mut entries);
                    kind
                }
                None => Kind::Single,
            },
        };
        let day = entries.iter().map(|entry| entry.day).fold(entry.day, f64::min);
        Some(Item { day, entries, kind })
    }

    fn choice(&mut self, at: usize, decided: &Decided, entries: &mut Vec<&'a Entry>) -> Kind<'a> {
        let decision = self.war.decisions.get(decided.decision);
        let says = decision.and_then(|it| it.options.get(usize::from(decided.option))?.says.as_deref());
        self.absorb(at, says, entries);
        Kind::Single
    }

    /// Places that pass with terms are told with them.
    fn cessions(&mut self, at: usize, entries: &mut Vec<&'a Entry>) {
        let all = self.entries;
        for (next, entry) in all.iter().enumerate().skip(at + 1) {
            if entry.day > all[at].day {
                break;
            }
            if matches!(entry.what, What::Ceded { .. }) && entry.causes.contains(&all[at].seq) {
                self.used[next] = true;
                entries.push(entry);
            }
        }
    }

    fn event(&mut self, at: usize, event: EventId, entries: &mut Vec<&'a Entry>) -> Kind<'a> {
        let says = self.war.events.get(event).and_then(|it| it.says.as_deref());
        self.absorb(at, says, entries);
        self.repeats(at, event, says, entries);
        Kind::Single
    }

    fn side_of(&self, force: ForceId) -> Option<CoalitionId> {
        let faction = self.war.forces.get(force)?.faction;
        sides::coalition_at_start(self.war, faction)
    }

    /// Whether two entries of one kind are told together.
    fn alike(&self, one: &What, other: &What) -> bool {
        match (one, other) {
            (What::Struck { .. }, What::Struck { .. }) | (What::Restored { .. }, What::Restored { .. }) => {
                true
            }
            (What::Taken { by: a, .. }, What::Taken { by: b, .. }) => a == b,
            (
                What::WentOver { force: a, faction: f, in_battle: false, .. },
                What::WentOver { force: b, faction: g, in_battle: false, .. },
            ) => (self.side_of(*a), f) == (self.side_of(*b), g),
            (What::CutOff { coalition: a, .. }, What::CutOff { coalition: b, .. }) => a == b,
            (
                What::Reconnected { coalition: a, couriers: x, .. },
                What::Reconnected { coalition: b, couriers: y, .. },
            ) => (a, x) == (b, y),
            (What::OutOfSupply { force: a, .. }, What::OutOfSupply { force: b, .. }) => {
                self.side_of(*a) == self.side_of(*b)
            }
            (What::Built { faction: a, .. }, What::Built { faction: b, .. }) => a == b,
            (What::Appeared { place: a, .. }, What::Appeared { place: b, .. }) => a == b,
            (What::Calamity { place: a, .. }, What::Calamity { place: b, .. }) => a == b,
            (What::Raided { on: a, .. }, What::Raided { on: b, .. }) => a == b,
            (What::Arrived { place: a, .. }, What::Arrived { place: b, .. }) => a == b,
            (
                What::Refused { by: a, people: p, place: x, .. },
                What::Refused { by: b, people: q, place: y, .. },
            ) => (a, p, x) == (b, q, y),
            (What::Departed { to: a, purpose: p, .. }, What::Departed { to: b, purpose: q, .. }) => {
                (a, p) == (b, q)
            }
            (
                What::Declined { place: a, coalition: c, .. },
                What::Declined { place: b, coalition: d, .. },
            ) => (a, c) == (b, d),
            _ => false,
        }
    }

    /// Takes later unused entries like one, within some days of it.
    fn follow(&mut self, at: usize, days: f64, entries: &mut Vec<&'a Entry>) {
        let all = self.entries;
        let first = &all[at];
        for (next, entry) in all.iter().enumerate().skip(at + 1) {
            if entry.day > first.day + days || is_break(&first.what, &entry.what) {
                break;
            }
            if !self.used[next] && self.alike(&first.what, &entry.what) {
                self.used[next] = true;
                entries.push(entry);
            }
        }
    }

    /// A posture with the decision behind it, and the changes of mind that came before anything was done about it.
    fn posture(&mut self, at: usize, side: CoalitionId, entries: &mut Vec<&'a Entry>) -> Kind<'a> {
        let all = self.entries;
        let decided = self.decision_behind(&all[at], entries);
        let (mut changed, mut latest) = (Vec::new(), all[at].day);
        for (next, entry) in all.iter().enumerate().skip(at + 1) {
            if entry.day > latest + WAVERING || acts(&entry.what, side) {
                break;
            }
            match &entry.what {
                What::PostureTaken { coalition, to, .. } if *coalition == side && !self.used[next] => {
                    self.used[next] = true;
                    entries.push(entry);
                    self.decision_behind(entry, entries);
                    latest = entry.day;
                    changed.push((entry.day, *to));
                }
                _ => {}
            }
        }
        Kind::Posture { decided, changed }
    }

    /// The decision among an entry's causes, which is then told with it.
    fn decision_behind(&mut self, entry: &Entry, entries: &mut Vec<&'a Entry>) -> Option<&'a Decided> {
        let all = self.entries;
        for cause in entry.causes.iter().rev() {
            let Ok(at) = all.binary_search_by_key(cause, |entry| entry.seq) else { continue };
            if let What::Decided(decided) = &all[at].what
                && !self.used[at]
                && self.built_in(decided)
            {
                self.used[at] = true;
                entries.push(&all[at]);
                return Some(decided);
            }
        }
        None
    }

    fn offensive(&mut self, at: usize, entries: &mut Vec<&'a Entry>) -> Kind<'a> {
        let all = self.entries;
        let What::Offensive { from, target, forces, coalition, .. } = &all[at].what else {
            return Kind::Single;
        };
        let start = all[at].day;
        let (mut last, mut latest) = (start, start);
        let mut again = Vec::new();
        for (next, entry) in all.iter().enumerate().skip(at + 1) {
            if entry.day > latest + GATHERING {
                break;
            }
            match &entry.what {
                // Once there was a battle, or the place has fallen, the next offensive is another one.
                What::Battle(battle) if battle.place == *target => break,
                What::Taken { place, .. } if place == target => break,
                What::Offensive { target: same, coalition: side, .. }
                    if same == target && side == coalition =>
                {
                    self.used[next] = true;
                    latest = entry.day;
                    again.push(entry.day);
                    entries.push(entry);
                    continue;
                }
                _ => {}
            }
            let part = match &entry.what {
                What::Departed { force, to, purpose: Purpose::Gather | Purpose::Attack, .. } => {
                    forces.contains(force) && (to == from || to == target)
                }
                What::Arrived { force, place } => {
                    forces.contains(force) && (place == from || place == target)
                }
                _ => false,
            };
            if part && !self.used[next] {
                self.used[next] = true;
                if again.is_empty() && matches!(entry.what, What::Arrived { place, .. } if place == *from) {
                    last = last.max(entry.day);
                }
                entries.push(entry);
            }
        }
        Kind::Offensive { days: last - start, again }
    }

    /// The whole clash that a battle belongs to, and what came of it.
    fn battle(&mut self, at: usize, entries: &mut Vec<&'a Entry>) -> Kind<'a> {
        let all = self.entries;
        let Some(clash) = self.clashes.iter().find(|clash| clash.entries.contains(&all[at].seq)) else {
            return Kind::Single;
        };
        let mut after = Aftermath::default();
        let end = clash.whole.began + clash.whole.hours / 24.0 + AFTERMATH;
        for (next, entry) in all.iter().enumerate().skip(at + 1) {
            if entry.day > end {
                break;
            }
            // What came of another battle at the place, a day or two later, is that one's to tell.
            let other = entry.causes.iter().any(|cause| {
                self.clashes.iter().any(|it| it.entries.contains(cause)) && !clash.entries.contains(cause)
            });
            let own = clash.entries.contains(&entry.seq);
            if !self.used[next] && (own || !other && belongs(&mut after, entry, clash)) {
                self.used[next] = true;
                entries.push(entry);
            }
        }
        Kind::Battle(clash, after)
    }

    /// The same event again and again is told once.
    fn repeats(&mut self, at: usize, event: EventId, says: Option<&str>, entries: &mut Vec<&'a Entry>) {
        let all = self.entries;
        let mut last = all[at].day;
        for (next, entry) in all.iter().enumerate().skip(at + 1) {
            if entry.day > last + AGAIN {
                break;
            }
            if !self.used[next] && matches!(entry.what, What::Event { event: other } if other == event) {
                self.used[next] = true;
                last = entry.day;
                entries.push(entry);
                self.absorb(next, says, entries);
            }
        }
    }

    /// What a happening did at once is told by its own sentence, except what the reader would miss.
    /// Deaths are kept, to be counted.
    fn absorb(&mut self, at: usize, says: Option<&str>, entries: &mut Vec<&'a Entry>) {
        let all = self.entries;
        let Some(says) = says else { return };
        for (next, entry) in all.iter().enumerate().skip(at + 1) {
            if entry.day > all[at].day + 1.0 {
                break;
            }
            if entry.causes == [all[at].seq] && !self.used[next] {
                self.used[next] = self.told_by(says, &entry.what);
                if matches!(entry.what, What::Calamity { .. }) {
                    entries.push(entry);
                }
            }
        }
    }

    fn told_by(&self, says: &str, what: &What) -> bool {
        match what {
            What::Struck { .. } | What::Restored { .. } | What::LaneChanged { .. } => true,
            What::Command { .. } | What::Appeared { .. } | What::PostureTaken { .. } => true,
            What::Joined { faction, .. } | What::Left { faction, .. } => {
                self.war.factions.get(*faction).is_some_and(|it| mentions(says, &it.names))
            }
            What::Fate { person, .. } => {
                self.war.persons.get(*person).is_some_and(|it| mentions(says, &it.names))
            }
            What::Calamity { .. } | What::OrderedAgainst { .. } | What::Relented { .. } => true,
            _ => false,
        }
    }
}

/// Whether something parts a happening from a later one of its kind: after a battle, to decline another is a new story.
fn is_break(what: &What, between: &What) -> bool {
    match (what, between) {
        (What::Declined { place, .. }, What::Battle(battle)) => battle.place == *place,
        (What::Declined { place, .. }, What::Taken { place: taken, .. }) => taken == place,
        _ => false,
    }
}

/// Whether a coalition does something that a posture could have been taken for.
fn acts(what: &What, side: CoalitionId) -> bool {
    match what {
        What::Offensive { coalition, .. } => *coalition == side,
        What::Battle(battle) => battle.sides.iter().any(|it| it.coalition == side),
        _ => false,
    }
}

fn mentions(says: &str, names: &names::Names) -> bool {
    names.all().any(|name| says.contains(name))
}

/// Adds what came of a clash, if it did; false for what did not.
fn belongs(after: &mut Aftermath, entry: &Entry, clash: &Clash) -> bool {
    let here = clash.whole.place;
    let caused = entry.causes.iter().any(|cause| clash.entries.contains(cause));
    match &entry.what {
        What::Taken { place, by, .. } if *place == here => after.taken.push((*place, *by)),
        What::Destroyed { force, place } if caused || *place == Some(here) => after.destroyed.push(*force),
        What::Fate { person, fate, place } if caused || *place == Some(here) => {
            after.fates.push((*person, *fate))
        }
        // The battle itself tells who changed sides in it.
        What::WentOver { in_battle: true, .. } if caused => {}
        // Flight from the field is part of the battle's story.
        What::Departed { purpose: Purpose::Retreat, from, .. } if *from == here => {}
        _ => return false,
    }
    true
}
