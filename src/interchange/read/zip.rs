//! The files in a ZIP archive, in memory. Of the format what archives of map data use: stored and deflated files.

use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::bytes::Bytes;
use super::fault::Fault;
use crate::interchange::Limits;

/// An archive's table of contents.
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    entries: Vec<Entry>,
    /// Bytes that may still be unpacked.
    left: u64,
    allowed: u64,
}

/// A file in an archive.
#[derive(Debug)]
struct Entry {
    name: String,
    method: u16,
    flags: u16,
    crc: u32,
    packed: usize,
    size: u64,
    header: usize,
}

/// More files than any archive of map data has.
const MOST: usize = 10_000;
/// A file that unpacks to more bytes than this...
const BOMB: u64 = 64 << 20;
/// ...must not do so by more than this. Texts of coordinates reach 20, empty columns of tables 300.
const MOST_TIMES: u64 = 400;

fn broken(what: &str) -> Fault {
    Fault::syntax(format!("ZIP archive: {what}")).help("the file may be cut off: get or pack it again")
}

impl<'a> Archive<'a> {
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Archive<'a>, Fault> {
        // The end record is within the last 64 KB, behind it only a comment.
        let tail = bytes.len().saturating_sub(22 + 0xFFFF);
        let end = memchr::memmem::rfind(&bytes[tail..], b"PK\x05\x06")
            .ok_or_else(|| broken("the table of contents at its end is missing"))?;
        let mut record = Bytes { all: bytes, at: tail + end + 8 };
        let mut read = || {
            let _here = record.u16(true)?;
            let count = record.u16(true)?;
            let _size = record.u32(true)?;
            Some((count, record.u32(true)?))
        };
        let (count, start) = read().ok_or_else(|| broken("its end record is cut off"))?;
        if count == u16::MAX || start == u32::MAX {
            let fault = Fault::new("format", "a ZIP archive of the large kind (ZIP64) is not read");
            return Err(fault.help("unpack it, and give the file in it"));
        }
        if MOST < usize::from(count) {
            return Err(Fault::limit("files in a ZIP archive", MOST as u64));
        }
        let mut at = Bytes { all: bytes, at: start as usize };
        let mut entries = Vec::new();
        for _ in 0..count {
            let entry = entry(&mut at).ok_or_else(|| broken("its table of contents is broken"))?;
            let unsafe_name = entry.name.starts_with(['/', '\\'])
                || entry.name.split(['/', '\\']).any(|part| part == "..")
                || entry.name.get(1..2) == Some(":")
                || entry.name.chars().any(char::is_control);
            if unsafe_name {
                let fault =
                    Fault::new("format", format!("ZIP archive: file name {:?} leads out of it", entry.name));
                return Err(fault.help("allowed are names without \"..\", drive or leading slash"));
            }
            entries.push(entry);
        }
        Ok(Archive { bytes, entries, left: limits.bytes, allowed: limits.bytes })
    }

    /// Names of the files, in their order; folders and what macOS adds are left out.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.entries.iter().map(|entry| entry.name.as_str());
        names.filter(|name| !name.ends_with('/') && !name.starts_with("__MACOSX/"))
    }

    /// The bytes of a file.
    pub fn unpack(&mut self, name: &str) -> Result<Vec<u8>, Fault> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name == name) else {
            return Err(broken(&format!("file {name:?} is not in it")));
        };
        if entry.flags & 1 != 0 {
            return Err(Fault::new("format", format!("ZIP archive: file {name:?} is locked by a password")));
        }
        let mut header = Bytes { all: self.bytes, at: entry.header };
        let mut data = || {
            (header.take(4)? == b"PK\x03\x04").then_some(())?;
            header.take(22)?;
            let (name, extra) = (header.u16(true)?, header.u16(true)?);
            header.take(usize::from(name) + usize::from(extra))?;
            header.take(entry.packed)
        };
        let packed = data().ok_or_else(|| broken(&format!("file {name:?} is cut off")))?;
        if self.left < entry.size {
            return Err(Fault::limit("bytes unpacked from a ZIP archive", self.allowed));
        }
        if BOMB < entry.size && entry.size / MOST_TIMES > entry.packed as u64 {
            let message =
                format!("ZIP archive: file {name:?} unpacks to more than {MOST_TIMES} times its size");
            return Err(
                Fault::new("limit", message).help("no map data do: unpack it yourself if you trust it")
            );
        }
        // The size in the table may lie: memory is taken as bytes come, and not beyond it.
        let mut unpacked = Vec::new();
        let result = match entry.method {
            0 => packed.take(entry.size + 1).read_to_end(&mut unpacked),
            8 => DeflateDecoder::new(packed).take(entry.size + 1).read_to_end(&mut unpacked),
            method => {
                let fault =
                    Fault::new("format", format!("ZIP archive: file {name:?} is packed by method {method}"));
                return Err(fault.help("allowed are 0 (stored) and 8 (deflate): pack it again"));
            }
        };
        result.map_err(|error| broken(&format!("file {name:?} cannot be unpacked: {error}")))?;
        let length = unpacked.len() as u64;
        self.left = self.left.saturating_sub(length);
        let mut crc = Crc::new();
        crc.update(&unpacked);
        if length != entry.size || crc.sum() != entry.crc {
            return Err(broken(&format!("file {name:?} is damaged: its size or checksum is wrong")));
        }
        Ok(unpacked)
    }
}

fn entry(at: &mut Bytes<'_>) -> Option<Entry> {
    (at.take(4)? == b"PK\x01\x02").then_some(())?;
    at.take(4)?;
    let (flags, method) = (at.u16(true)?, at.u16(true)?);
    at.take(4)?;
    let crc = at.u32(true)?;
    let (packed, size) = (at.u32(true)?, at.u32(true)?);
    let (name, extra, comment) = (at.u16(true)?, at.u16(true)?, at.u16(true)?);
    at.take(8)?;
    let header = at.u32(true)?;
    let name = String::from_utf8_lossy(at.take(usize::from(name))?).into_owned();
    at.take(usize::from(extra) + usize::from(comment))?;
    Some(Entry {
        name,
        method,
        flags,
        crc,
        packed: packed as usize,
        size: u64::from(size),
        header: header as usize,
    })
}
