//! Integration tests through the public surface.

#[cfg(test)]
mod query;
#[cfg(test)]
mod search;
