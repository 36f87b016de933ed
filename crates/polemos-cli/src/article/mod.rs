//! What stands in an article beside its words: the map, and strength over time.

mod chart;

use crate::map::{Picture, svg};
use polemos::PlayedSoFar;
use polemos::record::export::html::Figure;
use polemos::record::{Record, RecordKind};
use polemos::war::FactionId;

/// Pictures of a record of a run.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    figures: Vec<Figure>,
}

impl Pictures {
    /// Those that go with a record.
    pub fn of(played: &PlayedSoFar, record: &Record) -> Self {
        if record.kind == RecordKind::Battle {
            return Self { figures: chart::of_battle(played, record).into_iter().collect() };
        }
        let map = map(played);
        Self { figures: [map].into_iter().chain(chart::of_war(played)).collect() }
    }

    /// As HTML takes them.
    pub fn figures(&self) -> Vec<Figure> {
        self.figures.clone()
    }
}

/// The map as things stood in the end.
fn map(played: &PlayedSoFar) -> Figure {
    let war = &played.war;
    let owner = |row: &u16| (*row != u16::MAX).then_some(FactionId(u32::from(*row)));
    let owners = match played.summary.owners.is_empty() {
        true => war.places.iter().map(|place| place.owner).collect(),
        false => played.summary.owners.iter().map(owner).collect(),
    };
    let date = polemos::almanac::dates::Dates::new(war).full(played.summary.ending.day);
    let date = date.replace(polemos::almanac::text::TIE, " ");
    let picture = Picture::new(war, owners, date.clone());
    let held = picture.places().map(|place| {
        let name = war.places.get(place).map(|it| it.names.the_short()).unwrap_or_default();
        let holder = picture.owner(place).and_then(|id| war.factions.get(id));
        let holder = holder.map_or_else(|| "no one".to_owned(), |it| it.names.short().to_owned());
        vec![polemos::war::names::capitalised(&name), holder]
    });
    Figure {
        svg: svg::draw(&picture),
        caption: format!("Who held what on {date}."),
        columns: vec!["Place".to_owned(), "Held by".to_owned()],
        rows: held.collect(),
    }
}
