//! Pages of persons, factions and places: what they are, what became of them, their part in what happened, and how it went
//! with them in other histories.

use super::history::{History, Told};
use super::page::Page;
use polemos::almanac::account::PersonAccount;
use polemos::almanac::sides;
use polemos::almanac::text::TIE;
use polemos::almanac::voice::{Voice, domain_count, persons as people_words};
use polemos::record::RecordKind;
use polemos::record::export::html::escape;
use polemos::war::names::{Names, capitalised, listed};
use polemos::war::{Domain, FactionId, Id as _, PersonId, PlaceId};

/// Rows of facts: label, and text as HTML.
type Facts = Vec<(&'static str, String)>;

/// Pages of persons, by name.
pub fn persons(history: &History, others: &[&History]) -> Vec<Page> {
    let war = &history.played.war;
    let account = history.played.account();
    let mut pages: Vec<Page> = war
        .persons
        .pairs()
        .filter(|(_, it)| !it.removed)
        .map(|(id, it)| {
            let fate = account.persons.iter().find(|own| own.id == it.id);
            let facts = person_facts(history, id, fate);
            let elsewhere = others.iter().filter_map(|other| {
                let account = other.played.account();
                let theirs = account.persons.iter().find(|own| own.id == it.id)?.clone();
                Some((*other, format!("{} {}.", capitalised(&theirs.name), theirs.fate)))
            });
            entity(history, &it.id, &it.names, "person", facts, elsewhere.collect())
        })
        .collect();
    pages.sort_by(|a, b| a.title.cmp(&b.title));
    pages
}

fn person_facts(history: &History, id: PersonId, fate: Option<&PersonAccount>) -> Facts {
    let war = &history.played.war;
    let mut facts = Facts::new();
    let Some(person) = war.persons.get(id) else { return facts };
    facts.extend(person.title.clone().map(|title| ("Title", escape(&title))));
    if let Some(faction) = person.faction.and_then(|id| war.factions.get(id)) {
        let label = if faction.leader == Some(id) { "Led" } else { "Served" };
        facts.push((label, link(history, &faction.id, &capitalised(&faction.names.the_short()))));
    }
    let leads: Vec<String> = war
        .factions
        .iter()
        .filter(|it| {
            it.leader == Some(id)
                && person.faction.and_then(|id| war.factions.get(id)).is_none_or(|own| own.id != it.id)
        })
        .map(|it| link(history, &it.id, &it.names.the_short()))
        .collect();
    if !leads.is_empty() {
        facts.push(("Led also", leads.join(", ")));
    }
    let battles: Vec<String> = history
        .records
        .iter()
        .filter(|it| it.kind == RecordKind::Battle)
        .filter(|it| {
            it.sides
                .iter()
                .any(|side| side.commanders.iter().any(|it| it.person.as_deref() == Some(&person.id)))
        })
        .map(|it| link(history, &it.id, it.name()))
        .collect();
    if !battles.is_empty() {
        facts.push(("Battles", battles.join(", ")));
    }
    facts.extend(fate.map(|it| ("Fate", escape(&capitalised(&it.fate)))));
    facts
}

/// Pages of factions, by name.
pub fn factions(history: &History, others: &[&History]) -> Vec<Page> {
    let war = &history.played.war;
    let mut pages: Vec<Page> = war
        .factions
        .pairs()
        .filter(|(_, it)| !it.removed)
        .map(|(id, it)| {
            let elsewhere = others.iter().filter_map(|other| {
                let (row, _) = other.played.war.factions.pairs().find(|(_, own)| own.id == it.id)?;
                let totals = other.played.summary.faction(row);
                let lost = units(&totals.lost);
                let lost = if lost.is_empty() { "nothing".to_owned() } else { lost };
                Some((*other, format!("{} lost {lost}.", capitalised(&it.names.the_short()))))
            });
            entity(history, &it.id, &it.names, "faction", faction_facts(history, id), elsewhere.collect())
        })
        .collect();
    pages.sort_by(|a, b| a.title.cmp(&b.title));
    pages
}

fn faction_facts(history: &History, id: FactionId) -> Facts {
    let (war, summary) = (&history.played.war, &history.played.summary);
    let mut facts = Facts::new();
    let Some(faction) = war.factions.get(id) else { return facts };
    let stays = sides::stays(war, &history.played.chronicle);
    let dates = polemos::almanac::dates::Dates::new(war);
    let own: Vec<String> = stays
        .iter()
        .filter(|stay| stay.faction == id)
        .map(|stay| {
            let side = Voice::new(war).coalition(stay.coalition).the;
            let date = |day: f64| dates.full(day).replace(TIE, " ");
            let from = stay.from.map(|day| format!(" from {}", date(day))).unwrap_or_default();
            let until = stay.until.map(|day| format!(" until {}", date(day))).unwrap_or_default();
            escape(&format!("{}{from}{until}", capitalised(&side)))
        })
        .collect();
    if !own.is_empty() {
        facts.push(("Side", own.join(", ")));
    }
    if let Some(leader) = faction.leader.and_then(|id| war.persons.get(id)).filter(|it| !it.removed) {
        facts.push(("Leader", link(history, &leader.id, &leader.names.the())));
    }
    if let Some(capital) = faction.capital.and_then(|id| war.places.get(id)) {
        facts.push(("Capital", link(history, &capital.id, &capital.names.the_short())));
    }
    let totals = summary.faction(id);
    for (label, figures) in [
        ("At first", totals.opening),
        ("Built", totals.built),
        ("Lost", totals.lost),
        ("Went over", totals.left),
    ] {
        let text = units(&figures);
        if !text.is_empty() {
            facts.push((label, escape(&text)));
        }
    }
    for (label, dead) in [("Military dead", totals.military_dead), ("Civilian dead", totals.civilian_dead)] {
        if dead >= 0.5 {
            facts.push((label, escape(&people_words(f64::from(dead)).replace(TIE, " "))));
        }
    }
    let held = |row: &u16| usize::from(*row) == id.index();
    let places: Vec<String> = war
        .places
        .iter()
        .zip(&summary.owners)
        .filter(|(place, row)| !place.removed && held(row))
        .map(|(place, _)| link(history, &place.id, &place.names.the_short()))
        .collect();
    if !places.is_empty() {
        facts.push(("Held in the end", places.join(", ")));
    }
    facts
}

fn units(figures: &[u32; 5]) -> String {
    let parts: Vec<String> = Domain::ALL
        .into_iter()
        .zip(figures)
        .filter(|(_, n)| **n > 0)
        .map(|(domain, n)| domain_count(domain, u64::from(*n)).replace(TIE, " "))
        .collect();
    listed(&parts)
}

/// Pages of places, by name.
pub fn places(history: &History, others: &[&History]) -> Vec<Page> {
    let war = &history.played.war;
    let mut pages: Vec<Page> = war
        .places
        .pairs()
        .filter(|(_, it)| !it.removed)
        .map(|(id, it)| {
            let elsewhere = others.iter().filter_map(|other| {
                let (row, _) = other.played.war.places.pairs().find(|(_, own)| own.id == it.id)?;
                let holder = holder(other, row).map_or_else(|| "no one".to_owned(), |(_, name)| name);
                Some((*other, format!("In the end {holder} held it.")))
            });
            entity(history, &it.id, &it.names, "place", place_facts(history, id), elsewhere.collect())
        })
        .collect();
    pages.sort_by(|a, b| a.title.cmp(&b.title));
    pages
}

/// Who held a place in the end: id and name.
fn holder(history: &History, place: PlaceId) -> Option<(String, String)> {
    let row = *history.played.summary.owners.get(place.index())?;
    let faction = history.played.war.factions.get(FactionId(u32::from(row)))?;
    Some((faction.id.clone(), faction.names.the_short()))
}

fn place_facts(history: &History, id: PlaceId) -> Facts {
    let war = &history.played.war;
    let mut facts = Facts::new();
    let Some(place) = war.places.get(id) else { return facts };
    let faction = |id: FactionId| war.factions.get(id).map(|it| link(history, &it.id, &it.names.the_short()));
    let first = place.owner.and_then(faction).unwrap_or_else(|| "no one".to_owned());
    facts.push(("Held at first by", first));
    let last =
        holder(history, id).map_or_else(|| "no one".to_owned(), |(id, name)| link(history, &id, &name));
    facts.push(("Held in the end by", last));
    if let Some(people) = place.people.and_then(|id| war.peoples.get(id)) {
        facts.push(("People", escape(&capitalised(people.names.short()))));
    }
    let works: Vec<String> = place
        .works
        .iter()
        .filter_map(|id| war.works.get(*id))
        .filter(|it| !it.removed)
        .map(|it| it.names.the_short())
        .collect();
    if !works.is_empty() {
        facts.push(("Works", escape(&works.join(", "))));
    }
    let near: Vec<String> = place
        .lanes
        .iter()
        .filter_map(|lane| war.lanes.get(*lane))
        .filter(|lane| !lane.removed)
        .filter_map(|lane| lane.ends.into_iter().find(|end| *end != id))
        .filter_map(|end| war.places.get(end))
        .filter(|it| !it.removed)
        .map(|it| link(history, &it.id, &it.names.the_short()))
        .collect();
    if !near.is_empty() {
        facts.push(("Lanes to", near.join(", ")));
    }
    let fought: Vec<String> = history
        .records
        .iter()
        .filter(|it| {
            it.kind == RecordKind::Battle
                && it
                    .id
                    .split_once(&format!("battle-of-{}-", place.id))
                    .is_some_and(|(_, rest)| rest.parse::<u32>().is_ok())
        })
        .map(|it| link(history, &it.id, it.name()))
        .collect();
    if !fought.is_empty() {
        facts.push(("Battles", fought.join(", ")));
    }
    facts
}

fn link(history: &History, key: &str, name: &str) -> String {
    match history.link(key) {
        Some(page) => format!("<a href=\"{}\">{}</a>", escape(&page), escape(name)),
        None => escape(name),
    }
}

fn entity(
    history: &History,
    id: &str,
    names: &Names,
    kind: &'static str,
    facts: Facts,
    elsewhere: Vec<(&History, String)>,
) -> Page {
    let title = capitalised(&names.the());
    let also: Vec<String> =
        names.all().skip(1).filter(|name| *name != names.primary).map(str::to_owned).collect();
    let mut body = format!("<article>\n<h1>{}</h1>\n", escape(&title));
    if !also.is_empty() {
        body.push_str(&format!("<p class=\"also\">Also {}</p>\n", escape(&also.join("; "))));
    }
    let rows: String = facts
        .iter()
        .map(|(label, text)| format!("<tr><th scope=\"row\">{label}</th><td>{text}</td></tr>\n"))
        .collect();
    if !rows.is_empty() {
        body.push_str(&format!("<table class=\"facts\">\n<tbody>\n{rows}</tbody>\n</table>\n"));
    }
    let part: Vec<&Told> = history.told.iter().filter(|it| it.about.contains(id) && !it.step).collect();
    if part.is_empty() {
        body.push_str("<p>The chronicle of this history has nothing else to tell of it.</p>\n");
    } else {
        body.push_str("<h2>Timeline</h2>\n");
        body.push_str(&history.list(&part));
    }
    if !elsewhere.is_empty() {
        let items: String = elsewhere
            .iter()
            .map(|(other, text)| {
                let file = other.link(id).unwrap_or_else(|| "index.html".to_owned());
                format!(
                    "<li><a href=\"../{}/{}\">{}</a>: {}</li>\n",
                    escape(&other.folder),
                    escape(&file),
                    escape(&other.label),
                    escape(text)
                )
            })
            .collect();
        body.push_str(&format!("<h2>In other histories</h2>\n<ul>\n{items}</ul>\n"));
    }
    body.push_str("</article>\n");
    let description = part.first().map(|it| it.text.clone()).unwrap_or_else(|| title.clone());
    Page { file: format!("{kind}-{id}.html"), title, kind, also, description, head: String::new(), body }
}
