//! `lumbung config`: settings.

use super::{Common, say};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(super) enum Options {
    /// Check the settings without starting.
    Check,
    /// Print the settings in force; secrets are hidden.
    Show,
}

pub(super) fn run(common: &Common, options: &Options) -> anyhow::Result<()> {
    let settings = common.settings()?;
    match options {
        Options::Check => say("settings: ok"),
        Options::Show => say(toml::to_string(&settings)?),
    }
    Ok(())
}
