//! How the almanac names things and words figures: the one place where prose meets the war's names.

use crate::text::TIE;
use polemos_war::lexicon::prose;
use polemos_war::names::{Names, capitalised, listed, possessive_of};
use polemos_war::{
    ClassId, CoalitionId, Domain, FactionId, ForceId, LaneId, PeopleId, PersonId, PlaceId, War, WorksId,
    WorksKind,
};

/// A thing as a sentence needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    /// Within a sentence: "the Alliance".
    pub the: String,
    /// Whether it takes a plural verb.
    pub plural: bool,
}

impl Noun {
    fn of(names: &Names) -> Self {
        Self { the: names.the_short(), plural: names.plural }
    }

    fn bare(the: impl Into<String>) -> Self {
        Self { the: the.into(), plural: false }
    }

    /// Several things as one subject.
    pub fn together(nouns: &[Noun]) -> Self {
        let names: Vec<String> = nouns.iter().map(|noun| noun.the.clone()).collect();
        Self { the: listed(&names), plural: nouns.len() > 1 || nouns.iter().any(|noun| noun.plural) }
    }

    /// As it opens a sentence: "The Alliance".
    pub fn start(&self) -> String {
        capitalised(&self.the)
    }

    /// "the Alliance's"; a people's name such as "the British" is its own adjective.
    pub fn own(&self) -> String {
        let bare = self.plural && ["sh", "ch", "ese"].iter().any(|end| self.the.ends_with(end));
        if bare { self.the.clone() } else { possessive_of(&self.the, self.plural) }
    }

    /// was or were.
    pub fn was(&self) -> &'static str {
        if self.plural { "were" } else { "was" }
    }

    /// its or their.
    pub fn its(&self) -> &'static str {
        if self.plural { "their" } else { "its" }
    }

    /// it or they.
    pub fn it(&self) -> &'static str {
        if self.plural { "they" } else { "it" }
    }

    /// it or them.
    pub fn it_object(&self) -> &'static str {
        if self.plural { "them" } else { "it" }
    }
}

/// Names and figures of one war.
#[derive(Clone, Copy, Debug)]
pub struct Voice<'a> {
    /// The war.
    pub war: &'a War,
}

impl<'a> Voice<'a> {
    /// The voice of a war.
    pub fn new(war: &'a War) -> Self {
        Self { war }
    }

    /// A coalition.
    pub fn coalition(&self, id: CoalitionId) -> Noun {
        self.war.coalitions.get(id).map_or_else(|| Noun::bare("a coalition"), |it| Noun::of(&it.names))
    }

    /// A coalition as an adjective: "Alliance victory".
    pub fn coalition_adjective(&self, id: CoalitionId) -> String {
        self.war.coalitions.get(id).map(|it| it.names.adjective().to_owned()).unwrap_or_default()
    }

    /// A faction.
    pub fn faction(&self, id: FactionId) -> Noun {
        self.war.factions.get(id).map_or_else(|| Noun::bare("a faction"), |it| Noun::of(&it.names))
    }

    /// A faction as an adjective: "Cardassian ships".
    pub fn faction_adjective(&self, id: FactionId) -> String {
        self.war.factions.get(id).map(|it| it.names.adjective().to_owned()).unwrap_or_default()
    }

    /// A place.
    pub fn place(&self, id: PlaceId) -> String {
        self.war.places.get(id).map_or_else(|| "an unnamed place".into(), |it| it.names.the_short())
    }

    /// A people, as one: "the Cardassians".
    pub fn people(&self, id: PeopleId) -> Noun {
        let names = self.war.peoples.get(id).map(|it| Names { article: true, ..it.names.clone() });
        names.map_or_else(|| Noun::bare("a people"), |names| Noun { the: names.the_short(), plural: true })
    }

    /// So many of a people: "2.1 million Cardassians", "one Cardassian".
    pub fn of_people(&self, id: Option<PeopleId>, count: f64) -> String {
        let Some(people) = id.and_then(|id| self.war.peoples.get(id)) else { return people(count) };
        let name = if count.round() == 1.0 { people.names.adjective() } else { people.names.short() };
        if count.round() == 1.0 {
            format!("one{TIE}{name}")
        } else {
            format!("{}{TIE}{name}", persons(count))
        }
    }

    /// A force.
    pub fn force(&self, id: ForceId) -> Noun {
        self.war.forces.get(id).map_or_else(|| Noun::bare("a force"), |it| Noun::of(&it.names))
    }

    /// A person, by the name used in sentences.
    pub fn person(&self, id: PersonId) -> Noun {
        self.war.persons.get(id).map_or_else(|| Noun::bare("someone"), |it| Noun::of(&it.names))
    }

    /// A person with title, for a first mention and for lists; a title that the name already brings is not doubled.
    pub fn person_in_full(&self, id: PersonId) -> String {
        let Some(person) = self.war.persons.get(id) else { return "someone".into() };
        let name = person.names.the();
        let Some(title) =
            person.title.as_deref().filter(|it| !name.to_lowercase().contains(&it.to_lowercase()))
        else {
            return name;
        };
        // "First Lord" and "Lord Barham" share a word.
        let first = name.split(' ').next().unwrap_or_default();
        let shared = title.rsplit(' ').next().is_some_and(|last| last.eq_ignore_ascii_case(first));
        let title = if shared { title.rsplit_once(' ').map_or("", |(rest, _)| rest) } else { title };
        format!("{title} {name}").trim_start().to_owned()
    }

    /// he, she, it or they.
    pub fn he(&self, id: PersonId) -> &'static str {
        self.war.persons.get(id).map_or("they", |it| it.names.pronoun.subject())
    }

    /// his, her, its or their.
    pub fn his(&self, id: PersonId) -> &'static str {
        self.war.persons.get(id).map_or("their", |it| it.names.pronoun.possessive())
    }

    /// Works with their place: "the yard at Orlan", or by their own name when it says where they are.
    pub fn works(&self, id: WorksId) -> Noun {
        let Some(works) = self.war.works.get(id) else { return Noun::bare("the works") };
        let noun = Noun::of(&works.names);
        let place = self.place(works.place);
        let bare = self.war.places.get(works.place).map(|it| it.names.primary.clone()).unwrap_or_default();
        if works.names.primary.contains(&bare) || works.names.primary.contains(&place) {
            return noun;
        }
        Noun { the: format!("{} at {place}", noun.the), plural: noun.plural }
    }

    /// What a kind of works is called, for so many of them.
    pub fn works_kind(&self, kind: WorksKind, many: bool) -> &'static str {
        match (kind, many) {
            (WorksKind::Yard, false) => "yard",
            (WorksKind::Yard, true) => "yards",
            (WorksKind::Depot, false) => "depot",
            (WorksKind::Depot, true) => "depots",
            (WorksKind::Relay, false) => "relay",
            (WorksKind::Relay, true) => "relays",
        }
    }

    /// A lane by its ends: "the lane between Orlan and Tey".
    pub fn lane(&self, id: LaneId) -> String {
        match self.war.lanes.get(id) {
            Some(lane) => {
                let [a, b] = lane.ends.map(|end| self.place(end));
                format!("the lane between {a} and {b}")
            }
            None => "a lane".into(),
        }
    }

    /// So many units of a class: "12 ships of the Galor class", "one cruiser", "40 cruisers".
    pub fn units(&self, class: ClassId, count: u64) -> String {
        let Some(it) = self.war.classes.get(class) else { return count_of(count, "unit", "units") };
        let name = it.names.short();
        if name == it.domain.id() || it.id == it.domain.id() {
            return domain_count(it.domain, count);
        }
        let lower = name.to_lowercase();
        if lower.ends_with("class") || lower.ends_with("type") {
            return format!("{} of the {name}", domain_count(it.domain, count));
        }
        let name = self.as_common_noun(name);
        let many = if it.names.plural { name.clone() } else { plural_of(&name) };
        count_of(count, &name, &many)
    }

    /// A class's name within a sentence: "Ship of the line" is a common noun, "Klingon cruiser" and "Galor" are not.
    fn as_common_noun(&self, name: &str) -> String {
        let Some((first, rest)) = name.split_once(' ') else {
            // "Starship" is a common noun by its last syllable; of other single words no one can tell.
            let common =
                ["ship", "boat", "craft"].iter().any(|end| name.len() > end.len() && name.ends_with(end));
            return if common { name.to_lowercase() } else { name.to_owned() };
        };
        let war = self.war;
        let proper = war.factions.iter().map(|it| &it.names).chain(war.peoples.iter().map(|it| &it.names));
        let proper =
            proper.chain(war.places.iter().map(|it| &it.names)).chain(war.persons.iter().map(|it| &it.names));
        let mut words = proper.flat_map(|names| names.all().chain([names.adjective()]));
        let named =
            words.any(|name| name.split([' ', '-']).any(|word| word == first || first.starts_with(word)));
        let lower = rest.chars().next().is_some_and(char::is_lowercase);
        let shouted = first.chars().nth(1).is_some_and(|second| !second.is_lowercase());
        if lower && !named && !shouted { format!("{} {rest}", first.to_lowercase()) } else { name.to_owned() }
    }
}

/// "one ship", "12 ships".
pub fn count_of(count: u64, one: &str, many: &str) -> String {
    format!("{}{TIE}{}", in_words_or_figures(count), if count == 1 { one } else { many })
}

/// How often: "once", "twice", "12 times".
pub fn often(count: u64) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{} times", in_words_or_figures(n)),
    }
}

/// Units of a domain: "9,240 ships", "one division".
pub fn domain_count(domain: Domain, count: u64) -> String {
    let (one, many) = domain_words(domain);
    count_of(count, one, many)
}

/// What one unit and several units of a domain are called.
pub fn domain_words(domain: Domain) -> (&'static str, &'static str) {
    match domain {
        Domain::Ships => ("ship", "ships"),
        Domain::Aircraft => ("aircraft", "aircraft"),
        Domain::Troops => ("ground unit", "ground units"),
        Domain::Stations => ("station", "stations"),
        Domain::Platforms => ("platform", "platforms"),
    }
}

/// The plural of an English noun, right for most.
pub fn plural_of(noun: &str) -> String {
    if let Some((head, rest)) = noun.split_once(" of ") {
        return format!("{} of {rest}", plural_of(head));
    }
    let lower = noun.to_lowercase();
    let vowel_before_y = |text: &str| text.chars().rev().nth(1).is_some_and(|c| "aeiou".contains(c));
    if lower.ends_with("craft") || lower.ends_with("troops") {
        noun.to_owned()
    } else if lower.ends_with('y') && !vowel_before_y(&lower) {
        format!("{}ies", &noun[..noun.len() - 1])
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| lower.ends_with(end)) {
        format!("{noun}es")
    } else if let Some(stem) = noun.strip_suffix("man") {
        format!("{stem}men")
    } else {
        format!("{noun}s")
    }
}

/// Small counts in words, the others in figures, as running text has them; "no" for none.
pub fn in_words_or_figures(count: u64) -> String {
    if count == 0 { "no".into() } else { prose::spelled(i64::try_from(count).unwrap_or(i64::MAX)) }
}

/// A count in figures with thousands parted: "9,240".
pub fn figures(count: u64) -> String {
    prose::grouped(i64::try_from(count).unwrap_or(i64::MAX))
}

/// "one person", "812 people", "2.1 million people".
pub fn people(count: f64) -> String {
    if count.round() == 1.0 { format!("one{TIE}person") } else { format!("{}{TIE}people", persons(count)) }
}

/// A large or estimated count to three digits: "196,000", "2.1 million"; small ones as they are.
pub fn persons(count: f64) -> String {
    let (scaled, word) = match count {
        c if c >= 999.5e6 => (c / 1e9, "billion"),
        c if c >= 999.5e3 => (c / 1e6, "million"),
        c => return figures(three_digits(c) as u64),
    };
    let decimals = if scaled >= 99.95 { 0 } else { 1 };
    let text = format!("{scaled:.decimals$}");
    format!("{}{TIE}{word}", text.strip_suffix(".0").unwrap_or(&text))
}

/// A count rounded to three significant digits; whole numbers below a thousand are exact.
pub fn three_digits(count: f64) -> f64 {
    if count < 1000.0 { count.round() } else { prose::significant(count, 3) }
}

/// A share in whole percent: "14 %"; what would round to none or to all says so.
pub fn percent(share: f64) -> String {
    let whole = (share * 100.0).round();
    if share > 0.0 && whole < 1.0 {
        format!("under 1{TIE}%")
    } else if share < 1.0 && whole >= 100.0 {
        format!("over 99{TIE}%")
    } else {
        format!("{whole}{TIE}%")
    }
}

/// A chance in words that a reader can picture: "two chances in three".
pub fn chance(p: f64) -> String {
    const PICTURES: [(f64, &str); 13] = [
        (0.0, "no chance"),
        (0.05, "one chance in twenty"),
        (0.1, "one chance in ten"),
        (0.2, "one chance in five"),
        (0.25, "one chance in four"),
        (1.0 / 3.0, "one chance in three"),
        (0.5, "even odds"),
        (2.0 / 3.0, "two chances in three"),
        (0.75, "three chances in four"),
        (0.8, "four chances in five"),
        (0.9, "nine chances in ten"),
        (0.95, "nineteen chances in twenty"),
        (1.0, "all but certainty"),
    ];
    let nearest = PICTURES.iter().min_by(|a, b| (a.0 - p).abs().total_cmp(&(b.0 - p).abs()));
    nearest.map(|(_, words)| (*words).to_owned()).unwrap_or_default()
}

/// A stretch of time in words: "nine hours", "eighteen days", "five months".
pub fn stretch(days: f64) -> String {
    if days < 1.5 {
        let hours = (days * 24.0).round().max(1.0);
        return if hours >= 23.0 { "a day".into() } else { spelled(hours as u64, "hour", "hours") };
    }
    match days.round() as u64 {
        d @ 0..=59 => spelled(d, "day", "days"),
        d @ 60..=729 => spelled((d as f64 / 30.44).round() as u64, "month", "months"),
        d => spelled((d as f64 / 365.25).round() as u64, "year", "years"),
    }
}

/// A count spelled out up to sixty, with its noun; "an hour" and "a day" for one.
fn spelled(count: u64, one: &str, many: &str) -> String {
    const TENS: [&str; 6] = ["", "", "twenty", "thirty", "forty", "fifty"];
    let (ten, unit) = ((count / 10) as usize, (count % 10) as usize);
    match count {
        1 => format!("{} {one}", if one.starts_with('h') { "an" } else { "a" }),
        0..=19 => format!("{} {many}", prose::SMALL[count as usize]),
        20..=59 if unit == 0 => format!("{} {many}", TENS[ten]),
        20..=59 => format!("{}-{} {many}", TENS[ten], prose::SMALL[unit]),
        _ => format!("{} {many}", figures(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_a_person_writes_them() {
        let cases = [(0, "0"), (999, "999"), (1_000, "1,000"), (9_240, "9,240"), (1_234_567, "1,234,567")];
        cases.iter().for_each(|(n, text)| assert_eq!(figures(*n), *text));
        let people = [
            (0.0, "0"),
            (812.0, "812"),
            (196_432.0, "196,000"),
            (999_499.0, "999,000"),
            (999_600.0, "1 million"),
            (2_130_000.0, "2.1 million"),
            (760.2e6, "760 million"),
            (1.14e9, "1.1 billion"),
        ];
        people.iter().for_each(|(n, text)| assert_eq!(persons(*n).replace(TIE, " "), *text));
    }

    #[test]
    fn shares_never_claim_more_than_is_so() {
        let cases =
            [(0.0, "0 %"), (0.001, "under 1 %"), (0.14, "14 %"), (0.997, "over 99 %"), (1.0, "100 %")];
        cases.iter().for_each(|(n, text)| assert_eq!(percent(*n).replace(TIE, " "), *text));
    }

    #[test]
    fn times_are_words() {
        let cases = [
            (0.04, "an hour"),
            (0.375, "nine hours"),
            (1.0, "a day"),
            (18.0, "eighteen days"),
            (42.0, "forty-two days"),
            (150.0, "five months"),
            (1100.0, "three years"),
        ];
        cases.iter().for_each(|(days, text)| assert_eq!(stretch(*days), *text));
    }

    #[test]
    fn plurals_agree() {
        let nouns = [
            ("cruiser", "cruisers"),
            ("battery", "batteries"),
            ("torch", "torches"),
            ("ship of the line", "ships of the line"),
            ("aircraft", "aircraft"),
        ];
        nouns.iter().for_each(|(one, many)| assert_eq!(plural_of(one), *many));
        assert_eq!(count_of(1, "ship", "ships").replace(TIE, " "), "one ship");
        assert_eq!(count_of(12, "ship", "ships").replace(TIE, " "), "twelve ships");
        assert_eq!(count_of(13, "ship", "ships").replace(TIE, " "), "13 ships");
    }
}
