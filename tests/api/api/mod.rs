//! The native API as a client meets it.

mod openapi;
mod rows;
