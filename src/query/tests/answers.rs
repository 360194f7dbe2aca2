//! What a request answers.

use super::sample::Sample;
use crate::query::plan::plan;
use crate::query::{Error, execute};

#[test]
fn rows_come_in_the_order_of_the_file() {
    let sample = Sample::villages();
    assert_eq!(
        sample.rows("select=_id,kecamatan&limit=3&offset=2"),
        ["3|Magetan", "4|Panekan", "5|Plaosan"]
    );
    assert_eq!(sample.rows("select=_id&limit=0"), [""; 0]);
    assert_eq!(sample.rows("select=_id&offset=10"), [""; 0]);
}

#[test]
fn tests_of_columns_keep_the_rows_that_they_hold_for() {
    let sample = Sample::villages();
    for (address, kept) in [
        ("kecamatan=eq.Magetan", "1 3 6"),
        ("kecamatan=neq.Magetan", "2 4 5"),
        ("kecamatan=in.(Plaosan,Panekan)", "2 4 5"),
        ("kecamatan=not.in.(Plaosan,Panekan)", "1 3 6"),
        ("kecamatan=in.()", ""),
        ("kecamatan=like.*a*a*", "1 2 3 4 5 6"),
        ("kecamatan=like.P*an", "2 4 5"),
        ("kecamatan=ilike.p_aosan", "2 5"),
        ("kecamatan=like.p*", ""),
        ("jumlah=gt.7", "1 2"),
        ("jumlah=gte.7", "1 2 5 6"),
        ("jumlah=lt.7.5", "4 5 6"),
        ("jumlah=gte.6.5", "1 2 5 6"),
        ("jumlah=eq.7.5", ""),
        ("jumlah=neq.7.5", "1 2 4 5 6"),
        ("jumlah=not.eq.7.5", "1 2 4 5 6"),
        ("jumlah=eq.9007199254740993", "2"),
        ("jumlah=eq.9007199254740992", ""),
        ("jumlah=gt.99999999999999999999999", ""),
        ("jumlah=lt.99999999999999999999999", "1 2 4 5 6"),
        ("jumlah=gt.-99999999999999999999999", "1 2 4 5 6"),
        ("jumlah=not.gt.99999999999999999999999", "1 2 4 5 6"),
        ("jumlah=in.(7,-5)", "4 5 6"),
        ("jumlah=is.null", "3"),
        ("jumlah=not.is.null", "1 2 4 5 6"),
        ("jumlah=is.not_null", "1 2 4 5 6"),
        ("luas=eq.1.5", "1 6"),
        ("luas=eq.1.500", "1 6"),
        ("luas=eq.1.501", ""),
        ("luas=gt.1.499", "1 2 4 6"),
        ("luas=lte.1.505", "1 3 6"),
        ("luas=in.(10,10.05)", "2 4"),
        ("luas=gt.0.0000000000000000000000000000000000001", "1 2 4 6"),
        ("rasio=gt.0.1", "1 5 6"),
        ("rasio=eq.1e21", "5"),
        ("rasio=in.(1.5,-2)", "1 3 6"),
        ("tanggal=gte.2024-02-29", "3 5 6"),
        ("tanggal=eq.2023-05-01", "2"),
        ("tanggal.year()=eq.2024", "3 5 6"),
        ("tanggal.quarter()=in.(1,4)", "1 3 5 6"),
        ("tanggal.month()=gt.11", "6"),
        ("aktif=eq.true", "1 4 5"),
        ("aktif=is.false", "2 6"),
        ("aktif=not.is.true", "2 3 6"),
        ("aktif=is.unknown", "3"),
        ("jumlah=gte.0&jumlah=lt.10", "5 6"),
        ("or=(jumlah.lt.0,luas.eq.10)", "2 4"),
        (
            "and=(kecamatan.eq.Magetan,or(tahun.eq.2023,luas.lt.0))",
            "1 3",
        ),
        ("not.or=(kecamatan.eq.Magetan,kecamatan.eq.Plaosan)", "4"),
        (
            "or=(not.and(kecamatan.eq.Magetan,tahun.eq.2024),_id.eq.6)",
            "1 2 4 5 6",
        ),
        ("or=(catatan.eq.\"a,b\",catatan.eq.\"ö \\\"x\\\"\")", "2 5"),
        ("catatan=eq.", "3"),
        ("_id=gte.5", "5 6"),
        ("after=4", "5 6"),
        ("after=4&kecamatan=eq.Magetan", "6"),
        ("q=mage", "1 3 6"),
        ("q=plao 7", "5"),
        ("q=10.05", "4"),
        ("q=\"% lebih\"", "6"),
        ("q=2024-12-31", "6"),
        ("q=.*", ""),
    ] {
        let address = format!("select=_id&{address}");
        assert_eq!(sample.rows(&address).join(" "), kept, "{address}");
    }
}

#[test]
fn orders_put_missing_values_where_asked_and_break_ties_by_row() {
    let sample = Sample::villages();
    for (order, rows) in [
        ("jumlah", "4 5 6 1 2 3"),
        ("jumlah.asc.nullsfirst", "3 4 5 6 1 2"),
        ("jumlah.desc", "3 2 1 5 6 4"),
        ("jumlah.desc.nullslast", "2 1 5 6 4 3"),
        ("kecamatan,luas.desc.nullslast", "1 6 3 4 2 5"),
        ("tanggal.month().nullslast", "1 3 2 5 6 4"),
        ("aktif,_id.desc", "6 2 5 4 1 3"),
        ("_id.desc", "6 5 4 3 2 1"),
    ] {
        let address = format!("select=_id&order={order}");
        assert_eq!(sample.rows(&address).join(" "), rows, "{order}");
        let paged: Vec<String> = (0..6)
            .flat_map(|offset| sample.rows(&format!("{address}&limit=1&offset={offset}")))
            .collect();
        assert_eq!(paged.join(" "), rows, "{order}, a row at a time");
    }
    assert_eq!(
        sample.rows("select=n:jumlah&order=n.desc.nullslast&limit=1"),
        ["9007199254740993"]
    );
}

#[test]
fn aggregates_group_by_the_other_columns_and_skip_missing_values() {
    let sample = Sample::villages();
    assert_eq!(
        sample.rows("select=kecamatan,count(),jumlah.sum(),n:jumlah.count(),luas:luas.sum()"),
        [
            "Magetan|3|17|2|2.75",
            "Panekan|1|-5|1|10.05",
            "Plaosan|2|9007199254741000|2|10.00",
        ]
    );
    assert_eq!(
        sample.rows("select=total:jumlah.sum(),rasio.min(),b:luas.max(),c:tanggal.min(),m:jumlah.median(),a:luas.avg()"),
        ["9007199254741012|-2|10.05|2023-01-15|7|4.56"]
    );
    assert_eq!(
        sample.rows("select=tanggal.year(),count()&order=count.desc"),
        ["2024|3", "2023|2", "|1"]
    );
    assert_eq!(sample.rows("select=jumlah.sum(),count()&_id=eq.3"), ["|1"]);
    assert_eq!(sample.rows("select=jumlah.sum(),count()&_id=eq.99"), ["|0"]);
    assert_eq!(
        sample.rows("select=tahun,kecamatan,count()&order=kecamatan&limit=2&offset=1"),
        ["2024|Magetan|2", "2024|Panekan|1"]
    );
}

#[test]
fn distinct_rows_keep_the_first_of_each() {
    let sample = Sample::villages();
    assert_eq!(
        sample.rows("select=kecamatan&distinct=true"),
        ["Magetan", "Plaosan", "Panekan"]
    );
    assert_eq!(
        sample.rows("select=kecamatan&distinct=true&order=kecamatan.desc"),
        ["Plaosan", "Panekan", "Magetan"]
    );
}

#[test]
fn sums_of_whole_numbers_do_not_overflow() {
    use polars::prelude::*;
    let frame = df!("n" => [i64::MAX, i64::MAX, 1]).unwrap();
    let sample = Sample::new(frame);
    assert_eq!(sample.rows("select=n.sum()"), ["18446744073709551615"]);
}

#[test]
fn totals_ignore_limit_and_offset() {
    let sample = Sample::villages();
    for (address, total) in [
        ("limit=1", 6),
        ("limit=1&kecamatan=eq.Magetan", 3),
        ("select=kecamatan,count()&limit=1", 3),
        ("after=2&limit=1", 4),
        ("q=plaosan&limit=0", 2),
        ("select=tahun&distinct=true&limit=1", 2),
    ] {
        let query = sample.parse(address).unwrap();
        let page = execute::page(&query, &sample.table).unwrap();
        assert_eq!(page.total, total, "{address}");
    }
}

#[test]
fn a_grouped_answer_is_sorted_only_by_what_is_in_it() {
    let sample = Sample::villages();
    assert!(matches!(
        sample.error("select=kecamatan,count()&order=jumlah"),
        Error::NotInAnswer { name } if name == "jumlah"
    ));
    assert!(matches!(
        sample.error("after=3&order=jumlah"),
        Error::AfterNeedsRowOrder
    ));
    assert!(matches!(
        sample.error("select=jumlah.sum(),luas.sum()"),
        Error::RepeatedName { name } if name == "sum"
    ));
}

#[test]
fn a_column_named_like_the_row_number_is_itself() {
    use polars::prelude::*;
    let sample = Sample::new(df!("_id" => [30_i64, 10, 20]).unwrap());
    assert_eq!(sample.rows("order=_id"), ["10", "20", "30"]);
    assert_eq!(sample.rows("_id=eq.20"), ["20"]);
}

#[test]
fn a_file_that_is_gone_is_unreadable() {
    let sample = Sample::villages();
    let query = sample.parse("limit=1").unwrap();
    std::fs::remove_file(&sample.table.path).unwrap();
    let outcome = plan(&query, &sample.table);
    assert!(matches!(outcome.map(|_| ()), Err(Error::Unreadable { .. })));
}
