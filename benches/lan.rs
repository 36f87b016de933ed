//! The benchmark LAN-1000: 1000 ships against 1000, kill rate 0.02, to annihilation. Prints one line of JSON.
//!
//! `cargo run --release -p polemos-battle --example lan -- gillespie|chain|binomial [--plain] [--threads N]
//! [--seconds S]`. `--plain` plays the same battles by a plain loop that asks for each draw by its address: the
//! measure of what the library's own loop costs or saves.

use polemos_battle::exact::{Duel, Finish, binomial_steps};
use polemos_chance::{Address, Key, sample};
use std::time::{Duration, Instant};

const SIZE: u32 = 1000;
const RATE: f64 = 0.02;
const PURPOSE: u32 = 0x4220;
/// Battles between two looks at the clock.
const CHUNK: u64 = 64;

#[derive(Clone, Copy)]
enum Mode {
    Gillespie,
    Chain,
    Binomial,
}

impl Mode {
    fn play(self, key: Key, plain: bool) -> Finish {
        let at = Address::new(PURPOSE, 0, 0, 0);
        let duel = Duel::square(SIZE, SIZE, RATE);
        match (self, plain) {
            (Self::Gillespie, false) => duel.play(key, at),
            (Self::Chain, false) => duel.play_untimed(key, at),
            (Self::Binomial, false) => binomial_steps([SIZE; 2], RATE, key, at),
            (Self::Gillespie, true) => plain_gillespie(key, at),
            (Self::Chain, true) => plain_chain(key, at),
            (Self::Binomial, true) => plain_binomial(key, at),
        }
    }
}

/// A word of 32 bits to a double strictly between 0 and 1.
fn unit(word: u32) -> f64 {
    (f64::from(word) + 0.5) / 4_294_967_296.0
}

fn plain_gillespie(key: Key, at: Address) -> Finish {
    let (mut a, mut b, mut time, mut block) = (SIZE, SIZE, 0.0, 0);
    'battle: loop {
        for [wait, side] in key.block(at.at(block)).as_chunks().0 {
            let total = f64::from(a + b);
            time -= libm::log(unit(*wait)) / (RATE * total);
            if unit(*side) * total < f64::from(a) {
                b -= 1;
            } else {
                a -= 1;
            }
            if a == 0 || b == 0 {
                break 'battle;
            }
        }
        block += 1;
    }
    Finish { left: [a, b], time }
}

fn plain_chain(key: Key, at: Address) -> Finish {
    let (mut a, mut b, mut block) = (SIZE, SIZE, 0);
    'battle: loop {
        for word in key.block(at.at(block)) {
            if unit(word) * f64::from(a + b) < f64::from(a) {
                b -= 1;
            } else {
                a -= 1;
            }
            if a == 0 || b == 0 {
                break 'battle;
            }
        }
        block += 1;
    }
    Finish { left: [a, b], time: 0.0 }
}

fn plain_binomial(key: Key, at: Address) -> Finish {
    let (mut a, mut b, mut step) = (u64::from(SIZE), u64::from(SIZE), 0);
    while a > 0 && b > 0 {
        let [u, v] = key.uniforms(at.at(step));
        let (x, y) = (sample::binomial(u, a, RATE), sample::binomial(v, b, RATE));
        (a, b) = (a.saturating_sub(y), b.saturating_sub(x));
        step += 1;
    }
    Finish { left: [a as u32, b as u32], time: f64::from(step) }
}

/// Battles, survivors and time of one thread, whose replications are `first`, `first + threads`, …
fn work(mode: Mode, plain: bool, first: u64, threads: u64, until: Instant) -> (u64, f64, f64) {
    let (mut count, mut left, mut time) = (0, 0.0, 0.0);
    while Instant::now() < until {
        for _ in 0..CHUNK {
            let end = mode.play(Key::new(1, first + count * threads), plain);
            left += f64::from(end.left[0] + end.left[1]);
            time += end.time;
            count += 1;
        }
    }
    (count, left, time)
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, default: f64| {
        let at = args.iter().position(|a| a == name);
        at.and_then(|i| args.get(i + 1)).and_then(|x| x.parse().ok()).unwrap_or(default)
    };
    let (name, mode) = match args.first().map(String::as_str) {
        Some("chain") => ("chain", Mode::Chain),
        Some("binomial") => ("binomial", Mode::Binomial),
        _ => ("gillespie", Mode::Gillespie),
    };
    let plain = args.iter().any(|a| a == "--plain");
    let (threads, seconds) = (number("--threads", 1.0).max(1.0) as u64, number("--seconds", 3.0));
    let start = Instant::now();
    let until = start + Duration::from_secs_f64(seconds);
    let parts: Vec<_> = std::thread::scope(|scope| {
        let start_one = |t| scope.spawn(move || work(mode, plain, t, threads, until));
        let handles: Vec<_> = (0..threads).map(start_one).collect();
        handles.into_iter().filter_map(|h| h.join().ok()).collect()
    });
    let elapsed = start.elapsed().as_secs_f64();
    let sum = parts.iter().fold((0, 0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1, s.2 + p.2));
    let battles = sum.0 as f64;
    println!(
        "{{\"peer\": \"polemos{}\", \"model\": \"{name}\", \"size\": {SIZE}, \"threads\": {threads}, \"battles\": {}, \
         \"battles_per_s\": {:.1}, \"mean_survivors\": {:.2}, \"mean_time\": {:.2}}}",
        if plain { " (plain loop)" } else { "" },
        sum.0,
        battles / elapsed,
        sum.1 / battles,
        sum.2 / battles,
    );
}
