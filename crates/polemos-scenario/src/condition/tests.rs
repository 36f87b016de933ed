use super::*;
use crate::ids::Ref;
use crate::source::SourceFile;
use polemos_war::condition::{Facts, Variable};

/// A world in which place `a-b` belongs to faction `x`, whose resolve is 0.3, on day 40.
struct World;

impl Facts for World {
    fn read(&self, variable: Variable) -> f64 {
        match variable {
            Variable::Day => 40.0,
            Variable::PlaceOwner(_) => 0.0,
            Variable::FactionResolve(_) => 0.3,
            Variable::DecisionChosen(_) => 1.0,
            Variable::BelievedOdds(_) => 0.75,
            Variable::Param(_) => 0.5,
            Variable::EndingKind => 0.0,
            _ => 1.0,
        }
    }
}

fn ids() -> Ids {
    let mut ids = Ids::default();
    for (kind, id) in [
        (Ref::Faction, "x"),
        (Ref::Faction, "y"),
        (Ref::Coalition, "pact"),
        (Ref::Place, "a-b"),
        (Ref::Place, "c"),
        (Ref::Decision, "press-on"),
        (Ref::Event, "e"),
    ] {
        ids.add(kind, id, Mark::default());
    }
    ids
}

fn run(text: &str, scope: Scope, want: Want) -> Result<f64, Vec<(&'static str, String, String)>> {
    let ids = ids();
    let file = format!("when = '{text}'");
    let map = TextMap::new(&file, Mark::new(0, 7..file.len()), text);
    let context = Context {
        ids: &ids,
        options: &[vec!["hold".to_owned(), "press-on".to_owned()]],
        number: &|path| (path == "rules.supply.scale").then_some(NumberId(0)),
        paths: &|| vec!["rules.supply.scale".to_owned()],
        date: &|text| if text == "2375-12-01" { Ok(59.0) } else { Err("no date".to_owned()) },
        limit_days: 400.0,
        scope,
        holder: matches!(scope, Scope::Decision | Scope::Appeal).then_some(Holder {
            faction: FactionId(0),
            traits: Some([NumberId(1); 4]),
            projected: None,
        }),
    };
    let mut findings = Findings::default();
    let condition = compile(text, &map, want, &context, &mut findings);
    let list = findings.finish(&[SourceFile::new("a", file.clone())]);
    match condition {
        Some(condition) if list.is_empty() => Ok(condition.value(&World)),
        _ => Err(list.into_iter().map(|d| (d.code, file[d.span].to_owned(), d.message)).collect()),
    }
}

fn holds(text: &str) -> f64 {
    run(text, Scope::Decision, Want::Truth).unwrap_or_else(|errors| panic!("{text}: {errors:?}"))
}

fn errors(text: &str, scope: Scope) -> Vec<(&'static str, String)> {
    let want = if scope == Scope::Appeal { Want::Number } else { Want::Truth };
    run(text, scope, want).err().unwrap_or_default().into_iter().map(|(code, text, _)| (code, text)).collect()
}

#[test]
fn conditions_mean_what_they_say() {
    for (text, value) in [
        ("place[\"a-b\"].owner == \"x\"", 1.0),
        ("place.a_b.owner == \"y\"", 0.0),
        ("\"x\" == place.a_b.owner && faction.x.resolve < 0.4", 1.0),
        ("faction.x.resolve > 0.4 || decision.press_on.chosen == \"press-on\"", 1.0),
        ("!(faction.x.resolve > 0.4)", 1.0),
        ("date > date(\"2375-12-01\")", 0.0),
        ("date + 30.0 > date(\"2375-12-01\")", 1.0),
        ("date(\"2375-12-01\") - date == 19.0", 1.0),
        ("day >= 40", 1.0),
        ("place.a_b.owner in [\"y\", \"x\"]", 1.0),
        ("place.a_b.owner in [\"y\"] ", 0.0),
        ("place.c.owner != \"none\"", 1.0),
        ("(day > 50 ? 1 : 2) == 2", 1.0),
        ("(day < 50 ? 1 : 2) + 1 == 2", 1.0),
        ("min(day, 10, 20) == 10", 1.0),
        ("max(1, day) - 2 * 3 == 34", 1.0),
        ("-day < 0 - 39", 1.0),
        ("param[\"rules.supply.scale\"] / 2 == 0.25", 1.0),
        ("event.e.happened && event.e.days < 5", 1.0),
        ("believed.odds > 0.5 && believed.y.strength < 3", 1.0),
        ("day > 100 && day < 200 || day == 40", 1.0),
        ("battles_at.c-battles_at.a_b == 0", 1.0),
        ("battles_at.c-day < 0", 1.0),
        ("false || day > 1 && true", 1.0),
    ] {
        assert_eq!(holds(text), value, "{text}");
    }
    let appeal = run("believed.odds - 0.4 + 0.3 * self.boldness", Scope::Appeal, Want::Number);
    assert!((appeal.unwrap() - 0.5).abs() < 1e-12);
    assert_eq!(run("ending.kind == \"surrender\"", Scope::Fact, Want::Truth), Ok(1.0));
}

#[test]
fn each_mistake_is_found_where_it_stands() {
    use Scope::*;
    for (text, scope, code, place) in [
        ("place.a_c.owner == \"x\"", Event, "unknown-place", "a_c"),
        ("place.a_b.ownr == \"x\"", Event, "unknown-variable", "ownr"),
        ("place.a_b == \"x\"", Event, "unknown-variable", "place.a_b"),
        ("plaec.a_b.owner == \"x\"", Event, "unknown-variable", "plaec"),
        ("place.a_b.owner == \"z\"", Event, "unknown-faction", "\"z\""),
        (
            "place.a_b.owner == place.a_b.contested",
            Event,
            "condition-type",
            "place.a_b.owner == place.a_b.contested",
        ),
        ("faction.x.resolve", Event, "not-a-condition", "'faction.x.resolve'"),
        ("faction.x.resolve && day > 3", Event, "condition-type", "faction.x.resolve"),
        ("faction.x.resolve == \"0.4\"", Event, "condition-type", "\"0.4\""),
        ("day = 3", Event, "condition-syntax", "="),
        ("day > 3 and day < 5", Event, "condition-syntax", "and"),
        ("day > ", Event, "condition-syntax", " "),
        ("believed.odds > 0.5", Event, "no-believer", "believed.odds"),
        ("self.boldness > 0.5", Event, "no-believer", "self.boldness"),
        ("faction.x.resolve", Appeal, "appeal-reads-truth", "faction.x.resolve"),
        ("day", Appeal, "appeal-reads-truth", "day"),
        ("self.boldnes", Appeal, "unknown-variable", "boldnes"),
        ("ending.kind == \"treaty\"", Event, "reads-ending", "ending.kind"),
        ("ending.kind == \"victory\"", Fact, "unknown-ending", "\"victory\""),
        ("decision.press_on.chosen == \"run\"", Event, "unknown-option", "\"run\""),
        ("date > \"2375-12-01\"", Event, "condition-type", "\"2375-12-01\""),
        ("date > date(\"soon\")", Event, "bad-date", "\"soon\""),
        ("param[\"rules.suply.scale\"] > 3", Event, "unknown-parameter", "\"rules.suply.scale\""),
        ("mean(day, 3) > 2", Event, "unknown-function", "mean(day, 3)"),
        ("has(day.x)", Event, "condition-unsupported", "has(day.x)"),
        ("[1, 2] == 3", Event, "condition-unsupported", "[1, 2]"),
        ("faction.x.resolve > 1.5", Event, "never-holds", "'faction.x.resolve > 1.5'"),
        ("place.a_b.owner != place.a_b.owner", Event, "never-holds", "'place.a_b.owner != place.a_b.owner'"),
        ("day > 500", Event, "never-holds", "'day > 500'"),
        ("day >= 0", Event, "always-holds", "'day >= 0'"),
        ("1 > 2", Event, "never-holds", "'1 > 2'"),
        ("place.a-b.owner == \"x\"", Event, "hyphen-after-dot", "a-b"),
        ("battles_at.a-b > 1", Event, "hyphen-after-dot", "a-b"),
        ("place.aa-b.owner == \"x\" && day > 3", Event, "unknown-place", "aa-b"),
        ("3 > 1 - battles_at.a-b", Event, "hyphen-after-dot", "a-b"),
        ("place[\"a-bb\"].owner == \"x\"", Event, "unknown-place", "\"a-bb\""),
    ] {
        let found = errors(text, scope);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let (found_code, found_place) = &found[0];
        assert_eq!(*found_code, code, "{text}");
        if !matches!(code, "condition-unsupported") {
            assert_eq!(found_place, place, "{text}");
        }
    }
}

#[test]
fn two_mistakes_in_one_condition_are_two_errors() {
    assert_eq!(errors("place.q.owner == \"x\" && faction.z.resolve < 0.4", Scope::Event).len(), 2);
}

#[test]
fn depth_and_length_are_bounded() {
    for text in [
        format!("{}day > 1{}", "(".repeat(500), ")".repeat(500)),
        format!("{}true", "!".repeat(300)),
        format!("day {}> 1", "+ 1 ".repeat(900)),
        format!("day > {}1{}", "min(1, ".repeat(20), ")".repeat(20)),
        format!("day > {}1{}", "min(day, 1 + ".repeat(24), ")".repeat(24)),
        "a".repeat(10_000),
        format!("day in [{}]", "1,".repeat(1500)),
        format!("true {}", "&& true ".repeat(480)),
    ] {
        // Whatever comes of it, it comes quickly and without panic.
        let _ = run(&text, Scope::Event, Want::Truth);
    }
}

#[test]
fn damaged_programs_never_reach_the_engine() {
    let text = format!("day > {}", (0..40).map(|_| "(day + ").collect::<String>() + "1" + &")".repeat(40));
    assert!(run(&text, Scope::Event, Want::Truth).is_err());
}
