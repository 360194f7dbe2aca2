//! `lumbung reindex`: the full-text index, built anew from the database.

use super::{Common, expect_portal, say};
use crate::app::start;
use crate::database::Clock;
use crate::search::Rebuilt;

pub(super) async fn run(common: Common) -> anyhow::Result<()> {
    let settings = common.settings()?;
    expect_portal(&settings)?;
    let app = start::open(settings, Clock::system()).await?;
    match app.search.rebuild().await? {
        Rebuilt::Done(count) => say(format_args!("{count} datasets indexed")),
        Rebuilt::Asked => say("a running portal was asked to build its index anew"),
    }
    Ok(())
}
