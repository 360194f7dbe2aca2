//! Immutable versions, manifests, and the change feed.
