//! Immutable versions, manifests, withdrawal, and the change feed.
//!
//! Owns `change`. Called by review (publish what is approved) and by jobs (publish what is due); writes the
//! catalogue through its writers. Publishing is one transaction: version, resources, catalogue, submission
//! state, audit event and feed entry appear together.

pub mod feed;
pub mod manifest;
pub mod publish;
mod schemas;
pub mod withdraw;
