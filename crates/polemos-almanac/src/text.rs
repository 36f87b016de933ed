//! Lines of styled text: what a span means, not how it looks. A terminal may colour it; a pipe prints it bare, and
//! nothing is lost, because no meaning hangs on a colour alone.

use unicode_width::UnicodeWidthStr;

/// Columns that a page is set in.
pub const WIDTH: usize = 80;

/// A space at which no line breaks; it is printed as an ordinary one.
pub const TIE: char = '\u{a0}';
/// A percent sign tied to its number.
const TIED_PERCENT: &str = "\u{a0}%";

/// What a span of text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Running text.
    #[default]
    Plain,
    /// A title or heading.
    Heading,
    /// What the eye should find first.
    Strong,
    /// What it may skip.
    Dim,
    /// The first side of the war.
    SideA,
    /// The second side.
    SideB,
    /// Any further side.
    SideC,
}

impl Style {
    /// The style of a side by its row.
    pub fn side(row: usize) -> Style {
        match row {
            0 => Style::SideA,
            1 => Style::SideB,
            _ => Style::SideC,
        }
    }
}

/// Text of one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// What it is.
    pub style: Style,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its spans, left to right.
    pub spans: Vec<Span>,
}

impl Line {
    /// An empty line.
    pub fn new() -> Self {
        Self::default()
    }

    /// A line of one span.
    pub fn of(style: Style, text: impl Into<String>) -> Self {
        Self::new().with(style, text)
    }

    /// The line with a span added.
    pub fn with(mut self, style: Style, text: impl Into<String>) -> Self {
        self.push(style, text);
        self
    }

    /// Adds a span.
    pub fn push(&mut self, style: Style, text: impl Into<String>) {
        let text = text.into();
        match self.spans.last_mut() {
            Some(last) if last.style == style => last.text.push_str(&text),
            _ if text.is_empty() => {}
            _ => self.spans.push(Span { text, style }),
        }
    }

    /// Columns that it takes.
    pub fn width(&self) -> usize {
        self.spans.iter().map(|span| columns(&span.text)).sum()
    }

    /// Adds spaces up to a column.
    pub fn pad_to(&mut self, column: usize) {
        let missing = column.saturating_sub(self.width());
        self.push(Style::Plain, " ".repeat(missing));
    }

    /// The text alone, without spaces at its end.
    pub fn plain(&self) -> String {
        let text: String = self.spans.iter().map(|span| span.text.as_str()).collect();
        text.replace(TIE, " ").trim_end().to_owned()
    }
}

/// Columns that a text takes on a terminal.
pub fn columns(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text if it fits, else its beginning and an ellipsis.
pub fn clip(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for letter in text.chars() {
        if columns(&out) + columns(letter.encode_utf8(&mut [0; 4])) + 1 > width {
            break;
        }
        out.push(letter);
    }
    format!("{}…", out.trim_end())
}

/// All lines as bare text, each ended.
pub fn to_plain(lines: &[Line]) -> String {
    lines.iter().fold(String::new(), |mut out, line| {
        out.push_str(&line.plain());
        out.push('\n');
        out
    })
}

/// Breaks spans into lines of at most `width` columns, at spaces; a word longer than a line is cut.
pub fn wrap(spans: &[Span], width: usize) -> Vec<Line> {
    let width = width.max(1);
    let mut lines = vec![Line::new()];
    let mut used = 0;
    for word in words(spans) {
        let wide: usize = word.iter().map(|span| columns(&span.text)).sum();
        if used > 0 && used + 1 + wide > width {
            lines.push(Line::new());
            used = 0;
        } else if let (true, Some(line), Some(first)) = (used > 0, lines.last_mut(), word.first()) {
            line.push(first.style, " ");
            used += 1;
        }
        for span in word {
            used = place(&mut lines, span, used, width);
        }
    }
    lines
}

/// Adds a span to the last line, on further lines where it is too wide; returns the columns then used.
fn place(lines: &mut Vec<Line>, span: Span, mut used: usize, width: usize) -> usize {
    for letter in span.text.chars() {
        let step = columns(letter.encode_utf8(&mut [0; 4]));
        if used > 0 && used + step > width {
            lines.push(Line::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push(span.style, letter);
        }
        used += step;
    }
    used
}

/// One plain span.
pub fn plain(text: &str) -> [Span; 1] {
    [Span { text: text.to_owned(), style: Style::Plain }]
}

/// Breaks a bare text into lines.
pub fn wrap_text(text: &str, width: usize) -> Vec<String> {
    wrap(&plain(text), width).iter().map(Line::plain).collect()
}

/// Sets spans beside a gutter: the first line begins with `gutter`, the others with as many spaces.
pub fn hang(gutter: Line, spans: &[Span], width: usize) -> Vec<Line> {
    let indent = gutter.width();
    let mut lines = Vec::new();
    for (row, body) in wrap(spans, width.saturating_sub(indent)).into_iter().enumerate() {
        let mut line = if row == 0 { gutter.clone() } else { Line::of(Style::Plain, " ".repeat(indent)) };
        body.spans.into_iter().for_each(|span| line.push(span.style, span.text));
        lines.push(line);
    }
    lines
}

/// Words, each of one or more styles.
fn words(spans: &[Span]) -> Vec<Vec<Span>> {
    let mut out: Vec<Vec<Span>> = Vec::new();
    let mut open = false;
    for span in spans {
        // A number and its sign are never parted, whoever wrote them.
        let tied = span.text.replace(" %", TIED_PERCENT);
        for (row, text) in tied.split([' ', '\n']).enumerate() {
            open &= row == 0;
            if text.is_empty() {
                continue;
            }
            let part = Span { text: text.to_owned(), style: span.style };
            match out.last_mut() {
                Some(word) if open => word.push(part),
                _ => out.push(vec![part]),
            }
            open = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_width_and_their_words() {
        let text = "Ships gathered at the gate for eighteen days, 9,240 of them, and waited.";
        for width in [5, 10, 17, 80] {
            let lines = wrap_text(text, width);
            assert!(lines.iter().all(|line| columns(line) <= width), "{lines:?}");
            if width >= 10 {
                assert_eq!(lines.join(" "), text);
            }
        }
    }

    #[test]
    fn a_tied_pair_is_never_parted() {
        assert_eq!(
            wrap_text("they lost 14 % of them", 13),
            wrap_text(&format!("they lost 14{TIE}% of them"), 13)
        );
        let lines = wrap_text(&format!("they lost 14{TIE}% of them"), 13);
        assert!(lines.contains(&"they lost".to_owned()) || lines.iter().any(|line| line.contains("14 %")));
        assert!(!lines.iter().any(|line| line.ends_with("14")));
    }

    #[test]
    fn a_gutter_stands_on_the_first_line_only() {
        let spans = [Span { text: "one two three four".into(), style: Style::Plain }];
        let lines = hang(Line::of(Style::Dim, " 3 Oct  "), &spans, 18);
        assert_eq!(to_plain(&lines), " 3 Oct  one two\n        three four\n");
    }

    #[test]
    fn styles_survive_wrapping() {
        let spans = [
            Span { text: "the ".into(), style: Style::Plain },
            Span { text: "Alliance".into(), style: Style::SideA },
            Span { text: ", at last".into(), style: Style::Plain },
        ];
        let lines = wrap(&spans, 80);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].plain(), "the Alliance, at last");
        assert_eq!(lines[0].spans[1].style, Style::SideA);
    }
}
