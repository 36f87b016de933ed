//! The page of one run: ending, causes, chronicle, record, beliefs, what to try next.

use crate::because::{self, Reason};
use crate::believed;
use crate::choice;
use crate::ending;
use crate::episodes::{self, Episode};
use crate::infobox;
use crate::items::{self, Item};
use crate::record::{self, Record, records};
use crate::sentence::Teller;
use crate::text::{Line, Style, TIE, WIDTH, columns, hang, wrap};
use crate::tint::Tint;
use crate::wording::Wording;
use polemos_chronicle::{Chronicle, Digest, RunSummary};
use polemos_war::War;
use polemos_war::names::capitalised;

/// Lines of a page that shows no detail.
pub const PAGE: usize = 80;
/// Paragraphs of a chronicle that shows no detail.
const PARAGRAPHS: usize = 25;
/// An item below this weight needs a page with detail.
const WORTH_A_LINE: f64 = 4.0;
/// An item below this weight is not told even there.
const WORTH_DETAIL: f64 = 1.0;

/// What a page is made from.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The war.
    pub war: &'a War,
    /// Its chronicle.
    pub chronicle: &'a Chronicle,
    /// What was kept of the run.
    pub summary: &'a RunSummary,
    /// Seed.
    pub seed: u64,
    /// Digest of the history.
    pub digest: Digest,
}

/// How a page is set.
#[derive(Clone, Debug, Default)]
pub struct Setting<'a> {
    /// Whether to show all that is worth a line, whatever the length.
    pub detail: bool,
    /// Commands worth trying next: each with what it shows.
    pub next: &'a [(String, String)],
}

/// A paragraph of the chronicle.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// Days since the war's start.
    pub day: f64,
    /// The text.
    pub text: String,
    /// Numbers of the entries that it tells.
    pub entries: Vec<polemos_chronicle::Seq>,
}

impl<'a> Run<'a> {
    /// The teller of this run.
    pub fn teller(&self) -> Teller<'a> {
        Teller::new(self.war, self.chronicle, self.summary)
    }

    /// What simulated figures of this run rest on.
    pub fn basis(&self) -> record::Run {
        record::Run {
            war: self.war.id.clone(),
            seed: self.seed,
            replication: self.summary.replication,
            digest: self.digest.to_string(),
        }
    }

    /// The records of the war and of its battles of note.
    pub fn records(&self) -> Vec<Record> {
        let wars = episodes::episodes(self.war, self.chronicle, self.summary);
        records(&self.teller(), &self.basis(), &wars)
    }

    /// The main causes of the ending.
    pub fn reasons(&self) -> Vec<Reason> {
        because::reasons(&self.teller())
    }

    /// The page.
    pub fn page(&self, setting: &Setting<'_>) -> Vec<Line> {
        let teller = self.teller();
        let tint = Tint::new(self.war, &teller.sides);
        let all = episodes::episodes(self.war, self.chronicle, self.summary);
        let mut head = self.head(&teller, &tint, &all);
        head.push(Line::new());
        let because = match episodes::principal(self.war, &all) {
            Some(principal) => because::lines(&principal.teller(self.war)),
            None => because::lines(&teller),
        };
        if !because.is_empty() {
            head.extend(because);
            head.push(Line::new());
        }
        let tail = self.tail(&teller, &all, setting);
        let room = if setting.detail { usize::MAX } else { PAGE.saturating_sub(head.len() + tail.len()) };
        let chronicle = self.chronicle_lines(&teller, &tint, setting.detail, room);
        head.into_iter().chain(chronicle).chain(tail).collect()
    }

    fn head(&self, teller: &Teller<'_>, tint: &Tint, wars: &[Episode]) -> Vec<Line> {
        let title = self.war.names.primary.to_uppercase();
        let days = count_figures(self.summary.ending.day);
        let digest: String = self.digest.to_string().chars().take(8).collect();
        let facts = format!("seed {} · {days} · {digest}", self.seed);
        let mut lines = Vec::new();
        let mut line = Line::of(Style::Heading, crate::text::clip(&title, WIDTH));
        if line.width() + 2 + columns(&facts) > WIDTH {
            lines.push(line);
            line = Line::new();
        }
        line.pad_to(WIDTH.saturating_sub(columns(&facts)));
        line.push(Style::Dim, facts);
        lines.push(line);
        let text = self.headline(teller, wars);
        lines.extend(wrap(&tint.spans(&text), WIDTH));
        lines
    }

    /// How it ended and what it cost; of a saga, how many wars there were and how the principal one did.
    fn headline(&self, teller: &Teller<'_>, all: &[Episode]) -> String {
        let told = |teller: &Teller<'_>| {
            let price = ending::price(self.war, teller.summary, &teller.stays, &teller.sides);
            [Some(ending::headline(teller)), price].into_iter().flatten().collect::<Vec<_>>().join(" ")
        };
        let Some(principal) = episodes::principal(self.war, all) else { return told(teller) };
        let wars = capitalised(&crate::voice::count_of(all.len() as u64, "war", "wars"));
        let years =
            crate::voice::count_of((self.summary.ending.day / 365.25).round() as u64, "year", "years");
        let (from, until) = principal.days();
        let dates = teller.dates.range(from, until);
        let name = capitalised(&principal.name);
        format!("{wars} in {years}. {name} ({dates}): {}", told(&principal.teller(self.war)))
    }

    fn tail(&self, teller: &Teller<'_>, wars: &[Episode], setting: &Setting<'_>) -> Vec<Line> {
        let all = records(teller, &self.basis(), wars);
        let shown = if setting.detail { all.len() } else { 1 };
        let mut lines = Vec::new();
        for record in all.iter().take(shown) {
            lines.push(Line::new());
            lines.extend(infobox::lines(record));
        }
        let beliefs = believed::table(teller);
        if !beliefs.is_empty() {
            lines.push(Line::new());
            lines.extend(beliefs);
        }
        if !setting.next.is_empty() {
            lines.push(Line::new());
            lines.extend(next_lines(setting.next));
        }
        lines
    }

    /// The paragraphs of the chronicle, all that are worth telling in detail.
    pub fn paragraphs(&self) -> Vec<Paragraph> {
        let teller = self.teller();
        let items = items::gather(self.war, self.chronicle, &teller.clashes);
        let chain = teller.chain_of_ending();
        let shown: Vec<&Item<'_>> =
            items.iter().filter(|item| choice::weight(&teller, item, &chain) >= WORTH_DETAIL).collect();
        tell(&teller, &shown)
    }

    fn chronicle_lines(&self, teller: &Teller<'_>, tint: &Tint, detail: bool, room: usize) -> Vec<Line> {
        let items = items::gather(self.war, self.chronicle, &teller.clashes);
        let chain = teller.chain_of_ending();
        let least = if detail { WORTH_DETAIL } else { WORTH_A_LINE };
        let weights = items.iter().map(|item| choice::weight(teller, item, &chain));
        let mut ranked: Vec<Candidate> = weights
            .enumerate()
            .filter(|(_, weight)| *weight >= least)
            .map(|(row, weight)| self.candidate(teller, tint, &items, row, weight))
            .collect();
        ranked.sort_by(|a, b| b.worth.total_cmp(&a.worth).then(a.row.cmp(&b.row)));
        let mut chosen = if detail { ranked } else { fitting(ranked, room) };
        loop {
            let mut rows: Vec<usize> = chosen.iter().map(|candidate| candidate.row).collect();
            rows.sort_unstable();
            let shown: Vec<&Item<'_>> = rows.iter().filter_map(|row| items.get(*row)).collect();
            let mut lines = self.set(teller, tint, &tell(teller, &shown));
            if lines.len() <= room || chosen.len() <= 2 {
                lines.truncate(room.max(2));
                return lines;
            }
            chosen.pop();
        }
    }

    /// An item with the lines that it takes on its own: about what it will take among others.
    fn candidate(
        &self,
        teller: &Teller<'_>,
        tint: &Tint,
        items: &[Item<'_>],
        row: usize,
        weight: f64,
    ) -> Candidate {
        let told: Vec<&Item<'_>> = items.get(row).into_iter().collect();
        let lines = self.set(teller, tint, &tell(teller, &told)).len();
        // Long paragraphs cost others their place, though not in full proportion: what weighs much may take room.
        Candidate { worth: weight / libm::pow(lines.max(1) as f64, 0.5), row, lines }
    }

    /// Paragraphs beside their dates; a year stands on its own line when it changes.
    fn set(&self, teller: &Teller<'_>, tint: &Tint, paragraphs: &[Paragraph]) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut shown_year = None;
        let gutters = paragraphs.iter().map(|paragraph| columns(&teller.dates.short(paragraph.day)));
        let wide = gutters.max().unwrap_or(0) + 2;
        for paragraph in paragraphs {
            let year = teller.dates.year(paragraph.day);
            if shown_year.is_some_and(|shown| shown != year) {
                lines.push(Line::of(Style::Dim, format!("  {}", teller.dates.year_text(year))));
            }
            shown_year = Some(year);
            let mut gutter = Line::of(Style::Dim, teller.dates.short(paragraph.day));
            gutter.pad_to(wide);
            lines.extend(hang(gutter, &tint.spans(&paragraph.text), WIDTH));
        }
        lines
    }
}

/// An item that may be told.
struct Candidate {
    worth: f64,
    row: usize,
    lines: usize,
}

/// The worthiest that fit, smaller ones taking the room that larger ones leave.
fn fitting(ranked: Vec<Candidate>, room: usize) -> Vec<Candidate> {
    let mut left = room;
    let mut chosen = Vec::new();
    for candidate in ranked {
        if chosen.len() < PARAGRAPHS && candidate.lines <= left {
            left -= candidate.lines;
            chosen.push(candidate);
        }
    }
    chosen
}

fn tell(teller: &Teller<'_>, items: &[&Item<'_>]) -> Vec<Paragraph> {
    let mut wording = Wording::new();
    let mut before: Option<&Item<'_>> = None;
    let mut out: Vec<Paragraph> = Vec::new();
    for item in items {
        let text = teller.paragraph(item, before, &mut wording);
        if text.is_empty() {
            continue;
        }
        out.push(Paragraph {
            day: item.day,
            text,
            entries: item.entries.iter().map(|entry| entry.seq).collect(),
        });
        before = Some(item);
    }
    out
}

fn count_figures(days: f64) -> String {
    let days = days.round().max(0.0) as u64;
    if days == 1 { format!("1{TIE}day") } else { format!("{}{TIE}days", crate::voice::figures(days)) }
}

/// Commands beside what they show: under each other where there is room, else just after the command, else not at all.
fn next_lines(next: &[(String, String)]) -> Vec<Line> {
    let wide = next.iter().map(|(command, _)| columns(command)).max().unwrap_or(0);
    let mut lines = Vec::new();
    for (row, (command, shows)) in next.iter().enumerate() {
        let mut line = if row == 0 { Line::of(Style::Heading, "Next:") } else { Line::new() };
        line.pad_to(7);
        line.push(Style::Strong, command.clone());
        let columns_from = [7 + wide + 3, line.width() + 3];
        let at = columns_from.into_iter().find(|at| at + columns(shows) <= WIDTH);
        if let Some(at) = at.filter(|_| !shows.is_empty()) {
            line.pad_to(at);
            line.push(Style::Dim, shows.clone());
        }
        lines.push(line);
    }
    lines
}
