//! Words of the address: what they mean and what is said of wrong ones.

use super::sample::{Sample, pairs};
use crate::error::{Arg, Failure, Kind};
use crate::query::{
    Aggregate, ColumnInfo, ColumnType, Error, Expected, Field, Filter, Item, Literal, Operator,
    Table, parse,
};

fn table(columns: &[(&str, ColumnType)]) -> Table {
    Table {
        path: "tidak-ada.parquet".into(),
        columns: columns
            .iter()
            .map(|(name, kind)| ColumnInfo::new(*name, *kind))
            .collect(),
        row_count: 0,
    }
}

#[test]
fn select_names_columns_parts_and_aggregates() {
    let sample = Sample::villages();
    let query = sample
        .parse("select=kecamatan,\"Luas (ha)\":luas,total:jumlah.sum(),tanggal.year(),count()")
        .unwrap();
    let names: Vec<&str> = query.items.iter().map(Item::name).collect();
    assert_eq!(names, ["kecamatan", "Luas (ha)", "total", "year", "count"]);
    assert_eq!(
        query.items[2],
        Item::Aggregate {
            aggregate: Aggregate::Sum,
            field: Some(Field::column("jumlah")),
            name: "total".into()
        }
    );
    assert_eq!(sample.parse("select=*,n:jumlah").unwrap().items.len(), 9);
    assert_eq!(sample.parse("select=").unwrap().items.len(), 0);
}

#[test]
fn a_column_named_like_a_parameter_is_tested_with_one_low_line_more() {
    let table = table(&[
        ("limit", ColumnType::Integer),
        ("limit_", ColumnType::Integer),
        ("order_", ColumnType::Integer),
        ("nama", ColumnType::Text),
    ]);
    let column = |address: &str| {
        let query = parse(&pairs(address), &table).unwrap();
        let Some(Filter::Is(comparison)) = query.filter else {
            panic!("{query:?}")
        };
        comparison.field.column
    };
    assert_eq!(column("limit_=eq.5&limit=3"), "limit");
    assert_eq!(column("limit__=eq.5"), "limit_");
    assert_eq!(column("order_=eq.5"), "order_");
    assert_eq!(column("order__=eq.5"), "order_");
}

#[test]
fn other_parameters_of_the_address_are_passed_over() {
    let sample = Sample::villages();
    let query = sample
        .parse("format=csv&version=2&lang=en&chart=batang&x=tahun&y=jumlah&row=3")
        .unwrap();
    assert_eq!(query, crate::query::TableQuery::default());
}

#[test]
fn an_unknown_column_comes_with_the_nearest_name() {
    let sample = Sample::villages();
    for address in [
        "select=kecamtan",
        "kecamtan=eq.x",
        "order=kecamtan",
        "or=(kecamtan.eq.x)",
    ] {
        let error = sample.error(address);
        assert_eq!(error.code(), "query.unknown_column", "{address}");
        assert_eq!(error.kind(), Kind::Invalid);
        let hint = error.hint().unwrap();
        assert_eq!(
            hint.args,
            [("nearest", Arg::from("kecamatan"))],
            "{address}"
        );
    }
    assert!(sample.error("expand=desa").hint().is_none());
}

#[test]
fn wrong_values_say_the_type_that_they_should_have() {
    let sample = Sample::villages();
    for (address, expected) in [
        ("jumlah=eq.banyak", "integer"),
        ("jumlah=eq.1.000.000", "integer"),
        ("luas=gt.1,5", "decimal"),
        ("rasio=lt.NaN", "float"),
        ("rasio=lt.inf", "float"),
        ("tanggal=eq.2024-02-30", "date"),
        ("tanggal=eq.31/12/2024", "date"),
        ("aktif=eq.ya", "boolean"),
        ("jumlah=in.(1,dua)", "integer"),
        ("tanggal.year()=eq.x", "integer"),
    ] {
        match sample.error(address) {
            Error::WrongType { column_type, .. } => assert_eq!(column_type.as_str(), expected),
            other => panic!("{address}: {other}"),
        }
    }
}

#[test]
fn words_that_do_not_fit_a_type_are_refused() {
    let sample = Sample::villages();
    for address in [
        "jumlah=like.5*",
        "aktif=gt.true",
        "kecamatan=is.true",
        "jumlah.year()=eq.2024",
        "select=kecamatan.sum()",
        "select=aktif.min()",
        "select=tanggal.avg()",
    ] {
        assert_eq!(
            sample.error(address).code(),
            "query.not_for_type",
            "{address}"
        );
    }
}

#[test]
fn unknown_words_come_with_the_nearest_known_one() {
    let sample = Sample::villages();
    for (address, nearest) in [
        ("jumlah=eqq.5", Some("eq")),
        ("kecamatan=ilikee.x", Some("ilike")),
        ("select=jumlah.summ()", Some("sum")),
        ("order=jumlah.decs", Some("desc")),
        ("order=jumlah.desc.nulllast", Some("nullslast")),
        ("jumlah=is.nul", Some("null")),
        ("jumlah=zzz.5", None),
    ] {
        match sample.error(address) {
            Error::UnknownWord { nearest: found, .. } => assert_eq!(found, nearest, "{address}"),
            other => panic!("{address}: {other}"),
        }
    }
}

#[test]
fn broken_syntax_names_the_place_and_what_is_missing() {
    let sample = Sample::villages();
    for (address, at, expected) in [
        ("select=kecamatan,,tahun", 11, Expected::Column),
        ("select=jumlah.", 8, Expected::Function),
        ("select=jumlah.sum", 8, Expected::Function),
        ("select=jumlah sum", 11, Expected::Column),
        ("jumlah=5", 1, Expected::Operator),
        ("jumlah=", 1, Expected::Operator),
        ("jumlah=in.5", 4, Expected::List),
        ("jumlah=in.(5", 6, Expected::ClosingParenthesis),
        ("jumlah=in.(5)6", 7, Expected::CommaOrEnd),
        ("kecamatan=in.(\"a", 7, Expected::ClosingQuote),
        ("or=jumlah.eq.5", 1, Expected::List),
        ("or=()", 2, Expected::Condition),
        ("or=(jumlah.eq.5", 13, Expected::ClosingParenthesis),
        ("or=(jumlah.eq.5)x", 14, Expected::CommaOrEnd),
        ("and=(jumlah.gt.1,jumlah)", 20, Expected::Operator),
        ("order=jumlah,", 8, Expected::Column),
        ("order=jumlah.", 8, Expected::Direction),
    ] {
        match sample.error(address) {
            Error::Syntax {
                position,
                expected: found,
                ..
            } if found == expected => {
                assert_eq!(position, at, "{address}");
            }
            Error::UnknownColumn { .. } if address == "select=jumlah sum" => {}
            other => panic!("{address}: {other:?}"),
        }
    }
}

#[test]
fn limits_of_a_request_are_kept() {
    let sample = Sample::villages();
    let many = |count: usize, part: &str, join: &str| vec![part; count].join(join);
    for address in [
        format!("or=({})", many(101, "jumlah.eq.1", ",")),
        many(101, "jumlah=eq.1", "&"),
        format!("jumlah=in.({})", many(1001, "1", ",")),
        format!("q={}", many(11, "a", " ")),
        format!("select={}", many(1001, "a:jumlah", ",")),
        format!("order={}", many(21, "jumlah", ",")),
    ] {
        assert_eq!(
            sample.error(&address).code(),
            "query.too_many",
            "{address:.40}"
        );
    }
    let deep = format!("or={}(jumlah.eq.1){}", "(or".repeat(10), ")".repeat(10));
    assert!(
        matches!(sample.error(&deep), Error::Syntax { .. }),
        "{deep}"
    );
    for address in [
        "limit=-1",
        "limit=x",
        "limit=1e3",
        "offset=4000000001",
        "after=+5",
        "limit=",
    ] {
        assert_eq!(
            sample.error(address).code(),
            "query.out_of_range",
            "{address}"
        );
    }
    assert_eq!(sample.error("limit=1&limit=2").code(), "query.repeated");
    assert!(matches!(
        sample.error(&format!("kecamatan=eq.{}", "x".repeat(20_000))),
        Error::Syntax {
            expected: Expected::ShorterText,
            ..
        }
    ));
}

#[test]
fn written_requests_read_back_as_themselves() {
    let sample = Sample::villages();
    for address in [
        "select=kecamatan,\"a b,c\":luas,total:jumlah.sum(),tanggal.year(),count(),n:count()",
        "kecamatan=eq.Magetan&jumlah=gte.5&tanggal.month()=lt.6",
        "or=(kecamatan.eq.\"a,(b)\",not.and(jumlah.is.null,luas.in.(1.50,2)))&aktif=is.true",
        "not.and=(jumlah.gt.1,jumlah.lt.9)&kecamatan=not.in.(\"x,y\",\"\")",
        "catatan=like.a*\\*b_&q=satu \"dua tiga\"",
        "order=jumlah.desc,luas.nullsfirst,tanggal.year().desc.nullslast&limit=5&offset=10",
        "after=12&limit=0",
    ] {
        let query = sample.parse(address).unwrap();
        let written = query.to_pairs();
        assert_eq!(
            parse(&written, &sample.table).unwrap(),
            query,
            "{written:?}"
        );
    }
}

#[test]
fn a_star_stands_for_any_characters_unless_escaped() {
    let sample = Sample::villages();
    let query = sample.parse("catatan=like.a*\\*%25_").unwrap();
    let Some(Filter::Is(comparison)) = query.filter else {
        panic!()
    };
    assert_eq!(
        comparison.operator,
        Operator::Like {
            pattern: "a%*%25_".into(),
            any_case: false
        }
    );
    let query = sample.parse("jumlah=eq.0012").unwrap();
    let Some(Filter::Is(comparison)) = query.filter else {
        panic!()
    };
    assert_eq!(
        comparison.operator,
        Operator::Eq(Literal::Number(crate::query::Decimal::whole(12)))
    );
}
