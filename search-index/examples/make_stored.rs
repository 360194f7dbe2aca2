//! Writes the small index of the present version that the tests open:
//! `cargo run -p search-index --example make_stored`. Run it once for every new version and keep
//! the folders of the earlier ones.

use std::error::Error;
use std::path::Path;

use search_index::{Document, Index, Vocabulary};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored");
    let index = Index::open(&folder, Vocabulary::default())?;
    index.clear()?;
    for (id, title) in [
        ("a", "Luas Panen Padi"),
        ("b", "Jumlah Petani"),
        ("c", "Ruas Jalan"),
    ] {
        index.put(&Document {
            id: id.to_owned(),
            name: title.to_lowercase().replace(' ', "-"),
            title: title.to_owned(),
            years: vec![2023],
            ..Document::default()
        })?;
    }
    index.commit(42)?;
    index.rest()?;
    Ok(())
}
