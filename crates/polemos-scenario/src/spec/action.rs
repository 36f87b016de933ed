//! Tables that say how one unit of a class fights, where a battle is fought unit by unit.

use super::{KeySpec, Kind, Num, TableSpec};
use crate::ids::Ref;
use polemos_war::quantity::Dimension::{Factor, HourlyRate, Share};
use polemos_war::quantity::Scale;

const fn key(key: &'static str, kind: Kind, doc: &'static str, example: &'static str) -> KeySpec {
    KeySpec::new(key, kind, doc, example)
}

const REACHES: Kind = Kind::Number(Num::new(Factor, 0.0, 1000.0, "reaches"));
const HITS: Kind = Kind::Number(Num::new(Factor, 0.0, 1e4, "reference hits"));
const CHANCE: Kind = Kind::Number(Num::new(Share, 0.0, 1.0, ""));

pub(super) static ACTION: TableSpec = TableSpec {
    name: "action",
    header: "[class.ID.action]",
    doc: "How one unit of a class fights where a battle is fought unit by unit (`polemos battle`). Nothing of it is \
          needed: what is left out follows from the class's other figures. Lengths are in reaches: 1 is how far the \
          weapons of an ordinary unit carry. Projections and campaigns with aggregated battles do not read it.",
    keys: &[
        key("sensors", REACHES, "How far it sees.", "sensors = 2").or_words("2, or as far as its weapons carry"),
        key(
            "speed",
            Kind::Number(Num::new(Factor, 0.0, 1000.0, "reaches an hour")),
            "Top speed in battle. Stations and platforms do not move.",
            "speed = 1.2",
        )
        .or_words("the class's speed: 1 for an ordinary unit"),
        key(
            "acceleration",
            Kind::Number(Num::new(Factor, 0.0, 1e5, "reaches an hour, an hour")),
            "Speed that it gains in an hour.",
            "acceleration = 3",
        )
        .or_words("what brings it to top speed in half an hour"),
        key("standoff", REACHES, "Distance at which it circles its target instead of closing in.", "standoff = 0.5")
            .or_words("0.5"),
        key("shield", HITS, "What its shields bear before its hull is touched.", "shield = 2")
            .or_words("the class's toughness less 1 if it has a recovery, else none"),
        key("recharge", HITS, "What its shields regain an hour.", "recharge = 0.1")
            .or_words("the class's recovery"),
        key("hull", HITS, "What its hull bears.", "hull = 3").or_words("the class's toughness less its shields"),
        key(
            "priority",
            Kind::Number(Num::new(Factor, 0.0, 1000.0, "")),
            "Its worth as a target where fire is focused, 1 ordinary.",
            "priority = 3",
        )
        .or_words("1"),
        key("commands", Kind::Bool, "It commands its side, as far as links carry.", "commands = true")
            .or_bool(false),
        key(
            "link",
            REACHES,
            "How far its command link carries. A link starts at a unit that commands and is passed on by the others.",
            "link = 12",
        )
        .or_words("20 for a unit that commands, else 0"),
        key(
            "powered-by",
            Kind::Ids(Ref::Class),
            "Classes whose units power it: without one of its own side it falls silent.",
            "powered-by = [\"lancer\"]",
        ),
        key(
            "weapon",
            Kind::Rows("weapon"),
            "Its weapons, at most four.",
            "weapon = [{ reach = 1.0 }, { reach = 0.5, rate = 2 }]",
        )
        .or_words("one, with the class's rate, accuracy and damage"),
    ],
};

pub(super) static WEAPON: TableSpec = TableSpec {
    name: "weapon",
    header: "weapon = [{ … }]",
    doc: "One weapon of a unit, in `[class.ID.action]`. What it leaves out is as the class has it.",
    keys: &[
        key(
            "reach",
            Kind::Number(Num::new(Factor, 0.01, 1000.0, "reaches")),
            "How far it carries.",
            "reach = 1.5",
        )
        .or_words("1"),
        key(
            "rate",
            Kind::Number(Num::new(HourlyRate, 0.0, 1e6, "salvoes an hour").or_level(Scale::Tempo)),
            "Rate of fire.",
            "rate = 0.5",
        )
        .or_words("the class's"),
        key("accuracy", CHANCE, "Chance of a hit point-blank.", "accuracy = \"30 %\"")
            .or_words("the class's"),
        key(
            "accuracy-far",
            CHANCE,
            "The same at the limit of its reach; between the two it changes in proportion to distance.",
            "accuracy-far = \"10 %\"",
        )
        .or_words("as point-blank"),
        key(
            "damage",
            Kind::Number(Num::new(Factor, 0.0, 1000.0, "reference hits").or_level(Scale::Firepower)),
            "Damage of a hit.",
            "damage = 1",
        )
        .or_words("the class's"),
        key("area", Kind::Bool, "It covers an area, and damages all enemies in it.", "area = true")
            .or_words("the class's"),
    ],
};
