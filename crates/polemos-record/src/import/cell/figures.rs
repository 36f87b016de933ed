//! From the words of an item to its counts: where a quantity begins, what is said of it before and after, and what stands
//! in brackets beside it.

use super::Item;
use super::counts::Counted;
use super::nouns::{self, Noun, noun};
use crate::import::tables::Tables;
use crate::model::{Fate, Kind, Quantity};
use polemos_war::quantity::{Dimension, ParsedQuantity, Unit, parse_start, understand};

/// The counts of one item, those in brackets with the row of the one they are part of.
pub(crate) fn counts(item: &Item, tables: &Tables) -> Vec<Counted> {
    if let Some(counted) = whole(item, tables) {
        return vec![counted];
    }
    let (main, brackets) = without_brackets(&item.text);
    let text = &main.text;
    let starts = starts(text, tables);
    let mut found: Vec<(usize, Counted)> = Vec::new();
    for (row, start) in starts.iter().enumerate() {
        let from = if row == 0 { 0 } else { start.at };
        let until = starts.get(row + 1).map_or(text.len(), |next| next.at);
        // "…, and allied cavalry of 1,800": what leads to a number stands before it.
        let from =
            if row > 0 { starts[row - 1].end + led_from(&text[starts[row - 1].end..start.at]) } else { from };
        let until = match starts.get(row + 1) {
            Some(next) => start.end + led_from(&text[start.end..next.at]),
            None => until,
        };
        found.push((start.at, counted(item, &main, from, start, until, tables)));
    }
    inherit(&mut found);
    let mut out: Vec<Counted> = found.iter().map(|(_, counted)| counted.clone()).collect();
    for bracket in brackets {
        let Some(row) = found.iter().rposition(|(at, _)| *at <= bracket.at).or(if found.is_empty() {
            None
        } else {
            Some(0)
        }) else {
            continue;
        };
        beside(item, &bracket, row, &mut out, tables);
    }
    out
}

/// Where, between two numbers, the words begin that lead to the second: all of them belong to the first unless they end in
/// "of".
fn led_from(between: &str) -> usize {
    let leads = [" of ", " di ", " of"].iter().any(|end| between.ends_with(end));
    if !leads {
        return between.len();
    }
    let cut = [", and ", " and ", ", ", "; "]
        .iter()
        .filter_map(|word| between.rfind(word).map(|at| at + word.len()))
        .max();
    cut.unwrap_or(between.len())
}

/// "600 aircraft, 1,600 by mid-September": of a number that only a time or place follows, what stands before it says what
/// it counts.
fn inherit(found: &mut [(usize, Counted)]) {
    for row in 1..found.len() {
        let before = found[row - 1].1.noun.clone();
        let own = &mut found[row].1.noun;
        if own.aside {
            (own.kind, own.class) = (before.kind, before.class);
        }
    }
}

/// An item that is one quantity and nothing else: "heavy", "unknown, minor".
fn whole(item: &Item, tables: &Tables) -> Option<Counted> {
    let text = grouped(&item.text);
    let parsed = understand(text.trim_end_matches(['.', ':']), &tables.lexicon, Dimension::Count);
    let parsed = parsed.or_else(|| referenced(&text, tables));
    let Some(parsed) = parsed else { return band_of(item, &text, tables) };
    let path = matches!(parsed.quantity, Quantity::Relative { factor_low: 1.0, factor_high: 1.0, .. });
    if path || parsed.quantity == Quantity::Absent && text.trim().is_empty() {
        return None;
    }
    let words = noun_words(&text, &parsed);
    let mut own = noun(words, tables);
    if own.kind.is_none()
        && text.split(' ').any(|word| {
            ["fleet", "fleets", "flotta", "armada"].contains(&nouns::bare(word).to_lowercase().as_str())
        })
    {
        own.kind = Some(Kind::Ship);
    }
    Some(Counted {
        verbatim: item.text.trim_end_matches([',', ';', ':', ' ']).to_owned(),
        quantity: parsed.quantity.clone(),
        probability: parsed.probability.map(|it| it.best),
        noun: own,
        notes: item.notes.clone(),
        whose: Vec::new(),
        phase: None,
        within: None,
        span: item.span,
    })
}

/// "Heavy starfighter losses": a band of losses, of something.
fn band_of(item: &Item, text: &str, tables: &Tables) -> Option<Counted> {
    let words: Vec<&str> = text.trim_end_matches('.').split(' ').collect();
    let last = words.last().filter(|_| (3..=6).contains(&words.len()))?;
    if !["losses", "casualties", "damage", "perdite"].contains(&last.to_lowercase().as_str()) {
        return None;
    }
    let len = [2, 1]
        .into_iter()
        .find(|len| tables.lexicon.loss(&words[..*len].join(" ").to_lowercase()).is_some())?;
    let own = noun(&words[len..words.len() - 1].join(" "), tables);
    Some(Counted {
        verbatim: item.text.clone(),
        quantity: Quantity::Verbal { term: words[..len].join(" ").to_lowercase(), of: None },
        probability: None,
        noun: Noun { fates: vec![Fate::Unspecified], ..own },
        notes: item.notes.clone(),
        whose: Vec::new(),
        phase: None,
        within: None,
        span: item.span,
    })
}

/// Where a quantity begins in a text, and what it is.
struct Start {
    at: usize,
    end: usize,
    parsed: ParsedQuantity,
}

fn starts(text: &str, tables: &Tables) -> Vec<Start> {
    let grouped = grouped(text);
    let mut found: Vec<Start> = Vec::new();
    let mut at = 0;
    while at < grouped.len() {
        let rest = &grouped[at..];
        let begins =
            !rest.starts_with(' ') && (at == 0 || grouped[..at].ends_with([' ', ';', ',', '/', '“', '"']));
        if begins
            && can_begin(rest)
            && (found.is_empty() || parts_before(&grouped[..at]) || solid(rest))
            && let Some((parsed, len)) = begun(rest, tables)
            && len > 0
            && is_count(rest, len, &parsed, at, tables)
        {
            found.push(Start { at, end: at + len, parsed });
            at += len;
            continue;
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    found
}

/// Whether the word here can open a quantity at all: most cannot, and are passed over with one look.
fn can_begin(rest: &str) -> bool {
    let word = rest.split(' ').next().unwrap_or("");
    let sign = !word.starts_with(char::is_alphabetic);
    sign || word.bytes().any(|b| b.is_ascii_digit())
        || crate::import::prose::opens_quantity(nouns::bare(word))
}

/// The quantity that a text begins with.
fn begun(rest: &str, tables: &Tables) -> Option<(ParsedQuantity, usize)> {
    if let Some(found) = fraction(rest).or_else(|| or_more(rest)) {
        return Some(found);
    }
    parse_start(rest, &tables.lexicon, Dimension::Count).ok()
}

/// "5/6 longbowmen", "About 5/6 longbowmen": a part of what stands before.
fn fraction(rest: &str) -> Option<(ParsedQuantity, usize)> {
    let lead = ["about ", "About ", "c. ", "circa "]
        .iter()
        .find(|lead| rest.starts_with(**lead))
        .map_or(0, |lead| lead.len());
    let text = &rest[lead..];
    let over = text.bytes().take_while(u8::is_ascii_digit).count();
    let under = text.get(over + 1..)?.bytes().take_while(u8::is_ascii_digit).count();
    if over == 0 || over > 2 || under == 0 || under > 2 || text.as_bytes().get(over) != Some(&b'/') {
        return None;
    }
    let end = over + 1 + under;
    let (a, b) = (text[..over].parse::<f64>().ok()?, text[over + 1..end].parse::<f64>().ok()?);
    if a >= b || text[end..].starts_with('/') {
        return None;
    }
    let quantity = Quantity::Share { of: None, low: a / b, high: a / b };
    Some((ParsedQuantity { quantity, probability: None, unit: None }, lead + end))
}

/// "400,000+ Germans", whatever the noun.
fn or_more(rest: &str) -> Option<(ParsedQuantity, usize)> {
    let len = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b',').count();
    if len == 0 || rest.as_bytes().get(len) != Some(&b'+') {
        return None;
    }
    let value: f64 = rest[..len].replace(',', "").parse().ok()?;
    Some((ParsedQuantity { quantity: Quantity::AtLeast(value), probability: None, unit: None }, len + 1))
}

/// Whether what stands before can part two counts.
fn parts_before(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with([',', ';', '+', '&', ':', '/'])
        || [" and", " e", " ed", " et", " plus", " y", " und", " of", " di"]
            .iter()
            .any(|word| text.ends_with(word))
}

/// A number in digits parts two counts wherever it stands.
fn solid(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_digit() || c == '~')
}

/// Whether what was read is a count here, and not a word that only looks like one.
fn is_count(rest: &str, len: usize, parsed: &ParsedQuantity, at: usize, tables: &Tables) -> bool {
    let words = &rest[..len];
    let digits = words.bytes().any(|b| b.is_ascii_digit());
    let first = nouns::bare(words.split(' ').next().unwrap_or("")).to_lowercase();
    // "All 40 guns" is 40 guns.
    if first == "all" && rest[len..].trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let alone = words.trim().split(' ').count() == 1;
    if !digits
        && alone
        && ["a", "an", "some", "all", "part", "one of", "no", "c", "much", "many"].contains(&first.as_str())
        && at > 0
    {
        return false;
    }
    // A number that is the name of something: "9 legions" in words is a count, "6th Army" none.
    if digits && rest[len..].starts_with(|c: char| c.is_alphabetic()) {
        return false;
    }
    match &parsed.quantity {
        Quantity::Verbal { term, .. } => {
            // "light cavalry" is no extent of losses.
            let loss = tables.lexicon.loss(term).is_some() && tables.lexicon.count(term).is_none();
            !loss || nouns::bare(rest[len..].trim()).is_empty() || rest[len..].starts_with([',', ';'])
        }
        // A path by itself is no count: "U.S.".
        Quantity::Relative { factor_low: 1.0, factor_high: 1.0, .. } => false,
        Quantity::Relative { .. } | Quantity::Sum(_) => digits || at == 0,
        Quantity::Absent => false,
        Quantity::None => at == 0 && nouns::bare(rest[len..].trim()).len() < 30,
        _ => true,
    }
}

fn counted(item: &Item, main: &Main, from: usize, start: &Start, until: usize, tables: &Tables) -> Counted {
    let text = &main.text;
    let words = &text[start.at..start.end];
    // "Modern estimates range from", "allied cavalry of": what stands before the first number.
    let before = text[from..start.at].trim();
    let unit = noun_words(words, &start.parsed);
    let rest = text[start.end.min(until)..until].trim();
    let gap = if unit.is_empty() || rest.starts_with([',', ';', '.']) { "" } else { " " };
    let after = format!("{unit}{gap}{rest}");
    let mut own = noun(&after, tables);
    if own.kind.is_none()
        && own.fates.is_empty()
        && ["by ", "at ", "on ", "in ", "from ", "until ", "during "]
            .iter()
            .any(|word| after.trim_start().starts_with(word))
    {
        own = Noun { aside: true, ..Noun::default() };
    }
    if !before.is_empty() {
        let lead = noun(before, tables);
        own.kind = own.kind.or(lead.kind);
        own.class = own.class.or(lead.class);
        own.total |= lead.total;
        for fate in lead.fates {
            if !own.fates.contains(&fate) {
                own.fates.push(fate);
            }
        }
    }
    let (first, last) = (main.place(from), main.place_end(until));
    let verbatim = item.text.get(first..last).unwrap_or(text).trim();
    let verbatim = verbatim
        .trim_end_matches([',', ';', ':', ' '])
        .trim_end_matches(" and")
        .trim_end_matches(" e")
        .trim_end_matches([',', ';', ':'])
        .trim_end_matches(" and")
        .trim();
    let notes = item.notes.iter().filter(|note| {
        note.at > main.place(start.at) && note.at <= last || (until == text.len() && note.at >= last)
    });
    Counted {
        verbatim: verbatim.to_owned(),
        quantity: start.parsed.quantity.clone(),
        probability: start.parsed.probability.map(|it| it.best),
        noun: own,
        notes: notes.cloned().collect(),
        whose: Vec::new(),
        phase: None,
        within: None,
        span: item.span,
    }
}

/// What stands in brackets: parts of the count before it, what befell them, or a remark that the wording keeps.
fn beside(item: &Item, bracket: &Bracket, row: usize, out: &mut Vec<Counted>, tables: &Tables) {
    let fates = nouns::fates_of(&bracket.text, tables);
    if !fates.is_empty() && !bracket.text.bytes().any(|b| b.is_ascii_digit()) {
        let own = &mut out[row].noun.fates;
        fates
            .into_iter()
            .filter(|fate| !own.contains(fate))
            .collect::<Vec<_>>()
            .into_iter()
            .for_each(|fate| own.push(fate));
        return;
    }
    // "(1,600 by mid-September)" and "(402 operational)" are parts; "(estimated)", "(OOB)", "(4:3)" are none.
    if bracket.text.contains(':') || !bracket.text.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    let text = bracket
        .text
        .strip_prefix("of which ")
        .or(bracket.text.strip_prefix("including "))
        .unwrap_or(&bracket.text);
    // "(Luftflotte 4)" is a name with a number; "(elements of 9 legions)" a number with words before it.
    if text.starts_with(|c: char| c.is_uppercase()) {
        return;
    }
    let inner = Item { text: text.to_owned(), notes: Vec::new(), ..Item::bare(text, item.span) };
    for mut part in counts(&inner, tables) {
        part.within = Some(row);
        part.noun.kind = part.noun.kind.or(out[row].noun.kind);
        if part.noun.fates.is_empty() {
            part.noun.fates = out[row].noun.fates.clone();
        }
        out.push(part);
    }
}

/// The words of a quantity that are no number: the unit of "52,000 men".
fn noun_words<'a>(words: &'a str, parsed: &ParsedQuantity) -> &'a str {
    let unit = matches!(
        parsed.unit,
        Some(Unit::People | Unit::Ships | Unit::Craft | Unit::Formations | Unit::Count)
    );
    if !unit {
        return "";
    }
    const NUMBERS: [&str; 30] = [
        "hundred",
        "hundreds",
        "thousand",
        "thousands",
        "million",
        "millions",
        "billion",
        "billions",
        "trillion",
        "dozen",
        "dozens",
        "scores",
        "tens",
        "many",
        "several",
        "few",
        "of",
        "unknown",
        "or",
        "more",
        "to",
        "mila",
        "milioni",
        "migliaia",
        "centinaia",
        "decine",
        "di",
        "a",
        "about",
        "perhaps",
    ];
    let (mut start, mut at, mut begun) = (0, 0, false);
    for word in words.split_inclusive(' ') {
        let plain = nouns::bare(word.trim()).to_lowercase();
        let number = plain.chars().any(|c| c.is_ascii_digit())
            || NUMBERS.contains(&plain.as_str())
            || is_number_word(&plain);
        at += word.len();
        begun |= number;
        if number {
            start = at;
        } else if begun {
            break;
        }
    }
    &words[start.min(words.len())..]
}

fn is_number_word(word: &str) -> bool {
    const WORDS: [&str; 20] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "fifteen", "sixteen", "twenty", "thirty", "forty", "fifty", "sixty", "none",
    ];
    word.split('-').all(|part| WORDS.contains(&part))
}

/// Digits in groups of three as English writes them, where a page writes "1.500": as many bytes.
fn grouped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    for at in 1..bytes.len() {
        let three = digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4);
        // "0.125" is no group, and neither is "1.5".
        let led = digit(at - 1) && (bytes[at - 1] != b'0' || at.checked_sub(2).is_some_and(digit));
        if bytes[at] == b'.' && three && led {
            out[at] = b',';
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// A text without what stands in brackets, and where its bytes come from.
struct Main {
    text: String,
    /// For each byte of the text, its place in the item's; one more for the end.
    places: Vec<usize>,
}

impl Main {
    fn place(&self, at: usize) -> usize {
        self.places.get(at).copied().unwrap_or(0)
    }

    /// The place after the byte before `at`, with the brackets that stand there.
    fn place_end(&self, at: usize) -> usize {
        self.places.get(at).copied().unwrap_or_else(|| self.places.last().copied().unwrap_or(0))
    }
}

struct Bracket {
    /// The byte of the text without brackets that it stands at.
    at: usize,
    text: String,
}

fn without_brackets(text: &str) -> (Main, Vec<Bracket>) {
    let mut main = Main { text: String::new(), places: Vec::new() };
    let mut brackets: Vec<Bracket> = Vec::new();
    let mut depth = 0_usize;
    let unclosed = text.matches('(').count() != text.matches(')').count();
    for (at, letter) in text.char_indices() {
        match letter {
            '(' if !unclosed => {
                depth += 1;
                if depth == 1 {
                    brackets.push(Bracket { at: main.text.len(), text: String::new() });
                    continue;
                }
            }
            ')' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    continue;
                }
            }
            _ => {}
        }
        match (depth, brackets.last_mut()) {
            (1.., Some(bracket)) => bracket.text.push(letter),
            _ => {
                // Not two gaps where a bracket stood between them.
                if letter == ' ' && main.text.ends_with(' ') {
                    continue;
                }
                main.text.push(letter);
                (0..letter.len_utf8()).for_each(|byte| main.places.push(at + byte));
            }
        }
    }
    main.places.push(text.len());
    (main, brackets)
}

/// Whether a text begins with a quantity in words or digits.
pub(crate) fn opens_with_quantity(text: &str, tables: &Tables) -> bool {
    starts(text, tables).first().is_some_and(|start| start.at == 0) || referenced(text, tables).is_some()
}

/// "Unknown, but much larger than the Alliance fleet": a comparison with, or a share of, something in words, which the
/// reader of quantities wants as one word.
fn referenced(text: &str, tables: &Tables) -> Option<ParsedQuantity> {
    const NAME: &str = "what.is-meant";
    for word in [" than the ", " of the ", " than ", " of "] {
        let Some(at) = text.find(word) else { continue };
        let (head, words) = (&text[..at + word.len()], text[at + word.len()..].trim_end_matches('.'));
        if words.is_empty() || words.split(' ').count() > 6 || words.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let Some(mut parsed) = understand(&format!("{head}{NAME}"), &tables.lexicon, Dimension::Count) else {
            continue;
        };
        let own = match &mut parsed.quantity {
            Quantity::Share { of, .. } | Quantity::Verbal { of, .. } => of.as_mut(),
            Quantity::Relative { to, .. } => Some(to),
            _ => None,
        };
        if let Some(own) = own.filter(|own| *own == NAME) {
            *own = words.to_owned();
            return Some(parsed);
        }
    }
    None
}
