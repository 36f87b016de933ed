//! The page: every table with a sentence before it on what it shows, and one after it on what it means.

use super::figures::*;
use super::{turns, wars};
use polemos::War;
use polemos::almanac::text::TIE;
use polemos::almanac::voice::{figures as grouped, percent};
use polemos::study::evidence::contrast::Verdict;
use polemos::study::evidence::design::{DesignReport, Vary};
use polemos::study::evidence::link::{Conditional, LinkShares};
use polemos::study::evidence::price::PriceReport;
use polemos::study::evidence::report::*;
use polemos::study::report::{EndingShare, Spread};
use polemos::war::names::capitalised;
use std::fmt::Write as _;

/// A fact that shows in at least this share of the runs on the historical path is told by the mechanics.
const MOST: f64 = 0.5;

/// What stands beside the tables.
pub struct Page<'a> {
    /// The war.
    pub war: &'a War,
    /// What was measured.
    pub report: &'a EvidenceReport,
    /// The command that made it.
    pub command: &'a str,
    /// The picture's file name, beside the page, and what it shows; none where the page stands alone.
    pub picture: Option<(&'a str, &'a str)>,
}

impl Page<'_> {
    /// The page as Markdown.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        self.head(&mut out);
        self.endings(&mut out);
        turns::turns(&mut out, &self.report.turns);
        self.facts(&mut out);
        self.measures(&mut out);
        self.links(&mut out);
        self.prices(&mut out);
        self.comparisons(&mut out);
        self.removals(&mut out);
        if let Some(design) = &self.report.design {
            // Most runs of a saga end on its last day, which says nothing; its turns do.
            let by_turns = self.war.saga.is_some() && !design.turns.is_empty();
            designs(&mut out, design, by_turns);
        }
        self.picture(&mut out);
        out.replace(TIE, " ")
    }

    fn head(&self, out: &mut String) {
        let report = self.report;
        say(out, &format!("# {}: the evidence", self.war.names.primary));
        say(
            out,
            &format!(
                "This page is made by `{}` and is the same wherever it is made. Every version of the war was played \
                 {} times on the *historical* path, where decisions fall as the source tells, and as often under \
                 *doctrine*, where everyone chooses under what they believe; versions share their luck run by run. \
                 Brackets after a share or a difference hold its 95 % interval; brackets after a median, where nine \
                 runs in ten lie.",
                self.command,
                grouped(report.runs)
            ),
        );
    }

    fn endings(&self, out: &mut String) {
        let report = self.report;
        if self.war.saga.is_some() {
            return wars::wars(out, &report.historical, &report.doctrine);
        }
        say(out, "## How it ends");
        say(out, "Each ending, and the share of runs that came to it.");
        let mut rows: Vec<(&EndingShare, Option<&EndingShare>, Option<&EndingShare>)> = Vec::new();
        let like = |a: &EndingShare, b: &EndingShare| a.result == b.result;
        for it in &report.historical.endings {
            rows.push((it, Some(it), report.doctrine.endings.iter().find(|other| like(it, other))));
        }
        for it in &report.doctrine.endings {
            if !report.historical.endings.iter().any(|other| like(it, other)) {
                rows.push((it, None, Some(it)));
            }
        }
        table(out, &["ending", "historical", "doctrine"]);
        for (it, historical, doctrine) in rows {
            let one = |found: Option<&EndingShare>| {
                found.map_or_else(
                    || percent(0.0),
                    |it| format!("{} ({:.0}–{:.0})", percent(it.share), it.low * 100.0, it.high * 100.0),
                )
            };
            row(out, &[cell(&it.result), one(historical), one(doctrine)]);
        }
        let days = |it: &Endings| spread(&it.duration_days, false);
        let first = |it: &Endings| it.endings.first().map(|it| it.result.clone()).unwrap_or_default();
        close(
            out,
            &format!(
                "The commonest ending on the historical path: {}; under doctrine: {}. The war lasts {} days on the \
                 historical path, and {} under doctrine.",
                first(&report.historical),
                first(&report.doctrine),
                days(&report.historical),
                days(&report.doctrine)
            ),
        );
    }

    fn facts(&self, out: &mut String) {
        let facts = &self.report.facts;
        if facts.is_empty() {
            return;
        }
        say(out, "## What the source says");
        say(
            out,
            "Each fact of the source with its line there, and the share of runs that show it. Facts marked † are \
             held against what the record of the war declares; all others against what happened in play.",
        );
        table(out, &["line", "fact", "historical", "doctrine"]);
        for it in facts.iter().filter(|it| it.historical.is_some()) {
            let line = it.line.map(|line| line.to_string()).unwrap_or_default();
            let says = format!("{}{}", cell(&it.says), if it.declared { " †" } else { "" });
            row(
                out,
                &[line, says, share_or_none(it.historical.as_ref()), share_or_none(it.doctrine.as_ref())],
            );
        }
        let counted = |wanted: &dyn Fn(f64, u64) -> bool| {
            facts.iter().filter(|it| it.historical.is_some_and(|s| wanted(s.share, s.count))).count()
        };
        let most = counted(&|share, _| share >= MOST);
        let never = counted(&|_, count| count == 0);
        let untold: Vec<String> = facts
            .iter()
            .filter(|it| it.historical.is_none())
            .map(|it| format!("“{}”", it.says.trim_end_matches('.')))
            .collect();
        let told = facts.len() - untold.len();
        let mut sum = format!(
            "Of {} facts, {most} show in most runs on the historical path, {} in some, {never} in none.",
            facts.len(),
            told - most - never
        );
        let missing = if untold.is_empty() {
            " None is without a mechanism.".to_owned()
        } else {
            format!(
                " Without a mechanism {}: {}.",
                if untold.len() == 1 { "is" } else { "are" },
                untold.join("; ")
            )
        };
        sum.push_str(&missing);
        close(out, &sum);
    }

    fn measures(&self, out: &mut String) {
        let measures = &self.report.measures;
        if measures.is_empty() {
            return;
        }
        say(out, "## What was measured");
        say(out, "Figures taken in play: the median over the runs in which each was taken.");
        table(out, &["figure", "historical", "doctrine", "taken in (historical, doctrine)"]);
        for it in measures {
            let one = |taken: &Taken| {
                if taken.runs.count == 0 { "–".to_owned() } else { spread(&taken.value, it.share) }
            };
            let runs = format!("{}, {}", percent(it.historical.runs.share), percent(it.doctrine.runs.share));
            row(out, &[cell(&capitalised(&it.says)), one(&it.historical), one(&it.doctrine), runs]);
        }
        let rare = measures.iter().filter(|it| it.historical.runs.share < MOST).count();
        close(
            out,
            &match rare {
                0 => "All of them were taken in most runs on the historical path.".to_owned(),
                _ => format!(
                    "{rare} of {} were taken in fewer than half of the runs on the historical path: what they wait \
                     for did not come.",
                    measures.len()
                ),
            },
        );
    }

    fn links(&self, out: &mut String) {
        let links = &self.report.links;
        if links.is_empty() {
            return;
        }
        say(out, "## The chain of causes");
        say(
            out,
            "For each link, how often what should follow does where its cause is there, and where it is not. Where \
             one of the two never was, there is nothing to compare.",
        );
        table(out, &["link", "path", "with the cause", "without", "difference"]);
        for it in links {
            for (policy, shares) in [("historical", &it.historical), ("doctrine", &it.doctrine)] {
                let says = if policy == "historical" { cell(&it.says) } else { String::new() };
                let difference = shares.difference.as_ref().map_or_else(|| "–".to_owned(), points_between);
                let (given, against) = (conditional(&shares.given), conditional(&shares.against));
                row(out, &[says, policy.to_owned(), given, against, difference]);
            }
        }
        let holds = |it: &LinkShares| it.difference.as_ref().is_some_and(|it| it.low > 0.0);
        let turned = |it: &LinkShares| it.difference.as_ref().is_some_and(|it| it.high < 0.0);
        let seen = links.iter().filter(|it| holds(&it.historical) || holds(&it.doctrine)).count();
        let against: Vec<String> = links
            .iter()
            .filter(|it| turned(&it.historical) || turned(&it.doctrine))
            .map(|it| format!("“{}”", it.says.trim_end_matches('.')))
            .collect();
        let mut sum = format!("{seen} of {} links show beyond chance on one path or the other.", links.len());
        if !against.is_empty() {
            let _ = write!(sum, " The other way round beyond chance: {}.", against.join("; "));
        }
        sum.push_str(
            " A link says what goes with what; what follows from what is said by the removals below.",
        );
        close(out, &sum);
    }

    fn prices(&self, out: &mut String) {
        if self.report.prices.is_empty() {
            return;
        }
        say(out, "## The price foreseen");
        say(
            out,
            "What the staff of the one who decides projected from its estimates, on the historical path: the share of \
             its own ships that the battle would cost if it were fought out, and the chance of winning it; and the \
             same with a tenth fewer and a tenth more ships under the same luck.",
        );
        table(out, &["decision", "ships", "runs", "projected loss", "projected win"]);
        for it in &self.report.prices {
            price_rows(out, &self.decision_name(&it.decision), it);
        }
        let sentences: Vec<String> =
            self.report.prices.iter().map(|it| paid(&self.decision_name(&it.decision), it)).collect();
        close(out, &sentences.join(" "));
    }

    fn decision_name(&self, id: &str) -> String {
        let found = self.war.decisions.iter().find(|it| it.id == id);
        found.map_or_else(|| id.to_owned(), |it| cell(&it.names.primary))
    }

    fn comparisons(&self, out: &mut String) {
        let all = &self.report.comparisons;
        if all.is_empty() {
            return;
        }
        say(out, "## One thing changed");
        say(
            out,
            "Two versions of the war under the same luck, and a figure that should differ between them, with the sign \
             expected. Forced choices and changed beliefs are changed in every run; all else follows.",
        );
        table(out, &["figure", "from → to", "path", "values", "difference", "expected", "verdict"]);
        for it in all {
            for (policy, found) in [("historical", &it.historical), ("doctrine", &it.doctrine)] {
                let first = policy == "historical";
                let once = |text: String| if first { text } else { String::new() };
                row(
                    out,
                    &[
                        once(cell(&capitalised(&it.says))),
                        once(cell(&format!("{} → {}", it.a.name, it.b.name))),
                        policy.to_owned(),
                        change(found),
                        effect(found),
                        once(it.expect.clone()),
                        verdict(found.verdict).to_owned(),
                    ],
                );
            }
        }
        out.push('\n');
        for it in all {
            let as_said = it.because.trim_end_matches('.');
            let _ = writeln!(out, "- {}: {as_said}.", capitalised(&it.says));
        }
        let verdicts = all.iter().flat_map(|it| [it.historical.verdict, it.doctrine.verdict]);
        close(out, &tally(verdicts, "comparisons, on either path"));
    }

    fn removals(&self, out: &mut String) {
        let all = &self.report.removals;
        if all.is_empty() {
            return;
        }
        say(out, "## Each part taken away");
        say(
            out,
            "One thing is left out of the war, and one response read of it; the sign was written down before it was \
             measured. The verdict is that under doctrine, where people answer to what is missing; the historical path, \
             on which they choose as the source tells all the same, stands beside it.",
        );
        let columns = [
            "without",
            "response",
            "expected",
            "doctrine",
            "difference",
            "verdict",
            "historical",
            "difference",
        ];
        table(out, &columns);
        for it in all {
            row(
                out,
                &[
                    cell(&it.name),
                    cell(&it.says),
                    it.expect.clone(),
                    change(&it.doctrine),
                    effect(&it.doctrine),
                    verdict(it.doctrine.verdict).to_owned(),
                    change(&it.historical),
                    effect(&it.historical),
                ],
            );
        }
        out.push('\n');
        for it in all {
            let _ = writeln!(out, "- Without {}: {}.", it.name, it.because.trim_end_matches('.'));
        }
        close(out, &tally(all.iter().map(|it| it.doctrine.verdict), "removals under doctrine"));
    }

    fn picture(&self, out: &mut String) {
        let Some((file, caption)) = self.picture else { return };
        say(out, "## One run");
        say(out, caption);
        say(out, &format!("![Strength, resolve, supply and prospects over time]({file})"));
    }
}

/// What one decision foresaw, as it is and with other numbers of ships.
fn price_rows(out: &mut String, name: &str, it: &PriceReport) {
    let cells = |head: [String; 3], loss: &Spread, win: &Spread| {
        let [name, ships, runs] = head;
        [name, ships, runs, share_spread(loss), share_spread(win)]
    };
    row(out, &cells([name.to_owned(), "as they are".to_owned(), grouped(it.made.count)], &it.loss, &it.win));
    for other in &it.shifted {
        let ships = format!("{}{TIE}%", (other.factor * 100.0).round());
        row(out, &cells([String::new(), ships, grouped(other.made)], &other.loss, &other.win));
    }
}

/// What was paid where the battle came.
fn paid(name: &str, it: &PriceReport) -> String {
    let Some(fought) = &it.fought else {
        return format!(
            "{name}: where all terms are refused, the battle that was weighed was fought in no run."
        );
    };
    let points = |value: f64| format!("{:+.0}", value * 100.0).replace('-', "−");
    format!(
        "{name}: played with all terms refused, it was fought in {} of the runs. It had been projected to cost {}; all \
         battles there, to the end of the war, cost {}, in nine runs of ten from {} to {} points beside what was \
         projected, which could not know what would come between.",
        share(&fought.runs),
        share_spread(&fought.projected),
        share_spread(&fought.paid),
        points(fought.difference.p05),
        points(fought.difference.p95)
    )
}

/// How many of some verdicts are which.
fn tally(verdicts: impl Iterator<Item = Verdict>, what: &str) -> String {
    let all: Vec<Verdict> = verdicts.collect();
    let count = |wanted: Verdict| all.iter().filter(|it| **it == wanted).count();
    format!(
        "Of {} {what}, {} came out as expected beyond chance, {} have the expected sign within chance, {} show no \
         difference of that sign, {} go against it, and {} had no run to compare.",
        all.len(),
        count(Verdict::AsExpected),
        count(Verdict::Leaning),
        count(Verdict::NotSeen),
        count(Verdict::Against),
        count(Verdict::NoRuns)
    )
}

fn conditional(it: &Conditional) -> String {
    if it.given == 0 {
        return "never so".to_owned();
    }
    format!("{} of {}", share(&it.share), grouped(it.given))
}

fn designs(out: &mut String, it: &DesignReport, by_turns: bool) {
    say(out, "## Not tuned");
    let which = match it.vary {
        Vary::Assumed => "that the scenario writes without citing a source for it",
        Vary::All => "of the war, all rules and defaults among them,",
    };
    say(
        out,
        &format!(
            "In {} designs every number {which} was multiplied by a factor of its own between {} and {}, all {} of them \
             at once and independently (a Latin hypercube; shares stay shares), and the war played {} times in each \
             on the historical path.{}",
            grouped(it.designs),
            number(1.0 - it.by),
            number(1.0 + it.by),
            grouped(it.parameters),
            grouped(it.runs),
            if by_turns { "" } else { " The commonest ending, by designs:" }
        ),
    );
    if !by_turns {
        commonest_endings(out, it);
    }
    turns::over_designs(out, &it.turns, it.designs);
    if !by_turns && !it.weights.is_empty() {
        weights(out, it);
    }
}

fn commonest_endings(out: &mut String, it: &DesignReport) {
    table(out, &["commonest ending", "designs"]);
    for row_of in &it.commonest {
        row(out, &[cell(&row_of.result), grouped(row_of.designs)]);
    }
    close(
        out,
        &format!(
            "“{}” is the commonest ending in {} of the designs. Its share is {} with no number varied; over the designs \
             its median is {}, and nine in ten lie between {} and {}.",
            it.ending,
            share(&it.same),
            share(&it.base),
            percent(it.share.median),
            percent(it.share.p05),
            percent(it.share.p95)
        ),
    );
}

/// The numbers that go most with the share of the ending that is looked at.
fn weights(out: &mut String, it: &DesignReport) {
    let share = if it.turns.is_empty() { "that share" } else { "the share of that ending" };
    say(
        out,
        &format!("The numbers whose factors go most with {share}, by rank correlation over the designs:"),
    );
    table(out, &["number", "correlation", "beyond chance"]);
    for weight in &it.weights {
        let correlation = format!("{:+.2} ({:+.2} to {:+.2})", weight.correlation, weight.low, weight.high);
        let beyond = if weight.beyond_chance { "yes" } else { "no" };
        row(out, &[format!("`{}`", weight.path), correlation.replace('-', "−"), beyond.to_owned()]);
    }
    let beyond = it.weights.iter().filter(|weight| weight.beyond_chance).count();
    close(
        out,
        &match beyond {
            0 => format!(
                "None of them goes with it more than the most that chance gives among {} numbers: the ending hangs on \
                 no single one.",
                grouped(it.parameters)
            ),
            _ => format!(
                "{beyond} of these {} by more than the most that chance gives among {} numbers; a plus means that more \
                 of it makes the ending commoner.",
                if beyond == 1 { "does so" } else { "do so" },
                grouped(it.parameters)
            ),
        },
    );
}

pub(super) fn say(out: &mut String, text: &str) {
    out.push_str(text);
    out.push_str("\n\n");
}

/// A sentence after a table or a list.
pub(super) fn close(out: &mut String, text: &str) {
    out.push('\n');
    say(out, text);
}

pub(super) fn table(out: &mut String, heads: &[&str]) {
    let _ = writeln!(out, "| {} |", heads.join(" | "));
    let _ = writeln!(out, "|{}", "---|".repeat(heads.len()));
}

pub(super) fn row(out: &mut String, cells: &[String]) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

#[cfg(test)]
mod tests {
    use super::*;
    use polemos::study::evidence::price::{Fought, Shifted};
    use polemos::study::report::Share;

    #[test]
    fn prices_stand_with_what_was_paid() {
        let spread =
            |median: f64| Spread { p05: median - 0.1, median, p95: median + 0.1, ..Spread::default() };
        let shift = |factor, loss| Shifted { factor, made: 90, loss: spread(loss), win: spread(0.5) };
        let mut price = PriceReport {
            decision: "sortie".to_owned(),
            coalition: "league".to_owned(),
            place: None,
            made: Share::of(90, 100),
            loss: spread(0.45),
            win: spread(0.6),
            shifted: vec![shift(0.9, 0.52), shift(1.1, 0.4)],
            fought: None,
        };
        let rows = |price: &PriceReport| {
            let mut out = String::new();
            price_rows(&mut out, "The sortie", price);
            (out.replace(TIE, " "), paid("The sortie", price).replace(TIE, " "))
        };
        let (table, after) = rows(&price);
        assert!(table.contains("| The sortie | as they are | 90 | 45 % (35–55) | 60 % (50–70) |"), "{table}");
        assert!(table.contains("|  | 90 % | 90 | 52 % (42–62) |"), "{table}");
        assert!(after.ends_with("was fought in no run."), "{after}");
        price.fought = Some(Fought {
            runs: Share::of(30, 90),
            projected: spread(0.45),
            paid: spread(0.5),
            difference: spread(0.05),
        });
        let (_, after) = rows(&price);
        assert!(after.contains("fought in 33 % (24–44) of the runs"), "{after}");
        assert!(after.contains("from −5 to +15 points"), "{after}");
    }
}
