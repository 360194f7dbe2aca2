//! Integration tests through the public surface.
