//! JSON that is deep, broken, contradictory or no table.

use super::{Blocked, Case, Ends, Rows, Told, case};
use std::fmt::Write;

const UNREADABLE: super::Expect = Blocked(&["unreadable"]);
const NO_TABLE: super::Expect = Blocked(&["no_table"]);

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let deep = 100_000;
    let list = |items: &str| {
        format!("[{{\"desa\":\"A\",\"jumlah\":1}},{{\"desa\":\"B\",\"jumlah\":2}},{items}]")
    };
    vec![
        case(
            "lists nested a hundred thousand deep",
            "a.json",
            Ends,
            "[".repeat(deep) + &"]".repeat(deep),
        ),
        case(
            "objects nested a hundred thousand deep",
            "a.json",
            UNREADABLE,
            "{\"a\":".repeat(deep) + "1" + &"}".repeat(deep),
        ),
        case(
            "a value nested a hundred deep",
            "a.json",
            Rows(3),
            list(&format!(
                "{{\"desa\":\"C\",\"jumlah\":{}3{}}}",
                "{\"a\":".repeat(100),
                "}".repeat(100)
            )),
        ),
        case(
            "an object never closed",
            "a.json",
            UNREADABLE,
            "{\"a\":[{\"b\":1},",
        ),
        case(
            "a number that is too large",
            "a.json",
            UNREADABLE,
            list("{\"desa\":\"C\",\"jumlah\":1e400}"),
        ),
        case(
            "a number of a million digits",
            "a.json",
            Ends,
            list(&format!(
                "{{\"desa\":\"C\",\"jumlah\":{}}}",
                "9".repeat(1_000_000)
            )),
        ),
        case(
            "a number of three hundred digits",
            "a.json",
            Ends,
            list(&format!(
                "{{\"desa\":\"C\",\"jumlah\":{}}}",
                "9".repeat(300)
            )),
        ),
        case(
            "one key twice",
            "a.json",
            Told(3, "key_repeated"),
            list("{\"desa\":\"C\",\"jumlah\":3,\"jumlah\":4}"),
        ),
        case(
            "half a surrogate",
            "a.json",
            UNREADABLE,
            list("{\"desa\":\"\\ud800\",\"jumlah\":3}"),
        ),
        case(
            "NaN and Infinity",
            "a.json",
            UNREADABLE,
            list("{\"desa\":\"C\",\"jumlah\":NaN},{\"desa\":\"D\",\"jumlah\":Infinity}"),
        ),
        case("a single value", "a.json", Ends, "42"),
        case("a single text", "a.json", NO_TABLE, "\"teks\""),
        case("an empty list", "a.json", NO_TABLE, "[]"),
        case("a list of nothings", "a.json", NO_TABLE, "[null,null,{}]"),
        case(
            "every object with a key of its own",
            "a.json",
            Blocked(&["too_many_columns"]),
            keys(30_000),
        ),
        case(
            "many rows with many keys",
            "a.json",
            Blocked(&["too_large_unpacked", "too_many_columns"]),
            wide(),
        ),
        case(
            "a key of a hundred thousand characters",
            "a.json",
            Rows(3),
            list(&format!("{{\"desa\":\"C\",\"{}\":3}}", "k".repeat(100_000))),
        ),
        case(
            "lines of every type",
            "a.jsonl",
            Ends,
            "{\"a\":1}\n[1,2]\n\"x\"\n{\"a\":{\"b\":2}}\n",
        ),
        case(
            "lines of which one is broken",
            "a.jsonl",
            Told(2, "broken_record"),
            "{\"a\":1}\n{\"a\":\n{\"a\":2}\n",
        ),
        case(
            "places without coordinates",
            "a.geojson",
            Rows(4),
            geojson(),
        ),
        case(
            "features that are none",
            "a.geojson",
            Ends,
            "{\"type\":\"FeatureCollection\",\"features\":[1,null,\"x\",[],{}]}",
        ),
    ]
}

fn keys(count: usize) -> String {
    let objects: Vec<String> = (0..count).map(|key| format!("{{\"k{key}\":1}}")).collect();
    format!("[{}]", objects.join(","))
}

fn wide() -> String {
    let mut text = "[{".to_owned();
    for key in 0..10_000 {
        write!(text, "\"k{key}\":1,").unwrap();
    }
    text.push_str("\"z\":1}");
    for _ in 0..50_000 {
        text.push_str(",{\"z\":1}");
    }
    text + "]"
}

fn geojson() -> String {
    let feature = |geometry: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"nama\":\"Pasar\",\"jenis\":\"tetap\"}},\"geometry\":{geometry}}}"
        )
    };
    let features = [
        feature("null"),
        feature("{\"type\":\"Point\",\"coordinates\":[]}"),
        feature("{\"type\":\"Point\",\"coordinates\":[\"x\",{}]}"),
        feature("{\"type\":\"Point\",\"coordinates\":[111.3,-7.6]}"),
    ];
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{}]}}",
        features.join(",")
    )
}
