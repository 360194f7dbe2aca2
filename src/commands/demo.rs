//! Loading the demo at the start of `lumbung serve --demo`.

use super::say;
use crate::app::App;

pub(super) async fn load(app: &App) -> anyhow::Result<()> {
    for line in crate::demo::load(app).await? {
        say(line);
    }
    Ok(())
}
