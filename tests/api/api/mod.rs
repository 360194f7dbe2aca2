//! The native API as a client meets it.

mod front;
mod openapi;
mod parameters;
mod rows;
