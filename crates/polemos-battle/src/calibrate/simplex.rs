//! The least of a function of a few numbers, found without its slopes (Nelder and Mead 1965).

/// Goes downhill from `start`, with first steps of `steps`, for at most so many looks; where it came to, and how low that
/// is. The same function gives the same answer, bit for bit.
pub fn least(
    start: &[f64],
    steps: &[f64],
    looks: usize,
    mut cost: impl FnMut(&[f64]) -> f64,
) -> (Vec<f64>, f64) {
    let n = start.len();
    let mut points: Vec<(f64, Vec<f64>)> = Vec::with_capacity(n + 1);
    points.push((cost(start), start.to_vec()));
    for axis in 0..n {
        let mut point = start.to_vec();
        point[axis] += steps[axis];
        points.push((cost(&point), point));
    }
    let mut looked = n + 1;
    while looked < looks {
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let middle: Vec<f64> =
            (0..n).map(|axis| points[..n].iter().map(|(_, p)| p[axis]).sum::<f64>() / n as f64).collect();
        let worst = points[n].clone();
        let toward =
            |by: f64| -> Vec<f64> { middle.iter().zip(&worst.1).map(|(m, w)| m + by * (w - m)).collect() };
        let mirrored = toward(-1.0);
        let at_mirrored = cost(&mirrored);
        looked += 1;
        if at_mirrored < points[0].0 {
            let further = toward(-2.0);
            let at_further = cost(&further);
            looked += 1;
            points[n] =
                if at_further < at_mirrored { (at_further, further) } else { (at_mirrored, mirrored) };
        } else if at_mirrored < points[n - 1].0 {
            points[n] = (at_mirrored, mirrored);
        } else {
            let nearer = toward(if at_mirrored < worst.0 { -0.5 } else { 0.5 });
            let at_nearer = cost(&nearer);
            looked += 1;
            if at_nearer < worst.0.min(at_mirrored) {
                points[n] = (at_nearer, nearer);
            } else {
                let best = points[0].1.clone();
                for (value, point) in points.iter_mut().skip(1) {
                    point.iter_mut().zip(&best).for_each(|(x, b)| *x = b + 0.5 * (*x - b));
                    *value = cost(point);
                    looked += 1;
                }
            }
        }
    }
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (value, point) = points.swap_remove(0);
    (point, value)
}

#[cfg(test)]
mod tests {
    use super::least;

    #[test]
    fn it_finds_the_bottom_of_a_bent_valley() {
        let valley = |p: &[f64]| {
            let (a, b) = (1.0 - p[0], p[1] - p[0] * p[0]);
            a * a + 100.0 * b * b
        };
        let (at, height) = least(&[-1.2, 1.0], &[0.5, 0.5], 400, valley);
        assert!(height < 1e-8 && (at[0] - 1.0).abs() < 1e-3 && (at[1] - 1.0).abs() < 1e-3, "{at:?}");
    }
}
