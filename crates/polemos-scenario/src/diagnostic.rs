//! What is wrong with a scenario: code, place, reason, repair; and how that is shown.

use crate::source::{Lines, Mark, SourceFile, floor_boundary};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use serde::Serialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The war cannot be played.
    Error,
    /// It can, but something will not do what was meant.
    Warning,
}

/// How to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// What to do.
    pub message: String,
    /// The change itself, where it is one of text: which bytes, and what to put there.
    pub replacement: Option<(Range<usize>, String)>,
}

/// One finding about a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// Lasting name of the kind of mistake, in kebab-case.
    pub code: &'static str,
    /// What is wrong, a sentence.
    pub message: String,
    /// Name of the file.
    pub file: String,
    /// Bytes of the file that it is about.
    pub span: Range<usize>,
    /// Line of the first byte, from 1.
    pub line: usize,
    /// Column of the first byte in characters, from 1.
    pub column: usize,
    /// A few words under the text.
    pub label: String,
    /// What to do about it.
    pub repair: Option<Repair>,
    /// More that helps to understand it.
    pub notes: Vec<String>,
}

/// A finding before it is placed in its file.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    severity: Severity,
    code: &'static str,
    mark: Mark,
    message: String,
    label: String,
    repair: Option<Repair>,
    notes: Vec<String>,
}

impl Finding {
    pub(crate) fn error(code: &'static str, mark: Mark, message: impl Into<String>) -> Self {
        let (message, label) = (message.into(), String::new());
        Self { severity: Severity::Error, code, mark, message, label, repair: None, notes: Vec::new() }
    }

    pub(crate) fn warning(code: &'static str, mark: Mark, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, mark, message) }
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Advice in words.
    pub(crate) fn help(mut self, message: impl Into<String>) -> Self {
        self.repair = Some(Repair { message: message.into(), replacement: None });
        self
    }

    /// Advice as a change of the marked text, or of another stretch of the same file.
    pub(crate) fn replace(mut self, message: impl Into<String>, at: Mark, text: impl Into<String>) -> Self {
        if at.file == self.mark.file {
            let replacement = Some((at.range(), text.into()));
            self.repair = Some(Repair { message: message.into(), replacement });
        }
        self
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// At most so many findings of each severity are shown.
pub const SHOWN: usize = 50;
/// After so many errors no repairs are looked for.
const PLENTY: usize = 500;
/// At most so many are kept while a scenario is checked; the others are counted.
const KEPT: usize = 20_000;

/// Collects findings.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Finding>,
    errors: usize,
    uncounted: usize,
}

impl Findings {
    pub(crate) fn add(&mut self, finding: Finding) {
        self.errors += usize::from(finding.severity == Severity::Error);
        if self.list.len() < KEPT { self.list.push(finding) } else { self.uncounted += 1 }
    }

    /// Takes over what another collection holds; texts that stand within a quoted one get their quotes escaped.
    pub(crate) fn absorb(&mut self, other: Findings, escape_quotes: bool) {
        for mut finding in other.list {
            if let Some((_, with)) = finding.repair.as_mut().and_then(|repair| repair.replacement.as_mut())
                && escape_quotes
            {
                *with = with.replace('"', "\\\"");
            }
            self.add(finding);
        }
    }

    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// So much is wrong that looking for what each mistake meant would take longer than it helps.
    pub(crate) fn plenty(&self) -> bool {
        self.errors > PLENTY
    }

    pub(crate) fn any_with(&self, code: &str) -> bool {
        self.list.iter().any(|finding| finding.code == code)
    }

    /// All findings in order of position, each once, the first [`SHOWN`] of each severity.
    pub(crate) fn finish(mut self, files: &[SourceFile]) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| {
            (a.mark, a.severity, a.code, &a.message).cmp(&(b.mark, b.severity, b.code, &b.message))
        });
        self.list.dedup_by(|a, b| a.mark == b.mark && a.code == b.code && a.message == b.message);
        let lines: Vec<Lines> = files.iter().map(|file| Lines::of(&file.text)).collect();
        self.drop_echoes(files, &lines);
        let mut shown = Vec::new();
        for severity in [Severity::Error, Severity::Warning] {
            let (of_it, rest): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.list).into_iter().partition(|f| f.severity == severity);
            self.list = rest;
            let uncounted = if severity == Severity::Error { self.uncounted } else { 0 };
            shown.extend(first_of(of_it, uncounted));
        }
        shown.sort_by_key(|finding| finding.mark);
        shown.into_iter().map(|finding| place(finding, files, &lines)).collect()
    }
}

impl Findings {
    /// A line that is not TOML has values that nobody wrote: what is said of them is dropped.
    fn drop_echoes(&mut self, files: &[SourceFile], lines: &[Lines]) {
        let line = |mark: Mark| {
            let file = mark.file as usize;
            let (source, lines) = (files.get(file)?, lines.get(file)?);
            Some((mark.file, lines.position(&source.text, mark.start as usize).0))
        };
        let broken: BTreeSet<_> = self
            .list
            .iter()
            .filter(|finding| finding.code == SYNTAX)
            .filter_map(|finding| line(finding.mark))
            .collect();
        if !broken.is_empty() {
            self.list.retain(|finding| {
                finding.code == SYNTAX || line(finding.mark).is_none_or(|line| !broken.contains(&line))
            });
        }
    }
}

/// The code of what is not TOML.
pub(crate) const SYNTAX: &str = "syntax";

fn first_of(mut findings: Vec<Finding>, uncounted: usize) -> Vec<Finding> {
    let more = findings.len().saturating_sub(SHOWN) + uncounted;
    if more > 0 && findings.len() > SHOWN {
        let next = findings[SHOWN].clone();
        findings.truncate(SHOWN);
        let what = if next.severity == Severity::Error { "errors" } else { "warnings" };
        let message = format!("and {more} more {what} from here on, not shown");
        findings.push(Finding {
            severity: next.severity,
            ..Finding::error("and-more", next.mark, message).help("mend the first ones and check again")
        });
    }
    findings
}

fn place(finding: Finding, files: &[SourceFile], lines: &[Lines]) -> Diagnostic {
    let file = finding.mark.file as usize;
    let (name, text) = files.get(file).map_or(("", ""), |f| (f.name.as_str(), f.text.as_str()));
    let range = finding.mark.range();
    let start = floor_boundary(text, range.start);
    let end = floor_boundary(text, range.end).max(start);
    let (line, column) = lines.get(file).map_or((1, 1), |lines| lines.position(text, start));
    let repair = finding.repair.map(|mut repair| {
        if let Some((range, _)) = &mut repair.replacement {
            let start = floor_boundary(text, range.start);
            *range = start..floor_boundary(text, range.end).max(start);
        }
        repair
    });
    Diagnostic {
        severity: finding.severity,
        code: finding.code,
        message: finding.message,
        file: name.to_owned(),
        span: start..end,
        line,
        column,
        label: finding.label,
        repair,
        notes: finding.notes,
    }
}

/// Shows a finding as compilers do: the text underlined, a sentence, a repair.
pub fn render(diagnostic: &Diagnostic, files: &[SourceFile], color: bool) -> String {
    let text = files.iter().find(|file| file.name == diagnostic.file).map_or("", |file| file.text.as_str());
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let window = Window::around(text, &diagnostic.span);
    let annotation = AnnotationKind::Primary.span(window.local(&diagnostic.span));
    let annotation =
        if diagnostic.label.is_empty() { annotation } else { annotation.label(diagnostic.label.as_str()) };
    let snippet = Snippet::source(window.text)
        .line_start(window.line(text))
        .path(diagnostic.file.as_str())
        .annotation(annotation);
    let mut main = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code).element(snippet);
    for note in &diagnostic.notes {
        main = main.element(Level::NOTE.message(note.as_str()));
    }
    let mut groups = Vec::new();
    match &diagnostic.repair {
        Some(Repair { message, replacement: None }) => {
            groups.push(main.element(Level::HELP.message(message.as_str())));
        }
        Some(Repair { message, replacement: Some((range, with)) }) => {
            groups.push(main);
            groups.push(patch_group(text, message, range, with));
        }
        None => groups.push(main),
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).render(&groups)
}

fn patch_group<'a>(text: &'a str, message: &'a str, range: &Range<usize>, with: &'a str) -> Group<'a> {
    let window = Window::around(text, range);
    let patch = Patch::new(window.local(range), with);
    let snippet = Snippet::source(window.text).line_start(window.line(text)).patch(patch);
    Level::HELP.secondary_title(message).element(snippet)
}

/// The lines that a finding touches; long texts are not handed to the renderer whole.
struct Window<'a> {
    text: &'a str,
    start: usize,
}

impl<'a> Window<'a> {
    /// At most so many bytes are shown.
    const MOST: usize = 1_000;
    /// At most so many bytes before the place, where a line is longer.
    const BEFORE: usize = 200;

    fn around(text: &'a str, span: &Range<usize>) -> Self {
        let at = floor_boundary(text, span.start);
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let start = floor_boundary(text, line.max(at.saturating_sub(Self::BEFORE)));
        let last = floor_boundary(text, span.end.clamp(at, start + Self::MOST));
        let end = text[last..].find('\n').map_or(text.len(), |newline| last + newline);
        Self { text: &text[start..floor_boundary(text, end.min(start + Self::MOST))], start }
    }

    fn local(&self, span: &Range<usize>) -> Range<usize> {
        let local = |at: usize| floor_boundary(self.text, at.saturating_sub(self.start));
        let start = local(span.start);
        start..local(span.end).max(start)
    }

    fn line(&self, text: &str) -> usize {
        text[..self.start].matches('\n').count() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str, mark: Range<usize>) -> (Vec<SourceFile>, Diagnostic) {
        let files = vec![SourceFile::new("war.toml", text)];
        let mut findings = Findings::default();
        let mark = Mark::new(0, mark);
        findings.add(
            Finding::error("unknown-key", mark, "`nmae` is not a key here").label("not a key").replace(
                "did you mean `name`?",
                mark,
                "name",
            ),
        );
        let mut list = findings.finish(&files);
        (files, list.remove(0))
    }

    #[test]
    fn a_finding_is_shown_with_its_place_and_its_repair() {
        let (files, diagnostic) = one("id = \"x\"\nnmae = \"y\"\n", 9..13);
        assert_eq!((diagnostic.line, diagnostic.column), (2, 1));
        let shown = render(&diagnostic, &files, false);
        for part in [
            "error[unknown-key]",
            "war.toml:2:1",
            "^^^^ not a key",
            "help: did you mean `name`?",
            "name = \"y\"",
        ] {
            assert!(shown.contains(part), "{part} is missing from\n{shown}");
        }
        assert!(render(&diagnostic, &files, true).contains('\u{1b}'));
    }

    #[test]
    fn a_place_in_a_very_long_line_or_past_the_end_is_shown_without_panic() {
        let text = "ĝ".repeat(3_000_000);
        for span in [2_999_999..3_000_003, 0..6_000_000, 7_000_000..9_000_000] {
            let (files, diagnostic) = one(&text, span);
            assert!(render(&diagnostic, &files, false).len() < 10_000);
        }
    }

    #[test]
    fn only_the_first_findings_are_shown_and_the_rest_counted() {
        let mut findings = Findings::default();
        for at in 0..(KEPT + 30) {
            findings.add(Finding::error("x", Mark::new(0, at..at + 1), "y"));
        }
        let list = findings.finish(&[SourceFile::new("a", "z".repeat(KEPT + 40))]);
        assert_eq!(list.len(), SHOWN + 1);
        assert!(list[SHOWN].message.contains(&(KEPT + 30 - SHOWN).to_string()), "{}", list[SHOWN].message);
    }
}
