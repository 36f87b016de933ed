//! What decided a war is found without being told, and what did not is not named.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::setups::setup;
use common::wars::{library, war_of};
use polemos::study::history::History;
use polemos::study::why::{Attribution, PartKind, WhySetup, attribute};
use std::sync::Arc;

fn found(history: &History, runs: u64, pairs: u64) -> Attribution {
    attribute(history, WhySetup { runs, pairs, jobs: 2 }, &|_, _| true).unwrap().expect("it is not stopped")
}

/// An even war with one event that breaks a side's will, and nine that stir what does not matter: people die of floods
/// in towns where no one fights, and what is thought of a bystander changes.
fn rigged() -> String {
    let mut text = String::from(
        r#"
format = 1
end = "200 days"
[faction]
reds = { capital = "red-haven" }
blues = { capital = "blue-haven" }
[faction.greens]
belligerent = false
[place]
red-haven = { owner = "reds", works = ["yard", "depot"], lanes = { mid = "3 days" } }
mid = { owner = "blues" }
blue-haven = { owner = "blues", works = ["yard", "depot"], lanes = { mid = "3 days" } }
green-town = { owner = "greens", population = "about 10000" }
[force]
red-fleet = { faction = "reds", place = "red-haven", units = { ships = "300..500" } }
blue-fleet = { faction = "blues", place = "mid", units = { ships = "300..500" } }
[event.planted]
from = "10 days"
effects = [{ resolve = "blues", by = -0.6 }]
"#,
    );
    for n in 1..=9 {
        let (day, effect) = (
            n * 6,
            ["{ calamity = \"green-town\", share = \"2 %\" }", "{ resolve = \"greens\", by = -0.05 }"][n % 2],
        );
        text.push_str(&format!("[event.inert-{n}]\nfrom = \"{day} days\"\neffects = [{effect}]\n"));
    }
    text
}

#[test]
fn a_planted_cause_is_named_and_inert_ones_are_not() {
    let war = Arc::new(war_of("rigged", &rigged()));
    let report = found(&History::new(war, setup(1, false)), 120, 0);
    let events: Vec<_> = report.parts.iter().filter(|it| it.kind == PartKind::Event).collect();
    assert_eq!(events.len(), 10);
    let named: Vec<&str> = events.iter().filter(|it| it.matters).map(|it| it.id.as_str()).collect();
    assert_eq!(named, ["planted"], "{:#?}", report.parts);
    let planted = events.iter().find(|it| it.id == "planted").unwrap();
    let blues = planted.effects.iter().find(|it| it.figure == "victory.blues").unwrap();
    assert!(blues.difference > 0.0 && blues.low > 0.0, "without it the blues win more often: {blues:?}");
}

#[test]
fn threads_do_not_show_in_what_decided_a_war() {
    let war = Arc::new(war_of("rigged", &rigged()));
    let history = History::new(war, setup(3, false));
    let by = |jobs| attribute(&history, WhySetup { runs: 20, pairs: 2, jobs }, &|_, _| true).unwrap();
    assert_eq!(by(1), by(3));
    let stopped =
        attribute(&history, WhySetup { runs: 20, pairs: 0, jobs: 1 }, &|done, _| done < 30).unwrap();
    assert_eq!(stopped, None);
}

#[test]
fn the_advance_on_cardassia_was_decided_by_defection_reprisal_and_envoy() {
    let report = found(&History::new(library("cardassia"), setup(1, false)), 240, 0);
    let told = |kind: PartKind, id: &str, figure: &str| {
        let part = report.parts.iter().find(|it| it.kind == kind && it.id == id);
        let part = part.unwrap_or_else(|| panic!("no part {id}"));
        let it = part.effects.iter().find(|it| it.figure == figure).unwrap();
        assert!(it.is_told(), "{part:#?}");
        it.difference
    };
    // Without the envoy the Alliance wins less often; where no one goes over, or the cities are spared, the Pact more.
    assert!(told(PartKind::Envoy, "envoy", "victory.alliance") < 0.0);
    for (kind, id) in
        [(PartKind::ChangingSides, "cardassian"), (PartKind::Decision, "reprisal=spare-the-cities")]
    {
        assert!(told(kind, id, "victory.pact") > 0.0, "{id}");
        assert!(told(kind, id, "ships_lost.alliance") > 0.0, "{id}");
    }
}
