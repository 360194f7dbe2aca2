//! The node's full-text index, following the change feed.
