//! Figures of a run as claims: what they rest on, and how they are worded.

use crate::record::{Category, Claim, Claims, Count, Kind, Purpose, Quantity, RecordDate, Run};
use crate::sentence::Teller;
use crate::text::TIE;
use crate::voice::{domain_words, figures, persons, three_digits};
use polemos_record::{Basis, Fate, Reference, Source, SourceRef};
use polemos_war::Domain;
use polemos_war::quantity::rounding_unit;

/// What the claims of one record rest on: a run, and the entries that the whole record tells of.
#[derive(Clone, Debug)]
pub(crate) struct Rests {
    digest: String,
    entries: Vec<u32>,
}

impl Rests {
    /// On a run as a whole.
    pub fn on(run: &Run) -> Self {
        Self { digest: run.digest.clone(), entries: Vec::new() }
    }

    /// On these entries of it.
    pub fn from(mut self, entries: impl Iterator<Item = u32>) -> Self {
        self.entries = entries.collect();
        self
    }

    pub fn basis(&self) -> Basis {
        Basis::Sim { run: self.digest.clone(), quantiles: Vec::new() }
    }

    /// One entry as a place in the source.
    pub fn entry(&self, entry: u32) -> SourceRef {
        SourceRef { id: Source::RUN.to_owned(), entries: vec![entry], ..SourceRef::default() }
    }

    pub fn claim<T>(&self, words: impl Into<String>, value: T) -> Claim<T> {
        let source =
            SourceRef { id: Source::RUN.to_owned(), entries: self.entries.clone(), ..SourceRef::default() };
        // A record is data: where a line of it may break is for those who set it.
        Claim::new(words.into().replace(TIE, " "), value, self.basis()).with_source(source)
    }

    pub fn text(&self, words: &str) -> Claim<String> {
        self.claim(words, words.replace(TIE, " "))
    }

    pub fn name(&self, name: &str) -> Claim<Reference> {
        self.claim(name, Reference { name: name.replace(TIE, " "), entity: None })
    }

    pub fn date(&self, date: RecordDate) -> Claim<RecordDate> {
        self.claim(date.verbatim.clone(), date)
    }
}

/// Counts of one side.
#[derive(Clone, Copy)]
pub(crate) struct Tally<'a, 'w> {
    pub teller: &'a Teller<'w>,
    pub rests: &'a Rests,
    /// The side's row.
    pub column: u32,
}

impl Tally<'_, '_> {
    /// Units by domain.
    pub fn units(&self, units: &[u64; 5], borne_by: &[String], purpose: Purpose) -> Vec<Count> {
        let rows = Domain::ALL.into_iter().zip(units).filter(|(_, n)| **n > 0);
        rows.map(|(domain, n)| Count { purpose, ..self.counted(domain, *n, borne_by) }).collect()
    }

    /// Losses of every domain that a side had; none where nothing was lost.
    pub fn lost(
        &self,
        lost: &[u64; 5],
        opening: &[u64; 5],
        built: &[u64; 5],
        borne_by: &[String],
    ) -> Vec<Count> {
        let had = |row: usize| opening[row] + built[row];
        let rows = Domain::ALL.into_iter().enumerate().filter(|(row, _)| had(*row) + lost[*row] > 0);
        rows.map(|(row, domain)| Count {
            fates: vec![Fate::Unspecified],
            share: Some(lost[row] as f64 / had(row).max(lost[row]).max(1) as f64),
            ..self.counted(domain, lost[row], borne_by)
        })
        .collect()
    }

    /// Units of every domain that went over to another side.
    pub fn defected(
        &self,
        gone: &[u64; 5],
        opening: &[u64; 5],
        raised: &[u64; 5],
        borne_by: &[String],
    ) -> Vec<Count> {
        let rows = Domain::ALL.into_iter().enumerate().filter(|(row, _)| gone[*row] > 0);
        rows.map(|(row, domain)| Count {
            fates: vec![Fate::Defected],
            share: Some(gone[row] as f64 / (opening[row] + raised[row]).max(gone[row]) as f64),
            ..self.counted(domain, gone[row], borne_by)
        })
        .collect()
    }

    /// People killed.
    pub fn dead(&self, amount: Quantity, civilian: bool, borne_by: &[String]) -> Count {
        let words = match &amount {
            Quantity::Exact(n) | Quantity::Rounded { value: n, .. } => persons(*n),
            other => other.to_text(),
        };
        Count {
            fates: vec![Fate::Killed],
            civilian: Some(civilian),
            borne_by: borne_by.to_vec(),
            ..Count::new(Category::of_kind(Kind::People), self.column, self.rests.claim(words, amount))
        }
    }

    fn counted(&self, domain: Domain, n: u64, borne_by: &[String]) -> Count {
        let (words, amount) = match n {
            0 => ("none".to_owned(), Quantity::None),
            n => (figures(n), Quantity::Exact(n as f64)),
        };
        let claims = Claims::from(self.rests.claim(words, amount));
        Count { borne_by: borne_by.to_vec(), ..Count::new(category(domain), self.column, claims) }
    }
}

/// The category of a domain's units; its class is the domain's word in the plural.
pub(crate) fn category(domain: Domain) -> Category {
    let kind = match domain {
        Domain::Ships => Kind::Ship,
        Domain::Aircraft => Kind::Craft,
        Domain::Troops => Kind::Formation,
        Domain::Stations | Domain::Platforms => Kind::Installation,
    };
    Category { kind, class: Some(domain_words(domain).1.to_owned()), of: None }
}

/// A number of dead as a record has it: as exact as it is shown, so that it reads the same wherever it is told; none below
/// a half.
pub(crate) fn persons_amount(dead: f64) -> Quantity {
    if dead < 0.5 {
        return Quantity::None;
    }
    let tenth = |scale: f64| if dead < 99.95 * scale { 10.0 } else { 1.0 };
    let value = match dead {
        d if d >= 999.5e6 => (d / 1e9 * tenth(1e9)).round() / tenth(1e9) * 1e9,
        d if d >= 999.5e3 => (d / 1e6 * tenth(1e6)).round() / tenth(1e6) * 1e6,
        d => three_digits(d),
    };
    Quantity::Rounded { value, unit: rounding_unit(value) }
}
