//! The wired parts that handlers and workers share.
