//! `polemos record trace`: what each number of an article rests on.

use super::told::{Named, find};
use crate::args::{Format, TraceArgs};
use crate::{Done, output, stop};
use polemos::PlayedSoFar;
use polemos::almanac::article::entry_in_words;
use polemos::almanac::text::{Line, Style, WIDTH, hang, plain};
use polemos::chronicle::Seq;
use polemos::record::{Claim, Mention, Record, Sentence, Stated};
use serde_json::json;
use std::process::ExitCode;

/// Entries that are told in full for one number.
const ENTRIES: usize = 4;

/// Prints every number with its claim and its entries.
pub fn run(args: &TraceArgs) -> Done {
    stop::listen();
    let named = find(&args.record, &args.told.how, args.told.length.into())?;
    let record = named.record(args.told.of.as_deref())?;
    let played = match &named {
        Named::Told(played, _) => Some(&**played),
        _ => None,
    };
    let words: Vec<String> = args.words.iter().map(|word| word.to_lowercase()).collect();
    let sentences = record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences);
    let chosen: Vec<&Sentence> = sentences
        .filter(|it| words.iter().all(|word| it.text.to_lowercase().contains(word)))
        .filter(|it| it.states.iter().any(is_number))
        .collect();
    match args.format {
        Format::Json => output::print_json(&as_json(record, &chosen))?,
        Format::Text => output::print(&as_text(played, &chosen))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn is_number(mention: &Mention) -> bool {
    !matches!(mention.claim.value, Stated::Name(_) | Stated::Hedge(_) | Stated::Text(_) | Stated::Citation(_))
}

fn as_json(record: &Record, sentences: &[&Sentence]) -> serde_json::Value {
    let one = |it: &&Sentence| {
        let states: Vec<&Mention> = it.states.iter().filter(|it| is_number(it)).collect();
        json!({ "text": it.text, "states": states })
    };
    json!({ "record": record.id, "sentences": sentences.iter().map(one).collect::<Vec<_>>() })
}

fn as_text(played: Option<&PlayedSoFar>, sentences: &[&Sentence]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut numbers = 0;
    for sentence in sentences {
        lines.extend(hang(Line::new(), &plain(&sentence.text), WIDTH));
        for mention in sentence.states.iter().filter(|it| is_number(it)) {
            numbers += 1;
            let gutter = Line::of(Style::Strong, format!("  {}  ", mention.claim.verbatim));
            lines.extend(hang(gutter, &plain(&ground(&mention.claim, mention.of.as_deref())), WIDTH));
            lines.extend(entries(played, &mention.claim));
        }
        lines.push(Line::new());
    }
    let told = format!("{numbers} numbers in {} sentences.", sentences.len());
    lines.push(Line::of(Style::Dim, told));
    lines
}

/// What a claim means, and where it stands.
fn ground(claim: &Claim<Stated>, of: Option<&str>) -> String {
    let value = match &claim.value {
        Stated::Count { amount, .. } | Stated::Extent(amount) => amount.to_text(),
        Stated::Duration(amount) => format!("{} days", amount.to_text()),
        Stated::Ordinal(n) => format!("number {n}"),
        Stated::Date(date) => date.edtf.clone().unwrap_or_else(|| date.verbatim.clone()),
        Stated::When(text) => text.clone(),
        _ => String::new(),
    };
    let rows: Vec<u32> = claim.sources.iter().flat_map(|it| it.entries.clone()).collect();
    let locator =
        claim.sources.iter().find_map(|it| it.locator.clone()).map(|it| it.trim_matches('/').to_owned());
    let mut text = format!("= {value}");
    if let Some(of) = of {
        text.push_str(&format!("; the box says so too ({of})"));
    }
    match rows.len() {
        0 => {}
        1 => text.push_str(&format!("; entry {}", rows[0])),
        n if n <= 12 => {
            let list: Vec<String> = rows.iter().map(u32::to_string).collect();
            text.push_str(&format!("; entries {}", list.join(", ")));
        }
        n => text.push_str(&format!("; {n} entries, {} to {}", rows[0], rows[n - 1])),
    }
    locator.map(|it| text.push_str(&format!(" ({it})"))).unwrap_or_default();
    text
}

fn entries(played: Option<&PlayedSoFar>, claim: &Claim<Stated>) -> Vec<Line> {
    let Some(played) = played else { return Vec::new() };
    let run = played.run();
    let teller = run.teller();
    let rows: Vec<u32> = claim.sources.iter().flat_map(|it| it.entries.clone()).collect();
    let mut lines = Vec::new();
    for row in rows.iter().take(ENTRIES) {
        let Some(entry) = teller.chronicle.entry(Seq(*row)) else { continue };
        let date = teller.dates.short(entry.day);
        let words = entry_in_words(&teller, entry);
        let gutter = Line::of(Style::Dim, format!("    {row:>4} {date}  "));
        lines.extend(hang(gutter, &plain(&words), WIDTH));
    }
    lines
}
