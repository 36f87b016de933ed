//! A record as a page of HTML that needs nothing else: box, contents, article, notes that show where one points at their
//! markers, and the same as JSON-LD. The frame of a page and its style are apart from what stands in it, so that other
//! pages can use them.

mod content;
mod frame;
mod linked;

pub use content::{article, infobox};
pub use frame::{Frame, STYLE, escape, frame};
pub use linked::json_ld;

use crate::export::view::View;
use crate::model::Record;

/// Writes the page of one record.
pub fn write(record: &Record) -> String {
    let mut view = View::new(record);
    let body = article(record, &mut view);
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
