//! Integration tests through the public surface.

#[cfg(test)]
mod search;
