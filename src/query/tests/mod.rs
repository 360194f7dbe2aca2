//! Requests over real Parquet files, from the words of the address to the bytes of the answer.

mod answers;
mod dialect;
mod formats;
mod properties;
mod sample;
