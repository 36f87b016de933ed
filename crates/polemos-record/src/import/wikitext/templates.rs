//! What the templates that stand in boxes show.

use super::markup::Given;
use crate::import::cell::{NoteText, Piece};
use crate::model::{Fate, SourceKind};

/// What a template shows.
pub(crate) enum Shows {
    /// Nothing: an icon, a mark for editors.
    Nothing,
    /// A text.
    Text(String),
    /// These.
    Pieces(Vec<Piece>),
    /// The contents of parameters, by their rows.
    Contents(Vec<usize>),
    /// Its parameters as a list, but for those named.
    List {
        /// Parameters that are none of the list.
        skip: Vec<&'static str>,
    },
    /// Not known.
    Unknown,
}

const ICONS: [&str; 16] = [
    "flagicon",
    "flag icon",
    "flagdeco",
    "flagicon image",
    "flag decoration",
    "coa",
    "simbolo",
    "bandiera",
    "icona",
    "flagg",
    "army icon",
    "navy icon",
    "drapeau",
    "bandera2",
    "icon",
    "flagiconimage",
];
const FLAGS: [&str; 14] = [
    "flag",
    "flagcountry",
    "flagu",
    "flag country",
    "flagcountry2",
    "flag+link",
    "flaglink",
    "flagu2",
    "bandera",
    "flag2",
    "pays",
    "flagland",
    "noflag",
    "flaglist",
];
const FORCES: [(&str, &str); 6] = [
    ("army", "Army"),
    ("navy", "Navy"),
    ("air force", "Air Force"),
    ("naval", "Navy"),
    ("marines", "Marines"),
    ("armed forces", "Armed Forces"),
];
const LISTS: [&str; 17] = [
    "ubl",
    "unbulleted list",
    "ublist",
    "ublist2",
    "hlist",
    "flatlist",
    "plainlist",
    "plain list",
    "unordered list",
    "bulleted list",
    "blist",
    "collapsible list",
    "ordered list",
    "flowlist",
    "startplainlist",
    "comma separated entries",
    "indented plainlist",
];
const LIST_ENDS: [&str; 5] = ["endplainlist", "endflatlist", "end plainlist", "endhlist", "plainlist end"];
const WRAPPERS: [&str; 25] = [
    "nowrap",
    "small",
    "big",
    "nobold",
    "nobr",
    "smaller",
    "larger",
    "resize",
    "center",
    "align",
    "nowraplinks",
    "bold",
    "noitalic",
    "nobreak",
    "smaller2",
    "nwr",
    "small text",
    "allow wrap",
    "wrap",
    "italics correction",
    "no wrap",
    "no bold",
    "nobold2",
    "sm",
    "smallcaps",
];
const FATES: [(&str, Fate); 25] = [
    ("kia", Fate::Killed),
    ("killed in action", Fate::Killed),
    ("†", Fate::Killed),
    ("dagger", Fate::Killed),
    ("morto", Fate::Killed),
    ("caduto", Fate::Killed),
    ("pow", Fate::Captured),
    ("prisoner of war", Fate::Captured),
    ("captured", Fate::Captured),
    ("wia", Fate::Wounded),
    ("wounded", Fate::Wounded),
    ("mia", Fate::Missing),
    ("dow", Fate::DiedOfWounds),
    ("dwia", Fate::DiedOfWounds),
    ("died of wounds", Fate::DiedOfWounds),
    ("executed", Fate::Executed),
    ("surrendered", Fate::Surrendered),
    ("surrender", Fate::Surrendered),
    ("assassinated", Fate::Killed),
    ("natural causes", Fate::Killed),
    ("defected", Fate::Defected),
    ("sunk", Fate::Destroyed),
    ("destroyed", Fate::Destroyed),
    ("scuttled", Fate::Scuttled),
    ("damaged", Fate::Damaged),
];
const SHORT_NOTES: [&str; 8] = ["sfn", "sfnp", "sfnm", "harvnb", "harv", "harvtxt", "harvcoltxt", "harvp"];
const NOTES: [&str; 9] = ["efn", "efn-ua", "efn-lr", "refn", "note", "notetag", "cref2", "cref", "ref label"];
const DOUBTS: [&str; 18] = [
    "citation needed",
    "cn",
    "fact",
    "unreliable source",
    "verification failed",
    "failed verification",
    "dubious",
    "disputed",
    "better source",
    "better source needed",
    "page needed",
    "clarify",
    "when",
    "who",
    "by whom",
    "senza fonte",
    "citazione necessaria",
    "self-published inline",
];
const DASHES: [&str; 7] = ["ndash", "snd", "spaced ndash", "–", "mdash", "en dash", "spaced en dash"];
const SILENT: [&str; 25] = [
    "clear",
    "spaces",
    "0",
    "portal",
    "use dmy dates",
    "use mdy dates",
    "short description",
    "anchor",
    "main",
    "good article",
    "featured article",
    "pp-protected",
    "zwsp",
    "wbr",
    "void",
    "authority control",
    "defaultsort",
    "no footnote",
    "age in years, months, weeks and days",
    "age in days",
    "age in years, months and days",
    "age",
    "hidden begin",
    "hidden end",
    "reflist",
];

/// What a template of this name shows with these parameters.
pub(crate) fn shows(raw: &str, given: &Given<'_>) -> Shows {
    let raw = raw.trim().replace('_', " ");
    let name = raw.to_lowercase();
    if let Some(series) = raw.get(11..).filter(|_| name.starts_with("campaignbox")) {
        return Shows::Pieces(vec![Piece::Series(series.trim().to_owned())]);
    }
    let name = name.trim_start_matches("template:").trim_start_matches("user:").trim();
    if let Some((_, fate)) = FATES.iter().find(|(known, _)| *known == name) {
        return Shows::Pieces(vec![Piece::Mark(*fate, name.to_owned())]);
    }
    if ICONS.contains(&name) {
        return icon(name, given);
    }
    if FLAGS.contains(&name) {
        return flag(given);
    }
    if let Some((_, force)) = FORCES.iter().find(|(known, _)| *known == name) {
        return match given.named("name").or_else(|| Some(format!("{} {force}", given.at(0)?))) {
            Some(label) => linked(label.clone(), label),
            None => Shows::Nothing,
        };
    }
    if LISTS.contains(&name) {
        return Shows::List {
            skip: vec![
                "class",
                "style",
                "list_style",
                "item_style",
                "title_style",
                "framestyle",
                "titlestyle",
                "liststyle",
            ],
        };
    }
    if LIST_ENDS.contains(&name) || SILENT.contains(&name) {
        return Shows::Nothing;
    }
    if WRAPPERS.contains(&name) {
        return Shows::Contents(given.first_row().into_iter().collect());
    }
    if DASHES.contains(&name) {
        return Shows::Text(if name == "ndash" || name == "–" { "–" } else { " – " }.to_owned());
    }
    if DOUBTS.contains(&name) {
        let text = match given.named("date") {
            Some(date) => format!("{name} ({date})"),
            None => name.to_owned(),
        };
        return note(NoteText { text, kind: SourceKind::Note, ..NoteText::default() });
    }
    references(name, given).or_else(|| figures(name, given)).unwrap_or_else(|| others(name, given))
}

fn linked(page: String, label: String) -> Shows {
    Shows::Pieces(vec![Piece::Link { page, label }])
}

fn note(text: NoteText) -> Shows {
    Shows::Pieces(vec![Piece::Note(Box::new(text))])
}

/// An icon says whose what stands beside it is, where it is a flag and not a picture.
fn icon(name: &str, given: &Given<'_>) -> Shows {
    let whose = given.at(0).filter(|it| !it.contains(".svg") && !it.contains(".png") && !it.contains(".gif"));
    match whose {
        Some(whose) if !name.contains("image") => Shows::Pieces(vec![Piece::Flag(whose)]),
        _ => Shows::Nothing,
    }
}

fn flag(given: &Given<'_>) -> Shows {
    match given.at(0) {
        Some(page) => {
            let label = given.named("name").unwrap_or_else(|| page.clone());
            linked(page, label)
        }
        None => Shows::Nothing,
    }
}

/// References and notes.
fn references(name: &str, given: &Given<'_>) -> Option<Shows> {
    if SHORT_NOTES.contains(&name) {
        let mut text = given.unnamed().join(" ");
        for (key, before) in [("p", "p. "), ("pp", "pp. "), ("page", "p. "), ("pages", "pp. "), ("loc", "")] {
            if let Some(place) = given.named(key) {
                text.push_str(&format!(", {before}{place}"));
            }
        }
        // Within a reference it is its words; by itself it is a reference.
        return Some(match name.starts_with("sfn") {
            true => note(NoteText { text, kind: SourceKind::Reference, ..NoteText::default() }),
            false => Shows::Text(text),
        });
    }
    if NOTES.contains(&name) {
        let marked = name.starts_with("cref") || name == "ref label";
        let own = NoteText {
            text: if marked { String::new() } else { given.at(0).unwrap_or_default() },
            name: given.named("name").or_else(|| given.at(0).filter(|_| marked)),
            group: given.named("group"),
            kind: SourceKind::Note,
            ..NoteText::default()
        };
        return Some(note(own));
    }
    if name == "rp" || name == "page" || name == "pag" {
        let pages = given.at(0).or_else(|| given.named("page")).or_else(|| given.named("pages"));
        return Some(pages.map_or(Shows::Nothing, |pages| Shows::Pieces(vec![Piece::Page(pages)])));
    }
    if name.starts_with("cite") || name.starts_with("cita") || name == "citation" || name == "literatur" {
        return Some(Shows::Pieces(vec![cited(given)]));
    }
    None
}

/// A cited work: author, title, where and when it appeared, pages.
fn cited(given: &Given<'_>) -> Piece {
    let pick = |names: &[&str]| names.iter().find_map(|name| given.named(name));
    let author = match (
        pick(&["last", "last1", "cognome", "author", "autore", "author1"]),
        pick(&["first", "first1", "nome"]),
    ) {
        (Some(last), Some(first)) => Some(format!("{first} {last}")),
        (last, first) => last.or(first),
    };
    let title = pick(&["title", "titolo", "chapter", "trans-title"]);
    let address = pick(&["url", "website-url", "archiveurl"]).filter(|url| url.contains("://"));
    let pages = pick(&["page", "p", "pages", "pp", "pagine", "p."]).map(|it| format!("p. {it}"));
    let parts = [
        author,
        title.clone(),
        pick(&["work", "journal", "website", "newspaper", "magazine", "rivista", "encyclopedia"]),
        pick(&["publisher", "editore"]),
        pick(&["year", "date", "anno", "data"]),
        pages,
        pick(&["isbn", "id", "oclc"]),
    ];
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let words = if words.is_empty() { given.unnamed().join(", ") } else { words };
    Piece::Cited { words, title, address }
}

/// Numbers, measures and dates.
fn figures(name: &str, given: &Given<'_>) -> Option<Shows> {
    let text = match name {
        "convert" | "cvt" => format!("{} {}", given.at(0)?, given.at(1).unwrap_or_default()),
        "frac" | "fraction" | "sfrac" => match (given.at(0)?, given.at(1), given.at(2)) {
            (whole, Some(over), Some(under)) => format!("{whole} {over}/{under}"),
            (over, Some(under), None) => format!("{over}/{under}"),
            (under, ..) => format!("1/{under}"),
        },
        "circa" | "c." | "ca" | "ca." | "c" | "approx" => format!("c. {}", given.at(0).unwrap_or_default()),
        "formatnum" | "val" | "gaps" | "num" | "formatnum:" | "m" | "unità" => given.at(0)?,
        "start date" | "start-date" | "date" | "dts" | "start and end dates" | "startdate" | "end date" => {
            dated(given)?
        }
        "increase" | "decrease" | "steady" => String::new(),
        "1/2" | "half" => "1/2".to_owned(),
        "nbsp" | "spaced" | "space" => " ".to_owned(),
        "br" | "-" | "crlf" | "*" | "clr" | "break" => return Some(Shows::Pieces(vec![Piece::Break])),
        "hr" => return Some(Shows::Pieces(vec![Piece::Rule])),
        "·" | "•" | "dot" | "bullet" | "middot" => " · ".to_owned(),
        "!" => "|".to_owned(),
        "=" => "=".to_owned(),
        "coord" | "coordinate" | "coords" => given.unnamed().join("|"),
        _ => return formatnum(name),
    };
    Some(Shows::Text(text))
}

fn formatnum(name: &str) -> Option<Shows> {
    name.strip_prefix("formatnum:").map(|number| Shows::Text(number.trim().to_owned()))
}

/// A date template: year, month and day, or a date in words.
fn dated(given: &Given<'_>) -> Option<String> {
    let first = given.at(0)?;
    let whole = |row: usize| {
        let (month, day) = (given.at(row)?, given.at(row + 1));
        let month = month.parse::<u8>().ok().filter(|m| (1..=12).contains(m))?;
        let name = polemos_war::calendar::Calendar::gregorian().month_name(u16::from(month)).to_owned();
        Some(match day.and_then(|day| day.parse::<u8>().ok()) {
            Some(day) => format!("{day} {name}"),
            None => name,
        })
    };
    match (first.parse::<i64>().is_ok(), whole(1)) {
        (true, Some(text)) => Some(format!("{text} {first}")),
        _ => Some(first),
    }
}

fn others(name: &str, given: &Given<'_>) -> Shows {
    if ["lang", "langx", "transl", "transliteration"].contains(&name) {
        return Shows::Contents(given.last_row().into_iter().collect());
    }
    if name.starts_with("lang-")
        || [
            "abbr",
            "tooltip",
            "term",
            "ship abbr",
            "sortname2",
            "interlanguage link",
            "ill",
            "illm",
            "link-interwiki",
            "w",
            "nbay",
            "translation",
        ]
        .contains(&name)
    {
        return Shows::Contents(given.first_row().into_iter().collect());
    }
    if name == "sortname" {
        let whole = [given.at(0), given.at(1)].into_iter().flatten().collect::<Vec<_>>().join(" ");
        return linked(whole.clone(), whole);
    }
    // {{USS|Enterprise|CV-6}}, {{HMS|Victory}}; {{ship|French ship|Orient}}.
    let upper = name.to_uppercase();
    if ["USS", "HMS", "HMAS", "HMCS", "SS", "SMS", "HNLMS", "USCGC"].contains(&upper.as_str()) {
        return match given.at(0) {
            Some(ship) => linked(format!("{upper} {ship}"), format!("{upper} {ship}")),
            None => Shows::Nothing,
        };
    }
    if name == "ship" {
        let parts: Vec<String> = [given.at(0), given.at(1)].into_iter().flatten().collect();
        let whole = parts.join(" ");
        return linked(whole.clone(), whole);
    }
    // {{ITA}}, {{USA 1861}}: a flag and a name.
    let code = name.split(' ').next().unwrap_or("");
    let years = name[code.len()..].trim();
    if (2..=3).contains(&code.len())
        && code.chars().all(|c| c.is_ascii_alphabetic())
        && (years.is_empty() || years.chars().all(|c| c.is_ascii_digit() || "-– ".contains(c)))
        && given.unnamed().len() <= 1
        && given.all_named().is_empty()
    {
        let code = code.to_uppercase();
        let label = given.at(0).unwrap_or_else(|| code.clone());
        return linked(code, label);
    }
    Shows::Unknown
}
