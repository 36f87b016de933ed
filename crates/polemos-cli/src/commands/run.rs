//! `polemos run WAR`: play once, and read it.

use crate::args::{BattlesBy, Format, RunArgs};
use crate::changes::{self, Prepared};
use crate::failure::Failure;
use crate::{Done, output, stop};
use polemos::almanac::page::{Run, Setting};
use polemos::campaign::Manner;
use polemos::chronicle::What;
use polemos::war::DecisionKind;
use polemos::{Campaign, Played, Setup, Verdict};
use std::process::ExitCode;
use std::sync::Arc;

/// Plays the war and prints its page.
pub fn run(args: &RunArgs) -> Done {
    let mut prepared = changes::prepare(&args.war)?;
    if args.battles == BattlesBy::Ship {
        prepared.battles = Manner::UnitByUnit;
    }
    stop::listen();
    let played = play(&prepared, args.war.seed, args.replication, !args.digest)?;
    if args.digest {
        output::print_text(&format!("{}\n", played.digest))?;
        return Ok(ExitCode::SUCCESS);
    }
    let run = Run {
        war: &prepared.war,
        chronicle: &played.chronicle,
        summary: &played.summary,
        seed: args.war.seed,
        digest: played.digest,
    };
    match args.format {
        Format::Json => output::print_json(&run.report())?,
        Format::Text => {
            let next = next(&run, &prepared, args.war.seed);
            output::print(&run.page(&Setting { detail: args.detail, next: &next }))?;
        }
    }
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
