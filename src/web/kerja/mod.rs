//! `/kerja`: the desk, the upload, the queue, and one submission.

pub mod antrean;
pub mod decided;
pub mod description;
pub mod meja;
pub mod pengajuan;
pub mod perbaikan;
pub mod report;
pub mod sheet;
pub mod templat;
pub mod unggah;
pub mod view;
