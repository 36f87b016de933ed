//! The pages of one history.

use super::entity;
use super::page::Page;
use crate::article::Pictures;
use polemos::PlayedSoFar;
use polemos::almanac::article::{Length, entry_in_words, mentioned};
use polemos::almanac::sentence::Teller;
use polemos::almanac::text::TIE;
use polemos::chronicle::What;
use polemos::record::export::html::{Beside, escape, json_ld, with};
use polemos::record::export::view::View;
use polemos::record::{Record, RecordKind};
use polemos::war::names::capitalised;
use std::collections::{BTreeMap, BTreeSet};

/// A history that was played, ready to be set.
pub struct History {
    /// What it is called.
    pub label: String,
    /// The folder of its pages.
    pub folder: String,
    /// The name of its war.
    pub title: String,
    /// The run.
    pub played: PlayedSoFar,
    /// Its records.
    pub records: Vec<Record>,
    /// Its happenings in words.
    pub told: Vec<Told>,
    /// Files of its pages, by keys of what they are about.
    links: BTreeMap<String, String>,
}

/// A happening in words.
pub struct Told {
    /// Its number.
    pub seq: u32,
    /// Its date.
    pub date: String,
    /// The words.
    pub text: String,
    /// Ids of those that it speaks of.
    pub about: BTreeSet<String>,
    /// Whether it is only a step of something else: a departure, an arrival, what yards built.
    pub step: bool,
    /// Id of the record of the battle that it is part of.
    pub battle: Option<String>,
}

impl History {
    /// A history with its records.
    pub fn new(label: &str, folder: &str, played: PlayedSoFar, length: Length) -> Self {
        let (records, told, title) = {
            let run = played.run();
            let teller = run.teller();
            let records = run.told(length).records;
            (records, happenings(&teller), capitalised(&played.war.names.primary))
        };
        let links = links(&played, &records);
        Self { label: label.to_owned(), folder: folder.to_owned(), title, played, records, told, links }
    }

    /// The file of a page, by the key of what it is about.
    pub fn link(&self, key: &str) -> Option<String> {
        self.links.get(key).cloned()
    }

    /// All its pages, those of one kind in their order.
    pub fn pages(&self, others: &[&History]) -> Vec<Page> {
        let mut pages: Vec<Page> =
            self.records.iter().enumerate().map(|(row, record)| self.of_record(row, record)).collect();
        pages.extend(entity::persons(self, others));
        pages.extend(entity::factions(self, others));
        pages.extend(entity::places(self, others));
        pages.push(self.timeline());
        let contents = self.contents(&pages);
        pages.push(contents);
        pages
    }

    fn of_record(&self, row: usize, record: &Record) -> Page {
        let mut view = View::new(record);
        let pictures = match record.kind {
            RecordKind::Campaign => Vec::new(),
            _ => Pictures::of(&self.played, record).figures(),
        };
        let own = self.link(&record.id);
        // A page does not link to itself.
        let link = |key: &str| self.link(key).filter(|file| Some(file) != own.as_ref());
        let body = with(record, &mut view, &Beside { figures: &pictures, link: &link });
        let first =
            record.sections.first().and_then(|it| it.paragraphs.first()).and_then(|it| it.sentences.first());
        Page {
            file: if row == 0 { "index.html".to_owned() } else { format!("{}.html", record.id) },
            title: capitalised(record.name()),
            kind: kind(record.kind),
            also: record.names.iter().skip(1).map(|it| it.value.clone()).collect(),
            description: first.map(|it| it.text.clone()).unwrap_or_default(),
            head: json_ld(record),
            body,
        }
    }

    fn timeline(&self) -> Page {
        let rows: Vec<&Told> = self.told.iter().filter(|it| !it.step).collect();
        let body = format!(
            "<article>\n<h1>Timeline</h1>\n<p>All that happened in this history of {}, but for single moves and arrivals.</p>\n{}</article>\n",
            escape(&lower(&self.title)),
            self.list(&rows)
        );
        Page {
            file: "timeline.html".to_owned(),
            title: format!("Timeline of {}", lower(&self.title)),
            kind: "timeline",
            description: "All that happened, in order.".to_owned(),
            body,
            ..Page::default()
        }
    }

    /// Happenings as a list, those of battles linked to their pages.
    pub fn list(&self, rows: &[&Told]) -> String {
        let items: String = rows
            .iter()
            .map(|it| {
                let page = it.battle.as_deref().and_then(|id| self.link(id));
                let text = match page {
                    Some(page) => {
                        format!("{} <a href=\"{}\">The battle</a>", escape(&it.text), escape(&page))
                    }
                    None => escape(&it.text),
                };
                format!(
                    "<li id=\"entry-{}\"><time>{}</time><span>{text}</span></li>\n",
                    it.seq,
                    escape(&it.date)
                )
            })
            .collect();
        format!("<ol class=\"timeline\">\n{items}</ol>\n")
    }

    fn contents(&self, pages: &[Page]) -> Page {
        let body = format!("<article>\n<h1>All pages</h1>\n{}</article>\n", listed(pages, ""));
        Page {
            file: "contents.html".to_owned(),
            title: format!("All pages of {}", lower(&self.title)),
            kind: "contents",
            description: "Every page of this history.".to_owned(),
            body,
            ..Page::default()
        }
    }

    /// What the first page says of it.
    pub fn overview(&self) -> String {
        let war = self.records.first();
        let lead = war.and_then(|it| it.sections.first()).and_then(|it| it.paragraphs.first());
        let lead = lead
            .map(|it| it.sentences.iter().take(2).map(|it| it.text.as_str()).collect::<Vec<_>>().join(" "));
        let count = |kind: &str| self.links.keys().filter(|key| self.kind_of(key) == kind).count();
        let folder = escape(&self.folder);
        format!(
            "<section aria-labelledby=\"h-{folder}\">\n<h2 id=\"h-{folder}\"><a href=\"{folder}/index.html\">{}</a></h2>\n<p>{}</p>\n<p><a href=\"{folder}/contents.html\">All pages</a>: {} persons, {} factions, {} places, {} battles and campaigns; <a href=\"{folder}/timeline.html\">timeline</a>.</p>\n</section>\n",
            escape(&format!("{} ({})", self.title, self.label)),
            escape(&lead.unwrap_or_default()),
            count("person"),
            count("faction"),
            count("place"),
            self.records.len().saturating_sub(1)
        )
    }

    fn kind_of(&self, key: &str) -> &'static str {
        let war = &self.played.war;
        if war.persons.iter().any(|it| it.id == key) {
            "person"
        } else if war.places.iter().any(|it| it.id == key) {
            "place"
        } else if war.factions.iter().any(|it| it.id == key) {
            "faction"
        } else {
            "other"
        }
    }
}

/// Pages under headings of their kinds.
pub fn listed(pages: &[Page], folder: &str) -> String {
    let mut out = String::new();
    for (kind, heading) in [
        ("wars", "Wars"),
        ("war", "Wars"),
        ("campaign", "Campaigns"),
        ("battle", "Battles"),
        ("person", "Persons"),
        ("faction", "Factions"),
        ("place", "Places"),
    ] {
        let items: String = pages
            .iter()
            .filter(|it| it.kind == kind)
            .map(|it| {
                format!("<li><a href=\"{folder}{}\">{}</a></li>\n", escape(&it.file), escape(&it.title))
            })
            .collect();
        if !items.is_empty() {
            out.push_str(&format!("<h2>{heading}</h2>\n<ul class=\"columns\">\n{items}</ul>\n"));
        }
    }
    out
}

fn kind(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::WarGroup => "wars",
        RecordKind::War => "war",
        RecordKind::Campaign => "campaign",
        RecordKind::Battle | RecordKind::Siege | RecordKind::Incident => "battle",
    }
}

/// A title as it stands within a sentence.
pub fn lower(title: &str) -> String {
    match title.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        None => title.to_owned(),
    }
}

fn happenings(teller: &Teller<'_>) -> Vec<Told> {
    let one = |entry: &polemos::chronicle::Entry| {
        let text = entry_in_words(teller, entry);
        let battle =
            teller.clash_of(entry.seq).map(|clash| polemos::almanac::article::battle_id(teller, clash));
        // Of a battle of several engagements the first is told, and the others are in it.
        let later = teller.clash_of(entry.seq).is_some_and(|clash| clash.entries.first() != Some(&entry.seq));
        (!text.is_empty() && !later).then(|| Told {
            seq: entry.seq.0,
            date: teller.dates.full(entry.day).replace(TIE, " "),
            text,
            about: mentioned(teller, &entry.what),
            step: matches!(
                entry.what,
                What::Departed { .. }
                    | What::Arrived { .. }
                    | What::Built { .. }
                    | What::Resupplied { .. }
                    | What::Command { .. }
            ),
            battle,
        })
    };
    teller.chronicle.entries.iter().filter_map(one).collect()
}

/// Files of pages by the keys of what they are about. Sides that stand for one faction lead to its page.
fn links(played: &PlayedSoFar, records: &[Record]) -> BTreeMap<String, String> {
    let war = &played.war;
    let mut links = BTreeMap::new();
    for (row, record) in records.iter().enumerate() {
        let file = if row == 0 { "index.html".to_owned() } else { format!("{}.html", record.id) };
        links.insert(record.id.clone(), file);
    }
    let mut add = |id: &str, kind: &str| {
        links.entry(id.to_owned()).or_insert(format!("{kind}-{id}.html"));
    };
    war.persons.iter().filter(|it| !it.removed).for_each(|it| {
        add(&it.id, "person");
    });
    war.places.iter().filter(|it| !it.removed).for_each(|it| {
        add(&it.id, "place");
    });
    war.factions.iter().filter(|it| !it.removed).for_each(|it| {
        add(&it.id, "faction");
    });
    links
}
