//! The languages in which a table can be asked.
