//! Figures of a column, gathered value by value with bounded memory and added up.
//!
//! Counts, least and greatest values, sums and means are exact. Up to 20,000 different values, so are the number of
//! different values and the most frequent ones; beyond, they are estimates (`HyperLogLog`: Flajolet et al. 2007), and the
//! profile says so. Of columns of large tables in which nearly every value differs there are no frequent values. Quartiles
//! and intervals are exact up to 65,536 numbers; beyond, they come from a sample of every n-th number.

mod counts;
mod numbers;
mod registers;

use super::report::ColumnProfile;
use super::sums::Sum;
use super::typed::{TypedColumn, Value};
use counts::{Counts, MOST_DISTINCT, cut};
use foldhash::quality::FixedState;
use numbers::Numbers;
use std::hash::{BuildHasher, Hash, Hasher};

/// Values after which a column of a larger table is looked at: when nearly all of them differ, counting each is given up.
const TRIED: usize = 8192;

/// What was gathered of one column.
#[derive(Debug, Default, Clone)]
pub(super) struct Profiler {
    // Whether the table has more rows than are counted one by one.
    is_large: bool,
    count: u64,
    filled: u64,
    counts: Counts,
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
            self.counts.give_up();
        }
    }

    fn add_value(&mut self, value: &Value<'_>, hash: u64) {
        self.counts.add(value, hash);
        match value {
            Value::Number(exact) => self.numbers.add(*exact),
            Value::Text(text) => self.widen(text),
            Value::Date(_) | Value::Bool(_) => self.widen(&value.text()),
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
        self.counts.merge(other.counts);
        if let Some((least, greatest)) = &other.texts {
            self.widen(least);
            self.widen(greatest);
        }
        self.numbers.merge(other.numbers);
    }

    /// What its numbers add up to.
    pub(super) fn sum(&self) -> Sum {
        self.numbers.sum()
    }

    /// The figures.
    pub(super) fn finish(self) -> ColumnProfile {
        let mut profile = ColumnProfile {
            count: self.count,
            nulls: self.count - self.filled,
            distinct: self.counts.distinct().min(self.filled),
            is_estimate: self.counts.is_overfull() || self.numbers.is_sampled(),
            top: self.counts.top(),
            ..ColumnProfile::default()
        };
        if self.numbers.sum().count > 0 {
            self.numbers.describe(&mut profile);
        } else if let Some((least, greatest)) = self.texts {
            profile.min = Some(cut(&least).to_owned());
            profile.max = Some(cut(&greatest).to_owned());
        }
        profile
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::number::Exact;
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
