//! An estimate of how many different values there are.

/// `HyperLogLog` over hashes of 64 bits.
#[derive(Debug, Clone)]
pub(super) struct Registers(Vec<u8>);

const REGISTER_BITS: u32 = 12;

impl Default for Registers {
    fn default() -> Self {
        Self(vec![0; 1 << REGISTER_BITS])
    }
}

impl Extend<u64> for Registers {
    fn extend<I: IntoIterator<Item = u64>>(&mut self, hashes: I) {
        for hash in hashes {
            self.add(hash);
        }
    }
}

impl Registers {
    /// Adds a value by its hash.
    pub(super) fn add(&mut self, hash: u64) {
        let index = usize::try_from(hash >> (64 - REGISTER_BITS)).unwrap_or(0);
        let zeros = (hash << REGISTER_BITS)
            .leading_zeros()
            .min(64 - REGISTER_BITS);
        let rank = u8::try_from(zeros + 1).unwrap_or(u8::MAX);
        if let Some(register) = self.0.get_mut(index) {
            *register = rank.max(*register);
        }
    }

    /// Adds those of another.
    pub(super) fn merge(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            *own = (*own).max(*other);
        }
    }

    /// How many different values were added, about.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an estimate of a count"
    )]
    pub(super) fn estimate(&self) -> u64 {
        let count = self.0.len() as f64;
        let harmonic: f64 = self
            .0
            .iter()
            .map(|rank| 2_f64.powi(-i32::from(*rank)))
            .sum();
        let bias = 0.7213 / (1.0 + 1.079 / count);
        (bias * count * count / harmonic).round() as u64
    }
}
