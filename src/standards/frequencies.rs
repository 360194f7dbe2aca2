//! How often a dataset is updated. Source: `frekuensi.csv` (EU frequency authority table, CC BY 4.0).

use super::{cell, records};
use jiff::civil::Date;
use std::sync::LazyLock;

/// An update frequency; pages name it by the message `frequency-<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequency {
    /// Code in the catalogue, such as `tahunan`.
    pub code: String,
    /// URI in the EU's authority table.
    pub uri: String,
    /// Its length (ISO 8601), empty when it has none.
    pub duration: String,
    /// Days of grace before an update counts as late.
    pub grace_days: Option<u32>,
}

impl Frequency {
    /// When the next update is due after one on this day; `None` without a regular rhythm.
    pub fn due_after(&self, day: Date) -> Option<Date> {
        let length: jiff::Span = self.duration.parse().ok()?;
        day.checked_add(length).ok()
    }

    /// The last day on which an update that is due on this day is not late.
    pub fn grace_until(&self, due: Date) -> Date {
        let days = i64::from(self.grace_days.unwrap_or(0));
        due.saturating_add(jiff::Span::new().days(days))
    }
}

static LIST: LazyLock<Vec<Frequency>> = LazyLock::new(|| {
    records(include_str!("../../data/reference/frekuensi.csv"))
        .iter()
        .map(|record| Frequency {
            code: cell(record, 0),
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

    #[test]
    fn a_monthly_update_is_due_a_month_later_and_late_after_its_grace() {
        let monthly = by_code("bulanan").unwrap();
        let due = monthly.due_after(jiff::civil::date(2026, 1, 31)).unwrap();
        assert_eq!(due, jiff::civil::date(2026, 2, 28));
        assert_eq!(monthly.grace_until(due), jiff::civil::date(2026, 3, 15));
        let once = by_code("sekali").unwrap();
        assert_eq!(once.due_after(due), None);
    }
}
