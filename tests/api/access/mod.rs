//! Who may come in, and how far.

mod people;
mod routes;
mod sessions;
