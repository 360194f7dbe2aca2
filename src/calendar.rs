//! Working days.
#[derive(Debug, Clone)]
pub struct Calendar;
impl Calendar {
    pub fn review_due(&self, now: jiff::Timestamp) -> jiff::Timestamp {
        now
    }
}
