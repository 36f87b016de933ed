//! `polemos list`: the wars of the library.

use crate::args::ListArgs;
use crate::library::{self, WARS};
use crate::{Done, output};
use polemos::almanac::text::{Line, Style, TIE, WIDTH, columns, hang, plain};
use std::process::ExitCode;

/// Prints each war's name, title and what it is about.
pub fn run(_: &ListArgs) -> Done {
    let wide = WARS.iter().map(|(name, _)| columns(name)).max().unwrap_or(0) + 3;
    let mut lines = Vec::new();
    for (name, _) in WARS {
        let mut gutter = Line::of(Style::Strong, *name);
        gutter.pad_to(wide);
        let about = match library::find(name)?.checked.war {
            Some(war) => format!("{}. {}", war.names.primary.replace(TIE, " "), war.about.trim()),
            None => "It cannot be played yet: polemos check says why.".to_owned(),
        };
        lines.extend(hang(gutter, &plain(&about), WIDTH));
    }
    output::print(&lines)?;
    Ok(ExitCode::SUCCESS)
}
