//! Files that are something else than their name says.

use super::parts::{Parts, ROWS};
use super::{Blocked, Case, Kept, Rows, Told, case};

const MISMATCH: super::Expect = Blocked(&["ending_mismatch"]);

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let page = "<html><body><table><tr><th>Desa</th><th>Jumlah</th></tr><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></table><script>alert(1)</script></body></html>";
    let book = Parts::book(ROWS).zip();
    let mut polyglot = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n".to_vec();
    polyglot.extend(&book);
    let mut tail = book.clone();
    tail.extend(b"%PDF-1.7 and more behind the end");
    let spans = page.replace("<td>A", "<td rowspan=\"999999999\" colspan=\"999999999\">A");
    let tables = "<table><tr><td>".repeat(20_000);
    vec![
        case(
            "gzip named csv",
            "a.csv",
            MISMATCH,
            *b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
        ),
        case(
            "7z named csv",
            "a.csv",
            MISMATCH,
            *b"7z\xbc\xaf\x27\x1c\0\x04",
        ),
        case("rar named csv", "a.csv", MISMATCH, *b"Rar!\x1a\x07\x01\0"),
        case(
            "zip named csv",
            "a.csv",
            MISMATCH,
            Parts::none().with("a.txt", "x").zip(),
        ),
        case(
            "a program named csv",
            "a.csv",
            Blocked(&["unreadable"]),
            *b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0",
        ),
        case(
            "a program of Windows named xls",
            "a.xls",
            Blocked(&["unreadable"]),
            *b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0",
        ),
        case("a workbook named csv", "a.csv", Rows(3), book.clone()),
        case(
            "a csv named xlsx",
            "a.xlsx",
            Rows(2),
            "desa;jumlah\nA;1\nB;2\n",
        ),
        case("a page named csv", "a.csv", Rows(2), page),
        case(
            "a page named xls, as old applications hand out",
            "a.xls",
            Rows(2),
            page,
        ),
        case(
            "a page without a table",
            "a.xls",
            Blocked(&["html_content"]),
            "<!doctype html><html><body><p>Masuk</p><script>location='x'</script></body></html>",
        ),
        case(
            "a page whose cells span everything",
            "a.xls",
            Rows(2),
            spans,
        ),
        case(
            "tables in tables",
            "a.xls",
            Blocked(&["html_content", "no_table"]),
            tables,
        ),
        case(
            "a drawing with a script named csv",
            "a.csv",
            MISMATCH,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><text>a;b</text></svg>",
        ),
        case(
            "XML named csv",
            "a.csv",
            MISMATCH,
            "<?xml version=\"1.0\"?>\n<data><row a=\"1;2\"/></data>",
        ),
        case(
            "XML of Excel 2003 named xls",
            "a.xls",
            MISMATCH,
            "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
        ),
        case(
            "a PDF that is a workbook too",
            "a.xlsx",
            MISMATCH,
            polyglot.clone(),
        ),
        case(
            "a PDF that is a workbook too, named as a PDF",
            "a.pdf",
            Kept("not_a_table_format"),
            polyglot,
        ),
        case(
            "a workbook with more behind its end",
            "a.xlsx",
            Rows(3),
            tail,
        ),
        case(
            "a mail named csv",
            "a.csv",
            Blocked(&["ending_mismatch", "no_table"]),
            "{\\rtf1\\ansi a;b}",
        ),
        case(
            "personal data in a page",
            "a.xls",
            Told(2, "personal_data"),
            page.replace("Jumlah", "NIK")
                .replace("<td>1<", "<td>3520064107859903<")
                .replace("<td>2<", "<td>3520061207859903<"),
        ),
    ]
}
