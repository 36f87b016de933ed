//! A projection as a page: how it ends, what it costs, how long it lasts, what people chose.

use crate::progress::seconds;
use polemos::RunSummary;
use polemos::almanac::sides::coalition_at_start;
use polemos::almanac::text::{Line, Style, TIE, WIDTH, clip, columns};
use polemos::almanac::voice::{figures, persons};
use polemos::study::report::{
    BattleReport, Bin, DecisionReport, FactionReport, ProjectionReport, Share, Spread,
};
use polemos::study::wars::WarEnding;
use polemos::war::names::capitalised;
use polemos::war::{Decision, DecisionKind, Domain, War};
use std::collections::BTreeMap;

/// Cells of a bar.
const BAR: usize = 20;
/// Columns of names.
const NAME: usize = 44;
/// Rows of each table unless all are asked for.
const ROWS: usize = 8;
/// Columns of a bin of a histogram.
const CELLS: usize = 2;
/// Where the losses of the two usual sides end.
const SIDE_COLUMNS: [usize; 2] = [57, 78];
/// Runs below which an interval says more than the figure.
const FEW: u64 = 30;

/// What the page is made from.
pub struct Page<'a> {
    /// The war.
    pub war: &'a War,
    /// What the runs say together.
    pub report: &'a ProjectionReport,
    /// The runs.
    pub runs: &'a [RunSummary],
    /// The policy in words.
    pub policy: &'a str,
    /// The war and its changes, as arguments of a command.
    pub asked: &'a str,
    /// Whether to show all rows.
    pub detail: bool,
}

impl Page<'_> {
    /// The page.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = self.head();
        for block in
            [self.endings(), self.costs(), self.duration(), self.battles(), self.choices(), self.facts()]
        {
            if !block.is_empty() {
                lines.push(Line::new());
                lines.extend(block);
            }
        }
        lines.push(Line::new());
        lines.extend(self.next());
        lines
    }

    fn rows(&self) -> usize {
        if self.detail { usize::MAX } else { ROWS }
    }

    fn head(&self) -> Vec<Line> {
        let r = self.report;
        let runs = if r.runs == 1 { "1 run".to_owned() } else { format!("{} runs", figures(r.runs)) };
        let facts = format!("{runs} · seed {} · policy {} · {}", r.seed, self.policy, seconds(r.elapsed_s));
        let mut title = Line::of(Style::Heading, clip(&self.war.names.primary.to_uppercase(), WIDTH - 20));
        title.pad_to(WIDTH - 16);
        title.push(Style::Dim, "95 % intervals");
        let mut lines = vec![title, Line::of(Style::Dim, clip(&facts, WIDTH))];
        if r.runs < FEW {
            lines.push(Line::of(
                Style::Plain,
                "Few runs: read the intervals, not the shares. More: --runs 1000.",
            ));
        }
        lines
    }

    /// How the wars of a saga ended: most runs of it end on its last day, which says nothing.
    fn wars(&self) -> Vec<Line> {
        let mut head = Line::of(Style::Heading, "How its wars end");
        right(&mut head, Style::Dim, "fought in", WIDTH);
        let mut lines = vec![head];
        let all = &self.report.wars;
        for war in all.iter().take(self.rows()) {
            lines.push(bar_line(&war.name, &war.fought));
            let one = |it: &WarEnding| format!("{} {:.0}{TIE}%", it.result, it.share.share * 100.0);
            let endings: Vec<String> = war.endings.iter().map(one).collect();
            if !endings.is_empty() {
                lines.push(Line::of(Style::Dim, clip(&format!("    {}", endings.join(" · ")), WIDTH)));
            }
        }
        more(&mut lines, all.len(), self.rows(), "wars");
        lines
    }

    fn endings(&self) -> Vec<Line> {
        if self.war.saga.is_some() {
            return self.wars();
        }
        let mut lines = vec![Line::of(Style::Heading, "How it ends")];
        let all = &self.report.endings;
        for ending in all.iter().take(self.rows()) {
            let (count, share, low, high) = (ending.count, ending.share, ending.low, ending.high);
            lines.push(bar_line(&ending.result, &Share { count, share, low, high }));
        }
        more(&mut lines, all.len(), self.rows(), "endings");
        lines
    }

    fn costs(&self) -> Vec<Line> {
        let mut head = Line::of(Style::Heading, "What it costs");
        right(&mut head, Style::Dim, "median", 56);
        right(&mut head, Style::Dim, "90 % of runs", 78);
        let mut lines = vec![head];
        lines.extend(self.sides());
        for faction in self.report.factions.iter().take(self.rows()) {
            lines.extend(self.cost_of(faction));
        }
        more(&mut lines, self.report.factions.len(), self.rows(), "factions");
        lines
    }

    /// Ships lost by coalitions of several factions: each faction counts where it stands as the war opens.
    fn sides(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for (side, coalition) in self.war.coalitions.pairs() {
            let members: Vec<_> = self
                .war
                .factions
                .ids()
                .filter(|id| coalition_at_start(self.war, *id) == Some(side))
                .collect();
            let (mut had, mut shares) = (Vec::new(), Vec::new());
            for run in self.runs {
                let totals = members.iter().map(|id| run.faction(*id));
                let [opening, all, lost] = totals.fold([0.0; 3], |[opening, all, lost], it| {
                    let [o, b, l] = [it.opening[0], it.built[0], it.lost[0]].map(f64::from);
                    [opening + o, all + o + b, lost + l]
                });
                had.push(opening);
                shares.push(if all > 0.0 { lost / all } else { 0.0 });
            }
            let start = Spread::of(&had).median;
            if members.len() > 1 && start >= 1.0 {
                let name = capitalised(coalition.names.short());
                lines.push(cost_row(
                    &format!("{name}: all ships lost of {}", persons(start)),
                    &Spread::of(&shares),
                    percent,
                ));
            }
        }
        lines
    }

    fn cost_of(&self, faction: &FactionReport) -> Vec<Line> {
        let names = self.war.factions.iter().find(|it| it.id == faction.faction).map(|it| &it.names);
        let who = capitalised(names.map_or(faction.faction.as_str(), |names| names.adjective()));
        let mut lines = Vec::new();
        for domain in Domain::ALL.map(Domain::id) {
            let Some(share) = faction.units_lost_share.get(domain) else { continue };
            // Ships tell the story; the rest only where half of the runs lost some, or all is asked for.
            if domain == "ships" || self.detail || share.median >= 0.005 {
                let start = faction.units_start.get(domain).copied().unwrap_or_default();
                let of = if start >= 1.0 { format!(" of {}", persons(start)) } else { String::new() };
                lines.push(cost_row(&format!("{who} {domain} lost{of}"), share, percent));
            }
        }
        for (what, dead) in
            [("military dead", &faction.military_dead), ("civilian dead", &faction.civilian_dead)]
        {
            if dead.p95 >= 0.5 {
                lines.push(cost_row(&format!("{who} {what}"), dead, persons));
            }
        }
        lines
    }

    fn duration(&self) -> Vec<Line> {
        let spread = &self.report.duration_days;
        let mut head = Line::of(Style::Heading, "How long it lasts");
        right(&mut head, Style::Dim, "median", 56);
        right(&mut head, Style::Dim, "90 % of runs", 78);
        let mut lines = vec![head, cost_row("Days", spread, days)];
        lines.extend(plot(&self.report.duration_histogram));
        lines
    }

    fn battles(&self) -> Vec<Line> {
        let mut all: Vec<&BattleReport> = self.report.battles.iter().collect();
        all.sort_by(|a, b| b.fought_share.total_cmp(&a.fought_share));
        if all.is_empty() {
            return Vec::new();
        }
        let sides = self.usual_sides(&all);
        let mut head = Line::of(Style::Heading, "Where it is fought");
        right(&mut head, Style::Dim, "in runs", 36);
        for (side, column) in sides.iter().zip(SIDE_COLUMNS) {
            let name = self
                .war
                .coalitions
                .iter()
                .find(|it| it.id == *side)
                .map_or(side.as_str(), |it| it.names.short());
            right(&mut head, Style::Dim, &format!("{} lost", clip(name, 15)), column);
        }
        let mut lines = vec![head];
        for battle in all.iter().take(self.rows()) {
            let name =
                self.war.places.iter().find(|it| it.id == battle.place).map(|it| it.names.primary.clone());
            let mut line = Line::of(Style::Plain, format!("  {}", clip(&name.unwrap_or_default(), 26)));
            right(&mut line, Style::Strong, &percent(battle.fought_share), 36);
            for (side, column) in sides.iter().zip(SIDE_COLUMNS) {
                let lost =
                    battle.loss_share.get(side).map_or("–".to_owned(), |spread| percent(spread.median));
                right(&mut line, Style::Plain, &lost, column);
            }
            lines.push(line);
        }
        more(&mut lines, all.len(), self.rows(), "places");
        lines
    }

    /// The two coalitions that fight most.
    fn usual_sides(&self, battles: &[&BattleReport]) -> Vec<String> {
        let mut counts: BTreeMap<&String, f64> = BTreeMap::new();
        for battle in battles {
            for side in battle.loss_share.keys() {
                *counts.entry(side).or_default() += battle.fought_share;
            }
        }
        let mut sides: Vec<(&String, f64)> = counts.into_iter().collect();
        sides.sort_by(|a, b| b.1.total_cmp(&a.1));
        sides.into_iter().take(2).map(|(side, _)| side.clone()).collect()
    }

    /// Decisions that fell both ways first; those that every war has only when someone decided against the default.
    fn choices(&self) -> Vec<Line> {
        let open = |it: &DecisionReport| it.options.values().fold(0.0_f64, |most, share| most.max(*share));
        let mut all: Vec<(&DecisionReport, &Decision)> = self
            .report
            .decisions
            .iter()
            .filter_map(|it| Some((it, self.war.decisions.iter().find(|decision| decision.id == it.id)?)))
            .filter(|(it, decision)| {
                self.detail || decision.kind == DecisionKind::Scenario || open(it) < 0.995
            })
            .collect();
        all.sort_by(|a, b| {
            let own = |it: &Decision| it.kind != DecisionKind::Scenario;
            // The share of runs in which it fell the other way: what a reader can still wonder about.
            let doubt = |it: &DecisionReport| it.made.share * (1.0 - open(it));
            own(a.1).cmp(&own(b.1)).then(doubt(b.0).total_cmp(&doubt(a.0)))
        });
        if all.is_empty() {
            return Vec::new();
        }
        let mut head = Line::of(Style::Heading, "What people chose");
        right(&mut head, Style::Dim, "in runs", 78);
        let mut lines = vec![head];
        for (report, decision) in all.iter().take(self.rows()) {
            lines.push(choice_row(&self.decision_name(decision), report));
        }
        more(&mut lines, all.len(), self.rows(), "decisions");
        lines
    }

    /// A decision's name; those that every war has are told apart by their coalition.
    fn decision_name(&self, decision: &Decision) -> String {
        let what = match decision.kind {
            DecisionKind::Scenario => return capitalised(&decision.names.primary),
            DecisionKind::Posture => "posture",
            DecisionKind::Engage => "battle",
            DecisionKind::AskTerms => "ask for terms",
            DecisionKind::AnswerTerms => "answer terms",
            DecisionKind::Stay => return self.of_member(decision, "stay"),
            DecisionKind::Incident => return self.of_member(decision, "war over an incident"),
            DecisionKind::Renounce => return self.of_member(decision, "give up rebels"),
            DecisionKind::Arm => return self.of_member(decision, "arm rebels"),
            DecisionKind::Ally => {
                let side = self.war.coalitions.get(decision.coalition);
                let side = side.map_or_else(String::new, |it| it.names.the_short());
                return self.of_member(decision, &format!("enter {side}"));
            }
            DecisionKind::Abandon => "leave a world",
            DecisionKind::Spoils => "fate of the beaten",
        };
        match self.war.coalitions.get(decision.coalition) {
            Some(side) => format!("{}: {what}", side.names.short()),
            None => capitalised(what),
        }
    }

    fn of_member(&self, decision: &Decision, what: &str) -> String {
        let member = self.war.factions.get(decision.faction);
        format!("{}: {what}", member.map_or("?", |it| it.names.short()))
    }

    fn facts(&self) -> Vec<Line> {
        let facts = &self.report.facts;
        if facts.is_empty() {
            return Vec::new();
        }
        let shown = |least: f64, most: f64| {
            facts.iter().filter_map(|it| it.shown).filter(|it| it.share >= least && it.share < most).count()
        };
        let (most, some, none) =
            (shown(0.5, 1.1), shown(f64::MIN_POSITIVE, 0.5), shown(0.0, f64::MIN_POSITIVE));
        let without = facts.iter().filter(|it| it.shown.is_none()).count();
        let title = format!("Against the source ({} facts)", facts.len());
        let mut line = Line::of(Style::Heading, title);
        line.push(
            Style::Plain,
            format!("  {most} in most runs · {some} in some · {none} in none · {without} not told by any mechanism"),
        );
        let mut lines = if line.width() <= WIDTH { vec![line] } else { split(line) };
        if self.detail {
            lines.extend(
                facts
                    .iter()
                    .filter_map(|it| Some((it, it.shown?)))
                    .map(|(it, share)| fact_row(&it.says, &share)),
            );
        }
        lines
    }

    fn next(&self) -> Vec<Line> {
        let seed = self.report.seed;
        let mut next = vec![(format!("polemos map {}", self.asked), "where it is fought")];
        // The first run of the rarest ending: the surprise is worth reading.
        if let Some(rare) = self.report.endings.last() {
            let id = |id: Option<polemos::war::CoalitionId>| Some(self.war.coalitions.get(id?)?.id.clone());
            let found = self.runs.iter().find(|run| {
                run.ending.kind.id() == rare.kind
                    && id(run.ending.victor) == rare.victor
                    && id(run.ending.loser) == rare.loser
            });
            if let Some(run) = found {
                let command =
                    format!("polemos run {} --seed {seed} --replication {}", self.asked, run.replication);
                let shows =
                    if self.report.endings.len() > 1 { "the rarest ending" } else { "one of these runs" };
                next.insert(0, (command, shows));
            }
        }
        let wide = next.iter().map(|(command, _)| columns(command)).max().unwrap_or(0);
        let mut lines = Vec::new();
        for (row, (command, shows)) in next.iter().enumerate() {
            let mut line = Line::of(Style::Heading, if row == 0 { "Next:" } else { "" });
            line.pad_to(7);
            line.push(Style::Strong, command.clone());
            line.pad_to(7 + wide + 3);
            if line.width() + columns(shows) <= WIDTH {
                line.push(Style::Dim, *shows);
            }
            lines.push(line);
        }
        lines
    }
}

/// A name, and a share as a bar and in figures.
fn bar_line(name: &str, share: &Share) -> Line {
    let mut line = Line::of(Style::Plain, format!("  {}", clip(name, NAME - 3)));
    line.pad_to(NAME);
    line.push(Style::Strong, bar(share.share));
    let text = format!("{:>5.1}{TIE}% {}", share.share * 100.0, interval(share.low, share.high, share.share));
    line.pad_to(NAME + BAR + 1);
    line.push(Style::Plain, text);
    line
}

/// A share as a bar of blocks, to an eighth of a cell.
fn bar(share: f64) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * (BAR * 8) as f64).round() as usize;
    // What happened at all is never drawn as nothing.
    let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
    let (full, part) = (eighths / 8, PARTS[eighths % 8]);
    let used = full + usize::from(!part.is_empty());
    format!("{}{part}{}", "█".repeat(full), "░".repeat(BAR - used))
}

/// An interval as a margin, or as its ends where a margin would reach beyond none or all.
fn interval(low: f64, high: f64, share: f64) -> String {
    let half = (high - low) / 2.0;
    if share - half < 0.0 || share + half > 1.0 {
        // Tenths of a wide interval's far end mean nothing, and would not fit.
        let [low, high] = [low, high].map(|end| end * 100.0);
        let write = |end: f64| if end < 9.95 { format!("{end:.1}") } else { format!("{end:.0}") };
        format!("{}–{}", write(low), write(high))
    } else {
        format!("± {:.1}", half * 100.0)
    }
}

/// A histogram three rows high, with its ends and its middle written under it.
fn plot(bins: &[Bin]) -> Vec<Line> {
    const HIGH: usize = 3;
    const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = bins.iter().map(|bin| bin.count).max().unwrap_or(0);
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return Vec::new() };
    if most == 0 || bins.len() < 2 {
        return Vec::new();
    }
    let heights: Vec<usize> = bins
        .iter()
        .map(|bin| {
            let height = (bin.count as f64 / most as f64 * (HIGH * 8) as f64).round() as usize;
            if bin.count > 0 { height.max(1) } else { 0 }
        })
        .collect();
    let mut lines: Vec<Line> = (0..HIGH)
        .rev()
        .map(|row| {
            let cells = heights.iter().map(|height| EIGHTHS[height.saturating_sub(row * 8).min(8)]);
            let cells: String = cells.flat_map(|cell| [cell; CELLS]).collect();
            Line::of(Style::Plain, "  ").with(Style::SideA, cells)
        })
        .collect();
    let (low, high) = (figures(first.from.round() as u64), figures(last.to.round() as u64));
    let high = format!("{high} days");
    let gap = (bins.len() * CELLS).saturating_sub(columns(&low) + columns(&high));
    lines.push(Line::of(Style::Dim, format!("  {low}{}{high}", " ".repeat(gap.max(1)))));
    lines
}

fn cost_row(name: &str, spread: &Spread, write: fn(f64) -> String) -> Line {
    let mut line = Line::of(Style::Plain, format!("  {}", clip(name, 44)));
    right(&mut line, Style::Strong, &write(spread.median), 56);
    let (low, high) = (write(spread.p05), write(spread.p95));
    let range = if low == high { low } else { format!("{low} – {high}") };
    right(&mut line, Style::Plain, &range, 78);
    line
}

fn choice_row(name: &str, report: &DecisionReport) -> Line {
    let mut line = Line::of(Style::Plain, format!("  {}", clip(name, 26)));
    line.pad_to(29);
    let mut options: Vec<(&String, &Share)> = report.options_interval.iter().collect();
    options.sort_by_key(|(_, share)| std::cmp::Reverse(share.count));
    let words = |id: &str, share: f64| format!("{} {}", id.replace('-', " "), percent(share));
    let mut parts: Vec<String> = Vec::new();
    let room = WIDTH - 2 - 29 - 6;
    let mut told = 0.0;
    for (id, share) in options.iter().filter(|(_, share)| share.count > 0) {
        let part = words(id, share.share);
        // An option is told whole or not at all; the first one always has its place.
        if parts.is_empty() {
            parts.push(clip(&part, room));
        } else if columns(&parts.join(", ")) + 2 + columns(&part) <= room {
            parts.push(part);
        } else {
            let rest = words("other", 1.0 - told);
            parts.extend((columns(&parts.join(", ")) + 2 + columns(&rest) <= room).then_some(rest));
            break;
        }
        told += share.share;
    }
    line.push(Style::Plain, parts.join(", "));
    right(&mut line, Style::Dim, &percent(report.made.share), 78);
    line
}

fn fact_row(says: &str, share: &Share) -> Line {
    let mut line = Line::of(Style::Plain, format!("  {}", clip(says, 58)));
    right(&mut line, Style::Strong, &format!("{} ± {:.1}", percent(share.share), share.margin() * 100.0), 78);
    line
}

/// A heading and its figures on two lines.
fn split(line: Line) -> Vec<Line> {
    line.spans
        .into_iter()
        .enumerate()
        .map(|(row, span)| {
            Line::of(span.style, if row == 0 { span.text } else { format!("  {}", span.text.trim()) })
        })
        .collect()
}

/// Sets text so that it ends before a column.
fn right(line: &mut Line, style: Style, text: &str, column: usize) {
    let start = column.saturating_sub(columns(text)).max(line.width() + 1);
    line.pad_to(start);
    line.push(style, text);
}

fn more(lines: &mut Vec<Line>, all: usize, shown: usize, what: &str) {
    if all > shown {
        lines.push(Line::of(Style::Dim, format!("  and {} more {what}: --detail", all - shown)));
    }
}

fn percent(share: f64) -> String {
    polemos::almanac::voice::percent(share).replace("under ", "<").replace("over ", ">")
}

fn days(days: f64) -> String {
    figures(days.round().max(0.0) as u64)
}
