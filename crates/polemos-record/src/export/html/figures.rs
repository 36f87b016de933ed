//! Pictures of a page, each with its caption and with a table of what it shows: whoever cannot see the one can read the
//! other.

use super::frame::escape;

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// The picture, as an SVG element.
    pub svg: String,
    /// What it shows, a sentence.
    pub caption: String,
    /// Heads of the table.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// A figure as HTML.
pub fn figure(it: &Figure) -> String {
    let heads: String =
        it.columns.iter().map(|head| format!("<th scope=\"col\">{}</th>", escape(head))).collect();
    let rows: String = it
        .rows
        .iter()
        .map(|row| {
            let cells: String = row
                .iter()
                .enumerate()
                .map(|(n, cell)| match n {
                    0 => format!("<th scope=\"row\">{}</th>", escape(cell)),
                    _ => format!("<td>{}</td>", escape(cell)),
                })
                .collect();
            format!("<tr>{cells}</tr>\n")
        })
        .collect();
    let table = match it.rows.is_empty() {
        true => String::new(),
        false => format!(
            "<details>\n<summary>The same as a table</summary>\n<table class=\"data\">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</details>\n"
        ),
    };
    format!(
        "<figure>\n{}{table}<figcaption>{}</figcaption>\n</figure>\n",
        inline(&it.svg),
        escape(&it.caption)
    )
}

/// An SVG as it stands within a page: without its size in pixels and without a title that would show as one points at it.
fn inline(svg: &str) -> String {
    let body = svg.find("<svg").map_or(svg, |at| &svg[at..]);
    let Some(end) = body.find('>') else { return body.to_owned() };
    let (head, rest) = body.split_at(end);
    let mut head: String = head
        .split(' ')
        .filter(|part| !part.starts_with("width=") && !part.starts_with("height="))
        .collect::<Vec<_>>()
        .join(" ");
    let mut rest = rest.to_owned();
    if let (Some(from), Some(to)) = (rest.find("<title>"), rest.find("</title>")) {
        let label = rest[from + 7..to].to_owned();
        rest.replace_range(from..to + 8, "");
        if !head.contains("aria-label") {
            head.push_str(&format!(" aria-label=\"{label}\""));
        }
    }
    format!("{head}{rest}")
}
