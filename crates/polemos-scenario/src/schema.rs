//! The JSON Schema of the language, for completion and checks in editors (Tombi, Taplo).

use crate::ids::Ref;
use crate::spec::{
    CLAIM, Default as SpecDefault, EFFECTS, EffectSpec, KeySpec, Kind, Num, TABLES, TOP, TableSpec,
};
use polemos_war::lexicon::Lexicon;
use polemos_war::quantity::{Dimension, Scale};
use polemos_war::rules::Rule;
use serde_json::{Map, Value, json};

/// What ids look like.
const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// The JSON Schema (draft 2020-12) of a scenario.
pub fn schema() -> Value {
    let mut defs = Map::new();
    for table in TABLES.iter().filter(|table| table.name != TOP.name) {
        defs.insert(table.name.to_owned(), object(table));
    }
    defs.insert("effect".to_owned(), effects());
    defs.insert("rules".to_owned(), rules());
    let mut top = object(&TOP);
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://polemos.example/schema/scenario-1.json",
        "title": "A Polemos scenario",
        "description": "A war, written down: who fought whom, where, with what, under whom, and what was believed.",
    });
    if let (Value::Object(top), Value::Object(mut head)) = (&mut top, head) {
        head.extend(std::mem::take(top));
        head.insert("$defs".to_owned(), Value::Object(defs));
        return Value::Object(head);
    }
    top
}

fn object(table: &TableSpec) -> Value {
    let properties: Map<String, Value> =
        table.keys.iter().map(|key| (key.key.to_owned(), property(key))).collect();
    let required: Vec<&str> = table.keys.iter().filter(|key| key.required).map(|key| key.key).collect();
    json!({
        "type": "object",
        "description": table.doc,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn property(key: &KeySpec) -> Value {
    let mut schema = claimable(key.kind);
    if let Value::Object(map) = &mut schema {
        let default = match key.default {
            SpecDefault::None => None,
            SpecDefault::Number(value) => Some((json!(value), format!("{value}"))),
            SpecDefault::Bool(flag) => Some((json!(flag), format!("{flag}"))),
            SpecDefault::Words(words) => Some((Value::Null, words.to_owned())),
        };
        let mut doc = key.doc.to_owned();
        if let Some((value, words)) = default {
            doc.push_str(&format!(" When left out: {words}."));
            if !value.is_null() {
                map.insert("default".to_owned(), value);
            }
        }
        doc.push_str(&format!("\n\nExample: `{}`", key.example));
        map.insert("description".to_owned(), Value::String(doc));
    }
    schema
}

/// The schema of a value, or of a table that says where it comes from.
fn claimable(kind: Kind) -> Value {
    let plain = value(kind);
    let leaf = !matches!(
        kind,
        Kind::Effects
            | Kind::Map(..)
            | Kind::IdsOrRows(..)
            | Kind::Rows(_)
            | Kind::Table(_)
            | Kind::Keyed(_)
            | Kind::Rules
            | Kind::Lexicon
    );
    if !leaf {
        return plain;
    }
    let mut choices = match plain {
        Value::Object(mut map) if map.contains_key("anyOf") => match map.remove("anyOf") {
            Some(Value::Array(choices)) => choices,
            _ => Vec::new(),
        },
        other => vec![other],
    };
    choices.push(json!({ "$ref": format!("#/$defs/{}", CLAIM.name) }));
    json!({ "anyOf": choices })
}

fn value(kind: Kind) -> Value {
    let text = || json!({ "type": "string" });
    match kind {
        Kind::Text | Kind::Condition | Kind::Expression | Kind::Figure => text(),
        Kind::Texts => json!({ "anyOf": [text(), { "type": "array", "items": text() }] }),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Pair => json!({ "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 }),
        Kind::Date | Kind::Moment => text(),
        Kind::Word(words) => json!({ "type": "string", "enum": words }),
        Kind::Words(words) => json!({ "type": "array", "items": { "type": "string", "enum": words } }),
        Kind::Id(Ref::Calendar) => json!({ "type": "string", "pattern": ID, "examples": ["gregorian"] }),
        Kind::Id(_) | Kind::Choice => json!({ "type": "string" }),
        Kind::Ids(_) => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Number(num) => number(&num),
        Kind::Effects => json!({ "type": "array", "items": { "$ref": "#/$defs/effect" } }),
        Kind::Map(_, num) => {
            json!({ "type": "object", "additionalProperties": claimable(Kind::Number(num)) })
        }
        Kind::IdsOrRows(_, name) => {
            json!({ "type": "array", "items": { "anyOf": [text(), { "$ref": format!("#/$defs/{name}") }] } })
        }
        Kind::Rows(name) => json!({ "type": "array", "items": { "$ref": format!("#/$defs/{name}") } }),
        Kind::Table(name) => json!({ "$ref": format!("#/$defs/{name}") }),
        Kind::Keyed(name) => json!({
            "type": "object",
            "patternProperties": { ID: { "$ref": format!("#/$defs/{name}") } },
            "additionalProperties": false,
        }),
        Kind::Rules => json!({ "$ref": "#/$defs/rules" }),
        Kind::Lexicon => json!({ "type": "object" }),
    }
}

/// A number, one of the words of its scale, or any wording.
fn number(num: &Num) -> Value {
    let scale: Option<Scale> = match num.dimension {
        Dimension::Level(scale) => Some(scale),
        _ => num.scale,
    };
    let mut number = Map::new();
    number.insert("type".to_owned(), json!(if num.whole { "integer" } else { "number" }));
    if num.least.abs() < 1e9 {
        number.insert("minimum".to_owned(), json!(num.least));
    }
    if num.most.abs() <= 1e9 {
        number.insert("maximum".to_owned(), json!(num.most));
    }
    let mut choices = vec![Value::Object(number)];
    if let Some(scale) = scale {
        let words: Vec<&str> =
            Lexicon::standard().level_words(scale).into_iter().map(|(word, _)| word).collect();
        choices.push(json!({ "type": "string", "enum": words }));
    }
    choices.push(json!({ "type": "string" }));
    json!({ "anyOf": choices })
}

fn effects() -> Value {
    let each: Vec<Value> = EFFECTS.iter().map(effect).collect();
    json!({ "description": "What an event or an option does.", "anyOf": each })
}

fn effect(spec: &EffectSpec) -> Value {
    let mut properties = Map::new();
    let mut verb = claimable(spec.kind);
    if let Value::Object(map) = &mut verb {
        map.insert("description".to_owned(), json!(format!("{}\n\nExample: `{}`", spec.doc, spec.example)));
    }
    properties.insert(spec.verb.to_owned(), verb);
    for arg in spec.args {
        properties.insert(arg.key.to_owned(), claimable(arg.kind));
    }
    let args = spec.args.iter().filter(|arg| arg.required).map(|arg| arg.key);
    let required: Vec<&str> = std::iter::once(spec.verb).chain(args).collect();
    json!({
        "type": "object",
        "description": spec.doc,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// The rules as nested tables.
fn rules() -> Value {
    let mut tree = json!({ "type": "object", "description": "Parameters of the mechanisms.", "properties": {}, "additionalProperties": false });
    for rule in Rule::ALL {
        let spec = rule.spec();
        let num = Num {
            dimension: spec.dimension,
            scale: None,
            least: spec.least,
            most: spec.most,
            whole: false,
            unit: "",
        };
        let mut leaf = claimable(Kind::Number(num));
        if let Value::Object(map) = &mut leaf {
            map.insert(
                "description".to_owned(),
                json!(format!("{} When left out: {}.", spec.doc, spec.default)),
            );
            map.insert("default".to_owned(), json!(spec.default));
        }
        insert(&mut tree, spec.path, leaf);
    }
    tree
}

/// Puts a schema under a dotted path.
fn insert(tree: &mut Value, path: &str, leaf: Value) {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let Some(Value::Object(properties)) = tree.get_mut("properties") else { return };
    match rest {
        None => {
            properties.insert(first.to_owned(), leaf);
        }
        Some(rest) => {
            let table = json!({ "type": "object", "properties": {}, "additionalProperties": false });
            insert(properties.entry(first.to_owned()).or_insert(table), rest, leaf);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references<'v>(value: &'v Value, into: &mut Vec<&'v str>) {
        match value {
            Value::Object(map) => {
                into.extend(map.get("$ref").and_then(Value::as_str));
                map.values().for_each(|value| references(value, into));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, into)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_within_the_schema_exists() {
        let schema = schema();
        let mut found = Vec::new();
        references(&schema, &mut found);
        assert!(found.len() > 20);
        for reference in found {
            let pointer = reference.trim_start_matches('#');
            assert!(schema.pointer(pointer).is_some(), "{reference}");
        }
    }

    #[test]
    fn every_key_and_every_rule_has_a_description() {
        let schema = schema();
        for table in TABLES {
            let at = if table.name == TOP.name {
                "/properties".to_owned()
            } else {
                format!("/$defs/{}/properties", table.name)
            };
            for key in table.keys {
                let description = schema.pointer(&format!("{at}/{}/description", key.key));
                assert!(
                    description.and_then(Value::as_str).is_some_and(|text| text.contains(key.doc)),
                    "{at}/{}",
                    key.key
                );
            }
        }
        for rule in Rule::ALL {
            let path = rule.spec().path.replace('.', "/properties/");
            assert!(
                schema.pointer(&format!("/$defs/rules/properties/{path}/description")).is_some(),
                "{path}"
            );
        }
    }
}
