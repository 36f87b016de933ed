//! How long an import of a large page takes, and a record's way out in every form. Prints one line each.
//!
//! `cargo run --release -p polemos-record --example speed -- BOX.wikitext`
#![allow(clippy::unwrap_used)] // a tool for the workbench

use polemos_record::import::{Settings, import};
use polemos_record::{export, json};
use std::time::Instant;

fn main() {
    let text = std::env::args().nth(1).map(|path| std::fs::read_to_string(path).unwrap());
    let text = text.unwrap_or_else(|| {
        "{{Infobox military conflict|conflict=War|combatant1=A|combatant2=B}}\n".to_owned()
    });
    let mut page = text.clone();
    let mut n = 0;
    let size = std::env::args().nth(2).and_then(|it| it.parse().ok()).unwrap_or(1_000_000);
    while page.len() < size {
        n += 1;
        page.push_str(&format!(
            "\n== Part {n} ==\nThe [[League of the Quays|League]] had long held the passage, and nobody in its councils thought that it \
             could be taken from the landward side.<ref>Brandt, ''The Quays'', p. {n}.</ref> Its captains went on as they had been \
             used to, and the masters of the yards went home.\n\nThe Reeve, who had seen the harbour herself, wrote that the chain was \
             rusted through and that its keepers slept. Her letter lay unread.\n\nIn the spring of {}, about {},500 men of the [[League]] crossed the river, and perhaps hundreds \
             drowned.<ref name=\"r{n}\">Vey, ''Annals'', p. {n}.</ref> A year later the Host came back with '''many thousands''' \
             of ships; it had lost over 40 % of them by 3 October {}. Nobody knew what the Reeve had meant to do, and those who \
             asked were told that she had never said.\n",
            1000 + n % 900,
            n % 90 + 1,
            1000 + n % 900
        ));
    }
    let settings = Settings::default();
    let best = |what: &str, mut work: Box<dyn FnMut() -> usize>| {
        let mut least = f64::INFINITY;
        let mut bytes = 0;
        for _ in 0..15 {
            let start = Instant::now();
            bytes = work();
            least = least.min(start.elapsed().as_secs_f64() * 1e3);
        }
        println!("{what:<28} {least:7.2} ms  {bytes} bytes");
    };
    let (large, small) = (page.clone(), text.clone());
    let (other, own) = (settings.clone(), settings.clone());
    best("import of a 1 MB page", Box::new(move || import(&large, &other).record.sections.len()));
    best("import of the box alone", Box::new(move || import(&small, &own).record.sides.len()));
    let record = import(&page, &settings).record;
    for (name, write) in [
        ("wikitext", export::wikitext::write as fn(&_) -> String),
        ("markdown", export::markdown::write),
        ("html", export::html::write),
        ("text", export::text::write),
        ("csv", export::csv::write),
    ] {
        let own = record.clone();
        best(&format!("export of it as {name}"), Box::new(move || write(&own).len()));
    }
    let own = record.clone();
    best("export of it as json", Box::new(move || json::write(&own).unwrap().len()));
    let record = import(&text, &settings).record;
    let own = record.clone();
    best("export of the box as html", Box::new(move || export::html::write(&own).len()));
}
