//! How the wars of a saga ended, on the page.

use super::figures::*;
use super::page::{close, row, say, table};
use polemos::almanac::text::TIE;
use polemos::study::evidence::report::Endings;
use polemos::study::report::Spread;
use polemos::study::wars::{WarEnding, WarShare};

/// A length from which on it is told in years, days.
const YEARS: f64 = 730.0;
const DAYS_A_YEAR: f64 = 365.25;
/// A war that is fought in at least this share of the runs is fought in most.
const MOST: f64 = 0.5;

/// The section on how a saga ends: its wars.
pub fn wars(out: &mut String, historical: &Endings, doctrine: &Endings) {
    say(out, "## How it ends");
    say(
        out,
        "A saga goes on to its last day, so that what ends are its wars: in what share of the runs each was fought, how \
         it ended, as shares of the times that it was, and how long it lasted where it was over by the last day.",
    );
    table(out, &["war", "", "historical", "doctrine"]);
    // Both have a row for each war that has an id; of the others, only for those that were fought.
    let mut all: Vec<&WarShare> = Vec::new();
    let same = |a: &WarShare, b: &WarShare| (&a.id, &a.series) == (&b.id, &b.series);
    for it in historical.wars.iter().chain(&doctrine.wars) {
        if !all.iter().any(|other| same(it, other)) {
            all.push(it);
        }
    }
    // Stable: within each sort they stay in the order of the scenario.
    all.sort_by_key(|it| (it.id.is_none(), it.series.is_none()));
    for of in all {
        let found = [historical, doctrine].map(|ends| ends.wars.iter().find(|it| same(it, of)));
        rows(out, &of.name, found);
    }
    let most = |ends: &Endings| {
        let own = ends.wars.iter().filter(|it| it.id.is_some());
        own.filter(|it| it.fought.share >= MOST).count()
    };
    close(
        out,
        &format!(
            "Of the {} wars that have an id, {} are fought in most runs on the historical path, and {} \
             under doctrine.",
            historical.wars.iter().filter(|it| it.id.is_some()).count(),
            most(historical),
            most(doctrine)
        ),
    );
}

fn rows(out: &mut String, name: &str, found: [Option<&WarShare>; 2]) {
    let fought = found.map(|it| it.map_or_else(|| "never".to_owned(), |it| share(&it.fought)));
    let [historical, doctrine] = fought;
    row(out, &[cell(name), "*fought in*".to_owned(), historical, doctrine]);
    let mut results: Vec<&str> = Vec::new();
    for ending in found.iter().flatten().flat_map(|it| &it.endings) {
        if !results.contains(&ending.result.as_str()) {
            results.push(&ending.result);
        }
    }
    let fought = |it: Option<&WarShare>| it.is_some_and(|it| it.fought.count > 0);
    let one = |it: Option<&WarShare>, text: &dyn Fn(&WarShare) -> String| {
        it.filter(|_| fought(it)).map_or_else(|| "–".to_owned(), text)
    };
    for result in results {
        let of = |it: &WarShare| -> String {
            let is = |ending: &&WarEnding| ending.result == result;
            let found = it.endings.iter().find(is);
            found.map_or_else(|| "–".to_owned(), |ending| share(&ending.share))
        };
        row(out, &[String::new(), cell(result), one(found[0], &of), one(found[1], &of)]);
    }
    let days = |it: Option<&WarShare>| it.map_or(0.0, |it| it.days.median);
    let (scale, unit) =
        if days(found[0]).max(days(found[1])) >= YEARS { (DAYS_A_YEAR, "years") } else { (1.0, "days") };
    if found.into_iter().any(fought) {
        let lasted = |it: &WarShare| length(&it.days, scale, unit);
        row(out, &[String::new(), "*lasted*".to_owned(), one(found[0], &lasted), one(found[1], &lasted)]);
    }
}

/// How long wars lasted: "21.4 (18.2 to 23) years".
fn length(days: &Spread, scale: f64, unit: &str) -> String {
    if days.p95 <= 0.0 {
        return "–".to_owned();
    }
    let scaled =
        Spread { p05: days.p05 / scale, median: days.median / scale, p95: days.p95 / scale, ..*days };
    format!("{}{TIE}{unit}", spread(&scaled, false))
}
