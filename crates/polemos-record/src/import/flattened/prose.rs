//! The prose of a flattened page: sections, sentences, markers that are printed in it, what it says of other continuities
//! and of those who changed sides, and what it leaves to its author.

use super::lines::{self, Run};
use crate::import::build::Builder;
use crate::import::cell::notes::NoteAt;
use crate::import::prose;
use crate::model::{Basis, Claim, Claims, Fate, Parameter, Related, Section};

/// Names that are asked about, at most; the rest are told as one.
const MOST_NAMES: usize = 12;

/// Headings over lists of notes.
const NOTES: [&str; 6] = ["notes", "references", "footnotes", "citations", "sources", "note"];

/// Reads the prose into the record.
pub(crate) fn read(builder: &mut Builder<'_>, parameters: &mut Vec<Parameter>, runs: &[Run<'_>]) {
    let mut sections: Vec<Section> = Vec::new();
    for run in runs {
        for line in &run.lines {
            // The list of notes says what the markers mean, and is no section of the article.
            let listing = sections
                .last()
                .and_then(|it| it.heading.as_deref())
                .is_some_and(|it| NOTES.contains(&it.to_lowercase().as_str()));
            if listing && let Some((marker, words)) = listed_note(line.text) {
                builder.notes.explain(marker, words);
                continue;
            }
            if is_heading(line.text) {
                let heading = line.text.trim_matches(['=', '#', ' ']).to_owned();
                sections.push(Section { heading: Some(heading), ..Section::default() });
                continue;
            }
            let (text, notes) = markers(line.text, builder);
            let paragraph = prose::of_text(&text, &notes, builder, line.span);
            if sections.is_empty() {
                sections.push(Section::default());
            }
            let row = sections.len() - 1;
            if let Some(section) = sections.last_mut() {
                let field = format!("sections.{row}.paragraphs.{}", section.paragraphs.len());
                parameters.push(Parameter {
                    name: "paragraph".to_owned(),
                    span: line.span,
                    field: Some(field),
                    as_read: None,
                });
                section.paragraphs.push(paragraph);
            }
        }
    }
    sections.retain(|it| {
        !it.paragraphs.is_empty()
            || it.heading.as_deref().is_none_or(|name| !NOTES.contains(&name.to_lowercase().as_str()))
    });
    builder.record.sections = sections;
    prose::bind(&mut builder.record);
    elsewhere(builder);
    crossings(builder);
    several(builder);
    unplaced(builder);
}

/// A short line with no full stop stands over what follows.
fn is_heading(line: &str) -> bool {
    !lines::is_prose(line)
        && line.split(' ').count() <= 8
        && !line.ends_with(['.', '!', '?', ',', ';', ']', ')'])
        && line.chars().any(char::is_alphabetic)
}

/// Markers of footnotes that are printed in a text: their bytes, and what stands in them.
pub(crate) fn printed_markers(text: &str) -> Vec<(usize, usize, &str)> {
    let found = text.match_indices('[').filter_map(|(start, _)| {
        let inner = text[start + 1..].split(']').next()?;
        let end = start + inner.len() + 2;
        let number = inner.trim_start_matches("note ").trim_start_matches("nb ");
        let numbered = !number.is_empty()
            && (number.bytes().all(|b| b.is_ascii_digit()) && number.len() < 4
                || inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_lowercase()));
        (end <= text.len() && numbered).then_some((start, end, inner))
    });
    found.collect()
}

/// Takes footnote markers out of a line: "strong[2]," and "after. [1]".
fn markers(line: &str, builder: &mut Builder<'_>) -> (String, Vec<NoteAt>) {
    let mut text = String::new();
    let mut notes = Vec::new();
    let mut at = 0;
    for (start, end, marker) in printed_markers(line) {
        text.push_str(&line[at..start]);
        text.truncate(text.trim_end().len());
        notes.push(NoteAt { at: text.len(), id: builder.notes.marker(marker), locator: None });
        at = end;
    }
    text.push_str(&line[at..]);
    (text.trim_end().to_owned(), notes)
}

/// A line of the list of notes, "[3] Busey, p. 12": its marker and its words.
fn listed_note(line: &str) -> Option<(&str, &str)> {
    let (marker, rest) = line.strip_prefix('[')?.split_once(']')?;
    let fits = !marker.is_empty() && marker.len() < 5 && marker.chars().all(char::is_alphanumeric);
    fits.then(|| (marker, rest.trim()))
}

/// What the prose says of other continuities becomes links to them, and no part of this one's facts.
fn elsewhere(builder: &mut Builder<'_>) {
    const OPENINGS: [&str; 12] = [
        "in another continuity",
        "in other continuities",
        "in another timeline",
        "in an alternate timeline",
        "in an alternative timeline",
        "in the mirror universe",
        "in another universe",
        "in the prime universe",
        "in another reality",
        "in the other continuity",
        "in legends",
        "in an alternate reality",
    ];
    let sentences = builder.record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences);
    let mut found: Vec<Related> = Vec::new();
    for sentence in sentences {
        let lower = sentence.text.to_lowercase();
        if OPENINGS.iter().any(|opening| lower.starts_with(opening)) {
            let mut says = Claim::new(&sentence.text, sentence.text.clone(), Basis::Text);
            says.sources =
                sentence.states.first().map(|it| it.claim.sources[..1].to_vec()).unwrap_or_default();
            let works = sentence.states.iter().filter_map(|it| match &it.claim.value {
                crate::model::Stated::Citation(id) => {
                    Some(crate::model::SourceRef { id: id.clone(), ..Default::default() })
                }
                _ => None,
            });
            says.sources.extend(works);
            found.push(Related { continuity: None, record: None, says });
        }
    }
    for related in &found {
        let quote = related.says.verbatim.clone();
        builder.ask(
            "Which other continuity is this, and has it a record of its own?",
            "elsewhere",
            None,
            &quote,
        );
    }
    if !found.is_empty() && builder.record.continuity.is_none() {
        builder.ask(
            "To which continuity does this record belong? Give it with --continuity.",
            "continuity",
            None,
            "",
        );
    }
    builder.record.elsewhere = found;
}

/// Somebody who led on two sides: the sentence that says how it came to that.
fn crossings(builder: &mut Builder<'_>) {
    let crossed: Vec<String> = builder.record.crossed().into_iter().map(str::to_owned).collect();
    for person in crossed {
        let name = builder.record.entity_name(&person).to_owned();
        let sentences =
            builder.record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences);
        let told = sentences.filter(|it| it.text.contains(&name)).find_map(|it| {
            let lower = it.text.to_lowercase();
            let word = ["defected to ", "went over to ", "switched sides to ", "deserted to ", "joined "]
                .iter()
                .find(|word| lower.contains(**word))?;
            let at = lower.find(word)? + word.len();
            Some((it.clone(), it.text.get(at..)?.to_owned()))
        });
        let Some((sentence, to)) = told else {
            let text = format!("{name} led on more than one side: when, and how did it come to that?");
            builder.ask(text, "sides", None, "");
            continue;
        };
        let goal = to.split(|c: char| matches!(c, ',' | '.' | ';')).next().unwrap_or("");
        let goal = goal.split(" in ").next().unwrap_or(goal);
        let goal_side = builder.record.sides.iter().position(|side| {
            side.members.iter().any(|it| {
                goal.split(' ')
                    .any(|word| word.len() > 3 && it.name.value.split([' ', '-']).any(|own| own == word))
            })
        });
        let mut claim = Claim::new(&sentence.text, Fate::Defected, Basis::Text);
        claim.sources = sentence.states.first().map(|it| it.claim.sources.clone()).unwrap_or_default();
        for (row, side) in builder.record.sides.iter_mut().enumerate() {
            for commander in side.commanders.iter_mut().filter(|it| it.person.as_deref() == Some(&person)) {
                if Some(row) == goal_side {
                    commander.remark = Some("after going over from the other side".to_owned());
                } else if goal_side.is_some() {
                    commander.fate = Claims(vec![claim.clone()]);
                }
            }
        }
    }
}

/// A page about several wars whose box is of one.
fn several(builder: &mut Builder<'_>) {
    let sentences = builder.record.sections.iter().flat_map(|it| &it.paragraphs).flat_map(|it| &it.sentences);
    let told = sentences.map(|it| it.text.clone()).find(|text| {
        let lower = text.to_lowercase();
        lower.contains("series of") && (lower.contains(" wars") || lower.contains(" battles"))
    });
    if let Some(quote) = told {
        let text = "The prose tells of several conflicts, and the box of one: which of them is this record about, and are the others to have records of their own?";
        builder.ask(text, "kind", Some("the box's".to_owned()), &quote);
    }
}

/// Names that stand in the prose alone are asked about, and not placed.
fn unplaced(builder: &mut Builder<'_>) {
    let names = prose::unplaced_names(builder);
    for (name, quote) in names.iter().take(MOST_NAMES) {
        let text =
            format!("“{name}” stands in the prose and not in the box: who or what is it, and on which side?");
        builder.ask(text, "sides", Some("on none".to_owned()), quote);
    }
    if names.len() > MOST_NAMES {
        let rest: Vec<&str> = names[MOST_NAMES..].iter().map(|(name, _)| name.as_str()).collect();
        let text = format!(
            "These stand in the prose and not in the box too: {}. Has any of them a part in it?",
            rest.join(", ")
        );
        builder.ask(text, "sides", Some("none of them".to_owned()), "");
    }
}
