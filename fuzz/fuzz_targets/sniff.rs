//! Any bytes have a format and an encoding.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lumbung::inspection::sniff::{self, Encoded};

fuzz_target!(|bytes: &[u8]| {
    let format = sniff::format(bytes);
    let (text, encoding) = sniff::decode(bytes);
    assert_eq!(format, sniff::format(bytes));
    let encoded = Encoded::of(bytes);
    assert_eq!(encoding, encoded.name());
    let whole = sniff::whole_characters(bytes, encoded);
    assert!(bytes.starts_with(whole));
    let ends = encoded.line_ends(b'\n');
    assert!(ends.last_in(bytes).is_none_or(|end| end <= bytes.len()));
    assert!(text.len() <= bytes.len() * 3);
});
