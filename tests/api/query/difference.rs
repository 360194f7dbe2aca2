//! Comparing and joining through real child processes.

use lumbung::query::{Cell, Table};
use lumbung::review::table::{
    self, ChangeKind, CombineKind, DifferenceOptions, Error, changes_file,
};
use polars::prelude::*;

use super::Bench;

impl Bench {
    fn file(&self, name: &str, mut frame: DataFrame) -> std::path::PathBuf {
        let path = self.folder.path().join(name);
        let file = std::fs::File::create(&path).unwrap();
        ParquetWriter::new(file).finish(&mut frame).unwrap();
        path
    }
}

#[tokio::test]
async fn changed_rows_come_in_pages() {
    let bench = Bench::new();
    let old = bench.file(
        "lama.parquet",
        df!("desa" => ["a", "b", "c"], "n" => [1_i64, 2, 3]).unwrap(),
    );
    let new = bench.file(
        "baru.parquet",
        df!("desa" => ["d", "b", "a"], "n" => [9_i64, 5, 1]).unwrap(),
    );
    let folder = tempfile::tempdir_in(bench.folder.path()).unwrap();
    let options = DifferenceOptions::default();
    let found = table::difference(&bench.lanes, &old, &new, options, folder.path())
        .await
        .unwrap();
    assert_eq!(
        (found.rows.added, found.rows.removed, found.rows.changed),
        (1, 1, 1)
    );
    let file = changes_file(folder.path());
    let page = table::changes(&bench.lanes, &file, None, 2, 0)
        .await
        .unwrap();
    assert_eq!(page.total, 3);
    assert_eq!(page.rows[0].kind, ChangeKind::Added);
    assert_eq!(page.rows[0].cells[0].after, Cell::Text("d".to_owned()));
    let kind = Some(ChangeKind::Changed);
    let page = table::changes(&bench.lanes, &file, kind, 10, 0)
        .await
        .unwrap();
    assert_eq!((page.total, page.rows.len()), (1, 1));
    let row = &page.rows[0];
    assert_eq!((row.old_row, row.new_row), (Some(2), Some(2)));
    assert!(!row.cells[0].changed && row.cells[1].changed);
    assert_eq!(row.cells[1].before, Cell::Integer(2));
    assert_eq!(table::stored(&bench.lanes, &file).await.unwrap(), found);
    assert!(matches!(
        table::stored(&bench.lanes, &new).await,
        Err(Error::Broken(_))
    ));
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[tokio::test]
async fn joined_tables_are_written_where_asked() {
    let bench = Bench::new();
    let old = bench.file(
        "lama.parquet",
        df!("desa" => ["a", "b"], "n" => [1_i64, 2]).unwrap(),
    );
    let new = bench.file(
        "baru.parquet",
        df!("desa" => ["c"], "n" => [3_i64]).unwrap(),
    );
    let out = bench.folder.path().join("hasil.parquet");
    let combined = table::combine(&bench.lanes, CombineKind::Append, &old, &new, None, &out);
    assert_eq!(combined.await.unwrap().row_count, 3);
    assert_eq!(Table::open(&out).unwrap().row_count, 3);
    let key = Some(vec!["kode".to_owned()]);
    let refused = table::combine(&bench.lanes, CombineKind::Correct, &old, &new, key, &out).await;
    assert!(matches!(refused, Err(Error::KeyColumnMissing { name }) if name == "kode"));
    let gone = bench.folder.path().join("tidak-ada.parquet");
    let broken = table::combine(&bench.lanes, CombineKind::Append, &gone, &new, None, &out).await;
    assert!(matches!(broken, Err(Error::Broken(_))), "{broken:?}");
}
