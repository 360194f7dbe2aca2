use std::fs;
use std::path::Path;

use search_index::{Error, Index, Query, Vocabulary, schema::VERSION};

use crate::helpers::{Shelf, dataset, five, ids, vocabulary};

#[test]
fn nothing_is_seen_before_a_commit_and_everything_after() {
    let shelf = Shelf::with(&[]);
    shelf.index.put(&dataset("a", "Padi")).unwrap();
    assert_eq!(shelf.ids("padi"), "");
    shelf.index.commit(5).unwrap();
    assert_eq!(shelf.ids("padi"), "a");
    assert_eq!(shelf.index.sequence().unwrap(), 5);
}

#[test]
fn a_document_is_replaced_by_its_id_and_deleted() {
    let shelf = Shelf::with(&[dataset("a", "Padi")]);
    shelf.index.put(&dataset("a", "Jagung")).unwrap();
    shelf.index.commit(2).unwrap();
    assert_eq!(
        (shelf.ids("padi"), shelf.ids("jagung")),
        (String::new(), "a".to_owned())
    );
    shelf.index.delete("a").unwrap();
    shelf.index.commit(3).unwrap();
    assert_eq!(shelf.index.count(), 0);
}

#[test]
fn an_index_is_rebuilt_in_one_commit() {
    let shelf = Shelf::with(&five());
    shelf.index.clear().unwrap();
    shelf.index.put(&dataset("a", "Padi")).unwrap();
    assert_eq!(shelf.index.count(), 5);
    shelf.index.commit(9).unwrap();
    assert_eq!(
        (shelf.index.count(), shelf.ids("padi")),
        (1, "a".to_owned())
    );
}

#[test]
fn an_abandoned_write_is_forgotten() {
    let shelf = Shelf::with(&[dataset("a", "Padi")]);
    shelf.index.delete("a").unwrap();
    shelf.index.abandon();
    shelf.index.commit(2).unwrap();
    assert_eq!(shelf.ids("padi"), "a");
}

#[test]
fn an_index_is_found_again_after_closing() {
    let Shelf { index, folder } = Shelf::with(&five());
    index.rest().unwrap();
    drop(index);
    let index = Index::open(folder.path(), vocabulary()).unwrap();
    assert_eq!((index.count(), index.sequence().unwrap()), (5, 1));
    index.put(&dataset("a", "Padi")).unwrap();
    index.commit(2).unwrap();
    assert_eq!(index.count(), 6);
}

#[test]
fn another_process_is_noticed_and_kept_from_writing_at_the_same_time() {
    let Shelf { index, folder } = Shelf::with(&[dataset("a", "Padi")]);
    let other = Index::open(folder.path(), vocabulary()).unwrap();
    assert!(matches!(other.delete("a"), Err(Error::Busy)));
    index.rest().unwrap();
    other.delete("a").unwrap();
    other.commit(2).unwrap();
    assert_eq!(index.count(), 1);
    assert!(index.refresh().unwrap());
    assert!(!index.refresh().unwrap());
    assert_eq!((index.count(), index.sequence().unwrap()), (0, 2));
}

#[test]
fn a_broken_index_is_replaced_by_an_empty_one() {
    let Shelf { index, folder } = Shelf::with(&five());
    index.rest().unwrap();
    let own = index.folder().to_owned();
    drop(index);
    fs::write(own.join("meta.json"), "{").unwrap();
    let index = Index::open(folder.path(), vocabulary()).unwrap();
    assert_eq!((index.count(), index.sequence().unwrap()), (0, 0));
}

#[test]
fn a_stored_index_of_this_version_can_be_opened() {
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/stored/v{VERSION}"));
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join(format!("v{VERSION}"));
    fs::create_dir(&own).unwrap();
    for entry in fs::read_dir(stored).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), own.join(entry.file_name())).unwrap();
    }
    let index = Index::open(folder.path(), Vocabulary::default()).unwrap();
    assert_eq!((index.count(), index.sequence().unwrap()), (3, 42));
    let query = Query {
        text: "bertani tahun:2023".to_owned(),
        ..Query::default()
    };
    assert_eq!(ids(&index.search(&query).unwrap()), "b");
}
