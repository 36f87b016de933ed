//! `polemos check WAR --against-source`: how often each fact of the source comes out when the war is played, once on
//! the path that the source tells and once with everyone free to choose.

use crate::args::{CheckArgs, Format};
use crate::failure::Failure;
use crate::progress::Progress;
use crate::{Done, library, output, stop};
use polemos::almanac::text::{Line, Span, Style, WIDTH, columns, hang, plain};
use polemos::almanac::voice::{figures, percent};
use polemos::study::report::{FactReport, Share};
use polemos::{Policies, Policy, ProjectSetup, War};
use serde_json::json;
use std::process::ExitCode;
use std::sync::Arc;

/// A fact that shows in at least this share of the runs on the historical path is told by the mechanics.
const MOST: f64 = 0.5;
/// Where the two columns of shares end.
const SHARES: [usize; 2] = [63, 79];

/// One fact and how often it showed under either policy.
struct Held {
    fact: FactReport,
    doctrine: Option<Share>,
}

/// Plays the war and prints its ledger.
pub fn run(args: &CheckArgs) -> Done {
    let war = Arc::new(library::load(&args.war)?);
    if war.facts.is_empty() {
        let message = format!("`{}` has no fact ledger to be held against.", args.war);
        return Err(Failure::usage(message, "Write down what the source says, each as a [[fact]]."));
    }
    stop::listen();
    let historical = play(&war, args, Policy::Historical)?;
    let doctrine = play(&war, args, Policy::Doctrine)?;
    let held: Vec<Held> = historical
        .into_iter()
        .zip(doctrine)
        .map(|(fact, free)| Held { fact, doctrine: free.shown })
        .collect();
    match args.format {
        Format::Json => output::print_json(&as_json(&war, args, &held))?,
        Format::Text => output::print(&page(&war, args, &held))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn play(war: &Arc<War>, args: &CheckArgs, policy: Policy) -> Result<Vec<FactReport>, Failure> {
    let setup = ProjectSetup {
        seed: args.seed,
        runs: args.runs,
        jobs: 0,
        policies: Policies::all(policy),
        from_day: None,
        battles: Default::default(),
    };
    let progress = Progress::new(war.id.clone(), args.runs);
    let go_on = |done: u64| {
        progress.reached(done);
        !stop::asked()
    };
    let runs = polemos::project(war, &setup, &go_on);
    progress.finish();
    let runs = runs.map_err(|error| {
        Failure::again(format!("The war could not be played to its end: {error}."), "Please report it.")
    })?;
    if (runs.len() as u64) < args.runs {
        return Err(Failure::again("The check was stopped before its last run.", "Run it again."));
    }
    Ok(polemos::summarise(war, &runs, args.seed, 0.0).facts)
}

fn as_json(war: &War, args: &CheckArgs, held: &[Held]) -> serde_json::Value {
    let facts: Vec<serde_json::Value> = held
        .iter()
        .map(|it| {
            json!({
                "id": it.fact.id, "line": it.fact.line, "says": it.fact.says,
                "declared": it.fact.declared, "historical": it.fact.shown, "doctrine": it.doctrine,
            })
        })
        .collect();
    json!({ "war": war.id, "seed": args.seed, "runs": args.runs, "facts": facts })
}

fn page(war: &War, args: &CheckArgs, held: &[Held]) -> Vec<Line> {
    let mut lines = vec![
        Line::of(Style::Heading, format!("{} against its source", war.names.primary)),
        Line::of(Style::Dim, format!("{} runs of either kind · seed {}", figures(args.runs), args.seed)),
        Line::new(),
    ];
    let (told, untold): (Vec<&Held>, Vec<&Held>) = held.iter().partition(|it| it.fact.shown.is_some());
    let mut head = Line::of(Style::Heading, "line  What the source says");
    right(&mut head, Style::Dim, "historical", SHARES[0]);
    right(&mut head, Style::Dim, "doctrine", SHARES[1]);
    lines.push(head);
    told.iter().for_each(|it| lines.extend(row(it)));
    if !untold.is_empty() {
        lines.push(Line::new());
        lines.push(Line::of(Style::Heading, "Without a mechanism: no `expect` says how it would show"));
        untold.iter().for_each(|it| lines.extend(row(it)));
    }
    let most = told.iter().filter(|it| it.fact.shown.is_some_and(|share| share.share >= MOST)).count();
    let never = told.iter().filter(|it| it.fact.shown.is_some_and(|share| share.count == 0)).count();
    if told.iter().any(|it| it.fact.declared) {
        lines.push(Line::new());
        let note = "held against what the record of the war declares, not against what happened in play";
        let mark = Line::of(Style::Dim, "† ");
        lines.extend(hang(mark, &[Span { text: note.to_owned(), style: Style::Dim }], WIDTH));
    }
    lines.push(Line::new());
    let sum = format!(
        "{} facts. On the historical path {most} show in most runs, {} in some, {never} in none; {} have no mechanism.",
        held.len(),
        told.len() - most - never,
        untold.len()
    );
    lines.extend(hang(Line::new(), &plain(&sum), WIDTH));
    lines
}

/// A fact with its line in the source and its shares.
fn row(held: &Held) -> Vec<Line> {
    let number = held.fact.line.map(|line| line.to_string()).unwrap_or_default();
    let gutter = Line::of(Style::Dim, format!("{number:>4}  "));
    let says = format!("{}{}", held.fact.says, if held.fact.declared { " †" } else { "" });
    let mut lines = hang(gutter, &plain(&says), SHARES[0] - 16);
    if let Some(first) = lines.first_mut() {
        for (share, column) in [(held.fact.shown, SHARES[0]), (held.doctrine, SHARES[1])] {
            if let Some(share) = share {
                let style = if share.count == 0 { Style::Strong } else { Style::Plain };
                right(first, style, &interval(&share), column);
            }
        }
    }
    lines
}

/// A share with its 95 % interval.
fn interval(share: &Share) -> String {
    format!("{} {:>2.0}–{:<3.0}", percent(share.share), share.low * 100.0, share.high * 100.0)
}

/// Sets text so that it ends before a column.
fn right(line: &mut Line, style: Style, text: &str, column: usize) {
    line.pad_to(column.saturating_sub(columns(text)).max(line.width() + 1));
    line.push(style, text);
}
