//! Which columns of a table say most: what is measured, over which time, for which places or things.

use super::dictionary;
use crate::http::tables::OpenTable;
use crate::inspection::ColumnKind;
use crate::query::{Aggregate, ColumnInfo, ColumnType};
use crate::web::table;

/// Columns that tell one period from another.
const PERIODS: [&str; 5] = ["tahun", "year", "periode", "tahun_anggaran", "bulan"];
/// Numbers that measure nothing.
const NO_MEASURES: [&str; 12] = [
    "no",
    "nomor",
    "urut",
    "peringkat",
    "rank",
    "lintang",
    "bujur",
    "latitude",
    "longitude",
    "tahun",
    "bulan",
    "tahap",
];
/// Measures of which a sum says nothing.
const MEANS: [&str; 19] = [
    "rata",
    "rerata",
    "harga",
    "indeks",
    "ipm",
    "persen",
    "persentase",
    "rasio",
    "kepadatan",
    "suhu",
    "skor",
    "tarif",
    "laju",
    "produktivitas",
    "kecepatan",
    "lebar",
    "curah",
    "tinggi",
    "tingkat",
];

/// A table and what is known of its columns.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The table.
    pub open: &'a OpenTable,
    /// Title of the dataset.
    pub name: &'a str,
}

/// Whether a column tells one period from another.
pub fn is_time(column: &ColumnInfo) -> bool {
    column.column_type == ColumnType::Date || PERIODS.contains(&column.name.as_str())
}

/// Whether rows can be put together by a column: words, dates, whole numbers that are no running number.
pub fn is_group(column: &ColumnInfo) -> bool {
    let is_measured = matches!(
        column.column_type,
        ColumnType::Float | ColumnType::Decimal { .. }
    );
    !is_measured && !words(&column.name).any(|word| matches!(word, "no" | "nomor" | "urut"))
}

/// Whether a column holds numbers that measure something, by its name and type.
pub fn is_measure(column: &ColumnInfo) -> bool {
    column.column_type.is_number()
        && !words(&column.name).any(|word| word == "kode" || NO_MEASURES.contains(&word))
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split('_')
}

impl<'a> Subject<'a> {
    /// What suits the table when nobody chose: along what, which measure.
    pub fn axes(&self) -> Option<(&'a ColumnInfo, &'a ColumnInfo)> {
        let measure = self.measure().filter(|measure| self.may_combine(measure))?;
        let time = self
            .columns()
            .find(|column| is_time(column) && self.distinct(&column.name) != 1);
        let x = time.or_else(|| self.categories().first().copied())?;
        Some((x, measure))
    }

    /// Its columns.
    pub fn columns(&self) -> impl Iterator<Item = &'a ColumnInfo> + Clone + use<'a> {
        self.open.table.columns.iter()
    }

    /// What the inspection took a column for.
    pub fn kind(&self, name: &str) -> Option<ColumnKind> {
        dictionary::known(self.open, name).map(|column| column.kind)
    }

    /// Empty cells of a column; `None` where the inspection's figures are not of this table.
    pub fn missing(&self, measure: &ColumnInfo) -> Option<u64> {
        dictionary::known(self.open, &measure.name)
            .filter(|column| dictionary::figures_hold(self.open, column))
            .map(|column| column.profile.nulls)
    }

    fn is_code(&self, name: &str) -> bool {
        matches!(
            self.kind(name),
            Some(ColumnKind::Code | ColumnKind::RegionCode)
        ) || words(name).any(|word| word == "kode")
    }

    /// A total comes before its parts; else the first column that measures something.
    pub fn measure(&self) -> Option<&'a ColumnInfo> {
        let measures = self.columns().filter(|column| {
            column.column_type.is_number()
                && self.kind(&column.name) != Some(ColumnKind::Year)
                && !self.is_code(&column.name)
                && !words(&column.name).any(|word| NO_MEASURES.contains(&word))
        });
        let rank = |column: &&ColumnInfo| match column.name.as_str() {
            name if name == "l_p" || name.ends_with("_l_p") => 0,
            "jumlah" | "total" | "nilai" => 1,
            name if words(name).any(|word| matches!(word, "jumlah" | "total")) => 2,
            _ => 3,
        };
        measures.min_by_key(rank)
    }

    /// Periods that stood as columns leave a column called `nilai`, which the dataset's title names better; so it does a sum of men and women.
    pub fn title_of_measure(&self, measure: &ColumnInfo) -> String {
        let is_unnamed = measure.name == "nilai" || measure.name.ends_with("l_p");
        if is_unnamed {
            let ends = [" menurut ", " per ", " tiap ", ",", " ("];
            let end = ends.iter().filter_map(|end| self.name.find(end)).min();
            let name = self.name.get(..end.unwrap_or(self.name.len()));
            return name.unwrap_or(self.name).to_owned();
        }
        table::bare_title(measure).to_owned()
    }

    /// The coarsest regions first (names of villages repeat), then the first words that are no code.
    pub fn categories(&self) -> Vec<&'a ColumnInfo> {
        let texts = self.columns().filter(|column| {
            column.column_type == ColumnType::Text
                && !self.is_code(&column.name)
                && !PERIODS.contains(&column.name.as_str())
        });
        let region = texts
            .clone()
            .filter(|column| self.is_region(column) && self.distinct(&column.name) > 1)
            .min_by_key(|column| self.distinct(&column.name));
        let mut categories: Vec<&ColumnInfo> = region.into_iter().collect();
        categories.extend(texts.clone().find(|column| !self.is_region(column)));
        categories
    }

    /// Different values of a column, as far as they were counted.
    pub fn distinct(&self, name: &str) -> u64 {
        dictionary::known(self.open, name).map_or(0, |column| column.profile.distinct)
    }

    /// Whether a column names regions.
    pub fn is_region(&self, column: &ColumnInfo) -> bool {
        self.kind(&column.name) == Some(ColumnKind::RegionName)
    }

    /// How several values of a measure become one.
    pub fn aggregate(&self, measure: &ColumnInfo) -> Aggregate {
        let title = self.title_of_measure(measure).to_lowercase();
        let is_mean = self.kind(&measure.name) == Some(ColumnKind::Percent)
            || words(&measure.name).any(|word| MEANS.contains(&word))
            || title.split_whitespace().any(|word| MEANS.contains(&word))
            || measure
                .unit
                .as_deref()
                .is_some_and(|unit| unit.contains(['%', '/']));
        if is_mean {
            Aggregate::Avg
        } else {
            Aggregate::Sum
        }
    }

    /// Where rows carry codes they may contain each other (a budget's accounts): their sum would count twice.
    pub fn may_combine(&self, measure: &ColumnInfo) -> bool {
        self.aggregate(measure) == Aggregate::Avg
            || !self.columns().any(|column| {
                self.kind(&column.name) == Some(ColumnKind::Code)
                    || words(&column.name).any(|word| matches!(word, "kode" | "rekening"))
                        && self.kind(&column.name) != Some(ColumnKind::RegionCode)
            })
    }
}
