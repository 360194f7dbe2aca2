//! `lumbung reindex`: the full-text index, built anew from the database.

use super::{Common, say};
use crate::app::start;
use crate::database::Clock;

pub(super) async fn run(common: Common) -> anyhow::Result<()> {
    let app = start::open(common.settings()?, Clock::system()).await?;
    let count = app.search.rebuild(&app.database).await?;
    say(format_args!("{count} datasets indexed"));
    Ok(())
}
