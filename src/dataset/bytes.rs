//! The bytes of a file in memory.

use std::ops::Deref;
#[cfg(target_os = "linux")]
use std::sync::Arc;

/// The bytes of a file, wherever they are.
#[derive(Clone, Debug)]
pub struct Bytes(Place);

#[derive(Clone, Debug)]
enum Place {
    Own(Vec<u8>),
    Static(&'static [u8]),
    #[cfg(target_os = "linux")]
    Pages(Arc<memmap2::MmapMut>),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Place::Own(bytes) => bytes,
            Place::Static(bytes) => bytes,
            #[cfg(target_os = "linux")]
            Place::Pages(pages) => pages,
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Bytes {
        Bytes(Place::Own(bytes))
    }
}

impl From<&'static [u8]> for Bytes {
    fn from(bytes: &'static [u8]) -> Bytes {
        Bytes(Place::Static(bytes))
    }
}

impl From<Bytes> for Vec<u8> {
    fn from(bytes: Bytes) -> Vec<u8> {
        match bytes.0 {
            Place::Own(bytes) => bytes,
            _ => bytes.to_vec(),
        }
    }
}

impl Bytes {
    /// Room for a large file of this length.
    ///
    /// Half of the time of reading goes into making room for what is read, a page of 4 KB at a time; where the system has
    /// pages of 2 MB, they are asked for. The file itself is not mapped: it may change while it is looked at.
    pub(super) fn room(length: usize) -> Bytes {
        #[cfg(target_os = "linux")]
        if let Ok(pages) = memmap2::MmapMut::map_anon(length) {
            let _ = pages.advise(memmap2::Advice::HugePage);
            return Bytes(Place::Pages(Arc::new(pages)));
        }
        vec![0; length].into()
    }

    /// The bytes, to be filled; none where others have them too.
    pub(super) fn as_mut_slice(&mut self) -> &mut [u8] {
        match &mut self.0 {
            Place::Own(bytes) => bytes,
            Place::Static(_) => &mut [],
            #[cfg(target_os = "linux")]
            Place::Pages(pages) => Arc::get_mut(pages).map_or(&mut [], |pages| pages),
        }
    }
}
