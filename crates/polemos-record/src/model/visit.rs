//! All claims of a record, each with where it stands.

use super::{Basis, Claim, Quantity, Record, SourceRef, Stated};

/// A claim, seen without its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Held<'a> {
    /// Where it stands: "sides.0.strength.2.claims.0".
    pub path: String,
    /// The words.
    pub verbatim: &'a str,
    /// The value, in words of the record.
    pub value: String,
    /// The quantity, where it is one.
    pub quantity: Option<&'a Quantity>,
    /// Where it comes from.
    pub sources: &'a [SourceRef],
    /// What it rests on.
    pub basis: &'a Basis,
    /// How sure its wording is.
    pub probability: Option<f64>,
}

/// Every claim of the record, infobox first, then the article.
pub fn claims(record: &Record) -> Vec<Held<'_>> {
    let mut found = Vec::new();
    let mut add = Adder { found: &mut found };
    add.texts("names", &record.names);
    add.list("part_of", &record.part_of, |it| it.name.clone());
    for (row, chain) in record.chains.iter().enumerate() {
        for (name, claim) in [("previous", &chain.previous), ("next", &chain.next)] {
            if let Some(claim) = claim {
                add.one(format!("chains.{row}.{name}"), claim, claim.value.name.clone(), None);
            }
        }
    }
    add.list("date", &record.date, |it| it.edtf.clone().unwrap_or_else(|| it.verbatim.clone()));
    add.list("places", &record.places, |it| it.name.clone());
    if let Some(claim) = &record.coordinates {
        let value = format!("{}, {}", claim.value.latitude, claim.value.longitude);
        add.one("coordinates".to_owned(), claim, value, None);
    }
    add.texts("causes", &record.causes);
    add.texts("outcome.text", &record.outcome.text);
    add.texts("outcome.terms", &record.outcome.terms);
    add.texts("outcome.territory", &record.outcome.territory);
    for (row, side) in record.sides.iter().enumerate() {
        add.side(&format!("sides.{row}"), side);
    }
    add.counts("losses", &record.losses);
    add.list("bystanders", &record.bystanders, |it| it.name.clone());
    for (row, other) in record.elsewhere.iter().enumerate() {
        add.one(format!("elsewhere.{row}.says"), &other.says, other.says.value.clone(), None);
    }
    add.sections(record);
    found
}

struct Adder<'a, 'f> {
    found: &'f mut Vec<Held<'a>>,
}

impl<'a> Adder<'a, '_> {
    fn one<T>(&mut self, path: String, claim: &'a Claim<T>, value: String, quantity: Option<&'a Quantity>) {
        self.found.push(Held {
            path,
            verbatim: &claim.verbatim,
            value,
            quantity,
            sources: &claim.sources,
            basis: &claim.basis,
            probability: claim.probability,
        });
    }

    fn list<T>(&mut self, path: &str, claims: &'a [Claim<T>], value: impl Fn(&T) -> String) {
        for (row, claim) in claims.iter().enumerate() {
            self.one(format!("{path}.{row}"), claim, value(&claim.value), None);
        }
    }

    fn texts(&mut self, path: &str, claims: &'a [Claim<String>]) {
        self.list(path, claims, String::clone);
    }

    fn side(&mut self, path: &str, side: &'a super::Side) {
        for (row, it) in side.members.iter().enumerate() {
            self.one(format!("{path}.members.{row}.name"), &it.name, it.name.value.clone(), None);
        }
        for (row, it) in side.commanders.iter().enumerate() {
            self.one(format!("{path}.commanders.{row}.name"), &it.name, it.name.value.clone(), None);
            for (n, fate) in it.fate.0.iter().enumerate() {
                let value = format!("{:?}", fate.value).to_lowercase();
                self.one(format!("{path}.commanders.{row}.fate.{n}"), fate, value, None);
            }
        }
        for (row, it) in side.units.iter().enumerate() {
            self.one(format!("{path}.units.{row}.name"), &it.name, it.name.value.clone(), None);
        }
        self.counts(&format!("{path}.strength"), &side.strength);
        self.counts(&format!("{path}.losses"), &side.losses);
        for (row, it) in side.remarks.iter().enumerate() {
            self.one(format!("{path}.remarks.{row}.says"), &it.says, it.says.value.clone(), None);
        }
    }

    fn counts(&mut self, path: &str, counts: &'a [super::Count]) {
        for (row, count) in counts.iter().enumerate() {
            for (n, claim) in count.claims.0.iter().enumerate() {
                let path = format!("{path}.{row}.claims.{n}");
                self.one(path, claim, claim.value.to_text(), Some(&claim.value));
            }
        }
    }

    fn sections(&mut self, record: &'a Record) {
        for (s, section) in record.sections.iter().enumerate() {
            for (p, paragraph) in section.paragraphs.iter().enumerate() {
                for (n, sentence) in paragraph.sentences.iter().enumerate() {
                    for (m, mention) in sentence.states.iter().enumerate() {
                        let path = format!("sections.{s}.paragraphs.{p}.sentences.{n}.states.{m}.claim");
                        let (value, quantity) = stated(&mention.claim.value);
                        self.one(path, &mention.claim, value, quantity);
                    }
                }
            }
        }
    }
}

fn stated(value: &Stated) -> (String, Option<&Quantity>) {
    match value {
        Stated::Count { amount, .. } | Stated::Extent(amount) | Stated::Duration(amount) => {
            (amount.to_text(), Some(amount))
        }
        Stated::Ordinal(n) => (n.to_string(), None),
        Stated::Date(date) => (date.edtf.clone().unwrap_or_else(|| date.verbatim.clone()), None),
        Stated::When(text)
        | Stated::Hedge(text)
        | Stated::Name(text)
        | Stated::Citation(text)
        | Stated::Text(text) => (text.clone(), None),
    }
}
