//! Facts that hold for every request: no text makes the parser panic, written requests read back, and
//! answers are those of a plain evaluation row by row.

use std::cmp::Ordering as Sign;
use std::collections::BTreeMap;

use polars::prelude::*;
use proptest::prelude::*;

use super::sample::Sample;
use crate::query::{
    Aggregate, Decimal, Direction, Field, Filter, Item, Literal, Nulls, Operator, Ordering,
    TableQuery, parse,
};

#[derive(Debug, Clone)]
struct Row {
    text: Option<String>,
    whole: Option<i64>,
    decimal: Option<i128>,
    flag: Option<bool>,
}

const SCALE: u8 = 1;

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        proptest::option::weighted(0.8, "[abA%_]{0,3}"),
        proptest::option::weighted(0.8, -3_i64..4),
        proptest::option::weighted(0.8, -15_i128..16),
        proptest::option::weighted(0.8, any::<bool>()),
    );
    let row = row.prop_map(|(text, whole, decimal, flag)| Row {
        text,
        whole,
        decimal,
        flag,
    });
    proptest::collection::vec(row, 0..12)
}

fn sample(rows: &[Row]) -> Sample {
    let decimals = rows.iter().map(|row| row.decimal);
    let decimals = Int128Chunked::from_iter_options("decimal".into(), decimals);
    let texts: Vec<Option<&str>> = rows.iter().map(|row| row.text.as_deref()).collect();
    let wholes: Vec<Option<i64>> = rows.iter().map(|row| row.whole).collect();
    let flags: Vec<Option<bool>> = rows.iter().map(|row| row.flag).collect();
    let decimals = decimals.into_decimal(38, usize::from(SCALE)).unwrap();
    let columns = vec![
        Column::new("text".into(), texts),
        Column::new("whole".into(), wholes),
        decimals.into_series().into_column(),
        Column::new("flag".into(), flags),
    ];
    Sample::new(DataFrame::new(rows.len(), columns).unwrap())
}

fn number() -> impl Strategy<Value = Literal> {
    (-40_i128..40, 0_u8..3).prop_map(|(digits, scale)| Literal::Number(Decimal { digits, scale }))
}

fn comparison(literal: impl Strategy<Value = Literal>) -> impl Strategy<Value = Operator> {
    (literal, 0..6).prop_map(|(literal, operator)| match operator {
        0 => Operator::Eq(literal),
        1 => Operator::Neq(literal),
        2 => Operator::Gt(literal),
        3 => Operator::Gte(literal),
        4 => Operator::Lt(literal),
        _ => Operator::Lte(literal),
    })
}

fn test() -> impl Strategy<Value = Filter> {
    let text = || "[abA%_,\"]{0,3}".prop_map(Literal::Text);
    prop_oneof![
        (prop_oneof!["whole", "decimal"], comparison(number()))
            .prop_map(|(column, operator)| Filter::is(Field::column(column), operator)),
        comparison(text()).prop_map(|operator| Filter::is(Field::column("text"), operator)),
        proptest::collection::vec(text(), 0..4)
            .prop_map(|list| Filter::is(Field::column("text"), Operator::In(list))),
        (
            prop_oneof!["whole", "decimal"],
            proptest::collection::vec(number(), 0..4)
        )
            .prop_map(|(column, list)| Filter::is(Field::column(column), Operator::In(list))),
        ("[abA%_*]{0,4}", any::<bool>()).prop_map(|(pattern, any_case)| {
            Filter::is(Field::column("text"), Operator::Like { pattern, any_case })
        }),
        any::<bool>().prop_map(|value| {
            Filter::is(Field::column("flag"), Operator::Eq(Literal::Boolean(value)))
        }),
        prop_oneof!["text", "whole", "decimal", "flag"]
            .prop_map(|column| Filter::is(Field::column(column), Operator::Missing)),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    test().prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Filter::All),
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Filter::Any),
            inner.prop_map(|filter| match filter {
                Filter::Not(inner) => *inner,
                other => Filter::Not(Box::new(other)),
            }),
        ]
    })
}

fn ordering() -> impl Strategy<Value = Ordering> {
    (
        prop_oneof!["text", "whole", "decimal"],
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(column, falling, first)| Ordering {
            key: Field::column(column),
            direction: if falling {
                Direction::Descending
            } else {
                Direction::Ascending
            },
            nulls: if first { Nulls::First } else { Nulls::Last },
        })
}

fn query() -> impl Strategy<Value = TableQuery> {
    (
        proptest::option::of(filter()),
        proptest::collection::vec(ordering(), 0..3),
        proptest::option::of(0_u64..10),
        0_u64..5,
    )
        .prop_map(|(filter, order, limit, offset)| TableQuery {
            items: vec![Item::column("_id"), Item::column("decimal")],
            filter,
            order,
            limit,
            offset,
            ..TableQuery::default()
        })
}

/// True, false or unknown.
fn holds(filter: &Filter, row: &Row) -> Option<bool> {
    match filter {
        Filter::All(parts) => parts
            .iter()
            .try_fold((true, false), |(all, unknown), part| {
                match holds(part, row) {
                    Some(false) => Err(()),
                    Some(true) => Ok((all, unknown)),
                    None => Ok((all, true)),
                }
            })
            .map_or(
                Some(false),
                |(_, unknown)| if unknown { None } else { Some(true) },
            ),
        Filter::Any(parts) => holds(
            &Filter::All(
                parts
                    .iter()
                    .map(|part| Filter::Not(Box::new(part.clone())))
                    .collect(),
            ),
            row,
        )
        .map(|none| !none),
        Filter::Not(inner) => holds(inner, row).map(|value| !value),
        Filter::Is(comparison) => {
            let column = comparison.field.column.as_str();
            let compare = |literal: &Literal| sign(column, literal, row);
            match &comparison.operator {
                Operator::Missing => Some(match column {
                    "text" => row.text.is_none(),
                    "whole" => row.whole.is_none(),
                    "decimal" => row.decimal.is_none(),
                    _ => row.flag.is_none(),
                }),
                Operator::Eq(literal) => compare(literal).map(Sign::is_eq),
                Operator::Neq(literal) => compare(literal).map(Sign::is_ne),
                Operator::Gt(literal) => compare(literal).map(Sign::is_gt),
                Operator::Gte(literal) => compare(literal).map(Sign::is_ge),
                Operator::Lt(literal) => compare(literal).map(Sign::is_lt),
                Operator::Lte(literal) => compare(literal).map(Sign::is_le),
                Operator::In(list) => {
                    let present = match column {
                        "text" => row.text.is_some(),
                        "whole" => row.whole.is_some(),
                        _ => row.decimal.is_some(),
                    };
                    present.then(|| list.iter().any(|one| compare(one) == Some(Sign::Equal)))
                }
                Operator::Like { pattern, any_case } => row.text.as_ref().map(|text| {
                    let fold = |text: &str| {
                        if *any_case {
                            text.to_lowercase()
                        } else {
                            text.to_owned()
                        }
                    };
                    let (text, pattern) = (fold(text), fold(pattern));
                    like(
                        &text.chars().collect::<Vec<_>>(),
                        &pattern.chars().collect::<Vec<_>>(),
                    )
                }),
            }
        }
    }
}

fn sign(column: &str, literal: &Literal, row: &Row) -> Option<Sign> {
    // Everything as thousandths, which every number here is a whole number of.
    let thousandths = |digits: i128, scale: u8| digits * 10_i128.pow(3 - u32::from(scale));
    match (column, literal) {
        ("text", Literal::Text(text)) => row.text.as_ref().map(|own| own.as_str().cmp(text)),
        ("whole", Literal::Number(number)) => row
            .whole
            .map(|own| thousandths(own.into(), 0).cmp(&thousandths(number.digits, number.scale))),
        ("decimal", Literal::Number(number)) => row
            .decimal
            .map(|own| thousandths(own, SCALE).cmp(&thousandths(number.digits, number.scale))),
        ("flag", Literal::Boolean(value)) => row.flag.map(|own| own.cmp(value)),
        _ => panic!("{column} with {literal:?}"),
    }
}

fn like(text: &[char], pattern: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('%', rest)) => (0..=text.len()).any(|skipped| like(&text[skipped..], rest)),
        Some((sign, rest)) => match text.split_first() {
            Some((first, left)) => (*sign == '_' || first == sign) && like(left, rest),
            None => false,
        },
    }
}

fn in_order<T: Ord>(left: Option<T>, right: Option<T>, by: &Ordering) -> Sign {
    let missing_first = by.nulls == Nulls::First;
    match (left, right) {
        (None, None) => Sign::Equal,
        (None, Some(_)) => {
            if missing_first {
                Sign::Less
            } else {
                Sign::Greater
            }
        }
        (Some(_), None) => {
            if missing_first {
                Sign::Greater
            } else {
                Sign::Less
            }
        }
        (Some(left), Some(right)) => match by.direction {
            Direction::Ascending => left.cmp(&right),
            Direction::Descending => right.cmp(&left),
        },
    }
}

fn kept<'a>(rows: &'a [Row], query: &TableQuery) -> Vec<(usize, &'a Row)> {
    let mut kept: Vec<(usize, &Row)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| {
            query
                .filter
                .as_ref()
                .is_none_or(|filter| holds(filter, row) == Some(true))
        })
        .collect();
    kept.sort_by(|(_, left), (_, right)| {
        query.order.iter().fold(Sign::Equal, |so_far, by| {
            so_far.then_with(|| match by.key.column.as_str() {
                "text" => in_order(left.text.as_ref(), right.text.as_ref(), by),
                "whole" => in_order(left.whole, right.whole, by),
                _ => in_order(left.decimal, right.decimal, by),
            })
        })
    });
    kept
}

fn decimal_text(digits: Option<i128>) -> String {
    digits.map_or(String::new(), |digits| {
        Decimal {
            digits,
            scale: SCALE,
        }
        .to_string()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn answers_are_those_of_a_plain_evaluation(rows in rows(), query in query()) {
        let sample = sample(&rows);
        let expected: Vec<String> = kept(&rows, &query)
            .into_iter()
            .skip(usize::try_from(query.offset).unwrap())
            .take(query.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap()))
            .map(|(index, row)| format!("{}|{}", index + 1, decimal_text(row.decimal)))
            .collect();
        prop_assert_eq!(sample.rows_of(&query), expected);
    }

    #[test]
    fn groups_are_those_of_a_plain_evaluation(rows in rows(), filter in proptest::option::of(filter())) {
        let sample = sample(&rows);
        let item = |aggregate, column: Option<&str>, name: &str| Item::Aggregate {
            aggregate,
            field: column.map(Field::column),
            name: name.to_owned(),
        };
        let query = TableQuery {
            items: vec![
                Item::column("text"),
                item(Aggregate::Count, None, "rows"),
                item(Aggregate::Sum, Some("whole"), "sum"),
                item(Aggregate::Sum, Some("decimal"), "exact"),
                item(Aggregate::Max, Some("decimal"), "max"),
                item(Aggregate::Median, Some("whole"), "median"),
            ],
            filter,
            ..TableQuery::default()
        };
        let mut groups: BTreeMap<(bool, &str), Vec<&Row>> = BTreeMap::new();
        for (_, row) in kept(&rows, &query) {
            let key = row.text.as_deref();
            groups.entry((key.is_none(), key.unwrap_or(""))).or_default().push(row);
        }
        let expected: Vec<String> = groups
            .into_iter()
            .map(|((_, text), rows)| {
                let mut wholes: Vec<i64> = rows.iter().filter_map(|row| row.whole).collect();
                wholes.sort_unstable();
                let exact: Vec<i128> = rows.iter().filter_map(|row| row.decimal).collect();
                let sum = if wholes.is_empty() { String::new() } else { wholes.iter().sum::<i64>().to_string() };
                let total = (!exact.is_empty()).then(|| exact.iter().sum());
                #[expect(clippy::cast_precision_loss, reason = "small numbers")]
                let median = match wholes.len() {
                    0 => String::new(),
                    count if count % 2 == 1 => wholes[count / 2].to_string(),
                    count => ((wholes[count / 2 - 1] + wholes[count / 2]) as f64 / 2.0).to_string(),
                };
                let max = decimal_text(exact.iter().max().copied());
                format!("{text}|{}|{sum}|{}|{max}|{median}", rows.len(), decimal_text(total))
            })
            .collect();
        prop_assert_eq!(sample.rows_of(&query), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_text_makes_the_parser_panic(
        key in "select|order|limit|offset|after|q|and|or|not\\.and|not\\.or|whole|text|text\\.year\\(\\)|\\PC{0,12}",
        value in "(\\(|\\)|,|\\.|\"|\\\\|not|and|or|in|is|eq|null|text|whole|sum\\(\\)|count\\(\\)|desc|:|\\*|1|\\PC){0,24}",
    ) {
        let table = table();
        drop(parse(&[(key, value)], &table));
    }

    #[test]
    fn written_requests_read_back(query in query()) {
        let pairs = query.to_pairs();
        let read = parse(&pairs, &table());
        prop_assert_eq!(read.unwrap(), query, "{:?}", pairs);
    }
}

fn table() -> crate::query::Table {
    use crate::query::{ColumnInfo, ColumnType, Table};
    let columns = [
        ("text", ColumnType::Text),
        ("whole", ColumnType::Integer),
        ("decimal", ColumnType::Decimal { scale: SCALE }),
        ("flag", ColumnType::Boolean),
    ];
    Table {
        path: "tidak-ada.parquet".into(),
        columns: columns
            .map(|(name, kind)| ColumnInfo::new(name, kind))
            .to_vec(),
        row_count: 0,
    }
}
