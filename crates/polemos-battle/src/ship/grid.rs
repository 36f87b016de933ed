//! Where ships are: a uniform grid, rebuilt each step by counting sort.
//!
//! Each side has its own, so that a search for enemies meets nobody else. Cells lie in rows along x, rows along y,
//! layers along z, and the ships' coordinates are copied into columns sorted by cell: the cells of a row that
//! surround a ship are one stretch of memory. The copies are also what makes decisions simultaneous: while ships
//! move, the grid still says where they were at the start of the step.

use super::fleet::{Fleet, Motion};

/// Widest vector that reads the columns past a stretch's end, in ships.
pub const OVERREAD: usize = 16;
/// Where the columns' padding lies: beyond every sensor, and finite when squared.
const NOWHERE: f32 = 1e18;
/// Bits of a coordinate that rounding into cells may cost, relative to the arena's longest side.
const SLACK: f32 = 1.0 / 1_048_576.0;

/// The cells of an arena; both sides share them.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// Length of a cell's edge.
    pub edge: f32,
    per_edge: f32,
    slack: f32,
    /// Cells along x, y and z.
    pub counts: [usize; 3],
}

impl Cells {
    /// Cells of about this edge that cover an arena.
    #[must_use]
    pub fn new(size: [f32; 3], edge: f32) -> Self {
        let longest = size.iter().fold(edge, |a, b| a.max(*b));
        let counts = size.map(|length| (length / edge) as usize + 1);
        Self { edge, per_edge: 1.0 / edge, slack: 4.0 * longest * SLACK, counts }
    }

    fn len(&self) -> usize {
        self.counts.iter().product()
    }

    /// The cell along one axis.
    #[inline]
    fn along(&self, axis: usize, coordinate: f32) -> usize {
        ((coordinate * self.per_edge) as usize).min(self.counts[axis] - 1)
    }

    /// The cell of a point as three indices.
    #[inline]
    pub fn of(&self, at: [f32; 3]) -> [usize; 3] {
        [self.along(0, at[0]), self.along(1, at[1]), self.along(2, at[2])]
    }

    #[inline]
    fn flat_index(&self, cell: [usize; 3]) -> usize {
        (cell[2] * self.counts[1] + cell[1]) * self.counts[0] + cell[0]
    }

    /// The lowest and highest cell of the block `reach` around a cell.
    #[inline(always)]
    pub fn block(&self, cell: [usize; 3], reach: usize) -> ([usize; 3], [usize; 3]) {
        let low =
            [cell[0].saturating_sub(reach), cell[1].saturating_sub(reach), cell[2].saturating_sub(reach)];
        let most = self.counts;
        let high = [
            (cell[0] + reach).min(most[0] - 1),
            (cell[1] + reach).min(most[1] - 1),
            (cell[2] + reach).min(most[2] - 1),
        ];
        (low, high)
    }

    /// Distance up to which the block of cells `reach` around a point's own surely holds everyone: to the block's
    /// nearest face, less what rounding a coordinate into a cell can cost.
    #[inline]
    pub fn sure<const FLAT: bool>(&self, at: [f32; 3], cell: [usize; 3], reach: usize) -> f32 {
        let mut nearest = self.edge;
        for axis in 0..if FLAT { 2 } else { 3 } {
            let inside = at[axis] - cell[axis] as f32 * self.edge;
            nearest = nearest.min(inside).min(self.edge - inside);
        }
        (reach as f32 * self.edge + nearest - self.slack).max(0.0)
    }
}

/// One side's ships, sorted by cell.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// Where each cell's ships begin; one entry more than cells.
    start: Vec<u32>,
    /// Coordinates in order of cells, padded by [`OVERREAD`].
    pub x: Vec<f32>,
    /// See `x`.
    pub y: Vec<f32>,
    /// See `x`; empty in a flat arena.
    pub z: Vec<f32>,
    /// Row of each in the fleet, padded likewise.
    pub row: Vec<u32>,
    /// Least and greatest coordinates of anyone.
    pub low: [f32; 3],
    /// See `low`.
    pub high: [f32; 3],
    cell_of: Vec<u32>,
}

impl Grid {
    /// Sorts a fleet's ships into cells.
    pub fn rebuild(&mut self, cells: &Cells, fleet: &Motion, flat: bool) {
        self.count(cells, fleet);
        self.sort(fleet, flat);
        self.bound(fleet);
    }

    /// Brings a fleet's rows into the order in which they stand here: neighbours in space become neighbours in memory.
    pub fn tidy(&mut self, fleet: &mut Fleet) {
        fleet.reorder(&self.row[..self.len()]);
        for (slot, row) in (0..).zip(&mut self.row) {
            *row = slot;
        }
    }

    /// Counts the ships of each cell, then turns counts into ends.
    fn count(&mut self, cells: &Cells, fleet: &Motion) {
        self.start.clear();
        self.start.resize(cells.len() + 1, 0);
        self.cell_of.clear();
        for ((x, y), z) in fleet.x.iter().zip(&fleet.y).zip(&fleet.z) {
            let cell = cells.flat_index(cells.of([*x, *y, *z]));
            self.cell_of.push(cell as u32);
            self.start[cell] += 1;
        }
        let mut sum = 0;
        for entry in &mut self.start {
            sum += *entry;
            *entry = sum;
        }
    }

    /// Places ships from the last to the first, so that ends become starts and a cell keeps the fleet's order.
    fn sort(&mut self, fleet: &Motion, flat: bool) {
        let n = self.cell_of.len();
        let columns = [&mut self.x, &mut self.y, &mut self.z];
        for (axis, column) in columns.into_iter().enumerate() {
            let wanted = if flat && axis == 2 { 0 } else { n + OVERREAD };
            column.truncate(n.min(wanted));
            column.resize(wanted, NOWHERE);
        }
        self.row.resize(n + OVERREAD, 0);
        for (row, cell) in self.cell_of.iter().enumerate().rev() {
            let end = &mut self.start[*cell as usize];
            *end -= 1;
            let slot = *end as usize;
            self.x[slot] = fleet.x[row];
            self.y[slot] = fleet.y[row];
            if !flat {
                self.z[slot] = fleet.z[row];
            }
            self.row[slot] = row as u32;
        }
    }

    fn bound(&mut self, fleet: &Motion) {
        for (axis, column) in [&fleet.x, &fleet.y, &fleet.z].into_iter().enumerate() {
            let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
            for value in column {
                low = if *value < low { *value } else { low };
                high = if *value > high { *value } else { high };
            }
            self.low[axis] = low;
            self.high[axis] = high;
        }
    }

    /// Where the ship in a slot stood.
    #[inline(always)]
    pub fn place<const FLAT: bool>(&self, slot: u32) -> [f32; 3] {
        let slot = slot as usize;
        [self.x[slot], self.y[slot], if FLAT { 0.0 } else { self.z[slot] }]
    }

    /// Ships in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cell_of.len()
    }

    /// Bytes that its columns take up.
    pub fn bytes(&self) -> usize {
        let words = self.start.capacity() + self.row.capacity() + self.cell_of.capacity();
        4 * (words + self.x.capacity() + self.y.capacity() + self.z.capacity())
    }

    /// The slots of the cells `low..=high` along one line of one layer.
    #[inline(always)]
    pub fn stretch(
        &self,
        cells: &Cells,
        layer: usize,
        line: usize,
        low: usize,
        high: usize,
    ) -> (usize, usize) {
        let first = (layer * cells.counts[1] + line) * cells.counts[0];
        (self.start[first + low] as usize, self.start[first + high + 1] as usize)
    }

    /// Does something with each slot of the cells that may hold a ship within `radius` of a point.
    pub fn each_about(&self, cells: &Cells, at: [f32; 3], radius: f32, mut each: impl FnMut(u32)) {
        let reach = (radius / cells.edge) as usize + 1;
        let (low, high) = cells.block(cells.of(at), reach);
        for layer in low[2]..=high[2] {
            for line in low[1]..=high[1] {
                let (from, to) = self.stretch(cells, layer, line, low[0], high[0]);
                (from as u32..to as u32).for_each(&mut each);
            }
        }
    }

    /// Where the ship in a slot stood, in a flat arena or not.
    pub fn stood(&self, slot: u32) -> [f32; 3] {
        if self.z.is_empty() { self.place::<true>(slot) } else { self.place::<false>(slot) }
    }
}
