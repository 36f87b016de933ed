//! Recordings of battles: what is written is read, any frame can be reached, and what is damaged is refused.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on has failed

use polemos_battle::ship::replay::{Frame, Recorder, Replay, ReplayError};
use polemos_battle::ship::{Alone, Battle, Fate, Scene, State};
use proptest::prelude::*;
use std::sync::OnceLock;

fn scene(name: &str, ships: u32) -> Scene {
    let path = format!("{}/../../scenes/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let scene: Scene = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    scene.with_ships(ships)
}

/// Every ship on the field: its number, its side, and how it was.
type Truth = Vec<(u32, usize, State)>;

/// A battle, recorded every third step, and what it was at those steps.
struct Recorded {
    bytes: Vec<u8>,
    digest: u64,
    truth: Vec<(u32, Truth)>,
    destroyed: u64,
}

fn record(name: &str, ships: u32, steps: u32) -> Recorded {
    let scene = scene(name, ships);
    let mut battle = Battle::new(&scene, 4);
    let mut recorder = Recorder::new(&scene, &mut battle, 3);
    let firsts: Vec<u32> = firsts(&scene);
    let see = |battle: &Battle| {
        let of = |side| battle.states(side).map(move |s| (side, s));
        let all = of(0).chain(of(1)).map(|(side, s)| (firsts[usize::from(s.squadron)] + s.ordinal, side, s));
        let mut all: Truth = all.collect();
        all.sort_by_key(|(ship, ..)| *ship);
        all
    };
    let mut truth = vec![(0, see(&battle))];
    while battle.ended().is_none() && battle.tally().steps < steps {
        battle.step(&Alone);
        recorder.look(&battle);
        if battle.tally().steps.is_multiple_of(3) {
            truth.push((battle.tally().steps, see(&battle)));
        }
    }
    recorder.frame(&battle);
    if !battle.tally().steps.is_multiple_of(3) {
        truth.push((battle.tally().steps, see(&battle)));
    }
    let destroyed = [0, 1].map(|side| battle.ledger().count(side, Fate::Destroyed)).iter().sum();
    Recorded { bytes: recorder.finish(battle.digest()), digest: battle.digest(), truth, destroyed }
}

/// Number of the first ship of each squadron, copies included.
fn firsts(scene: &Scene) -> Vec<u32> {
    let squadrons = scene.side.iter().flat_map(|side| &side.squadron);
    let ships = squadrons.flat_map(|s| (0..s.copies.max(1)).map(|_| s.ships));
    ships.scan(0, |next, ships| Some(std::mem::replace(next, *next + ships))).collect()
}

fn homeworld() -> &'static Recorded {
    static RECORDED: OnceLock<Recorded> = OnceLock::new();
    RECORDED.get_or_init(|| record("homeworld", 1200, 500))
}

/// Every frame has every ship on the field, within half a quantum of where it was, on its side; and every ship that was
/// destroyed is told of.
#[test]
fn what_is_written_is_read() {
    for recorded in [homeworld(), &record("duel", 800, 60)] {
        let replay = Replay::read(recorded.bytes.clone()).unwrap();
        assert_eq!((replay.frames(), replay.digest()), (recorded.truth.len(), recorded.digest));
        let longest = replay.headline().size.into_iter().fold(0.0, f32::max);
        let half = 0.51 * longest / 16_383.0;
        let mut destroyed = 0;
        for (frame, (step, truth)) in replay.play().zip(&recorded.truth) {
            let frame = frame.unwrap();
            assert_eq!((frame.step, frame.ships.len()), (*step, truth.len()));
            for (seen, (ship, side, state)) in frame.ships.iter().zip(truth) {
                assert_eq!((seen.ship, usize::from(seen.side), seen.dark), (*ship, *side, state.dark));
                for axis in 0..3 {
                    let off = (seen.place[axis] - state.place[axis]).abs();
                    assert!(off <= half, "ship {ship} is {off} off at step {step}");
                }
            }
            destroyed += frame.gone.iter().filter(|(_, fate)| *fate == Fate::Destroyed).count() as u64;
        }
        assert_eq!(destroyed, recorded.destroyed);
        assert!(destroyed > 20);
    }
}

#[test]
fn any_frame_can_be_reached_at_once() {
    let replay = Replay::read(homeworld().bytes.clone()).unwrap();
    let all: Vec<Frame> = replay.play().map(Result::unwrap).collect();
    assert_eq!(all.len(), replay.frames());
    for (number, frame) in all.iter().enumerate() {
        assert_eq!(replay.frame(number).as_ref(), Ok(frame), "frame {number}");
    }
    assert_eq!(replay.frame(all.len()), Err(ReplayError::NoFrame(all.len())));
}

/// Some bits for each ship and frame, everything counted.
#[test]
fn a_ship_takes_few_bytes_a_frame() {
    let recorded = homeworld();
    let ships: usize = recorded.truth.iter().map(|(_, ships)| ships.len()).sum();
    let bytes = recorded.bytes.len() as f64 / ships as f64;
    assert!(bytes < 3.0, "{bytes} bytes a ship and frame");
    eprintln!("{bytes:.2} bytes a ship and frame");
}

#[test]
fn recording_changes_nothing() {
    let recorded = record("fleet-action", 600, 120);
    let scene = scene("fleet-action", 600);
    let mut battle = Battle::new(&scene, 4);
    while battle.ended().is_none() && battle.tally().steps < 120 {
        battle.step(&Alone);
    }
    assert_eq!(battle.digest(), recorded.digest);
}

#[test]
fn what_is_no_recording_is_refused() {
    let bytes = &homeworld().bytes;
    let read = |bytes: &[u8]| Replay::read(bytes.to_vec()).map(|replay| replay.frames());
    assert_eq!(read(b""), Err(ReplayError::NoReplay));
    assert_eq!(read(b"[faction.kelmar]"), Err(ReplayError::NoReplay));
    assert_eq!(read(&bytes[..5]), Err(ReplayError::CutShort));
    let mut other = bytes.clone();
    other[4] = 9;
    assert_eq!(read(&other), Err(ReplayError::Form(9)));
    for error in [ReplayError::NoReplay, ReplayError::CutShort, ReplayError::Altered, ReplayError::Form(9)] {
        assert!(error.to_string().contains("recording"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// A file that lacks its end, or has a bit wrong, is refused, and never believed.
    #[test]
    fn what_is_damaged_is_refused(at in 0.0..1.0_f64, bit in 0..8_u8) {
        let bytes = &homeworld().bytes;
        let at = (at * bytes.len() as f64) as usize;
        prop_assert!(Replay::read(bytes[..at].to_vec()).is_err());
        let mut wrong = bytes.clone();
        wrong[at] ^= 1 << bit;
        prop_assert!(Replay::read(wrong).is_err());
    }
}
