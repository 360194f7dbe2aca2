//! Whether what came of a case is what the list says of it.

use super::{Case, Outcome, Place, outcome};
use lumbung::inspection::typed::{TypedColumn, Value};
use lumbung::inspection::{ColumnKind, Finding, Level, Reading};

/// `Err` says what came of it instead.
pub(super) fn case(case: &Case, place: &Place) -> Result<(), String> {
    let tidy = outcome(place, Reading::tidy());
    let seen = Seen {
        case,
        place,
        tidy: &tidy,
    };
    let is_right = match case.kind.as_str() {
        "bulat" => seen.is_number() && !seen.text().contains('.'),
        "desimal" => seen.is_number(),
        "teks" if case.place == "judul kolom pertama" => seen.has_title(&case.value),
        "teks" => matches!(seen.value(), Some(Value::Text(text)) if *text == case.value),
        "bukan NIK" => seen.is_number() && !seen.is_personal(),
        "kosong" => seen.value().is_none() && !seen.is_blocked_as_written(),
        "galat" => {
            seen.is_told()
                && (seen.has_no_code() || seen.value().is_none() || seen.is_blocked_as_written())
        }
        "peringatan" => seen.is_proposed(&case.value),
        "tanggal" if case.place == "judul tabel" => seen.has_words_kept(),
        "tanggal" => {
            matches!(seen.value(), Some(Value::Date(date)) if date.to_string() == case.value)
        }
        "waktu" | "klasifikasi" if !case.value.is_empty() => seen.text() == case.value,
        "klasifikasi" => seen.has_levels(),
        "periode" => seen.has_period(),
        "kode wilayah" | "kode BPS" => seen.code() == case.value,
        "koordinat" => seen.coordinates() == case.value,
        "data pribadi" => seen.is_personal(),
        "logika" => seen.text() == case.value && seen.kind() == Some(ColumnKind::Boolean),
        "bukan data" => seen.is_left_out(),
        other => panic!("a type that is not known: {other}"),
    };
    if is_right { Ok(()) } else { Err(seen.shown()) }
}

struct Seen<'a> {
    case: &'a Case,
    place: &'a Place,
    tidy: &'a Outcome,
}

impl Seen<'_> {
    // Rows of the table that stand before the case are none: it is the first of its body.
    fn column(&self) -> Option<&TypedColumn<'static>> {
        self.tidy
            .columns
            .iter()
            .find(|column| column.title == self.place.title)
    }

    fn value(&self) -> Option<&Value<'static>> {
        self.column()?.values.first()?.as_ref()
    }

    fn text(&self) -> String {
        self.value().map_or_else(String::new, Value::text)
    }

    fn kind(&self) -> Option<ColumnKind> {
        self.column().map(|column| column.kind)
    }

    fn is_number(&self) -> bool {
        let Some(Value::Number(_)) = self.value() else {
            return false;
        };
        let (is, wanted) = (self.text().parse::<f64>(), self.case.value.parse::<f64>());
        let is_percent = self.kind() == Some(ColumnKind::Percent);
        is == wanted
            && (self.case.group != "persen" || is_percent || self.case.place == "kolom cakupan")
    }

    fn findings(&self) -> impl Iterator<Item = &Finding> {
        let of_cell = |finding: &&Finding| {
            finding.row == Some(self.place.row) && finding.column != "nama_unit"
        };
        self.tidy.report.findings.iter().filter(of_cell)
    }

    fn is_told(&self) -> bool {
        self.findings().next().is_some()
    }

    fn is_proposed(&self, value: &str) -> bool {
        self.findings().any(|finding| finding.expected == value)
    }

    fn is_personal(&self) -> bool {
        self.findings()
            .any(|finding| finding.code == "personal_data")
    }

    fn is_blocked_as_written(&self) -> bool {
        let report = outcome(self.place, Reading::default()).report;
        let mut own = report
            .findings
            .iter()
            .filter(|finding| finding.row == Some(self.place.row));
        own.any(|finding| finding.level == Level::Blocking)
    }

    fn code(&self) -> String {
        let mut columns = self.tidy.columns.iter();
        let column = columns.find(|column| column.kind == ColumnKind::RegionCode);
        let value = column.and_then(|column| column.values.first()?.as_ref());
        value.map_or_else(String::new, Value::text)
    }

    fn has_no_code(&self) -> bool {
        let mut columns = self.tidy.columns.iter();
        columns.any(|column| column.kind == ColumnKind::RegionCode) && self.code().is_empty()
    }

    // Of the column itself, or of latitude and longitude where one column holds both.
    fn coordinates(&self) -> String {
        if self
            .value()
            .is_some_and(|value| matches!(value, Value::Number(_)))
        {
            return self.text();
        }
        let of = |name: &str| {
            let column = self
                .tidy
                .columns
                .iter()
                .find(|column| column.name == name)?;
            Some(column.values.first()?.as_ref()?.text())
        };
        let both = [of("lintang"), of("bujur")];
        both.into_iter().flatten().collect::<Vec<_>>().join("|")
    }

    fn has_title(&self, title: &str) -> bool {
        let table = outcome(self.place, Reading::default()).report;
        table
            .table()
            .is_some_and(|table| table.columns.iter().any(|column| column.title == title))
    }

    // A word of the title above a table is kept as it stands.
    fn has_words_kept(&self) -> bool {
        self.tidy
            .report
            .table()
            .is_some_and(|table| table.titles.contains(&self.case.cell))
    }

    fn has_levels(&self) -> bool {
        let mut titles = self.tidy.columns.iter().map(|column| column.title.as_str());
        ["L", "P", "L+P"]
            .iter()
            .all(|level| titles.any(|title| title == format!("JENIS KELAMIN › {level}")))
    }

    fn has_period(&self) -> bool {
        if self.case.place == "judul tabel" {
            return self.has_words_kept();
        }
        let folded = self
            .tidy
            .columns
            .iter()
            .filter(|column| column.letter.is_empty());
        let mut periods = folded.chain(self.column());
        let wanted = if self.case.value.is_empty() {
            "2022"
        } else {
            &self.case.value
        };
        periods.any(|column| {
            let value = column.values.first().and_then(Option::as_ref);
            value.is_some_and(|value| value.text() == wanted)
        })
    }

    // Neither a row nor a column of the table; a heading may be the group of the rows below it.
    fn is_left_out(&self) -> bool {
        let first = self.case.cell.split(' ').next().unwrap_or_default();
        let is_case =
            |text: &str| text == self.case.cell || first.starts_with('(') && text == first;
        let sheet = |column: &&TypedColumn<'_>| column.title != "Kelompok";
        let mut columns = self.tidy.columns.iter().filter(sheet);
        let rows = self.tidy.report.table().map_or(0, |table| table.row_count);
        let in_table = columns.any(|column| {
            let mut values = column.values.iter().flatten();
            column.title == self.case.cell
                || values.any(|value| matches!(value, Value::Text(text) if is_case(text)))
        });
        rows > 2 && !in_table
    }

    fn shown(&self) -> String {
        let columns = self.tidy.columns.iter();
        let columns: Vec<String> = columns
            .map(|column| {
                let value = column
                    .values
                    .first()
                    .and_then(Option::as_ref)
                    .map(Value::text);
                format!("{} ({}) {value:?}", column.name, column.kind.as_str())
            })
            .collect();
        let findings: Vec<String> = self
            .tidy
            .report
            .findings
            .iter()
            .map(|finding| format!("{} {} {:?}", finding.code, finding.cell, finding.expected))
            .collect();
        format!("{} | {}", columns.join(", "), findings.join(", "))
    }
}
