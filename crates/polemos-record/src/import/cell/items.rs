//! Pieces into items: what stands on one line of a cell, or is one point of a list.

use super::notes::{NoteAt, Notes};
use super::{Piece, Pieces};
use crate::model::{Fate, TextSpan};

/// One item of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Item {
    /// How deep it lies: 0 by itself, 1 for a point of a list under what stands before.
    pub level: u8,
    /// Its words on one line, without marks and notes.
    pub text: String,
    /// What of the text is a link, bold or italic, in order.
    pub runs: Vec<Run>,
    /// Whose it is, by the flags before it.
    pub flags: Vec<String>,
    /// What befell them.
    pub marks: Vec<(usize, Fate, String)>,
    /// Markers of references and notes.
    pub notes: Vec<NoteAt>,
    /// Bytes of the page.
    pub span: TextSpan,
    /// Whether a line goes across the cell before it.
    pub after_rule: bool,
    /// Whether it stands in brackets that what stands before opened.
    pub inside: bool,
}

/// A stretch of an item's text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    pub at: TextSpan,
    pub kind: RunKind,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum RunKind {
    Link(String),
    Bold,
    Italic,
}

impl Item {
    /// An item of bare words.
    pub fn bare(text: &str, span: TextSpan) -> Self {
        Self { text: text.split_whitespace().collect::<Vec<_>>().join(" "), span, ..Self::default() }
    }

    /// The links of the text with their pages.
    pub fn links(&self) -> impl Iterator<Item = (TextSpan, &str)> {
        self.runs.iter().filter_map(|run| match &run.kind {
            RunKind::Link(page) => Some((run.at, page.as_str())),
            _ => None,
        })
    }

    /// Whether all of the text is set in one manner, but for a colon and the like.
    fn all(&self, kind: &RunKind) -> bool {
        let within = |at: usize| {
            self.runs.iter().any(|run| run.kind == *kind && (run.at.start..run.at.end).contains(&at))
        };
        let mut any = false;
        for (at, letter) in self.text.char_indices() {
            if letter.is_alphanumeric() {
                any = true;
                if !within(at) {
                    return false;
                }
            }
        }
        any
    }

    /// Whether it is set bold.
    pub fn is_bold(&self) -> bool {
        self.all(&RunKind::Bold)
    }

    /// Whether it is a heading of what follows: bold or italic words, or words before a colon.
    pub fn is_heading(&self) -> bool {
        let text = self.text.trim();
        let set_apart = self.is_bold() || self.all(&RunKind::Italic) && self.level == 0;
        if self.is_year() {
            return true;
        }
        let words = !text.chars().any(|c| c.is_ascii_digit()) && !text.is_empty();
        words && (text.ends_with(':') || set_apart && self.links().next().is_none())
    }

    /// Whether it is a year and a colon: "1618:" over what was so then.
    pub fn is_year(&self) -> bool {
        let year = self.heading();
        self.text.trim().ends_with(':') && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())
    }

    /// The words of a heading.
    pub fn heading(&self) -> &str {
        self.text.trim().trim_end_matches(':').trim()
    }

    /// The part of the item that its text has from one byte to another.
    pub fn part(&self, start: usize, end: usize) -> Item {
        let text = &self.text[start..end];
        let lead = text.len() - text.trim_start().len();
        let (start, end) = (start + lead, start + lead + text.trim().len());
        let inside = |at: usize| at >= start && at <= end;
        let cut = |span: TextSpan| TextSpan {
            start: span.start.max(start) - start,
            end: span.end.min(end).max(start) - start,
        };
        Item {
            level: self.level,
            text: self.text[start..end].to_owned(),
            runs: self
                .runs
                .iter()
                .filter(|run| run.at.start < end && run.at.end > start)
                .map(|run| Run { at: cut(run.at), kind: run.kind.clone() })
                .collect(),
            flags: self.flags.clone(),
            marks: self
                .marks
                .iter()
                .filter(|(at, ..)| inside(*at))
                .map(|(at, fate, words)| (at - start, *fate, words.clone()))
                .collect(),
            notes: self
                .notes
                .iter()
                .filter(|note| inside(note.at))
                .map(|note| NoteAt { at: note.at - start, ..note.clone() })
                .collect(),
            span: self.span,
            after_rule: self.after_rule,
            inside: self.inside,
        }
    }
}

/// The items of a cell.
pub(crate) fn items(pieces: &Pieces, notes: &mut Notes) -> Vec<Item> {
    let mut maker = Maker {
        notes,
        found: Vec::new(),
        item: Item::default(),
        bold: None,
        italic: None,
        depth: 0,
        rule: false,
        newline: false,
        listed: false,
    };
    for (piece, span) in pieces.spanned() {
        maker.piece(piece, *span);
    }
    maker.end();
    let mut found = maker.found;
    unbracket(&mut found);
    level(&mut found);
    found.retain(|item| !item.text.is_empty() || !item.flags.is_empty() || !item.notes.is_empty());
    attach_lone_notes(found)
}

/// Points of a list that nothing stands before are the cell's own items.
fn level(items: &mut [Item]) {
    let lead = items.first().map_or(0, |item| item.level);
    for item in items.iter_mut() {
        if item.level < lead {
            return;
        }
        item.level -= lead;
    }
}

/// An item that is nothing but a marker belongs to the one before it.
fn attach_lone_notes(items: Vec<Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for item in items {
        match out.last_mut() {
            Some(before) if item.text.is_empty() && item.flags.is_empty() => {
                let at = before.text.len();
                before.notes.extend(item.notes.into_iter().map(|note| NoteAt { at, ..note }));
            }
            _ => out.push(item),
        }
    }
    out
}

struct Maker<'n> {
    notes: &'n mut Notes,
    found: Vec<Item>,
    item: Item,
    bold: Option<usize>,
    italic: Option<usize>,
    /// Lists of templates that are open.
    depth: u8,
    rule: bool,
    /// Whether a line of the text has ended just before.
    newline: bool,
    /// Whether the item is a point of a list in the text.
    listed: bool,
}

impl Maker<'_> {
    fn piece(&mut self, piece: &Piece, span: TextSpan) {
        if self.newline && self.opens(piece) {
            self.end();
        }
        if !matches!(piece, Piece::Text(_)) {
            self.newline = false;
        }
        if self.item.span == TextSpan::default() && !matches!(piece, Piece::Bold | Piece::Italic) {
            self.item.span = span;
        }
        self.item.span.end = self.item.span.end.max(span.end);
        match piece {
            Piece::Text(text) => self.text(text, span),
            Piece::Link { page, label } => self.link(page, label),
            Piece::Address { label, .. } => self.words(label),
            Piece::Cited { words, .. } => self.words(words),
            Piece::Flag(whose) => self.item.flags.push(whose.clone()),
            Piece::Mark(fate, words) => {
                self.item.marks.push((self.item.text.trim_end().len(), *fate, words.clone()));
            }
            Piece::Note(note) => {
                let id = self.notes.add(note);
                let at = self.item.text.trim_end().len();
                self.item.notes.push(NoteAt { at, id, locator: None });
            }
            Piece::Marker(marker) => {
                let id = self.notes.marker(marker);
                let at = self.item.text.trim_end().len();
                self.item.notes.push(NoteAt { at, id, locator: None });
            }
            Piece::Page(page) => {
                if let Some(note) = self.item.notes.last_mut() {
                    note.locator = Some(page.clone());
                }
            }
            Piece::Break => self.end(),
            Piece::Soft => self.end(),
            Piece::Rule => {
                self.end();
                self.rule = true;
            }
            Piece::Bold => toggle(&mut self.bold, &mut self.item, RunKind::Bold),
            Piece::Italic => toggle(&mut self.italic, &mut self.item, RunKind::Italic),
            Piece::Bullet(level) => self.bullet(*level + self.depth.saturating_sub(1)),
            Piece::ListStart => self.depth += 1,
            Piece::ListEnd => {
                self.end();
                self.depth = self.depth.saturating_sub(1);
            }
            Piece::Series(_) | Piece::Opaque(_) => {}
        }
    }

    /// Whether a piece on a new line of the text opens an item, as lists of flags and bold headings do.
    fn opens(&self, piece: &Piece) -> bool {
        let text = self.item.text.trim_end();
        if text.is_empty() && self.item.flags.is_empty() {
            return false;
        }
        let hanging = text.ends_with([',', '(', '–', '-', ':'])
            || [" of", " in", " the", " and", " near"].iter().any(|end| text.ends_with(end));
        let ended_by_link = self.item.links().last().is_some_and(|(at, _)| at.end >= text.len());
        match piece {
            Piece::Flag(_) | Piece::Bold | Piece::ListStart => true,
            Piece::Italic => !hanging,
            Piece::Link { .. } => ended_by_link && !hanging,
            _ => false,
        }
    }

    fn text(&mut self, text: &str, span: TextSpan) {
        let decoded = breaks(text);
        for (row, line) in decoded.split('\u{b}').enumerate() {
            if row > 0 {
                self.end();
            }
            for (row, line) in line.split('\n').enumerate() {
                if row > 0 {
                    self.line_ended(line);
                }
                self.line(line, row > 0);
                self.item.span.end = self.item.span.end.max(span.end);
            }
        }
    }

    fn line_ended(&mut self, next: &str) {
        let blank = self.newline;
        self.newline = true;
        // After a point of a list in the text comes something else.
        if self.listed || blank && next.trim().is_empty() {
            self.end();
            self.listed = false;
        }
    }

    fn line(&mut self, line: &str, fresh: bool) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            if !line.is_empty() && !fresh {
                self.push_words(" ");
            }
            return;
        }
        if fresh || self.item.text.is_empty() {
            let stars = trimmed.bytes().take_while(|b| *b == b'*' || *b == b'#').count();
            if stars > 0
                && (fresh || self.newline || self.found.is_empty() || stars > 1 || self.item.text.is_empty())
            {
                self.bullet(u8::try_from(stars).unwrap_or(9).min(9));
                self.listed = true;
                self.push_words(&line.trim_start()[stars..]);
                self.newline = false;
                return;
            }
            if trimmed.bytes().all(|b| b == b'-') && trimmed.len() >= 4 {
                self.end();
                self.rule = true;
                return;
            }
        }
        // A line that begins with a number or a bracket, after one that has ended, is an item of its own.
        if self.newline && fresh && self.item.text.trim_end().ends_with([';', ':']) {
            self.end();
        }
        if fresh {
            self.push_words(" ");
        }
        self.newline = false;
        self.push_words(line);
    }

    fn bullet(&mut self, level: u8) {
        self.end();
        // Points of a list that opens the cell are the cell's items; those under something else are its parts.
        self.item.level = level.saturating_sub(u8::from(self.depth > 0));
        self.item.inside = false;
    }

    fn words(&mut self, words: &str) {
        self.push_words(words);
    }

    fn link(&mut self, page: &str, label: &str) {
        let start = self.item.text.len();
        self.push_words(label);
        let lead = self.item.text[start..].len() - self.item.text[start..].trim_start().len();
        let at = TextSpan { start: start + lead, end: self.item.text.len() };
        if at.start < at.end {
            self.item.runs.push(Run { at, kind: RunKind::Link(page.to_owned()) });
        }
    }

    /// Adds words, every gap as one space.
    fn push_words(&mut self, words: &str) {
        for letter in words.chars() {
            let gap = letter.is_whitespace();
            match gap {
                true if self.item.text.is_empty() || self.item.text.ends_with(' ') => {}
                true => self.item.text.push(' '),
                false => self.item.text.push(letter),
            }
        }
    }

    fn end(&mut self) {
        for (open, kind) in [(&mut self.bold, RunKind::Bold), (&mut self.italic, RunKind::Italic)] {
            if let Some(start) = open.as_mut() {
                let at = TextSpan { start: *start, end: self.item.text.len() };
                self.item.runs.push(Run { at, kind });
                *start = 0;
            }
        }
        let mut item = std::mem::take(&mut self.item);
        self.newline = false;
        self.listed = false;
        tidy(&mut item);
        if item.text.is_empty() && item.flags.is_empty() && item.notes.is_empty() {
            return;
        }
        item.after_rule = std::mem::take(&mut self.rule);
        self.found.push(item);
    }
}

fn toggle(open: &mut Option<usize>, item: &mut Item, kind: RunKind) {
    match open.take() {
        Some(start) if start < item.text.len() => {
            item.runs.push(Run { at: TextSpan { start, end: item.text.len() }, kind });
        }
        Some(_) => {}
        None => *open = Some(item.text.len()),
    }
}

/// Line breaks that are written as entities, as vertical tabs, which no page has.
fn breaks(text: &str) -> String {
    let mut out = text.replace('\u{b}', " ");
    for written in ["<br>", "<br/>", "<br />", "</br>", "<BR>", "<br >"] {
        if out.contains(written) {
            out = out.replace(written, "\u{b}");
        }
    }
    without_tags(&out)
}

/// A text without tags of looks that the parser does not know.
fn without_tags(text: &str) -> String {
    const TAGS: [&str; 10] = ["big", "font", "small", "span", "abbr", "ins", "tt", "u", "nowrap", "center"];
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let end = tag.char_indices().take(200).find(|(_, c)| *c == '>').map(|(end, _)| end);
        let name: String =
            tag[1..].trim_start_matches('/').chars().take_while(char::is_ascii_alphabetic).collect();
        match end {
            Some(end) if TAGS.contains(&name.to_lowercase().as_str()) => rest = &tag[end + 1..],
            _ => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Strips a dash or dot before the words, empty brackets, and gaps; daggers in the words become marks.
fn tidy(item: &mut Item) {
    let lead = ["- ", "– ", "— ", "• ", "· ", "* ", "**", "-", "•"].iter().find(|lead| {
        item.text
            .strip_prefix(**lead)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.trim().is_empty())
    });
    if let Some(lead) = lead {
        let deeper = lead.starts_with(['-', '–', '—']);
        cut(item, 0, lead.len());
        item.level = item.level.max(u8::from(deeper));
    }
    for (dagger, fate) in [
        ("(†)", Fate::Killed),
        ("[†]", Fate::Killed),
        ("†", Fate::Killed),
        ("✝", Fate::Killed),
        ("⚔", Fate::Killed),
        ("🏳", Fate::Surrendered),
    ] {
        while let Some(at) = item.text.find(dagger) {
            cut(item, at, at + dagger.len());
            let at = item.text[..at].trim_end().len();
            item.marks.push((at, fate, "†".to_owned()));
        }
    }
    for empty in ["( )", "()", "[]", "(; )", "(, )"] {
        while let Some(at) = item.text.find(empty) {
            cut(item, at, at + empty.len());
        }
    }
    while let Some(at) = item.text.find("  ") {
        cut(item, at, at + 1);
    }
    let lead = item.text.len() - item.text.trim_start().len();
    cut(item, 0, lead);
    let end = item.text.trim_end().len();
    let whole = item.text.len();
    cut(item, end, whole);
}

/// Takes bytes out of the text, and moves what is bound to it.
fn cut(item: &mut Item, start: usize, end: usize) {
    if start >= end || !item.text.is_char_boundary(start) || !item.text.is_char_boundary(end) {
        return;
    }
    item.text.replace_range(start..end, "");
    let moved = |at: usize| if at >= end { at - (end - start) } else { at.min(start) };
    for run in &mut item.runs {
        run.at = TextSpan { start: moved(run.at.start), end: moved(run.at.end) };
    }
    item.marks.iter_mut().for_each(|mark| mark.0 = moved(mark.0));
    item.notes.iter_mut().for_each(|note| note.at = moved(note.at));
    item.runs.retain(|run| run.at.start < run.at.end);
}

/// Brackets that open in one item and close in another: what stands in them is inside what stands before.
fn unbracket(items: &mut [Item]) {
    let mut inside = false;
    for item in items.iter_mut() {
        if item.text.starts_with('(') && !item.text.contains(')') {
            cut(item, 0, 1);
            inside = true;
        }
        item.inside = inside;
        if inside && item.text.matches(')').count() > item.text.matches('(').count() {
            if let Some(at) = item.text.rfind(')') {
                cut(item, at, at + 1);
            }
            inside = false;
        }
        tidy(item);
    }
}
