//! Conditions and expressions: CEL text, checked and lowered to the engine's small programs.
//!
//! CEL is parsed by the `cel` crate; what may be read, of which type it is and between which bounds it lies is
//! ours, so that a mistake is found when the scenario is loaded, and not on day 200 of a replication.

mod lower;
mod parse;
mod variable;

use crate::diagnostic::{Finding, Findings};
use crate::ids::Ids;
use crate::source::Mark;
pub(crate) use parse::TextMap;
use polemos_war::condition::{Condition, ValueType};
use polemos_war::ids::{DecisionId, FactionId, NumberId};
pub(crate) use variable::documented;

/// Where a condition stands; that decides what it may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// `when` of an event: any truth, no beliefs.
    Event,
    /// `when` of a decision: truths, and the beliefs of the one who decides.
    Decision,
    /// `appeal` of an option: beliefs, traits and parameters only.
    Appeal,
    /// `expect` of a fact: truths, and how the war ended.
    Fact,
}

/// What a text must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// True or false.
    Truth,
    /// A number.
    Number,
    /// Either: true and false count as 1 and 0.
    Figure,
}

/// The one who decides: where `believed` and `self` are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holder {
    /// Whose beliefs.
    pub(crate) faction: FactionId,
    /// Boldness, skill, loyalty and ruthlessness of the person, where there is one.
    pub(crate) traits: Option<[NumberId; 4]>,
    /// The decision, where its staff projects an attack for it.
    pub(crate) projected: Option<DecisionId>,
}

/// What is known when a condition is compiled.
pub(crate) struct Context<'a> {
    pub(crate) ids: &'a Ids,
    /// Ids of the options of each decision, by row.
    pub(crate) options: &'a [Vec<String>],
    /// Finds a number by its parameter path.
    pub(crate) number: &'a dyn Fn(&str) -> Option<NumberId>,
    /// All parameter paths.
    pub(crate) paths: &'a dyn Fn() -> Vec<String>,
    /// Days from the start of the war to a date, or what is wrong with its text.
    pub(crate) date: &'a dyn Fn(&str) -> Result<f64, String>,
    /// The last day of the war.
    pub(crate) limit_days: f64,
    pub(crate) scope: Scope,
    pub(crate) holder: Option<Holder>,
}

/// Compiles one condition (`want` is [`Want::Truth`]) or numeric expression. What is wrong with it goes to
/// `findings`; what can never or must always hold is a warning there.
pub(crate) fn compile(
    text: &str,
    map: &TextMap,
    want: Want,
    context: &Context<'_>,
    findings: &mut Findings,
) -> Option<Condition> {
    let mut own = Findings::default();
    let condition = compile_alone(text, map, want, context, &mut own);
    findings.absorb(own, map.escapes());
    condition
}

fn compile_alone(
    text: &str,
    map: &TextMap,
    want: Want,
    context: &Context<'_>,
    findings: &mut Findings,
) -> Option<Condition> {
    let parsed = match parse::parse(text) {
        Ok(parsed) => parsed,
        Err(faults) => {
            for fault in faults {
                findings.add(
                    Finding::error("condition-syntax", map.mark(fault.range), fault.message)
                        .help(fault.repair),
                );
            }
            return None;
        }
    };
    let lowered = lower::lower(&parsed, map, context, findings);
    let (code, value) = lowered.filter(|_| findings.errors() == 0)?;
    let want = match want {
        Want::Truth => ValueType::Bool,
        Want::Figure if value.kind == lower::Type::Bool => ValueType::Bool,
        Want::Number | Want::Figure => ValueType::Number,
    };
    check_result(text, map, want, &value, findings);
    if value.depth > polemos_war::condition::MAX_STACK || code.len() > lower::MOST_CODE {
        let finding =
            Finding::error("condition-too-deep", map.whole(), "this condition is nested too deeply");
        findings.add(finding.help("split it into several events, or use fewer brackets"));
    }
    (findings.errors() == 0).then(|| Condition::new(text.to_owned(), code, want))
}

fn check_result(text: &str, map: &TextMap, want: ValueType, value: &lower::Typed, findings: &mut Findings) {
    use lower::Type;
    let whole = map.whole();
    match (want, &value.kind) {
        (ValueType::Bool, Type::Bool) => constant(text, whole, value, findings),
        (ValueType::Number, Type::Number) => {}
        (ValueType::Bool, other) => findings.add(
            Finding::error(
                "not-a-condition",
                whole,
                format!("a condition must be true or false; this is {other}"),
            )
            .label("not true or false")
            .help("compare it with something, for example `… < 0.4` or `… == \"id\"`"),
        ),
        (ValueType::Number, other) => findings.add(
            Finding::error("not-a-number", whole, format!("this must come to a number; it is {other}"))
                .label("not a number")
                .help("write `condition ? 1.0 : 0.0` to turn true and false into numbers"),
        ),
    }
}

fn constant(text: &str, whole: Mark, value: &lower::Typed, findings: &mut Findings) {
    if value.high == 0.0 {
        let finding = Finding::warning("never-holds", whole, format!("`{}` can never hold", short(text)));
        findings.add(finding.label("always false").help("check the values it compares, and their bounds"));
    } else if value.low == 1.0 {
        let finding = Finding::warning("always-holds", whole, format!("`{}` always holds", short(text)));
        findings.add(finding.label("always true").help("leave it out, or check the values it compares"));
    }
}

fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= 60 {
        text
    } else {
        format!("{}…", text.chars().take(59).collect::<String>())
    }
}

#[cfg(test)]
mod tests;
