//! Places without a position are laid out so that distances on the map follow travel times: stress majorisation
//! (Gansner, Koren and North 2004), from several fixed beginnings, the best of which is kept.

use polemos::almanac::sides::median;
use polemos::war::War;

/// Rounds of majorisation.
const ROUNDS: usize = 200;
/// Beginnings that are tried.
const BEGINNINGS: usize = 8;
/// The golden angle, radians: a spiral that spreads points evenly.
const GOLDEN: f64 = 2.399_963_229_728_653;

/// A point.
type Point = (f64, f64);

/// Positions of all places, in the order of their ids, from 0 to 1 in both directions.
pub fn positions(war: &War) -> Vec<Point> {
    let given: Vec<Option<Point>> = war.places.iter().map(|place| place.position).collect();
    let days = travel_days(war);
    let points = if given.iter().all(Option::is_some) {
        given.iter().flatten().copied().collect()
    } else if given.iter().all(Option::is_none) {
        levelled(best(&days, &given, 1.0))
    } else {
        best(&days, &given, scale(&days, &given))
    };
    into_unit(points)
}

/// Shortest travel times between all places (Floyd 1962); places without a way between them are set as far apart as
/// the farthest that have one, and half as far again.
fn travel_days(war: &War) -> Vec<Vec<f64>> {
    let n = war.places.len();
    let mut days = vec![vec![f64::INFINITY; n]; n];
    for lane in &war.lanes {
        let [a, b] = lane.ends.map(|end| end.0 as usize);
        if a < n && b < n && a != b {
            let time = median(war, lane.days).max(0.05).min(days[a][b]);
            days[a][b] = time;
            days[b][a] = time;
        }
    }
    for via in 0..n {
        for from in 0..n {
            for to in 0..n {
                let through = days[from][via] + days[via][to];
                if from != to && through < days[from][to] {
                    days[from][to] = through;
                }
            }
        }
    }
    let farthest = days.iter().flatten().filter(|d| d.is_finite()).fold(0.0_f64, |most, d| most.max(*d));
    let apart = if farthest > 0.0 { farthest * 1.5 } else { 1.0 };
    days.iter_mut().flatten().filter(|d| !d.is_finite()).for_each(|d| *d = apart);
    days
}

/// Map units a day, from the places whose positions are given.
fn scale(days: &[Vec<f64>], given: &[Option<Point>]) -> f64 {
    let (mut map, mut time) = (0.0, 0.0);
    for (a, p) in given.iter().enumerate() {
        for (b, q) in given.iter().enumerate().skip(a + 1) {
            if let (Some(p), Some(q)) = (p, q) {
                map += distance(*p, *q);
                time += days[a][b];
            }
        }
    }
    if map > 0.0 && time > 0.0 { map / time } else { 1.0 }
}

/// The layout with the least stress among those that the beginnings lead to.
fn best(days: &[Vec<f64>], given: &[Option<Point>], scale: f64) -> Vec<Point> {
    let candidates = (0..BEGINNINGS).map(|turn| {
        let points = majorised(days, given, scale, turn);
        (stress(days, &points, scale), points)
    });
    candidates.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, points)| points).unwrap_or_default()
}

fn majorised(days: &[Vec<f64>], given: &[Option<Point>], scale: f64, turn: usize) -> Vec<Point> {
    let n = days.len();
    let mut points: Vec<Point> = (0..n)
        .map(|row| {
            // A spiral whose points are dealt out in another order at each beginning.
            let step = ((row * (2 * turn + 1) + turn) % n.max(1)) as f64;
            let (radius, angle) = (scale * step.sqrt(), step * GOLDEN);
            given[row].unwrap_or((radius * libm::cos(angle), radius * libm::sin(angle)))
        })
        .collect();
    for _ in 0..ROUNDS {
        for row in (0..n).filter(|row| given[*row].is_none()) {
            points[row] = pulled(days, &points, scale, row);
        }
    }
    points
}

/// Where the others would have a point, near ones weighing more.
fn pulled(days: &[Vec<f64>], points: &[Point], scale: f64, row: usize) -> Point {
    let (mut x, mut y, mut weights) = (0.0, 0.0, 0.0);
    let here = points[row];
    for (other, there) in points.iter().enumerate().filter(|(other, _)| *other != row) {
        let wish = days[row][other] * scale;
        let weight = 1.0 / (wish * wish);
        let apart = distance(here, *there).max(1e-9);
        x += weight * (there.0 + wish * (here.0 - there.0) / apart);
        y += weight * (there.1 + wish * (here.1 - there.1) / apart);
        weights += weight;
    }
    if weights > 0.0 { (x / weights, y / weights) } else { here }
}

fn stress(days: &[Vec<f64>], points: &[Point], scale: f64) -> f64 {
    let mut sum = 0.0;
    for (a, p) in points.iter().enumerate() {
        for (b, q) in points.iter().enumerate().skip(a + 1) {
            let wish = days[a][b] * scale;
            let off = (distance(*p, *q) - wish) / wish;
            sum += off * off;
        }
    }
    sum
}

fn distance(a: Point, b: Point) -> f64 {
    let (x, y) = (a.0 - b.0, a.1 - b.1);
    (x * x + y * y).sqrt()
}

/// Turned so that the map is wider than high: along the axis of greatest spread.
fn levelled(points: Vec<Point>) -> Vec<Point> {
    let n = points.len().max(1) as f64;
    let (mx, my) = points.iter().fold((0.0, 0.0), |sum, p| (sum.0 + p.0 / n, sum.1 + p.1 / n));
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in points.iter().map(|p| (p.0 - mx, p.1 - my)) {
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    let angle = 0.5 * libm::atan2(2.0 * xy, xx - yy);
    let (cos, sin) = (libm::cos(angle), libm::sin(angle));
    points
        .into_iter()
        .map(|(x, y)| ((x - mx) * cos + (y - my) * sin, (y - my) * cos - (x - mx) * sin))
        .collect()
}

/// Moved and stretched into the unit square; a direction without extent is centred.
fn into_unit(points: Vec<Point>) -> Vec<Point> {
    let bounds = |pick: fn(&Point) -> f64| {
        points
            .iter()
            .map(pick)
            .filter(|v| v.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), v| (least.min(v), most.max(v)))
    };
    let ((x0, x1), (y0, y1)) = (bounds(|p| p.0), bounds(|p| p.1));
    let unit = |v: f64, low: f64, high: f64| {
        if high > low && v.is_finite() { (v - low) / (high - low) } else { 0.5 }
    };
    points.iter().map(|(x, y)| (unit(*x, x0, x1), unit(*y, y0, y1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(n: usize) -> Vec<Vec<f64>> {
        (0..n).map(|a| (0..n).map(|b| (a as f64 - b as f64).abs()).collect()).collect()
    }

    #[test]
    fn a_chain_becomes_a_level_line_in_order() {
        let points = into_unit(levelled(best(&chain(7), &[None; 7], 1.0)));
        let mut xs: Vec<f64> = points.iter().map(|p| p.0).collect();
        if xs[0] > xs[6] {
            xs.reverse();
        }
        assert!(xs.windows(2).all(|pair| pair[0] < pair[1]), "{points:?}");
        let steps: Vec<f64> = xs.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(steps.iter().all(|step| (step - 1.0 / 6.0).abs() < 0.02), "{steps:?}");
    }

    #[test]
    fn given_places_stay_and_others_join_them() {
        let given = [Some((0.0, 0.0)), None, Some((4.0, 0.0))];
        let points = best(&chain(3), &given, scale(&chain(3), &given));
        assert_eq!((points[0], points[2]), ((0.0, 0.0), (4.0, 0.0)));
        assert!((points[1].0 - 2.0).abs() < 0.1, "{points:?}");
    }

    #[test]
    fn one_place_stands_in_the_middle() {
        assert_eq!(into_unit(levelled(best(&chain(1), &[None], 1.0))), [(0.5, 0.5)]);
        assert!(into_unit(best(&[], &[], 1.0)).is_empty());
    }
}
