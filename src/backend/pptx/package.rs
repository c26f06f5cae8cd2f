//! The file around the parts: what they are, how they are found, and whether somebody has edited them since.

use std::fmt::Write as _;
use std::io::{Cursor, Read};

use rayon::prelude::*;
use zip::write::{PreparedZipFile, SimpleFileOptions};
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::xml::{HEAD, Relations, hash, office};

/// The part that says what the others were.
const CUSTOM: &str = "docProps/custom.xml";
/// Stands in that part until it is known.
pub const SEAL: &str = "0000000000000000";
/// What stands there before the seal.
const BEFORE_SEAL: &str = "name=\"marchland\"><vt:lpwstr>";
/// The longest that part can be; ours is a few hundred bytes.
const MOST: u64 = 1 << 18;

/// How hard parts are packed: from 4 to 6 each level makes drawings 5 % smaller, and packing is most of the time that slides
/// take.
const LEVEL: i64 = 5;

struct Part {
    name: String,
    /// What it is; `None` if its ending says so.
    kind: Option<&'static str>,
    bytes: Vec<u8>,
}

/// The parts of a file.
#[derive(Default)]
pub struct Package {
    parts: Vec<Part>,
    custom: Vec<u8>,
}

impl Package {
    /// Adds a part of XML.
    pub fn add(&mut self, name: &str, kind: &'static str, xml: String) {
        self.parts.push(Part { name: name.to_owned(), kind: Some(kind), bytes: xml.into_bytes() });
    }

    /// Adds a part of XML with its relations.
    pub fn add_related(&mut self, name: &str, kind: &'static str, xml: String, relations: &Relations) {
        self.add(name, kind, xml);
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let bytes = relations.xml().into_bytes();
        self.parts.push(Part { name: format!("{folder}/_rels/{file}.rels"), kind: None, bytes });
    }

    /// Adds a part whose ending says what it is.
    pub fn add_media(&mut self, name: String, bytes: Vec<u8>) {
        self.parts.push(Part { name, kind: None, bytes });
    }

    /// Adds the part that says what the others are; [`SEAL`] stands in it where that goes.
    pub fn add_sealed(&mut self, xml: String) {
        self.custom = xml.into_bytes();
    }

    /// The bytes of the file. The list of contents comes first, as programs expect that look at the first bytes only.
    pub fn finish(mut self) -> Result<Vec<u8>, String> {
        let mut types = format!(
            "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
             <Default Extension=\"png\" ContentType=\"image/png\"/>\
             <Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>"
        );
        let custom = (CUSTOM, "application/vnd.openxmlformats-officedocument.custom-properties+xml");
        let known = self.parts.iter().filter_map(|part| Some((part.name.as_str(), part.kind?)));
        for (name, kind) in known.chain([custom]) {
            let _ = write!(types, "<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
        }
        types.push_str("</Types>");
        let mut relations = Relations::default();
        relations.to(office!("officeDocument"), "ppt/presentation.xml".to_owned());
        relations.to(
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml".to_owned(),
        );
        relations.to(office!("extended-properties"), "docProps/app.xml".to_owned());
        relations.to(office!("custom-properties"), CUSTOM.to_owned());
        let first = [
            ("[Content_Types].xml".to_owned(), types.into_bytes()),
            ("_rels/.rels".to_owned(), relations.xml().into_bytes()),
        ];
        let first = first.map(|(name, bytes)| Part { name, kind: None, bytes });
        self.parts.splice(0..0, first);

        let packed: Result<Vec<PreparedZipFile>, String> =
            self.parts.par_iter().map(|part| pack(&part.name, &part.bytes)).collect();
        let packed = packed?;
        let prints = self.parts.iter().zip(&packed).map(|(part, file)| Print {
            name: part.name.as_bytes(),
            crc: file.crc32(),
            size: file.uncompressed_size(),
        });
        let custom = String::from_utf8(self.custom).map_err(|error| error.to_string())?;
        let seal = seal(prints, &custom);
        let placed = custom.replacen(&format!("{BEFORE_SEAL}{SEAL}"), &format!("{BEFORE_SEAL}{seal}"), 1);
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(1 << 22)));
        let mut add = |file| writer.add_prepared_file(file).map_err(|error| error.to_string());
        packed.into_iter().try_for_each(&mut add)?;
        add(pack(CUSTOM, placed.as_bytes())?)?;
        writer.finish().map(Cursor::into_inner).map_err(|error| error.to_string())
    }
}

/// A part as it stands in the file. Nothing of clock, system or user goes into it.
fn pack(name: &str, bytes: &[u8]) -> Result<PreparedZipFile, String> {
    // PNG is packed already.
    let method = if name.ends_with(".png") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .compression_level((method == CompressionMethod::Deflated).then_some(LEVEL))
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Dos);
    PreparedZipFile::from_data(name, options, bytes).map_err(|error| format!("{name}: {error}"))
}

/// What the directory of a file says of a part.
struct Print<'a> {
    name: &'a [u8],
    crc: u32,
    size: u64,
}

/// 16 digits that stand for all parts, and for the sealed one without its seal.
fn seal<'a>(prints: impl Iterator<Item = Print<'a>>, custom: &str) -> String {
    let parts = prints.fold(hash(0, &[]), |seed, print| {
        let seed = hash(seed, print.name);
        hash(hash(seed, &print.crc.to_be_bytes()), &print.size.to_be_bytes())
    });
    format!("{:016x}", hash(parts, custom.as_bytes()))
}

/// True if the bytes are a PPTX file as [`super::encode`] wrote it: no part was added, changed, taken away or moved since.
/// Reads the list of parts and one small part, and unpacks nothing else.
pub fn is_unedited(bytes: &[u8]) -> bool {
    check(bytes).unwrap_or(false)
}

fn check(bytes: &[u8]) -> Option<bool> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut prints = Vec::new();
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).ok()?;
        prints.push((file.name_raw().to_vec(), file.crc32(), file.size()));
    }
    let (last, others) = prints.split_last()?;
    if last.0 != CUSTOM.as_bytes() || last.2 > MOST {
        return Some(false);
    }
    let mut custom = String::new();
    archive.by_name(CUSTOM).ok()?.take(MOST).read_to_string(&mut custom).ok()?;
    let at = custom.find(BEFORE_SEAL)? + BEFORE_SEAL.len();
    let found = custom.get(at..at + SEAL.len())?.to_owned();
    custom.replace_range(at..at + SEAL.len(), SEAL);
    let prints = others.iter().map(|(name, crc, size)| Print { name, crc: *crc, size: *size });
    Some(seal(prints, &custom) == found)
}
