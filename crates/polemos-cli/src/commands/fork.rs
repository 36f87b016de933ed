//! `polemos fork WAR|RUN`: the same history up to a date, and another after it.

use crate::args::ForkArgs;
use crate::failure::Failure;
use crate::subject::{self, Saving, Subject};
use crate::{Done, compare, output, stop};
use polemos::almanac::dates::Dates;
use polemos::almanac::text::TIE;
use polemos::war::evidence::Variant;
use std::process::ExitCode;

/// Makes the child, saves it, and tells how it differs from its parent.
pub fn run(args: &ForkArgs) -> Done {
    stop::listen();
    let parent = subject::find(&args.parent, &args.how)?;
    // What cannot be played cannot be forked either.
    let before = parent.history()?;
    let Some(war) = parent.war() else {
        return Err(Failure::scenario("The war's text is not understood.", "Fork the war itself."));
    };
    let day = match &args.at {
        Some(date) => polemos::day_of(war, date)?,
        None => 0.0,
    };
    let dates = Dates::new(war);
    let date = dates.full(day).replace(TIE, " ");
    let store = subject::open(&args.how.store)?;
    let name = subject::name_for(&store, args.name.as_deref().unwrap_or_default(), &stem(&parent, args))?;
    let changes = Variant {
        name: name.clone(),
        set: args.set.clone(),
        define: args.set_def.clone(),
        without: args.without.clone(),
        choose: args.choose.clone(),
    };
    let lineage = parent.lineage.forked(day, changes)?;
    let history = lineage.history(war)?;
    let account = parent.account()?;
    if account.ended && account.days <= day {
        let message = format!("The war is over on {}, before {date}.", account.date);
        return Err(Failure::usage(message, "Take an earlier date."));
    }
    drop(before);
    let until = parent.saved.as_ref().and_then(|saved| saved.until).filter(|until| *until > day);
    let played = subject::play(&history, until)?;
    let saving = Saving { name: &name, stem: &name, parent: Some((parent.label.clone(), date)) };
    let saved = subject::save(&store, &played, &parent.files, &lineage, &saving)?;
    subject::tell_saved(&saved);
    let report = polemos::compare::compare((&parent.label, &account), (&saved, &played.account()));
    output::print(&compare::lines(Some(war), &report))?;
    output::print_text(&format!(
        "Next:  polemos compare {} {saved} --runs 400   how far it was luck\n",
        args.parent
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// What a name is made from: the parent, and the first change.
fn stem(parent: &Subject, args: &ForkArgs) -> String {
    let without = args.without.first().map(|id| format!("without-{id}"));
    let change = args.choose.first().or(args.set.first()).or(args.set_def.first()).cloned().or(without);
    let label = parent.label.rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".toml");
    format!("{label}-{}", change.unwrap_or_else(|| "fork".to_owned()))
}
