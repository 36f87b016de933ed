//! From rows to a war. Each part has a module; this one holds what they share: findings, names, numbers,
//! references, and the order in which it all happens.

mod action;
mod builtin;
mod clock;
mod continuities;
mod effects;
mod envoys;
mod evidence;
mod forces;
mod grievances;
mod happenings;
mod ledger;
mod map;
mod numbers;
mod parties;
mod risings;
mod saga;
mod turns;
mod warn;

use crate::book::Book;
use crate::condition::{self, Context, Holder, Scope, TextMap, Want};
use crate::diagnostic::{Diagnostic, Finding, Findings};
use crate::draft::{self, Draft};
use crate::ids::{Ids, Ref};
use crate::reading::Language;
use crate::source::{Mark, SourceFile};
use crate::tree;
use crate::walk::Row;
use polemos_war::condition::{Condition, Op, ValueType, Variable};
use polemos_war::ids::*;
use polemos_war::names::{Names, Pronoun};
use polemos_war::twins;
use polemos_war::war::War;
use serde::Serialize;

/// A value that the scenario left to Polemos, or marked as assumed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DefaultUsed {
    /// Parameter path, or the path of the key.
    pub path: String,
    /// The value used.
    pub value: String,
    /// What it is measured in; empty for none.
    pub unit: String,
    /// Where it comes from.
    pub why: String,
    /// File in which the thing stands, where it stands in one.
    pub file: Option<String>,
    /// Line of the thing, from 1.
    pub line: Option<usize>,
}

/// What came of checking a scenario.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The war, where nothing was wrong.
    pub war: Option<War>,
    /// All findings in order of position.
    pub diagnostics: Vec<Diagnostic>,
    /// Every default used and every assumption marked, in the order of the scenario.
    pub defaults: Vec<DefaultUsed>,
}

/// A condition to compile when all names and numbers are known.
struct Request {
    source: String,
    map: Option<TextMap>,
    scope: Scope,
    want: Want,
    holder: Option<Holder>,
    /// Bounds in time that hang on another happening, joined to the condition.
    bounds: Vec<Vec<Op>>,
}

/// Everything that is known while a war is compiled.
pub(crate) struct Compiler<'f> {
    files: &'f [SourceFile],
    findings: Findings,
    ids: Ids,
    language: Language,
    book: Book,
    defaults: Vec<(Mark, DefaultUsed)>,
    requests: Vec<Request>,
    /// Squadrons that the scenario asks for, by force and row of units.
    wishes: Vec<Vec<Option<u32>>>,
    /// Who can join which coalition by an effect.
    joins: Vec<(FactionId, CoalitionId)>,
}

/// Checks a scenario.
pub fn check(files: &[SourceFile]) -> Checked {
    let mut findings = Findings::default();
    let Some(tree) = tree::read(files, &mut findings) else {
        return Checked { war: None, diagnostics: findings.finish(files), defaults: Vec::new() };
    };
    let mut ids = Ids::default();
    if findings.errors() > 0 {
        ids.damaged = Some(files.iter().map(|file| file.text.as_str()).collect::<Vec<_>>().join("\n"));
    }
    let draft = draft::draft(&tree, &mut ids, &mut findings);
    let (language, clock) = clock::language(&draft, files, &mut ids, &mut findings);
    let mut compiler = Compiler {
        files,
        findings,
        ids,
        language,
        book: Book::default(),
        defaults: clock.defaults.clone(),
        requests: Vec::new(),
        wishes: Vec::new(),
        joins: Vec::new(),
    };
    let war = compiler.war(&draft, &clock);
    let Compiler { findings, defaults, .. } = compiler;
    let failed = findings.errors() > 0;
    let lines: Vec<_> = files.iter().map(|file| crate::source::Lines::of(&file.text)).collect();
    let defaults =
        defaults.into_iter().map(|(mark, default)| located(mark, default, files, &lines)).collect();
    Checked { war: war.filter(|_| !failed), diagnostics: findings.finish(files), defaults }
}

fn located(
    mark: Mark,
    default: DefaultUsed,
    files: &[SourceFile],
    lines: &[crate::source::Lines],
) -> DefaultUsed {
    let file = mark.file as usize;
    match (files.get(file), lines.get(file)) {
        (Some(source), Some(lines)) if mark != Mark::default() => DefaultUsed {
            file: Some(source.name.clone()),
            line: Some(lines.position(&source.text, mark.start as usize).0),
            ..default
        },
        _ => default,
    }
}

impl Compiler<'_> {
    /// Builds the war. Some parts may be placeholders when there were errors; the war is then not handed out.
    fn war(&mut self, draft: &Draft<'_>, clock: &clock::Clocked) -> Option<War> {
        self.rules(draft);
        let peoples = self.peoples(draft);
        let persons = self.persons(draft);
        let classes = self.classes(draft);
        let mut factions = self.factions(draft);
        let coalitions = self.coalitions(draft, &factions);
        let mut places = self.places(draft, &factions);
        let lanes = self.lanes(draft, &mut places);
        let works = self.works(draft, &mut places);
        let mut forces = self.forces(draft, &factions, &classes);
        self.joins.extend(twins::factions_to_join(&factions, &coalitions, &forces));
        let events = self.events(draft);
        let rebellions = self.rebellions(draft, &factions, &places);
        let sabotages = self.sabotages(draft, &rebellions, &places, &works);
        let decisions = self.decisions(draft, &coalitions, &factions, &persons);
        let envoys = self.envoys(draft);
        let beliefs = self.beliefs(draft);
        let old_grievances = self.grievances(draft);
        let saga = self.saga(draft);
        let facts = self.facts(draft);
        let sources = self.sources(draft);
        self.sums(&coalitions, &forces, &classes);
        let evidence = self.evidence(draft, &facts, &decisions);
        let continuities = self.continuities(draft, &facts, &decisions, &clock.clock);
        let numbers = self.book.finish(&mut self.findings);
        self.capitals(&mut factions, &places, numbers.medians());
        self.force_places(draft, &mut forces, &factions);
        let squadrons = self.squadrons(draft, &mut forces, numbers.medians());
        let conditions = self.conditions(&decisions);
        let mut war = War {
            id: clock.id.clone(),
            names: clock.names.clone(),
            chain: clock.chain.clone(),
            place_text: clock.place_text.clone(),
            about: clock.about.clone(),
            digest: self.digest(),
            changes: Vec::new(),
            clock: clock.clock.clone(),
            plane: draft.top.bool("plane").unwrap_or(false),
            calibration: None,
            numbers,
            places,
            lanes,
            factions,
            coalitions,
            peoples,
            persons,
            classes,
            forces,
            squadrons,
            works,
            events,
            rebellions,
            sabotages,
            decisions,
            envoys,
            conditions,
            beliefs,
            old_grievances,
            facts,
            saga,
            evidence,
            continuities,
            sources,
        };
        self.whole_war(draft, &war);
        war.add_twins();
        Some(war)
    }

    /// Hash of the texts and of the words that they are read by.
    fn digest(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        let mut part = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        part("polemos war 1");
        part(&self.language.lexicon.to_toml());
        for file in self.files {
            part(&file.text.replace("\r\n", "\n"));
        }
        *hasher.finalize().as_bytes()
    }

    /// Adds a finding.
    fn say(&mut self, finding: Finding) {
        self.findings.add(finding);
    }

    /// Records a value that the scenario left open.
    fn note_default(
        &mut self,
        mark: Mark,
        path: String,
        value: impl Into<String>,
        unit: &str,
        why: impl Into<String>,
    ) {
        let (value, why) = (value.into(), why.into());
        self.defaults
            .push((mark, DefaultUsed { path, value, unit: unit.to_owned(), why, file: None, line: None }));
    }

    /// The row that a key names, if it is given and known. What is unknown is reported.
    fn reference(&mut self, row: &Row<'_>, key: &str, kind: Ref) -> Option<u32> {
        let text = row.text(key)?;
        self.look_up(kind, text, row.mark_of(key), true)
    }

    /// The row of an id in the text; `quoted` where it stands in quotes.
    fn look_up(&mut self, kind: Ref, id: &str, mark: Mark, quoted: bool) -> Option<u32> {
        let found = self.ids.find(kind, id);
        if found.is_none() && self.findings.plenty() {
            let message = format!("there is no {} `{id}`", kind.word());
            self.say(
                Finding::error(crate::ids::code_of(kind), mark, message)
                    .help("look at the first mistakes first"),
            );
        } else if found.is_none() {
            // The quotes stay where they are.
            let inside = if quoted && mark.end > mark.start + 1 {
                Mark { start: mark.start + 1, end: mark.end - 1, ..mark }
            } else {
                mark
            };
            if let Some(finding) = self.ids.unknown(kind, id, mark, inside) {
                self.say(finding);
            }
        }
        found
    }

    /// Names of a thing, from the keys that all named things have.
    fn names(&mut self, row: &Row<'_>) -> Names {
        let primary = row.text("name").map_or_else(|| title_case(&row.id), str::to_owned);
        if row.text("name").is_some_and(|name| name.trim().is_empty()) {
            let finding = Finding::error("empty-name", row.mark_of("name"), "a name cannot be empty");
            self.say(finding.help("write a name, or leave the key out"));
        }
        Names {
            primary,
            short: row.text("short").map(str::to_owned),
            also: row.texts("also").into_iter().map(|(name, _)| name.to_owned()).collect(),
            article: row.bool("article").unwrap_or(false),
            plural: row.bool("plural").unwrap_or(false),
            adjective: row.text("adjective").map(str::to_owned),
            pronoun: Pronoun::It,
        }
    }

    /// Queues a condition; its id.
    fn request(&mut self, request: Request) -> ConditionId {
        self.requests.push(request);
        ConditionId(self.requests.len() as u32 - 1)
    }

    /// Queues the text of a key as a condition or expression.
    fn request_text(
        &mut self,
        row: &Row<'_>,
        key: &str,
        scope: Scope,
        want: Want,
        holder: Option<Holder>,
    ) -> Option<ConditionId> {
        let cell = row.get(key)?;
        let text = cell.node.text()?;
        let map = self.text_map(cell.node.mark, text);
        Some(self.request(Request {
            source: text.to_owned(),
            map: Some(map),
            scope,
            want,
            holder,
            bounds: Vec::new(),
        }))
    }

    fn text_map(&self, mark: Mark, text: &str) -> TextMap {
        let file = self.files.get(mark.file as usize).map_or("", |file| file.text.as_str());
        TextMap::new(file, mark, text)
    }

    /// Compiles all conditions. One that cannot be compiled leaves a placeholder: the war is not handed out.
    fn conditions(
        &mut self,
        decisions: &Table<DecisionId, polemos_war::war::Decision>,
    ) -> Table<ConditionId, Condition> {
        let options: Vec<Vec<String>> = decisions
            .iter()
            .map(|decision| decision.options.iter().map(|option| option.id.clone()).collect())
            .collect();
        let requests = std::mem::take(&mut self.requests);
        let (book, ids, language) = (&self.book, &self.ids, &self.language);
        let number = |path: &str| book.find(path);
        let paths = || book.paths();
        let date = |text: &str| language.days_to(text);
        let findings = &mut self.findings;
        requests
            .into_iter()
            .map(|request| {
                let context = Context {
                    ids,
                    options: &options,
                    number: &number,
                    paths: &paths,
                    date: &date,
                    limit_days: language.limit_days,
                    scope: request.scope,
                    holder: request.holder,
                };
                let written = request.map.as_ref().and_then(|map| {
                    condition::compile(&request.source, map, request.want, &context, findings)
                });
                joined(written, request)
            })
            .collect()
    }
}

/// A condition with its bounds in time: all must hold.
fn joined(written: Option<Condition>, request: Request) -> Condition {
    let value_type = written.as_ref().map_or(ValueType::Bool, |condition| condition.value_type);
    let mut parts: Vec<Vec<Op>> = written.into_iter().map(|condition| condition.code).collect();
    parts.extend(request.bounds);
    let mut parts = parts.into_iter();
    let mut code = parts.next().unwrap_or_else(|| vec![Op::Const(1.0)]);
    for part in parts {
        code.push(Op::AndSkip(part.len() as u16));
        code.extend(part);
    }
    Condition::new(request.source, code, value_type)
}

/// A bound in time after another happening: it happened, and so many days have passed (or have not).
fn after(happened: Variable, days: Variable, number: NumberId, until: bool) -> Vec<Op> {
    if until {
        // Before it happened, and up to so many days after it.
        return vec![
            Op::Load(days),
            Op::Load(Variable::Param(number)),
            Op::LessEqual,
            Op::Load(happened),
            Op::Not,
            Op::Max,
        ];
    }
    vec![
        Op::Load(happened),
        Op::AndSkip(3),
        Op::Load(days),
        Op::Load(Variable::Param(number)),
        Op::GreaterEqual,
    ]
}

/// "deep-space-9" as "Deep Space 9".
pub(crate) fn title_case(id: &str) -> String {
    let words: Vec<String> = id.split('-').map(polemos_war::names::capitalised).collect();
    words.join(" ")
}
