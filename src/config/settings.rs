//! The tree of settings with their defaults, units and meaning.

use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Text that must not appear in logs or error messages, such as an address with a password.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("***")
    }
}

/// Declares a section whose missing keys take the default and whose unknown keys are refused.
macro_rules! section {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty = $default:expr),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name { $($(#[$field_meta])* pub $field: $kind),+ }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default),+ }
            }
        }
    };
}

section! {
    /// Everything that can be set.
    Settings {
        /// Folder of everything the portal keeps on this machine; `LUMBUNG_DATA_DIR` in the environment.
        data_dir: PathBuf = PathBuf::from("data"),
        /// Who publishes here.
        site: SiteSettings = SiteSettings::default(),
        /// Where and how the portal listens.
        server: ServerSettings = ServerSettings::default(),
        /// The database.
        database: DatabaseSettings = DatabaseSettings::default(),
        /// Where blobs are kept.
        storage: StorageSettings = StorageSettings::default(),
        /// The full-text index.
        search: SearchSettings = SearchSettings::default(),
        /// Limits of the inspection of a file.
        inspection: InspectionSettings = InspectionSettings::default(),
        /// Limits of queries on tables.
        query: QuerySettings = QuerySettings::default(),
        /// Signing in.
        login: LoginSettings = LoginSettings::default(),
        /// Service hours and targets.
        calendar: CalendarSettings = CalendarSettings::default(),
        /// What one person or address may ask for.
        limits: LimitSettings = LimitSettings::default(),
        /// Logs.
        telemetry: TelemetrySettings = TelemetrySettings::default(),
        /// The demo.
        demo: DemoSettings = DemoSettings::default(),
    }
}

section! {
    /// Who publishes here.
    SiteSettings {
        /// Name of the portal.
        name: String = "Lumbung".to_owned(),
        /// The line under the name.
        tagline: String = "Satu Data Kabupaten Magetan".to_owned(),
        /// Name of the region.
        region: String = "Kabupaten Magetan".to_owned(),
        /// Kemendagri code of the region; codes outside it are findings.
        region_code: String = "35.20".to_owned(),
        /// The agency that runs the portal.
        agency: String = "Dinas Komunikasi dan Informatika".to_owned(),
        /// Public address, without a slash at the end; empty: taken from the request.
        url: String = String::new(),
        /// Language when the visitor names none: `id` or `en`.
        language: String = "id".to_owned(),
        /// Address for questions, shown on the public pages.
        contact: String = String::new(),
    }
}

section! {
    /// Where and how the portal listens.
    ServerSettings {
        /// Address and port.
        listen: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 8080)),
        /// Addresses of reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
        trusted_proxies: Vec<std::net::IpAddr> = Vec::new(),
        /// Whether the session cookie is sent over TLS only; set it behind a TLS proxy.
        secure_cookies: bool = false,
        /// Seconds that running requests may take to end after a stop signal.
        stop_seconds: u64 = 20,
        /// Seconds after which a request without an answer is given up; uploads and downloads are exempt.
        request_seconds: u64 = 30,
    }
}

section! {
    /// The database.
    DatabaseSettings {
        /// `sqlite:FILE` or `postgres://…`; empty: `DATA_DIR/lumbung.db`.
        url: Secret = Secret::default(),
        /// Connections to PostgreSQL.
        connections: u32 = 10,
        /// Reading connections to SQLite.
        readers: u32 = 4,
        /// Seconds to wait for a free connection before the answer is 503.
        wait_seconds: u64 = 5,
    }
}

impl DatabaseSettings {
    /// The file of an SQLite database; a server and a database in memory have none.
    pub fn file(&self) -> Option<PathBuf> {
        let rest = self.url.expose().strip_prefix("sqlite:")?;
        let path = rest.split('?').next().unwrap_or(rest);
        let path = path.strip_prefix("//").unwrap_or(path);
        (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
    }
}

section! {
    /// Where blobs are kept.
    StorageSettings {
        /// `file://FOLDER` or `s3://BUCKET[/PREFIX]`; empty: `DATA_DIR/blobs`.
        url: String = String::new(),
        /// Address of an S3-compatible service.
        endpoint: String = String::new(),
        /// Region name of the service.
        region: String = "us-east-1".to_owned(),
        /// Access key.
        access_key: Secret = Secret::default(),
        /// Secret key.
        secret_key: Secret = Secret::default(),
        /// Bytes of local copies kept of an S3 store's files.
        cache_bytes: u64 = 4 << 30,
    }
}

section! {
    /// The full-text index.
    SearchSettings {
        /// Folder of the index; empty: `DATA_DIR/index`.
        folder: PathBuf = PathBuf::new(),
    }
}

section! {
    /// Limits of the inspection of a file, which runs in a fenced child process.
    InspectionSettings {
        /// Files inspected at the same time.
        children: usize = 2,
        /// CPU seconds for one file.
        cpu_seconds: u64 = 120,
        /// Bytes of memory of the child's data segment.
        memory_bytes: u64 = 1 << 30,
        /// Bytes of the largest file the child may write.
        file_bytes: u64 = 4 << 30,
        /// Seconds by the clock on the wall.
        wall_seconds: u64 = 300,
        /// Bytes that a compressed workbook may unpack to.
        unpacked_bytes: u64 = 128 << 20,
    }
}

section! {
    /// Limits of queries on tables.
    QuerySettings {
        /// Quick reads at the same time; 0: one per core.
        quick: usize = 0,
        /// Heavy queries at the same time, each in a child process.
        children: usize = 2,
        /// Seconds for a quick read.
        quick_seconds: u64 = 10,
        /// Seconds for a heavy query.
        heavy_seconds: u64 = 60,
        /// Bytes of memory of a heavy query.
        memory_bytes: u64 = 1 << 30,
    }
}

section! {
    /// Signing in.
    LoginSettings {
        /// Hours without a request after which a session ends.
        idle_hours: i64 = 12,
        /// Hours for which a link of invitation or reset works.
        link_hours: i64 = 72,
        /// Wrong passwords for one name or from one address before waiting is asked for.
        attempts: u32 = 8,
        /// Minutes in which those attempts count.
        window_minutes: u32 = 10,
        /// Least number of characters of a password.
        password_length: usize = 10,
    }
}

section! {
    /// Service hours (source: the agency's interoperability procedure, 2024) and targets.
    CalendarSettings {
        /// Hours from UTC of the civil clock (WIB).
        utc_offset_hours: i8 = 7,
        /// Intervals of service on Monday to Thursday, `HH:MM-HH:MM`.
        monday_to_thursday: Vec<String> = vec!["08:00-12:00".into(), "13:00-15:00".into()],
        /// Intervals of service on Friday.
        friday: Vec<String> = vec!["08:00-11:30".into(), "13:30-14:00".into()],
        /// Days off beside the national list, `YYYY-MM-DD`.
        extra_holidays: Vec<String> = Vec::new(),
        /// Working days for the review of a submission.
        review_days: u32 = 3,
    }
}

section! {
    /// What one person or address may ask for.
    LimitSettings {
        /// Bytes of one uploaded file.
        upload_bytes: u64 = 2 << 30,
        /// Uploads of one person that are under way or wait to become a file.
        open_uploads: u32 = 20,
        /// Hours without a byte after which an upload that is not finished, or not used, is removed.
        upload_hours: i64 = 24,
        /// Files of one submission.
        submission_files: u32 = 20,
        /// Bytes of a form without files.
        form_bytes: usize = 1 << 20,
        /// Requests a minute from one address.
        requests_per_minute: u32 = 1200,
    }
}

section! {
    /// Logs.
    TelemetrySettings {
        /// Levels, in the syntax of `tracing`'s filter.
        log: String = "info,sqlx=warn,tower_sessions=warn,tantivy=warn,object_store=warn".to_owned(),
        /// `text` or `json`.
        format: LogFormat = LogFormat::Text,
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

section! {
    /// The demo.
    DemoSettings {
        /// One password for all people of the demo; empty: a random one, printed at start.
        password: Secret = Secret::default(),
    }
}
