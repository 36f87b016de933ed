//! Turning points on the page: which course runs took, and whether the source's stays the commonest.

use super::figures::*;
use super::page::{close, row, say, table};
use polemos::almanac::text::TIE;
use polemos::almanac::voice::{figures as grouped, percent};
use polemos::study::evidence::report::TurnRow;
use polemos::study::evidence::turn::{TurnDesigns, TurnShares};
use std::fmt::Write as _;

/// The section on turning points; nothing where the war has none.
pub fn turns(out: &mut String, turns: &[TurnRow]) {
    if turns.is_empty() {
        return;
    }
    say(out, "## Where it could turn");
    say(
        out,
        "At each turn, of the runs that came to it, the share that took each course: that of the source first, and last \
         whatever is none of those named. The commonest stands in bold.",
    );
    table(out, &["turn", "course", "historical", "doctrine"]);
    for turn in turns {
        rows(out, turn);
    }
    let other = |it: &&TurnRow| !it.historical.as_told();
    let others: Vec<String> = turns.iter().filter(other).map(elsewhere).collect();
    let mut sum = format!(
        "At {} of {} turns the source's course is the commonest on the historical path, and at {} under doctrine.",
        turns.len() - others.len(),
        turns.len(),
        turns.iter().filter(|it| it.doctrine.as_told()).count()
    );
    if !others.is_empty() {
        sum.push_str(&format!(" On the historical path it is not at {}.", others.join("; ")));
    }
    close(out, &sum);
}

/// A turn at which the source's course is not the commonest, and what is.
fn elsewhere(turn: &TurnRow) -> String {
    let instead = match turn.historical.commonest.and_then(|at| turn.courses.get(at)) {
        Some(course) => format!("commonest: {}", course.says),
        None if turn.historical.came.count == 0 => "no run came to it".to_owned(),
        None => "two courses are as common".to_owned(),
    };
    format!("“{}” ({})", turn.says.trim_end_matches('.'), cell(&instead))
}

fn rows(out: &mut String, turn: &TurnRow) {
    let line = turn.line.map(|line| format!(" (line{TIE}{line})")).unwrap_or_default();
    let mut says = format!("{}{line}", cell(&turn.says));
    if turn.given.is_some() {
        let came = [&turn.historical, &turn.doctrine].map(|it| percent(it.came.share));
        let name = std::mem::take(&mut says);
        row(out, &[name, "*came to it*".to_owned(), format!("*{}*", came[0]), format!("*{}*", came[1])]);
    }
    for (at, course) in turn.courses.iter().enumerate() {
        let never = |shares: &TurnShares| shares.courses.get(at).is_none_or(|it| it.count == 0);
        if course.when.is_none() && never(&turn.historical) && never(&turn.doctrine) {
            continue;
        }
        let [historical, doctrine] = [&turn.historical, &turn.doctrine].map(|it| taken(it, at));
        row(out, &[std::mem::take(&mut says), cell(&course.says), historical, doctrine]);
    }
}

/// How many of the runs that came took a course, marked where more did than took any other.
fn taken(shares: &TurnShares, at: usize) -> String {
    let Some(one) = shares.courses.get(at).filter(|_| shares.came.count > 0) else { return "–".to_owned() };
    if shares.commonest == Some(at) { format!("**{}**", share(one)) } else { share(one) }
}

/// What becomes of the source's course where numbers are varied; nothing where the war has no turns.
pub fn over_designs(out: &mut String, turns: &[TurnDesigns], designs: u64) {
    let Some(least) = turns.iter().min_by(|a, b| a.same.share.total_cmp(&b.same.share)) else { return };
    say(
        out,
        "The turns, over the same designs: in how many of them the source's course is the commonest of the runs that \
         came to the turn (a design in which none came counts against it), its share with no number varied, and its \
         median share over the designs with nine in ten of them.",
    );
    table(out, &["turn", "the source's course", "commonest in", "as it is", "over the designs"]);
    for it in turns {
        let came = |text: String| if it.came.count > 0 { text } else { "–".to_owned() };
        let over = came(share_spread(&it.share));
        row(out, &[cell(&it.says), cell(&it.course), share(&it.same), percent(it.base.share), over]);
    }
    hang_on(out, turns);
    if least.same.count == designs {
        return close(out, "The source's course stays the commonest in every design at every turn.");
    }
    // Rounded down, so that no more is said than is so.
    let at_least = (least.same.share * 100.0).floor();
    close(
        out,
        &format!(
            "The source's course stays the commonest in at least {at_least}{TIE}% of designs at every turn; least often \
             at “{}”, in {} of {}.",
            least.says.trim_end_matches('.'),
            grouped(least.same.count),
            grouped(designs)
        ),
    );
}

/// The numbers on which each turn hangs, as far as they show.
fn hang_on(out: &mut String, turns: &[TurnDesigns]) {
    let shown = |it: &TurnDesigns| {
        let named: Vec<String> = it
            .weights
            .iter()
            .filter(|weight| weight.beyond_chance)
            .map(|weight| {
                let correlation = format!("{:+.2}", weight.correlation).replace('-', "−");
                format!("`{}`{TIE}({correlation})", weight.path)
            })
            .collect();
        (!named.is_empty()).then(|| format!("- {}: {}", it.says.trim_end_matches('.'), named.join(", ")))
    };
    let lines: Vec<String> = turns.iter().filter_map(shown).collect();
    if lines.is_empty() {
        return;
    }
    close(
        out,
        "The numbers whose factors go with the share of that course by more than the most that chance gives among so \
         many, with their rank correlation over the designs:",
    );
    for line in lines {
        let _ = writeln!(out, "{line}");
    }
}
