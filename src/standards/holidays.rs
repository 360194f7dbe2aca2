//! National holidays and joint leave days 2024 to 2027. Source: `libur_nasional.csv` (joint decrees of three ministers).

use super::{cell, records};
use jiff::civil::Date;
use std::sync::LazyLock;

static LIST: LazyLock<Vec<Date>> = LazyLock::new(|| {
    records(include_str!("../../data/reference/libur_nasional.csv"))
        .iter()
        .filter_map(|record| cell(record, 0).parse().ok())
        .collect()
});

/// All days off, in order of the list.
pub fn national() -> &'static [Date] {
    &LIST
}
