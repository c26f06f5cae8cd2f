//! Binary numbers out of bytes, never beyond their end.

/// A place in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes<'a> {
    pub all: &'a [u8],
    pub at: usize,
}

impl<'a> Bytes<'a> {
    pub fn new(all: &'a [u8]) -> Bytes<'a> {
        Bytes { all, at: 0 }
    }

    /// Bytes that are left.
    pub fn left(&self) -> usize {
        self.all.len().saturating_sub(self.at)
    }

    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.all.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub fn u8(&mut self) -> Option<u8> {
        self.array().map(|[byte]: [u8; 1]| byte)
    }

    pub fn u16(&mut self, little: bool) -> Option<u16> {
        let bytes = self.array()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    pub fn u32(&mut self, little: bool) -> Option<u32> {
        let bytes = self.array()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    pub fn f64(&mut self, little: bool) -> Option<f64> {
        let bytes = self.array()?;
        Some(if little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }
}
