//! What people decided, as sentences: choices, postures, terms, offensives, and what was wrong in their minds.

use crate::sentence::{Teller, Told, domains_listed};
use crate::voice::*;
use crate::wording::Wording;
use polemos_chronicle::{Believed, Decided, Entry, PolicyKind, What};
use polemos_war::names::capitalised;
use polemos_war::*;

/// A projected win from here, at a loss up to [`EASY_LOSS`], is a walkover.
const EASY_WIN: f64 = 0.9;
/// A projected loss up to here.
const EASY_LOSS: f64 = 0.1;

impl Teller<'_> {
    pub(crate) fn decided(&self, decided: &Decided, w: &mut Wording) -> Told {
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
            (Some(says), PolicyKind::Default) => {
                let says = says.trim().trim_end_matches('.');
                vec![format!("{who} gave no new order, and the standing one was {says}")]
            }
            (Some(says), _) => vec![format!("{who} chose {}", says.trim().trim_end_matches('.'))],
            (None, PolicyKind::Default) => {
                vec![format!("{}: no one decided, and “{words}” stood", capitalised(&subject))]
            }
            (None, _) => vec![format!("{}: {who} chose “{words}”", capitalised(&subject))],
        };
        Told::new("decided", first).then(self.misjudged(decided, w)).then(self.expected(decided))
    }

    /// What the one who decided had most wrong, if it was wrong enough to matter and has not been told before.
    pub(crate) fn misjudged(&self, decided: &Decided, w: &mut Wording) -> Option<String> {
        let worst = crate::believed::worst(&decided.beliefs)?;
        let decision = self.war.decisions.get(decided.decision)?;
        if !w.may_tell_belief(worst) {
            return None;
        }
        let he = match decided.by {
            Some(person) => self.voice.he(person),
            None => self.voice.faction(decision.faction).it(),
        };
        let about = self.voice.faction(worst.about);
        Some(match worst.what {
            BeliefKind::Resolve => format!(
                "{} put {} will to fight at {:.2}; it was {:.2}.",
                capitalised(he),
                about.own(),
                worst.believed,
                worst.so
            ),
            BeliefKind::Strength => {
                format!(
                    "{} thought {} {} {} {}.",
                    capitalised(he),
                    about.the,
                    times_as_strong(worst),
                    about.it(),
                    about.was()
                )
            }
        })
    }

    pub(crate) fn expected(&self, decided: &Decided) -> Option<String> {
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

    pub(crate) fn posture(&self, entry: &Entry, decided: Option<&Decided>, w: &mut Wording) -> Told {
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
            return Told::new("posture", [turned]).then(decided.and_then(|it| self.misjudged(it, w)));
        };
        let who = capitalised(&self.person(person, w));
        let ordered = match to {
            Posture::Offensive => format!("{who} sent {own} forces over to the offensive"),
            Posture::Hold => format!("{who} ordered {the} to hold what it had"),
            Posture::Withdraw => format!("{who} drew {own} forces back to the lines of before the war"),
            Posture::Raid => format!("{who} set {own} ships to raiding the enemy's lanes"),
        };
        let ordered = if side.plural { ordered.replace("what it had", "what they had") } else { ordered };
        let on_orders =
            format!("On {} orders {}", possessive_short(&self.voice, person), decapitalised(&turned, the));
        Told::new("posture", [ordered, on_orders]).then(decided.and_then(|it| self.misjudged(it, w)))
    }

    /// "A month later the order was to hold."
    pub(crate) fn change_of_mind(&self, entry: &Entry, changed: &[(f64, Posture)]) -> Option<String> {
        let (day, to) = changed.last()?;
        let order = match to {
            Posture::Offensive => "to attack",
            Posture::Hold => "to hold",
            Posture::Withdraw => "to draw back",
            Posture::Raid => "to raid",
        };
        Some(match changed.len() {
            1 => format!("{} later the order was {order}.", capitalised(&stretch(day - entry.day))),
            more => format!(
                "The order was changed {} times, until on {} it was {order}.",
                in_words_or_figures(more as u64),
                self.dates.full(*day)
            ),
        })
    }

    pub(crate) fn offensive(&self, entry: &Entry, days: f64) -> Told {
        let What::Offensive { coalition, target, from, units, projected_win, projected_loss, .. } =
            &entry.what
        else {
            return Told::default();
        };
        let side = self.voice.coalition(*coalition);
        let (target, from) = (self.voice.place(*target), self.voice.place(*from));
        let mobile = |(domain, count): (Domain, &u32)| if domain.moves() { u64::from(*count) } else { 0 };
        let mut moving = [0_u64; 5];
        Domain::ALL
            .into_iter()
            .zip(units)
            .map(mobile)
            .zip(&mut moving)
            .for_each(|(count, slot)| *slot = count);
        let count = domains_listed(&moving);
        let count = if count.is_empty() { "its forces".into() } else { count };
        let first = if days >= 1.5 {
            let adjective = self.voice.coalition_adjective(*coalition);
            vec![
                format!(
                    "{} gathered {count} at {from} for {}, to strike at {target}",
                    side.start(),
                    stretch(days)
                ),
                format!(
                    "{adjective} forces gathered at {from} for {}: {count}, bound for {target}",
                    stretch(days)
                ),
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
            let loss =
                if *projected_loss < 0.01 { "next to nothing".into() } else { percent(*projected_loss) };
            let seen = chance_of_winning(*projected_win);
            format!("{} staff saw {seen} and expected to lose {loss}.", capitalised(side.its()))
        });
        Told::new("offensive", first).then(staff)
    }

    pub(crate) fn taken_up_again(&self, days: &[f64]) -> Option<String> {
        let last = self.dates.full(*days.last()?);
        Some(match days.len() {
            1 => format!("It was taken up again on {last}."),
            2 => format!("It was taken up again twice, the last time on {last}."),
            _ => format!("It was taken up again and again until {last}."),
        })
    }
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

/// "about half as strong as": the factor by which a strength was misjudged, as a person would put it. The scenario's
/// own units are no help to a reader here: strengths are reckoned in reference ships.
pub(crate) fn times_as_strong(belief: &Believed) -> String {
    const PICTURES: [(f64, &str); 12] = [
        (0.1, "about a tenth as strong as"),
        (0.2, "about a fifth as strong as"),
        (0.25, "about a quarter as strong as"),
        (1.0 / 3.0, "about a third as strong as"),
        (0.5, "about half as strong as"),
        (2.0 / 3.0, "about two thirds as strong as"),
        (1.5, "about half as strong again as"),
        (2.0, "about twice as strong as"),
        (3.0, "about three times as strong as"),
        (4.0, "about four times as strong as"),
        (6.0, "about six times as strong as"),
        (10.0, "about ten times as strong as"),
    ];
    let factor = libm::log(belief.believed.max(0.5) / belief.so.max(0.5));
    let (first, last) = (PICTURES[0].0, PICTURES[PICTURES.len() - 1].0);
    if factor < libm::log(first * 0.8) {
        return "less than a tenth as strong as".into();
    }
    if factor > libm::log(last * 1.25) {
        return "more than ten times as strong as".into();
    }
    let off = |picture: f64| (libm::log(picture) - factor).abs();
    let nearest = PICTURES.iter().min_by(|a, b| off(a.0).total_cmp(&off(b.0)));
    nearest.map(|(_, words)| (*words).to_owned()).unwrap_or_default()
}
