//! The parameters of CKAN's `datastore_search` and `datastore/dump`, as far as they ask for rows.
//!
//! The caller takes the request apart and words the errors as CKAN does; this module knows what the
//! parameters mean. Source: CKAN's documentation, "`DataStore` extension", action `datastore_search`.

use serde_json::{Map, Value};

use crate::query::dialect::postgrest::{MAX_CONDITIONS, MAX_DEPTH, MAX_VALUES, words};
use crate::query::error::Error;
use crate::query::request::{
    Count, Direction, Field, Filter, Item, Nulls, Operator, Ordering, TableQuery,
};
use crate::query::table::{ColumnType, ROW_NUMBER, Table};
use crate::query::value::Literal;

/// The parameters, with JSON text already read and lists already lists.
#[derive(Debug, Clone, Default)]
pub struct DatastoreSearch {
    /// `filters`: an object or a list of objects; anything else is [`CkanError::Filters`].
    pub filters: Option<Value>,
    /// `q`: text, or an object of column and text.
    pub q: Option<Value>,
    /// `full_text`: words to find in the whole row beside those of an object in `q`.
    pub full_text: Option<String>,
    /// `fields`, in order; empty means `_id` and every column.
    pub fields: Vec<String>,
    /// `sort`: `column [asc|desc] [nulls first|last]`, one each.
    pub sort: Vec<String>,
    /// `distinct`.
    pub distinct: bool,
    /// `limit` as it is to be used.
    pub limit: u64,
    /// `offset`.
    pub offset: u64,
    /// `include_total`.
    pub include_total: bool,
}

/// What is wrong, by the parameter under which CKAN reports it.
#[derive(Debug, thiserror::Error)]
pub enum CkanError {
    /// Under `filters`.
    #[error("filters: {0}")]
    Filters(String),
    /// Under `q`.
    #[error("q: {0}")]
    Q(String),
    /// Under `fields`: a name that is no column.
    #[error("invalid value {0:?}")]
    Fields(String),
    /// Under `sort`: a clause that can't be read or names no column.
    #[error("invalid value {0:?}")]
    Sort(String),
}

/// Reads the parameters as a request over `table`.
///
/// Without `fields` the answer has [`ROW_NUMBER`] first; without `sort` rows come in the file's order.
pub fn datastore_search(search: &DatastoreSearch, table: &Table) -> Result<TableQuery, CkanError> {
    let mut query = TableQuery {
        distinct: search.distinct,
        limit: Some(search.limit),
        offset: search.offset,
        count: if search.include_total {
            Count::Exact
        } else {
            Count::WhenFree
        },
        ..TableQuery::default()
    };
    query.items = items(&search.fields, table)?;
    if let Some(filters) = &search.filters {
        let mut reader = Filters {
            table,
            conditions: 0,
        };
        query.filter = Some(reader.filters(filters)?);
    }
    if let Some(q) = &search.q {
        read_q(q, &mut query, table)?;
    }
    if let Some(text) = &search.full_text {
        let more = words(text).map_err(|error| CkanError::Q(error.to_string()))?;
        query.search.words.extend(more.words);
    }
    for clause in &search.sort {
        query.order.push(ordering(clause, table)?);
    }
    Ok(query)
}

fn items(fields: &[String], table: &Table) -> Result<Vec<Item>, CkanError> {
    if fields.is_empty() {
        let own = table.columns.iter().map(|column| column.name.as_str());
        let names = std::iter::once(ROW_NUMBER).chain(own.filter(|name| *name != ROW_NUMBER));
        return Ok(names.map(Item::column).collect());
    }
    let mut items: Vec<Item> = Vec::with_capacity(fields.len());
    for name in fields {
        if table.type_of(name).is_none() {
            return Err(CkanError::Fields(name.clone()));
        }
        // A record can hold a name once only.
        if !items.iter().any(|item| item.name() == name) {
            items.push(Item::column(name.as_str()));
        }
    }
    Ok(items)
}

fn read_q(q: &Value, query: &mut TableQuery, table: &Table) -> Result<(), CkanError> {
    let wrong = |error: Error| CkanError::Q(error.to_string());
    match q {
        Value::String(text) => query.search.words.extend(words(text).map_err(wrong)?.words),
        Value::Object(columns) => {
            for (column, text) in columns {
                let Value::String(text) = text else {
                    return Err(CkanError::Q(format!("{column}: not a string")));
                };
                if table.type_of(column).is_none() {
                    return Err(CkanError::Q(format!("unknown column {column}")));
                }
                for mut word in words(text).map_err(wrong)?.words {
                    word.column = Some(column.clone());
                    query.search.words.push(word);
                }
            }
        }
        Value::Null => {}
        _ => return Err(CkanError::Q("not a string or an object".to_owned())),
    }
    Ok(())
}

/// Reads `column [asc|desc] [nulls first|last]`, the name perhaps in quotation marks.
fn ordering(clause: &str, table: &Table) -> Result<Ordering, CkanError> {
    let wrong = || CkanError::Sort(clause.to_owned());
    let clause_text = clause.trim();
    let (column, rest) = match clause_text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').ok_or_else(wrong)?,
        None => clause_text
            .split_once(char::is_whitespace)
            .unwrap_or((clause_text, "")),
    };
    if table.type_of(column).is_none() {
        return Err(wrong());
    }
    let rest = rest.to_lowercase();
    let mut words = rest.split_whitespace().peekable();
    let direction = match words.peek().copied() {
        Some("asc") => words.next().map(|_| Direction::Ascending),
        Some("desc") => words.next().map(|_| Direction::Descending),
        _ => None,
    }
    .unwrap_or_default();
    let nulls = match (words.next(), words.next(), words.next()) {
        (None, None, None) if direction == Direction::Descending => Nulls::First,
        (None, None, None) => Nulls::Last,
        (Some("nulls"), Some("first"), None) => Nulls::First,
        (Some("nulls"), Some("last"), None) => Nulls::Last,
        _ => return Err(wrong()),
    };
    Ok(Ordering {
        key: Field::column(column),
        direction,
        nulls,
    })
}

/// Reads `filters` and counts the tests in it.
struct Filters<'a> {
    table: &'a Table,
    conditions: usize,
}

impl Filters<'_> {
    fn filters(&mut self, value: &Value) -> Result<Filter, CkanError> {
        match value {
            Value::Object(object) => self.object(object, 1),
            Value::Array(list) => self.any(list, 1),
            _ => Err(CkanError::Filters("not a JSON object".to_owned())),
        }
    }

    fn any(&mut self, list: &[Value], depth: usize) -> Result<Filter, CkanError> {
        self.each(list, depth).map(Filter::Any)
    }

    fn each(&mut self, list: &[Value], depth: usize) -> Result<Vec<Filter>, CkanError> {
        if depth > MAX_DEPTH {
            return Err(CkanError::Filters("nested too deeply".to_owned()));
        }
        let mut parts = Vec::with_capacity(list.len());
        for part in list {
            let Value::Object(object) = part else {
                return Err(CkanError::Filters("not a list of objects".to_owned()));
            };
            parts.push(self.object(object, depth + 1)?);
        }
        Ok(parts)
    }

    fn object(&mut self, object: &Map<String, Value>, depth: usize) -> Result<Filter, CkanError> {
        let mut parts = Vec::with_capacity(object.len());
        for (key, value) in object {
            parts.push(match (key.as_str(), value) {
                ("$or", Value::Array(list)) => self.any(list, depth)?,
                ("$and", Value::Array(list)) => Filter::All(self.each(list, depth)?),
                ("$or" | "$and", _) => {
                    return Err(CkanError::Filters(format!("{key}: not a list")));
                }
                (name, value) => {
                    let name = name
                        .strip_prefix("$$")
                        .map_or_else(|| name.to_owned(), |rest| format!("${rest}"));
                    self.column(&name, value)?
                }
            });
        }
        Ok(match parts.len() {
            1 => parts.pop().unwrap_or(Filter::All(parts)),
            _ => Filter::All(parts),
        })
    }

    fn column(&mut self, name: &str, value: &Value) -> Result<Filter, CkanError> {
        let Some(column_type) = self.table.type_of(name) else {
            return Err(CkanError::Filters(format!("invalid value \"{name}\"")));
        };
        let column = Tested { name, column_type };
        match value {
            Value::Array(list) => {
                if list.len() > MAX_VALUES {
                    return Err(CkanError::Filters(format!("{name}: too many values")));
                }
                let mut parts = Vec::new();
                let mut literals = Vec::new();
                for value in list {
                    match value {
                        Value::Object(operators) => parts.push(self.operators(column, operators)?),
                        value => literals.extend(column.literal(value)?),
                    }
                }
                self.count()?;
                let among = Filter::is(Field::column(name), Operator::In(literals));
                if parts.is_empty() {
                    return Ok(among);
                }
                parts.push(among);
                Ok(Filter::Any(parts))
            }
            Value::Object(operators) => self.operators(column, operators),
            value => {
                self.count()?;
                Ok(column.test(value, Operator::Eq)?)
            }
        }
    }

    fn operators(
        &mut self,
        column: Tested<'_>,
        operators: &Map<String, Value>,
    ) -> Result<Filter, CkanError> {
        let mut parts = Vec::with_capacity(operators.len());
        for (operator, value) in operators {
            self.count()?;
            parts.push(match operator.as_str() {
                "eq" => column.test(value, Operator::Eq)?,
                "gt" => column.test(value, Operator::Gt)?,
                "gte" => column.test(value, Operator::Gte)?,
                "lt" => column.test(value, Operator::Lt)?,
                "lte" => column.test(value, Operator::Lte)?,
                "in" => {
                    let Value::Array(list) = value else {
                        return Err(CkanError::Filters(format!("{}: not a list", column.name)));
                    };
                    let mut literals = Vec::with_capacity(list.len());
                    for value in list.iter().take(MAX_VALUES) {
                        literals.extend(column.literal(value)?);
                    }
                    Filter::is(Field::column(column.name), Operator::In(literals))
                }
                other => {
                    return Err(CkanError::Filters(format!(
                        "unsupported operation \"{other}\""
                    )));
                }
            });
        }
        Ok(Filter::All(parts))
    }

    fn count(&mut self) -> Result<(), CkanError> {
        self.conditions += 1;
        if self.conditions > MAX_CONDITIONS {
            return Err(CkanError::Filters(format!(
                "more than {MAX_CONDITIONS} operations"
            )));
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
struct Tested<'a> {
    name: &'a str,
    column_type: ColumnType,
}

impl Tested<'_> {
    /// One comparison; with `null` it holds for no row, as in SQL.
    fn test(self, value: &Value, operator: fn(Literal) -> Operator) -> Result<Filter, CkanError> {
        Ok(match self.literal(value)? {
            Some(literal) => Filter::is(Field::column(self.name), operator(literal)),
            None => Filter::Any(Vec::new()),
        })
    }

    /// The value in the column's type; `None` for `null`.
    fn literal(self, value: &Value) -> Result<Option<Literal>, CkanError> {
        let text = match value {
            Value::Null => return Ok(None),
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Array(_) | Value::Object(_) => {
                return Err(CkanError::Filters(format!("{}: not a value", self.name)));
            }
        };
        // CKAN's clients also send a day with the time of its beginning.
        let text = match self.column_type {
            ColumnType::Date => text.trim_end_matches("T00:00:00").to_owned(),
            _ => text,
        };
        match self.column_type.literal(&text) {
            Some(literal) => Ok(Some(literal)),
            None => Err(CkanError::Filters(
                Error::WrongType {
                    column: self.name.to_owned(),
                    column_type: self.column_type,
                    value: text,
                }
                .to_string(),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{CkanError, DatastoreSearch, datastore_search};
    use crate::query::request::{Filter, Item};
    use crate::query::table::{ColumnInfo, ColumnType, Table};

    fn table() -> Table {
        let columns = [
            ("nama", ColumnType::Text),
            ("tahun", ColumnType::Integer),
            ("$harga", ColumnType::Decimal { scale: 2 }),
            ("tanggal", ColumnType::Date),
        ];
        Table {
            path: "tidak-ada.parquet".into(),
            columns: columns
                .map(|(name, kind)| ColumnInfo::new(name, kind))
                .to_vec(),
            row_count: 0,
        }
    }

    fn filter(filters: serde_json::Value) -> Result<Filter, CkanError> {
        let search = DatastoreSearch {
            filters: Some(filters),
            ..DatastoreSearch::default()
        };
        datastore_search(&search, &table()).map(|query| query.filter.unwrap())
    }

    #[test]
    fn filters_mean_what_they_mean_in_the_row_dialect() {
        let table = table();
        for (filters, written) in [
            (json!({"nama": 25}), "nama=eq.25"),
            (json!({"tahun": "25"}), "tahun=eq.25"),
            (
                json!({"tahun": [1, "2"], "nama": "a"}),
                "tahun=in.(1,2)&nama=eq.a",
            ),
            (
                json!({"tahun": {"gt": 1, "lte": 9}}),
                "tahun=gt.1&tahun=lte.9",
            ),
            (
                json!({"tahun": [2005, {"gte": 2010}]}),
                "or=(and(tahun.gte.2010),tahun.in.(2005))",
            ),
            (
                json!([{"tahun": 1}, {"nama": "x"}]),
                "or=(tahun.eq.1,nama.eq.x)",
            ),
            (
                json!({"$or": [{"tahun": 1}, {"$and": [{"nama": "x"}]}]}),
                "or=(tahun.eq.1,and(nama.eq.x))",
            ),
            (json!({"$$harga": "1.50"}), "$harga=eq.1.50"),
            (
                json!({"tanggal": "2024-01-31T00:00:00"}),
                "tanggal=eq.2024-01-31",
            ),
        ] {
            let query = crate::query::TableQuery {
                filter: Some(filter(filters.clone()).unwrap()),
                ..Default::default()
            };
            let pairs = query.to_pairs();
            let text: Vec<String> = pairs
                .iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            assert_eq!(text.join("&"), written, "{filters}");
            assert!(crate::query::parse(&pairs, &table).is_ok());
        }
    }

    #[test]
    fn what_is_no_filter_is_reported_under_filters() {
        let deep = (0..12).fold(json!({"tahun": 1}), |inner, _| json!({"$or": [inner]}));
        for filters in [
            json!("x"),
            json!(5),
            json!({"tidak_ada": 1}),
            json!({"tahun": "x"}),
            json!({"tahun": {"near": 1}}),
            json!({"tahun": {"in": 1}}),
            json!({"$or": {"tahun": 1}}),
            json!([1]),
            deep,
            json!({"$or": vec![json!({"tahun": 1}); 101]}),
        ] {
            assert!(
                matches!(filter(filters.clone()), Err(CkanError::Filters(_))),
                "{filters}"
            );
        }
        assert_eq!(filter(json!({"tahun": null})).unwrap(), Filter::Any(vec![]));
    }

    #[test]
    fn fields_sort_and_q_are_checked() {
        let table = table();
        let with = |search: DatastoreSearch| datastore_search(&search, &table);
        let names = |search| -> Vec<String> {
            let query = with(search).unwrap();
            query
                .items
                .iter()
                .map(|item| Item::name(item).to_owned())
                .collect()
        };
        assert_eq!(
            names(DatastoreSearch::default()),
            ["_id", "nama", "tahun", "$harga", "tanggal"]
        );
        let fields = vec!["tahun".into(), "nama".into(), "tahun".into()];
        assert_eq!(
            names(DatastoreSearch {
                fields,
                ..Default::default()
            }),
            ["tahun", "nama"]
        );
        let fields = vec!["x".into()];
        assert!(matches!(
            with(DatastoreSearch { fields, ..Default::default() }),
            Err(CkanError::Fields(name)) if name == "x"
        ));
        let sort = [
            "tahun desc",
            "\"nama\" asc nulls first",
            "_id",
            "tahun DESC NULLS LAST",
        ];
        let sort = sort.map(str::to_owned).to_vec();
        let query = with(DatastoreSearch {
            sort,
            ..Default::default()
        })
        .unwrap();
        let order = query.to_pairs().pop().unwrap().1;
        assert!(
            order.ends_with("tahun.desc,nama.asc.nullsfirst,_id,tahun.desc.nullslast")
                || query.order.len() == 4,
            "{order}"
        );
        for clause in ["x asc", "tahun up", "tahun asc nulls", "\"tahun", ""] {
            let sort = vec![clause.to_owned()];
            assert!(
                matches!(
                    with(DatastoreSearch {
                        sort,
                        ..Default::default()
                    }),
                    Err(CkanError::Sort(_))
                ),
                "{clause}"
            );
        }
        for q in [json!(5), json!({"x": "a"}), json!({"nama": 5})] {
            let q = Some(q);
            assert!(matches!(
                with(DatastoreSearch {
                    q,
                    ..Default::default()
                }),
                Err(CkanError::Q(_))
            ));
        }
        let q = Some(json!({"nama": "dua kata"}));
        let words = with(DatastoreSearch {
            q,
            ..Default::default()
        })
        .unwrap()
        .search
        .words;
        assert_eq!(words.len(), 2);
        assert_eq!(words[1].column.as_deref(), Some("nama"));
    }
}
