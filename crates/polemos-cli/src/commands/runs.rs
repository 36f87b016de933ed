//! `polemos runs`: what is saved, and one of it.

use crate::args::{Format, RunsArgs};
use crate::failure::Failure;
use crate::subject;
use crate::{Done, output, stop};
use polemos::SavedRun;
use polemos::almanac::text::{Line, Style, WIDTH, clip, columns, hang, plain};
use polemos::saved::ENGINE;
use polemos_store::{Head, Kind, Store};
use serde_json::json;
use std::process::ExitCode;

/// Lists, reads, checks or removes.
pub fn run(args: &RunsArgs) -> Done {
    stop::listen();
    if args.rebuild {
        let store = subject::open(&args.store)?;
        let folder = store.folder().to_owned();
        drop(store);
        let count = Store::rebuild(&folder).map_err(|error| subject::failed(&error))?;
        output::print_text(&format!("The catalogue was made again from {count} files.\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    match &args.run {
        Some(name) if args.remove => remove(name, args),
        Some(name) if args.verify => verify(std::slice::from_ref(name), args),
        Some(name) => read(name, args),
        None if args.verify => {
            let runs = heads(args)?.into_iter().filter(|it| it.kind == Kind::Run);
            verify(&runs.map(|it| it.name).collect::<Vec<_>>(), args)
        }
        None => list(args),
    }
}

fn heads(args: &RunsArgs) -> Result<Vec<Head>, Failure> {
    let Some(store) = subject::existing(&args.store)? else { return Ok(Vec::new()) };
    for error in store.unreadable() {
        output::remark(&format!("note: {error}"));
    }
    store.list(None).map_err(|error| subject::failed(&error))
}

fn list(args: &RunsArgs) -> Done {
    let heads = heads(args)?;
    if args.format == Format::Json {
        output::print_json(&heads)?;
        return Ok(ExitCode::SUCCESS);
    }
    if heads.is_empty() {
        output::print_text("Nothing is saved. Save a run with: polemos run WAR --save\n")?;
        return Ok(ExitCode::SUCCESS);
    }
    let wide = heads.iter().map(|it| columns(&it.name)).max().unwrap_or(0).min(30);
    let mut lines = Vec::new();
    for head in &heads {
        let mut gutter = Line::of(Style::Strong, clip(&head.name, wide));
        gutter.pad_to(wide + 2);
        lines.extend(hang(gutter, &plain(&about(head)), WIDTH));
    }
    output::print(&lines)?;
    Ok(ExitCode::SUCCESS)
}

/// A saved thing in a sentence or two.
fn about(head: &Head) -> String {
    let from = match (&head.parent, &head.at) {
        (Some(parent), Some(at)) => format!(", forked from {parent} on {at}"),
        _ => String::new(),
    };
    let changes =
        if head.changes.is_empty() { String::new() } else { format!(" with {}", head.changes.join(" ")) };
    let what = match head.kind {
        Kind::Run => format!("{}, seed {}{from}{changes}: {}", head.war, head.seed, head.result),
        Kind::Projection => format!("projection of {}{changes}, {}", head.war, head.result),
    };
    if head.engine == ENGINE {
        what
    } else {
        format!("{what} (by engine {}: to be read, not continued)", head.engine)
    }
}

fn read(name: &str, args: &RunsArgs) -> Done {
    if let Some(store) = subject::existing(&args.store)?
        && store.has(name)
    {
        let (head, body) = store.load(name).map_err(|error| subject::failed(&error))?;
        if head.kind == Kind::Projection {
            return projection(&body);
        }
    }
    let Some((head, saved)) = subject::saved_run(name, &args.store)? else {
        return Err(unknown(name, args)?);
    };
    match args.format {
        Format::Json => output::print_json(&json!({
            "name": name, "engine": saved.engine, "parent": head.parent, "at": head.at, "changes": head.changes,
            "account": saved.account, "records": saved.records,
        }))?,
        Format::Text => output::print_text(&saved.page)?,
    }
    if saved.engine != ENGINE {
        output::remark(&format!("note: {}", polemos::ResumeError::Engine(saved.engine)));
    }
    Ok(ExitCode::SUCCESS)
}

/// A projection is kept as the page and the report that were printed.
fn projection(body: &[u8]) -> Done {
    let kept: serde_json::Value = serde_json::from_slice(body)?;
    output::print_text(kept["page"].as_str().unwrap_or_default())?;
    Ok(ExitCode::SUCCESS)
}

fn unknown(name: &str, args: &RunsArgs) -> Result<Failure, Failure> {
    let names: Vec<String> = heads(args)?.into_iter().map(|it| it.name).collect();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let repair = match polemos::scenario::nearest(name, &known) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => "polemos runs lists what is saved.".to_owned(),
    };
    Ok(Failure::usage(format!("Nothing is saved as `{name}`."), repair))
}

fn verify(names: &[String], args: &RunsArgs) -> Done {
    let mut failed = 0;
    for name in names {
        let Some((_, saved)) = subject::saved_run(name, &args.store)? else {
            return Err(unknown(name, args)?);
        };
        let text = match told(&saved) {
            Ok(text) => text,
            Err(text) => {
                failed += 1;
                text
            }
        };
        output::print_text(&format!("{name}: {text}\n"))?;
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(crate::failure::BAD_SCENARIO) })
}

/// Whether a run comes out as it was saved; that another engine played it is no fault of the file.
fn told(saved: &SavedRun) -> Result<String, String> {
    match saved.verify() {
        Ok(()) => {
            Ok(format!("the same, to the last bit ({})", saved.digest.chars().take(8).collect::<String>()))
        }
        Err(error @ polemos::ResumeError::Engine(_)) => Ok(format!("whole; {error}")),
        Err(error) => Err(error.to_string()),
    }
}

fn remove(name: &str, args: &RunsArgs) -> Done {
    let Some(store) = subject::existing(&args.store)? else { return Err(unknown(name, args)?) };
    store.remove(name).map_err(|error| subject::failed(&error))?;
    output::print_text(&format!("{name} was removed.\n"))?;
    Ok(ExitCode::SUCCESS)
}
