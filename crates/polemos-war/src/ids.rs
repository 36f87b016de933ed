//! Typed ids and the tables they index. An id is a row number that never changes while a war is played.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A row number of one kind of thing.
pub trait Id: Copy + Eq + Ord {
    /// The id of a row.
    fn from_index(index: usize) -> Self;
    /// The row of an id.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl Id for $name {
            #[inline]
            fn from_index(index: usize) -> Self { Self(index as u32) }
            #[inline]
            fn index(self) -> usize { self.0 as usize }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )*};
}

ids! {
    /// A place.
    PlaceId,
    /// A lane between two places.
    LaneId,
    /// A faction.
    FactionId,
    /// A coalition; every faction that stands alone has one of its own.
    CoalitionId,
    /// A people, which may live under several factions.
    PeopleId,
    /// A person.
    PersonId,
    /// A class of units.
    ClassId,
    /// A force.
    ForceId,
    /// A squadron.
    SquadronId,
    /// A piece of works.
    WorksId,
    /// A scenario event.
    EventId,
    /// A rebellion.
    RebellionId,
    /// What rebels strike, and how often.
    SabotageId,
    /// A decision.
    DecisionId,
    /// A compiled condition.
    ConditionId,
    /// An envoy.
    EnvoyId,
    /// A number of the war, named by its parameter path.
    NumberId,
    /// A figure taken of a war in play.
    MeasureId,
    /// Wars of a saga between the same two sides.
    SeriesId,
    /// A war of a saga that has an id.
    EpisodeId,
}

/// A vector indexed by a typed id.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Table<I, T> {
    rows: Vec<T>,
    #[serde(skip)]
    id: PhantomData<fn() -> I>,
}

impl<I: Id, T> Table<I, T> {
    /// An empty table.
    #[inline]
    pub fn new() -> Self {
        Self { rows: Vec::new(), id: PhantomData }
    }
    /// A table of `rows` copies of one value.
    pub fn filled(rows: usize, value: T) -> Self
    where
        T: Clone,
    {
        Self { rows: vec![value; rows], id: PhantomData }
    }
    /// Adds a row and returns its id.
    pub fn push(&mut self, row: T) -> I {
        self.rows.push(row);
        I::from_index(self.rows.len() - 1)
    }
    /// How many rows there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.rows.len()
    }
    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
    /// All ids in order.
    #[inline]
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.rows.len()).map(I::from_index)
    }
    /// All rows in order.
    #[inline]
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }
    /// All rows in order, mutably.
    #[inline]
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.rows.iter_mut()
    }
    /// Ids with their rows, in order.
    #[inline]
    pub fn pairs(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(index, row)| (I::from_index(index), row))
    }
    /// The row of an id that may not exist.
    #[inline]
    pub fn get(&self, id: I) -> Option<&T> {
        self.rows.get(id.index())
    }
    /// The rows as a slice.
    #[inline]
    pub fn as_slice(&self) -> &[T] {
        &self.rows
    }
    /// Keeps the table's memory and copies the rows of another.
    pub fn copy_from(&mut self, other: &Self)
    where
        T: Clone,
    {
        self.rows.clone_from(&other.rows);
    }
}

impl<I: Id, T> Default for Table<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I: Id, T> FromIterator<T> for Table<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(rows: It) -> Self {
        Self { rows: rows.into_iter().collect(), id: PhantomData }
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;
    #[inline]
    fn index(&self, id: I) -> &T {
        &self.rows[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for Table<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.index()]
    }
}

impl<'a, I: Id, T> IntoIterator for &'a Table<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

impl<I, T: fmt::Debug> fmt::Debug for Table<I, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(&self.rows).finish()
    }
}
