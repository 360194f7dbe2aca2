//! Which column of the old table is which column of the new one, and how they are made comparable.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use polars::prelude::{Expr, LazyFrame, col};

use super::report::{Renamed, Retyped, SchemaChange};
use crate::inspection::UNNAMED_MEASURE;
use crate::query::{self, CellRef, ColumnInfo, ColumnType, Rows, Table};

/// Rows whose values are looked at to recognise a column under a new name.
const SAMPLE: u32 = 10_000;
/// Least confidence with which two columns are taken for one.
const CONFIDENT: f64 = 0.6;

/// A column of both tables.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    /// Name in the old table.
    pub(super) old: String,
    /// Column of the new table.
    pub(super) new: ColumnInfo,
    /// Type in the old table.
    pub(super) old_type: ColumnType,
    /// Type in which the two are compared.
    pub(super) common: ColumnType,
}

/// The columns of two tables side by side.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    /// In both, in the new order.
    pub(super) pairs: Vec<Pair>,
    /// What happened to the columns.
    pub(super) change: SchemaChange,
}

/// Finds the columns that the tables share; `by_values` also looks for the same column under a new name.
pub(super) fn columns(old: &Table, new: &Table, by_values: bool) -> Result<Columns, query::Error> {
    let mut same: Vec<(&ColumnInfo, &ColumnInfo)> = Vec::new();
    let mut only_new = Vec::new();
    for column in &new.columns {
        match old.columns.iter().find(|known| known.name == column.name) {
            Some(known) => same.push((known, column)),
            None => only_new.push(column),
        }
    }
    let mut only_old: Vec<&ColumnInfo> = old
        .columns
        .iter()
        .filter(|column| !new.columns.iter().any(|known| known.name == column.name))
        .collect();
    let mut renamed = Vec::new();
    if by_values && !only_old.is_empty() && !only_new.is_empty() {
        for (from, to, confidence) in recognised(old, new, &only_old, &only_new)? {
            renamed.push(Renamed {
                from: from.name.clone(),
                to: to.name.clone(),
                confidence,
            });
            only_old.retain(|column| column.name != from.name);
            only_new.retain(|column| column.name != to.name);
            same.push((from, to));
        }
    }
    // A file that names no measure has the only one that is left.
    if let ([from], [to]) = (only_old.as_slice(), only_new.as_slice())
        && to.name == UNNAMED_MEASURE
        && from.column_type.is_number()
        && to.column_type.is_number()
    {
        same.push((from, to));
        only_old.clear();
        only_new.clear();
    }
    let place =
        |columns: &[ColumnInfo], name: &str| columns.iter().position(|column| column.name == name);
    same.sort_by_key(|(_, column)| place(&new.columns, &column.name));
    let old_places: Vec<_> = same
        .iter()
        .map(|(column, _)| place(&old.columns, &column.name))
        .collect();
    let change = SchemaChange {
        added: only_new.into_iter().cloned().collect(),
        removed: only_old.into_iter().cloned().collect(),
        retyped: same
            .iter()
            .filter_map(|(from, to)| retyped(from, to))
            .collect(),
        renamed,
        reordered: !old_places.is_sorted(),
    };
    let pair = |(from, to): (&ColumnInfo, &ColumnInfo)| Pair {
        old: from.name.clone(),
        new: to.clone(),
        old_type: from.column_type,
        common: common_type(from.column_type, to.column_type),
    };
    Ok(Columns {
        pairs: same.into_iter().map(pair).collect(),
        change,
    })
}

fn retyped(from: &ColumnInfo, to: &ColumnInfo) -> Option<Retyped> {
    (from.column_type != to.column_type).then(|| Retyped {
        name: to.name.clone(),
        from: from.column_type,
        to: to.column_type,
    })
}

/// The type that can hold the values of both without changing them.
pub(super) fn common_type(left: ColumnType, right: ColumnType) -> ColumnType {
    use ColumnType::{Decimal, Float, Integer, Text};
    match (left, right) {
        (left, right) if left == right => left,
        (Integer, Decimal { scale }) | (Decimal { scale }, Integer) => Decimal { scale },
        (Decimal { scale: left }, Decimal { scale: right }) => Decimal {
            scale: left.max(right),
        },
        (Float, Integer | Decimal { .. }) | (Integer | Decimal { .. }, Float) => Float,
        _ => Text,
    }
}

/// A column of the scan as `to`, keeping every digit.
pub(super) fn converted(name: &str, from: ColumnType, to: ColumnType) -> Expr {
    let value = col(name);
    match (from, to) {
        (from, to) if from == to => value,
        // Through text, since the engine's own way from decimals to floats is not exact.
        (ColumnType::Decimal { .. }, ColumnType::Float) => value
            .strict_cast(ColumnType::Text.data_type())
            .strict_cast(to.data_type()),
        _ => value.strict_cast(to.data_type()),
    }
}

type Recognised<'a> = (&'a ColumnInfo, &'a ColumnInfo, f64);

/// Pairs of columns whose values say that they are one, each column at most once, the surest first.
fn recognised<'a>(
    old: &Table,
    new: &Table,
    only_old: &[&'a ColumnInfo],
    only_new: &[&'a ColumnInfo],
) -> Result<Vec<Recognised<'a>>, query::Error> {
    let old_values = values(old, only_old)?;
    let new_values = values(new, only_new)?;
    let mut candidates: Vec<Recognised<'a>> = Vec::new();
    for (from, before) in only_old.iter().zip(&old_values) {
        for (to, after) in only_new.iter().zip(&new_values) {
            let comparable = from.column_type.is_number() == to.column_type.is_number();
            let confidence = 0.75 * overlap(before, after) + 0.25 * likeness(&from.name, &to.name);
            if comparable && confidence >= CONFIDENT {
                candidates.push((from, to, (confidence * 100.0).round() / 100.0));
            }
        }
    }
    candidates.sort_by(|left, right| right.2.total_cmp(&left.2));
    let (mut used_old, mut used_new) = (HashSet::new(), HashSet::new());
    candidates.retain(|(from, to, _)| {
        let free = !used_old.contains(&from.name) && !used_new.contains(&to.name);
        if free {
            used_old.insert(from.name.clone());
            used_new.insert(to.name.clone());
        }
        free
    });
    Ok(candidates)
}

/// How often each value stands in the first rows of some columns.
type Values = HashMap<u64, u32>;

fn values(table: &Table, columns: &[&ColumnInfo]) -> Result<Vec<Values>, query::Error> {
    let selected: Vec<Expr> = columns
        .iter()
        .map(|column| col(column.name.as_str()))
        .collect();
    let frame: LazyFrame = query::scan(table, false)?.select(selected).limit(SAMPLE);
    let types = columns.iter().map(|column| column.column_type);
    let rows = Rows::new(query::collect(frame)?, types)?;
    let mut all = Vec::with_capacity(columns.len());
    for reader in rows.readers()? {
        let mut values = Values::new();
        for row in 0..rows.height() {
            let mut hasher = DefaultHasher::new();
            match reader.cell(row) {
                CellRef::Missing => continue,
                // The same number counts as the same value in every type.
                CellRef::Integer(number) => number.to_string().hash(&mut hasher),
                cell => cell.to_cell().to_text().hash(&mut hasher),
            }
            *values.entry(hasher.finish()).or_default() += 1;
        }
        all.push(values);
    }
    Ok(all)
}

/// Share of the values that the two have in common, 0 to 1; of two empty columns 0.
fn overlap(left: &Values, right: &Values) -> f64 {
    let count = |values: &Values| values.values().map(|count| u64::from(*count)).sum::<u64>();
    let shared: u64 = left
        .iter()
        .filter_map(|(value, count)| right.get(value).map(|other| u64::from(*count.min(other))))
        .sum();
    let most = count(left).max(count(right));
    #[expect(clippy::cast_precision_loss, reason = "counts of a sample")]
    let share = if most == 0 {
        0.0
    } else {
        shared as f64 / most as f64
    };
    share
}

/// How alike two names are by their pairs of neighbouring letters (Dice's coefficient), 0 to 1.
fn likeness(left: &str, right: &str) -> f64 {
    let pairs = |name: &str| -> Vec<(char, char)> {
        let letters: Vec<char> = name
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        letters
            .iter()
            .copied()
            .zip(letters.iter().skip(1).copied())
            .collect()
    };
    let (left, mut right) = (pairs(left), pairs(right));
    let total = left.len() + right.len();
    let mut shared = 0_u32;
    for pair in left {
        if let Some(at) = right.iter().position(|other| *other == pair) {
            right.swap_remove(at);
            shared += 1;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "lengths of names")]
    let share = if total == 0 {
        0.0
    } else {
        2.0 * f64::from(shared) / total as f64
    };
    share
}

#[cfg(test)]
mod tests {
    use super::{common_type, likeness};
    use crate::query::ColumnType::{Date, Decimal, Float, Integer, Text};

    #[test]
    fn types_meet_where_no_value_changes() {
        assert_eq!(
            common_type(Integer, Decimal { scale: 2 }),
            Decimal { scale: 2 }
        );
        assert_eq!(
            common_type(Decimal { scale: 1 }, Decimal { scale: 3 }),
            Decimal { scale: 3 }
        );
        assert_eq!(common_type(Decimal { scale: 1 }, Float), Float);
        assert_eq!(common_type(Integer, Text), Text);
        assert_eq!(common_type(Date, Integer), Text);
        assert_eq!(common_type(Date, Date), Date);
    }

    #[test]
    fn names_with_the_same_letters_in_a_row_are_alike() {
        assert!(likeness("jumlah_penduduk", "jml_penduduk") > 0.6);
        assert!(likeness("kecamatan", "tahun") < 0.3);
        assert!((likeness("luas", "luas") - 1.0).abs() < 1e-9);
        assert!(likeness("", "").abs() < 1e-9);
    }
}
