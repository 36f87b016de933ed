//! Spoils good and bad scenarios at random, for as long as `POLEMOS_FUZZ_SECONDS` says (3 when it says nothing),
//! and looks that the loader neither panics nor lingers, and that what it accepts can be drawn and asked.
//!
//! The same, guided by coverage, is the target `fuzz/fuzz_targets/load.rs`.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files should stop")]

use polemos_chance::Key;
use polemos_scenario::{SHOWN, SourceFile, check, render, scaffold};
use polemos_war::condition::{Facts, Variable};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// A stream of numbers that is the same on every machine (SplitMix64, Steele et al. 2014).
struct Stream(u64);

impl Stream {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

/// Pieces of the language, and pieces that have no place in it.
const PIECES: &[&str] = &[
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "\"",
    "'",
    "'''",
    "\"\"\"",
    "=",
    ",",
    ".",
    "\n",
    "#",
    "-",
    "_",
    "\\",
    "\\u0000",
    "\u{feff}",
    "\0",
    "0",
    "1e999",
    "-1",
    "inf",
    "nan",
    "0x",
    "1_000",
    "2400-02-30",
    "true",
    "[faction.x]",
    "[place.",
    "[[belief]]",
    "units = { ships = ",
    "lanes = { ",
    "effects = [{ ",
    "when = '",
    "appeal = '",
    "&&",
    "||",
    "!",
    "?",
    ":",
    "in [",
    "min(",
    "place[\"",
    "\"].owner",
    "believed.odds",
    "self.boldness",
    "param[\"",
    "date(\"",
    "twice ",
    "most of ",
    ".fleet",
    " and ",
    "about ",
    "over 40 %",
    "thousands",
    "unknown",
    "shortly after ",
    "event.",
    "BC",
    "late ",
    "9999999999999999999",
    "ĝ",
    "\u{202e}",
    "members = [",
    "value = ",
    "source = ",
    "rules.",
    "lexicon.",
    "counts",
    "months = [{ name = \"A\", days = 65535 }]",
    "option.",
];

fn seeds() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite");
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let texts = names.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let mut seeds: Vec<String> = texts.map(|path| fs::read_to_string(path).unwrap()).collect();
    seeds.push(scaffold("A war to be spoiled"));
    seeds
}

fn spoil(stream: &mut Stream, seeds: &[String]) -> Vec<u8> {
    let mut bytes = seeds[stream.below(seeds.len())].clone().into_bytes();
    if stream.below(3) == 0 {
        let other = seeds[stream.below(seeds.len())].as_bytes();
        let at = stream.below(bytes.len() + 1);
        bytes.splice(at..at, other.iter().copied());
    }
    for _ in 0..=stream.below(6) {
        let at = stream.below(bytes.len() + 1);
        let to = (at + stream.below(30)).min(bytes.len());
        let piece = PIECES[stream.below(PIECES.len())].as_bytes();
        match stream.below(6) {
            0 if at < bytes.len() => bytes[at] = stream.next() as u8,
            1 => drop(bytes.drain(at..to)),
            2 => drop(bytes.splice(at..to, piece.iter().copied())),
            3 => {
                let copied = bytes[at..to].to_vec();
                let times = 1 + stream.below(40);
                bytes.splice(at..at, copied.repeat(times));
            }
            4 => bytes.truncate(at),
            _ => drop(bytes.splice(at..at, piece.iter().copied())),
        }
    }
    bytes
}

/// A world in which everything is one.
struct Ones;

impl Facts for Ones {
    fn read(&self, _: Variable) -> f64 {
        1.0
    }
}

/// What must hold of every text.
fn examine(text: &str) {
    let files = [SourceFile::new("a.toml", text)];
    let started = Instant::now();
    let checked = check(&files);
    let took = started.elapsed();
    assert!(took < Duration::from_secs(5), "took {took:?}");
    assert!(checked.diagnostics.len() <= 2 * (SHOWN + 1));
    for diagnostic in &checked.diagnostics {
        assert!(
            diagnostic.span.end <= text.len() && text.get(diagnostic.span.clone()).is_some(),
            "{diagnostic:?}"
        );
        assert!(!render(diagnostic, &files, false).is_empty());
    }
    let Some(war) = checked.war else {
        assert!(!checked.diagnostics.is_empty(), "no war and no reason");
        return;
    };
    let values = war.numbers.sample(Key::new(1, 1));
    for (number, value) in war.numbers.defs().iter().zip(&values) {
        assert!(
            value.is_finite() && (number.least..=number.most).contains(value),
            "{} = {value}",
            number.path
        );
    }
    for condition in &war.conditions {
        assert!(!condition.value(&Ones).is_nan(), "{}", condition.source);
    }
    assert!(war.squadrons.iter().all(|squadron| squadron.force.0 < war.forces.len() as u32));
}

#[test]
fn no_spoiled_scenario_makes_the_loader_panic_or_linger() {
    let seconds =
        std::env::var("POLEMOS_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3.0);
    let seed = std::env::var("POLEMOS_FUZZ_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let (seeds, end) = (seeds(), Instant::now() + Duration::from_secs_f64(seconds));
    let mut tried = 0_u64;
    while Instant::now() < end {
        let mut stream = Stream(seed + tried * 0x1_0000_0001);
        let bytes = spoil(&mut stream, &seeds);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Err(panic) = std::panic::catch_unwind(|| examine(&text)) {
            eprintln!("attempt {tried} (seed {seed}):\n{text}");
            std::panic::resume_unwind(panic);
        }
        tried += 1;
    }
    println!("{tried} spoiled scenarios in {seconds} s");
    assert!(tried > 20);
}

#[test]
fn megabytes_of_noise_are_answered_quickly_and_briefly() {
    let mut stream = Stream(7);
    let letters: String = (0..10 << 20).map(|_| char::from(32 + (stream.next() % 95) as u8)).collect();
    let lines: String = (0..1 << 20)
        .map(|_| if stream.below(9) == 0 { '\n' } else { char::from(32 + (stream.next() % 95) as u8) })
        .collect();
    let keys: String = (0..60_000).map(|at| format!("k{at} = {at}\n")).collect();
    let places: String =
        (0..3_000).map(|at| format!("[place.p{at}]\nlanes = {{ p{} = \"2 days\" }}\n", at + 1)).collect();
    for (what, text) in [
        ("noise", letters),
        ("lines of noise", lines),
        ("keys", keys),
        ("places", places),
        ("brackets", "[".repeat(1 << 20)),
    ] {
        let started = Instant::now();
        let files = [SourceFile::new("noise.toml", text)];
        let checked = check(&files);
        let shown: usize =
            checked.diagnostics.iter().map(|diagnostic| render(diagnostic, &files, false).len()).sum();
        let took = started.elapsed();
        println!("{what}: {} findings, {shown} bytes, {took:?}", checked.diagnostics.len());
        assert!(checked.war.is_none() && !checked.diagnostics.is_empty(), "{what}");
        assert!(checked.diagnostics.len() <= 2 * (SHOWN + 1) && shown < 200_000, "{what}");
        assert!(took < Duration::from_secs(20), "{what} took {took:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_makes_the_loader_panic(text in ".{0,400}") {
        examine(&text);
    }

    #[test]
    fn no_value_makes_the_loader_panic(key in 0_usize..6, value in "[ -~]{0,60}") {
        let keys = ["start", "end", "where", "tick", "about", "id"];
        examine(&format!("{} = {:?}\n{}", keys[key], value, scaffold("x").lines().skip(6).collect::<Vec<_>>().join("\n")));
    }

    #[test]
    fn no_condition_makes_the_loader_panic(text in "[a-z0-9 .()\\[\\]\"!&|<>=+*/?:,-]{0,80}") {
        let war = scaffold("x");
        examine(&format!("{war}\n[event.spoiled]\nsays = \"x\"\nwhen = '{text}'\n"));
    }
}
