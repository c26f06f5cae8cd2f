//! What a file may ask for, so that no hostile file takes all memory.

/// Limits of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file, and of what is unpacked from it.
    pub bytes: u64,
    /// Positions of all shapes together.
    pub positions: usize,
    /// Features of all layers together.
    pub features: usize,
    /// How deep objects, folders or collections may nest.
    pub depth: usize,
    /// Bytes of one value of a field.
    pub value_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bytes: 4 << 30,
            positions: 200_000_000,
            features: 5_000_000,
            depth: 64,
            value_bytes: 16 << 20,
        }
    }
}
