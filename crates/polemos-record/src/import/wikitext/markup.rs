//! The tree that the parser of wikis makes, laid out flat: the pieces of which a cell or paragraph is made, each with its
//! bytes. What a template shows is decided here; one that is not known is named, and its bytes stay in the page.

use super::outline::is_readable;
use super::templates::{Shows, shows};
use crate::import::cell::{Piece, Pieces};
use crate::import::page::{Notice, Weight};
use crate::model::TextSpan;
use parse_wiki_text_2::{Configuration, Node, Parameter, Positioned};
use std::sync::OnceLock;
use std::time::Duration;

fn configuration() -> &'static Configuration {
    static CONFIGURATION: OnceLock<Configuration> = OnceLock::new();
    CONFIGURATION.get_or_init(Configuration::default)
}

/// Gives the tree of a text to `read`; none where the text is not one that the parser can be given.
pub(crate) fn with_tree<T>(text: &str, read: impl FnOnce(&[Node<'_>]) -> T) -> Option<T> {
    if !is_readable(text) {
        return None;
    }
    // What `is_readable` lets through is parsed long before this; a clock decides nothing.
    match configuration().parse_with_timeout(text, Duration::from_secs(600)) {
        Ok(output) => Some(read(&output.nodes)),
        Err(_) => None,
    }
}

/// Lays nodes out; `text` is what they were parsed from, and begins at byte `base` of the page.
pub(crate) struct Layout<'t, 'o> {
    pub text: &'t str,
    pub base: usize,
    pub out: &'o mut Pieces,
    pub notices: &'o mut Vec<Notice>,
}

impl Layout<'_, '_> {
    fn span(&self, start: usize, end: usize) -> TextSpan {
        TextSpan { start: self.base + start, end: self.base + end.max(start) }
    }

    fn push(&mut self, piece: Piece, start: usize, end: usize) {
        let span = self.span(start, end);
        self.out.push(piece, span);
    }

    pub fn nodes(&mut self, nodes: &[Node<'_>]) {
        nodes.iter().for_each(|node| self.node(node));
    }

    fn node(&mut self, node: &Node<'_>) {
        let (start, end) = (node.start(), node.end());
        match node {
            Node::Text { value, .. } => self.push(Piece::Text((*value).to_owned()), start, end),
            Node::CharacterEntity { character, .. } => {
                self.push(Piece::Text(character.to_string()), start, end);
            }
            Node::Link { target, text, .. } => self.link(target, text, start, end),
            Node::ExternalLink { nodes, .. } => self.external(nodes, start, end),
            Node::Bold { .. } => self.push(Piece::Bold, start, end),
            Node::Italic { .. } => self.push(Piece::Italic, start, end),
            Node::BoldItalic { .. } => {
                self.push(Piece::Bold, start, end);
                self.push(Piece::Italic, start, end);
            }
            Node::StartTag { name, .. } | Node::EndTag { name, .. } => self.tag(name, start, end),
            Node::Tag { name, nodes, .. } => self.extension(name, nodes, start, end),
            Node::Template { name, parameters, .. } => self.template(name, parameters, start, end),
            Node::HorizontalDivider { .. } => self.push(Piece::Rule, start, end),
            Node::ParagraphBreak { .. } => self.push(Piece::Break, start, end),
            Node::UnorderedList { items, .. } | Node::OrderedList { items, .. } => {
                for item in items {
                    self.push(Piece::Bullet(1), item.start, item.start);
                    self.nodes(&item.nodes);
                }
                self.push(Piece::ListEnd, end, end);
            }
            Node::DefinitionList { items, .. } => {
                for item in items {
                    self.push(Piece::Break, item.start, item.start);
                    self.nodes(&item.nodes);
                }
            }
            Node::Heading { nodes, .. } | Node::Preformatted { nodes, .. } => self.nodes(nodes),
            Node::Parameter { default, .. } => {
                if let Some(nodes) = default {
                    self.nodes(nodes);
                }
            }
            Node::Table { .. } => {
                let span = self.span(start, end);
                let message = "A table within a cell is kept as it stands; no field takes it.";
                self.notices.push(Notice::new(Weight::Kept, message, Some(span)));
            }
            Node::Category { .. }
            | Node::Comment { .. }
            | Node::Image { .. }
            | Node::MagicWord { .. }
            | Node::Redirect { .. } => {}
        }
    }

    fn link(&mut self, target: &str, text: &[Node<'_>], start: usize, end: usize) {
        let mut label = plain(text, self.text);
        let page = target.split('#').next().unwrap_or("").trim().trim_start_matches(':');
        if label.trim().is_empty() {
            label = page.to_owned();
        }
        // Files by other names than English ones look like links.
        if is_file(page) {
            return;
        }
        let mut label = label.trim_matches('\'').to_owned();
        if label.contains("''") {
            label = label.replace("''", "");
        }
        self.push(Piece::Link { page: page.to_owned(), label }, start, end);
    }

    fn external(&mut self, nodes: &[Node<'_>], start: usize, end: usize) {
        let text = plain(nodes, self.text);
        let label = text.split_once(' ').map_or("", |(_, label)| label).to_owned();
        let address = text.split(' ').next().unwrap_or("").to_owned();
        self.push(Piece::Address { address, label }, start, end);
    }

    fn tag(&mut self, name: &str, start: usize, end: usize) {
        match name {
            "br" => self.push(Piece::Break, start, end),
            "hr" => self.push(Piece::Rule, start, end),
            "li" => self.push(Piece::Bullet(1), start, end),
            "div" | "p" | "center" | "ul" | "ol" => self.push(Piece::Soft, start, end),
            _ => {}
        }
    }

    fn extension(&mut self, name: &str, nodes: &[Node<'_>], start: usize, end: usize) {
        if name != "ref" {
            self.nodes(nodes);
            return;
        }
        let raw = self.text.get(start..end).unwrap_or("");
        let head = raw.split('>').next().unwrap_or("");
        let mut note = reference(nodes, self.text);
        note.name = attribute(head, "name");
        note.group = attribute(head, "group");
        self.push(Piece::Note(Box::new(note)), start, end);
    }

    fn template(&mut self, name: &[Node<'_>], parameters: &[Parameter<'_>], start: usize, end: usize) {
        let name = plain(name, self.text);
        let given = Given { parameters, text: self.text };
        match shows(&name, &given) {
            Shows::Nothing => {}
            Shows::Text(text) => self.push(Piece::Text(text), start, end),
            Shows::Pieces(pieces) => pieces.into_iter().for_each(|piece| self.push(piece, start, end)),
            Shows::Contents(rows) => rows.into_iter().for_each(|row| {
                if let Some(parameter) = parameters.get(row) {
                    self.nodes(&parameter.value);
                }
            }),
            Shows::List { skip } => self.list(parameters, &skip, end),
            Shows::Unknown => {
                let span = self.span(start, end);
                let name = name.trim();
                let message = format!(
                    "The template “{name}” is not known; its bytes are kept, and what it shows is not."
                );
                self.notices.push(Notice::new(Weight::Kept, message, Some(span)));
                self.push(Piece::Opaque(name.to_owned()), start, end);
            }
        }
    }

    fn list(&mut self, parameters: &[Parameter<'_>], skip: &[&str], end: usize) {
        self.push(Piece::ListStart, end, end);
        for parameter in parameters {
            let name = parameter.name.as_ref().map(|name| plain(name, self.text));
            let named = name.as_deref().map(str::trim);
            if named.is_some_and(|name| skip.contains(&name) || name.parse::<u32>().is_err()) {
                if named == Some("title") {
                    self.push(Piece::Break, parameter.start, parameter.start);
                    self.push(Piece::Bold, parameter.start, parameter.start);
                    self.nodes(&parameter.value);
                    self.push(Piece::Bold, parameter.end, parameter.end);
                }
                continue;
            }
            self.push(Piece::Bullet(1), parameter.start, parameter.start);
            self.nodes(&parameter.value);
        }
        self.push(Piece::ListEnd, end, end);
    }
}

fn is_file(page: &str) -> bool {
    let lower = page.to_lowercase();
    ["file:", "image:", "immagine:", "datei:", "bild:", "fichier:", "archivo:", "imagen:", "média:"]
        .iter()
        .any(|space| lower.starts_with(space))
}

/// The parameters of a template, as their texts.
pub(crate) struct Given<'g> {
    parameters: &'g [Parameter<'g>],
    text: &'g str,
}

impl Given<'_> {
    /// The value of a parameter by its name.
    pub fn named(&self, name: &str) -> Option<String> {
        self.parameters
            .iter()
            .filter(|it| it.name.as_ref().is_some_and(|own| plain(own, self.text).trim() == name))
            .map(|it| plain(&it.value, self.text).trim().to_owned())
            .find(|value| !value.is_empty())
    }

    /// The value of a parameter without a name, from 0.
    pub fn at(&self, row: usize) -> Option<String> {
        let mut unnamed = self.parameters.iter().filter(|it| it.name.is_none());
        let value = unnamed.nth(row).map(|it| plain(&it.value, self.text).trim().to_owned());
        value.or_else(|| self.named(&(row + 1).to_string())).filter(|value| !value.is_empty())
    }

    /// The values of all parameters without names.
    pub fn unnamed(&self) -> Vec<String> {
        let own = self.parameters.iter().filter(|it| it.name.is_none());
        own.map(|it| plain(&it.value, self.text).trim().to_owned()).filter(|it| !it.is_empty()).collect()
    }

    /// All parameters with names.
    pub fn all_named(&self) -> Vec<(String, String)> {
        let named = self.parameters.iter().filter_map(|it| Some((it.name.as_ref()?, &it.value)));
        named
            .map(|(name, value)| {
                (plain(name, self.text).trim().to_lowercase(), plain(value, self.text).trim().to_owned())
            })
            .collect()
    }

    /// The row of the first parameter without a name, among all.
    pub fn first_row(&self) -> Option<usize> {
        let unnamed = self.parameters.iter().position(|it| it.name.is_none());
        unnamed.or_else(|| {
            self.parameters
                .iter()
                .position(|it| it.name.as_ref().is_some_and(|name| plain(name, self.text).trim() == "1"))
        })
    }

    /// The row of the last parameter without a name, among all.
    pub fn last_row(&self) -> Option<usize> {
        self.parameters.iter().rposition(|it| it.name.is_none())
    }
}

/// Nodes as plain words, on one line.
pub(crate) fn plain(nodes: &[Node<'_>], text: &str) -> String {
    let mut pieces = Pieces::default();
    let mut notices = Vec::new();
    Layout { text, base: 0, out: &mut pieces, notices: &mut notices }.nodes(nodes);
    pieces.plain()
}

/// What a reference says: its words, and the work and address that it names.
fn reference(nodes: &[Node<'_>], text: &str) -> crate::import::cell::NoteText {
    let mut note = crate::import::cell::NoteText::default();
    let mut pieces = Pieces::default();
    let mut notices = Vec::new();
    Layout { text, base: 0, out: &mut pieces, notices: &mut notices }.nodes(nodes);
    for piece in pieces.iter() {
        match piece {
            Piece::Cited { title, address, .. } => {
                note.title = note.title.or_else(|| title.clone());
                note.address = note.address.or_else(|| address.clone());
            }
            Piece::Address { address, .. } => note.address = note.address.or_else(|| Some(address.clone())),
            _ => {}
        }
    }
    note.text = pieces.plain();
    if note.address.is_none() {
        let bare = note.text.split_whitespace().find(|word| word.starts_with("http"));
        note.address = bare.map(str::to_owned);
    }
    note
}

/// An attribute of a tag: `name=X`, `name="X Y"`.
fn attribute(head: &str, name: &str) -> Option<String> {
    // Most tags have none.
    if !head.contains('=') {
        return None;
    }
    let at = head.to_lowercase().find(&format!("{name}="))?;
    // Lower case may take more bytes than upper case; a place that is none is no attribute.
    let rest = head.get(at + name.len() + 1..)?.trim_start();
    let value = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next()?,
        _ => rest.split([' ', '/', '>']).next()?,
    };
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}
