//! `polemos battle`: one battle ship by ship, of a war or of a scene.

use crate::args::{BattleArgs, Format, WarArgs};
use crate::battle::{svg, text};
use crate::changes::{self, Prepared};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::{Done, files, output};
use polemos::almanac::dates::Dates;
use polemos::almanac::text::TIE;
use polemos::battle::ship::replay::{Recorder, Replay};
use polemos::battle::ship::{Battle, Fought, Scene, Staged, Witness};
use polemos::campaign::{Manner, Standoff};
use polemos::chronicle::What;
use polemos::scenario::nearest;
use polemos::ship::report::{BattleReport, Pace};
use polemos::ship::{Threads, read_scene};
use polemos::war::{CoalitionId, PlaceId, War};
use polemos::{Campaign, Setup, Verdict};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Scenes of the library, by name.
const SCENES: [(&str, &str); 3] = [
    ("duel", include_str!("../../../../scenes/duel.toml")),
    ("fleet-action", include_str!("../../../../scenes/fleet-action.toml")),
    ("homeworld", include_str!("../../../../scenes/homeworld.toml")),
];
/// Steps from one frame of a recording to the next.
const FRAME_EVERY: u32 = 4;
/// Steps from one point of a scene's strengths to the next.
const POINT_EVERY: u32 = 8;

/// Fights the battle, and says what came of it.
pub fn run(args: &BattleArgs) -> Done {
    let threads = Threads::new(args.jobs).map_err(|error| {
        Failure::again(format!("No threads could be had: {error}."), "Try fewer with --jobs.")
    })?;
    let (report, recording) = match (&args.scene, &args.war, &args.at) {
        (Some(name), ..) => of_scene(args, name, &threads)?,
        (None, Some(war), Some(place)) => of_war(args, war, place, &threads)?,
        _ => {
            return Err(Failure::usage(
                "No battle is named.",
                "Name a war and a place: polemos battle WAR --at PLACE.",
            ));
        }
    };
    if let Some(bytes) = recording {
        keep(args, &report, bytes)?;
    }
    match args.format {
        Format::Json => output::print_json(&report)?,
        Format::Text => output::print(&text::lines(&report))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether a recording is wanted, for itself or for the picture.
fn records(args: &BattleArgs) -> bool {
    args.replay.is_some() || args.svg.is_some()
}

/// Writes the recording and the picture that are wanted.
fn keep(args: &BattleArgs, report: &BattleReport, bytes: Vec<u8>) -> Result<(), Failure> {
    if let Some(path) = &args.svg {
        let of = report.of.as_ref().map(|of| format!("{}, ", of.date)).unwrap_or_default();
        let subtitle = format!("{of}seed {}, digest {}", report.seed, report.digest);
        let picture = Replay::read(bytes.clone()).and_then(|replay| svg::draw(&replay, &subtitle));
        let picture = picture.map_err(|error| {
            Failure::again(
                format!("The recording came out wrong: {error}."),
                "This is a fault of Polemos; please report it.",
            )
        })?;
        files::write_whole(path, picture.as_bytes(), false)?;
    }
    if let Some(path) = &args.replay {
        files::write_whole(path, &bytes, false)?;
    }
    Ok(())
}

/// Fights a scene.
fn of_scene(
    args: &BattleArgs,
    name: &str,
    threads: &Threads,
) -> Result<(BattleReport, Option<Vec<u8>>), Failure> {
    let scene = scene(args, name)?;
    let mut runs: Vec<(Run, f64)> = Vec::new();
    for _ in 0..args.repeat.max(1) {
        let run = threads.within(|| fight(&scene, args, threads));
        let rate = run.fought.tally.ship_updates as f64 / run.spent.as_secs_f64().max(1e-9);
        runs.push((run, rate));
    }
    // The battle is the same each time; the median of the speeds tells how fast.
    runs.sort_by(|a, b| a.1.total_cmp(&b.1));
    let (run, rate) = runs.swap_remove(runs.len() / 2);
    let pace = Pace { seed: args.seed, threads: threads.count(), rate };
    Ok((BattleReport::of_scene(&scene, &run.fought, run.curve, pace), run.recording))
}

/// The scene asked for, with the changes asked for.
fn scene(args: &BattleArgs, name: &str) -> Result<Scene, Failure> {
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

/// A scene that has been fought.
struct Run {
    fought: Fought,
    /// Time that the steps took.
    spent: Duration,
    curve: Vec<[f64; 3]>,
    recording: Option<Vec<u8>>,
}

fn fight(scene: &Scene, args: &BattleArgs, threads: &Threads) -> Run {
    let progress = Progress::new("Fighting", u64::from(scene.steps));
    let mut battle = Battle::new(scene, args.seed);
    let mut recorder = records(args).then(|| Recorder::new(scene, &mut battle, FRAME_EVERY));
    let point = |battle: &Battle| {
        let [first, second] = battle.ships().map(|ships| ships as f64);
        [f64::from(battle.tally().steps) * scene.step_hours, first, second]
    };
    let mut curve = vec![point(&battle)];
    let mut spent = Duration::ZERO;
    while battle.ended().is_none() {
        let start = Instant::now();
        battle.step(threads);
        spent += start.elapsed();
        let steps = battle.tally().steps;
        if steps.is_multiple_of(POINT_EVERY) {
            curve.push(point(&battle));
            progress.reached(u64::from(steps));
        }
        if let Some(recorder) = &mut recorder {
            recorder.look(&battle);
        }
    }
    curve.push(point(&battle));
    if let Some(recorder) = &mut recorder {
        recorder.frame(&battle);
    }
    progress.finish();
    let fought = battle.fight(threads);
    let recording = recorder.map(|recorder| recorder.finish(fought.digest));
    Run { fought, spent, curve, recording }
}

/// Fights a battle of a war.
fn of_war(
    args: &BattleArgs,
    war: &str,
    place: &str,
    threads: &Threads,
) -> Result<(BattleReport, Option<Vec<u8>>), Failure> {
    let prepared = changes::prepare(&WarArgs {
        war: war.to_owned(),
        seed: args.seed,
        set: args.set.clone(),
        set_def: Vec::new(),
        without: args.without.clone(),
        choose: args.choose.clone(),
        policy: args.policy.clone(),
        calibration: args.calibration.clone(),
        from: None,
    })?;
    let war = Arc::clone(&prepared.war);
    let place = place_of(&war, place)?;
    let standoff = match &args.on {
        Some(date) => on_date(args, &prepared, place, date)?,
        None => first_met(args, &prepared, place)?,
    };
    let joined = standoff.joined;
    let mut watch = Watch { records: records(args), recorder: None, progress: None };
    let start = Instant::now();
    let battle = threads.within(|| standoff.fight(threads, &mut watch));
    let spent = start.elapsed();
    let battle = battle.map_err(|problems| {
        Failure::usage(problems.join("\n       "), "Name another place, or another day with --on.")
    })?;
    let rate = battle.staged.fought.tally.ship_updates as f64 / spent.as_secs_f64().max(1e-9);
    let pace = Pace { seed: args.seed, threads: threads.count(), rate };
    let report = BattleReport::of_war(&war, &battle, joined, pace);
    Ok((report, watch.recorder.map(|recorder| recorder.finish(battle.staged.fought.digest))))
}

/// A place by its id or one of its names.
fn place_of(war: &War, text: &str) -> Result<PlaceId, Failure> {
    let named = |id: &PlaceId| {
        let place = &war.places[*id];
        let names = place.names.also.iter().chain([&place.names.primary, &place.id]);
        names.into_iter().any(|name| name.eq_ignore_ascii_case(text))
    };
    if let Some(place) = war.places.ids().find(named) {
        return Ok(place);
    }
    let ids: Vec<&str> = war.places.iter().map(|place| place.id.as_str()).collect();
    let repair = match nearest(text, &ids) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("There are {}.", ids.join(", ")),
    };
    Err(Failure::usage(format!("`{}` has no place `{text}`.", war.id), repair))
}

fn campaign(args: &BattleArgs, prepared: &Prepared) -> Campaign {
    let policies = prepared.policies.clone();
    let setup =
        Setup { seed: args.seed, replication: 0, policies, record: false, battles: Manner::Aggregated };
    Campaign::start(Arc::clone(&prepared.war), setup)
}

/// Those who stand at a place on a date.
fn on_date(args: &BattleArgs, prepared: &Prepared, place: PlaceId, date: &str) -> Result<Standoff, Failure> {
    let war = &prepared.war;
    let day = polemos::day_of(war, date)?;
    let mut campaign = campaign(args, prepared);
    if day > 0.0 {
        campaign.run(|it| if it.day() < day { Verdict::Continue } else { Verdict::Stop });
    }
    let name = &war.places[place].names.primary;
    let when = Dates::new(war).full(campaign.day()).replace(TIE, " ");
    campaign.standoff(place).ok_or_else(|| {
        let message = format!("No enemies stand at {name} on {when}: {}.", who_stands(&campaign, place));
        Failure::usage(message, "Leave out --on to have it played until enemies meet there.")
    })
}

/// Those who stand there in the opening; or else the war is played until enemies meet there.
fn first_met(args: &BattleArgs, prepared: &Prepared, place: PlaceId) -> Result<Standoff, Failure> {
    let mut campaign = campaign(args, prepared);
    if let Some(standoff) = campaign.standoff(place) {
        return Ok(standoff);
    }
    let war = &prepared.war;
    let name = &war.places[place].names.primary;
    let opening = who_stands(&campaign, place);
    let progress = Progress::new("Playing the war", u64::from(war.clock.limit_days));
    let found = campaign.until_battle(place, |it| {
        progress.reached(it.day() as u64);
        Verdict::Continue
    });
    progress.finish();
    let Some(standoff) = found else {
        let message = format!(
            "In the opening no enemies stand at {name} ({opening}), and with seed {} none meet there.",
            args.seed
        );
        return Err(Failure::usage(message, elsewhere(args, prepared)));
    };
    let when = Dates::new(war).full(standoff.day()).replace(TIE, " ");
    let how = if standoff.joined {
        "when battle was first joined there"
    } else {
        "the last day on which enemies stood there; the war passed without a battle for it"
    };
    output::remark(&format!(
        "In the opening no enemies stand at {name}: {opening}. Played with seed {} to {when}, {how}. \
         Another day: --on DATE.",
        args.seed
    ));
    Ok(standoff)
}

/// Which sides stand at a place.
fn who_stands(campaign: &Campaign, place: PlaceId) -> String {
    let (war, situation) = (campaign.war(), campaign.situation());
    let mut sides: Vec<CoalitionId> = Vec::new();
    for force in situation.forces.iter().filter(|force| force.at.place() == Some(place) && force.value > 0.0)
    {
        let side = situation.side(force.faction);
        if !sides.contains(&side) {
            sides.push(side);
        }
    }
    let names: Vec<&str> = sides.iter().map(|side| war.coalitions[*side].names.primary.as_str()).collect();
    if names.is_empty() { "nobody does".to_owned() } else { format!("only {}", names.join(" and ")) }
}

/// Where battles were fought instead.
fn elsewhere(args: &BattleArgs, prepared: &Prepared) -> String {
    let war = &prepared.war;
    let setup = Setup { record: true, ..campaign(args, prepared).setup().clone() };
    let mut campaign = Campaign::start(Arc::clone(war), setup);
    campaign.run(|_| Verdict::Continue);
    let mut places: Vec<&str> = Vec::new();
    for entry in &campaign.chronicle().entries {
        if let What::Battle(battle) = &entry.what {
            let id = war.places[battle.place].id.as_str();
            if !places.contains(&id) {
                places.push(id);
            }
        }
    }
    places.truncate(6);
    match places.is_empty() {
        true => "There is no battle anywhere in this run: try another --seed.".to_owned(),
        false => format!("Try another --seed, or a place with a battle in this run: {}.", places.join(", ")),
    }
}

/// Watches a battle of a war: how far it is, and the recording.
struct Watch {
    records: bool,
    recorder: Option<Recorder>,
    progress: Option<Progress>,
}

impl Witness for Watch {
    fn begin(&mut self, battle: &mut Staged) {
        self.progress = Some(Progress::new("Fighting", u64::from(battle.scene().steps)));
        self.recorder = self.records.then(|| battle.record(FRAME_EVERY));
    }

    fn look(&mut self, battle: &mut Staged, _: f64) {
        if let Some(progress) = &self.progress {
            progress.reached(u64::from(battle.tally().steps));
        }
    }

    fn stepped(&mut self, battle: &Staged) {
        if let Some(recorder) = &mut self.recorder {
            recorder.look(battle.battle());
        }
    }

    fn over(&mut self, battle: &Staged) {
        if let Some(recorder) = &mut self.recorder {
            recorder.frame(battle.battle());
        }
        if let Some(progress) = &self.progress {
            progress.finish();
        }
    }
}
