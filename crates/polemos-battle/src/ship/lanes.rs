//! Several candidates at a time: the one place that speaks to the machine's vectors.
//!
//! Every width does the same arithmetic in the same order (a product, a product, their sum; no fused multiply-add),
//! and a minimum is the same in any order, so that all give the same bits.
#![expect(
    unsafe_code,
    reason = "vector instructions that not every machine has; proof at each implementation"
)]

/// A width of vectors. A value of the type is proof that the machine has them: none can be made but by asking.
pub trait Lanes: Copy {
    /// Distances, one a lane.
    type Floats: Copy;
    /// Slots, one a lane.
    type Slots: Copy;
    /// Lanes.
    const WIDTH: usize;

    /// The same number in every lane.
    fn all(self, value: f32) -> Self::Floats;
    /// The numbers at `from..from + WIDTH`; panics where a column ends before that.
    fn load(self, column: &[f32], from: usize) -> Self::Floats;
    /// a − b.
    fn minus(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// a + b.
    fn plus(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// a · b.
    fn times(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// `from`, `from + 1` and so on.
    fn slots(self, from: u32) -> Self::Slots;
    /// Puts a candidate in the place of the best wherever it is nearer.
    fn keep_nearer(
        self,
        candidate: (Self::Floats, Self::Slots),
        best: (Self::Floats, Self::Slots),
    ) -> (Self::Floats, Self::Slots);
    /// The least distance, and the lowest slot of those that have it.
    fn least(self, best: (Self::Floats, Self::Slots)) -> (f32, u32);
}

/// One candidate at a time, on any machine.
#[derive(Clone, Copy, Debug)]
pub struct Single;

impl Lanes for Single {
    type Floats = f32;
    type Slots = u32;
    const WIDTH: usize = 1;

    #[inline(always)]
    fn all(self, value: f32) -> f32 {
        value
    }

    #[inline(always)]
    fn load(self, column: &[f32], from: usize) -> f32 {
        column[from]
    }

    #[inline(always)]
    fn minus(self, a: f32, b: f32) -> f32 {
        a - b
    }

    #[inline(always)]
    fn plus(self, a: f32, b: f32) -> f32 {
        a + b
    }

    #[inline(always)]
    fn times(self, a: f32, b: f32) -> f32 {
        a * b
    }

    #[inline(always)]
    fn slots(self, from: u32) -> u32 {
        from
    }

    #[inline(always)]
    fn keep_nearer(self, candidate: (f32, u32), best: (f32, u32)) -> (f32, u32) {
        if candidate.0 < best.0 { candidate } else { best }
    }

    #[inline(always)]
    fn least(self, best: (f32, u32)) -> (f32, u32) {
        best
    }
}

#[cfg(target_arch = "x86_64")]
pub use x86::{Eight, Four, Sixteen};

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Lanes;
    use std::arch::x86_64::*;

    /// The arithmetic, which every width has under its own names.
    macro_rules! arithmetic {
        ($floats:ty, $width:literal, $all:ident, $load:ident, $minus:ident, $plus:ident, $times:ident) => {
            type Floats = $floats;
            const WIDTH: usize = $width;

            #[inline(always)]
            fn all(self, value: f32) -> $floats {
                // SAFETY: `self` proves that the machine has the instruction.
                unsafe { $all(value) }
            }

            #[inline(always)]
            fn load(self, column: &[f32], from: usize) -> $floats {
                let lanes = &column[from..from + $width];
                // SAFETY: `self` proves that the machine has the instruction, which needs no alignment; it reads
                // as many numbers as the slice was just checked to hold.
                unsafe { $load(lanes.as_ptr()) }
            }

            #[inline(always)]
            fn minus(self, a: $floats, b: $floats) -> $floats {
                // SAFETY: `self` proves that the machine has the instruction.
                unsafe { $minus(a, b) }
            }

            #[inline(always)]
            fn plus(self, a: $floats, b: $floats) -> $floats {
                // SAFETY: `self` proves that the machine has the instruction.
                unsafe { $plus(a, b) }
            }

            #[inline(always)]
            fn times(self, a: $floats, b: $floats) -> $floats {
                // SAFETY: `self` proves that the machine has the instruction.
                unsafe { $times(a, b) }
            }
        };
    }

    /// Four lanes: SSE2, which belongs to the architecture.
    #[derive(Clone, Copy, Debug)]
    pub struct Four;

    impl Lanes for Four {
        type Slots = __m128i;
        arithmetic!(__m128, 4, _mm_set1_ps, _mm_loadu_ps, _mm_sub_ps, _mm_add_ps, _mm_mul_ps);

        #[inline(always)]
        fn slots(self, from: u32) -> __m128i {
            // SAFETY: SSE2 belongs to the architecture.
            unsafe { _mm_add_epi32(_mm_set1_epi32(from.cast_signed()), _mm_setr_epi32(0, 1, 2, 3)) }
        }

        #[inline(always)]
        fn keep_nearer(self, candidate: (__m128, __m128i), best: (__m128, __m128i)) -> (__m128, __m128i) {
            // SAFETY: SSE2 belongs to the architecture.
            unsafe {
                let nearer = _mm_castps_si128(_mm_cmplt_ps(candidate.0, best.0));
                let slots =
                    _mm_or_si128(_mm_and_si128(nearer, candidate.1), _mm_andnot_si128(nearer, best.1));
                (_mm_min_ps(candidate.0, best.0), slots)
            }
        }

        #[inline(always)]
        fn least(self, (best, slots): (__m128, __m128i)) -> (f32, u32) {
            // SAFETY: SSE2 belongs to the architecture.
            unsafe {
                let pairs = _mm_min_ps(best, _mm_movehl_ps(best, best));
                let least = _mm_min_ss(pairs, _mm_shuffle_ps::<1>(pairs, pairs));
                let equal = _mm_cmpeq_ps(best, _mm_shuffle_ps::<0>(least, least));
                // All ones are the greatest unsigned number: lanes that are not the least drop out of the minimum.
                let slots = _mm_or_si128(slots, _mm_xor_si128(_mm_castps_si128(equal), _mm_set1_epi32(-1)));
                let [a, b, c, d] = std::mem::transmute::<__m128i, [u32; 4]>(slots);
                (_mm_cvtss_f32(least), a.min(b).min(c.min(d)))
            }
        }
    }

    /// Eight lanes: AVX2. Made only by [`Eight::new`].
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Eight(());

    impl Eight {
        /// Eight lanes, if the machine has them.
        pub fn new() -> Option<Self> {
            is_x86_feature_detected!("avx2").then_some(Self(()))
        }
    }

    impl Lanes for Eight {
        type Slots = __m256i;
        arithmetic!(__m256, 8, _mm256_set1_ps, _mm256_loadu_ps, _mm256_sub_ps, _mm256_add_ps, _mm256_mul_ps);

        #[inline(always)]
        fn slots(self, from: u32) -> __m256i {
            // SAFETY: `self` proves AVX2.
            unsafe {
                let count = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
                _mm256_add_epi32(_mm256_set1_epi32(from.cast_signed()), count)
            }
        }

        #[inline(always)]
        fn keep_nearer(self, candidate: (__m256, __m256i), best: (__m256, __m256i)) -> (__m256, __m256i) {
            // SAFETY: `self` proves AVX2.
            unsafe {
                let nearer = _mm256_cmp_ps::<_CMP_LT_OQ>(candidate.0, best.0);
                let slots = _mm256_blendv_epi8(best.1, candidate.1, _mm256_castps_si256(nearer));
                (_mm256_min_ps(candidate.0, best.0), slots)
            }
        }

        #[inline(always)]
        fn least(self, (best, slots): (__m256, __m256i)) -> (f32, u32) {
            // SAFETY: `self` proves AVX2, which all of these belong to.
            unsafe {
                let fours = _mm_min_ps(_mm256_castps256_ps128(best), _mm256_extractf128_ps::<1>(best));
                let pairs = _mm_min_ps(fours, _mm_movehl_ps(fours, fours));
                let least = _mm_min_ss(pairs, _mm_shuffle_ps::<1>(pairs, pairs));
                let equal = _mm256_cmp_ps::<_CMP_EQ_OQ>(best, _mm256_broadcastss_ps(least));
                let none = _mm256_set1_epi32(-1);
                let slots = _mm256_blendv_epi8(none, slots, _mm256_castps_si256(equal));
                let fours =
                    _mm_min_epu32(_mm256_castsi256_si128(slots), _mm256_extracti128_si256::<1>(slots));
                let pairs = _mm_min_epu32(fours, _mm_shuffle_epi32::<0b01_00_11_10>(fours));
                let first = _mm_min_epu32(pairs, _mm_shuffle_epi32::<0b10_11_00_01>(pairs));
                (_mm_cvtss_f32(least), _mm_cvtsi128_si32(first).cast_unsigned())
            }
        }
    }

    /// Sixteen lanes: AVX-512. Made only by [`Sixteen::new`].
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Sixteen(());

    impl Sixteen {
        /// Sixteen lanes, if the machine has them.
        pub fn new() -> Option<Self> {
            (is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vl")).then_some(Self(()))
        }
    }

    impl Lanes for Sixteen {
        type Slots = __m512i;
        arithmetic!(__m512, 16, _mm512_set1_ps, _mm512_loadu_ps, _mm512_sub_ps, _mm512_add_ps, _mm512_mul_ps);

        #[inline(always)]
        fn slots(self, from: u32) -> __m512i {
            // SAFETY: `self` proves AVX-512 F.
            unsafe {
                let count = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
                _mm512_add_epi32(_mm512_set1_epi32(from.cast_signed()), count)
            }
        }

        #[inline(always)]
        fn keep_nearer(self, candidate: (__m512, __m512i), best: (__m512, __m512i)) -> (__m512, __m512i) {
            // SAFETY: `self` proves AVX-512 F.
            unsafe {
                let nearer = _mm512_cmp_ps_mask::<_CMP_LT_OQ>(candidate.0, best.0);
                let slots = _mm512_mask_blend_epi32(nearer, best.1, candidate.1);
                (_mm512_min_ps(candidate.0, best.0), slots)
            }
        }

        #[inline(always)]
        fn least(self, (best, slots): (__m512, __m512i)) -> (f32, u32) {
            // SAFETY: `self` proves AVX-512 F.
            unsafe {
                let least = _mm512_reduce_min_ps(best);
                let equal = _mm512_cmp_ps_mask::<_CMP_EQ_OQ>(best, _mm512_set1_ps(least));
                (least, _mm512_mask_reduce_min_epu32(equal, slots))
            }
        }
    }
}
