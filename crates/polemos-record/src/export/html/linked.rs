//! The record as JSON-LD, in the words of schema.org. That knows no sides and no losses: it is a summary, and says less
//! than the record.

use crate::model::{Claim, EntityKind, Record, RecordDate, Reference, SourceKind};
use serde_json::{Map, Value, json};

/// The element for a page's head.
pub fn json_ld(record: &Record) -> String {
    let text = value(record).to_string();
    // Nothing in it may end the element.
    let safe = text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    format!("<script type=\"application/ld+json\">{safe}</script>\n")
}

fn value(record: &Record) -> Value {
    let mut event = Map::new();
    event.insert("@context".into(), "https://schema.org".into());
    event.insert("@type".into(), "Event".into());
    event.insert("name".into(), record.name().into());
    let also: Vec<&str> = record.names.iter().skip(1).map(|it| it.value.as_str()).collect();
    if !also.is_empty() {
        event.insert("alternateName".into(), json!(also));
    }
    if let Some(date) = record.date.first() {
        dates(&mut event, &date.value);
    }
    let named = |claims: &[Claim<Reference>], kind: &str| -> Vec<Value> {
        claims.iter().map(|it| json!({ "@type": kind, "name": it.value.name })).collect()
    };
    put(&mut event, "location", named(&record.places, "Place"));
    put(&mut event, "superEvent", named(&record.part_of, "Event"));
    put(&mut event, "contributor", contributors(record));
    if let Some(result) = record.outcome.text.first() {
        event.insert("description".into(), result.value.clone().into());
    }
    let cited =
        record.sources.iter().filter(|it| matches!(it.kind, SourceKind::Reference | SourceKind::Work));
    let cited: Vec<Value> =
        cited.filter_map(|it| it.title.clone().or(it.text.clone())).map(Value::from).collect();
    let mut page = json!({ "@context": "https://schema.org", "@type": "WebPage", "name": record.name(), "about": event });
    if let Some(page) = page.as_object_mut() {
        put(page, "citation", cited);
        if let Some(continuity) = &record.continuity {
            let name = continuity.name.as_ref().unwrap_or(&continuity.id);
            page.insert("isPartOf".into(), json!({ "@type": "CreativeWorkSeries", "name": name }));
        }
        if let Some(licence) = record.sources.iter().find_map(|it| it.licence.as_ref()) {
            page.insert("license".into(), licence.name.clone().into());
        }
    }
    page
}

fn put(map: &mut Map<String, Value>, key: &str, values: Vec<Value>) {
    if !values.is_empty() {
        map.insert(key.into(), Value::Array(values));
    }
}

fn dates(event: &mut Map<String, Value>, date: &RecordDate) {
    if let Some(first) = &date.first {
        event.insert("startDate".into(), first.clone().into());
    }
    if let Some(last) = &date.last {
        event.insert("endDate".into(), last.clone().into());
    }
}

fn contributors(record: &Record) -> Vec<Value> {
    let listed = record.entities.iter().filter_map(|it| match it.kind {
        EntityKind::Person => Some(json!({ "@type": "Person", "name": it.name })),
        EntityKind::Faction => Some(json!({ "@type": "Organization", "name": it.name })),
        _ => None,
    });
    listed.collect()
}
