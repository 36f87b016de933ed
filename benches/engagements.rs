//! What an engagement costs: in bouts, in the quick form, and exactly solved. `cargo bench -p polemos-battle`.

use criterion::{Criterion, criterion_group, criterion_main};
use polemos_battle::exact::Duel;
use polemos_battle::{Engagement, Group, Rules, Side, Weapon, fight, quick};
use polemos_chance::Key;
use std::hint::black_box;

/// Three classes a side: a line of battle, heavy ships, and light ones out of command.
fn side(first_entity: u32, scale: u32) -> Side {
    let weapon = |hits_per_hour| Weapon { hits_per_hour, area: false };
    let line = Group::new(first_entity, 0, weapon(0.1), 3, 30 * scale);
    let heavy = Group::new(first_entity + 1, 1, weapon(0.4), 6, 8 * scale);
    let light = Group { command: 0.3, ..Group::new(first_entity + 2, 2, weapon(0.04), 1, 40 * scale) };
    let shields = |g: Group| Group { recovery_per_hour: 0.02, ..g };
    Side::new(vec![shields(line), shields(heavy), light])
}

fn engagement(sides: [Side; 2], replication: u64) -> Engagement {
    Engagement { sides, rules: Rules::default(), key: Key::new(5, replication), tick: 1, entity: 99 }
}

fn fights(c: &mut Criterion) {
    let mut replication = 0;
    let mut bench = |name: &str, sides: [Side; 2]| {
        let bouts: u32 = (0..400).map(|r| fight(&mut engagement(sides.clone(), r), &mut ()).bouts).sum();
        let name = format!("{name}, {:.1} bouts", f64::from(bouts) / 400.0);
        c.bench_function(&name, |b| {
            b.iter(|| {
                replication += 1;
                fight(&mut engagement(black_box(&sides).clone(), replication), &mut ())
            });
        });
    };
    bench("fight, 3 groups against 3", [side(1, 1), side(11, 1)]);
    let stubborn = |first| Side { tolerance: 0.7, ..side(first, 1) };
    bench("fight at any cost, 3 groups against 3", [stubborn(1), stubborn(11)]);
    bench("fight of great fleets, 3 groups against 3", [side(1, 100), side(11, 110)]);
}

fn projections(c: &mut Criterion) {
    let (own, enemy) = (side(1, 1), side(11, 2));
    let rules = Rules::default();
    c.bench_function("quick form from groups", |b| {
        b.iter(|| quick::project(black_box(&own.groups), black_box(&enemy.groups), &rules, 0.3, 0.2));
    });
    let forces = [quick::Force::of(&own.groups), quick::Force::of(&enemy.groups)];
    c.bench_function("quick form from forces", |b| {
        b.iter(|| quick::project_forces(black_box(&forces[0]), black_box(&forces[1]), &rules, 0.3, 0.2));
    });
    let commanded =
        forces.map(|f| quick::Force { scattered: 0.0, coordinated: f.coordinated + f.scattered, ..f });
    c.bench_function("quick form from forces in command", |b| {
        b.iter(|| {
            quick::project_forces(black_box(&commanded[0]), black_box(&commanded[1]), &rules, 0.3, 0.2)
        });
    });
}

fn solutions(c: &mut Criterion) {
    c.bench_function("exact solution, 100 against 90", |b| {
        b.iter(|| Duel::square(black_box(100), 90, 1.0).solve())
    });
}

criterion_group!(benches, fights, projections, solutions);
criterion_main!(benches);
