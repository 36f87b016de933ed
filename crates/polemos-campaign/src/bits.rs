//! Sets of rows as bits: what a phase asks of many places at once.

use crate::few::Few;

/// A set of rows of a table.
#[derive(Clone, Debug)]
pub struct Set(Few<u64, 2>);

impl Set {
    /// None of so many rows.
    #[inline]
    pub fn none_of(rows: usize) -> Self {
        Self(Few::filled(0, rows.div_ceil(64)))
    }

    /// Adds a row.
    #[inline]
    pub fn add(&mut self, row: usize) {
        self.0[row / 64] |= 1 << (row % 64);
    }

    /// Adds a row, or takes it away.
    #[inline]
    pub fn put(&mut self, row: usize, is_in: bool) {
        let word = &mut self.0[row / 64];
        *word = *word & !(1 << (row % 64)) | u64::from(is_in) << (row % 64);
    }

    /// Adds the rows of another set, given as words.
    #[inline]
    pub fn join(&mut self, other: &[u64]) {
        self.0.iter_mut().zip(other).for_each(|(own, other)| *own |= other);
    }

    /// Adds what two others, given as words, have in common.
    #[inline]
    pub fn join_of(&mut self, one: &[u64], other: &[u64]) {
        self.0.iter_mut().zip(one.iter().zip(other)).for_each(|(own, (one, other))| *own |= one & other);
    }

    /// Leaves what it has in common with another set, given as words.
    #[inline]
    pub fn keep(&mut self, other: &[u64]) {
        self.0.iter_mut().zip(other).for_each(|(own, other)| *own &= other);
    }

    /// The first of its rows that is not in another set, given as words.
    #[inline]
    pub fn without(&self, other: &[u64]) -> Option<usize> {
        let mut words = self.0.iter().zip(other).map(|(own, other)| own & !other).enumerate();
        words.find(|(_, word)| *word != 0).map(|(n, word)| 64 * n + word.trailing_zeros() as usize)
    }

    /// Whether a row is in it.
    #[inline]
    pub fn has(&self, row: usize) -> bool {
        self.0[row / 64] >> (row % 64) & 1 == 1
    }

    /// Whether no row is in it.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Its rows in order.
    #[inline]
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        ones(&self.0)
    }

    /// The same as words: row `r` is bit `r mod 64` of word `r div 64`.
    #[inline]
    pub fn words(&self) -> &[u64] {
        &self.0
    }
}

/// The rows for which something holds: told row by row.
impl FromIterator<bool> for Set {
    #[inline]
    fn from_iter<It: IntoIterator<Item = bool>>(rows: It) -> Self {
        let (mut words, mut word, mut bit) = (Few::new(), 0, 0_u32);
        for is_in in rows {
            word |= u64::from(is_in) << bit;
            bit += 1;
            if bit == 64 {
                words.push(word);
                (word, bit) = (0, 0);
            }
        }
        if bit > 0 {
            words.push(word);
        }
        Self(words)
    }
}

/// The rows of a set given as words, in order.
#[inline]
pub fn ones(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().enumerate().flat_map(|(n, word)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            let row = (left != 0).then(|| 64 * n + left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(row)
        })
    })
}

/// Which rows of a table stand in some relation to which.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relation {
    words: usize,
    bits: Vec<u64>,
}

impl Relation {
    /// None of so many rows.
    pub fn none_of(rows: usize) -> Self {
        let words = rows.div_ceil(64);
        Self { words, bits: vec![0; rows * words] }
    }

    /// Adds a pair.
    #[inline]
    pub fn add(&mut self, of: usize, row: usize) {
        self.bits[of * self.words + row / 64] |= 1 << (row % 64);
    }

    /// All that a row is related to, as words.
    #[inline]
    pub fn of(&self, row: usize) -> &[u64] {
        &self.bits[row * self.words..][..self.words]
    }

    /// Whether it has not been worked out for any row.
    pub fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_added_in_order() {
        for rows in [1, 63, 64, 65, 200, 400] {
            let mut set = Set::none_of(rows);
            assert!(set.is_empty());
            let members: Vec<usize> = (0..rows).filter(|row| row % 7 == rows % 7 || row % 64 == 0).collect();
            members.iter().rev().for_each(|row| set.add(*row));
            assert_eq!(set.rows().collect::<Vec<_>>(), members);
            assert!((0..rows).all(|row| set.has(row) == members.contains(&row)));
            set.put(0, false);
            assert!(!set.has(0));
            set.put(0, true);
            assert_eq!(set.rows().count(), members.len());
        }
    }

    #[test]
    fn a_relation_joins_into_sets() {
        for rows in [3, 70, 130] {
            let mut next = Relation::none_of(rows);
            (1..rows).for_each(|row| next.add(row - 1, row));
            let mut set = Set::none_of(rows);
            set.join(next.of(0));
            set.join(next.of(rows - 2));
            assert_eq!(
                set.rows().collect::<Vec<_>>(),
                if rows == 3 { vec![1, 2] } else { vec![1, rows - 1] }
            );
            assert_eq!(set.without(next.of(0)), Some(rows - 1).filter(|last| *last != 1));
            set.keep(next.of(0));
            assert_eq!(set.rows().collect::<Vec<_>>(), vec![1]);
            set.join_of(next.of(1), next.of(1));
            assert!(set.has(2) && !set.has(0));
            let told: Set = (0..rows).map(|row| row == 1 || row == 2).collect();
            assert_eq!(told.words(), set.words());
        }
    }
}
