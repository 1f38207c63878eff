//! Files that begin as SQLite databases do.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    gentext_fuzz::read("t.sqlite", &[b"SQLite format 3\0", bytes].concat())
});
