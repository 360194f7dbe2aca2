//! Texts: endless, broken, in every encoding and none, with characters that nobody sees.

use super::{Blocked, Case, Ends, Rows, Told, case, written};
use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let table = "desa;jumlah\nNgancar;12\nAlastuwo;7\nTambran;9\n";
    let mut odd = wide(&format!("\u{feff}{table}"));
    odd.push(0x41);
    let mut wrong_mark = b"\xff\xfe".to_vec();
    wrong_mark.extend(table.as_bytes());
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(wide(table));
    let mut broken = table.as_bytes().to_vec();
    broken.splice(12..12, [0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80]);
    let zeros = table.replace("Ngancar", "Ngan\0car");
    let mixed = table.replacen('\n', "\r\n", 1).replacen("7\n", "7\r", 1);
    vec![
        case("an empty file", "a.csv", Blocked(&["empty"]), *b""),
        case("NULs", "a.csv", Rows(3), zeros),
        case(
            "nothing but NULs",
            "a.csv",
            Blocked(&["unreadable", "empty"]),
            vec![0; 10_000],
        ),
        case("three kinds of line ends", "a.csv", Ends, mixed),
        case("the mark of another encoding", "a.csv", Ends, wrong_mark),
        case("the mark of UTF-8 before UTF-16", "a.csv", Ends, marked),
        case("UTF-16 with a byte too many", "a.csv", Rows(3), odd),
        case(
            "UTF-7",
            "a.csv",
            Rows(3),
            table.replace("Ngancar", "+ADw-script+AD4-"),
        ),
        case("bytes that are no UTF-8", "a.csv", Rows(3), broken),
        case("random bytes", "a.csv", Blocked(&["unreadable"]), noise()),
        case(
            "characters that nobody sees, in a header",
            "a.csv",
            Rows(3),
            table.replace("jumlah", "ju\u{200b}m\u{202e}l\u{7}ah\u{feff}"),
        ),
        case(
            "escape codes of a terminal in cells",
            "a.csv",
            Rows(3),
            table.replace("Ngancar", "\u{1b}[31mNgancar\u{1b}]0x\u{7}"),
        ),
        case(
            "a header of a hundred thousand characters",
            "a.csv",
            Rows(3),
            table.replace("jumlah", &"j".repeat(100_000)),
        ),
        case(
            "one header ten thousand times",
            "a.csv",
            Told(3, "header_duplicate"),
            duplicates(10_000),
        ),
        case(
            "no header three thousand times",
            "a.csv",
            Ends,
            duplicates(3000).replace("nama", ""),
        ),
        case(
            "only delimiters",
            "a.csv",
            Blocked(&["no_table"]),
            ";".repeat(100_000),
        ),
        case("only quotes", "a.csv", Ends, "\"".repeat(1_000_001)),
        case(
            "only line ends",
            "a.csv",
            Blocked(&["empty"]),
            "\n".repeat(1_000_000),
        ),
        case(
            "a number of a million digits",
            "a.csv",
            Ends,
            table.replace("12", &"9".repeat(1_000_000)),
        ),
        case(
            "numbers beyond all measures",
            "a.csv",
            Told(12, "type_mismatch"),
            "nama;jumlah
"
            .to_owned()
                + &"b;12
"
                .repeat(10)
                + "k;1e400
l;1e-400
",
        ),
        case(
            "a row with more cells than the others, by far",
            "a.csv",
            Ends,
            format!("{table}X{}\n", ";1".repeat(50_000)),
        ),
        case("rows of every length", "a.csv", Ends, stairs()),
        case(
            "days that never were",
            "a.csv",
            Told(3, "date_impossible"),
            "desa;tanggal\nA;31/02/2024\nB;01/01/2024\nC;99/99/9999\n",
        ),
        case(
            "quotes that open in every cell",
            "a.csv",
            Ends,
            "\"a;\"b\n".repeat(5000),
        ),
    ]
}

/// Those that are large.
pub(super) fn large() -> Vec<Case> {
    vec![
        written(
            "ten million columns",
            "a.csv",
            Blocked(&["too_many_columns"]),
            |path| {
                let mut out = BufWriter::new(File::create(path).unwrap());
                for line in ["nama,", "1,"] {
                    let block = line.repeat(10_000);
                    (0..1000).for_each(|_| out.write_all(block.as_bytes()).unwrap());
                    out.write_all(b"x\n").unwrap();
                }
            },
        ),
        written(
            "a cell of seventy megabytes",
            "a.csv",
            Blocked(&["line_endless"]),
            |path| {
                filled(path, b"nama;isi\n1;", 70 << 20, b"\n2;b\n");
            },
        ),
        written(
            "a cell of two gigabytes of nothing",
            "a.csv",
            Blocked(&["unreadable", "line_endless"]),
            |path| {
                let mut file = File::create(path).unwrap();
                file.write_all(b"nama;isi\n1;").unwrap();
                file.set_len(2 << 30).unwrap();
                file.seek(SeekFrom::End(-5)).unwrap();
                file.write_all(b"\n2;b\n").unwrap();
            },
        ),
        written(
            "a gap of two gigabytes behind eight megabytes of table",
            "a.csv",
            Blocked(&["unreadable", "line_endless"]),
            |path| {
                filled_rows(path, 8 << 20);
                let file = File::options().write(true).open(path).unwrap();
                file.set_len(2 << 30).unwrap();
            },
        ),
        written(
            "two gigabytes of nothing",
            "a.csv",
            Blocked(&["unreadable", "empty"]),
            |path| {
                File::create(path).unwrap().set_len(2 << 30).unwrap();
            },
        ),
        written(
            "two gigabytes that begin as a workbook",
            "a.xlsx",
            Blocked(&["ending_mismatch"]),
            |path| {
                let mut file = File::create(path).unwrap();
                file.write_all(b"PK\x03\x04").unwrap();
                file.set_len(2 << 30).unwrap();
            },
        ),
        written(
            "two gigabytes that begin as an old workbook",
            "a.xls",
            Blocked(&["too_large_unpacked"]),
            |path| {
                let mut file = File::create(path).unwrap();
                file.write_all(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
                    .unwrap();
                file.set_len(2 << 30).unwrap();
            },
        ),
        written(
            "two gigabytes that begin as JSON",
            "a.json",
            Blocked(&["too_large_unpacked"]),
            |path| {
                let mut out = File::create(path).unwrap();
                out.write_all(&b"[{\"a\":1},\n".repeat(500_000)).unwrap();
                out.set_len(2 << 30).unwrap();
            },
        ),
        unclosed(),
        written(
            "five megabytes of blanks before a table",
            "a.csv",
            Ends,
            |path| {
                let text = "\n".repeat(5 << 20) + "desa;jumlah\nA;1\nB;2\n";
                std::fs::write(path, text).unwrap();
            },
        ),
    ]
}

fn unclosed() -> Case {
    let what = "a quote that is never closed, before two hundred megabytes";
    let mut case = written(what, "a.csv", Ends, |path| {
        let mut out = BufWriter::new(File::create(path).unwrap());
        out.write_all(b"nama;isi\n\"a;1\n").unwrap();
        let line = [&b"b;"[..], &vec![b'x'; 1 << 20], b"\n"].concat();
        (0..200).for_each(|_| out.write_all(&line).unwrap());
    });
    // An unoptimised build takes longer than the set of tests should.
    case.limits.cpu_seconds = 3;
    case
}

fn filled(path: &Path, before: &[u8], count: usize, behind: &[u8]) {
    let mut out = BufWriter::new(File::create(path).unwrap());
    out.write_all(before).unwrap();
    let block = vec![b'x'; 1 << 20];
    (0..count >> 20).for_each(|_| out.write_all(&block).unwrap());
    out.write_all(behind).unwrap();
}

fn filled_rows(path: &Path, bytes: usize) {
    let row =
        "Desa Ngancar di Kecamatan Plaosan dengan keterangan yang panjang sekali;12;34;56;78\n";
    let text = format!("desa;a;b;c;d\n{}", row.repeat(bytes / row.len()));
    std::fs::write(path, text).unwrap();
}

fn duplicates(count: usize) -> String {
    let row = |cell: &str| vec![cell; count].join(";") + "\n";
    row("nama") + &row("1") + &row("2") + &row("3")
}

fn stairs() -> String {
    (1..400)
        .map(|width| vec!["1"; width].join(";") + "\n")
        .collect()
}

// The same bytes each time: a linear congruential generator (Numerical Recipes).
fn noise() -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..100_000).map(|_| next()).collect()
}
