//! Figures of a column, gathered value by value with bounded memory and added up.
//!
//! Counts, least and greatest values, sums and means are exact. Up to [`MOST_DISTINCT`] different values, so are the
//! number of different values and the most frequent ones; beyond, they are estimates (`HyperLogLog`: Flajolet et al.
//! 2007), and the profile says so. Of columns of large tables in which nearly every value differs there are no frequent
//! values. Quartiles and intervals are exact up to [`MOST_SAMPLE`] numbers; beyond, they come
//! from a sample of every n-th number.

use super::number::Exact;
use super::report::{ColumnProfile, TopValue};
use super::sums::Sum;
use super::typed::{TypedColumn, Value, plain};
use foldhash::quality::FixedState;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};

const TOP: usize = 10;
const BINS: usize = 10;
/// Different values of a column that are counted one by one.
const MOST_DISTINCT: usize = 20_000;
/// Values after which a column of a larger table is looked at: when nearly all of them differ, counting each is given up.
const TRIED: usize = 8192;
/// Numbers of a column that are kept for quartiles.
const MOST_SAMPLE: usize = 65_536;
/// Characters of a value that a profile shows.
const MOST_SHOWN: usize = 200;

/// What was gathered of one column.
#[derive(Debug, Default, Clone)]
pub(super) struct Profiler {
    // Whether the table has more rows than are counted one by one.
    is_large: bool,
    count: u64,
    filled: u64,
    counts: HashMap<u64, (u64, Shown), BuildHasherDefault<Identity>>,
    is_overfull: bool,
    has_given_up: bool,
    registers: Registers,
    texts: Option<(Box<str>, Box<str>)>,
    numbers: Numbers,
}

impl Profiler {
    /// A profiler of a column of a table with so many rows.
    pub(super) fn of(rows: u64) -> Self {
        Self {
            is_large: rows > MOST_DISTINCT as u64,
            ..Self::default()
        }
    }

    /// Adds the values of a piece, each with its hash.
    pub(super) fn add(&mut self, column: &TypedColumn<'_>, hashes: &[u64]) {
        self.count += column.values.len() as u64;
        for (value, hash) in column.values.iter().zip(hashes) {
            if let Some(value) = value {
                self.filled += 1;
                self.add_value(value, *hash);
            }
        }
        let tried = TRIED as u64;
        let nearly_all = self.counts.len() as u64 * 10 > self.filled * 9;
        if self.is_large && nearly_all && (tried..2 * tried).contains(&self.filled) {
            (self.has_given_up, self.is_overfull) = (true, true);
            self.counts = HashMap::default();
        }
    }

    fn add_value(&mut self, value: &Value<'_>, hash: u64) {
        self.registers.add(hash);
        if !self.has_given_up {
            self.count_one(value, hash);
        }
        match value {
            Value::Number(exact) => self.numbers.add(*exact),
            Value::Text(text) => self.widen(text),
            Value::Date(_) | Value::Bool(_) => self.widen(&value.text()),
        }
    }

    fn count_one(&mut self, value: &Value<'_>, hash: u64) {
        if let Some((count, _)) = self.counts.get_mut(&hash) {
            *count += 1;
        } else if self.counts.len() < MOST_DISTINCT {
            self.counts.insert(hash, (1, Shown::of(value)));
        } else {
            self.is_overfull = true;
        }
    }

    fn widen(&mut self, text: &str) {
        match &mut self.texts {
            None => self.texts = Some((text.into(), text.into())),
            Some((least, _)) if text < &**least => *least = text.into(),
            Some((_, greatest)) if text > &**greatest => *greatest = text.into(),
            Some(_) => {}
        }
    }

    /// Adds what another worker gathered.
    pub(super) fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.filled += other.filled;
        self.has_given_up |= other.has_given_up;
        if self.has_given_up {
            self.counts = HashMap::default();
        }
        self.is_overfull |= other.is_overfull || self.has_given_up;
        let mut counts: Vec<(u64, (u64, Shown))> = if self.has_given_up {
            Vec::new()
        } else {
            other.counts.into_iter().collect()
        };
        counts.sort_unstable_by_key(|(hash, _)| *hash);
        for (hash, (count, text)) in counts {
            if let Some((known, _)) = self.counts.get_mut(&hash) {
                *known += count;
            } else if self.counts.len() < MOST_DISTINCT {
                self.counts.insert(hash, (count, text));
            } else {
                self.is_overfull = true;
            }
        }
        self.registers.merge(&other.registers);
        if let Some((least, greatest)) = &other.texts {
            self.widen(least);
            self.widen(greatest);
        }
        self.numbers.merge(other.numbers);
    }

    /// What its numbers add up to.
    pub(super) fn sum(&self) -> Sum {
        self.numbers.sum
    }

    /// The figures.
    pub(super) fn finish(self) -> ColumnProfile {
        let mut top: Vec<(u64, Shown)> = self.counts.into_values().collect();
        let distinct = if self.is_overfull {
            self.registers.estimate().min(self.filled)
        } else {
            top.len() as u64
        };
        // Of equally frequent values the one that comes first by its characters.
        let least = top.iter().map(|(count, _)| *count);
        let least = usual_least(least.collect());
        top.retain(|(count, _)| *count >= least);
        let mut top: Vec<(u64, String)> = top
            .into_iter()
            .map(|(count, value)| (count, value.text()))
            .collect();
        top.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let top = top.into_iter().take(TOP);
        let top = top.map(|(count, value)| TopValue { value, count });
        let mut profile = ColumnProfile {
            count: self.count,
            nulls: self.count - self.filled,
            distinct,
            top: top.collect(),
            is_estimate: self.is_overfull || self.numbers.stride > 1,
            ..ColumnProfile::default()
        };
        if self.numbers.sum.count > 0 {
            self.numbers.describe(&mut profile);
        } else if let Some((least, greatest)) = self.texts {
            profile.min = Some(cut(&least));
            profile.max = Some(cut(&greatest));
        }
        profile
    }
}

// How often the last of the most frequent values stands there.
fn usual_least(mut counts: Vec<u64>) -> u64 {
    if counts.len() <= TOP {
        return 0;
    }
    let (_, least, _) = counts.select_nth_unstable_by(TOP - 1, |a, b| b.cmp(a));
    *least
}

/// A number for each value that equal values share, 0 where there is none.
pub(super) fn hashes(column: &TypedColumn<'_>) -> Vec<u64> {
    let state = FixedState::default();
    let hash = |value: &Option<Value<'_>>| {
        let Some(value) = value else { return 0 };
        let mut hasher = state.build_hasher();
        match value {
            Value::Text(text) => hasher.write(text.as_bytes()),
            Value::Number(exact) => match i64::try_from(exact.unscaled) {
                Ok(short) => hasher.write_u64(short.cast_unsigned() ^ u64::from(exact.scale) << 56),
                Err(_) => exact.hash(&mut hasher),
            },
            Value::Date(date) => date.hash(&mut hasher),
            Value::Bool(flag) => flag.hash(&mut hasher),
        }
        hasher.finish().max(1)
    };
    column.values.iter().map(hash).collect()
}

// A value that a profile may show; numbers become text only when it does.
#[derive(Debug, Clone)]
enum Shown {
    Number(Exact),
    Text(Box<str>),
}

impl Shown {
    fn of(value: &Value<'_>) -> Self {
        match value {
            Value::Number(exact) => Self::Number(*exact),
            Value::Text(text) => Self::Text(cut(text).into()),
            Value::Date(_) | Value::Bool(_) => Self::Text(value.text().into()),
        }
    }

    fn text(self) -> String {
        match self {
            Self::Number(exact) => plain(exact),
            Self::Text(text) => text.into(),
        }
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MOST_SHOWN).collect()
}

// Numbers of a column: extremes, sums, and every n-th of them.
#[derive(Debug, Clone)]
struct Numbers {
    sum: Sum,
    least: Option<(f64, Exact)>,
    greatest: Option<(f64, Exact)>,
    sample: Vec<f64>,
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
    fn add(&mut self, exact: Exact) {
        let number = exact.as_f64();
        self.sum.add(exact);
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
        if (self.sum.count - 1).is_multiple_of(self.stride) {
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

    fn merge(&mut self, mut other: Self) {
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

    fn describe(mut self, profile: &mut ColumnProfile) {
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

// HyperLogLog over hashes of 64 bits.
#[derive(Debug, Clone)]
struct Registers(Vec<u8>);

const REGISTER_BITS: u32 = 12;

impl Default for Registers {
    fn default() -> Self {
        Self(vec![0; 1 << REGISTER_BITS])
    }
}

impl Registers {
    fn add(&mut self, hash: u64) {
        let index = usize::try_from(hash >> (64 - REGISTER_BITS)).unwrap_or(0);
        let zeros = (hash << REGISTER_BITS)
            .leading_zeros()
            .min(64 - REGISTER_BITS);
        let rank = u8::try_from(zeros + 1).unwrap_or(u8::MAX);
        if let Some(register) = self.0.get_mut(index) {
            *register = rank.max(*register);
        }
    }

    fn merge(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            *own = (*own).max(*other);
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an estimate of a count"
    )]
    fn estimate(&self) -> u64 {
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

// Hashes are spread already.
#[derive(Debug, Clone, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::report::ColumnKind;

    fn column(numbers: impl Iterator<Item = i128>) -> TypedColumn<'static> {
        let value = |unscaled| Some(Value::Number(Exact { unscaled, scale: 0 }));
        TypedColumn {
            name: "n".to_owned(),
            title: "n".to_owned(),
            kind: ColumnKind::Integer,
            unit: String::new(),
            letter: "A".to_owned(),
            values: numbers.map(value).collect(),
        }
    }

    fn add(profiler: &mut Profiler, numbers: impl Iterator<Item = i128>) {
        let column = column(numbers);
        profiler.add(&column, &hashes(&column));
    }

    fn profile(numbers: impl Iterator<Item = i128>) -> ColumnProfile {
        let mut profiler = Profiler::default();
        add(&mut profiler, numbers);
        profiler.finish()
    }

    #[test]
    fn small_columns_are_told_exactly() {
        let profile = profile([3, 1, 2, 2].into_iter());
        assert_eq!((profile.distinct, profile.mean), (3, Some(2.0)));
        assert_eq!(
            (profile.min.as_deref(), profile.max.as_deref()),
            (Some("1"), Some("3"))
        );
        assert_eq!(profile.quartiles, [1.0, 2.0, 2.0]);
        assert!(!profile.is_estimate);
    }

    #[test]
    fn large_columns_are_estimated_within_three_per_cent() {
        let profile = profile(0..500_000);
        assert!(profile.is_estimate);
        let near = |is: f64, should: f64| (is - should).abs() < should * 0.03;
        #[expect(clippy::cast_precision_loss, reason = "half a million")]
        let distinct = profile.distinct as f64;
        assert!(near(distinct, 500_000.0), "{distinct}");
        let median = profile.quartiles.get(1).copied().unwrap_or(0.0);
        assert!(near(median, 250_000.0), "{median}");
        assert_eq!(profile.max.as_deref(), Some("499999"));
    }

    #[test]
    fn halves_add_up() {
        let mut whole = Profiler::default();
        add(&mut whole, 0..90_000);
        let mut other = Profiler::default();
        add(&mut other, 90_000..200_000);
        whole.merge(other);
        assert_eq!(whole.sum().whole(), Some(199_999 * 100_000));
        let profile = whole.finish();
        assert_eq!(
            (profile.count, profile.max.as_deref()),
            (200_000, Some("199999"))
        );
    }
}
