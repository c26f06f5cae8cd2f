//! The target of this name.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| marchland_fuzz::run("partition", bytes));
