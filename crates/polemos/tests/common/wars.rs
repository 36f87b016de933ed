//! Wars to play: the library's, and others from text.

use polemos::{SourceFile, War, check};
use std::sync::Arc;

/// The library's wars, the smallest first.
pub const LIBRARY: [(&str, &str); 5] = [
    ("two-ports", include_str!("../../../../scenarios/two-ports.toml")),
    ("lantern", include_str!("../../../../scenarios/lantern.toml")),
    ("trafalgar", include_str!("../../../../scenarios/trafalgar.toml")),
    ("cardassia", include_str!("../../../../scenarios/cardassia.toml")),
    ("empire-alliance", include_str!("../../../../scenarios/empire-alliance.toml")),
];

/// A war from scenario text.
pub fn war_of(name: &str, text: &str) -> War {
    let checked = check(&[SourceFile::new(format!("{name}.toml"), text)]);
    let errors: Vec<String> = checked.diagnostics.iter().map(|d| format!("{d:?}")).collect();
    checked.war.unwrap_or_else(|| panic!("{name}: {errors:#?}"))
}

/// A war of the library.
pub fn library(name: &str) -> Arc<War> {
    let (_, text) = LIBRARY.iter().find(|(id, _)| *id == name).expect("a war of the library");
    Arc::new(war_of(name, text))
}

/// The same war with a tick of so many days.
pub fn with_tick(war: &War, days: u32) -> Arc<War> {
    let mut war = war.clone();
    war.clock.tick_days = days;
    Arc::new(war)
}

/// The same war by the day and by the week.
pub fn each_tick(war: &War) -> [Arc<War>; 2] {
    [1, 7].map(|days| with_tick(war, days))
}

/// The same war without some of what can be left out.
pub fn without(war: &War, ids: &[&str]) -> Arc<War> {
    let mut war = war.clone();
    for id in ids {
        war.without(id).unwrap_or_else(|error| panic!("{id} cannot be left out: {error:?}"));
    }
    Arc::new(war)
}

/// Text of two sides, `a` and `b`, each with a depot and so many ships at home, and no way between them. No prospect moves
/// their will, so that whatever happens a test has put there. `rules` come first in the text; both factions have `keys`.
pub fn two_apart(rules: &str, keys: &str, ships: [u32; 2]) -> String {
    let [a, b] = ships;
    format!(
        r#"
        {rules}
        rules.resolve.prospect = 0
        [faction.a]
        {keys}
        [faction.b]
        {keys}
        [place.pa]
        owner = "a"
        works = ["depot"]
        [place.pb]
        owner = "b"
        works = ["depot"]
        [force.fa]
        faction = "a"
        units = {{ ships = {a} }}
        [force.fb]
        faction = "b"
        units = {{ ships = {b} }}
    "#
    )
}
