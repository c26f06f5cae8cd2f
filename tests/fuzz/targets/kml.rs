//! Reads KML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marchland::interchange::InputFormat;

fuzz_target!(|bytes: &[u8]| marchland_fuzz::read("a.kml", Some(InputFormat::Kml), bytes));
