//! Sheets that claim or hold more than a sheet can.

use super::parts::{Parts, ROWS, ods_row, sheet};
use super::{Blocked, Case, Ends, Rows, Told, case};
use std::fmt::Write;

const TOO_LARGE: super::Expect = Blocked(&["too_large_unpacked"]);

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let book = Parts::book(ROWS);
    let with = |rows: &str, behind: &str| {
        book.clone()
            .with("xl/worksheets/sheet1.xml", sheet(rows, behind))
            .zip()
    };
    let claims = sheet(ROWS, "").replace(
        "<sheetData>",
        r#"<dimension ref="A1:XFD1048576"/><sheetData>"#,
    );
    let merges = r#"<mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>"#;
    let strings = |si: &str, count: &str| {
        let text = format!(r#"<sst count="{count}" uniqueCount="{count}">{si}</sst>"#);
        book.clone().with("xl/sharedStrings.xml", text)
    };
    let shared = ROWS.replace(
        r#"<c r="A2" t="inlineStr"><is><t>Ngancar</t></is></c>"#,
        r#"<c r="A2" t="s"><v>4000000000</v></c>"#,
    );
    let last = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let beyond = r#"<row r="1048577"><c r="A1048577"><v>1</v></c></row>"#;
    let odd = |value: &str| Parts::book(&ROWS.replace("<v>12</v>", value)).zip();
    vec![
        case(
            "dimensions of a whole sheet, claimed",
            "a.xlsx",
            Rows(3),
            book.clone().with("xl/worksheets/sheet1.xml", claims).zip(),
        ),
        case(
            "a cell in the last corner",
            "a.xlsx",
            Rows(3),
            with(&format!("{ROWS}{last}"), ""),
        ),
        case(
            "a row beyond the last",
            "a.xlsx",
            Rows(3),
            with(&format!("{ROWS}{beyond}"), ""),
        ),
        case(
            "a column beyond the last",
            "a.xlsx",
            Told(2, "row_long"),
            with(&ROWS.replace("B2", "ZZZZ2"), ""),
        ),
        case(
            "a row numbered nothing",
            "a.xlsx",
            Blocked(&["unreadable"]),
            with(&ROWS.replace("A2", "A0"), ""),
        ),
        case(
            "a range merged over everything",
            "a.xlsx",
            Ends,
            with(ROWS, merges),
        ),
        case(
            "ranges merged ten thousand times",
            "a.xlsx",
            Rows(3),
            with(ROWS, &many_merges()),
        ),
        case(
            "a range that is none",
            "a.xlsx",
            Ends,
            with(
                ROWS,
                r#"<mergeCells><mergeCell ref="B9:A1"/><mergeCell ref="?"/></mergeCells>"#,
            ),
        ),
        case(
            "styled cells without anything",
            "a.xlsx",
            Rows(3),
            with(&format!("{ROWS}{}", styled()), ""),
        ),
        case(
            "shared strings that are fewer than told",
            "a.xlsx",
            Blocked(&["inspection_memory"]),
            strings("<si><t>x</t></si>", "4294967295").zip(),
        ),
        case(
            "a shared string that there is not",
            "a.xlsx",
            Blocked(&["unreadable"]),
            strings("", "0")
                .with("xl/worksheets/sheet1.xml", sheet(&shared, ""))
                .zip(),
        ),
        case(
            "one string in very many cells",
            "a.xlsx",
            Blocked(&["too_large_unpacked", "inspection_memory"]),
            repeated(),
        ),
        case(
            "a number that is no number",
            "a.xlsx",
            Told(3, "cell_error"),
            odd("<v>1e400</v>"),
        ),
        case("a day before the first", "a.xlsx", Rows(3), dated("-1")),
        case(
            "a day after the last",
            "a.xlsx",
            Rows(3),
            dated("99999999999"),
        ),
        case(
            "a value of another type than told",
            "a.xlsx",
            Ends,
            odd("<v>zwölf</v>"),
        ),
        case(
            "columns repeated two thousand million times",
            "a.ods",
            Rows(3),
            ods(&repeated_columns()),
        ),
        case(
            "rows repeated two thousand million times",
            "a.ods",
            Blocked(&["too_large_unpacked", "inspection_memory"]),
            ods(&repeated_rows()),
        ),
        case(
            "empty rows repeated two thousand million times",
            "a.ods",
            Rows(3),
            ods(&(three()
                + r#"<table:table-row table:number-rows-repeated="2147483648"><table:table-cell/></table:table-row>"#)),
        ),
        case("both repeated", "a.ods", TOO_LARGE, ods(&both())),
    ]
}

fn many_merges() -> String {
    let mut text = "<mergeCells>".to_owned();
    for row in 10..10_010 {
        write!(text, r#"<mergeCell ref="A{row}:XFD{row}"/>"#).unwrap();
    }
    text + "</mergeCells>"
}

// Twenty bytes of XML each.
fn styled() -> String {
    let mut text = String::new();
    for row in 10..610 {
        write!(text, r#"<row r="{row}">"#).unwrap();
        text.push_str(&r#"<c s="1"/>"#.repeat(500));
        text.push_str("</row>");
    }
    text
}

// A string of a megabyte, and a thousand cells that mean it.
fn repeated() -> Vec<u8> {
    let mut rows =
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Desa</t></is></c></row>"#.to_owned();
    for row in 2..2002 {
        write!(
            rows,
            r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#
        )
        .unwrap();
    }
    let text = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    Parts::book(&rows).with("xl/sharedStrings.xml", text).zip()
}

fn dated(value: &str) -> Vec<u8> {
    let styles = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let rows = ROWS.replace(
        "<c r=\"B2\"><v>12</v>",
        &format!("<c r=\"B2\" s=\"1\"><v>{value}</v>"),
    );
    Parts::book(&rows).with("xl/styles.xml", styles).zip()
}

fn ods(rows: &str) -> Vec<u8> {
    Parts::ods(rows).zip()
}

fn three() -> String {
    ods_row(&["Desa", "Jumlah"])
        + &ods_row(&["Ngancar", "12"])
        + &ods_row(&["Alastuwo", "7"])
        + &ods_row(&["Tambran", "9"])
}

fn repeated_columns() -> String {
    three().replace(
        "</table:table-row>",
        r#"<table:table-cell table:number-columns-repeated="2147483648"/></table:table-row>"#,
    )
}

fn repeated_rows() -> String {
    three().replace("<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Tambran", "<table:table-row table:number-rows-repeated=\"2147483648\"><table:table-cell office:value-type=\"string\"><text:p>Tambran")
}

fn both() -> String {
    three()
        + r#"<table:table-row table:number-rows-repeated="2147483648"><table:table-cell office:value-type="string" table:number-columns-repeated="2147483648"><text:p>x</text:p></table:table-cell></table:table-row>"#
}
