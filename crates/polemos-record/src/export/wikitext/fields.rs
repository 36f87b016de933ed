//! The fields of a record as values of a box's parameters.

use super::plain;
use crate::export::view::{count_alone, fate_word, is_told};
use crate::model::{
    Claim, Commander, Count, Fate, Member, MemberRole, Record, Reference, Side, SourceKind, SourceRef,
};
use crate::part;

/// A field that a box has a parameter for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Names,
    PartOf,
    Date,
    Places,
    Coordinates,
    Causes,
    Outcome,
    Territory,
    Previous,
    Losses,
    Bystanders,
    Side(usize, &'static str),
}

const OF_SIDES: [&str; 5] = ["members", "commanders", "units", "strength", "losses"];

impl Field {
    /// The field of a path.
    pub fn of(path: &str) -> Option<Self> {
        Some(match part::rows(path).0 {
            "names" => Self::Names,
            "part_of" => Self::PartOf,
            "date" => Self::Date,
            "places" => Self::Places,
            "coordinates" => Self::Coordinates,
            "causes" => Self::Causes,
            "outcome" => Self::Outcome,
            "outcome.territory" => Self::Territory,
            "chains" => Self::Previous,
            "losses" => Self::Losses,
            "bystanders" => Self::Bystanders,
            other => {
                let (row, field) = other.strip_prefix("sides.")?.split_once('.')?;
                let field = OF_SIDES.into_iter().find(|name| *name == field)?;
                Self::Side(row.parse().ok()?, field)
            }
        })
    }

    /// All fields, in the order of boxes.
    pub fn all(record: &Record) -> Vec<Self> {
        let mut all = vec![
            Self::Names,
            Self::PartOf,
            Self::Date,
            Self::Places,
            Self::Coordinates,
            Self::Causes,
            Self::Territory,
            Self::Outcome,
        ];
        for field in OF_SIDES {
            all.extend((0..record.sides.len()).map(|row| Self::Side(row, field)));
        }
        all.extend([Self::Losses, Self::Bystanders, Self::Previous]);
        all
    }

    /// Its path.
    pub fn path(self) -> String {
        match self {
            Self::Names => "names".into(),
            Self::PartOf => "part_of".into(),
            Self::Date => "date".into(),
            Self::Places => "places".into(),
            Self::Coordinates => "coordinates".into(),
            Self::Causes => "causes".into(),
            Self::Outcome => "outcome".into(),
            Self::Territory => "outcome.territory".into(),
            Self::Previous => "chains".into(),
            Self::Losses => "losses".into(),
            Self::Bystanders => "bystanders".into(),
            Self::Side(row, field) => format!("sides.{row}.{field}"),
        }
    }

    /// The parameter of a box in English.
    pub fn parameter(self) -> String {
        match self {
            Self::Names => "conflict".into(),
            Self::PartOf => "partof".into(),
            Self::Date => "date".into(),
            Self::Places => "place".into(),
            Self::Coordinates => "coordinates".into(),
            Self::Causes => "casus".into(),
            Self::Outcome => "result".into(),
            Self::Territory => "territory".into(),
            Self::Previous => "previous".into(),
            Self::Losses => "casualties3".into(),
            Self::Bystanders => "bystanders".into(),
            Self::Side(row, field) => {
                let name = match field {
                    "members" => "combatant",
                    "commanders" => "commander",
                    "losses" => "casualties",
                    other => other,
                };
                format!("{name}{}", row + 1)
            }
        }
    }

    /// Whether the record has nothing there.
    pub fn is_blank(self, record: &Record) -> bool {
        match self {
            // A series that is only named is the work of a template of its own.
            Self::Previous => record.chains.iter().all(|it| it.previous.is_none() && it.next.is_none()),
            _ => part::is_blank(record, &self.path()),
        }
    }
}

/// The value of a field, as wikitext.
pub(super) fn value(record: &Record, field: Field) -> String {
    match field {
        Field::Names => {
            lines(record.names.iter().map(|claim| with_notes(record, claim, plain(&claim.value))))
        }
        Field::PartOf => {
            record.part_of.iter().map(|claim| reference(record, claim)).collect::<Vec<_>>().join(", ")
        }
        Field::Date => {
            lines(record.date.iter().map(|claim| with_notes(record, claim, plain(&claim.verbatim))))
        }
        Field::Places => {
            record.places.iter().map(|claim| reference(record, claim)).collect::<Vec<_>>().join(", ")
        }
        Field::Coordinates => record
            .coordinates
            .as_ref()
            .map(|claim| format!("{{{{coord|{}|{}}}}}", claim.value.latitude, claim.value.longitude))
            .unwrap_or_default(),
        Field::Causes => {
            lines(record.causes.iter().map(|claim| with_notes(record, claim, plain(&claim.value))))
        }
        Field::Outcome => outcome(record),
        Field::Territory => {
            lines(record.outcome.territory.iter().map(|claim| with_notes(record, claim, plain(&claim.value))))
        }
        Field::Previous => chains(record),
        Field::Losses => counts(record, &record.losses, &[]),
        Field::Bystanders => lines(record.bystanders.iter().map(|claim| reference(record, claim))),
        Field::Side(row, field) => {
            record.sides.get(row).map(|side| of_side(record, side, field)).unwrap_or_default()
        }
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("<br>")
}

/// A name with a link where the source had one.
fn linked(record: &Record, key: Option<&str>, name: &str) -> String {
    let page = key.and_then(|key| record.entity(key)).and_then(|it| it.page.as_deref());
    match page {
        Some(page) if page == name => format!("[[{page}]]"),
        Some(page) if !page.contains(['|', ']', '[', '{', '}']) => format!("[[{page}|{}]]", plain(name)),
        _ => plain(name),
    }
}

fn reference(record: &Record, claim: &Claim<Reference>) -> String {
    let name = &claim.value.name;
    let link = linked(record, claim.value.entity.as_deref(), name);
    // The words around the name stay: "near", "south of".
    let text = match claim.verbatim.split_once(name.as_str()) {
        Some((before, after)) => format!("{}{link}{}", plain(before), plain(after)),
        None => link,
    };
    with_notes(record, claim, text)
}

fn with_notes<T>(record: &Record, claim: &Claim<T>, text: String) -> String {
    format!("{text}{}", notes(record, &claim.sources))
}

/// References and notes of a claim.
pub(super) fn notes(record: &Record, places: &[SourceRef]) -> String {
    let mut out = String::new();
    for place in places {
        let Some(source) = record.source(&place.id) else { continue };
        let name = source
            .name
            .as_ref()
            .map(|name| format!(" name=\"{}\"", name.replace('"', "")))
            .unwrap_or_default();
        let group = source
            .group
            .as_ref()
            .map(|group| format!(" group=\"{}\"", group.replace('"', "")))
            .unwrap_or_default();
        let words = source.text.as_deref().or(source.title.as_deref()).map(plain);
        match (source.kind, words) {
            (SourceKind::Page | SourceKind::Run | SourceKind::Editor | SourceKind::Work, _) => continue,
            (SourceKind::Note, Some(words)) if source.group.is_none() => {
                out.push_str(&format!("{{{{efn|{words}}}}}"))
            }
            (SourceKind::Reference | SourceKind::Note, Some(words)) => {
                let address = source
                    .address
                    .as_ref()
                    .filter(|it| !words.contains(it.as_str()))
                    .map(|it| format!(" {it}"))
                    .unwrap_or_default();
                out.push_str(&format!("<ref{name}{group}>{words}{address}</ref>"));
            }
            _ if !name.is_empty() => out.push_str(&format!("<ref{name}{group} />")),
            // A bare marker was printed, and is printed again.
            _ => {
                out.push_str(&source.marker.as_ref().map(|it| format!("&#91;{it}&#93;")).unwrap_or_default())
            }
        }
        if let Some(page) = &place.locator {
            out.push_str(&format!("{{{{rp|{}}}}}", plain(page)));
        }
    }
    out
}

fn outcome(record: &Record) -> String {
    let mut out =
        lines(record.outcome.text.iter().map(|claim| with_notes(record, claim, plain(&claim.value))));
    for claim in &record.outcome.terms {
        out.push_str(&format!("\n* {}", with_notes(record, claim, plain(&claim.value))));
    }
    out
}

fn chains(record: &Record) -> String {
    let Some(chain) = record.chains.iter().find(|it| it.previous.is_some() || it.next.is_some()) else {
        return String::new();
    };
    let previous = chain.previous.as_ref().map(|it| reference(record, it)).unwrap_or_default();
    match &chain.next {
        Some(next) => format!("{previous}\n| next        = {}", reference(record, next)),
        None => previous,
    }
}

fn of_side(record: &Record, side: &Side, field: &str) -> String {
    let remarks: Vec<String> = side
        .remarks
        .iter()
        .filter(|it| it.field == field)
        .map(|it| with_notes(record, &it.says, plain(&it.says.value)))
        .collect();
    match field {
        "members" => with_remarks(members(record, side), &remarks),
        "commanders" => with_remarks(lines(side.commanders.iter().map(|it| commander(record, it))), &remarks),
        "units" => {
            let mut out = String::new();
            for unit in &side.units {
                let text =
                    with_notes(record, &unit.name, linked(record, Some(&unit.entity), &unit.name.value));
                item(&mut out, &text, unit.under.is_some());
            }
            with_remarks(out, &remarks)
        }
        "strength" => counts(record, &side.strength, &remarks),
        _ => counts(record, &side.losses, &remarks),
    }
}

fn with_remarks(mut out: String, remarks: &[String]) -> String {
    for remark in remarks {
        out.push_str(if out.is_empty() { "" } else { "<br>" });
        out.push_str(remark);
    }
    out
}

/// Adds a line, or a point under the line before.
fn item(out: &mut String, text: &str, part: bool) {
    match (part, out.is_empty()) {
        (true, _) => out.push_str(&format!("\n* {text}")),
        (false, true) => out.push_str(text),
        // After points of a list a new line is enough, and a break would make an empty one.
        (false, false) if out.rsplit('\n').next().is_some_and(|line| line.starts_with("* ")) => {
            out.push_str(&format!("\n{text}"))
        }
        (false, false) => out.push_str(&format!("<br>{text}")),
    }
}

fn members(record: &Record, side: &Side) -> String {
    let mut out = String::new();
    if let Some(name) =
        side.name.as_ref().filter(|name| side.members.iter().all(|it| it.name.value != **name))
    {
        out.push_str(&format!("'''{}''':", plain(name)));
    }
    let mut supporting = false;
    for member in &side.members {
        if member.role == MemberRole::Supporter && !supporting {
            supporting = true;
            item(&mut out, "''Supported by:''", false);
        }
        item(&mut out, &member_text(record, member), member.under.is_some());
    }
    out
}

fn member_text(record: &Record, member: &Member) -> String {
    let mut text = linked(record, Some(&member.entity), &member.name.value);
    let dates = [
        member.from.as_ref().map(|it| format!("from {}", it.verbatim)),
        member.until.as_ref().map(|it| format!("until {}", it.verbatim)),
    ];
    let beside: Vec<String> =
        dates.into_iter().flatten().chain(member.remark.clone()).map(|it| plain(&it)).collect();
    if !beside.is_empty() {
        text.push_str(&format!(" ({})", beside.join("; ")));
    }
    with_notes(record, &member.name, text)
}

fn commander(record: &Record, it: &Commander) -> String {
    let rank = it.rank.as_ref().map(|rank| format!("{} ", plain(rank))).unwrap_or_default();
    let mut text = format!("{rank}{}", linked(record, it.person.as_deref(), &it.name.value));
    let mut words: Vec<String> = Vec::new();
    for fate in it.fate.standing().map(|claim| claim.value) {
        match mark(fate) {
            Some(mark) => text.push_str(&format!("{{{{{mark}}}}}")),
            None => words.push(fate_word(fate).to_owned()),
        }
    }
    words.extend(it.remark.as_deref().map(plain));
    if !words.is_empty() {
        text.push_str(&format!(" ({})", words.join("; ")));
    }
    with_notes(record, &it.name, text)
}

fn mark(fate: Fate) -> Option<&'static str> {
    Some(match fate {
        Fate::Killed => "KIA",
        Fate::Captured => "POW",
        Fate::Wounded => "WIA",
        Fate::Missing => "MIA",
        Fate::DiedOfWounds => "DOW",
        Fate::Executed => "Executed",
        Fate::Surrendered => "Surrendered",
        _ => return None,
    })
}

fn counts(record: &Record, counts: &[Count], remarks: &[String]) -> String {
    let mut out = String::new();
    let mut phase: Option<&str> = None;
    for count in counts {
        // What stands in the brackets of another's wording is written with that.
        if is_told(counts, count) {
            continue;
        }
        if count.phase.as_deref() != phase {
            phase = count.phase.as_deref();
            if let Some(phase) = phase {
                item(&mut out, &format!("'''{}''':", plain(phase)), false);
            }
        }
        let places: Vec<SourceRef> =
            count.claims.standing().flat_map(|claim| claim.sources.clone()).collect();
        item(
            &mut out,
            &format!("{}{}", plain(&count_alone(record, count)), notes(record, &places)),
            count.within.is_some(),
        );
    }
    with_remarks(out, remarks)
}
