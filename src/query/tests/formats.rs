//! Bytes of answers, read back.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use polars::prelude::*;

use super::sample::Sample;
use crate::query::{Format, Header, Output};

const ALL: &str = "select=jumlah,luas,rasio,tanggal,aktif,catatan";

#[test]
fn json_keeps_every_digit_and_writes_null_for_missing_values() {
    let sample = Sample::villages();
    assert_eq!(
        sample.text(&format!("{ALL}&limit=2"), Format::Json),
        "[{\"jumlah\":10,\"luas\":1.50,\"rasio\":1.5,\"tanggal\":\"2023-01-15\",\"aktif\":true,\"catatan\":\"=1+1\"},\n\
         {\"jumlah\":9007199254740993,\"luas\":10.00,\"rasio\":0.1,\"tanggal\":\"2023-05-01\",\"aktif\":false,\"catatan\":\"a,b\"}]\n"
    );
    assert_eq!(
        sample.text(&format!("{ALL}&_id=in.(3,4)"), Format::JsonLists),
        "[[null,-0.25,-2,\"2024-02-29\",null,\"\"],\n[-5,10.05,null,null,true,null]]\n"
    );
    assert_eq!(sample.text("limit=0", Format::Json), "[]\n");
    assert_eq!(
        sample.text("select=\"a\\\"b\":catatan,rasio&_id=eq.5", Format::Ndjson),
        "{\"a\\\"b\":\"ö \\\"x\\\"\",\"rasio\":1e21}\n"
    );
}

#[test]
fn csv_quotes_what_needs_it_and_tells_empty_from_missing() {
    let sample = Sample::villages();
    assert_eq!(
        sample.text("select=jumlah,luas,catatan", Format::Csv),
        "jumlah,luas,catatan\n10,1.50,=1+1\n9007199254740993,10.00,\"a,b\"\n,-0.25,\"\"\n-5,10.05,\n\
         7,,\"ö \"\"x\"\"\"\n7,1.50,-5% lebih\n"
    );
    assert_eq!(
        sample.text("select=kecamatan,catatan&_id=eq.2", Format::Tsv),
        "kecamatan\tcatatan\nPlaosan\ta,b\n"
    );
    assert_eq!(
        sample.text("select=jumlah&_id=eq.3", Format::Csv),
        "jumlah\n\"\"\n"
    );
    for (header, text) in [
        (Header::CrLf, "tahun\r\n2023\n"),
        (Header::Absent, "2023\n"),
    ] {
        let output = Output {
            format: Format::Csv,
            header,
        };
        assert_eq!(
            sample.bytes("select=tahun&limit=1", output),
            text.as_bytes()
        );
    }
}

#[test]
fn csv_for_spreadsheets_disarms_formulas_and_leaves_negative_numbers() {
    let sample = Sample::new(
        df!(
            "teks" => ["=1+1", "+62811", "-", "@a", "\tx", "\rx", "a=b", "\"=x"],
            "angka" => [-1.5_f64, 2.0, 0.25, 1.0, 1.0, 1.0, 1.0, 1.0],
        )
        .unwrap(),
    );
    assert_eq!(
        sample.text("select=teks,\"=nama\":angka", Format::CsvExcel),
        "\u{feff}teks;'=nama\r\n'=1+1;-1,5\r\n'+62811;2\r\n'-;0,25\r\n'@a;1\r\n'\tx;1\r\n\"'\rx\";1\r\na=b;1\r\n\"\"\"=x\";1\r\n"
    );
}

#[test]
fn xlsx_cells_have_types_and_text_is_unchanged() {
    let sample = Sample::villages();
    let bytes = sample.bytes(ALL, Format::Xlsx);
    assert_eq!(bytes, sample.bytes(ALL, Format::Xlsx));
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("Data").unwrap();
    let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    assert_eq!(rows.len(), 7);
    assert_eq!(rows[0][0], Data::String("jumlah".into()));
    assert_eq!(rows[1][0], Data::Float(10.0));
    assert_eq!(rows[2][0], Data::String("9007199254740993".into()));
    assert_eq!(rows[3][0], Data::Empty);
    assert_eq!(rows[1][1], Data::Float(1.5));
    assert!(matches!(&rows[1][3], Data::DateTime(day) if (day.as_f64() - 44_941.0).abs() < 1e-9));
    assert_eq!(rows[1][4], Data::Bool(true));
    assert_eq!(rows[1][5], Data::String("=1+1".into()));
    assert_eq!(rows[6][5], Data::String("-5% lebih".into()));
}

#[test]
fn parquet_and_arrow_read_back_as_the_same_rows() {
    let sample = Sample::villages();
    let parquet = sample.bytes("", Format::Parquet);
    let read = ParquetReader::new(Cursor::new(parquet)).finish().unwrap();
    let original = super::sample::read_parquet(&sample.table.path);
    assert!(read.equals_missing(&original));
    assert_eq!(read.schema(), original.schema());
    let arrow = sample.bytes("jumlah=gt.0", Format::Arrow);
    let read = IpcReader::new(Cursor::new(arrow)).finish().unwrap();
    assert_eq!(read.height(), 4);
    assert_eq!(
        read.column("luas").unwrap().dtype(),
        &DataType::Decimal(38, 2)
    );
    for format in [Format::Parquet, Format::Arrow] {
        assert!(!sample.bytes("jumlah=gt.100&luas=lt.0", format).is_empty());
    }
}

#[test]
fn sums_of_whole_numbers_are_whole_numbers_in_every_format() {
    let sample = Sample::villages();
    assert_eq!(
        sample.text("select=jumlah.sum()", Format::Json),
        "[{\"sum\":9007199254741012}]\n"
    );
    assert_eq!(
        sample.text("select=jumlah.sum()", Format::Csv),
        "sum\n9007199254741012\n"
    );
}
