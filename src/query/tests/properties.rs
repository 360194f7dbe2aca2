//! Facts that hold for every request.
