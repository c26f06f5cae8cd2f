//! Reads a Shapefile, its files one after another with their lengths.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| marchland_fuzz::read_parts("a.shp", bytes));
