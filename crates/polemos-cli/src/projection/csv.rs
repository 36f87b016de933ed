//! One row a run.

use polemos::RunSummary;
use polemos::war::{DecisionId, Domain, War};
use std::fmt::Write as _;

/// All runs as CSV (RFC 4180): first a row of names, then one row a run.
pub fn rows(war: &War, runs: &[RunSummary]) -> String {
    let domains = domains(runs);
    let mut text = header(war, &domains);
    for run in runs {
        text.push_str(&row(war, run, &domains));
    }
    text
}

/// Domains of which anyone ever had units.
fn domains(runs: &[RunSummary]) -> Vec<(usize, Domain)> {
    let had = |row: usize| {
        runs.iter()
            .flat_map(RunSummary::factions)
            .any(|it| it.opening[row] + it.built[row] + it.lost[row] > 0)
    };
    Domain::ALL.into_iter().enumerate().filter(|(row, _)| had(*row)).collect()
}

fn header(war: &War, domains: &[(usize, Domain)]) -> String {
    let mut names: Vec<String> =
        ["replication", "ending", "victor", "loser", "grade", "day"].map(str::to_owned).to_vec();
    for faction in &war.factions {
        for (_, domain) in domains {
            for figure in ["start", "built", "lost"] {
                names.push(format!("{}.{}.{figure}", faction.id, domain.id()));
            }
        }
        names.extend(
            ["military_dead", "civilian_dead", "resolve"].map(|figure| format!("{}.{figure}", faction.id)),
        );
    }
    names.extend(war.decisions.iter().map(|it| format!("decision.{}", it.id)));
    names.extend(war.places.iter().map(|it| format!("holder.{}", it.id)));
    names.extend(war.facts.iter().filter(|it| it.expect.is_some()).map(|it| format!("fact.{}", it.id)));
    line(&names)
}

fn row(war: &War, run: &RunSummary, domains: &[(usize, Domain)]) -> String {
    let coalition = |id: Option<polemos::war::CoalitionId>| {
        id.and_then(|id| war.coalitions.get(id)).map(|it| it.id.clone()).unwrap_or_default()
    };
    let ending = &run.ending;
    let mut cells = vec![
        run.replication.to_string(),
        ending.kind.id().to_owned(),
        coalition(ending.victor),
        coalition(ending.loser),
        ending.grade.id().to_owned(),
        ending.day.to_string(),
    ];
    for (id, _) in war.factions.pairs() {
        let totals = run.faction(id);
        for (row, _) in domains {
            cells
                .extend([totals.opening, totals.built, totals.lost].map(|figures| figures[*row].to_string()));
        }
        cells.extend(
            [totals.military_dead, totals.civilian_dead, totals.resolve].map(|figure| figure.to_string()),
        );
    }
    cells.extend(war.decisions.pairs().map(|(id, it)| chosen(run, id, &it.options)));
    cells.extend(war.places.ids().map(|id| holder(war, run, id.0 as usize)));
    let facts = war.facts.iter().enumerate().filter(|(_, it)| it.expect.is_some());
    cells.extend(facts.map(|(row, _)| {
        let shown = run.facts.get(row / 8).is_some_and(|byte| byte >> (row % 8) & 1 == 1);
        u8::from(shown).to_string()
    }));
    line(&cells)
}

/// The option taken; empty where the decision did not fall.
fn chosen(run: &RunSummary, id: DecisionId, options: &[polemos::war::Choice]) -> String {
    run.chosen(id).and_then(|row| options.get(usize::from(row))).map(|it| it.id.clone()).unwrap_or_default()
}

fn holder(war: &War, run: &RunSummary, place: usize) -> String {
    let owner = run.owners.get(place).copied().unwrap_or(u16::MAX);
    war.factions.as_slice().get(usize::from(owner)).map(|it| it.id.clone()).unwrap_or_default()
}

fn line(cells: &[String]) -> String {
    let mut text = String::new();
    for (row, cell) in cells.iter().enumerate() {
        let gap = if row == 0 { "" } else { "," };
        // Ids are in kebab-case, yet a cell that needs quotes gets them.
        let _ = if cell.contains([',', '"', '\n', '\r']) {
            write!(text, "{gap}\"{}\"", cell.replace('"', "\"\""))
        } else {
            write!(text, "{gap}{cell}")
        };
    }
    text.push_str("\r\n");
    text
}
