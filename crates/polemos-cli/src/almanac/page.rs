//! One page within its frame: where it is, what stands before and after it, and the search.

use polemos::record::export::html::{Frame, escape, frame};
use std::collections::BTreeMap;

/// A page of a history.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Name of its file.
    pub file: String,
    /// Its title.
    pub title: String,
    /// What it is about: war, battle, campaign, person, faction, place, timeline.
    pub kind: &'static str,
    /// Other names, for the search.
    pub also: Vec<String>,
    /// Its first sentence.
    pub description: String,
    /// Elements of the head.
    pub head: String,
    /// What stands on it.
    pub body: String,
}

/// Where a page is.
pub struct Way<'a> {
    /// What its history is called.
    pub history: &'a str,
    /// The name of its war.
    pub title: &'a str,
    /// Whether there are other histories.
    pub several: bool,
}

/// The pages before and after each of its kind, by their files.
pub type Order = BTreeMap<String, (Option<(String, String)>, Option<(String, String)>)>;

/// What comes before and after each page among those of its kind, in the order in which they are listed.
pub fn order(pages: &[Page]) -> Order {
    let mut order = Order::new();
    for page in pages {
        let kin: Vec<&Page> = pages.iter().filter(|it| it.kind == page.kind).collect();
        let Some(row) = kin.iter().position(|it| it.file == page.file) else { continue };
        let named = |row: Option<usize>| {
            row.and_then(|row| kin.get(row)).map(|it| (it.file.clone(), it.title.clone()))
        };
        order.insert(page.file.clone(), (named(row.checked_sub(1)), named(Some(row + 1))));
    }
    order
}

/// The style that an almanac has besides that of all pages.
pub const STYLE: &str = "\
.site nav{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;align-items:baseline;border-bottom:1px solid var(--line);padding-bottom:.6rem;margin-bottom:1.2rem}
.site form{margin-left:auto;position:relative}
.site input,.site button{font:inherit;padding:.15rem .4rem;border:1px solid var(--dim);background:var(--paper);color:var(--ink)}
.site input{min-width:12rem}
.found{list-style:none;margin:0;padding:.3rem 0;position:absolute;right:0;z-index:3;width:24rem;max-width:90vw;background:var(--paper);border:1px solid var(--line);box-shadow:0 2px 10px #0004}
.found:empty{display:none}
.found a{display:block;padding:.2rem .7rem}
.found small{margin-left:.4rem}
.around{display:flex;justify-content:space-between;gap:1rem;border-top:1px solid var(--line);padding-top:.6rem;margin-top:2rem}
.timeline{list-style:none;padding:0;max-width:48rem}
.timeline li{display:grid;grid-template-columns:9.5rem 1fr;gap:.8rem;padding:.25rem 0;border-top:1px solid var(--line)}
.timeline time{color:var(--dim)}
.tree ul{border-left:2px solid var(--line);margin:.3rem 0 .3rem .5rem;padding-left:1.2rem}
.tree,.tree ul{list-style:none}
.tree>li>ul{margin-left:.5rem}
.tree{padding-left:0}
.columns{columns:3 14rem;padding-left:1.2rem}
.facts th{text-align:left;vertical-align:top;padding:.2rem 1.2rem .2rem 0;color:var(--dim);font-weight:600}
.facts td{padding:.2rem 0}
@media (max-width:46rem){.timeline li{grid-template-columns:1fr;gap:0}.site form{margin-left:0}}
@media print{.site,.around{display:none}}
";

/// The search of a page that lies so many folders below the first.
pub fn search(root: &str) -> String {
    format!(
        "<form role=\"search\" id=\"search\" hidden><label for=\"query\">Search</label> <input id=\"query\" type=\"search\" autocomplete=\"off\"> <button type=\"submit\">Go</button><ul class=\"found\" id=\"found\"></ul></form><script src=\"{root}search.js\" data-root=\"{root}\" defer></script>"
    )
}

/// The page as a file.
pub fn whole(page: &Page, order: &Order, way: &Way<'_>) -> String {
    let history = match way.several {
        true => format!("<a href=\"index.html\">{} ({})</a>", escape(way.title), escape(way.history)),
        false => format!("<a href=\"index.html\">{}</a>", escape(way.title)),
    };
    let above = format!(
        "<nav aria-label=\"Almanac\"><a href=\"../index.html\">Almanac</a>{history}<a href=\"timeline.html\">Timeline</a><a href=\"contents.html\">All pages</a>{}</nav>",
        search("../")
    );
    let around = order.get(&page.file).filter(|(before, after)| before.is_some() || after.is_some());
    let around = around.map(|(before, after)| {
        let link = |it: &Option<(String, String)>, back: bool| match it {
            Some((file, title)) if back => {
                format!("<a rel=\"prev\" href=\"{}\">← {}</a>", escape(file), escape(title))
            }
            Some((file, title)) => {
                format!("<a rel=\"next\" href=\"{}\">{} →</a>", escape(file), escape(title))
            }
            None => "<span></span>".to_owned(),
        };
        format!(
            "<nav class=\"around\" aria-label=\"Before and after\">{}{}</nav>",
            link(before, true),
            link(after, false)
        )
    });
    frame(&Frame {
        title: &page.title,
        description: &page.description,
        language: "en",
        head: &page.head,
        style: STYLE,
        above: &above,
        body: &format!("{}{}", page.body, around.unwrap_or_default()),
        below: "",
    })
}
