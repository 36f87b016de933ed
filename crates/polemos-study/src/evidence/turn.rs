//! Turning points: of the runs that came to one, how many took each course. A run took the first course that holds of
//! it, so that courses exclude each other and their shares add up to all.

use super::Seen;
use super::design::Weight;
use crate::report::{Share, Spread};
use polemos_war::ConditionId;
use polemos_war::evidence::TurningPoint;
use schemars::JsonSchema;
use serde::Serialize;

/// What some runs did at a turning point.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TurnShares {
    /// Runs that came to it, of all.
    pub came: Share,
    /// The share of those that took each course, in the order of the turn's courses.
    pub courses: Vec<Share>,
    /// Which course more of them took than any other, counted from 0; null where none came, or two are as common.
    pub commonest: Option<usize>,
}

/// A turning point over the designs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TurnDesigns {
    /// Id of the turn.
    pub id: String,
    /// What it is about.
    pub says: String,
    /// The source's course.
    pub course: String,
    /// Its share of the runs that came to the turn, with no number varied.
    pub base: Share,
    /// Designs in which some run came to the turn.
    pub came: Share,
    /// Designs in which more of these runs took it than any other course; none did where no run came.
    pub same: Share,
    /// Its share over the designs in which some run came to the turn.
    pub share: Spread,
    /// The numbers that matter most for that share, the first most.
    pub weights: Vec<Weight>,
}

/// Every condition that turning points read of finished runs, sorted.
pub fn conditions(turns: &[TurningPoint]) -> Vec<ConditionId> {
    let mut all: Vec<ConditionId> = turns
        .iter()
        .flat_map(|turn| turn.given.into_iter().chain(turn.courses.iter().map(|it| it.when)))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl TurnShares {
    /// The shares among some runs, which were asked for `conditions`, sorted.
    pub fn of<'a>(
        turn: &TurningPoint,
        conditions: &[ConditionId],
        runs: impl Iterator<Item = &'a Seen>,
    ) -> Self {
        let column = |id: ConditionId| conditions.binary_search(&id).ok();
        let given = turn.given.map(column);
        let courses: Vec<Option<usize>> = turn.courses.iter().map(|it| column(it.when)).collect();
        Self::counted(
            courses.len(),
            runs.map(|run| {
                // What was never taken is not a number, and holds no more than what is 0.
                let holds =
                    |at: Option<usize>| at.and_then(|at| run.values.get(at)).is_some_and(|it| *it > 0.0);
                let first = || courses.iter().position(|at| holds(*at)).unwrap_or(courses.len());
                given.is_none_or(holds).then(first)
            }),
        )
    }

    /// What some runs did at each of some turning points.
    pub fn all(turns: &[TurningPoint], conditions: &[ConditionId], runs: &[Seen]) -> Vec<Self> {
        turns.iter().map(|turn| Self::of(turn, conditions, runs.iter())).collect()
    }

    /// The shares of so many courses and of what is left beside them; a run that did not come to the turn took none.
    fn counted(courses: usize, taken: impl Iterator<Item = Option<usize>>) -> Self {
        let mut counts = vec![0_u64; courses + 1];
        let mut runs = 0;
        for course in taken {
            runs += 1;
            course.into_iter().for_each(|course| counts[course] += 1);
        }
        let came = counts.iter().sum();
        let most = counts.iter().copied().max().unwrap_or_default();
        let alone = came > 0 && counts.iter().filter(|count| **count == most).count() == 1;
        let commonest = counts.iter().position(|count| *count == most).filter(|_| alone);
        let courses = counts.iter().map(|count| Share::of(*count, came)).collect();
        Self { came: Share::of(came, runs), courses, commonest }
    }

    /// Whether more of the runs that came to it took the source's course than any other.
    pub fn as_told(&self) -> bool {
        self.commonest == Some(0)
    }
}

/// Tells which numbers matter most for shares in some of the designs: rows of the designs, and the share in each.
pub type Weigh<'a> = dyn Fn(&[usize], &[f64]) -> Vec<Weight> + 'a;

/// What becomes of the source's course at each turning point: from what runs did there with no number varied, and in
/// each design.
pub fn over_designs(
    turns: &[TurningPoint],
    base: &[TurnShares],
    designs: &[Vec<TurnShares>],
    weigh: &Weigh<'_>,
) -> Vec<TurnDesigns> {
    let of = designs.len() as u64;
    let first = |it: &TurnShares| it.courses.first().copied().unwrap_or(Share::of(0, 0));
    let each = turns.iter().zip(base).enumerate();
    each.map(|(at, (turn, base))| {
        let (which, came): (Vec<usize>, Vec<&TurnShares>) = designs
            .iter()
            .enumerate()
            .filter_map(|(design, turns)| Some((design, turns.get(at).filter(|it| it.came.count > 0)?)))
            .unzip();
        let same = came.iter().filter(|it| it.as_told()).count();
        let shares: Vec<f64> = came.iter().map(|it| first(it).share).collect();
        TurnDesigns {
            id: turn.id.clone(),
            says: turn.says.clone(),
            course: turn.courses.first().map(|it| it.says.clone()).unwrap_or_default(),
            base: first(base),
            came: Share::of(came.len() as u64, of),
            same: Share::of(same as u64, of),
            share: Spread::of(&shares),
            weights: weigh(&which, &shares),
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(taken: &[Option<usize>]) -> TurnShares {
        TurnShares::counted(2, taken.iter().copied())
    }

    #[test]
    fn shares_are_of_the_runs_that_came_to_the_turn() {
        let found = counted(&[Some(0), None, Some(2), Some(0), Some(1), None]);
        assert_eq!((found.came.count, found.commonest), (4, Some(0)));
        assert!((found.came.share - 4.0 / 6.0).abs() < 1e-12);
        let shares: Vec<f64> = found.courses.iter().map(|it| it.share).collect();
        assert_eq!(shares, [0.5, 0.25, 0.25]);
        assert_eq!(found.courses[0], Share::of(2, 4), "with Wilson's interval");
        assert!(found.as_told());
    }

    #[test]
    fn what_is_left_beside_the_courses_can_be_the_commonest() {
        let found = counted(&[Some(2), Some(2), Some(0)]);
        assert_eq!((found.commonest, found.as_told()), (Some(2), false));
    }

    #[test]
    fn a_design_to_whose_turn_no_run_came_does_not_show_the_course_of_the_source() {
        let course = |says: &str| polemos_war::evidence::Course { says: says.into(), when: ConditionId(0) };
        let turn = TurningPoint {
            id: "ford".into(),
            says: "Who takes the ford".into(),
            line: None,
            given: None,
            courses: vec![course("we"), course("they")],
            otherwise: "nobody".into(),
        };
        let designs: Vec<Vec<TurnShares>> = [
            &[Some(0), Some(0), Some(1), None][..],
            &[Some(1), Some(1), Some(0), Some(0), Some(0)],
            &[Some(0), Some(1)],
            &[None, None],
        ]
        .map(|taken| vec![counted(taken)])
        .to_vec();
        let weighed = |which: &[usize], shares: &[f64]| {
            assert_eq!(
                (which, shares),
                (&[0, 1, 2][..], &[2.0 / 3.0, 0.6, 0.5][..]),
                "of the designs that came to it"
            );
            Vec::new()
        };
        let found = over_designs(&[turn], &[counted(&[Some(0), Some(2)])], &designs, &weighed);
        let [found] = &found[..] else { panic!("one turn") };
        assert_eq!((found.course.as_str(), found.base.share), ("we", 0.5));
        assert_eq!((found.came.count, found.same.count, found.same.share), (3, 2, 0.5));
        assert!((found.share.median - 0.6).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn nothing_is_commonest_where_two_are_alike_or_no_run_came() {
        assert_eq!(counted(&[Some(0), Some(1)]).commonest, None);
        let none = counted(&[None, None]);
        assert_eq!((none.came.count, none.commonest, none.as_told()), (0, None, false));
        assert_eq!((none.courses[0].low, none.courses[0].high), (0.0, 1.0), "all is open");
    }
}
