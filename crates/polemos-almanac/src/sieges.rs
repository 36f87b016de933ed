//! Raids, sieges and fights on the ground as sentences.

use crate::items::Item;
use crate::sentence::{Teller, Told};
use crate::text::TIE;
use crate::voice::{count_of, domain_count, in_words_or_figures, often, percent, persons, stretch};
use polemos_chronicle::What;
use polemos_war::Domain;
use polemos_war::names::capitalised;

impl Teller<'_> {
    /// Raids on one side's lanes, over the days on which they were told of.
    pub(crate) fn raids(&self, item: &Item<'_>) -> Told {
        let (mut worst, mut strikes, mut losses) = (None::<(f64, f64, _, _, _)>, 0_u64, 0_u64);
        for entry in &item.entries {
            let What::Raided { lane, by, on, strikes: more, flow, loss, lost } = &entry.what else {
                continue;
            };
            (strikes, losses) = (strikes + u64::from(*more), losses + u64::from(*lost));
            if worst.is_none_or(|(flow_before, ..)| *flow < flow_before) {
                worst = Some((*flow, *loss, *lane, *by, *on));
            }
        }
        let Some((flow, loss, lane, by, on)) = worst else { return Told::default() };
        let (by, on, lane) = (self.voice.coalition(by), self.voice.coalition(on), self.voice.lane(lane));
        let passed = percent(flow);
        let first = [
            format!(
                "{} raiders struck at {lane}, where {passed} of {} supply came through",
                capitalised(&by.own()),
                on.own()
            ),
            format!("On {lane} {} raiders let {passed} of {} supply through", by.own(), on.own()),
        ];
        let struck = (strikes > 1).then(|| {
            let times = often(strikes);
            let cost = match losses {
                0 => "lost nothing by it".to_owned(),
                n => format!("lost {} by it", count_of(n, "unit", "units")),
            };
            let share = percent(loss);
            format!(
                "They struck {times} and {cost}; in all {share} of what {} fleets needed was lost.",
                on.own()
            )
        });
        Told::new("raids", first).then(struck)
    }

    /// Sieges and landings.
    pub(crate) fn siege(&self, what: &What) -> Told {
        let v = &self.voice;
        match what {
            What::Invested { place, by, closed: true } => {
                let (place, by) = (v.place(*place), v.coalition(*by));
                Told::new(
                    "surrounded",
                    [
                        format!("{} surrounded {place} completely", by.start()),
                        format!("The ring that {} had drawn around {place} closed", by.the),
                    ],
                )
            }
            What::Invested { place, by, closed: false } => {
                let (place, by) = (v.place(*place), v.coalition(*by));
                Told::new(
                    "invested",
                    [
                        format!("{} formed up before {place}", by.start()),
                        format!("Before {place} {} formed up for an assault", by.the),
                    ],
                )
            }
            What::SiegeLifted { place, by } => {
                let (place, by) = (v.place(*place), v.coalition(*by));
                Told::new(
                    "lifted",
                    [
                        format!("{} gave up the siege of {place}", by.start()),
                        format!("The siege of {place} was lifted"),
                    ],
                )
            }
            What::Landed { place, by, units, against } => {
                let (place, by) = (v.place(*place), v.coalition(*by));
                let troops = |n: u32| domain_count(Domain::Troops, u64::from(n));
                Told::new(
                    "landed",
                    [format!(
                        "{} landed {} on {place} against a garrison of{TIE}{}",
                        by.start(),
                        troops(*units),
                        in_words_or_figures(u64::from(*against))
                    )],
                )
            }
            What::GroundFought { .. } => self.ground(what),
            _ => Told::default(),
        }
    }

    fn ground(&self, what: &What) -> Told {
        let What::GroundFought { place, by, on, units, lost, dead, days, won, surrendered } = what else {
            return Told::default();
        };
        let v = &self.voice;
        let (place, by, on) = (v.place(*place), v.coalition(*by), v.coalition(*on));
        let time = stretch(days.max(1.0));
        let first = match (won, surrendered) {
            (_, true) if units[0] == 0 => {
                format!("The garrison of {place} was starved into surrender after {time}")
            }
            (_, true) => {
                format!("After {time} on the ground of {place} the garrison gave itself up to {}", by.the)
            }
            (true, _) => format!("{} won the ground of {place} in {time}", by.start()),
            (false, _) => {
                format!("{} garrison held {place} against the landing for {time}", capitalised(&on.own()))
            }
        };
        let cost = |which: usize| {
            let had = in_words_or_figures(u64::from(units[which]));
            match lost[which] {
                0 => format!("none of {had}"),
                n if n == units[which] && n > 2 => format!("all {had}"),
                n => format!("{} of {had}", in_words_or_figures(u64::from(n))),
            }
        };
        let losses = (units[0] > 0).then(|| {
            let dead = dead[0] + dead[1];
            let killed = if dead >= 1.0 {
                format!(", and {}{TIE}people were killed", persons(dead))
            } else {
                String::new()
            };
            format!("{} lost {} ground units and {} {}{killed}.", by.start(), cost(0), on.the, cost(1))
        });
        Told::new("ground", [first]).then(losses)
    }
}
