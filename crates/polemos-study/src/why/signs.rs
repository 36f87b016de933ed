//! Happenings that separate runs that were won from those that were not: signs, and not yet causes.

use super::tests_of::holm;
use crate::report::Share;
use polemos_campaign::Campaign;
use polemos_war::*;
use schemars::JsonSchema;
use serde::Serialize;

/// A happening, and how often it came where the usual victor won and where not.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Sign {
    /// What happened, a clause: "the reprisal fell out as “spare the cities”".
    pub says: String,
    /// Share of the runs that the usual victor won in which it happened.
    pub in_won: Share,
    /// Share of the others.
    pub in_others: Share,
    /// Chance of such a difference where there is none, corrected for all happenings looked at.
    pub p_corrected: f64,
}

/// What is looked for, in words, in the order of [`seen`].
fn looked_for(war: &War) -> Vec<String> {
    let mut all: Vec<String> =
        war.events.iter().map(|it| format!("{} happened", it.names.the_short())).collect();
    all.extend(war.rebellions.iter().map(|it| format!("{} broke out", it.names.the_short())));
    all.extend(war.envoys.iter().map(|it| format!("{} was undertaken", it.names.the_short())));
    all.extend(war.persons.iter().map(|it| format!("{} was lost", it.names.the_short())));
    all.extend(war.peoples.iter().map(|it| format!("squadrons of {} changed sides", it.names.the_short())));
    for decision in war.decisions.iter().filter(|it| it.kind == DecisionKind::Scenario) {
        let name = decision.names.the_short();
        let fell = |it: &Choice| format!("{name} fell out as “{}”", it.id.replace('-', " "));
        all.extend(decision.options.iter().map(fell));
    }
    all.extend(war.places.iter().map(|it| format!("a battle was fought at {}", it.names.the_short())));
    all
}

/// Which of what is looked for has happened in a run.
pub fn seen(campaign: &Campaign) -> Vec<bool> {
    let (war, s) = (campaign.war(), campaign.situation());
    let mut all: Vec<bool> = s.events.iter().map(|it| it.happened > 0).collect();
    all.extend(s.rebellions.iter().map(|it| it.risen));
    all.extend(s.envoys.iter().map(|it| it.sent));
    all.extend(
        war.persons.pairs().map(|(id, def)| def.alive && (!s.persons[id].alive || s.persons[id].retired)),
    );
    let crossed = |people: PeopleId| {
        war.squadrons.pairs().any(|(id, def)| def.people == Some(people) && s.squadrons[id].went.is_some())
    };
    all.extend(war.peoples.ids().map(crossed));
    for (id, decision) in war.decisions.pairs().filter(|(_, it)| it.kind == DecisionKind::Scenario) {
        let state = &s.decisions[id];
        all.extend((0..decision.options.len()).map(|row| state.made > 0 && usize::from(state.chosen) == row));
    }
    all.extend(s.places.iter().map(|it| it.battles > 0));
    all
}

/// Signs, the clearest first: those that are told apart at 5 % over all that was looked at.
pub fn signs(war: &War, seen: &[Vec<bool>], won: &[bool]) -> Vec<Sign> {
    let names = looked_for(war);
    let count = |row: usize, of: bool| {
        let all = seen.iter().zip(won).filter(|(_, won)| **won == of);
        all.filter(|(run, _)| run.get(row) == Some(&true)).count() as u64
    };
    let wins = won.iter().filter(|won| **won).count() as u64;
    let others = won.len() as u64 - wins;
    let counts: Vec<[u64; 2]> = (0..names.len()).map(|row| [count(row, true), count(row, false)]).collect();
    let raw: Vec<f64> = counts.iter().map(|[a, b]| fisher(*a, wins, *b, others)).collect();
    let rows = names.into_iter().zip(counts).zip(holm(&raw));
    let mut signs: Vec<Sign> = rows
        .filter(|(_, p)| *p < super::tests_of::LEVEL)
        .map(|((says, [a, b]), p_corrected)| Sign {
            says,
            in_won: Share::of(a, wins),
            in_others: Share::of(b, others),
            p_corrected,
        })
        .collect();
    let apart = |it: &Sign| (it.in_won.share - it.in_others.share).abs();
    signs.sort_by(|a, b| apart(b).total_cmp(&apart(a)));
    signs
}

/// Fisher's exact test (1922), both sides: `a` of `m` against `b` of `n`.
fn fisher(a: u64, m: u64, b: u64, n: u64) -> f64 {
    let (hits, all) = (a + b, m + n);
    if hits == 0 || hits == all || m == 0 || n == 0 {
        return 1.0;
    }
    let fact = |k: u64| libm::lgamma(k as f64 + 1.0);
    let fixed = fact(m) + fact(n) + fact(hits) + fact(all - hits) - fact(all);
    let log = |a: u64| fixed - fact(a) - fact(m - a) - fact(hits - a) - fact(n - (hits - a));
    let seen = log(a);
    let range = hits.saturating_sub(n)..=hits.min(m);
    // As likely as what was seen, or less; a hair's breadth for rounding.
    let tail: f64 = range.map(log).filter(|it| *it <= seen + 1e-7).map(libm::exp).sum();
    tail.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::fisher;

    #[test]
    fn fishers_tea() {
        // The lady who tastes tea: three of four right comes by chance with 0.4857, both sides; all four with 0.0286.
        assert!((fisher(3, 4, 1, 4) - 0.485_714).abs() < 1e-5);
        assert!((fisher(4, 4, 0, 4) - 0.028_571).abs() < 1e-5);
        assert_eq!(fisher(0, 4, 0, 4), 1.0);
    }
}
