//! The beginning of a scenario from a record: sides, people and forces with the source's own quantities, what the record
//! expects as facts, and whatever the source leaves open as an assumption marked as such, with the questions to its author
//! on top. It can be checked and played on its defaults, and says where it is not the source's.

use crate::model::{Commander, Count, Fate, Kind, MemberRole, Purpose, Quantity, Record, Side, slug};
use polemos_war::lexicon::Lexicon;
use std::fmt::Write as _;

/// Writes the scenario.
pub fn write(record: &Record) -> String {
    let mut writer =
        Writer { record, out: String::new(), taken: Vec::new(), assumed: Vec::new(), classes: Vec::new() };
    let battlefield = writer.battlefield();
    let sides: Vec<Plan> = (0..record.sides.len().max(2)).map(|row| writer.plan(row)).collect();
    writer.body(&sides, &battlefield);
    let body = std::mem::take(&mut writer.out);
    format!("{}{body}", writer.head())
}

/// One side as factions of a scenario.
struct Plan {
    key: String,
    name: String,
    /// Id and name of each member; whether it only supported.
    factions: Vec<(String, String, bool)>,
    leader: Option<String>,
}

struct Writer<'r> {
    record: &'r Record,
    out: String,
    taken: Vec<String>,
    assumed: Vec<String>,
    classes: Vec<(String, &'static str, String)>,
}

impl Writer<'_> {
    /// An id that nothing else of the scenario has.
    fn id(&mut self, name: &str) -> String {
        let ascii: String =
            slug(name).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let base = ascii.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        let base =
            if base.starts_with(|c: char| c.is_ascii_lowercase()) { base } else { format!("the-{base}") };
        let base: String = base.trim_end_matches('-').chars().take(60).collect();
        let base = base.trim_end_matches('-').to_owned();
        let mut names = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
        let id = names.find(|id| !self.taken.contains(id)).unwrap_or(base);
        self.taken.push(id.clone());
        id
    }

    fn line(&mut self, text: impl AsRef<str>) {
        self.out.push_str(text.as_ref());
        self.out.push('\n');
    }

    fn assume(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.assumed.contains(&text) {
            self.assumed.push(text);
        }
    }

    // --- planning ---

    fn battlefield(&mut self) -> (String, String) {
        let name = self.record.places.first().map(|claim| claim.value.name.clone());
        if name.is_none() {
            self.assume("Where it was fought is not said: one place between the sides stands for it.");
        }
        let name = name.unwrap_or_else(|| "The field".to_owned());
        (self.id(&name), name)
    }

    fn plan(&mut self, row: usize) -> Plan {
        let side = self.record.sides.get(row);
        let name = self.record.side_name(row);
        let name = if name.is_empty() { format!("Side {}", row + 1) } else { name };
        let key = self.id(&side.map_or_else(|| format!("side-{}", row + 1), |side| side.key.clone()));
        // One faction is in one coalition: who is on two sides stands where it stands first.
        let members: Vec<(String, bool)> = side
            .map(|side| {
                side.members
                    .iter()
                    .map(|it| (it.name.value.clone(), it.role == MemberRole::Supporter))
                    .collect()
            })
            .unwrap_or_default();
        let mut factions: Vec<(String, String, bool)> = Vec::new();
        for (name, supporter) in members {
            let id = self.id(&name);
            factions.push((id, name, supporter));
        }
        if factions.is_empty() {
            self.assume(format!("Who fought on side {} is not said: one faction stands for it.", row + 1));
            let id = self.id(&format!("faction-{}", row + 1));
            factions.push((id, name.clone(), false));
        }
        Plan { key, name, factions, leader: None }
    }

    // --- writing ---

    fn head(&self) -> String {
        let record = self.record;
        let mut out = format!(
            "# {}: a skeleton made from its record by `polemos record import --as scenario`.\n",
            remark(record.name())
        );
        out.push_str("# Names, quantities, fates and the ending are the source's, in its words; what it does not say is assumed, and marked so.\n");
        let terms = crate::export::terms(record);
        if !terms.sources.is_empty() {
            let _ = writeln!(out, "# Read from {}.", remark(&terms.sources.join("; ")));
        }
        if let Some(warning) = terms.warning() {
            let _ = writeln!(out, "# {}", remark(&warning));
        }
        if !self.assumed.is_empty() {
            out.push_str("#\n# Assumed:\n");
            for text in &self.assumed {
                let _ = writeln!(out, "# - {}", remark(text));
            }
        }
        if !record.questions.is_empty() {
            out.push_str("#\n# Questions to the author:\n");
            for question in &record.questions {
                let assumed = question
                    .assumed
                    .as_ref()
                    .map(|text| format!(" (until then: {text})"))
                    .unwrap_or_default();
                let _ = writeln!(out, "# - {}{}", remark(&question.text), remark(&assumed));
            }
        }
        out.push('\n');
        out
    }

    fn body(&mut self, sides: &[Plan], battlefield: &(String, String)) {
        let record = self.record;
        let about = record
            .outcome
            .text
            .first()
            .map(|it| format!("{}.", it.value.trim_end_matches('.')))
            .unwrap_or_default();
        self.line("format = 1");
        let id = self.id(&record.id);
        self.line(format!("id = {}", text(&id)));
        self.line(format!("name = {}", text(record.name())));
        if !about.is_empty() {
            self.line(format!("about = {} # the source's result", text(&about)));
        }
        self.clock();
        let places: Vec<&str> = record.places.iter().map(|it| it.value.name.as_str()).collect();
        if !places.is_empty() {
            self.line(format!("where = {}", text(&places.join(", "))));
        }
        self.chain();
        let persons = self.persons(sides);
        self.factions(sides, &persons);
        self.coalitions(sides);
        self.places(sides, battlefield);
        let start = self.out.len();
        self.forces(sides, battlefield, &persons);
        let forces = self.out.split_off(start);
        self.class_tables();
        self.out.push_str(&forces);
        self.facts(sides, &persons);
    }

    fn clock(&mut self) {
        let date = self.record.date.first().map(|claim| &claim.value);
        let first = date.and_then(|it| it.first.clone()).filter(|it| it.len() == 10 && !it.starts_with('-'));
        match (&first, date) {
            (Some(first), Some(date)) => {
                self.line(format!("start = {} # “{}” in the source", text(first), remark(&date.verbatim)))
            }
            (_, date) => {
                let said = date
                    .map(|it| format!(": “{}” is of a calendar that is not known here", it.verbatim))
                    .unwrap_or_default();
                self.assume(format!("When it began is not known{said}."));
                self.line("start = \"1 January 2400\" # assumed");
            }
        }
        let days = match (
            date.and_then(crate::model::RecordDate::first_year),
            date.and_then(crate::model::RecordDate::last_year),
        ) {
            (Some(first), Some(last)) if last > first => (last - first + 1) * 365,
            _ if self.record.kind == crate::model::RecordKind::Battle => 60,
            _ => 365,
        };
        self.line(format!("end = \"{days} days\" # assumed: when an undecided war is left as it stands"));
    }

    fn chain(&mut self) {
        let part_of = self.record.part_of.first().map(|it| it.value.name.clone());
        let chain = self.record.chains.iter().find(|it| it.previous.is_some() || it.next.is_some());
        let previous = chain.and_then(|it| it.previous.as_ref()).map(|it| it.value.name.clone());
        let next = chain.and_then(|it| it.next.as_ref()).map(|it| it.value.name.clone());
        if part_of.is_none() && previous.is_none() && next.is_none() {
            return;
        }
        self.line("\n[chain]");
        for (key, value) in [("part-of", part_of), ("previous", previous), ("next", next)] {
            if let Some(value) = value {
                self.line(format!("{key} = {}", text(&value)));
            }
        }
    }

    /// Persons by the keys of their entities: id and the row of the side where they stood first.
    fn persons(&mut self, sides: &[Plan]) -> Vec<(String, String, usize)> {
        let record = self.record;
        let mut persons: Vec<(String, String, usize)> = Vec::new();
        let mut tables = String::new();
        for (row, side) in record.sides.iter().enumerate() {
            for commander in &side.commanders {
                let Some(key) = &commander.person else { continue };
                if persons.iter().any(|(known, ..)| known == key) {
                    let name = commander.name.value.clone();
                    self.assume(format!("{name} stands on more than one side: here on the first only, until an event or a decision says when that changed."));
                    continue;
                }
                let id = self.id(&commander.name.value);
                tables.push_str(&person(commander, &id, &faction_of(record, side, commander, &sides[row])));
                persons.push((key.clone(), id, row));
            }
        }
        if !tables.is_empty() {
            self.line("\n# --- Persons\n");
            self.out.push_str(&tables);
        }
        persons
    }

    fn factions(&mut self, sides: &[Plan], persons: &[(String, String, usize)]) {
        self.line("\n# --- Factions\n");
        for (row, plan) in sides.iter().enumerate() {
            for (n, (id, name, _)) in plan.factions.iter().enumerate() {
                self.line(format!("[faction.{id}]"));
                self.line(format!("name = {}", text(name)));
                let leader = persons.iter().find(|(.., side)| *side == row).filter(|_| n == 0);
                if let Some((_, person, _)) = leader.filter(|_| plan.leader.is_none()) {
                    self.line(format!("leader = {} # assumed: the first commander named", text(person)));
                }
                self.line(format!("capital = \"{id}-home\" # assumed"));
                self.line("");
            }
        }
    }

    fn coalitions(&mut self, sides: &[Plan]) {
        self.line("# --- Coalitions\n");
        self.assume("Who attacked is not said: the first side does, the others hold.");
        for (row, plan) in sides.iter().enumerate() {
            let members: Vec<String> = plan.factions.iter().map(|(id, ..)| text(id)).collect();
            let supporters: Vec<&str> =
                plan.factions.iter().filter(|it| it.2).map(|it| it.1.as_str()).collect();
            self.line(format!("[coalition.{}]", plan.key));
            self.line(format!("name = {}", text(&plan.name)));
            self.line(format!("members = [{}]", members.join(", ")));
            if !supporters.is_empty() {
                self.line(format!(
                    "# In the source these only supported it: {}.",
                    remark(&supporters.join(", "))
                ));
            }
            self.line(format!("posture = \"{}\" # assumed", if row == 0 { "offensive" } else { "hold" }));
            self.line("");
        }
    }

    fn places(&mut self, sides: &[Plan], battlefield: &(String, String)) {
        self.line("# --- Places\n");
        self.assume("Homes, lanes and works are not said: each faction has a home with a yard and a depot, a short way from where it was fought.");
        let (id, name) = battlefield;
        self.line(format!("[place.{id}]"));
        self.line(format!("name = {}", text(name)));
        self.line("");
        for (faction, name, _) in sides.iter().flat_map(|plan| &plan.factions) {
            self.line(format!("[place.{faction}-home] # assumed"));
            self.line(format!("name = {}", text(&format!("Home of {name}"))));
            self.line(format!("owner = {}", text(faction)));
            self.line("works = [\"yard\", \"depot\"]");
            self.line(format!("lanes = {{ {id} = \"short\" }}"));
            self.line("");
        }
    }

    fn class_tables(&mut self) {
        if self.classes.is_empty() {
            return;
        }
        self.line("# --- Classes\n");
        for (id, domain, name) in std::mem::take(&mut self.classes) {
            self.line(format!("[class.{id}]"));
            self.line(format!("name = {}", text(&name)));
            if domain != "ships" {
                self.line(format!("domain = \"{domain}\""));
            } else if !is_ships(&name) {
                self.assume("Whoever marches does so as the engine's ships do: men count as units that move by themselves.");
                self.line("crew = 1 # assumed: one unit is one of them");
                self.line("build = \"20 days\" # assumed");
            }
            self.line("");
        }
    }

    fn forces(
        &mut self,
        sides: &[Plan],
        battlefield: &(String, String),
        persons: &[(String, String, usize)],
    ) {
        self.line("# --- Forces\n");
        for (row, plan) in sides.iter().enumerate() {
            let side = self.record.sides.get(row);
            let counts: Vec<&Count> = side.map(|side| shown(&side.strength)).unwrap_or_default();
            let Some((faction, ..)) = plan.factions.first() else { continue };
            let mut units: Vec<(String, String, String)> = Vec::new();
            for count in counts {
                units.extend(self.unit(count, &units, sides));
            }
            if units.is_empty() {
                self.assume(format!("The strength of {} is not said, or not in numbers.", plan.name));
                let class = self.class("ships", "men", Kind::People, &self.any_ships());
                units.push((class, "unknown".to_owned(), "not in the source".to_owned()));
            }
            let id = self.id(&format!("{}-force", plan.key));
            self.line(format!("[force.{id}]"));
            self.line(format!("name = {}", text(&format!("Forces of {}", plan.name))));
            self.line(format!("faction = {} # assumed: the source does not share them out", text(faction)));
            if let Some((_, person, _)) = persons.iter().find(|(.., side)| *side == row) {
                self.line(format!("commander = {}", text(person)));
            }
            let place = if row == 1 { battlefield.0.clone() } else { format!("{faction}-home") };
            self.line(format!("place = {} # assumed", text(&place)));
            self.line(format!("[force.{id}.units]"));
            for (class, words, said) in &units {
                self.line(format!("{class} = {} # “{}”", text(words), remark(said)));
            }
            self.line("");
            if let Some(side) = side {
                self.left_out(side);
            }
        }
    }

    fn any_ships(&self) -> bool {
        self.record.sides.iter().flat_map(|side| &side.strength).any(|it| it.category.kind == Kind::Ship)
    }

    /// A count as a class and the words for how many.
    fn unit(
        &mut self,
        count: &Count,
        known: &[(String, String, String)],
        sides: &[Plan],
    ) -> Option<(String, String, String)> {
        let claim = count.claims.preferred()?;
        let words = self.words(&claim.value, claim.probability, sides)?;
        let (kind, class) = (count.category.kind, count.category.class.clone());
        let ships = self.any_ships();
        let domain = match kind {
            Kind::Ship => "ships",
            Kind::Installation => "stations",
            Kind::Materiel => return None,
            Kind::Craft
                if class.as_deref().is_some_and(|it| {
                    it.contains("plane") || it.contains("aircraft") || it.contains("fighter")
                }) =>
            {
                "aircraft"
            }
            Kind::Unspecified
                if self
                    .record
                    .sides
                    .iter()
                    .all(|side| side.members.iter().all(|it| it.entity.is_empty())) =>
            {
                "ships"
            }
            _ if ships => "troops",
            _ => "ships",
        };
        let name = class.unwrap_or_else(|| match kind {
            Kind::Ship => "ships".to_owned(),
            _ => "men".to_owned(),
        });
        let class = self.class(domain, &name, kind, &ships);
        // Two figures for one class in one force would be one key twice.
        (!known.iter().any(|(own, ..)| *own == class)).then(|| (class, words, claim.verbatim.clone()))
    }

    fn class(&mut self, domain: &'static str, name: &str, kind: Kind, ships: &bool) -> String {
        if domain == "ships" && kind == Kind::Ship && name == "ships"
            || domain == "troops" && *ships && name == "men"
        {
            return domain.to_owned();
        }
        if let Some((id, ..)) = self.classes.iter().find(|(_, own, known)| *own == domain && known == name) {
            return id.clone();
        }
        let id = self.id(name);
        self.classes.push((id.clone(), domain, name.to_owned()));
        id
    }

    /// A quantity in words that a scenario reads; none where it stands for no number of its own.
    fn words(&mut self, quantity: &Quantity, probability: Option<f64>, sides: &[Plan]) -> Option<String> {
        let words = match quantity {
            Quantity::Absent | Quantity::None => return None,
            Quantity::Countless => "unknown".to_owned(),
            // A share of one's own strength is a part of what it would be a part of.
            Quantity::Share { .. } => {
                self.assume(
                    "A strength that is a share of the side's own whole says nothing of how much that was.",
                );
                "unknown".to_owned()
            }
            Quantity::Relative { to, factor_low, factor_high } => {
                let row = to.strip_prefix("side-").and_then(|it| it.split('.').next()?.parse::<usize>().ok());
                let plan = row.and_then(|row| sides.get(row.checked_sub(1)?))?;
                Quantity::Relative {
                    to: format!("{}.fleet", plan.key),
                    factor_low: *factor_low,
                    factor_high: *factor_high,
                }
                .to_text()
            }
            // A word of another language says as much as its band.
            Quantity::Verbal { term, .. }
                if Lexicon::standard().count(term).is_none() && Lexicon::standard().loss(term).is_none() =>
            {
                let band = crate::import::lexicon().count(term)?;
                Quantity::Range { low: band.0, high: band.1 }.to_text()
            }
            // A band of losses is no strength.
            Quantity::Verbal { term, .. } if Lexicon::standard().count(term).is_none() => {
                "unknown".to_owned()
            }
            other => other.to_text(),
        };
        let hedge = probability
            .filter(|_| words != "unknown")
            .map(|p| Lexicon::standard().adverb_for_probability(p).to_owned());
        Some(match hedge {
            Some(hedge) => format!("{hedge} {words}"),
            None => words,
        })
    }

    /// What the engine has no unit for stays as a remark.
    fn left_out(&mut self, side: &Side) {
        let left = side.strength.iter().filter(|it| {
            it.category.kind == Kind::Materiel || it.within.is_some() || *it.quantity() == Quantity::Absent
        });
        let words: Vec<String> = left
            .filter_map(|it| it.claims.preferred())
            .map(|claim| format!("“{}”", remark(&claim.verbatim)))
            .collect();
        if !words.is_empty() {
            self.line(format!("# The source has besides: {}.\n", words.join(", ")));
        }
    }

    fn facts(&mut self, sides: &[Plan], persons: &[(String, String, usize)]) {
        let record = self.record;
        let mut rows: Vec<(String, String, Option<String>)> = Vec::new();
        if let Some(claim) = record.outcome.text.first() {
            let winner = record.outcome.winners.first().and_then(|key| {
                let row = record.sides.iter().position(|side| side.key == *key)?;
                Some(format!("ended && ending.victor == \"{}\"", sides.get(row)?.key))
            });
            rows.push(("result".to_owned(), claim.value.clone(), winner));
        }
        for side in &record.sides {
            for commander in &side.commanders {
                let (Some(key), Some(fate)) = (&commander.person, commander.shown_fate()) else { continue };
                let Some((_, id, _)) = persons.iter().find(|(known, ..)| known == key) else { continue };
                let dead = matches!(fate, Fate::Killed | Fate::DiedOfWounds | Fate::Executed);
                let word = crate::export::view::fate_word(fate);
                let expect = dead.then(|| format!("!person[\"{id}\"].alive"));
                rows.push((format!("{id}-fate"), format!("{}: {word}.", commander.name.value), expect));
            }
        }
        for (row, side) in record.sides.iter().enumerate() {
            for (n, count) in side.losses.iter().enumerate() {
                let Some(claim) = count.claims.preferred() else { continue };
                let name = sides.get(row).map(|plan| plan.name.as_str()).unwrap_or_default();
                rows.push((
                    format!("losses-{}-{}", row + 1, n + 1),
                    format!("In the column of {name}: {}.", claim.verbatim),
                    None,
                ));
            }
        }
        if rows.is_empty() {
            return;
        }
        self.line("# --- What the source says came of it\n");
        for (id, says, expect) in rows {
            self.line("[[fact]]");
            self.line(format!("id = {}", text(&id)));
            self.line(format!("says = {}", text(&says)));
            match expect {
                Some(expect) => self.line(format!("expect = {}", text(&expect))),
                None => self.line("# expect = \"\" # how it would show in a finished war is for you to say"),
            }
            self.line("");
        }
    }
}

/// The counts that make up a strength: the first stage told, no parts of others, nothing that joined later.
fn shown(strength: &[Count]) -> Vec<&Count> {
    let first = strength.first().and_then(|it| it.phase.clone());
    strength
        .iter()
        .filter(|it| it.within.is_none() && it.purpose == Purpose::Plain && it.phase == first)
        .collect()
}

fn is_ships(name: &str) -> bool {
    let found = crate::import::kind_of(name);
    found == Some(Kind::Ship)
}

fn faction_of(record: &Record, side: &Side, commander: &Commander, plan: &Plan) -> String {
    let row =
        commander.for_entity.as_ref().and_then(|key| side.members.iter().position(|it| it.entity == *key));
    let _ = record;
    plan.factions.get(row.unwrap_or(0)).or(plan.factions.first()).map(|it| it.0.clone()).unwrap_or_default()
}

fn person(commander: &Commander, id: &str, faction: &str) -> String {
    let mut out = format!("[person.{id}]\nname = {}\n", text(&commander.name.value));
    if let Some(rank) = &commander.rank {
        let _ = writeln!(out, "title = {}", text(rank));
    }
    let _ = writeln!(out, "faction = {}", text(faction));
    if let Some(remark_) = &commander.remark {
        let _ = writeln!(out, "# The source says: {}.", remark(remark_));
    }
    out.push('\n');
    out
}

/// A text of TOML.
fn text(words: &str) -> String {
    toml::Value::String(words.replace(['\n', '\r'], " ")).to_string()
}

/// Words that may stand in a remark: on one line.
fn remark(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
