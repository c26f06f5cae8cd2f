//! Reads anything without a name: which format it is.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| marchland_fuzz::read("a", None, bytes));
