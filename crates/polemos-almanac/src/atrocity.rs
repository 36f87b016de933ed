//! Peoples that rise, and what is done to them: rebellions, orders to kill, who refused them, and the dead.

use crate::items::Item;
use crate::sentence::{Teller, Told};
use crate::text::TIE;
use crate::voice::*;
use crate::wording::Wording;
use polemos_chronicle::{Seq, What};
use polemos_war::names::capitalised;
use polemos_war::*;

/// Share of a place's people whose death is the place's destruction.
const DESTROYED: f64 = 0.9;
/// Share of a force's troops who refuse, from which on it is the force that does.
const WHOLE: f64 = 0.95;

impl Teller<'_> {
    /// "The Cardassians rose against the Dominion under Damar", or as the scenario says it.
    pub(crate) fn rose(&self, id: RebellionId, against: Option<FactionId>, w: &mut Wording) -> Told {
        let Some(rebellion) = self.war.rebellions.get(id) else { return Told::default() };
        if let Some(says) = &rebellion.says {
            return Told::new("rose", [capitalised(says.trim())]);
        }
        let who = self.voice.people(rebellion.people);
        let ruler = against.map(|id| format!(" against {}", self.voice.faction(id).the)).unwrap_or_default();
        let leader = rebellion.leader.filter(|id| self.war.persons.get(*id).is_some_and(|it| !it.removed));
        let under = leader.map(|id| format!(" under {}", self.person(id, w))).unwrap_or_default();
        Told::new(
            "rose",
            [
                format!("{} rose{ruler}{under}", who.start()),
                format!("Among {} a rising{ruler} began{under}", who.the),
            ],
        )
    }

    /// What becomes of a rebellion whose leader has just met a fate.
    pub(crate) fn leaderless(&self, seq: Seq, person: PersonId) -> Option<String> {
        let led = self
            .war
            .rebellions
            .pairs()
            .find(|(id, it)| it.leader == Some(person) && self.has_risen(*id, seq));
        led.map(|(_, it)| {
            format!("{} went on without {}.", it.names.the_capitalised(), self.voice.person(person).the)
        })
    }

    fn has_risen(&self, id: RebellionId, by: Seq) -> bool {
        let mut earlier = self.chronicle.entries.iter().take_while(|entry| entry.seq < by);
        earlier.any(|entry| matches!(entry.what, What::Rose { rebellion, .. } if rebellion == id))
    }

    pub(crate) fn ordered_against(
        &self,
        by: FactionId,
        people: Option<PeopleId>,
        place: Option<PlaceId>,
    ) -> Told {
        let by = self.voice.faction(by).start();
        let order = match place {
            Some(place) => format!("{by} ordered a reprisal against {}", self.voice.place(place)),
            None => format!("{by} ordered {} wiped out", self.victims(people, None)),
        };
        Told::new("ordered-against", [order])
    }

    /// "the people of Lakarian City", "the Cardassians".
    fn victims(&self, people: Option<PeopleId>, place: Option<PlaceId>) -> String {
        match (place, people) {
            (Some(place), _) => format!("the people of {}", self.voice.place(place)),
            (None, Some(people)) => self.voice.people(people).the,
            (None, None) => "civilians".into(),
        }
    }

    /// Forces that refused one order: whole, or some of their soldiers.
    pub(crate) fn refusals(&self, item: &Item<'_>) -> Told {
        let (mut forces, mut soldiers, mut all, mut whom) = (Vec::new(), 0.0, true, String::new());
        for entry in &item.entries {
            if let What::Refused { force, people, place, soldiers: count, share, .. } = &entry.what {
                forces.push(*force);
                soldiers += count;
                all &= *share >= WHOLE;
                whom = self.victims(*people, *place);
            }
        }
        let who = self.forces_together(&forces);
        let subject =
            if all { who.start() } else { format!("{}{TIE}soldiers of {}", persons(soldiers), who.the) };
        Told::new(
            "refused",
            [format!("{subject} refused to kill {whom}"), format!("{subject} would not kill {whom}")],
        )
    }

    pub(crate) fn reprisal(&self, place: PlaceId, by: FactionId, dead: f64, share: f64) -> Told {
        let (own, at) = (self.voice.faction(by).own(), self.voice.place(place));
        if dead < 0.5 {
            return Told::new("reprisal", [format!("No troops carried out {own} order against {at}")]);
        }
        let people = self.war.places.get(place).and_then(|it| it.people);
        let dead = self.voice.of_people(people, dead);
        let told = if share >= DESTROYED {
            [
                format!("On {own} orders troops destroyed {at} and killed {dead}"),
                format!("{} troops destroyed {at}; {dead} died", capitalised(&own)),
            ]
        } else {
            [
                format!("On {own} orders troops killed {dead} at {at}"),
                format!("At {at} {own} troops killed {dead}"),
            ]
        };
        Told::new("reprisal", told)
    }

    /// Those killed on an order against a whole people since it was last told, or in all.
    pub(crate) fn killing(&self, what: &What) -> Told {
        let What::Killing { people, by, dead, days, total, over } = what else { return Told::default() };
        let own = self.voice.faction(*by).own();
        if *over {
            let (who, all) = (self.voice.people(*people).the, persons(*total));
            return Told::new(
                "killing-over",
                [format!("The killing of {who} came to an end; {all} had died")],
            );
        }
        let more = *total > *dead;
        let (dead, during) = (self.voice.of_people(Some(*people), *dead), stretch(*days));
        let all = if more { format!(", {} in all", persons(*total)) } else { String::new() };
        Told::new(
            "killing",
            [
                format!("In {during} {own} troops killed {dead}{all}"),
                format!("{} troops went on killing: {dead} in {during}{all}", capitalised(&own)),
            ],
        )
    }

    pub(crate) fn relented(&self, people: PeopleId, by: FactionId) -> Told {
        let (by, people) = (self.voice.faction(by), self.voice.people(people));
        Told::new("relented", [format!("{} took back the order against {}", by.start(), people.the)])
    }
}
