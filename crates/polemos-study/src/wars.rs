//! The wars of a saga over many runs: how often each was fought, how it ended and how long it lasted. Runs of a saga
//! mostly end on its last day, so that this, and not their ending, says what came of it.

use crate::report::{Share, Spread, ending_label};
use polemos_chronicle::{RunSummary, WarSummary};
use polemos_war::saga::Saga;
use polemos_war::{CoalitionId, EndingKind, EpisodeId, Id, SeriesId, War};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A war of a saga that has an id, or those of one sort that have none.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WarShare {
    /// Its id; null for those that have none.
    pub id: Option<String>,
    /// Id of the series that it is of; null for a war outside all of them.
    pub series: Option<String>,
    /// Its name, or which these are.
    pub name: String,
    /// Share of the runs in which it was fought, or any of these.
    pub fought: Share,
    /// How it ended, as shares of the times that it was fought, the commonest first.
    pub endings: Vec<WarEnding>,
    /// Days from the saga's start to its beginning.
    pub began_day: Spread,
    /// Days that it lasted, where it was over before the saga closed.
    pub days: Spread,
}

/// A way in which a war of a saga ended.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WarEnding {
    /// Kind, as of a war's ending; undecided where it went on to the saga's last day.
    pub kind: String,
    /// Id of the coalition that prevailed; null when none did.
    pub victor: Option<String>,
    /// The ending in a few words.
    pub result: String,
    /// How many of these wars ended so.
    pub share: Share,
}

/// Which row a war belongs to, in their order: its series, the last place being that of wars outside all of them; and
/// its place in that, the last being that of wars without an id.
type Row = (usize, usize);

/// The wars of a saga over some runs, in the order of the scenario; none of a war that is over when it ends.
pub fn wars<'a>(war: &War, runs: impl Iterator<Item = &'a RunSummary>) -> Vec<WarShare> {
    let Some(saga) = &war.saga else { return Vec::new() };
    let mut rows: BTreeMap<Row, Vec<(u64, WarSummary)>> = BTreeMap::new();
    for (id, series) in saga.series.pairs() {
        for at in 0..series.episodes.len() {
            rows.entry((id.index(), at)).or_default();
        }
    }
    let mut all = 0;
    for run in runs {
        for it in run.wars() {
            rows.entry(row_of(saga, it)).or_default().push((all, *it));
        }
        all += 1;
    }
    rows.into_iter().map(|(row, found)| share(war, saga, row, &found, all)).collect()
}

fn row_of(saga: &Saga, it: &WarSummary) -> Row {
    let [a, b] = it.sides();
    let Some(series) = saga.series_between(a, b) else { return (usize::MAX, usize::MAX) };
    let at = usize::from(it.ordinal.max(1)) - 1;
    (series.index(), if at < saga.series[series].episodes.len() { at } else { usize::MAX })
}

fn share(war: &War, saga: &Saga, (series, at): Row, found: &[(u64, WarSummary)], runs: u64) -> WarShare {
    let series = saga.series.get(SeriesId(series as u32));
    let episode: Option<EpisodeId> = series.and_then(|it| it.episodes.get(at)).copied();
    let episode = episode.and_then(|id| saga.episodes.get(id));
    let name = match (episode, series) {
        (Some(episode), _) => episode.names.primary.clone(),
        (None, Some(series)) => format!("{}, any further one", series.names.primary),
        (None, None) => "Any other war".to_owned(),
    };
    let mut fought: Vec<u64> = found.iter().map(|(run, _)| *run).collect();
    fought.dedup();
    let over = |it: &&WarSummary| it.kind != EndingKind::Undecided;
    let all = || found.iter().map(|(_, it)| it);
    let lasted: Vec<f64> = all().filter(over).map(|it| f64::from(it.ended - it.began)).collect();
    WarShare {
        id: episode.map(|it| it.id.clone()),
        series: series.map(|it| it.id.clone()),
        name,
        fought: Share::of(fought.len() as u64, runs),
        endings: endings(war, all()),
        began_day: Spread::of(&all().map(|it| f64::from(it.began)).collect::<Vec<_>>()),
        days: Spread::of(&lasted),
    }
}

fn endings<'a>(war: &War, found: impl Iterator<Item = &'a WarSummary>) -> Vec<WarEnding> {
    let mut counts: BTreeMap<(EndingKind, Option<CoalitionId>, Option<CoalitionId>), u64> = BTreeMap::new();
    let mut all = 0;
    for it in found {
        let loser = it.victor().and_then(|victor| it.sides().into_iter().find(|side| *side != victor));
        *counts.entry((it.kind, it.victor(), loser)).or_default() += 1;
        all += 1;
    }
    let id = |side: CoalitionId| war.coalitions.get(side).map(|it| it.id.clone()).unwrap_or_default();
    let ending = |((kind, victor, loser), count)| WarEnding {
        kind: EndingKind::id(kind).to_owned(),
        victor: Option::map(victor, id),
        result: ending_label(war, kind, victor, loser),
        share: Share::of(count, all),
    };
    let mut endings: Vec<WarEnding> = counts.into_iter().map(ending).collect();
    endings.sort_by_key(|it| std::cmp::Reverse(it.share.count));
    endings
}
