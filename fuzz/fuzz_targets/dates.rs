#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| briefgen_fuzz::dates(data));
