//! What stands on the page of a record.

use super::Beside;
use super::figures::figure;
use super::frame::escape;
use crate::export::terms;
use crate::export::view::{Line, Row, View};
use crate::model::{Basis, Claim, Mention, Record, Reference, Sentence, Stated, slug};

/// The article: heading, box, contents, sections, neighbours in the series, notes, questions and terms.
pub fn article(record: &Record, view: &mut View) -> String {
    with(record, view, &Beside { figures: &[], link: &|_| None })
}

/// The same, with pictures and with links to other pages.
pub fn with(record: &Record, view: &mut View, beside: &Beside<'_>) -> String {
    let mut out = format!("<article>\n<h1>{}</h1>\n", escape(&view.title));
    if !view.also.is_empty() {
        out.push_str(&format!("<p class=\"also\">Also {}</p>\n", escape(&view.also.join("; "))));
    }
    out.push_str(&linked_infobox(view, beside));
    let (mut lead, mut sections) = (String::new(), String::new());
    // Pictures stand before the second section with a heading: who and what is told by then, and not how it went.
    let place = record.sections.iter().enumerate().filter(|(_, it)| it.heading.is_some()).nth(1);
    let place = place.map_or(record.sections.len(), |(row, _)| row);
    for (row, section) in record.sections.iter().enumerate() {
        if row == place {
            beside.figures.iter().for_each(|it| sections.push_str(&figure(it)));
        }
        if let Some(heading) = &section.heading {
            let level = section.level.clamp(2, 6);
            sections.push_str(&format!(
                "<h{level} id=\"{}\">{}</h{level}>\n",
                anchor(heading),
                escape(heading)
            ));
        }
        for paragraph in &section.paragraphs {
            let sentences: Vec<String> =
                paragraph.sentences.iter().map(|it| sentence(record, view, it, beside)).collect();
            let text = format!("<p>{}</p>\n", sentences.join(" "));
            match section.heading.is_none() && row == 0 {
                true => lead.push_str(&text),
                false => sections.push_str(&text),
            }
        }
    }
    if place == record.sections.len() {
        beside.figures.iter().for_each(|it| sections.push_str(&figure(it)));
    }
    let elsewhere = elsewhere(record);
    out.push_str(&lead);
    out.push_str(&contents(record, view, !elsewhere.is_empty()));
    out.push_str(&sections);
    out.push_str(&elsewhere);
    out.push_str(&chronology(record, beside));
    out.push_str(&notes(view));
    out.push_str(&questions(record));
    out.push_str(&rights(record));
    out.push_str("</article>\n");
    out
}

/// An id that no other element has, and that an element may have.
fn anchor(heading: &str) -> String {
    format!("section-{}", slug(heading))
}

fn contents(record: &Record, view: &View, elsewhere: bool) -> String {
    let headed = record.sections.iter().filter_map(|it| Some((it.level, it.heading.as_ref()?)));
    let mut entries: Vec<(String, String, bool)> =
        headed.map(|(level, heading)| (anchor(heading), heading.clone(), level > 2)).collect();
    if entries.len() < 2 {
        return String::new();
    }
    if elsewhere {
        entries.push(("elsewhere".to_owned(), "In other continuities".to_owned(), false));
    }
    if !view.notes.is_empty() {
        entries.push(("notes".to_owned(), "Notes".to_owned(), false));
    }
    let items: String = entries
        .iter()
        .map(|(id, text, below)| {
            let class = if *below { " class=\"below\"" } else { "" };
            format!("<li{class}><a href=\"#{id}\">{}</a></li>\n", escape(text))
        })
        .collect();
    format!(
        "<nav class=\"contents\" aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n{items}</ol>\n</nav>\n"
    )
}

/// Columns of the box: a number that two, three, four and six sides divide.
const WIDE: usize = 12;

/// The box.
pub fn infobox(view: &View) -> String {
    linked_infobox(view, &Beside { figures: &[], link: &|_| None })
}

fn linked_infobox(view: &View, beside: &Beside<'_>) -> String {
    let mut rows = String::new();
    for row in &view.facts {
        let cell = row.cells.first().map(|cell| list(view, cell, beside)).unwrap_or_default();
        rows.push_str(&format!(
            "<tr><th scope=\"row\" colspan=\"4\">{}</th><td colspan=\"8\">{cell}</td></tr>\n",
            row.label
        ));
    }
    if !view.columns.is_empty() {
        rows.push_str("<tr>");
        for (row, name) in view.sides.iter().enumerate() {
            let class = ["a", "b", "c"][row.min(2)];
            let wide = spans(view.sides.len(), row);
            rows.push_str(&format!("<th scope=\"col\" class=\"{class}\"{wide}>{}</th>", escape(name)));
        }
        rows.push_str("</tr>\n");
        view.columns.iter().for_each(|row| rows.push_str(&columns(view, row, beside)));
    }
    if !view.common.is_empty() {
        rows.push_str(&band("Losses besides"));
        rows.push_str(&format!(
            "<tr><td colspan=\"{WIDE}\">{}</td></tr>\n",
            list(view, &view.common, beside)
        ));
    }
    format!(
        "<table class=\"infobox\">\n<caption>{}</caption>\n<colgroup><col span=\"{WIDE}\"></colgroup>\n<tbody>\n{rows}</tbody>\n</table>\n",
        escape(&view.title)
    )
}

fn columns(view: &View, row: &Row, beside: &Beside<'_>) -> String {
    // Names of sides that are their only members need not be said twice.
    let alone = row.label == "Belligerents"
        && row.cells.iter().zip(&view.sides).all(|(cell, name)| cell.len() == 1 && cell[0].text == *name);
    if alone {
        return String::new();
    }
    let cells = row.cells.iter().enumerate().map(|(n, cell)| {
        let text = match cell.is_empty() {
            // What a run says nothing of in these rows did not happen.
            true if row.label == "Went over" || row.label == "Joined later" => "none".to_owned(),
            true => "<span class=\"dim\">not stated</span>".to_owned(),
            false => list(view, cell, beside),
        };
        format!("<td{}>{text}</td>", spans(row.cells.len(), n))
    });
    let cells: String = cells.collect();
    format!("{}<tr>{cells}</tr>\n", band(row.label))
}

fn band(label: &str) -> String {
    format!("<tr class=\"band\"><th colspan=\"{WIDE}\" scope=\"colgroup\">{label}</th></tr>\n")
}

/// The columns of one cell among several; the last one takes what is left.
fn spans(cells: usize, row: usize) -> String {
    let each = (WIDE / cells.max(1)).max(1);
    let own = if row + 1 == cells { WIDE.saturating_sub(each * row).max(1) } else { each };
    if own > 1 { format!(" colspan=\"{own}\"") } else { String::new() }
}

fn list(view: &View, lines: &[Line], beside: &Beside<'_>) -> String {
    if let [one] = lines {
        return line(view, one, beside);
    }
    let items: String = lines
        .iter()
        .map(|it| {
            let class = match (it.part, it.heading) {
                (true, _) => " class=\"part\"",
                (_, true) => " class=\"lead\"",
                _ => "",
            };
            format!("<li{class}>{}</li>", line(view, it, beside))
        })
        .collect();
    format!("<ul>{items}</ul>")
}

fn line(view: &View, it: &Line, beside: &Beside<'_>) -> String {
    let small =
        it.beside.as_ref().map(|text| format!(" <small>({})</small>", escape(text))).unwrap_or_default();
    let page = it.key.as_deref().and_then(|key| (beside.link)(key));
    let text = match page {
        Some(page) => format!("<a href=\"{}\">{}</a>", escape(&page), escape(&it.text)),
        None => escape(&it.text),
    };
    format!("{text}{small}{}", markers(view, &it.notes))
}

/// Markers of notes, each with what it says for those who point at it.
fn markers(view: &View, notes: &[usize]) -> String {
    let marks = notes.iter().filter_map(|n| {
        let note = view.notes.get(n - 1)?;
        let tip = escape(&note.text);
        Some(format!("<span class=\"note\"><a href=\"#note-{n}\" aria-label=\"Note {n}\">[{n}]</a><span class=\"tip\">{tip}</span></span>"))
    });
    marks.collect()
}

fn sentence(record: &Record, view: &mut View, it: &Sentence, beside: &Beside<'_>) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mention in &it.states {
        let (start, end) = (mention.at.start, mention.at.end);
        let (Some(before), Some(words)) = (it.text.get(at..start), it.text.get(start..end)) else { continue };
        out.push_str(&escape(before));
        let page = match &mention.claim.value {
            Stated::Name(key) => (beside.link)(key),
            _ => None,
        };
        if let Some(page) = page {
            out.push_str(&format!("<a href=\"{}\">{}</a>", escape(&page), escape(words)));
            at = end;
            continue;
        }
        if let Some(ground) = ground(mention) {
            let (ground, words) = (escape(&ground), escape(words));
            out.push_str(&format!("<span class=\"traced\" title=\"{ground}\">{words}</span>"));
            at = end;
            continue;
        }
        match meaning(mention) {
            Some(title) => out.push_str(&format!(
                "<span class=\"figure\" title=\"{}\">{}</span>",
                escape(&title),
                escape(words)
            )),
            None => out.push_str(&escape(words)),
        }
        at = end;
    }
    out.push_str(&escape(it.text.get(at..).unwrap_or("")));
    let notes: Vec<usize> = it.sources.iter().filter_map(|id| view.note(record, id)).collect();
    out.push_str(&markers(view, &notes));
    out
}

/// Which entries of the chronicle a simulated figure rests on.
fn ground(mention: &Mention) -> Option<String> {
    if !matches!(mention.claim.basis, Basis::Sim { .. })
        || matches!(mention.claim.value, Stated::Name(_) | Stated::Text(_))
    {
        return None;
    }
    let rows: Vec<u32> = mention.claim.sources.iter().flat_map(|it| it.entries.clone()).collect();
    Some(match rows.as_slice() {
        [] => return None,
        [one] => format!("chronicle, entry {one}"),
        few if few.len() <= 6 => {
            let rows: Vec<String> = few.iter().map(u32::to_string).collect();
            format!("chronicle, entries {}", rows.join(", "))
        }
        many => format!("chronicle, {} entries from {} to {}", many.len(), many[0], many[many.len() - 1]),
    })
}

/// What words of the prose mean as numbers, where that is more than they say.
fn meaning(mention: &Mention) -> Option<String> {
    let lexicon = crate::import::lexicon();
    let mut parts: Vec<String> = Vec::new();
    match &mention.claim.value {
        Stated::Count { amount, .. } | Stated::Extent(amount) => parts.extend(lexicon.beside(amount)),
        Stated::Date(date) => parts.extend(date.edtf.clone().filter(|edtf| *edtf != date.verbatim)),
        _ => {}
    }
    parts.extend(mention.claim.probability.map(|p| lexicon.probability_in_words(p)));
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn elsewhere(record: &Record) -> String {
    if record.elsewhere.is_empty() {
        return String::new();
    }
    let items = record.elsewhere.iter().map(|it| {
        let named =
            it.continuity.as_ref().map(|id| format!("<strong>{}</strong>: ", escape(id))).unwrap_or_default();
        let text = escape(&it.says.value);
        match &it.record {
            Some(id) => format!("<li>{named}<a href=\"{}.html\">{text}</a></li>\n", escape(id)),
            None => format!("<li>{named}{text}</li>\n"),
        }
    });
    let items: String = items.collect();
    format!(
        "<section aria-labelledby=\"elsewhere\">\n<h2 id=\"elsewhere\">In other continuities</h2>\n<ul>\n{items}</ul>\n</section>\n"
    )
}

fn chronology(record: &Record, beside: &Beside<'_>) -> String {
    let name = |claim: &Option<Claim<Reference>>| {
        claim.as_ref().map(|it| match it.value.entity.as_deref().and_then(|key| (beside.link)(key)) {
            Some(page) => format!("<a href=\"{}\">{}</a>", escape(&page), escape(&it.value.name)),
            None => escape(&it.value.name),
        })
    };
    let chains = record.chains.iter().filter_map(|chain| {
        let (before, after) = (name(&chain.previous), name(&chain.next));
        (before.is_some() || after.is_some()).then(|| {
            let before =
                before.map(|it| format!("<span>← {it}</span>")).unwrap_or_else(|| "<span></span>".to_owned());
            let after = after.map(|it| format!("<span>{it} →</span>")).unwrap_or_default();
            format!("<nav class=\"chronology\" aria-label=\"Chronology\">{before}{after}</nav>\n")
        })
    });
    chains.take(1).collect()
}

fn notes(view: &View) -> String {
    if view.notes.is_empty() {
        return String::new();
    }
    let items = view.notes.iter().enumerate().map(|(row, note)| {
        let text = escape(&note.text);
        let address = note
            .address
            .as_ref()
            .filter(|it| it.starts_with("http"))
            .map(|it| format!(" <a href=\"{}\">source</a>", escape(it)));
        let text = if note.dangling { format!("<em>{text}</em>") } else { text };
        format!("<li id=\"note-{}\">{text}{}</li>\n", row + 1, address.unwrap_or_default())
    });
    let items: String = items.collect();
    format!(
        "<section class=\"notes\" aria-labelledby=\"notes\">\n<h2 id=\"notes\">Notes</h2>\n<ol>\n{items}</ol>\n</section>\n"
    )
}

fn questions(record: &Record) -> String {
    if record.questions.is_empty() {
        return String::new();
    }
    let items = record.questions.iter().map(|it| {
        let assumed = it
            .assumed
            .as_ref()
            .map(|text| format!(" Until it is answered: {}.", escape(text)))
            .unwrap_or_default();
        format!("<li>{}{assumed}</li>\n", escape(&it.text))
    });
    let items: String = items.collect();
    format!(
        "<details class=\"questions\">\n<summary>Questions to the author ({})</summary>\n<ul>\n{items}</ul>\n</details>\n",
        record.questions.len()
    )
}

fn rights(record: &Record) -> String {
    let terms = terms(record);
    if terms.sources.is_empty() {
        return String::new();
    }
    let warning = terms.warning().map(|text| format!(" {}", escape(&text))).unwrap_or_default();
    format!("<p class=\"terms\">Read from {}.{warning}</p>\n", escape(&terms.sources.join("; ")))
}
