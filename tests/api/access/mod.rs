//! Who may come in, and how far.

mod administration;
mod people;
mod routes;
mod sessions;
mod tokens;
