//! Annotated copies of `OpenDocument` spreadsheets (ODF 1.2), edited in place.
//!
//! Only `content.xml` is rewritten, and in it only the rows with marked cells, the list of automatic styles (appended
//! to) and the end of the list of tables. It is gone through twice: what cells look like stands before the cells.

mod corrections;
mod facts;
mod rewrite;
mod row;
mod styles;

use super::Error;
use super::archive::{Source, Target};
use super::marks::{Annotations, Marks, uncover};
use std::collections::BTreeMap;
use std::path::Path;

const CONTENT: &str = "content.xml";

/// Copies the workbook at `from` to `to` with its cells marked.
pub(super) fn annotate(
    from: &Path,
    to: &Path,
    annotations: &Annotations,
    unpacked_bytes: u64,
) -> Result<(), Error> {
    let mut source = Source::open(from, unpacked_bytes)?;
    if let Some(manifest) = source.text("META-INF/manifest.xml")?
        && manifest.contains("encryption-data")
    {
        return Err(Error::Encrypted);
    }
    if source.find(CONTENT).is_none() {
        return Err(Error::broken("no content part"));
    }
    let facts = facts::read(source.stream(CONTENT)?, annotations)?;
    let mut marks: BTreeMap<usize, Marks> = BTreeMap::new();
    for (index, table) in facts.tables.iter().enumerate() {
        let of_table = annotations.of_sheet(&table.name);
        marks.insert(index, uncover(of_table, &table.merged));
    }
    let mut target = Target::create(to)?;
    // The type of the file must stay its first part, uncompressed.
    if let Some(first) = source.first("mimetype") {
        target.copy(&mut source, first)?;
    }
    let plan = rewrite::Plan::new(annotations, &facts, &marks);
    rewrite::rewrite(source.stream(CONTENT)?, target.begin(CONTENT)?, &plan)?;
    target.finish(source)
}
