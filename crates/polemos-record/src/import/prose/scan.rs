//! What one sentence states.

use super::openers::{Opens, opens, time_phrase};
use super::words::{
    begins_unit, continues, first_words, goes_on, has_year, is_time, is_title, joins_dates, ordinal_of,
    spaced, speaks_of_death, unit_words, word_ends, word_len,
};
use crate::import::build::Builder;
use crate::import::cell::dates;
use crate::import::cell::notes::NoteAt;
use crate::import::cell::nouns::{bare, noun};
use crate::import::tables::Tables;
use crate::model::{Basis, Claim, Mention, Quantity, Sentence, Stated, TextSpan};
use polemos_war::letters::small;
use polemos_war::quantity::{Dimension, parse_start};

/// Bytes ahead of a word that a quantity or date may take.
const REACH: usize = 72;
/// Words that a date may take.
const DATE_WORDS: usize = 8;

/// A sentence with all that it states.
pub(crate) fn sentence(text: &str, notes: &[NoteAt], builder: &mut Builder<'_>, span: TextSpan) -> Sentence {
    let tables = builder.tables;
    let mut scan = Scan { text, tables, found: Vec::new() };
    scan.run();
    let found = scan.found;
    let mut states: Vec<Mention> = Vec::with_capacity(found.len());
    for it in found {
        let words = &text[it.at.start..it.at.end];
        let value = match it.value {
            // A work is listed among the sources when it is known to be one.
            Stated::Citation(title) => {
                let id = builder.notes.work(&title);
                Stated::Citation(id)
            }
            value => value,
        };
        let basis = match &value {
            Stated::Count { amount, .. } | Stated::Extent(amount) | Stated::Duration(amount)
                if !matches!(amount, Quantity::Exact(_)) =>
            {
                Basis::Lexicon { version: tables.version.clone() }
            }
            _ => Basis::Text,
        };
        let mut claim = Claim::new(words, value, basis).with_source(builder.place(span));
        claim.probability = it.probability;
        states.push(Mention { at: it.at, claim, of: None });
    }
    bind_notes(&mut states, notes, text.len());
    let cited = states.iter().filter_map(|it| match &it.claim.value {
        Stated::Citation(id) => Some(id.clone()),
        _ => None,
    });
    let mut sources: Vec<String> = Vec::new();
    for id in notes.iter().map(|note| note.id.clone()).chain(cited) {
        if !sources.contains(&id) {
            sources.push(id);
        }
    }
    Sentence { text: text.to_owned(), states, sources }
}

/// A marker within a sentence supports what stands just before it; one at its end all that has none yet.
fn bind_notes(states: &mut [Mention], notes: &[NoteAt], len: usize) {
    for note in notes {
        let at_end = note.at + 2 >= len;
        let before: Vec<usize> = (0..states.len()).filter(|row| states[*row].at.start < note.at).collect();
        let rows: Vec<usize> = if at_end { before } else { before.into_iter().rev().take(1).collect() };
        for row in rows {
            let sources = &mut states[row].claim.sources;
            if !sources.iter().any(|source| source.id == note.id) {
                sources.push(note.place());
            }
        }
    }
}

struct Found {
    at: TextSpan,
    value: Stated,
    probability: Option<f64>,
}

struct Scan<'t> {
    text: &'t str,
    tables: &'static Tables,
    found: Vec<Found>,
}

impl<'t> Scan<'t> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.text.len() {
            let rest = &self.text[at..];
            let Some(letter) = rest.chars().next() else { break };
            let word_begins = letter.is_alphanumeric() || matches!(letter, '~' | '>' | '<');
            if letter == '('
                && let Some(end) = self.citation(at)
            {
                at = end;
                continue;
            }
            if word_begins {
                let len = word_len(rest);
                at = self.word(at, &rest[..len]).unwrap_or(at + len);
            } else {
                at += letter.len_utf8();
            }
        }
    }

    fn push(&mut self, start: usize, end: usize, value: Stated, probability: Option<f64>) -> usize {
        let trimmed = self.text[start..end].trim_end_matches([' ', ',', ';', '.']);
        let end = start + trimmed.len();
        self.found.push(Found { at: TextSpan { start, end }, value, probability });
        end.max(start + 1)
    }

    /// What begins at a word; the byte after it, where anything does.
    fn word(&mut self, at: usize, word: &str) -> Option<usize> {
        let digit = word.bytes().any(|b| b.is_ascii_digit());
        let opens = opens(bare(word));
        if !digit && opens == Opens::default() {
            return None;
        }
        let rest = self.reach(at);
        // "the" opens "the whole" and little else: what follows must fit too.
        let mut opens = opens;
        opens.quantity = opens.quantity && (digit || self.begins_phrase(rest));
        if !digit && opens == Opens::default() {
            return None;
        }
        let lower = small(bare(word));
        let mut found = None;
        if digit || opens.date {
            found = self.date(at, rest);
        }
        if found.is_none() && (opens.time || opens.quantity || digit) {
            found = self.time(at, rest, opens.time, opens.quantity || digit);
        }
        if found.is_none() && opens.ordinal {
            found = self.ordinal(at, rest, &lower, word);
        }
        if found.is_none() && opens.quantity {
            found = self.extent(at, rest);
        }
        if found.is_none() && (opens.quantity || digit) {
            found = self.count(at, rest, digit, &lower).or_else(|| self.hedge(at, rest));
        }
        found
    }

    /// Whether a phrase of the lexicon begins here; "both", which is none, does too, and words with hyphens for numbers.
    fn begins_phrase(&self, rest: &str) -> bool {
        let words = spaced(rest).map(bare).take(5);
        let first = words.clone().next().unwrap_or("");
        first.contains('-') || first.eq_ignore_ascii_case("both") || self.tables.lexicon.begins_phrase(words)
    }

    fn reach(&self, at: usize) -> &'t str {
        let mut end = (at + REACH).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        &self.text[at..end]
    }

    /// "(The Final Days, The Gift)": works by their titles, with no verb and no number among them.
    fn citation(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at + 1..];
        let end = rest.find(')')?;
        let inner = &rest[..end];
        let closes = self.text[at + end + 2..].trim_matches(['.', ' ']).is_empty()
            || self.text[..at].trim_end().ends_with(['.', '”', '"']);
        let titled = inner.split([',', ';']).all(|part| is_title(part.trim()));
        if inner.is_empty() || inner.len() > 200 || !titled || !closes {
            return None;
        }
        let mut start = at + 1;
        for part in inner.split([',', ';']) {
            let lead = part.len() - part.trim_start().len();
            let title = part.trim();
            self.push(
                start + lead,
                start + lead + title.len(),
                Stated::Citation(title.trim_matches(['“', '”', '"', '\'']).to_owned()),
                None,
            );
            start += part.len() + 1;
        }
        Some(at + end + 2)
    }

    fn date(&mut self, at: usize, rest: &str) -> Option<usize> {
        // A date holds nothing but words of dates, and ends in a year, a century or an era.
        let mut from = 0;
        let mut ends: [Option<usize>; DATE_WORDS] = [None; DATE_WORDS];
        for (slot, end) in ends.iter_mut().zip(word_ends(rest)) {
            let word = bare(rest[from..end].trim());
            from = end;
            let digits = word.bytes().any(|b| b.is_ascii_digit());
            let last = digits || ["century", "BC", "AD", "BCE", "CE", "a.C", "d.C"].contains(&word);
            if last {
                *slot = Some(end);
            } else if !opens(word).date && !joins_dates(word) && !word.is_empty() {
                break;
            }
        }
        for end in ends.into_iter().rev().flatten() {
            let words = rest[..end].trim_end_matches([',', '.', ';', ')', ':']);
            if words.contains(". ") || !has_year(words) {
                continue;
            }
            let bare_year = words.bytes().all(|b| b.is_ascii_digit());
            if bare_year && !self.is_year_here(at, &rest[end..], words) {
                continue;
            }
            let Some(date) = dates::date(words, self.tables) else { continue };
            if date.first.is_none() && date.last.is_none() {
                continue;
            }
            let end = at + words.len();
            return Some(self.push(at, end, Stated::Date(date), None));
        }
        None
    }

    /// A bare number is a year after a word that dates have before them, and before none that is counted.
    fn is_year_here(&self, at: usize, after: &str, words: &str) -> bool {
        if words.len() != 4 {
            return false;
        }
        let before = small(self.text[..at].trim_end().rsplit(' ').next().unwrap_or(""));
        let led = [
            "in", "of", "by", "since", "until", "till", "from", "to", "and", "during", "before", "after",
            "year", "nel", "dal", "al", "del", "–", "(", "between",
        ];
        let bracketed = self.text[..at].ends_with(['(', '–', '-', '/']);
        let next = small(after.trim_start().split(' ').next().unwrap_or(""));
        let counted = noun(bare(&next), self.tables);
        (led.contains(&bare(&before)) || led.contains(&&*before) || bracketed)
            && counted.kind.is_none()
            && counted.fates.is_empty()
    }

    /// "a year later", "not long after", "in the closing days of the war"; "some two decades", "eleven days".
    fn time(&mut self, at: usize, rest: &str, phrase: bool, counted: bool) -> Option<usize> {
        if phrase && let Some(len) = time_phrase(rest) {
            return Some(self.push(at, at + len, Stated::When(rest[..len].to_owned()), None));
        }
        let counted = counted
            || rest
                .get(..3)
                .is_some_and(|head| ["a ", "A ", "an ", "An "].iter().any(|it| head.starts_with(it)));
        if !counted {
            return None;
        }
        if !spaced(rest).take(5).skip(1).any(begins_unit) {
            return None;
        }
        let (parsed, end) = parse_start(rest, &self.tables.lexicon, Dimension::Time).ok()?;
        if !parsed.unit.is_some_and(is_time) {
            return None;
        }
        let tail = rest[end..].trim_start();
        let side = ["later", "earlier", "after", "before", "afterwards", "ago", "dopo", "prima"].iter().find(
            |word| tail.strip_prefix(**word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)),
        );
        if let Some(side) = side {
            let end = rest.len() - tail.len() + side.len();
            return Some(self.push(at, at + end, Stated::When(rest[..end].to_owned()), None));
        }
        if matches!(parsed.quantity, Quantity::Unknown | Quantity::None | Quantity::Absent) {
            return None;
        }
        let probability = parsed.probability.map(|it| it.best);
        Some(self.push(at, at + end, Stated::Duration(parsed.quantity), probability))
    }

    /// "the second of these wars"; not the "First" of a name.
    fn ordinal(&mut self, at: usize, rest: &str, lower: &str, word: &str) -> Option<usize> {
        let n = ordinal_of(lower)?;
        let tail = rest[word.len()..].trim_start();
        let in_name = word.starts_with(char::is_uppercase) && at > 0 && tail.starts_with(char::is_uppercase);
        let adverb = tail.is_empty() || tail.starts_with([',', '.']);
        if in_name || adverb || self.text[..at].trim_end().ends_with(" at") {
            return None;
        }
        Some(self.push(at, at + bare(word).len(), Stated::Ordinal(n), None))
    }

    /// "heavy losses", "light casualties".
    fn extent(&mut self, at: usize, rest: &str) -> Option<usize> {
        let mut ends = word_ends(rest);
        let first = ends.next();
        for end in [ends.next(), first].into_iter().flatten() {
            let term = small(bare(&rest[..end]));
            if self.tables.lexicon.loss(&term).is_none() {
                continue;
            }
            let next = rest[end..].trim_start();
            let noun = small(bare(next.split(' ').next().unwrap_or("")));
            if ["losses", "loss", "casualties", "damage", "toll", "perdite"].contains(&&*noun) {
                let term = term.into_owned();
                let stop = rest.len() - next.len() + noun.len();
                return Some(self.push(
                    at,
                    at + stop,
                    Stated::Extent(Quantity::Verbal { term, of: None }),
                    None,
                ));
            }
        }
        None
    }

    fn count(&mut self, at: usize, rest: &str, digit: bool, lower: &str) -> Option<usize> {
        if lower == "both" {
            let what = self.counted_noun(&rest[4..]).0;
            return Some(self.push(
                at,
                at + 4,
                Stated::Count { amount: Quantity::Exact(2.0), what, fates: Vec::new() },
                None,
            ));
        }
        // A number that is a part of a name: "6th Army", "U-96".
        let ordinal =
            digit && word_len(rest) > 0 && rest[..word_len(rest)].ends_with(|c: char| c.is_alphabetic());
        if ordinal || digit && self.text[..at].ends_with('-') {
            return None;
        }
        // "perhaps half of them": what it is a share of is no path.
        let read = |text: &str| parse_start(text, &self.tables.lexicon, Dimension::Count).ok();
        let (parsed, end) = read(rest).or_else(|| read(&rest[..rest.find(" of ")?]))?;
        let words = &rest[..end];
        if !self.counts_here(&parsed.quantity, words, digit, lower) {
            return None;
        }
        if words.ends_with(char::is_alphanumeric) && rest[end..].starts_with(char::is_alphabetic) {
            return None;
        }
        // "Deep Space 9": a bare number after a name, before nothing that it counts, is a part of the name.
        let alone = digit && words.len() <= 3 && words.bytes().all(|b| b.is_ascii_digit());
        if alone && self.follows_name(at) && !rest[end..].trim_start().starts_with(char::is_lowercase) {
            return None;
        }
        // "over 40 % of their ships" is a share of something, and "their" is no path to it.
        let (mut amount, mut end) = (parsed.quantity, end);
        if let Quantity::Share { of, .. } = &mut amount
            && of.as_deref().is_some_and(|of| !of.contains('.'))
        {
            *of = None;
            end = words.find(" of ").unwrap_or(end);
        }
        let unit = unit_words(&rest[..end]);
        let gap = if rest[end..].starts_with([',', ';']) { "" } else { " " };
        let after = rest[end..].trim_start();
        let mut counted = String::with_capacity(unit.len() + after.len() + 1);
        counted.extend([unit, gap, after]);
        let (what, mut fates) = self.counted_noun(&counted);
        let killing = |word: &str| ["killing", "slaughtering", "massacring", "uccidendo"].contains(&word);
        if fates.is_empty() && self.text[..at].split_whitespace().rev().take(3).any(killing) {
            fates.push(crate::model::Fate::Killed);
        }
        let probability = parsed.probability.map(|it| it.best);
        Some(self.push(at, at + end, Stated::Count { amount, what, fates }, probability))
    }

    /// Whether the word before is a name, and not the first of the sentence.
    fn follows_name(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end();
        let word = before.rsplit(' ').next().unwrap_or("");
        word.len() < before.len() && word.starts_with(char::is_uppercase) && !word.ends_with([',', ';'])
    }

    /// Words that open a phrase of the lexicon count here only where they are numbers, or say how many.
    fn counts_here(&self, quantity: &Quantity, words: &str, digit: bool, lower: &str) -> bool {
        let any_digit = digit || words.bytes().any(|b| b.is_ascii_digit());
        match quantity {
            _ if any_digit => true,
            Quantity::Exact(_)
            | Quantity::Range { .. }
            | Quantity::Rounded { .. }
            | Quantity::AtLeast(_)
            | Quantity::AtMost(_) => words.contains(' ') || !["a", "an", "no", "c"].contains(&lower),
            Quantity::Verbal { term, .. } => self.tables.lexicon.count(term).is_some(),
            Quantity::Share { low, .. } => *low < 1.0 && !["much", "some", "part", "a"].contains(&lower),
            Quantity::Relative { .. } => false,
            Quantity::Countless => true,
            Quantity::Sum(_) | Quantity::Unknown | Quantity::None | Quantity::Absent => false,
        }
    }

    /// The few words after a number that say what it counts, and what befell it.
    fn counted_noun(&self, after: &str) -> (Option<String>, Vec<crate::model::Fate>) {
        let mut words: Vec<&str> = Vec::with_capacity(7);
        for word in spaced(after).filter(|word| !word.is_empty()).take(7) {
            let plain = small(bare(word));
            let verb = goes_on(&plain);
            // "men, women and children" is one list.
            let listed = plain == "and"
                && words.last().is_some_and(|last| words.len() > 1 && !last.ends_with(','))
                && words.iter().any(|it| it.ends_with(','));
            if verb && !words.is_empty() && !listed {
                break;
            }
            words.push(word);
            if word.ends_with(['.', ';', ':']) || word.ends_with(',') && !continues(after, word) {
                break;
            }
        }
        let read = noun(&words.join(" "), self.tables);
        let mut fates = read.fates;
        if fates.is_empty() && speaks_of_death(first_words(after, 9)) {
            fates.push(crate::model::Fate::Killed);
        }
        (read.class, fates)
    }

    /// A hedge that hedges no number.
    fn hedge(&mut self, at: usize, rest: &str) -> Option<usize> {
        let mut ends = word_ends(rest);
        let (first, second) = (ends.next(), ends.next());
        for end in [ends.next(), second, first].into_iter().flatten() {
            let words = bare(&rest[..end]);
            if let Some(spread) = self.tables.lexicon.hedge(&small(words)) {
                let value = Stated::Hedge(words.to_owned());
                return Some(self.push(at, at + words.len(), value, Some(spread.best)));
            }
        }
        None
    }
}
