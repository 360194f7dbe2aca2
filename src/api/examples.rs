//! One way of a submission as the guide and the description of the API show it. A test walks it, so it holds.

use serde_json::{Value, json};

/// The file that is handed in. One of its cells says something other than a number, and blocks.
pub const FILE: &str = "Jumlah bidan menurut kecamatan;;\nKecamatan;Tahun;Jumlah bidan\nBarat;2023;21\n\
    Magetan;2023;34\nPanekan;2023;belum masuk\nPlaosan;2023;28\nKawedanan;2023;19\nLembeyan;2023;12\n";
/// The same with the number that the cell was to have.
pub const MENDED: &str = "Jumlah bidan menurut kecamatan;;\nKecamatan;Tahun;Jumlah bidan\nBarat;2023;21\n\
    Magetan;2023;34\nPanekan;2023;25\nPlaosan;2023;28\nKawedanan;2023;19\nLembeyan;2023;12\n";
/// The name of both.
pub const FILE_NAME: &str = "bidan-2023.csv";

/// The part `submission` that goes with it.
pub fn submission() -> Value {
    json!({
        "organization": "dinkes",
        "kind": "new",
        "dataset": "jumlah-bidan",
        "title": "Jumlah bidan menurut kecamatan",
        "notes": "Bidan yang bertugas di puskesmas, menurut kecamatan.",
        "topics": ["kesehatan"],
        "frequency": "tahunan",
        "period": "2023",
        "licence": "cc-by",
        "resources": [{ "file": FILE_NAME, "name": "Bidan menurut kecamatan" }],
        "submit": true,
    })
}

/// What mends it: the cell is empty.
pub fn reading() -> Value {
    json!({
        "columns": [{
            "letter": "C",
            "unit": "orang",
            "replace": [{ "from": "belum masuk", "to": "" }],
        }],
    })
}

/// The acts of the way, by what the description calls them.
pub fn actions() -> [(&'static str, Value); 4] {
    [
        (
            "submit",
            json!({ "action": "submit", "reason": "Angka Panekan menyusul." }),
        ),
        (
            "return",
            json!({ "action": "return", "reason": "Sebutkan puskesmasnya." }),
        ),
        ("claim", json!({ "action": "claim" })),
        ("approve", json!({ "action": "approve", "publish": "now" })),
    ]
}

/// An example on one line, as a shell takes it.
pub fn line(value: &Value) -> String {
    value.to_string()
}
