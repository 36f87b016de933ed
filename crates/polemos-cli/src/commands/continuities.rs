//! `polemos continuities WAR`: a war's continuities and saved forks, as a tree.

use crate::args::{ContinuitiesArgs, Format};
use crate::failure::Failure;
use crate::{Done, library, output, subject};
use polemos::War;
use polemos::almanac::dates::Dates;
use polemos::almanac::text::{Line, Style, TIE, WIDTH, columns, hang, plain};
use polemos::lineage::options;
use polemos_store::Kind;
use serde::Serialize;
use std::process::ExitCode;

/// A history in the tree.
#[derive(Serialize)]
struct Node {
    /// How commands name it.
    name: String,
    /// What it parts from; none for the war itself.
    parent: Option<String>,
    /// When.
    at: Option<String>,
    /// With which changes.
    changes: Vec<String>,
    /// What is said of it, or how it ended.
    says: Option<String>,
    /// Whether it is a saved run; else the scenario declares it.
    saved: bool,
}

/// Draws the tree.
pub fn run(args: &ContinuitiesArgs) -> Done {
    let war = library::load(&args.war)?;
    let mut nodes = declared(&war, &args.war);
    nodes.extend(saved(&war, args)?);
    match args.format {
        Format::Json => output::print_json(&nodes)?,
        Format::Text => output::print(&drawn(&war, &args.war, &nodes))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn declared(war: &War, asked: &str) -> Vec<Node> {
    let dates = Dates::new(war);
    let all = war.continuities.iter();
    all.map(|it| Node {
        name: format!("{asked}:{}", it.id),
        parent: Some(it.parent.as_ref().map_or(asked.to_owned(), |parent| format!("{asked}:{parent}"))),
        at: it.day.map(|day| dates.full(day).replace(TIE, " ")),
        changes: options(&it.changes),
        says: Some(it.says.clone().unwrap_or_else(|| it.changes.name.clone())),
        saved: false,
    })
    .collect()
}

fn saved(war: &War, args: &ContinuitiesArgs) -> Result<Vec<Node>, Failure> {
    let Some(store) = subject::existing(&args.store)? else { return Ok(Vec::new()) };
    let heads = store.list(Some(Kind::Run)).map_err(|error| subject::failed(&error))?;
    let own = heads.into_iter().rev().filter(|it| it.war == war.id);
    Ok(own
        .map(|it| Node {
            parent: Some(it.parent.unwrap_or_else(|| args.war.clone())),
            name: it.name,
            at: it.at,
            changes: it.changes,
            says: Some(format!("seed {}: {}", it.seed, it.result)),
            saved: true,
        })
        .collect())
}

fn drawn(war: &War, asked: &str, nodes: &[Node]) -> Vec<Line> {
    let mut lines =
        vec![Line::of(Style::Heading, asked).with(Style::Plain, format!("  {}", war.names.primary))];
    if nodes.is_empty() {
        let text = format!(
            "It declares no continuity, and no run of it is saved. Make one with: polemos fork {asked} --at DATE --without ID"
        );
        lines.extend(hang(Line::of(Style::Plain, "  "), &plain(&text), WIDTH));
        return lines;
    }
    let known = |name: &str| name == asked || nodes.iter().any(|it| it.name == name);
    // A child whose parent is not here any more hangs on the war.
    let parent = |node: &Node| {
        node.parent.clone().filter(|name| known(name) && *name != node.name).unwrap_or(asked.to_owned())
    };
    let mut seen = Vec::new();
    branch(asked, "", nodes, &parent, &mut seen, &mut lines);
    lines
}

/// The children of a history, each with its own.
fn branch(
    of: &str,
    before: &str,
    nodes: &[Node],
    parent: &dyn Fn(&Node) -> String,
    seen: &mut Vec<String>,
    lines: &mut Vec<Line>,
) {
    let children: Vec<&Node> = nodes.iter().filter(|it| parent(it) == of).collect();
    let last = children.len().saturating_sub(1);
    for (row, node) in children.into_iter().enumerate() {
        if seen.contains(&node.name) {
            continue;
        }
        seen.push(node.name.clone());
        let (fork, rest) = if row == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let mut line = Line::of(Style::Dim, format!("{before}{fork}"));
        line.push(if node.saved { Style::SideA } else { Style::SideB }, node.name.clone());
        if let Some(at) = &node.at {
            line.push(Style::Plain, format!("  {at}"));
        }
        lines.push(line);
        let below = format!("{before}{rest}");
        let own = node.changes.join(" ");
        for text in [Some(own).filter(|it| !it.is_empty()), node.says.clone()].into_iter().flatten() {
            let mut gutter = Line::of(Style::Dim, below.clone());
            gutter.pad_to(columns(&below) + 2);
            lines.extend(hang(gutter, &plain(&text), WIDTH));
        }
        branch(&node.name, &below, nodes, parent, seen, lines);
    }
}
