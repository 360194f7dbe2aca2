//! Old workbooks and other binary formats, cut short or made to lead in circles.
//! Layout of compound files: [MS-CFB] 2.2 to 2.6.

use super::{Blocked, Case, Ends, Kept, case};

const SECTOR: usize = 512;
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
const FAT: u32 = 0xFFFF_FFFD;
const UNREADABLE: super::Expect = Blocked(&["unreadable"]);

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let xls = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/sheets/laporan-kunjungan-puskesmas-2023.xls"
    ))
    .unwrap();
    let cut = |at: usize| xls[..at.min(xls.len())].to_vec();
    let changed = |at: usize, bytes: &[u8]| {
        let mut copy = xls.clone();
        copy[at..at + bytes.len()].copy_from_slice(bytes);
        copy
    };
    vec![
        case(
            "an old workbook cut in half",
            "a.xls",
            Ends,
            cut(xls.len() / 2),
        ),
        case(
            "an old workbook cut after its header",
            "a.xls",
            UNREADABLE,
            cut(SECTOR),
        ),
        case(
            "an old workbook's magic number",
            "a.xls",
            UNREADABLE,
            cut(8),
        ),
        case(
            "sectors of no size",
            "a.xls",
            UNREADABLE,
            changed(30, &[0, 0]),
        ),
        case(
            "sectors of 2^60 bytes",
            "a.xls",
            UNREADABLE,
            changed(30, &[60, 0]),
        ),
        case(
            "a table of two thousand million sectors",
            "a.xls",
            Ends,
            changed(44, &[255, 255, 255, 127]),
        ),
        case(
            "a directory beyond the end",
            "a.xls",
            UNREADABLE,
            changed(48, &[0, 0, 0, 127]),
        ),
        case(
            "a list of tables that leads to itself",
            "a.xls",
            Blocked(&["unreadable", "inspection_memory", "inspection_timeout"]),
            circle(0),
        ),
        case(
            "a directory that leads to itself",
            "a.xls",
            Blocked(&["unreadable", "inspection_memory", "inspection_timeout"]),
            circle(1),
        ),
        case(
            "a stream that leads to itself",
            "a.xls",
            Blocked(&["unreadable", "inspection_memory", "inspection_timeout"]),
            circle(2),
        ),
        case(
            "a stream of four thousand million bytes",
            "a.xls",
            Blocked(&["unreadable", "no_table", "inspection_memory"]),
            compound("Workbook", u64::from(u32::MAX), END),
        ),
        case(
            "an old workbook with macros",
            "a.xls",
            Blocked(&["macros"]),
            compound("_VBA_PROJECT", 0, END),
        ),
        case(
            "records that say more than there is",
            "a.xls",
            UNREADABLE,
            workbook(&[0x09, 0x08, 0xff, 0xff, 0, 6]),
        ),
        case(
            "strings that say more than there is",
            "a.xls",
            Blocked(&["unreadable", "no_table"]),
            workbook(&[
                0x09, 0x08, 4, 0, 0, 6, 5, 0, 0xfc, 0, 8, 0, 255, 255, 255, 127, 255, 255, 255, 127,
            ]),
        ),
        case(
            "a workbook with a password",
            "a.xls",
            Blocked(&["encrypted"]),
            workbook(&[0x09, 0x08, 4, 0, 0, 6, 5, 0, 0x2f, 0, 2, 0, 1, 0]),
        ),
        case(
            "a cut parquet",
            "a.parquet",
            Kept("not_a_table_format"),
            *b"PAR1\x15\x04\x15",
        ),
        case(
            "a parquet whose end claims too much",
            "a.parquet",
            Kept("not_a_table_format"),
            parquet(),
        ),
        case(
            "a picture named as a table",
            "a.csv",
            Blocked(&["ending_mismatch"]),
            *b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        ),
    ]
}

// A compound file: header, one sector of the table, one of the directory with a root and one stream, sixteen of content.
fn compound(stream: &str, size: u64, next: u32) -> Vec<u8> {
    let mut bytes = vec![0; SECTOR];
    bytes[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    for (at, value) in [(24, 0x3e_u16), (26, 3), (28, 0xfffe), (30, 9), (32, 6)] {
        bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
    }
    for (at, value) in [
        (44, 1),
        (48, 1),
        (56, 4096),
        (60, END),
        (64, 0),
        (68, END),
        (72, 0),
        (76, 0),
    ] {
        bytes[at..at + 4].copy_from_slice(&u32::to_le_bytes(value));
    }
    for at in (80..SECTOR).step_by(4) {
        bytes[at..at + 4].copy_from_slice(&FREE.to_le_bytes());
    }
    let mut table = vec![FAT, END];
    table.extend((3..18).chain([next]));
    table.resize(SECTOR / 4, FREE);
    bytes.extend(table.iter().flat_map(|entry| entry.to_le_bytes()));
    let mut directory = entry("Root Entry", 5, END, 0);
    directory.extend(entry(stream, 2, 2, size));
    directory.resize(SECTOR, 0);
    bytes.extend(directory);
    bytes.resize(SECTOR * 19, 0);
    bytes
}

fn entry(name: &str, kind: u8, start: u32, size: u64) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(entry.len() + 2).unwrap();
    entry.resize(128, 0);
    entry[64..66].copy_from_slice(&length.to_le_bytes());
    entry[66] = kind;
    entry[68..80].fill(0xff);
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..128].copy_from_slice(&size.to_le_bytes());
    entry
}

fn workbook(records: &[u8]) -> Vec<u8> {
    let mut bytes = compound("Workbook", 8192, END);
    bytes[SECTOR * 3..SECTOR * 3 + records.len()].copy_from_slice(records);
    bytes
}

// The list of tables, the directory or the stream of content leads back to its beginning.
fn circle(which: usize) -> Vec<u8> {
    let mut bytes = compound("Workbook", 1 << 30, 2);
    let table = SECTOR;
    match which {
        0 => {
            bytes[68..72].copy_from_slice(&3_u32.to_le_bytes());
            bytes[72..76].copy_from_slice(&u32::MAX.to_le_bytes());
            let sector = SECTOR * 4;
            bytes[sector..sector + SECTOR].fill(0);
            bytes[sector + SECTOR - 4..sector + SECTOR].copy_from_slice(&3_u32.to_le_bytes());
        }
        1 => bytes[table + 4..table + 8].copy_from_slice(&1_u32.to_le_bytes()),
        _ => {}
    }
    bytes
}

fn parquet() -> Vec<u8> {
    let mut bytes = b"PAR1".to_vec();
    bytes.resize(1000, 0);
    bytes.extend(i32::MAX.to_le_bytes());
    bytes.extend(b"PAR1");
    bytes
}
