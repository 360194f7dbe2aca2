//! Settings: defaults, then `lumbung.toml`, then `LUMBUNG_SECTION__KEY`.
