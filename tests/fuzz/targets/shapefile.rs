//! Reads a Shapefile, its files one after another with their lengths.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marchland::interchange::InputFormat;

fuzz_target!(|bytes: &[u8]| marchland_fuzz::read_parts("a.shp", Some(InputFormat::Shapefile), bytes));
