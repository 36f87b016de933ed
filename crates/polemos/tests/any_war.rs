//! Whatever a scenario says, it is refused with diagnostics or played to an end: books balance, no number is lost, and
//! the number of threads does not show.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::setup;
use polemos::campaign::Whereabouts;
use polemos::scenario::Severity;
use polemos::war::Domain;
use polemos::{Campaign, Policies, Policy, ProjectSetup, SourceFile, Verdict, War, check, project};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::Arc;

/// What a random scenario is written from; every number is reduced to what the war has.
#[derive(Clone, Debug)]
struct Recipe {
    factions: usize,
    weekly: bool,
    places: Vec<(usize, u8, u8)>,
    lanes: Vec<(usize, usize, u8)>,
    forces: Vec<(usize, usize, u8, u8, bool)>,
    events: Vec<(u8, usize, u8)>,
    postures: Vec<u8>,
}

fn recipe() -> impl Strategy<Value = Recipe> {
    let places = prop::collection::vec((0..5_usize, any::<u8>(), any::<u8>()), 2..=6);
    let lanes = prop::collection::vec((0..6_usize, 0..6_usize, any::<u8>()), 3..=8);
    let forces =
        prop::collection::vec((0..3_usize, 0..6_usize, any::<u8>(), any::<u8>(), any::<bool>()), 1..=7);
    let events = prop::collection::vec((any::<u8>(), 0..6_usize, any::<u8>()), 0..=4);
    let postures = prop::collection::vec(any::<u8>(), 3);
    (2..=3_usize, any::<bool>(), places, lanes, forces, events, postures).prop_map(
        |(factions, weekly, places, lanes, forces, events, postures)| Recipe {
            factions,
            weekly,
            places,
            lanes,
            forces,
            events,
            postures,
        },
    )
}

/// Counts as people write them, from nothing to very many.
const COUNTS: [&str; 8] = ["0", "1", "7", "40", "150", "\"about 60\"", "\"hundreds\"", "\"thousands\""];
const CLASSES: [&str; 5] = ["ships", "ships", "platforms", "troops", "stations"];
const POSTURES: [&str; 4] = ["offensive", "hold", "withdraw", "raid"];

fn write(recipe: &Recipe) -> String {
    let mut text =
        format!("end = \"250 days\"\ntick = \"{}\"\n", if recipe.weekly { "1 week" } else { "1 day" });
    for f in 0..recipe.factions {
        let posture = POSTURES[usize::from(recipe.postures[f]) % 4];
        let _ =
            writeln!(text, "[faction.f{f}]\n[coalition.c{f}]\nmembers = [\"f{f}\"]\nposture = \"{posture}\"");
    }
    let n = recipe.places.len();
    for (p, (owner, works, worth)) in recipe.places.iter().enumerate() {
        let _ = writeln!(text, "[place.p{p}]\nvalue = {}", 1 + worth % 4);
        // Open space is rarer than an owner.
        if *owner < 4 {
            let _ = writeln!(text, "owner = \"f{}\"", owner % recipe.factions);
        }
        let kinds =
            ["yard", "depot", "relay"].into_iter().enumerate().filter(|(bit, _)| works >> bit & 1 == 1);
        let kinds: Vec<String> = kinds.map(|(_, kind)| format!("\"{kind}\"")).collect();
        let _ = writeln!(text, "works = [{}]", kinds.join(", "));
    }
    let mut lanes: Vec<(usize, usize)> = Vec::new();
    for (l, (from, to, days)) in recipe.lanes.iter().enumerate() {
        let open = days % 8 != 0;
        // One lane in a row joins each place to the one before it; the rest go where they like.
        let (from, to) = if l + 1 < n { (l, l + 1) } else { (from % n, to % n) };
        // A lane too many is a mistake that may be made now and then, but not in every second scenario.
        if days % 16 != 15 && (from == to || lanes.contains(&(from, to)) || lanes.contains(&(to, from))) {
            continue;
        }
        lanes.push((from, to));
        let l = lanes.len() - 1;
        let _ = writeln!(text, "[lane.l{l}]\nfrom = \"p{from}\"\nto = \"p{to}\"\nopen = {open}");
        let _ = writeln!(text, "time = \"{} days\"", f64::from(days % 30 + 1) / 2.0);
    }
    for (f, (faction, place, count, class, garrison)) in recipe.forces.iter().enumerate() {
        let (class, count) = (CLASSES[usize::from(*class) % 5], COUNTS[usize::from(*count) % 8]);
        let _ = writeln!(
            text,
            "[force.force{f}]\nfaction = \"f{}\"\nplace = \"p{}\"",
            faction % recipe.factions,
            place % n
        );
        let _ = writeln!(
            text,
            "garrison = {}\nunits = {{ {class} = {count} }}",
            *garrison || !["ships", "troops"].contains(&class)
        );
    }
    for (e, (kind, what, day)) in recipe.events.iter().enumerate() {
        let (faction, place, lane) = (what % recipe.factions, what % n, what % lanes.len());
        let effect = match kind % 8 {
            0 => format!("close-lane = \"l{lane}\""),
            1 => format!("open-lane = \"l{lane}\""),
            2 => format!("resolve = \"f{faction}\", by = -0.5"),
            3 => format!("leave = \"f{faction}\""),
            4 => format!("join = \"f{faction}\", coalition = \"c0\""),
            5 => format!("calamity = \"p{place}\", share = \"30 %\""),
            6 => format!("posture = \"offensive\", coalition = \"c{faction}\""),
            _ => format!("strike = \"p{place}-depot\""),
        };
        let _ = writeln!(text, "[event.e{e}]\nfrom = \"{} days\"\neffects = [{{ {effect} }}]", day % 200);
        if kind & 8 == 8 {
            let _ = writeln!(text, "hazard = \"0.05 per day\"\nagain = \"10 days\"");
        }
    }
    text
}

/// Opening + built + joined − lost − left = what stands, for every faction and domain; and no number is lost.
fn sound(war: &War, campaign: &Campaign) -> Result<(), TestCaseError> {
    let s = campaign.situation();
    prop_assert!(s.digest().is_ok(), "a number is not a number on day {}", campaign.day());
    for (id, faction) in s.factions.pairs() {
        for domain in Domain::ALL {
            let own = s.forces.pairs().filter(|(_, f)| f.faction == id && f.at != Whereabouts::Away);
            let squadrons = own.flat_map(|(force, _)| campaign.squadrons(force));
            let fits = squadrons.filter(|sq| war.classes[war.squadrons[*sq].class].domain == domain);
            let standing: u32 = fits.map(|sq| s.squadrons[sq].units).sum();
            let d = domain as usize;
            let sum = |all: &[&[u32; 5]]| all.iter().map(|units| i64::from(units[d])).sum::<i64>();
            let books = sum(&[&faction.opening, &faction.built, &faction.joined])
                - sum(&[&faction.lost, &faction.left]);
            prop_assert_eq!(
                i64::from(standing),
                books,
                "{} {} on day {}",
                &war.factions[id].id,
                domain.id(),
                campaign.day()
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_scenario_is_refused_or_played_to_an_end(recipe in recipe()) {
        let text = write(&recipe);
        let checked = check(&[SourceFile::new("any.toml", text.as_str())]);
        let Some(war) = checked.war else {
            prop_assert!(!checked.diagnostics.is_empty(), "refused without a word:\n{text}");
            return Ok(());
        };
        let war = Arc::new(war);
        for policy in [Policy::Doctrine, Policy::Default] {
            let policies = Policies::all(policy);
            let mut campaign = Campaign::start(Arc::clone(&war), polemos::Setup { policies: policies.clone(), ..setup(4, true) });
            let mut result = sound(&war, &campaign);
            let ending = campaign.run(|c| {
                result = sound(&war, c);
                if result.is_ok() { Verdict::Continue } else { Verdict::Stop }
            });
            result.and_then(|()| sound(&war, &campaign)).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
            prop_assert!(ending.is_some_and(|e| e.day <= 257.0), "{ending:?}\n{text}");
            let runs = |jobs| {
                let setup = ProjectSetup { seed: 6, runs: 4, jobs, policies: policies.clone(), from_day: None, battles: Default::default() };
                project(&war, &setup, &|_| true).expect("runs finish")
            };
            prop_assert_eq!(runs(1), runs(3), "{}", text);
        }
    }
}

/// The generator is worth something: most of what it writes loads, and much of it is fought over.
#[test]
fn most_random_scenarios_load_and_many_are_fought() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, TestRunner};
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(Default::default()),
    );
    let (mut loaded, mut fought, all) = (0, 0, 60);
    let mut refused = std::collections::BTreeMap::new();
    for _ in 0..all {
        let text = write(&recipe().new_tree(&mut runner).expect("a recipe").current());
        let checked = check(&[SourceFile::new("any.toml", text.as_str())]);
        let Some(war) = checked.war else {
            for error in checked.diagnostics.iter().filter(|it| it.severity == Severity::Error) {
                *refused.entry(error.code).or_insert(0) += 1;
            }
            continue;
        };
        loaded += 1;
        let mut campaign = Campaign::start(Arc::new(war), setup(1, true));
        campaign.run(|_| Verdict::Continue);
        fought += usize::from(campaign.chronicle().battles().count() > 0);
    }
    println!("{loaded} of {all} load, {fought} are fought; {refused:?}");
    assert!(loaded * 4 >= all && fought * 10 >= all, "{loaded} of {all} load, {fought} are fought");
}
