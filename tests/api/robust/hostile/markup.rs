//! What XML and office formats allow beside tables: entities, macros, links, objects, hidden sheets.

use super::parts::{Parts, ROWS, ods_row, sheet};
use super::{Blocked, Case, Rows, Told, case};
use std::fmt::Write;

const UNREADABLE: super::Expect = Blocked(&["unreadable"]);
const MACROS: super::Expect = Blocked(&["macros"]);

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let book = Parts::book(ROWS);
    let plain = sheet(ROWS, "");
    let laughs = laughs();
    let with_type = |doctype: &str, cell: &str| {
        let text = plain
            .replace("<worksheet", &format!("{doctype}<worksheet"))
            .replace("Ngancar", cell);
        book.clone().with("xl/worksheets/sheet1.xml", text).zip()
    };
    let link = r#"<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook r:id="rId1"/></externalLink>"#;
    let dde = r#"<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>"#;
    let ods = |rows: &str| Parts::ods(&(ods_row(&["Desa", "Jumlah"]) + rows));
    let body =
        ods_row(&["Ngancar", "12"]) + &ods_row(&["Alastuwo", "7"]) + &ods_row(&["Tambran", "9"]);
    let typed_ods = ods(&body).with(
        "content.xml",
        format!("<?xml version=\"1.0\"?>{laughs}<office:document-content>&lol9;</office:document-content>"),
    );
    let strings = format!("<?xml version=\"1.0\"?>{laughs}<sst><si><t>&lol9;</t></si></sst>");
    let cyclic = ROWS
        .replace("<v>12</v>", "<f>B3+1</f><v>12</v>")
        .replace("<v>7</v>", "<f>B2+1</f><v>7</v>");
    vec![
        case(
            "a billion laughs in a sheet",
            "a.xlsx",
            UNREADABLE,
            with_type(&laughs, "&lol9;"),
        ),
        case(
            "a billion laughs in shared strings",
            "a.xlsx",
            UNREADABLE,
            book.clone().with("xl/sharedStrings.xml", strings).zip(),
        ),
        case(
            "a billion laughs in an ods",
            "a.ods",
            Blocked(&["unreadable", "no_table"]),
            typed_ods.zip(),
        ),
        case(
            "an entity that names a file of the machine",
            "a.xlsx",
            UNREADABLE,
            with_type(
                r#"<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#,
                "&x;",
            ),
        ),
        case(
            "an entity that names another machine",
            "a.xlsx",
            Rows(3),
            with_type(
                r#"<!DOCTYPE w [<!ENTITY % x SYSTEM "http://127.0.0.1:1/a.dtd"> %x;]>"#,
                "Ngancar",
            ),
        ),
        case(
            "an entity that nobody declared",
            "a.xlsx",
            UNREADABLE,
            with_type("", "&lol;"),
        ),
        case(
            "tags nested a hundred thousand deep",
            "a.xlsx",
            Rows(3),
            deep(&book),
        ),
        case(
            "an attribute of eight megabytes",
            "a.xlsx",
            Rows(3),
            book.clone()
                .with(
                    "xl/worksheets/sheet1.xml",
                    plain.replace(
                        "<row r=\"2\"",
                        &format!("<row spans=\"{}\" r=\"2\"", "1".repeat(8 << 20)),
                    ),
                )
                .zip(),
        ),
        case(
            "macros",
            "a.xlsm",
            MACROS,
            book.clone().with("xl/vbaProject.bin", "x").zip(),
        ),
        case(
            "macros under another name",
            "a.xlsx",
            MACROS,
            book.clone().with("xl/vbaProject.bin", "x").zip(),
        ),
        case(
            "old macros on a sheet of their own",
            "a.xlsx",
            MACROS,
            book.clone().with("xl/macrosheets/sheet1.xml", "<x/>").zip(),
        ),
        case(
            "macros in an ods",
            "a.ods",
            MACROS,
            ods(&body).with("Basic/Standard/Module1.xml", "<x/>").zip(),
        ),
        case(
            "links to other files",
            "a.xlsx",
            Told(3, "external_links"),
            book.clone()
                .with("xl/externalLinks/externalLink1.xml", link)
                .zip(),
        ),
        case(
            "a link to another program",
            "a.xlsx",
            Told(3, "external_links"),
            book.clone()
                .with("xl/externalLinks/externalLink1.xml", dde)
                .zip(),
        ),
        case(
            "connections to databases",
            "a.xlsx",
            Told(3, "external_links"),
            book.clone()
                .with("xl/connections.xml", "<connections/>")
                .zip(),
        ),
        case(
            "a formula that calls a program",
            "a.xlsx",
            Rows(3),
            Parts::book(&ROWS.replace("<v>12</v>", "<f>cmd|' /C calc'!A0</f><v>12</v>")).zip(),
        ),
        case(
            "a text that calls a program",
            "a.csv",
            Told(3, "formula_text"),
            "desa;ket\nA;=cmd|' /C calc'!A0\nB;baik\nC;@SUM(1+1)\n",
        ),
        case(
            "formulas in a circle",
            "a.xlsx",
            Rows(3),
            Parts::book(&cyclic).zip(),
        ),
        case(
            "a shared formula that is its own",
            "a.xlsx",
            Rows(3),
            Parts::book(
                &ROWS
                    .replace(
                        "<v>12</v>",
                        r#"<f t="shared" ref="B2:XFD1048576" si="0">B2</f><v>12</v>"#,
                    )
                    .replace("<v>7</v>", r#"<f t="shared" si="0"/><v>7</v>"#),
            )
            .zip(),
        ),
        case(
            "a very hidden sheet",
            "a.xlsx",
            Told(3, "hidden_sheet"),
            hidden(&book),
        ),
        case(
            "a name with control characters",
            "a.xlsx",
            Rows(3),
            named(&book, "Da\u{202e}ta&#7;&#x1b;[31m"),
        ),
        case(
            "a name of a hundred thousand characters",
            "a.xlsx",
            Rows(3),
            named(&book, &"D".repeat(100_000)),
        ),
        case(
            "two thousand sheets",
            "a.xlsx",
            Told(3, "other_sheets"),
            many(&book),
        ),
    ]
}

fn laughs() -> String {
    let mut text = "<!DOCTYPE lolz [<!ENTITY lol \"lol\">".to_owned();
    for level in 1..10 {
        let below = if level == 1 {
            "&lol;".to_owned()
        } else {
            format!("&lol{};", level - 1)
        };
        write!(text, "<!ENTITY lol{level} \"{}\">", below.repeat(10)).unwrap();
    }
    text + "]>"
}

fn deep(book: &Parts) -> Vec<u8> {
    let depth = 100_000;
    let inner = format!("{}{}", "<is>".repeat(depth), "</is>".repeat(depth - 1));
    let rows = ROWS.replace("<t>Ngancar</t>", &inner);
    book.clone()
        .with("xl/worksheets/sheet1.xml", sheet(&rows, ""))
        .zip()
}

fn sheets_of(book: &Parts, sheets: &[(String, &str)]) -> Parts {
    let mut list = String::new();
    let mut rels = String::new();
    let mut parts = book.clone();
    for (number, (name, state)) in (1..).zip(sheets) {
        write!(
            list,
            r#"<sheet name="{name}" sheetId="{number}" state="{state}" r:id="r{number}"/>"#
        )
        .unwrap();
        write!(rels, r#"<Relationship Id="r{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#).unwrap();
        parts = parts.with(&format!("xl/worksheets/sheet{number}.xml"), sheet(ROWS, ""));
    }
    parts
        .with("xl/workbook.xml", format!(r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{list}</sheets></workbook>"#))
        .with("xl/_rels/workbook.xml.rels", format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rels}</Relationships>"#))
}

fn hidden(book: &Parts) -> Vec<u8> {
    sheets_of(
        book,
        &[
            ("Data".to_owned(), "visible"),
            ("Rahasia".to_owned(), "veryHidden"),
        ],
    )
    .zip()
}

fn named(book: &Parts, name: &str) -> Vec<u8> {
    sheets_of(book, &[(name.to_owned(), "visible")]).zip()
}

fn many(book: &Parts) -> Vec<u8> {
    let sheets: Vec<(String, &str)> = (0..2000)
        .map(|number| (format!("S{number}"), "visible"))
        .collect();
    sheets_of(book, &sheets).zip()
}
