//! What a scenario becomes: the parts of the war, its numbers and their paths, and what is filled in.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a scenario of these tests that is no war should stop them"
)]

use polemos_chance::Key;
use polemos_scenario::{Checked, SourceFile, check};
use polemos_war::condition::{Facts, Variable};
use polemos_war::rules::Rule;
use polemos_war::war::{DecisionKind, Effect, Posture, War};
use std::collections::BTreeSet;

const SMALL: &str = r#"
start = "2400-01-01"
[faction.kelmar]
leader = "orsen"
[faction.tessaly]
[faction.ostrand]
[coalition.league]
members = ["kelmar", { faction = "ostrand", from = "2400-03-01" }]
posture = "raid"
[person.orsen]
[place.alpha]
owner = "kelmar"
lanes = { beta = "long" }
works = ["yard"]
[place.beta]
owner = "tessaly"
value = 2
[place.gamma]
owner = "tessaly"
lanes = { beta = "3 days" }
[force.first]
faction = "kelmar"
units = { ships = 600, troops = 1 }
[force.second]
faction = "tessaly"
units = { ships = "twice kelmar.fleet", platforms = 200 }
[force.third]
faction = "ostrand"
place = "gamma"
[[force.third.unit]]
class = "ships"
count = 40
squadrons = 12
"#;

fn checked(text: &str) -> Checked {
    check(&[SourceFile::new("small.toml", text)])
}

fn war(text: &str) -> War {
    let checked = checked(text);
    checked.war.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

fn with(more: &str) -> War {
    war(&format!("{SMALL}{more}"))
}

fn median(war: &War, path: &str) -> f64 {
    war.numbers.medians()[war.numbers.find(path).unwrap_or_else(|| panic!("no {path}")).0 as usize]
}

#[test]
fn rules_are_the_first_numbers_in_their_order() {
    let war = with("[rules]\nsupply.scale = \"30 days\"\n");
    for (at, rule) in Rule::ALL.iter().enumerate() {
        let path = format!("rules.{}", rule.spec().path);
        assert_eq!(war.numbers.find(&path).unwrap().0 as usize, at, "{path}");
        let value = if path == "rules.supply.scale" { 30.0 } else { rule.spec().default };
        assert_eq!(median(&war, &path), value, "{path}");
    }
}

#[test]
fn numbers_have_the_paths_that_set_uses() {
    let war = with(
        "[event.e]\nhazard = \"0.02 per day\"\neffects = [{ dies = \"orsen\" }, { resolve = \"kelmar\", by = -0.2 }]\n\
         [[belief]]\nby = \"kelmar\"\nabout = \"tessaly\"\nstrength = \"80 %\"\n",
    );
    for (path, value) in [
        ("force.first.ships", 600.0),
        ("force.third.ships", 40.0),
        ("place.beta.value", 2.0),
        ("place.beta.population", 2e9),
        ("lane.gamma--beta.time", 3.0),
        ("class.ships.toughness", 3.0),
        ("person.orsen.boldness", 0.5),
        ("faction.kelmar.resolve", 0.6),
        ("works.alpha-yard.capacity", 1.0),
        ("event.e.hazard", 0.02),
        ("event.e.effect.2.by", -0.2),
        ("belief.kelmar.tessaly.strength", 0.8),
        ("coalition.league.member.ostrand.from", 60.0),
    ] {
        assert!((median(&war, path) - value).abs() < 1e-9, "{path} is {}", median(&war, path));
    }
    let twice = median(&war, "force.second.ships");
    assert!((1180.0..1220.0).contains(&twice), "about twice 600: {twice}");
    let long = median(&war, "lane.alpha--beta.time");
    assert!((6.0..10.0).contains(&long), "a long lane takes about twice the ordinary four days: {long}");
    let paths: BTreeSet<_> = war.numbers.defs().iter().map(|number| number.path.as_str()).collect();
    assert_eq!(paths.len(), war.numbers.defs().len(), "two numbers have one path");
}

#[test]
fn a_relative_quantity_moves_with_what_it_is_relative_to() {
    let war = war(&SMALL.replace("ships = 600", "ships = \"hundreds\""));
    let (first, second) = ("force.first.ships", "force.second.ships");
    let at = |path: &str| war.numbers.find(path).unwrap().0 as usize;
    let mut seen = BTreeSet::new();
    for replication in 0..20 {
        let values = war.numbers.sample(Key::new(1, replication));
        let ratio = values[at(second)] / values[at(first)];
        assert!((1.5..2.5).contains(&ratio), "{ratio}");
        seen.insert(values[at(first)] as u64);
    }
    assert!(seen.len() > 10, "the first is drawn anew each time");
}

#[test]
fn a_faction_that_is_in_no_coalition_at_the_start_stands_alone() {
    let war = with("");
    let ids: Vec<_> = war.coalitions.iter().map(|c| (c.id.as_str(), c.implicit, c.posture)).collect();
    assert_eq!(
        ids,
        [
            ("league", false, Posture::Raid),
            ("tessaly", true, Posture::Hold),
            ("ostrand", true, Posture::Hold)
        ]
    );
}

#[test]
fn every_coalition_that_can_take_part_has_the_four_decisions() {
    let war =
        war(&SMALL.replace("[faction.tessaly]", "[faction.tessaly]\n[faction.idle]\nbelligerent = false"));
    for id in ["league", "tessaly", "ostrand"] {
        for (tail, kind, default) in [
            ("posture", DecisionKind::Posture, if id == "league" { "raid" } else { "hold" }),
            ("engage", DecisionKind::Engage, "fight"),
            ("ask-terms", DecisionKind::AskTerms, "fight-on"),
            ("answer-terms", DecisionKind::AnswerTerms, "refuse"),
        ] {
            let decision =
                war.decisions.iter().find(|decision| decision.id == format!("{id}.{tail}")).unwrap();
            assert_eq!(
                (decision.kind, decision.options[decision.default as usize].id.as_str()),
                (kind, default)
            );
        }
    }
    assert!(!war.decisions.iter().any(|decision| decision.id.starts_with("idle.")));
    let joining = with(
        "[faction.idle]\nbelligerent = false\n[event.e]\neffects = [{ join = \"idle\", coalition = \"idle\" }]\n",
    );
    assert!(joining.decisions.iter().any(|decision| decision.id == "idle.posture"));
}

#[test]
fn the_posture_that_the_source_tells_is_dated() {
    let war = with(
        "[posture.league]\nhistorical = [{ from = \"90 days\", posture = \"hold\" }, { from = \"30 days\", posture = \"offensive\" }]\n",
    );
    let decision = war.decisions.iter().find(|decision| decision.id == "league.posture").unwrap();
    let dates: Vec<_> = decision
        .historical_dates
        .iter()
        .map(|(day, at)| (war.numbers.medians()[day.0 as usize], *at))
        .collect();
    assert_eq!(dates, [(30.0, 0), (90.0, 1)]);
}

#[test]
fn squadrons_follow_the_medians_and_keep_their_identity() {
    let war = with("");
    let counts: Vec<Vec<usize>> = war
        .forces
        .iter()
        .map(|force| force.units.iter().map(|units| units.squadrons.len()).collect())
        .collect();
    assert_eq!(counts, [vec![10, 1], vec![20, 3], vec![12]]);
    for (id, squadron) in war.squadrons.pairs() {
        let units = &war.forces[squadron.force].units[squadron.row as usize];
        assert_eq!(units.squadrons[squadron.ordinal as usize], id);
        assert_eq!((units.class, units.people), (squadron.class, squadron.people));
    }
    let entities: BTreeSet<_> = war.squadrons.iter().map(|squadron| squadron.entity).collect();
    assert_eq!(entities.len(), war.squadrons.len());
    // Another force before it changes rows, and no identity.
    let other = with("").squadrons.iter().map(|squadron| squadron.entity).collect::<Vec<_>>();
    let more = war_with_a_force_before();
    let kept = more.squadrons.iter().filter(|squadron| other.contains(&squadron.entity)).count();
    assert_eq!(kept, other.len());
}

fn war_with_a_force_before() -> War {
    war(&SMALL.replace(
        "[force.first]",
        "[force.zero]\nfaction = \"tessaly\"\nunits = { troops = 9 }\n[force.first]",
    ))
}

#[test]
fn what_is_left_out_is_filled_in_and_listed() {
    let checked = checked(SMALL);
    let war = checked.war.unwrap();
    let tessaly = war.factions.iter().find(|faction| faction.id == "tessaly").unwrap();
    assert_eq!(war.places[tessaly.capital.unwrap()].id, "beta", "its most valuable place");
    let second = war.forces.iter().find(|force| force.id == "second").unwrap();
    assert_eq!(war.places[second.place].id, "beta", "a force stands at the capital");
    assert!(!second.garrison, "its ships can move");
    for path in [
        "faction.tessaly.capital",
        "force.second.place",
        "class.ships.rate",
        "rules.supply.scale",
        "end",
        "tick",
    ] {
        assert!(checked.defaults.iter().any(|default| default.path == path), "{path} is not listed");
    }
    let listed = checked.defaults.iter().find(|default| default.path == "faction.tessaly.resolve").unwrap();
    assert_eq!((listed.value.as_str(), listed.line), ("0.6", Some(5)));
    let written = ["force.first.ships", "place.beta.value", "lane.gamma--beta.time"];
    assert!(!checked.defaults.iter().any(|default| written.contains(&default.path.as_str())));
}

#[test]
fn an_assumption_of_the_author_is_listed_as_one() {
    let text =
        format!("{SMALL}[class.big]\ncrew = {{ value = 900, assumed = true, note = \"by its size\" }}\n");
    let listed =
        checked(&text).defaults.into_iter().find(|default| default.path == "class.big.crew").unwrap();
    assert_eq!((listed.value.as_str(), listed.why.as_str()), ("900", "assumed: by its size"));
}

/// A world on one day, in which an event happened some days ago or never.
struct Ago(Option<f64>);

impl Facts for Ago {
    fn read(&self, variable: Variable) -> f64 {
        match variable {
            Variable::EventHappened(_) => f64::from(u8::from(self.0.is_some())),
            Variable::EventDays(_) => self.0.unwrap_or(1e9),
            Variable::Param(_) => 10.0,
            Variable::Day => 100.0,
            _ => 0.0,
        }
    }
}

#[test]
fn a_time_after_an_event_waits_for_it() {
    let war = with(
        "[event.a]\nsays = \"A.\"\n[event.b]\nsays = \"B.\"\nfrom = \"10 days after event.a\"\nwhen = \"day > 50\"\n\
         [event.c]\nsays = \"C.\"\nuntil = \"10 days after event.a\"\n",
    );
    let condition = |id: &str| {
        let event = war.events.iter().find(|event| event.id == id).unwrap();
        assert!(event.from.is_none() && event.until.is_none());
        &war.conditions[event.when.unwrap()]
    };
    let holds = |id: &str| [None, Some(3.0), Some(30.0)].map(|ago| condition(id).holds(&Ago(ago)));
    assert_eq!(holds("b"), [false, false, true]);
    assert_eq!(holds("c"), [true, true, false]);
    assert_eq!(median(&war, "event.b.from"), 10.0);
}

#[test]
fn effects_name_rows_and_an_option_acts_for_its_coalition() {
    let war = with(
        "[decision.d]\ncoalition = \"league\"\ndefault = \"b\"\n[decision.d.option.a]\n\
         effects = [{ posture = \"offensive\" }, { objective = \"gamma\" }]\n[decision.d.option.b]\n",
    );
    let decision = war.decisions.iter().find(|decision| decision.id == "d").unwrap();
    assert_eq!((decision.default, war.persons[decision.person.unwrap()].id.as_str()), (1, "orsen"));
    let league = war.coalitions.pairs().find(|(_, coalition)| coalition.id == "league").unwrap().0;
    let gamma = war.places.pairs().find(|(_, place)| place.id == "gamma").unwrap().0;
    let weight = war.numbers.find("decision.d.option.a.effect.2.weight").unwrap();
    assert_eq!(
        decision.options[0].effects,
        [Effect::Posture(league, Posture::Offensive), Effect::Objective(league, gamma, weight)]
    );
}

#[test]
fn the_digest_follows_the_text_and_not_the_ends_of_its_lines() {
    let one = with("");
    assert_eq!(one.digest, war(&SMALL.replace('\n', "\r\n")).digest);
    assert_ne!(one.digest, with("# a remark\n").digest);
    assert_ne!(one.digest, with("[lexicon.counts]\nheaps = [3, 30]\n").digest);
}

#[test]
fn several_files_are_one_scenario() {
    let (first, second) = SMALL.split_at(SMALL.find("[place.alpha]").unwrap());
    let files = [SourceFile::new("parties.toml", first), SourceFile::new("map.toml", second)];
    let checked = check(&files);
    assert_eq!(checked.diagnostics, []);
    let war = checked.war.unwrap();
    assert_eq!((war.id.as_str(), war.places.len(), war.factions.len()), ("parties", 3, 3));
}

#[test]
fn checking_twice_gives_the_same_war() {
    let (one, two) = (with(""), with(""));
    assert!(one == two);
}
