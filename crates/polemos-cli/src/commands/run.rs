//! `polemos run WAR`: play once, and read it.

use crate::args::{BattlesBy, Format, RunArgs};
use crate::changes::{self, Prepared};
use crate::failure::Failure;
use crate::subject::{self, Saving};
use crate::{Done, commands, files, library, output, stop};
use polemos::almanac::page::{Run, Setting};
use polemos::campaign::Manner;
use polemos::chronicle::What;
use polemos::war::DecisionKind;
use polemos::{Campaign, Lineage, Played, PlayedSoFar, SavedRun, Setup, SourceFile, Verdict};
use std::process::ExitCode;
use std::sync::Arc;

/// Plays the war, or a saved run on from where it was saved, and prints its page.
pub fn run(args: &RunArgs) -> Done {
    stop::listen();
    if let Some((_, saved)) = subject::saved_run(&args.war.war, &args.store)? {
        return go_on(args, &saved);
    }
    let mut prepared = changes::prepare(&args.war)?;
    if args.battles == BattlesBy::Ship {
        prepared.battles = Manner::UnitByUnit;
    }
    if args.save.is_some() || args.store.store.is_some() || args.until.is_some() {
        return save(args, &prepared);
    }
    let played = play(&prepared, args.war.seed, args.replication, !args.digest)?;
    if args.digest {
        output::print_text(&format!("{}\n", played.digest))?;
        return Ok(ExitCode::SUCCESS);
    }
    let played = PlayedSoFar {
        war: Arc::clone(&prepared.war),
        seed: args.war.seed,
        chronicle: played.chronicle,
        summary: played.summary,
        digest: played.digest,
        ended: true,
    };
    write_up(&played, args)?;
    let run = played.run();
    print(&run, args, &next(&run, &prepared, args.war.seed))
}

/// Writes the record of a run to the file that was asked for.
fn write_up(played: &PlayedSoFar, args: &RunArgs) -> Result<(), Failure> {
    let Some(path) = &args.record else { return Ok(()) };
    let told = played.run().told(args.length.into());
    let Some(record) = told.records.first() else { return Ok(()) };
    let text = commands::record::in_form_of(path, played, record)?;
    files::write_whole(path, text.as_bytes(), false)?;
    output::remark(&format!("{} is written.", path.display()));
    Ok(())
}

/// Prints a finished run.
fn print(run: &Run<'_>, args: &RunArgs, next: &[(String, String)]) -> Done {
    match args.format {
        Format::Json => output::print_json(&run.report())?,
        Format::Text => output::print(&run.page(&Setting { detail: args.detail, next }))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Plays the war to its end or to a date, and saves the run.
fn save(args: &RunArgs, prepared: &Prepared) -> Done {
    let war = library::load_with_files(&args.war.war)?;
    let lineage = changes::lineage(&args.war, &war.0, args.replication, prepared.battles)?;
    let history = lineage.history(&war.0)?;
    let until = args.until.as_ref().map(|date| polemos::day_of(&war.0, date)).transpose()?;
    let played = subject::play(&history, until)?;
    let stem = format!("{}-seed-{}", war.0.id, args.war.seed);
    keep(args, &played, (&war.1, &lineage), &stem)
}

/// Plays a saved run on, having checked that it is what was saved.
fn go_on(args: &RunArgs, saved: &SavedRun) -> Done {
    let own = &args.war;
    let changed =
        [&own.set, &own.set_def, &own.without, &own.choose, &own.policy].iter().any(|it| !it.is_empty());
    if changed || own.from.is_some() || own.calibration.is_some() || args.replication != 0 {
        let repair = format!("Fork it: polemos fork {} --at DATE …", own.war);
        return Err(Failure::usage("A saved run has its changes and its luck already.", repair));
    }
    let until = match &args.until {
        Some(date) => {
            let history = saved.history().map_err(|error| subject::not_resumed(&own.war, &error))?;
            Some(polemos::day_of(&history.war, date)?)
        }
        None => None,
    };
    let played =
        saved.resume(until, &|| !stop::asked()).map_err(|error| subject::not_resumed(&own.war, &error))?;
    if args.save.is_some() || args.until.is_some() {
        let files = saved.sources();
        return keep(args, &played, (&files, &saved.lineage), &own.war);
    }
    tell(&played, args)
}

/// Prints what was played, and saves it where that was asked.
fn keep(
    args: &RunArgs,
    played: &PlayedSoFar,
    (files, lineage): (&[SourceFile], &Lineage),
    stem: &str,
) -> Done {
    let store = subject::open(&args.store)?;
    let name = args.save.as_deref().unwrap_or_default();
    let saving = Saving { name, stem, parent: None };
    let saved = subject::save(&store, played, files, lineage, &saving)?;
    subject::tell_saved(&saved);
    tell(played, args)
}

/// Prints a run that is over as its page, and one in play as its story so far.
fn tell(played: &PlayedSoFar, args: &RunArgs) -> Done {
    if args.digest {
        output::print_text(&format!("{}\n", played.digest))?;
        return Ok(ExitCode::SUCCESS);
    }
    write_up(played, args)?;
    let run = played.run();
    if played.ended {
        return print(&run, args, &[]);
    }
    output::print(&subject::story(&played.account(), &run))?;
    Ok(ExitCode::SUCCESS)
}

/// Plays one replication to its end. With a date to part at, the past is that of replication 0.
pub fn play(prepared: &Prepared, seed: u64, replication: u64, record: bool) -> Result<Played, Failure> {
    let first = if prepared.from_day.is_some() { 0 } else { replication };
    let setup = Setup {
        seed,
        replication: first,
        policies: prepared.policies.clone(),
        record,
        battles: prepared.battles,
    };
    let mut campaign = Campaign::start(Arc::clone(&prepared.war), setup);
    let go_on = || if stop::asked() { Verdict::Stop } else { Verdict::Continue };
    if let Some(day) = prepared.from_day {
        if day > 0.0 {
            campaign.run(|it| if it.day() < day { go_on() } else { Verdict::Stop });
        }
        campaign.part_ways(replication);
    }
    campaign.run(|_| go_on());
    campaign.finish().map_err(|error| {
        if stop::asked() {
            Failure::again("The run was stopped before its end.", "Run it again to see how it ends.")
        } else {
            Failure::again(
                format!("The run broke off: {error}."),
                "This is a fault of Polemos; please report it.",
            )
        }
    })
}

/// Two commands worth trying next.
fn next(run: &Run<'_>, prepared: &Prepared, seed: u64) -> Vec<(String, String)> {
    let asked = &prepared.asked;
    let mut next = vec![(format!("polemos project {asked}"), "how else it might have ended".to_owned())];
    next.push(match weightiest_id(run) {
        Some((id, shows)) => (format!("polemos run {asked} --seed {seed} --without {id}"), shows),
        None => (
            format!("polemos run {asked} --seed {}", seed.wrapping_add(1)),
            "the same war with other luck".to_owned(),
        ),
    });
    next
}

/// The weightiest decision or event among the causes of the ending, and what leaving it out shows.
fn weightiest_id(run: &Run<'_>) -> Option<(String, String)> {
    run.reasons().iter().flat_map(|reason| &reason.entries).find_map(|seq| {
        match &run.chronicle.entry(*seq)?.what {
            What::Event { event } => {
                let event = run.war.events.get(*event)?;
                Some((event.id.clone(), format!("without {}", event.names.the_short())))
            }
            What::Decided(decided) => {
                let decision = run.war.decisions.get(decided.decision)?;
                let own = decision.kind == DecisionKind::Scenario;
                own.then(|| (decision.id.clone(), "its default instead".to_owned()))
            }
            _ => None,
        }
    })
}
