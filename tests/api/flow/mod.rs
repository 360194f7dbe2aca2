//! The way of a file: handed in, reviewed, public, updated.

mod api;
mod between;
mod browser;
mod chosen;
mod contact;
mod decisions;
mod exceptions;
mod files;
mod handed_back;
mod languages;
mod mending;
mod pages;
mod reading;
mod rules;
mod schema;
mod template;
mod told;
mod twins;
mod versions;
mod writing;
