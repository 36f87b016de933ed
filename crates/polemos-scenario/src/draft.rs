//! A scenario's rows before they are compiled: read by their definitions, ids registered, shorthand written out.

use crate::diagnostic::{Finding, Findings};
use crate::ids::{Ids, Ref};
use crate::source::Mark;
use crate::spec::TOP;
use crate::tree::{Node, Table};
use crate::walk::{Cell, Provenance, Row, Walker};
use polemos_war::war::Domain;

/// All rows of a scenario. Rows of a kind are in the order of their ids.
pub(crate) struct Draft<'t> {
    pub(crate) top: Row<'t>,
    pub(crate) chain: Option<Row<'t>>,
    pub(crate) calendars: Vec<Row<'t>>,
    pub(crate) sources: Vec<Row<'t>>,
    pub(crate) peoples: Vec<Row<'t>>,
    pub(crate) factions: Vec<Row<'t>>,
    /// Coalitions that are written; implicit ones follow them in row order.
    pub(crate) coalitions: Vec<Row<'t>>,
    pub(crate) persons: Vec<Row<'t>>,
    /// Classes that are written.
    pub(crate) classes: Vec<Row<'t>>,
    /// Domains used as classes of ordinary units; their rows follow.
    pub(crate) builtin: Vec<Domain>,
    pub(crate) places: Vec<Row<'t>>,
    pub(crate) lanes: Vec<LaneDraft<'t>>,
    pub(crate) works: Vec<WorksDraft<'t>>,
    pub(crate) forces: Vec<Row<'t>>,
    pub(crate) events: Vec<Row<'t>>,
    pub(crate) decisions: Vec<Row<'t>>,
    pub(crate) rebellions: Vec<Row<'t>>,
    pub(crate) sabotages: Vec<Row<'t>>,
    pub(crate) envoys: Vec<Row<'t>>,
    pub(crate) postures: Vec<Row<'t>>,
    pub(crate) beliefs: Vec<Row<'t>>,
    pub(crate) grievances: Vec<Row<'t>>,
    pub(crate) facts: Vec<Row<'t>>,
    pub(crate) measures: Vec<Row<'t>>,
    pub(crate) links: Vec<Row<'t>>,
    pub(crate) turns: Vec<Row<'t>>,
    pub(crate) removals: Vec<Row<'t>>,
    pub(crate) comparisons: Vec<Row<'t>>,
    pub(crate) continuities: Vec<Row<'t>>,
    pub(crate) saga: Option<Row<'t>>,
    pub(crate) tensions: Vec<Row<'t>>,
    pub(crate) series: Vec<Row<'t>>,
    pub(crate) histories: Vec<Row<'t>>,
}

/// A lane, from its own table or from its place.
pub(crate) struct LaneDraft<'t> {
    pub(crate) id: String,
    pub(crate) mark: Mark,
    /// Ends as written, with their places in the text.
    pub(crate) ends: [Option<(String, Mark)>; 2],
    pub(crate) row: Option<Row<'t>>,
    /// Travel time of the shorthand.
    pub(crate) time: Option<(&'t Node, Provenance)>,
}

/// Works, from their own table or from their place.
pub(crate) enum WorksDraft<'t> {
    /// `[works.ID]`.
    Table(Row<'t>),
    /// A kind in the list of a place.
    OfPlace { id: String, mark: Mark, kind: String, place: String },
}

impl WorksDraft<'_> {
    pub(crate) fn id(&self) -> &str {
        match self {
            WorksDraft::Table(row) => &row.id,
            WorksDraft::OfPlace { id, .. } => id,
        }
    }

    pub(crate) fn mark(&self) -> Mark {
        match self {
            WorksDraft::Table(row) => row.mark,
            WorksDraft::OfPlace { mark, .. } => *mark,
        }
    }
}

/// Reads the tree into rows.
pub(crate) fn draft<'t>(tree: &'t Table, ids: &mut Ids, findings: &mut Findings) -> Draft<'t> {
    let damaged = ids.damaged.is_some();
    let mut walker = Walker { findings, damaged };
    let top = walker.row(tree, &TOP, "", String::new(), Mark::default());
    let keyed = |walker: &mut Walker<'_>, key: &str| -> Vec<Row<'t>> {
        top.get(key).map(|cell| walker.keyed(cell, key, "")).unwrap_or_default()
    };
    let listed = |walker: &mut Walker<'_>, key: &str| -> Vec<Row<'t>> {
        top.get(key).map(|cell| walker.rows(cell, key, "")).unwrap_or_default()
    };
    let chain = single(&mut walker, &top, "chain");
    let saga = single(&mut walker, &top, "saga");
    let mut draft = Draft {
        chain,
        calendars: keyed(&mut walker, "calendar"),
        sources: keyed(&mut walker, "source"),
        peoples: keyed(&mut walker, "people"),
        factions: keyed(&mut walker, "faction"),
        coalitions: keyed(&mut walker, "coalition"),
        persons: keyed(&mut walker, "person"),
        classes: keyed(&mut walker, "class"),
        builtin: Vec::new(),
        places: keyed(&mut walker, "place"),
        lanes: Vec::new(),
        works: Vec::new(),
        forces: keyed(&mut walker, "force"),
        events: keyed(&mut walker, "event"),
        decisions: keyed(&mut walker, "decision"),
        rebellions: keyed(&mut walker, "rebellion"),
        sabotages: keyed(&mut walker, "sabotage"),
        envoys: keyed(&mut walker, "envoy"),
        postures: keyed(&mut walker, "posture"),
        beliefs: listed(&mut walker, "belief"),
        grievances: listed(&mut walker, "grievance"),
        facts: listed(&mut walker, "fact"),
        measures: keyed(&mut walker, "measure"),
        links: listed(&mut walker, "link"),
        turns: listed(&mut walker, "turn"),
        removals: listed(&mut walker, "removal"),
        comparisons: listed(&mut walker, "comparison"),
        continuities: listed(&mut walker, "continuity"),
        saga,
        tensions: listed(&mut walker, "tension"),
        series: keyed(&mut walker, "series"),
        histories: listed(&mut walker, "history"),
        top: top.clone(),
    };
    draft.lanes = lanes(keyed(&mut walker, "lane"), &draft.places, &mut walker);
    draft.works = works(keyed(&mut walker, "works"), &draft.places);
    draft.builtin = builtin_classes(&draft);
    register(&draft, ids, findings);
    draft
}

/// A table that stands once.
fn single<'t>(walker: &mut Walker<'_>, top: &Row<'t>, key: &'static str) -> Option<Row<'t>> {
    let cell: &Cell<'t> = top.get(key)?;
    let table = cell.node.table()?;
    Some(walker.row(table, crate::spec::table(key), "", key.to_owned(), cell.key_mark))
}

fn end(row: &Row<'_>, key: &str) -> Option<(String, Mark)> {
    let cell = row.get(key)?;
    Some((cell.node.text()?.to_owned(), cell.node.mark))
}

fn lanes<'t>(rows: Vec<Row<'t>>, places: &[Row<'t>], walker: &mut Walker<'_>) -> Vec<LaneDraft<'t>> {
    let mut lanes: Vec<LaneDraft<'t>> = rows
        .into_iter()
        .map(|row| LaneDraft {
            id: row.id.clone(),
            mark: row.mark,
            ends: [end(&row, "from"), end(&row, "to")],
            row: Some(row),
            time: None,
        })
        .collect();
    for place in places {
        let Some(cell) = place.get("lanes") else { continue };
        let crate::spec::Kind::Map(_, num) = cell.spec.kind else { continue };
        for entry in cell.node.table().map(|table| table.entries.as_slice()).unwrap_or_default() {
            let kind = crate::spec::Kind::Number(num);
            let (node, origin) = walker.unwrap_claim(&entry.node, kind);
            let Some(node) = node else { continue };
            let fits = walker.fits_kind(node, kind, "lanes", cell.spec.example);
            lanes.push(LaneDraft {
                id: format!("{}--{}", place.id, entry.key),
                mark: entry.key_mark,
                ends: [Some((place.id.clone(), place.mark)), Some((entry.key.clone(), entry.key_mark))],
                row: None,
                time: fits.then_some((node, origin)),
            });
        }
    }
    lanes
}

fn works<'t>(rows: Vec<Row<'t>>, places: &[Row<'t>]) -> Vec<WorksDraft<'t>> {
    let mut works: Vec<WorksDraft<'t>> = rows.into_iter().map(WorksDraft::Table).collect();
    for place in places {
        for (kind, mark) in place.texts("works") {
            let id = format!("{}-{kind}", place.id);
            works.push(WorksDraft::OfPlace { id, mark, kind: kind.to_owned(), place: place.id.clone() });
        }
    }
    works
}

/// Domains that are named where a class is, and are not classes of the scenario.
fn builtin_classes(draft: &Draft<'_>) -> Vec<Domain> {
    let written = |id: &str| draft.classes.iter().any(|class| class.id == id);
    let builds = draft.works.iter().filter_map(|works| match works {
        WorksDraft::Table(row) => row.text("builds"),
        WorksDraft::OfPlace { .. } => None,
    });
    let mut named: Vec<&str> = builds.collect();
    for force in &draft.forces {
        let units = force.get("units").and_then(|cell| cell.node.table());
        named
            .extend(units.into_iter().flat_map(|table| table.entries.iter().map(|entry| entry.key.as_str())));
        let long = force.get("unit").and_then(|cell| cell.node.list()).unwrap_or_default();
        named.extend(long.iter().filter_map(|node| node.table()?.get("class")?.node.text()));
    }
    Domain::ALL.into_iter().filter(|domain| named.contains(&domain.id()) && !written(domain.id())).collect()
}

/// Gives every id its row.
fn register(draft: &Draft<'_>, ids: &mut Ids, findings: &mut Findings) {
    let mut add = |kind: Ref, id: &str, mark: Mark| {
        let taken = Ref::ALL.into_iter().find(|other| {
            let clash = *other == kind || (kind.shares_one_namespace() && other.shares_one_namespace());
            clash && ids.find(*other, id).is_some()
        });
        if let Some(other) = taken {
            // The later of the two is the mistake.
            let first = ids.mark(other, id).unwrap_or_default();
            findings.add(duplicate(kind, id, mark.max(first), other, mark.min(first)));
        }
        ids.add(kind, id, mark);
    };
    let rows = [
        (Ref::Calendar, &draft.calendars),
        (Ref::Source, &draft.sources),
        (Ref::People, &draft.peoples),
        (Ref::Faction, &draft.factions),
        (Ref::Coalition, &draft.coalitions),
        (Ref::Person, &draft.persons),
        (Ref::Class, &draft.classes),
        (Ref::Place, &draft.places),
        (Ref::Force, &draft.forces),
        (Ref::Event, &draft.events),
        (Ref::Decision, &draft.decisions),
        (Ref::Measure, &draft.measures),
        (Ref::Rebellion, &draft.rebellions),
        (Ref::Sabotage, &draft.sabotages),
        (Ref::Envoy, &draft.envoys),
    ];
    for (kind, rows) in rows {
        rows.iter().for_each(|row| add(kind, &row.id, row.mark));
    }
    draft.lanes.iter().for_each(|lane| add(Ref::Lane, &lane.id, lane.mark));
    draft.works.iter().for_each(|works| add(Ref::Works, works.id(), works.mark()));
    draft.builtin.iter().for_each(|domain| add(Ref::Class, domain.id(), Mark::default()));
    for cell in draft.series.iter().filter_map(|row| row.get("wars")) {
        for table in cell.node.list().unwrap_or_default().iter().filter_map(|node| node.table()) {
            if let Some(id) = table.get("id") {
                id.node.text().into_iter().for_each(|text| add(Ref::Episode, text, id.node.mark));
            }
        }
    }
}

fn duplicate(kind: Ref, id: &str, mark: Mark, other: Ref, first: Mark) -> Finding {
    let message = if kind == other {
        format!("there are two {}s `{id}`", kind.word())
            .replace("workss", "works")
            .replace("classs", "classes")
    } else {
        format!("`{id}` is a {} and a {}", other.word(), kind.word())
    };
    let finding = Finding::error("duplicate-id", mark, message).label("this id is taken");
    let finding = finding.help(format!("give one of them another id, such as `{id}-{}`", kind.word()));
    // A war of a saga cannot be left out by its id.
    if first == Mark::default() || kind == Ref::Episode {
        return finding;
    }
    finding.note("one id names one thing, so that it can be taken away by `--without`")
}
