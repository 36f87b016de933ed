//! `polemos new NAME`: a small scenario to begin with.

use crate::args::NewArgs;
use crate::failure::Failure;
use crate::{Done, files, output};
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes the scenario, never over another file.
pub fn run(args: &NewArgs) -> Done {
    let name = args.name.strip_suffix(".toml").unwrap_or(&args.name);
    if !is_kebab(name) {
        let repair = format!("Write it in small letters, digits and hyphens: {}.", kebab(name));
        return Err(Failure::usage(format!("`{name}` cannot be the name of a war."), repair));
    }
    let path = PathBuf::from(format!("{name}.toml"));
    if path.exists() {
        let message = format!("{} is there already.", path.display());
        return Err(Failure::usage(message, "Take another name, or move the file away first."));
    }
    files::write_whole(&path, polemos::scenario::scaffold(name).as_bytes(), true)?;
    let file = path.display();
    output::print_text(&format!(
        "{file} is written, a war that can be played as it is.\n\n\
         Next:  polemos run {file}\n       polemos check {file} --explain\n"
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn is_kebab(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    name.len() <= 100 && name.split('-').all(|part| !part.is_empty() && part.chars().all(letter))
}

/// The nearest name that would do.
fn kebab(name: &str) -> String {
    let letters: String =
        name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = letters.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "my-war".into() } else { parts.join("-").chars().take(100).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_proposed_is_always_accepted() {
        for name in ["My War!", "", "a--b", "ÄÖ", "../../etc", "x"] {
            assert!(is_kebab(&kebab(name)), "{name} became {}", kebab(name));
        }
        assert!(!is_kebab("My War") && !is_kebab("-a") && !is_kebab(""));
    }
}
