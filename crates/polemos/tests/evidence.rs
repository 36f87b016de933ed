//! What a war is held against: measures, links, removals, comparisons, designs, on a war of a few lines.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::find::{Find, row};
use common::setups::{setup, setup_by};
use common::wars::war_of;
use polemos::campaign::Situation;
use polemos::study::evidence::contrast::Verdict;
use polemos::study::evidence::design::{Vary, parameters, varied};
use polemos::study::evidence::report::EvidenceReport;
use polemos::war::{Id, MeasureId};
use polemos::{Campaign, Change, EvidenceError, EvidenceSetup, Policy, Setup, War, evidence};
use std::sync::Arc;

/// Two sides on one lane; the first may sail or stay, and has a second fleet that can be left out.
const WAR: &str = r#"
end = "200 days"
chain = { part-of = "The long rivalry" }
also = ["Narrow war"]
[faction.a]
resolve = 0.6
[faction.b]
resolve = 0.8
[coalition.as]
members = ["a"]
posture = "hold"
[place.pa]
owner = "a"
works = ["depot", "yard"]
lanes = { pb = "4 days" }
[place.pb]
owner = "b"
works = ["depot", "yard"]
[force.fa]
faction = "a"
units = { ships = "about 60" }
[force.second]
faction = "a"
units = { ships = "about 80" }
[force.fb]
faction = "b"
units = { ships = "about 70" }
[[belief]]
by = "a"
about = "b"
resolve = 0.2
lasting = true
[decision.sortie]
coalition = "as"
from = "5 days"
default = "stay"
historical = "sail"
[decision.sortie.option.sail]
appeal = '0.6 - believed.b.resolve'
effects = [{ posture = "offensive" }, { objective = "pb", weight = 5 }]
[decision.sortie.option.stay]
appeal = '0.1'
effects = [{ posture = "hold" }]
"#;

const ENTRIES: &str = r#"
[[fact]]
id = "sailed"
says = "It sailed."
expect = 'decision.sortie.chosen == "sail"'
[[fact]]
id = "part"
says = "It was part of the long rivalry."
record = { part-of = "the Long Rivalry", name = "The narrow war" }
[[fact]]
id = "elsewhere"
says = "It was part of something else."
record = { part-of = "The short rivalry" }
[[fact]]
id = "unseen"
says = "The mood was grim."
[measure.ships-at-first]
says = "ships of A when the war opens"
value = 'coalition.as.ships'
at = "0 days"
[measure.ships-then]
says = "ships of A two weeks after the choice"
value = 'coalition.as.ships'
at = "14 days after decision.sortie"
[measure.never]
says = "a figure that nothing calls for"
value = 'coalition.as.ships'
when = 'place.pa.owner == "b" && place.pb.owner == "a" && day > 190'
[measure.most]
says = "the most ships of A"
value = 'coalition.as.ships'
over = "most"
[measure.least]
says = "the fewest"
value = 'coalition.as.ships'
over = "least"
[measure.mean]
says = "its mean"
value = 'coalition.as.ships'
over = "mean"
[measure.last]
says = "the last"
value = 'coalition.as.ships'
[[link]]
id = "sailing-brings-battle"
says = "Who sails fights."
from = "sailed"
to = 'battles_at.pb > 0'
[[removal]]
without = "second"
name = "the second fleet"
says = "ships of A at the start"
response = 'measure["ships-at-first"].value'
expect = "falls"
because = "it has more than half of them"
[[removal]]
without = ["pa--pb"]
says = "share of runs in which the two meet"
response = 'battles_at.pa + battles_at.pb > 0'
expect = "falls"
because = "there is no other way"
[[comparison]]
id = "sailing"
says = "share of runs in which B is attacked at home"
value = 'battles_at.pb > 0'
a = { name = "stays", choose = ["sortie=stay", "as.posture=hold"] }
b = { name = "sails", choose = ["sortie=sail", "as.posture=offensive"] }
expect = "rises"
because = "who stays meets no one"
[[comparison]]
id = "truth"
says = "share of runs in which A sails"
value = 'decision.sortie.chosen == "sail"'
b = { name = "knows better", set = "belief.a.b.resolve=0.8" }
expect = "falls"
because = "it sails on a mistake"
[[comparison]]
id = "nothing"
says = "days that the war lasts"
value = 'day'
b = { name = "as it is, again" }
expect = "none"
because = "nothing is changed"
"#;

fn war() -> Arc<War> {
    Arc::new(war_of("narrow", &format!("{WAR}{ENTRIES}")))
}

fn asked(runs: u64, designs: u64) -> EvidenceSetup {
    EvidenceSetup { seed: 4, runs, designs, design_runs: 12, vary: Vary::Assumed, jobs: 0 }
}

fn of(war: &Arc<War>, setup: &EvidenceSetup) -> EvidenceReport {
    evidence(war, setup, &|_, _| true).expect("the war can be played")
}

#[test]
fn the_report_finds_what_is_there_and_nothing_else() {
    let report = of(&war(), &asked(60, 0));
    let fact = |id: &str| report.facts.iter().find(|it| it.id == id).unwrap();
    let count = |id: &str| fact(id).historical.map(|it| it.count);
    assert_eq!(
        [count("sailed"), count("part"), count("elsewhere"), count("unseen")],
        [Some(60), Some(60), Some(0), None]
    );
    assert!(fact("part").declared && !fact("sailed").declared);

    let link = &report.links[0];
    assert_eq!(
        (link.historical.given.given, link.historical.against.given),
        (60, 0),
        "all sail as the source tells"
    );
    assert_eq!(link.historical.difference, None);
    assert!(link.historical.given.share.share > 0.5, "{link:?}");

    // The second fleet holds 80 of 140 ships; the same luck draws both counts, so that the difference is the fleet.
    let [fleet, lane] = &report.removals[..] else { panic!("two removals") };
    assert_eq!((fleet.name.as_str(), lane.name.as_str()), ("the second fleet", "pa--pb"));
    assert!(!fleet.doctrine.share && fleet.doctrine.verdict == Verdict::AsExpected, "{fleet:?}");
    assert!((fleet.doctrine.difference + 80.0).abs() < 8.0, "{fleet:?}");
    let spread = report.measures[0].doctrine.value;
    assert!(spread.p95 > spread.p05 + 10.0, "counts vary between runs, {spread:?}");
    assert!(fleet.doctrine.high - fleet.doctrine.low < 6.0, "and pairing takes that out of the difference");
    assert_eq!((lane.historical.after, lane.historical.verdict), (0.0, Verdict::AsExpected), "{lane:?}");

    let [sailing, truth, nothing] = &report.comparisons[..] else { panic!("three comparisons") };
    assert_eq!(
        (sailing.doctrine.before, sailing.doctrine.verdict),
        (0.0, Verdict::AsExpected),
        "{sailing:?}"
    );
    assert_eq!(sailing.b.changes, ["--choose sortie=sail", "--choose as.posture=offensive"]);
    assert_eq!(truth.historical.difference, 0.0, "the source's choice is made whatever is believed");
    assert_eq!(truth.doctrine.verdict, Verdict::AsExpected, "{truth:?}");
    assert_eq!((nothing.doctrine.difference, nothing.doctrine.verdict), (0.0, Verdict::AsExpected));
    assert!(report.design.is_none() && report.prices.is_empty());
}

#[test]
fn the_same_is_asked_for_the_same_answer() {
    let (war, setup) = (war(), asked(24, 6));
    let first = of(&war, &setup);
    assert_eq!(
        first,
        of(&war, &EvidenceSetup { jobs: 1, ..setup.clone() }),
        "however many threads there are"
    );
    let design = first.design.unwrap();
    assert_eq!((design.designs, design.runs, design.weights.len()), (6, 12, 5));
    assert_eq!(design.commonest.iter().map(|it| it.designs).sum::<u64>(), 6);
    let other = of(&war, &EvidenceSetup { seed: 5, ..setup });
    assert_ne!(design.weights, other.design.unwrap().weights);
}

/// Turning points of known odds: a calm in seven runs of ten, and after it a squall in half of those; and one to which no
/// run comes. All of it falls before the two sides can meet, so that no war ends before it.
const TURNS: &str = r#"
[event.calm]
from = "1 day"
chance = 0.7
[event.squall]
from = "2 days"
when = 'event.calm.happened'
chance = 0.5
[[fact]]
id = "calm"
says = "The sea lay still."
expect = 'event.calm.happened'
[[turn]]
id = "sea"
line = 7
says = "Whether the sea lies still"
courses = [
  { says = "it lies still", when = "calm" },
  { says = "it does not", when = '!event.calm.happened' },
  { says = "never so", when = 'event.calm.happened' },
]
[[turn]]
id = "squall"
says = "What follows the calm"
given = "calm"
courses = [{ says = "a squall", when = 'event.squall.happened' }]
otherwise = "a fair wind"
[[turn]]
id = "rare"
says = "Whether it blows on a quiet day"
given = "calm"
courses = [{ says = "it blows", when = '!event.calm.happened' }, { says = "not yet", when = 'day < 1' }]
[[turn]]
id = "nowhere"
says = "What no run comes to"
given = 'event.squall.happened && !event.calm.happened'
courses = [{ says = "a wonder", when = 'true' }]
"#;

#[test]
fn turns_count_the_runs_that_came_to_them() {
    let war = Arc::new(war_of("narrow", &format!("{WAR}{TURNS}").replace("200 days", "30 days")));
    let report = of(&war, &asked(400, 0));
    let [sea, squall, rare, nowhere] = &report.turns[..] else { panic!("four turns") };
    assert_eq!((sea.line, sea.given.as_deref()), (Some(7), None));
    assert_eq!(squall.given.as_deref(), Some("event.calm.happened"), "a fact stands for its condition");
    let last = squall.courses.last().unwrap();
    assert_eq!((last.says.as_str(), &last.when), ("a fair wind", &None));
    assert_eq!(sea.courses.last().unwrap().says, "something else");
    for turn in [&sea.historical, &sea.doctrine] {
        assert_eq!((turn.came.count, turn.commonest), (400, Some(0)));
        let counts: Vec<u64> = turn.courses.iter().map(|it| it.count).collect();
        assert_eq!(counts[0] + counts[1], 400, "each run takes one course: {counts:?}");
        assert_eq!(counts[2..], [0, 0], "the first that holds is the run's: {counts:?}");
        let share = turn.courses[0];
        // Beyond these, one seed in many thousands lies.
        assert!((share.share - 0.7).abs() < 0.1 && share.low < share.share && share.high > share.share);
    }
    let still = sea.historical.courses[0].count;
    for turn in [&squall.historical, &rare.historical] {
        assert_eq!((turn.came.count, turn.came.share), (still, still as f64 / 400.0));
        assert_eq!(turn.courses.iter().map(|it| it.count).sum::<u64>(), still);
    }
    assert!((squall.historical.courses[0].share - 0.5).abs() < 0.12, "{squall:?}");
    assert_eq!((rare.historical.commonest, rare.historical.courses[2].share), (Some(2), 1.0));
    assert_eq!((nowhere.historical.came.count, nowhere.historical.commonest), (0, None));
}

#[test]
fn designs_tell_a_turn_that_hangs_on_its_numbers_from_one_that_does_not() {
    let war = Arc::new(war_of("narrow", &format!("{WAR}{TURNS}").replace("200 days", "30 days")));
    let asked = EvidenceSetup { design_runs: 60, ..asked(8, 30) };
    let design = of(&war, &asked).design.unwrap();
    let [sea, squall, rare, nowhere] = &design.turns[..] else { panic!("four turns") };
    assert_eq!((sea.course.as_str(), sea.came.count), ("it lies still", 30));
    // Its chance lies between 0.525 and 0.875, that of the squall between 0.375 and 0.625.
    assert!(sea.same.count >= 26 && sea.share.median > 0.6, "{sea:?}");
    assert!((6..=24).contains(&squall.same.count), "{squall:?}");
    assert!(sea.share.p95 - sea.share.p05 > 0.2, "its share goes with its chance: {sea:?}");
    assert!((0.5..0.9).contains(&sea.base.share), "{sea:?}");
    assert_eq!((rare.came.count, rare.same.count, rare.share.p95), (30, 0, 0.0));
    assert_eq!((nowhere.came.count, nowhere.same.count), (0, 0), "it counts as not shown");
}

#[test]
fn stopping_leaves_nothing_half_done() {
    let stopped = evidence(&war(), &asked(200, 0), &|done, _| done < 40);
    assert!(matches!(stopped, Err(EvidenceError::Stopped)), "{stopped:?}");
}

/// Plays one run to its end.
fn played(war: &Arc<War>, setup: Setup) -> Situation {
    let mut campaign = Campaign::start(Arc::clone(war), setup);
    campaign.run(|_| polemos::Verdict::Continue);
    campaign.situation().clone()
}

#[test]
fn figures_are_taken_when_they_are_due() {
    for tick in ["1 day", "1 week"] {
        let war = Arc::new(war_of("narrow", &format!("tick = \"{tick}\"\n{WAR}{ENTRIES}")));
        let end = played(&war, setup(2, false));
        let figure = |id: &str| {
            let row = row(&war.evidence.measures, |it| it.id == id);
            (end.measured[row].times > 0).then(|| end.measured[row].value)
        };
        let (first, most, least) = (figure("ships-at-first"), figure("most"), figure("least"));
        let (mean, last) = (figure("mean").unwrap(), figure("last").unwrap());
        assert!(first > Some(100.0), "{tick}: {first:?}");
        assert_eq!(figure("never"), None, "{tick}");
        assert!(figure("ships-then").is_some_and(|then| then >= least.unwrap()), "{tick}");
        assert!(most >= first && least <= first && least.unwrap() <= mean && mean <= most.unwrap(), "{tick}");
        assert!(last <= most.unwrap(), "{tick}");
    }
}

#[test]
fn measures_change_nothing() {
    let bare = Arc::new(war_of("narrow", WAR));
    let (with, without) = (played(&war(), setup(9, false)), played(&bare, setup(9, false)));
    let parts = |s: &Situation| {
        let parts = s.parts().unwrap();
        parts.into_iter().filter(|(name, _)| *name != "measures").collect::<Vec<_>>()
    };
    assert_eq!(parts(&with), parts(&without));
    assert_eq!(with.measured.len(), 7);
    assert!(with.measured[MeasureId::from_index(0)].times == 1 && without.measured.is_empty());
}

#[test]
fn what_was_believed_is_kept_beside_what_was_so() {
    let war = war();
    let mut campaign = Campaign::start(Arc::clone(&war), setup(3, false));
    campaign.run(|it| if it.day() < 10.0 { polemos::Verdict::Continue } else { polemos::Verdict::Stop });
    let sortie = war.decision_id("sortie");
    let seen = campaign.situation().decisions[sortie].seen;
    assert!(seen.resolve < 0.4 && seen.true_resolve > 0.7, "{seen:?}");
    assert!(seen.strength > 0.0 && seen.true_strength > 0.0 && seen.projected.is_none(), "{seen:?}");
}

#[test]
fn a_decision_settled_beforehand_falls_so_whoever_decides() {
    for (policy, option) in
        [(Policy::Historical, "stay"), (Policy::Default, "sail"), (Policy::Doctrine, "stay")]
    {
        let mut war = war_of("narrow", WAR);
        Change::choice(&format!("sortie={option}")).unwrap().apply(&mut war).unwrap();
        let end = played(&Arc::new(war.clone()), setup_by(policy, 1, false));
        let sortie = war.decision_id("sortie");
        assert_eq!(
            war.decisions[sortie].options[usize::from(end.decisions[sortie].chosen)].id,
            option,
            "{policy:?}"
        );
    }
    let mut war = war_of("narrow", WAR);
    let says = |text: &str, war: &mut War| Change::choice(text).unwrap().apply(war).unwrap_err().to_string();
    assert!(says("sorti=sail", &mut war).contains("Did you mean `sortie`?"));
    assert!(says("sortie=flee", &mut war).contains("has no option `flee`"));
    assert!(war.changes.is_empty() && Change::choice("sortie").is_err());
}

#[test]
fn designs_vary_what_is_assumed_and_keep_bounds() {
    let text =
        format!("{WAR}[source.annals]\ntext = \"Annals\"\n[person.x]\nfaction = \"a\"\nboldness = 0.9\n")
            .replace("resolve = 0.8\n", "resolve = { value = 0.8, source = \"annals\" }\n");
    let war = war_of("narrow", &text);
    let path = |id| war.numbers.defs()[id].path.as_str();
    let assumed: Vec<&str> = parameters(&war, Vary::Assumed).into_iter().map(path).collect();
    assert!(assumed.contains(&"faction.a.resolve") && assumed.contains(&"force.fa.ships"), "{assumed:?}");
    assert!(!assumed.contains(&"faction.b.resolve"), "what a source says is not assumed");
    assert!(!assumed.iter().any(|path| path.starts_with("rules.")), "rules are not the scenario's");
    assert!(parameters(&war, Vary::All).len() > assumed.len() + 20);

    let find = |path: &str| war.numbers.find(path).unwrap();
    let changed = varied(&war, &[(find("person.x.boldness"), 1.25), (find("force.fa.ships"), 0.75)]);
    let median = |war: &War, path: &str| war.numbers.medians()[war.numbers.find(path).unwrap().index()];
    assert_eq!(median(&changed, "person.x.boldness"), 1.0, "a share stays a share");
    assert_eq!(median(&changed, "force.fa.ships"), 45.0);
    assert_eq!(median(&changed, "force.second.ships"), median(&war, "force.second.ships"));
}
