//! The effects that an event or an option can have. None of them names a victor.

use super::{Kind, Num};
use crate::ids::Ref;
use polemos_war::quantity::Dimension::{Factor, Share};

/// One effect: the key that names it, with what it takes, and its other keys.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct EffectSpec {
    pub(crate) verb: &'static str,
    pub(crate) kind: Kind,
    pub(crate) args: &'static [Arg],
    pub(crate) doc: &'static str,
    pub(crate) example: &'static str,
}

/// A further key of an effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Arg {
    pub(crate) key: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
}

const fn must(key: &'static str, kind: Kind) -> Arg {
    Arg { key, kind, required: true }
}

/// An option may leave it out: it is then the coalition that decides.
const COALITION: Arg = Arg { key: "coalition", kind: Kind::Id(Ref::Coalition), required: false };

const fn effect(
    verb: &'static str,
    kind: Kind,
    args: &'static [Arg],
    doc: &'static str,
    example: &'static str,
) -> EffectSpec {
    EffectSpec { verb, kind, args, doc, example }
}

const SHIFT: Num = Num::new(Factor, -10.0, 10.0, "");

/// All effects in the order of the reference.
pub(crate) static EFFECTS: &[EffectSpec] = &[
    effect("strike", Kind::Id(Ref::Works), &[], "Strikes works.", "{ strike = \"kelmar-prime-yard\" }"),
    effect("restore", Kind::Id(Ref::Works), &[], "Restores works.", "{ restore = \"kelmar-prime-yard\" }"),
    effect("open-lane", Kind::Id(Ref::Lane), &[], "Opens a lane.", "{ open-lane = \"long-way\" }"),
    effect("close-lane", Kind::Id(Ref::Lane), &[], "Closes a lane.", "{ close-lane = \"long-way\" }"),
    effect(
        "appear",
        Kind::Id(Ref::Force),
        &[],
        "A force that was held back appears.",
        "{ appear = \"reserve\" }",
    ),
    effect(
        "join",
        Kind::Id(Ref::Faction),
        &[must("coalition", Kind::Id(Ref::Coalition))],
        "A faction enters the war in a coalition.",
        "{ join = \"ostrand\", coalition = \"league\" }",
    ),
    effect(
        "leave",
        Kind::Id(Ref::Faction),
        &[],
        "A faction leaves its coalition and the war.",
        "{ leave = \"tessaly\" }",
    ),
    effect("dies", Kind::Id(Ref::Person), &[], "A person dies.", "{ dies = \"orsen\" }"),
    effect(
        "command",
        Kind::Id(Ref::Force),
        &[must("person", Kind::Id(Ref::Person))],
        "A person takes command of a force.",
        "{ command = \"home-fleet\", person = \"orsen\" }",
    ),
    effect(
        "calamity",
        Kind::Id(Ref::Place),
        &[must("share", Kind::Number(Num::new(Share, 0.0, 1.0, "")))],
        "A share of the people at a place die by no one's order.",
        "{ calamity = \"kelmar-prime\", share = \"2 %\" }",
    ),
    effect(
        "reprisal",
        Kind::Id(Ref::Place),
        &[must("by", Kind::Id(Ref::Faction)), must("share", Kind::Number(Num::new(Share, 0.0, 1.0, "")))],
        "A faction orders a share of the people at a place killed. Its side's troops there or close by carry it out, as \
         far as they are reached, obey and suffice.",
        "{ reprisal = \"tessa\", by = \"kelmar\", share = \"a tenth\" }",
    ),
    effect(
        "exterminate",
        Kind::Id(Ref::People),
        &[must("by", Kind::Id(Ref::Faction))],
        "A faction orders a whole people killed: its side's troops go on with it wherever they hold that people's \
         places, day by day, until the order is taken back or the faction is out of the war.",
        "{ exterminate = \"tessali\", by = \"kelmar\" }",
    ),
    effect(
        "relent",
        Kind::Id(Ref::People),
        &[must("by", Kind::Id(Ref::Faction))],
        "A faction takes that order back.",
        "{ relent = \"tessali\", by = \"kelmar\" }",
    ),
    effect(
        "resolve",
        Kind::Id(Ref::Faction),
        &[must("by", Kind::Number(Num::new(Factor, -1.0, 1.0, "")))],
        "Adds to a faction's resolve.",
        "{ resolve = \"kelmar\", by = -0.2 }",
    ),
    effect(
        "believe-strength",
        Kind::Id(Ref::Faction),
        &[must("by", Kind::Id(Ref::Faction)), must("shift", Kind::Number(SHIFT))],
        "Shifts what `by` believes of a faction's strength, as a log-ratio.",
        "{ believe-strength = \"tessaly\", by = \"kelmar\", shift = -0.5 }",
    ),
    effect(
        "believe-resolve",
        Kind::Id(Ref::Faction),
        &[must("by", Kind::Id(Ref::Faction)), must("shift", Kind::Number(SHIFT))],
        "Shifts what `by` believes of a faction's resolve, in logits.",
        "{ believe-resolve = \"tessaly\", by = \"kelmar\", shift = -1 }",
    ),
    effect(
        "industry",
        Kind::Id(Ref::Faction),
        &[must("times", Kind::Number(Num::new(Factor, 0.0, 1000.0, "")))],
        "Multiplies what a faction's yards build.",
        "{ industry = \"kelmar\", times = 0.5 }",
    ),
    effect(
        "incident",
        Kind::Id(Ref::Place),
        &[
            must("on", Kind::Id(Ref::Faction)),
            must("by", Kind::Id(Ref::Faction)),
            Arg { key: "gravity", kind: Kind::Number(Num::new(Share, 0.0, 1.0, "")), required: false },
        ],
        "Something happens at a place between two states of a saga: `on` has been wronged by `by`, and decides whether \
         to go to war over it (gravity 0.5 when not said).",
        "{ incident = \"tessa\", on = \"tessaly\", by = \"kelmar\", gravity = 0.7 }",
    ),
    effect(
        "tension",
        Kind::Ids(Ref::Faction),
        &[must("by", Kind::Number(Num::new(Factor, -1.0, 1.0, "")))],
        "Adds to the tension between two states of a saga.",
        "{ tension = [\"tessaly\", \"kelmar\"], by = 0.2 }",
    ),
    effect(
        "disable",
        Kind::Id(Ref::Place),
        &[must("of", Kind::Id(Ref::Faction)), must("share", Kind::Number(Num::new(Share, 0.0, 1.0, "")))],
        "A share of the ships of a faction's side at a place is lost to it without a battle.",
        "{ disable = \"tessa\", of = \"kelmar\", share = \"most\" }",
    ),
    effect(
        "posture",
        Kind::Word(&["offensive", "hold", "withdraw", "raid"]),
        &[COALITION],
        "A coalition takes a posture.",
        "{ posture = \"offensive\", coalition = \"league\" }",
    ),
    effect(
        "perimeter",
        Kind::Ids(Ref::Place),
        &[COALITION],
        "The places that a withdrawing coalition keeps.",
        "{ perimeter = [\"kelmar-prime\"], coalition = \"league\" }",
    ),
    effect(
        "objective",
        Kind::Id(Ref::Place),
        &[
            COALITION,
            Arg { key: "weight", kind: Kind::Number(Num::new(Factor, 0.0, 1000.0, "")), required: false },
        ],
        "A place counts for so much more in a coalition's eyes (3 when not said).",
        "{ objective = \"tessa\", coalition = \"league\", weight = 3 }",
    ),
    effect(
        "gather",
        Kind::Id(Ref::Place),
        &[COALITION],
        "A coalition gathers its free forces at a place before it strikes.",
        "{ gather = \"midway\", coalition = \"league\" }",
    ),
    effect(
        "tolerance",
        Kind::Number(Num::new(Share, 0.0, 1.0, "")),
        &[COALITION],
        "The loss share at which a coalition's forces break off.",
        "{ tolerance = \"60 %\", coalition = \"league\" }",
    ),
    effect("open", Kind::Id(Ref::Decision), &[], "Opens a decision.", "{ open = \"sortie\" }"),
];
