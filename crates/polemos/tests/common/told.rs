//! Kinds of entries that tests ask for by name, and what the pages are made from.

use polemos::almanac::Run;
use polemos::chronicle::What;
use polemos::{Played, War};

/// A battle.
pub fn battle(what: &What) -> bool {
    matches!(what, What::Battle(_))
}

/// What became of a person.
pub fn fate(what: &What) -> bool {
    matches!(what, What::Fate { .. })
}

/// Terms, accepted or refused.
pub fn terms(what: &What) -> bool {
    matches!(what, What::Terms { .. })
}

/// A run as the pages take it.
pub fn run_of<'a>(war: &'a War, played: &'a Played, seed: u64) -> Run<'a> {
    Run { war, chronicle: &played.chronicle, summary: &played.summary, seed, digest: played.digest }
}
