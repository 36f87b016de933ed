//! An almanac: a folder of pages about the wars of one or more histories, linked, with a search that needs no server.

mod entity;
mod history;
mod index;
mod page;
mod search;

pub use history::History;
pub use index::Kin;
pub use search::MARK;

use std::collections::BTreeMap;

/// A file of the almanac: its path within the folder, and its text.
pub type File = (String, String);

/// All files.
pub fn files(histories: &[History], kin: &[Kin]) -> Vec<File> {
    let mut files = Vec::new();
    let mut found = Vec::new();
    for history in histories {
        let others: Vec<&History> = histories
            .iter()
            .filter(|other| other.folder != history.folder && other.played.war.id == history.played.war.id)
            .collect();
        let pages = history.pages(&others);
        for page in &pages {
            found.push(search::Entry {
                title: page.title.clone(),
                kind: page.kind.to_owned(),
                path: format!("{}/{}", history.folder, page.file),
                also: page.also.clone(),
                history: if histories.len() > 1 { history.label.clone() } else { String::new() },
            });
        }
        let order = page::order(&pages);
        for one in &pages {
            let way =
                page::Way { history: &history.label, title: &history.title, several: histories.len() > 1 };
            files.push((format!("{}/{}", history.folder, one.file), page::whole(one, &order, &way)));
        }
    }
    files.push(("index.html".to_owned(), index::page(histories, kin)));
    files.push(("search.js".to_owned(), search::script(&found)));
    let unique: BTreeMap<String, String> = files.into_iter().collect();
    unique.into_iter().collect()
}
