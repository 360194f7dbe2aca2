//! The index beside a real database.

mod follow;
mod portal;
