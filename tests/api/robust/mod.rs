//! What goes wrong around the portal: stores and databases that go away, crashes, bad files, bad requests.

mod journal;
mod s3_server;
mod storage;
