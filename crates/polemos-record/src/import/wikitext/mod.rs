//! Reads a page of a wiki: its box by the tables of parameters, its prose sentence by sentence. Every byte of the page is
//! kept with the record, and every parameter knows which bytes are its own.

mod fields;
mod markup;
mod outline;
mod stretches;
mod templates;

use super::SetError;
use super::build::Builder;
use super::cell::Pieces;
use super::page::{Imported, Notice, Settings, Weight};
use super::prose;
use super::tables::{self, Tables};
use crate::model::{Extra, Format, Origin, Parameter, Record, RecordKind, Section, TextSpan, slug};
use crate::part;
use fields::Fields;
use markup::{Layout, with_tree};
use outline::{Block, BlockKind};
use parse_wiki_text_2::Node;

/// A parameter of the box, before it is read.
pub(crate) struct Given {
    pub name: String,
    pub span: TextSpan,
    pub pieces: Pieces,
}

/// A template of the page as read by the parser.
struct Found {
    name: String,
    span: TextSpan,
    parameters: Vec<Given>,
    notices: Vec<Notice>,
    closed: bool,
}

/// Reads a page.
pub(crate) fn import(text: &str, settings: &Settings) -> Imported {
    let mut builder = Builder::new(settings);
    builder.end = text.len();
    let blocks = outline::blocks(text);
    let mut origin = Origin { format: Format::Wikitext, text: text.to_owned(), ..Origin::default() };
    let mut boxes: Vec<Found> = Vec::new();
    let mut prose_blocks: Vec<Block> = Vec::new();
    for block in blocks {
        match block.kind {
            BlockKind::Template { closed } => match template(text, block.span, closed) {
                Some(found) if is_box(&found) => boxes.push(found),
                Some(_) => {}
                None => builder.notice(
                    Weight::Broken,
                    "This template could not be read; its bytes are kept.",
                    Some(block.span),
                ),
            },
            BlockKind::Table => builder.notice(
                Weight::Kept,
                "This table is kept as it stands; no field takes it.",
                Some(block.span),
            ),
            _ => prose_blocks.push(block),
        }
    }
    read_boxes(&mut builder, &mut origin, boxes);
    prose(text, &prose_blocks, &mut builder, &mut origin);
    head(&mut builder, settings);
    let (mut record, notices) = builder.finish();
    origin.parameters.extend(read_elsewhere(&record, &origin));
    for parameter in &mut origin.parameters {
        parameter.as_read = parameter.field.as_deref().and_then(|field| part::digest(&record, field));
    }
    record.origin = Some(origin);
    Imported { record, notices }
}

/// Fields that no parameter of their own was read into, such as what stands under a name: they are known to have been read,
/// so that they are written only when they are edited.
fn read_elsewhere(record: &Record, origin: &Origin) -> Vec<Parameter> {
    let end = origin.r#box.map_or(origin.text.len(), |it| it.end);
    let nowhere = |field: &String| {
        !origin.parameters.iter().any(|it| it.field.as_deref().is_some_and(|own| part::rows(own).0 == field))
    };
    let fields =
        part::fields(record).into_iter().filter(nowhere).filter(|field| !part::is_blank(record, field));
    let at = TextSpan { start: end, end };
    fields
        .map(|field| Parameter { name: String::new(), span: at, field: Some(field), as_read: None })
        .collect()
}

fn is_box(found: &Found) -> bool {
    Tables::standard().is_box(&found.name, found.parameters.iter().map(|it| it.name.as_str()))
}

/// Reads a template; one without an end as if it had one.
fn template(text: &str, span: TextSpan, closed: bool) -> Option<Found> {
    let own = &text[span.start..span.end];
    if closed {
        return parsed(own, span.start, true);
    }
    // What is open must be closed in the order in which it was opened, and nobody knows which that was.
    let ends = ["}}", "\n}}", "</ref>}}", "}}}}", "}}</ref>}}", "]]}}", "-->}}", "}}}}}}"];
    ends.iter().find_map(|end| {
        let found = parsed(&format!("{own}{end}"), span.start, false)?;
        let mut found = Found { span, ..found };
        // Nothing ends where only the end that was put there is.
        for given in &mut found.parameters {
            given.span =
                TextSpan { start: given.span.start.min(span.end), end: given.span.end.min(span.end) };
        }
        for notice in &mut found.notices {
            notice.span =
                notice.span.map(|it| TextSpan { start: it.start.min(span.end), end: it.end.min(span.end) });
        }
        (found.parameters.len() > 1).then_some(found)
    })
}

fn parsed(text: &str, base: usize, closed: bool) -> Option<Found> {
    with_tree(text, |nodes| {
        let node = nodes.iter().find(|node| matches!(node, Node::Template { start: 0, .. }))?;
        let Node::Template { name, parameters, end, .. } = node else { return None };
        if closed && *end != text.len() {
            return None;
        }
        let mut notices = Vec::new();
        let mut unnamed = 0;
        let given = parameters.iter().map(|parameter| {
            let span = value_span(text, parameter);
            let mut pieces = Pieces::default();
            Layout { text, base, out: &mut pieces, notices: &mut notices }.nodes(&parameter.value);
            let name = match &parameter.name {
                Some(name) => markup::plain(name, text),
                None => {
                    unnamed += 1;
                    unnamed.to_string()
                }
            };
            Given { name, span: TextSpan { start: base + span.start, end: base + span.end }, pieces }
        });
        let parameters = given.collect();
        let span = TextSpan { start: base, end: base + end };
        Some(Found { name: markup::plain(name, text), span, parameters, notices, closed })
    })
    .flatten()
}

/// The bytes of a parameter's value: from after the sign and the gap that follows it, to before the gap that ends it.
fn value_span(text: &str, parameter: &parse_wiki_text_2::Parameter<'_>) -> TextSpan {
    use parse_wiki_text_2::Positioned;
    let end = parameter.end.max(parameter.start);
    let Some(name) = &parameter.name else { return TextSpan { start: parameter.start.min(end), end } };
    let after_name = name.last().map_or(parameter.start, Positioned::end);
    let sign =
        text.get(after_name..).and_then(|rest| rest.find('=')).map_or(after_name, |at| after_name + at + 1);
    if end <= sign {
        return TextSpan { start: sign, end: sign };
    }
    let gap = text[sign..end].len() - text[sign..end].trim_start().len();
    TextSpan { start: sign + gap, end }
}

fn read_boxes(builder: &mut Builder<'_>, origin: &mut Origin, boxes: Vec<Found>) {
    let mut boxes = boxes.into_iter();
    let Some(found) = boxes.next() else {
        let message = "There is no box of a conflict on this page; only its prose was read.";
        builder.notices.push(
            Notice::new(Weight::Doubt, message, None).mend("If there is one by another name, tell us of it."),
        );
        return;
    };
    for other in boxes {
        let message = format!("The page has another box, “{}”; it is kept, and not read.", other.name.trim());
        builder.notices.push(
            Notice::new(Weight::Kept, message, Some(other.span)).mend("Import it from a file of its own."),
        );
    }
    if !found.closed {
        let message = format!("The template “{}” has no end; what stands of it was read.", found.name.trim());
        builder
            .notices
            .push(Notice::new(Weight::Broken, message, Some(found.span)).mend("Close it with }}."));
        builder.notices.extend(found.parameters.iter().filter_map(|it| run_over(it, &origin.text)));
    }
    origin.template = Some(found.name.trim().to_owned());
    origin.r#box = Some(found.span);
    builder.notices.extend(found.notices);
    let mut fields = Fields::new(builder, &found.parameters);
    fields.read();
    let read = fields.done;
    for (given, field) in found.parameters.iter().zip(read) {
        let raw = &origin.text[given.span.start..given.span.end];
        if field.is_none() && !raw.is_empty() {
            builder.record.extras.push(Extra { name: given.name.clone(), raw: raw.to_owned() });
        }
        origin.parameters.push(Parameter {
            name: given.name.clone(),
            span: given.span,
            field,
            as_read: None,
        });
    }
}

/// A parameter that holds others, because something in it has no end.
fn run_over(given: &Given, text: &str) -> Option<Notice> {
    let names: Vec<&str> = text[given.span.start..given.span.end]
        .lines()
        .skip(1)
        .filter_map(|line| Some(line.trim_start().strip_prefix('|')?.split_once('=')?.0.trim()))
        .filter(|name| {
            let tables = Tables::standard();
            tables.parameter(name).is_some() || tables.nearest(name).is_some()
        })
        .collect();
    let (first, rest) = names.split_first()?;
    let name = given.name.trim();
    let message = match rest.len() {
        0 => format!("“{name}” runs over “{first}”, which was not read."),
        more => format!("“{name}” runs over “{first}” and {more} more, which were not read."),
    };
    let repair = "Close the link or template in it.";
    Some(Notice::new(Weight::Broken, message, Some(given.span)).mend(repair))
}

/// Reads the prose: sections by their headings, paragraphs with their bytes.
fn prose(text: &str, blocks: &[Block], builder: &mut Builder<'_>, origin: &mut Origin) {
    let mut sections: Vec<Section> = Vec::new();
    for block in blocks {
        let own = &text[block.span.start..block.span.end];
        if let BlockKind::Heading(level) = block.kind {
            let heading = plain_text(own.trim_matches('=').trim());
            sections.push(Section { heading: Some(heading), level, paragraphs: Vec::new() });
            continue;
        }
        let mut pieces = Pieces::default();
        let mut notices = Vec::new();
        let read = with_tree(own, |nodes| {
            Layout { text: own, base: block.span.start, out: &mut pieces, notices: &mut notices }
                .nodes(nodes);
        });
        if read.is_none() {
            pieces.push(super::cell::Piece::Text(own.to_owned()), block.span);
            builder.notice(
                Weight::Broken,
                "This paragraph could not be read as markup; its words are kept.",
                Some(block.span),
            );
        }
        builder.notices.append(&mut notices);
        let paragraph = prose::of_pieces(&pieces, builder, block.span);
        if paragraph.sentences.is_empty() {
            continue;
        }
        if sections.is_empty() {
            sections.push(Section::default());
        }
        let row = sections.len() - 1;
        if let Some(section) = sections.last_mut() {
            let field = format!("sections.{row}.paragraphs.{}", section.paragraphs.len());
            let name = "paragraph".to_owned();
            origin.parameters.push(Parameter { name, span: block.span, field: Some(field), as_read: None });
            section.paragraphs.push(paragraph);
        }
    }
    let last_with_text = sections.iter().rposition(|it| !it.paragraphs.is_empty()).map_or(0, |row| row + 1);
    // A heading over a list of notes, which a template makes, is no section.
    const LISTS: [&str; 8] =
        ["references", "notes", "footnotes", "citations", "note", "see also", "external links", "sources"];
    let listing = |section: &Section| {
        section.heading.as_ref().is_none_or(|it| LISTS.contains(&it.to_lowercase().as_str()))
    };
    let mut row = 0;
    sections.retain(|section| {
        row += 1;
        // Only at the end: rows of sections before it are named by the parts of the page.
        !section.paragraphs.is_empty() || row < last_with_text || !listing(section)
    });
    builder.record.sections = sections;
    prose::bind(&mut builder.record);
    prose::relate(builder);
}

fn plain_text(text: &str) -> String {
    with_tree(text, |nodes| markup::plain(nodes, text)).unwrap_or_else(|| text.to_owned())
}

/// Name, id and kind, where the box did not say them.
fn head(builder: &mut Builder<'_>, settings: &Settings) {
    if builder.record.names.is_empty() {
        let name = settings.title.clone().unwrap_or_else(|| "Unnamed".to_owned());
        let claim = crate::model::said(&name, crate::model::Basis::Editor);
        builder.record.names.push(claim);
    }
    let name = builder.record.name().to_owned();
    builder.record.id = slug(&name);
    let kind = settings
        .kind
        .or_else(|| fields::stated_kind(&builder.record))
        .or_else(|| builder.tables.conflict(&name));
    builder.record.kind = kind.unwrap_or(RecordKind::Battle);
}

/// Sets a field of a record as if its parameter had this value.
pub(crate) fn set_field(record: &mut Record, field: &str, value: &str, add: bool) -> Result<(), SetError> {
    let tables = Tables::standard();
    let Some((known, side, letter)) = tables.parameter(field) else {
        return Err(SetError::Unknown(tables.nearest(field)));
    };
    if known.is_of_sides() && side.is_none() && known != tables::Field::Losses {
        return Err(SetError::NoSide);
    }
    let mut pieces = Pieces::default();
    let mut notices = Vec::new();
    let read = with_tree(value, |nodes| {
        Layout { text: value, base: 0, out: &mut pieces, notices: &mut notices }.nodes(nodes)
    });
    if read.is_none() {
        return Err(SetError::NotRead(value.to_owned()));
    }
    let mut builder = Builder::edit(record.clone());
    let given = [Given { name: field.to_owned(), span: TextSpan::default(), pieces }];
    let mut fields = Fields::new(&mut builder, &given);
    if !fields.set(known, side, letter, add) {
        return Err(SetError::NotRead(value.to_owned()));
    }
    *record = builder.edited();
    Ok(())
}
