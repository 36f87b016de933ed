//! The classical laws of attrition between two homogeneous sides A and B.

/// Who kills how fast, with i units of A and j of B left, and rates a unit `[of A, of B]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// Aimed fire: A loses at `rate_b·j`, B at `rate_a·i` (Lanchester 1916).
    Square,
    /// Area fire on both sides, or single combats: A loses at `rate_b·i·j`, B at `rate_a·i·j` (Lanchester 1916).
    Linear,
    /// Losses from one's own number: A loses at `rate_b·i`, B at `rate_a·j` (Peterson 1967).
    Logarithmic,
    /// A in ambush fires aimed, B into the area: A loses at `rate_b·i·j`, B at `rate_a·i` (Deitchman 1962).
    Ambush,
}

impl Law {
    /// Rates at which A and B lose units.
    #[inline]
    #[must_use]
    pub fn losses(self, i: f64, j: f64, rates: [f64; 2]) -> [f64; 2] {
        let [rate_a, rate_b] = rates;
        match self {
            Self::Square => [rate_b * j, rate_a * i],
            Self::Linear => [rate_b * i * j, rate_a * i * j],
            Self::Logarithmic => [rate_b * i, rate_a * j],
            Self::Ambush => [rate_b * i * j, rate_a * i],
        }
    }

    /// Whether B is the next to lose a unit, for a uniform u: its share of both rates exceeds u. What both rates have
    /// in common is left out, so that little stands between one kill and the next.
    #[inline]
    #[must_use]
    pub fn b_is_next(self, i: f64, j: f64, rates: [f64; 2], u: f64) -> bool {
        let (for_a, for_b) = (u * rates[1], (1.0 - u) * rates[0]);
        match self {
            Self::Square => for_a * j < for_b * i,
            Self::Linear => for_a < for_b,
            Self::Logarithmic => for_a * i < for_b * j,
            Self::Ambush => for_a * j < for_b,
        }
    }
}
