//! A short list on the stack: what a phase gathers for a moment, without asking the heap for it.

use std::ops::{Deref, DerefMut};

/// A list whose first `N` entries lie in it; a longer one moves to the heap.
#[derive(Clone, Debug)]
pub struct Few<T, const N: usize> {
    near: [T; N],
    len: usize,
    far: Vec<T>,
}

impl<T: Copy + Default, const N: usize> Few<T, N> {
    /// An empty list.
    #[inline]
    pub fn new() -> Self {
        Self { near: [T::default(); N], len: 0, far: Vec::new() }
    }

    /// So many copies of a value.
    #[inline]
    pub fn filled(value: T, len: usize) -> Self {
        if len <= N {
            Self { near: [value; N], len, far: Vec::new() }
        } else {
            Self { near: [value; N], len: N, far: vec![value; len] }
        }
    }

    /// Adds an entry.
    #[inline]
    pub fn push(&mut self, value: T) {
        if self.len < N {
            self.near[self.len] = value;
            self.len += 1;
        } else {
            self.spill(value);
        }
    }

    #[cold]
    fn spill(&mut self, value: T) {
        if self.far.is_empty() {
            self.far.extend_from_slice(&self.near);
        }
        self.far.push(value);
    }

    /// Takes an entry out; the last takes its place.
    #[inline]
    pub fn swap_remove(&mut self, at: usize) -> T {
        if !self.far.is_empty() {
            let entry = self.far.swap_remove(at);
            self.len = if self.far.is_empty() { 0 } else { N };
            return entry;
        }
        let entry = self.near[at];
        self.len -= 1;
        self.near[at] = self.near[self.len];
        entry
    }

    /// Adds an entry to a list in order, unless it is there.
    #[inline]
    pub fn insert(&mut self, value: T)
    where
        T: Ord,
    {
        let mut at = self.len();
        while at > 0 && self[at - 1] > value {
            at -= 1;
        }
        if at == 0 || self[at - 1] != value {
            self.push(value);
            if at + 1 < self.len() {
                self[at..].rotate_right(1);
            }
        }
    }
}

impl<T, const N: usize> Deref for Few<T, N> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        if self.far.is_empty() { &self.near[..self.len] } else { &self.far }
    }
}

impl<T, const N: usize> DerefMut for Few<T, N> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        if self.far.is_empty() { &mut self.near[..self.len] } else { &mut self.far }
    }
}

impl<T: Copy + Default, const N: usize> FromIterator<T> for Few<T, N> {
    #[inline]
    fn from_iter<It: IntoIterator<Item = T>>(entries: It) -> Self {
        let mut few = Self::new();
        entries.into_iter().for_each(|entry| few.push(entry));
        few
    }
}

/// Entries one by one.
pub struct Entries<T, const N: usize> {
    few: Few<T, N>,
    next: usize,
}

impl<T: Copy, const N: usize> Iterator for Entries<T, N> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        let entry = self.few.get(self.next).copied();
        self.next += 1;
        entry
    }
}

impl<'a, T, const N: usize> IntoIterator for &'a Few<T, N> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Copy, const N: usize> IntoIterator for Few<T, N> {
    type Item = T;
    type IntoIter = Entries<T, N>;

    #[inline]
    fn into_iter(self) -> Entries<T, N> {
        Entries { few: self, next: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_its_entries_wherever_they_lie() {
        for count in [0, 1, 3, 4, 5, 40] {
            let list: Few<u32, 4> = (0..count).collect();
            assert_eq!(&list[..], &(0..count).collect::<Vec<_>>()[..]);
            assert_eq!(list.into_iter().sum::<u32>(), (0..count).sum::<u32>());
            assert_eq!(&Few::<u32, 4>::filled(7, count as usize)[..], &vec![7; count as usize][..]);
        }
    }

    #[test]
    fn a_list_can_be_emptied_and_filled_again() {
        for count in [1, 4, 5, 9] {
            let mut list: Few<u32, 4> = (0..count).collect();
            let mut taken: Vec<u32> = (0..count).map(|_| list.swap_remove(list.len() / 2)).collect();
            taken.sort_unstable();
            assert_eq!(taken, (0..count).collect::<Vec<_>>());
            assert!(list.is_empty());
            (0..count).for_each(|entry| list.push(entry));
            assert_eq!(&list[..], &(0..count).collect::<Vec<_>>()[..]);
        }
    }

    #[test]
    fn an_ordered_list_has_each_entry_once() {
        for values in [vec![], vec![3], vec![5, 1, 5, 3], vec![9, 8, 7, 6, 5, 4, 9, 4, 5, 0]] {
            let mut list: Few<u32, 4> = Few::new();
            values.iter().for_each(|value| list.insert(*value));
            let mut expected = values;
            expected.sort_unstable();
            expected.dedup();
            assert_eq!(&list[..], &expected[..]);
        }
    }
}
