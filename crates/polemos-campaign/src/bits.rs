//! Sets of rows as bits: what a phase asks of many places at once.

/// A set of rows of a table.
#[derive(Clone, Debug, Default)]
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

    /// All of so many rows.
    #[inline]
    pub fn all_of(rows: usize) -> Self {
        let word = |left: usize| if left >= 64 { u64::MAX } else { (1 << left) - 1 };
        let rest = (1..rows.div_ceil(64)).map(|n| word(rows - 64 * n)).collect();
        Self { first: word(rows), rest }
    }

    /// Takes a row out.
    #[inline]
    pub fn remove(&mut self, row: usize) {
        let word = if row < 64 { Some(&mut self.first) } else { self.rest.get_mut(row / 64 - 1) };
        if let Some(word) = word {
            *word &= !(1 << (row % 64));
        }
    }

    /// Adds a row or takes it out.
    #[inline]
    pub fn set(&mut self, row: usize, is_in: bool) {
        if is_in { self.add(row) } else { self.remove(row) }
    }

    /// The same set with nothing in it, in the same memory.
    #[inline]
    #[must_use]
    pub fn emptied(mut self) -> Self {
        self.first = 0;
        self.rest.fill(0);
        self
    }

    /// How many rows are in it.
    #[inline]
    pub fn len(&self) -> usize {
        let rest: u32 = self.rest.iter().map(|word| word.count_ones()).sum();
        (self.first.count_ones() + rest) as usize
    }

    /// Adds the rows of another.
    #[inline]
    pub fn add_all(&mut self, other: &Self) {
        self.first |= other.first;
        if self.rest.len() < other.rest.len() {
            self.rest.resize(other.rest.len(), 0);
        }
        self.rest.iter_mut().zip(&other.rest).for_each(|(own, other)| *own |= other);
    }

    /// Its rows that are not in another.
    #[inline]
    pub fn less(&self, other: &Self) -> Self {
        let rest = self.rest.iter().zip(&other.rest).map(|(own, other)| own & !other).collect();
        Self { first: self.first & !other.first, rest }
    }

    /// Adds a row.
    #[inline]
    pub fn add(&mut self, row: usize) {
        let word = if row < 64 { &mut self.first } else { self.later(row) };
        *word |= 1 << (row % 64);
    }

    /// The word of a row beyond the first 64, though the set was meant for fewer.
    #[cold]
    fn later(&mut self, row: usize) -> &mut u64 {
        let word = row / 64 - 1;
        if self.rest.len() <= word {
            self.rest.resize(word + 1, 0);
        }
        &mut self.rest[word]
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

    /// Its rows that are among others, given as words, in order.
    #[inline]
    pub fn rows_among<'a>(&'a self, words: &'a [u64]) -> Common<'a> {
        let mut words = words.iter();
        let word = words.next().map_or(0, |word| word & self.first);
        Common { word, before: 0, rest: words.zip(&self.rest) }
    }

    /// Its rows in order.
    #[inline]
    pub fn rows(&self) -> Rows<'_> {
        Rows { word: self.first, before: 0, rest: self.rest.iter() }
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

    /// Whether it has something in common with another, given as words.
    #[inline]
    fn meets(&self, words: &[u64]) -> bool {
        let Some((first, rest)) = words.split_first() else { return false };
        self.first & first != 0 || self.rest.iter().zip(rest).any(|(own, other)| own & other != 0)
    }

    /// Takes out the rows of another set, given as words.
    #[inline]
    pub fn leave(&mut self, other: &[u64]) {
        let Some((first, rest)) = other.split_first() else { return };
        self.first &= !first;
        self.rest.iter_mut().zip(rest).for_each(|(own, other)| *own &= !other);
    }

    /// Leaves what it has in common with another.
    #[inline]
    pub fn keep(&mut self, other: &Self) {
        self.first &= other.first;
        self.rest.iter_mut().zip(&other.rest).for_each(|(own, other)| *own &= other);
    }
}

/// Words beyond the first are seldom there, and compared only then.
impl PartialEq for Set {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        let both_are_short = self.rest.is_empty() && other.rest.is_empty();
        self.first == other.first && (both_are_short || self.rest == other.rest)
    }
}

/// Its rows one by one, in order, without looking at where they came from.
impl IntoIterator for Set {
    type Item = usize;
    type IntoIter = OwnRows;

    #[inline]
    fn into_iter(self) -> OwnRows {
        OwnRows { word: self.first, before: 0, rest: self.rest.into_iter() }
    }
}

/// Rows of a set that is no longer needed, in order.
#[derive(Clone, Debug)]
pub struct OwnRows {
    word: u64,
    before: usize,
    rest: std::vec::IntoIter<u64>,
}

impl Iterator for OwnRows {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.word == 0 {
            self.word = self.rest.next()?;
            self.before += 64;
        }
        let row = self.before + self.word.trailing_zeros() as usize;
        self.word &= self.word - 1;
        Some(row)
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

/// Rows of a table by their bits, in order.
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    /// Bits of the word in hand that are still to come.
    word: u64,
    /// Rows in the words before it.
    before: usize,
    /// The words after it.
    rest: std::slice::Iter<'a, u64>,
}

impl Iterator for Rows<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.word == 0 {
            self.word = *self.rest.next()?;
            self.before += 64;
        }
        let row = self.before + self.word.trailing_zeros() as usize;
        self.word &= self.word - 1;
        Some(row)
    }

    #[inline]
    fn fold<B, F: FnMut(B, usize) -> B>(self, init: B, mut add: F) -> B {
        let mut sum = fold_word(self.word, self.before, init, &mut add);
        for (n, word) in self.rest.enumerate() {
            sum = fold_word(*word, self.before + 64 * (n + 1), sum, &mut add);
        }
        sum
    }
}

/// Takes the rows of one word in order.
#[inline]
fn fold_word<B>(mut word: u64, before: usize, init: B, add: &mut impl FnMut(B, usize) -> B) -> B {
    let mut sum = init;
    while word != 0 {
        sum = add(sum, before + word.trailing_zeros() as usize);
        word &= word - 1;
    }
    sum
}

/// Rows that two sets have in common, in order.
#[derive(Clone, Debug)]
pub struct Common<'a> {
    /// Bits of the words in hand that are still to come.
    word: u64,
    /// Rows in the words before them.
    before: usize,
    /// The words after them, of both.
    rest: std::iter::Zip<std::slice::Iter<'a, u64>, std::slice::Iter<'a, u64>>,
}

impl Iterator for Common<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.word == 0 {
            let (one, other) = self.rest.next()?;
            self.word = one & other;
            self.before += 64;
        }
        let row = self.before + self.word.trailing_zeros() as usize;
        self.word &= self.word - 1;
        Some(row)
    }

    #[inline]
    fn fold<B, F: FnMut(B, usize) -> B>(self, init: B, mut add: F) -> B {
        let mut sum = fold_word(self.word, self.before, init, &mut add);
        for (n, (one, other)) in self.rest.enumerate() {
            sum = fold_word(one & other, self.before + 64 * (n + 1), sum, &mut add);
        }
        sum
    }
}

/// Which rows of a table stand in some relation to which.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relation {
    words: usize,
    bits: Vec<u64>,
}

impl Relation {
    /// None of so many rows to each other.
    pub fn none_of(rows: usize) -> Self {
        Self::none_between(rows, rows)
    }

    /// None of so many rows of one table to so many of another.
    pub fn none_between(rows: usize, others: usize) -> Self {
        let words = others.div_ceil(64);
        Self { words, bits: vec![0; rows * words] }
    }

    /// Adds a pair.
    #[inline]
    pub fn add(&mut self, of: usize, row: usize) {
        self.bits[of * self.words + row / 64] |= 1 << (row % 64);
    }

    /// All that some rows are related to, together.
    #[inline]
    pub fn of_all(&self, rows: &Set) -> Set {
        if self.words == 1 {
            let first = rows.rows().fold(0, |all, row| all | self.bits[row]);
            return Set { first, rest: Vec::new() };
        }
        let mut all = Set::none_of(64 * self.words);
        rows.rows().for_each(|row| all.join(self.of(row)));
        all
    }

    /// The rows that are related to some of a set.
    #[inline]
    pub fn rows_meeting(&self, set: &Set) -> Set {
        if self.words == 1 && self.bits.len() <= 64 {
            let meets = |(row, word): (usize, &u64)| u64::from(word & set.first != 0) << row;
            let first = self.bits.iter().enumerate().fold(0, |all, row| all | meets(row));
            return Set { first, rest: Vec::new() };
        }
        self.bits.chunks(self.words.max(1)).map(|words| set.meets(words)).collect()
    }

    /// Takes a pair out.
    #[inline]
    pub fn remove(&mut self, of: usize, row: usize) {
        self.bits[of * self.words + row / 64] &= !(1 << (row % 64));
    }

    /// All that a row is related to, in order.
    #[inline]
    pub fn rows_of(&self, of: usize) -> Rows<'_> {
        let mut words = self.of(of).iter();
        Rows { word: words.next().copied().unwrap_or(0), before: 0, rest: words }
    }

    /// Whether a row is related to something that a row of another relation is related to as well.
    #[inline]
    pub fn meets(&self, of: usize, other: &Self, there: usize) -> bool {
        self.of(of).iter().zip(other.of(there)).any(|(own, other)| own & other != 0)
    }

    /// What a row is related to as well as a row of another relation, in order.
    #[inline]
    pub fn rows_shared<'a>(&'a self, of: usize, other: &'a Self, there: usize) -> Common<'a> {
        let (mut own, mut others) = (self.of(of).iter(), other.of(there).iter());
        let word = own.next().zip(others.next()).map_or(0, |(own, other)| own & other);
        Common { word, before: 0, rest: own.zip(others) }
    }

    /// What a row is related to and a set holds, in order.
    #[inline]
    pub fn rows_common<'a>(&'a self, of: usize, set: &'a Set) -> Common<'a> {
        let mut words = self.of(of).iter();
        let word = words.next().map_or(0, |word| word & set.first);
        Common { word, before: 0, rest: words.zip(&set.rest) }
    }

    /// All that a row is related to.
    #[inline]
    pub fn set_of(&self, of: usize) -> Set {
        match self.of(of) {
            [] => Set::default(),
            [first, rest @ ..] => Set { first: *first, rest: rest.to_vec() },
        }
    }

    /// Whether a row is related to another.
    #[inline]
    pub fn has(&self, of: usize, row: usize) -> bool {
        self.bits[of * self.words + row / 64] >> (row % 64) & 1 == 1
    }

    /// Whether a row is related to nothing.
    #[inline]
    pub fn is_none(&self, of: usize) -> bool {
        if self.words == 1 { self.bits[of] == 0 } else { self.of(of).iter().all(|word| *word == 0) }
    }

    /// Whether a row is related to something that a row of another relation is not related to there.
    #[inline]
    pub fn has_besides(&self, of: usize, other: &Self, there: usize) -> bool {
        if self.words == 1 && other.words == 1 {
            return self.bits[of] & !other.bits[there] != 0;
        }
        self.of(of).iter().zip(other.of(there)).any(|(own, other)| own & !other != 0)
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
            let two: Set = (0..rows).map(|row| row == 0 || row == rows - 2).collect();
            assert_eq!(next.of_all(&two).rows().collect::<Vec<_>>(), set.rows().collect::<Vec<_>>());
            assert_eq!(next.rows_meeting(&set).rows().collect::<Vec<_>>(), two.rows().collect::<Vec<_>>());
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
            let rest = Set::all_of(rows).less(&set);
            assert_eq!(
                rest.rows().collect::<Vec<_>>(),
                (0..rows).filter(|row| *row != 1).collect::<Vec<_>>()
            );
            next.add(0, rows - 1);
            assert_eq!(
                next.rows_of(0).collect::<Vec<_>>(),
                if rows == 2 { vec![1] } else { vec![1, rows - 1] }
            );
            assert!(next.has_besides(0, &next, 1) && !next.has_besides(0, &next, 0));
            next.remove(0, rows - 1);
            assert_eq!(next.rows_of(0).collect::<Vec<_>>(), [1]);
        }
    }
}
