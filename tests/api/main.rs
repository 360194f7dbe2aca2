//! Integration tests through the public surface.

#[cfg(test)]
#[path = "../helpers/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    clippy::allow_attributes,
    reason = "tests that use it are being moved"
)]
mod helpers;

#[cfg(test)]
mod api;
#[cfg(test)]
mod interop;
#[cfg(test)]
mod query;
#[cfg(test)]
mod search;
