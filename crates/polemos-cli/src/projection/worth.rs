//! What more ships would do for each coalition, as a block below a projection.

use polemos::War;
use polemos::almanac::text::{Line, Style, TIE, WIDTH, clip};
use polemos::almanac::voice::figures;
use polemos::study::StrengthReport;
use polemos::study::strength::Gain;

/// Where the figures of the two policies begin.
const COLUMNS: [usize; 2] = [28, 53];

/// The block.
pub fn lines(war: &War, report: &StrengthReport) -> Vec<Line> {
    let title = format!("A tenth more ships ({} runs each)", figures(report.runs));
    let mut lines = vec![Line::of(Style::Heading, title)];
    let mut head = Line::of(Style::Dim, "  victories, points");
    for (column, text) in COLUMNS.into_iter().zip(["decisions fixed", "decisions free"]) {
        head.pad_to(column);
        head.push(Style::Dim, text);
    }
    lines.push(head);
    for row in &report.coalitions {
        let name = war.coalitions.iter().find(|it| it.id == row.coalition).map(|it| it.names.short());
        let mut line = Line::of(Style::Plain, format!("  {}", clip(name.unwrap_or(&row.coalition), 24)));
        for (column, gain) in COLUMNS.into_iter().zip([&row.fixed, &row.free]) {
            line.pad_to(column);
            line.push(
                if column == COLUMNS[1] && row.reversed { Style::Strong } else { Style::Plain },
                points(gain),
            );
        }
        lines.push(line);
    }
    for says in report.coalitions.iter().filter_map(|row| row.says.as_deref()) {
        lines.extend(wrapped(says));
    }
    lines
}

/// A difference of shares in points, with its interval.
fn points(gain: &Gain) -> String {
    let point = |share: f64| {
        let text = format!("{:+.1}", share * 100.0).replace('-', "−");
        if text == "−0.0" { "+0.0".to_owned() } else { text }
    };
    format!("{}{TIE}({}{TIE}to{TIE}{})", point(gain.difference), point(gain.low), point(gain.high))
}

/// A sentence over as many lines as it needs.
fn wrapped(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = String::from(" ");
    for word in text.split(' ') {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(Line::of(Style::Plain, std::mem::replace(&mut line, String::from(" "))));
        }
        line.push(' ');
        line.push_str(word);
    }
    lines.push(Line::of(Style::Plain, line));
    lines
}
