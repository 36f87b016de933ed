//! `polemos project WAR`: play many times, and see how else it could go.

use crate::args::{BattlesBy, Format, ProjectArgs};
use crate::changes;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::projection::{csv, text, worth};
use crate::subject;
use crate::{Done, files, output, stop};
use polemos::almanac::Line;
use polemos::almanac::text::TIE;
use polemos::almanac::voice::figures;
use polemos::campaign::Manner;
use polemos::lineage::options;
use polemos::saved::ENGINE;
use polemos::study::{CheckedProjection, StrengthReport};
use polemos::{ProjectSetup, RunSummary, War};
use polemos_store::{Head, Kind};
use std::process::ExitCode;
use std::sync::Arc;

/// Plays the runs and prints what they say together.
pub fn run(args: &ProjectArgs) -> Done {
    let prepared = changes::prepare(&args.war)?;
    stop::listen();
    let setup = ProjectSetup {
        seed: args.war.seed,
        runs: args.runs,
        jobs: args.jobs,
        policies: prepared.policies.clone(),
        from_day: prepared.from_day,
        battles: if args.battles == BattlesBy::Ship { Manner::UnitByUnit } else { Manner::Aggregated },
    };
    let progress = Progress::new(prepared.war.id.clone(), args.runs);
    let go_on = |done: u64| {
        progress.reached(done);
        !stop::asked()
    };
    let runs = polemos::project(&prepared.war, &setup, &go_on);
    let elapsed_s = progress.elapsed().as_secs_f64();
    progress.finish();
    let runs = runs.map_err(|error| {
        Failure::again(format!("The projection broke off: {error}."), "Please report it.")
    })?;
    told_if_stopped(&runs, args.runs)?;
    if let Some(path) = &args.runs_out {
        files::write_whole(path, csv::rows(&prepared.war, &runs).as_bytes(), false)?;
    }
    let report = polemos::summarise(&prepared.war, &runs, args.war.seed, elapsed_s);
    let strength = if args.strength_check { Some(strength(&prepared.war, &setup)?) } else { None };
    let told = text::Page {
        war: &prepared.war,
        report: &report,
        runs: &runs,
        policy: &prepared.policy_text,
        asked: &prepared.asked,
        detail: args.detail,
    };
    let page = told.lines();
    if args.save.is_some() || args.store.store.is_some() {
        save(args, &prepared.war, &report, &page)?;
    }
    if let Some(path) = &args.record {
        let record = polemos::projected::record(&prepared.war, &report);
        let text = super::record::written_for(path, &record)?;
        files::write_whole(path, text.as_bytes(), false)?;
        output::remark(&format!("{} is written.", path.display()));
    }
    match args.format {
        Format::Json => {
            output::print_json(&CheckedProjection { projection: report, strength_check: strength })?;
        }
        Format::Text => {
            let mut lines = page;
            if let Some(strength) = &strength {
                lines.push(Line::new());
                lines.extend(worth::lines(&prepared.war, strength));
            }
            output::print(&lines)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Keeps the projection: its page, and the same as data.
fn save(
    args: &ProjectArgs,
    war: &War,
    report: &polemos::ProjectionReport,
    page: &[Line],
) -> Result<(), Failure> {
    let store = subject::open(&args.store)?;
    let stem = format!("{}-projection-{}", report.war, report.runs);
    let name = subject::name_for(&store, args.save.as_deref().unwrap_or_default(), &stem)?;
    let common = report.endings.first().map(|it| format!(", most often: {}", it.result)).unwrap_or_default();
    let head = Head {
        kind: Kind::Projection,
        name: name.clone(),
        war: report.war.clone(),
        title: report.war.clone(),
        engine: ENGINE.to_owned(),
        seed: report.seed,
        replication: report.runs,
        saved_at: subject::now(),
        parent: None,
        at: None,
        changes: options(&changes::variant(&args.war)),
        ended: true,
        result: format!("{} runs{common}", figures(report.runs)).replace(TIE, " "),
        days: report.duration_days.median,
        digest: String::new(),
    };
    let plain = polemos::almanac::text::to_plain(page).replace(TIE, " ");
    let body = serde_json::to_vec(&serde_json::json!({
        "page": plain, "report": report, "record": polemos::projected::record(war, report),
    }))?;
    store.save(&head, &body).map_err(|error| subject::failed(&error))?;
    subject::tell_saved(&name);
    Ok(())
}

/// By what the check of strength multiplies a coalition's ships.
const STRONGER: f64 = 1.1;

/// What a tenth more ships would do for each coalition.
fn strength(war: &Arc<War>, setup: &ProjectSetup) -> Result<StrengthReport, Failure> {
    let sides = war.coalitions.len() as u64;
    let progress = Progress::new(format!("{}, strength", war.id), 2 * (1 + sides) * setup.runs);
    let go_on = |done: u64, of: u64| {
        progress.reached(done * progress.total() / of.max(1));
        !stop::asked()
    };
    let report = polemos::study::strength_check(war, setup, STRONGER, &go_on);
    progress.finish();
    report.map_err(|error| {
        Failure::again(format!("The check of strength broke off: {error}."), "Please report it.")
    })
}

/// A projection that was stopped keeps the runs that were finished; with none there is nothing to tell.
fn told_if_stopped(runs: &[RunSummary], asked: u64) -> Result<(), Failure> {
    let done = runs.len() as u64;
    if done == 0 {
        return Err(Failure::again(
            "The projection was stopped before its first run was finished.",
            "Run it again.",
        ));
    }
    if done < asked {
        output::remark(&format!("stopped: the first {} of {} runs are kept", figures(done), figures(asked)));
    }
    Ok(())
}
