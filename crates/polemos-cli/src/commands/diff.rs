//! `polemos diff WAR`: where two histories part.

use crate::args::DiffArgs;
use crate::changes::{self, Prepared};
use crate::failure::Failure;
use crate::{Done, output};
use polemos::almanac::dates::Dates;
use polemos::almanac::text::TIE;
use polemos::{Difference, Setup, Trace};
use std::process::ExitCode;

/// Plays both and names the first tick and the parts in which they differ. Exit code 0 whether they do or not.
pub fn run(args: &DiffArgs) -> Done {
    let first = changes::prepare(&args.war)?;
    let second = changes::prepare(&second(args))?;
    let with_seed = args.with_seed.unwrap_or(args.war.seed);
    let a = trace(&first, args.war.seed, 0)?;
    let b = trace(&second, with_seed, args.with_replication)?;
    let text = match polemos::first_difference(&a, &b) {
        None => format!("The two histories are the same in all {} ticks.\n", a.ticks.len()),
        Some(difference) => told(&first, &difference),
    };
    output::print_text(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The second war: the first, with the changes that are its own added.
fn second(args: &DiffArgs) -> crate::args::WarArgs {
    let mut war = args.war.clone();
    war.war = args.with_war.clone().unwrap_or(war.war);
    war.set.extend(args.with_set.iter().cloned());
    war.without.extend(args.with_without.iter().cloned());
    war.choose.extend(args.with_choose.iter().cloned());
    war.policy.extend(args.with_policy.iter().cloned());
    war
}

fn trace(prepared: &Prepared, seed: u64, replication: u64) -> Result<Trace, Failure> {
    let setup = Setup {
        seed,
        replication,
        policies: prepared.policies.clone(),
        record: false,
        battles: prepared.battles,
    };
    polemos::trace(&prepared.war, &setup)
        .map_err(|error| Failure::again(format!("A run broke off: {error}."), "Please report it."))
}

fn told(first: &Prepared, difference: &Difference) -> String {
    let date = Dates::new(&first.war).full(difference.day as f64).replace(TIE, " ");
    let tick = difference.tick;
    if difference.parts.is_empty() {
        return format!(
            "The two histories are the same up to tick {tick} ({date}), where one of them ends.\n"
        );
    }
    format!(
        "The two histories part in tick {tick}, which ends on {date}.\nThey differ in: {}.\n",
        difference.parts.join(", ")
    )
}
