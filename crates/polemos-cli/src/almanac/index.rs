//! The first page: the histories and how they hang together, and all that there is a page of.

use super::history::History;
use super::page::{STYLE, search};
use polemos::record::export::html::{Frame, escape, frame};

/// A continuity in the family tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kin {
    /// What it is called.
    pub name: String,
    /// What it parts from.
    pub parent: Option<String>,
    /// When, and with what changes.
    pub parted: String,
    /// What came of it.
    pub result: String,
    /// The folder of its pages, where it has any.
    pub folder: Option<String>,
}

/// The first page.
pub fn page(histories: &[History], kin: &[Kin]) -> String {
    let title = match histories {
        [one] => format!("Almanac of {}", one.title),
        _ => "Almanac".to_owned(),
    };
    let mut body = format!("<article>\n<h1>{}</h1>\n", escape(&title));
    body.push_str("<h2>Histories</h2>\n");
    body.push_str(&tree(kin, None, 0));
    for history in histories {
        body.push_str(&history.overview());
    }
    body.push_str("</article>\n");
    let above = format!(
        "<nav aria-label=\"Almanac\"><a href=\"index.html\" aria-current=\"page\">Almanac</a>{}</nav>",
        search("")
    );
    frame(&Frame {
        title: &title,
        description: "Wars, battles, persons, factions and places of the histories that it holds.",
        language: "en",
        head: "",
        style: STYLE,
        above: &above,
        body: &body,
        below: "",
    })
}

/// Continuities under the one that they part from.
fn tree(kin: &[Kin], parent: Option<&str>, depth: usize) -> String {
    let known = |name: &str| kin.iter().any(|it| it.name == name);
    // One whose parent has no place here stands at the top.
    let under = |it: &&Kin| match (&it.parent, parent) {
        (Some(own), Some(parent)) => own == parent,
        (Some(own), None) => !known(own),
        (None, None) => true,
        (None, Some(_)) => false,
    };
    let rows: Vec<&Kin> = kin.iter().filter(under).collect();
    if rows.is_empty() || depth > kin.len() {
        return String::new();
    }
    let items: String = rows
        .iter()
        .map(|it| {
            let name = match &it.folder {
                Some(folder) => {
                    format!("<a href=\"{0}/index.html\">{1}</a>", escape(folder), escape(&it.name))
                }
                None => escape(&it.name),
            };
            let parted = if it.parted.is_empty() {
                String::new()
            } else {
                format!(" <small>{}</small>", escape(&it.parted))
            };
            let result =
                if it.result.is_empty() { String::new() } else { format!(": {}", escape(&it.result)) };
            let below = if parent == Some(it.name.as_str()) {
                String::new()
            } else {
                tree(kin, Some(&it.name), depth + 1)
            };
            format!("<li>{name}{parted}{result}{below}</li>\n")
        })
        .collect();
    let class = if depth == 0 { " class=\"tree\"" } else { "" };
    format!("<ul{class}>\n{items}</ul>\n")
}
