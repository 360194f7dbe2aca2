//! Facts of the calendar, and a comparison with a slow, obvious calculation.

use super::*;
use proptest::prelude::*;

fn calendar() -> Calendar {
    Calendar::new(&CalendarSettings::default()).unwrap()
}

fn wib(text: &str) -> Timestamp {
    calendar().moment(text.parse().unwrap())
}

#[test]
fn a_review_falls_due_at_the_end_of_the_third_working_day() {
    // Monday 23 November 2026, 10.15
    let due = calendar().review_due(wib("2026-11-23T10:15"));
    assert_eq!(calendar().civil(due).to_string(), "2026-11-26T15:00:00");
    // over a weekend, on a Friday that ends at 14.00
    let due = calendar().review_due(wib("2026-11-24T10:15"));
    assert_eq!(calendar().civil(due).to_string(), "2026-11-27T14:00:00");
}

#[test]
fn holidays_and_weekends_are_not_counted() {
    // 25 December 2026 is a Friday and a holiday
    assert!(!calendar().is_working_day("2026-12-25".parse().unwrap()));
    let due = calendar().end_of_day_after(wib("2026-12-24T09:00"), 1);
    assert!(calendar().date(due) > "2026-12-27".parse().unwrap());
}

#[test]
fn the_midday_break_does_not_count() {
    assert_eq!(
        calendar().minutes_between(wib("2026-11-23T11:30"), wib("2026-11-23T13:30")),
        60
    );
    assert_eq!(calendar().minutes_of_day(), 360);
}

#[test]
fn a_clock_tells_days_and_hours() {
    let clock = calendar().clock(
        wib("2026-11-23T08:00"),
        wib("2026-11-26T15:00"),
        wib("2026-11-25T10:00"),
    );
    assert_eq!(
        (clock.is_overdue, clock.days, clock.hours, clock.minutes),
        (false, 1, 4, 0)
    );
    let late = calendar().clock(
        wib("2026-11-23T08:00"),
        wib("2026-11-26T15:00"),
        wib("2026-11-27T09:00"),
    );
    assert_eq!((late.is_overdue, late.days, late.hours), (true, 0, 1));
}

#[test]
fn intervals_out_of_order_are_refused() {
    let settings = CalendarSettings {
        friday: vec!["13:00-12:00".to_owned()],
        ..CalendarSettings::default()
    };
    assert!(Calendar::new(&settings).is_err());
}

fn slow_minutes(from: Timestamp, to: Timestamp) -> i64 {
    let calendar = calendar();
    let mut at = from;
    let mut count = 0;
    while at < to {
        let civil = calendar.civil(at);
        let works = calendar
            .service(civil.date())
            .iter()
            .any(|i| civil.time() >= i.from && civil.time() < i.to);
        count += i64::from(works);
        at += 1.minute();
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn minutes_agree_with_counting_each(start in 0_i64..500_000, length in 0_i64..20_000) {
        let from = wib("2025-01-01T00:00") + start.minutes();
        let to = from + length.minutes();
        prop_assert_eq!(calendar().minutes_between(from, to), slow_minutes(from, to));
    }
}
