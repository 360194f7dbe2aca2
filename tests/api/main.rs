//! Integration tests through the public surface.

#[cfg(test)]
mod api;
#[cfg(test)]
mod interop;
#[cfg(test)]
mod query;
#[cfg(test)]
mod search;
