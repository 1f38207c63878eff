//! Archives that may be workbooks; without its mark, a file is none.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    gentext_fuzz::read("t.xlsx", &[b"PK\x03\x04", bytes].concat());
    gentext_fuzz::read("t.xls", &[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes].concat());
});
