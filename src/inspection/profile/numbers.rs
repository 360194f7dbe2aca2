//! Numbers of a column: extremes, sums, and every n-th of them.

use super::super::number::Exact;
use super::super::report::ColumnProfile;
use super::super::sums::Sum;
use super::super::typed::plain;

const BINS: usize = 10;
/// Numbers of a column that are kept for quartiles.
const MOST_SAMPLE: usize = 65_536;

/// What the numbers of a column are like.
#[derive(Debug, Clone)]
pub(super) struct Numbers {
    sum: Sum,
    least: Option<(f64, Exact)>,
    greatest: Option<(f64, Exact)>,
    sample: Vec<f64>,
    // Every so many-th is kept; a power of two.
    stride: u64,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            sum: Sum::default(),
            least: None,
            greatest: None,
            sample: Vec::new(),
            stride: 1,
        }
    }
}

impl Numbers {
    /// What they add up to.
    pub(super) fn sum(&self) -> Sum {
        self.sum
    }

    /// Whether quartiles come of a part of them.
    pub(super) fn is_sampled(&self) -> bool {
        self.stride > 1
    }

    /// Adds a number.
    pub(super) fn add(&mut self, exact: Exact) {
        let number = exact.as_f64();
        self.sum.add_rounded(exact, number);
        if self.least.as_ref().is_none_or(|(least, _)| number < *least) {
            self.least = Some((number, exact));
        }
        if self
            .greatest
            .as_ref()
            .is_none_or(|(greatest, _)| number > *greatest)
        {
            self.greatest = Some((number, exact));
        }
        if (self.sum.count - 1) & (self.stride - 1) == 0 {
            self.sample.push(number);
            self.thin();
        }
    }

    fn thin(&mut self) {
        while self.sample.len() > MOST_SAMPLE {
            let mut index = 0_usize;
            self.sample.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.stride *= 2;
        }
    }

    /// Adds those of another worker.
    pub(super) fn merge(&mut self, mut other: Self) {
        self.sum.merge(other.sum);
        for (number, value) in other.least.into_iter().chain(other.greatest) {
            if self.least.as_ref().is_none_or(|(least, _)| number < *least) {
                self.least = Some((number, value));
            }
            if self
                .greatest
                .as_ref()
                .is_none_or(|(greatest, _)| number > *greatest)
            {
                self.greatest = Some((number, value));
            }
        }
        // Both samples at the wider of the two strides.
        let stride = self.stride.max(other.stride);
        for (sample, own) in [
            (&mut self.sample, self.stride),
            (&mut other.sample, other.stride),
        ] {
            let every = usize::try_from(stride / own).unwrap_or(1);
            let kept = sample.iter().copied().step_by(every);
            *sample = kept.collect();
        }
        self.stride = stride;
        self.sample.append(&mut other.sample);
        self.thin();
    }

    /// Writes their figures into a profile.
    pub(super) fn describe(mut self, profile: &mut ColumnProfile) {
        let (Some((low, least)), Some((high, greatest))) = (self.least, self.greatest) else {
            return;
        };
        profile.min = Some(plain(least));
        profile.max = Some(plain(greatest));
        #[expect(clippy::cast_precision_loss, reason = "a mean of counted values")]
        let mean = self.sum.rounded / self.sum.count as f64;
        profile.mean = Some(mean);
        self.sample.sort_by(f64::total_cmp);
        let last = self.sample.len().saturating_sub(1);
        profile.quartiles = [1, 2, 3]
            .iter()
            .filter_map(|quarter| self.sample.get(last * quarter / 4).copied())
            .collect();
        profile.histogram = histogram(&self.sample, low, high);
        for bin in &mut profile.histogram {
            *bin *= self.stride;
        }
    }
}

fn histogram(numbers: &[f64], low: f64, high: f64) -> Vec<u64> {
    let mut bins = vec![0_u64; BINS];
    for number in numbers {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "an index below ten"
        )]
        let index = if high > low {
            ((number - low) / (high - low) * BINS as f64) as usize
        } else {
            0
        };
        if let Some(bin) = bins.get_mut(index.min(BINS - 1)) {
            *bin += 1;
        }
    }
    bins
}
