//! Style sheet, scripts and icons, embedded and served under names that carry their hash.

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Embedded;

const LAYERS: [&str; 7] = [
    "tokens",
    "base",
    "layout",
    "components",
    "pages",
    "work",
    "check",
];

/// One asset.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
}

/// All assets by the path under which they are served.
#[derive(Debug, Clone)]
pub struct Assets {
    by_path: BTreeMap<String, Asset>,
    path_of: BTreeMap<String, String>,
}

impl Default for Assets {
    fn default() -> Self {
        Self::new()
    }
}

impl Assets {
    /// Reads the embedded files; the layers of the style sheet become one.
    pub fn new() -> Self {
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let layers = LAYERS
            .iter()
            .filter_map(|layer| Embedded::get(&format!("css/{layer}.css")));
        files.insert(
            "lumbung.css".to_owned(),
            layers.flat_map(|file| file.data.into_owned()).collect(),
        );
        for path in Embedded::iter().filter(|path| !path.starts_with("css/")) {
            if let Some(file) = Embedded::get(&path) {
                let name = path.rsplit('/').next().unwrap_or_default().to_owned();
                files.insert(name, file.data.into_owned());
            }
        }
        // One hash over everything: modules import each other by relative names, which then agree.
        let mut digest = Sha256::new();
        for (name, bytes) in &files {
            digest.update(name.as_bytes());
            digest.update(bytes);
        }
        let hash: String = hex::encode(digest.finalize()).chars().take(12).collect();
        let mut assets = Self {
            by_path: BTreeMap::new(),
            path_of: BTreeMap::new(),
        };
        for (name, bytes) in files {
            let path = format!("/assets/{hash}/{name}");
            let media_type = media_type(&name);
            assets.path_of.insert(name, path.clone());
            assets.by_path.insert(path, Asset { bytes, media_type });
        }
        assets
    }

    /// The path of an asset by its plain name; the name itself when there is no such asset.
    pub fn path<'a>(&'a self, name: &'a str) -> &'a str {
        self.path_of.get(name).map_or(name, String::as_str)
    }

    /// The asset served under a path.
    pub fn by_path(&self, path: &str) -> Option<&Asset> {
        self.by_path.get(path)
    }

    /// The paths of all assets.
    pub fn build(&self) -> &str {
        self.path("lumbung.css")
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
