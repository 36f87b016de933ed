//! Which instructions the machine has: the same loops, compiled for several widths of vectors.
#![expect(
    unsafe_code,
    reason = "functions compiled for instructions that not every machine has; proof at each call"
)]

use super::engage::{Deeds, Sight, engage};
use super::fleet::MotionWindow;
use super::lanes::Single;
#[cfg(target_arch = "x86_64")]
use super::lanes::{Eight, Four, Sixteen};

/// A set of instructions that this machine has. Which one is used does not change a bit of any result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Isa(Width);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Width {
    Single,
    #[cfg(target_arch = "x86_64")]
    Four,
    #[cfg(target_arch = "x86_64")]
    Eight(Eight),
    #[cfg(target_arch = "x86_64")]
    Sixteen(Sixteen),
}

impl Isa {
    /// All that this machine has, the widest last. The first is plain code, which every machine has.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self(Width::Single)];
        #[cfg(target_arch = "x86_64")]
        {
            all.push(Self(Width::Four));
            all.extend(Eight::new().map(|lanes| Self(Width::Eight(lanes))));
            all.extend(Sixteen::new().map(|lanes| Self(Width::Sixteen(lanes))));
        }
        all
    }

    /// The widest that this machine has.
    #[must_use]
    pub fn widest() -> Self {
        Self::all().pop().unwrap_or(Self(Width::Single))
    }

    /// Candidates that are looked at at once.
    #[must_use]
    pub fn width(self) -> usize {
        match self.0 {
            Width::Single => 1,
            #[cfg(target_arch = "x86_64")]
            Width::Four => 4,
            #[cfg(target_arch = "x86_64")]
            Width::Eight(_) => 8,
            #[cfg(target_arch = "x86_64")]
            Width::Sixteen(_) => 16,
        }
    }

    /// Lets ships act: [`engage`], compiled for these instructions.
    pub(super) fn engage<const FLAT: bool>(
        self,
        sight: &Sight<'_>,
        first: usize,
        rows: MotionWindow<'_>,
    ) -> Deeds {
        match self.0 {
            Width::Single => engage::<_, FLAT>(Single, sight, first, rows),
            #[cfg(target_arch = "x86_64")]
            Width::Four => engage::<_, FLAT>(Four, sight, first, rows),
            // SAFETY: an `Eight` is made only where the machine has AVX2, the one feature beyond the architecture's
            // own that the function is compiled for; it is safe in every other respect.
            #[cfg(target_arch = "x86_64")]
            Width::Eight(lanes) => unsafe { avx2::<FLAT>(lanes, sight, first, rows) },
            // SAFETY: a `Sixteen` is made only where the machine has AVX-512 F and VL, likewise.
            #[cfg(target_arch = "x86_64")]
            Width::Sixteen(lanes) => unsafe { avx512::<FLAT>(lanes, sight, first, rows) },
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2<const FLAT: bool>(lanes: Eight, sight: &Sight<'_>, first: usize, rows: MotionWindow<'_>) -> Deeds {
    engage::<_, FLAT>(lanes, sight, first, rows)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vl")]
fn avx512<const FLAT: bool>(
    lanes: Sixteen,
    sight: &Sight<'_>,
    first: usize,
    rows: MotionWindow<'_>,
) -> Deeds {
    engage::<_, FLAT>(lanes, sight, first, rows)
}
