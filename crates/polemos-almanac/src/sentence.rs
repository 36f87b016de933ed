//! Items of a chronicle as sentences in the past tense.

use crate::clash::{Clash, clashes};
use crate::dates::Dates;
use crate::items::{Aftermath, Item, Kind};
use crate::sides::{self, Stay};
use crate::text::{TIE, columns};
use crate::voice::*;
use crate::wording::Wording;
use polemos_chronicle::{Chronicle, Decided, Entry, Fate, PolicyKind, Purpose, RunSummary, Seq, What};
use polemos_war::names::{capitalised, listed};
use polemos_war::*;

/// Columns of a sentence that takes a clause without a comma.
const SHORT: usize = 55;

/// A projected win from here, at a loss up to [`EASY_LOSS`], is a walkover.
const EASY_WIN: f64 = 0.9;
/// A projected loss up to here.
const EASY_LOSS: f64 = 0.1;

/// Tells the chronicle of one run.
#[derive(Debug)]
pub struct Teller<'a> {
    /// The war.
    pub war: &'a War,
    /// Its chronicle.
    pub chronicle: &'a Chronicle,
    /// What was kept of the run.
    pub summary: &'a RunSummary,
    /// Names and figures.
    pub voice: Voice<'a>,
    /// Dates.
    pub dates: Dates<'a>,
    /// Who stood where.
    pub stays: Vec<Stay>,
    /// Sides in the order of the record.
    pub sides: Vec<CoalitionId>,
    /// Battles, each as one.
    pub clashes: Vec<Clash>,
}

/// An item as it may be told: wordings of its first sentence, and what follows whichever is chosen.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// What wordings of a kind are counted under.
    pub kind: &'static str,
    /// Wordings of the first sentence, each without its full stop.
    pub first: Vec<String>,
    /// Further sentences, whole.
    pub rest: Vec<String>,
    /// Whether a cause can stand at the end of the first sentence.
    pub takes_cause: bool,
}

impl Told {
    pub(crate) fn new(kind: &'static str, first: impl IntoIterator<Item = String>) -> Self {
        Self { kind, first: first.into_iter().collect(), rest: Vec::new(), takes_cause: true }
    }

    pub(crate) fn then(mut self, sentence: Option<String>) -> Self {
        self.rest.extend(sentence);
        self
    }

    pub(crate) fn without_cause(mut self) -> Self {
        self.takes_cause = false;
        self
    }
}

impl<'a> Teller<'a> {
    /// The teller of one run.
    pub fn new(war: &'a War, chronicle: &'a Chronicle, summary: &'a RunSummary) -> Self {
        Self {
            war,
            chronicle,
            summary,
            voice: Voice::new(war),
            dates: Dates::new(war),
            stays: sides::stays(war, chronicle),
            sides: sides::principal(war, chronicle, summary),
            clashes: clashes(chronicle),
        }
    }

    /// One paragraph: the item's sentences, with the cause as a clause where the reader has not just read it.
    pub fn paragraph(&self, item: &Item<'_>, before: Option<&Item<'_>>, wording: &mut Wording) -> String {
        let told = self.tell(item, wording);
        let mut first = wording.choose(told.kind, &told.first);
        if first.is_empty() {
            return String::new();
        }
        if told.takes_cause
            && let Some(clause) = self.cause_of(item, before, wording)
        {
            // A comma keeps the clause from clinging to the last noun of a long sentence.
            let first_part = first.trim_end_matches('.');
            let comma = if first_part.contains(',') || columns(first_part) > SHORT { "," } else { "" };
            first = format!("{first_part}{comma} {clause}");
        }
        if !first.ends_with(['.', '!', '?', '”']) {
            first.push('.');
        }
        [first].into_iter().chain(told.rest).collect::<Vec<_>>().join(" ")
    }

    /// One entry as a sentence or two, on its own.
    pub fn sentence(&self, entry: &Entry, wording: &mut Wording) -> String {
        let kind = match self.clash_of(entry.seq) {
            Some(clash) => Kind::Battle(clash, Aftermath::default()),
            None => Kind::alone(entry),
        };
        self.paragraph(&Item { day: entry.day, entries: vec![entry], kind }, None, wording)
    }

    fn cause_of(&self, item: &Item<'_>, before: Option<&Item<'_>>, wording: &mut Wording) -> Option<String> {
        let known = |seq: Seq| item.holds(seq) || before.is_some_and(|it| it.holds(seq));
        let about = item.entries.first()?;
        for cause in self.reasons(about) {
            if known(cause.seq) {
                // The nearest reason stands in the sentence just before; a remoter one would only mislead.
                return None;
            }
            if goes_without_saying(&about.what, &cause.what) {
                return None;
            }
            if let Some(clause) = self.clause(cause)
                && wording.may_recall(cause.seq)
            {
                return Some(clause);
            }
        }
        None
    }

    fn tell(&self, item: &Item<'_>, w: &mut Wording) -> Told {
        let Some(entry) = item.entries.first() else { return Told::default() };
        match &item.kind {
            Kind::Single => self.single(entry, w).then(self.again(item)),
            Kind::Posture(decided) => self.posture(entry, *decided, w),
            Kind::Terms(decided) => self.terms(entry, *decided, w),
            Kind::Offensive { days, again } => self.offensive(entry, *days).then(self.taken_up_again(again)),
            Kind::Battle(clash, after) => self.battle(clash, after, w),
            Kind::Falls => self.falls(item),
            Kind::Works => self.works(item),
            Kind::Hunger => self.hunger(item),
            Kind::Yards => self.yards(item),
            Kind::Entering => self.entering(item),
            Kind::Moves => self.moves(item),
            Kind::Arrivals => self.arrivals(item),
        }
    }

    /// A person: in full when first named.
    pub(crate) fn person(&self, id: PersonId, w: &mut Wording) -> String {
        if w.introduces(id) { self.voice.person_in_full(id) } else { self.voice.person(id).the }
    }

    fn single(&self, entry: &Entry, w: &mut Wording) -> Told {
        let v = &self.voice;
        match &entry.what {
            What::Opened => self.opened(),
            What::Event { event } => self.event(*event),
            What::Decided(decided) => self.decided(decided, w),
            What::Declined { place, coalition, before } => {
                let (side, before, place) = (v.coalition(*coalition), v.coalition(*before), v.place(*place));
                Told::new(
                    "declined",
                    [
                        format!("{} left {place} to {} without a battle", side.start(), before.the),
                        format!("At {place} {} would not wait for {}", side.the, before.the),
                    ],
                )
            }
            What::Destroyed { force, place } => {
                let force = v.force(*force);
                let at = place.map(|place| format!(" at {}", v.place(place))).unwrap_or_default();
                Told::new("destroyed", [format!("{} {} destroyed{at}", force.start(), force.was())])
            }
            What::Resupplied { force, place } => {
                let force = v.force(*force);
                Told::new("resupplied", [format!("{} {} in supply again at {}", force.start(), force.was(), v.place(*place))])
            }
            What::LaneChanged { lane, open } => {
                let verb = if *open { "opened" } else { "closed" };
                Told::new("lane", [format!("{} {verb}", capitalised(&v.lane(*lane)))])
            }
            What::ResolveTurned { faction, level, falling } => self.resolve(*faction, *level, *falling),
            What::Fate { person, fate, place } => {
                let name = self.person(*person, w);
                let told = fate_sentence(&name, self.voice.person(*person).plural, *fate, place.map(|p| v.place(p)));
                Told::new("fate", [told])
            }
            What::Command { person, force } => {
                let name = self.person(*person, w);
                Told::new("command", [format!("{} took command of {}", capitalised(&name), v.force(*force).the)])
            }
            What::Joined { faction, coalition } => self.joined(*faction, *coalition),
            What::Left { faction, .. } => {
                let faction = v.faction(*faction);
                Told::new("left", [format!("{} left the war", faction.start())])
            }
            What::Calamity { place, dead } => {
                let (place, dead) = (v.place(*place), persons(*dead));
                Told::new(
                    "calamity",
                    [
                        format!("Disaster struck {place}: {dead} dead"),
                        format!("At {place} {dead} people died, by no one's order"),
                    ],
                )
                .without_cause()
            }
            What::Ended(ending) => {
                let over = ending.kind != EndingKind::Undecided;
                let told = Told::new("ended", [crate::ending::last_words(self.war, ending)]);
                told.then(over.then(|| "The war was over.".to_owned()))
            }
            _ => Told::default(),
        }
    }

    fn opened(&self) -> Told {
        let parts: Vec<String> = self.sides.iter().map(|side| self.holdings(*side)).collect();
        let text = match parts.as_slice() {
            [] => "The war opened".to_owned(),
            [one] => format!("The war opened with {one}"),
            [first, others @ ..] => format!("The war opened with {first}, against {}", listed(others)),
        };
        Told::new("opened", [text]).without_cause()
    }

    /// "the Alliance holding 14 places, with 9,240 ships".
    fn holdings(&self, side: CoalitionId) -> String {
        let mine = |faction: &FactionId| sides::coalition_at_start(self.war, *faction) == Some(side);
        let places = self.war.places.iter().filter(|it| !it.removed && it.owner.as_ref().is_some_and(mine)).count();
        let [opening, ..] = sides::totals(&self.stays, self.summary, side);
        let name = self.voice.coalition(side).the;
        let units = domains_listed(&opening);
        let holding = format!("{name} holding {}", count_of(places as u64, "place", "places"));
        if units.is_empty() { holding } else { format!("{holding}, with {units}") }
    }

    fn event(&self, event: EventId) -> Told {
        let Some(event) = self.war.events.get(event) else { return Told::default() };
        let says = event.says.clone().unwrap_or_else(|| event.names.the_capitalised());
        Told::new("event", [capitalised(says.trim())])
    }

    fn decided(&self, decided: &Decided, w: &mut Wording) -> Told {
        let Some(decision) = self.war.decisions.get(decided.decision) else { return Told::default() };
        let Some(option) = decision.options.get(usize::from(decided.option)) else { return Told::default() };
        let who = match decided.by {
            Some(person) => self.person(person, w),
            None => self.voice.faction(decision.faction).the,
        };
        let who = capitalised(&who);
        let subject = decision.names.primary.clone();
        let words = option.id.replace('-', " ");
        let first = match (&option.says, decided.policy) {
            (Some(says), PolicyKind::Default) => vec![format!("{who} let things take their course: {says}")],
            (Some(says), _) => vec![format!("{who} chose {}", says.trim().trim_end_matches('.'))],
            (None, PolicyKind::Default) => vec![format!("{}: no one decided, and “{words}” stood", capitalised(&subject))],
            (None, _) => vec![format!("{}: {who} chose “{words}”", capitalised(&subject))],
        };
        Told::new("decided", first).then(self.misjudged(decided)).then(self.expected(decided))
    }

    /// What the one who decided had most wrong, if it was wrong enough to matter.
    pub(crate) fn misjudged(&self, decided: &Decided) -> Option<String> {
        let worst = crate::believed::worst(&decided.beliefs)?;
        let decision = self.war.decisions.get(decided.decision)?;
        let he = match decided.by {
            Some(person) => self.voice.he(person),
            None => self.voice.faction(decision.faction).it(),
        };
        let about = self.voice.faction(worst.about).own();
        Some(match worst.what {
            BeliefKind::Resolve => format!(
                "{} put {about} will to fight at {:.2}; it was {:.2}.",
                capitalised(he),
                worst.believed,
                worst.so
            ),
            BeliefKind::Strength => format!(
                "{} put {about} strength at {} ({} to {}); it was {}.",
                capitalised(he),
                persons(worst.believed),
                persons(worst.range[0]),
                persons(worst.range[1]),
                persons(worst.so)
            ),
        })
    }

    fn expected(&self, decided: &Decided) -> Option<String> {
        let seen = decided.projection?;
        let his = match decided.by {
            Some(person) => self.voice.his(person),
            None => "its",
        };
        Some(format!(
            "{} staff gave it {} and expected to lose {} ({:.0} to {:.0}).",
            capitalised(his),
            chance(seen.win),
            percent(seen.loss),
            seen.loss_range[0] * 100.0,
            seen.loss_range[1] * 100.0
        ))
    }

    fn posture(&self, entry: &Entry, decided: Option<&Decided>, w: &mut Wording) -> Told {
        let What::PostureTaken { coalition, to, .. } = &entry.what else { return Told::default() };
        let side = self.voice.coalition(*coalition);
        let (the, own) = (&side.the, side.own());
        let turned = match to {
            Posture::Offensive => format!("{} went over to the offensive", side.start()),
            Posture::Hold => format!("{} stood on the defensive", side.start()),
            Posture::Withdraw => format!("{} drew back to {} home lines", side.start(), side.its()),
            Posture::Raid => format!("{} turned to raiding the enemy's lanes", side.start()),
        };
        let Some(person) = decided.and_then(|it| it.by) else {
            return Told::new("posture", [turned]).then(decided.and_then(|it| self.misjudged(it)));
        };
        let who = capitalised(&self.person(person, w));
        let ordered = match to {
            Posture::Offensive => format!("{who} sent {own} forces over to the offensive"),
            Posture::Hold => format!("{who} ordered {the} to hold what it had"),
            Posture::Withdraw => format!("{who} drew {own} forces back to the lines of before the war"),
            Posture::Raid => format!("{who} set {own} ships to raiding the enemy's lanes"),
        };
        let ordered = if side.plural { ordered.replace("what it had", "what they had") } else { ordered };
        let on_orders = format!("On {} orders {}", possessive_short(&self.voice, person), decapitalised(&turned, the));
        Told::new("posture", [ordered, on_orders]).then(decided.and_then(|it| self.misjudged(it)))
    }

    fn terms(&self, entry: &Entry, decided: Option<&Decided>, w: &mut Wording) -> Told {
        let What::Terms { by, to, accepted } = &entry.what else { return Told::default() };
        let (by, to) = (self.voice.coalition(*by), self.voice.coalition(*to));
        let who = match decided.and_then(|it| it.by) {
            Some(person) => self.person(person, w),
            None => to.the.clone(),
        };
        let first = if *accepted {
            [
                format!("{} asked {} for terms, and {who} accepted", by.start(), to.the),
                format!("Asked for terms by {}, {who} accepted", by.the),
            ]
        } else {
            [
                format!("{} asked {} for terms, and {who} refused", by.start(), to.the),
                format!("Asked for terms by {}, {who} refused", by.the),
            ]
        };
        Told::new("terms", first).then(decided.filter(|_| !accepted).and_then(|it| self.misjudged(it)))
    }

    fn offensive(&self, entry: &Entry, days: f64) -> Told {
        let What::Offensive { coalition, target, from, units, projected_win, projected_loss, .. } = &entry.what else {
            return Told::default();
        };
        let side = self.voice.coalition(*coalition);
        let (target, from) = (self.voice.place(*target), self.voice.place(*from));
        let mobile = |(domain, count): (Domain, &u32)| if domain.moves() { u64::from(*count) } else { 0 };
        let mut moving = [0_u64; 5];
        Domain::ALL.into_iter().zip(units).map(mobile).zip(&mut moving).for_each(|(count, slot)| *slot = count);
        let count = domains_listed(&moving);
        let count = if count.is_empty() { "its forces".into() } else { count };
        let first = if days >= 1.5 {
            let adjective = self.voice.coalition_adjective(*coalition);
            vec![
                format!("{} gathered {count} at {from} for {}, to strike at {target}", side.start(), stretch(days)),
                format!("{adjective} forces gathered at {from} for {}: {count}, bound for {target}", stretch(days)),
                format!("At {from} {} gathered {count} against {target} for {}", side.the, stretch(days)),
            ]
        } else {
            vec![
                format!("{} sent {count} from {from} against {target}", side.start()),
                format!("From {from} {} moved against {target} with {count}", side.the),
                format!("{} turned on {target} with {count}", side.start()),
            ]
        };
        // A staff that sees a walkover has nothing to say that is worth a line.
        let open = *projected_win < EASY_WIN || *projected_loss > EASY_LOSS;
        let staff = open.then(|| {
            let loss = if *projected_loss < 0.01 { "next to nothing".into() } else { percent(*projected_loss) };
            let seen = chance_of_winning(*projected_win);
            format!("{} staff saw {seen} and expected to lose {loss}.", capitalised(side.its()))
        });
        Told::new("offensive", first).then(staff)
    }

    fn taken_up_again(&self, days: &[f64]) -> Option<String> {
        let last = self.dates.full(*days.last()?);
        Some(match days.len() {
            1 => format!("It was taken up again on {last}."),
            2 => format!("It was taken up again twice, the last time on {last}."),
            more => format!("It was taken up again {} times, the last on {last}.", in_words_or_figures(more as u64)),
        })
    }

    fn falls(&self, item: &Item<'_>) -> Told {
        let mut places: Vec<String> = Vec::new();
        let mut owners: Vec<Option<FactionId>> = Vec::new();
        let mut taker = None;
        for entry in &item.entries {
            if let What::Taken { place, by, from } = &entry.what {
                places.push(self.voice.place(*place));
                owners.push(*from);
                taker = Some(*by);
            }
        }
        let Some(taker) = taker.map(|id| self.voice.faction(id)) else { return Told::default() };
        let list = listed(&places);
        let from = match owners.as_slice() {
            [Some(first), rest @ ..] if rest.iter().all(|owner| *owner == Some(*first)) => {
                format!(" from {}", self.voice.faction(*first).the)
            }
            _ => String::new(),
        };
        let fell = capitalised(&list);
        Told::new(
            "falls",
            [
                format!("{} took {list}{from}", taker.start()),
                format!("{fell} fell to {}", taker.the),
                format!("{fell} passed into {} hands", taker.own()),
            ],
        )
    }

    fn works(&self, item: &Item<'_>) -> Told {
        let mut works = Vec::new();
        let mut struck = true;
        for entry in &item.entries {
            match &entry.what {
                What::Struck { works: id } => works.push(*id),
                What::Restored { works: id } => {
                    works.push(*id);
                    struck = false;
                }
                _ => {}
            }
        }
        let nouns: Vec<Noun> = works.iter().map(|id| self.voice.works(*id)).collect();
        let subject = if nouns.len() > 4 { self.works_counted(&works) } else { Noun::together(&nouns) };
        let verb = if struck { format!("{} struck", subject.was()) } else { "worked again".into() };
        Told::new("works", [format!("{} {verb}", subject.start())])
    }

    /// "Three yards and two relays".
    fn works_counted(&self, works: &[WorksId]) -> Noun {
        let kinds = [WorksKind::Yard, WorksKind::Depot, WorksKind::Relay];
        let count = |kind| works.iter().filter(|id| self.war.works.get(**id).is_some_and(|it| it.kind == kind)).count();
        let parts: Vec<String> = kinds
            .into_iter()
            .map(|kind| (kind, count(kind) as u64))
            .filter(|(_, n)| *n > 0)
            .map(|(kind, n)| count_of(n, self.voice.works_kind(kind, false), self.voice.works_kind(kind, true)))
            .collect();
        Noun { the: listed(&parts), plural: works.len() > 1 }
    }

    fn hunger(&self, item: &Item<'_>) -> Told {
        let mut forces = Vec::new();
        let mut places = Vec::new();
        for entry in &item.entries {
            if let What::OutOfSupply { force, place } = &entry.what {
                forces.push(*force);
                let place = self.voice.place(*place);
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        let subject = self.forces_together(&forces);
        let at = if places.len() <= 3 { format!(" at {}", listed(&places)) } else { String::new() };
        Told::new("hunger", [format!("{} ran out of supply{at}", subject.start())])
    }

    /// A few forces by name, many by their number and side.
    fn forces_together(&self, forces: &[ForceId]) -> Noun {
        let mut distinct = forces.to_vec();
        distinct.sort();
        distinct.dedup();
        if distinct.len() <= 3 {
            return Noun::together(&distinct.iter().map(|id| self.voice.force(*id)).collect::<Vec<_>>());
        }
        let factions: Vec<FactionId> = distinct.iter().filter_map(|id| Some(self.war.forces.get(*id)?.faction)).collect();
        let one = factions.first().filter(|first| factions.iter().all(|it| it == *first));
        let adjective = one.map(|id| format!("{} ", self.voice.faction_adjective(*id))).unwrap_or_default();
        let count = in_words_or_figures(distinct.len() as u64);
        Noun { the: format!("{count}{TIE}{adjective}forces"), plural: true }
    }

    fn yards(&self, item: &Item<'_>) -> Told {
        let mut built: Vec<(ClassId, u64)> = Vec::new();
        let mut owner = None;
        for entry in &item.entries {
            if let What::Built { faction, class, units, .. } = &entry.what {
                owner = Some(*faction);
                match built.iter_mut().find(|(id, _)| id == class) {
                    Some((_, count)) => *count += u64::from(*units),
                    None => built.push((*class, u64::from(*units))),
                }
            }
        }
        let Some(owner) = owner.map(|id| self.voice.faction(id)) else { return Told::default() };
        let units: Vec<String> = built.iter().map(|(class, count)| self.voice.units(*class, *count)).collect();
        let first = item.entries.iter().map(|entry| entry.day).fold(f64::INFINITY, f64::min);
        let last = item.entries.iter().map(|entry| entry.day).fold(first, f64::max);
        let during = if last - first >= 2.0 { format!(" in {}", stretch(last - first)) } else { String::new() };
        let units = listed(&units);
        Told::new(
            "yards",
            [
                format!("{} yards finished {units}{during}", capitalised(&owner.own())),
                format!("From {} yards came {units}{during}", owner.own()),
            ],
        )
        .without_cause()
    }

    fn entering(&self, item: &Item<'_>) -> Told {
        let forces: Vec<ForceId> = item.entries.iter().filter_map(|entry| match &entry.what {
            What::Appeared { force, .. } => Some(*force),
            _ => None,
        }).collect();
        let place = item.entries.iter().find_map(|entry| match &entry.what {
            What::Appeared { place, .. } => Some(self.voice.place(*place)),
            _ => None,
        });
        let subject = self.forces_together(&forces);
        let place = place.unwrap_or_default();
        Told::new(
            "entering",
            [format!("{} arrived at {place}", subject.start()), format!("At {place} {} appeared", subject.the)],
        )
    }

    fn moves(&self, item: &Item<'_>) -> Told {
        let mut forces = Vec::new();
        let mut way = None;
        for entry in &item.entries {
            if let What::Departed { force, to, purpose, .. } = &entry.what {
                forces.push(*force);
                way = Some((*to, *purpose));
            }
        }
        let Some((to, purpose)) = way else { return Told::default() };
        let (subject, to) = (self.forces_together(&forces).start(), self.voice.place(to));
        Told::new("moves", [match purpose {
            Purpose::Gather => format!("{subject} set out to gather at {to}"),
            Purpose::Attack => format!("{subject} set out against {to}"),
            Purpose::Guard => format!("{subject} went to guard {to}"),
            Purpose::Withdraw => format!("{subject} fell back on {to}"),
            Purpose::Refit => format!("{subject} went to {to} to mend"),
            Purpose::Retreat => format!("{subject} fled to {to}"),
        }])
    }

    fn arrivals(&self, item: &Item<'_>) -> Told {
        let mut forces = Vec::new();
        let mut at = None;
        for entry in &item.entries {
            if let What::Arrived { force, place } = &entry.what {
                forces.push(*force);
                at = Some(self.voice.place(*place));
            }
        }
        Told::new("arrivals", [format!("{} reached {}", self.forces_together(&forces).start(), at.unwrap_or_default())])
            .without_cause()
    }

    fn resolve(&self, faction: FactionId, level: f64, falling: bool) -> Told {
        let owner = self.voice.faction(faction).own();
        let part = match level {
            l if l >= 0.7 => "three quarters",
            l if l >= 0.4 => "a half",
            _ => "a quarter",
        };
        let start = capitalised(&owner);
        Told::new("resolve", if falling {
            [
                format!("{start} will to fight sank below {part} of what it could be"),
                format!("Among {} people the will to go on fell below {part}", owner),
            ]
        } else {
            [
                format!("{start} will to fight rose above {part}"),
                format!("Among {owner} people the will to go on rose above {part}"),
            ]
        })
    }

    fn joined(&self, faction: FactionId, coalition: CoalitionId) -> Told {
        let name = self.voice.faction(faction);
        let alone = self.war.coalitions.get(coalition).is_some_and(|it| it.implicit);
        let side = self.voice.coalition(coalition).the;
        Told::new(
            "joined",
            if alone {
                [format!("{} entered the war", name.start()), format!("Now {} entered the war", name.the)]
            } else {
                [
                    format!("{} entered the war beside {side}", name.start()),
                    format!("Beside {side} {} entered the war", name.the),
                ]
            },
        )
    }

    /// The clash that an entry is part of.
    pub fn clash_of(&self, seq: Seq) -> Option<&Clash> {
        self.clashes.iter().find(|clash| clash.entries.contains(&seq))
    }

    /// How often the same thing came again, and until when.
    fn again(&self, item: &Item<'_>) -> Option<String> {
        let last = item.entries.last().filter(|_| item.entries.len() > 1)?;
        let times = match item.entries.len() - 1 {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            more => format!("{} times", in_words_or_figures(more as u64)),
        };
        Some(format!("It came again {times}, the last time on {}.", self.dates.full(last.day)))
    }
}

/// Whether a cause is plain from its effect: the offensive behind a battle for its target, the posture behind an
/// offensive.
fn goes_without_saying(what: &What, cause: &What) -> bool {
    match (what, cause) {
        (What::Battle(battle), What::Offensive { target, .. }) => battle.place == *target,
        (What::Taken { place, .. } | What::Declined { place, .. }, What::Offensive { target, .. }) => place == target,
        (What::Departed { .. } | What::Arrived { .. }, What::Offensive { .. }) => true,
        (What::Decided(decided), What::Decided(cause)) => decided.by == cause.by,
        (What::Offensive { coalition, .. }, What::PostureTaken { coalition: side, .. }) => coalition == side,
        _ => false,
    }
}

/// What befell a person, with its place.
pub(crate) fn fate_sentence(name: &str, plural: bool, fate: Fate, place: Option<String>) -> String {
    let was = if plural { "were" } else { "was" };
    let at = place.map(|place| format!(" at {place}")).unwrap_or_default();
    let name = capitalised(name);
    match fate {
        Fate::Killed => format!("{name} {was} killed{at}"),
        Fate::Captured => format!("{name} {was} taken prisoner{at}"),
        Fate::Defected => format!("{name} went over to the enemy{at}"),
    }
}

/// Units by domain, those that there are: "9,240 ships and 37 stations".
pub(crate) fn domains_listed(units: &[u64; 5]) -> String {
    let parts: Vec<String> = Domain::ALL
        .into_iter()
        .zip(units)
        .filter(|(_, count)| **count > 0)
        .map(|(domain, count)| domain_count(domain, *count))
        .collect();
    listed(&parts)
}

fn chance_of_winning(p: f64) -> String {
    match chance(p).as_str() {
        "even odds" => "even odds".into(),
        "all but certainty" => "all but certain victory".into(),
        words => format!("{words} of winning"),
    }
}

fn possessive_short(voice: &Voice<'_>, person: PersonId) -> String {
    voice.person(person).own()
}

/// A sentence that begins with a name, as it stands after another word.
fn decapitalised(sentence: &str, name: &str) -> String {
    let start = capitalised(name);
    sentence.strip_prefix(&start).map_or_else(|| sentence.to_owned(), |rest| format!("{name}{rest}"))
}
