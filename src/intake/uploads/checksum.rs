//! tus' `Upload-Checksum`: what the bytes of one request must hash to.

use super::Error;
use base64::{Engine, engine::general_purpose::STANDARD};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The algorithms, as `Tus-Checksum-Algorithm` lists them.
pub const ALGORITHMS: &str = "sha256,sha1";

/// A checksum that bytes are to meet.
#[derive(Debug)]
pub struct Checksum {
    digest: Algorithm,
    wanted: Vec<u8>,
}

#[derive(Debug)]
enum Algorithm {
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Checksum {
    /// Reads `ALGORITHM BASE64`.
    ///
    /// Errors: [`Error::ChecksumUnknown`].
    pub fn parse(text: &str) -> Result<Self, Error> {
        let (name, value) = text.split_once(' ').ok_or(Error::ChecksumUnknown)?;
        let (digest, length) = match name {
            "sha1" => (Algorithm::Sha1(Sha1::new()), 20),
            "sha256" => (Algorithm::Sha256(Sha256::new()), 32),
            _ => return Err(Error::ChecksumUnknown),
        };
        let wanted = STANDARD
            .decode(value.trim())
            .ok()
            .filter(|bytes| bytes.len() == length)
            .ok_or(Error::ChecksumUnknown)?;
        Ok(Self { digest, wanted })
    }

    /// Takes bytes into account.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        match &mut self.digest {
            Algorithm::Sha1(digest) => digest.update(bytes),
            Algorithm::Sha256(digest) => digest.update(bytes),
        }
    }

    /// Whether the bytes were the right ones.
    pub(super) fn met(self) -> bool {
        match self.digest {
            Algorithm::Sha1(digest) => digest.finalize().as_slice() == self.wanted,
            Algorithm::Sha256(digest) => digest.finalize().as_slice() == self.wanted,
        }
    }
}
