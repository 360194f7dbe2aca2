//! The only way off the async threads.
