//! A side's ships in columns: what they are, and where they go.

use std::sync::atomic::AtomicI32;

/// A ship that stays dark.
pub const FOR_EVER: u16 = u16::MAX;

/// Declares a table of columns of equal length and its row.
macro_rules! table {
    ($(#[$doc:meta])* $table:ident, $row:ident { $($(#[$column_doc:meta])* $name:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $table { $($(#[$column_doc])* pub $name: Vec<$type>,)* }

        /// One row of the table.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct $row { $($(#[$column_doc])* pub $name: $type,)* }

        impl $table {
            /// Adds a row at the end.
            pub fn push(&mut self, row: $row) { $(self.$name.push(row.$name);)* }

            /// Takes a row out; the last one takes its place.
            pub fn swap_remove(&mut self, at: usize) -> $row { $row { $($name: self.$name.swap_remove(at),)* } }

            /// Brings the rows into a new order: row `i` becomes the old row `order[i]`.
            pub fn reorder(&mut self, order: &[u32]) {
                $(self.$name = order.iter().map(|row| self.$name[*row as usize]).collect();)*
            }

            /// Bytes that its columns take up.
            pub fn bytes(&self) -> usize { 0 $(+ self.$name.capacity() * size_of::<$type>())* }

        }
    };
}

table! {
    /// What changes while ships act: each ship writes its own row, and nobody else reads it meanwhile.
    Motion, Moving {
        /// Place along x.
        x: f32,
        /// Place along y.
        y: f32,
        /// Place along z.
        z: f32,
        /// Velocity along x, a step.
        vx: f32,
        /// Velocity along y, a step.
        vy: f32,
        /// Velocity along z, a step.
        vz: f32,
        /// Steps until each weapon can fire again.
        wait: [u8; 4],
    }
}

table! {
    /// What stands still while ships act: anybody may read it.
    Crewed, Being {
        /// Its number within its squadron.
        ordinal: u32,
        /// Shield points left.
        shield: f32,
        /// Hull points left.
        hull: f32,
        /// Steps for which it stays dark; [`FOR_EVER`] never ends.
        dark: u16,
        /// Its class.
        class: u8,
        /// Its squadron.
        squadron: u16,
    }
}

/// A stretch of rows of [`Motion`], to be written.
pub struct MotionWindow<'a> {
    pub x: &'a mut [f32],
    pub y: &'a mut [f32],
    pub z: &'a mut [f32],
    pub vx: &'a mut [f32],
    pub vy: &'a mut [f32],
    pub vz: &'a mut [f32],
    pub wait: &'a mut [[u8; 4]],
}

impl Motion {
    /// All rows, to be written.
    pub fn window(&mut self) -> MotionWindow<'_> {
        let Self { x, y, z, vx, vy, vz, wait } = self;
        MotionWindow { x, y, z, vx, vy, vz, wait }
    }
}

impl MotionWindow<'_> {
    /// The first `n` rows, and the rest.
    pub fn split_at(self, n: usize) -> (Self, Self) {
        let (x, rest_x) = self.x.split_at_mut(n);
        let (y, rest_y) = self.y.split_at_mut(n);
        let (z, rest_z) = self.z.split_at_mut(n);
        let (vx, rest_vx) = self.vx.split_at_mut(n);
        let (vy, rest_vy) = self.vy.split_at_mut(n);
        let (vz, rest_vz) = self.vz.split_at_mut(n);
        let (wait, rest_wait) = self.wait.split_at_mut(n);
        let rest =
            Self { x: rest_x, y: rest_y, z: rest_z, vx: rest_vx, vy: rest_vy, vz: rest_vz, wait: rest_wait };
        (Self { x, y, z, vx, vy, vz, wait }, rest)
    }
}

/// One side's ships.
#[derive(Debug, Default)]
pub struct Fleet {
    /// What changes while ships act.
    pub motion: Motion,
    /// What stands still meanwhile.
    pub crewed: Crewed,
    /// Points of damage taken in this step. Adding is the one thing that ships do to each other while they act, and
    /// integers add up to the same sum in any order.
    pub damage: Vec<AtomicI32>,
}

impl Fleet {
    /// Ships in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.crewed.ordinal.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.crewed.ordinal.is_empty()
    }

    /// Adds a ship.
    pub fn push(&mut self, moving: Moving, being: Being) {
        self.motion.push(moving);
        self.crewed.push(being);
        self.damage.push(AtomicI32::new(0));
    }

    /// Takes a ship out; the last one takes its row.
    pub fn swap_remove(&mut self, row: usize) -> (Moving, Being) {
        self.damage.swap_remove(row);
        (self.motion.swap_remove(row), self.crewed.swap_remove(row))
    }

    /// Moves a ship of this fleet into another.
    pub fn hand_over(&mut self, row: usize, to: &mut Self) {
        let (moving, being) = self.swap_remove(row);
        to.push(moving, being);
    }

    /// Bytes that its columns take up.
    pub fn bytes(&self) -> usize {
        self.motion.bytes() + self.crewed.bytes() + self.damage.capacity() * size_of::<AtomicI32>()
    }

    /// Brings ships into a new order.
    pub fn reorder(&mut self, order: &[u32]) {
        self.motion.reorder(order);
        self.crewed.reorder(order);
    }
}
