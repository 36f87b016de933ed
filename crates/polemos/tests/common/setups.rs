//! How wars are played in tests.

use crate::common::find::Find;
use polemos::{Policies, Policy, ProjectSetup, Setup, War};

/// One run under doctrine, recorded or not.
pub fn setup(seed: u64, record: bool) -> Setup {
    setup_by(Policy::Doctrine, seed, record)
}

/// One run in which one policy answers for all.
pub fn setup_by(policy: Policy, seed: u64, record: bool) -> Setup {
    setup_of(Policies::all(policy), seed, record)
}

/// One run under these policies.
pub fn setup_of(policies: Policies, seed: u64, record: bool) -> Setup {
    Setup { policies, record, ..Setup::new(seed) }
}

/// A policy for all sides but one, which has its own.
pub fn all_but(war: &War, common: Policy, side: &str, own: Policy) -> Policies {
    Policies { common, own: vec![(war.side_id(side), own)] }
}

/// Many runs from the start in which one policy answers for all.
pub fn projection(policy: Policy, seed: u64, runs: u64, jobs: usize) -> ProjectSetup {
    ProjectSetup {
        seed,
        runs,
        jobs,
        policies: Policies::all(policy),
        from_day: None,
        battles: Default::default(),
    }
}
