//! Working days and hours, holidays, due dates.
