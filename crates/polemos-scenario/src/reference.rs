//! The reference part of the documentation, from the definitions.

use crate::condition::documented;
use crate::spec::{Default as SpecDefault, EFFECTS, KeySpec, Kind, Num, TABLES, TableSpec};
use polemos_war::lexicon::Lexicon;
use polemos_war::quantity::{Dimension, Scale};
use polemos_war::rules::Rule;
use std::fmt::Write;

/// Every table and key with what it takes, its default, its meaning and an example; effects; what conditions can
/// read; words; rules. Markdown.
pub fn reference() -> String {
    let mut out = String::new();
    for table in TABLES {
        write_table(&mut out, table);
    }
    write_effects(&mut out);
    write_conditions(&mut out);
    write_words(&mut out);
    write_rules(&mut out);
    out
}

/// Writing to a string cannot fail.
fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
    out.push('\n');
}

fn write_table(out: &mut String, table: &TableSpec) {
    let title = if table.header.is_empty() {
        "The top of the file".to_owned()
    } else {
        format!("`{}`", table.header)
    };
    line(out, format_args!("### {title}\n\n{}\n", table.doc));
    for key in table.keys {
        line(
            out,
            format_args!(
                "- **`{}`** – {}{}. {}  \n  `{}`",
                key.key,
                takes(key.kind),
                default(key),
                key.doc,
                key.example
            ),
        );
    }
    out.push('\n');
}

fn default(key: &KeySpec) -> String {
    match key.default {
        _ if key.required => "; needed".to_owned(),
        SpecDefault::None => String::new(),
        SpecDefault::Number(value) => format!("; when left out {value}"),
        SpecDefault::Bool(flag) => format!("; when left out `{flag}`"),
        SpecDefault::Words(words) => format!("; when left out: {words}"),
    }
}

fn takes(kind: Kind) -> String {
    match kind {
        Kind::Text => "a text".to_owned(),
        Kind::Texts => "a text or a list of texts".to_owned(),
        Kind::Bool => "`true` or `false`".to_owned(),
        Kind::Whole(least, most) if least == most => format!("the number {least}"),
        Kind::Whole(least, most) => format!("a whole number from {least} to {most}"),
        Kind::Pair => "two numbers".to_owned(),
        Kind::Date => "a date".to_owned(),
        Kind::Moment => "a date, or days from the start".to_owned(),
        Kind::Word(words) => choices(words),
        Kind::Words(words) => format!("a list of {}", choices(words)),
        Kind::Id(of) => format!("the id of a {}", of.word()),
        Kind::Ids(of) => format!("ids ({})", of.word()),
        Kind::Choice => "the id of an option".to_owned(),
        Kind::Number(num) => number(&num),
        Kind::Condition => "a condition".to_owned(),
        Kind::Expression => "an expression".to_owned(),
        Kind::Figure => "a condition or an expression".to_owned(),
        Kind::Effects => "a list of effects".to_owned(),
        Kind::Map(of, num) => format!("a table from ids ({}) to {}", of.word(), number(&num)),
        Kind::IdsOrRows(of, _) => format!("a list of ids ({}), or of tables", of.word()),
        Kind::Rows(_) => "a list of tables".to_owned(),
        Kind::Table(_) | Kind::Lexicon => "a table".to_owned(),
        Kind::Keyed(_) => "tables by id".to_owned(),
        Kind::Rules => "numbers by path".to_owned(),
    }
}

fn choices(words: &[&str]) -> String {
    words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", ")
}

fn number(num: &Num) -> String {
    let what = match num.dimension {
        Dimension::Level(_) => "a level",
        Dimension::Count => "a count",
        Dimension::Share => "a share",
        Dimension::Time => "a time",
        Dimension::Rate => "a rate",
        _ => "a number",
    };
    match num.unit {
        "" => what.to_owned(),
        unit => format!("{what} ({unit})"),
    }
}

fn write_effects(out: &mut String) {
    line(
        out,
        format_args!(
            "### Effects\n\nAn event or an option does what its list `effects` says. No effect can say who wins.\n"
        ),
    );
    for effect in EFFECTS {
        line(out, format_args!("- **`{}`** – {}  \n  `{}`", effect.verb, effect.doc, effect.example));
    }
    line(
        out,
        format_args!("\nIn an option, `coalition` may be left out: it is then the one that decides.\n"),
    );
}

fn write_conditions(out: &mut String) {
    line(
        out,
        format_args!(
            "### What a condition can read\n\nIn names after a dot, underscores stand for hyphens: `place.kelmar_prime.owner` and \
             `place[\"kelmar-prime\"].owner` are the same.\n"
        ),
    );
    for (name, doc) in documented() {
        line(out, format_args!("- `{name}` – {doc}"));
    }
    out.push('\n');
}

fn write_words(out: &mut String) {
    let lexicon = Lexicon::standard();
    line(
        out,
        format_args!(
            "### Words for levels\n\nEach stands for a range; where in it a value falls is drawn anew in each replication \
             (the numbers hold 90 % of the draws). A word on a scale around 1 multiplies what is ordinary.\n"
        ),
    );
    for scale in Scale::ALL {
        let words = lexicon.level_words(scale);
        let words: Vec<String> =
            words.iter().map(|(word, band)| format!("{word} {}–{}", band.0, band.1)).collect();
        line(out, format_args!("- **{}**: {}", scale.id(), words.join(", ")));
    }
    out.push('\n');
}

fn write_rules(out: &mut String) {
    line(
        out,
        format_args!(
            "### `[rules]`\n\nParameters of the mechanisms, for every war alike unless it sets them.\n"
        ),
    );
    for rule in Rule::ALL {
        let spec = rule.spec();
        let unit = spec.dimension.base_unit().map(|unit| format!(" {}", unit.name())).unwrap_or_default();
        let written =
            if unit.is_empty() { format!("{}", spec.default) } else { format!("\"{}{unit}\"", spec.default) };
        line(out, format_args!("- **`{}`** – {}  \n  `{} = {written}`", spec.path, spec.doc, spec.path));
    }
}
