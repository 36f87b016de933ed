//! Whatever the bytes, the importer neither panics nor loses one: the text is kept, wikitext comes back byte for byte, and
//! the record comes back out of its JSON.
//!
//! `cargo fuzz run -s none import fuzz/corpus/import samples` (stable toolchain), or the same mutations without coverage:
//! `PROPTEST_CASES=20000 cargo test --release -p polemos-record --test any_page`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use polemos_record::import::{Settings, import};
use polemos_record::{Format, export, json, skeleton};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for format in [Format::Wikitext, Format::Flattened] {
        let record = import(text, &Settings { format: Some(format), ..Settings::default() }).record;
        assert!(record.origin.as_ref().is_some_and(|it| it.text == text));
        if format == Format::Wikitext {
            assert_eq!(export::wikitext::write(&record), text);
        }
        let written = json::write(&record).unwrap();
        assert_eq!(json::read(&written).unwrap(), record);
        assert!(export::html::write(&record).ends_with("</html>\n"));
        assert!(!skeleton::write(&record).is_empty());
    }
});
