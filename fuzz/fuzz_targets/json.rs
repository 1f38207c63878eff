//! JSON, whole or a document a line.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    gentext_fuzz::read("t.json", bytes);
    gentext_fuzz::read("t.jsonl", bytes);
});
