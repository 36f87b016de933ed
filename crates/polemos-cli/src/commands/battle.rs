//! `polemos battle`: one battle ship by ship.

use crate::args::{BattleArgs, Format};
use crate::failure::Failure;
use crate::{Done, files, output};
use polemos::almanac::text::{Line, Style};
use polemos::battle::End;
use polemos::battle::ship::{Battle, Cause, Fate, Fought, Scene};
use polemos::scenario::nearest;
use polemos::ship::{Threads, read_scene};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// Scenes of the library, by name.
const SCENES: [(&str, &str); 3] = [
    ("duel", include_str!("../../../../scenes/duel.toml")),
    ("fleet-action", include_str!("../../../../scenes/fleet-action.toml")),
    ("homeworld", include_str!("../../../../scenes/homeworld.toml")),
];

/// Fights the battle, and says what came of it.
pub fn run(args: &BattleArgs) -> Done {
    let scene = scene(args)?;
    let threads = Threads::new(args.jobs).map_err(|error| {
        Failure::again(format!("No threads could be had: {error}."), "Try fewer with --jobs.")
    })?;
    let (fought, rate) = threads.within(|| fight(&scene, args, &threads));
    match args.format {
        Format::Json => output::print_json(&as_json(&scene, args, &fought, rate, &threads))?,
        Format::Text => output::print(&as_text(&scene, &fought, rate))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The scene asked for, with the changes asked for.
fn scene(args: &BattleArgs) -> Result<Scene, Failure> {
    let name = args.scene.as_str();
    let text = match SCENES.iter().find(|(id, _)| *id == name) {
        Some((_, text)) => (*text).to_owned(),
        None if Path::new(name).is_file() => {
            files::read_scenario(Path::new(name))?.into_iter().map(|file| file.text).collect()
        }
        None => {
            let ids = SCENES.map(|(id, _)| id);
            let near = nearest(name, &ids).map(|near| format!("Did you mean `{near}`? ")).unwrap_or_default();
            let repair = format!("{near}The library has {}; a path of a file will do too.", ids.join(", "));
            return Err(Failure::usage(format!("No scene and no file is called `{name}`."), repair));
        }
    };
    let mut scene = read_scene(&text).map_err(|problems| {
        Failure::scenario(problems.join("\n       "), format!("Mend {name}; scenes/ holds good examples."))
    })?;
    if let Some(ships) = args.ships {
        scene = scene.with_ships(ships);
    }
    scene.steps = args.steps.unwrap_or(scene.steps);
    let problems = scene.problems();
    if !problems.is_empty() {
        return Err(Failure::usage(problems.join("\n       "), "Ask for fewer ships."));
    }
    Ok(scene)
}

/// Fights it as often as asked. The battle is the same each time; the median of the speeds, in ship-updates a
/// second, tells how fast.
fn fight(scene: &Scene, args: &BattleArgs, threads: &Threads) -> (Fought, f64) {
    let mut runs: Vec<(Fought, f64)> = Vec::new();
    for _ in 0..args.repeat.max(1) {
        let battle = Battle::new(scene, args.seed);
        let start = Instant::now();
        let fought = battle.fight(threads);
        let rate = fought.tally.ship_updates as f64 / start.elapsed().as_secs_f64().max(1e-9);
        runs.push((fought, rate));
    }
    runs.sort_by(|a, b| a.1.total_cmp(&b.1));
    let middle = runs.len() / 2;
    runs.swap_remove(middle)
}

fn as_json(
    scene: &Scene,
    args: &BattleArgs,
    fought: &Fought,
    rate: f64,
    threads: &Threads,
) -> serde_json::Value {
    let tally = &fought.tally;
    let fates = fought.ledger.entries().iter().map(|entry| {
        json!({
            "side": scene.side[entry.side].id,
            "class": scene.class[usize::from(entry.class)].id,
            "fate": fate(entry.fate),
            "cause": cause(entry.cause),
            "ships": entry.ships,
        })
    });
    json!({
        "scene": scene.name,
        "seed": args.seed,
        "threads": threads.count(),
        "ships": [fought.ledger.entered(0), fought.ledger.entered(1)],
        "steps": tally.steps,
        "end": end(scene, fought.outcome.end),
        "survivors": tally.ships,
        "shots": tally.shots,
        "hits": tally.hits,
        "ship_updates": tally.ship_updates,
        "ship_updates_per_s": rate.round(),
        "value_lost_share": fought.outcome.value_lost_share,
        "fates": fates.collect::<Vec<_>>(),
        "digest": format!("{:016x}", fought.digest),
    })
}

fn as_text(scene: &Scene, fought: &Fought, rate: f64) -> Vec<Line> {
    let tally = &fought.tally;
    let mut lines = vec![
        Line::of(Style::Heading, format!("{}: {}", scene.name, end(scene, fought.outcome.end))),
        Line::of(
            Style::Plain,
            format!("{} steps, {} shots, of which {} hit", tally.steps, tally.shots, tally.hits),
        ),
    ];
    for (side, of) in scene.side.iter().enumerate() {
        lines.push(Line::new());
        let head =
            format!("{}: {} ships, {} at the end", of.id, fought.ledger.entered(side), tally.ships[side]);
        lines.push(Line::of(Style::side(side), head));
        for entry in fought.ledger.entries().iter().filter(|entry| entry.side == side) {
            let mut line = Line::of(Style::Plain, format!("{:>9}", entry.ships));
            line.push(Style::Plain, format!("  {}", scene.class[usize::from(entry.class)].id));
            line.pad_to(36);
            line.push(Style::Plain, fate(entry.fate));
            line.pad_to(50);
            line.push(Style::Dim, cause(entry.cause));
            lines.push(line);
        }
    }
    lines.push(Line::new());
    let speed = format!("{:.1} million ship-updates a second, digest {:016x}", rate / 1e6, fought.digest);
    lines.push(Line::of(Style::Dim, speed));
    lines
}

fn end(scene: &Scene, end: End) -> String {
    let name = |side: usize| &scene.side[side].id;
    match end {
        End::Broke(side) => format!("{} retreated", name(side)),
        End::Destroyed(side) => format!("{} was destroyed", name(side)),
        End::Surrendered(side) => format!("{} surrendered", name(side)),
        End::BothDestroyed => "neither side has a ship left".into(),
        End::TimeUp => "undecided".into(),
        End::Stopped => "stopped".into(),
    }
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Present => "present",
        Fate::Disabled => "disabled",
        Fate::Destroyed => "destroyed",
        Fate::Retreated => "retreated",
        Fate::Surrendered => "surrendered",
        Fate::Defected => "defected",
        Fate::Captured => "captured",
    }
}

fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::InAction => "in action",
        Cause::InFlight => "in flight",
        Cause::Dark => "dark",
        Cause::SquadronBroke => "squadron broke",
        Cause::SideBroke => "side broke",
        Cause::NoWayOut => "no way out",
        Cause::Appointed => "at the appointed moment",
        Cause::Swayed => "threshold reached",
    }
}
