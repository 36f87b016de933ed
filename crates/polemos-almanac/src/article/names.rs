//! The names of a war as they stand in sentences: whom and what a stretch of text speaks of.

use crate::sentence::Teller;
use crate::text::TIE;
use polemos_record::{Entity, EntityKind};
use polemos_war::names::{Names, capitalised};
use polemos_war::{CoalitionId, FactionId, PersonId, PlaceId};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// One name.
#[derive(Clone, Debug)]
struct Named {
    text: String,
    key: Option<String>,
}

/// All names of a war, found in texts by their first words.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameIndex {
    by_first: BTreeMap<String, Vec<Named>>,
    entities: BTreeMap<String, Entity>,
    common: BTreeSet<String>,
}

/// Words that open sentences and are no names.
const COMMON: &str = "the a an at on in from before after with without of among by no now beside rebels ships troops orders \
     couriers forces its their his her two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
     sixteen seventeen eighteen nineteen twenty twenty-one thirty forty fifty couriers raiders nothing neither what after \
     during offered asked through under over as when where word news soldiers guns several some many most all both out here";

impl NameIndex {
    /// The names of a war, those of its battles among them.
    pub(crate) fn of(teller: &Teller<'_>, campaigns: &[super::campaign::Campaign]) -> Self {
        let war = teller.war;
        let mut index = Self::default();
        // Of two things with one name the first listed is meant: persons before places, members before their side.
        for (id, it) in war.persons.pairs().filter(|(_, it)| !it.removed) {
            index.entity(&it.id, EntityKind::Person, &it.names);
            index.name(&teller.voice.person_in_full(id), Some(&it.id));
        }
        war.places.iter().for_each(|it| index.entity(&it.id, EntityKind::Place, &it.names));
        war.factions.iter().for_each(|it| index.entity(&it.id, EntityKind::Faction, &it.names));
        war.coalitions.iter().for_each(|it| index.entity(&it.id, EntityKind::Faction, &it.names));
        war.forces.iter().for_each(|it| index.entity(&it.id, EntityKind::Unit, &it.names));
        for clash in &teller.clashes {
            let key = super::battle_id(teller, clash);
            let name = teller.battle_name(clash);
            let prose = teller.battle_in_prose(clash);
            let prose = prose.trim_start_matches("the ");
            index.listed(&key, EntityKind::Event, &name);
            index.name(&name, Some(&key));
            index.name(prose, Some(&key));
        }
        for campaign in campaigns {
            let (key, name) = campaign.named(teller);
            index.listed(&key, EntityKind::Event, &name);
            index.name(&name, Some(&key));
        }
        let others = (war.works.iter().map(|it| &it.names))
            .chain(war.events.iter().map(|it| &it.names))
            .chain(war.rebellions.iter().map(|it| &it.names))
            .chain(war.classes.iter().map(|it| &it.names))
            .chain(war.peoples.iter().map(|it| &it.names))
            .chain(war.decisions.iter().map(|it| &it.names))
            .chain([&war.names]);
        for names in others {
            names.all().for_each(|name| index.name(name, None));
        }
        for related in [&war.chain.part_of, &war.chain.previous, &war.chain.next].into_iter().flatten() {
            index.name(related, None);
        }
        let says = (war.events.iter().filter_map(|it| it.says.as_deref()))
            .chain(war.rebellions.iter().filter_map(|it| it.says.as_deref()))
            .chain(war.envoys.iter().filter_map(|it| it.says.as_deref()))
            .chain(war.decisions.iter().flat_map(|it| &it.options).filter_map(|it| it.says.as_deref()));
        let words = says.flat_map(|text| text.split(' ')).chain(COMMON.split_ascii_whitespace());
        for word in words.filter(|word| word.chars().next().is_some_and(char::is_lowercase)) {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            index.common.insert(bare.to_owned());
        }
        for list in index.by_first.values_mut() {
            list.sort_by_key(|it| std::cmp::Reverse(it.text.len()));
        }
        index
    }

    fn listed(&mut self, key: &str, kind: EntityKind, name: &str) {
        let entity = Entity { key: key.to_owned(), kind, name: name.to_owned(), ..Entity::default() };
        self.entities.entry(key.to_owned()).or_insert(entity);
    }

    fn entity(&mut self, id: &str, kind: EntityKind, names: &Names) {
        self.listed(id, kind, &capitalised(&names.the_short()));
        if let Some(entity) = self.entities.get_mut(id)
            && entity.also.is_empty()
        {
            let own = entity.name.clone();
            entity.also = names.all().filter(|name| *name != own).map(str::to_owned).collect();
        }
        names.all().for_each(|name| self.name(name, Some(id)));
    }

    fn name(&mut self, name: &str, key: Option<&str>) {
        let text = name.replace(TIE, " ");
        let text = text.strip_prefix("The ").or(text.strip_prefix("the ")).unwrap_or(&text).to_owned();
        let forms = [text.clone(), capitalised(&text)];
        for text in forms {
            let Some(first) = first_word(&text).map(str::to_owned) else { continue };
            let list = self.by_first.entry(first).or_default();
            if !list.iter().any(|it| it.text == text) {
                list.push(Named { text, key: key.map(str::to_owned) });
            }
        }
    }

    /// Names in a text, each with the key of what it stands for, in order.
    pub(crate) fn find<'i>(&'i self, text: &str) -> Vec<(Range<usize>, Option<&'i str>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(start) = next_word(text, at) {
            let rest = &text[start..];
            let named = first_word(rest).and_then(|first| self.by_first.get(first));
            let hit = named.into_iter().flatten().find(|it| {
                rest.starts_with(&it.text)
                    && rest[it.text.len()..].chars().next().is_none_or(|next| !next.is_alphanumeric())
            });
            match hit {
                Some(it) => {
                    found.push((start..start + it.text.len(), it.key.as_deref()));
                    at = start + it.text.len();
                }
                None => at = start + first_word(rest).map_or(1, str::len).max(1),
            }
        }
        found
    }

    /// An entity by its key.
    pub(crate) fn entity_of(&self, key: &str) -> Option<&Entity> {
        self.entities.get(key)
    }

    /// Whether a sentence can stand after other words: its first word is known to be a name, or known not to be one.
    pub(crate) fn can_follow(&self, sentence: &str) -> bool {
        let Some(first) = first_word(sentence) else { return true };
        let named = self.find(sentence).first().is_some_and(|(at, _)| at.start == 0);
        let possessive =
            sentence[first.len()..].starts_with("'s ") || sentence[first.len()..].starts_with("’s ");
        let small = first.starts_with(|c: char| !c.is_uppercase());
        named || possessive || small || self.common.contains(&first.to_lowercase())
    }

    /// A sentence as it stands after other words: its first letter small, unless it opens with a name.
    pub(crate) fn lowered(&self, sentence: &str) -> String {
        let Some(first) = first_word(sentence) else { return sentence.to_owned() };
        let small = first.to_lowercase();
        let named = self.find(sentence).first().is_some_and(|(at, _)| at.start == 0);
        // A name that begins small has been capitalised to open the sentence.
        let small_name = named
            && self.by_first.get(&small).is_some_and(|list| {
                list.iter().any(|it| {
                    sentence.len() > it.text.len()
                        && sentence.is_char_boundary(it.text.len())
                        && sentence[..it.text.len()].eq_ignore_ascii_case(&it.text)
                        && it.text.starts_with(|c: char| c.is_lowercase())
                })
            });
        let common = self.common.contains(&small) && !named;
        match common || small_name || small == "the" {
            true => {
                let mut letters = sentence.chars();
                let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
                format!("{first}{}", letters.as_str())
            }
            false => sentence.to_owned(),
        }
    }
}

/// The first run of letters and digits at the start of a text, apostrophes and hyphens left out.
fn first_word(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

fn next_word(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    // Within a word no name begins: only after something that is neither letter nor digit.
    loop {
        let rest = text.get(at..)?;
        let offset = rest.find(char::is_alphanumeric)?;
        let start = at + offset;
        let before = text[..start].chars().next_back();
        if before.is_none_or(|c| !c.is_alphanumeric()) {
            return Some(start);
        }
        at = start + text[start..].find(|c: char| !c.is_alphanumeric())?;
    }
}

/// Entities that a happening speaks of, by the ids that stand in it as data.
pub fn mentioned(teller: &Teller<'_>, what: &polemos_chronicle::What) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Ok(value) = serde_json::to_value(crate::happening::happening(teller.war, what)) {
        ids_in(teller, &value, &mut found);
    }
    found
}

fn ids_in(teller: &Teller<'_>, value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => {
            if is_entity(teller, text) {
                found.insert(text.clone());
            }
            // A force counts for its faction, and for whoever commands it.
            if let Some(force) = teller.war.forces.iter().find(|it| it.id == *text)
                && let Some(faction) = teller.war.factions.get(force.faction)
            {
                found.insert(faction.id.clone());
            }
            if let Some(works) = teller.war.works.iter().find(|it| it.id == *text)
                && let Some(place) = teller.war.places.get(works.place)
            {
                found.insert(place.id.clone());
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|it| ids_in(teller, it, found)),
        serde_json::Value::Object(map) => {
            // The ids of decisions and options are no one's names.
            let apart = ["decision", "option", "policy", "kind", "event", "utilities"];
            map.iter()
                .filter(|(key, _)| !apart.contains(&key.as_str()))
                .for_each(|(_, it)| ids_in(teller, it, found));
        }
        _ => {}
    }
}

fn is_entity(teller: &Teller<'_>, id: &str) -> bool {
    let war = teller.war;
    war.persons.iter().any(|it| it.id == id)
        || war.places.iter().any(|it| it.id == id)
        || war.factions.iter().any(|it| it.id == id)
        || war.coalitions.iter().any(|it| it.id == id)
}

/// Ids of persons, places and factions of a war that take part in it, in its order.
pub fn persons(teller: &Teller<'_>) -> Vec<PersonId> {
    teller.war.persons.pairs().filter(|(_, it)| !it.removed).map(|(id, _)| id).collect()
}

/// Places that stand on its map.
pub fn places(teller: &Teller<'_>) -> Vec<PlaceId> {
    teller.war.places.pairs().filter(|(_, it)| !it.removed).map(|(id, _)| id).collect()
}

/// Its factions.
pub fn factions(teller: &Teller<'_>) -> Vec<FactionId> {
    teller.war.factions.pairs().filter(|(_, it)| !it.removed).map(|(id, _)| id).collect()
}

/// A coalition's members by where they first stood.
pub fn side_of(teller: &Teller<'_>, faction: FactionId) -> Option<CoalitionId> {
    teller.stays.iter().find(|stay| stay.faction == faction).map(|stay| stay.coalition)
}
