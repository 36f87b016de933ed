//! Tables that say what a war is held against beside its facts.

use super::{KeySpec, Kind, TableSpec};

const fn key(key: &'static str, kind: Kind, doc: &'static str, example: &'static str) -> KeySpec {
    KeySpec::new(key, kind, doc, example)
}

const EXPECT: Kind = Kind::Word(&["rises", "falls", "none"]);
const KEEP: Kind = Kind::Word(&["most", "least", "mean"]);

pub(super) static RECORD: TableSpec = TableSpec {
    name: "record",
    header: "record = { … }",
    doc: "What the record of the war says by declaration, and not by play: letter case and a leading article aside.",
    keys: &[
        key(
            "name",
            Kind::Texts,
            "Names that the war bears, the first or another.",
            "name = \"The two suns' war\"",
        ),
        key("part-of", Kind::Text, "The larger conflict.", "part-of = \"The long rivalry\""),
        key("previous", Kind::Text, "The one before.", "previous = \"The first war\""),
        key("next", Kind::Text, "The one after.", "next = \"The third war\""),
        key("where", Kind::Text, "The place that its record names.", "where = \"The Kelmar Reach\""),
    ],
};

pub(super) static MEASURE: TableSpec = TableSpec {
    name: "measure",
    header: "[measure.ID]",
    doc: "A figure taken of the war while it is played, for `polemos evidence` and for facts to read as `measure.ID.value`. It enters nothing: the war is the same without it.",
    keys: &[
        key(
            "says",
            Kind::Text,
            "What it is, in words.",
            "says = \"the League's mean supply path before the thaw\"",
        )
        .must(),
        key(
            "value",
            Kind::Figure,
            "The figure; a condition counts as 1 or 0.",
            "value = 'coalition.league.mean_supply_path'",
        )
        .must(),
        key(
            "at",
            Kind::Moment,
            "When it is taken: a date, days from the start, or days after an event or a decision.",
            "at = \"30 days after decision.sortie\"",
        )
        .or_words("the war's last day"),
        key(
            "when",
            Kind::Condition,
            "Taken on the first day on which this holds, instead of `at`.",
            "when = 'battles_at.midway > 0'",
        ),
        key("over", KEEP, "Looked at every week, instead of `at`; which figure is kept.", "over = \"most\""),
    ],
};

pub(super) static LINK: TableSpec = TableSpec {
    name: "link",
    header: "[[link]]",
    doc: "A link of a chain of causes: how often one thing shows in a finished war where another does, and where it does not.",
    keys: &[
        key("id", Kind::Text, "Its id.", "id = \"defeat-brings-terms\"").must(),
        key(
            "says",
            Kind::Text,
            "The link in your words.",
            "says = \"A lost battle at Midway brings the war to terms.\"",
        )
        .must(),
        key(
            "from",
            Kind::Condition,
            "What comes first: a condition, or the id of a fact.",
            "from = 'battles_at.midway > 0'",
        )
        .must(),
        key(
            "to",
            Kind::Condition,
            "What should follow: a condition, or the id of a fact.",
            "to = 'ending.kind == \"treaty\"'",
        )
        .must(),
        key(
            "against",
            Kind::Condition,
            "What to hold it against: a condition, or the id of a fact.",
            "against = 'battles_at.midway == 0'",
        )
        .or_words("where `from` does not hold"),
    ],
};

pub(super) static TURN: TableSpec = TableSpec {
    name: "turn",
    header: "[[turn]]",
    doc: "A turning point: where the war could have gone another way, for `polemos evidence`. It counts, of the runs that came to it, how many took each course, and whether the source's is the commonest.",
    keys: &[
        key("id", Kind::Text, "Its id.", "id = \"who-holds-midway\"").must(),
        key("says", Kind::Text, "What it is about, in your words.", "says = \"Who holds Midway in the end\"")
            .must(),
        key("line", Kind::Whole(1, 10_000_000), "Line of the source.", "line = 44"),
        key(
            "given",
            Kind::Condition,
            "Which runs came to it: a condition on the finished war, or the id of a fact.",
            "given = 'battles_at.midway > 0'",
        )
        .or_words("all"),
        key(
            "courses",
            Kind::Rows("turn-course"),
            "The courses, that of the source first; the first whose `when` holds is the run's.",
            "courses = [{ says = \"the League holds it\", when = 'place.midway.owner == \"kelmar\"' }]",
        )
        .must(),
        key(
            "otherwise",
            Kind::Text,
            "What a run took in which no `when` holds, in words.",
            "otherwise = \"nobody holds it\"",
        )
        .or_words("something else"),
    ],
};

pub(super) static TURN_COURSE: TableSpec = TableSpec {
    name: "turn-course",
    header: "courses = [{ … }]",
    doc: "A course that the war can take at a turning point.",
    keys: &[
        key("says", Kind::Text, "What happened, in words.", "says = \"the League holds it\"").must(),
        key(
            "when",
            Kind::Condition,
            "Whether it went so: a condition on the finished war, or the id of a fact.",
            "when = 'place.midway.owner == \"kelmar\"'",
        )
        .must(),
    ],
};

pub(super) static REMOVAL: TableSpec = TableSpec {
    name: "removal",
    header: "[[removal]]",
    doc: "What happens to one response when something is taken away: written down with the sign expected before it is measured.",
    keys: &[
        key(
            "without",
            Kind::Texts,
            "Ids left out together, as `--without` takes them.",
            "without = \"mutiny\"",
        )
        .must(),
        key("name", Kind::Text, "What is taken away, in words.", "name = \"the mutiny at Midway\"")
            .or_words("the name of the thing"),
        key(
            "says",
            Kind::Text,
            "What the response is, in words.",
            "says = \"share of runs that the League wins\"",
        )
        .must(),
        key(
            "response",
            Kind::Figure,
            "Read of the finished war; a condition counts as 1 or 0.",
            "response = 'ending.victor == \"league\"'",
        )
        .must(),
        key("expect", EXPECT, "Which way it should move.", "expect = \"rises\"").must(),
        key("because", Kind::Text, "Why.", "because = \"without the mutiny the League keeps its guns\"")
            .must(),
    ],
};

pub(super) static COMPARISON: TableSpec = TableSpec {
    name: "comparison",
    header: "[[comparison]]",
    doc: "Two versions of the war under the same luck, and a figure that should differ between them.",
    keys: &[
        key("id", Kind::Text, "Its id.", "id = \"sortie-pays\"").must(),
        key(
            "says",
            Kind::Text,
            "The figure, in words.",
            "says = \"share of its ships that the League loses\"",
        )
        .must(),
        key(
            "value",
            Kind::Figure,
            "Read of the finished war; a condition counts as 1 or 0.",
            "value = 'coalition.league.loss_share'",
        )
        .must(),
        key(
            "a",
            Kind::Table("variant"),
            "The version to begin with.",
            "a = { name = \"stays in port\", choose = \"sortie=stay\" }",
        )
        .or_words("the war as it is"),
        key(
            "b",
            Kind::Table("variant"),
            "The version held against it.",
            "b = { name = \"sails\", choose = \"sortie=sail\" }",
        )
        .must(),
        key(
            "expect",
            EXPECT,
            "Which way the figure should move from the first to the second.",
            "expect = \"rises\"",
        )
        .must(),
        key("because", Kind::Text, "Why.", "because = \"who sails meets the enemy\"").must(),
    ],
};

pub(super) static VARIANT: TableSpec = TableSpec {
    name: "variant",
    header: "b = { … }",
    doc: "A version of the war: changes as the command line takes them.",
    keys: &[
        key("name", Kind::Text, "What it is, in words.", "name = \"with more guns\"").must(),
        key("choose", Kind::Texts, "Decisions settled beforehand.", "choose = \"sortie=sail\""),
        key("set", Kind::Texts, "Numbers fixed.", "set = \"faction.kelmar.resolve=0.9\""),
        key(
            "set-def",
            Kind::Texts,
            "Numbers given a new meaning.",
            "set-def = \"force.home-fleet.lancer=about 200\"",
        ),
        key("without", Kind::Texts, "Ids left out.", "without = [\"mutiny\"]"),
    ],
};

pub(super) static CONTINUITY: TableSpec = TableSpec {
    name: "continuity",
    header: "[[continuity]]",
    doc: "Another history of the war: the same up to a date, and changed from then on. `polemos continuities` draws them, `polemos compare` sets them beside each other.",
    keys: &[
        key("id", Kind::Text, "Its id, as in `polemos compare WAR WAR:ID`.", "id = \"no-mutiny\"").must(),
        key("name", Kind::Text, "What it is called.", "name = \"Midway stays loyal\"")
            .or_words("made from the id"),
        key(
            "says",
            Kind::Text,
            "What is otherwise in it, a sentence.",
            "says = \"The garrison of Midway does not rise.\"",
        ),
        key("parent", Kind::Text, "The continuity that it parts from.", "parent = \"late-sortie\"")
            .or_words("the war as it is"),
        key("at", Kind::Date, "When it parts.", "at = \"1 March 2400\"").or_words("the first day"),
        key("choose", Kind::Texts, "Decisions settled from then on.", "choose = \"sortie=sail\""),
        key("set", Kind::Texts, "Numbers fixed from then on.", "set = \"rules.supply.scale=30 days\""),
        key(
            "set-def",
            Kind::Texts,
            "Numbers given a new meaning from then on.",
            "set-def = \"rules.supply.scale=about 30 days\"",
        ),
        key("without", Kind::Texts, "Ids left out from then on.", "without = [\"mutiny\"]"),
    ],
};
