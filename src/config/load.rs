//! Reads and merges the sources of settings.

use super::settings::{Secret, Settings};
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// One thing wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it was read: a file or an environment variable.
    pub source: String,
    /// What is wrong, naming the key.
    pub detail: String,
}

/// The settings can't be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.iter().map(|p| format!("{}: {}", p.source, p.detail)).collect::<Vec<_>>().join("\n"))]
pub struct Error(pub Vec<Problem>);

const PREFIX: &str = "LUMBUNG_";

/// Variables with the prefix that are no settings: the tests read them, and the programs they start inherit them.
const OF_THE_TESTS: [&str; 3] = [
    "LUMBUNG_CHROMIUM",
    "LUMBUNG_PROGRAM",
    "LUMBUNG_TEST_POSTGRES",
];

/// Loads settings from `file` (or `lumbung.toml` beside the caller, when it exists) and the environment, where every
/// variable that begins with `LUMBUNG_` must be a key.
///
/// `data_dir` from the command line wins over both. Errors list every problem found.
pub fn load(file: Option<&Path>, data_dir: Option<&Path>) -> Result<Settings, Error> {
    let vars = variables()?;
    let mut settings = merge(file, &vars)?;
    if let Some(folder) = data_dir {
        settings.data_dir = folder.to_path_buf();
    }
    fill_paths(&mut settings);
    let problems = check(&settings);
    if problems.is_empty() {
        Ok(settings)
    } else {
        Err(Error(problems))
    }
}

fn variables() -> Result<Vec<(String, String)>, Error> {
    let (mut vars, mut problems) = (Vec::new(), Vec::new());
    for (name, value) in std::env::vars_os() {
        let Some(name) = name.to_str().filter(|name| is_setting(name)) else {
            continue;
        };
        match value.into_string() {
            Ok(value) => vars.push((name.to_owned(), value)),
            Err(_) => problems.push(Problem {
                source: name.to_owned(),
                detail: "expected UTF-8".to_owned(),
            }),
        }
    }
    if problems.is_empty() {
        Ok(vars)
    } else {
        Err(Error(problems))
    }
}

fn is_setting(name: &str) -> bool {
    name.starts_with(PREFIX) && !OF_THE_TESTS.contains(&name)
}

fn merge(file: Option<&Path>, vars: &[(String, String)]) -> Result<Settings, Error> {
    let mut problems = Vec::new();
    let path = file.map_or_else(|| PathBuf::from("lumbung.toml"), Path::to_path_buf);
    let mut table = Table::new();
    match std::fs::read_to_string(&path) {
        Ok(text) => match text.parse::<Table>() {
            Ok(parsed) => table = parsed,
            Err(error) => problems.push(problem(&path, error.message())),
        },
        Err(error) if file.is_some() || error.kind() != std::io::ErrorKind::NotFound => {
            problems.push(problem(&path, &error.to_string()));
        }
        Err(_) => {}
    }
    if let Err(error) = Settings::deserialize_checked(&table) {
        problems.push(problem(&path, &error));
    }
    for (name, text) in vars {
        if let Err(detail) = apply(&mut table, name, text) {
            problems.push(Problem {
                source: name.clone(),
                detail,
            });
        }
    }
    if !problems.is_empty() {
        return Err(Error(problems));
    }
    Settings::deserialize_checked(&table).map_err(|error| Error(vec![problem(&path, &error)]))
}

impl Settings {
    fn deserialize_checked(table: &Table) -> Result<Self, String> {
        Value::Table(table.clone())
            .try_into::<Self>()
            .map_err(|error| error.to_string().trim().to_owned())
    }
}

fn problem(path: &Path, detail: &str) -> Problem {
    Problem {
        source: path.display().to_string(),
        detail: detail.trim().to_owned(),
    }
}

// The text of a variable has no type: the first reading that the tree accepts is taken. A variable gives one key,
// never a section, which would take the place of what the file says there.
fn apply(table: &mut Table, name: &str, text: &str) -> Result<(), String> {
    let keys: Vec<String> = name
        .trim_start_matches(PREFIX)
        .split("__")
        .map(str::to_lowercase)
        .collect();
    let readings = [
        format!("value = {text}")
            .parse::<Table>()
            .ok()
            .and_then(|mut t| t.remove("value"))
            .filter(|value| !value.is_table()),
        Some(Value::String(text.to_owned())),
    ];
    let mut last = String::new();
    for value in readings.into_iter().flatten() {
        let mut lone = Table::new();
        insert(&mut lone, &keys, value.clone());
        match Settings::deserialize_checked(&lone) {
            Ok(_) => {
                insert(table, &keys, value);
                return Ok(());
            }
            Err(error) => last = error,
        }
    }
    Err(format!("{}: {last}", keys.join(".")))
}

fn insert(table: &mut Table, keys: &[String], value: Value) {
    let Some((first, rest)) = keys.split_first() else {
        return;
    };
    if rest.is_empty() {
        table.insert(first.clone(), value);
        return;
    }
    let inner = table
        .entry(first.clone())
        .or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(inner) = inner {
        insert(inner, rest, value);
    }
}

fn fill_paths(settings: &mut Settings) {
    let data =
        std::path::absolute(&settings.data_dir).unwrap_or_else(|_| settings.data_dir.clone());
    if settings.database.url.expose().is_empty() {
        let file = data.join("lumbung.db");
        settings.database.url = Secret::new(format!("sqlite://{}?mode=rwc", file.display()));
    }
    if settings.storage.url.is_empty() {
        settings.storage.url = format!("file://{}", data.join("blobs").display());
    }
    if settings.search.folder.as_os_str().is_empty() {
        settings.search.folder = data.join("index");
    }
    settings.data_dir = data;
}

fn check(settings: &Settings) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut refuse = |key: &str, expected: &str| {
        problems.push(Problem {
            source: key.to_owned(),
            detail: format!("expected {expected}"),
        });
    };
    let url = settings.database.url.expose();
    if !["sqlite:", "postgres:", "postgresql:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
    {
        refuse("database.url", "sqlite:FILE or postgres://…");
    }
    let store = &settings.storage.url;
    if !["file://", "s3://", "memory://"]
        .iter()
        .any(|scheme| store.starts_with(scheme))
    {
        refuse("storage.url", "file://FOLDER, s3://BUCKET or memory://");
    }
    if settings.data_dir.as_os_str().is_empty() {
        refuse("data_dir", "a folder");
    }
    if !["id", "en"].contains(&settings.site.language.as_str()) {
        refuse("site.language", "id or en");
    }
    if settings.database.readers == 0 || settings.database.connections == 0 {
        refuse("database", "at least one connection");
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn variables_override_the_file_with_the_type_of_the_key() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(
            file.path(),
            "[site]\nname = \"Satu\"\n[limits]\nupload_bytes = 5",
        )
        .unwrap();
        let settings = merge(
            Some(file.path()),
            &vars(&[
                ("LUMBUNG_SITE__NAME", "123"),
                ("LUMBUNG_LIMITS__UPLOAD_BYTES", "7"),
            ]),
        )
        .unwrap();
        assert_eq!(settings.site.name, "123");
        assert_eq!(settings.limits.upload_bytes, 7);
    }

    #[test]
    fn every_unknown_key_is_named_with_its_source() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "[server]\nlisen = 1").unwrap();
        let error = merge(Some(file.path()), &vars(&[("LUMBUNG_SITE__NAMA", "x")])).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("lisen") && text.contains("LUMBUNG_SITE__NAMA"),
            "{text}"
        );
    }

    #[test]
    fn the_data_folder_is_a_key_of_its_own() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "data_dir = \"/of/the/file\"").unwrap();
        let given = vars(&[("LUMBUNG_DATA_DIR", "/of/the/environment")]);
        let settings = merge(Some(file.path()), &given).unwrap();
        assert_eq!(settings.data_dir, Path::new("/of/the/environment"));
    }

    #[test]
    fn a_variable_is_one_key_or_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for (name, value) in [
            ("LUMBUNG_LISTEN", "127.0.0.1:1"),
            ("LUMBUNG_SITE", "{ name = \"x\" }"),
            ("LUMBUNG_DATADIR", "/x"),
            ("LUMBUNG_", "x"),
        ] {
            assert!(is_setting(name));
            let error = merge(Some(file.path()), &vars(&[(name, value)])).unwrap_err();
            assert_eq!(error.0[0].source, name, "{error}");
        }
        assert!(!is_setting("LUMBUNG_TEST_POSTGRES") && !is_setting("LUMBUNGAN"));
    }

    #[test]
    fn secrets_are_not_printed() {
        let mut settings = Settings::default();
        settings.database.url = Secret::new("postgres://u:hunter2@h/d");
        assert!(!format!("{settings:?}").contains("hunter2"));
    }
}
