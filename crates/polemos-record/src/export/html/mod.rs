//! A record as a page of HTML that needs nothing else: box, contents, article, notes that show where one points at their
//! markers, and the same as JSON-LD. The frame of a page and its style are apart from what stands in it, so that other
//! pages can use them.

mod content;
mod figures;
mod frame;
mod linked;

pub use content::{article, infobox, with};
pub use figures::{Figure, figure};
pub use frame::{Frame, STYLE, escape, frame};
pub use linked::json_ld;

use crate::export::view::View;
use crate::model::Record;

/// What stands in an article beside what the record holds.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// Pictures.
    pub figures: &'a [Figure],
    /// Where the page of an entity or record lies, by its key; none for one without a page.
    pub link: &'a dyn Fn(&str) -> Option<String>,
}

/// Writes the page of one record.
pub fn write(record: &Record) -> String {
    write_with(record, &[])
}

/// Writes the page of one record with pictures.
pub fn write_with(record: &Record, figures: &[Figure]) -> String {
    let mut view = View::new(record);
    let body = with(record, &mut view, &Beside { figures, link: &|_| None });
    let data = json_ld(record);
    frame(&Frame {
        title: record.name(),
        description: &description(record),
        language: "en",
        head: &data,
        body: &body,
        ..Frame::default()
    })
}

/// One sentence for those who look for pages.
fn description(record: &Record) -> String {
    let first =
        record.sections.first().and_then(|it| it.paragraphs.first()).and_then(|it| it.sentences.first());
    match first {
        Some(sentence) => sentence.text.clone(),
        None => {
            let result = record.outcome.text.first().map(|it| format!(": {}", it.value)).unwrap_or_default();
            format!("{}, {}{result}", record.name(), record.date_text())
        }
    }
}
