//! `/kerja`: the desk, the upload, the queue, one submission, and the rules of a table.

pub mod antrean;
pub mod decided;
pub mod description;
pub mod meja;
pub mod pengajuan;
pub mod perbaikan;
pub mod report;
pub mod sheet;
pub mod skema;
pub mod templat;
pub mod unggah;
pub mod view;
