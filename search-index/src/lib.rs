//! Full-text index of a data catalogue with Indonesian analysis.
