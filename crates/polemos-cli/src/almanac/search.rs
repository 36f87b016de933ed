//! The search: an index as a script, because a page read from the file system may load scripts and no other files.

use serde_json::json;

/// One page that can be found.
pub struct Entry {
    /// Its title.
    pub title: String,
    /// What it is about.
    pub kind: String,
    /// Its path from the almanac's first page.
    pub path: String,
    /// Other names.
    pub also: Vec<String>,
    /// The history that it is of, where there are several.
    pub history: String,
}

/// What the script does: it shows the pages in whose names all words of the query begin some word.
const CODE: &str = r#"
(function () {
  var root = document.currentScript.dataset.root;
  var form = document.getElementById("search"), query = document.getElementById("query"), list = document.getElementById("found");
  if (!form) return;
  form.hidden = false;
  function plain(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f'’]/g, ""); }
  var pages = PAGES.map(function (it) { return { it: it, words: plain(it[0] + " " + it[3]).split(/[^\p{L}\p{N}]+/u) }; });
  function show() {
    list.textContent = "";
    var asked = plain(query.value).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    if (!asked.length) return;
    pages.filter(function (page) {
      return asked.every(function (word) { return page.words.some(function (own) { return own.indexOf(word) === 0; }); });
    }).slice(0, 12).forEach(function (page) {
      var item = document.createElement("li"), link = document.createElement("a"), small = document.createElement("small");
      link.href = root + page.it[2];
      link.textContent = page.it[0];
      small.textContent = page.it[1] + (page.it[4] ? ", " + page.it[4] : "");
      link.appendChild(small);
      item.appendChild(link);
      list.appendChild(item);
    });
  }
  query.addEventListener("input", show);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first) location.href = first.href;
  });
})();
"#;

/// The first line, by which a folder is known to be an almanac.
pub const MARK: &str = "// The index of an almanac made by Polemos.";

/// The script with its index.
pub fn script(entries: &[Entry]) -> String {
    let rows: Vec<String> = entries
        .iter()
        .map(|it| json!([it.title, it.kind, it.path, it.also.join(" "), it.history]).to_string())
        .collect();
    format!("{MARK}\nvar PAGES = [\n{}\n];\n{CODE}", rows.join(",\n"))
}
