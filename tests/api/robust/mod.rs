//! What goes wrong around the portal: stores and databases that go away, crashes, bad files, bad requests.

mod backups;
mod crashes;
mod fence;
mod files;
mod folders;
mod forms;
mod hostile;
mod inspections;
mod journal;
mod leases;
mod node;
mod outages;
mod resumable;
mod s3_server;
mod storage;
mod uploads;
