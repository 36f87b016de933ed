//! Cuts a page into blocks: templates that stand by themselves, headings, tables, lists and paragraphs. One pass, linear
//! in the text, that no text can break: the parser of wikis is then given blocks, and only such as it can read in
//! reasonable time.

use crate::model::TextSpan;
use polemos_war::letters::{find_any, small};

/// A block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub kind: BlockKind,
    pub span: TextSpan,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// A template that opens a line outside any other, whole; `closed` is whether its end was found.
    Template { closed: bool },
    /// A heading, with its level.
    Heading(u8),
    /// A table of wikis; not read.
    Table,
    /// Running text.
    Paragraph,
}

/// Deeper nesting than this is read as plain text.
const MOST_DEEP: usize = 40;
/// Ends that are missing, after which a block is read as plain text.
const MOST_OPEN: usize = 24;
/// The same of braces: the parser takes up to twice as long for each that has no end, and for each way in which a run of them
/// can be read.
const MOST_BRACES: usize = 8;
/// Blocks longer than this are read as plain text.
const MOST_BYTES: usize = 1 << 18;

/// The blocks of a page, in order.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at + text[at..].len() - text[at..].trim_start().len();
        if start >= bytes.len() {
            break;
        }
        let line_end = text[start..].find('\n').map_or(bytes.len(), |end| start + end);
        let line = text[start..line_end].trim_end();
        if let Some(level) = heading(line) {
            found.push(Block {
                kind: BlockKind::Heading(level),
                span: TextSpan { start, end: start + line.len() },
            });
            at = line_end;
            continue;
        }
        let (kind, end) = if text[start..].starts_with("{{") {
            match closing(text, start) {
                // What follows on the line belongs to a paragraph that a template opens.
                Some(end) if begins_paragraph(text, end) => {
                    (BlockKind::Paragraph, paragraph_end(text, start))
                }
                Some(end) => (BlockKind::Template { closed: true }, end),
                None if is_box_head(&text[start..]) => {
                    (BlockKind::Template { closed: false }, unclosed_end(text, start))
                }
                None => (BlockKind::Paragraph, paragraph_end(text, start)),
            }
        } else if text[start..].starts_with("{|") {
            let end = text[start..].find("\n|}").map_or(paragraph_end(text, start), |end| start + end + 3);
            (BlockKind::Table, end)
        } else {
            (BlockKind::Paragraph, paragraph_end(text, start))
        };
        let end = end.max(start + 1);
        let end = (end..=bytes.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(bytes.len());
        found.push(Block { kind, span: TextSpan { start, end } });
        at = end;
    }
    found
}

/// "== Aftermath ==" is a heading of level 2.
fn heading(line: &str) -> Option<u8> {
    let level = line.bytes().take_while(|b| *b == b'=').count();
    let closing = line.bytes().rev().take_while(|b| *b == b'=').count();
    ((1..=6).contains(&level) && closing == level && line.len() > 2 * level).then_some(level as u8)
}

fn begins_paragraph(text: &str, end: usize) -> bool {
    let rest = text[end..].split('\n').next().unwrap_or("").trim();
    !rest.is_empty() && !rest.starts_with("{{") && !rest.starts_with("<!--") && !rest.starts_with("[[File:")
}

/// A template without an end is taken for a box where a name and a parameter follow.
fn is_box_head(text: &str) -> bool {
    let head = &text[2..];
    let name = head.split(['|', '\n', '}', '{']).next().unwrap_or("");
    let lower = name.to_lowercase();
    name.len() < 80 && (lower.contains("infobox") || lower.contains("box") || lower.trim() == "battle")
}

/// An unclosed box ends before the first empty line with prose after it, or heading; else with the text.
fn unclosed_end(text: &str, start: usize) -> usize {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let trimmed = line.trim();
        let prose =
            at > start && text[..at].ends_with("\n\n") && !trimmed.starts_with(['|', '*', '}', '{', '<']);
        if heading(trimmed).is_some() || prose && !trimmed.is_empty() {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// A paragraph ends at an empty line, a heading, a table, or a template that opens a line; not within a template,
/// comment or reference that it has opened.
fn paragraph_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        let Some(passed) = find_any(&bytes[at..], [b'{', b'<', b'\n']) else { break };
        at += passed;
        match bytes[at] {
            b'{' if text[at..].starts_with("{{") => at = closing(text, at).unwrap_or(at + 2),
            b'<' => at = skipped(text, at),
            b'\n' => {
                let rest = &text[at + 1..];
                let line = rest.split('\n').next().unwrap_or("");
                let trimmed = line.trim();
                let opens = trimmed.starts_with("{|") || trimmed.starts_with("{{") && at > start;
                if trimmed.is_empty() || heading(trimmed).is_some() || opens {
                    return at;
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The byte after the end of the template that opens at `start`.
pub(crate) fn closing(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = start;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"{{" => {
                depth += 1;
                at += 2;
            }
            b"}}" => {
                depth = depth.saturating_sub(1);
                at += 2;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ if bytes[at] == b'<' => at = skipped(text, at),
            _ => at += 1,
        }
    }
    None
}

/// What is opaque to templates: comments, and text that is not to be read. One that is never closed is no such thing.
fn skipped(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    for (open, close) in [("<!--", "-->"), ("<nowiki>", "</nowiki>"), ("<pre>", "</pre>")] {
        if let Some(inner) = rest.strip_prefix(open) {
            // Looking for an end that is not there, from every place, would take long: it is sought nearby.
            return nearby(inner, 20_000)
                .find(close)
                .map_or(at + open.len(), |end| at + open.len() + end + close.len());
        }
    }
    at + 1
}

/// Whether the parser can be given a block: it goes back to every opening that has no end, and calls itself for every
/// level of nesting.
pub(crate) fn is_readable(text: &str) -> bool {
    if text.len() > MOST_BYTES || braced(text, '{') > braced(text, '}') + MOST_BRACES {
        return false;
    }
    let bytes = text.as_bytes();
    let mut open: Vec<Opening> = Vec::new();
    let (mut missing, mut braces, mut at) = (0_usize, 0_usize, 0);
    let among = |open: &[Opening]| open.iter().map(|it| it.readings).sum::<usize>();
    while at < bytes.len() {
        let Some(passed) = find_any(&bytes[at..], [b'{', b'}', b'[', b']', b'<']) else { break };
        at += passed;
        let pair = bytes.get(at..at + 2).unwrap_or(&[]);
        let third = bytes.get(at + 2).copied();
        let closes = match pair {
            b"}}" => Some(b'{'),
            b"]]" => Some(b'['),
            _ => None,
        };
        if pair == b"{{" || pair == b"[[" || pair == b"{|" {
            open.push(Opening::new(pair, third));
            at += 2;
        } else if let Some(opening) = closes {
            if let Some(row) = open.iter().rposition(|it| it.kind == opening) {
                missing += open.len() - row - 1;
                braces += among(&open[row + 1..]);
                // A third brace without its end could have been read in either way.
                braces += usize::from(open[row].readings > 1 && third != Some(b'}'));
                open.truncate(row);
            }
            at += 2;
        } else {
            // Tags without an end are sought again and again too.
            let tag = bytes[at] == b'<' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
            missing += usize::from(tag && unended(text, at));
            missing += usize::from(
                bytes[at] == b'['
                    && text[at..].starts_with("[http")
                    && !nearby(&text[at..], 500).contains(']'),
            );
            at += 1;
        }
        if open.len() > MOST_DEEP || missing > MOST_OPEN || braces > MOST_BRACES {
            return false;
        }
    }
    missing + open.len() <= MOST_OPEN && braces + among(&open) <= MOST_BRACES
}

/// How many of a brace stand beside another: they are of templates and parameters.
fn braced(text: &str, brace: char) -> usize {
    let runs = text.split(|c| c != brace).map(str::len);
    runs.filter(|run| *run > 1).sum()
}

/// An opening of which the end has not been seen.
struct Opening {
    kind: u8,
    /// In how many ways its braces can be read, none where it has none.
    readings: usize,
}

impl Opening {
    /// Of these two bytes, and of what follows them.
    fn new(pair: &[u8], third: Option<u8>) -> Self {
        match pair {
            b"{{" => Self { kind: b'{', readings: 1 + usize::from(third == Some(b'{')) },
            b"{|" => Self { kind: b'|', readings: 0 },
            _ => Self { kind: b'[', readings: 0 },
        }
    }
}

/// Whether a reference or other tag with contents, opened here, has no end in the block.
fn unended(text: &str, at: usize) -> bool {
    let rest = &text[at + 1..];
    let name = rest.bytes().take(12).take_while(u8::is_ascii_alphabetic).count();
    let name = small(&rest[..name]);
    if [
        "br", "hr", "small", "big", "div", "span", "center", "sub", "sup", "b", "i", "u", "s", "p", "li",
        "ul", "wbr",
    ]
    .contains(&&*name)
    {
        return false;
    }
    let head = rest.split('>').next().unwrap_or("");
    if head.ends_with('/') {
        return false;
    }
    let near = nearby(rest, 8_000).as_bytes();
    let mut slashes = near.windows(2).enumerate().filter(|(_, pair)| *pair == b"</");
    !slashes.any(|(at, _)| {
        near.get(at + 2..at + 2 + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// The beginning of a text, so many letters long.
fn nearby(text: &str, letters: usize) -> &str {
    // No text has more letters than bytes.
    match text.len() <= letters {
        true => text,
        false => text.char_indices().nth(letters).map_or(text, |(end, _)| &text[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(BlockKind, &str)> {
        blocks(text).into_iter().map(|it| (it.kind, &text[it.span.start..it.span.end])).collect()
    }

    #[test]
    fn pages_fall_into_blocks() {
        let text = "{{Infobox war|a=1\n|b={{x|y}}}}\nThe '''war''' {{c.|3}} was.\nOn.\n\nMore.\n== Then ==\n{|\n|a\n|}\nEnd.";
        assert_eq!(
            kinds(text),
            [
                (BlockKind::Template { closed: true }, "{{Infobox war|a=1\n|b={{x|y}}}}"),
                (BlockKind::Paragraph, "The '''war''' {{c.|3}} was.\nOn."),
                (BlockKind::Paragraph, "More."),
                (BlockKind::Heading(2), "== Then =="),
                (BlockKind::Table, "{|\n|a\n|}"),
                (BlockKind::Paragraph, "End."),
            ]
        );
    }

    #[test]
    fn an_unclosed_box_ends_where_prose_begins() {
        let text = "{{Infobox conflict\n|date=1\n|place=x\n\nIt was long ago.";
        assert_eq!(kinds(text)[0].0, BlockKind::Template { closed: false });
        assert_eq!(kinds(text)[1].1, "It was long ago.");
    }

    #[test]
    fn nonsense_is_not_given_to_the_parser() {
        assert!(!is_readable(&"{{".repeat(100)) && !is_readable(&"<ref>".repeat(100)));
        assert!(!is_readable(&format!("{}{}", "{{a|".repeat(60), "}}".repeat(60))));
        assert!(is_readable("{{a|[[b]]|<ref>c</ref>}}"));
    }

    /// Forty-nine braces before a box, found by the fuzzer, kept the parser busy for hours: it reads each run of braces in every
    /// way, and each template without an end twice.
    #[test]
    fn braces_without_an_end_are_not_read_in_every_way() {
        for (nonsense, times) in [("{", 49), ("{{a|", 12), ("{{{a|", 8), ("{{{{{a|", 4)] {
            assert!(!is_readable(&nonsense.repeat(times)), "{nonsense} {times} times");
        }
        let half_closed = format!("{}{}", "{{{a|".repeat(10), "}} ".repeat(10));
        assert!(!is_readable(&half_closed));
        assert!(!is_readable(&format!("{}{}", "{{{a|".repeat(30), "}}".repeat(30))));
        for fine in ["{{{{{1|}}}}}", "{{{a|{{{b|c}}}}}}", "{{box\n|a={{b}}\n|c={{{d|}}}\n", "{{a {{b {{c"] {
            assert!(is_readable(fine), "{fine}");
        }
    }
}
