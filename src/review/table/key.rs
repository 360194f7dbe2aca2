//! The columns that identify a row when nobody has said which.

use std::collections::HashSet;

use polars::prelude::DataFrame;

use super::columns::Pair;
use super::rows::{Side, cell_hashes, comparable, integer_hash};
use crate::query::{self, ColumnType, Table};

/// Rows of each table that are looked at.
const SAMPLE: u32 = 50_000;
/// Columns that may belong to a key.
const MOST_CANDIDATES: usize = 12;
/// Columns of the largest key.
const MOST_COLUMNS: usize = 4;
/// Sets of columns that are tried.
const MOST_TRIES: usize = 300;
/// Keys that are compared by how well they match the rows of the two tables.
const MOST_KEYS: usize = 8;
/// Share of rows found again that needs no better key.
const GOOD_SHARE: f64 = 0.95;

/// Parts of names of columns that name things rather than measure them.
const NAMING: [&str; 15] = [
    "kode", "id", "no", "nomor", "nik", "nip", "npsn", "tahun", "bulan", "triwulan", "semester",
    "minggu", "tahap", "rt", "rw",
];

/// A column that may belong to a key.
struct Candidate {
    pair: usize,
    cost: f64,
    /// True for a column that only numbers the rows: a row put in between gives all later ones another number.
    is_running: bool,
    /// True for numbers that mostly differ and whose name doesn't say that they name anything.
    is_measure: bool,
    old: Vec<u64>,
    new: Vec<u64>,
    distinct_old: usize,
    distinct_new: usize,
}

/// Sets of columns that identify the rows looked at in both tables, the best first.
///
/// Columns that only number the rows come last. A set is better when it finds more rows of the one table in the other; among equals the cheapest:
/// few columns, and such as name things. Positions in `pairs`, in order.
pub(super) fn keys(
    old: &Table,
    new: &Table,
    pairs: &[Pair],
) -> Result<Vec<Vec<usize>>, query::Error> {
    let mut candidates = candidates(old, new, pairs)?;
    if are_named(&candidates) {
        candidates.retain(|candidate| !candidate.is_measure);
    }
    let mut found: Vec<(f64, Vec<usize>)> = Vec::new();
    let mut tries = 0;
    for set in subsets(&candidates) {
        let mut columns: Vec<usize> = set.iter().map(|candidate| candidate.pair).collect();
        columns.sort_unstable();
        let known =
            |(_, key): &(f64, Vec<usize>)| key.iter().all(|column| columns.contains(column));
        if found.iter().any(known) || !can_identify(&set) {
            continue;
        }
        tries += 1;
        if tries > MOST_TRIES || found.len() >= MOST_KEYS {
            break;
        }
        let (Some(before), Some(after)) = (
            unique(&set, |candidate| &candidate.old),
            unique(&set, |candidate| &candidate.new),
        ) else {
            continue;
        };
        let only_running = set.iter().all(|candidate| candidate.is_running);
        let share = if only_running {
            -1.0
        } else {
            shared(&before, &after)
        };
        found.push((share, columns));
        if share >= GOOD_SHARE {
            break;
        }
    }
    // Stable, so that of equals the cheapest stays first; a small difference is no reason for a dearer key.
    found.sort_by(|left, right| rounded(right.0).total_cmp(&rounded(left.0)));
    Ok(found.into_iter().map(|(_, columns)| columns).collect())
}

/// Whether the columns that name things tell the rows of one of the tables apart. Where they don't in the other, its
/// rows repeat or differ by a column that the first has not; that a number differs there tells nothing.
fn are_named(candidates: &[Candidate]) -> bool {
    let naming: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| !candidate.is_measure && !candidate.is_running)
        .collect();
    !naming.is_empty()
        && (unique(&naming, |candidate| &candidate.old).is_some()
            || unique(&naming, |candidate| &candidate.new).is_some())
}

fn rounded(share: f64) -> f64 {
    (share * 20.0).round()
}

fn candidates(old: &Table, new: &Table, pairs: &[Pair]) -> Result<Vec<Candidate>, query::Error> {
    let mut chosen: Vec<(usize, f64)> = pairs
        .iter()
        .enumerate()
        .filter_map(|(index, pair)| Some((index, cost(pair)?)))
        .collect();
    chosen.sort_by(|left, right| left.1.total_cmp(&right.1));
    chosen.truncate(MOST_CANDIDATES);
    let picked: Vec<Pair> = chosen
        .iter()
        .filter_map(|(index, _)| pairs.get(*index).cloned())
        .collect();
    let types = || picked.iter().map(|pair| pair.common);
    let head = |table, side| -> Result<DataFrame, query::Error> {
        query::collect(comparable(table, &picked, side)?.limit(SAMPLE))
    };
    let before = cell_hashes(head(old, Side::Old)?, types())?;
    let after = cell_hashes(head(new, Side::New)?, types())?;
    let mut candidates = Vec::with_capacity(chosen.len());
    for (((pair, cost), before), after) in chosen.into_iter().zip(before).zip(after) {
        let is_running = runs(&before) && runs(&after);
        let has_gaps = before.iter().chain(&after).any(Option::is_none);
        let (before, after) = (without_gaps(before), without_gaps(after));
        let (distinct_old, distinct_new) = (distinct(&before), distinct(&after));
        let own = picked.get(candidates.len());
        let is_unnamed = own.is_some_and(|pair| {
            pair.common == ColumnType::Integer && !names_things(&pair.new.name)
        });
        candidates.push(Candidate {
            pair,
            cost: if has_gaps { cost + 1.0 } else { cost },
            is_running,
            is_measure: is_unnamed && distinct_new * 2 > after.len(),
            distinct_old,
            distinct_new,
            old: before,
            new: after,
        });
    }
    Ok(candidates)
}

/// What it costs to take a column into a key; `None` for what is no key at all.
fn cost(pair: &Pair) -> Option<f64> {
    let name = &pair.new.name;
    match pair.common {
        ColumnType::Text | ColumnType::Date => Some(1.0),
        ColumnType::Integer if name == "no" || name == "nomor" => Some(2.6),
        ColumnType::Integer if names_things(name) => Some(1.1),
        ColumnType::Integer => Some(2.5),
        ColumnType::Boolean => Some(1.6),
        ColumnType::Decimal { .. } | ColumnType::Float => None,
    }
}

/// Whether a column's name says that it names things rather than measures them.
pub(super) fn names_things(name: &str) -> bool {
    name.split('_').any(|part| NAMING.contains(&part))
}

/// True when the cells are 1, 2, 3 and so on.
fn runs(hashes: &[Option<u64>]) -> bool {
    let numbers = (1_i64..).map(|number| Some(integer_hash(number)));
    hashes
        .iter()
        .copied()
        .zip(numbers)
        .all(|(hash, number)| hash == number)
}

fn without_gaps(hashes: Vec<Option<u64>>) -> Vec<u64> {
    hashes.into_iter().map(|hash| hash.unwrap_or(1)).collect()
}

fn distinct(hashes: &[u64]) -> usize {
    hashes.iter().collect::<HashSet<_>>().len()
}

/// All sets of at most four candidates, the cheapest first.
fn subsets(candidates: &[Candidate]) -> Vec<Vec<&Candidate>> {
    let mut all: Vec<Vec<&Candidate>> = Vec::new();
    for candidate in candidates {
        let extended: Vec<Vec<&Candidate>> = all
            .iter()
            .filter(|set| set.len() < MOST_COLUMNS)
            .map(|set| {
                let mut set = set.clone();
                set.push(candidate);
                set
            })
            .collect();
        all.push(vec![candidate]);
        all.extend(extended);
    }
    let cost = |set: &[&Candidate]| set.iter().map(|candidate| candidate.cost).sum::<f64>();
    all.sort_by(|left, right| cost(left).total_cmp(&cost(right)));
    all
}

/// False when there are fewer combinations of values than rows.
fn can_identify(set: &[&Candidate]) -> bool {
    let enough = |distinct: fn(&Candidate) -> usize, rows: usize| {
        let combinations = set.iter().fold(1_usize, |product, candidate| {
            product.saturating_mul(distinct(candidate))
        });
        combinations >= rows
    };
    let rows = |side: fn(&Candidate) -> &Vec<u64>| set.first().map_or(0, |first| side(first).len());
    enough(
        |candidate| candidate.distinct_old,
        rows(|candidate| &candidate.old),
    ) && enough(
        |candidate| candidate.distinct_new,
        rows(|candidate| &candidate.new),
    )
}

/// The rows' values of a set, sorted, if no two rows have the same.
fn unique<'a>(
    set: &[&'a Candidate],
    side: impl Fn(&'a Candidate) -> &'a Vec<u64>,
) -> Option<Vec<u64>> {
    let mut rows: Vec<u64> = Vec::new();
    for candidate in set {
        let values = side(candidate);
        if rows.is_empty() {
            rows.clone_from(values);
            continue;
        }
        for (row, value) in rows.iter_mut().zip(values) {
            *row = row.rotate_left(23).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ value;
        }
    }
    rows.sort_unstable();
    rows.is_sorted_by(|left, right| left < right)
        .then_some(rows)
}

/// Share of the smaller table's rows that the other has too; 0 when one is empty.
fn shared(left: &[u64], right: &[u64]) -> f64 {
    let known: HashSet<&u64> = left.iter().collect();
    let both = right.iter().filter(|row| known.contains(row)).count();
    let least = left.len().min(right.len());
    #[expect(clippy::cast_precision_loss, reason = "counts of a sample")]
    let share = if least == 0 {
        0.0
    } else {
        both as f64 / least as f64
    };
    share
}
