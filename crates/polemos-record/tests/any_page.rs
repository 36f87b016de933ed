//! Whatever the text: no panic, no byte lost, and the same record out of its JSON.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

use polemos_record::import::{Settings, import};
use polemos_record::{Format, Record, export, json, keep, skeleton};
use proptest::prelude::*;
use std::path::Path;

/// What must hold of every text.
fn holds(text: &str) -> Record {
    for format in [Format::Wikitext, Format::Flattened] {
        let settings = Settings { format: Some(format), ..Settings::default() };
        let read = import(text, &settings);
        let record = read.record;
        assert_eq!(record.origin.as_ref().unwrap().text, text, "the text is kept whole");
        if format == Format::Wikitext {
            assert!(export::wikitext::write(&record) == text, "wikitext came back otherwise: {text:?}");
        }
        let again = json::read(&json::write(&record).unwrap()).unwrap();
        assert_eq!(again, record, "{text:?}");
        let errors: Vec<_> = keep::check(&record).into_iter().filter(|it| it.error).collect();
        assert!(errors.is_empty(), "{text:?}: {errors:?}");
        let _ =
            (export::html::write(&record), export::markdown::write(&record), export::text::write(&record));
        let _ = (export::csv::write(&record), skeleton::write(&record));
    }
    import(text, &Settings::default()).record
}

fn samples() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut texts: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end != "md"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    texts.sort();
    texts
}

const PIECES: [&str; 34] = [
    "{{",
    "}}",
    "[[",
    "]]",
    "|",
    "=",
    "\n",
    "<ref>",
    "</ref>",
    "<ref name=a/>",
    "<br>",
    "'''",
    "''",
    "<!--",
    "-->",
    "* ",
    "----",
    "{{KIA}}",
    "{{ubl|",
    "combatant1",
    "strength2=",
    "1,200",
    "10–20 %",
    "unknown",
    "†",
    "é",
    "(",
    ")",
    "{|",
    "|}",
    "== H ==",
    " thousands of ",
    "3 May 1340",
    "&lt;br&gt;",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Pieces of markup in any order.
    #[test]
    fn nonsense(rows in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = rows.iter().map(|row| PIECES[*row]).collect();
        holds(&text);
        holds(&format!("{{{{Infobox military conflict|conflict=X|combatant1={text}|combatant2=Y"));
    }

    /// Sample pages with pieces cut out, put in, and swapped.
    #[test]
    fn mutated_pages(which in 0usize..4, cuts in proptest::collection::vec((0usize..4000, 0usize..60, 0..PIECES.len()), 1..8)) {
        let texts = samples();
        let mut text = texts[which % texts.len()].clone();
        for (at, len, piece) in cuts {
            let start = floor(&text, at % text.len().max(1));
            let end = floor(&text, (start + len).min(text.len())).max(start);
            text.replace_range(start..end, PIECES[piece]);
        }
        holds(&text);
    }

    /// Any text at all.
    #[test]
    fn anything(text in "\\PC{0,200}") {
        holds(&text);
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[test]
fn deep_and_long_texts_end() {
    for piece in ["{{", "[[", "<ref>", "{{a|", "'''", "[http://a", "{|", "* ", "(", "“"] {
        holds(&piece.repeat(4000));
        holds(&format!("{{{{Infobox war|combatant1={}", piece.repeat(2000)));
    }
    holds(&format!("{}{}", "{{a|".repeat(3000), "}}".repeat(3000)));
    holds(&"one two three ".repeat(3000));
    holds("\u{feff}{{Infobox conflict|conflict=É|combatant1=\u{a0}|date=\u{202f}}}\r\n");
    holds("");
}
