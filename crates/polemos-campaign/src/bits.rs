//! Sets of rows as bits: what a phase asks of many places at once.

/// A set of rows of a table.
#[derive(Clone, Debug)]
pub struct Set {
    /// The first 64 rows: all that most wars have.
    first: u64,
    /// The others, word after word.
    rest: Vec<u64>,
}

impl Set {
    /// None of so many rows.
    #[inline]
    pub fn none_of(rows: usize) -> Self {
        let rest = if rows > 64 { vec![0; rows.div_ceil(64) - 1] } else { Vec::new() };
        Self { first: 0, rest }
    }

    /// Adds a row.
    #[inline]
    pub fn add(&mut self, row: usize) {
        let word = if row < 64 { &mut self.first } else { &mut self.rest[row / 64 - 1] };
        *word |= 1 << (row % 64);
    }

    /// Adds the rows of another set, given as words.
    #[inline]
    pub fn join(&mut self, other: &[u64]) {
        let Some((first, rest)) = other.split_first() else { return };
        self.first |= first;
        self.rest.iter_mut().zip(rest).for_each(|(own, other)| *own |= other);
    }

    /// The first of its rows that is not in another set.
    #[inline]
    pub fn without(&self, other: &Self) -> Option<usize> {
        let word = self.first & !other.first;
        if word != 0 {
            return Some(word.trailing_zeros() as usize);
        }
        let mut words = self.rest.iter().zip(&other.rest).map(|(own, other)| own & !other).enumerate();
        words.find(|(_, word)| *word != 0).map(|(n, word)| 64 * (n + 1) + word.trailing_zeros() as usize)
    }

    /// Whether a row is in it.
    #[inline]
    pub fn has(&self, row: usize) -> bool {
        let word = if row < 64 { self.first } else { self.rest[row / 64 - 1] };
        word >> (row % 64) & 1 == 1
    }

    /// Whether no row is in it.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.first == 0 && self.rest.iter().all(|word| *word == 0)
    }

    /// Its rows in order.
    #[inline]
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        let words = std::iter::once(self.first).chain(self.rest.iter().copied()).enumerate();
        words.flat_map(|(n, word)| ones(word).map(move |bit| 64 * n + bit))
    }

    /// Adds what another has in common with a third, given as words.
    #[inline]
    pub fn join_common(&mut self, other: &Self, words: &[u64]) {
        let Some((first, rest)) = words.split_first() else { return };
        self.first |= other.first & first;
        for (own, (other, word)) in self.rest.iter_mut().zip(other.rest.iter().zip(rest)) {
            *own |= other & word;
        }
    }

    /// Leaves what it has in common with another.
    #[inline]
    pub fn keep(&mut self, other: &Self) {
        self.first &= other.first;
        self.rest.iter_mut().zip(&other.rest).for_each(|(own, other)| *own &= other);
    }
}

/// The rows for which something holds: told row by row.
impl FromIterator<bool> for Set {
    #[inline]
    fn from_iter<It: IntoIterator<Item = bool>>(rows: It) -> Self {
        let mut set = Self { first: 0, rest: Vec::new() };
        for (row, is_in) in rows.into_iter().enumerate() {
            if row < 64 {
                set.first |= u64::from(is_in) << row;
            } else {
                if row % 64 == 0 {
                    set.rest.push(0);
                }
                set.rest[row / 64 - 1] |= u64::from(is_in) << (row % 64);
            }
        }
        set
    }
}

/// The bits of a word that are set, in order.
#[inline]
fn ones(word: u64) -> impl Iterator<Item = usize> {
    let mut left = word;
    std::iter::from_fn(move || {
        let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
        left &= left - 1;
        Some(bit)
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
            let is_in = |row: usize| row % 7 == rows % 7 || row.is_multiple_of(64);
            let members: Vec<usize> = (0..rows).filter(|row| is_in(*row)).collect();
            members.iter().rev().for_each(|row| set.add(*row));
            assert_eq!(set.rows().collect::<Vec<_>>(), members);
            assert!((0..rows).all(|row| set.has(row) == is_in(row)));
            let told: Set = (0..rows).map(is_in).collect();
            assert_eq!(told.rows().collect::<Vec<_>>(), members);
            assert_eq!(set.without(&told), None);
            assert_eq!(set.without(&Set::none_of(rows)), Some(0));
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
            let mut one = Set::none_of(rows);
            one.join_common(&set, next.of(0));
            assert_eq!(one.rows().collect::<Vec<_>>(), [1]);
            assert_eq!(set.without(&one), Some(rows - 1));
            set.keep(&one);
            assert_eq!(set.rows().collect::<Vec<_>>(), [1]);
        }
    }
}
