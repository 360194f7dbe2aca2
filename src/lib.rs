//! Lumbung: a portal that takes in, reviews, publishes and serves the data of a regional government.
//!
//! `ARCHITECTURE.md` is the map; each module below opens with what it owns.

pub mod accounts; // people, organizations, roles, sessions, tokens
pub mod api; // the native HTTP API v1
pub mod app; // the wired parts that handlers and workers share
pub mod audit; // hash-chained events
pub mod calendar; // working days and hours, due dates
pub mod catalog; // datasets, resources and versions as the public sees them
pub mod commands; // one module for each command of the command line
pub mod config; // lumbung.toml and LUMBUNG_* in one typed tree
pub mod database; // pool, migrations, transactions, ids, clock
pub mod demo; // sample organizations, people and datasets
pub mod error; // what every part's error can say of itself
pub mod http; // what all faces share: who calls, from where, and how failures are answered
pub mod inspection; // from a clerk's file to a report and a canonical table
pub mod intake; // uploads and submission drafts
pub mod interop; // CKAN, DCAT and the other languages that software speaks
pub mod jobs; // durable work with leases
pub mod lanes; // the only way off the async threads
pub mod notices; // messages to people
pub mod query; // typed table requests over Parquet
pub mod release; // immutable versions, manifests, the change feed
pub mod review; // queue, decisions, row difference
pub mod schema; // the rules of tables, as Table Schema
pub mod search; // the full-text index that follows the change feed
pub mod server; // the faces side by side
pub mod service; // the interoperability procedure
pub mod standards; // code lists and rules
pub mod storage; // content-addressed blobs
pub mod submission; // the record that intake fills and review decides
pub mod web;
pub mod workbook; // spreadsheets that are handed out
