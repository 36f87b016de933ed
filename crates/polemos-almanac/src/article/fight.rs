//! How a battle went while it lasted, and what it cost either side.

use super::Composer;
use super::engagement::{Tide, ships, tide};
use crate::battle_prose::loss_words;
use crate::clash::Clash;
use crate::text::TIE;
use crate::voice::{Noun, count_of, in_words_or_figures, persons};
use polemos_chronicle::{BattleEnd, BattleSide, Entry, What};
use polemos_record::Paragraph;
use polemos_war::Domain;
use polemos_war::names::{capitalised, listed};

/// A loss this far from what the staff projected is worth a word.
const SURPRISE: f64 = 0.15;
/// A chance of winning below which a staff sees no hope, and from which it is sure.
const NO_HOPE: f64 = 0.3;
const SURE: f64 = 0.8;
/// A loss from which next to nothing is left.
const ALL: f64 = 0.9;
/// A loss up to which a battle cost its winner nothing to speak of.
const NOTHING: f64 = 0.02;
/// So many times the ships of the other side are more, and far more.
const MORE: f64 = 1.5;
const FAR_MORE: f64 = 3.0;

impl Composer<'_, '_> {
    /// How it went.
    pub(super) fn fight(&mut self, clash: &Clash) -> Paragraph {
        let mut fight = Paragraph::default();
        self.balance_of_ships(clash, &mut fight);
        self.bouts(clash, &mut fight);
        self.tide(clash, &mut fight);
        self.surprised(clash, &mut fight);
        fight
    }

    /// What it cost.
    pub(super) fn paid(&mut self, clash: &Clash) -> Paragraph {
        let mut price = Paragraph::default();
        clash.whole.sides.iter().enumerate().for_each(|(row, side)| self.lost(clash, row, side, &mut price));
        price
    }

    /// Who had more ships, where that is worth a word.
    fn balance_of_ships(&mut self, clash: &Clash, fight: &mut Paragraph) {
        let teller = self.teller;
        let (evidence, _) = self.evidence_of(clash);
        let [a, d] = self.nouns(clash);
        let [own, other] = clash.whole.sides.each_ref().map(|side| ships(teller, &side.units) as f64);
        let (fewer, ratio) =
            if own <= other { (&a, other / own.max(1.0)) } else { (&d, own / other.max(1.0)) };
        let bound = |side: &BattleSide| {
            side.units.iter().all(|(class, _)| {
                teller
                    .war
                    .classes
                    .get(*class)
                    .is_some_and(|it| !it.domain.moves() && it.domain != Domain::Troops)
            })
        };
        let text = if bound(&clash.whole.sides[1]) && own > 0.0 {
            format!("Nothing that {} had there could leave the place.", d.the)
        } else if own < 1.0 || other < 1.0 || ratio < MORE {
            return;
        } else {
            let far = if ratio >= FAR_MORE { "far " } else { "" };
            format!("In ships {} {} {far}outnumbered.", fewer.the, fewer.was())
        };
        self.say(fight, &evidence, &text);
    }

    /// The bouts of a battle that was broken off and taken up, who came up while it lasted, and who changed sides.
    fn bouts(&mut self, clash: &Clash, fight: &mut Paragraph) {
        let teller = self.teller;
        let (mut evidence, rows) = self.evidence_of(clash);
        let all: Vec<&Entry> = clash.entries.iter().filter_map(|seq| teller.chronicle.entry(*seq)).collect();
        all.iter().for_each(|entry| evidence.entry(teller, entry));
        if let [first, .., last] = all.as_slice() {
            evidence.count(all.len() as u64, "bout", "bouts", &rows);
            evidence.ordinal(1, &rows);
            let cost = |entry: &Entry| match &entry.what {
                What::Battle(battle) => {
                    let [a, d] =
                        battle.sides.each_ref().map(|side| teller.voice.coalition(side.coalition).the);
                    let [x, y] = battle.sides.each_ref().map(|side| loss_words(side.loss_share));
                    format!("{a} lost {x} and {d} {y}")
                }
                _ => String::new(),
            };
            let bouts = count_of(all.len() as u64, "bout", "bouts");
            let text = format!(
                "It was fought in {bouts}: in the first {}, in the last {} of what was left.",
                cost(first),
                cost(last)
            );
            self.say(fight, &evidence, &text);
            self.came_up(clash, fight);
        }
        if let Some(text) = teller.went_over_in(&clash.whole) {
            self.say(fight, &evidence, &text);
        }
    }

    /// Forces that reached the place between the first bout and the last.
    fn came_up(&mut self, clash: &Clash, fight: &mut Paragraph) {
        let teller = self.teller;
        let end = clash.whole.began + clash.whole.hours / 24.0;
        for (side, noun) in clash.whole.sides.iter().zip(self.nouns(clash)) {
            let mut rows = Vec::new();
            let mut forces = Vec::new();
            for entry in teller.chronicle.entries.iter().filter(|it| it.day > clash.day && it.day <= end) {
                match &entry.what {
                    What::Arrived { force, place }
                        if *place == clash.whole.place
                            && side.forces.contains(force)
                            && !forces.contains(force) =>
                    {
                        rows.push(entry.seq.0);
                        forces.push(*force);
                    }
                    _ => {}
                }
            }
            let (mut evidence, _) = self.evidence_of(clash);
            evidence.count(forces.len() as u64, "force", "forces", &rows);
            let who = match forces.as_slice() {
                [] => continue,
                few if few.len() <= 2 => {
                    listed(&few.iter().map(|id| teller.voice.force(*id).the).collect::<Vec<_>>())
                }
                many => format!("{} more forces", in_words_or_figures(many.len() as u64)),
            };
            let text = format!("While it lasted {who} came up on {} side.", noun.own());
            self.say(fight, &evidence, &text);
        }
    }

    /// Which way it went, and when that was plain.
    fn tide(&mut self, clash: &Clash, fight: &mut Paragraph) {
        let (evidence, _) = self.evidence_of(clash);
        let battle = &clash.whole;
        let nouns = self.nouns(clash);
        let Some(winner) = battle.victor.map(|row| usize::from(row).min(1)) else { return };
        let (won, lost) = (&nouns[winner], &nouns[1 - winner]);
        let row = self.turn(clash, 2);
        let share = |row: usize| battle.sides[row].loss_share;
        let no_contest = share(winner) <= NOTHING && share(1 - winner) >= ALL;
        let told = tide(battle).filter(|_| !no_contest).map(|it| match (it, row) {
            (Tide::Turned, 0) => format!("At first it went against {}, and then it turned.", won.the),
            (Tide::Turned, _) => {
                format!("{} had the better of it at first, and could not keep it.", lost.start())
            }
            (Tide::Late, 0) => format!("For long neither had the better of it, until {} gave way.", lost.the),
            (Tide::Late, _) => format!("It was long in the balance before it went against {}.", lost.the),
            (Tide::Clear, 0) => format!("From the beginning {} had the better of it.", won.the),
            (Tide::Clear, _) => "It never hung in the balance.".to_owned(),
            (Tide::Even, _) => "To the end both lost at much the same rate.".to_owned(),
        });
        let told = told.or_else(|| no_contest.then(|| "It was no contest.".to_owned()));
        if let Some(text) = told {
            self.say(fight, &evidence, &text);
        }
        let [price_won, price_lost] = [winner, 1 - winner].map(|row| battle.sides[row].loss_share);
        if battle.end == BattleEnd::BrokeOff && price_lost < price_won * 0.8 {
            let text = format!("It was {} that broke off, though {} had lost the less.", lost.the, lost.it());
            self.say(fight, &evidence, &text);
        }
    }

    /// Where it went otherwise than the staffs had thought.
    fn surprised(&mut self, clash: &Clash, fight: &mut Paragraph) {
        let (evidence, _) = self.evidence_of(clash);
        let nouns = self.nouns(clash);
        let Some(winner) = clash.whole.victor.map(|row| usize::from(row).min(1)) else { return };
        let seen = clash.whole.sides.each_ref().map(|side| side.projected.map(|it| it.win));
        let no_hope = seen[winner].is_some_and(|win| win < NO_HOPE);
        let sure = seen[1 - winner].is_some_and(|win| win >= SURE);
        let (won, lost) = (&nouns[winner], &nouns[1 - winner]);
        let text = match (no_hope, sure) {
            (true, true) => "Both staffs had been wrong.".to_owned(),
            (true, false) => {
                format!("{} won what {} own staff had not thought could be won.", won.start(), won.its())
            }
            (false, true) => format!("{} staff, so sure before, had been wrong.", capitalised(&lost.own())),
            (false, false) => String::new(),
        };
        self.say(fight, &evidence, &text);
        // How much worse or better it was than either staff had reckoned; who saw no hope and lost all was not surprised.
        let off = |side: &BattleSide| {
            let seen = side.projected?;
            let off = side.loss_share - seen.loss;
            let hopeless = seen.win < NO_HOPE && side.loss_share >= ALL;
            (off.abs() > SURPRISE && side.loss_share > 0.0 && !hopeless).then_some(off > 0.0)
        };
        let [first, second] = clash.whole.sides.each_ref().map(off);
        let word = |heavier: bool| if heavier { "heavier" } else { "lighter" };
        if let (Some(one), Some(other)) = (first, second)
            && one == other
        {
            let text = format!("The losses of both were far {} than their staffs had reckoned.", word(one));
            self.say(fight, &evidence, &text);
            return;
        }
        for (off, noun) in [first, second].into_iter().zip(nouns) {
            if let Some(heavier) = off {
                let own = capitalised(&noun.own());
                let text = format!(
                    "{own} losses were far {} than {} staff had reckoned.",
                    word(heavier),
                    noun.its()
                );
                self.say(fight, &evidence, &text);
            }
        }
    }

    fn lost(&mut self, clash: &Clash, row: usize, side: &BattleSide, price: &mut Paragraph) {
        let teller = self.teller;
        let noun: Noun = teller.voice.coalition(side.coalition);
        let (evidence, _) = self.evidence_of(clash);
        let mut whole = !side.lost.is_empty();
        let by_class: Vec<String> = side
            .lost
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(class, n)| {
                let had = side.units.iter().find(|(id, _)| id == class).map_or(*n, |(_, n)| *n);
                whole &= had == *n;
                match had > *n {
                    true => format!(
                        "{} of {}",
                        in_words_or_figures(u64::from(*n)),
                        teller.voice.units(*class, u64::from(had))
                    ),
                    false => teller.voice.units(*class, u64::from(*n)),
                }
            })
            .collect();
        whole &= side.units.iter().all(|(class, _)| side.lost.iter().any(|(id, n)| id == class && *n > 0));
        let text = match by_class.is_empty() {
            true => format!("{} came off without loss.", noun.start()),
            false if whole => {
                format!("{} lost all that {} had there: {}.", noun.start(), noun.it(), listed(&by_class))
            }
            false => format!("{} lost {}.", noun.start(), listed(&by_class)),
        };
        self.say(price, &evidence, &text);
        if side.dead >= 1.5 {
            let dead = persons(side.dead);
            let text = match (row + self.turn(clash, 3)) % 3 {
                0 => format!("{} dead numbered {dead}.", capitalised(&noun.own())),
                1 => format!("Of {} crews and troops {dead} were killed.", noun.own()),
                _ => format!("On {} side {dead}{TIE}people were killed.", noun.own()),
            };
            self.say(price, &evidence, &text);
        }
    }
}
