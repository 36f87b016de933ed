//! `polemos map WAR`: draw it.

use crate::args::MapArgs;
use crate::changes;
use crate::map::{Picture, svg, terminal};
use crate::{Done, commands, files, output};
use polemos::war::{FactionId, PlaceId, War};
use std::process::ExitCode;

/// Draws the map, and the picture if asked.
pub fn run(args: &MapArgs) -> Done {
    let prepared = changes::prepare(&args.war)?;
    let war = &prepared.war;
    let (owners, moment) = if args.at_end {
        let played = commands::run::play(&prepared, args.war.seed, 0, true)?;
        let dates = polemos::almanac::dates::Dates::new(war);
        (
            at_end(war, &played.summary.owners),
            format!("{}, seed {}", dates.full(played.summary.ending.day), args.war.seed),
        )
    } else {
        let owners = war.places.iter().map(|place| place.owner).collect();
        (owners, polemos::almanac::dates::Dates::new(war).full(0.0))
    };
    let picture = Picture::new(war, owners, moment);
    if let Some(path) = &args.svg {
        files::write_whole(path, svg::draw(&picture).as_bytes(), false)?;
    }
    output::print(&terminal::draw(&picture))?;
    Ok(ExitCode::SUCCESS)
}

fn at_end(war: &War, rows: &[u16]) -> Vec<Option<FactionId>> {
    let owner = |id: PlaceId| {
        rows.get(id.0 as usize).filter(|row| **row != u16::MAX).map(|row| FactionId(u32::from(*row)))
    };
    war.places.ids().map(owner).collect()
}
