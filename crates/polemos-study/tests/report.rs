//! What a projection report must be whatever ran: shares that add up, intervals that hold what they say, the agreed
//! names, and no trace of the order in which runs finished.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../polemos-almanac/tests/common/mod.rs"]
mod common;

use common::Stream;
use polemos_chronicle::{Ending, Grade, PlaceBattles, RunSummary, SmallShare, WarSummary};
use polemos_study::report::{Share, Spread, schema, summarise, wilson};
use polemos_war::EndingKind;

/// Runs that differ in all that a report looks at.
fn runs(n: u64) -> Vec<RunSummary> {
    let s = &mut Stream(11);
    (0..n)
        .map(|replication| {
            let won = s.below(10) < 7;
            let ending = Ending {
                kind: if won { EndingKind::Surrender } else { EndingKind::Armistice },
                victor: won.then_some(common::LEAGUE),
                loser: won.then_some(common::HOST),
                grade: if won { Grade::Decisive } else { Grade::Stalemate },
                day: 40.0 + s.below(200) as f64,
            };
            let like = common::summary();
            let mut totals = like.factions();
            totals[0].lost[0] = s.below(900) as u32;
            let chosen = [Some(s.below(2) as u16)];
            let mut run = RunSummary::new(replication, ending, totals.into_iter(), chosen.into_iter());
            run.owners = like.owners.clone();
            run.facts = Box::new([u8::from(won)]);
            if s.below(4) > 0 {
                let mut battles = PlaceBattles::between(common::KARTH, [common::LEAGUE, common::HOST], 1);
                battles.loss = [0.2, 0.4].map(SmallShare::of);
                battles.projected_loss = [0.3, 0.3].map(SmallShare::of);
                battles.projected_win = [0.6, 0.4].map(SmallShare::of);
                run.battles = Box::new([battles]);
            }
            run
        })
        .collect()
}

#[test]
fn shares_add_up_and_intervals_hold_them() {
    let (war, runs) = (common::war(), runs(500));
    let report = summarise(&war, &runs, 3, 1.5);
    assert_eq!(report.runs, 500);
    assert_eq!(report.endings.iter().map(|e| e.count).sum::<u64>(), 500);
    assert!((report.endings.iter().map(|e| e.share).sum::<f64>() - 1.0).abs() < 1e-12);
    assert_eq!(report.endings[0].result, "Host surrenders");
    assert!(report.endings.windows(2).all(|pair| pair[0].count >= pair[1].count));
    for ending in &report.endings {
        assert!(ending.low < ending.share && ending.share < ending.high, "{ending:?}");
    }
    let options = &report.decisions[0].options;
    assert!((options.values().sum::<f64>() - 1.0).abs() < 1e-12);
    assert_eq!(report.duration_histogram.iter().map(|bin| bin.count).sum::<u64>(), 500);
    let facts = &report.facts;
    assert_eq!(facts[0].shown.map(|share| share.count), Some(report.endings[0].count));
    assert_eq!(facts[1].shown, None, "a fact without a mechanism shows nothing");
    assert_eq!(report.holders["karth"]["orlan"], 1.0);
}

#[test]
fn the_order_of_runs_does_not_show() {
    let (war, mut some) = (common::war(), runs(301));
    let report = summarise(&war, &some, 3, 0.0);
    some.reverse();
    assert_eq!(summarise(&war, &some, 3, 0.0), report);
    some.rotate_left(100);
    assert_eq!(summarise(&war, &some, 3, 0.0), report);
}

#[test]
fn names_are_those_agreed() {
    let (war, runs) = (common::war(), runs(50));
    let json = serde_json::to_value(summarise(&war, &runs, 3, 1.5)).unwrap();
    let has = |pointer: &str| assert!(json.pointer(pointer).is_some(), "missing {pointer} in {json:#}");
    for key in ["war", "seed", "runs", "elapsed_s"] {
        has(&format!("/{key}"));
    }
    for key in ["victor", "kind", "result", "count", "share", "low", "high"] {
        has(&format!("/endings/0/{key}"));
    }
    for key in ["faction", "units_start/ships", "units_lost_share/ships/p05", "units_lost_share/ships/median"]
    {
        has(&format!("/factions/0/{key}"));
    }
    for key in ["units_lost_share/ships/p95", "military_dead/median", "civilian_dead/p95"] {
        has(&format!("/factions/0/{key}"));
    }
    for key in [
        "id",
        "place",
        "fought_share",
        "projected_loss_share/league",
        "projected_win/host",
        "loss_share/host",
    ] {
        has(&format!("/battles/0/{key}"));
    }
    has("/decisions/0/id");
    has("/decisions/0/options/press-on");
    for key in ["p05", "median", "p95"] {
        has(&format!("/duration_days/{key}"));
    }
    let declared = schema()["properties"].as_object().map(|it| it.len());
    assert_eq!(declared, json.as_object().map(|it| it.len()), "the schema declares what is there");
}

/// Three runs of a saga with a series of two wars: the first is fought in all, the second in one, a third with no id in
/// that one too, and in another run one against someone else.
#[test]
fn wars_of_a_saga_are_counted_by_run_and_told_by_id() {
    use polemos_war::names::Names;
    use polemos_war::saga::{Episode, Saga, Series};
    use polemos_war::{Coalition, CoalitionId, EpisodeId, SeriesId};
    let mut war = common::war();
    let other = war.coalitions.push(Coalition { id: "third".into(), ..war.coalitions[common::HOST].clone() });
    let (sides, ids) = ([common::HOST, common::LEAGUE], [EpisodeId(0), EpisodeId(1)]);
    let series = Series {
        id: "narrows".into(),
        names: Names::plain("War of the Narrows"),
        between: sides,
        episodes: ids.to_vec(),
    };
    let episode = |id: &str| Episode { id: id.into(), names: Names::plain(id), series: SeriesId(0) };
    war.saga = Some(Saga {
        series: [series].into_iter().collect(),
        episodes: ["first", "second"].map(episode).into_iter().collect(),
        ..Saga::default()
    });
    let fought = |sides: [CoalitionId; 2], ordinal, [from, to]: [f64; 2], kind, victor| {
        let ending = Ending { kind, victor, loser: None, grade: Grade::Clear, day: to };
        WarSummary::between(sides, ordinal, from).with_ending(&ending)
    };
    let turned = [common::LEAGUE, common::HOST];
    let (won, none) = (Some(common::LEAGUE), None);
    let wars = [
        vec![fought(turned, 1, [10.0, 40.0], EndingKind::Surrender, won)],
        vec![
            fought(sides, 1, [0.0, 20.0], EndingKind::Surrender, won),
            fought(turned, 2, [100.0, 200.0], EndingKind::Armistice, none),
            fought(sides, 3, [300.0, 900.0], EndingKind::Undecided, none),
        ],
        vec![
            fought(sides, 1, [5.0, 15.0], EndingKind::Treaty, none),
            fought([other, common::LEAGUE], 1, [20.0, 30.0], EndingKind::Treaty, none),
        ],
    ];
    let played: Vec<RunSummary> =
        runs(3).into_iter().zip(wars).map(|(run, wars)| run.with_wars(wars)).collect();
    let report = summarise(&war, &played, 1, 0.0);
    let told: Vec<_> = report.wars.iter().map(|it| (it.id.as_deref(), it.fought.count)).collect();
    assert_eq!(told, [(Some("first"), 3), (Some("second"), 1), (None, 1), (None, 1)]);
    let [first, second, further, _] = &report.wars[..] else { panic!("four rows") };
    let endings: Vec<_> = first.endings.iter().map(|it| (it.result.as_str(), it.share.count)).collect();
    assert_eq!(endings, [("Host surrenders", 2), ("Treaty", 1)], "whoever began it");
    assert_eq!((first.days.median, first.began_day.median), (20.0, 5.0));
    assert_eq!((second.days.median, second.fought), (100.0, Share::of(1, 3)));
    assert_eq!((further.endings[0].kind.as_str(), further.days), ("undecided", Spread::default()));
    let none = summarise(&war, &runs(0), 1, 0.0);
    assert_eq!(none.wars.len(), 2, "those with an id stand there though none was fought");
    assert!(
        summarise(&common::war(), &played, 1, 0.0).wars.is_empty(),
        "a war that is over when it ends has none"
    );
}

#[test]
fn no_runs_make_an_empty_report() {
    let report = summarise(&common::war(), &[], 1, 0.0);
    assert!(report.endings.is_empty() && report.battles.is_empty() && report.decisions.is_empty());
    assert_eq!(report.duration_days, Spread::default());
    assert!(serde_json::to_string(&report).is_ok_and(|text| !text.contains("null,null")));
}

/// Wilson (1927) as tabled by Newcombe (1998), method 3: 81 of 263, 15 of 148, 0 of 20 and 1 of 29.
#[test]
fn intervals_agree_with_published_ones() {
    let cases =
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)];
    for (count, of, low, high) in cases {
        let (l, h) = wilson(count, of);
        assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{count} of {of}: {l} to {h}");
    }
    assert_eq!(wilson(0, 0), (0.0, 1.0));
    assert_eq!(wilson(7, 7).1, 1.0);
}

/// The median's interval must hold the true median in about 95 of 100 samples.
#[test]
fn the_medians_interval_covers() {
    let s = &mut Stream(5);
    let covered = (0..1000)
        .filter(|_| {
            let values: Vec<f64> = (0..101).map(|_| s.below(1_000_001) as f64).collect();
            let spread = Spread::of(&values);
            (spread.median_low..=spread.median_high).contains(&500_000.0)
        })
        .count();
    assert!((930..=975).contains(&covered), "{covered} of 1000");
}

#[test]
fn quantiles_of_known_values() {
    let values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
    let spread = Spread::of(&values);
    assert_eq!((spread.p05, spread.median, spread.p95, spread.mean), (5.0, 50.0, 95.0, 50.0));
    assert_eq!(Spread::of(&[4.0]).median_high, 4.0);
}
