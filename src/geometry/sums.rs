//! Sums over rectangles of a raster at no cost: the summed-area table (Crow 1984).

/// The sums of a raster of whole numbers.
#[derive(Clone, Debug)]
pub struct Sums {
    columns: usize,
    rows: usize,
    /// Each corner has the sum of all cells above and to the left of it.
    table: Vec<u32>,
}

impl Sums {
    /// From the cells row by row from the top left; cells that are missing count nothing.
    pub fn new(cells: impl IntoIterator<Item = u32>, columns: usize, rows: usize) -> Sums {
        let width = columns + 1;
        let mut table = vec![0u32; width * (rows + 1)];
        let mut cells = cells.into_iter();
        for row in 0..rows {
            let mut along = 0;
            for column in 0..columns {
                along += cells.next().unwrap_or(0);
                table[(row + 1) * width + column + 1] = table[row * width + column + 1] + along;
            }
        }
        Sums { columns, rows, table }
    }

    /// How many columns and rows it has.
    pub fn size(&self) -> [usize; 2] {
        [self.columns, self.rows]
    }

    /// The sum over columns and rows from the first to before the second; both at most [`Sums::size`].
    pub fn over(&self, columns: [usize; 2], rows: [usize; 2]) -> u32 {
        let width = self.columns + 1;
        let (top, bottom) = (rows[0] * width, rows[1] * width);
        let at = |at: usize| self.table[at];
        at(bottom + columns[1]) + at(top + columns[0]) - at(top + columns[1]) - at(bottom + columns[0])
    }
}

#[cfg(test)]
mod tests {
    use super::Sums;

    #[test]
    fn sums_are_those_of_the_cells() {
        let cells: Vec<u32> = (0..20).map(|i| i * i % 7).collect();
        let sums = Sums::new(cells.iter().copied(), 5, 4);
        assert_eq!(sums.size(), [5, 4]);
        for (c0, c1, r0, r1) in [(0, 5, 0, 4), (1, 3, 1, 2), (4, 5, 3, 4), (2, 2, 0, 4)] {
            let by_hand: u32 =
                (r0..r1).flat_map(|row| (c0..c1).map(move |column| row * 5 + column)).map(|i| cells[i]).sum();
            assert_eq!(sums.over([c0, c1], [r0, r1]), by_hand, "{c0}..{c1} x {r0}..{r1}");
        }
    }
}
