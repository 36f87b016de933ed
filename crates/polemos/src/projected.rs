//! A projection as a record: how often the war ended how, and what it cost, each figure a claim with its quantiles, and an
//! article that says so. Its numbers rest on the projection's report; the place in it stands beside each of them.

use polemos_almanac::dates::Dates;
use polemos_almanac::text::TIE;
use polemos_almanac::voice::{Voice, count_of, figures, percent, persons};
use polemos_record::{
    Basis, Category, Claim, Count, Entity, EntityKind, FORMAT, Fate, Kind, Member, MemberRole, Mention,
    Paragraph, Quantile, Quantity, Record, RecordKind, Reference, Run, Section, Sentence, Side, Source,
    SourceRef, Stated, TextSpan,
};
use polemos_study::ProjectionReport;
use polemos_study::report::{EndingShare, Spread};
use polemos_war::names::capitalised;
use polemos_war::{Domain, War};

/// Endings that are told.
const ENDINGS: usize = 4;
/// A battle fought in fewer of the runs is not told.
const OFTEN: f64 = 0.2;

/// The record of a projection.
pub fn record(war: &War, report: &ProjectionReport) -> Record {
    let writer = Writer { war, report, id: digest(report) };
    let mut record = Record {
        format: FORMAT,
        id: format!("{}-projection", war.id),
        kind: RecordKind::War,
        names: vec![writer.claim(&war.names.primary, war.names.primary.clone(), "war")],
        part_of: war.chain.part_of.iter().map(|name| writer.name(name)).collect(),
        date: vec![{
            let date = Dates::new(war).record(0.0);
            writer.claim(&format!("from {}", date.verbatim), date, "war")
        }],
        places: war.place_text.iter().map(|name| writer.name(name)).collect(),
        sides: writer.sides(),
        sources: vec![Source::of_run(Run {
            war: war.id.clone(),
            seed: report.seed,
            replication: report.runs,
            digest: writer.id.clone(),
        })],
        ..Record::default()
    };
    for (row, ending) in report.endings.iter().take(ENDINGS).enumerate() {
        let mut claim = writer.claim(&ending.result, ending.result.clone(), &format!("endings/{row}"));
        claim.probability = Some(ending.share);
        record.outcome.text.push(claim);
    }
    for faction in &war.factions {
        let name = capitalised(faction.names.short());
        record.entities.push(Entity {
            key: faction.id.clone(),
            kind: EntityKind::Faction,
            name,
            ..Entity::default()
        });
    }
    for place in &war.places {
        let name = capitalised(&place.names.the_short());
        record.entities.push(Entity {
            key: place.id.clone(),
            kind: EntityKind::Place,
            name,
            ..Entity::default()
        });
    }
    record.sections = vec![
        Section { heading: None, level: 2, paragraphs: vec![writer.lead()] },
        Section { heading: Some("Projected losses".to_owned()), level: 2, paragraphs: vec![writer.losses()] },
        Section {
            heading: Some("Projected battles".to_owned()),
            level: 2,
            paragraphs: vec![writer.battles()],
        },
    ];
    record.sections.retain(|section| section.paragraphs.iter().any(|it| !it.sentences.is_empty()));
    record
}

/// The hash of a report, which names it.
fn digest(report: &ProjectionReport) -> String {
    // The time that it took is no part of what it says.
    let same = ProjectionReport { elapsed_s: 0.0, ..report.clone() };
    let text = serde_json::to_vec(&same).unwrap_or_default();
    blake3::hash(&text).to_hex().to_string()
}

struct Writer<'a> {
    war: &'a War,
    report: &'a ProjectionReport,
    id: String,
}

/// A sentence under way.
#[derive(Default)]
struct Draft {
    text: String,
    states: Vec<Mention>,
}

impl Draft {
    fn say(mut self, words: &str) -> Self {
        self.text.push_str(&words.replace(TIE, " "));
        self
    }

    fn end(self) -> Sentence {
        Sentence { text: self.text, states: self.states, sources: Vec::new() }
    }
}

impl Writer<'_> {
    fn basis(&self) -> Basis {
        Basis::Sim { run: self.id.clone(), quantiles: Vec::new() }
    }

    fn source(&self, locator: &str) -> SourceRef {
        SourceRef { id: Source::RUN.to_owned(), locator: Some(locator.to_owned()), ..SourceRef::default() }
    }

    fn claim<T>(&self, words: &str, value: T, locator: &str) -> Claim<T> {
        Claim::new(words.replace(TIE, " "), value, self.basis()).with_source(self.source(locator))
    }

    fn name(&self, name: &str) -> Claim<Reference> {
        self.claim(name, Reference { name: name.to_owned(), entity: None }, "war")
    }

    /// A number in a sentence, with its place in the report.
    fn number(&self, mut draft: Draft, words: &str, stated: Stated, locator: &str) -> Draft {
        let words = words.replace(TIE, " ");
        let start = draft.text.len();
        draft.text.push_str(&words);
        let at = TextSpan { start, end: draft.text.len() };
        draft.states.push(Mention { at, claim: self.claim(&words, stated, locator), of: None });
        draft
    }

    /// A name in a sentence.
    fn named(&self, mut draft: Draft, words: &str, stated: Stated) -> Draft {
        let words = words.replace(TIE, " ");
        let start = draft.text.len();
        draft.text.push_str(&words);
        let at = TextSpan { start, end: draft.text.len() };
        draft.states.push(Mention { at, claim: self.claim(&words, stated, "war"), of: None });
        draft
    }

    fn share(&self, draft: Draft, share: f64, locator: &str) -> Draft {
        self.number(draft, &percent(share), Stated::Extent(Quantity::Exact(share)), locator)
    }

    /// "18 % (10 % to 30 %)".
    fn share_spread(&self, draft: Draft, spread: &Spread, locator: &str) -> Draft {
        let draft = self.share(draft, spread.median, &format!("{locator}/median")).say(" (");
        let draft = self.share(draft, spread.p05, &format!("{locator}/p05")).say(" to ");
        self.share(draft, spread.p95, &format!("{locator}/p95")).say(")")
    }

    fn lead(&self) -> Paragraph {
        let report = self.report;
        let mut sentences = Vec::new();
        let name = self.war.names.the_capitalised();
        let runs = count_of(report.runs, "time", "times");
        let amount = Stated::Count {
            amount: Quantity::Exact(report.runs as f64),
            what: Some("runs".into()),
            fates: Vec::new(),
        };
        let title = Stated::Text(self.war.names.primary.clone());
        let draft =
            self.named(Draft::default(), &name, title).say(&format!(" {} played ", self.war.names.was()));
        let draft =
            self.number(draft, &runs, amount, "runs").say(" from the same beginnings with other luck.");
        sentences.push(draft.end());
        for (row, ending) in report.endings.iter().take(ENDINGS).enumerate() {
            let locator = format!("endings/{row}");
            let lead = if row == 0 { "Most often, in " } else { "In " };
            let draft = self
                .share(Draft::default().say(lead), ending.share, &format!("{locator}/share"))
                .say(" of them (");
            let draft = self.share(draft, ending.low, &format!("{locator}/low")).say(" to ");
            let draft = self.share(draft, ending.high, &format!("{locator}/high"));
            sentences.push(draft.say(&format!("), {}.", self.course(ending))).end());
        }
        let days = &report.duration_days;
        let day = |draft: Draft, value: f64, part: &str| {
            let words = figures(value.round().max(0.0) as u64);
            self.number(
                draft,
                &words,
                Stated::Duration(Quantity::Exact(value)),
                &format!("duration_days/{part}"),
            )
        };
        let draft =
            day(Draft::default().say("It lasted "), days.median, "median").say(" days in the middle run");
        let draft = match days.p05.round() == days.p95.round() {
            true => draft.say(" and in nearly all others."),
            false => {
                let draft = day(draft.say(", and between "), days.p05, "p05").say(" and ");
                let draft = day(draft, days.p95, "p95").say(" in ");
                let nine = Stated::Extent(Quantity::Exact(0.9));
                self.number(draft, "nine of ten", nine, "duration_days").say(".")
            }
        };
        sentences.push(draft.end());
        Paragraph { sentences }
    }

    /// "the Pact surrendered": how runs of one kind ended.
    fn course(&self, ending: &EndingShare) -> String {
        let named = |id: &Option<String>| {
            let (id, _) = self.war.coalitions.pairs().find(|(_, it)| Some(&it.id) == id.as_ref())?;
            let noun = Voice::new(self.war).coalition(id);
            Some((noun.the.clone(), noun.own()))
        };
        let (victor, loser) = (named(&ending.victor), named(&ending.loser));
        match (ending.kind.as_str(), victor, loser) {
            ("surrender", _, Some((loser, _))) => format!("{loser} surrendered"),
            ("conquest", Some((victor, _)), Some((loser, _))) => format!("{victor} overran {loser}"),
            ("treaty", Some((_, own)), Some((loser, _))) => format!("{loser} agreed to {own} terms"),
            ("treaty", ..) => "a treaty was agreed".to_owned(),
            ("armistice", ..) => "an armistice stopped the fighting".to_owned(),
            ("exhaustion", ..) => "no one could be made to go on".to_owned(),
            ("undecided", ..) => "it was undecided on the last day".to_owned(),
            _ => "one side gave up".to_owned(),
        }
    }

    fn losses(&self) -> Paragraph {
        let mut sentences = Vec::new();
        for (row, faction) in self.report.factions.iter().enumerate() {
            let Some(names) =
                self.war.factions.iter().find(|it| it.id == faction.faction).map(|it| &it.names)
            else {
                continue;
            };
            let leading = Domain::ALL.into_iter().find(|it| faction.units_lost_share.contains_key(it.id()));
            let Some((domain, spread)) =
                leading.and_then(|it| Some((it, faction.units_lost_share.get(it.id())?)))
            else {
                continue;
            };
            let who = Stated::Name(faction.faction.clone());
            let draft = self.named(Draft::default(), &names.the_short_capitalised(), who).say(" lost ");
            let locator = format!("factions/{row}/units_lost_share/{}", domain.id());
            let its = if names.plural { "their" } else { "its" };
            let draft = self
                .share_spread(draft, spread, &locator)
                .say(&format!(" of {its} {}", polemos_almanac::voice::domain_words(domain).1));
            sentences.push(self.dead(draft, row, its, &faction.civilian_dead).say(".").end());
        }
        Paragraph { sentences }
    }

    fn dead(&self, draft: Draft, row: usize, its: &str, dead: &Spread) -> Draft {
        if dead.p95 < 1.0 {
            return draft;
        }
        let person = |draft: Draft, value: f64, part: &str| {
            let stated = Stated::Count {
                amount: Quantity::Exact(value),
                what: Some("civilians".into()),
                fates: vec![Fate::Killed],
            };
            self.number(draft, &persons(value), stated, &format!("factions/{row}/civilian_dead/{part}"))
        };
        let draft = person(draft.say(&format!("; of {its} civilians ")), dead.median, "median")
            .say(" died in the middle run, and in ");
        let most = Stated::Extent(Quantity::Exact(0.95));
        let draft =
            self.number(draft, "nineteen of twenty", most, &format!("factions/{row}/civilian_dead/p95"));
        person(draft.say(" runs at most "), dead.p95, "p95")
    }

    fn battles(&self) -> Paragraph {
        let mut sentences = Vec::new();
        for (row, battle) in self.report.battles.iter().enumerate().filter(|(_, it)| it.fought_share >= OFTEN)
        {
            let place =
                self.war.places.iter().find(|it| it.id == battle.place).map(|it| it.names.the_short());
            let locator = format!("battles/{row}");
            let draft = Draft::default().say("In ");
            let draft = self.share(draft, battle.fought_share, &format!("{locator}/fought_share"));
            let draft = draft.say(" of the runs a battle was fought at ");
            let mut draft = self.named(draft, &place.unwrap_or_default(), Stated::Name(battle.place.clone()));
            let mut lead = "; it cost ";
            for (side, spread) in &battle.loss_share {
                let name =
                    self.war.coalitions.iter().find(|it| it.id == *side).map(|it| it.names.the_short());
                draft = self.share_spread(
                    draft.say(&format!("{lead}{} ", name.unwrap_or_default())),
                    spread,
                    &format!("{locator}/loss_share/{side}"),
                );
                lead = " and ";
            }
            sentences.push(draft.say(".").end());
        }
        Paragraph { sentences }
    }

    fn sides(&self) -> Vec<Side> {
        let war = self.war;
        let coalitions = war.coalitions.pairs().filter(|(id, _)| {
            war.factions.pairs().any(|(faction, it)| {
                it.belligerent
                    && !it.removed
                    && polemos_almanac::sides::coalition_at_start(war, faction) == Some(*id)
            })
        });
        coalitions.enumerate().map(|(row, (id, it))| self.side(row, id, &it.id, it.names.short())).collect()
    }

    fn side(&self, column: usize, id: polemos_war::CoalitionId, key: &str, name: &str) -> Side {
        let own = self.war.factions.pairs().filter(|(faction, it)| {
            !it.removed && polemos_almanac::sides::coalition_at_start(self.war, *faction) == Some(id)
        });
        let own: Vec<&polemos_war::Faction> = own.map(|(_, it)| it).collect();
        let mut side = Side { key: key.to_owned(), name: Some(capitalised(name)), ..Side::default() };
        for faction in own {
            let name = capitalised(faction.names.short());
            side.members.push(Member {
                entity: faction.id.clone(),
                name: self.claim(&name, name.clone(), "factions"),
                role: MemberRole::Belligerent,
                under: None,
                from: None,
                until: None,
                remark: None,
            });
            let Some((row, report)) =
                self.report.factions.iter().enumerate().find(|(_, it)| it.faction == faction.id)
            else {
                continue;
            };
            for (domain, start) in &report.units_start {
                let claim = self.claim(
                    &figures(start.round() as u64),
                    Quantity::Exact(*start),
                    &format!("factions/{row}/units_start/{domain}"),
                );
                side.strength.push(self.count(column, domain, &faction.id, claim, None));
            }
            for (domain, lost) in &report.units_lost {
                let share = report.units_lost_share.get(domain).map(|it| it.median);
                let claim = self.spread(lost, &format!("factions/{row}/units_lost/{domain}"));
                side.losses.push(self.count(column, domain, &faction.id, claim, share));
            }
            for (dead, civilian, part) in [
                (&report.military_dead, false, "military_dead"),
                (&report.civilian_dead, true, "civilian_dead"),
            ] {
                if dead.p95 >= 1.0 {
                    let claim = self.spread(dead, &format!("factions/{row}/{part}"));
                    let count = Count::new(Category::of_kind(Kind::People), column as u32, claim);
                    side.losses.push(Count {
                        fates: vec![Fate::Killed],
                        civilian: Some(civilian),
                        borne_by: vec![faction.id.clone()],
                        ..count
                    });
                }
            }
        }
        side
    }

    fn count(
        &self,
        column: usize,
        domain: &str,
        faction: &str,
        claim: Claim<Quantity>,
        share: Option<f64>,
    ) -> Count {
        let kind = match domain {
            "ships" => Kind::Ship,
            "aircraft" => Kind::Craft,
            "troops" => Kind::Formation,
            _ => Kind::Installation,
        };
        let word = Domain::ALL
            .into_iter()
            .find(|it| it.id() == domain)
            .map(|it| polemos_almanac::voice::domain_words(it).1);
        let category = Category { kind, class: word.map(str::to_owned), of: None };
        let fates = if share.is_some() { vec![Fate::Unspecified] } else { Vec::new() };
        Count {
            fates,
            share,
            borne_by: vec![faction.to_owned()],
            ..Count::new(category, column as u32, claim)
        }
    }

    /// A figure that varies between runs: its middle 90 %, with the quantiles.
    fn spread(&self, spread: &Spread, locator: &str) -> Claim<Quantity> {
        let quantiles = [(0.05, spread.p05), (0.5, spread.median), (0.95, spread.p95)];
        let words = match spread.p05.round() == spread.p95.round() {
            true => persons(spread.median),
            false => format!("{}–{}", persons(spread.p05), persons(spread.p95)),
        };
        let value = Quantity::Range { low: spread.p05, high: spread.p95 };
        let mut claim = self.claim(&words, value, locator);
        let quantiles = quantiles.map(|(p, value)| Quantile { p, value }).to_vec();
        claim.basis = Basis::Sim { run: self.id.clone(), quantiles };
        claim
    }
}
