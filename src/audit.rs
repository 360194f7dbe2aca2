//! Hash-chained events.
