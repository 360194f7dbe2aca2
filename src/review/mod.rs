//! Queue, claims, decisions, row difference.
