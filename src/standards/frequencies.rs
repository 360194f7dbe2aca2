//! How often a dataset is updated. Source: `frekuensi.csv` (EU frequency authority table, CC BY 4.0).

use super::{cell, records};
use std::sync::LazyLock;

/// An update frequency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequency {
    /// Code in the catalogue, such as `tahunan`.
    pub code: String,
    /// Indonesian label.
    pub label_id: String,
    /// URI in the EU's authority table.
    pub uri: String,
    /// Its length (ISO 8601), empty when it has none.
    pub duration: String,
    /// Days of grace before an update counts as late.
    pub grace_days: Option<u32>,
}

static LIST: LazyLock<Vec<Frequency>> = LazyLock::new(|| {
    records(include_str!("../../data/reference/frekuensi.csv"))
        .iter()
        .map(|record| Frequency {
            code: cell(record, 0),
            label_id: cell(record, 1),
            uri: cell(record, 3),
            duration: cell(record, 4),
            grace_days: cell(record, 5).parse().ok(),
        })
        .collect()
});

/// All frequencies, most frequent first.
pub fn list() -> &'static [Frequency] {
    &LIST
}

/// The frequency with this code.
pub fn by_code(code: &str) -> Option<&'static Frequency> {
    LIST.iter().find(|frequency| frequency.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_yearly_frequency_has_its_uri() {
        let yearly = by_code("tahunan").unwrap();
        assert!(yearly.uri.ends_with("/ANNUAL"));
        assert_eq!(yearly.grace_days, Some(90));
        assert_eq!(list().len(), 16);
    }
}
