//! A clock in working time, as figures; the words are the pages' business.

use super::Calendar;
use jiff::Timestamp;

/// How much working time is left or overrun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkClock {
    /// When it falls due.
    pub due_at: Timestamp,
    /// Whether it is past.
    pub is_overdue: bool,
    /// Whole working days left, or overrun.
    pub days: i64,
    /// Whole working hours beyond the days.
    pub hours: i64,
    /// Working minutes beyond the hours.
    pub minutes: i64,
    /// Share of the time used, per cent, 0 to 100.
    pub used_percent: i64,
}

impl WorkClock {
    pub(super) fn new(
        calendar: &Calendar,
        since: Timestamp,
        due_at: Timestamp,
        now: Timestamp,
    ) -> Self {
        let is_overdue = now > due_at;
        let left = if is_overdue {
            calendar.minutes_between(due_at, now)
        } else {
            calendar.minutes_between(now, due_at)
        };
        let whole = calendar.minutes_between(since, due_at).max(1);
        let used_percent = if is_overdue {
            100
        } else {
            (100 - left.saturating_mul(100) / whole).clamp(0, 100)
        };
        let day = calendar.minutes_of_day();
        let rest = left % day;
        Self {
            due_at,
            is_overdue,
            days: left / day,
            hours: rest / 60,
            minutes: rest % 60,
            used_percent,
        }
    }

    /// Whether little is left: less than a fifth of the time.
    pub fn is_soon(&self) -> bool {
        !self.is_overdue && self.used_percent >= 80
    }
}
