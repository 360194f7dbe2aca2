//! A SHA-256 that goes on after the program was started again.
//!
//! The saved form is that of the `sha2` crate, which keeps it stable within 0.11; the test below fails should a later
//! version write another one.

use sha2::Sha256;
use sha2::digest::common::hazmat::{SerializableState, SerializedState};

/// The state as hexadecimal text.
pub(super) fn save(digest: &Sha256) -> String {
    hex::encode(digest.serialize())
}

/// The digest that goes on from a saved state; of the empty text, from the beginning.
pub(super) fn restore(text: &str) -> Option<Sha256> {
    if text.is_empty() {
        return Some(Sha256::default());
    }
    let bytes = hex::decode(text).ok()?;
    let state = SerializedState::<Sha256>::try_from(bytes.as_slice()).ok()?;
    Sha256::deserialize(&state).ok()
}

#[cfg(test)]
mod tests {
    use super::{restore, save};
    use sha2::{Digest, Sha256};

    #[test]
    fn a_saved_state_goes_on_where_it_was() {
        let bytes: Vec<u8> = (0..100_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        for cut in [0, 1, 63, 64, 65, 4096, 99_999, 100_000] {
            let mut digest = restore("").unwrap();
            digest.update(&bytes[..cut]);
            let mut later = restore(&save(&digest)).unwrap();
            later.update(&bytes[cut..]);
            assert_eq!(later.finalize(), Sha256::digest(&bytes), "{cut}");
        }
    }

    #[test]
    fn a_state_that_an_earlier_program_saved_is_understood() {
        // After 70 bytes: eight words, the number of whole blocks, and the six bytes of the next.
        let words = "1cb85bdf26061ee894a845fb310fd44f16685eb2c199d4d6294990ab665e6300";
        let saved = format!("{words}010000000000000006616161616161{}", "00".repeat(57));
        let mut digest = restore(&saved).unwrap();
        assert_eq!(save(&digest), saved);
        digest.update(b"dan sisanya");
        let whole = [&[b'a'; 70][..], b"dan sisanya"].concat();
        assert_eq!(digest.finalize(), Sha256::digest(whole));
    }

    #[test]
    fn anything_else_is_no_state() {
        for text in ["x", "00", &"0".repeat(209)] {
            assert!(restore(text).is_none(), "{text}");
        }
    }
}
