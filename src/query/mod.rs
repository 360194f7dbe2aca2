//! A typed table request over a version's Parquet, answered as a stream in many formats.
