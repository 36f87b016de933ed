//! Puts what was read together: one record, its entities keyed by their continuity, its claims with their sources.

use super::cell::counts::{Cell, Counted, Of};
use super::cell::names::{Group, Named};
use super::cell::notes::{NoteAt, Notes};
use super::cell::nouns::names_it;
use super::cell::{Item, dates};
use super::page::{Notice, Settings, Weight};
use super::tables::{Tables, has_word};
use crate::model::{
    Basis, Category, Claim, Claims, Commander, Continuity, Count, Entity, EntityKind, FORMAT, Fate, Kind,
    Licence, Member, MemberRole, Quantity, Question, Record, Reference, Remark, Side, Source, SourceKind,
    SourceRef, TextSpan, Unit, slug,
};
use std::sync::OnceLock;

/// A record in the making.
pub(crate) struct Builder<'s> {
    pub record: Record,
    pub notes: Notes,
    pub notices: Vec<Notice>,
    pub tables: &'static Tables,
    settings: &'s Settings,
    /// Pages that are linked to, with the keys of their entities.
    pages: Vec<(String, String)>,
    /// Whether somebody sets a field, rather than a page being read.
    editing: bool,
    /// Bytes of the page.
    pub end: usize,
}

impl Builder<'static> {
    /// A record whose fields are set by hand.
    pub fn edit(record: Record) -> Self {
        static SETTINGS: OnceLock<Settings> = OnceLock::new();
        let record_sources = record.sources.len();
        let pages =
            record.entities.iter().filter_map(|it| Some((it.page.clone()?, it.key.clone()))).collect();
        Self {
            record,
            notes: Notes::after(record_sources),
            notices: Vec::new(),
            tables: Tables::standard(),
            settings: SETTINGS.get_or_init(Settings::default),
            pages,
            editing: true,
            end: 0,
        }
    }

    /// The record as it was edited, with the references that were given.
    pub fn edited(mut self) -> Record {
        self.record.sources.extend(self.notes.finish());
        self.record
    }
}

impl<'s> Builder<'s> {
    pub fn new(settings: &'s Settings) -> Self {
        let continuity = settings.continuity.clone().map(|id| Continuity { id, ..Continuity::default() });
        let record = Record { format: FORMAT, continuity, ..Record::default() };
        let tables = Tables::standard();
        Self {
            record,
            notes: Notes::default(),
            notices: Vec::new(),
            tables,
            settings,
            pages: Vec::new(),
            editing: false,
            end: usize::MAX,
        }
    }

    // --- claims ---

    /// A place in the page.
    pub fn place(&self, span: TextSpan) -> SourceRef {
        let span = TextSpan { start: span.start.min(self.end), end: span.end.min(self.end) };
        let id = if self.editing { Source::EDITOR } else { Source::PAGE };
        SourceRef {
            id: id.to_owned(),
            span: Some(span).filter(|it| it.end > it.start),
            ..SourceRef::default()
        }
    }

    pub fn claim<T>(&self, words: &str, value: T, span: TextSpan, notes: &[NoteAt]) -> Claim<T> {
        let basis = if self.editing { Basis::Editor } else { Basis::Text };
        let mut claim = Claim::new(words, value, basis).with_source(self.place(span));
        claim.sources.extend(notes.iter().map(NoteAt::place));
        claim
    }

    pub fn text(&self, item: &Item) -> Claim<String> {
        self.claim(&item.text, item.text.clone(), item.span, &item.notes)
    }

    pub fn ask(&mut self, text: impl Into<String>, about: &str, assumed: Option<String>, quote: &str) {
        let quote = Some(quote.to_owned()).filter(|text| !text.is_empty());
        let question = Question { text: text.into(), about: Some(about.to_owned()), assumed, quote };
        if !self.record.questions.contains(&question) {
            self.record.questions.push(question);
        }
    }

    // --- entities ---

    /// The entity of a name; a new one where none of this continuity bears the name or its page.
    pub fn entity(&mut self, kind: EntityKind, name: &str, page: Option<&str>) -> String {
        let name = name.trim();
        // A person and the forces that bear the name are two, though both link to one page.
        let fits = |key: &str| {
            let other = EntityKind::Other;
            self.record.entity(key).is_some_and(|it| it.kind == kind || it.kind == other || kind == other)
        };
        let same = |page: &str| self.pages.iter().find(|(own, key)| same_page(own, page) && fits(key));
        if let Some((_, key)) = page.and_then(same) {
            let key = key.clone();
            if let Some(own) = self.record.entities.iter_mut().find(|it| it.key == key) {
                if own.name != name && !own.also.iter().any(|it| it == name) {
                    own.also.push(name.to_owned());
                }
                if own.kind == EntityKind::Other {
                    own.kind = kind;
                }
            }
            return key;
        }
        let known = self.record.entities.iter().find(|it| {
            (it.name == name || it.also.iter().any(|also| also == name))
                && (it.page.is_none() || page.is_none())
                && fits(&it.key)
        });
        if let Some(known) = known {
            let key = known.key.clone();
            if let Some(page) = page {
                self.pages.push((page.to_owned(), key.clone()));
                if let Some(own) = self.record.entities.iter_mut().find(|it| it.key == key) {
                    own.page = own.page.clone().or_else(|| Some(page.to_owned()));
                }
            }
            return key;
        }
        let key = self.free_key(name, page);
        if let Some(page) = page {
            self.pages.push((page.to_owned(), key.clone()));
        }
        let continuity = self.continuity();
        let page = page.map(str::to_owned);
        self.record.entities.push(Entity {
            key: key.clone(),
            kind,
            name: name.to_owned(),
            continuity,
            page,
            ..Entity::default()
        });
        key
    }

    /// Id of the continuity that the record belongs to.
    fn continuity(&self) -> Option<String> {
        self.record.continuity.as_ref().map(|it| it.id.clone())
    }

    /// A key that no other entity has: of two that bear one name the page tells them apart.
    fn free_key(&self, name: &str, page: Option<&str>) -> String {
        let at = self.continuity().map(|id| format!("@{id}")).unwrap_or_default();
        let taken = |key: &String| self.record.entities.iter().any(|it| it.key == *key);
        let candidates = [Some(slug(name)), page.map(slug)].into_iter().flatten();
        let numbered = (2..).map(|n| format!("{}-{n}", slug(name)));
        let mut keys = candidates.chain(numbered).map(|key| format!("{key}{at}"));
        keys.find(|key| !taken(key)).unwrap_or_default()
    }

    /// A name as a reference to an entity.
    pub fn reference(
        &mut self,
        kind: EntityKind,
        words: &str,
        name: &str,
        page: Option<&str>,
        span: TextSpan,
        notes: &[NoteAt],
    ) -> Claim<Reference> {
        let entity = Some(self.entity(kind, name, page));
        self.claim(words, Reference { name: name.to_owned(), entity }, span, notes)
    }

    // --- sides ---

    pub fn side(&mut self, row: usize) -> &mut Side {
        while self.record.sides.len() <= row {
            let key = format!("side-{}", self.record.sides.len() + 1);
            self.record.sides.push(Side { key, ..Side::default() });
        }
        &mut self.record.sides[row]
    }

    pub fn members(&mut self, row: usize, groups: Vec<Group>) {
        let sole_heading = groups.iter().filter(|it| it.heading.is_some() && !it.support).count() == 1;
        for (n, group) in groups.into_iter().enumerate() {
            let role = if group.support { MemberRole::Supporter } else { MemberRole::Belligerent };
            // One heading over all of a cell names the side.
            if let Some(heading) = group.heading.clone().filter(|_| n == 0 && sole_heading && !group.support)
            {
                self.side(row).name = Some(heading);
            }
            if group.names.is_empty() {
                self.lone_heading(row, "members", &group, n == 0 && sole_heading);
            }
            for named in group.names {
                self.member(
                    row,
                    named,
                    role,
                    group.heading.clone().filter(|_| !(group.support || n == 0 && sole_heading)),
                );
            }
        }
    }

    /// A heading with nothing under it is a remark of its cell.
    fn lone_heading(&mut self, row: usize, field: &str, group: &Group, used: bool) {
        if let Some(heading) = group.heading.as_ref().filter(|_| !used) {
            let says = self.claim(heading, heading.clone(), TextSpan::default(), &[]);
            self.side(row).remarks.push(Remark { field: field.to_owned(), says });
        }
    }

    fn member(&mut self, row: usize, named: Named, role: MemberRole, heading: Option<String>) {
        let kind = if is_ship(&named.name) { EntityKind::Unit } else { EntityKind::Faction };
        let entity = self.entity(kind, &named.name, named.page.as_deref());
        let name = self.claim(&named.verbatim, named.name.clone(), named.span, &named.notes);
        let members = &self.side(row).members;
        let under = members.iter().rposition(|it| it.under.is_none()).filter(|_| named.level > 0);
        let remark = match (heading, named.remark) {
            (Some(heading), Some(remark)) => Some(format!("{heading}; {remark}")),
            (heading, remark) => heading.or(remark),
        };
        let member =
            Member { entity, name, role, under: under.map(|it| it as u32), from: None, until: None, remark };
        self.side(row).members.push(member);
    }

    pub fn commanders(&mut self, row: usize, groups: Vec<Group>) {
        for group in groups {
            if group.names.is_empty() {
                self.lone_heading(row, "commanders", &group, false);
            }
            for named in group.names {
                self.commander(row, named, group.heading.clone());
            }
        }
    }

    fn commander(&mut self, row: usize, named: Named, heading: Option<String>) {
        let person = match named.unnamed {
            true => None,
            false => Some(self.entity(EntityKind::Person, &named.name, named.page.as_deref())),
        };
        let whose: Vec<String> =
            named.whose.iter().chain(&heading).filter_map(|name| self.party(name, row)).collect();
        let name = self.claim(&named.verbatim, named.name.clone(), named.span, &named.notes);
        let mut fate = Claims::default();
        for (what, words) in &named.fates {
            if fate.0.iter().all(|claim: &Claim<Fate>| claim.value != *what) {
                fate.push(self.claim(words, *what, named.span, &[]));
            }
        }
        let mut remarks: Vec<String> = heading.into_iter().filter(|_| whose.is_empty()).collect();
        remarks.extend(whose.iter().skip(1).map(|key| format!("also for {}", self.record.entity_name(key))));
        remarks.extend(named.remark);
        let remark = Some(remarks.join("; ")).filter(|text| !text.is_empty());
        let commander = Commander {
            person,
            name,
            rank: named.rank,
            for_entity: whose.into_iter().next(),
            fate,
            from: None,
            until: None,
            remark,
        };
        self.side(row).commanders.push(commander);
    }

    pub fn units(&mut self, row: usize, groups: Vec<Group>) {
        for group in groups {
            if group.names.is_empty() {
                self.lone_heading(row, "units", &group, false);
            }
            for named in group.names {
                if named.name.is_empty() {
                    continue;
                }
                let for_entity = named.whose.first().and_then(|name| self.party(name, row));
                let entity = self.entity(EntityKind::Unit, &named.name, named.page.as_deref());
                let name = self.claim(&named.verbatim, named.name.clone(), named.span, &named.notes);
                let units = &self.side(row).units;
                let under = units.iter().rposition(|it| it.under.is_none()).filter(|_| named.level > 0);
                let unit = Unit { entity, name, for_entity, under: under.map(|it| it as u32) };
                self.side(row).units.push(unit);
            }
        }
    }

    /// The party that a flag or heading names: a member of the side, else of any, else a faction of its own.
    pub fn party(&mut self, name: &str, row: usize) -> Option<String> {
        if let Some(key) = self.member_named(name, row) {
            return Some(key);
        }
        let words = name.split_whitespace().count();
        (words <= 5 && name.chars().next().is_some_and(char::is_uppercase) && !name.ends_with("men"))
            .then(|| self.entity(EntityKind::Faction, name, None))
    }

    /// The member of a side, or of any, whom a name names.
    pub fn member_named(&self, name: &str, row: usize) -> Option<String> {
        let own = self.record.sides.get(row).into_iter();
        let others = self.record.sides.iter().enumerate().filter(|(n, _)| *n != row).map(|(_, side)| side);
        let members: Vec<&Member> = own.chain(others).flat_map(|side| &side.members).collect();
        let lower = name.to_lowercase();
        let exact = members.iter().find(|it| {
            let entity = self.record.entity(&it.entity);
            it.name.value.to_lowercase() == lower
                || self.tables.same_country(name, &it.name.value)
                || entity.and_then(|it| it.page.as_deref()).is_some_and(|page| page.to_lowercase() == lower)
        });
        let near = || {
            let mut fits = members
                .iter()
                .filter(|it| names_it(name, &it.name.value, self.tables) || self.page_fits(name, &it.entity));
            let first = fits.next()?;
            // Of two that fit, neither is meant for sure.
            fits.all(|it| it.entity == first.entity).then_some(first)
        };
        exact.or_else(near).map(|it| it.entity.clone())
    }

    fn page_fits(&self, name: &str, key: &str) -> bool {
        let page = self.record.entity(key).and_then(|it| it.page.as_deref());
        page.is_some_and(|page| names_it(name, page, self.tables))
    }

    // --- counts ---

    pub fn counts(&mut self, row: usize, of: Of, cell: Cell) {
        let field = if of == Of::Strength { "strength" } else { "losses" };
        let first = match of {
            Of::Strength => self.side(row).strength.len(),
            Of::Losses => self.side(row).losses.len(),
        };
        for counted in cell.counts {
            let count = self.count(row, of, counted, first);
            let side = self.side(row);
            match of {
                Of::Strength => side.strength.push(count),
                Of::Losses => side.losses.push(count),
            }
        }
        for item in cell.remarks {
            let says = self.text(&item);
            self.side(row).remarks.push(Remark { field: field.to_owned(), says });
        }
    }

    fn count(&mut self, row: usize, of: Of, counted: Counted, first: usize) -> Count {
        let noun = counted.noun;
        let whose: Vec<String> = counted.whose.iter().filter_map(|name| self.party(name, row)).collect();
        // Whose civilians they are is not seen from a word that rebels and others of their people share.
        let class = noun.class.as_deref().filter(|_| noun.civilian != Some(true));
        let named = class.and_then(|class| self.named_in(class, row));
        let mut claim = self.claim(&counted.verbatim, counted.quantity, counted.span, &counted.notes);
        claim.probability = counted.probability;
        if !matches!(claim.value, Quantity::Exact(_)) && !self.editing {
            claim.basis = Basis::Lexicon { version: self.tables.lexicon.version() };
        }
        let civilian = noun.civilian;
        let kind = noun.kind.unwrap_or(if civilian.is_some() { Kind::People } else { Kind::Unspecified });
        let borne_by = match (whose.is_empty(), &named, civilian == Some(true)) {
            (false, ..) => whose,
            (true, Some(key), _) => vec![key.clone()],
            // Columns are not owners: civilians may be printed where their killers' enemies stand.
            (true, None, true) => Vec::new(),
            (true, None, false) => vec![self.side(row).key.clone()],
        };
        if civilian == Some(true) && of == Of::Losses && borne_by.is_empty() {
            let own = self.record.sides.get(row).is_some_and(|side| !side.members.is_empty());
            let column =
                if own { format!("in column {}", row + 1) } else { "in no side's column".to_owned() };
            let path = if own { format!("sides.{row}.losses") } else { "losses".to_owned() };
            let text = format!(
                "Whose are the “{}” that are printed {column}, and who killed them?",
                counted.verbatim
            );
            self.ask(text, &path, None, &counted.verbatim);
        }
        self.resolve(&mut claim, row);
        let category = Category { kind, class: noun.class, of: named };
        Count {
            fates: noun.fates,
            civilian,
            phase: counted.phase,
            borne_by,
            within: counted.within.map(|it| (it + first) as u32),
            ..Count::new(category, row as u32, claim)
        }
    }

    /// What a share is of, or a comparison with, in words: a share is of the column's own, and what is compared with stands
    /// in the other column. Both are readings, and asked about.
    fn resolve(&mut self, claim: &mut Claim<Quantity>, row: usize) {
        let (words, side) = match &mut claim.value {
            Quantity::Share { of: Some(of), .. } => (of, row),
            Quantity::Relative { to, .. } => (to, if row == 0 { 1 } else { 0 }),
            _ => return,
        };
        if words.contains('.') {
            return;
        }
        let path = format!("side-{}.strength", side + 1);
        let said = std::mem::replace(words, path);
        let text = format!("What is “{said}” in “{}”?", claim.verbatim);
        let assumed = Some(format!("the strength of column {}", side + 1));
        let quote = claim.verbatim.clone();
        self.ask(text, &format!("sides.{row}.strength"), assumed, &quote);
    }

    /// The member whom the words of a count name, where they name one and no other.
    fn named_in(&self, class: &str, row: usize) -> Option<String> {
        let members = &self.record.sides.get(row)?.members;
        let mut fits = members.iter().filter(|it| names_it(class, &it.name.value, self.tables));
        let first = fits.next()?;
        fits.next().is_none().then(|| first.entity.clone())
    }

    // --- dates and ends ---

    pub fn date(&mut self, item: &Item) {
        let date = dates::date_of(item, self.tables);
        if date.first.is_none() && date.last.is_none() {
            let text = match date.calendar.as_str() {
                "unknown" => format!("What does the date “{}” mean?", date.verbatim),
                era => format!(
                    "In which calendar is “{}”, and when did its era {} begin?",
                    date.verbatim,
                    era.to_uppercase()
                ),
            };
            let quote = date.verbatim.clone();
            self.ask(text, "date", None, &quote);
        }
        let claim = self.claim(&item.text, date, item.span, &item.notes);
        self.record.date.push(claim);
    }

    /// The sides that the words of a result name as victors.
    pub fn winners(&self, text: &str, pages: &[String]) -> Vec<String> {
        if !self.tables.is_victory(text) {
            return Vec::new();
        }
        // A name in full says more than a word that is akin to one.
        let named = |side: &&Side| {
            let names = side
                .members
                .iter()
                .map(|it| &it.name.value)
                .chain(side.commanders.iter().map(|it| &it.name.value));
            names.chain(&side.name).any(|name| name.len() > 4 && has_word(text, name))
        };
        let named: Vec<String> =
            self.record.sides.iter().filter(named).map(|side| side.key.clone()).collect();
        if named.len() == 1 {
            return named;
        }
        // Italian has no capitals in adjectives.
        let text = &text.split(' ').map(capitalised).collect::<Vec<_>>().join(" ");
        let fits = |side: &Side| {
            let members = side.members.iter().map(|it| (it.name.value.as_str(), it.entity.as_str()));
            let people =
                side.commanders.iter().filter_map(|it| Some((it.name.value.as_str(), it.person.as_deref()?)));
            let all: Vec<(&str, &str)> = members.chain(people).collect();
            let by_page = all.iter().any(|(_, key)| {
                let page = self.record.entity(key).and_then(|it| it.page.as_deref());
                page.is_some_and(|page| {
                    pages.iter().any(|own| same_page(own, page)) || names_it(text, page, self.tables)
                })
            });
            let by_name = all.iter().any(|(name, _)| names_it(text, name, self.tables));
            by_name || by_page || side.name.as_ref().is_some_and(|name| names_it(text, name, self.tables))
        };
        let won: Vec<String> =
            self.record.sides.iter().filter(|side| fits(side)).map(|side| side.key.clone()).collect();
        if won.len() == self.record.sides.len() { Vec::new() } else { won }
    }

    pub fn notice(&mut self, weight: Weight, message: impl Into<String>, span: Option<TextSpan>) {
        self.notices.push(Notice::new(weight, message, span));
    }

    /// The record, with its page and all sources listed.
    pub fn finish(mut self) -> (Record, Vec<Notice>) {
        let title = self.settings.title.clone().or_else(|| Some(self.record.name().to_owned()));
        let page = Source {
            id: Source::PAGE.to_owned(),
            kind: SourceKind::Page,
            title,
            address: self.settings.address.clone(),
            licence: self.settings.licence.as_deref().map(Licence::named),
            attribution: self.settings.attribution.clone(),
            ..Source::default()
        };
        self.record.sources = vec![page];
        self.record.sources.extend(self.notes.finish());
        self.notices.sort_by_key(|notice| notice.span.map_or(usize::MAX, |span| span.start));
        (self.record, self.notices)
    }
}

/// Whether a name is that of a ship.
fn is_ship(name: &str) -> bool {
    ["HMS ", "USS ", "SMS ", "RMS ", "HMAS ", "HMCS ", "ISS "].iter().any(|lead| name.starts_with(lead))
}

/// Whether two links lead to one page: the first letter's case makes no difference.
fn same_page(a: &str, b: &str) -> bool {
    let plain = |page: &str| page.replace('_', " ").trim().to_lowercase();
    plain(a) == plain(b)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
