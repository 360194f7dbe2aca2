//! Integration tests through the public surface.

#[cfg(test)]
#[path = "../helpers/mod.rs"]
#[allow(
    dead_code,
    clippy::allow_attributes,
    reason = "the harness offers more than the tests of one day use"
)]
mod helpers;

#[cfg(test)]
mod access;
#[cfg(test)]
mod api;
#[cfg(test)]
mod flow;
#[cfg(test)]
mod inspection;
#[cfg(test)]
mod interop;
#[cfg(test)]
mod operation;
#[cfg(test)]
mod query;
#[cfg(test)]
mod robust;
#[cfg(test)]
mod search;
