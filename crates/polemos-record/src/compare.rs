//! A record beside another: which claims agree, which differ, and what stands in one of them alone. A simulated record is
//! held against its source so.
//!
//! Names are taken for one where they share a telling word, because one page writes "United League of Quays" and
//! another "the Quay League"; sides are matched by their members and commanders. Quantities agree where what their words may stand for
//! overlaps; a relative one is held against the ratio that the other record has. What does not say enough is said to be so.

use crate::model::{Claim, Commander, Count, Fate, Kind, Quantity, Record, Reference, Side};
use polemos_war::lexicon::Lexicon;
use polemos_war::quantity::{Dimension, Reading};
use schemars::JsonSchema;
use serde::Serialize;

/// One claim beside another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Row {
    /// What is compared: "date", "Alliance: ships lost".
    pub about: String,
    /// What the first record says.
    pub first: Option<String>,
    /// What the second says.
    pub second: Option<String>,
    /// How they stand to each other.
    pub verdict: Verdict,
}

/// How two claims stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They say what can both be so.
    Agrees,
    /// They cannot both be so.
    Differs,
    /// One of them does not know, or does not say enough.
    Vague,
    /// The second has nothing on it.
    OnlyFirst,
    /// The first has nothing on it: it is new.
    OnlySecond,
}

/// All of two records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Compared {
    /// Claim by claim, in the order of a box.
    pub rows: Vec<Row>,
}

/// Words that tell nothing of whose name they stand in.
const COMMON: [&str; 33] = [
    "the",
    "of",
    "and",
    "empire",
    "union",
    "united",
    "republic",
    "kingdom",
    "forces",
    "force",
    "fleet",
    "star",
    "army",
    "war",
    "battle",
    "general",
    "admiral",
    "captain",
    "commander",
    "lord",
    "sir",
    "legate",
    "vice",
    "first",
    "second",
    "third",
    "de",
    "von",
    "van",
    "la",
    "le",
    "by",
    "at",
];
/// Letters that two forms of one word share: "Quay" and "Quays", "Allied" and "Alliance".
const STEM: usize = 5;

/// Sets two records beside each other.
pub fn compare(a: &Record, b: &Record) -> Compared {
    let mut compared = Compared::default();
    let out = &mut compared.rows;
    names(out, "part of", &references(&a.part_of), &references(&b.part_of));
    for (label, pick) in [
        ("before it", (|it: &crate::model::Chain| it.previous.clone()) as fn(&_) -> Option<Claim<Reference>>),
        ("after it", |it| it.next.clone()),
    ] {
        let of = |record: &Record| references(&record.chains.iter().filter_map(pick).collect::<Vec<_>>());
        names(out, label, &of(a), &of(b));
    }
    dates(out, a, b);
    names(out, "place", &references(&a.places), &references(&b.places));
    let pairs = matched(a, b);
    outcomes(out, a, b, &pairs);
    for (x, y) in &pairs {
        let row = |side: &Option<usize>, record: &Record| side.map(|row| record.side_name(row));
        let name = row(y, b).or_else(|| row(x, a)).unwrap_or_default();
        let (x, y) = (x.and_then(|row| a.sides.get(row)), y.and_then(|row| b.sides.get(row)));
        members(out, &name, x, y);
        commanders(out, &name, (a, x), (b, y));
        counts(out, &name, (a, x), (b, y));
    }
    civilians(out, a, b);
    compared
}

fn push(out: &mut Vec<Row>, about: &str, first: Option<String>, second: Option<String>, verdict: Verdict) {
    out.push(Row { about: about.to_owned(), first, second, verdict });
}

/// Names of either record: those that mean one thing agree; the others stand in one record alone.
fn names(out: &mut Vec<Row>, about: &str, a: &[String], b: &[String]) {
    let pairs = paired(a, b);
    for (row, name) in a.iter().enumerate() {
        match pairs.iter().find(|(own, _)| *own == row) {
            Some((_, other)) => push(out, about, Some(name.clone()), b.get(*other).cloned(), Verdict::Agrees),
            None => push(out, about, Some(name.clone()), None, Verdict::OnlyFirst),
        }
    }
    let alone = b.iter().enumerate().filter(|(row, _)| !pairs.iter().any(|(_, other)| other == row));
    alone.for_each(|(_, name)| push(out, about, None, Some(name.clone()), Verdict::OnlySecond));
}

/// Rows of names that stand for one thing, the closest first taken.
fn paired(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    let mut near: Vec<(f64, usize, usize)> = Vec::new();
    for (row, name) in a.iter().enumerate() {
        for (other, theirs) in b.iter().enumerate() {
            if alike(name, theirs) {
                let (x, y) = (words(name).len() as f64, words(theirs).len() as f64);
                near.push((x.min(y) / x.max(y).max(1.0), row, other));
            }
        }
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, row, other) in near {
        if !pairs.iter().any(|(own, theirs)| *own == row || *theirs == other) {
            pairs.push((row, other));
        }
    }
    pairs
}

fn references(claims: &[Claim<Reference>]) -> Vec<String> {
    claims.iter().map(|it| it.value.name.clone()).collect()
}

/// Telling words of a name.
fn words(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').map(str::to_lowercase);
    parts.filter(|word| word.len() > 2 && !COMMON.contains(&word.as_str())).collect()
}

/// Whether two names may stand for one thing: the telling words of the shorter are among those of the longer.
pub fn alike(a: &str, b: &str) -> bool {
    let (x, y) = (words(a), words(b));
    let (few, many) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if few.is_empty() {
        return a.eq_ignore_ascii_case(b);
    }
    few.iter().all(|word| many.iter().any(|other| same_word(word, other)))
}

fn same_word(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    a == b || common >= STEM && common + 3 >= a.chars().count().min(b.chars().count())
}

fn dates(out: &mut Vec<Row>, a: &Record, b: &Record) {
    let (x, y) = (a.date.first(), b.date.first());
    let words = |claim: &Claim<crate::model::RecordDate>| claim.verbatim.clone();
    let verdict = match (x, y) {
        (None, None) => return,
        (Some(_), None) => Verdict::OnlyFirst,
        (None, Some(_)) => Verdict::OnlySecond,
        (Some(x), Some(y)) => match (&x.value.first, &x.value.last, &y.value.first, &y.value.last) {
            (Some(a), Some(b), Some(c), Some(d)) if a <= d && c <= b => Verdict::Agrees,
            (Some(_), Some(_), Some(_), Some(_)) => Verdict::Differs,
            _ => Verdict::Vague,
        },
    };
    push(out, "date", x.map(words), y.map(words), verdict);
}

/// Sides that are one in both records, by their members and commanders, then by their order.
fn matched(a: &Record, b: &Record) -> Vec<(Option<usize>, Option<usize>)> {
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (row, x) in a.sides.iter().enumerate() {
        for (other, y) in b.sides.iter().enumerate() {
            pairs.push((kin(x, y), row, other));
        }
    }
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut found: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    for (_, x, y) in pairs {
        if !found.iter().any(|(p, q)| *p == Some(x) || *q == Some(y)) {
            found.push((Some(x), Some(y)));
        }
    }
    let alone_a = (0..a.sides.len())
        .filter(|row| !found.iter().any(|(p, _)| *p == Some(*row)))
        .map(|row| (Some(row), None));
    let alone_b = (0..b.sides.len())
        .filter(|row| !found.iter().any(|(_, q)| *q == Some(*row)))
        .map(|row| (None, Some(row)));
    let alone: Vec<_> = alone_a.chain(alone_b).collect();
    found.extend(alone);
    found.sort();
    found
}

/// How many members and commanders two sides have in common.
fn kin(x: &Side, y: &Side) -> usize {
    let member =
        |it: &&crate::model::Member| y.members.iter().any(|other| alike(&it.name.value, &other.name.value));
    let leader = |it: &&Commander| y.commanders.iter().any(|other| alike(&it.name.value, &other.name.value));
    x.members.iter().filter(member).count() + x.commanders.iter().filter(leader).count()
}

fn outcomes(out: &mut Vec<Row>, a: &Record, b: &Record, pairs: &[(Option<usize>, Option<usize>)]) {
    let text = |record: &Record| record.outcome.text.first().map(|it| it.value.clone());
    let (x, y) = (&a.outcome, &b.outcome);
    if x.text.is_empty() && y.text.is_empty() {
        return;
    }
    let won = |record: &Record, row: usize| -> Option<bool> {
        let side = record.sides.get(row)?;
        let said = record.outcome.text.first().map(|it| it.value.as_str()).unwrap_or_default();
        match record.outcome.winners.is_empty() {
            false => Some(record.outcome.winners.contains(&side.key)),
            // Where the box names no side by its key, its words may: "Decisive Allied victory".
            true => {
                let names = [record.side_name(row)]
                    .into_iter()
                    .chain(side.members.iter().map(|it| it.name.value.clone()));
                let said_words = words(said);
                let mut any = names.flat_map(|name| words(&name));
                any.any(|word| said_words.iter().any(|other| same_word(&word, other))).then_some(true)
            }
        }
    };
    let told = pairs.iter().filter_map(|(p, q)| Some((won(a, (*p)?), won(b, (*q)?))));
    let told: Vec<(Option<bool>, Option<bool>)> = told.collect();
    // Two pages may word one victory by different names of the side: what is left then is how decisive it was.
    let winner = match told.iter().find(|(p, q)| p.is_some() && q.is_some()) {
        Some(_) if told.iter().any(|(p, q)| *p == Some(true) && *q == Some(true)) => Verdict::Agrees,
        Some(_) if told.iter().any(|(p, q)| *p == Some(true) && *q == Some(false)) => Verdict::Differs,
        _ => match (text(a), text(b)) {
            (Some(x), Some(y))
                if words(&x).iter().any(|word| words(&y).iter().any(|other| named_alike(word, other))) =>
            {
                Verdict::Agrees
            }
            (Some(_), Some(_)) => Verdict::Vague,
            (Some(_), None) => Verdict::OnlyFirst,
            _ => Verdict::OnlySecond,
        },
    };
    push(out, "result", text(a), text(b), winner);
    let said = |it: &Option<crate::model::Decisiveness>| it.map(|it| format!("{it:?}").to_lowercase());
    if let (Some(p), Some(q)) = (&x.decisiveness, &y.decisiveness) {
        let verdict = if p == q { Verdict::Agrees } else { Verdict::Differs };
        push(out, "how decisive", said(&Some(*p)), said(&Some(*q)), verdict);
    }
}

/// "Allied" and "Alliance", and no words that any result has.
fn named_alike(a: &str, b: &str) -> bool {
    let any = [
        "victory",
        "decisive",
        "defeat",
        "surrender",
        "clear",
        "marginal",
        "tactical",
        "strategic",
        "treaty",
    ];
    let stem = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    !any.contains(&a) && !any.contains(&b) && stem >= 4
}

fn members(out: &mut Vec<Row>, name: &str, x: Option<&Side>, y: Option<&Side>) {
    let of = |side: Option<&Side>| -> Vec<String> {
        side.map(|it| it.members.iter().map(|member| member.name.value.clone()).collect()).unwrap_or_default()
    };
    names(out, &format!("{name}: member"), &of(x), &of(y));
}

fn commanders(
    out: &mut Vec<Row>,
    name: &str,
    (a, x): (&Record, Option<&Side>),
    (b, y): (&Record, Option<&Side>),
) {
    let of =
        |side: Option<&Side>| -> Vec<Commander> { side.map(|it| it.commanders.clone()).unwrap_or_default() };
    let mut left = of(y);
    let told = |it: &Commander| match it.shown_fate() {
        Some(fate) => format!("{}, {}", it.name.value, crate::export::view::fate_word(fate)),
        None => it.name.value.clone(),
    };
    let about = format!("{name}: commander");
    for commander in of(x) {
        let own = all_names(a, &commander);
        match left
            .iter()
            .position(|other| all_names(b, other).iter().any(|it| own.iter().any(|name| alike(name, it))))
        {
            Some(row) => {
                let other = left.remove(row);
                let died = |it: &Commander| {
                    it.shown_fate().is_some_and(|fate| {
                        matches!(fate, Fate::Killed | Fate::DiedOfWounds | Fate::Executed)
                    })
                };
                let verdict =
                    if died(&commander) == died(&other) { Verdict::Agrees } else { Verdict::Differs };
                push(out, &about, Some(told(&commander)), Some(told(&other)), verdict);
            }
            None => push(out, &about, Some(told(&commander)), None, Verdict::OnlyFirst),
        }
    }
    left.iter().for_each(|it| push(out, &about, None, Some(told(it)), Verdict::OnlySecond));
}

/// All names that a record has for a commander.
fn all_names(record: &Record, commander: &Commander) -> Vec<String> {
    let entity = commander.person.as_deref().and_then(|key| record.entity(key));
    let also = entity.map(|it| it.also.clone()).unwrap_or_default();
    [commander.name.value.clone()].into_iter().chain(also).collect()
}

/// Strength and losses of a side, by what they count. What counts nothing in particular is held against what a side
/// mostly had.
fn counts(
    out: &mut Vec<Row>,
    name: &str,
    (a, x): (&Record, Option<&Side>),
    (b, y): (&Record, Option<&Side>),
) {
    for (label, pick) in [
        ("strength", (|side: &Side| side.strength.clone()) as fn(&Side) -> Vec<Count>),
        ("lost", |side| side.losses.clone()),
    ] {
        let of = |side: Option<&Side>| -> Vec<Count> {
            let all = side.map(pick).unwrap_or_default();
            all.into_iter().filter(|it| it.civilian != Some(true)).collect()
        };
        let mut left = of(y);
        for count in of(x) {
            let about = format!("{name}: {}, {}", labelled(label, &count), what(&count));
            let same = left.iter().position(|other| comparable(&count, other));
            match same {
                Some(row) => {
                    let other = left.remove(row);
                    let verdict = agree((a, &count), (b, &other), (x, y));
                    push(out, &about, Some(said(a, &count)), Some(said(b, &other)), verdict);
                }
                None => push(out, &about, Some(said(a, &count)), None, Verdict::OnlyFirst),
            }
        }
        for count in left {
            let about = format!("{name}: {}, {}", labelled(label, &count), what(&count));
            push(out, &about, None, Some(said(b, &count)), Verdict::OnlySecond);
        }
    }
}

/// Civilians, in whatever column they are printed: columns are not owners.
fn civilians(out: &mut Vec<Row>, a: &Record, b: &Record) {
    let of = |record: &Record| -> Vec<Count> {
        let sides = record.sides.iter().flat_map(|it| &it.losses).chain(&record.losses);
        let told = sides.filter(|it| it.civilian == Some(true) && *it.quantity() != Quantity::None);
        told.cloned().collect()
    };
    let mut left = of(b);
    for count in of(a) {
        if left.is_empty() {
            push(out, "civilians killed", Some(said(a, &count)), None, Verdict::OnlyFirst);
            continue;
        }
        let other = left.remove(0);
        let verdict = agree((a, &count), (b, &other), (None, None));
        push(out, "civilians killed", Some(said(a, &count)), Some(said(b, &other)), verdict);
    }
    left.iter().for_each(|it| push(out, "civilians killed", None, Some(said(b, it)), Verdict::OnlySecond));
}

fn labelled<'l>(label: &'l str, count: &Count) -> &'l str {
    match (count.purpose, count.fates.as_slice()) {
        (crate::model::Purpose::Raised, _) => "joined later",
        (_, [Fate::Defected]) => "went over",
        _ => label,
    }
}

fn what(count: &Count) -> String {
    count.category.class.clone().unwrap_or_else(|| match count.category.kind {
        Kind::People => "soldiers".to_owned(),
        Kind::Ship => "ships".to_owned(),
        Kind::Unspecified => "in all".to_owned(),
        kind => kind.id().to_owned(),
    })
}

fn said(record: &Record, count: &Count) -> String {
    crate::export::view::count_text(record, count)
}

fn comparable(a: &Count, b: &Count) -> bool {
    let gone = |it: &Count| it.fates == [Fate::Defected];
    let raised = |it: &Count| it.purpose == crate::model::Purpose::Raised;
    if gone(a) != gone(b) || raised(a) != raised(b) {
        return false;
    }
    let (x, y) = (&a.category, &b.category);
    let class = match (&x.class, &y.class) {
        (Some(x), Some(y)) => {
            alike(x, y) || x.eq_ignore_ascii_case("military") || y.eq_ignore_ascii_case("military")
        }
        _ => true,
    };
    let loose = |kind: Kind| kind == Kind::Unspecified;
    (x.kind == y.kind && class)
        || loose(x.kind) && y.kind == Kind::Ship
        || loose(y.kind) && x.kind == Kind::Ship
}

/// Whether two counts can both be so.
fn agree(
    (a, x): (&Record, &Count),
    (b, y): (&Record, &Count),
    sides: (Option<&Side>, Option<&Side>),
) -> Verdict {
    let (p, q) = (x.quantity(), y.quantity());
    if let (Some(p), Some(q)) = (bounds(p), bounds(q)) {
        // A figure of a run is exact; one in words has the width of its words.
        return if p[0] <= q[1] && q[0] <= p[1] { Verdict::Agrees } else { Verdict::Differs };
    }
    let relative = held_against(p, (b, y), sides.1).or_else(|| held_against(q, (a, x), sides.0));
    match relative {
        Some(true) => Verdict::Agrees,
        Some(false) => Verdict::Differs,
        None => Verdict::Vague,
    }
}

/// The middle 90 % of what a quantity may stand for.
fn bounds(quantity: &Quantity) -> Option<[f64; 2]> {
    let meaning = Lexicon::standard().meaning(quantity, Dimension::Count, Reading::Source, None).ok()?;
    meaning.is_absolute().then(|| [0.05, 0.95].map(|p| meaning.factor.quantile(p)))
}

/// A quantity that is relative to another, held against a record that has figures for both.
fn held_against(
    quantity: &Quantity,
    (record, count): (&Record, &Count),
    side: Option<&Side>,
) -> Option<bool> {
    match quantity {
        Quantity::Verbal { term, .. } => {
            let band = Lexicon::standard().loss(term)?;
            let share = count.share?;
            Some(band.0 <= share && share <= band.1)
        }
        Quantity::Relative { factor_low, factor_high, .. } => {
            let own = side?;
            // The other side: what is much larger is much larger than that.
            let other = record.sides.iter().find(|it| it.key != own.key)?;
            let figure = |side: &Side| {
                side.strength
                    .iter()
                    .find(|it| it.category.kind == Kind::Ship)
                    .and_then(|it| bounds(it.quantity()))
            };
            let ratio = figure(own)?[1] / figure(other)?[1].max(1.0);
            Some(*factor_low <= ratio && ratio <= *factor_high)
        }
        _ => None,
    }
}
