//! Figures of a column.

use super::report::{ColumnProfile, TopValue};
use super::typed::{TypedColumn, Value};
use std::collections::HashMap;

const TOP: usize = 10;
const BINS: usize = 10;

/// Computes the figures of one column.
pub(super) fn of(column: &TypedColumn) -> ColumnProfile {
    let mut counts: HashMap<String, u64> = HashMap::new();
    let mut numbers: Vec<f64> = Vec::new();
    for value in column.values.iter().flatten() {
        *counts.entry(value.text()).or_default() += 1;
        if let Value::Number(exact) = value {
            numbers.push(exact.as_f64());
        }
    }
    let count = column.values.len() as u64;
    let filled = column.values.iter().flatten().count() as u64;
    let mut profile = ColumnProfile {
        count,
        nulls: count - filled,
        distinct: counts.len() as u64,
        ..ColumnProfile::default()
    };
    let mut top: Vec<(String, u64)> = counts.into_iter().collect();
    top.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    if numbers.is_empty() {
        profile.min = top.iter().map(|(value, _)| value.clone()).min();
        profile.max = top.iter().map(|(value, _)| value.clone()).max();
    } else {
        describe(&mut profile, numbers, column);
    }
    profile.top = top
        .into_iter()
        .take(TOP)
        .map(|(value, count)| TopValue { value, count })
        .collect();
    profile
}

fn describe(profile: &mut ColumnProfile, mut numbers: Vec<f64>, column: &TypedColumn) {
    numbers.sort_by(f64::total_cmp);
    let (Some(low), Some(high)) = (numbers.first().copied(), numbers.last().copied()) else {
        return;
    };
    let exact = |wanted: f64| {
        column
            .values
            .iter()
            .flatten()
            .find_map(|value| match value {
                Value::Number(exact) if exact.as_f64().total_cmp(&wanted).is_eq() => {
                    Some(value.text())
                }
                _ => None,
            })
    };
    profile.min = exact(low);
    profile.max = exact(high);
    #[expect(clippy::cast_precision_loss, reason = "a mean of counted values")]
    let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
    profile.mean = Some(mean);
    profile.quartiles = [1, 2, 3]
        .iter()
        .filter_map(|q| numbers.get((numbers.len() - 1) * q / 4).copied())
        .collect();
    let mut bins = vec![0_u64; BINS];
    for number in &numbers {
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
    profile.histogram = bins;
}
