//! Items of a chronicle as sentences in the past tense.

use crate::between::war_name;
use crate::clash::{Clash, clashes};
use crate::dates::Dates;
use crate::items::{Aftermath, Item, Kind};
use crate::sides::{self, Stay};
use crate::text::columns;
use crate::voice::*;
use crate::wording::Wording;
use polemos_chronicle::{Chronicle, Entry, Fate, RunSummary, Seq, What};
use polemos_war::names::{capitalised, listed};
use polemos_war::*;

/// Columns of a sentence that takes a clause without a comma.
const SHORT: usize = 55;

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
    /// Day on which the war told of began.
    pub opened: f64,
    /// Persons who had no part in it.
    pub absent: Vec<PersonId>,
    /// Its name within a sentence, where it is one of the wars of a saga.
    pub title: Option<String>,
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
            opened: 0.0,
            absent: Vec::new(),
            title: None,
        }
    }

    /// The name of the war told of, within a sentence, and whether it was or they were.
    pub(crate) fn war_told(&self) -> (String, &'static str) {
        match &self.title {
            Some(title) => (title.clone(), "was"),
            None => (self.war.names.the(), self.war.names.was()),
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
            && let Some(clause) = self.cause_of(item, &first, before, wording)
        {
            // A comma keeps the clause from clinging to the last noun of a long sentence.
            let first_part = first.trim_end_matches('.');
            let comma = if first_part.contains(',') || columns(first_part) > SHORT { "," } else { "" };
            first = format!("{first_part}{comma} {clause}");
        }
        // What ends with a word in quotation marks has still to be closed.
        let closed = ['.', '!', '?'].iter().any(|end| first.trim_end_matches('”').ends_with(*end));
        if !closed {
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

    /// The clause that names the cause of an item whose first sentence is `first`.
    pub(crate) fn cause_of(
        &self,
        item: &Item<'_>,
        first: &str,
        before: Option<&Item<'_>>,
        wording: &mut Wording,
    ) -> Option<String> {
        let known = |seq: Seq| item.holds(seq) || before.is_some_and(|it| it.holds(seq));
        let about = item.entries.first()?;
        for cause in self.reasons(about) {
            if known(cause.seq) {
                // The nearest reason stands in the sentence just before; a remoter one would only mislead.
                return None;
            }
            if self.goes_without_saying(&about.what, &cause.what) || self.is_chooser_named(first, &cause.what)
            {
                return None;
            }
            if let Some(clause) = self.clause_for(about, cause)
                && wording.may_recall(cause.seq)
            {
                return Some(clause);
            }
        }
        None
    }

    /// A cause as a clause that fits what came of it.
    fn clause_for(&self, about: &Entry, cause: &Entry) -> Option<String> {
        match (&about.what, &cause.what) {
            (What::Decided(_), What::Decided(other)) => {
                let decision = self.war.decisions.get(other.decision)?;
                let who =
                    other.by.map_or_else(|| self.voice.faction(decision.faction), |id| self.voice.person(id));
                Some(format!("in answer to {} choice", who.own()))
            }
            (What::Fate { fate: Fate::Killed, .. }, What::Event { event }) => {
                Some(format!("through {}", self.war.events.get(*event)?.names.the_short()))
            }
            _ => self.clause(cause),
        }
    }

    pub(crate) fn tell(&self, item: &Item<'_>, w: &mut Wording) -> Told {
        let Some(entry) = item.entries.first() else { return Told::default() };
        match &item.kind {
            Kind::Single if matches!(entry.what, What::Calamity { .. }) => self.calamity(item),
            Kind::Single if matches!(entry.what, What::Raided { .. }) => self.raids(item),
            Kind::Single => self.single(entry, w).then(self.again(item)).then(self.toll(item)),
            Kind::Posture { decided, changed } => {
                self.posture(entry, *decided, w).then(self.change_of_mind(entry, changed))
            }
            Kind::Terms(decided) => self.terms(entry, *decided, w).then(self.ceded(item)),
            Kind::Offensive { days, again } => self.offensive(entry, *days).then(self.taken_up_again(again)),
            Kind::Battle(clash, after) => self.battle(clash, after, w),
            Kind::Falls => self.falls(item),
            Kind::Declines => self.declines(item),
            Kind::Works => self.works(item),
            Kind::Crossings => self.crossings(item),
            Kind::Links => self.links(item),
            Kind::Hunger => self.hunger(item),
            Kind::Yards => self.yards(item),
            Kind::Entering => self.entering(item),
            Kind::Moves => self.moves(item),
            Kind::Arrivals => self.arrivals(item),
            Kind::Refusals => self.refusals(item),
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
            What::Destroyed { force, place } => {
                let force = v.force(*force);
                let at = place.map(|place| format!(" at {}", v.place(place))).unwrap_or_default();
                Told::new("destroyed", [format!("{} {} destroyed{at}", force.start(), force.was())])
            }
            What::Resupplied { force, place } => {
                let force = v.force(*force);
                Told::new(
                    "resupplied",
                    [format!("{} {} in supply again at {}", force.start(), force.was(), v.place(*place))],
                )
            }
            What::LaneChanged { lane, open } => {
                let verb = if *open { "opened" } else { "closed" };
                Told::new("lane", [format!("{} {verb}", capitalised(&v.lane(*lane)))])
            }
            What::ResolveTurned { faction, level, falling } => self.resolve(*faction, *level, *falling),
            What::Fate { person, fate, place } => self.fate(entry, *person, *fate, *place, w),
            What::Command { person, force } => {
                let name = self.person(*person, w);
                Told::new(
                    "command",
                    [format!("{} took command of {}", capitalised(&name), v.force(*force).the)],
                )
            }
            What::Rose { rebellion, against } => self.rose(*rebellion, *against, w),
            What::OrderedAgainst { by, people, place } => self.ordered_against(*by, *people, *place),
            What::Reprisal { place, by, dead, share } => self.reprisal(*place, *by, *dead, *share),
            What::Killing { .. } => self.killing(&entry.what),
            What::Relented { people, by } => self.relented(*people, *by),
            What::Invested { .. }
            | What::SiegeLifted { .. }
            | What::Landed { .. }
            | What::GroundFought { .. } => self.siege(&entry.what),
            What::Joined { faction, coalition } => self.joined(*faction, *coalition),
            What::Left { faction, coalition, reason } => self.left(*faction, *coalition, *reason),
            What::EnvoySent { envoy, person, to, place } => self.envoy(*envoy, *person, *to, *place, w),
            What::Ceded { place, from, to } => {
                let (from, to) = (v.faction(*from), v.faction(*to));
                Told::new("ceded", [format!("{} ceded {} to {}", from.start(), v.place(*place), to.the)])
            }
            What::GivenUp { place, from, to } => {
                let (from, to) = (v.faction(*from), v.faction(*to));
                let place = v.place(*place);
                let ways = [
                    format!("{} gave up {place}, which went back to {}", from.start(), to.the),
                    format!("{} left {place} to {}", from.start(), to.the),
                ];
                Told::new("given-up", ways)
            }
            What::Succeeded { person, post } => self.succeeded(*person, *post, w),
            What::Ended(ending) => {
                let over = !matches!(ending.kind, EndingKind::Undecided | EndingKind::Outgrown);
                let told = Told::new("ended", [crate::ending::last_words_of(self, ending)]);
                let name = self
                    .war_at(entry.seq)
                    .map_or_else(|| "The war".to_owned(), |it| capitalised(&war_name(self.war, it)));
                told.then(over.then(|| format!("{name} was over.")))
            }
            what => self.between(what),
        }
    }

    fn fate(
        &self,
        entry: &Entry,
        person: PersonId,
        fate: Fate,
        place: Option<PlaceId>,
        w: &mut Wording,
    ) -> Told {
        let name = self.person(person, w);
        // Who dies of a happening is not killed by anyone whom the chronicle knows.
        let told = if fate == Fate::Killed && self.comes_of_event(entry) {
            format!("{} lost {} life", capitalised(&name), self.voice.his(person))
        } else {
            fate_sentence(&name, self.voice.person(person).plural, fate, place.map(|p| self.voice.place(p)))
        };
        Told::new("fate", [told]).then(self.leaderless(entry.seq, person))
    }

    fn comes_of_event(&self, entry: &Entry) -> bool {
        self.reasons(entry).first().is_some_and(|cause| matches!(cause.what, What::Event { .. }))
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
        let places =
            self.war.places.iter().filter(|it| !it.removed && it.owner.as_ref().is_some_and(mine)).count();
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

    fn resolve(&self, faction: FactionId, level: f64, falling: bool) -> Told {
        let owner = self.voice.faction(faction).own();
        let part = match level {
            l if l >= 0.7 => "three quarters",
            l if l >= 0.4 => "a half",
            _ => "a quarter",
        };
        let start = capitalised(&owner);
        Told::new(
            "resolve",
            if falling {
                [
                    format!("{start} will to fight sank below {part} of what it could be"),
                    format!("Among {} people the will to go on fell below {part}", owner),
                ]
            } else {
                [
                    format!("{start} will to fight rose above {part}"),
                    format!("Among {owner} people the will to go on rose above {part}"),
                ]
            },
        )
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

    /// Whether a cause is plain from its effect: the offensive behind a battle for its target, the posture behind an
    /// offensive.
    fn goes_without_saying(&self, what: &What, cause: &What) -> bool {
        match (what, cause) {
            (What::Battle(battle), What::Offensive { target, .. }) => battle.place == *target,
            (What::Taken { place, .. } | What::Declined { place, .. }, What::Offensive { target, .. }) => {
                place == target
            }
            (What::Reconnected { .. }, _) => true,
            (What::CutOff { place: Some(at), .. }, What::Taken { place, .. }) => at == place,
            (What::Battle(battle), What::Invested { place, .. }) => battle.place == *place,
            (
                What::Invested { place, .. } | What::Landed { place, .. },
                What::Offensive { target: other, .. } | What::Invested { place: other, .. },
            )
            | (
                What::SiegeLifted { place, .. } | What::GroundFought { place, .. },
                What::Invested { place: other, .. } | What::Landed { place: other, .. },
            ) => place == other,
            (What::Departed { .. } | What::Arrived { .. }, What::Offensive { .. }) => true,
            // What a side chose before leads to what it chooses next: that is its story, and no reason.
            (What::Decided(decided), What::Decided(cause)) => {
                self.decider(decided.decision) == self.decider(cause.decision)
            }
            // Nobody needs a reason for not killing; and why it began is no reason for its end.
            (What::Refused { .. }, _) => true,
            (What::Killing { over: true, .. }, What::Event { .. } | What::Decided(_)) => true,
            (What::Struck { .. }, What::Rose { .. }) | (What::Restored { .. }, What::Struck { .. }) => true,
            (What::Offensive { coalition, .. }, What::PostureTaken { coalition: side, .. }) => {
                coalition == side
            }
            _ => false,
        }
    }

    /// Whether a sentence already names the one whose choice brought it about: "Villeneuve stood in for Cadiz".
    fn is_chooser_named(&self, sentence: &str, cause: &What) -> bool {
        let What::Decided(decided) = cause else { return false };
        decided.by.is_some_and(|id| sentence.contains(&self.voice.person(id).the))
    }

    fn decider(&self, decision: DecisionId) -> Option<CoalitionId> {
        self.war.decisions.get(decision).map(|it| it.coalition)
    }

    /// The clash that an entry is part of.
    pub fn clash_of(&self, seq: Seq) -> Option<&Clash> {
        self.clashes.iter().find(|clash| clash.entries.contains(&seq))
    }

    /// Deaths at one place, over the days on which they came.
    fn calamity(&self, item: &Item<'_>) -> Told {
        let Some((place, dead, last)) = deaths(item) else { return Told::default() };
        let (place, dead) = (self.voice.place(place), people(dead));
        let days = last - item.day;
        if days < 1.0 {
            return Told::new(
                "calamity",
                [format!("{dead} died at {place}"), format!("At {place} {dead} died")],
            );
        }
        Told::new("calamity", [format!("At {place} {dead} died in {}", stretch(days + 1.0))])
    }

    /// How many died of what an item tells.
    fn toll(&self, item: &Item<'_>) -> Option<String> {
        let (place, dead, _) = deaths(item)?;
        Some(format!("At {} {} died.", self.voice.place(place), people(dead)))
    }

    /// How often the same thing came again, and until when.
    fn again(&self, item: &Item<'_>) -> Option<String> {
        let same: Vec<&&Entry> =
            item.entries.iter().filter(|it| matches!(it.what, What::Event { .. })).collect();
        let last = same.last().filter(|_| same.len() > 1)?;
        let times = often(same.len() as u64 - 1);
        Some(format!("It came again {times}, the last time on {}.", self.dates.full(last.day)))
    }
}

/// Where how many died in an item's entries, and on which day the last; none where no one did.
fn deaths(item: &Item<'_>) -> Option<(PlaceId, f64, f64)> {
    let mut sum = None;
    for entry in &item.entries {
        if let What::Calamity { place, dead } = entry.what {
            let before = sum.map_or(0.0, |(_, dead, _)| dead);
            sum = Some((place, before + dead, entry.day));
        }
    }
    sum
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
        Fate::Deposed => format!("{name} {was} deposed"),
        Fate::Resigned => format!("{name} laid down command{at}"),
        Fate::Overthrown => format!("{name} {was} overthrown{at}"),
        Fate::Died => format!("{name} died{at}"),
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
