//! On what terms what is written may be passed on.

use crate::model::{Record, SourceKind};

/// The terms of a record's sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Where the words come from: title, address and licence of every source that has a licence or is a page.
    pub sources: Vec<String>,
    /// Whether some source asks that what is made of it bear the same licence.
    pub share_alike: Vec<String>,
    /// Whether a page was read whose licence is not known.
    pub unknown: bool,
}

/// The terms of a record.
pub fn terms(record: &Record) -> Terms {
    let mut found = Terms::default();
    for source in &record.sources {
        let page = source.kind == SourceKind::Page && record.origin.is_some();
        if source.licence.is_none() && !page {
            continue;
        }
        let mut text = source.title.clone().unwrap_or_else(|| source.id.clone());
        let named = [&source.attribution, &source.address].into_iter().flatten().cloned();
        let licence = source.licence.as_ref().map(|it| it.name.clone());
        for more in named.chain(licence) {
            text.push_str(&format!(", {more}"));
        }
        found.sources.push(text);
        match &source.licence {
            Some(licence) if licence.share_alike => found.share_alike.push(licence.name.clone()),
            Some(_) => {}
            None => found.unknown = true,
        }
    }
    found
}

impl Terms {
    /// What to tell whoever passes it on; none where nothing is asked for.
    pub fn warning(&self) -> Option<String> {
        if let Some(licence) = self.share_alike.first() {
            return Some(format!(
                "This holds words under {licence}: name the source, and pass on what you make of them under the same licence."
            ));
        }
        self.unknown.then(|| {
            "The licence of the page that this was read from is not known: give it with --licence before you pass this on.".to_owned()
        })
    }
}
