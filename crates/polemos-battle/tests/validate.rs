//! All checks against the data sets, where these are there: in `POLEMOS_DATA`, or `../shared/data` beside the
//! project.

use polemos_battle::validate::{Check, Effort, Verdict, validate};
use std::path::PathBuf;

fn data_folder() -> PathBuf {
    std::env::var_os("POLEMOS_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from)
}

fn line(c: &Check) -> String {
    format!(
        "{:22} {:12} {:72} {:>16.9} {:>16.9} {} {:?}",
        c.name, c.clock, c.statistic, c.published, c.ours, c.tolerance, c.verdict
    )
}

/// Whether it is known and written down that a check does not pass.
fn falls_short(check: &Check) -> bool {
    matches!(check.verdict, Verdict::Short(_))
}

#[test]
fn checks_pass_or_say_that_they_were_skipped() {
    let folder = data_folder();
    let checks = validate(&|name| std::fs::read_to_string(folder.join(name)).ok(), Effort::Quick);
    assert!(checks.len() > 20);
    checks.iter().for_each(|c| println!("{}", line(c)));
    let failed: Vec<_> = checks.iter().filter(|c| c.verdict == Verdict::Fail).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    if folder.is_dir() {
        assert!(
            checks.iter().all(|c| c.verdict == Verdict::Pass || falls_short(c)),
            "nothing is skipped where the data are"
        );
    } else {
        println!("skipped: {} is not there", folder.display());
    }
}

#[test]
#[ignore = "takes a minute: all replications that the checks ask for"]
fn checks_pass_at_full_effort() {
    let folder = data_folder();
    let checks = validate(&|name| std::fs::read_to_string(folder.join(name)).ok(), Effort::Full);
    checks.iter().for_each(|c| println!("{}", line(c)));
    assert!(checks.iter().all(|c| c.verdict != Verdict::Fail));
}
