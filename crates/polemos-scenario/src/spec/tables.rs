//! The tables of the language and their keys, in the order of the reference.

use super::action::{ACTION, WEAPON};
use super::evidence::{COMPARISON, CONTINUITY, LINK, MEASURE, RECORD, REMOVAL, TURN, TURN_COURSE, VARIANT};
use super::{KeySpec, Kind, Num, TableSpec};
use crate::ids::Ref;
use polemos_war::quantity::Dimension::{Count, Factor, HourlyRate, Level, Rate, Share, Time};
use polemos_war::quantity::Scale;

const fn key(key: &'static str, kind: Kind, doc: &'static str, example: &'static str) -> KeySpec {
    KeySpec::new(key, kind, doc, example)
}

const SHARE: Num = Num::new(Share, 0.0, 1.0, "");
const PERSONS: Num = Num::new(Count, 0.0, 1e15, "persons");
const UNITS: Num = Num::new(Count, 0.0, 1e9, "units").whole();
const POSTURES: Kind = Kind::Word(&["offensive", "hold", "withdraw", "raid"]);
const DOMAINS: Kind = Kind::Word(&["ships", "aircraft", "troops", "stations", "platforms"]);
pub(super) const WORKS: &[&str] = &["yard", "depot", "relay"];

/// Keys that every named thing has, before its own.
macro_rules! named {
    ($kind:literal, $name:literal, [$($own:expr),* $(,)?]) => {
        &[
            key("name", Kind::Text, "The name used in sentences.", concat!("name = \"", $name, "\""))
                .or_words("made from the id"),
            key("also", Kind::Texts, "Other names that sources use.", "also = [\"Another name\"]"),
            key("short", Kind::Text, "A shorter name for tables and maps.", "short = \"Short\""),
            key("adjective", Kind::Text, "The adjective of the name.", "adjective = \"Kelmari\""),
            key("article", Kind::Bool, "Whether sentences say \"the\" before the name.", "article = true")
                .or_bool(false),
            key("plural", Kind::Bool, "Whether the name takes a plural verb.", "plural = true").or_bool(false),
            $($own,)*
        ]
    };
}

/// The top of a scenario.
pub(crate) static TOP: TableSpec = TableSpec {
    name: "scenario",
    header: "",
    doc: "Keys before the first table: what the war is called, when it begins, how time passes.",
    keys: &[
        key("format", Kind::Whole(1, 1), "The version of this language.", "format = 1").or(1.0),
        key("id", Kind::Text, "The id of the war, in kebab-case.", "id = \"two-suns\"")
            .or_words("the file's name"),
        key("name", Kind::Text, "What the war is called.", "name = \"The war of the two suns\"")
            .or_words("made from the id"),
        key("also", Kind::Texts, "Other names of the war.", "also = [\"The short war\"]"),
        key(
            "about",
            Kind::Text,
            "What it is about, in a sentence or two.",
            "about = \"Two worlds and one lane.\"",
        ),
        key(
            "plane",
            Kind::Bool,
            "Battles unit by unit are fought on a plane, as at sea, and not in depth.",
            "plane = true",
        )
        .or_bool(false),
        key(
            "where",
            Kind::Text,
            "How the record names the place of the war.",
            "where = \"The Kelmar Reach\"",
        ),
        key("start", Kind::Date, "The first day.", "start = \"3 October 2375\"").or_words("1 January 2400"),
        key(
            "end",
            Kind::Moment,
            "When an undecided war is left as it stands: a date, or days from the start.",
            "end = \"400 days\"",
        )
        .or(1095.0),
        key("tick", Kind::Word(&["1 day", "1 week"]), "How far time moves in one step.", "tick = \"1 day\"")
            .or_words("1 day"),
        key(
            "dates",
            Kind::Id(Ref::Calendar),
            "The calendar in which dates are written and shown.",
            "dates = \"gregorian\"",
        )
        .or_words("gregorian"),
        key(
            "chain",
            Kind::Table("chain"),
            "Where the war stands among others.",
            "chain = { previous = \"The first war\" }",
        ),
        key("calendar", Kind::Keyed("calendar"), "Calendars of other worlds.", "[calendar.star]"),
        key("source", Kind::Keyed("source"), "Works cited.", "[source.annals]"),
        key("people", Kind::Keyed("people"), "Peoples.", "[people.kelmari]"),
        key("faction", Kind::Keyed("faction"), "Factions.", "[faction.kelmar]"),
        key("coalition", Kind::Keyed("coalition"), "Coalitions.", "[coalition.league]"),
        key("person", Kind::Keyed("person"), "Persons.", "[person.orsen]"),
        key("class", Kind::Keyed("class"), "Unit classes.", "[class.lancer]"),
        key("place", Kind::Keyed("place"), "Places.", "[place.kelmar-prime]"),
        key("lane", Kind::Keyed("lane"), "Lanes.", "[lane.long-way]"),
        key("works", Kind::Keyed("works"), "Works.", "[works.high-yard]"),
        key("force", Kind::Keyed("force"), "Forces.", "[force.home-fleet]"),
        key("event", Kind::Keyed("event"), "Events.", "[event.mutiny]"),
        key("decision", Kind::Keyed("decision"), "Decisions.", "[decision.sortie]"),
        key("rebellion", Kind::Keyed("rebellion"), "Rebellions.", "[rebellion.uprising]"),
        key("sabotage", Kind::Keyed("sabotage"), "What rebels strike.", "[sabotage.silence]"),
        key("envoy", Kind::Keyed("envoy"), "Envoys.", "[envoy.old-friend]"),
        key(
            "posture",
            Kind::Keyed("posture"),
            "Tunes the decision on posture that every coalition has.",
            "[posture.league]",
        ),
        key(
            "belief",
            Kind::Rows("belief"),
            "Estimates that differ from the truth at the start.",
            "[[belief]]",
        ),
        key(
            "grievance",
            Kind::Rows("grievance"),
            "What peoples bear factions from before the war.",
            "[[grievance]]",
        ),
        key("rules", Kind::Rules, "Parameters of the mechanisms.", "rules.supply.scale = \"40 days\""),
        key("lexicon", Kind::Lexicon, "Overrides of the lexicon of words.", "[lexicon]"),
        key("fact", Kind::Rows("fact"), "The fact ledger: what the source says.", "[[fact]]"),
        key(
            "measure",
            Kind::Keyed("measure"),
            "Figures taken of the war in play.",
            "[measure.supply-before]",
        ),
        key("link", Kind::Rows("link"), "Links of its chain of causes.", "[[link]]"),
        key("turn", Kind::Rows("turn"), "Points at which it could have gone another way.", "[[turn]]"),
        key("removal", Kind::Rows("removal"), "What each part of it is expected to do.", "[[removal]]"),
        key("comparison", Kind::Rows("comparison"), "Versions of the war to compare.", "[[comparison]]"),
        key("continuity", Kind::Rows("continuity"), "Other histories of the war.", "[[continuity]]"),
        key("saga", Kind::Table("saga"), "Play goes on when a war ends.", "[saga]"),
        key("tension", Kind::Rows("tension"), "How far states of a saga stand on edge.", "[[tension]]"),
        key("series", Kind::Keyed("series"), "Wars of a saga between the same sides.", "[series.river-wars]"),
        key(
            "history",
            Kind::Rows("history"),
            "What the source tells of decisions that are not written.",
            "[[history]]",
        ),
    ],
};

static CHAIN: TableSpec = TableSpec {
    name: "chain",
    header: "[chain]",
    doc: "The larger conflict that the war belongs to, the war before it and the one after, as words for the record.",
    keys: &[
        key("part-of", Kind::Text, "The larger conflict.", "part-of = \"The long rivalry\""),
        key("previous", Kind::Text, "The one before.", "previous = \"The first war\""),
        key("next", Kind::Text, "The one after.", "next = \"The third war\""),
    ],
};

static CALENDAR: TableSpec = TableSpec {
    name: "calendar",
    header: "[calendar.ID]",
    doc: "A calendar of another world: months of fixed length, years counted in an era.",
    keys: &[
        key(
            "months",
            Kind::Rows("month"),
            "The months of a year, in order.",
            "months = [{ name = \"Firstmonth\", days = 30 }]",
        )
        .must(),
        key("era", Kind::Text, "What stands after the year.", "era = \"AF\""),
        key(
            "epoch",
            Kind::Text,
            "The first day of its year `epoch-year`, as a Gregorian date.",
            "epoch = \"2300-01-01\"",
        )
        .or_words("1 January 1"),
        key("epoch-year", Kind::Whole(0, 1_000_000), "The year that begins with `epoch`.", "epoch-year = 1")
            .or(1.0),
    ],
};

static MONTH: TableSpec = TableSpec {
    name: "month",
    header: "months = [{ … }]",
    doc: "One month of a calendar.",
    keys: &[
        key("name", Kind::Text, "Its name.", "name = \"Firstmonth\"").must(),
        key("days", Kind::Whole(1, 10_000), "How many days it has.", "days = 30").must(),
    ],
};

static SOURCE: TableSpec = TableSpec {
    name: "source",
    header: "[source.ID]",
    doc: "A work cited. Values name it with `source = \"ID\"`.",
    keys: &[
        key("text", Kind::Text, "The citation.", "text = \"Annals of Kelmar, book 3\"").must(),
        key("url", Kind::Text, "Where it can be read.", "url = \"https://example.org/annals\""),
    ],
};

static PEOPLE: TableSpec = TableSpec {
    name: "people",
    header: "[people.ID]",
    doc: "A people, which may live under several factions.",
    keys: named!("people", "Kelmari", []),
};

static FACTION: TableSpec = TableSpec {
    name: "faction",
    header: "[faction.ID]",
    doc: "A polity or movement that owns places and forces and can be party to a war.",
    keys: named!(
        "faction",
        "Kelmar",
        [
            key(
                "kind",
                Kind::Word(&["state", "movement"]),
                "A polity, or rebels, exiles and the like.",
                "kind = \"state\""
            )
            .or_words("state"),
            key("leader", Kind::Id(Ref::Person), "Who decides for it.", "leader = \"orsen\""),
            key(
                "capital",
                Kind::Id(Ref::Place),
                "Its capital, one of its places.",
                "capital = \"kelmar-prime\""
            )
            .or_words("its most valuable place"),
            key("people", Kind::Id(Ref::People), "Its people.", "people = \"kelmari\""),
            key(
                "resolve",
                Kind::Number(Num::new(Level(Scale::Resolve), 0.0, 1.0, "")),
                "Will to go on at the start.",
                "resolve = \"firm\""
            )
            .or(0.6),
            key(
                "industry",
                Kind::Number(Num::new(Level(Scale::Industry), 0.0, 1000.0, "")),
                "Multiplies what its yards build.",
                "industry = \"strong\""
            )
            .or(1.0),
            key(
                "intelligence",
                Kind::Number(Num::new(Level(Scale::Quality), 0.0, 1.0, "")),
                "Quality of its intelligence, 0 blind to 1.",
                "intelligence = \"fair\""
            )
            .or(0.5),
            key(
                "skill",
                Kind::Number(Num::new(Level(Scale::Skill), 0.01, 100.0, "")),
                "Skill of its crews, 1 ordinary.",
                "skill = \"veteran\""
            )
            .or(1.0),
            key(
                "stakes",
                Kind::Number(Num::new(Level(Scale::Size), 0.0, 100.0, "")),
                "What the war is worth to it, 1 ordinary.",
                "stakes = 2.0"
            )
            .or(1.0),
            key(
                "support",
                Kind::Number(SHARE),
                "How firmly its ruler sits as a saga opens.",
                "support = \"40 %\""
            )
            .or(0.75),
            key(
                "belligerent",
                Kind::Bool,
                "Takes part from the start; `false` waits for an effect that makes it join.",
                "belligerent = false"
            )
            .or_bool(true),
        ]
    ),
};

static COALITION: TableSpec = TableSpec {
    name: "coalition",
    header: "[coalition.ID]",
    doc: "Factions that fight together. A faction that no coalition names stands alone, in a coalition with its own id.",
    keys: named!(
        "coalition",
        "The League",
        [
            key(
                "members",
                Kind::IdsOrRows(Ref::Faction, "member"),
                "The factions in it.",
                "members = [\"kelmar\", { faction = \"ostrand\", from = \"2400-03-01\" }]"
            )
            .must(),
            key("lead", Kind::Id(Ref::Faction), "The member that speaks for it.", "lead = \"kelmar\"")
                .or_words("the first member"),
            key("commander", Kind::Id(Ref::Person), "Who commands in the theatre.", "commander = \"orsen\"")
                .or_words("the leader of the lead"),
            key("posture", POSTURES, "What its forces do at first.", "posture = \"offensive\"")
                .or_words("hold"),
            key(
                "forms",
                Kind::Word(&["at the start", "by agreement"]),
                "Whether its members are in it as the war opens, or have still to agree on it, in a saga.",
                "forms = \"by agreement\""
            )
            .or_words("at the start"),
        ]
    ),
};

static MEMBER: TableSpec = TableSpec {
    name: "member",
    header: "members = [{ … }]",
    doc: "A member of a coalition, with the dates of its membership.",
    keys: &[
        key("faction", Kind::Id(Ref::Faction), "Who.", "faction = \"ostrand\"").must(),
        key("from", Kind::Moment, "From when.", "from = \"2400-03-01\"").or_words("the start"),
        key("until", Kind::Moment, "Until when.", "until = \"200 days\"").or_words("the end"),
    ],
};

static PERSON: TableSpec = TableSpec {
    name: "person",
    header: "[person.ID]",
    doc: "A person: names, character, post and fate.",
    keys: named!(
        "person",
        "Ilen Orsen",
        [
            key("title", Kind::Text, "Rank or title before the name.", "title = \"Admiral\""),
            key(
                "pronoun",
                Kind::Word(&["he", "she", "they", "it"]),
                "The pronoun in sentences.",
                "pronoun = \"she\""
            )
            .or_words("they"),
            key(
                "faction",
                Kind::Id(Ref::Faction),
                "Whom the person serves at the start.",
                "faction = \"kelmar\""
            ),
            key(
                "boldness",
                Kind::Number(Num::new(Level(Scale::Boldness), 0.0, 1.0, "")),
                "Readiness to run risks.",
                "boldness = \"bold\""
            )
            .or(0.5),
            key(
                "skill",
                Kind::Number(Num::new(Level(Scale::Skill), 0.01, 100.0, "")),
                "Multiplies the hits of forces under this command.",
                "skill = \"able\""
            )
            .or(1.0),
            key(
                "loyalty",
                Kind::Number(Num::new(Level(Scale::Loyalty), 0.0, 1.0, "")),
                "Loyalty to the faction served.",
                "loyalty = \"loyal\""
            )
            .or(0.7),
            key(
                "ruthlessness",
                Kind::Number(Num::new(Level(Scale::Ruthlessness), 0.0, 1.0, "")),
                "Readiness to kill those who cannot fight.",
                "ruthlessness = \"low\""
            )
            .or(0.3),
            key(
                "outlives-defeat",
                Kind::Number(SHARE),
                "Chance of surviving a lost war in person (Goemans 2000).",
                "outlives-defeat = 0.5"
            )
            .or(0.6),
            key("alive", Kind::Bool, "Whether the person lives when the war opens.", "alive = true")
                .or_bool(true),
            key(
                "born",
                Kind::Moment,
                "Date of birth: the person comes of age at twenty-five, and dies of age in time. Without it he or she \
                 does not age.",
                "born = \"2340-05-01\""
            ),
            key(
                "lifespan",
                Kind::Number(Num::new(Time, 1.0, 1e7, "days")),
                "How long one lives who is spared everything else.",
                "lifespan = \"90 years\""
            )
            .or(31_046.0),
        ]
    ),
};

static CLASS: TableSpec = TableSpec {
    name: "class",
    header: "[class.ID]",
    doc: "A kind of unit. `ships`, `aircraft`, `troops`, `stations` and `platforms` are classes of ordinary units \
          that exist without being written. What a class leaves out is that of the ordinary unit of its domain.",
    keys: named!(
        "class",
        "Lancer class",
        [
            key(
                "domain",
                DOMAINS,
                "Where its units fight; stations and platforms do not move.",
                "domain = \"ships\""
            )
            .or_words("ships"),
            key(
                "rate",
                Kind::Number(Num::new(HourlyRate, 0.0, 1e6, "salvoes an hour").or_level(Scale::Tempo)),
                "Rate of fire.",
                "rate = 0.5"
            )
            .or_words("by domain"),
            key("accuracy", Kind::Number(SHARE), "Chance that a salvo hits.", "accuracy = \"20 %\"")
                .or_words("by domain"),
            key(
                "damage",
                Kind::Number(Num::new(Factor, 0.0, 1000.0, "reference hits").or_level(Scale::Firepower)),
                "Damage of a hit.",
                "damage = 1"
            )
            .or_words("by domain"),
            key(
                "toughness",
                Kind::Number(Num::new(Factor, 1.0, 8.0, "reference hits").whole().or_level(Scale::Toughness)),
                "The hit that destroys it: 1 to 8.",
                "toughness = 3"
            )
            .or_words("by domain"),
            key(
                "recovery",
                Kind::Number(Num::new(Factor, 0.0, 100.0, "reference hits an hour")),
                "What its shields win back.",
                "recovery = 0.02"
            )
            .or_words("by domain"),
            key(
                "area",
                Kind::Bool,
                "Its fire covers an area and finds more where targets are dense.",
                "area = true"
            )
            .or_bool(false),
            key(
                "speed",
                Kind::Number(Num::new(Level(Scale::Speed), 0.0, 1000.0, "")),
                "Speed, 1 ordinary.",
                "speed = \"fast\""
            )
            .or_words("by domain"),
            key(
                "crew",
                Kind::Number(Num::new(Count, 0.0, 1e9, "persons")),
                "People aboard one unit.",
                "crew = 500"
            )
            .or_words("by domain"),
            key(
                "lethality",
                Kind::Number(SHARE),
                "Share of the crew that dies with the unit.",
                "lethality = \"60 %\""
            )
            .or_words("by domain"),
            key(
                "build",
                Kind::Number(Num::new(Time, 0.01, 1e6, "days").or_level(Scale::Cost)),
                "Yard-days that one unit takes to build.",
                "build = \"20 days\""
            )
            .or_words("by domain"),
            key(
                "action",
                Kind::Table("action"),
                "How one unit fights, where battles are fought unit by unit.",
                "action = { sensors = 2, shield = 2 }"
            )
            .or_words("by its other figures"),
        ]
    ),
};

static PLACE: TableSpec = TableSpec {
    name: "place",
    header: "[place.ID]",
    doc: "A system or world.",
    keys: named!(
        "place",
        "Kelmar Prime",
        [
            key(
                "owner",
                Kind::Id(Ref::Faction),
                "Who holds it at the start; leave it out for open space.",
                "owner = \"kelmar\""
            ),
            key("people", Kind::Id(Ref::People), "Who lives there.", "people = \"kelmari\"")
                .or_words("the owner's people"),
            key("population", Kind::Number(PERSONS), "Inhabitants.", "population = \"7 billion\"")
                .or_words("by its value"),
            key(
                "hostile",
                Kind::Number(Num::new(Share, 0.01, 0.99, "")),
                "Share of its people that would see its ruler gone.",
                "hostile = \"a third\""
            )
            .or_words("by the rules, more under foreign rule"),
            key(
                "value",
                Kind::Number(Num::new(Level(Scale::Size), 0.0, 1000.0, "")),
                "What it is worth, an ordinary world 1.",
                "value = \"large\""
            )
            .or(1.0),
            key(
                "home",
                Kind::Bool,
                "Its owner's before the war. `false`: conquered, given up by a withdrawal.",
                "home = false"
            )
            .or_words("true where owned"),
            key("at", Kind::Pair, "Position on the map.", "at = [10, 4]").or_words("laid out from the lanes"),
            key(
                "works",
                Kind::Words(WORKS),
                "Works of ordinary size here; their ids are `<place>-yard` and so on.",
                "works = [\"yard\", \"depot\"]"
            ),
            key(
                "lanes",
                Kind::Map(Ref::Place, LANE_TIME),
                "Lanes from here: to which place, and how long the way is.",
                "lanes = { midway = \"4 days\" }"
            ),
        ]
    ),
};

const LANE_TIME: Num = Num { scale: Some(Scale::Travel), ..Num::new(Time, 1e-3, 1e5, "days") };

static LANE: TableSpec = TableSpec {
    name: "lane",
    header: "[lane.ID]",
    doc: "A way between two places, where `lanes` of a place says too little.",
    keys: &[
        key("from", Kind::Id(Ref::Place), "One end.", "from = \"kelmar-prime\"").must(),
        key("to", Kind::Id(Ref::Place), "The other end.", "to = \"tessa\"").must(),
        key("time", Kind::Number(LANE_TIME), "Travel time at ordinary speed.", "time = \"6 days\"").or(4.0),
        key("open", Kind::Bool, "Whether it can be used at the start.", "open = false").or_bool(true),
    ],
};

static WORKS_TABLE: TableSpec = TableSpec {
    name: "works",
    header: "[works.ID]",
    doc: "What a place holds that can be destroyed and rebuilt. It belongs to whoever holds the place.",
    keys: named!(
        "works",
        "The high yard",
        [
            key(
                "kind",
                Kind::Word(WORKS),
                "A yard builds, a depot feeds and repairs, a relay carries orders.",
                "kind = \"yard\""
            )
            .must(),
            key("place", Kind::Id(Ref::Place), "Where it is.", "place = \"kelmar-prime\"").must(),
            key(
                "capacity",
                Kind::Number(Num::new(Factor, 0.0, 1e6, "ordinary works")),
                "Its size, 1 ordinary.",
                "capacity = 4"
            )
            .or(1.0),
            key(
                "builds",
                Kind::Id(Ref::Class),
                "For a yard: the class that it builds.",
                "builds = \"lancer\""
            )
            .or_words("its owner's commonest mobile class"),
        ]
    ),
};

static FORCE: TableSpec = TableSpec {
    name: "force",
    header: "[force.ID]",
    doc: "Squadrons under one command, as the war opens.",
    keys: named!(
        "force",
        "Home Fleet",
        [
            key("faction", Kind::Id(Ref::Faction), "Whose it is.", "faction = \"kelmar\"").must(),
            key("commander", Kind::Id(Ref::Person), "Who commands it.", "commander = \"orsen\""),
            key("place", Kind::Id(Ref::Place), "Where it stands, or appears.", "place = \"kelmar-prime\"")
                .or_words("the faction's capital"),
            key("arrives", Kind::Moment, "When it appears.", "arrives = \"30 days\"").or_words("the start"),
            key(
                "held-back",
                Kind::Bool,
                "Appears only through the effect `appear`; in a saga a garrison also when its faction has come to hold its \
                 place, and what a movement keeps back when it has taken it.",
                "held-back = true"
            )
            .or_bool(false),
            key("garrison", Kind::Bool, "Never leaves its place.", "garrison = true")
                .or_words("true where no unit can move"),
            key("people", Kind::Id(Ref::People), "The people that mans it.", "people = \"kelmari\"")
                .or_words("the faction's people"),
            key(
                "units",
                Kind::Map(Ref::Class, UNITS),
                "How many units of which class.",
                "units = { lancer = \"about 120\", troops = \"thousands\" }"
            ),
            key("unit", Kind::Rows("unit"), "The same in long form.", "[[force.home-fleet.unit]]"),
        ]
    ),
};

static UNIT: TableSpec = TableSpec {
    name: "unit",
    header: "[[force.ID.unit]]",
    doc: "Units of one class in a force, where `units` says too little.",
    keys: &[
        key("class", Kind::Id(Ref::Class), "Class or domain.", "class = \"lancer\"").must(),
        key("count", Kind::Number(UNITS), "How many.", "count = \"about 120\"").must(),
        key("squadrons", Kind::Whole(1, 1000), "How many squadrons they form.", "squadrons = 12")
            .or_words("one for about 60 units"),
        key("people", Kind::Id(Ref::People), "The people that mans them.", "people = \"tessali\"")
            .or_words("the force's people"),
    ],
};

static EVENT: TableSpec = TableSpec {
    name: "event",
    header: "[event.ID]",
    doc: "A happening. It can happen from `from` to `until` while `when` holds: at its hazard, or at once if it has \
          none, provided that its chance allows. No event can say who wins.",
    keys: named!(
        "event",
        "The mutiny at Midway",
        [
            key(
                "says",
                Kind::Text,
                "The sentence that the chronicle prints.",
                "says = \"The crews at Midway mutinied.\""
            ),
            key(
                "from",
                Kind::Moment,
                "From when: a date, days from the start, or relative to another event.",
                "from = \"60 days\""
            )
            .or_words("the start"),
            key("until", Kind::Moment, "Until when.", "until = \"2400-12-31\"").or_words("the end"),
            key("when", Kind::Condition, "A condition.", "when = 'faction.kelmar.resolve < 0.4'")
                .or_words("always"),
            key(
                "hazard",
                Kind::Number(Num::new(Rate, 0.0, 100.0, "a day")),
                "Chance a day.",
                "hazard = \"0.02 per day\""
            )
            .or_words("at once"),
            key(
                "chance",
                Kind::Number(SHARE),
                "Chance that it can happen at all, drawn once.",
                "chance = \"perhaps\""
            )
            .or_words("certain"),
            key(
                "again",
                Kind::Number(Num::new(Time, 1.0, 1e5, "days")),
                "Days before it may happen again.",
                "again = \"30 days\""
            )
            .or_words("once only"),
            key("effects", Kind::Effects, "What it does.", "effects = [{ strike = \"kelmar-prime-yard\" }]"),
        ]
    ),
};

static DECISION: TableSpec = TableSpec {
    name: "decision",
    header: "[decision.ID]",
    doc: "A choice that a commander faces.",
    keys: named!(
        "decision",
        "Whether to sail",
        [
            key("coalition", Kind::Id(Ref::Coalition), "For whom.", "coalition = \"league\"").must(),
            key(
                "faction",
                Kind::Id(Ref::Faction),
                "The member whose beliefs and stakes count.",
                "faction = \"kelmar\""
            )
            .or_words("the coalition's lead"),
            key("person", Kind::Id(Ref::Person), "Who decides.", "person = \"orsen\"")
                .or_words("the faction's leader"),
            key("from", Kind::Moment, "From when it can open.", "from = \"60 days\"").or_words("the start"),
            key("until", Kind::Moment, "Until when.", "until = \"200 days\"").or_words("the end"),
            key(
                "when",
                Kind::Condition,
                "A condition; it may read the decider's beliefs.",
                "when = 'believed.odds > 0.6'"
            )
            .or_words("always"),
            key(
                "projects",
                Kind::Id(Ref::Place),
                "The place an attack on which the staff projects for it, with all that could gather and to the \
                 greatest loss that an option orders to be borne; appeals then read `projected.win` and \
                 `projected.loss`.",
                "projects = \"tessa\""
            ),
            key("default", Kind::Choice, "The option taken when no one answers.", "default = \"stay\"")
                .must(),
            key("historical", Kind::Choice, "The option that the source tells.", "historical = \"sail\""),
            key(
                "belief",
                Kind::Text,
                "The belief behind the historical choice, in words.",
                "belief = \"that the yards stood empty\""
            ),
            key(
                "option",
                Kind::Keyed("option"),
                "The choices, at least two.",
                "[decision.sortie.option.sail]"
            ),
        ]
    ),
};

static REBELLION: TableSpec = TableSpec {
    name: "rebellion",
    header: "[rebellion.ID]",
    doc: "A rising of a people against those who rule it. It rises as an event happens, once; how strong it grows, what \
          it disrupts and whether it lasts follows from how hostile the people is, from garrisons and from who leads it.",
    keys: named!(
        "rebellion",
        "The rising of the Tessali",
        [
            key(
                "says",
                Kind::Text,
                "The sentence that the chronicle prints when it rises.",
                "says = \"The cities of Tessa rose.\""
            ),
            key("people", Kind::Id(Ref::People), "Who rises.", "people = \"tessali\"").must(),
            key(
                "faction",
                Kind::Id(Ref::Faction),
                "The movement that leads it; what its side holds is free.",
                "faction = \"tessaly\""
            ),
            key("leader", Kind::Id(Ref::Person), "Who inspires it.", "leader = \"vask\"")
                .or_words("the faction's leader"),
            key(
                "against",
                Kind::Ids(Ref::Faction),
                "Against the rule of these and of their allies.",
                "against = [\"kelmar\"]"
            )
            .or_words("foreign rule: an owner or a garrison of another people"),
            key("from", Kind::Moment, "From when it can rise.", "from = \"60 days\"").or_words("the start"),
            key("until", Kind::Moment, "Until when.", "until = \"200 days\"").or_words("the end"),
            key("when", Kind::Condition, "A condition.", "when = 'place.tessa.hostile > 0.5'")
                .or_words("always"),
            key(
                "hazard",
                Kind::Number(Num::new(Rate, 0.0, 100.0, "a day")),
                "Chance a day.",
                "hazard = \"0.1 per day\""
            )
            .or_words("at once"),
            key(
                "chance",
                Kind::Number(SHARE),
                "Chance that it can rise at all, drawn once.",
                "chance = \"likely\""
            )
            .or_words("certain"),
        ]
    ),
};

static SABOTAGE: TableSpec = TableSpec {
    name: "sabotage",
    header: "[sabotage.ID]",
    doc: "What the rebels of a rebellion strike, once it has risen. They aim at what is worth most against its guard, \
          in places that those hold against whom they rose.",
    keys: named!(
        "sabotage",
        "The silence",
        [
            key("rebellion", Kind::Id(Ref::Rebellion), "Whose rebels.", "rebellion = \"uprising\"").must(),
            key("works", Kind::Words(WORKS), "What they aim at.", "works = [\"relay\"]").must(),
            key("places", Kind::Ids(Ref::Place), "Where.", "places = [\"tessa\"]")
                .or_words("wherever their people lives"),
            key(
                "rate",
                Kind::Number(Num::new(Rate, 0.0, 1000.0, "a day")),
                "Attempts a day if all who could ever be armed were; fewer in proportion to those who are.",
                "rate = \"1 per day\""
            )
            .or(0.5),
            key("when", Kind::Condition, "When they strike at all.", "when = 'place.tessa.contested'")
                .or_words("always"),
        ]
    ),
};

static OPTION: TableSpec = TableSpec {
    name: "option",
    header: "[decision.ID.option.ID]",
    doc: "One option of a decision.",
    keys: &[
        key(
            "says",
            Kind::Text,
            "The clause printed after \"<person> chose\".",
            "says = \"to sail before the thaw\"",
        ),
        key(
            "appeal",
            Kind::Expression,
            "What makes it attractive, in units of the stakes.",
            "appeal = 'believed.odds - 0.5 + 0.3 * self.boldness'",
        )
        .or_words("0"),
        key("effects", Kind::Effects, "What follows.", "effects = [{ posture = \"offensive\" }]"),
    ],
};

static ENVOY: TableSpec = TableSpec {
    name: "envoy",
    header: "[envoy.ID]",
    doc: "Someone whom one coalition sends to another with something to give. While he is there the question of terms \
          is open to whoever thinks itself the weaker; what he brings is weighed with the terms, and decides nothing by \
          itself.",
    keys: named!(
        "envoy",
        "Orsen's errand",
        [
            key(
                "says",
                Kind::Text,
                "The sentence that the chronicle prints when he comes.",
                "says = \"Orsen came to Tessa alone, with the physicians' book.\""
            ),
            key("person", Kind::Id(Ref::Person), "Who goes.", "person = \"orsen\"").must(),
            key("from", Kind::Id(Ref::Coalition), "The coalition that sends him.", "from = \"league\"")
                .must(),
            key("to", Kind::Id(Ref::Coalition), "The coalition that receives him.", "to = \"tessaly\"")
                .must(),
            key(
                "when",
                Kind::Condition,
                "When he can be sent; he is there while it holds.",
                "when = 'place.tessa.encircled'"
            )
            .or_words("the receiver's capital is encircled, or both sides are worn"),
            key(
                "delay",
                Kind::Number(Num::new(Time, 0.0, 1e5, "days")),
                "How long the condition must have held.",
                "delay = \"2 days\""
            )
            .or(0.0),
            key(
                "hazard",
                Kind::Number(Num::new(Rate, 0.0, 100.0, "a day")),
                "Chance a day that he is then sent.",
                "hazard = \"0.3 per day\""
            )
            .or_words("at once"),
            key(
                "chance",
                Kind::Number(SHARE),
                "Chance that he can be sent at all, drawn once.",
                "chance = \"likely\""
            )
            .or_words("certain"),
            key(
                "gift",
                Kind::Number(Num::new(Factor, 0.0, 10.0, "")),
                "What he brings, worth to the receiver in units of the stakes: 1 is what the war is about.",
                "gift = 0.4"
            )
            .or(0.0),
            key(
                "credibility",
                Kind::Number(SHARE),
                "Share of the receiver's doubt that terms will be kept which his word takes away.",
                "credibility = \"80 %\""
            )
            .or(0.5),
            key(
                "asks",
                Kind::Number(SHARE),
                "How much must be given up for what he brings: 0 an armistice on what is held, 1 surrender.",
                "asks = 1"
            )
            .or(0.0),
        ]
    ),
};

static POSTURE: TableSpec = TableSpec {
    name: "posture",
    header: "[posture.ID]",
    doc: "Tunes the decision on posture that the coalition of this id has.",
    keys: &[key(
        "historical",
        Kind::Rows("course"),
        "Which posture the source tells from when.",
        "historical = [{ from = \"2400-02-01\", posture = \"offensive\" }]",
    )
    .must()],
};

static COURSE: TableSpec = TableSpec {
    name: "course",
    header: "historical = [{ … }]",
    doc: "A posture from a date on.",
    keys: &[
        key("from", Kind::Moment, "From when.", "from = \"2400-02-01\"").must(),
        key("posture", POSTURES, "Which.", "posture = \"offensive\"").must(),
    ],
};

static BELIEF: TableSpec = TableSpec {
    name: "belief",
    header: "[[belief]]",
    doc: "An estimate that differs from the truth at the start.",
    keys: &[
        key("by", Kind::Id(Ref::Faction), "Who believes.", "by = \"kelmar\"").must(),
        key("about", Kind::Id(Ref::Faction), "Of whom.", "about = \"tessaly\"").must(),
        key(
            "resolve",
            Kind::Number(Num::new(Level(Scale::Resolve), 0.0, 1.0, "")),
            "The resolve believed.",
            "resolve = \"low\"",
        ),
        key(
            "strength",
            Kind::Number(Num::new(Factor, 0.001, 1000.0, "")),
            "The strength believed, as a factor on the truth.",
            "strength = \"80 %\"",
        ),
        key("lasting", Kind::Bool, "A lasting bias rather than an error that fades.", "lasting = true")
            .or_bool(false),
    ],
};

static GRIEVANCE: TableSpec = TableSpec {
    name: "grievance",
    header: "[[grievance]]",
    doc: "A grievance from before the war, which lasts through it. It makes those of the people who serve that faction's \
          side readier to go over to another.",
    keys: &[
        key("people", Kind::Id(Ref::People), "Who bears it.", "people = \"tessali\"").must(),
        key("against", Kind::Id(Ref::Faction), "Against whom.", "against = \"kelmar\"").must(),
        key(
            "level",
            Kind::Number(Num::new(Factor, 0.0, 20.0, "")),
            "How much: 1 is smouldering, 3 what a massacre leaves.",
            "level = 1.5",
        )
        .must(),
    ],
};

static FACT: TableSpec = TableSpec {
    name: "fact",
    header: "[[fact]]",
    doc: "One entry of the fact ledger: what the source says, and how it shows in a finished war.",
    keys: &[
        key("id", Kind::Text, "Its id.", "id = \"surrender\"").must(),
        key("line", Kind::Whole(1, 10_000_000), "Line of the source.", "line = 44"),
        key("says", Kind::Text, "The fact in your words.", "says = \"Tessaly asked for terms.\"").must(),
        key(
            "expect",
            Kind::Condition,
            "How it shows when the war is over; leave it out where nothing shows it.",
            "expect = 'ending.kind == \"treaty\"'",
        ),
        key(
            "record",
            Kind::Table("record"),
            "What the record of the war says by declaration; beside `expect`, both must hold.",
            "record = { part-of = \"The long rivalry\" }",
        ),
    ],
};

/// What any value can carry when it is written as a table.
pub(crate) static CLAIM: TableSpec = TableSpec {
    name: "claim",
    header: "KEY = { value = … }",
    doc: "Any single value can be written as a table that says where it comes from.",
    keys: &[
        key("value", Kind::Text, "The value itself.", "resolve = { value = \"firm\" }").must(),
        key(
            "source",
            Kind::Texts,
            "Ids of works cited.",
            "resolve = { value = \"firm\", source = \"annals\" }",
        ),
        key(
            "note",
            Kind::Text,
            "A remark for readers.",
            "resolve = { value = \"firm\", note = \"the bread riots came later\" }",
        ),
        key(
            "assumed",
            Kind::Bool,
            "It is an assumption of the author.",
            "resolve = { value = \"firm\", assumed = true }",
        ),
    ],
};

/// All tables in the order of the reference.
static SAGA: TableSpec = TableSpec {
    name: "saga",
    header: "[saga]",
    doc: "Makes a saga of the scenario: when a war ends play goes on, in peace and in the wars that follow, to its last \
          day. Economies grow, fleets are kept up, tension between states rises and falls, incidents happen, rulers are \
          overthrown, alliances are made; whether any of it leads to war is decided by those who rule.",
    keys: &[key(
        "at-war",
        Kind::Ids(Ref::Faction),
        "Who is at war as it opens.",
        "at-war = [\"kelmar\", \"tessaly\"]",
    )
    .or_words("nobody")],
};

static TENSION: TableSpec = TableSpec {
    name: "tension",
    header: "[[tension]]",
    doc: "How far two states of a saga stand on edge of old: it is so at the start, and comes back to it.",
    keys: &[
        key("between", Kind::Ids(Ref::Faction), "Which two.", "between = [\"kelmar\", \"tessaly\"]").must(),
        key(
            "level",
            Kind::Number(Num::new(Share, 0.01, 0.99, "")),
            "How far: 0 at ease, 1 wholly.",
            "level = 0.6",
        )
        .must(),
    ],
};

static SERIES: TableSpec = TableSpec {
    name: "series",
    header: "[series.ID]",
    doc: "Wars of a saga between the same two sides, as records count and name them.",
    keys: named!(
        "series",
        "River War",
        [
            key(
                "between",
                Kind::Ids(Ref::Coalition),
                "The sides: coalitions, or factions that stand alone.",
                "between = [\"league\", \"tessaly\"]"
            )
            .must(),
            key(
                "wars",
                Kind::Rows("war"),
                "Those of them that have an id, in the order in which they come.",
                "wars = [{ id = \"first-river-war\" }]"
            ),
        ]
    ),
};

static WAR: TableSpec = TableSpec {
    name: "war",
    header: "wars = [{ … }]",
    doc: "A war of a series, should it come: conditions read it as `war.ID`.",
    keys: named!(
        "war",
        "First River War",
        [key("id", Kind::Text, "Its id.", "id = \"first-river-war\"").must()]
    ),
};

static HISTORY: TableSpec = TableSpec {
    name: "history",
    header: "[[history]]",
    doc: "What the source tells of a decision that is there without being written, such as `kelmar.incident` or \
          `league.tessaly.join`: the policy `historical` follows it.",
    keys: &[
        key("decision", Kind::Id(Ref::Decision), "Which decision.", "decision = \"league.answer-terms\"")
            .must(),
        key(
            "option",
            Kind::Text,
            "What was decided; `doctrine` where the source tells nothing from then on.",
            "option = \"accept\"",
        )
        .must(),
        key("from", Kind::Moment, "From when.", "from = \"2400-02-01\"").or_words("the start"),
    ],
};

pub(crate) static TABLES: &[&TableSpec] = &[
    &TOP,
    &CHAIN,
    &FACTION,
    &COALITION,
    &MEMBER,
    &PLACE,
    &LANE,
    &WORKS_TABLE,
    &CLASS,
    &ACTION,
    &WEAPON,
    &FORCE,
    &UNIT,
    &PERSON,
    &PEOPLE,
    &EVENT,
    &DECISION,
    &OPTION,
    &REBELLION,
    &SABOTAGE,
    &ENVOY,
    &POSTURE,
    &COURSE,
    &BELIEF,
    &GRIEVANCE,
    &FACT,
    &RECORD,
    &MEASURE,
    &SAGA,
    &TENSION,
    &SERIES,
    &WAR,
    &HISTORY,
    &LINK,
    &TURN,
    &TURN_COURSE,
    &REMOVAL,
    &COMPARISON,
    &VARIANT,
    &CONTINUITY,
    &SOURCE,
    &CLAIM,
    &CALENDAR,
    &MONTH,
];
