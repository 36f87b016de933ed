//! What whole shots do: a ship that bears five hits is dead by the third shot of two, not by two and a half.

use crate::engagement::MAX_STAGES;

/// Points of damage to a reference hit, in which shots are reckoned.
const POINTS: usize = 20;

/// Shots of one size: how many there are for each reference hit that a side delivers, and the damage of one, points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Size {
    pub often: f64,
    points: usize,
}

impl Size {
    /// Reference hits one by one.
    pub const REFERENCE: Self = Self { often: 1.0, points: POINTS };

    /// Shots of this damage, reference hits, that deliver so great a share of all hits; a point at least each.
    pub fn of(share: f64, damage: f64) -> Self {
        let damage = damage.max(1.0 / POINTS as f64);
        let points = libm::round(damage * POINTS as f64).clamp(1.0, (MAX_STAGES * POINTS) as f64);
        Self { often: share / damage, points: points as usize }
    }

    /// As many, of a side that delivers so great a share of all hits.
    pub fn times(self, share: f64) -> Self {
        Self { often: self.often * share, ..self }
    }
}

/// Reference hits that have been delivered on the mean when whole shots of these sizes, in random order, have killed a ship that
/// bears so many. Where shields mend it between two shots, by however little, what was just enough no longer is.
///
/// The mean number of shots follows from that with less left to do (a renewal equation), in the greatest common grain of
/// damage and toughness.
pub(crate) fn to_kill(sizes: &[Size], toughness: usize, mends: bool) -> f64 {
    let toughness = toughness.clamp(1, MAX_STAGES);
    let all: f64 = sizes.iter().map(|size| size.often).sum();
    if all <= 0.0 {
        return toughness as f64;
    }
    let hair = usize::from(mends);
    if let [size] = sizes {
        return of_one_size(size.points, toughness * POINTS, hair) as f64 / all;
    }
    let grain = sizes.iter().map(|size| size.points).fold(toughness * POINTS, common);
    let bears = toughness * POINTS / grain;
    let mut shots = [0.0; MAX_STAGES * POINTS + 1];
    // One shot, and those that follow where it leaves something: `hair` is what shields add to it.
    let one_more = |shots: &[f64], left: usize, hair: usize| {
        let follow = |size: &Size| {
            let taken = size.points / grain;
            if taken < left + hair { size.often * shots[left - taken] } else { 0.0 }
        };
        1.0 + sizes.iter().map(follow).sum::<f64>() / all
    };
    for left in 1 - hair..bears {
        shots[left] = one_more(&shots, left, hair);
    }
    // The first falls on whole shields.
    one_more(&shots, bears, 0) / all
}

/// Shots of one size until a ship is dead.
fn of_one_size(points: usize, bears: usize, hair: usize) -> usize {
    if points >= bears { 1 } else { (bears + hair).div_ceil(points) }
}

/// The greatest common divisor.
fn common(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12, "{a} for {b}");
    }

    fn alone(damage: f64) -> [Size; 1] {
        [Size::of(1.0, damage)]
    }

    #[test]
    fn whole_shots_of_one_size_are_counted() {
        near(to_kill(&alone(1.0), 5, false), 5.0);
        near(to_kill(&alone(2.0), 5, false), 6.0);
        near(to_kill(&alone(2.5), 5, false), 5.0);
        near(to_kill(&alone(7.0), 5, false), 7.0);
        near(to_kill(&alone(0.7), 2, false), 2.1);
    }

    /// Shields that mend by a hair make one more shot necessary where they were just enough, but for one that kills at once.
    #[test]
    fn what_was_just_enough_no_longer_is_where_shields_mend() {
        near(to_kill(&alone(1.0), 5, true), 6.0);
        near(to_kill(&alone(2.5), 5, true), 7.5);
        near(to_kill(&alone(2.0), 5, true), 6.0);
        near(to_kill(&alone(5.0), 5, true), 5.0);
    }

    /// Two equal sizes are one: the count of one size and the equation for several are the same.
    #[test]
    fn several_sizes_are_reckoned_as_one_is() {
        for mends in [false, true] {
            for (damage, toughness) in [(1.0, 5), (2.0, 5), (2.5, 5), (5.0, 5), (0.7, 2), (1.3, 8), (0.05, 1)]
            {
                let [one] = alone(damage);
                let halves = [one.times(0.5); 2];
                near(to_kill(&halves, toughness, mends), to_kill(&[one], toughness, mends));
            }
        }
    }

    /// Shots of one and of three, as often as each other, on a ship that bears four: three of four pairs kill, and two of one leave
    /// two, which a three or two ones make up.
    #[test]
    fn sizes_together_waste_less_than_each_alone() {
        let both = [Size::of(0.75, 3.0), Size::of(0.25, 1.0)];
        // P(second shot kills) = ¾; from 2 left: 3 kills, 1 leaves 1.
        let shots = 2.0 + 0.25 * (1.0 + 0.5);
        near(to_kill(&both, 4, false), shots * 2.0);
        let alone = 0.5 * (to_kill(&alone(3.0), 4, false) + to_kill(&alone(1.0), 4, false));
        assert!(to_kill(&both, 4, false) < alone);
    }
}
