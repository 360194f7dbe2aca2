//! Columns with their types and values, decided from all of their cells.

use super::cell::{Cell, digits};
use super::number::{self, Evidence, Exact, Written};
use super::raw::{Head, Raw};
use super::reading::{Notation, Reading};
use super::report::{ColumnKind, Finding, Level, Offer};
use super::text;
use super::value::{self, DateText};
use crate::standards::regions;
use jiff::civil::Date;

/// A value of the canonical table.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words and codes.
    Text(String),
    /// A number in exact digits.
    Number(Exact),
    /// A day.
    Date(Date),
    /// Yes or no.
    Bool(bool),
}

impl Value {
    /// The value as plain text.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(exact) => plain(*exact),
            Self::Date(date) => date.to_string(),
            Self::Bool(true) => "benar".to_owned(),
            Self::Bool(false) => "salah".to_owned(),
        }
    }
}

/// Digits with a dot, without zeros at the end of the fraction.
pub fn plain(exact: Exact) -> String {
    let exact = exact.short();
    let scale = exact.scale as usize;
    if scale == 0 {
        return exact.unscaled.to_string();
    }
    let sign = if exact.unscaled < 0 { "-" } else { "" };
    let all = format!(
        "{:0>width$}",
        exact.unscaled.unsigned_abs(),
        width = scale + 1
    );
    let (whole, fraction) = all.split_at(all.len() - scale);
    format!("{sign}{whole}.{fraction}")
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedColumn {
    /// Safe name, unique in the table.
    pub name: String,
    /// Title as written.
    pub title: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Unit of its numbers.
    pub unit: String,
    /// Letter in the sheet.
    pub letter: String,
    /// Values, one for each row.
    pub values: Vec<Option<Value>>,
}

/// Most findings of one kind in one column that are told one by one; the rest is a count.
const TOLD: usize = 20;

/// Types every column; what does not fit is a finding.
pub fn build(raw: &Raw, reading: &Reading, sheet: &str) -> (Vec<TypedColumn>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut columns: Vec<TypedColumn> = Vec::new();
    for (index, head) in raw.heads.iter().enumerate() {
        let cells: Vec<(u64, &Cell)> = raw
            .rows
            .iter()
            .filter_map(|row| row.cells.get(index).map(|cell| (row.row, cell)))
            .collect();
        let name = unique_name(head, index, &columns, &mut findings, sheet);
        let chosen = reading.column(&head.letter);
        let survey = Survey::of(head, &cells);
        let kind = chosen
            .and_then(|column| column.kind)
            .unwrap_or_else(|| survey.kind(head, raw, index));
        let mut notes = Notes {
            sheet,
            name: &name,
            head,
            findings: Vec::new(),
            lenient: reading.accepts(Offer::EmptyBadCells),
        };
        let values = cells
            .iter()
            .map(|(row, cell)| convert(cell, kind, &survey, *row, &mut notes))
            .collect();
        if kind.is_number() && survey.evidence.is_contradictory() {
            notes.add("number_notation", Level::Warning, None, "", "");
        }
        findings.extend(shorten(notes.findings));
        let unit = chosen
            .and_then(|column| column.unit.clone())
            .unwrap_or_else(|| survey.unit(head, kind));
        columns.push(TypedColumn {
            name,
            title: head.title.clone(),
            kind,
            unit,
            letter: head.letter.clone(),
            values,
        });
    }
    (columns, findings)
}

fn unique_name(
    head: &Head,
    index: usize,
    columns: &[TypedColumn],
    findings: &mut Vec<Finding>,
    sheet: &str,
) -> String {
    let mut name = text::safe_name(&head.title);
    let mut note = |code| {
        let mut finding = Finding::new(code, Level::Warning);
        sheet.clone_into(&mut finding.sheet);
        finding.column = if head.title.is_empty() {
            head.letter.clone()
        } else {
            head.title.clone()
        };
        finding.cell.clone_from(&head.letter);
        findings.push(finding);
    };
    if name.is_empty() {
        note("header_missing");
        name = format!("kolom_{}", index + 1);
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name = format!("k_{name}");
    }
    let taken = |name: &str| columns.iter().any(|column| column.name == name);
    if taken(&name) {
        note("header_duplicate");
        let base = name.clone();
        name = (2..=columns.len() + 2)
            .map(|number| format!("{base}_{number}"))
            .find(|candidate| !taken(candidate))
            .unwrap_or(base);
    }
    name
}

/// What the cells of a column are like.
struct Survey {
    filled: usize,
    numbers: usize,
    dates: usize,
    booleans: usize,
    percents: usize,
    money: usize,
    codes: usize,
    leading_zeros: usize,
    years: usize,
    fractions: usize,
    evidence: Evidence,
    unit: String,
}

impl Survey {
    fn of(head: &Head, cells: &[(u64, &Cell)]) -> Self {
        let mut survey = Self {
            filled: 0,
            numbers: 0,
            dates: 0,
            booleans: 0,
            percents: 0,
            money: 0,
            codes: 0,
            leading_zeros: 0,
            years: 0,
            fractions: 0,
            evidence: Evidence::default(),
            unit: String::new(),
        };
        for (_, cell) in cells {
            survey.add(cell);
        }
        let _ = head;
        survey
    }

    fn add(&mut self, cell: &Cell) {
        match cell {
            Cell::Empty | Cell::Error(_) => {}
            Cell::Number(number) => {
                self.filled += 1;
                self.numbers += 1;
                let text = digits(*number);
                self.years += usize::from(super::locate::is_year(&text));
                self.fractions += usize::from(number.fract() != 0.0);
            }
            Cell::Percent(_) => {
                self.filled += 1;
                self.numbers += 1;
                self.percents += 1;
            }
            Cell::Bool(_) => {
                self.filled += 1;
                self.booleans += 1;
            }
            Cell::Date(_) => {
                self.filled += 1;
                self.dates += 1;
            }
            Cell::Text(_) => self.add_text(&cell.trimmed()),
        }
    }

    fn add_text(&mut self, text: &str) {
        if value::is_missing(text) {
            return;
        }
        self.filled += 1;
        self.booleans += usize::from(value::boolean(text).is_some());
        self.dates += usize::from(value::date(text) != DateText::No);
        self.codes += usize::from(is_region_code(text));
        self.years += usize::from(super::locate::is_year(text));
        let all_digits = text.bytes().all(|b| b.is_ascii_digit());
        self.leading_zeros += usize::from(all_digits && text.len() > 1 && text.starts_with('0'));
        if value::zero_in_words(text).is_some() || value::is_missing_number(text) {
            self.numbers += 1;
            return;
        }
        if let Some(written) = number::take_apart(text) {
            self.numbers += 1;
            self.evidence.weigh(&written.core);
            self.percents += usize::from(written.percent);
            self.money += usize::from(written.money);
            if !written.unit.is_empty() {
                self.unit.clone_from(&written.unit);
            }
        }
    }

    fn most(&self, count: usize) -> bool {
        self.filled > 0 && count * 10 >= self.filled * 8
    }

    fn kind(&self, head: &Head, raw: &Raw, index: usize) -> ColumnKind {
        let name = text::safe_name(&head.title);
        let words: Vec<&str> = name.split('_').collect();
        let has = |word: &str| words.contains(&word);
        if self.most(self.codes) {
            return ColumnKind::RegionCode;
        }
        if is_code_name(&words)
            || self.leading_zeros > 0 && self.most(self.numbers) && !self.has_fractions()
        {
            return ColumnKind::Code;
        }
        if self.most(self.dates) && !self.most(self.numbers) {
            return ColumnKind::Date;
        }
        if self.most(self.numbers) {
            if (has("tahun") || has("year")) && self.years == self.filled {
                return ColumnKind::Year;
            }
            if self.percents * 2 > self.filled || has("persen") || has("persentase") {
                return ColumnKind::Percent;
            }
            if self.money * 2 > self.filled || has("rp") || has("rupiah") {
                return ColumnKind::Money;
            }
            return if self.has_fractions() || self.has_fraction_digits(raw, index) {
                ColumnKind::Decimal
            } else {
                ColumnKind::Integer
            };
        }
        if self.most(self.booleans) && self.booleans == self.filled {
            return ColumnKind::Boolean;
        }
        let region = ["kecamatan", "desa", "kelurahan", "kabupaten", "wilayah"]
            .iter()
            .any(|word| has(word));
        if region && self.codes == 0 && self.filled > 0 {
            return ColumnKind::RegionName;
        }
        ColumnKind::Text
    }

    fn has_fractions(&self) -> bool {
        self.fractions > 0
    }

    fn has_fraction_digits(&self, raw: &Raw, index: usize) -> bool {
        let notation = self.evidence.notation();
        raw.column(index).any(|cell| match cell {
            Cell::Text(text) => number::take_apart(text)
                .and_then(|written| number::parse(&written, notation))
                .is_some_and(|exact| exact.short().scale > 0),
            _ => false,
        })
    }

    fn unit(&self, head: &Head, kind: ColumnKind) -> String {
        if kind == ColumnKind::Percent {
            return "%".to_owned();
        }
        if !kind.is_number() {
            return String::new();
        }
        if !self.unit.is_empty() {
            return self.unit.clone();
        }
        let in_brackets = head
            .title
            .rsplit_once('(')
            .and_then(|(_, rest)| rest.split_once(')'))
            .map(|(unit, _)| unit.trim());
        match in_brackets {
            Some(unit)
                if !unit.is_empty()
                    && unit.chars().count() <= 24
                    && !unit.chars().all(|c| c.is_ascii_digit()) =>
            {
                unit.to_owned()
            }
            _ if kind == ColumnKind::Money => "Rp".to_owned(),
            _ => String::new(),
        }
    }
}

// A code of the lists in any writing, or one that is dotted as they are.
fn is_region_code(text: &str) -> bool {
    let dotted_so = text.len() >= 5 && regions::dotted(text).as_deref() == Some(text);
    dotted_so || (text.len() >= 6 && regions::by_code(text).is_some())
}

fn is_code_name(words: &[&str]) -> bool {
    const CODES: [&str; 14] = [
        "kode", "npsn", "nik", "nip", "nisn", "npwp", "telp", "telepon", "hp", "tiket", "nomor",
        "rekening", "npp", "nib",
    ];
    let first = words.first().copied().unwrap_or_default();
    let counts = matches!(first, "jumlah" | "total" | "banyak" | "rata");
    !counts
        && words.iter().any(|word| CODES.contains(word))
        && words != ["nomor"]
        && words != ["nomor", "urut"]
}

struct Notes<'a> {
    sheet: &'a str,
    name: &'a str,
    head: &'a Head,
    findings: Vec<Finding>,
    lenient: bool,
}

impl Notes<'_> {
    fn add(&mut self, code: &str, level: Level, row: Option<u64>, value: &str, expected: &str) {
        let mut finding = Finding::new(code, level);
        self.sheet.clone_into(&mut finding.sheet);
        finding.row = row;
        self.name.clone_into(&mut finding.column);
        if let Some(row) = row {
            finding.cell = format!("{}{row}", self.head.letter);
        }
        finding.value = value.chars().take(100).collect();
        expected.clone_into(&mut finding.expected);
        self.findings.push(finding);
    }

    fn bad(&mut self, code: &str, row: u64, value: &str, expected: &str) {
        let level = if self.lenient {
            Level::Warning
        } else {
            Level::Blocking
        };
        self.add(code, level, Some(row), value, expected);
    }
}

fn convert(
    cell: &Cell,
    kind: ColumnKind,
    survey: &Survey,
    row: u64,
    notes: &mut Notes<'_>,
) -> Option<Value> {
    if let Cell::Error(error) = cell {
        notes.add("cell_error", Level::Warning, Some(row), error, "");
        return None;
    }
    let text = cell.trimmed();
    if value::is_missing(&text) && !matches!(cell, Cell::Number(_)) {
        return None;
    }
    match kind {
        ColumnKind::Text | ColumnKind::Code | ColumnKind::RegionName => Some(Value::Text(text)),
        ColumnKind::RegionCode => Some(Value::Text(regions::dotted(&text).unwrap_or(text))),
        ColumnKind::Boolean => match cell {
            Cell::Bool(value) => Some(Value::Bool(*value)),
            _ => value::boolean(&text).map(Value::Bool).or_else(|| {
                notes.bad("type_mismatch", row, &text, "ya/tidak");
                None
            }),
        },
        ColumnKind::Date => convert_date(cell, &text, row, notes),
        ColumnKind::Integer
        | ColumnKind::Decimal
        | ColumnKind::Percent
        | ColumnKind::Money
        | ColumnKind::Year => convert_number(cell, &text, survey.evidence.notation(), row, notes),
    }
}

fn convert_date(cell: &Cell, text: &str, row: u64, notes: &mut Notes<'_>) -> Option<Value> {
    if let Cell::Date(date) = cell {
        return Some(Value::Date(*date));
    }
    match value::date(text) {
        DateText::Day(date) => Some(Value::Date(date)),
        DateText::Impossible => {
            notes.bad("date_impossible", row, text, "");
            None
        }
        DateText::No => {
            notes.bad("type_mismatch", row, text, "31/12/2024");
            None
        }
    }
}

fn convert_number(
    cell: &Cell,
    text: &str,
    notation: Notation,
    row: u64,
    notes: &mut Notes<'_>,
) -> Option<Value> {
    if let Cell::Number(number) | Cell::Percent(number) = cell {
        return Exact::parse(&digits(*number)).map(|exact| Value::Number(exact.short()));
    }
    if value::is_missing_number(text) {
        return None;
    }
    if let Some(ask) = value::zero_in_words(text) {
        if ask {
            notes.add("zero_in_words", Level::Warning, Some(row), text, "0");
        }
        return Some(Value::Number(Exact {
            unscaled: 0,
            scale: 0,
        }));
    }
    let parsed =
        number::take_apart(text).and_then(|written: Written| number::parse(&written, notation));
    if parsed.is_none() {
        notes.bad("type_mismatch", row, text, &mended(text, notation));
    }
    parsed.map(Value::Number)
}

// Letters that fingers and scanners put in place of digits.
fn mended(text: &str, notation: Notation) -> String {
    let swapped: String = text
        .chars()
        .map(|c| match c {
            'l' | 'I' | '|' => '1',
            'O' | 'o' => '0',
            other => other,
        })
        .collect();
    let fits = number::take_apart(&swapped)
        .and_then(|written| number::parse(&written, notation))
        .is_some();
    if fits && swapped != text {
        swapped
    } else {
        String::new()
    }
}

/// Keeps the first findings of each kind and counts the rest in one.
pub fn shorten(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        let same =
            |known: &&mut Finding| known.code == finding.code && known.column == finding.column;
        let count = kept
            .iter()
            .filter(|known| known.code == finding.code && known.column == finding.column)
            .count();
        if count < TOLD {
            kept.push(finding);
        } else if let Some(last) = kept.iter_mut().rev().find(same) {
            last.count_in(finding);
        }
    }
    kept
}
