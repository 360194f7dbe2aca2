//! Wiring: from settings to an [`App`].

use super::{App, Parts};
use crate::accounts::sign_in::Throttle;
use crate::calendar::Calendar;
use crate::catalog::usage::Usage;
use crate::config::{DatabaseSettings, Settings};
use crate::database::{Clock, Database};
use crate::http::tables::Described;
use crate::jobs::Workers;
use crate::lanes::{LaneSettings, Lanes};
use crate::search::Search;
use crate::storage::Storage;
use crate::web::dataset::content::Contents;
use crate::web::render::Pages;
use anyhow::Context;

/// Opens database, store and index, and wires them with the rest.
///
/// Child processes run this same program. Errors name the setting whose service can't be reached.
pub async fn open(settings: Settings, clock: Clock) -> anyhow::Result<App> {
    let lanes = LaneSettings::from_settings(&settings);
    open_with(settings, clock, lanes).await
}

/// The same with other lanes; tests name the program of child processes in them.
pub async fn open_with(
    settings: Settings,
    clock: Clock,
    lanes: LaneSettings,
) -> anyhow::Result<App> {
    std::fs::create_dir_all(&settings.data_dir)
        .with_context(|| format!("data_dir: {} can't be made", settings.data_dir.display()))?;
    let database = Database::open(&settings.database)
        .await
        .with_context(|| unopened(&settings.database))?;
    let storage = Storage::open(&settings.storage, &settings.data_dir.join("cache"))
        .context("storage.url: the store can't be opened")?;
    let lanes = Lanes::new(lanes);
    let search = Search::open(&settings.search.folder, &database, &lanes)
        .context("search.folder: the index can't be opened")?;
    let calendar = Calendar::new(&settings.calendar).context("calendar")?;
    let pages =
        Pages::new(&settings.site, calendar.offset()).context("the templates can't be read")?;
    let throttle = Throttle::new(&settings.login);
    Ok(App::new(Parts {
        clock,
        database,
        storage,
        lanes,
        workers: Workers::default(),
        search,
        pages,
        tables: Described::default(),
        contents: Contents::default(),
        calendar,
        throttle,
        usage: Usage::default(),
        settings,
    }))
}

/// What to say of a database that can't be opened, which a password must not get into.
pub fn unopened(settings: &DatabaseSettings) -> String {
    match settings.file() {
        Some(file) => format!(
            "database.url: the database {} can't be opened",
            file.display()
        ),
        None => "database.url: the database can't be opened".to_owned(),
    }
}
