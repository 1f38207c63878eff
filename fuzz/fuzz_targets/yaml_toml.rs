//! YAML and TOML.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    gentext_fuzz::read("t.yaml", bytes);
    gentext_fuzz::read("t.toml", bytes);
});
