//! What happens between and beside the wars of a saga, as sentences: wars that open, grow into others and close,
//! incidents, alliances, arms for others' rebels, worlds left to the enemy, and what becomes of the beaten.

use crate::sentence::{Teller, Told};
use crate::voice::{count_of, domain_count, percent};
use polemos_chronicle::{Chronicle, Ground, Seq, WarBegan, What};
use polemos_war::lexicon::prose::ordinal_word;
use polemos_war::names::capitalised;
use polemos_war::*;

/// How grave an incident is, in words.
fn gravity_word(gravity: f64) -> &'static str {
    match gravity {
        g if g >= 0.6 => "a grave incident",
        g if g >= 0.25 => "an incident",
        _ => "a minor incident",
    }
}

/// The name of a war of a saga within a sentence: "the second Kelmar War", or by its sides where nothing names it.
pub fn war_name(war: &War, began: &WarBegan) -> String {
    let saga = war.saga.as_ref();
    let series = began.series.and_then(|id| saga?.series.get(id));
    let episode = began.series.and_then(|id| saga?.episode(id, began.ordinal));
    let episode = episode.and_then(|id| saga?.episodes.get(id));
    if let Some(episode) = episode {
        return episode.names.the_short();
    }
    let ordinal = ordinal_word(u64::from(began.ordinal));
    if let Some(series) = series {
        let bare = series.names.primary.trim_start_matches("The ").trim_start_matches("the ");
        return format!("the {ordinal} {bare}");
    }
    let voice = crate::voice::Voice::new(war);
    let sides = began.sides.map(|side| voice.coalition_adjective(side));
    match began.ordinal {
        0 | 1 => format!("the {}–{} war", sides[0], sides[1]),
        _ => format!("the {ordinal} {}–{} war", sides[0], sides[1]),
    }
}

/// The war of a saga with a number, as it began.
pub fn war_numbered(chronicle: &Chronicle, number: u16) -> Option<&WarBegan> {
    chronicle.entries.iter().find_map(|entry| match &entry.what {
        What::WarBegan(began) if began.number == number => Some(began.as_ref()),
        _ => None,
    })
}

impl Teller<'_> {
    /// A happening of a saga.
    pub(crate) fn between(&self, what: &What) -> Told {
        let v = &self.voice;
        match what {
            What::WarBegan(began) => self.war_began(began),
            What::Incident { place, on, by, gravity } => {
                let (on, by) = (v.faction(*on), v.faction(*by));
                let (what, place) = (gravity_word(*gravity), v.place(*place));
                Told::new(
                    "incident",
                    [
                        format!("{} came to blows with {} at {place}, {what}", by.start(), on.the),
                        format!("At {place} there was {what} between {} and {}", on.the, by.the),
                        format!("{} at {place} set {} against {}", capitalised(what), on.the, by.the),
                    ],
                )
            }
            What::Allied { faction, coalition, against, founds } => {
                self.allied(*faction, *coalition, *against, *founds)
            }
            What::Parted { faction, coalition } => {
                let (who, side) = (v.faction(*faction), v.coalition(*coalition));
                Told::new("parted", [format!("{} left {}", who.start(), side.the)])
            }
            What::Armed { faction, rebellion, against } => {
                let (who, ruler) = (v.faction(*faction), v.faction(*against));
                let whom = self.underground(*rebellion);
                Told::new(
                    "armed",
                    [format!("In secret {} began to arm {whom} against {}", who.the, ruler.the)],
                )
            }
            What::Exposed { faction, against, place, .. } => {
                let (who, ruler) = (v.faction(*faction), v.faction(*against));
                let place = v.place(*place);
                Told::new(
                    "exposed",
                    [format!(
                        "{} found out that {} had been arming rebels at {place}",
                        ruler.start(),
                        who.the
                    )],
                )
            }
            What::Abandoned { place, coalition } => {
                let (side, place) = (v.coalition(*coalition), v.place(*place));
                let ways = [
                    format!(
                        "{} judged {place} more of a burden than a gain, and left it to the enemy",
                        side.start()
                    ),
                    format!(
                        "{} was no longer worth its garrison to {}, which left it to the enemy",
                        capitalised(&place),
                        side.the
                    ),
                ];
                Told::new("abandoned", ways)
            }
            What::Disabled { place, faction, units, of } => {
                let ships = domain_count(Domain::Ships, u64::from(*units));
                let share = percent(f64::from(*units) / f64::from((*of).max(1)));
                let own = v.faction(*faction).own();
                let at = v.place(*place);
                Told::new(
                    "disabled",
                    [format!(
                        "At {at} {own} fleet lost {ships} without a battle, {share} of all that it had there"
                    )],
                )
            }
            What::Subjected { faction, to, spoils } => self.subjected(*faction, *to, *spoils),
            What::Renounced { faction, to, place, .. } => {
                let (who, ruler) = (v.faction(*faction), v.faction(*to));
                let place = v.place(*place);
                let text = format!(
                    "{} agreed with {} not to help those who resisted at {place}",
                    who.start(),
                    ruler.the
                );
                Told::new("renounced", [text])
            }
            What::Closed => Told::new("closed", ["Here the saga ends".to_owned()]).without_cause(),
            _ => Told::default(),
        }
    }

    fn war_began(&self, began: &WarBegan) -> Told {
        let name = capitalised(&war_name(self.war, began));
        let [by, on] = began.sides.map(|side| self.voice.coalition(side));
        let first = match began.ground {
            Ground::Opening => format!("{name} was in its course, between {} and {}", by.the, on.the),
            Ground::Incident { place } => {
                format!(
                    "{name} began: {} went to war with {} over {}",
                    by.the,
                    on.the,
                    self.voice.place(place)
                )
            }
            Ground::Outgrowth { number } => match war_numbered(self.chronicle, number) {
                Some(before) => {
                    let before = war_name(self.war, before);
                    format!("Out of {before} grew {}, between {} and {}", decapital(&name), by.the, on.the)
                }
                None => format!("{name} began between {} and {}", by.the, on.the),
            },
            Ground::Rising { .. } => format!("{name} began: {} rose against {}", by.the, on.the),
        };
        Told::new("war-began", [first])
    }

    fn allied(
        &self,
        faction: FactionId,
        coalition: CoalitionId,
        against: Option<FactionId>,
        founds: bool,
    ) -> Told {
        let (who, side) = (self.voice.faction(faction), self.voice.coalition(coalition));
        let fear =
            against.map(|it| format!(", for fear of {}", self.voice.faction(it).the)).unwrap_or_default();
        let text = if founds {
            format!("{} agreed to {}{fear}", who.start(), side.the)
        } else {
            format!("{} entered {}{fear}", who.start(), side.the)
        };
        Told::new("allied", [text])
    }

    fn subjected(&self, faction: FactionId, to: FactionId, spoils: Spoils) -> Told {
        let (who, ruler) = (self.voice.faction(faction), self.voice.faction(to));
        let people = self.war.factions.get(faction).and_then(|it| it.people).map(|id| self.voice.people(id));
        let text = match (spoils, people) {
            (Spoils::Enslave, Some(people)) => {
                format!(
                    "{} came under the rule of {}; {} {} enslaved",
                    who.start(),
                    ruler.the,
                    people.the,
                    people.was()
                )
            }
            (Spoils::Enslave, None) => {
                format!("{} came under the rule of {} and was enslaved", who.start(), ruler.the)
            }
            _ => format!("{} came under the rule of {}", who.start(), ruler.the),
        };
        Told::new("subjected", [text])
    }

    /// Those whom a rebellion would raise: "the underground of the Tessali".
    fn underground(&self, rebellion: RebellionId) -> String {
        let people = self.war.rebellions.get(rebellion).map(|it| self.voice.people(it.people).the);
        people.map_or_else(|| "an underground".to_owned(), |people| format!("an underground of {people}"))
    }

    /// A happening of a saga as a cause.
    pub(crate) fn clause_between(&self, what: &What) -> Option<String> {
        let v = &self.voice;
        Some(match what {
            What::Incident { place, .. } => format!("after the incident at {}", v.place(*place)),
            What::Allied { faction, .. } => format!("because {} had found allies", v.faction(*faction).the),
            What::Parted { faction, coalition } => {
                format!("after {} had left {}", v.faction(*faction).the, v.coalition(*coalition).the)
            }
            What::Exposed { faction, .. } => {
                format!("after {} had been found to arm rebels", v.faction(*faction).the)
            }
            What::Abandoned { place, .. } => format!("after {} had been left to the enemy", v.place(*place)),
            What::Disabled { place, .. } => format!("after the ships lost at {}", v.place(*place)),
            What::Subjected { faction, .. } => format!("after the fall of {}", v.faction(*faction).the),
            What::Renounced { place, .. } => format!("after the agreement over {}", v.place(*place)),
            _ => return None,
        })
    }

    /// The war of a saga that was going on at an entry.
    pub(crate) fn war_at(&self, seq: Seq) -> Option<&WarBegan> {
        let before = self.chronicle.entries.iter().take_while(|entry| entry.seq < seq);
        let last = before.filter_map(|entry| match &entry.what {
            What::WarBegan(began) => Some(began.as_ref()),
            _ => None,
        });
        last.last()
    }

    /// What a happening of a saga is worth to a reader.
    pub(crate) fn weight_between(&self, what: &What) -> f64 {
        match what {
            What::Closed => 1000.0,
            What::WarBegan(began) => match began.ground {
                Ground::Opening => 20.0,
                Ground::Rising { .. } => 30.0,
                Ground::Incident { .. } | Ground::Outgrowth { .. } => 160.0,
            },
            // That one war has become another is told with that one.
            What::Ended(ending) if ending.kind == EndingKind::Outgrown => 1.0,
            // The last day is told as the saga's.
            What::Ended(ending) if ending.kind == EndingKind::Undecided => 1.0,
            What::Ended(ending) => {
                let is_state = |side: CoalitionId| {
                    let lead = self.war.coalitions.get(side).and_then(|it| self.war.factions.get(it.lead));
                    lead.is_some_and(|it| it.kind == FactionKind::State)
                };
                if ending.loser.is_none_or(is_state) { 160.0 } else { 30.0 }
            }
            What::Incident { gravity, .. } => 3.0 + 10.0 * gravity,
            What::Subjected { .. } => 250.0,
            What::Allied { .. } => 110.0,
            What::Parted { .. } | What::Renounced { .. } | What::Abandoned { .. } => 80.0,
            What::Armed { .. } | What::Exposed { .. } => 50.0,
            What::Disabled { units, of, .. } => 50.0 + 100.0 * f64::from(*units) / f64::from((*of).max(1)),
            _ => 0.0,
        }
    }

    /// "three wars" of a saga, for its headline.
    pub fn wars_told(&self) -> String {
        count_of(self.summary.wars().len() as u64, "war", "wars")
    }
}

fn decapital(text: &str) -> String {
    match text.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        None => text.to_owned(),
    }
}
