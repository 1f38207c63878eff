//! Text whose cells are parted by a sign, in any encoding.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| gentext_fuzz::read("t.csv", bytes));
