//! Joining an update to the published table.

use std::path::Path;

use polars::prelude::{
    Column, DataFrame, Expr, IntoLazy, LazyFrame, MaintainOrderJoin, UnionArgs, col, concat, lit,
    when,
};

use super::columns::{Columns, Pair, columns, common_type, converted};
use super::difference::matched;
use super::error::Error;
use super::matching::Matching;
use super::periods::names_period;
use super::report::{CombineFinding, CombineKind, Combined, Key, KeySource, KeyedRow, VERSION};
use crate::query::{self, ColumnInfo, ColumnType, Table};

/// Rows that a finding names.
const MOST_NAMED: usize = 20;
const OLD_ROW: &str = "\u{1}old";
const NEW_ROW: &str = "\u{1}new";

/// Puts a table together and writes it to `out`.
pub(super) fn combine(
    kind: CombineKind,
    old: &Path,
    new: &Path,
    key: Option<&[String]>,
    out: &Path,
) -> Result<Combined, Error> {
    let new_table = Table::open(new)?;
    if kind == CombineKind::Replace {
        std::fs::copy(new, out).map_err(Error::broken)?;
        return Ok(Combined {
            version: VERSION,
            columns: new_table.columns,
            row_count: new_table.row_count,
            key: Vec::new(),
            findings: Vec::new(),
        });
    }
    let old_table = Table::open(old)?;
    let columns = columns(&old_table, &new_table, false)?;
    if columns.pairs.is_empty() {
        return Err(Error::NothingInCommon);
    }
    let (mut key, mut matching) = matched(&old_table, &new_table, &columns.pairs, key)?;
    if kind == CombineKind::Append
        && key.source == KeySource::Found
        && !matching.paired.is_empty()
        && let Some(names) = with_periods(&key, &columns.pairs)
    {
        (key, matching) = matched(&old_table, &new_table, &columns.pairs, Some(&names))?;
    }
    let job = Job {
        old: &old_table,
        new: &new_table,
        columns: &columns,
        key: &key,
        matching: &matching,
    };
    match kind {
        CombineKind::Correct => job.correct(out),
        CombineKind::Append | CombineKind::Replace => job.append(out),
    }
}

/// A found key with the columns that name periods, if it lacks one of them.
///
/// A table of one year is identified by its regions alone; the rows of the next year name the same regions.
fn with_periods(key: &Key, pairs: &[Pair]) -> Option<Vec<String>> {
    let missing: Vec<String> = pairs
        .iter()
        .filter(|pair| names_period(pair))
        .map(|pair| pair.new.name.clone())
        .filter(|name| !key.columns.contains(name))
        .collect();
    (!missing.is_empty()).then(|| key.columns.iter().cloned().chain(missing).collect())
}

struct Job<'a> {
    old: &'a Table,
    new: &'a Table,
    columns: &'a Columns,
    key: &'a Key,
    matching: &'a Matching,
}

impl Job<'_> {
    fn pair_of_old(&self, name: &str) -> Option<&Pair> {
        self.columns.pairs.iter().find(|pair| pair.old == name)
    }

    fn append(&self, out: &Path) -> Result<Combined, Error> {
        let mut findings = self.column_findings();
        findings.extend(self.repeated()?);
        let mut result: Vec<ColumnInfo> = Vec::new();
        let (mut old, mut new): (Vec<Expr>, Vec<Expr>) = (Vec::new(), Vec::new());
        for column in &self.old.columns {
            let name = column.name.as_str();
            let Some(pair) = self.pair_of_old(name) else {
                old.push(col(name));
                new.push(nothing(column.column_type).alias(name));
                result.push(column.clone());
                continue;
            };
            old.push(converted(name, pair.old_type, pair.common).alias(name));
            let update = converted(&pair.new.name, pair.new.column_type, pair.common);
            new.push(update.alias(name));
            result.push(ColumnInfo {
                column_type: pair.common,
                ..column.clone()
            });
        }
        for column in &self.columns.change.added {
            let name = column.name.as_str();
            old.push(nothing(column.column_type).alias(name));
            new.push(col(name));
            result.push(column.clone());
        }
        let rows = concat(
            [
                query::scan(self.old, false)?.select(old),
                query::scan(self.new, false)?.select(new),
            ],
            UnionArgs::default(),
        )
        .map_err(Error::broken)?;
        let row_count = self.old.row_count + self.new.row_count;
        self.write(rows, result, row_count, findings, out)
    }

    fn correct(&self, out: &Path) -> Result<Combined, Error> {
        if self.key.source == KeySource::WholeRow {
            return Err(Error::NoKey);
        }
        let mut findings = self.column_findings();
        let duplicates = &self.matching.duplicates_new;
        if !duplicates.is_empty() {
            findings.push(CombineFinding::DuplicateKeys {
                count: duplicates.len() as u64,
                rows: self.named(duplicates)?,
            });
        }
        let added = &self.matching.added;
        if !added.is_empty() {
            findings.push(CombineFinding::UnknownKeys {
                count: added.len() as u64,
                rows: self.named(added)?,
            });
        }
        let mut result: Vec<ColumnInfo> = Vec::new();
        let mut taken = vec![query::row_number().alias(NEW_ROW)];
        let mut selected = Vec::new();
        for (index, column) in self.old.columns.iter().enumerate() {
            let name = column.name.as_str();
            let Some(pair) = self.pair_of_old(name) else {
                selected.push(col(name));
                result.push(column.clone());
                continue;
            };
            let update = format!("\u{1}update {index}");
            let corrected = converted(&pair.new.name, pair.new.column_type, pair.common);
            taken.push(corrected.alias(update.as_str()));
            let kept = converted(name, pair.old_type, pair.common);
            let value = when(col(NEW_ROW).is_not_null())
                .then(col(update))
                .otherwise(kept);
            selected.push(value.alias(name));
            result.push(ColumnInfo {
                column_type: pair.common,
                ..column.clone()
            });
        }
        let numbered = query::scan(self.old, true)?.with_column(query::row_number().alias(OLD_ROW));
        let replaced = in_order(
            numbered,
            pairs_frame(&self.matching.paired)?.lazy(),
            OLD_ROW,
        );
        let updates = query::scan(self.new, true)?.select(taken);
        let rows = in_order(replaced, updates, NEW_ROW).select(selected);
        self.write(rows, result, self.old.row_count, findings, out)
    }

    fn write(
        &self,
        rows: LazyFrame,
        columns: Vec<ColumnInfo>,
        row_count: u64,
        findings: Vec<CombineFinding>,
        out: &Path,
    ) -> Result<Combined, Error> {
        let types: Vec<(String, ColumnType)> = columns
            .iter()
            .map(|column| (column.name.clone(), column.column_type))
            .collect();
        query::write_parquet(rows, &types, Vec::new(), out)?;
        Ok(Combined {
            version: VERSION,
            columns,
            row_count,
            key: self.key.columns.clone(),
            findings,
        })
    }

    fn column_findings(&self) -> Vec<CombineFinding> {
        let change = &self.columns.change;
        let names = |columns: &[ColumnInfo]| -> Vec<String> {
            columns.iter().map(|column| column.name.clone()).collect()
        };
        let mut findings = Vec::new();
        if !change.removed.is_empty() {
            findings.push(CombineFinding::ColumnsMissing {
                names: names(&change.removed),
            });
        }
        if !change.added.is_empty() {
            findings.push(CombineFinding::ColumnsAdded {
                names: names(&change.added),
            });
        }
        // A few whole numbers among fractions are no other type: the published one holds them.
        let holds = |from: ColumnType, to| from.is_number() && common_type(from, to) == from;
        let retyped = change.retyped.iter();
        for retyped in retyped.filter(|one| !holds(one.from, one.to)) {
            findings.push(CombineFinding::TypeChanged {
                name: retyped.name.clone(),
                old: retyped.from,
                new: retyped.to,
                result: common_type(retyped.from, retyped.to),
            });
        }
        findings
    }

    /// Rows of the update that are there already.
    fn repeated(&self) -> Result<Option<CombineFinding>, Error> {
        let mut repeated: Vec<u32> = self.matching.paired.iter().map(|(_, new)| *new).collect();
        repeated.extend(&self.matching.duplicates_new);
        repeated.sort_unstable();
        repeated.dedup();
        if !repeated.is_empty() {
            return Ok(Some(CombineFinding::DuplicateKeys {
                count: repeated.len() as u64,
                rows: self.named(&repeated)?,
            }));
        }
        Ok((self.key.source == KeySource::WholeRow).then_some(CombineFinding::NoKey))
    }

    /// The first of some rows of the update with the values of their keys.
    fn named(&self, rows: &[u32]) -> Result<Vec<KeyedRow>, Error> {
        let is_key = |pair: &&Pair| {
            self.key.columns.is_empty()
                || self.key.columns.contains(&pair.new.name)
                || self.key.columns.contains(&pair.old)
        };
        let key: Vec<&Pair> = self.columns.pairs.iter().filter(is_key).collect();
        let first: Vec<u32> = rows.iter().take(MOST_NAMED).copied().collect();
        let mut selected: Vec<Expr> = vec![query::row_number().alias(NEW_ROW)];
        selected.extend(key.iter().map(|pair| col(pair.new.name.as_str())));
        let mut types = vec![ColumnType::Integer];
        types.extend(key.iter().map(|pair| pair.new.column_type));
        let wanted = first.iter().fold(lit(false), |any, row| {
            any.or(query::row_number().eq(lit(i64::from(*row) + 1)))
        });
        let frame = query::scan(self.new, true)?.filter(wanted).select(selected);
        let mut named = Vec::with_capacity(first.len());
        for row in query::cells(query::collect(frame)?, types)? {
            let mut cells = row.into_iter();
            if let Some(query::Cell::Integer(row)) = cells.next() {
                named.push(KeyedRow {
                    row: u64::try_from(row).unwrap_or(0),
                    key: cells.collect(),
                });
            }
        }
        Ok(named)
    }
}

fn nothing(column_type: ColumnType) -> Expr {
    lit(polars::prelude::NULL).cast(column_type.data_type())
}

/// A join that keeps every left row, in order.
fn in_order(left: LazyFrame, right: LazyFrame, on: &str) -> LazyFrame {
    left.join_builder()
        .with(right)
        .how(polars::prelude::JoinType::Left)
        .left_on([col(on)])
        .right_on([col(on)])
        .maintain_order(MaintainOrderJoin::Left)
        .finish()
}

fn pairs_frame(paired: &[(u32, u32)]) -> Result<DataFrame, Error> {
    // Of repeated keys in the published table each row is corrected by its own row of the update.
    let old: Vec<i64> = paired.iter().map(|(old, _)| i64::from(*old) + 1).collect();
    let new: Vec<i64> = paired.iter().map(|(_, new)| i64::from(*new) + 1).collect();
    let columns = vec![
        Column::new(OLD_ROW.into(), old),
        Column::new(NEW_ROW.into(), new),
    ];
    DataFrame::new(paired.len(), columns).map_err(Error::broken)
}
