//! No one decides by what cannot be seen.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use common::war_of;
use polemos::chronicle::What;
use polemos::war::{CoalitionId, FactionId};
use polemos::{Campaign, Policies, Policy, Setup, Verdict, War};
use std::sync::Arc;

/// North is blind beyond its own borders. South has a reserve that reaches the far south on day 20, which no northern
/// eye can see. South answers every question by default, so that it does not itself react to its reserve.
const HIDDEN_RESERVE: &str = r#"
format = 1
id = "hidden-reserve"
name = "The hidden reserve"
start = "1 January 1900"
end = "150 days"

# Depots have plenty, so that the reserve takes nothing from those whom the north can see; and it does not raid the
# north, which would feel it.
[rules]
supply.depot-output = 100
raid.rate = "0 per day"

[faction.north]
name = "North"
capital = "north-port"
intelligence = 0
[faction.south]
name = "South"
capital = "far-south"
intelligence = 0

[coalition.northern]
name = "Northern League"
members = ["north"]
posture = "offensive"
[coalition.southern]
name = "Southern League"
members = ["south"]
posture = "hold"

[place.north-port]
name = "North Port"
owner = "north"
works = ["depot", "yard"]
lanes = { middle = "3 days" }
[place.middle]
name = "Middle"
owner = "south"
lanes = { south-port = "3 days" }
[place.south-port]
name = "South Port"
owner = "south"
works = ["depot"]
lanes = { deep-south = "5 days" }
[place.deep-south]
name = "Deep South"
owner = "south"
lanes = { far-south = "5 days" }
[place.far-south]
name = "Far South"
owner = "south"

[force.first-fleet]
name = "First Fleet"
faction = "north"
place = "north-port"
units = { ships = 60 }
[force.picket]
name = "Picket"
faction = "south"
place = "middle"
garrison = true
units = { ships = 40 }
[force.home-guard]
name = "Home Guard"
faction = "south"
place = "south-port"
garrison = true
units = { ships = 50 }
[force.reserve]
name = "Reserve"
faction = "south"
place = "far-south"
arrives = "20 days"
garrison = true
units = { ships = 10 }
"#;

fn with_reserve(ships: f64) -> Arc<War> {
    let mut war = war_of("hidden-reserve", HIDDEN_RESERVE);
    war.set("force.reserve.ships", ships).expect("the reserve has a size");
    Arc::new(war)
}

fn id_of(war: &War, coalition: &str) -> CoalitionId {
    war.coalitions.pairs().find(|(_, c)| c.id == coalition).expect("a coalition").0
}

fn campaign(war: &Arc<War>, seed: u64) -> Campaign {
    let southern = id_of(war, "southern");
    let policies = Policies { common: Policy::Doctrine, own: vec![(southern, Policy::Default)] };
    Campaign::start(Arc::clone(war), Setup { policies, ..Setup::new(seed) })
}

fn northern_decisions(war: &War, campaign: &Campaign) -> Vec<String> {
    let northern = id_of(war, "northern");
    let entries = campaign.chronicle().entries.iter();
    let decided = entries.filter_map(|entry| match &entry.what {
        What::Decided(d) if war.decisions[d.decision].coalition == northern => {
            Some(format!("{} {:?} {} {:?}", entry.day, d.decision, d.option, d.utilities))
        }
        What::Offensive { coalition, target, .. } if *coalition == northern => {
            Some(format!("{} {target:?}", entry.day))
        }
        _ => None,
    });
    decided.collect()
}

#[test]
fn a_truth_that_no_one_can_see_changes_no_decision() {
    let (weak, strong) = (with_reserve(10.0), with_reserve(5000.0));
    let mut decisions = 0;
    for seed in 0..10 {
        let (mut a, mut b) = (campaign(&weak, seed), campaign(&strong, seed));
        a.run(|_| Verdict::Continue);
        b.run(|_| Verdict::Continue);
        let (x, y) = (northern_decisions(&weak, &a), northern_decisions(&strong, &b));
        // The wars may end on different days: a fleet of 5000 is not beaten. As far as both go, they agree.
        let both = x.len().min(y.len());
        assert_eq!(x[..both], y[..both], "seed {seed}");
        decisions += both;
    }
    assert!(decisions > 30, "only {decisions} decisions were made");
}

#[test]
fn what_is_believed_holds_nothing_that_was_not_seen() {
    let (weak, strong) = (with_reserve(10.0), with_reserve(5000.0));
    let north = FactionId(0);
    assert_eq!(weak.factions[north].id, "north");
    let (mut a, mut b) = (campaign(&weak, 4), campaign(&strong, 4));
    for _ in 0..60 {
        if a.step(&[]) != b.step(&[]) {
            break;
        }
        let (x, y) = (a.view(north), b.view(north));
        assert_eq!((&x.owners, &x.own, &x.seen, x.prospect), (&y.owners, &y.own, &y.seen, y.prospect));
        // Strengths as judged agree too. Resolve is left out: a people with a fleet in reserve is of better cheer, and
        // that shows, late and blurred, to anyone.
        assert_eq!(x.enemies[0].1, y.enemies[0].1);
        let (x, y) = (a.believed(north, 1), b.believed(north, 1));
        assert_eq!(x.situation().forces, y.situation().forces);
        assert_eq!(x.situation().squadrons, y.situation().squadrons);
    }
    let reserve = weak.forces.pairs().find(|(_, f)| f.id == "reserve").expect("the reserve").0;
    let believed = a.believed(north, 1);
    assert!(
        a.situation().forces[reserve].at.is_present()
            && !believed.situation().forces[reserve].at.is_present()
    );
}

#[test]
fn an_imagined_world_can_be_played_on_and_has_luck_of_its_own() {
    let war = with_reserve(10.0);
    let mut c = campaign(&war, 2);
    (0..10).for_each(|_| drop(c.step(&[])));
    let before = c.digest().unwrap();
    let (mut x, mut y) = (c.believed(FactionId(0), 1), c.believed(FactionId(0), 2));
    assert!(x.run(|_| Verdict::Continue).is_some() && y.run(|_| Verdict::Continue).is_some());
    assert_ne!(x.digest(), y.digest(), "two imaginings have different luck");
    assert_eq!(c.digest().unwrap(), before, "imagining changes nothing");
}
