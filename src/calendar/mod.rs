//! Working days and hours, holidays, due dates.
//!
//! Service hours and extra holidays come from the settings, the national holidays from
//! `data/reference/libur_nasional.csv`. The civil clock has a fixed distance from UTC (WIB: 7 hours).

mod clock;

pub use clock::WorkClock;

use crate::config::CalendarSettings;
use crate::standards::holidays;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeSet;

/// The settings of the calendar don't parse.
#[derive(Debug, thiserror::Error)]
#[error("calendar.{key}: {value:?} is not {expected}")]
pub struct Error {
    key: &'static str,
    value: String,
    expected: &'static str,
}

/// An interval of service on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Interval {
    from: Time,
    to: Time,
}

/// The agency's working time; cheap to clone.
#[derive(Debug, Clone)]
pub struct Calendar {
    offset: Offset,
    monday_to_thursday: Vec<Interval>,
    friday: Vec<Interval>,
    holidays: BTreeSet<Date>,
    review_days: u32,
}

// Far enough that no target reaches it, near enough that a calendar of holidays only can't hang the portal.
const MOST_DAYS: u32 = 4000;

impl Calendar {
    /// Builds the calendar that the settings describe.
    pub fn new(settings: &CalendarSettings) -> Result<Self, Error> {
        let offset = Offset::from_hours(settings.utc_offset_hours).map_err(|_| Error {
            key: "utc_offset_hours",
            value: settings.utc_offset_hours.to_string(),
            expected: "a number of hours",
        })?;
        let mut days: BTreeSet<Date> = holidays::national().iter().copied().collect();
        for text in &settings.extra_holidays {
            let day = text.parse().map_err(|_| Error {
                key: "extra_holidays",
                value: text.clone(),
                expected: "a date, YYYY-MM-DD",
            })?;
            days.insert(day);
        }
        Ok(Self {
            offset,
            monday_to_thursday: intervals("monday_to_thursday", &settings.monday_to_thursday)?,
            friday: intervals("friday", &settings.friday)?,
            holidays: days,
            review_days: settings.review_days,
        })
    }

    /// Distance of the civil clock from UTC.
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// The civil date and time of a moment.
    pub fn civil(&self, at: Timestamp) -> DateTime {
        self.offset.to_datetime(at)
    }

    /// The civil date of a moment.
    pub fn date(&self, at: Timestamp) -> Date {
        self.civil(at).date()
    }

    /// The moment of a civil date and time.
    pub fn moment(&self, civil: DateTime) -> Timestamp {
        self.offset.to_timestamp(civil).unwrap_or(Timestamp::MAX)
    }

    /// Whether the agency works on this date.
    pub fn is_working_day(&self, date: Date) -> bool {
        !self.service(date).is_empty()
    }

    fn service(&self, date: Date) -> &[Interval] {
        if self.holidays.contains(&date) {
            return &[];
        }
        match date.weekday() {
            Weekday::Saturday | Weekday::Sunday => &[],
            Weekday::Friday => &self.friday,
            Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday => {
                &self.monday_to_thursday
            }
        }
    }

    /// The end of service on the `days`-th working day after the day of `from`; that day itself is not counted.
    pub fn end_of_day_after(&self, from: Timestamp, days: u32) -> Timestamp {
        let mut date = self.date(from);
        let mut left = days.max(1);
        for _ in 0..MOST_DAYS {
            date = date.saturating_add(1.day());
            if self.is_working_day(date) {
                left -= 1;
            }
            if left == 0 {
                break;
            }
        }
        let end = self
            .service(date)
            .last()
            .map_or(Time::constant(15, 0, 0, 0), |last| last.to);
        self.moment(date.to_datetime(end))
    }

    /// When a review that begins now falls due: the end of service on the last of its working days.
    pub fn review_due(&self, now: Timestamp) -> Timestamp {
        self.end_of_day_after(now, self.review_days)
    }

    /// Working minutes between two moments; 0 when `to` is not after `from`.
    pub fn minutes_between(&self, from: Timestamp, to: Timestamp) -> i64 {
        let (start, end) = (self.civil(from), self.civil(to));
        let mut total = 0;
        let mut date = start.date();
        for _ in 0..MOST_DAYS {
            if date > end.date() {
                break;
            }
            for interval in self.service(date) {
                let begin = date.to_datetime(interval.from).max(start);
                let stop = date.to_datetime(interval.to).min(end);
                if stop > begin {
                    total += stop.duration_since(begin).as_secs() / 60;
                }
            }
            date = date.saturating_add(1.day());
        }
        total
    }

    /// Working minutes of an ordinary day (Monday to Thursday), by which hours become days in words.
    pub fn minutes_of_day(&self) -> i64 {
        let minutes: i64 = self
            .monday_to_thursday
            .iter()
            .map(|interval| interval.from.duration_until(interval.to).as_secs() / 60)
            .sum();
        minutes.max(1)
    }

    /// The clock of something that began at `since` and falls due at `due`.
    pub fn clock(&self, since: Timestamp, due: Timestamp, now: Timestamp) -> WorkClock {
        WorkClock::new(self, since, due, now)
    }
}

fn intervals(key: &'static str, texts: &[String]) -> Result<Vec<Interval>, Error> {
    let mut found: Vec<Interval> = Vec::new();
    for text in texts {
        let wrong = || Error {
            key,
            value: text.clone(),
            expected: "HH:MM-HH:MM, in order",
        };
        let (from, to) = text.split_once('-').ok_or_else(wrong)?;
        let interval = Interval {
            from: from.parse().map_err(|_| wrong())?,
            to: to.parse().map_err(|_| wrong())?,
        };
        let in_order = found.last().is_none_or(|last| last.to <= interval.from);
        if interval.from >= interval.to || !in_order {
            return Err(wrong());
        }
        found.push(interval);
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
