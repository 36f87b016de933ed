//! `polemos evidence WAR`: what the war is held against, played, measured and written up.

use crate::args::{EvidenceArgs, EvidenceFormat};
use crate::evidence::page::Page;
use crate::evidence::picture;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::{Done, changes, files, output, stop};
use polemos::almanac::dates::Dates;
use polemos::almanac::text::TIE;
use polemos::study::evidence::design::Vary;
use polemos::study::evidence::report::EvidenceReport;
use polemos::study::report::ending_label;
use polemos::{Campaign, EvidenceError, EvidenceSetup, Played, Policies, Policy, Setup, Verdict, War};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Replications looked through for one that ends as most do.
const TRIES: u64 = 64;

/// Plays what is needed and writes it up. Nothing is written unless all of it has been played.
pub fn run(args: &EvidenceArgs) -> Done {
    let war = Arc::new(changes::load(&args.war, args.calibration.as_deref())?);
    let out = args.out.as_deref().map(|path| target(path, &war, args.format));
    stop::listen();
    let report = measure(&war, args)?;
    match args.format {
        EvidenceFormat::Json => {
            let mut text = serde_json::to_string_pretty(&report)?;
            text.push('\n');
            match &out {
                Some(path) => files::write_whole(path, text.as_bytes(), false)?,
                None => output::print_text(&text)?,
            }
        }
        EvidenceFormat::Md => write_page(&war, args, &report, out.as_deref())?,
    }
    if let Some(path) = &out {
        output::remark(&format!("written: {}", path.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// The file that is meant: one named, or one named after the war in a folder.
fn target(path: &Path, war: &War, format: EvidenceFormat) -> PathBuf {
    let end = match format {
        EvidenceFormat::Md => "md",
        EvidenceFormat::Json => "json",
    };
    if path.is_dir() || path.extension().is_none() {
        path.join(format!("{}.{end}", war.id))
    } else {
        path.to_owned()
    }
}

fn measure(war: &Arc<War>, args: &EvidenceArgs) -> Result<EvidenceReport, Failure> {
    let setup = EvidenceSetup {
        seed: args.seed,
        runs: args.runs,
        designs: args.designs,
        design_runs: args.design_runs,
        vary: args.vary.into(),
        jobs: args.jobs,
    };
    // How much there is to do is known only once decisions have been seen to fall: the bar counts in thousandths.
    let progress = Progress::new(format!("{}, evidence", war.id), 1000);
    let furthest = AtomicU64::new(0);
    let go_on = |done: u64, of: u64| {
        let now = done * 1000 / of.max(1);
        progress.reached(furthest.fetch_max(now, Ordering::Relaxed).max(now));
        !stop::asked()
    };
    let report = polemos::evidence(war, &setup, &go_on);
    progress.finish();
    report.map_err(|error| match error {
        EvidenceError::Change(problem) => Failure::scenario(problem.message, problem.repair),
        EvidenceError::Project(error) => {
            Failure::again(format!("The war could not be played to its end: {error}."), "Please report it.")
        }
        EvidenceError::Stopped => Failure::again(
            "The evidence was stopped before its last run; nothing was written.",
            "Run it again.",
        ),
    })
}

fn write_page(
    war: &Arc<War>,
    args: &EvidenceArgs,
    report: &EvidenceReport,
    out: Option<&Path>,
) -> Result<(), Failure> {
    let command = command(args);
    let mut page = Page { war, report, command: &command, picture: None };
    let Some(path) = out else { return output::print_text(&page.markdown()) };
    let (played, caption) = typical(war, args.seed, report)?;
    let beside = path.with_extension("svg");
    let name = beside.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    files::write_whole(&beside, picture::draw(war, &played).as_bytes(), false)?;
    page.picture = Some((&name, &caption));
    files::write_whole(path, page.markdown().as_bytes(), false)
}

/// The first replication on the historical path that ends as most of them do, recorded; and what to say of it.
fn typical(war: &Arc<War>, seed: u64, report: &EvidenceReport) -> Result<(Played, String), Failure> {
    let wanted = report.historical.endings.first().map(|it| it.result.as_str()).unwrap_or_default();
    let mut found = play(war, seed, 0, false)?;
    for replication in 1..TRIES.min(report.runs) {
        if ended(war, &found) == wanted {
            break;
        }
        found = play(war, seed, replication, false)?;
    }
    let replication = if ended(war, &found) == wanted { found.summary.replication } else { 0 };
    let played = play(war, seed, replication, true)?;
    let last = Dates::new(war).full(played.summary.ending.day).replace(TIE, " ");
    let caption = format!(
        "Replication {replication} of seed {seed} on the historical path, {}; it ended on {last}: {}. Solid lines are \
         what was so; dashed ones what the other side believed of it. Where the two part, someone decides on a mistake; \
         dotted lines mark the decisions and battles listed below.",
        if replication == 0 { "the first" } else { "the first that ended as most do" },
        ended(war, &played)
    );
    Ok((played, caption))
}

fn ended(war: &War, played: &Played) -> String {
    let ending = &played.summary.ending;
    ending_label(war, ending.kind, ending.victor, ending.loser)
}

fn play(war: &Arc<War>, seed: u64, replication: u64, record: bool) -> Result<Played, Failure> {
    let policies = Policies::all(Policy::Historical);
    let mut campaign = Campaign::start(
        Arc::clone(war),
        Setup { seed, replication, policies, record, battles: polemos::campaign::Manner::Aggregated },
    );
    campaign.run(|_| if stop::asked() { Verdict::Stop } else { Verdict::Continue });
    campaign.finish().map_err(|error| {
        if stop::asked() {
            Failure::again(
                "The evidence was stopped before its picture; nothing was written.",
                "Run it again.",
            )
        } else {
            Failure::again(format!("The run broke off: {error}."), "Please report it.")
        }
    })
}

/// The command that makes the page again.
fn command(args: &EvidenceArgs) -> String {
    let mut text = format!("polemos evidence {} --runs {} --designs {}", args.war, args.runs, args.designs);
    if args.designs > 0 {
        text.push_str(&format!(" --design-runs {}", args.design_runs));
    }
    if Vary::from(args.vary) == Vary::All {
        text.push_str(" --vary all");
    }
    if let Some(path) = &args.calibration {
        text.push_str(&format!(" --calibration {}", path.display()));
    }
    text.push_str(&format!(" --seed {}", args.seed));
    text
}
