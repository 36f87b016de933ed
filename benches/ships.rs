//! The battle ship by ship as a benchmark: one line of JSON in the shape of the peers' drivers.
//!
//! `cargo run --release -p polemos-battle --example ships -- SCENE.toml [SHIPS] [THREADS] [REPETITIONS] [LANES]`, where
//! SHIPS is a number a side, or 0 for the scene's own. The median of the repetitions counts. `cpu_ups` counts by the
//! processor time of the thread that fights, which a busy machine disturbs less (Linux, one thread only). `--search`
//! as the scene instead times the nearest-enemy search in `f32` and in 32-bit fixed point, on the same places.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a measurement that cannot go on has failed

use polemos_battle::ship::{Alone, Battle, Crew, Fought, Isa, Scene};
use std::sync::Mutex;
use std::time::Instant;

/// Plain threads that take parts off one pile.
struct Threads(usize);

impl Crew for Threads {
    fn share<T: Send>(&self, parts: Vec<T>, work: impl Fn(T) + Send + Sync) {
        let pile = Mutex::new(parts);
        let take = || pile.lock().expect("no one panics").pop();
        std::thread::scope(|scope| {
            let help = || {
                while let Some(part) = take() {
                    work(part);
                }
            };
            (1..self.0).for_each(|_| drop(scope.spawn(help)));
            help();
        });
    }
}

fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e9
}

fn play(scene: &Scene, threads: usize, isa: Isa) -> (Fought, f64, f64) {
    let battle = Battle::new(scene, 1).with_isa(isa);
    let (wall, cpu) = (Instant::now(), cpu_seconds());
    let fought = if threads > 1 { battle.fight(&Threads(threads)) } else { battle.fight(&Alone) };
    (fought, wall.elapsed().as_secs_f64(), cpu_seconds() - cpu)
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let Some(path) = args.first() else { return };
    if path == "--search" {
        return search();
    }
    let number = |at: usize, other: usize| args.get(at).map_or(other, |text| text.parse().expect("a number"));
    let (ships, threads, repetitions, lanes) = (number(1, 0), number(2, 1), number(3, 5), number(4, 0));
    let mut scene: Scene = toml::from_str(&std::fs::read_to_string(path).expect("a file")).expect("a scene");
    if ships > 0 {
        scene = scene.with_ships(ships as u32);
    }
    let isa = Isa::all().into_iter().find(|isa| isa.width() == lanes).unwrap_or(Isa::widest());
    let mut runs: Vec<_> = (0..repetitions.max(1)).map(|_| play(&scene, threads, isa)).collect();
    runs.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (fought, seconds, cpu) = &runs[runs.len() / 2];
    let tally = fought.tally;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<f64>().ok());
    println!(
        "{{\"peer\":\"polemos {}\",\"n\":{},\"threads\":{threads},\"lanes\":{},\"steps\":{},\"updates\":{},\
         \"seconds\":{seconds:.6},\"ups\":{:.0},\"cpu_ups\":{:.0},\"survivors\":{:?},\"shots\":{},\"hits\":{},\
         \"end\":\"{:?}\",\"digest\":\"{:016x}\",\"peak_mib\":{:.1},\"reps\":{}}}",
        scene.name,
        fought.ledger.entered(0),
        isa.width(),
        tally.steps,
        tally.ship_updates,
        tally.ship_updates as f64 / seconds,
        tally.ship_updates as f64 / cpu,
        tally.ships,
        tally.shots,
        tally.hits,
        fought.outcome.end,
        fought.digest,
        peak.unwrap_or(0.0) / 1024.0,
        runs.len()
    );
}

/// The inner loop of a search over the same candidates in two arithmetics: squared distance and minimum in `f32`, and
/// in integers, where a square takes 64 bits.
fn search() {
    const CANDIDATES: usize = 24;
    let unit = |i: u64| polemos_chance::mix64(i) >> 40;
    let fixed: Vec<[i32; 2]> = (0..4096).map(|i| [unit(2 * i) as i32, unit(2 * i + 1) as i32]).collect();
    let x: Vec<f32> = fixed.iter().map(|p| p[0] as f32).collect();
    let y: Vec<f32> = fixed.iter().map(|p| p[1] as f32).collect();
    let xi: Vec<i32> = fixed.iter().map(|p| p[0]).collect();
    let yi: Vec<i32> = fixed.iter().map(|p| p[1]).collect();
    let blocks = (4096 - CANDIDATES) * 200;
    let (mut float, mut integer) = (0.0, 0);
    let mut best = [f64::INFINITY; 2];
    for _ in 0..7 {
        let start = cpu_seconds();
        for block in 0..blocks {
            let at = block % (4096 - CANDIDATES);
            let least = float_block(
                &x[at..at + CANDIDATES],
                &y[at..at + CANDIDATES],
                x[block % 4096],
                y[block % 4096],
            );
            float += f64::from(least);
        }
        let middle = cpu_seconds();
        for block in 0..blocks {
            let at = block % (4096 - CANDIDATES);
            let least = fixed_block(
                &xi[at..at + CANDIDATES],
                &yi[at..at + CANDIDATES],
                xi[block % 4096],
                yi[block % 4096],
            );
            integer ^= least;
        }
        best = [best[0].min(middle - start), best[1].min(cpu_seconds() - middle)];
    }
    let ns = best.map(|seconds| seconds * 1e9 / (blocks * CANDIDATES) as f64);
    println!("{{\"f32_ns\":{:.3},\"fixed_ns\":{:.3},\"check\":[{float},{integer}]}}", ns[0], ns[1]);
}

/// Four minima side by side, so that the compiler may use vectors for either arithmetic.
fn float_block(x: &[f32], y: &[f32], px: f32, py: f32) -> f32 {
    let mut least = [f32::INFINITY; 8];
    for (x, y) in x.as_chunks::<8>().0.iter().zip(y.as_chunks::<8>().0) {
        for lane in 0..8 {
            let (dx, dy) = (x[lane] - px, y[lane] - py);
            let d2 = dx * dx + dy * dy;
            least[lane] = if d2 < least[lane] { d2 } else { least[lane] };
        }
    }
    least.into_iter().fold(f32::INFINITY, |a, b| if b < a { b } else { a })
}

/// See [`float_block`].
fn fixed_block(x: &[i32], y: &[i32], px: i32, py: i32) -> i64 {
    let mut least = [i64::MAX; 8];
    for (x, y) in x.as_chunks::<8>().0.iter().zip(y.as_chunks::<8>().0) {
        for lane in 0..8 {
            let (dx, dy) = (i64::from(x[lane] - px), i64::from(y[lane] - py));
            let d2 = dx * dx + dy * dy;
            least[lane] = if d2 < least[lane] { d2 } else { least[lane] };
        }
    }
    least.into_iter().fold(i64::MAX, i64::min)
}
