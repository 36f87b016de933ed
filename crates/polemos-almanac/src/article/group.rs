//! Several wars of one chronicle told as one: a record of the group, with a chronology.

use super::{Chapter, Composer, Length};
use crate::wording::Wording;
use polemos_record::{Record, RecordKind, Section};

impl Composer<'_, '_> {
    /// The record of the group: the box is that of the whole run, the article goes war by war.
    pub(super) fn group(&mut self, whole: &Record, chapters: &[Chapter], length: Length) -> Option<Record> {
        self.notes.clear();
        self.said.clear();
        let mut sections = Vec::new();
        let mut wording = Wording::new();
        for chapter in chapters {
            let dates = self.teller.dates.range(chapter.days.0, chapter.days.1);
            let told = self.course(Some(chapter), Length::Short.min(length), &mut wording);
            let paragraphs: Vec<_> = told.into_iter().flat_map(|it| it.paragraphs).collect();
            if !paragraphs.is_empty() {
                sections.push(Section { heading: Some(dates), level: 2, paragraphs });
            }
        }
        let lead = whole.sections.first().cloned();
        let mut record = Record {
            id: format!("{}-wars", whole.id),
            kind: RecordKind::WarGroup,
            sections: lead.into_iter().chain(sections).collect(),
            ..whole.clone()
        };
        self.finish(&mut record);
        Some(record)
    }
}
